//! Whole files of JSON: each object or array in them is a row.

use mingcha::input::Options;

use crate::common::utf16;
use crate::harness::{check, error};

#[test]
fn an_array_of_objects_gives_what_its_lines_give() {
    let object = "{\"企业名称\":\"甲\",\"经营范围\":\"虚拟货币\"}";
    let other = "{ \"企业名称\" : \"乙\",\n  \"经营范围\" : \"软件\" }";
    for text in [
        format!("[{object},{other}]"),
        format!("\u{feff}[ {object}\r\n,\n{other} ]\n"),
        format!("{{\n\"RECORDS\": [{object},{other}]\n}}"),
        format!("{{\"code\":0,\"data\":{{\"total\":2,\"list\":[{object},{other}]}}}}"),
        format!("{other}\n{object}"),
        format!("{object}{other}"),
    ] {
        let outcome = check(&text);
        let mut verdicts = outcome.verdicts();
        verdicts.sort();
        assert_eq!(verdicts, ["clear", "reject"], "{text}");
        assert_eq!(outcome.brief().len(), 2);
    }
    assert_eq!(check(utf16(&format!("{object}\n{other}"), u16::to_le_bytes)).brief(), ["1@1 reject", "2@2 clear"]);
    assert!(check("[]").rows.is_empty());
}

#[test]
fn the_first_array_of_an_array_is_the_header() {
    let text = "[[\"企业名称\",\"经营范围\"],\n[\"甲,\\\"乙\",\"虚拟货币\"],[\"丙\",null],[\"丁\"]]";
    let outcome = check(text);
    assert_eq!(outcome.verdicts(), ["reject", "clear", "unchecked"]);
    assert_eq!(outcome.rows[0]["name"], "甲,\"乙");
    assert_eq!(check("[\"名称\"]\n[\"稳定币\"]\n").brief(), ["1@2 reject"]);
}

#[test]
fn odd_values_are_treated_as_in_lines() {
    let text = "[{\"经营范围\":[\"软件\"]},{\"经营范围\":null},{\"备注\":\"x\"},7]";
    let expected =
        ["1@1 unchecked undecodable", "2@2 clear empty", "3@3 unchecked missing-cell", "4@4 unchecked undecodable"];
    assert_eq!(check(text).brief(), expected);
}

#[test]
fn what_is_not_one_list_of_rows_is_refused() {
    for (text, word) in [
        ("[{\"名称\":\"甲\"},", "broken as JSON at line 1"),
        ("[{\"名称\":\"甲\"}\n{\"名称\":\"甲\"}]", "broken as JSON at line 2"),
        ("{\"a\":[{\"b\":1}],\n\"c\":[{\"d\":1}]}", "one list of rows"),
        ("[[\"名称\"],[[\"甲\"]]]", "neither a text nor a number"),
    ] {
        let message = error(text, &Options::default());
        assert!(message.contains(word), "{text}: {message}");
    }
}

/// A firm as an object, with a clear scope or another.
fn firm(name: &str, scope: &str) -> String {
    format!("{{\"企业名称\":\"{name}\",\"经营范围\":\"{scope}\"}}")
}

#[test]
fn a_key_to_check_beside_or_above_the_list_does_not_hide_its_rows() {
    let list = format!("[{},{}]", firm("甲公司", "餐饮"), firm("乙公司", "虚拟货币交易"));
    let arrays = "[[\"企业名称\",\"经营范围\"],[\"甲公司\",\"餐饮\"],[\"乙公司\",\"虚拟货币交易\"]]";
    for rows in [list.as_str(), arrays] {
        for text in [
            format!("{{\"name\":\"2026年第3批\",\"data\":{rows}}}"),
            format!("{{\"data\":{rows},\"名称\":\"某局\"}}"),
            format!("{{\"公司名称\":null,\"data\":{rows}}}"),
            format!("{{\"name\":null,\"data\":{rows}}}"),
            format!("{{\"code\":0,\"result\":{{\"name\":\"批次\",\"total\":2,\"data\":{rows}}}}}"),
            format!("{{\"scope\":\"all\",\"page\":{{\"rows\":{rows}}}}}"),
            format!("[{{\"name\":\"Sheet1\",\"data\":{rows}}}]"),
            format!("[{{\"sheet\":\"Sheet1\",\"data\":{rows}}}]"),
        ] {
            assert_eq!(check(&text).verdicts(), ["clear", "reject"], "{text}");
        }
    }
    // What may be a firm is a row, and its list is checked with it.
    for (name, expected) in [("甲集团", "reject"), ("虚拟货币集团", "reject")] {
        let text = format!("{{\"企业名称\":\"{name}\",\"子公司\":{list}}}");
        assert_eq!(check(&text).verdicts(), [expected], "{text}");
    }
    let names = "{\"name\":\"批次\",\"data\":[{\"企业名称\":\"甲餐饮有限公司\"},{\"企业名称\":\"虚拟货币有限公司\"}]}";
    assert_eq!(check(names).verdicts(), ["clear", "reject"]);
}

#[test]
fn firms_inside_a_row_are_checked_with_it() {
    for inner in ["虚拟货币", "虚拟贷币", "挖矿"] {
        let alone = check(format!("[{}]", firm("乙公司", inner))).verdicts();
        assert_ne!(alone, ["clear"]);
        let (clean, bad) = (firm("甲公司", "餐饮"), firm("乙公司", inner));
        for nested in [
            format!("\"子公司\":[{clean},{bad}]"),
            format!("\"data\":{{\"list\":[{clean},{bad}]}}"),
            format!("\"分支机构\":{bad}"),
            format!("\"表\":[[\"序号\",\"经营范围\"],[1,\"餐饮\"],[2,\"{inner}\"]]"),
            format!("\"表\":[[\"标题\"],[\"序号\",\"经营范围\"],[1,\"餐饮\"],[2,\"{inner}\"]]"),
            format!(
                "\"columns\":[{{\"name\":\"序号\"}},{{\"name\":\"经营范围\"}}],\"rows\":[[1,\"餐饮\"],[2,\"{inner}\"]]"
            ),
            format!("\"子公司\":[{{\"经营范围\":[\"餐饮\",\"{inner}\"]}}]"),
        ] {
            let row = format!("{{\"企业名称\":\"甲集团\",\"经营范围\":\"餐饮\",{nested}}}");
            for text in [row.clone(), format!("[{row}]"), format!("{row}\n{row}\n")] {
                assert_eq!(check(&text).verdicts()[0], alone[0], "{text}");
            }
        }
    }
    let outcome =
        check(format!("{{\"企业名称\":\"甲集团\",\"经营范围\":\"餐饮\",\"子公司\":[{}]}}", firm("乙公司", "虚拟贷币")));
    assert_eq!(outcome.rows[0]["findings"][0]["column"], "子公司 › 经营范围");
    assert_eq!(outcome.rows[0]["name"], "甲集团");
}

#[test]
fn lists_of_people_inside_a_row_are_no_alarm() {
    let people = "\"股东\":[{\"name\":\"张三\",\"比例\":null},{\"name\":\"\"},{\"name\":null}],\"标签\":[\"a\",\"b\"]";
    let row = format!("{{\"企业名称\":\"甲餐饮有限公司\",\"经营范围\":\"餐饮\",{people}}}");
    for text in [row.clone(), format!("[{row},{row}]"), format!("{row}\n{row}\n")] {
        assert!(check(&text).brief().iter().all(|row| row.ends_with("clear")), "{text}: {:?}", check(&text).brief());
    }
    // A firm without a scope is a row although its list has names, too.
    let alone = format!("{{\"企业名称\":\"虚拟贷币交易有限公司\",{people}}}");
    assert_ne!(check(&alone).verdicts(), ["clear"]);
    // An object without a key of its own stays unread.
    let unknown = "{\"商事\":\"甲\",\"股东\":[{\"name\":\"张三\"}]}\n";
    assert_eq!(check(unknown.repeat(2)).verdicts(), ["unchecked", "unchecked"]);
}

#[test]
fn values_too_deep_to_be_searched_leave_the_row_unread() {
    let deep = format!("{{\"企业名称\":\"甲\",\"经营范围\":\"餐饮\",\"x\":{}{}}}", "[".repeat(60), "]".repeat(60));
    assert_eq!(check(&deep).brief(), ["1@1 unchecked undecodable"]);
}

#[test]
fn a_list_of_columns_is_the_header_of_the_arrays_beside_it_and_no_list_of_firms() {
    let rows = "[[1,\"甲公司\",\"餐饮\"],[2,\"乙公司\",\"虚拟货币\"]]";
    for columns in [
        "\"columns\":[{\"name\":\"序号\",\"type\":\"long\"},{\"name\":\"企业名称\"},{\"name\":\"经营范围\",\"type\":\"text\"}]",
        "\"meta\":[{\"name\":\"id\"},{\"name\":\"entname\"},{\"name\":\"opscope\"}]",
        "\"fields\":[{\"id\":0,\"title\":\"序号\"},{\"id\":1,\"title\":\"企业名称\"},{\"id\":2,\"title\":\"经营范围\"}]",
        "\"columns\":[\"序号\",\"企业名称\",\"经营范围\"],\"index\":[0,1]",
    ] {
        for text in [
            format!("{{{columns},\"rows\":{rows}}}"),
            format!("{{\"data\":{rows},{columns},\"cursor\":\"x\"}}"),
            format!("{{\"took\":1,\"result\":{{{columns},\"rows\":{rows}}}}}"),
        ] {
            let outcome = check(&text);
            assert_eq!(outcome.verdicts(), ["clear", "reject"], "{text}");
            assert_eq!(outcome.rows[1]["name"], "乙公司", "{text}");
        }
    }
    let meta = "[{\"name\":\"企业名称\",\"type\":\"String\"},{\"name\":\"经营范围\",\"type\":\"String\"}]";
    let text = format!("{{\"meta\":{meta},\"data\":[{}],\"rows\":1}}", firm("甲公司", "虚拟货币"));
    assert_eq!(check(text).verdicts(), ["reject"]);

    for text in [
        // Rows in another form than arrays.
        format!("{{\"cols\":{meta},\"rows\":[{{\"c\":[{{\"v\":\"甲公司\"}},{{\"v\":\"虚拟货币\"}}]}}]}}"),
        format!("{{\"columns\":{meta},\"more\":1}}"),
        meta.to_owned(),
    ] {
        assert!(error(&text, &Options::default()).contains("one list of rows"), "{text}");
    }
    // What was changed is no column.
    let changes = "[{\"企业名称\":\"甲\",\"变更事项\":\"经营范围\",\"变更后内容\":\"虚拟货币\"}]";
    assert_eq!(check(changes).verdicts(), ["reject"]);
    let changes =
        "[{\"变更事项\":\"经营范围\",\"变更后内容\":\"虚拟货币\"},{\"变更事项\":\"名称\",\"变更后内容\":\"甲\"}]";
    assert_eq!(check(changes).verdicts(), ["reject", "clear"]);
}

#[test]
fn an_empty_place_in_a_list_is_no_row() {
    let list = format!("[{},null,{}]", firm("甲公司", "餐饮"), firm("乙公司", "虚拟货币"));
    assert_eq!(check(list).verdicts(), ["clear", "reject"]);
    assert_eq!(check("[[\"企业名称\",\"经营范围\"],null,[\"甲\",\"挖矿\"]]").verdicts(), ["notice"]);
}

#[test]
fn what_an_export_says_of_itself_in_front_of_its_rows_is_no_row() {
    let data = format!("[{},{}]", firm("甲公司", "餐饮"), firm("乙公司", "虚拟货币"));
    let header = "{\"type\":\"header\",\"version\":\"5.2.1\",\"comment\":\"Export to JSON\"}";
    let database = "{\"type\":\"database\",\"name\":\"reg\"}";
    let table = format!("{{\"type\":\"table\",\"name\":\"t\",\"database\":\"reg\",\"data\":{data}}}");
    assert_eq!(check(format!("[{header},\n{database},\n{table}]")).verdicts(), ["clear", "reject"]);

    // Two groups are two rows, and so are two sheets.
    let group = |name: &str, inner: &str| format!("{{\"name\":\"{name}\",\"子公司\":[{inner}]}}");
    let bad = firm("乙公司", "虚拟货币");
    let groups = format!("[{},{{\"name\":\"乙集团\"}}]", group("甲集团", &bad));
    assert_eq!(check(groups).verdicts(), ["reject", "clear"]);
    let sheets = format!("[{},{}]", group("a", &firm("甲公司", "餐饮")), group("b", &bad));
    assert_eq!(check(sheets).verdicts(), ["clear", "reject"]);
}
