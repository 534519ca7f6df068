//! Texts as words and runs of words, to find the same passage again.

use readout_report::Span;

/// A text as words that can be compared.
pub(crate) struct Text {
    pub(crate) words: Vec<Word>,
}

/// A run of letters and digits.
pub(crate) struct Word {
    pub(crate) span: Span,
    /// Of its letters in lower case.
    pub(crate) hash: u32,
    /// Between quotation marks.
    pub(crate) is_quoted: bool,
}

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        let (mut words, mut start, mut hash, mut is_quoted) = (Vec::new(), None, BASIS, false);
        for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
            if c.is_alphanumeric() {
                start.get_or_insert(at);
                hash = c.to_lowercase().fold(hash, step);
                continue;
            }
            if let Some(start) = start.take() {
                words.push(Word { span: Span::of(start, at), hash, is_quoted });
                hash = BASIS;
            }
            is_quoted = match c {
                '“' => true,
                '”' | '\n' => false,
                '"' => !is_quoted,
                _ => is_quoted,
            };
        }
        Self { words }
    }

    /// A hash of each run of `n` words.
    pub(crate) fn runs(&self, n: usize) -> impl Iterator<Item = u64> {
        self.words.windows(n).map(|run| run.iter().fold(7, |all, word| mix(all ^ u64::from(word.hash))))
    }
}

const BASIS: u32 = 0x811c_9dc5;

/// FNV-1a by characters: the same on every machine, for all time.
pub(crate) fn hash(text: &str) -> u32 {
    text.chars().fold(BASIS, step)
}

fn step(hash: u32, c: char) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(0x0100_0193)
}

/// The last steps of SplitMix64: spreads what differs little.
fn mix(mut n: u64) -> u64 {
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_words_in_and_outside_quotation_marks() {
        let text = "Ruiz said: “No Way.” He\nleft \"at\nonce.";
        let words = Text::new(text).words;
        let of = |quoted| {
            let of = words.iter().filter(|w| w.is_quoted == quoted);
            of.map(|w| w.span.of_text(text)).collect::<Vec<_>>()
        };
        assert_eq!((of(true), of(false)), (vec!["No", "Way", "at"], vec!["Ruiz", "said", "He", "left", "once"]));
        assert_eq!(words[2].hash, hash("no"));
    }

    #[test]
    fn runs_are_the_same_whatever_the_marks() {
        let runs = |text| Text::new(text).runs(3).collect::<Vec<_>>();
        assert_eq!(runs("The dam, it broke."), runs("“the dam” it BROKE"));
        assert_ne!(runs("the dam it broke"), runs("it broke the dam"));
        assert!(runs("the dam").is_empty());
    }
}
