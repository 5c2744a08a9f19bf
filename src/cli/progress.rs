//! The progress bar: by bytes, on standard error, on a terminal only.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over all inputs; hidden unless it is wanted and standard error is a terminal.
pub(super) fn bar(bytes: Option<u64>, wanted: bool) -> ProgressBar {
    if !wanted || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
    let template = if bytes.is_some() {
        "{bytes}/{total_bytes} {wide_bar} {bytes_per_sec} {eta}"
    } else {
        "{bytes} {spinner} {bytes_per_sec}"
    };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
