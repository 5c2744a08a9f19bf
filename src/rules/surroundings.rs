//! The contexts around the hits of one cell.

use std::ops::Range;

use super::book::RuleSet;
use super::context::{Action, Context, Reach};
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

    /// The masks that hold for a hit of a rule: if there is one, there is no finding.
    pub(crate) fn masks(&mut self, rule: usize, units: &Range<usize>, spaced: bool) -> Vec<&'a Context> {
        self.holding(&self.set.contexts_of[rule].masks, units, spaced)
    }

    /// The other contexts that hold for it.
    pub(crate) fn others(&mut self, rule: usize, units: &Range<usize>, spaced: bool) -> Vec<&'a Context> {
        self.holding(&self.set.contexts_of[rule].others, units, spaced)
    }

    /// Those of some contexts that hold for a hit.
    fn holding(&mut self, numbers: &[usize], units: &Range<usize>, spaced: bool) -> Vec<&'a Context> {
        let (contexts, folded, hit) = (&self.set.contexts, self.folded, self.folded.text_of(units));
        let may_hold = self.may_hold;
        let asked = || numbers.iter().filter(|k| may_hold[**k]).map(|k| (*k, &contexts[*k]));
        asked().for_each(|(_, context)| context.pattern.prepare());
        let mut holding = Vec::new();
        for (k, context) in asked() {
            let known = self.known.iter().position(|(number, _)| *number == k).unwrap_or_else(|| {
                let stretches = Stretches::new(context.stretches(folded));
                self.known.push((k, Holding { stretches, spelled_out: None }));
                self.known.len() - 1
            });
            let Holding { stretches, spelled_out } = &mut self.known[known].1;
            let mut masks_spelled_out = || {
                let phrases = || Stretches::new(context.spelled_out(folded));
                spelled_out.get_or_insert_with(phrases).cover(units)
            };
            let holds = stretches.cover(&hit)
                || (context.reach == Reach::Segment && stretches.any_inside(&folded.segments().at(hit.start)))
                || (context.action == Action::Mask && spaced && masks_spelled_out());
            if holds {
                holding.push(context);
            }
        }
        holding
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

/// For each of several places, sorted by their beginnings, the furthest end of it and all before it.
pub(super) fn furthest<T>(places: &[T], end: impl Fn(&T) -> usize) -> Vec<usize> {
    let furthest = places.iter().scan(0, |furthest, place| {
        *furthest = end(place).max(*furthest);
        Some(*furthest)
    });
    furthest.collect()
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
