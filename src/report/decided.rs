//! Decisions alone, as a file that is read back like a report.

use std::fmt::Write as _;

use super::Lang;
use super::csv::for_people;
use crate::decision::Filled;
use crate::message::Labels;

/// The decisions as a csv with a byte order mark, for Excel. Its columns are called as in a workbook of this language;
/// [`Decisions::read`](crate::decision::Decisions::read) reads it.
#[must_use]
pub fn decided(lang: Lang, rows: &[Filled<'_>]) -> String {
    let Labels { decision, reason, until, sheet_row, name, .. } = lang.labels();
    let mut csv = format!("\u{feff}{sheet_row},{name},{decision},{reason},{until},key\n");
    for row in rows {
        let cells = [row.row, row.name, row.decision, row.reason, row.until, row.key].map(for_people);
        let _ = writeln!(csv, "{}", cells.join(","));
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Date;
    use crate::decision::Decisions;
    use crate::input::Source;
    use crate::verdict::Ruling;

    #[test]
    fn what_was_decided_is_read_back_in_either_language() {
        let rows = [
            Filled {
                row: "2",
                name: "甲,公司",
                key: "m1",
                decision: "准予",
                reason: "经核\n\"实\"",
                until: "2027-01-31",
            },
            Filled { row: "3", name: "=1+1", key: "m2", decision: "refuse", reason: "", until: "" },
        ];
        for lang in Lang::ALL {
            let csv = decided(lang, &rows);
            assert!(csv.contains("'=1+1"), "{csv}");
            let source = Source::from_bytes("decisions.csv", csv.into_bytes()).unwrap();
            let decisions = Decisions::read(source, Date::constant(2026, 3, 1)).unwrap();
            assert!(decisions.rejected.is_empty(), "{:?}", decisions.rejected);
            let allowed = decisions.on("m1").unwrap();
            assert_eq!((allowed.decision, &*allowed.reason), (Ruling::Allow, "经核\n\"实\""));
            assert_eq!(allowed.until, Some(Date::constant(2027, 1, 31)));
            assert_eq!(decisions.on("m2").unwrap().decision, Ruling::Refuse);
        }
    }
}
