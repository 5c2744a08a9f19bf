//! The recipe for a cluster, run on one by `tests/spark/test_check_by_pipe.py`. Without Java and `PySpark` it is skipped, which
//! is said on standard error, unless `MINGCHA_REQUIRE_SPARK` is 1.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::common::MINGCHA;

/// A Python that has `PySpark` and what it needs; named by `MINGCHA_SPARK_PYTHON`, else the usual one.
fn python() -> Option<String> {
    let python = std::env::var("MINGCHA_SPARK_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let runs = |program: &str, args: &[&str]| {
        let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|s| s.success())
    };
    let is_there = runs("java", &["-version"]) && runs(&python, &["-c", "import pyspark, pandas, pyarrow"]);
    is_there.then_some(python)
}

#[test]
fn a_cluster_gives_the_verdicts_of_one_machine() {
    let Some(python) = python() else {
        assert!(std::env::var_os("MINGCHA_REQUIRE_SPARK").is_none(), "Java and PySpark are required and not there");
        eprintln!("skipped: Java, or one of pyspark, pandas and pyarrow, is not there");
        return;
    };
    let mut command = Command::new(python);
    command.arg("tests/spark/test_check_by_pipe.py").env("MINGCHA", MINGCHA);
    let output = command.output().unwrap();
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && report.contains("Ran 6 tests") && !report.contains("skipped"), "{report}");
}
