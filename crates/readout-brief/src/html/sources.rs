//! The sources of a story: its reports, whom each copies or repeats, and a drawing of both.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use readout_record::{Derivation, Origin};

use super::lines::{MoreHtml, PassageHtml, cut};
use super::links::Links;
use crate::dossier;
use crate::words::line;

/// Room for the names of outlets.
const NAMES: i64 = 176;
/// So many characters of a name have room there.
const NAME: usize = 24;
const ROW: i64 = 30;
/// Room for a report: as much as there is, within bounds.
const COLUMNS: i64 = 560;
const LEAST_COLUMN: i64 = 34;
const MOST_COLUMN: i64 = 80;
/// Half the side of a mark.
const RADIUS: i64 = 10;

/// A report among the sources.
pub(super) struct SourceHtml {
    /// In a file the letter stands for the report; its id is that of the text beside.
    pub(super) letter: String,
    pub(super) href: String,
    pub(super) headline: String,
    pub(super) facts: Vec<String>,
    pub(super) url: Option<String>,
    pub(super) place: Option<String>,
    /// Shown in a file, for those who look the report up.
    pub(super) id: Option<String>,
    pub(super) derivations: Vec<DerivationHtml>,
    pub(super) more: Option<MoreHtml>,
}

/// Whom a report copies or repeats, and the passages that show it.
pub(super) struct DerivationHtml {
    pub(super) id: Option<String>,
    pub(super) from: String,
    /// To the report that it is from, if the record has it.
    pub(super) href: Option<String>,
    pub(super) passages: Vec<PassageHtml>,
    pub(super) more: Option<MoreHtml>,
}

pub(super) struct SourcesHtml {
    pub(super) drawing: Option<String>,
    pub(super) reports: Vec<SourceHtml>,
    pub(super) more: Option<MoreHtml>,
    pub(super) has_carriers: bool,
}

impl SourcesHtml {
    pub(super) fn new(links: &mut Links<'_>) -> Self {
        let story = links.story;
        let shown = story.reports.len().min(links.limits.list);
        let reports: Vec<_> = (0..shown).map(|report| SourceHtml::new(links, report)).collect();
        let more = MoreHtml::of(story.reports.len() - shown, links.list("reports", &[]));
        let drawing = Drawing::new(links);
        let has_carriers = drawing.as_ref().is_some_and(|drawing| drawing.rows.iter().any(|row| row.carrier.is_some()));
        let drawing = drawing.map(|drawing| drawing.render().expect("the template only writes to a string"));
        Self { drawing, reports, more, has_carriers }
    }
}

impl SourceHtml {
    fn new(links: &mut Links<'_>, report: usize) -> Self {
        let (story, served) = (links.story, links.is_served());
        let all = &story.reports[report].derives_from;
        let shown = all.len().min(links.limits.passages);
        let derivations = all[..shown].iter().enumerate();
        let derivations = derivations.map(|(at, of)| DerivationHtml::new(links, report, at, of)).collect();
        let source = &links.sources[report];
        Self {
            letter: source.letter.clone(),
            href: links.report(report),
            headline: cut(source.headline(), links.limits.characters).unwrap_or_default(),
            facts: source.facts().map(str::to_owned).collect(),
            url: source.url.clone(),
            place: source.place.clone().filter(|_| !served),
            id: (!served).then(|| source.id.clone()),
            more: MoreHtml::of(all.len() - shown, Some(links.report(report))),
            derivations,
        }
    }
}

impl DerivationHtml {
    fn new(links: &mut Links<'_>, report: usize, at: usize, of: &Derivation) -> Self {
        let id = links.take_id(&derivation(report, at));
        // One passage shows it; the report shows them all.
        let shown = of.evidence.len().min(if links.is_served() { 1 } else { usize::MAX });
        let from_line = id.clone().unwrap_or_default();
        let origin = origin_report(links, &of.from);
        Self {
            from: match (&of.from, origin) {
                (_, Some(origin)) => format!("{} ({})", links.outlet(origin), dossier::letter(origin)),
                (Origin::Outlet(name), None) => line(name),
                (Origin::Report(id), None) => line(&id.0),
            },
            href: origin.map(|origin| links.report(origin)),
            passages: of.evidence[..shown].iter().filter_map(|passage| links.passage_of(passage, &from_line)).collect(),
            more: MoreHtml::of(of.evidence.len() - shown, Some(links.report(report))),
            id,
        }
    }
}

fn derivation(report: usize, at: usize) -> String {
    format!("from-{}-{}", dossier::letter(report), at + 1)
}

fn origin_report(links: &Links<'_>, from: &Origin) -> Option<usize> {
    let Origin::Report(id) = from else { return None };
    links.story.reports.iter().position(|report| report.report.id == *id)
}

/// Reports in the order of their publication, a row for each outlet; a line from whom a report copies or repeats to it.
#[derive(Template)]
#[template(path = "sources.html")]
struct Drawing {
    width: i64,
    height: i64,
    names: i64,
    rows: Vec<Row>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    days: Vec<DayMark>,
    radius: i64,
    /// Reports that are not drawn.
    left_out: usize,
}

struct Row {
    name: String,
    y: i64,
    /// First and last mark of the row.
    from: i64,
    to: i64,
    /// Where the mark of a carrier stands of which the story has no report.
    carrier: Option<i64>,
}

struct Node {
    letter: String,
    href: String,
    title: String,
    class: &'static str,
    x: i64,
    y: i64,
}

struct Edge {
    href: String,
    title: String,
    path: String,
    /// The corners of the arrow's head.
    head: String,
}

struct DayMark {
    x: i64,
    text: String,
}

impl Drawing {
    /// Nothing for one report that is from nobody.
    fn new(links: &Links<'_>) -> Option<Self> {
        let story = links.story;
        let drawn = drawn(links);
        let derives = |report: usize| story.reports[report].derives_from.iter().enumerate();
        if drawn.len() < 2 && drawn.iter().all(|report| derives(*report).next().is_none()) {
            return None;
        }
        // The rows: carriers of which there is no report above the outlets of the reports.
        let outlets: BTreeSet<String> = drawn.iter().map(|report| links.outlet(*report).to_lowercase()).collect();
        let mut rows = Vec::<Row>::new();
        let mut row_of = BTreeMap::<String, usize>::new();
        let carriers = drawn.iter().flat_map(|report| derives(*report)).filter_map(|(_, of)| match &of.from {
            Origin::Outlet(name) => Some(line(name)),
            Origin::Report(_) => None,
        });
        let carriers: Vec<String> = carriers.collect();
        let foreign = carriers.iter().filter(|name| !outlets.contains(&name.to_lowercase()));
        for name in foreign.cloned().chain(drawn.iter().map(|report| links.outlet(*report))) {
            let y = ROW / 2 + ROW * rows.len() as i64;
            let key = name.to_lowercase();
            row_of.entry(key).or_insert_with(|| {
                rows.push(Row { name: cut(&name, NAME).unwrap_or_default(), y, from: i64::MAX, to: 0, carrier: None });
                rows.len() - 1
            });
        }
        let column = (COLUMNS / drawn.len().max(1) as i64).clamp(LEAST_COLUMN, MOST_COLUMN);
        let first = NAMES + if carriers.is_empty() { 0 } else { column } + RADIUS;
        let place = |row_of: &BTreeMap<String, usize>, report: usize| {
            let row = row_of.get(&links.outlet(report).to_lowercase()).copied()?;
            let slot = drawn.binary_search(&report).ok()?;
            Some((row, first + column * slot as i64))
        };
        let (mut nodes, mut edges) = (Vec::new(), Vec::new());
        for report in &drawn {
            let Some((row, x)) = place(&row_of, *report) else { continue };
            let y = rows[row].y;
            rows[row].reach(x);
            let source = &links.sources[*report];
            let class = if story.reports[*report].derives_from.is_empty() { "own" } else { "derives" };
            let title: Vec<&str> = std::iter::once(source.headline()).chain(source.facts()).collect();
            let title = cut(&format!("{}: {}", source.letter, title.join(" · ")), 160).unwrap_or_default();
            nodes.push(Node { letter: source.letter.clone(), href: links.report(*report), title, class, x, y });
            for (at, of) in derives(*report) {
                let (from, x1, y1) = match &of.from {
                    Origin::Outlet(name) => {
                        let Some(row) = row_of.get(&line(name).to_lowercase()) else { continue };
                        let x = NAMES + RADIUS;
                        rows[*row].carrier = Some(x);
                        rows[*row].reach(x);
                        (rows[*row].name.clone(), x, rows[*row].y)
                    }
                    Origin::Report(_) => {
                        let origin = origin_report(links, &of.from);
                        let Some((origin, (row, x))) = origin.and_then(|o| Some((o, place(&row_of, o)?))) else {
                            continue;
                        };
                        (dossier::letter(origin), x, rows[row].y)
                    }
                };
                edges.push(Edge {
                    href: links.here(&derivation(*report, at)).unwrap_or_else(|| links.report(*report)),
                    title: format!("{} repeats {from}", source.letter),
                    path: path((x1, y1), (x, y)),
                    head: head((x1, y1), (x, y)),
                });
            }
        }
        Some(Self {
            width: first + column * drawn.len() as i64,
            height: ROW * rows.len() as i64 + 26,
            names: NAMES,
            rows,
            nodes,
            edges,
            days: days_of(links, &drawn, first, column),
            radius: RADIUS,
            left_out: story.reports.len() - drawn.len(),
        })
    }
}

impl Row {
    fn reach(&mut self, x: i64) {
        self.from = self.from.min(x);
        self.to = self.to.max(x);
    }
}

/// The reports that are drawn: if not all have room, first those that copy or are copied.
fn drawn(links: &Links<'_>) -> Vec<usize> {
    let reports = &links.story.reports;
    let deriving = reports.iter().enumerate().filter(|(_, report)| !report.derives_from.is_empty());
    let mut chosen = BTreeSet::new();
    for (index, report) in deriving {
        let origins = report.derives_from.iter().filter_map(|of| origin_report(links, &of.from));
        let these: BTreeSet<usize> = origins.chain([index]).filter(|report| !chosen.contains(report)).collect();
        if chosen.len() + these.len() <= links.limits.drawn {
            chosen.extend(these);
        }
    }
    for report in 0..reports.len() {
        if chosen.len() >= links.limits.drawn {
            break;
        }
        chosen.insert(report);
    }
    chosen.into_iter().collect()
}

/// The days of publication, where the first report of each stands and there is room for its name.
fn days_of(links: &Links<'_>, drawn: &[usize], first: i64, column: i64) -> Vec<DayMark> {
    const TEXT: i64 = 48;
    let mut marks = Vec::new();
    let (mut last, mut free) = (None, 0);
    for (slot, report) in drawn.iter().enumerate() {
        let day = links.story.reports[*report].report.published;
        let x = first + column * slot as i64 - column / 2;
        if day == last {
            continue;
        }
        last = day;
        let text = day.filter(|_| x >= free).map(|day| day.strftime("%-d %b").to_string()).unwrap_or_default();
        if !text.is_empty() {
            free = x + TEXT;
        }
        marks.push(DayMark { x, text });
    }
    marks
}

/// From the edge of one mark to that of another: to the right, as time goes; over the row where both stand in one; else up or
/// down.
fn path(from: (i64, i64), to: (i64, i64)) -> String {
    let ((x1, y1), (x2, y2)) = (from, to);
    match Way::of(from, to) {
        Way::Right => {
            let (start, end) = (x1 + RADIUS, x2 - RADIUS);
            let middle = (start + end) / 2;
            format!("M{start},{y1} C{middle},{y1} {middle},{y2} {end},{y2}")
        }
        Way::Over => {
            let over = y1 - ROW;
            format!("M{x1},{} C{x1},{over} {x2},{over} {x2},{}", y1 - RADIUS, y2 - RADIUS)
        }
        Way::Down | Way::Up => {
            let side = (y2 - y1).signum() * RADIUS;
            let middle = (y1 + y2) / 2;
            format!("M{x1},{} C{x1},{middle} {x2},{middle} {x2},{}", y1 + side, y2 - side)
        }
    }
}

/// The head of the arrow at the end of a path.
fn head(from: (i64, i64), to: (i64, i64)) -> String {
    let (x, y) = to;
    match Way::of(from, to) {
        Way::Right => format!("{},{y} {},{} {},{}", x - RADIUS, x - RADIUS - 7, y - 4, x - RADIUS - 7, y + 4),
        Way::Over | Way::Down => {
            format!("{x},{} {},{} {},{}", y - RADIUS, x - 4, y - RADIUS - 7, x + 4, y - RADIUS - 7)
        }
        Way::Up => format!("{x},{} {},{} {},{}", y + RADIUS, x - 4, y + RADIUS + 7, x + 4, y + RADIUS + 7),
    }
}

/// How an arrow goes.
enum Way {
    Right,
    Over,
    Down,
    Up,
}

impl Way {
    fn of((x1, y1): (i64, i64), (x2, y2): (i64, i64)) -> Self {
        if y1 == y2 {
            Self::Over
        } else if x2 - x1 >= LEAST_COLUMN {
            Self::Right
        } else if y2 > y1 {
            Self::Down
        } else {
            Self::Up
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_ends_at_the_edge_of_a_mark() {
        assert_eq!(path((0, 15), (80, 45)), "M10,15 C40,15 40,45 70,45");
        assert_eq!(head((0, 15), (80, 45)), "70,45 63,41 63,49");
        // Up to a report that was published before.
        assert_eq!(path((80, 75), (40, 45)), "M80,65 C80,60 40,60 40,55");
        assert_eq!(head((80, 75), (40, 45)), "40,55 36,62 44,62");
        assert_eq!(head((80, 15), (40, 45)), "40,35 36,28 44,28");
        assert_eq!(path((0, 45), (80, 45)), "M0,35 C0,15 80,15 80,35");
    }
}
