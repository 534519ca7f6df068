use crate::Span;

/// How many bytes lie between two kept marks.
const STEP: usize = 256;

/// Converts between byte offsets and Unicode code points of one text.
///
/// Keeps a mark every 256 bytes, so a conversion reads at most that many; ASCII text costs nothing.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// `marks[i]` is the number of code points that start before byte `i * STEP`; empty if all is ASCII.
    marks: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                marks.push(count);
                count += chunk.iter().filter(|b| is_start(**b)).count() as u32;
            }
            marks.push(count);
        }
        Self { text, marks }
    }

    /// The code point index of a byte offset. Offsets past the end count as the end; an offset inside a
    /// character counts as the character after it.
    pub fn from_byte(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if self.marks.is_empty() {
            return byte as u32;
        }
        let mark = byte / STEP;
        let rest = &self.text.as_bytes()[mark * STEP..byte];
        self.marks[mark] + rest.iter().filter(|b| is_start(**b)).count() as u32
    }

    /// The byte offset of a code point index; past the end counts as the end.
    pub fn to_byte(&self, point: u32) -> u32 {
        if self.marks.is_empty() {
            return point.min(self.text.len() as u32);
        }
        let mark = self.marks.partition_point(|m| *m <= point).saturating_sub(1);
        let mut left = point - self.marks[mark];
        let bytes = self.text.as_bytes();
        let mut at = mark * STEP;
        // A mark may fall inside a character that started before it.
        while at < bytes.len() && (left > 0 || !is_start(bytes[at])) {
            left -= u32::from(is_start(bytes[at]));
            at += 1;
        }
        while at < bytes.len() && !is_start(bytes[at]) {
            at += 1;
        }
        at.min(bytes.len()) as u32
    }

    /// A span as `[start, end)` in code points.
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.from_byte(span.start), self.from_byte(span.end)]
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_counting_characters(text in "(\\PC|[a-z“”’é漢🙂]){0,700}") {
            let points = CodePoints::new(&text);
            for (point, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.from_byte(byte as u32), point as u32);
                prop_assert_eq!(points.to_byte(point as u32), byte as u32);
            }
            prop_assert_eq!(points.from_byte(text.len() as u32) as usize, text.chars().count());
            prop_assert_eq!(points.to_byte(text.chars().count() as u32) as usize, text.len());
        }
    }
}
