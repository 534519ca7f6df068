//! Folding: what two spellings must share to be the same words.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The words of a text in lower case, without accents and punctuation.
///
/// Full stops and apostrophes vanish (`U.S.` is `us`, `O'Brien` is `obrien`), all other marks separate words; numbers
/// keep their inner marks as written (`1,000` is not `1 000`), since there the mark carries meaning.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.to_owned()));
    words
}

/// Calls `f` with each of the [`words`] of a text.
pub(crate) fn each_word(text: &str, f: impl FnMut(&str)) {
    // Nearly all texts have nothing to decompose, which takes time to find out otherwise.
    match text.chars().all(is_plain) {
        true => each_word_of(text.chars(), f),
        false => each_word_of(text.nfkd().filter(|c| !is_combining_mark(*c)), f),
    }
}

/// Letters and marks that have no accents and no other form.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '‘' | '’' | '“' | '”' | '–' | '—')
}

fn each_word_of(chars: impl Iterator<Item = char>, mut f: impl FnMut(&str)) {
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            f(word);
            word.clear();
        }
    };
    let mut chars = chars.peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '.' | ',' if ends_in_digit(&word) && next.is_some_and(|n| n.is_ascii_digit()) => word.push(c),
            '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' => {}
            '&' => {
                end(&mut word);
                word.push_str("and");
                end(&mut word);
            }
            '%' | '$' | '€' | '£' => word.push(c),
            c if c.is_alphanumeric() => push_folded(&mut word, c),
            _ => end(&mut word),
        }
    }
    end(&mut word);
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
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_plain_needs_no_decomposition(text in "[ -~‘’“”–—\n]{0,40}") {
            prop_assert!(text.chars().all(is_plain));
            let mut decomposed = Vec::new();
            each_word_of(text.nfkd().filter(|c| !is_combining_mark(*c)), |word| decomposed.push(word.to_owned()));
            prop_assert_eq!(words(&text), decomposed);
        }
    }

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
