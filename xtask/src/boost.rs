//! Boosted decision trees for a question of yes or no: logistic loss, second-order gains, trees grown leaf by leaf over binned
//! features, as in Friedman (2001) and LightGBM (Ke et al. 2017). Made for some ten thousand rows: no sparse features, no threads.

use std::fmt::Write as _;

/// What is fixed before training.
pub(crate) struct Options {
    pub(crate) trees: usize,
    /// Of one tree.
    pub(crate) leaves: usize,
    pub(crate) rate: f64,
    /// Rows that a leaf must have.
    pub(crate) least_rows: usize,
    /// Added to the second derivative of a leaf: pulls its value to nothing.
    pub(crate) damping: f64,
    /// The share of the features that one tree may ask for.
    pub(crate) features: f64,
    /// The share of the rows that one tree sees.
    pub(crate) rows: f64,
    pub(crate) seed: u64,
}

/// A row: its features, and whether the answer is yes.
pub(crate) struct Row<'a> {
    pub(crate) features: &'a [f32],
    pub(crate) yes: bool,
}

/// A trained model: the sum of the leaves that a row reaches and the bias is the logarithm of its odds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    bias: f64,
    trees: Vec<Tree>,
}

#[derive(Debug, Clone)]
enum Tree {
    Leaf(f64),
    /// To the first where the feature is less than the threshold, else to the second.
    Split(usize, f32, Box<Tree>, Box<Tree>),
}

/// Thresholds of a feature, at most.
const BINS: usize = 64;

impl Model {
    /// # Panics
    /// If rows have not as many features as the first.
    pub(crate) fn train(rows: &[Row<'_>], options: &Options) -> Self {
        let count = rows.first().map_or(0, |r| r.features.len());
        let thresholds: Vec<Vec<f32>> = (0..count).map(|f| thresholds(rows, f)).collect();
        let bins: Vec<Vec<u8>> = (0..count)
            .map(|f| rows.iter().map(|r| thresholds[f].partition_point(|t| *t <= r.features[f]) as u8).collect())
            .collect();
        let yes = rows.iter().filter(|r| r.yes).count().max(1) as f64;
        let bias = (yes / (rows.len() as f64 - yes).max(1.0)).ln();
        let mut model = Self { bias, trees: Vec::new() };
        let mut odds = vec![bias; rows.len()];
        let mut random = Random(options.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..options.trees {
            let slopes: Vec<(f64, f64)> = rows
                .iter()
                .zip(&odds)
                .map(|(row, odds)| {
                    let p = 1.0 / (1.0 + (-odds).exp());
                    (p - f64::from(u8::from(row.yes)), (p * (1.0 - p)).max(1e-9))
                })
                .collect();
            let seen: Vec<u32> = (0..rows.len() as u32).filter(|_| random.next() < options.rows).collect();
            let asked: Vec<usize> = (0..count).filter(|_| random.next() < options.features).collect();
            let grower = Grower { bins: &bins, thresholds: &thresholds, slopes: &slopes, asked: &asked, options };
            let tree = grower.grow(seen);
            for (row, odds) in rows.iter().zip(&mut odds) {
                *odds += tree.value(row.features);
            }
            model.trees.push(tree);
        }
        model
    }

    /// One model that gives the mean of the logarithms of the odds of several.
    pub(crate) fn mean(models: &[Self]) -> Self {
        let share = 1.0 / models.len().max(1) as f64;
        Self {
            bias: models.iter().map(|m| m.bias * share).sum(),
            trees: models.iter().flat_map(|m| &m.trees).map(|t| t.times(share)).collect(),
        }
    }

    /// How likely the answer is yes.
    pub(crate) fn probability(&self, features: &[f32]) -> f64 {
        let odds = self.bias + self.trees.iter().map(|t| t.value(features)).sum::<f64>();
        1.0 / (1.0 + (-odds).exp())
    }

    /// A line with the bias, then a line for each tree, in the order of reading: `FEATURE<THRESHOLD`, then what is asked where that
    /// holds, then what is asked where it does not; a number alone is a leaf.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{:.4}\n", self.bias);
        for tree in &self.trees {
            tree.write(&mut text);
            text.pop();
            text.push('\n');
        }
        text
    }
}

impl Tree {
    fn value(&self, features: &[f32]) -> f64 {
        match self {
            Self::Leaf(value) => *value,
            Self::Split(feature, threshold, less, more) => {
                if features[*feature] < *threshold {
                    less.value(features)
                } else {
                    more.value(features)
                }
            }
        }
    }

    fn times(&self, factor: f64) -> Self {
        match self {
            Self::Leaf(value) => Self::Leaf(value * factor),
            Self::Split(feature, threshold, less, more) => {
                Self::Split(*feature, *threshold, Box::new(less.times(factor)), Box::new(more.times(factor)))
            }
        }
    }

    fn write(&self, text: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Leaf(value) => write!(text, "{value:.4} "),
            Self::Split(feature, threshold, less, more) => {
                let done = write!(text, "{feature}<{threshold} ");
                less.write(text);
                more.write(text);
                done
            }
        };
    }
}

/// Values between which rows part, some at most, of equal shares of the rows.
fn thresholds(rows: &[Row<'_>], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|r| r.features[feature]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let step = (values.len() / BINS).max(1);
    let mut found: Vec<f32> = Vec::new();
    let mut distinct = values.clone();
    distinct.dedup();
    let between = |a: f32, b: f32| {
        let middle = f32::midpoint(a, b);
        // Few digits are read and written alike.
        let short = (middle * 1000.0).round() / 1000.0;
        if a < short && short <= b { short } else { middle }
    };
    if distinct.len() <= BINS {
        found.extend(distinct.windows(2).map(|w| between(w[0], w[1])));
    } else {
        for at in (step..values.len()).step_by(step).take(BINS) {
            let below = values[..at].iter().rev().find(|v| **v < values[at]);
            found.extend(below.map(|below| between(*below, values[at])));
        }
        found.dedup();
    }
    found
}

struct Grower<'a> {
    bins: &'a [Vec<u8>],
    thresholds: &'a [Vec<f32>],
    slopes: &'a [(f64, f64)],
    asked: &'a [usize],
    options: &'a Options,
}

/// The best question to ask of a leaf's rows.
#[derive(Clone, Copy)]
struct Best {
    gain: f64,
    feature: usize,
    bin: u8,
}

impl Grower<'_> {
    /// The leaf that gains most is parted, until there are enough.
    fn grow(&self, rows: Vec<u32>) -> Tree {
        let mut leaves: Vec<(Vec<u32>, Option<Best>, Vec<bool>)> = vec![(rows, None, Vec::new())];
        leaves[0].1 = self.best(&leaves[0].0);
        let mut splits: Vec<(Vec<bool>, Best)> = Vec::new();
        while leaves.len() < self.options.leaves {
            let gain = |l: &(Vec<u32>, Option<Best>, Vec<bool>)| l.1.map_or(0.0, |b| b.gain);
            let Some(at) = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b]))) else {
                break;
            };
            let Some(best) = leaves[at].1.filter(|b| b.gain > 1e-6) else { break };
            let (rows, _, path) = leaves.swap_remove(at);
            let (less, more): (Vec<u32>, Vec<u32>) =
                rows.into_iter().partition(|r| self.bins[best.feature][*r as usize] <= best.bin);
            for (side, rows) in [(false, less), (true, more)] {
                let mut to = path.clone();
                to.push(side);
                let best = self.best(&rows);
                leaves.push((rows, best, to));
            }
            splits.push((path, best));
        }
        let values: Vec<(Vec<bool>, f64)> =
            leaves.into_iter().map(|(rows, _, path)| (path, self.leaf(&rows))).collect();
        self.tree(&Vec::new(), &splits, &values)
    }

    fn tree(&self, path: &[bool], splits: &[(Vec<bool>, Best)], values: &[(Vec<bool>, f64)]) -> Tree {
        let Some((_, best)) = splits.iter().find(|(p, _)| p == path) else {
            return Tree::Leaf(values.iter().find(|(p, _)| p == path).map_or(0.0, |(_, v)| *v));
        };
        let below = |side: bool| {
            let mut to = path.to_vec();
            to.push(side);
            Box::new(self.tree(&to, splits, values))
        };
        Tree::Split(best.feature, self.thresholds[best.feature][usize::from(best.bin)], below(false), below(true))
    }

    fn leaf(&self, rows: &[u32]) -> f64 {
        let (slope, curve) = self.sums(rows);
        -self.options.rate * slope / (curve + self.options.damping)
    }

    fn sums(&self, rows: &[u32]) -> (f64, f64) {
        rows.iter().fold((0.0, 0.0), |sum, r| {
            let (slope, curve) = self.slopes[*r as usize];
            (sum.0 + slope, sum.1 + curve)
        })
    }

    fn best(&self, rows: &[u32]) -> Option<Best> {
        let worth = |slope: f64, curve: f64| slope * slope / (curve + self.options.damping);
        let (slope, curve) = self.sums(rows);
        let mut best: Option<Best> = None;
        for feature in self.asked.iter().copied().filter(|f| !self.thresholds[*f].is_empty()) {
            let mut sums = [(0.0, 0.0, 0_usize); BINS + 1];
            for row in rows {
                let (slope, curve) = self.slopes[*row as usize];
                let sum = &mut sums[usize::from(self.bins[feature][*row as usize])];
                *sum = (sum.0 + slope, sum.1 + curve, sum.2 + 1);
            }
            let mut less = (0.0, 0.0, 0);
            for (bin, sum) in sums.iter().enumerate().take(self.thresholds[feature].len()) {
                less = (less.0 + sum.0, less.1 + sum.1, less.2 + sum.2);
                if less.2 < self.options.least_rows || rows.len() - less.2 < self.options.least_rows {
                    continue;
                }
                let gain = worth(less.0, less.1) + worth(slope - less.0, curve - less.1) - worth(slope, curve);
                if best.is_none_or(|b| gain > b.gain) {
                    best = Some(Best { gain, feature, bin: bin as u8 });
                }
            }
        }
        best
    }
}

/// Numbers from 0 to 1 that look random and are the same for the same seed: xorshift64*, Vigna (2016).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: Options =
        Options { trees: 60, leaves: 6, rate: 0.2, least_rows: 5, damping: 1.0, features: 1.0, rows: 0.8, seed: 1 };

    /// Yes where exactly one of two features is high: no single question tells.
    fn rows() -> Vec<([f32; 3], bool)> {
        let mut random = Random(7);
        let row = |_| {
            let features = [random.next() as f32, random.next() as f32, random.next() as f32];
            (features, (features[0] > 0.5) != (features[1] > 0.3))
        };
        (0..600).map(row).collect()
    }

    #[test]
    fn learns_what_two_features_say_together() {
        let data = rows();
        let rows: Vec<Row<'_>> = data.iter().map(|(f, yes)| Row { features: f, yes: *yes }).collect();
        let model = Model::train(&rows[..400], &OPTIONS);
        let right = rows[400..].iter().filter(|r| (model.probability(r.features) > 0.5) == r.yes).count();
        assert!(right >= 180, "{right} of 200");
    }

    #[test]
    fn the_same_rows_give_the_same_model() {
        let data = rows();
        let rows: Vec<Row<'_>> = data.iter().map(|(f, yes)| Row { features: f, yes: *yes }).collect();
        let [a, b] = [0, 1].map(|_| Model::train(&rows, &OPTIONS).to_text());
        assert_eq!(a, b);
        assert_eq!(a.lines().count(), 61);
    }

    #[test]
    fn nothing_to_learn_from_is_no_error() {
        let model = Model::train(&[], &OPTIONS);
        assert!(model.probability(&[]) < 0.6);
    }
}
