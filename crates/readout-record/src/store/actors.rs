//! The actors of the record, from those of the stories and the decisions.
//!
//! Only those are joined anew that a change can reach: see [`Block`](crate::cards::Block).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Row, Transaction, TransactionBehavior, params};

use super::{Store, StoreError};
use crate::cards::{Block, Card, Decision, Identified, Named, RecordActor, join};
use crate::fold::fold;

impl Store {
    /// Joins the actors of the stories into those of the record, as the decisions would have it. On this thread alone: while it waited
    /// for others, it could take up the work of another update, which waits for this one's transaction.
    pub(super) fn identify_actors(&mut self) -> Result<(), StoreError> {
        let decisions: Vec<Decision> = self.decisions()?.into_iter().map(|row| row.decision).collect();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut reached = Reached::by_changes(&transaction, &decisions)?;
        let mut identified = Vec::new();
        loop {
            reached.follow()?;
            identified = RecordActor::identified(&reached.cards, &join(&reached.cards, &decisions), identified);
            if !reached.meets_others(&identified)? {
                break;
            }
        }
        reached.write(identified)?;
        transaction.execute_batch("DELETE FROM changed_block; DELETE FROM changed_actor;")?;
        Ok(transaction.commit()?)
    }
}

/// So many reports of a decision are looked at for the spellings of its names.
const MOST_REPORTS: usize = 100;

impl Store {
    /// The names of an actor of the record and how often its stories use each, the most used first; a story counts at most five.
    /// Of spellings that differ only in case or marks, the most used stands for all.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn names_of_actor(&self, actor: &str) -> Result<Vec<(String, usize)>, StoreError> {
        let mut uses = Spellings::default();
        self.each_card("WHERE a.actor = ?1", [actor], |card| uses.add(&card, |_| true))?;
        let mut names: Vec<_> =
            uses.all.into_values().map(|spellings| (most_used(&spellings), total(&spellings))).collect();
        names.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        Ok(names)
    }

    /// The names by which a decision means an actor, as reports print them; folded where none of its reports is there any more.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn printed_names(&self, named: &Named) -> Result<Vec<String>, StoreError> {
        let mut uses = Spellings::default();
        for report in named.reports.iter().take(MOST_REPORTS) {
            if uses.all.len() == named.names.len() {
                break;
            }
            self.each_card(OF_REPORT, [&report.0], |card| {
                if named.may_mean(&card) {
                    uses.add(&card, |folded| named.names.contains(folded));
                }
            })?;
        }
        Ok(named.names.iter().map(|name| uses.all.get(name).map_or_else(|| name.clone(), most_used)).collect())
    }

    fn each_card(
        &self,
        which: &str,
        values: impl rusqlite::Params,
        mut with: impl FnMut(Card),
    ) -> Result<(), StoreError> {
        let mut select = self.db.prepare_cached(&format!("{CARD} {which}"))?;
        let mut rows = select.query(values)?;
        while let Some(row) = rows.next()? {
            with(card(row)?);
        }
        Ok(())
    }
}

/// Names, folded, with how often each of their spellings is used.
#[derive(Default)]
struct Spellings {
    all: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Spellings {
    /// Adds the names of a card that are wanted.
    fn add(&mut self, card: &Card, is_wanted: impl Fn(&str) -> bool) {
        for (name, uses) in &card.names {
            let folded = fold(name);
            if is_wanted(&folded) {
                *self.all.entry(folded).or_default().entry(name.clone()).or_default() += *uses as usize;
            }
        }
    }
}

fn most_used(spellings: &BTreeMap<String, usize>) -> String {
    spellings
        .iter()
        .max_by_key(|(name, uses)| (**uses, Reverse(*name)))
        .map(|(name, _)| name.clone())
        .unwrap_or_default()
}

fn total(spellings: &BTreeMap<String, usize>) -> usize {
    spellings.values().sum()
}

/// Makes the next update join anew what a decision joined or parted.
pub(super) fn unsettle(db: &Transaction<'_>, decision: &Decision) -> Result<(), StoreError> {
    let mut reached = Reached::new(db);
    reached.decided(decision)?;
    let mut insert = db.prepare("INSERT OR IGNORE INTO changed_actor VALUES (?1)")?;
    for row in &reached.rows {
        if let Some(actor) = &row.actor {
            insert.execute([actor])?;
        }
    }
    Ok(())
}

/// To the bytes of a column: there are many, and most are too short to compress.
fn pack(actor: &RecordActor) -> Vec<u8> {
    postcard::to_stdvec(actor).expect("plain data always serialises")
}

/// Back from the bytes of a column.
pub(super) fn unpack(bytes: &[u8], id: &str) -> Result<RecordActor, StoreError> {
    postcard::from_bytes(bytes).map_err(|_| StoreError::Damaged(format!("actor {id}")))
}

/// What the file has beside a card.
struct CardRow {
    number: i64,
    /// The actor that it was when the actors were joined last.
    actor: Option<String>,
    blocks: Vec<i64>,
}

const CARD: &str = "SELECT a.number, a.actor, a.blocks, a.card, a.story FROM story_actor a";
/// Of the story that has a report.
const OF_REPORT: &str = "JOIN story_report s ON s.story = a.story JOIN report r ON r.number = s.report WHERE r.id = ?1";

/// The cards that are joined anew, with all on which their sets and ids depend.
struct Reached<'t> {
    db: &'t Transaction<'t>,
    cards: Vec<Card>,
    rows: Vec<CardRow>,
    numbers: BTreeSet<i64>,
    /// So many of the cards were followed.
    followed: usize,
    blocks: BTreeSet<Block>,
    /// The actors of former times that are made anew.
    actors: BTreeSet<String>,
    /// Those of them that lost a card.
    changed: BTreeSet<String>,
    /// Whether these are all cards there are.
    all: bool,
}

impl<'t> Reached<'t> {
    fn new(db: &'t Transaction<'t>) -> Self {
        Self {
            db,
            cards: Vec::new(),
            rows: Vec::new(),
            numbers: BTreeSet::new(),
            followed: 0,
            blocks: BTreeSet::new(),
            actors: BTreeSet::new(),
            changed: BTreeSet::new(),
            all: false,
        }
    }

    /// What changed since the actors were joined last, and what was decided by hand.
    fn by_changes(db: &'t Transaction<'t>, decisions: &[Decision]) -> Result<Self, StoreError> {
        let mut reached = Self::new(db);
        let count =
            |which| db.query_row(&format!("SELECT count(*) FROM story_actor {which}"), [], |row| row.get::<_, i64>(0));
        // Where most is new, it is faster to take all.
        if 2 * count("WHERE actor IS NULL")? >= count("")? {
            reached.all = true;
            reached.take("ORDER BY a.number", [])?;
            return Ok(reached);
        }
        reached.take("WHERE a.actor IS NULL", [])?;
        for block in numbers(db, "SELECT block FROM changed_block")? {
            reached.block(Block::from_number(block).of_bearers())?;
        }
        let changed: BTreeSet<String> = names(db, "SELECT actor FROM changed_actor", [])?.into_iter().collect();
        let doubtful = names(db, "SELECT id FROM actor WHERE taken IS NOT NULL", [])?;
        for actor in changed.iter().chain(&doubtful) {
            reached.actor(actor)?;
        }
        reached.changed = changed;
        for decision in decisions {
            reached.decided(decision)?;
        }
        Ok(reached)
    }

    /// Adds all on which the sets of the cards that are there depend.
    fn follow(&mut self) -> Result<(), StoreError> {
        while self.followed < self.rows.len() && !self.all {
            let row = &self.rows[self.followed];
            self.followed += 1;
            let actor = row.actor.clone();
            for block in row.blocks.clone() {
                for block in Block::from_number(block).reached() {
                    self.block(block)?;
                }
            }
            if let Some(actor) = actor {
                self.actor(&actor)?;
            }
        }
        Ok(())
    }

    /// Adds the cards of a block.
    fn block(&mut self, block: Block) -> Result<(), StoreError> {
        match self.blocks.insert(block) {
            true => self.take("JOIN actor_block b ON b.card = a.number WHERE b.block = ?1", [block.number()]),
            false => Ok(()),
        }
    }

    /// Adds the cards of an actor, and of those who would have its id if it had another.
    fn actor(&mut self, actor: &str) -> Result<(), StoreError> {
        if self.actors.insert(actor.to_owned()) {
            self.take("WHERE a.actor = ?1", [actor])?;
            for other in names(self.db, EQUAL_NAME, [actor])? {
                self.actor(&other)?;
            }
        }
        Ok(())
    }

    /// Adds the cards that a decision means.
    fn decided(&mut self, decision: &Decision) -> Result<(), StoreError> {
        for named in decision.named() {
            for report in &named.reports {
                self.take_if(OF_REPORT, [&report.0], |card| named.may_mean(card))?;
            }
        }
        Ok(())
    }

    fn take(&mut self, which: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        self.take_if(which, values, |_| true)
    }

    fn take_if(
        &mut self,
        which: &str,
        values: impl rusqlite::Params,
        is_wanted: impl Fn(&Card) -> bool,
    ) -> Result<(), StoreError> {
        let mut select = self.db.prepare_cached(&format!("{CARD} {which}"))?;
        let mut rows = select.query(values)?;
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            if self.numbers.contains(&number) {
                continue;
            }
            let card = card(row)?;
            if is_wanted(&card) {
                self.numbers.insert(number);
                let blocks = row.get_ref(2)?.as_str().ok().and_then(|blocks| serde_json::from_str(blocks).ok());
                let blocks = blocks.ok_or_else(|| StoreError::Damaged(format!("an actor of story {}", card.story)))?;
                self.rows.push(CardRow { number, actor: row.get(1)?, blocks });
                self.cards.push(card);
            }
        }
        Ok(())
    }

    /// Adds others that have an id which one of these would have, or the same name; whether there are any.
    fn meets_others(&mut self, identified: &[Identified]) -> Result<bool, StoreError> {
        if self.all {
            return Ok(false);
        }
        let before = self.actors.len();
        for Identified { actor, plain, taken, .. } in identified {
            for id in taken.iter().chain([plain, &actor.id]).collect::<BTreeSet<_>>() {
                if !self.actors.contains(id) {
                    let others = "SELECT id FROM actor WHERE id = ?1 UNION SELECT id FROM actor WHERE plain = ?1 AND plain <> id";
                    for other in names(self.db, others, [id])? {
                        self.actor(&other)?;
                    }
                }
            }
        }
        Ok(self.actors.len() > before)
    }

    /// Puts the actors in the place of those that were made of these cards before.
    fn write(&self, mut identified: Vec<Identified>) -> Result<(), StoreError> {
        // In the order in which the file has them.
        identified.sort_by(|a, b| a.actor.id.cmp(&b.actor.id));
        if self.all {
            self.db.execute("DELETE FROM actor", [])?;
        }
        // One that had the same cards, of which none changed, is what it was.
        let mut had = HashMap::<&str, usize>::new();
        for actor in self.rows.iter().filter_map(|row| row.actor.as_deref()) {
            *had.entry(actor).or_default() += 1;
        }
        let is_as_before = |actor: &RecordActor| {
            let is_its = |card: &usize| self.rows[*card].actor.as_ref() == Some(&actor.id);
            had.get(actor.id.as_str()) == Some(&actor.cards.len())
                && actor.cards.iter().all(is_its)
                && !self.changed.contains(&actor.id)
                && !self.all
        };
        let ids: BTreeSet<&str> = identified.iter().map(|identified| identified.actor.id.as_str()).collect();
        for gone in self.actors.iter().filter(|id| !ids.contains(id.as_str())) {
            self.db.prepare_cached("DELETE FROM actor WHERE id = ?1")?.execute([gone])?;
        }
        drop(ids);
        let mut insert = self.db.prepare(
            "INSERT INTO actor (id, plain, taken, names, stories, reports, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET plain = ?2, taken = ?3, names = ?4, stories = ?5, reports = ?6, payload = ?7
             WHERE payload <> ?7 OR stories <> ?5 OR plain <> ?2 OR taken IS NOT ?3",
        )?;
        let mut known = self.db.prepare("UPDATE story_actor SET actor = ?2 WHERE number = ?1")?;
        for Identified { mut actor, plain, taken, .. } in identified {
            if taken.is_empty() && is_as_before(&actor) {
                continue;
            }
            let mut stories = BTreeSet::new();
            for card in std::mem::take(&mut actor.cards) {
                let row = &self.rows[card];
                if row.actor.as_ref() != Some(&actor.id) {
                    known.execute(params![row.number, actor.id])?;
                }
                stories.insert(&self.cards[card].story);
            }
            let (stories, reports) = (stories.len() as i64, actor.support.reports as i64);
            let names: Vec<String> = std::iter::once(&actor.name).chain(&actor.aliases).map(|n| fold(n)).collect();
            let taken = (!taken.is_empty()).then(|| taken.join("\n"));
            insert.execute(params![actor.id, plain, taken, names.join("\n"), stories, reports, pack(&actor)])?;
        }
        Ok(())
    }
}

/// Those whose name alone would give them an id that another has.
const EQUAL_NAME: &str = "SELECT id FROM actor WHERE plain = ?1 AND plain <> id";

fn card(row: &Row<'_>) -> Result<Card, StoreError> {
    let card = row.get_ref(3)?.as_blob().ok().and_then(|card| postcard::from_bytes(card).ok());
    match card {
        Some(card) => Ok(card),
        None => Err(StoreError::Damaged(format!("an actor of story {}", row.get::<_, String>(4)?))),
    }
}

fn names(db: &Transaction<'_>, select: &str, values: impl rusqlite::Params) -> Result<Vec<String>, StoreError> {
    let mut select = db.prepare_cached(select)?;
    Ok(select.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn numbers(db: &Transaction<'_>, select: &str) -> Result<Vec<i64>, StoreError> {
    let mut select = db.prepare_cached(select)?;
    Ok(select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
