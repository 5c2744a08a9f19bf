//! The sheet with the figures of the run.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::height::{lines_of, of_lines};
use super::runs::{cut_text, shown};
use super::styles::Styles;
use crate::message::{Labels, Say as _};
use crate::report::figures::FigureTable;
use crate::report::{InputSummary, Lang, Summary};
use crate::verdict::Verdict;

/// The width of the first column, in characters: names, values, labels.
const FIRST_WIDTH: f64 = 40.0;
/// The width of the columns of figures, in characters.
const FIGURE_WIDTH: f64 = 13.0;
/// The last column: behind the labels there is one for each verdict and one for their total. Longer texts are merged over them.
const LAST: u16 = 7;

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
    page.sheet.set_footer("&R&P / &N").set_column_width(0, FIRST_WIDTH)?;
    for column in 1..=LAST {
        page.sheet.set_column_width(column, FIGURE_WIDTH)?;
    }

    page.sheet.write_string_with_format(0, 0, labels.title, &styles.title)?;
    page.next = 1;
    page.sentence(labels.lead)?;
    page.next += 1;
    page.counts(summary)?;
    page.basis(summary)?;
    page.beside(summary)?;
    for input in &summary.inputs {
        page.input(summary, input)?;
    }
    for table in summary.input_figures(lang).into_iter().chain(summary.figure_tables(lang)) {
        page.figures(&table)?;
    }
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
            self.merged(2, self.lang.advice(verdict))?;
            self.next += 1;
        }

        self.text(total, &self.styles.text)?;
        self.figure(1, summary.counts.total())?;
        self.next += 1;

        for sentence in summary.warnings(self.lang).into_iter().chain([summary.cells_in_words(self.lang)]) {
            self.sentence(&sentence)?;
        }
        self.next += 1;
        Ok(())
    }

    fn basis(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let Labels { basis, rule_set, as_of, profile, tool, inputs, settings, environment, .. } = self.lang.labels();
        self.heading(basis)?;
        for set in &summary.rule_sets {
            self.fact(rule_set, set.name())?;
            self.fact("", &set.id)?;
            self.fact("SHA-256", &set.sha256)?;
        }
        self.fact(as_of, &summary.as_of)?;
        self.fact(profile, summary.profile_in_words(self.lang))?;
        if let Some(file) = &summary.settings.file {
            self.fact(settings, &file.name)?;
            self.fact("SHA-256", &file.sha256)?;
        }
        if !summary.settings.environment.is_empty() {
            self.fact(environment, &summary.settings.environment.join(self.lang.list_mark()))?;
        }
        self.fact(tool, concat!("mingcha ", env!("CARGO_PKG_VERSION")))?;
        self.next += 1;
        self.heading(inputs)
    }

    /// What there is to know of files, sheets and members that are no inputs.
    fn beside(&mut self, summary: &Summary) -> Result<(), XlsxError> {
        let notes = summary.notes_beside();
        for note in &notes {
            self.sentence(&note.say(self.lang))?;
        }
        self.next += u32::from(!notes.is_empty());
        Ok(())
    }

    fn input(&mut self, summary: &Summary, input: &InputSummary) -> Result<(), XlsxError> {
        let Labels { file, encoding, columns, remarks, .. } = self.lang.labels();
        self.fact(file, input.called(self.lang))?;
        self.fact(encoding, &input.encoding)?;
        self.fact(columns, &input.columns.join(self.lang.list_mark()))?;
        if let Some(hash) = &input.sha256 {
            self.fact("SHA-256", hash)?;
        }
        for note in summary.notes_on(input) {
            self.fact(remarks, &note.say(self.lang))?;
        }
        self.next += 1;
        Ok(())
    }

    /// Rows by verdict of each value.
    fn figures(&mut self, table: &FigureTable) -> Result<(), XlsxError> {
        self.heading(&table.title)?;
        let mut titles = vec![table.label];
        titles.extend(table.verdicts.iter().map(|verdict| self.lang.verdict(*verdict)));
        titles.push(self.lang.labels().total);
        self.header_of_figures(&titles)?;
        for line in &table.lines {
            self.text(&line.value, &self.styles.text)?;
            for (column, figure) in (1..).zip(line.rows.iter().chain([&line.total])) {
                self.figure(column, *figure)?;
            }
            self.next += 1;
        }
        self.next += 1;
        Ok(())
    }

    fn heading(&mut self, title: &str) -> Result<(), XlsxError> {
        self.text(title, &self.styles.heading)?;
        self.next += 1;
        Ok(())
    }

    fn header(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        for (column, title) in (0..).zip(titles) {
            self.sheet.write_string_with_format(self.next, column, *title, &self.styles.header)?;
        }
        self.next += 1;
        Ok(())
    }

    /// A header whose columns but the first hold figures.
    fn header_of_figures(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        self.header(titles)?;
        for (column, title) in (0..).zip(titles).skip(1) {
            self.sheet.write_string_with_format(self.next - 1, column, *title, &self.styles.header_of_figure)?;
        }
        Ok(())
    }

    /// A label and what it is of.
    fn fact(&mut self, label: &str, content: &str) -> Result<(), XlsxError> {
        self.text(label, &self.styles.text)?;
        self.merged(1, content)?;
        self.next += 1;
        Ok(())
    }

    fn sentence(&mut self, sentence: &str) -> Result<(), XlsxError> {
        self.merged(0, sentence)?;
        self.next += 1;
        Ok(())
    }

    /// A text from a column to the last one, in as many lines as it needs.
    fn merged(&mut self, first: u16, content: &str) -> Result<(), XlsxError> {
        let content = cut_text(self.lang, shown(content));
        let first_width = if first == 0 { FIRST_WIDTH } else { FIGURE_WIDTH };
        let width = first_width + f64::from(LAST - first) * FIGURE_WIDTH;
        self.make_room(&content, width)?;
        self.sheet.merge_range(self.next, first, self.next, LAST, &content, &self.styles.text)?;
        Ok(())
    }

    /// A text in the first column.
    fn text(&mut self, content: &str, format: &Format) -> Result<(), XlsxError> {
        let content = cut_text(self.lang, shown(content));
        self.make_room(&content, FIRST_WIDTH)?;
        self.sheet.write_string_with_format(self.next, 0, content, format)?;
        Ok(())
    }

    fn make_room(&mut self, content: &str, width: f64) -> Result<(), XlsxError> {
        let lines = lines_of(content, width);
        if lines > 1 {
            self.sheet.set_row_height(self.next, of_lines(lines))?;
        }
        Ok(())
    }

    fn figure(&mut self, column: u16, figure: u64) -> Result<(), XlsxError> {
        #[allow(clippy::cast_precision_loss, reason = "a workbook holds numbers as f64; rows stay far below 2^53")]
        let figure = figure as f64;
        self.sheet.write_number_with_format(self.next, column, figure, &self.styles.number)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_column_for_each_verdict_and_their_total() {
        assert_eq!(usize::from(LAST), Verdict::ALL.len() + 1);
    }
}
