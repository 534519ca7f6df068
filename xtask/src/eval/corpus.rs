//! Reading gold and output, writing input.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write as _};
use std::path::Path;

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::score::{CodePointSpan, Spans, attribution, events, recognizers, times};

/// What the scorers read of a line of `readout annotate --format jsonl`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Annotated {
    pub(crate) report: Head,
    #[serde(default)]
    pub(crate) mentions: Vec<Mention>,
    #[serde(default)]
    statements: Vec<Statement>,
    #[serde(default)]
    pub(crate) events: Vec<events::Event>,
    #[serde(default)]
    pub(crate) times: Vec<times::Time>,
    #[serde(default)]
    pub(crate) figures: Vec<recognizers::Figure>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) path: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Mention {
    pub(crate) span: CodePointSpan,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Whether it is a name; descriptions and pronouns are not scored.
    #[serde(default = "yes")]
    pub(crate) name: bool,
}

#[derive(Debug, Deserialize)]
struct Statement {
    source: Option<Source>,
    content: Spans,
    cue: Words,
    #[serde(default)]
    plover: Option<String>,
    #[serde(default)]
    addressee: Option<Words>,
}

#[derive(Debug, Deserialize)]
struct Words {
    span: CodePointSpan,
}

#[derive(Debug, Deserialize)]
struct Source {
    span: Spans,
}

impl Annotated {
    /// As the scorer takes them.
    pub(crate) fn statements(&self) -> Vec<attribution::Statement> {
        let source = |s: &Statement| s.source.as_ref().map(|s| s.span.clone()).unwrap_or_default();
        self.statements
            .iter()
            .map(|s| attribution::Statement { source: source(s), content: s.content.clone() })
            .collect()
    }
}

impl Annotated {
    /// As the scorer of PLOVER records takes them.
    pub(crate) fn said(&self) -> Vec<events::Said> {
        let said = |s: &Statement| events::Said {
            cue: s.cue.span,
            plover: s.plover.clone(),
            source: s.source.as_ref().and_then(|s| s.span.0.first().copied()),
            addressee: s.addressee.as_ref().map(|a| a.span),
            content: s.content.0.clone(),
        };
        self.statements.iter().map(said).collect()
    }
}

fn yes() -> bool {
    true
}

/// Opens a file, unpacked if its name ends in `.gz`.
pub(crate) fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(if path.extension().is_some_and(|e| e == "gz") {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    })
}

/// A whole file as text.
pub(crate) fn read(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}

/// The objects of a JSONL file.
pub(crate) fn read_jsonl<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let lines = open(path)?.lines().enumerate();
    lines
        .filter(|(_, line)| !line.as_ref().is_ok_and(|l| l.trim().is_empty()))
        .map(|(n, line)| serde_json::from_str(&line?).with_context(|| format!("{}, line {}", path.display(), n + 1)))
        .collect()
}

/// The output of `readout annotate --format jsonl` by the id of the report.
pub(crate) fn read_annotated(path: &Path) -> anyhow::Result<BTreeMap<String, Annotated>> {
    Ok(read_jsonl::<Annotated>(path)?.into_iter().map(|a| (a.report.id.clone(), a)).collect())
}

/// Writes one object a line.
pub(crate) fn write_jsonl(path: &Path, objects: impl Iterator<Item = Value>) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?);
    for object in objects {
        writeln!(file, "{object}")?;
    }
    Ok(file.flush()?)
}
