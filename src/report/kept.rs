//! The headers of the columns that are carried along: none stands twice, and none is called as a column of the report is.

use std::collections::HashSet;
use std::sync::Arc;

/// The headers of these columns with a prefix. One that another column has already gets a number: `name_2`. Databases do not tell
/// capitals from small letters in names, so neither does this.
pub(super) fn unique(own: impl IntoIterator<Item = &'static str>, kept: &[Arc<str>], prefix: &str) -> Vec<Arc<str>> {
    let own: HashSet<String> = own.into_iter().map(str::to_lowercase).collect();
    let wanted: Vec<Arc<str>> = kept.iter().map(|header| format!("{prefix}{header}").into()).collect();
    // No number makes a header that another column has by itself.
    let mut taken = own.clone();
    taken.extend(wanted.iter().map(|header| header.to_lowercase()));

    let mut seen = own;
    let mut headers = Vec::with_capacity(wanted.len());
    for header in wanted {
        if seen.insert(header.to_lowercase()) {
            headers.push(header);
        } else {
            headers.push(numbered(&header, &mut taken));
        }
    }
    headers
}

/// The header with the first number that makes it another one than all that are taken.
fn numbered(header: &str, taken: &mut HashSet<String>) -> Arc<str> {
    let mut number = 2_usize;
    loop {
        let numbered = format!("{header}_{number}");
        if taken.insert(numbered.to_lowercase()) {
            return numbered.into();
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_stands_twice_and_a_free_one_stays_as_it_is() {
        let kept = ["id", "区县", "区县", "NAME", "name_2", "", ""].map(Arc::from);
        let headers = unique(["id", "name"], &kept, "");
        assert_eq!(
            headers.iter().map(|header| &**header).collect::<Vec<_>>(),
            ["id_2", "区县", "区县_2", "NAME_3", "name_2", "", "_2"]
        );
        let headers = unique(["id", "name"], &kept[..2], "原_");
        assert_eq!(headers.iter().map(|header| &**header).collect::<Vec<_>>(), ["原_id", "原_区县"]);
    }
}
