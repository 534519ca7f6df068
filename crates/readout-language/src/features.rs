//! What the network knows of a word from its letters alone. `training/features.py` is the same in Python.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Hashed features of a word, in the order of the model's tables.
pub(crate) const TABLES: [&str; 6] = ["word", "prefix3", "suffix2", "suffix3", "suffix4", "shape"];
/// A word has no more pieces than this.
const MAX_PIECES: usize = 12;
/// No piece of the vocabulary has more characters.
const LONGEST_PIECE: usize = 24;

/// Fowler–Noll–Vo 1a, 32 bits, the high bits folded in.
fn fnv1a(text: &str) -> u32 {
    let hash = text.bytes().fold(0x811C_9DC5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

/// One kind of quotation mark and dash.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '‑' => '-',
        other => other,
    }
}

/// Lower case, digits as 0, one kind of quotation mark and dash.
pub(crate) fn normal(word: &str) -> String {
    word.to_lowercase().chars().map(|c| if c.is_ascii_digit() { '0' } else { plain(c) }).collect()
}

/// Upper X, lower x, digit d, other characters themselves; runs no longer than three.
fn shape(word: &str) -> String {
    let mut out: Vec<char> = Vec::new();
    for c in word.chars() {
        let c = plain(c);
        let class = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_ascii_digit() {
            'd'
        } else {
            c
        };
        if !matches!(out.as_slice(), [.., a, b, d] if *a == class && *b == class && *d == class) {
            out.push(class);
        }
    }
    out.into_iter().take(16).collect()
}

/// The bucket of the word in each table, given the tables' sizes.
pub(crate) fn hashed(word: &str, sizes: [usize; 6]) -> [usize; 6] {
    let normal = normal(word);
    let first = |n: usize| normal.char_indices().nth(n).map_or(normal.as_str(), |(i, _)| &normal[..i]);
    let last = |n: usize| normal.char_indices().rev().nth(n - 1).map_or(normal.as_str(), |(i, _)| &normal[i..]);
    let shape = shape(word);
    let parts = [normal.as_str(), first(3), last(2), last(3), last(4), shape.as_str()];
    std::array::from_fn(|i| fnv1a(parts[i]) as usize % sizes[i])
}

/// WordPiece (Wu et al. 2016): runs of letters and digits longest piece first, other characters alone.
pub(crate) struct Pieces {
    whole: HashMap<Box<str>, u32>,
    /// Pieces that continue a word, without their "##".
    inner: HashMap<Box<str>, u32>,
    unknown: u32,
}

impl Pieces {
    /// From a vocabulary, a piece a line.
    pub(crate) fn new(vocabulary: &str) -> Self {
        let (mut whole, mut inner) = (HashMap::new(), HashMap::new());
        for (id, piece) in vocabulary.split('\n').enumerate() {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => inner.insert(rest.into(), id as u32),
                _ => whole.insert(piece.into(), id as u32),
            };
        }
        let unknown = whole.get("[UNK]").copied().unwrap_or(0);
        Self { whole, inner, unknown }
    }

    /// The pieces of a word; at least one.
    pub(crate) fn of(&self, word: &str) -> Vec<u32> {
        let word: String = word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
        let mut found = Vec::new();
        let mut rest = word.as_str();
        while let Some(c) = rest.chars().next()
            && found.len() < MAX_PIECES
        {
            if !c.is_alphanumeric() {
                let (head, tail) = rest.split_at(c.len_utf8());
                found.push(self.whole.get(head).copied().unwrap_or(self.unknown));
                rest = tail;
                continue;
            }
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            self.pieces_of_run(run, &mut found);
            rest = tail;
        }
        if found.is_empty() {
            found.push(self.unknown);
        }
        found
    }

    fn pieces_of_run(&self, run: &str, found: &mut Vec<u32>) {
        let mut at = 0;
        while at < run.len() && found.len() < MAX_PIECES {
            let vocabulary = if at == 0 { &self.whole } else { &self.inner };
            let ends: Vec<usize> =
                run[at..].char_indices().map(|(i, c)| at + i + c.len_utf8()).take(LONGEST_PIECE).collect();
            match ends.iter().rev().find_map(|end| vocabulary.get(&run[at..*end]).map(|id| (*id, *end))) {
                Some((id, end)) => {
                    found.push(id);
                    at = end;
                }
                None => {
                    found.push(self.unknown);
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_features_as_in_training() {
        // What training/features.py gives for these words; the model is only right if both agree.
        let sizes = [32768, 4096, 1024, 4096, 8192, 2048];
        for (word, expected) in include!("../tests/features_of_words.in") {
            assert_eq!(hashed(word, sizes), expected, "{word}");
        }
    }

    #[test]
    fn pieces_are_the_longest() {
        let pieces = Pieces::new("[UNK]\nun\n##want\n##ed\nwanted\n'\n##s\ns");
        assert_eq!(pieces.of("Unwanted"), [1, 2, 3]);
        assert_eq!(pieces.of("wanted's"), [4, 5, 7]);
        assert_eq!(pieces.of("漢"), [0]);
    }
}
