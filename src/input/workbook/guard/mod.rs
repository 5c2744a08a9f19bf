//! Guards around calamine: each refuses or mends a file that calamine would abort on, read without end, or read in part.
//!
//! Each guard's documentation says what calamine 0.38.0 does without it. An abort cannot be caught: memory that a file only
//! claims to need must be refused before calamine requests it. Panics are caught in [`catch_panics`].

pub(super) mod archive;
pub(super) mod budget;
pub(super) mod catch_panics;
pub(super) mod compound;
