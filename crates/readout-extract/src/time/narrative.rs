//! What a date without a year, and a day that is only "the next", are counted from.
//!
//! News counts from the day of publication: "on 6 June" is the nearest, "this week" is that of the report. A history counts
//! from what it told last: after "On 22 June 1941", "in September" is of 1941. No label says which of them a text is, so that
//! it is read off the text: a history gives years to many of its dates, all long before it was published, and has hardly a
//! word whose meaning hangs on the day of writing ("yesterday", "on Tuesday", "last week", "a year ago"). Those that it has
//! count from that day all the same, and are no step of the story.

use readout_report::Date;

use super::calendar::{Stretch, partly_known};
use crate::lex::{Lexemes, Unit, Word};

/// How much dating makes a history: two for a date of the past with month and year, one for a year alone.
const DATED: usize = 8;

/// Years from a date to the publication that make it a date of the past.
const LONG_AGO: i16 = 2;

/// Whether the text tells of a past that it dates itself.
pub(super) fn is_narrative(lex: &Lexemes<'_>, published: Option<Date>) -> bool {
    let (mut dated, mut hanging) = (0, 0);
    let of_the_past = |year: i16| published.is_none_or(|day| year <= day.year().saturating_sub(LONG_AGO));
    let glued = |i: usize| lex.glued(i) && !lex.hyphen(i - 1) && !lex.mark(i - 1, '(');
    for i in 0..lex.len() {
        match lex.word(i) {
            Word::Month(_) | Word::MonthShort(_) => {
                let year = (i + 1..i + 5).take_while(|at| !lex.begins(*at)).find_map(|at| match lex.digits(at) {
                    Some((year @ 1000..=2199, 4)) => Some(year as i16),
                    _ => None,
                });
                dated += usize::from(year.is_some_and(of_the_past));
            }
            // Counts with the month's own, so that a date with its month has two.
            Word::Other => {
                dated += match lex.digits(i) {
                    Some((year @ 1000..=2199, 4)) => usize::from(of_the_past(year as i16) && !glued(i)),
                    Some(_) if lex.is_any(i + 1, &["BC", "BCE"]) => 2,
                    _ => 0,
                };
            }
            Word::Yesterday | Word::Today | Word::Tomorrow | Word::Tonight | Word::Ago | Word::Weekday(_) => {
                hanging += 1;
            }
            Word::Last | Word::Next | Word::This if i == 0 || lex.word(i - 1) != Word::The => {
                hanging += usize::from(matches!(lex.word(i + 1), Word::Unit(Unit::Week | Unit::Month | Unit::Year)));
            }
            _ => {}
        }
    }
    dated >= DATED && dated > 4 * hanging
}

/// A date that the text told, for later expressions to count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// Its first day.
    pub(super) day: Date,
    /// How exactly it was told: a day, a month, a year.
    pub(super) unit: Unit,
}

impl Told {
    /// The date that a stretch gives to those after it.
    pub(super) fn by(stretch: &Stretch) -> Option<Self> {
        let unit = match stretch {
            Stretch::Day(_) => Unit::Day,
            Stretch::Week(..) => Unit::Week,
            Stretch::Month(..) => Unit::Month,
            Stretch::Quarter(..) => Unit::Quarter,
            Stretch::Year(_) => Unit::Year,
            // A winter lies in two years, and what is told next may lie before its end.
            Stretch::Season(year, _) => return Self::by(&Stretch::Year(*year)),
            _ => return None,
        };
        Some(Self { day: stretch.range()?.0, unit })
    }

    /// The stretch of this unit that holds the date, `by` units on (or back); with X for what the date is too coarse to tell.
    pub(super) fn around(self, unit: Unit, by: i32) -> Option<Stretch> {
        if self.unit <= unit || (self.unit == Unit::Week && unit == Unit::Weekend) {
            return Stretch::around(self.day, unit, by);
        }
        let coarse = if self.unit == Unit::Week { Unit::Month } else { self.unit };
        Some(partly_known(self.day, coarse, unit))
    }

    /// The year that a date of this month has where it gives none: histories go on in time, and seldom look back for more than a season.
    pub(super) fn year_of_month(self, month: i8) -> i16 {
        let year = self.day.year();
        match self.unit {
            Unit::Year => year,
            _ if month < self.day.month() - 3 => year.saturating_add(1),
            _ if month > self.day.month() + 9 => year.saturating_sub(1),
            _ => year,
        }
    }
}
