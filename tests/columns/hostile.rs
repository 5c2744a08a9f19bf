//! Hostile files: each is one line of an error and status 2, or is read; none stops the program or takes more memory than a
//! table does.

use std::process::Command;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::common::{Folder, MINGCHA, said};
use crate::made::{self, Texts};

/// The most memory that a run may take, in KiB: the largest part that is read, and the rules.
const MEMORY: u64 = 1_600_000;

/// Runs the program on a file with so much memory and no more. Returns what it says and its status.
fn run(folder: &Folder, name: &str, bytes: &[u8]) -> (String, String, i32) {
    let path = folder.file_arg(name, bytes);
    let mut shell = Command::new("sh");
    let script = format!("ulimit -v {MEMORY}; exec \"$0\" check -f csv --no-progress --quiet --threads 1 \"$1\"");
    shell.args(["-c", &script, MINGCHA, &path]).env("LANG", "en_US.UTF-8");
    said(shell.output().unwrap())
}

fn assert_refused(folder: &Folder, name: &str, bytes: &[u8], expected: &str) {
    let (_, errors, status) = run(folder, name, bytes);
    assert_eq!(status, 2, "{name}: {errors}");
    assert_eq!(errors.trim_end().lines().count(), 1, "{name}: {errors}");
    assert!(errors.contains(expected), "{name}: {errors}");
    assert!(!errors.contains("panicked"), "{errors}");
}

/// A file with another description of its columns.
fn with_description(bytes: &[u8], description: &[u8]) -> Vec<u8> {
    let end = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
    let mut other = bytes[..end - length].to_vec();
    other.extend(description);
    other.extend(u32::try_from(description.len()).unwrap().to_le_bytes());
    other.extend(b"PAR1");
    other
}

/// A number as Thrift's compact protocol has it.
fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7F).unwrap() | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap());
    bytes
}

/// The description of a file with these columns, given by name and number of children, and no rows. Those without children
/// are texts.
fn description(columns: impl Iterator<Item = (String, u64)>) -> Vec<u8> {
    let mut elements = Vec::new();
    let mut count = 0_u64;
    for (name, children) in columns {
        count += 1;
        if children == 0 {
            // type: BYTE_ARRAY, repetition: optional
            elements.extend([0x15, 0x0C, 0x25, 0x02, 0x18]);
        } else {
            elements.extend([0x35, 0x02, 0x18]);
        }
        elements.extend(varint(name.len() as u64));
        elements.extend(name.bytes());
        if children > 0 {
            elements.push(0x15);
            elements.extend(varint(children * 2));
        }
        elements.push(0x00);
    }
    // version 1, the list of elements, no rows, no row groups
    let mut bytes = vec![0x15, 0x02, 0x19, 0xFC];
    bytes.extend(varint(count));
    bytes.extend(elements);
    bytes.extend([0x16, 0x00, 0x19, 0x0C, 0x00]);
    bytes
}

#[test]
fn a_parquet_file_that_is_cut_off_anywhere_is_refused() {
    let folder = Folder::new();
    let bytes = made::parquet(&made::batch(&made::rows(300), Texts::Utf8));
    for end in [4, 11, 12, 100, bytes.len() / 2, bytes.len() - 9, bytes.len() - 1] {
        assert_refused(&folder, "cut.parquet", &bytes[..end], "cannot be read as a Parquet file: it is cut off");
    }
}

#[test]
fn an_arrow_file_or_stream_that_is_cut_off_is_refused() {
    let folder = Folder::new();
    for is_file in [true, false] {
        let bytes = made::arrow(&made::batch(&made::rows(300), Texts::Utf8), is_file, None);
        for end in [12, 100, bytes.len() / 2, bytes.len() - 20] {
            let (_, errors, status) = run(&folder, "cut.arrow", &bytes[..end]);
            assert_eq!(status, 2, "{end}: {errors}");
            assert!(errors.lines().count() == 1 && errors.contains("cannot be read as a Arrow file"), "{errors}");
        }
    }
}

#[test]
fn offsets_that_lead_elsewhere_are_refused() {
    let folder = Folder::new();
    let batch = made::batch(&made::rows(300), Texts::Utf8);
    let properties = || {
        WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
    };
    let bytes = made::parquet_with(&batch, properties());
    // Every byte of the description is made another one: the file is refused, or read without harm.
    let end = bytes.len() - 8;
    let start = end - u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
    let mut refused = 0;
    for at in (start..end).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        let (_, errors, status) = run(&folder, "changed.parquet", &changed);
        assert!((0..=2).contains(&status), "byte {at}: {status} {errors}");
        assert!(errors.lines().count() <= 1 && !errors.contains("panicked"), "byte {at}: {errors}");
        refused += usize::from(errors.contains("cannot be read as a Parquet file"));
    }
    assert!(refused > 10, "{refused} files were refused");
}

#[test]
fn a_page_that_claims_two_gigabytes_is_refused() {
    let folder = Folder::new();
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["餐饮".repeat(10_000)]));
    let batch = RecordBatch::try_from_iter([("经营范围", texts)]).unwrap();
    for compression in [Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default()), Compression::LZ4_RAW] {
        let properties = WriterProperties::builder().set_compression(compression).set_dictionary_enabled(false);
        let mut bytes = made::parquet_with(&batch, properties);
        // The header of the first page: its kind, and the unpacked size as a number of three bytes, which becomes one of five.
        assert_eq!(bytes[4..7], [0x15, 0x00, 0x15]);
        let len = bytes[7..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
        assert_eq!(len, 3);
        let claimed = varint((384 << 20) * 2);
        let more = claimed.len() - len;
        let chunk = chunk_len(&bytes);
        bytes.splice(7..7 + len, claimed);

        // The chunk is longer by as many bytes, which the description has to state.
        let end = bytes.len() - 8;
        let start = end - u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
        let (before, after) = (varint(chunk * 2), varint((chunk + more as u64) * 2));
        assert_eq!(before.len(), after.len());
        let mut found = 0;
        for at in start..end - before.len() {
            if bytes[at..].starts_with(&before) {
                bytes[at..at + after.len()].copy_from_slice(&after);
                found += 1;
            }
        }
        assert!(found > 0);
        assert_refused(&folder, "bomb.parquet", &bytes, "unpacks to 402653184 bytes, at most 268435456 are read");
    }
}

/// The length of the only chunk of a file.
fn chunk_len(file: &[u8]) -> u64 {
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(file.to_vec())).unwrap();
    u64::try_from(builder.metadata().row_group(0).column(0).compressed_size()).unwrap()
}

#[test]
fn a_dictionary_of_one_long_text_for_many_rows_takes_no_more_memory_than_the_text() {
    let folder = Folder::new();
    let long = "餐饮".repeat(100_000);
    let texts: ArrayRef = Arc::new(StringArray::from(vec![&*long; 3000]));
    let batch = RecordBatch::try_from_iter([("经营范围", texts)]).unwrap();
    let bytes = made::parquet(&batch);
    assert!(bytes.len() < 1 << 20, "{} bytes", bytes.len());
    let (rows, errors, status) = run(&folder, "dictionary.parquet", &bytes);
    assert_eq!((status, rows.lines().count()), (0, 3001), "{errors}");
}

#[test]
fn a_table_of_a_hundred_thousand_columns_is_refused_at_once() {
    let folder = Folder::new();
    let bytes = made::parquet(&made::batch(&made::rows(1), Texts::Utf8));
    let columns = std::iter::once(("schema".to_owned(), 100_000)).chain((0..100_000).map(|n| (format!("c{n}"), 0)));
    let bytes = with_description(&bytes, &description(columns));
    assert_refused(&folder, "wide.parquet", &bytes, "has more than 16384 columns, which are not read");
}

#[test]
fn columns_that_contain_one_another_without_end_are_refused() {
    let folder = Folder::new();
    let bytes = made::parquet(&made::batch(&made::rows(1), Texts::Utf8));
    for depth in [70, 100_000] {
        let columns = (0..depth).map(|n| (format!("c{n}"), 1)).chain([("名称".to_owned(), 0)]);
        let deep = with_description(&bytes, &description(columns));
        assert_refused(&folder, "deep.parquet", &deep, "contain one another more than 64 levels deep");
    }
    // The last name of a path is known.
    let shallow = (0..20).map(|n| (format!("c{n}"), 1)).chain([("企业名称".to_owned(), 0)]);
    let (rows, errors, status) = run(&folder, "shallow.parquet", &with_description(&bytes, &description(shallow)));
    assert_eq!((status, rows.lines().count()), (0, 1), "{errors}");
}

#[test]
fn a_description_or_a_message_that_claims_to_be_long_is_refused() {
    let folder = Folder::new();
    let file = made::parquet(&made::batch(&made::rows(1), Texts::Utf8));
    let mut bytes = file.clone();
    let end = bytes.len() - 8;
    for (length, expected) in [(u32::MAX, "at most 67108864 are read"), (60 << 20, "is damaged")] {
        bytes[end..end + 4].copy_from_slice(&length.to_le_bytes());
        assert_refused(&folder, "long.parquet", &bytes, expected);
    }
    // A list of two billion elements.
    let claims = [0x15, 0x02, 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00];
    assert_refused(
        &folder,
        "list.parquet",
        &with_description(&file, &claims),
        "the description of its columns is damaged",
    );

    let mut stream = vec![0xFF; 4];
    for (length, expected) in [(0x7FFF_FFFF_u32, "at most 67108864 are read"), (60 << 20, "it is cut off")] {
        stream.truncate(4);
        stream.extend(length.to_le_bytes());
        stream.extend([0; 64]);
        assert_refused(&folder, "long.arrow", &stream, expected);
    }
}

#[test]
fn an_encrypted_file_is_named_for_what_it_is() {
    let folder = Folder::new();
    let mut bytes = made::parquet(&made::batch(&made::rows(1), Texts::Utf8));
    let end = bytes.len() - 4;
    bytes[end..].copy_from_slice(b"PARE");
    assert_refused(&folder, "secret.parquet", &bytes, "it is encrypted");
}
