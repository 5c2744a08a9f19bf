//! The figures of a run, shared by all formats.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::checker::Checker;
use crate::input::{AsidePlace, Input, Wanted};
use crate::message::{Bilingual, DecisionNote, Lang, Refusal, Skipped};
use crate::verdict::{Field, Verdict};

use super::Figures;

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

/// What became of each cell with text, and of each text beside the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Cells of name and scope columns.
    pub checked: u64,
    /// Cells of other columns and texts beside the tables, in which only the named words were searched for.
    pub swept: u64,
    /// Cells above a header and in it, searched in the same way.
    pub title: u64,
    /// Cells and texts that could not be read.
    pub unread: u64,
}

impl Coverage {
    /// Adds the cells of another part.
    pub fn add(&mut self, other: Self) {
        let Self { checked, swept, title, unread } = other;
        self.checked += checked;
        self.swept += swept;
        self.title += title;
        self.unread += unread;
    }
}

/// What was found in the texts beside the tables of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// What became of them.
    pub cells: Coverage,
    /// The places with a named word, and those that could not be read, in the order of the input.
    pub notes: Vec<AsideNote>,
    /// How many more such places there are.
    pub left_out: u64,
    /// How many texts count as unread, whether they are among the notes or not.
    pub unread: u64,
}

impl Swept {
    /// Adds what was found in other texts.
    fn add(&mut self, other: &Self) {
        self.cells.add(other.cells);
        self.notes.extend_from_slice(&other.notes);
        self.left_out += other.left_out;
        self.unread += other.unread;
    }
}

/// A place beside the tables with a named word, or one that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsideNote {
    /// The file, sheet or member that it is in.
    pub source: Arc<str>,
    /// Where it is.
    pub place: AsidePlace,
    /// The named words; none if the text could not be read.
    pub terms: Vec<Arc<str>>,
    /// Whether it counts as unread text.
    pub is_unread: bool,
}

/// The result of one input in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows by verdict.
    pub counts: Counts,
    /// Rows by verdict for each column, term and group.
    pub figures: Figures,
    /// What became of the cells of its rows.
    pub cells: Coverage,
    /// How many bytes were read.
    pub bytes: u64,
    /// The checked columns. Keys of JSON objects in the order of their first appearance.
    pub columns: FilledColumns,
    /// All keys of JSON objects, in the order of their first appearance.
    pub keys: Vec<Arc<str>>,
    /// What was found in these keys.
    pub swept: Swept,
}

/// Checked columns by their headers, each with whether some row had text in it. Several may have the same header.
pub type FilledColumns = Vec<(Arc<str>, bool)>;

/// A file, a sheet of a workbook, or a member of an archive, that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnreadPart {
    /// The name that it would have as an input.
    pub name: String,
    /// The reason, and what to do.
    pub reason: Bilingual,
}

impl UnreadPart {
    /// A part that was refused.
    #[must_use]
    pub fn of(refusal: &Refusal) -> Self {
        Self { name: refusal.sheet.clone(), reason: Bilingual::of(&*refusal.reason) }
    }
}

/// One input of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputSummary {
    /// The name as it was given.
    pub name: String,
    /// The file that it is in: the name without a sheet or a member of an archive.
    pub file: String,
    /// Whether it is a filing that was typed, which has no name.
    pub is_typed: bool,
    /// The encoding it was read in.
    pub encoding: String,
    /// The headers of the checked columns.
    pub columns: Vec<String>,
    /// The headers of checked columns that are empty in every row.
    pub empty_columns: Vec<String>,
    /// The headers of columns that are not checked although they read like a name or a scope.
    pub overlooked: Vec<String>,
    /// The fields for which no column was found.
    pub missing: Vec<Field>,
    /// For those fields, the headers of columns that may be theirs.
    pub similar: Vec<(Field, String)>,
    /// How many cells have a text that a merged cell covers.
    pub covered: u64,
    /// How many bytes at the end are marks of the end, which are left out.
    pub end_marks: u64,
    /// How many records are above the header.
    pub titles: usize,
    /// With the first input of a file, its sheets or members that have nothing to check.
    pub skipped: Vec<Skipped>,
    /// Those that could not be read.
    pub unread: Vec<UnreadPart>,
    /// What was found beside its table.
    pub swept: Swept,
    /// SHA-256 of its bytes in lower-case hex, where an output shows it.
    pub sha256: Option<String>,
    /// How many bytes were read.
    pub bytes: u64,
    /// Its rows by verdict.
    pub counts: Counts,
}

impl InputSummary {
    /// What is known of an input before it is read, from the choice of its columns.
    #[must_use]
    pub fn before_reading(input: &Input, wanted: &Wanted) -> Self {
        Self {
            name: input.name.clone(),
            file: input.file.clone(),
            titles: input.titles,
            covered: input.covered,
            overlooked: input.layout.overlooked(wanted),
            missing: input.layout.missing(wanted),
            similar: input.layout.similar(wanted),
            ..Self::default()
        }
    }

    /// Adds the result of reading the input.
    pub fn add(&mut self, input: &Input, tally: &Tally) {
        input.encoding().clone_into(&mut self.encoding);
        self.bytes = tally.bytes;
        self.counts = tally.counts;
        self.end_marks = input.end_marks();
        self.overlooked.extend(input.overlooked_keys(&tally.keys));
        self.swept.add(&tally.swept);
        if input.is_lines_of_json() && tally.counts.total() > 0 {
            self.missing = input.missing(tally.columns.iter().map(|(header, _)| &**header));
        }

        for (header, filled) in &tally.columns {
            self.columns.push(header.to_string());
            if !filled && tally.counts.total() > 0 {
                self.empty_columns.push(header.to_string());
            }
        }
    }
}

/// A rule set that was applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSetSummary {
    /// The stable id, such as `yinfa-2026-42`.
    pub id: String,
    /// The notice's title; may be empty in an office's own set.
    pub title: String,
    /// The notice's document number, such as 银发〔2026〕42号; may be empty in an office's own set.
    pub number: String,
    /// SHA-256 over its files, in lower-case hex.
    pub sha256: String,
}

/// The file of settings that a run was made with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingsFile {
    /// The path as it was given.
    #[serde(rename = "path")]
    pub name: String,
    /// SHA-256 of its bytes, in lower-case hex.
    pub sha256: String,
}

/// Where settings come from that were not typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The file.
    pub file: Option<SettingsFile>,
    /// The variables of the environment.
    pub environment: Vec<String>,
}

/// The result of a run in figures. Nothing in it depends on the clock, the threads or the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows by verdict.
    pub counts: Counts,
    /// Rows by verdict for each column, term and group.
    pub figures: Figures,
    /// The header of the column that the user groups by.
    pub group_by: Option<String>,
    /// What became of all cells and texts.
    pub cells: Coverage,
    /// The inputs in order.
    pub inputs: Vec<InputSummary>,
    /// The files of the run that could not be read.
    pub unread: Vec<UnreadPart>,
    /// The files that were found and have nothing to check.
    pub skipped: Vec<Skipped>,
    /// The rule sets in force.
    pub rule_sets: Vec<RuleSetSummary>,
    /// The day whose rules were applied, as 2026-02-06.
    pub as_of: String,
    /// The profile's name.
    pub profile: String,
    /// Whether it is an office's own profile, which may have the name of a built-in one.
    pub is_own_profile: bool,
    /// Where settings come from that were not typed.
    pub settings: Settings,
    /// The decisions of earlier reports that have no effect, which documents for people list.
    pub no_effect: Vec<DecisionNote>,
}

impl Summary {
    /// The summary of a run that has not read anything yet.
    #[must_use]
    pub fn new(checker: &Checker, as_of: Date) -> Self {
        let mut rule_sets = Vec::new();
        for set in &checker.book().sets {
            rule_sets.push(RuleSetSummary {
                id: set.origin.id.clone(),
                title: set.origin.title.clone(),
                number: set.origin.number.clone(),
                sha256: set.origin.sha256.clone(),
            });
        }
        let profile = checker.profile();
        Self {
            rule_sets,
            as_of: as_of.to_string(),
            profile: profile.name.clone(),
            is_own_profile: profile.is_own(),
            ..Self::default()
        }
    }

    /// The profile in words: an office's own one by its name.
    pub(super) fn profile_in_words(&self, lang: Lang) -> &str {
        if self.is_own_profile { &self.profile } else { lang.profile(&self.profile) }
    }

    /// Adds an input that has been read to its end. `described` is its [`InputSummary::before_reading`].
    pub fn add(&mut self, mut described: InputSummary, input: &Input, tally: &Tally) {
        described.add(input, tally);
        self.counts.add(&tally.counts);
        self.figures.add(&tally.figures);
        if self.group_by.is_none() {
            self.group_by = input.layout.group.map(|index| input.layout.headers[index].clone());
        }
        self.cells.add(tally.cells);
        self.cells.add(described.swept.cells);
        self.inputs.push(described);
    }

    /// The sheets, members of archives and files that could not be read.
    pub fn unread_parts(&self) -> impl Iterator<Item = &UnreadPart> {
        self.inputs.iter().flat_map(|input| &input.unread).chain(&self.unread)
    }

    /// How many texts beside the tables count as unread.
    #[must_use]
    pub fn unread_asides(&self) -> u64 {
        self.inputs.iter().map(|input| input.swept.unread).sum()
    }

    /// Whether anything was left unread: text of a row, or a part of an input.
    #[must_use]
    pub fn has_unread(&self) -> bool {
        self.counts.unread > 0 || self.unread_parts().next().is_some() || self.unread_asides() > 0
    }

    /// The ids of the rule sets, separated by blanks.
    pub(super) fn rule_set_ids(&self) -> String {
        let ids: Vec<&str> = self.rule_sets.iter().map(|set| &*set.id).collect();
        ids.join(" ")
    }

    /// The SHA-256 of the rule sets, separated by blanks.
    pub(super) fn rule_set_hashes(&self) -> String {
        let hashes: Vec<&str> = self.rule_sets.iter().map(|set| &*set.sha256).collect();
        hashes.join(" ")
    }
}
