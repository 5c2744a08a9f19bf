use std::collections::HashSet;

use serde_json::Value;

use crate::{ALL_VERDICTS, CLEAN, HOSTILE, is_harmless, report, report_after_decisions};

fn issues(text: &str) -> Vec<Value> {
    let list: Value = serde_json::from_str(text).unwrap();
    let issues = list.as_array().unwrap().clone();
    let mut fingerprints = HashSet::new();
    for issue in &issues {
        // What GitLab requires of an issue.
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[key].as_str().is_some_and(|value| !value.is_empty()), "{key} of {issue}");
        }
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        let path = issue["location"]["path"].as_str().unwrap();
        assert!(!path.starts_with(['.', '/']) && issue["location"]["lines"]["begin"].as_u64() > Some(0), "{issue}");
        assert!(fingerprints.insert(issue["fingerprint"].to_string()), "a fingerprint stands twice: {issue}");
    }
    issues
}

#[test]
fn each_finding_and_each_unread_text_is_an_issue_at_its_line() {
    let issues = issues(&report(ALL_VERDICTS, &["-f", "gitlab", "--lang", "zh"]));
    let told: Vec<_> = issues
        .iter()
        .map(|issue| (issue["location"]["lines"]["begin"].as_u64().unwrap(), issue["severity"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [(2, "critical"), (3, "major"), (4, "major"), (4, "major"), (5, "info")], "{issues:#?}");
    let description = issues[0]["description"].as_str().unwrap();
    assert!(description.starts_with("不符合：甲公司（1）；经营范围含“稳定币”"), "{description}");
    assert_eq!(report(CLEAN, &["-f", "gitlab"]), "[]\n");
}

#[test]
fn rows_that_are_alike_have_fingerprints_of_their_own_that_stay_when_other_rows_come() {
    let row = "1,甲公司,虚拟货币\n";
    let of = |rows: &str| issues(&report(&format!("id,企业名称,经营范围\n{rows}"), &["-f", "gitlab"]));
    let twice = of(&row.repeat(2));
    assert_eq!(twice.len(), 2);
    let later = of(&format!("0,乙公司,软件\n{}", row.repeat(2)));
    for (before, after) in twice.iter().zip(&later) {
        assert_eq!(before["fingerprint"], after["fingerprint"]);
    }
}

#[test]
fn what_was_allowed_is_for_information_alone_and_no_text_of_a_cell_hides_itself() {
    let decided = issues(&report_after_decisions("gitlab"));
    let severity = |line: u64| {
        let issue = decided.iter().find(|issue| issue["location"]["lines"]["begin"] == line);
        issue.unwrap_or_else(|| panic!("{decided:#?}"))["severity"].as_str().unwrap()
    };
    assert_eq!((severity(2), severity(3)), ("info", "major"));
    for issue in issues(&report(HOSTILE, &["-f", "gitlab"])) {
        assert!(issue["description"].as_str().unwrap().chars().all(is_harmless), "{issue}");
    }
}
