//! Dependency trees: biaffine scores (Dozat and Manning 2017), the best tree by the algorithm of Chu, Liu and Edmonds.

use multiversion::multiversion;

use crate::activation::tanh;
use crate::matrix::{Linear, quantise};
use crate::network::{Slots, tanh_all};
use crate::weights::{BadModel, Weights};

/// The head that scores and labels arcs.
pub(crate) struct Trees {
    arc: Linear,
    prior: Vec<f32>,
    root: Vec<f32>,
    label_root: Vec<f32>,
    /// Bias by distance, from far left to far right.
    offset: Vec<f32>,
    label: Linear,
}

impl Trees {
    pub(crate) fn take(weights: &mut Weights, root: Vec<f32>, label_root: Vec<f32>) -> Result<Self, BadModel> {
        let width = root.len();
        let rows = weights.floats("arc.weight")?;
        let prior = weights.floats("arc_prior.weight")?;
        let offset = weights.floats("offset")?;
        let label = Linear::take(weights, "label")?;
        if rows.len() != width * width
            || prior.len() != width
            || offset.len() % 2 == 0
            || label.inputs() != label_root.len()
        {
            return Err(BadModel("the tree head does not fit together".into()));
        }
        let arc = Linear::from_floats(&rows, width).ok_or_else(|| BadModel("the tree head has an odd width".into()))?;
        Ok(Self { arc, prior, root: root.into_iter().map(tanh).collect(), label_root, offset, label })
    }

    /// Number of labels.
    pub(crate) fn labels(&self) -> usize {
        self.label.outputs()
    }

    /// The tree over the words whose head outputs are `rows`: for each word its head (0 the root, else 1 + index of a word) and the
    /// index of the arc's label.
    pub(crate) fn parse(&self, rows: &[&[f32]], slots: &Slots) -> Vec<(usize, usize)> {
        let n = rows.len();
        let width = self.root.len();
        let mut heads: Vec<f32> = self.root.clone();
        let mut deps: Vec<f32> = Vec::with_capacity(n * width);
        for row in rows {
            heads.extend_from_slice(slots.arc_head.of(row));
            deps.extend_from_slice(slots.arc_dep.of(row));
        }
        tanh_all(&mut heads[width..]);
        tanh_all(&mut deps);
        let deps: Vec<i16> = deps.into_iter().map(quantise).collect();
        let mut turned = Vec::new();
        self.arc.apply(&deps, &mut turned);
        let priors: Vec<f32> = heads.chunks_exact(width).map(|h| dot(h, &self.prior)).collect();
        let most = self.offset.len() / 2;
        let mut scores = vec![f32::NEG_INFINITY; n * (n + 1)];
        for (d, turned) in turned.chunks_exact(width).enumerate() {
            let row = &mut scores[d * (n + 1)..(d + 1) * (n + 1)];
            products(turned, &heads, row);
            for (h, score) in row.iter_mut().enumerate() {
                let distance = if h == 0 { 0.0 } else { self.offset[(most + h - 1).saturating_sub(d).min(2 * most)] };
                *score += priors[h] + distance;
            }
            row[d + 1] = f32::NEG_INFINITY;
        }
        let best = best_tree(&scores, n);
        self.labelled(rows, slots, &best)
    }

    fn labelled(&self, rows: &[&[f32]], slots: &Slots, heads: &[usize]) -> Vec<(usize, usize)> {
        let mut sums = Vec::with_capacity(rows.len() * self.label_root.len());
        for (row, head) in rows.iter().zip(heads) {
            let above = if *head == 0 { &self.label_root[..] } else { slots.label_head.of(rows[head - 1]) };
            sums.extend(slots.label_dep.of(row).iter().zip(above).map(|(a, b)| a + b));
        }
        tanh_all(&mut sums);
        let input: Vec<i16> = sums.into_iter().map(quantise).collect();
        let mut scores = Vec::new();
        self.label.apply(&input, &mut scores);
        heads
            .iter()
            .zip(scores.chunks_exact(self.label.outputs()))
            .map(|(head, scores)| (*head, argmax(scores)))
            .collect()
    }
}

/// The [`dot`] products of one vector with each of several that lie one after another.
#[multiversion(targets("x86_64+avx2"))]
fn products(one: &[f32], others: &[f32], out: &mut [f32]) {
    for (out, other) in out.iter_mut().zip(others.chunks_exact(one.len())) {
        *out = dot(one, other);
    }
}

/// The sum of products in eight lanes, added in a fixed order.
#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for i in 0..8 {
            lanes[i] += a[i] * b[i];
        }
    }
    let rest = a.len() / 8 * 8;
    let tail: f32 = a[rest..].iter().zip(&b[rest..]).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f32>() + tail
}

/// Index of the largest value, the first of equals.
pub(crate) fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best
}

/// The best tree with one root under `scores[dependent * (n + 1) + head]`, heads counted from 1, 0 the root.
pub(crate) fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let greedy: Vec<usize> = (0..n).map(|d| argmax(&scores[d * (n + 1)..(d + 1) * (n + 1)])).collect();
    if greedy.iter().filter(|h| **h == 0).count() == 1 && is_tree(&greedy) {
        return greedy;
    }
    // A penalty on arcs from the root that outweighs all others leaves exactly one of them.
    let nodes = n + 1;
    let mut dense = vec![f64::NEG_INFINITY; nodes * nodes];
    for d in 0..n {
        for h in 0..=n {
            let score = f64::from(scores[d * (n + 1) + h]);
            dense[h * nodes + d + 1] = if h == 0 { score - 1e6 } else { score };
        }
    }
    let heads = arborescence(&dense, nodes);
    heads[1..].to_vec()
}

/// Whether every word leads to the root.
fn is_tree(heads: &[usize]) -> bool {
    let mut state = vec![0u8; heads.len() + 1];
    state[0] = 2;
    for start in 1..=heads.len() {
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            at = heads[at - 1];
        }
        if state[at] == 1 {
            return false;
        }
        let mut at = start;
        while state[at] == 1 {
            state[at] = 2;
            at = heads[at - 1];
        }
    }
    true
}

/// Chu-Liu-Edmonds over `weight[from * n + to]`, root 0: the head of each node (of the root, itself).
fn arborescence(weight: &[f64], n: usize) -> Vec<usize> {
    let mut head = vec![0; n];
    for to in 1..n {
        for from in 0..n {
            if from != to && weight[from * n + to] > weight[head[to] * n + to] {
                head[to] = from;
            }
        }
    }
    let Some(cycle) = find_cycle(&head) else { return head };
    // Contract the cycle into one node, solve the smaller problem, and open the cycle where its arc enters.
    let in_cycle: Vec<bool> = (0..n).map(|v| cycle.contains(&v)).collect();
    let outside: Vec<usize> = (0..n).filter(|v| !in_cycle[*v]).collect();
    let m = outside.len() + 1;
    let contracted = m - 1;
    let mut small = vec![f64::NEG_INFINITY; m * m];
    let mut enters = vec![0; m];
    let mut leaves = vec![0; m];
    for (i, a) in outside.iter().enumerate() {
        for (j, b) in outside.iter().enumerate() {
            small[i * m + j] = weight[a * n + b];
        }
        for v in &cycle {
            let gain = weight[a * n + v] - weight[head[*v] * n + v];
            if gain > small[i * m + contracted] {
                small[i * m + contracted] = gain;
                enters[i] = *v;
            }
            if weight[v * n + a] > small[contracted * m + i] {
                small[contracted * m + i] = weight[v * n + a];
                leaves[i] = *v;
            }
        }
    }
    let solved = arborescence(&small, m);
    for (j, b) in outside.iter().enumerate().skip(1) {
        head[*b] = if solved[j] == contracted { leaves[j] } else { outside[solved[j]] };
    }
    let entry = solved[contracted];
    head[enters[entry]] = outside[entry];
    head
}

fn find_cycle(head: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; head.len()];
    for start in 1..head.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = head[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = head[at];
            while next != at {
                cycle.push(next);
                next = head[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The best tree by trying them all.
    fn brute_force(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            if heads.iter().filter(|h| **h == 0).count() == 1 && is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(d, h)| scores[d * (heads.len() + 1) + h]).sum()
    }

    proptest! {
        #[test]
        fn finds_the_best_tree_with_one_root(n in 1usize..6, values in prop::collection::vec(-10i32..10, 42)) {
            let mut scores: Vec<f32> = values[..n * (n + 1)].iter().map(|v| *v as f32).collect();
            for d in 0..n {
                scores[d * (n + 1) + d + 1] = f32::NEG_INFINITY;
            }
            let heads = best_tree(&scores, n);
            prop_assert!(is_tree(&heads));
            prop_assert_eq!(heads.iter().filter(|h| **h == 0).count(), 1);
            prop_assert_eq!(total(&scores, &heads), brute_force(&scores, n));
        }
    }
}
