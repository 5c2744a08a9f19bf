//! Records are those of the `csv` crate, however the input is cut into blocks.

use std::io::Cursor;

use mingcha::input::{Block, Encoding, Input, Layout, Limits, Options, Source, Splitter, Wanted};
use mingcha::verdict::Field;

use super::made::Choices;

const DELIMITERS: [char; 4] = [',', '\t', ';', '|'];

/// What a file of records is made of.
const PIECES: [&str; 16] =
    ["\"", "\"\"", ",", "\t", ";", "|", "\n", "\r\n", "\r", "a", "软件", " ", "，", "\u{feff}", "\u{0}", "x\"y"];

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let options = choices.take();
    let delimiter = DELIMITERS[usize::from(options & 3)];
    let text = if options & 4 == 0 {
        choices.rest().iter().map(|b| PIECES[usize::from(b % 16)]).collect()
    } else {
        String::from_utf8_lossy(choices.rest()).into_owned()
    };
    let expected = by_the_csv_crate(&text, delimiter);
    let encoding = Some(Encoding::Utf8);
    let block = Block { bytes: text.clone().into_bytes(), encoding, ..Block::default() };
    assert_eq!(of_block(&block, delimiter), expected, "in one block");
    for size in [1, 7, 64] {
        assert_eq!(
            of_blocks(&text, delimiter, size),
            behind_the_mark(&text, delimiter),
            "in blocks of {size} of {text:?}"
        );
    }
}

fn by_the_csv_crate(text: &str, delimiter: char) -> Vec<Vec<String>> {
    // The crate takes a mark at the beginning away; a block is never asked to.
    let marked = format!("\u{feff}{text}");
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(u8::try_from(delimiter).unwrap());
    let records = reader.from_reader(marked.as_bytes()).into_records();
    records.map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// An input loses the marks at its beginning, and the NULs at its end.
fn behind_the_mark(text: &str, delimiter: char) -> Vec<Vec<String>> {
    by_the_csv_crate(text.trim_start_matches('\u{feff}').trim_end_matches(['\0', '\x1A']), delimiter)
}

fn of_block(block: &Block, delimiter: char) -> Vec<Vec<String>> {
    let mut splitter = Splitter::delimited(delimiter, Layout::default().into());
    splitter.find(block);
    let mut batch = splitter.batch(block);
    let mut rows = Vec::new();
    for number in 0..batch.len() {
        let record = batch.record(number);
        assert_eq!(record.trouble, None);
        let mut memory = String::new();
        let cell = |index| record.field(index, &mut memory).unwrap().to_owned();
        rows.push((0..record.len()).map(cell).collect());
    }
    rows
}

fn of_blocks(text: &str, delimiter: char, block: usize) -> Vec<Vec<String>> {
    let wanted = Wanted { no_headers: true, ..Wanted::default() }.with(Field::Name, "1");
    let options = Options {
        wanted,
        delimiter: Some(delimiter),
        encoding: Some(Encoding::Utf8),
        format: Some(mingcha::input::InputFormat::Csv),
        limits: Limits { block, ..Limits::default() },
        ..Options::default()
    };
    let source = Source::new("test", None, Box::new(Cursor::new(text.to_owned().into_bytes()))).unwrap();
    // What is refused has no first record.
    let Ok(mut input) = Input::open(source, &options) else { return behind_the_mark(text, delimiter) };
    let (mut block, mut rows) = (Block::default(), Vec::new());
    while input.next(&mut block).unwrap() {
        rows.extend(of_block(&block, delimiter));
    }
    rows
}
