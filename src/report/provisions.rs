//! What follows from a finding under which provisions, as far as a rule set has a chain.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Lang;
use super::sentences::is_word;
use crate::message::{Follows, Reason, Say as _, Words};
use crate::rules::{Citation, Step};
use crate::verdict::{Field, Finding, Verdict};

/// The longest words of an article that are quoted in short reasons, in characters.
const SHORT_QUOTE: usize = 24;

/// The provisions of a rule set.
#[derive(Debug)]
pub(super) struct Chain {
    /// What the ids of its rules begin with.
    prefix: String,
    citations: Vec<Citation>,
    /// Whether reasons have cited the articles for a field, for each checked one.
    cited: [AtomicBool; Field::CHECKED.len()],
}

/// What follows for a field. Two rule sets may say the same of a row.
pub(super) struct Paragraph {
    pub(super) field: Field,
    pub(super) said: String,
    is_certain: bool,
    /// Whether something has to be looked at that is not only whether an exemption applies.
    is_in_question: bool,
    may_be_exempt: bool,
}

/// How much of the provisions is said in each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Each with its words.
    Whole,
    /// By their numbers, where their words are said elsewhere in the document.
    Short,
}

impl Paragraph {
    pub(super) fn new(field: Field, said: String, reached: &[&Finding], may_be_exempt: bool) -> Self {
        let is_certain = reached.iter().any(|finding| finding.verdict == Verdict::Reject);
        let is_in_question = !may_be_exempt || !reached.iter().all(|finding| is_word(finding));
        Self { field, said, is_certain, is_in_question, may_be_exempt }
    }

    /// Another rule set says the same.
    pub(super) fn add(&mut self, other: &Self) {
        self.is_certain |= other.is_certain;
        self.is_in_question |= other.is_in_question;
        self.may_be_exempt |= other.may_be_exempt;
    }

    pub(super) fn follows(self) -> Follows {
        let Self { field, said, .. } = self;
        match (self.is_in_question, self.may_be_exempt) {
            _ if self.is_certain => Follows::For { field, said },
            (_, false) => Follows::IfSo { field, said },
            (false, true) => Follows::UnlessExempt { field, said },
            (true, true) => Follows::IfSoAndNotExempt { field, said },
        }
    }
}

impl Chain {
    pub(super) fn new(prefix: String, citations: Vec<Citation>) -> Self {
        Self { prefix, citations, cited: Default::default() }
    }

    /// Whether a finding is by a rule of the set.
    pub(super) fn is_of(&self, finding: &Finding) -> bool {
        finding.rule.starts_with(&self.prefix)
    }

    /// Notes that reasons cite the articles for a field.
    pub(super) fn cite(&self, field: Field) {
        for (checked, is_cited) in Field::CHECKED.into_iter().zip(&self.cited) {
            if checked == field {
                is_cited.store(true, Ordering::Relaxed);
            }
        }
    }

    /// The citations for the fields that reasons have cited.
    pub(super) fn cited(&self) -> impl Iterator<Item = &Citation> {
        let fields = Field::CHECKED.into_iter().zip(&self.cited);
        let cited: Vec<Field> =
            fields.filter(|(_, is_cited)| is_cited.load(Ordering::Relaxed)).map(|(field, _)| field).collect();
        self.citations.iter().filter(move |citation| citation.fields.iter().any(|field| cited.contains(field)))
    }

    /// The words under which a text of a field may be exempt.
    pub(super) fn exemption(&self, field: Field) -> Option<&Citation> {
        self.citations.iter().find(|cited| cited.step == Step::Exempt && cited.fields.contains(&field))
    }

    /// The ban, and what else follows for a field, as far as the chain has it.
    pub(super) fn said(&self, lang: Lang, field: Field, extent: Extent) -> (Option<String>, Option<String>) {
        let of_field: Vec<&Citation> = self.citations.iter().filter(|cited| cited.fields.contains(&field)).collect();
        let mut ban = None;
        let mut sentences = Vec::new();
        let mut done = 0;
        for step in of_field.chunk_by(|a, b| a.step == b.step) {
            let law = Law { cited: &of_field[..done], extent };
            done += step.len();
            let articles = law.articles(step);
            let said = sentence(step[0].step, field, articles).say(lang);
            match step[0].step {
                // Each item names its clause, whose words are elsewhere in the document.
                Step::Banned if extent == Extent::Short => {}
                Step::Banned => ban = Some(said),
                // Each item asks for it.
                Step::Exempt => {}
                _ => sentences.push(said),
            }
        }

        if sentences.is_empty() {
            return (ban, None);
        }
        (ban, Some(sentences.join(lang.pick("", " "))))
    }
}

/// How articles are cited at a place of a paragraph.
pub(super) struct Law<'a> {
    /// What was cited before in the paragraph.
    cited: &'a [&'a Citation],
    extent: Extent,
}

impl Law<'_> {
    /// With nothing cited before, and with all words.
    pub(super) fn alone() -> Self {
        Law { cited: &[], extent: Extent::Whole }
    }

    fn articles(&self, step: &[&Citation]) -> Vec<Follows> {
        step.iter().map(|citation| self.article(citation)).collect()
    }

    pub(super) fn article(&self, citation: &Citation) -> Follows {
        let is_again = self.cited.iter().any(|before| before.instrument == citation.instrument);
        let instrument = if is_again && !citation.again.is_empty() { &citation.again } else { &citation.instrument };
        let instrument = instrument.to_string();
        let article = citation.article.to_string();

        let is_long = citation.quote.chars().nth(SHORT_QUOTE).is_some();
        if citation.quote.is_empty() || is_long && self.extent == Extent::Short {
            return Follows::Article { instrument, article };
        }
        Follows::ArticleQuoted { instrument, article, quote: Words(citation.quote.to_string()) }
    }
}

/// The sentence of a step.
fn sentence(step: Step, field: Field, law: Vec<Follows>) -> Follows {
    match step {
        Step::Banned => Follows::Banned { law },
        Step::Contrary => Follows::Contrary { field, law },
        Step::Refused => {
            let advice = Box::new(advice(field).unwrap_or(Reason::ChangeName));
            Follows::Refused { advice, law }
        }
        Step::Corrected => Follows::Corrected { law },
        Step::Renamed => Follows::Renamed { law },
        Step::Likewise => Follows::Likewise { field, law },
        Step::Returned => Follows::Returned { field, law },
        Step::Limb => Follows::Limb { law },
        Step::Amended => Follows::Amended { field, law },
        Step::Unamended => Follows::Unamended { law },
        Step::Handled => Follows::Handled { law },
        // What is exempt is said with each finding.
        Step::See | Step::Exempt => Follows::See { law },
    }
}

/// What to do about a text that has to go.
pub(super) fn advice(field: Field) -> Option<Reason> {
    match field {
        Field::Name => Some(Reason::ChangeName),
        Field::Scope => Some(Reason::StrikeItem),
        Field::Text => Some(Reason::StopAdvertising),
        Field::Other => None,
    }
}
