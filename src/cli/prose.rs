//! The language of prose, and the summary of a run in it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use mingcha::report::{InputSummary, Lang, Summary};
use mingcha::verdict::Verdict;

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
        let _ = writeln!(io::stderr(), "mingcha: {warning}");
    }
}

/// The summary that stands on standard error after a run.
pub(super) fn summary(lang: Lang, summary: &Summary, took: Duration) -> String {
    let mut text = String::new();
    for input in &summary.inputs {
        line(&mut text, &about(lang, input));
    }
    let counts =
        Verdict::ALL.map(|v| format!("{} {}", lang.verdict(v), summary.counts.of(v))).join(lang.pick("，", ", "));
    let total = summary.counts.total();
    line(&mut text, &lang.pick(format!("共 {total} 行：{counts}"), format!("{total} rows: {counts}")));
    if summary.counts.unread > 0 {
        let unread = summary.counts.unread;
        line(
            &mut text,
            &lang.pick(
                format!("{unread} 行有未能读取的内容，见 problems 列"),
                format!("{unread} rows hold text that was not read; see problems"),
            ),
        );
    }
    let sets =
        summary.rule_sets.iter().zip(&summary.rule_set_sha256).map(|(id, hash)| format!("{id} ({})", &hash[..12]));
    let sets = sets.collect::<Vec<_>>().join(lang.pick("、", ", "));
    let (as_of, profile) = (&summary.as_of, &summary.profile);
    line(
        &mut text,
        &lang.pick(
            format!("规则 {sets}，适用日期 {as_of}，口径 {profile}"),
            format!("rules {sets} as of {as_of}, profile {profile}"),
        ),
    );
    line(&mut text, &speed(lang, summary, took));
    text
}

fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "mingcha: {line}");
}

fn about(lang: Lang, input: &InputSummary) -> String {
    let InputSummary { name, encoding, columns, .. } = input;
    let columns = columns.join(lang.pick("、", ", "));
    let mut text =
        lang.pick(format!("{name}：{encoding}，检查列 {columns}"), format!("{name}: {encoding}, checked {columns}"));
    if input.titles > 0 {
        let above = input.titles;
        text += &lang.pick(
            format!("；表头之上有 {above} 行标题，未检查"),
            format!("; {above} title rows above the header, not checked"),
        );
    }
    if !input.empty_columns.is_empty() {
        let empty = input.empty_columns.join(lang.pick("、", ", "));
        text += &lang.pick(format!("；注意：{empty} 列全空"), format!("; warning: empty in every row: {empty}"));
    }
    text
}

fn speed(lang: Lang, summary: &Summary, took: Duration) -> String {
    let bytes: u64 = summary.inputs.iter().map(|i| i.bytes).sum();
    let seconds = took.as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = bytes as f64 / 1e6 / seconds.max(1e-9);
    lang.pick(format!("用时 {seconds:.2} 秒，{rate:.0} MB/s"), format!("{seconds:.2} s, {rate:.0} MB/s"))
}
