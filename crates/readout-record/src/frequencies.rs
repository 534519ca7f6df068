//! How common words are in the news, from a fixed table, so that what a word weighs never depends on the other reports of a record.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Made by `cargo xtask frequencies` from raw/world_affairs and PolNeAR's training part, 5,614 reports: for each word that
/// stands in five or more of them, how much it tells. It has words and numbers of reports, nothing else of the texts.
///
/// Unpacked, each line is a weight and the words that have it, all with one space between.
const TABLE: &[u8] = include_bytes!("frequencies.zst");

/// A word that the table does not have.
const UNKNOWN: u8 = 47;

static WEIGHTS: LazyLock<HashMap<Box<str>, u8>> = LazyLock::new(|| {
    let table = zstd::decode_all(TABLE).unwrap_or_default();
    let table = String::from_utf8(table).unwrap_or_default();
    let line = |line: &str| -> Option<(u8, Vec<Box<str>>)> {
        let (weight, words) = line.split_once(' ')?;
        Some((weight.parse().ok()?, words.split(' ').map(Into::into).collect()))
    };
    table.lines().filter_map(line).flat_map(|(weight, words)| words.into_iter().map(move |w| (w, weight))).collect()
});

/// How much a word tells: eight times the logarithm of the share of reports that do not have it to those that do.
pub(crate) fn weight(word: &str) -> u8 {
    WEIGHTS.get(word).copied().unwrap_or(UNKNOWN)
}

/// Whether the table has the word.
pub(crate) fn is_known(word: &str) -> bool {
    WEIGHTS.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_more() {
        assert!(is_known("government") && is_known("ceasefire") && !is_known("qwertzu"));
        assert!(weight("government") < weight("ceasefire"));
        assert!(weight("ceasefire") < weight("qwertzu"));
        assert!(WEIGHTS.values().all(|w| *w <= UNKNOWN));
    }
}
