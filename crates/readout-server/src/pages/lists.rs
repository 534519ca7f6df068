//! Lists of all stories: statements, events, figures and so on, narrowed by filters, a page at a time.

use std::ops::Range;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use readout_brief::list::{self, List, Row};
use readout_brief::words::line;
use readout_record::{ItemKind, Store};

use super::Layout;
use crate::ask::Ask;
use crate::desk::Desk;
use crate::links;
use crate::refusal::Refusal;

/// Rows on a page.
const PAGE: usize = 100;

/// A list that has a page of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListPage {
    /// As in its address.
    pub(crate) name: &'static str,
    title: &'static str,
    list: List,
}

/// The lists with pages of their own, but for stories and actors.
pub(crate) const ALL: [ListPage; 8] = [
    ListPage { name: "reports", title: "Reports", list: List::Reports },
    ListPage { name: "timeline", title: "Timeline", list: List::Timeline },
    ListPage { name: "statements", title: "Statements", list: List::Items(ItemKind::Statement) },
    ListPage { name: "events", title: "Events", list: List::Items(ItemKind::Event) },
    ListPage { name: "figures", title: "Figures", list: List::Items(ItemKind::Figure) },
    ListPage { name: "documents", title: "Documents", list: List::Items(ItemKind::Document) },
    ListPage { name: "differences", title: "Differences", list: List::Items(ItemKind::Difference) },
    ListPage { name: "positions", title: "Positions", list: List::Items(ItemKind::Position) },
];

#[derive(Template)]
#[template(path = "list.html")]
struct ListHtml {
    layout: Layout,
    filters: Vec<Filter>,
    outlets: Vec<String>,
    narrowed: bool,
    table: Table,
    pager: Pager,
}

/// Outlets to choose from: those of most reports.
pub(crate) fn outlets(store: &Store) -> Result<Vec<String>, Refusal> {
    const SHOWN: usize = 400;
    Ok(store.outlets()?.into_iter().map(|(outlet, _)| line(&outlet)).take(SHOWN).collect())
}

/// Rows of a list as a table.
pub(crate) struct Table {
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<TableRow>,
}

pub(crate) struct TableRow {
    pub(crate) id: String,
    pub(crate) cells: Vec<Cell>,
}

pub(crate) struct Cell {
    pub(crate) column: &'static str,
    pub(crate) text: String,
    /// Where it leads.
    pub(crate) to: Option<String>,
    /// What stands there instead of the text, of a difference.
    pub(crate) sides: Vec<Side>,
}

/// What one side of a difference says.
pub(crate) struct Side {
    /// How it differs: `not so`, a number, a name.
    pub(crate) label: String,
    /// Its first passage.
    pub(crate) words: String,
    pub(crate) to: String,
}

impl Side {
    /// The sides of a difference, by its JSON; `item` is where a side leads that has no passage.
    pub(crate) fn all(difference: &serde_json::Value, of_record: &str, item: &str) -> Vec<Self> {
        let side = |side: &serde_json::Value| {
            let words = line(side["evidence"][0]["quote"].as_str().unwrap_or_default());
            Self {
                label: line(side["value"].as_str().unwrap_or_default()),
                words: if words.is_empty() { "–".to_owned() } else { words },
                to: passage(side, of_record).unwrap_or_else(|| item.to_owned()),
            }
        };
        difference["sides"].as_array().into_iter().flatten().map(side).collect()
    }
}

pub(crate) async fn page(list: ListPage, State(desk): State<Arc<Desk>>, ask: Ask, headers: HeaderMap) -> Response {
    super::kept(&desk, &headers, list.name, ask, move |store, ask| made(list, store, ask)).await
}

fn made(page: ListPage, store: &Store, ask: &Ask) -> Result<String, Refusal> {
    let path = format!("/{}", page.name);
    let first = (ask.page - 1).saturating_mul(PAGE);
    // One more tells whether there is a next page.
    let mut rows = walked(store, page.list, ask, first + PAGE + 1)?;
    rows.drain(..first.min(rows.len()));
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let formats: &[&'static str] = match page.list {
        List::Items(ItemKind::Event) | List::Timeline => {
            &["json", "jsonl", "csv", "parquet", "atom", "ics", "ninjs", "annotations"]
        }
        List::Items(_) => &["json", "jsonl", "csv", "parquet", "atom", "annotations"],
        _ => &["json", "jsonl", "csv", "parquet", "atom"],
    };
    let html = ListHtml {
        layout: Layout::new(page.title, page.name, &path, ask).with_forms(forms(page.name, ask, formats)),
        filters: filters(ask, &["text", "actor", "outlet", "place", "story", "since", "until"]),
        outlets: outlets(store)?,
        narrowed: ask.is_narrowed(),
        pager: Pager::of(ask, &path, first, rows.len(), more),
        table: Table::new(page.list, rows, ask),
    };
    Ok(html.render()?)
}

/// The first rows of a list, stories that are newest first: so many, or all that there are.
fn walked(store: &Store, list: List, ask: &Ask, most: usize) -> Result<Vec<Row>, Refusal> {
    if list == List::Reports {
        let mut reports = store.reports_asked(&ask.stories(), &ask.items())?;
        reports.reverse();
        reports.truncate(most);
        return Ok(list::reports(&reports));
    }
    let mut rows = Vec::new();
    for story in store.stories(&ask.stories_of_items())? {
        let story = store.story(&story.id)?;
        rows.extend(match list {
            List::Items(kind) => list::items(&story, kind, &ask.items()),
            _ => list::timeline(&story, &ask.items()),
        });
        if rows.len() >= most {
            break;
        }
    }
    rows.truncate(most);
    Ok(rows)
}

impl Table {
    pub(crate) fn new(list: List, rows: Vec<Row>, ask: &Ask) -> Self {
        let of_record = ask.as_of_query();
        // What is shown of these are links; what a search found stands under the name of its type.
        let is_shown = |name: &&'static str| !matches!((list, *name), (_, "id" | "story") | (List::Found, "type"));
        let columns: Vec<_> = list.columns().iter().copied().filter(is_shown).collect();
        let row = |row: Row| {
            let cell = |name: &str| row.cell(list, name);
            // Cells are made fit to be shown; an address needs the id as it is.
            let id = row.json["id"].as_str().map_or_else(|| cell("id"), str::to_owned);
            let target = match list {
                List::Reports => format!("{}{of_record}", links::to("report", &id)),
                List::Actors => format!("{}{of_record}", links::to("actor", &id)),
                List::Stories => format!("{}{of_record}", links::to("story", &id)),
                _ => passage(&row.json, &of_record).unwrap_or_else(|| format!("{}{of_record}", links::to("item", &id))),
            };
            let linked = |column: &str| matches!(column, "words" | "title" | "name");
            let cells = columns.iter().map(|column| Cell {
                column,
                text: match *column {
                    "day" => cell("day").replace('/', " – "),
                    column => cell(column),
                },
                to: linked(column).then(|| target.clone()),
                sides: match *column {
                    "sides" => Side::all(&row.json, &of_record, &target),
                    _ => Vec::new(),
                },
            });
            TableRow { id: links::encode(&id), cells: cells.collect() }
        };
        let mut rows: Vec<TableRow> = rows.into_iter().map(row).collect();
        // What stands in two stories has one address.
        let mut known = std::collections::BTreeSet::new();
        for row in &mut rows {
            if !known.insert(row.id.clone()) {
                row.id = String::new();
            }
        }
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            if cell.to.is_some() && cell.text.is_empty() {
                cell.text = "–".to_owned();
            }
        }
        Self { columns, rows }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The address of the first passage of a thing, by its JSON.
fn passage(json: &serde_json::Value, of_record: &str) -> Option<String> {
    use serde_json::Value;
    match json {
        Value::Object(object) => {
            let span = object.get("span").and_then(Value::as_array);
            match (object.get("report").and_then(Value::as_str), span.map(Vec::as_slice)) {
                (Some(report), Some([start, end])) => {
                    let sign = if of_record.is_empty() { '?' } else { '&' };
                    Some(format!("{}{of_record}{sign}at={start}-{end}#at", links::to("report", report)))
                }
                _ => object.get("evidence").into_iter().chain(object.values()).find_map(|v| passage(v, of_record)),
            }
        }
        Value::Array(values) => values.iter().find_map(|value| passage(value, of_record)),
        _ => None,
    }
}

/// A field that narrows a list.
pub(crate) struct Filter {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) value: String,
}

/// The fields of these names, with what is asked for now.
pub(crate) fn filters(ask: &Ask, names: &[&'static str]) -> Vec<Filter> {
    let known = ask.filters();
    let filter = |name: &&'static str| {
        let (label, kind) = match *name {
            "text" => ("Words", "text"),
            "actor" => ("Actor", "text"),
            "outlet" => ("Outlet", "text"),
            "place" => ("Place", "text"),
            "story" => ("Story", "text"),
            "since" => ("Since", "date"),
            _ => ("Until", "date"),
        };
        let value = known.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.clone());
        Filter { name, label, kind, value: value.unwrap_or_default() }
    };
    names.iter().map(filter).collect()
}

/// Other forms of a list, with the filters that it has.
pub(crate) fn forms(list: &str, ask: &Ask, formats: &[&'static str]) -> Vec<(&'static str, String)> {
    let form = |format: &&'static str| {
        let name = match *format {
            "json" => "JSON",
            "jsonl" => "JSON Lines",
            "csv" => "CSV",
            "parquet" => "Parquet",
            "atom" => "Atom",
            "ics" => "Calendar",
            "annotations" => "Web Annotations",
            other => other,
        };
        (name, format!("/api/{list}{}", ask.query([("format", Some((*format).to_owned()))])))
    };
    formats.iter().map(form).collect()
}

/// Where a list goes on.
pub(crate) struct Pager {
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) words: String,
}

impl Pager {
    /// For a list of `count` rows; and which of them stand on the page.
    pub(crate) fn new(ask: &Ask, path: &str, count: usize, size: usize) -> (Self, Range<usize>) {
        let first = (ask.page - 1).saturating_mul(size).min(count);
        let last = first.saturating_add(size).min(count);
        let mut pager = Self::of(ask, path, first, last - first, last < count);
        if count > 0 {
            pager.words = format!("{} of {count}", pager.words);
        }
        (pager, first..last)
    }

    /// For a page of `shown` rows from `first` on, after which there are `more` or not.
    pub(crate) fn of(ask: &Ask, path: &str, first: usize, shown: usize, more: bool) -> Self {
        let to = |page: usize| {
            let page = (page > 1).then(|| page.to_string());
            format!("{path}{}", ask.query([("page", page), ("new", ask.new.clone()), ("q", ask.q.clone())]))
        };
        Self {
            previous: (ask.page > 1).then(|| to(ask.page - 1)),
            next: more.then(|| to(ask.page + 1)),
            words: if shown == 0 { String::new() } else { format!("{}–{}", first + 1, first + shown) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_their_neighbours_and_keep_the_filters() {
        let ask = Ask { page: 2, actor: Some("Ruiz".into()), ..Ask::default() };
        let (pager, range) = Pager::new(&ask, "/x", 25, 10);
        assert_eq!(range, 10..20);
        assert_eq!(pager.previous.as_deref(), Some("/x?actor=Ruiz"));
        assert_eq!(pager.next.as_deref(), Some("/x?actor=Ruiz&page=3"));
        assert_eq!(pager.words, "11–20 of 25");
        let far = Ask { page: 90, ..Ask::default() };
        let (pager, range) = Pager::new(&far, "/x", 25, 10);
        assert_eq!((range.len(), pager.next), (0, None));
    }
}
