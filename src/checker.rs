//! Checks one text: folds it, searches it for the rules' terms, reads the contexts around each hit, and gives each finding
//! the verdict of the profile.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::both::both;
use crate::matching::{Disguises, Hit, Matched, Matcher, Sieve, Sifted, Surroundings};
use crate::rules::{Context, Exceeded, Join, NoNames, Profile, RowNames, Rule, RuleBook, RulesError};
use crate::text::brackets::with_partner;
use crate::text::class::Classes;
use crate::text::fold::{Fold, Kinds};
use crate::text::folded::Folded;
use crate::text::scalars::Scalars;
use crate::text::unescaped::Unescaped;
use crate::verdict::{Evidence, Field, Finding, Tier, Verdict};

/// How many characters of the original text an excerpt shows on either side of a match.
const EXCERPT: usize = 12;
/// What a word has that only a reader recognises. Two cells that are read together are doubtful enough.
const READ: [Evidence; 4] = [Evidence::Camel, Evidence::Sound, Evidence::Shape, Evidence::Split];
/// The fewest characters of a word that may be cut over two cells.
const SHORTEST_CUT: usize = 3;
/// How many findings before a place are looked at for one that is there already.
const NEAR: usize = 16;

/// Rules and a profile, ready to check any number of texts on any number of threads.
#[derive(Debug)]
pub struct Checker {
    book: RuleBook,
    profile: Profile,
    sieve: Sieve,
    matcher: Matcher,
    /// `None` if only what the fold equates is searched for.
    disguises: Option<Disguises>,
    /// The columns of texts that come from no table, by field, so that no text allocates its own.
    columns: [Arc<str>; Field::ALL.len()],
}

/// A cell to check.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// What the column contains.
    pub field: Field,
    /// The column's header.
    pub column: &'a Arc<str>,
    /// The text, as it is in the filing.
    pub text: &'a str,
}

/// What a cell is checked with, beside the rules.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// The names of its row.
    pub(crate) names: &'a dyn RowNames,
    /// Notes a pattern that takes too much work.
    pub(crate) exceeded: &'a Exceeded,
}

/// A hit of a rule, with everything that decides what it means.
#[derive(Debug)]
pub struct Examined<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The contexts that hold for the hit.
    pub contexts: Vec<&'a Context>,
    /// What is reported; `None` if a mask hides the hit.
    pub finding: Option<Finding>,
    /// The original text of the hit.
    pub matched: &'a str,
    /// For a disguise: for each character of the term the original text that is read as it, and that character.
    pub read: Vec<(String, char)>,
}

impl Checker {
    /// Prepares to check under these rules, disguises included. Meanwhile it uses a second thread if the system has one.
    ///
    /// # Errors
    /// A table of the search is broken; a test shows that the built-in ones are not.
    pub fn new(book: RuleBook, profile: Profile) -> Result<Self, RulesError> {
        // That other characters are read as a term is a judgement about content, not a fact about characters: a profile
        // without the tier for content leaves it out.
        let seeks_disguises = profile.seeks(Tier::Content);
        Self::with(book, profile, seeks_disguises)
    }

    /// Prepares to check under these rules without disguises: no replacement by sound or shape and no split characters.
    ///
    /// # Errors
    /// Those of [`Checker::new`].
    pub fn without_disguises(book: RuleBook, profile: Profile) -> Result<Self, RulesError> {
        Self::with(book, profile, false)
    }

    fn with(book: RuleBook, profile: Profile, seeks_disguises: bool) -> Result<Self, RulesError> {
        let is_searched = |tier| profile.seeks(tier);
        let sieve = || -> Result<_, RulesError> {
            let disguises = seeks_disguises.then(|| Disguises::new(&book, is_searched)).transpose()?;
            let sieve = Sieve::new(&book, is_searched, disguises.as_ref())?;
            Ok((sieve, disguises))
        };
        let (matcher, sieve) = both(|| Matcher::new(&book, is_searched), sieve);
        let (sieve, disguises) = sieve?;
        let columns = Field::ALL.map(|field| field.key().into());
        Ok(Self { book, profile, sieve, matcher, disguises, columns })
    }

    /// The columns of texts that come from no table, by field.
    pub(crate) fn columns(&self) -> &[Arc<str>; Field::ALL.len()] {
        &self.columns
    }

    /// The rules in force.
    #[must_use]
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// Ends checking and gives the rules back.
    #[must_use]
    pub fn into_book(self) -> RuleBook {
        self.book
    }

    /// The profile in force.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The sieve, which recognises texts without findings before they are folded.
    #[must_use]
    pub fn sieve(&self) -> &Sieve {
        &self.sieve
    }

    /// Walks over a cell without folding it and tells whether it may contain a finding.
    #[must_use]
    pub fn sift(&self, cell: &str) -> Sifted {
        let mut sifted = self.sieve.sift(cell);
        self.listen(cell, &mut sifted);
        // A word may show only once escapes are undone.
        if !sifted.may_hold
            && sifted.has_escape
            && let Some(unescaped) = Unescaped::new(cell)
        {
            let mut again = self.sieve.sift(&unescaped.text);
            self.listen(&unescaped.text, &mut again);
            sifted.may_hold = again.may_hold;
        }
        sifted
    }

    /// Looks for pinyin, of which the sieve knows no more than the syllables.
    #[inline]
    fn listen(&self, cell: &str, sifted: &mut Sifted) {
        if !sifted.may_hold
            && sifted.has_syllable
            && let Some(disguises) = &self.disguises
        {
            sifted.may_hold = disguises.may_sound(cell);
        }
    }

    /// The findings in one text, by position. Their column has the name of the field.
    ///
    /// ```
    /// # use mingcha::{Checker, Field, Profile, RuleBook};
    /// # let rules = RuleBook::in_force("2026-03-01".parse()?)?;
    /// # let checker = Checker::new(rules, Profile::built_in("filing")?)?;
    /// let names = ["某某RWA科技有限公司", "NORWAY贸易有限公司"];
    /// let flagged: Vec<_> = names.iter().filter(|name| !checker.check_text(Field::Name, name).is_empty()).collect();
    /// assert_eq!(flagged, [&"某某RWA科技有限公司"]);
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    #[must_use]
    pub fn check_text(&self, field: Field, text: &str) -> Vec<Finding> {
        if !self.sift(text).may_hold {
            return Vec::new();
        }
        let column = &self.columns[field as usize];
        self.check(Cell { field, column, text })
    }

    /// The findings in a cell, by position. The cell is folded whatever it contains: [`Checker::sift`] tells whether that
    /// is needed.
    ///
    /// An own pattern that takes too much work in a cell ends early, and with it a mask or a find: [`Checker::check_row`] says
    /// so with the problem `pattern-limit`.
    #[must_use]
    pub fn check(&self, cell: Cell<'_>) -> Vec<Finding> {
        self.check_beside(cell, &[])
    }

    /// The findings in a cell of a row with these names. [`Checker::check`] knows no name, so that no rule is exempt by it.
    #[must_use]
    pub fn check_beside(&self, cell: Cell<'_>, names: &[&str]) -> Vec<Finding> {
        self.check_noting(cell, Beside { names: &names, exceeded: &Exceeded::default() })
    }

    /// [`Checker::check_beside`], which notes a pattern that takes too much work.
    pub(crate) fn check_noting(&self, cell: Cell<'_>, beside: Beside<'_>) -> Vec<Finding> {
        let mut findings = self.findings(cell, beside);
        if let Some(unescaped) = Unescaped::new(cell.text) {
            let escaped = self.escaped_findings(cell, &unescaped, &findings, beside);
            if !escaped.is_empty() {
                findings.extend(escaped);
                findings.sort_by_key(|finding| finding.start);
            }
        }
        findings
    }

    /// The findings in the text as it is.
    fn findings(&self, cell: Cell<'_>, beside: Beside<'_>) -> Vec<Finding> {
        let examined = self.look(cell, Purpose::Check, beside);
        examined.into_iter().filter_map(|examined| examined.finding).collect()
    }

    /// The findings that show only once escapes are undone, with offsets in the text as it is. A person has to look at them.
    fn escaped_findings(
        &self,
        cell: Cell<'_>,
        unescaped: &Unescaped,
        known: &[Finding],
        beside: Beside<'_>,
    ) -> Vec<Finding> {
        if !cell.field.is_checked() {
            return Vec::new();
        }

        let mut shown = Scalars::new(&unescaped.text);
        let mut offsets = Scalars::new(cell.text);
        let mut escaped = Vec::new();
        for finding in self.findings(Cell { text: &unescaped.text, ..cell }, beside) {
            let word = shown.byte(finding.start)..shown.byte(finding.end);
            let Some(original) = unescaped.original_of(&word) else { continue };
            let (start, end) = (offsets.scalar(original.start), offsets.scalar(original.end));

            let before = known.partition_point(|known| known.start < end);
            let mut near = known[..before].iter().rev().take(NEAR);
            let is_known = near.any(|known| known.term == finding.term && start < known.end);
            if finding.tier == Tier::Related || is_known {
                continue;
            }
            let mut evidence = finding.evidence;
            evidence.insert(Evidence::Escaped);
            escaped.push(Finding {
                verdict: finding.verdict.min(Verdict::Review),
                matched: cell.text[original.clone()].to_owned(),
                excerpt: excerpt(cell.text, &original).to_owned(),
                start,
                end,
                evidence,
                ..finding
            });
        }
        escaped
    }

    /// The words that begin in a cell and end in the text of the next one, with offsets in the cell. A person has to look at
    /// them: the two may as well be whole texts.
    pub(crate) fn check_cut(
        &self,
        cell: Cell<'_>,
        next: &str,
        names: &dyn RowNames,
        known: &[Finding],
    ) -> Vec<Finding> {
        let begun = cell.text.trim_end();
        let border = begun.chars().count();
        let joined = [begun, next.trim_start()].concat();

        let mut cut = Vec::new();
        let beside = Beside { names, exceeded: &Exceeded::default() };
        for examined in self.look(Cell { text: &joined, ..cell }, Purpose::Check, beside) {
            let is_word = examined.rule.tier < Tier::Related && !examined.rule.search.is_of_several_words();
            let Some(mut finding) = examined.finding.filter(|_| is_word) else { continue };
            // Of a word of two characters each cell has one: 软件开发 | 币章销售.
            let is_long = finding.end - finding.start >= SHORTEST_CUT;
            let is_across = is_long && finding.start < border && border < finding.end;
            let is_known = known.iter().any(|known| known.term == finding.term && finding.start < known.end);
            if !is_across || is_known || finding.evidence.iter().any(|kind| READ.contains(kind)) {
                continue;
            }

            finding.verdict = finding.verdict.min(Verdict::Review);
            finding.matched = begun.chars().skip(finding.start).collect();
            finding.end = border;
            finding.evidence.insert(Evidence::Cut);
            cut.push(finding);
        }
        cut
    }

    /// Every hit in a cell, masked ones too.
    #[must_use]
    pub fn examine<'a>(&'a self, cell: Cell<'a>) -> Vec<Examined<'a>> {
        self.examine_beside(cell, &[])
    }

    /// Every hit in a cell of a row with these names, masked ones too.
    #[must_use]
    pub fn examine_beside<'a>(&'a self, cell: Cell<'a>, names: &[&str]) -> Vec<Examined<'a>> {
        let beside = Beside { names: &names, exceeded: &Exceeded::default() };
        let mut examined = self.look(cell, Purpose::Examine, beside);
        let Some(unescaped) = Unescaped::new(cell.text) else { return examined };

        let known: Vec<Finding> = examined.iter().filter_map(|examined| examined.finding.clone()).collect();
        let mut offsets = Scalars::new(cell.text);
        for finding in self.escaped_findings(cell, &unescaped, &known, beside) {
            let rules = self.book.sets.iter().flat_map(|set| &set.rules);
            let Some(rule) = rules.into_iter().find(|rule| rule.id == finding.rule) else { continue };
            let matched = &cell.text[offsets.byte(finding.start)..offsets.byte(finding.end)];
            examined.push(Examined { rule, contexts: Vec::new(), finding: Some(finding), matched, read: Vec::new() });
        }
        examined
    }

    /// Every hit in a cell.
    fn look<'a>(&'a self, cell: Cell<'a>, purpose: Purpose, beside: Beside<'_>) -> Vec<Examined<'a>> {
        let Beside { names, exceeded } = beside;
        // A name is judged by itself.
        let names = if cell.field == Field::Name { &NoNames } else { names };
        let folded = Folded::new(Fold::builtin(), Classes::builtin(), cell.text);
        let Matched { hits, cues } = if cell.field.is_checked() {
            self.find(cell, &folded, exceeded)
        } else {
            self.find_named(cell.text, &folded, exceeded)
        };
        if hits.is_empty() {
            return Vec::new();
        }

        // `cues` lists the contexts of all rule sets, one set after the other.
        let mut cues = &cues[..];
        let mut surroundings = Vec::with_capacity(self.book.sets.len());
        for set in &self.book.sets {
            let (own, others) = cues.split_at(set.contexts.len());
            surroundings.push(Surroundings::new(set, &folded, own, names, exceeded));
            cues = others;
        }

        let mut offsets = Scalars::new(cell.text);
        let mut examined = Vec::with_capacity(hits.len());
        // Where the hits so far that are no related terms and are reported end. A related term that overlaps one adds nothing, nor
        // does RWA in RWAChain.
        let mut reported_to = 0;
        for hit in &hits {
            let around = &mut surroundings[hit.set];
            let rule = &self.book.sets[hit.set].rules[hit.rule];
            let original = with_partner(cell.text, folded.original_of(cell.text, &hit.units));
            let found = Found { cell, folded: &folded, hit, rule, original };

            // A masked hit is no finding, whatever the other contexts are: they are read only to be explained.
            let is_inside = match rule.tier {
                Tier::Related => hit.units.start < reported_to,
                Tier::Named | Tier::Content => hit.camel && hit.units.end <= reported_to,
            };
            let is_masked = is_inside || around.mask(hit);
            if !is_masked && rule.tier < Tier::Related && hit.disguise.is_none() {
                reported_to = reported_to.max(hit.units.end);
            }
            let contexts = match purpose {
                Purpose::Check if is_masked => Vec::new(),
                Purpose::Check | Purpose::Examine => around.of(hit),
            };
            let finding = if is_masked { None } else { Some(self.finding(&found, &contexts, &mut offsets)) };
            examined.push(Examined { rule, contexts, finding, matched: found.matched(), read: found.read() });
        }
        examined
    }

    /// The hits of the matcher, and the disguises between them, of rules that concern the field of the cell.
    fn find(&self, cell: Cell<'_>, folded: &Folded, exceeded: &Exceeded) -> Matched {
        let mut matched = self.matcher.find(&self.book, cell.text, folded, exceeded);
        matched.hits.retain(|hit| self.book.sets[hit.set].rules[hit.rule].fields.has(cell.field));
        let Some(disguises) = &self.disguises else { return matched };

        let concerns = |rule: &Rule| rule.fields.has(cell.field);
        let more = disguises.find(&self.book, cell.text, folded, &matched.hits, concerns);
        if !more.is_empty() {
            matched.hits.extend(more);
            matched.hits.sort_by_key(Hit::position);
        }
        matched
    }

    /// The hits of words that a clause names, in the forms that the fold equates with them, and across blanks and line breaks,
    /// since a cell or a title is often wrapped inside a word. What a rule leaves to a person by its own verdict is no such
    /// form.
    fn find_named(&self, cell: &str, folded: &Folded, exceeded: &Exceeded) -> Matched {
        let mut matched = self.matcher.find(&self.book, cell, folded, exceeded);
        matched.hits.retain(|hit| {
            let rule = &self.book.sets[hit.set].rules[hit.rule];
            let is_such_form = !hit.needs_a_person() || is_wrapped(hit, &cell[folded.original_of(cell, &hit.units)]);
            rule.is_swept_for() && is_such_form
        });
        matched
    }

    fn finding(&self, found: &Found<'_, '_>, contexts: &[&Context], offsets: &mut Scalars<'_>) -> Finding {
        let Found { cell, hit, rule, original, .. } = found;

        let mut tags: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut tier = rule.tier;
        for context in contexts {
            if !context.tag.is_empty() {
                tags.insert(context.tag.clone());
            }
            tier = context.action.apply(tier);
        }

        // The rule's own verdict is for its own tier.
        let own_verdict = if tier == rule.tier { rule.verdict } else { None };
        let mut verdict = self.profile.verdict(tier, own_verdict, &tags).min(cell.field.heaviest());
        if hit.needs_a_person() {
            verdict = verdict.min(Verdict::Review);
        }

        let evidence = found.evidence();
        if evidence.contains(&Evidence::Sign) {
            verdict = verdict.min(Verdict::Review);
        }

        let matched = found.matched();
        let start = offsets.scalar(original.start);
        Finding {
            field: cell.field,
            column: cell.column.clone(),
            term: rule.term.clone(),
            rule: rule.id.clone(),
            tier,
            verdict,
            clause: rule.clause.clone(),
            quote: rule.quote.clone(),
            matched: matched.to_owned(),
            start,
            end: start + matched.chars().count(),
            evidence,
            context: tags,
            // Other columns hold what a report must not repeat, such as names of persons.
            excerpt: if cell.field.is_checked() { excerpt(cell.text, original).to_owned() } else { String::new() },
            is_combined: rule.is_combined(),
            is_own: rule.is_own,
        }
    }
}

/// Whether nothing but blanks and a line break separates the Han characters of a hit. A blank line separates two texts.
fn is_wrapped(hit: &Hit, matched: &str) -> bool {
    let is_spelled = hit.spelling.is_some() && hit.disguise.is_none() && !hit.camel;
    let mut letters = matched.chars().filter(|c| !c.is_whitespace() && Fold::builtin().folded(*c) != Some(""));
    let is_of_han = letters.all(|c| c.is_alphabetic() && !c.is_ascii());
    let has_blank_line = matched.lines().any(|line| line.trim().is_empty());
    is_spelled && hit.join == Join::Partial && is_of_han && !has_blank_line
}

/// What the hits of a cell are looked at for.
#[derive(Clone, Copy)]
enum Purpose {
    /// For findings alone.
    Check,
    /// For an explanation of every hit.
    Examine,
}

/// A hit in its cell.
struct Found<'cell, 'a> {
    cell: Cell<'cell>,
    folded: &'a Folded,
    hit: &'a Hit,
    rule: &'a Rule,
    /// The bytes of the cell.
    original: Range<usize>,
}

impl<'cell> Found<'cell, '_> {
    /// The original text of the hit.
    fn matched(&self) -> &'cell str {
        &self.cell.text[self.original.clone()]
    }

    /// How the hit differs from the term that its rule reports.
    fn evidence(&self) -> BTreeSet<Evidence> {
        let mut evidence: BTreeSet<Evidence> = self.kinds().iter().map(Evidence::from).collect();
        evidence.extend(match self.hit.join {
            Join::Touching => None,
            Join::Spaced => Some(Evidence::Spaced),
            Join::Bracketed => Some(Evidence::Bracketed),
            // A slot says itself what may be in it.
            Join::Partial if self.hit.spelling.is_none() && self.rule.evidence.is_some() => None,
            Join::Partial => Some(Evidence::Gap),
            Join::Quoted => Some(Evidence::Quoted),
        });
        evidence.extend(self.rule.evidence);
        if self.hit.camel {
            evidence.insert(Evidence::Camel);
        }
        if let Some(disguise) = &self.hit.disguise {
            evidence.insert(disguise.kind);
        }
        if self.rule.is_alias() {
            evidence.insert(Evidence::Alias);
        }
        evidence
    }

    /// The differences that the fold removed: characters that it drops, and characters other than the row spells.
    fn kinds(&self) -> Kinds {
        let fold = Fold::builtin();
        let mut kinds = Kinds::default();
        for c in self.matched().chars() {
            if fold.folded(c) == Some("") {
                kinds = kinds.union(fold.kinds(c));
            }
        }
        let spelled = self.rule.spelled_characters(self.hit.spelling);
        for (written, spelled) in self.written().into_iter().zip(spelled) {
            if let Some(written) = written
                && written != *spelled
            {
                kinds = kinds.union(difference(fold, written, *spelled));
            }
        }
        kinds
    }

    /// For each character of the term the original character that folds to it; `None` where a disguise replaces it.
    fn written(&self) -> Vec<Option<char>> {
        let Some(disguise) = &self.hit.disguise else {
            return self.hit.units.clone().map(|unit| self.original_character(unit)).collect();
        };
        let mut written = Vec::with_capacity(disguise.read.len());
        for (units, c) in &disguise.read {
            let is_itself = units.len() == 1 && self.folded.units[units.start].folded == *c;
            written.push(if is_itself { self.original_character(units.start) } else { None });
        }
        written
    }

    fn original_character(&self, unit: usize) -> Option<char> {
        let offset = self.folded.units[unit].original_at as usize;
        self.cell.text[offset..].chars().next()
    }

    /// For each character of a disguised term the original text that is read as it.
    fn read(&self) -> Vec<(String, char)> {
        let Some(disguise) = &self.hit.disguise else { return Vec::new() };
        let mut read = Vec::with_capacity(disguise.read.len());
        for (units, c) in &disguise.read {
            let original = self.folded.original_of(self.cell.text, units);
            read.push((self.cell.text[original].to_owned(), *c));
        }
        read
    }
}

/// How two characters with the same fold differ.
fn difference(fold: &Fold, written: char, spelled: char) -> Kinds {
    let kinds = fold.kinds(written).union(fold.kinds(spelled));
    // Each of the two may differ in case from the folded character that they share, and yet not from each other.
    if written.is_uppercase() == spelled.is_uppercase() { kinds.without(Kinds::CASE) } else { kinds.union(Kinds::CASE) }
}

/// The matched text with at most [`EXCERPT`] characters on either side.
fn excerpt<'a>(cell: &'a str, matched: &Range<usize>) -> &'a str {
    let before = cell[..matched.start].char_indices().rev().take(EXCERPT).last();
    let start = before.map_or(matched.start, |(offset, _)| offset);
    let after: usize = cell[matched.end..].chars().take(EXCERPT).map(char::len_utf8).sum();
    &cell[start..matched.end + after]
}
