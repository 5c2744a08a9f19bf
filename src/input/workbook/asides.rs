//! The texts of a workbook beside its tables, as the readers find them.

use std::sync::Arc;

use super::sheet::{self, Position};
use crate::input::aside::{Aside, AsidePlace};
use crate::input::layout::UNREAD;

/// The most texts of one workbook.
const TEXTS: usize = 1 << 24;
/// The most bytes that they may have together.
const BYTES: usize = 1 << 30;

/// The most bytes that the documents inside a workbook may be unpacked to: each of them may contain further archives.
const UNPACKED: u64 = 1 << 30;
/// What stands between two texts that are joined: no word goes on behind a blank line.
const BETWEEN: &str = "\n\n";

/// The texts found so far.
#[derive(Default)]
pub(super) struct Asides {
    found: Vec<Aside>,
    bytes: usize,
    /// Whether there are more than can be read at once.
    is_full: bool,
    /// How many bytes the documents inside the workbook were unpacked to.
    unpacked: u64,
}

impl Asides {
    /// Adds a text, unless it is blank. The first one that there is no room for is added as unread, and those behind it are not.
    pub(super) fn add(&mut self, place: AsidePlace, text: &str) {
        let text = text.trim();
        if text.is_empty() || self.is_full {
            return;
        }
        if text == UNREAD {
            // A formula without a value.
            return self.unread(place);
        }
        self.bytes = self.bytes.saturating_add(text.len());
        self.is_full = self.found.len() >= TEXTS || self.bytes > BYTES;
        let text = (!self.is_full).then(|| text.to_owned());
        self.found.push(Aside { source: Arc::default(), place, text });
    }

    /// How many bytes more the documents inside the workbook may be unpacked to.
    pub(super) fn left_to_unpack(&self) -> u64 {
        UNPACKED.saturating_sub(self.unpacked)
    }

    /// Adds the bytes that a document inside the workbook was unpacked to.
    pub(super) fn unpack(&mut self, bytes: u64) {
        self.unpacked = self.unpacked.saturating_add(bytes);
    }

    /// Those of a document inside the workbook, of which none has been read.
    pub(super) fn inside(&self) -> Self {
        Self { unpacked: self.unpacked, ..Self::default() }
    }

    /// Adds the texts of a document inside the workbook as one. Returns whether all of them could be read.
    pub(super) fn add_joined(&mut self, place: &AsidePlace, others: &Self) -> bool {
        self.unpacked = self.unpacked.max(others.unpacked);
        let texts: Vec<&str> = others.found.iter().filter_map(|aside| aside.text.as_deref()).collect();
        self.add(place.clone(), &texts.join(BETWEEN));
        texts.len() == others.found.len()
    }

    /// Adds a text that cannot be read.
    pub(super) fn unread(&mut self, place: AsidePlace) {
        if !self.is_full {
            self.found.push(Aside { source: Arc::default(), place, text: None });
        }
    }

    /// Adds each cell of a sheet that is not checked. Merged cells all have the text of the first, so a cell with the text of
    /// the one left of it or above it is left out.
    pub(super) fn add_cells(&mut self, name: &str, text: &[u8]) {
        let name: Arc<str> = name.into();
        let in_table = is_like_table(text);
        let mut rows = Rows::default();
        sheet::each_cell(text, |position, cell| {
            if rows.has_beside(position, &cell) {
                rows.put(position, cell);
                return;
            }
            let (row, column) = (u64::from(position.0) + 1, position.1 as usize);
            self.add(AsidePlace::Cell { sheet: name.clone(), row, column, in_table }, &cell);
            rows.put(position, cell);
        });
    }

    /// Leaves those on one sheet, and those of the whole file.
    pub(super) fn keep_sheet(&mut self, name: &str) {
        self.found.retain(|aside| aside.place.sheet().is_none_or(|sheet| &**sheet == name));
    }

    /// Leaves out what cannot be read of a sheet.
    pub(super) fn forget_unread(&mut self, name: &str) {
        self.found.retain(|aside| aside.text.is_some() || aside.place.sheet().is_none_or(|sheet| &**sheet != name));
    }

    /// Adds those of another reader.
    pub(super) fn append(&mut self, mut others: Self) {
        self.found.append(&mut others.found);
        self.bytes = self.bytes.saturating_add(others.bytes);
        self.is_full |= others.is_full;
        self.unpacked = self.unpacked.saturating_add(others.unpacked);
    }

    /// The texts, as those of a file with this name.
    pub(super) fn of_file(mut self, name: &str) -> Vec<Aside> {
        let source: Arc<str> = name.into();
        for aside in &mut self.found {
            aside.source = source.clone();
        }
        self.found
    }
}

/// The cells of the current row and of the one before it.
#[derive(Default)]
struct Rows {
    row: u32,
    /// The column and the text of each cell, in their order.
    cells: Vec<(u32, String)>,
    above: Vec<(u32, String)>,
}

impl Rows {
    /// Whether the cell left of a place or above it has this text.
    fn has_beside(&mut self, (row, column): Position, text: &str) -> bool {
        self.go_to(row);
        let is_left = self.cells.last().is_some_and(|(left, content)| left + 1 == column && content == text);
        let above = self.above.binary_search_by_key(&column, |(above, _)| *above);
        is_left || above.is_ok_and(|index| self.above[index].1 == text)
    }

    fn put(&mut self, (row, column): Position, text: String) {
        self.go_to(row);
        self.cells.push((column, text));
    }

    fn go_to(&mut self, row: u32) {
        if self.row == row {
            return;
        }
        std::mem::swap(&mut self.above, &mut self.cells);
        self.cells.clear();
        if self.row.checked_add(1) != Some(row) {
            self.above.clear();
        }
        self.row = row;
    }
}

/// Whether at least two rows have two or more cells with text. Cells beside each other with one text count as one: they may be
/// merged.
fn is_like_table(text: &[u8]) -> bool {
    let mut last_row = None;
    let mut last_text = String::new();
    let mut cells = 0;
    let mut rows = 0;
    sheet::each_cell(text, |(row, _), cell| {
        if cell.trim().is_empty() {
            return;
        }
        if last_row != Some(row) {
            last_row = Some(row);
            cells = 0;
        }
        if cells > 0 && cell == last_text {
            return;
        }
        last_text = cell;
        cells += 1;
        if cells == 2 {
            rows += 1;
        }
    });
    rows >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_like_a_table_if_two_of_its_rows_have_two_cells() {
        for (text, is_table) in [
            ("a,b\nc,d\n", true),
            ("a,b\n\nc,,,d\n", true),
            ("a,b\nc\n", false),
            ("a\nb\nc\n", false),
            ("\"a,b\"\n\"c,d\n\"\n", false),
            ("a,b,c,d\n , \n", false),
            ("a,a,a\nb,b,b\n", false),
            ("", false),
        ] {
            assert_eq!(is_like_table(text.as_bytes()), is_table, "{text}");
        }
    }

    #[test]
    fn merged_cells_give_their_text_once() {
        let mut asides = Asides::default();
        asides.add_cells("S", "甲,甲,乙\n甲,甲,\n,乙,甲\n\n,乙,甲\n".as_bytes());
        let mut cells = Vec::new();
        for aside in asides.of_file("f") {
            let AsidePlace::Cell { row, column, .. } = aside.place else { panic!("no cell: {:?}", aside.place) };
            cells.push((row, column, aside.text.unwrap()));
        }
        let expected = [(1, 0, "甲"), (1, 2, "乙"), (3, 1, "乙"), (3, 2, "甲"), (5, 1, "乙"), (5, 2, "甲")];
        assert_eq!(cells, expected.map(|(row, column, text)| (row, column, text.to_owned())));
    }

    #[test]
    fn documents_inside_each_other_share_what_they_may_be_unpacked_to() {
        let mut asides = Asides::default();
        asides.unpack(1 << 29);
        let mut inside = asides.inside();
        inside.unpack((1 << 29) - 5);
        let place = AsidePlace::Document { sheet: None, part: "d".to_owned() };
        assert!(asides.add_joined(&place, &inside));
        assert_eq!(asides.left_to_unpack(), 5);
        asides.unpack(9);
        assert_eq!(asides.left_to_unpack(), 0);
    }

    #[test]
    fn what_there_is_no_room_for_is_unread_once() {
        let mut asides = Asides { bytes: BYTES - 3, ..Asides::default() };
        let place = |number: u64| AsidePlace::Cell { sheet: "S".into(), row: number, column: 0, in_table: false };
        for (number, text) in [(1, "甲"), (2, " "), (3, "乙"), (4, "丙")] {
            asides.add(place(number), text);
        }
        let found: Vec<_> = asides.of_file("f").into_iter().map(|aside| (aside.place, aside.text)).collect();
        assert_eq!(found, [(place(1), Some("甲".to_owned())), (place(3), None)]);
    }
}
