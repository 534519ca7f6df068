//! The network: one encoder, shared by all heads. `training/model.py` describes it and trains it.
//!
//! Word features → convolution over three words → two layers of bidirectional QRNN with fo-pooling (Bradbury et al. 2017) →
//! heads. The convolution's three products of each word are kept in a cache, since most words come again and again.

use std::collections::HashMap;

use multiversion::multiversion;

use crate::activation::{gates, tanh};
use crate::features::{Pieces, TABLES, hashed, normal};
use crate::matrix::{Linear, dequantise, quantise};
use crate::weights::{BadModel, Weights};

/// So many words are encoded at a time; keeps the intermediate values in the processor's cache.
const CHUNK: usize = 96;
/// Features of words lie within this, but for very few, which are cut.
const FEATURE_RANGE: f32 = 4.0;
/// The cache of word products is emptied when it holds so many words (1.9 kB each).
const CACHED_WORDS: usize = 30_000;

/// An embedding table of bytes with a scale a row.
struct Table {
    values: Vec<i8>,
    scale: Vec<f32>,
    width: usize,
}

impl Table {
    fn take(weights: &mut Weights, name: &str) -> Result<Self, BadModel> {
        let (values, width) = weights.bytes(name)?;
        let mut scale = weights.floats(&format!("{name}.scale"))?;
        let rows = values.len() / width.max(1);
        if scale.len() == 1 {
            scale.resize(rows, scale[0]);
        }
        if scale.len() != rows || rows == 0 {
            return Err(BadModel(format!("table {name} and its scales do not fit together")));
        }
        Ok(Self { values, scale, width })
    }

    fn rows(&self) -> usize {
        self.scale.len()
    }

    /// Appends a row.
    fn push(&self, row: usize, out: &mut Vec<f32>) {
        let scale = self.scale[row];
        out.extend(self.values[row * self.width..][..self.width].iter().map(|v| f32::from(*v) * scale));
    }
}

/// Where the outputs of one head lie in a row of all heads' outputs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    start: usize,
    end: usize,
}

impl Slot {
    /// The head's part of a row.
    pub(crate) fn of(self, row: &[f32]) -> &[f32] {
        &row[self.start..self.end]
    }
}

/// The slots of all heads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slots {
    pub(crate) upos: Slot,
    pub(crate) xpos: Slot,
    pub(crate) ner: Slot,
    pub(crate) cue: Slot,
    pub(crate) arc_dep: Slot,
    pub(crate) arc_head: Slot,
    pub(crate) label_dep: Slot,
    pub(crate) label_head: Slot,
    pub(crate) frame_word: Slot,
}

/// The sizes of heads that the labels determine.
pub(crate) struct LabelCounts {
    pub(crate) upos: usize,
    pub(crate) xpos: usize,
    pub(crate) ner: usize,
}

/// A bidirectional QRNN layer.
pub(crate) struct Qrnn {
    linear: Linear,
    /// Of both directions together.
    width: usize,
}

impl Qrnn {
    pub(crate) fn take(weights: &mut Weights, name: &str) -> Result<Self, BadModel> {
        let linear = Linear::take(weights, name)?;
        if linear.outputs() % 6 != 0 {
            return Err(BadModel(format!("layer {name} has no three gates in two directions")));
        }
        Ok(Self { width: linear.outputs() / 3, linear })
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Runs over sequences laid one after another, of the given lengths. Appends their outputs to `out`.
    pub(crate) fn run(&self, x: &[u8], lengths: &[usize], sums: &mut Vec<f32>, out: &mut Vec<u8>) {
        let size = x.len() / self.linear.inputs() * 3 * self.width;
        if sums.len() < size {
            sums.resize(size, 0.0);
        }
        let sums = &mut sums[..size];
        self.linear.apply_to(x, sums);
        let base = out.len();
        out.resize(base + x.len() / self.linear.inputs() * self.width, 0);
        let mut row = 0;
        for length in lengths {
            let sums = &sums[row * 3 * self.width..(row + length) * 3 * self.width];
            let out = &mut out[base + row * self.width..base + (row + length) * self.width];
            pool(sums, self.width, out);
            row += length;
        }
    }
}

/// `c = f c' + (1 - f) z`, `h = o c` with the [`gates`] of the sums; the first half of the columns left to right, the second right
/// to left.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+fma", "x86_64+avx2+fma"))]
fn pool(sums: &[f32], width: usize, out: &mut [u8]) {
    let half = width / 2;
    let mut state = vec![0.0f32; width];
    let mut step = |row: usize, from: usize, out: &mut [u8]| {
        let columns = |gate: usize| &sums[(row * 3 + gate) * width + from..][..half];
        let (z, f, o) = (columns(0), columns(1), columns(2));
        let state = &mut state[from..from + half];
        let out = &mut out[row * width + from..][..half];
        for i in 0..half {
            let (z, f, o) = gates(z[i], f[i], o[i]);
            state[i] = f.mul_add(state[i] - z, z);
            out[i] = quantise(o * state[i]);
        }
    };
    let rows = out.len() / width;
    for row in 0..rows {
        step(row, 0, out);
    }
    for row in (0..rows).rev() {
        step(row, half, out);
    }
}

/// `out += x W` for rows of `x` and `out`; the matrix is stored with the outputs of an input side by side. The order of additions
/// does not depend on the number of rows.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+fma", "x86_64+avx2+fma"))]
pub(crate) fn accumulate(x: &[f32], weights: &[f32], inputs: usize, out: &mut [f32]) {
    let width = weights.len() / inputs;
    let fours = inputs / 4 * 4;
    // Four inputs at a time: the sums are loaded and stored once for all of them, and the weights stay near for all rows.
    for first in (0..fours).step_by(4) {
        let block = &weights[first * width..(first + 4) * width];
        let (a, rest) = block.split_at(width);
        let (b, rest) = rest.split_at(width);
        let (c, d) = rest.split_at(width);
        for (x, out) in x.chunks_exact(inputs).zip(out.chunks_exact_mut(width)) {
            let x = &x[first..first + 4];
            for (i, out) in out.iter_mut().enumerate() {
                *out += x[0] * a[i] + x[1] * b[i] + (x[2] * c[i] + x[3] * d[i]);
            }
        }
    }
    for input in fours..inputs {
        let row = &weights[input * width..(input + 1) * width];
        for (x, out) in x.chunks_exact(inputs).zip(out.chunks_exact_mut(width)) {
            for (out, w) in out.iter_mut().zip(row) {
                *out += x[input] * *w;
            }
        }
    }
}

/// The hyperbolic tangent of every value.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+fma", "x86_64+avx2+fma"))]
pub(crate) fn tanh_all(values: &mut [f32]) {
    values.iter_mut().for_each(|v| *v = tanh(*v));
}

/// The hyperbolic tangent of the sum of four rows, as bytes.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+fma", "x86_64+avx2+fma"))]
pub(crate) fn add_rows(rows: [&[f32]; 4], out: &mut [u8]) {
    let width = out.len();
    let [a, b, c, d] = rows.map(|row| &row[..width]);
    for i in 0..width {
        out[i] = quantise(tanh(a[i] + b[i] + (c[i] + d[i])));
    }
}

/// A row of [`add_rows`] that adds nothing.
pub(crate) const NOTHING: &[f32] = &[0.0; 512];

/// The products of words that were seen before.
#[derive(Default)]
pub(crate) struct WordCache {
    index: HashMap<Box<str>, u32>,
    products: Vec<f32>,
}

/// Memory that is used again from report to report.
#[derive(Default)]
pub(crate) struct Scratch {
    words: WordCache,
    input: Vec<u8>,
    hidden: Vec<u8>,
    sums: Vec<f32>,
    heads: Vec<f32>,
    products: Vec<u32>,
    features: Vec<f32>,
    scaled: Vec<u8>,
}

/// Encoder and heads.
pub(crate) struct Network {
    pieces: Pieces,
    pretrained: Table,
    /// Rows of `vectors` by the normal form of a word.
    vector_rows: HashMap<Box<str>, u32>,
    vectors: Table,
    tables: Vec<Table>,
    /// Products of the features, divided by [`FEATURE_RANGE`], for the word before, here and after.
    convolution: Linear,
    convolution_bias: Vec<f32>,
    layers: [Qrnn; 2],
    heads: Linear,
    pub(crate) slots: Slots,
}

/// What the encoder gives for a text and frames need: a row a word.
#[derive(Default)]
pub(crate) struct Encoded {
    /// The state of each word, [`Network::width`] values, as bytes.
    pub(crate) states: Vec<u8>,
    /// The scores of no cue, a cue's first word, and a further word of a cue.
    pub(crate) cues: Vec<[f32; 3]>,
    /// The word's part of the input of frames, [`Network::frame_width`] values.
    pub(crate) frame_words: Vec<f32>,
}

/// Outputs of all heads for the words of some whole sentences; see [`Network::slots`].
pub(crate) struct Heads<'a> {
    pub(crate) rows: &'a [f32],
    /// Number of the first sentence among those that were given to be encoded.
    pub(crate) first: usize,
    /// Words of each sentence.
    pub(crate) lengths: &'a [usize],
}

impl Network {
    pub(crate) fn take(
        weights: &mut Weights,
        labels: &LabelCounts,
        arc: usize,
        label: usize,
    ) -> Result<Self, BadModel> {
        let pieces = Pieces::new(&weights.text("vocabulary")?);
        let pretrained = Table::take(weights, "pretrained")?;
        let tables =
            TABLES.iter().map(|t| Table::take(weights, &format!("table.{t}"))).collect::<Result<Vec<_>, _>>()?;
        let vectors = Table::take(weights, "vectors")?;
        let vector_words = weights.text("vector.words")?;
        let vector_rows: HashMap<Box<str>, u32> =
            vector_words.split('\n').zip(0..).map(|(word, row)| (word.into(), row)).collect();
        let inputs = pretrained.width + vectors.width + tables.iter().map(|t| t.width).sum::<usize>();
        let convolution_bias = weights.floats("conv.bias")?;
        let width = convolution_bias.len();
        let rows = weights.floats("conv")?;
        let layers = [Qrnn::take(weights, "layer.0")?, Qrnn::take(weights, "layer.1")?];
        let heads = Linear::take(weights, "heads")?;
        let fits = vector_rows.values().all(|row| (*row as usize) < vectors.rows())
            && rows.len() == width * 3 * inputs
            && width <= NOTHING.len()
            && layers[0].linear.inputs() == width
            && layers[1].linear.inputs() == layers[0].width
            && heads.inputs() == layers[1].width;
        if !fits {
            return Err(BadModel("the layers do not fit together".into()));
        }
        let mut turned = Vec::with_capacity(rows.len());
        for place in 0..3 {
            for output in 0..width {
                turned.extend(rows[output * 3 * inputs + place * inputs..][..inputs].iter().map(|w| w * FEATURE_RANGE));
            }
        }
        let convolution = Linear::from_floats(&turned, inputs)
            .ok_or_else(|| BadModel("the convolution does not fit together".into()))?;
        let mut at = 0;
        let mut slot = |size: usize| {
            let slot = Slot { start: at, end: at + size };
            at += size;
            slot
        };
        let slots = Slots {
            upos: slot(labels.upos),
            xpos: slot(labels.xpos),
            ner: slot(labels.ner),
            cue: slot(3),
            arc_dep: slot(arc),
            arc_head: slot(arc),
            label_dep: slot(label),
            label_head: slot(label),
            frame_word: Slot { start: 0, end: 0 },
        };
        if at > heads.outputs() {
            return Err(BadModel("the heads have fewer outputs than labels".into()));
        }
        let slots = Slots { frame_word: Slot { start: at, end: heads.outputs() }, ..slots };
        Ok(Self {
            pieces,
            pretrained,
            vector_rows,
            vectors,
            tables,
            convolution,
            convolution_bias,
            layers,
            heads,
            slots,
        })
    }

    /// Values of a word's state.
    pub(crate) fn width(&self) -> usize {
        self.layers[1].width
    }

    /// Values of a word's head outputs.
    pub(crate) fn head_width(&self) -> usize {
        self.heads.outputs()
    }

    /// Values of a word's part of the input of frames.
    pub(crate) fn frame_width(&self) -> usize {
        self.slots.frame_word.end - self.slots.frame_word.start
    }

    /// Index of a word's products in the cache. Those of a new word are still to be computed from the features, which are appended.
    fn products(&self, word: &str, cache: &mut WordCache, features: &mut Vec<f32>) -> u32 {
        if let Some(index) = cache.index.get(word) {
            return *index;
        }
        let pieces = self.pieces.of(word);
        let start = features.len();
        features.resize(start + self.pretrained.width, 0.0);
        let sum = &mut features[start..];
        for piece in &pieces {
            let row = (*piece as usize).min(self.pretrained.rows() - 1);
            let values = &self.pretrained.values[row * self.pretrained.width..][..self.pretrained.width];
            sum.iter_mut().zip(values).for_each(|(f, v)| *f += f32::from(*v));
        }
        let scale = self.pretrained.scale[0] / pieces.len() as f32;
        sum.iter_mut().for_each(|f| *f *= scale);
        match self.vector_rows.get(normal(word).as_str()) {
            Some(row) => self.vectors.push(*row as usize, features),
            None => features.resize(features.len() + self.vectors.width, 0.0),
        }
        let sizes = std::array::from_fn(|i| self.tables[i].rows());
        for (table, row) in self.tables.iter().zip(hashed(word, sizes)) {
            table.push(row, features);
        }
        let index = cache.index.len() as u32;
        cache.index.insert(word.into(), index);
        index
    }

    /// Encodes sentences of the given lengths, their words one after another, and shows what the heads say of them, some sentences at
    /// a time.
    pub(crate) fn encode<'t>(
        &self,
        words: &dyn Fn(usize) -> &'t str,
        lengths: &[usize],
        scratch: &mut Scratch,
        mut show: impl FnMut(Heads<'_>),
    ) -> Encoded {
        let total: usize = lengths.iter().sum();
        let mut encoded = Encoded {
            states: Vec::with_capacity(total * self.width()),
            cues: Vec::with_capacity(total),
            frame_words: Vec::with_capacity(total * self.frame_width()),
        };
        if scratch.words.index.len() > CACHED_WORDS {
            scratch.words = WordCache::default();
        }
        let (mut first, mut at) = (0, 0);
        while first < lengths.len() {
            let mut last = first;
            let mut size = 0;
            while last < lengths.len() && (last == first || size + lengths[last] <= CHUNK) {
                size += lengths[last];
                last += 1;
            }
            let chunk = &lengths[first..last];
            self.convolve(words, at, chunk, scratch);
            let Scratch { input, hidden, sums, heads, .. } = scratch;
            hidden.clear();
            self.layers[0].run(input, chunk, sums, hidden);
            let start = encoded.states.len();
            self.layers[1].run(hidden, chunk, sums, &mut encoded.states);
            heads.resize(size * self.head_width(), 0.0);
            self.heads.apply_to(&encoded.states[start..], heads);
            for row in heads.chunks_exact(self.head_width()) {
                encoded.cues.push(std::array::from_fn(|i| row[self.slots.cue.start + i]));
                encoded.frame_words.extend_from_slice(self.slots.frame_word.of(row));
            }
            show(Heads { rows: heads, first, lengths: chunk });
            first = last;
            at += size;
        }
        encoded
    }

    /// Fills `scratch.input` with the convolution of the words of some sentences, the first of them word `at`.
    fn convolve<'t>(&self, words: &dyn Fn(usize) -> &'t str, at: usize, lengths: &[usize], scratch: &mut Scratch) {
        let width = self.convolution_bias.len();
        let total: usize = lengths.iter().sum();
        let Scratch { words: cache, products, features, scaled, input, .. } = scratch;
        products.clear();
        features.clear();
        products.extend((at..at + total).map(|i| self.products(words(i), cache, features)));
        scaled.clear();
        scaled.extend(features.iter().map(|f| quantise((f / FEATURE_RANGE).clamp(-1.0, 1.0))));
        self.convolution.apply(scaled, &mut cache.products);
        input.clear();
        input.resize(total * width, 0);
        let of = |i: usize| &cache.products[products[i] as usize * 3 * width..][..3 * width];
        let mut start = 0;
        for length in lengths {
            for i in start..start + length {
                let before = if i > start { of(i - 1) } else { NOTHING };
                let after = if i + 1 < start + length { &of(i + 1)[2 * width..] } else { NOTHING };
                let rows = [&self.convolution_bias, before, &of(i)[width..], after];
                add_rows(rows, &mut input[i * width..][..width]);
            }
            start += length;
        }
    }
}

/// Adds a state, as floats in [-1, 1], to a sum.
pub(crate) fn add_state(state: &[u8], sum: &mut [f32]) {
    sum.iter_mut().zip(state).for_each(|(sum, v)| *sum += dequantise(*v));
}
