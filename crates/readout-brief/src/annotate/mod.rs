//! The findings of one report for other programs: JSON Lines, CoNLL-U, and brat's standoff format.
//!
//! Offsets are Unicode code points here, and only here and in [`json`](crate::json()).

mod brat;
mod conllu;
mod jsonl;

pub use brat::brat;
pub use conllu::conllu;
pub use jsonl::jsonl;

/// What [`jsonl`] writes besides the findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Write every token with its tags and its head.
    pub tokens: bool,
}
