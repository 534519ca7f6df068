//! Words of reports, made fit to be shown: one line, nothing invisible that could act.

use readout_report::{Date, Span};

/// What stands in for a character that must not be shown.
const HIDDEN: char = '\u{FFFD}';

/// The character, or a visible stand-in for one that could drive a terminal or reorder a line: control characters
/// (escape sequences start with one) and the marks that override the direction of writing.
pub fn visible(c: char) -> char {
    let acts = c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if acts { HIDDEN } else { c }
}

/// Writes text as HTML, for the content of an element or a quoted value: nothing in it is markup, only visible characters.
/// Line breaks and tabs stay, but for carriage returns.
pub fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\r' => {}
            '\n' | '\t' => html.push(c),
            other => html.push(visible(other)),
        }
    }
}

/// The text as one line: runs of white space as one space, none at the ends, only visible characters.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(visible));
    }
    out
}

/// The words of `span`, or nothing where the span is not one of this text.
pub(crate) fn at(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// The pieces of a statement's content, each with the quotation marks that the report sets around it.
pub(crate) fn content(text: &str, pieces: &[Span]) -> String {
    let shown = pieces.iter().map(|piece| line(at(text, with_marks(text, *piece))));
    // A piece that is only a mark of punctuation tells nothing.
    let shown: Vec<_> = shown.filter(|piece| piece.contains(char::is_alphanumeric)).collect();
    shown.join(" … ")
}

/// The span and the quotation marks that touch it.
fn with_marks(text: &str, span: Span) -> Span {
    let (Some(before), Some(after)) = (text.get(..span.start as usize), text.get(span.end as usize..)) else {
        return span;
    };
    let opening = before.chars().next_back().filter(|c| matches!(c, '"' | '“' | '‘' | '«' | '„'));
    let closing = after.chars().next().filter(|c| matches!(c, '"' | '”' | '’' | '»'));
    // A straight mark looks the same on both sides: it opens only where a space, or nothing, stands before it.
    let opening = opening
        .filter(|c| *c != '"' || !before[..before.len() - 1].ends_with(|c: char| !c.is_whitespace() && c != '('));
    let closing = closing.filter(|c| *c != '’' || !after[c.len_utf8()..].starts_with(char::is_alphanumeric));
    Span {
        start: span.start - opening.map_or(0, |c| c.len_utf8() as u32),
        end: span.end + closing.map_or(0, |c| c.len_utf8() as u32),
    }
}

/// The words of a span amid the words around them on the same line of the report: before, the words, after.
/// At most `reach` bytes on either side, cut at spaces, with "…" where something was cut.
pub(crate) fn in_context(text: &str, span: Span, reach: usize) -> (String, String, String) {
    let (Some(before), Some(after)) = (text.get(..span.start as usize), text.get(span.end as usize..)) else {
        return Default::default();
    };
    // Only so much is looked at: a line may be as long as the text.
    let near = &before[boundary(before, before.len().saturating_sub(reach))..];
    let before = match near.rsplit_once('\n') {
        Some((_, rest)) => line(rest),
        None if near.len() == before.len() => line(near),
        None => format!("… {}", line(near.split_once(' ').map_or("", |(_, rest)| rest))),
    };
    let near = &after[..boundary(after, reach)];
    let after = match near.split_once('\n') {
        Some((rest, _)) => spaced(rest, &line(rest)),
        None if near.len() == after.len() => spaced(near, &line(near)),
        None => spaced(near, &line(near.rsplit_once(' ').map_or("", |(rest, _)| rest))) + " …",
    };
    let gap = text[..span.start as usize].ends_with(char::is_whitespace);
    let before = if before.is_empty() || !gap { before } else { before + " " };
    (before, line(at(text, span)), after)
}

/// The last character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// `shown` with the space that the original had before it.
fn spaced(original: &str, shown: &str) -> String {
    if original.starts_with(char::is_whitespace) && !shown.is_empty() { format!(" {shown}") } else { shown.into() }
}

/// A day as an editor writes it: "Tue 25 Nov 2025".
pub fn day(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// Days from the first to the last, the shared parts said once: "1–7 Dec 2025", "Dec 2025", "2025".
pub fn days((first, last): (Date, Date)) -> String {
    let year = first.year() == last.year();
    let month = year && first.month() == last.month();
    if first == last {
        day(first)
    } else if year && first.day_of_year() == 1 && last == last.last_of_year() {
        first.strftime("%Y").to_string()
    } else if month && first.day() == 1 && last == last.last_of_month() {
        first.strftime("%b %Y").to_string()
    } else if month {
        format!("{}–{}", first.day(), last.strftime("%-d %b %Y"))
    } else if year {
        format!("{} – {}", first.strftime("%-d %b"), last.strftime("%-d %b %Y"))
    } else {
        format!("{} – {}", first.strftime("%-d %b %Y"), last.strftime("%-d %b %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_is_shown() {
        assert_eq!(
            line(" a\u{1b}[31mred\u{7}\n\t b\u{202e}c\u{9b}2J "),
            "a\u{fffd}[31mred\u{fffd} b\u{fffd}c\u{fffd}2J"
        );
    }

    #[test]
    fn quotation_marks_come_with_their_content() {
        let text = "She said: “No ferry,” and 'left' \"now\".";
        let find = |words: &str| {
            let start = text.find(words).unwrap();
            Span::of(start, start + words.len())
        };
        assert_eq!(content(text, &[find("No ferry,"), find("now")]), "“No ferry,” … \"now\"");
        assert_eq!(content("He said it's over", &[Span::new(8, 10)]), "it");
        assert_eq!(content("x", &[Span::new(5, 9)]), "");
    }

    #[test]
    fn context_stops_at_the_line_and_at_spaces() {
        let text = "First line.\nThe harbour lost more than 40 boats in the storm of Tuesday night.\nLast.";
        let start = text.find("more than 40").unwrap();
        let span = Span::of(start, start + "more than 40".len());
        assert_eq!(in_context(text, span, 9), ("… lost ".into(), "more than 40".into(), " boats …".into()));
        let (before, _, after) = in_context(text, span, 500);
        assert_eq!((before.as_str(), after.as_str()), ("The harbour lost ", " boats in the storm of Tuesday night."));
    }

    #[test]
    fn days_say_shared_parts_once() {
        let date = |y, m, d| Date::new(y, m, d).unwrap();
        let show = |a, b| days((a, b));
        assert_eq!(show(date(2025, 11, 25), date(2025, 11, 25)), "Tue 25 Nov 2025");
        assert_eq!(show(date(2025, 12, 1), date(2025, 12, 7)), "1–7 Dec 2025");
        assert_eq!(show(date(2025, 12, 1), date(2025, 12, 31)), "Dec 2025");
        assert_eq!(show(date(2025, 1, 1), date(2025, 12, 31)), "2025");
        assert_eq!(show(date(2025, 11, 28), date(2025, 12, 2)), "28 Nov – 2 Dec 2025");
        assert_eq!(show(date(2024, 12, 30), date(2025, 1, 5)), "30 Dec 2024 – 5 Jan 2025");
    }
}
