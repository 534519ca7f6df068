//! The grammar of time expressions.

mod amount;
mod clock;
mod day;
mod nth;
mod quarter;
mod recurring;
mod relative;
mod year;

use readout_language::Analysis;
use readout_report::Date;

use super::calendar::{self, Stretch, unknown};
use super::narrative::{self, Told};
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

/// Reads the expressions of one text, in order.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    lex: &'a Lexemes<'a>,
    analysis: &'a Analysis,
    today: Option<Date>,
    /// The date that "the next day" and "two weeks later" count from.
    told: Option<Told>,
    /// Whether all else counts from it too, rather than from the day of publication.
    narrative: bool,
    /// The quarter that "the quarter" and "a year earlier" speak of.
    quarter: Option<(i16, i8)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lex: &'a Lexemes<'a>, analysis: &'a Analysis, today: Option<Date>) -> Self {
        let today = today.filter(|d| (1..=9998).contains(&d.year()));
        Self { lex, analysis, today, told: None, narrative: narrative::is_narrative(lex, today), quarter: None }
    }

    /// Lets later expressions refer to this one, which began at lexeme `from`.
    pub(super) fn remember(&mut self, from: usize, found: &Found) {
        if self.narrative && self.told.is_some() && self.is_aside(from, found) {
            return;
        }
        match &found.stretch {
            // The quarter reported on, not those that it is compared with.
            Some(Stretch::Quarter(y, q))
                if found.range.is_some_and(|(_, last)| self.today.is_none_or(|day| last < day)) =>
            {
                self.quarter = self.quarter.max(Some((*y, *q)));
            }
            Some(stretch @ (Stretch::Day(_) | Stretch::Month(..) | Stretch::Year(_))) => {
                self.told = Told::by(stretch).or(self.told);
            }
            Some(stretch) if self.narrative => self.told = Told::by(stretch).or(self.told),
            _ => {}
        }
    }

    /// Whether a date is no step of the story: one in brackets ("(1926–1928)"), or a year that something else has gone on
    /// since or is named by ("since 1904", "the 1907 treaty"), or one far off that no sentence opens with ("as in 1614").
    fn is_aside(&self, from: usize, found: &Found) -> bool {
        let lex = self.lex;
        // What hangs on the day of writing.
        let opens = lex.word(from);
        if matches!(opens, Word::Last | Word::Next | Word::This if lex.word(from + 1) != Word::Unit(Unit::Day))
            || matches!(opens, Word::Today | Word::Yesterday | Word::Tomorrow | Word::Tonight | Word::Overnight)
            || lex.word(found.end - 1) == Word::Ago
        {
            return true;
        }
        let Some(before) = from.checked_sub(1) else { return false };
        let (Some(Stretch::Year(year)), Some(told)) = (&found.stretch, self.told) else {
            return self.is_bracketed(from);
        };
        let opens = lex.begins(from) || lex.begins(before) || (before > 0 && lex.begins(before - 1));
        let next = (0..=1).contains(&(year - told.day.year()));
        (told.unit < Unit::Year && !opens && !next)
            || lex.is_any(before, &["since", "until", "the", "than", "as"])
            || self.is_bracketed(from)
    }

    /// Whether a bracket opens shortly before.
    fn is_bracketed(&self, from: usize) -> bool {
        let lex = self.lex;
        let before = from.saturating_sub(7)..from;
        before.rev().take_while(|at| !lex.mark(*at, ')')).any(|at| lex.mark(at, '('))
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
        (self.clock(i))
            .or_else(|| self.recurring(i).map(|set| self.set_with_clock(set)))
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
            b'q' | b'h' => {
                let (stretch, end) = self.quarter_in_digits(i, 0)?;
                let point = self.with_year(end, stretch, i);
                // "H1" may be anything without a year.
                (first == b'q' || point.end > end).then(|| point.into())
            }
            b'r' if lex.is(i, "rest") && lex.is(i + 1, "of") && matches!(lex.word(i + 3), Word::Unit(_)) => {
                self.inside(i + 2, 0).map(Found::from)
            }
            b'a' if lex.is(i, "another") => self.amount(i),
            // "all day", "the whole week"; "the full year" is one that ends.
            b'a' | b'f' | b'w' if lex.is_any(i, &["all", "full", "whole"]) => {
                let at = i + 1 + usize::from(lex.hyphen(i + 1));
                let Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = lex.word(at) else {
                    return None;
                };
                let ends = i > 0 && lex.word(i - 1) == Word::The && first == b'f' || lex.is(at + 1, "round");
                (!ends).then(|| Found::timeless(at + 1, TimeKind::Duration, calendar::duration(1.0, unit)))
            }
            b'p' if lex.is(i, "per") => {
                let Word::Unit(unit) = lex.word(i + 1) else { return None };
                Some(Found::timeless(i + 2, TimeKind::Set, calendar::duration(1.0, unit)))
            }
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
            Word::Unit(_) => false,
            _ => point.end == i + 2 && matches!(point.stretch, Stretch::Year(_)),
        };
        (!(article && nouns)).then_some(point)
    }

    /// "the night of 20 June", "the early morning hours of 1 November", "early in the morning of 29 April", "the afternoon on Tuesday".
    fn part_of_date(&self, i: usize, depth: u8) -> Option<Point> {
        let lex = self.lex;
        let mut at = i;
        if matches!(lex.word(at), Word::Early | Word::Late) {
            at += 1;
            at += usize::from(lex.hyphen(at));
            at += if lex.is_any(at, &["in", "on"]) && lex.word(at + 1) == Word::The { 2 } else { 0 };
        }
        let Word::Part(part) = lex.word(at) else { return None };
        at += 1 + usize::from(lex.word(at + 1) == Word::Units(Unit::Hour));
        let weekday = at + usize::from(lex.is(at, "on"));
        let at = match lex.is(at, "of") {
            true => at + 1,
            false if matches!(lex.word(weekday), Word::Weekday(_)) => weekday,
            false => return None,
        };
        let day = self.calendar_within(at, depth + 1).filter(|p| p.clock.is_none())?;
        matches!(day.stretch, Stretch::Day(_) | Stretch::Unknown(_)).then(|| Point::of_day(day.end, day.stretch, part))
    }

    /// Whether the word before `i` leads a year that might be a number of something.
    fn leads_year(&self, i: usize) -> bool {
        i > 0 && self.lex.is_any(i - 1, &["in", "since", "until", "by", "early", "late", "year", "of", "from"])
    }

    /// Parts of months and years that are counted or named: "the first Friday of July", "the month of September".
    fn counted(&self, i: usize, depth: u8) -> Option<Point> {
        // "the month of September".
        if self.lex.word(i) == Word::Unit(Unit::Month) && self.lex.is(i + 1, "of") {
            return self.month(i + 2, false).filter(|p| matches!(p.stretch, Stretch::Month(..) | Stretch::Unknown(_)));
        }
        self.nth(i, depth).or_else(|| self.after_next(i)).or_else(|| self.week_of(i, depth))
    }

    fn core(&self, i: usize, article: bool, depth: u8) -> Option<Point> {
        let lex = self.lex;
        if let Some(point) = self.part_of_date(i, depth).or_else(|| self.counted(i, depth)) {
            return Some(point);
        }
        match lex.word(i) {
            Word::Early | Word::Late | Word::Earlier | Word::Later | Word::Mid => {
                let at =
                    i + 1 + usize::from(lex.hyphen(i + 1)) + usize::from(lex.is(i + 1, "on") || lex.is(i + 1, "in"));
                let point = if let Word::Part(part) = lex.word(at) {
                    // "mid afternoon": of the publication day.
                    Point::of_day(at + 1, self.stretch(Unit::Day, 0)?, part)
                } else if lex.is(i + 1, "in")
                    && lex.word(at) == Word::The
                    && let Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = lex.word(at + 1)
                    && (unit > Unit::Day || self.told_in_narrative().is_some())
                {
                    // "later in the year"; the day of which news speaks is not told by "later in the day".
                    Point::new(at + 2, self.stretch(unit, 0)?)
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
            Word::Yesterday => Some(self.day_or_part(i + 1, self.stretch_published(Unit::Day, -1)?)),
            Word::Today => Some(self.day_or_part(i + 1, self.stretch_published(Unit::Day, 0)?)),
            Word::Tomorrow => Some(self.day_or_part(i + 1, self.stretch_published(Unit::Day, 1)?)),
            Word::Tonight | Word::Overnight => {
                Some(Point::of_day(i + 1, self.stretch_published(Unit::Day, 0)?, Part::Night))
            }
            Word::Ordinal(n) => self.ordinal(i, i64::from(n), i + 1).or_else(|| self.opened_by_day_number(i)),
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
                // "the Winter Palace".
                let name = lex.capital(i) && lex.capital(i + 1) && lex.is_word(i + 1) && !lex.begins(i + 1);
                if article
                    && !name
                    && (s != Season::Spring
                        || !lex.is_word(i + 1)
                        || lex.is_any(i + 1, &["and", "or", "to", "was", "by"]))
                    || self.is_season(i, s)
                {
                    return self.season(i, s, None);
                }
                None
            }
            Word::Unit(Unit::Day) if article => {
                let before = lex.is(i + 1, "before");
                if before && lex.word(i + 2) == Word::Yesterday {
                    return Some(self.day_or_part(i + 3, self.stretch(Unit::Day, -2)?));
                }
                if lex.is(i + 1, "after") && lex.word(i + 2) == Word::Tomorrow {
                    return Some(self.day_or_part(i + 3, self.stretch(Unit::Day, 2)?));
                }
                // "The day before, …": against what was told. "The day before the vote" is not.
                let told = before || lex.is_any(i + 1, &["after", "following"]);
                (told && !lex.is_word(i + 2) && lex.get(i + 2).is_some())
                    .then(|| Some(Point::new(i + 2, self.stretch_told(Unit::Day, if before { -1 } else { 1 })?)))
                    .flatten()
            }
            // "month's end".
            Word::Unit(unit @ (Unit::Month | Unit::Year | Unit::Week))
                if lex.apostrophe(i + 1) && lex.is(i + 2, "s") && lex.word(i + 3) == Word::End =>
            {
                Some(Point::new(i + 4, self.stretch(unit, 0)?))
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
                // "the nineteen seventies".
                if let (Word::Count(n @ 18..=19), Word::Decade(d)) = (lex.word(i), lex.word(i + 1)) {
                    return Some(Point::new(i + 2, Stretch::Decade(10 * i16::from(n) + i16::from(d))));
                }
                let year = number::year_in_words(lex, i)
                    .filter(|_| lex.word(i) != Word::Count(2) || self.leads_year(i))
                    .map(|(year, end)| Point::new(end, Stretch::Year(year)));
                year.or_else(|| self.opened_by_day_number(i))
            }
            Word::Other => match lex.get(i)?.kind {
                Kind::Digits => self.opened_by_digits(i, article),
                Kind::Mark('\'' | '’' | '‘') => self.short_year(i),
                Kind::Word
                    if article
                        && matches!(lex.word(i + 1), Word::Season(_))
                        && lex.is_any(i, &["northern", "southern", "boreal", "austral"]) =>
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

    /// Whether a season without an article is one: "summer" and "winter" are; "spring", "fall" and "autumn" where a preposition
    /// or another season leads them or they say which campaign ("a spring offensive").
    fn is_season(&self, i: usize, s: Season) -> bool {
        let lex = self.lex;
        // "the Spring Street office", "Winter Palace".
        let campaign = lex.is_any(i + 1, &["offensive", "campaign", "offensives", "campaigns"]);
        if (lex.capital(i) && !lex.begins(i) && !campaign) || lex.hyphen(i + 1) {
            return false;
        }
        let joined = i > 1 && lex.is_any(i - 1, &["and", "or"]) && matches!(lex.word(i - 2), Word::Season(_));
        let led = i > 0 && lex.is_any(i - 1, &["in", "during", "since", "until", "by", "of", "throughout", "over"]);
        match s {
            Season::Summer | Season::Winter => !lex.is_any(i + 1, &["olympics", "olympic", "games"]),
            Season::Spring => joined || campaign,
            Season::Autumn if lex.is(i, "autumn") => joined || campaign || led,
            Season::Autumn => joined || campaign,
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
            // "Tuesday late afternoon", "Tuesday early-morning"
            Word::Early | Word::Late => {
                let at = end + 1 + usize::from(self.lex.hyphen(end + 1));
                let Word::Part(part) = self.lex.word(at) else { return Point::new(end, day) };
                Point::of_day(at + 1, day, part)
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
            if let Some((stretch, end)) = self.quarter_in_digits(point.end, year) {
                return Point::new(end, stretch);
            }
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

    /// A stretch against the day of publication; in a narrative, against what it told last.
    fn stretch(&self, unit: Unit, by: i32) -> Option<Stretch> {
        match self.told_in_narrative() {
            Some(told) => told.around(unit, by),
            None => self.stretch_published(unit, by),
        }
    }

    /// A stretch against the day of publication, as "today", "last week" and "ago" mean it in any text.
    fn stretch_published(&self, unit: Unit, by: i32) -> Option<Stretch> {
        self.today.map_or_else(|| Some(unknown(unit)), |day| Stretch::around(day, unit, by))
    }

    /// A stretch against what was told last, if anything was; else against the day of publication.
    fn stretch_told(&self, unit: Unit, by: i32) -> Option<Stretch> {
        self.told.map_or_else(|| self.stretch(unit, by), |told| told.around(unit, by))
    }

    /// What a narrative told last.
    fn told_in_narrative(&self) -> Option<Told> {
        self.told.filter(|_| self.narrative)
    }

    fn direction(&self, from: usize, to: usize) -> Direction {
        direction(self.lex, self.analysis, from, to)
    }
}
