//! Makes tables of what every run of the program would have to work out: the fold of data/fold.tsv, and the words that the
//! patterns of the built-in contexts cannot match without.
#![allow(clippy::print_stdout, reason = "cargo is spoken to on standard output")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

#[allow(dead_code, unreachable_pub, reason = "the program has more use for it, and shows it")]
#[path = "src/text/fold/kinds.rs"]
mod kinds;
#[path = "src/text/fold/parse.rs"]
mod parse;
#[path = "src/rules/pattern/words.rs"]
mod words;

/// Scalar values a page of the look-up holds.
const PAGE: usize = 256;
const PAGES: usize = 0x11_0000 / PAGE;

fn main() -> Result<()> {
    for path in ["data/fold.tsv", "data/rules", "src/text/fold", "src/rules/pattern"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let tsv = fs::read_to_string("data/fold.tsv").context("data/fold.tsv")?;
    let tables = tables(&parse::Parsed::parse(&tsv).context("data/fold.tsv")?)?;
    let folder = env::var_os("OUT_DIR").context("OUT_DIR is set by cargo")?;
    fs::write(Path::new(&folder).join("fold.rs"), tables)?;
    fs::write(Path::new(&folder).join("words.rs"), words_of_patterns()?)?;
    Ok(())
}

/// The pattern of each built-in context, in order, with its words, as Rust source.
fn words_of_patterns() -> Result<String> {
    let mut words_of = BTreeMap::new();
    for folder in fs::read_dir("data/rules").context("data/rules")? {
        let path = folder?.path().join("contexts.csv");
        let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
        let column = reader.headers()?.iter().position(|column| column == "pattern").context("no column `pattern`")?;
        for row in reader.records() {
            let pattern = row?[column].trim().to_owned();
            let words = words::words(&pattern).unwrap_or_default();
            words_of.insert(pattern, words);
        }
    }
    let words: Vec<String> = words_of.iter().map(|(pattern, words)| format!("({pattern:?}, &{words:?})")).collect();
    Ok(format!("pub(super) static WORDS: [(&str, &[&str]); {}] = [{}];\n", words.len(), words.join(", ")))
}

/// The tables of `Fold` as Rust source.
fn tables(parsed: &parse::Parsed) -> Result<String> {
    ensure!(parsed.rows.len() < usize::from(u16::MAX), "more rows than a slot can number");
    let mut blocks: BTreeMap<usize, Vec<u16>> = BTreeMap::new();
    let (mut folded, mut bounds) = (String::new(), vec![0]);
    for (number, row) in (1..).zip(&parsed.rows) {
        let (block, place) = (row.original as usize / PAGE, row.original as usize % PAGE);
        blocks.entry(block).or_insert_with(|| vec![0; PAGE])[place] = number;
        folded.push_str(&row.folded);
        bounds.push(u32::try_from(folded.len())?);
    }
    let mut pages = vec![0; PAGES];
    (1_u16..).zip(blocks.keys()).for_each(|(page, block)| pages[*block] = page);
    // Page 0 is the empty one that all blocks without a row share.
    let slots: Vec<u16> = std::iter::repeat_n(0, PAGE).chain(blocks.into_values().flatten()).collect();
    let originals: Vec<char> = parsed.rows.iter().map(|row| row.original).collect();
    let kinds: Vec<u8> = parsed.rows.iter().map(|row| bits(row.kinds)).collect();
    let (letters, form_bounds, forms) = inverted(parsed)?;
    Ok([
        format!("pub(super) const PAGE: usize = {PAGE};\n"),
        table("PAGES", "u16", &pages),
        table("SLOTS", "u16", &slots),
        table("ORIGINALS", "char", &originals),
        table("KINDS", "u8", &kinds),
        table("BOUNDS", "u32", &bounds),
        table("LETTERS", "char", &letters),
        table("FORM_BOUNDS", "u32", &form_bounds),
        table("FORMS", "u16", &forms),
        format!("pub(super) const FOLDED: &str = {folded:?};\n"),
    ]
    .concat())
}

/// The letters that stand in some folded form, and for each of them the rows of these forms, one letter's after another's.
fn inverted(parsed: &parse::Parsed) -> Result<(Vec<char>, Vec<u32>, Vec<u16>)> {
    let mut rows_of: BTreeMap<char, BTreeSet<u16>> = BTreeMap::new();
    for (number, row) in (0..).zip(&parsed.rows) {
        // What folds to nothing is listed under the character that stands in no folded form.
        let letters = if row.folded.is_empty() { "\0" } else { &row.folded };
        for letter in letters.chars() {
            rows_of.entry(letter).or_default().insert(number);
        }
    }
    let mut bounds = vec![0];
    for rows in rows_of.values() {
        bounds.push(bounds[bounds.len() - 1] + u32::try_from(rows.len())?);
    }
    Ok((rows_of.keys().copied().collect(), bounds, rows_of.into_values().flatten().collect()))
}

/// One bit a kind.
fn bits(kinds: kinds::Kinds) -> u8 {
    (0..8).map(|bit| 1 << bit).filter(|bit| kinds.contains(kinds::Kinds::from_bits(*bit))).sum()
}

fn table<T: Debug>(name: &str, of: &str, values: &[T]) -> String {
    format!("pub(super) static {name}: [{of}; {}] = {values:?};\n", values.len())
}
