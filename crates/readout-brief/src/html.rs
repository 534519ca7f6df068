//! The story page: alone in a file, beside the texts of its reports, or served among other pages. The templates escape all
//! that they insert, but for what other templates and [`weave`] have escaped already.

mod days;
mod differences;
mod documents;
mod lines;
mod links;
mod positions;
mod sources;
mod story;
mod view;
mod weave;

use std::fmt::Write as _;

use askama::Template;
use readout_record::{Record, Story};

pub use self::view::{GroupBy, Limits, StoryView};

use self::links::{Links, Place, anchor};
use self::story::StoryPage;
use self::weave::{Anchor, Paragraph, paragraphs};
use crate::dossier::{self, Reading};
use crate::words::line;

/// The style sheet of story pages: the colours and letters of all pages, as variables, and the parts of a story.
pub const STYLE: &str = include_str!("../templates/story.css");

/// A served page is no longer than this; the server's own parts come on top.
const BUDGET_IN_BYTES: usize = 180_000;

/// A story's page without what is around it: HTML, all words of reports escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryHtml {
    /// The headline, on one line: text, not escaped.
    pub title: String,
    /// An `article` with the header, the sections and their headings (`h1` to `h3`), without the texts of the reports.
    pub body: String,
}

/// What a story is called, on one line: its headline, or where it has none, its first words; text, not escaped.
pub fn story_title(story: &Story) -> String {
    let title = dossier::title(story).map(crate::list::headline).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| line(&story.id))
}

/// A story as a part of a served page. It asks for [`STYLE`], has no script and no style of its own, and stays under 180 kB:
/// what has no room is linked to.
///
/// Links lead to `/report/{report}?at={start}-{end}#at` (code points of the text, end-exclusive), `/actor/{actor}`,
/// `/story/{story}` with the [parameters of the view](StoryView::query), and for what has no room to
/// `/{statements, events, figures, documents, differences, positions, timeline, actors, reports}?story={story}`, with `actor`
/// where it is one actor's. Ids are as [`crate::address`]
/// writes them. A line's own id is that of the thing of the record.
pub fn story(story: &Story, view: &StoryView) -> StoryHtml {
    let reading = view.days.map_or_else(|| Reading::new(story), |days| Reading::of_days(story, days));
    let mut limits = view.limits;
    loop {
        let mut links = Links::new(Place::Served, "", &reading, view, limits);
        let page = StoryPage::new(&mut links, "");
        let html = StoryHtml { title: story_title(story), body: rendered(&page) };
        // The longer it is, the less of everything is tried next.
        let tighter = (0..html.body.len() / BUDGET_IN_BYTES).fold(limits, |limits, _| limits.tighter());
        if tighter == limits {
            return html;
        }
        limits = tighter;
    }
}

/// The record as one HTML file: a page for each story, beside the texts of its reports.
///
/// Every mark of a line leads to the words in the report, and they lead back. The file loads nothing, runs nothing (its
/// content security policy forbids both), and is read on a phone, on paper, in light and in dark.
pub fn html(record: &Record) -> String {
    let view = StoryView { limits: Limits::NONE, ..StoryView::default() };
    let stories = record.stories.iter().enumerate().map(|(index, story)| StoryInFile::new(index, story, &view));
    let stories = stories.collect();
    rendered(&File { stories, style: STYLE, file_style: include_str!("../templates/file.css") })
}

fn rendered(page: &impl Template) -> String {
    page.render().expect("the template only writes to a string")
}

#[derive(Template)]
#[template(path = "file.html")]
struct File {
    stories: Vec<StoryInFile>,
    style: &'static str,
    file_style: &'static str,
}

struct StoryInFile {
    id: String,
    title: String,
    facts: String,
    /// HTML, escaped.
    page: String,
    articles: Vec<Article>,
    /// Rules that light up marks which had to be split.
    split_style: String,
}

/// A report with its text.
struct Article {
    id: String,
    letter: String,
    headline: String,
    facts: Vec<String>,
    paragraphs: Vec<Paragraph>,
}

impl StoryInFile {
    fn new(index: usize, story: &Story, view: &StoryView) -> Self {
        let id = format!("s{}", index + 1);
        let prefix = format!("{id}-");
        let reading = Reading::new(story);
        let mut links = Links::new(Place::InFile, &prefix, &reading, view, view.limits);
        let page = rendered(&StoryPage::new(&mut links, &id));
        let mut split_style = String::new();
        let articles = links.sources.iter().enumerate().map(|(report, source)| {
            let marks = links.cited(report);
            let marks = marks.map(|(span, line)| Anchor { id: anchor(&prefix, report, span), span, line }).collect();
            let (paragraphs, split) = paragraphs(&source.report.text, marks);
            for id in split {
                // Writing to a string does not fail.
                let _ = write!(split_style, ":root:has(#{id}:target) .{id}{{background:var(--lit)}}");
            }
            Article {
                id: format!("{prefix}{}", source.letter),
                letter: source.letter.clone(),
                headline: source.headline().to_owned(),
                facts: source.facts().map(str::to_owned).collect(),
                paragraphs,
            }
        });
        let articles = articles.collect();
        Self { title: story_title(story), facts: story::facts(&links), id, page, articles, split_style }
    }
}
