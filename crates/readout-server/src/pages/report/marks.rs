//! Marks over a text: which words are of a statement, an event, a figure; drawn so that elements never cross.

use std::fmt::Write as _;
use std::ops::Range;

use readout_brief::words::{escape_into, line};
use readout_extract::event::is_general;
use readout_record::{ItemKind, Story};
use readout_report::{Evidence, ReportId, Span};

use crate::links;

/// Words of a report that the record holds something of.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) span: Span,
    /// As a class of the style sheet.
    class: &'static str,
    /// Where it leads, or nothing.
    to: Option<String>,
    /// What is said of it in passing: an actor's name, a day.
    title: String,
    /// The id of its element.
    anchor: String,
    /// The thing of the story that it belongs to.
    pub(super) item: Option<(ItemKind, usize)>,
}

impl Mark {
    /// The passage that was asked for.
    pub(super) fn asked(span: Span) -> Self {
        Self { span, class: "at", to: None, title: String::new(), anchor: "at".to_owned(), item: None }
    }
}

/// What a kind of things is called.
pub(super) fn name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Statement => "statement",
        ItemKind::Event => "event",
        ItemKind::Figure => "figure",
        ItemKind::Document => "document",
        ItemKind::Difference => "difference",
        ItemKind::Position => "position",
    }
}

/// The id of a thing's first words in the text.
pub(super) fn anchor(kind: ItemKind, id: &str) -> String {
    format!("m-{}-{id}", name(kind))
}

/// The marks of one report of a story, in no order.
pub(super) fn of(story: &Story, report: &ReportId, of_record: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let here = |evidence: &&Evidence| evidence.report == *report;
    let mut item = |kind: ItemKind, index: usize, id: &str, spans: Vec<Span>| {
        for (n, span) in spans.into_iter().enumerate() {
            let anchor = if n == 0 { anchor(kind, id) } else { String::new() };
            let (class, to) = (name(kind), Some(format!("#i-{id}")));
            marks.push(Mark { span, class, to, title: name(kind).to_owned(), anchor, item: Some((kind, index)) });
        }
    };
    for (index, statement) in story.statements.iter().enumerate() {
        let of = statement.witnesses.iter().filter(|w| w.evidence.report == *report);
        let spans = of.flat_map(|w| w.content.iter().copied().chain([w.cue])).collect();
        item(ItemKind::Statement, index, &statement.id, spans);
    }
    for (index, event) in story.events.iter().enumerate().filter(|(_, event)| !is_general(event.kind)) {
        let of = event.evidence.iter().zip(&event.tellings).filter(|(e, _)| e.report == *report);
        item(ItemKind::Event, index, &event.id, of.map(|(_, telling)| telling.anchor).collect());
    }
    for (index, figure) in story.figures.iter().enumerate() {
        let spans = figure.evidence.iter().filter(here).map(|e| e.span).collect();
        item(ItemKind::Figure, index, &figure.id, spans);
    }
    for (index, document) in story.documents.iter().enumerate() {
        let spans = document.evidence.iter().filter(here).map(|e| e.span).collect();
        item(ItemKind::Document, index, &document.id, spans);
    }
    for (index, difference) in story.differences.iter().enumerate() {
        let spans = difference.sides.iter().flat_map(|s| &s.evidence).filter(here).map(|e| e.span).collect();
        item(ItemKind::Difference, index, &difference.id, spans);
    }
    let number = story.reports.iter().position(|r| r.report.id == *report);
    for actor in &story.actors {
        let to = format!("{}{of_record}", links::to("actor", &actor.id));
        let named = actor.evidence.iter().filter(here).map(|e| (e.span, "actor"));
        let pronouns = actor.pronouns.iter().filter(|(of, _)| Some(*of) == number).map(|(_, span)| (*span, "pronoun"));
        for (span, class) in named.chain(pronouns) {
            let title = line(&actor.name);
            marks.push(Mark { span, class, to: Some(to.clone()), title, anchor: String::new(), item: None });
        }
    }
    for time in &story.times {
        for evidence in time.evidence.iter().filter(here) {
            let (span, title) = (evidence.span, line(&time.value));
            marks.push(Mark { span, class: "time", to: None, title, anchor: String::new(), item: None });
        }
    }
    marks
}

/// A line of the text.
pub(super) struct Paragraph {
    /// HTML, escaped.
    pub(super) html: String,
}

/// The lines of a part of the text that hold anything. Where marks lie over each other, the words lead where the shortest does.
pub(super) fn paragraphs(text: &str, part: Range<usize>, mut marks: Vec<Mark>) -> Vec<Paragraph> {
    marks.sort_by(|a, b| {
        (a.span.start, b.span.end, a.class, &a.title).cmp(&(b.span.start, a.span.end, b.class, &b.title))
    });
    let mut waiting = 0;
    let mut open: Vec<usize> = Vec::new();
    let mut opened = vec![false; marks.len()];
    let mut paragraphs = Vec::new();
    let mut first = part.start;
    for text_line in text[part].split('\n') {
        let here = first..first + text_line.len();
        first = here.end + 1;
        let mut html = String::with_capacity(text_line.len() * 2);
        let mut at = here.start;
        while at < here.end {
            open.retain(|index| marks[*index].span.end as usize > at);
            while marks.get(waiting).is_some_and(|mark| mark.span.start as usize <= at) {
                if marks[waiting].span.end as usize > at {
                    open.push(waiting);
                }
                waiting += 1;
            }
            let ends = open.iter().map(|index| marks[*index].span.end as usize);
            let next = marks.get(waiting).map(|mark| mark.span.start as usize);
            let to = ends.chain(next).min().unwrap_or(here.end).min(here.end);
            piece(&mut html, text.get(at..to).unwrap_or_default(), &marks, &open, &mut opened);
            at = to;
        }
        if !text_line.trim().is_empty() {
            paragraphs.push(Paragraph { html });
        }
    }
    paragraphs
}

/// Words that lie under the same marks.
fn piece(html: &mut String, words: &str, marks: &[Mark], open: &[usize], opened: &mut [bool]) {
    if open.is_empty() {
        return escape_into(html, words);
    }
    // Empty elements carry the ids, so that one piece can be the beginning of several marks.
    for index in open {
        if !std::mem::replace(&mut opened[*index], true) && !marks[*index].anchor.is_empty() {
            html.push_str("<span id=\"");
            escape_into(html, &marks[*index].anchor);
            html.push_str("\"></span>");
        }
    }
    let length = |index: &&usize| (marks[**index].span.end - marks[**index].span.start, **index);
    let leads = open.iter().filter(|index| marks[**index].to.is_some()).min_by_key(length);
    let told = open.iter().filter(|index| !marks[**index].title.is_empty()).min_by_key(length);
    let mut classes: Vec<&str> = open.iter().map(|index| marks[*index].class).collect();
    classes.sort_unstable();
    classes.dedup();
    let tag = if leads.is_some() { "a" } else { "span" };
    let _ = write!(html, "<{tag} class=\"m {}\"", classes.join(" "));
    if let Some(to) = leads.and_then(|index| marks[*index].to.as_deref()) {
        html.push_str(" href=\"");
        escape_into(html, to);
        html.push('"');
    }
    if let Some(index) = told {
        html.push_str(" title=\"");
        escape_into(html, &marks[*index].title);
        html.push('"');
    }
    html.push('>');
    escape_into(html, words);
    let _ = write!(html, "</{tag}>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, words: &str, class: &'static str) -> Mark {
        let start = text.find(words).unwrap();
        Mark {
            span: Span::of(start, start + words.len()),
            class,
            to: Some(format!("#{class}")),
            title: String::new(),
            anchor: format!("m-{class}"),
            item: None,
        }
    }

    fn drawn(text: &str, marks: Vec<Mark>) -> Vec<String> {
        paragraphs(text, 0..text.len(), marks).into_iter().map(|p| p.html).collect()
    }

    #[test]
    fn the_shortest_mark_leads() {
        let text = "He said 5 < 6 boats.\n\nMore.";
        let html = drawn(text, vec![mark(text, "5 < 6 boats", "statement"), mark(text, "6", "figure")]);
        assert_eq!(html.len(), 2);
        assert_eq!(
            html[0],
            "He said <span id=\"m-statement\"></span><a class=\"m statement\" href=\"#statement\">5 &lt; </a>\
             <span id=\"m-figure\"></span><a class=\"m figure statement\" href=\"#figure\">6</a>\
             <a class=\"m statement\" href=\"#statement\"> boats</a>."
        );
    }

    #[test]
    fn marks_that_cross_lines_and_each_other_are_cut() {
        let text = "one two\nthree four";
        let html = drawn(text, vec![mark(text, "two\nthree", "a"), mark(text, "three four", "b")]);
        assert_eq!(
            html,
            [
                "one <span id=\"m-a\"></span><a class=\"m a\" href=\"#a\">two</a>",
                "<span id=\"m-b\"></span><a class=\"m a b\" href=\"#a\">three</a><a class=\"m b\" href=\"#b\"> four</a>",
            ]
        );
    }

    #[test]
    fn only_the_part_is_drawn() {
        let text = "one two\nthree four";
        let html: Vec<_> =
            paragraphs(text, 8..18, vec![mark(text, "two\nthree", "a")]).into_iter().map(|p| p.html).collect();
        assert_eq!(html, ["<span id=\"m-a\"></span><a class=\"m a\" href=\"#a\">three</a> four"]);
    }
}
