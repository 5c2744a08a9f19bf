//! Texts as Python hands them over: one, several or none.

use mingcha::message::Lang;
use mingcha::message::Say as _;
use mingcha::message::package::PackageError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PySequence, PyString};

use crate::error::TextError;

/// The texts of one argument, where Python holds them.
pub(crate) struct Texts(Vec<PyBackedStr>);

impl Texts {
    /// Reads an argument: a str, a sequence of str, or None.
    ///
    /// # Errors
    /// `TextError` for a text with a lone surrogate, `TypeError` for anything else.
    pub(crate) fn of(argument: &str, given: Option<&Bound<'_, PyAny>>, lang: Lang) -> PyResult<Self> {
        let Some(given) = given else { return Ok(Self(Vec::new())) };
        if let Ok(text) = given.cast::<PyString>() {
            return Ok(Self(vec![unicode(argument, text, lang)?]));
        }

        let no_texts = || {
            let kind = given.get_type().to_string();
            let error = PackageError::NeitherTextNorSequence { argument: argument.to_owned(), kind };
            pyo3::exceptions::PyTypeError::new_err(error.say(lang))
        };
        let mut texts = Vec::new();
        for text in given.cast::<PySequence>().map_err(|_| no_texts())?.try_iter()? {
            let text = text?;
            texts.push(unicode(argument, text.cast().map_err(|_| no_texts())?, lang)?);
        }
        Ok(Self(texts))
    }

    pub(crate) fn borrowed(&self) -> Vec<&str> {
        self.0.iter().map(|text| &**text).collect()
    }

    pub(crate) fn owned(&self) -> Vec<String> {
        self.0.iter().map(|text| (**text).to_owned()).collect()
    }
}

fn unicode(argument: &str, text: &Bound<'_, PyString>, lang: Lang) -> PyResult<PyBackedStr> {
    PyBackedStr::try_from(text.clone()).map_err(|_| {
        let error = PackageError::NotText { argument: argument.to_owned() };
        TextError::new_err(error.say(lang))
    })
}
