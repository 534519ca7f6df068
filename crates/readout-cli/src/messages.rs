//! What goes to standard error: one line for each input that failed, and a count of reports while it runs.

use std::fmt::Display;
use std::io::{self, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// So many reports are read at once without a count.
const FEW: u64 = 32;

/// Says what is wrong, and remembers that something was.
#[derive(Debug)]
pub(crate) struct Messages {
    any_failed: bool,
    progress: Option<ProgressBar>,
}

impl Messages {
    /// With a count of reports, once there are many, if `progress`.
    pub(crate) fn new(progress: bool) -> Self {
        let style = ProgressStyle::with_template("{pos} reports, {per_sec}").ok();
        let bar = style.map(|s| ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(s));
        Self { any_failed: false, progress: bar.filter(|_| progress) }
    }

    /// Whether something failed.
    pub(crate) fn any_failed(&self) -> bool {
        self.any_failed
    }

    /// `what` is wrong with an input: where, why and what to do, in one line.
    pub(crate) fn failed(&mut self, what: impl Display) {
        self.any_failed = true;
        let line = what.to_string();
        match &self.progress {
            Some(bar) => bar.suspend(|| log(&line)),
            None => log(&line),
        }
    }

    /// One more report is done.
    pub(crate) fn done(&mut self) {
        if let Some(bar) = &self.progress {
            bar.inc(1);
            if bar.position() == FEW {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        }
    }

    /// No more reports come.
    pub(crate) fn finish(&mut self) {
        if let Some(bar) = self.progress.take() {
            bar.finish_and_clear();
        }
    }
}

/// A line on standard error.
pub(crate) fn log(line: &str) {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Nobody is left to tell if standard error is closed.
    drop(writeln!(io::stderr().lock(), "readout: {line}"));
}
