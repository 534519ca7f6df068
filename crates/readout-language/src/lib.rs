//! Reads language: a text goes in, its sentences, words, tags, trees, names and attributions come out.
//!
//! [`Analyzer::analyze`] is a pure function of the text: no clock, no files, no globals, and integer arithmetic in
//! the network, so that the same text gives the same [`Analysis`] on every machine.

mod analysis;
mod tags;
mod tokens;

pub use analysis::{Analysis, Frame, Name, NameKind, Sentence, Token, TokenRange};
pub use tags::{Deprel, Upos, Xpos};
pub use tokens::{RawSentence, RawToken, Segmentation, segment};
