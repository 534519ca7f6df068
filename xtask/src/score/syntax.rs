//! Words, sentences, tags, lemmas and trees from raw text, as in the CoNLL 2018 shared task: words are aligned by their
//! characters, white space apart.

use std::collections::{BTreeMap, BTreeSet};

use super::Prf;

/// First and one past the last character (white space not counted), and the place in a token that its words do not spell.
type Extent = (usize, usize, usize);

#[derive(Debug, Clone)]
struct Word {
    extent: Extent,
    upos: String,
    lemma: String,
    /// Index into the words of the file.
    head: Option<usize>,
    /// Without subtype.
    deprel: String,
}

/// A CoNLL-U file.
#[derive(Debug, Default)]
pub(crate) struct Treebank {
    words: Vec<Word>,
    sentence_starts: BTreeSet<usize>,
    /// The text of each document, a sentence a line.
    pub(crate) texts: Vec<String>,
}

/// F1 in per cent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    pub(crate) words: f64,
    pub(crate) sentences: f64,
    pub(crate) upos: f64,
    pub(crate) lemma: f64,
    pub(crate) uas: f64,
    pub(crate) las: f64,
}

impl Treebank {
    /// Reads CoNLL-U; lines that are not are left out.
    pub(crate) fn read(conllu: &str) -> Self {
        let mut reader = Reader::default();
        let mut document = Vec::new();
        for line in conllu.lines() {
            if line.starts_with("# newdoc") {
                reader.bank.close_document(&mut document);
            } else if let Some(text) = line.strip_prefix("# text = ") {
                document.push(text);
            } else if line.is_empty() {
                reader.close_sentence();
            } else if !line.starts_with('#') {
                let columns: Vec<&str> = line.split('\t').collect();
                if let [id, form, lemma, upos, _, _, head, deprel, ..] = columns[..] {
                    reader.line(id, form, lemma, upos, head, deprel);
                }
            }
        }
        reader.close_sentence();
        reader.bank.close_document(&mut document);
        reader.bank
    }

    /// Scores `predicted` against this gold.
    pub(crate) fn score(&self, predicted: &Treebank) -> Score {
        let by_extent: BTreeMap<Extent, usize> =
            predicted.words.iter().enumerate().map(|(j, w)| (w.extent, j)).collect();
        let same: Vec<(usize, usize)> =
            self.words.iter().enumerate().filter_map(|(i, w)| Some((i, *by_extent.get(&w.extent)?))).collect();
        let gold_of: BTreeMap<usize, usize> = same.iter().map(|(i, j)| (*j, *i)).collect();
        let head_is_right = |i: usize, j: usize| match (self.words[i].head, predicted.words[j].head) {
            (None, None) => true,
            (Some(g), Some(p)) => gold_of.get(&p) == Some(&g),
            _ => false,
        };
        let f1 = |right: &dyn Fn(&Word, &Word, bool) -> bool| {
            let right = same
                .iter()
                .filter(|(i, j)| right(&self.words[*i], &predicted.words[*j], head_is_right(*i, *j)))
                .count();
            Prf::new(right, predicted.words.len(), self.words.len()).f1
        };
        let starts = self.sentence_starts.intersection(&predicted.sentence_starts).count();
        Score {
            words: f1(&|_, _, _| true),
            sentences: Prf::new(starts, predicted.sentence_starts.len(), self.sentence_starts.len()).f1,
            upos: f1(&|g, p, _| g.upos == p.upos),
            lemma: f1(&|g, p, _| g.lemma == p.lemma),
            uas: f1(&|_, _, head| head),
            las: f1(&|g, p, head| head && g.deprel == p.deprel),
        }
    }

    fn close_document(&mut self, lines: &mut Vec<&str>) {
        if !lines.is_empty() {
            self.texts.push(lines.join("\n"));
            lines.clear();
        }
    }
}

/// A line of CoNLL-U: the form and what else is compared, the head still counted in its sentence from 1, 0 for the root.
struct Line {
    form: String,
    upos: String,
    lemma: String,
    head: usize,
    deprel: String,
}

#[derive(Default)]
struct Reader {
    bank: Treebank,
    /// Characters so far.
    at: usize,
    sentence: Vec<(Extent, Line)>,
    /// The open token, its words so far, and how many are still to come.
    surface: String,
    inside: Vec<Line>,
    rest: usize,
}

impl Reader {
    fn line(&mut self, id: &str, form: &str, lemma: &str, upos: &str, head: &str, deprel: &str) {
        if id.contains('.') {
            return;
        }
        if self.sentence.is_empty() && self.rest == 0 {
            self.bank.sentence_starts.insert(self.at);
        }
        let form = form.replace(' ', "");
        if let Some((first, last)) = id.split_once('-') {
            let number = |n: &str| n.parse::<usize>().unwrap_or(0);
            self.surface = form;
            self.rest = (number(last) + 1).saturating_sub(number(first));
            return;
        }
        if self.rest == 0 {
            self.surface.clone_from(&form);
            self.rest = 1;
        }
        let deprel = deprel.split(':').next().unwrap_or_default().to_owned();
        let head = head.parse().unwrap_or(0);
        self.inside.push(Line { form, upos: upos.to_owned(), lemma: lemma.to_owned(), head, deprel });
        self.rest -= 1;
        if self.rest == 0 {
            self.close_token();
        }
    }

    /// The words of a token share out its characters if their forms spell it; else each has the extent of the whole
    /// token and its place in it.
    fn close_token(&mut self) {
        let length = |form: &str| form.chars().count();
        let whole = (self.at, self.at + length(&self.surface));
        let spelled = self.inside.iter().map(|w| w.form.as_str()).collect::<String>() == self.surface;
        for (place, word) in std::mem::take(&mut self.inside).into_iter().enumerate() {
            let extent = if spelled {
                let start = self.at;
                self.at += length(&word.form);
                (start, self.at, 0)
            } else {
                (whole.0, whole.1, place)
            };
            self.sentence.push((extent, word));
        }
        self.at = whole.1;
    }

    fn close_sentence(&mut self) {
        let base = self.bank.words.len();
        self.bank.words.extend(self.sentence.drain(..).map(|(extent, line)| Word {
            extent,
            upos: line.upos,
            lemma: line.lemma,
            head: line.head.checked_sub(1).map(|h| base + h),
            deprel: line.deprel,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = "# newdoc id = a\n# text = It's gone.\n\
        1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n\
        2\t's\tbe\tAUX\tVBZ\t_\t3\taux\t_\t_\n\
        3\tgone\tgo\tVERB\tVBN\t_\t0\troot\t_\t_\n\
        4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n\
        # text = Go\n\
        1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n\
        # newdoc id = b\n# text = du pain\n\
        1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tde\tde\tADP\tIN\t_\t3\tcase\t_\t_\n\
        2\tle\tle\tDET\tDT\t_\t3\tdet:x\t_\t_\n\
        2.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n\
        3\tpain\tpain\tNOUN\tNN\t_\t0\troot\t_\t_\n\n";

    #[test]
    fn documents_and_extents() {
        let gold = Treebank::read(GOLD);
        assert_eq!(gold.texts, ["It's gone.\nGo", "du pain"]);
        let extents: Vec<_> = gold.words.iter().map(|w| w.extent).collect();
        assert_eq!(
            extents,
            [(0, 2, 0), (2, 4, 0), (4, 8, 0), (8, 9, 0), (9, 11, 0), (11, 13, 0), (11, 13, 1), (13, 17, 0)]
        );
        assert_eq!(gold.sentence_starts, BTreeSet::from([0, 9, 11]));
    }

    #[test]
    fn the_gold_scores_full_marks_against_itself() {
        let gold = Treebank::read(GOLD);
        let full = Score { words: 100.0, sentences: 100.0, upos: 100.0, lemma: 100.0, uas: 100.0, las: 100.0 };
        assert_eq!(gold.score(&gold), full);
    }

    #[test]
    fn a_word_cut_wrongly_costs_what_hangs_on_it() {
        // "It's" as one word; "Go" joined to the sentence before, and hung from it.
        let predicted = Treebank::read(
            "1\tIt's\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tgone\tgo\tVERB\tVBN\t_\t0\troot\t_\t_\n\
             3\t.\t.\tPUNCT\t.\t_\t2\tdiscourse\t_\t_\n4\tGo\tgo\tNOUN\tNN\t_\t2\tdep\t_\t_\n\n",
        );
        let score = Treebank::read(GOLD).score(&predicted);
        assert_eq!(score.words, Prf::new(3, 4, 8).f1);
        assert_eq!(score.sentences, Prf::new(1, 1, 3).f1);
        assert_eq!(score.upos, Prf::new(2, 4, 8).f1);
        assert_eq!(score.uas, Prf::new(2, 4, 8).f1);
        assert_eq!(score.las, Prf::new(1, 4, 8).f1);
    }
}
