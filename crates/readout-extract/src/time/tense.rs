//! Whether a time expression looks back or ahead, from the verb that it belongs to.

use readout_language::{Analysis, Deprel, Upos, Xpos};
use readout_report::Span;

use crate::lex::{Kind, Lexemes};

/// Where the clause of a time expression looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Back,
    Here,
    Ahead,
}

/// Looks in the tree where there is one, else among the words around.
pub(super) fn direction(lex: &Lexemes<'_>, analysis: &Analysis, from: usize, to: usize) -> Direction {
    // "planned for Thursday", whatever became of it.
    let aimed = from > 1 && lex.is(from - 1, "for");
    if aimed && lex.is_any(from - 2, &["planned", "scheduled", "set", "slated", "due"]) {
        return Direction::Ahead;
    }
    // A term may lie on either side of what has happened; of what will, ahead.
    let term = from > 0 && lex.is_any(from - 1, &["by", "through", "until", "till"]);
    match in_tree(lex.text, analysis, lex.span(from, to)) {
        Some(Direction::Ahead) => Direction::Ahead,
        // "by Wednesday most had left".
        _ if term && is_pluperfect(lex, from, to) => Direction::Back,
        _ if term => Direction::Here,
        found => found.unwrap_or_else(|| among_words(lex, from, to)),
    }
}

/// Whether "had" stands in the sentence near the expression.
fn is_pluperfect(lex: &Lexemes<'_>, from: usize, to: usize) -> bool {
    let before = (from.saturating_sub(12)..from).rev().take_while(|i| !lex.begins(i + 1));
    let after = (to..to + 12).take_while(|i| *i < lex.len() && !lex.begins(*i));
    before.chain(after).any(|i| lex.is(i, "had"))
}

const AHEAD_VERBS: &[&str] = &[
    "due",
    "expect",
    "expected",
    "expects",
    "intend",
    "intends",
    "scheduled",
    "set",
    "slated",
    "hope",
    "hopes",
    "hoped",
    "aims",
    "vowed",
    "promised",
    "payable",
    "effective",
    "extended",
    "expires",
    "expire",
    "beginning",
    "starting",
];

fn in_tree(text: &str, analysis: &Analysis, span: Span) -> Option<Direction> {
    let range = analysis.tokens_in(span);
    let sentence = analysis.sentences.get(analysis.sentence_of(range.start))?;
    // What is longer than this is a table or a list: no tree of it is worth the walk.
    if range.is_empty() || sentence.tokens.len() > 500 {
        return None;
    }
    let token = |t: u32| analysis.tokens.get(t as usize);
    let word = |t: u32| token(t).and_then(|t| text.get(t.span.range())).unwrap_or("");
    let is = |t: u32, words: &[&str]| words.iter().any(|w| word(t).eq_ignore_ascii_case(w));
    let mut at = analysis.head_of(range);
    // A sentence's tree is shallow; the bound is for analyses that are not trees.
    for _ in 0..30 {
        let this = token(at)?;
        let auxiliaries = || {
            analysis
                .children(at)
                .filter(|c| token(*c).is_some_and(|c| matches!(c.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)))
        };
        let verbal = matches!(this.upos, Upos::Verb | Upos::Aux) || auxiliaries().next().is_some();
        if verbal {
            if auxiliaries().any(|a| {
                is(a, &["will", "'ll", "’ll", "shall", "wo", "may", "might", "can", "could", "would", "should"])
            }) {
                let perfect = auxiliaries().any(|a| is(a, &["have"]));
                return Some(if perfect { Direction::Back } else { Direction::Ahead });
            }
            // "has scheduled a news conference Thursday".
            if is(at, &["planned", "scheduled"]) {
                return Some(Direction::Ahead);
            }
            if is(at, AHEAD_VERBS) && this.xpos == Xpos::Vbn && auxiliaries().any(|a| is(a, &["is", "are", "'s", "’s"]))
            {
                return Some(Direction::Ahead);
            }
            if auxiliaries().any(|a| is(a, &["was", "were", "had", "did", "has", "have"])) {
                return Some(Direction::Back);
            }
            match this.xpos {
                Xpos::Vbd => return Some(Direction::Back),
                Xpos::Vbz | Xpos::Vbp => return Some(Direction::Here),
                Xpos::Vb if analysis.children(at).any(|c| is(c, &["to", "due"])) => return Some(Direction::Ahead),
                Xpos::Vbg if auxiliaries().any(|a| is(a, &["is", "are", "'re", "'s", "am", "be"])) => {
                    return Some(Direction::Ahead);
                }
                _ if auxiliaries().any(|a| is(a, &["is", "are", "'s", "'re"])) => return Some(Direction::Here),
                _ => {}
            }
        }
        match this.head {
            Some(head) => at = head,
            None => return None,
        }
    }
    None
}

/// The nearest word before, else after, in the same sentence that tells a tense.
fn among_words(lex: &Lexemes<'_>, from: usize, to: usize) -> Direction {
    let mut at = from;
    while at > 0 && !lex.begins(at) && from - at < 12 {
        at -= 1;
        if let Some(direction) = of_word(lex, at) {
            return direction;
        }
    }
    let mut at = to;
    while at < lex.len() && !lex.begins(at) && at - to < 12 {
        if let Some(direction) = of_word(lex, at) {
            return direction;
        }
        at += 1;
    }
    Direction::Here
}

fn of_word(lex: &Lexemes<'_>, i: usize) -> Option<Direction> {
    if lex.get(i)?.kind != Kind::Word || (lex.capital(i) && !lex.begins(i)) {
        return None;
    }
    if lex.is_any(i, &["will", "ll", "shall", "may", "might"]) {
        return Some(if lex.is(i + 1, "have") { Direction::Back } else { Direction::Ahead });
    }
    if lex.is_any(i, AHEAD_VERBS) {
        return Some(Direction::Ahead);
    }
    if lex.is_any(
        i,
        &[
            "was", "were", "had", "did", "said", "told", "went", "met", "made", "took", "began", "came", "became",
            "left", "held", "sent", "rose", "fell", "gave", "found", "won", "lost", "spoke", "wrote", "broke", "flew",
            "has", "have", "since",
        ],
    ) {
        return Some(Direction::Back);
    }
    if lex.is_any(i, &["is", "are", "says", "s"]) {
        return None;
    }
    let word = lex.str(i);
    (word.len() > 3 && word.ends_with("ed")).then_some(Direction::Back)
}
