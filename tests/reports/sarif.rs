use std::collections::HashSet;

use serde_json::Value;

use crate::common::formats;
use crate::{ALL_VERDICTS, CLEAN, HOSTILE, checked, is_harmless, report};

const SCHEMA: &str = include_str!("../data/sarif-schema-2.1.0.json");

fn sarif(batch: &str, args: &[&str]) -> Value {
    serde_json::from_str(&report(batch, &[&["-f", "sarif"], args].concat())).unwrap()
}

fn results(document: &Value) -> &Vec<Value> {
    document["runs"][0]["results"].as_array().unwrap()
}

/// Holds a document to the schema of the standard.
pub(crate) fn assert_valid(document: &Value) {
    // The standard's own pattern for a language has a stray bracket, which a strict reader of patterns refuses.
    let schema = SCHEMA.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{ "results": [] }] })));
    let errors: Vec<_> = validator.iter_errors(document).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn every_document_is_valid_under_the_schema_of_the_standard() {
    for batch in [CLEAN, ALL_VERDICTS, HOSTILE, "企业名称\n"] {
        for lang in ["zh", "en"] {
            assert_valid(&sarif(batch, &["--lang", lang]));
        }
    }
}

#[test]
fn a_clean_run_has_an_empty_list_of_results_and_all_rules() {
    let document = sarif(CLEAN, &["--lang", "zh"]);
    assert!(results(&document).is_empty());
    assert_eq!(document["runs"][0]["properties"]["truncated"], false);
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let named = rules.iter().find(|rule| rule["id"] == "yinfa-2026-42/stablecoin").unwrap();
    assert_eq!(named["defaultConfiguration"]["level"], "error");
    assert!(named["help"]["text"].as_str().unwrap().contains("银发〔2026〕42号（八）“稳定币”"), "{named}");
}

#[test]
fn verdicts_become_levels_and_unread_text_has_rules_of_its_own() {
    let document = sarif(ALL_VERDICTS, &["--lang", "en"]);
    let found: Vec<_> = results(&document).iter().map(|r| (r["ruleId"].as_str().unwrap(), &r["level"])).collect();
    let expected = [
        ("yinfa-2026-42/stablecoin", "error"),
        ("yinfa-2026-42/crypto-asset", "warning"),
        ("unread/ragged", "warning"),
        ("unread/missing-cell", "warning"),
        ("yinfa-2026-42/mining", "note"),
    ];
    assert!(found.iter().map(|(rule, level)| (*rule, level.as_str().unwrap())).eq(expected), "{found:?}");
    let rules = &document["runs"][0]["tool"]["driver"]["rules"];
    for result in results(&document) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn a_cell_that_shows_an_error_has_a_rule_as_other_unread_text_does() {
    let document = sarif("企业名称,经营范围\n甲,#REF!\n", &[]);
    let result = &results(&document)[0];
    assert_eq!(result["ruleId"], "unread/cell-error");
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(document["runs"][0]["tool"]["driver"]["rules"][index]["id"], "unread/cell-error");
}

#[test]
fn a_result_leads_back_to_its_line_and_cell() {
    let document = sarif(ALL_VERDICTS, &[]);
    let location = &results(&document)[1]["locations"][0];
    let physical = &location["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "%E6%89%B9%20%E6%AC%A1.csv");
    assert_eq!(physical["region"]["startLine"], 3);
    assert_eq!(physical["contextRegion"]["snippet"]["text"], "加密 资产管理");
    assert_eq!(location["logicalLocations"][0]["name"], "C3");
}

#[test]
fn a_result_has_its_columns_where_the_line_shows_the_cell_as_it_is() {
    for (row, expected) in [
        ("甲公司,软件；虚拟货币", Some("虚拟货币")),
        ("甲公司,\"软件，虚 拟 货 币\"", Some("虚 拟 货 币")),
        ("𠮷公司,稳定币", Some("稳定币")),
        ("甲公司,\"“\"\"”虚拟货币\"", None),
        ("甲公司,\"软件\n虚拟货币\"", None),
    ] {
        let batch = format!("企业名称,经营范围\n{row}\n");
        let document = sarif(&batch, &[]);
        let region = &results(&document)[0]["locations"][0]["physicalLocation"]["region"];
        let cut = region["startColumn"].as_u64().map(|start| {
            let end = region["endColumn"].as_u64().unwrap();
            let (start, end) = (usize::try_from(start).unwrap(), usize::try_from(end).unwrap());
            row.chars().skip(start - 1).take(end - start).collect::<String>()
        });
        assert_eq!(cut.as_deref(), expected, "{row}: {region}");
    }
    // Lines of JSON are no lines of cells.
    let json = sarif("{\"名称\":\"甲\",\"经营范围\":\"虚拟货币\"}\n", &[]);
    let location = &results(&json)[0]["locations"][0]["physicalLocation"];
    assert!(location["region"]["startColumn"].is_null() && !location["region"]["snippet"].is_null(), "{location}");
}

#[test]
fn addresses_of_the_project_stand_in_the_document_only_if_it_has_one() {
    let driver = &sarif(CLEAN, &[])["runs"][0]["tool"]["driver"];
    let address = env!("CARGO_PKG_REPOSITORY");
    if address.is_empty() {
        assert!(driver["informationUri"].is_null() && driver["rules"][0]["helpUri"].is_null(), "{driver}");
    } else {
        assert_eq!(driver["informationUri"], address);
        assert!(driver["rules"][0]["helpUri"].as_str().unwrap().starts_with(address));
    }
}

#[test]
fn each_finding_is_told_apart_from_the_others_of_its_row() {
    let document = sarif("企业名称,经营范围\nRWA,RWA；RWA；稳定币\n", &[]);
    let prints: Vec<_> = results(&document).iter().map(|r| r["partialFingerprints"].to_string()).collect();
    assert_eq!((prints.len(), prints.iter().collect::<HashSet<_>>().len()), (4, 4), "{prints:?}");
}

#[test]
fn a_cell_cannot_break_out_of_a_message() {
    let document = sarif(HOSTILE, &["--lang", "en"]);
    assert_eq!(results(&document).len(), 4);
    for result in results(&document) {
        let message = result["message"]["text"].as_str().unwrap();
        assert!(message.chars().all(is_harmless), "{message:?}");
        assert!(!message.contains("]("), "{message}");
    }
    let name = results(&document)[0]["properties"]["name"].as_str().unwrap();
    assert_eq!(name, "甲\x1b[31m\u{202e}公司", "the properties hold the original");
}

#[test]
fn what_is_cut_off_is_said_and_the_first_results_stay_in_the_order_of_the_rows() {
    const MOST: usize = 25_000;
    let rows = 12_600;
    let batch =
        (1..=rows).fold("企业名称,经营范围\n".to_owned(), |batch, n| batch + &format!("甲{n},RWA；稳定币\n"));
    let document = sarif(&batch, &["-j", "3", "--block-size", "8192"]);
    assert_eq!(results(&document).len(), MOST);
    let order: Vec<_> = results(&document).iter().map(|r| r["properties"]["row"].as_u64().unwrap()).collect();
    assert!(order.iter().enumerate().all(|(n, row)| *row == n as u64 / 2 + 1));
    let run = &document["runs"][0];
    assert_eq!(run["properties"]["truncated"], true);
    assert_eq!(run["properties"]["results"], 2 * rows);
    let notifications = &run["invocations"][0]["toolExecutionNotifications"];
    assert!(notifications[0]["message"]["text"].as_str().unwrap().contains("25200"), "{notifications}");
}

#[test]
fn a_report_does_not_change_the_exit_status() {
    for (batch, status) in [(CLEAN, 0), (HOSTILE, 2), (ALL_VERDICTS, 2)] {
        for format in formats() {
            assert_eq!(checked(batch, &["-f", format]).status.code(), Some(status), "{format}");
        }
    }
}
