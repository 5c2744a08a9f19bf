//! Workbooks whose stated sizes are wrong or whose parts go in a circle: refused with one line, or read; no memory is taken
//! for what is not there.

use std::collections::BTreeMap;

use mingcha::input::Options;

use crate::common::{Folder, mingcha};
use crate::harness::{open, run};

fn xls() -> Vec<u8> {
    std::fs::read("fixtures/input/table.xls").unwrap()
}

/// How many rows are read, or why none.
fn read(bytes: &[u8]) -> Result<usize, String> {
    let inputs = open(bytes, usize::MAX, &Options::default()).map_err(|error| format!("{error:#}"))?;
    Ok(inputs.into_iter().map(|input| run(input, 1).unwrap().rows.len()).sum())
}

fn word(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

fn put(bytes: &mut [u8], at: usize, word: usize) {
    bytes[at..at + 4].copy_from_slice(&u32::try_from(word).unwrap().to_le_bytes());
}

/// Where a sector begins.
fn sector(id: usize) -> usize {
    (id + 1) * 512
}

#[test]
fn no_size_that_an_xls_states_takes_memory() {
    let whole = xls();
    let mut refusals: BTreeMap<&str, usize> = BTreeMap::new();
    for value in [0x0FFF_FFFF, 0x7FFF_FFFF, 0xFFFF_FFFF] {
        for at in (0..whole.len() - 3).step_by(4) {
            let mut bytes = whole.clone();
            put(&mut bytes, at, value);
            let Err(error) = read(&bytes) else { continue };
            assert_eq!(error.lines().count(), 1, "{error}");
            for word in ["point outside the file", "ends in the middle"] {
                *refusals.entry(word).or_default() += usize::from(error.contains(word));
            }
        }
    }
    assert!(refusals["point outside the file"] > 100 && refusals["ends in the middle"] > 10, "{refusals:?}");
}

#[test]
fn sectors_in_a_circle_end() {
    let whole = xls();
    let (table, entries) = (sector(word(&whole, 76)), word(&whole, 48));
    let book = (0..16).map(|n| sector(entries) + n * 128).find(|at| whole[*at..].starts_with(b"W\0o\0r\0k\0")).unwrap();
    let begin = word(&whole, book + 116);
    let circle = |changes: &[(usize, usize)]| {
        let mut bytes = whole.clone();
        for (at, value) in changes {
            put(&mut bytes, *at, *value);
        }
        let error = read(&bytes).unwrap_err();
        assert!(error.contains("circular"), "{changes:?}: {error}");
    };
    circle(&[(table + entries * 4, entries)]);
    circle(&[(table + begin * 4, begin), (book + 120, 0x7FFF_FFFF)]);
    // The first entry is the stream of all small streams.
    circle(&[(table + begin * 4, begin), (sector(entries) + 116, begin), (sector(entries) + 120, 0x7FFF_FFFF)]);
    // A list of lists whose last number is its own.
    circle(&[(68, begin), (sector(begin) + 508, begin)]);
}

#[test]
fn an_xls_whose_last_sector_is_not_filled_up_is_read() {
    let mut bytes = xls();
    let rows = read(&bytes).unwrap();
    let is_padding = |bytes: &[u8]| bytes.last().is_some_and(|byte| *byte == 0 || *byte == 0xFF);
    let full = bytes.len();
    while is_padding(&bytes) && full - bytes.len() < 511 {
        bytes.pop();
    }
    assert!(!bytes.len().is_multiple_of(512));
    assert_eq!(read(&bytes), Ok(rows));
}

#[test]
fn a_damaged_xls_prints_nothing_but_our_message() {
    let mut bytes = xls();
    // Makes a record longer than the rest of the stream.
    bytes[0x113A] = 0x80;
    let folder = Folder::new();
    let file = folder.file("broken.xls", &bytes);
    let output = mingcha().arg("check").arg(&file).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("is a damaged .xls file") && said.lines().count() == 1, "{said}");
}

const END: usize = 0xFFFF_FFFE;

/// The numbers of the sectors of a chain.
fn chain(bytes: &[u8], table: usize, first: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut next = first;
    while next != END {
        numbers.push(next);
        next = word(bytes, table + next * 4);
    }
    numbers
}

/// The fixture with sectors of 4,096 bytes: header, allocation table, directory, stream.
fn with_large_sectors(small: &[u8]) -> Vec<u8> {
    let table = sector(word(small, 76));
    let root = sector(word(small, 48));
    let book = (0..16).map(|n| root + n * 128).find(|at| small[*at..].starts_with(b"W\0o\0r\0k\0")).unwrap();

    // The stream is short, and so in the mini stream.
    let mut minis = Vec::new();
    for number in chain(small, table, word(small, root + 116)) {
        minis.extend_from_slice(&small[sector(number)..][..512]);
    }
    let mut stream = Vec::new();
    for number in chain(small, sector(word(small, 60)), word(small, book + 116)) {
        stream.extend_from_slice(&minis[number * 64..][..64]);
    }
    let sectors = stream.len().div_ceil(4096);

    let mut header = small[..512].to_vec();
    header[80..].fill(0xFF);
    header.resize(4096, 0);
    header[26] = 4;
    header[30] = 0x0C;
    for (at, value) in [(44, 1), (48, 1), (60, END), (64, 0), (68, END), (72, 0), (76, 0)] {
        put(&mut header, at, value);
    }

    let mut fat = vec![0xFF; 4096];
    put(&mut fat, 0, 0xFFFF_FFFD);
    put(&mut fat, 4, END);
    for number in 2..2 + sectors {
        let after = if number == 1 + sectors { END } else { number + 1 };
        put(&mut fat, number * 4, after);
    }

    let mut directory = [&small[root..root + 128], &small[book..book + 128]].concat();
    directory.resize(4096, 0);
    for entry in [0, 128] {
        put(&mut directory, entry + 116, 2);
        put(&mut directory, entry + 120, sectors * 4096);
        put(&mut directory, entry + 124, 0);
    }

    stream.resize(sectors * 4096, 0);
    [header, fat, directory, stream].concat()
}

#[test]
fn an_xls_with_large_sectors_is_read() {
    let small = xls();
    assert_eq!(read(&with_large_sectors(&small)), read(&small));
}
