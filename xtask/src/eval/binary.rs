//! The binary under test: where it is, how it is run, and what it costs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use wait4::Wait4 as _;

use crate::target_folder;

/// The built `readout`.
pub(crate) struct Readout {
    path: PathBuf,
}

/// What a run cost.
pub(crate) struct Cost {
    /// User and system time.
    pub(crate) cpu: Duration,
    /// Largest resident set.
    pub(crate) peak_memory_in_bytes: u64,
}

impl Readout {
    /// The binary given, or the one built now in release mode.
    pub(crate) fn find(given: Option<&Path>) -> anyhow::Result<Self> {
        let path = match given {
            Some(path) => path.to_owned(),
            None => {
                let build = ["build", "--release", "--quiet", "--package", "readout-cli"];
                let status = Command::new(env!("CARGO")).args(build).status().context("cargo does not start")?;
                ensure!(status.success(), "the binary does not build");
                target_folder()?.join("release").join(format!("readout{}", std::env::consts::EXE_SUFFIX))
            }
        };
        ensure!(path.is_file(), "no binary at {}", path.display());
        Ok(Self { path })
    }

    /// Runs `annotate INPUT --format FORMAT` into a file. Reports that fail are named on standard error and are scored as
    /// empty; a wrong call is an error.
    pub(crate) fn annotate(&self, input: &Path, format: &str, output: &Path) -> anyhow::Result<()> {
        let file = File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
        let status = self.command(input).args(["--format", format]).stdout(file).status()?;
        self.expect_done(status)
    }

    /// Runs `brief INPUT --format json` into a file.
    pub(crate) fn brief(&self, input: &Path, output: &Path) -> anyhow::Result<()> {
        let mut command = Command::new(&self.path);
        command.arg("brief").arg(input).args(["--format", "json", "--output"]).arg(output).stdin(Stdio::null());
        let status = command.status()?;
        self.expect_done(status)
    }

    /// Runs `annotate INPUT` on one thread, throws the output away and tells what it cost.
    ///
    /// The system counts the memory of the process that starts another as the other's own until it runs: call this before
    /// anything large is read here.
    pub(crate) fn cost_of_annotate(&self, input: &Path) -> anyhow::Result<Cost> {
        let mut child = self.command(input).args(["--threads", "1"]).stdout(Stdio::null()).spawn()?;
        let used = child.wait4()?;
        self.expect_done(used.status)?;
        Ok(Cost { cpu: used.rusage.utime + used.rusage.stime, peak_memory_in_bytes: used.rusage.maxrss })
    }

    fn command(&self, input: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.arg("annotate").arg(input).stdin(Stdio::null());
        command
    }

    fn expect_done(&self, status: ExitStatus) -> anyhow::Result<()> {
        match status.code() {
            Some(0 | 1) => Ok(()),
            _ => bail!("{} ended with {status}", self.path.display()),
        }
    }
}
