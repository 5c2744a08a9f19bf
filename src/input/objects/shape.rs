//! The shapes of objects, which are their keys: each object is its own header, and most objects of a stream have the same.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::input::layout::{Layout, Wanted};

/// How many shapes are remembered: more than any export has, and little memory.
const REMEMBERED: usize = 1024;

/// The keys of an object and what is checked under them.
#[derive(Debug)]
pub(super) struct Shape {
    /// Its own keys, and behind them the paths of those inside its values.
    keys: Vec<String>,
    /// How many are its own.
    own: usize,
    pub(super) layout: Layout,
    /// Whether the object itself has a key that is checked. A key that the user names and the object lacks does not count, and
    /// neither does one inside a value.
    pub(super) is_checked: bool,
}

/// The shapes seen so far.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    seen: Vec<Shape>,
    by_keys: HashMap<(Vec<String>, usize), usize>,
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

    /// The number of the shape with the keys of these pairs, of which so many are the object's own.
    pub(super) fn find<V>(&mut self, pairs: &[(Cow<'_, str>, V)], own: usize, wanted: &Wanted) -> usize {
        if self.seen.get(self.last).is_some_and(|shape| shape.own == own && shape.has_keys(pairs)) {
            return self.last;
        }

        let keys: Vec<String> = pairs.iter().map(|(key, _)| key.clone().into_owned()).collect();
        let shape = (keys, own);
        self.last = match self.by_keys.get(&shape) {
            Some(&number) => number,
            None => self.add(shape, wanted),
        };
        self.last
    }

    fn add(&mut self, shape: (Vec<String>, usize), wanted: &Wanted) -> usize {
        let number = self.seen.len();
        self.by_keys.insert(shape.clone(), number);
        self.seen.push(Shape::new(shape, wanted));
        number
    }
}

impl Shape {
    fn new((keys, own): (Vec<String>, usize), wanted: &Wanted) -> Self {
        let layout = Layout::of_keys(keys.clone(), wanted);
        let is_checked = layout.checked.iter().any(|column| column.index < own);

        Self { keys, own, layout, is_checked }
    }

    fn has_keys<V>(&self, pairs: &[(Cow<'_, str>, V)]) -> bool {
        self.keys.len() == pairs.len() && self.keys.iter().zip(pairs).all(|(key, (other, _))| key == other)
    }
}
