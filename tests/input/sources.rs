//! An input gives the same rows wherever its bytes come from.

use mingcha::input::{self, InputError, Options, Source};
use serde_json::Value;

use crate::common::{Folder, gzip};
use crate::harness::run;

const CSV: &str = "名称,经营范围\n甲公司,软件开发\n乙公司,虚拟货币交易\n";

/// The rows of every input in a source, or the error.
fn rows(source: Result<Source, InputError>) -> Result<Vec<Vec<Value>>, String> {
    let opened = source.and_then(|source| input::open(source, &Options::default()));
    let inputs = opened.map_err(|error| error.to_string())?.inputs;
    Ok(inputs.into_iter().map(|input| run(input, 1).unwrap().rows).collect())
}

#[test]
fn bytes_in_memory_give_what_their_file_gives() {
    let workbook = std::fs::read("fixtures/input/table.ods").unwrap();
    let files = [
        ("utf8.csv", CSV.as_bytes().to_vec(), 2),
        ("gbk.csv", encoding_rs::GBK.encode(CSV).0.into_owned(), 2),
        ("packed.csv.gz", gzip(CSV.as_bytes()), 2),
        ("lines.jsonl", "{\"名称\":\"虚拟货币\"}\n".as_bytes().to_vec(), 1),
        ("empty.csv", Vec::new(), 0),
        ("broken.csv.gz", gzip(CSV.as_bytes())[..8].to_vec(), 0),
        ("page.xls", b"<html><table/></html>".to_vec(), 0),
        ("table.ods", workbook, 1),
    ];
    let folder = Folder::new();
    for (name, bytes, least) in files {
        let path = folder.file_arg(name, &bytes);
        let size = |source: &Result<Source, _>| source.as_ref().map_or(None, |source| source.size);
        let path_source = Source::open(&path);
        let bytes_source = Source::from_bytes(&path, bytes);
        assert_eq!(size(&bytes_source), size(&path_source), "{name}");

        let of_path = rows(path_source);
        let of_bytes = rows(bytes_source);
        assert_eq!(of_bytes, of_path);
        let count = of_bytes.map_or(0, |inputs| inputs.concat().len());
        assert!(count >= least && (least > 0 || count == 0), "{name}: {count} rows");
    }
}
