//! Archives: each member that is a table is an input of its own, named `archive!member`.

mod member;
mod members;
pub(super) mod packed;
mod tar;

use std::io::{Cursor, Read as _};

use self::member::Content;
use self::members::Members;
use super::InputError;
use super::opened::Opened;
use super::options::Options;
use super::source::Source;
use super::workbook;
use crate::message::{Refusal, Refusals, WorkbookError};

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

/// Opens the members of an archive, each with `open_table`. A member is skipped if it is not a table or has no column to check.
///
/// # Errors
/// A table cannot be read, a member is locked or an archive itself and so may have tables, or no member can be checked.
pub(super) fn open(kind: Kind, source: Source, options: &Options, open_table: Open) -> Result<Tried, InputError> {
    let name = source.name.clone();
    let bytes = read(source)?;
    let members = match kind {
        Kind::Zip => match members::zip(bytes) {
            Ok(members) => members,
            Err(bytes) => return Ok(Tried::NoArchive(in_memory(&name, bytes)?)),
        },
        Kind::Tar => Members::Tar(tar::Tar::new(bytes)),
    };

    let mut opened = Opened { inputs: Vec::new(), skipped: Vec::new(), asides: Vec::new() };
    let mut refusals = Refusals::default();
    for member in members {
        let member = member?;
        let full_name = format!("{name}!{}", member.name);
        let refusal = match open_member(&full_name, member.content, options, open_table) {
            Ok(mut inner) => {
                opened.inputs.append(&mut inner.inputs);
                opened.asides.append(&mut inner.asides);
                let skipped = inner.skipped.into_iter().map(|sheet| format!("{}#{sheet}", member.name));
                opened.skipped.extend(skipped);
                continue;
            }
            Err(error) if is_no_table(error.reason()) => error,
            Err(error) => return Err(error.of(&member.name)),
        };
        opened.skipped.push(member.name.clone());
        refusals.0.push(Refusal { sheet: member.name, reason: Box::new(refusal) });
    }

    if opened.inputs.is_empty() {
        return Err(InputError::NothingInArchive { refusals });
    }
    Ok(Tried::Opened(opened))
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

fn open_member(name: &str, content: Content, options: &Options, open_table: Open) -> Result<Opened, InputError> {
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Locked => return Err(InputError::LockedMember),
    };
    let source = Source::new(name, None, Box::new(Cursor::new(bytes)))?;
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

/// Whether a member is skipped for this reason: it is not a table, or has nothing to check. The same reason lets the sheets of
/// a workbook be skipped.
fn is_no_table(reason: &InputError) -> bool {
    match reason {
        InputError::Workbook { error } => {
            matches!(**error, WorkbookError::NoWorkbook | WorkbookError::NothingToCheck { .. })
        }
        InputError::Document
        | InputError::Picture
        | InputError::NotText
        | InputError::Empty
        | InputError::NoSheets
        | InputError::NoSuchColumn { .. }
        | InputError::NoSuchNumber { .. }
        | InputError::NoNumberedColumn { .. } => true,
        reason => reason.is_about_text() && !matches!(reason, InputError::UnknownEncoding),
    }
}
