use crate::common::{fed, mingcha};
use crate::{ALL_VERDICTS, CLEAN, HOSTILE, is_harmless, report};

#[test]
fn each_flagged_row_is_one_annotation_at_its_line() {
    let text = report(ALL_VERDICTS, &["-f", "github", "--lang", "zh"]);
    let begins = [
        "::error file=批 次.csv,line=2,title=不符合：甲公司（1）::经营范围含“稳定币”，属第（八）条所列字样",
        "::warning file=批 次.csv,line=3,title=需人工复核：乙公司（2）::",
        "::warning file=批 次.csv,line=4,title=未能检查：丙公司（3）::",
        "::notice file=批 次.csv,line=5,title=提示：丁公司（4）::",
    ];
    assert_eq!(text.lines().count(), begins.len(), "{text}");
    for (line, begin) in text.lines().zip(begins) {
        assert!(line.starts_with(begin), "{line}");
    }
    assert_eq!(report(CLEAN, &["-f", "github"]), "");
}

#[test]
fn a_cell_cannot_start_a_command_or_end_a_property() {
    for lang in ["zh", "en"] {
        let text = report(HOSTILE, &["-f", "github", "--lang", lang]);
        assert!(text.chars().all(is_harmless), "{text:?}");
        assert_eq!(text.lines().count(), 3, "{text}");
        for line in text.lines() {
            let (properties, message) = line["::error ".len()..].split_once("::").unwrap();
            assert!(line.starts_with("::error ") && !message.is_empty(), "{line}");
            let keys: Vec<_> = properties.split(',').map(|p| p.split_once('=').unwrap().0).collect();
            assert_eq!(keys, ["file", "line", "title"], "{line}");
            assert!(line.split('%').skip(1).all(|code| ["25", "0A", "0D", "3A", "2C"].contains(&&code[..2])), "{line}");
        }
    }
}

#[test]
fn rows_of_standard_input_name_no_file() {
    let mut command = mingcha();
    command.args(["check", "-q", "-f", "github", "--lang", "zh", "--as-of", "2026-03-01"]);
    let text = String::from_utf8(fed(command, "企业名称\nRWA公司\n").stdout).unwrap();
    assert!(text.starts_with("::error title=不符合：RWA公司::"), "{text}");
}
