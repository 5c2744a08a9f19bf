//! The formats of cells: fonts, colours, borders.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::verdict::Verdict;

/// All formats of a workbook.
pub(super) struct Styles {
    pub(super) header: Format,
    /// A header over a column that people fill in.
    pub(super) to_fill: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) date: Format,
    pub(super) title: Format,
    pub(super) plain: Format,
    verdicts: [Format; Verdict::ALL.len()],
    marks: [Format; Verdict::ALL.len()],
}

impl Styles {
    pub(super) fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let header = cell.clone().set_bold().set_border_bottom(FormatBorder::Medium);
        let text = cell.clone().set_num_format("@");
        Self {
            to_fill: header.clone().set_background_color(Color::RGB(0x00FF_F8E1)),
            header: header.set_background_color(Color::RGB(0x00EC_EFF3)),
            number: cell.clone(),
            date: cell.set_num_format("yyyy-mm-dd"),
            title: Format::new().set_bold().set_font_size(14),
            plain: Format::new(),
            verdicts: by_verdict(|ink, paper| {
                text.clone().set_bold().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(paper))
            }),
            marks: by_verdict(|ink, _| {
                Format::new().set_bold().set_underline(FormatUnderline::Single).set_font_color(Color::RGB(ink))
            }),
            text,
        }
    }

    /// A cell that holds a verdict.
    pub(super) fn verdict(&self, verdict: Verdict) -> &Format {
        &self.verdicts[verdict as usize]
    }

    /// The run that is highlighted for a verdict.
    pub(super) fn mark(&self, verdict: Verdict) -> &Format {
        &self.marks[verdict as usize]
    }
}

/// Builds one format per verdict from its font and fill colour, indexed by `verdict as usize`.
fn by_verdict(look: impl Fn(u32, u32) -> Format) -> [Format; Verdict::ALL.len()] {
    let mut looks = Verdict::ALL.map(|verdict| match verdict {
        Verdict::Reject => look(0x009B_1C1C, 0x00FB_E3E0),
        Verdict::Review => look(0x008A_4B00, 0x00FD_EED3),
        Verdict::Unchecked => look(0x0054_408C, 0x00EC_E8F6),
        Verdict::Notice => look(0x001F_4E79, 0x00E3_EEF9),
        Verdict::Clear => look(0x005B_626C, 0x00FF_FFFF),
    });
    // `Verdict::ALL` lists the heaviest first, the ranks begin with the lightest.
    looks.reverse();
    looks
}
