//! The grammar of time expressions.

use readout_language::Analysis;
use readout_report::Date;

use super::calendar::{self, Stretch, add_days, duration, unknown, vague_duration};
use super::tense::{Direction, direction};
use crate::TimeKind;
use crate::lex::{Kind, Lexemes, Part, Reference, Season, Unit, Word};
use crate::number;

/// An expression that was read.
#[derive(Debug)]
pub(super) struct Found {
    /// One past its last lexeme.
    pub(super) end: usize,
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) range: Option<(Date, Date)>,
    /// The stretch of a date, for later expressions to refer to.
    stretch: Option<Stretch>,
}

impl Found {
    fn timeless(end: usize, kind: TimeKind, value: impl Into<String>) -> Self {
        Self { end, kind, value: value.into(), range: None, stretch: None }
    }

    fn reference(end: usize, reference: Reference) -> Self {
        let value = match reference {
            Reference::Past => "PAST_REF",
            Reference::Present => "PRESENT_REF",
            Reference::Future => "FUTURE_REF",
        };
        Self::timeless(end, TimeKind::Date, value)
    }
}

/// A stretch of the calendar, or a time on a day.
#[derive(Debug, Clone)]
struct Point {
    end: usize,
    stretch: Stretch,
    /// What follows the day in the value: `TNI`, `T17:00`.
    clock: Option<String>,
}

impl Point {
    fn new(end: usize, stretch: Stretch) -> Self {
        Self { end, stretch, clock: None }
    }

    fn of_day(end: usize, stretch: Stretch, part: Part) -> Self {
        Self { end, stretch, clock: Some(format!("T{}", calendar::part(part))) }
    }
}

impl From<Point> for Found {
    fn from(point: Point) -> Self {
        let clock = point.clock.as_deref().unwrap_or("");
        Found {
            end: point.end,
            kind: if clock.is_empty() { TimeKind::Date } else { TimeKind::Time },
            value: point.stretch.value() + clock,
            range: point.stretch.range(),
            stretch: Some(point.stretch),
        }
    }
}

/// How many units.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Quantity {
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

/// Reads the expressions of one text, in order.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    lex: &'a Lexemes<'a>,
    analysis: &'a Analysis,
    today: Option<Date>,
    /// The day that "the next day" and "two weeks later" count from.
    anchor: Option<Date>,
    /// The quarter that "the quarter" and "a year earlier" speak of.
    quarter: Option<(i16, i8)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lex: &'a Lexemes<'a>, analysis: &'a Analysis, today: Option<Date>) -> Self {
        let today = today.filter(|d| (1..=9998).contains(&d.year()));
        Self { lex, analysis, today, anchor: None, quarter: None }
    }

    /// Lets later expressions refer to this one.
    pub(super) fn remember(&mut self, found: &Found) {
        match &found.stretch {
            // The quarter reported on, not those that it is compared with.
            Some(Stretch::Quarter(y, q))
                if found.range.is_some_and(|(first, _)| self.today.is_none_or(|day| first <= day)) =>
            {
                self.quarter = self.quarter.max(Some((*y, *q)));
            }
            Some(Stretch::Day(_) | Stretch::Month(..) | Stretch::Year(_)) => {
                self.anchor = found.range.map(|(first, _)| first)
            }
            _ => {}
        }
    }

    /// The expression that begins at lexeme `i`.
    pub(super) fn expression(&self, i: usize) -> Option<Found> {
        let lexeme = self.lex.get(i)?;
        if lexeme.kind == Kind::Word && lexeme.word == Word::Other {
            return self.opened_by_other_word(i);
        }
        // "$1,998", "v1.5", "A320": the number belongs to what it is glued to.
        if lexeme.kind == Kind::Digits && i > 0 && lexeme.glued && !self.may_hold_a_date(i - 1) {
            return None;
        }
        (self.clock(i).map(Found::from))
            .or_else(|| self.recurring(i))
            .or_else(|| self.amount(i))
            .or_else(|| self.calendar(i).map(|p| self.with_clock(p).into()))
            .or_else(|| self.reference(i))
    }

    fn may_hold_a_date(&self, i: usize) -> bool {
        matches!(
            self.lex.get(i).map(|l| l.kind),
            Some(Kind::Mark('-' | '–' | '—' | '‑' | '(' | '[' | '"' | '\'' | '’' | '‘' | '“' | '/' | '_' | '`' | '~'))
        )
    }

    // ---- Words that open an expression without being words of time.

    fn opened_by_other_word(&self, i: usize) -> Option<Found> {
        let lex = self.lex;
        let first = lex.str(i).as_bytes()[0].to_ascii_lowercase();
        match first {
            b'q' if lex.is(i, "q") && lex.glued(i + 1) => {
                let (q, _) = lex.digits(i + 1).filter(|(q, len)| (1..=4).contains(q) && *len == 1)?;
                Some(self.with_year(i + 2, Stretch::Quarter(0, q as i8), i).into())
            }
            b'a' if lex.is(i, "another") => self.amount(i),
            b'w' if lex.is(i, "within") => None,
            b't' if lex.is(i, "these") && lex.word(i + 1) == Word::Units(Unit::Day) => {
                Some(Found::reference(i + 2, Reference::Present))
            }
            b'p' if lex.is_any(i, &["post", "pre"]) && lex.hyphen(i + 1) => self.calendar(i + 2).map(Found::from),
            b'r' if lex.is(i, "right") && lex.is(i + 1, "now") => Some(Found::reference(i + 2, Reference::Present)),
            b's' if lex.is(i, "some") => self.amount(i),
            b'n' if lex.is(i, "new") && lex.is(i + 1, "year") && lex.apostrophe(i + 2) => {
                let (month, day) = if lex.is(i + 4, "eve") { (12, 31) } else { (1, 1) };
                let end = if lex.is_any(i + 4, &["eve", "day"]) { i + 5 } else { return None };
                Some(self.day_of_year(i, end, month, day).into())
            }
            _ => None,
        }
    }

    fn reference(&self, i: usize) -> Option<Found> {
        let lex = self.lex;
        let hyphenated = lex.hyphen(i + 1) && lex.glued(i + 2);
        match lex.word(i) {
            Word::Reference(_) if hyphenated => None,
            Word::Reference(Reference::Future)
                if lex.is(i.wrapping_sub(1), "as")
                    || lex.is_any(i + 1, &["after", "as"])
                    || lex.is(i.wrapping_sub(1), "how") =>
            {
                None
            }
            // "The mobs soon had support": no time, but a short while.
            Word::Reference(Reference::Future) if self.direction(i, i + 1) == Direction::Back => None,
            Word::Reference(reference) => Some(Found::reference(i + 1, reference)),
            Word::The => {
                let at =
                    i + 1 + usize::from(lex.is_any(i + 1, &["near", "foreseeable", "distant", "recent", "immediate"]));
                let reference = match lex.word(at) {
                    Word::Future => Reference::Future,
                    Word::Past => Reference::Past,
                    _ if lex.is(at, "term") && at > i + 1 => Reference::Future,
                    _ => return None,
                };
                // "the future government", "the past president".
                let noun = !lex.is_word(at + 1)
                    || lex.is_any(
                        at + 1,
                        &[
                            "and", "of", "is", "was", "are", "as", "to", "but", "or", "in", "on", "with", "for",
                            "that", "when", "if", "because",
                        ],
                    );
                noun.then(|| Found::reference(at + 1, reference))
            }
            _ => None,
        }
    }

    // ---- Times of day.

    fn clock(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let mut i = i;
        let about = matches!(lex.word(i), Word::Approximate);
        if about {
            i += 1;
        }
        let (clock, end) = self.time_of_day(i)?;
        let mut end = self.zone(end);
        let mut day = self.today.map_or_else(|| unknown(Unit::Day), Stretch::Day);
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
    fn meridiem(&self, i: usize) -> Option<(bool, usize)> {
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
        if lex.is_any(i, &["local", "eastern", "moscow", "kyiv", "london"]) && lex.is(i + 1, "time") {
            return i + 2;
        }
        i
    }

    /// "Tuesday at 5 p.m.".
    fn with_clock(&self, mut point: Point) -> Point {
        if point.clock.is_none() && matches!(point.stretch, Stretch::Day(_)) {
            let at = point.end + usize::from(self.lex.is(point.end, "at"));
            if let Some((clock, end)) = self.time_of_day(at) {
                point.clock = Some(clock);
                point.end = self.zone(end);
            }
        }
        point
    }

    // ---- What recurs.

    fn recurring(&self, i: usize) -> Option<Found> {
        let lex = self.lex;
        let set = |end: usize, value: String| Some(Found::timeless(end, TimeKind::Set, value));
        match lex.word(i) {
            Word::Recurring(unit) => {
                // "the Daily Mail".
                if lex.capital(i) && (!lex.begins(i) || lex.capital(i + 1)) {
                    return None;
                }
                set(i + 1, duration(1.0, unit))
            }
            Word::Every => {
                let other = usize::from(lex.is(i + 1, "other"));
                let at = i + 1 + other;
                match lex.word(at) {
                    Word::Unit(unit) => set(at + 1, duration(1.0 + other as f64, unit)),
                    Word::Weekday(d) => match lex.word(at + 1) {
                        Word::Part(p) => set(at + 2, format!("XXXX-WXX-{d}T{}", calendar::part(p))),
                        _ => set(at + 1, format!("XXXX-WXX-{d}")),
                    },
                    Word::Month(m) => set(at + 1, format!("XXXX-{m:02}")),
                    Word::Season(s) => set(at + 1, format!("XXXX-{}", calendar::season(s))),
                    Word::Part(p) => set(at + 1, format!("XXXX-XX-XXT{}", calendar::part(p))),
                    _ => {
                        let (Quantity::Exactly(n), end) = self.quantity(at)? else { return None };
                        let Word::Units(unit) = lex.word(end) else { return None };
                        set(end + 1, duration(n, unit))
                    }
                }
            }
            Word::Weekdays(d) => match lex.word(i + 1) {
                Word::Parts(p) | Word::Part(p) => set(i + 2, format!("XXXX-WXX-{d}T{}", calendar::part(p))),
                _ => set(i + 1, format!("XXXX-WXX-{d}")),
            },
            Word::Weekday(d) => match lex.word(i + 1) {
                Word::Parts(p) => set(i + 2, format!("XXXX-WXX-{d}T{}", calendar::part(p))),
                _ => None,
            },
            Word::Units(Unit::Weekend) => set(i + 1, "XXXX-WXX-WE".to_owned()),
            // "$5 a year", "four flights a week", "twice a day".
            Word::A => {
                let Word::Unit(unit) = lex.word(i + 1) else { return None };
                let ends = !matches!(lex.word(i + 2), Word::Ago | Word::Earlier | Word::Later) && !lex.hyphen(i + 2);
                (ends && self.is_rate(i)).then(|| set(i + 2, duration(1.0, unit))).flatten()
            }
            _ => None,
        }
    }

    /// Whether "a year" at `i` divides a number: "twice", "times", or a number up to three words before a plural or a scale word.
    fn is_rate(&self, i: usize) -> bool {
        let lex = self.lex;
        if i == 0 || lex.begins(i) {
            return false;
        }
        if lex.is_any(i - 1, &["once", "twice", "times", "time"]) {
            return true;
        }
        let is_number = |at: usize| {
            lex.get(at).is_some_and(|l| l.kind == Kind::Digits)
                || matches!(lex.word(at), Word::Count(_) | Word::Tens(_) | Word::Scale(_) | Word::Scales(_))
        };
        if is_number(i - 1) || lex.mark(i - 1, '%') {
            return true;
        }
        lex.str(i - 1).ends_with('s')
            && !lex.is_any(i - 1, &["as", "is", "was", "has", "this"])
            && (2..=3).any(|back| i >= back && is_number(i - back))
            || lex.is_any(i - 1, &["percent", "cent", "people"])
    }

    // ---- Amounts of time: durations, and dates that are so far away.

    fn amount(&self, i: usize) -> Option<Found> {
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
            Word::Ordinal(2) if hyphen => (Unit::Second, false),
            _ => return None,
        };
        let one = quantity == Quantity::Exactly(1.0);
        if !plural && matches!(unit, Unit::Quarter | Unit::Weekend) {
            return None;
        }
        // "seven days", but also the broadcasters' "five year low"; not "in 1998 year".
        if !plural && !one && !hyphen && matches!(quantity, Quantity::Exactly(n) if n > 999.0) {
            return None;
        }
        let mut end = at + 1;
        let mut quantity = quantity;
        if lex.is(end, "and") && lex.word(end + 1) == Word::A && lex.word(end + 2) == Word::Half {
            end += 3;
            if let Quantity::Exactly(n) = &mut quantity {
                *n += 0.5;
            }
        } else if lex.is(end, "or")
            && (lex.is(end + 1, "so") || lex.word(end + 1) == Word::Count(2) || lex.is(end + 1, "more"))
        {
            end += 2;
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

    /// "years", "decades" after a word that makes a length of them; "recent weeks", "coming months", "months ago".
    fn bare_units(&self, i: usize, at: usize, selected: bool) -> Option<Found> {
        let lex = self.lex;
        let past = lex.word(at) == Word::Recent;
        let recent = past || lex.word(at) == Word::Coming;
        let at = at + usize::from(recent);
        let Word::Units(unit) = lex.word(at) else {
            return None;
        };
        let mut end = at + 1;
        if (lex.is(end, "or") || lex.is(end, "and"))
            && let Word::Units(_) = lex.word(end + 1)
        {
            end += 2;
        }
        if lex.word(end) == Word::Ago || (past && unit == Unit::Year) {
            return Some(Found::reference(end + usize::from(lex.word(end) == Word::Ago), Reference::Past));
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
        let (back, from, end) = match lex.word(end) {
            Word::Ago => (true, self.today, end + 1),
            Word::Earlier => (true, self.anchor.or(self.today), end + 1),
            Word::Later => (false, self.anchor.or(self.today), end + 1),
            _ if lex.is(end, "from") && lex.is_any(end + 1, &["now", "today"]) => (false, self.today, end + 2),
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
        let stretch =
            from.map_or_else(|| Some(unknown(unit)), |day| Stretch::around(day, unit, if back { -by } else { by }));
        Some(Point::new(end, stretch?).into())
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

    fn quantity(&self, i: usize) -> Option<(Quantity, usize)> {
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
            Word::Few | Word::Several | Word::Many => return vague(i + 1),
            Word::Couple => return Some((Quantity::Exactly(2.0), i + 1 + usize::from(lex.is(i + 1, "of")))),
            Word::Scales(_) if lex.is(i + 1, "of") => return vague(i + 2),
            Word::Other if lex.is(i, "another") => {
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

    // ---- The calendar.

    /// A stretch of the calendar that begins at `i`, with all that says more of it.
    fn calendar(&self, i: usize) -> Option<Point> {
        self.calendar_within(i, 0)
    }

    fn calendar_within(&self, i: usize, depth: u8) -> Option<Point> {
        // "early late early …": deeper than any expression goes.
        if depth > 4 {
            return None;
        }
        let article = self.lex.word(i) == Word::The;
        let point = self.extended(i, self.core(i + usize::from(article), article, depth)?);
        // "the 2016 election", "the Tuesday deadline": the article is the noun's. "the 26th of November" has its own.
        let nouns = match self.lex.word(i + 1) {
            Word::Month(_) | Word::MonthShort(_) | Word::Weekday(_) | Word::WeekdayShort(_) => true,
            Word::Other if matches!(point.stretch, Stretch::Day(_)) => {
                self.day_number(i + 1).is_some_and(|(_, end)| end == i + 2)
            }
            _ => point.end == i + 2 && matches!(point.stretch, Stretch::Year(_)),
        };
        (!(article && nouns)).then_some(point)
    }

    fn core(&self, i: usize, article: bool, depth: u8) -> Option<Point> {
        let lex = self.lex;
        match lex.word(i) {
            Word::Early | Word::Late | Word::Earlier | Word::Later | Word::Mid => {
                let at =
                    i + 1 + usize::from(lex.hyphen(i + 1)) + usize::from(lex.is(i + 1, "on") || lex.is(i + 1, "in"));
                let point = if let Word::Part(part) = lex.word(at) {
                    // "mid afternoon": of the publication day.
                    Point::of_day(at + 1, self.stretch(Unit::Day, 0)?, part)
                } else if lex.word(at) == Word::Unit(Unit::Day) || lex.is(at, "in") {
                    return None;
                } else {
                    self.calendar_within(at, depth + 1).or_else(|| self.season_alone(at))?
                };
                Some(point)
            }
            Word::End | Word::Start | Word::Middle if lex.is(i + 1, "of") => self.inside(i + 2, depth),
            Word::Last
            | Word::Next
            | Word::This
            | Word::That
            | Word::Past
            | Word::Coming
            | Word::Previous
            | Word::Following
            | Word::Same
            | Word::Current
            | Word::Latest => self.relative(i, article),
            Word::Month(_) | Word::MonthShort(_) => self.month(i, article),
            Word::Weekday(_) | Word::WeekdayShort(_) => self.weekday(i),
            Word::Yesterday => Some(self.day_or_part(i + 1, self.stretch(Unit::Day, -1)?)),
            Word::Today => Some(self.day_or_part(i + 1, self.stretch(Unit::Day, 0)?)),
            Word::Tomorrow => Some(self.day_or_part(i + 1, self.stretch(Unit::Day, 1)?)),
            Word::Tonight | Word::Overnight => Some(Point::of_day(i + 1, self.stretch(Unit::Day, 0)?, Part::Night)),
            Word::Ordinal(n) => self.ordinal(i, i64::from(n), i + 1),
            Word::Season(s) => {
                let dated = self.year(i + 1 + usize::from(lex.is(i + 1, "of")));
                if let Some((year, end)) = dated {
                    return Some(Point::new(end, Stretch::Season(year, s)));
                }
                // "the fall of the city".
                if lex.is(i + 1, "of") {
                    return None;
                }
                let led = i > 0 && s != Season::Spring && lex.is_any(i - 1, &["in", "during", "since", "until", "by"]);
                if led && !lex.is_word(i + 1) {
                    return self.season(i, s, None);
                }
                (article && (s != Season::Spring || !lex.is_word(i + 1))).then(|| self.season(i, s, None)).flatten()
            }
            Word::Decade(d) if article => Some(Point::new(i + 1, Stretch::Decade(190 + i16::from(d)))),
            Word::Unit(Unit::Weekend) if article => Some(Point::new(i + 1, self.weekend(i)?)),
            Word::Unit(Unit::Quarter) if article => Some(Point::new(i + 1, self.this_quarter())),
            Word::Unit(Unit::Year) => self.opened_by_year(i, article),
            Word::Fiscal => {
                let at = i + 1 + usize::from(lex.word(i + 1) == Word::Unit(Unit::Year));
                if let Some((year, end)) = self.year(at) {
                    return Some(Point::new(end, Stretch::Year(year)));
                }
                if at > i + 1 {
                    return Some(Point::new(at, self.stretch(Unit::Year, 0)?));
                }
                self.core(i + 1, true, depth + 1).filter(|p| matches!(p.stretch, Stretch::Quarter(..)))
            }
            Word::Holiday(n) => self.holiday(i, n, None),
            Word::Count(_) | Word::Tens(_) => {
                number::year_in_words(lex, i).map(|(year, end)| Point::new(end, Stretch::Year(year)))
            }
            Word::Other => match lex.get(i)?.kind {
                Kind::Digits => self.opened_by_digits(i, article),
                Kind::Mark('\'' | '’' | '‘') => self.short_year(i),
                Kind::Word
                    if article
                        && matches!(lex.word(i + 1), Word::Season(_))
                        && lex.is_any(i, &["northern", "southern", "upcoming", "boreal", "austral"]) =>
                {
                    let Word::Season(s) = lex.word(i + 1) else { return None };
                    self.season(i + 1, s, None)
                }
                Kind::Word
                    if article
                        && lex.is_any(i, &["rest", "remainder", "beginning", "close", "course", "turn"])
                        && lex.is(i + 1, "of") =>
                {
                    self.inside(i + 2, depth)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What "the end of" is of.
    fn inside(&self, i: usize, depth: u8) -> Option<Point> {
        let lex = self.lex;
        if lex.word(i) == Word::The
            && let Word::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century)) =
                lex.word(i + 1)
        {
            return Some(Point::new(i + 2, self.stretch(unit, 0)?));
        }
        self.calendar_within(i, depth + 1).filter(|p| p.clock.is_none())
    }

    /// "Tuesday" and then "night".
    fn day_or_part(&self, end: usize, day: Stretch) -> Point {
        match self.lex.word(end) {
            Word::Part(part) => Point::of_day(end + 1, day, part),
            Word::Overnight => Point::of_day(end + 1, day, Part::Night),
            Word::Early | Word::Late if matches!(self.lex.word(end + 1), Word::Part(_)) => {
                let Word::Part(part) = self.lex.word(end + 1) else { return Point::new(end, day) };
                Point::of_day(end + 2, day, part)
            }
            _ => Point::new(end, day),
        }
    }

    /// Adds what follows a stretch: "'s third quarter", "last year", "of 1998".
    fn extended(&self, from: usize, mut point: Point) -> Point {
        let lex = self.lex;
        if let (Stretch::Year(year), true) = (&point.stretch, lex.apostrophe(point.end) && lex.is(point.end + 1, "s")) {
            let mut at = point.end + 2;
            at += usize::from(lex.word(at) == Word::Fiscal);
            if let Some((stretch, end)) = self.ordinal_of_year(at, *year) {
                return Point::new(end, stretch);
            }
            if matches!(lex.word(at), Word::Unit(Unit::Quarter)) {
                let (_, q) = self.known_quarter();
                return Point::new(at + 1, Stretch::Quarter(*year, q));
            }
        }
        if let Stretch::Year(year) = point.stretch {
            // "the 1988 third quarter", "the 1988 period".
            if lex.word(from) == Word::The || from + 1 == point.end {
                if let Some((stretch, end)) =
                    self.ordinal_of_year(point.end, year).filter(|_| lex.word(from) == Word::The)
                {
                    return Point::new(end, stretch);
                }
                if lex.word(from) == Word::The
                    && (lex.is(point.end, "period") || lex.word(point.end) == Word::Unit(Unit::Quarter))
                {
                    let stretch = self.quarter.map_or(Stretch::Year(year), |(_, q)| Stretch::Quarter(year, q));
                    return Point::new(point.end + 1, stretch);
                }
            }
        }
        if let Stretch::Day(_) = point.stretch
            && point.clock.is_none()
        {
            point = self.day_or_part(point.end, point.stretch);
        }
        point
    }

    /// A stretch against the day of publication.
    fn stretch(&self, unit: Unit, by: i32) -> Option<Stretch> {
        match self.today {
            Some(day) => Stretch::around(day, unit, by),
            None => Some(unknown(unit)),
        }
    }

    fn direction(&self, from: usize, to: usize) -> Direction {
        direction(self.lex, self.analysis, from, to)
    }

    // ---- Last, next, this.

    fn relative(&self, i: usize, article: bool) -> Option<Point> {
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
        at += usize::from(lex.word(at) == Word::Fiscal);
        let by = match word {
            Word::Last | Word::Past | Word::Previous => -1,
            Word::Next | Word::Coming | Word::Following => 1,
            _ => 0,
        };
        // What these point at was mentioned before.
        let told = matches!(word, Word::That | Word::Same | Word::Previous | Word::Following)
            || (word == Word::Next && article);
        let base = if told { self.anchor.or(self.today) } else { self.today };
        let around = |unit: Unit, by: i32| match base {
            Some(day) => Stretch::around(day, unit, by),
            None => Some(unknown(unit)),
        };
        match lex.word(at) {
            Word::Unit(Unit::Day) if told || word == Word::This => {
                if word == Word::This {
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

    fn weekend(&self, i: usize) -> Option<Stretch> {
        let Some(day) = self.today else { return Some(unknown(Unit::Weekend)) };
        // On a weekday, the weekend of a past clause is the one before.
        let back = self.direction(i, i + 1) == Direction::Back && day.weekday().to_monday_one_offset() < 6;
        Stretch::around(day, Unit::Weekend, if back { -1 } else { 0 })
    }

    fn season_alone(&self, i: usize) -> Option<Point> {
        match self.lex.word(i) {
            Word::Season(s) => self.season(i, s, None),
            _ => None,
        }
    }

    /// The season at `i`; `by` is -1 for last, 0 for this, 1 for next, none where the tense decides.
    fn season(&self, i: usize, season: Season, by: Option<i32>) -> Option<Point> {
        let lex = self.lex;
        let end = i + 1;
        if let Some((year, end)) = self.year(end + usize::from(lex.is(end, "of"))) {
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

    fn holiday(&self, i: usize, which: u8, by: Option<i32>) -> Option<Point> {
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

    // ---- Quarters, halves, centuries.

    /// "third quarter", "first half", "20th century" after an ordinal that ends at `at`.
    fn ordinal(&self, from: usize, n: i64, at: usize) -> Option<Point> {
        let lex = self.lex;
        if lex.word(at) == Word::Unit(Unit::Century)
            || (lex.hyphen(at) && lex.word(at + 1) == Word::Unit(Unit::Century))
        {
            let end = at + 1 + usize::from(lex.hyphen(at));
            return (1..=22).contains(&n).then(|| Point::new(end, Stretch::Century(n as i16 - 1)));
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

    fn ordinal_of_year(&self, i: usize, year: i16) -> Option<(Stretch, usize)> {
        let Word::Ordinal(n) = self.lex.word(i) else { return None };
        let at = i + 1 + usize::from(self.lex.hyphen(i + 1));
        match self.lex.word(at) {
            Word::Unit(Unit::Quarter) if n <= 4 => Some((Stretch::Quarter(year, n as i8), at + 1)),
            Word::Half if n <= 2 => Some((Stretch::Half(year, n as i8), at + 1)),
            _ => None,
        }
    }

    /// Gives a quarter or half its year: the one named after it, else by the day of publication.
    fn with_year(&self, end: usize, stretch: Stretch, from: usize) -> Point {
        let lex = self.lex;
        let set = |year: i16| match stretch {
            Stretch::Quarter(_, q) => Stretch::Quarter(year, q),
            Stretch::Half(_, h) => Stretch::Half(year, h),
            _ => stretch.clone(),
        };
        let at = end + usize::from(lex.is_any(end, &["of", "in"]) || lex.mark(end, ','));
        let at = at + usize::from(lex.word(at) == Word::Fiscal);
        if let Some((year, end)) = self.year(at).or_else(|| self.named_year(at)) {
            return Point::new(end, set(year));
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
    fn known_quarter(&self) -> (i16, i8) {
        self.quarter.unwrap_or_else(|| match self.today.and_then(|day| Stretch::around(day, Unit::Quarter, -1)) {
            Some(Stretch::Quarter(y, q)) => (y, q),
            _ => (0, 0),
        })
    }

    fn this_quarter(&self) -> Stretch {
        match self.known_quarter() {
            (_, 0) => unknown(Unit::Quarter),
            (y, q) => Stretch::Quarter(y, q),
        }
    }

    // ---- Years.

    /// "year 2000", "year-end", "year-earlier quarter".
    fn opened_by_year(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        if article {
            if let Some((year, end)) = self.year(i + 1).or_else(|| number::year_in_words(lex, i + 1)) {
                return Some(Point::new(end, Stretch::Year(year)));
            }
            if lex.word(i + 1) == Word::Count(2) && lex.word(i + 2) == Word::Scale(1000) {
                return Some(Point::new(i + 3, Stretch::Year(2000)));
            }
        }
        let possessive = lex.apostrophe(i + 1) && lex.is(i + 2, "s");
        let at = i + 1 + usize::from(lex.hyphen(i + 1)) + if possessive { 2 } else { 0 };
        if lex.word(at) == Word::End {
            return Some(Point::new(at + 1, self.stretch(Unit::Year, 0)?));
        }
        if lex.hyphen(i + 1) && matches!(lex.word(at), Word::Ago | Word::Earlier) {
            let period = usize::from(lex.word(at + 1) == Word::Unit(Unit::Quarter) || lex.is(at + 1, "period"));
            let stretch = match self.quarter {
                Some((y, q)) => Stretch::Quarter(y - 1, q),
                None => self.stretch(Unit::Year, -1)?,
            };
            return Some(Point::new(at + 1 + period, stretch));
        }
        None
    }

    /// A year after something that it dates: "1998", "'98", "nineteen ninety-eight".
    fn year(&self, i: usize) -> Option<(i16, usize)> {
        let lex = self.lex;
        if let Some((year @ 1000..=2199, 4)) = lex.digits(i) {
            let number = number::parse(lex, i)?;
            let plain = number.end == i + 1 && !(lex.is(i + 1, "s") && lex.glued(i + 1)) && !lex.glued_mark(i + 1, '%');
            return plain.then_some((year as i16, i + 1));
        }
        if lex.apostrophe(i)
            && lex.glued(i + 1)
            && !lex.glued(i)
            && let Some((n, 2)) = lex.digits(i + 1)
        {
            return (!(lex.glued(i + 2) && lex.is(i + 2, "s"))).then_some((self.century_of(n as i16), i + 2));
        }
        number::year_in_words(lex, i)
    }

    /// "last year", "this year", "that year" after a month or quarter.
    fn named_year(&self, i: usize) -> Option<(i16, usize)> {
        let lex = self.lex;
        let i = i + usize::from(lex.word(i) == Word::The && lex.word(i + 1) == Word::Same);
        let (from, by) = match lex.word(i) {
            Word::Last => (self.today?, -1),
            Word::This => (self.today?, 0),
            Word::Next => (self.today?, 1),
            Word::That | Word::Same => (self.anchor?, 0),
            _ => return None,
        };
        (lex.word(i + 1) == Word::Unit(Unit::Year)).then_some((from.year() + by, i + 2))
    }

    /// The year that two digits mean: not more than ten years after publication.
    fn century_of(&self, two: i16) -> i16 {
        let latest = self.today.map_or(2040, |d| d.year() + 10);
        let year = latest - latest.rem_euclid(100) + two;
        if year > latest { year - 100 } else { year }
    }

    fn short_year(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        if lex.glued(i) && i > 0 && lex.is_word(i - 1) {
            return None;
        }
        let (n, 2) = lex.digits(i + 1).filter(|_| lex.glued(i + 1))? else { return None };
        if lex.is(i + 2, "s") && lex.glued(i + 2) {
            return (n % 10 == 0).then(|| Point::new(i + 3, Stretch::Decade(190 + n as i16 / 10)));
        }
        // A quotation may open with a number; a year does not close one, and follows a word of time.
        let led = i > 0
            && (lex.is_any(i - 1, &["in", "of", "since", "from", "until", "by", "late", "early"])
                || matches!(lex.word(i - 1), Word::Season(_)));
        (led && !lex.apostrophe(i + 2)).then(|| Point::new(i + 2, Stretch::Year(self.century_of(n as i16))))
    }

    fn opened_by_digits(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        let (n, len) = lex.digits(i)?;
        if let Some(point) = self.numeric_date(i) {
            return Some(point);
        }
        if len <= 2 {
            return self.opened_by_day_number(i);
        }
        if len != 4 {
            return None;
        }
        // "the 1990s", "1990's".
        let s = i + 1 + usize::from(lex.apostrophe(i + 1) && lex.glued(i + 1));
        if lex.is(s, "s") && lex.glued(s) && n % 10 == 0 {
            let stretch = if n % 100 == 0 && n != 2000 {
                Stretch::Century(n as i16 / 100)
            } else {
                Stretch::Decade(n as i16 / 10)
            };
            return Some(Point::new(s + 1, stretch)).filter(|_| s == i + 1 || article);
        }
        self.is_year(i, n).then(|| Point::new(i + 1, Stretch::Year(n as i16)))
    }

    /// Whether a number of four digits is a year.
    fn is_year(&self, i: usize, n: u32) -> bool {
        let lex = self.lex;
        let likely = (1900..=2059).contains(&n);
        if !(1000..=2199).contains(&n) || number::parse(lex, i).is_none_or(|number| number.end != i + 1) {
            return false;
        }
        let next = i + 1;
        let glued_word = lex.glued(next) && lex.is_word(next);
        let unit = matches!(lex.word(next), Word::Unit(_) | Word::Units(_))
            || lex.mark(next, '%')
            || lex.is_any(
                next,
                &[
                    "percent", "per", "people", "men", "women", "troops", "points", "miles", "km", "dollars", "feet",
                    "metres", "meters",
                ],
            );
        if glued_word || unit || (lex.hyphen(next) && lex.is_word(next + 1) && !likely) {
            return false;
        }
        if i == 0 {
            return likely;
        }
        let before = i - 1;
        let led = lex.is_any(
            before,
            &[
                "in", "of", "since", "until", "by", "from", "through", "before", "after", "during", "late", "early",
                "mid", "to", "between", "and", "summer", "winter", "autumn", "fall", "spring", "circa", "year",
            ],
        ) || lex.mark(before, '(')
            || lex.hyphen(before);
        let measured = lex.is_any(
            before,
            &[
                "about",
                "nearly",
                "almost",
                "than",
                "least",
                "around",
                "some",
                "over",
                "no",
                "number",
                "flight",
                "highway",
                "route",
                "article",
                "section",
                "resolution",
                "boeing",
                "room",
            ],
        ) && !lex.is(before.wrapping_sub(1), "other")
            || matches!(lex.get(before).map(|l| l.kind), Some(Kind::Mark('$' | '€' | '£' | '¥' | '#')))
            || (lex.mark(before, '.') && lex.is(before.wrapping_sub(1), "no"));
        let word = lex.str(next);
        let plural = lex.is_word(next)
            && !lex.capital(next)
            && word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !lex.is_any(next, &["this", "does", "plus", "shows", "perhaps", "versus"]);
        !measured && (likely || led) && !(plural && !(likely && led))
    }

    // ---- Days and months.

    /// "1997-11-26", "11/26/97", "26.11.1997".
    fn numeric_date(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let mark = match lex.get(i + 1).filter(|l| l.glued)?.kind {
            Kind::Mark(mark @ ('-' | '/' | '.')) => mark,
            _ => return None,
        };
        let (a, a_len) = lex.digits(i)?;
        let (b, b_len) = lex.digits(i + 2).filter(|_| lex.glued(i + 2))?;
        if !(lex.glued_mark(i + 3, mark) && lex.glued(i + 4)) {
            // "2025-11", but not the season "2010-11".
            let month = mark == '-'
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

    /// "26 November 2025", "26th of November", "14 and 15 October", "20th century".
    fn opened_by_day_number(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let (n, end) = self.day_number(i)?;
        if end > i + 1
            && let Some(point) = self.ordinal(i, i64::from(n), end)
        {
            return Some(point);
        }
        let mut at = end;
        // The other days of "14-16 October" are expressions of their own.
        let mut first_only = false;
        if (lex.is_any(at, &["and", "to", "or"]) || lex.hyphen(at) || lex.mark(at, ','))
            && let Some((_, after)) = self.day_number(at + 1)
        {
            first_only = true;
            at = after;
        }
        at += usize::from(lex.is(at, "of"));
        let (Word::Month(m) | Word::MonthShort(m)) = lex.word(at) else { return None };
        let dot = usize::from(matches!(lex.word(at), Word::MonthShort(_)) && lex.glued_mark(at + 1, '.'));
        let after = at + 1 + dot;
        let after = after + usize::from(lex.mark(after, ',') && self.year(after + 1).is_some());
        let dated = self.year(after).or_else(|| self.named_year(after));
        let point = match dated {
            Some((year, end)) => Point::new(end, Stretch::day(year, m, n)?),
            None => self.day_of_year(i, at + 1 + dot, m, n),
        };
        Some(Point { end: if first_only { end } else { point.end }, ..point })
    }

    /// A day of the month in digits or as an ordinal word.
    fn day_number(&self, i: usize) -> Option<(i8, usize)> {
        let lex = self.lex;
        match lex.word(i) {
            Word::Ordinal(n @ 1..=31) => return Some((n as i8, i + 1)),
            Word::Tens(n @ (20 | 30)) if lex.hyphen(i + 1) => {
                return match lex.word(i + 2) {
                    Word::Ordinal(m @ 1..=9) if n + m <= 31 => Some(((n + m) as i8, i + 3)),
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

    fn month(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        let (m, short) = match lex.word(i) {
            Word::Month(m) => (m, false),
            Word::MonthShort(m) => (m, true),
            _ => return None,
        };
        let dot = short && lex.glued_mark(i + 1, '.');
        let end = i + 1 + usize::from(dot);
        if let Some((day, after)) = self.day_number(end).filter(|(_, after)| self.meridiem(*after).is_none()) {
            let at = after + usize::from(lex.mark(after, ',') || lex.is(after, "of"));
            if let Some((year, end)) = self.year(at).or_else(|| self.named_year(at)) {
                return Some(Point::new(end, Stretch::day(year, m, day)?));
            }
            return Some(self.day_of_year(i, after, m, day));
        }
        let at = end + usize::from(lex.mark(end, ',') || lex.is(end, "of"));
        if let Some((year, end)) = self.year(at).or_else(|| self.named_year(at)) {
            return Some(Point::new(end, Stretch::Month(year, m)));
        }
        if short && !dot || article || !self.is_month(i, m) {
            return None;
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
        let led = i > 0
            && (lex.is_any(
                i - 1,
                &[
                    "in", "of", "since", "until", "till", "by", "from", "through", "before", "after", "during", "to",
                    "and", "for", "or", "between", "late", "early", "mid", "last", "next", "this", "that", "every",
                ],
            ) || (lex.hyphen(i - 1) && lex.is(i.wrapping_sub(2), "mid")));
        let in_a_name = (lex.capital(i + 1) && !lex.glued(i + 1) && lex.is_word(i + 1) && !lex.begins(i + 1))
            || (i > 0 && lex.capital(i - 1) && lex.is_word(i - 1) && !lex.begins(i - 1));
        if name { led && !in_a_name } else { led || !in_a_name }
    }

    /// A day of which the text gives no year.
    fn day_of_year(&self, from: usize, end: usize, month: i8, day: i8) -> Point {
        let unknown = || Point::new(end, Stretch::Unknown(format!("XXXX-{month:02}-{day:02}")));
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

    fn weekday(&self, i: usize) -> Option<Point> {
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
        // "The Sunday Times".
        if lex.is_any(end, &["times", "telegraph", "mirror", "herald", "express", "mail", "post", "agreement"])
            && lex.capital(end)
        {
            return None;
        }
        let Some(today) = self.today else {
            return Some(self.day_or_part(end, Stretch::Unknown(format!("XXXX-WXX-{d}"))));
        };
        let term = i > 0 && lex.is_any(i - 1, &["by", "until", "till"]);
        let ahead = term || self.direction(i, end) == Direction::Ahead;
        let offset = i32::from(d - today.weekday().to_monday_one_offset());
        let mut by = if ahead { offset.rem_euclid(7) } else { -((-offset).rem_euclid(7)) };
        if lex.word(end) == Word::Last || lex.word(end) == Word::Next {
            // "Friday last week", "Friday next week".
            if lex.word(end + 1) == Word::Unit(Unit::Week) {
                by = offset + if lex.word(end) == Word::Last { -7 } else { 7 };
                end += 2;
            }
        }
        Some(self.day_or_part(end, Stretch::Day(add_days(today, by)?)))
    }
}
