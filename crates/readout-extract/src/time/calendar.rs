//! Stretches of the calendar, their TIMEX3 values and the days that they cover.

use readout_report::Date;

use crate::lex::{Part, Season, Unit};

/// A stretch of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch {
    /// By the number before the two last digits: 19 is the 1900s.
    Century(i16),
    /// The same before Christ: 4 is the 400s, whose value is `BC04`.
    CenturyBefore(i16),
    /// By the number before the last digit: 199 is the 1990s.
    Decade(i16),
    /// The same before Christ: 48 is the 480s, whose value is `BC048`.
    DecadeBefore(i16),
    /// Astronomical, as everywhere here: 0 is 1 BC, -479 is 480 BC.
    Year(i16),
    Half(i16, i8),
    Quarter(i16, i8),
    /// Named by the year in which it begins.
    Season(i16, Season),
    Month(i16, i8),
    /// ISO 8601 week.
    Week(i16, i8),
    Weekend(i16, i8),
    Day(Date),
    /// Known only in part: the TIMEX3 value with X for what is not known.
    Unknown(String),
}

impl Stretch {
    /// A day, if the calendar has it.
    pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::Day)
    }

    /// The TIMEX3 value.
    pub(super) fn value(&self) -> String {
        match self {
            Self::Century(c) => format!("{c:02}"),
            Self::CenturyBefore(c) => format!("BC{c:02}"),
            Self::Decade(d) => format!("{d:03}"),
            Self::DecadeBefore(d) => format!("BC{d:03}"),
            Self::Year(y) => year(*y),
            Self::Half(y, h) => format!("{}-H{h}", year(*y)),
            Self::Quarter(y, q) => format!("{}-Q{q}", year(*y)),
            Self::Season(y, s) => format!("{}-{}", year(*y), season(*s)),
            Self::Month(y, m) => format!("{}-{m:02}", year(*y)),
            Self::Week(y, w) => format!("{}-W{w:02}", year(*y)),
            Self::Weekend(y, w) => format!("{}-W{w:02}-WE", year(*y)),
            Self::Day(d) => format!("{}-{:02}-{:02}", year(d.year()), d.month(), d.day()),
            Self::Unknown(value) => value.clone(),
        }
    }

    /// First and last day.
    pub(super) fn range(&self) -> Option<(Date, Date)> {
        let months = |y: i16, first: i8, count: i8| {
            let start = Date::new(y, first, 1).ok()?;
            let (last_year, last) = add_months(y, first, i32::from(count) - 1)?;
            Some((start, Date::new(last_year, last, 1).ok()?.last_of_month()))
        };
        let years = |first: i16, count: i16| {
            let last = first.checked_add(count - 1)?;
            Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
        };
        match self {
            Self::Century(c) => years(c.checked_mul(100)?, 100),
            Self::CenturyBefore(c) => years(2 - c.checked_add(1)?.checked_mul(100)?, if *c == 0 { 99 } else { 100 }),
            Self::Decade(d) => years(d.checked_mul(10)?, 10),
            Self::DecadeBefore(d) => years(2 - d.checked_add(1)?.checked_mul(10)?, if *d == 0 { 9 } else { 10 }),
            Self::Year(y) => years(*y, 1),
            Self::Half(y, h) => months(*y, h * 6 - 5, 6),
            Self::Quarter(y, q) => months(*y, q * 3 - 2, 3),
            Self::Season(y, Season::Spring) => months(*y, 3, 3),
            Self::Season(y, Season::Summer) => months(*y, 6, 3),
            Self::Season(y, Season::Autumn) => months(*y, 9, 3),
            Self::Season(y, Season::Winter) => months(*y, 12, 3),
            Self::Month(y, m) => months(*y, *m, 1),
            Self::Week(y, w) => {
                let monday = monday(*y, *w)?;
                Some((monday, add_days(monday, 6)?))
            }
            Self::Weekend(y, w) => {
                let monday = monday(*y, *w)?;
                Some((add_days(monday, 5)?, add_days(monday, 6)?))
            }
            Self::Day(d) => Some((*d, *d)),
            Self::Unknown(_) => None,
        }
    }

    /// The stretch of this unit that holds `day`, `by` units on (or back).
    pub(super) fn around(day: Date, unit: Unit, by: i32) -> Option<Self> {
        let year = |by: i32| i16::try_from(i32::from(day.year()).checked_add(by)?).ok().filter(|y| YEARS.contains(y));
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day => Self::Day(add_days(day, by)?),
            Unit::Week => Self::week(add_days(day, by.checked_mul(7)?)?),
            Unit::Fortnight => Self::week(add_days(day, by.checked_mul(14)?)?),
            Unit::Weekend => {
                let week = add_days(day, by.checked_mul(7)?)?.iso_week_date();
                Self::Weekend(week.year(), week.week())
            }
            Unit::Month => {
                let (y, m) = add_months(day.year(), day.month(), by)?;
                Self::Month(y, m)
            }
            Unit::Quarter => {
                let (y, m) = add_months(day.year(), day.month(), by.checked_mul(3)?)?;
                Self::Quarter(y, quarter(m))
            }
            Unit::Year => Self::Year(year(by)?),
            Unit::Decade => match year(by.checked_mul(10)?)? {
                y if y > 0 => Self::Decade(y / 10),
                y => Self::DecadeBefore((1 - y) / 10),
            },
            Unit::Century => match year(by.checked_mul(100)?)? {
                y if y > 0 => Self::Century(y / 100),
                y => Self::CenturyBefore((1 - y) / 100),
            },
        })
    }

    /// The week that holds a day.
    pub(super) fn week(day: Date) -> Self {
        let week = day.iso_week_date();
        Self::Week(week.year(), week.week())
    }
}

/// The years that the values can write.
const YEARS: std::ops::RangeInclusive<i16> = -9998..=9999;

/// Four digits; years before Christ are counted from 1 BC.
fn year(y: i16) -> String {
    if y > 0 { format!("{y:04}") } else { format!("BC{:04}", 1 - i32::from(y)) }
}

/// The quarter of a month.
pub(super) fn quarter(month: i8) -> i8 {
    (month + 2) / 3
}

/// The two letters of TIMEX3.
pub(super) fn season(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

/// The two letters of TIMEX3.
pub(super) fn part(part: Part) -> &'static str {
    match part {
        Part::Morning => "MO",
        Part::Afternoon => "AF",
        Part::Evening => "EV",
        Part::Night => "NI",
    }
}

/// The day `by` days on.
pub(super) fn add_days(day: Date, by: i32) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(by).ok()?).ok()
}

/// The day `by` months on, or the last of a month that is shorter.
pub(super) fn months_on(day: Date, by: i32) -> Option<Date> {
    let (year, month) = add_months(day.year(), day.month(), by)?;
    let last = Date::new(year, month, 1).ok()?.last_of_month().day();
    Date::new(year, month, day.day().min(last)).ok()
}

/// Year and month `by` months on.
pub(super) fn add_months(year: i16, month: i8, by: i32) -> Option<(i16, i8)> {
    let months = i32::from(year).checked_mul(12)?.checked_add(i32::from(month) - 1)?.checked_add(by)?;
    let year = i16::try_from(months.div_euclid(12)).ok().filter(|y| YEARS.contains(y))?;
    Some((year, months.rem_euclid(12) as i8 + 1))
}

fn monday(year: i16, week: i8) -> Option<Date> {
    jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok().map(|d| d.date())
}

/// A length of time in TIMEX3, from a number of units; none where there is no such notation.
pub(super) fn duration(count: f64, unit: Unit) -> String {
    let (count, unit) = match unit {
        Unit::Decade => (count * 10.0, Unit::Year),
        Unit::Century => (count * 100.0, Unit::Year),
        Unit::Fortnight => (count * 2.0, Unit::Week),
        _ => (count, unit),
    };
    let (whole, half) = (count.trunc(), (count.fract() - 0.5).abs() < 1e-9);
    match (unit, half) {
        (Unit::Minute, true) => format!("PT{whole}M30S").replace("T0M", "T"),
        (Unit::Hour, true) => format!("PT{whole}H30M").replace("T0H", "T"),
        (Unit::Year, true) => format!("P{whole}Y6M").replace("P0Y", "P"),
        (Unit::Day, true) if whole == 0.0 => "PT12H".to_owned(),
        _ => format!("P{}{count}{}", if unit < Unit::Day { "T" } else { "" }, letter(unit)),
    }
}

/// A length of time in several units, the largest first.
pub(super) fn duration_of(parts: &[(f64, Unit)]) -> String {
    let (mut days, mut times) = (String::new(), String::new());
    for (count, unit) in parts {
        let part = duration(*count, *unit);
        match part.strip_prefix("PT") {
            Some(time) => times.push_str(time),
            None => days.push_str(part.strip_prefix('P').unwrap_or(&part)),
        }
    }
    if times.is_empty() { format!("P{days}") } else { format!("P{days}T{times}") }
}

/// A length of time of an unknown number of units.
pub(super) fn vague_duration(unit: Unit) -> String {
    match unit {
        Unit::Decade => "PXE".to_owned(),
        Unit::Century => "PXC".to_owned(),
        _ => format!("P{}X{}", if unit < Unit::Day { "T" } else { "" }, letter(unit)),
    }
}

fn letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "S",
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Weekend => "WE",
        Unit::Week | Unit::Fortnight => "W",
        Unit::Quarter => "Q",
        Unit::Year => "Y",
        Unit::Decade => "E",
        Unit::Century => "C",
    }
}

/// A stretch of which only the year, or the year and the month of `day` are known, as `unit` says; the rest is X.
pub(super) fn partly_known(day: Date, unit: Unit, wanted: Unit) -> Stretch {
    let known =
        if unit >= Unit::Quarter { year(day.year()) } else { format!("{}-{:02}", year(day.year()), day.month()) };
    let open = match (wanted, unit >= Unit::Quarter) {
        (Unit::Second | Unit::Minute | Unit::Hour | Unit::Day, true) => "-XX-XX",
        (Unit::Second | Unit::Minute | Unit::Hour | Unit::Day, false) => "-XX",
        (Unit::Week | Unit::Fortnight, true) => "-WXX",
        (Unit::Weekend, true) => "-WXX-WE",
        (Unit::Month, true) => "-XX",
        (Unit::Quarter, true) => "-QX",
        _ => "",
    };
    Stretch::Unknown(known + open)
}

/// What stands for an unknown stretch of this unit.
pub(super) fn unknown(unit: Unit) -> Stretch {
    Stretch::Unknown(
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
            Unit::Week | Unit::Fortnight => "XXXX-WXX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century => "XX",
        }
        .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn stretches_cover_their_days() {
        for (stretch, value, first, last) in [
            (Stretch::Week(2026, 1), "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
            (Stretch::Weekend(2025, 48), "2025-W48-WE", date(2025, 11, 29), date(2025, 11, 30)),
            (Stretch::Month(2024, 2), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            (Stretch::Quarter(2025, 4), "2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
            (Stretch::Season(2023, Season::Winter), "2023-WI", date(2023, 12, 1), date(2024, 2, 29)),
            (Stretch::Decade(199), "199", date(1990, 1, 1), date(1999, 12, 31)),
            (Stretch::Century(19), "19", date(1900, 1, 1), date(1999, 12, 31)),
            (Stretch::Year(-479), "BC0480", date(-479, 1, 1), date(-479, 12, 31)),
            (Stretch::DecadeBefore(48), "BC048", date(-488, 1, 1), date(-479, 12, 31)),
            (Stretch::CenturyBefore(4), "BC04", date(-498, 1, 1), date(-399, 12, 31)),
            (Stretch::CenturyBefore(0), "BC00", date(-98, 1, 1), date(0, 12, 31)),
        ] {
            assert_eq!((stretch.value().as_str(), stretch.range()), (value, Some((first, last))));
        }
        assert_eq!(Stretch::day(2025, 2, 29), None);
    }

    #[test]
    fn lengths_are_written_as_timex3() {
        assert_eq!(duration(4.0, Unit::Year), "P4Y");
        assert_eq!(duration(5.5, Unit::Hour), "PT5H30M");
        assert_eq!(duration(0.5, Unit::Hour), "PT30M");
        assert_eq!(duration(2.0, Unit::Decade), "P20Y");
        assert_eq!(vague_duration(Unit::Month), "PXM");
        assert_eq!(duration(1.0, Unit::Fortnight), "P2W");
        assert_eq!(duration_of(&[(1.0, Unit::Year), (2.0, Unit::Day), (30.0, Unit::Minute)]), "P1Y2DT30M");
    }
}
