//! Times the stages with the criterion benchmarks of `readout-cli`, `benches/stages.rs`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, ensure};

/// `cargo xtask bench`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Reports to time on, as `readout annotate` takes them [default: examples]
    #[arg(value_name = "INPUT")]
    input: Option<PathBuf>,
    /// Only the benchmarks whose name contains this
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["bench", "--package", "readout-cli", "--bench", "stages", "--"]).args(&options.only);
    if let Some(input) = &options.input {
        let input = input.canonicalize().with_context(|| format!("no such input: {}", input.display()))?;
        cargo.env("READOUT_BENCH_INPUT", input);
    }
    let status = cargo.status().context("cargo does not start")?;
    ensure!(status.success(), "the benchmarks failed");
    Ok(())
}
