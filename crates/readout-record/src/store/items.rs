//! The items of stories: what lists show of each, and how the story that has an item is found.

use std::collections::BTreeMap;

use readout_extract::event::is_general;
use readout_report::Evidence;
use rusqlite::{Transaction, params};

use super::seen::Readings;
use super::{Store, StoreError};
use crate::runs::hash;
use crate::{ItemKind, Story};

/// The hashes of the ids of all items, in order, four bytes each.
pub(super) fn of_story(story: &Story) -> Vec<u8> {
    let mut hashes: Vec<u32> = KINDS.iter().flat_map(|kind| ids(story, *kind)).map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into_iter().flat_map(u32::to_be_bytes).collect()
}

impl Store {
    /// The stories that have an item of this id, and which of their items it is.
    pub(super) fn items(&self, id: &str) -> Result<Vec<(Story, ItemKind, usize)>, StoreError> {
        let wanted = hash(id).to_be_bytes();
        let mut select = self.db.prepare_cached("SELECT story, hashes FROM story_items ORDER BY story")?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (hashes, _) = row.get_ref(1)?.as_blob().unwrap_or_default().as_chunks::<4>();
            if hashes.binary_search(&wanted).is_err() {
                continue;
            }
            let story = self.story(&row.get::<_, String>(0)?)?;
            let place = |kind: &ItemKind| Some((*kind, ids(&story, *kind).position(|of_item| of_item == id)?));
            if let Some((kind, position)) = KINDS.iter().find_map(place) {
                found.push((story, kind, position));
            }
        }
        Ok(found)
    }
}

/// What lists show of an item, as its row has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ItemToWrite {
    pub(super) kind: i64,
    pub(super) position: i64,
    pub(super) id: String,
    /// When the record first saw it said.
    pub(super) seen: String,
    pub(super) listed: bool,
    /// Of a statement: who, on which day, and the words.
    pub(super) said: Option<(String, Option<String>, String)>,
}

/// The rows of a story's items, by kind and position.
pub(super) fn rows(story: &Story, readings: &Readings) -> Vec<ItemToWrite> {
    let texts: BTreeMap<_, _> = story.reports.iter().map(|r| (&r.report.id, r.report.text.as_str())).collect();
    let quote = |e: &Evidence| texts.get(&e.report).and_then(|t| t.get(e.span.range())).unwrap_or_default().to_owned();
    let said = |index: usize| {
        let statement = story.statements.get(index)?;
        let actors = statement.source.iter().flat_map(|source| &source.actors);
        let names: Vec<&str> = actors.filter_map(|a| Some(story.actors.get(*a)?.name.as_str())).collect();
        let words = statement.source.as_ref().filter(|_| names.is_empty()).map(|s| quote(&s.evidence));
        let day = story.days_of(ItemKind::Statement, index).map(|(first, _)| first.to_string());
        let words_of = statement.witnesses.first().map(|w| quote(&w.evidence)).unwrap_or_default();
        Some((words.unwrap_or_else(|| names.join(", ")), day, words_of))
    };
    let mut rows = Vec::new();
    for kind in KINDS {
        let seen = readings.of_items(story, kind);
        for ((position, id), seen) in ids(story, kind).enumerate().zip(seen) {
            rows.push(ItemToWrite {
                kind: number_of_kind(kind),
                position: position as i64,
                id: id.to_owned(),
                seen: seen.to_owned(),
                listed: kind != ItemKind::Event || !is_general(story.events[position].kind),
                said: if kind == ItemKind::Statement { said(position) } else { None },
            });
        }
    }
    rows
}

/// Writes the rows that are not as they were.
pub(super) fn write(db: &Transaction<'_>, story: &str, rows: &[ItemToWrite]) -> Result<(), StoreError> {
    let mut select =
        db.prepare_cached("SELECT kind, position, id, seen, listed, who, day, quote FROM item WHERE story = ?1")?;
    let had = select.query_map([story], |row| {
        let said = row.get::<_, Option<String>>(5)?.zip(row.get::<_, Option<String>>(7)?);
        let day: Option<String> = row.get(6)?;
        Ok(ItemToWrite {
            kind: row.get(0)?,
            position: row.get(1)?,
            id: row.get(2)?,
            seen: row.get(3)?,
            listed: row.get(4)?,
            said: said.map(|(who, quote)| (who, day, quote)),
        })
    })?;
    let had = had.collect::<Result<Vec<_>, _>>()?;
    let mut had: BTreeMap<(i64, &str), &ItemToWrite> =
        had.iter().map(|row| ((row.kind, row.id.as_str()), row)).collect();
    let mut insert = db.prepare_cached(
        "INSERT OR REPLACE INTO item (story, kind, id, position, seen, listed, who, day, quote)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut moved = db.prepare_cached("UPDATE item SET position = ?4 WHERE story = ?1 AND kind = ?2 AND id = ?3")?;
    for row in rows {
        let ItemToWrite { kind, position, id, seen, listed, said } = row;
        if let Some(had) = had.remove(&(*kind, id.as_str()))
            && (&had.seen, &had.listed, &had.said) == (seen, listed, said)
        {
            if had.position != *position {
                moved.execute(params![story, kind, id, position])?;
            }
            continue;
        }
        let (who, day, quote) = match said {
            Some((who, day, quote)) => (Some(who), day.as_ref(), Some(quote)),
            None => (None, None, None),
        };
        insert.execute(params![story, kind, id, position, seen, listed, who, day, quote])?;
    }
    let mut delete = db.prepare_cached("DELETE FROM item WHERE story = ?1 AND kind = ?2 AND id = ?3")?;
    for (kind, id) in had.into_keys() {
        delete.execute(params![story, kind, id])?;
    }
    Ok(())
}

/// What the number of a kind in the file stands for.
pub(super) fn stored_kind(number: i64) -> Option<ItemKind> {
    KINDS.into_iter().find(|kind| number_of_kind(*kind) == number)
}

/// The number of a kind in the file; it is never changed.
pub(super) fn number_of_kind(kind: ItemKind) -> i64 {
    match kind {
        ItemKind::Statement => 1,
        ItemKind::Event => 2,
        ItemKind::Figure => 3,
        ItemKind::Document => 4,
        ItemKind::Difference => 5,
        ItemKind::Position => 6,
    }
}

const KINDS: [ItemKind; 6] = [
    ItemKind::Statement,
    ItemKind::Event,
    ItemKind::Figure,
    ItemKind::Document,
    ItemKind::Difference,
    ItemKind::Position,
];

/// The ids of a story's items of a kind, in order.
fn ids(story: &Story, kind: ItemKind) -> Box<dyn Iterator<Item = &str> + '_> {
    match kind {
        ItemKind::Statement => Box::new(story.statements.iter().map(|x| x.id.as_str())),
        ItemKind::Event => Box::new(story.events.iter().map(|x| x.id.as_str())),
        ItemKind::Figure => Box::new(story.figures.iter().map(|x| x.id.as_str())),
        ItemKind::Document => Box::new(story.documents.iter().map(|x| x.id.as_str())),
        ItemKind::Difference => Box::new(story.differences.iter().map(|x| x.id.as_str())),
        ItemKind::Position => Box::new(story.positions.iter().map(|x| x.id.as_str())),
    }
}
