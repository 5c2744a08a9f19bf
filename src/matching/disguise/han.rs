//! A look-up by Han character that costs one index and no hashing.

const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// Values for some characters of the block of unified ideographs.
#[derive(Debug)]
pub(super) struct ByHan<T> {
    /// 1 + the place in `values`, or 0.
    slots: Vec<u16>,
    values: Vec<T>,
}

impl<T> Default for ByHan<T> {
    fn default() -> Self {
        Self { slots: vec![0; LAST as usize - FIRST as usize + 1], values: Vec::new() }
    }
}

impl<T> ByHan<T> {
    pub(super) fn get(&self, c: char) -> Option<&T> {
        let at = (c as usize).checked_sub(FIRST as usize)?;
        self.values.get(usize::from(*self.slots.get(at)?).checked_sub(1)?)
    }

    /// The value of a character, made if there is none yet; none for a character outside the block.
    pub(super) fn entry(&mut self, c: char, make: impl FnOnce() -> T) -> Option<&mut T> {
        let slot = self.slots.get_mut((c as usize).checked_sub(FIRST as usize)?)?;
        if *slot == 0 {
            self.values.push(make());
            *slot = u16::try_from(self.values.len()).ok()?;
        }
        self.values.get_mut(usize::from(*slot) - 1)
    }

    /// All characters with their values.
    pub(super) fn entries(&self) -> impl Iterator<Item = (char, &T)> {
        let filled = (FIRST..=LAST).zip(&self.slots).filter(|(_, slot)| **slot > 0);
        filled.filter_map(|(c, slot)| Some((c, self.values.get(usize::from(*slot) - 1)?)))
    }
}
