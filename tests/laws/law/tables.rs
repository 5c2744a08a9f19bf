//! A Parquet or Arrow file, whatever is broken in it, is refused or read as rows; it never stops the program.

use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use mingcha::decision::Decisions;
use mingcha::input::{self, InputFormat, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::verdict::Verdict;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterVersion};

use super::made::Choices;
use super::world::EXACT;

/// Whole files, whose bytes are changed one by one.
static FILES: LazyLock<Vec<(InputFormat, Vec<u8>)>> = LazyLock::new(|| {
    let snappy = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let zstd = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_dictionary_enabled(false);
    vec![
        (InputFormat::Parquet, parquet(snappy.build())),
        (InputFormat::Parquet, parquet(zstd.build())),
        (InputFormat::Arrow, stream(None)),
        (InputFormat::Arrow, stream(Some(CompressionType::LZ4_FRAME))),
        (InputFormat::Arrow, file()),
    ]
});

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let (format, table) = match choices.take() & 7 {
        0 => (InputFormat::Parquet, choices.rest().to_vec()),
        1 => (InputFormat::Arrow, choices.rest().to_vec()),
        2 => (InputFormat::Parquet, with_description(choices.rest())),
        number => {
            let (format, bytes) = &FILES[usize::from(number - 3)];
            (*format, changed(bytes, choices.rest()))
        }
    };

    // Bytes that begin as something packed are unpacked first.
    let Ok(source) = Source::new("table", None, Box::new(Cursor::new(table))) else { return };
    let options = Options { format: Some(format), ..Options::default() };
    let Ok(opened) = input::open(source, &options) else { return };
    let decisions = Decisions::default();
    let job = Job { checker: &EXACT, reports: &[], decisions: &decisions, only: Verdict::Clear, threads: 1 };
    for mut input in opened.inputs {
        // What was read before a fault was found has been checked.
        let _ = pipeline::run(&mut input, &job, &mut Collected::begin(&[]));
    }
}

fn rows() -> RecordBatch {
    let names: ArrayRef = Arc::new(StringArray::from(vec![Some("甲公司"), None, Some("乙稳定币公司")]));
    let scopes: ArrayRef = Arc::new(StringArray::from(vec!["虚拟货币", "餐饮", "餐饮"]));
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
    RecordBatch::try_from_iter([("企业名称", names), ("经营范围", scopes), ("id", numbers)]).unwrap()
}

fn parquet(properties: WriterProperties) -> Vec<u8> {
    let rows = rows();
    let mut writer = ArrowWriter::try_new(Vec::new(), rows.schema(), Some(properties)).unwrap();
    writer.write(&rows).unwrap();
    writer.into_inner().unwrap()
}

fn stream(compression: Option<CompressionType>) -> Vec<u8> {
    let rows = rows();
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new_with_options(&mut bytes, &rows.schema(), options).unwrap();
    writer.write(&rows).unwrap();
    writer.finish().unwrap();
    bytes
}

fn file() -> Vec<u8> {
    let rows = rows();
    let mut bytes = Vec::new();
    let mut writer = FileWriter::try_new(&mut bytes, &rows.schema()).unwrap();
    writer.write(&rows).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The Parquet file with another description of its columns.
fn with_description(description: &[u8]) -> Vec<u8> {
    let (_, file) = &FILES[0];
    let end = file.len() - 8;
    let length = u32::from_le_bytes(file[end..end + 4].try_into().unwrap()) as usize;
    let mut bytes = file[..end - length].to_vec();
    bytes.extend(description);
    bytes.extend(u32::try_from(description.len()).unwrap().to_le_bytes());
    bytes.extend(b"PAR1");
    bytes
}

/// A file of which some bytes are other ones: each change has two bytes for its place and one for its value.
fn changed(file: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
        bytes[place] = change[2];
    }
    bytes
}
