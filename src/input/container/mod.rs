//! Archives: each member that is a table is an input of its own, named `archive!member`.

mod companion;
mod member;
mod members;
pub(super) mod packed;
mod tar;
mod unchecked;

use std::io::{Cursor, Read as _};

use self::member::Member;
use self::members::Members;
use super::InputError;
use super::aside::{Aside, AsidePlace};
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

    let mut sorted = Sorted::new(&name, options);
    sorted.beside.extend(companion::of_comment(members.comment(), &name, &name));
    for member in members {
        let member = member?;
        sorted.beside.extend(companion::of_comment(&member.comment, &name, &member.name));
        if members::is_clutter(&member) {
            sorted.add_clutter(member);
            continue;
        }
        let content = member.content.map(SharedBytes::new);
        let bytes = content.as_ref().ok().cloned();
        sorted.add_name(&member.name);
        let outcome = open_member(&part_name(&name, &member.name), content, options, open_table);
        sorted.add(member.name, outcome, bytes);
    }
    sorted.opened(has_more).map(Tried::Opened)
}

/// The members of an archive by what they are.
struct Sorted<'a> {
    archive: &'a str,
    options: &'a Options,
    /// The tables.
    tables: Opened,
    /// Those that cannot be checked.
    refusals: Refusals,
    /// Those that come along with tables: name, what opening it gave, and its text.
    companions: Vec<(String, Result<Opened, InputError>, Aside)>,
    /// The texts of comments and of what systems add to a folder.
    beside: Vec<Aside>,
}

/// What Windows and macOS add to a folder that a person has arranged.
const ARRANGED: [&str; 2] = ["desktop.ini", ".DS_Store"];

impl<'a> Sorted<'a> {
    fn new(archive: &'a str, options: &'a Options) -> Self {
        let (tables, refusals) = (Opened::default(), Refusals::default());
        Self { archive, options, tables, refusals, companions: Vec::new(), beside: Vec::new() }
    }

    /// Adds the name of a member, which is a text that a reader sees.
    fn add_name(&mut self, member: &str) {
        let place = AsidePlace::MemberName { name: member.into() };
        self.tables.asides.push(Aside { source: self.archive.into(), place, text: Some(member.to_owned()) });
    }

    /// Adds a member with what opening it gave, and its bytes if they can be unpacked.
    fn add(&mut self, member: String, outcome: Result<Opened, InputError>, bytes: Option<SharedBytes>) {
        if let Some(aside) = companion::text(&outcome, bytes.as_ref(), self.archive, &member, self.options) {
            self.companions.push((member, outcome, aside));
            return;
        }
        match outcome {
            Ok(inner) => self.add_table(&member, inner),
            Err(error) => self.add_refused(member, error, bytes),
        }
    }

    /// Adds what a system adds to a folder. What macOS adds for each file is as many as there are files, and is not listed.
    fn add_clutter(&mut self, member: Member) {
        let bytes = member.content.unwrap_or_default();
        self.beside.extend(companion::of_clutter(&bytes, self.archive, &member.name));
        if ARRANGED.iter().any(|name| member.name.ends_with(name)) {
            self.tables.skipped.push(Skipped { name: member.name, reason: SkipReason::NoTable });
        }
    }

    fn add_table(&mut self, member: &str, inner: Opened) {
        self.tables.asides.extend(inner.asides);
        self.tables.inputs.extend(inner.inputs);
        self.tables.unread.extend(inner.unread);
        for sheet in inner.skipped {
            let name = format!("{member}#{}", sheet.name);
            self.tables.skipped.push(Skipped { name, ..sheet });
        }
    }

    /// Adds a member that was refused. The cells of one without a column to check are searched all the same.
    fn add_refused(&mut self, member: String, error: InputError, bytes: Option<SharedBytes>) {
        let has_no_column = error.skip_reason() == Some(SkipReason::NoColumn);
        let text = bytes.filter(|_| has_no_column);
        let cells = text.map(|bytes| unchecked::cells(bytes, self.archive, &member, self.options)).transpose();
        let error = match cells {
            Ok(cells) => {
                self.tables.asides.extend(cells.into_iter().flatten());
                error
            }
            Err(unreadable) => unreadable,
        };
        self.refusals.0.push(error.refusal(member));
    }

    /// The tables, with the other members named. `has_more` says that there are bytes around the archive.
    ///
    /// # Errors
    /// There is no table.
    fn opened(mut self, has_more: bool) -> Result<Opened, InputError> {
        self.settle_companions();
        let Self { archive, mut tables, refusals, beside, .. } = self;
        tables.asides.extend(beside);
        if tables.inputs.is_empty() {
            return Err(InputError::NothingInArchive { refusals });
        }
        if has_more {
            tables.unread.push(InputError::BesideArchive.refusal(archive.to_owned()));
        }
        for refusal in refusals.0 {
            let full_name = part_name(archive, &refusal.sheet);
            let reason = refusal.skip_reason();
            tables.leave_out(refusal, reason, full_name);
        }
        Ok(tables)
    }

    /// What comes along with no table is what the archive is about.
    fn settle_companions(&mut self) {
        let has_table = !self.tables.inputs.is_empty();
        for (member, outcome, aside) in std::mem::take(&mut self.companions) {
            match outcome {
                _ if has_table => {
                    self.tables.asides.push(aside);
                    self.tables.skipped.push(Skipped { name: member, reason: SkipReason::NoTable });
                }
                Ok(inner) => self.tables.inputs.extend(inner.inputs),
                Err(error) => self.refusals.0.push(error.refusal(member)),
            }
        }
    }
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
