//! The values of one column as texts.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{
    Array, BinaryArray, BinaryViewArray, FixedSizeListArray, LargeBinaryArray, LargeListArray, ListArray, MapArray,
    RecordBatch, StructArray,
};
use arrow_schema::{DataType, TimeUnit};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::text::arrays::Texts;

/// The cells of one column in a batch.
pub(super) struct Cells<'b> {
    /// The columns that contain it. A cell inside null is null.
    outer: Vec<&'b StructArray>,
    values: Values<'b>,
}

/// Values of a type.
enum Values<'b> {
    /// The same text in each row.
    Constant(&'b str),
    Texts(Texts<'b>),
    /// Numbers and truth values.
    Numbers(Texts<'b>),
    Bytes(Bytes<'b>),
    List(List<'b>, Box<Values<'b>>),
    /// Structures inside lists, with the names of their fields.
    Struct(&'b StructArray, Vec<(&'b str, Values<'b>)>),
}

enum Bytes<'b> {
    Binary(&'b BinaryArray),
    Large(&'b LargeBinaryArray),
    View(&'b BinaryViewArray),
}

enum List<'b> {
    Small(&'b ListArray),
    Large(&'b LargeListArray),
    Fixed(&'b FixedSizeListArray),
    Map(&'b MapArray),
}

impl<'b> Cells<'b> {
    /// Whether values of a type can be read.
    pub(super) fn can_be(data_type: &DataType) -> bool {
        match data_type {
            DataType::Null
            | DataType::Boolean
            | DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::Float16
            | DataType::Float32
            | DataType::Float64
            | DataType::Decimal128(..)
            | DataType::Decimal256(..)
            | DataType::Date32
            | DataType::Date64
            | DataType::Timestamp(..) => true,
            DataType::List(item)
            | DataType::LargeList(item)
            | DataType::FixedSizeList(item, _)
            | DataType::Map(item, _) => Self::can_be(item.data_type()),
            DataType::Struct(fields) => fields.iter().all(|field| Self::can_be(field.data_type())),
            DataType::Dictionary(_, values) => !values.is_nested() && !is_binary(values) && Self::can_be(values),
            other => other.is_integer(),
        }
    }

    /// The same text in each row.
    pub(super) fn constant(text: &'b str) -> Self {
        Self { outer: Vec::new(), values: Values::Constant(text) }
    }

    /// The cells of a column of a batch, or of a column inside it.
    pub(super) fn at(batch: &'b RecordBatch, path: &[usize]) -> Option<Self> {
        let (first, inner) = path.split_first()?;
        let mut outer = Vec::new();
        let mut array = batch.columns().get(*first)?.as_ref();
        for index in inner {
            let structure = array.as_struct_opt()?;
            outer.push(structure);
            array = structure.columns().get(*index)?.as_ref();
        }
        Some(Self { outer, values: Values::new(array)? })
    }

    /// The length of a cell in bytes; that of a list is not known before it is written, and said to be that of some texts.
    pub(super) fn len(&self, row: usize) -> usize {
        const OF_LIST: usize = 256;
        match &self.values {
            Values::Constant(text) => text.len(),
            Values::Texts(texts) | Values::Numbers(texts) => texts.get(row).len(),
            Values::Bytes(bytes) => bytes.get(row).map_or(0, <[u8]>::len),
            Values::List(..) | Values::Struct(..) => OF_LIST,
        }
    }

    /// Whether a cell is a list or a structure, and not null.
    pub(super) fn is_nested(&self, row: usize) -> bool {
        let is_valid = match &self.values {
            Values::List(list, _) => list.range(row).is_some(),
            Values::Struct(structure, _) => structure.is_valid(row),
            _ => false,
        };
        is_valid && !self.is_null(row)
    }

    /// Whether a cell is text: bytes may be something else.
    pub(super) fn is_text(&self, row: usize) -> bool {
        match &self.values {
            Values::Bytes(bytes) => simdutf8::basic::from_utf8(bytes.get(row).unwrap_or_default()).is_ok(),
            _ => true,
        }
    }

    /// Appends the text of a cell, of which no more than so many bytes are read. Returns whether that is all of it.
    #[inline]
    pub(super) fn write(&self, row: usize, most: usize, out: &mut String) -> bool {
        if self.is_null(row) {
            return true;
        }
        let text = match &self.values {
            Values::Constant(text) => text,
            Values::Texts(texts) | Values::Numbers(texts) => texts.get(row),
            Values::Bytes(bytes) => return bytes.write(row, most, out),
            values @ (Values::List(..) | Values::Struct(..)) => {
                let end = out.len() + most;
                if !self.is_nested(row) {
                    return true;
                }
                values.write_json(row, end, out);
                return truncate(out, end);
            }
        };
        out.push_str(&text[..text.floor_char_boundary(most)]);
        text.len() <= most
    }

    fn is_null(&self, row: usize) -> bool {
        self.outer.iter().any(|outer| outer.is_null(row))
    }
}

fn is_binary(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// Cuts a text off. Returns whether nothing was cut.
fn truncate(text: &mut String, end: usize) -> bool {
    let is_whole = text.len() <= end;
    text.truncate(text.floor_char_boundary(end));
    is_whole
}

impl<'b> Values<'b> {
    /// Returns `None` if values of the array's type cannot be read.
    fn new(array: &'b dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Binary => Self::Bytes(Bytes::Binary(array.as_binary())),
            DataType::LargeBinary => Self::Bytes(Bytes::Large(array.as_binary())),
            DataType::BinaryView => Self::Bytes(Bytes::View(array.as_binary_view())),
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => Self::Texts(times(array)?),
            DataType::List(_) => {
                let list: &ListArray = array.as_list();
                Self::List(List::Small(list), Box::new(Self::new(list.values().as_ref())?))
            }
            DataType::LargeList(_) => {
                let list: &LargeListArray = array.as_list();
                Self::List(List::Large(list), Box::new(Self::new(list.values().as_ref())?))
            }
            DataType::FixedSizeList(..) => {
                let list = array.as_fixed_size_list();
                Self::List(List::Fixed(list), Box::new(Self::new(list.values().as_ref())?))
            }
            DataType::Map(..) => {
                let map = array.as_map();
                Self::List(List::Map(map), Box::new(Self::new(map.entries())?))
            }
            DataType::Struct(fields) => {
                let structure = array.as_struct();
                let mut members = Vec::new();
                for (field, column) in fields.iter().zip(structure.columns()) {
                    members.push((field.name().as_str(), Self::new(column.as_ref())?));
                }
                Self::Struct(structure, members)
            }
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => {
                Self::Texts(Texts::new(array)?)
            }
            _ => Self::Numbers(Texts::new(array)?),
        })
    }

    /// Appends a value as JSON. Ends early once the text is longer than up to an end: the rest would be cut off.
    fn write_json(&self, row: usize, end: usize, out: &mut String) {
        if out.len() > end {
            return;
        }
        match self {
            Self::Constant(text) => quote(text, end, out),
            Self::Texts(texts) => quote(texts.get(row), end, out),
            Self::Numbers(texts) => match texts.get(row) {
                "" => out.push_str("null"),
                digits => out.push_str(digits),
            },
            Self::Bytes(bytes) => {
                let mut text = String::new();
                bytes.write(row, end, &mut text);
                quote(&text, end, out);
            }
            Self::List(list, values) => {
                out.push('[');
                for (number, element) in list.range(row).unwrap_or_default().enumerate() {
                    if out.len() > end {
                        return;
                    }
                    if number > 0 {
                        out.push(',');
                    }
                    values.write_json(element, end, out);
                }
                out.push(']');
            }
            Self::Struct(structure, _) if structure.is_null(row) => out.push_str("null"),
            Self::Struct(_, members) => {
                out.push('{');
                for (number, (name, values)) in members.iter().enumerate() {
                    if number > 0 {
                        out.push(',');
                    }
                    quote(name, end, out);
                    out.push(':');
                    values.write_json(row, end, out);
                }
                out.push('}');
            }
        }
    }
}

/// Appends a text as a string of JSON.
fn quote(text: &str, end: usize, out: &mut String) {
    let most = end.saturating_sub(out.len()).saturating_add(1);
    let text = &text[..text.floor_char_boundary(most.saturating_add(3))];
    out.push_str(&serde_json::Value::from(text).to_string());
}

impl Bytes<'_> {
    fn get(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Binary(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }

    /// Appends bytes as the UTF-8 that they are, or with U+FFFD for each part that is none.
    fn write(&self, row: usize, most: usize, out: &mut String) -> bool {
        let bytes = self.get(row).unwrap_or_default();
        let read = &bytes[..bytes.len().min(most)];
        match simdutf8::basic::from_utf8(read) {
            Ok(text) => out.push_str(text),
            Err(_) => out.push_str(&String::from_utf8_lossy(read)),
        }
        read.len() == bytes.len()
    }
}

impl List<'_> {
    /// The elements of a row. `None` for null.
    fn range(&self, row: usize) -> Option<Range<usize>> {
        match self {
            Self::Small(list) if list.is_valid(row) => {
                let offsets = list.value_offsets();
                Some(index(offsets[row].into())..index(offsets[row + 1].into()))
            }
            Self::Large(list) if list.is_valid(row) => {
                let offsets = list.value_offsets();
                Some(index(offsets[row])..index(offsets[row + 1]))
            }
            Self::Map(map) if map.is_valid(row) => {
                let offsets = map.value_offsets();
                Some(index(offsets[row].into())..index(offsets[row + 1].into()))
            }
            Self::Fixed(list) if list.is_valid(row) => {
                let len = index(list.value_length().into());
                let start = row * len;
                Some(start..start + len)
            }
            _ => None,
        }
    }
}

/// An offset of an array, which is never negative.
fn index(offset: i64) -> usize {
    usize::try_from(offset).unwrap_or_default()
}

/// Dates and times in the form of ISO 8601. Returns `None` if the values of the type are something else.
fn times(array: &dyn Array) -> Option<Texts<'static>> {
    let mut text = String::new();
    let mut ends = Vec::with_capacity(array.len());
    for row in 0..array.len() {
        if array.is_valid(row) {
            text.push_str(&time(array, row)?);
        }
        ends.push(text.len());
    }
    Some(Texts::Written(text, ends))
}

fn time(array: &dyn Array, row: usize) -> Option<String> {
    const DAY_IN_MILLISECONDS: i64 = 86_400_000;
    let (value, nanoseconds, has_zone) = match array.data_type() {
        DataType::Date32 => return Some(date(array.as_primitive::<Date32Type>().value(row).into())),
        DataType::Date64 => {
            return Some(date(array.as_primitive::<Date64Type>().value(row).div_euclid(DAY_IN_MILLISECONDS)));
        }
        DataType::Timestamp(unit, zone) => {
            let (value, nanoseconds) = match unit {
                TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().value(row), 1_000_000_000),
                TimeUnit::Millisecond => (array.as_primitive::<TimestampMillisecondType>().value(row), 1_000_000),
                TimeUnit::Microsecond => (array.as_primitive::<TimestampMicrosecondType>().value(row), 1_000),
                TimeUnit::Nanosecond => (array.as_primitive::<TimestampNanosecondType>().value(row), 1),
            };
            (value, nanoseconds, zone.is_some())
        }
        _ => return None,
    };

    let Ok(at) = Timestamp::from_nanosecond(i128::from(value) * i128::from(nanoseconds)) else {
        return Some(value.to_string());
    };
    Some(if has_zone { at.to_string() } else { TimeZone::UTC.to_datetime(at).to_string() })
}

/// A day, by its number from 1970-01-01 on. A day that no calendar has is its number.
fn date(days: i64) -> String {
    const FIRST: Date = Date::constant(1970, 1, 1);
    let day = Span::new().try_days(days).ok().and_then(|days| FIRST.checked_add(days).ok());
    day.map_or_else(|| days.to_string(), |day| day.to_string())
}
