//! Publication days, in the forms that publishers write them.

use jiff::{Timestamp, tz::TimeZone};
use readout_report::Date;

/// The day that `written` names: ISO 8601 dates and datetimes, RFC 2822, and dates with an English month in words
/// ("26 November 2025", "Nov. 26, 2025"), with or without weekday and time. The day is the one written: a time zone
/// does not shift it.
pub(crate) fn parse(written: &str) -> Option<Date> {
    let written = written.trim();
    numeric(written).or_else(|| in_words(written))
}

/// The day, in UTC, of a number of seconds or milliseconds since 1970.
pub(crate) fn from_epoch(number: i64) -> Option<Date> {
    // A count of seconds passes this in the year 5138, one of milliseconds passed it in 1973.
    const MILLISECONDS_FROM: i64 = 100_000_000_000;
    let moment = if number.abs() >= MILLISECONDS_FROM {
        Timestamp::from_millisecond(number)
    } else {
        Timestamp::from_second(number)
    };
    Some(moment.ok()?.to_zoned(TimeZone::UTC).date())
}

/// `2025-11-26`, `2025/11/26` or `20251126`, alone or before a time.
fn numeric(written: &str) -> Option<Date> {
    let bytes = written.as_bytes();
    let digits = |from: usize, to: usize| -> Option<i16> {
        let part = bytes.get(from..to)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |n, digit| n * 10 + i16::from(digit - b'0')))
    };
    let separated = matches!(bytes.get(4), Some(b'-' | b'/')) && bytes.get(4) == bytes.get(7);
    let (month, day, end) =
        if separated { (digits(5, 7)?, digits(8, 10)?, 10) } else { (digits(4, 6)?, digits(6, 8)?, 8) };
    if !matches!(bytes.get(end), None | Some(b'T' | b't' | b' ')) {
        return None;
    }
    Date::new(digits(0, 4)?, month as i8, day as i8).ok()
}

/// `26 November 2025` or `November 26, 2025`, in the words of `written` up to the year.
fn in_words(written: &str) -> Option<Date> {
    let (mut day, mut month) = (None, None);
    // Weekday, day, month and year, with an "of" or "the" and a label such as "Published:" among them.
    for word in written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8) {
        if let Some(number) = month_number(word) {
            month = month.or(Some(number));
        } else if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            return Date::new(word.parse().ok()?, month?, day?).ok();
        } else if day.is_none() {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            if matches!(word.get(digits.len()..), Some("" | "st" | "nd" | "rd" | "th")) {
                day = digits.parse().ok();
            }
        }
    }
    None
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(&word)));
    found.or((word == "sept").then_some(8)).map(|index| index as i8 + 1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_the_forms_that_publishers_use() {
        for written in [
            "2025-11-26",
            " 2025-11-26\n",
            "2025/11/26",
            "20251126",
            "20251126T101500Z",
            "2025-11-26T23:30:00-05:00",
            "2025-11-26T10:15:00.123Z",
            "2025-11-26 10:15:00+00:00",
            "Wed, 26 Nov 2025 23:30:00 -0500",
            "Wednesday, 26-Nov-2025 10:15:00 GMT",
            "26 November 2025",
            "26 Nov 2025, 10:15",
            "26th of November 2025",
            "November 26, 2025",
            "Nov. 26, 2025 10:15 a.m. ET",
            "Wednesday, November 26, 2025",
            "Published: 26 November, 2025",
        ] {
            assert_eq!(parse(written), Some(date(2025, 11, 26)), "{written:?}");
        }
        assert_eq!(parse("Sept 1, 2025"), Some(date(2025, 9, 1)));
        assert_eq!(from_epoch(1_764_115_200), Some(date(2025, 11, 26)));
        assert_eq!(from_epoch(1_764_115_200_000), Some(date(2025, 11, 26)));
    }

    #[test]
    fn does_not_guess() {
        for written in [
            "",
            "2025",
            "yesterday",
            "26/11/2025",
            "11/26/25",
            "2025-13-01",
            "2025-02-30",
            "31 November 2025",
            "November 2025",
            "2025-11-261",
        ] {
            assert_eq!(parse(written), None, "{written:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(written in "\\PC{0,60}", number: i64) {
            parse(&written);
            from_epoch(number);
        }

        #[test]
        fn reads_what_it_writes(day in 0i64..40_000) {
            let day = from_epoch(day * 86_400);
            prop_assert_eq!(day.and_then(|day| parse(&day.to_string())), day);
        }
    }
}
