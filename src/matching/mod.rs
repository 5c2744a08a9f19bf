//! The search: finds the terms of the rule book in text. It knows the book; the book does not know it.

mod alphabet;
mod disguise;
mod finder;
mod hit;
mod matcher;
mod ranges;
mod sieve;
mod surroundings;

pub use disguise::Disguises;
pub use hit::{Disguise, Hit};
pub use matcher::{Matched, Matcher};
pub use sieve::{Sieve, Sifted, Suspects};
pub(crate) use surroundings::Surroundings;
