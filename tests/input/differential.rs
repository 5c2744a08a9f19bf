//! Where a file is well formed, its cells are those that the `csv` crate reads.

use mingcha::input::{Keep, Options, Wanted};
use mingcha::verdict::Field;
use proptest::prelude::*;

use crate::common::cases;
use crate::harness::{text, try_check};

fn options() -> Options {
    let wanted = Wanted { keep: Keep::All, ..Wanted::default() }.with(Field::Name, "1");
    Options { wanted, delimiter: Some(','), ..Options::default() }
}

/// Every cell of every record that is no blank line, by the `csv` crate.
fn reference(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn ours(csv: &[u8], width: usize) -> Vec<Vec<String>> {
    let outcome = try_check(csv, &options()).unwrap();
    let cell = |row: &serde_json::Value, n: usize| text(&row["kept"][format!("c{n}")]);
    outcome.rows.iter().map(|row| (0..width).map(|n| cell(row, n)).collect()).collect()
}

fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just(",".to_owned()),
        Just("，".to_owned()),
        Just("\0".to_owned()),
        "[a-z软件开发 ]{0,6}",
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..5_usize).prop_flat_map(|width| prop::collection::vec(prop::collection::vec(cell(), width), 0..12))
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn written_tables_are_read_as_the_csv_crate_reads_them(rows in table(), crlf in any::<bool>()) {
        let width = rows.first().map_or(1, Vec::len);
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        writer.write_record((0..width).map(|n| format!("c{n}"))).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let csv = writer.into_inner().unwrap();
        prop_assert_eq!(ours(&csv, width), reference(&csv)[1..].to_vec());
    }

    #[test]
    fn unquoted_text_of_any_kind_is_split_alike(body in "[ab,软\\r\\n\" \t']{0,80}") {
        // Quotes that open a cell are left to the tests of broken files: there we say more than the csv crate does.
        let body = body.replace(",\"", ",x\"").replace("\n\"", "\nx\"").replace("\r\"", "\rx\"");
        let csv = format!("c0,c1,c2\nx{body}");
        let expected: Vec<Vec<String>> = reference(csv.as_bytes())[1..]
            .iter()
            .map(|row| (0..3).map(|n| row.get(n).cloned().unwrap_or_default()).collect())
            .collect();
        prop_assert_eq!(ours(csv.as_bytes(), 3), expected);
    }
}
