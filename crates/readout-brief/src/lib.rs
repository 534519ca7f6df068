//! How the record looks: to people (terminal, HTML, Markdown) and to programs (the machine interface).
//!
//! Every line is made of words of the reports and of labels; no prose is generated. What a dossier holds and in which
//! order is decided once, in `dossier`; the three views for people only lay it out. Text of reports is hostile until
//! shown otherwise: each view escapes it for its own medium.

pub mod address;
pub mod annotate;
mod dossier;
pub mod export;
mod html;
mod json;
pub mod list;
mod markdown;
pub mod show;
mod terminal;
pub mod words;

pub use html::{GroupBy, Limits, STYLE, StoryHtml, StoryView, html, story, story_title};
pub use json::json;
pub use markdown::markdown;
pub use terminal::{TerminalOptions, terminal};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
