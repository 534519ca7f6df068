//! Last, next, this: weeks, weekdays, seasons and holidays against the day of publication or what was told before.

use readout_report::Date;

use super::{Point, Reader};
use crate::lex::{Part, Season, Unit, Word};
use crate::time::calendar::{self, Stretch, add_days};
use crate::time::tense::Direction;

impl Reader<'_> {
    pub(super) fn relative(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        // ABC's "This Week".
        if lex.capital(i + 1) && lex.capital(i) && !lex.begins(i) && matches!(lex.word(i + 1), Word::Unit(_)) {
            return None;
        }
        let (mut word, mut at) = (lex.word(i), i + 1);
        // "this past spring", "this coming Sunday", "that same day", "the same day".
        let doubled = match word {
            Word::This => matches!(lex.word(at), Word::Past | Word::Coming | Word::Last | Word::Next),
            Word::That => lex.word(at) == Word::Same,
            _ => false,
        };
        if doubled {
            word = lex.word(at);
            at += 1;
        }
        at += usize::from(lex.word(at) == Word::Fiscal || lex.is(at, "calendar"));
        let by = match word {
            Word::Last | Word::Past | Word::Previous => -1,
            Word::Next | Word::Coming | Word::Following => 1,
            _ => 0,
        };
        // What these point at was mentioned before.
        let told = matches!(word, Word::That | Word::Same | Word::Previous | Word::Following)
            || (word == Word::Next && (article || lex.word(at) == Word::Unit(Unit::Day)))
            || ((article || lex.word(at) == Word::Unit(Unit::Day)) && self.told_in_narrative().is_some());
        let base = if told { self.told.map(|t| t.day).or(self.today) } else { self.today };
        let around =
            |unit: Unit, by: i32| if told { self.stretch_told(unit, by) } else { self.stretch_published(unit, by) };
        match lex.word(at) {
            Word::Unit(Unit::Week) if self.weekday_of_week(at).is_some() => {
                let (d, end) = self.weekday_of_week(at)?;
                let Some((monday, _)) = around(Unit::Week, by)?.range() else {
                    return Some(self.day_or_part(end, Stretch::Unknown(format!("XXXX-WXX-{d}"))));
                };
                Some(self.day_or_part(end, Stretch::Day(add_days(monday, i32::from(d) - 1)?)))
            }
            Word::Unit(Unit::Day) if told || word == Word::This || word == Word::Next => {
                if word == Word::This && self.told_in_narrative().is_none() {
                    return None;
                }
                Some(Point::new(at + 1, around(Unit::Day, by)?))
            }
            Word::Unit(Unit::Day | Unit::Hour | Unit::Minute | Unit::Second) => None,
            Word::Unit(Unit::Quarter) if matches!(word, Word::Latest | Word::That | Word::Same) => {
                Some(Point::new(at + 1, self.this_quarter()))
            }
            Word::Unit(_) if word == Word::Latest => None,
            Word::Unit(Unit::Weekend) if word == Word::This => Some(Point::new(at + 1, self.weekend(at)?)),
            Word::Unit(unit) => {
                if word == Word::Past && !article && !matches!(lex.word(i), Word::This) {
                    return None;
                }
                Some(Point::new(at + 1, around(unit, by)?))
            }
            Word::Weekday(d) => {
                let Some(day) = base else {
                    return Some(self.day_or_part(at + 1, Stretch::Unknown(format!("XXXX-WXX-{d}"))));
                };
                let today = day.weekday().to_monday_one_offset();
                let by = match by {
                    -1 => -i32::from((today - d - 1).rem_euclid(7) + 1),
                    1 => i32::from((d - today - 1).rem_euclid(7) + 1),
                    _ => i32::from(d - today),
                };
                Some(self.day_or_part(at + 1, Stretch::Day(add_days(day, by)?)))
            }
            Word::Month(m) | Word::MonthShort(m) => {
                let end =
                    at + 1 + usize::from(matches!(lex.word(at), Word::MonthShort(_)) && lex.glued_mark(at + 1, '.'));
                let Some(day) = base else { return Some(Point::new(end, Stretch::Unknown(format!("XXXX-{m:02}")))) };
                let year = match by {
                    -1 if m >= day.month() => day.year() - 1,
                    1 if m <= day.month() => day.year() + 1,
                    _ => day.year(),
                };
                if let Some((n @ 1..=31, end)) = self.day_number(end) {
                    return Some(Point::new(end, Stretch::day(year, m, n)?));
                }
                Some(Point::new(end, Stretch::Month(year, m)))
            }
            Word::Season(s) => self.season(at, s, Some(by)),
            Word::Holiday(n) => self.holiday(at, n, Some(by)),
            Word::Part(part) => {
                let by = match (word, part) {
                    (Word::Last, Part::Night | Part::Evening) => -1,
                    (Word::Last, _) => return None,
                    _ => by,
                };
                matches!(
                    word,
                    Word::This | Word::That | Word::Last | Word::Next | Word::Following | Word::Same | Word::Previous
                )
                .then(|| around(Unit::Day, by).map(|day| Point::of_day(at + 1, day, part)))
                .flatten()
            }
            _ if word == Word::Latest && lex.is(at, "period") && self.quarter.is_some() => {
                Some(Point::new(at + 1, self.this_quarter()))
            }
            _ => None,
        }
    }

    /// "next week on Friday", "last week Sunday": the weekday after the week at `i`, and where it ends.
    fn weekday_of_week(&self, i: usize) -> Option<(i8, usize)> {
        let at = i + 1 + usize::from(self.lex.is(i + 1, "on"));
        match self.lex.word(at) {
            Word::Weekday(d) => Some((d, at + 1)),
            _ => None,
        }
    }

    pub(super) fn weekend(&self, i: usize) -> Option<Stretch> {
        let (None, Some(day)) = (self.told_in_narrative(), self.today) else { return self.stretch(Unit::Weekend, 0) };
        // On a weekday, the weekend of a past clause is the one before.
        let back = self.direction(i, i + 1) == Direction::Back && day.weekday().to_monday_one_offset() < 6;
        Stretch::around(day, Unit::Weekend, if back { -1 } else { 0 })
    }

    pub(super) fn season_alone(&self, i: usize) -> Option<Point> {
        match self.lex.word(i) {
            Word::Season(s) => self.season(i, s, None),
            _ => None,
        }
    }

    /// The season at `i`; `by` is -1 for last, 0 for this, 1 for next, none where the tense decides.
    pub(super) fn season(&self, i: usize, season: Season, by: Option<i32>) -> Option<Point> {
        let lex = self.lex;
        let end = i + 1;
        if let Some((year, end)) = self.year(end + usize::from(lex.is(end, "of"))) {
            return Some(Point::new(end, Stretch::Season(year, season)));
        }
        if let Some(told) = self.told_in_narrative() {
            let year = told.day.year().saturating_add(by.unwrap_or(0) as i16);
            return Some(Point::new(end, Stretch::Season(year, season)));
        }
        let Some(today) = self.today else {
            return Some(Point::new(end, Stretch::Unknown(format!("XXXX-{}", calendar::season(season)))));
        };
        let this = [today.year() - 1, today.year(), today.year() + 1].map(|y| Stretch::Season(y, season));
        let ends_before = |s: &&Stretch| s.range().is_some_and(|(_, last)| last < today);
        let begun = |s: &&Stretch| s.range().is_some_and(|(first, _)| first <= today);
        let begins_after = |s: &&Stretch| s.range().is_some_and(|(first, _)| first > today);
        let by = by.unwrap_or_else(|| match self.direction(i, end) {
            Direction::Ahead => 2,
            _ => -2,
        });
        let stretch = match by {
            -1 => this.iter().rev().find(ends_before),
            1 => this.iter().find(begins_after),
            2 => this.iter().find(|s| !ends_before(s)),
            -2 => this.iter().rev().find(begun),
            // This winter is the one that lasts; any other season is this year's.
            _ if season == Season::Winter && today.month() < 3 => this.first(),
            _ => this.get(1),
        };
        Some(Point::new(end, stretch.cloned().unwrap_or_else(|| this[0].clone())))
    }

    pub(super) fn holiday(&self, i: usize, which: u8, by: Option<i32>) -> Option<Point> {
        let lex = self.lex;
        let (month, day, end) = match which {
            0 if lex.is(i + 1, "eve") => (12, 24, i + 2),
            0 => (12, 25, i + 1 + usize::from(lex.is(i + 1, "day"))),
            1 => (10, 31, i + 1),
            _ => {
                let end = i + 1 + usize::from(lex.is(i + 1, "day"));
                let Some(today) = self.today else {
                    return Some(Point::new(end, Stretch::Unknown("XXXX-11-XX".to_owned())));
                };
                let year = today.year() - i16::from(by == Some(-1) && today.month() < 12);
                // The fourth Thursday of November.
                let first = Date::new(year, 11, 1).ok()?.weekday().to_monday_one_offset();
                return Some(Point::new(end, Stretch::day(year, 11, (4 - first).rem_euclid(7) + 22)?));
            }
        };
        if let Some((year, end)) = self.year(end + usize::from(lex.mark(end, ','))) {
            return Some(Point::new(end, Stretch::day(year, month, day)?));
        }
        if let (Some(by), Some(today)) = (by, self.today) {
            let this = Date::new(today.year(), month, day).ok()?;
            let year = match by {
                -1 if this >= today => today.year() - 1,
                _ => today.year(),
            };
            return Some(Point::new(end, Stretch::day(year, month, day)?));
        }
        Some(self.day_of_year(i, end, month, day))
    }
}
