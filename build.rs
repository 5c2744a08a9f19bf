//! Makes tables of what every run of the program would otherwise compute: the fold of data/fold.tsv, and the words that the
//! patterns of the built-in contexts cannot match without.
#![allow(clippy::print_stdout, reason = "cargo reads instructions from standard output")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;
use std::{env, fs, process};

use anyhow::{Context, Error, Result, ensure};

use parse::Parsed;

#[path = "src/verdict/keyed.rs"]
mod keyed;
#[allow(dead_code, unreachable_pub, reason = "the library uses more of it, and exports it")]
#[path = "src/text/fold/kinds.rs"]
mod kinds;
#[path = "src/text/fold/parse.rs"]
mod parse;
#[path = "src/rules/pattern/words.rs"]
mod words;

/// The names of the compiler of resources, where Linux builds for Windows and on Windows.
const WINDRES: [&str; 2] = ["x86_64-w64-mingw32-windres", "windres"];
/// Scalar values in one page of the fold's look-up table.
const PAGE: usize = 256;
const PAGES: usize = 0x11_0000 / PAGE;

fn main() -> Result<()> {
    for path in ["data/fold.tsv", "data/rules", "src/text/fold", "src/rules/pattern", "src/verdict/keyed.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }

    let tsv = fs::read_to_string("data/fold.tsv").context("data/fold.tsv")?;
    let parsed = Parsed::parse(&tsv).map_err(Error::msg).context("data/fold.tsv")?;

    let folder = env::var_os("OUT_DIR").context("cargo sets OUT_DIR")?;
    let folder = Path::new(&folder);
    fs::write(folder.join("fold.rs"), fold_tables(&parsed)?)?;
    fs::write(folder.join("words.rs"), words_of_patterns()?)?;

    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("windows") {
        embed_resources(folder)?;
    }
    Ok(())
}

/// Puts icon, version and manifest of `windows/` into the program.
fn embed_resources(folder: &Path) -> Result<()> {
    println!("cargo:rerun-if-changed=windows");
    let version = env::var("CARGO_PKG_VERSION")?;
    let numbers = version.replace('.', ",");
    let header = format!("#define MINGCHA_VERSION {numbers},0\n#define MINGCHA_VERSION_TEXT \"{version}\"\n");
    fs::write(folder.join("version.h"), header)?;

    let object = folder.join("resources.o");
    let built = WINDRES.into_iter().find_map(|windres| {
        let mut command = process::Command::new(windres);
        command.args(["--input", "windows/mingcha.rc", "--output-format", "coff", "--include-dir", "windows"]);
        command.arg("--include-dir").arg(folder).arg("--output").arg(&object);
        command.status().ok()
    });
    match built {
        Some(status) => ensure!(status.success(), "windres failed"),
        None => println!("cargo:warning=windres was not found: the program has no icon, version and manifest"),
    }
    if object.exists() {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
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

    let mut entries = Vec::new();
    for (pattern, words) in &words_of {
        entries.push(format!("({pattern:?}, &{words:?})"));
    }
    Ok(format!("pub(super) static WORDS: [(&str, &[&str]); {}] = [{}];\n", entries.len(), entries.join(", ")))
}

/// The tables of `Fold` as Rust source.
fn fold_tables(parsed: &Parsed) -> Result<String> {
    ensure!(parsed.rows.len() < usize::from(u16::MAX), "more rows than a slot can number");

    let mut blocks: BTreeMap<usize, Vec<u16>> = BTreeMap::new();
    let mut originals = Vec::new();
    let mut kinds = Vec::new();
    let mut folded = String::new();
    let mut bounds = vec![0];
    for (number, row) in (1..).zip(&parsed.rows) {
        let block = row.original as usize / PAGE;
        let place = row.original as usize % PAGE;
        blocks.entry(block).or_insert_with(|| vec![0; PAGE])[place] = number;

        originals.push(row.original);
        kinds.push(row.kinds.bits());
        folded.push_str(&row.folded);
        bounds.push(u32::try_from(folded.len())?);
    }

    // Page 0 is empty; all blocks without a row share it.
    let mut pages = vec![0; PAGES];
    let mut slots = vec![0; PAGE];
    for (page, (block, block_slots)) in (1_u16..).zip(blocks) {
        pages[block] = page;
        slots.extend(block_slots);
    }

    let inverted = Inverted::new(parsed)?;
    Ok([
        format!("pub(super) const PAGE: usize = {PAGE};\n"),
        table("PAGES", "u16", &pages),
        table("SLOTS", "u16", &slots),
        table("ORIGINALS", "char", &originals),
        table("KINDS", "u16", &kinds),
        table("BOUNDS", "u32", &bounds),
        table("LETTERS", "char", &inverted.letters),
        table("FORM_BOUNDS", "u32", &inverted.bounds),
        table("FORMS", "u16", &inverted.rows),
        format!("pub(super) const FOLDED: &str = {folded:?};\n"),
    ]
    .concat())
}

/// The inverted index of the fold: which rows have a letter in their folded form.
struct Inverted {
    letters: Vec<char>,
    /// For each letter the offset of its rows, and at the end the number of all of them.
    bounds: Vec<u32>,
    /// The rows of the first letter, of the second, and so on.
    rows: Vec<u16>,
}

impl Inverted {
    fn new(parsed: &Parsed) -> Result<Self> {
        let mut rows_of: BTreeMap<char, BTreeSet<u16>> = BTreeMap::new();
        for (number, row) in (0..).zip(&parsed.rows) {
            // Rows that fold to nothing are listed under NUL, which occurs in no folded form.
            let letters = if row.folded.is_empty() { "\0" } else { &row.folded };
            for letter in letters.chars() {
                rows_of.entry(letter).or_default().insert(number);
            }
        }

        let mut inverted = Self { letters: Vec::new(), bounds: vec![0], rows: Vec::new() };
        for (letter, rows) in rows_of {
            inverted.letters.push(letter);
            inverted.rows.extend(rows);
            inverted.bounds.push(u32::try_from(inverted.rows.len())?);
        }
        Ok(inverted)
    }
}

fn table<T: Debug>(name: &str, element: &str, values: &[T]) -> String {
    format!("pub(super) static {name}: [{element}; {}] = {values:?};\n", values.len())
}
