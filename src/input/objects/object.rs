//! Lines of JSON: each line becomes the cells of one record, whatever it is.
//!
//! A line that is no object, or whose checked value is neither text nor a number, is a record with unread text.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::nested::{CheckedKeys, Nested};
use super::pairs::{Pair, parse};
use super::shape::Shapes;
use crate::input::block::Block;
use crate::input::delimited::{Dialect, FieldSpan, Fields, Span};
use crate::input::layout::{Wanted, list};
use crate::input::record::{Record, Trouble};
use crate::verdict::{Detail, Field, Problem, ProblemKind};

/// The objects of a block, one a line. The memory of one block serves for the next.
#[derive(Debug)]
pub(crate) struct Objects {
    wanted: Wanted,
    checked_keys: CheckedKeys,
    shapes: Shapes,
    dialect: Dialect,
    /// All cells of the block, each on a line of its own.
    text: String,
    fields: Vec<FieldSpan>,
    notes: Vec<Problem>,
    lines: Vec<ObjectLine>,
}

/// The parts of one line.
#[derive(Debug)]
struct ObjectLine {
    text: Range<usize>,
    fields: Range<usize>,
    notes: Range<usize>,
    shape: usize,
    trouble: Option<Trouble>,
}

impl Objects {
    /// Prepares to read objects. `wanted` are the keys that the user names.
    pub(crate) fn new(wanted: Wanted) -> Self {
        Self {
            checked_keys: CheckedKeys::new(&wanted),
            wanted,
            shapes: Shapes::default(),
            dialect: Dialect::new(',', None),
            text: String::new(),
            fields: Vec::new(),
            notes: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Reads the lines of a block. Those of the block before are forgotten.
    pub(crate) fn read(&mut self, block: &Block, spans: &[Span]) {
        self.text.clear();
        self.fields.clear();
        self.notes.clear();
        self.lines.clear();
        self.shapes.prune();

        if let Ok(text) = simdutf8::basic::from_utf8(&block.bytes) {
            for span in spans {
                self.line(&text[span.start..span.end], None);
            }
            return;
        }

        // Some line is not UTF-8: decode each alone, so that the others stay without loss.
        for span in spans {
            let bytes = &block.bytes[span.start..span.end];
            let trouble = simdutf8::compat::from_utf8(bytes).err().map(|error| {
                let at = span.start + error.valid_up_to();
                Trouble::Undecodable(block.offset + at as u64)
            });
            self.line(&String::from_utf8_lossy(bytes), trouble);
        }
    }

    /// The text of all cells.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The record of a line, by its number in the block.
    pub(crate) fn record(&self, number: usize) -> Record<'_> {
        let line = &self.lines[number];
        Record {
            text: &self.text[line.text.clone()],
            start: line.text.start,
            fields: Fields::Spans(&self.fields[line.fields.clone()]),
            layout: &self.shapes.get(line.shape).layout,
            shape: line.shape,
            dialect: &self.dialect,
            trouble: line.trouble,
            breaks: 0,
            open_quote: false,
            is_sheet_row: true,
            notes: &self.notes[line.notes.clone()],
        }
    }

    fn line(&mut self, line: &str, trouble: Option<Trouble>) {
        let text_start = self.text.len();
        let fields_start = self.fields.len();
        let notes_start = self.notes.len();

        let mut pairs = Vec::new();
        let parsed = parse(line, &mut pairs);
        let own = pairs.len();
        let nested = Nested::in_members(&pairs, usize::MAX, &mut self.checked_keys);
        let is_too_deep = nested.is_too_deep;
        pairs.extend(nested.found);
        let shape = self.shapes.find(&pairs, own, &self.wanted);
        if is_too_deep {
            self.note(ProblemKind::Undecodable, Some(Field::Other), Detail::TooDeep);
        }
        match parsed {
            Err(error) => self.note(ProblemKind::Undecodable, None, broken(line, &error)),
            Ok(()) => self.note_missing_keys(shape),
        }
        self.cells(&pairs, shape, text_start);

        self.lines.push(ObjectLine {
            text: text_start..self.text.len(),
            fields: fields_start..self.fields.len(),
            notes: notes_start..self.notes.len(),
            shape,
            trouble,
        });
    }

    /// Notes that an object has no key to check.
    fn note_missing_keys(&mut self, shape: usize) {
        let shape = self.shapes.get(shape);
        if !shape.is_checked {
            let found = list(&shape.layout.headers);
            self.note(ProblemKind::MissingCell, None, Detail::NoKnownKey { found });
        }
    }

    /// Appends the cells of an object, one for each header of its shape. `text_start` is where its text begins.
    fn cells(&mut self, pairs: &[Pair<'_>], shape: usize, text_start: usize) {
        for index in 0..self.shapes.get(shape).layout.headers.len() {
            let start = self.text.len();
            let odd = pairs.get(index).and_then(|(_, value)| unescape(value.get(), &mut self.text));

            let field =
                FieldSpan { start: start - text_start, end: self.text.len() - text_start, ..FieldSpan::default() };
            self.fields.push(field);
            if self.text.len() > start {
                self.text.push('\n');
            }

            let Some(odd) = odd else { continue };
            let checked = &self.shapes.get(shape).layout.checked;
            if let Some(column) = checked.iter().find(|column| column.index == index) {
                let field = column.field;
                let detail = odd.detail(column.header.clone());
                self.note(ProblemKind::Undecodable, Some(field), detail);
            }
        }
    }

    fn note(&mut self, kind: ProblemKind, field: Option<Field>, detail: Detail) {
        self.notes.push(Problem { kind, field, detail });
    }
}

/// What is odd about the value of a checked key.
enum Odd {
    BadEscape,
    NoText,
}

impl Odd {
    fn detail(&self, column: Arc<str>) -> Detail {
        match self {
            Self::BadEscape => Detail::BadEscape { column },
            Self::NoText => Detail::NoText { column },
        }
    }
}

/// Appends the text of a value. Returns what is odd about one that is neither a text nor a number nor null.
fn unescape(raw: &str, text: &mut String) -> Option<Odd> {
    match raw.as_bytes().first() {
        Some(b'"') => unescape_string(raw, text),
        Some(b'n') => None,
        Some(b'-' | b'0'..=b'9') => {
            text.push_str(raw);
            None
        }
        _ => {
            // Spaces between the parts of an object or a list are not kept.
            let value = serde_json::from_str::<Value>(raw);
            text.push_str(&value.map_or_else(|_| raw.to_owned(), |value| value.to_string()));
            Some(Odd::NoText)
        }
    }
}

fn unescape_string(raw: &str, text: &mut String) -> Option<Odd> {
    let inner = raw.get(1..raw.len() - 1).unwrap_or_default();
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        text.push_str(inner);
        return None;
    }
    let Ok(unescaped) = serde_json::from_str::<String>(raw) else {
        let readable = serde_json::from_str::<String>(&without_halves(raw));
        text.push_str(readable.as_deref().unwrap_or(inner));
        return Some(Odd::BadEscape);
    };
    text.push_str(&unescaped);
    None
}

/// A string in which the escape of each half of a pair of surrogates is text: a system that cuts texts off leaves such halves.
fn without_halves(raw: &str) -> String {
    let mut whole = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match (escaped_unit(rest), rest.get(6..).and_then(escaped_unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                // A backslash before its backslash keeps it as it is.
                whole.push('\\');
                6
            }
            (Some(_), _) => 6,
            // The backslash and the ASCII character behind it.
            (None, _) => 2,
        };
        let Some((escape, behind)) = rest.split_at_checked(len) else { break };
        whole.push_str(escape);
        rest = behind;
    }
    whole + rest
}

/// The unit of UTF-16 that a text begins with as an escape.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

fn broken(line: &str, error: &serde_json::Error) -> Detail {
    if line.trim().is_empty() { Detail::BlankLine } else { Detail::NoObject { at: error.column() } }
}
