//! Times the stages with the criterion benchmarks of `readout-cli`, `benches/stages.rs`, and makes a table of the results.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::target_folder;

/// `cargo xtask bench`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Reports to time on, as `readout annotate` takes them [default: examples]
    #[arg(value_name = "INPUT")]
    input: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let results = target_folder()?.join("criterion").join("stages");
    if results.exists() {
        fs::remove_dir_all(&results).context("cannot remove the results of before")?;
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["bench", "--package", "readout-cli", "--bench", "stages"]);
    if let Some(input) = &options.input {
        let input = input.canonicalize().with_context(|| format!("no such input: {}", input.display()))?;
        cargo.env("READOUT_BENCH_INPUT", input);
    }
    ensure!(cargo.status().context("cargo does not start")?.success(), "the benchmarks failed");
    let mut rows = Vec::new();
    for stage in fs::read_dir(&results).with_context(|| format!("no results in {}", results.display()))? {
        for run in fs::read_dir(stage?.path())? {
            rows.extend(row(&run?.path().join("new"))?);
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("| stage           | ms a run | reports a second | words a second | MB a second |");
    println!("|-----------------|---------:|-----------------:|---------------:|------------:|");
    for (_, row) in rows {
        println!("{row}");
    }
    Ok(())
}

/// A line of the table, with the time to sort it by; none for criterion's own summaries.
fn row(folder: &Path) -> anyhow::Result<Option<(f64, String)>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let read = |name: &str| -> anyhow::Result<Value> { Ok(serde_json::from_slice(&fs::read(folder.join(name))?)?) };
    let (benchmark, estimates) = (read("benchmark.json")?, read("estimates.json")?);
    let number = |value: &Value, pointer: &str| {
        value.pointer(pointer).and_then(Value::as_f64).context("criterion's files changed")
    };
    let seconds = number(&estimates, "/mean/point_estimate")? / 1e9;
    let reports: f64 = benchmark["value_str"].as_str().unwrap_or_default().parse()?;
    let words = number(&benchmark, "/throughput/ElementsAndBytes/elements")?;
    let bytes = number(&benchmark, "/throughput/ElementsAndBytes/bytes")?;
    let row = format!(
        "| {:<15} | {:>8.2} | {:>16.0} | {:>14.0} | {:>11.2} |",
        benchmark["function_id"].as_str().unwrap_or_default(),
        seconds * 1e3,
        reports / seconds,
        words / seconds,
        bytes / seconds / 1e6
    );
    Ok(Some((seconds, row)))
}
