//! Scores the built binary on the development sets: whole texts in, its output against the gold, one table out.
//!
//! Inputs and outputs stay in `target/eval/`, one pair a set, for a look at the errors.

mod binary;
mod check;
pub(crate) mod corpus;
mod entities;
mod joins;
mod sets;
mod table;

use std::path::PathBuf;

use anyhow::{Context as _, ensure};

use crate::target_folder;

/// `cargo xtask eval`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the corpora (its README names them)
    corpora: PathBuf,
    /// Only the sets whose name contains this
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// The binary to score [default: build it and take that]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Run the Python scorers in this folder on the same output too, and fail where they differ by more than 0.05
    #[arg(long, value_name = "DIR")]
    check_scorers: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let readout = binary::Readout::find(options.binary.as_deref())?;
    let scratch = target_folder()?.join("eval");
    std::fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    let wanted = |name: &str| options.only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let mut rows = Vec::new();
    for set in sets::ALL.iter().filter(|set| wanted(set.name)) {
        eprintln!("{} …", set.name);
        let place = sets::Place { readout: &readout, corpora: &options.corpora, scratch: &scratch, name: set.name };
        let mut outcome = (set.measure)(&place).with_context(|| set.name.to_owned())?;
        if let (Some(folder), Some(python)) = (&options.check_scorers, &outcome.python) {
            check::compare(folder, python, &mut outcome.measures).with_context(|| set.name.to_owned())?;
        }
        rows.extend(outcome.measures.into_iter().map(|measure| table::Row { set: set.name, measure }));
    }
    ensure!(!rows.is_empty(), "no set has such a name; there are {}", sets::ALL.map(|s| s.name).join(", "));
    print!("{}", table::render(&rows));
    let differ = rows.iter().filter(|row| row.measure.differs()).count();
    ensure!(differ == 0, "{differ} measures differ from those of the Python scorers");
    Ok(())
}
