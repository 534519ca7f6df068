//! The text of a report with its marks, as HTML: what lines lead to is marked, and leads back.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use readout_report::Span;

use crate::words::escape_into;

/// A line of a report.
pub(super) struct Paragraph {
    pub(super) line: usize,
    /// HTML, escaped.
    pub(super) html: String,
}

/// A place in a report that a line leads to.
pub(super) struct Anchor<'c> {
    pub(super) id: String,
    pub(super) span: Span,
    /// The id of the line to go back to, as a link has it.
    pub(super) line: &'c str,
}

/// The lines of a text as paragraphs, with a `mark` for each anchor. Also tells the ids of the anchors that had to be
/// written as several elements, because they cross another anchor or a line break; the class of each part is the id.
pub(super) fn paragraphs(text: &str, mut anchors: Vec<Anchor<'_>>) -> (Vec<Paragraph>, Vec<String>) {
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
