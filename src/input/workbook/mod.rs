//! Workbooks: each sheet becomes delimited text in memory and is read like any other input, so that both give the same
//! verdicts. Its lines are the sheet's rows.

mod asides;
mod book;
mod detect;
mod embedded;
mod formats;
mod guard;
mod kind;
mod loose;
mod margins;
mod markup;
mod merged;
mod ods;
pub(super) mod runs;
mod sheet;
mod shown;
mod xls;
mod xlsb;
mod xlsx;

use std::collections::HashSet;
use std::io::{Cursor, Read as _};

use self::asides::Asides;
use self::book::Workbook;
use self::detect::detect;
use self::kind::Kind;
use self::sheet::Content;
use super::aside::Aside;
use super::block::Numbering;
use super::catch_panics::catch_panics;
use super::encoding::Encoding;
use super::entries;
use super::layout::UNREAD;
use super::opened::{Input, Opened};
use super::options::Options;
use super::shared_bytes::SharedBytes;
use super::source::Source;
use crate::message::{Damage, InputError, Refusals, WorkbookError};

type Result<T, E = WorkbookError> = std::result::Result<T, E>;

/// The error of a reader that panicked.
fn unrecognizable(kind: Kind) -> WorkbookError {
    kind.damaged(Damage::Unrecognizable)
}

/// What the binary formats show for the code of an error.
fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => UNREAD,
        _ => "#ERROR!",
    }
}

/// A name of a sheet, with a number behind it if another sheet has the name already. Adds it to those that are taken.
fn unused(name: &str, taken: &mut HashSet<String>) -> String {
    let mut unused = name.to_owned();
    let mut number = taken.len();
    while !taken.insert(unused.clone()) {
        number += 1;
        unused = format!("{name} ({number})");
    }
    unused
}

/// Opens every sheet that has a name or scope column, or only the sheet that the options name. The others are named with the
/// reason: they have nothing to check, or cannot be read.
pub(crate) fn open(source: Source, options: &Options) -> Result<Opened> {
    let name = source.name.clone();
    let Sheets { inputs, asides, refusals, has_more } = read(source, options)?;
    if inputs.is_empty() {
        return Err(WorkbookError::NothingToCheck { refusals });
    }

    let mut opened = Opened { inputs, asides, ..Opened::default() };
    if has_more {
        opened.unread.push(InputError::BesideArchive.refusal(name.clone()));
    }
    for refusal in refusals.0 {
        let full_name = part_name(&name, &refusal.sheet);
        let reason = refusal.skip_reason_of_sheet();
        opened.leave_out(refusal, reason, full_name);
    }
    Ok(opened)
}

/// The texts of a workbook that has nothing to check.
pub(super) fn texts(source: Source, options: &Options) -> Result<Vec<Aside>> {
    Ok(read(source, options)?.asides)
}

/// What a workbook holds.
struct Sheets {
    /// The sheets that have something to check.
    inputs: Vec<Input>,
    /// The texts beside their tables, and those of the other sheets.
    asides: Vec<Aside>,
    /// Why the other sheets are not checked.
    refusals: Refusals,
    /// Whether the file has more bytes than the archive that the workbook is.
    has_more: bool,
}

fn read(source: Source, options: &Options) -> Result<Sheets> {
    let name = source.name.clone();
    let mut bytes = Vec::new();
    source.into_stream().read_to_end(&mut bytes).map_err(|error| WorkbookError::Unreadable { error })?;

    let kind = detect(&bytes)?;
    let has_more = kind != Kind::Xls && entries::has_more(&bytes);
    let mut workbook = catch_panics(unrecognizable(kind), || Workbook::new(kind, bytes))?;
    let sheets = chosen(workbook.sheets(), options.sheet.as_deref())?;

    let mut inputs = Vec::new();
    let mut asides = Asides::default();
    let mut refusals = Refusals::default();
    if options.sheet.is_none() {
        for sheet in workbook.sheets_without_cells() {
            refusals.0.push(InputError::from(WorkbookError::NotATable).refusal(sheet));
        }
    }
    let mut damaged = Vec::new();
    for sheet in sheets {
        let content = match catch_panics(unrecognizable(kind), || workbook.content(&sheet)) {
            // The reader may be in any state.
            Err(error @ WorkbookError::Damaged { damage: Damage::Unrecognizable, .. }) => {
                return Err(WorkbookError::InSheet { sheet, error: Box::new(error) });
            }
            Err(error @ WorkbookError::Bomb { .. }) => return Err(error),
            content => content.map_err(InputError::from),
        };
        if content.as_ref().is_err_and(|error| error.skip_reason().is_none()) {
            damaged.push(sheet.clone());
        }
        let opened = content.and_then(|Content { text, covered }| {
            let text = SharedBytes::new(text);
            let mut input = open_sheet(&part_name(&name, &sheet), text.clone(), covered, options);
            if let Ok(input) = &mut input {
                input.format = Some(kind.name());
            }
            input.inspect_err(|_| asides.add_cells(&sheet, text.as_ref()))
        });
        match opened {
            Ok(input) => inputs.push(input),
            Err(error) => refusals.0.push(error.refusal(sheet)),
        }
    }

    let mut beside = Asides::default();
    catch_panics(unrecognizable(kind), || {
        workbook.asides(options.sheet.as_deref(), &mut beside);
        Ok(())
    })?;
    // That such a sheet cannot be read is said already.
    for sheet in damaged {
        beside.forget_unread(&sheet);
    }
    asides.append(beside);
    Ok(Sheets { inputs, asides: asides.of_file(&name), refusals, has_more })
}

/// The name of a sheet in reports.
fn part_name(workbook: &str, sheet: &str) -> String {
    format!("{workbook}#{sheet}")
}

/// The sheet that the user named, or all sheets.
fn chosen(sheets: Vec<String>, wanted: Option<&str>) -> Result<Vec<String>> {
    let Some(wanted) = wanted else {
        return Ok(sheets);
    };
    if !sheets.iter().any(|sheet| sheet == wanted) {
        return Err(WorkbookError::UnknownSheet { sheet: wanted.to_owned(), sheets });
    }
    Ok(vec![wanted.to_owned()])
}

/// Opens the text of a sheet, which is UTF-8 with commas whatever the user said of the file.
fn open_sheet(name: &str, text: SharedBytes, covered: u64, options: &Options) -> Result<Input, InputError> {
    if text.as_ref().is_empty() {
        return Err(WorkbookError::EmptySheet.into());
    }

    let options = Options { encoding: Some(Encoding::Utf8), delimiter: Some(','), ..options.clone() };
    let size = text.as_ref().len() as u64;
    let source = Source::new(name, Some(size), Box::new(Cursor::new(text)))?;
    let mut input = Input::delimited(source, &options, Numbering::Records)?;
    input.covered = covered;
    Ok(input)
}
