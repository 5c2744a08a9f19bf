//! What text is to the checker: folded, with a way back to the original.

pub mod class;
pub mod escape;
pub mod fold;
pub mod folded;
pub mod scalars;
pub mod segment;
