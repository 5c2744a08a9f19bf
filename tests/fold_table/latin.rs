//! Latin letters in disguise: by their Unicode name, and by the look-alikes that UTS #39 records.

use icu_casemap::CaseMapper;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};
use mingcha::text::fold::Kinds;
use unicode_security::skeleton;

use crate::link::Step;

/// Scripts whose characters are never read as Latin letters, however much a stroke looks like one.
const CJK: [Script; 5] = [Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo, Script::Hangul];

/// Words of a name that only say how a letter is drawn.
const SHAPES: [&str; 44] = [
    "ANGLICANA",
    "ARCHAIC",
    "BAR",
    "BARRED",
    "BLACKLETTER",
    "BROAD",
    "BROKEN",
    "CAPITAL",
    "CLOSED",
    "CROSSED-TAIL",
    "DIAERESIZED",
    "DOTLESS",
    "DOUBLE",
    "FINAL",
    "FLATTENED",
    "GLOTTAL",
    "HALF",
    "INSULAR",
    "INVERTED",
    "LENIS",
    "LONG",
    "LONG-LEGGED",
    "LONGA",
    "MIDDLE",
    "MIDDLE-WELSH",
    "NARROW",
    "OLD",
    "OPEN",
    "POLISH",
    "REVERSED",
    "ROTUNDA",
    "SCOTS",
    "SCRIPT",
    "SHARP",
    "SIDEWAYS",
    "SIGMOID",
    "SMALL",
    "STIRRUP",
    "STRETCHED",
    "TAILLESS",
    "TOP",
    "TURNED",
    "UPTURNED",
    "VISIGOTHIC",
];

/// Frames whose content the name spells out.
const FRAMES: [&str; 5] =
    ["NEGATIVE SQUARED ", "SQUARED ", "NEGATIVE CIRCLED ", "CROSSED NEGATIVE SQUARED ", "REGIONAL INDICATOR SYMBOL "];

/// The Latin letter that UTS #39 confuses with `c`: only from a letter of a script other than Han and its neighbours, only to one
/// ASCII letter. Everything else in that table would ruin Chinese text (its prototypes join 工 and i, 代 and a).
pub(crate) fn look_alike(c: char) -> Option<Step> {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let script = CodePointMapData::<Script>::new().get(c);
    if c.is_ascii() || !GeneralCategoryGroup::Letter.contains(category) || CJK.contains(&script) {
        return None;
    }
    let mut prototype = skeleton(c.encode_utf8(&mut [0; 4])).collect::<Vec<_>>().into_iter();
    let (Some(letter), None) = (prototype.next(), prototype.next()) else {
        return None;
    };
    // The table's own ASCII rows turn I into l, so a capital that it calls l looks like an I: its small form says which.
    let is_capital = CaseMapper::new().fold_string(c.encode_utf8(&mut [0; 4])) != c.to_string();
    if !letter.is_ascii_alphabetic() || (letter == 'l' && is_capital) {
        return None;
    }
    let has_marks = || unicode_names2::name(c).is_some_and(|name| name.to_string().contains(" WITH "));
    let kind = match script {
        Script::Latin if has_marks() => Kinds::MARKS,
        Script::Latin => Kinds::STYLE,
        _ => Kinds::HOMOGLYPH,
    };
    Some(Step::new(letter, kind, "confusables"))
}

/// The letters that the name of `c` spells: LATIN SMALL LETTER R WITH TAIL, NEGATIVE SQUARED LATIN CAPITAL LETTER R, SQUARED COOL.
pub(crate) fn named(c: char) -> Option<Step> {
    if c.is_ascii() {
        return None;
    }
    let name = unicode_names2::name(c)?.to_string();
    if let Some(word) = FRAMES.iter().find_map(|frame| name.strip_prefix(frame)) {
        let word =
            ["LATIN CAPITAL LETTER ", "LETTER "].iter().find_map(|words| word.strip_prefix(words)).unwrap_or(word);
        let is_word = word.bytes().all(|byte| byte.is_ascii_uppercase());
        return is_word.then(|| Step::new(word, Kinds::STYLE, "name"));
    }
    let (head, tail) = name.split_once(" LETTER ")?;
    if !head.starts_with("LATIN") {
        return None;
    }
    let (words, has_marks) = match tail.split_once(" WITH") {
        Some((words, _)) => (words, true),
        None => (tail, false),
    };
    let letter = only_letter(words)?;
    let letter = if name.contains(" CAPITAL ") && !name.contains("SMALL CAPITAL") {
        letter
    } else {
        letter.to_ascii_lowercase()
    };
    Some(Step::new(letter, if has_marks { Kinds::MARKS } else { Kinds::STYLE }, "name"))
}

/// The one letter among words that otherwise describe its shape.
fn only_letter(words: &str) -> Option<char> {
    let mut letters = words.split(' ').filter(|word| !SHAPES.contains(word));
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return None;
    };
    let mut chars = letter.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_uppercase() => Some(c),
        _ => None,
    }
}
