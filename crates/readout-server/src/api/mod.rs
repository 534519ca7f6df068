//! The interface for programs: JSON of everything that the pages show, in pages with cursors that stay, and every list in the forms
//! of [`readout_brief::export`].

mod export;
pub(crate) mod lists;
mod things;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use readout_brief::list::List;
use readout_record::{ItemKind, Store};
use serde_json::Value;

use crate::ask::Ask;
use crate::desk::Desk;
use crate::pages::{self, Layout};
use crate::refusal::Refusal;

const JSON: &str = "application/json";

/// What the interface offers, as OpenAPI 3.1 describes it.
pub(crate) const OPENAPI: &str = include_str!("openapi.json");

/// The lists, by their names in addresses.
pub(crate) const LISTS: [(&str, List); 10] = [
    ("stories", List::Stories),
    ("reports", List::Reports),
    ("actors", List::Actors),
    ("statements", List::Items(ItemKind::Statement)),
    ("events", List::Items(ItemKind::Event)),
    ("figures", List::Items(ItemKind::Figure)),
    ("documents", List::Items(ItemKind::Document)),
    ("differences", List::Items(ItemKind::Difference)),
    ("positions", List::Items(ItemKind::Position)),
    ("timeline", List::Timeline),
];

/// The routes under `/api`.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    let mut routes = Router::new()
        .route("/api", get(describe))
        .route("/api/openapi.json", get(openapi))
        .route("/api/stories/{id}", get(things::story))
        .route("/api/reports/{id}", get(things::report))
        .route("/api/actors/{id}", get(things::actor))
        .route("/api/items/{id}", get(things::item))
        .route("/api/search", get(things::search))
        .route("/api/{*other}", get(nothing_here));
    for (name, list) in LISTS {
        routes = routes
            .route(&format!("/api/{name}"), get(move |desk, ask, headers| lists::list(name, list, desk, ask, headers)));
    }
    routes
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, JSON)], OPENAPI)
}

async fn nothing_here() -> Response {
    Refusal::missing("There is no such address; /api/openapi.json describes those that are.").problem()
}

/// An answer that is kept for as long as the record does not change; it depends on what is asked and on `of`.
async fn kept(
    desk: &Arc<Desk>,
    headers: &HeaderMap,
    of: &str,
    ask: Ask,
    make: impl FnOnce(&Store, &Ask) -> Result<(&'static str, Vec<u8>), Refusal> + Send + 'static,
) -> Response {
    match desk.answer(of, ask, make).await {
        Ok(answer) => pages::send(headers, answer),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> Response {
    let mut response = refusal.problem();
    if let Some(cause) = &refusal.cause {
        response.extensions_mut().insert(crate::safety::Cause(cause.clone()));
    }
    response
}

fn json(value: &Value) -> (&'static str, Vec<u8>) {
    let mut body = serde_json::to_vec(value).unwrap_or_default();
    body.push(b'\n');
    (JSON, body)
}

#[derive(askama::Template)]
#[template(path = "api.html")]
struct Description {
    layout: Layout,
    paths: Vec<(String, String)>,
    parameters: Vec<(String, String)>,
}

/// The page that describes the interface, from its description for programs.
async fn describe(ask: Ask) -> Response {
    use askama::Template as _;
    let api: Value = serde_json::from_str(OPENAPI).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let paths = object(&api["paths"]).iter().map(|(path, of)| (path.clone(), text(&of["get"]["summary"]))).collect();
    let parameters = object(&api["components"]["parameters"]);
    let parameters = parameters.values().map(|p| (text(&p["name"]), text(&p["description"]))).collect();
    let page = Description { layout: Layout::new("For programs", "api", "/api", &ask), paths, parameters };
    match page.render() {
        Ok(page) => axum::response::Html(page).into_response(),
        Err(error) => pages::refused(&error.into()),
    }
}
