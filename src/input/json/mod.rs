//! Whole files of JSON: an array of objects or of arrays, an object with such an array in it, or values one after another.
//!
//! Objects become lines of JSON, and arrays become delimited text, both in memory, so that they give the same verdicts as those.

mod rows;

use std::io::{Cursor, Read as _};
use std::sync::Arc;

use self::rows::{Member, Rows, rows};
use super::InputError;
use super::aside::{Aside, AsidePlace};
use super::block::Numbering;
use super::encoding::{Encoding, decode_detected};
use super::opened::{Input, Opened};
use super::options::Options;
use super::source::Source;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// Opens a whole file of JSON.
///
/// # Errors
/// The file is too large or broken, or does not contain one list of rows.
pub(super) fn open(source: Source, options: &Options) -> Result<Opened, InputError> {
    if options.sheet.is_some() {
        return Err(InputError::NoSheets);
    }

    let name = source.name.clone();
    let mut bytes = Vec::new();
    let mut stream = source.into_stream().take(LARGEST + 1);
    stream.read_to_end(&mut bytes).map_err(|error| InputError::Unreadable { error })?;
    if bytes.len() as u64 > LARGEST {
        return Err(InputError::JsonTooLarge { limit: LARGEST });
    }

    let WholeText { text, encoding, end_marks } =
        decode(&bytes, options.encoding).ok_or(InputError::UnknownEncoding)?;
    let content = rows(&text, options)?;
    drop(text);
    drop(bytes);

    // Both are in UTF-8 now, whatever the user said of the file.
    let options = Options { encoding: Some(Encoding::Utf8), ..options.clone() };
    let mut input = match content.rows {
        Rows::Objects(lines) => Input::objects(in_memory(&name, lines)?, &options)?,
        Rows::Arrays(lines) => {
            if options.delimiter.is_some() {
                return Err(InputError::JsonHasKeys);
            }
            let options = Options { delimiter: Some(','), ..options };
            Input::delimited(in_memory(&name, lines)?, &options, Numbering::Lines)?
        }
    };
    input.end_marks.set(end_marks);
    input.origin = (encoding != Encoding::Utf8).then_some(encoding);
    input.above.extend(asides(content.beside, &name));
    Ok(Opened::alone(input))
}

/// The members around the rows. Their keys are texts, too.
fn asides(members: Vec<Member>, name: &str) -> impl Iterator<Item = Aside> {
    let source: Arc<str> = name.into();
    members.into_iter().map(move |(key, text)| {
        let text = format!("{key}\n{text}");
        Aside { source: source.clone(), place: AsidePlace::Member { key: key.into() }, text: Some(text) }
    })
}

fn in_memory(name: &str, lines: String) -> Result<Source, InputError> {
    let size = lines.len() as u64;
    Source::new(name, Some(size), Box::new(Cursor::new(lines.into_bytes())))
}

/// The text of a file.
struct WholeText {
    /// Without byte order mark, and without NULs and Ctrl-Z at its end.
    text: String,
    encoding: Encoding,
    /// How many marks of the end there were.
    end_marks: u64,
}

fn decode(bytes: &[u8], named: Option<Encoding>) -> Option<WholeText> {
    let (mut text, encoding) = match named {
        Some(encoding) => (encoding.codec().decode_with_bom_removal(bytes).0.into_owned(), encoding),
        None => decode_detected(bytes)?,
    };
    let len = text.trim_end_matches(['\0', '\u{1A}']).len();
    let end_marks = (text.len() - len) as u64;
    text.truncate(len);
    Some(WholeText { text: text.trim_start_matches('\u{FEFF}').to_owned(), encoding, end_marks })
}
