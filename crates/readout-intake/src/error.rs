use std::fmt;
use std::io;

use readout_report::Date;

use crate::{MAX_PAGE_BYTES, MAX_TEXT_BYTES};

/// What is wrong with one input, and where. Displays as one line: what, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct InputError {
    /// The input as the user wrote it (for a file in a folder, joined to it; `-` for standard input; for an item of a
    /// feed or an archive with `#N`, counted from 1).
    pub path: String,
    /// The line, counted from 1, where the problem has one.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: Problem,
}

impl InputError {
    pub(crate) fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), line: None, problem }
    }

    pub(crate) fn at_line(path: impl Into<String>, line: u64, problem: Problem) -> Self {
        Self { path: path.into(), line: Some(line), problem }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_line(f, &self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        f.write_str(": ")?;
        one_line(f, &self.problem.to_string())
    }
}

/// Writes `text` with its control characters escaped: a file name may hold a line break.
fn one_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        if c.is_control() {
            write!(f, "{}", c.escape_default())?;
        } else {
            fmt::Write::write_char(f, c)?;
        }
    }
    Ok(())
}

/// The kinds of problem that an input can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing of that name.
    #[error("there is no such file or folder; check the path")]
    NotFound,
    /// The system refuses to open the file.
    #[error("no permission to read this file; run `chmod u+r` on it, or leave it out")]
    FileForbidden,
    /// The system refuses to list the folder.
    #[error("no permission to read this folder; run `chmod u+rx` on it, or leave it out")]
    FolderForbidden,
    /// Any other failure of the system while reading.
    #[error("it cannot be read: {0}")]
    Io(String),
    /// `-` was given more than once.
    #[error("standard input can be read only once; give `-` once")]
    StdinTwice,
    /// A file named by the user whose extension says nothing to us.
    #[error(
        "Readout does not read this kind of file; it reads .txt, .md, .html, .jsonl, .xml, .rss, .atom, .json (feeds) and .warc, each also as .gz"
    )]
    UnknownKind,
    /// A folder without any file of a kind that we read.
    #[error("the folder holds no file that Readout reads (.txt, .md, .html, .jsonl, a feed or .warc)")]
    NothingReadable,
    /// A page or feed over [`MAX_PAGE_BYTES`].
    #[error("it is larger than {} MiB, too large for a page or a feed; split it or leave it out", MAX_PAGE_BYTES >> 20)]
    PageTooLarge,
    /// A text over [`MAX_TEXT_BYTES`].
    #[error("its text is longer than {} MB; split it into several reports", MAX_TEXT_BYTES / 1_000_000)]
    TextTooLong,
    /// The bytes are no text at all.
    #[error("it is not a text but binary data; convert it to text or leave it out")]
    Binary,
    /// The bytes are text, but in which encoding cannot be told.
    #[error("its character encoding cannot be told (not valid UTF-8 from byte {invalid_at} on); save it as UTF-8")]
    Encoding {
        /// The first byte that is not UTF-8.
        invalid_at: usize,
    },
    /// A gzip file that is cut off or damaged.
    #[error("the compressed data is damaged or cut off ({0}); what came before it was read")]
    Compressed(String),
    /// `---` opens the front matter and nothing closes it.
    #[error(
        "its front matter does not close; end it with a line `---`, or delete the `---` in line 1 if there is none"
    )]
    FrontMatterOpen,
    /// The front matter is not YAML of `name: value` lines.
    #[error(
        "its front matter cannot be read ({0}); write lines `name: value`, and quote values that hold `: ` or ` #`"
    )]
    FrontMatter(String),
    /// A line of JSONL that is not JSON.
    #[error("this line is not valid JSON ({0}); it was left out")]
    Json(String),
    /// A line of JSONL that is JSON but not an object.
    #[error("this line is not a JSON object; write one object a line with a field `text`")]
    NotAnObject,
    /// JSONL in UTF-16.
    #[error("it is UTF-16; save it as UTF-8")]
    Utf16Lines,
    /// A JSONL object without a usable `text`.
    #[error("this line has no `text`, or one that is not a string; it was left out")]
    NoTextField,
    /// A JSONL stream without lines, a feed without items, an archive without pages.
    #[error("it holds no reports")]
    NoReports,
    /// Nothing, or only white space, is left as text.
    #[error("it has no text; there is nothing to analyse")]
    NoText,
    /// A page in which no article is found.
    #[error("no article text was found in the page; save the article as text instead")]
    NoArticle,
    /// A page whose elements are nested deeper than any article's: damaged, or made to do harm.
    #[error("its elements are nested too deep for a page; save the article as text instead")]
    NestedTooDeep,
    /// A page or feed that the parser gives up on.
    #[error("it cannot be parsed ({0}); save its text as a .txt file instead")]
    Unparsable(String),
    /// A `.xml` or `.json` file that is not a feed.
    #[error("it is not a feed (RSS, Atom, RDF or JSON Feed); Readout reads no other XML or JSON, but it reads .jsonl")]
    NotAFeed,
    /// A damaged web archive.
    #[error("the web archive is damaged ({0}); what came before it was read")]
    Archive(String),
    /// The report gives a publication day that cannot be read.
    #[error("its date \"{0}\" cannot be read; write it as 2025-11-26 (the report was read without a date of its own)")]
    UnreadableDate(String),
    /// The report gives a publication day after today.
    #[error("it was published in the future ({0}); check its date (the report was read with it)")]
    FutureDate(Date),
}

impl Problem {
    /// Whether the report is yielded all the same, right after the error.
    pub fn keeps_report(&self) -> bool {
        matches!(self, Self::UnreadableDate(_) | Self::FutureDate(_))
    }

    /// What a failure to open or read a file means.
    pub(crate) fn of_file(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::FileForbidden,
            // What flate2 reports for damaged data and for data that ends too early.
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                Self::Compressed(error.to_string())
            }
            _ => Self::Io(error.to_string()),
        }
    }

    /// What a failure to list a folder means.
    pub(crate) fn of_folder(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::FolderForbidden,
            _ => Self::of_file(error),
        }
    }
}
