//! Words that a text must hold for a regular expression to match: for the build script too, which looks for those of the
//! built-in patterns.

use regex_syntax::hir::{Hir, HirKind};

/// The most words of which a match must hold one; more say little.
const MOST_WORDS: usize = 64;

/// Words of which every match of an expression holds one, the fewest that are found; none if it matches without, or is no
/// expression.
pub(crate) fn words(source: &str) -> Option<Vec<String>> {
    of(&regex_syntax::parse(source).ok()?)
}

fn of(hir: &Hir) -> Option<Vec<String>> {
    let words = match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(of).min_by_key(|words| (words.len(), shortest(words))),
        HirKind::Alternation(ways) => ways.iter().map(of).collect::<Option<Vec<_>>>().map(|ways| ways.concat()),
        _ => None,
    };
    words.filter(|words| words.len() <= MOST_WORDS)
}

/// Of as many words those are better whose shortest is longer.
fn shortest(words: &[String]) -> std::cmp::Reverse<usize> {
    std::cmp::Reverse(words.iter().map(String::len).min().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stand_in_every_match() {
        let list = |words: &[&str]| Some(words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(words("[^,;]+(?:的?除外|\\(除外\\))"), list(&["除外", "(除外)"]));
        assert_eq!(words("(?:^|[^未])禁止[^的]"), list(&["禁止"]));
        assert_eq!(words("(?:甲|乙)?丙+"), list(&["丙"]));
        assert_eq!(words("(?:甲|[a-z])"), None);
        assert_eq!(words("[a-z]*"), None);
    }
}
