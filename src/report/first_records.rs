//! The first so many records of a report that its readers accept only up to a size.

/// The first records of a report, one a line, and how many there were in all.
#[derive(Debug, Default)]
pub struct FirstRecords {
    /// The records that are kept, each with a line break behind it.
    pub(crate) lines: String,
    /// How many records there were, kept or not.
    pub(crate) seen: usize,
}

impl FirstRecords {
    /// Adds one record, which has no line break in it.
    pub(crate) fn push(&mut self, record: &str) {
        self.lines.push_str(record);
        self.lines.push('\n');
        self.seen += 1;
    }

    /// Adds the records of the next block, and keeps of them only as many as the limit allows.
    pub(crate) fn gather(&mut self, block: &Self, limit: usize) {
        let room = limit.saturating_sub(self.seen);
        self.seen += block.seen;
        if room == 0 {
            return;
        }
        if block.seen <= room {
            self.lines.push_str(&block.lines);
        } else {
            self.lines.extend(block.lines.split_inclusive('\n').take(room));
        }
    }

    /// Whether some records were left out.
    pub(crate) fn is_cut(&self, limit: usize) -> bool {
        self.seen > limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_records_are_kept_however_they_are_cut_into_blocks() {
        for blocks in [&["1\n2\n3\n4\n"][..], &["1\n", "", "2\n3\n", "4\n"], &["1\n2\n", "3\n4\n"]] {
            for (limit, kept) in [(0, ""), (1, "1\n"), (2, "1\n2\n"), (3, "1\n2\n3\n"), (4, "1\n2\n3\n4\n")] {
                let mut whole = FirstRecords::default();
                for lines in blocks {
                    let mut block = FirstRecords::default();
                    lines.lines().for_each(|line| block.push(line));
                    whole.gather(&block, limit);
                }
                assert_eq!(whole.lines, kept, "{blocks:?} {limit}");
                assert_eq!((whole.seen, whole.is_cut(limit)), (4, limit < 4));
            }
        }
    }
}
