//! Years and decades.

use readout_report::Date;

use super::{Point, Reader};
use crate::lex::{Kind, Unit, Word};
use crate::number;
use crate::time::calendar::Stretch;
use crate::time::narrative::Told;

/// How far from a year that a history told another of its years is looked for.
const NEAR: i32 = 60;

fn near(told: Told, year: u32) -> bool {
    (i32::from(told.day.year()) - year as i32).abs() <= NEAR
}

impl Reader<'_> {
    /// "year 2000", "year-end", "year-earlier quarter".
    pub(super) fn opened_by_year(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        if article {
            if let Some((year, end)) = self.year(i + 1).or_else(|| number::year_in_words(lex, i + 1)) {
                return Some(Point::new(end, Stretch::Year(year)));
            }
            if lex.word(i + 1) == Word::Count(2) && lex.word(i + 2) == Word::Scale(1000) {
                return Some(Point::new(i + 3, Stretch::Year(2000)));
            }
            // "profit for the year", "the first nine months of the year".
            let led = i > 1 && lex.is_any(i - 2, &["for", "of"]) && !lex.capital(i);
            let goes_on = lex.is_any(i + 1, &["ended", "ending", "to", "before", "after"])
                || matches!(lex.word(i + 1), Word::Earlier | Word::Later)
                || lex.hyphen(i + 1)
                || lex.apostrophe(i + 1);
            if led && !goes_on {
                return Some(Point::new(i + 1, self.stretch(Unit::Year, 0)?));
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

    /// "BC", "B.C.", "BCE", or "AD", "A.D.", "CE": whether before Christ, and one past it.
    pub(super) fn era(&self, i: usize) -> Option<(bool, usize)> {
        let lex = self.lex;
        if !lex.capital(i) {
            return None;
        }
        match lex.str(i) {
            "BC" | "BCE" => return Some((true, i + 1)),
            "AD" | "CE" => return Some((false, i + 1)),
            _ => {}
        }
        let dotted = |first: &str, second: &str| {
            lex.is(i, first) && lex.glued_mark(i + 1, '.') && lex.glued(i + 2) && lex.is(i + 2, second)
        };
        let end = i + 3 + usize::from(lex.glued_mark(i + 3, '.'));
        if dotted("B", "C") {
            Some((true, end))
        } else if dotted("A", "D") {
            Some((false, end))
        } else {
            None
        }
    }

    /// "480 BC", and the first years of "480–479 BC" and "264 to 241 BC", whose era stands after the last.
    fn year_of_era(&self, i: usize) -> Option<(i16, usize)> {
        let lex = self.lex;
        let (n @ 1.., 1..=4) = lex.digits(i)? else { return None };
        let next = i + 1;
        let to = next + usize::from(self.joins(next));
        let (before, end) = match self.era(next) {
            Some(found) => found,
            None => {
                let (_, 1..=4) = lex.digits(to).filter(|_| to > next)? else { return None };
                (self.era(to + 1)?.0, next)
            }
        };
        let n = n as i16;
        Some((if before { 1 - n } else { n }, end))
    }

    /// Whether the mark or word joins the ends of a range: "to", "until", "and", "–".
    pub(super) fn joins(&self, i: usize) -> bool {
        let lex = self.lex;
        lex.is_any(i, &["to", "until", "till", "through", "and", "or"])
            || matches!(lex.get(i).map(|l| l.kind), Some(Kind::Mark('-' | '‐' | '‑' | '–' | '—')))
    }

    /// A year after something that it dates: "1998", "'98", "480 BC", "nineteen ninety-eight".
    pub(super) fn year(&self, i: usize) -> Option<(i16, usize)> {
        let lex = self.lex;
        if let Some(found) = self.year_of_era(i) {
            return Some(found);
        }
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
    pub(super) fn named_year(&self, i: usize) -> Option<(i16, usize)> {
        let lex = self.lex;
        let i = i + usize::from(lex.word(i) == Word::The && lex.word(i + 1) == Word::Same);
        let (from, by) = match lex.word(i) {
            Word::Last => (self.now()?, -1),
            Word::This => (self.now()?, 0),
            Word::Next => (self.now()?, 1),
            Word::That | Word::Same => (self.told?.day, 0),
            _ => return None,
        };
        (lex.word(i + 1) == Word::Unit(Unit::Year)).then_some((from.year() + by, i + 2))
    }

    /// The day of publication; in a narrative, that of which it told last.
    pub(super) fn now(&self) -> Option<Date> {
        self.told_in_narrative().map(|told| told.day).or(self.today)
    }

    /// The year that two digits mean: not more than ten years after publication.
    pub(super) fn century_of(&self, two: i16) -> i16 {
        let latest = match self.told_in_narrative() {
            Some(told) => told.day.year().saturating_add(50),
            None => self.today.map_or(2040, |d| d.year() + 10),
        };
        let year = latest - latest.rem_euclid(100) + two;
        if year > latest { year - 100 } else { year }
    }

    pub(super) fn short_year(&self, i: usize) -> Option<Point> {
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

    pub(super) fn opened_by_digits(&self, i: usize, article: bool) -> Option<Point> {
        let lex = self.lex;
        let (n, len) = lex.digits(i)?;
        if let Some(point) = self.numeric_date(i) {
            return Some(point);
        }
        if let Some((year, end)) = self.year_of_era(i) {
            return Some(Point::new(end, Stretch::Year(year)));
        }
        if let Some(point) = self.decade_before_christ(i) {
            return Some(point);
        }
        // "1915-16", "2006–07": the last year of a range.
        if len == 2
            && i > 1
            && lex.hyphen(i - 1)
            && lex.glued(i)
            && !(lex.glued(i + 1) && (lex.is_word(i + 1) || lex.digits(i + 2).is_some()))
            && let Some((first @ 1000..=2199, 4)) = lex.digits(i - 2)
            && (first % 100 + 1..=99).contains(&n)
            && !lex.hyphen(i.wrapping_sub(3))
        {
            return Some(Point::new(i + 1, Stretch::Year((first - first % 100 + n) as i16)));
        }
        // "the 70s".
        let s = i + 1 + usize::from(lex.apostrophe(i + 1) && lex.glued(i + 1));
        if len == 2 && article && n % 10 == 0 && n >= 20 && lex.is(s, "s") && lex.glued(s) {
            return Some(Point::new(s + 1, Stretch::Decade(self.century_of(n as i16) / 10)));
        }
        if len <= 2 {
            return self.opened_by_day_number(i).or_else(|| self.day_of_month(i, article));
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

    /// "480s BC".
    fn decade_before_christ(&self, i: usize) -> Option<Point> {
        let lex = self.lex;
        let (n, 2..=4) = lex.digits(i).filter(|(n, _)| n % 10 == 0)? else { return None };
        let s = i + 1 + usize::from(lex.apostrophe(i + 1) && lex.glued(i + 1));
        let (true, end) = self.era(s + 1).filter(|_| lex.is(s, "s") && lex.glued(s))? else { return None };
        let n = n as i16;
        Some(Point::new(
            end,
            if n % 100 == 0 { Stretch::CenturyBefore(n / 100) } else { Stretch::DecadeBefore(n / 10) },
        ))
    }

    /// Whether a number of four digits is a year.
    fn is_year(&self, i: usize, n: u32) -> bool {
        let lex = self.lex;
        let likely = (1900..=2059).contains(&n) || self.told_in_narrative().is_some_and(|told| near(told, n));
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
        // "138-2010-2015", "123-12-1234".
        let numbered = i > 1
            && lex.hyphen(i - 1)
            && lex.glued(i)
            && (lex.digits(i - 2).is_some_and(|(_, len)| len != 4) || (i > 2 && lex.hyphen(i - 3)));
        if glued_word || unit || numbered || (lex.hyphen(next) && lex.is_word(next + 1) && !likely) {
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
}
