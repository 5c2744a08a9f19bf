//! Lines of JSON through a pipe, as `RDD.pipe`, Hadoop Streaming and `parallel --pipe` run a filter.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::common::{fed, mingcha};

const ARGS: [&str; 9] =
    ["check", "-q", "--input-format", "jsonl", "-f", "jsonl", "--no-summary", "--allow-unchecked", "--fail-on=never"];
/// Far longer than an answer takes: only a filter that waits for more input runs into it.
const PATIENCE: Duration = Duration::from_mins(1);

struct Filter {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Filter {
    fn start(args: &[&str]) -> Self {
        let mut command = mingcha();
        command.args(ARGS).args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, input, answers: answers(output) }
    }

    fn write(&mut self, text: &[u8]) {
        self.input.write_all(text).unwrap();
        self.input.flush().unwrap();
    }

    fn answer(&self) -> Value {
        serde_json::from_str(&self.answers.recv_timeout(PATIENCE).expect("a line is answered before more is written"))
            .unwrap()
    }

    /// Ends the input. Returns the lines that are left and the status.
    fn end(mut self) -> (Vec<String>, i32) {
        drop(self.input);
        let left = self.answers.iter().collect();
        (left, self.child.wait().unwrap().code().unwrap())
    }
}

fn answers(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    receiver
}

#[test]
fn each_line_is_answered_before_the_next_is_written() {
    for threads in ["-j1", "-j4"] {
        let mut filter = Filter::start(&[threads]);
        let scopes = [("稳定币", "reject"), ("软件", "clear"), ("加密 资产", "review")];
        for (number, (scope, verdict)) in scopes.into_iter().cycle().take(9).enumerate() {
            filter.write(format!("{{\"id\":{number},\"经营范围\":\"{scope}\"}}\n").as_bytes());
            let answer = filter.answer();
            assert_eq!((&answer["row"], &answer["verdict"]), (&(number + 1).into(), &verdict.into()));
        }
        filter.write(b"\n");
        assert_eq!(filter.answer()["verdict"], "unchecked");
        assert_eq!(filter.end(), (Vec::new(), 0));
    }
}

#[test]
fn a_blank_first_line_is_answered_too() {
    let mut filter = Filter::start(&[]);
    filter.write(b"\n");
    assert_eq!(filter.answer()["verdict"], "unchecked");
    assert_eq!(filter.end(), (Vec::new(), 0));
}

#[test]
fn so_many_lines_in_are_so_many_lines_out_with_status_0() {
    for (text, count) in
        [("", 0), ("\u{feff}", 0), ("{\"名称\":\"RWA\"}", 1), ("\n\n{\"名称\":\"甲\"}\n\u{feff}\nx\n", 5)]
    {
        let mut filter = Filter::start(&[]);
        filter.write(text.as_bytes());
        let (lines, status) = filter.end();
        assert_eq!((lines.len(), status), (count, 0), "{text:?}");
    }
}

#[test]
fn a_line_of_100_megabytes_takes_little_memory_and_is_never_clear() {
    let mut filter = Filter::start(&["-j2"]);
    filter.write("{\"企业名称\":\"甲\",\"经营范围\":\"".as_bytes());
    let piece = "软件开发、".repeat(70_000);
    for _ in 0..100 {
        filter.write(piece.as_bytes());
    }
    filter.write("虚拟货币\"}\n{\"企业名称\":\"稳定币\"}\n".as_bytes());
    let (long, next) = (filter.answer(), filter.answer());
    assert_eq!((&long["verdict"], &long["problems"][0]["kind"]), (&"unchecked".into(), &"too-long".into()));
    assert_eq!((&long["name"], &next["verdict"]), (&"甲".into(), &"reject".into()));
    if let Ok(status) = std::fs::read_to_string(format!("/proc/{}/status", filter.child.id())) {
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(kilobytes < 100_000, "{kilobytes} kB for a line of 100 MB");
    }
    assert_eq!(filter.end().1, 0);
}

#[test]
fn what_says_nothing_of_lines_of_json_is_refused() {
    for (option, word) in
        [("--no-headers", "keys"), ("--delimiter=;", "keys"), ("--sheet=a", "keys"), ("--keep=all", "--keep")]
    {
        let output = mingcha().args(ARGS).arg(option).stdin(Stdio::null()).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{option}");
        assert!(message.contains(word) && message.lines().count() == 1, "{message}");
    }
}

#[test]
fn kept_keys_and_the_summary_come_with_the_rows() {
    let mut command = mingcha();
    let text = "{\"名称\":\"甲\",\"日期\":\"2026\",\"n\":1}\n{\"n\":[2],\"名称\":\"RWA\"}\n";
    command.args(["check", "-q", "--input-format=jsonl", "-fjsonl", "--fail-on=never", "--keep=n,日期"]);
    let output = fed(command, text);
    let lines: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines[0]["kept"], serde_json::json!({"n": "1", "日期": "2026"}));
    assert_eq!(lines[1]["kept"], serde_json::json!({"n": "[2]", "日期": ""}));
    assert_eq!(lines[2]["summary"]["counts"]["reject"], 1);
    assert_eq!(output.status.code(), Some(0));
}
