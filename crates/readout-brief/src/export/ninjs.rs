//! ninjs 3.1, the JSON of the IPTC for news and its planning: an array with an item for each event to come, or called off.
//!
//! An item is of the type `event`, which is how ninjs plans: what is known is the event, not what a newsroom will make of it, so
//! there is no `plannedCoverage`. It has
//!
//! - `standard`: the version that it keeps to, with its schema;
//! - `uri`, and again in `altIds`, the id of the record; `type`; `representationType`; `profile`; `versionCreated`: the moment
//!   of writing; `pubStatus`: `canceled` stands for an item that is withdrawn, not for an event that is, so always `usable`;
//! - `language`, of the first report that tells of it; `title` and `headlines`: words of a report;
//! - `descriptions`: each passage that tells of it; `infoSources`: the outlets of these;
//! - `people`, `organisations` and `places`, with `literal`, the actor's id, and `rel`, the part in the event;
//! - `subjects`: the kind of event, from the lexicon;
//! - `eventDetails`: `dates` by the day (`expectedStartDate`, `expectedEndDate`, the last day itself), and `eventStatus` from the
//!   IPTC's NewsCodes of how sure it is that an event occurs (`eventoccurstatus`). Those for `eventstatus`, which the schema
//!   suggests, do not tell what is planned from what is only possible.
//!
//! The schema: <https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json>.

use jiff::Timestamp;
use readout_extract::{ActorKind, EventStatus};
use readout_report::Date;
use serde::Serialize;

use super::address::urn;
use super::{Entry, Layout, Named, Options, json_line};
use crate::list::headline;
use crate::words::line;

const SCHEMA: &str = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json";
const OCCURRENCE: &str = "http://cv.iptc.org/newscodes/eventoccurstatus/";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'e> {
    standard: Standard,
    uri: String,
    r#type: &'static str,
    representation_type: &'static str,
    profile: &'static str,
    version_created: String,
    pub_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'e str>,
    title: String,
    headlines: [Text; 1],
    descriptions: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Name<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organisations: Vec<Name<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Name<'e>>,
    subjects: [Name<'e>; 1],
    event_details: EventDetails,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    info_sources: Vec<InfoSource<'e>>,
    alt_ids: [AltId<'e>; 1],
}

#[derive(Serialize)]
struct Standard {
    name: &'static str,
    version: &'static str,
    schema: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text {
    content_type: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Name<'e> {
    name: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rel: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<&'e str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventDetails {
    event_status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<Dates>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dates {
    expected_start_date: String,
    expected_end_date: String,
}

#[derive(Serialize)]
struct InfoSource<'e> {
    name: &'e str,
    role: &'static str,
}

#[derive(Serialize)]
struct AltId<'e> {
    role: &'static str,
    value: &'e str,
}

/// Events as ninjs items.
pub(super) struct Ninjs {
    now: Timestamp,
    any: bool,
}

impl Ninjs {
    /// And what stands before the items.
    pub(super) fn new(options: &Options) -> (Self, String) {
        (Self { now: options.now, any: false }, "[".to_owned())
    }

    fn item<'e>(&self, entry: &'e Entry) -> Option<Item<'e>> {
        let event = entry.event.as_ref().filter(|event| event.is_planned)?;
        let title = headline(if entry.words.is_empty() { &entry.label } else { &entry.words });
        let text = |value: String| Text { content_type: "text/plain", value };
        let parts = event.participants.iter().map(|(role, named)| (role.as_str(), named));
        let all: Vec<(&'static str, &Named)> = parts.chain(event.place.iter().map(|place| ("place", place))).collect();
        let of = |keep: fn(&'static str, Option<ActorKind>) -> bool| {
            let mut names: Vec<Name<'e>> = Vec::new();
            for (rel, named) in all.iter().filter(|(rel, named)| keep(rel, named.kind)) {
                let name = Name { name: &named.name, rel: Some(rel), literal: named.id.as_deref() };
                if !names.iter().any(|known| (known.name, known.rel) == (name.name, name.rel)) {
                    names.push(name);
                }
            }
            names
        };
        Some(Item {
            standard: Standard { name: "ninjs", version: "3.1", schema: SCHEMA },
            uri: urn(&entry.id),
            r#type: "event",
            representation_type: "full",
            profile: "readout-event",
            version_created: self.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            pub_status: "usable",
            language: entry.passages.iter().find_map(|passage| passage.language.as_deref()),
            headlines: [text(title.clone())],
            title,
            descriptions: entry.passages.iter().map(|passage| text(line(&passage.quote))).collect(),
            people: of(|rel, kind| rel != "place" && kind == Some(ActorKind::Person)),
            organisations: of(|rel, kind| {
                rel != "place" && matches!(kind, Some(ActorKind::Organisation | ActorKind::Group | ActorKind::Other))
            }),
            places: of(|rel, kind| rel == "place" || kind == Some(ActorKind::Place)),
            subjects: [Name { name: event.kind, rel: None, literal: None }],
            event_details: EventDetails {
                event_status: format!("{OCCURRENCE}{}", occurrence(event.status)),
                dates: event.when.filter(|(first, _)| first.year() > 0).map(dates),
            },
            info_sources: entry.outlets.iter().map(|name| InfoSource { name, role: "outlet" }).collect(),
            alt_ids: [AltId { role: "readout", value: &entry.id }],
        })
    }
}

/// The NewsCode for how sure it is that an event occurs.
fn occurrence(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Held => "eos5",
        EventStatus::Planned => "eos4",
        EventStatus::Possible | EventStatus::Conditional | EventStatus::Reported => "eos3",
        EventStatus::Cancelled | EventStatus::Denied => "eos6",
    }
}

fn dates((first, last): (Date, Date)) -> Dates {
    Dates { expected_start_date: first.to_string(), expected_end_date: last.to_string() }
}

impl Layout for Ninjs {
    fn add(&mut self, entries: Vec<Entry>) -> Vec<u8> {
        let mut out = Vec::new();
        for item in entries.iter().filter_map(|entry| self.item(entry)).collect::<Vec<_>>() {
            out.extend(if self.any { ",\n" } else { "\n" }.bytes());
            out.extend(json_line(&item).bytes());
            self.any = true;
        }
        out
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        if self.any { "\n]\n".into() } else { "]\n".into() }
    }
}
