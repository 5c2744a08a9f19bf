//! A word that is cut over two scope columns of one row: 稳定 at the end of one, 币发行 at the beginning of the next.

use super::cell::{CellChecker, Found};
use crate::checker::{Cell, Checker};
use crate::rules::RowNames;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::verdict::Finding;

/// How many characters on either side of the border are sifted before the two texts are searched. Longer than any word.
const REACH: usize = 48;

/// The text around the border of two cells. The memory of one row serves for the next.
#[derive(Debug, Default)]
pub(crate) struct Seam(String);

/// What is behind a scope in its row.
#[derive(Clone, Copy)]
pub(crate) struct Next<'a> {
    /// The text of the next scope.
    pub(crate) text: &'a str,
    /// The names of the row.
    pub(crate) names: &'a dyn RowNames,
}

impl Seam {
    /// Whether a word may go on from one text to the next.
    fn may_hold(&mut self, checker: &Checker, first: &str, next: &str) -> bool {
        let (first, next) = (first.trim_end(), next.trim_start());
        // A mark ends an item of a scope, and with it the word before.
        if !is_letter(first.chars().rev()) || !is_letter(next.chars()) {
            return false;
        }

        let from = first.char_indices().rev().take(REACH).last().map_or(0, |(at, _)| at);
        let to = next.char_indices().nth(REACH).map_or(next.len(), |(at, _)| at);
        self.0.clear();
        self.0.push_str(&first[from..]);
        self.0.push_str(&next[..to]);
        checker.sift(&self.0).may_hold
    }
}

impl CellChecker<'_> {
    /// Searches for words that begin in a scope and end in the next one of its row. `own` are the findings of the first.
    pub(crate) fn check_seam(
        &self,
        cell: Cell<'_>,
        next: Next<'_>,
        seam: &mut Seam,
        found: &mut Found<'_>,
        own: usize,
    ) {
        let is_whole = cell.text.len() <= self.max_cell;
        if is_whole && seam.may_hold(self.checker, cell.text, next.text) {
            self.find_cut(cell, next, found, own);
        }
    }

    #[cold]
    fn find_cut(&self, cell: Cell<'_>, next: Next<'_>, found: &mut Found<'_>, own: usize) {
        let text = self.readable(next.text);
        let cut = self.checker.check_cut(cell, text, next.names, &found.findings[own..]);
        found.findings.extend(cut);
        found.findings[own..].sort_by_key(|finding: &Finding| finding.start);
    }
}

/// Whether the first of some characters that shows anything is no separator.
fn is_letter(mut characters: impl Iterator<Item = char>) -> bool {
    let fold = Fold::builtin();
    let shown = characters.find(|c| fold.folded(*c) != Some(""));
    let Some(shown) = shown else { return false };
    let mut itself = [0; 4];
    let folded = fold.folded(shown).unwrap_or_else(|| shown.encode_utf8(&mut itself));
    folded.chars().all(|c| Classes::builtin().gap(c) == Gap::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_letter_on_either_side_joins_two_texts() {
        for (text, expected) in
            [("稳", true), ("Ａ", true), ("\u{200b}稳", true), ("；", false), ("、", false), ("…", false), ("", false)]
        {
            assert_eq!(is_letter(text.chars()), expected, "{text}");
        }
    }
}
