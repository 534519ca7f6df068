//! Quarters, halves, centuries.

use super::{Point, Reader};
use crate::lex::{Unit, Word};
use crate::time::calendar::{Stretch, unknown};
use crate::time::tense::Direction;

impl Reader<'_> {
    /// "third quarter", "first half", "20th century" after an ordinal that ends at `at`.
    pub(super) fn ordinal(&self, from: usize, n: i64, at: usize) -> Option<Point> {
        let lex = self.lex;
        if lex.word(at) == Word::Unit(Unit::Century)
            || (lex.hyphen(at) && lex.word(at + 1) == Word::Unit(Unit::Century))
        {
            let end = at + 1 + usize::from(lex.hyphen(at));
            let before = (1..=22).contains(&n).then_some(n as i16 - 1)?;
            return Some(match self.era(end) {
                Some((true, end)) => Point::new(end, Stretch::CenturyBefore(before)),
                Some((false, end)) => Point::new(end, Stretch::Century(before)),
                None => Point::new(end, Stretch::Century(before)),
            });
        }
        let hyphen = usize::from(lex.hyphen(at));
        if lex.word(at + hyphen) == Word::Unit(Unit::Quarter) && (1..=4).contains(&n) {
            return Some(self.with_year(at + hyphen + 1, Stretch::Quarter(0, n as i8), from));
        }
        if lex.word(at + hyphen) == Word::Half && (1..=2).contains(&n) {
            let end = at + hyphen + 1;
            let point = self.with_year(end, Stretch::Half(0, n as i8), from);
            // "the second half" may be of a match.
            return (point.end > end).then_some(point);
        }
        None
    }

    pub(super) fn ordinal_of_year(&self, i: usize, year: i16) -> Option<(Stretch, usize)> {
        let Word::Ordinal(n) = self.lex.word(i) else { return None };
        let at = i + 1 + usize::from(self.lex.hyphen(i + 1));
        match self.lex.word(at) {
            Word::Unit(Unit::Quarter) if n <= 4 => Some((Stretch::Quarter(year, n as i8), at + 1)),
            Word::Half if n <= 2 => Some((Stretch::Half(year, n as i8), at + 1)),
            _ => None,
        }
    }

    /// "Q3", "H1".
    pub(super) fn quarter_in_digits(&self, i: usize, year: i16) -> Option<(Stretch, usize)> {
        let lex = self.lex;
        let (n, 1) = lex.digits(i + 1).filter(|_| lex.glued(i + 1) && !lex.glued(i + 2) || lex.hyphen(i + 2))? else {
            return None;
        };
        match n {
            1..=4 if lex.is(i, "q") => Some((Stretch::Quarter(year, n as i8), i + 2)),
            1..=2 if lex.is(i, "h") => Some((Stretch::Half(year, n as i8), i + 2)),
            _ => None,
        }
    }

    /// Gives a quarter or half its year: the one named after it, else by the day of publication.
    pub(super) fn with_year(&self, end: usize, stretch: Stretch, from: usize) -> Point {
        let lex = self.lex;
        let set = |year: i16| match stretch {
            Stretch::Quarter(_, q) => Stretch::Quarter(year, q),
            Stretch::Half(_, h) => Stretch::Half(year, h),
            _ => stretch.clone(),
        };
        let at = end + usize::from(lex.is_any(end, &["of", "in"]) || lex.mark(end, ',') || lex.hyphen(end));
        let at = at + usize::from(lex.word(at) == Word::Fiscal);
        if let Some((year, end)) = self.year(at).or_else(|| self.named_year(at)) {
            return Point::new(end, set(year));
        }
        if let Some(told) = self.told_in_narrative() {
            return Point::new(end, set(told.day.year()));
        }
        let Some(today) = self.today else {
            let value = match stretch {
                Stretch::Quarter(_, q) => format!("XXXX-Q{q}"),
                Stretch::Half(_, h) => format!("XXXX-H{h}"),
                _ => "XXXX".to_owned(),
            };
            return Point::new(end, Stretch::Unknown(value));
        };
        let ahead = self.direction(from, end) == Direction::Ahead;
        let begun = |year: i16| set(year).range().is_some_and(|(first, _)| first <= today);
        let year = if ahead || begun(today.year()) { today.year() } else { today.year() - 1 };
        Point::new(end, set(year))
    }

    /// The quarter of which the text speaks, else the last one that is over.
    pub(super) fn known_quarter(&self) -> (i16, i8) {
        self.quarter.unwrap_or_else(|| match self.today.and_then(|day| Stretch::around(day, Unit::Quarter, -1)) {
            Some(Stretch::Quarter(y, q)) => (y, q),
            _ => (0, 0),
        })
    }

    pub(super) fn this_quarter(&self) -> Stretch {
        match self.known_quarter() {
            (_, 0) => unknown(Unit::Quarter),
            (y, q) => Stretch::Quarter(y, q),
        }
    }
}
