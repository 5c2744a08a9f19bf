//! Rule sets, terms and profiles that an office brings along.

use std::fs;

use assert_cmd::Command;

const OFFICE: &str = "fixtures/rules/example-office-2027";

/// Standard output, standard error and status of a run on standard input.
fn run(args: &[&str], input: &str) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingcha"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "en_US.UTF-8");
    let output = command.args(args).write_stdin(input).output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code().unwrap(),
    )
}

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
    assert!(errors.contains("yinfa-2026-42 (") && errors.contains("example-office-2027 ("), "{errors}");
}

#[test]
fn before_the_notice_only_an_own_rule_set_can_be_applied() {
    let folder = std::env::temp_dir().join(format!("mingcha-rules-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for file in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        let text = fs::read_to_string(format!("{OFFICE}/{file}")).unwrap();
        fs::write(folder.join(file), text.replace("2027-01-01,2027-12-31", "2021-09-15,")).unwrap();
    }
    let (report, ..) = run(
        &["check", "--rules", folder.to_str().unwrap(), "--as-of", "2022-01-01", "-f", "jsonl"],
        "名称\n时光机\n虚拟货币\n",
    );
    let verdicts: Vec<_> = rows(&report)[..2].iter().map(|r| r["verdict"].clone()).collect();
    assert_eq!(verdicts, ["review", "clear"]);
    fs::write(folder.join("terms.csv"), "id,term\nx,甲\n").unwrap();
    let (_, errors, status) = run(&["check", "--rules", folder.to_str().unwrap()], "名称\n");
    assert!(status == 2 && errors.contains("terms.csv:1: the column"), "{errors}");
    fs::remove_dir_all(&folder).unwrap();
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
    let folder = std::env::temp_dir().join(format!("mingcha-terms-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let text = "term,reason\r\n火眼币,某平台自称的代币\r\n";
    for (name, bytes) in [
        ("gbk.csv", encoding_rs::GBK.encode(text).0.into_owned()),
        ("bom.csv", format!("\u{feff}{text}").into_bytes()),
        ("plain.csv", text.as_bytes().to_vec()),
    ] {
        let file = folder.join(name);
        fs::write(&file, bytes).unwrap();
        let (_, errors, status) = run(&["check", "--terms", file.to_str().unwrap()], "名称\n火眼币\n");
        assert_eq!(status, 1, "{name}: {errors}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn terms_check_names_bad_rows_failed_examples_and_repetitions() {
    let (report, _, status) = run(&["terms", "check", "fixtures/terms/own.csv"], "");
    assert_eq!(
        (report.trim(), status),
        ("fixtures/terms/own.csv: 3 terms, 0 repeat built-in ones, 0 examples fail", 0)
    );
    let folder = std::env::temp_dir().join(format!("mingcha-check-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("t.csv");
    for (text, word, status) in [
        ("term,must_match\n火眼币,火眼睛\n", "t.csv:2: 火眼币 must match 火眼睛", 1),
        ("term,must_not\n火眼币,火眼币种\n", "must not match", 1),
        ("term\n穩定幣\n", "t.csv:2: is sought already as yinfa-2026-42/stablecoin", 0),
        ("term\n…\n", "can never match", 2),
        ("term\n火眼币\n火眼币\n", "t.csv:3", 2),
        ("term,colour\n火眼币,红\n", "unknown column `colour`", 2),
        (
            "term,slot\n火眼…币,(\n",
            "t.csv:2: the slot: invalid regular expression `火眼(?:()币`: unclosed group at character 3",
            2,
        ),
        ("term,slot\n火眼…币,(?:甲{999}){999}\n", "it repeats too much, so write it shorter", 2),
        ("", "the column `term` is missing", 2),
    ] {
        fs::write(&file, text).unwrap();
        let (_, errors, code) = run(&["terms", "check", file.to_str().unwrap()], "");
        assert!(code == status && errors.contains(word), "{text}: {code} {errors}");
    }
    fs::remove_dir_all(&folder).unwrap();
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
    let file = std::env::temp_dir().join(format!("mingcha-many-{}.csv", std::process::id()));
    fs::write(&file, format!("term\n{}\n", terms.join("\n"))).unwrap();
    let input = format!("经营范围\n{}\n", terms.join("\n"));
    let (report, errors, _) = run(&["check", "--terms", file.to_str().unwrap(), "-f", "jsonl", "--no-summary"], &input);
    let verdicts = rows(&report).iter().filter(|r| r["verdict"] == "review").count();
    assert_eq!(verdicts, terms.len(), "{errors}");
    fs::remove_file(&file).unwrap();
}

#[test]
fn an_own_profile_decides_what_a_finding_makes_of_a_row() {
    let file = std::env::temp_dir().join(format!("mingcha-profile-{}.csv", std::process::id()));
    fs::write(&file, "profile,tier,context,verdict\nmild,named,,review\nmild,named,negated,notice\n").unwrap();
    let profile = file.to_str().unwrap();
    let (report, ..) =
        run(&["check", "--profile", profile, "-f", "jsonl"], "经营范围\n虚拟货币\n服务（不含虚拟货币）\n比特币\n");
    let verdicts: Vec<_> = rows(&report)[..3].iter().map(|r| r["verdict"].clone()).collect();
    assert_eq!(verdicts, ["review", "notice", "clear"]);
    assert_eq!(rows(&report)[3]["summary"]["profile"], "mild");
    fs::write(&file, "profile,tier,context,verdict\nmild,named,,clear\n").unwrap();
    let (_, errors, status) = run(&["check", "--profile", profile], "经营范围\n");
    assert!(status == 2 && errors.contains(":2: unknown verdict `clear`"), "{errors}");
    fs::write(&file, "profile,tier,context,verdict\nmild,named,,review\nmild,named,,notice\n").unwrap();
    let (_, errors, status) = run(&["check", "--profile", profile], "经营范围\n");
    assert!(status == 2 && errors.contains(":3: the profile `mild` already has a row for this tier"), "{errors}");
    fs::remove_file(&file).unwrap();
    let (_, errors, status) = run(&["check", "--profile", "lenient"], "经营范围\n");
    assert!(status == 2 && errors.contains("filing, stock, literal"), "{errors}");
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
