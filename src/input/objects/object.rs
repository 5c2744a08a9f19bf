//! Lines of JSON: each becomes the cells of one record, whatever it is. What is no object, or holds in a checked place what
//! is neither text nor number, is a record with text unread.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::shape::Shapes;
use crate::input::block::Block;
use crate::input::delimited::{Dialect, FieldSpan, Record, Span, Trouble};
use crate::input::layout::{Layout, Wanted, list};
use crate::verdict::{Detail, Field, Problem, ProblemKind};

/// Reads the lines of a block, in memory that serves for the next.
#[derive(Debug)]
pub struct Objects {
    wanted: Wanted,
    shapes: Shapes,
    dialect: Dialect,
    /// All cells of the block that are wanted, each on a line of its own.
    text: String,
    fields: Vec<FieldSpan>,
    notes: Vec<Problem>,
    rows: Vec<Place>,
}

/// Where the parts of one row are.
#[derive(Debug)]
struct Place {
    text: Range<usize>,
    fields: Range<usize>,
    notes: Range<usize>,
    shape: usize,
    trouble: Option<Trouble>,
}

/// One line's cells.
#[derive(Debug)]
pub struct Object<'a> {
    /// The text of its cells.
    pub record: Record<'a>,
    /// Where in the record they are.
    pub fields: &'a [FieldSpan],
    /// What they are.
    pub layout: &'a Layout,
}

impl Objects {
    /// Reads what the user wants of each object.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            shapes: Shapes::default(),
            dialect: Dialect::new(',', None),
            text: String::new(),
            fields: Vec::new(),
            notes: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Takes in the lines of a block in place of those before.
    pub fn read(&mut self, block: &Block, spans: &[Span]) {
        self.text.clear();
        self.fields.clear();
        self.notes.clear();
        self.rows.clear();
        self.shapes.prune();
        let text = simdutf8::basic::from_utf8(&block.bytes).ok();
        for span in spans {
            if let Some(text) = text {
                self.line(&text[span.start..span.end], None);
                continue;
            }
            let bytes = &block.bytes[span.start..span.end];
            let lost = simdutf8::compat::from_utf8(bytes).err().map(|e| e.valid_up_to() + span.start);
            let trouble = lost.map(|at| Trouble::Undecodable(block.offset + at as u64));
            self.line(&String::from_utf8_lossy(bytes), trouble);
        }
    }

    /// The text of all cells.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines in order.
    pub fn rows(&self) -> impl Iterator<Item = Object<'_>> {
        self.rows.iter().map(|place| {
            let notes = &self.notes[place.notes.clone()];
            Object {
                record: Record::of_object(
                    &self.text[place.text.clone()],
                    place.text.start,
                    &self.dialect,
                    place.trouble,
                    notes,
                ),
                fields: &self.fields[place.fields.clone()],
                layout: &self.shapes.get(place.shape).layout,
            }
        })
    }

    fn line(&mut self, line: &str, trouble: Option<Trouble>) {
        let (text, fields, notes) = (self.text.len(), self.fields.len(), self.notes.len());
        let mut pairs = Vec::new();
        let error = parse(line, &mut pairs).err();
        let shape = self.shapes.find(&pairs, &self.wanted);
        if let Some(error) = &error {
            self.note(ProblemKind::Undecodable, None, broken(line, error));
        } else if !self.shapes.get(shape).is_checked {
            let keys = &self.shapes.get(shape).layout.headers;
            let detail = Detail::NoKnownKey { found: list(keys) };
            self.note(ProblemKind::MissingCell, None, detail);
        }
        self.cells(&pairs, shape, text);
        self.rows.push(Place {
            text: text..self.text.len(),
            fields: fields..self.fields.len(),
            notes: notes..self.notes.len(),
            shape,
            trouble,
        });
    }

    /// Appends the wanted cells of an object whose text begins at `begin`, one for each header of its shape.
    fn cells(&mut self, pairs: &[(Cow<'_, str>, &RawValue)], shape: usize, begin: usize) {
        for index in 0..self.shapes.get(shape).wanted.len() {
            let start = self.text.len();
            let is_wanted = self.shapes.get(shape).wanted[index];
            let odd =
                pairs.get(index).filter(|_| is_wanted).and_then(|(_, value)| unescape(value.get(), &mut self.text));
            let (start, end) = (start - begin, self.text.len() - begin);
            self.fields.push(FieldSpan { start, end, ..FieldSpan::default() });
            if end > start {
                self.text.push('\n');
            }
            let checked = &self.shapes.get(shape).layout.checked;
            if let (Some(odd), Some(column)) = (odd, checked.iter().find(|c| c.index == index)) {
                let (field, column) = (column.field, column.header.clone());
                let detail = match odd {
                    Odd::BadEscape => Detail::BadEscape { column },
                    Odd::NoText => Detail::NoText { column },
                };
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

/// Appends the text of a value. Says what is odd about one that is neither a text nor a number nor null.
fn unescape(raw: &str, text: &mut String) -> Option<Odd> {
    match raw.as_bytes().first() {
        Some(b'"') => {
            let inner = raw.get(1..raw.len() - 1).unwrap_or_default();
            if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
                text.push_str(inner);
            } else if let Ok(unescaped) = serde_json::from_str::<String>(raw) {
                text.push_str(&unescaped);
            } else {
                text.push_str(inner);
                return Some(Odd::BadEscape);
            }
            None
        }
        Some(b'n') => None,
        Some(b'-' | b'0'..=b'9') => {
            text.push_str(raw);
            None
        }
        _ => {
            text.push_str(&serde_json::from_str::<Value>(raw).map_or_else(|_| raw.to_owned(), |v| v.to_string()));
            Some(Odd::NoText)
        }
    }
}

fn broken(line: &str, error: &serde_json::Error) -> Detail {
    if line.trim().is_empty() { Detail::BlankLine } else { Detail::NoObject { at: error.column() } }
}

/// The pairs of an object, all with the same key too; those before the fault if there is one.
fn parse<'a>(line: &'a str, pairs: &mut Vec<(Cow<'a, str>, &'a RawValue)>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(line);
    Pairs(pairs).deserialize(&mut json)?;
    json.end()
}

struct Pairs<'a, 'p>(&'p mut Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> DeserializeSeed<'a> for Pairs<'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Pairs<'a, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(Key(key)) = map.next_key()? {
            self.0.push((key, map.next_value()?));
        }
        Ok(())
    }
}
