//! The timeline by day.

use std::collections::BTreeMap;

use readout_extract::event;
use readout_report::Date;

use crate::events::{LONGEST_IN_DAYS, days};
use crate::{Day, DayItem, Event, Statement, Time};

/// What belongs to which day.
///
/// An event stands on its day, or on the first of at most seven ("this week"); one without days, or with a longer stretch,
/// stands on none; nor does one of a general kind ("gave", "brought"). A statement stands on the day that its report gives for it; if that is not one day, on none: the day
/// of publication is when it was reported, not when it was said.
pub(crate) fn timeline(events: &[Event], statements: &[Statement], times: &[Time]) -> Vec<Day> {
    let mut by_day = BTreeMap::<Date, Vec<DayItem>>::new();
    for (i, event) in events.iter().enumerate() {
        let when = event.when.filter(|when| days(*when) <= LONGEST_IN_DAYS && !event::is_general(event.kind));
        if let Some(when) = when {
            by_day.entry(when.0).or_default().push(DayItem::Event(i));
        }
    }
    for (i, statement) in statements.iter().enumerate() {
        let range = statement.time.and_then(|t| times[t].range);
        if let Some((day, _)) = range.filter(|(first, last)| first == last) {
            by_day.entry(day).or_default().push(DayItem::Statement(i));
        }
    }
    by_day.into_iter().map(|(day, items)| Day { day, items }).collect()
}
