//! Inputs: from bytes to records whose columns are known.

mod archive;
mod biff;
mod bytes;
mod compound;
mod content;
mod cut;
mod decode;
mod delimited;
mod encoding;
mod frame;
mod guarded;
mod header;
mod layout;
mod lines;
mod long_line;
mod marks;
mod object;
mod open;
mod proof;
mod records;
mod shape;
mod sheet;
mod source;
mod torn;
mod workbook;

pub use content::InputFormat;
pub use delimited::FieldSpan;
pub use encoding::Encoding;
pub use frame::{Block, Limits, Numbering};
pub use layout::{Column, Keep, Layout, Wanted};
pub use lines::find as find_lines;
pub use object::{Object, Objects};
pub use open::{Input, Opened, Options, open};
pub use proof::decode_file;
pub use records::{Lines, Memory, Record, Records, Span, Spans, Trouble, find as find_records};
pub use source::{InputHash, Opening, STDIN, Source};
