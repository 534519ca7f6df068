//! From the reports to the stories and actors: what changed is computed anew, a story at a time.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use readout_extract::event::is_general;
use readout_report::{ReportId, hash_text};
use rusqlite::{Transaction, TransactionBehavior, params};

use super::reports::changed;
use super::seen::Readings;
use super::{Store, StoreError, VERSION, pack, unpack};
use crate::cards::Card;
use crate::{DifferenceKind, ItemKind, Link, News, Story, StoryIndex, Traits};

/// Stories that are computed and written at once: so much is lost, and computed again, when the process is killed.
const BATCH: usize = 64;
/// ... or as many as have so many reports together.
const BATCH_REPORTS: usize = 256;

/// As long as other processes add reports, so many times what they added is joined too; then it is left to them.
const TURNS: usize = 16;

/// What reading some reports changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Updated {
    /// The stories that the new reports belong to, by id.
    pub stories: Vec<StoryNews>,
}

/// What is new of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryNews {
    /// Which story.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// How many reports it has now.
    pub reports: usize,
    /// How many of them are new.
    pub new_reports: usize,
    /// What these say that no other said.
    pub statements: usize,
    /// Events that no other told of.
    pub events: usize,
    /// Figures that no other gave.
    pub figures: usize,
    /// Documents that no other spoke of.
    pub documents: usize,
    /// Differences from what others said, by kind.
    pub differences: BTreeMap<DifferenceKind, usize>,
}

/// Reports that are one story.
struct Group {
    fingerprint: String,
    reports: Vec<i64>,
}

impl Store {
    /// Brings stories and actors up to date with the reports, and tells what the `fresh` ones added: the ids of reports that are
    /// new, with their former text where they were revised. Does nothing where nothing changed.
    ///
    /// Work is kept as it is done: after a crash the next update goes on. Stories are computed on rayon's threads.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn update(&mut self, fresh: &BTreeMap<ReportId, Option<String>>) -> Result<Updated, StoreError> {
        let fresh: Vec<_> = fresh.iter().map(|(id, former)| (id.clone(), former.clone())).collect();
        self.update_with(&fresh, None)
    }

    /// Whether stories and actors are those of the reports.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_settled(&self) -> Result<bool, StoreError> {
        Ok(self.meta("settled")? == Some(settled(self.meta("changes")?)))
    }

    /// As [`Store::update`]; stories that `cache` holds already are taken from there.
    pub(super) fn update_with(
        &mut self,
        fresh: &[(ReportId, Option<String>)],
        cache: Option<&Self>,
    ) -> Result<Updated, StoreError> {
        let fresh: BTreeMap<_, _> = fresh.iter().cloned().collect();
        let mut updated = BTreeMap::new();
        for _ in 0..TURNS {
            let changes = self.meta("changes")?;
            if self.is_settled()? {
                break;
            }
            self.link_reports()?;
            self.regroup(&fresh, cache, &mut updated)?;
            self.identify_actors()?;
            let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // What another process added meanwhile is left for the next turn.
            transaction.execute(
                "INSERT INTO meta (key, value) VALUES ('settled', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
                [settled(changes)],
            )?;
            transaction.commit()?;
        }
        // Another process may have made other stories of them meanwhile.
        let mut stories = Vec::new();
        for news in updated.into_values() {
            if self.db.prepare_cached("SELECT 1 FROM story WHERE id = ?1")?.exists([&news.id])? {
                stories.push(news);
            }
        }
        Ok(Updated { stories })
    }

    /// Computes the stories whose reports, or whose reports' words, are not those that they were computed from.
    fn regroup(
        &mut self,
        fresh: &BTreeMap<ReportId, Option<String>>,
        cache: Option<&Self>,
        updated: &mut BTreeMap<String, StoryNews>,
    ) -> Result<(), StoreError> {
        let wanted = self.groups()?;
        let mut select = self.db.prepare("SELECT fingerprint FROM story")?;
        let had: BTreeSet<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        drop(select);
        let mut missing: Vec<&Group> = wanted.iter().filter(|g| !had.contains(&g.fingerprint)).collect();
        let wanted: BTreeSet<&str> = wanted.iter().map(|g| g.fingerprint.as_str()).collect();
        let gone: Vec<&String> = had.iter().filter(|f| !wanted.contains(f.as_str())).collect();
        if !gone.is_empty() {
            let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Whoever is killed from here on leaves a record that says that it is not whole.
            transaction.execute("DELETE FROM meta WHERE key = 'settled'", [])?;
            for fingerprint in gone {
                transaction.prepare_cached("DELETE FROM story WHERE fingerprint = ?1")?.execute([fingerprint])?;
            }
            transaction.commit()?;
        }
        while !missing.is_empty() {
            let mut reports = 0;
            let fits = |group: &&&Group| {
                reports += group.reports.len();
                reports <= BATCH_REPORTS
            };
            let n = missing.iter().take(BATCH).take_while(fits).count().max(1);
            let batch: Vec<&Group> = missing.drain(..n).collect();
            let mut work = Vec::with_capacity(batch.len());
            for group in batch {
                let known = cache.map(|cache| cache.story_of(&group.fingerprint)).transpose()?.flatten();
                let entries = match known {
                    Some(_) => Vec::new(),
                    None => group.reports.iter().map(|n| self.entry(*n)).collect::<Result<Vec<_>, _>>()?,
                };
                work.push((group, entries, known, self.readings(&group.reports)?));
            }
            let stories: Vec<_> = work
                .into_par_iter()
                .with_max_len(1)
                .filter_map(|(group, entries, known, readings)| {
                    let story = known.or_else(|| crate::story(entries))?;
                    let row = StoryToWrite::new(&story, fresh, &readings);
                    Some((group, row))
                })
                .collect();
            let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (group, row) in &stories {
                row.write(&transaction, group)?;
            }
            transaction.commit()?;
            for (_, row) in stories {
                if let Some(news) = row.news {
                    updated.insert(news.id.clone(), news);
                }
            }
        }
        Ok(())
    }

    /// A story by the fingerprint of its reports, with their texts.
    fn story_of(&self, fingerprint: &str) -> Result<Option<Story>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let mut select = self.db.prepare_cached("SELECT payload FROM story WHERE fingerprint = ?1")?;
        let payload = select.query_row([fingerprint], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        payload.map(|payload| self.with_texts(unpack(&payload, "a story")?)).transpose()
    }

    /// Gives the reports of a stored story their texts back.
    pub(super) fn with_texts(&self, mut story: Story) -> Result<Story, StoreError> {
        for report in &mut story.reports {
            report.report.text = self.text(&report.report.id.0)?;
        }
        Ok(story)
    }

    /// Finds which reports may follow the same matter as those that are new. One transaction, so that of two processes that add
    /// reports at once the later sees those of the earlier.
    fn link_reports(&mut self) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let new: i64 = transaction.query_row("SELECT count(*) FROM report WHERE linked = 0", [], |row| row.get(0))?;
        if new == 0 {
            return Ok(());
        }
        let mut index = StoryIndex::new();
        let mut numbers = BTreeMap::new();
        {
            let mut insert = transaction
                .prepare("INSERT OR REPLACE INTO link (a, b, weight) VALUES (min(?1, ?2), max(?1, ?2), ?3)")?;
            // Those whose links are known first.
            let mut select =
                transaction.prepare("SELECT number, id, traits, linked FROM report ORDER BY linked DESC, number")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
                let traits: Traits = unpack(&row.get::<_, Vec<u8>>(2)?, &format!("the traits of report {id}"))?;
                let id = ReportId(id);
                numbers.insert(id.clone(), number);
                if row.get::<_, i64>(3)? == 1 {
                    index.restore(id, traits);
                    continue;
                }
                for link in index.add(id, traits) {
                    insert.execute(params![numbers[&link.first], numbers[&link.second], link.weight])?;
                }
            }
        }
        transaction.execute("UPDATE report SET linked = 1 WHERE linked = 0", [])?;
        Ok(transaction.commit()?)
    }

    /// The reports of each story.
    fn groups(&self) -> Result<Vec<Group>, StoreError> {
        let mut select = self.db.prepare("SELECT number, id, hash, about FROM report ORDER BY number")?;
        let rows = select.query_map([], |row| {
            let (number, id, hash): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((number, ReportId(id), hash, row.get::<_, String>(3)?))
        })?;
        let mut ids = BTreeMap::new();
        let mut reports = BTreeMap::new();
        for row in rows {
            let (number, id, hash, day) = row?;
            ids.insert(number, id.clone());
            reports.insert(id, (number, hash, day));
        }
        let mut select = self.db.prepare("SELECT a, b, weight FROM link ORDER BY a, b")?;
        let rows = select
            .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i32>(2)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        let links: Vec<Link> =
            rows.iter().filter_map(|(a, b, weight)| Some(Link::new(ids.get(a)?, ids.get(b)?, *weight))).collect();
        let group = |group: Vec<ReportId>| {
            let mut identity = VERSION.to_owned();
            let mut numbers = Vec::with_capacity(group.len());
            for id in &group {
                let (number, hash, day) = &reports[id];
                numbers.push(*number);
                identity.extend(["\0", &id.0, "\0", hash, "\0", day]);
            }
            Group { fingerprint: hash_text(&identity), reports: numbers }
        };
        Ok(crate::groups(reports.keys(), &links).into_iter().map(group).collect())
    }

    /// Makes the next update compute everything anew.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn forget_stories(&mut self) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction
            .execute_batch("DELETE FROM story; DELETE FROM actor; DELETE FROM link; UPDATE report SET linked = 0;")?;
        changed(&transaction)?;
        Ok(transaction.commit()?)
    }
}

/// The mark of a record whose stories were computed after so many changes, by this version of the program.
fn settled(changes: Option<String>) -> String {
    format!("{} {VERSION}", changes.unwrap_or_default())
}

/// A story as its rows hold it.
struct StoryToWrite {
    id: String,
    title: Option<String>,
    days: Option<(String, String)>,
    reports: usize,
    outlets: usize,
    independent: usize,
    payload: Vec<u8>,
    items: Vec<ItemToWrite>,
    /// A card for each actor.
    cards: Vec<Vec<u8>>,
    /// Each statement, for the search.
    said: Vec<SaidToWrite>,
    news: Option<StoryNews>,
}

/// A thing of a story as its row holds it.
struct ItemToWrite {
    id: String,
    kind: i64,
    position: usize,
    /// When it was first read.
    seen: String,
    listed: bool,
}

/// A statement as the search shows it.
struct SaidToWrite {
    id: String,
    who: String,
    day: Option<String>,
    quote: String,
}

impl StoryToWrite {
    fn new(story: &Story, fresh: &BTreeMap<ReportId, Option<String>>, readings: &Readings) -> Self {
        let text = |id: &ReportId| story.reports.iter().find(|r| r.report.id == *id).map_or("", |r| &r.report.text);
        let quote = |evidence: &readout_report::Evidence| {
            text(&evidence.report).get(evidence.span.range()).unwrap_or_default().to_owned()
        };
        let title = story.title.as_ref().map(&quote);
        let title = story.reports.iter().find_map(|r| r.report.title.clone()).or(title);
        let days: BTreeSet<_> = story.reports.iter().filter_map(|r| r.report.published).collect();
        let mut items = Vec::new();
        for (kind, number) in KINDS {
            let ids: Vec<&String> = match kind {
                ItemKind::Statement => story.statements.iter().map(|x| &x.id).collect(),
                ItemKind::Event => story.events.iter().map(|x| &x.id).collect(),
                ItemKind::Figure => story.figures.iter().map(|x| &x.id).collect(),
                ItemKind::Document => story.documents.iter().map(|x| &x.id).collect(),
                ItemKind::Difference => story.differences.iter().map(|x| &x.id).collect(),
                ItemKind::Position => story.positions.iter().map(|x| &x.id).collect(),
            };
            let seen = readings.of_items(story, kind);
            let item = |((position, id), seen): ((usize, &String), &str)| ItemToWrite {
                id: id.clone(),
                kind: number,
                position,
                seen: seen.to_owned(),
                listed: kind != ItemKind::Event || !is_general(story.events[position].kind),
            };
            items.extend(ids.into_iter().enumerate().zip(seen).map(item));
        }
        let said = story.statements.iter().enumerate().map(|(index, statement)| {
            let actors = statement.source.iter().flat_map(|source| &source.actors);
            let names: Vec<&str> = actors.filter_map(|a| Some(story.actors.get(*a)?.name.as_str())).collect();
            let words = statement.source.as_ref().filter(|_| names.is_empty()).map(|s| quote(&s.evidence));
            SaidToWrite {
                id: statement.id.clone(),
                who: words.unwrap_or_else(|| names.join(", ")),
                day: story.days_of(ItemKind::Statement, index).map(|(first, _)| first.to_string()),
                quote: statement.witnesses.first().map(|w| quote(&w.evidence)).unwrap_or_default(),
            }
        });
        let said = said.collect();
        let news = story.reports.iter().any(|r| fresh.contains_key(&r.report.id)).then(|| {
            let news = News::of(story, fresh);
            let mut differences = BTreeMap::new();
            for difference in &news.differences {
                *differences.entry(story.differences[*difference].kind).or_default() += 1;
            }
            StoryNews {
                id: story.id.clone(),
                title: title.clone(),
                reports: story.reports.len(),
                new_reports: news.reports.len(),
                statements: news.statements.len(),
                events: news.events.iter().filter(|e| !is_general(story.events[**e].kind)).count(),
                figures: news.figures.len(),
                documents: news.documents.len(),
                differences,
            }
        });
        let pack_card = |card: &Card| postcard::to_stdvec(card).expect("plain data always serialises");
        let cards = Card::all(story).iter().map(pack_card).collect();
        let mut bare = story.clone();
        for report in &mut bare.reports {
            report.report.text = String::new();
        }
        let support = story.support;
        Self {
            id: story.id.clone(),
            title,
            days: days.first().zip(days.last()).map(|(first, last)| (first.to_string(), last.to_string())),
            reports: support.reports,
            outlets: support.outlets,
            independent: support.independent,
            payload: pack(&bare),
            items,
            cards,
            said,
            news,
        }
    }

    fn write(&self, db: &Transaction<'_>, group: &Group) -> Result<(), StoreError> {
        // Another process may have written a story of some of these reports meanwhile.
        for report in &group.reports {
            db.prepare_cached("DELETE FROM story WHERE id = (SELECT story FROM story_report WHERE report = ?1)")?
                .execute([report])?;
        }
        let (first, last) = self.days.as_ref().map(|(a, b)| (a.as_str(), b.as_str())).unzip();
        db.prepare_cached(
            "INSERT OR REPLACE INTO story (id, fingerprint, title, first, last, reports, outlets, independent, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            self.id,
            group.fingerprint,
            self.title,
            first,
            last,
            self.reports as i64,
            self.outlets as i64,
            self.independent as i64,
            self.payload
        ])?;
        let mut insert = db.prepare_cached("INSERT INTO story_report (report, story) VALUES (?1, ?2)")?;
        for report in &group.reports {
            insert.execute(params![report, self.id])?;
        }
        let mut insert = db.prepare_cached(
            "INSERT OR REPLACE INTO item (id, story, kind, position, seen, listed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for ItemToWrite { id, kind, position, seen, listed } in &self.items {
            insert.execute(params![id, self.id, kind, *position as i64, seen, listed])?;
        }
        let mut insert = db.prepare_cached("INSERT INTO story_actor (story, position, card) VALUES (?1, ?2, ?3)")?;
        for (position, card) in self.cards.iter().enumerate() {
            insert.execute(params![self.id, position as i64, card])?;
        }
        let mut insert = db.prepare_cached(
            "INSERT INTO said (story, position, id, who, day, quote) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut words = db.prepare_cached("INSERT INTO said_words (rowid, text) VALUES (?1, ?2)")?;
        for (position, said) in self.said.iter().enumerate() {
            insert.execute(params![self.id, position as i64, said.id, said.who, said.day, said.quote])?;
            words.execute(params![db.last_insert_rowid(), said.quote])?;
        }
        Ok(())
    }
}

/// What the number of a kind in the file stands for.
pub(super) fn stored_kind(number: i64) -> Option<ItemKind> {
    KINDS.iter().find(|(_, n)| *n == number).map(|(kind, _)| *kind)
}

/// What stands for a kind in the file.
pub(super) fn number_of_kind(kind: ItemKind) -> i64 {
    KINDS.iter().find(|(k, _)| *k == kind).map_or(0, |(_, number)| *number)
}

/// The numbers of the kinds in the file; they are never changed.
const KINDS: [(ItemKind, i64); 6] = [
    (ItemKind::Statement, 1),
    (ItemKind::Event, 2),
    (ItemKind::Figure, 3),
    (ItemKind::Document, 4),
    (ItemKind::Difference, 5),
    (ItemKind::Position, 6),
];
