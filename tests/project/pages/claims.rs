//! What the first page says that is found, the program finds.

use std::fs;

use mingcha::message::Lang;
use mingcha::verdict::Verdict;

use super::{Page, project};
use crate::common::{checker, mingcha, verdict};

const READMES: [(&str, Lang); 2] = [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)];

/// A verdict as a page writes it.
fn written(lang: Lang, verdict: Verdict) -> String {
    match lang {
        Lang::Zh => lang.verdict(verdict).to_owned(),
        Lang::En => format!("`{verdict}`"),
    }
}

#[test]
fn six_texts_are_caught_and_six_are_not_as_the_readme_says() {
    let checker = checker("filing");
    for (name, lang) in READMES {
        let page = Page::read(name);
        let (caught, missed) = match lang {
            Lang::En => (page.table("| caught | verdict | why |"), page.table("| not caught | why |")),
            Lang::Zh => (page.table("| 查得出 | 结论 | 说明 |"), page.table("| 不误报 | 说明 |")),
        };
        assert_eq!((caught.len(), missed.len()), (6, 6), "{name}");
        for row in caught {
            assert_eq!(written(lang, verdict(&checker, row[0])), row[1], "{name}: {}", row[0]);
        }
        for row in missed {
            assert_eq!(verdict(&checker, row[0]), Verdict::Clear, "{name}: {}", row[0]);
        }
    }
}

#[test]
fn the_readme_and_the_guide_have_the_verdicts_in_the_order_of_the_reports() {
    for (name, heading, lang) in [
        ("README.md", "## Verdicts\n", Lang::En),
        ("README.zh-CN.md", "## 六种结论\n", Lang::Zh),
        ("docs/guide.md", "## Verdicts\n", Lang::En),
        ("docs/guide.zh.md", "## 结论\n", Lang::Zh),
    ] {
        let page = Page::read(name);
        let shown: Vec<_> = page.table(heading).into_iter().map(|row| row[0].to_owned()).collect();
        assert_eq!(shown, Verdict::ALL.map(|verdict| written(lang, verdict)), "{name}");
    }
}

#[test]
fn the_exit_statuses_of_the_readme_are_those_of_its_samples() {
    for (name, heading) in [("README.md", "## In scripts\n"), ("README.zh-CN.md", "## 信息部门：命令行\n")] {
        let page = Page::read(name);
        let rows = page.table(heading);
        assert_eq!(rows.len(), 3, "{name}");
        for row in rows {
            let command = row[2].trim_matches('`');
            let arguments = command.strip_prefix("mingcha ").unwrap().split(' ');
            let status = mingcha().current_dir(project()).args(arguments).output().unwrap().status.code().unwrap();
            assert_eq!(status.to_string(), row[0], "{name}: {command}");
        }
    }
}

/// The command that a stranger tries first has to look like a success, and has to leave something to open.
#[test]
fn the_first_command_of_the_readme_ends_with_0_and_leaves_a_report_with_as_many_rows_as_it_says() {
    for (name, lang) in READMES {
        let page = Page::read(name);
        let blocks = page.blocks();
        let first = blocks.iter().find(|block| block.text.contains("cargo run --release -- ")).unwrap();
        let (_, arguments) = first.text.trim().split_once(" -- ").unwrap();
        let (arguments, report) = arguments.rsplit_once(' ').unwrap();
        let folder = crate::common::Folder::new();
        let mut command = mingcha();
        let output = command.current_dir(project()).args(arguments.split(' ')).arg(folder.at(report)).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert!(folder.at(report).exists(), "{name}");

        let said = String::from_utf8(output.stderr).unwrap();
        let clear = said.split("nothing found ").nth(1).unwrap().split_whitespace().next().unwrap();
        let flagged = 20 - clear.parse::<u32>().unwrap();
        assert!(said.contains("20 rows"), "{said}");
        let says = match lang {
            Lang::En => format!("20 invented applications. Open `report.html`: {flagged} of them"),
            Lang::Zh => format!("其中 {flagged} 户有需要查看的内容"),
        };
        assert!(page.text.contains(&says), "{name}: {said}");
    }
}

#[test]
fn the_lines_of_rust_in_the_readme_are_in_examples_that_are_compiled() {
    let compiled: String = ["src/lib.rs", "src/row/filing.rs", "examples/strings.rs"]
        .map(|name| fs::read_to_string(project().join(name)).unwrap())
        .concat();
    for (name, _) in READMES {
        let page = Page::read(name);
        let blocks = page.blocks();
        let block = blocks.iter().find(|block| block.info == "rust").unwrap();
        for line in block.text.lines() {
            assert!(compiled.contains(line), "{name}: no example has the line\n{line}");
        }
    }
}

#[test]
fn the_gate_runs_the_tests_as_the_readme_says() {
    let gate = fs::read_to_string(project().join(".ci/run")).unwrap();
    assert!(gate.lines().any(|line| line.starts_with("cargo test")));
    for (name, _) in READMES {
        assert!(Page::read(name).text.contains("`cargo test`"), "{name}");
    }
}
