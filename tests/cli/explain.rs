//! `mingcha explain`: each step that led to a verdict stands there.

use crate::common::Folder;
use crate::run;

/// What is explained, in English.
fn explain(args: &[&str], input: &str) -> String {
    run(&[&["explain", "--lang", "en", "--as-of", "2026-03-01"], args].concat(), input).0
}

fn assert_holds(explanation: &str, parts: &[&str]) {
    for part in parts {
        assert!(explanation.contains(part), "no {part:?} in\n{explanation}");
    }
}

#[test]
fn what_only_a_reader_sees_is_explained_character_by_character() {
    for (scope, differs, read) in [
        ("虚 拟 贷 币", "blanks or symbols in every gap, look-alike characters", "虚 拟 贷→货 币"),
        ("x u n i h u o b i", "blanks or symbols in every gap, same sound or pinyin", "x u→虚 n i→拟 h u o→货 b i→币"),
        ("禾急定币", "characters written as their parts", "禾急→稳 定 币"),
    ] {
        let explanation = explain(&["--scope", scope], "");
        assert_holds(
            &explanation,
            &[&format!("differs by: {differs}"), &format!("read as: {read}"), "verdict: review"],
        );
    }
    for scope in ["虚、拟、贷、币", "xu、ni、huo、bi", "虚 拟hu o币"] {
        assert_holds(&explain(&["--scope", scope], ""), &["nothing found; this is no approval"]);
    }
}

#[test]
fn a_letter_u_with_dots_is_sought_as_it_is_typed() {
    let folder = Folder::new();
    let terms = folder.file_arg("own.csv", "term\n绿币兑\n");
    for typed in ["lvbidui", "lubidui", "lübidui"] {
        let explanation = explain(&["--scope", typed, "--terms", &terms], "");
        assert_holds(&explanation, &["→绿 bi→币 dui→兑"]);
    }
}

#[test]
fn a_letter_that_was_folded_is_named_with_what_it_became() {
    let explanation = explain(&["--name", "ЯWА稳㝎币"], "");
    assert_holds(
        &explanation,
        &["U+042F → r (look-alike letters)", "㝎 U+374E → 定 (variant characters)", "differs by: look-alike letters"],
    );
}

#[test]
fn the_surroundings_that_a_finding_stands_in_are_named() {
    let tagged = explain(&["--profile", "stock", "--scope", "区块链技术开发（不含虚拟货币交易）"], "");
    assert_holds(&tagged, &["context: negated-in-bracket negated (", "verdict: review"]);
    let masked = explain(&["--scope", "海通证券、煤矿机械"], "");
    assert_holds(&masked, &["通证 ~ 通证: no hit, masked by securities-firm"]);
    assert_holds(&explain(&["digital-currency"], ""), &["content in digital-currency-business"]);
    assert_holds(&explain(&["stablecoin"], ""), &["no hit in stable-value", "tagged in negated-to-comma negated: "]);
}

#[test]
fn a_row_is_explained_with_what_kept_it_from_being_read() {
    let explanation = explain(&["--row", "1", "-"], "名称,经营范围\n甲,软件开发...\n");
    assert_holds(&explanation, &["the text is cut off: 经营范围 (cut-off)", "verdict: unchecked"]);
    let objects = "{\"名称\":\"甲\"}\n{\"名称\":\"乙\",\"经营范围\":\"RWA\"}\n";
    let explanation = explain(&["--row", "2", "-"], objects);
    assert_holds(&explanation, &["RWA [0..3] → RWA"]);
}

#[test]
fn a_word_cut_over_two_scopes_is_explained_where_it_begins() {
    let explanation = explain(&["--row", "1", "-"], "名称,许可经营项目,一般经营项目\n甲,稳定,币发行\n");
    assert_holds(
        &explanation,
        &["许可经营项目: 稳定\n  稳定 [0..2] → 稳定币", "the word goes on in the next scope column", "verdict: review"],
    );
}

#[test]
fn a_row_of_a_workbook_is_explained_if_one_sheet_can_be_meant() {
    let folder = Folder::new();
    let path = folder.arg("book.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "名称").unwrap().write(1, 0, "稳定币公司").unwrap();
    book.save(&path).unwrap();
    assert_holds(&explain(&["--row", "1", &path], ""), &["稳定币 [0..3] → 稳定币"]);
    book.add_worksheet().write(0, 0, "名称").unwrap();
    book.save(&path).unwrap();
    let (_, errors, status) = run(&["explain", "--row", "1", &path], "");
    assert!(status == 2 && errors.contains("book.xlsx: has several sheets"), "{errors}");
}

#[test]
fn a_verdict_is_said_once_and_a_column_that_was_typed_by_its_field() {
    let rejected = explain(&["--scope", "稳定币发行"], "");
    assert!(rejected.contains("verdict: reject\n") && !rejected.contains("(reject)"), "{rejected}");
    assert_holds(&explain(&["--scope", "软件"], ""), &["verdict: nothing found (clear)\n"]);
    let empty = explain(&["--name", ""], "");
    assert!(empty.contains("the cell is empty: name (empty)"), "{empty}");
}

#[test]
fn a_text_in_place_of_a_rule_is_told_by_the_options_for_texts() {
    let (_, errors, status) = run(&["explain", "某某公司", "--lang", "en"], "");
    assert!(status == 2 && errors.contains("no rule in force") && errors.contains("use --name or --scope"), "{errors}");
}
