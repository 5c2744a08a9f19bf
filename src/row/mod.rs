//! A row: its cells become findings and problems, and these its verdict and its key.

#[cfg(feature = "input")]
mod batch_row;
mod cell;
#[cfg(feature = "input")]
mod clear_row;
mod filing;
mod key;
mod seam;
mod signs;

#[cfg(feature = "input")]
pub use batch_row::{CheckedCell, Row};
#[cfg(feature = "reports")]
pub(crate) use cell::{CellChecker, Found, Known};
#[cfg(feature = "input")]
pub use clear_row::ClearRow;
pub use filing::{CheckedFiling, Filing};
#[cfg(feature = "arrow")]
pub(crate) use filing::{FilingChecker, FilingTexts};
#[cfg(feature = "reports")]
pub(crate) use key::{Judged, key};
#[cfg(feature = "reports")]
pub(crate) use seam::{Next, Seam};
#[cfg(feature = "reports")]
pub(crate) use signs::{is_empty, is_ordinary, is_scientific};
