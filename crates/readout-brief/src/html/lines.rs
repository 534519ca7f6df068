//! Lines of the dossier as parts of a page: with ids, links and counts.

use readout_record::Support;
use readout_report::Evidence;

use super::links::{Links, Place};
use crate::dossier::{self, Group, Line, Mark, Piece, Voice};

/// So many bytes of the text stand around a passage that is quoted.
const REACH: usize = 140;

/// Some words.
pub(super) struct PieceHtml {
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) href: Option<String>,
    /// Whether they are words of a report amid labels of ours, and may run the other way.
    pub(super) apart: bool,
}

/// A link to words in a report.
pub(super) struct LinkHtml {
    pub(super) href: String,
    pub(super) text: String,
    /// What is known besides: shown when pointed at.
    pub(super) title: String,
    /// What is read aloud, where it says more than the text.
    pub(super) label: Option<String>,
}

/// The places of one report that say a line.
pub(super) struct MarkHtml {
    pub(super) links: Vec<LinkHtml>,
}

/// The places that say a line, and how many say so.
#[derive(Default)]
pub(super) struct MarksHtml {
    pub(super) reports: Vec<MarkHtml>,
    /// How many reports are not named.
    pub(super) more: usize,
    pub(super) support: Option<SupportHtml>,
}

/// How many say something.
pub(super) struct SupportHtml {
    pub(super) text: String,
    /// Whether several outlets say it, and all of them have it from one.
    pub(super) is_one_voice: bool,
}

pub(super) struct LineHtml {
    pub(super) id: Option<String>,
    /// Of the other things that read alike.
    pub(super) other_ids: Vec<String>,
    pub(super) day: Option<String>,
    pub(super) label: Vec<PieceHtml>,
    pub(super) words: Vec<PieceHtml>,
    pub(super) details: Vec<Vec<PieceHtml>>,
    pub(super) marks: MarksHtml,
    /// A link to this line.
    pub(super) here: Option<String>,
}

pub(super) struct GroupHtml {
    pub(super) id: Option<String>,
    pub(super) heading: Vec<PieceHtml>,
    pub(super) lines: Vec<LineHtml>,
    pub(super) more: Option<MoreHtml>,
}

/// A link to what is not shown.
pub(super) struct MoreHtml {
    pub(super) href: String,
    pub(super) text: String,
}

/// A passage of a report, quoted amid its words.
pub(super) struct PassageHtml {
    pub(super) words: Vec<PieceHtml>,
    pub(super) cite: LinkHtml,
}

impl MoreHtml {
    /// "12 more", where something is left out and there is a list of it.
    pub(super) fn of(left_out: usize, href: Option<String>) -> Option<Self> {
        (left_out > 0).then_some(Self { href: href?, text: format!("{left_out} more") })
    }
}

impl Links<'_> {
    /// A group, its first lines, and a link to the rest.
    pub(super) fn group(&mut self, group: Group<'_>, lines: usize, rest: Option<String>) -> GroupHtml {
        let id = group.day.and_then(|day| self.take_id(&format!("day-{day}")));
        let left_out = group.lines.len().saturating_sub(lines);
        GroupHtml {
            id,
            heading: self.pieces(group.heading.as_deref().unwrap_or_default()),
            lines: group.lines.into_iter().take(lines).map(|line| self.line(line)).collect(),
            more: MoreHtml::of(left_out, rest),
        }
    }

    pub(super) fn line(&mut self, line: Line<'_>) -> LineHtml {
        let mut ids: Vec<_> = line.items.iter().filter_map(|item| self.take_id(item)).collect();
        if ids.is_empty() && !self.is_served() {
            // What stands here for the second time has an id all the same: the report leads back to it.
            ids.extend(self.next_id());
        }
        let mut ids = ids.into_iter();
        let id = ids.next();
        let here = id.as_ref().filter(|_| self.is_served()).map(|id| format!("#{id}"));
        LineHtml {
            other_ids: ids.collect(),
            day: line.day,
            label: self.pieces(&line.label),
            words: self.pieces(&line.words),
            details: line.details.iter().map(|detail| self.pieces(detail)).collect(),
            marks: self.marks(&line.marks, line.support, id.as_deref().unwrap_or_default()),
            here,
            id,
        }
    }

    /// The pieces that say something; their words together are at most so many characters as the page allows.
    pub(super) fn pieces(&self, pieces: &[Piece]) -> Vec<PieceHtml> {
        let class = |voice: Voice| match voice {
            Voice::Label => "label",
            Voice::Status(status) => status.as_str(),
            Voice::Name => "name",
            Voice::Report => "words",
            Voice::Strong => "strong",
            Voice::Context => "context",
        };
        let mut left = self.limits.characters;
        let shown = pieces.iter().filter(|piece| !piece.text.is_empty()).map_while(|piece| {
            let text = cut(&piece.text, left)?;
            left = left.saturating_sub(piece.text.chars().count());
            Some(PieceHtml {
                class: class(piece.voice),
                href: piece.actor.and_then(|actor| self.actor(actor)),
                apart: matches!(piece.voice, Voice::Name | Voice::Report) && text.chars().any(char::is_alphanumeric),
                text,
            })
        });
        shown.collect()
    }

    pub(super) fn marks(&mut self, marks: &[Mark], support: Support, line: &str) -> MarksHtml {
        let reports = dossier::by_report(marks);
        let shown = reports.len().min(self.limits.passages.saturating_add(1));
        MarksHtml {
            more: reports.len() - shown,
            reports: reports[..shown].iter().map(|group| self.mark(&group.marks, line)).collect(),
            support: SupportHtml::of(support),
        }
    }

    /// Places of one report: in a file `[A 3, 12]`, for the lines stand beside it; else its outlet, and a number for each
    /// further place.
    fn mark(&mut self, marks: &[Mark], line: &str) -> MarkHtml {
        let shown = marks.len().min(self.limits.passages);
        let link = |(at, mark): (usize, &Mark)| {
            let href = self.passage(mark, line);
            let letter = dossier::letter(mark.report);
            match self.place {
                Place::InFile => LinkHtml {
                    text: if at == 0 { format!("{letter} {}", mark.line) } else { mark.line.to_string() },
                    label: Some(format!("Report {letter}, line {}", mark.line)),
                    title: String::new(),
                    href,
                },
                Place::Served if at == 0 => {
                    LinkHtml { text: self.outlet(mark.report), title: self.day(mark.report), label: None, href }
                }
                Place::Served => LinkHtml {
                    text: (at + 1).to_string(),
                    label: Some(format!("{} {}", self.outlet(mark.report), at + 1)),
                    title: String::new(),
                    href,
                },
            }
        };
        MarkHtml { links: marks[..shown].iter().enumerate().map(link).collect() }
    }

    /// A passage amid the words around it, and where it stands; none where the report is not one of the story.
    pub(super) fn passage_of(&mut self, evidence: &Evidence, line: &str) -> Option<PassageHtml> {
        let mark = *self.reading.marks(std::slice::from_ref(evidence)).first()?;
        let amid = self.reading.amid(evidence, REACH);
        let href = self.passage(&mark, line);
        let citation = self.citation(mark.report);
        let text = match self.place {
            Place::InFile => format!("{citation} [{} {}]", dossier::letter(mark.report), mark.line),
            Place::Served => citation,
        };
        let cite = LinkHtml { href, text, title: String::new(), label: None };
        Some(PassageHtml { words: self.pieces(&amid), cite })
    }

    /// The name of a report's outlet, or where it has none, its headline or id.
    pub(super) fn outlet(&self, report: usize) -> String {
        let source = self.sources.get(report);
        let name = source.map(|source| source.outlet.as_deref().unwrap_or_else(|| source.headline()));
        name.and_then(|name| cut(name, OUTLET)).unwrap_or_default()
    }

    /// Outlet and day.
    fn citation(&self, report: usize) -> String {
        let day = self.day(report);
        if day.is_empty() { self.outlet(report) } else { format!("{}, {day}", self.outlet(report)) }
    }

    /// The day of a report's publication, if it is known.
    fn day(&self, report: usize) -> String {
        self.sources.get(report).and_then(|source| source.published.clone()).unwrap_or_default()
    }
}

/// So many characters of an outlet's name are shown.
const OUTLET: usize = 48;

impl SupportHtml {
    /// Nothing where only one report says it.
    pub(super) fn of(support: Support) -> Option<Self> {
        (support.reports > 1).then(|| Self {
            text: support_words(support),
            is_one_voice: support.independent == 1 && support.outlets > 1,
        })
    }
}

/// `3 reports · 2 outlets · 1 independent`
pub(super) fn support_words(support: Support) -> String {
    let outlets = if support.outlets == 1 { "outlet" } else { "outlets" };
    let reports = if support.reports == 1 { "report" } else { "reports" };
    format!("{} {reports} · {} {outlets} · {} independent", support.reports, support.outlets, support.independent)
}

/// At most so many characters, cut at a space if one is near; none where no room is left.
pub(super) fn cut(text: &str, characters: usize) -> Option<String> {
    let Some((end, _)) = text.char_indices().nth(characters) else { return Some(text.to_owned()) };
    if end == 0 {
        return None;
    }
    let kept = &text[..end];
    let kept = kept.rfind(' ').filter(|space| *space > end / 2).map_or(kept, |space| &kept[..space]);
    Some(format!("{}…", kept.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_a_space_where_one_is_near() {
        assert_eq!(cut("one two", 7).as_deref(), Some("one two"));
        assert_eq!(cut("one two three", 9).as_deref(), Some("one two…"));
        assert_eq!(cut("a 漢字漢字漢字漢字", 6).as_deref(), Some("a 漢字漢字…"));
        assert_eq!(cut("one", 0), None);
        assert_eq!(cut("", 0).as_deref(), Some(""));
    }

    #[test]
    fn one_voice_is_several_outlets_of_one_source() {
        let support = |reports, outlets, independent| Support { reports, outlets, independent };
        assert!(SupportHtml::of(support(1, 1, 1)).is_none());
        let said = SupportHtml::of(support(3, 2, 1)).unwrap();
        assert_eq!((said.text.as_str(), said.is_one_voice), ("3 reports · 2 outlets · 1 independent", true));
        assert!(!SupportHtml::of(support(3, 2, 2)).unwrap().is_one_voice);
        assert!(!SupportHtml::of(support(2, 1, 1)).unwrap().is_one_voice);
    }
}
