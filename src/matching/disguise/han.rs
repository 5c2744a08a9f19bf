//! A map from Han characters that costs one index and no hashing.

const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// Values for some characters of the block of unified ideographs.
#[derive(Debug)]
pub(super) struct ByHan<T> {
    /// For each character of the block 1 + the index of its value, or 0.
    slots: Vec<u16>,
    values: Vec<T>,
}

impl<T> Default for ByHan<T> {
    fn default() -> Self {
        Self { slots: vec![0; LAST as usize - FIRST as usize + 1], values: Vec::new() }
    }
}

impl<T> ByHan<T> {
    /// The value of a character. Returns `None` if it has none.
    pub(super) fn get(&self, c: char) -> Option<&T> {
        self.value(*self.slots.get(offset(c)?)?)
    }

    fn value(&self, slot: u16) -> Option<&T> {
        self.values.get(usize::from(slot).checked_sub(1)?)
    }

    /// The value of a character, made if it has none. Returns `None` for a character outside the block.
    pub(super) fn entry(&mut self, c: char, make: impl FnOnce() -> T) -> Option<&mut T> {
        let slot = self.slots.get_mut(offset(c)?)?;
        if *slot == 0 {
            self.values.push(make());
            *slot = u16::try_from(self.values.len()).ok()?;
        }
        self.values.get_mut(usize::from(*slot) - 1)
    }

    /// All characters that have a value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (char, &T)> {
        let slots = (FIRST..=LAST).zip(&self.slots);
        slots.filter_map(|(c, slot)| Some((c, self.value(*slot)?)))
    }
}

fn offset(c: char) -> Option<usize> {
    (c as usize).checked_sub(FIRST as usize)
}
