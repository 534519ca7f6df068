//! Reports in and out, and their revisions.

use std::collections::BTreeMap;

use readout_report::{Date, Report, ReportId, hash_text};
use rusqlite::{OptionalExtension as _, Row, TransactionBehavior, params};

use super::{FORMAT, Store, StoreError, pack, pack_bytes, unpack, unpack_bytes};
use crate::revision::Revision;
use crate::{Entry, Traits};

/// A report that is ready to be added: read, analysed, and packed for its row.
#[derive(Debug)]
pub struct Arrival {
    report: Report,
    hash: String,
    about: String,
    text: Vec<u8>,
    entry: Vec<u8>,
    traits: Vec<u8>,
    words: String,
}

impl Arrival {
    /// Packs what is known of a report; pure, so that it can be done on any thread.
    pub fn new(mut entry: Entry) -> Self {
        let traits = pack(&Traits::of(&entry));
        let words = std::mem::take(&mut entry.report.text);
        let packed = pack(&entry);
        Self {
            hash: hash_text(&words),
            about: about(&entry.report),
            text: pack_bytes(words.as_bytes()),
            entry: packed,
            traits,
            words,
            report: entry.report,
        }
    }
}

/// A wording of a report that the record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// The last one; its number in the file.
    Last(i64),
    /// One of those before.
    Former(i64),
}

/// What became of a report that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is in the record now.
    New,
    /// The record had it with other words: they are kept as a revision.
    Revised,
    /// The record has it, word for word.
    Unchanged,
}

/// The reports that a record holds, for a quick look before a report is analysed.
#[derive(Debug, Default)]
pub struct Known {
    hashes: BTreeMap<String, (String, Option<Date>)>,
}

impl Known {
    /// Whether the record holds this report with these words.
    pub fn holds(&self, report: &Report) -> bool {
        let same = |(hash, published): &(String, Option<Date>)| {
            *published == report.published && *hash == hash_text(&report.text)
        };
        self.hashes.get(&report.id.0).is_some_and(same)
    }
}

/// A former wording of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionRow {
    /// When it was first read: a timestamp.
    pub read: String,
    /// Its day of publication, as it gave it then.
    pub published: Option<Date>,
    /// Its text then.
    pub text: String,
    /// What the next wording changed.
    pub change: RevisionChange,
}

/// What a revision changed, with the text of the newer wording.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionChange {
    /// The changes, in text order.
    pub revision: Revision,
    /// The newer text, into which the spans of what was added point.
    pub text: String,
}

impl Store {
    /// The reports that the record holds as read by this version of the program.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn known(&self) -> Result<Known, StoreError> {
        let mut known = Known::default();
        let mut rows = self.db.prepare("SELECT id, hash, published FROM report")?;
        let rows =
            rows.query_map([], |row| Ok((row.get::<_, String>(0)?, (row.get::<_, String>(1)?, day(row, 2)?))))?;
        for row in rows {
            let (id, rest) = row?;
            known.hashes.insert(id, rest);
        }
        Ok(known)
    }

    /// Adds reports, all or none; `read` is the time at which they were read (a timestamp, such as `2025-11-26T09:30:00Z`).
    /// Tells for each what became of it, and under which id the record keeps it: a report that has the address of one that the
    /// record holds is a revision of that one, whose former text is given.
    ///
    /// # Errors
    /// If the file cannot be written; then nothing was added.
    pub fn add(
        &mut self,
        arrivals: &[Arrival],
        read: &str,
    ) -> Result<Vec<(ReportId, Added, Option<String>)>, StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut done = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            done.push(add(&transaction, arrival, read)?);
        }
        if done.iter().any(|(_, added, _)| *added != Added::Unchanged) {
            changed(&transaction)?;
        }
        transaction.commit()?;
        Ok(done)
    }

    /// Whether all findings are as this version of the program makes them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_current(&self) -> Result<bool, StoreError> {
        let older = "SELECT EXISTS (SELECT 1 FROM report WHERE format <> ?1)
                     OR EXISTS (SELECT 1 FROM revision WHERE format <> ?1)";
        let older: bool = self.db.query_row(older, [FORMAT], |row| row.get(0))?;
        Ok(!older)
    }

    /// Wordings of reports whose findings another version of the program made, up to `limit` of them; to be analysed anew and
    /// given to [`Store::renew`].
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn outdated(&self, limit: usize) -> Result<Vec<(Wording, Report)>, StoreError> {
        let mut select = self.db.prepare_cached(
            "SELECT 0, number, about, text FROM report WHERE format <> ?1
             UNION ALL SELECT 1, rowid, about, text FROM revision WHERE format <> ?1 LIMIT ?2",
        )?;
        let mut rows = select.query(params![FORMAT, limit as i64])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(1)?;
            let wording = if row.get::<_, i64>(0)? == 0 { Wording::Last(number) } else { Wording::Former(number) };
            let what = || StoreError::Damaged(format!("what is known of report number {number}"));
            let mut report: Report = serde_json::from_str(&row.get::<_, String>(2)?).map_err(|_| what())?;
            report.text = text_of(&row.get::<_, Vec<u8>>(3)?, &report.id.0)?;
            found.push((wording, report));
        }
        Ok(found)
    }

    /// Takes the findings that this version of the program makes of wordings that the record holds.
    ///
    /// # Errors
    /// If the file cannot be written; then nothing was taken.
    pub fn renew(&mut self, arrivals: &[(Wording, Arrival)]) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (wording, arrival) in arrivals {
            let (update, number) = match wording {
                Wording::Last(number) => {
                    transaction.prepare_cached("DELETE FROM link WHERE a = ?1 OR b = ?1")?.execute([number])?;
                    ("UPDATE report SET entry = ?2, traits = ?3, format = ?4, linked = 0 WHERE number = ?1", number)
                }
                Wording::Former(number) => {
                    ("UPDATE revision SET entry = ?2, traits = ?3, format = ?4 WHERE rowid = ?1", number)
                }
            };
            transaction.prepare_cached(update)?.execute(params![number, arrival.entry, arrival.traits, FORMAT])?;
        }
        changed(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// One report with its text.
    ///
    /// # Errors
    /// If there is no such report, or its row is damaged.
    pub fn report(&self, id: &str) -> Result<Report, StoreError> {
        let number = self.number_of(id)?;
        Ok(self.entry(number)?.report)
    }

    /// The former wordings of a report, the oldest first, each with what the next one changed.
    ///
    /// # Errors
    /// If there is no such report, or a row is damaged.
    pub fn revisions(&self, id: &str) -> Result<Vec<RevisionRow>, StoreError> {
        let number = self.number_of(id)?;
        let mut select = self.db.prepare_cached(
            "SELECT read, published, text, entry FROM revision WHERE report = ?1 ORDER BY day, read, hash",
        )?;
        let rows = select.query_map([number], |row| {
            Ok((row.get::<_, String>(0)?, day(row, 1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, Vec<u8>>(3)?))
        })?;
        let mut wordings = Vec::new();
        for row in rows {
            let (read, published, text, entry) = row?;
            wordings.push((read, published, entry_of(&text, &entry, id)?));
        }
        let last = self.entry(number)?;
        let nexts: Vec<&Entry> = wordings.iter().skip(1).map(|(_, _, entry)| entry).chain([&last]).collect();
        let row = |((read, published, entry), next): (&(String, Option<Date>, Entry), &&Entry)| RevisionRow {
            read: read.clone(),
            published: *published,
            text: entry.report.text.clone(),
            change: RevisionChange { revision: Revision::between(entry, next), text: next.report.text.clone() },
        };
        Ok(wordings.iter().zip(&nexts).map(row).collect())
    }

    pub(super) fn number_of(&self, id: &str) -> Result<i64, StoreError> {
        let mut select = self.db.prepare_cached("SELECT number FROM report WHERE id = ?1")?;
        let number = select.query_row([id], |row| row.get(0)).optional()?;
        number.ok_or_else(|| StoreError::NotFound(format!("{id}: the record has no such report")))
    }

    /// What is known of a report.
    pub(super) fn entry(&self, number: i64) -> Result<Entry, StoreError> {
        let mut select = self.db.prepare_cached("SELECT id, text, entry FROM report WHERE number = ?1")?;
        let (id, text, entry) = select.query_row([number], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
        })?;
        entry_of(&text, &entry, &id)
    }

    /// The text of a report.
    pub(super) fn text(&self, id: &str) -> Result<String, StoreError> {
        let mut select = self.db.prepare_cached("SELECT text FROM report WHERE id = ?1")?;
        let text = select.query_row([id], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        let text = text.ok_or_else(|| StoreError::NotFound(format!("{id}: the record has no such report")))?;
        text_of(&text, id)
    }

    /// Copies the reports that were published until a day, with their links and the decisions.
    pub(super) fn copy_until(&mut self, from: &Self, until: Date) -> Result<(), StoreError> {
        let until = until.to_string();
        let transaction = self.db.transaction()?;
        let mut insert = transaction.prepare(
            "INSERT INTO report (number, id, url, outlet, title, published, day, first_read, read, hash, text, entry, traits,
             linked, about, format)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        let mut select = from.db.prepare(
            "SELECT number, id, url, outlet, title, published, day, first_read, read, hash, text, entry, traits, linked,
             about, format FROM report WHERE day <= ?1 ORDER BY number",
        )?;
        let mut rows = select.query([&until])?;
        while let Some(row) = rows.next()? {
            let values: Vec<rusqlite::types::Value> = (0..16).map(|i| row.get(i)).collect::<Result<_, _>>()?;
            insert.execute(rusqlite::params_from_iter(values))?;
        }
        // Reports that were revised later: their last wording until then.
        let mut select = from.db.prepare(
            "SELECT r.number, v.published, v.day, r.first_read, v.read, v.hash, v.text, v.entry, v.traits, r.id, v.about, v.format
             FROM report r JOIN revision v ON v.report = r.number
             WHERE r.day > ?1 AND v.day <= ?1 ORDER BY r.number, v.day DESC, v.read DESC, v.hash DESC",
        )?;
        let mut rows = select.query([&until])?;
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
        drop(insert);
        // Links are known between reports in their last wording.
        let mut insert = transaction.prepare("INSERT INTO link (a, b, weight) VALUES (?1, ?2, ?3)")?;
        let mut select = from.db.prepare(
            "SELECT a, b, weight FROM link WHERE a IN (SELECT number FROM report WHERE day <= ?1)
             AND b IN (SELECT number FROM report WHERE day <= ?1)",
        )?;
        let mut rows = select.query([&until])?;
        while let Some(row) = rows.next()? {
            insert.execute(params![row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?])?;
        }
        drop(insert);
        let mut insert = transaction.prepare("INSERT INTO decision (number, made, payload) VALUES (?1, ?2, ?3)")?;
        let mut select = from.db.prepare("SELECT number, made, payload FROM decision")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            insert.execute(params![row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?])?;
        }
        drop(insert);
        changed(&transaction)?;
        Ok(transaction.commit()?)
    }
}

fn add(
    db: &rusqlite::Transaction<'_>,
    arrival: &Arrival,
    read: &str,
) -> Result<(ReportId, Added, Option<String>), StoreError> {
    let report = &arrival.report;
    let found = db
        .prepare_cached(
            "SELECT number, id, hash, published, day, read, text FROM report WHERE id = ?1 OR url = ?2
             ORDER BY id = ?1 DESC, number",
        )?
        .query_row(params![report.id.0, report.url], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                day(row, 3)?,
                row.get::<_, String>(4)?,
                row.get::<_, String>(5)?,
                row.get::<_, Vec<u8>>(6)?,
            ))
        })
        .optional()?;
    let today = read.get(..10).unwrap_or(read);
    let published = report.published.map(|day| day.to_string());
    let day = published.clone().unwrap_or_else(|| today.to_owned());
    let Some((number, id, hash, had_published, had_day, had_read, former)) = found else {
        db.prepare_cached(
            "INSERT INTO report
             (id, url, outlet, title, published, day, first_read, read, hash, text, entry, traits, about, format)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            report.id.0,
            report.url,
            report.outlet,
            report.title,
            published,
            day,
            read,
            arrival.hash,
            arrival.text,
            arrival.entry,
            arrival.traits,
            arrival.about,
            FORMAT
        ])?;
        let number = db.last_insert_rowid();
        add_words(db, number, report, &arrival.words)?;
        return Ok((report.id.clone(), Added::New, None));
    };
    let id = ReportId(id);
    if hash == arrival.hash && (had_published == report.published || report.published.is_none()) {
        return Ok((id, Added::Unchanged, None));
    }
    // Which wording is the last does not depend on the order of arrival within one reading.
    let day = if published.is_none() { had_day.clone() } else { day };
    let is_later = (&day, read, &arrival.hash) >= (&had_day, had_read.as_str(), &hash);
    // The id under which the record has it stays.
    let mut entry: Entry = unpack(&arrival.entry, &report.id.0)?;
    entry.report.id = id.clone();
    entry.report.published = entry.report.published.or(had_published);
    let published = entry.report.published.map(|day| day.to_string());
    let packed = pack(&entry);
    let about = about(&entry.report);
    if is_later {
        db.prepare_cached(
            "INSERT OR IGNORE INTO revision (report, published, day, read, hash, text, entry, traits, about, format)
             SELECT number, published, day, read, hash, text, entry, traits, about, format FROM report WHERE number = ?1",
        )?
        .execute([number])?;
        db.prepare_cached(
            "UPDATE report SET url = ?2, outlet = ?3, title = ?4, published = ?5, day = ?6, read = ?7, hash = ?8, text = ?9,
             entry = ?10, traits = ?11, about = ?12, format = ?13, linked = 0 WHERE number = ?1",
        )?
        .execute(params![
            number,
            report.url,
            report.outlet,
            report.title,
            published,
            day,
            read,
            arrival.hash,
            arrival.text,
            packed,
            arrival.traits,
            about,
            FORMAT
        ])?;
        db.prepare_cached("DELETE FROM link WHERE a = ?1 OR b = ?1")?.execute([number])?;
        db.prepare_cached("DELETE FROM report_words WHERE rowid = ?1")?.execute([number])?;
        add_words(db, number, report, &arrival.words)?;
        let former = text_of(&former, &id.0)?;
        return Ok((id, Added::Revised, Some(former)));
    }
    let kept = db
        .prepare_cached(
            "INSERT OR IGNORE INTO revision (report, published, day, read, hash, text, entry, traits, about, format)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
             WHERE NOT EXISTS (SELECT 1 FROM revision WHERE report = ?1 AND hash = ?5)",
        )?
        .execute(params![
            number,
            published,
            day,
            read,
            arrival.hash,
            arrival.text,
            packed,
            arrival.traits,
            about,
            FORMAT
        ])?;
    // The wording that the record shows stays: nothing of it is new.
    let shown = text_of(&former, &id.0)?;
    Ok((id, if kept > 0 { Added::Revised } else { Added::Unchanged }, Some(shown)))
}

fn add_words(db: &rusqlite::Transaction<'_>, number: i64, report: &Report, text: &str) -> Result<(), StoreError> {
    db.prepare_cached("INSERT INTO report_words (rowid, title, text) VALUES (?1, ?2, ?3)")?.execute(params![
        number,
        report.title.as_deref().unwrap_or(""),
        text
    ])?;
    Ok(())
}

/// Notes that stories may have to be computed anew.
pub(super) fn changed(db: &rusqlite::Transaction<'_>) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO meta (key, value) VALUES ('changes', '1')
         ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)",
    )?
    .execute([])?;
    Ok(())
}

/// All that is known of a report but its text, in a form that every version reads.
fn about(report: &Report) -> String {
    let bare = Report { text: String::new(), ..report.clone() };
    serde_json::to_string(&bare).expect("plain data always serialises")
}

fn entry_of(text: &[u8], entry: &[u8], id: &str) -> Result<Entry, StoreError> {
    let mut entry: Entry = unpack(entry, &format!("what report {id} says"))?;
    entry.report.text = text_of(text, id)?;
    Ok(entry)
}

fn text_of(packed: &[u8], id: &str) -> Result<String, StoreError> {
    let what = format!("the text of report {id}");
    String::from_utf8(unpack_bytes(packed, &what)?).map_err(|_| StoreError::Damaged(what))
}

/// A column that holds a day, if it holds one.
pub(super) fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| text.parse().ok()))
}
