//! Text: folded, with a way back to the original; classes of characters; segments.

#[cfg(feature = "arrow")]
pub(crate) mod arrays;
pub(crate) mod brackets;
pub mod class;
pub mod fold;
pub mod folded;
pub(crate) mod formula;
pub mod garbled;
pub(crate) mod pairs;
pub mod path;
pub(crate) mod plane;
pub mod scalars;
pub mod segment;
pub(crate) mod unescaped;

pub use crate::escape;
