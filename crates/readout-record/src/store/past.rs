//! The record of a past day: what it was on that day is copied, and only the rest is computed.

use std::collections::BTreeSet;

use readout_report::Date;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Params, Transaction, params, params_from_iter};

use super::reports::{about_of, add_words, changed, entry_of, text_of};
use super::update::said;
use super::{Store, StoreError, unpack};

impl Store {
    /// Copies the reports that were published until a day, with their links and the decisions.
    pub(super) fn copy_until(&mut self, from: &Self, until: Date, with_words: bool) -> Result<(), StoreError> {
        let until = until.to_string();
        let (from, to) = (&from.db, self.db.transaction()?);
        let columns =
            "number, id, url, outlet, title, published, day, first_read, read, hash, text, entry, traits, linked,
                       moment, about, format";
        copy(from, &to, "report", columns, "WHERE day <= ?1", [&until])?;
        reword(from, &to, &until)?;
        // What they said before that.
        let columns = "report, published, day, read, hash, text, entry, traits, about, format";
        let former = "WHERE day <= ?1 AND hash <> (SELECT CASE WHEN r.day <= ?1 THEN r.hash ELSE (
                          SELECT v.hash FROM revision v WHERE v.report = r.number AND v.day <= ?1
                          ORDER BY v.day DESC, v.read DESC, v.hash DESC LIMIT 1
                      ) END FROM report r WHERE r.number = revision.report)";
        copy(from, &to, "revision", columns, former, [&until])?;
        if with_words {
            let mut select = to.prepare("SELECT number, id, about, text FROM report")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let id: String = row.get(1)?;
                let report = about_of(&row.get::<_, String>(2)?, &id)?;
                add_words(&to, row.get(0)?, &report, &text_of(&row.get::<_, Vec<u8>>(3)?, &id)?)?;
            }
        }
        // Links are known between reports in their last wording.
        let between = "WHERE a IN (SELECT number FROM report WHERE day <= ?1) AND b IN (SELECT number FROM report WHERE day <= ?1)";
        copy(from, &to, "link", "a, b, weight", between, [&until])?;
        copy(from, &to, "decision", "number, made, payload", "", [])?;
        changed(&to)?;
        Ok(to.commit()?)
    }

    /// Copies the stories that are the same here as in a record of more reports, with their actors.
    pub(super) fn take_over(&mut self, from: &Self, with_words: bool) -> Result<(), StoreError> {
        self.link_reports()?;
        let groups = self.groups()?;
        let to = self.db.transaction()?;
        let mut same = Vec::new();
        for group in &groups {
            let mut select = from.db.prepare_cached("SELECT id FROM story WHERE fingerprint = ?1")?;
            let mut rows = select.query([&group.fingerprint])?;
            if let Some(row) = rows.next()? {
                same.push(row.get::<_, String>(0)?);
            }
        }
        let columns = "id, fingerprint, title, first, last, reports, outlets, independent, payload";
        for story in &same {
            copy(&from.db, &to, "story", columns, "WHERE id = ?1", [story])?;
            copy(&from.db, &to, "story_report", "report, story", "WHERE story = ?1", [story])?;
            copy(&from.db, &to, "story_items", "story, hashes", "WHERE story = ?1", [story])?;
            let columns = "story, kind, position, id, seen, listed, who, day, quote";
            copy(&from.db, &to, "item", columns, "WHERE story = ?1", [story])?;
            copy(
                &from.db,
                &to,
                "story_actor",
                "number, story, local, actor, blocks, card",
                "WHERE story = ?1",
                [story],
            )?;
        }
        to.execute_batch(
            "INSERT INTO actor_block SELECT b.value, a.number FROM story_actor a, json_each(a.blocks) b ORDER BY 1, 2",
        )?;
        take_over_actors(&from.db, &to)?;
        to.commit()?;
        if with_words {
            self.take_over_words(from, &same)?;
        }
        Ok(())
    }

    fn take_over_words(&mut self, from: &Self, stories: &[String]) -> Result<(), StoreError> {
        let to = self.db.transaction()?;
        for id in stories {
            let mut select = to.prepare_cached("SELECT payload FROM story WHERE id = ?1")?;
            let payload = select.query_row([id], |row| row.get::<_, Vec<u8>>(0))?;
            let story = from.with_texts(unpack(&payload, &format!("story {id}"))?)?;
            for (position, (words, hash)) in said(&story).into_iter().enumerate() {
                to.prepare_cached("INSERT INTO said (story, position, hash) VALUES (?1, ?2, ?3)")?.execute(params![
                    id,
                    position as i64,
                    hash
                ])?;
                to.prepare_cached("INSERT INTO said_words (rowid, text) VALUES (?1, ?2)")?
                    .execute(params![to.last_insert_rowid(), words])?;
            }
        }
        Ok(to.commit()?)
    }
}

/// Reports that were revised later: their last wording until then.
fn reword(from: &Connection, to: &Transaction<'_>, until: &str) -> Result<(), StoreError> {
    let mut insert = to.prepare(
        "INSERT INTO report
         (number, id, url, outlet, title, published, day, first_read, read, hash, text, entry, traits, linked, about, format)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    let mut select = from.prepare(
        "SELECT r.number, v.published, v.day, r.first_read, v.read, v.hash, v.text, v.entry, v.traits, r.id, v.about, v.format
         FROM report r JOIN revision v ON v.report = r.number
         WHERE r.day > ?1 AND v.day <= ?1 ORDER BY r.number, v.day DESC, v.read DESC, v.hash DESC",
    )?;
    let mut rows = select.query([until])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        if last.replace(number) == Some(number) {
            continue;
        }
        let (text, entry): (Vec<u8>, Vec<u8>) = (row.get(6)?, row.get(7)?);
        let id: String = row.get(9)?;
        let report = entry_of(&text, &entry, &id)?.report;
        insert.execute(params![
            number,
            id,
            report.url,
            report.outlet,
            report.title,
            row.get::<_, Option<String>>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
            row.get::<_, String>(4)?,
            row.get::<_, String>(5)?,
            text,
            entry,
            row.get::<_, Vec<u8>>(8)?,
            0,
            row.get::<_, String>(10)?,
            row.get::<_, i64>(11)?,
        ])?;
    }
    Ok(())
}

/// Copies the actors of the cards that were copied. Those that had other cards too are noted as changed, and so is where these were;
/// if most cards were not copied, all actors are left to be joined anew.
fn take_over_actors(from: &Connection, to: &Transaction<'_>) -> Result<(), StoreError> {
    let count = |db: &Connection| db.query_row("SELECT count(*) FROM story_actor", [], |row| row.get::<_, i64>(0));
    if 2 * count(to)? < count(from)? {
        to.execute_batch("UPDATE story_actor SET actor = NULL")?;
        return Ok(());
    }
    let mut select = to.prepare("SELECT number FROM story_actor")?;
    let copied = select.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<i64>, _>>()?;
    let mut block = to.prepare("INSERT OR IGNORE INTO changed_block SELECT value FROM json_each(?1)")?;
    let mut actor = to.prepare("INSERT OR IGNORE INTO changed_actor SELECT ?1 WHERE ?1 IS NOT NULL")?;
    let mut select = from.prepare("SELECT number, actor, blocks FROM story_actor")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        if copied.contains(&row.get(0)?) {
            continue;
        }
        actor.execute([ToSqlOutput::Borrowed(row.get_ref(1)?)])?;
        block.execute([ToSqlOutput::Borrowed(row.get_ref(2)?)])?;
    }
    copy(from, to, "actor", "id, plain, taken, names, stories, reports, payload", "", [])?;
    for table in ["changed_block", "changed_actor"] {
        let column = table.trim_start_matches("changed_");
        let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table} ({column}) VALUES (?1)"))?;
        let mut select = from.prepare(&format!("SELECT {column} FROM {table}"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            insert.execute([ToSqlOutput::Borrowed(row.get_ref(0)?)])?;
        }
    }
    Ok(())
}

/// Copies rows of a table.
fn copy(
    from: &Connection,
    to: &Transaction<'_>,
    table: &str,
    columns: &str,
    which: &str,
    values: impl Params,
) -> Result<(), StoreError> {
    let n = columns.split(',').count();
    let marks: Vec<&str> = std::iter::repeat_n("?", n).collect();
    let mut insert = to.prepare_cached(&format!("INSERT INTO {table} ({columns}) VALUES ({})", marks.join(", ")))?;
    let mut select = from.prepare_cached(&format!("SELECT {columns} FROM {table} {which}"))?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        let row = (0..n).map(|i| row.get_ref(i).map(ToSqlOutput::Borrowed)).collect::<Result<Vec<_>, _>>()?;
        insert.execute(params_from_iter(row))?;
    }
    Ok(())
}
