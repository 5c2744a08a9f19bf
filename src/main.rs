//! mingcha (明察): checks business-registration filings against clause (八) of 银发〔2026〕42号.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main().into()
}
