//! Figures over reports: the same amount of the same thing, also in other words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use readout_extract::{Amount, Bound, TimeKind};
use readout_report::{Date, Span};

use crate::cluster::Clusters;
use crate::context::{Context, Ids};
use crate::fold::fold;
use crate::meaning::{Meaning, Meanings, Unit};
use crate::statements::Statements;
use crate::times::Times;
use crate::{Figure, WordClass};

/// The figures of a story. One that does not say what it counts stays alone, and so do two of different days.
pub(crate) fn figures(
    context: &Context<'_>,
    times: &Times,
    statements: &Statements,
    meanings: &Meanings<'_, '_>,
) -> Vec<Figure> {
    let locals = locals(context, times, statements, meanings);
    let mut clusters = Clusters::new(locals.len());
    let mut same = BTreeMap::<_, Vec<usize>>::new();
    for (i, local) in locals.iter().enumerate() {
        if let Some(key) = key(context, local) {
            same.entry(key).or_default().push(i);
        }
    }
    for group in same.values() {
        for (n, i) in group.iter().enumerate() {
            let fits = |a: usize, b: usize| match (locals[a].when, locals[b].when) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            };
            let _ = group[..n].iter().any(|earlier| clusters.join_if(*earlier, *i, fits));
        }
    }
    join_other_words(&locals, &mut clusters);
    let mut ids = Ids::default();
    let merge = |set: &[usize]| {
        let tellings: Vec<&Local<'_>> = set.iter().map(|i| &locals[*i]).collect();
        let first = tellings[0];
        Figure {
            id: ids.at("f", context.report(first.report), first.figure.span),
            amount: first.figure.amount,
            bound: first.figure.bound,
            unit: first.figure.unit.clone(),
            of: tellings.iter().find_map(|l| Some(context.evidence(l.report, l.figure.of?))),
            asserted_by: tellings.iter().find_map(|l| l.asserted_by),
            when: tellings.iter().find_map(|l| l.when),
            evidence: context.all_evidence(tellings.iter().map(|l| (l.report, l.figure.span))),
            support: context.support(tellings.iter().map(|l| (l.report, l.figure.span))),
        }
    };
    clusters.sets().map(merge).collect()
}

struct Local<'e> {
    report: usize,
    figure: &'e readout_extract::Figure,
    asserted_by: Option<usize>,
    when: Option<(Date, Date)>,
    /// What is counted.
    of: Meaning,
    /// The word for it, without those that tell which or how.
    head: Option<Unit>,
    /// What else its sentence says.
    around: Meaning,
}

fn locals<'e>(
    context: &Context<'e>,
    times: &Times,
    statements: &Statements,
    meanings: &Meanings<'_, '_>,
) -> Vec<Local<'e>> {
    let mut locals = Vec::new();
    for report in 0..context.entries.len() {
        // What only tells which ones are meant says nothing new.
        let mut figures: Vec<_> = context.findings(report).figures.iter().filter(|f| !f.definite).collect();
        figures.sort_by_key(|f| f.span);
        let mut contents = Contents::new(context, report);
        for figure in figures {
            locals.push(Local {
                report,
                figure,
                asserted_by: contents.innermost(figure.span).map(|s| statements.of(report, s)),
                when: nearest_day(context, report, figure.span).and_then(|t| times.all[times.of(report, t)].range),
                of: figure.of.map(|of| meanings.of(report, &[of])).unwrap_or_default(),
                head: figure.of.and_then(|of| head(context, report, of, meanings)),
                around: around(context, report, figure, meanings),
            });
        }
    }
    locals
}

/// What a noun phrase is about: the last noun before its first preposition.
fn head(context: &Context<'_>, report: usize, of: Span, meanings: &Meanings<'_, '_>) -> Option<Unit> {
    const PREPOSITIONS: &[&str] =
        &["of", "in", "from", "to", "for", "with", "without", "by", "at", "on", "over", "who", "which", "that"];
    let text = context.text(report, of);
    let starts = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let cut = text.split_whitespace().find(|word| PREPOSITIONS.contains(word)).map_or(text.len(), starts);
    let words = context.entries[report].words_in(Span::new(of.start, of.start + cut as u32));
    words.iter().rev().find(|w| w.class == WordClass::Noun).and_then(|w| meanings.unit(&w.lemma))
}

/// The sentence of a figure, without it and what it counts.
fn around(
    context: &Context<'_>,
    report: usize,
    figure: &readout_extract::Figure,
    meanings: &Meanings<'_, '_>,
) -> Meaning {
    let sentences = &context.entries[report].sentences;
    let own = figure.of.map_or(figure.span, |of| of.cover(figure.span));
    let at = sentences.partition_point(|s| s.end <= own.start);
    let Some(whole) = sentences.get(at).filter(|s| s.contains(own)) else { return Meaning::default() };
    meanings.around(report, *whole, own)
}

/// With so many figures of the same thing one is compared.
const COMPARED: usize = 12;

/// Joins figures of different reports that measure the same in other words ("about 40 people", "40 residents").
fn join_other_words(locals: &[Local<'_>], clusters: &mut Clusters) {
    let mut known = BTreeMap::<(&Option<String>, Unit), Vec<usize>>::new();
    for (i, local) in locals.iter().enumerate() {
        let Some(head) = local.head else { continue };
        let same = known.entry((&local.figure.unit, head)).or_default();
        let agrees = |other: &&usize| agree(locals[**other].figure, local.figure);
        for other in same.iter().rev().filter(agrees).take(COMPARED) {
            clusters.join_if_some(*other, i, COMPARED, |a, b| same_in_other_words(&locals[a], &locals[b]));
        }
        same.push(i);
    }
}

/// Whether two figures of the same unit and head are of the same thing: nothing speaks against it, one of them says no more of what is
/// counted than the other, and where that is only the head ("people"), their sentences speak of the same.
fn same_in_other_words(a: &Local<'_>, b: &Local<'_>) -> bool {
    let when = matches!((a.when, b.when), (Some(a), Some(b)) if a != b);
    let shared = a.of.count_shared_with(&b.of);
    let size = |of: &Meaning| of.count_shared_with(of);
    let less = size(&a.of).min(size(&b.of));
    let says_same = less > 0 && shared >= less;
    let close = shared >= 2 || a.around.count_shared_with(&b.around) >= 2;
    a.figure.unit == b.figure.unit
        && a.head == b.head
        && agree(a.figure, b.figure)
        && !when
        && says_same
        && close
        && a.of.denies == b.of.denies
        && !a.around.names_others(&b.around)
        && (a.report != b.report || a.of == b.of)
}

/// Whether two figures give the same amount: equal, or the one lies in the bound of the other and near it.
fn agree(a: &readout_extract::Figure, b: &readout_extract::Figure) -> bool {
    use Bound::{About, AtLeast, AtMost, Equal, Less, More};
    let (x, y) = match (a.amount, b.amount) {
        (Amount::One(x), Amount::One(y)) => (x, y),
        (x, y) => return x == y && a.bound == b.bound,
    };
    let within = |value: f64, bound: f64, kind: Bound| match kind {
        Equal | About => value == bound,
        More => value > bound && value <= bound * NEAR,
        AtLeast => value >= bound && value <= bound * NEAR,
        Less => value < bound && value * NEAR >= bound,
        AtMost => value <= bound && value * NEAR >= bound,
    };
    match (a.bound, b.bound) {
        (p, q) if p == q => x == y,
        (More, AtLeast) | (AtLeast, More) | (Less, AtMost) | (AtMost, Less) => x == y,
        (Equal | About, kind) => within(x, y, kind),
        (kind, Equal | About) => within(y, x, kind),
        _ => false,
    }
}

/// "More than 19 per cent" is not said of a half.
const NEAR: f64 = 1.1;

/// What two figures must share: the bits of the amount, the bound, the unit, and what is counted, folded.
type Key = ((u64, u64), Bound, Option<String>, String);

fn key(context: &Context<'_>, local: &Local<'_>) -> Option<Key> {
    let amount = match local.figure.amount {
        Amount::One(n) => (n.to_bits(), n.to_bits()),
        Amount::Between(low, high) => (low.to_bits(), high.to_bits()),
    };
    let of = Some(fold(context.text(local.report, local.figure.of?))).filter(|of| !of.is_empty())?;
    Some((amount, local.figure.bound, local.figure.unit.clone(), of))
}

/// The contents of a report's statements, read along with its figures.
struct Contents {
    /// Pieces of content and their statements, by start, the longer first; the next ones at the end.
    ahead: Vec<(Span, usize)>,
    /// Those that the reading has entered and not left.
    open: Vec<(Span, usize)>,
}

impl Contents {
    fn new(context: &Context<'_>, report: usize) -> Self {
        let statements = context.findings(report).statements.iter().enumerate();
        let mut ahead: Vec<_> = statements.flat_map(|(i, s)| s.content.iter().map(move |piece| (*piece, i))).collect();
        ahead.sort_by_key(|(piece, i)| Reverse((piece.start, Reverse(piece.end), *i)));
        Self { ahead, open: Vec::new() }
    }

    /// The statement with the shortest piece of content around a figure. Ask in text order.
    fn innermost(&mut self, figure: Span) -> Option<usize> {
        while let Some(entered) = self.ahead.pop_if(|(piece, _)| piece.start <= figure.start) {
            self.open.push(entered);
        }
        self.open.retain(|(piece, _)| piece.end > figure.start);
        let around = self.open.iter().filter(|(piece, _)| piece.contains(figure));
        around.min_by_key(|(piece, i)| (piece.len(), *i)).map(|(_, i)| *i)
    }
}

/// The date in the figure's sentence that dates the measurement: "in May, 40 ships waited", "as of Tuesday"; not one that only
/// dates something else there, such as "last week" in "the plan leaked last week" or "2022" in "the 2022 invasion".
fn nearest_day(context: &Context<'_>, report: usize, figure: Span) -> Option<usize> {
    let clause = clause(&context.report(report).text, figure);
    let times = &context.findings(report).times;
    let from = times.partition_point(|t| t.span.start < clause.start);
    let inside = times.iter().enumerate().skip(from).take_while(|(_, t)| t.span.start < clause.end);
    let text = context.report(report).text.as_str();
    let dates = inside.filter(|(_, t)| {
        t.kind == TimeKind::Date && t.range.is_some() && !t.span.overlaps(figure) && dates_figure(text, t.span, figure)
    });
    let distance = |time: Span| match time.start >= figure.end {
        true => time.start - figure.end,
        false => figure.start - time.end,
    };
    dates.filter(|(_, t)| t.span.end <= clause.end).min_by_key(|(i, t)| (distance(t.span), *i)).map(|(i, _)| i)
}

/// Whether a date may be that of a figure in its sentence: a preposition or a comma sets it off, and between the two there is
/// no word that begins another clause.
fn dates_figure(text: &str, time: Span, figure: Span) -> bool {
    const BEFORE: &[&str] =
        &["in", "on", "by", "of", "for", "during", "at", "late", "early", "mid", "until", "through"];
    const PARTS: &[&str] = &[
        "that",
        "which",
        "who",
        "after",
        "since",
        "before",
        "following",
        "because",
        "although",
        "though",
        "while",
        "when",
        "where",
        "if",
        "and",
        "but",
        "from",
        "to",
        "than",
    ];
    let at = |span: std::ops::Range<u32>| text.get(span.start as usize..span.end as usize).unwrap_or("");
    let before = at(0..time.start).trim_end();
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', '\n', ';']);
    let set_off = begins || BEFORE.contains(&last) || !last.is_empty() && is_adverb(at(time.start..time.end));
    let between = if time.start >= figure.end { at(figure.end..time.start) } else { at(time.end..figure.start) };
    let mut between = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    // "Since the invasion in May, 40 ships …" dates the invasion; "a week ago" is when things were otherwise.
    const OPENERS: &[&str] =
        &["After", "According", "Although", "Before", "Following", "Since", "Until", "When", "While"];
    let sentence = before.rsplit(['.', '!', '?', '\n']).next().unwrap_or("");
    let opener = sentence.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let other = time.end <= figure.start && OPENERS.contains(&opener) || at(time.start..time.end).ends_with("ago");
    set_off && !other && !between.any(|w| PARTS.contains(&w))
}

/// Days that need no preposition: "yesterday", "last week", "Tuesday".
fn is_adverb(time: &str) -> bool {
    let first = time.split_whitespace().next().unwrap_or("");
    !first.starts_with(|c: char| c.is_ascii_digit())
}

/// The words around a span up to the marks that end a clause, a few hundred at most.
fn clause(text: &str, span: Span) -> Span {
    const FAR_IN_CHARS: usize = 300;
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let ends = |c: char, next: Option<char>| match c {
        ';' | '\n' => true,
        '.' | '!' | '?' => next.is_none_or(|n| n.is_whitespace() || matches!(n, '"' | '”' | '’')),
        _ => false,
    };
    let mut next = text[span.start as usize..].chars().next();
    let mut start = span.start;
    for c in before.chars().rev().take(FAR_IN_CHARS) {
        if ends(c, next) {
            break;
        }
        next = Some(c);
        start -= c.len_utf8() as u32;
    }
    let mut end = span.end;
    let mut chars = after.chars().take(FAR_IN_CHARS).peekable();
    while let Some(c) = chars.next() {
        if ends(c, chars.peek().copied()) {
            break;
        }
        end += c.len_utf8() as u32;
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_ends_at_marks() {
        let clause_of = |text: &'static str| {
            let start = text.find("40").unwrap();
            clause(text, Span::of(start, start + 2)).of_text(text)
        };
        assert_eq!(
            clause_of("It rose. By 2.5 per cent, 40 in all, on Monday. Then"),
            " By 2.5 per cent, 40 in all, on Monday"
        );
        assert_eq!(clause_of("“Ten.” 40"), "” 40");
        assert_eq!(clause_of("é; 40 – é\n5"), " 40 – é");
        assert_eq!(clause_of("40"), "40");
    }
}
