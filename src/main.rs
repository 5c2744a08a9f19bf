//! mingcha (明察): checks business-registration filings against clause (八) of 银发〔2026〕42号.

use std::env;
use std::process::ExitCode;

use mingcha::cli;

fn main() -> ExitCode {
    cli::main(env::args_os().collect()).into()
}
