//! The sheet with the figures of the run.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::runs::{cut_text, shown};
use super::styles::Styles;
use crate::message::Labels;
use crate::report::{InputSummary, Lang, Summary};
use crate::verdict::Verdict;

/// A sheet that is written row by row.
struct Page<'a> {
    lang: Lang,
    styles: &'a Styles,
    sheet: Worksheet,
    next: u32,
}

pub(super) fn sheet(lang: Lang, styles: &Styles, summary: &Summary) -> Result<Worksheet, XlsxError> {
    let mut page = Page { lang, styles, sheet: Worksheet::new(), next: 0 };
    let labels = lang.labels();
    page.sheet.set_name(labels.summary)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (column, width) in [(0, 26.0), (1, 24.0), (2, 40.0), (3, 68.0), (4, 40.0)] {
        page.sheet.set_column_width(column, width)?;
    }

    page.sheet.write_string_with_format(0, 0, labels.title, &styles.title)?;
    page.sheet.write_string(1, 0, labels.lead)?;

    page.next = 3;
    page.counts(summary)?;
    page.basis(summary)?;
    page.inputs(&summary.inputs)?;
    Ok(page.sheet)
}

impl Page<'_> {
    fn counts(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let Labels { verdict, rows, advice, total, .. } = self.lang.labels();
        self.header(&[verdict, rows, advice])?;
        for verdict in Verdict::ALL {
            let word = self.lang.verdict(verdict);
            self.sheet.write_string_with_format(self.next, 0, word, self.styles.verdict(verdict))?;
            self.figure(1, summary.counts.of(verdict))?;
            self.text(2, self.lang.advice(verdict))?;
            self.next += 1;
        }

        self.text(0, total)?;
        self.figure(1, summary.counts.total())?;
        self.next += 1;

        for sentence in summary.warnings(self.lang).into_iter().chain([summary.cells_in_words(self.lang)]) {
            self.sheet.write_string(self.next, 0, sentence)?;
            self.next += 1;
        }
        self.next += 1;
        Ok(())
    }

    fn basis(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let Labels { basis, rule_set, as_of, profile, tool, .. } = self.lang.labels();
        self.header(&[basis])?;
        for set in &summary.rule_sets {
            self.line(&[rule_set, set.name(), &format!("SHA-256 {}", set.sha256), &set.id])?;
        }
        self.line(&[as_of, &summary.as_of])?;
        self.line(&[profile, summary.profile_in_words(self.lang)])?;
        self.line(&[tool, concat!("mingcha ", env!("CARGO_PKG_VERSION"))])?;
        self.next += 1;
        Ok(())
    }

    fn inputs(&mut self, inputs: &[InputSummary]) -> Result<(), XlsxError> {
        let Labels { inputs: title, encoding, columns, remarks, .. } = self.lang.labels();
        self.header(&[title, encoding, columns, "SHA-256", remarks])?;
        for input in inputs {
            let columns = input.columns.join(self.lang.list_mark());
            let remarks = input.remarks(self.lang).join(self.lang.semicolon());
            let hash = input.sha256.as_deref().unwrap_or_default();
            self.line(&[&input.name, &input.encoding, &columns, hash, &remarks])?;
        }
        Ok(())
    }

    fn header(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        for (column, title) in (0..).zip(titles) {
            self.sheet.write_string_with_format(self.next, column, *title, &self.styles.header)?;
        }
        self.next += 1;
        Ok(())
    }

    fn line(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            self.text(column, text)?;
        }
        self.next += 1;
        Ok(())
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let text = cut_text(self.lang, shown(text));
        self.sheet.write_string_with_format(self.next, column, text, &self.styles.text)?;
        Ok(())
    }

    fn figure(&mut self, column: u16, figure: u64) -> Result<(), XlsxError> {
        #[allow(clippy::cast_precision_loss, reason = "a workbook holds numbers as f64; rows stay far below 2^53")]
        let figure = figure as f64;
        self.sheet.write_number_with_format(self.next, column, figure, &self.styles.number)?;
        Ok(())
    }
}
