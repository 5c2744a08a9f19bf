//! Text for a cell of a workbook: runs of one look, cut to what a cell can hold.

use crate::escape::visible;
use crate::message::{Say as _, Sentence};
use crate::report::Lang;
use crate::verdict::Verdict;

/// What a cell can hold, in UTF-16 code units.
pub(super) const CELL: usize = 32_767;

/// A part of a cell's text in one look.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    /// The verdict that it is highlighted for; `None` for plain text.
    pub(super) verdict: Option<Verdict>,
}

impl Run {
    /// A part of a run in its look.
    pub(super) fn part(&self, text: &str) -> Self {
        Self { text: text.to_owned(), verdict: self.verdict }
    }

    pub(super) fn new(text: &str, verdict: Option<Verdict>) -> Self {
        Self { text: shown(text), verdict }
    }
}

/// The text with hidden characters made visible. Line breaks stay: a cell can show them.
pub(super) fn shown(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        lines.push(visible(line));
    }
    lines.join("\n")
}

/// The runs of a cell, cut where it is full, with a note that says so.
pub(super) fn cut(lang: Lang, runs: Vec<Run>) -> Vec<Run> {
    if runs.iter().map(|run| units(&run.text)).sum::<usize>() <= CELL {
        return runs;
    }
    let note = note(lang);

    let mut left = CELL - units(&note);
    let mut kept = Vec::new();
    for run in runs {
        let text = &run.text[..fitting(&run.text, left)];
        left -= units(text);
        let is_cut = text.len() < run.text.len();
        kept.push(Run { text: text.to_owned(), verdict: run.verdict });
        if is_cut {
            break;
        }
    }
    kept.push(Run { text: note, verdict: None });
    kept.retain(|run| !run.text.is_empty());
    kept
}

/// A plain text, cut where a cell is full.
pub(super) fn cut_text(lang: Lang, text: String) -> String {
    if units(&text) <= CELL {
        return text;
    }
    let note = note(lang);
    text[..fitting(&text, CELL - units(&note))].to_owned() + &note
}

/// What is written where a cell is cut.
fn note(lang: Lang) -> String {
    Sentence::CutCell { units: CELL }.say(lang)
}

/// The length of a text in UTF-16 code units.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// How many bytes of a text fit into so many code units, whole characters only.
fn fitting(text: &str, units: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > units {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Run {
        Run { text: text.to_owned(), verdict: None }
    }

    #[test]
    fn a_cell_is_cut_visibly_and_never_within_a_character() {
        for filling in ["甲", "🙂", "a🙂"] {
            let long = filling.repeat(CELL + 1);
            let text = cut_text(Lang::Zh, long.clone());
            assert!(units(&text) <= CELL && units(&text) >= CELL - 1, "{filling}");
            assert!(text.ends_with(&note(Lang::Zh)));
            let runs = cut(Lang::Zh, vec![plain("乙"), plain(&long), plain("丙")]);
            let joined: String = runs.iter().map(|run| &*run.text).collect();
            assert!(units(&joined) <= CELL && joined.ends_with(&note(Lang::Zh)));
        }
    }

    #[test]
    fn a_cell_that_is_just_full_stays_whole() {
        let full = "甲".repeat(CELL);
        assert_eq!(cut_text(Lang::En, full.clone()), full);
        assert_eq!(cut(Lang::En, vec![plain(&full)]).len(), 1);
    }
}
