//! Ranges sorted by their beginnings.

/// For each of several places, sorted by their beginnings, the furthest end of it and all before it.
pub(super) fn furthest<T>(places: &[T], end: impl Fn(&T) -> usize) -> Vec<usize> {
    let furthest = places.iter().scan(0, |furthest, place| {
        *furthest = end(place).max(*furthest);
        Some(*furthest)
    });
    furthest.collect()
}
