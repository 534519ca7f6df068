//! One input: which kind of file it is, and how to open it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use crate::draft::{Drafts, one};
use crate::{InputError, MAX_PAGE_BYTES, MAX_TEXT_BYTES, Problem, archive, feed, folder, lines, page, text};

/// What a file's name says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Page,
    Lines,
    /// XML or JSON, which is a feed or nothing that we read.
    Feed,
    Archive,
}

impl Kind {
    /// The kind that the extension names; `.gz` is looked through.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let (stem, extension) = name.rsplit_once('.')?;
        if stem.is_empty() {
            return None;
        }
        match extension {
            "txt" | "md" => Some(Self::Text),
            "html" | "htm" => Some(Self::Page),
            "jsonl" => Some(Self::Lines),
            "xml" | "atom" | "rss" | "json" => Some(Self::Feed),
            "warc" => Some(Self::Archive),
            _ => None,
        }
    }
}

/// Opens a file or folder that the user named.
pub(crate) fn open_input(path: &Path) -> Drafts {
    let shown = path.to_string_lossy().into_owned();
    match fs::metadata(path) {
        Err(error) => one(Err(InputError::new(shown, Problem::of_file(&error)))),
        Ok(found) if found.is_dir() => Box::new(folder::Folder::new(path)),
        Ok(_) => match Kind::of(path) {
            Some(kind) => open_file(path, kind),
            None => one(Err(InputError::new(shown, Problem::UnknownKind))),
        },
    }
}

/// Opens a file of a known kind. Text, pages and feeds are read whole, the others line by line and record by record.
pub(crate) fn open_file(path: &Path, kind: Kind) -> Drafts {
    let shown = path.to_string_lossy().into_owned();
    let fail = |problem| one(Err(InputError::new(shown.clone(), problem)));
    let reader = match File::open(path).and_then(|file| unpack(BufReader::with_capacity(1 << 16, file))) {
        Ok(reader) => reader,
        Err(error) => return fail(Problem::of_file(&error)),
    };
    let (limit, too_large) = match kind {
        Kind::Lines => return lines::read(&shown, reader),
        Kind::Archive => return archive::read(&shown, reader),
        // Front matter comes on top of the text.
        Kind::Text => (MAX_TEXT_BYTES + (1 << 20), Problem::TextTooLong),
        Kind::Page | Kind::Feed => (MAX_PAGE_BYTES, Problem::PageTooLarge),
    };
    let mut bytes = Vec::new();
    if let Err(error) = reader.take(limit as u64 + 1).read_to_end(&mut bytes) {
        return fail(Problem::of_file(&error));
    }
    if bytes.len() > limit {
        return fail(too_large);
    }
    match kind {
        Kind::Feed => feed::read(&shown, &bytes),
        Kind::Page => one(page::read(&shown, &bytes, &page::Served::default())),
        _ => one(text::read(&shown, bytes)),
    }
}

/// The same stream, unpacked if it begins like gzip.
pub(crate) fn unpack(mut reader: impl BufRead + Send + 'static) -> std::io::Result<Box<dyn BufRead + Send>> {
    let packed = reader.fill_buf()?.starts_with(&[0x1F, 0x8B]);
    Ok(if packed { Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader))) } else { Box::new(reader) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_tells_the_kind() {
        for (name, kind) in [
            ("a.txt", Some(Kind::Text)),
            ("A.MD", Some(Kind::Text)),
            ("a.b.html.gz", Some(Kind::Page)),
            ("x/a.jsonl.gz", Some(Kind::Lines)),
            ("a.rss", Some(Kind::Feed)),
            ("a.warc.gz", Some(Kind::Archive)),
            ("a.pdf", None),
            ("a.gz", None),
            (".txt", None),
            ("txt", None),
            ("..", None),
        ] {
            assert_eq!(Kind::of(Path::new(name)), kind, "{name}");
        }
    }
}
