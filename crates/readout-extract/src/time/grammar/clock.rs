//! Times of day: "5 p.m. on Monday", "17:30 GMT", "noon".

use super::{Point, Reader};
use crate::lex::{Part, Unit, Word};
use crate::time::calendar::Stretch;

impl Reader<'_> {
    pub(super) fn clock(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let mut i = i;
        let about = matches!(lex.word(i), Word::Approximate);
        if about {
            i += 1;
        }
        let (clock, end) = self.time_of_day(i)?;
        let mut end = self.zone(end);
        let mut day = self.stretch(Unit::Day, 0)?;
        let after = end + usize::from(lex.is(end, "on") || lex.mark(end, ','));
        if let Some(point) = self.calendar(after).filter(|p| matches!(p.stretch, Stretch::Day(_)) && p.clock.is_none())
        {
            day = point.stretch;
            end = point.end;
        }
        Some(Point { end, stretch: day, clock: Some(clock) })
    }

    /// "5 p.m.", "17:30", "noon", "five o'clock", "4 in the morning": the value's clock part.
    fn time_of_day(&self, i: usize) -> Option<(String, usize)> {
        let lex = self.lex;
        let at = |hour: u32, minute: u32, end: usize| {
            (hour < 24 && minute < 60).then(|| (format!("T{hour:02}:{minute:02}"), end))
        };
        match lex.word(i) {
            Word::Noon => return at(12, 0, i + 1),
            Word::Midnight => return Some(("T24:00".to_owned(), i + 1)),
            _ => {}
        }
        let (hour, mut end) = match (lex.word(i), lex.digits(i)) {
            (Word::Count(n @ 1..=12), _) => (u32::from(n), i + 1),
            (_, Some((hour @ 0..=24, 1..=2))) => (hour, i + 1),
            _ => return None,
        };
        let mut minute = None;
        if (lex.glued_mark(end, ':') || lex.glued_mark(end, '.'))
            && lex.glued(end + 1)
            && let Some((m @ 0..=59, 2)) = lex.digits(end + 1)
        {
            minute = Some((m, lex.mark(end, ':')));
            end += 2;
        }
        let minutes = minute.map_or(0, |(m, _)| m);
        if let Some((afternoon, after)) = self.meridiem(end).filter(|_| (1..=12).contains(&hour)) {
            return at(hour % 12 + if afternoon { 12 } else { 0 }, minutes, after);
        }
        if lex.is(end, "o") && lex.apostrophe(end + 1) && lex.is(end + 2, "clock") {
            return at(hour, minutes, end + 3);
        }
        if lex.is(end, "in") && lex.word(end + 1) == Word::The && (1..=12).contains(&hour) {
            let afternoon = match lex.word(end + 2) {
                Word::Part(Part::Morning) => false,
                Word::Part(Part::Afternoon | Part::Evening) => true,
                _ => return None,
            };
            let clocked = minute.is_some()
                || i == 0
                || lex.is_any(i - 1, &["at", "about", "around", "by", "until", "before", "after"]);
            return at(hour % 12 + if afternoon { 12 } else { 0 }, minutes, end + 3).filter(|_| clocked);
        }
        let (minute, colon) = minute?;
        let led = i > 0
            && lex.is_any(
                i - 1,
                &["at", "by", "from", "around", "about", "until", "before", "after", "since", "to", "between", "and"],
            );
        let zoned = self.zone(end) > end;
        (colon && (led || zoned) && !lex.glued_mark(end, ':') && !(lex.glued_mark(end, '.') && lex.glued(end + 1)))
            .then(|| at(hour, minute, end))
            .flatten()
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

    /// "Tuesday at 5 p.m.".
    pub(super) fn with_clock(&self, mut point: Point) -> Point {
        if point.clock.is_none() && matches!(point.stretch, Stretch::Day(_)) {
            let at = point.end + usize::from(self.lex.is(point.end, "at"));
            if let Some((clock, end)) = self.time_of_day(at) {
                point.clock = Some(clock);
                point.end = self.zone(end);
            }
        }
        point
    }
}
