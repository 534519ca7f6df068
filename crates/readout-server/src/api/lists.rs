//! Lists: JSON in pages whose cursors stay, or a whole list in another form.
//!
//! Things of stories, and reports, come in the order in which the record first saw them, so that whoever keeps the last cursor gets
//! everything that came since.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use readout_brief::export::Form;
use readout_brief::list::{self, List};
use readout_record::{Cursor, ItemKind, Store, Story};
use serde_json::{Value, json};

use super::export::export;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::refusal::Refusal;

/// Rows of a page, unless fewer or more are asked for.
const PAGE: usize = 100;
/// So many stories are opened for one page; what is left comes with the next.
const MOST_STORIES: usize = 300;
/// So many rows are looked at in one go.
const BATCH: usize = 500;

pub(super) async fn list(
    name: &'static str,
    list: List,
    State(desk): State<Arc<Desk>>,
    ask: Ask,
    headers: HeaderMap,
) -> Response {
    if let Some(format) = ask.format.clone() {
        let Some(form) = Form::named(&format) else {
            let forms = "json, jsonl, csv, markdown, parquet, atom, ics, ninjs or annotations";
            return Refusal::bad(format!("format: this is none; ask for {forms}")).problem();
        };
        return export(name, list, form, desk, ask, headers).await;
    }
    let make = move |store: &Store, ask: &Ask| Ok(super::json(&page(list, store, ask)?));
    super::kept(&desk, &headers, &format!("api {name}"), ask, make).await
}

/// A page of a list: `items`, and `next`, the cursor of the page that follows; none where nothing follows yet.
pub(crate) fn page(list: List, store: &Store, ask: &Ask) -> Result<Value, Refusal> {
    let limit = ask.limit.unwrap_or(PAGE);
    let (items, next) = match list {
        List::Stories => {
            let rows = store.stories(&ask.stories())?;
            after_id(&rows, ask, limit, |row| &row.id, list::stories)?
        }
        List::Actors => {
            let rows = store.actors_asked(&ask.stories_of_actors(), &ask.items(), usize::MAX)?;
            after_id(&rows, ask, limit, |row| &row.actor.id, list::actors)?
        }
        List::Reports => reports(store, ask, limit)?,
        List::Items(kind) => items(kind, store, ask, limit)?,
        List::Timeline | List::Found => timeline(store, ask, limit)?,
    };
    Ok(json!({"items": items, "next": next}))
}

/// Rows after the one whose id is the cursor.
fn after_id<R>(
    rows: &[R],
    ask: &Ask,
    limit: usize,
    id: impl Fn(&R) -> &String,
    write: impl Fn(&[R]) -> Vec<list::Row>,
) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let first = match &ask.cursor {
        None => 0,
        Some(cursor) => 1 + rows.iter().position(|row| id(row) == cursor).ok_or_else(no_cursor)?,
    };
    let last = first.saturating_add(limit).min(rows.len());
    let shown = &rows[first..last];
    let next = shown.last().filter(|_| last < rows.len()).map(|row| id(row).clone());
    Ok((write(shown).into_iter().map(|row| row.json).collect(), next))
}

fn no_cursor() -> Refusal {
    Refusal::bad("cursor: this list has no such place; take the one that `next` gave, with the same filters")
}

fn write_cursor(cursor: &Cursor) -> String {
    [cursor.seen.as_str(), cursor.story.as_str(), cursor.id.as_str()].join("~")
}

fn read_cursor(ask: &Ask) -> Result<Option<Cursor>, Refusal> {
    let read = |text: &String| {
        let mut parts = text.splitn(3, '~').map(str::to_owned);
        Some(Cursor { seen: parts.next()?, story: parts.next()?, id: parts.next()? })
    };
    ask.cursor.as_ref().map(|text| read(text).ok_or_else(no_cursor)).transpose()
}

fn reports(store: &Store, ask: &Ask, limit: usize) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let asked: Option<BTreeSet<String>> = match ask.is_narrowed() {
        true => Some(store.reports_asked(&ask.stories(), &ask.items())?.into_iter().map(|row| row.id).collect()),
        false => None,
    };
    let mut after = read_cursor(ask)?;
    let mut shown = Vec::new();
    loop {
        let rows = store.reports_after(after.as_ref(), BATCH)?;
        let is_last = rows.len() < BATCH;
        for row in rows {
            if shown.len() == limit {
                return Ok((shown, after.as_ref().map(write_cursor)));
            }
            after = Some(Cursor { seen: row.first_read.clone(), story: String::new(), id: row.id.clone() });
            if asked.as_ref().is_none_or(|asked| asked.contains(&row.id)) {
                let moment = row.first_read.clone();
                shown.extend(list::reports(&[row]).into_iter().map(|row| with_moment(row.json, &moment)));
            }
        }
        if is_last {
            return Ok((shown, None));
        }
    }
}

/// With the moment at which the record first saw it.
fn with_moment(mut json: Value, moment: &str) -> Value {
    if let Value::Object(object) = &mut json {
        object.insert("first_read".to_owned(), moment.into());
    }
    json
}

fn items(kind: ItemKind, store: &Store, ask: &Ask, limit: usize) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let filter = ask.items();
    let asked: Option<BTreeSet<String>> = match ask.is_narrowed() {
        true => Some(store.stories(&ask.stories_of_items())?.into_iter().map(|row| row.id).collect()),
        false => None,
    };
    let mut after = read_cursor(ask)?;
    let mut shown: Vec<Value> = Vec::new();
    let mut opened = 0;
    loop {
        let rows = store.items_after(kind, after.as_ref(), BATCH)?;
        let is_last = rows.len() < BATCH;
        // Rows of a story stand together.
        for rows in rows.chunk_by(|a, b| a.cursor.story == b.cursor.story) {
            let story = &rows[0].cursor.story;
            let here = after.as_ref().map(write_cursor);
            if shown.len() == limit {
                return Ok((shown, here));
            }
            if asked.as_ref().is_none_or(|asked| asked.contains(story)) {
                if opened == MOST_STORIES {
                    return Ok((shown, here));
                }
                opened += 1;
                let story: Story = store.story(story)?;
                let pass: BTreeSet<usize> = story.items(kind, &filter).into_iter().collect();
                let kept: Vec<_> =
                    rows.iter().filter(|row| pass.contains(&row.position)).take(limit - shown.len()).collect();
                let indices: Vec<usize> = kept.iter().map(|row| row.position).collect();
                let json = list::some(&story, kind, &indices).into_iter().zip(&kept);
                shown.extend(json.map(|(row, at)| with_moment(row.json, &at.cursor.seen)));
                if shown.len() == limit {
                    // The page may end in the midst of a story.
                    after = kept.last().map(|row| row.cursor.clone()).or(after);
                    let more = !store.items_after(kind, after.as_ref(), 1)?.is_empty();
                    return Ok((shown, after.as_ref().filter(|_| more).map(write_cursor)));
                }
            }
            after = rows.last().map(|row| row.cursor.clone());
        }
        if is_last {
            return Ok((shown, None));
        }
    }
}

/// Day by day, of the stories that are asked for, the newest first; the cursor is the last story.
fn timeline(store: &Store, ask: &Ask, limit: usize) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let rows = store.stories(&ask.stories_of_items())?;
    let first = match &ask.cursor {
        None => 0,
        Some(cursor) => 1 + rows.iter().position(|row| row.id == *cursor).ok_or_else(no_cursor)?,
    };
    let mut shown: Vec<Value> = Vec::new();
    for (opened, row) in rows[first..].iter().enumerate() {
        let story = store.story(&row.id)?;
        shown.extend(list::timeline(&story, &ask.items()).into_iter().map(|row| row.json));
        let is_last = first + opened + 1 == rows.len();
        if (shown.len() >= limit || opened + 1 == MOST_STORIES) && !is_last {
            // A story is not cut: the page may be longer than was asked for.
            return Ok((shown, Some(row.id.clone())));
        }
    }
    Ok((shown, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_as_written() {
        let cursor = Cursor { seen: "2025-11-26T08:00:00.000Z".into(), story: "y1".into(), id: "a~b".into() };
        let ask = Ask { cursor: Some(write_cursor(&cursor)), ..Ask::default() };
        assert_eq!(read_cursor(&ask).unwrap(), Some(cursor));
        assert!(read_cursor(&Ask { cursor: Some("x".into()), ..Ask::default() }).is_err());
    }
}
