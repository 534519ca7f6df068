//! The tables, and how older files become newer ones.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use rusqlite_migration::{M, Migrations};

use super::StoreError;

/// Marks the file as ours: "RdOt".
pub(super) const APPLICATION_ID: i32 = 0x5264_4f74;

/// Steps from an empty file to the present one. A step that was released is never changed; a change is a new step.
const STEPS: &[M<'_>] = &[M::up(FIRST), M::up(INCREMENTAL), M::up(ITEMS_BY_ID)];

const FIRST: &str = "
    PRAGMA application_id = 0x52644f74;

    -- What is true of the record as a whole: `changes` counts what was added, `settled` is its value at the last update.
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- Reports as last published. `day` is the day of publication, or that of the first reading.
    CREATE TABLE report (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        url TEXT,
        outlet TEXT,
        title TEXT,
        published TEXT,
        day TEXT NOT NULL,
        first_read TEXT NOT NULL,
        read TEXT NOT NULL,
        hash TEXT NOT NULL,
        -- The form of `entry` and `traits`, which other versions of the program may not read; `about` and `text` are for all.
        format INTEGER NOT NULL,
        linked INTEGER NOT NULL DEFAULT 0,
        about TEXT NOT NULL,
        text BLOB NOT NULL,
        entry BLOB NOT NULL,
        traits BLOB NOT NULL
    ) STRICT;
    CREATE INDEX report_by_format ON report (format);
    CREATE INDEX report_by_url ON report (url) WHERE url IS NOT NULL;
    CREATE INDEX report_by_day ON report (day);

    -- What they said before.
    CREATE TABLE revision (
        report INTEGER NOT NULL REFERENCES report (number) ON DELETE CASCADE,
        published TEXT,
        day TEXT NOT NULL,
        read TEXT NOT NULL,
        hash TEXT NOT NULL,
        format INTEGER NOT NULL,
        about TEXT NOT NULL,
        text BLOB NOT NULL,
        entry BLOB NOT NULL,
        traits BLOB NOT NULL,
        UNIQUE (report, read, hash)
    ) STRICT;
    CREATE INDEX revision_by_format ON revision (format);

    -- Which two reports may follow the same matter, and how strongly.
    CREATE TABLE link (
        a INTEGER NOT NULL REFERENCES report (number) ON DELETE CASCADE,
        b INTEGER NOT NULL REFERENCES report (number) ON DELETE CASCADE,
        weight INTEGER NOT NULL,
        PRIMARY KEY (a, b)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX link_by_b ON link (b);

    -- What people decided by hand.
    CREATE TABLE decision (number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, payload BLOB NOT NULL) STRICT;

    -- From here on everything is computed from the above.
    CREATE TABLE story (
        id TEXT PRIMARY KEY,
        -- Of the reports, their texts, and the program that read them.
        fingerprint TEXT NOT NULL UNIQUE,
        title TEXT,
        first TEXT,
        last TEXT,
        reports INTEGER NOT NULL,
        outlets INTEGER NOT NULL,
        independent INTEGER NOT NULL,
        payload BLOB NOT NULL
    ) STRICT;
    CREATE INDEX story_by_last ON story (last);
    CREATE TABLE story_report (
        report INTEGER PRIMARY KEY REFERENCES report (number) ON DELETE CASCADE,
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX story_report_by_story ON story_report (story);
    CREATE TABLE item (
        id TEXT NOT NULL,
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        kind INTEGER NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (id, story)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX item_by_story ON item (story);
    CREATE TABLE actor (
        id TEXT PRIMARY KEY,
        -- All its names, folded, one a line.
        names TEXT NOT NULL,
        stories INTEGER NOT NULL,
        reports INTEGER NOT NULL,
        payload BLOB NOT NULL
    ) STRICT;
    CREATE INDEX actor_by_reports ON actor (reports DESC, id);
    CREATE TABLE story_actor (
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        card BLOB NOT NULL,
        actor TEXT,
        PRIMARY KEY (story, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX story_actor_by_actor ON story_actor (actor);

    -- Words to search: of reports by number, of statements by a number of their own.
    CREATE VIRTUAL TABLE report_words USING fts5 (
        title, text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
    );
    CREATE TABLE said (
        number INTEGER PRIMARY KEY,
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        position INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX said_by_story ON said (story);
    CREATE VIRTUAL TABLE said_words USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER said_is_gone AFTER DELETE ON said BEGIN
        DELETE FROM said_words WHERE rowid = old.number;
    END;
    CREATE TRIGGER report_is_gone AFTER DELETE ON report BEGIN
        DELETE FROM report_words WHERE rowid = old.number;
    END;
    ";

/// What is computed is kept so that a change costs what it changes: cards of actors with the blocks in which others are looked for,
/// and what changed since the actors were joined last. It is all made anew in this form by the next update.
const INCREMENTAL: &str = "
    DROP TABLE said;
    DROP TABLE said_words;
    DROP TABLE story_actor;
    DROP TABLE actor;
    DROP TABLE item;
    DROP TABLE story_report;
    DROP TABLE story;
    DELETE FROM meta WHERE key = 'settled';

    -- The day from which links are looked for, counted from 1970; none where there is no such day, or it was not asked for yet.
    ALTER TABLE report ADD COLUMN moment INTEGER;
    CREATE INDEX report_by_moment ON report (moment);
    CREATE INDEX report_to_link ON report (number) WHERE linked = 0;

    CREATE TABLE story (
        id TEXT PRIMARY KEY,
        -- Of the reports, their texts, and the program that read them.
        fingerprint TEXT NOT NULL UNIQUE,
        title TEXT,
        first TEXT,
        last TEXT,
        reports INTEGER NOT NULL,
        outlets INTEGER NOT NULL,
        independent INTEGER NOT NULL,
        payload BLOB NOT NULL
    ) STRICT;
    CREATE INDEX story_by_last ON story (last);
    CREATE TABLE story_report (
        report INTEGER PRIMARY KEY REFERENCES report (number) ON DELETE CASCADE,
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX story_report_by_story ON story_report (story);
    -- What a story has, to find the story of an id: four bytes of the hash of each id, in order.
    CREATE TABLE story_items (
        story TEXT PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
        hashes BLOB NOT NULL
    ) STRICT;

    -- What lists show of the items of stories, and when the record first saw each said. `who`, `day` and `quote` are what a search
    -- shows of a statement, so that its story need not be opened.
    CREATE TABLE item (
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        kind INTEGER NOT NULL,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        seen TEXT NOT NULL,
        listed INTEGER NOT NULL,
        who TEXT,
        day TEXT,
        quote TEXT,
        PRIMARY KEY (story, kind, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX item_by_seen ON item (kind, seen, story, id) WHERE listed;
    CREATE INDEX report_by_first_read ON report (first_read, id);

    CREATE TABLE actor (
        id TEXT PRIMARY KEY,
        -- The id that its name alone would give it.
        plain TEXT NOT NULL,
        -- Ids that it would have but for others that have them by chance, one a line; nearly always none.
        taken TEXT,
        -- All its names, folded, one a line.
        names TEXT NOT NULL,
        stories INTEGER NOT NULL,
        reports INTEGER NOT NULL,
        payload BLOB NOT NULL
    ) STRICT;
    CREATE INDEX actor_by_reports ON actor (reports DESC, id);
    CREATE INDEX actor_of_equal_name ON actor (plain) WHERE plain <> id;
    CREATE INDEX actor_of_taken_id ON actor (id) WHERE taken IS NOT NULL;
    CREATE TABLE story_actor (
        number INTEGER PRIMARY KEY,
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        -- Its id within the story.
        local TEXT NOT NULL,
        -- The actor of the record that it is; none until it is joined.
        actor TEXT,
        -- Where it is looked for: a JSON array of numbers.
        blocks TEXT NOT NULL,
        card BLOB NOT NULL,
        UNIQUE (story, local)
    ) STRICT;
    CREATE INDEX story_actor_by_actor ON story_actor (actor);
    CREATE TABLE actor_block (block INTEGER, card INTEGER, PRIMARY KEY (block, card)) STRICT, WITHOUT ROWID;
    -- Where cards changed since the actors were joined, and whose.
    CREATE TABLE changed_block (block INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE changed_actor (actor TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TRIGGER card_is_gone AFTER DELETE ON story_actor BEGIN
        INSERT OR IGNORE INTO changed_block SELECT value FROM json_each(old.blocks);
        INSERT OR IGNORE INTO changed_actor SELECT old.actor WHERE old.actor IS NOT NULL;
        DELETE FROM actor_block WHERE card = old.number AND block IN (SELECT value FROM json_each(old.blocks));
    END;

    CREATE TABLE said (
        number INTEGER PRIMARY KEY,
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        -- Of its words, by which it is known again when the story changes.
        hash INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX said_by_story ON said (story);
    CREATE VIRTUAL TABLE said_words USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER said_is_gone AFTER DELETE ON said BEGIN
        DELETE FROM said_words WHERE rowid = old.number;
    END;
    ";

/// An item keeps its row when others come before it: rows in the order of positions, and their index, were written anew.
const ITEMS_BY_ID: &str = "
    DROP TABLE item;
    DELETE FROM meta WHERE key = 'settled';
    CREATE TABLE item (
        story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        kind INTEGER NOT NULL,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        seen TEXT NOT NULL,
        listed INTEGER NOT NULL,
        who TEXT,
        day TEXT,
        quote TEXT,
        PRIMARY KEY (story, kind, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX item_by_seen ON item (kind, seen, story, id) WHERE listed;
    ";

const LATEST: i64 = STEPS.len() as i64;

/// So often, and with such pauses, a file is tried that another process is making: a change of the journal does not wait.
const TRIES: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// So much of the file is kept in memory, and so much of what is new in the log: what stands in the order of hashes is written all over
/// the file, and is copied there once for many changes.
const CACHE_IN_KIB: i64 = 64 * 1024;
const CHECKPOINT_IN_PAGES: i64 = 8192;

/// Brings the file to the present form.
pub(super) fn migrate(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let is_busy = |error: &StoreError| match error {
        StoreError::Open { why, .. } | StoreError::Sql(why) => {
            matches!(why.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
        }
        _ => false,
    };
    for _ in 1..TRIES {
        match migrate_once(db, path) {
            Err(error) if is_busy(&error) => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
    migrate_once(db, path)
}

fn migrate_once(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let open = |why| StoreError::Open { path: path.to_owned(), why };
    let steps = Migrations::from_slice(STEPS);
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(open)?;
    if version > LATEST {
        return Err(StoreError::Newer(path.to_owned()));
    }
    if version < LATEST {
        // The log survives a crash of the machine but for the last transactions, and never leaves a half of one.
        db.pragma_update(None, "journal_mode", "WAL").map_err(open)?;
        if let Err(error) = steps.to_latest(db) {
            // Another process may have been faster.
            let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(open)?;
            if version != LATEST {
                return Err(match error {
                    rusqlite_migration::Error::RusqliteError { err, .. } => open(err),
                    other => StoreError::Damaged(other.to_string()),
                });
            }
        }
    }
    db.pragma_update(None, "cache_size", -CACHE_IN_KIB).map_err(open)?;
    db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_IN_PAGES).map_err(open)?;
    db.pragma_update(None, "synchronous", "NORMAL").map_err(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }
}
