//! `cargo xtask`: the work around the code. Each command is one module with its options and a `run`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod bench;
mod boost;
mod eval;
mod frequencies;
mod judge;
mod score;
mod segment;
mod train;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Training, scoring and benchmarks of Readout")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score the built binary on the development sets and print one table.
    Eval(eval::Options),
    /// Time each stage and the whole.
    Bench(bench::Options),
    /// Count in how many reports each word stands, for the record.
    Frequencies(frequencies::Options),
    /// Learn which claim a denial answers, for the record.
    Judge(judge::Options),
    /// Cut the training texts into words.
    Segment(segment::Options),
    /// Train the model.
    Train(train::Options),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Eval(options) => eval::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Frequencies(options) => frequencies::run(&options),
        Command::Judge(options) => judge::run(&options),
        Command::Segment(options) => segment::run(&options),
        Command::Train(options) => train::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder `target`: this program lies in `target/release`.
pub(crate) fn target_folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().and_then(Path::parent).context("this program lies in no folder")?;
    Ok(folder.to_owned())
}
