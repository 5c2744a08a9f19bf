//! Settings beside the command line: their order, their errors, and that a file that nobody named weakens no check.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::common::{Folder, mingcha, said};

const LIST: &str = "编号,企业名称,经营范围\n1,甲公司,软件开发\n2,乙公司,虚拟货币\n";

/// A folder with a list and with a file of settings.
fn folder_with(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.file("list.csv", LIST);
    folder.file("mingcha.toml", settings);
    folder
}

fn command(folder: &Folder, args: &[&str]) -> Command {
    let mut command = mingcha();
    command.current_dir(folder.path()).args(args);
    command
}

fn run(folder: &Folder, args: &[&str]) -> (String, String, i32) {
    said(command(folder, args).output().unwrap())
}

const CHECK: [&str; 4] = ["check", "list.csv", "--as-of", "2026-03-01"];

#[test]
fn what_is_typed_counts_before_the_environment_and_that_before_the_file() {
    let folder = folder_with("format = \"jsonl\"\nsummary = false\nkeep = [\"编号\"]\n");
    let report = |args: &[&str], environment: &[(&str, &str)]| {
        let mut command = command(&folder, &[&CHECK, args].concat());
        command.envs(environment.iter().copied());
        said(command.output().unwrap()).0
    };

    let of_file = report(&[], &[]);
    assert!(of_file.starts_with('{') && of_file.contains("\"kept\":{\"编号\":\"1\"}"), "{of_file}");
    assert_eq!(of_file.lines().count(), 2, "summary = false: {of_file}");
    assert_eq!(report(&["--summary"], &[]).lines().count(), 3);
    assert!(report(&[], &[("MINGCHA_FORMAT", "csv")]).starts_with("source,"));
    assert!(report(&["--format", "text"], &[("MINGCHA_FORMAT", "csv")]).starts_with("reject: "));
    assert!(report(&["--no-config"], &[]).starts_with("source,"));
    // A list of values is replaced, not added to.
    let keys = report(&[], &[("MINGCHA_KEEP", "企业名称\n经营范围")]);
    assert!(keys.contains("\"kept\":{\"企业名称\":\"甲公司\",\"经营范围\":\"软件开发\"}"), "{keys}");
    assert!(report(&[], &[("MINGCHA_FORMAT", ""), ("MINGCHA_NO_SUCH", "x")]).starts_with('{'));
}

#[test]
fn a_wrong_setting_is_an_error_with_its_line_or_its_variable_in_both_languages() {
    for (settings, line, words) in [
        ("\nformat = \"csv\"\nno-such = 1\n", 3, ["there is no setting `no-such`", "没有名为“no-such”的设置"]),
        ("files-from = \"a\"\n", 1, ["there is no setting `files-from`", "没有名为“files-from”的设置"]),
        ("# 注\nbom = \"yes\"\n", 2, ["true or false", "应为 true 或 false"]),
        ("delimiter = [\",\"]\n", 1, ["it is one value", "应为一个值"]),
        ("keep = [[\"a\"]]\n", 1, ["list in brackets", "方括号"]),
        ("only = \"great\"\n", 1, ["possible values: reject", "可选的值：reject"]),
        ("delimiter = \"ab\"\n", 1, ["a delimiter is one character", "分隔符只能是一个字符"]),
        ("\n\nname = 企业名称\n", 3, ["not valid TOML", "不合 TOML 格式"]),
        ("name = \"a\"\nname = \"b\"\n", 2, ["not valid TOML", "不合 TOML 格式"]),
    ] {
        let folder = folder_with(settings);
        for (lang, word) in ["en", "zh"].into_iter().zip(words) {
            let (out, errors, status) = run(&folder, &[&CHECK[..], &["--lang", lang]].concat());
            let place = format!("mingcha.toml:{line}");
            assert!(status == 2 && out.is_empty() && errors.contains(&place), "{settings}: {errors}");
            assert!(errors.contains(word), "{settings}: {errors}");
        }
    }

    let folder = folder_with("");
    for (variable, value, word) in [
        ("MINGCHA_FAIL_ON", "always", "possible values"),
        ("MINGCHA_BOM", "perhaps", "true or false"),
        ("MINGCHA_LANG", "fr", "possible values"),
    ] {
        let (_, errors, status) = said(command(&folder, &CHECK).env(variable, value).output().unwrap());
        assert!(status == 2 && errors.contains(variable) && errors.contains(word), "{variable}: {errors}");
    }
    let (_, errors, status) = run(&folder, &[&CHECK[..], &["--config", "none.toml"]].concat());
    assert!(status == 2 && errors.contains("none.toml"), "{errors}");
}

#[test]
fn a_file_that_was_found_cannot_weaken_a_check_and_one_that_is_named_can() {
    let own = "profile,tier,context,verdict\nmild,named,,notice\n";
    for settings in [
        "profile = \"literal\"",
        "profile = \"stock\"",
        "profile = \"advertising\"",
        "profile = \"mild.csv\"",
        "no-headers = true",
        "fail-on = \"never\"",
        "allow-unchecked = true",
        "decisions = [\"decided.csv\"]",
        "disguises = \"off\"",
        "as-of = 2026-02-07",
        "sheet = \"无\"",
        "encoding = \"big5\"",
        "quiet = true",
        "output = \"list.csv.html\"",
        "manifest = \"run.json\"",
    ] {
        let folder = folder_with(settings);
        folder.file("mild.csv", own);
        folder.file("decided.csv", "key,decision,reason,until\nk,准予,试,\n");
        let (out, errors, status) = run(&folder, &["check", "list.csv"]);
        assert!(status == 2 && out.is_empty(), "{settings}: {out}");
        assert!(errors.contains("mingcha.toml:1") && errors.contains("--config mingcha.toml"), "{settings}: {errors}");
        assert_eq!(folder.names().len(), 4, "{settings} wrote a file");

        let (_, errors, _) = run(&folder, &["check", "list.csv", "--config", "mingcha.toml"]);
        assert!(!errors.contains("could weaken"), "{settings}: {errors}");
        let (_, errors, _) =
            said(command(&folder, &["check", "list.csv"]).env("MINGCHA_CONFIG", "mingcha.toml").output().unwrap());
        assert!(!errors.contains("could weaken"), "{settings}: {errors}");
        assert_eq!(run(&folder, &["check", "list.csv", "--no-config"]).2, 1, "{settings}");
    }

    let named = folder_with("fail-on = \"never\"\n");
    assert_eq!(run(&named, &[&CHECK[..], &["--config", "mingcha.toml"]].concat()).2, 0);
    for settings in
        ["profile = \"filing\"", "rules = [\"built-in:guoling-737\"]", "terms = \"own.csv\"", "only = \"review\""]
    {
        let folder = folder_with(settings);
        folder.file("own.csv", "term\n软件\n");
        let (_, errors, status) = run(&folder, &CHECK);
        assert_eq!(status, 1, "{settings}: {errors}");
    }
}

#[test]
fn columns_of_a_file_that_was_found_are_checked_beside_known_ones_and_those_of_a_named_file_in_place_of_them() {
    let list = "企业名称,经营范围,备注\n甲公司,软件开发,虚拟贷币行情\n乙公司,虚拟贷币行情,无\n丙虚拟货币公司,软件,无\n";
    let alone = "企业名称,经营范围,备注\n甲公司,软件开发,无\n乙公司,虚拟贷币行情,无\n丙虚拟货币公司,软件,无\n";
    for settings in [
        "name = \"备注\"",
        "scope = \"备注\"",
        "name = 3\nscope = 3",
        "text = \"备注\"",
        "id = \"乙公司\"\nname = \"无\"\nscope = \"无\"",
    ] {
        let folder = folder_with(settings);
        folder.file("list.csv", alone);
        folder.file("list.jsonl", "{\"企业名称\":\"乙公司\",\"经营范围\":\"虚拟贷币行情\",\"备注\":\"无\"}\n");
        for list in ["list.csv", "list.jsonl"] {
            let verdicts = |args: &[&str]| {
                let usual = ["check", list, "--as-of", "2026-03-01", "-f", "csv", "--keep", "经营范围"];
                let (out, errors, status) = run(&folder, &[&usual, args].concat());
                let verdicts: Vec<String> =
                    out.lines().skip(1).map(|line| line.split(',').nth(5).unwrap().into()).collect();
                (verdicts, status, errors)
            };
            let (own, status, errors) = verdicts(&[]);
            // A name that is no column is refused, and nothing is clear.
            if status == 2 {
                assert!(own.is_empty() && settings.contains('无'), "{settings} {list}: {errors}");
                continue;
            }
            assert_eq!(
                own,
                verdicts(&["--no-config"]).0,
                "{settings} takes a column of {list} out of the check: {errors}"
            );
        }
    }

    // They are checked, and their headers tell the header only where no row has a known one.
    let folder = folder_with("scope = \"备注\"\n");
    folder.file("list.csv", list);
    let (out, ..) = run(&folder, &[&CHECK[..], &["-f", "csv"]].concat());
    assert!(out.contains("甲公司,review") && out.contains("乙公司,review"), "{out}");
    folder.file("list.csv", "某局名单,\n主体,备注\n甲公司,虚拟货币\n");
    let (out, errors, status) = run(&folder, &[&CHECK[..], &["-f", "csv"]].concat());
    assert!(status == 1 && out.contains("reject"), "{out}{errors}");

    // What is typed, in the environment or in a file that is named takes their place.
    folder.file("list.csv", list);
    let (out, ..) = run(&folder, &[&CHECK[..], &["-f", "csv", "--scope", "备注"]].concat());
    assert!(out.contains("甲公司,review") && out.contains("乙公司,clear"), "{out}");
    let (out, ..) = run(&folder, &[&CHECK[..], &["-f", "csv", "--config", "mingcha.toml"]].concat());
    assert!(out.contains("乙公司,clear"), "{out}");
    let (out, ..) = said(command(&folder, &CHECK).env("MINGCHA_SCOPE", "备注").output().unwrap());
    assert!(out.contains("乙公司,clear"), "{out}");
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_one() {
    for (key, nearest) in
        [("keeps", "`keep`"), ("fail_on", "`fail-on`"), ("profiles", "`profile`"), ("as-off", "`as-of`")]
    {
        let (_, errors, status) = run(&folder_with(&format!("{key} = \"a\"\n")), &CHECK);
        assert!(status == 2 && errors.contains(nearest) && !errors.contains("known are"), "{key}: {errors}");
    }
}

#[test]
fn reports_and_the_record_name_the_settings_and_their_hash() {
    let folder = folder_with("id = \"编号\"\n");
    let mut command = command(&folder, &CHECK);
    command.args(["--manifest", "run.json", "--summary", "--all", "--lang", "en"]).env("MINGCHA_THREADS", "2");
    let formats = ["jsonl", "text", "markdown", "html", "sarif", "junit"];
    for format in formats {
        command.args(["-o", &format!("{format}=out.{format}")]);
    }
    let (_, errors, status) = said(command.output().unwrap());
    assert_eq!(status, 1, "{errors}");
    assert!(errors.contains("settings from mingcha.toml (") && errors.contains("MINGCHA_THREADS"), "{errors}");

    let record: Value = serde_json::from_str(&fs::read_to_string(folder.at("run.json")).unwrap()).unwrap();
    let hash = record["settings"]["sha256"].as_str().unwrap();
    assert_eq!(record["settings"]["path"], "mingcha.toml");
    assert_eq!(record["environment"][0], "MINGCHA_THREADS");
    assert_eq!(record["options"]["id"][0], "编号");
    for format in formats {
        let report = fs::read_to_string(folder.at(&format!("out.{format}"))).unwrap();
        let is_named = report.contains("mingcha.toml") || report.contains("mingcha\\.toml");
        assert!(is_named && report.contains(&hash[..12]), "{format} does not name the settings: {report}");
        assert!(report.contains("MINGCHA_THREADS") || report.contains("MINGCHA\\_THREADS"), "{format}: {report}");
    }
}

#[test]
fn an_output_cannot_replace_the_settings() {
    let folder = folder_with("id = \"编号\"\n");
    let (_, errors, status) = run(&folder, &[&CHECK[..], &["-o", "csv=mingcha.toml"]].concat());
    assert!(status == 2 && errors.contains("mingcha.toml"), "{errors}");
    assert_eq!(fs::read_to_string(folder.at("mingcha.toml")).unwrap(), "id = \"编号\"\n");
}

#[test]
fn without_a_command_neither_a_found_file_nor_the_environment_counts() {
    let folder = folder_with("no-such = 1\n");
    let mut command = command(&folder, &["list.csv"]);
    let (out, errors, status) =
        said(command.env("MINGCHA_FORMAT", "jsonl").env("MINGCHA_FAIL_ON", "never").output().unwrap());
    assert!(status == 1 && out.starts_with("source,"), "{out}{errors}");
    let (_, errors, status) = run(&folder, &["list.csv", "--format", "csv", "--config", "mingcha.toml"]);
    assert!(status == 2 && errors.contains("no-such"), "a named file counts: {errors}");
}

#[test]
fn paths_of_rules_begin_at_the_folder_of_the_file() {
    let folder = folder_with("");
    fs::create_dir(folder.at("office")).unwrap();
    folder.file("office/own.csv", "term,tier\n软件,named\n");
    folder.file("office/settings.toml", "terms = \"own.csv\"\nprofile = \"stock\"\nlang = \"zh\"\n");
    let (out, errors, status) = run(&folder, &[&CHECK[..], &["--config", "office/settings.toml"]].concat());
    assert!(status == 1 && out.contains("软件") && out.contains("甲公司,reject"), "{out}{errors}");
    assert!(errors.contains("共 2 行"), "the language of the file: {errors}");
}

#[test]
fn explain_takes_the_rules_of_the_settings_and_not_the_columns() {
    let folder = folder_with("name = \"企业名称\"\nterms = \"own.csv\"\nformat = \"csv\"\n");
    folder.file("own.csv", "term\n火眼币\n");
    let (out, errors, status) = run(&folder, &["explain", "--scope", "火眼币"]);
    assert!(status == 1 && out.contains("火眼币") && !out.contains("企业名称"), "{out}{errors}");
}

#[test]
fn a_file_of_arguments_stands_for_its_lines() {
    let folder = folder_with("");
    folder.file("usual.txt", "# 常用\r\n--format\r\njsonl\r\n\r\n--no-summary\r\n");
    folder.file("words", "不用");
    let (out, errors, status) = run(&folder, &[&CHECK[..], &["@usual.txt"]].concat());
    assert!(status == 1 && out.starts_with('{') && out.lines().count() == 2, "{out}{errors}");

    // No file of this name, a file of just this name, and what stands behind `--`.
    let (out, ..) = run(&folder, &["check", "--name-text", "@甲公司", "-f", "csv"]);
    assert!(out.contains("@甲公司"), "{out}");
    folder.file("@words", LIST);
    let (out, ..) = run(&folder, &["check", "@words", "-f", "csv"]);
    assert!(out.contains("@words,1,2"), "{out}");
    let (_, errors, status) = run(&folder, &["check", "--", "@usual.txt"]);
    assert!(status == 2 && errors.contains("@usual.txt"), "{errors}");
}

/// The first block of a language on a page.
fn block(page: &str, language: &str) -> String {
    let text = fs::read_to_string(page).unwrap();
    let (_, behind) = text.split_once(&format!("\n```{language}\n")).unwrap();
    behind.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_settings_of_the_pages_work_as_they_stand() {
    for page in ["docs/configuration.md", "docs/configuration.zh.md"] {
        let folder = folder_with(&block(page, "toml"));
        folder.file("our-terms.csv", "term\n火眼币\n");
        folder
            .file("list.csv", "统一社会信用代码,企业名称,备选名称,经营范围,所属区县\n91,甲公司,火眼币公司,软件,东区\n");
        let (out, errors, status) = run(&folder, &CHECK);
        assert!(status == 1 && out.ends_with(",东区\n") && errors.contains("mingcha.toml"), "{page}: {out}{errors}");
    }
}
