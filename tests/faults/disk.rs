//! Disks that are full, read-only, or have something else in the report's place.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::common::{Folder, formats, names};
use crate::run::{Midway, batch, command, errors, is_root, status};

#[test]
fn standard_output_on_a_full_disk_is_2_for_every_command() {
    let commands: [&[&str]; 10] = [
        &["--version"],
        &["--help"],
        &["check", "--help"],
        &["completions", "bash"],
        &["man"],
        &["terms"],
        &["terms", "-f", "jsonl"],
        &["terms", "check", "fixtures/terms/own.csv"],
        &["explain", "--name", "甲"],
        &["fold", "README.md"],
    ];
    for args in commands {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(args).stdout(full).output().unwrap();
        assert_eq!(status(&output), 2, "{args:?}: {}", errors(&output));
    }
}

#[test]
fn a_report_on_a_full_disk_is_2_in_every_format() {
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(10));
    let check = ["check", input.to_str().unwrap(), "--fail-on", "never", "-f"];
    for format in formats() {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(&check).arg(format).stdout(full).output().unwrap();
        assert_eq!(status(&output), 2, "{format}");
        assert!(errors(&output).contains("No space left"), "{format}: {}", errors(&output));
        let device = format!("{format}=/dev/full");
        assert_eq!(status(&command(&check[..4]).args(["-o", &device]).output().unwrap()), 2, "{device}");
    }
}

/// A mounted file system of memory, unmounted when the test ends.
struct Mount(Folder);

impl Mount {
    fn new(options: &str) -> Option<Self> {
        let folder = Folder::new();
        let mount = ["-t", "tmpfs", "-o", options, "tmpfs"];
        let mounted =
            is_root() && Command::new("mount").args(mount).arg(folder.path()).status().is_ok_and(|s| s.success());
        if !mounted {
            eprintln!("skipped: a file system cannot be mounted here");
        }
        mounted.then(|| Self(folder))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_disk_that_fills_up_keeps_the_old_report_and_no_half_one() {
    let Some(disk) = Mount::new("size=128k") else { return };
    let elsewhere = Folder::new();
    let input = elsewhere.file("in.csv", batch(20_000));
    for format in formats() {
        let report = disk.0.file("report", "the old report");
        let target = format!("{format}={}", report.display());
        let other = format!("csv={}", elsewhere.at("other.csv").display());
        let output = command(&["check", input.to_str().unwrap(), "-o", &other, "-o", &target]).output().unwrap();
        if status(&output) == 1 && fs::metadata(&report).unwrap().len() < 128 * 1024 {
            continue; // A workbook packs the same row 20,000 times into almost nothing.
        }
        assert_eq!(status(&output), 2, "{format}");
        assert!(errors(&output).contains("No space left"), "{format}: {}", errors(&output));
        assert_eq!(fs::read_to_string(&report).unwrap(), "the old report", "{format}");
        assert_eq!(names(disk.0.path()), ["report"], "{format}");
        assert_eq!(elsewhere.names(), ["in.csv"], "{format}: the other report appeared without this one");
    }
}

#[test]
fn a_read_only_folder_is_refused_before_any_work() {
    let mounted = Mount::new("ro");
    let folder = Folder::new();
    let place = mounted.as_ref().map_or(folder.path(), |mount| mount.0.path());
    if mounted.is_none() {
        fs::set_permissions(place, fs::Permissions::from_mode(0o555)).unwrap();
        if is_root() {
            return eprintln!("skipped: root may write everywhere");
        }
    }
    let report = place.join("report.csv");
    let output = command(&["check", "fixtures/filings.csv", "-o", report.to_str().unwrap()]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(errors(&output).contains("check the folder and its permissions"), "{}", errors(&output));
    assert!(names(place).is_empty());
}

/// Writes a report and does something to its folder before it is finished.
fn sabotaged(folder: &Folder, sabotage: impl FnOnce(&Path)) -> (i32, String) {
    let report = folder.at("report.csv");
    let run = Midway::start(command(&["check", "-q", "-", "-o", report.to_str().unwrap()]), folder.path());
    sabotage(&report);
    run.end()
}

#[test]
fn a_folder_that_takes_the_reports_place_is_2_and_leaves_no_half_file() {
    let folder = Folder::new();
    let (status, errors) = sabotaged(&folder, |report| fs::create_dir(report).unwrap());
    assert_eq!(status, 2);
    assert!(errors.contains("report.csv: cannot be put in its place"), "{errors}");
    assert_eq!(folder.names(), ["report.csv"]);
    assert!(names(&folder.at("report.csv")).is_empty());
}

#[test]
fn a_folder_that_is_deleted_midway_is_2() {
    let folder = Folder::new();
    let (status, errors) = sabotaged(&folder, |report| fs::remove_dir_all(report.parent().unwrap()).unwrap());
    assert_eq!((status, errors.contains("cannot be put in its place")), (2, true), "{errors}");
}

#[test]
fn one_file_for_two_reports_is_refused_and_not_mixed() {
    let folder = Folder::new();
    fs::create_dir(folder.at("sub")).unwrap();
    let report = folder.at("report.csv");
    let same = [report.clone(), folder.at("sub/../report.csv"), folder.at("link.csv")];
    fs::write(&report, "the old report").unwrap();
    symlink(&report, folder.at("link.csv")).unwrap();
    for (first, second) in [(0, 0), (0, 1), (1, 2)] {
        let targets = [format!("csv={}", same[first].display()), format!("jsonl={}", same[second].display())];
        let output =
            command(&["check", "fixtures/filings.csv", "-o", &targets[0], "-o", &targets[1]]).output().unwrap();
        assert_eq!(status(&output), 2);
        assert!(errors(&output).contains("is named for two outputs"), "{}", errors(&output));
        assert_eq!(fs::read_to_string(&report).unwrap(), "the old report");
        assert_eq!(folder.names(), ["link.csv", "report.csv", "sub"]);
    }
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    let (link, report) = (folder.at("link.csv"), elsewhere.file("report.csv", "the old report"));
    symlink(&report, &link).unwrap();
    let output = command(&["check", "-q", "fixtures/clean.csv", "-o", link.to_str().unwrap()]).output().unwrap();
    assert_eq!(status(&output), 0, "{}", errors(&output));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&report).unwrap().starts_with("source,row"));
    assert_eq!(elsewhere.names(), ["report.csv"]);
}

#[test]
fn nobody_can_foresee_the_name_under_which_a_report_is_begun() {
    let begun = || {
        let folder = Folder::new();
        let report = folder.at("report.csv");
        let run = Midway::start(command(&["check", "-q", "-", "-o", report.to_str().unwrap()]), folder.path());
        let (name, process) = (folder.names().remove(0), run.child.id());
        assert_eq!(run.end().0, 1);
        assert!(name.starts_with("report.csv.") && !name.contains(&format!(".{process}.")), "{name}");
        name
    };
    assert_ne!(begun(), begun());
}
