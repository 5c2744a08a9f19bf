//! One cell of text to findings: fold, match, read the context, judge by the profile.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use crate::matching::{Disguises, Hit, Matched, Matcher, Sieve, Sifted, Surroundings};
use crate::rules::{Action, Context, Join, Profile, Rule, RuleBook};
use crate::text::class::Classes;
use crate::text::fold::{Fold, Kinds};
use crate::text::folded::Folded;
use crate::text::scalars::Scalars;
use crate::verdict::{Evidence, Field, Finding, Tier, Verdict};

/// How many characters of the original an excerpt shows on either side of a match.
const EXCERPT: usize = 12;

/// Rules and a profile, ready to check any number of texts from any number of threads.
#[derive(Debug)]
pub struct Checker {
    fold: &'static Fold,
    classes: &'static Classes,
    book: RuleBook,
    matcher: Matcher,
    sieve: Sieve,
    disguises: Option<Disguises>,
    profile: Profile,
}

/// A cell that is to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// Name or scope.
    pub field: Field,
    /// The column's header.
    pub column: &'a Arc<str>,
    /// The text as it stands in the filing.
    pub text: &'a str,
}

/// A place where a rule's term stands, and what its surroundings made of it.
#[derive(Debug)]
pub struct Examined<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The contexts that hold there.
    pub contexts: Vec<&'a Context>,
    /// What is reported; none if a mask covers the place.
    pub finding: Option<Finding>,
    /// The original text of the place.
    pub matched: &'a str,
    /// For a disguise: what stands there for each character of the term, and that character.
    pub read: Vec<(String, char)>,
}

impl Checker {
    /// Makes ready to check under these rules, disguises included.
    pub fn new(book: RuleBook, profile: Profile) -> Result<Self> {
        // That a reader sees the word in other characters is a judgement about content, not a fact about letters.
        let disguises =
            if profile.seeks(Tier::Content) { Some(Disguises::new(&book, |tier| profile.seeks(tier))?) } else { None };
        Self::seeking(book, profile, disguises)
    }

    /// The same, but without seeking what only a reader sees: sound, shape and split characters.
    pub fn without_disguises(book: RuleBook, profile: Profile) -> Result<Self> {
        Self::seeking(book, profile, None)
    }

    fn seeking(book: RuleBook, profile: Profile, disguises: Option<Disguises>) -> Result<Self> {
        let matcher = Matcher::new(&book, |tier| profile.seeks(tier));
        let sieve = Sieve::new(&book, |tier| profile.seeks(tier), disguises.as_ref())?;
        Ok(Self { fold: Fold::builtin(), classes: Classes::builtin(), book, matcher, sieve, disguises, profile })
    }

    /// The rules in force.
    #[must_use]
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// The profile in force.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What tells texts without findings from the others before they are folded.
    #[must_use]
    pub fn sieve(&self) -> &Sieve {
        &self.sieve
    }

    /// Walks over a cell without folding it and tells whether it may hold a finding.
    #[must_use]
    pub fn sift(&self, cell: &str) -> Sifted {
        let sifted = self.sieve.sift(cell);
        let may_sound = |d: &Disguises| sifted.has_latin && d.may_sound(cell);
        Sifted { may_hold: sifted.may_hold || self.disguises.as_ref().is_some_and(may_sound), ..sifted }
    }

    /// The findings in a cell, by place.
    #[must_use]
    pub fn check(&self, cell: Cell<'_>) -> Vec<Finding> {
        self.look(cell, false).into_iter().filter_map(|e| e.finding).collect()
    }

    /// Every place in a cell where a term stands, masked ones too.
    #[must_use]
    pub fn examine<'a>(&'a self, cell: Cell<'a>) -> Vec<Examined<'a>> {
        self.look(cell, true)
    }

    /// Every place where a term stands. Of a masked one the other contexts are read only if `whole` asks for them.
    fn look<'a>(&'a self, cell: Cell<'a>, whole: bool) -> Vec<Examined<'a>> {
        let folded = Folded::new(self.fold, self.classes, cell.text);
        let Matched { hits, may_hold } = self.find(cell.text, &folded);
        if hits.is_empty() {
            return Vec::new();
        }
        let folded = &folded;
        let mut may_hold = &may_hold[..];
        let surroundings = self.book.sets.iter().map(|set| {
            let own;
            (own, may_hold) = may_hold.split_at(set.contexts.len());
            Surroundings::new(set, folded, own)
        });
        let mut surroundings: Vec<_> = surroundings.collect();
        let mut places = Scalars::new(cell.text);
        let examined = hits.iter().map(|hit| {
            let (around, spaced) = (&mut surroundings[hit.set], hit.join == Join::Spaced);
            let masked = around.are_masking(hit.rule, &hit.units, spaced);
            let contexts = if !masked || whole { around.of(hit.rule, &hit.units, spaced) } else { Vec::new() };
            let rule = &self.book.sets[hit.set].rules[hit.rule];
            let found = Found { cell, folded, hit, rule, original: folded.original_of(cell.text, &hit.units) };
            let finding = (!masked).then(|| self.finding(&found, &contexts, &mut places));
            Examined { rule, contexts, finding, matched: &cell.text[found.original.clone()], read: found.read() }
        });
        examined.collect()
    }

    /// What the matcher finds, and the disguises in other places.
    fn find(&self, cell: &str, folded: &Folded) -> Matched {
        let mut matched = self.matcher.find(&self.book, self.classes, cell, folded);
        let hits = &mut matched.hits;
        let disguised = self.disguises.as_ref().map_or_else(Vec::new, |d| d.find(&self.book, folded, hits));
        if !disguised.is_empty() {
            hits.extend(disguised);
            hits.sort_by_key(|h| (h.units.start, std::cmp::Reverse(h.units.end), h.set, h.rule));
        }
        matched
    }

    fn finding(&self, found: &Found<'_>, contexts: &[&Context], places: &mut Scalars<'_>) -> Finding {
        let Found { cell, hit, rule, original, .. } = found;
        let context: BTreeSet<Arc<str>> =
            contexts.iter().filter(|c| !c.tag.is_empty()).map(|c| c.tag.clone()).collect();
        let promoted = contexts.iter().any(|c| c.action == Action::Promote) && rule.tier == Tier::Related;
        let tier = if promoted { Tier::Content } else { rule.tier };
        let own = if promoted { None } else { rule.verdict };
        let mut verdict = self.profile.verdict(tier, own, &context);
        if hit.camel || hit.disguise.is_some() || matches!(hit.join, Join::Bracketed | Join::Partial) {
            verdict = verdict.min(Verdict::Review);
        }
        let matched = cell.text[original.clone()].to_owned();
        let start = places.scalar(original.start);
        Finding {
            field: cell.field,
            column: cell.column.clone(),
            term: rule.term.clone(),
            rule: rule.id.clone(),
            tier,
            verdict,
            clause: rule.clause.clone(),
            quote: rule.quote.clone(),
            start,
            end: start + matched.chars().count(),
            evidence: self.evidence(found),
            context,
            excerpt: excerpt(cell.text, original),
            matched,
        }
    }

    fn evidence(&self, found: &Found<'_>) -> BTreeSet<Evidence> {
        let Found { hit, rule, .. } = found;
        let mut kinds = Kinds::default();
        for c in found.cell.text[found.original.clone()].chars() {
            kinds = match self.fold.get(c) {
                Some(("", dropped)) => kinds.union(dropped),
                _ => kinds,
            };
        }
        for (written, spelled) in found.folded_alike().zip(rule.spelled_characters(hit.spelling)) {
            if let Some(written) = written.filter(|c| c != spelled) {
                kinds = kinds.union(self.difference(written, *spelled));
            }
        }
        let mut evidence: BTreeSet<_> = kinds.iter().map(Evidence::from).collect();
        evidence.extend(match hit.join {
            Join::Touching => None,
            Join::Spaced => Some(Evidence::Spaced),
            Join::Bracketed => Some(Evidence::Bracketed),
            Join::Partial => Some(Evidence::Gap),
        });
        evidence.extend(hit.camel.then_some(Evidence::Camel));
        evidence.extend(hit.disguise.as_ref().map(|disguise| disguise.kind));
        evidence.extend(rule.is_alias().then_some(Evidence::Alias));
        evidence
    }

    /// How two characters with the same fold differ.
    fn difference(&self, found: char, spelled: char) -> Kinds {
        let kinds = |c| self.fold.get(c).map_or(Kinds::default(), |(_, kinds)| kinds);
        let both = kinds(found).union(kinds(spelled));
        if found.is_uppercase() == spelled.is_uppercase() { both.without(Kinds::CASE) } else { both.union(Kinds::CASE) }
    }
}

/// A hit in its cell.
struct Found<'a> {
    cell: Cell<'a>,
    folded: &'a Folded,
    hit: &'a Hit,
    rule: &'a Rule,
    /// The bytes of the cell.
    original: Range<usize>,
}

impl Found<'_> {
    /// For each character of the term the one that folds to it there; none where a disguise stands for it.
    fn folded_alike(&self) -> impl Iterator<Item = Option<char>> {
        let units: Vec<Option<usize>> = match &self.hit.disguise {
            None => self.hit.units.clone().map(Some).collect(),
            Some(disguise) => {
                let alike = |unit: usize, c: char| self.folded.units[unit].folded == c;
                let unit = |(units, c): &(Range<usize>, char)| {
                    Some(units.start).filter(|unit| units.len() == 1 && alike(*unit, *c))
                };
                disguise.read.iter().map(unit).collect()
            }
        };
        let original = |unit: usize| self.cell.text[self.folded.units[unit].original_at as usize..].chars().next();
        units.into_iter().map(move |unit| unit.and_then(original))
    }

    /// What stands there for each character of a disguised term.
    fn read(&self) -> Vec<(String, char)> {
        let read = self.hit.disguise.iter().flat_map(|disguise| &disguise.read);
        let text = self.cell.text;
        read.map(|(units, c)| (text[self.folded.original_of(text, units)].to_owned(), *c)).collect()
    }
}

fn excerpt(cell: &str, matched: &Range<usize>) -> String {
    let start = cell[..matched.start].char_indices().rev().take(EXCERPT).last().map_or(matched.start, |(at, _)| at);
    let after = cell[matched.end..].chars().take(EXCERPT).map(char::len_utf8).sum::<usize>();
    cell[start..matched.end + after].to_owned()
}
