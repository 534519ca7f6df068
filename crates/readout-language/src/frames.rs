//! Attributions: which words attribute, and for each of them who and what.
//!
//! A linear head finds the cues; then, for each cue, a QRNN over the sentences around it labels the words of its source and
//! content, knowing the cue and where each word stands to it (as semantic role labellers know their predicate; He et al. 2017).

use crate::activation::sigmoid;
use crate::matrix::Linear;
use crate::network::{Encoded, NOTHING, Network, Qrnn, accumulate, add_rows, add_state};
use crate::trees::argmax;
use crate::weights::{BadModel, Weights};
use crate::{Frame, TokenRange};

/// A cue is read with this many sentences before its own and after it, and no more than so many words on either side.
const SENTENCES_BEFORE: usize = 1;
const SENTENCES_AFTER: usize = 3;
const WORDS_BEFORE: u32 = 100;
const WORDS_AFTER: u32 = 200;
/// How far the score of "no cue" may lie above the best score of a cue: 0.4 is a probability of about 0.4.
const CUE_MARGIN: f32 = 0.4;
/// Windows of so many words together are labelled at a time.
const BATCH_WORDS: usize = 128;

/// Roles in the order of the model's labels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    None,
    Source,
    Content,
}

/// The head that labels sources and contents.
pub(crate) struct Frames {
    /// `[state, width]`, the outputs of an input side by side.
    cue: Vec<f32>,
    cue_bias: Vec<f32>,
    position: Vec<f32>,
    rnn: Qrnn,
    role: Linear,
}

impl Frames {
    pub(crate) fn take(weights: &mut Weights, states: usize, words: usize) -> Result<Self, BadModel> {
        let rows = weights.floats("frame_cue.weight")?;
        let cue_bias = weights.floats("frame_cue.bias")?;
        let position = weights.floats("frame_position.weight")?;
        let rnn = Qrnn::take(weights, "frame_rnn")?;
        let role = Linear::take(weights, "frame_role")?;
        let width = cue_bias.len();
        if rows.len() != width * states
            || words != width
            || width > NOTHING.len()
            || position.len() != 34 * width
            || role.inputs() != rnn.width()
            || role.outputs() != 5
        {
            return Err(BadModel("the frame head does not fit together".into()));
        }
        let mut cue = vec![0.0; rows.len()];
        for output in 0..width {
            for input in 0..states {
                cue[input * width + output] = rows[output * states + input];
            }
        }
        Ok(Self { cue, cue_bias, position, rnn, role })
    }

    /// The frames of a text whose sentences are `sentences`.
    pub(crate) fn find(&self, network: &Network, encoded: &Encoded, sentences: &[TokenRange]) -> Vec<Frame> {
        let cues = cues(encoded, sentences);
        let mut frames = Vec::with_capacity(cues.len());
        let (mut input, mut lengths, mut first) = (Vec::new(), Vec::new(), 0);
        for (i, (cue, _)) in cues.iter().enumerate() {
            let window = window(sentences, *cue);
            lengths.push(window.len());
            self.read(network, encoded, sentences, *cue, window, &mut input);
            let words: usize = lengths.iter().sum();
            if words >= BATCH_WORDS || i + 1 == cues.len() {
                self.label(&cues[first..=i], sentences, &input, &lengths, &mut frames);
                first = i + 1;
                input.clear();
                lengths.clear();
            }
        }
        frames
    }

    /// Appends the inputs of a window.
    fn read(
        &self,
        network: &Network,
        encoded: &Encoded,
        sentences: &[TokenRange],
        cue: TokenRange,
        window: TokenRange,
        input: &mut Vec<u8>,
    ) {
        let states = network.width();
        let mut mean = vec![0.0; states];
        for t in cue.range() {
            add_state(&encoded.states[t * states..(t + 1) * states], &mut mean);
        }
        mean.iter_mut().for_each(|m| *m /= cue.len() as f32);
        let mut cue_part = self.cue_bias.clone();
        accumulate(&mean, &self.cue, states, &mut cue_part);
        let width = cue_part.len();
        let here = sentence_of(sentences, cue.start);
        let mut sentence = sentence_of(sentences, window.start);
        let base = input.len();
        input.resize(base + window.len() * width, 0);
        for (t, out) in window.iter().zip(input[base..].chunks_exact_mut(width)) {
            while sentences[sentence].end <= t {
                sentence += 1;
            }
            let class = position(t, cue, sentence as isize - here as isize);
            let word = &encoded.frame_words[t as usize * width..][..width];
            add_rows([word, &cue_part, &self.position[class * width..], NOTHING], out);
        }
    }

    fn label(
        &self,
        cues: &[(TokenRange, u16)],
        sentences: &[TokenRange],
        input: &[u8],
        lengths: &[usize],
        frames: &mut Vec<Frame>,
    ) {
        let (mut gates, mut states, mut scores) = (Vec::new(), Vec::new(), Vec::new());
        self.rnn.run(input, lengths, &mut gates, &mut states);
        self.role.apply(&states, &mut scores);
        let mut rows = scores.as_chunks::<5>().0.iter();
        for ((cue, confidence), length) in cues.iter().zip(lengths) {
            let start = window(sentences, *cue).start;
            let mut frame = Frame { cue: *cue, source: Vec::new(), content: Vec::new(), confidence: *confidence };
            let mut before = Role::None;
            for (t, row) in (start..).zip(rows.by_ref().take(*length)) {
                let label = argmax(row);
                let role = [Role::None, Role::Source, Role::Source, Role::Content, Role::Content][label];
                let ranges = match role {
                    Role::None => None,
                    Role::Source => Some(&mut frame.source),
                    Role::Content => Some(&mut frame.content),
                };
                if let Some(ranges) = ranges {
                    match ranges.last_mut() {
                        Some(last) if before == role && label.is_multiple_of(2) => last.end = t + 1,
                        _ => ranges.push(TokenRange::new(t, t + 1)),
                    }
                }
                before = role;
            }
            frames.push(frame);
        }
    }
}

/// The words that attribute, with the model's confidence in per mille.
fn cues(encoded: &Encoded, sentences: &[TokenRange]) -> Vec<(TokenRange, u16)> {
    let scores = |t: u32| encoded.cues[t as usize].into();
    let mut found: Vec<(TokenRange, u16)> = Vec::new();
    for sentence in sentences {
        let mut t = sentence.start;
        while t < sentence.end {
            let (none, first, inside): (f32, f32, f32) = scores(t);
            let lead = first.max(inside) - none;
            let mut end = t + 1;
            if lead > -CUE_MARGIN {
                while end < sentence.end {
                    let (none, first, inside) = scores(end);
                    if inside <= none || inside <= first {
                        break;
                    }
                    end += 1;
                }
                found.push((TokenRange::new(t, end), (sigmoid(lead) * 1000.0) as u16));
            }
            t = end;
        }
    }
    found
}

fn sentence_of(sentences: &[TokenRange], token: u32) -> usize {
    sentences.partition_point(|s| s.end <= token)
}

/// The words that are read for a cue.
fn window(sentences: &[TokenRange], cue: TokenRange) -> TokenRange {
    let here = sentence_of(sentences, cue.start);
    let first = sentences[here.saturating_sub(SENTENCES_BEFORE)].start;
    let last = sentences[(here + SENTENCES_AFTER).min(sentences.len() - 1)].end;
    TokenRange::new(first.max(cue.start.saturating_sub(WORDS_BEFORE)), last.min(cue.start + WORDS_AFTER))
}

/// Class of a word by its place; `training/model.py` numbers them alike.
fn position(token: u32, cue: TokenRange, sentence: isize) -> usize {
    if sentence < 0 {
        return 30;
    }
    if sentence > 0 {
        return 30 + sentence.min(3) as usize;
    }
    let before = token < cue.start;
    let distance = if before { cue.start - token } else { (token + 1).saturating_sub(cue.end) };
    let step = match distance {
        0 => return 0,
        1..=6 => distance as usize,
        7..=8 => 7,
        9..=11 => 8,
        12..=15 => 9,
        16..=20 => 10,
        21..=28 => 11,
        29..=40 => 12,
        _ => 13,
    };
    if before { step } else { 14 + step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_tell_sides_and_sentences_apart() {
        let cue = TokenRange::new(10, 12);
        let classes: Vec<usize> = [9, 10, 11, 12, 60].map(|t| position(t, cue, 0)).into();
        assert_eq!(classes, [1, 0, 0, 15, 27]);
        assert_eq!([position(1, cue, -1), position(30, cue, 1), position(90, cue, 5)], [30, 31, 33]);
    }
}
