//! Where the cards that can be one actor's are looked for.

use readout_report::hash_text;

/// A place among all cards of a record. A *block of bearers* has those who bear a name, or one that sounds like it; its *block of
/// longer names* has those whose names it may shorten.
///
/// A card's set depends only on the cards that are reached from it so: all of its blocks of bearers, those of the longer names that
/// they may shorten, and the bearers of the names that may shorten its own; and so on from each of these. Two names may share a
/// block by chance: then more is looked at than needs to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block(i64);

impl Block {
    /// The bearers of a name.
    pub(super) fn of(name: &str) -> Self {
        let hash = hash_text(name)
            .bytes()
            .take(15)
            .fold(0, |n, digit| 16 * n + (digit as char).to_digit(16).map_or(0, i64::from));
        Self(2 * hash + 1)
    }

    /// Those whose names this may shorten.
    pub(super) fn of_longer(self) -> Self {
        Self(self.0 & !1)
    }

    /// Those whom this name names, if it may shorten others; else the same.
    pub(crate) fn of_bearers(self) -> Self {
        Self(self.0 | 1)
    }

    /// Where all cards are that those of a card in this block depend on.
    pub(crate) fn reached(self) -> impl Iterator<Item = Self> {
        let longer = (self == self.of_bearers()).then(|| self.of_longer());
        std::iter::once(self.of_bearers()).chain(longer)
    }

    /// As the file has it.
    pub(crate) fn number(self) -> i64 {
        self.0
    }

    /// From the file.
    pub(crate) fn from_number(number: i64) -> Self {
        Self(number)
    }
}
