//! Two filings have one key if and only if the same was judged: their id and texts, and of each finding its rule, field, tier
//! and verdict.

use mingcha::checker::Checker;
use mingcha::{CheckedFiling, Filing, Verdict};

use super::made::Choices;
use super::world::{EXACT, FILING, STOCK};

/// The texts of a filing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Texts {
    id: String,
    names: Vec<String>,
    scopes: Vec<String>,
}

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let one = Texts {
        id: choices.text(1),
        names: (0..how & 1).map(|_| choices.text(4)).collect(),
        scopes: (0..how >> 1 & 3).map(|_| choices.text(6)).collect(),
    };
    let other = changed(&one, choices.take(), &mut choices);
    let checkers: [&Checker; 4] = [&FILING, &EXACT, &STOCK, &FILING];
    let of_one = check(checkers[usize::from(how >> 3) % 4], &one);
    let of_other = check(checkers[usize::from(how >> 5) % 4], &other);
    for checked in [&of_one, &of_other] {
        assert_eq!(checked.key.is_empty(), checked.verdict == Verdict::Clear, "{checked:?}");
    }
    if !of_one.key.is_empty() && !of_other.key.is_empty() {
        let is_same = judged(&one, &of_one) == judged(&other, &of_other);
        assert_eq!(of_one.key == of_other.key, is_same, "{one:?} {of_one:?}\n{other:?} {of_other:?}");
    }
}

/// The same filing with one part changed, or none.
fn changed(texts: &Texts, part: u8, choices: &mut Choices<'_>) -> Texts {
    let mut texts = texts.clone();
    match part % 8 {
        0 => {}
        1 => texts.id.push_str(&choices.piece()),
        2 => texts.names.push(choices.text(2)),
        3 => texts.scopes.push(choices.text(3)),
        4 => texts.scopes.reverse(),
        5 => texts.names.append(&mut texts.scopes),
        6 => {
            if let Some(text) = texts.scopes.last_mut() {
                text.insert_str(0, &choices.piece());
            }
        }
        _ => {
            let rest = texts.names.pop().unwrap_or_default();
            texts.scopes.push(rest);
        }
    }
    texts
}

fn check(checker: &Checker, texts: &Texts) -> CheckedFiling {
    let [names, scopes] =
        [&texts.names, &texts.scopes].map(|texts| texts.iter().map(|text| &**text).collect::<Vec<_>>());
    checker.check_row(Filing { id: &texts.id, names: &names, scopes: &scopes, ..Filing::default() })
}

/// All that a key holds, written plainly.
fn judged(texts: &Texts, checked: &CheckedFiling) -> String {
    let filled = |texts: &[String]| texts.iter().filter(|text| !text.trim().is_empty()).cloned().collect::<Vec<_>>();
    let mut findings: Vec<_> = checked
        .findings
        .iter()
        .map(|finding| (&*finding.rule, finding.field.key(), finding.tier.key(), finding.verdict.key()))
        .collect();
    findings.sort_unstable();
    let unread = checked.problems.iter().filter(|problem| problem.kind.leaves_text_unread());
    let mut kinds: Vec<_> = unread.map(|problem| problem.kind.key()).collect();
    kinds.sort_unstable();
    format!("{:?}", (texts.id.trim(), filled(&texts.names), filled(&texts.scopes), findings, kinds))
}
