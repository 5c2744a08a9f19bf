//! The summary of a run with many inputs, for a terminal or a log: a table of the inputs, and what holds for several of them
//! said once. What does not fit is counted. Reports and the record of the run have all of it.

use std::cmp::Reverse;
use std::collections::HashMap;

use unicode_width::UnicodeWidthStr as _;

use super::{InputSummary, Lang, Summary};
use crate::escape::visible;
use crate::message::{Say as _, Sentence};
use crate::verdict::Verdict;

/// The most lines of a table or a list.
const MOST: usize = 20;
/// How many inputs are named where something holds for several.
const NAMED: usize = 2;

impl Summary {
    /// The summary in words: as [`Self::prose`] for one input, folded for several.
    #[must_use]
    pub fn brief(&self, lang: Lang) -> Vec<String> {
        if self.inputs.len() < 2 {
            return self.prose(lang);
        }
        let mut lines = self.table_of_inputs(lang);
        lines.extend(self.alike(lang));
        lines.push(self.counts_in_words(lang));
        lines.extend(self.prose_below_counts(lang));
        lines
    }

    /// Rows by verdict of each input, those with the heaviest verdicts if there are too many.
    fn table_of_inputs(&self, lang: Lang) -> Vec<String> {
        let mut inputs: Vec<&InputSummary> = self.inputs.iter().collect();
        let mut head = Sentence::Inputs { inputs: inputs.len() };
        if inputs.len() > MOST {
            head = Sentence::HeaviestInputs { inputs: inputs.len(), listed: MOST };
            inputs.sort_by_key(|input| Reverse(heaviness(input)));
            inputs.truncate(MOST);
        }

        let labels = lang.labels();
        let mut verdicts: Vec<Verdict> = Verdict::ALL.to_vec();
        verdicts.retain(|verdict| self.counts.of(*verdict) > 0);
        let mut titles = vec![labels.rows];
        titles.extend(verdicts.iter().map(|verdict| lang.verdict(*verdict)));
        let widths: Vec<usize> = titles.iter().map(|title| title.width().max(FIGURE)).collect();

        let mut lines = vec![head.say(lang), line(&titles, &widths, labels.file)];
        for input in inputs {
            let mut figures = vec![input.counts.total().to_string()];
            figures.extend(verdicts.iter().map(|verdict| input.counts.of(*verdict).to_string()));
            lines.push(line(&figures, &widths, &visible(&input.name)));
        }
        lines
    }

    /// What was checked in the inputs, and the remarks on them; what holds for several is said once.
    fn alike(&self, lang: Lang) -> Vec<String> {
        let mut checked = Groups::default();
        let mut remarks = Groups::default();
        let beside = self.notes_beside();
        // What was left unread comes first, so that it is never folded away behind other remarks.
        for is_unread in [true, false] {
            for note in beside.iter().filter(|beside| beside.note.leaves_unread() == is_unread) {
                remarks.add(note.say(lang), None);
            }
            for input in &self.inputs {
                for note in self.notes_on(input).iter().filter(|note| note.leaves_unread() == is_unread) {
                    remarks.add(note.say(lang), Some(input));
                }
            }
        }
        for input in &self.inputs {
            checked.add(input.checked_in_words("", lang), Some(input));
        }

        let mut lines = Vec::new();
        for (_, inputs) in checked.in_order.iter().take(MOST) {
            lines.push(inputs[0].checked_in_words(&names(inputs, lang), lang));
        }
        for (remark, inputs) in remarks.in_order.iter().take(MOST) {
            // What is about no input names what it is about.
            let said = match &inputs[..] {
                [] => remark.clone(),
                inputs => Sentence::RemarkOn { inputs: names(inputs, lang), remark: remark.clone() }.say(lang),
            };
            lines.push(format!("  {said}"));
        }
        let more = checked.in_order.len().saturating_sub(MOST) + remarks.in_order.len().saturating_sub(MOST);
        if more > 0 {
            lines.push(Sentence::MoreRemarks { more }.say(lang));
        }
        lines
    }
}

/// The least width of a column of figures.
const FIGURE: usize = 6;

/// Figures to the right of their columns, and a name behind them.
fn line(figures: &[impl AsRef<str>], widths: &[usize], name: &str) -> String {
    let mut line = String::new();
    for (figure, width) in figures.iter().zip(widths) {
        let figure = figure.as_ref();
        line += "  ";
        line += &" ".repeat(width.saturating_sub(figure.width()));
        line += figure;
    }
    line + "  " + name
}

/// Rows by verdict, the heaviest first; clear rows do not count.
fn heaviness(input: &InputSummary) -> Vec<u64> {
    let flagged = Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Clear);
    let mut verdicts: Vec<Verdict> = flagged.collect();
    verdicts.sort_unstable_by_key(|verdict| Reverse(*verdict));
    verdicts.into_iter().map(|verdict| input.counts.of(verdict)).collect()
}

/// The names of inputs, of which the first are named and the others counted.
fn names(inputs: &[&InputSummary], lang: Lang) -> String {
    let named: Vec<String> = inputs.iter().take(NAMED).map(|input| input.name.clone()).collect();
    let more = inputs.len() - named.len();
    if more > 0 { Sentence::AndMore { names: named, more }.say(lang) } else { named.say(lang) }
}

/// The inputs for which the same is said, in the order in which it is said first.
#[derive(Default)]
struct Groups<'a> {
    in_order: Vec<(String, Vec<&'a InputSummary>)>,
    indices: HashMap<String, usize>,
}

impl<'a> Groups<'a> {
    /// Adds what is said of an input, or of something that is none.
    fn add(&mut self, said: String, input: Option<&'a InputSummary>) {
        if let Some(&index) = self.indices.get(&said) {
            let (_, inputs) = &mut self.in_order[index];
            // The same may be said of one input several times.
            inputs.extend(input.filter(|input| !inputs.last().is_some_and(|last| std::ptr::eq(*last, *input))));
            return;
        }
        self.indices.insert(said.clone(), self.in_order.len());
        self.in_order.push((said, input.into_iter().collect()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Counts, UnreadPart};

    fn summary(inputs: usize) -> Summary {
        let mut summary = Summary::default();
        for number in 0..inputs {
            let mut counts = Counts::default();
            counts.count(if number % 10 == 7 { Verdict::Reject } else { Verdict::Clear });
            summary.counts.add(&counts);
            let columns = vec!["名称".to_owned()];
            let name = format!("{number}.csv");
            let input =
                InputSummary { name, encoding: "UTF-8".into(), columns, counts, titles: 1, ..Default::default() };
            summary.inputs.push(input);
        }
        summary
    }

    #[test]
    fn twenty_inputs_are_a_table_and_more_are_folded_to_the_heaviest() {
        let lines = summary(20).brief(Lang::En);
        assert_eq!(lines[0], "20 files or sheets:");
        assert!((0..20).all(|number| lines[number + 2].ends_with(&format!(" {number}.csv"))), "{lines:#?}");
        assert!(lines[22].starts_with("0.csv, 1.csv and 18 more: UTF-8, checked: 名称"), "{lines:#?}");

        let lines = summary(500).brief(Lang::En);
        assert!(lines.len() < 30, "{lines:#?}");
        assert_eq!(lines[1], "    rows  reject  nothing found  file");
        assert_eq!(lines[2], "       1       1              0  7.csv");
        assert!(lines[2..22].iter().all(|line| line.contains("       1       1 ")), "{lines:#?}");
        assert!(lines[22].starts_with("0.csv, 1.csv and 498 more: UTF-8, checked: 名称"), "{lines:#?}");
        assert!(lines[23].starts_with("  0.csv, 1.csv and 498 more: 1 title row"), "{lines:#?}");
    }

    #[test]
    fn what_was_not_read_is_said_before_all_other_remarks() {
        let mut summary = summary(200);
        for (number, input) in summary.inputs.iter_mut().enumerate() {
            input.titles = number;
        }
        summary.inputs[199].unread.push(UnreadPart { name: "199.csv#表".into(), ..Default::default() });
        let lines = summary.brief(Lang::En);
        assert!(lines[23].starts_with("  warning: not read, and to be checked again: 199.csv#表"), "{lines:#?}");
        assert!(lines.iter().any(|line| line == "180 more remarks, see a report"), "{lines:#?}");
    }
}
