//! What is known of the terminal: whether it wants colours, and how wide it is.

use std::env;
use std::io::{self, IsTerminal};

use super::args::{Color, MOST_HELP_WIDTH, Paint};

/// Whether a person sees standard output on a terminal.
pub(super) fn shows_stdout() -> bool {
    io::stdout().is_terminal()
}

/// How many columns a text report has that goes to a file: the same on every machine.
pub(super) const FILE_WIDTH: usize = 100;

impl Paint {
    /// Whether standard output is given colours.
    pub(super) fn on_stdout(self) -> bool {
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        colored(self.color, refused || dumb, shows_stdout())
    }

    /// Whether files are given colours.
    pub(super) fn in_files(self) -> bool {
        self.color == Color::Always
    }
}

fn colored(asked: Color, refused: bool, terminal: bool) -> bool {
    match asked {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !refused,
    }
}

/// The width of standard output in columns: what `COLUMNS` says, else the terminal, else as in a file.
pub(super) fn width() -> usize {
    let said = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|&columns| columns > 0);
    said.or_else(measured).unwrap_or(FILE_WIDTH)
}

/// The width of help in columns.
pub(super) fn help_width() -> usize {
    width().min(MOST_HELP_WIDTH)
}

fn measured() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_to_a_terminal_that_does_not_refuse_them_or_where_they_are_asked_for() {
        for (refused, terminal) in [(false, false), (false, true), (true, false), (true, true)] {
            assert!(colored(Color::Always, refused, terminal));
            assert!(!colored(Color::Never, refused, terminal));
            assert_eq!(colored(Color::Auto, refused, terminal), terminal && !refused);
        }
    }
}
