//! Divides the forms of a scan among its eight buckets, such that few common characters look like a form.

/// How many buckets there are: one for each bit of a byte.
const BUCKETS: usize = 8;
/// How many halves of a form's bytes are compared. The upper half of the first byte is the same for all forms.
pub(super) const HALVES: usize = 5;
/// The cost of a bucket for each combination of halves that it accepts, in the unit of the frequencies.
const COMBINATION: u64 = 2;
/// The orders in which forms are divided: each form that is so many after the last one. All are primes.
const STRIDES: [usize; 5] = [5, 7, 13, 17, 31];

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
#[derive(Clone, Default)]
pub(super) struct Bucket {
    /// For each half one bit for each value that it has in some form.
    pub(super) values: [u16; HALVES],
    /// For each half the common characters with one of these values.
    having: [CharacterSet; HALVES],
    /// How often the scan would stop for this bucket without need.
    cost: u64,
}

impl Bucket {
    /// The bucket of some forms.
    fn of(forms: impl Iterator<Item = Halves>, common: &Common) -> Self {
        let mut bucket = Self::default();
        forms.for_each(|form| bucket.add(form, common));
        bucket.cost = cost(bucket.values.into_iter().zip(bucket.having), common);
        bucket
    }

    /// The cost of the bucket with one more form.
    fn cost_with(&self, form: Halves, common: &Common) -> u64 {
        let with_form = form.into_iter().enumerate().map(|(half, value)| {
            let mut having = self.having[half];
            add(&mut having, &common.having[half][usize::from(value)]);
            (self.values[half] | 1 << value, having)
        });
        cost(with_form, common)
    }

    /// The bucket with one more form, with which it costs so much.
    fn with(&self, form: Halves, cost: u64, common: &Common) -> Self {
        let mut bucket = self.clone();
        bucket.add(form, common);
        bucket.cost = cost;
        bucket
    }

    /// Adds a form, without its cost.
    fn add(&mut self, form: Halves, common: &Common) {
        for (half, value) in form.into_iter().enumerate() {
            self.values[half] |= 1 << value;
            add(&mut self.having[half], &common.having[half][usize::from(value)]);
        }
    }
}

/// Adds the characters of another set.
fn add(characters: &mut CharacterSet, more: &CharacterSet) {
    for (bits, more) in characters.iter_mut().zip(more) {
        *bits |= more;
    }
}

/// The cost of forms, which have some values in each half, and the common characters with one of these.
fn cost(halves: impl Iterator<Item = (u16, CharacterSet)>, common: &Common) -> u64 {
    let mut combinations = 1;
    // A character looks like a form if each of its halves occurs in some form, not necessarily the same one.
    let mut accepted = [u64::MAX; 8];
    for (values, having) in halves {
        combinations *= u64::from(values.count_ones());
        for (accepted, having) in accepted.iter_mut().zip(having) {
            *accepted &= having;
        }
    }
    combinations * COMBINATION + common.weight(accepted)
}

/// Forms divided among the buckets.
struct Division<'a> {
    forms: &'a [Halves],
    common: &'a Common,
    buckets: [Bucket; BUCKETS],
    /// For each form the number of its bucket.
    bucket_of: Vec<usize>,
}

impl<'a> Division<'a> {
    /// Puts each form where it costs least, each `stride`th form first.
    fn new(forms: &'a [Halves], common: &'a Common, stride: usize) -> Self {
        let buckets = std::array::from_fn(|_| Bucket::default());
        let mut division = Self { forms, common, buckets, bucket_of: vec![0; forms.len()] };
        for step in 0..forms.len() {
            let form = step * stride % forms.len();
            let (cheapest, bucket) = division.cheapest(form, None);
            division.bucket_of[form] = cheapest;
            division.buckets[cheapest] = bucket;
        }
        division
    }

    /// Moves single forms to other buckets as long as a move makes the division cheaper. This is the exchange of Hartigan's
    /// method for clusters. It ends, because the cost falls with each move.
    fn improve(&mut self) {
        loop {
            let mut any_moved = false;
            for form in 0..self.forms.len() {
                any_moved |= self.moves(form);
            }
            if !any_moved {
                return;
            }
        }
    }

    /// Moves a form to another bucket if that makes the division cheaper.
    fn moves(&mut self, form: usize) -> bool {
        let own = self.bucket_of[form];
        let others = (0..self.forms.len()).filter(|other| *other != form && self.bucket_of[*other] == own);
        let without = Bucket::of(others.map(|other| self.forms[other]), self.common);
        let (cheapest, with) = self.cheapest(form, Some(own));
        let is_cheaper = without.cost + with.cost < self.buckets[own].cost + self.buckets[cheapest].cost;
        if is_cheaper {
            self.bucket_of[form] = cheapest;
            self.buckets[own] = without;
            self.buckets[cheapest] = with;
        }
        is_cheaper
    }

    /// The bucket that a form makes least dearer, with the form, and its number. It is not the one with the number `except`.
    fn cheapest(&self, form: usize, except: Option<usize>) -> (usize, Bucket) {
        let mut cheapest = (0, 0);
        let mut least = u64::MAX;
        for (number, bucket) in self.buckets.iter().enumerate().filter(|(number, _)| Some(*number) != except) {
            let with_form = bucket.cost_with(self.forms[form], self.common);
            let more = with_form - bucket.cost;
            if more < least {
                least = more;
                cheapest = (number, with_form);
            }
        }
        let (number, cost) = cheapest;
        (number, self.buckets[number].with(self.forms[form], cost, self.common))
    }

    fn cost(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.cost).sum()
    }
}

/// Divides forms among the buckets. Which division a search for the cheapest one ends with depends on the order of the forms,
/// so some orders are tried.
pub(super) fn divide(forms: &[Halves], common: &Common) -> [Bucket; BUCKETS] {
    let mut best: Option<Division<'_>> = None;
    // Where the stride shares no factor with the number of forms, each form has its turn once.
    for stride in STRIDES.into_iter().filter(|stride| !forms.len().is_multiple_of(*stride)) {
        let mut division = Division::new(forms, common, stride);
        division.improve();
        if best.as_ref().is_none_or(|best| division.cost() < best.cost()) {
            best = Some(division);
        }
    }
    best.map_or_else(|| std::array::from_fn(|_| Bucket::default()), |best| best.buckets)
}
