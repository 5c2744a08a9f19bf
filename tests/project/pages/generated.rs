//! What the pages have from the program is made by it: help, headers, evidence, and the picture of a terminal.
//! `MINGCHA_REGENERATE=1 cargo test --test project generated` writes it anew; without the variable a difference is a failure.

use std::fmt::Write as _;
use std::fs;

use mingcha::message::Lang;
use mingcha::verdict::Evidence;

use super::terminal::picture;
use super::{Page, project};
use crate::common::{mingcha, said};

/// What a page has between `<!-- generated: NAME -->` and `<!-- end -->`.
struct Part {
    page: &'static str,
    name: &'static str,
    text: String,
}

fn parts() -> Vec<Part> {
    let part = |page, name, text| Part { page, name, text };
    vec![
        part("docs/commands.md", "help", help(Lang::En)),
        part("docs/commands.zh.md", "help", help(Lang::Zh)),
        part("docs/files.md", "headers", headers(Lang::En)),
        part("docs/files.zh.md", "headers", headers(Lang::Zh)),
        part("docs/formats.md", "evidence", evidence(Lang::En)),
        part("docs/formats.zh.md", "evidence", evidence(Lang::Zh)),
    ]
}

/// The help of every command, each under a heading.
fn help(lang: Lang) -> String {
    let mut text = String::new();
    for command in commands(&[]) {
        let name = [&["mingcha".to_owned()], &*command].concat().join(" ");
        let arguments = [&*command, &["--help".to_owned()]].concat();
        writeln!(text, "\n## {name}\n\n```text\n{}\n```", run(lang, &arguments).trim_end()).unwrap();
    }
    text
}

/// The commands below one, and itself, as the help lists them.
fn commands(path: &[String]) -> Vec<Vec<String>> {
    let help = run(Lang::En, &[path, &["--help".to_owned()]].concat());
    let mut all = vec![path.to_owned()];
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| line.starts_with(' '));
    // What a command is may take several lines; the name is indented by two blanks.
    for line in listed.filter(|line| !line.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap();
        if name != "help" {
            all.extend(commands(&[path, &[name.to_owned()]].concat()));
        }
    }
    all
}

fn run(lang: Lang, arguments: &[String]) -> String {
    let mut command = mingcha();
    command.current_dir(project()).args(["--lang", if lang == Lang::Zh { "zh" } else { "en" }]).args(arguments);
    said(command.output().unwrap()).0
}

/// The known headers by what their columns are.
fn headers(lang: Lang) -> String {
    let kinds: [(&str, &str, &str); 4] = [
        ("name", "name", "企业名称"),
        ("scope", "business scope", "经营范围"),
        ("id", "id", "编号"),
        ("text", "advertising text", "广告文字"),
    ];
    let data = fs::read_to_string(project().join("data/columns.csv")).unwrap();
    let mut table = match lang {
        Lang::Zh => "| 列 | 表头 |\n|---|---|\n".to_owned(),
        Lang::En => "| column | headers |\n|---|---|\n".to_owned(),
    };
    for (role, en, zh) in kinds {
        let known: Vec<String> = data
            .lines()
            .filter_map(|line| line.strip_prefix(role)?.strip_prefix(',')?.split(',').next())
            .map(|header| format!("`{header}`"))
            .collect();
        assert!(known.len() > 10, "{role}: {known:?}");
        writeln!(table, "| {} | {} |", if lang == Lang::Zh { zh } else { en }, known.join(" ")).unwrap();
    }
    table
}

/// The kinds of evidence, with the words for them.
fn evidence(lang: Lang) -> String {
    let mut table = match lang {
        Lang::Zh => "| 代码 | 说法 |\n|---|---|\n".to_owned(),
        Lang::En => "| key | in words |\n|---|---|\n".to_owned(),
    };
    for kind in Evidence::ALL {
        writeln!(table, "| `{}` | {} |", kind.key(), lang.evidence(kind)).unwrap();
    }
    table
}

/// The page with this part in it.
fn with_part(page: &str, part: &Part) -> String {
    let begin = format!("<!-- generated: {} -->\n", part.name);
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{} has no {begin}", part.page));
    let (_, after) =
        rest.split_once("<!-- end -->").unwrap_or_else(|| panic!("{}: {} does not end", part.page, part.name));
    format!("{before}{begin}{}\n<!-- end -->{after}", part.text.trim_end())
}

/// Compares a file with what it should be, or writes it.
fn assert_is(name: &str, should: &str) {
    if std::env::var_os("MINGCHA_REGENERATE").is_some() {
        fs::write(project().join(name), should).unwrap();
    }
    let is = fs::read_to_string(project().join(name)).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        is == should,
        "{name} is not what the program makes. Write it anew with\n    MINGCHA_REGENERATE=1 cargo test --test project generated\n\
         and read what git diff shows"
    );
}

#[test]
fn the_generated_parts_of_pages_are_what_the_program_makes() {
    for part in parts() {
        let page = Page::read(part.page).text;
        assert_is(part.page, &with_part(&page, &part));
    }
}

#[test]
fn the_generated_pictures_of_a_terminal_are_what_the_program_shows() {
    for (name, lang) in [("docs/pictures/terminal.svg", "en"), ("docs/pictures/terminal.zh.svg", "zh")] {
        assert_is(name, &picture(lang));
    }
}

#[test]
fn no_page_has_a_generated_part_that_nothing_makes() {
    for page in super::pages() {
        for (_, rest) in page.text.match_indices("<!-- generated: ").map(|(at, _)| page.text.split_at(at)) {
            let name = rest["<!-- generated: ".len()..].split(' ').next().unwrap();
            // The page that describes the parts.
            let is_made = name == "…" || parts().iter().any(|part| part.page == page.name && part.name == name);
            assert!(is_made, "{}: {name}", page.name);
        }
    }
}
