//! The words that every part of Readout shares: a [`Report`] and its text, a [`Span`] of that text,
//! the [`Evidence`] that leads back to it, and the calendar [`Date`].
//!
//! Offsets are bytes everywhere inside Readout. Code points, which the machine interface speaks, exist only
//! at the edge, and [`CodePoints`] is the one place that converts.

mod code_points;
mod evidence;
mod report;
mod span;

pub use code_points::CodePoints;
pub use evidence::{Evidence, hash_text};
pub use jiff::civil::Date;
pub use report::{Report, ReportId};
pub use span::Span;
