//! The record, open for many questions at once, and what was lately answered.

use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use jiff::Timestamp;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use readout_record::{Store, StoreError};
use readout_report::Date;
use tokio::sync::Semaphore;

use crate::Options;
use crate::ask::Ask;
use crate::refusal::Refusal;

/// Bytes of answers that are kept.
const ANSWERS: u64 = 64 << 20;
/// Bytes of past days of the record that are kept in memory; the last one asked for is kept whatever it takes.
const PAST_BYTES: u64 = 512 << 20;

/// The record behind the pages: a few connections, and answers that still hold.
#[derive(Debug)]
pub struct Desk {
    options: Options,
    idle: Mutex<Vec<Store>>,
    turns: Semaphore,
    /// One question at a time about the past: making a past day takes long, and must not keep others waiting.
    turn_of_the_past: Semaphore,
    past: Mutex<Vec<Past>>,
    answers: Cache<String, Answer, Bytes>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("record", &self.record).finish_non_exhaustive()
    }
}

/// The record of a past day.
#[derive(Debug)]
struct Past {
    day: Date,
    /// [`Store::state`] of the record that it was made of.
    state: String,
    store: Arc<Mutex<Store>>,
    bytes: u64,
}

/// Something that was answered, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) content_type: &'static str,
    /// Changes when the body does.
    pub(crate) tag: String,
    pub(crate) body: axum::body::Bytes,
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<String, Answer> for Bytes {
    fn weight(&self, key: &String, answer: &Answer) -> u64 {
        (key.len() + answer.body.len() + answer.tag.len() + 100) as u64
    }
}

impl Desk {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            idle: Mutex::default(),
            turns: Semaphore::new(options.threads.max(2)),
            turn_of_the_past: Semaphore::new(1),
            past: Mutex::default(),
            answers: Cache::with_weighter(2_000, ANSWERS, Bytes),
            options,
        }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> String {
        (self.options.now)()
    }

    /// Tells whoever runs the server.
    pub(crate) fn log(&self, line: &str) {
        (self.options.log)(line);
    }

    /// Puts a question to the record as it is now, or was on a day. The whole question sees one state of it.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        as_of: Option<Date>,
        question: impl FnOnce(&Store) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.blocking(as_of.is_some(), move |desk| desk.with_store(|store, _| desk.at(store, as_of, question))).await
    }

    /// As [`ask`](Self::ask), for an answer that is kept: it depends on nothing but the record, what is asked, and `of`.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        of: &str,
        ask: Ask,
        make: impl FnOnce(&Store, &Ask) -> Result<(&'static str, Vec<u8>), Refusal> + Send + 'static,
    ) -> Result<Answer, Refusal> {
        let (as_of, key) = (ask.as_of, format!("{of} {ask:?}"));
        let make = move |desk: &Self| {
            desk.with_store(|store, state| {
                let full_key = format!("{state}\n{key}");
                if let Some(answer) = desk.answers.get(&full_key) {
                    return Ok(answer);
                }
                let (content_type, body) = desk.at(store, as_of, |store| make(store, &ask))?;
                let tag = format!("\"{:016x}\"", hash(&body));
                let answer = Answer { content_type, tag, body: body.into() };
                desk.answers.insert(full_key, answer.clone());
                Ok(answer)
            })
        };
        self.blocking(as_of.is_some(), make).await
    }

    /// Changes the record.
    pub(crate) async fn change<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Store) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.blocking(false, move |desk| change(&mut desk.open()?)).await
    }

    async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        of_the_past: bool,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        // The semaphores are never closed.
        let _past = if of_the_past { self.turn_of_the_past.acquire().await.ok() } else { None };
        let _turn = self.turns.acquire().await;
        let desk = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&desk)).await?
    }

    /// Lends a connection, held at one state of the record.
    fn with_store<T>(&self, question: impl FnOnce(&Store, &str) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let store = match locked(&self.idle).pop() {
            Some(store) => store,
            None => self.open()?,
        };
        store.hold()?;
        let answer = store.state().map_err(Refusal::from).and_then(|state| question(&store, &state));
        // A connection that cannot go back to the present is closed.
        if store.release().is_ok() {
            locked(&self.idle).push(store);
        }
        answer
    }

    fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.options.record)
    }

    fn at<T>(
        &self,
        store: &Store,
        as_of: Option<Date>,
        question: impl FnOnce(&Store) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let Some(day) = as_of else { return question(store) };
        let state = store.state()?;
        let past = {
            let mut past = locked(&self.past);
            past.retain(|past| past.state == state);
            match past.iter().position(|past| past.day == day) {
                // The last one asked for stands last.
                Some(at) => {
                    let found = past.remove(at);
                    let store = Arc::clone(&found.store);
                    past.push(found);
                    store
                }
                None => {
                    let made = store.as_of(day, true)?;
                    let bytes = made.size_in_bytes()?;
                    let made = Arc::new(Mutex::new(made));
                    while past.iter().map(|past| past.bytes).sum::<u64>() + bytes > PAST_BYTES && !past.is_empty() {
                        past.remove(0);
                    }
                    past.push(Past { day, state, store: Arc::clone(&made), bytes });
                    made
                }
            }
        };
        question(&locked(&past))
    }
}

/// A moment as RFC 3339 writes it.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// A lock whose holder panicked holds what it held: all that is kept here is whole at every moment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
