//! Times the products of the network's linear layers with each set of instructions that this processor has:
//! `cargo bench -p readout-language`. The sizes are those of the second layer, which costs most.

// The modules themselves, since they are no part of what the library offers.
#[allow(dead_code, reason = "the benchmark needs a part of each module")]
#[path = "../src/matrix.rs"]
mod matrix;
#[allow(dead_code, reason = "the benchmark needs a part of each module")]
#[path = "../src/weights.rs"]
mod weights;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use matrix::{Instructions, Linear, quantise};

const WORDS: usize = 96;
const INPUTS: usize = 256;
const OUTPUTS: usize = 768;

fn kernel(c: &mut Criterion) {
    let value = |i: usize| ((i * 7919 % 2003) as f32 / 1001.0 - 1.0) * 0.9;
    let weights: Vec<f32> = (0..INPUTS * OUTPUTS).map(value).collect();
    let layer = Linear::from_floats(&weights, INPUTS).expect("the sizes fit");
    let x: Vec<u8> = (0..WORDS * INPUTS).map(|i| quantise(value(i))).collect();
    let mut y = vec![0.0; WORDS * OUTPUTS];
    let mut group = c.benchmark_group("products");
    group.throughput(Throughput::Elements((WORDS * INPUTS * OUTPUTS) as u64));
    for instructions in Instructions::available() {
        group.bench_function(format!("{instructions:?}"), |b| {
            b.iter(|| layer.apply_with(*instructions, black_box(&x), black_box(&mut y)));
        });
    }
    group.finish();
}

criterion_group!(benches, kernel);
criterion_main!(benches);
