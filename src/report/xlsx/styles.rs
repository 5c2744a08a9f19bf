//! The formats of cells: fonts, colours, borders.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::verdict::Verdict;

/// The colour behind a header.
const HEADER: u32 = 0x00EC_EFF3;

/// All formats of a workbook.
pub(super) struct Styles {
    pub(super) header: Format,
    pub(super) header_of_figure: Format,
    /// A header over a column that people fill in.
    pub(super) to_fill: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) date: Format,
    pub(super) title: Format,
    /// Above a table of figures.
    pub(super) heading: Format,
    verdicts: [Format; Verdict::ALL.len()],
}

/// The look of a cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Number,
    Verdict(Verdict),
}

impl Look {
    /// All looks, in the order of their indices.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        // `Verdict::ALL` lists the heaviest first, the ranks begin with the lightest.
        [Self::Text, Self::Number].into_iter().chain(Verdict::ALL.into_iter().rev().map(Self::Verdict))
    }

    pub(super) fn index(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Number => 1,
            Self::Verdict(verdict) => 2 + verdict as u8,
        }
    }
}

impl Styles {
    pub(super) fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let header = cell.clone().set_bold().set_border_bottom(FormatBorder::Medium);
        let text = cell.clone().set_num_format("@");
        Self {
            header_of_figure: header.clone().set_align(FormatAlign::Right).set_background_color(Color::RGB(HEADER)),
            to_fill: header.clone().set_background_color(Color::RGB(0x00FF_F8E1)),
            header: header.set_background_color(Color::RGB(HEADER)),
            number: cell.clone(),
            date: cell.set_num_format("yyyy-mm-dd"),
            heading: Format::new().set_bold(),
            title: Format::new().set_bold().set_font_size(14),
            verdicts: by_verdict(|verdict| {
                let bold = text.clone().set_bold().set_font_color(Color::RGB(ink(verdict)));
                bold.set_background_color(Color::RGB(paper(verdict)))
            }),
            text,
        }
    }

    /// A cell that holds a verdict.
    pub(super) fn verdict(&self, verdict: Verdict) -> &Format {
        &self.verdicts[verdict as usize]
    }

    pub(super) fn of(&self, look: Look) -> &Format {
        match look {
            Look::Text => &self.text,
            Look::Number => &self.number,
            Look::Verdict(verdict) => self.verdict(verdict),
        }
    }
}

/// Builds one format per verdict, indexed by `verdict as usize`.
fn by_verdict(look: impl Fn(Verdict) -> Format) -> [Format; Verdict::ALL.len()] {
    let mut looks = Verdict::ALL.map(look);
    // `Verdict::ALL` lists the heaviest first, the ranks begin with the lightest.
    looks.reverse();
    looks
}

/// The colour of the letters of a verdict, and of what is highlighted for it.
pub(super) fn ink(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Reject => 0x009B_1C1C,
        Verdict::Review => 0x008A_4B00,
        Verdict::Unchecked => 0x0054_408C,
        Verdict::Notice => 0x001F_4E79,
        Verdict::Allowed => 0x001D_5E3A,
        Verdict::Clear => 0x005B_626C,
    }
}

/// The colour behind a verdict.
fn paper(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Reject => 0x00FB_E3E0,
        Verdict::Review => 0x00FD_EED3,
        Verdict::Unchecked => 0x00EC_E8F6,
        Verdict::Notice => 0x00E3_EEF9,
        Verdict::Allowed => 0x00E6_F4EA,
        Verdict::Clear => 0x00FF_FFFF,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_has_the_index_of_its_place() {
        assert!(Look::all().enumerate().all(|(at, look)| usize::from(look.index()) == at));
        assert_eq!(Look::all().count(), 2 + Verdict::ALL.len());
    }
}
