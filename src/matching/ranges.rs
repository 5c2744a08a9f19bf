//! Ranges sorted by start.

/// For each item of a list that is sorted by start, the greatest end of it and all items before it.
pub(super) fn furthest<T>(sorted: &[T], end: impl Fn(&T) -> usize) -> Vec<usize> {
    let mut furthest = Vec::with_capacity(sorted.len());
    let mut greatest = 0;
    for item in sorted {
        greatest = end(item).max(greatest);
        furthest.push(greatest);
    }
    furthest
}
