//! Keeping the first so many records of a report that its readers accept only up to a size.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts records, one a line, and keeps the first of them. Blocks come in the order of the input, one at a time.
#[derive(Debug)]
pub(crate) struct Cut {
    limit: usize,
    seen: AtomicUsize,
}

impl Cut {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, seen: AtomicUsize::new(0) }
    }

    /// Adds the records of one block to those of the blocks before, up to the limit.
    pub(crate) fn gather(&self, gathered: &mut Vec<u8>, block: &[u8]) {
        let mut ends = memchr::memchr_iter(b'\n', block);
        let before = self.seen.fetch_add(ends.clone().count(), Ordering::Relaxed);
        if let Some(last) = self.limit.saturating_sub(before).checked_sub(1) {
            let end = ends.nth(last).map_or(block.len(), |end| end + 1);
            gathered.extend_from_slice(&block[..end]);
        }
    }

    /// How many records there were in all.
    pub(crate) fn seen(&self) -> usize {
        self.seen.load(Ordering::Relaxed)
    }

    /// Whether some were left out.
    pub(crate) fn is_cut(&self) -> bool {
        self.seen() > self.limit
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_records_are_kept_however_they_are_cut_into_blocks() {
        for blocks in [&["1\n2\n3\n4\n"][..], &["1\n", "", "2\n3\n", "4\n"], &["1\n2\n", "3\n4\n"]] {
            for (limit, kept) in [(0, ""), (1, "1\n"), (2, "1\n2\n"), (3, "1\n2\n3\n"), (4, "1\n2\n3\n4\n")] {
                let (cut, mut gathered) = (Cut::new(limit), Vec::new());
                for block in blocks {
                    cut.gather(&mut gathered, block.as_bytes());
                }
                assert_eq!(String::from_utf8(gathered).unwrap(), kept, "{blocks:?} {limit}");
                assert_eq!((cut.seen(), cut.is_cut()), (4, limit < 4));
            }
        }
    }
}
