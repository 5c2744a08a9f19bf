//! Tables made for tests, as every kind of file.

use std::io::Write as _;
use std::sync::Arc;

use arrow_array::builder::StringViewBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, LargeStringArray, RecordBatch, StringArray};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};

/// Texts of names and scopes, hits and oddities among them.
const NAMES: [&str; 6] =
    ["甲贸易有限公司", "乙稳定币有限公司", "某某RWA科技有限公司", "NORWAY贸易有限公司", "", "丁建材有限公司"];
const SCOPES: [&str; 10] = [
    "软件开发；技术咨询；货物进出口",
    "虚拟货币交易平台",
    "餐饮服务、住宿服务、停车场服务、会议服务、礼仪服务、物业管理",
    "虛.擬.貨.幣兑换",
    "软件开发；稳定...",
    "#REF!",
    "",
    "代币发行融资，\"区块链\"技术",
    "锟斤拷锟斤拷",
    "第一行\n第二行虚拟huobi",
];

/// The headers of the tables. 备注 is not checked.
pub(crate) const HEADERS: [&str; 4] = ["统一社会信用代码", "企业名称", "备注", "经营范围"];

/// So many rows of cells.
pub(crate) fn rows(count: usize) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for number in 0..count {
        let note = if number % 50 == 7 { "炒作虚拟货币" } else { "无" };
        rows.push([
            format!("9135{number:014}"),
            NAMES[number * 7 % 11 % NAMES.len()].to_owned(),
            note.to_owned(),
            SCOPES[number * 13 % 17 % SCOPES.len()].to_owned(),
        ]);
    }
    rows
}

/// The rows as CSV.
pub(crate) fn csv(rows: &[[String; 4]]) -> Vec<u8> {
    let mut text = Vec::new();
    for cells in std::iter::once(&HEADERS.map(str::to_owned)).chain(rows) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        writeln!(text, "{}", quoted.join(",")).unwrap();
    }
    text
}

/// How a column holds its texts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Texts {
    Utf8,
    Large,
    View,
    Dictionary,
}

fn array(texts: Vec<Option<&str>>, kind: Texts) -> ArrayRef {
    match kind {
        Texts::Utf8 => Arc::new(StringArray::from(texts)),
        Texts::Large => Arc::new(LargeStringArray::from(texts)),
        Texts::View => {
            let mut builder = StringViewBuilder::new();
            for text in texts {
                builder.append_option(text);
            }
            Arc::new(builder.finish())
        }
        Texts::Dictionary => Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>()),
    }
}

/// The rows as a batch. Every second empty cell is null.
pub(crate) fn batch(rows: &[[String; 4]], kind: Texts) -> RecordBatch {
    let mut columns = Vec::new();
    for index in 0..HEADERS.len() {
        let text = |(row, cells): (usize, &'_ [String; 4])| (!cells[index].is_empty() || row % 2 == 0).then_some(row);
        let texts: Vec<Option<&str>> =
            rows.iter().enumerate().map(|cell| text(cell).map(|row| &*rows[row][index])).collect();
        columns.push(array(texts, kind));
    }
    let fields: Vec<Field> =
        HEADERS.iter().zip(&columns).map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

/// A batch as a Parquet file.
pub(crate) fn parquet_with(batch: &RecordBatch, properties: WriterPropertiesBuilder) -> Vec<u8> {
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.build())).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

pub(crate) fn parquet(batch: &RecordBatch) -> Vec<u8> {
    parquet_with(batch, WriterProperties::builder().set_compression(Compression::SNAPPY))
}

/// A batch as a file or a stream of Arrow.
pub(crate) fn arrow(batch: &RecordBatch, is_file: bool, compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let schema = batch.schema();
    let mut bytes = Vec::new();
    // In several batches.
    let step = (batch.num_rows() / 3).max(1);
    let parts = (0..batch.num_rows()).step_by(step).map(|at| batch.slice(at, step.min(batch.num_rows() - at)));
    if is_file {
        let mut writer = FileWriter::try_new_with_options(&mut bytes, &schema, options).unwrap();
        parts.for_each(|part| writer.write(&part).unwrap());
        writer.finish().unwrap();
    } else {
        let mut writer = StreamWriter::try_new_with_options(&mut bytes, &schema, options).unwrap();
        parts.for_each(|part| writer.write(&part).unwrap());
        writer.finish().unwrap();
    }
    bytes
}

/// The rows in every kind of file, each under a name that says which.
pub(crate) fn files(rows: &[[String; 4]]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for kind in [Texts::Utf8, Texts::Large, Texts::View, Texts::Dictionary] {
        let batch = batch(rows, kind);
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::ZSTD(ZstdLevel::default()),
            Compression::LZ4_RAW,
        ] {
            for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
                let properties = WriterProperties::builder()
                    .set_compression(compression)
                    .set_writer_version(version)
                    .set_dictionary_enabled(version == WriterVersion::PARQUET_1_0)
                    .set_data_page_row_count_limit(100)
                    .set_write_batch_size(64)
                    .set_max_row_group_row_count(Some(700));
                files.push((format!("{kind:?} {compression} {version:?} parquet"), parquet_with(&batch, properties)));
            }
        }
        for is_file in [true, false] {
            for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
                let name = format!("{kind:?} {compression:?} arrow, a file: {is_file}");
                files.push((name, arrow(&batch, is_file, compression)));
            }
        }
    }
    files
}
