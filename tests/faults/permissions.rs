//! Who may read a report, while it is written and when it is finished.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

use crate::common::{Folder, mingcha};
use crate::run::{Midway, batch, command, errors, is_root, status};

fn mode(folder: &Folder, name: &str) -> u32 {
    fs::metadata(folder.at(name)).unwrap().mode() & 0o7777
}

#[test]
fn a_report_keeps_the_permissions_of_the_file_that_it_replaces() {
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(3));
    for wanted in [0o600, 0o640, 0o660, 0o644, 0o666, 0o400] {
        for name in ["report.csv", "report.html", "report.xlsx", "run.json"] {
            folder.file(name, "old");
            fs::set_permissions(folder.at(name), Permissions::from_mode(wanted)).unwrap();
        }
        let mut check = command(&["check", "-q", "--fail-on", "never", input.to_str().unwrap(), "-o", "report.csv"]);
        check.args(["-o", "report.html", "-o", "report.xlsx", "--manifest", "run.json"]);
        let output = check.current_dir(folder.path()).output().unwrap();
        assert_eq!(status(&output), 0, "{}", errors(&output));
        for name in ["report.csv", "report.html", "report.xlsx", "run.json"] {
            assert_eq!(mode(&folder, name), wanted, "{name}: {:o} is not {wanted:o}", mode(&folder, name));
            assert_ne!(fs::read(folder.at(name)).unwrap(), b"old", "{name}");
            fs::remove_file(folder.at(name)).unwrap();
        }
    }
}

#[test]
fn a_report_keeps_the_owner_of_the_file_that_it_replaces() {
    if !is_root() {
        return eprintln!("skipped: only root may give a file away");
    }
    let folder = Folder::new();
    let input = folder.file("in.csv", batch(3));
    folder.file("report.csv", "old");
    chown(folder.at("report.csv"), Some(1234), Some(2345)).unwrap();
    fs::set_permissions(folder.at("report.csv"), Permissions::from_mode(0o640)).unwrap();
    let check = ["check", "-q", "--fail-on", "never", input.to_str().unwrap(), "-o", "report.csv"];
    assert_eq!(status(&command(&check).current_dir(folder.path()).output().unwrap()), 0);
    let report = fs::metadata(folder.at("report.csv")).unwrap();
    assert_eq!((report.uid(), report.gid(), report.mode() & 0o7777), (1234, 2345, 0o640));
}

#[test]
fn a_new_report_has_the_permissions_of_a_new_file_and_nobody_reads_a_half_one() {
    for (mask, wanted) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let folder = Folder::new();
        let script = format!("umask {mask}; exec \"$0\" check -q - -o report.csv --manifest run.json");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &script]).arg(mingcha().get_program()).current_dir(folder.path());
        let run = Midway::start(shell, folder.path());
        for part in folder.names() {
            assert_eq!(part.rsplit('.').next(), Some("part"), "{part}");
            assert_eq!(mode(&folder, &part), 0o600, "{part}");
        }
        let (status, errors) = run.end();
        assert_eq!(status, 1, "{errors}");
        assert_eq!((mode(&folder, "report.csv"), mode(&folder, "run.json")), (wanted, wanted), "under {mask}");
    }
}
