//! What is said on standard error.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use mingcha::message::cli::{Advice, Notice};
use mingcha::message::{InputNote, Lang, Say};
use mingcha::report::{InputSummary, Summary};
use mingcha::text::escape::visible;

/// Says a message in the language of the user.
pub(super) fn tell(message: &impl Say, lang: Lang) {
    say(&message.say(lang));
}

/// Says something on standard error. Names of files and headers come from others: nothing in them moves the cursor, and no
/// further line begins as one of ours.
pub(super) fn say(text: &str) {
    let lines: Vec<_> = text.lines().map(visible).collect();
    let _ = writeln!(io::stderr(), "mingcha: {}", lines.join("\n  "));
}

/// Says on standard error what a run came to; without `figures` only how long it took.
pub(super) fn sum_up(summary: &Summary, took: Duration, figures: bool, lang: Lang) {
    let mut lines = Vec::new();
    if figures {
        lines.extend(summary.prose(lang));
        if calls_for_columns(summary) {
            lines.push(Advice::GiveColumns.say(lang));
        }
    }
    lines.push(speed(summary, took).say(lang));

    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "mingcha: {line}");
    }
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Whether a note of the summary is about columns that the user could give.
fn calls_for_columns(summary: &Summary) -> bool {
    let mut notes = summary.inputs.iter().flat_map(InputSummary::notes);
    notes.any(|note| matches!(note, InputNote::OverlookedColumns { .. } | InputNote::NoColumn { .. }))
}

fn speed(summary: &Summary, took: Duration) -> Notice {
    let bytes: u64 = summary.inputs.iter().map(|input| input.bytes).sum();
    let seconds = took.as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = bytes as f64 / 1e6 / seconds.max(1e-9);
    Notice::Took { seconds: format!("{seconds:.2}"), rate: format!("{rate:.0}") }
}
