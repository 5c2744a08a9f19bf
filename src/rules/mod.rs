//! The rule book: what is sought, what it is grounded in, and what its surroundings make of it.

mod book;
mod context;
mod disguise;
mod finder;
mod load;
mod matcher;
mod parts;
mod pattern;
mod profile;
mod sieve;
mod slot;
mod spelling;
mod surroundings;

pub use book::{Origin, Rule, RuleBook, RuleSet};
pub use context::{Action, Context};
pub use disguise::{Disguise, Disguises};
pub use load::RuleFiles;
pub use matcher::{Hit, Join, Matched, Matcher};
pub use profile::Profile;
pub use sieve::{Sieve, Sifted, Suspects};
