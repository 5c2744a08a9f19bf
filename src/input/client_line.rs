//! Lines that hold no row: blank ones, and those that clients of databases add to a table, such as rules between its lines and
//! the number of its rows at its end.

use std::sync::LazyLock;

use crate::table::Table;

/// The longest such line with a number of rows, in bytes.
const LONGEST_COUNT: usize = 64;
/// The characters of which rules are drawn.
const RULE: [char; 14] = ['-', '+', '|', '=', '─', '│', '┼', '├', '┤', '┬', '┴', '┌', '└', ' '];

/// Whether a line is blank, a rule or a number of rows, and nothing else.
pub(super) fn is_of_client(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || is_rule(line) || is_count(line)
}

fn is_rule(line: &str) -> bool {
    line.contains(['-', '─', '=']) && line.chars().count() >= 3 && line.chars().all(|c| RULE.contains(&c))
}

fn is_count(line: &str) -> bool {
    if line.len() > LONGEST_COUNT {
        return false;
    }
    let mut pattern = String::new();
    for character in line.replace('（', "(").replace('）', ")").chars() {
        let is_of_number = character.is_ascii_digit() || character == '.' && pattern.ends_with('#');
        match character {
            _ if is_of_number && pattern.ends_with('#') => {}
            _ if is_of_number => pattern.push('#'),
            _ => pattern.push(character),
        }
    }
    counts().contains(&pattern)
}

/// The lines that are known, with a sign in place of the number.
fn counts() -> &'static [String] {
    static COUNTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let csv = include_str!("../../data/client-lines.csv");
        Table::built_in_list("data/client-lines.csv", csv, ["text", "seen_in"])
    });
    &COUNTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_clients_are_told_from_rows() {
        for line in [
            "(3 rows)",
            "（3 行）",
            " (1 row) ",
            "120 rows in set (0.01 sec)",
            "已选择3行。",
            "------+-----",
            "+---+",
            "─────",
            " \t\u{3000}",
            "  1 record(s) selected.",
            "Time: 1.234 ms",
            "1 row in set, 1 warning (0.00 sec)",
            "已用时间: 00: 00: 00.01",
            "已用时间:  00:00:00.01",
            "SQL> spool off",
        ] {
            assert!(is_of_client(line), "{line}");
        }
        for line in ["3 家公司", "(3 rows) 虚拟货币", "rows", "-", "| |", "甲---乙", "3", "(rows)", "3.5 rows"]
        {
            assert!(!is_of_client(line), "{line}");
        }
    }
}
