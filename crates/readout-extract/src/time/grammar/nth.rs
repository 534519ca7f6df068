//! Counted parts of months and years: "the first Friday of next month", "the last week of August", "the week of 6 March",
//! "the 26th".

use readout_report::Date;

use super::{Point, Reader};
use crate::lex::{Unit, Word};
use crate::time::calendar::{Stretch, add_days, unknown};
use crate::time::tense::Direction;

/// Which one, of those that a month or year has.
#[derive(Debug, Clone, Copy)]
enum Nth {
    From(i8),
    Last,
}

impl Reader<'_> {
    /// "first Friday of July", "last week of August", "third month of 2021", "15th day of next month".
    pub(super) fn nth(&self, i: usize, depth: u8) -> Option<Point> {
        let lex = self.lex;
        let (nth, at) = match lex.word(i) {
            Word::Last => (Nth::Last, i + 1),
            _ => {
                let (n, end) = self.day_number(i).filter(|(_, end)| *end > i + 1 || lex.digits(i).is_none())?;
                (Nth::From(n), end)
            }
        };
        let counted = lex.word(at);
        if !matches!(counted, Word::Weekday(_) | Word::Unit(Unit::Day | Unit::Week | Unit::Month)) {
            return None;
        }
        let of = usize::from(lex.is_any(at + 1, &["of", "in"]));
        if of == 0 && !matches!(lex.word(at + 1), Word::This | Word::Next | Word::Last) {
            return None;
        }
        let whole = self.inside(at + 1 + of, depth + 1)?;
        let Some((first, last)) = whole.stretch.range() else {
            let open = match counted {
                Word::Unit(unit) => unknown(unit),
                _ => unknown(Unit::Day),
            };
            return matches!(whole.stretch, Stretch::Unknown(_)).then(|| Point::new(whole.end, open));
        };
        let stretch = match (counted, nth) {
            (Word::Weekday(d), Nth::From(n)) => {
                let ahead = (d - first.weekday().to_monday_one_offset()).rem_euclid(7);
                Stretch::Day(add_days(first, i32::from(ahead) + 7 * i32::from(n - 1))?)
            }
            (Word::Weekday(d), Nth::Last) => {
                let back = (last.weekday().to_monday_one_offset() - d).rem_euclid(7);
                Stretch::Day(add_days(last, -i32::from(back))?)
            }
            (Word::Unit(Unit::Day), Nth::From(n)) => Stretch::Day(add_days(first, i32::from(n) - 1)?),
            (Word::Unit(Unit::Day), Nth::Last) => Stretch::Day(last),
            // As ISO 8601 has it for years: a week belongs to where its Thursday lies.
            (Word::Unit(Unit::Week), Nth::From(n)) => {
                let ahead = (4 - first.weekday().to_monday_one_offset()).rem_euclid(7);
                Stretch::week(add_days(first, i32::from(ahead) + 7 * i32::from(n - 1))?)
            }
            (Word::Unit(Unit::Week), Nth::Last) => {
                let back = (last.weekday().to_monday_one_offset() - 4).rem_euclid(7);
                Stretch::week(add_days(last, -i32::from(back))?)
            }
            (Word::Unit(Unit::Month), Nth::From(n)) => Stretch::around(first, Unit::Month, i32::from(n) - 1)?,
            (Word::Unit(Unit::Month), Nth::Last) => Stretch::Month(last.year(), last.month()),
            _ => return None,
        };
        // There is no fifth Friday in most months.
        let inside = stretch.range().is_some_and(|(from, to)| from <= last && first <= to);
        (inside && matches!(whole.stretch, Stretch::Month(..) | Stretch::Year(_)))
            .then(|| Point::new(whole.end, stretch))
    }

    /// "the week of 6 March", "the week beginning 4 February".
    pub(super) fn week_of(&self, i: usize, depth: u8) -> Option<Point> {
        let lex = self.lex;
        if lex.word(i) != Word::Unit(Unit::Week) || !lex.is_any(i + 1, &["of", "beginning", "starting", "commencing"]) {
            return None;
        }
        let day = self.calendar_within(i + 2 + usize::from(lex.is(i + 2, "on")), depth + 1)?;
        let stretch = match day.stretch {
            Stretch::Day(date) => Stretch::week(date),
            Stretch::Unknown(_) => unknown(Unit::Week),
            _ => return None,
        };
        day.clock.is_none().then(|| Point::new(day.end, stretch))
    }

    /// "the week after next".
    pub(super) fn after_next(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let Word::Unit(unit @ (Unit::Week | Unit::Weekend | Unit::Month | Unit::Year)) = lex.word(i) else {
            return None;
        };
        let at = i + 2 + usize::from(lex.word(i + 2) == Word::The);
        let next = lex.is(i + 1, "after") && lex.word(at) == Word::Next && !lex.is_word(at + 1);
        next.then(|| Some(Point::new(at + 1, self.stretch(unit, 2)?))).flatten()
    }

    /// "the 26th", "on 26th": of the month of which the text speaks. `i` is at the number.
    pub(super) fn day_of_month(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        let (n, end) = self.day_number(i).filter(|(_, end)| *end == i + 2 && lex.digits(i).is_some())?;
        let leads = ["on", "by", "until", "till", "from", "to", "since", "before", "after", "for", "of"];
        let led = if article { i > 1 && lex.is_any(i - 2, &leads) } else { i > 0 && lex.is(i - 1, "on") };
        // "on the 27th floor", "to the 20th anniversary".
        let noun =
            lex.is_word(end) && !lex.is_any(end, &["and", "at", "in", "was", "is", "to", "for", "but", "he", "she"]);
        if !led || noun || lex.hyphen(end) {
            return None;
        }
        let Some(day) = self.now() else { return Some(Point::new(end, Stretch::Unknown(format!("XXXX-XX-{n:02}")))) };
        let this = Date::new(day.year(), day.month(), n).ok();
        let by = match (self.direction(i, end), this) {
            _ if self.told_in_narrative().is_some() => 0,
            (Direction::Ahead, Some(this)) if this < day => 1,
            (Direction::Ahead, None) => 1,
            (Direction::Back, Some(this)) if this > day => -1,
            (Direction::Back, None) => -1,
            _ => 0,
        };
        let Stretch::Month(year, month) = Stretch::around(day, Unit::Month, by)? else { return None };
        Some(Point::new(end, Stretch::day(year, month, n)?))
    }

    /// The day nearest to the publication that is both this weekday and this day of its month: "Thursday the 21st".
    pub(super) fn weekday_and_number(&self, weekday: i8, n: i8) -> Option<Stretch> {
        let today = self.now()?;
        let month = |by: i32| match Stretch::around(today, Unit::Month, by)? {
            Stretch::Month(year, month) => Date::new(year, month, n).ok(),
            _ => None,
        };
        let days = (-6..=6).filter_map(month).filter(|day| day.weekday().to_monday_one_offset() == weekday);
        days.min_by_key(|day| day.duration_since(today).abs()).map(Stretch::Day)
    }
}
