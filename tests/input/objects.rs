//! Lines of JSON: every line is a row, and no text of one passes unread as clear.

use mingcha::input::{InputFormat, Limits, Options, Wanted};
use mingcha::verdict::Field;

use crate::big::filings;
use crate::harness::{Outcome, check, error, open, run, try_check};

fn jsonl() -> Options {
    Options { format: Some(InputFormat::Jsonl), ..Options::default() }
}

fn lines(text: impl AsRef<[u8]>) -> Outcome {
    try_check(text.as_ref(), &jsonl()).unwrap()
}

fn wanted(scopes: &[&str]) -> Options {
    let wanted = scopes.iter().fold(Wanted::default(), |wanted, scope| wanted.with(Field::Scope, scope));
    Options { wanted, ..jsonl() }
}

/// A CSV text as lines of JSON with the same columns.
fn as_objects(csv: &str) -> String {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let mut text = String::new();
    for record in reader.records() {
        let record = record.unwrap();
        let pairs = headers.iter().zip(&record).map(|(key, value)| {
            format!("{}:{}", serde_json::to_string(key).unwrap(), serde_json::to_string(value).unwrap())
        });
        text.extend(["{", &pairs.collect::<Vec<_>>().join(","), "}\n"]);
    }
    text
}

#[test]
fn an_object_gets_what_its_row_in_csv_gets() {
    let csv = format!("统一社会信用代码,企业名称,经营范围\n{}", filings(3_000).collect::<String>());
    let odd = "9,\"甲\"\"虚拟\n货币\"\"\",\"a\\b\t稳,定币\"\n8,,软件…\n9.13E+17,无,\u{feff}RWA\u{2028}\n";
    let mut expected = check(csv.clone() + odd);
    let outcome = lines(as_objects(&(csv + odd)));
    assert_eq!(outcome.rows.len(), 3_003);
    for (row, number) in expected.rows.iter_mut().zip(1..) {
        row["line"] = number.into();
    }
    assert_eq!(outcome.rows, expected.rows);
}

#[test]
fn keys_may_come_and_go_in_any_order() {
    let outcome = lines(
        "{\"企业名称\":\"甲\"}\n\
         {\"經營範圍\":\"虚拟货币\",\"备注\":{\"经营范围\":\"x\"},\"公司名称\":\"乙\"}\n\
         {\"opScope\":\"软件\",\"ZSOPSCOPE\":\"稳定币\",\"UNISCID\":91}\n\
         {\"企业名称\":\"甲\",\"\\u7ecf营范围\":\"\\u865a拟货币\"}\r\n",
    );
    assert_eq!(outcome.brief(), ["1@1 clear", "2@2 reject", "3@3 reject", "4@4 reject"]);
    assert_eq!(outcome.rows[1]["findings"][0]["column"], "經營範圍");
    assert_eq!((&outcome.rows[1]["name"], &outcome.rows[2]["id"]), (&"乙".into(), &"91".into()));
}

#[test]
fn the_same_key_twice_hides_nothing() {
    for line in ["{\"经营范围\":\"软件\",\"经营范围\":\"稳定币\"}", "{\"经营范围\":\"稳定币\",\"经营范围\":\"软件\"}"]
    {
        assert_eq!(lines(line).brief(), ["1@1 reject"]);
    }
}

#[test]
fn a_line_that_is_no_object_is_an_unread_row() {
    for line in [
        "",
        "  ",
        "text",
        "\"虚拟货币\"",
        "[]",
        "null",
        "{",
        "{\"企业名称\":\"甲\"}}",
        "{\"企业名称\":\"甲\",}",
        "{'企业名称':'甲'}",
    ] {
        let outcome = lines(format!("{{\"名称\":\"甲\"}}\n{line}\n{{\"名称\":\"乙\"}}\n"));
        assert_eq!(outcome.brief(), ["1@1 clear", "2@2 unchecked undecodable", "3@3 clear"], "{line}");
    }
}

#[test]
fn what_stands_before_a_fault_is_checked() {
    for line in ["{\"企业名称\":\"虚拟货币\",\"经营范围\":\"软", "{\"企业名称\":\"虚拟货币\"} {\"企业名称\":\"甲\"}"]
    {
        assert_eq!(lines(line).brief(), ["1@1 reject undecodable"]);
    }
}

#[test]
fn a_value_that_is_neither_text_nor_number_is_unread_but_what_it_holds_is_found() {
    for (value, expected) in [
        ("[\"软件\"]", "unchecked undecodable"),
        ("{\"a\":[\"\\u865a拟货币\"]}", "reject undecodable"),
        ("true", "unchecked undecodable"),
        ("\"\\ud83d\"", "unchecked undecodable"),
        ("\"\u{fffd}\"", "unchecked undecodable"),
        ("null", "clear empty"),
        ("\"\"", "clear empty"),
        ("12.50", "clear"),
    ] {
        assert_eq!(lines(format!("{{\"经营范围\":{value}}}")).brief(), [format!("1@1 {expected}")], "{value}");
    }
    let deep = format!("{{\"经营范围\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(lines(deep).brief(), ["1@1 unchecked undecodable"]);
}

#[test]
fn an_object_without_a_key_that_is_checked_is_unread() {
    let outcome = lines("{}\n{\"备注\":\"虚拟货币\"}\n{\"id\":1,\"ENTNAME\":null}\n");
    assert_eq!(outcome.brief(), ["1@1 unchecked missing-cell", "2@2 unchecked missing-cell", "3@3 clear empty"]);
    let named = try_check("{\"a\":\"稳定币\"}\n{\"b\":\"稳定币\"}\n".as_bytes(), &wanted(&["a"])).unwrap();
    assert_eq!(named.brief(), ["1@1 reject", "2@2 unchecked missing-cell,empty"]);
}

#[test]
fn a_named_key_that_an_object_lacks_is_an_empty_cell() {
    let outcome =
        try_check("{\"名称\":\"甲\"}\n{\"a\":\"软件\",\"名称\":\"甲\"}\n".as_bytes(), &wanted(&["a", "b"])).unwrap();
    assert_eq!(outcome.brief(), ["1@1 clear empty,empty", "2@2 clear empty"]);
}

#[test]
fn bytes_that_are_no_utf8_leave_the_row_unread() {
    let mut bytes = "\u{feff}\u{feff}{\"名称\":\"甲\"}\n{\"名称\":\"虚拟货币".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xB9\xAB\"}\n{\"scope\":\"RWA\"}");
    let outcome = lines(&bytes);
    assert_eq!(outcome.brief(), ["1@1 clear", "2@2 reject undecodable", "3@3 reject"]);
    let lost = bytes.iter().position(|b| *b == 0xB9).unwrap();
    assert_eq!(outcome.details(1), [format!("at byte {lost} of the input")]);
}

#[test]
fn a_string_beyond_the_limit_is_unread_there_and_all_else_is_read() {
    let long = "软件、\\u5f00\\\"".repeat(30_000);
    let text = format!(
        "{{\"名称\":\"甲\",\"备注\":\"{long}\",\"经营范围\":\"{long}\"}}\n\
         {{\"备注\":\"{long}\",\"经营范围\":\"稳定币\"}}\n\
         {{\"经营范围\":\"稳定币{long}\"}}\n{{\"名称\":\"乙\"}}\n"
    );
    let limits = Limits { cell: 64, ..Limits::default() };
    let outcome = try_check(text.as_bytes(), &Options { limits, ..jsonl() }).unwrap();
    assert_eq!(outcome.brief(), ["1@1 unchecked too-long", "2@2 reject", "3@3 reject too-long", "4@4 clear"]);
}

#[test]
fn a_line_of_too_many_strings_is_one_row_and_not_clear() {
    let many = "\"软件\",".repeat(100_000);
    let text = format!("{{\"名称\":\"甲\",\"备注\":[{many}\"\"],\"经营范围\":\"软件\"}}\n{{\"名称\":\"乙\"}}\n");
    let limits = Limits { cell: 64, ..Limits::default() };
    let outcome = try_check(text.as_bytes(), &Options { limits, ..jsonl() }).unwrap();
    assert_eq!(outcome.brief(), ["1@1 unchecked undecodable", "2@2 clear"]);
}

#[test]
fn no_lines_are_no_rows_and_objects_are_told_from_delimited_text() {
    let none = open(b"", 1, &jsonl()).unwrap().remove(0);
    assert_eq!(run(none, 2).unwrap().rows.len(), 0);
    assert_eq!(check("{\"名称\":\"甲\"}\n{\"经营范围\":\"RWA\"}\n").brief(), ["1@1 clear", "2@2 reject"]);
}

#[test]
fn an_empty_list_or_one_without_filings_beside_the_rows_is_no_obstacle() {
    let rows = r#"[{"企业名称":"甲","经营范围":"稳定币"}]"#;
    for text in [
        format!(r#"{{"data":{rows},"errors":[]}}"#),
        format!(r#"{{"data":{{"records":{rows},"total":1,"orders":[]}}}}"#),
        format!(r#"{{"columns":[{{"field":"a","title":"甲"}}],"data":{rows}}}"#),
    ] {
        assert_eq!(check(&text).verdicts(), ["reject"], "{text}");
    }
    let twice = format!(r#"{{"a":{rows},"b":{rows}}}"#);
    assert!(error(twice, &Options::default()).contains("one list of rows"));
}
