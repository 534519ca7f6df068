//! iCalendar (RFC 5545): planned, possible, conditional, cancelled and held events that have a day, each all day long.
//!
//! SUMMARY is words of a report; DESCRIPTION says what kind of event it is, who takes part and where, then has the passages with
//! their outlets. An event on a stretch of days ("next week") stands on all of them. UID is the name of the event in all forms,
//! so that a calendar that is fetched anew moves it instead of doubling it.

use icalendar::{Component as _, Property};
use jiff::Timestamp;
use readout_extract::{EventStatus, ParticipantRole};
use readout_report::Date;

use super::{Base, Entry, EventParts, Layout, Options, Passage};
use crate::export::address::urn;
use crate::list::headline;
use crate::words::line;

/// So many passages stand in a description at the most.
const MOST_PASSAGES: usize = 20;
/// So many characters of a passage, a name or a place at the most.
const MOST_CHARACTERS: usize = 500;

/// Events as VEVENTs.
pub(super) struct Calendar {
    now: Timestamp,
    base: Option<Base>,
}

/// What stands after the events.
const END: &str = "END:VCALENDAR\r\n";

impl Calendar {
    /// And what stands before the events.
    pub(super) fn new(options: &Options) -> (Self, String) {
        let mut calendar = icalendar::Calendar::empty();
        calendar.append_property(Property::new("VERSION", "2.0"));
        let program = concat!("-//Readout//Readout ", env!("CARGO_PKG_VERSION"), "//EN");
        calendar.append_property(Property::new("PRODID", program));
        calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
        calendar.append_property(Property::new("METHOD", "PUBLISH"));
        calendar.append_property(Property::new("X-WR-CALNAME", cut(&line(&options.title))));
        let whole = calendar.to_string();
        let start = folded(whole.strip_suffix(END).unwrap_or(&whole));
        (Self { now: options.now, base: options.base.clone() }, start)
    }

    fn event(&self, entry: &Entry) -> Option<icalendar::Event> {
        let parts = entry.event.as_ref()?;
        let status = match parts.status {
            EventStatus::Planned | EventStatus::Held => icalendar::EventStatus::Confirmed,
            EventStatus::Possible | EventStatus::Conditional => icalendar::EventStatus::Tentative,
            EventStatus::Cancelled => icalendar::EventStatus::Cancelled,
            EventStatus::Denied | EventStatus::Reported => return None,
        };
        let (first, last) = parts.when?;
        let mut event = icalendar::Event::with_uid(&urn(&entry.id));
        event.add_property("DTSTAMP", moment(self.now));
        event.add_property("LAST-MODIFIED", moment(self.now));
        event.append_property(date("DTSTART", first)?);
        if last > first {
            // The end is the first day that is free again.
            event.append_property(date("DTEND", last.tomorrow().ok()?)?);
        }
        // Nobody who keeps the calendar is busy for it.
        event.add_property("TRANSP", "TRANSPARENT");
        event.status(status);
        event.add_property("X-READOUT-STATUS", parts.status.as_str());
        let summary = if entry.words.is_empty() { &entry.label } else { &entry.words };
        event.summary(&headline(summary));
        event.description(&description(entry, parts));
        event.add_multi_property("CATEGORIES", parts.kind);
        let place = names(parts.place.iter().map(|place| place.name.as_str()));
        if !place.is_empty() {
            event.add_property("LOCATION", place);
        }
        for (role, named) in &parts.participants {
            let mut participant = Property::new("X-READOUT-PARTICIPANT", cut(&named.name));
            participant.add_parameter("ROLE", role.as_str());
            event.append_multi_property(participant);
        }
        if let Some(base) = &self.base {
            event.url(&base.of(entry));
        }
        Some(event.done())
    }
}

impl Layout for Calendar {
    fn add(&mut self, entries: Vec<Entry>) -> Vec<u8> {
        let events = entries.iter().filter_map(|entry| self.event(entry)?.try_into_string().ok());
        folded(&events.collect::<String>()).into_bytes()
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        END.into()
    }
}

/// With no line of more than 75 octets (RFC 5545, 3.1): the library counts the space before a continued line apart.
fn folded(text: &str) -> String {
    const MOST: usize = 75;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive("\r\n") {
        let (mut rest, end) = line.strip_suffix("\r\n").map_or((line, ""), |line| (line, "\r\n"));
        let mut room = MOST;
        while rest.len() > room {
            let cut = (1..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            out.push_str(&rest[..cut]);
            out.push_str("\r\n ");
            rest = &rest[cut..];
            // The space is of the next line.
            room = MOST - 1;
        }
        out.push_str(rest);
        out.push_str(end);
    }
    out
}

fn moment(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A day as a property; nothing for one that the calendar cannot write.
fn date(key: &str, day: Date) -> Option<Property> {
    (day.year() > 0).then(|| {
        let mut property = Property::new(key, day.strftime("%Y%m%d").to_string());
        property.add_parameter("VALUE", "DATE").done()
    })
}

fn description(entry: &Entry, parts: &EventParts) -> String {
    let mut lines = vec![entry.label.clone()];
    let roles = [(ParticipantRole::Agent, "who"), (ParticipantRole::With, "with"), (ParticipantRole::Patient, "whom")];
    for (role, label) in roles {
        let of_role = parts.participants.iter().filter(|(of, _)| *of == role);
        let names = names(of_role.map(|(_, named)| named.name.as_str()));
        if !names.is_empty() {
            lines.push(format!("{label} {names}"));
        }
    }
    let place = names(parts.place.iter().map(|place| place.name.as_str()));
    if !place.is_empty() {
        lines.push(format!("where {place}"));
    }
    lines.extend(entry.passages.iter().take(MOST_PASSAGES).map(passage));
    lines.join("\n")
}

/// The words of a passage and where they stand, on one line.
pub(super) fn passage(passage: &Passage) -> String {
    let known = [passage.outlet.clone(), passage.published.map(|day| day.to_string())];
    let known: Vec<String> = known.into_iter().flatten().collect();
    let words = cut(&line(&passage.quote));
    if known.is_empty() { words } else { format!("{words} [{}]", known.join(", ")) }
}

/// Each name once.
fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    cut(&once.join(", "))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
