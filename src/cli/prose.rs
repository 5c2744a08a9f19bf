//! What is said to people, on standard error and on standard output. All text for people leaves the program here, except for
//! help and for the text report, which is made safe in the same way.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

use mingcha::escape::lines;
use mingcha::message::cli::{Advice, Notice};
use mingcha::message::{Counted, Lang, Say};
use mingcha::report::{Counts, Summary};
use mingcha::verdict::Verdict;

use super::advice::{Reader, named};

/// Says a message in the language of the user.
pub(super) fn tell(message: &impl Say, lang: Lang) {
    say(&message.say(lang));
}

/// Says something on standard error. Its further lines are indented, so that none begins as another message.
pub(super) fn say(text: &str) {
    let text: Vec<_> = text.lines().collect();
    let _ = show(&format!("mingcha: {}\n", text.join("\n  ")), &mut io::stderr());
}

/// Writes a text of whole lines on standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    show(text, &mut io::stdout())
}

/// Writes a text of whole lines on standard error.
pub(super) fn print_error(text: &str) -> io::Result<()> {
    show(text, &mut io::stderr())
}

/// The one way of a text to a person: nothing in it moves the cursor, and no line of it is a command for a CI runner.
fn show(text: &str, out: &mut impl Write) -> io::Result<()> {
    out.write_all(lines(text).as_bytes())?;
    out.flush()
}

/// How long a run takes whose speed says something, in seconds.
const LEAST_SECONDS: f64 = 1.0;

/// How the figures of a run are told on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figures {
    /// Each input on lines of its own.
    Whole,
    /// Several inputs as a table, of which the rest is folded if it is long.
    Folded,
    /// Not at all: they have been shown.
    Elsewhere,
}

/// Says on standard error what a run came to, and how long it took.
pub(super) fn sum_up(summary: &Summary, took: Duration, figures: Figures, reader: Reader, lang: Lang) {
    let mut said = Vec::new();
    if figures != Figures::Elsewhere {
        said.extend(if figures == Figures::Folded { summary.brief(lang) } else { summary.prose(lang) });
        // The notes say which headers to write, which is all that who drags a list can do.
        if let Some(advice) = advice_on_columns(summary).filter(|_| reader == Reader::Types) {
            said.push(advice.say(lang));
        }
    }
    // Who drags a list has no use for a rate.
    if reader == Reader::Types {
        said.push(speed(summary, took).say(lang));
    }

    let mut text = String::new();
    for line in said {
        let _ = writeln!(text, "mingcha: {line}");
    }
    let _ = print_error(&text);
}

/// Says on standard error what a file came to.
pub(super) fn tell_file(file: &str, counts: &Counts, lang: Lang) {
    if counts.total() == 0 {
        return tell(&Notice::NoRows { file: file.to_owned() }, lang);
    }
    let mut said = Vec::new();
    for verdict in Verdict::ALL {
        let rows = counts.of(verdict);
        if rows > 0 && verdict != Verdict::Clear {
            said.push(format!("{} {rows}", lang.verdict(verdict)));
        }
    }
    if said.is_empty() {
        said.push(lang.verdict(Verdict::Clear).to_owned());
    }
    let counts_said = said.join(lang.pick("，", ", "));
    tell(&Notice::Checked { file: file.to_owned(), rows: Counted::rows(counts.total()), counts: counts_said }, lang);
}

/// Advice if a note of the summary is about columns that the user could give.
fn advice_on_columns(summary: &Summary) -> Option<Advice> {
    let similar = summary.inputs.iter().find(|input| !input.similar.is_empty()).map(|input| named(&input.similar));
    let calls = summary.inputs.iter().any(|input| !input.overlooked.is_empty() || !input.missing.is_empty());
    calls.then(|| similar.map_or(Advice::GiveColumns, |options| Advice::NameThese { options }))
}

fn speed(summary: &Summary, took: Duration) -> Notice {
    let bytes: u64 = summary.inputs.iter().map(|input| input.bytes).sum();
    let seconds = took.as_secs_f64();
    if seconds < LEAST_SECONDS {
        return Notice::TookMoment { seconds: format!("{seconds:.2}") };
    }
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = bytes as f64 / 1e6 / seconds;
    Notice::Took { seconds: format!("{seconds:.2}"), rate: format!("{rate:.0}") }
}
