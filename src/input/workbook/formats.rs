//! Number formats of cells: which of them show a number as a moment or a duration, and which show words beside a value or in its
//! place.

mod words;

use calamine::{Data, ExcelDateTime, ExcelDateTimeType};

use self::words::Sections;
use super::shown::write;

/// The number of a day of this century. Formats tell dates by their sign alone.
const SOME_DATE: f64 = 46_000.0;

/// A number format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format {
    shown: Shown,
    /// Its sections, if one of them has words.
    words: Option<Sections>,
}

impl Format {
    /// The format without words that values have without any.
    pub(super) const GENERAL: Self = Self { shown: Shown::Number, words: None };

    pub(super) fn built_in(id: u16) -> Self {
        Self { shown: Shown::built_in(id), words: None }
    }

    /// The format with a code such as `yyyy-mm-dd` or `@"（筹）"`.
    pub(super) fn of_code(code: &str) -> Self {
        Self { shown: Shown::of_code(code), words: Sections::with_words(code) }
    }

    /// Appends a number as a cell with the format shows it.
    pub(super) fn write_number(&self, number: f64, is_1904: bool, out: &mut String) {
        let value = self.shown.value(number, is_1904);
        let Some(sections) = &self.words else {
            write(&value, out);
            return;
        };
        let mut plain = String::new();
        write(&value, &mut plain);
        sections.write_number(number, &plain, out);
    }

    /// What a cell with the format shows of a truth value: the value, and on a line of its own the words, which only some
    /// spreadsheets show.
    pub(super) fn of_truth(&self, is_true: bool) -> String {
        let value = if is_true { "TRUE" } else { "FALSE" };
        let mut words = String::new();
        if let Some(sections) = &self.words {
            sections.write_number(f64::from(u8::from(is_true)), value, &mut words);
        }
        if words.is_empty() || words == value { value.to_owned() } else { format!("{value}\n{words}") }
    }

    /// Appends a date that is written as a text, with the words of the format.
    pub(super) fn write_date(&self, date: &str, out: &mut String) {
        match &self.words {
            Some(sections) => sections.write_number(SOME_DATE, date, out),
            None => out.push_str(date),
        }
    }

    /// What a cell with the format shows of a text, if that is more than the text.
    pub(super) fn of_text(&self, text: &str) -> Option<String> {
        self.words.as_ref()?.of_text(text)
    }
}

/// The words that a number format may show, whatever the value is. Returns `None` if it has none.
pub(super) fn words_of_code(code: &str) -> Option<String> {
    Sections::with_words(code).map(|sections| sections.words())
}

/// What a number format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Number,
    /// A date, a time of day, or both.
    Moment,
    /// Hours, minutes or seconds that are counted beyond a day.
    Duration,
}

impl Shown {
    /// What a built-in format shows. The formats 27 to 36 and 50 to 58 are the dates and times of East Asia.
    fn built_in(id: u16) -> Self {
        match id {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Moment,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// What the code of a format shows, such as `yyyy-mm-dd`. Only its section for positive numbers counts.
    fn of_code(code: &str) -> Self {
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character {
                // The next character is text, the width of a blank, or a filling.
                '\\' | '_' | '*' => {
                    characters.next();
                }
                '"' => while characters.next().is_some_and(|inner| inner != '"') {},
                // A colour, a condition, a currency, or a duration such as `[h]`.
                '[' => {
                    let inner: String = characters.by_ref().take_while(|inner| *inner != ']').collect();
                    let is_duration = ["h", "m", "s"].iter().any(|unit| is_repeated(&inner, unit));
                    if is_duration {
                        return Self::Duration;
                    }
                }
                ';' => return Self::Number,
                'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => return Self::Moment,
                'a' | 'A' if is_half_of_day(characters.as_str()) => return Self::Moment,
                _ => {}
            }
        }
        Self::Number
    }

    /// A number as a cell with the format has it.
    fn value(self, number: f64, is_1904: bool) -> Data {
        let shown = match self {
            Self::Number => return Data::Float(number),
            Self::Moment => ExcelDateTimeType::DateTime,
            Self::Duration => ExcelDateTimeType::TimeDelta,
        };
        Data::DateTime(ExcelDateTime::new(number, shown, is_1904))
    }
}

fn is_repeated(text: &str, letter: &str) -> bool {
    !text.is_empty() && text.to_ascii_lowercase().replace(letter, "").is_empty()
}

/// Whether `AM/PM` or `A/P` goes on like this behind its first letter.
fn is_half_of_day(rest: &str) -> bool {
    rest.starts_with(['p', 'm', '/', 'P', 'M'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_a_format_that_are_text_show_no_date() {
        for (code, shown) in [
            ("yyyy-mm-dd", Shown::Moment),
            ("[$-404]e\"年\"m\"月\"", Shown::Moment),
            ("AM/PM", Shown::Moment),
            ("[hh]:mm", Shown::Duration),
            ("[Red]0.00", Shown::Number),
            ("0.00\"d\"", Shown::Number),
            ("\\d0", Shown::Number),
            ("0;yy", Shown::Number),
            ("DD/MM/YY", Shown::Moment),
            ("H:MM:SS;@", Shown::Moment),
            ("m\"M\"d\"D\";@", Shown::Moment),
            ("[$-404]e\"\u{fc}\"m\"\u{fc}\"d\"\u{fc}\"", Shown::Moment),
            ("ha/p\\\\m", Shown::Moment),
            ("*-yyyy-mm-dd", Shown::Moment),
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Moment),
            ("上午/下午h\"时\"", Shown::Moment),
            ("[h]:mm:ss", Shown::Duration),
            ("[ss]", Shown::Duration),
            ("[s].000", Shown::Duration),
            ("[Blue]\\+[h]:mm;[Red]\\-[h]:mm", Shown::Duration),
            ("[>=100][Magenta][s].00", Shown::Duration),
            ("General", Shown::Number),
            ("#,##0\\ [$\u{20bd}-46D]", Shown::Number),
            ("\"$\"#,##0_);[Red](\"$\"#,##0)", Shown::Number),
            ("0_ ;[Red]\\-0\\ ", Shown::Number),
            ("\\Y000000", Shown::Number),
            ("#,##0.0####\" YMD\"", Shown::Number),
            ("[>=100][Magenta]General", Shown::Number),
            ("#,##0*y", Shown::Number),
            ("@", Shown::Number),
        ] {
            assert_eq!(Shown::of_code(code), shown, "{code}");
        }
    }
}
