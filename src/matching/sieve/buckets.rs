//! Divides the forms of a scan among its eight buckets, such that few common characters look like a form.

use std::collections::BTreeMap;

/// How many buckets there are: one for each bit of a byte.
const BUCKETS: usize = 8;
/// How many halves of a form's bytes are compared. The upper half of the first byte is the same for all forms.
pub(super) const HALVES: usize = 5;
/// The cost of a bucket for each combination of halves that it accepts, in the unit of the frequencies.
const COMBINATION: u64 = 2;

/// The values of the halves of a character of three bytes.
pub(super) type Halves = [u8; HALVES];

/// Returns `None` if the character does not have three bytes.
pub(super) fn halves(c: char) -> Option<Halves> {
    let mut bytes = [0; 4];
    match *c.encode_utf8(&mut bytes).as_bytes() {
        [first, second, third] => Some([first & 0x0F, second & 0x0F, second >> 4, third & 0x0F, third >> 4]),
        _ => None,
    }
}

/// A set of common characters, one bit for each.
type CharacterSet = [u64; 8];

/// The most common characters that a [`CharacterSet`] has bits for.
const MOST_COMMON: usize = 64 * 8;

/// The common characters by the halves of their bytes.
pub(super) struct Common {
    /// How often each occurs.
    weights: Vec<u64>,
    /// For each half and each of its values the characters that have it.
    having: [[CharacterSet; 16]; HALVES],
}

impl Common {
    pub(super) fn new(characters: impl Iterator<Item = (Halves, u64)>) -> Self {
        let mut common = Self { weights: Vec::new(), having: [[[0; 8]; 16]; HALVES] };
        for (number, (halves, weight)) in characters.take(MOST_COMMON).enumerate() {
            common.weights.push(weight);
            for (having, value) in common.having.iter_mut().zip(halves) {
                having[usize::from(value)][number / 64] |= 1 << (number % 64);
            }
        }
        common
    }

    /// How often the characters of a set occur, all together.
    fn weight(&self, characters: CharacterSet) -> u64 {
        let mut weight = 0;
        for (word, mut bits) in characters.into_iter().enumerate() {
            while bits != 0 {
                weight += self.weights[word * 64 + bits.trailing_zeros() as usize];
                bits &= bits - 1;
            }
        }
        weight
    }
}

/// Forms that share a bit.
#[derive(Clone)]
pub(super) struct Bucket {
    /// For each half one bit for each value that it has in some form.
    pub(super) values: [u16; HALVES],
    /// For each half the common characters with one of these values.
    having: [CharacterSet; HALVES],
    /// How often the scan would stop for this bucket without need.
    cost: u64,
}

impl Bucket {
    fn new(form: Halves, common: &Common) -> Self {
        let having = std::array::from_fn(|half| common.having[half][usize::from(form[half])]);
        Self::with_cost(form.map(|value| 1 << value), &having, common)
    }

    /// The bucket of the forms of two buckets.
    fn merged(&self, other: &Self, common: &Common) -> Self {
        let mut values = self.values;
        let mut having = self.having;
        for half in 0..HALVES {
            values[half] |= other.values[half];
            for (characters, others) in having[half].iter_mut().zip(other.having[half]) {
                *characters |= others;
            }
        }
        Self::with_cost(values, &having, common)
    }

    fn with_cost(values: [u16; HALVES], having: &[CharacterSet; HALVES], common: &Common) -> Self {
        // A character looks like a form if each of its halves occurs in some form, not necessarily the same one.
        let mut accepted = having[0];
        for characters in &having[1..] {
            for (accepted, characters) in accepted.iter_mut().zip(characters) {
                *accepted &= characters;
            }
        }
        let combinations: u64 = values.iter().map(|values| u64::from(values.count_ones())).product();
        let cost = combinations * COMBINATION + common.weight(accepted);
        Self { values, having: *having, cost }
    }

    /// How much more two buckets cost merged than apart.
    fn merging_cost(&self, other: &Self, common: &Common) -> u64 {
        self.merged(other, common).cost.saturating_sub(self.cost + other.cost)
    }
}

/// Divides forms among the buckets by agglomerative clustering: each form begins in a bucket of its own, then the two buckets
/// whose merging costs least are merged, until there are few enough.
pub(super) fn divide(forms: &[Halves], common: &Common) -> Vec<Bucket> {
    let mut buckets: BTreeMap<usize, Bucket> = BTreeMap::new();
    for (number, form) in forms.iter().enumerate() {
        buckets.insert(number, Bucket::new(*form, common));
    }

    // The merging cost of each two buckets, the greater number first. Computed once for each pair.
    let mut costs: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (number, bucket) in &buckets {
        for (lower, other) in buckets.range(..number) {
            costs.insert((*number, *lower), other.merging_cost(bucket, common));
        }
    }

    while buckets.len() > BUCKETS
        && let Some((&(greater, lower), _)) = costs.iter().min_by_key(|(_, cost)| **cost)
        && let (Some(one), Some(other)) = (buckets.remove(&lower), buckets.remove(&greater))
    {
        let merged = one.merged(&other, common);
        costs.retain(|(a, b), _| buckets.contains_key(a) && buckets.contains_key(b));
        for (number, bucket) in &buckets {
            let pair = (lower.max(*number), lower.min(*number));
            costs.insert(pair, bucket.merging_cost(&merged, common));
        }
        buckets.insert(lower, merged);
    }
    buckets.into_values().collect()
}
