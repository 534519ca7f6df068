//! Statements over reports: the same source, and the same words or other words for the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_extract::{CueClass, StatementKind};
use readout_report::{Date, Span};

use crate::actors::Actors;
use crate::cluster::Clusters;
use crate::context::{Context, Ids};
use crate::fold::{fold, words};
use crate::meaning::{Meaning, Meanings, Unit};
use crate::times::Times;
use crate::{Source, Statement, Witness};

/// A shorter content ("no", "it is over") may be said twice; only longer ones show that it is the same saying.
const LEAST_WORDS: usize = 3;

/// A quotation of so many words, found again in another report, is the same one.
const LEAST_QUOTED_WORDS: usize = 5;

/// The statements of a story, and which of them each report's statements are.
pub(crate) struct Statements {
    pub(crate) all: Vec<Statement>,
    of: Vec<Vec<usize>>,
}

impl Statements {
    pub(crate) fn find(context: &Context<'_>, actors: &Actors, times: &Times, meanings: &Meanings<'_, '_>) -> Self {
        let locals = locals(context, actors, times, meanings);
        let mut clusters = join(&locals);
        join_other_words(&locals, meanings, &mut clusters);
        let mut sets: Vec<&[usize]> = clusters.sets().collect();
        sets.sort_by_key(|set| (locals[set[0]].report, locals[set[0]].cover, set[0]));
        let mut of: Vec<Vec<usize>> = context.entries.iter().map(|e| vec![0; e.findings.statements.len()]).collect();
        for (global, set) in sets.iter().enumerate() {
            for local in set.iter().map(|i| &locals[*i]) {
                of[local.report][local.index] = global;
            }
        }
        let mut ids = Ids::default();
        let mut all: Vec<Statement> = sets
            .iter()
            .map(|set| {
                let tellings: Vec<&Local<'_>> = set.iter().map(|i| &locals[*i]).collect();
                merge(context, actors, times, &of, &tellings, &mut ids)
            })
            .collect();
        cut_circles(&mut all);
        Self { all, of }
    }

    /// The story's index of a report's statement.
    pub(crate) fn of(&self, report: usize, statement: usize) -> usize {
        self.of[report][statement]
    }
}

/// A statement of one report.
struct Local<'e> {
    report: usize,
    index: usize,
    statement: &'e readout_extract::Statement,
    /// From the first to the last character of the content.
    cover: Span,
    who: Who,
    /// The content, folded.
    words: Vec<String>,
    /// What the content says.
    meaning: Meaning,
    /// Its quotations that are long enough to be known again, folded.
    quotes: Vec<Vec<String>>,
    /// The day on which it was said, if it is one day.
    day: Option<Date>,
    /// The statements in whose content it stands, in the same report.
    outer: BTreeSet<usize>,
}

/// Whose words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// Actors with a name.
    Actors(BTreeSet<usize>),
    /// Somebody who is only described.
    Described(String),
    Unknown,
}

fn locals<'e>(context: &Context<'e>, actors: &Actors, times: &Times, meanings: &Meanings<'_, '_>) -> Vec<Local<'e>> {
    let mut locals = Vec::new();
    for report in 0..context.entries.len() {
        let statements = &context.findings(report).statements;
        for (index, statement) in statements.iter().enumerate() {
            let cover = statement.content.iter().copied().reduce(Span::cover).unwrap_or(statement.cue);
            let text = statement.content.iter().map(|s| context.text(report, *s)).collect::<Vec<_>>().join(" ");
            let content = words(&text);
            let mut quotes = match statement.kind {
                StatementKind::Direct => vec![content.clone()],
                StatementKind::Mixed => quoted(&text).map(words).collect(),
                StatementKind::Indirect => Vec::new(),
            };
            quotes.retain(|q| q.len() >= LEAST_QUOTED_WORDS);
            let range = statement.time.and_then(|t| times.all[times.of(report, t)].range);
            let mut outer = BTreeSet::new();
            let mut at = statement.within;
            while let Some(i) = at.filter(|i| outer.insert(*i)) {
                at = statements[i].within;
            }
            locals.push(Local {
                report,
                index,
                statement,
                cover,
                who: who(context, actors, report, statement),
                words: content,
                meaning: meanings.of(report, &statement.content),
                quotes,
                day: range.filter(|(first, last)| first == last).map(|(day, _)| day),
                outer,
            });
        }
    }
    locals
}

fn who(context: &Context<'_>, actors: &Actors, report: usize, statement: &readout_extract::Statement) -> Who {
    const PRONOUNS: &[&str] = &["he", "she", "they", "it", "we", "i", "who", "which", "that", "this"];
    let Some(source) = &statement.source else { return Who::Unknown };
    let of: BTreeSet<usize> = source.actors.iter().map(|a| actors.of(report, *a)).collect();
    if of.is_empty() {
        let words = fold(context.text(report, source.span));
        return if words.is_empty() || PRONOUNS.contains(&words.as_str()) {
            Who::Unknown
        } else {
            Who::Described(words)
        };
    }
    if of.iter().all(|a| actors.is_named(*a)) {
        return Who::Actors(of);
    }
    Who::Described(of.iter().map(|a| fold(&actors.all[*a].name)).collect::<Vec<_>>().join(", "))
}

/// What stands between quotation marks; an open quotation runs to the end, one that only closes runs from the start.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let curly = text.contains(['“', '”']);
    let mut inside = match (text.find('“'), text.find('”')) {
        (Some(opens), Some(closes)) => closes < opens,
        (None, Some(_)) => true,
        _ => false,
    };
    text.split(['“', '”', '"']).filter(move |piece| {
        let is_quoted = inside;
        // After each piece follows a mark: an opening or closing one, or a straight one, which is either.
        let end = piece.as_ptr() as usize - text.as_ptr() as usize + piece.len();
        inside = match text[end..].chars().next() {
            Some('“') => true,
            Some('”') => false,
            Some('"') if !curly => !inside,
            _ => inside,
        };
        is_quoted
    })
}

/// Joins in two steps: what has the same source, force and words (a class), then the classes of which one repeats a quotation of
/// the other. Each pair of classes is compared once, however many reports carry it.
fn join(locals: &[Local<'_>]) -> Clusters {
    let mut numbers = BTreeMap::new();
    let mut class_of = Vec::with_capacity(locals.len());
    let mut classes: Vec<Vec<usize>> = Vec::new();
    for (i, local) in locals.iter().enumerate() {
        let class = *numbers.entry((&local.who, force(local.statement), &local.words)).or_insert(classes.len());
        classes.resize(classes.len().max(class + 1), Vec::new());
        classes[class].push(i);
        class_of.push(class);
    }

    let mut repeats = BTreeSet::new();
    let heads = heads_of_quotes(locals, &class_of);
    for (&(who, force, words), &class) in &numbers {
        for place in 0..words.len().saturating_sub(LEAST_QUOTED_WORDS - 1) {
            let key = (who, force, &words[place..place + LEAST_QUOTED_WORDS]);
            for (quote, quoting) in heads.get(&key).into_iter().flatten() {
                if *quoting != class && words[place..].starts_with(quote) {
                    repeats.insert((class.min(*quoting), class.max(*quoting)));
                }
            }
        }
    }

    let mut clusters = Clusters::new(locals.len());
    let same_words = |a: usize, b: usize| {
        let (a, b) = (class_of[a], class_of[b]);
        a == b || repeats.contains(&(a.min(b), a.max(b)))
    };
    let fits = |a: usize, b: usize| same_words(a, b) && may_be_one(&locals[a], &locals[b], class_of[a] == class_of[b]);
    for class in classes.iter().filter(|c| locals[c[0]].words.len() >= LEAST_WORDS) {
        let mut sets: Vec<usize> = Vec::new();
        for (n, i) in class.iter().enumerate() {
            // Equal words of one day in different reports always fit: no need to ask all of them.
            let is_near = |n: usize| class.get(n).is_some_and(|other| locals[*other].report == locals[*i].report);
            let alone = !is_near(n + 1) && !n.checked_sub(1).is_some_and(is_near);
            let joined = sets.iter().any(|set| {
                if alone && locals[*set].day == locals[*i].day {
                    clusters.join(*set, *i);
                    return true;
                }
                clusters.join_if(*set, *i, fits)
            });
            if !joined {
                sets.push(*i);
            }
        }
    }
    for (a, b) in &repeats {
        let sets = |class: usize, clusters: &Clusters| -> BTreeSet<usize> {
            classes[class].iter().map(|i| clusters.find(*i)).collect()
        };
        let (these, those) = (sets(*a, &clusters), sets(*b, &clusters));
        for this in &these {
            for that in &those {
                clusters.join_if(*this, *that, fits);
            }
        }
    }
    clusters
}

/// Source, force and some words.
type Phrase<'l> = (&'l Who, u8, &'l [String]);

/// The quotations and the classes that have them, by their first words.
fn heads_of_quotes<'l>(
    locals: &'l [Local<'_>],
    class_of: &[usize],
) -> BTreeMap<Phrase<'l>, BTreeSet<(&'l [String], usize)>> {
    let mut heads = BTreeMap::<Phrase<'l>, BTreeSet<(&'l [String], usize)>>::new();
    for (local, class) in locals.iter().zip(class_of) {
        for quote in &local.quotes {
            let key = (&local.who, force(local.statement), &quote[..LEAST_QUOTED_WORDS]);
            heads.entry(key).or_default().insert((quote, *class));
        }
    }
    heads
}

/// Whether nothing speaks against it that two tellings of the same words are of one saying: another day, or one report that tells
/// them one inside the other, or one after the other in different words.
fn may_be_one(a: &Local<'_>, b: &Local<'_>, equal: bool) -> bool {
    let other_day = a.day.is_some() && b.day.is_some() && a.day != b.day;
    let nested = a.outer.contains(&b.index) || b.outer.contains(&a.index);
    !other_day && (a.report != b.report || (equal && !nested))
}

/// To say, to deny and to ask the same words are three things, and not to have said them is another.
fn force(statement: &readout_extract::Statement) -> u8 {
    let force = match statement.class {
        CueClass::Deny | CueClass::Reject => 1,
        CueClass::Ask => 2,
        _ => 0,
    };
    2 * force + u8::from(statement.negated)
}

/// With so many statements that share speaker and word, one is compared.
const COMPARED: usize = 12;

/// By so many of its rarest words a statement is found again.
const RAREST: usize = 6;

/// Joins statements of different reports that say the same in other words: each is compared with those of the same speaker that share
/// one of its rarest words.
fn join_other_words(locals: &[Local<'_>], meanings: &Meanings<'_, '_>, clusters: &mut Clusters) {
    let mut known = BTreeMap::<(Speaker<'_>, Unit), Vec<usize>>::new();
    for (i, local) in locals.iter().enumerate() {
        let mut rarest: Vec<Unit> = local.meaning.words.iter().copied().collect();
        rarest.sort_by_key(|unit| (meanings.sentences_with(*unit), *unit));
        rarest.truncate(RAREST);
        let speakers: Vec<Speaker<'_>> = match &local.who {
            Who::Actors(actors) => actors.iter().map(|a| Speaker::Actor(*a)).collect(),
            Who::Described(words) => vec![Speaker::Described(words)],
            Who::Unknown => vec![Speaker::Unknown],
        };
        let keys: Vec<_> = speakers.iter().flat_map(|s| rarest.iter().map(move |unit| (*s, *unit))).collect();
        let earlier = keys.iter().filter_map(|key| known.get(key));
        let earlier: BTreeSet<usize> = earlier.flat_map(|all| all.iter().rev().take(COMPARED)).copied().collect();
        // The most alike first: what is joined first keeps others out.
        let alike = |other: usize| meanings.overlap(&locals[other].meaning, &local.meaning).alike();
        let mut earlier: Vec<_> = earlier.into_iter().map(|other| (Reverse(alike(other)), other)).collect();
        earlier.sort_unstable();
        for (_, other) in earlier {
            clusters.join_if_some(other, i, COMPARED, |a, b| same_in_other_words(&locals[a], &locals[b], meanings));
        }
        for key in keys {
            known.entry(key).or_default().push(i);
        }
    }
}

/// By whom a statement is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker<'l> {
    Actor(usize),
    Described(&'l str),
    Unknown,
}

/// Whether two tellings, of different reports, are of one saying though the words differ: the speakers agree, nothing that they say speaks
/// against it, and most of what they say is the same.
fn same_in_other_words(a: &Local<'_>, b: &Local<'_>, meanings: &Meanings<'_, '_>) -> bool {
    if a.who == b.who && force(a.statement) == force(b.statement) && a.words == b.words {
        return may_be_one(a, b, true);
    }
    // With all speakers the same, less must be the same than with one of two.
    let (alike, held) = match (&a.who, &b.who) {
        (Who::Actors(x), Who::Actors(y)) if x == y => (60, 85),
        (Who::Actors(x), Who::Actors(y)) if x.is_subset(y) || y.is_subset(x) => (75, 101),
        (Who::Described(x), Who::Described(y)) if x == y => (75, 101),
        (Who::Unknown, Who::Unknown) => (90, 101),
        _ => return false,
    };
    let overlap = meanings.overlap(&a.meaning, &b.meaning);
    let much = overlap.alike() >= alike && overlap.count >= 4 || overlap.held() >= held && overlap.count >= 5;
    a.report != b.report
        && much
        && overlap.words >= 3
        && may_be_one(a, b, false)
        && force(a.statement) == force(b.statement)
        && mind(a.statement.class) == mind(b.statement.class)
        && !a.meaning.names_others(&b.meaning)
        && !meanings.contradict(&a.meaning, &b.meaning)
}

/// To hope and to fear something is not to say that it is so.
fn mind(class: CueClass) -> u8 {
    match class {
        CueClass::Hope => 1,
        CueClass::Fear => 2,
        CueClass::Demand => 3,
        _ => 0,
    }
}

/// One statement from its tellings, the first of which leads; what it leaves out, the next one gives.
fn merge(
    context: &Context<'_>,
    actors: &Actors,
    times: &Times,
    of: &[Vec<usize>],
    tellings: &[&Local<'_>],
    ids: &mut Ids,
) -> Statement {
    let first = tellings[0];
    let own = of[first.report][first.index];
    let source = |l: &&Local<'_>| Some(actors.source(context, l.report, l.statement.source.as_ref()?));
    let mut via: Vec<(String, Source)> = Vec::new();
    for local in tellings {
        for carrier in &local.statement.via {
            let words = fold(context.text(local.report, carrier.span));
            let carrier = actors.source(context, local.report, carrier);
            let is_known = |(w, s): &(String, Source)| match carrier.actors.is_empty() {
                true => *w == words,
                false => s.actors == carrier.actors,
            };
            if !via.iter().any(is_known) {
                via.push((words, carrier));
            }
        }
    }
    let witness = |l: &&Local<'_>| Witness {
        evidence: context.evidence(l.report, l.cover),
        content: l.statement.content.clone(),
        source: l.statement.source.as_ref().map(|s| s.span),
        cue: l.statement.cue,
        hedges: l.statement.hedges.clone(),
    };
    let report = &context.report(first.report).id.0;
    let [start, end, cue] = [first.cover.start, first.cover.end, first.statement.cue.start].map(|n| n.to_string());
    Statement {
        id: ids.id("s", &[report, &start, &end, &cue]),
        source: tellings.iter().filter_map(source).next(),
        cue_lemma: first.statement.cue_lemma.clone(),
        class: first.statement.class,
        kind: first.statement.kind,
        addressee: tellings
            .iter()
            .find_map(|l| Some(actors.source(context, l.report, l.statement.addressee.as_ref()?))),
        medium: tellings.iter().find_map(|l| Some(context.evidence(l.report, l.statement.medium?))),
        via: via.into_iter().map(|(_, source)| source).collect(),
        time: tellings.iter().find_map(|l| Some(times.of(l.report, l.statement.time?))),
        negated: first.statement.negated,
        within: tellings.iter().find_map(|l| Some(of[l.report][l.statement.within?]).filter(|w| *w != own)),
        witnesses: tellings.iter().map(witness).collect(),
        support: context.support(tellings.iter().map(|l| (l.report, l.statement.cue))),
    }
}

/// Joined tellings may nest in a circle (A in B here, B in A there): then the later one stands free.
fn cut_circles(all: &mut [Statement]) {
    for i in 0..all.len() {
        let mut seen = BTreeSet::from([i]);
        let mut at = i;
        while let Some(outer) = all[at].within {
            if !seen.insert(outer) {
                all[at].within = None;
                break;
            }
            at = outer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_quotations() {
        let of = |text| quoted(text).map(str::trim).filter(|q| !q.is_empty()).collect::<Vec<_>>();
        assert_eq!(of("the plan was “a map” and “no more”"), ["a map", "no more"]);
        assert_eq!(of("the plan was \"a map\" and \"no more\""), ["a map", "no more"]);
        assert_eq!(of("a map” and then “no more"), ["a map", "no more"]);
        assert_eq!(of("nothing of it"), [""; 0]);
        assert_eq!(of("the plan was \"a map"), ["a map"]);
    }
}
