//! Writing the same letters in another way never lowers what is said of them.
//!
//! For every text and every rewriting of it that folds to the same:
//! - invisible characters put in anywhere, and characters replaced by others of the same fold and case, letters by letters, change no finding's
//!   rule, verdict or context, and add or take away none;
//! - a rewriting that may change case, which a camel hump is read on, takes away or lowers only findings that rest on a
//!   hump, or that overlap such a finding of the same rule.

use std::collections::HashMap;
use std::sync::LazyLock;

use mingcha::checker::Checker;
use mingcha::text::fold::{Fold, Kinds};
use mingcha::verdict::{Evidence, Finding};

use super::made::Choices;
use super::world::{EXACT, FILING, STOCK, Said, findings, said};

/// Every character under what it folds to, the folded form itself included where it is one character.
static SAME_FOLD: LazyLock<HashMap<&str, Vec<char>>> = LazyLock::new(|| {
    let mut forms: HashMap<&str, Vec<char>> = HashMap::new();
    for (form, folded, _) in Fold::builtin().entries() {
        let all = forms
            .entry(folded)
            .or_insert_with(|| folded.chars().take(1).filter(|_| folded.chars().count() == 1).collect());
        all.push(form);
    }
    forms
});

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let seed = choices.take();
    let checker: &Checker = [&FILING, &EXACT, &STOCK][usize::from(how >> 2) % 3];
    let cell = choices.text(24);
    let plain = findings(checker, &cell);
    let mut dice = Dice(u32::from(seed) << 8 | u32::from(how));
    let other = match how & 3 {
        0 => hidden(&cell, &mut dice),
        1 => rewritten(&cell, &mut dice, |a, b| case(a) == case(b) && are_alike(a, b)),
        2 => rewritten(&cell, &mut dice, are_alike),
        _ if seed & 1 == 0 => cell.to_uppercase(),
        _ => cell.to_lowercase(),
    };
    let found = findings(checker, &other);
    if how & 3 < 2 {
        let all = |findings: &[Finding]| findings.iter().map(said).collect::<Vec<Said>>();
        assert_eq!(all(&plain), all(&found), "{cell:?} as {other:?}");
    } else if Fold::builtin().fold(&cell) == Fold::builtin().fold(&other) {
        nothing_but_humps_is_lowered(&plain, &found, &format!("{cell:?} as {other:?}"));
    }
}

/// Whether one may be written for the other: both are letters, with the same voicing mark, and none is a sign.
fn are_alike(a: char, b: char) -> bool {
    let kinds = |c| Fold::builtin().kinds(c);
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}');
    let is_voiced = |c| is_kana(c) && kinds(c).contains(Kinds::MARKS);
    let is_sign = |c| kinds(c).contains(Kinds::SIGN);
    is_letter(a) == is_letter(b) && is_voiced(a) == is_voiced(b) && is_sign(a) == is_sign(b)
}

/// What bounds a word and what is part of it: Ⅰ is a numeral and i is a letter, though one folds to the other.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !c.is_numeric()
}

fn nothing_but_humps_is_lowered(before: &[Finding], after: &[Finding], what: &str) {
    let fold = |text: &str| Fold::builtin().fold(text);
    let rests_on_a_hump = |f: &Finding| f.evidence.contains(&Evidence::Camel);
    for finding in before.iter().filter(|f| !rests_on_a_hump(f)) {
        let same = |f: &&Finding| f.rule == finding.rule && f.context == finding.context;
        // A related term is not reported inside a hit of a heavier rule, nor one that its context makes as heavy.
        let is_heavier = |f: &Finding| {
            f.tier < finding.tier || f.term == finding.term && f.tier == finding.tier && f.verdict >= finding.verdict
        };
        let covers = |f: &Finding| is_heavier(f) && fold(&f.matched).contains(&fold(&finding.matched));
        let is_held = after.iter().filter(same).any(|f| f.verdict >= finding.verdict || rests_on_a_hump(f))
            || after.iter().any(covers);
        assert!(is_held, "{finding:?} is lost: {what}: {after:?}");
    }
}

fn case(c: char) -> (bool, bool) {
    (c.is_uppercase(), c.is_lowercase())
}

/// Invisible characters between any two.
fn hidden(cell: &str, dice: &mut Dice) -> String {
    // A voicing mark makes another kana.
    let is_voicing = |c: &char| matches!(c, '\u{3099}'..='\u{309c}' | '\u{ff9e}'..='\u{ff9f}');
    let invisible: Vec<char> = SAME_FOLD[""].iter().copied().filter(|c| !is_voicing(c)).collect();
    let mut text = String::new();
    for c in cell.chars() {
        text.push(c);
        if dice.roll(3) == 0 {
            text.push(invisible[dice.roll(invisible.len())]);
        }
    }
    text
}

/// Characters replaced by others of the same fold, where they are alike.
fn rewritten(cell: &str, dice: &mut Dice, alike: impl Fn(char, char) -> bool) -> String {
    let other = |c: char| {
        let folded = Fold::builtin().fold(c.encode_utf8(&mut [0; 4]));
        let forms = SAME_FOLD.get(&*folded).map_or(&[][..], Vec::as_slice);
        if forms.is_empty() || dice.roll(2) == 0 {
            return c;
        }
        Some(forms[dice.roll(forms.len())]).filter(|form| alike(c, *form)).unwrap_or(c)
    };
    cell.chars().map(other).collect()
}

/// Choices that follow from a few bytes.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % sides
    }
}
