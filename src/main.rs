//! mingcha (明察): checks business-registration filings against clause (八) of 银发〔2026〕42号.

use std::panic;
use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    silence_caught_panics();
    // Whatever goes wrong, 101 would tell nobody what to do: the panic has been reported.
    panic::catch_unwind(cli::main).unwrap_or(cli::Exit::Failed).into()
}

/// Keeps panics silent that the library turns into an error message; all others are reported as usual.
fn silence_caught_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !mingcha::input::is_catching_panics() {
            report(info);
        }
    }));
}
