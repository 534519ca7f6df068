//! The page of a report: its text as published, with everything marked that the record holds of it.

mod marks;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use readout_brief::list::{self, List, headline};
use readout_brief::words::{day, line};
use readout_record::{Change, ItemKind, ReportRow, RevisionRow, Store, Story};
use readout_report::{Report, Span};

use self::marks::{Mark, Paragraph, paragraphs};
use super::front::plural;
use super::lists::Side;
use super::{Layout, days_in_words, moment};
use crate::ask::{Ask, Id};
use crate::desk::Desk;
use crate::links;
use crate::refusal::Refusal;

/// Bytes of text on a page; longer reports have several.
const PART: usize = 60_000;
/// Characters of an entry's words.
const WORDS: usize = 220;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    layout: Layout,
    head: Head,
    /// The parts of a long text: number and address of each; none where it is whole.
    parts: Vec<(usize, String)>,
    part: usize,
    paragraphs: Vec<Paragraph>,
    entries: Vec<Entry>,
}

/// What is known of the publication.
struct Head {
    title: String,
    facts: Vec<String>,
    url: Option<String>,
    story: Option<(String, String)>,
    revisions: Option<(String, String)>,
}

/// Something that the record holds of the report.
struct Entry {
    id: String,
    /// Of which kind: `statement`.
    kind: &'static str,
    /// What is known of it: who, cue, day; each with its column.
    facts: Vec<(&'static str, String)>,
    words: String,
    /// Of a difference.
    sides: Vec<Side>,
    support: String,
    /// Its line in the story.
    to: String,
    /// Its words in the text, if they stand in this part.
    back: String,
}

pub(crate) async fn page(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    super::kept(&desk, &headers, &format!("report {id:?}"), ask, move |store, ask| told(store, &id, ask)).await
}

fn told(store: &Store, id: &str, ask: &Ask) -> Result<String, Refusal> {
    let report = store.report(id)?;
    let row = store.report_row(id)?;
    let story = row.story.as_deref().map(|story| store.story(story)).transpose()?;
    let text = &report.text;
    let at = ask.at.map(|at| bytes(text, at)).transpose()?;
    let parts = parts(text);
    let part = match at {
        Some(at) => parts.iter().position(|part| part.end > at.start as usize).unwrap_or(0),
        None => (ask.page - 1).min(parts.len() - 1),
    };
    let here = parts[part].clone();

    let mut marks = story.as_ref().map(|story| marks::of(story, &report.id, &ask.as_of_query())).unwrap_or_default();
    marks.retain(|mark| (mark.span.start as usize) < here.end && (mark.span.end as usize) > here.start);
    marks.extend(at.map(Mark::asked));
    let entries = story.as_ref().map(|story| entries(story, &marks, ask)).unwrap_or_default();
    let path = links::to("report", id);
    let to_part = |part: usize| format!("{path}{}", ask.query([("page", Some((part + 1).to_string()))]));
    let shown: Vec<_> = (0..parts.len()).map(|part| (part + 1, to_part(part))).collect();
    let api = format!("/api{}", links::to("reports", id));
    let forms = vec![
        ("JSON", format!("{api}{}", ask.as_of_query())),
        ("Web Annotations", format!("{api}{}", ask.query([("format", Some("annotations".to_owned()))]))),
    ];
    let head = Head::new(&report, &row, story.as_ref(), ask);
    let page = ReportPage {
        layout: Layout::new(head.title.clone(), "reports", path, ask).with_forms(forms),
        head,
        parts: if parts.len() > 1 { shown } else { Vec::new() },
        part: part + 1,
        paragraphs: paragraphs(text, here, marks),
        entries,
    };
    Ok(page.render()?)
}

impl Head {
    fn new(report: &Report, row: &ReportRow, story: Option<&Story>, ask: &Ask) -> Self {
        let known = |text: &Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
        let title = report.title.as_deref().map(headline).filter(|t| !t.is_empty());
        let outlet = known(&report.outlet);
        let title = title.or_else(|| outlet.clone()).unwrap_or_else(|| line(&report.id.0));
        let mut facts: Vec<String> = outlet.into_iter().chain(known(&report.byline)).collect();
        facts.extend(report.published.map(day));
        facts.push(format!("first read {}", moment(&row.first_read)));
        let web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        let story = story.map(|story| {
            (format!("{}{}", links::to("story", &story.id), ask.as_of_query()), readout_brief::story_title(story))
        });
        let revisions = (row.revisions > 0).then(|| {
            let to = format!("{}/revisions{}", links::to("report", &row.id), ask.as_of_query());
            (to, plural(row.revisions, "former wording", "former wordings"))
        });
        Self { title, facts, url: known(&report.url).filter(web), story, revisions }
    }
}

/// What the marked things are, in the order of the text.
fn entries(story: &Story, marks: &[Mark], ask: &Ask) -> Vec<Entry> {
    let mut first: BTreeMap<ItemKind, BTreeMap<usize, Span>> = BTreeMap::new();
    for mark in marks {
        if let Some((kind, index)) = mark.item {
            let span = first.entry(kind).or_default().entry(index).or_insert(mark.span);
            *span = (*span).min(mark.span);
        }
    }
    let of_record = ask.as_of_query();
    let mut entries = Vec::new();
    for (kind, spans) in first {
        let indices: Vec<usize> = spans.keys().copied().collect();
        for (span, row) in spans.values().zip(list::some(story, kind, &indices)) {
            let cell = |name: &str| row.cell(List::Items(kind), name);
            let (facts, words): (&[&'static str], &str) = match kind {
                ItemKind::Statement => (&["who", "cue", "day"], "words"),
                ItemKind::Event => (&["status", "type", "who", "day"], "words"),
                ItemKind::Figure => (&["value", "of", "who", "day"], ""),
                ItemKind::Document => (&["name", "versions"], ""),
                ItemKind::Difference => (&["type", "about"], ""),
                ItemKind::Position => (&["who", "issue", "stance"], "words"),
            };
            let id = cell("id");
            let (independent, outlets) = (cell("independent"), cell("outlets"));
            let support = match cell("reports").parse() {
                Ok(reports) if reports > 1 => {
                    format!("{} · {independent} independent · {outlets}", plural(reports, "report", "reports"))
                }
                _ => String::new(),
            };
            let fact = |name: &&'static str| match *name {
                "day" => ("day", days_in_words(&cell("day"))),
                name => (name, cell(name)),
            };
            let facts = facts.iter().map(fact).filter(|(_, text)| !text.is_empty()).collect();
            let to = format!("{}{of_record}", links::to("item", &id));
            let mut sides = Side::all(&row.json, &of_record, &to);
            sides.iter_mut().for_each(|side| side.words = cut(&side.words));
            entries.push((
                *span,
                Entry {
                    kind: marks::name(kind),
                    facts,
                    words: cut(&cell(words)),
                    sides,
                    support,
                    to,
                    back: marks::anchor(kind, &id),
                    id,
                },
            ));
        }
    }
    entries.sort_by_key(|(span, entry)| (span.start, std::cmp::Reverse(span.end), entry.kind));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// From code points to bytes.
fn bytes(text: &str, (start, end): (usize, usize)) -> Result<Span, Refusal> {
    let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let first = ends.nth(start);
    let last = ends.nth(end - start - 1);
    match (first, last) {
        (Some(first), Some(last)) => Ok(Span::of(first, last)),
        _ => Err(Refusal::missing("The text of this report is shorter than that passage lies.")),
    }
}

/// The text in pieces that fit a page, cut at ends of lines, or where a line is too long, between two characters.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while text.len() - start > PART {
        let mut end = start + PART;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let end = text[start..end].rfind('\n').map_or(end, |at| start + at + 1);
        parts.push(start..end);
        start = end;
    }
    parts.push(start..text.len());
    parts
}

#[derive(Template)]
#[template(path = "revisions.html")]
struct RevisionsPage {
    layout: Layout,
    head: Head,
    to: String,
    revisions: Vec<Revision>,
}

/// What one wording changed of the one before.
struct Revision {
    read: String,
    typo_only: bool,
    changes: Vec<Shown>,
}

/// A change, the words that both have, and those that one has.
struct Shown {
    what: &'static str,
    old: Option<[String; 3]>,
    new: Option<[String; 3]>,
}

/// What the wordings of a report changed, each against the one before.
pub(crate) async fn revisions(State(desk): State<Arc<Desk>>, Id(id): Id, ask: Ask, headers: HeaderMap) -> Response {
    let of = format!("revisions {id:?}");
    let make = move |store: &Store, ask: &Ask| {
        let report = store.report(&id)?;
        let row = store.report_row(&id)?;
        let head = Head::new(&report, &row, None, ask);
        let path = format!("{}/revisions", links::to("report", &id));
        let page = RevisionsPage {
            layout: Layout::new(head.title.clone(), "reports", path, ask),
            head,
            to: format!("{}{}", links::to("report", &id), ask.as_of_query()),
            revisions: store.revisions(&id)?.iter().map(Revision::new).collect(),
        };
        Ok(page.render()?)
    };
    super::kept(&desk, &headers, &of, ask, make).await
}

impl Revision {
    fn new(row: &RevisionRow) -> Self {
        let whole = |text: &str, span: Span| [String::new(), line(span.of_text(text)), String::new()];
        let shown = |change: &Change| match *change {
            Change::Added(span) => Shown { what: "added", old: None, new: Some(whole(&row.change.text, span)) },
            Change::Dropped(span) => Shown { what: "dropped", old: Some(whole(&row.text, span)), new: None },
            Change::Altered { old, new, typo } => {
                let (old, new) = differing(&line(old.of_text(&row.text)), &line(new.of_text(&row.change.text)));
                Shown { what: if typo { "spelling" } else { "altered" }, old: Some(old), new: Some(new) }
            }
        };
        Self {
            read: moment(&row.read),
            typo_only: row.change.revision.is_typo_only(),
            changes: row.change.revision.changes.iter().map(shown).collect(),
        }
    }
}

/// Both texts, each as the words that both begin with, its own, and the words that both end with.
fn differing(old: &str, new: &str) -> ([String; 3], [String; 3]) {
    let a: Vec<&str> = old.split(' ').collect();
    let b: Vec<&str> = new.split(' ').collect();
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let three = |words: &[&str]| {
        let (first, rest) = words.split_at(start);
        let (own, last) = rest.split_at(rest.len() - end);
        let space = |words: &[&str], before: bool| match (words.is_empty(), before) {
            (true, _) => String::new(),
            (false, true) => words.join(" ") + " ",
            (false, false) => format!(" {}", words.join(" ")),
        };
        [space(first, true), own.join(" "), space(last, false)]
    };
    (three(&a), three(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_found_by_code_points() {
        let text = "né en été";
        assert_eq!(bytes(text, (3, 5)).unwrap().of_text(text), "en");
        assert_eq!(bytes(text, (6, 9)).unwrap().of_text(text), "été");
        assert_eq!(bytes(text, (0, 9)).unwrap().of_text(text), text);
        assert!(bytes(text, (6, 10)).is_err());
        assert!(bytes(text, (40, usize::MAX)).is_err());
    }

    #[test]
    fn a_long_text_is_cut_between_lines_or_characters() {
        let lines = "a line of words\n".repeat(10_000);
        let cut = parts(&lines);
        assert!(cut.iter().all(|part| part.len() <= PART && lines[part.clone()].ends_with('\n')));
        let long = "é".repeat(PART);
        let cut = parts(&long);
        assert_eq!(cut.iter().map(|part| long[part.clone()].len()).sum::<usize>(), long.len());
        assert_eq!(parts("").len(), 1);
    }

    #[test]
    fn what_differs_stands_between_what_both_have() {
        let (old, new) = differing("the pier is gone now", "the pier was gone now");
        assert_eq!(old, ["the pier ", "is", " gone now"].map(String::from));
        assert_eq!(new, ["the pier ", "was", " gone now"].map(String::from));
        let (old, new) = differing("a b", "a b c");
        assert_eq!((old[1].as_str(), new[1].as_str()), ("", "c"));
        let (old, _) = differing("a a a", "a a");
        assert_eq!(old.concat().replace(' ', ""), "aaa");
    }
}
