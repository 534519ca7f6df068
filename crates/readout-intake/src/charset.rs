//! Bytes to characters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::Problem;

/// As many bytes as the detector needs to be sure.
const DETECTED_FROM_BYTES: usize = 1 << 20;

/// A text file's characters, byte order mark taken off. Refuses binary data, and text whose encoding stays in doubt:
/// better no report than one of garbled names.
pub(crate) fn decode_text(mut bytes: Vec<u8>) -> Result<String, Problem> {
    match Encoding::for_bom(&bytes) {
        Some((encoding, mark)) if encoding != UTF_8 => {
            let (text, garbled) = encoding.decode_without_bom_handling(&bytes[mark..]);
            return if garbled || text.contains('\0') { Err(Problem::Binary) } else { Ok(text.into_owned()) };
        }
        Some((_, mark)) => drop(bytes.drain(..mark)),
        None => {}
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(Problem::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    let doubt = Problem::Encoding { invalid_at: valid_utf8_prefix(&bytes) };
    if is_damaged_utf8(&bytes) {
        return Err(doubt);
    }
    let (text, garbled) = detect(&bytes).decode_without_bom_handling(&bytes);
    if garbled || !looks_like_text(&text) {
        return Err(doubt);
    }
    Ok(text.into_owned())
}

/// A page's characters. As browsers do, this always finds some encoding: the byte order mark, then UTF-8 if the bytes
/// are, then what the server (`declared`) or the page says, then what it looks like.
pub(crate) fn decode_page(bytes: &[u8], declared: Option<&str>) -> Result<String, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(1024)]).is_some() {
        return Err(Problem::Binary);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let label =
        declared.map(|label| Cow::Borrowed(label.as_bytes())).or_else(|| declared_in_page(bytes).map(Cow::Borrowed));
    let encoding = label.and_then(|label| Encoding::for_label(&label)).filter(|encoding| *encoding != UTF_8);
    let encoding = encoding.unwrap_or_else(|| if is_damaged_utf8(bytes) { UTF_8 } else { detect(bytes) });
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The value after `charset=` in the first kilobytes of a page: in `<meta charset>`, in a `content` attribute, or in
/// an XML declaration's `encoding=`.
fn declared_in_page(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    let at = [&b"charset="[..], b"encoding="]
        .iter()
        .find_map(|name| memchr::memmem::find(&lower, name).map(|at| at + name.len()))?;
    let value = head[at..].trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.+".contains(b))).unwrap_or(value.len());
    Some(&value[..end])
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED_FROM_BYTES)], true);
    detector.guess(None, Utf8Detection::Deny)
}

fn valid_utf8_prefix(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
}

/// Whether the bytes are UTF-8 with a few bad ones: no other encoding has more well-formed sequences than broken ones.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// No control characters, and half of what can be seen are letters.
fn looks_like_text(text: &str) -> bool {
    let (mut letters, mut seen) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_control() {
            return false;
        }
        seen += 1;
        letters += usize::from(c.is_alphabetic());
    }
    letters * 2 >= seen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SENTENCE: &str = "La ministre a déclaré que le café était fermé — « pour l’été », selon Zoë.";

    #[test]
    fn utf8_is_kept_and_its_mark_taken_off() {
        assert_eq!(decode_text(SENTENCE.into()).unwrap(), SENTENCE);
        assert_eq!(decode_text(format!("\u{FEFF}{SENTENCE}\r\n").into()).unwrap(), format!("{SENTENCE}\r\n"));
        assert_eq!(decode_page(format!("\u{FEFF}{SENTENCE}").as_bytes(), None).unwrap(), SENTENCE);
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        for big in [false, true] {
            let units = SENTENCE.encode_utf16();
            let mut bytes = if big { vec![0xFE, 0xFF] } else { vec![0xFF, 0xFE] };
            bytes.extend(units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }));
            assert_eq!(decode_page(&bytes, None).unwrap(), SENTENCE);
            assert_eq!(decode_text(bytes).unwrap(), SENTENCE);
        }
    }

    #[test]
    fn windows_1252_is_detected() {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(SENTENCE);
        assert_eq!(decode_text(bytes.to_vec()).unwrap(), SENTENCE);
        assert_eq!(decode_page(&bytes, None).unwrap(), SENTENCE);
    }

    #[test]
    fn a_page_says_its_charset() {
        let page = format!("<html><head><meta charset='windows-1251'></head><p>{}</p></html>", "Кот и дом");
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&page);
        assert_eq!(decode_page(&bytes, None).unwrap(), page);
        let (bytes, ..) = encoding_rs::KOI8_R.encode("<p>Кот и дом");
        assert_eq!(decode_page(&bytes, Some("koi8-r")).unwrap(), "<p>Кот и дом");
    }

    #[test]
    fn refuses_binary_and_damaged_text() {
        assert_eq!(decode_text(b"PK\x03\x04\0\0".to_vec()), Err(Problem::Binary));
        assert_eq!(decode_text(b"\xFF\xFE\x00\xD8".to_vec()), Err(Problem::Binary));
        let mut cut = SENTENCE.as_bytes().to_vec();
        cut.truncate(SENTENCE.find("é").unwrap() + 1);
        let mut damaged = SENTENCE.as_bytes().to_vec();
        damaged[22] = 0xC3;
        for bytes in [damaged, b"\x81\x8d\x9d\xff\x01\x02".to_vec()] {
            assert!(matches!(decode_text(bytes), Err(Problem::Encoding { .. })));
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, declared in proptest::option::of("[a-z0-9-]{0,12}")) {
            let _ = decode_page(&bytes, declared.as_deref());
            let _ = decode_text(bytes);
        }
    }
}
