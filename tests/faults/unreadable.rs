//! Inputs that cannot be read, or not to their end.

use std::fs;
use std::io::{self, Cursor, Read};
use std::os::unix::fs::symlink;

use mingcha::input::{Input, Limits, Options, Source};

use crate::common::{Folder, gzip};
use crate::corrupted::check_input;
use crate::run::{batch, command, errors, status};

#[test]
fn a_gzip_stream_with_a_broken_end_is_2_and_leaves_no_report() {
    let folder = Folder::new();
    let packed = gzip(batch(20_000).as_bytes());
    let len = packed.len();
    let report = folder.at("report.csv");
    for (what, broken) in [
        ("check sum", [&packed[..len - 6], &[packed[len - 6] ^ 1], &packed[len - 5..]].concat()),
        ("length", [&packed[..len - 2], &[packed[len - 2] ^ 1], &packed[len - 1..]].concat()),
        ("end", packed[..len - 1].to_vec()),
        ("middle", [&packed[..len / 2], &[packed[len / 2] ^ 0x55], &packed[len / 2 + 1..]].concat()),
        ("garbage behind", [&packed[..], b"\x1f\x8bgarbage"].concat()),
    ] {
        let input = folder.file("in.csv.gz", broken);
        let args = ["check", input.to_str().unwrap(), "--fail-on", "never", "-o", report.to_str().unwrap()];
        let output = command(&args).output().unwrap();
        assert_eq!(status(&output), 2, "{what}: {}", errors(&output));
        assert!(errors(&output).contains("in.csv.gz"), "{what}: {}", errors(&output));
        assert_eq!(folder.names(), ["in.csv.gz"], "{what}");
    }
}

#[test]
fn what_stands_in_a_folder_but_cannot_be_opened_is_2_and_named() {
    let folder = Folder::new();
    let good = folder.file("good.csv", batch(1));
    symlink(folder.at("nowhere.csv"), folder.at("dangling.csv")).unwrap();
    symlink(folder.at("loop.csv"), folder.at("loop.csv")).unwrap();
    fs::create_dir(folder.at("folder.csv")).unwrap();
    for bad in ["dangling.csv", "loop.csv", "folder.csv", "good.csv/in.csv"] {
        let bad = folder.at(bad);
        let output = command(&["check", good.to_str().unwrap(), bad.to_str().unwrap()]).output().unwrap();
        assert_eq!((status(&output), output.stdout.len()), (2, 0), "{}", errors(&output));
        assert!(errors(&output).contains(bad.to_str().unwrap()), "{}", errors(&output));
    }
}

#[test]
fn a_file_that_opens_and_cannot_be_read_is_2() {
    if fs::File::open("/proc/self/mem").is_err() {
        return eprintln!("skipped: /proc/self/mem cannot be opened");
    }
    let output = command(&["check", "/proc/self/mem"]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(errors(&output).contains("/proc/self/mem: cannot be read"), "{}", errors(&output));
}

/// A disk that fails after some bytes.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk failed")),
            read => Ok(read),
        }
    }
}

#[test]
fn a_disk_that_fails_midway_is_an_error_wherever_it_does() {
    let batch = batch(400).into_bytes();
    let options = Options { limits: Limits { block: 1024, ..Limits::default() }, ..Options::default() };
    for len in (0..batch.len()).step_by(601) {
        let stream = Failing(Cursor::new(batch[..len].to_vec()));
        let opened = Source::new("in.csv", None, Box::new(stream)).and_then(|source| Input::open(source, &options));
        let outcome = opened.map_err(anyhow::Error::from).and_then(|input| check_input(input, 3));
        let error = format!("{:#}", outcome.err().unwrap());
        assert!(error.contains("in.csv") && error.contains("the disk failed"), "{len}: {error}");
    }
}
