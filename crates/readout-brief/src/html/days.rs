//! The drawing of a story's days: what happened stands above the line, what was said below it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use readout_extract::EventStatus;
use readout_record::DayItem;
use readout_report::Date;

use super::links::{Links, Place};
use super::view::StoryView;
use crate::words::{day, days};

/// The days that are drawn to scale are at most so many, unless reports were published over a longer time.
const WINDOW_IN_DAYS: i64 = 62;
/// No more columns than this, however long reports were published.
const MOST_DAYS: i64 = 400;
/// No fewer days than this: one column alone has no scale.
const LEAST_DAYS: i64 = 7;
/// Between the columns of days and the edge, or what lies beyond the scale.
const MARGIN: i64 = 10;
/// Room for the name of a month that begins on the last day.
const MONTH: i64 = 16;
/// The column of what lies before or after the scale.
const BEYOND: i64 = 62;
/// The line above which events stand.
const TOP: f64 = 78.0;
/// The line below which statements stand.
const BOTTOM: f64 = 114.0;
const HEIGHT: f64 = 186.0;
/// Room for the bars above and below.
const ROOM: f64 = 68.0;
/// One thing is no higher than this.
const UNIT: f64 = 10.0;

/// The drawing, and what its colours mean.
#[derive(Template)]
#[template(path = "days.html")]
pub(super) struct Days {
    width: i64,
    height: f64,
    left: i64,
    right: i64,
    first: Date,
    last: Date,
    top: f64,
    bottom: f64,
    /// The days that the page is restricted to.
    chosen: Option<Bar>,
    columns: Vec<Column>,
    ticks: Vec<Tick>,
    months: Vec<Tick>,
    /// Where a month begins.
    rules: Vec<i64>,
    /// Of the events that are drawn, in the order of their bars.
    pub(super) statuses: Vec<&'static str>,
    pub(super) has_statements: bool,
    pub(super) has_reports: bool,
}

struct Bar {
    class: &'static str,
    x: String,
    y: String,
    width: String,
    height: String,
}

impl Bar {
    fn new(class: &'static str, [x, y, width, height]: [f64; 4]) -> Self {
        Self { class, x: px(x), y: px(y), width: px(width), height: px(height) }
    }
}

/// In units of the drawing, with one digit behind the point where it needs one.
fn px(value: f64) -> String {
    let shown = format!("{value:.1}");
    shown.strip_suffix(".0").map(str::to_owned).unwrap_or(shown)
}

/// What is of one day, or of all days beyond the scale.
struct Column {
    /// None beyond the scale.
    day: Option<Date>,
    /// The name of what lies beyond the scale.
    beyond: Option<&'static str>,
    href: Option<String>,
    title: String,
    x: i64,
    width: i64,
    bars: Vec<Bar>,
    /// Where the mark of published reports stands.
    published: Option<String>,
}

struct Tick {
    x: String,
    text: String,
}

/// What is of a day.
#[derive(Debug, Clone, Default)]
struct Counts {
    events: BTreeMap<EventStatus, usize>,
    statements: usize,
    reports: usize,
    first: Option<Date>,
    last: Option<Date>,
}

impl Counts {
    fn events(&self) -> usize {
        self.events.values().sum()
    }

    fn add(&mut self, day: Date, other: &Self) {
        other.events.iter().for_each(|(status, count)| *self.events.entry(*status).or_default() += count);
        self.statements += other.statements;
        self.reports += other.reports;
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(day, |last| last.max(day)));
    }

    fn title(&self, name: &str) -> String {
        let count = |count: usize, one: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {one}s")),
        };
        let events = self.events.iter().map(|(status, n)| format!("{n} {}", status.as_str())).collect::<Vec<_>>();
        let events = count(self.events(), "event").map(|all| format!("{all} ({})", events.join(", ")));
        let all = [events, count(self.statements, "statement"), count(self.reports, "report")];
        format!("{name}: {}", all.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }
}

impl Days {
    /// Draws what is of the story's days; nothing where nothing has a day.
    pub(super) fn draw(links: &Links<'_>) -> Option<Self> {
        let all = counts(links);
        let days: BTreeSet<Date> = all.keys().copied().collect();
        let published = links.story.reports.iter().filter_map(|report| report.report.published).collect();
        let scale = Scale::of(&days, &published)?;
        let (mut earlier, mut later) = (Counts::default(), Counts::default());
        let mut columns = Vec::new();
        for (day, of) in &all {
            match scale.x(*day) {
                Some(x) => columns.push((Some(*day), None, of.clone(), x, scale.step)),
                None if *day < scale.first => earlier.add(*day, of),
                None => later.add(*day, of),
            }
        }
        let has_later = later.first.is_some();
        if earlier.first.is_some() {
            columns.insert(0, (None, Some("earlier"), earlier, MARGIN / 2, BEYOND));
        }
        if has_later {
            columns.push((None, Some("later"), later, scale.right() + MARGIN / 2, BEYOND));
        }
        let most = columns.iter().map(|(.., of, _, _)| of.events().max(of.statements)).max().unwrap_or(0).max(1);
        let unit = UNIT.min(ROOM / most as f64);
        let (ticks, months, rules) = scale.ticks();
        let statuses: BTreeSet<_> =
            all.values().flat_map(|of| of.events.keys()).map(|status| status.as_str()).collect();
        let chosen = links.view.days.and_then(|(from, to)| {
            let from = scale.x(from.max(scale.first))?;
            let to = scale.x(to.min(scale.last()))? + scale.step;
            Some(Bar::new("chosen", [from as f64, 0.0, (to - from) as f64, HEIGHT]))
        });
        Some(Self {
            width: scale.right() + MARGIN + if has_later { BEYOND } else { MONTH },
            height: HEIGHT,
            left: scale.left,
            right: scale.right(),
            first: scale.first,
            last: scale.last(),
            top: TOP,
            bottom: BOTTOM,
            chosen,
            has_statements: all.values().any(|of| of.statements > 0),
            has_reports: all.values().any(|of| of.reports > 0),
            columns: columns.into_iter().map(|column| Column::new(links, column, unit)).collect(),
            ticks,
            months,
            rules,
            statuses: statuses.into_iter().collect(),
        })
    }
}

impl Column {
    fn new(
        links: &Links<'_>,
        (day_of, beyond, of, x, width): (Option<Date>, Option<&'static str>, Counts, i64, i64),
        unit: f64,
    ) -> Self {
        // A bar has air on both sides, and on a wide column does not become a wall.
        let thick = (width as f64 * 0.8).min(22.0);
        let bar_x = x as f64 + (width as f64 - thick) / 2.0;
        let bar = |class, y, height| Bar::new(class, [bar_x, y, thick, height]);
        let mut bars = Vec::new();
        let mut top = TOP;
        for (status, count) in &of.events {
            let height = unit * *count as f64;
            top -= height;
            // The line between two bars is part of neither.
            bars.push(bar(status.as_str(), top + 0.5, (height - 1.0).max(0.5)));
        }
        if of.statements > 0 {
            bars.push(bar("statement", BOTTOM + 0.5, (unit * of.statements as f64 - 1.0).max(0.5)));
        }
        let range = of.first.zip(of.last).or(day_of.zip(day_of));
        let href = match (links.place, range) {
            (_, None) => None,
            (Place::InFile, Some((first, _))) => links.here(&format!("day-{first}")),
            (Place::Served, range) => Some(links.view(&StoryView { days: range, ..links.view.clone() }, "timeline")),
        };
        let name = match (beyond, range) {
            (None, Some((first, _))) => day(first),
            (_, Some(range)) => days(range),
            _ => String::new(),
        };
        Self {
            day: day_of,
            beyond,
            href,
            title: of.title(&name),
            x,
            width,
            bars,
            published: (of.reports > 0).then(|| px(x as f64 + width as f64 / 2.0)),
        }
    }
}

/// What is of each day on which something happened, was said, is to happen or was published.
fn counts(links: &Links<'_>) -> BTreeMap<Date, Counts> {
    let story = links.story;
    let mut all = BTreeMap::<Date, Counts>::new();
    for of in &story.timeline {
        for item in &of.items {
            match *item {
                DayItem::Event(index) => {
                    let Some(event) = story.events.get(index) else { continue };
                    *all.entry(of.day).or_default().events.entry(event.status).or_default() += 1;
                }
                DayItem::Statement(index) if index < story.statements.len() => {
                    all.entry(of.day).or_default().statements += 1;
                }
                DayItem::Statement(_) => {}
            }
        }
    }
    for day in story.reports.iter().filter_map(|report| report.report.published) {
        all.entry(day).or_default().reports += 1;
    }
    all
}

/// Which days are drawn to scale, and how wide one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    first: Date,
    days: i64,
    left: i64,
    step: i64,
}

impl Scale {
    /// Of the days on which something is; the reports' days are all within, if they can be.
    fn of(all: &BTreeSet<Date>, published: &BTreeSet<Date>) -> Option<Self> {
        let (mut first, mut last) = match (published.first(), published.last()) {
            (Some(first), Some(last)) => (*first, *last),
            // The newest day, and what is near.
            _ => (*all.last()?, *all.last()?),
        };
        if between(first, last) >= MOST_DAYS {
            first = after(last, 1 - MOST_DAYS);
        }
        let most = WINDOW_IN_DAYS.max(between(first, last) + 1);
        let mut before = all.range(..first).rev().peekable();
        let newest = last;
        let mut later = all.iter().filter(|day| **day > newest).peekable();
        // Whichever day is nearest to the window comes into it, while there is room.
        loop {
            let down = before.peek().map(|day| between(**day, first));
            let up = later.peek().map(|day| between(last, **day));
            let (gap, is_up) = match (down, up) {
                (Some(down), Some(up)) if up <= down => (up, true),
                (Some(down), _) => (down, false),
                (None, Some(up)) => (up, true),
                (None, None) => break,
            };
            if between(first, last) + 1 + gap > most {
                break;
            }
            if is_up {
                last = later.next().copied().unwrap_or(last);
            } else {
                first = before.next().copied().unwrap_or(first);
            }
        }
        let missing = (LEAST_DAYS - between(first, last) - 1).max(0);
        first = after(first, -(missing / 2));
        last = after(last, missing - missing / 2);
        let days = between(first, last) + 1;
        let left = if all.first().is_some_and(|day| *day < first) { BEYOND } else { 0 } + MARGIN;
        Some(Self { first, days, left, step: (680 / days).clamp(4, 48) })
    }

    fn last(&self) -> Date {
        after(self.first, self.days - 1)
    }

    fn right(&self) -> i64 {
        self.left + self.days * self.step
    }

    /// Where a day begins; none where it is not on the scale.
    fn x(&self, day: Date) -> Option<i64> {
        let at = between(self.first, day);
        (0..self.days).contains(&at).then_some(self.left + at * self.step)
    }

    /// The days that have a number, and the months: as many as have room.
    fn ticks(&self) -> (Vec<Tick>, Vec<Tick>, Vec<i64>) {
        let (mut ticks, mut months, mut rules) = (Vec::new(), Vec::<Tick>::new(), Vec::new());
        let mut free = 0;
        for at in 0..self.days {
            let day = after(self.first, at);
            let x = self.left + at * self.step;
            let middle = x as f64 + self.step as f64 / 2.0;
            let is_week = day.weekday() == jiff::civil::Weekday::Monday;
            if self.step >= 22 || is_week && self.step >= 5 {
                ticks.push(Tick { x: px(middle), text: day.day().to_string() });
            }
            if day.day() == 1 && at > 0 {
                rules.push(x);
            }
            if at == 0 || day.day() == 1 {
                let form = if at == 0 || day.month() == 1 { "%b %Y" } else { "%b" };
                // A month of which only the last days are shown gives way to the next.
                if free > x {
                    months.pop();
                }
                months.push(Tick { x: px(x as f64 + 2.0), text: day.strftime(form).to_string() });
                free = x + 7 * form.len() as i64 + 20;
            }
        }
        (ticks, months, rules)
    }
}

/// How many days later `to` is.
fn between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// So many days later, or earlier; no further than the calendar goes.
fn after(day: Date, days: i64) -> Date {
    jiff::Span::new().try_days(days).map_or(day, |days| day.saturating_add(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    fn set(days: &[Date]) -> BTreeSet<Date> {
        days.iter().copied().collect()
    }

    #[test]
    fn a_story_of_one_day_has_days_around_it() {
        let day = date(2025, 3, 12);
        let scale = Scale::of(&set(&[day]), &set(&[day])).unwrap();
        assert_eq!((scale.first, scale.last()), (date(2025, 3, 9), date(2025, 3, 15)));
        assert_eq!(scale.x(day), Some(scale.left + 3 * scale.step));
    }

    #[test]
    fn what_is_far_away_lies_beyond_the_scale() {
        let published = [date(2025, 3, 11), date(2025, 3, 13)];
        let near = [date(2025, 2, 26), date(2025, 3, 18)];
        let far = [date(2014, 2, 20), date(2026, 1, 1)];
        let all = published.iter().chain(&near).chain(&far).copied().collect();
        let scale = Scale::of(&all, &set(&published)).unwrap();
        assert_eq!((scale.first, scale.last()), (near[0], near[1]));
        assert_eq!(far.map(|day| scale.x(day)), [None, None]);
        assert_eq!(scale.left, BEYOND + MARGIN);
    }

    #[test]
    fn all_days_of_reports_are_on_the_scale() {
        let published = set(&[date(2025, 1, 1), date(2025, 6, 30)]);
        let scale = Scale::of(&published, &published).unwrap();
        assert_eq!((scale.first, scale.days), (date(2025, 1, 1), 181));
        assert!(scale.step >= 4);
        // Unless they are too many: then the last.
        let published = set(&[date(2001, 1, 1), date(2025, 6, 30)]);
        let scale = Scale::of(&published, &published).unwrap();
        assert_eq!((scale.last(), scale.days), (date(2025, 6, 30), MOST_DAYS));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_edge() {
        for day in [Date::MIN, Date::MAX] {
            let scale = Scale::of(&set(&[day]), &BTreeSet::new()).unwrap();
            assert!(scale.x(day).is_some());
            scale.ticks();
        }
        let both = set(&[Date::MIN, Date::MAX]);
        let scale = Scale::of(&both, &both).unwrap();
        assert_eq!((scale.x(Date::MIN), scale.x(Date::MAX).is_some()), (None, true));
    }

    proptest::proptest! {
        #[test]
        fn days_lie_inside_and_in_order(offsets in proptest::collection::btree_set(-3000_i64..3000, 1..40), n in 1_usize..10) {
            let all: BTreeSet<Date> = offsets.iter().map(|by| after(date(2025, 3, 12), *by)).collect();
            let published: BTreeSet<Date> = all.iter().copied().take(n).collect();
            let scale = Scale::of(&all, &published).unwrap();
            let places: Vec<_> = all.iter().map(|day| scale.x(*day)).collect();
            let drawn: Vec<i64> = places.iter().flatten().copied().collect();
            proptest::prop_assert!(drawn.windows(2).all(|pair| pair[0] + scale.step <= pair[1]));
            proptest::prop_assert!(drawn.iter().all(|x| *x >= scale.left && x + scale.step <= scale.right()));
            // What is not drawn lies before the first or after the last that is.
            let outside: Vec<bool> = places.iter().map(Option::is_none).collect();
            let first = outside.iter().position(|o| !o).unwrap();
            let last = outside.iter().rposition(|o| !o).unwrap();
            proptest::prop_assert!(outside[first..=last].iter().all(|o| !o));
            let last = published.last().unwrap();
            proptest::prop_assert!(scale.x(*last).is_some());
        }
    }
}
