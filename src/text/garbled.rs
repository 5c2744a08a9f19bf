//! Text that nobody can read any more: its bytes were read in a wrong encoding, or its characters were replaced by question
//! marks, before it came here.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use encoding_rs::{GB18030, WINDOWS_1252};

use super::pairs::Pairs;
use crate::table::Table;

/// The first character of 锟斤拷, which is what two U+FFFD in UTF-8 become when they are read as GBK.
pub(crate) const REPLACED: char = '锟';
/// The characters that begin an escape.
pub(crate) const ESCAPES: [char; 5] = ['&', '<', '\\', '%', '_'];

/// How many characters at the beginning of a text are searched for its first character that is not ASCII.
const BEGINNING: usize = 16;
/// How many misread characters in a row tell if there is other text around them.
const TELLING: usize = 4;
/// How many tell if there is nothing else.
const TELLING_ALONE: usize = 2;
/// How many question marks tell in a column that is not checked, where one or two may be a remark.
const LOST_ALONE: usize = 4;
/// How many characters of GBK read as Latin-1 tell if there is other text around them.
const TELLING_LATIN: usize = 3;

/// The ideographs whose first one is U+4E00.
const HAN: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// Whether a character has a meaning only by agreement, so that nobody else can read it.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// Characters that are common in garbled text and rare elsewhere: a text without any of these and of
/// [`misread_characters`], also at its beginning, is not garbled.
pub(crate) fn strange_characters() -> impl Iterator<Item = char> {
    let private = '\u{E000}'..='\u{F8FF}';
    let latin = ('\u{C0}'..='\u{FF}').filter(|c| !is_sign(*c));
    private.chain(latin).chain([REPLACED, '?', '~'])
}

/// The characters that GBK reads from the first two of the three bytes that a Han character has in UTF-8.
pub(crate) fn misread_characters() -> impl Iterator<Item = char> {
    static MISREAD: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut bytes = Vec::new();
        for lead in 0xE4..=0xE9 {
            for trail in 0x80..=0xBF {
                bytes.extend([lead, trail]);
            }
        }
        GB18030.decode_without_bom_handling(&bytes).0.chars().collect()
    });
    MISREAD.iter().copied()
}

/// Whether the first character that is not ASCII is one with which misread text begins. It costs a look at one character.
#[inline]
pub(crate) fn begins_misread(text: &str) -> bool {
    match *text.as_bytes() {
        [first @ 0xE4..=0xE9, second, third, ..] => {
            let number = usize::from(first) << 12 | usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F);
            MISREAD_HAN.contains(number & 0xFFFF)
        }
        [] => false,
        _ => begins_misread_otherwise(text),
    }
}

fn begins_misread_otherwise(text: &str) -> bool {
    let first = text.chars().take(BEGINNING).find(|c| !c.is_ascii());
    first.is_some_and(is_misread_first)
}

fn is_misread_first(c: char) -> bool {
    match c {
        '\u{A1}'..='\u{BF}' => !is_sign(c),
        '\u{FF1F}' => true,
        _ => MISREAD_HAN.contains(c as usize),
    }
}

/// The Han characters with which misread text begins.
static MISREAD_HAN: LazyLock<HanSet> = LazyLock::new(|| {
    let mut set = HanSet([0; HanSet::WORDS]);
    for c in misread_characters().chain(['锛', '銆', REPLACED]).filter(|c| HAN.contains(c)) {
        let number = c as usize - HanSet::FIRST;
        set.0[number / 64] |= 1 << (number % 64);
    }
    set
});

/// A set of Han characters: one bit for each.
struct HanSet([u64; Self::WORDS]);

impl HanSet {
    const FIRST: usize = 0x4E00;
    const WORDS: usize = (0xA000 - Self::FIRST) / 64;

    /// Whether the set has the character with this number.
    #[inline]
    fn contains(&self, number: usize) -> bool {
        let at = number.wrapping_sub(Self::FIRST);
        self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

/// Signs of Latin-1 that Chinese text has, too.
fn is_sign(c: char) -> bool {
    matches!(c, '·' | '×' | '°' | '±' | '÷')
}

/// Whether a text in a column that is not checked may be misread, going by the beginning of its text. Such a text is misread
/// from its beginning on, and a look at one character costs little.
#[inline]
pub(crate) fn may_be_misread(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes {
        [0xE4..=0xE9, ..] => begins_misread(text),
        _ if bytes[..bytes.len().min(BEGINNING)].is_ascii() => bytes.starts_with(&[b'?'; LOST_ALONE]),
        _ => may_be_misread_otherwise(text),
    }
}

fn may_be_misread_otherwise(text: &str) -> bool {
    // 北京 in GBK begins with ±± as Latin-1.
    let first = text.chars().find(|c| !c.is_ascii() && !is_sign(*c));
    first.is_some_and(|c| is_misread_first(c) || matches!(c, '\u{C0}'..='\u{FF}'))
}

/// Whether a text in a column that is not checked was read in a wrong encoding, or is made of question marks. Characters that
/// have a meaning only by agreement are left out: names of persons have some.
pub(crate) fn is_misread(text: &str) -> bool {
    has_trace(text) || is_lost_whole(text) || has_misread_utf8(text) || has_misread_latin(text)
}

/// Whether a text is at least [`LOST_ALONE`] question marks and nothing else that is read.
fn is_lost_whole(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric()) && text.chars().filter(|c| is_question_mark(*c)).count() >= LOST_ALONE
}

/// Whether some of a text cannot be read by anybody.
pub(crate) fn is_garbled(text: &str) -> bool {
    text.chars().any(is_private)
        || has_trace(text)
        || has_lost_characters(text)
        || has_hz(text)
        || has_misread_utf8(text)
        || has_misread_latin(text)
}

fn has_trace(text: &str) -> bool {
    traces().iter().any(|trace| text.contains(&**trace))
}

/// Sequences of characters that no text has unless it was damaged.
fn traces() -> &'static [String] {
    static TRACES: LazyLock<Vec<String>> = LazyLock::new(|| {
        Table::built_in_list("data/garbled.csv", include_str!("../../data/garbled.csv"), ["trace", "reason"])
    });
    &TRACES
}

/// Whether question marks stand for characters that an encoding did not have.
fn has_lost_characters(text: &str) -> bool {
    let mut marks = 0;
    let is_nothing_else = text.chars().all(|c| {
        marks += usize::from(is_question_mark(c));
        !c.is_alphanumeric()
    });
    if is_nothing_else && marks >= 2 {
        return true;
    }

    let mut rest = text;
    let mut before = None;
    while let Some(at) = rest.find('?') {
        before = rest[..at].chars().next_back().or(before);
        let run = rest.len() - at - rest[at..].trim_start_matches('?').len();
        rest = &rest[at + run..];
        if are_lost(before, run, rest) {
            return true;
        }
        before = Some('?');
    }
    false
}

fn is_question_mark(c: char) -> bool {
    matches!(c, '?' | '？')
}

/// Whether a run of question marks replaces characters, going by what is before and after it. A question may end in several.
fn are_lost(before: Option<char>, run: usize, after: &str) -> bool {
    let is_question = before.is_some_and(|c| question_endings().contains(&c) || c.is_ascii_lowercase());
    match run {
        0 | 1 => false,
        2 => !is_question && before.is_some_and(|c| HAN.contains(&c)) && after.starts_with(|c| HAN.contains(&c)),
        _ => !is_question || after.starts_with(char::is_alphanumeric),
    }
}

/// The characters after which several question marks are those of a question.
fn question_endings() -> &'static [char] {
    static ENDINGS: LazyLock<Vec<char>> = LazyLock::new(|| {
        let csv = include_str!("../../data/question-endings.csv");
        let endings = Table::built_in_list("data/question-endings.csv", csv, ["character", "reason"]);
        endings.iter().filter_map(|ending| ending.chars().next()).collect()
    });
    &ENDINGS
}

/// Whether a text contains HZ (RFC 1843): `~{`, two printable characters for each character of GB 2312, `~}`.
fn has_hz(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("~{") {
        let Some((inside, after)) = after.split_once("~}") else { return false };
        let bytes = inside.as_bytes();
        let are_pairs = bytes.chunks(2).all(|pair| matches!(pair, [0x21..=0x77, 0x21..=0x7E]));
        if !bytes.is_empty() && are_pairs {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether a text contains UTF-8 that was read as GBK.
fn has_misread_utf8(text: &str) -> bool {
    // One of two characters in a row is read from its first two bytes.
    if !text.chars().any(is_misread_first) {
        return false;
    }
    let mut bytes = Vec::new();
    for run in text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty()) {
        bytes.clear();
        let gbk = Pairs::gbk();
        run.chars().for_each(|c| gbk.write(c, &mut bytes));

        let misread = Misread::of(&bytes);
        if misread.longest >= TELLING || (misread.longest >= TELLING_ALONE && misread.is_all) {
            return true;
        }
    }
    false
}

/// Whether a Han character is in GB 2312, as those of nearly all texts.
fn is_in_gb2312(c: char) -> bool {
    matches!(Pairs::gbk().of(c), Some([0xB0..=0xF7, 0xA1..=0xFE]))
}

/// How much of a sequence of bytes is Chinese in UTF-8.
struct Misread {
    /// The most characters in a row.
    longest: usize,
    /// Whether there is nothing else, except for a part of a last character.
    is_all: bool,
}

impl Misread {
    fn of(bytes: &[u8]) -> Self {
        let mut misread = Self { longest: 0, is_all: true };
        let mut count = 0;
        let mut at = 0;
        while at < bytes.len() {
            let known = [3, 2].into_iter().find(|len| bytes.get(at..at + len).is_some_and(is_chinese_utf8));
            if let Some(len) = known {
                count += 1;
                misread.longest = misread.longest.max(count);
                at += len;
            } else {
                misread.is_all &= at + 2 >= bytes.len();
                count = 0;
                at += 1;
            }
        }
        misread
    }
}

/// Whether these bytes are one character of Chinese text in UTF-8.
fn is_chinese_utf8(bytes: &[u8]) -> bool {
    let character = std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next());
    character.is_some_and(|c| match c {
        '·' | '×' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}' | '‘'..='”' | '—' | '…' => true,
        _ => HAN.contains(&c) && is_in_gb2312(c),
    })
}

/// Whether a text contains Chinese in UTF-8 or GBK that was read as Latin-1 or Windows-1252.
fn has_misread_latin(text: &str) -> bool {
    let mut pairs = BTreeSet::new();
    let mut count = 0;
    let mut are_all = true;
    for run in text.split(|c: char| latin_byte(c).is_none()).filter(|run| !run.is_empty()) {
        let bytes: Vec<u8> = run.chars().filter_map(latin_byte).collect();
        if Misread::of(&bytes).longest >= TELLING_ALONE {
            return true;
        }

        let of_run = bytes.chunks(2);
        if bytes.len() % 2 == 1 || !of_run.clone().all(is_pair) {
            are_all = false;
            continue;
        }
        // Chinese text has some signs of Latin-1, several in a row too.
        for pair in of_run.filter(|pair| !pair.iter().all(|byte| is_sign(char::from(*byte)))) {
            count += 1;
            pairs.insert(pair.to_vec());
        }
    }

    let has_letters = text.chars().any(|c| c.is_alphabetic() && latin_byte(c).is_none());
    let is_alone = are_all && !has_letters;
    pairs.len() >= 2 && (count >= TELLING_LATIN || (count >= TELLING_ALONE && is_alone))
}

/// The byte above ASCII that Windows-1252 or Latin-1 reads as a character.
fn latin_byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        // Han characters, which are most of a text, are never in Windows-1252.
        '\u{100}'..='\u{2200}' => {
            let mut memory = [0; 4];
            let (bytes, _, is_lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut memory));
            if is_lossy { None } else { bytes.first().copied() }
        }
        _ => None,
    }
}

/// Whether two bytes are a common character of GB 2312, its punctuation or a full-width form.
fn is_pair(pair: &[u8]) -> bool {
    matches!(pair, [0xB0..=0xF7 | 0xA1 | 0xA3, 0xA1..=0xFE])
}
