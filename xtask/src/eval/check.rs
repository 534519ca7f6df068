//! Asks the Python scorers what they make of the same output.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::table::Measure;

/// A run of a Python scorer.
pub(crate) struct Python {
    pub(crate) script: &'static str,
    pub(crate) gold: PathBuf,
    pub(crate) output: PathBuf,
}

/// Runs the scorer and notes its figure with each measure that it has.
pub(crate) fn compare(folder: &Path, python: &Python, measures: &mut [Measure]) -> anyhow::Result<()> {
    let script = folder.join(python.script);
    let mut command = Command::new("python3");
    // The folder may be read-only, and is not ours to leave files in.
    command.env("PYTHONDONTWRITEBYTECODE", "1").arg(&script).args([&python.gold, &python.output]).arg("--json");
    let run = command.stderr(Stdio::inherit()).output().context("python3 does not start")?;
    ensure!(run.status.success(), "{} failed", script.display());
    let result: Value =
        serde_json::from_slice(&run.stdout).with_context(|| format!("what {} says", script.display()))?;
    for measure in measures {
        if let Some(pointer) = &measure.python {
            measure.other = result.pointer(pointer).and_then(Value::as_f64);
        }
    }
    Ok(())
}
