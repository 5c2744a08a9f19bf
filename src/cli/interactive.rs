//! A prompt for people who never typed a command: files are dragged into the window, or a name is typed.

use std::ffi::OsString;
use std::io::{self, BufRead as _};
use std::path::Path;

use mingcha::input::is_typed_name;
use mingcha::message::cli::{CliError, Prompt};
use mingcha::message::{Lang, Say as _};

use super::advice::Reader;
use super::exit::{self, Exit};
use super::{bare, files, prose};

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
            None if is_typed_name(&line) || is_any_name(&line) => bare::check_name(line.trim(), lang),
            None => {
                let error = CliError::NoSuchList { path: line.trim().to_owned() };
                exit::report(&error.into(), Reader::Drags, lang)
            }
        };
        highest = highest.max(exit);
    }
}

/// Whether a line that names no file is taken for a name, however it ends: it has Han characters, and reads like no path.
fn is_any_name(line: &str) -> bool {
    let text = line.trim();
    let has_drive = text.as_bytes().get(1) == Some(&b':');
    text.chars().any(is_han)
        && !has_drive
        && !text.contains(['/', '\\', '*', '"', '\''])
        && !files::has_ending_of_file(Path::new(text))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
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
    fn a_line_with_han_characters_that_is_no_path_is_a_name_however_it_ends() {
        for name in ["稳定币之家", "老王烧烤", " 阿里巴巴 ", "𠮷野家", "某某V2.0", "RWA之家"] {
            assert!(is_any_name(name), "{name}");
        }
        let paths = [
            "没有.csv",
            "名单.XLSX",
            "说明.docx",
            "D:名单",
            r"D:\名单\一月",
            "a/名单",
            "名单*",
            "list",
            "abc.csv",
            "",
            "12",
        ];
        for path in paths {
            assert!(!is_any_name(path), "{path}");
        }
    }

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
