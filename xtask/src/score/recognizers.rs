//! The test cases of Microsoft Recognizers-Text for times and numbers.
//!
//! A case is one sentence with the expressions that are to be found in it. It is right if each of them is found with the same
//! words and the same meaning, and nothing else is found. Their specification is not TIMEX3, so that both are read as follows:
//!
//! - Words: the cases count in a preposition ("from 4 to 22 November", "on Friday", "once a week") and TIMEX3 does not; such
//!   words at the beginning, articles and punctuation are passed over. A range is one expression of theirs and two of ours: the
//!   first begins and the last ends with it.
//! - An open date (`XXXX-10-02`) is right if we take it as one of the two days, before or after the day of reference, that the
//!   case resolves it to.
//! - A range `(first,last,length)` is right if our expressions cover those days, with or without the last of them (theirs is
//!   exclusive, but "from 4 to 22 November" is up to the 22nd, and "from 2014 to 2018" up to the end of 2018), or if we tell
//!   its length ("the past three days").
//! - A part of a stretch ("the rest of the month", "later this week") has in TIMEX3 the value of the stretch, and a modifier:
//!   right if it begins or ends with it.
//! - `T17` is our time of any day at 17:00; `P1.5Y` is `P1Y6M`; `SU` is a summer of any year.
//! - What is counted in weeks, months or years from a day has in TIMEX3 the grain of its unit ("two years ago" is 2014): right
//!   if the day that they give lies in it.
//! - A share is per cent with us ("two thirds" is 66.7 per cent) and a fraction with them.
//! - "now", "recently", "soon" are expressions of ours that most cases leave out: they do not make a case wrong.
//!
//! Cases that the reference implementation (.NET) does not support are left out.

use serde::Deserialize;
use serde_json::Value;

use super::CodePointSpan;
use super::times::Time;

/// One test case as it stands in the file.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    #[serde(rename = "Input")]
    pub(crate) input: String,
    #[serde(rename = "Context")]
    context: Option<Context>,
    #[serde(rename = "NotSupported", default)]
    not_supported: String,
    #[serde(rename = "Results")]
    results: Vec<Expected>,
}

#[derive(Debug, Deserialize)]
struct Context {
    #[serde(rename = "ReferenceDateTime")]
    reference: Option<String>,
}

/// What is to be found.
#[derive(Debug, Deserialize)]
struct Expected {
    #[serde(rename = "Start")]
    start: Option<usize>,
    #[serde(rename = "Text")]
    text: String,
    /// Of the parsers.
    #[serde(rename = "Value")]
    value: Option<Value>,
    /// Of the models.
    #[serde(rename = "Resolution")]
    resolution: Option<Value>,
}

/// A number that we found.
#[derive(Debug, Deserialize)]
pub(crate) struct Figure {
    pub(crate) span: CodePointSpan,
    /// A number, or the two ends of a range.
    pub(crate) value: Value,
    pub(crate) unit: Option<String>,
}

/// Words before an expression that only one side counts in.
const LEADING: &[&str] = &[
    "a", "about", "after", "an", "around", "at", "before", "between", "by", "during", "for", "from", "in", "of", "on",
    "once", "since", "the", "till", "until", "within",
];

/// Units coarser than a day, in whose grain TIMEX3 counts.
const COARSE: &[&str] = &["week", "month", "year", "decade", "century", "fortnight"];

impl Case {
    /// Whether the reference implementation supports it.
    pub(crate) fn counts(&self) -> bool {
        !self.not_supported.to_ascii_lowercase().contains("dotnet")
    }

    /// The day of reference.
    pub(crate) fn day(&self) -> Option<&str> {
        self.context.as_ref()?.reference.as_deref()?.get(..10)
    }

    /// The sentence of a case of numbers. A number by itself is no figure of a report, so that one at the end of the input is
    /// given something to count.
    pub(crate) fn counted(&self) -> String {
        let text: Vec<char> = self.input.chars().collect();
        let last = self.results.last().and_then(|e| Some((e.span(&text)?[1], e.amount()?)));
        match last {
            Some((end, amount)) if !amount.percent && text[end..].iter().all(|c| !c.is_alphanumeric()) => {
                let share = matches!(amount.ends[..], [n] if (1..WHOLE).contains(&n));
                let before: String = text[..end].iter().collect();
                before + if share { " of the ships" } else { " ships" }
            }
            _ => self.input.clone(),
        }
    }

    /// The words that are to be found.
    pub(crate) fn expected(&self) -> impl Iterator<Item = String> {
        let value = |e: &Expected| e.value.clone().or_else(|| e.resolution.clone()).unwrap_or_default();
        self.results.iter().map(move |e| format!("{} = {}", e.text, value(e)))
    }

    /// Whether the times that we found are those of the case.
    ///
    /// `kind` is the TIMEX3 type of which the file of the case speaks, if it is the file of one extractor or parser: these say
    /// nothing about expressions of other kinds.
    pub(crate) fn times_right(&self, found: &[Time], kind: Option<&str>) -> bool {
        let text: Vec<char> = self.input.chars().collect();
        let mut used = 0;
        let all = self.results.iter().all(|expected| {
            let Some(span) = expected.span(&text) else { return false };
            let ours: Vec<&Time> = found.iter().filter(|t| overlap(t.span, span)).collect();
            used += ours.len();
            let (Some(first), Some(last)) = (ours.first(), ours.last()) else { return false };
            core_of(&text, span) == core_of(&text, [first.span[0], last.span[1]]) && expected.means(&ours)
        });
        let apart = |t: &Time| {
            t.value.as_deref().is_some_and(|v| v.ends_with("_REF"))
                || kind.is_some_and(|kind| t.kind.as_deref() != Some(kind))
        };
        let others = found.iter().filter(|t| apart(t));
        let others = others.filter(|t| !self.results.iter().filter_map(|e| e.span(&text)).any(|s| overlap(s, t.span)));
        all && used + others.count() == found.len()
    }

    /// Whether the numbers that we found are those of the case.
    pub(crate) fn numbers_right(&self, found: &[Figure]) -> bool {
        let text: Vec<char> = self.input.chars().collect();
        self.results.len() == found.len()
            && self.results.iter().all(|expected| {
                let Some(span) = expected.span(&text) else { return false };
                found.iter().any(|f| overlap(f.span, span) && expected.amount().is_some_and(|a| a.is(&amount_of(f))))
            })
    }
}

impl Expected {
    /// Where it is, in code points; the files give either end or length, and the text at times in other words.
    fn span(&self, text: &[char]) -> Option<CodePointSpan> {
        let length = self.text.chars().count();
        let start = self.start.or_else(|| {
            let wanted: Vec<char> = self.text.to_lowercase().chars().collect();
            let lower = |c: &char| c.to_lowercase().next().unwrap_or(*c);
            text.windows(length.max(1)).position(|w| w.iter().map(lower).eq(wanted.iter().copied()))
        })?;
        (start + length <= text.len()).then_some([start, start + length])
    }

    /// Whether our expressions say the same.
    fn means(&self, ours: &[&Time]) -> bool {
        let readings = self.readings();
        // The files of the extractors have words only.
        readings.is_empty() || readings.iter().any(|r| r.is(ours, &self.text))
    }

    fn readings(&self) -> Vec<Reading> {
        let mut readings = Vec::new();
        let string = |v: &Value| v.as_str().map(str::to_owned);
        if let Some(value) = self.value.as_ref().filter(|v| !v.is_null()) {
            for resolution in ["PastResolution", "FutureResolution"] {
                let of = |ends: [&str; 3]| ends.iter().find_map(|end| string(value.get(resolution)?.get(end)?));
                readings.push(Reading {
                    timex: value.get("Timex").and_then(string).unwrap_or_default(),
                    start: of(["startDate", "startDateTime", "startTime"]).or_else(|| of(["date", "dateTime", "time"])),
                    end: of(["endDate", "endDateTime", "endTime"]),
                });
            }
        }
        for value in self.resolution.iter().filter_map(|r| r.get("values")?.as_array()).flatten() {
            readings.push(Reading {
                timex: value.get("timex").and_then(string).unwrap_or_default(),
                start: value.get("start").or_else(|| value.get("value")).and_then(string),
                end: value.get("end").and_then(string),
            });
        }
        readings
    }

    /// The number or per cent, or the ends of a range without their brackets.
    fn amount(&self) -> Option<Amount> {
        let value = self.resolution.as_ref()?.get("value")?.as_str()?;
        if let Some(share) = value.strip_suffix('%') {
            return Some(Amount { ends: vec![rounded(share.parse().ok()?)], percent: true });
        }
        let ends = value.trim_matches(['[', ']', '(', ')']).split(',').filter(|e| !e.is_empty());
        let mut ends: Vec<i64> = ends.map(|e| e.parse().map(rounded)).collect::<Result<_, _>>().ok()?;
        ends.dedup();
        Some(Amount { ends, percent: false })
    }
}

/// A number, or the ends of a range, in ten-thousandths.
#[derive(Debug, PartialEq)]
struct Amount {
    ends: Vec<i64>,
    percent: bool,
}

impl Amount {
    fn is(&self, ours: &Self) -> bool {
        let share = || self.ends.iter().map(|n| 100 * n).zip(&ours.ends).all(|(a, b)| (a - b).abs() < 100);
        self == ours || (ours.percent && !self.percent && self.ends.len() == ours.ends.len() && share())
    }
}

/// One, in ten-thousandths.
const WHOLE: i64 = 10_000;

fn rounded(n: f64) -> i64 {
    (n * WHOLE as f64).round() as i64
}

/// Shares are per cent with us; theirs are fractions unless a per cent is written.
fn amount_of(figure: &Figure) -> Amount {
    let ends: Vec<f64> = match &figure.value {
        Value::Array(ends) => ends.iter().filter_map(Value::as_f64).collect(),
        value => value.as_f64().into_iter().collect(),
    };
    Amount { ends: ends.into_iter().map(rounded).collect(), percent: figure.unit.as_deref() == Some("percent") }
}

/// One way to read an expression of theirs.
#[derive(Debug)]
struct Reading {
    timex: String,
    /// `2016-10-02`, `2016-10-02 08:00:00` or `08:00:00`.
    start: Option<String>,
    /// The end of a range, exclusive.
    end: Option<String>,
}

impl Reading {
    fn is(&self, ours: &[&Time], text: &str) -> bool {
        let timex = self.timex.as_str();
        let value = |t: &Time| t.value.clone().unwrap_or_default();
        if let [one] = ours {
            let ours = value(one);
            if same_value(timex, &ours) || self.length().is_some_and(|l| same_value(l, &ours)) {
                return true;
            }
            if self.end.is_none()
                && let Some(start) = &self.start
                && (same_moment(start, &ours) || (is_coarse(text) && covers(one, day_of(start))))
            {
                return true;
            }
        }
        let (Some(start), Some(end)) = (&self.start, &self.end) else { return false };
        let (Some(first), Some(last)) = (ours.first(), ours.last()) else { return false };
        let clocked = value(first).contains('T') || value(last).contains('T');
        if clocked {
            return same_moment(start, &value(first)) && same_moment(end, &value(last));
        }
        let days = |t: &Time| t.range.clone();
        let (Some([from, _]), Some([_, to])) = (days(first), days(last)) else { return false };
        let end = day_of(end);
        let part = ours.len() == 1
            && covers(first, day_of(start))
            && (day_of(start) == from || end == to || day_before(end).is_some_and(|d| d == to));
        if part && day_of(start) <= end && end <= to.as_str() {
            return true;
        }
        let begins = days(last).is_some_and(|[first, _]| first == end);
        day_of(start) == from && (end == to || begins || day_before(end).is_some_and(|d| d == to))
    }

    /// The length in `(first,last,length)`.
    fn length(&self) -> Option<&str> {
        self.timex.strip_prefix('(')?.strip_suffix(')')?.rsplit(',').next()
    }
}

fn overlap(a: CodePointSpan, b: CodePointSpan) -> bool {
    a[0] < b[1] && b[0] < a[1]
}

/// A span without what only one side counts in.
fn core_of(text: &[char], [mut start, mut end]: CodePointSpan) -> CodePointSpan {
    while start < end && !text[end - 1].is_alphanumeric() {
        end -= 1;
    }
    loop {
        while start < end && !text[start].is_alphanumeric() {
            start += 1;
        }
        let word: String = text[start..end].iter().take_while(|c| c.is_alphanumeric()).collect();
        if word.is_empty() || !LEADING.contains(&word.to_ascii_lowercase().as_str()) {
            return [start, end];
        }
        start += word.chars().count();
    }
}

/// Whether two TIMEX3 values say the same.
fn same_value(theirs: &str, ours: &str) -> bool {
    if theirs == ours {
        return true;
    }
    if let (Some(a), Some(b)) = (length_of(theirs), length_of(ours)) {
        return a == b;
    }
    match (theirs.split_once('T'), ours.split_once('T')) {
        (Some(("", theirs)), Some((_, ours))) => clock(theirs) == clock(ours),
        (Some((day, theirs)), Some((our_day, ours))) => day == our_day && clock(theirs) == clock(ours),
        // A season of any year, and each day written as a day or as its length.
        (None, None) => theirs.len() == 2 && ours.get(5..) == Some(theirs),
        _ => false,
    }
}

/// `17` is `17:00`, `17:00:00` too, and `24:00` the midnight of the day before.
fn clock(time: &str) -> String {
    let time = time.strip_suffix(":00").filter(|t| t.contains(':')).unwrap_or(time);
    match time {
        "24:00" => "00:00".to_owned(),
        _ if time.len() == 2 && time.bytes().all(|b| b.is_ascii_digit()) => format!("{time}:00"),
        _ => time.to_owned(),
    }
}

/// `2016-10-02`, `2016-10-02 08:00:00` or `08:00:00` against a value of ours.
fn same_moment(theirs: &str, ours: &str) -> bool {
    let (our_day, our_clock) = ours.split_once('T').map_or((ours, None), |(d, c)| (d, Some(clock(c))));
    let (day, time) = match theirs.split_once(' ') {
        Some((day, time)) => (Some(day), Some(time)),
        None if theirs.contains(':') => (None, Some(theirs)),
        None => (Some(theirs), None),
    };
    day.is_none_or(|day| day == our_day) && time.map(clock) == our_clock
}

fn day_of(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}

fn day_before(day: &str) -> Option<String> {
    Some(day.parse::<jiff::civil::Date>().ok()?.yesterday().ok()?.to_string())
}

fn covers(time: &Time, day: &str) -> bool {
    time.range.as_ref().is_some_and(|[first, last]| first.as_str() <= day && day <= last.as_str())
}

fn is_coarse(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    COARSE.iter().any(|unit| text.contains(unit))
}

/// A length as months and seconds: `P1.5Y` is `P1Y6M`, `P2W` is `P14D`; none of what is not a length.
fn length_of(value: &str) -> Option<(i64, i64)> {
    let (mut months, mut seconds) = (0.0, 0.0);
    let (mut number, mut time) = (String::new(), false);
    for c in value.strip_prefix('P')?.chars() {
        if c == 'T' {
            time = true;
            continue;
        }
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        let n: f64 = number.parse().ok()?;
        number.clear();
        match (c, time) {
            ('Y', false) => months += 12.0 * n,
            ('M', false) => months += n,
            ('Q', false) => months += 3.0 * n,
            ('W', false) => seconds += 7.0 * 86_400.0 * n,
            ('D', false) => seconds += 86_400.0 * n,
            ('H', true) => seconds += 3600.0 * n,
            ('M', true) => seconds += 60.0 * n,
            ('S', true) => seconds += n,
            _ => return None,
        }
    }
    number.is_empty().then_some(((months * 100.0).round() as i64, (seconds * 100.0).round() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(json: &str) -> Case {
        serde_json::from_str(json).unwrap()
    }

    fn time(span: CodePointSpan, value: &str, range: Option<[&str; 2]>) -> Time {
        let range = range.map(|days| days.map(str::to_owned));
        Time { span, kind: None, value: Some(value.to_owned()), nested: false, range }
    }

    #[test]
    fn an_open_date_may_be_taken_either_way() {
        let case = case(
            r#"{"Input": "Back on 2 October", "Results": [{"Text": "2 October", "Start": 8, "Value": {"Timex": "XXXX-10-02",
            "FutureResolution": {"date": "2017-10-02"}, "PastResolution": {"date": "2016-10-02"}}}]}"#,
        );
        assert!(case.times_right(&[time([8, 17], "2016-10-02", None)], None));
        assert!(case.times_right(&[time([8, 17], "2017-10-02", None)], None));
        assert!(!case.times_right(&[time([8, 17], "2018-10-02", None)], None));
        assert!(!case.times_right(&[time([10, 17], "2017-10-02", None)], None));
        assert!(!case.times_right(&[], None));
        assert!(!case.times_right(&[time([8, 17], "2017-10-02", None), time([0, 4], "P1D", None)], None));
        assert!(case.times_right(&[time([0, 4], "PRESENT_REF", None), time([8, 17], "2017-10-02", None)], None));
    }

    #[test]
    fn a_range_is_covered_by_its_two_ends() {
        let case = case(
            r#"{"Input": "out from 4 to 22 November", "Results": [{"Text": "from 4 to 22 November", "Start": 4, "Value": {"Timex":
            "(2016-11-04,2016-11-22,P18D)", "PastResolution": {"startDate": "2016-11-04", "endDate": "2016-11-22"}}}]}"#,
        );
        let ends = |last: &'static str| {
            [time([9, 10], "2016-11-04", Some(["2016-11-04", "2016-11-04"])), time([14, 25], last, Some([last, last]))]
        };
        assert!(case.times_right(&ends("2016-11-22"), None));
        assert!(case.times_right(&ends("2016-11-21"), None));
        assert!(!case.times_right(&ends("2016-11-23"), None));
        assert!(case.times_right(&[time([9, 25], "P18D", None)], None));
    }

    #[test]
    fn values_are_compared_by_what_they_mean() {
        for (theirs, ours, same) in [
            ("T17", "2016-11-07T17:00", true),
            ("T17", "2016-11-07T17:30", false),
            ("TMO", "XXXX-XX-XXTMO", true),
            ("P1.5Y", "P1Y6M", true),
            ("P2W", "P14D", true),
            ("P1M", "PT1M", false),
            ("SU", "2016-SU", true),
            ("2016-W46", "2016-W45", false),
        ] {
            assert_eq!(same_value(theirs, ours), same, "{theirs} {ours}");
        }
        assert!(same_moment("2016-10-02 08:00:00", "2016-10-02T08:00"));
        assert!(!same_moment("2016-10-02", "2016-10-02T08:00"));
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let case = case(
            r#"{"Input": "more than 40 per cent", "Results": [{"Text": "40 per cent", "Start": 10, "Resolution": {"value": "40%"}}]}"#,
        );
        let figure =
            |value: f64, unit: &str| Figure { span: [0, 21], value: value.into(), unit: Some(unit.to_owned()) };
        assert!(case.numbers_right(&[figure(40.0, "percent")]));
        assert!(!case.numbers_right(&[figure(40.0, "mile")]));
        assert!(!case.numbers_right(&[figure(41.0, "percent")]));
    }
}
