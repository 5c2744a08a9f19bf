//! The records of a block, whatever the input is. This is the one place that tells delimited text from lines of JSON and
//! from tables.

use std::sync::Arc;

use super::block::Block;
use super::delimited::{DecodedBlock, FieldSpan, Line, Lines, Records, Span, Spans, find as find_records};
use super::encoding::Transcoder;
use super::layout::{HeaderAgain, HeaderSearch, Layout, Wanted};
use super::objects::{Objects, find as find_lines};
use super::record::Record;
#[cfg(feature = "arrow")]
use super::table::{TableRows, find_rows};

/// Splits the blocks of one input into records. Each worker has its own; its memory serves for every block.
#[derive(Debug)]
pub struct Splitter {
    spans: Spans,
    kind: Kind,
}

/// What the blocks contain.
#[derive(Debug)]
enum Kind {
    Delimited {
        delimiter: char,
        layout: Arc<Layout>,
        fields: Vec<FieldSpan>,
        decoded: DecodedBlock,
    },
    Objects(Box<Objects>),
    #[cfg(feature = "arrow")]
    Table(Box<TableRows>),
}

impl Splitter {
    /// For delimited text whose columns are known.
    #[must_use]
    pub fn delimited(delimiter: char, layout: Arc<Layout>) -> Self {
        let kind = Kind::Delimited { delimiter, layout, fields: Vec::new(), decoded: DecodedBlock::default() };
        Self { spans: Spans::default(), kind }
    }

    /// For lines of JSON, with what is wanted of each.
    pub(super) fn objects(wanted: Wanted) -> Self {
        Self { spans: Spans::default(), kind: Kind::Objects(Box::new(Objects::new(wanted))) }
    }

    /// For the rows of a table.
    #[cfg(feature = "arrow")]
    pub(super) fn table(rows: TableRows) -> Self {
        Self { spans: Spans::default(), kind: Kind::Table(Box::new(rows)) }
    }

    /// Finds the records of a block. Returns the number of its lines.
    pub fn find(&mut self, block: &Block) -> Lines {
        match &self.kind {
            Kind::Delimited { delimiter, .. } => find_records(block, *delimiter, &mut self.spans),
            Kind::Objects(_) => find_lines(block, &mut self.spans),
            #[cfg(feature = "arrow")]
            Kind::Table(_) => find_rows(block, &mut self.spans),
        }
    }

    /// Transcodes delimited text in GB18030 with this transcoder from now on.
    pub(crate) fn watch(&mut self, transcoder: Arc<Transcoder>) {
        if let Kind::Delimited { decoded, .. } = &mut self.kind {
            decoded.watch(transcoder);
        }
    }

    /// The number of records that [`Splitter::find`] found.
    #[must_use]
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// Decodes the block whose records were found last.
    pub fn batch<'a>(&'a mut self, block: &'a Block) -> Batch<'a> {
        let spans = &self.spans;
        match &mut self.kind {
            Kind::Delimited { delimiter, layout, fields, decoded } => {
                let records = Records::new(block, spans, layout, *delimiter, decoded);
                Batch { spans, kind: BatchKind::Delimited { records, fields } }
            }
            Kind::Objects(objects) => {
                objects.read(block, spans);
                Batch { spans, kind: BatchKind::Objects(objects) }
            }
            #[cfg(feature = "arrow")]
            Kind::Table(rows) => {
                rows.read(block);
                Batch { spans, kind: BatchKind::Table(rows) }
            }
        }
    }
}

/// The records of a block that are headers, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct HeaderRows {
    /// Those that repeat the header of the input.
    pub(crate) same: Vec<usize>,
    /// The first that is another header.
    pub(crate) other: Option<usize>,
}

/// The records of one block.
#[derive(Debug)]
pub struct Batch<'a> {
    spans: &'a Spans,
    kind: BatchKind<'a>,
}

#[derive(Debug)]
enum BatchKind<'a> {
    Delimited {
        records: Records<'a>,
        fields: &'a mut Vec<FieldSpan>,
    },
    Objects(&'a Objects),
    #[cfg(feature = "arrow")]
    Table(&'a TableRows),
}

impl<'a> Batch<'a> {
    /// The text that all records are part of.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.kind {
            BatchKind::Delimited { records, .. } => records.text(),
            BatchKind::Objects(objects) => objects.text(),
            #[cfg(feature = "arrow")]
            BatchKind::Table(rows) => rows.text(),
        }
    }

    /// Whether the text was decoded record by record, so that it may differ from the bytes of its block in other ways than by
    /// its encoding.
    pub(crate) fn is_decoded(&self) -> bool {
        match &self.kind {
            BatchKind::Delimited { records, .. } => records.is_decoded(),
            BatchKind::Objects(_) => false,
            #[cfg(feature = "arrow")]
            BatchKind::Table(_) => false,
        }
    }

    /// Whether the bytes of a record that was decoded may be a text in another encoding, or from another byte on.
    pub(crate) fn may_hide(&self, number: usize) -> bool {
        let BatchKind::Delimited { records, .. } = &self.kind else {
            return true;
        };
        records.may_hide(number)
    }

    /// The number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// What the columns of all records are. Returns `None` if they may differ from record to record.
    pub(crate) fn layout(&self) -> Option<&'a Layout> {
        let BatchKind::Delimited { records, .. } = &self.kind else { return None };
        Some(records.layout())
    }

    /// What is between the fields of delimited text.
    pub(crate) fn delimiter(&self) -> Option<&[u8]> {
        let BatchKind::Delimited { records, .. } = &self.kind else { return None };
        Some(records.delimiter())
    }

    /// The record with a number from 0 as a line of its input, if it is one.
    #[inline]
    pub(crate) fn line(&self, number: usize) -> Option<Line<'_>> {
        let BatchKind::Delimited { records, .. } = &self.kind else { return None };
        records.line(number)
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The place of a record in its block, by its number from 0.
    #[must_use]
    pub fn span(&self, number: usize) -> Span {
        self.spans[number]
    }

    /// Finds the records that are headers. Only records about as short as the header are looked at.
    #[must_use]
    pub(crate) fn header_rows(&mut self) -> HeaderRows {
        let mut found = HeaderRows::default();
        let BatchKind::Delimited { records, fields } = &mut self.kind else {
            return found;
        };
        let Some(search) = records.header_search() else {
            return found;
        };
        let may_be_header = HeaderSearch::may_be_header();
        for (number, span) in self.spans.iter().enumerate() {
            let is_long = span.end - span.start > search.longest;
            if is_long || (search.has_known && !records.may_have_header(number, &may_be_header)) {
                continue;
            }
            match records.read(number, fields).header_again() {
                Some(HeaderAgain::Same) => found.same.push(number),
                Some(HeaderAgain::Other) if found.other.is_none() => found.other = Some(number),
                _ => {}
            }
        }
        found
    }

    /// The record with a number from 0.
    #[inline]
    #[must_use]
    pub fn record(&mut self, number: usize) -> Record<'_> {
        match &mut self.kind {
            BatchKind::Delimited { records, fields } => records.read(number, fields),
            BatchKind::Objects(objects) => objects.record(number),
            #[cfg(feature = "arrow")]
            BatchKind::Table(rows) => rows.record(number),
        }
    }
}
