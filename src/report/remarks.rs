//! What a reader should know of inputs besides their figures, and of what is in no input: each remark is said of the file, sheet
//! or member that it is about, and never of another one.

use super::{AsideNote, InputNote, InputSummary, Lang, Summary};
use crate::message::{Bilingual, Say, Sentence};

/// A remark on a file, a sheet or a member that is no input of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteBeside {
    /// What it is about, where its words do not say so.
    pub about: Option<String>,
    /// The remark.
    pub note: InputNote,
}

impl Say for NoteBeside {
    fn say(&self, lang: Lang) -> String {
        let remark = self.note.say(lang);
        match &self.about {
            Some(about) => Sentence::RemarkOn { inputs: about.say(lang), remark }.say(lang),
            None => remark,
        }
    }
}

/// Something beside the rows that was left unread: a file, a sheet, a member of an archive, or a text beside a table.
pub(super) struct LeftUnread<'a> {
    /// The file that it is in.
    pub(super) file: &'a str,
    /// What it is called.
    pub(super) name: &'a str,
    /// Which of several texts of this name it is.
    pub(super) place: String,
    /// What the reader has to know.
    pub(super) said: String,
}

impl Summary {
    /// What the reader should know of an input besides its figures.
    #[must_use]
    pub fn notes_on(&self, input: &InputSummary) -> Vec<InputNote> {
        let mut notes = input.notes_on_file();
        let own = input.swept.notes.iter().filter(|note| self.is_inside(note, input));
        notes.extend(own.map(AsideNote::in_words));
        if input.swept.left_out > 0 {
            notes.push(InputNote::MoreAsides { places: input.swept.left_out });
        }
        notes.extend(input.notes_on_columns());
        notes
    }

    /// What the reader should know of files, sheets and members that are no inputs: first of those that were not read.
    #[must_use]
    pub fn notes_beside(&self) -> Vec<NoteBeside> {
        let mut unread = Vec::new();
        let mut others = Vec::new();
        for part in self.unread_parts() {
            let note = InputNote::UnreadPart { name: part.name.clone(), reason: part.reason.clone() };
            unread.push(NoteBeside { about: None, note });
        }
        let is_one_file = self.is_one_file();
        for input in &self.inputs {
            if !input.skipped.is_empty() {
                let about = (!is_one_file).then(|| input.file.clone());
                others.push(NoteBeside { about, note: InputNote::SkippedSheets { sheets: input.skipped.clone() } });
            }
            for aside in input.swept.notes.iter().filter(|note| !self.is_inside(note, input)) {
                let about = (!is_one_file || *aside.source != *input.file).then(|| aside.source.to_string());
                let notes = if aside.is_unread { &mut unread } else { &mut others };
                notes.push(NoteBeside { about, note: aside.in_words() });
            }
        }
        if !self.skipped.is_empty() {
            others.push(NoteBeside { about: None, note: InputNote::SkippedSheets { sheets: self.skipped.clone() } });
        }
        unread.append(&mut others);
        unread
    }

    /// What was left unread beside the rows, which a report for CI names on its own.
    pub(super) fn left_unread(&self, lang: Lang) -> Vec<LeftUnread<'_>> {
        let mut left = Vec::new();
        for input in &self.inputs {
            for part in &input.unread {
                left.push(LeftUnread {
                    file: &input.file,
                    name: &part.name,
                    place: String::new(),
                    said: part.in_words(lang),
                });
            }
            for aside in input.swept.notes.iter().filter(|note| note.is_unread) {
                let place = Bilingual::of(&aside.place).en;
                left.push(LeftUnread {
                    file: &input.file,
                    name: &aside.source,
                    place,
                    said: aside.in_words().say(lang),
                });
            }
        }
        for part in &self.unread {
            left.push(LeftUnread {
                file: &part.name,
                name: &part.name,
                place: String::new(),
                said: part.in_words(lang),
            });
        }
        left
    }

    /// Whether a text beside the tables is in an input, or in a file that has no other.
    fn is_inside(&self, note: &AsideNote, input: &InputSummary) -> bool {
        let is_of_file =
            || *note.source == *input.file && self.inputs.iter().filter(|other| other.file == input.file).count() == 1;
        *note.source == *input.name || is_of_file()
    }

    /// Whether all of the run is in one file.
    fn is_one_file(&self) -> bool {
        let first = self.inputs.first().map_or("", |input| &input.file);
        self.unread.is_empty() && self.skipped.is_empty() && self.inputs.iter().all(|input| input.file == first)
    }
}
