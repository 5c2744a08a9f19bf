//! A checker on its way to another process or machine: the texts of its own rules, and what it must be there, too.
//!
//! An engine pickles a function with the checker in it and sends it to its workers. They need none of the files; what they
//! have of their own are the built-in rules and the program, and these are compared.

use mingcha::cli::rules::{ProfileSource, RuleSources, RulesSource, TermsSource};
use mingcha::message::package::PackageError;
use mingcha::message::{Lang, Say as _};
use mingcha::rules::RuleFiles;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{OtherCheckError, RulesError};
use crate::made::Made;

/// What has to be the same in every process, or their verdicts are not of one check. The keys are those of a report's summary.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) tool_version: String,
    pub(crate) rule_set: String,
    pub(crate) rule_set_sha256: String,
    pub(crate) as_of: String,
    pub(crate) profile: String,
}

impl Identity {
    pub(crate) fn of(made: &Made) -> Self {
        let sets = &made.checker.book().sets;
        let joined = |parts: Vec<&str>| parts.join(" ");
        Self {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            rule_set: joined(sets.iter().map(|set| &*set.origin.id).collect()),
            rule_set_sha256: joined(sets.iter().map(|set| &*set.origin.sha256).collect()),
            as_of: made.day.to_string(),
            profile: made.checker.profile().name.clone(),
        }
    }

    pub(crate) fn entries(&self) -> [(&'static str, &str); 5] {
        [
            ("tool_version", &self.tool_version),
            ("rule_set", &self.rule_set),
            ("rule_set_sha256", &self.rule_set_sha256),
            ("as_of", &self.as_of),
            ("profile", &self.profile),
        ]
    }

    fn in_words(&self) -> String {
        self.entries().map(|(_, value)| value).join(", ")
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Pickled {
    identity: Identity,
    profile: (String, Option<String>),
    rules: Vec<(String, Files)>,
    /// Id, name and text of each file.
    terms: Vec<(String, String, String)>,
    disguises: bool,
    is_chinese: bool,
}

#[derive(Serialize, Deserialize)]
enum Files {
    /// The id of a set that the program has.
    BuiltIn(String),
    /// The files in the order of [`RuleFiles::NAMES`].
    Own([String; RuleFiles::NAMES.len()]),
}

impl Pickled {
    pub(crate) fn of(made: &Made) -> Self {
        let RuleSources { profile, rules, terms } = &made.sources;
        let terms = terms.iter().map(|TermsSource { id, file, text }| (id.clone(), file.clone(), text.clone()));
        Self {
            identity: Identity::of(made),
            profile: (profile.name.clone(), profile.text.clone()),
            rules: rules.iter().map(|source| (source.called.clone(), Files::of(&source.files))).collect(),
            terms: terms.collect(),
            disguises: made.disguises,
            is_chinese: made.lang == Lang::Zh,
        }
    }

    pub(crate) fn text(&self) -> PyResult<String> {
        serde_json::to_string(self).map_err(|error| RulesError::new_err(error.to_string()))
    }

    fn restore(self) -> PyResult<Made> {
        let lang = if self.is_chinese { Lang::Zh } else { Lang::En };
        let not_restored = |cause: String| RulesError::new_err(PackageError::NotRestored { cause }.say(lang));
        let day = self.identity.as_of.parse().map_err(|_| not_restored(self.identity.as_of.clone()))?;

        let mut rules = Vec::new();
        for (called, files) in self.rules {
            let files = files.restore(&called).ok_or_else(|| not_restored(called.clone()))?;
            rules.push(RulesSource { called, files });
        }
        let terms = self.terms.into_iter().map(|(id, file, text)| TermsSource { id, file, text }).collect();
        let (name, text) = self.profile;
        let sources = RuleSources { profile: ProfileSource { name, text }, rules, terms };
        // Where the checker was made, people were told what they should know of its rules.
        let (made, _) = Made::new(sources, day, self.disguises, lang)?;

        let found = Identity::of(&made);
        if found == self.identity {
            return Ok(made);
        }
        let error = PackageError::OtherCheck { expected: self.identity.in_words(), found: found.in_words() };
        Err(OtherCheckError::new_err(error.say(lang)))
    }
}

impl Files {
    fn of(files: &RuleFiles) -> Self {
        if files.is_tested
            && let Ok(origin) = files.origin()
        {
            return Self::BuiltIn(origin.id);
        }
        let RuleFiles { ruleset, clauses, terms, parts, compounds, contexts, chain, .. } = files.clone();
        Self::Own([ruleset, clauses, terms, parts, compounds, contexts, chain])
    }

    fn restore(self, called: &str) -> Option<RuleFiles> {
        let [ruleset, clauses, terms, parts, compounds, contexts, chain] = match self {
            Self::BuiltIn(id) => return RuleFiles::with_id(&id),
            Self::Own(files) => files,
        };
        let folder = called.to_owned();
        Some(RuleFiles { folder, ruleset, clauses, terms, parts, compounds, contexts, chain, is_tested: false })
    }
}

/// What a checker is made from again, from the text of a pickled one.
pub(crate) fn restored(pickled: &str) -> PyResult<Made> {
    let pickled: Result<Pickled, _> = serde_json::from_str(pickled);
    match pickled {
        Ok(pickled) => pickled.restore(),
        Err(error) => {
            let error = PackageError::NotRestored { cause: error.to_string() };
            Err(OtherCheckError::new_err(error.say(mingcha::cli::lang_of_user())))
        }
    }
}
