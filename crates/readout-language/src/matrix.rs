//! Matrices of bytes. Weights and activations have 8 bits, so that sums of products are exact in 32 bits: every machine, and every
//! instruction set, gives the same result. On the development sets nothing is lost against 12 bits.

#![allow(
    unsafe_code,
    reason = "vector instructions: `cargo bench -p readout-language` times them against the loop that the compiler makes"
)]

use std::sync::LazyLock;

use crate::weights::{BadModel, Weights};

/// Activations in [-1, 1] are stored times this, and then [`ZERO`] is added.
pub(crate) const UNIT: f32 = 127.0;
/// The byte of an activation of 0.
pub(crate) const ZERO: u8 = 128;

/// Outputs that are computed together.
const BLOCK: usize = 32;
/// Inputs whose products one instruction adds.
const QUAD: usize = 4;
/// The most inputs: 1,024 products of bytes stay far within 32 bits.
const MOST_INPUTS: usize = 1024;

/// A linear layer: `y = x Wᵀ + b`, for activations in [-1, 1].
pub(crate) struct Linear {
    /// Blocks of [`BLOCK`] outputs; in a block the weights of [`QUAD`]s of inputs, for each output four together.
    packed: Vec<i8>,
    /// What to add to the sums because activations are stored [`ZERO`] too high.
    offset: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

/// The vector instructions to compute with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instructions {
    /// What every processor has.
    Portable,
    /// 256 bits.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512 bits, and products of bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
}

impl Instructions {
    /// Those that this processor has, the slowest first.
    pub(crate) fn available() -> &'static [Self] {
        static AVAILABLE: LazyLock<Vec<Instructions>> = LazyLock::new(|| {
            #[allow(unused_mut, reason = "other processors have nothing to add")]
            let mut available = vec![Instructions::Portable];
            #[cfg(target_arch = "x86_64")]
            {
                if is_x86_feature_detected!("avx2") {
                    available.push(Instructions::Avx2);
                }
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vnni")
                {
                    available.push(Instructions::Avx512Vnni);
                }
            }
            available
        });
        &AVAILABLE
    }
}

impl Linear {
    /// Takes the layer `name` from the model.
    pub(crate) fn take(weights: &mut Weights, name: &str) -> Result<Self, BadModel> {
        let (values, inputs) = weights.bytes(name)?;
        let scale = weights.floats(&format!("{name}.scale"))?;
        let bias = weights.floats(&format!("{name}.bias"))?;
        Self::pack(&values, scale, bias, inputs).ok_or_else(|| BadModel(format!("layer {name} does not fit together")))
    }

    /// A layer without bias from rows of floats, a row an output; they are rounded to 8 bits.
    pub(crate) fn from_floats(rows: &[f32], inputs: usize) -> Option<Self> {
        let outputs = rows.len() / inputs;
        let mut scale = Vec::with_capacity(outputs);
        let mut values = Vec::with_capacity(rows.len());
        for row in rows.chunks_exact(inputs) {
            let most = row.iter().fold(1e-8f32, |most, v| most.max(v.abs())) / 127.0;
            scale.push(most);
            values.extend(row.iter().map(|v| (v / most).round() as i8));
        }
        Self::pack(&values, scale, vec![0.0; outputs], inputs)
    }

    fn pack(values: &[i8], scale: Vec<f32>, bias: Vec<f32>, inputs: usize) -> Option<Self> {
        let outputs = scale.len();
        let fits = inputs > 0 && inputs.is_multiple_of(QUAD) && inputs <= MOST_INPUTS;
        if !fits || bias.len() != outputs || values.len() != outputs * inputs {
            return None;
        }
        let padded = outputs.next_multiple_of(BLOCK);
        let mut packed = vec![0; padded * inputs];
        let mut offset = vec![0; padded];
        for (output, row) in values.chunks_exact(inputs).enumerate() {
            let block = output / BLOCK * BLOCK * inputs;
            for (input, value) in row.iter().enumerate() {
                packed[block + input / QUAD * QUAD * BLOCK + output % BLOCK * QUAD + input % QUAD] = *value;
                offset[output] -= i32::from(ZERO) * i32::from(*value);
            }
        }
        let spread = |values: Vec<f32>, by: f32| {
            let mut values: Vec<f32> = values.into_iter().map(|v| v * by).collect();
            values.resize(padded, 0.0);
            values
        };
        Some(Self { packed, offset, scale: spread(scale, 1.0 / UNIT), bias: spread(bias, 1.0), inputs, outputs })
    }

    /// Number of inputs of a row.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Number of outputs of a row.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Applies the layer to rows of `x` (of [`Self::inputs`] values each); appends [`Self::outputs`] values a row to `y`.
    pub(crate) fn apply(&self, x: &[u8], y: &mut Vec<f32>) {
        let known = y.len();
        y.resize(known + x.len() / self.inputs * self.outputs, 0.0);
        self.apply_to(x, &mut y[known..]);
    }

    /// The same into memory of the right size: [`Self::outputs`] values a row.
    pub(crate) fn apply_to(&self, x: &[u8], y: &mut [f32]) {
        let best = *Instructions::available().last().unwrap_or(&Instructions::Portable);
        self.apply_with(best, x, y);
    }

    /// The same with the given instructions, which must be [available](Instructions::available).
    pub(crate) fn apply_with(&self, instructions: Instructions, x: &[u8], y: &mut [f32]) {
        debug_assert!(Instructions::available().contains(&instructions));
        match instructions {
            Instructions::Portable => self.apply_portable(x, y),
            // SAFETY: the processor has the instructions.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => unsafe { x86::apply_avx2(self, x, y) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512Vnni => unsafe { x86::apply_vnni(self, x, y) },
        }
    }

    fn apply_portable(&self, x: &[u8], y: &mut [f32]) {
        const ROWS: usize = 8;
        for (x, y) in x.chunks(ROWS * self.inputs).zip(y.chunks_mut(ROWS * self.outputs)) {
            for (block, packed) in self.packed.chunks_exact(self.inputs * BLOCK).enumerate() {
                let mut sums = [[0i32; BLOCK]; ROWS];
                for (q, weights) in packed.as_chunks::<{ QUAD * BLOCK }>().0.iter().enumerate() {
                    // Pairs of 16-bit values are what compilers know to multiply and add; widened once for all rows.
                    let (mut left, mut right) = ([0i16; 2 * BLOCK], [0i16; 2 * BLOCK]);
                    for (i, w) in weights.as_chunks::<QUAD>().0.iter().enumerate() {
                        (left[2 * i], left[2 * i + 1]) = (w[0].into(), w[1].into());
                        (right[2 * i], right[2 * i + 1]) = (w[2].into(), w[3].into());
                    }
                    for (x, sums) in x.chunks_exact(self.inputs).zip(&mut sums) {
                        let x = x.as_chunks::<QUAD>().0[q].map(i16::from);
                        add_pairs(x[0], x[1], &left, sums);
                        add_pairs(x[2], x[3], &right, sums);
                    }
                }
                for (sums, y) in sums.iter().zip(y.chunks_exact_mut(self.outputs)) {
                    self.finish(block, sums, y);
                }
            }
        }
    }

    /// Scales the sums of one block into the outputs of one row.
    #[inline(always)]
    fn finish(&self, block: usize, sums: &[i32; BLOCK], y: &mut [f32]) {
        let at = block * BLOCK;
        let offset = &self.offset.as_chunks::<BLOCK>().0[block];
        let (scale, bias) = (&self.scale.as_chunks::<BLOCK>().0[block], &self.bias.as_chunks::<BLOCK>().0[block]);
        let scaled = |i: usize| (sums[i] + offset[i]) as f32 * scale[i] + bias[i];
        match y[at..].first_chunk_mut::<BLOCK>() {
            Some(whole) => (0..BLOCK).for_each(|i| whole[i] = scaled(i)),
            None => y[at..].iter_mut().enumerate().for_each(|(i, y)| *y = scaled(i)),
        }
    }
}

/// Adds the products of two inputs with their weights to the sums.
#[inline(always)]
fn add_pairs(x: i16, y: i16, weights: &[i16; 2 * BLOCK], sums: &mut [i32; BLOCK]) {
    for (sum, w) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
        *sum += i32::from(x) * i32::from(w[0]) + i32::from(y) * i32::from(w[1]);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Linear, QUAD};

    /// A kernel: so many rows by two vectors of outputs at a time, as many sums as the processor has registers for. The sums have names
    /// of their own because the compiler keeps arrays of them in memory.
    macro_rules! kernel {
        (
            $name:ident, $features:literal, lanes $lanes:literal, rows [$($r:literal $x:ident $a:ident $b:ident),*],
            $zero:path, $load:path, $store:path, $broadcast:path, $weights:expr, $activations:expr, $multiply_add:expr
        ) => {
            #[target_feature(enable = $features)]
            pub(super) fn $name(layer: &Linear, x: &[u8], y: &mut [f32]) {
                const ROWS: usize = [$($r),*].len();
                const PART: usize = 2 * $lanes;
                let (inputs, outputs) = (layer.inputs, layer.outputs);
                let rows = x.len() / inputs;
                let quads = inputs / QUAD;
                for (block, packed) in layer.packed.chunks_exact(inputs * BLOCK).enumerate() {
                    let weights = &packed.as_chunks::<{ QUAD * BLOCK }>().0[..quads];
                    let mut row = 0;
                    while row < rows {
                        // The last group of rows repeats its last row; what is computed twice is stored once.
                        let of = |r: usize| &x[(row + r).min(rows - 1) * inputs..][..inputs].as_chunks::<QUAD>().0[..quads];
                        $(let $x = of($r);)*
                        let mut plain = [[0i32; BLOCK]; ROWS];
                        for part in (0..BLOCK).step_by(PART) {
                            $(let (mut $a, mut $b) = ($zero(), $zero());)*
                            for q in 0..quads {
                                let weights = &weights[q][QUAD * part..QUAD * (part + PART)];
                                // SAFETY: both loads of QUAD * $lanes bytes lie within the QUAD * PART of `weights`.
                                let (a, b) = unsafe {
                                    ($load(weights.as_ptr().cast()), $load(weights.as_ptr().add(QUAD * $lanes).cast()))
                                };
                                let (a, b) = ($weights(a), $weights(b));
                                $(
                                    let v = $activations($broadcast(i32::from_ne_bytes($x[q])));
                                    $a = $multiply_add($a, v, a);
                                    $b = $multiply_add($b, v, b);
                                )*
                            }
                            $(
                                let sums = &mut plain[$r][part..part + PART];
                                // SAFETY: both stores of $lanes values lie within the PART of `sums`.
                                unsafe {
                                    $store(sums.as_mut_ptr().cast(), $a);
                                    $store(sums.as_mut_ptr().add($lanes).cast(), $b);
                                }
                            )*
                        }
                        for (r, sums) in plain.iter().enumerate().take(rows - row) {
                            layer.finish(block, sums, &mut y[(row + r) * outputs..][..outputs]);
                        }
                        row += ROWS;
                    }
                }
            }
        };
    }

    // Bytes are widened, those at even places and those at odd places apart: the instruction that multiplies bytes would cut sums.
    kernel!(
        apply_avx2,
        "avx2",
        lanes 8,
        rows [0 x0 a0 b0, 1 x1 a1 b1, 2 x2 a2 b2, 3 x3 a3 b3],
        _mm256_setzero_si256,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_set1_epi32,
        |w| (_mm256_srai_epi16::<8>(_mm256_slli_epi16::<8>(w)), _mm256_srai_epi16::<8>(w)),
        |x| (_mm256_and_si256(x, _mm256_set1_epi16(0xff)), _mm256_srli_epi16::<8>(x)),
        |sum, (even, odd), (even_weights, odd_weights)| _mm256_add_epi32(
            sum,
            _mm256_add_epi32(_mm256_madd_epi16(even, even_weights), _mm256_madd_epi16(odd, odd_weights))
        )
    );
    kernel!(
        apply_vnni,
        "avx512f,avx512bw,avx512vnni",
        lanes 16,
        rows [0 x0 a0 b0, 1 x1 a1 b1, 2 x2 a2 b2, 3 x3 a3 b3, 4 x4 a4 b4, 5 x5 a5 b5, 6 x6 a6 b6, 7 x7 a7 b7],
        _mm512_setzero_si512,
        _mm512_loadu_si512,
        _mm512_storeu_si512,
        _mm512_set1_epi32,
        |w| w,
        |x| x,
        |sum, x, w| _mm512_dpbusd_epi32(sum, x, w)
    );
}

/// Activations in [-1, 1] as bytes, rounded to the nearest.
#[inline(always)]
pub(crate) fn quantise(value: f32) -> u8 {
    // After adding 1.5 * 2^23 the integer stands in the low bits of the float: no conversion, which would have to think of
    // infinities, and no library call.
    const ROUND: f32 = 12_582_912.0;
    (value * UNIT + (ROUND + ZERO as f32)).to_bits() as u8
}

/// The activation that a byte stands for.
#[inline(always)]
pub(crate) fn dequantise(value: u8) -> f32 {
    (f32::from(value) - f32::from(ZERO)) / UNIT
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layer(inputs: usize, outputs: usize, seed: i32) -> Linear {
        let values: Vec<i8> =
            (0..outputs * inputs).map(|i| ((i as i32).wrapping_mul(7919).wrapping_add(seed) % 128) as i8).collect();
        Linear::pack(&values, vec![0.001; outputs], vec![0.5; outputs], inputs).expect("fits together")
    }

    proptest! {
        #[test]
        fn every_instruction_set_gives_the_same_bits(rows in 0usize..19, quads in 1usize..20, outputs in 1usize..100, seed in 0i32..1000) {
            let layer = layer(QUAD * quads, outputs, seed);
            // With the extremes 0 and 255 among them.
            let x: Vec<u8> = (0..rows * QUAD * quads).map(|i| ((i as i32 * 51 + seed) % 256) as u8).collect();
            let mut plain = vec![0.0; rows * outputs];
            layer.apply_with(Instructions::Portable, &x, &mut plain);
            for instructions in Instructions::available() {
                let mut fast = vec![0.0; rows * outputs];
                layer.apply_with(*instructions, &x, &mut fast);
                prop_assert_eq!(&fast, &plain, "{:?}", instructions);
            }
        }
    }

    #[test]
    fn a_layer_multiplies() {
        let layer = Linear::from_floats(&[1.0, 0.0, 0.0, 0.0, 0.5, -0.5, 0.0, 1.0], 4).expect("fits together");
        let x: Vec<u8> = [1.0, 0.5, 0.0, -1.0].map(quantise).into();
        let mut y = Vec::new();
        layer.apply(&x, &mut y);
        assert!((y[0] - 1.0).abs() < 0.01 && (y[1] + 0.75).abs() < 0.01, "{y:?}");
    }

    #[test]
    fn quantise_rounds_to_the_nearest() {
        assert_eq!([-1.0, -0.5, 0.0, 0.003, 0.005, 1.0].map(quantise), [1, 64, 128, 128, 129, 255]);
        assert_eq!([1, 128, 255].map(dequantise), [-1.0, 0.0, 1.0]);
    }
}
