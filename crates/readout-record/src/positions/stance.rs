//! How a statement stands to an issue.

use readout_extract::CueClass;
use readout_report::Span;

use super::Place;
use crate::Stance;
use crate::context::Context;
use crate::entry::WordClass;

/// The stance of a statement on the issue that it speaks of at a place.
pub(super) fn stance(context: &Context<'_>, place: &Place) -> Stance {
    let statement = &context.findings(place.report).statements[place.statement];
    let said = sentence_part(context, place);
    let said = format!(" {} ", said.to_lowercase().replace('’', "'"));
    let has = |words: &[&str]| words.iter().any(|w| said.contains(w));
    let negated = statement.negated;
    match statement.class {
        CueClass::Reject | CueClass::Deny if !negated => return Stance::Reject,
        CueClass::Fear if !negated => return Stance::Concern,
        CueClass::Welcome if !negated => return Stance::Accept,
        CueClass::Welcome => return Stance::Reject,
        CueClass::Demand if !negated => return Stance::Demand,
        CueClass::Warn if !negated => return Stance::Concern,
        _ => {}
    }
    if has(REJECT) {
        Stance::Reject
    } else if has(OFFER) || statement.class == CueClass::Promise && !negated {
        Stance::Offer
    } else if has(DEMAND) {
        Stance::Demand
    } else if has(CONCERN) {
        Stance::Concern
    } else if has(ACCEPT) {
        Stance::Accept
    } else {
        Stance::Claim
    }
}

/// Words before or around an issue that refuse it.
const REJECT: &[&str] = &[
    " no question of ",
    " can be no ",
    " could be no ",
    " will be no ",
    " not accept ",
    " never accept ",
    " reject",
    " oppose",
    " rule out ",
    " ruled out ",
    " rules out ",
    " ruling out ",
    " refus",
    " unacceptable",
    " not agree ",
    " will not ",
    " would not ",
    " won't ",
    " wouldn't ",
    " cannot ",
    " can't ",
    " never ",
    " must not ",
    " should not ",
    " shouldn't ",
    " against ",
    " not support ",
    " red line",
    " not negotiable",
    " veto",
];

/// ... that are ready to give it.
const OFFER: &[&str] = &[
    " ready to ",
    " willing to ",
    " prepared to ",
    " is making ",
    " are making ",
    " offer",
    " would give ",
    " will give ",
    " will provide ",
    " would provide ",
    " open to ",
    " willingness to ",
];

/// ... that ask for it.
const DEMAND: &[&str] = &[
    " must ",
    " should ",
    " has to ",
    " have to ",
    " needs to ",
    " need to ",
    " need ",
    " needs ",
    " demand",
    " insist",
    " require",
    " call for ",
    " calls for ",
    " called for ",
    " urge",
    " want ",
    " wants ",
    " wanted ",
    " essential",
    " necessary",
    " seek ",
];

/// ... that are worried about it.
const CONCERN: &[&str] = &[
    " worr",
    " concern",
    " fear",
    " threat",
    " danger",
    " risk",
    " afraid",
    " anxi",
    " alarm",
    " jeopard",
    " undermin",
];

/// ... that agree to it.
const ACCEPT: &[&str] = &[
    " agree",
    " accept",
    " support",
    " back ",
    " backs ",
    " backed ",
    " welcom",
    " endors",
    " in favour of ",
    " in favor of ",
    " approv",
    " committed to ",
    " commitment to ",
];

/// The sentence of the statement's content in which the issue stands.
fn sentence_part<'t>(context: &'t Context<'_>, place: &Place) -> &'t str {
    let entry = &context.entries[place.report];
    let at = entry.sentences.partition_point(|s| s.end <= place.words.start);
    let sentence = entry.sentences.get(at).copied().unwrap_or(place.words);
    let content = &entry.findings.statements[place.statement].content;
    let piece = content.iter().copied().find(|p| p.contains(place.words)).unwrap_or(place.words);
    let part = Span::new(
        sentence.start.max(piece.start).min(place.words.start),
        sentence.end.min(piece.end).max(place.words.end),
    );
    context.text(place.report, part)
}

/// The numbers in the part of the content that speaks of the issue.
pub(super) fn numbers(context: &Context<'_>, place: &Place) -> Vec<String> {
    let entry = &context.entries[place.report];
    let content = &entry.findings.statements[place.statement].content;
    let words = content.iter().flat_map(|piece| entry.words_in(*piece));
    let mut numbers: Vec<String> =
        words.filter(|w| w.class == WordClass::Number).map(|w| w.lemma.to_string()).collect();
    numbers.sort();
    numbers.dedup();
    numbers
}
