//! The icon that lists are dropped on, on desktops of Linux.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::{Folder, MINGCHA};

/// A folder with a list, and with programs that a desktop has: one that opens a document writes down which.
fn desktop(terminal: &str) -> Folder {
    let folder = Folder::new();
    folder.file("名 单.csv", "企业名称,经营范围\n甲稳定币有限公司,软件开发\n");
    fs::create_dir(folder.at("bin")).unwrap();
    symlink(MINGCHA, folder.at("bin/mingcha")).unwrap();
    symlink(concat!(env!("CARGO_MANIFEST_DIR"), "/linux/mingcha-open"), folder.at("bin/mingcha-open")).unwrap();
    for (name, script) in [("xdg-open", "cp \"$1\" \"$1.opened\""), ("x-terminal-emulator", terminal)] {
        let path = folder.file(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

/// What happens when a file is dropped on the icon. Returns what the terminal shows.
fn drop_on_icon(folder: &Folder, name: &str) -> String {
    let mut command = Command::new(folder.at("bin/mingcha-open"));
    let path = format!("{}:{}", folder.arg("bin"), std::env::var("PATH").unwrap());
    command.env("PATH", path).env("XDG_CACHE_HOME", folder.path()).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL");
    let output = command.arg(folder.at(name)).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// A document is opened behind the back of the script.
fn is_opened(folder: &Folder, name: &str) -> bool {
    let end = Instant::now() + Duration::from_secs(20);
    while Instant::now() < end {
        if folder.at(&format!("{name}.opened")).exists() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

#[test]
fn a_list_that_is_dropped_is_checked_in_a_terminal_and_only_its_new_report_is_opened() {
    let folder = desktop("shift; echo | \"$@\"");
    folder.file("别的-检查报告.html", "");
    let shown = drop_on_icon(&folder, "名 单.csv");
    assert!(shown.contains("不符合 1") && shown.contains("按回车键关闭窗口"), "{shown}");
    assert!(is_opened(&folder, "名 单-检查报告.html"), "{shown}");

    drop_on_icon(&folder, "名 单.csv");
    assert!(is_opened(&folder, "名 单-检查报告 (2).html"));
    let opened = folder.names().into_iter().filter(|name| name.ends_with(".opened")).count();
    assert_eq!(opened, 2, "{:?}", folder.names());
}

#[test]
fn without_a_terminal_the_report_is_opened_or_what_was_said() {
    let folder = desktop("exit 1");
    let shown = drop_on_icon(&folder, "名 单.csv");
    assert!(is_opened(&folder, "名 单-检查报告.html"), "{shown}");
    assert!(!folder.at("mingcha/mingcha.txt.opened").exists());

    drop_on_icon(&folder, "没有.csv");
    assert!(is_opened(&folder, "mingcha/mingcha.txt"));
    let said = fs::read_to_string(folder.at("mingcha/mingcha.txt")).unwrap();
    assert!(said.contains("没有.csv：找不到这个文件"), "{said}");
}
