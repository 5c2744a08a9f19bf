//! Inputs: from bytes to records whose columns are known.

mod block;
mod content;
mod delimited;
mod encoding;
mod layout;
mod objects;
mod open;
mod opened;
mod options;
mod source;
mod workbook;

pub use block::{Block, Limits, Numbering};
pub use content::InputFormat;
pub use delimited::{FieldSpan, Lines, Memory, Record, Records, Span, Spans, Trouble, find as find_records};
pub use encoding::{Encoding, decode_file};
pub use layout::{Column, Keep, Layout, Wanted};
pub use objects::{Object, Objects, find as find_lines};
pub use open::open;
pub use opened::{Input, Opened};
pub use options::Options;
pub use source::{InputHash, Opening, STDIN, Source};
pub use workbook::{WorkbookError, is_catching_panics};
