//! The keys and values of one object of JSON, in its order.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A key with its value, as it is written.
pub(crate) type Pair<'a> = (Cow<'a, str>, &'a RawValue);

/// Appends the pairs of an object, repeated keys included. If the line is broken, those before the fault are there.
pub(crate) fn parse<'a>(line: &'a str, pairs: &mut Vec<Pair<'a>>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(line);
    Pairs(pairs).deserialize(&mut json)?;
    json.end()
}

struct Pairs<'a, 'p>(&'p mut Vec<Pair<'a>>);

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> DeserializeSeed<'a> for Pairs<'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Pairs<'a, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(Key(key)) = map.next_key()? {
            self.0.push((key, map.next_value()?));
        }
        Ok(())
    }
}
