//! Number formats of cells: which of them show a number as a moment or a duration.

use calamine::{Data, ExcelDateTime, ExcelDateTimeType};

/// What a number format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    /// A date, a time of day, or both.
    Moment,
    /// Hours, minutes or seconds that are counted beyond a day.
    Duration,
}

impl Shown {
    /// What a built-in format shows. The formats 27 to 36 and 50 to 58 are the dates and times of East Asia.
    pub(super) fn built_in(id: u16) -> Self {
        match id {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Moment,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// What the code of a format shows, such as `yyyy-mm-dd`. Only its section for positive numbers counts.
    pub(super) fn of_code(code: &str) -> Self {
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
    pub(super) fn value(self, number: f64, is_1904: bool) -> Data {
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
            ("General", Shown::Number),
        ] {
            assert_eq!(Shown::of_code(code), shown, "{code}");
        }
    }
}
