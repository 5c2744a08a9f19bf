//! The sheet with the decisions of earlier reports that have no effect.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::height::{lines_of, of_lines};
use super::runs::{cut_text, shown};
use super::styles::Styles;
use crate::report::Lang;
use crate::report::no_effect::{COLUMNS, NoEffectList};

/// The widths of the columns, in characters.
const WIDTHS: [f64; COLUMNS] = [8.0, 28.0, 12.0, 24.0, 32.0, 40.0, 32.0];

pub(super) fn sheet(lang: Lang, styles: &Styles, list: &NoEffectList) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(list.title)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&R&P / &N").set_freeze_panes(1, 2)?;
    for ((column, width), header) in (0..).zip(WIDTHS).zip(list.headers) {
        sheet.set_column_width(column, width)?.write_string_with_format(0, column, header, &styles.header)?;
    }

    let mut next = 1;
    for line in &list.lines {
        let mut height = 1;
        for ((column, width), cell) in (0..).zip(WIDTHS).zip(line) {
            let cell = cut_text(lang, shown(cell));
            height = lines_of(&cell, width).max(height);
            sheet.write_string_with_format(next, column, cell, &styles.text)?;
        }
        sheet.set_row_height(next, of_lines(height))?;
        next += 1;
    }
    if let Some(more) = &list.more {
        sheet.write_string(next, 0, more)?;
    }
    Ok(sheet)
}
