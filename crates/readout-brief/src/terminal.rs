use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};
use readout_extract::EventStatus;
use readout_record::Record;
use textwrap::WordSeparator;
use textwrap::core::{Fragment, Word, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::dossier::{Dossier, LEGEND, Line, Mark, Piece, SOURCES, Source, Story, Voice, by_report};

/// How the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Columns to fill; fewer than 24 count as 24, more than 500 as 500.
    pub width: usize,
    /// Whether to write colours and bold, as escape sequences.
    pub colour: bool,
}

/// The record as dossiers for a terminal, one for each story, every line with its sources.
///
/// No control character of a report reaches the output; escape sequences are written only where `colour` asks for them.
pub fn terminal(record: &Record, options: &TerminalOptions) -> String {
    let mut page = Page { out: String::new(), width: options.width.clamp(24, 500), colour: options.colour };
    let dossier = Dossier::new(record);
    for (index, story) in dossier.stories.iter().enumerate() {
        if index > 0 {
            page.out.push_str("\n\n");
        }
        page.story(story);
    }
    if dossier.stories.is_empty() {
        page.out.push_str("No reports.\n");
    }
    page.out
}

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().effects(Effects::DIMMED);
const MARK: Style = AnsiColor::Cyan.on_default();

fn style_of(voice: Voice) -> Style {
    match voice {
        Voice::Label => DIM,
        Voice::Context => DIM,
        Voice::Name | Voice::Strong => BOLD,
        Voice::Report => PLAIN,
        Voice::Status(status) => match status {
            EventStatus::Held | EventStatus::Planned => AnsiColor::Green.on_default(),
            EventStatus::Possible | EventStatus::Conditional | EventStatus::Reported => AnsiColor::Yellow.on_default(),
            EventStatus::Cancelled | EventStatus::Denied => AnsiColor::Red.on_default(),
        },
    }
}

/// Text in one style. What is solid stays on one line if it fits.
struct Run {
    text: String,
    style: Style,
    solid: bool,
}

impl Run {
    fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, solid: false }
    }
}

fn runs(pieces: &[Piece]) -> Vec<Run> {
    pieces.iter().map(|piece| Run::new(piece.text.clone(), style_of(piece.voice))).collect()
}

struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    fn story(&mut self, story: &Story<'_>) {
        self.paragraph(0, &[Run::new(&story.title, BOLD)]);
        self.paragraph(0, &[Run::new(story.facts.join(" · "), DIM)]);
        for section in &story.sections {
            self.heading(section.kind.title());
            for (index, group) in section.groups.iter().enumerate() {
                if index > 0 {
                    self.out.push('\n');
                }
                let indent = if let Some(heading) = &group.heading {
                    self.paragraph(2, &runs(heading));
                    4
                } else {
                    2
                };
                for line in &group.lines {
                    self.line(indent, line);
                }
            }
        }
        self.heading(SOURCES);
        self.paragraph(2, &[Run::new(LEGEND, DIM)]);
        self.out.push('\n');
        for source in &story.reports {
            self.source(source);
        }
    }

    fn heading(&mut self, title: &str) {
        self.out.push('\n');
        let rule = "─".repeat(self.width.saturating_sub(display_width(title) + 1));
        self.styled(BOLD, title);
        self.out.push(' ');
        self.styled(DIM, &rule);
        self.out.push('\n');
    }

    fn line(&mut self, indent: usize, line: &Line<'_>) {
        let mut label = Vec::new();
        if let Some(day) = &line.day {
            label.push(Run::new(day, BOLD));
            label.push(Run::new(" · ", DIM));
        }
        label.extend(runs(&line.label));
        let words = !line.words.is_empty();
        let mut parts = vec![(indent, label)];
        parts.push((indent + 2, runs(&line.words)));
        let details = line.details.iter().enumerate().flat_map(|(index, detail)| {
            let gap = (index > 0).then(|| Run::new(" · ", DIM));
            gap.into_iter().chain(runs(detail))
        });
        parts.push((indent + 2, details.collect()));
        parts.retain(|(_, runs)| runs.iter().any(|run| !run.text.is_empty()));
        // The marks stand after the words, or where there are none, after what there is.
        let marked = if words { parts.iter().position(|(at, _)| *at > indent) } else { None };
        let marked = marked.unwrap_or(0);
        if let Some((_, runs)) = parts.get_mut(marked) {
            runs.extend(mark_runs(&line.marks));
        }
        for (indent, runs) in &parts {
            self.paragraph(*indent, runs);
        }
    }

    fn source(&mut self, source: &Source<'_>) {
        let mut first = vec![Run::new(format!("{}  ", source.letter), MARK)];
        first.push(Run::new(source.headline(), BOLD));
        self.paragraph(2, &first);
        let facts = source.facts().collect::<Vec<_>>().join(" · ");
        let lines = source.report.text.lines().count();
        let rest = [Some(facts).filter(|facts| !facts.is_empty()), source.url.clone(), source.place.clone()];
        for fact in rest.into_iter().flatten() {
            self.paragraph(5, &[Run::new(fact, PLAIN)]);
        }
        let unit = if lines == 1 { "line" } else { "lines" };
        self.paragraph(5, &[Run::new(format!("{lines} {unit} · id {}", source.id), DIM)]);
    }

    /// Writes the runs as lines no wider than the page, each line behind the indent.
    fn paragraph(&mut self, indent: usize, runs: &[Run]) {
        let width = self.width.saturating_sub(indent).max(8);
        let words: Vec<_> = runs.iter().flat_map(|run| words_of(run, width)).collect();
        if words.is_empty() {
            return;
        }
        let pieces = fuse(words, width);
        for line in wrap_first_fit(&pieces, &[width as f64]) {
            self.out.push_str(&" ".repeat(indent));
            let mut words = line.iter().flat_map(|piece| &piece.words).peekable();
            let mut stretch = String::new();
            while let Some(word) = words.next() {
                stretch.push_str(word.text);
                match words.peek() {
                    Some(next) if next.style == word.style => stretch.push_str(word.whitespace),
                    next => {
                        self.styled(word.style, &stretch);
                        stretch.clear();
                        self.out.push_str(next.map_or("", |_| word.whitespace));
                    }
                }
            }
            self.out.push('\n');
        }
    }

    fn styled(&mut self, style: Style, text: &str) {
        // Writing to a string does not fail.
        let _ = if self.colour && style != PLAIN && !text.is_empty() {
            write!(self.out, "{style}{text}{style:#}")
        } else {
            self.out.write_str(text)
        };
    }
}

/// Each report's marks, a space before: ` [A 3, 12] [B 1]`.
fn mark_runs(marks: &[Mark]) -> impl Iterator<Item = Run> {
    by_report(marks)
        .into_iter()
        .flat_map(|group| [Run::new(" ", PLAIN), Run { text: group.text(), style: MARK, solid: true }])
}

/// A word of one style, and the white space behind it.
#[derive(Debug, Clone, Copy)]
struct StyledWord<'a> {
    text: &'a str,
    whitespace: &'a str,
    style: Style,
    /// Whether it is the first of its run.
    first: bool,
}

/// Where `run` may be broken; a word wider than the line is broken anywhere.
fn words_of<'a>(run: &'a Run, width: usize) -> Vec<StyledWord<'a>> {
    let whole = Word::from(run.text.as_str());
    let words: Vec<_> = if run.solid && display_width(&run.text) <= width {
        vec![whole]
    } else {
        WordSeparator::AsciiSpace.find_words(&run.text).collect()
    };
    let broken = words
        .into_iter()
        .flat_map(|word| if display_width(word.word) > width { word.break_apart(width).collect() } else { vec![word] });
    let style = run.style;
    let styled = |(index, word): (usize, Word<'a>)| StyledWord {
        text: word.word,
        whitespace: word.whitespace,
        style,
        first: index == 0,
    };
    broken.enumerate().map(styled).collect()
}

/// Joins what no white space parts where one run ends and the next begins.
fn fuse(words: Vec<StyledWord<'_>>, width: usize) -> Vec<Fused<'_>> {
    let mut pieces: Vec<Fused<'_>> = Vec::new();
    for word in words {
        let own = display_width(word.text);
        match pieces.last_mut() {
            Some(piece) if word.first && piece.touches_next() && piece.width + own <= width => {
                piece.width += own;
                piece.words.push(word);
            }
            _ => pieces.push(Fused { width: own, words: vec![word] }),
        }
    }
    pieces
}

/// Words that nothing parts: a mark of punctuation in one style after a word in another.
#[derive(Debug)]
struct Fused<'a> {
    words: Vec<StyledWord<'a>>,
    width: usize,
}

impl Fused<'_> {
    fn touches_next(&self) -> bool {
        self.words.last().is_some_and(|word| word.whitespace.is_empty())
    }
}

impl Fragment for Fused<'_> {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.words.last().map_or(0, |word| word.whitespace.len()) as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}
