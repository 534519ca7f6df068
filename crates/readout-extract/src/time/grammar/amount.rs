//! Amounts of time: lengths, and dates that lie so far away.

use super::{Found, Point, Reader};
use crate::TimeKind;
use crate::lex::{Kind, Reference, Unit, Word};
use crate::number;
use crate::time::calendar::{self, Stretch, add_days, duration, duration_of, months_on, vague_duration};

/// How many units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quantity {
    Exactly(f64),
    /// "several", "a few".
    Some,
}

/// What lasts, and whose age is therefore a length of time: "the four-year-old war".
const LASTING: &[&str] = &[
    "agreement",
    "blockade",
    "campaign",
    "ceasefire",
    "civil",
    "conflict",
    "crisis",
    "deal",
    "dispute",
    "embargo",
    "feud",
    "insurgency",
    "invasion",
    "occupation",
    "offensive",
    "rule",
    "siege",
    "standoff",
    "strike",
    "truce",
    "uprising",
    "war",
];

impl Reader<'_> {
    pub(super) fn amount(&self, i: usize) -> Option<Found> {
        let lex = self.lex;
        let mut at = self.approximately(i);
        let article = lex.word(at) == Word::The;
        at += usize::from(article);
        // "the last two weeks", "the first nine months", "the next few days".
        let selected = matches!(
            lex.word(at),
            Word::Last
                | Word::Past
                | Word::Next
                | Word::Coming
                | Word::Previous
                | Word::Following
                | Word::Latest
                | Word::Ordinal(1)
        ) && (article || at > i || matches!(lex.word(at), Word::Last | Word::Past | Word::Next));
        let selector = lex.word(at);
        at += usize::from(selected);
        if let Some(found) = self.bare_units(i, at, selected) {
            return Some(found);
        }
        // "to last a week".
        let verb = selector == Word::Last && matches!(self.quantity(at), Some((Quantity::Exactly(1.0), _)));
        if lex.word(at) == Word::A && (article || selected && verb) {
            return None;
        }
        let (quantity, mut at) = self.quantity(at)?;
        if selected && matches!(quantity, Quantity::Exactly(n) if n == 1.0) && selector == Word::Ordinal(1) {
            return None;
        }
        // "two more weeks", "eight trading days".
        if lex.is_any(
            at,
            &[
                "more",
                "additional",
                "straight",
                "consecutive",
                "trading",
                "full",
                "long",
                "further",
                "extra",
                "business",
                "working",
                "successive",
                "short",
                "other",
                "calendar",
                "fiscal",
                "whole",
            ],
        ) {
            at += 1;
        }
        let hyphen = lex.hyphen(at) && lex.glued(at + 1);
        let at = at + usize::from(hyphen);
        let (unit, plural) = match lex.word(at) {
            Word::Unit(unit) => (unit, false),
            Word::Units(unit) => (unit, true),
            Word::Ordinal(2) if hyphen || matches!(quantity, Quantity::Exactly(n) if n.fract() != 0.0) => {
                (Unit::Second, false)
            }
            // "3h", "12 h".
            _ if lex.str(at) == "h" && lex.digits(at - 1).is_some() => (Unit::Hour, true),
            _ => return None,
        };
        let one = quantity == Quantity::Exactly(1.0);
        // "a years' time", "a months-long siege".
        if plural && one && lex.word(at - 1) == Word::A {
            return None;
        }
        if !plural && matches!(unit, Unit::Quarter | Unit::Weekend) {
            return None;
        }
        // "seven days", but also the broadcasters' "five year low"; not "in 1998 year".
        if !plural && !one && !hyphen && matches!(quantity, Quantity::Exactly(n) if n > 999.0) {
            return None;
        }
        let mut end = at + 1;
        let mut quantity = quantity;
        let article = usize::from(lex.word(end + 1) == Word::A);
        let half = lex.word(end + 1 + article) == Word::Half
            && !matches!(lex.word(end + 2 + article), Word::A | Word::Unit(_) | Word::Scale(_));
        if lex.is(end, "and") && half {
            end += 2 + article;
            if let Quantity::Exactly(n) = &mut quantity {
                *n += 0.5;
            }
        } else if lex.is(end, "or")
            && (lex.is(end + 1, "so") || lex.word(end + 1) == Word::Count(2) || lex.is(end + 1, "more"))
        {
            end += 2;
        }
        let mut parts = Vec::new();
        if let Quantity::Exactly(n) = quantity {
            end = self.smaller_units(end, n, unit, &mut parts);
        }
        let tail = end + usize::from(lex.hyphen(end));
        if lex.is(tail, "old") {
            // The age of a person is no length of time that the report tells of; that of a war is.
            if !lex.is_any(tail + 1, LASTING) {
                return None;
            }
            end = tail + 1;
        } else if lex.is(tail, "long") && tail > end {
            end = tail + 1;
        } else if tail > end && matches!(lex.word(tail), Word::Ago | Word::Earlier) {
            return None;
        }
        if parts.len() > 1 {
            return Some(
                self.away_by(&parts, end)
                    .unwrap_or_else(|| Found::timeless(end, TimeKind::Duration, duration_of(&parts))),
            );
        }
        if let Some(found) = self.away(i, quantity, unit, end) {
            return Some(found);
        }
        // "an hour or so" is a length; "a second" is an ordinal; "the day" is no length.
        let value = match quantity {
            Quantity::Exactly(n) => duration(n, unit),
            Quantity::Some => vague_duration(unit),
        };
        Some(Found::timeless(end, TimeKind::Duration, value))
    }

    /// Collects "two hours and 30 minutes", "1 year 2 months 21 days"; tells where the last ends.
    fn smaller_units(&self, mut end: usize, n: f64, mut unit: Unit, parts: &mut Vec<(f64, Unit)>) -> usize {
        let lex = self.lex;
        parts.push((n, unit));
        while n.fract() == 0.0 {
            let at = end + usize::from(lex.is(end, "and"));
            let Some(number) = number::parse(lex, at).filter(|n| !n.share) else { break };
            let (Word::Unit(smaller) | Word::Units(smaller)) = lex.word(number.end) else { break };
            if smaller >= unit {
                break;
            }
            (end, unit) = (number.end + 1, smaller);
            parts.push((number.value, smaller));
        }
        end
    }

    /// "1 month and 21 days ago".
    fn away_by(&self, parts: &[(f64, Unit)], end: usize) -> Option<Found> {
        let (back, told) = match self.lex.word(end) {
            Word::Ago => (true, false),
            Word::Earlier => (true, true),
            Word::Later => (false, true),
            _ => return None,
        };
        let from = if told { self.told.map(|t| t.day).or(self.today) } else { self.now() }?;
        let days = parts.iter().try_fold(from, |day, (n, unit)| {
            let by = if back { -(*n as i32) } else { *n as i32 };
            match unit {
                Unit::Second | Unit::Minute | Unit::Hour => None,
                Unit::Day => add_days(day, by),
                Unit::Week => add_days(day, by.checked_mul(7)?),
                Unit::Month => months_on(day, by),
                Unit::Year => months_on(day, by.checked_mul(12)?),
                _ => None,
            }
        })?;
        let last = parts.last().map_or(Unit::Day, |(_, unit)| *unit);
        Some(Point::new(end + 1, Stretch::around(days, last, 0)?).into())
    }

    /// "years", "decades" after a word that makes a length of them; "recent weeks", "coming months", "months ago".
    fn bare_units(&self, i: usize, at: usize, selected: bool) -> Option<Found> {
        let lex = self.lex;
        let past = lex.word(at) == Word::Recent;
        let recent = past || lex.word(at) == Word::Coming;
        let at = at + usize::from(recent);
        let Word::Units(unit) = lex.word(at) else {
            return None;
        };
        // "the years 1955-1957".
        if self.year(at + 1).is_some() {
            return None;
        }
        let mut end = at + 1;
        if (lex.is(end, "or") || lex.is(end, "and"))
            && let Word::Units(_) = lex.word(end + 1)
        {
            end += 2;
        }
        match lex.word(end) {
            Word::Ago | Word::Earlier => return Some(Found::reference(end + 1, Reference::Past)),
            Word::Later if unit >= Unit::Day => return Some(Found::reference(end + 1, Reference::Future)),
            _ if past && unit == Unit::Year => return Some(Found::reference(end, Reference::Past)),
            _ => {}
        }
        let long = lex.hyphen(end) && lex.is_any(end + 1, &["long", "old"]);
        let led = i > 0
            && lex.is_any(
                i - 1,
                &["for", "in", "over", "after", "took", "takes", "within", "spent", "many", "of", "several"],
            );
        let approximated = at > i && !selected && !recent && lex.word(i) != Word::The;
        if !(recent || selected || long || led || approximated)
            || matches!(unit, Unit::Second | Unit::Quarter) && approximated
        {
            return None;
        }
        Some(Found::timeless(if long { end + 2 } else { end }, TimeKind::Duration, vague_duration(unit)))
    }

    /// What "ago", "earlier", "later" or "from now" after an amount makes of it.
    fn away(&self, i: usize, quantity: Quantity, unit: Unit, end: usize) -> Option<Found> {
        let lex = self.lex;
        let (back, told, end) = match lex.word(end) {
            Word::Ago => (true, false, end + 1),
            Word::Earlier => (true, true, end + 1),
            Word::Later => (false, true, end + 1),
            _ if lex.is(end, "previously") || (lex.is(end, "before") && !lex.is_word(end + 1)) => (true, true, end + 1),
            _ if lex.is_any(end, &["afterwards", "afterward"]) => (false, true, end + 1),
            _ if lex.is(end, "from") && lex.is(end + 1, "now") => (false, false, end + 2),
            _ if lex.is_any(end, &["from", "after", "before"])
                && matches!(lex.word(end + 1), Word::Today | Word::Tomorrow | Word::Yesterday) =>
            {
                return self.away_from_today(quantity, unit, end);
            }
            _ => return None,
        };
        let Quantity::Exactly(n) = quantity else {
            return Some(Found::reference(end, if back { Reference::Past } else { Reference::Future }));
        };
        if unit < Unit::Day {
            return Some(Found::timeless(end, TimeKind::Duration, duration(n, unit)));
        }
        let by = if n.fract() == 0.0 && n < 100_000.0 {
            n as i32
        } else {
            return Some(Found::timeless(end, TimeKind::Duration, duration(n, unit)));
        };
        // The comparisons of business reports: "net income of $5 million a year earlier".
        if let (Unit::Year, 1, true, Some((year, q))) = (unit, by, back && i + 3 == end, self.quarter) {
            return Some(Point::new(end, Stretch::Quarter(year - 1, q)).into());
        }
        let (unit, by) = match unit {
            Unit::Decade => (Unit::Year, by.saturating_mul(10)),
            Unit::Century => (Unit::Year, by.saturating_mul(100)),
            _ => (unit, by),
        };
        let by = if back { -by } else { by };
        let stretch = if told { self.stretch_told(unit, by) } else { self.stretch_published(unit, by) };
        Some(Point::new(end, stretch?).into())
    }

    /// "three weeks from tomorrow", "two days before yesterday"; `end` is at the preposition.
    fn away_from_today(&self, quantity: Quantity, unit: Unit, end: usize) -> Option<Found> {
        let Quantity::Exactly(n) = quantity else { return None };
        let by = if self.lex.is(end, "before") { -(n as i32) } else { n as i32 };
        let shift = match self.lex.word(end + 1) {
            Word::Tomorrow => 1,
            Word::Yesterday => -1,
            _ => 0,
        };
        let stretch = match (unit < Unit::Day || n.fract() != 0.0, self.now()) {
            (true, _) => return None,
            (_, Some(day)) => Stretch::around(add_days(day, shift)?, unit, by)?,
            (_, None) => calendar::unknown(unit),
        };
        Some(Point::new(end + 2, stretch).into())
    }

    /// Passes over "about", "more than", "at least", "up to".
    fn approximately(&self, i: usize) -> usize {
        let lex = self.lex;
        match lex.word(i) {
            Word::Approximate => i + 1,
            Word::More | Word::Less if lex.is(i + 1, "than") => i + 2,
            Word::No if matches!(lex.word(i + 1), Word::More | Word::Less) && lex.is(i + 2, "than") => i + 3,
            Word::At if lex.is_any(i + 1, &["least", "most"]) => i + 2,
            Word::Up if lex.is(i + 1, "to") => i + 2,
            Word::Over if lex.word(i + 1) != Word::The => i + 1,
            _ if lex.is(i, "some") => i + 1,
            _ => i,
        }
    }

    pub(super) fn quantity(&self, i: usize) -> Option<(Quantity, usize)> {
        let lex = self.lex;
        let vague = |end: usize| Some((Quantity::Some, end));
        match lex.word(i) {
            Word::A if lex.word(i + 1) == Word::Few => return vague(i + 2),
            Word::A if lex.word(i + 1) == Word::Couple => {
                return Some((Quantity::Exactly(2.0), i + 2 + usize::from(lex.is(i + 2, "of"))));
            }
            Word::A if lex.word(i + 1) == Word::Half => {
                return Some((Quantity::Exactly(0.5), i + 2 + usize::from(lex.hyphen(i + 2))));
            }
            Word::A if matches!(lex.word(i + 1), Word::Scale(_)) => {}
            Word::A => return Some((Quantity::Exactly(1.0), i + 1)),
            Word::Half if lex.word(i + 1) == Word::A && !matches!(lex.word(i + 2), Word::Scale(_)) => {
                return Some((Quantity::Exactly(0.5), i + 2));
            }
            // "half hour", "half-year".
            Word::Half
                if matches!(lex.word(i + 1 + usize::from(lex.hyphen(i + 1))), Word::Unit(_))
                    && !(i > 0 && (lex.is(i - 1, "and") || lex.hyphen(i - 1))) =>
            {
                return Some((Quantity::Exactly(0.5), i + 1));
            }
            Word::Few | Word::Several | Word::Many => return vague(i + 1),
            Word::Couple => return Some((Quantity::Exactly(2.0), i + 1 + usize::from(lex.is(i + 1, "of")))),
            Word::Scales(_) if lex.is(i + 1, "of") => return vague(i + 2),
            Word::Other if lex.is(i, "another") && !lex.is(i + 1, "another") => {
                return Some(self.quantity(i + 1).unwrap_or((Quantity::Exactly(1.0), i + 1)));
            }
            _ => {}
        }
        let mut number = number::parse(lex, i).filter(|n| !n.share)?;
        // "two to three weeks", "12- to 18-month": the lower bound is the value.
        let mut to = number.end;
        to += usize::from(lex.hyphen(to) && lex.is_any(to + 1, &["to", "or"]));
        let joined = lex.is_any(to, &["to", "or"])
            || (lex.hyphen(to) && lex.get(to + 1).is_some_and(|l| l.kind == Kind::Digits));
        if joined && let Some(upper) = number::parse(lex, to + 1).filter(|n| !n.share) {
            number.end = upper.end;
        }
        Some((Quantity::Exactly(number.value), number.end))
    }
}
