//! The encoding of a part in XML.

use std::io::{Cursor, Read};

use super::Result;
use super::guard::archive;
use super::kind::Kind;
use crate::message::{Damage, WorkbookError};

/// The declaration with the name of the encoding is at most this long, in bytes.
const DECLARATION: u64 = 1 << 10;

/// The part in UTF-8, without its byte order mark and declaration.
///
/// # Errors
/// If it cannot be unpacked, or is in another encoding than UTF-8 and UTF-16.
pub(super) fn in_utf8<'a>(mut part: impl Read + 'a, kind: Kind) -> Result<Box<dyn Read + 'a>> {
    let cannot_unpack = |error: std::io::Error| match archive::refusal(&error) {
        Some(refusal) => refusal,
        None => kind.damaged(Damage::Archive { cause: error.into() }),
    };
    let mut head = Vec::new();
    part.by_ref().take(DECLARATION).read_to_end(&mut head).map_err(cannot_unpack)?;

    let Some(encoding) = wide_encoding(&head) else {
        let declaration = declaration(&head);
        refuse_other_encoding(declaration)?;
        let rest = head[declaration.len()..].to_vec();
        return Ok(Box::new(Cursor::new(rest).chain(part)));
    };

    part.read_to_end(&mut head).map_err(cannot_unpack)?;
    let (text, _, has_errors) = encoding.decode(&head);
    if has_errors {
        return Err(kind.damaged(Damage::Xml { cause: "text that is not UTF-16".into() }));
    }
    let text = text.as_bytes();
    Ok(Box::new(Cursor::new(text[declaration(text).len()..].to_vec())))
}

/// UTF-16 with a byte order mark, or without one if the part begins with a `<`.
fn wide_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The byte order mark and the XML declaration, which are not needed any more when the encoding is known.
fn declaration(head: &[u8]) -> &[u8] {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mark = head.len() - text.len();
    let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if !text[blanks..].starts_with(b"<?xml") {
        return &head[..mark];
    }
    match memchr::memmem::find(text, b"?>") {
        Some(end) => &head[..mark + end + 2],
        None => &head[..mark],
    }
}

fn refuse_other_encoding(declaration: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(declaration);
    let Some((_, value)) = text.split_once("encoding") else {
        return Ok(());
    };
    let value = value.trim_start().trim_start_matches('=').trim_start();
    let quotes = ['"', '\''];
    let name = value.trim_start_matches(quotes).split(quotes).next().unwrap_or_default().trim();
    match name.to_ascii_lowercase().as_str() {
        // UTF-16 that is stated of bytes that are not: the text was converted and its declaration was not.
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "" => Ok(()),
        _ => Err(WorkbookError::OtherEncoding { encoding: name.to_owned() }),
    }
}
