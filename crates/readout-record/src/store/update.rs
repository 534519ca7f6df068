//! From the reports to the stories and actors: what changed is computed anew, a story at a time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use readout_report::{Evidence, ReportId, hash_text};
use rusqlite::{OptionalExtension as _, Row, Transaction, TransactionBehavior, params};

use super::items::ItemToWrite;
use super::reports::changed;
use super::seen::Readings;
use super::{Store, StoreError, VERSION, items, pack, unpack};
use crate::cards::{Block, Card};
use crate::{DifferenceKind, Entry, Link, News, Statement, Story, StoryIndex, Traits};

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
pub(super) struct Group {
    pub(super) fingerprint: String,
    pub(super) reports: Vec<i64>,
}

/// What a story is computed from.
type Loaded<'g> = (&'g Group, Vec<Entry>, Readings);

impl Store {
    /// Brings stories and actors up to date with the reports, and tells what the `fresh` ones added: the ids of reports that are
    /// new, with their former text where they were revised. Does nothing where nothing changed.
    ///
    /// Work is kept as it is done: after a crash the next update goes on. Stories are computed on rayon's threads.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn update(&mut self, fresh: &BTreeMap<ReportId, Option<String>>) -> Result<Updated, StoreError> {
        let mut updated = BTreeMap::new();
        for _ in 0..TURNS {
            let changes = self.meta("changes")?;
            if self.is_settled()? {
                break;
            }
            self.link_reports()?;
            self.regroup(fresh, &mut updated)?;
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

    /// Whether stories and actors are those of the reports.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_settled(&self) -> Result<bool, StoreError> {
        Ok(self.meta("settled")? == Some(settled(self.meta("changes")?)))
    }

    /// Computes the stories whose reports, or whose reports' words, are not those that they were computed from. What of a story is
    /// the same as before is not written again.
    fn regroup(
        &mut self,
        fresh: &BTreeMap<ReportId, Option<String>>,
        updated: &mut BTreeMap<String, StoryNews>,
    ) -> Result<(), StoreError> {
        let wanted = self.groups()?;
        let mut select = self.db.prepare("SELECT fingerprint FROM story")?;
        let had: BTreeSet<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        drop(select);
        let mut missing: Vec<&Group> = wanted.iter().filter(|g| !had.contains(&g.fingerprint)).collect();
        // The large ones first, so that no thread is left alone with one at the end.
        missing.sort_by_key(|group| Reverse(group.reports.len()));
        let mut done = Vec::new();
        let mut batch = self.load(&mut missing)?;
        // While some are computed, those before are written and the next are read.
        while !batch.is_empty() || !done.is_empty() {
            let compute = || -> Vec<(&Group, StoryToWrite)> {
                let stories = batch.into_par_iter().with_max_len(1);
                let row = |(group, entries, readings)| {
                    Some((group, StoryToWrite::new(crate::story(entries)?, fresh, &readings)))
                };
                stories.filter_map(row).collect()
            };
            let turn = || -> Result<_, StoreError> {
                self.write(&done)?;
                self.load(&mut missing)
            };
            let (computed, next) = rayon::join(compute, turn);
            let news = done.into_iter().filter_map(|(_, row)| row.news);
            updated.extend(news.map(|news| (news.id.clone(), news)));
            (done, batch) = (computed, next?);
        }
        let wanted: BTreeSet<&str> = wanted.iter().map(|g| g.fingerprint.as_str()).collect();
        let gone: Vec<&String> = had.iter().filter(|f| !wanted.contains(f.as_str())).collect();
        if !gone.is_empty() {
            let transaction = self.unsettle()?;
            for fingerprint in gone {
                transaction.prepare_cached("DELETE FROM story WHERE fingerprint = ?1")?.execute([fingerprint])?;
            }
            transaction.commit()?;
        }
        Ok(())
    }

    /// Reads what is needed for the next stories.
    fn load<'g>(&self, missing: &mut Vec<&'g Group>) -> Result<Vec<Loaded<'g>>, StoreError> {
        let mut reports = 0;
        let fits = |group: &&&Group| {
            reports += group.reports.len();
            reports <= BATCH_REPORTS
        };
        let n = missing.iter().take(BATCH).take_while(fits).count().max(1).min(missing.len());
        let entries = |group: &'g Group| {
            let entries = group.reports.iter().map(|n| self.entry(*n)).collect::<Result<_, _>>()?;
            Ok((group, entries, self.readings(&group.reports)?))
        };
        missing.drain(..n).map(entries).collect()
    }

    fn write(&mut self, stories: &[(&Group, StoryToWrite)]) -> Result<(), StoreError> {
        if stories.is_empty() {
            return Ok(());
        }
        let transaction = self.unsettle()?;
        for (group, row) in stories {
            row.write(&transaction, group)?;
        }
        Ok(transaction.commit()?)
    }

    /// Begins to write stories. Whoever is killed from then on leaves a record that says that it is not whole.
    fn unsettle(&mut self) -> Result<Transaction<'_>, StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM meta WHERE key = 'settled'", [])?;
        Ok(transaction)
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
    pub(super) fn link_reports(&mut self) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let new: i64 = transaction.query_row("SELECT count(*) FROM report WHERE linked = 0", [], |row| row.get(0))?;
        if new == 0 {
            return Ok(());
        }
        let mut index = StoryIndex::new();
        let mut numbers = BTreeMap::new();
        {
            let mut select =
                transaction.prepare("SELECT number, id, traits FROM report WHERE linked = 0 ORDER BY number")?;
            let fresh = select.query_map([], traits)?.collect::<Result<Vec<_>, _>>()?;
            let fresh = fresh.into_iter().map(unpack_traits).collect::<Result<Vec<_>, _>>()?;
            let mut note = transaction.prepare("UPDATE report SET moment = ?2 WHERE number = ?1")?;
            let mut restore = |row: (i64, String, Vec<u8>), is_noted: bool| -> Result<(), StoreError> {
                let (number, id, traits) = unpack_traits(row)?;
                if !is_noted && traits.day.is_some() {
                    note.execute(params![number, traits.day])?;
                }
                numbers.insert(id.clone(), number);
                index.restore(id, traits);
                Ok(())
            };
            // Those whose links are known first, as far as they can have links to these.
            let mut select =
                transaction.prepare("SELECT number, id, traits FROM report WHERE linked = 1 AND moment IS NULL")?;
            for row in select.query_map([], traits)?.collect::<Result<Vec<_>, _>>()? {
                restore(row, false)?;
            }
            let mut select = transaction
                .prepare("SELECT number, id, traits FROM report WHERE linked = 1 AND moment BETWEEN ?1 AND ?2")?;
            for (first, last) in StoryIndex::reach(fresh.iter().map(|(_, _, traits)| traits)) {
                let mut rows = select.query([first, last])?;
                while let Some(row) = rows.next()? {
                    restore(traits(row)?, true)?;
                }
            }
            let mut insert = transaction
                .prepare("INSERT OR REPLACE INTO link (a, b, weight) VALUES (min(?1, ?2), max(?1, ?2), ?3)")?;
            let mut note = transaction.prepare("UPDATE report SET moment = ?2 WHERE number = ?1")?;
            for (number, id, traits) in fresh {
                note.execute(params![number, traits.day])?;
                numbers.insert(id.clone(), number);
                for link in index.add(id, traits) {
                    insert.execute(params![numbers[&link.first], numbers[&link.second], link.weight])?;
                }
            }
        }
        transaction.execute("UPDATE report SET linked = 1 WHERE linked = 0", [])?;
        Ok(transaction.commit()?)
    }

    /// The reports of each story.
    pub(super) fn groups(&self) -> Result<Vec<Group>, StoreError> {
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
        transaction.execute_batch(
            "DELETE FROM story; DELETE FROM actor; DELETE FROM changed_actor; DELETE FROM changed_block; DELETE FROM link;
             UPDATE report SET linked = 0;",
        )?;
        changed(&transaction)?;
        Ok(transaction.commit()?)
    }
}

/// Number, id and packed traits of a report.
fn traits(row: &Row<'_>) -> rusqlite::Result<(i64, String, Vec<u8>)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn unpack_traits((number, id, packed): (i64, String, Vec<u8>)) -> Result<(i64, ReportId, Traits), StoreError> {
    let traits = unpack(&packed, &format!("the traits of report {id}"))?;
    Ok((number, ReportId(id), traits))
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
    /// Hashes of the ids of all that it has, as the file has them.
    hashes: Vec<u8>,
    items: Vec<ItemToWrite>,
    /// For each actor its id, its blocks and its card.
    cards: BTreeMap<String, (String, Vec<u8>)>,
    /// The words of each statement, with their hash.
    said: Vec<(String, i64)>,
    news: Option<StoryNews>,
}

impl StoryToWrite {
    fn new(mut story: Story, fresh: &BTreeMap<ReportId, Option<String>>, readings: &Readings) -> Self {
        let text = |id: &ReportId| story.reports.iter().find(|r| r.report.id == *id).map_or("", |r| &r.report.text);
        let quote =
            |evidence: &Evidence| text(&evidence.report).get(evidence.span.range()).unwrap_or_default().to_owned();
        let title = story.title.as_ref().map(quote);
        let title = story.reports.iter().find_map(|r| r.report.title.clone()).or(title);
        let days: BTreeSet<_> = story.reports.iter().filter_map(|r| r.report.published).collect();
        let news = story.reports.iter().any(|r| fresh.contains_key(&r.report.id)).then(|| {
            let news = News::of(&story, fresh);
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
                events: news
                    .events
                    .iter()
                    .filter(|e| !readout_extract::event::is_general(story.events[**e].kind))
                    .count(),
                figures: news.figures.len(),
                documents: news.documents.len(),
                differences,
            }
        });
        let row = |card: Card| {
            let blocks: Vec<i64> = card.blocks().into_iter().map(Block::number).collect();
            let packed = postcard::to_stdvec(&card).expect("plain data always serialises");
            (card.actor, (serde_json::to_string(&blocks).expect("numbers always serialise"), packed))
        };
        let cards = Card::all(&story).into_iter().map(row).collect();
        let (hashes, items, said) = (items::of_story(&story), items::rows(&story, readings), said(&story));
        // The reports have their texts already.
        for report in &mut story.reports {
            report.report.text = String::new();
        }
        let support = story.support;
        Self {
            title,
            days: days.first().zip(days.last()).map(|(first, last)| (first.to_string(), last.to_string())),
            reports: support.reports,
            outlets: support.outlets,
            independent: support.independent,
            payload: pack(&story),
            hashes,
            items,
            cards,
            said,
            news,
            id: story.id,
        }
    }

    fn write(&self, db: &Transaction<'_>, group: &Group) -> Result<(), StoreError> {
        // Another process may have written a story of some of these reports meanwhile.
        let mut former = BTreeSet::new();
        for report in &group.reports {
            let mut select = db.prepare_cached("SELECT story FROM story_report WHERE report = ?1")?;
            former.extend(select.query_row([report], |row| row.get::<_, String>(0)).optional()?);
        }
        let (first, last) = self.days.as_ref().map(|(a, b)| (a.as_str(), b.as_str())).unzip();
        db.prepare_cached(
            "INSERT INTO story (id, fingerprint, title, first, last, reports, outlets, independent, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET fingerprint = ?2, title = ?3, first = ?4, last = ?5, reports = ?6, outlets = ?7,
                                            independent = ?8, payload = ?9",
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
        db.prepare_cached("DELETE FROM story_report WHERE story = ?1")?.execute([&self.id])?;
        let mut insert = db.prepare_cached("INSERT OR REPLACE INTO story_report (report, story) VALUES (?1, ?2)")?;
        for report in &group.reports {
            insert.execute(params![report, self.id])?;
        }
        db.prepare_cached("INSERT OR REPLACE INTO story_items (story, hashes) VALUES (?1, ?2)")?
            .execute(params![self.id, self.hashes])?;
        items::write(db, &self.id, &self.items)?;
        self.write_cards(db)?;
        self.write_said(db, &former)?;
        for story in former.iter().filter(|story| **story != self.id) {
            db.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([story])?;
        }
        Ok(())
    }

    /// Writes the cards that are not as they were.
    fn write_cards(&self, db: &Transaction<'_>) -> Result<(), StoreError> {
        let mut select = db.prepare_cached("SELECT number, local, card FROM story_actor WHERE story = ?1")?;
        let had = select.query_map([&self.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let had = had.collect::<Result<Vec<(i64, String, Vec<u8>)>, _>>()?;
        let mut same = BTreeSet::new();
        for (number, local, card) in had {
            if self.cards.get(&local).is_some_and(|(_, new)| *new == card) {
                same.insert(local);
            } else {
                db.prepare_cached("DELETE FROM story_actor WHERE number = ?1")?.execute([number])?;
            }
        }
        let mut insert =
            db.prepare_cached("INSERT INTO story_actor (story, local, blocks, card) VALUES (?1, ?2, ?3, ?4)")?;
        let mut place = db.prepare_cached("INSERT OR IGNORE INTO actor_block SELECT value, ?1 FROM json_each(?2)")?;
        for (local, (blocks, card)) in self.cards.iter().filter(|(local, _)| !same.contains(*local)) {
            insert.execute(params![self.id, local, blocks, card])?;
            if blocks != "[]" {
                place.execute(params![db.last_insert_rowid(), blocks])?;
            }
        }
        Ok(())
    }

    /// Writes the words of the statements, apart from those that the `former` stories of these reports had too.
    fn write_said(&self, db: &Transaction<'_>, former: &BTreeSet<String>) -> Result<(), StoreError> {
        let mut had = BTreeMap::<i64, Vec<(i64, bool, i64)>>::new();
        let mut select = db.prepare_cached("SELECT number, story, position, hash FROM said WHERE story = ?1")?;
        for story in former.iter().chain([&self.id]).collect::<BTreeSet<_>>() {
            let mut rows = select.query([story])?;
            while let Some(row) = rows.next()? {
                had.entry(row.get(3)?).or_default().push((row.get(0)?, *story == self.id, row.get(2)?));
            }
        }
        let mut insert = db.prepare_cached("INSERT INTO said (story, position, hash) VALUES (?1, ?2, ?3)")?;
        let mut words = db.prepare_cached("INSERT INTO said_words (rowid, text) VALUES (?1, ?2)")?;
        let mut moved = db.prepare_cached("UPDATE said SET story = ?2, position = ?3 WHERE number = ?1")?;
        for (position, (said, hash)) in self.said.iter().enumerate() {
            let position = position as i64;
            match had.get_mut(hash).and_then(Vec::pop) {
                Some((_, true, at)) if at == position => {}
                Some((number, _, _)) => drop(moved.execute(params![number, self.id, position])?),
                None => {
                    insert.execute(params![self.id, position, hash])?;
                    words.execute(params![db.last_insert_rowid(), said])?;
                }
            }
        }
        let mut delete = db.prepare_cached("DELETE FROM said WHERE number = ?1")?;
        for (number, _, _) in had.into_values().flatten() {
            delete.execute([number])?;
        }
        Ok(())
    }
}

/// The words of each statement of a story, as its first witness has them, with their hash.
pub(super) fn said(story: &Story) -> Vec<(String, i64)> {
    let texts: BTreeMap<_, _> = story.reports.iter().map(|r| (&r.report.id, r.report.text.as_str())).collect();
    let words = |evidence: &Evidence| {
        let words = texts.get(&evidence.report).and_then(|text| text.get(evidence.span.range()));
        (words.unwrap_or_default().to_owned(), number_of(&evidence.hash))
    };
    let first = |s: &Statement| s.witnesses.first().map(|w| words(&w.evidence)).unwrap_or_default();
    story.statements.iter().map(first).collect()
}

/// A number of a hash, by which a text is known again.
fn number_of(hash: &str) -> i64 {
    hash.get(..15).and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or_default()
}
