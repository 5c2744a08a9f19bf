//! What stands in another segment changes nothing.
//!
//! For two texts whose brackets are balanced, joined by ； or 。: every finding of either stands in the joined text with the
//! same rule, place, verdict and context, and every further finding reaches across the join. A finding may be missing only
//! where one of the same rule that reaches across the join overlaps it, of which the first and longest stands.

use std::ops::Range;
use std::sync::LazyLock;

use mingcha::checker::Checker;
use mingcha::text::fold::Fold;
use mingcha::verdict::Finding;
use regex::Regex;

use super::made::Choices;
use super::world::{EXACT, FILING, STOCK, findings, said};

static OPENS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Ps}").unwrap());
static CLOSES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Pe}").unwrap());
const PAIRS: &str = "()[]{}【】《》〈〉「」『』〔〕";
const STOPS: [&str; 4] = ["；", "。", ";", "；；"];

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let first = usize::from(choices.take() % 16);
    let checker: &Checker = [&FILING, &EXACT, &STOCK][usize::from(how >> 2) % 3];
    let (before, after) = (balanced(&choices.text(first)), balanced(&choices.text(16)));
    let stop = STOPS[usize::from(how & 3)];
    let joined = format!("{before}{stop}{after}");
    let start = before.chars().count();
    let seam = start..start + stop.chars().count();
    let all = findings(checker, &joined);
    let (left, right) = (findings(checker, &before), findings(checker, &after));
    let alone: Vec<_> = left.iter().map(|f| (f, 0)).chain(right.iter().map(|f| (f, seam.end))).collect();
    for &(finding, moved) in &alone {
        let place = finding.start + moved..finding.end + moved;
        let stands = all.iter().any(|f| said(f) == said(finding) && place_of(f) == place);
        let is_displaced =
            all.iter().any(|f| f.rule == finding.rule && crosses(f, &seam) && overlap(&place_of(f), &place));
        assert!(stands || is_displaced, "{finding:?} is lost or changed in {joined:?}: {all:?}");
    }
    for finding in all.iter().filter(|f| !crosses(f, &seam)) {
        let stands = alone.iter().any(|(f, moved)| said(f) == said(finding) && f.start + moved == finding.start);
        assert!(stands, "{finding:?} comes from nowhere in {joined:?}: {alone:?}");
    }
}

fn place_of(finding: &Finding) -> Range<usize> {
    finding.start..finding.end
}

fn crosses(finding: &Finding, seam: &Range<usize>) -> bool {
    finding.start < seam.end && seam.start < finding.end
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A text without its brackets that have no partner of their kind, told on the folded form as segments are.
fn balanced(text: &str) -> String {
    let (mut open, mut kept): (Vec<(usize, String)>, Vec<Option<char>>) =
        (Vec::new(), text.chars().map(Some).collect());
    for (at, c) in text.chars().enumerate() {
        let folded = Fold::builtin().fold(c.encode_utf8(&mut [0; 4]));
        if OPENS.is_match(&folded) {
            open.push((at, folded));
        } else if CLOSES.is_match(&folded) {
            match open.pop() {
                Some((_, opened)) if PAIRS.contains(&format!("{opened}{folded}")) => {}
                Some((partner, _)) => (kept[partner], kept[at]) = (None, None),
                None => kept[at] = None,
            }
        }
    }
    for (at, _) in open {
        kept[at] = None;
    }
    kept.into_iter().flatten().collect()
}
