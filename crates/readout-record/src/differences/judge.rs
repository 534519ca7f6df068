//! Says how likely something is, from what was learned by `cargo xtask judge`: boosted decision trees (Friedman 2001).

use std::sync::LazyLock;

/// Which claim a denial answers: what was learned of [`claims`](super::claims). Its card is in `model/README.md`.
pub(super) static OF_CLAIMS: LazyLock<Judge> = LazyLock::new(|| Judge::read(include_str!("../../model/claims.trees")));

/// Trees whose leaves add up to the logarithm of the odds.
#[derive(Debug, Default)]
pub(super) struct Judge {
    bias: f32,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Node {
    Leaf(f32),
    /// The next node where the feature is less than the threshold, else the node of this number.
    Split(u32, f32, u32),
}

impl Judge {
    /// From a line with the bias and a line for each tree; see `xtask/src/boost.rs`. What cannot be read is left out.
    fn read(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut judge = Self { bias: lines.next().and_then(|l| l.parse().ok()).unwrap_or_default(), ..Self::default() };
        for line in lines {
            let root = judge.nodes.len();
            let mut words = line.split(' ');
            match judge.read_node(&mut words) {
                Some(()) if words.next().is_none() => judge.roots.push(root as u32),
                _ => judge.nodes.truncate(root),
            }
        }
        judge
    }

    fn read_node<'t>(&mut self, words: &mut impl Iterator<Item = &'t str>) -> Option<()> {
        let word = words.next()?;
        let Some((feature, threshold)) = word.split_once('<') else {
            self.nodes.push(Node::Leaf(word.parse().ok()?));
            return Some(());
        };
        let at = self.nodes.len();
        let (feature, threshold) = (feature.parse().ok()?, threshold.parse().ok()?);
        self.nodes.push(Node::Split(feature, threshold, 0));
        self.read_node(words)?;
        self.nodes[at] = Node::Split(feature, threshold, self.nodes.len() as u32);
        self.read_node(words)
    }

    /// How likely it is: the logarithm of the odds, nothing where it is as likely as not. Floats are added in one order, so it is
    /// the same on every machine.
    pub(super) fn odds(&self, features: &[f32]) -> f32 {
        self.roots.iter().fold(self.bias, |odds, root| odds + self.leaf(*root, features))
    }

    fn leaf(&self, root: u32, features: &[f32]) -> f32 {
        let mut at = root as usize;
        loop {
            match self.nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split(feature, threshold, more) => {
                    let less = features.get(feature as usize).is_some_and(|f| *f < threshold);
                    at = if less { at + 1 } else { more as usize };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_questions() {
        let judge = Judge::read("# words\n-1\n0<0.5 1<2 -1.5 0.25 2\n1\n");
        assert_eq!(judge.roots.len(), 2);
        for (features, odds) in [([0.0, 0.0], -1.5), ([0.0, 2.0], 0.25), ([0.5, 0.0], 2.0)] {
            assert_eq!(judge.odds(&features), odds);
        }
    }

    #[test]
    fn half_a_tree_is_left_out() {
        assert_eq!(Judge::read("0\n0<0.5 1\n0<x 1 2\n1 2\n").roots, [0_u32; 0]);
        assert_eq!(Judge::read("").odds(&[]), 0.0);
    }

    #[test]
    fn the_model_is_whole() {
        let lines = include_str!("../../model/claims.trees").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(OF_CLAIMS.roots.len() + 1, lines);
        assert!(OF_CLAIMS.bias < 0.0);
        let features = super::super::claims::FEATURES;
        assert!(OF_CLAIMS.nodes.iter().all(|n| !matches!(n, Node::Split(f, ..) if *f as usize >= features)));
    }
}
