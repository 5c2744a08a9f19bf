//! Rule sets that are off by default, tests of rule sets, and advertising texts.

use std::fs;

use crate::common::Folder;
use crate::run;

const BATCH: &str = "企业名称,经营范围\n某某理财有限公司,软件\n某某有限公司,金融服务\n某某银行股份有限公司,金融服务\n\
                     某某支付有限公司,软件\n某某稳定币有限公司,软件\n";

fn verdicts(report: &str) -> Vec<String> {
    let rows = report.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    rows.filter_map(|row| row["verdict"].as_str().map(str::to_owned)).collect()
}

#[test]
fn rule_sets_that_are_off_by_default_can_be_added_one_by_one() {
    let day = ["check", "-f", "jsonl", "--no-summary", "--as-of", "2026-03-01"];
    for (more, expected) in [
        (&[][..], ["clear", "clear", "clear", "clear", "reject"]),
        (&["--rules", "built-in:guoling-737"], ["review", "notice", "clear", "clear", "reject"]),
        (&["--rules", "built-in:guoling-768"], ["clear", "clear", "clear", "review", "reject"]),
        (
            &["--rules", "built-in:guoling-737", "--rules", "built-in:guoling-768"],
            ["review", "notice", "clear", "review", "reject"],
        ),
    ] {
        let (report, errors, _) = run(&[&day, more].concat(), BATCH);
        assert_eq!(verdicts(&report), expected, "{more:?}: {errors}");
    }
    let (_, errors, status) = run(&["check", "--rules", "built-in:guoling-999"], BATCH);
    assert!(status == 2 && errors.contains("guoling-737, guoling-768"), "{errors}");
}

#[test]
fn another_subject_never_stands_in_for_the_missing_clause_eight() {
    let both = ["--rules", "built-in:guoling-737", "--rules", "built-in:guoling-768"];
    for command in [&["check"][..], &["terms"]] {
        let (report, errors, status) = run(&[command, &both, &["--as-of", "2025-01-01"]].concat(), BATCH);
        assert!(status == 2 && report.is_empty(), "{errors}");
        assert!(errors.contains("no rule set is in force on 2025-01-01"), "{errors}");
    }

    // An own set on clause (八) does, and then each other subject that was added has to be in force too.
    let folder = Folder::new();
    for file in ["ruleset.csv", "clauses.csv", "terms.csv"] {
        let text = fs::read_to_string(format!("fixtures/rules/example-office-2027/{file}")).unwrap();
        folder.file(file, text.replace("2027-01-01,2027-12-31", "2021-09-15,"));
    }
    let own = ["check", "--rules", &folder.arg("")];
    let (_, errors, status) = run(&[&own[..], &both, &["--as-of", "2025-01-01"]].concat(), BATCH);
    assert_eq!(status, 1, "{errors}");
    let (report, errors, status) = run(&[&own[..], &both, &["--as-of", "2023-01-01"]].concat(), BATCH);
    assert!(status == 2 && report.is_empty(), "{errors}");
    assert!(errors.contains("guoling-768 (2024-05-01…): not in force on 2023-01-01"), "{errors}");
    assert!(!errors.contains("guoling-737 ("), "{errors}");
}

#[test]
fn the_list_of_terms_has_what_is_applied_and_says_what_else_there_is() {
    let (list, errors, _) = run(&["terms", "-f", "csv"], "");
    assert!(!list.contains("guoling") && errors.contains("built-in:guoling-737 国务院令第737号"), "{errors}");
    let (list, errors, _) = run(&["terms", "-f", "csv", "--rules", "built-in:guoling-737"], "");
    assert!(list.contains("guoling-737/licai-scope") && list.contains(",scope\n"), "{list}");
    assert!(!errors.contains("guoling-737") && errors.contains("built-in:guoling-768"), "{errors}");
    let (rule, ..) = run(&["explain", "guoling-737/licai-scope", "--rules", "built-in:guoling-737"], "");
    assert!(rule.contains("only in: scope") && rule.contains("no hit in other cells if the name is in"), "{rule}");
}

#[test]
fn an_explanation_shows_that_the_name_exempts_the_scope() {
    let rules = ["--rules", "built-in:guoling-737"];
    let filing = ["explain", "--name", "某某银行股份有限公司", "--scope", "金融服务"];
    let (shown, ..) = run(&[&filing[..], &rules].concat(), "");
    assert!(shown.contains("masked by licensed-by-name") && shown.contains("(clear)"), "{shown}");
    let (alone, ..) = run(&[&filing[..1], &filing[3..], &rules].concat(), "");
    assert!(alone.contains("verdict: notice\n"), "{alone}");

    let folder = Folder::new();
    let file = folder.file_arg("a.csv", BATCH);
    for (row, word) in [("3", "(clear)"), ("2", "verdict: notice\n")] {
        let (shown, ..) = run(&[&["explain", "--row", row, &file], &rules[..]].concat(), "");
        assert!(shown.contains(word), "{row}: {shown}");
    }
}

/// A rule set in a folder; `change` stands for a piece of it.
fn own_set(folder: &Folder, old: &str, new: &str) -> String {
    for (file, text) in [
        ("ruleset.csv", "id,title,number,from,until\nown,办法,某〔2026〕1号,2026-01-01,\n"),
        ("clauses.csv", "clause,text\n（一）,不得含有“星际旅行”字样。\n"),
        (
            "terms.csv",
            "id,term,also,names,tier,verdict,slot,clause,quote,must_match,must_not,reason\n\
             travel,星际旅行,,,named,,,（一）,“星际旅行”,星际旅行社|星際旅行,星际|星际旅行小说,试\n",
        ),
        (
            "contexts.csv",
            "id,action,applies_to,pattern,reach,tag,must,must_not,reason\n\
             novel,mask,travel,星际旅行小说,cover,,星际旅行小说出版,星际旅行服务,试\n",
        ),
    ] {
        folder.file(file, text.replace(old, new));
    }
    folder.arg("")
}

#[test]
fn a_rule_set_is_tested_with_all_its_examples_and_refused_if_one_fails() {
    let folder = Folder::new();
    let check = |set: &str| run(&["rules", "check", set], "");
    let set = own_set(&folder, "试", "试");
    let (report, errors, status) = check(&set);
    assert_eq!(status, 0, "{errors}");
    assert!(
        report.contains("1 rules, 1 contexts, 6 examples, 0 rows lack examples of one side, 0 examples fail"),
        "{report}"
    );
    let (_, errors, status) = run(&["check", "--rules", &set], "名称\n软件\n");
    assert_eq!(status, 0, "{errors}");

    for (old, new, message) in [
        ("星际旅行社|", "深空旅行社|", "terms.csv:2: 星际旅行 must match 深空旅行社"),
        (",星际|", ",星际旅行|", "terms.csv:2: 星际旅行 must not match 星际旅行"),
        ("星际旅行小说出版", "小说出版", "contexts.csv:2: novel concerns nothing in its example 小说出版"),
        ("星际旅行小说出版", "星际旅行出版", "contexts.csv:2: novel must hold in 星际旅行出版"),
        ("星际旅行服务", "星际旅行小说", "contexts.csv:2: novel must not hold in 星际旅行小说"),
    ] {
        let set = own_set(&folder, old, new);
        let (_, errors, status) = check(&set);
        assert!(status == 1 && errors.contains(message), "{new}: {status} {errors}");
        let (report, errors, status) = run(&["check", "--rules", &set], "名称\n软件\n");
        assert!(status == 2 && report.is_empty() && errors.contains(message), "{new}: {status} {errors}");
        assert!(errors.contains("1 examples of the rule set fail"), "{errors}");
    }
    for (old, new, message) in [
        ("“星际旅行”,星", "“星际”,星", "terms.csv:2: the quote"),
        (",星际旅行小说,cover", ",(星际,cover", "contexts.csv:2: invalid regular expression"),
        (",星际旅行,,,named", ",…,,,named", "terms.csv:2: `…`"),
    ] {
        let set = own_set(&folder, old, new);
        let (_, errors, status) = check(&set);
        assert!(status == 2 && errors.contains(message), "{new}: {status} {errors}");
    }
    let (report, errors, status) = check("built-in:guoling-737");
    assert!(status == 0 && report.contains("built-in:guoling-737: 12 rules"), "{report} {errors}");
    let (report, errors, _) = run(&["rules", "check", &own_set(&folder, "试", "试"), "--lang", "zh"], "");
    assert!(report.contains("1 条规则，1 个语境"), "{report} {errors}");
}

#[test]
fn parts_that_cannot_be_near_enough_are_refused() {
    let folder = Folder::new();
    let set = own_set(&folder, "试", "试");
    let header = "id,names,part1,part2,part3,within,verdict,clause,quote,must_match,must_not,reason\n";
    folder.file("parts.csv", format!("{header}near,票务,星际旅行,票务,,5,,,,,,\n"));
    let (_, errors, status) = run(&["rules", "check", &set], "");
    assert!(
        status == 2 && errors.contains("parts.csv:2: the parts have at least 6 letters and `within` is 5"),
        "{errors}"
    );
}

#[test]
fn terms_check_knows_the_contexts_beside_the_file() {
    let folder = Folder::new();
    // The terms.csv of a rule set.
    own_set(&folder, "试", "试");
    let file = folder.arg("terms.csv");
    let (report, errors, status) = run(&["terms", "check", &file], "");
    assert!(status == 0 && report.contains("1 terms, 0 repeat"), "{report} {errors}");

    // Own terms with a contexts.csv, and without.
    let own = Folder::new();
    let file = own.file_arg("own.csv", "id,term,must_match,must_not\ntravel,星际旅行,星际旅行社,星际旅行小说\n");
    let (_, errors, status) = run(&["terms", "check", &file], "");
    assert!(status == 1 && errors.contains("must not match 星际旅行小说"), "{errors}");
    own.file("contexts.csv", fs::read_to_string(folder.arg("contexts.csv")).unwrap());
    let (report, errors, status) = run(&["terms", "check", &file], "");
    assert_eq!(status, 0, "{report} {errors}");
}

#[test]
fn advertising_texts_are_a_field_of_their_own() {
    for header in ["广告语", "广告内容", "宣传语", "广告文案"] {
        let batch = format!("{header}\n炒稳定币，日赚千元\n超市特价\n");
        let (report, errors, status) = run(&["check", "-f", "jsonl", "--profile", "advertising"], &batch);
        let row: serde_json::Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
        assert_eq!((&row["verdict"], status), (&"review".into(), 1), "{header}: {errors}");
        assert_eq!((&row["findings"][0]["field"], &row["findings"][0]["column"]), (&"text".into(), &header.into()));
        assert!(!errors.contains("no name column") && !errors.contains("no scope column"), "{errors}");
    }
    // Under any profile it is for review at most, and beside names the columns of a filing are missed as ever.
    for profile in ["filing", "stock", "literal", "advertising"] {
        let (report, errors, _) = run(
            &["check", "-f", "jsonl", "--no-summary", "--profile", profile],
            "企业名称,广告语\n某某公司,稳定币投资\n",
        );
        assert_eq!(verdicts(&report), ["review"], "{profile}: {errors}");
        assert!(errors.contains("scope"), "{errors}");
    }
    let (report, ..) =
        run(&["check", "-f", "jsonl", "--no-summary", "--text", "文案"], "企业名称,经营范围,文案\n甲,乙,泰达币\n");
    assert!(report.contains("\"field\":\"text\"") && report.contains("\"verdict\":\"review\""), "{report}");
    let (explained, ..) = run(&["explain", "--text", "稳定币投资"], "");
    assert!(
        explained.contains("advertising text: ⟦稳定币⟧投资") && explained.contains("verdict: review\n"),
        "{explained}"
    );
}

#[test]
fn a_row_without_advertising_text_has_the_key_that_it_always_had() {
    let key = |batch: &str| {
        let (report, ..) = run(&["check", "-f", "jsonl", "--no-summary", "--as-of", "2026-03-01"], batch);
        let row: serde_json::Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
        row["key"].as_str().unwrap().to_owned()
    };
    let plain = key("名称,经营范围\n甲,稳定币\n");
    assert_eq!(key("名称,经营范围,广告语\n甲,稳定币,\n"), plain);
    assert_ne!(key("名称,经营范围,广告语\n甲,稳定币,软件\n"), plain);
}
