//! Rule sets, terms and profiles that an office brings along.

use std::fs;

use crate::common::Folder;
use crate::run;

const OFFICE: &str = "fixtures/rules/example-office-2027";

fn rows(report: &str) -> Vec<serde_json::Value> {
    report.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_rule_set_holds_from_its_first_day_to_its_last() {
    for (day, verdict, status) in [
        ("2026-12-31", "clear", 0),
        ("2027-01-01", "reject", 1),
        ("2027-12-31", "reject", 1),
        ("2028-01-01", "clear", 0),
    ] {
        let args = ["check", "--rules", OFFICE, "--as-of", day, "-f", "jsonl"];
        let (report, errors, code) = run(&args, "名称\n星際旅行公司\n");
        assert_eq!((rows(&report)[0]["verdict"].as_str().unwrap(), code), (verdict, status), "{day}: {errors}");
        assert_eq!(errors.contains("is not in force"), verdict == "clear", "{day}: {errors}");
    }
}

#[test]
fn two_sets_in_force_both_report_and_every_report_names_them() {
    let (report, errors, _) =
        run(&["check", "--rules", OFFICE, "--as-of", "2027-06-01", "-f", "jsonl"], "名称\n稳定币公司\n");
    let rules: Vec<_> = rows(&report)[0]["findings"].as_array().unwrap().iter().map(|f| f["rule"].clone()).collect();
    assert_eq!(rules, ["yinfa-2026-42/stablecoin", "example-office-2027/stablecoin"]);
    let summary = &rows(&report)[1]["summary"];
    assert_eq!(summary["rule_set"], "yinfa-2026-42 example-office-2027");
    assert_eq!(summary["rule_set_sha256"].as_str().unwrap().split(' ').count(), 2);
    assert!(errors.contains("(yinfa-2026-42, ") && errors.contains("(example-office-2027, "), "{errors}");
}

#[test]
fn before_the_notice_only_an_own_rule_set_can_be_applied() {
    let folder = Folder::new();
    let rules = folder.arg("");
    for file in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        let text = fs::read_to_string(format!("{OFFICE}/{file}")).unwrap();
        folder.file(file, text.replace("2027-01-01,2027-12-31", "2021-09-15,"));
    }
    let (report, ..) =
        run(&["check", "--rules", &rules, "--as-of", "2022-01-01", "-f", "jsonl"], "名称\n时光机\n虚拟货币\n");
    let verdicts: Vec<_> = rows(&report)[..2].iter().map(|r| r["verdict"].clone()).collect();
    assert_eq!(verdicts, ["review", "clear"]);
    folder.file("terms.csv", "id,term\nx,甲\n");
    let (_, errors, status) = run(&["check", "--rules", &rules], "名称\n");
    assert!(status == 2 && errors.contains("terms.csv:1: the column"), "{errors}");
}

#[test]
fn an_own_profile_is_called_by_its_own_name_and_not_by_that_of_a_built_in_one() {
    let folder = Folder::new();
    let profile = folder.file_arg("own.csv", "profile,tier,verdict\nstock,named,reject\n");
    let said = |profile: &str| run(&["check", "--profile", profile, "--lang", "zh"], "名称\n甲\n").1;
    assert!(said(&profile).contains("口径：stock"), "{}", said(&profile));
    assert!(said("stock").contains("口径：存量登记"), "{}", said("stock"));
    let (html, ..) = run(&["check", "--profile", &profile, "--lang", "zh", "-f", "html", "-q"], "名称\n甲\n");
    assert!(html.contains("<dd>stock</dd>"), "{html}");
    let (explained, ..) = run(&["explain", "--name", "甲", "--profile", &profile, "--lang", "zh"], "");
    assert!(explained.contains("口径：stock"), "{explained}");
}

/// What `rules check` says of the example with one file replaced.
fn rules_check(file: &str, text: &str) -> (String, String, i32) {
    let folder = Folder::new();
    for file in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        folder.file(file, fs::read_to_string(format!("{OFFICE}/{file}")).unwrap());
    }
    folder.file(file, text);
    run(&["rules", "check", folder.path().to_str().unwrap(), "--lang", "zh"], "")
}

#[test]
fn a_rule_set_that_ends_before_it_begins_is_refused() {
    let ruleset = fs::read_to_string(format!("{OFFICE}/ruleset.csv")).unwrap();
    let (_, errors, status) = rules_check("ruleset.csv", &ruleset.replace("2027-12-31", "2026-12-31"));
    assert!(status == 2 && errors.contains("ruleset.csv:2：末日 2026-12-31 早于首日 2027-01-01"), "{errors}");
    let (_, errors, status) = rules_check("ruleset.csv", &ruleset.replace("2027-12-31", "2027-01-01"));
    assert!(status == 0 && errors.is_empty(), "{errors}");
}

#[test]
fn profiles_and_quotes_of_a_chain_that_nothing_here_knows_are_named() {
    let known = fs::read_to_string("data/rules/yinfa-2026-42/chain.csv").unwrap();
    let lines: Vec<&str> = known.lines().collect();
    let refused = *lines.iter().find(|line| line.contains(",refused,")).unwrap();
    for (row, expected) in [
        (refused.to_owned(), ""),
        (refused.replace("filing|literal", "filling"), "“filling”不是内置的口径"),
        (refused.replace("书面说明理由", "书面通知"), "《企业名称登记管理规定》第二十条第一款的引文"),
        (",name,see,《某办法》,,第三条,不得经营,A,某处".to_owned(), "《某办法》第三条的引文“不得经营”"),
    ] {
        let (_, errors, status) = rules_check("chain.csv", &format!("{}\n{row}\n", lines[0]));
        assert!(
            status == 0 && errors.contains(expected) && errors.is_empty() == expected.is_empty(),
            "{row}: {errors}"
        );
    }
    // The office's own notice under its title is compared with its clauses.
    let title = fs::read_to_string(format!("{OFFICE}/ruleset.csv")).unwrap();
    let title = title.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let row = format!("{}\n,name,see,《{title}》,,第九十九条,没有的话,A,某处\n", lines[0]);
    let (_, errors, status) = rules_check("chain.csv", &row);
    assert!(status == 2 && errors.contains("chain.csv:2"), "{errors}");
}

#[test]
fn own_terms_need_nothing_but_a_term() {
    let (report, _, status) = run(
        &["check", "--terms", "fixtures/terms/own.csv", "-f", "jsonl"],
        "经营范围\n火眼币发行\n量子引流\n二手矿机\n软件\n",
    );
    let verdicts: Vec<_> = rows(&report)[..4].iter().map(|r| r["verdict"].clone()).collect();
    assert_eq!(
        (verdicts, status),
        (vec!["reject".into(), "review".into(), "notice".into(), serde_json::Value::from("clear")], 1)
    );
    assert_eq!(rows(&report)[0]["findings"][0]["rule"], "own/火眼币");
}

#[test]
fn own_terms_come_in_the_encodings_that_excel_saves() {
    let folder = Folder::new();
    let text = "term,reason\r\n火眼币,某平台自称的代币\r\n";
    for (name, bytes) in [
        ("gbk.csv", encoding_rs::GBK.encode(text).0.into_owned()),
        ("bom.csv", format!("\u{feff}{text}").into_bytes()),
        ("plain.csv", text.as_bytes().to_vec()),
    ] {
        let (_, errors, status) = run(&["check", "--terms", &folder.file_arg(name, bytes)], "名称\n火眼币\n");
        assert_eq!(status, 1, "{name}: {errors}");
    }
}

#[test]
fn terms_check_names_bad_rows_failed_examples_and_repetitions() {
    let (report, _, status) = run(&["terms", "check", "fixtures/terms/own.csv"], "");
    assert_eq!(
        (report.trim(), status),
        ("fixtures/terms/own.csv: 3 terms, 0 repeat built-in ones, 0 examples fail", 0)
    );
    let folder = Folder::new();
    for (text, word, status) in [
        ("term,must_match\n火眼币,火眼睛\n", "t.csv:2: 火眼币 must match 火眼睛", 1),
        ("term,must_not\n火眼币,火眼币种\n", "must not match", 1),
        ("term\n穩定幣\n", "t.csv:2: is already searched for as yinfa-2026-42/stablecoin", 0),
        ("term\n…\n", "can never match", 2),
        ("term\n火眼币\n火眼币\n", "t.csv:3", 2),
        ("term,colour\n火眼币,红\n", "unknown column `colour`", 2),
        (
            "term,slot\n火眼…币,(\n",
            "t.csv:2: the slot: invalid regular expression `火眼(?:()币`: unclosed group at character 3",
            2,
        ),
        ("term,slot\n火眼…币,(?:甲{999}){999}\n", "it repeats too much, so write it shorter", 2),
        ("", "begins with the header `term`", 2),
    ] {
        let (_, errors, code) = run(&["terms", "check", &folder.file_arg("t.csv", text)], "");
        assert!(code == status && errors.contains(word), "{text}: {code} {errors}");
    }
}

#[test]
fn ten_thousand_own_terms_are_found_each() {
    let han = |n: u32| char::from_u32(0x4e00 + n).unwrap();
    let term = |n: u32| format!("甲{}乙{}丙", han(n % 100 * 7), han(n / 100 * 11));
    let mut terms: Vec<_> = (0..10_000).map(term).collect();
    let folded: std::collections::HashSet<_> =
        terms.iter().map(|t| mingcha::text::fold::Fold::builtin().fold(t)).collect();
    let mut seen = std::collections::HashSet::new();
    terms.retain(|t| seen.insert(mingcha::text::fold::Fold::builtin().fold(t)));
    assert!(terms.len() == folded.len() && terms.len() > 8_000);
    let own = Folder::new();
    let file = own.file_arg("many.csv", format!("term\n{}\n", terms.join("\n")));
    let input = format!("经营范围\n{}\n", terms.join("\n"));
    let (report, errors, _) = run(&["check", "--terms", &file, "-f", "jsonl", "--no-summary"], &input);
    let verdicts = rows(&report).iter().filter(|r| r["verdict"] == "review").count();
    assert_eq!(verdicts, terms.len(), "{errors}");
}

#[test]
fn an_own_profile_decides_what_a_finding_makes_of_a_row() {
    let folder = Folder::new();
    let with_rows = |rows: &str| folder.file_arg("profile.csv", format!("profile,tier,context,verdict\n{rows}"));
    let path = &with_rows("mild,named,,review\nmild,named,negated,notice\n");
    let (report, ..) =
        run(&["check", "--profile", path, "-f", "jsonl"], "经营范围\n虚拟货币\n服务（不含虚拟货币）\n比特币\n");
    let verdicts: Vec<_> = rows(&report)[..3].iter().map(|r| r["verdict"].clone()).collect();
    assert_eq!(verdicts, ["review", "notice", "clear"]);
    assert_eq!(rows(&report)[3]["summary"]["profile"], "mild");
    with_rows("mild,named,,clear\n");
    let (_, errors, status) = run(&["check", "--profile", path], "经营范围\n");
    assert!(status == 2 && errors.contains(":2: unknown verdict `clear`"), "{errors}");
    with_rows("mild,named,,review\nmild,named,,notice\n");
    let (_, errors, status) = run(&["check", "--profile", path], "经营范围\n");
    assert!(status == 2 && errors.contains(":3: the profile `mild` already has a row for this tier"), "{errors}");
    let (_, errors, status) = run(&["check", "--profile", "lenient"], "经营范围\n");
    assert!(status == 2 && errors.contains("filing, stock, advertising, literal"), "{errors}");
}

#[test]
fn the_book_and_its_profiles_can_be_listed_and_rules_and_rows_explained() {
    let (list, ..) = run(&["terms", "-f", "jsonl"], "");
    assert!(rows(&list).iter().any(|r| r["rule"] == "yinfa-2026-42/rwa" && r["verdict"] == "reject"));
    let (profile, ..) = run(&["terms", "--profile", "stock"], "");
    assert!(profile.contains("stock,named,game-currency,review"), "{profile}");
    let (rule, ..) = run(&["explain", "rwa"], "");
    assert!(rule.contains("yinfa-2026-42/rwa") && rule.contains("“RWA”") && rule.contains("WINNERWAY"), "{rule}");
    let (row, ..) = run(&["explain", "--row", "24", "fixtures/filings.csv", "--lang", "en"], "");
    assert!(row.contains("【⟦虚】【拟】【货】【币⟧】") && row.contains("verdict: review"), "{row}");
    let (_, errors, status) = run(&["explain", "--row", "999", "fixtures/filings.csv"], "");
    assert!(status == 2 && errors.contains("fewer than 999 rows"), "{errors}");
    let (_, errors, status) = run(&["explain", "nothing"], "");
    assert!(status == 2 && errors.contains("no rule in force is called `nothing`"), "{errors}");
}

#[test]
fn an_own_pattern_that_takes_too_much_work_leaves_its_row_unread() {
    let folder = Folder::new();
    for file in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        let text = fs::read_to_string(format!("{OFFICE}/{file}")).unwrap();
        folder.file(file, text.replace("2027-01-01,2027-12-31", "2021-09-15,"));
    }
    let header = "id,action,applies_to,pattern,reach,tag,must,must_not,reason\n";
    folder.file("contexts.csv", format!("{header}x,tag,*,a*b|a,segment,own,,,试\n"));
    let rules = folder.arg("");
    let args = ["check", "--rules", &rules, "--as-of", "2022-01-01", "-f", "jsonl", "--fail-on", "never"];
    let input = format!("经营范围\n时光机{}\n时光机{}\n", "a".repeat(160_000), "a".repeat(100));
    let (report, errors, status) = run(&args, &input);
    assert_eq!(status, 2, "{errors}");
    let rows = rows(&report);
    let problem = &rows[0]["problems"][0];
    assert_eq!(problem["kind"], "pattern-limit", "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("a*b|a takes too much work"), "{problem}");
    assert_eq!(rows[1]["problems"].as_array().map_or(0, Vec::len), 0);
    assert_eq!(rows[1]["findings"][0]["context"][0], "own");
}

#[test]
fn a_term_longer_than_any_word_is_refused_with_its_place() {
    let folder = Folder::new();
    let long = |letters: usize| "甲乙".repeat(letters / 2);
    for (text, status) in [
        (format!("term\n{}\n", long(256)), 0),
        (format!("term\n{}\n", long(258)), 2),
        (format!("term,also\n丙丁,戊|{}\n", long(32_000)), 2),
        (format!("term,slot\n{}…币,的\n", long(32_000)), 2),
    ] {
        let (_, errors, code) = run(&["terms", "check", &folder.file_arg("t.csv", text)], "");
        assert_eq!(code, status, "{errors}");
        assert_eq!(
            errors.contains("t.csv:2") && errors.contains("at most 256 are searched for"),
            status == 2,
            "{errors}"
        );
    }
}

#[test]
fn a_table_of_more_columns_than_any_has_is_refused() {
    let many = "经营范围,".repeat(1_000_000);
    for input in [format!("{many}\n{many}\n"), format!("{}\n甲\n", "名称\t".repeat(16_400))] {
        let (report, errors, status) = run(&["check", "-"], &input);
        assert_eq!((status, report.as_str()), (2, ""), "{errors}");
        assert!(errors.contains("columns in its first row, at most 16384 are read"), "{errors}");
    }
    let (report, errors, status) = run(&["check", "-"], &format!("{}\n甲\n", "名称,".repeat(16_000)));
    assert!(status == 2 && report.lines().count() == 2, "{errors}");
}
