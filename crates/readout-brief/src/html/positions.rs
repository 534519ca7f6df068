//! Positions: a table of issues by actors, and the statements behind each of its cells.

use std::collections::BTreeMap;

use readout_record::{ItemKind, Position};

use super::lines::{GroupHtml, MoreHtml, PieceHtml};
use super::links::Links;
use crate::dossier::{Group, Piece};
use crate::words::line;

pub(super) struct PositionsHtml {
    pub(super) actors: Vec<PieceHtml>,
    pub(super) issues: Vec<IssueHtml>,
}

/// A row of the table, and what is behind it.
pub(super) struct IssueHtml {
    pub(super) name: String,
    /// One for each actor of the table.
    pub(super) cells: Vec<Vec<StanceHtml>>,
    pub(super) positions: Vec<GroupHtml>,
}

/// How an actor stands to an issue.
pub(super) struct StanceHtml {
    pub(super) stance: &'static str,
    pub(super) statements: usize,
    /// How often the wording changed.
    pub(super) changes: usize,
    pub(super) href: Option<String>,
    pub(super) label: String,
}

impl PositionsHtml {
    /// The table, how many positions there are, and how many of them it shows.
    pub(super) fn new(links: &mut Links<'_>) -> (Option<Self>, usize, usize) {
        let kept = links.reading.kept(ItemKind::Position, &links.story.positions);
        let kept: Vec<&Position> = kept.map(|(_, position)| position).collect();
        // The issues as they come; of the actors those with most statements.
        let mut issues = Vec::<(&str, Vec<&Position>)>::new();
        for position in &kept {
            match issues.last_mut().filter(|(issue, _)| *issue == position.issue) {
                Some((_, positions)) => positions.push(position),
                None => issues.push((&position.issue, vec![position])),
            }
        }
        issues.truncate(links.limits.groups);
        let mut said = BTreeMap::<usize, usize>::new();
        for position in issues.iter().flat_map(|(_, positions)| positions) {
            *said.entry(position.actor).or_default() += position.statements.len();
        }
        let mut actors: Vec<usize> = said.keys().copied().collect();
        actors.sort_by_key(|actor| std::cmp::Reverse(said[actor]));
        actors.truncate(links.limits.groups);
        let mut shown = 0;
        let issues: Vec<_> = issues
            .into_iter()
            .filter_map(|(name, mut positions)| {
                positions.retain(|position| actors.contains(&position.actor));
                shown += positions.len();
                (!positions.is_empty()).then(|| IssueHtml::new(links, name, &positions, &actors))
            })
            .collect();
        let names = actors.iter().map(|actor| links.reading.names_of(&[*actor]));
        let actors: Vec<Piece> =
            names.map(|name| name.into_iter().next().unwrap_or_else(|| Piece::label("?"))).collect();
        let actors = actors.iter().filter_map(|name| links.pieces(std::slice::from_ref(name)).pop()).collect();
        let table = Self { actors, issues };
        ((!table.issues.is_empty()).then_some(table), kept.len(), shown)
    }
}

impl IssueHtml {
    fn new(links: &mut Links<'_>, name: &str, positions: &[&Position], actors: &[usize]) -> Self {
        let name = line(name);
        let groups: Vec<_> = positions.iter().map(|position| group(links, position)).collect();
        let cell = |actor: &usize| {
            let of = positions.iter().zip(&groups).filter(|(position, _)| position.actor == *actor);
            let stance = |(position, group): (&&Position, &GroupHtml)| StanceHtml {
                stance: position.stance.as_str(),
                statements: position.statements.len(),
                changes: position.changes.len(),
                href: group.id.as_ref().map(|id| format!("#{id}")),
                label: stance_label(links, position, &name),
            };
            of.map(stance).collect()
        };
        Self { cells: actors.iter().map(cell).collect(), positions: groups, name }
    }
}

fn stance_label(links: &Links<'_>, position: &Position, issue: &str) -> String {
    let actor = links.reading.actor_name(position.actor).unwrap_or_default();
    let statements = match position.statements.len() {
        1 => "1 statement".to_owned(),
        n => format!("{n} statements"),
    };
    let changes = if position.changes.is_empty() { "" } else { ", changed" };
    format!("{} {statements}{changes}: {actor}, {issue}", position.stance.as_str())
}

/// The statements that show a position.
fn group(links: &mut Links<'_>, position: &Position) -> GroupHtml {
    let id = links.take_id(&position.id);
    let mut heading = links.reading.names_of(&[position.actor]);
    heading.push(Piece::label(format!(" · {}", position.stance.as_str())));
    let lines = links.reading.position(position);
    let rest = links.list("positions", &[]).map(|list| format!("{list}#{}", crate::address::encode(&position.id)));
    let group = Group { heading: Some(heading), lines, ..Group::default() };
    let lines = links.limits.passages;
    GroupHtml { id, ..links.group(group, lines, rest) }
}

/// A link to the positions that the table has no room for.
pub(super) fn more(links: &Links<'_>, all: usize, shown: usize) -> Option<MoreHtml> {
    MoreHtml::of(all - shown, links.list("positions", &[]))
}
