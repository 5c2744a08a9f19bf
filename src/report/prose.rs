//! The summary of a run in words.

use super::{AsideNote, Coverage, InputNote, InputSummary, Lang, RuleSetSummary, SettingsFile, Summary, UnreadPart};
use crate::message::{Bilingual, Counted, Quoted, Say as _, Sentence};
use crate::verdict::Verdict;

/// How many digits of a hash a sentence shows.
const SHORT_HASH: usize = 12;

impl Summary {
    /// The summary in words, one line an entry. It depends on nothing but input, rules and options.
    #[must_use]
    pub fn prose(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.inputs_in_words(lang);
        lines.push(self.counts_in_words(lang));
        lines.extend(self.prose_below_counts(lang));
        lines
    }

    /// The summary in words without the rows by verdict, for a document that has them in a table.
    pub(super) fn prose_beside_counts(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.inputs_in_words(lang);
        lines.extend(self.prose_below_counts(lang));
        lines
    }

    /// What was checked in each input with the remarks on it, and then what was not.
    fn inputs_in_words(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        for input in &self.inputs {
            lines.push(input.checked_in_words(&input.name, lang));
            for note in self.notes_on(input) {
                lines.push(format!("  {}", note.say(lang)));
            }
        }
        lines.extend(self.notes_beside().iter().map(|note| note.say(lang)));
        lines
    }

    pub(super) fn prose_below_counts(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.warnings(lang);
        lines.push(self.cells_in_words(lang));
        lines.push(self.rules_in_words(lang));
        lines.extend(self.settings_in_words(lang));
        lines
    }

    /// Where settings come from that were not typed.
    pub(super) fn settings_in_words(&self, lang: Lang) -> Vec<String> {
        let mut said = Vec::new();
        if let Some(SettingsFile { name, sha256 }) = &self.settings.file {
            let hash = sha256.get(..SHORT_HASH).unwrap_or(sha256).to_owned();
            said.push(Sentence::SettingsFile { file: name.clone(), hash }.say(lang));
        }
        if !self.settings.environment.is_empty() {
            said.push(Sentence::SettingsOfEnvironment { names: self.settings.environment.clone() }.say(lang));
        }
        said
    }

    /// What was left unread, if anything was: one sentence an entry.
    pub(super) fn warnings(&self, lang: Lang) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.counts.unread > 0 {
            warnings.push(Sentence::Unread { rows: Counted::holding(self.counts.unread) }.say(lang));
        }
        let parts = self.unread_parts().count() as u64;
        if parts > 0 {
            warnings.push(Sentence::UnreadParts { parts: Counted::parts(parts) }.say(lang));
        }
        let places = self.unread_asides();
        if places > 0 {
            warnings.push(Sentence::UnreadAsides { places: Counted::places(places) }.say(lang));
        }
        warnings
    }

    /// What became of each cell with text.
    pub(super) fn cells_in_words(&self, lang: Lang) -> String {
        let Coverage { checked, swept, title, unread } = self.cells;
        Sentence::Cells { checked, swept, title, unread }.say(lang)
    }

    pub(super) fn counts_in_words(&self, lang: Lang) -> String {
        let counts = Verdict::ALL.map(|verdict| format!("{} {}", lang.verdict(verdict), self.counts.of(verdict)));
        Sentence::Counts { total: Counted::rows(self.counts.total()), counts: counts.join(lang.comma()) }.say(lang)
    }

    fn rules_in_words(&self, lang: Lang) -> String {
        let sentence = Sentence::Rules {
            sets: self.rule_sets.iter().map(RuleSetSummary::in_short).collect(),
            as_of: self.as_of.clone(),
            profile: self.profile_in_words(lang).to_owned(),
        };
        sentence.say(lang)
    }
}

impl RuleSetSummary {
    /// What people call it: its document number; an office's own set without one by its title or its id.
    pub(super) fn name(&self) -> &str {
        let names = [&self.number, &self.title, &self.id];
        names.into_iter().find(|name| !name.is_empty()).map_or("", String::as_str)
    }

    fn in_short(&self) -> Sentence {
        let hash = self.sha256.get(..SHORT_HASH).unwrap_or(&self.sha256);
        Sentence::RuleSet { name: self.name().to_owned(), id: self.id.clone(), hash: hash.to_owned() }
    }
}

impl AsideNote {
    pub(super) fn in_words(&self) -> InputNote {
        let place = Bilingual::of(&self.place);
        let terms: Vec<Quoted> = self.terms.iter().map(|term| Quoted(term.clone())).collect();
        match (self.is_unread, terms.is_empty()) {
            (_, true) => InputNote::AsideUnread { place },
            (true, false) => InputNote::AsideUnplaced { place, terms },
            (false, false) => InputNote::AsideFound { place, terms },
        }
    }
}

impl UnreadPart {
    /// That it was not read, and why.
    pub(super) fn in_words(&self, lang: Lang) -> String {
        Sentence::NotRead { name: self.name.clone(), reason: self.reason.clone() }.say(lang)
    }
}

impl InputSummary {
    /// What the reader should know of the input as a file.
    pub(super) fn notes_on_file(&self) -> Vec<InputNote> {
        let mut notes = Vec::new();
        if self.titles > 0 {
            notes.push(InputNote::Titles { rows: Counted::titles(self.titles as u64) });
        }
        if self.covered > 0 {
            notes.push(InputNote::CoveredCells { cells: self.covered });
        }
        if self.end_marks > 0 {
            notes.push(InputNote::EndMarks { bytes: self.end_marks });
        }
        if !self.is_typed && self.counts.total() == 0 {
            notes.push(InputNote::NoRows);
        }
        notes
    }

    /// What the reader should know of its columns.
    pub(super) fn notes_on_columns(&self) -> Vec<InputNote> {
        let mut notes = Vec::new();
        if !self.empty_columns.is_empty() {
            notes.push(InputNote::EmptyColumns { columns: self.empty_columns.clone() });
        }
        if !self.overlooked.is_empty() {
            notes.push(InputNote::OverlookedColumns { columns: self.overlooked.clone() });
        }
        for &field in &self.missing {
            let similar = self.similar.iter().find(|(of, _)| *of == field);
            let header = Lang::Zh.header(field);
            notes.push(match similar {
                Some((_, column)) => InputNote::NoColumnBut { field, column: column.clone(), header },
                None => InputNote::NoColumn { field, header },
            });
        }
        notes
    }

    /// What documents for people call it.
    pub(super) fn called(&self, lang: Lang) -> &str {
        if self.is_typed { lang.labels().typed } else { &self.name }
    }

    /// What was checked in an input, or in several of this name that are alike.
    pub(super) fn checked_in_words(&self, name: &str, lang: Lang) -> String {
        let (name, encoding) = (name.to_owned(), self.encoding.clone());
        let checked = if self.is_typed {
            Sentence::TypedInput { typed: lang.labels().typed, columns: self.columns.clone() }
        } else if self.columns.is_empty() {
            Sentence::InputUnchecked { name, encoding }
        } else {
            Sentence::Input { name, encoding, columns: self.columns.clone() }
        };
        checked.say(lang)
    }
}
