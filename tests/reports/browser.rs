//! The html report in a real browser. Without chromium the tests say so and pass, unless `MINGCHA_REQUIRE_BROWSER` is 1.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::common::{Folder, mingcha};

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Checks a batch in a folder. Returns its html report.
fn report(folder: &Folder, batch: &str, options: &[&str]) -> PathBuf {
    let input = folder.file("batch.csv", batch);
    let report = folder.at("report.html");
    let status = mingcha()
        .args(["check", "--quiet", "--as-of", "2026-03-01", "--lang", "zh", "--fail-on", "never"])
        .arg("--allow-unchecked")
        .args(options)
        .args([&input, Path::new("-o"), &report])
        .status();
    assert!(status.unwrap().success());
    report
}

/// What the page has become after its script has run. Returns `None` without a browser.
fn browse(report: &Path, fragment: &str) -> Option<String> {
    let Some(browser) = browser() else {
        assert!(
            std::env::var_os("MINGCHA_REQUIRE_BROWSER").is_none_or(|v| v != "1"),
            "chromium is required here and not installed"
        );
        println!("skipped: chromium is not installed");
        return None;
    };
    let profile = TempDir::new().unwrap();
    let output = Command::new(browser)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("file://{}{fragment}", report.display()))
        .stderr(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn browser() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

/// The class, spreadsheet row and visibility of each listed row.
fn rows(dom: &str) -> Vec<(&str, u64, bool)> {
    let list = dom.find("<div class=\"part\"").unwrap_or(dom.len());
    let mut rows = Vec::new();
    for body in dom[list..].split("<tbody ").skip(1) {
        let (tag, rest) = body.split_once('>').unwrap();
        let class = tag.split('"').nth(1).unwrap();
        if class != "source" {
            let (_, cell) = rest.split_once("<th scope=\"row\"").unwrap();
            let number = cell.split(['<', '>']).nth(1).unwrap();
            rows.push((class, number.parse().unwrap(), !tag.contains("hidden")));
        }
    }
    rows
}

fn visible(dom: &str) -> Vec<u64> {
    rows(dom).into_iter().filter(|(.., is_visible)| *is_visible).map(|(_, number, _)| number).collect()
}

const BATCH: &str = "\
企业名称,经营范围
甲公司,虚拟货币交易
乙公司,日用百货销售
丙公司,加密数字资产研发及管理
丁公司,RWA代币化、虚拟货币兑换
戊公司,服装零售...
";

#[test]
fn the_filter_shows_the_rows_of_a_verdict_and_of_a_term_and_hides_the_others() {
    let folder = Folder::new();
    let report = report(&folder, BATCH, &[]);
    let Some(dom) = browse(&report, "") else { return };
    assert_eq!(visible(&dom), [2, 4, 5, 6]);
    let dom = browse(&report, "#verdict=reject").unwrap();
    assert_eq!(visible(&dom), [2, 5]);
    assert!(dom.contains("显示 2 行，列出 4 行"));
    let dom = browse(&report, "#verdict=reject&term=RWA").unwrap();
    assert_eq!(visible(&dom), [5]);
    let dom = browse(&report, "#verdict=unchecked").unwrap();
    assert_eq!(visible(&dom), [6]);
    let dom = browse(&report, "#verdict=no-such-verdict").unwrap();
    assert_eq!(visible(&dom), [2, 4, 5, 6]);
}

#[test]
fn clear_rows_are_listed_only_when_asked_for() {
    let folder = Folder::new();
    let report = report(&folder, BATCH, &["--all"]);
    let Some(dom) = browse(&report, "#verdict=clear") else { return };
    assert_eq!(visible(&dom), [3]);
    assert_eq!(rows(&dom).len(), 5);
}

#[test]
fn hostile_cells_stay_text_and_call_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let cells = [
        format!("<img src='{address}a' onerror='document.title=1'>虚拟货币"),
        format!("</td></tr></table><script src='{address}b'></script><script>document.title=1</script>RWA"),
        format!("\"><link rel=stylesheet href={address}c><style>@import '{address}d'</style>稳定币"),
        format!(
            "</script><iframe src={address}e></iframe><svg onload=\"document.title=1\">代币\u{202e}虚\u{200b}拟货币"
        ),
        "=1+1+cmd|' /C calc'!A0 虚拟货币&lt;b&gt;&#60;i&#62;".to_owned(),
        "<!-- <script> 虚拟货币 --!> ]]> <template><plaintext>".to_owned(),
    ];
    let mut batch = "企业名称,经营范围\n".to_owned();
    for cell in &cells {
        let quoted = cell.replace('"', "\"\"");
        let _ = writeln!(batch, "\"{quoted}\",\"{quoted}\"");
    }
    let folder = Folder::new();
    let report = report(&folder, &batch, &["--keep", "all"]);
    let Some(dom) = browse(&report, "") else { return };
    assert_eq!(visible(&dom).len(), cells.len());
    assert!(dom.contains("<title>名称与经营范围检查报告</title>"), "a cell has run a script");
    for tag in ["<img", "<link", "<iframe", "<script src", "<svg onload", "<template", "<plaintext", "<i>"] {
        assert!(!dom.contains(tag), "{tag} has become an element");
    }
    assert!(!dom.contains(['\u{202e}', '\u{200b}']) && dom.contains("\\u{202e}"));
    assert!(dom.contains("&amp;lt;b&amp;gt;&amp;#60;i&amp;#62;"));
    assert!(listener.accept().is_err(), "the page has called somebody");
    let control = folder.at("control.html");
    fs::write(&control, format!("<img src='{address}'>")).unwrap();
    listener.set_nonblocking(false).unwrap();
    let (tell, called) = mpsc::channel();
    thread::spawn(move || tell.send(listener.accept().is_ok()));
    browse(&control, "");
    assert_eq!(called.recv_timeout(Duration::from_secs(30)), Ok(true), "this test would not notice a call");
}

#[test]
fn an_earlier_decision_stands_in_its_columns_and_its_row_is_listed() {
    let folder = Folder::new();
    let row = report(&folder, BATCH, &["--all"]);
    let csv = mingcha()
        .args(["check", "--quiet", "--as-of", "2026-03-01", "--lang", "zh"])
        .args([row.with_file_name("batch.csv")])
        .output()
        .unwrap();
    let csv = String::from_utf8(csv.stdout).unwrap();
    let key = csv.lines().nth(1).unwrap().split(',').find(|cell| cell.len() == 34 && cell.starts_with("k2")).unwrap();
    let decisions = folder.at("decisions.csv");
    fs::write(&decisions, format!("key,decision,reason,until\n{key},准予,<b>已核实</b>,2026-12-31\n")).unwrap();
    let report = report(&folder, BATCH, &["--decisions", decisions.to_str().unwrap()]);
    let Some(dom) = browse(&report, "#verdict=allowed") else { return };
    assert_eq!(visible(&dom), [2]);
    for (label, cell) in [("决定", "准予"), ("理由", "&lt;b&gt;已核实&lt;/b&gt;"), ("有效期至", "2026-12-31")]
    {
        assert!(dom.contains(&format!("<span class=\"blank\"><small>{label}</small> {cell}</span>")), "{label}");
    }
}

#[test]
fn the_policy_lets_its_own_style_and_script_run() {
    let folder = Folder::new();
    let report = report(&folder, BATCH, &[]);
    let Some(dom) = browse(&report, "") else { return };
    assert!(dom.contains("<form id=\"filter\" aria-label="), "the script did not run");
    let html = fs::read_to_string(&report).unwrap();
    assert!(!html.contains(" style=") && !html.contains("unsafe-inline"));
}
