//! The members of an archive, one after another.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::member::{Member, name};
use super::tar::Tar;
use crate::input::InputError;
use crate::input::entries;
use crate::message::WorkbookError;

/// A member of up to this size, in bytes, is accepted at any compression ratio.
const ANY_RATIO_UP_TO: u64 = 64 << 20;
/// The highest compression ratio of a larger member.
const RATIO: u64 = 200;
/// The longest lock file of an open document, in bytes.
const LONGEST_LOCK: usize = 512;
/// The most that all members may have together, in bytes.
const TOTAL: u64 = 4 << 30;

/// How the names of the first parts of workbooks and other office documents begin, in lower case.
const OFFICE_PARTS: [&str; 9] =
    ["[content_types].xml", "mimetype", "content.xml", "xl/", "_rels/", "docprops/", "word/", "ppt/", "customxml/"];

type Bytes = Cursor<Vec<u8>>;

/// The files of an archive in their order, without folders.
pub(super) enum Members {
    Zip { archive: Box<ZipArchive<Bytes>>, has_lost_entries: bool, next: usize, left: u64 },
    Tar(Tar),
}

/// The members of a zip archive. Returns the bytes if they are a workbook, another document, or no sound archive.
pub(super) fn zip(bytes: Vec<u8>) -> Result<Members, Vec<u8>> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes.as_slice())) else {
        return Err(bytes);
    };
    let has_lost_entries = entries::stated(&bytes).is_some_and(|entries| entries > archive.len());
    let mut is_office = archive.is_empty();
    for index in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        is_office |= is_office_part(member.name_raw());
    }
    drop(archive);

    if is_office {
        return Err(bytes);
    }
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => Ok(Members::Zip { archive: Box::new(archive), has_lost_entries, next: 0, left: TOTAL }),
        Err(_) => Err(Vec::new()),
    }
}

fn is_office_part(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase().replace('\\', "/");
    let name = name.trim_start_matches(['.', '/']);
    OFFICE_PARTS.iter().any(|part| if part.ends_with('/') { name.starts_with(part) } else { name == *part })
}

impl Members {
    /// The comment of the archive.
    pub(super) fn comment(&self) -> &[u8] {
        match self {
            Self::Zip { archive, .. } => archive.comment(),
            Self::Tar(_) => &[],
        }
    }
}

impl Iterator for Members {
    type Item = Result<Member, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let member = match self {
                Self::Tar(tar) => tar.next()?.map(Some),
                Self::Zip { archive, has_lost_entries, next, left } => {
                    if std::mem::take(has_lost_entries) {
                        return Some(Err(InputError::SameNames));
                    }
                    if *next == archive.len() {
                        return None;
                    }
                    *next += 1;
                    zip_member(archive, *next - 1, left)
                }
            };
            match member {
                Ok(Some(member)) => return Some(Ok(member)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Whether a member is what macOS, Windows and spreadsheets add to a folder, by its name and by its first bytes: a name alone
/// could hide a table.
pub(super) fn is_clutter(member: &Member) -> bool {
    let Ok(content) = &member.content else { return false };
    let file = member.name.rsplit(['/', '\\']).next().unwrap_or_default();
    match file {
        ".DS_Store" => content.starts_with(b"\0\0\0\x01Bud1"),
        "Thumbs.db" => content.starts_with(b"\xD0\xCF\x11\xE0"),
        "desktop.ini" => ["[", "\r\n[", "\u{FEFF}["].iter().any(|begin| content.starts_with(begin.as_bytes())),
        // The lock of an open document holds the name of its user.
        _ if file.starts_with("~$") => content.len() <= LONGEST_LOCK && !content.contains(&b'\n'),
        // AppleDouble.
        _ => file.starts_with("._") && content.starts_with(b"\0\x05\x16\x07"),
    }
}

/// A member of a zip archive by its index. Returns `None` for a folder.
fn zip_member(archive: &mut ZipArchive<Bytes>, index: usize, left: &mut u64) -> Result<Option<Member>, InputError> {
    let (name, is_folder, is_locked, comment) = match archive.by_index_raw(index) {
        Ok(member) => (name(member.name_raw()), member.is_dir(), member.encrypted(), member.comment_raw().to_vec()),
        Err(_) => return Err(InputError::BrokenArchive),
    };
    if is_folder {
        return Ok(None);
    }
    if is_locked {
        return Ok(Some(Member { name, content: Err(InputError::LockedMember), comment }));
    }

    let content = match archive.by_index(index) {
        Ok(member) => unpack(member, left),
        Err(_) => Err(InputError::BrokenArchive),
    };
    Ok(Some(Member { name, content, comment }))
}

/// The bytes of a member, unless they are more than its size can account for. Their check sum is verified at the end.
fn unpack(member: ZipFile<'_, Bytes>, left: &mut u64) -> Result<Vec<u8>, InputError> {
    let stored = member.compressed_size().saturating_mul(RATIO);
    let limit = (*left).min(ANY_RATIO_UP_TO.max(stored));
    let mut bytes = Vec::new();
    let read = member.take(limit + 1).read_to_end(&mut bytes);

    // What is refused counts too: the work was done.
    *left = left.saturating_sub(bytes.len() as u64);
    if bytes.len() as u64 > limit {
        return Err(WorkbookError::Bomb { limit }.into());
    }
    match read {
        Ok(_) => Ok(bytes),
        Err(_) => Err(InputError::BrokenArchive),
    }
}
