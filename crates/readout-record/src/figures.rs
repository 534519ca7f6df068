//! Figures over reports: the same amount, bound and unit of the same thing.

use std::collections::BTreeMap;

use readout_extract::{Amount, Bound, TimeKind};
use readout_report::{Date, Span};

use crate::Figure;
use crate::cluster::Clusters;
use crate::context::{Context, Ids};
use crate::fold::fold;
use crate::statements::Statements;
use crate::times::Times;

/// The figures of a story. One that does not say what it counts stays alone, and so do two of different days.
pub(crate) fn figures(context: &Context<'_>, times: &Times, statements: &Statements) -> Vec<Figure> {
    let locals = locals(context, times, statements);
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
            support: context.support(tellings.iter().map(|l| l.report)),
        }
    };
    clusters.sets().map(merge).collect()
}

struct Local<'e> {
    report: usize,
    figure: &'e readout_extract::Figure,
    asserted_by: Option<usize>,
    when: Option<(Date, Date)>,
}

fn locals<'e>(context: &Context<'e>, times: &Times, statements: &Statements) -> Vec<Local<'e>> {
    let mut locals = Vec::new();
    for report in 0..context.entries.len() {
        let mut figures: Vec<_> = context.findings(report).figures.iter().collect();
        figures.sort_by_key(|f| f.span);
        for figure in figures {
            locals.push(Local {
                report,
                figure,
                asserted_by: asserted_by(context, report, figure.span).map(|s| statements.of(report, s)),
                when: nearest_day(context, report, figure.span).and_then(|t| times.all[times.of(report, t)].range),
            });
        }
    }
    locals
}

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

/// The innermost statement in whose content the figure stands.
fn asserted_by(context: &Context<'_>, report: usize, figure: Span) -> Option<usize> {
    let statements = context.findings(report).statements.iter().enumerate();
    let pieces = statements.flat_map(|(i, s)| s.content.iter().map(move |piece| (i, *piece)));
    pieces.filter(|(_, piece)| piece.contains(figure)).min_by_key(|(i, piece)| (piece.len(), *i)).map(|(i, _)| i)
}

/// The nearest date of the same clause: no mark that ends one stands between.
fn nearest_day(context: &Context<'_>, report: usize, figure: Span) -> Option<usize> {
    let text = &context.report(report).text;
    let distance = |time: Span| match time.start >= figure.end {
        true => (figure.end, time.start),
        false => (time.end.min(figure.start), figure.start),
    };
    let times = context.findings(report).times.iter().enumerate();
    let dates = times.filter(|(_, t)| t.kind == TimeKind::Date && t.range.is_some() && !t.span.overlaps(figure));
    dates
        .map(|(i, t)| (distance(t.span), i))
        .filter(|((from, to), _)| !ends_clause(Span::new(*from, *to).of_text(text)))
        .min_by_key(|((from, to), i)| (to - from, *i))
        .map(|(_, i)| i)
}

fn ends_clause(between: &str) -> bool {
    let stops = between.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?'));
    between.contains([';', '\n'])
        || stops.into_iter().any(|(i, c)| between[i + c.len_utf8()..].starts_with([' ', '"', '”', '\u{a0}']))
}
