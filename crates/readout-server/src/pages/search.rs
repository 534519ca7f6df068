//! What has the words that are searched for: actors, statements, reports.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use readout_brief::list::{self, List, Row};
use readout_brief::words::line;
use readout_record::{Hit, Said, Store};

use super::Layout;
use super::lists::Table;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::refusal::Refusal;

/// So many of each kind are shown.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    layout: Layout,
    parts: Vec<Part>,
    asked: bool,
}

struct Part {
    name: &'static str,
    table: Table,
    /// The rest of it.
    all: String,
}

pub(crate) async fn page(State(desk): State<Arc<Desk>>, ask: Ask, headers: HeaderMap) -> Response {
    super::kept(&desk, &headers, "search", ask, found).await
}

fn found(store: &Store, ask: &Ask) -> Result<String, Refusal> {
    let words = ask.q.clone().unwrap_or_default();
    let mut parts = Vec::new();
    if !words.is_empty() {
        let actors = store.actors_called(&words, SHOWN)?;
        let mut statements = Vec::new();
        let mut reports = Vec::new();
        for hit in store.search(&words, SHOWN)? {
            match hit {
                Hit::Report(row) => reports.push(row),
                Hit::Statement { story, said, .. } => statements.push(statement(story, &said)),
            }
        }
        let narrowed = |path: &str| {
            format!("/{path}{}", Ask { text: ask.q.clone(), as_of: ask.as_of, ..Ask::default() }.query([]))
        };
        for (name, path, list, rows) in [
            ("Actors", "actors", List::Actors, list::actors(&actors)),
            ("Statements", "statements", List::Found, statements),
            ("Reports", "reports", List::Reports, list::reports(&reports)),
        ] {
            if !rows.is_empty() {
                parts.push(Part { name, table: Table::new(list, rows, ask), all: narrowed(path) });
            }
        }
    }
    let title = if words.is_empty() { "Search".to_owned() } else { words };
    let page = Search { layout: Layout::new(title, "search", "/search", ask), asked: ask.q.is_some(), parts };
    Ok(page.render()?)
}

/// A statement as a row of what was found, without opening its story.
fn statement(story: String, said: &Said) -> Row {
    let day = said.day.map(|day| day.to_string()).unwrap_or_default();
    let cells = vec![said.id.clone(), story, "statement".to_owned(), day, line(&said.who), line(&said.quote)];
    Row { cells, json: serde_json::Value::Null }
}
