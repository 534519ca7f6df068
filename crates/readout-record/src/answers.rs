//! Passages that answer the same question, by what they answer.

use readout_report::Span;

use crate::Entry;
use crate::actors::Actors;
use crate::context::Context;
use crate::fold::fold;
use crate::meaning::{Meaning, Meanings};

/// Two groups of answers whose answers are alike to so many per cent on average are one.
const ALIKE: u32 = 20;

/// Groups answers that mean the same: for each, the number of its group; the groups are numbered in the order of their first answers.
///
/// Answer `i` is the passage `spans[i]` of `entries[i]`. Answers that cannot both be true (other numbers, other lengths of time, one of
/// them denies) are never in one group. Every two answers are compared: this is for the hundreds of answers to one question.
///
/// # Panics
/// If there are more entries than spans, or a span does not lie in its report.
pub fn group_answers(entries: &[Entry], spans: &[Span]) -> Vec<usize> {
    let context = Context::new(entries);
    let actors = Actors::find(&context);
    let meanings = Meanings::new(&context, &actors);
    let answers: Vec<Meaning> = (0..entries.len()).map(|i| meanings.of(i, &[spans[i]])).collect();
    let texts: Vec<String> = (0..entries.len()).map(|i| fold(context.text(i, spans[i]))).collect();
    let alike = |a: usize, b: usize| -> Option<u32> {
        if texts[a] == texts[b] {
            return Some(100);
        }
        let (x, y) = (&answers[a], &answers[b]);
        if meanings.contradict(x, y) {
            return None;
        }
        Some(meanings.overlap(x, y).alike())
    };
    let n = entries.len();
    let pairs: Vec<Vec<Option<u32>>> = (0..n).map(|a| (0..n).map(|b| alike(a, b)).collect()).collect();
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    // The two groups that are most alike become one, until no two are alike enough.
    loop {
        let mut best: Option<(u32, usize, usize)> = None;
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let between = groups[a].iter().flat_map(|x| groups[b].iter().map(|y| pairs[*x][*y]));
                let Some(sum) = between.sum::<Option<u32>>() else { continue };
                let mean = sum / (groups[a].len() * groups[b].len()) as u32;
                if mean >= ALIKE && best.is_none_or(|(most, ..)| mean > most) {
                    best = Some((mean, a, b));
                }
            }
        }
        let Some((_, a, b)) = best else { break };
        let moved = groups.remove(b);
        groups[a].extend(moved);
    }
    let mut of = vec![0; n];
    for (number, group) in groups.iter().enumerate() {
        group.iter().for_each(|i| of[*i] = number);
    }
    of
}
