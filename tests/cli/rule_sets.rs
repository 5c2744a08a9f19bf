//! A rule set that an office writes: what is wrong with it is named with file and line, before any row is read.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::{fed, mingcha, said};

const FILES: [(&str, &str); 5] = [
    ("ruleset.csv", "id,title,number,from,until\nown,办法,某〔2026〕1号,2026-01-01,\n"),
    ("clauses.csv", "clause,text\n（一）,不得含有“星际旅行”字样。\n"),
    (
        "terms.csv",
        "id,term,also,names,tier,verdict,slot,clause,quote,must_match,must_not,reason\n\
         travel,星际旅行,,,named,,,（一）,“星际旅行”,,,\n",
    ),
    (
        "parts.csv",
        "id,names,part1,part2,part3,within,verdict,clause,quote,must_match,must_not,reason\n\
         tickets,星际票务,星际,票务,,8,,,,,,\n",
    ),
    (
        "contexts.csv",
        "id,action,applies_to,pattern,reach,tag,must,must_not,reason\n\
         before,tag,travel,小说,backward,in-a-novel,,,\n\
         after,tag,travel,科普,forward,explained,,,\n\
         anywhere,tag,tier:named,剧本,cell,staged,,,\n",
    ),
];

/// A folder with the files of a rule set, in one of which something else stands for a piece of it.
fn rule_set(changed: &str, old: &str, new: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in FILES {
        let text = if name == changed { text.replacen(old, new, 1) } else { text.to_owned() };
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Standard output, standard error and status of a check of scopes.
fn check(folders: &[&Path], scopes: &str) -> (String, String, i32) {
    let mut command = mingcha();
    command.args(["check", "-f", "jsonl", "--no-summary", "--as-of", "2026-03-01", "--lang", "en"]);
    for folder in folders {
        command.arg("--rules").arg(folder);
    }
    said(fed(command, format!("经营范围\n{scopes}\n")))
}

#[test]
fn a_context_reaches_as_far_as_its_row_says() {
    let folder = rule_set("", "", "");
    for (scope, tags) in [
        ("星际旅行小说", "[\"in-a-novel\"]"),
        ("小说、星际旅行", "[]"),
        ("科普星际旅行", "[\"explained\"]"),
        ("星际旅行科普", "[]"),
        ("星际旅行；软件；剧本", "[\"staged\"]"),
    ] {
        let (report, errors, _) = check(&[folder.path()], scope);
        assert!(report.contains(&format!("\"context\":{tags}")), "{scope}: {report} {errors}");
    }
    assert!(check(&[folder.path()], "星际的票务").0.contains("own/tickets"));
    let mut explain = mingcha();
    explain.args(["explain", "--scope", "星际旅行小说", "--lang", "en", "--rules"]).arg(folder.path());
    let explained = String::from_utf8(explain.output().unwrap().stdout).unwrap();
    assert!(explained.contains("context: before in-a-novel"), "{explained}");
    let mut text = mingcha();
    text.args(["check", "-f", "text", "--lang", "en", "--rules"]).arg(folder.path());
    let (text, ..) = said(fed(text, "经营范围\n星际旅行小说\n"));
    assert!(text.contains("in-a-novel"), "{text}");
}

#[test]
fn what_is_wrong_with_a_rule_set_is_refused_with_file_and_line() {
    for (file, old, new, message) in [
        ("ruleset.csv", "own,", ",", "ruleset.csv:2: the id is missing"),
        ("ruleset.csv", ",\n", ",\nb,,,2026-01-01,\n", "exactly one row"),
        ("ruleset.csv", "2026-01-01", "soon", "`from` is a date such as 2026-02-06"),
        ("clauses.csv", "。\n", "。\n（一）,又\n", "clauses.csv:3: duplicate clause `（一）`"),
        ("terms.csv", "“星际旅行”", "“星际”", "the quote `“星际”` does not occur in clause （一）"),
        ("terms.csv", "（一）", "（二）", "clauses.csv has no clause `（二）`"),
        ("terms.csv", ",named,", ",great,", "unknown tier `great`"),
        ("terms.csv", "named,,", "named,clear,", "unknown verdict `clear`"),
        (
            "terms.csv",
            "旅行,,,named,,",
            "旅行,星旅,,named,,…",
            "a term with a slot has no further spellings or forms; empty the column `also`",
        ),
        ("terms.csv", "旅行,,,named,,,", "旅行…,,,named,,4,", "a slot needs letters on both sides"),
        ("parts.csv", ",8,", ",far,", "`within` is a number, not `far`"),
        ("parts.csv", "星际票务", "", "`names` is missing"),
        ("parts.csv", ",票务,", ",、,", "contains no letter"),
        ("contexts.csv", "小说", "(小说", "invalid regular expression"),
        ("contexts.csv", "after,", "before,", "duplicate id `before`"),
        ("contexts.csv", "in-a-novel", "", "a context that tags needs a tag"),
        ("contexts.csv", ",travel,", ",flight,", "no rule is called `flight`"),
        ("contexts.csv", "backward", "upward", "unknown reach `upward`"),
    ] {
        let folder = rule_set(file, old, new);
        let (report, errors, status) = check(&[folder.path()], "软件");
        let place = format!("{}/{file}", folder.path().display());
        assert!(errors.contains(message) && errors.contains(&place), "{file} with {new:?}: {errors}");
        assert!(status == 2 && report.is_empty(), "{file} with {new:?}");
    }
}

#[test]
fn two_rule_sets_of_one_id_are_refused() {
    let (one, other) = (rule_set("", "", ""), rule_set("", "", ""));
    let (_, errors, status) = check(&[one.path(), other.path()], "软件");
    assert!(status == 2 && errors.contains("two rule sets have the id `own`"), "{errors}");
}

#[test]
fn a_spelling_that_stands_twice_in_a_row_is_one() {
    let folder = rule_set("terms.csv", "星际旅行,,", "星际旅行,星際旅行|星际 旅行,");
    let (report, errors, _) = check(&[folder.path()], "星際旅行");
    assert_eq!(report.matches("own/travel").count(), 1, "{report} {errors}");
}
