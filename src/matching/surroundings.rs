//! The contexts around the hits of one cell.

use std::ops::Range;

use super::ranges::furthest;
use crate::rules::{Action, Concerning, Context, Reach, RuleSet};
use crate::text::folded::Folded;

/// The contexts of one rule set, read on one cell; each pattern is run at most once, and only when a hit asks.
#[derive(Debug)]
pub(crate) struct Surroundings<'a, 'cell> {
    set: &'a RuleSet,
    folded: &'cell Folded,
    /// For each context whether it may hold somewhere in the cell.
    may_hold: &'cell [bool],
    /// Of those that were asked for, by number.
    known: Vec<(usize, Holding)>,
}

impl<'a, 'cell> Surroundings<'a, 'cell> {
    pub(crate) fn new(set: &'a RuleSet, folded: &'cell Folded, may_hold: &'cell [bool]) -> Self {
        Self { set, folded, may_hold, known: Vec::new() }
    }

    /// Whether a mask holds for a hit of a rule, so that there is no finding.
    pub(crate) fn are_masking(&mut self, rule: usize, units: &Range<usize>, spaced: bool) -> bool {
        let set = self.set;
        set.contexts_of[rule].masks.iter().any(|mask| self.holds(*mask, units, spaced))
    }

    /// The contexts that hold for a hit of a rule, masks among them.
    pub(crate) fn of(&mut self, rule: usize, units: &Range<usize>, spaced: bool) -> Vec<&'a Context> {
        let Concerning { masks, others } = &self.set.contexts_of[rule];
        let (contexts, may_hold) = (&self.set.contexts, self.may_hold);
        others.iter().filter(|k| may_hold[**k]).for_each(|k| contexts[*k].pattern.prepare());
        masks.iter().chain(others).filter(|k| self.holds(**k, units, spaced)).map(|k| &contexts[*k]).collect()
    }

    /// Whether a context holds for a hit.
    fn holds(&mut self, number: usize, units: &Range<usize>, spaced: bool) -> bool {
        if !self.may_hold[number] {
            return false;
        }
        let (context, folded, hit) = (&self.set.contexts[number], self.folded, self.folded.text_of(units));
        let known = self.known.iter().position(|(known, _)| *known == number).unwrap_or_else(|| {
            let stretches = Stretches::new(context.stretches(folded));
            self.known.push((number, Holding { stretches, spelled_out: None }));
            self.known.len() - 1
        });
        let Holding { stretches, spelled_out } = &mut self.known[known].1;
        let mut masks_spelled_out = || {
            let phrases = || Stretches::new(context.spelled_out(folded));
            spelled_out.get_or_insert_with(phrases).cover(units)
        };
        stretches.cover(&hit)
            || (context.reach == Reach::Segment && stretches.any_inside(&folded.segments().at(hit.start)))
            || (context.action == Action::Mask && spaced && masks_spelled_out())
    }
}

/// Where a context holds in one cell.
#[derive(Debug)]
struct Holding {
    /// In bytes of the folded text.
    stretches: Stretches,
    /// For a mask, where its pattern is spelled out with blanks, in units: 稳 定 币 值. Read when a hit asks that is.
    spelled_out: Option<Stretches>,
}

/// Stretches of a text, made ready to be asked what stands in one.
#[derive(Debug)]
struct Stretches {
    /// Sorted by beginning.
    spans: Vec<Range<usize>>,
    /// For each span the furthest end of it and all before it.
    furthest: Vec<usize>,
}

impl Stretches {
    fn new(mut spans: Vec<Range<usize>>) -> Self {
        spans.sort_by_key(|s| s.start);
        spans.dedup();
        Self { furthest: furthest(&spans, |span| span.end), spans }
    }

    fn cover(&self, hit: &Range<usize>) -> bool {
        let begun = self.spans.partition_point(|s| s.start <= hit.start);
        begun > 0 && self.furthest[begun - 1] >= hit.end
    }

    fn any_inside(&self, segment: &Range<usize>) -> bool {
        let first = self.spans.partition_point(|s| s.start < segment.start);
        self.spans[first..].iter().take_while(|s| s.start < segment.end).any(|s| s.end <= segment.end)
    }
}
