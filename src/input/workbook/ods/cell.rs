//! A cell of a table: what its attributes and elements say, and the text that it comes to.

use calamine::Data;
use quick_xml::events::BytesStart;

use super::names::{Names, number, value};
use super::{invalid, malformed};
use crate::input::layout::UNREAD;
use crate::input::workbook::Result;
use crate::input::workbook::guard::budget::Budget;
use crate::input::workbook::shown::write;

/// The errors that are recognized in any cell. Others, and those in other languages, are not.
const ERRORS: [&str; 7] = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

/// A cell that is being read.
#[derive(Default)]
pub(super) struct Cell {
    /// For how many cells of its row it stands.
    pub(super) repeated: u64,
    /// How many columns and rows it is merged over.
    pub(super) columns: u64,
    pub(super) rows: u64,
    /// The number of elements that are open in it.
    depth: usize,
    /// The number of paragraphs that are open in it.
    paragraphs: usize,
    /// Whether a paragraph has begun.
    has_paragraph: bool,
    space: Space,
    kind: String,
    number: Option<String>,
    string: Option<String>,
    date: Option<String>,
    time: Option<String>,
    truth: Option<String>,
    is_formula: bool,
    is_error: bool,
    /// The text of its paragraphs so far.
    shown: String,
}

/// What the end of a paragraph's text is. White space of a document is one blank, and none where a paragraph begins, as its
/// lines can be broken anywhere. Blanks that count are elements of their own.
#[derive(Clone, Copy, Default, PartialEq)]
enum Space {
    /// Nothing.
    #[default]
    Start,
    /// A letter.
    Letter,
    /// A blank.
    Blank,
    /// A blank in place of white space with the end of a line.
    Break,
}

impl Cell {
    pub(super) fn new(tag: &BytesStart<'_>, names: &Names) -> Result<Self> {
        let mut cell = Self { repeated: 1, columns: 1, rows: 1, ..Self::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(invalid)?;
            match &*names.key(&attribute) {
                "table:number-columns-repeated" => cell.repeated = number(&value(&attribute)?)?,
                "table:number-columns-spanned" => cell.columns = number(&value(&attribute)?)?,
                "table:number-rows-spanned" => cell.rows = number(&value(&attribute)?)?,
                "table:formula" => cell.is_formula = true,
                "calcext:value-type" => cell.is_error = *attribute.value == *"error",
                "office:value-type" => cell.kind = value(&attribute)?,
                "office:value" => cell.number = Some(value(&attribute)?),
                "office:string-value" => cell.string = Some(value(&attribute)?),
                "office:date-value" => cell.date = Some(value(&attribute)?),
                "office:time-value" => cell.time = Some(value(&attribute)?),
                "office:boolean-value" => cell.truth = Some(value(&attribute)?),
                _ => {}
            }
        }
        Ok(cell)
    }

    /// An element begins in the cell.
    pub(super) fn begin(&mut self, name: &str) {
        self.depth += 1;
        match name {
            "text:p" | "text:h" => {
                self.begin_paragraph();
                self.paragraphs += 1;
            }
            "text:tab" => self.push("\t"),
            "text:line-break" => self.push("\n"),
            _ => {}
        }
    }

    /// Adds blanks whose number the document states. `before` is the length of the table's text before the cell.
    pub(super) fn blanks(&mut self, count: u64, before: u64, budget: &Budget) -> Result<()> {
        let len = before.saturating_add(self.shown.len() as u64).saturating_add(count);
        budget.check(0, len)?;
        let count = usize::try_from(count).map_err(malformed)?;
        self.shown.extend(std::iter::repeat_n(' ', count));
        self.space = Space::Letter;
        Ok(())
    }

    pub(super) fn end(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if matches!(name, "text:p" | "text:h") {
            self.paragraphs = self.paragraphs.saturating_sub(1);
            self.end_line();
        }
    }

    /// Text in a paragraph, or in the cell itself.
    pub(super) fn text(&mut self, text: &str) {
        if self.paragraphs == 0 {
            if self.depth > 0 || text.trim().is_empty() {
                return;
            }
            self.begin_paragraph();
        }

        for letter in text.chars() {
            let is_break = matches!(letter, '\n' | '\r');
            if is_break || matches!(letter, ' ' | '\t') {
                self.white_space(is_break);
            } else {
                self.shown.push(letter);
                self.space = Space::Letter;
            }
        }
    }

    fn white_space(&mut self, is_break: bool) {
        if self.space == Space::Letter {
            self.shown.push(' ');
            self.space = Space::Blank;
        }
        if is_break && self.space == Space::Blank {
            self.space = Space::Break;
        }
    }

    fn push(&mut self, text: &str) {
        self.shown.push_str(text);
        self.space = Space::Letter;
    }

    fn begin_paragraph(&mut self) {
        self.end_line();
        if self.has_paragraph {
            self.shown.push('\n');
        }
        self.has_paragraph = true;
        self.space = Space::Start;
    }

    /// Drops the blank that only stands for the end of a line before the end of a paragraph.
    fn end_line(&mut self) {
        if self.space == Space::Break {
            self.shown.pop();
            self.space = Space::Letter;
        }
    }

    /// Whether it has a value that a spreadsheet shows by its format alone.
    pub(super) fn is_shown_by_format(&self) -> bool {
        self.shown.trim().is_empty() && self.value().is_some()
    }

    /// The text of its paragraphs.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Appends the text of the cell.
    pub(super) fn write(&self, out: &mut String) {
        let shown = self.shown.as_str();
        if self.is_error || is_numbered_error(shown.trim()) {
            let is_known = ERRORS.contains(&shown.trim());
            out.push_str(if is_known { shown } else { UNREAD });
            return;
        }

        match self.value() {
            None if self.is_formula && shown.trim().is_empty() => out.push_str(UNREAD),
            None => out.push_str(shown),
            // Writers that cannot compute a formula give it the value 0.
            Some(Data::Float(0.0)) if self.is_formula && matches!(shown.trim(), "" | "0") => out.push_str(UNREAD),
            Some(Data::String(text)) => write_both(&text, shown, out),
            Some(_) if has_word(shown) => out.push_str(shown),
            Some(value) => write(&value, out),
        }
    }

    /// The value in the attributes, by the type that they state.
    fn value(&self) -> Option<Data> {
        if self.kind == "string" {
            return self.string.clone().map(Data::String);
        }
        if let Some(text) = &self.number {
            return match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Some(Data::Float(number)),
                _ if self.shown.is_empty() => Some(Data::String(text.clone())),
                _ => None,
            };
        }
        if let Some(text) = &self.date {
            return Some(Data::DateTimeIso(text.clone()));
        }
        if let Some(text) = &self.time {
            return Some(Data::DurationIso(text.clone()));
        }
        if let Some(text) = &self.truth {
            return Some(Data::Bool(text.eq_ignore_ascii_case("true")));
        }
        self.string.clone().map(Data::String)
    }
}

/// Whether a text is an error that a spreadsheet names by its number, such as `Err:508`.
fn is_numbered_error(text: &str) -> bool {
    let number = text.strip_prefix("Err:").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a number is shown with words, by a format that has them: letters alone, or several in a row.
fn has_word(shown: &str) -> bool {
    let has_letter = shown.chars().any(char::is_alphabetic);
    let has_digit = shown.chars().any(char::is_numeric);
    let mut words = shown.split(|c: char| !c.is_alphabetic());
    has_letter && !has_digit || words.any(|word| word.chars().count() > 1)
}

/// Appends a text and the one that is shown in its place, on a line each, or one of them if they differ in white space only.
fn write_both(text: &str, shown: &str, out: &mut String) {
    out.push_str(text);
    if shown.trim().is_empty() || text.split_whitespace().eq(shown.split_whitespace()) {
        return;
    }
    if !text.trim().is_empty() {
        out.push('\n');
    }
    out.push_str(shown);
}
