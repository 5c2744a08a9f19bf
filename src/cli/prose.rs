//! The language of prose, and what stands on standard error in it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use mingcha::report::{InputNote, InputSummary, Lang, Summary};
use mingcha::text::escape::visible;

use super::args;

impl args::Prose {
    /// The language asked for; otherwise the locale's, and Chinese if that is neither.
    pub(super) fn lang(&self) -> Lang {
        match self.lang {
            Some(args::Lang::Zh) => Lang::Zh,
            Some(args::Lang::En) => Lang::En,
            None => {
                let set = |name| std::env::var(name).ok().filter(|v: &String| !v.is_empty());
                let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
                if locale.starts_with("en") { Lang::En } else { Lang::Zh }
            }
        }
    }
}

/// Warnings about what was asked for, on standard error.
pub(super) fn warn(warnings: &[String]) {
    for warning in warnings {
        say(warning);
    }
}

/// Says something on standard error. Names of files and headers come from others: nothing in them moves the cursor, and no
/// further line begins as one of ours.
pub(super) fn say(text: &str) {
    let lines: Vec<_> = text.lines().map(visible).collect();
    let _ = writeln!(io::stderr(), "mingcha: {}", lines.join("\n  "));
}

/// The summary that stands on standard error after a run; without `figures` only how long it took.
pub(super) fn summary(lang: Lang, summary: &Summary, took: Duration, figures: bool) -> String {
    let mut lines = Vec::new();
    if figures {
        lines.extend(summary.prose(lang));
        lines.extend(advice_on_columns(lang, summary));
    }
    lines.push(speed(lang, summary, took));

    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "mingcha: {line}");
    }
    text
}

/// How columns are given, if a note of the summary calls for it. Returns `None` if none does.
fn advice_on_columns(lang: Lang, summary: &Summary) -> Option<String> {
    let mut notes = summary.inputs.iter().flat_map(InputSummary::notes);
    let calls_for_columns = notes
        .any(|note| matches!(note, InputNote::OverlookedColumns { .. } | InputNote::NoNames | InputNote::NoScopes));
    let advice = lang.pick(
        "名称列用 --name 指定，经营范围列用 --scope 指定",
        "give a name column with --name, a scope column with --scope",
    );
    calls_for_columns.then(|| advice.to_owned())
}

fn speed(lang: Lang, summary: &Summary, took: Duration) -> String {
    let bytes: u64 = summary.inputs.iter().map(|i| i.bytes).sum();
    let seconds = took.as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = bytes as f64 / 1e6 / seconds.max(1e-9);
    lang.pick(format!("用时 {seconds:.2} 秒，{rate:.0} MB/s"), format!("{seconds:.2} s, {rate:.0} MB/s"))
}
