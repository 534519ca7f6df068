//! Folding: what two spellings must share to be the same words.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The words of a text in lower case, without accents and punctuation.
///
/// Full stops and apostrophes vanish (`U.S.` is `us`, `O'Brien` is `obrien`), all other marks separate words; numbers
/// keep their inner marks as written (`1,000` is not `1 000`), since there the mark carries meaning.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = text.nfkd().filter(|c| !is_combining_mark(*c)).peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '.' | ',' if ends_in_digit(&word) && next.is_some_and(|n| n.is_ascii_digit()) => word.push(c),
            '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' => {}
            '&' => {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push("and".to_owned());
            }
            '%' | '$' | '€' | '£' => word.push(c),
            c if c.is_alphanumeric() => push_folded(&mut word, c),
            _ => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// [`words`] with one space between.
pub(crate) fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// The text with each run of white space as one space, none at the ends.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ends_in_digit(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
}

/// Letters that no decomposition takes apart.
fn push_folded(word: &mut String, c: char) {
    for c in c.to_lowercase() {
        match c {
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'þ' => word.push_str("th"),
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' | 'ð' => word.push('d'),
            'ı' => word.push('i'),
            c if is_combining_mark(c) => {}
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_accents_and_marks() {
        for (text, folded) in [
            ("“We won’t,” he said.", "we wont he said"),
            ("U.S.", "us"),
            ("Erdoğan", "erdogan"),
            ("Łódź – Gdańsk", "lodz gdansk"),
            ("1,000.5 men", "1,000.5 men"),
            ("Q&A", "q and a"),
            ("İstanbul", "istanbul"),
            ("!?", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
