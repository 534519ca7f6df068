//! One thing: a story, a report, an actor, what an id names; and what a search finds.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use readout_brief::export::{annotations_of_report, annotations_of_story};
use readout_brief::{list, show};
use readout_record::{ActorRow, Hit, ItemKind, Record, Store};
use serde_json::{Value, json};

use super::export::options;
use super::{JSON, kept};
use crate::ask::{Ask, Id};
use crate::desk::Desk;
use crate::refusal::Refusal;

/// Stories of an actor that are told in full.
const STORIES: usize = 50;
/// Hits of a search, unless fewer or more are asked for.
const HITS: usize = 20;

const ANNOTATIONS: &str = "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"";

pub(super) async fn story(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    let options = options(&desk, &headers, &id);
    let of = format!("api story {id:?} {:?}", headers.get(header::HOST));
    let is_file = ask.format.as_deref() == Some("html");
    let make = move |store: &Store, ask: &Ask| {
        let story = store.story(&id)?;
        let record = |story| Record { stories: vec![story] };
        Ok(match ask.format.as_deref() {
            None | Some("json") => (JSON, readout_brief::json(&record(story)).into_bytes()),
            Some("html") => (crate::pages::HTML, readout_brief::html(&record(story)).into_bytes()),
            Some("markdown") => ("text/markdown; charset=utf-8", readout_brief::markdown(&record(story)).into_bytes()),
            Some("annotations") => (ANNOTATIONS, annotations_of_story(&story, &options?).into_bytes()),
            Some(_) => return Err(Refusal::bad("format: ask for json, html, markdown or annotations")),
        })
    };
    let mut response = kept(&desk, &headers, &of, ask, make).await;
    if is_file && response.status().is_success() {
        // It brings its own style, which no page of this server may.
        let keep = HeaderValue::from_static("attachment; filename=\"story.html\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, keep);
    }
    response
}

pub(super) async fn report(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    let options = options(&desk, &headers, &id);
    let of = format!("api report {id:?} {:?}", headers.get(header::HOST));
    let make = move |store: &Store, ask: &Ask| {
        let row = store.report_row(&id)?;
        Ok(match ask.format.as_deref() {
            None | Some("json") => {
                (JSON, show::report_json(&store.report(&id)?, &row, &store.revisions(&id)?).into_bytes())
            }
            Some("annotations") => {
                let none = || Refusal::missing("The record has not put this report into a story yet.");
                let story = store.story(row.story.as_deref().ok_or_else(none)?)?;
                (ANNOTATIONS, annotations_of_report(&story, &id, &options?).into_bytes())
            }
            Some(_) => return Err(Refusal::bad("format: ask for json or annotations")),
        })
    };
    kept(&desk, &headers, &of, ask, make).await
}

pub(super) async fn actor(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    let of = format!("api actor {id:?}");
    let make = move |store: &Store, _: &Ask| {
        let ids = store.stories_of_actor(&id)?;
        let row = ActorRow { actor: store.actor(&id)?, stories: ids.len() };
        let stories = ids.iter().take(STORIES).map(|id| store.story(id)).collect::<Result<Vec<_>, _>>()?;
        Ok((JSON, show::actor_json(&row, &stories).into_bytes()))
    };
    kept(&desk, &headers, &of, ask, make).await
}

/// What stands under the id of a statement, an event and so on, in each story that has it.
pub(super) async fn item(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    let of = format!("api item {id:?}");
    let make = move |store: &Store, _: &Ask| {
        let mut items = Vec::new();
        for (story, kind, index) in store.places_of_item(&id)? {
            items.extend(list::one(&store.story(&story)?, kind, index).map(|row| row.json));
        }
        if items.is_empty() {
            return Err(Refusal::missing("The record has nothing of this id."));
        }
        Ok(super::json(&json!({"items": items, "next": null})))
    };
    kept(&desk, &headers, &of, ask, make).await
}

pub(super) async fn search(State(desk): State<Arc<Desk>>, ask: Ask, headers: HeaderMap) -> Response {
    let make = move |store: &Store, ask: &Ask| Ok(super::json(&json!({"items": found(store, ask)?, "next": null})));
    kept(&desk, &headers, "api search", ask, make).await
}

/// Statements, then reports, the best first.
pub(crate) fn found(store: &Store, ask: &Ask) -> Result<Vec<Value>, Refusal> {
    let words = ask.q.as_deref().ok_or_else(|| Refusal::bad("q: write the words to search for"))?;
    let mut items = Vec::new();
    for hit in store.search(words, ask.limit.unwrap_or(HITS))? {
        match hit {
            Hit::Report(row) => items.push(list::found_report(&row).json),
            Hit::Statement { story, position, .. } => {
                let row = list::one(&store.story(&story)?, ItemKind::Statement, position);
                items.extend(row.map(|row| list::found_statement(row).json));
            }
        }
    }
    Ok(items)
}
