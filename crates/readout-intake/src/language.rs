//! The language of a report: what it says itself, else what its first words look like.

use whichlang::Lang;

/// How much of the text is looked at.
const LOOKED_AT_BYTES: usize = 2048;
/// Fewer letters than this say too little.
const MIN_LETTERS: usize = 40;

/// The ISO 639-1 code in a language tag or locale: `en` in `en-GB` and `en_US`.
pub(crate) fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or("");
    (primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_alphabetic())).then(|| primary.to_ascii_lowercase())
}

/// The language that the text begins in, if there is enough of it.
pub(crate) fn detect(text: &str) -> Option<String> {
    let end = (0..=LOOKED_AT_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = &text[..end];
    if start.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    let code = match whichlang::detect_language(start) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_primary_code_of_a_tag() {
        assert_eq!(code("en-GB").as_deref(), Some("en"));
        assert_eq!(code(" EN_us ").as_deref(), Some("en"));
        assert_eq!(code("English"), None);
        assert_eq!(code(""), None);
        assert_eq!(code("é"), None);
    }

    #[test]
    fn detects_only_with_enough_text() {
        let sentence = "The two ministers met in the harbour town on Monday and spoke for three hours. ";
        assert_eq!(detect(sentence).as_deref(), Some("en"));
        assert_eq!(
            detect("Die beiden Minister trafen sich am Montag und sprachen drei Stunden.").as_deref(),
            Some("de")
        );
        assert_eq!(detect("Too short."), None);
        assert_eq!(detect(&"é".repeat(5000)).map(|code| code.len()), Some(2));
    }
}
