//! The decisions of earlier reports that have no effect, as documents for people list them.

use super::{Lang, Summary};
use crate::escape::visible;
use crate::message::{DecisionNote, Labels, Say as _, Sentence};

/// How many columns the list has.
pub(super) const COLUMNS: usize = 7;
/// How many decisions are listed. The window says all of them.
const MOST: usize = 10_000;

/// The list in one language.
pub(super) struct NoEffectList {
    pub(super) title: &'static str,
    pub(super) headers: [&'static str; COLUMNS],
    /// The cells of each decision. No text of an earlier report is in them as it was.
    pub(super) lines: Vec<[String; COLUMNS]>,
    /// What is said of those that are not listed.
    pub(super) more: Option<String>,
}

impl Summary {
    /// The decisions that have no effect. Returns `None` if there are none.
    pub(super) fn no_effect_list(&self, lang: Lang) -> Option<NoEffectList> {
        if self.no_effect.is_empty() {
            return None;
        }
        let Labels { no_effect, row, name, decision, reason, why, next, place, .. } = *lang.labels();
        let more = self.no_effect.len().saturating_sub(MOST);
        Some(NoEffectList {
            title: no_effect,
            headers: [row, name, decision, reason, why, next, place],
            lines: self.no_effect.iter().take(MOST).map(|note| line(note, lang)).collect(),
            more: (more > 0).then(|| Sentence::MoreDecisions { more }.say(lang)),
        })
    }
}

fn line(note: &DecisionNote, lang: Lang) -> [String; COLUMNS] {
    let DecisionNote { place, row, why, .. } = note;
    let [number, name, decision, reason, place] =
        [&row.row, &row.name, &row.decision, &row.reason, place].map(|text| visible(text.trim()));
    [number, name, decision, reason, why.say(lang), why.next().say(lang), place]
}
