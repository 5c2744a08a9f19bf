//! A checker with what it was made from.

use std::sync::Arc;

use mingcha::cli::rules::{Applied, RuleSources};
use mingcha::cli::{Reader, told};
use mingcha::message::{Lang, Say as _};
use mingcha::report::Reasons;
use mingcha::{Checker, Date};
use pyo3::PyResult;

use crate::error::of_rules;

/// A checker, and what it was made from.
pub(crate) struct Made {
    pub(crate) checker: Arc<Checker>,
    pub(crate) reasons: Reasons,
    pub(crate) sources: RuleSources,
    pub(crate) day: Date,
    pub(crate) disguises: bool,
    pub(crate) lang: Lang,
}

impl Made {
    /// Loads the rules. Gives what people should know of them, too.
    pub(crate) fn new(sources: RuleSources, day: Date, disguises: bool, lang: Lang) -> PyResult<(Self, Vec<String>)> {
        let applied = sources.apply(day, disguises);
        let Applied { checker, warnings, .. } =
            applied.map_err(|error| of_rules(told(&error, Reader::Types, lang), error.downcast_ref(), lang))?;
        let reasons = Reasons::of(&checker);
        let warnings = warnings.iter().map(|warning| warning.say(lang)).collect();
        Ok((Self { checker: checker.into(), reasons, sources, day, disguises, lang }, warnings))
    }
}
