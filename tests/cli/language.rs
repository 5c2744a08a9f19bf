//! Everything that a person reads is in the language of the person: help, manual, errors, explanations.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::{fed, mingcha, said};

/// Standard output, standard error and status of a run under a locale.
fn run_under(locale: &str, folder: &Path, args: &[&str], input: &[u8]) -> (String, String, i32) {
    let mut command = mingcha();
    command.env("LC_ALL", locale).env("COLUMNS", "80").current_dir(folder).args(args);
    said(fed(command, input))
}

fn in_chinese(folder: &Path, args: &[&str], input: &[u8]) -> (String, String, i32) {
    run_under("zh_CN.UTF-8", folder, args, input)
}

/// Runs of two or more English words outside quotes, names of options, values and files.
fn english(text: &str) -> Vec<String> {
    // Names of formats, encodings, values, programs and columns.
    const NAMES: &str = "csv jsonl html xlsx xls ods text markdown md sarif junit github txt xml workbook table gzip mingcha check \
                         explain terms fold completions man help all zh en utf gbk gb big filing stock literal term iconv \
                         auto always never on off reject review unchecked notice clear bash zsh fish tab or tokens id";

    let mut found = Vec::new();
    for line in text.lines() {
        let mut run = Vec::new();
        for word in
            outside_of_quotes(line).split(|c: char| !c.is_ascii_alphanumeric() && !"-_./\\@=|*<>[]{}$".contains(c))
        {
            let is_word = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            if is_word && !NAMES.split_whitespace().any(|name| name == word) {
                run.push(word.to_owned());
            } else if !word.is_empty() {
                found.push(std::mem::take(&mut run));
            }
        }
        found.push(run);
    }
    found.retain(|run| run.len() > 1);
    found.into_iter().map(|run| run.join(" ")).collect()
}

/// A line without what is quoted in it, and with a full stop for every Chinese character, which ends a run of words.
fn outside_of_quotes(line: &str) -> String {
    let mut depth = 0;
    let mut outside = String::new();
    for c in line.chars() {
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ if depth > 0 => {}
            c if c.is_ascii() => outside.push(c),
            _ => outside.push_str(" . "),
        }
    }
    outside
}

#[test]
fn the_detector_finds_english_and_nothing_else() {
    assert_eq!(english("文件 cannot be read；请 核对"), ["cannot be read"]);
    assert!(english("mingcha: a.csv：“no such file”不是 CSV；请用 --no-headers 或 -o report.xlsx").is_empty());
}

#[test]
fn help_and_manual_are_in_chinese_and_say_the_same_by_every_way_to_them() {
    let here = Path::new(".");
    for command in ["", "check", "explain", "terms", "terms check", "fold", "completions", "man"] {
        let command: Vec<&str> = command.split_whitespace().collect();
        let (help, errors, status) = in_chinese(here, &[&command[..], &["--help"]].concat(), b"");
        assert_eq!((english(&help), errors.as_str(), status), (vec![], "", 0), "{command:?}: {help}");
        assert!(help.contains("用法：mingcha") && help.contains("显示帮助"), "{help}");
        for way in [[&command[..], &["-h"]].concat(), [&["help"], &command[..]].concat()] {
            assert_eq!(in_chinese(here, &way, b"").0, help, "{way:?}");
        }

        let english_help = in_chinese(here, &[&command[..], &["--help", "--lang", "en"]].concat(), b"").0;
        assert!(english_help.contains("Usage: mingcha") && english_help.contains("Print help"), "{english_help}");
        assert_eq!(in_chinese(here, &[&["--lang=en", "help"], &command[..]].concat(), b"").0, english_help);
        assert_eq!(run_under("en_US.UTF-8", here, &[&["help"], &command[..], &["--lang", "zh"]].concat(), b"").0, help);
    }

    for page in [&["man"][..], &["man", "check"], &["man", "terms"]] {
        let (page, _, status) = in_chinese(here, page, b"");
        assert_eq!(status, 0);
        for heading in [".SH 名称\n", ".SH 概要\n", ".SH 说明\n", ".SH 选项\n", ".SH 版本\n"] {
            assert!(page.contains(heading), "{heading} is missing in {page}");
        }
        assert!(!page.lines().any(|line| line.starts_with(".SH ") && line.is_ascii()), "{page}");
    }
}

#[test]
fn every_command_takes_the_language_before_and_after_its_name() {
    let here = Path::new(".");
    for command in [
        &["check", "no-such-file.csv"][..],
        &["explain", "no-such-rule"],
        &["terms", "--terms", "no-such-file.csv"],
        &["terms", "check", "no-such-file.csv"],
        &["fold", "no-such-file.txt"],
        &["completions", "no-such-shell"],
        &["man", "no-such-command"],
    ] {
        for (lang, locale) in [("zh", "en_US.UTF-8"), ("en", "zh_CN.UTF-8")] {
            for args in [[&["--lang", lang], command].concat(), [command, &["--lang", lang]].concat()] {
                let (_, errors, status) = run_under(locale, here, &args, b"");
                let is_chinese = errors.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
                assert!(status == 2 && is_chinese == (lang == "zh"), "{args:?}: {errors}");
            }
        }
    }
}

/// A folder with files of every kind that commands refuse.
fn refused_files() -> TempDir {
    let folder = TempDir::new().unwrap();
    let file = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    file("batch.csv", "名称,经营范围\n甲,软件\n".as_bytes());
    file("other.csv", "名称,备注\n甲,软件\n".as_bytes());
    file("no-columns.csv", "编号,备注\n1,软件\n".as_bytes());
    file("empty.csv", b"");
    file("blank.csv", b"\n\n\n");
    file("binary.csv", &[0x81, 0xFE, 0x90, 0x01, 0x80, 0x80, 0xFF, 0x0A, 0x81, 0xFE, 0x80]);
    file("gbk.txt", b"\xD6\xD0\n");
    file("page.xls", b"<html><body><table><tr><td>\xE5\x90\x8D</td></tr></table></body></html>");
    file("array.json", "[{\"名称\":\"甲\"\n".as_bytes());
    file("lines.jsonl", "{\"名称\":\"甲\"}\n".as_bytes());
    file("gbk.jsonl", b"{\"\xC6\xF3\xD2\xB5\xC3\xFB\xB3\xC6\":\"\xB9\xAB\xCB\xBE\"}\n");
    file("lists.json", b"{\"a\":[{\"x\":1},{\"x\":2}],\n\"b\":{\"c\":[{\"y\":1},{\"y\":2}]}, \"d\":[[1],[2]]}");
    file("broken.xlsx", b"PK\x03\x04 this is not a workbook at all, only its first four bytes");
    file("protected.xlsx", &protected_workbook());
    file("document.pdf", b"%PDF-1.7\n");
    file("broken.csv.gz", b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03broken");
    file("profile.csv", b"profile,tier,context,verdict\nmild,named,,clear\n");
    file("profiles.csv", b"profile,tier,context,verdict\na,named,,review\nb,named,,review\n");
    file("decisions.csv", "名称,经营范围\n甲,软件\n".as_bytes());
    for (name, text) in TERMS {
        file(name, text.as_bytes());
    }
    fs::create_dir(folder.path().join("folder")).unwrap();
    folder
}

/// The beginning of a compound file with the stream that encrypted workbooks have.
fn protected_workbook() -> Vec<u8> {
    let mut workbook = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    workbook.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    workbook
}

/// Files of own terms, each with another mistake.
const TERMS: [(&str, &str); 11] = [
    ("terms-column.csv", "term,colour\n火眼币,红\n"),
    ("terms-twice.csv", "term,term\n火眼币,红\n"),
    ("terms-missing.csv", "reason\n火眼币\n"),
    ("terms-length.csv", "term,reason\n火眼币\n"),
    ("terms-tier.csv", "term,tier\n火眼币,great\n"),
    ("terms-verdict.csv", "term,verdict\n火眼币,clear\n"),
    ("terms-nothing.csv", "term\n…\n"),
    ("terms-same.csv", "term\n火眼币\n火眼幣\n"),
    ("terms-slot.csv", "term,slot\n火眼…币,(\n"),
    ("terms-large.csv", "term,slot\n火眼…币,(?:甲{999}){999}\n"),
    ("terms-edge.csv", "term,slot\n火眼币…,.\n"),
];

/// Command lines that are refused with status 2, and what has to be in the Chinese of it.
const REFUSED: &[(&[&str], &str)] = &[
    (&["check", "--bogus"], "未知的选项"),
    (&["chek"], "未知的命令“chek”"),
    (&["check", "--only", "none"], "可选的值：reject"),
    (&["check", "--only"], "缺少值"),
    (&["check", "-q", "-v"], "同时使用"),
    (&["check", "-q", "-q"], "重复"),
    (&["explain"], "缺少参数"),
    (&["terms", "--format", "csv", "check", "x"], "同时使用"),
    (&["check", "--as-of", "tomorrow"], "日期应形如 2026-02-06"),
    (&["check", "--max-cell", "3"], "64 至 1073741824 字节"),
    (&["check", "--encoding", "latin-1"], "可用的编码"),
    (&["check", "--delimiter", "ab"], "一个字符"),
    (&["check", "--threads", "many"], "非负整数"),
    (&["explain", "--row", "0", "batch.csv"], "从 1 起"),
    (&["check", "missing.csv"], "找不到"),
    (&["check", "folder"], "文件夹"),
    (&["check", "empty.csv"], "空"),
    (&["check", "blank.csv"], "记录"),
    (&["check", "no-columns.csv"], "--name"),
    (&["check", "--name", "企业", "batch.csv"], "企业"),
    (&["check", "--name", "9", "batch.csv"], "第 9 列"),
    (&["check", "--no-headers", "batch.csv"], "列号"),
    (&["check", "--no-headers", "--name", "企业", "batch.csv"], "列号"),
    (&["check", "--keep", "地址", "batch.csv"], "地址"),
    (&["check", "--keep", "经营范围", "batch.csv", "other.csv"], "经营范围"),
    (&["check", "page.xls"], "网页"),
    (&["check", "array.json"], "JSON"),
    (&["check", "document.pdf"], "文档"),
    (&["check", "broken.csv.gz"], "gzip"),
    (&["check", "broken.xlsx"], "broken.xlsx"),
    (&["check", "protected.xlsx"], "protected.xlsx"),
    (&["check", "--sheet", "表", "batch.csv"], "--sheet"),
    (&["check", "gbk.jsonl"], "--encoding gb18030"),
    (&["check", "lists.json"], "a、b.c、d"),
    (&["check", "--input-format", "jsonl", "--keep", "all", "lines.jsonl"], "--keep"),
    (&["check", "--input-format", "jsonl", "--delimiter", ";", "lines.jsonl"], "--delimiter"),
    (&["check", "--input-format", "workbook", "batch.csv"], "工作簿"),
    (&["check", "-", "-"], "标准输入"),
    (&["check", "batch.csv", "-o", "folder"], "是文件夹"),
    (&["check", "batch.csv", "-o", "report"], "扩展名未指明格式"),
    (&["check", "batch.csv", "-o", "-"], "请用 --format"),
    (&["check", "batch.csv", "-o", "x=y"], "没有名为“x”的格式"),
    (&["check", "batch.csv", "-o", "csv=folder"], "是文件夹"),
    (&["check", "batch.csv", "-o", "no/report.csv"], "无法写入"),
    (&["check", "batch.csv", "-o", "report.doc"], "扩展名未指明格式"),
    (&["check", "batch.csv", "-o", "a.csv", "-o", "a.csv"], "重复"),
    (&["check", "batch.csv", "-o", "batch.csv"], "要检查的文件"),
    (&["check", "batch.csv", "--as-of", "2020-01-01"], "没有适用的规则集"),
    (&["check", "batch.csv", "--profile", "lenient"], "口径"),
    (&["check", "batch.csv", "--profile", "profile.csv"], "结论“clear”"),
    (&["check", "batch.csv", "--profile", "profiles.csv"], "现有 2 个"),
    (&["check", "batch.csv", "--rules", "folder"], "规则集"),
    (&["check", "batch.csv", "--decisions", "decisions.csv"], "decisions.csv"),
    (&["check", "batch.csv", "--decisions", "missing.csv"], "找不到"),
    (&["terms", "check", "missing.csv"], "找不到"),
    (&["explain", "nothing"], "nothing"),
    (&["explain", "--row", "9", "batch.csv"], "不足 9 行"),
    (&["fold", "gbk.txt"], "不是 UTF-8"),
    (&["man", "nosuch"], "没有命令“nosuch”"),
];

#[test]
fn no_error_is_said_in_english_to_a_chinese_reader() {
    let folder = refused_files();
    let terms = TERMS.map(|(name, _)| ["terms", "check", name]);
    let terms = terms.iter().map(|args| (&args[..], "term"));
    let mut looked_at = 0;
    for (args, part) in REFUSED.iter().copied().chain(terms) {
        let (_, errors, status) = in_chinese(folder.path(), args, b"");
        assert_eq!(status, 2, "{args:?}: {errors}");
        assert!(errors.contains(part), "{part:?} is missing for {args:?}: {errors}");
        assert!(english(&errors).is_empty(), "{args:?}: {:?} in {errors}", english(&errors));
        assert!(!errors.contains("内部错误"), "{args:?}: {errors}");
        looked_at += 1;
    }
    assert_eq!(looked_at, REFUSED.len() + TERMS.len());
}

#[test]
fn no_error_is_said_in_chinese_to_an_english_reader() {
    let folder = refused_files();
    for (args, _) in REFUSED {
        let (_, errors, status) = run_under("en_US.UTF-8", folder.path(), args, b"");
        let said = errors.replace("企业", "").replace("地址", "").replace("经营范围", "").replace("名称", "");
        let said = said.replace("编号", "").replace("备注", "").replace('表', "");
        assert!(!said.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{args:?}: {errors}");
        assert_eq!(status, 2, "{args:?}: {errors}");
        // clap's own errors have several lines.
        assert!(errors.starts_with("error: ") || errors.lines().count() == 1, "{args:?}: {errors}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_refused_in_chinese() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = refused_files();
    let file = folder.path().join("batch.csv");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let (_, errors, status) = in_chinese(folder.path(), &["check", "batch.csv"], b"");
    assert!(status == 2 && errors.contains("没有权限") && english(&errors).is_empty(), "{errors}");
}

#[test]
fn warnings_results_and_explanations_are_in_chinese() {
    let folder = refused_files();
    let own = "term,must_match,must_not\n穩定幣,,\n火眼币,火眼睛,火眼币种\n";
    fs::write(folder.path().join("own.csv"), own).unwrap();
    let (result, warnings, status) = in_chinese(folder.path(), &["terms", "check", "own.csv"], b"");
    assert_eq!((result.trim(), status), ("own.csv：共 2 个词，1 个与内置词重复，2 个示例未通过", 1));
    assert!(warnings.contains("重复") && warnings.contains("应当命中") && warnings.contains("不应命中"), "{warnings}");

    let scope = "虛.擬.貨.幣；海通证券；虚拟贷币（不含比特币）";
    for args in [
        &["explain", "--name", "ＲＷＡ公司", "--scope", scope][..],
        &["explain", "stablecoin"],
        &["explain", "--row", "1", "batch.csv"],
    ] {
        let (explained, errors, _) = in_chinese(folder.path(), args, b"");
        assert!(errors.is_empty() && explained.lines().count() > 3, "{errors}");
        assert!(english(&explained).is_empty(), "{:?} in {explained}", english(&explained));
        for key in ["(reject)", "homoglyph", "width", "script", "negated ", "(filing"] {
            assert!(!explained.contains(key), "{key} in {explained}");
        }
    }
}
