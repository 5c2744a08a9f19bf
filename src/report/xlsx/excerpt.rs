//! What a row shows of a text that is longer than the highest row can show: the parts around the hits. The list itself has the
//! whole text.

use super::height::{MOST_LINES, lines_of};
use super::runs::Run;
use crate::message::{Say as _, Sentence};
use crate::report::Lang;

/// How many characters are shown on each side of a hit: as many of these as fit.
const CONTEXTS: [usize; 7] = [120, 80, 50, 30, 15, 8, 3];
/// Stands for what is left out.
const LEFT_OUT: &str = "…";

/// How much of a text is shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Extract {
    /// All of it.
    Whole,
    /// Its hits, with so many characters on each side.
    Around(usize),
}

/// The runs of a cell of this width that fit into a row, as `made` makes them of an extract. They say so if they are not all.
pub(super) fn fitting(lang: Lang, width: f64, made: impl Fn(Extract) -> Vec<Run>) -> Vec<Run> {
    let whole = made(Extract::Whole);
    if lines(&whole, width) <= MOST_LINES {
        return whole;
    }

    let note = Run::new(&format!("\n{}", Sentence::Excerpt.say(lang)), None);
    let room = MOST_LINES - lines_of(note.text.trim_start(), width).min(MOST_LINES - 1);
    let mut extracts = CONTEXTS.into_iter().map(|context| made(Extract::Around(context)));
    let mut runs = extracts.find(|runs| lines(runs, width) <= room).unwrap_or_else(|| {
        let smallest = made(Extract::Around(CONTEXTS[CONTEXTS.len() - 1]));
        beginning(smallest, width, room)
    });
    runs.push(note);
    runs
}

/// The first runs that fit into so many lines, if there are too many hits to show all.
fn beginning(mut runs: Vec<Run>, width: f64, room: u32) -> Vec<Run> {
    while runs.len() > 1 && lines(&runs, width) > room {
        runs.truncate(runs.len() - runs.len().div_ceil(8));
    }
    runs.push(Run::new(LEFT_OUT, None));
    runs
}

fn lines(runs: &[Run], width: f64) -> u32 {
    let text: String = runs.iter().map(|run| &*run.text).collect();
    lines_of(&text, width)
}

impl Extract {
    /// What is shown of a cell.
    pub(super) fn of(self, runs: &[Run]) -> Vec<Run> {
        let is_hit =
            |index: Option<usize>| index.and_then(|index| runs.get(index)).is_some_and(|run| run.verdict.is_some());
        let mut shown = Vec::with_capacity(runs.len());
        for (index, run) in runs.iter().enumerate() {
            let text = match self {
                Self::Around(context) if run.verdict.is_none() => {
                    let (behind, before) = (is_hit(index.checked_sub(1)), is_hit(Some(index + 1)));
                    // A cell without a hit begins where people look for it.
                    let first = if behind || !before { context } else { 0 };
                    ends(&run.text, first, if before { context } else { 0 })
                }
                _ => run.text.clone(),
            };
            shown.push(run.part(&text));
        }
        shown
    }
}

/// The first and the last characters of a text, with a mark for what is left out.
fn ends(text: &str, first: usize, last: usize) -> String {
    let characters = text.chars().count();
    if characters <= first + last + 1 {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(first).collect();
    let end: String = text.chars().skip(characters - last).collect();
    format!("{beginning}{LEFT_OUT}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Verdict;

    fn plain(text: &str) -> Run {
        Run::new(text, None)
    }

    fn hit(text: &str) -> Run {
        Run::new(text, Some(Verdict::Reject))
    }

    fn shown(runs: &[Run]) -> String {
        fitting(Lang::Zh, 32.0, |extract| extract.of(runs)).iter().map(|run| &*run.text).collect()
    }

    #[test]
    fn a_text_that_fits_stays_whole() {
        assert_eq!(shown(&[plain("软件；"), hit("稳定币"), plain("；餐饮")]), "软件；稳定币；餐饮");
    }

    #[test]
    fn each_hit_of_a_long_text_is_shown_with_what_is_around_it() {
        let long = "技术开发、技术咨询；".repeat(200);
        let runs = [plain(&long), hit("稳定币"), plain(&long), hit("RWA"), plain("；平台")];
        let text = shown(&runs);
        assert!(
            text.starts_with("…") && text.contains("技术咨询；稳定币技术开发") && text.contains("；RWA；平台"),
            "{text}"
        );
        assert!(lines_of(&text, 32.0) <= MOST_LINES && text.chars().count() > 3 * 80, "{text}");
        assert!(text.contains("全文见名单"), "{text}");
        let first = shown(&[hit("稳定币"), plain(&long)]);
        assert!(first.starts_with("稳定币技术开发") && lines_of(&first, 32.0) <= MOST_LINES, "{first}");
        let none = shown(&[plain(&long)]);
        assert!(none.starts_with("技术开发") && none.contains('…'), "{none}");
    }

    #[test]
    fn more_hits_than_a_row_can_show_end_with_a_mark() {
        let runs: Vec<Run> = (0..900).flat_map(|_| [hit("稳定币"), plain("、咨询、开发、转让；")]).collect();
        let text = shown(&runs);
        assert!(lines_of(&text, 32.0) <= MOST_LINES + 1 && text.contains('…') && text.contains("全文见名单"), "{text}");
    }
}
