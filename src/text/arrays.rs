//! The texts of one column, whatever type of array holds them.

use std::fmt::UpperExp;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type};
use arrow_array::{
    Array, LargeStringArray, StringArray, StringViewArray, downcast_dictionary_array, downcast_integer_array,
};
use arrow_schema::DataType;

/// The largest whole number of which a double holds every smaller one too: 2^53.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The texts of one column. Null is an empty text, and a number is its digits.
pub(crate) enum Texts<'a> {
    Utf8(&'a StringArray),
    LargeUtf8(&'a LargeStringArray),
    Utf8View(&'a StringViewArray),
    /// A dictionary: the number of the entry of each row, and the entries.
    Entries(Vec<Option<usize>>, Box<Texts<'a>>),
    /// Texts that were written for the values of another type, and where each of them ends.
    Written(String, Vec<usize>),
    /// No row has a text.
    Nothing,
}

impl<'a> Texts<'a> {
    /// Returns `None` if values of the array's type are neither texts nor numbers.
    pub(crate) fn new(array: &'a dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Null => Self::Nothing,
            DataType::Utf8 => Self::Utf8(array.as_string()),
            DataType::LargeUtf8 => Self::LargeUtf8(array.as_string()),
            DataType::Utf8View => Self::Utf8View(array.as_string_view()),
            DataType::Dictionary(..) => {
                let entries = Self::new(array.as_any_dictionary().values().as_ref())?;
                Self::Entries(entries_of_rows(array), Box::new(entries))
            }
            _ => written(array)?,
        })
    }

    /// The number of dictionary entries. `None` if the column is no dictionary.
    pub(crate) fn entries(&self) -> Option<usize> {
        match self {
            Self::Entries(_, entries) => Some(entries.len()),
            _ => None,
        }
    }

    /// The dictionary entry of a row. `None` for null, and if the column is no dictionary.
    pub(crate) fn entry(&self, row: usize) -> Option<usize> {
        match self {
            Self::Entries(rows, _) => rows[row],
            _ => None,
        }
    }

    /// The text of a row.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> &str {
        match self {
            Self::Utf8(array) if array.is_valid(row) => array.value(row),
            Self::LargeUtf8(array) if array.is_valid(row) => array.value(row),
            Self::Utf8View(array) if array.is_valid(row) => array.value(row),
            Self::Entries(rows, entries) => rows[row].map_or("", |entry| entries.get(entry)),
            Self::Written(text, ends) => &text[row.checked_sub(1).map_or(0, |before| ends[before])..ends[row]],
            _ => "",
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Utf8(array) => array.len(),
            Self::LargeUtf8(array) => array.len(),
            Self::Utf8View(array) => array.len(),
            Self::Entries(rows, _) => rows.len(),
            Self::Written(_, ends) => ends.len(),
            Self::Nothing => 0,
        }
    }
}

/// The number of the dictionary entry of each row.
fn entries_of_rows(array: &dyn Array) -> Vec<Option<usize>> {
    downcast_dictionary_array!(
        array => {
            let keys = array.keys();
            (0..keys.len()).map(|row| array.key(row)).collect()
        },
        _ => vec![None; array.len()],
    )
}

/// Writes the values of a type that is no text. Returns `None` if they are no numbers either.
fn written<'a>(array: &dyn Array) -> Option<Texts<'a>> {
    let mut text = String::new();
    let mut ends = Vec::with_capacity(array.len());
    downcast_integer_array!(
        array => {
            let mut digits = itoa::Buffer::new();
            for row in 0..array.len() {
                if array.is_valid(row) {
                    text.push_str(digits.format(array.value(row)));
                }
                ends.push(text.len());
            }
        },
        DataType::Boolean => {
            let array = array.as_boolean();
            write_each(array, &mut text, &mut ends, |row, text| {
                text.push_str(if array.value(row) { "true" } else { "false" });
            });
        }
        DataType::Float16 => {
            let array = array.as_primitive::<Float16Type>();
            write_each(array, &mut text, &mut ends, |row, text| write_float(array.value(row).into(), text));
        }
        DataType::Float32 => {
            let array = array.as_primitive::<Float32Type>();
            write_each(array, &mut text, &mut ends, |row, text| write_single(array.value(row), text));
        }
        DataType::Float64 => {
            let array = array.as_primitive::<Float64Type>();
            write_each(array, &mut text, &mut ends, |row, text| write_float(array.value(row), text));
        }
        DataType::Decimal128(..) => {
            let array = array.as_primitive::<Decimal128Type>();
            write_each(array, &mut text, &mut ends, |row, text| text.push_str(&array.value_as_string(row)));
        }
        DataType::Decimal256(..) => {
            let array = array.as_primitive::<Decimal256Type>();
            write_each(array, &mut text, &mut ends, |row, text| text.push_str(&array.value_as_string(row)));
        }
        _ => return None,
    );
    Some(Texts::Written(text, ends))
}

fn write_each(array: &dyn Array, text: &mut String, ends: &mut Vec<usize>, mut write: impl FnMut(usize, &mut String)) {
    for row in 0..array.len() {
        if array.is_valid(row) {
            write(row, text);
        }
        ends.push(text.len());
    }
}

/// Appends a number. What is none (`NaN`) is missing, as in pandas. A whole number is its digits, unless it is so large that digits may be lost: then it has an exponent, which
/// shows that it is no id any more.
fn write_float(number: f64, text: &mut String) {
    if number.is_nan() {
        return;
    }
    if number.abs() < LARGEST_EXACT {
        text.push_str(&number.to_string());
    } else {
        text.push_str(&in_exponents(number));
    }
}

fn in_exponents(number: impl UpperExp) -> String {
    // As spreadsheets write it. Such a number is large, so the exponent has no sign of its own.
    format!("{number:E}").replace('E', "E+")
}

/// Appends a number of single precision, with no more digits than it has.
fn write_single(number: f32, text: &mut String) {
    const LARGEST_EXACT: f32 = 16_777_216.0;
    if number.is_nan() {
        return;
    }
    if number.abs() < LARGEST_EXACT {
        text.push_str(&number.to_string());
    } else {
        text.push_str(&in_exponents(number));
    }
}
