//! What the surroundings of a hit make of it: masks, tags and promotions, all from contexts.csv.

use std::ops::Range;
use std::sync::Arc;

use regex_syntax::hir::{Hir, HirKind};

use super::pattern::Pattern;
use crate::message::RowError;
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::Folded;

/// What a context does to a hit that stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The hit is part of a longer phrase that means something else: no finding.
    Mask,
    /// The finding carries the context's tag; the profile says what that changes.
    Tag,
    /// A related finding counts as content.
    Promote,
}

/// How far a context reaches from where its pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The pattern's own text.
    Cover,
    /// The segment that the pattern or the hit stands in.
    Segment,
    /// From the pattern to the end of its segment.
    Forward,
    /// From the beginning of the pattern's segment up to it.
    Backward,
    /// The whole cell.
    Cell,
}

/// One row of contexts.csv.
#[derive(Debug)]
pub struct Context {
    /// The stable id.
    pub id: Arc<str>,
    /// What it does.
    pub action: Action,
    /// The tag that findings carry; empty for a mask.
    pub tag: Arc<str>,
    /// Texts in which it holds for a hit.
    pub must: Vec<String>,
    /// Near misses: texts with a hit in which it does not hold.
    pub must_not: Vec<String>,
    /// Why it is there.
    pub reason: String,
    /// File and line of its row.
    pub place: String,
    /// Which rules of its set it concerns, one entry a rule.
    pub(crate) applies_to: Vec<bool>,
    /// Shared with the contexts that have the same.
    pub(crate) pattern: Arc<Pattern>,
    pub(crate) reach: Reach,
}

impl Action {
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        match key {
            "mask" => Some(Self::Mask),
            "tag" => Some(Self::Tag),
            "promote" => Some(Self::Promote),
            _ => None,
        }
    }
}

impl Reach {
    fn from_key(key: &str) -> Option<Self> {
        match key {
            "cover" => Some(Self::Cover),
            "segment" => Some(Self::Segment),
            "forward" => Some(Self::Forward),
            "backward" => Some(Self::Backward),
            "cell" => Some(Self::Cell),
            _ => None,
        }
    }
}

/// A context's row, read but not yet bound to rules.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) action: Action,
    pattern: Arc<Pattern>,
    pub(super) reach: Reach,
}

impl Shape {
    /// Reads the three columns that make it; `others` are those of the same file that have been read.
    pub(crate) fn parse(action: &str, pattern: &str, reach: &str, others: &[Context]) -> Result<Self, RowError> {
        let Some(action) = Action::from_key(action) else {
            let known = ["mask", "tag", "promote"].map(str::to_owned).into();
            return Err(RowError::UnknownAction { action: action.to_owned(), known });
        };
        let Some(reach) = Reach::from_key(reach) else {
            let known = ["cover", "segment", "forward", "backward", "cell"].map(str::to_owned).into();
            return Err(RowError::UnknownReach { reach: reach.to_owned(), known });
        };
        if action == Action::Mask && reach != Reach::Cover {
            return Err(RowError::MaskReach { reach: "cover".to_owned() });
        }
        let known = others.iter().find(|other| other.pattern.source() == pattern).map(|other| other.pattern.clone());
        Ok(Self { action, pattern: known.unwrap_or_else(|| Pattern::new(pattern.to_owned()).into()), reach })
    }

    pub(crate) fn bind(self, id: &str, tag: &str, applies_to: Vec<bool>, texts: Texts, place: String) -> Context {
        Context {
            id: id.into(),
            action: self.action,
            tag: tag.into(),
            must: texts.must,
            must_not: texts.must_not,
            reason: texts.reason,
            place,
            applies_to,
            pattern: self.pattern,
            reach: self.reach,
        }
    }
}

/// What a row says for people and tests.
pub(crate) struct Texts {
    pub(crate) must: Vec<String>,
    pub(crate) must_not: Vec<String>,
    pub(crate) reason: String,
}

/// The literal characters of a pattern; what stands in classes is left to the writer.
fn literals(hir: &Hir) -> Box<dyn Iterator<Item = char> + '_> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            Box::new(text.chars())
        }
        HirKind::Capture(capture) => literals(&capture.sub),
        HirKind::Repetition(repetition) => literals(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => Box::new(parts.iter().flat_map(literals)),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => Box::new(std::iter::empty()),
    }
}

impl Context {
    /// Whether its pattern can be run, can match anything and does not match everywhere.
    pub(super) fn check(&self) -> Result<(), RowError> {
        let hir = self.pattern.check().map_err(|error| RowError::Pattern { error })?;
        let pattern = self.pattern.source().to_owned();
        if let Some(unfolded) = literals(&hir).find(|c| Fold::builtin().get(*c).is_some()) {
            let folded = Fold::builtin().fold(&unfolded.to_string());
            return Err(RowError::NotFolded { pattern, unfolded, folded });
        }
        if hir.properties().minimum_len() == Some(0) {
            return Err(RowError::MatchesEverywhere { pattern });
        }
        Ok(())
    }

    /// Words without separators of which one stands among the letters of every text that it holds in; none if it may hold
    /// in any.
    pub(crate) fn cues(&self) -> Vec<String> {
        let is_letter = |c: &char| Classes::builtin().gap(*c) == Gap::None;
        let words = self.pattern.words();
        let cues: Vec<String> = words.iter().map(|word| word.chars().filter(is_letter).collect()).collect();
        if cues.iter().any(String::is_empty) { Vec::new() } else { cues }
    }

    /// Where it holds, in bytes of the folded text.
    pub(crate) fn stretches(&self, folded: &Folded) -> Vec<Range<usize>> {
        let segment_at = |byte| folded.segments().at(byte);
        let found = self.places(&folded.text).into_iter().map(|m| match self.reach {
            Reach::Cover | Reach::Segment => m,
            Reach::Forward => m.end..segment_at(m.start).end,
            Reach::Backward => segment_at(m.start).start..m.start,
            Reach::Cell => 0..folded.text.len(),
        });
        let mut spans: Vec<_> = found.collect();
        if self.reach == Reach::Segment {
            let whole: Vec<_> = spans.iter().map(|m| segment_at(m.start)).collect();
            spans.extend(whole);
        }
        spans
    }

    /// Where the pattern stands. A mark that ends a segment may bound a word of it on either side (`[^a-z]btc[^a-z]`): the
    /// pattern stands in the segment behind the mark, and one mark may bound two words.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let ends = |c: &char| Classes::builtin().ends_segment(*c);
        let (mut places, mut from) = (Vec::new(), 0);
        while let Some(m) = self.pattern.regex().find_at(text, from) {
            let before: usize = m.as_str().chars().take_while(ends).map(char::len_utf8).sum();
            let after = m.as_str().chars().next_back().filter(ends).map_or(0, char::len_utf8);
            places.push(if before < m.len() { m.start() + before } else { m.start() }..m.end());
            from = m.end() - if after < m.len() { after } else { 0 };
        }
        places
    }

    /// Where the pattern stands among the letters alone, with a blank or symbol between any two of them; in units.
    pub(crate) fn spelled_out(&self, folded: &Folded) -> Vec<Range<usize>> {
        let letters = folded.letters();
        let (mut byte, mut unit) = (0, 0);
        let mut unit_at = |at: usize| {
            unit += letters[byte..at].chars().count();
            byte = at;
            unit
        };
        let phrases = self.pattern.regex().find_iter(&letters).map(|m| unit_at(m.start())..unit_at(m.end()));
        let is_apart = |phrase: &Range<usize>| folded.units[phrase.clone()].iter().skip(1).all(|u| u.gap == Gap::Soft);
        phrases.filter(is_apart).collect()
    }
}
