//! The reasons in words (意见): what a registrar can paste into a notice about a row.
//!
//! First what stands where and under which clause, numbered if there are several; then, once for each field, what follows
//! under which provisions, as far as a rule set has a chain.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Lang;
pub(super) use super::provisions::Extent;
use super::provisions::{Chain, Law, Paragraph, advice};
use super::sentences::{basis, is_word};
use super::snippet::clip;
use crate::checker::Checker;
use crate::decision::Decision;
use crate::message::{Characters, Follows, Reason, Say as _, Sentence, Words};
use crate::row::Row;
use crate::rules::{Citation, Clause};
use crate::verdict::{Evidence, Field, Finding, Tier, Verdict};

/// The longest original text that is quoted whole, in columns.
const LONGEST_ORIGINAL: usize = 120;
/// How many different findings of a row are said.
const MOST_ITEMS: usize = 40;
/// How many places of equal findings are said.
const MOST_PLACES: usize = 10;

/// What follows under which provisions, for the rule sets and the profile of a run.
#[derive(Clone, Debug, Default)]
pub struct Reasons {
    sets: Arc<[Chain]>,
    clauses: Arc<[Cited]>,
}

/// A clause, and whether some row cites it.
#[derive(Debug)]
struct Cited {
    clause: Clause,
    is_cited: AtomicBool,
}

impl Cited {
    fn is_of(&self, finding: &Finding) -> bool {
        finding.clause.strip_prefix(&*self.clause.instrument) == Some(&*self.clause.name)
    }
}

/// Equal findings of a row in one column.
struct Item<'a> {
    finding: &'a Finding,
    places: Vec<Characters>,
    more: usize,
}

impl Reasons {
    /// The provisions for the rules of a checker, under its profile.
    #[must_use]
    pub fn of(checker: &Checker) -> Self {
        let profile = &checker.profile().name;
        let mut sets = Vec::new();
        for set in &checker.book().sets {
            let cited = set.chain.iter().filter(|citation| citation.is_under(profile));
            let citations: Vec<Citation> = cited.cloned().collect();
            if !citations.is_empty() {
                let prefix = format!("{}/", set.origin.id);
                sets.push(Chain::new(prefix, citations));
            }
        }
        let clauses = checker.book().sets.iter().flat_map(|set| &set.clauses);
        let clauses =
            clauses.map(|clause| Cited { clause: clause.clone(), is_cited: AtomicBool::new(false) }).collect();
        Self { sets: sets.into(), clauses }
    }

    /// Whether a document has the words of a finding's clause at its end.
    pub(super) fn has_clause_of(&self, finding: &Finding) -> bool {
        self.clauses.iter().any(|cited| cited.is_of(finding))
    }

    /// The reasons of a row, line by line. Empty for a row in which nothing was found.
    #[must_use]
    pub fn lines(&self, lang: Lang, row: &Row) -> Vec<String> {
        self.lines_to(lang, row, Extent::Whole)
    }

    /// The reasons of a row to an extent.
    pub(super) fn lines_to(&self, lang: Lang, row: &Row, extent: Extent) -> Vec<String> {
        for cited in self.clauses.iter().filter(|cited| row.findings.iter().any(|finding| cited.is_of(finding))) {
            cited.is_cited.store(true, Ordering::Relaxed);
        }
        let decision = row.decision.as_deref();
        let is_allowed = decision.is_some_and(|decision| decision.decision.allows());
        let mut said = Vec::new();
        let mut reached = Vec::new();
        if is_allowed {
            said.extend(decision.map(|decision| allowance(lang, decision)));
        } else {
            let items = items(&row.findings);
            for item in items.iter().take(MOST_ITEMS) {
                let reason = lang.reason(row, item, self.exemption(item.finding));
                // Two rules may say the same.
                if !said.contains(&reason) {
                    said.push(reason);
                }
            }
            let more: usize = items.iter().skip(MOST_ITEMS).map(|item| item.places.len() + item.more).sum();
            if more > 0 {
                said.push(Sentence::MoreFindings { more }.say(lang));
            }
            reached = row.findings.iter().filter(|finding| has_to_go(finding)).collect();
        }
        said.extend(unread(lang, row));

        let mut lines = numbered(lang, said);
        lines.extend(self.follows(lang, &reached, extent));
        lines
    }

    /// What follows from findings: the bans once, then a paragraph for each field and rule set.
    fn follows(&self, lang: Lang, findings: &[&Finding], extent: Extent) -> Vec<String> {
        let mut bans: Vec<String> = Vec::new();
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for field in Field::CHECKED {
            for chain in &*self.sets {
                let is_of_chain = |finding: &&&Finding| finding.field == field && chain.is_of(finding);
                let reached: Vec<&Finding> = findings.iter().filter(is_of_chain).copied().collect();
                if reached.is_empty() {
                    continue;
                }
                chain.cite(field);

                let (ban, said) = chain.said(lang, field, extent);
                bans.extend(ban.filter(|ban| !bans.contains(ban)));
                let Some(said) = said else { continue };
                let paragraph = Paragraph::new(field, said, &reached, chain.exemption(field).is_some());
                match paragraphs.iter_mut().find(|known| known.field == field && known.said == paragraph.said) {
                    Some(known) => known.add(&paragraph),
                    None => paragraphs.push(paragraph),
                }
            }
        }
        bans.extend(paragraphs.into_iter().map(|paragraph| paragraph.follows().say(lang)));
        bans
    }

    /// What a finding may be exempt under, if its rule set has exemptions for its field and the profile leaves it to a person.
    fn exemption(&self, finding: &Finding) -> Option<&Citation> {
        let chain = self.sets.iter().find(|chain| chain.is_of(finding))?;
        chain.exemption(finding.field).filter(|_| finding.verdict < Verdict::Reject)
    }

    /// Every clause and article that rows have cited, with its words, once, each with its source: for the end of a document
    /// whose rows have them in short.
    pub(super) fn articles(&self, lang: Lang) -> Vec<Article> {
        let mut articles: Vec<Article> = Vec::new();
        let quoted: Vec<&Citation> =
            self.sets.iter().flat_map(Chain::cited).filter(|citation| !citation.quote.is_empty()).collect();
        for cited in self.clauses.iter().filter(|cited| cited.is_cited.load(Ordering::Relaxed)) {
            let Clause { instrument, name, text } = &cited.clause;
            // Of what the reasons quote nothing more is said.
            if quoted.iter().any(|citation| citation.instrument == *instrument && citation.article == *name) {
                continue;
            }
            let quote = Words(text.replace('\n', ""));
            let said = Follows::ArticleQuoted { instrument: instrument.to_string(), article: name.to_string(), quote };
            articles.push(Article { said: said.say(lang), source: String::new() });
        }

        for citation in quoted {
            let law = Law::alone().article(citation);
            let article = Article { said: law.say(lang), source: citation.source.clone() };
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }
}

/// An article with its words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Article {
    pub(super) said: String,
    pub(super) source: String,
}

impl Lang {
    /// A finding, with what to do. It may be exempt under the words of `exemption`.
    fn reason(self, row: &Row, item: &Item<'_>, exemption: Option<&Citation>) -> String {
        let finding = item.finding;
        let subject = self.subject_of(row, item);
        let context: Vec<String> = finding.context.iter().map(|tag| self.context(tag).to_owned()).collect();
        let Some(advice) = advice(finding.field).filter(|_| has_to_go(finding)) else {
            let basis = basis(finding);
            let remark = if context.is_empty() {
                Reason::Remark { subject, basis }
            } else {
                Reason::RemarkInContext { subject, basis, context }
            };
            return remark.say(self);
        };

        let advice = Box::new(advice);
        let basis = ground(finding).say(self);
        let exemption = exemption.filter(|_| context.is_empty()).map(|citation| citation.quote.to_string());
        let reason = match (finding.verdict, exemption) {
            (Verdict::Reject, _) => Reason::Certain { subject, basis, advice },
            (_, Some(exemption)) if is_word(finding) => Reason::ToExempt { subject, basis, exemption, advice },
            (_, Some(exemption)) => Reason::ToJudgeAndExempt { subject, basis, exemption, advice },
            _ if context.is_empty() => Reason::ToJudge { subject, basis, advice },
            _ => Reason::ToJudgeInContext { subject, basis, context, advice },
        };
        reason.say(self)
    }

    /// Where it is, the original, and what it stands for.
    fn subject_of(self, row: &Row, item: &Item<'_>) -> String {
        let finding = item.finding;
        let columns = row.cells.iter().filter(|cell| cell.field == finding.field).count();
        let field = if columns > 1 || !finding.field.is_checked() {
            Reason::FieldIn { field: finding.field, column: finding.column.to_string() }.say(self)
        } else {
            self.field(finding.field).to_owned()
        };

        let original = clip(&finding.matched, LONGEST_ORIGINAL);
        let places = item.places.clone();
        let subject = match item.more {
            0 => Reason::At { field, places, original },
            more => Reason::AtMore { field, places, more, original },
        };
        let subject = subject.say(self);
        reading(finding, subject).say(self)
    }
}

/// Whether a finding is a reason to change a text, and not a remark: it is in a name or a scope, and weighs more than a
/// notice.
fn has_to_go(finding: &Finding) -> bool {
    finding.field.is_checked() && finding.verdict >= Verdict::Review
}

/// Equal findings together, in the order of the first of each.
fn items(findings: &[Finding]) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut indexes = HashMap::new();
    for finding in findings {
        let alike = (&finding.rule, &finding.matched, finding.verdict, &finding.evidence, &finding.context);
        // Headers may repeat: each column has its own.
        let column = (finding.field, Arc::as_ptr(&finding.column).cast::<u8>());
        let index = *indexes.entry((alike, column)).or_insert(items.len());
        if index == items.len() {
            items.push(Item { finding, places: Vec::new(), more: 0 });
        }

        let item = &mut items[index];
        if item.places.len() < MOST_PLACES {
            item.places.push(Characters { first: finding.start + 1, last: finding.end });
        } else {
            item.more += 1;
        }
    }
    items
}

/// What a match stands for, where it is not the term itself.
fn reading(finding: &Finding, subject: String) -> Reason {
    let term = finding.term.to_string();
    if finding.matched == term {
        return Reason::Plain { subject };
    }
    if finding.evidence.contains(&Evidence::Cut) {
        return Reason::Joined { subject, term };
    }
    let is_word = is_word(finding);
    if finding.is_combined && !is_word {
        return Reason::Combination { subject, term };
    }
    if finding.evidence.contains(&Evidence::Alias) {
        return Reason::Alias { subject, term };
    }
    match finding.tier {
        _ if is_word && finding.verdict == Verdict::Reject => Reason::Restored { subject, term },
        Tier::Named if !finding.evidence.is_empty() => Reason::ReadAs { subject, term },
        _ if is_word => Reason::ReadAs { subject, term },
        _ => Reason::About { subject, term },
    }
}

/// Under which clause a finding is.
fn ground(finding: &Finding) -> Reason {
    let clause = finding.clause.to_string();
    let quote = finding.quote.to_string();
    let quote = if quote.starts_with('“') { quote } else { format!("“{quote}”") };
    let term = finding.term.to_string();
    match (finding.tier, clause.is_empty()) {
        (Tier::Named | Tier::Content, false) if finding.quote.is_empty() => Reason::OwnUnder { term, clause },
        (Tier::Named, false) => Reason::NamedBy { clause, quote },
        (Tier::Named, true) => Reason::NamedByOwn { term },
        (Tier::Content, false) => Reason::ContentOf { clause, quote },
        (Tier::Content, true) => Reason::ContentOfOwn { term },
        (Tier::Related, _) if finding.is_own => Reason::RelatedOfOwn,
        (Tier::Related, _) => Reason::Related,
    }
}

fn allowance(lang: Lang, decision: &Decision) -> String {
    let reason = without_stop(&decision.reason);
    match decision.until {
        Some(until) => Reason::AllowedUntil { reason, until: until.to_string() }.say(lang),
        None => Reason::Allowed { reason }.say(lang),
    }
}

/// A reason as a part of a sentence, which has its own stop.
fn without_stop(reason: &str) -> String {
    reason.trim().trim_end_matches(['。', '.']).to_owned()
}

/// What to do about text that was not read.
fn unread(lang: Lang, row: &Row) -> Vec<String> {
    let mut unread = row.problems.iter().filter(|problem| problem.kind.leaves_text_unread());
    if row.has_unread_text() {
        return unread.map(|problem| Reason::Unread { problem: lang.problem_at(problem) }.say(lang)).collect();
    }
    let seen = unread.next().and(row.decision.as_deref());
    seen.map(|decision| Reason::Seen { reason: without_stop(&decision.reason) }.say(lang)).into_iter().collect()
}

/// Several sentences with their numbers.
fn numbered(lang: Lang, said: Vec<String>) -> Vec<String> {
    if said.len() < 2 {
        return said;
    }
    (1..).zip(said).map(|(number, text)| Reason::Numbered { number, text }.say(lang)).collect()
}
