//! The window that Windows opens for a program after a double click, and closes when the program ends.

use mingcha::message::Lang;
#[cfg(windows)]
use mingcha::message::Say as _;
#[cfg(windows)]
use mingcha::message::cli::Prompt;

/// Whether the window is that of this program alone. `false` on other systems.
#[cfg(windows)]
pub(super) fn is_owned() -> bool {
    mingcha_console::is_owned()
}

/// Other systems have no such window.
#[cfg(not(windows))]
pub(super) fn is_owned() -> bool {
    false
}

/// Lets an older console understand escape codes. Without them it shows no colours.
#[cfg(windows)]
pub(super) fn show_colours() {
    let _ = anstyle_query::windows::enable_ansi_colors();
}

/// Other systems do so anyway.
#[cfg(not(windows))]
pub(super) fn show_colours() {}

/// Waits for a key if the window would close now.
#[cfg(windows)]
pub(super) fn keep_open(lang: Lang) {
    if is_owned() {
        let _ = super::prose::print(&format!("{}\n", Prompt::PressAnyKey.say(lang)));
        let _ = console::Term::stdout().read_key();
    }
}

/// Other systems close no window.
#[cfg(not(windows))]
pub(super) fn keep_open(_: Lang) {}
