use std::fmt;

use serde::{Deserialize, Serialize};

/// A stretch of a report's text: bytes `start..end`, end-exclusive, both on character boundaries.
///
/// A report is limited to 4 GiB of text, so offsets are `u32`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    ///
    /// # Panics
    /// If `end < start`.
    pub fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        Self { start, end }
    }

    /// The same from `usize` offsets.
    ///
    /// # Panics
    /// If `end < start`, or if an offset does not fit in 32 bits.
    pub fn of(start: usize, end: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).expect("reports are under 4 GiB");
        Self::new(fit(start), fit(end))
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The characters that it covers.
    ///
    /// # Panics
    /// If the span does not lie in `text` on character boundaries.
    pub fn of_text(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies inside (or is equal).
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of_text(text);
        let start = self.start + (inner.len() - inner.trim_start().len()) as u32;
        Span { start, end: start + inner.trim().len() as u32 }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_touch_without_overlapping() {
        let (a, b) = (Span::new(0, 3), Span::new(3, 5));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 5));
        assert!(a.cover(b).contains(b));
    }

    #[test]
    fn trim_keeps_the_offsets_true() {
        let text = "a  é b ";
        let span = Span::of(1, text.len()).trim(text);
        assert_eq!(span.of_text(text), "é b");
        assert!(Span::of(1, 3).trim(text).is_empty());
    }
}
