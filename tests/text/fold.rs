//! What the fold promises, character by character.

use std::collections::BTreeMap;

use encoding_rs::GBK;
use mingcha::text::fold::{Fold, Kind, Kinds};

fn fold(text: &str) -> String {
    Fold::builtin().fold(text)
}

fn assert_all_fold_alike(cases: &[(&str, &str)]) {
    let wrong: Vec<_> =
        cases.iter().filter(|(from, to)| fold(from) != *to).map(|(from, to)| (from, fold(from), to)).collect();
    assert!(wrong.is_empty(), "(text, folded, expected): {wrong:?}");
}

fn assert_all_stay(text: &str) {
    let changed: Vec<_> = text.chars().filter(|c| Fold::builtin().get(*c).is_some()).collect();
    assert!(changed.is_empty(), "fold to something else: {changed:?}");
}

#[test]
fn folding_twice_is_folding_once() {
    let fold = Fold::builtin();
    for (original, folded, _) in fold.entries() {
        let again: Vec<_> = folded.chars().filter(|c| fold.get(*c).is_some()).collect();
        assert!(again.is_empty(), "U+{:04X} folds to {folded:?}, where {again:?} fold on", original as u32);
    }
}

#[test]
fn a_character_without_an_entry_folds_to_itself() {
    let fold = Fold::builtin();
    let entries: BTreeMap<char, &str> = fold.entries().map(|(original, folded, _)| (original, folded)).collect();
    for c in '\0'..=char::MAX {
        let expected = entries.get(&c).map_or_else(|| c.to_string(), ToString::to_string);
        assert_eq!(fold.fold(c.encode_utf8(&mut [0; 4])), expected, "U+{:04X}", c as u32);
    }
}

#[test]
fn the_words_of_the_notice_fold_to_one_form_however_they_are_written() {
    assert_all_fold_alike(&[
        ("虛擬貨幣", "虚拟货币"),
        ("虗儗貨幤", "虚拟货币"),
        ("虚\u{200B}拟\u{FE0F}货\u{00AD}币", "虚拟货币"),
        ("稳̲定̲币̲", "稳定币"),
        ("穩定幣", "稳定币"),
        ("穏㝎币", "稳定币"),
        ("現實世界資產代幣化", "现实世界资产代币化"),
        ("现実丗畍资産代币化", "现实世界资产代币化"),
        ("現寔卋界資産代幤化", "现实世界资产代币化"),
        ("加宻㈾⾦", "加密资金"),
        ("暗号資産", "暗号资产"),
        ("仮想通貨", "假想通货"),
        ("价価價", "价价价"),
        ("发発發髮", "发发发发"),
        ("广広廣", "广广广"),
        ("矿砿鉱礦鑛", "矿矿矿矿矿"),
    ]);
}

#[test]
fn radicals_and_compatibility_ideographs_are_their_characters() {
    assert_all_fold_alike(&[
        ("⼀⼯⾏⽟", "一工行玉"),
        ("⻉⻋⻢⻅", "贝车马见"),
        ("\u{F914}\u{2F800}\u{2F804}", "乐丽你"),
    ]);
}

#[test]
fn every_style_of_the_letters_is_the_letter() {
    assert_all_fold_alike(&[
        ("RWA", "rwa"),
        ("ＲＷＡ", "rwa"),
        ("ℝ𝕎𝔸", "rwa"),
        ("ʀᴡᴀ", "rwa"),
        ("🆁🆆🅰", "rwa"),
        ("🅡🅦🅐", "rwa"),
        ("🇷🇼🇦", "rwa"),
        ("ⓇⓌⒶ", "rwa"),
        ("🄡🄦🄐", "rwa"),
        ("RWА", "rwa"),
        ("ᎡᎳᎪ", "rwa"),
        ("ꓣꓪꓮ", "rwa"),
        ("ɌẂÅ", "rwa"),
        ("ɹʍɐ", "rwa"),
        ("ВІТСОІN", "bitcoin"),
        ("ΝFТ", "nft"),
        ("nfт", "nft"),
    ]);
}

/// A letter's name says LATIN … R, alone or followed by WITH, in whatever frame, or it is a regional indicator.
#[test]
fn every_character_named_after_r_w_or_a_is_that_letter() {
    let others = ["COMBINING ", "TAG ", "LATIN SMALL LETTER A WITH RIGHT HALF RING"];
    let mut checked = 0;
    for c in '\u{80}'..=char::MAX {
        let Some(name) = unicode_names2::name(c).map(|name| name.to_string()) else {
            continue;
        };
        let words = name.split(" WITH ").next().unwrap_or_default();
        let is_latin = words.contains("LATIN ") || words.starts_with("REGIONAL INDICATOR");
        let Some((_, letter @ ("R" | "W" | "A"))) = words.rsplit_once(' ') else {
            continue;
        };
        if is_latin && !others.iter().any(|other| name.starts_with(other)) {
            assert_eq!(fold(&c.to_string()), letter.to_ascii_lowercase(), "{c} {name}");
            checked += 1;
        }
    }
    assert!(checked > 150, "only {checked} names checked");
}

#[test]
fn half_width_katakana_is_katakana() {
    assert_eq!(fold("ｽﾃｰﾌﾞﾙｺｲﾝ"), fold("ステーブルコイン"));
    assert_eq!(fold("ﾄｰｸﾝ"), "トークン");
}

#[test]
fn hangul_syllables_are_their_letters() {
    assert_eq!(fold("각"), fold("\u{1100}\u{1161}\u{11A8}"));
    assert_eq!(fold("힣"), "\u{1112}\u{1175}\u{11C2}");
    assert_eq!(fold("가"), "\u{1100}\u{1161}");
}

#[test]
fn brackets_and_punctuation_of_both_widths_fold_alike() {
    assert_all_fold_alike(&[
        ("（，；：）", "(,;:)"),
        ("、。｡､", "、。。、"),
        ("\u{3000}\u{A0}", "  "),
        ("虚\t拟\r\n", "虚\t拟\r\n"),
        ("\u{2028}\0\u{7F}", "\u{2028}"),
    ]);
}

#[test]
fn invisible_characters_are_dropped() {
    assert_eq!(
        fold("\u{200B}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{2800}\u{FFFC}\u{3164}\u{115F}\u{E0052}\u{E0100}\u{202E}"),
        ""
    );
}

#[test]
fn what_is_no_character_and_marks_of_any_script_are_dropped() {
    assert_eq!(fold("虚\u{FFFE}拟\u{FFFF}货\u{FDD0}币\u{FDEF}\u{1FFFF}\u{10FFFE}"), "虚拟货币");
    assert_eq!(fold("虚\u{1171E}拟\u{903}货\u{8}币"), "虚拟货币");
}

#[test]
fn digits_and_the_letters_they_resemble_stay_apart() {
    assert_all_stay("0123456789");
    assert_all_fold_alike(&[("O0l1I", "o0l1i"), ("①½１𝟙❶⓿", "11⁄21110")]);
}

#[test]
fn characters_that_a_skeleton_would_join_stay_themselves() {
    assert_all_stay("代工行一三于二口力夕卜乙丨丶亅ー〇ㄅㄆ口カニロ");
}

#[test]
fn different_words_of_one_sound_or_shape_stay_apart() {
    for (left, right) in
        [("予", "余"), ("他", "她"), ("他", "它"), ("币", "巾"), ("拟", "似"), ("未", "末"), ("隐", "稳")]
    {
        assert_ne!(fold(left), fold(right), "{left} and {right} are merged");
    }
    assert_all_stay("予余他她它币");
}

#[test]
fn standard_characters_fold_to_another_only_where_a_reason_is_listed() {
    let listed: BTreeMap<String, String> = include_str!("../../data/fold-extra.tsv")
        .lines()
        .filter_map(|line| line.strip_prefix("merge\t")?.split_once('\t'))
        .map(|(from, rest)| (from.to_owned(), rest.split('\t').next().unwrap_or_default().to_owned()))
        .collect();
    let standard: Vec<String> = (0xB0..=0xF7_u8)
        .flat_map(|lead| (0xA1..=0xFE_u8).map(move |trail| [lead, trail]))
        .filter(|[lead, trail]| *lead != 0xD7 || *trail < 0xFA)
        .filter_map(|bytes| GBK.decode_without_bom_handling_and_without_replacement(&bytes).map(Into::into))
        .collect();
    assert_eq!(standard.len(), 6763);
    let moved: BTreeMap<String, String> =
        standard.into_iter().filter(|c| fold(c) != *c).map(|c| (c.clone(), fold(&c))).collect();
    assert_eq!(moved, listed, "left: GB 2312 characters that fold to another; right: the merge rows of fold-extra.tsv");
}

#[test]
fn evidence_says_how_the_original_differs() {
    let cases = [
        ('Ａ', "width,case"),
        ('🆁', "case,style"),
        ('А', "case,homoglyph"),
        ('é', "marks"),
        ('幣', "script"),
        ('実', "script"),
        ('宻', "variant"),
        ('⼀', "variant"),
        ('ﾌ', "width"),
        ('（', "width"),
        ('\u{3000}', "width"),
        ('①', "style"),
        ('㈾', "script,style"),
        ('\u{200B}', "invisible"),
        ('\u{332}', "marks"),
        ('R', "case"),
        ('각', ""),
    ];
    for (c, expected) in cases {
        let (_, kinds) = Fold::builtin().get(c).unwrap_or_else(|| panic!("{c} has no entry"));
        let keys: Vec<_> = kinds.iter().map(Kind::key).collect();
        assert_eq!(keys.join(","), expected, "{c}");
    }
}

#[test]
fn kinds_are_a_set() {
    let both = Kinds::WIDTH.union(Kinds::CASE);
    assert!(both.contains(Kinds::CASE) && !Kinds::CASE.contains(both));
    assert_eq!(both.without(Kinds::WIDTH), Kinds::CASE);
    assert!(Kinds::CASE.without(both).is_empty());
    assert_eq!(Kind::from_key("homoglyph"), Some(Kind::Homoglyph));
    assert_eq!(Kind::from_key("sound"), None);
}
