//! The language of the user, known before the arguments are parsed, so that help and errors are in it too.

use std::env;
use std::ffi::OsString;

use mingcha::message::Lang;

use super::args;

impl From<args::Lang> for Lang {
    fn from(lang: args::Lang) -> Self {
        match lang {
            args::Lang::Zh => Self::Zh,
            args::Lang::En => Self::En,
        }
    }
}

/// The language of `--lang` in these arguments; otherwise that of the locale, and Chinese if it is neither.
pub(super) fn of(arguments: &[OsString]) -> Lang {
    named(arguments).unwrap_or_else(of_locale)
}

fn named(arguments: &[OsString]) -> Option<Lang> {
    let mut options = arguments.iter().take_while(|argument| *argument != "--");
    while let Some(argument) = options.next() {
        let argument = argument.to_str().unwrap_or_default();
        let value = match argument.strip_prefix("--lang") {
            Some("") => options.next()?.to_str(),
            Some(value) => value.strip_prefix('='),
            None => None,
        };
        match value {
            Some("zh") => return Some(Lang::Zh),
            Some("en") => return Some(Lang::En),
            _ => {}
        }
    }
    None
}

fn of_locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
        let value = env::var(name).ok()?;
        (!value.is_empty()).then_some(value)
    });
    if set.is_some_and(|locale| locale.starts_with("en")) { Lang::En } else { Lang::Zh }
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
