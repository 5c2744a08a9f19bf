//! The styles of an .xlsx, of which only matters whether they show a number as a date.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{Xml, attribute};
use crate::input::workbook::Result;

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Number,
    /// A date, a time, or both.
    Moment,
    /// Hours, minutes or seconds that may exceed a day.
    Duration,
}

/// The form of each style that cells refer to.
pub(super) fn read(xml: &mut Xml<'_>) -> Result<Vec<Form>> {
    let mut custom: HashMap<String, Form> = HashMap::new();
    let mut forms = Vec::new();
    let mut is_of_cells = false;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (attribute(&tag, "numFmtId")?, attribute(&tag, "formatCode")?) {
                        // A style for conditional formatting may define one anew: the first one belongs to the cells.
                        custom.entry(id).or_insert_with(|| form_of_code(&code));
                    }
                }
                "cellXfs" => is_of_cells = true,
                "xf" if is_of_cells => {
                    let id = attribute(&tag, "numFmtId")?.unwrap_or_default();
                    let form = custom.get(&id).copied().unwrap_or_else(|| form_of_id(&id));
                    forms.push(form);
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => is_of_cells = false,
            Event::Eof => return Ok(forms),
            _ => {}
        }
    }
}

/// The form of a built-in format (ECMA-376, part 1, 18.8.30), those of East Asia included.
fn form_of_id(id: &str) -> Form {
    match id.parse() {
        Ok(14..=22 | 27..=36 | 45 | 47 | 50..=58) => Form::Moment,
        Ok(46) => Form::Duration,
        _ => Form::Number,
    }
}

/// The form of a format code: the first letter outside of literals that means a part of a date decides.
fn form_of_code(code: &str) -> Form {
    let mut characters = code.chars();
    let mut is_half_day = false;
    while let Some(character) = characters.next() {
        match character {
            // The next character is a literal.
            '\\' | '_' | '*' => {
                characters.next();
            }
            '"' => {
                characters.by_ref().find(|next| *next == '"');
            }
            // Only the section for positive numbers matters.
            ';' => return Form::Number,
            '[' => {
                let inside: String = characters.by_ref().take_while(|next| *next != ']').collect();
                if is_elapsed(&inside) {
                    return Form::Duration;
                }
            }
            '/' | 'p' | 'P' | 'm' | 'M' if is_half_day => return Form::Moment,
            'a' | 'A' => is_half_day = true,
            'd' | 'D' | 'm' | 'M' | 'h' | 'H' | 'y' | 'Y' | 's' | 'S' if !is_half_day => return Form::Moment,
            _ => {}
        }
    }
    Form::Number
}

/// Whether what stands in brackets is elapsed time, such as `hh`.
fn is_elapsed(inside: &str) -> bool {
    let mut letters = inside.chars().map(|letter| letter.to_ascii_lowercase());
    let Some(first @ ('h' | 'm' | 's')) = letters.next() else {
        return false;
    };
    letters.all(|letter| letter == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_in_a_format_code_are_not_taken_for_dates() {
        for (code, form) in [
            ("DD/MM/YY", Form::Moment),
            ("H:MM:SS;@", Form::Moment),
            ("m\"M\"d\"D\";@", Form::Moment),
            ("[$-404]e\"\u{fc}\"m\"\u{fc}\"d\"\u{fc}\"", Form::Moment),
            ("ha/p\\\\m", Form::Moment),
            ("*-yyyy-mm-dd", Form::Moment),
            ("yyyy\"年\"m\"月\"d\"日\"", Form::Moment),
            ("上午/下午h\"时\"", Form::Moment),
            ("[h]:mm:ss", Form::Duration),
            ("[ss]", Form::Duration),
            ("[s].000", Form::Duration),
            ("[Blue]\\+[h]:mm;[Red]\\-[h]:mm", Form::Duration),
            ("[>=100][Magenta][s].00", Form::Duration),
            ("General", Form::Number),
            ("#,##0\\ [$\u{20bd}-46D]", Form::Number),
            ("\"$\"#,##0_);[Red](\"$\"#,##0)", Form::Number),
            ("0_ ;[Red]\\-0\\ ", Form::Number),
            ("\\Y000000", Form::Number),
            ("#,##0.0####\" YMD\"", Form::Number),
            ("[>=100][Magenta]General", Form::Number),
            ("#,##0*y", Form::Number),
            ("@", Form::Number),
        ] {
            assert_eq!(form_of_code(code), form, "{code}");
        }
    }
}
