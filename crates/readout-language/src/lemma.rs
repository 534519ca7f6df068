//! Dictionary forms: a lexicon of the treebanks for what they hold, the rules of English inflection for the rest.

use std::collections::{HashMap, HashSet};

use crate::{Upos, Xpos};

/// Finds lemmas.
pub(crate) struct Lemmatizer {
    /// By form (lower case, but names as written) and tag.
    forms: HashMap<Box<str>, Vec<(Xpos, Box<str>)>>,
    /// Known dictionary forms of verbs, nouns, adjectives and adverbs.
    known: HashSet<Box<str>>,
}

impl Lemmatizer {
    /// From lines `form TAB tag TAB lemma` and from dictionary forms, one a line.
    pub(crate) fn new(lexicon: &str, lemmas: &str) -> Self {
        let mut forms: HashMap<Box<str>, Vec<(Xpos, Box<str>)>> = HashMap::new();
        for line in lexicon.lines() {
            let mut cells = line.split('\t');
            if let (Some(form), Some(Some(tag)), Some(lemma)) =
                (cells.next(), cells.next().map(Xpos::parse), cells.next())
            {
                forms.entry(form.into()).or_default().push((tag, lemma.into()));
            }
        }
        Self { forms, known: lemmas.lines().map(Into::into).collect() }
    }

    /// The dictionary form of a word with these tags.
    pub(crate) fn lemma(&self, word: &str, upos: Upos, xpos: Xpos) -> Box<str> {
        if matches!(upos, Upos::Punct | Upos::Sym | Upos::X | Upos::Num) {
            return word.into();
        }
        let mut form = if upos == Upos::Propn { word.to_owned() } else { word.to_lowercase() };
        if form.contains('’') {
            form = form.replace('’', "'");
        }
        if let Some(found) = self.forms.get(form.as_str()).and_then(|tags| tags.iter().find(|(tag, _)| *tag == xpos)) {
            return found.1.clone();
        }
        let rule = match xpos {
            Xpos::Nns => self.noun(&form),
            Xpos::Nnps => form.strip_suffix('s').filter(|_| !form.ends_with("ss") && form.len() > 3).map(str::to_owned),
            Xpos::Vbz => self.third_person(&form),
            Xpos::Vbd | Xpos::Vbn => self.stripped(&form, "ed"),
            Xpos::Vbg => self.stripped(&form, "ing"),
            Xpos::Jjr | Xpos::Rbr => self.stripped(&form, "er"),
            Xpos::Jjs | Xpos::Rbs => self.stripped(&form, "est"),
            _ => None,
        };
        rule.unwrap_or(form).into()
    }

    fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    fn noun(&self, form: &str) -> Option<String> {
        let pick = |ending: &str, with: &str| {
            form.strip_suffix(ending).map(|stem| format!("{stem}{with}")).filter(|lemma| self.knows(lemma))
        };
        // What is known comes first, then what is regular.
        pick("s", "")
            .or_else(|| pick("es", ""))
            .or_else(|| pick("ies", "y"))
            .or_else(|| pick("ves", "f"))
            .or_else(|| pick("men", "man"))
            .or_else(|| self.third_person(form))
            .or_else(|| form.strip_suffix("men").map(|stem| format!("{stem}man")))
    }

    fn third_person(&self, form: &str) -> Option<String> {
        let stem = form.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with('s'))?;
        if self.knows(stem) {
            return Some(stem.to_owned());
        }
        if let Some(root) = form.strip_suffix("ies").filter(|root| root.len() > 1) {
            return Some(format!("{root}y"));
        }
        let sibilant = ["ses", "xes", "zes", "ches", "shes", "oes"].iter().any(|e| form.ends_with(e));
        match form.strip_suffix("es").filter(|_| sibilant) {
            Some(root) if form.ends_with("ses") && !root.ends_with("ss") && !self.knows(root) => Some(stem.to_owned()),
            Some(root) => Some(root.to_owned()),
            None => Some(stem.to_owned()),
        }
    }

    /// Without the ending; a silent e, a doubled consonant and an i for y undone.
    fn stripped(&self, form: &str, ending: &str) -> Option<String> {
        let stem = form.strip_suffix(ending).filter(|stem| stem.len() > 1)?;
        let with_e = format!("{stem}e");
        let mut letters = stem.chars().rev();
        let (last, before) = (letters.next()?, letters.next()?);
        let doubled = last == before && !"aeiou".contains(last);
        let single = &stem[..stem.len() - last.len_utf8()];
        let with_y = (last == 'i').then(|| format!("{single}y"));
        for candidate in
            [Some(stem), Some(with_e.as_str()), doubled.then_some(single), with_y.as_deref()].into_iter().flatten()
        {
            if self.knows(candidate) {
                return Some(candidate.to_owned());
            }
        }
        if let Some(with_y) = with_y {
            return Some(with_y);
        }
        if doubled && !"lsfz".contains(last) {
            return Some(single.to_owned());
        }
        let vowels = stem.chars().filter(|c| "aeiouy".contains(*c)).count();
        let e = matches!(last, 'c' | 'g' | 'v' | 'u' | 's' | 'z') && !doubled && before != 's'
            || (vowels == 1 && "aeiou".contains(before) && stem.len() > 2 && !"wxy".contains(last))
            || stem.ends_with("at")
            || stem.ends_with("iz");
        Some(if e { with_e } else { stem.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_reach_beyond_the_lexicon() {
        let lemmatizer = Lemmatizer::new("went\tVBD\tgo\nn't\tRB\tnot", "stop\nagree\ncarry\nmake");
        for (word, upos, xpos, lemma) in [
            ("went", Upos::Verb, Xpos::Vbd, "go"),
            ("n’t", Upos::Part, Xpos::Rb, "not"),
            ("stopped", Upos::Verb, Xpos::Vbd, "stop"),
            ("agreed", Upos::Verb, Xpos::Vbn, "agree"),
            ("carries", Upos::Verb, Xpos::Vbz, "carry"),
            ("making", Upos::Verb, Xpos::Vbg, "make"),
            ("Witkoff", Upos::Propn, Xpos::Nnp, "Witkoff"),
            ("envoys", Upos::Noun, Xpos::Nns, "envoy"),
            ("escalating", Upos::Verb, Xpos::Vbg, "escalate"),
            ("spokeswomen", Upos::Noun, Xpos::Nns, "spokeswoman"),
            ("40,000", Upos::Num, Xpos::Cd, "40,000"),
        ] {
            assert_eq!(&*lemmatizer.lemma(word, upos, xpos), lemma, "{word}");
        }
    }
}
