//! What a whole report tells of its names: the same words name the same thing throughout ("one sense per discourse", Gale et al. 1992).

use std::collections::BTreeMap;

use crate::{Name, NameKind, Token, TokenRange, Upos};

/// Gives the same words the same kind throughout a report, and finds again the names that were missed in some places.
pub(crate) fn settle(text: &str, tokens: &[Token], names: &mut Vec<Name>) {
    let mut votes: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    for name in names.iter() {
        votes.entry(name.span.of_text(text)).or_default()[name.kind as usize] += 1;
    }
    // A surname alone counts as the person whose full name is in the report.
    let mut surnames: BTreeMap<&str, u32> = BTreeMap::new();
    for name in names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1) {
        let last = tokens[name.tokens.end as usize - 1].span.of_text(text);
        *surnames.entry(last).or_default() += 1;
    }
    for name in names.iter_mut() {
        let words = name.span.of_text(text);
        let counts = &votes[words];
        let mut best = name.kind;
        for kind in [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Group] {
            if counts[kind as usize] > 2 * counts[best as usize] {
                best = kind;
            }
        }
        if name.tokens.len() == 1
            && name.kind == NameKind::Organisation
            && surnames.contains_key(words)
            && counts[NameKind::Organisation as usize] == 1
        {
            best = NameKind::Person;
        }
        name.kind = best;
    }
    let missed = missed(text, tokens, names, &votes, &surnames);
    if !missed.is_empty() {
        names.extend(missed);
        names.sort_by_key(|n| n.span.start);
    }
}

/// Proper nouns that stand alone, are no name yet, and are one elsewhere in the report.
fn missed(
    text: &str,
    tokens: &[Token],
    names: &[Name],
    votes: &BTreeMap<&str, [u32; 4]>,
    surnames: &BTreeMap<&str, u32>,
) -> Vec<Name> {
    let mut found = Vec::new();
    let mut next = 0;
    for (t, token) in tokens.iter().enumerate() {
        while next < names.len() && names[next].tokens.end as usize <= t {
            next += 1;
        }
        let inside = names.get(next).is_some_and(|n| n.tokens.start as usize <= t);
        let proper = |i: usize| tokens.get(i).is_some_and(|n| n.upos == Upos::Propn);
        if inside || token.upos != Upos::Propn || proper(t + 1) || (t > 0 && proper(t - 1)) {
            continue;
        }
        let words = token.span.of_text(text);
        let kind = match (votes.get(words), surnames.get(words)) {
            (Some(counts), _) => {
                let sum: u32 = counts.iter().sum();
                [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Group]
                    .into_iter()
                    .find(|k| counts[*k as usize] == sum)
            }
            (None, Some(_)) => Some(NameKind::Person),
            (None, None) => None,
        };
        if let Some(kind) = kind {
            found.push(Name { span: token.span, tokens: TokenRange::new(t as u32, t as u32 + 1), kind });
        }
    }
    found
}
