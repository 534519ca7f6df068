use readout_language::{Analysis, Sentence};
use readout_report::Span;

/// A first sentence shorter than this (a dateline, an exclamation) does not say what a report is about.
const SHORT_IN_BYTES: u32 = 80;

/// The first one or two sentences that are not headings: what the report is about, in its own words.
///
/// Two where the second stands in the same paragraph or the first is very short. The first heading, if there is nothing else.
pub fn lead(analysis: &Analysis) -> Vec<Span> {
    let mut sentences = analysis.sentences.iter().filter(|s| !s.heading && !s.span.is_empty());
    let Some(first) = sentences.next() else {
        return analysis.sentences.iter().find(|s| !s.span.is_empty()).map(|s| s.span).into_iter().collect();
    };
    let belongs = |second: &&Sentence| second.paragraph == first.paragraph || first.span.len() < SHORT_IN_BYTES;
    std::iter::once(first.span).chain(sentences.next().filter(belongs).map(|s| s.span)).collect()
}

#[cfg(test)]
mod tests {
    use readout_language::TokenRange;

    use super::*;

    fn analysis(sentences: &[(u32, u32, u32, bool)]) -> Analysis {
        let sentence = |&(start, end, paragraph, heading): &_| Sentence {
            span: Span::new(start, end),
            tokens: TokenRange::new(0, 0),
            paragraph,
            heading,
        };
        Analysis { sentences: sentences.iter().map(sentence).collect(), ..Analysis::default() }
    }

    #[test]
    fn skips_headings_and_keeps_to_the_paragraph() {
        let of = |sentences: &[_]| lead(&analysis(sentences)).iter().map(|s| s.start).collect::<Vec<_>>();
        assert_eq!(of(&[(0, 9, 0, true), (10, 110, 1, false), (111, 200, 1, false), (201, 300, 1, false)]), [10, 111]);
        assert_eq!(of(&[(0, 100, 0, false), (101, 200, 1, false)]), [0]);
        assert_eq!(of(&[(0, 20, 0, false), (21, 200, 1, false)]), [0, 21]);
        assert_eq!(of(&[(0, 9, 0, true)]), [0]);
        assert_eq!(of(&[]), [0; 0]);
    }
}
