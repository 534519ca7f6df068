//! A story as a page: its sections, in order, with what each shows of them and a link to the rest.

use askama::Template;
use readout_record::ItemKind;

use super::days::Days;
use super::differences::DifferenceHtml;
use super::documents::DocumentHtml;
use super::lines::{GroupHtml, MoreHtml, support_words};
use super::links::Links;
use super::positions::{self, PositionsHtml};
use super::sources::SourcesHtml;
use super::view::{GroupBy, StoryView};
use crate::dossier::{self, Group, Line, SectionKind};
use crate::words::{day, days};

/// One story.
#[derive(Template)]
#[template(path = "story.html")]
pub(super) struct StoryPage {
    served: bool,
    /// The id of all of it.
    id: String,
    title: String,
    facts: String,
    /// The days as of which it can be told; nothing where it cannot.
    replay: Vec<ChoiceHtml>,
    /// Which days the page is restricted to, and a link to all.
    range: Option<MoreHtml>,
    sections: Vec<SectionHtml>,
}

struct ChoiceHtml {
    href: String,
    text: String,
    chosen: bool,
}

struct SectionHtml {
    id: String,
    name: &'static str,
    title: &'static str,
    /// How many things it holds, shown or not.
    count: usize,
    body: Body,
    more: Option<MoreHtml>,
}

enum Body {
    Groups(Vec<GroupHtml>),
    Timeline { drawing: Option<(String, Vec<KeyHtml>)>, groups: Vec<GroupHtml> },
    Statements { choices: Vec<ChoiceHtml>, note: Option<&'static str>, groups: Vec<GroupHtml> },
    Differences(Vec<DifferenceHtml>),
    Positions(PositionsHtml),
    Documents(Vec<DocumentHtml>),
    Sources(SourcesHtml),
}

/// What a colour of the drawing means.
struct KeyHtml {
    class: &'static str,
    text: &'static str,
}

/// The last section.
const SOURCES: &str = "sources";

impl StoryPage {
    /// `id` is that of the whole, in a file that holds several.
    pub(super) fn new(links: &mut Links<'_>, id: &str) -> Self {
        let title = super::story_title(links.story);
        let facts = facts(links);
        let kinds = [
            SectionKind::About,
            SectionKind::Planned,
            SectionKind::Timeline,
            SectionKind::Statements,
            SectionKind::Differences,
            SectionKind::Positions,
            SectionKind::Figures,
            SectionKind::Documents,
            SectionKind::Actors,
        ];
        // No line may have the id of a section.
        let ids: Vec<String> = kinds.iter().map(|kind| links.take_id(kind.name()).unwrap_or_default()).collect();
        let of_sources = links.take_id(SOURCES).unwrap_or_default();
        // A statement has its id where it stands under who said it.
        let mut made: Vec<(usize, SectionHtml)> = Vec::new();
        let mut order: Vec<usize> = (0..kinds.len()).collect();
        order.sort_by_key(|at| kinds[*at] != SectionKind::Statements);
        for at in order {
            made.extend(section(links, kinds[at], &ids[at]).map(|section| (at, section)));
        }
        made.sort_by_key(|(at, _)| *at);
        let mut sections: Vec<SectionHtml> = made.into_iter().map(|(_, section)| section).collect();
        if !links.story.reports.is_empty() {
            sections.push(SectionHtml {
                id: of_sources,
                name: SOURCES,
                title: dossier::SOURCES,
                count: links.story.reports.len(),
                body: Body::Sources(SourcesHtml::new(links)),
                more: None,
            });
        }
        let range = links.view.days.map(|range| MoreHtml {
            href: links.view(&StoryView { days: None, ..links.view.clone() }, ""),
            text: days(range),
        });
        Self {
            served: links.is_served(),
            id: id.to_owned(),
            title,
            facts,
            replay: replay(links),
            range: range.filter(|_| links.is_served()),
            sections,
        }
    }
}

pub(super) fn facts(links: &Links<'_>) -> String {
    let published = || links.story.reports.iter().filter_map(|report| report.report.published);
    let days = published().min().zip(published().max()).map(days);
    let support = Some(support_words(links.story.support)).filter(|_| links.story.support.reports > 0);
    support.into_iter().chain(days).collect::<Vec<_>>().join(" · ")
}

/// The days of publication as of which the story can be told, and its latest state.
fn replay(links: &Links<'_>) -> Vec<ChoiceHtml> {
    let own = || links.story.reports.iter().filter_map(|report| report.report.published).collect();
    let mut published = links.view.published.clone();
    if published.is_empty() {
        published = own();
    }
    let as_of = links.view.as_of;
    if !links.is_served() || published.len() < 2 && as_of.is_none() {
        return Vec::new();
    }
    // The chosen day and those around it, if not all have room.
    let all: Vec<_> = published.into_iter().collect();
    let room = links.limits.list.max(1);
    let at = as_of.map_or(all.len(), |day| all.partition_point(|other| *other <= day));
    let from = at.saturating_sub(room / 2 + 1).min(all.len().saturating_sub(room));
    let shown = all.iter().skip(from).take(room);
    // A day between two of them tells the story as of the one before.
    let told = as_of.and_then(|day| all.iter().rev().find(|other| **other <= day)).copied();
    let choice = |day_of| ChoiceHtml {
        href: links.view(&StoryView { as_of: Some(day_of), ..links.view.clone() }, ""),
        text: day(day_of),
        chosen: told == Some(day_of),
    };
    let latest = ChoiceHtml {
        href: links.view(&StoryView { as_of: None, ..links.view.clone() }, ""),
        text: "Latest".to_owned(),
        chosen: as_of.is_none(),
    };
    shown.copied().map(choice).chain([latest]).collect()
}

/// A section; none if it holds nothing.
fn section(links: &mut Links<'_>, kind: SectionKind, id: &str) -> Option<SectionHtml> {
    let limits = links.limits;
    let reading = links.reading;
    let (body, count, more) = match kind {
        SectionKind::About => {
            let rest = links.list("reports", &[]);
            let mut groups = reading.about();
            if links.is_served() {
                // The marks name the outlets already.
                groups.iter_mut().flat_map(|group| &mut group.lines).for_each(|line| line.label.clear());
            }
            flat(links, groups, limits.leads, rest)?
        }
        SectionKind::Planned => {
            let rest = links.list("events", &[]);
            flat(links, reading.planned(), limits.list, rest)?
        }
        SectionKind::Actors => {
            let rest = links.list("actors", &[]);
            let mut groups = reading.actors();
            if links.is_served() {
                // An actor's page has every mention; here stands one of each report.
                for line in groups.iter_mut().flat_map(|group| &mut group.lines) {
                    line.marks.sort_unstable();
                    line.marks.dedup_by_key(|mark| mark.report);
                }
            }
            flat(links, groups, limits.list, rest)?
        }
        SectionKind::Figures => {
            let rest = links.list("figures", &[]);
            flat(links, figures(links), limits.list, rest)?
        }
        SectionKind::Timeline => timeline(links)?,
        SectionKind::Statements => statements(links)?,
        SectionKind::Differences => {
            let (shown, all) = DifferenceHtml::all(links);
            let more = MoreHtml::of(all - shown.len(), links.list("differences", &[]));
            (all > 0).then_some((Body::Differences(shown), all, more))?
        }
        SectionKind::Positions => {
            let (table, all, shown) = PositionsHtml::new(links);
            (Body::Positions(table?), all, positions::more(links, all, shown))
        }
        SectionKind::Documents => {
            let (shown, all) = DocumentHtml::all(links);
            let more = MoreHtml::of(all - shown.len(), links.list("documents", &[]));
            (all > 0).then_some((Body::Documents(shown), all, more))?
        }
    };
    Some(SectionHtml { id: id.to_owned(), name: kind.name(), title: kind.title(), count, body, more })
}

type Made = (Body, usize, Option<MoreHtml>);

/// Groups that hold something.
fn collapsed<'r>(groups: Vec<Group<'r>>) -> Vec<Group<'r>> {
    groups.into_iter().filter_map(Group::collapsed).collect()
}

fn count(groups: &[Group<'_>]) -> usize {
    groups.iter().map(|group| group.lines.len()).sum()
}

/// A section that is not divided.
fn flat(links: &mut Links<'_>, groups: Vec<Group<'_>>, limit: usize, rest: Option<String>) -> Option<Made> {
    let groups = collapsed(groups);
    let all = count(&groups);
    let groups = groups.into_iter().map(|group| links.group(group, limit, rest.clone())).collect();
    (all > 0).then_some((Body::Groups(groups), all, None))
}

/// The value in a column of its own, as the days of plans are.
fn figures<'r>(links: &Links<'r>) -> Vec<Group<'r>> {
    let reading = links.reading;
    let figure = |(_, figure): (usize, &'r readout_record::Figure)| {
        let facts = reading.figure_facts(figure);
        let mut label = Vec::new();
        for fact in facts {
            if !label.is_empty() {
                label.push(dossier::Piece::label(" · "));
            }
            label.extend(fact);
        }
        Line { day: Some(dossier::amount(figure)), label, ..reading.figure(figure) }
    };
    let kept = reading.kept(ItemKind::Figure, &links.story.figures);
    vec![Group { lines: kept.map(figure).collect(), ..Group::default() }]
}

fn timeline(links: &mut Links<'_>) -> Option<Made> {
    let groups = collapsed(links.reading.timeline());
    let all = count(&groups);
    let shown = groups.len().min(links.limits.groups.saturating_mul(2));
    let left_out = groups[shown..].iter().map(|group| group.lines.len()).sum();
    let lines = links.limits.lines;
    let view = links.view;
    let groups: Vec<_> = groups
        .into_iter()
        .take(shown)
        .map(|group| {
            let of_day = group.day.map(|day| StoryView { days: Some((day, day)), ..view.clone() });
            // The page of one day has nothing more to open.
            let rest = match of_day.filter(|of_day| links.is_served() && of_day.days != view.days) {
                Some(of_day) => Some(links.view(&of_day, "timeline")),
                None => links.list("timeline", &[]),
            };
            links.group(group, lines, rest)
        })
        .collect();
    let drawing = Days::draw(links).map(|days| {
        let statuses = days.statuses.iter().map(|status| KeyHtml { class: status, text: status });
        let said = days.has_statements.then_some(KeyHtml { class: "statement", text: "said" });
        let published = days.has_reports.then_some(KeyHtml { class: "published", text: "reports published" });
        let keys = statuses.chain(said).chain(published).collect();
        (days.render().expect("the template only writes to a string"), keys)
    });
    let more = MoreHtml::of(left_out, links.list("timeline", &[]));
    (all > 0 || drawing.is_some()).then_some((Body::Timeline { drawing, groups }, all, more))
}

fn statements(links: &mut Links<'_>) -> Option<Made> {
    let view = links.view;
    let by = if links.is_served() { view.by } else { GroupBy::Actor };
    let (groups, note) = match by {
        GroupBy::Actor => (links.reading.statements(), None),
        GroupBy::Day => (
            links.reading.statements_by_day(),
            Some("The day on which it was said; where none is given, that of the report."),
        ),
        GroupBy::Kind => (links.reading.statements_by_kind(), None),
    };
    let groups = collapsed(groups);
    let all = count(&groups);
    if all == 0 {
        return None;
    }
    let shown = groups.len().min(links.limits.groups);
    let left_out = groups[shown..].iter().map(|group| group.lines.len()).sum();
    let lines = links.limits.lines;
    let groups = groups.into_iter().take(shown).map(|group| {
        let actor = group.actor.and_then(|actor| links.story.actors.get(actor));
        let of_day = group.day.map(|day| StoryView { days: Some((day, day)), ..view.clone() });
        let rest = match (actor, of_day.filter(|of_day| links.is_served() && of_day.days != view.days)) {
            (Some(actor), _) => links.list("statements", &[("actor", actor.id.clone())]),
            (None, Some(of_day)) => Some(links.view(&of_day, "statements")),
            (None, None) => links.list("statements", &[]),
        };
        // The days of the timeline have the ids of days.
        links.group(Group { day: None, ..group }, lines, rest)
    });
    let groups = groups.collect();
    let choice = |by: GroupBy| ChoiceHtml {
        href: links.view(&StoryView { by, ..view.clone() }, "statements"),
        text: format!("by {}", by.as_str()),
        chosen: by == view.by,
    };
    let choices = if links.is_served() { GroupBy::ALL.map(choice).into() } else { Vec::new() };
    let more = MoreHtml::of(left_out, links.list("statements", &[]));
    Some((Body::Statements { choices, note, groups }, all, more))
}
