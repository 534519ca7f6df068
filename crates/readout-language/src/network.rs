//! The network: one encoder, shared by all heads. `training/model.py` describes it and trains it.
//!
//! Word features → convolution over three words → two layers of bidirectional QRNN with fo-pooling (Bradbury et al. 2017) →
//! heads. The convolution's three products of each word are kept in a cache, since most words come again and again.

use std::collections::HashMap;

use multiversion::multiversion;

use crate::activation::{sigmoid, tanh};
use crate::features::{Pieces, TABLES, hashed, normal};
use crate::matrix::{Linear, UNIT, quantise};
use crate::weights::{BadModel, Weights};

/// So many words are encoded at a time; keeps the intermediate values in the processor's cache.
const CHUNK: usize = 192;
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
    pub(crate) fn run(&self, x: &[i16], lengths: &[usize], gates: &mut Vec<f32>, out: &mut Vec<i16>) {
        let size = x.len() / self.linear.inputs() * 3 * self.width;
        if gates.len() < size {
            gates.resize(size, 0.0);
        }
        let gates = &mut gates[..size];
        self.linear.apply_to(x, gates);
        squash(gates, self.width);
        let base = out.len();
        out.resize(base + x.len() / self.linear.inputs() * self.width, 0);
        let mut row = 0;
        for length in lengths {
            let gates = &gates[row * 3 * self.width..(row + length) * 3 * self.width];
            let out = &mut out[base + row * self.width..base + (row + length) * self.width];
            pool(gates, self.width, out);
            row += length;
        }
    }
}

/// Gates: candidate through tanh, forget and output through the logistic function.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn squash(gates: &mut [f32], width: usize) {
    for row in gates.chunks_exact_mut(3 * width) {
        let (z, fo) = row.split_at_mut(width);
        z.iter_mut().for_each(|v| *v = tanh(*v));
        fo.iter_mut().for_each(|v| *v = sigmoid(*v));
    }
}

/// `c = f c' + (1 - f) z`, `h = o c`; the first half of the columns left to right, the second right to left.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn pool(gates: &[f32], width: usize, out: &mut [i16]) {
    let half = width / 2;
    let mut state = vec![0.0f32; width];
    let mut step = |row: usize, columns: std::ops::Range<usize>, out: &mut [i16]| {
        let gates = &gates[row * 3 * width..(row + 1) * 3 * width];
        let (z, fo) = gates.split_at(width);
        let (f, o) = fo.split_at(width);
        let (z, f, o) = (&z[columns.clone()], &f[columns.clone()], &o[columns.clone()]);
        let state = &mut state[columns.clone()];
        let out = &mut out[row * width..(row + 1) * width][columns];
        for i in 0..half {
            state[i] = f[i] * state[i] + (1.0 - f[i]) * z[i];
            out[i] = quantise(o[i] * state[i]);
        }
    };
    let rows = out.len() / width;
    for row in 0..rows {
        step(row, 0..half, out);
    }
    for row in (0..rows).rev() {
        step(row, half..width, out);
    }
}

/// `out += x W` for rows of `x` and `out`; the matrix is stored with the outputs of an input side by side. The order of additions
/// does not depend on the number of rows.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
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
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
pub(crate) fn tanh_all(values: &mut [f32]) {
    values.iter_mut().for_each(|v| *v = tanh(*v));
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn join(before: Option<&[f32]>, here: &[f32], after: Option<&[f32]>, bias: &[f32], out: &mut [i16]) {
    let width = bias.len();
    let mut sum = [0.0f32; 512];
    let sum = &mut sum[..width];
    sum.copy_from_slice(bias);
    let mut add = |products: &[f32]| sum.iter_mut().zip(products).for_each(|(s, p)| *s += *p);
    if let Some(before) = before {
        add(&before[..width]);
    }
    add(&here[width..2 * width]);
    if let Some(after) = after {
        add(&after[2 * width..3 * width]);
    }
    for (out, s) in out.iter_mut().zip(sum.iter()) {
        *out = quantise(tanh(*s));
    }
}

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
    input: Vec<i16>,
    hidden: Vec<i16>,
    gates: Vec<f32>,
    products: Vec<u32>,
    features: Vec<f32>,
    scaled: Vec<i16>,
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

/// What the encoder gives for a text.
#[derive(Default)]
pub(crate) struct Encoded {
    /// The state of each word, [`Network::width`] values, as integers.
    pub(crate) states: Vec<i16>,
    /// The outputs of all heads for each word; see [`Network::slots`].
    pub(crate) heads: Vec<f32>,
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
            && width <= 512
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

    /// Encodes sentences of the given lengths, their words one after another.
    pub(crate) fn encode<'t>(
        &self,
        words: &dyn Fn(usize) -> &'t str,
        lengths: &[usize],
        scratch: &mut Scratch,
    ) -> Encoded {
        let total: usize = lengths.iter().sum();
        let mut encoded = Encoded {
            states: Vec::with_capacity(total * self.width()),
            heads: Vec::with_capacity(total * self.head_width()),
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
            scratch.hidden.clear();
            let Scratch { input, hidden, gates, .. } = scratch;
            self.layers[0].run(input, chunk, gates, hidden);
            let start = encoded.states.len();
            self.layers[1].run(hidden, chunk, gates, &mut encoded.states);
            self.heads.apply(&encoded.states[start..], &mut encoded.heads);
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
                let before = (i > start).then(|| of(i - 1));
                let after = (i + 1 < start + length).then(|| of(i + 1));
                join(before, of(i), after, &self.convolution_bias, &mut input[i * width..][..width]);
            }
            start += length;
        }
    }
}

/// A state as floats in [-1, 1].
pub(crate) fn dequantise(state: &[i16], out: &mut [f32]) {
    out.iter_mut().zip(state).for_each(|(out, v)| *out = f32::from(*v) / UNIT);
}
