//! Matrices of integers. Weights have 12 bits and activations 11, so that sums of up to 1,024 products fit in 32 bits and are
//! exact: every machine, and every instruction set, gives the same result.

#![allow(
    unsafe_code,
    reason = "vector instructions: in a prototype of this product (1,200 rows, 256 inputs, 768 outputs) 35 (AVX2) and 75 (AVX-512 VNNI) against \
              13 billion products a second for the best loop that the compiler vectorised by itself"
)]

use crate::weights::{BadModel, Weights};

/// Activations in [-1, 1] are stored times this.
pub(crate) const UNIT: f32 = 1023.0;

/// Outputs that are computed together.
const BLOCK: usize = 32;
/// Words that are computed together.
const ROWS: usize = 4;

/// A linear layer: `y = x Wᵀ + b`, for activations in [-1, 1].
pub(crate) struct Linear {
    /// Blocks of [`BLOCK`] outputs; in a block the weights of input pairs, for each output two together.
    packed: Vec<i16>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

impl Linear {
    /// Takes the layer `name` from the model.
    pub(crate) fn take(weights: &mut Weights, name: &str) -> Result<Self, BadModel> {
        let (values, outputs, inputs) = weights.shorts(name)?;
        let scale = weights.floats(&format!("{name}.scale"))?;
        let bias = weights.floats(&format!("{name}.bias"))?;
        Self::pack(&values, scale, bias, outputs, inputs)
            .ok_or_else(|| BadModel(format!("layer {name} does not fit together")))
    }

    /// A layer without bias from rows of floats, a row an output; they are rounded to 12 bits.
    pub(crate) fn from_floats(rows: &[f32], inputs: usize) -> Option<Self> {
        let outputs = rows.len() / inputs;
        let mut scale = Vec::with_capacity(outputs);
        let mut values = Vec::with_capacity(rows.len());
        for row in rows.chunks_exact(inputs) {
            let most = row.iter().fold(1e-8f32, |most, v| most.max(v.abs())) / 2047.0;
            scale.push(most);
            values.extend(row.iter().map(|v| (v / most).round() as i16));
        }
        Self::pack(&values, scale, vec![0.0; outputs], outputs, inputs)
    }

    fn pack(values: &[i16], scale: Vec<f32>, bias: Vec<f32>, outputs: usize, inputs: usize) -> Option<Self> {
        let fits = values.iter().all(|v| v.unsigned_abs() <= 2047) && inputs.is_multiple_of(2) && inputs <= 1024;
        if !fits || scale.len() != outputs || bias.len() != outputs || values.len() != outputs * inputs {
            return None;
        }
        let padded = outputs.next_multiple_of(BLOCK);
        let mut packed = vec![0; padded * inputs];
        for output in 0..outputs {
            for input in 0..inputs {
                let block = output / BLOCK * BLOCK * inputs;
                packed[block + input / 2 * 2 * BLOCK + output % BLOCK * 2 + input % 2] =
                    values[output * inputs + input];
            }
        }
        let spread = |values: Vec<f32>, by: f32| {
            let mut values: Vec<f32> = values.into_iter().map(|v| v * by).collect();
            values.resize(padded, 0.0);
            values
        };
        Some(Self { packed, scale: spread(scale, 1.0 / UNIT), bias: spread(bias, 1.0), inputs, outputs })
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
    pub(crate) fn apply(&self, x: &[i16], y: &mut Vec<f32>) {
        let known = y.len();
        y.resize(known + x.len() / self.inputs * self.outputs, 0.0);
        self.apply_to(x, &mut y[known..]);
    }

    /// The same into memory of the right size: [`Self::outputs`] values a row.
    pub(crate) fn apply_to(&self, x: &[i16], y: &mut [f32]) {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vnni")
            {
                // SAFETY: the processor has the features.
                return unsafe { x86::apply_vnni(self, x, y) };
            }
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the processor has the feature.
                return unsafe { x86::apply_avx2(self, x, y) };
            }
        }
        self.apply_portable(x, y);
    }

    fn apply_portable(&self, x: &[i16], y: &mut [f32]) {
        for (x, y) in x.chunks_exact(self.inputs).zip(y.chunks_exact_mut(self.outputs)) {
            for (block, packed) in self.packed.chunks_exact(self.inputs * BLOCK).enumerate() {
                let mut sums = [0i32; BLOCK];
                for (pair, weights) in x.as_chunks::<2>().0.iter().zip(packed.as_chunks::<{ 2 * BLOCK }>().0) {
                    for (sum, w) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
                        *sum += i32::from(pair[0]) * i32::from(w[0]) + i32::from(pair[1]) * i32::from(w[1]);
                    }
                }
                self.finish(block, &sums, y);
            }
        }
    }

    /// Scales the sums of one block into the outputs of one row.
    #[inline(always)]
    fn finish(&self, block: usize, sums: &[i32; BLOCK], y: &mut [f32]) {
        let at = block * BLOCK;
        let (scale, bias) = (&self.scale.as_chunks::<BLOCK>().0[block], &self.bias.as_chunks::<BLOCK>().0[block]);
        let mut scaled = [0.0; BLOCK];
        for i in 0..BLOCK {
            scaled[i] = sums[i] as f32 * scale[i] + bias[i];
        }
        match y[at..].first_chunk_mut::<BLOCK>() {
            Some(whole) => *whole = scaled,
            None => {
                let rest = &mut y[at..];
                rest.copy_from_slice(&scaled[..rest.len()]);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Linear, ROWS};

    /// Two neighbouring activations, as one 32-bit value for broadcasting; one load, where shifts would cost more than the product.
    #[inline(always)]
    fn pair(pairs: &[[i16; 2]], at: usize) -> i32 {
        let pair: &[i16; 2] = &pairs[at];
        // SAFETY: four bytes that are initialised, and any bits make an i32.
        unsafe { pair.as_ptr().cast::<i32>().read_unaligned() }
    }

    macro_rules! kernel {
        ($name:ident, $features:literal, $lanes:literal, $zero:path, $load:path, $store:path, $set:path, $multiply_add:expr) => {
            #[target_feature(enable = $features)]
            pub(super) fn $name(layer: &Linear, x: &[i16], y: &mut [f32]) {
                // Four rows by two vectors of outputs: eight sums, which leaves registers for the rest on every processor. They have
                // names of their own because the compiler keeps arrays of them in memory.
                const PART: usize = 2 * $lanes;
                let (inputs, outputs) = (layer.inputs, layer.outputs);
                let rows = x.len() / inputs;
                let pairs = inputs / 2;
                for (block, packed) in layer.packed.chunks_exact(inputs * BLOCK).enumerate() {
                    let weights = &packed.as_chunks::<{ 2 * BLOCK }>().0[..pairs];
                    let mut row = 0;
                    while row < rows {
                        // The last group of rows repeats its last row; what is computed twice is stored once.
                        let of =
                            |r: usize| &x[(row + r).min(rows - 1) * inputs..][..inputs].as_chunks::<2>().0[..pairs];
                        let (x0, x1, x2, x3) = (of(0), of(1), of(2), of(3));
                        let mut plain = [[0i32; BLOCK]; ROWS];
                        for part in (0..BLOCK).step_by(PART) {
                            let (mut a0, mut a1, mut a2, mut a3) = ($zero(), $zero(), $zero(), $zero());
                            let (mut b0, mut b1, mut b2, mut b3) = ($zero(), $zero(), $zero(), $zero());
                            for p in 0..pairs {
                                let weights = &weights[p][2 * part..2 * part + 2 * PART];
                                // SAFETY: both loads of 2 * $lanes values lie within the 2 * PART of `weights`.
                                let (a, b) = unsafe {
                                    ($load(weights.as_ptr().cast()), $load(weights.as_ptr().add(PART).cast()))
                                };
                                let v = $set(pair(x0, p));
                                a0 = $multiply_add(a0, v, a);
                                b0 = $multiply_add(b0, v, b);
                                let v = $set(pair(x1, p));
                                a1 = $multiply_add(a1, v, a);
                                b1 = $multiply_add(b1, v, b);
                                let v = $set(pair(x2, p));
                                a2 = $multiply_add(a2, v, a);
                                b2 = $multiply_add(b2, v, b);
                                let v = $set(pair(x3, p));
                                a3 = $multiply_add(a3, v, a);
                                b3 = $multiply_add(b3, v, b);
                            }
                            for (r, a, b) in [(0, a0, b0), (1, a1, b1), (2, a2, b2), (3, a3, b3)] {
                                let plain = &mut plain[r][part..part + PART];
                                // SAFETY: both stores of $lanes values lie within the PART of `plain`.
                                unsafe {
                                    $store(plain.as_mut_ptr().cast(), a);
                                    $store(plain.as_mut_ptr().add($lanes).cast(), b);
                                }
                            }
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

    kernel!(
        apply_avx2,
        "avx2",
        8,
        _mm256_setzero_si256,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_set1_epi32,
        |sum, a, b| _mm256_add_epi32(sum, _mm256_madd_epi16(a, b))
    );
    kernel!(
        apply_vnni,
        "avx512f,avx512bw,avx512vnni",
        16,
        _mm512_setzero_si512,
        _mm512_loadu_si512,
        _mm512_storeu_si512,
        _mm512_set1_epi32,
        |sum, a, b| _mm512_dpwssd_epi32(sum, a, b)
    );
}

/// Activations in [-1, 1] as integers, rounded to the nearest.
#[inline(always)]
pub(crate) fn quantise(value: f32) -> i16 {
    // After adding 1.5 * 2^23 the integer stands in the low bits of the float: no conversion, which would have to think of
    // infinities, and no library call.
    const ROUND: f32 = 12_582_912.0;
    (value * UNIT + ROUND).to_bits() as i16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layer(inputs: usize, outputs: usize, seed: i32) -> Linear {
        let padded = outputs.next_multiple_of(BLOCK);
        let packed =
            (0..padded * inputs).map(|i| ((i as i32).wrapping_mul(7919).wrapping_add(seed) % 2047) as i16).collect();
        Linear { packed, scale: vec![0.001; padded], bias: vec![0.5; padded], inputs, outputs }
    }

    proptest! {
        #[test]
        fn every_instruction_set_gives_the_same_bits(rows in 0usize..9, pairs in 1usize..40, outputs in 1usize..100, seed in 0i32..1000) {
            let layer = layer(2 * pairs, outputs, seed);
            let x: Vec<i16> = (0..rows * 2 * pairs).map(|i| ((i as i32 * 31 + seed) % 1024) as i16 - 512).collect();
            let mut fast = Vec::new();
            layer.apply(&x, &mut fast);
            let mut plain = vec![0.0; rows * outputs];
            layer.apply_portable(&x, &mut plain);
            prop_assert_eq!(&fast, &plain);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") {
                let mut avx2 = vec![0.0; rows * outputs];
                // SAFETY: the processor has the feature.
                unsafe { x86::apply_avx2(&layer, &x, &mut avx2) };
                prop_assert_eq!(&avx2, &plain);
            }
        }
    }

    #[test]
    fn quantise_rounds_to_the_nearest() {
        assert_eq!([-1.0, -0.5, 0.0, 0.0004, 1.0].map(quantise), [-1023, -512, 0, 0, 1023]);
    }
}
