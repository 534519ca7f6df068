//! The page of a story.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use readout_brief::{GroupBy, StoryHtml, StoryView};
use readout_record::{Store, StoreError};
use readout_report::{CodePoints, Date};

use super::Layout;
use crate::ask::{Ask, Id};
use crate::desk::Desk;
use crate::links;
use crate::refusal::Refusal;

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    layout: Layout,
    body: String,
}

/// The story as the record has it now.
#[derive(Debug, Clone, Default)]
struct Present {
    reports: Vec<String>,
    published: BTreeSet<Date>,
}

impl Present {
    fn of(store: &Store, story: &str) -> Result<Self, Refusal> {
        let rows = store.reports_of_story(story)?;
        let published = rows.iter().filter_map(|row| row.published).collect();
        Ok(Self { reports: rows.into_iter().map(|row| row.id).collect(), published })
    }
}

pub(crate) async fn page(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    // A past day does not know of later reports.
    let now = match ask.as_of {
        None => Ok(Present::default()),
        Some(_) => {
            let id = id.clone();
            desk.ask(None, move |store| Present::of(store, &id)).await
        }
    };
    match now {
        Ok(now) => {
            let of = format!("story {id:?}");
            super::kept(&desk, &headers, &of, ask, move |store, ask| told(store, &id, ask, &now)).await
        }
        Err(refusal) => super::refused(&refusal),
    }
}

fn told(store: &Store, id: &str, ask: &Ask, now: &Present) -> Result<String, Refusal> {
    let story = match store.story(id) {
        // Fewer reports may have been another story, under another id: the one that has most of them.
        Err(StoreError::NotFound(_)) if ask.as_of.is_some() => {
            let mut stories: BTreeMap<String, usize> = BTreeMap::new();
            for report in &now.reports {
                if let Some(story) = store.report_row(report).ok().and_then(|row| row.story) {
                    *stories.entry(story).or_default() += 1;
                }
            }
            let most = stories.into_iter().max_by_key(|(id, count)| (*count, std::cmp::Reverse(id.clone())));
            let none = || Refusal::missing("No report of this story was published until that day.");
            store.story(&most.ok_or_else(none)?.0)?
        }
        story => story?,
    };
    let view = StoryView {
        by: ask.by.as_deref().and_then(GroupBy::from_name).unwrap_or_default(),
        days: ask.from.or(ask.to).map(|day| (ask.from.unwrap_or(day), ask.to.unwrap_or(day))),
        as_of: ask.as_of,
        published: now.published.clone(),
        id: Some(id.to_owned()),
        ..StoryView::default()
    };
    let StoryHtml { title, body } = readout_brief::story(&story, &view);
    let path = links::to("story", id);
    let api = format!("/api{}", links::to("stories", &story.id));
    let forms = vec![
        ("One HTML file", format!("{api}{}", as_of_only(ask).query([("format", Some("html".into()))]))),
        ("JSON", format!("{api}{}", ask.as_of_query())),
        ("Calendar", format!("/api/events{}", of_story(&story.id, ask, "ics"))),
        ("Atom", format!("/api/statements{}", of_story(&story.id, ask, "atom"))),
        ("Web Annotations", format!("{api}{}", as_of_only(ask).query([("format", Some("annotations".into()))]))),
    ];
    let mut layout = Layout::new(title, "", path, ask).with_forms(forms);
    // A story says `from` and `to`, since its own days are meant.
    for (name, _) in &mut layout.others {
        *name = match *name {
            "since" => "from",
            "until" => "to",
            name => name,
        };
    }
    let page = StoryPage { layout, body };
    Ok(page.render()?)
}

fn as_of_only(ask: &Ask) -> Ask {
    Ask { as_of: ask.as_of, ..Ask::default() }
}

fn of_story(id: &str, ask: &Ask, format: &str) -> String {
    Ask { story: Some(id.to_owned()), as_of: ask.as_of, ..Ask::default() }.query([("format", Some(format.to_owned()))])
}

/// Leads to what has an id: its line in the newest story that has it, or where the page of that story has no room for it, its
/// first passage.
pub(crate) async fn item(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask) -> Response {
    let asked = ask.clone();
    let place = desk.ask(ask.as_of, move |store| {
        let none = || Refusal::missing("The record has nothing of this id.");
        let (story, kind, index) = store.places_of_item(&id)?.into_iter().next().ok_or_else(none)?;
        let story = store.story(&story)?;
        let view = StoryView { as_of: asked.as_of, ..StoryView::default() };
        let shown = format!("id=\"{id}\"");
        if readout_brief::story(&story, &view).body.contains(&shown) {
            return Ok(format!("{}{}#{}", links::to("story", &story.id), asked.as_of_query(), links::encode(&id)));
        }
        let (report, span) = story.passages(kind, index).into_iter().next().ok_or_else(none)?;
        let text = story.reports.iter().find(|r| r.report.id == *report).map_or("", |r| &r.report.text);
        let [start, end] = CodePoints::new(text).span(span);
        let as_of = asked.as_of.map(|day| day.to_string());
        let query = links::query([("as-of", as_of), ("at", Some(format!("{start}-{end}")))]);
        Ok(format!("{}{query}#at", links::to("report", &report.0)))
    });
    match place.await {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(refusal) => super::refused(&refusal),
    }
}
