//! A word that is cut over two scope columns of one row.

use std::sync::Arc;

use mingcha::verdict::{Evidence, Finding, Verdict};
use mingcha::{CheckedFiling, Field, Filing};
use proptest::prelude::*;

use crate::common::{cases, checker, exact_checker};

fn check(scopes: &[&str]) -> CheckedFiling {
    checker("filing").check_row(Filing { scopes, ..Filing::default() })
}

fn cut(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.evidence.contains(&Evidence::Cut)).collect()
}

#[test]
fn a_word_that_goes_on_in_the_next_scope_is_for_a_person_to_look_at() {
    for (first, next, term, matched) in [
        ("软件开发；稳定", "币发行", "稳定币", "稳定"),
        ("虚拟货", "币交易；软件开发", "虚拟货币", "虚拟货"),
        ("虚", "拟资产管理", "虚拟资产", "虚"),
        ("技术服务；現實世界資產", "代幣化服务", "现实世界资产代币化", "現實世界資產"),
        ("软件开发；稳定 ", "\n币发行", "稳定币", "稳定"),
        ("数字货架；加密\u{200b}", "货币兑换", "加密货币", "加密\u{200b}"),
        ("黄金", "代币化服务", "资产代币化", "黄金"),
    ] {
        let checked = check(&[first, next]);
        let [finding] = cut(&checked.findings)[..] else { panic!("{first} | {next}: {:?}", checked.findings) };
        assert_eq!((&*finding.term, &*finding.matched), (term, matched), "{first} | {next}");
        assert_eq!((checked.verdict, finding.verdict), (Verdict::Review, Verdict::Review), "{first} | {next}");
        let shown: String = first.chars().skip(finding.start).take(finding.end - finding.start).collect();
        assert_eq!(shown, matched, "{first} | {next}");
        let joined = [first.trim_end(), next.trim_start()].concat();
        assert!(joined.contains(&finding.excerpt) && finding.excerpt.len() > matched.len(), "{finding:?}");
    }
}

#[test]
fn two_whole_texts_are_no_word() {
    for scopes in [
        &["软件开发；稳定；", "币发行"][..],
        &["软件开发；稳定。", "币发行"],
        &["软件开发，稳定，", "币发行"],
        &["软件开发、稳定、", "币发行"],
        &["软件开发（稳定）", "币发行"],
        &["软件开发；稳定", "、币发行"],
        &["软件开发；稳定...", "币发行"],
        &["虚拟现实", "货币收藏品销售"],
        &["软件开发；稳定", "", "币发行"],
        &["软件开发；稳定", "软件", "币发行"],
        &["稳定", "比发行"],
        &["数字", "货币研究"],
        &["软件开发", "币章销售"],
        &["公链发", "币技术"],
        &["收益权转化为代币", "并发行"],
    ] {
        assert!(cut(&check(scopes).findings).is_empty(), "{scopes:?}");
    }
    let names = Filing { names: &["稳定", "币公司"], scopes: &["软件开发"], ..Filing::default() };
    assert!(checker("filing").check_row(names).findings.is_empty());
}

#[test]
fn findings_stay_in_the_order_of_their_places() {
    let checked = check(&["现实世界资产", "代币化服务、虚拟货币"]);
    let found: Vec<_> = checked.findings.iter().map(|f| (&*f.matched, f.start)).collect();
    assert_eq!(found[..2], [("现实世界资产", 0), ("现实世界资产", 0)], "{:?}", checked.findings);
    assert_eq!(found.last(), Some(&("虚拟货币", 6)));
}

proptest! {
    #![proptest_config(cases(300))]

    /// A cut adds to the findings of the cells, and takes nothing away; it is there only if no mark is at the border.
    #[test]
    fn a_border_adds_only_words_that_cross_it(
        first in "(稳定|虚拟|货|币|加密|现实世界|资产|代币化|RWA|；|、|（|）| |软件){0,5}",
        next in "(稳定|虚拟|货|币|加密|现实世界|资产|代币化|RWA|；|、|（|）| |软件){0,5}",
    ) {
        for checker in [checker("filing"), exact_checker()] {
            let row = checker.check_row(Filing { scopes: &[&first, &next], ..Filing::default() });
            let column: Arc<str> = Field::Scope.key().into();
            let mut apart = Vec::new();
            for text in [&first, &next] {
                apart.extend(checker.check(mingcha::checker::Cell { field: Field::Scope, column: &column, text }));
            }
            let (cut, rest): (Vec<_>, Vec<_>) =
                row.findings.into_iter().partition(|finding| finding.evidence.contains(&Evidence::Cut));
            prop_assert_eq!(rest, apart);

            let begun = first.trim_end();
            let is_marked = begun.ends_with(['；', '、', '（', '）']) || next.trim_start().starts_with(['；', '、', '（', '）']);
            prop_assert!(cut.is_empty() || !is_marked);
            for finding in cut {
                prop_assert_eq!(finding.end, begun.chars().count());
                prop_assert!(begun.ends_with(&finding.matched) && finding.verdict <= Verdict::Review);
            }
        }
    }
}
