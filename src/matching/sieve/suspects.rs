//! Marks on a block of text: in which parts of it a cell has to be looked at.

/// How many bytes share a mark.
pub(super) const CHUNK: usize = 64;
/// How many marks one number holds.
pub(super) const MARKS: usize = 64;

/// The parts of a block in which a walk over the cell may find something.
#[derive(Debug, Default)]
pub struct Suspects {
    /// One bit for each chunk, the lowest first.
    pub(super) marks: Vec<u64>,
    everywhere: bool,
}

impl Suspects {
    /// Marks that cover any block whole.
    #[must_use]
    pub fn everywhere() -> Self {
        Self { marks: Vec::new(), everywhere: true }
    }

    /// Whether the bytes from `start` to `end` of the block are marked, so that there may be a finding.
    #[must_use]
    pub fn within(&self, start: usize, end: usize) -> bool {
        if self.everywhere || end <= start {
            return self.everywhere;
        }
        let first = start / CHUNK;
        let last = (end - 1) / CHUNK;
        let Some(marks) = self.marks.get(first / MARKS..=last / MARKS) else { return true };

        // The bits from the first chunk on in the first number, and those up to the last chunk in the last number.
        let from = u64::MAX << (first % MARKS);
        let up_to = u64::MAX >> (MARKS - 1 - last % MARKS);
        match marks {
            [only] => only & from & up_to != 0,
            [first, between @ .., last] => {
                first & from != 0 || last & up_to != 0 || between.iter().any(|marks| *marks != 0)
            }
            [] => true,
        }
    }

    pub(super) fn clear(&mut self) {
        self.everywhere = false;
        self.marks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_counts_for_its_chunk_and_no_other() {
        let marked = [0, 63, 64, 130, 200];
        let mut marks = vec![0; 4];
        for chunk in marked {
            marks[chunk / MARKS] |= 1 << (chunk % MARKS);
        }
        let suspects = Suspects { marks, everywhere: false };
        let chunks = [0, 1, 2, 62, 63, 64, 65, 127, 128, 129, 130, 131, 191, 192, 199, 200, 201, 255];
        for (first, last) in chunks.iter().flat_map(|first| chunks.map(|last| (*first, last))) {
            for (start, end) in [(first * CHUNK, last * CHUNK + 1), (first * CHUNK + CHUNK - 1, last * CHUNK + CHUNK)] {
                let holds = first <= last && marked.iter().any(|chunk| (first..=last).contains(chunk));
                assert_eq!(suspects.within(start, end), holds, "{start}..{end}");
            }
        }
        assert!(suspects.within(256 * CHUNK, 257 * CHUNK), "what lies beyond is unknown");
    }
}
