//! What came of one filing, as Python sees it.

use std::sync::Arc;

use mingcha::message::Lang;
use mingcha::message::Say as _;
use mingcha::report::Reasons;
use mingcha::row::{CheckedCell, Row};
use mingcha::verdict::{Field, Finding, Problem, Verdict};
use mingcha::{CheckedFiling, Filing};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// A term found in a text. Offsets count the characters of a Python str.
#[pyclass(frozen, eq, get_all, module = "mingcha", name = "Finding")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PyFinding {
    field: &'static str,
    column: String,
    term: String,
    rule: String,
    tier: &'static str,
    verdict: &'static str,
    clause: String,
    quote: String,
    matched: String,
    start: usize,
    end: usize,
    evidence: Vec<&'static str>,
    context: Vec<String>,
    excerpt: String,
}

impl From<&Finding> for PyFinding {
    fn from(finding: &Finding) -> Self {
        Self {
            field: finding.field.key(),
            column: finding.column.to_string(),
            term: finding.term.to_string(),
            rule: finding.rule.to_string(),
            tier: finding.tier.key(),
            verdict: finding.verdict.key(),
            clause: finding.clause.to_string(),
            quote: finding.quote.to_string(),
            matched: finding.matched.clone(),
            // A str of Python counts code points, and so do findings.
            start: finding.start,
            end: finding.end,
            evidence: finding.evidence.iter().map(|kind| kind.key()).collect(),
            context: finding.context.iter().map(ToString::to_string).collect(),
            excerpt: finding.excerpt.clone(),
        }
    }
}

#[pymethods]
impl PyFinding {
    #[getter]
    fn span(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    fn __repr__(&self) -> String {
        let Self { field, term, verdict, matched, start, end, .. } = self;
        format!("<Finding {field}[{start}:{end}] {matched:?} → {term}: {verdict}>")
    }
}

/// What keeps a filing from being read as it should be, or is odd about it.
#[pyclass(frozen, eq, get_all, module = "mingcha", name = "Problem")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PyProblem {
    kind: &'static str,
    field: Option<&'static str>,
    detail: String,
}

impl From<&Problem> for PyProblem {
    fn from(problem: &Problem) -> Self {
        let field = problem.field.map(Field::key);
        Self { kind: problem.kind.key(), field, detail: problem.detail.verbatim() }
    }
}

#[pymethods]
impl PyProblem {
    fn __repr__(&self) -> String {
        format!("<Problem {}: {}>", self.kind, self.detail)
    }
}

/// What came of one filing.
#[pyclass(frozen, module = "mingcha", name = "Result")]
pub(crate) struct CheckedText {
    #[pyo3(get)]
    verdict: &'static str,
    #[pyo3(get)]
    key: String,
    #[pyo3(get)]
    unread: bool,
    findings: Vec<Py<PyFinding>>,
    problems: Vec<Py<PyProblem>>,
    reasons: Vec<String>,
}

impl CheckedText {
    /// The result for Python, with the reasons in words.
    pub(crate) fn new(py: Python<'_>, checked: &CheckedFiling, reasons: Vec<String>) -> PyResult<Self> {
        let findings = checked.findings.iter().map(|finding| Py::new(py, PyFinding::from(finding)));
        let problems = checked.problems.iter().map(|problem| Py::new(py, PyProblem::from(problem)));
        Ok(Self {
            verdict: checked.verdict.key(),
            key: checked.key.clone(),
            unread: checked.has_unread_text(),
            findings: findings.collect::<Result<_, _>>()?,
            problems: problems.collect::<Result<_, _>>()?,
            reasons,
        })
    }
}

#[pymethods]
impl CheckedText {
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.findings)
    }

    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.problems)
    }

    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.reasons)
    }

    fn __repr__(&self) -> String {
        format!("<Result {}: {} findings, {} problems>", self.verdict, self.findings.len(), self.problems.len())
    }
}

/// The reasons in words for a filing; none for a clear one.
pub(crate) fn reasons(reasons: &Reasons, lang: Lang, filing: &Filing<'_>, checked: &CheckedFiling) -> Vec<String> {
    if checked.verdict == Verdict::Clear {
        return Vec::new();
    }
    let mut row = Row::new("".into(), std::iter::empty());
    row.verdict = checked.verdict;
    row.findings.clone_from(&checked.findings);
    row.problems.clone_from(&checked.problems);
    for (field, texts) in Field::CHECKED.into_iter().zip([filing.names, filing.scopes, filing.texts]) {
        let column: Arc<str> = field.key().into();
        for text in texts {
            let index = row.cells.len();
            row.cells.push(CheckedCell {
                field,
                column: column.clone(),
                index,
                text: (*text).to_owned(),
                line_column: None,
            });
        }
    }
    reasons.lines(lang, &row)
}
