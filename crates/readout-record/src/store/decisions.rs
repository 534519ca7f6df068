//! What people decide by hand, and the actors of the record that follow from the stories and the decisions.

use std::collections::{BTreeMap, BTreeSet};

use readout_report::ReportId;
use rusqlite::{OptionalExtension as _, TransactionBehavior, params};

use super::reports::changed;
use super::{Store, StoreError, pack, unpack};
use crate::cards::{Card, Decision, RecordActor, join};
use crate::fold::fold;

/// A decision that the record keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// By which it can be taken back.
    pub number: i64,
    /// When it was made: a timestamp.
    pub made: String,
    /// What was decided.
    pub decision: Decision,
}

impl Store {
    /// Decides that two actors of the record are one; `now` is the time of the decision (a timestamp). The record is up to date
    /// afterwards.
    ///
    /// Gives the number of the decision.
    ///
    /// # Errors
    /// If an id is no actor's, or both are one actor's, or the file cannot be written.
    pub fn merge_actors(&mut self, one: &str, other: &str, now: &str) -> Result<i64, StoreError> {
        let (a, b) = (self.actor(one)?, self.actor(other)?);
        if a.id == b.id {
            return Err(StoreError::NotFound(format!("{one} and {other} are one actor already")));
        }
        self.decide(&Decision::merge(&a, &b), now)
    }

    /// Decides that some of an actor's reports speak of another. Within a story an actor is one: what the reports of one story say
    /// of it stays together. Gives the number of the decision.
    ///
    /// # Errors
    /// If the id is no actor's, if these are none or all of its reports or belong to stories of which others do not, or if the
    /// file cannot be written.
    pub fn split_actor(&mut self, actor: &str, reports: &BTreeSet<ReportId>, now: &str) -> Result<i64, StoreError> {
        let actor = self.actor(actor)?;
        let decision = Decision::split(&actor, reports).ok_or_else(|| {
            StoreError::NotFound(format!(
                "{}: name some of the {} reports that speak of this actor, and not all; `readout show {}` lists them",
                actor.id,
                actor.reports.len(),
                actor.id
            ))
        })?;
        let mut select = self.db.prepare_cached(
            "SELECT r.id FROM story_actor a JOIN story_report s ON s.story = a.story JOIN report r ON r.number = s.report
             WHERE a.actor = ?1 AND a.story IN (SELECT s.story FROM story_report s JOIN report r ON r.number = s.report
                                                WHERE r.id = ?2)",
        )?;
        for report in reports {
            let of_story: Vec<String> =
                select.query_map(params![actor.id, report.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let other = of_story.into_iter().map(ReportId).find(|r| actor.reports.contains(r) && !reports.contains(r));
            if let Some(other) = other {
                return Err(StoreError::NotFound(format!(
                    "{report}: within a story an actor is one; name the story's other reports too, such as {other}"
                )));
            }
        }
        drop(select);
        self.decide(&decision, now)
    }

    /// The decisions, the earliest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<DecisionRow>, StoreError> {
        let mut select = self.db.prepare_cached("SELECT number, made, payload FROM decision ORDER BY number")?;
        let rows = select
            .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?)))?;
        let mut decisions = Vec::new();
        for row in rows {
            let (number, made, payload) = row?;
            let decision = unpack(&payload, &format!("decision {number}"))?;
            decisions.push(DecisionRow { number, made, decision });
        }
        Ok(decisions)
    }

    /// Takes a decision back.
    ///
    /// # Errors
    /// If there is no such decision, or the file cannot be written.
    pub fn undo(&mut self, number: i64) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let gone = transaction.execute("DELETE FROM decision WHERE number = ?1", [number])?;
        if gone == 0 {
            let none = "there is no such decision; `readout actors decisions` lists them";
            return Err(StoreError::NotFound(format!("{number}: {none}")));
        }
        changed(&transaction)?;
        transaction.commit()?;
        self.update(&BTreeMap::new()).map(drop)
    }

    /// An actor of the record.
    ///
    /// # Errors
    /// If there is no such actor, or its row is damaged.
    pub fn actor(&self, id: &str) -> Result<RecordActor, StoreError> {
        let mut select = self.db.prepare_cached("SELECT payload FROM actor WHERE id = ?1")?;
        let payload = select.query_row([id], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        let payload = payload.ok_or_else(|| {
            StoreError::NotFound(format!("{id}: the record has no such actor; `readout actors` lists them"))
        })?;
        unpack(&payload, &format!("actor {id}"))
    }

    fn decide(&mut self, decision: &Decision, now: &str) -> Result<i64, StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("INSERT INTO decision (made, payload) VALUES (?1, ?2)", params![now, pack(decision)])?;
        let number = transaction.last_insert_rowid();
        changed(&transaction)?;
        transaction.commit()?;
        self.update(&BTreeMap::new())?;
        Ok(number)
    }

    /// Joins the actors of the stories into those of the record, as the decisions would have it.
    pub(super) fn identify_actors(&mut self) -> Result<(), StoreError> {
        let decisions: Vec<Decision> = self.decisions()?.into_iter().map(|row| row.decision).collect();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut select =
                transaction.prepare("SELECT story, position, card FROM story_actor ORDER BY story, position")?;
            let rows = select.query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
            })?;
            let mut places = Vec::new();
            let mut cards: Vec<Card> = Vec::new();
            for row in rows {
                let (story, position, card) = row?;
                let card = postcard::from_bytes(&card);
                cards.push(card.map_err(|_| StoreError::Damaged(format!("an actor of story {story}")))?);
                places.push((story, position));
            }
            let actors = RecordActor::all(&cards, &join(&cards, &decisions));
            transaction.execute("DELETE FROM actor", [])?;
            let mut insert = transaction
                .prepare("INSERT INTO actor (id, names, stories, reports, payload) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            let mut known = transaction
                .prepare("UPDATE story_actor SET actor = ?3 WHERE story = ?1 AND position = ?2 AND actor IS NOT ?3")?;
            for mut actor in actors {
                let mut stories = BTreeSet::new();
                for card in std::mem::take(&mut actor.cards) {
                    let (story, position) = &places[card];
                    known.execute(params![story, position, actor.id])?;
                    stories.insert(story);
                }
                let (stories, reports) = (stories.len() as i64, actor.support.reports as i64);
                let names: Vec<String> = std::iter::once(&actor.name).chain(&actor.aliases).map(|n| fold(n)).collect();
                insert.execute(params![actor.id, names.join("\n"), stories, reports, pack(&actor)])?;
            }
        }
        Ok(transaction.commit()?)
    }
}
