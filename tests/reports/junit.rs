use roxmltree::{Document, Node};

use crate::{ALL_VERDICTS, CLEAN, HOSTILE, is_harmless, report};

fn cases<'a>(document: &'a Document<'_>) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name("testcase")).collect()
}

/// Tests, failures and errors as the suites and the suite say them.
fn figures(document: &Document<'_>) -> [String; 2] {
    ["testsuites", "testsuite"].map(|tag| {
        let suite = document.descendants().find(|node| node.has_tag_name(tag)).unwrap();
        ["tests", "failures", "errors"].map(|key| suite.attribute(key).unwrap()).join(" ")
    })
}

fn property(document: &Document<'_>, name: &str) -> String {
    let is = |node: &Node<'_, '_>| node.has_tag_name("property") && node.attribute("name") == Some(name);
    document.descendants().find(is).and_then(|node| node.attribute("value")).unwrap().to_owned()
}

#[test]
fn a_clean_run_is_one_passed_case_for_each_input() {
    let xml = report(CLEAN, &["-f", "junit"]);
    let document = Document::parse(&xml).unwrap();
    assert_eq!(figures(&document), ["1 0 0", "1 0 0"]);
    assert_eq!(cases(&document).len(), 1);
    assert_eq!((property(&document, "rows"), property(&document, "clear")), ("2".to_owned(), "2".to_owned()));
}

#[test]
fn findings_fail_unread_text_is_an_error_and_a_notice_passes() {
    let xml = report(ALL_VERDICTS, &["-f", "junit", "--lang", "zh"]);
    let document = Document::parse(&xml).unwrap();
    assert_eq!(figures(&document), ["5 2 1", "5 2 1"]);
    let outcomes: Vec<_> = cases(&document)[1..]
        .iter()
        .map(|case| {
            let outcome = case.first_element_child().unwrap();
            (case.attribute("name").unwrap(), outcome.tag_name().name(), outcome.attribute("type").unwrap_or_default())
        })
        .collect();
    let expected = [
        ("第 1 行 甲公司（1）", "failure", "reject"),
        ("第 2 行 乙公司（2）", "failure", "review"),
        ("第 3 行 丙公司（3）", "error", "unchecked"),
        ("第 4 行 丁公司（4）", "system-out", ""),
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(cases(&document)[0].attribute("name"), Some("已读完"));
    assert_eq!(cases(&document)[1].attribute("line"), Some("2"));
    assert!(
        cases(&document)[1].first_element_child().unwrap().text().unwrap().contains("依据：银发〔2026〕42号（八）")
    );
}

#[test]
fn unread_text_is_an_error_beside_the_failure_of_its_row() {
    let xml = report("企业名称,经营范围\n虚拟货币公司,软件...\n", &["-f", "junit"]);
    let document = Document::parse(&xml).unwrap();
    assert_eq!(figures(&document), ["3 1 1", "3 1 1"], "{xml}");
    assert!(
        xml.contains("name=\"row 1 虚拟货币公司\"") && xml.contains("name=\"row 1 虚拟货币公司 unchecked\""),
        "{xml}"
    );
}

#[test]
fn no_cell_breaks_the_document() {
    for lang in ["zh", "en"] {
        let xml = report(HOSTILE, &["-f", "junit", "--lang", lang]);
        assert!(xml.chars().all(is_harmless), "{xml:?}");
        let document = Document::parse(&xml).unwrap();
        let case = cases(&document)[3];
        assert!(case.attribute("name").unwrap().contains("乙]]>&<\"b\">'"), "{xml}");
        // The row that turns the order of its letters round is an error beside its failure.
        assert_eq!(cases(&document).len(), 5);
    }
}

#[test]
fn rows_that_are_left_out_are_an_error_of_their_own() {
    let rows = 100_003;
    let batch = "企业名称\n".to_owned() + &"RWA\n".repeat(rows);
    let xml = report(&batch, &["-f", "junit", "--lang", "zh"]);
    assert_eq!(xml.matches("<failure ").count(), 100_000);
    assert!(xml.contains("<error type=\"truncated\" message=\"共 100003 行"), "{xml:.2000}");
    assert!(xml.contains("tests=\"100002\" failures=\"100000\" errors=\"1\""), "{xml:.300}");
}
