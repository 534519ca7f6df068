//! What people decide by hand.

use std::collections::{BTreeMap, BTreeSet};

use readout_report::ReportId;
use rusqlite::{OptionalExtension as _, TransactionBehavior, params};

use super::reports::changed;
use super::{Store, StoreError, actors, pack, unpack};
use crate::cards::{Decision, RecordActor};

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
        let decisions = self.decisions()?;
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let gone = transaction.execute("DELETE FROM decision WHERE number = ?1", [number])?;
        let Some(row) = decisions.iter().find(|row| row.number == number).filter(|_| gone > 0) else {
            let none = "there is no such decision; `readout actors decisions` lists them";
            return Err(StoreError::NotFound(format!("{number}: {none}")));
        };
        actors::unsettle(&transaction, &row.decision)?;
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
        actors::unpack(&payload, id)
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
}
