//! Forms shared out among eight buckets, such that few common characters are taken for one of them.

use std::collections::BTreeMap;

/// One bit of a byte a bucket.
const BUCKETS: usize = 8;
/// The halves of the bytes of a form that are looked at: not the upper one of the first, which is the same for all.
pub(super) const HALVES: usize = 5;
/// What a bucket costs for each combination of halves that it takes, in the unit of the frequencies.
const COMBINATION: u64 = 2;

/// The values of the halves of a character of three bytes.
pub(super) type Halves = [u8; HALVES];

pub(super) fn halves(c: char) -> Option<Halves> {
    let mut bytes = [0; 4];
    match *c.encode_utf8(&mut bytes).as_bytes() {
        [first, second, third] => Some([first & 0x0F, second & 0x0F, second >> 4, third & 0x0F, third >> 4]),
        _ => None,
    }
}

/// One bit for each of the common characters.
type Bits = [u64; 8];

/// The common characters by the halves of their bytes.
pub(super) struct Common {
    weights: Vec<u64>,
    /// For each half and each of its values which characters have it.
    having: [[Bits; 16]; HALVES],
}

impl Common {
    pub(super) fn new(characters: impl Iterator<Item = (Halves, u64)>) -> Self {
        let mut common = Self { weights: Vec::new(), having: [[[0; 8]; 16]; HALVES] };
        for (number, (halves, weight)) in characters.take(Bits::default().len() * 64).enumerate() {
            common.weights.push(weight);
            for (having, value) in common.having.iter_mut().zip(halves) {
                having[usize::from(value)][number / 64] |= 1 << (number % 64);
            }
        }
        common
    }

    fn weight(&self, characters: Bits) -> u64 {
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
    having: [Bits; HALVES],
    cost: u64,
}

impl Bucket {
    fn new(form: Halves, common: &Common) -> Self {
        let having = std::array::from_fn(|half| common.having[half][usize::from(form[half])]);
        Self { values: form.map(|value| 1 << value), having, cost: 0 }.costed(common)
    }

    fn with(&self, other: &Self, common: &Common) -> Self {
        let having = |half: usize| std::array::from_fn(|word| self.having[half][word] | other.having[half][word]);
        let values = std::array::from_fn(|half| self.values[half] | other.values[half]);
        Self { values, having: std::array::from_fn(having), cost: 0 }.costed(common)
    }

    fn costed(self, common: &Common) -> Self {
        let combinations: u64 = self.values.iter().map(|values| u64::from(values.count_ones())).product();
        let taken = std::array::from_fn(|word| self.having.iter().fold(u64::MAX, |all, having| all & having[word]));
        Self { cost: combinations * COMBINATION + common.weight(taken), ..self }
    }
}

/// Shares forms out: each has a bucket of its own at first, then again and again the two become one that cost the least more
/// together.
pub(super) fn buckets(forms: &[Halves], common: &Common) -> Vec<Bucket> {
    let mut buckets: BTreeMap<usize, Bucket> = (0..).zip(forms.iter().map(|form| Bucket::new(*form, common))).collect();
    let more = |a: &Bucket, b: &Bucket| a.with(b, common).cost.saturating_sub(a.cost + b.cost);
    // What any two would cost more together, worked out once for each.
    let mut pairs: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (b, bucket) in &buckets {
        pairs.extend(buckets.range(..b).map(|(a, other)| ((*b, *a), more(other, bucket))));
    }
    while buckets.len() > BUCKETS
        && let Some((&(b, a), _)) = pairs.iter().min_by_key(|(_, more)| **more)
        && let (Some(one), Some(other)) = (buckets.remove(&a), buckets.remove(&b))
    {
        let both = one.with(&other, common);
        pairs.retain(|pair, _| ![pair.0, pair.1].iter().any(|number| [a, b].contains(number)));
        pairs.extend(buckets.iter().map(|(number, bucket)| ((a.max(*number), a.min(*number)), more(bucket, &both))));
        buckets.insert(a, both);
    }
    buckets.into_values().collect()
}
