//! The record on disk: one SQLite file that holds the reports with all that they say, and what was joined from them.
//!
//! The reports, their revisions and the decisions made by hand are the truth. Stories, actors and the search index are computed
//! from them by pure functions, a story at a time, and can be computed anew at any moment: [`Store::update`] does so for
//! the stories whose reports changed. So the record does not depend on the order in which reports arrived, and a record killed
//! halfway is made whole by the next update.
//!
//! SQLite's write-ahead log keeps the file whole when a process dies, and lets others read while one writes.

mod actors;
mod check;
mod decisions;
mod error;
mod items;
mod past;
mod query;
mod reports;
mod schema;
mod seen;
mod update;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use readout_report::Date;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::Compressor;

use crate::fold::fold;

pub use self::check::{Fault, FaultKind};
pub use self::decisions::DecisionRow;
pub use self::error::StoreError;
pub use self::query::{
    ActorRow, Cursor, Found, Hit, ItemRow, NewsCount, Outline, ReportRow, Said, StoryFilter, StoryRow,
};
pub use self::reports::{Added, Arrival, Known, RevisionChange, RevisionRow, Wording};
pub use self::update::{StoryNews, Updated};

/// How long one process waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// So many statements are kept prepared.
const STATEMENTS: usize = 96;

/// zstd's level for texts and findings: higher ones cost more time than they save space.
const COMPRESSION: i32 = 3;

/// Changes when stored findings or stories can no longer be read, or when they would now be others; then the reports are read
/// anew from their texts, which never change form.
const FORMAT: i64 = 2;

/// Stories that another version of the program computed are computed anew.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " 5");

/// A record on disk, open.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the record, or makes an empty one where there is no file.
    ///
    /// # Errors
    /// If the file cannot be opened, is no record, or was made by a newer version.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut store = Self::connect(path, flags)?;
        if !store.is_empty()? {
            store.must_be_record()?;
        }
        schema::migrate(&mut store.db, path)?;
        Ok(store)
    }

    /// Opens a record that exists.
    ///
    /// # Errors
    /// If there is no such file, it cannot be opened, is no record, or was made by a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut store = Self::connect(path, flags)?;
        store.must_be_record()?;
        schema::migrate(&mut store.db, path)?;
        Ok(store)
    }

    /// A record in memory only.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = Path::new(":memory:");
        let mut store = Self { db: Connection::open_in_memory()?, path: path.to_owned() };
        store.db.pragma_update(None, "foreign_keys", true)?;
        add_functions(&store.db)?;
        schema::migrate(&mut store.db, path)?;
        Ok(store)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let open = |error| StoreError::Open { path: path.to_owned(), why: error };
        let db = Connection::open_with_flags(path, flags).map_err(open)?;
        db.busy_timeout(PATIENCE).map_err(open)?;
        db.pragma_update(None, "foreign_keys", true).map_err(open)?;
        add_functions(&db).map_err(open)?;
        Ok(Self { db, path: path.to_owned() })
    }

    /// Whether the file has no tables yet.
    fn is_empty(&self) -> Result<bool, StoreError> {
        let tables: Result<i64, _> = self.db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0));
        tables.map(|tables| tables == 0).map_err(|error| self.refused(error))
    }

    fn refused(&self, error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotARecord(self.path.clone()),
            _ => StoreError::Open { path: self.path.clone(), why: error },
        }
    }

    fn must_be_record(&self) -> Result<(), StoreError> {
        let id: Result<i32, _> = self.db.query_row("PRAGMA application_id", [], |row| row.get(0));
        match id {
            Ok(schema::APPLICATION_ID) => Ok(()),
            Ok(_) => Err(StoreError::NotARecord(self.path.clone())),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Lets all questions that follow see the record as it is now, whatever other processes write.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn hold(&self) -> Result<(), StoreError> {
        Ok(self.db.execute_batch("BEGIN; SELECT count(*) FROM meta;")?)
    }

    /// Ends what [`Self::hold`] began: questions see the record as it is again.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn release(&self) -> Result<(), StoreError> {
        if self.db.is_autocommit() {
            return Ok(());
        }
        Ok(self.db.execute_batch("COMMIT")?)
    }

    /// A mark that changes whenever anything in the record does, to know whether what was computed from it still holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn state(&self) -> Result<String, StoreError> {
        Ok(format!("{} {}", self.meta("changes")?.unwrap_or_default(), self.meta("settled")?.unwrap_or_default()))
    }

    /// How many bytes it takes, on disk or in memory.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn size_in_bytes(&self) -> Result<u64, StoreError> {
        let number = |pragma: &str| self.db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
        Ok((number("page_count")? * number("page_size")?) as u64)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The record of the reports that were published until a day, in memory: the same, byte for byte, as a record made of only
    /// those reports. Of a report with revisions, the last that was published until then; reports without a day of publication
    /// count from the day on which they were first read.
    ///
    /// `with_words` makes it fit for questions by words, which takes time.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn as_of(&self, day: Date, with_words: bool) -> Result<Self, StoreError> {
        let mut past = Self::in_memory()?;
        // What is copied refers to what is copied.
        past.db.pragma_update(None, "foreign_keys", false)?;
        past.copy_until(self, day, with_words)?;
        past.take_over(self, with_words)?;
        past.db.pragma_update(None, "foreign_keys", true)?;
        past.update(&BTreeMap::new())?;
        Ok(past)
    }

    fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let get = "SELECT value FROM meta WHERE key = ?1";
        Ok(self.db.prepare_cached(get)?.query_row([key], |row| row.get(0)).optional()?)
    }
}

/// What every connection has: `fold(text)` in SQL, without case, accents and marks.
fn add_functions(db: &Connection) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("fold", 1, flags, |context| Ok(context.get::<Option<String>>(0)?.map(|text| fold(&text))))
}

/// To the bytes of a column.
fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    let plain = postcard::to_stdvec(value).expect("plain data always serialises");
    pack_bytes(&plain)
}

fn pack_bytes(plain: &[u8]) -> Vec<u8> {
    thread_local! {
        /// Making one costs as much as to compress a short text.
        static COMPRESSOR: RefCell<Compressor<'static>> = RefCell::new(Compressor::new(COMPRESSION).expect("the level is one of zstd's"));
    }
    COMPRESSOR.with_borrow_mut(|compressor| compressor.compress(plain)).expect("memory is written to without fail")
}

/// Back from the bytes of a column; `what` names it where it is damaged.
fn unpack<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, StoreError> {
    let damaged = || StoreError::Damaged(what.to_owned());
    postcard::from_bytes(&unpack_bytes(bytes, what)?).map_err(|_| damaged())
}

fn unpack_bytes(bytes: &[u8], what: &str) -> Result<Vec<u8>, StoreError> {
    zstd::stream::decode_all(bytes).map_err(|_| StoreError::Damaged(what.to_owned()))
}
