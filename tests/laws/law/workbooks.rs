//! A workbook, whatever is broken in it, is refused or read as rows; it never stops the program.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::LazyLock;

use mingcha::decision::Decisions;
use mingcha::input::{self, InputFormat, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::verdict::Verdict;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::made::Choices;
use super::world::EXACT;

/// The files of a workbook, by name.
type Files = Vec<(String, Vec<u8>)>;

static XLSX: LazyLock<Files> = LazyLock::new(|| files(include_bytes!("../../../fixtures/input/table.xlsx")));
static ODS: LazyLock<Files> = LazyLock::new(|| files(include_bytes!("../../../fixtures/input/table.ods")));

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let workbook = match choices.take() & 3 {
        0 => choices.rest().to_vec(),
        1 => with(&XLSX, "xl/worksheets/sheet1.xml", choices.rest()),
        2 => with(&XLSX, "xl/sharedStrings.xml", choices.rest()),
        _ => with(&ODS, "content.xml", choices.rest()),
    };
    let source = Source::new("book", None, Box::new(Cursor::new(workbook))).unwrap();
    let options = Options { format: Some(InputFormat::Workbook), ..Options::default() };
    let Ok(opened) = input::open(source, &options) else { return };
    let decisions = Decisions::default();
    let job = Job { checker: &EXACT, reports: &[], decisions: &decisions, only: Verdict::Clear, threads: 1 };
    for mut input in opened.inputs {
        pipeline::run(&mut input, &job, &mut Collected::begin(&[])).unwrap();
    }
}

fn files(workbook: &[u8]) -> Files {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let count = archive.len();
    let mut file = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(&mut file).collect()
}

/// The workbook with other bytes for one of its files.
fn with(files: &Files, name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (known, own) in files {
        writer
            .start_file(known.as_str(), SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .unwrap();
        writer.write_all(if known == name { bytes } else { own }).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
