//! Every form, read back by a reader of its kind.

use std::collections::{BTreeMap, BTreeSet};

use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::record::{Field, Row as Values};
use icalendar::{CalendarComponent, Component as _, EventLike as _};
use proptest::prelude::*;
use readout_extract::{CueClass, EventStatus, StatementKind};
use readout_record::{
    ActorRow, Difference, DifferenceKind, ItemFilter, ItemKind, Position, RecordActor, ReportRow, Side, Stance,
    Statement, Story, StoryReport, StoryRow, Support, Witness,
};
use readout_report::{Evidence, Report, Span};
use serde_json::Value;

use super::parquet::tests::LISTS;
use super::*;
use crate::fixture;

fn options() -> Options {
    Options {
        now: "2025-11-28T09:30:00Z".parse().unwrap(),
        base: Base::new("https://desk.example/"),
        address: None,
        title: "Lake Varn".to_owned(),
        seen: BTreeMap::new(),
    }
}

/// The story of the fixture, with a difference and a position, and events of every status.
fn story() -> Story {
    complete(fixture::record().stories.remove(0))
}

fn complete(mut story: Story) -> Story {
    let (about, sides) = (story.figures[0].evidence[0].clone(), [&story.figures[0], &story.figures[1]]);
    let side = |(value, actor, figure): (&str, usize, &readout_record::Figure)| Side {
        value: value.to_owned(),
        actors: vec![actor],
        evidence: figure.evidence.clone(),
    };
    story.differences.push(Difference {
        id: "x-figure".into(),
        kind: DifferenceKind::Figure,
        about,
        sides: [("19", 0, sides[0]), ("4000", 1, sides[1])].into_iter().map(side).collect(),
    });
    story.positions.push(Position {
        id: "p-sharing".into(),
        issue: "sharing Lake Varn".into(),
        issue_evidence: vec![],
        actor: 0,
        stance: Stance::Accept,
        statements: vec![1],
        changes: vec![],
    });
    let days = |first, last| Some((fixture::date(2025, 12, first), fixture::date(2025, 12, last)));
    let visit = story.events[0].clone();
    let more = [
        ("e-week", EventStatus::Possible, days(8, 14)),
        ("e-off", EventStatus::Cancelled, days(3, 3)),
        ("e-done", EventStatus::Held, days(2, 2)),
        ("e-claimed", EventStatus::Reported, days(2, 2)),
        ("e-not", EventStatus::Denied, days(2, 2)),
        ("e-if", EventStatus::Conditional, days(30, 31)),
    ];
    for (id, status, when) in more {
        story.events.push(readout_record::Event { id: id.into(), status, when, ..visit.clone() });
    }
    story
}

fn hostile() -> Story {
    let mut story = complete(fixture::hostile().stories.remove(0));
    let whole = story.events[0].evidence[0].clone();
    for event in &mut story.events {
        event.participants[0].evidence = whole.clone();
    }
    story
}

fn story_rows(story: &Story) -> Vec<StoryRow> {
    let title = crate::dossier::title(story).map(str::to_owned);
    let days = Some((fixture::date(2025, 11, 26), fixture::date(2025, 11, 27)));
    vec![StoryRow { id: story.id.clone(), title, days, support: story.support }]
}

fn report_rows(story: &Story) -> Vec<ReportRow> {
    let row = |StoryReport { report, .. }: &StoryReport| ReportRow {
        id: report.id.0.clone(),
        outlet: report.outlet.clone(),
        title: report.title.clone(),
        published: report.published,
        story: Some(story.id.clone()),
        revisions: 1,
        first_read: "2025-11-28T07:00:00.123Z".to_owned(),
    };
    story.reports.iter().map(row).collect()
}

fn actor_rows(story: &Story) -> Vec<ActorRow> {
    let row = |actor: &readout_record::Actor| ActorRow {
        actor: RecordActor {
            id: actor.id.clone(),
            name: actor.name.clone(),
            kind: actor.kind,
            aliases: actor.aliases.clone(),
            offices: vec![readout_record::Office { words: "minister".into(), days: None, stories: 1 }],
            days: Some((fixture::date(2025, 11, 26), fixture::date(2025, 11, 27))),
            support: actor.support,
            cards: vec![],
            reports: story.reports.iter().map(|r| r.report.id.clone()).collect(),
            shown: BTreeSet::new(),
            person: None,
        },
        stories: 1,
    };
    story.actors.iter().map(row).collect()
}

/// A list of a story in a form.
fn written(list: List, form: Form, story: &Story, options: &Options) -> Vec<u8> {
    let (mut exporter, mut out) = Exporter::new(list, form, usize::MAX, options).unwrap();
    let filter = ItemFilter::default();
    let (stories, reports, actors) = (story_rows(story), report_rows(story), actor_rows(story));
    match list {
        List::Stories => out.extend(exporter.add(Batch::Stories(&stories))),
        List::Reports => out.extend(exporter.add(Batch::Reports(&reports))),
        List::Actors => out.extend(exporter.add(Batch::Actors(&actors))),
        List::Items(kind) => out.extend(exporter.add(Batch::Items(story, kind, &filter))),
        List::Timeline => out.extend(exporter.add(Batch::Timeline(story, &filter))),
        List::Found => {
            out.extend(exporter.add(Batch::FoundStatement(story, 1)));
            out.extend(exporter.add(Batch::FoundReport(&reports[0])));
        }
    }
    out.extend(exporter.finish());
    out
}

fn text(list: List, form: Form, story: &Story) -> String {
    String::from_utf8(written(list, form, story, &options())).unwrap()
}

const EVENTS: List = List::Items(ItemKind::Event);

#[test]
fn forms_that_do_not_fit_are_refused() {
    let refused = |list, form| Exporter::new(list, form, 9, &options()).is_err();
    for list in LISTS {
        let has_events = matches!(list, EVENTS | List::Timeline);
        let has_passages = !matches!(list, List::Stories | List::Reports | List::Actors);
        assert_eq!(refused(list, Form::Calendar), !has_events, "{list:?}");
        assert_eq!(refused(list, Form::Ninjs), !has_events, "{list:?}");
        assert_eq!(refused(list, Form::Annotations), !has_passages, "{list:?}");
        assert!(!refused(list, Form::Atom) && !refused(list, Form::Parquet));
    }
    let why = Form::Calendar.fits(List::Stories).unwrap_err().to_string();
    assert_eq!(why, "the form ics is for events: ask for events or timeline");
}

#[test]
fn a_limit_is_kept_in_every_form() {
    let (story, filter) = (story(), ItemFilter::default());
    for form in ["jsonl", "ics", "ninjs", "atom", "parquet", "annotations"].map(|name| Form::named(name).unwrap()) {
        let (mut exporter, mut out) = Exporter::new(EVENTS, form, 1, &options()).unwrap();
        for _ in 0..2 {
            out.extend(exporter.add(Batch::Items(&story, ItemKind::Event, &filter)));
            assert!(exporter.is_full());
        }
        out.extend(exporter.finish());
        let shown = String::from_utf8_lossy(&out).into_owned();
        assert!(!shown.contains("e-week"), "{}", form.name());
        match form {
            Form::Parquet => assert_eq!(rows(&out).len(), 1),
            _ => assert!(shown.contains("e-visit"), "{}", form.name()),
        }
    }
}

#[test]
fn names_of_forms_lead_back_to_them() {
    for name in ["json", "jsonl", "csv", "markdown", "ics", "ninjs", "atom", "parquet", "annotations"] {
        assert_eq!(Form::named(name).unwrap().name(), name);
    }
    assert_eq!(Form::named("table"), None);
}

#[test]
fn the_same_list_gives_the_same_bytes() {
    for list in LISTS {
        for form in ["ics", "ninjs", "atom", "parquet", "annotations"].map(|name| Form::named(name).unwrap()) {
            if form.fits(list).is_ok() {
                let once = written(list, form, &story(), &options());
                assert_eq!(once, written(list, form, &story(), &options()), "{list:?} {form:?}");
            }
        }
    }
}

// Calendar.

#[test]
fn a_long_title_of_a_calendar_is_folded() {
    let title = "Lac de Varn et ses îles éloignées, ".repeat(9);
    let form = Form::named("ics").unwrap();
    let options = Options { title: title.clone(), ..options() };
    let text = String::from_utf8(written(List::Items(ItemKind::Event), form, &story(), &options)).unwrap();
    calendar(&text);
    let unfolded = text.replace("\r\n ", "").replace("\\,", ",");
    assert!(unfolded.contains(&format!("X-WR-CALNAME:{}", title.trim())), "{unfolded}");
}

fn calendar(text: &str) -> Vec<icalendar::Event> {
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{text}");
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let event = |component: &CalendarComponent| component.as_event().cloned();
    calendar.components.iter().map(|component| event(component).unwrap()).collect()
}

#[test]
fn a_calendar_has_the_events_that_have_a_day() {
    insta::assert_snapshot!(text(EVENTS, Form::Calendar, &story()).replace("\r\n", "\n"));
}

#[test]
fn a_calendar_is_read_back() {
    let events = calendar(&text(EVENTS, Form::Calendar, &story()));
    let days = |event: &icalendar::Event| {
        let day = |key: &str| event.property_value(key).map(str::to_owned);
        (event.get_uid().unwrap().to_owned(), day("DTSTART").unwrap(), day("DTEND"), day("STATUS").unwrap())
    };
    let expected = |id: &str, start: &str, end: Option<&str>, status: &str| {
        (format!("urn:readout:{id}"), start.to_owned(), end.map(str::to_owned), status.to_owned())
    };
    assert_eq!(
        events.iter().map(days).collect::<Vec<_>>(),
        [
            expected("e-visit", "20251201", None, "CONFIRMED"),
            expected("e-week", "20251208", Some("20251215"), "TENTATIVE"),
            expected("e-off", "20251203", None, "CANCELLED"),
            expected("e-done", "20251202", None, "CONFIRMED"),
            expected("e-if", "20251230", Some("20260101"), "TENTATIVE"),
        ]
    );
    let visit = &events[0];
    assert_eq!(visit.get_url(), Some("https://desk.example/story/story-1#e-visit"));
    assert_eq!(visit.get_location(), Some("Port Méridien"));
    assert!(visit.get_description().unwrap().contains("who Ilse Brandt\nwhere Port Méridien\n"));
    assert!(visit.get_summary().unwrap().starts_with("Water minister Ilse Brandt will travel"));
    assert_eq!(visit.get_timestamp().unwrap().to_string(), "2025-11-28 09:30:00 UTC");
}

#[test]
fn a_calendar_of_the_timeline_has_its_events() {
    let events = calendar(&text(List::Timeline, Form::Calendar, &story()));
    assert_eq!(events.iter().filter_map(|event| event.get_uid()).collect::<Vec<_>>(), ["urn:readout:e-visit"]);
}

#[test]
fn hostile_words_stay_in_their_line_of_a_calendar() {
    let story = hostile();
    let mut options = options();
    options.title = "a\r\nBEGIN:VEVENT\r\n\u{1b}[31m".into();
    let text = String::from_utf8(written(EVENTS, Form::Calendar, &story, &options)).unwrap();
    assert!(!text.contains(|c: char| c.is_control() && c != '\r' && c != '\n'));
    assert!(!text.contains('\u{202e}'));
    let events = calendar(&text);
    assert_eq!(events.len(), 5);
    for event in events {
        let description = event.get_description().unwrap();
        assert!(description.contains("<script>alert(1)</script>"), "as text: {description}");
        assert_eq!(event.properties().keys().filter(|key| key.starts_with("BEGIN")).count(), 0);
    }
}

#[test]
fn days_that_a_calendar_cannot_write_are_left_out() {
    let mut story = story();
    for (event, when) in story.events.iter_mut().zip([(-5, -5), (9999, 9999)]) {
        event.when = Some((fixture::date(when.0, 12, 30), fixture::date(when.1, 12, 31)));
        event.status = EventStatus::Planned;
    }
    let text = text(EVENTS, Form::Calendar, &story);
    assert!(!text.contains("e-visit") && !text.contains("e-join") && text.contains("e-week"));
}

// ninjs.

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn ninjs_has_an_item_for_each_event_to_come() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&json(&text(EVENTS, Form::Ninjs, &story()))).unwrap());
}

#[test]
fn ninjs_keeps_to_its_schema() {
    // What version 3.1 of the schema allows at the places that are used; it allows nothing else there.
    const ITEM: &[&str] = &[
        "standard",
        "uri",
        "type",
        "representationType",
        "profile",
        "versionCreated",
        "pubStatus",
        "language",
        "title",
        "headlines",
        "descriptions",
        "people",
        "organisations",
        "places",
        "subjects",
        "eventDetails",
        "infoSources",
        "altIds",
    ];
    const PARTS: &[(&str, &[&str])] = &[
        ("/standard", &["name", "version", "schema"]),
        ("/headlines", &["role", "contentType", "value"]),
        ("/descriptions", &["role", "contentType", "value"]),
        ("/people", &["name", "rel", "uri", "literal", "contactInfo"]),
        ("/organisations", &["name", "rel", "uri", "literal", "symbols", "contactInfo"]),
        ("/places", &["name", "rel", "uri", "literal", "contactInfo", "geoJSON"]),
        ("/subjects", &["name", "rel", "uri", "literal", "creator", "relevance", "confidence"]),
        ("/eventDetails", &["eventStatus", "plannedCoverageStatus", "dates", "organiser"]),
        ("/eventDetails/dates", &["expectedStartDate", "expectedEndDate"]),
        ("/infoSources", &["name", "role", "uri", "literal", "contactInfo"]),
        ("/altIds", &["role", "value"]),
    ];
    let allowed = |value: &Value, allowed: &[&str]| {
        let object = value.as_object().unwrap();
        assert!(object.keys().all(|key| allowed.contains(&key.as_str())), "{object:?}");
    };
    for story in [story(), hostile()] {
        let items = json(&text(EVENTS, Form::Ninjs, &story));
        assert!(!items.as_array().unwrap().is_empty());
        for item in items.as_array().unwrap() {
            allowed(item, ITEM);
            assert!(item["uri"].as_str().unwrap().starts_with("urn:readout:"));
            assert_eq!(item["type"], "event");
            for (place, keys) in PARTS {
                match item.pointer(place) {
                    Some(Value::Array(parts)) => parts.iter().for_each(|part| allowed(part, keys)),
                    Some(part) => allowed(part, keys),
                    None => {}
                }
            }
            if let Some(dates) = item.pointer("/eventDetails/dates") {
                assert!(
                    dates.as_object().unwrap().values().all(|day| day.as_str().unwrap().len() == "2025-12-01".len())
                );
            }
        }
    }
    let ids = |status: &str| -> Vec<Value> {
        let items = json(&text(EVENTS, Form::Ninjs, &story()));
        let of = |item: &&Value| item["eventDetails"]["eventStatus"].as_str().unwrap().ends_with(status);
        items.as_array().unwrap().iter().filter(of).map(|item| item["altIds"][0]["value"].clone()).collect()
    };
    assert_eq!(ids("eos4"), ["e-visit"]);
    assert_eq!(ids("eos3"), ["e-join", "e-week", "e-if"]);
    assert_eq!(ids("eos6"), ["e-off"]);
}

// Atom.

fn feed(text: &str) -> feed_rs::model::Feed {
    let legal = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    assert!(text.chars().all(legal), "{text}");
    feed_rs::parser::parse(text.as_bytes()).unwrap()
}

#[test]
fn a_feed_has_an_entry_for_each_row() {
    insta::assert_snapshot!(text(List::Items(ItemKind::Statement), Form::Atom, &story()));
}

#[test]
fn feeds_are_read_back() {
    let story = story();
    for list in LISTS {
        let feed = feed(&text(list, Form::Atom, &story));
        let rows = written(list, Form::Rows(crate::list::ListFormat::Jsonl), &story, &options());
        assert_eq!(feed.entries.len(), String::from_utf8(rows).unwrap().lines().count(), "{list:?}");
        assert!(!feed.entries.is_empty());
        assert_eq!(feed.id, format!("urn:readout:{}", list.name()));
        assert_eq!(feed.updated, feed.entries.iter().filter_map(|entry| entry.updated).max());
        let ids: BTreeSet<_> = feed.entries.iter().map(|entry| &entry.id).collect();
        assert_eq!(ids.len(), feed.entries.len());
        for entry in &feed.entries {
            assert!(entry.links[0].href.starts_with("https://desk.example/"));
            assert!(!entry.title.as_ref().unwrap().content.is_empty());
            assert!(entry.content.is_some());
        }
    }
    let said = feed(&text(List::Items(ItemKind::Statement), Form::Atom, &story));
    let closer = said.entries.iter().find(|entry| entry.id == "urn:readout:s-closer").unwrap();
    assert_eq!(closer.authors[0].name.as_deref(), Some("Ilse Brandt"));
    assert_eq!(closer.updated.unwrap().to_rfc3339(), "2025-11-27T00:00:00+00:00");
    let links: Vec<_> = closer.links.iter().map(|link| link.href.as_str()).collect();
    assert_eq!(links, ["https://desk.example/story/story-1#s-closer", "https://courier.example/varn?a=1&b=2"]);
    let reports = feed(&text(List::Reports, Form::Atom, &story));
    assert_eq!(reports.updated.unwrap().to_rfc3339(), "2025-11-28T07:00:00+00:00");
}

#[test]
fn an_entry_is_as_new_as_its_first_reading() {
    let mut options = options();
    options.seen.insert("s-closer".into(), "2025-11-28T08:15:00Z".parse().unwrap());
    let bytes = written(List::Items(ItemKind::Statement), Form::Atom, &story(), &options);
    let updated = feed(std::str::from_utf8(&bytes).unwrap()).updated;
    assert_eq!(updated.unwrap().to_rfc3339(), "2025-11-28T08:15:00+00:00");
}

#[test]
fn an_empty_feed_is_one() {
    let feed = feed(&text(EVENTS, Form::Atom, &fixture::empty_story()));
    assert!(feed.entries.is_empty());
    assert_eq!(feed.updated.unwrap().to_rfc3339(), "2025-11-28T09:30:00+00:00");
}

#[test]
fn hostile_words_are_text_in_a_feed() {
    let mut story = hostile();
    story.documents[0].name = "]]><x:evil xmlns:x='u'/>&amp;\u{fffe}\u{0}<!ENTITY".into();
    for list in LISTS {
        let text = text(list, Form::Atom, &story);
        assert!(!text.contains("<script") && !text.contains("<x:evil") && !text.contains("<!ENTITY"), "{text}");
        assert!(!text.contains("javascript:alert(4)"));
        let rows = written(list, Form::Rows(crate::list::ListFormat::Jsonl), &story, &options());
        assert_eq!(feed(&text).entries.len(), String::from_utf8(rows).unwrap().lines().count(), "{list:?}");
    }
    let documents = feed(&text(List::Items(ItemKind::Document), Form::Atom, &story));
    let title = &documents.entries[0].title.as_ref().unwrap().content;
    assert!(title.starts_with("]]><x:evil xmlns:x='u'/>&amp;"), "{title}");
}

// Parquet.

fn rows(bytes: &[u8]) -> Vec<Values> {
    let reader = SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).unwrap();
    reader.get_row_iter(None).unwrap().map(Result::unwrap).collect()
}

/// A field by its path of names.
fn field<'r>(row: &'r Values, name: &str) -> &'r Field {
    row.get_column_iter().find(|(column, _)| *column == name).unwrap().1
}

fn list(row: &Values, name: &str) -> Vec<Field> {
    match field(row, name) {
        Field::ListInternal(list) => list.elements().to_vec(),
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn parquet_is_read_back() {
    let story = story();
    let bytes = written(List::Items(ItemKind::Statement), Form::Parquet, &story, &options());
    let rows = rows(&bytes);
    assert_eq!(rows.len(), 4);
    let closer = &rows[1];
    assert_eq!(field(closer, "id"), &Field::Str("s-closer".into()));
    assert_eq!(field(closer, "story"), &Field::Str("story-1".into()));
    assert_eq!(field(closer, "first_day"), &Field::Date(20_417));
    assert_eq!(field(closer, "cue"), &Field::Str("told".into()));
    assert_eq!(field(closer, "negated"), &Field::Bool(false));
    assert_eq!(field(closer, "addressee"), &Field::Str("reporters".into()));
    assert_eq!(field(closer, "medium"), &Field::Null);
    let Field::Group(support) = field(closer, "support") else { panic!() };
    assert_eq!(field(support, "independent"), &Field::Int(2));
    let who = list(closer, "who");
    let Field::Group(brandt) = &who[0] else { panic!() };
    assert_eq!((who.len(), field(brandt, "id")), (1, &Field::Str("a-brandt".into())));
    assert_eq!(list(&rows[2], "via"), [Field::Str("the agency Lago".into())]);
    assert_eq!(list(closer, "via"), []);
    assert_eq!(
        list(closer, "outlets"),
        [Field::Str("Méridien Post".into()), Field::Str("The Lakeside Courier".into())]
    );
    let evidence = list(closer, "evidence");
    assert_eq!(evidence.len(), 2);
    for (passage, report) in evidence.iter().zip([fixture::courier(), fixture::post()]) {
        let Field::Group(passage) = passage else { panic!() };
        let (Field::Int(start), Field::Int(end)) = (field(passage, "start"), field(passage, "end")) else { panic!() };
        let words: String = report.text.chars().skip(*start as usize).take((end - start) as usize).collect();
        assert_eq!(field(passage, "report"), &Field::Str(report.id.0.clone()));
        assert_eq!(field(passage, "quote"), &Field::Str(words.clone()));
        assert_eq!(field(passage, "hash"), &Field::Str(readout_report::hash_text(&words)));
        assert_eq!(field(passage, "url") == &Field::Null, report.url.is_none());
    }
}

#[test]
fn figures_are_numbers_and_sides_stand_by_their_passages() {
    let story = story();
    let figures = rows(&written(List::Items(ItemKind::Figure), Form::Parquet, &story, &options()));
    assert_eq!(field(&figures[1], "low"), &Field::Double(1000.0));
    assert_eq!(field(&figures[1], "high"), &Field::Double(4000.0));
    assert_eq!(field(&figures[1], "bound"), &Field::Str("<=".into()));
    let differences = rows(&written(List::Items(ItemKind::Difference), Form::Parquet, &story, &options()));
    let values: Vec<_> = list(&differences[0], "evidence")
        .iter()
        .map(|passage| match passage {
            Field::Group(passage) => field(passage, "value").clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, [Field::Str("19".into()), Field::Str("4000".into())]);
}

#[test]
fn every_column_of_every_list_is_filled_by_something() {
    let mut story = story();
    story.documents[0].points = Some(12);
    story.documents[0].author = story.statements[1].source.clone();
    story.positions[0].changes = vec![0];
    for of in LISTS {
        let rows = rows(&written(of, Form::Parquet, &story, &options()));
        assert!(!rows.is_empty(), "{of:?}");
        for (name, _) in rows[0].get_column_iter() {
            let is_filled = |row: &Values| match field(row, name) {
                Field::Null => false,
                Field::ListInternal(list) => !list.elements().is_empty(),
                _ => true,
            };
            assert!(rows.iter().any(is_filled), "{of:?} {name}");
        }
    }
}

#[test]
fn an_empty_list_is_a_file_with_columns_and_no_rows() {
    for of in LISTS.into_iter().filter(|of| matches!(of, List::Items(_) | List::Timeline)) {
        let bytes = written(of, Form::Parquet, &fixture::empty_story(), &options());
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
        assert!(reader.metadata().file_metadata().schema().get_fields().len() > 5);
    }
}

#[test]
fn many_rows_are_several_groups_in_order() {
    let row = |number: usize| StoryRow {
        id: format!("y{number}"),
        title: (!number.is_multiple_of(3)).then(|| "Harbour".to_owned()),
        days: None,
        support: Support::default(),
    };
    let all: Vec<StoryRow> = (0..20_000).map(row).collect();
    let (mut exporter, _) = Exporter::new(List::Stories, Form::Parquet, usize::MAX, &options()).unwrap();
    for some in all.chunks(999) {
        exporter.add(Batch::Stories(some));
    }
    let bytes = exporter.finish();
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes.clone())).unwrap();
    assert!(reader.num_row_groups() > 1);
    let ids: Vec<_> = rows(&bytes).iter().map(|row| field(row, "id").clone()).collect();
    assert_eq!(ids, (0..20_000).map(|number| Field::Str(format!("y{number}"))).collect::<Vec<_>>());
}

#[test]
fn hostile_words_stay_values_in_parquet() {
    let story = hostile();
    for of in LISTS {
        let rows = rows(&written(of, Form::Parquet, &story, &options()));
        assert!(!rows.is_empty(), "{of:?}");
        for row in &rows {
            let Field::Str(words) = field(row, "words") else { panic!() };
            assert!(!words.contains(char::is_control));
        }
    }
    let events = rows(&written(EVENTS, Form::Parquet, &story, &options()));
    let Field::Group(passage) = &list(&events[0], "evidence")[0] else { panic!() };
    assert_eq!(field(passage, "quote"), &Field::Str(story.reports[0].report.text.clone()));
    assert_eq!(field(passage, "url"), &Field::Null);
}

#[test]
fn the_schemas_are_written_down() {
    let docs = include_str!("../../../../docs/exports.md");
    for list in LISTS {
        assert!(docs.contains(&parquet_schema(list)), "docs/exports.md lacks:\n{}", parquet_schema(list));
    }
}

// Annotations.

/// Checks each annotation against the texts, and gives how many there are.
fn hold(collection: &Value, reports: &[StoryReport]) -> usize {
    assert_eq!(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(collection["type"], "AnnotationCollection");
    let items = collection["first"]["items"].as_array().unwrap();
    assert_eq!(collection["total"], items.len());
    let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    for item in items {
        let source = item["target"]["source"].as_str().unwrap();
        let is = |report: &&Report| report.url.as_deref() == Some(source) || source == address::urn(&report.id.0);
        let report = reports.iter().map(|report| &report.report).find(is).unwrap();
        let [position, quote] = [0, 1].map(|selector| &item["target"]["selector"][selector]);
        assert_eq!((&position["type"], &quote["type"]), (&"TextPositionSelector".into(), &"TextQuoteSelector".into()));
        let at = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
        let part = |name: &str| quote[name].as_str().unwrap().chars().collect::<Vec<char>>();
        let text: Vec<char> = report.text.chars().collect();
        let (before, rest) = text.split_at(at("start"));
        let (words, after) = rest.split_at(at("end") - at("start"));
        assert_eq!(words, part("exact"));
        assert!(before.ends_with(&part("prefix")) && part("prefix").len() == before.len().min(32));
        assert!(after.starts_with(&part("suffix")) && part("suffix").len() == after.len().min(32));
    }
    items.len()
}

#[test]
fn annotations_point_at_the_words() {
    let story = story();
    for kind in [ItemKind::Statement, ItemKind::Event, ItemKind::Difference, ItemKind::Position] {
        let collection = json(&text(List::Items(kind), Form::Annotations, &story));
        assert!(hold(&collection, &story.reports) > 0);
    }
    let all = hold(&json(&annotations_of_story(&story, &options())), &story.reports);
    let of = |report: &str| hold(&json(&annotations_of_report(&story, report, &options())), &story.reports);
    assert_eq!(of("courier-1") + of("post-7"), all);
    assert_eq!(of("gone"), 0);
    let closer = json(&annotations_of_item(&story, ItemKind::Statement, 1, &options()));
    assert_eq!(hold(&closer, &story.reports), 2);
    assert_eq!(json(&annotations_of_item(&story, ItemKind::Statement, 99, &options()))["total"], 0);
    let ruiz = json(&annotations_of_actor(std::slice::from_ref(&story), "a-ruiz", &options()));
    let of_ruiz = hold(&ruiz, &story.reports);
    assert!(of_ruiz > 0 && of_ruiz < all);
    insta::assert_snapshot!(annotations_of_report(&story, "post-7", &options()));
}

#[test]
fn hostile_words_are_values_of_annotations() {
    let story = hostile();
    let text = annotations_of_story(&story, &options());
    assert!(hold(&json(&text), &story.reports) > 0);
    assert!(!text.contains(|c: char| c != '\n' && crate::words::visible(c) != c), "{text}");
    assert!(!text.contains("javascript:alert(4)"));
}

proptest! {
    #[test]
    fn the_exact_words_stand_at_the_code_points(text in "\\PC{0,80}", from in 0_usize..90, to in 0_usize..90) {
        let report = Report::from_text(&text);
        let boundary = |byte: usize| (0..=byte.min(text.len())).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0);
        let (from, to) = (boundary(from.min(to)), boundary(from.max(to)));
        let evidence = Evidence::new(&report, Span::of(from, to));
        let statement = Statement {
            id: "s".into(),
            source: None,
            cue_lemma: "say".into(),
            class: CueClass::Say,
            kind: StatementKind::Direct,
            addressee: None,
            medium: None,
            via: vec![],
            time: None,
            negated: false,
            within: None,
            witnesses: vec![Witness {
                content: vec![evidence.span],
                source: None,
                cue: Span::of(0, 0),
                hedges: vec![],
                evidence,
            }],
            support: Support::default(),
        };
        let reports = vec![StoryReport { report, lead: vec![], derives_from: vec![] }];
        let story = Story { statements: vec![statement], reports, ..fixture::empty_story() };
        let count = hold(&json(&annotations_of_story(&story, &options())), &story.reports);
        prop_assert_eq!(count, usize::from(from < to));
    }
}
