//! Decodes the fields of a record that does not decode as its file does, each in the encoding that its own bytes prove.
//!
//! A program that joins columns of two systems writes rows of two encodings, and GB18030 and Big5 accept nearly any bytes. So
//! a row is not read in one encoding because most of it is: each field has to fit. Where two readings are possible the row is
//! doubtful, which leaves it unread.

use std::ops::Range;

use super::Encoding;
use super::codec::{Decoded, decode_strictly, decode_with_losses};
use super::detect::is_common;
use super::proof::{Utf8Claim, claims_utf8, is_plausible, is_rather_gb18030};

/// How many common characters of UTF-8 in a row are no accident inside a text in another encoding.
const TELLING_RUN: usize = 3;

/// How one field was read.
enum FieldRead {
    /// In this encoding, by proof; or in that of the file, with nothing against it.
    In(Encoding),
    /// In one of two encodings that are possible.
    Doubtful,
    /// With U+FFFD in place of bytes. The offset of the first of them is in the field.
    Lossy(usize),
}

/// Appends the text of one record of a file in `file`. `fields` are its fields, with their quotes, in ascending order.
pub(super) fn decode_fields(file: Encoding, record: &[u8], fields: &[Range<usize>], text: &mut String) -> Decoded {
    let together = proven_together(file, record, fields);
    let mut whole = WholeRecord::new(file);
    let mut at = 0;
    for field in fields {
        // The delimiter.
        decode_with_losses(file, &record[at..field.start], text);
        at = field.end;

        let bytes = &record[field.clone()];
        if bytes.is_ascii() {
            decode_with_losses(Encoding::Utf8, bytes, text);
        } else {
            let read = decode_field(file, bytes, together, text);
            whole.add(&read, field.start);
        }
    }
    whole.decoded()
}

/// The encoding of all fields that do not decode as the file, if these fields prove one together. Most are too short to
/// prove it alone.
fn proven_together(file: Encoding, record: &[u8], fields: &[Range<usize>]) -> Option<Encoding> {
    let mut foreign = Vec::new();
    for field in fields {
        let bytes = &record[field.clone()];
        if !decodes(file, bytes) && !decodes(Encoding::Utf8, bytes) {
            foreign.extend_from_slice(bytes);
        }
    }
    proven(file, &foreign)
}

/// The one other double-byte encoding that these bytes prove.
fn proven(file: Encoding, bytes: &[u8]) -> Option<Encoding> {
    let mut found = None;
    for encoding in [Encoding::Gb18030, Encoding::Big5] {
        if encoding == file || !is_plausible(bytes, encoding) || !decodes(encoding, bytes) {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(encoding);
    }
    found
}

fn decodes(encoding: Encoding, bytes: &[u8]) -> bool {
    encoding.codec().decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

fn decode_field(file: Encoding, bytes: &[u8], together: Option<Encoding>, text: &mut String) -> FieldRead {
    if file != Encoding::Utf8 {
        let claim = claims_utf8(bytes, file);
        if claim != Utf8Claim::No {
            decode_with_losses(Encoding::Utf8, bytes, text);
            return if claim == Utf8Claim::Sure { FieldRead::In(Encoding::Utf8) } else { FieldRead::Doubtful };
        }
    }

    let known = if decodes(file, bytes) { Some(file) } else { proven(file, bytes).or(together) };
    let Some(encoding) = known.filter(|encoding| decodes(*encoding, bytes)) else {
        return lossy(file, bytes, text);
    };
    if encoding == Encoding::Utf8 {
        decode_with_losses(encoding, bytes, text);
        // Two characters of another encoding can be valid UTF-8 by chance: 鈺琪 in Big5 begins with a Telugu digit then.
        let is_chance = together.is_some_and(|other| decodes(other, bytes)) && !has_common(bytes);
        return if is_chance { FieldRead::Doubtful } else { FieldRead::In(encoding) };
    }

    let runs = utf8_runs(bytes);
    if !runs.is_empty() {
        decode_around(encoding, bytes, &runs, text);
        return FieldRead::Doubtful;
    }
    if encoding == Encoding::Big5 && is_rather_gb18030(bytes) {
        decode_with_losses(Encoding::Gb18030, bytes, text);
        return FieldRead::In(Encoding::Gb18030);
    }
    decode_with_losses(encoding, bytes, text);
    FieldRead::In(encoding)
}

fn lossy(file: Encoding, bytes: &[u8], text: &mut String) -> FieldRead {
    let lost = match file {
        Encoding::Utf8 => std::str::from_utf8(bytes).err().map(|error| error.valid_up_to()),
        _ => decode_strictly(file, bytes, &mut String::new()).err().map(|malformed| malformed.at),
    };
    decode_with_losses(file, bytes, text);
    FieldRead::Lossy(lost.unwrap_or_default())
}

/// The runs of UTF-8 in a text of another encoding that are no accident.
fn utf8_runs(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        if begins_with_common_utf8(&bytes[at..]) {
            at += 3;
            continue;
        }
        if at - start >= TELLING_RUN * 3 {
            runs.push(start..at);
        }
        at += 1;
        start = at;
    }
    if at - start >= TELLING_RUN * 3 {
        runs.push(start..at);
    }
    runs
}

/// Whether bytes begin with a common character that has three bytes in UTF-8.
fn begins_with_common_utf8(bytes: &[u8]) -> bool {
    let Some(character) = bytes.get(..3) else { return false };
    let mut characters = std::str::from_utf8(character).unwrap_or_default().chars();
    characters.next().is_some_and(|c| c.len_utf8() == 3 && is_common(c))
}

/// Whether a text of UTF-8 has a common character of three bytes.
fn has_common(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).chars().any(|c| c.len_utf8() == 3 && is_common(c))
}

/// Reads runs of UTF-8 as such and what is around them in `encoding`.
fn decode_around(encoding: Encoding, bytes: &[u8], runs: &[Range<usize>], text: &mut String) {
    let mut at = 0;
    for run in runs {
        decode_with_losses(encoding, &bytes[at..run.start], text);
        decode_with_losses(Encoding::Utf8, &bytes[run.clone()], text);
        at = run.end;
    }
    decode_with_losses(encoding, &bytes[at..], text);
}

/// What the fields of a record say of it as a whole.
struct WholeRecord {
    file: Encoding,
    /// Whether a field was read in the encoding of the file.
    has_own: bool,
    /// The first other encoding.
    other: Option<Encoding>,
    /// The offset in the record of the first byte whose encoding is doubtful.
    doubtful: Option<usize>,
    /// The offset in the record of the first byte that does not decode.
    lost: Option<usize>,
}

impl WholeRecord {
    fn new(file: Encoding) -> Self {
        Self { file, has_own: false, other: None, doubtful: None, lost: None }
    }

    /// Adds a field that is not ASCII and begins at an offset in the record.
    fn add(&mut self, read: &FieldRead, start: usize) {
        match read {
            FieldRead::In(encoding) if *encoding == self.file => self.has_own = true,
            // Three encodings in one row are less likely than a wrong proof.
            FieldRead::In(encoding) if self.other.is_some_and(|other| other != *encoding) => {
                self.doubtful.get_or_insert(start);
            }
            FieldRead::In(encoding) => self.other = Some(*encoding),
            FieldRead::Doubtful => {
                self.doubtful.get_or_insert(start);
            }
            FieldRead::Lossy(at) => {
                self.lost.get_or_insert(start + at);
            }
        }
    }

    fn decoded(&self) -> Decoded {
        match (self.lost, self.doubtful, self.other) {
            (Some(at), ..) => Decoded::Lossy(at),
            (None, Some(at), _) => Decoded::Doubtful(at),
            (None, None, Some(other)) if self.has_own => Decoded::InPart(other),
            (None, None, Some(other)) => Decoded::Otherwise(other),
            (None, None, None) => Decoded::AsFile,
        }
    }
}
