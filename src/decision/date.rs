//! The last day of a decision, as people and spreadsheets write it.

use jiff::Span;
use jiff::civil::{Date, Time};

use crate::escape::is_blank;
use crate::text::fold::Fold;

/// Day 0 of spreadsheets. They take 1900 for a leap year, so day 60 is 1900-02-29 and later days are off by one.
const DAY_0: Date = Date::constant(1899, 12, 30);
/// The number of 9999-12-31, the last day of spreadsheets, which stands for a decision without end.
const LAST_SERIAL: &str = "2958465";

/// A text that is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotADate;

/// The last day of a decision. Returns `Ok(None)` if the text is blank: the decision has no end. Any other text that is not
/// wholly a date is an error, so that nothing written in this cell makes a decision hold longer than was meant.
pub(super) fn last_day(text: &str) -> Result<Option<Date>, NotADate> {
    if text.chars().all(is_blank) {
        return Ok(None);
    }
    let folded = Fold::builtin().fold(text);
    date(folded.trim()).map(Some).ok_or(NotADate)
}

/// A date with four digits for the year: 2026-02-07, 2026/2/7, 2026.2.7, 2026年2月7日 or 20260207, maybe with a time behind
/// it; or the number of a spreadsheet's day, such as 46060. Returns `None` if the text is anything else.
fn date(text: &str) -> Option<Date> {
    let digits = leading_digits(text);
    match digits.len() {
        8 => {
            is_time(&text[8..]).then_some(())?;
            day_of(&digits[..4], &digits[4..6], &digits[6..])
        }
        4 => written_date(text),
        _ => spreadsheet_date(text),
    }
}

/// Year, month and day with separators.
fn written_date(text: &str) -> Option<Date> {
    let (year, rest) = number(text)?;
    let in_han = rest.starts_with('年');
    let (month, rest) = number(rest.strip_prefix(['-', '/', '.', '年'])?.trim_start())?;
    let behind_month = if in_han { rest.strip_prefix('月') } else { rest.strip_prefix(['-', '/', '.']) };
    let (day, rest) = number(behind_month?.trim_start())?;
    let rest = if in_han { rest.strip_prefix(['日', '号']).unwrap_or(rest) } else { rest };
    is_time(rest).then_some(())?;
    day_of(year, month, day)
}

/// The digits that a text begins with, and the rest. Returns `None` if there are none.
fn number(text: &str) -> Option<(&str, &str)> {
    let digits = leading_digits(text);
    (!digits.is_empty()).then(|| (digits, &text[digits.len()..]))
}

fn leading_digits(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Date> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether a text is empty, or a time of day behind a blank or a T, maybe with an offset from UTC: 12:00, 23:59:59+08:00.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix([' ', 't']) else { return text.is_empty() };
    let time = time.trim_start();
    let end = time.find([' ', '+', '-', 'z']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(end);
    // Spreadsheets write 0:00.
    let padded = if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.to_owned() };
    clock.contains(':') && padded.parse::<Time>().is_ok() && is_offset(offset.trim_start())
}

/// Whether a text is empty, or an offset from UTC. A second date is none.
fn is_offset(text: &str) -> bool {
    let Some(hours) = text.strip_prefix(['+', '-']) else { return matches!(text, "" | "z") };
    hours.len() <= "08:00".len() && hours.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// The date that a spreadsheet stores as a number of days, maybe with a fraction for the time. Only numbers of five digits are
/// (1927 to 2173): 202612 and 261231 are dates that somebody wrote, and far away as numbers of days.
fn spreadsheet_date(text: &str) -> Option<Date> {
    let days = leading_digits(text);
    let fraction = text[days.len()..].strip_prefix('.');
    let is_number =
        text.len() == days.len() || fraction.is_some_and(|fraction| fraction.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_number || !(days.len() == 5 && !days.starts_with('0') || days == LAST_SERIAL) {
        return None;
    }
    let span = Span::new().try_days(days.parse::<i32>().ok()?).ok()?;
    DAY_0.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn a_date_is_read_as_people_and_spreadsheets_write_it() {
        let expected = Ok(Some(Date::constant(2026, 2, 7)));
        for text in [
            "2026-02-07",
            "2026/2/7",
            "2026年2月7日",
            "2026年2月7号",
            "20260207",
            "46060",
            "46060.5",
            "46060.0",
            "2026/2/7 0:00:00",
            "2026-02-07T00:00:00",
            "2026-02-07T00:00:00.000Z",
            "2026-02-07 08:00:00+08:00",
            "２０２６．２．７",
            "２０２６／２／７",
            "\u{200b} 2026-02-07",
            "\u{feff}2026-02-07\u{3000}",
        ] {
            assert_eq!(last_day(text), expected, "{text}");
        }
        assert_eq!(last_day("9999-12-31"), last_day("2958465"));
        for blank in ["", " ", "\u{200b} \u{3000}", "\u{feff}"] {
            assert_eq!(last_day(blank), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn a_text_that_is_no_date_never_means_a_decision_without_end() {
        for text in [
            "till 2026-01-01",
            "TBD",
            "T2026-01-01",
            "TRUE",
            "FALSE",
            "202612",
            "261231",
            "26-12-31",
            "26/12/31",
            "2026",
            "2026-12",
            "2026-02-30",
            "2026-13-01",
            "2026-2-7-1",
            "soon",
            "长期",
            "无",
            "/",
            "-",
            "0",
            "1",
            "9",
            "9999",
            "99999999",
            "20261301",
            "12/31/2026",
            "31.12.2026",
            "7.2",
            "2026-12-31前",
            "2026-12-31起",
            "至2026-12-31",
            "2026-12-31至2027-12-31",
            "2026-12-31 or later",
            "2026-12-31 12",
            "2026-12-31Tx",
            "2026-12-31 12:00 2020-01-01",
            "2026-12-31 25:61",
            "2026-12-31 24:00",
            "2026年12月",
            "2026/12月31",
            "2026-123-1",
            "+2026-12-31",
            "-46060",
            "46060,5",
            "46060.5.5",
            "046060",
            "4606O",
            "7304485",
            "9999999",
            "100000000",
            "2147483647",
            "1e300",
            "nan",
            "inf",
            "\u{301}",
            "\0x",
            "#REF!",
            "t",
            "t2026-12-31",
            "2026-12-31t",
        ] {
            assert_eq!(last_day(text), Err(NotADate), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn what_shows_is_a_date_or_an_error(text in "[0-9年月日/.tT: -]{0,12}|\\PC{0,8}|[0-9]{1,9}") {
            let day = last_day(&text);
            prop_assert!(day != Ok(None) || text.chars().all(is_blank), "{text:?}");
            if let Ok(Some(day)) = day {
                let years = text.chars().filter(|c| c.is_numeric()).count();
                prop_assert!(years >= 5, "{text:?} is {day}");
            }
        }

        #[test]
        fn every_day_is_read_back_in_every_form(days in 10_000..73_050_i32) {
            let day = DAY_0.checked_add(Span::new().days(days)).unwrap();
            let (year, month, of_month) = (day.year(), day.month(), day.day());
            for text in [
                format!("{day}"), format!("{days}"), format!("{days}.25"), format!("{year}/{month}/{of_month}"),
                format!("{year}年{month}月{of_month}日"), format!("{year}{month:02}{of_month:02}"), format!("{day} 23:59:59"),
            ] {
                prop_assert_eq!(last_day(&text), Ok(Some(day)), "{}", text);
            }
        }
    }
}
