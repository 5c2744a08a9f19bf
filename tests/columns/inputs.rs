//! Parquet and Arrow files give the rows, verdicts, findings and keys that the same table gives as CSV.

use std::fs;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, Float64Array, ListArray, PrimitiveArray, RecordBatch, StringArray, StructArray,
};
use arrow_schema::{DataType, Field};
use mingcha::decision::Decisions;
use mingcha::input::{Input, Limits, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::report::{FormatName, Lang, Report, ReportOptions, Summary};
use mingcha::verdict::Verdict;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use crate::common::{Folder, checker, mingcha, said};
use crate::made::{self, Texts};

/// The rows of a file in jsonl, without what depends on its kind.
pub(crate) fn rows_of(name: &str, bytes: Vec<u8>, options: &Options, threads: usize) -> Vec<Value> {
    let source = Source::from_bytes(name, bytes).unwrap();
    let mut input = Input::open(source, options).unwrap_or_else(|error| panic!("{error}"));
    let checker = checker("filing");
    let decisions = Decisions::default();
    let options = ReportOptions { summary: false, kept: input.kept_headers(), ..ReportOptions::new(Lang::En) };
    let reports = [Report::new(FormatName::Jsonl, &options)];
    let job = Job { checker: &checker, reports: &reports, decisions: &decisions, only: Verdict::Clear, threads };
    let mut collected = Collected::begin(&reports);
    pipeline::run(&mut input, &job, &mut collected).unwrap_or_else(|error| panic!("{name}: {error}"));
    let summary = Summary::new(&checker, jiff::civil::date(2026, 3, 1));
    let written = collected.finish(&summary).unwrap().remove(0);

    let mut rows = Vec::new();
    for line in String::from_utf8(written).unwrap().lines() {
        let mut row: Value = serde_json::from_str(line).unwrap();
        let object = row.as_object_mut().unwrap();
        object.remove("source");
        object.remove("line");
        rows.push(row);
    }
    rows
}

#[test]
fn every_kind_of_file_gives_the_rows_of_the_same_table_as_csv() {
    let rows = made::rows(2000);
    let keep = mingcha::input::Keep::All;
    let wanted = mingcha::input::Wanted { keep, ..mingcha::input::Wanted::default() };
    let options = Options { wanted, ..Options::default() };
    let expected = rows_of("list.csv", made::csv(&rows), &options, 1);
    assert_eq!(expected.len(), rows.len());
    let hits = expected.iter().filter(|row| row["verdict"] == "reject").count();
    assert!(hits > 300 && expected.iter().any(|row| row["findings"][0]["field"] == "other"), "{hits} hits");

    let files = made::files(&rows);
    assert_eq!(files.len(), 4 * (8 + 6));
    for (name, bytes) in files {
        let found = rows_of(&name, bytes, &options, 1);
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{name}");
        }
    }
}

#[test]
fn neither_threads_nor_the_size_of_a_block_change_a_row() {
    let rows = made::rows(3000);
    let batch = made::batch(&rows, Texts::Utf8);
    for bytes in [made::parquet(&batch), made::arrow(&batch, true, None)] {
        let expected = rows_of("a", bytes.clone(), &Options::default(), 1);
        for (threads, block) in [(4, 1), (4, 1000), (2, 1 << 24)] {
            let limits = Limits { block, ..Limits::default() };
            let found = rows_of("a", bytes.clone(), &Options { limits, ..Options::default() }, threads);
            assert!(found == expected, "{threads} threads, blocks of {block}");
        }
    }
}

fn of(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

fn texts(texts: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

#[test]
fn numbers_dates_and_bytes_are_texts_where_they_are_asked_for() {
    let digits: ArrayRef = Arc::new(PrimitiveArray::<Int64Type>::from(vec![Some(91_350_000), None]));
    let dates: ArrayRef = Arc::new(PrimitiveArray::<Date32Type>::from(vec![Some(20_513), Some(-1)]));
    let capital: ArrayRef = Arc::new(Float64Array::from(vec![100.0, 0.5]));
    let scopes: ArrayRef = Arc::new(BinaryArray::from(vec!["虚拟货币交易".as_bytes(), b"\xFFabc"]));
    let picture: ArrayRef = Arc::new(BinaryArray::from(vec![&b"\x89PNG\xFF"[..], "炒作虚拟货币".as_bytes()]));
    let batch = of(vec![
        ("统一社会信用代码", digits),
        ("企业名称", texts(&["甲公司", "乙公司"])),
        ("成立日期", dates),
        ("注册资本", capital),
        ("经营范围", scopes),
        ("照片", picture),
    ]);
    let keep = mingcha::input::Keep::These(vec!["成立日期".to_owned(), "注册资本".to_owned()]);
    let wanted = mingcha::input::Wanted { keep, ..mingcha::input::Wanted::default() };
    let options = Options { wanted, ..Options::default() };
    for bytes in [made::parquet(&batch), made::arrow(&batch, true, None)] {
        let rows = rows_of("a", bytes, &options, 1);
        assert_eq!((&rows[0]["id"], &rows[1]["id"]), (&Value::from("91350000"), &Value::from("")));
        assert_eq!(rows[0]["kept"]["成立日期"], "2026-03-01");
        assert_eq!(rows[1]["kept"]["成立日期"], "1969-12-31");
        assert_eq!((&rows[0]["kept"]["注册资本"], &rows[1]["kept"]["注册资本"]), (&"100".into(), &"0.5".into()));
        assert_eq!((&rows[0]["verdict"], &rows[0]["problems"]), (&"reject".into(), &Value::Array(vec![])));
        // What is no UTF-8 in a column to check is unread text; in another column it is no text.
        assert_eq!(rows[1]["verdict"], "unchecked");
        assert_eq!(rows[1]["problems"][0]["kind"], "undecodable");
        assert_eq!(
            (&rows[1]["findings"][0]["field"], &rows[1]["findings"][0]["column"]),
            (&"other".into(), &"照片".into())
        );
        assert_eq!(rows[0]["findings"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn columns_inside_others_are_found_by_their_headers_and_lists_are_unread_or_swept() {
    let names = StructArray::from(vec![(
        Arc::new(Field::new("企业名称", DataType::Utf8, true)),
        texts(&["甲公司", "乙公司", "丙公司"]),
    )]);
    let mut scopes = ListBuilder::new(StringBuilder::new());
    scopes.append_value([Some("餐饮"), Some("虚拟货币")]);
    scopes.append_null();
    scopes.append_value([Some("餐饮")]);
    let scopes: ListArray = scopes.finish();
    let batch =
        of(vec![("基本信息", Arc::new(names)), ("经营范围", Arc::new(scopes.clone())), ("标签", Arc::new(scopes))]);
    for bytes in [made::parquet(&batch), made::arrow(&batch, false, None)] {
        let rows = rows_of("a", bytes, &Options::default(), 1);
        assert_eq!(rows[0]["name"], "甲公司");
        assert_eq!(rows[0]["verdict"], "reject");
        assert_eq!(rows[0]["findings"][0]["column"], "经营范围");
        assert_eq!(rows[0]["findings"][1]["field"], "other");
        assert_eq!(rows[0]["problems"][0]["detail"], "经营范围: is neither a text nor a number");
        assert_eq!((&rows[1]["verdict"], &rows[2]["verdict"]), (&"clear".into(), &"unchecked".into()));
    }
}

#[test]
fn names_and_scopes_in_structures_inside_a_list_are_never_silently_clear() {
    let inner =
        StructArray::from(vec![(Arc::new(Field::new("经营范围", DataType::Utf8, true)), texts(&["餐饮", "住宿"]))]);
    let field = Arc::new(Field::new("item", inner.data_type().clone(), true));
    let offsets = arrow_buffer::OffsetBuffer::from_lengths([2, 0]);
    let list = ListArray::new(field, offsets, Arc::new(inner), Some(vec![true, false].into()));
    let batch = of(vec![("企业名称", texts(&["甲公司", "乙公司"])), ("分支机构", Arc::new(list))]);
    let rows = rows_of("a", made::parquet(&batch), &Options::default(), 1);
    assert_eq!((&rows[0]["verdict"], &rows[1]["verdict"]), (&"unchecked".into(), &"clear".into()));
    assert!(rows[0]["problems"][0]["detail"].as_str().unwrap().contains("too deep"), "{}", rows[0]);
}

#[test]
fn a_cell_beyond_the_limit_is_read_up_to_it_and_said_to_be() {
    let long = "餐饮".repeat(1000);
    let batch = of(vec![("经营范围", texts(&[&long])), ("备注", texts(&[&long]))]);
    let limits = Limits { cell: 100, ..Limits::default() };
    let rows = rows_of("a", made::parquet(&batch), &Options { limits, ..Options::default() }, 1);
    let problems: Vec<_> = rows[0]["problems"].as_array().unwrap().iter().map(|problem| &problem["detail"]).collect();
    assert_eq!(problems, ["备注: read up to 100 bytes", "经营范围: read up to 100 bytes"]);
}

/// The rows of a run of the program in csv, its errors and its status.
fn run(arguments: &[&str]) -> (String, String, i32) {
    said(mingcha().args(["check", "-f", "csv", "--no-progress"]).args(arguments).output().unwrap())
}

#[test]
fn partitions_of_a_folder_are_columns_and_lines_are_row_numbers() {
    let folder = Folder::new();
    for (province, year) in [("福建", "2025"), ("福建", "2026"), ("a%2Fb", "__HIVE_DEFAULT_PARTITION__")] {
        let at = folder.at(&format!("registry/省={province}/年={year}"));
        fs::create_dir_all(&at).unwrap();
        let batch = of(vec![("企业名称", texts(&["甲公司", "乙稳定币公司"])), ("经营范围", texts(&["餐饮", "住宿"]))]);
        fs::write(at.join("part-0.parquet"), made::parquet(&batch)).unwrap();
        fs::write(at.join("_SUCCESS"), "").unwrap();
    }
    let (rows, errors, status) = run(&["--keep", "省,年", &folder.arg("registry")]);
    assert_eq!(status, 1, "{errors}");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().skip(14).collect::<Vec<_>>(), ["省", "年"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let kept: Vec<_> = rows.iter().map(|row| (&row[2], &row[5], &row[14], &row[15])).collect();
    let expected = [
        ("1", "clear", "a/b", ""),
        ("2", "reject", "a/b", ""),
        ("1", "clear", "福建", "2025"),
        ("2", "reject", "福建", "2025"),
        ("1", "clear", "福建", "2026"),
        ("2", "reject", "福建", "2026"),
    ];
    assert_eq!(kept, expected);
}

#[test]
fn columns_are_named_by_header_or_number_and_options_of_text_are_refused() {
    let folder = Folder::new();
    let batch = of(vec![("a", texts(&["稳定币"])), ("b", texts(&["餐饮"])), ("c", texts(&["7"]))]);
    let file = folder.file_arg("list.parquet", made::parquet(&batch));
    let (rows, errors, status) = run(&["--name", "1", "--scope", "b", "--id", "c", &file]);
    assert_eq!(status, 1, "{errors}");
    assert!(rows.lines().nth(1).unwrap().contains(",1,1,7,稳定币,reject,"), "{rows}");

    let (_, errors, status) = run(&[&file]);
    assert_eq!(status, 2);
    assert!(errors.contains("no column looks like a company name or a business scope; found: a, b, c"), "{errors}");
    for option in [&["--delimiter", ";"][..], &["--encoding", "gbk"], &["--no-headers"], &["--sheet", "x"]] {
        let (_, errors, status) = run(&[&[&*file, "--name", "1"], option].concat());
        assert_eq!(status, 2, "{option:?}");
        assert!(errors.contains("is a Parquet file, which has its column names, types and encoding in it"), "{errors}");
    }
}

#[test]
fn a_stream_comes_through_a_pipe_and_packed_files_are_unpacked() {
    let rows = made::rows(200);
    let batch = made::batch(&rows, Texts::Utf8);
    let expected = rows_of("list.csv", made::csv(&rows), &Options::default(), 1).len();
    for bytes in [made::arrow(&batch, false, None), made::parquet(&batch)] {
        for bytes in [crate::common::gzip(&bytes), bytes] {
            let mut command = mingcha();
            command.args(["check", "-f", "csv", "--no-progress", "-"]);
            let (out, errors, status) = said(crate::common::fed(command, bytes));
            assert_eq!(status, 2, "some rows are unread: {errors}");
            assert_eq!(csv::Reader::from_reader(out.as_bytes()).records().count(), expected);
        }
    }
}

#[test]
fn a_codec_that_is_not_read_is_named_before_any_row() {
    let batch = of(vec![("企业名称", texts(&["甲公司"])), ("说明", texts(&["x"]))]);
    let mut bytes = made::parquet_with(&batch, WriterProperties::builder().set_compression(Compression::UNCOMPRESSED));
    // The codec is a field of each column chunk: uncompressed is 0, gzip 2. Both are one byte, after the paths of the columns.
    let footer = bytes.len() - 8 - u32::from_le_bytes(bytes[bytes.len() - 8..][..4].try_into().unwrap()) as usize;
    let path = "企业名称".as_bytes();
    let at = footer + bytes[footer..].windows(path.len()).rposition(|window| window == path).unwrap() + path.len();
    assert_eq!(bytes[at..at + 2], [0x15, 0x00], "the field after the path is the codec");
    bytes[at + 1] = 4;
    let folder = Folder::new();
    let (out, errors, status) = run(&[&folder.file_arg("list.parquet", bytes)]);
    assert_eq!((&*out, status), ("", 2));
    assert!(errors.contains("the column `企业名称` is compressed with gzip, which is not read"), "{errors}");
}

#[test]
fn an_empty_table_is_a_batch_without_rows() {
    let batch = made::batch(&[], Texts::Utf8);
    for bytes in [made::parquet(&batch), made::arrow(&batch, true, None), made::arrow(&batch, false, None)] {
        assert_eq!(rows_of("a", bytes, &Options::default(), 2), Vec::<Value>::new());
    }
}
