//! Text: folded, with a way back to the original; classes of characters; segments; escaping for display.

pub mod class;
pub mod escape;
pub mod fold;
pub mod folded;
pub mod garbled;
pub mod path;
pub mod scalars;
pub mod segment;
pub(crate) mod unescaped;
