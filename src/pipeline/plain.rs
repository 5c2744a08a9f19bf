//! Records in which there is nothing to note, recognised by the first and last bytes of their cells. Nearly all are so.

use super::reader::trimmed;
use crate::input::{Layout, Line, Record};
use crate::report::Coverage;
use crate::row::{is_ordinary, is_scientific};
use crate::text::garbled::han_begins_misread;
use crate::verdict::Field;

/// How many bytes of a cell that is not checked have to be ASCII, so that it is not misread text.
const BEGINNING: usize = 16;

/// What becomes of the cells of a record in which nothing can be found, if each of them is ordinary: every checked one is a
/// text of some length, no other can be misread or a formula, and no scope can go on in the next one.
///
/// Returns `None` if that takes a closer look.
#[inline]
pub(super) fn plain_cells(record: &Record<'_>, max_cell: usize) -> Option<Coverage> {
    let layout = record.layout;
    let mut read = Coverage::default();
    let mut last = None;
    let mut has_scope = false;
    for column in &layout.checked {
        let text = record.unescaped(column.index)?;
        let is_second_scope = column.field == Field::Scope && std::mem::replace(&mut has_scope, true);
        if !is_plain_checked(text, max_cell) || is_second_scope {
            return None;
        }
        // A column may be checked as two fields.
        read.checked += u64::from(last.replace(column.index) != Some(column.index));
    }
    for &index in &layout.others {
        let text = record.unescaped(index)?;
        if !is_plain_other(text) {
            return None;
        }
        read.swept += u64::from(!text.is_empty());
    }
    Some(read)
}

/// How to read the plain lines of an input.
#[derive(Debug)]
pub(super) struct PlainLines {
    /// The longest checked cell that is read whole, in bytes.
    max_cell: usize,
    columns: Vec<PlainColumn>,
    /// How many of them are checked.
    checked: u64,
    /// Whether another column may have the id if the first one is empty.
    has_other_ids: bool,
    /// Whether there is a comma between the fields, and so none in them.
    has_commas: bool,
}

/// What a column is to a plain line.
#[derive(Clone, Copy, Debug, Default)]
struct PlainColumn {
    is_checked: bool,
    is_id: bool,
    is_name: bool,
}

/// What a plain line says.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainLine<'l> {
    pub(super) id: &'l str,
    pub(super) name: &'l str,
    /// [`ClearRow::are_bare`](crate::row::ClearRow::are_bare)
    pub(super) are_bare: bool,
    pub(super) cells: Coverage,
}

impl PlainLines {
    /// Returns `None` if more is wanted of each row than a plain line says.
    pub(super) fn of(layout: &Layout, delimiter: &[u8], max_cell: usize) -> Option<Self> {
        let mut columns = vec![PlainColumn::default(); layout.headers.len()];
        let mut has_scope = false;
        for column in &layout.checked {
            let is_second = std::mem::replace(&mut columns[column.index].is_checked, true);
            let is_second_scope = column.field == Field::Scope && std::mem::replace(&mut has_scope, true);
            if is_second || is_second_scope {
                return None;
            }
        }
        if let Some(id) = layout.ids.first() {
            columns[*id].is_id = true;
        }
        if let Some(name) = layout.name {
            columns[name].is_name = true;
        }
        let checked = layout.checked.len();
        let is_whole = checked + layout.others.len() == columns.len();
        let is_only_placed = layout.kept.is_empty() && layout.group.is_none();
        let has_other_ids = layout.ids.len() > 1;
        let has_commas = delimiter == b",";
        let lines = Self { max_cell, columns, checked: checked as u64, has_other_ids, has_commas };
        (is_whole && is_only_placed).then_some(lines)
    }

    /// Reads a line in which nothing can be found. Returns `None` if something may be noted of it.
    #[inline]
    pub(super) fn read<'l>(&self, line: &Line<'l>) -> Option<PlainLine<'l>> {
        let mut swept = 0;
        let mut id = 0..0;
        let mut name = 0..0;
        let mut start = line.start;
        for (column, &end) in self.columns.iter().zip(line.ends) {
            let text = &line.text.as_bytes()[start..end];
            let is_plain = if column.is_checked {
                is_plain_checked(text, self.max_cell)
            } else {
                swept += u64::from(!text.is_empty());
                is_plain_other(text)
            };
            if !is_plain {
                return None;
            }
            if column.is_id {
                id = start..end;
            }
            if column.is_name {
                name = start..end;
            }
            start = end + 1;
        }
        let id = trimmed(&line.text[id]);
        let is_id_elsewhere = self.has_other_ids && id.is_empty();
        if is_id_elsewhere || is_scientific(id) {
            return None;
        }
        let cells = Coverage { checked: self.checked, swept, ..Coverage::default() };
        // Plain cells begin so that no spreadsheet runs them, and a line has no quotes.
        Some(PlainLine { id, name: &line.text[name], are_bare: self.has_commas, cells })
    }
}

/// Whether a checked cell is a text of some length that begins and ends as such texts do.
#[inline]
fn is_plain_checked(text: &[u8], max_cell: usize) -> bool {
    text.len() <= max_cell && is_ordinary(text) && !han_begins_misread(text)
}

/// Whether a cell that is not checked is empty, or begins with a common Han character or as words and numbers do.
#[inline]
fn is_plain_other(text: &[u8]) -> bool {
    match text {
        [] => true,
        [0xE4..=0xE9, ..] => !han_begins_misread(text),
        [first, ..] => {
            let is_ascii = text.first_chunk::<BEGINNING>().map_or_else(|| text.is_ascii(), |first| first.is_ascii());
            first.is_ascii_alphanumeric() && is_ascii
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use encoding_rs::GB18030;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::Profile;
    use crate::checker::Checker;
    use crate::input::{Block, Encoding, Layout, Splitter, Wanted};
    use crate::matching::Suspects;
    use crate::pipeline::reader::{Facts, HeaderSeen, RowReader};
    use crate::row::Row;
    use crate::rules::RuleBook;

    /// A block with some text.
    fn block(text: &str, encoding: Encoding) -> Block {
        let bytes = match encoding {
            Encoding::Gb18030 => GB18030.encode(text).0.into_owned(),
            _ => text.as_bytes().to_vec(),
        };
        Block { bytes, unquoted: !text.contains('"'), encoding: Some(encoding), ..Block::default() }
    }

    /// Reads the one record of a block, plainly if that is possible and allowed.
    fn read(checker: &Checker, layout: &Layout, block: &Block, keeps_cells: bool) -> (Row, Coverage) {
        let mut splitter = Splitter::delimited(',', layout.clone().into());
        splitter.find(block);
        let mut batch = splitter.batch(block);
        let mut suspects = Suspects::default();
        checker.sieve().suspects(batch.text(), &mut suspects);

        let mut row = Row::new("list".into(), std::iter::empty());
        let mut reader = RowReader::new(checker, 100, keeps_cells);
        let header = HeaderSeen::default();
        let facts = Facts { raw: &block.bytes, suspects: &suspects, header, hidden: None };
        reader.read(&batch.record(0), &facts, &mut row);
        row.cells.clear();
        row.key.clear();
        (row, reader.cells_read)
    }

    /// The row of the one record of a block, if it is a plain line.
    fn read_line(checker: &Checker, layout: &Layout, block: &Block) -> Option<(Row, Coverage)> {
        let mut splitter = Splitter::delimited(',', layout.clone().into());
        splitter.find(block);
        let batch = splitter.batch(block);
        let mut suspects = Suspects::default();
        checker.sieve().suspects(batch.text(), &mut suspects);
        let line = batch.line(0)?;
        if suspects.within(line.start, line.end()) {
            return None;
        }
        let PlainLine { id, name, cells, .. } = PlainLines::of(layout, b",", 100)?.read(&line)?;
        let mut row = Row::new("list".into(), std::iter::empty());
        row.id.push_str(id);
        row.name.push_str(name);
        Some((row, cells))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn a_plain_record_is_read_as_any_other_one(
            cells in prop::collection::vec(
                prop_oneof![
                    "[一-鿿]{3,12}(有限公司|）|。|…|#|\\.{3}| )?",
                    "\"?[=#?~+ ]?[一-鿿]{5,12}\"?",
                    "[锟涓鍖浼0-9a-z=?#' \u{3000}-]{0,4}[一-鿿]{0,40}",
                ],
                3..=4,
            ),
        ) {
            static CHECKER: LazyLock<Checker> =
                LazyLock::new(|| Checker::new(RuleBook::default(), Profile::built_in("filing").unwrap()).unwrap());
            let text = cells.join(",");
            prop_assume!(!text.is_empty());
            for headers in [["企业名称", "地址", "经营范围"], ["统一社会信用代码", "企业名称", "备注"]] {
                let layout = Layout::new(headers.map(str::to_owned).to_vec(), &Wanted::default()).unwrap();
                for encoding in [Encoding::Utf8, Encoding::Gb18030] {
                    let record = block(&text, encoding);
                    let (plain, plain_cells) = read(&CHECKER, &layout, &record, false);
                    let (any, any_cells) = read(&CHECKER, &layout, &record, true);
                    prop_assert_eq!(format!("{plain:?}"), format!("{any:?}"));
                    prop_assert_eq!(plain_cells, any_cells);
                    if let Some((line, line_cells)) = read_line(&CHECKER, &layout, &block(&format!("{text}\n"), encoding)) {
                        prop_assert_eq!(format!("{line:?}"), format!("{any:?}"));
                        prop_assert_eq!(line_cells, any_cells);
                    }
                }
            }
        }
    }

    #[test]
    fn an_ordinary_line_is_plain_in_each_encoding() {
        let checker = Checker::new(RuleBook::default(), Profile::built_in("filing").unwrap()).unwrap();
        let headers = ["企业名称", "地址", "经营范围"].map(str::to_owned).to_vec();
        let layout = Layout::new(headers, &Wanted::default()).unwrap();
        for encoding in [Encoding::Utf8, Encoding::Gb18030] {
            let block = block("某某食品销售有限公司,人民路1号,食品销售；农产品的生产、销售、加工。\n", encoding);
            let (row, cells) = read_line(&checker, &layout, &block).unwrap();
            assert_eq!(row.name, "某某食品销售有限公司");
            assert_eq!((cells.checked, cells.swept), (2, 1));
        }
    }
}
