//! Tar archives: ustar, the format of GNU tar, and pax.

use super::member::{Member, name};
use crate::input::InputError;

/// The size of a block, in bytes. Headers have one, and contents are filled up to whole ones.
const BLOCK: usize = 512;
/// Where the check sum is in a header. It counts as blanks in the sum itself.
const CHECK_SUM: std::ops::Range<usize> = 148..156;

/// A tar archive in memory.
pub(super) struct Tar {
    bytes: Vec<u8>,
    at: usize,
    /// The name of the next member, where a header before it has one.
    long_name: Option<Vec<u8>>,
    has_ended: bool,
}

/// Whether bytes begin with the header of a member: its check sum fits.
pub(super) fn is_header(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..BLOCK) else { return false };
    let mut sum = 0;
    for (at, &byte) in header.iter().enumerate() {
        sum += u64::from(if CHECK_SUM.contains(&at) { b' ' } else { byte });
    }
    header[0] != 0 && number(&header[CHECK_SUM]) == Some(sum)
}

/// A number in octal digits, or in base 256 if its first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|byte| byte & 0x80 != 0) {
        let mut number: u64 = 0;
        for (at, &byte) in field.iter().enumerate() {
            let byte = if at == 0 { byte & 0x7F } else { byte };
            number = number.checked_mul(256)?.checked_add(u64::from(byte))?;
        }
        return Some(number);
    }
    let digits = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    u64::from_str_radix(digits, 8).ok()
}

fn until_nul(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

impl Tar {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0, long_name: None, has_ended: false }
    }

    /// The next member; `Some(Ok(None))` for what is no file. Returns `None` at the end.
    pub(super) fn next(&mut self) -> Option<Result<Option<Member>, InputError>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if self.has_ended || rest.iter().all(|byte| *byte == 0) {
            return None;
        }
        let member = self.member();
        self.has_ended = member.is_err();
        Some(member)
    }

    fn member(&mut self) -> Result<Option<Member>, InputError> {
        let rest = &self.bytes[self.at..];
        if rest.iter().take(BLOCK).all(|byte| *byte == 0) {
            self.at += BLOCK;
            return Ok(None);
        }
        if !is_header(rest) {
            return Err(InputError::BrokenArchive);
        }

        let header = &rest[..BLOCK];
        let size = number(&header[124..136]).and_then(|size| usize::try_from(size).ok());
        let size = size.ok_or(InputError::BrokenArchive)?;
        let content = rest[BLOCK..].get(..size).ok_or(InputError::BrokenArchive)?.to_vec();
        let kind = header[156];
        let short_name = short_name(header);
        self.at += BLOCK + size.div_ceil(BLOCK) * BLOCK;

        match kind {
            // GNU tar and pax put a long name in a member of its own.
            b'L' => self.long_name = Some(until_nul(&content).to_vec()),
            b'x' => self.long_name = pax_path(&content).or(self.long_name.take()),
            0 | b'0' | b'7' => {
                let raw = self.long_name.take().unwrap_or(short_name);
                // Before ustar, folders were files whose names end with a slash.
                let is_folder = raw.ends_with(b"/");
                let member = Member { name: name(&raw), content: Ok(content) };
                return Ok((!is_folder).then_some(member));
            }
            // A sparse file has holes that are not stored.
            b'S' => {
                let raw = self.long_name.take().unwrap_or(short_name);
                return Ok(Some(Member { name: name(&raw), content: Err(InputError::BrokenArchive) }));
            }
            _ if kind != b'g' => self.long_name = None,
            _ => {}
        }
        Ok(None)
    }
}

/// The name in a header, with its folder.
fn short_name(header: &[u8]) -> Vec<u8> {
    let name = until_nul(&header[..100]);
    let folder = until_nul(&header[345..500]);
    if header[257..263] != *b"ustar\0" || folder.is_empty() {
        return name.to_vec();
    }
    [folder, b"/", name].concat()
}

/// The value of the record `path` of a pax header. Each record is `length key=value` with a line break.
fn pax_path(records: &[u8]) -> Option<Vec<u8>> {
    let mut rest = records;
    while let Some(blank) = rest.iter().position(|byte| *byte == b' ') {
        let len: usize = std::str::from_utf8(&rest[..blank]).ok()?.parse().ok()?;
        let record = rest.get(blank + 1..len)?;
        if let Some(path) = record.strip_prefix(b"path=") {
            return Some(path.strip_suffix(b"\n").unwrap_or(path).to_vec());
        }
        rest = &rest[len..];
    }
    None
}
