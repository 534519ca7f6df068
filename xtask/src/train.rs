//! Trains the model: cuts the texts into words, then runs the programs of `training/` one after the other.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::segment;

/// What the programs import; `training/requirements.txt` has the versions.
const PACKAGES: &str = "import gensim, numba, numpy, torch, zstandard";

/// `cargo xtask train`
///
/// Python is the program that the environment variable PYTHON names, else `python3`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the corpora
    corpora: PathBuf,
    /// The folder of all-MiniLM-L6-v2 (model.safetensors and tokenizer.json)
    minilm: PathBuf,
    /// The folder for everything that is made: words, vectors, log, checkpoint and model
    out: PathBuf,
    /// How long the network is trained, after the word vectors
    #[arg(long, value_name = "N", default_value_t = 60.0)]
    minutes: f64,
    /// Of all random numbers of the network
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u32,
    /// Processors to train on
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: u32,
    /// The folder of the Python scorers, which measure each epoch [default: `score` beside the corpora]
    #[arg(long, value_name = "DIR")]
    scorers: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let python = Python::find()?;
    for file in ["model.safetensors", "tokenizer.json"] {
        let path = options.minilm.join(file);
        ensure!(path.is_file(), "{} is missing; training/README.md says where to get it", path.display());
    }
    let (corpora, out) = (&options.corpora, &options.out);
    let [words, vectors] = ["words", "vectors.npz"].map(|name| out.join(name));
    let [checkpoint, model] = ["checkpoint.pt", "english.model.zst"].map(|name| out.join(name));

    eprintln!("words …");
    segment::all(corpora, &words)?;

    eprintln!("word vectors …");
    let mut arguments = vec![vectors.clone()];
    for (texts, name) in [
        (corpora.join("raw/world_affairs.jsonl.gz"), segment::RAW),
        (corpora.join("attribution/polnear.train.jsonl.gz"), segment::ATTRIBUTIONS),
        (words.join(segment::NAME_TEXTS), segment::NAMES),
    ] {
        arguments.extend([texts, words.join(name)]);
    }
    python.run("vectors.py", arguments)?;

    eprintln!("network, {} minutes …", options.minutes);
    let mut arguments: Vec<OsString> =
        [corpora, &options.minilm, &words, &vectors, out].map(|path| path.as_os_str().to_owned()).into();
    for (option, value) in [
        ("--minutes", options.minutes.to_string()),
        ("--seed", options.seed.to_string()),
        ("--threads", options.threads.to_string()),
    ] {
        arguments.extend([option.into(), value.into()]);
    }
    if let Some(scorers) = &options.scorers {
        arguments.extend(["--scorers".into(), scorers.into()]);
    }
    python.run("train.py", arguments)?;

    python.run("export.py", [&checkpoint, corpora, &model])?;
    eprintln!(
        "The model is {}. To use it, copy it over crates/readout-language/model/english.model.zst.",
        model.display()
    );
    Ok(())
}

struct Python {
    program: OsString,
    /// The folder `training`.
    programs: PathBuf,
}

impl Python {
    /// The Python to run, once it is known to have the packages.
    fn find() -> anyhow::Result<Self> {
        let program = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        let programs = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("training");
        let python = Self { program, programs };
        let check = Command::new(&python.program).args(["-c", PACKAGES]).stdin(Stdio::null()).output();
        let check = check.with_context(|| format!("{} does not start; set PYTHON", python.program.display()))?;
        let said = String::from_utf8_lossy(&check.stderr);
        ensure!(
            check.status.success(),
            "{} lacks packages ({}); install them: {} -m pip install -r training/requirements.txt",
            python.program.display(),
            said.lines().last().unwrap_or("it says nothing more"),
            python.program.display()
        );
        Ok(python)
    }

    fn run<A: AsRef<std::ffi::OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> anyhow::Result<()> {
        let status = Command::new(&self.program)
            .arg(self.programs.join(program))
            .args(arguments)
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("{program} does not start"))?;
        ensure!(status.success(), "{program} ended with {status}");
        Ok(())
    }
}
