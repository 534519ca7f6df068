//! Questions to the record.

use std::collections::{BTreeMap, BTreeSet};

use readout_extract::ActorKind;
use readout_report::{Date, Report, ReportId};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params, params_from_iter};

use super::items::{number_of_kind, stored_kind};
use super::reports::day;
use super::{Store, StoreError, actors, unpack};
use crate::fold::fold;
use crate::{ItemFilter, ItemKind, Story};

/// Which stories are asked for; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryFilter {
    /// Only this story.
    pub story: Option<String>,
    /// Only with a report of this outlet (without regard to case).
    pub outlet: Option<String>,
    /// Only with this actor: its id, or words of its name or of another name that it has.
    pub actor: Option<String>,
    /// Only with this place: words of its name or of another name that it has.
    pub place: Option<String>,
    /// Only with reports published on this day or later.
    pub since: Option<Date>,
    /// Only with reports published on this day or earlier.
    pub until: Option<Date>,
    /// Only with a report that has all of these words.
    pub text: Option<String>,
}

/// A story in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryRow {
    /// Its id.
    pub id: String,
    /// A headline, or the first words of a report.
    pub title: Option<String>,
    /// The day of its first and last report.
    pub days: Option<(Date, Date)>,
    /// Reports, outlets, independent ones among them.
    pub support: crate::Support,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its day of publication.
    pub published: Option<Date>,
    /// The story that it belongs to.
    pub story: Option<String>,
    /// How many former wordings are kept.
    pub revisions: usize,
    /// When it was first read: a moment as RFC 3339 writes it, in UTC.
    pub first_read: String,
}

/// A thing of a story in a list by reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Where it stands in the list.
    pub cursor: Cursor,
    /// Index into the story's vector of its kind.
    pub position: usize,
}

/// A place in a list that grows only at its end: what was read first stands first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// When it was first read: a moment as RFC 3339 writes it, in UTC.
    pub seen: String,
    /// The story; empty for reports.
    pub story: String,
    /// The id.
    pub id: String,
}

/// An actor of the record in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorRow {
    /// The actor, as joined over the stories.
    pub actor: crate::RecordActor,
    /// In how many stories it stands.
    pub stories: usize,
}

/// How much of a story is new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewsCount {
    /// Reports.
    pub reports: usize,
    /// Things that it says, by kind.
    pub items: BTreeMap<ItemKind, usize>,
}

/// What is shown of a story beside others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its outlets, by name.
    pub outlets: Vec<String>,
    /// How many things of each kind lists show of it.
    pub items: BTreeMap<ItemKind, usize>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub enum Hit {
    /// A report.
    Report(ReportRow),
    /// A statement: the story's id, and its index in the story.
    Statement {
        /// The story.
        story: String,
        /// Index into the story's statements.
        position: usize,
        /// What there is to show of it without opening the story.
        said: Said,
    },
}

/// A statement that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: String,
    /// The names of its source in the story, or the words that stand for it; empty where there is none.
    pub who: String,
    /// The day that it is of.
    pub day: Option<Date>,
    /// Its words, as first told.
    pub quote: String,
}

/// What an id names.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A report, with its text.
    Report(Box<Report>),
    /// A story.
    Story(Box<Story>),
    /// Something of a story.
    Item(Box<Story>, ItemKind, usize),
    /// An actor of the record.
    Actor(Box<ActorRow>),
}

impl Store {
    /// The stories that pass, the newest first, then those of more reports, then by id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stories(&self, filter: &StoryFilter) -> Result<Vec<StoryRow>, StoreError> {
        let mut stories = self.stories_but_place(filter)?;
        if let Some(place) = &filter.place {
            // The government of a place may bear its name.
            let mut there = BTreeSet::new();
            let mut places = self.actors_called(place, usize::MAX)?;
            places.retain(|row| row.actor.kind != ActorKind::Person);
            for row in places {
                there.extend(self.stories_of_actor(&row.actor.id)?);
            }
            stories.retain(|story| there.contains(&story.id));
        }
        Ok(stories)
    }

    fn stories_but_place(&self, filter: &StoryFilter) -> Result<Vec<StoryRow>, StoreError> {
        let (conditions, values) = conditions(filter);
        let select = format!(
            "SELECT id, title, first, last, reports, outlets, independent FROM story {conditions}
             ORDER BY last IS NULL, last DESC, reports DESC, id"
        );
        let mut select = self.db.prepare(&select)?;
        let rows = select.query_map(params_from_iter(values), |row| {
            Ok(StoryRow {
                id: row.get(0)?,
                title: row.get(1)?,
                days: day(row, 2)?.zip(day(row, 3)?),
                support: crate::Support {
                    reports: row.get::<_, i64>(4)? as usize,
                    outlets: row.get::<_, i64>(5)? as usize,
                    independent: row.get::<_, i64>(6)? as usize,
                },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The outlets of the record, those of most reports first, then by name; with how many reports each has.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn outlets(&self) -> Result<Vec<(String, usize)>, StoreError> {
        let mut select = self.db.prepare_cached(
            "SELECT outlet, count(*) AS reports FROM report WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY reports DESC, outlet",
        )?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is shown of a story beside others.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn outline(&self, story: &str) -> Result<Outline, StoreError> {
        let mut select = self.db.prepare_cached(
            "SELECT DISTINCT r.outlet FROM story_report s JOIN report r ON r.number = s.report
             WHERE s.story = ?1 AND r.outlet IS NOT NULL ORDER BY r.outlet",
        )?;
        let outlets = select.query_map([story], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut select = self.db.prepare_cached(
            "SELECT kind, count(*) FROM item WHERE story = ?1 AND listed GROUP BY kind ORDER BY kind",
        )?;
        let rows = select.query_map([story], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)? as usize)))?;
        let mut items = BTreeMap::new();
        for row in rows {
            let (kind, count) = row?;
            items.extend(stored_kind(kind).map(|kind| (kind, count)));
        }
        Ok(Outline { outlets, items })
    }

    /// The stories in which something has this id, and what and where it is in them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn places_of_item(&self, id: &str) -> Result<Vec<(String, ItemKind, usize)>, StoreError> {
        Ok(self.items(id)?.into_iter().map(|(story, kind, position)| (story.id, kind, position)).collect())
    }

    /// A story with the texts of its reports and the actors of the record.
    ///
    /// # Errors
    /// If there is no such story, or its row is damaged.
    pub fn story(&self, id: &str) -> Result<Story, StoreError> {
        let mut select = self.db.prepare_cached("SELECT payload FROM story WHERE id = ?1")?;
        let payload = select.query_row([id], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        let payload = payload.ok_or_else(|| no_story(id))?;
        let mut story = self.with_texts(unpack(&payload, &format!("story {id}"))?)?;
        let mut select =
            self.db.prepare_cached("SELECT local, actor FROM story_actor WHERE story = ?1 AND actor IS NOT NULL")?;
        let rows = select.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut known = rows.collect::<Result<BTreeMap<String, String>, _>>()?;
        let ids =
            story.actors.iter().map(|actor| known.remove(&actor.id).unwrap_or_else(|| actor.id.clone())).collect();
        crate::identify(&mut story, ids);
        Ok(story)
    }

    /// The reports of a story, oldest first, then by id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn reports_of_story(&self, story: &str) -> Result<Vec<ReportRow>, StoreError> {
        let mut select = self.db.prepare_cached(&format!(
            "{REPORT_ROW} JOIN story_report s ON s.report = r.number WHERE s.story = ?1
             ORDER BY r.published IS NULL, r.published, r.id"
        ))?;
        let rows = select.query_map([story], report_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The reports of the record, oldest first, then by id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn reports(&self) -> Result<Vec<ReportRow>, StoreError> {
        let mut select = self.db.prepare(&format!("{REPORT_ROW} ORDER BY r.published IS NULL, r.published, r.id"))?;
        let rows = select.query_map([], report_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reports in the order of their first reading, after a place of that list: up to `limit`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn reports_after(&self, after: Option<&Cursor>, limit: usize) -> Result<Vec<ReportRow>, StoreError> {
        let (seen, id) = after.map_or(("", ""), |c| (&c.seen, &c.id));
        let mut select = self.db.prepare_cached(&format!(
            "{REPORT_ROW} WHERE (r.first_read, r.id) > (?1, ?2) ORDER BY r.first_read, r.id LIMIT ?3"
        ))?;
        let rows = select.query_map(params![seen, id, limit as i64], report_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The things of a kind that lists show, in the order in which the record first saw them said, after a place of that list:
    /// up to `limit`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn items_after(
        &self,
        kind: ItemKind,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<ItemRow>, StoreError> {
        let (seen, story, id) = after.map_or(("", "", ""), |c| (&c.seen, &c.story, &c.id));
        let mut select = self.db.prepare_cached(
            "SELECT seen, story, id, position FROM item
             WHERE listed AND kind = ?1 AND (seen, story, id) > (?2, ?3, ?4) ORDER BY seen, story, id LIMIT ?5",
        )?;
        let rows = select.query_map(params![number_of_kind(kind), seen, story, id, limit as i64], |row| {
            let cursor = Cursor { seen: row.get(0)?, story: row.get(1)?, id: row.get(2)? };
            Ok(ItemRow { cursor, position: row.get::<_, i64>(3)? as usize })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the record first saw said after a moment: for each story that has such things, how many of each kind, and how many
    /// reports.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn news_since(&self, moment: &str) -> Result<BTreeMap<String, NewsCount>, StoreError> {
        let mut news: BTreeMap<String, NewsCount> = BTreeMap::new();
        let mut select = self
            .db
            .prepare_cached("SELECT story, kind, count(*) FROM item WHERE listed AND seen > ?1 GROUP BY story, kind")?;
        let mut rows = select.query([moment])?;
        while let Some(row) = rows.next()? {
            if let Some(kind) = stored_kind(row.get(1)?) {
                let count = row.get::<_, i64>(2)? as usize;
                news.entry(row.get(0)?).or_default().items.insert(kind, count);
            }
        }
        let mut select = self.db.prepare_cached(
            "SELECT s.story, count(*) FROM report r JOIN story_report s ON s.report = r.number
             WHERE r.first_read > ?1 GROUP BY s.story",
        )?;
        let mut rows = select.query([moment])?;
        while let Some(row) = rows.next()? {
            news.entry(row.get(0)?).or_default().reports = row.get::<_, i64>(1)? as usize;
        }
        Ok(news)
    }

    /// The ids of the reports that have all of these words.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn reports_with(&self, words: &str) -> Result<BTreeSet<ReportId>, StoreError> {
        let Some(question) = question(words) else { return Ok(Default::default()) };
        let mut select = self.db.prepare_cached(
            "SELECT id FROM report WHERE number IN (SELECT rowid FROM report_words WHERE report_words MATCH ?1)",
        )?;
        let rows = select.query_map([question], |row| Ok(ReportId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The stories that pass, as [`Self::stories`] has them; but where one story is asked for by its id, it must be there.
    ///
    /// # Errors
    /// If the file cannot be read, or the record has no story of this id.
    pub fn stories_asked(&self, filter: &StoryFilter) -> Result<Vec<StoryRow>, StoreError> {
        // A story that is not there is said to be missing, not empty.
        if let Some(story) = &filter.story
            && !self.db.prepare_cached("SELECT 1 FROM story WHERE id = ?1")?.exists([story])?
        {
            return Err(no_story(story));
        }
        self.stories(filter)
    }

    /// The reports of the stories that pass, oldest first, then by id.
    ///
    /// # Errors
    /// As [`Self::stories_asked`].
    pub fn reports_of_stories(&self, filter: &StoryFilter) -> Result<Vec<ReportRow>, StoreError> {
        let asked: BTreeSet<String> = self.stories_asked(filter)?.into_iter().map(|row| row.id).collect();
        let mut rows = self.reports()?;
        rows.retain(|row| row.story.as_ref().is_some_and(|story| asked.contains(story)));
        Ok(rows)
    }

    /// The reports that are asked for, oldest first, then by id: those of the story, if one is asked for; that speak of the
    /// actor, are of the outlet, were published on the days, and have the words.
    ///
    /// Of the filter of stories only the story and the place count: the rest is asked of each report by itself.
    ///
    /// # Errors
    /// If the file cannot be read, or the record has no story of this id.
    pub fn reports_asked(&self, stories: &StoryFilter, items: &ItemFilter) -> Result<Vec<ReportRow>, StoreError> {
        let StoryFilter { story, place, .. } = stories.clone();
        let mut rows = match story.is_some() || place.is_some() {
            true => self.reports_of_stories(&StoryFilter { story, place, ..StoryFilter::default() })?,
            false => self.reports()?,
        };
        if let Some(words) = &items.text {
            let with_words = self.reports_with(words)?;
            rows.retain(|row| with_words.contains(&ReportId(row.id.clone())));
        }
        if let Some(asked) = &items.actor {
            let actors = self.actors_called(asked, usize::MAX)?;
            let of_actor: BTreeSet<ReportId> = actors.into_iter().flat_map(|row| row.actor.reports).collect();
            rows.retain(|row| of_actor.contains(&ReportId(row.id.clone())));
        }
        if let Some(asked) = items.outlet.as_deref().map(fold) {
            rows.retain(|row| row.outlet.as_deref().is_some_and(|outlet| fold(outlet) == asked));
        }
        rows.retain(|row| {
            items.since.is_none_or(|since| row.published.is_some_and(|day| day >= since))
                && items.until.is_none_or(|until| row.published.is_some_and(|day| day <= until))
        });
        Ok(rows)
    }

    /// The actors that are asked for, those of whom most reports speak first, then by id, up to `limit`: by their id or names
    /// (the actor of the filter, else its words), and of those, where a story, an outlet or days are given, the ones that stand in
    /// such a story.
    ///
    /// # Errors
    /// If the file cannot be read, a row is damaged, or the record has no story of this id.
    pub fn actors_asked(
        &self,
        stories: &StoryFilter,
        items: &ItemFilter,
        limit: usize,
    ) -> Result<Vec<ActorRow>, StoreError> {
        let asked = items.actor.as_deref().or(items.text.as_deref());
        let called = |limit: usize| match asked {
            Some(asked) => self.actors_called(asked, limit),
            None => self.actors(|_| true, limit),
        };
        let dated = stories.since.is_some() || stories.until.is_some();
        if !dated && stories.story.is_none() && stories.outlet.is_none() && stories.place.is_none() {
            return called(limit);
        }
        let stories: BTreeSet<String> = self.stories_asked(stories)?.into_iter().map(|row| row.id).collect();
        let mut kept = Vec::new();
        for row in called(usize::MAX)? {
            if kept.len() == limit {
                break;
            }
            if self.stories_of_actor(&row.actor.id)?.iter().any(|story| stories.contains(story)) {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// One report in a list.
    ///
    /// # Errors
    /// If there is no such report.
    pub fn report_row(&self, id: &str) -> Result<ReportRow, StoreError> {
        let row = self.db.prepare_cached(&format!("{REPORT_ROW} WHERE r.id = ?1"))?.query_row([id], report_row);
        row.optional()?.ok_or_else(|| StoreError::NotFound(format!("{id}: the record has no such report")))
    }

    /// The actors of the record of whom most reports speak first, then by id: those that `keep` keeps, up to `limit`.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn actors(&self, keep: impl Fn(&ActorRow) -> bool, limit: usize) -> Result<Vec<ActorRow>, StoreError> {
        let mut select = self.db.prepare_cached("SELECT id, payload, stories FROM actor ORDER BY reports DESC, id")?;
        let mut rows = select.query([])?;
        let mut actors = Vec::new();
        while let Some(row) = rows.next()?.filter(|_| actors.len() < limit) {
            let (id, payload): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let actor = actors::unpack(&payload, &id)?;
            let row = ActorRow { actor, stories: row.get::<_, i64>(2)? as usize };
            if keep(&row) {
                actors.push(row);
            }
        }
        Ok(actors)
    }

    /// The actors of the record of whom most reports speak first, then by id, up to `limit`: those that are meant by an id, or by
    /// words of one of their names.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn actors_called(&self, asked: &str, limit: usize) -> Result<Vec<ActorRow>, StoreError> {
        // The longest word rules most out without unpacking them.
        let Some(word) = crate::fold::words(asked).into_iter().max_by_key(String::len) else { return Ok(Vec::new()) };
        // Where all are wanted, to sort them costs less than to read the table in the order of an index.
        let order = if limit == usize::MAX { "+reports" } else { "reports" };
        let mut select = self.db.prepare_cached(&format!(
            "SELECT id, payload, stories FROM actor WHERE id = ?1 OR instr(names, ?2) > 0 ORDER BY {order} DESC, id"
        ))?;
        let mut rows = select.query([asked, &word])?;
        let mut actors = Vec::new();
        while let Some(row) = rows.next()?.filter(|_| actors.len() < limit) {
            let id: String = row.get(0)?;
            let actor = actors::unpack(&row.get::<_, Vec<u8>>(1)?, &id)?;
            let row = ActorRow { actor, stories: row.get::<_, i64>(2)? as usize };
            if is_asked(&row, asked) {
                actors.push(row);
            }
        }
        Ok(actors)
    }

    /// The stories in which an actor of the record stands, by id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stories_of_actor(&self, actor: &str) -> Result<Vec<String>, StoreError> {
        let mut select =
            self.db.prepare_cached("SELECT DISTINCT story FROM story_actor WHERE actor = ?1 ORDER BY story")?;
        let rows = select.query_map([actor], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The reports and statements that have all of these words (their stems, without regard to case and accents), the best first
    /// by BM25 (Robertson and Zaragoza 2009); up to `limit` of each.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let Some(question) = question(words) else { return Ok(Vec::new()) };
        let mut hits = Vec::new();
        let mut select = self.db.prepare_cached(
            "SELECT s.story, s.position, i.id, i.who, i.day, i.quote
             FROM (SELECT w.rank, s.story, s.position FROM said_words w JOIN said s ON s.number = w.rowid
                   WHERE said_words MATCH ?1 ORDER BY w.rank, s.story, s.position LIMIT ?2) s
             JOIN item i ON i.story = s.story AND i.kind = 1 AND i.position = s.position
             ORDER BY s.rank, s.story, s.position",
        )?;
        let rows = select.query_map(params![question, limit as i64], |row| {
            let text = |column| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
            let said = Said { id: text(2)?, who: text(3)?, day: day(row, 4)?, quote: text(5)? };
            Ok(Hit::Statement { story: row.get(0)?, position: row.get::<_, i64>(1)? as usize, said })
        })?;
        hits.extend(rows.collect::<Result<Vec<_>, _>>()?);
        let mut select = self.db.prepare_cached(&format!(
            "{REPORT_ROW} JOIN report_words w ON w.rowid = r.number
             WHERE report_words MATCH ?1 ORDER BY bm25(report_words, 4.0, 1.0), r.id LIMIT ?2"
        ))?;
        let rows = select.query_map(params![question, limit as i64], report_row)?;
        hits.extend(rows.map(|row| row.map(Hit::Report)).collect::<Result<Vec<_>, _>>()?);
        Ok(hits)
    }

    /// All that an id names: a report, a story, an actor, or something of a story.
    ///
    /// # Errors
    /// If nothing has this id, or a row is damaged.
    pub fn find(&self, id: &str) -> Result<Vec<Found>, StoreError> {
        let mut found = Vec::new();
        match self.report(id) {
            Ok(report) => found.push(Found::Report(Box::new(report))),
            Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
        let is_story = self.db.prepare_cached("SELECT 1 FROM story WHERE id = ?1")?.exists([id])?;
        if is_story {
            found.push(Found::Story(Box::new(self.story(id)?)));
        }
        let mut select = self.db.prepare_cached("SELECT payload FROM actor WHERE id = ?1")?;
        if let Some(payload) = select.query_row([id], |row| row.get::<_, Vec<u8>>(0)).optional()? {
            let actor = actors::unpack(&payload, id)?;
            found.push(Found::Actor(Box::new(ActorRow { actor, stories: self.stories_of_actor(id)?.len() })));
        }
        let items = self.items(id)?.into_iter();
        found.extend(items.map(|(story, kind, position)| Found::Item(Box::new(story), kind, position)));
        if found.is_empty() {
            return Err(StoreError::NotFound(format!(
                "{id}: nothing in the record has this id; `readout stories` and the other lists show ids"
            )));
        }
        Ok(found)
    }
}

fn no_story(id: &str) -> StoreError {
    StoreError::NotFound(format!("{id}: the record has no such story; `readout stories` lists them"))
}

/// Whether an actor is meant by an id, or by words of one of its names.
fn is_asked(row: &ActorRow, asked: &str) -> bool {
    row.actor.id == asked || row.actor.is_called(asked)
}

const REPORT_ROW: &str = "SELECT r.id, r.outlet, r.title, r.published,
    (SELECT story FROM story_report WHERE report = r.number),
    (SELECT count(*) FROM revision WHERE report = r.number), r.first_read FROM report r";

fn report_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ReportRow> {
    Ok(ReportRow {
        id: row.get(0)?,
        outlet: row.get(1)?,
        title: row.get(2)?,
        published: day(row, 3)?,
        story: row.get(4)?,
        revisions: row.get::<_, i64>(5)? as usize,
        first_read: row.get(6)?,
    })
}

fn conditions(filter: &StoryFilter) -> (String, Vec<Value>) {
    let mut conditions = Vec::new();
    let mut values = Vec::new();
    let mut and = |condition: &str, value: String| {
        values.push(Value::Text(value));
        conditions.push(condition.replacen('?', &format!("?{}", values.len()), 1));
    };
    if let Some(story) = &filter.story {
        and("id = ?", story.clone());
    }
    if let Some(outlet) = &filter.outlet {
        and(
            "id IN (SELECT s.story FROM story_report s JOIN report r ON r.number = s.report
              WHERE fold(r.outlet) = ?)",
            fold(outlet),
        );
    }
    if let Some(actor) = &filter.actor {
        // Each word in some name; which actors are meant is decided story by story.
        let folded = fold(actor);
        let words: Vec<String> =
            folded.split(' ').map(|word| format!("instr(a.names, '{}') > 0", word.replace('\'', "''"))).collect();
        let called = if folded.is_empty() { "0".to_owned() } else { words.join(" AND ") };
        and(
            &format!(
                "id IN (SELECT story FROM story_actor WHERE actor IN (SELECT a.id FROM actor a WHERE a.id = ? OR ({called})))"
            ),
            actor.clone(),
        );
    }
    if let Some(since) = filter.since {
        and("last >= ?", since.to_string());
    }
    if let Some(until) = filter.until {
        and("first <= ?", until.to_string());
    }
    if let Some(question) = filter.text.as_deref().and_then(question) {
        and(
            "id IN (SELECT s.story FROM story_report s WHERE s.report IN
              (SELECT rowid FROM report_words WHERE report_words MATCH ?))",
            question,
        );
    }
    let conditions = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    (conditions, values)
}

/// Words as FTS5 takes them: each in quotation marks, so that none is read as syntax. None if there is no word.
fn question(words: &str) -> Option<String> {
    let words: Vec<String> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| format!("\"{w}\"")).collect();
    Some(words.join(" ")).filter(|w| !w.is_empty())
}
