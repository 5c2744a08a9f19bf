//! Rules that concern one field, and contexts of a cell that read the name of its row.

use std::sync::Arc;

use mingcha::checker::{Cell, Checker};
use mingcha::rules::{Profile, RuleBook, RuleFiles, RuleSet};
use mingcha::verdict::{Field, Finding};
use mingcha::{Filing, Verdict};
use proptest::prelude::*;

use crate::common::cases;

const TERMS: &str = "id,term,also,names,tier,verdict,slot,clause,quote,must_match,must_not,reason,field\n";
const COMPOUNDS: &str =
    "id,names,part1,part2,part3,turned,only,evidence,verdict,clause,quote,must_match,must_not,reason,field\n";
const PARTS: &str = "id,names,part1,part2,part3,within,verdict,clause,quote,must_match,must_not,reason,field\n";
const CONTEXTS: &str = "id,action,applies_to,pattern,reach,tag,must,must_not,reason,where\n";

fn files(terms: &str, compounds: &str, parts: &str, contexts: &str) -> RuleFiles {
    RuleFiles {
        folder: "own".to_owned(),
        ruleset: "id,title,number,from,until\nown,办法,某〔2026〕1号,2026-01-01,\n".to_owned(),
        clauses: "clause,text\n（一）,不得含有下列字样。\n".to_owned(),
        terms: format!("{TERMS}{terms}"),
        compounds: format!("{COMPOUNDS}{compounds}"),
        parts: format!("{PARTS}{parts}"),
        contexts: format!("{CONTEXTS}{contexts}"),
        ..RuleFiles::default()
    }
}

fn checker(sets: Vec<RuleSet>) -> Checker {
    Checker::new(RuleBook { sets }, Profile::built_in("filing").unwrap()).unwrap()
}

/// One rule of each kind of search for one field: `{}` stands for it.
fn of_every_kind(field: &str) -> RuleFiles {
    files(
        &format!(
            "whole,星际旅行,,,named,,,（一）,字样,,,,{field}\nslotted,深空…客运,,,content,,的?,（一）,字样,,,,{field}\n"
        ),
        &format!("joined,火星票,火星|月球,船票|车票,,yes,,,,（一）,字样,,,,{field}\n"),
        &format!("near,轨道票务,轨道,票务,,8,,（一）,字样,,,,{field}\n"),
        "",
    )
}

fn rules_in(checker: &Checker, field: Field, text: &str) -> Vec<String> {
    let column: Arc<str> = field.key().into();
    let findings = checker.check(Cell { field, column: &column, text });
    findings.iter().map(|finding| finding.rule.to_string()).collect()
}

#[test]
fn a_rule_of_any_kind_is_found_in_its_fields_and_nowhere_else() {
    let texts = [
        ("星际旅行", "own/whole"),
        // A disguise.
        ("星迹旅行", "own/whole"),
        ("星 际 旅 行", "own/whole"),
        ("星&#38469;旅行", "own/whole"),
        ("深空的客运", "own/slotted"),
        ("船票火星", "own/joined"),
        ("轨道的票务", "own/near"),
    ];
    for listed in ["name", "scope", "name|scope", ""] {
        let checker = checker(vec![of_every_kind(listed).load().unwrap()]);
        for field in Field::CHECKED {
            for (text, rule) in texts {
                let is_listed = listed.is_empty() || listed.split('|').any(|key| key == field.key());
                let expected: &[&str] = if is_listed { &[rule] } else { &[] };
                assert_eq!(rules_in(&checker, field, text), expected, "{text} in {field} under {listed:?}");
                assert!(checker.sift(text).may_hold, "{text}");
            }
        }
        // Another column is searched only for words of all fields.
        assert_eq!(rules_in(&checker, Field::Other, "星际旅行").is_empty(), !listed.is_empty(), "{listed:?}");
    }
}

#[test]
fn one_word_may_have_a_rule_for_names_and_another_for_scopes() {
    let terms = "a,星际旅行,,,named,review,,（一）,字样,,,,name\nb,星際旅行,,,named,notice,,（一）,字样,,,,scope\n";
    let checker = checker(vec![files(terms, "", "", "").load().unwrap()]);
    for text in ["星际旅行", "星迹旅行"] {
        assert_eq!(rules_in(&checker, Field::Name, text), ["own/a"], "{text}");
        assert_eq!(rules_in(&checker, Field::Scope, text), ["own/b"], "{text}");
    }
    for fields in ["name|scope", ""] {
        let terms = format!("a,星际旅行,,,named,,,（一）,字样,,,,name\nb,星際旅行,,,named,,,（一）,字样,,,,{fields}\n");
        let error = files(&terms, "", "", "").load().unwrap_err().to_string();
        assert!(error.contains("terms.csv:3") && error.contains("once folded"), "{error}");
    }
    let error = files("a,星际旅行,,,named,,,（一）,字样,,,,names\n", "", "", "").load().unwrap_err().to_string();
    assert!(error.contains("terms.csv:2: `field` is one of name, scope, text, not `names`"), "{error}");
}

#[test]
fn a_word_cut_over_two_scopes_is_found_only_if_its_rule_concerns_scopes() {
    for (field, expected) in [("name", 0), ("scope", 1), ("", 1)] {
        let checker = checker(vec![of_every_kind(field).load().unwrap()]);
        let filing = Filing { scopes: &["软件开发；星际", "旅行服务"], ..Filing::default() };
        assert_eq!(checker.check_row(filing).findings.len(), expected, "{field}");
    }
}

#[test]
fn own_terms_may_concern_one_field() {
    let own = RuleSet::of_terms("own", "own.csv", "term,field\n星际旅行,name\n深空客运,\n").unwrap();
    let checker = checker(vec![own]);
    assert_eq!(rules_in(&checker, Field::Scope, "星际旅行、深空客运"), ["own/深空客运"]);
    assert_eq!(rules_in(&checker, Field::Name, "星际旅行、深空客运").len(), 2);
}

#[test]
fn a_term_of_which_only_touching_letters_count_is_no_list_and_no_disguise() {
    let own = |csv: &str| RuleSet::of_terms("own", "own.csv", csv);
    let checker = checker(vec![own("term,tier,only\n星际旅行,named,touching\n").unwrap()]);
    for (text, expected) in
        [("星际旅行", 1), ("星際旅行", 1), ("星际 旅行", 1), ("星际、旅行", 0), ("星·际·旅·行", 0), ("星迹旅行", 0)]
    {
        assert_eq!(rules_in(&checker, Field::Scope, text).len(), expected, "{text}");
    }
    for (csv, word) in [
        ("term,only\n星·际,touching\n", "can never match"),
        ("term,only\n星际,often\n", "`only` is one of"),
        ("term,slot,only\n星…际,的?,touching\n", "empty the column `only`"),
    ] {
        let error = own(csv).unwrap_err().to_string();
        assert!(error.contains("own.csv:2") && error.contains(word), "{csv}: {error}");
    }
}

/// 银行 in the name exempts 理财 in the scope, and tags 融资.
fn with_banks() -> Checker {
    let terms = "licai,理财产品,,,named,,,（一）,字样,,,,\nrong,融资业务,,,named,,,（一）,字样,,,,scope\n";
    let contexts = "bank,mask,licai,银行(?:股份)?有限公司,cell,,某某银行有限公司=>理财产品,某某公司=>理财产品,持牌,name\n\
                    bank-tag,tag,rong,银行,cell,negated,某某银行=>融资业务,某某公司=>融资业务,持牌,name\n";
    checker(vec![files(terms, "", "", contexts).load().unwrap()])
}

fn checked(names: &[&str], scopes: &[&str]) -> Vec<Finding> {
    with_banks().check_row(Filing { names, scopes, ..Filing::default() }).findings
}

#[test]
fn a_name_exempts_the_other_cells_of_its_row_and_not_itself() {
    let scope = &["销售理财产品"][..];
    assert_eq!(checked(&["某某银行股份有限公司"], scope), []);
    assert_eq!(checked(&["某某銀行股份有限公司"], scope), [], "names are folded");
    assert_eq!(checked(&["某某公司"], scope).len(), 1);
    assert_eq!(checked(&[], scope).len(), 1);
    assert_eq!(checked(&["理财产品银行有限公司"], &["软件"]).len(), 1, "a name is judged by itself");
    // Each name has to say so, and 无 is no name.
    assert_eq!(checked(&["某某银行有限公司", "某某公司"], scope).len(), 1);
    assert_eq!(checked(&["某某银行有限公司", "无", ""], scope), []);
    // A word that is cut over two scopes.
    assert_eq!(checked(&["某某银行有限公司"], &["销售理财", "产品"]), []);
    assert_eq!(checked(&["某某公司"], &["销售理财", "产品"]).len(), 1);
    // Escaped.
    assert_eq!(checked(&["某某银行有限公司"], &["销售理&#36130;产品"]), []);
    assert_eq!(checked(&["某某公司"], &["销售理&#36130;产品"]).len(), 1);
}

#[test]
fn a_name_may_tag_the_findings_of_another_cell() {
    let [tagged] = &checked(&["某某银行"], &["融资业务"])[..] else { panic!("one finding") };
    assert!(tagged.context.iter().any(|tag| &**tag == "negated"), "{tagged:?}");
    let [plain] = &checked(&["某某公司"], &["融资业务"])[..] else { panic!("one finding") };
    assert!(plain.context.is_empty() && plain.verdict == Verdict::Reject, "{plain:?}");
}

#[test]
fn a_text_on_its_own_has_no_exemption() {
    let checker = with_banks();
    assert_eq!(checker.check_text(Field::Scope, "理财产品").len(), 1);
    let column: Arc<str> = "scope".into();
    let cell = Cell { field: Field::Scope, column: &column, text: "理财产品" };
    assert_eq!(checker.check_beside(cell, &["某某银行有限公司"]), []);
    let examined = checker.examine_beside(cell, &["某某银行有限公司"]);
    assert!(examined[0].finding.is_none() && &*examined[0].contexts[0].id == "bank", "{examined:?}");
}

#[test]
fn what_is_wrong_with_a_context_of_the_name_is_said() {
    let terms = "a,理财产品,,,named,,,（一）,字样,,,,\nb,融资业务,,,named,,,（一）,字样,,,,name\n";
    for (row, word) in [
        ("x,mask,a,银行,cover,,甲=>乙,丙=>丁,r,name", "its reach is cell"),
        ("x,mask,a,银行,cell,,理财产品,,r,name", "`name=>text`"),
        ("x,mask,b,银行,cell,,甲=>乙,,r,name", "can never hold"),
        ("x,mask,a,银行,cell,,甲=>乙,,r,scope", "`where` is one of name, not `scope`"),
        ("x,mask,a,銀行,cell,,甲=>乙,,r,name", "can never match"),
        ("x,mask,a,银行,cell,,,,r,", "its reach is cover"),
    ] {
        let error = files(terms, "", "", &format!("{row}\n")).load().unwrap_err().to_string();
        assert!(error.contains("contexts.csv:2") && error.contains(word), "{row}: {error}");
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// The sieve may let a text through in vain, but never holds one back that has a finding in some field.
    #[test]
    fn the_findings_of_rules_for_one_field_are_those_of_all_fields_that_concern_it(
        text in "(星际|旅行|星迹|深空|的|客运|火星|船票|轨道|票务|、|；| ){0,7}",
        listed in prop::sample::select(vec!["name", "scope", "text", "name|text"]),
    ) {
        let everywhere = checker(vec![of_every_kind("").load().unwrap()]);
        let limited = checker(vec![of_every_kind(listed).load().unwrap()]);
        for field in Field::CHECKED {
            let all = rules_in(&everywhere, field, &text);
            let is_listed = listed.split('|').any(|key| key == field.key());
            let expected = if is_listed { all } else { Vec::new() };
            prop_assert_eq!(rules_in(&limited, field, &text), expected, "{} in {} under {}", text, field, listed);
        }
        prop_assert!(limited.sift(&text).may_hold || rules_in(&everywhere, Field::Scope, &text).is_empty());
    }
}
