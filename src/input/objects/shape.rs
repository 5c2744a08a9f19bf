//! The keys of objects: each object is its own header, and most of a stream have the same.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::input::layout::{Layout, Wanted};

/// How many shapes are remembered: more than any export has, and little memory.
const REMEMBERED: usize = 1024;

/// The keys of an object and what is checked under them.
#[derive(Debug)]
pub(super) struct Shape {
    keys: Vec<String>,
    pub(super) layout: Layout,
    /// For each key, whether its text is wanted.
    pub(super) wanted: Vec<bool>,
    /// Whether the object has a key that is checked; not only the lack of one that the user named.
    pub(super) is_checked: bool,
}

/// The shapes seen so far.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    seen: Vec<Shape>,
    by_keys: HashMap<Vec<String>, usize>,
    last: usize,
}

impl Shapes {
    /// Forgets all shapes if there are too many.
    pub(super) fn prune(&mut self) {
        if self.seen.len() > REMEMBERED {
            *self = Self::default();
        }
    }

    /// A shape by its number.
    pub(super) fn get(&self, number: usize) -> &Shape {
        &self.seen[number]
    }

    /// The number of the shape with these keys.
    pub(super) fn find<V>(&mut self, pairs: &[(Cow<'_, str>, V)], wanted: &Wanted) -> usize {
        let is_last = |shape: &Shape| {
            shape.keys.len() == pairs.len() && shape.keys.iter().zip(pairs).all(|(key, (other, _))| key == other)
        };
        if !self.seen.get(self.last).is_some_and(is_last) {
            let keys: Vec<_> = pairs.iter().map(|(key, _)| key.clone().into_owned()).collect();
            self.last = self.by_keys.get(&keys).copied().unwrap_or_else(|| self.add(keys, wanted));
        }
        self.last
    }

    fn add(&mut self, keys: Vec<String>, wanted: &Wanted) -> usize {
        let number = self.seen.len();
        self.by_keys.insert(keys.clone(), number);
        self.seen.push(Shape::new(keys, wanted));
        number
    }
}

impl Shape {
    fn new(keys: Vec<String>, wanted: &Wanted) -> Self {
        let layout = Layout::of_keys(keys.clone(), wanted);
        let checked: Vec<_> = layout.checked.iter().map(|column| column.index).collect();
        let is_checked = checked.iter().any(|&index| index < keys.len());
        let mut is_wanted = vec![false; layout.headers.len()];
        let all = checked.iter().chain(&layout.ids).chain(&layout.kept).chain(&layout.name);
        all.for_each(|&index| is_wanted[index] = true);
        Self { keys, layout, wanted: is_wanted, is_checked }
    }
}
