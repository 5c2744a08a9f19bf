//! The figures of a run, shared by all formats.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::verdict::{Field, Verdict};

/// Rows by verdict, and how many had text that stayed unread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    rows: [u64; Verdict::ALL.len()],
    /// Rows with unread text, whatever their verdict.
    pub unread: u64,
}

impl Counts {
    /// Counts one row.
    pub fn count(&mut self, verdict: Verdict) {
        self.rows[verdict as usize] += 1;
    }

    /// Adds the counts of other rows.
    pub fn add(&mut self, other: &Self) {
        self.rows.iter_mut().zip(other.rows).for_each(|(mine, theirs)| *mine += theirs);
        self.unread += other.unread;
    }

    /// How many rows have a verdict.
    #[must_use]
    pub fn of(&self, verdict: Verdict) -> u64 {
        self.rows[verdict as usize]
    }

    /// How many rows there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.rows.iter().sum()
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Verdict::ALL.len()))?;
        for verdict in Verdict::ALL {
            map.serialize_entry(verdict.key(), &self.of(verdict))?;
        }
        map.end()
    }
}

/// One input of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputSummary {
    /// The name as it was given.
    pub name: String,
    /// The encoding it was read in.
    pub encoding: String,
    /// The headers of the checked columns.
    pub columns: Vec<String>,
    /// The headers of checked columns that are empty in every row.
    pub empty_columns: Vec<String>,
    /// The headers of columns that are not checked though they read like a name or a scope.
    pub overlooked: Vec<String>,
    /// What no column was found for.
    pub missing: Option<Field>,
    /// How many records stand above the header.
    pub titles: usize,
    /// Sheets of the same workbook that have nothing to check.
    pub skipped: Vec<String>,
    /// SHA-256 of its bytes in lower-case hex, where an output shows it.
    pub sha256: Option<String>,
    /// How many bytes were read.
    pub bytes: u64,
}

/// What a run came to. Nothing in it depends on the clock, the threads or the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows by verdict.
    pub counts: Counts,
    /// The inputs in order.
    pub inputs: Vec<InputSummary>,
    /// Ids of the rule sets in force.
    pub rule_sets: Vec<String>,
    /// Their SHA-256, in the same order.
    pub rule_set_sha256: Vec<String>,
    /// The day whose rules were applied, as 2026-02-06.
    pub as_of: String,
    /// The profile's name.
    pub profile: String,
}
