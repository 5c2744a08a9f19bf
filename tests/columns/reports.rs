//! Reports in Parquet and Arrow say what jsonl says, and their bytes depend on the rows alone.

use std::io::Cursor;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_ipc::reader::{FileReader, StreamReader};
use mingcha::columns::schema;
use mingcha::input::Options;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value};

use crate::common::{Folder, mingcha, said};
use crate::inputs::rows_of;
use crate::made::{self, Texts};

fn parquet_batches(bytes: Vec<u8>) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

/// A value of a column, as jsonl has it.
fn value(array: &dyn arrow_array::Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    if let Some(texts) = array.as_string_opt::<i32>() {
        return texts.value(row).into();
    }
    if let Some(numbers) = array.as_primitive_opt::<Int64Type>() {
        return numbers.value(row).into();
    }
    if let Some(dictionary) = array.as_any_dictionary_opt() {
        return value(dictionary.values().as_ref(), dictionary.normalized_keys()[row]);
    }
    if let Some(list) = array.as_list_opt::<i32>() {
        let items = list.value(row);
        return (0..items.len()).map(|item| value(items.as_ref(), item)).collect();
    }
    if let Some(structure) = array.as_struct_opt() {
        let mut object = Map::new();
        for (field, column) in structure.fields().iter().zip(structure.columns()) {
            object.insert(field.name().clone(), value(column.as_ref(), row));
        }
        return object.into();
    }
    array.as_boolean().value(row).into()
}

/// The rows of batches in the form of jsonl, without what depends on the file.
fn rows_in(batches: &[RecordBatch]) -> Vec<Value> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let mut object = Map::new();
            for name in ["row", "id", "name", "verdict", "findings", "problems", "key"] {
                object.insert(name.to_owned(), value(batch[name].as_ref(), row));
            }
            if object["key"].is_null() {
                object["key"] = "".into();
            }
            rows.push(object.into());
        }
    }
    rows
}

#[test]
fn reports_for_engines_say_what_jsonl_says() {
    let rows = made::rows(20_000);
    let expected = rows_of("list.csv", made::csv(&rows), &Options::default(), 1);
    let folder = Folder::new();
    let list = folder.file_arg("list.csv", made::csv(&rows));
    let [parquet, arrow] = ["report.parquet", "report.arrow"].map(|name| folder.arg(name));
    let mut command = mingcha();
    command.args(["check", &list, "-o", &parquet, "-o", &arrow, "-f", "arrow", "--keep", "备注,企业名称", "--quiet"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "some rows are unread");

    let of_parquet = parquet_batches(std::fs::read(&parquet).unwrap());
    let of_file: Vec<_> =
        FileReader::try_new(Cursor::new(std::fs::read(&arrow).unwrap()), None).unwrap().map(Result::unwrap).collect();
    let of_stream: Vec<_> =
        StreamReader::try_new(Cursor::new(output.stdout), None).unwrap().map(Result::unwrap).collect();
    for batches in [of_parquet, of_file, of_stream] {
        let names: Vec<_> = batches[0].schema().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names[..5], ["source", "row", "line", "id", "name"]);
        assert_eq!(names[10..], ["decision", "reason", "until", "备注", "企业名称"]);
        assert_eq!(batches[0].schema().fields()[5..10], schema().fields()[..]);
        let found = rows_in(&batches);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn the_bytes_depend_on_the_rows_and_neither_on_threads_nor_on_blocks() {
    let folder = Folder::new();
    let list = folder.file_arg("list.csv", made::csv(&made::rows(30_000)));
    for name in ["report.parquet", "report.arrow"] {
        let mut first: Option<Vec<u8>> = None;
        for (threads, block) in [("1", "131072"), ("4", "1000"), ("2", "9000000")] {
            let report = folder.arg(name);
            let mut command = mingcha();
            command.args(["check", &list, "-o", &report, "--threads", threads, "--block-size", block, "--quiet"]);
            command.output().unwrap();
            let bytes = std::fs::read(&report).unwrap();
            assert!(first.get_or_insert_with(|| bytes.clone()) == &bytes, "{name} with {threads} threads");
        }
    }
}

#[test]
fn columns_that_are_carried_along_have_names_of_their_own() {
    let folder = Folder::new();
    let list = folder.file_arg("list.csv", "ID,企业名称,Verdict,verdict\n1,甲公司,x,y\n");
    let report = folder.arg("report.parquet");
    let (_, errors, status) =
        said(mingcha().args(["check", &list, "-o", &report, "--keep", "all", "--quiet"]).output().unwrap());
    assert_eq!(status, 0, "{errors}");
    let batches = parquet_batches(std::fs::read(&report).unwrap());
    let names: Vec<_> = batches[0].schema().fields()[13..].iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["ID_2", "企业名称", "Verdict_2", "verdict_3"]);
    assert_eq!(value(batches[0]["verdict_3"].as_ref(), 0), "y");
}

#[test]
fn a_report_without_rows_is_a_file_of_no_rows() {
    let folder = Folder::new();
    let list = folder.file_arg("list.csv", "企业名称\n");
    let [parquet, arrow] = ["report.parquet", "report.arrow"].map(|name| folder.arg(name));
    let (_, errors, status) =
        said(mingcha().args(["check", &list, "-o", &parquet, "-o", &arrow, "--quiet"]).output().unwrap());
    assert_eq!(status, 0, "{errors}");
    assert_eq!(rows_in(&parquet_batches(std::fs::read(&parquet).unwrap())), Vec::<Value>::new());
    let reader = FileReader::try_new(Cursor::new(std::fs::read(&arrow).unwrap()), None).unwrap();
    assert_eq!(reader.schema().fields().len(), 13);
}

#[test]
fn a_report_in_a_folder_is_not_checked_as_a_list() {
    let folder = Folder::new();
    folder.file("list.parquet", made::parquet(&made::batch(&made::rows(20), Texts::Utf8)));
    let at = folder.path().to_str().unwrap();
    for name in ["结果.parquet", "结果.arrow"] {
        mingcha().args(["check", at, "-o", &folder.arg(name), "--quiet"]).output().unwrap();
        assert!(folder.names().contains(&name.to_owned()));
    }
    let (rows, errors, _) = said(mingcha().args(["check", at, "-f", "csv", "--no-progress"]).output().unwrap());
    assert_eq!(csv::Reader::from_reader(rows.as_bytes()).records().count(), 20, "{errors}");
}

#[test]
fn a_report_in_a_folder_is_no_list_and_a_list_that_quotes_its_mark_is_one() {
    let folder = Folder::new();
    let quotes = made::csv(&[["1", "mingcha.report", "无", "虚拟货币"].map(str::to_owned)]);
    let list = folder.file_arg("list.csv", &quotes);
    std::fs::create_dir(folder.at("lists")).unwrap();
    for name in ["report.parquet", "report.arrow"] {
        mingcha().args(["check", &list, "-o", &folder.arg(&format!("lists/{name}")), "--quiet"]).output().unwrap();
    }
    let names: ArrayRef = Arc::new(StringArray::from(vec!["mingcha.report"]));
    let quoting = RecordBatch::try_from_iter([("企业名称", names)]).unwrap();
    std::fs::write(folder.at("lists/quoting.parquet"), made::parquet(&quoting)).unwrap();
    std::fs::write(folder.at("lists/quoting.arrow"), made::arrow(&quoting, true, None)).unwrap();

    let lists = folder.arg("lists");
    let (rows, errors, status) = said(mingcha().args(["check", &lists, "-f", "csv", "--lang", "en"]).output().unwrap());
    assert_eq!(status, 0, "{errors}");
    let sources: Vec<&str> = rows.lines().skip(1).map(|row| row.split(',').next().unwrap()).collect();
    assert_eq!(sources, [format!("{lists}/quoting.arrow"), format!("{lists}/quoting.parquet")]);
    for name in ["report.parquet", "report.arrow"] {
        assert!(errors.contains(&format!("{lists}/{name}")), "{name} is named: {errors}");
    }
}
