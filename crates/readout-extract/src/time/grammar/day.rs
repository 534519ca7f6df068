//! Days, months and weekdays.

use readout_report::Date;

use super::{Point, Reader};
use crate::lex::{Kind, Unit, Word};
use crate::number;
use crate::time::calendar::{Stretch, add_days};
use crate::time::tense::Direction;

impl Reader<'_> {
    /// "1997-11-26", "11/26/97", "26.11.1997".
    pub(super) fn numeric_date(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let mark = match lex.get(i + 1).filter(|l| l.glued)?.kind {
            Kind::Mark(mark @ ('-' | '/' | '.')) => mark,
            _ => return None,
        };
        let (a, a_len) = lex.digits(i)?;
        let (b, b_len) = lex.digits(i + 2).filter(|_| lex.glued(i + 2))?;
        if !(lex.glued_mark(i + 3, mark) && lex.glued(i + 4)) {
            // "2025-11", but not the season "2010-11".
            if mark != '.' && a_len <= 2 && b_len == 4 && (1..=12).contains(&a) && (1900..=2199).contains(&b) {
                return Some(Point::new(i + 3, Stretch::Month(b as i16, a as i8)));
            }
            if mark == '/' && a_len <= 2 && b_len <= 2 {
                return self.day_and_month(i, a, b);
            }
            let month = matches!(mark, '-' | '/')
                && a_len == 4
                && b_len == 2
                && (1..=12).contains(&b)
                && (a % 100 + 1) % 100 != b
                && (1000..=2199).contains(&a);
            return month.then(|| Point::new(i + 3, Stretch::Month(a as i16, b as i8)));
        }
        let (c, c_len) = lex.digits(i + 4)?;
        if lex.glued_mark(i + 5, mark) && lex.glued(i + 6) || a > 9999 || b > 31 || c > 9999 {
            return None;
        }
        let (year, month, day) = match (a_len, b_len, c_len) {
            (4, 1..=2, 1..=2) => (a as i16, b, c),
            (1..=2, 1..=2, 2 | 4) => {
                let year = if c_len == 2 { self.century_of(c as i16) } else { c as i16 };
                // American order, unless it cannot be or the marks are those of Europe.
                if a > 12 || (mark == '.' && b <= 12) { (year, b, a) } else { (year, a, b) }
            }
            _ => return None,
        };
        let day = Stretch::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        let mut point = Point::new(i + 5, day);
        // "1997-11-26T17:30".
        if lex.is(i + 5, "T")
            && lex.glued(i + 5)
            && let (Some((h @ 0..=23, 2)), Some((m @ 0..=59, 2)), true) =
                (lex.digits(i + 6), lex.digits(i + 8), lex.glued_mark(i + 7, ':'))
        {
            point = Point { end: i + 9, clock: Some(format!("T{h:02}:{m:02}")), ..point };
        }
        Some(point)
    }

    /// "on 4/22": without a year, only after a word that wants a date; "9/11" and "24/7" are names and shares.
    fn day_and_month(&self, i: usize, a: u32, b: u32) -> Option<Point> {
        let lex = self.lex;
        let led = i > 0 && lex.is_any(i - 1, &["on", "by", "until", "till", "from", "to", "since", "each", "every"]);
        let (month, day) = if a > 12 { (b, a) } else { (a, b) };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let named = (a, b) == (9, 11) || (a, b) == (24, 7);
        if !led || named || lex.is_word(i + 3) && lex.is(i + 3, "of") || Date::new(2024, month, day).is_err() {
            return None;
        }
        Some(self.day_of_year(i, i + 3, month, day))
    }

    /// "26 November 2025", "26th of November", "14 and 15 October", "20th century".
    pub(super) fn opened_by_day_number(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let (n, end) = self.day_number(i)?;
        if let Some(point) = self.second_day(i, n, end) {
            return Some(point);
        }
        if end > i + 1
            && let Some(point) = self.ordinal(i, i64::from(n), end)
        {
            return Some(point);
        }
        let mut at = end;
        // The other days of "14-16 October" are expressions of their own.
        let mut first_only = false;
        if (self.joins(at) || lex.mark(at, ','))
            && let Some((_, after)) = self.day_number(at + 1)
        {
            first_only = true;
            at = after;
        }
        // "26-Nov-2025", "16. Nov. 2016".
        at += usize::from(
            lex.is(at, "of") || (lex.glued_mark(at, '.') && !first_only) || (lex.hyphen(at) && lex.glued(at + 1)),
        );
        if matches!(lex.word(at), Word::This | Word::Next | Word::Last | Word::Previous | Word::The)
            && lex.word(at + 1) == Word::Unit(Unit::Month)
            && let Some(whole) = self.inside(at, 1)
        {
            let day = match whole.stretch {
                Stretch::Month(year, m) => Stretch::day(year, m, n)?,
                Stretch::Unknown(value) if value == "XXXX-XX" => Stretch::Unknown(format!("XXXX-XX-{n:02}")),
                _ => return None,
            };
            return Some(Point::new(if first_only { end } else { whole.end }, day));
        }
        let (Word::Month(m) | Word::MonthShort(m)) = lex.word(at) else {
            return self.first_of_range(i, n, end);
        };
        let dot = usize::from(matches!(lex.word(at), Word::MonthShort(_)) && lex.glued_mark(at + 1, '.'));
        let after = at + 1 + dot;
        let joined =
            lex.mark(after, ',') || lex.is_any(after, &["of", "in"]) || (lex.hyphen(after) && lex.hyphen(at - 1));
        let after = after + usize::from(joined && self.year(after + 1).is_some());
        let dated = self.year(after).or_else(|| self.named_year(after));
        let point = match dated {
            Some((year, end)) => Point::new(end, Stretch::day(year, m, n)?),
            None => self.day_of_year(i, at + 1 + dot, m, n),
        };
        Some(Point { end: if first_only { end } else { point.end }, ..point })
    }

    /// "4" in "from 4 to January 22, 1995": of the month of the second date.
    fn first_of_range(&self, i: usize, n: i8, end: usize) -> Option<Point> {
        let lex = self.lex;
        let led = i > 0 && lex.is_any(i - 1, &["from", "between"]);
        let month = matches!(lex.word(end + 1), Word::Month(_) | Word::MonthShort(_));
        let Stretch::Day(last) = (led && month && self.joins(end)).then(|| self.month(end + 1, false))??.stretch else {
            return None;
        };
        (n < last.day()).then(|| Some(Point::new(end, Stretch::day(last.year(), last.month(), n)?))).flatten()
    }

    /// The second day of "May 4 and 5", "March 5-9, 1918": of the month before it.
    fn second_day(&self, i: usize, n: i8, end: usize) -> Option<Point> {
        let lex = self.lex;
        // "through the 19th".
        let the = usize::from(i > 1 && lex.word(i - 1) == Word::The);
        let joint = i.checked_sub(1 + the).filter(|at| self.joins(*at))?;
        let first = (joint.saturating_sub(2)..joint).find(|at| {
            *at > 0
                && matches!(lex.word(at - 1), Word::Month(_) | Word::MonthShort(_))
                && self.day_number(*at).is_some_and(|(day, end)| end == joint && day < n)
        })?;
        let (Word::Month(m) | Word::MonthShort(m)) = lex.word(first - 1) else { return None };
        // "May 4 and 5 June", "May 4 and 5,000 men", "May 4 and 20 people".
        let ends = !lex.is_word(end) || lex.is_any(end, &["in", "on", "at", "and", "with", "for", "after", "to", "by"]);
        if !ends || matches!(lex.word(end + 1), Word::Month(_) | Word::MonthShort(_)) {
            return None;
        }
        match self.year(end + usize::from(lex.mark(end, ','))) {
            Some((year, end)) => Some(Point::new(end, Stretch::day(year, m, n)?)),
            None => Some(self.day_of_year(i, end, m, n)),
        }
    }

    /// A day of the month in digits or as an ordinal word.
    pub(super) fn day_number(&self, i: usize) -> Option<(i8, usize)> {
        let lex = self.lex;
        match lex.word(i) {
            Word::Ordinal(n @ 1..=31) => return Some((n as i8, i + 1)),
            Word::Tens(n @ (20 | 30)) => {
                let at = i + 1 + usize::from(lex.hyphen(i + 1));
                return match lex.word(at) {
                    Word::Ordinal(m @ 1..=9) if n + m <= 31 => Some(((n + m) as i8, at + 1)),
                    _ => None,
                };
            }
            _ => {}
        }
        let (n @ 1..=31, 1..=2) = lex.digits(i)? else { return None };
        let ordinal = lex.glued(i + 1) && lex.is_any(i + 1, &["st", "nd", "rd", "th"]);
        if !ordinal && lex.glued(i + 1) {
            let inside = lex.glued(i + 2) && lex.get(i + 2).is_some_and(|l| l.kind == Kind::Digits);
            let more = (lex.mark(i + 1, ':') || lex.mark(i + 1, '.') || lex.mark(i + 1, ',') || lex.mark(i + 1, '/'))
                && inside;
            if more || lex.mark(i + 1, '%') || lex.is_word(i + 1) {
                return None;
            }
        }
        Some((n as i8, i + 1 + usize::from(ordinal)))
    }

    /// "twenty-one" after a month.
    fn day_in_words(&self, i: usize) -> Option<(i8, usize)> {
        let Word::Tens(20 | 30) = self.lex.word(i) else { return None };
        let number = number::parse(self.lex, i).filter(|n| !n.share && (21.0..=31.0).contains(&n.value))?;
        (!self.lex.is_word(number.end)).then_some((number.value as i8, number.end))
    }

    pub(super) fn month(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        let (m, short) = match lex.word(i) {
            Word::Month(m) => (m, false),
            Word::MonthShort(m) => (m, true),
            _ => return None,
        };
        let dot = short && lex.glued_mark(i + 1, '.');
        // "Oct-2", "Oct/2", "Sep-23-2020".
        let mark = match lex.get(i + 1 + usize::from(dot)).map(|l| l.kind) {
            Some(Kind::Mark(mark @ ('-' | '/')))
                if lex.glued(i + 1) && lex.glued(i + 2) && lex.digits(i + 2).is_some() =>
            {
                Some(mark)
            }
            _ => None,
        };
        let end = i + 1 + usize::from(dot) + usize::from(mark.is_some());
        // "May the 4th", "May twenty-one".
        let the = usize::from(
            lex.word(end) == Word::The
                && self.day_number(end + 1).is_some_and(|(_, to)| to > end + 2 || lex.digits(end + 1).is_none()),
        );
        let number = self.day_number(end + the).or_else(|| self.day_in_words(end));
        if let Some((day, after)) = number.filter(|(_, after)| self.meridiem(*after).is_none()) {
            let again = mark.is_some_and(|mark| lex.glued_mark(after, mark));
            let at = after + usize::from(lex.mark(after, ',') || lex.is(after, "of") || again);
            if let Some((year, end)) = self.year(at).or_else(|| self.named_year(at)) {
                return Some(Point::new(end, Stretch::day(year, m, day)?));
            }
            return Some(self.day_of_year(i, after, m, day));
        }
        let at = end + usize::from(lex.mark(end, ',') || lex.is(end, "of"));
        if let Some((year, end)) = self.year(at).or_else(|| self.named_year(at)) {
            return Some(Point::new(end, Stretch::Month(year, m)));
        }
        if matches!(lex.word(at), Word::Last | Word::Next | Word::This) && lex.word(at + 1) == Word::Unit(Unit::Year) {
            return Some(Point::new(at + 2, Stretch::Unknown(format!("XXXX-{m:02}"))));
        }
        if let Some(year) = self.year_of_range(end, m) {
            return Some(Point::new(end, Stretch::Month(year, m)));
        }
        // "in Dec", but not "Dec Smith".
        let sure = i > 0
            && lex.is_any(
                i - 1,
                &["in", "of", "since", "until", "from", "to", "early", "late", "mid", "last", "next", "this"],
            );
        if short && !dot && (!sure || lex.capital(end) || lex.hyphen(end)) || article || !self.is_month(i, m) {
            return None;
        }
        if let Some(told) = self.told_in_narrative() {
            return Some(Point::new(end, Stretch::Month(told.year_of_month(m), m)));
        }
        let Some(today) = self.today else { return Some(Point::new(end, Stretch::Unknown(format!("XXXX-{m:02}")))) };
        let year = match self.direction(i, end) {
            Direction::Ahead if m + 2 < today.month() => today.year() + 1,
            Direction::Here if m + 6 < today.month() => today.year() + 1,
            Direction::Back if m > today.month() => today.year() - 1,
            Direction::Here if m > today.month() + 3 => today.year() - 1,
            _ => today.year(),
        };
        Some(Point::new(end, Stretch::Month(year, m)))
    }

    /// Whether a month's name without day and year is one: "May", "March", "April", "June" and "August" are also people and verbs.
    fn is_month(&self, i: usize, m: i8) -> bool {
        let lex = self.lex;
        let name = matches!(m, 3 | 4 | 5 | 6 | 8);
        let sure = i > 0 && lex.is_any(i - 1, &["in", "early", "late", "mid", "since", "until"]);
        let led = i > 0
            && (lex.is_any(
                i - 1,
                &[
                    "in", "of", "since", "until", "till", "by", "from", "through", "before", "after", "during", "to",
                    "and", "for", "or", "between", "late", "early", "mid", "last", "next", "this", "that", "every",
                ],
            ) || (lex.hyphen(i - 1) && lex.is(i.wrapping_sub(2), "mid")));
        let in_a_name = (lex.capital(i + 1) && !lex.glued(i + 1) && lex.is_word(i + 1) && !lex.begins(i + 1))
            || (!led && i > 0 && lex.capital(i - 1) && lex.is_word(i - 1) && !lex.begins(i - 1));
        // "a June agreement", "the August battles".
        let noun = i > 0
            && matches!(lex.word(i - 1), Word::A | Word::The)
            && lex.is_word(i + 1)
            && !lex.capital(i + 1)
            && !lex.is_any(i + 1, &["on", "of", "to", "by", "is", "was"]);
        if name { sure || noun || (led && !in_a_name) } else { led || !in_a_name }
    }

    /// The year of a first date that is given with the second: "26 June – 4 August 1952", "March 5-9, 1918".
    fn year_of_range(&self, end: usize, month: i8) -> Option<i16> {
        let lex = self.lex;
        if !self.joins(end) {
            return None;
        }
        let at = end + 1 + usize::from(lex.word(end + 1) == Word::The);
        let month_at = |i: usize| match lex.word(i) {
            Word::Month(m) => Some((m, i + 1)),
            Word::MonthShort(m) => Some((m, i + 1 + usize::from(lex.glued_mark(i + 1, '.')))),
            _ => None,
        };
        let past = |i: usize| i + usize::from(lex.mark(i, ',') || lex.is(i, "of"));
        let (last, at) = match (month_at(at), self.day_number(at)) {
            // "to August 1952", "to August 4, 1952"
            (Some((last, after)), _) => (last, self.day_number(after).map_or(after, |(_, after)| after)),
            // "to 4 August 1952", "-9, 1918"
            (None, Some((_, after))) => month_at(after + usize::from(lex.is(after, "of"))).unwrap_or((month, after)),
            (None, None) => return None,
        };
        let (year, _) = self.year(past(at))?;
        Some(if last < month { year.checked_sub(1)? } else { year })
    }

    /// A day of which the text gives no year.
    pub(super) fn day_of_year(&self, from: usize, end: usize, month: i8, day: i8) -> Point {
        if let Some(stretch) = self.year_of_range(end, month).and_then(|year| Stretch::day(year, month, day)) {
            return Point::new(end, stretch);
        }
        let unknown = || Point::new(end, Stretch::Unknown(format!("XXXX-{month:02}-{day:02}")));
        if let Some(told) = self.told_in_narrative() {
            return Stretch::day(told.year_of_month(month), month, day)
                .map_or_else(unknown, |day| Point::new(end, day));
        }
        let Some(today) = self.today else { return unknown() };
        let on = |year: i16| Date::new(year, month, day).ok();
        // Days from the publication to that day of the same year.
        let ahead = i32::from((month - today.month()) as i16 * 30 + (day - today.day()) as i16);
        let year = match self.direction(from, end) {
            Direction::Ahead if ahead < -45 => today.year() + 1,
            // A verb in the past may frame what is to come: "the board set a dividend payable Dec. 7".
            Direction::Back if ahead > 100 => today.year() - 1,
            Direction::Here if ahead > 180 => today.year() - 1,
            Direction::Here if ahead < -180 => today.year() + 1,
            _ => today.year(),
        };
        // The nearest year that has a 29 February.
        let found = on(year).or_else(|| (1..=8).find_map(|back| on(year - back)));
        found.map_or_else(unknown, |date| Point::new(end, Stretch::Day(date)))
    }

    pub(super) fn weekday(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let (d, mut end) = match lex.word(i) {
            Word::Weekday(d) => (d, i + 1),
            Word::WeekdayShort(d) if lex.glued_mark(i + 1, '.') => (d, i + 2),
            Word::WeekdayShort(d)
                if matches!(lex.word(i + 1), Word::Month(_) | Word::MonthShort(_)) || lex.mark(i + 1, ',') =>
            {
                (d, i + 1)
            }
            _ => return None,
        };
        // "Friday, Nov. 6", "Friday 6 November".
        let at = end + usize::from(lex.mark(end, ',')) + usize::from(lex.word(end) == Word::The);
        let dated = match lex.word(at) {
            Word::Month(_) | Word::MonthShort(_) => self.month(at, false),
            _ if lex.digits(at).is_some() => self.opened_by_digits(at, false),
            _ => None,
        };
        if let Some(point) = dated.filter(|p| matches!(p.stretch, Stretch::Day(_))) {
            return Some(point);
        }
        // "Thursday the 21st".
        if lex.word(end) == Word::The
            && let Some((n, after)) =
                self.day_number(end + 1).filter(|_| lex.digits(end + 1).is_none() || lex.glued(end + 2))
            && let day = self.weekday_and_number(d, n)
            && (day.is_some() || self.now().is_none())
        {
            let day = day.unwrap_or_else(|| Stretch::Unknown(format!("XXXX-XX-{n:02}")));
            return Some(self.day_or_part(after, day));
        }
        // "The Sunday Times".
        if lex.is_any(end, &["times", "telegraph", "mirror", "herald", "express", "mail", "post", "agreement"])
            && lex.capital(end)
        {
            return None;
        }
        if let Some(told) = self.told_in_narrative() {
            if told.unit > Unit::Week {
                return Some(self.day_or_part(end, Stretch::Unknown(format!("XXXX-WXX-{d}"))));
            }
            let on = i32::from((d - told.day.weekday().to_monday_one_offset()).rem_euclid(7));
            return Some(self.day_or_part(end, Stretch::Day(add_days(told.day, on)?)));
        }
        // "Wednesday evening next week": the part of the day may stand between.
        let with_part = self.day_or_part(end, Stretch::Unknown(String::new()));
        let at = with_part.end + usize::from(lex.is(with_part.end, "of"));
        let weeks = match lex.word(at) {
            Word::Last => Some(-7),
            Word::This => Some(0),
            Word::Next => Some(7),
            _ => None,
        };
        // "Friday last week", "Friday of next week".
        let weeks = weeks.filter(|_| lex.word(at + 1) == Word::Unit(Unit::Week));
        let mut clock = None;
        if weeks.is_some() {
            (end, clock) = (at + 2, with_part.clock);
        }
        let Some(today) = self.today else {
            return Some(self.day_or_part(end, Stretch::Unknown(format!("XXXX-WXX-{d}"))));
        };
        let term = i > 0 && lex.is_any(i - 1, &["by", "until", "till"]);
        let ahead = match self.direction(i, end) {
            Direction::Ahead => true,
            Direction::Here => term,
            Direction::Back => false,
        };
        let offset = i32::from(d - today.weekday().to_monday_one_offset());
        let by = match weeks {
            Some(weeks) => offset + weeks,
            None if ahead => offset.rem_euclid(7),
            None => -((-offset).rem_euclid(7)),
        };
        let day = Stretch::Day(add_days(today, by)?);
        Some(if clock.is_some() { Point { end, stretch: day, clock } } else { self.day_or_part(end, day) })
    }
}
