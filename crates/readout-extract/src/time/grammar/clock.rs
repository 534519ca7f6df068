//! Times of day: "5 p.m. on Monday", "17:30 GMT", "noon".

use super::{Found, Point, Reader};
use crate::lex::{Part, Unit, Word};
use crate::number;
use crate::time::calendar::{self, Stretch};

impl Reader<'_> {
    pub(super) fn clock(&self, i: usize) -> Option<Found> {
        let lex = self.lex;
        let i = i + usize::from(matches!(lex.word(i), Word::Approximate));
        let (clock, end) = self.time_of_day(i)?;
        let end = self.zone(end);
        let on = end + usize::from(lex.is(end, "on") || lex.mark(end, ','));
        if let Some(set) = self.recurring(on).filter(|set| is_daily(&set.value)) {
            return Some(Found { value: of_each_day(&set.value, &clock), ..set });
        }
        let day = self
            .calendar(on)
            .filter(|p| matches!(p.stretch, Stretch::Day(_)) && p.clock.as_ref().is_none_or(|c| part_of(c).is_some()));
        let (stretch, end) = match day {
            Some(point) => (point.stretch, point.end),
            None => (self.stretch(Unit::Day, 0)?, end),
        };
        Some(Point { end, stretch, clock: Some(clock) }.into())
    }

    /// "5 p.m.", "17:30", "noon", "five o'clock", "half past four", "4 in the morning": the value's clock part.
    fn time_of_day(&self, i: usize) -> Option<(String, usize)> {
        let lex = self.lex;
        // "12 noon".
        let twelve = usize::from(matches!(lex.digits(i), Some((12, 2))) || lex.word(i) == Word::Count(12));
        match lex.word(i + twelve) {
            Word::Noon => return Some(("T12:00".to_owned(), i + twelve + 1)),
            Word::Midnight => return Some(("T24:00".to_owned(), i + twelve + 1)),
            _ => {}
        }
        if let Some(found) = self.spoken_time(i) {
            return Some(found);
        }
        let time = self.hour(i)?;
        if let Some(found) = self.half_of_day(&time) {
            return found.value();
        }
        let leads = ["at", "about", "around", "by", "until", "before", "after"];
        let led = i > 0 && lex.is_any(i - 1, &leads);
        if let Some((found, end)) = self.in_part(&time) {
            return Time { end, ..found }.value().filter(|_| led || i == 0 || time.minute.is_some());
        }
        if lex.is(time.end, "o") && lex.apostrophe(time.end + 1) && lex.is(time.end + 2, "clock") {
            return Time { end: time.end + 3, ..time }.value();
        }
        // "from 5 to 6 p.m.", "2:00–2:30 pm": the second tells for the first, which is before it.
        if self.joins(time.end)
            && let Some(second) = self.hour(time.end + 1).and_then(|second| self.half_of_day(&second))
            && (1..=12).contains(&time.hour)
        {
            let first = time.hour % 12 + if second.hour >= 12 { 12 } else { 0 };
            let hour = if first > second.hour { first.checked_sub(12)? } else { first };
            return Time { hour, ..time }.value();
        }
        let led = led || (i > 0 && lex.is_any(i - 1, &["from", "since", "to", "between", "and"]));
        let zoned = self.zone(time.end) > time.end;
        let goes_on = lex.glued_mark(time.end, ':') || (lex.glued_mark(time.end, '.') && lex.glued(time.end + 1));
        (time.colon && (led || zoned) && !goes_on).then(|| time.value()).flatten()
    }

    /// Hour, minute and second: "7", "7:56:30", "4.30", "seven", "seven thirty-five".
    fn hour(&self, i: usize) -> Option<Time> {
        let lex = self.lex;
        let (hour, mut end) = match (lex.word(i), lex.digits(i)) {
            (Word::Count(n @ 1..=12), _) => (u32::from(n), i + 1),
            (_, Some((hour @ 0..=24, 1..=2))) => (hour, i + 1),
            _ => return None,
        };
        let two_digits = |at: usize, mark: char| match lex.digits(at + 1) {
            Some((n @ 0..=59, 2)) if lex.glued_mark(at, mark) && lex.glued(at + 1) => Some(n),
            _ => None,
        };
        let (mut minute, mut second, mut colon) = (None, None, false);
        if let Some(n) = two_digits(end, ':') {
            (minute, colon) = (Some(n), true);
            end += 2;
            if let Some(n) = two_digits(end, ':') {
                second = Some(n);
                end += 2;
            }
        } else if let Some(n) = two_digits(end, '.') {
            minute = Some(n);
            end += 2;
        } else if matches!(lex.word(i), Word::Count(_))
            && matches!(lex.word(end), Word::Count(10..) | Word::Tens(20..=50))
        {
            let number = number::parse(lex, end).filter(|n| n.value < 60.0 && !n.share)?;
            minute = Some(number.value as u32);
            end = number.end;
        }
        Some(Time { hour, minute, second, colon, end })
    }

    /// "half past eight", "a quarter to seven", "20 minutes past four in the morning".
    fn spoken_time(&self, i: usize) -> Option<(String, usize)> {
        let lex = self.lex;
        let at = i + usize::from(lex.word(i) == Word::A);
        let (minutes, at, said) = match lex.word(at) {
            Word::Half => (30, at + 1, true),
            Word::Unit(Unit::Quarter) => (15, at + 1, true),
            _ => {
                let number = number::parse(lex, i).filter(|n| !n.share && (1.0..60.0).contains(&n.value))?;
                let said = matches!(lex.word(number.end), Word::Unit(Unit::Minute) | Word::Units(Unit::Minute));
                (number.value as u32, number.end + usize::from(said), said)
            }
        };
        // "ten to one" may be a vote.
        let before = said && lex.is(at, "to");
        if !(before || lex.word(at) == Word::Past) {
            return None;
        }
        let full = self.hour(at + 1).filter(|t| t.minute.is_none() && (1..=12).contains(&t.hour))?;
        let oclock = lex.is(full.end, "o") && lex.apostrophe(full.end + 1) && lex.is(full.end + 2, "clock");
        let full = if oclock { Time { end: full.end + 3, ..full } } else { full };
        let full =
            self.half_of_day(&full).or_else(|| self.in_part(&full).map(|(t, end)| Time { end, ..t })).unwrap_or(full);
        if lex.is_word(full.end) && matches!(lex.word(full.end), Word::Units(_)) {
            return None;
        }
        let (hour, minute) = if before { ((full.hour + 23) % 24, 60 - minutes) } else { (full.hour, minutes) };
        Time { hour, minute: Some(minute), ..full }.value()
    }

    /// With "a.m." or "p.m." after it.
    fn half_of_day(&self, time: &Time) -> Option<Time> {
        let (afternoon, end) = self.meridiem(time.end).filter(|_| (1..=12).contains(&time.hour))?;
        Some(Time { hour: time.hour % 12 + if afternoon { 12 } else { 0 }, end, ..*time })
    }

    /// With "in the morning" or "at night" after it, and where that ends.
    fn in_part(&self, time: &Time) -> Option<(Time, usize)> {
        let lex = self.lex;
        let (part, end) = match (lex.word(time.end + 1), lex.word(time.end + 2)) {
            (Word::The, Word::Part(part)) if lex.is(time.end, "in") => (part, time.end + 3),
            (Word::Part(Part::Night), _) if lex.is(time.end, "at") => (Part::Night, time.end + 2),
            _ => return None,
        };
        Some((time.within(part)?, end))
    }

    /// "every morning at 9", "on Sundays at 9 a.m.".
    pub(super) fn set_with_clock(&self, set: Found) -> Found {
        let lex = self.lex;
        if !is_daily(&set.value) {
            return set;
        }
        let led = lex.word(set.end) == Word::At;
        let at = set.end + usize::from(led);
        let part = set.value.split_once('T').and_then(|(_, part)| part_of(&format!("T{part}")));
        let bare = || self.hour(at).filter(|t| led && self.ends_hour(t.end))?.within(part?)?.value();
        match self.time_of_day(at).or_else(bare) {
            Some((clock, end)) => Found { value: of_each_day(&set.value, &clock), end: self.zone(end), ..set },
            None => set,
        }
    }

    /// "a.m.", "pm": whether after noon, and one past it.
    pub(super) fn meridiem(&self, i: usize) -> Option<(bool, usize)> {
        let lex = self.lex;
        if lex.is_any(i, &["am", "pm"]) {
            return Some((lex.is(i, "pm"), i + 1));
        }
        if lex.is_any(i, &["a", "p"]) && lex.glued_mark(i + 1, '.') && lex.is(i + 2, "m") && lex.glued(i + 2) {
            let dot = lex.glued_mark(i + 3, '.') && !lex.begins(i + 4);
            return Some((lex.is(i, "p"), i + 3 + usize::from(dot || lex.glued_mark(i + 3, '.'))));
        }
        None
    }

    fn zone(&self, i: usize) -> usize {
        let lex = self.lex;
        if lex.is_any(
            i,
            &[
                "GMT", "UTC", "EST", "EDT", "CST", "CDT", "PST", "PDT", "MST", "MDT", "BST", "CET", "CEST", "MSK",
                "ET", "PT", "IST", "JST", "KST", "HKT", "EET",
            ],
        ) && lex.capital(i)
        {
            return i + 1;
        }
        if (lex.is(i, "local") || (lex.capital(i) && lex.is_word(i))) && lex.is(i + 1, "time") && !lex.capital(i + 1) {
            return i + 2;
        }
        i
    }

    /// Whether a bare number that ends at `i` may be an hour: not in "this morning at seven schools".
    fn ends_hour(&self, i: usize) -> bool {
        let next = ["and", "in", "on", "to", "for", "when", "with", "after", "before"];
        !self.lex.is_word(i) || self.lex.is_any(i, &next)
    }

    /// "Tuesday at 5 p.m.", "tomorrow morning at 7".
    pub(super) fn with_clock(&self, mut point: Point) -> Point {
        let lex = self.lex;
        let part = point.clock.as_deref().map(part_of);
        if !matches!(point.stretch, Stretch::Day(_)) || part == Some(None) {
            return point;
        }
        let led = lex.word(point.end) == Word::At || lex.is(point.end, "around");
        let at = point.end + usize::from(led || lex.mark(point.end, ','));
        let bare = || {
            let time = self.hour(at).filter(|_| led)?.within(part??)?;
            self.ends_hour(time.end).then(|| time.value()).flatten()
        };
        if let Some((clock, end)) = self.time_of_day(at).or_else(bare) {
            point.clock = Some(clock);
            point.end = self.zone(end);
        }
        point
    }
}

/// A time of day as read.
#[derive(Debug, Clone, Copy)]
struct Time {
    hour: u32,
    minute: Option<u32>,
    second: Option<u32>,
    /// Whether a colon parts hour and minute.
    colon: bool,
    /// One past its last lexeme.
    end: usize,
}

impl Time {
    /// The value's clock part, if a day has such a time, and where it ends.
    fn value(self) -> Option<(String, usize)> {
        let minute = self.minute.unwrap_or(0);
        let second = self.second.map_or(String::new(), |s| format!(":{s:02}"));
        (self.hour < 24 && minute < 60).then(|| (format!("T{:02}:{minute:02}{second}", self.hour), self.end))
    }

    /// An hour of the twelve in a part of the day.
    fn within(self, part: Part) -> Option<Self> {
        let hour = match (part, self.hour) {
            (_, 0 | 13..) => return None,
            (Part::Morning, hour) => hour % 12,
            (Part::Afternoon | Part::Evening, hour) => hour % 12 + 12,
            // The night has hours of two days.
            (Part::Night, hour @ (1..=4 | 12)) => hour % 12,
            (Part::Night, hour) => hour + 12,
        };
        Some(Self { hour, ..self })
    }
}

/// The part of the day that a clock part names.
fn part_of(clock: &str) -> Option<Part> {
    [Part::Morning, Part::Afternoon, Part::Evening, Part::Night]
        .into_iter()
        .find(|part| clock.strip_prefix('T') == Some(calendar::part(*part)))
}

/// Whether a set's value is of days, or of parts of days.
fn is_daily(value: &str) -> bool {
    value == "P1D" || value.starts_with("XXXX-WXX-") || value.starts_with("XXXX-XX-XX")
}

/// A set of days with a time of day.
fn of_each_day(value: &str, clock: &str) -> String {
    let day = if value == "P1D" { "XXXX-XX-XX" } else { value.split('T').next().unwrap_or(value) };
    format!("{day}{clock}")
}
