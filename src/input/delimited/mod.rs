//! Delimited text: blocks of whole records, records, fields.

mod cutter;
mod decoded;
mod dialect;
mod field_ends;
mod fields;
mod framer;
mod line;
mod records;
mod spans;
mod torn;

pub(crate) use decoded::DecodedBlock;
pub(crate) use dialect::{Dialect, End, FieldSpan};
pub(crate) use fields::Fields;
pub(crate) use framer::Framer;
pub(crate) use line::Line;
pub(crate) use records::Records;
pub use spans::{Lines, Span};
pub(crate) use spans::{Spans, find};
pub(crate) use torn::Swallowed;
