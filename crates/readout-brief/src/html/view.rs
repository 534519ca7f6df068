//! What a reader asked of a story's page, and the addresses that ask it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use readout_record as record;
use readout_report::Date;

use crate::address::{encode, segment};

/// How the statements of a story are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupBy {
    /// By who said it.
    #[default]
    Actor,
    /// By the day on which it was said.
    Day,
    /// By the kind of saying: announced, demanded, denied.
    Kind,
}

impl GroupBy {
    /// All of them, in the order in which a page offers them.
    pub const ALL: [Self; 3] = [Self::Actor, Self::Day, Self::Kind];

    /// As in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Day => "day",
            Self::Kind => "kind",
        }
    }

    /// From an address.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == name)
    }
}

/// What a reader asked of a story's page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryView {
    /// How the statements are put together.
    pub by: GroupBy,
    /// Only what is of these days, first and last: the days that a thing is said to be of, else those on which it was
    /// published.
    pub days: Option<(Date, Date)>,
    /// The day as of which the story is told. The story that is given must be that of this day already: a page takes
    /// nothing away from it.
    pub as_of: Option<Date>,
    /// The days on which reports of the story were published, those after [`Self::as_of`] too. Nothing: those of the
    /// reports of the story that is given.
    pub published: BTreeSet<Date>,
    /// The story's id in its addresses, where it is not the one that it had as of the day.
    pub id: Option<String>,
    /// How much of the story the page shows before it links to the rest.
    pub limits: Limits,
}

impl StoryView {
    /// The parameters of an address that ask for this view, with a `?`; nothing where it is what a bare address shows.
    pub fn query(&self) -> String {
        let by = (self.by != GroupBy::Actor).then(|| ("by", self.by.as_str().to_owned()));
        let all: Vec<_> = by.into_iter().chain(self.clock()).collect();
        query(&all)
    }

    /// The parameters that say which days are asked for, and as of which day.
    pub(super) fn clock(&self) -> Vec<(&'static str, String)> {
        let days = self.days.map(|(from, to)| [("from", from.to_string()), ("to", to.to_string())]);
        let as_of = self.as_of.map(|day| ("as-of", day.to_string()));
        days.into_iter().flatten().chain(as_of).collect()
    }

    /// The address of a story in this view.
    pub fn address(&self, story: &record::Story) -> String {
        format!("/story/{}{}", segment(self.id_of(story)), self.query())
    }

    pub(super) fn id_of<'s>(&'s self, story: &'s record::Story) -> &'s str {
        self.id.as_deref().unwrap_or(&story.id)
    }
}

/// The parameters of an address, with a `?` before them; nothing where there are none.
pub(super) fn query(parameters: &[(&str, String)]) -> String {
    let mut out = String::new();
    for (name, value) in parameters {
        let mark = if out.is_empty() { '?' } else { '&' };
        // Writing to a string does not fail.
        let _ = write!(out, "{mark}{name}={}", encode(value));
    }
    out
}

/// How much of a story a page shows before it links to the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Beginnings of reports.
    pub leads: usize,
    /// Groups of a section: actors, days, differences, issues.
    pub groups: usize,
    /// Lines of a group.
    pub lines: usize,
    /// Lines of a section that is not divided: figures, actors, reports.
    pub list: usize,
    /// Reports that a line names as its sources, and passages that a side or a provision quotes.
    pub passages: usize,
    /// Reports in the drawing of sources, and bars in that of days.
    pub drawn: usize,
    /// Characters of a line's words.
    pub characters: usize,
}

impl Limits {
    /// All of it.
    pub const NONE: Self = Self {
        leads: usize::MAX,
        groups: usize::MAX,
        lines: usize::MAX,
        list: usize::MAX,
        passages: usize::MAX,
        drawn: usize::MAX,
        characters: usize::MAX,
    };

    /// Two thirds, but something of each.
    pub(super) fn tighter(self) -> Self {
        let less = |n: usize, least: usize| (n / 3 * 2 + n % 3 / 2).max(least.min(n));
        Self {
            leads: less(self.leads, 3),
            groups: less(self.groups, 4),
            lines: less(self.lines, 1),
            list: less(self.list, 4),
            passages: less(self.passages, 1),
            drawn: less(self.drawn, 8),
            characters: less(self.characters, 80),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { leads: 4, groups: 12, lines: 6, list: 40, passages: 3, drawn: 60, characters: 480 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_is_not_usual() {
        let day = |day| Date::new(2025, 3, day).unwrap();
        let mut view = StoryView::default();
        assert_eq!(view.query(), "");
        view.by = GroupBy::Day;
        view.as_of = Some(day(12));
        assert_eq!(view.query(), "?by=day&as-of=2025-03-12");
        view.days = Some((day(1), day(9)));
        assert_eq!(view.query(), "?by=day&from=2025-03-01&to=2025-03-09&as-of=2025-03-12");
    }

    #[test]
    fn limits_shrink_to_something() {
        let least = (0..15).fold(Limits::default(), |limits, _| limits.tighter());
        assert_eq!((least.leads, least.drawn, least.characters), (3, 8, 80));
        assert_eq!(least.tighter(), least);
        assert_eq!(Limits { leads: 0, ..least }.tighter().leads, 0);
    }
}
