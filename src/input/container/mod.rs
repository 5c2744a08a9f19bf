//! Archives: each member that is a table is an input of its own, named `archive!member`.

mod companion;
mod member;
mod members;
pub(super) mod packed;
mod tar;
mod unchecked;

use std::io::{Cursor, Read as _};

use self::members::Members;
use super::InputError;
use super::entries;
use super::opened::Opened;
use super::options::Options;
use super::shared_bytes::SharedBytes;
use super::source::Source;
use super::workbook;
use crate::message::{Refusals, SkipReason, Skipped, WorkbookError};

/// Opens what is inside an archive.
type Open = fn(Source, &Options) -> Result<Opened, InputError>;

/// How an archive begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
}

/// What a source is if it is not an archive that is opened here.
pub(super) enum Tried {
    Opened(Opened),
    /// A workbook, or an archive that cannot be opened.
    NoArchive(Source),
}

/// Which archive the first bytes may be.
pub(super) fn detect(head: &[u8]) -> Option<Kind> {
    if head.starts_with(b"PK\x03\x04") {
        return Some(Kind::Zip);
    }
    tar::is_header(head).then_some(Kind::Tar)
}

/// Opens the members of an archive, each with `open_table`. The others are named with the reason: they are no table or have
/// no column to check, or cannot be read.
///
/// # Errors
/// The archive itself cannot be read to its end, or no member can be checked.
pub(super) fn open(kind: Kind, source: Source, options: &Options, open_table: Open) -> Result<Tried, InputError> {
    let name = source.name.clone();
    let bytes = read(source)?;
    let has_more = kind == Kind::Zip && entries::has_more(&bytes);
    let members = match kind {
        Kind::Zip => match members::zip(bytes) {
            Ok(members) => members,
            Err(bytes) => return Ok(Tried::NoArchive(in_memory(&name, bytes)?)),
        },
        Kind::Tar => Members::Tar(tar::Tar::new(bytes)),
    };

    let mut opened = Opened::default();
    let mut refusals = Refusals::default();
    let mut companions = Vec::new();
    for member in members {
        let member = member?;
        let content = member.content.map(SharedBytes::new);
        let bytes = content.as_ref().ok().cloned();
        let outcome = open_member(&part_name(&name, &member.name), content, options, open_table);
        if let Some(aside) = companion::text(&outcome, bytes.as_ref(), &name, &member.name, options) {
            companions.push((member.name, outcome, aside));
            continue;
        }
        match outcome {
            Ok(inner) => {
                opened.asides.extend(inner.asides);
                opened.inputs.extend(inner.inputs);
                opened.unread.extend(inner.unread);
                for sheet in inner.skipped {
                    let name = format!("{}#{}", member.name, sheet.name);
                    opened.skipped.push(Skipped { name, ..sheet });
                }
            }
            Err(error) => {
                let has_no_column = error.skip_reason() == Some(SkipReason::NoColumn);
                let text = bytes.filter(|_| has_no_column);
                match text.map(|bytes| unchecked::cells(bytes, &name, &member.name, options)).transpose() {
                    Ok(cells) => {
                        opened.asides.extend(cells.into_iter().flatten());
                        refusals.0.push(error.refusal(member.name));
                    }
                    Err(error) => refusals.0.push(error.refusal(member.name)),
                }
            }
        }
    }

    // What comes along with no table is what the archive is about.
    let has_table = !opened.inputs.is_empty();
    for (member, outcome, aside) in companions {
        match outcome {
            _ if has_table => {
                opened.asides.push(aside);
                opened.skipped.push(Skipped { name: member, reason: SkipReason::NoTable });
            }
            Ok(inner) => opened.inputs.extend(inner.inputs),
            Err(error) => refusals.0.push(error.refusal(member)),
        }
    }

    if opened.inputs.is_empty() {
        return Err(InputError::NothingInArchive { refusals });
    }
    if has_more {
        opened.unread.push(InputError::BesideArchive.refusal(name.clone()));
    }
    for refusal in refusals.0 {
        let full_name = part_name(&name, &refusal.sheet);
        let reason = refusal.skip_reason();
        opened.leave_out(refusal, reason, full_name);
    }
    Ok(Tried::Opened(opened))
}

/// The name of a member in reports.
fn part_name(archive: &str, member: &str) -> String {
    format!("{archive}!{member}")
}

/// All bytes of an archive.
fn read(source: Source) -> Result<Vec<u8>, InputError> {
    let limit = source.at_once();
    let mut bytes = Vec::new();
    let mut stream = source.into_stream().take(limit + 1);
    stream.read_to_end(&mut bytes).map_err(|error| InputError::Unreadable { error })?;
    if bytes.len() as u64 > limit {
        return Err(WorkbookError::Bomb { limit }.into());
    }
    Ok(bytes)
}

fn open_member(
    name: &str,
    content: Result<SharedBytes, InputError>,
    options: &Options,
    open_table: Open,
) -> Result<Opened, InputError> {
    let source = Source::new(name, None, Box::new(Cursor::new(content?)))?;
    match detect(&source.head) {
        Some(Kind::Tar) => Err(InputError::Archive),
        // Archives in archives are left alone, so that none can contain itself.
        Some(Kind::Zip) => match members::zip(read(source)?) {
            Ok(_) => Err(InputError::Archive),
            Err(bytes) => Ok(workbook::open(in_memory(name, bytes)?, options)?),
        },
        None => open_table(source, options),
    }
}

fn in_memory(name: &str, bytes: Vec<u8>) -> Result<Source, InputError> {
    Source::new(name, Some(bytes.len() as u64), Box::new(Cursor::new(bytes)))
}
