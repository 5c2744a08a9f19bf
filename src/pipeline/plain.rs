//! Records in which there is nothing to note, recognised by the first and last bytes of their cells. Nearly all are so.

use crate::input::Record;
use crate::report::Coverage;
use crate::row::is_ordinary;
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
        let is_plain = text.len() <= max_cell && is_ordinary(text) && !han_begins_misread(text);
        let is_second_scope = column.field == Field::Scope && std::mem::replace(&mut has_scope, true);
        if !is_plain || is_second_scope {
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

/// Whether a cell that is not checked is empty, or begins with a common Han character or as words and numbers do.
#[inline]
fn is_plain_other(text: &[u8]) -> bool {
    match text {
        [] => true,
        [0xE4..=0xE9, ..] => !han_begins_misread(text),
        [first, ..] => first.is_ascii_alphanumeric() && text[..text.len().min(BEGINNING)].is_ascii(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::Profile;
    use crate::checker::Checker;
    use crate::input::{Block, Layout, Splitter, Wanted};
    use crate::matching::Suspects;
    use crate::pipeline::reader::{Facts, HeaderSeen, RowReader};
    use crate::row::Row;
    use crate::rules::RuleBook;

    /// Reads the one record of some text, plainly if that is possible and allowed.
    fn read(checker: &Checker, layout: &Layout, text: &str, keeps_cells: bool) -> (Row, Coverage) {
        let mut splitter = Splitter::delimited(',', layout.clone().into());
        let block = Block { bytes: text.as_bytes().to_vec(), unquoted: !text.contains('"'), ..Block::default() };
        splitter.find(&block);
        let mut batch = splitter.batch(&block);
        let mut suspects = Suspects::default();
        checker.sieve().suspects(batch.text(), &mut suspects);

        let mut row = Row::new("list".into(), std::iter::empty());
        let mut reader = RowReader::new(checker, 100, keeps_cells);
        let header = HeaderSeen::default();
        let facts = Facts { raw: text.as_bytes(), suspects: &suspects, header, hidden: None };
        reader.read(&batch.record(0), &facts, &mut row);
        row.cells.clear();
        row.key.clear();
        (row, reader.cells_read)
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
                let (plain, plain_cells) = read(&CHECKER, &layout, &text, false);
                let (any, any_cells) = read(&CHECKER, &layout, &text, true);
                prop_assert_eq!(format!("{plain:?}"), format!("{any:?}"));
                prop_assert_eq!(plain_cells, any_cells);
            }
        }
    }
}
