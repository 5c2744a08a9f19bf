//! A prompt for people who never typed a command: files are dragged into the window, or a name is typed.

use std::ffi::OsString;
use std::io::{self, BufRead as _};
use std::path::Path;

use mingcha::input::is_typed_name;
use mingcha::message::cli::{CliError, Prompt};
use mingcha::message::{Lang, Say as _};

use super::advice::Reader;
use super::exit::{self, Exit};
use super::{bare, prose};

/// Asks until an empty line or the end of the input. Returns the highest status of the checks.
pub(super) fn prompt(lang: Lang) -> Exit {
    let mut highest = Exit::Done;
    let mut lines = io::stdin().lock().split(b'\n');
    loop {
        let _ = prose::print(&format!("{}\n", Prompt::Ask.say(lang)));
        let Some(Ok(line)) = lines.next() else { return highest };
        // A file may be missing whose name is no text; the next line counts all the same.
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            return highest;
        }

        let exit = match paths_in(&line) {
            Some(paths) => bare::check_each(&paths, lang),
            None if is_typed_name(&line) => bare::check_name(line.trim(), lang),
            None => {
                let error = CliError::NoSuchList { path: line.trim().to_owned() };
                exit::report(&error.into(), Reader::Drags, lang)
            }
        };
        highest = highest.max(exit);
    }
}

/// The files and folders that a line names, in quotes if they have blanks, as a console writes what is dragged into it. Returns
/// `None` if one of them does not exist.
fn paths_in(line: &str) -> Option<Vec<OsString>> {
    let whole = line.trim().trim_matches(['"', '\'']);
    if Path::new(whole).exists() {
        return Some(vec![whole.into()]);
    }

    let mut paths = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let (path, behind) = match first {
            '"' | '\'' => rest[1..].split_once(first)?,
            _ => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        if !Path::new(path).exists() {
            return None;
        }
        paths.push(path.into());
        rest = behind.trim_start();
    }
    Some(paths)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_line_names_one_path_or_several_in_quotes() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| {
            let path = folder.path().join(name);
            fs::write(&path, "").unwrap();
            path.to_str().unwrap().to_owned()
        };
        let (one, other) = (path("一 月.csv"), path("二月.csv"));

        for line in [&*one, &*format!("\"{one}\""), &*format!("  '{one}' ")] {
            assert_eq!(paths_in(line), Some(vec![OsString::from(&one)]), "{line}");
        }
        let both = Some(vec![OsString::from(&one), OsString::from(&other)]);
        assert_eq!(paths_in(&format!("\"{one}\" {other}")), both);
        assert_eq!(paths_in(&format!("{other} {one}")), None);
        assert_eq!(paths_in("没有.csv"), None);
    }
}
