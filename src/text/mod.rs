//! What text is to the checker: folded, with a way back to the original.

pub mod fold;
