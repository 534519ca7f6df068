//! Names: exact span and type.

use std::collections::{BTreeMap, BTreeSet};

use super::Prf;

/// Half-open code points, and the type as in `mentions.type`.
pub(crate) type Name = (usize, usize, &'static str);

/// The types that are scored.
pub(crate) const TYPES: [&str; 4] = ["group", "organisation", "person", "place"];

/// A document of a BIO file.
#[derive(Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) id: String,
    /// Tokens joined by a space, a sentence or paragraph a line.
    pub(crate) text: String,
    pub(crate) names: BTreeSet<Name>,
}

/// The type that a class of a corpus stands for; none for the classes that are left out.
pub(crate) fn type_of(class: &str) -> Option<&'static str> {
    Some(match class.to_lowercase().as_str() {
        "person" | "per" => "person",
        "organization" | "organisation" | "org" => "organisation",
        "location" | "loc" | "facility" | "fac" | "gpe" | "place" => "place",
        "norp" | "group" => "group",
        _ => return None,
    })
}

/// Reads BIO CoNLL: `token TAB label` or columns with the label last, an empty line between paragraphs, `-DOCSTART-`
/// before a document.
pub(crate) fn documents(conll: &str) -> Vec<Document> {
    let mut reader = Reader::default();
    let mut count = 0;
    for line in conll.lines() {
        let cells: Vec<&str> = line.split(['\t', ' ']).collect();
        match cells.as_slice() {
            ["-DOCSTART-", rest @ ..] => {
                reader.close_document();
                count += 1;
                reader.id = match rest {
                    [id] if !matches!(*id, "O" | "-X-") => (*id).to_owned(),
                    _ => format!("doc-{count}"),
                };
            }
            [token, .., label] => reader.token(token, label),
            _ => reader.close_line(),
        }
    }
    reader.close_document();
    reader.documents
}

/// Counts over documents by type, and `all`.
#[derive(Debug, Default)]
pub(crate) struct Score {
    counts: BTreeMap<&'static str, [usize; 3]>,
}

impl Score {
    /// Adds one document.
    pub(crate) fn add(&mut self, gold: &BTreeSet<Name>, predicted: &BTreeSet<Name>) {
        for kind in TYPES.into_iter().chain(["all"]) {
            let of_kind = |name: &&Name| kind == "all" || name.2 == kind;
            let counts = self.counts.entry(kind).or_default();
            counts[0] += gold.intersection(predicted).filter(of_kind).count();
            counts[1] += predicted.iter().filter(of_kind).count();
            counts[2] += gold.iter().filter(of_kind).count();
        }
    }

    /// Precision, recall and F1 of a type, or of `all`.
    pub(crate) fn of(&self, kind: &str) -> Prf {
        self.counts.get(kind).map_or_else(Prf::default, |[right, predicted, gold]| Prf::new(*right, *predicted, *gold))
    }
}

#[derive(Default)]
struct Reader {
    documents: Vec<Document>,
    id: String,
    text: String,
    /// Length of `text` in code points.
    length: usize,
    names: BTreeSet<Name>,
    /// Start and type of the name that is open; no type if its class is left out.
    open: Option<(usize, Option<&'static str>)>,
}

impl Reader {
    fn token(&mut self, token: &str, label: &str) {
        let (position, class) = label.split_at_checked(1).unwrap_or(("", ""));
        if position != "I" || self.open.is_none() {
            self.close_name();
            if let ("B" | "I", Some(class)) = (position, class.strip_prefix('-')) {
                self.open = Some((self.length, type_of(class)));
            }
        }
        self.text.push_str(token);
        self.text.push(' ');
        self.length += token.chars().count() + 1;
    }

    /// The name ends before the space that follows the last token.
    fn close_name(&mut self) {
        if let Some((start, Some(kind))) = self.open.take() {
            self.names.insert((start, self.length - 1, kind));
        }
    }

    fn close_line(&mut self) {
        self.close_name();
        if self.text.ends_with(' ') {
            self.text.pop();
            self.text.push('\n');
        }
    }

    fn close_document(&mut self) {
        self.close_name();
        let text = std::mem::take(&mut self.text);
        let names = std::mem::take(&mut self.names);
        self.length = 0;
        if !text.trim().is_empty() {
            let id = if self.id.is_empty() { "doc-1".to_owned() } else { self.id.clone() };
            self.documents.push(Document { id, text, names });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = "-DOCSTART-\tnews_1\n\nÉva\tB-Person\nBó\tI-Person\nleft\tO\nUgandan\tB-NORP\nRome\tB-Location\n\nOn\tO\nMonday\tB-Date\n-DOCSTART- -X- O O\nActs NNP B-NP B-ORG\n";

    #[test]
    fn bio_becomes_text_and_spans() {
        let documents = documents(GOLD);
        assert_eq!(documents.len(), 2);
        assert_eq!(
            (documents[0].id.as_str(), documents[0].text.as_str()),
            ("news_1", "Éva Bó left Ugandan Rome\nOn Monday ")
        );
        assert_eq!(documents[0].names, BTreeSet::from([(0, 6, "person"), (12, 19, "group"), (20, 24, "place")]));
        assert_eq!(
            (documents[1].id.as_str(), &documents[1].names),
            ("doc-2", &BTreeSet::from([(0, 4, "organisation")]))
        );
    }

    #[test]
    fn a_name_counts_if_span_and_type_are_exact() {
        let gold = BTreeSet::from([(0, 6, "person"), (12, 19, "group")]);
        let mut score = Score::default();
        score.add(&gold, &BTreeSet::from([(0, 6, "person"), (12, 19, "place"), (20, 22, "place")]));
        assert_eq!(score.of("all"), Prf::new(1, 3, 2));
        assert_eq!(score.of("person").f1, 100.0);
        assert_eq!(score.of("place").f1, 0.0);
    }
}
