//! What is known of the entries of a dictionary: each is sieved once, however many rows have it.

/// For each entry whether it is known to be clear.
pub(super) struct Memo(Vec<Known>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    /// Nothing was found in it and nothing noted. What stands beside it in a row cannot change that.
    Clear,
    Remarkable,
}

impl Memo {
    pub(super) fn new(entries: usize) -> Self {
        Self(vec![Known::Nothing; entries])
    }

    /// Whether the entry is clear. `find` looks at it, if it has not been looked at before.
    pub(super) fn is_clear(&mut self, entry: usize, is_clear: impl FnOnce() -> bool) -> bool {
        let known = &mut self.0[entry];
        if *known == Known::Nothing {
            *known = if is_clear() { Known::Clear } else { Known::Remarkable };
        }
        *known == Known::Clear
    }
}
