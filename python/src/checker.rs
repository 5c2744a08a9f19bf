//! The checker, as Python sees it.

use std::path::PathBuf;

use mingcha::cli::rules::{RuleSources, today};
use mingcha::cli::{Reader, lang_of_user, told};
use mingcha::message::Lang;
use mingcha::message::package::PackageError;
use mingcha::{Date, Filing};
use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::error::{of_argument, of_rules};
use crate::made::Made;
use crate::pickled::{self, Identity, Pickled};
use crate::plan::Wanted;
use crate::result::{CheckedText, reasons};
use crate::table::{CheckedStream, CheckedTable};
use crate::texts::Texts;

/// Rules and a profile, ready to check texts and tables on any number of threads.
#[pyclass(frozen, module = "mingcha", name = "Checker")]
pub(crate) struct PyChecker(Made);

impl PyChecker {
    fn own_identity(&self) -> Identity {
        Identity::of(&self.0)
    }
}

#[pymethods]
impl PyChecker {
    #[new]
    #[pyo3(signature = (profile=PathBuf::from("filing"), as_of=None, terms=Vec::new(), rules=Vec::new(), disguises=true, lang=None))]
    fn new(
        py: Python<'_>,
        profile: PathBuf,
        as_of: Option<&Bound<'_, PyAny>>,
        terms: Vec<PathBuf>,
        rules: Vec<PathBuf>,
        disguises: bool,
        lang: Option<&str>,
    ) -> PyResult<Self> {
        let lang = language(lang)?;
        let day = as_of.map_or_else(|| Ok(today()), |day| self::day(day, lang))?;
        let named = |paths: Vec<PathBuf>| paths.into_iter().map(PathBuf::into_os_string).collect::<Vec<_>>();
        let (terms, rules) = (named(terms), named(rules));
        let profile = profile.to_string_lossy();

        let (made, warnings) = py.detach(|| {
            let sources = RuleSources::read(&profile, &rules, &terms);
            let sources =
                sources.map_err(|error| of_rules(told(&error, Reader::Types, lang), error.downcast_ref(), lang))?;
            Made::new(sources, day, disguises, lang)
        })?;
        for warning in warnings {
            let text = std::ffi::CString::new(warning)?;
            PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 1)?;
        }
        Ok(Self(made))
    }

    #[pyo3(signature = (name=None, scope=None, *, text=None, id=None))]
    fn check(
        &self,
        py: Python<'_>,
        name: Option<&Bound<'_, PyAny>>,
        scope: Option<&Bound<'_, PyAny>>,
        text: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<CheckedText> {
        let Made { checker, reasons: chain, lang, .. } = &self.0;
        let names = Texts::of("name", name, *lang)?;
        let scopes = Texts::of("scope", scope, *lang)?;
        let texts = Texts::of("text", text, *lang)?;
        let ids = Texts::of("id", id, *lang)?;

        let (checked, reasons) = py.detach(|| {
            let (names, scopes, texts, ids) = (names.borrowed(), scopes.borrowed(), texts.borrowed(), ids.borrowed());
            let id = ids.into_iter().find(|id| !id.trim().is_empty()).unwrap_or_default();
            let filing = Filing { id, names: &names, scopes: &scopes, texts: &texts };
            let checked = checker.check_row(filing);
            let reasons = reasons(chain, *lang, &filing, &checked);
            (checked, reasons)
        });
        CheckedText::new(py, &checked, reasons)
    }

    #[pyo3(signature = (table, *, name=None, scope=None, text=None, id=None, keep=None, threads=0))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords")]
    fn check_table(
        &self,
        table: &Bound<'_, PyAny>,
        name: Option<&Bound<'_, PyAny>>,
        scope: Option<&Bound<'_, PyAny>>,
        text: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        keep: Option<&Bound<'_, PyAny>>,
        threads: usize,
    ) -> PyResult<CheckedTable> {
        let lang = self.0.lang;
        let wanted = Wanted::of([name, scope, text, id, keep], lang)?;
        CheckedTable::of(CheckedStream::new(&self.0, table, &wanted, threads)?, table.py(), lang)
    }

    #[pyo3(signature = (table, *, name=None, scope=None, text=None, id=None, keep=None, threads=0))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords")]
    fn check_stream(
        &self,
        table: &Bound<'_, PyAny>,
        name: Option<&Bound<'_, PyAny>>,
        scope: Option<&Bound<'_, PyAny>>,
        text: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        keep: Option<&Bound<'_, PyAny>>,
        threads: usize,
    ) -> PyResult<CheckedStream> {
        let wanted = Wanted::of([name, scope, text, id, keep], self.0.lang)?;
        CheckedStream::new(&self.0, table, &wanted, threads)
    }

    #[getter]
    fn profile(&self) -> &str {
        &self.0.checker.profile().name
    }

    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let day = self.0.day;
        py.import("datetime")?.getattr("date")?.call1((day.year(), day.month(), day.day()))
    }

    #[getter]
    fn identity(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyDict>> {
        let dict = PyDict::new(slf.py());
        for (key, value) in slf.own_identity().entries() {
            dict.set_item(key, value)?;
        }
        Ok(dict)
    }

    fn __reduce__(slf: PyRef<'_, Self>) -> PyResult<(Bound<'_, PyAny>, Bound<'_, PyTuple>)> {
        let py = slf.py();
        let restore = py.import("mingcha._mingcha")?.getattr("_restore")?;
        Ok((restore, PyTuple::new(py, [Pickled::of(&slf.0).text()?])?))
    }

    fn __repr__(&self) -> String {
        let Identity { rule_set, as_of, profile, .. } = self.own_identity();
        format!("<Checker {rule_set}, profile {profile}, as of {as_of}>")
    }
}

/// The language that is named, or that of the user.
fn language(named: Option<&str>) -> PyResult<Lang> {
    match named {
        None => Ok(lang_of_user()),
        Some("zh") => Ok(Lang::Zh),
        Some("en") => Ok(Lang::En),
        Some(given) => Err(of_argument(&PackageError::NoLanguage { given: given.to_owned() }, lang_of_user())),
    }
}

/// A `datetime.date`, or a day as it is written in ISO 8601.
fn day(given: &Bound<'_, PyAny>, lang: Lang) -> PyResult<Date> {
    let written = match given.call_method0("isoformat") {
        Ok(written) => written,
        Err(_) => given.clone(),
    };
    let written = written.str()?.to_string_lossy().into_owned();
    written.parse().map_err(|_| of_argument(&PackageError::NoDay { given: written.clone() }, lang))
}

/// Makes a checker from the text of a pickled one.
#[pyfunction]
#[pyo3(name = "_restore")]
pub(crate) fn restore(py: Python<'_>, pickled: &str) -> PyResult<PyChecker> {
    py.detach(|| Ok(PyChecker(pickled::restored(pickled)?)))
}
