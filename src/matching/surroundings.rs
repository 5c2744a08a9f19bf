//! The contexts around the hits of one cell.

use std::ops::Range;

use super::hit::Hit;
use super::matcher::Cues;
use super::ranges::furthest;
use crate::rules::{Concerning, Context, Exceeded, Join, Reach, RowNames, RuleSet};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// The contexts of one rule set in one cell. Each pattern runs at most once, and only if a hit needs it.
#[derive(Debug)]
pub(crate) struct Surroundings<'a, 'cell> {
    set: &'a RuleSet,
    folded: &'cell Folded,
    /// For each context where its cues are.
    cues: &'cell [Cues],
    /// Notes a pattern that takes too much work.
    exceeded: &'cell Exceeded,
    /// The contexts that have run, by index.
    known: Vec<(usize, Holding)>,
    /// The names of the row.
    names: &'cell dyn RowNames,
    /// The contexts that have read the names, by index, and whether they hold.
    by_name: Vec<(usize, bool)>,
}

impl<'a, 'cell> Surroundings<'a, 'cell> {
    pub(crate) fn new(
        set: &'a RuleSet,
        folded: &'cell Folded,
        cues: &'cell [Cues],
        names: &'cell dyn RowNames,
        exceeded: &'cell Exceeded,
    ) -> Self {
        Self { set, folded, cues, exceeded, known: Vec::new(), names, by_name: Vec::new() }
    }

    /// Whether a mask holds for a hit, so that it is no finding.
    pub(crate) fn mask(&mut self, hit: &Hit) -> bool {
        let masks = &self.set.contexts_of[hit.rule].masks;
        masks.iter().any(|mask| self.holds(*mask, hit))
    }

    /// The contexts that hold for a hit, masks first.
    pub(crate) fn of(&mut self, hit: &Hit) -> Vec<&'a Context> {
        let Concerning { masks, others } = &self.set.contexts_of[hit.rule];
        // Threads that need the same patterns at the same time then compile one each.
        for context in others {
            if self.cues[*context].are_there() {
                self.set.contexts[*context].pattern.prepare();
            }
        }

        let mut holding = Vec::new();
        for context in masks.iter().chain(others) {
            if self.holds(*context, hit) {
                holding.push(&self.set.contexts[*context]);
            }
        }
        holding
    }

    /// Whether a context holds for a hit.
    fn holds(&mut self, index: usize, hit: &Hit) -> bool {
        let cues = self.cues[index];
        if !cues.are_there() {
            return false;
        }
        let set = self.set;
        let folded = self.folded;
        let exceeded = self.exceeded;
        let context = &set.contexts[index];
        if context.reads_names {
            return self.holds_by_name(index);
        }
        let text = folded.text_of(&hit.units);
        let holding = self.holding(index, cues.ends());

        if holding.stretches.cover(&text) {
            return true;
        }
        if context.reach == Reach::Segment && holding.stretches.any_inside(&folded.segments().at(text.start)) {
            return true;
        }

        // A hit with a blank in every gap (稳 定 币) is masked by a phrase that is written in the same way (稳 定 币 值).
        if !context.action.hides() || hit.join != Join::Spaced {
            return false;
        }
        let spelled_out =
            holding.spelled_out.get_or_insert_with(|| Stretches::new(context.spelled_out(folded, exceeded)));
        spelled_out.cover(&hit.units)
    }

    /// Whether a context holds because of the names of the row. Each of them has to say so: that a former name is a bank's does
    /// not exempt the new one.
    fn holds_by_name(&mut self, index: usize) -> bool {
        if let Some((_, holds)) = self.by_name.iter().find(|(known, _)| *known == index) {
            return *holds;
        }
        let context = &self.set.contexts[index];
        let names = self.names.read();
        let holds = !names.is_empty()
            && names.iter().all(|name| {
                let folded = Folded::new(Fold::builtin(), Classes::builtin(), name);
                context.occurs_in(&folded, self.exceeded)
            });
        self.by_name.push((index, holds));
        holds
    }

    /// The stretches of a context, which is run unless it has been.
    fn holding(&mut self, index: usize, cues: Range<usize>) -> &mut Holding {
        let known = self.known.iter().position(|(known, _)| *known == index);
        let known = known.unwrap_or_else(|| {
            let stretches = Stretches::new(self.set.contexts[index].stretches(self.folded, cues, self.exceeded));
            self.known.push((index, Holding { stretches, spelled_out: None }));
            self.known.len() - 1
        });
        &mut self.known[known].1
    }
}

/// Where a context holds in one cell.
#[derive(Debug)]
struct Holding {
    /// In bytes of the folded text.
    stretches: Stretches,
    /// For a mask: where its pattern is spelled out with blanks, in units. `None` until a hit needs it.
    spelled_out: Option<Stretches>,
}

/// Stretches of a text, sorted so that those around or inside a range are found quickly.
#[derive(Debug)]
struct Stretches {
    /// Sorted by start.
    spans: Vec<Range<usize>>,
    /// For each span the greatest end of it and all spans before it.
    furthest: Vec<usize>,
}

impl Stretches {
    fn new(mut spans: Vec<Range<usize>>) -> Self {
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        Self { furthest: furthest(&spans, |span| span.end), spans }
    }

    /// Whether a stretch contains the whole range.
    fn cover(&self, range: &Range<usize>) -> bool {
        let started = self.spans.partition_point(|span| span.start <= range.start);
        started > 0 && self.furthest[started - 1] >= range.end
    }

    /// Whether a segment contains a whole stretch.
    fn any_inside(&self, segment: &Range<usize>) -> bool {
        let first = self.spans.partition_point(|span| span.start < segment.start);
        let mut starting = self.spans[first..].iter().take_while(|span| span.start < segment.end);
        starting.any(|span| span.end <= segment.end)
    }
}
