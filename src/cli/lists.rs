//! Files that hold paths or arguments, one an entry: `--files-from` and `@FILE`.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use mingcha::input::{STDIN, decode_file};
use mingcha::message::cli::CliError;
use mingcha::text::path::shown;

/// What stands before the name of a file of arguments.
const ARGUMENTS: &str = "@";
/// How a line of a file of arguments begins that is a remark.
const REMARK: u8 = b'#';
/// How a text in UTF-16 begins, as the shell of Windows writes it.
const UTF16: [[u8; 2]; 2] = [[0xFF, 0xFE], [0xFE, 0xFF]];
const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The paths in a list, which is a file or standard input. They stand on lines of their own, or end with NUL if `null` is set.
pub(super) fn paths(list: &OsStr, null: bool) -> Result<Vec<OsString>, CliError> {
    let file = shown(Path::new(list));
    let mut bytes = Vec::new();
    let read = if list == STDIN {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(list).map(|content| bytes = content)
    };
    read.map_err(|cause| CliError::ListNotRead { file: file.clone(), cause })?;

    // UTF-16 has zeros, too. No path has one.
    let is_utf16 = UTF16.iter().any(|mark| bytes.starts_with(mark));
    if !null && !is_utf16 && bytes.contains(&0) {
        return Err(CliError::ListHasNul { file });
    }
    let separator = if null { 0 } else { b'\n' };
    entries(&bytes, separator).ok_or(CliError::ListEncoding { file })
}

/// The arguments with those of each `@FILE` in its place. An argument stays as it is behind `--`, if there is a file of just
/// that name, and if there is no file that it could mean.
pub(super) fn with_files(arguments: Vec<OsString>) -> Result<Vec<OsString>, CliError> {
    let mut expanded = Vec::with_capacity(arguments.len());
    let mut arguments = arguments.into_iter();
    for argument in arguments.by_ref() {
        if argument == "--" {
            expanded.push(argument);
            break;
        }
        match file_of_arguments(&argument) {
            Some(file) => expanded.extend(arguments_in(&file)?),
            None => expanded.push(argument),
        }
    }
    expanded.extend(arguments);
    Ok(expanded)
}

/// The file of an argument `@FILE`.
fn file_of_arguments(argument: &OsStr) -> Option<OsString> {
    let file = argument.to_str()?.strip_prefix(ARGUMENTS)?;
    let is_meant = Path::new(file).is_file() && !Path::new(argument).exists();
    is_meant.then(|| file.into())
}

/// The arguments in a file: one a line; blank lines and remarks are left out.
fn arguments_in(file: &OsStr) -> Result<Vec<OsString>, CliError> {
    let name = shown(Path::new(file));
    let bytes = fs::read(file).map_err(|cause| CliError::ListNotRead { file: name.clone(), cause })?;
    let lines = entries(&bytes, b'\n').ok_or(CliError::ListEncoding { file: name })?;
    Ok(lines.into_iter().filter(|line| line.as_encoded_bytes().first() != Some(&REMARK)).collect())
}

/// The entries of a list that are not empty. Returns `None` if it is in an unknown encoding, where that matters: paths of Unix
/// are bytes.
fn entries(bytes: &[u8], separator: u8) -> Option<Vec<OsString>> {
    let decoded;
    let is_text = cfg!(windows) || UTF16.iter().any(|mark| bytes.starts_with(mark));
    let bytes = if is_text {
        decoded = decode_file(bytes)?;
        decoded.as_bytes()
    } else {
        bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)
    };

    let mut entries = Vec::new();
    for entry in bytes.split(|byte| *byte == separator) {
        let entry = if separator == b'\n' { entry.strip_suffix(b"\r").unwrap_or(entry) } else { entry };
        if !entry.is_empty() {
            entries.push(os_string(entry)?);
        }
    }
    Some(entries)
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
fn os_string(bytes: &[u8]) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(OsString::from_vec(bytes.to_vec()))
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> Option<OsString> {
    std::str::from_utf8(bytes).ok().map(OsString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8], separator: u8) -> Vec<String> {
        entries(bytes, separator).unwrap().into_iter().map(|entry| entry.into_string().unwrap()).collect()
    }

    #[test]
    fn a_list_is_read_whatever_wrote_it() {
        let utf16: Vec<u8> = "\u{feff}名单.csv\r\n乙.csv\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in ["名单.csv\n乙.csv".as_bytes(), "\u{feff}名单.csv\r\n\r\n乙.csv\r\n".as_bytes(), &utf16] {
            assert_eq!(texts(bytes, b'\n'), ["名单.csv", "乙.csv"]);
        }
        assert_eq!(texts(b"a\nb\0c \0", 0), ["a\nb", "c "]);
        assert_eq!(texts(b"", b'\n'), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_stays_as_it_is() {
        assert_eq!(entries(b"\xC3\xFB.csv\n", b'\n').unwrap()[0].as_encoded_bytes(), b"\xC3\xFB.csv");
    }
}
