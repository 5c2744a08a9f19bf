//! Contexts: text around a hit that changes what the hit means. All of them come from contexts.csv.

use std::ops::Range;
use std::sync::Arc;

use regex_syntax::hir::{Hir, HirKind};

use super::pattern::{ANYWHERE, Exceeded, Pattern};
use crate::message::{Lang, RowError};
use crate::text::class::{Classes, Gap};
use crate::text::fold::Fold;
use crate::text::folded::Folded;
use crate::verdict::Tier;
use crate::verdict::keyed::keyed;

keyed! {
    /// All actions.
    pub const ALL;

    /// What a context does to a hit inside it.
    pub enum Action {
        /// The hit is part of a longer phrase that means something else: no finding.
        Mask => "mask",
        /// The finding carries the context's tag; the profile says what that changes.
        Tag => "tag",
        /// A related finding counts as content.
        Promote => "promote",
    }
}

/// How far a context reaches from its pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The text that the pattern matches.
    Cover,
    /// The segment that contains the pattern or the hit.
    Segment,
    /// From the pattern to the end of its segment.
    Forward,
    /// From the beginning of the pattern's segment to the pattern.
    Backward,
    /// The whole cell.
    Cell,
}

/// One row of contexts.csv.
#[derive(Debug)]
pub struct Context {
    /// The stable id.
    pub id: Arc<str>,
    /// What it does to a hit.
    pub action: Action,
    /// The tag that findings carry; empty for a mask.
    pub tag: Arc<str>,
    /// Texts with a hit in this context.
    pub must: Vec<String>,
    /// Near misses: texts with a hit that is not in this context.
    pub must_not: Vec<String>,
    /// Why the context exists.
    pub reason: String,
    /// File and line of its row.
    pub place: String,
    /// For each rule of its set whether the context applies to it.
    pub(crate) applies_to: Vec<bool>,
    /// Shared by all contexts with the same expression.
    pub(crate) pattern: Arc<Pattern>,
    pub(crate) reach: Reach,
    /// Whether the pattern reads the names of the row when another cell is judged, and not the cell itself.
    pub(crate) reads_names: bool,
}

impl Action {
    /// Whether a hit in the context is no finding.
    #[must_use]
    pub fn hides(self) -> bool {
        match self {
            Self::Mask => true,
            Self::Tag | Self::Promote => false,
        }
    }

    /// Whether a row with this action has to name a tag.
    pub(crate) fn needs_tag(self) -> bool {
        match self {
            Self::Tag => true,
            Self::Mask | Self::Promote => false,
        }
    }

    /// The tier of a finding in the context, from its tier outside it.
    #[must_use]
    pub fn apply(self, tier: Tier) -> Tier {
        match (self, tier) {
            (Self::Promote, Tier::Related) => Tier::Content,
            (Self::Promote | Self::Mask | Self::Tag, tier) => tier,
        }
    }

    /// What the context does, in words that its id follows.
    fn said(self, lang: Lang) -> &'static str {
        match self {
            Self::Mask => lang.pick("不算命中", "no hit in"),
            Self::Tag => lang.pick("加标注", "tagged in"),
            Self::Promote => lang.pick("升为通知所述内容", "content in"),
        }
    }
}

impl Reach {
    const KEYS: [(&'static str, Self); 5] = [
        ("cover", Self::Cover),
        ("segment", Self::Segment),
        ("forward", Self::Forward),
        ("backward", Self::Backward),
        ("cell", Self::Cell),
    ];

    fn from_key(key: &str) -> Option<Self> {
        Self::KEYS.into_iter().find(|(known, _)| *known == key).map(|(_, reach)| reach)
    }
}

/// The columns of a row that decide where a context holds, before it is bound to rules.
#[derive(Debug)]
pub(crate) struct ContextColumns {
    pub(crate) action: Action,
    pattern: Arc<Pattern>,
    pub(super) reach: Reach,
    reads_names: bool,
}

impl ContextColumns {
    /// Parses the columns `action`, `pattern` and `reach`. `others` are the contexts of the rows above in the same file.
    pub(crate) fn parse(
        action: &str,
        pattern: &str,
        reach: &str,
        reads_names: bool,
        others: &[Context],
    ) -> Result<Self, RowError> {
        let Some(action) = Action::from_key(action) else {
            let known = Action::ALL.map(|action| action.key().to_owned()).into();
            return Err(RowError::UnknownAction { action: action.to_owned(), known });
        };
        let Some(reach) = Reach::from_key(reach) else {
            let known = Reach::KEYS.map(|(key, _)| key.to_owned()).into();
            return Err(RowError::UnknownReach { reach: reach.to_owned(), known });
        };
        if reads_names && reach != Reach::Cell {
            return Err(RowError::NameReach { reach: "cell".to_owned() });
        }
        if action.hides() && !reads_names && reach != Reach::Cover {
            return Err(RowError::MaskReach { reach: "cover".to_owned() });
        }

        let same = others.iter().find(|other| other.pattern.source() == pattern);
        let pattern = match same {
            Some(other) => other.pattern.clone(),
            None => Arc::new(Pattern::new(pattern.to_owned())),
        };
        Ok(Self { action, pattern, reach, reads_names })
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
            reads_names: self.reads_names,
        }
    }
}

/// The columns of a row that are for people and tests.
pub(crate) struct Texts {
    pub(crate) must: Vec<String>,
    pub(crate) must_not: Vec<String>,
    pub(crate) reason: String,
}

impl Context {
    /// Returns an error if the pattern cannot be compiled, cannot match folded text, or matches the empty text.
    pub(super) fn check(&self) -> Result<(), RowError> {
        let hir = self.pattern.check().map_err(|error| RowError::Pattern { error })?;
        let pattern = self.pattern.source().to_owned();

        let fold = Fold::builtin();
        if let Some(unfolded) = literals(&hir).find(|c| fold.folded(*c).is_some()) {
            let folded = fold.fold(&unfolded.to_string());
            return Err(RowError::NotFolded { pattern, unfolded, folded });
        }
        if hir.properties().minimum_len() == Some(0) {
            return Err(RowError::MatchesEverywhere { pattern });
        }
        Ok(())
    }

    /// The context's cues: words without separators, at least one of which occurs among the letters of every text in which
    /// the context holds. Empty if there are no such words, so that it may hold in any text.
    pub(crate) fn cues(&self) -> Vec<String> {
        if self.reads_names {
            return Vec::new();
        }
        let mut cues = Vec::new();
        for word in self.pattern.words() {
            let cue: String = word.chars().filter(|c| Classes::builtin().gap(*c) == Gap::None).collect();
            if cue.is_empty() {
                return Vec::new();
            }
            cues.push(cue);
        }
        cues
    }

    /// What the context does, in words that its id follows.
    #[must_use]
    pub fn said(&self, lang: Lang) -> &'static str {
        match (self.reads_names, self.action) {
            (false, action) => action.said(lang),
            (true, Action::Mask) => {
                lang.pick("名称如此的，其他栏目不算命中", "no hit in other cells if the name is in")
            }
            (true, Action::Tag) => lang.pick("名称如此的，其他栏目加标注", "tagged in other cells if the name is in"),
            (true, Action::Promote) => {
                lang.pick("名称如此的，其他栏目升为通知所述内容", "content in other cells if the name is in")
            }
        }
    }

    /// Whether the pattern occurs in a folded text.
    pub(crate) fn occurs_in(&self, folded: &Folded, exceeded: &Exceeded) -> bool {
        !self.matches(&folded.text, ANYWHERE, exceeded).is_empty()
    }

    /// The stretches in which the context holds, in bytes of the folded text. `cues` has the units before which its first and
    /// its last cue end.
    pub(crate) fn stretches(&self, folded: &Folded, cues: Range<usize>, exceeded: &Exceeded) -> Vec<Range<usize>> {
        let mut stretches = Vec::new();
        let cues = folded.text_before(cues.start)..folded.text_before(cues.end);
        for matched in self.matches(&folded.text, cues, exceeded) {
            let stretch = match self.reach {
                Reach::Cover => matched,
                Reach::Segment => {
                    stretches.push(folded.segments().at(matched.start));
                    matched
                }
                Reach::Forward => matched.end..folded.segments().at(matched.start).end,
                Reach::Backward => folded.segments().at(matched.start).start..matched.start,
                Reach::Cell => 0..folded.text.len(),
            };
            stretches.push(stretch);
        }
        stretches
    }

    /// The matches of the pattern in a folded text, in bytes.
    ///
    /// A pattern may need a character on either side of a word (`[^a-z]btc[^a-z]`), and that character may end a segment. The
    /// match then counts as part of the segment after it, and one such character may be part of two matches: the search goes on
    /// before it, not after.
    fn matches(&self, text: &str, cues: Range<usize>, exceeded: &Exceeded) -> Vec<Range<usize>> {
        let classes = Classes::builtin();
        let mut matches = Vec::new();
        self.pattern.walk(text, cues, exceeded, |found| {
            let whole = found.as_str();
            let leading: usize = whole.chars().take_while(|c| classes.ends_segment(*c)).map(char::len_utf8).sum();
            let last = whole.chars().next_back().filter(|c| classes.ends_segment(*c));
            let trailing = last.map_or(0, char::len_utf8);

            // A match of nothing but such characters is kept whole, and the search goes on after it: it must advance.
            let start = if leading < whole.len() { found.start() + leading } else { found.start() };
            matches.push(start..found.end());
            if trailing < whole.len() { found.end() - trailing } else { found.end() }
        });
        matches
    }

    /// The matches of the pattern among the letters alone, where a blank or symbol separates each letter from the next, in
    /// units.
    pub(crate) fn spelled_out(&self, folded: &Folded, exceeded: &Exceeded) -> Vec<Range<usize>> {
        let letters = folded.letters();
        let mut counted = 0;
        let mut unit = 0;
        let mut phrases = Vec::new();
        self.pattern.walk(&letters, ANYWHERE, exceeded, |matched| {
            // A unit is a character of `letters`. Matches ascend, so the characters before them are counted once.
            let start = unit + letters[counted..matched.start()].chars().count();
            let end = start + matched.as_str().chars().count();
            counted = matched.end();
            unit = end;

            let is_apart = folded.units[start..end].iter().skip(1).all(|unit| unit.gap == Gap::Soft);
            if is_apart {
                phrases.push(start..end);
            }
            matched.end()
        });
        phrases
    }
}

/// The characters that a pattern contains literally. Characters in classes are not among them.
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
