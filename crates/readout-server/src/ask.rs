//! What a request asks for: its parameters, read and checked once.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use readout_record::{ItemFilter, StoryFilter};
use readout_report::Date;
use serde::Deserialize;

use crate::links;
use crate::refusal::Refusal;

/// Longer values are refused: no name or search is so long.
const MOST_CHARACTERS: usize = 500;
/// Rows that may be asked for at once.
const MOST_ROWS: usize = 100_000;

/// The parameters as they come; an empty one is none, an unknown one is left alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Raw {
    actor: Option<String>,
    outlet: Option<String>,
    story: Option<String>,
    place: Option<String>,
    since: Option<String>,
    until: Option<String>,
    as_of: Option<String>,
    text: Option<String>,
    q: Option<String>,
    limit: Option<String>,
    page: Option<String>,
    cursor: Option<String>,
    new: Option<String>,
    by: Option<String>,
    from: Option<String>,
    to: Option<String>,
    at: Option<String>,
    format: Option<String>,
}

/// The parameters of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) actor: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) story: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    /// The day as of which the record is asked.
    pub(crate) as_of: Option<Date>,
    /// Words that lists are narrowed to.
    pub(crate) text: Option<String>,
    /// Words to search for.
    pub(crate) q: Option<String>,
    pub(crate) limit: Option<usize>,
    /// From 1.
    pub(crate) page: usize,
    /// Where a list goes on.
    pub(crate) cursor: Option<String>,
    /// Since when things count as new: a moment.
    pub(crate) new: Option<String>,
    /// How statements are grouped.
    pub(crate) by: Option<String>,
    /// Days of a story that are shown.
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// A passage of a report: code points, end-exclusive.
    pub(crate) at: Option<(usize, usize)>,
    pub(crate) format: Option<String>,
}

impl Ask {
    fn read(raw: Raw) -> Result<Self, Refusal> {
        let text = |name: &str, value: Option<String>| match value {
            Some(value) if value.chars().count() > MOST_CHARACTERS => {
                Err(Refusal::bad(format!("{name}: at most {MOST_CHARACTERS} characters")))
            }
            value => Ok(value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())),
        };
        let day = |name: &str, value: Option<String>| -> Result<Option<Date>, Refusal> {
            let wrong = |_| Refusal::bad(format!("{name}: write a day as YEAR-MONTH-DAY, such as 2025-11-26"));
            text(name, value)?.map(|value| value.parse().map_err(wrong)).transpose()
        };
        let number = |name: &str, value: Option<String>, most: usize| -> Result<Option<usize>, Refusal> {
            let wrong = || Refusal::bad(format!("{name}: write a number from 1 to {most}"));
            let read = |value: String| value.parse().ok().filter(|n| (1..=most).contains(n)).ok_or_else(wrong);
            text(name, value)?.map(read).transpose()
        };
        let at = |value: Option<String>| -> Result<Option<(usize, usize)>, Refusal> {
            let wrong = || Refusal::bad("at: write a passage as START-END, in characters");
            let read = |value: String| {
                let (start, end) = value.split_once('-')?;
                Some((start.parse().ok()?, end.parse().ok()?)).filter(|(start, end)| start < end)
            };
            text("at", value)?.map(|value| read(value).ok_or_else(wrong)).transpose()
        };
        Ok(Self {
            actor: text("actor", raw.actor)?,
            outlet: text("outlet", raw.outlet)?,
            story: text("story", raw.story)?,
            place: text("place", raw.place)?,
            since: day("since", raw.since)?,
            until: day("until", raw.until)?,
            as_of: day("as-of", raw.as_of)?,
            text: text("text", raw.text)?,
            q: text("q", raw.q)?,
            limit: number("limit", raw.limit, MOST_ROWS)?,
            page: number("page", raw.page, 100_000)?.unwrap_or(1),
            cursor: text("cursor", raw.cursor)?,
            new: text("new", raw.new)?,
            by: text("by", raw.by)?,
            from: day("from", raw.from)?,
            to: day("to", raw.to)?,
            at: at(raw.at)?,
            format: text("format", raw.format)?,
        })
    }

    /// The stories that are asked for.
    pub(crate) fn stories(&self) -> StoryFilter {
        StoryFilter {
            story: self.story.clone(),
            outlet: self.outlet.clone(),
            actor: self.actor.clone(),
            place: self.place.clone(),
            since: self.since.or(self.from),
            until: self.until.or(self.to),
            text: self.text.clone(),
        }
    }

    /// The stories in which things that pass [`items`](Self::items) may stand: a thing's own day may lie outside of the days
    /// on which its story was published.
    pub(crate) fn stories_of_items(&self) -> StoryFilter {
        StoryFilter { since: None, until: None, ..self.stories() }
    }

    /// The stories whose actors are asked for: `text` is then of their names.
    pub(crate) fn stories_of_actors(&self) -> StoryFilter {
        StoryFilter { text: None, actor: None, ..self.stories() }
    }

    /// The things of stories that are asked for.
    pub(crate) fn items(&self) -> ItemFilter {
        ItemFilter {
            actor: self.actor.clone(),
            outlet: self.outlet.clone(),
            since: self.since.or(self.from),
            until: self.until.or(self.to),
            text: self.text.clone(),
        }
    }

    /// The parameters that narrow a list, as they stand in an address.
    pub(crate) fn filters(&self) -> Vec<(&'static str, Option<String>)> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        vec![
            ("actor", self.actor.clone()),
            ("outlet", self.outlet.clone()),
            ("place", self.place.clone()),
            ("story", self.story.clone()),
            // The days of a story that are shown are those of a list of its things.
            ("since", day(self.since.or(self.from))),
            ("until", day(self.until.or(self.to))),
            ("text", self.text.clone()),
            ("as-of", day(self.as_of)),
        ]
    }

    /// Whether the list is narrowed by more than the day of the record.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.filters().iter().any(|(name, value)| *name != "as-of" && value.is_some())
    }

    /// The part of an address that asks for the same list, with other parameters besides.
    pub(crate) fn query(&self, others: impl IntoIterator<Item = (&'static str, Option<String>)>) -> String {
        links::query(self.filters().into_iter().chain(others))
    }

    /// `?as-of=…`, or nothing.
    pub(crate) fn as_of_query(&self) -> String {
        links::query([("as-of", self.as_of.map(|day| day.to_string()))])
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = axum::response::Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let for_programs = parts.uri.path().starts_with("/api");
        let refuse = |refusal: Refusal| match for_programs {
            true => refusal.problem(),
            false => crate::pages::refused(&refusal),
        };
        let raw = Query::<Raw>::from_request_parts(parts, state).await;
        let raw = raw.map_err(|_| refuse(Refusal::bad("The parameters of this address cannot be read.")))?;
        Self::read(raw.0).map_err(refuse)
    }
}

/// The id that the path of a request names.
#[derive(Debug)]
pub(crate) struct Id(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(part) = Path::<String>::from_request_parts(parts, state).await?;
        Ok(Self(links::id_of(&part).to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parameters_are_none_and_wrong_ones_are_named() {
        let ask =
            Ask::read(Raw { actor: Some(" ".into()), since: Some("2025-11-26".into()), ..Raw::default() }).unwrap();
        assert_eq!((ask.actor.as_ref(), ask.page, ask.is_narrowed()), (None, 1, true));
        assert_eq!(ask.query([("page", Some("2".into()))]), "?since=2025-11-26&page=2");
        for (raw, name) in [
            (Raw { as_of: Some("yesterday".into()), ..Raw::default() }, "as-of"),
            (Raw { limit: Some("0".into()), ..Raw::default() }, "limit"),
            (Raw { at: Some("7-7".into()), ..Raw::default() }, "at"),
            (Raw { q: Some("x".repeat(MOST_CHARACTERS + 1)), ..Raw::default() }, "q"),
        ] {
            assert!(Ask::read(raw).unwrap_err().message.starts_with(name));
        }
    }
}
