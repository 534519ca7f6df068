//! Who is who, as text: a report, and indented under it the mentions and roles that are expected
//! (`tests/coreference/*.txt`); and texts and trees that make no sense.

use std::fmt::Write as _;

use proptest::prelude::*;
use readout_extract::coreference;
use readout_language::{Analysis, Analyzer, Deprel, Frame, Name, NameKind, Sentence, Token, TokenRange, Upos, Xpos};
use readout_report::{Report, Span};

#[test]
fn mentions_actors_and_roles() {
    let analyzer = Analyzer::new();
    let mut wrong = String::new();
    for cases in [
        include_str!("coreference/names.txt"),
        include_str!("coreference/metonyms.txt"),
        include_str!("coreference/descriptions.txt"),
        include_str!("coreference/pronouns.txt"),
    ] {
        let mut lines = cases.lines().peekable();
        while let Some(text) = lines.next() {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let mut expected = Vec::new();
            while let Some(mark) = lines.next_if(|l| l.starts_with("  ")) {
                expected.push(mark.trim());
            }
            let found = marks(&analyzer, text);
            let mut rest = found.iter();
            let missing: Vec<_> = expected.iter().filter(|e| !e.is_empty() && !rest.any(|f| f == *e)).collect();
            if !missing.is_empty() {
                let _ = writeln!(wrong, "{text}\n  missing from {missing:#?} on\n  found {found:#?}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The mentions in text order, then the roles.
fn marks(analyzer: &Analyzer, text: &str) -> Vec<String> {
    let report = Report::from_text(text);
    let (mentions, actors) = coreference::find(&report, &analyzer.analyze(text));
    let name = |actor: usize| actors[actor].name.as_str();
    let mention = mentions.iter().map(|m| format!("{} = {}", m.span.of_text(text), m.actor.map_or("?", name)));
    let roles = actors.iter().flat_map(|a| {
        a.roles.iter().map(|r| {
            let of = r.of.map_or(String::new(), |of| format!(" of {}", name(of)));
            format!("{} : {} ({}){of}", a.name, r.span.of_text(text), r.kind.as_str())
        })
    });
    mention.chain(roles).collect()
}

/// An analysis whose words, tags and trees are drawn at random; heads may form circles or lie in other sentences.
fn nonsense() -> impl Strategy<Value = (String, Analysis)> {
    let words = [
        "Novak",
        "he",
        "his",
        "the",
        "minister",
        "President",
        ",",
        "“",
        "”",
        "'s",
        "US",
        "of",
        "it",
        "they",
        "said",
        "-",
        "law",
        "in",
        "son",
    ];
    let word = (0..words.len(), 0..Upos::ALL.len(), 0..Xpos::ALL.len(), 0..Deprel::ALL.len(), 0u32..40, 0..6);
    prop::collection::vec(word, 1..40).prop_map(move |drawn| {
        let (mut text, mut analysis) = (String::new(), Analysis::default());
        let mut first = 0;
        for (at, (word, upos, xpos, deprel, head, end)) in (0u32..).zip(&drawn) {
            let start = text.len();
            text.push_str(words[*word]);
            analysis.tokens.push(Token {
                span: Span::of(start, text.len()),
                lemma: words[*word].to_lowercase().into(),
                upos: Upos::ALL[*upos],
                xpos: Xpos::ALL[*xpos],
                head: (*head as usize + 1 < drawn.len()).then_some(*head),
                deprel: Deprel::ALL[*deprel],
                joined: false,
            });
            text.push(' ');
            let range = TokenRange::new(at, at + 1);
            if *word == 0 || *word == 10 {
                let kind = if *end < 3 { NameKind::Person } else { NameKind::Place };
                analysis.names.push(Name { span: analysis.span(range), tokens: range, kind });
            }
            if *word == 14 {
                let content = vec![TokenRange::new(0, at)];
                analysis.frames.push(Frame {
                    cue: range,
                    source: vec![TokenRange::new(at, at + 9)],
                    content,
                    confidence: 900,
                });
            }
            if *end == 0 || at as usize + 1 == drawn.len() {
                let tokens = TokenRange::new(first, at + 1);
                analysis.sentences.push(Sentence {
                    span: analysis.span(tokens),
                    tokens,
                    paragraph: 0,
                    heading: *word == 3,
                });
                first = at + 1;
            }
        }
        (text, analysis)
    })
}

proptest! {
    #[test]
    fn any_analysis_is_read((text, analysis) in nonsense()) {
        let (mentions, actors) = coreference::find(&Report::from_text(text.as_str()), &analysis);
        prop_assert!(mentions.is_sorted_by_key(|m| m.span.start));
        for mention in &mentions {
            prop_assert!(!mention.span.of_text(&text).is_empty());
            prop_assert!(mention.actor.is_none_or(|a| a < actors.len()));
        }
        for actor in &actors {
            prop_assert!(!actor.name.is_empty());
            prop_assert!(actor.roles.iter().all(|r| r.of.is_none_or(|of| of < actors.len())));
        }
    }

    #[test]
    fn an_analysis_of_another_text_does_no_harm((_, analysis) in nonsense(), text in "\\PC{0,30}") {
        coreference::find(&Report::from_text(text), &analysis);
    }
}
