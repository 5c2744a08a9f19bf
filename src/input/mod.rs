//! Inputs: from bytes to records whose columns are known.

mod aside;
mod batch;
mod block;
#[cfg(any(feature = "workbooks", feature = "arrow"))]
mod catch_panics;
#[cfg(feature = "reports")]
mod client_line;
#[cfg(feature = "workbooks")]
mod container;
mod content;
mod delimited;
mod encoding;
mod end_marks;
#[cfg(feature = "workbooks")]
mod entries;
mod gzip;
mod json;
mod layout;
mod limits;
mod objects;
mod open;
mod opened;
mod options;
mod record;
#[cfg(feature = "workbooks")]
mod shared_bytes;
mod source;
mod steady;
#[cfg(feature = "arrow")]
mod table;
#[cfg(feature = "reports")]
mod typed;
#[cfg(feature = "workbooks")]
mod workbook;

pub use crate::message::{InputError, WorkbookError};
pub(crate) use aside::address;
pub use aside::{Aside, AsidePlace};
#[cfg(feature = "reports")]
pub(crate) use batch::HeaderRows;
pub use batch::{Batch, Splitter};
pub use block::{Block, Numbering};
#[cfg(any(feature = "workbooks", feature = "arrow"))]
pub use catch_panics::is_catching_panics;
pub use content::InputFormat;
pub(crate) use delimited::Line;
pub use delimited::{Lines, Span};
#[cfg(feature = "reports")]
pub(crate) use encoding::Transcoder;
pub use encoding::{Encoding, decode_file};
#[cfg(feature = "reports")]
pub(crate) use layout::UNREAD;
#[cfg(feature = "reports")]
pub use layout::is_typed_name;
pub(crate) use layout::same_header;
pub use layout::{Column, Keep, Layout, Wanted, prepare};
pub use limits::Limits;
pub use open::open;
pub use opened::{Input, Opened};
pub use options::Options;
pub use record::{Record, Trouble};
pub use source::{InputHash, Opening, STDIN, Source};
pub use steady::InputFile;
#[cfg(feature = "arrow")]
pub use table::table_has_entry;
#[cfg(feature = "reports")]
pub use typed::Typed;
