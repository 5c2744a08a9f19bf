//! Brackets and quotation marks, and their partners.

use std::ops::Range;

use super::fold::Fold;

/// The pairs that folded text has.
const PAIRS: [(char, char); 15] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('<', '>'),
    ('《', '》'),
    ('〈', '〉'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〔', '〕'),
    ('〖', '〗'),
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
    ('\'', '\''),
];

/// Whether two folded characters are an opening mark and its closing one.
pub(crate) fn is_pair(open: char, close: char) -> bool {
    PAIRS.contains(&(open, close))
}

/// A place in a text, extended by the mark beside it whose partner it contains: 虚拟（数字货币）.
pub(crate) fn with_partner(text: &str, place: Range<usize>) -> Range<usize> {
    let mut unpaired: Vec<char> = Vec::new();
    for mark in text[place.clone()].chars().filter_map(mark) {
        if unpaired.last().is_some_and(|open| is_pair(*open, mark)) {
            unpaired.pop();
        } else {
            unpaired.push(mark);
        }
    }
    // What two marks would have to be added for is no word in brackets.
    let [lone] = unpaired[..] else { return place };

    let Range { start, end } = place;
    let mut behind = text[end..].chars();
    let (close, after) = (behind.next(), behind.next());
    let is_bare = after.is_none_or(|c| Fold::builtin().folded(c) != Some(""));
    if let Some(close) = close.filter(|close| is_bare && mark(*close).is_some_and(|close| is_pair(lone, close))) {
        return start..end + close.len_utf8();
    }
    let open = text[..start].chars().next_back();
    let open = open.filter(|open| mark(*open).is_some_and(|open| is_pair(open, lone)));
    start - open.map_or(0, char::len_utf8)..end
}

/// The folded form of a character that is one of a pair.
fn mark(c: char) -> Option<char> {
    let mut characters = Fold::builtin().folded(c).unwrap_or_default().chars();
    let folded = characters.next().filter(|_| characters.next().is_none()).unwrap_or(c);
    PAIRS.iter().any(|(open, close)| *open == folded || *close == folded).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_takes_the_partner_of_a_lone_mark_and_no_other() {
        for (before, place, behind, expected) in [
            ("", "虚拟（数字货币", "）交易", "虚拟（数字货币）"),
            ("", "虚拟（数字货币", ")交易", "虚拟（数字货币)"),
            ("“", "虚拟”货币", "交易", "“虚拟”货币"),
            ("\"", "虚拟\"货币", "交易", "\"虚拟\"货币"),
            ("", "加密\"货币", "\"", "加密\"货币\""),
            ("（", "虚拟货币", "）", "虚拟货币"),
            ("（", "虚拟（数字）货币", "）", "虚拟（数字）货币"),
            ("", "虚拟（数字货币", "、资产）", "虚拟（数字货币"),
            ("", "虚拟（数字货币", "】", "虚拟（数字货币"),
            ("", "虚拟（数字货币", "）\u{301}", "虚拟（数字货币"),
        ] {
            let text = [before, place, behind].concat();
            let extended = with_partner(&text, before.len()..before.len() + place.len());
            assert_eq!(&text[extended], expected, "{text}");
        }
    }
}
