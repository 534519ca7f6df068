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
    /// Whether the id was made from what the report says, and is another when it says something else.
    derived: bool,
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
        let derived = entry.report.id == entry.report.derived_id();
        let words = std::mem::take(&mut entry.report.text);
        let packed = pack(&entry);
        Self {
            hash: hash_text(&words),
            about: about(&entry.report),
            text: pack_bytes(words.as_bytes()),
            entry: packed,
            traits,
            words,
            derived,
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
    /// By id: what is known of the report but its text, and the hashes of its wordings.
    reports: BTreeMap<String, (Report, Vec<String>)>,
}

impl Known {
    /// Whether the record holds this report with these words.
    pub fn holds(&self, report: &Report) -> bool {
        let same =
            |(about, hashes): &(Report, Vec<String>)| !adds(report, about) && hashes.contains(&hash_text(&report.text));
        self.reports.get(&report.id.0).is_some_and(same)
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
        let mut rows = self.db.prepare("SELECT id, hash, about FROM report")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (id, hash, about): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let about = about_of(&about, &id)?;
            known.reports.insert(id, (about, vec![hash]));
        }
        let mut rows = self
            .db
            .prepare("SELECT r.id, v.hash FROM revision v JOIN report r ON r.number = v.report ORDER BY 1, 2")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            if let Some((_, hashes)) = known.reports.get_mut(&row.get::<_, String>(0)?) {
                hashes.push(row.get(1)?);
            }
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
            let mut report = about_of(&row.get::<_, String>(2)?, &number.to_string())?;
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
}

fn add(
    db: &rusqlite::Transaction<'_>,
    arrival: &Arrival,
    read: &str,
) -> Result<(ReportId, Added, Option<String>), StoreError> {
    let report = &arrival.report;
    // An id of its own tells reports apart that stand on one page.
    let url = report.url.as_ref().filter(|_| arrival.derived);
    let found = db
        .prepare_cached("SELECT number FROM report WHERE id = ?1 OR url = ?2 ORDER BY id = ?1 DESC, number LIMIT 1")?
        .query_row(params![report.id.0, url], |row| row.get::<_, i64>(0))
        .optional()?;
    let today = read.get(..10).unwrap_or(read);
    let Some(number) = found else {
        let published = report.published.map(|day| day.to_string());
        let day = published.clone().unwrap_or_else(|| today.to_owned());
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
        add_words(db, db.last_insert_rowid(), report, &arrival.words)?;
        return Ok((report.id.clone(), Added::New, None));
    };
    let mut select = db.prepare_cached(
        "SELECT id, hash, published, day, read, text, entry, traits, about FROM report WHERE number = ?1",
    )?;
    let had = select.query_row([number], |row| {
        Ok(Had {
            id: row.get(0)?,
            hash: row.get(1)?,
            published: day(row, 2)?,
            day: row.get(3)?,
            read: row.get(4)?,
            text: row.get(5)?,
            entry: row.get(6)?,
            traits: row.get(7)?,
            about: row.get(8)?,
        })
    })?;
    let id = ReportId(had.id.clone());
    let known = about_of(&had.about, &had.id)?;
    if had.hash == arrival.hash {
        // The same words, of which more may be known now: no other wording.
        let merged = merged(report, &known, true, read > had.read.as_str());
        if !adds(&merged, &known) {
            return Ok((id, Added::Unchanged, None));
        }
        let dated = merged.published == report.published;
        let (entry, traits) = if dated { (&arrival.entry, &arrival.traits) } else { (&had.entry, &had.traits) };
        let mut entry: Entry = unpack(entry, &had.id)?;
        entry.report = Report { text: String::new(), ..merged };
        let published = entry.report.published.map(|day| day.to_string());
        let day = published.clone().unwrap_or(had.day);
        rewrite(
            db,
            number,
            &entry.report,
            (&published, &day, &had.read),
            &arrival.hash,
            &arrival.text,
            &pack(&entry),
            traits,
        )?;
        add_words(db, number, &entry.report, &arrival.words)?;
        let text = text_of(&had.text, &had.id)?;
        return Ok((id, Added::Revised, Some(text)));
    }
    let is_known = "SELECT 1 FROM revision WHERE report = ?1 AND hash = ?2";
    if db.prepare_cached(is_known)?.exists(params![number, arrival.hash])? {
        return Ok((id, Added::Unchanged, None));
    }
    // The id under which the record has it stays, and so does what only the former wording told of its publication.
    let mut entry: Entry = unpack(&arrival.entry, &report.id.0)?;
    entry.report = Report { text: String::new(), ..merged(report, &known, false, true) };
    let published = entry.report.published.map(|day| day.to_string());
    let said = published.clone().unwrap_or_else(|| today.to_owned());
    // An edit that keeps its date is known from the day on which it was read.
    let is_silent = read > had.read.as_str() && entry.report.published <= had.published;
    let day = if is_silent && today > said.as_str() { today.to_owned() } else { said };
    // Which wording is the last does not depend on the order of arrival within one reading.
    let undated = had.published.is_none() && report.published.is_some();
    let is_later = undated || (&day, read, &arrival.hash) >= (&had.day, had.read.as_str(), &had.hash);
    let packed = pack(&entry);
    let former = text_of(&had.text, &had.id)?;
    if is_later {
        db.prepare_cached(
            "INSERT OR IGNORE INTO revision (report, published, day, read, hash, text, entry, traits, about, format)
             SELECT number, published, day, read, hash, text, entry, traits, about, format FROM report WHERE number = ?1",
        )?
        .execute([number])?;
        rewrite(
            db,
            number,
            &entry.report,
            (&published, &day, read),
            &arrival.hash,
            &arrival.text,
            &packed,
            &arrival.traits,
        )?;
        add_words(db, number, &entry.report, &arrival.words)?;
        return Ok((id, Added::Revised, Some(former)));
    }
    db.prepare_cached(
        "INSERT OR IGNORE INTO revision (report, published, day, read, hash, text, entry, traits, about, format)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
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
        about(&entry.report),
        FORMAT
    ])?;
    // The wording that the record shows stays: nothing of it is new.
    Ok((id, Added::Revised, Some(former)))
}

/// What the record has of a report.
struct Had {
    id: String,
    hash: String,
    published: Option<Date>,
    day: String,
    read: String,
    text: Vec<u8>,
    entry: Vec<u8>,
    traits: Vec<u8>,
    about: String,
}

/// Whether `new` tells of its publication what `known` does not, or tells otherwise. Where it was read from does not count.
fn adds(new: &Report, known: &Report) -> bool {
    fn other<T: PartialEq>(new: &Option<T>, known: &Option<T>) -> bool {
        new.is_some() && new != known
    }
    other(&new.outlet, &known.outlet)
        || other(&new.title, &known.title)
        || other(&new.url, &known.url)
        || other(&new.byline, &known.byline)
        || new.published.is_some_and(|day| known.published.is_none_or(|known| day < known))
}

/// What both tell of the publication, under the id that is known. Where they differ, what was
/// read later holds; of the same words the earlier day.
fn merged(new: &Report, known: &Report, same_words: bool, is_later: bool) -> Report {
    let text = |new: &Option<String>, known: &Option<String>| match (new, known) {
        (Some(new), Some(known)) if !is_later => Some(new.min(known).clone()),
        (Some(new), _) => Some(new.clone()),
        (None, known) => known.clone(),
    };
    let earlier = match (new.published, known.published) {
        (Some(new), Some(known)) if same_words => Some(new.min(known)),
        (new, known) => new.or(known),
    };
    Report {
        id: known.id.clone(),
        path: text(&new.path, &known.path),
        outlet: text(&new.outlet, &known.outlet),
        title: text(&new.title, &known.title),
        url: text(&new.url, &known.url),
        published: earlier,
        byline: text(&new.byline, &known.byline),
        language: text(&new.language, &known.language),
        text: String::new(),
    }
}

/// Gives a report's row other words, or other facts of its publication.
#[allow(clippy::too_many_arguments, reason = "the columns of one row")]
fn rewrite(
    db: &rusqlite::Transaction<'_>,
    number: i64,
    report: &Report,
    (published, day, read): (&Option<String>, &str, &str),
    hash: &str,
    text: &[u8],
    entry: &[u8],
    traits: &[u8],
) -> Result<(), StoreError> {
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
        hash,
        text,
        entry,
        traits,
        about(report),
        FORMAT
    ])?;
    db.prepare_cached("DELETE FROM link WHERE a = ?1 OR b = ?1")?.execute([number])?;
    db.prepare_cached("DELETE FROM report_words WHERE rowid = ?1")?.execute([number])?;
    Ok(())
}

pub(super) fn add_words(
    db: &rusqlite::Transaction<'_>,
    number: i64,
    report: &Report,
    text: &str,
) -> Result<(), StoreError> {
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

pub(super) fn about_of(about: &str, id: &str) -> Result<Report, StoreError> {
    serde_json::from_str(about).map_err(|_| StoreError::Damaged(format!("what is known of report {id}")))
}

pub(super) fn entry_of(text: &[u8], entry: &[u8], id: &str) -> Result<Entry, StoreError> {
    let mut entry: Entry = unpack(entry, &format!("what report {id} says"))?;
    entry.report.text = text_of(text, id)?;
    Ok(entry)
}

pub(super) fn text_of(packed: &[u8], id: &str) -> Result<String, StoreError> {
    let what = format!("the text of report {id}");
    String::from_utf8(unpack_bytes(packed, &what)?).map_err(|_| StoreError::Damaged(what))
}

/// A column that holds a day, if it holds one.
pub(super) fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| text.parse().ok()))
}
