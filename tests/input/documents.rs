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
