//! What is in no name or scope column: other columns, titles and headers. Only the named words are searched for in it.

use mingcha::input::AsidePlace;
use mingcha::report::Coverage;
use serde_json::{Value, json};

use crate::harness::{Outcome, check};

/// Field, column and matched text of each finding of a row.
fn found(run: &Outcome, row: usize) -> Vec<Value> {
    let findings = run.rows[row]["findings"].as_array().unwrap();
    findings.iter().map(|finding| json!([finding["field"], finding["column"], finding["matched"]])).collect()
}

#[test]
fn a_named_word_in_another_column_is_a_notice_of_its_row_without_the_text_around_it() {
    let run = check("企业名称,住所,经营范围\n甲公司,稳定币大厦3楼王某收,餐饮\n乙公司,某路1号,餐饮\n");
    assert_eq!(run.verdicts(), ["notice", "clear"]);
    assert_eq!(found(&run, 0), [json!(["other", "住所", "稳定币"])]);
    let finding = &run.rows[0]["findings"][0];
    assert_eq!(json!([finding["start"], finding["end"], finding["excerpt"]]), json!([0, 3, ""]));
}

#[test]
fn other_columns_are_searched_for_the_named_words_alone_and_for_no_disguise() {
    for (text, expected) in [
        ("虛.擬.貨.幣", "notice"),
        ("ＲＷＡ", "notice"),
        ("虚拟huo币", "clear"),
        ("稳定比", "clear"),
        ("区块链", "clear"),
        ("比特币", "clear"),
        ("NORWAY", "clear"),
        ("不得发行稳定 币", "notice"),
        ("\"不得发行虚\n拟货币\"", "notice"),
        ("\"加密\r\n资产\"", "notice"),
        ("\"加密\n\n资产\"", "clear"),
        ("虚拟、货币", "clear"),
        ("虚拟：货币", "clear"),
        ("虚拟（）货币", "clear"),
        ("型号R WA", "clear"),
    ] {
        let run = check(format!("企业名称,备注,经营范围\n甲公司,{text},餐饮\n"));
        assert_eq!(run.verdicts(), [expected], "{text}");
    }
}

#[test]
fn a_field_beyond_the_header_is_searched_too_and_named_by_its_number() {
    let run = check("企业名称,经营范围\n甲公司,餐饮,,虚拟货币\n");
    assert_eq!(found(&run, 0), [json!(["other", "4", "虚拟货币"])]);
    assert_eq!(run.verdicts(), ["unchecked"], "the row has more fields than the header");
}

#[test]
fn a_record_that_another_column_has_swallowed_is_searched_too() {
    let run = check("企业名称,备注,经营范围\n甲公司,\"见附件\n乙公司,无,稳定币交易\",餐饮\n");
    assert_eq!(found(&run, 0), [json!(["other", "备注", "稳定币"])]);
}

#[test]
fn keys_of_objects_that_are_not_checked_are_searched_too() {
    let run = check("{\"企业名称\":\"甲公司\",\"经营范围\":\"餐饮\",\"备注\":\"加密资产\"}\n");
    assert_eq!(found(&run, 0), [json!(["other", "备注", "加密资产"])]);
    assert_eq!(run.verdicts(), ["notice"]);
}

#[test]
fn each_cell_with_text_is_counted_once() {
    let text = "清单,,\n企业名称,备注,经营范围\n甲公司, ,餐饮\n乙公司,x,餐饮...\n丙公司,y\n丁公司,z,餐饮\n";
    let run = check(text);
    // The scope of 乙 is cut off, and a cell of 丙 is missing, so all of that row may be in wrong columns.
    assert_eq!(run.cells, Coverage { checked: 5, swept: 2, title: 0, unread: 3 });
    assert_eq!(run.above, Coverage { title: 4, ..Coverage::default() });
}

#[test]
fn a_named_word_above_the_header_or_in_it_is_noted_with_its_place() {
    let run = check("虚拟货币企业清单,\n企业名称,经营范围（不含稳定币）\n甲公司,餐饮\n");
    let places: Vec<_> = run.notes.iter().map(|note| (note.place.to_string(), note.is_unread)).collect();
    let expected = [("title in row 1, column A", false), ("header in row 2, column B", false)];
    assert_eq!(places, expected.map(|(place, is_unread)| (place.to_owned(), is_unread)));
    assert!(run.notes.iter().all(|note| note.terms.len() == 1));
}

#[test]
fn a_named_word_above_the_header_is_unread_if_the_rows_there_look_like_data() {
    let run = check("甲公司,稳定币交易\n乙公司,餐饮\n企业名称,经营范围\n丙公司,餐饮\n");
    let [note] = &run.notes[..] else { panic!("{:?}", run.notes) };
    assert!(note.is_unread);
    assert!(matches!(note.place, AsidePlace::Title { row: 1, column: 1, in_table: true, .. }), "{note:?}");
}

#[test]
fn titles_are_counted_as_a_spreadsheet_numbers_its_rows() {
    let text = "sep=,\n\n\"某市\n稳定币清单\",\n\n企业名称,经营范围\n甲公司,餐饮\n";
    let run = check(text);
    // Excel takes the declaration for none of its rows, a blank line and a record of two lines for one each.
    assert!(matches!(run.notes[0].place, AsidePlace::Title { row: 2, column: 0, .. }), "{:?}", run.notes);
}

#[test]
fn half_a_pair_of_surrogates_leaves_the_rest_of_a_value_readable() {
    let value = r"\ud83d\u865a\u62df\u8d27\u5e01\ud83d\ude00\ude00\\u";
    let run = check(format!("{{\"企业名称\":\"甲\",\"经营范围\":\"餐饮\",\"备注\":\"{value}\"}}\n"));
    assert_eq!(found(&run, 0), [json!(["other", "备注", "虚拟货币"])]);
    let run = check(format!("{{\"企业名称\":\"甲\",\"经营范围\":\"{value}\"}}\n"));
    assert_eq!(run.brief(), ["1@1 reject undecodable"]);
}

#[test]
fn members_of_objects_around_the_rows_are_searched_with_their_keys() {
    let rows = r#"[{"企业名称":"甲公司","经营范围":"餐饮"}]"#;
    for (text, place) in [
        (format!(r#"{{"title":"虚拟货币清单","data":{rows}}}"#), Some("member title beside the rows")),
        (format!(r#"{{"code":0,"result":{{"稳定币":{rows}}}}}"#), Some("member 稳定币 beside the rows")),
        (format!(r#"{{"code":0,"message":"ok","data":{rows}}}"#), None),
    ] {
        let run = check(&text);
        assert_eq!(run.verdicts(), ["clear"], "{text}");
        let places: Vec<_> = run.notes.iter().map(|note| note.place.to_string()).collect();
        assert_eq!(places, Vec::from_iter(place.map(str::to_owned)), "{text}");
    }
}

#[test]
fn an_object_with_filings_beside_its_list_is_refused() {
    for text in [
        r#"{"basic":{"企业名称":"丙","经营范围":"餐饮"},"data":[{"企业名称":"甲","经营范围":"餐饮"}]}"#,
        r#"{"data":[{"企业名称":"甲","经营范围":"餐饮"}],"next":{"list":[{"经营范围":"餐饮"}]}}"#,
    ] {
        let error = crate::harness::error(text, &mingcha::input::Options::default());
        assert!(error.contains("does not contain one list of rows"), "{error}");
    }
}
