//! Documents over reports, with their versions, points, authors and provisions, and what is said of each.
//!
//! Each report has its own documents, under all the names that it uses for them. Two reports' documents are one if they are of
//! the same kind ("plan", "transcript"), no number of points, author or detail of their names tells them apart, and the one of
//! which less is told could be no other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_report::Span;

use crate::actors::Actors;
use crate::context::{Context, Ids};
use crate::fold::{fold, squeeze, words};
use crate::statements::Statements;
use crate::{Document, Source, Version};

/// The documents of a story, those spoken of most first.
pub(crate) fn documents(context: &Context<'_>, actors: &Actors, statements: &Statements) -> Vec<Document> {
    let locals: Vec<Local<'_>> = (0..context.entries.len())
        .flat_map(|report| context.findings(report).documents.iter().map(move |found| (report, found)))
        .map(|(report, found)| Local::new(context, actors, report, found))
        .collect();
    let mut ids = Ids::default();
    let mut all: Vec<_> = join(&locals)
        .into_iter()
        .map(|group| {
            let group: Vec<&Local<'_>> = group.into_iter().map(|i| &locals[i]).collect();
            let first = group.iter().map(|l| (l.report, l.found.span)).min();
            (first, merge(context, actors, statements, &group, &mut ids))
        })
        .collect();
    all.sort_by_key(|(first, document)| (Reverse(document.evidence.len()), *first));
    all.into_iter().map(|(_, document)| document).collect()
}

/// A document of one report.
struct Local<'e> {
    report: usize,
    found: &'e readout_extract::Document,
    /// The word for what it is: "plan".
    kind: String,
    /// The words of its names that tell which one it is: "peace", "harbour".
    details: BTreeSet<String>,
    /// Its author, as the story's index.
    author: Option<usize>,
    /// Whether the report speaks of it as of one that is known: "the plan", "their plan".
    definite: bool,
}

impl<'e> Local<'e> {
    fn new(context: &Context<'e>, actors: &Actors, report: usize, found: &'e readout_extract::Document) -> Self {
        let mut details = BTreeSet::new();
        let mut kind = words(&found.name).pop().unwrap_or_default();
        if matches!(kind.as_str(), "draft" | "version") {
            let named = found.mentions.iter().filter_map(|m| words(&m.name).pop());
            kind = named.into_iter().find(|k| !matches!(k.as_str(), "draft" | "version")).unwrap_or(kind);
        }
        for mention in &found.mentions {
            let versions: BTreeSet<String> =
                mention.versions.iter().flat_map(|s| words(context.text(report, *s))).collect();
            let is_count =
                |word: &str| found.points.is_some_and(|n| word == n.to_string()) || matches!(word, "point" | "points");
            let tells = |word: &String| {
                *word != kind && !versions.contains(word) && !is_count(word) && !PLAIN.contains(&word.as_str())
            };
            details.extend(words(&mention.name).into_iter().filter(tells));
        }
        let author = found.author_actor.map(|a| actors.of(report, a)).filter(|a| actors.is_named(*a));
        let begins = |span: Span| fold(context.text(report, span)).split(' ').next().map(str::to_owned);
        let definite = found.mentions.iter().filter_map(|m| begins(m.span));
        let definite = definite
            .into_iter()
            .any(|w| matches!(w.as_str(), "the" | "its" | "their" | "his" | "her" | "this" | "that"));
        Self { report, found, kind, details, author, definite }
    }

    /// Whether the report tells a version of it apart.
    fn has_version(&self) -> bool {
        self.found.mentions.iter().any(|m| !m.versions.is_empty())
    }

    /// The words of its names that say what it is about, and not how it is.
    fn topic(&self) -> Vec<&str> {
        let is_topic = |word: &&String| {
            let is_kind = PLANS.contains(&word.as_str()) || matches!(word.as_str(), "document" | "paper" | "text");
            !is_kind
                && !word.ends_with("ed")
                && !MANNER.contains(&word.as_str())
                && self.found.author_actor.is_none_or(|_| word.len() > 3)
        };
        self.details.iter().filter(is_topic).map(String::as_str).collect()
    }

    /// How much is told of it.
    fn tells(&self) -> usize {
        self.details.len() + usize::from(self.found.points.is_some()) + usize::from(self.author.is_some())
    }

    /// Whether nothing tells the two apart.
    fn fits(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        let (a, b) = (&self.details, &other.details);
        let details = a.is_subset(b) || b.is_subset(a);
        self.report != other.report
            && self.kind == other.kind
            && details
            && agree(&self.author, &other.author)
            && agree(&self.found.points, &other.found.points)
    }
}

/// Words that do not tell which document it is.
const PLAIN: &[&str] = &[
    "a", "an", "any", "draft", "final", "its", "new", "of", "original", "own", "proposed", "so", "called", "such",
    "that", "the", "this", "latest",
];

/// Words that tell how a document is, or whose: no topic.
const MANNER: &[&str] = &[
    "basic",
    "first",
    "full",
    "initial",
    "interim",
    "later",
    "main",
    "possible",
    "potential",
    "preliminary",
    "secret",
    "second",
    "short",
    "tentative",
    "third",
    "uk",
    "us",
    "whole",
    "written",
];

/// Joins the documents of different reports; each set in order. Those of which most is told come first; one that could belong to
/// two that are not one stays alone.
fn join(locals: &[Local<'_>]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..locals.len()).collect();
    order.sort_by_key(|i| (&locals[*i].kind, Reverse(locals[*i].tells()), *i));
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut of_kind = BTreeMap::<&str, Vec<usize>>::new();
    for i in order {
        let known = of_kind.entry(&locals[i].kind).or_default();
        let homes: Vec<usize> =
            known.iter().copied().filter(|set| sets[*set].iter().all(|j| locals[i].fits(&locals[*j]))).collect();
        // The plain "plan" of another report is the one plan that the story is about, if it is about one.
        match homes[..] {
            [only] => sets[only].push(i),
            _ => {
                known.push(sets.len());
                sets.push(vec![i]);
            }
        }
    }
    join_versions(locals, &mut sets);
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort_unstable();
    sets
}

/// Words for papers that are versions of each other: the plan, the draft of it, the proposal that it began as.
const PLANS: &[&str] = &["blueprint", "draft", "framework", "plan", "proposal", "roadmap", "version"];

/// Where a story follows the versions of one plan, what it calls "the updated draft" or "the proposal" is that plan: the one that
/// has a number of points, or that is spoken of most, where two or more versions are told apart. What has another author, number
/// of points or topic, and what is only "a plan", is another.
fn join_versions(locals: &[Local<'_>], sets: &mut Vec<Vec<usize>>) {
    let is_plan = |set: &Vec<usize>| set.iter().any(|i| PLANS.contains(&locals[*i].kind.as_str()));
    let of = |set: &Vec<usize>| set.iter().map(|i| &locals[*i]).collect::<Vec<_>>();
    let mentions = |set: &Vec<usize>| set.iter().map(|i| locals[*i].found.mentions.len()).sum::<usize>();
    let plans: Vec<usize> = (0..sets.len()).filter(|s| is_plan(&sets[*s])).collect();
    let versions = plans.iter().filter(|s| of(&sets[**s]).iter().any(|l| l.has_version())).count();
    let points = |set: &Vec<usize>| set.iter().find_map(|i| locals[*i].found.points);
    let hub = plans.iter().copied().max_by_key(|s| (points(&sets[*s]).is_some(), mentions(&sets[*s]), Reverse(*s)));
    let Some(hub) = hub.filter(|_| versions >= 2) else { return };
    let mut topics = BTreeMap::<BTreeSet<&str>, usize>::new();
    for set in plans.iter().map(|s| &sets[*s]) {
        let topic: BTreeSet<&str> = of(set).iter().flat_map(|l| l.topic()).collect();
        if !topic.is_empty() {
            *topics.entry(topic).or_default() += mentions(set);
        }
    }
    let own: BTreeSet<&str> = of(&sets[hub]).iter().flat_map(|l| l.topic()).collect();
    let main = topics.into_iter().max_by_key(|(topic, n)| (*n, Reverse(topic.clone()))).map(|(topic, _)| topic);
    let topic = if own.is_empty() { main.unwrap_or_default() } else { own };
    let author = of(&sets[hub]).iter().find_map(|l| l.author);
    let number = points(&sets[hub]);
    let belongs = |set: &Vec<usize>| {
        of(set).iter().all(|l| {
            let agrees = l.author.is_none() || author.is_none() || l.author == author;
            let same_number = l.found.points.is_none() || number.is_none() || l.found.points == number;
            agrees && same_number && l.topic().iter().all(|word| topic.contains(word))
        }) && of(set).iter().any(|l| l.has_version() || l.definite)
    };
    let joined: Vec<usize> = plans.into_iter().filter(|s| *s != hub && belongs(&sets[*s])).collect();
    for set in joined {
        let moved = std::mem::take(&mut sets[set]);
        sets[hub].extend(moved);
    }
    sets.retain(|set| !set.is_empty());
}

fn merge(
    context: &Context<'_>,
    actors: &Actors,
    statements: &Statements,
    group: &[&Local<'_>],
    ids: &mut Ids,
) -> Document {
    let mut names = BTreeMap::<String, usize>::new();
    let mut versions = BTreeMap::<String, Vec<(usize, Span)>>::new();
    let mut places = BTreeSet::new();
    for local in group {
        for mention in &local.found.mentions {
            *names.entry(squeeze(&mention.name)).or_default() += 1;
            places.insert((local.report, mention.span));
            for version in &mention.versions {
                versions.entry(fold(context.text(local.report, *version))).or_default().push((local.report, *version));
            }
        }
        places.insert((local.report, local.found.span));
    }
    // The name that tells most; of those, the one used most, then the shortest.
    let fullest = names.into_iter().max_by_key(|(name, uses)| {
        let tells = words(name).iter().filter(|w| !PLAIN.contains(&w.as_str())).count();
        (tells.min(3), *uses, Reverse(name.len()), Reverse(name.clone()))
    });
    let first = group.iter().min_by_key(|l| (l.report, l.found.span));
    let id = match first {
        Some(first) => ids.at("d", context.report(first.report), first.found.span),
        None => String::new(),
    };
    let author = group.iter().find_map(|local| {
        let evidence = context.evidence(local.report, local.found.author?);
        Some(Source {
            actors: local.found.author_actor.map(|a| actors.of(local.report, a)).into_iter().collect(),
            evidence,
        })
    });
    let mut of_statements: Vec<usize> =
        group.iter().flat_map(|l| l.found.statements.iter().map(|s| statements.of(l.report, *s))).collect();
    of_statements.sort_unstable();
    of_statements.dedup();
    let mut versions: Vec<Version> = versions
        .into_values()
        .map(|mut places| {
            places.sort();
            let (report, span) = places[0];
            Version { words: squeeze(context.text(report, span)), evidence: context.all_evidence(places) }
        })
        .collect();
    let order: BTreeMap<_, _> = context.entries.iter().enumerate().map(|(i, e)| (&e.report.id, i)).collect();
    versions.sort_by_key(|v| v.evidence.first().map(|e| (order.get(&e.report).copied(), e.span)));
    Document {
        id,
        name: fullest.map(|(name, _)| name).unwrap_or_default(),
        version: first.and_then(|l| l.found.version.as_deref()).map(squeeze),
        points: group.iter().find_map(|l| l.found.points),
        author,
        versions,
        provisions: context.all_evidence(group.iter().flat_map(|l| l.found.provisions.iter().map(|p| (l.report, *p)))),
        statements: of_statements,
        support: context.support(places.iter().copied()),
        evidence: context.all_evidence(places),
    }
}
