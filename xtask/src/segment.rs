//! Cuts the training texts into words as Readout does, so that training sees what analysis will see.
//!
//! Every line of output is `{"id": …, "s": [[[start, end], …], …]}`: sentences of words, in code points of the text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use readout_language::segment;
use readout_report::CodePoints;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::eval::corpus;
use crate::score::names;

/// Words of the names corpus; its texts are in [`NAME_TEXTS`].
pub(crate) const NAMES: &str = "names.train.jsonl";
/// Texts of the names corpus, which has words only: `{"id": …, "text": …}`.
pub(crate) const NAME_TEXTS: &str = "names.train.texts.jsonl";
/// Words of the attribution corpus.
pub(crate) const ATTRIBUTIONS: &str = "attribution.train.jsonl";
/// Words of the texts without labels.
pub(crate) const RAW: &str = "raw.jsonl";

/// `cargo xtask segment`
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the corpora
    corpora: PathBuf,
    /// The folder to write to; it is made if it is missing
    out: PathBuf,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    all(&options.corpora, &options.out)
}

/// Writes the words of every text that is trained on or looked at in training.
pub(crate) fn all(corpora: &Path, out: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let train = documents(&corpora.join("names/en_worldwide.train.conll.gz"))?;
    write(&train, &out.join(NAMES))?;
    corpus::write_jsonl(&out.join(NAME_TEXTS), train.iter().map(|d| json!({"id": d.id, "text": d.text})))?;
    write(&documents(&corpora.join("names/en_worldwide.dev.conll"))?, &out.join("names.dev.jsonl"))?;
    for (texts, words) in [
        ("attribution/polnear.train.jsonl.gz", ATTRIBUTIONS),
        ("attribution/polnear.dev.jsonl", "attribution.dev.jsonl"),
        ("raw/world_affairs.jsonl.gz", RAW),
    ] {
        write(&corpus::read_jsonl::<Text>(&corpora.join(texts))?, &out.join(words))?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// The documents of a BIO file, as the scorer puts their words together.
fn documents(path: &Path) -> anyhow::Result<Vec<Text>> {
    let documents = names::documents(&corpus::read(path)?);
    Ok(documents.into_iter().map(|d| Text { id: d.id, text: d.text }).collect())
}

fn write(texts: &[Text], path: &Path) -> anyhow::Result<()> {
    corpus::write_jsonl(path, texts.iter().map(|t| json!({"id": t.id, "s": sentences(&t.text)})))
}

/// The words of each sentence.
fn sentences(text: &str) -> Value {
    let (segmentation, points) = (segment(text), CodePoints::new(text));
    let words = |s: &readout_language::RawSentence| -> Vec<[u32; 2]> {
        segmentation.tokens[s.start..s.end].iter().map(|word| points.span(word.span)).collect()
    };
    segmentation.sentences.iter().map(words).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_code_points_sentence_by_sentence() {
        assert_eq!(
            sentences("Éva left. She won’t return."),
            json!([[[0, 3], [4, 8], [8, 9]], [[10, 13], [14, 16], [16, 19], [20, 26], [26, 27]]])
        );
    }
}
