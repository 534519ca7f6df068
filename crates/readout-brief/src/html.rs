//! The dossier as one HTML file. The template escapes all that it inserts but what this module escapes itself
//! ([`Article::paragraphs`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use askama::Template;
use readout_record::Record;
use readout_report::Span;

use crate::dossier::{self, Dossier, LEGEND, Mark, Piece, SOURCES, Source, Voice};
use crate::words::visible;

/// The record as one HTML file: a dossier for each story, beside the texts of its reports.
///
/// Every mark of a line leads to the words in the report, and they lead back. The file loads nothing, runs nothing (its
/// content security policy forbids both), and is read on a phone, on paper, in light and in dark.
pub fn html(record: &Record) -> String {
    let dossier = Dossier::new(record);
    let stories: Vec<_> =
        dossier.stories.iter().enumerate().map(|(index, story)| StoryView::new(index, story)).collect();
    let page = Page { stories, legend: LEGEND, sources: SOURCES, style: include_str!("../templates/dossier.css") };
    page.render().expect("the template only writes to a string")
}

#[derive(Template)]
#[template(path = "dossier.html")]
struct Page<'d> {
    stories: Vec<StoryView<'d>>,
    legend: &'static str,
    sources: &'static str,
    style: &'static str,
}

struct StoryView<'d> {
    /// `s1`; stands before all ids of the story.
    id: String,
    title: &'d str,
    facts: String,
    sections: Vec<SectionView<'d>>,
    articles: Vec<Article<'d>>,
    /// Rules that light up marks which had to be split.
    split_style: String,
}

struct SectionView<'d> {
    title: &'static str,
    name: &'static str,
    groups: Vec<GroupView<'d>>,
}

struct GroupView<'d> {
    heading: Option<Vec<PieceView<'d>>>,
    lines: Vec<LineView<'d>>,
}

struct LineView<'d> {
    id: String,
    day: Option<&'d str>,
    label: Vec<PieceView<'d>>,
    words: Vec<PieceView<'d>>,
    details: Vec<Vec<PieceView<'d>>>,
    marks: Vec<MarksView>,
}

struct PieceView<'d> {
    class: &'static str,
    text: &'d str,
}

/// The marks of one report: `A 3, 12`.
struct MarksView {
    letter: String,
    links: Vec<Link>,
}

struct Link {
    to: String,
    line: usize,
}

struct Article<'d> {
    id: String,
    source: &'d Source<'d>,
    facts: Vec<&'d str>,
    paragraphs: Vec<Paragraph>,
}

struct Paragraph {
    line: usize,
    /// HTML, escaped.
    html: String,
}

impl<'d> StoryView<'d> {
    fn new(index: usize, story: &'d dossier::Story<'d>) -> Self {
        let id = format!("s{}", index + 1);
        // The first line that leads to a place; the place leads back to it.
        let mut cited: BTreeMap<(usize, Span), String> = BTreeMap::new();
        let mut count = 0;
        let mut sections = Vec::new();
        for section in &story.sections {
            let mut groups = Vec::new();
            for group in &section.groups {
                let mut lines = Vec::new();
                for line in &group.lines {
                    count += 1;
                    let line_id = format!("{id}-{count}");
                    for mark in dossier::by_report(&line.marks).iter().flat_map(|group| &group.marks) {
                        cited.entry((mark.report, mark.span)).or_insert_with(|| line_id.clone());
                    }
                    lines.push(LineView::new(&id, line_id, line));
                }
                groups.push(GroupView { heading: group.heading.as_deref().map(pieces), lines });
            }
            sections.push(SectionView { title: section.kind.title(), name: section.kind.name(), groups });
        }
        let mut split_style = String::new();
        let articles = story.reports.iter().enumerate().map(|(report, source)| {
            let first = Span::new(0, 0);
            let marks = cited.range((report, first)..(report + 1, first));
            let marks =
                marks.map(|((_, span), line)| Anchor { id: anchor(&id, report, *span), span: *span, line }).collect();
            let (paragraphs, split) = paragraphs(&source.report.text, marks);
            for id in split {
                // Writing to a string does not fail.
                let _ = write!(split_style, ":root:has(#{id}:target) .{id}{{background:var(--lit)}}");
            }
            Article { id: format!("{id}-{}", source.letter), source, facts: source.facts().collect(), paragraphs }
        });
        let articles = articles.collect();
        Self { title: &story.title, facts: story.facts.join(" · "), sections, articles, split_style, id }
    }
}

impl<'d> LineView<'d> {
    fn new(story: &str, id: String, line: &'d dossier::Line) -> Self {
        let marks = dossier::by_report(&line.marks).into_iter().map(|group| MarksView {
            links: group.marks.iter().map(|mark| Link { to: to(story, mark), line: mark.line }).collect(),
            letter: group.letter,
        });
        Self {
            id,
            day: line.day.as_deref(),
            label: pieces(&line.label),
            words: pieces(&line.words),
            details: line.details.iter().map(|detail| pieces(detail)).collect(),
            marks: marks.collect(),
        }
    }
}

fn pieces(pieces: &[Piece]) -> Vec<PieceView<'_>> {
    let class = |voice: Voice| match voice {
        Voice::Label => "label",
        Voice::Status(status) => status.as_str(),
        Voice::Name => "name",
        Voice::Report => "words",
        Voice::Strong => "strong",
        Voice::Context => "context",
    };
    let shown = pieces.iter().filter(|piece| !piece.text.is_empty());
    shown.map(|piece| PieceView { class: class(piece.voice), text: &piece.text }).collect()
}

fn to(story: &str, mark: &Mark) -> String {
    anchor(story, mark.report, mark.span)
}

/// The id of a place in a report; letters, digits and hyphens only, so that it needs no escaping.
fn anchor(story: &str, report: usize, span: Span) -> String {
    format!("{story}-{}-{}-{}", dossier::letter(report), span.start, span.end)
}

/// A place in a report that a line leads to.
struct Anchor<'c> {
    id: String,
    span: Span,
    /// The id of the line to go back to.
    line: &'c str,
}

/// The lines of a text as paragraphs, with a `mark` for each anchor. Also tells the ids of the anchors that had to be
/// written as several elements, because they cross another anchor or a line break; the class of each part is the id.
fn paragraphs(text: &str, mut anchors: Vec<Anchor<'_>>) -> (Vec<Paragraph>, Vec<String>) {
    // Outer anchors open before those that they hold.
    anchors.sort_by_key(|anchor| (anchor.span.start, std::cmp::Reverse(anchor.span.end)));
    let mut parts = vec![0_usize; anchors.len()];
    let mut paragraphs = Vec::new();
    let mut first = 0;
    let mut waiting = 0;
    let mut inside: Vec<usize> = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let here = Span::of(first, first + line.len());
        first += line.len() + 1;
        inside.retain(|index| anchors[*index].span.end > here.start);
        while anchors.get(waiting).is_some_and(|anchor| anchor.span.start < here.end) {
            inside.push(waiting);
            waiting += 1;
        }
        if !line.trim().is_empty() {
            let weaver = Weaver { text, anchors: &anchors, parts: &mut parts, open: Vec::new(), html: String::new() };
            paragraphs.push(Paragraph { line: number + 1, html: weaver.weave(here, &inside) });
        }
    }
    let split = anchors.iter().zip(&parts).filter(|(_, parts)| **parts > 1).map(|(anchor, _)| anchor.id.clone());
    (paragraphs, split.collect())
}

/// Writes one paragraph.
struct Weaver<'w> {
    text: &'w str,
    anchors: &'w [Anchor<'w>],
    /// Elements written so far for each anchor.
    parts: &'w mut [usize],
    /// Indices of the anchors whose elements are open, outermost first.
    open: Vec<usize>,
    html: String,
}

impl Weaver<'_> {
    /// Writes the paragraph with the anchors that overlap it, `inside`, outer ones before those that they hold.
    fn weave(mut self, paragraph: Span, inside: &[usize]) -> String {
        let anchors = self.anchors;
        let clip = |at: u32| at.clamp(paragraph.start, paragraph.end);
        let ends = inside.iter().flat_map(|i| [clip(anchors[*i].span.start), clip(anchors[*i].span.end)]);
        let cuts: BTreeSet<_> = ends.chain([paragraph.start, paragraph.end]).collect();
        let cuts: Vec<_> = cuts.into_iter().collect();
        let mut waiting = inside.iter().copied().peekable();
        for pair in cuts.windows(2) {
            self.close_at(pair[0]);
            while let Some(index) = waiting.next_if(|index| anchors[*index].span.start <= pair[0]) {
                self.open(index);
            }
            escape_into(&mut self.html, crate::words::at(self.text, Span::new(pair[0], pair[1])));
        }
        while let Some(index) = self.open.pop() {
            self.close(index);
        }
        self.html
    }

    /// Closes the anchors that end here; those opened inside of them are closed too and opened again.
    fn close_at(&mut self, at: u32) {
        let ends = |index: &usize| self.anchors[*index].span.end <= at;
        let Some(outermost) = self.open.iter().position(ends) else { return };
        let tail = self.open.split_off(outermost);
        for index in tail.iter().rev() {
            self.close(*index);
        }
        for index in tail {
            if self.anchors[index].span.end > at {
                self.open(index);
            }
        }
    }

    fn open(&mut self, index: usize) {
        let id = &self.anchors[index].id;
        let _ = match self.parts[index] {
            0 => write!(self.html, "<mark id=\"{id}\" class=\"{id}\">"),
            _ => write!(self.html, "<mark class=\"{id}\">"),
        };
        self.parts[index] += 1;
        self.open.push(index);
    }

    fn close(&mut self, index: usize) {
        let anchor = &self.anchors[index];
        // The way back stands after the first part, which is the one that a link opens.
        if self.parts[index] == 1 {
            let _ =
                write!(self.html, "<a class=\"back\" href=\"#{}\" title=\"Back to the dossier\">↩</a>", anchor.line);
        }
        self.html.push_str("</mark>");
    }
}

fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\r' => {}
            '\t' => html.push('\t'),
            other => html.push(visible(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossing_places_are_split_so_that_elements_nest() {
        let text = "one two three\n\nfour & five";
        let place = |id: &str, from: &str, to: &str| {
            let span = Span::of(text.find(from).unwrap(), text.find(to).unwrap() + to.len());
            Anchor { id: id.into(), span, line: "l1" }
        };
        let places = vec![place("b", "two", "four"), place("a", "one", "two"), place("c", "five", "five")];
        let (paragraphs, split) = paragraphs(text, places);
        let back = "<a class=\"back\" href=\"#l1\" title=\"Back to the dossier\">↩</a>";
        let shown: Vec<_> = paragraphs.iter().map(|p| (p.line, p.html.replace(back, "↩"))).collect();
        assert_eq!(
            shown,
            [
                (
                    1,
                    "<mark id=\"a\" class=\"a\">one <mark id=\"b\" class=\"b\">two↩</mark>↩</mark>\
                     <mark class=\"b\"> three</mark>"
                        .into()
                ),
                (3, "<mark class=\"b\">four</mark> &amp; <mark id=\"c\" class=\"c\">five↩</mark>".into()),
            ]
        );
        assert_eq!(split, ["b"]);
    }
}
