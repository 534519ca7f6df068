use std::sync::Mutex;

use crate::frames::Frames;
use crate::lemma::Lemmatizer;
use crate::names::settle;
use crate::network::{Heads, LabelCounts, Network, Scratch};
use crate::tokens::{RawSentence, RawToken, segment};
use crate::trees::{Trees, argmax};
use crate::weights::{BadModel, Weights};
use crate::{Analysis, Deprel, Name, NameKind, Sentence, Token, TokenRange, Upos, Xpos};

/// The trained models: weights and label sets, as `training/export.py` writes them.
static MODEL: &[u8] = include_bytes!("../model/english.model.zst");

/// So many words are analysed at a time, in whole sentences: a word needs about 2.5 kB while it is, and a text may have millions.
const BLOCK_WORDS: usize = 8_000;

/// A label of a name's word: its kind and the word's place in it (BIOES).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameTag {
    Outside,
    Inside(NameKind, Place),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Begin,
    Middle,
    End,
    Single,
}

impl NameTag {
    fn parse(text: &str) -> Option<Self> {
        let Some((place, kind)) = text.split_once('-') else { return (text == "O").then_some(Self::Outside) };
        let kind = match kind {
            "person" => NameKind::Person,
            "organisation" => NameKind::Organisation,
            "place" => NameKind::Place,
            "group" => NameKind::Group,
            _ => return None,
        };
        let place = match place {
            "B" => Place::Begin,
            "I" => Place::Middle,
            "E" => Place::End,
            "S" => Place::Single,
            _ => return None,
        };
        Some(Self::Inside(kind, place))
    }

    /// Whether a name goes on after this word.
    fn goes_on(self) -> Option<NameKind> {
        match self {
            Self::Inside(kind, Place::Begin | Place::Middle) => Some(kind),
            _ => None,
        }
    }

    /// Whether this word goes on with a name that began before.
    fn continues(self) -> Option<NameKind> {
        match self {
            Self::Inside(kind, Place::Middle | Place::End) => Some(kind),
            _ => None,
        }
    }
}

/// Analyses texts. Making one unpacks the embedded models (about 50 ms); it can be shared between threads.
pub struct Analyzer {
    network: Network,
    trees: Trees,
    frames: Frames,
    lemmatizer: Lemmatizer,
    upos: Vec<Upos>,
    xpos: Vec<Xpos>,
    deprel: Vec<Deprel>,
    names: Vec<NameTag>,
    /// Memory of threads that are done, for the next. Holds caches only: results do not depend on it.
    scratch: Mutex<Vec<Scratch>>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// With the models that are embedded in this library.
    ///
    /// # Panics
    /// If the library was built with a broken model file; a test loads it.
    pub fn new() -> Self {
        Self::from_model(MODEL).unwrap_or_else(|BadModel(problem)| panic!("the embedded model is broken: {problem}"))
    }

    fn from_model(file: &[u8]) -> Result<Self, BadModel> {
        let mut weights = Weights::read(file)?;
        fn labels<T>(weights: &mut Weights, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, BadModel> {
            let text = weights.text(&format!("labels.{name}"))?;
            text.split('\n').map(|l| parse(l).ok_or_else(|| BadModel(format!("unknown {name} label {l}")))).collect()
        }
        let upos = labels(&mut weights, "upos", Upos::parse)?;
        let xpos = labels(&mut weights, "xpos", Xpos::parse)?;
        let deprel = labels(&mut weights, "deprel", Deprel::parse)?;
        let names = labels(&mut weights, "ner", NameTag::parse)?;
        let counts = LabelCounts { upos: upos.len(), xpos: xpos.len(), ner: names.len() };
        let (root, label_root) = (weights.floats("arc_root")?, weights.floats("label_root")?);
        let network = Network::take(&mut weights, &counts, root.len(), label_root.len())?;
        let trees = Trees::take(&mut weights, root, label_root)?;
        if trees.labels() != deprel.len() {
            return Err(BadModel("the tree head has another number of labels".into()));
        }
        let frames = Frames::take(&mut weights, network.width(), network.frame_width())?;
        let lemmatizer = Lemmatizer::new(&weights.text("lexicon")?, &weights.text("lemmas")?);
        Ok(Self { network, trees, frames, lemmatizer, upos, xpos, deprel, names, scratch: Mutex::default() })
    }

    /// Analyses a text. Cannot fail; a text without words gives an empty analysis.
    pub fn analyze(&self, text: &str) -> Analysis {
        let segmentation = segment(text);
        let mut scratch = self.scratch.lock().map(|mut pool| pool.pop()).ok().flatten().unwrap_or_default();
        let mut analysis = Analysis { tokens: Vec::with_capacity(segmentation.tokens.len()), ..Analysis::default() };
        let mut rest = &segmentation.sentences[..];
        while let Some(first) = rest.first() {
            let size = rest.partition_point(|s| s.end - first.start <= BLOCK_WORDS).max(1);
            let (block, others) = rest.split_at(size);
            self.analyze_block(text, &segmentation.tokens, block, &mut scratch, &mut analysis);
            rest = others;
        }
        if let Ok(mut pool) = self.scratch.lock() {
            pool.push(scratch);
        }
        settle(text, &analysis.tokens, &mut analysis.names);
        analysis
    }

    /// Appends the analysis of some sentences, of which there is at least one.
    fn analyze_block(
        &self,
        text: &str,
        raw: &[RawToken],
        block: &[RawSentence],
        scratch: &mut Scratch,
        analysis: &mut Analysis,
    ) {
        let base = block[0].start;
        let lengths: Vec<usize> = block.iter().map(|s| s.end - s.start).collect();
        let sentences: Vec<TokenRange> =
            block.iter().map(|s| TokenRange::new((s.start - base) as u32, (s.end - base) as u32)).collect();
        let words = |i: usize| raw[base + i].span.of_text(text);
        let encoded = self.network.encode(&words, &lengths, scratch, |heads| {
            let sentences = &block[heads.first..heads.first + heads.lengths.len()];
            self.read_heads(text, raw, sentences, &heads, analysis);
        });
        let mut frames = self.frames.find(&self.network, &encoded, &sentences);
        for frame in &mut frames {
            for range in frame.source.iter_mut().chain(&mut frame.content).chain([&mut frame.cue]) {
                *range = TokenRange::new(range.start + base as u32, range.end + base as u32);
            }
        }
        analysis.frames.append(&mut frames);
    }

    /// Appends what the heads say of some sentences.
    fn read_heads(
        &self,
        text: &str,
        raw: &[RawToken],
        sentences: &[RawSentence],
        heads: &Heads<'_>,
        analysis: &mut Analysis,
    ) {
        let (slots, width) = (&self.network.slots, self.network.head_width());
        let mut arcs = self.trees.parse(heads, width, slots).into_iter();
        let mut rows = heads.rows.chunks_exact(width);
        for sentence in sentences {
            let raw = &raw[sentence.start..sentence.end];
            let rows: Vec<&[f32]> = rows.by_ref().take(raw.len()).collect();
            let tokens = TokenRange::new(sentence.start as u32, sentence.end as u32);
            analysis.sentences.push(Sentence {
                span: raw[0].span.cover(raw[raw.len() - 1].span),
                tokens,
                paragraph: sentence.paragraph,
                heading: sentence.heading,
            });
            for ((row, raw), (head, label)) in rows.iter().zip(raw).zip(&mut arcs) {
                let upos = self.upos[argmax(slots.upos.of(row))];
                let xpos = self.xpos[argmax(slots.xpos.of(row))];
                let lemma = self.lemmatizer.lemma(raw.span.of_text(text), upos, xpos);
                let head = (head > 0).then(|| tokens.start + head as u32 - 1);
                let deprel = if head.is_none() { Deprel::Root } else { self.deprel[label] };
                analysis.tokens.push(Token { span: raw.span, lemma, upos, xpos, head, deprel, joined: raw.joined });
            }
            self.names_of(&rows, tokens.start, raw, &mut analysis.names);
        }
    }

    /// Appends the names of one sentence, whose first word is word `first` of the text.
    fn names_of(&self, rows: &[&[f32]], first: u32, raw: &[RawToken], names: &mut Vec<Name>) {
        let scores: Vec<&[f32]> = rows.iter().map(|row| self.network.slots.ner.of(row)).collect();
        let mut start = None;
        for (t, label) in self.best_names(&scores).into_iter().enumerate() {
            let NameTag::Inside(kind, place) = self.names[label] else { continue };
            if matches!(place, Place::Begin | Place::Single) {
                start = Some(t);
            }
            if matches!(place, Place::End | Place::Single)
                && let Some(start) = start.take()
            {
                let tokens = TokenRange::new(first + start as u32, first + t as u32 + 1);
                names.push(Name { span: raw[start].span.cover(raw[t].span), tokens, kind });
            }
        }
    }

    /// The best sequence of name labels in which every name is whole (Viterbi).
    fn best_names(&self, scores: &[&[f32]]) -> Vec<usize> {
        let greedy: Vec<usize> = scores.iter().map(|s| argmax(s)).collect();
        let follows = |a: NameTag, b: NameTag| a.goes_on() == b.continues();
        let whole = greedy.windows(2).all(|w| follows(self.names[w[0]], self.names[w[1]]))
            && greedy.first().is_none_or(|f| self.names[*f].continues().is_none())
            && greedy.last().is_none_or(|l| self.names[*l].goes_on().is_none());
        if whole {
            return greedy;
        }
        let n = self.names.len();
        let mut best: Vec<f32> = (0..n)
            .map(|l| if self.names[l].continues().is_none() { scores[0][l] } else { f32::NEG_INFINITY })
            .collect();
        let mut back: Vec<Vec<usize>> = Vec::with_capacity(scores.len());
        for row in &scores[1..] {
            let mut next = vec![f32::NEG_INFINITY; n];
            let mut from = vec![0; n];
            for b in 0..n {
                for (a, before) in best.iter().enumerate() {
                    if follows(self.names[a], self.names[b]) && before + row[b] > next[b] {
                        next[b] = before + row[b];
                        from[b] = a;
                    }
                }
            }
            best = next;
            back.push(from);
        }
        for (l, score) in best.iter_mut().enumerate() {
            if self.names[l].goes_on().is_some() {
                *score = f32::NEG_INFINITY;
            }
        }
        let mut at = argmax(&best);
        let mut path = vec![at];
        for from in back.iter().rev() {
            at = from[at];
            path.push(at);
        }
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn analyzer() -> &'static Analyzer {
        static ANALYZER: std::sync::LazyLock<Analyzer> = std::sync::LazyLock::new(Analyzer::new);
        &ANALYZER
    }

    #[test]
    fn reads_a_plain_sentence() {
        let text = "The minister told reporters in Geneva on Tuesday that the talks would go on.";
        let analysis = analyzer().analyze(text);
        let lemmas: Vec<&str> = analysis.tokens.iter().map(|t| &*t.lemma).collect();
        assert_eq!(
            lemmas,
            "the minister tell reporter in Geneva on Tuesday that the talk would go on ."
                .split(' ')
                .collect::<Vec<_>>()
        );
        let told = &analysis.tokens[2];
        assert_eq!((told.upos, told.xpos, told.head, told.deprel), (Upos::Verb, Xpos::Vbd, None, Deprel::Root));
        assert_eq!((analysis.tokens[1].head, analysis.tokens[1].deprel), (Some(2), Deprel::Nsubj));
        assert_eq!(
            analysis.names.iter().map(|n| (n.span.of_text(text), n.kind)).collect::<Vec<_>>(),
            [("Geneva", NameKind::Place)]
        );
        let [frame] = &analysis.frames[..] else { panic!("one attribution: {:?}", analysis.frames) };
        assert_eq!(analysis.span(frame.cue).of_text(text), "told");
        assert_eq!(analysis.span(frame.source[0]).of_text(text), "The minister");
    }

    #[test]
    fn an_empty_text_gives_nothing() {
        for text in ["", " \n\t", "\u{feff}"] {
            assert_eq!(analyzer().analyze(text), Analysis::default());
        }
    }

    #[test]
    fn what_was_read_before_changes_nothing() {
        let fresh = Analyzer::new();
        let text = "Peace talks between the two sides were called off, officials said on Monday.";
        let first = fresh.analyze(text);
        fresh.analyze("Another text, of other words and names such as Ursula von der Leyen.");
        assert_eq!(fresh.analyze(text), first);
        assert_eq!(analyzer().analyze(text), first);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn every_text_has_a_whole_analysis(text in "(\\PC|[a-z.,'\"“”’ \n-]|[A-Z]|[0-9]| said | Mr. ){0,200}") {
            let analysis = analyzer().analyze(&text);
            for sentence in &analysis.sentences {
                let roots = sentence.tokens.iter().filter(|t| analysis.tokens[*t as usize].head.is_none()).count();
                prop_assert_eq!(roots, 1);
                for t in sentence.tokens.iter() {
                    prop_assert!(analysis.tokens[t as usize].head.is_none_or(|h| sentence.tokens.contains(h) && h != t));
                }
            }
            for name in &analysis.names {
                prop_assert!(text.get(name.span.range()).is_some_and(|words| !words.is_empty()));
            }
            for frame in &analysis.frames {
                for range in frame.source.iter().chain(&frame.content).chain([&frame.cue]) {
                    prop_assert!(!range.is_empty() && range.end as usize <= analysis.tokens.len());
                }
            }
        }
    }
}
