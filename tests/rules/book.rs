//! The rule book keeps its promises: quotes, examples on both sides, loud loading.

use std::collections::BTreeSet;

use crate::common::{checker, findings, shared, verdict};
use mingcha::rules::{Action, Profile, RuleFiles};
use mingcha::verdict::{Tier, Verdict};

#[test]
fn every_rule_has_both_kinds_of_examples_and_they_hold() {
    let checker = checker("filing");
    let mut broken = Vec::new();
    for rule in checker.book().rules() {
        assert!(!rule.must_match.is_empty() && !rule.must_not.is_empty(), "{}: {} lacks examples", rule.place, rule.id);
        let hits = |text: &str| findings(&checker, text).iter().any(|f| f.rule == rule.id);
        for text in rule.must_match.iter().filter(|text| !hits(text)) {
            broken.push(format!("{}: {} must match {text}", rule.place, rule.id));
        }
        for text in rule.must_not.iter().filter(|text| hits(text)) {
            broken.push(format!("{}: {} must not match {text}", rule.place, rule.id));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_context_has_both_kinds_of_examples_and_they_hold() {
    let checker = checker("filing");
    let column = "经营范围".into();
    let mut broken = Vec::new();
    for (set, context) in checker.book().sets.iter().flat_map(|set| set.contexts.iter().map(move |c| (set, c))) {
        let place = format!("{}: {}", context.place, context.id);
        assert!(!context.must.is_empty() && !context.must_not.is_empty(), "{place} lacks examples");
        let concerned: BTreeSet<_> =
            set.rules.iter().filter(|rule| set.concerns(context, rule)).map(|r| r.id.clone()).collect();
        for (text, must_hold) in
            context.must.iter().map(|t| (t, true)).chain(context.must_not.iter().map(|t| (t, false)))
        {
            let cell = mingcha::checker::Cell { field: mingcha::verdict::Field::Scope, column: &column, text };
            let examined = checker.examine(cell);
            let of_concern: Vec<_> = examined.into_iter().filter(|e| concerned.contains(&e.rule.id)).collect();
            let is_in = |e: &mingcha::checker::Examined<'_>| e.contexts.iter().any(|c| c.id == context.id);
            if of_concern.is_empty() {
                broken.push(format!("{place} concerns nothing in its example {text}"));
            } else if of_concern.iter().any(is_in) != must_hold {
                broken.push(format!("{place} must {}hold in {text}", if must_hold { "" } else { "not " }));
            }
            for masked in of_concern.iter().filter(|e| e.contexts.iter().any(|c| c.action == Action::Mask)) {
                assert!(masked.finding.is_none(), "{place}: {text}");
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_seven_words_stand_in_clause_eight_and_are_rejected() {
    let checker = checker("filing");
    let named: Vec<_> = checker.book().rules().filter(|r| r.tier == Tier::Named && !r.is_alias()).collect();
    assert_eq!(named.len(), 7);
    for rule in named {
        assert_eq!(&*rule.clause, "银发〔2026〕42号（八）");
        assert!(rule.quote.contains(&*rule.term), "{}", rule.id);
        assert_eq!(verdict(&checker, &rule.term), Verdict::Reject, "{}", rule.id);
    }
}

#[test]
fn content_rests_on_the_notices_words_and_is_never_rejected() {
    let checker = checker("filing");
    for rule in checker.book().rules().filter(|r| r.tier == Tier::Content) {
        assert!(!rule.clause.is_empty() && !rule.quote.is_empty(), "{} is content without a quote", rule.id);
        assert!(rule.verdict.is_none_or(|v| v <= Verdict::Review), "{}", rule.id);
    }
}

#[test]
fn every_clause_stands_in_the_notice_word_for_word() {
    let Some(notice) = shared("notice/yinfa-2026-42.txt") else { return };
    let notice = std::fs::read_to_string(notice).unwrap();
    let files = &RuleFiles::built_in()[0];
    let mut clauses = csv::Reader::from_reader(files.clauses.as_bytes());
    let mut count = 0;
    for record in clauses.records().map(Result::unwrap) {
        assert!(notice.contains(&record[1]), "clause {} is not verbatim", &record[0]);
        assert!(
            [&files.terms, &files.compounds, &files.parts].iter().any(|file| file.contains(&record[0])),
            "clause {} is not cited",
            &record[0]
        );
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn every_researched_candidate_is_sought_or_rejected_with_a_reason() {
    let Some(candidates) = shared("notice/term-candidates.tsv") else { return };
    let rejected: BTreeSet<String> = csv::Reader::from_path("tests/data/rejected-candidates.csv")
        .unwrap()
        .records()
        .map(|r| {
            let record = r.unwrap();
            assert!(!record[1].is_empty(), "{} is rejected without a reason", &record[0]);
            record[0].to_owned()
        })
        .collect();
    let checker = checker("filing");
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(candidates).unwrap();
    for candidate in reader.records().map(|r| r.unwrap()[0].to_owned()) {
        let sought = !findings(&checker, &candidate).is_empty();
        assert!(sought != rejected.contains(&candidate), "{candidate}: sought {sought}, and the list says otherwise");
    }
}

fn broken(change: impl Fn(&mut RuleFiles)) -> String {
    let mut files = RuleFiles { is_tested: false, ..RuleFiles::built_in().remove(0) };
    change(&mut files);
    format!("{:#}", files.load().expect_err("a broken rule set loads"))
}

#[test]
fn a_bad_rule_is_an_error_with_its_file_and_line() {
    let line = |files: &RuleFiles| files.terms.lines().count() + 1;
    let terms = RuleFiles::built_in()[0].clone();
    let next = format!("terms.csv:{}", line(&terms));
    let clause = "（八）,“虚拟货币”";
    for (row, word) in [
        (format!("x,虛擬貨幣,,,named,,,,{clause},a,b,c"), "once folded"),
        (format!("x,\u{200b},,,named,,,,{clause},a,b,c"), "folds to nothing"),
        (format!("x,·,,,named,,,,{clause},a,b,c"), "folds to nothing"),
        (format!("x,甲乙丙,,,banned,,,,{clause},a,b,c"), "unknown tier `banned`"),
        (format!("x,甲乙丙,,,named,forbid,,,{clause},a,b,c"), "unknown verdict `forbid`"),
        ("x,甲乙丙,,,named,,,,（九十）,“虚拟货币”,a,b,c".to_owned(), "no clause"),
        ("x,甲乙丙,,,named,,,,（八）,没有这句话,a,b,c".to_owned(), "does not occur in clause"),
        (format!("rwa,甲乙丙,,,named,,,,{clause},a,b,c"), "duplicate id"),
        (format!("x,甲…乙,,,named,,(,,{clause},a,b,c"), "regular expression"),
        (format!("x,甲乙,,,named,,的,,{clause},a,b,c"), "does not mark its place"),
    ] {
        let error = broken(|files| files.terms.extend([row.as_str(), "\n"]));
        assert!(error.contains(&next) && error.contains(word), "{row}: {error}");
    }
}

#[test]
fn a_bad_context_or_part_is_an_error_with_its_file_and_line() {
    for (row, word) in [
        ("x,mask,rwa,虛擬,cover,,a,b,c", "can never match"),
        ("x,mask,rwa,RWA,cover,,a,b,c", "can never match"),
        ("x,mask,rwa,a*,cover,,a,b,c", "hold everywhere"),
        ("x,mask,rwa,虚拟,segment,,a,b,c", "reach is cover"),
        ("x,hide,rwa,虚拟,cover,,a,b,c", "unknown action"),
        ("x,tag,rwa,虚拟,near,t,a,b,c", "unknown reach"),
        ("x,tag,rwa,虚拟,cover,,a,b,c", "needs a tag"),
        ("x,tag,nothing,虚拟,cover,t,a,b,c", "no rule is called"),
        ("x,tag,rwa,(,cover,t,a,b,c", "regular expression"),
    ] {
        let error = broken(|files| files.contexts.extend([row, "\n"]));
        assert!(error.contains("contexts.csv:") && error.contains(word), "{row}: {error}");
    }
    let error = broken(|files| files.parts += "x,甲,乙,,,20,,,,a,b,c\n");
    assert!(error.contains("parts.csv:") && error.contains("part2"), "{error}");
}

#[test]
fn a_bad_compound_is_an_error_with_its_file_and_line() {
    let clause = "（八）,字样或内容";
    let half = (0..5002).map(|number| format!("乙{number}")).collect::<Vec<_>>().join("|");
    let many = (0..150).map(|number| format!("甲{number}")).collect::<Vec<_>>().join("|");
    for (row, word) in [
        (format!("x,甲,虚拟,,,,,,,{clause},a,b,c"), "part2"),
        (format!("x,,虚拟,货物,,,,,,{clause},a,b,c"), "`names` is missing"),
        (format!("x,甲,虚拟,货物,,often,,,,{clause},a,b,c"), "`turned` is one of yes, not `often`"),
        (format!("x,甲,虚拟,货物,,,spaced,,,{clause},a,b,c"), "`only` is one of quoted, sign, touching, not `spaced`"),
        (format!("x,甲,虚拟,货物,,,,seen,,{clause},a,b,c"), ", not `seen`"),
        (format!("x,甲,{many},{many},,,,,,{clause},a,b,c"), "the parts make 22500 words, at most 20000"),
        (format!("x,甲,、,、,,,,,,{clause},a,b,c"), "folds to nothing"),
        (format!("x,甲,虚拟,货币|資产,,,,,,{clause},a,b,c"), "are those of rows above"),
        (format!("x,甲,甲1|甲2,{half},,yes,,,,{clause},a,b,c"), "the parts make 20008 words"),
    ] {
        let error = broken(|files| files.compounds.extend([row.as_str(), "\n"]));
        assert!(error.contains("compounds.csv:") && error.contains(word), "{row}: {error}");
    }
}

#[test]
fn an_unknown_column_in_any_file_is_an_error() {
    let changes: [fn(&mut RuleFiles) -> &mut String; 6] = [
        |f| &mut f.ruleset,
        |f| &mut f.clauses,
        |f| &mut f.terms,
        |f| &mut f.compounds,
        |f| &mut f.parts,
        |f| &mut f.contexts,
    ];
    for file in changes {
        let error = broken(|files| {
            let text = file(files);
            *text = text.replacen('\n', ",colour\n", 1);
        });
        assert!(error.contains(":1: unknown column `colour`"), "{error}");
    }
}

#[test]
fn the_data_files_in_the_binary_parse() {
    assert!(Profile::parse("data/profiles.csv", include_str!("../../data/profiles.csv")).unwrap().len() >= 3);
    let header =
        |name: &str| mingcha::input::Layout::new(vec![name.to_owned()], &mingcha::input::Wanted::default()).is_ok();
    assert!(header("企业名称") && header("OPSCOPE") && header("經營（業務）範圍") && !header("备注"));
}
