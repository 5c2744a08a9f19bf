//! Inputs: from bytes to records whose columns are known.

mod bytes;
mod delimited;
mod encoding;
mod frame;
mod layout;
mod open;
mod records;
mod source;

pub use delimited::FieldSpan;
pub(crate) use delimited::line_breaks;
pub use encoding::{Encoding, decode_file};
pub use frame::{Block, Limits};
pub use layout::{Column, Keep, Layout, Wanted};
pub use open::{Input, Options};
pub use records::{Lines, Record, Records, Span, Trouble, find as find_records};
pub use source::{InputHash, STDIN, Source};
