//! What holds for any text: no panic, spans on character boundaries, in order, not overlapping.

use proptest::prelude::*;
use readout_extract::{Findings, document, figure, time};
use readout_language::Analysis;
use readout_report::{Date, Report, Span};

/// Text that looks enough like times, figures and documents to reach the rules.
fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "the",
        "a",
        "last",
        "next",
        "this",
        "early",
        "mid",
        "end",
        "of",
        "Feb",
        ".",
        ",",
        "29",
        "30",
        "31",
        "February",
        "May",
        "1999",
        "9999",
        "0000",
        "0",
        "Q4",
        "Friday",
        "night",
        "quarter",
        "year",
        "years",
        "ago",
        "later",
        "earlier",
        "two",
        "hundred",
        "thousand",
        "million",
        "trillion",
        "999999999",
        "1",
        "-",
        "–",
        "/",
        ":",
        "12",
        "p.m.",
        "'",
        "’98",
        "s",
        "%",
        "$",
        "€",
        "m",
        "bn",
        "per",
        "cent",
        "of",
        "between",
        "and",
        "to",
        "from",
        "half",
        "dozens",
        "tens",
        "weekend",
        "winter",
        "Thanksgiving",
        "century",
        "decade",
        "draft",
        "plan",
        "28-point",
        "deal",
        "version",
        "updated",
        "é",
        "漢",
        "🙂",
        "\n",
        "½",
        "every",
        "other",
        "recent",
        "or",
        "more",
        "than",
        "at",
        "least",
        "up",
        "now",
        "BC",
        "AD",
        "480",
        "1941",
        "past",
        "week",
        "weeks",
        "month",
        "day",
        "days",
        "March",
        "minus",
        "point",
        "hours",
        "minutes",
        "another",
        "before",
        "after",
        "th",
        "first",
        "summer",
        "the 20th",
        "in",
        "(",
        ")",
        "\u{a0}",
        "today",
        "tomorrow",
        "yesterday",
        "1939",
        "June 1940",
        "on 6 June",
    ]);
    prop_oneof![
        prop::collection::vec((words, prop::bool::weighted(0.7)), 0..24).prop_map(|parts| parts
            .iter()
            .map(|(word, space)| format!("{word}{}", if *space { " " } else { "" }))
            .collect()),
        "\\PC{0,80}",
        "[0-9/:.,\\-' ]{0,40}",
    ]
}

fn published() -> impl Strategy<Value = Option<Date>> {
    let day = |y: i16, m: i8, d: i8| Date::new(y, m, d).ok();
    prop_oneof![
        Just(None),
        (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(move |(y, m, d)| day(y, m, d)),
        prop::sample::select(vec![
            day(-9999, 1, 1),
            day(0, 1, 1),
            day(1, 1, 1),
            day(9998, 12, 31),
            day(9999, 12, 31),
            day(2024, 2, 29),
            day(2026, 1, 2),
        ]),
    ]
}

fn in_order(text: &str, spans: impl Iterator<Item = Span>) -> Result<(), TestCaseError> {
    let mut end = 0;
    for span in spans {
        prop_assert!(span.start >= end && !span.is_empty(), "{span:?} after {end}");
        prop_assert!(text.get(span.range()).is_some(), "{span:?}");
        end = span.end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn any_text_is_read(text in text(), published in published()) {
        let report = Report { published, ..Report::from_text(text) };
        let analysis = Analysis::default();
        let times = time::find(&report, &analysis);
        in_order(&report.text, times.iter().map(|t| t.span))?;
        for time in &times {
            prop_assert!(time.range.is_none_or(|(first, last)| first <= last), "{time:?}");
            prop_assert!(!time.value.is_empty());
        }
        let figures = figure::find(&report, &analysis, &times);
        in_order(&report.text, figures.iter().map(|f| f.span))?;
        for figure in &figures {
            prop_assert!(figure.of.is_none_or(|of| report.text.get(of.range()).is_some()), "{figure:?}");
            prop_assert!(times.iter().all(|t| !t.span.overlaps(figure.span)), "{figure:?}");
        }
        let documents = document::find(&report, &analysis, &Findings::default());
        in_order(&report.text, documents.iter().map(|d| d.span))?;
        for document in &documents {
            prop_assert_eq!(document.mentions.first().map(|m| m.span), Some(document.span));
            in_order(&report.text, document.mentions.iter().map(|m| m.span))?;
        }
    }
}

/// No rule goes as deep as a text is long.
#[test]
fn repetitions_are_read() {
    for words in [
        "another ",
        "20 of the ",
        "20 of next month ",
        "early in the ",
        "the end of ",
        "last week of ",
        "the week of ",
        "1 000 ",
        "5 to ",
    ] {
        let report = Report::from_text(words.repeat(20_000));
        let times = time::find(&report, &Analysis::default());
        figure::find(&report, &Analysis::default(), &times);
    }
}
