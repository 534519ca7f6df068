//! The front page: the stories, and what is new of each.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use readout_brief::list::headline;
use readout_brief::words::{days, line};
use readout_record::{ItemKind, NewsCount, Outline, Store, StoryRow};

use super::Layout;
use super::lists::{Filter, Pager, filters, outlets};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::safety::cookie;

/// Stories on a page.
const PAGE: usize = 40;

/// Holds when the visit before this one began, and when this one was last seen: `2025-11-26T08:00:00.000Z~…`.
const VISIT: &str = "readout-visit";

/// Whoever was away for longer comes back to a new visit: half an hour, in minutes of a day.
const AWAY_MINUTES: i64 = 30;

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    layout: Layout,
    facts: String,
    filters: Vec<Filter>,
    outlets: Vec<String>,
    narrowed: bool,
    stories: Vec<StoryLine>,
    pager: Pager,
}

struct StoryLine {
    row: StoryRow,
    title: String,
    facts: String,
    news: Option<String>,
    outlets: String,
}

pub(crate) async fn page(State(desk): State<Arc<Desk>>, ask: Ask, headers: HeaderMap) -> Response {
    let now = desk.now();
    let visit = Visit::of(cookie(&headers, VISIT), &now);
    let since = ask.new.clone().or_else(|| visit.before.clone());
    let of = format!("front {since:?}");
    let make = move |store: &Store, ask: &Ask| front(store, ask, since.as_deref());
    let mut response = super::kept(&desk, &headers, &of, ask, make).await;
    let cookie = format!("{VISIT}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000", visit.cookie());
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn front(store: &Store, ask: &Ask, since: Option<&str>) -> Result<String, Refusal> {
    let rows = store.stories(&ask.stories())?;
    let count = rows.len();
    let news = since.map(|moment| store.news_since(moment)).transpose()?.unwrap_or_default();
    let (pager, range) = Pager::new(ask, "/", count, PAGE);
    let mut stories = Vec::new();
    for row in rows.into_iter().skip(range.start).take(range.len()) {
        let outline = store.outline(&row.id)?;
        stories.push(StoryLine::new(row, &outline, &news));
    }
    let forms = ["json", "jsonl", "csv", "parquet", "atom"];
    let page = Front {
        layout: Layout::new("Stories", "", "/", ask).with_forms(super::lists::forms("stories", ask, &forms)),
        facts: plural(count, "story", "stories"),
        filters: filters(ask, &["text", "actor", "outlet", "place", "since", "until"]),
        outlets: outlets(store)?,
        narrowed: ask.is_narrowed(),
        stories,
        pager,
    };
    Ok(page.render()?)
}

impl StoryLine {
    fn new(row: StoryRow, outline: &Outline, news: &BTreeMap<String, NewsCount>) -> Self {
        let support = row.support;
        let mut facts: Vec<String> = row.days.map(days).into_iter().collect();
        facts.push(plural(support.reports, "report", "reports"));
        facts.push(plural(support.outlets, "outlet", "outlets"));
        facts.push(format!("{} independent", support.independent));
        facts.extend(counts(&outline.items, &[ItemKind::Statement, ItemKind::Figure, ItemKind::Difference]));
        let news = news.get(&row.id).map(|news| {
            let mut new = Vec::new();
            if news.reports > 0 {
                new.push(plural(news.reports, "report", "reports"));
            }
            new.extend(counts(&news.items, &KINDS));
            new.join(" · ")
        });
        const SHOWN: usize = 8;
        let mut outlets: Vec<String> = outline.outlets.iter().take(SHOWN).map(|outlet| line(outlet)).collect();
        if outline.outlets.len() > SHOWN {
            outlets.push(format!("+{}", outline.outlets.len() - SHOWN));
        }
        let title = row.title.as_deref().map(headline).filter(|t| !t.is_empty()).unwrap_or_else(|| row.id.clone());
        Self { title, facts: facts.join(" · "), news, outlets: outlets.join(" · "), row }
    }
}

const KINDS: [ItemKind; 6] = [
    ItemKind::Statement,
    ItemKind::Event,
    ItemKind::Figure,
    ItemKind::Difference,
    ItemKind::Document,
    ItemKind::Position,
];

/// `3 statements`, for each kind of which there are any.
fn counts(items: &BTreeMap<ItemKind, usize>, kinds: &[ItemKind]) -> Vec<String> {
    let name = |kind: ItemKind| match kind {
        ItemKind::Statement => ("statement", "statements"),
        ItemKind::Event => ("event", "events"),
        ItemKind::Figure => ("figure", "figures"),
        ItemKind::Document => ("document", "documents"),
        ItemKind::Difference => ("difference", "differences"),
        ItemKind::Position => ("position", "positions"),
    };
    let count = |kind: &ItemKind| items.get(kind).map(|n| plural(*n, name(*kind).0, name(*kind).1));
    kinds.iter().filter_map(count).collect()
}

pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A visit to the front page, as the cookie keeps it.
#[derive(Debug, PartialEq, Eq)]
struct Visit {
    /// When the visit before this one was last seen.
    before: Option<String>,
    /// Now.
    last: String,
}

impl Visit {
    fn of(cookie: Option<&str>, now: &str) -> Self {
        let is_moment = |text: &str| minutes(text).is_some();
        let (before, last) = cookie.and_then(|c| c.split_once('~')).unwrap_or_default();
        let before = Some(before.to_owned()).filter(|b| is_moment(b));
        let away = minutes(last).zip(minutes(now)).map(|(last, now)| now - last);
        match away {
            Some(away) if away >= AWAY_MINUTES => Self { before: Some(last.to_owned()), last: now.to_owned() },
            _ => Self { before, last: now.to_owned() },
        }
    }

    fn cookie(&self) -> String {
        format!("{}~{}", self.before.as_deref().unwrap_or_default(), self.last)
    }
}

/// Minutes of a moment as RFC 3339 writes it in UTC, counted from some day; none for another text.
fn minutes(moment: &str) -> Option<i64> {
    let fits =
        moment.len() <= 30 && moment.is_ascii() && moment.ends_with('Z') && moment.as_bytes().get(10) == Some(&b'T');
    let day: readout_report::Date = moment.get(..10).filter(|_| fits)?.parse().ok()?;
    let number = |range: std::ops::Range<usize>| moment.get(range)?.parse::<i64>().ok();
    let day = (i64::from(day.year()) * 366 + i64::from(day.day_of_year())) * 24 * 60;
    Some(day + number(11..13)? * 60 + number(14..16)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_begins_after_half_an_hour() {
        let at = |time: &str| format!("2025-11-26T{time}:00.000Z");
        let first = Visit::of(None, &at("08:00"));
        assert_eq!(first, Visit { before: None, last: at("08:00") });
        let same = Visit::of(Some(&first.cookie()), &at("08:20"));
        assert_eq!(same, Visit { before: None, last: at("08:20") });
        let next = Visit::of(Some(&same.cookie()), &at("09:00"));
        assert_eq!(next, Visit { before: Some(at("08:20")), last: at("09:00") });
        let still = Visit::of(Some(&next.cookie()), &at("09:10"));
        assert_eq!(still.before, Some(at("08:20")));
    }

    #[test]
    fn a_strange_cookie_is_no_visit() {
        let now = "2025-11-26T08:00:00.000Z";
        for cookie in ["", "~", "x~y", "2025-11-26~2025-11-26", "\"><script>~", "é~é"] {
            assert_eq!(Visit::of(Some(cookie), now), Visit { before: None, last: now.to_owned() }, "{cookie}");
        }
    }
}
