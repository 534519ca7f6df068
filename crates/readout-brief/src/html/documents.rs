//! The documents of a story: their versions, what they provide for, who speaks of them.

use readout_record::{Document, ItemKind, Support};

use super::lines::{GroupHtml, LineHtml, MarksHtml, MoreHtml, PassageHtml, PieceHtml};
use super::links::Links;
use crate::dossier::{Group, Piece};
use crate::words::line;

pub(super) struct DocumentHtml {
    pub(super) line: LineHtml,
    pub(super) name: String,
    pub(super) facts: Vec<Vec<PieceHtml>>,
    pub(super) versions: Vec<VersionHtml>,
    pub(super) provisions: Vec<PassageHtml>,
    pub(super) more_provisions: Option<MoreHtml>,
    /// Who says what of it.
    pub(super) said: GroupHtml,
}

pub(super) struct VersionHtml {
    pub(super) words: String,
    pub(super) marks: MarksHtml,
}

impl DocumentHtml {
    /// All that the page shows, and how many there are.
    pub(super) fn all(links: &mut Links<'_>) -> (Vec<Self>, usize) {
        let kept: Vec<_> = links.reading.kept(ItemKind::Document, &links.story.documents).collect();
        let shown = kept.iter().take(links.limits.groups).map(|(_, document)| Self::new(links, document));
        (shown.collect(), kept.len())
    }

    fn new(links: &mut Links<'_>, document: &Document) -> Self {
        let html = links.line(links.reading.document(document));
        let here = html.id.clone().unwrap_or_default();
        let facts = links.reading.document_facts(document);
        let facts = facts.iter().map(|fact| links.pieces(fact)).collect();
        let rest = links.list("documents", &[]).map(|list| format!("{list}#{}", crate::address::encode(&document.id)));
        let versions = document.versions.iter().take(links.limits.lines);
        let version = |version: &readout_record::Version| {
            let marks = links.reading.marks(&version.evidence);
            VersionHtml { words: line(&version.words), marks: links.marks(&marks, Support::default(), &here) }
        };
        let versions = versions.map(version).collect();
        let shown = document.provisions.len().min(links.limits.lines);
        let provisions = document.provisions[..shown].iter();
        let provisions = provisions.filter_map(|provision| links.passage_of(provision, &here)).collect();
        let statements = document.statements.iter().filter_map(|index| links.story.statements.get(*index));
        let lines = statements.map(|statement| links.reading.spoken(statement, true)).collect();
        let said = Group { heading: Some(vec![Piece::label("of it")]), lines, ..Group::default() };
        let lines = links.limits.passages;
        let said = said.collapsed().unwrap_or_default();
        Self {
            name: line(&document.name),
            facts,
            versions,
            provisions,
            more_provisions: MoreHtml::of(document.provisions.len() - shown, rest.clone()),
            said: links.group(said, lines, rest),
            line: html,
        }
    }
}
