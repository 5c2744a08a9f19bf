//! Files that change while they are read.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use crate::common::Folder;
use crate::run::{HEADER, ROW, command};

/// Checks a file that is too long to be read ahead to its end, and changes it after the first row has been reported.
/// Returns the status, what the program says, and what is left in the report's folder.
fn changed(change: impl FnOnce(&mut File)) -> (i32, String, Vec<String>) {
    let (folder, reports) = (Folder::new(), Folder::new());
    let path = folder.file("in.csv", HEADER.to_owned() + &ROW.repeat(60_000));
    let report = reports.at("report.csv");
    let args = ["check", "-j1", "--block-size", "16384", "--fail-on", "never", "-f", "csv", "-o"];
    let mut child =
        command(&args).args([&report, &path]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 200]).unwrap();
    change(&mut OpenOptions::new().append(true).open(&path).unwrap());
    out.read_to_end(&mut Vec::new()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap(), reports.names())
}

fn assert_noticed((status, errors, left): (i32, String, Vec<String>)) {
    assert_eq!((status, left), (2, Vec::new()), "{errors}");
    assert!(errors.contains("changed while it was read") && errors.contains("in.csv"), "{errors}");
}

#[test]
fn a_file_that_stays_as_it_is_is_read_to_its_end() {
    let (status, errors, left) = changed(|_| {});
    assert_eq!((status, left), (0, vec!["report.csv".to_owned()]), "{errors}");
}

#[test]
fn a_file_that_is_cut_while_it_is_read_is_2() {
    // Cut at the end of a row: the rest alone would look like a whole file.
    let half = HEADER.len() + ROW.len() * 50_000;
    assert_noticed(changed(|file| file.set_len(half as u64).unwrap()));
}

#[test]
fn a_file_that_is_still_being_written_is_2() {
    assert_noticed(changed(|file| file.write_all("乙,虚拟".as_bytes()).unwrap()));
}

#[test]
fn a_file_that_is_written_over_is_2() {
    assert_noticed(changed(|file| file.set_modified(SystemTime::now() + Duration::from_secs(1)).unwrap()));
}

#[test]
fn a_file_that_is_written_over_with_its_time_restored_is_2() {
    assert_noticed(changed(|file| {
        let before = file.metadata().unwrap();
        file.set_len(0).unwrap();
        file.write_all((HEADER.to_owned() + &ROW.replace('甲', "乙").repeat(60_000)).as_bytes()).unwrap();
        file.set_modified(before.modified().unwrap()).unwrap();
        let after = file.metadata().unwrap();
        assert_eq!((before.len(), before.modified().unwrap()), (after.len(), after.modified().unwrap()));
    }));
}

#[test]
fn a_file_of_the_kernel_that_has_no_length_is_read() {
    if !Path::new("/proc/filesystems").exists() {
        return eprintln!("skipped: there is no /proc");
    }
    let args = ["check", "-q", "/proc/filesystems", "--no-headers", "-n", "1", "--allow-unchecked", "-d", "\\t"];
    let output = command(&args).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.split(|byte| *byte == b'\n').count() > 3);
}
