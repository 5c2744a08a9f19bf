//! Shares of all rows.

/// A share in percent with two digits. Only zero is shown as 0.00%, and only the whole as 100.00%.
pub(super) fn percent(count: u64, total: u64) -> String {
    let count = u128::from(count);
    let total = u128::from(total.max(1));
    let rounded = (count * 10_000 + total / 2) / total;
    let hundredths = match count {
        0 => 0,
        count if count == total => 10_000,
        _ => rounded.clamp(1, 9_999),
    };
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_shown_as_nothing_or_all_only_if_it_is() {
        assert_eq!(percent(0, 0), "0.00%");
        assert_eq!(percent(1, 3_000_000), "0.01%");
        assert_eq!(percent(2_999_999, 3_000_000), "99.99%");
        assert_eq!(percent(5, 5), "100.00%");
        assert_eq!((percent(1, 3), percent(2, 3)), ("33.33%".to_owned(), "66.67%".to_owned()));
    }
}
