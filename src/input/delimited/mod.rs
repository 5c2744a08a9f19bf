//! Delimited text: blocks of whole records, records, fields.

mod cutter;
mod dialect;
mod field_ends;
mod framer;
mod records;
mod spans;
mod torn;

pub use dialect::FieldSpan;
pub(crate) use dialect::{Dialect, End};
pub(crate) use framer::Framer;
pub use records::{Memory, Record, Records, Trouble};
pub use spans::{Lines, Span, Spans, find};
