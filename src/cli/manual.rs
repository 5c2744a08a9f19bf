//! `mingcha completions` and `mingcha man`: what the definition of the commands says, for shells and for man.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use anyhow::Result;
use clap::Command;
use clap::builder::{PossibleValuesParser, Resettable};
use clap_complete::Shell;
use clap_mangen::Man;

use mingcha::input::Encoding;
use mingcha::message::Lang;
use mingcha::message::cli::CliError;
use mingcha::message::help::{files, section, statuses, variables, verdicts};
use mingcha::rules::{Profile, RuleFiles};

use super::exit::Exit;
use super::rules::BUILT_IN;
use super::{args, help};

const PROGRAM: &str = "mingcha";
/// Before the last section of a page, other sections are put.
const LAST: &str = "\n.SH VERSION\n";

pub(super) fn completions(args: &args::Completions, lang: Lang) -> Result<Exit> {
    let mut script = Vec::new();
    let values = Values::known()?;
    clap_complete::generate(args.shell, &mut values.offered_by(help::unwrapped(lang)), PROGRAM, &mut script);
    if args.shell == Shell::Fish {
        script.extend_from_slice(values.of_arguments_in_fish().as_bytes());
    }
    print(&script)
}

/// The values that completions offer where others can be typed as well.
struct Values {
    profiles: Vec<String>,
    rules: Vec<String>,
    commands: Vec<String>,
}

impl Values {
    fn known() -> Result<Self> {
        let mut rules = Vec::new();
        for files in RuleFiles::built_in() {
            rules.extend(files.load()?.rules.iter().map(|rule| rule.id.to_string()));
        }
        let program = help::unwrapped(Lang::En);
        let commands = program.get_subcommands().map(|command| command.get_name().to_owned());
        Ok(Self { profiles: Profile::names()?, rules, commands: commands.filter(|name| name != "help").collect() })
    }

    /// The commands, whose arguments offer these values.
    fn offered_by(&self, program: Command) -> Command {
        let encodings = Encoding::LABELS.map(ToOwned::to_owned).to_vec();
        let mut sets = Vec::new();
        for origin in RuleFiles::optional().into_iter().filter_map(|files| files.origin().ok()) {
            sets.push(format!("{BUILT_IN}{}", origin.id));
        }

        offered(program, "", &|path, id| match (path, id) {
            ("check" | "explain" | "terms", "profile") => Some(&self.profiles),
            ("check", "encoding") => Some(&encodings),
            ("explain", "target") => Some(&self.rules),
            ("rules check", "folder") => Some(&sets),
            ("man", "command") => Some(&self.commands),
            _ => None,
        })
    }

    /// What the generator leaves out for fish: the values of arguments that are no options.
    fn of_arguments_in_fish(&self) -> String {
        let mut script = String::new();
        for (command, values) in [("explain", &self.rules), ("man", &self.commands)] {
            let values = values.join(" ");
            let _ =
                writeln!(script, "complete -c {PROGRAM} -n \"__fish_seen_subcommand_from {command}\" -a \"{values}\"");
        }
        script
    }
}

/// The commands below a path, whose arguments offer the values that `values_of` has for their path and id.
fn offered<'a>(command: Command, path: &str, values_of: &impl Fn(&str, &str) -> Option<&'a Vec<String>>) -> Command {
    let command = command.mut_args(|arg| match values_of(path, arg.get_id().as_str()) {
        Some(values) => arg.value_parser(PossibleValuesParser::new(values.iter().cloned())),
        None => arg,
    });
    command.mut_subcommands(|inner| {
        let path = format!("{path} {}", inner.get_name());
        offered(inner, path.trim_start(), values_of)
    })
}

pub(super) fn page(args: &args::Man, lang: Lang) -> Result<Exit> {
    // The version of the program alone: the lines of the rule sets would not fit into the title.
    let program = help::unwrapped(lang).version(env!("CARGO_PKG_VERSION"));
    let command = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone().version(env!("CARGO_PKG_VERSION")),
            None => return Err(CliError::NoCommand { name: name.clone() }.into()),
        },
    };

    let own = own_sections(&command, lang);
    let mut page = Vec::new();
    // The generator would join the lines of the examples.
    Man::new(command.after_help(Resettable::Reset)).render(&mut page)?;
    let page = String::from_utf8_lossy(&page).replacen(LAST, &format!("\n{own}{}", &LAST[1..]), 1);
    print(with_headings(&page, lang).as_bytes())
}

/// The sections that the definition of the command does not have.
fn own_sections(command: &Command, lang: Lang) -> String {
    let mut sections = list("EXIT STATUS", statuses(lang));
    if command.get_name() == "check" {
        sections += &list("VERDICTS", verdicts(lang));
    }
    if matches!(command.get_name(), PROGRAM | "check" | "explain") {
        sections += &list("ENVIRONMENT", variables(lang));
        sections += &list("FILES", files(lang));
    }
    if let Some(examples) = command.get_after_help() {
        sections += &as_it_stands("EXAMPLES", &examples.to_string());
    }
    sections
}

/// A section with a list of words and what they mean.
fn list<'a>(heading: &str, entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut section = format!(".SH {heading}\n");
    for (word, text) in entries {
        let _ = writeln!(section, ".TP\n\\fB{}\\fR\n{}", escaped(word), escaped(text));
    }
    section
}

/// A section whose lines stay as they are.
fn as_it_stands(heading: &str, text: &str) -> String {
    // The heading says it already.
    let lines = text.lines().skip_while(|line| matches!(*line, "Examples:" | "示例："));
    let lines: Vec<String> = lines.map(escaped).collect();
    format!(".SH {heading}\n.nf\n{}\n.fi\n", lines.join("\n"))
}

/// A line of text for roff: no character of it is a command.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

/// A manual page with its section headings in the language.
fn with_headings(page: &str, lang: Lang) -> String {
    const HEADING: &str = ".SH ";

    let mut with_headings = String::with_capacity(page.len());
    for line in page.lines() {
        let heading = line.strip_prefix(HEADING).map(|heading| heading.trim_matches('"'));
        match heading.and_then(section) {
            Some(heading) => {
                with_headings += HEADING;
                with_headings += &quoted(heading.get(lang));
            }
            None => with_headings += line,
        }
        with_headings.push('\n');
    }
    with_headings
}

/// A heading of several words is one argument.
fn quoted(heading: &str) -> String {
    if heading.contains(' ') { format!("\"{heading}\"") } else { heading.to_owned() }
}

/// Writes all of it, so that a pipe that closes before the end is noticed.
fn print(text: &[u8]) -> Result<Exit> {
    let mut stdout = io::stdout();
    stdout.write_all(text)?;
    stdout.flush()?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use mingcha::verdict::Verdict;

    use super::*;

    #[test]
    fn the_manual_explains_every_verdict() {
        for lang in Lang::ALL {
            let keys: Vec<&str> = verdicts(lang).into_iter().map(|(key, _)| key).collect();
            let mut expected = Verdict::ALL;
            expected.sort_unstable_by(|one, other| other.cmp(one));
            assert_eq!(keys, expected.map(Verdict::key));
        }
    }
}
