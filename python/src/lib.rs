//! The extension of the Python package: the checker for texts and tables, and the program as an entry point.
//!
//! `mingcha/_mingcha.pyi` says what Python sees of it.
#![allow(clippy::needless_pass_by_value, reason = "functions for Python take their arguments as values")]

mod checker;
mod command;
mod error;
mod made;
mod ordered;
mod pickled;
mod plan;
mod result;
mod table;
mod texts;

/// The extension module.
#[pyo3::pymodule(gil_used = false)]
mod _mingcha {
    #[pymodule_export]
    use crate::checker::{PyChecker, restore};
    #[pymodule_export]
    use crate::command::main;
    #[pymodule_export]
    use crate::error::{MingchaError, OtherCheckError, RulesError, TableError, TextError};
    #[pymodule_export]
    use crate::result::{CheckedText, PyFinding, PyProblem};
    #[pymodule_export]
    use crate::table::{CheckedStream, CheckedTable};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
