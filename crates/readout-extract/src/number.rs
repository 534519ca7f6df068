//! Numbers in digits and words.

use readout_report::Span;

use crate::lex::{Kind, Lexemes, Word};

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// One past its last lexeme.
    pub(crate) end: usize,
    /// How many digits, where it is a plain run of them ("1998", "7"); 0 otherwise.
    pub(crate) digits: usize,
    /// Whether it is a share: "one-fifth", "three quarters".
    pub(crate) share: bool,
    /// How far up the last scale word or the last digit reaches: 1 for "40,000", 1e6 for "1.5 million".
    pub(crate) scale: f64,
}

/// The number that begins at lexeme `i`, as long as it goes.
pub(crate) fn parse(lex: &Lexemes<'_>, i: usize) -> Option<Number> {
    let number = match lex.word(i) {
        Word::Other => in_digits(lex, i),
        _ => in_words(lex, i),
    };
    number.filter(|n| n.value < LARGEST)
}

/// Larger numbers are no figures of the news, but strings of digits.
const LARGEST: f64 = 1e18;

/// How many groups or scale words a number has at most.
const LONGEST: usize = 6;

fn plain(value: f64, end: usize) -> Number {
    Number { value, end, digits: 0, share: false, scale: 1.0 }
}

fn in_digits(lex: &Lexemes<'_>, i: usize) -> Option<Number> {
    let lexeme = lex.get(i).filter(|l| l.kind == Kind::Digits)?;
    let first = lexeme.span.of_text(lex.text);
    let mut value: f64 = first.parse().ok()?;
    let (mut end, mut digits) = (i + 1, first.len());
    if first.len() <= 3 {
        for _ in 0..LONGEST {
            let Some((group, 3)) = lex.digits(end + 1) else { break };
            if !(lex.glued_mark(end, ',') && lex.glued(end + 1)) {
                break;
            }
            value = value * 1000.0 + f64::from(group);
            end += 2;
            digits = 0;
        }
        if end == i + 1
            && let Some((grouped, after)) = spaced_groups(lex, value, end)
        {
            (value, end, digits) = (grouped, after, 0);
        }
    }
    if lex.glued_mark(end, '.') && lex.glued(end + 1) && lex.get(end + 1).is_some_and(|l| l.kind == Kind::Digits) {
        let text = format!("0.{}", lex.str(end + 1));
        value += text.parse().unwrap_or(0.0);
        end += 2;
        digits = 0;
    } else if let Some((share, after)) = slash_fraction(lex, end) {
        value += share;
        end = after;
        digits = 0;
    } else if lex.glued_mark(end, '/') && digits > 0 {
        if let (Some((over, 1..=2)), true) = (lex.digits(end + 1), lex.glued(end + 1))
            && over > 0
            && value < f64::from(over)
            && !lex.mark(end + 2, '/')
        {
            return Some(Number { share: true, ..plain(value / f64::from(over), end + 2) });
        }
    } else if let Some(half) = lex.str(end).chars().next().and_then(vulgar) {
        value += half;
        end += 1;
        digits = 0;
    }
    let mut number = Number { digits, ..plain(value, end) };
    scale(lex, &mut number);
    Some(number)
}

/// "1 414 021 100": groups of three after spaces; one group alone ("40 000") only after a space that does not break.
fn spaced_groups(lex: &Lexemes<'_>, mut value: f64, mut at: usize) -> Option<(f64, usize)> {
    let first = at;
    let mut firm = true;
    while let (Some((group, 3)), true) = (lex.digits(at), at - first < LONGEST) {
        let gap = Span::of(lex.get(at - 1)?.span.range().end, lex.get(at)?.span.range().start).of_text(lex.text);
        if gap.chars().count() != 1 {
            break;
        }
        firm &= matches!(gap, "\u{a0}" | "\u{2009}" | "\u{202f}");
        value = value * 1000.0 + f64::from(group);
        at += 1;
    }
    (at - first > 1 || (firm && at > first)).then_some((value, at))
}

/// " 1/2" after a whole number.
fn slash_fraction(lex: &Lexemes<'_>, i: usize) -> Option<(f64, usize)> {
    let ((over, 1), (under, 1..=2)) = (lex.digits(i)?, lex.digits(i + 2)?) else { return None };
    (lex.glued_mark(i + 1, '/') && lex.glued(i + 2) && !lex.glued(i) && over < under)
        .then(|| (f64::from(over) / f64::from(under), i + 3))
}

fn vulgar(mark: char) -> Option<f64> {
    Some(match mark {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        _ => return None,
    })
}

/// Takes the scale words that follow: "million", "hundred thousand".
fn scale(lex: &Lexemes<'_>, number: &mut Number) {
    for _ in 0..LONGEST {
        let next = number.end + usize::from(lex.hyphen(number.end) && lex.glued(number.end + 1));
        // "three dozens".
        let (Word::Scale(by) | Word::Scales(by @ 12)) = lex.word(next) else { break };
        number.value *= by as f64;
        number.scale *= by as f64;
        number.digits = 0;
        number.end = next + 1;
    }
    // "3 million and a half".
    if number.scale > 12.0
        && let Some((part, end)) = and_part(lex, number.end)
    {
        number.value += part * number.scale;
        number.end = end;
    }
}

/// "and a half", "and two thirds", "and one fourth": what is added, and where it ends.
fn and_part(lex: &Lexemes<'_>, i: usize) -> Option<(f64, usize)> {
    if !lex.is(i, "and") {
        return None;
    }
    let (over, at) = match lex.word(i + 1) {
        Word::A => (1.0, i + 2),
        Word::Count(n @ 1..=9) => (f64::from(n), i + 2),
        _ => return None,
    };
    let under = match lex.word(at) {
        Word::Half if over == 1.0 => 2,
        Word::Unit(crate::lex::Unit::Quarter) if over == 1.0 => 4,
        Word::Units(crate::lex::Unit::Quarter) if over == 3.0 => 4,
        Word::Ordinal(n @ 3..=10) if over == 1.0 => n,
        Word::Fraction(n) if f64::from(n) > over => n,
        _ => return None,
    };
    Some((over / f64::from(under), at + 1))
}

/// "point zero three", "point five", "point seventy-one": the digits after a point that is spoken.
fn spoken_decimals(lex: &Lexemes<'_>, i: usize) -> Option<(f64, usize)> {
    if !lex.is(i, "point") {
        return None;
    }
    let (mut digits, mut at) = (String::from("0."), i + 1);
    while let (Word::Count(n @ 0..=9), true) = (lex.word(at), digits.len() < 2 + LONGEST) {
        digits.push(char::from(b'0' + n));
        at += 1;
    }
    if at == i + 1 {
        let (n, end) = small(lex, at)?;
        digits.push_str(&n.to_string());
        at = end;
    }
    Some((digits.parse().ok()?, at))
}

/// One to ninety-nine.
fn small(lex: &Lexemes<'_>, i: usize) -> Option<(f64, usize)> {
    match lex.word(i) {
        Word::Count(n) => Some((f64::from(n), i + 1)),
        Word::Tens(n) => {
            let next = i + 1 + usize::from(lex.hyphen(i + 1));
            match lex.word(next) {
                Word::Count(m @ 1..=9) => Some((f64::from(n + m), next + 1)),
                _ => Some((f64::from(n), i + 1)),
            }
        }
        _ => None,
    }
}

fn in_words(lex: &Lexemes<'_>, i: usize) -> Option<Number> {
    // "a hundred", "a dozen": the article counts as one, but only before a scale word. "half a million".
    let (mut part, mut at) = match lex.word(i) {
        Word::A if matches!(lex.word(i + 1), Word::Scale(_)) => (1.0, i + 1),
        Word::Half if lex.word(i + 1) == Word::A && matches!(lex.word(i + 2), Word::Scale(_)) => (0.5, i + 2),
        // "half million".
        Word::Half if matches!(lex.word(i + 1), Word::Scale(_)) => (0.5, i + 1),
        Word::Scale(12) => (1.0, i),
        _ => small(lex, i)?,
    };
    // "twenty-fifth" counts nothing.
    if part >= 20.0 && lex.hyphen(at) && matches!(lex.word(at + 1), Word::Ordinal(_)) {
        return None;
    }
    if let Some((under, end)) = denominator(lex, at) {
        return Some(Number { share: true, ..plain(part / under, end) });
    }
    let (mut total, mut largest) = (0.0, 1.0);
    for _ in 0..LONGEST {
        let next = at + usize::from(lex.hyphen(at) && lex.glued(at + 1));
        let (Word::Scale(by) | Word::Scales(by @ 12)) = lex.word(next) else { break };
        let by = by as f64;
        at = next + 1;
        part *= by;
        if by >= 1000.0 {
            total += part;
            part = 0.0;
            largest = f64::max(largest, by);
        }
        // "two million and three fifths".
        if and_part(lex, at).is_some() {
            break;
        }
        // "two hundred and fifty", "three thousand four hundred".
        let rest = at + usize::from(lex.is(at, "and"));
        if let Some((more, end)) = small(lex, rest) {
            // "one hundred and two people" adds; "a million and two of …" does not happen in the news.
            part += more;
            at = end;
        }
    }
    // "two and a half million", "one million and a half", "five point three million".
    if let Some((more, end)) = and_part(lex, at) {
        let mut number = plain(total + part + more * largest, end);
        scale(lex, &mut number);
        return Some(number);
    }
    if let Some((more, end)) = spoken_decimals(lex, at) {
        let mut number = plain(total + part + more, end);
        scale(lex, &mut number);
        return Some(number);
    }
    Some(Number { scale: largest, ..plain(total + part, at) })
}

/// "-fifth", " thirds", "-quarters": what the number before is a share of.
fn denominator(lex: &Lexemes<'_>, i: usize) -> Option<(f64, usize)> {
    let hyphen = lex.hyphen(i);
    let at = i + usize::from(hyphen);
    let under = match lex.word(at) {
        Word::Fraction(n) => n,
        Word::Ordinal(n @ 3..=10)
            if hyphen || lex.is_any(at + 1, &["of", "are", "were", "have"]) || !lex.is_word(at + 1) =>
        {
            n
        }
        Word::Half if hyphen => 2,
        Word::Unit(crate::lex::Unit::Quarter) if hyphen => 4,
        Word::Units(crate::lex::Unit::Quarter) if lex.is(at + 1, "of") => 4,
        _ => return None,
    };
    Some((f64::from(under), at + 1))
}

/// A year in words: "nineteen ninety-six", "two thousand", "two thousand and five", "twenty twelve".
pub(crate) fn year_in_words(lex: &Lexemes<'_>, i: usize) -> Option<(i16, usize)> {
    // "two thousand and eighteen"; "two thousand" alone is a number of things.
    if lex.word(i) == Word::Count(2) && lex.word(i + 1) == Word::Scale(1000) {
        let at = i + 2 + usize::from(lex.is(i + 2, "and"));
        let (rest, end) = small(lex, at)?;
        return Some((2000 + rest as i16, end));
    }
    let century = match lex.word(i) {
        Word::Count(n @ 16..=19) => i16::from(n),
        Word::Tens(20) if matches!(lex.word(i + 1), Word::Count(10..=19)) => 20,
        _ => return None,
    };
    let (rest, end) = small(lex, i + 1).filter(|(n, _)| *n >= 10.0)?;
    (!lex.hyphen(i + 1)).then_some((century * 100 + rest as i16, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, value, words) in [
            ("19", 19.0, 1),
            ("40,000", 40_000.0, 3),
            ("1.5 million", 1_500_000.0, 4),
            ("seven", 7.0, 1),
            ("twenty-four", 24.0, 3),
            ("a hundred thirty million", 130e6, 4),
            ("two hundred and fifty thousand", 250_000.0, 5),
            ("three thousand four hundred", 3400.0, 4),
            ("5 1/2", 5.5, 4),
            ("two and a half", 2.5, 4),
            ("one-fifth", 0.2, 3),
            ("a dozen", 12.0, 2),
            ("half a million", 500_000.0, 3),
            ("three quarters of", 0.75, 2),
            ("three and a quarter", 3.25, 4),
            ("five and two thirds million", (5.0 + 2.0 / 3.0) * 1e6, 5),
            ("3 million and a half", 3.5e6, 5),
            ("two million and three fifths", 2.6e6, 5),
            ("half a dozen", 6.0, 3),
            ("three dozens", 36.0, 2),
            ("half million", 500_000.0, 2),
            ("two hundred point zero three", 200.03, 5),
            ("nought point seventy-one", 0.71, 5),
            ("13 lakh", 1_300_000.0, 2),
            ("1 414 021 100", 1_414_021_100.0, 4),
            ("40\u{a0}000", 40_000.0, 2),
            ("40 000", 40.0, 1),
        ] {
            let number = parse(&Lexemes::new(text), 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((number.value, number.end), (value, words), "{text}");
        }
        assert_eq!(parse(&Lexemes::new("a plan"), 0), None);
        assert_eq!(year_in_words(&Lexemes::new("nineteen ninety-six"), 0), Some((1996, 4)));
        assert_eq!(year_in_words(&Lexemes::new("two thousand and eighteen"), 0), Some((2018, 4)));
        assert_eq!(year_in_words(&Lexemes::new("two thousand men"), 0), None);
    }
}
