//! The language of the user, known before the arguments are parsed, so that help and errors are in it too.

use std::env;
use std::ffi::OsString;

use mingcha::message::Lang;

use super::args;

const OPTION: &str = "--lang";
/// The variable for the language. One that is neither zh nor en is refused where settings are read.
const VARIABLE: &str = "MINGCHA_LANG";

impl From<args::Lang> for Lang {
    fn from(lang: args::Lang) -> Self {
        match lang {
            args::Lang::Zh => Self::Zh,
            args::Lang::En => Self::En,
        }
    }
}

/// The language of `--lang` in these arguments; otherwise that of the environment, and Chinese if it is neither.
pub(super) fn of(arguments: &[OsString]) -> Lang {
    named(arguments).or_else(of_variable).unwrap_or_else(of_locale)
}

/// The arguments for clap, which takes all that follows `help` for names of commands: there without `--lang`.
pub(super) fn for_parsing(arguments: Vec<OsString>) -> Vec<OsString> {
    let is_help = arguments.iter().take_while(|argument| *argument != "--").any(|argument| argument == "help");
    if is_help { without_option(arguments) } else { arguments }
}

/// The arguments without `--lang`, which has done its work.
pub(super) fn without_option(arguments: Vec<OsString>) -> Vec<OsString> {
    let option = (0..arguments.len()).find(|&at| value(&arguments, at).is_some());
    let Some(at) = option else {
        return arguments;
    };
    let width = if arguments[at] == OPTION { 2 } else { 1 };
    let mut without = arguments;
    without.drain(at..at + width);
    without
}

fn named(arguments: &[OsString]) -> Option<Lang> {
    (0..arguments.len()).find_map(|at| value(arguments, at))
}

/// The language that the argument at an index names, as `--lang en` or `--lang=en`.
fn value(arguments: &[OsString], at: usize) -> Option<Lang> {
    let is_behind_options = arguments[..at].iter().any(|argument| argument == "--");
    let rest = arguments[at].to_str()?.strip_prefix(OPTION)?;
    let value = match rest {
        "" => arguments.get(at + 1)?.to_str()?,
        _ => rest.strip_prefix('=')?,
    };
    if is_behind_options { None } else { by_word(value) }
}

fn by_word(word: &str) -> Option<Lang> {
    match word {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn of_variable() -> Option<Lang> {
    by_word(&env::var(VARIABLE).ok()?)
}

fn of_locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
        let value = env::var(name).ok()?;
        (!value.is_empty()).then_some(value)
    });
    let set = set.or_else(displayed);
    if set.is_some_and(|locale| locale.starts_with("en")) { Lang::En } else { Lang::Zh }
}

/// The language in which Windows shows itself to the user.
#[cfg(windows)]
fn displayed() -> Option<String> {
    sys_locale::get_locale()
}

/// Other systems say it in the environment alone.
#[cfg(not(windows))]
fn displayed() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_is_typed() {
        for (line, lang) in [
            ("check --lang en", Some(Lang::En)),
            ("--lang=zh fold", Some(Lang::Zh)),
            ("--lang fr check", None),
            ("check -- --lang en", None),
            ("check --lang", None),
            ("check --language en", None),
        ] {
            let arguments: Vec<_> = line.split(' ').map(OsString::from).collect();
            assert_eq!(named(&arguments), lang, "{line}");
        }
    }
}
