//! The program as a function.

use std::ffi::OsString;
use std::io::{self, Write as _};

use mingcha::cli::{self, Exit};
use pyo3::prelude::*;

/// What the program is called, however it was started.
const NAME: &str = "mingcha";

/// Runs the program with these arguments, or with those of the process, and returns its exit status.
#[pyfunction]
#[pyo3(signature = (arguments=None))]
pub(crate) fn main(py: Python<'_>, arguments: Option<Vec<OsString>>) -> PyResult<u8> {
    let arguments = if let Some(arguments) = arguments {
        arguments
    } else {
        let all: Vec<OsString> = py.import("sys")?.getattr("argv")?.extract()?;
        all.into_iter().skip(1).collect()
    };
    let mut line = vec![NAME.into()];
    line.extend(arguments);

    Ok(py.detach(|| {
        let exit = cli::main(line);
        // No `main` of Rust ends here, which would flush the rest.
        let flushed = io::stdout().flush();
        if flushed.is_ok() { exit.status() } else { exit.max(Exit::Failed).status() }
    }))
}
