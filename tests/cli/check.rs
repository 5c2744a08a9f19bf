//! The program as its users meet it: columns, verdicts, statuses, messages.

use std::fs;

use crate::common::{Folder, fed, formats, mingcha, names, said};
use crate::{check, run};

fn check_bytes(input: &[u8], args: &[&str]) -> (String, String, i32) {
    let mut command = mingcha();
    command.arg("check").args(args);
    said(fed(command, input))
}

/// One column of a csv report.
fn column(report: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    let at = reader.headers().unwrap().iter().position(|h| h == name).unwrap();
    reader.records().map(|r| r.unwrap()[at].to_owned()).collect()
}

/// What each row of the fixture gets is held by its snapshots.
#[test]
fn the_fixture_has_rows_of_every_verdict_and_fails_for_its_unread_text() {
    let (report, errors, status) = run(&["check", "fixtures/filings.csv", "--as-of", "2026-03-01"], "");
    assert_eq!(status, 2, "three rows contain text that was not read: {errors}");
    let verdicts = column(&report, "verdict");
    assert_eq!(verdicts.len(), fs::read_to_string("fixtures/filings.csv").unwrap().lines().count() - 1);
    for verdict in ["reject", "review", "unchecked", "notice", "clear"] {
        assert!(verdicts.iter().any(|v| v == verdict), "{verdict}");
    }
}

#[test]
fn rows_in_are_rows_out_for_any_threads_and_blocks() {
    let row = |i: u32| format!("{i},甲公司{i},\"软件{i}\n虚拟{}货币\"\n", if i.is_multiple_of(7) { "" } else { "机" });
    let rows = (0..3000).map(row).collect::<Vec<_>>().concat();
    let input = format!("id,名称,经营范围\n{rows}");
    let (expected, ..) = check(&input, &["-j1"]);
    assert_eq!(column(&expected, "row").len(), 3000);
    assert_eq!(column(&expected, "line")[..3], ["2", "4", "6"]);
    assert_eq!(column(&expected, "verdict").iter().filter(|v| *v == "reject").count(), 429);
    for threads in ["-j1", "-j2", "-j3", "-j8"] {
        for block in ["1024", "4096", "65536"] {
            let (report, ..) = check(&input, &[threads, "--block-size", block]);
            assert!(report == expected, "{threads} --block-size {block} changes the report");
        }
    }
}

#[test]
fn statuses_tell_clean_found_and_failed_apart() {
    let clean = "名称,经营范围\n甲,软件开发\n";
    let found = "名称,经营范围\n甲,虚拟货币\n";
    let review = "名称,经营范围\n甲,加密 资产\n";
    let notice = "名称,经营范围\n甲,数字货币研究\n";
    let unread = "名称,经营范围\n甲,软件...\n";
    let both = "名称,经营范围\n甲,软件...\n乙,虚拟货币\n";
    for (input, args, status) in [
        (clean, &[][..], 0),
        ("名称,经营范围\n", &[], 0),
        ("", &[], 2),
        (found, &[], 1),
        (found, &["--fail-on", "never"], 0),
        (review, &[], 1),
        (review, &["--fail-on", "reject"], 0),
        (notice, &[], 0),
        (notice, &["--fail-on", "notice"], 1),
        (unread, &[], 2),
        (unread, &["--allow-unchecked"], 0),
        (unread, &["--allow-unchecked", "--fail-on", "notice"], 0),
        (both, &[], 2),
        (both, &["--allow-unchecked"], 1),
        (both, &["--fail-on", "never"], 2),
    ] {
        assert_eq!(check(input, args).2, status, "{input:?} {args:?}");
    }
}

#[test]
fn columns_are_found_by_known_headers_or_named() {
    let row = "1,甲虚拟货币公司,软件,稳定币";
    for (header, args, columns) in [
        ("id,企业名称,地址,经营范围", &[][..], &["企业名称", "经营范围"][..]),
        ("id,公司名稱,地址,經營範圍", &[], &["公司名稱", "經營範圍"]),
        ("id,企业（机构）名称,OPSCOPE,ZSOPSCOPE", &[], &["企业（机构）名称", "ZSOPSCOPE"]),
        ("id,a,b,经营范围", &[], &["经营范围"]),
        ("id,名称,b,c", &[], &["名称"]),
        ("id,a,b,c", &["-n", "a", "-s", "c"], &["a", "c"]),
        ("id,a,b,c", &["-n", "2", "-s", "4"], &["a", "c"]),
        ("id,a,b,c", &["-s", "2", "-s", "4"], &["a", "c"]),
    ] {
        let input = format!("{header}\n{row}\n");
        let (report, errors, _) = check(&input, &[args, &["-f", "jsonl"]].concat());
        let first: serde_json::Value =
            serde_json::from_str(report.lines().next().unwrap_or_else(|| panic!("{errors}"))).unwrap();
        let findings = first["findings"].as_array().unwrap().iter().filter(|finding| finding["field"] != "other");
        let found: Vec<_> = findings.map(|finding| finding["column"].as_str().unwrap()).collect();
        assert_eq!(found, columns, "{header} {args:?}");
    }
}

#[test]
fn the_headers_of_forms_are_checked_numbered_or_remarked_on() {
    let headers = "变更后经营范围 變更前經營範圍 核准经营范围 拟申请经营范围 经营范围描述 经营范围（主营） 主营业务 營業項目 经营项目 \
                   经营范围1 经营范围_2 经营范围(二) 经营范围（按执照填写） 申请名称 备选名称1 备选名称（3） 公司名 曾用名 \
                   企业名称（中文） 企业名称(盖章) company_name CompanyName";
    for header in headers.split_whitespace() {
        let (report, errors, status) = check(&format!("id,{header},备注\n1,虚拟货币,x\n"), &[]);
        assert_eq!((column(&report, "verdict"), status), (vec!["reject".to_owned()], 1), "{header}: {errors}");
    }
    let (report, ..) = check("登记清单（2026年）,\n企业名称,经营范围1\n甲,虚拟货币\n", &[]);
    assert_eq!((column(&report, "line"), column(&report, "name")), (vec!["3".to_owned()], vec!["甲".to_owned()]));
}

#[test]
fn a_column_that_reads_like_a_scope_and_goes_unchecked_is_a_warning() {
    let batch = "企业名称,经营范围,本次拟增加经营范围,编号\n甲,软件,虚拟货币,1\n";
    let (_, errors, status) = check(batch, &[]);
    assert!(errors.contains("warning: not checked: 本次拟增加经营范围;") && errors.contains("--scope"), "{errors}");
    assert_eq!(status, 0);
    let (_, errors, _) = check(batch, &["--lang", "zh"]);
    assert!(errors.contains("注意：未检查以下列：本次拟增加经营范围；") && errors.contains("--scope"), "{errors}");
    let (_, errors, status) = check(batch, &["-s", "经营范围", "-s", "本次拟增加经营范围"]);
    assert!(!errors.contains("warning"), "{errors}");
    assert_eq!(status, 1);
}

#[test]
fn a_batch_without_names_or_without_scopes_is_a_warning() {
    let warning = |batch, args: &[&str]| check(batch, args).1;
    let no_scope = warning("企业名称,备注\n甲,软件\n", &[]);
    assert!(no_scope.contains("no scope column was found") && no_scope.contains("--scope"), "{no_scope}");
    let no_name = warning("经营范围,备注\n软件,甲\n", &["--lang", "zh"]);
    assert!(no_name.contains("未找到名称列") && no_name.contains("--name"), "{no_name}");
    let lines = warning("{\"企业名称\":\"甲\"}\n", &[]);
    assert!(lines.contains("no scope column was found"), "{lines}");
    let mixed = warning("{\"企业名称\":\"甲\"}\n{\"经营范围\":\"软件\"}\n", &[]);
    assert!(!mixed.contains("was found"), "{mixed}");
    let fixture = mingcha().args(["check", "fixtures/filings.csv"]).output().unwrap();
    let silent = String::from_utf8(fixture.stderr).unwrap();
    assert!(!silent.contains("warning") && silent.contains("fixtures/filings.csv"), "{silent}");
    let by_number = warning("甲,软件\n", &["--no-headers", "-n", "1"]);
    assert!(!by_number.contains("warning"), "{by_number}");
}

#[test]
fn own_rules_are_not_blamed_where_there_are_none() {
    let (_, errors, _) = check("名称,经营范围\n甲,软件\n", &["-v"]);
    assert!(!errors.contains("own rules") && errors.contains("1 row:"), "{errors}");
}

#[test]
fn an_unknown_header_is_refused_with_the_headers_found_and_what_to_do() {
    let (report, errors, status) = check("编号,备注\n1,虚拟货币\n", &[]);
    assert_eq!((report.as_str(), status), ("", 2));
    assert_eq!(
        errors,
        "mingcha: -: no column looks like a company name or a business scope; found: 编号, 备注; name it with --name or --scope, and by number with --no-headers if the first line is data\n"
    );
    let (_, errors, status) = check("名称\n甲\n", &["-s", "范围"]);
    assert!(status == 2 && errors.contains("no column is called `范围`; found: 名称"), "{errors}");
}

#[test]
fn a_row_that_could_not_be_read_is_never_clear() {
    let broken: &[(&[u8], &str)] = &[
        (b"1,\xE7\x94\xB2\n", "ragged"),
        ("1,甲,软件,多\n".as_bytes(), "ragged"),
        (b"1,\xE7\x94\xB2,\xFF\xFE soft\n", "undecodable"),
        ("1,甲,软件开发...\n".as_bytes(), "cut-off"),
        ("1,甲,软件开发……\n".as_bytes(), "cut-off"),
        ("1,甲,软件\u{FFFD}开发\n".as_bytes(), "undecodable"),
        ("1,甲,\"软件\n2,乙,软件\n".as_bytes(), "unclosed-quote"),
    ];
    for (row, problem) in broken {
        let input = ["id,名称,经营范围\n0,丙,软件开发与销售服务\n".as_bytes(), row].concat();
        let (report, _, status) = check_bytes(&input, &[]);
        assert_eq!(
            (column(&report, "verdict")[1].as_str(), status),
            ("unchecked", 2),
            "{}",
            String::from_utf8_lossy(row)
        );
        assert!(column(&report, "problems")[1].contains(problem), "{report}");
    }
}

#[test]
fn what_was_read_of_a_broken_row_is_still_checked() {
    let (report, _, status) = check("id,名称,经营范围\n1,虚拟货币公司\n", &[]);
    assert_eq!((column(&report, "verdict")[0].as_str(), status), ("reject", 2));
}

#[test]
fn a_word_is_cut_only_between_columns_with_headers_of_their_own() {
    let (report, ..) = check("id,名称,经营范围,经营范围2\n1,甲,软件；稳定,币发行\n", &[]);
    assert!(report.contains("经营范围[3..5] 稳定 → 稳定币: review (cut)"), "{report}");
    // A comma in a scope separates two items.
    for header in ["id,名称,经营范围,", "id,名称,经营范围"] {
        let (report, ..) = check(&format!("{header}\n1,甲,软件；稳定,币发行\n"), &[]);
        assert!(!report.contains("cut"), "{report}");
    }
}

#[test]
fn an_empty_cell_is_noted_and_read() {
    let (report, _, status) = check("名称,经营范围\n甲,\n乙,N/A\n丙,无\n丁,－\n戊,null\n", &[]);
    assert_eq!((column(&report, "verdict"), status), (vec!["clear".to_owned(); 5], 0));
    assert!(column(&report, "problems").iter().all(|p| p == "empty 经营范围"), "{report}");
}

#[test]
fn a_column_that_is_empty_in_every_row_is_a_warning() {
    let (_, errors, _) = check("名称,OPSCOPE,ZSOPSCOPE\n甲,,软件\n乙,NULL,销售\n", &[]);
    assert!(
        errors.contains("empty in every row: OPSCOPE") && !errors.contains("empty in every row: OPSCOPE, ZS"),
        "{errors}"
    );
}

#[test]
fn jsonl_is_lossless_and_ends_with_its_summary() {
    let (report, ..) =
        check("id,名称,经营范围\n=1+1,@甲,\"虛擬貨幣\n\"\"x\"\"\"\n", &["-f", "jsonl", "--as-of", "2026-02-06"]);
    let lines: Vec<serde_json::Value> = report.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let finding = serde_json::json!({
        "field": "scope", "column": "经营范围", "term": "虚拟货币", "rule": "yinfa-2026-42/virtual-currency", "tier": "named",
        "verdict": "reject", "clause": "银发〔2026〕42号（八）", "quote": "“虚拟货币”", "matched": "虛擬貨幣", "start": 0, "end": 4,
        "evidence": ["script"], "context": [], "excerpt": "虛擬貨幣\n\"x\"",
    });
    let row = &lines[0];
    assert_eq!((&row["id"], &row["name"], &row["findings"][0]), (&"=1+1".into(), &"@甲".into(), &finding));
    let summary = &lines[1]["summary"];
    assert_eq!(
        (&summary["rows"], &summary["counts"]["reject"], &summary["as_of"]),
        (&1.into(), &1.into(), &"2026-02-06".into())
    );
    assert_eq!(summary["input_sha256"][0].as_str().unwrap().len(), 64);
    let (bare, ..) = check("名称\n甲\n", &["-f", "jsonl", "--no-summary"]);
    assert_eq!(bare.lines().count(), 1);
}

#[test]
fn the_key_follows_the_filing_and_dies_with_its_text() {
    let keys = |input: &str| column(&check(input, &[]).0, "key");
    let first = keys("id,名称,经营范围\n1,甲,虚拟货币\n2,乙,软件\n");
    let moved = keys("id,名称,经营范围\n2,乙,软件\n1,甲,虚拟货币\n");
    let changed = keys("id,名称,经营范围\n1,甲,虚拟货币。\n2,乙,软件\n");
    let digits = first[0].strip_prefix("k2").unwrap();
    assert!(digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit()), "{digits}");
    assert_eq!((&first[0], &first[1]), (&moved[1], &String::new()));
    assert_ne!(first[0], changed[0]);
}

#[test]
fn no_personal_data_is_carried_unless_asked() {
    let input = "id,名称,法定代表人,经营范围\n1,甲,王某,软件\n";
    assert!(!check(input, &[]).0.contains("王某"));
    assert_eq!(column(&check(input, &["--keep", "法定代表人"]).0, "法定代表人"), ["王某"]);
    let (report, ..) = check(input, &["--keep", "all", "-f", "jsonl"]);
    assert!(report.contains(r#""kept":{"id":"1","名称":"甲","法定代表人":"王某","经营范围":"软件"}"#), "{report}");
}

#[test]
fn only_hides_rows_below_a_verdict_but_never_unread_ones() {
    let input = "名称,经营范围\n甲,软件\n乙,虚拟货币\n丙,数字货币研究\n丁,软件...\n";
    assert_eq!(column(&check(input, &["--only", "review"]).0, "row"), ["2", "4"]);
    assert_eq!(column(&check(input, &["--only", "notice"]).0, "row"), ["2", "3", "4"]);
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let folder = Folder::new();
    let (input, output) = (folder.file_arg("in.csv", "名称\n虚拟货币\n"), folder.arg("out.csv"));
    let (_, errors, status) = run(&["check", &input, "-o", &output], "");
    assert_eq!(status, 1, "{errors}");
    assert_eq!(column(&fs::read_to_string(&output).unwrap(), "verdict"), ["reject"]);
    let empty = Folder::new();
    for (args, word) in [
        (&[&*folder.arg("none.csv")][..], "none.csv: cannot be opened"),
        (&[&empty.arg("")], "has no file to check"),
        (&[&input, "-o", &folder.arg("no/out.csv")], "cannot be written"),
        (&[&input, "-o", &folder.arg("out.doc")], "names no format"),
        (&["-", "-"], "only once"),
    ] {
        let (report, errors, status) = check("名称\n", args);
        assert!(status == 2 && errors.contains(word) && errors.lines().count() == 1, "{args:?}: {errors}");
        assert!(report.is_empty(), "{args:?}: work was begun");
    }
    assert_eq!(folder.names(), ["in.csv", "out.csv"], "something was left behind");
}

#[test]
fn a_day_without_rules_is_an_error() {
    let (report, errors, status) = check("名称\n甲\n", &["--as-of", "2026-02-05"]);
    assert!(report.is_empty() && status == 2 && errors.contains("no rule set is in force on 2026-02-05"), "{errors}");
}

#[test]
fn explain_shows_folding_match_mask_clause_and_quote() {
    let output = mingcha()
        .args(["explain", "--name", "ＲＷＡ公司", "--scope", "稳定币值；【虚】【拟】【货】【币】"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "⟦ＲＷＡ⟧公司",
        "rwa公司",
        "U+FF32",
        "银发〔2026〕42号（八）",
        "“RWA”",
        "masked by stable-value",
        "list marks or brackets",
        "verdict: reject",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "colour in a pipe");
    let coloured = mingcha().args(["explain", "--name", "RWA", "--color", "always"]).output().unwrap();
    assert!(String::from_utf8(coloured.stdout).unwrap().contains("\u{1b}["));
}

#[test]
fn prose_is_chinese_or_english_and_machine_formats_are_neither() {
    let input = "名称\n虚拟货币\n";
    let (english, summary, _) = check(input, &["--lang", "en", "-f", "jsonl"]);
    let (chinese, 小结, _) = check(input, &["--lang", "zh", "-f", "jsonl"]);
    assert_eq!(english, chinese);
    assert!(summary.contains("1 row: reject 1") && 小结.contains("共 1 行：不符合 1"));
    assert!(!小结.contains("合规"));
}

#[test]
fn fold_folds_line_by_line() {
    assert_eq!(run(&["fold"], "虛擬貨幣 ＲＷＡ\r\n🆁\u{200b}\n末").0, "虚拟货币 rwa\r\nr\n末");
    let mut command = mingcha();
    command.arg("fold");
    assert_eq!(fed(command, b"\xFF\n").status.code(), Some(2));
}

#[test]
fn the_version_names_the_rule_sets() {
    let text = String::from_utf8(mingcha().arg("--version").output().unwrap().stdout).unwrap();
    assert!(
        text.contains(env!("CARGO_PKG_VERSION")) && text.contains("yinfa-2026-42 银发〔2026〕42号 2026-02-06"),
        "{text}"
    );
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_or_a_full_disk_is_never_a_success() {
    let full = mingcha()
        .args(["check", "-q", "fixtures/filings.csv", "--fail-on", "never", "--allow-unchecked"])
        .stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(full.status.code(), Some(2));
    assert!(String::from_utf8(full.stderr).unwrap().contains("standard output: cannot be written"));
}

#[test]
fn a_named_word_outside_of_the_rows_is_a_note_and_leaves_the_status_alone() {
    let title = "某市稳定币企业清单,\n企业名称,经营范围\n甲公司,餐饮\n";
    let (report, errors, status) = check(title, &["-f", "jsonl"]);
    assert_eq!(status, 0, "{errors}");
    assert!(errors.contains("warning: title in row 1, column A has “稳定币”, which the notice names"), "{errors}");
    let figures: serde_json::Value = serde_json::from_str(report.lines().last().unwrap()).unwrap();
    let expected = serde_json::json!([
        {"source": "-", "place": "title", "cell": "A1", "terms": ["稳定币"], "unread": false},
    ]);
    assert_eq!(figures["summary"]["asides"], expected);
    assert_eq!(figures["summary"]["cells"], serde_json::json!({"checked": 2, "swept": 0, "title": 3, "unread": 0}));
    let (_, errors, _) = check(title, &["-q"]);
    assert_eq!(errors, "", "a quiet run that did not fail says nothing");
}

#[test]
fn a_named_word_in_rows_above_the_header_is_unread_text() {
    let rows = "甲公司,稳定币交易\n乙公司,餐饮\n企业名称,经营范围\n丙公司,餐饮\n";
    for (args, status) in [(&["-q"][..], 2), (&["-q", "-f", "text"], 2), (&["-q", "--allow-unchecked"], 0)] {
        let (_, errors, found) = check(rows, args);
        assert_eq!(found, status, "{args:?} {errors}");
        assert!(errors.contains("its rows look like data and have no verdict"), "{args:?} {errors}");
    }
    let (report, ..) = check(rows, &["-f", "html", "--lang", "zh"]);
    assert!(report.contains("表格以外 1 处内容未能检查，须补查"), "{report}");
}

#[test]
fn a_report_in_any_format_is_no_list_when_it_lies_in_a_folder_whatever_it_is_called() {
    let folder = Folder::new();
    fs::create_dir(folder.at("lists")).unwrap();
    folder.file("lists/甲.csv", "企业名称,经营范围\n甲公司,软件开发\n");
    // The endings that people give to them, which lists have, too.
    let ending = |format: &str| match format {
        "sarif" | "gitlab" => "json".to_owned(),
        "github" | "text" => "txt".to_owned(),
        other => other.to_owned(),
    };
    let outputs: Vec<_> =
        formats().iter().map(|format| format!("{format}=lists/{format}.{}", ending(format))).collect();
    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "-q", "--allow-unchecked", "--fail-on", "never"]);
    command.arg(std::path::absolute("fixtures/filings.csv").unwrap());
    for output in &outputs {
        command.args(["-o", output]);
    }
    assert_eq!(said(command.output().unwrap()).2, 0);
    assert!(names(&folder.at("lists")).len() > formats().len());

    let mut command = mingcha();
    command.current_dir(folder.path()).args(["check", "lists", "-f", "csv"]);
    let (out, errors, status) = said(command.output().unwrap());
    assert_eq!((status, out.lines().count()), (0, 2), "{errors}{out}");
    assert_eq!(column(&out, "name"), ["甲公司"]);
    assert!(!errors.contains("not read"), "{errors}");
    for format in ["sarif", "gitlab", "github"] {
        let name = format!("lists/{format}.{} (the report of an earlier check)", ending(format));
        assert!(errors.contains(&name), "{name}: {errors}");
    }
}
