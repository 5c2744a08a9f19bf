//! An opened input: its columns are known, and it gives its blocks.

use std::sync::Arc;

use super::InputError;
use super::aside::Aside;
use super::batch::Splitter;
use super::block::{Block, Numbering};
use super::delimited::Framer;
use super::encoding::{Bytes, Encoding, Settled, transcoded};
use super::end_marks::EndMarks;
use super::layout::{Keep, Layout, Wanted, header};
use super::objects::LineFramer;
use super::options::Options;
use super::source::Source;
#[cfg(feature = "arrow")]
use super::table::{self, OpenedTable, Table};
#[cfg(feature = "workbooks")]
use crate::message::SkipReason;
use crate::message::{Refusal, Skipped};
#[cfg(feature = "reports")]
use crate::verdict::Field;

/// What one source holds.
#[derive(Default)]
pub struct Opened {
    /// One input, or one for each sheet of a workbook and each member of an archive that has something to check.
    pub inputs: Vec<Input>,
    /// The sheets and members that have nothing to check.
    pub skipped: Vec<Skipped>,
    /// The sheets and members that may have something to check and cannot be read, each under the name that it would have as
    /// an input.
    pub unread: Vec<Refusal>,
    /// The texts beside the rows below the headers.
    pub asides: Vec<Aside>,
}

impl Opened {
    pub(super) fn alone(input: Input) -> Self {
        Self { inputs: vec![input], ..Self::default() }
    }

    /// Adds what was refused: either there is nothing to check for this reason, or it is left unread. `full_name` is the name
    /// that it would have as an input.
    #[cfg(feature = "workbooks")]
    pub(super) fn leave_out(&mut self, refusal: Refusal, reason: Option<SkipReason>, full_name: String) {
        match reason {
            Some(reason) => self.skipped.push(Skipped { name: refusal.sheet, reason }),
            None => self.unread.push(Refusal { sheet: full_name, ..refusal }),
        }
    }
}

/// An opened input, ready to give its blocks.
pub struct Input {
    /// The name in reports.
    pub name: String,
    /// The file that it is in, as it was given: the name without the sheet of a workbook or the member of an archive.
    pub file: String,
    /// How many bytes [`Input::next`] reads in all, where that is known before.
    pub size: Option<u64>,
    /// What its columns are. For lines of JSON, whose keys are not known yet, only the columns to be kept.
    pub layout: Arc<Layout>,
    /// The delimiter between fields.
    pub delimiter: char,
    /// How many physical lines stand before the first block.
    pub lines_before: u64,
    /// How many of these a spreadsheet does not show as rows.
    pub lines_inside: u64,
    /// How many records stand above the header.
    pub titles: usize,
    /// The texts above the header and in it, or around the rows of JSON.
    pub above: Vec<Aside>,
    /// The longest cell that is read whole, in bytes.
    pub max_cell: usize,
    /// How many of its cells have a text that a spreadsheet does not show, because a merged cell covers them. They are checked.
    pub covered: u64,
    /// The encoding that all of it was transcoded from before it was cut into blocks.
    pub(super) origin: Option<Encoding>,
    /// The format of the workbook that it is a sheet of.
    pub(super) format: Option<&'static str>,
    /// The marks at its end that are no text.
    pub(super) end_marks: EndMarks,
    source: Framed,
}

/// How an input is cut into blocks.
enum Framed {
    Delimited(Box<Framer>),
    /// Lines of JSON, and what is wanted of each.
    Objects(LineFramer, Box<Wanted>),
    /// A table of an engine.
    #[cfg(feature = "arrow")]
    Table(Box<Table>),
}

impl Input {
    /// Opens delimited text.
    pub(crate) fn delimited(source: Source, options: &Options, numbering: Numbering) -> Result<Self, InputError> {
        let name = source.name.clone();
        let source_name: Arc<str> = name.as_str().into();
        let end_marks = source.end_marks.clone();
        let size = source.size;
        if source.head.is_empty() {
            return Err(InputError::Empty);
        }
        if options.sheet.is_some() && numbering == Numbering::Lines {
            return Err(InputError::NoSheets);
        }
        let bytes = Bytes::open(source.into_stream(), options.encoding, &end_marks)
            .map_err(|error| InputError::Unreadable { error })?;
        let mut framer = Framer::new(bytes, options.limits, numbering);
        let mut found = header::take(&mut framer, options, numbering)?;
        framer.delimit(found.delimiter);
        let layout = found.layout(numbering, &options.wanted).map_err(|error| match numbering {
            Numbering::Lines => error,
            Numbering::Records => error.of_sheet(),
        })?;
        Ok(Self {
            file: name.clone(),
            name,
            size,
            layout: layout.into(),
            delimiter: found.delimiter,
            lines_before: found.lines,
            lines_inside: found.inside,
            titles: found.above,
            above: found.texts(&source_name),
            max_cell: options.limits.cell,
            covered: 0,
            origin: None,
            format: None,
            end_marks,
            source: Framed::Delimited(Box::new(framer)),
        })
    }

    /// Opens lines of JSON. Nothing is read yet, and none at all is a batch without rows.
    pub(super) fn objects(source: Source, options: &Options) -> Result<Self, InputError> {
        refuse_for_objects(options)?;
        let (name, wanted) = (source.name.clone(), options.wanted.clone());
        let origin = options.encoding.filter(|encoding| *encoding != Encoding::Utf8);
        let end_marks = source.end_marks.clone();
        let size = source.size;
        let stream = source.into_stream();
        let stream = match origin {
            Some(encoding) => transcoded(stream, encoding),
            None => stream,
        };
        Ok(Self {
            file: name.clone(),
            name,
            size,
            layout: Layout::of_no_keys(&wanted).into(),
            delimiter: ',',
            lines_before: 0,
            lines_inside: 0,
            titles: 0,
            above: Vec::new(),
            max_cell: options.limits.cell,
            covered: 0,
            origin,
            format: None,
            end_marks,
            source: Framed::Objects(LineFramer::new(stream, options.limits), Box::new(wanted)),
        })
    }

    /// Opens a table of an engine.
    #[cfg(feature = "arrow")]
    pub(super) fn table(kind: table::Kind, source: Source, options: &Options) -> Result<Self, InputError> {
        let name = source.name.clone();
        let size = source.size;
        let OpenedTable { table, layout, above } = table::open(kind, source, options)?;
        Ok(Self {
            file: name.clone(),
            name,
            size,
            layout,
            delimiter: ',',
            lines_before: 0,
            lines_inside: 0,
            titles: 0,
            above,
            max_cell: options.limits.cell,
            covered: 0,
            origin: None,
            format: Some(kind.name()),
            end_marks: EndMarks::default(),
            source: Framed::Table(Box::new(table)),
        })
    }

    /// Reads the next block into the memory of an old one. Returns `false` at the end of the input.
    ///
    /// # Errors
    /// The stream fails, or the file changed while it was read.
    pub fn next(&mut self, block: &mut Block) -> Result<bool, InputError> {
        let next = match &mut self.source {
            Framed::Delimited(framer) => framer.next(block),
            Framed::Objects(framer, _) => framer.next(block),
            #[cfg(feature = "arrow")]
            Framed::Table(table) => return table.next(block).map_err(|error| error.of(&self.name)),
        };
        block.origin = self.origin;
        next.map_err(|error| InputError::Interrupted { error }.of(&self.name))
    }

    /// Whether it is lines of JSON, each of which has its own columns.
    #[must_use]
    pub fn is_lines_of_json(&self) -> bool {
        matches!(self.source, Framed::Objects(..))
    }

    /// How many bytes at its end are marks of the end and no text: Ctrl-Z of DOS, and NULs. Known when it has been read.
    #[must_use]
    pub fn end_marks(&self) -> u64 {
        self.end_marks.get()
    }

    /// The fields for which no column was found, when all has been read. `seen` are the checked columns of lines of JSON.
    #[cfg(feature = "reports")]
    pub(crate) fn missing<'s>(&self, seen: impl Iterator<Item = &'s str>) -> Vec<Field> {
        let Framed::Objects(_, wanted) = &self.source else { return Vec::new() };
        Layout::missing_keys(seen, wanted)
    }

    /// Those of the keys of objects that are not checked although they read like a name or a scope.
    #[cfg(feature = "reports")]
    pub(crate) fn overlooked_keys(&self, keys: &[Arc<str>]) -> Vec<String> {
        let Framed::Objects(_, wanted) = &self.source else { return Vec::new() };
        Layout::overlooked_keys(keys, wanted)
    }

    /// What splits its blocks into records. Every worker needs its own.
    #[must_use]
    pub fn splitter(&self) -> Splitter {
        match &self.source {
            Framed::Delimited(_) => Splitter::delimited(self.delimiter, self.layout.clone()),
            Framed::Objects(_, wanted) => Splitter::objects(Wanted::clone(wanted)),
            #[cfg(feature = "arrow")]
            Framed::Table(table) => Splitter::table(table.rows()),
        }
    }

    /// The headers of the columns that are carried along.
    #[must_use]
    pub fn kept_headers(&self) -> Vec<Arc<str>> {
        self.layout.kept.iter().map(|&i| self.layout.headers[i].as_str().into()).collect()
    }

    /// The encoding as it stands in summaries. A sheet has the format of its workbook in its place.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        if let Some(format) = self.format {
            return format;
        }
        if let Some(origin) = self.origin {
            return origin.name();
        }
        let Framed::Delimited(framer) = &self.source else { return Encoding::Utf8.name() };
        match framer.settled() {
            Settled::Ascii => "ASCII",
            Settled::As(encoding) => encoding.name(),
            Settled::Unknown => "unknown",
        }
    }
}

/// Refuses options that do not apply to lines of JSON.
fn refuse_for_objects(options: &Options) -> Result<(), InputError> {
    if options.delimiter.is_some() || options.wanted.no_headers || options.sheet.is_some() {
        return Err(InputError::JsonHasKeys);
    }
    if options.wanted.keep == Keep::All {
        return Err(InputError::UnknownKeys);
    }
    Ok(())
}
