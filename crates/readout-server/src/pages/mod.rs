//! The pages: each module puts questions to the record and lays the answers out with a template of `templates/`.

mod actor;
pub(crate) mod assets;
mod front;
mod lists;
mod report;
mod search;
mod story;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use readout_record::Store;
use readout_report::Date;

use crate::ask::Ask;
use crate::desk::{Answer, Desk};
use crate::links;
use crate::refusal::Refusal;
use crate::safety::Cause;

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// The routes of all pages.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    let mut routes = Router::new()
        .route("/", get(front::page))
        .route("/stories", get(stories))
        .route("/story/{id}", get(story::page))
        .route("/report/{id}", get(report::page))
        .route("/report/{id}/revisions", get(report::revisions))
        .route("/item/{id}", get(story::item))
        .route("/actors", get(actor::list))
        .route("/actor/{id}", get(actor::page))
        .route("/actor/{id}/merge", post(actor::merge))
        .route("/actor/{id}/split", post(actor::split))
        .route("/decisions", get(actor::decisions))
        .route("/decisions/{number}/undo", post(actor::undo))
        .route("/search", get(search::page))
        .route("/help", get(help));
    for list in lists::ALL {
        routes = routes
            .route(&format!("/{}", list.name), get(move |desk, ask, headers| lists::page(list, desk, ask, headers)));
    }
    routes
}

/// The stories are the front page; they have an address like that of the other lists.
async fn stories(RawQuery(query): RawQuery) -> Redirect {
    Redirect::permanent(&query.map_or_else(|| "/".to_owned(), |query| format!("/?{query}")))
}

/// What every page has around its content.
pub(crate) struct Layout {
    /// Of the page; words of reports may stand in it.
    pub(crate) title: String,
    /// The list that the page belongs to, as in its address.
    pub(crate) section: &'static str,
    /// The address of the page without its parameters.
    pub(crate) path: String,
    pub(crate) as_of: Option<Date>,
    /// The parameters other than the day of the record.
    pub(crate) others: Vec<(&'static str, String)>,
    /// What was searched for.
    pub(crate) words: String,
    /// Other forms of what the page shows: name and address.
    pub(crate) forms: Vec<(&'static str, String)>,
}

impl Layout {
    pub(crate) fn new(title: impl Into<String>, section: &'static str, path: impl Into<String>, ask: &Ask) -> Self {
        let mut others: Vec<_> = ask.filters();
        others.push(("by", ask.by.clone()));
        let others = others.into_iter().filter(|(name, _)| *name != "as-of");
        Self {
            title: title.into(),
            section,
            path: path.into(),
            as_of: ask.as_of,
            others: others.filter_map(|(name, value)| Some((name, value?))).collect(),
            words: ask.q.clone().unwrap_or_default(),
            forms: Vec::new(),
        }
    }

    pub(crate) fn with_forms(mut self, forms: Vec<(&'static str, String)>) -> Self {
        self.forms = forms;
        self
    }

    /// The lists, by address and name.
    pub(crate) fn sections(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("", "Stories"),
            ("timeline", "Timeline"),
            ("statements", "Statements"),
            ("differences", "Differences"),
            ("positions", "Positions"),
            ("events", "Events"),
            ("figures", "Figures"),
            ("documents", "Documents"),
            ("actors", "Actors"),
            ("reports", "Reports"),
        ]
    }

    pub(crate) fn as_of_query(&self) -> String {
        links::query([("as-of", self.as_of.map(|day| day.to_string()))])
    }

    pub(crate) fn as_of_value(&self) -> String {
        self.as_of.map(|day| day.to_string()).unwrap_or_default()
    }

    pub(crate) fn as_of_words(&self) -> String {
        self.as_of.map(readout_brief::words::day).unwrap_or_default()
    }

    /// The same page of the present.
    pub(crate) fn latest(&self) -> String {
        format!("{}{}", self.path, links::query(self.others.iter().map(|(name, value)| (*name, Some(value.clone())))))
    }
}

/// A day, or two with a slash between, as lists have them; as pages write them.
pub(crate) fn days_in_words(listed: &str) -> String {
    let (first, last) = listed.split_once('/').unwrap_or((listed, listed));
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) => readout_brief::words::days((first, last)),
        _ => listed.to_owned(),
    }
}

/// A moment as RFC 3339 writes it, to the minute.
pub(crate) fn moment(text: &str) -> String {
    let text = readout_brief::words::line(text);
    match (text.get(..10).map(days_in_words), text.get(11..16)) {
        (Some(day), Some(time)) => format!("{day}, {time} UTC"),
        _ => text,
    }
}

/// A page that is kept for as long as the record does not change; it depends on what is asked and on `of`.
pub(crate) async fn kept(
    desk: &Arc<Desk>,
    headers: &HeaderMap,
    of: &str,
    ask: Ask,
    make: impl FnOnce(&Store, &Ask) -> Result<String, Refusal> + Send + 'static,
) -> Response {
    match desk.answer(of, ask, move |store, ask| Ok((HTML, make(store, ask)?.into_bytes()))).await {
        Ok(answer) => send(headers, answer),
        Err(refusal) => refused(&refusal),
    }
}

/// The answer, or that it is the one which the browser has.
pub(crate) fn send(headers: &HeaderMap, answer: Answer) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let tag = HeaderValue::from_str(&answer.tag).unwrap_or(HeaderValue::from_static("\"\""));
    if known.split(',').any(|one| one.trim() == answer.tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type)), (header::ETAG, tag)];
    (headers, answer.body).into_response()
}

#[derive(Template)]
#[template(path = "refused.html")]
struct Refused<'r> {
    layout: Layout,
    message: &'r str,
}

/// The page that says why there is no other.
pub(crate) fn refused(refusal: &Refusal) -> Response {
    let title = refusal.status.canonical_reason().unwrap_or("Refused");
    let layout = Layout::new(title, "-", "/", &Ask::default());
    let body = Refused { layout, message: &refusal.message }.render().unwrap_or_default();
    let mut response = (refusal.status, Html(body)).into_response();
    if let Some(cause) = &refusal.cause {
        response.extensions_mut().insert(Cause(cause.clone()));
    }
    response
}

pub(crate) async fn nothing_here() -> Response {
    refused(&Refusal::missing("There is no such page."))
}

#[derive(Template)]
#[template(path = "token.html")]
struct AskForToken {
    action: &'static str,
    wrong: bool,
}

/// The page that asks for the token.
pub(crate) fn ask_for_token(action: &'static str, wrong: bool) -> Response {
    let body = AskForToken { action, wrong }.render().unwrap_or_default();
    (StatusCode::UNAUTHORIZED, Html(body)).into_response()
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    layout: Layout,
}

async fn help(ask: Ask) -> Response {
    let page = Help { layout: Layout::new("Help", "help", "/help", &ask) };
    match page.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => refused(&error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_lists_are_written_as_on_pages() {
        assert_eq!(days_in_words("2020-05-01"), "Fri 1 May 2020");
        assert_eq!(days_in_words("2020-05-01/2020-05-31"), "May 2020");
        assert_eq!(days_in_words("2020-05-28/2020-06-02"), "28 May – 2 Jun 2020");
        for other in ["", "/", "soon", "2020-05-01/soon", "é/é"] {
            assert_eq!(days_in_words(other), other);
        }
        assert_eq!(moment("2020-05-01T08:09:10.123Z"), "Fri 1 May 2020, 08:09 UTC");
        assert_eq!(moment("é"), "é");
    }
}
