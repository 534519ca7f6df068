//! Actors: the list, the page of one, and what people decide by hand about who is who.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawForm, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use readout_brief::list::{self, List};
use readout_brief::words::{days, line};
use readout_record::cards::{Decision, Named};
use readout_record::{ActorRow, ItemFilter, ItemKind, Store, Story, StoryFilter};
use readout_report::ReportId;

use super::front::plural;
use super::lists::{Filter, Pager, Table, filters, forms, outlets};
use super::{Layout, days_in_words, moment};
use crate::ask::{Ask, Id};
use crate::desk::Desk;
use crate::links;
use crate::refusal::Refusal;

/// Actors on a page of the list.
const PAGE: usize = 100;
/// Stories of an actor on a page.
const STORIES: usize = 12;
/// Lines of each kind in a story, before the rest is linked to.
const LINES: usize = 12;
/// Other actors of like names that are offered.
const ALIKE: usize = 12;
/// Names that are shown.
const NAMES: usize = 30;

#[derive(Template)]
#[template(path = "actors.html")]
struct ActorsPage {
    layout: Layout,
    filters: Vec<Filter>,
    outlets: Vec<String>,
    narrowed: bool,
    table: Table,
    pager: Pager,
}

pub(crate) async fn list(State(desk): State<Arc<Desk>>, ask: Ask, headers: HeaderMap) -> Response {
    let make = move |store: &Store, ask: &Ask| {
        let first = (ask.page - 1).saturating_mul(PAGE);
        let mut rows = store.actors_asked(&ask.stories_of_actors(), &ask.items(), first + PAGE + 1)?;
        rows.drain(..first.min(rows.len()));
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let page = ActorsPage {
            layout: Layout::new("Actors", "actors", "/actors", ask).with_forms(forms(
                "actors",
                ask,
                &["json", "jsonl", "csv", "parquet", "atom"],
            )),
            filters: filters(ask, &["text", "outlet", "place", "story", "since", "until"]),
            outlets: outlets(store)?,
            narrowed: ask.is_narrowed(),
            pager: Pager::of(ask, "/actors", first, rows.len(), more),
            table: Table::new(List::Actors, list::actors(&rows), ask),
        };
        Ok(page.render()?)
    };
    super::kept(&desk, &headers, "actors", ask, make).await
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    layout: Layout,
    id: String,
    name: String,
    facts: Vec<String>,
    names: Vec<(String, usize)>,
    offices: Vec<(String, String)>,
    issues: Vec<(String, String)>,
    issue: Option<String>,
    stories: Vec<InStory>,
    pager: Pager,
    /// Other actors that may be the same.
    alike: Vec<(String, String, String)>,
    decisions: bool,
    /// A record of a past day is not decided on.
    may_decide: bool,
}

/// What an actor said and did in one story.
struct InStory {
    id: String,
    to: String,
    title: String,
    facts: String,
    parts: Vec<Part>,
}

struct Part {
    name: &'static str,
    lines: Vec<Line>,
    /// How many more there are, and where.
    more: Option<(usize, String)>,
}

struct Line {
    day: String,
    what: String,
    words: String,
    to: String,
}

pub(crate) async fn page(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    super::kept(&desk, &headers, &format!("actor {id:?}"), ask, move |store, ask| told(store, &id, ask)).await
}

fn told(store: &Store, id: &str, ask: &Ask) -> Result<String, Refusal> {
    let actor = store.actor(id)?;
    let of: BTreeSet<String> = store.stories_of_actor(id)?.into_iter().collect();
    // Its own stories are known already: to look for them among all actors takes long.
    let narrowed = StoryFilter { actor: None, text: None, place: None, ..ask.stories_of_items() };
    let mut rows = store.stories(&narrowed)?;
    rows.retain(|row| of.contains(&row.id));
    let path = links::to("actor", id);
    let (pager, range) = Pager::new(ask, &path, rows.len(), STORIES);
    let mut stories = Vec::new();
    let mut issues: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows[range] {
        let story = store.story(&row.id)?;
        if let Some(index) = story.actors.iter().position(|a| a.id == id) {
            for position in story.positions.iter().filter(|p| p.actor == index) {
                *issues.entry(position.issue.clone()).or_default() += position.statements.len();
            }
        }
        stories.push(InStory::new(&story, id, ask));
    }
    stories.retain(|story| !story.parts.is_empty());
    let mut issues: Vec<_> = issues.into_iter().collect();
    issues.sort_by_key(|(issue, n)| (std::cmp::Reverse(*n), issue.clone()));
    let to_issue = |issue: String| {
        let ask = Ask { text: Some(issue.clone()), ..ask.clone() };
        (line(&issue), format!("{path}{}", ask.query([])))
    };
    let names = store.names_of_actor(id)?.into_iter().map(|(name, count)| (line(&name), count));
    let names = names.filter(|(name, _)| !name.is_empty()).take(NAMES).collect();
    let support = actor.support;
    let mut facts = vec![actor.kind.as_str().to_owned()];
    facts.extend(actor.days.map(days));
    facts.push(plural(of.len(), "story", "stories"));
    facts.push(plural(support.reports, "report", "reports"));
    facts.push(plural(support.outlets, "outlet", "outlets"));
    let alike = alike(store, &actor.name, id)?;
    let office = |office: &readout_record::Office| (line(&office.words), office.days.map(days).unwrap_or_default());
    let as_filter = Ask { actor: Some(id.to_owned()), as_of: ask.as_of, ..Ask::default() };
    let other_forms = ["json", "csv", "parquet", "atom"].map(|format| {
        let (name, to) = forms("statements", &as_filter, &[format]).remove(0);
        (name, to)
    });
    let page = ActorPage {
        layout: Layout::new(line(&actor.name), "actors", path.clone(), ask).with_forms(other_forms.to_vec()),
        id: id.to_owned(),
        name: line(&actor.name),
        facts,
        names,
        offices: actor.offices.iter().map(office).collect(),
        issues: issues.into_iter().take(20).map(|(issue, _)| to_issue(issue)).collect(),
        issue: ask.text.clone(),
        stories,
        pager,
        alike,
        decisions: !store.decisions()?.is_empty(),
        may_decide: ask.as_of.is_none(),
    };
    Ok(page.render()?)
}

impl InStory {
    fn new(story: &Story, actor: &str, ask: &Ask) -> Self {
        let filter = ItemFilter { actor: Some(actor.to_owned()), ..ask.items() };
        let of_record = ask.as_of_query();
        let to = format!("{}{of_record}", links::to("story", &story.id));
        let mut parts = Vec::new();
        for (kind, name, path) in [
            (ItemKind::Statement, "said", "statements"),
            (ItemKind::Event, "did, or is to do", "events"),
            (ItemKind::Position, "positions", "positions"),
        ] {
            let rows = list::items(story, kind, &filter);
            let line = |row: &list::Row| {
                let cell = |name: &str| row.cell(List::Items(kind), name);
                let what = match kind {
                    ItemKind::Statement => cell("cue"),
                    ItemKind::Event => format!("{} · {}", cell("status"), cell("type")),
                    _ => format!("{} · {}", cell("issue"), cell("stance")),
                };
                Line {
                    day: cell("day"),
                    what,
                    words: cell("words"),
                    to: format!("{}{of_record}", links::to("item", &cell("id"))),
                }
            };
            let mut lines: Vec<Line> = rows.iter().map(line).collect();
            lines.sort_by(|a, b| a.day.cmp(&b.day));
            lines.iter_mut().for_each(|line| line.day = days_in_words(&line.day));
            let more = lines.len().saturating_sub(LINES);
            lines.truncate(LINES);
            if lines.is_empty() {
                continue;
            }
            let rest = Ask { actor: Some(actor.to_owned()), story: Some(story.id.clone()), ..ask.clone() };
            let more = (more > 0).then(|| (more, format!("/{path}{}", rest.query([]))));
            parts.push(Part { name, lines, more });
        }
        let published: BTreeSet<_> = story.reports.iter().filter_map(|r| r.report.published).collect();
        let facts = published.first().copied().zip(published.last().copied()).map(days).unwrap_or_default();
        Self { id: story.id.clone(), title: readout_brief::story_title(story), facts, to, parts }
    }
}

/// Other actors whose names share the last word of this one's.
fn alike(store: &Store, name: &str, id: &str) -> Result<Vec<(String, String, String)>, Refusal> {
    let Some(last) = name.split_whitespace().next_back() else { return Ok(Vec::new()) };
    let mut rows = store.actors_called(last, ALIKE + 1)?;
    rows.retain(|row| row.actor.id != id);
    Ok(rows.iter().map(choice).collect())
}

/// An actor to choose: its id, its name, and what is known of it.
fn choice(ActorRow { actor, .. }: &ActorRow) -> (String, String, String) {
    let facts = format!("{} · {}", actor.kind.as_str(), plural(actor.support.reports, "report", "reports"));
    (actor.id.clone(), line(&actor.name), facts)
}

/// The values of a field of a form.
fn field(form: &[u8], name: &str) -> Vec<String> {
    let text =
        |bytes: &str| percent_encoding::percent_decode_str(&bytes.replace('+', " ")).decode_utf8_lossy().into_owned();
    let form = String::from_utf8_lossy(form);
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| text(key) == name).map(|(_, value)| text(value).trim().to_owned()).collect()
}

#[derive(Template)]
#[template(path = "choose.html")]
struct Choose {
    layout: Layout,
    id: String,
    name: String,
    asked: String,
    choices: Vec<(String, String, String)>,
}

/// Joins the actor with another, given by id or by name; several of the name are offered to choose from.
pub(crate) async fn merge(State(desk): State<Arc<Desk>>, Id(id): Id, RawForm(form): RawForm) -> Response {
    let other = field(&form, "other").into_iter().find(|other| !other.is_empty());
    let Some(other) = other else {
        return super::refused(&Refusal::bad("Name the other actor, or give its id."));
    };
    enum Done {
        Merged(String),
        Choose(Box<Choose>),
    }
    let now = desk.now();
    let change = move |store: &mut Store| {
        let actor = store.actor(&id)?;
        let mut rows = store.actors_called(&other, ALIKE + 1)?;
        rows.retain(|row| row.actor.id != id);
        rows.sort_by_key(|row| row.actor.id != other);
        let only = rows.len() == 1 || rows.first().is_some_and(|row| row.actor.id == other);
        match rows.first().filter(|_| only) {
            Some(row) => {
                store.merge_actors(&id, &row.actor.id, &now)?;
                Ok(Done::Merged(joined(store, &[&id, &row.actor.id], &actor.name)?))
            }
            None if rows.is_empty() => Err(Refusal::missing("No other actor of the record has this id or name.")),
            None => Ok(Done::Choose(Box::new(Choose {
                layout: Layout::new(line(&actor.name), "actors", links::to("actor", &id), &Ask::default()),
                choices: rows.iter().map(choice).collect(),
                name: line(&actor.name),
                asked: line(&other),
                id,
            }))),
        }
    };
    match desk.change(change).await {
        Ok(Done::Merged(to)) => Redirect::to(&links::to("actor", &to)).into_response(),
        Ok(Done::Choose(page)) => match page.render() {
            Ok(page) => (StatusCode::OK, axum::response::Html(page)).into_response(),
            Err(error) => super::refused(&error.into()),
        },
        Err(refusal) => super::refused(&refusal),
    }
}

/// The id under which one of these is known after a decision, which may have given it another.
fn joined(store: &Store, ids: &[&str], name: &str) -> Result<String, Refusal> {
    for id in ids {
        if store.actor(id).is_ok() {
            return Ok((*id).to_owned());
        }
    }
    let named = store.actors_called(name, 1)?;
    named.first().map(|row| row.actor.id.clone()).ok_or_else(|| Refusal::missing("The actor is no longer there."))
}

/// Parts the actor: in the stories that are ticked it is another.
pub(crate) async fn split(State(desk): State<Arc<Desk>>, Id(id): Id, RawForm(form): RawForm) -> Response {
    let stories = field(&form, "story");
    if stories.is_empty() {
        return super::refused(&Refusal::bad("Tick the stories in which this is another actor."));
    }
    let now = desk.now();
    let change = move |store: &mut Store| {
        let actor = store.actor(&id)?;
        let mut reports: BTreeSet<ReportId> = BTreeSet::new();
        for story in &stories {
            let of = store.reports_of_story(story)?.into_iter().map(|row| ReportId(row.id));
            reports.extend(of.filter(|report| actor.reports.contains(report)));
        }
        store.split_actor(&id, &reports, &now)?;
        joined(store, &[&id], &actor.name)
    };
    match desk.change(change).await {
        Ok(to) => Redirect::to(&links::to("actor", &to)).into_response(),
        Err(refusal) => super::refused(&refusal),
    }
}

#[derive(Template)]
#[template(path = "decisions.html")]
struct Decisions {
    layout: Layout,
    decisions: Vec<(i64, String, String)>,
}

/// What was decided by hand, the latest first; each can be taken back.
pub(crate) async fn decisions(State(desk): State<Arc<Desk>>, ask: Ask, headers: HeaderMap) -> Response {
    let make = move |store: &Store, ask: &Ask| {
        let names = |named: &Named| store.printed_names(named).map(|names| line(&names.join(", ")));
        let mut decisions = Vec::new();
        for row in store.decisions()?.iter().rev() {
            let words = match &row.decision {
                Decision::Merge(one, other) => format!("{} = {}", names(one)?, names(other)?),
                Decision::Split(named) => {
                    format!("{} ≠ in {}", names(named)?, plural(named.reports.len(), "report", "reports"))
                }
            };
            decisions.push((row.number, moment(&row.made), words));
        }
        let page = Decisions { layout: Layout::new("Decisions by hand", "actors", "/decisions", ask), decisions };
        Ok(page.render()?)
    };
    super::kept(&desk, &headers, "decisions", ask, make).await
}

/// Takes a decision back.
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, Path(number): Path<i64>) -> Response {
    match desk.change(move |store| Ok(store.undo(number)?)).await {
        Ok(()) => Redirect::to("/decisions").into_response(),
        Err(refusal) => super::refused(&refusal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded() {
        let form = b"story=a%2Fb&other=Ana+Ru%C3%ADz&story=c";
        assert_eq!(field(form, "story"), ["a/b", "c"]);
        assert_eq!(field(form, "other"), ["Ana Ruíz"]);
        assert!(field(b"&&=x", "story").is_empty());
    }
}
