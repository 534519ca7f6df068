//! WARC web archives: the HTML responses in them.
//!
//! Own reader rather than a crate: a record's length comes from the file, and must be believed only as far as bytes follow.

use std::io::{self, BufRead, Read};

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};

use crate::draft::{self, Draft, Drafts};
use crate::{InputError, MAX_PAGE_BYTES, Problem, page};

/// The most bytes that the head of a record or of a response may have.
const MAX_HEAD_BYTES: u64 = 1 << 20;

/// The reports of an archive. Holds one response at a time and passes over all other records.
pub(crate) fn read(path: &str, reader: impl BufRead + Send + 'static) -> Drafts {
    draft::at_least_one(path, Archive { path: path.to_owned(), reader, record: 0, ended: false })
}

struct Archive<R> {
    path: String,
    reader: R,
    /// The number of the record last begun.
    record: u64,
    ended: bool,
}

impl<R: BufRead> Iterator for Archive<R> {
    type Item = Result<Draft, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let found = self.read_record();
            let place = format!("{}#{}", self.path, self.record);
            match found {
                Ok(None) => self.ended = true,
                Ok(Some(Record::Other)) => {}
                Ok(Some(Record::TooLarge)) => return Some(Err(InputError::new(place, Problem::PageTooLarge))),
                Ok(Some(Record::Response { url, block })) => {
                    if let Some(found) = read_response(&place, url, &block) {
                        return Some(found);
                    }
                }
                Err(error) => {
                    self.ended = true;
                    let problem = match error.kind() {
                        io::ErrorKind::UnexpectedEof => Problem::Archive("it ends in the middle of a record".into()),
                        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Problem::Archive(error.to_string()),
                        _ => Problem::of_file(&error),
                    };
                    return Some(Err(InputError::new(place, problem)));
                }
            }
        }
        None
    }
}

enum Record {
    Response { url: Option<String>, block: Vec<u8> },
    TooLarge,
    Other,
}

impl<R: BufRead> Archive<R> {
    /// Reads one record. `None` at the end of the archive.
    fn read_record(&mut self) -> io::Result<Option<Record>> {
        let version = loop {
            match read_line(&mut self.reader)? {
                None => return Ok(None),
                // Records end in two line breaks; some writers leave more.
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        self.record += 1;
        if !version.starts_with("WARC/") {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a record does not begin with `WARC/`"));
        }
        let headers = read_headers(&mut self.reader)?;
        let length: u64 = header(&headers, "content-length")
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a record does not give its length"))?;
        let is_response = header(&headers, "warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
        let fits = length <= MAX_PAGE_BYTES as u64 + MAX_HEAD_BYTES;
        let mut body = self.reader.by_ref().take(length);
        if !is_response || !fits {
            let skipped = io::copy(&mut body, &mut io::sink())?;
            if skipped < length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            return Ok(Some(if is_response { Record::TooLarge } else { Record::Other }));
        }
        let mut block = Vec::new();
        body.read_to_end(&mut block)?;
        if (block.len() as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let url = header(&headers, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        Ok(Some(Record::Response { url, block }))
    }
}

/// The report in an HTTP response; nothing if it is no HTML or no success.
fn read_response(place: &str, url: Option<String>, mut block: &[u8]) -> Option<Result<Draft, InputError>> {
    let status = read_line(&mut block).ok()??;
    let headers = read_headers(&mut block).ok()?;
    let kind = header(&headers, "content-type").unwrap_or("").to_ascii_lowercase();
    let is_success = status.split_whitespace().nth(1).is_some_and(|code| code == "200");
    let is_page = kind.contains("text/html") || kind.contains("application/xhtml");
    if !status.starts_with("HTTP/") || !is_success || !is_page {
        return None;
    }
    let charset = kind.split("charset=").nth(1).map(|label| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let mut body = block.to_vec();
    if header(&headers, "transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        // Some archives keep the header and store the body already joined.
        body = join_chunks(&body).unwrap_or(body);
    }
    let unpacked = match header(&headers, "content-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("gzip" | "x-gzip") if body.starts_with(&[0x1F, 0x8B]) => read_limited(MultiGzDecoder::new(&body[..])),
        Some("deflate") => read_limited(ZlibDecoder::new(&body[..])).or(Ok(body)),
        _ => Ok(body),
    };
    let served = page::Served { url, charset };
    Some(match unpacked {
        Ok(body) if body.len() > MAX_PAGE_BYTES => Err(InputError::new(place, Problem::PageTooLarge)),
        Ok(body) => page::read(place, &body, &served),
        Err(error) => Err(InputError::new(place, Problem::of_file(&error))),
    })
}

/// Everything that `reader` gives, up to one byte more than a page may have.
fn read_limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Joins the chunks of a chunked body; `None` if they are not chunks.
fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

/// One line without its break; `None` at the end.
fn read_line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.by_ref().take(MAX_HEAD_BYTES).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

/// `name: value` lines up to an empty one, names in lower case.
fn read_headers(reader: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut read = 0;
    while let Some(line) = read_line(reader)?.filter(|line| !line.is_empty()) {
        read += line.len() as u64;
        if read > MAX_HEAD_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the head of a record has no end"));
        }
        match (line.split_once(':'), headers.last_mut()) {
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) => headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    Ok(headers)
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "<html><head><title>Ferry talks resume</title></head><body><article>\
        <p>The owners of the two ferries met in the harbour on Monday and agreed to share the winter timetable.</p>\
        <p>A second meeting is planned for next week, said the harbour master, who led the talks.</p>\
        </article></body></html>";

    fn record(kind: &str, block: &[u8]) -> Vec<u8> {
        let mut record = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://example.org/ferry>\r\nContent-Length: {}\r\n\r\n",
            block.len()
        )
        .into_bytes();
        record.extend_from_slice(block);
        record.extend_from_slice(b"\r\n\r\n");
        record
    }

    fn response(head: &str, body: &[u8]) -> Vec<u8> {
        let mut block = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").into_bytes();
        block.extend_from_slice(body);
        record("response", &block)
    }

    fn drafts(archive: Vec<u8>) -> Vec<Result<Draft, InputError>> {
        read("a.warc", io::Cursor::new(archive)).collect()
    }

    #[test]
    fn yields_the_html_responses() {
        let mut archive = record("warcinfo", b"software: a hand\r\n");
        archive.extend(response("Content-Type: text/html; charset=utf-8", PAGE.as_bytes()));
        archive.extend(response("Content-Type: image/png", b"\x89PNG\0\0"));
        let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
        archive.extend(response("Content-Type: text/html\r\nTransfer-Encoding: chunked", chunked.as_bytes()));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut packed, PAGE.as_bytes()).unwrap();
        archive.extend(response("Content-Type: text/html\r\nContent-Encoding: gzip", &packed.finish().unwrap()));
        let found = drafts(archive);
        assert_eq!(found.len(), 3);
        for (draft, path) in found.iter().zip(["a.warc#2", "a.warc#4", "a.warc#5"]) {
            let draft = draft.as_ref().unwrap();
            assert_eq!(draft.path, path);
            assert_eq!(draft.url.as_deref(), Some("https://example.org/ferry"));
            assert_eq!(draft.title.as_deref(), Some("Ferry talks resume"));
            assert!(draft.text.starts_with("The owners") && draft.text.ends_with("led the talks."), "{}", draft.text);
        }
    }

    #[test]
    fn does_not_believe_a_length() {
        for length in ["99999999999999999999", "18446744073709551615", "50000000", "-1", ""] {
            for kind in ["response", "metadata"] {
                let mut archive = response("Content-Type: text/html", PAGE.as_bytes());
                archive
                    .extend(format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\nshort").bytes());
                let found = drafts(archive);
                assert_eq!(found.len(), 2);
                assert!(
                    matches!(&found[1], Err(InputError { problem: Problem::Archive(_), .. })),
                    "{length}: {:?}",
                    found[1]
                );
            }
        }
        assert!(drafts(b"not an archive".to_vec())[0].is_err());
        assert_eq!(drafts(Vec::new()), [Err(InputError::new("a.warc", Problem::NoReports))]);
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, block in "(\r\n|[0-9a-f;:]|HTTP/1.1 200|Transfer-Encoding: chunked|Content-Type: text/html|\\PC){0,40}") {
            drafts(bytes);
            drafts(record("response", block.as_bytes()));
            drafts(response("Content-Type: text/html\r\nTransfer-Encoding: chunked", block.as_bytes()));
        }
    }
}
