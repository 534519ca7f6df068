//! Files and streams in, [`Report`]s out.
//!
//! [`read`] takes what a user names (files, folders, or `-` for standard input) and yields one item a report or a
//! problem, in the order of the inputs, reading no more than it needs for the next item. A bad input costs one
//! [`InputError`] and no other report.
//!
//! | input | becomes |
//! |---|---|
//! | `.txt`, `.md` | one report; YAML front matter (title, outlet, url, published, byline, language) is taken off, the text after it is kept to the byte |
//! | `.html`, `.htm` | one report: the article without the page around it; title, outlet and so on from JSON-LD, OpenGraph and meta tags |
//! | `.jsonl` | one report a line: `text`, and any of id, title, outlet/source, url, published/date, byline/authors, language |
//! | `.xml`, `.rss`, `.atom`, `.json` | a feed: one report an item |
//! | `.warc` | one report an HTML response |
//! | `-` | JSONL on standard input |
//! | a folder | its files, by name, and those of its folders; hidden files, READMEs and files of other kinds are passed over |
//!
//! Each of them may be compressed with gzip (`.jsonl.gz`). Nothing here reads the clock, the environment or the network.

mod archive;
mod charset;
mod date;
mod draft;
mod error;
mod feed;
mod file;
mod folder;
mod front_matter;
mod language;
mod lines;
mod page;
mod text;

use std::io::BufRead;
use std::path::{Path, PathBuf};

use readout_report::{Date, Report};

pub use error::{InputError, Problem};

/// The most bytes of text that one report may have (20 MB). No report is that long: more is a file that went wrong, and would
/// hold up the rest.
pub const MAX_TEXT_BYTES: usize = 20_000_000;

/// The most bytes that one HTML page or one feed may have (64 MiB), unpacked.
pub const MAX_PAGE_BYTES: usize = 64 << 20;

/// What the caller knows and a report may not say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The publication day of reports that carry no readable one.
    pub published: Option<Date>,
    /// The current day. If given, a report dated later than the day after it brings a [`Problem::FutureDate`]; the
    /// report is still yielded, with its date.
    pub today: Option<Date>,
}

/// Reads every input and yields its reports, in input order.
///
/// `stdin` is called at most once, when an input is `-`. Some problems concern a part of a report only
/// ([`Problem::keeps_report`]): then the error comes first and the report right after it.
pub fn read<S, F>(
    inputs: &[S],
    stdin: F,
    options: &Options,
) -> impl Iterator<Item = Result<Report, InputError>> + use<S, F>
where
    S: AsRef<Path>,
    F: FnOnce() -> Box<dyn BufRead + Send>,
{
    let inputs: Vec<PathBuf> = inputs.iter().map(|input| input.as_ref().to_path_buf()).collect();
    let options = options.clone();
    let mut stdin = Some(stdin);
    inputs
        .into_iter()
        .flat_map(move |input| {
            if input.as_os_str() != "-" {
                return file::open_input(&input);
            }
            match stdin.take() {
                Some(stdin) => lines::read("-", stdin()),
                None => draft::one(Err(InputError::new("-", Problem::StdinTwice))),
            }
        })
        .flat_map(move |found| draft::finish(found, &options))
}
