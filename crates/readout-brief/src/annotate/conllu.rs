use std::fmt::Write as _;

use readout_language::{Analysis, Name, NameKind, Sentence, Token};
use readout_report::Report;

use crate::words::at;

/// The analysis in CoNLL-U, one document a report, with a blank line after each sentence.
///
/// A heading is a sentence. Words that are written as one (`don't`) are a multiword token. Names stand in MISC as
/// `Entity=B-person`, `Entity=I-person`; the classes are person, organisation, place and group.
pub fn conllu(report: &Report, analysis: &Analysis) -> String {
    let id = one_line(&report.id.0);
    let mut out = format!("# newdoc id = {id}\n");
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        // Writing to a string does not fail.
        let _ = writeln!(out, "# sent_id = {id}-{}", number + 1);
        let _ = writeln!(out, "# text = {}", one_line(at(&report.text, sentence.span)));
        write_words(&mut out, &report.text, analysis, sentence);
        out.push('\n');
    }
    out
}

fn write_words(out: &mut String, text: &str, analysis: &Analysis, sentence: &Sentence) {
    let range = sentence.tokens.range();
    let tokens = analysis.tokens.get(range.clone()).unwrap_or_default();
    for (index, token) in tokens.iter().enumerate() {
        // A multiword token is announced before its first word, and carries the space after it.
        let parts = if token.joined && index > 0 { 0 } else { 1 + continuations(&tokens[index + 1..]) };
        let is_part = parts != 1;
        if parts > 1 {
            let last = &tokens[index + parts - 1];
            let form = one_line(at(text, token.span.cover(last.span)));
            let misc = if space_follows(analysis, range.start + index + parts - 1) { "_" } else { "SpaceAfter=No" };
            let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", index + 1, index + parts);
        }
        let mut misc = Vec::new();
        if let Some(entity) = entity(&analysis.names, (range.start + index) as u32) {
            misc.push(entity);
        }
        if !is_part && !space_follows(analysis, range.start + index) {
            misc.push("SpaceAfter=No".into());
        }
        let misc = if misc.is_empty() { "_".into() } else { misc.join("|") };
        let head = token.head.map_or(0, |head| (head + 1).saturating_sub(sentence.tokens.start));
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{misc}",
            index + 1,
            one_line(at(text, token.span)),
            one_line(&token.lemma),
            token.upos,
            token.xpos,
            token.deprel,
        );
    }
}

/// How many of the tokens continue the orthographic word of the token before them.
fn continuations(tokens: &[Token]) -> usize {
    tokens.iter().take_while(|token| token.joined).count()
}

/// Whether something stands between a token and the next; true at the end of the text.
fn space_follows(analysis: &Analysis, token: usize) -> bool {
    analysis.tokens.get(token + 1).is_none_or(|next| analysis.tokens[token].span.end < next.span.start)
}

fn entity(names: &[Name], token: u32) -> Option<String> {
    let name = names.get(names.partition_point(|name| name.tokens.end <= token))?;
    let place = if name.tokens.start == token { 'B' } else { 'I' };
    name.tokens.contains(token).then(|| format!("Entity={place}-{}", kind(name.kind)))
}

fn kind(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "person",
        NameKind::Organisation => "organisation",
        NameKind::Place => "place",
        NameKind::Group => "group",
    }
}

/// The text with each run of white space as one space; `_` for nothing, as a column must not be empty.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { "_".into() } else { line }
}
