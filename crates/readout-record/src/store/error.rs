use std::path::PathBuf;

use thiserror::Error;

/// Why a record cannot be read or written. Each message is one line: what, where, what to do.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{}: there is no such record; make one with `readout read`, or name another with --record", .0.display())]
    Missing(PathBuf),
    /// It cannot be opened.
    #[error("{}: the record cannot be opened: {why}; check the path and its rights", path.display())]
    Open {
        /// Where it lies.
        path: PathBuf,
        /// What SQLite says.
        why: rusqlite::Error,
    },
    /// The file is something else.
    #[error("{}: this file is no record of Readout; name another with --record", .0.display())]
    NotARecord(PathBuf),
    /// A later version of the program made it.
    #[error("{}: this record was made by a newer version of Readout; use that version", .0.display())]
    Newer(PathBuf),
    /// What it holds was read by another version, and its stories would be others now.
    #[error("{}: this record was made by another version of Readout; run `readout read --record {}` to read its reports anew", .0.display(), .0.display())]
    Outdated(PathBuf),
    /// A part of it is not what was written.
    #[error("the record is damaged: {0}; run `readout check`, and read its reports into a new record")]
    Damaged(String),
    /// What is asked for is not there.
    #[error("{0}")]
    NotFound(String),
    /// SQLite says no.
    #[error("the record cannot be read or written: {0}; check the disk, and whether another program holds the file")]
    Sql(#[from] rusqlite::Error),
}
