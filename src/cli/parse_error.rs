//! Errors of the command line in Chinese, from the kind of clap's error and its context. In English clap's own text stays,
//! with the arguments in it made visible.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use mingcha::escape::visible;
use mingcha::message::parse::{ParseError, ParseHint, ValueError};
use mingcha::message::{Bilingual, Lang, Say};
use mingcha::text::path::shown;

use super::exit::Exit;
use super::prose;

/// Shows help or version, or says what is wrong with the arguments.
pub(super) fn show(error: &clap::Error, lang: Lang) -> Exit {
    let shown = match lang {
        _ if !is_error(error) => error.print().and_then(|()| io::stdout().flush()),
        Lang::Zh => prose::print_error(&in_chinese(error)),
        Lang::En => prose::print_error(&in_english(error)),
    };
    if error.use_stderr() || shown.is_err() { Exit::Failed } else { Exit::Done }
}

/// Whether it is an error, and not help or version, which are in the language already.
fn is_error(error: &clap::Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// clap's own text. What was typed is in it as it is, line breaks included.
fn in_english(error: &clap::Error) -> String {
    let mut text = error.render().to_string();
    if error.kind() == ErrorKind::InvalidUtf8 {
        // clap does not say which one.
        text = text.replace("invalid UTF-8 was detected in one or more arguments", &message(error).say(Lang::En));
    }
    for (_, value) in error.context() {
        for typed in values(value) {
            let shown = visible(&typed);
            if shown != typed {
                text = text.replace(&typed, &shown);
            }
        }
    }
    text
}

/// What is wrong with a value that was not typed, with the values that are possible.
pub(super) fn reason_of(error: &clap::Error) -> Bilingual {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
        let mut said = message_in(error, lang).say(lang);
        for hint in hints(error).iter().filter(|hint| matches!(hint, ParseHint::PossibleValues { .. })) {
            said += lang.pick("；", "; ");
            said += hint.say(lang).trim();
        }
        said
    });
    Bilingual { zh, en }
}

fn in_chinese(error: &clap::Error) -> String {
    let mut lines = vec![format!("错误：{}", message(error).say(Lang::Zh))];
    for hint in hints(error) {
        lines.push(hint.say(Lang::Zh));
    }

    lines.push(String::new());
    if let Some(usage) = text(error, ContextKind::Usage) {
        lines.push(ParseHint::Usage { usage: usage.trim_start_matches("Usage: ").to_owned() }.say(Lang::Zh));
    }
    lines.push(ParseHint::More.say(Lang::Zh));
    lines.join("\n") + "\n"
}

fn message(error: &clap::Error) -> ParseError {
    message_in(error, Lang::Zh)
}

/// The message, in which the reason of a parser of values is said in a language.
fn message_in(error: &clap::Error, lang: Lang) -> ParseError {
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let command = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => ParseError::UnknownArgument { argument },
        ErrorKind::InvalidSubcommand => ParseError::UnknownCommand { command },
        ErrorKind::MissingSubcommand => ParseError::MissingCommand,
        ErrorKind::MissingRequiredArgument => {
            ParseError::MissingArguments { arguments: texts(error, ContextKind::InvalidArg) }
        }
        ErrorKind::InvalidValue if value.is_empty() => ParseError::MissingValue { argument },
        ErrorKind::NoEquals => ParseError::MissingValue { argument },
        ErrorKind::InvalidValue => ParseError::InvalidValue { argument, value },
        ErrorKind::ValueValidation => match reason(error, lang) {
            Some(reason) => ParseError::InvalidValueBecause { argument, value, reason },
            None => ParseError::InvalidValue { argument, value },
        },
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            ParseError::WrongNumberOfValues { argument }
        }
        ErrorKind::ArgumentConflict => conflict(error, argument, command),
        ErrorKind::InvalidUtf8 => ParseError::NotUnicode { argument: not_unicode(std::env::args_os()) },
        _ => ParseError::Other,
    }
}

/// The argument that clap does not name: the first one that is no UTF-8, and behind an option if there is such a one, since the
/// paths of inputs may be any bytes.
fn not_unicode(arguments: impl Iterator<Item = OsString>) -> String {
    let mut found: Option<OsString> = None;
    let mut is_behind_option = false;
    for argument in arguments.skip(1) {
        let is_option = argument.as_encoded_bytes().starts_with(b"-");
        if argument.to_str().is_none() {
            if is_option || is_behind_option {
                return shown(Path::new(&argument));
            }
            found.get_or_insert(argument);
        }
        is_behind_option = is_option;
    }
    found.map_or_else(String::new, |argument| shown(Path::new(&argument)))
}

/// Two arguments that exclude each other, or one that is given twice.
fn conflict(error: &clap::Error, argument: String, command: String) -> ParseError {
    let argument = if argument.is_empty() { command } else { argument };
    let others = texts(error, ContextKind::PriorArg);
    if others.iter().all(|other| *other == argument) {
        ParseError::UsedTwice { argument }
    } else {
        ParseError::Conflict { argument, others }
    }
}

/// Why the parser of the value refused it.
fn reason(error: &clap::Error, lang: Lang) -> Option<String> {
    let cause = error.source()?.downcast_ref::<ValueError>()?;
    Some(cause.say(lang))
}

fn hints(error: &clap::Error) -> Vec<ParseHint> {
    let mut hints = Vec::new();
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        let values = texts(error, kind);
        if !values.is_empty() {
            hints.push(ParseHint::PossibleValues { values });
        }
    }
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let similar = texts(error, kind);
        if !similar.is_empty() {
            hints.push(ParseHint::Similar { similar });
        }
    }

    // clap explains this in a sentence of its own.
    let explained = texts(error, ContextKind::Suggested);
    if let Some(argument) = text(error, ContextKind::InvalidArg)
        && explained.iter().any(|sentence| sentence.contains(&format!("-- {argument}")))
    {
        hints.push(ParseHint::AsValue { argument });
    }
    hints
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    texts(error, kind).into_iter().next()
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    error.get(kind).map(values).unwrap_or_default()
}

fn values(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        ContextValue::StyledStr(text) => vec![text.to_string()],
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
