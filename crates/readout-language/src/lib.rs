//! Reads language: a text goes in, its sentences, words, tags, trees, names and attributions come out.
//!
//! [`Analyzer::analyze`] is a pure function of the text: no clock, no files, no globals, and integer arithmetic in
//! the network, so that the same text gives the same [`Analysis`] on every machine.

mod activation;
mod analysis;
mod analyzer;
mod features;
mod frames;
mod lemma;
mod matrix;
mod names;
mod network;
mod tags;
mod tokens;
mod trees;
mod weights;

pub use analysis::{Analysis, Frame, Name, NameKind, Sentence, Token, TokenRange};
pub use analyzer::Analyzer;
pub use tags::{Deprel, Upos, Xpos};
pub use tokens::{RawSentence, RawToken, Segmentation, segment};
