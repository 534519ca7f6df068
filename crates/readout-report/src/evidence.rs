use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Report, ReportId, Span};

/// Where something is said: the report, the place in its text, and a hash of the exact words, so that anyone who has
/// the report can check that it still says them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Whose text.
    pub report: ReportId,
    /// Which part of it.
    pub span: Span,
    /// SHA-256 of the words, in hexadecimal; see [`hash_text`].
    pub hash: String,
}

impl Evidence {
    /// Evidence for the words of `report` at `span`.
    ///
    /// # Panics
    /// If the span does not lie in the report's text.
    pub fn new(report: &Report, span: Span) -> Self {
        Self { report: report.id.clone(), span, hash: hash_text(span.of_text(&report.text)) }
    }

    /// Whether `report` still says at this place what it said.
    pub fn holds_in(&self, report: &Report) -> bool {
        report.id == self.report
            && report.text.get(self.span.range()).is_some_and(|words| hash_text(words) == self.hash)
    }
}

/// SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal.
pub fn hash_text(text: &str) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        hex.push(DIGITS[usize::from(byte >> 4)]);
        hex.push(DIGITS[usize::from(byte & 15)]);
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_in_hexadecimal() {
        assert_eq!(hash_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn evidence_fails_when_the_words_change() {
        let mut report = Report::from_text("The minister resigned.");
        let evidence = Evidence::new(&report, Span::new(4, 12));
        assert!(evidence.holds_in(&report));
        report.text = "The minstrel resigned.".into();
        assert!(!evidence.holds_in(&report));
    }
}
