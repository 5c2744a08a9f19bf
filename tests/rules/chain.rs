//! The chain of a rule set: every word of a law in it is verbatim and has a source, and no field and no case is forgotten.

use std::collections::BTreeSet;
use std::fs;

use mingcha::rules::{Citation, Profile, RuleFiles, RuleSet, Step};
use mingcha::verdict::Field;

use crate::common::shared;

fn sets() -> Vec<RuleSet> {
    RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect()
}

#[test]
fn every_quotation_of_a_law_is_verbatim_and_has_a_source() {
    let laws = shared("law/quotes.md").map(|path| fs::read_to_string(path).unwrap());
    let mut looked_at = 0;
    for set in sets() {
        for citation in &set.chain {
            let Citation { instrument, article, quote, grade, source, .. } = citation;
            assert!(!source.is_empty() && !article.is_empty(), "{citation:?}");
            // The set's own clauses are in its clauses.csv, with which loading compares them.
            let is_own = **instrument == set.origin.number;
            assert!(
                is_own || grade == "A" && instrument.starts_with('《') && instrument.ends_with('》'),
                "{citation:?}"
            );
            if let Some(laws) = laws.as_ref().filter(|_| !is_own) {
                assert!(laws.contains(&**quote), "{instrument}{article}: {quote}");
            }
            looked_at += 1;
        }
    }
    assert!(looked_at >= 12, "{looked_at}");
}

#[test]
fn new_and_existing_names_and_scopes_each_have_a_chain_and_no_profile_is_misspelled() {
    let profiles = Profile::parse("data/profiles.csv", include_str!("../../data/profiles.csv")).unwrap();
    let known: BTreeSet<&str> = profiles.iter().map(|profile| profile.name.as_str()).collect();
    let sets = sets();
    let set = sets.iter().find(|set| set.origin.id == "yinfa-2026-42").unwrap();
    for name in set.chain.iter().flat_map(|citation| &citation.profiles) {
        assert!(known.contains(name.as_str()), "{name}");
    }

    let steps = |profile: &str, field| {
        let cited = set.chain.iter().filter(|c| c.is_under(profile) && c.fields.contains(&field));
        cited.map(|c| (c.step, c.article.to_string())).collect::<Vec<_>>()
    };
    let has = |profile, field, step, article: &str| {
        let steps = steps(profile, field);
        assert!(steps.contains(&(step, article.to_owned())), "{profile} {field}: {steps:?}");
    };
    has("filing", Field::Name, Step::Contrary, "第十一条第（九）项");
    has("filing", Field::Name, Step::Refused, "第二十条第一款");
    has("filing", Field::Name, Step::Likewise, "第二十五条");
    has("stock", Field::Name, Step::Renamed, "第二十三条第二款");
    has("filing", Field::Scope, Step::Returned, "第十九条第二款");
    has("filing", Field::Scope, Step::Returned, "第十八条第三款");
    has("stock", Field::Scope, Step::Amended, "第二十四条第一款");
    // An existing name is not refused, a new one is not corrected.
    assert!(steps("stock", Field::Name).iter().all(|(step, _)| *step != Step::Refused));
    assert!(steps("filing", Field::Name).iter().all(|(step, _)| !matches!(step, Step::Corrected | Step::Renamed)));
    assert_eq!(steps("own", Field::Name).len(), 1, "of an own profile only the ban is known");
}

/// The error of a set whose chain is this row under the header.
fn refusal(row: &str) -> String {
    let [files] = &RuleFiles::built_in()[..1] else { panic!("there is a built-in set") };
    let (header, _) = files.chain.split_once('\n').unwrap();
    let chain = format!("{header}\n{row}\n");
    RuleFiles { chain, ..files.clone() }.load().unwrap_err().to_string()
}

#[test]
fn a_row_of_a_chain_that_cannot_be_said_is_an_error_with_its_line() {
    for (row, part) in [
        ("filing,name,contrary,《某法》,,第一条,某,A,", "`source` is missing"),
        ("filing,name,contrary,,,第一条,某,A,某处", "`instrument` is missing"),
        ("filing,name,contrary,《某法》,,,某,A,某处", "`article` is missing"),
        ("filing,,contrary,《某法》,,第一条,某,A,某处", "`field` is missing"),
        ("filing,other,contrary,《某法》,,第一条,某,A,某处", "`field` is one of name, scope"),
        ("filing,name,said,《某法》,,第一条,某,A,某处", "`step` is one of banned"),
        ("filing,name,contrary,《某法》,,第一条,某,M,某处", "`grade` is one of A, B, C"),
        ("filing,name,banned,银发〔2026〕42号,,（八）,不得含有金融,B,某处", "does not occur in clause （八）"),
        ("filing,name,banned,银发〔2026〕42号,,（八十）,不得含有,B,某处", "no clause `（八十）`"),
    ] {
        let error = refusal(row);
        assert!(error.contains("chain.csv:2") && error.contains(part), "{error}");
    }
}

#[test]
fn a_chain_is_part_of_the_hash_of_its_set_and_a_set_needs_none() {
    let files = RuleFiles::built_in().remove(0);
    let hash = |files: &RuleFiles| files.load().unwrap().origin.sha256;
    let without = RuleFiles { chain: String::new(), ..files.clone() };
    let other = RuleFiles { chain: files.chain.replace("该规定", "前述规定"), ..files.clone() };
    let hashes = BTreeSet::from([hash(&files), hash(&without), hash(&other)]);
    assert_eq!(hashes.len(), 3);
    assert!(without.load().unwrap().chain.is_empty());
}
