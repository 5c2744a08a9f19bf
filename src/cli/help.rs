//! The definition of the commands with help, headings and usage in the language of the user.

use clap::{Arg, Command, CommandFactory as _};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use mingcha::message::Lang;
use mingcha::message::help::{self, chinese};

use super::args::Args;
use super::version::version;

/// A Chinese help text that is wider stands below its option, where it has this many columns fewer than the terminal.
const WIDEST_BESIDE: usize = 40;
const INDENT: usize = 10;

/// How help is written.
#[derive(Clone, Copy)]
struct Style {
    lang: Lang,
    /// The width that Chinese texts are wrapped at, in columns. clap wraps at blanks only, which Chinese does not have.
    width: Option<usize>,
}

/// The commands for parsing and for help on a terminal of this width.
pub(super) fn for_terminal(lang: Lang, width: usize) -> Command {
    command(Style { lang, width: Some(width) })
}

/// The commands for completions and for the manual, whose readers wrap lines themselves.
pub(super) fn unwrapped(lang: Lang) -> Command {
    command(Style { lang, width: None })
}

fn command(style: Style) -> Command {
    let mut command = Args::command().version(version());
    // Built first, since only then the options and the command for help and version are there.
    command.build();
    localized(command, "", style)
}

fn localized(command: Command, path: &str, style: Style) -> Command {
    let mut command = command.mut_args(|arg| localized_arg(arg, path, style)).mut_subcommands(|inner| {
        let path = inner_path(path, inner.get_name());
        localized(inner, &path, style)
    });
    if let Some(about) = help::command(path) {
        command = command.about(about.get(style.lang));
    }
    if let Some(examples) = help::examples(path) {
        command = command.after_help(examples.get(style.lang));
    }

    if style.lang == Lang::Zh {
        if let Some(heading) = help::heading("Commands") {
            command = command.subcommand_help_heading(heading.get(style.lang));
        }
        if let Some(name) = help::value_name("COMMAND") {
            command = command.subcommand_value_name(name.get(style.lang));
        }
        let usage = usage(&mut command);
        command = command.override_usage(usage).help_template(chinese::TEMPLATE);
    }
    command
}

/// The path of a command inside another. `help` repeats the tree of commands, with the same texts.
fn inner_path(path: &str, name: &str) -> String {
    let outer = if path == "help" { "" } else { path };
    if outer.is_empty() || name == "help" { name.to_owned() } else { format!("{outer} {name}") }
}

fn localized_arg(mut arg: Arg, path: &str, style: Style) -> Arg {
    let lang = style.lang;
    if let Some(name) = first_value_name(&arg).and_then(help::value_name) {
        arg = arg.value_name(name.get(lang));
    }
    if let Some(heading) = heading(&arg, lang) {
        arg = arg.help_heading(heading);
    }

    let Some(text) = help::argument(path, arg.get_id().as_str()) else {
        return arg;
    };
    let mut text = text.get(lang).to_owned();
    if lang == Lang::Zh {
        text += &values(&arg);
        arg = arg.hide_default_value(true).hide_possible_values(true);
        if let Some(width) = style.width
            && text.width() > WIDEST_BESIDE
        {
            text = wrapped(&text, width.saturating_sub(INDENT));
            arg = arg.next_line_help(true);
        }
    }
    arg.help(text)
}

fn first_value_name(arg: &Arg) -> Option<&str> {
    arg.get_value_names()?.first().map(clap::builder::Str::as_str)
}

/// The heading of an argument. In English, clap's own headings stay where the definition names none.
fn heading(arg: &Arg, lang: Lang) -> Option<&'static str> {
    let key = match (arg.get_help_heading(), lang) {
        (Some(heading), _) => heading,
        (None, Lang::En) => return None,
        (None, Lang::Zh) if arg.is_positional() => "Arguments",
        (None, Lang::Zh) => "Options",
    };
    help::heading(key).map(|text| text.get(lang))
}

/// The default and the possible values of an argument, in Chinese: clap writes them in English only.
fn values(arg: &Arg) -> String {
    let mut said = Vec::new();
    if arg.get_action().takes_values() {
        let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !defaults.is_empty() {
            said.push(format!("{}{}", chinese::DEFAULT, defaults.join("、")));
        }
        let possible: Vec<_> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        if !possible.is_empty() {
            said.push(format!("{}{}", chinese::POSSIBLE, possible.join("、")));
        }
    }
    if said.is_empty() { String::new() } else { format!("（{}）", said.join("；")) }
}

/// The usage without its title.
fn usage(command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    usage.trim_start_matches("Usage: ").replace("[OPTIONS]", chinese::OPTIONS)
}

/// Breaks Chinese text into lines of at most `width` columns: between Chinese characters, never inside a Latin word, and
/// never before a mark that closes.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for piece in pieces(text) {
        let wide = piece.width();
        if column > 0 && column + wide > width {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
            column = 0;
        }
        lines += piece;
        column += wide;
    }
    lines
}

/// The pieces of a text that stay together on a line.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if at > start && may_break(before, c) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = c;
    }
    pieces.push(&text[start..]);
    pieces
}

/// Whether a line can end between two characters.
fn may_break(before: char, after: char) -> bool {
    let is_wide = before.width() == Some(2) || after.width() == Some(2);
    let closes = matches!(after, '，' | '。' | '、' | '；' | '：' | '）' | '”' | ' ');
    let opens = matches!(before, '（' | '“');
    (is_wide || before == ' ') && !closes && !opens
}

#[cfg(test)]
mod tests {
    use mingcha::report::FormatName;

    use super::*;

    /// Calls `look` with each command and its path.
    fn walk(command: &Command, path: &str, look: &mut impl FnMut(&Command, &str)) {
        look(command, path);
        for inner in command.get_subcommands() {
            walk(inner, &inner_path(path, inner.get_name()), look);
        }
    }

    #[test]
    fn the_definition_holds_in_both_languages() {
        for lang in Lang::ALL {
            for_terminal(lang, 80).debug_assert();
        }
    }

    #[test]
    fn no_command_argument_value_or_heading_lacks_a_text() {
        let mut command = Args::command();
        command.build();
        let (mut commands, mut arguments) = (0, 0);
        walk(&command, "", &mut |command, path| {
            commands += 1;
            assert!(help::command(path).is_some(), "the command `{path}` has no text");
            for arg in command.get_arguments() {
                arguments += 1;
                let id = arg.get_id().as_str();
                assert!(help::argument(path, id).is_some(), "`{path} --{id}` has no text");
                if let Some(name) = first_value_name(arg) {
                    let is_flag = !arg.get_action().takes_values();
                    assert!(is_flag || help::value_name(name).is_some(), "the value `{name}` has no name");
                }
                if let Some(heading) = arg.get_help_heading() {
                    assert!(help::heading(heading).is_some(), "the heading `{heading}` has no text");
                }
                assert!(
                    arg.get_help().is_none() || matches!(id, "help" | "version"),
                    "`{path} --{id}` has a text of its own"
                );
            }
        });
        assert!(commands >= 8 && arguments > 60, "{commands} commands and {arguments} arguments");
    }

    #[test]
    fn the_help_on_outputs_lists_every_format_and_every_ending_that_is_not_its_name() {
        let text = help::argument("check", "output").unwrap();
        for lang in Lang::ALL {
            let text = text.get(lang);
            let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
            for format in FormatName::ALL {
                assert!(words.contains(&format.key()), "{format} is missing in: {text}");
                let is_ending_told =
                    format.ending() == format.key() || text.contains(&format!(".{} ", format.ending()));
                assert!(is_ending_told, "the ending of {format} is missing in: {text}");
            }
        }
    }

    #[test]
    fn every_text_is_chinese_in_chinese_and_has_none_of_it_in_english() {
        let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        for lang in Lang::ALL {
            walk(&unwrapped(lang), "", &mut |command, path| {
                let about = command.get_about().map(ToString::to_string).unwrap_or_default();
                assert!(about.chars().any(is_han) == (lang == Lang::Zh) || path.is_empty(), "{path}: {about}");
                for arg in command.get_arguments() {
                    let text = arg.get_help().map(ToString::to_string).unwrap_or_default();
                    assert_eq!(text.chars().any(is_han), lang == Lang::Zh, "{path} {}: {text}", arg.get_id());
                }
            });
        }
    }

    #[test]
    fn chinese_is_wrapped_inside_its_width_without_breaking_words_or_beginning_with_a_closing_mark() {
        let text = "写一份报告；格式由前缀指定，或由扩展名判断（csv、jsonl、html、xlsx、text、sarif、junit、github）";
        for width in 12..60 {
            let wrapped = wrapped(text, width);
            assert_eq!(wrapped.replace('\n', ""), text);
            for line in wrapped.lines() {
                assert!(line.width() <= width + 2, "{width}: {line}");
                assert!(!line.starts_with(['，', '、', '）', '；']), "{width}: {line}");
            }
            assert!(wrapped.lines().any(|line| line.contains("github")), "{wrapped}");
        }
    }
}
