//! Words of which every match of a regular expression contains one. The build script includes this file, too, and finds those
//! of the built-in patterns.

use std::cmp::Reverse;

use regex_syntax::hir::{Hir, HirKind};

/// The longest list of words that is useful; a longer one excludes few texts.
const MOST_WORDS: usize = 64;

/// Words of which every match of an expression contains one, as few as are found. Returns `None` if there are no such words,
/// or `source` is not a regular expression.
pub(crate) fn words(source: &str) -> Option<Vec<String>> {
    required(&regex_syntax::parse(source).ok()?)
}

/// Words of which every match of a part of an expression contains one.
fn required(hir: &Hir) -> Option<Vec<String>> {
    let words = match hir.kind() {
        HirKind::Literal(literal) => vec![String::from_utf8(literal.0.to_vec()).ok()?],
        HirKind::Capture(capture) => required(&capture.sub)?,
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub)?,

        // Every match contains a match of each part, so any part will do: the one with the fewest words, and of these the one
        // whose shortest word is longest.
        HirKind::Concat(parts) => {
            parts.iter().filter_map(required).min_by_key(|words| (words.len(), Reverse(shortest(words))))?
        }

        // A match is a match of one branch, so all branches need words.
        HirKind::Alternation(branches) => {
            let mut words = Vec::new();
            for branch in branches {
                words.extend(required(branch)?);
            }
            words
        }

        HirKind::Repetition(_) | HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => return None,
    };
    if words.len() <= MOST_WORDS { Some(words) } else { None }
}

/// The length of the shortest word, in bytes.
fn shortest(words: &[String]) -> usize {
    words.iter().map(String::len).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_match_contains_one_of_the_words() {
        let list = |words: &[&str]| Some(words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(words("[^,;]+(?:的?除外|\\(除外\\))"), list(&["除外", "(除外)"]));
        assert_eq!(words("(?:^|[^未])禁止[^的]"), list(&["禁止"]));
        assert_eq!(words("(?:甲|乙)?丙+"), list(&["丙"]));
        assert_eq!(words("(?:甲|[a-z])"), None);
        assert_eq!(words("[a-z]*"), None);
    }
}
