//! No network: no crate that could reach it, and no socket in any run.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::common::{MINGCHA, formats};

/// Crates that open connections or carry those that do, by name or by the beginning of one that ends in `-`.
const FORBIDDEN: [&str; 38] = [
    "async-io",
    "async-net",
    "async-std",
    "attohttpc",
    "boring",
    "curl",
    "curl-sys",
    "git2",
    "gix-transport",
    "h2",
    "h3",
    "hickory-",
    "http",
    "hyper",
    "hyper-",
    "isahc",
    "libp2p",
    "minreq",
    "mio",
    "native-tls",
    "openssl",
    "openssl-sys",
    "polling",
    "quinn",
    "quinn-",
    "reqwest",
    "rustls",
    "rustls-",
    "sentry",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tokio-",
    "tonic",
    "tungstenite",
    "ureq",
    "webpki",
];

fn is_forbidden(name: &str) -> bool {
    FORBIDDEN.iter().any(|bad| name == *bad || (bad.ends_with('-') && name.starts_with(bad)))
}

#[test]
fn no_crate_of_the_program_or_of_its_tests_can_reach_a_network() {
    // Cargo.lock holds the crates of all platforms.
    let lock = fs::read_to_string("Cargo.lock").unwrap();
    let names: Vec<_> = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.len() > 50 && names.contains(&"mingcha"));
    let bad: Vec<_> = names.into_iter().filter(|name| is_forbidden(name)).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(["tokio", "hyper-util", "rustls"].into_iter().all(is_forbidden) && !is_forbidden("httpdate"));
}

#[test]
fn the_program_itself_names_no_network() {
    fn assert_none(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                assert_none(&path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for word in ["std::net", "TcpStream", "UdpSocket", "UnixStream", "process::Command"] {
                    assert!(!text.contains(word), "{word} in {}", path.display());
                }
            }
        }
    }
    assert_none(Path::new("src"));
}

/// What users run: every command, and a check that writes every format.
fn runs(folder: &Path) -> Vec<Vec<String>> {
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut check = vec!["check".to_owned(), "fixtures/filings.csv".to_owned(), "fixtures/input/table.xlsx".to_owned()];
    for format in formats() {
        check.extend(["-o".to_owned(), format!("{format}={}", file(&format!("a.{format}")))]);
    }
    check.extend([
        "--manifest".to_owned(),
        file("run.json"),
        "--terms".to_owned(),
        "fixtures/terms/own.csv".to_owned(),
    ]);
    let others: [&[&str]; 7] = [
        &["explain", "--name", "RWA"],
        &["explain", "--row", "8", "fixtures/filings.csv"],
        &["terms"],
        &["fold", "README.md"],
        &["completions", "bash"],
        &["man"],
        &["--version"],
    ];
    let others = others.iter().map(|args| args.iter().map(|arg| (*arg).to_owned()).collect());
    std::iter::once(check).chain(others).collect()
}

fn output(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap()
}

/// Whether a tool is there and may do its work; a test without it says that it was skipped, or fails where
/// `MINGCHA_REQUIRE_STRACE` says that it must not.
fn works(tool: &str, args: &[&str]) -> bool {
    let works = Command::new(tool).args(args).arg("true").output().is_ok_and(|output| output.status.success());
    if !works {
        assert!(std::env::var_os("MINGCHA_REQUIRE_STRACE").is_none() || tool != "strace", "{tool} is required");
        eprintln!("skipped: {tool} is not there or may not be used");
    }
    works
}

#[test]
fn no_command_opens_a_socket() {
    if !works("strace", &["-f", "-o", "/dev/null"]) {
        return;
    }
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace");
    for args in runs(folder.path()) {
        let mut command = Command::new("strace");
        command.args(["-f", "-e", "trace=network,execve", "-o"]).arg(&trace).arg(MINGCHA).args(&args);
        let status = output(&mut command).status.code();
        assert!(matches!(status, Some(0..=2)), "{args:?}: {status:?}");
        let calls = fs::read_to_string(&trace).unwrap();
        let calls: Vec<_> = calls.lines().filter(|line| line.contains('(')).collect();
        assert!(calls.len() == 1 && calls[0].contains("execve("), "{args:?}: {calls:#?}");
    }
}

#[test]
fn without_any_network_all_is_the_same() {
    let unshare = if works("unshare", &["-n"]) { &["-n"][..] } else { &["-rn"] };
    if !works("unshare", unshare) {
        return;
    }
    let (with, without) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for (with, without) in runs(with.path()).into_iter().zip(runs(without.path())) {
        let (with, mut inside) = (output(Command::new(MINGCHA).args(with)), Command::new("unshare"));
        let without = output(inside.args(unshare).arg(MINGCHA).args(without));
        assert_eq!((with.status, with.stdout), (without.status, without.stdout));
    }
    for entry in fs::read_dir(with.path()).unwrap() {
        let name = entry.unwrap().file_name();
        let [one, other] = [&with, &without].map(|folder| fs::read(folder.path().join(&name)).unwrap());
        assert!(one == other || name == "run.json", "{}", name.display());
    }
}
