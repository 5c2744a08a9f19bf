//! The sheet with the words of the clauses and articles that the rows name.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::height::{lines_of, of_lines};
use super::runs::{cut_text, shown};
use super::styles::Styles;
use crate::report::Lang;
use crate::report::reasons::Article;

/// The width of the column, in characters.
const WIDTH: f64 = 120.0;

pub(super) fn sheet(lang: Lang, styles: &Styles, articles: &[Article]) -> Result<Worksheet, XlsxError> {
    let title = lang.labels().articles;
    let mut sheet = Worksheet::new();
    sheet.set_name(title)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&R&P / &N").set_freeze_panes(1, 0)?;
    sheet.set_column_width(0, WIDTH)?.write_string_with_format(0, 0, title, &styles.header)?;
    for (row, article) in (1..).zip(articles) {
        let cell = cut_text(lang, shown(&article.said));
        sheet.set_row_height(row, of_lines(lines_of(&cell, WIDTH)))?;
        sheet.write_string_with_format(row, 0, cell, &styles.text)?;
    }
    Ok(sheet)
}
