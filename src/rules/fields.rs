//! The fields that a rule concerns.

use crate::message::RowError;
use crate::verdict::Field;

/// The fields that a rule concerns: all, or those that its row lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(Option<[bool; Field::CHECKED.len()]>);

impl Fields {
    /// Reads the keys of a list. An empty list means all fields.
    pub(crate) fn parse<'a>(keys: impl Iterator<Item = &'a str>) -> Result<Self, RowError> {
        let mut listed = None;
        for key in keys {
            let Some(place) = Field::CHECKED.iter().position(|field| field.key() == key) else {
                let known = Field::CHECKED.map(|field| field.key().to_owned()).into();
                return Err(RowError::NotListed { column: "field".to_owned(), text: key.to_owned(), known });
            };
            listed.get_or_insert([false; Field::CHECKED.len()])[place] = true;
        }
        Ok(Self(listed))
    }

    /// Whether the rule concerns a field. One that lists fields concerns no other column.
    #[must_use]
    pub fn has(self, field: Field) -> bool {
        let Some(listed) = self.0 else { return true };
        Field::CHECKED.iter().zip(listed).any(|(other, is_listed)| *other == field && is_listed)
    }

    /// Whether the rule concerns all fields and other columns as well.
    #[must_use]
    pub fn are_all(self) -> bool {
        self.0.is_none()
    }

    /// The listed fields, in the order of a filing; empty for all.
    pub fn listed(self) -> impl Iterator<Item = Field> {
        Field::CHECKED.into_iter().filter(move |field| !self.are_all() && self.has(*field))
    }

    /// Whether two rules concern a field in common.
    pub(crate) fn overlap(self, other: Self) -> bool {
        Field::ALL.into_iter().any(|field| self.has(field) && other.has(field))
    }

    /// Whether every field of another rule is one of these.
    pub(crate) fn cover(self, other: Self) -> bool {
        Field::ALL.into_iter().all(|field| self.has(field) || !other.has(field))
    }
}
