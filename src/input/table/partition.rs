//! Partitions: folders named `key=value`, whose values are a column of all rows in the files below.

use std::sync::Arc;

/// What Hive and Spark write for null.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// A column whose value is in the path of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Partition {
    pub(super) key: String,
    /// Empty for null.
    pub(super) value: Arc<str>,
}

/// The partitions in the folders of a path.
pub(super) fn of_path(path: &str) -> Vec<Partition> {
    let mut folders: Vec<&str> = path.split(['/', '\\']).collect();
    // The file itself.
    folders.pop();

    let mut partitions = Vec::new();
    for folder in folders {
        if let Some((key, value)) = folder.split_once('=')
            && !key.is_empty()
        {
            let value = if value == NULL { String::new() } else { unescaped(value) };
            partitions.push(Partition { key: unescaped(key), value: value.into() });
        }
    }
    partitions
}

/// A part of a path in which `%2F` stands for a slash, and so on.
fn unescaped(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| behind.get(..2)).flatten().and_then(hexadecimal);
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_a_key_and_a_value_are_columns() {
        for (path, expected) in [
            ("lake/省=福建/年=2026/part-0.parquet", vec![("省", "福建"), ("年", "2026")]),
            (r"lake\a=1\part.parquet", vec![("a", "1")]),
            ("a=b%2Fc%E7%94%B2/x.parquet", vec![("a", "b/c甲")]),
            ("a=__HIVE_DEFAULT_PARTITION__/x.parquet", vec![("a", "")]),
            ("a=%zz%2/x", vec![("a", "%zz%2")]),
            ("=x/a=b.parquet", vec![]),
        ] {
            let found = of_path(path);
            let found: Vec<_> = found.iter().map(|partition| (&*partition.key, &*partition.value)).collect();
            assert_eq!(found, expected, "{path}");
        }
    }
}
