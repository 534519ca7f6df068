//! Dependency trees: biaffine scores (Dozat and Manning 2017), the best tree by the algorithm of Chu, Liu and Edmonds.

use multiversion::multiversion;

use crate::matrix::{Linear, quantise};
use crate::network::{Heads, NOTHING, Slots, add_rows, tanh_all};
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
            || label_root.len() > NOTHING.len()
        {
            return Err(BadModel("the tree head does not fit together".into()));
        }
        let arc = Linear::from_floats(&rows, width).ok_or_else(|| BadModel("the tree head has an odd width".into()))?;
        Ok(Self { arc, prior, root, label_root, offset, label })
    }

    /// Number of labels.
    pub(crate) fn labels(&self) -> usize {
        self.label.outputs()
    }

    /// The trees of some sentences, one after another: for each word its head (0 the root, else 1 + index of a word in its sentence) and
    /// the index of the arc's label.
    pub(crate) fn parse(&self, outputs: &Heads<'_>, head_width: usize, slots: &Slots) -> Vec<(usize, usize)> {
        let width = self.root.len();
        let words: Vec<&[f32]> = outputs.rows.chunks_exact(head_width).collect();
        // Of each sentence first the root, then its words.
        let mut heads: Vec<f32> = Vec::with_capacity((words.len() + outputs.lengths.len()) * width);
        let mut deps: Vec<f32> = Vec::with_capacity(words.len() * width);
        let mut rest = &words[..];
        for length in outputs.lengths {
            let (sentence, others) = rest.split_at(*length);
            heads.extend_from_slice(&self.root);
            for word in sentence {
                heads.extend_from_slice(slots.arc_head.of(word));
                deps.extend_from_slice(slots.arc_dep.of(word));
            }
            rest = others;
        }
        tanh_all(&mut heads);
        tanh_all(&mut deps);
        let deps: Vec<u8> = deps.into_iter().map(quantise).collect();
        let mut turned = Vec::new();
        self.arc.apply(&deps, &mut turned);
        let mut arcs = Vec::with_capacity(words.len());
        let (mut heads, mut turned, mut scores) = (&heads[..], &turned[..], Vec::new());
        for length in outputs.lengths {
            let (these, others) = heads.split_at((length + 1) * width);
            let (rows, rest) = turned.split_at(length * width);
            self.score(these, rows, &mut scores);
            arcs.extend(best_tree(&scores, *length).into_iter().map(|head| (head, 0)));
            (heads, turned) = (others, rest);
        }
        self.label(outputs.lengths, &words, slots, &mut arcs);
        arcs
    }

    /// Scores of all arcs of a sentence, as [`best_tree`] takes them.
    fn score(&self, heads: &[f32], turned: &[f32], scores: &mut Vec<f32>) {
        let width = self.root.len();
        let n = turned.len() / width;
        let priors: Vec<f32> = heads.chunks_exact(width).map(|h| dot(h, &self.prior)).collect();
        let most = self.offset.len() / 2;
        scores.clear();
        scores.resize(n * (n + 1), 0.0);
        let priors = &priors[..];
        for (d, (turned, row)) in turned.chunks_exact(width).zip(scores.chunks_exact_mut(n + 1)).enumerate() {
            score_heads(turned, heads, priors, row);
            for (h, score) in row[1..].iter_mut().enumerate() {
                *score += self.offset[(most + h).saturating_sub(d).min(2 * most)];
            }
            row[d + 1] = f32::NEG_INFINITY;
        }
    }

    /// Fills in the labels of arcs whose heads are known.
    fn label(&self, lengths: &[usize], words: &[&[f32]], slots: &Slots, arcs: &mut [(usize, usize)]) {
        let width = self.label_root.len();
        let mut input = vec![0; arcs.len() * width];
        let mut rows = input.chunks_exact_mut(width);
        let mut start = 0;
        for length in lengths {
            for (t, row) in (start..start + length).zip(&mut rows) {
                let above = match arcs[t].0 {
                    0 => &self.label_root[..],
                    head => slots.label_head.of(words[start + head - 1]),
                };
                add_rows([slots.label_dep.of(words[t]), above, NOTHING, NOTHING], row);
            }
            start += length;
        }
        let mut scores = Vec::new();
        self.label.apply(&input, &mut scores);
        for (arc, scores) in arcs.iter_mut().zip(scores.chunks_exact(self.label.outputs())) {
            arc.1 = argmax(scores);
        }
    }
}

/// The scores of one dependent's heads: the [`dot`] product with each and the prior of each.
#[multiversion(targets("x86_64+avx2"))]
fn score_heads(dependent: &[f32], heads: &[f32], priors: &[f32], out: &mut [f32]) {
    for ((out, head), prior) in out.iter_mut().zip(heads.chunks_exact(dependent.len())).zip(priors) {
        *out = dot(dependent, head) + prior;
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
    // The largest value in lanes, then its place: twice as fast as one loop, whose steps wait for each other.
    let mut lanes = [f32::NEG_INFINITY; 8];
    let (eights, rest) = values.as_chunks::<8>();
    for eight in eights {
        for (lane, value) in lanes.iter_mut().zip(eight) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    let most = lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |most, v| if *v > most { *v } else { most });
    values.iter().position(|v| *v == most).unwrap_or(0)
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
    for (to, from) in dense.chunks_exact_mut(nodes).skip(1).zip(scores.chunks_exact(nodes)) {
        to.iter_mut().zip(from).for_each(|(to, from)| *to = f64::from(*from));
        to[0] -= 1e6;
    }
    let mut heads = arborescence(dense, nodes);
    heads.remove(0);
    heads
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

/// A cycle that was made one node, which has the number of the cycle's first node from then on.
struct Contraction {
    /// The nodes of the cycle, each with its head in it.
    cycle: Vec<(usize, usize)>,
    /// By node outside: where the best arc from there enters the cycle.
    enters: Vec<usize>,
    /// By node outside: where the best arc to there leaves the cycle.
    leaves: Vec<usize>,
}

/// Chu-Liu-Edmonds over `weight[to * n + from]`, root 0: the head of each node (of the root, itself). Cycles are contracted in
/// place, in the square of `n` for each level at most.
fn arborescence(mut weight: Vec<f64>, n: usize) -> Vec<usize> {
    let mut active: Vec<usize> = (0..n).collect();
    let best = |weight: &[f64], active: &[usize], to: usize| {
        let row = &weight[to * n..(to + 1) * n];
        let mut best = active[0];
        for from in active {
            if *from != to && row[*from] > row[best] {
                best = *from;
            }
        }
        best
    };
    let mut head: Vec<usize> = (0..n).map(|to| if to == 0 { 0 } else { best(&weight, &active, to) }).collect();
    let mut contractions: Vec<Contraction> = Vec::new();
    while let Some(nodes) = find_cycle(&head, &active) {
        let cycle: Vec<(usize, usize)> = nodes.iter().map(|v| (*v, head[*v])).collect();
        let whole = nodes[0];
        active.retain(|v| *v == whole || !nodes.contains(v));
        let (mut enters, mut leaves) = (vec![0; n], vec![0; n]);
        let inside: Vec<f64> = cycle.iter().map(|(v, head)| weight[v * n + head]).collect();
        for u in active.iter().copied().filter(|u| *u != whole) {
            let (mut gain, mut away) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
            (enters[u], leaves[u]) = (whole, whole);
            for ((v, _), inside) in cycle.iter().zip(&inside) {
                if weight[v * n + u] - inside > gain {
                    gain = weight[v * n + u] - inside;
                    enters[u] = *v;
                }
                if weight[u * n + v] > away {
                    away = weight[u * n + v];
                    leaves[u] = *v;
                }
            }
            weight[whole * n + u] = gain;
            weight[u * n + whole] = away;
            if nodes.contains(&head[u]) {
                head[u] = whole;
            }
        }
        head[whole] = best(&weight, &active, whole);
        contractions.push(Contraction { cycle, enters, leaves });
    }
    for Contraction { cycle, enters, leaves } in contractions.into_iter().rev() {
        let whole = cycle[0].0;
        let from = head[whole];
        for u in &active {
            if *u != 0 && *u != whole && head[*u] == whole {
                head[*u] = leaves[*u];
            }
        }
        for (v, inside) in &cycle {
            head[*v] = *inside;
        }
        head[enters[from]] = from;
        active.extend(cycle[1..].iter().map(|(v, _)| *v));
    }
    head
}

/// A cycle among the active nodes.
fn find_cycle(head: &[usize], active: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; head.len()];
    for start in active.iter().copied().filter(|v| *v != 0) {
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
        fn finds_the_best_tree_with_one_root(n in 1usize..7, values in prop::collection::vec(-10i32..10, 42)) {
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
