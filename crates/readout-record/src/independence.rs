//! Which reports speak for themselves, and which copy or repeat another.
//!
//! Three things make a report depend on another: passages that it shares with an earlier one (outside quotation marks: to quote
//! the same words is no copying), a publisher in common, and a carrier that it names ("quoted by Interfax", "told the BBC",
//! "Reuters reported", "(AP) -"). All is decided place by place: a report may copy one passage and have the next from its own
//! people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use readout_extract::{Attributed, Statement};
use readout_report::{Evidence, Report, Span};

use crate::cluster::Clusters;
use crate::fold::{squeeze, words};
use crate::runs::{Text, Word, hash};
use crate::{Derivation, Entry, Origin};

/// Runs of so many words are looked for.
const RUN: usize = 8;
/// A passage is copied if so many words of it stand outside quotation marks.
const LEAST_OWN_WORDS: usize = 16;
/// A report of which so much is copied from one other is a copy of it.
const COPY_PERCENT: usize = 50;
/// A carrier in brackets stands so near the start.
const DATELINE_IN_BYTES: usize = 160;

/// Where each place of a story's reports comes from.
pub(crate) struct Independence {
    /// By report: the number of its publisher.
    publishers: Vec<usize>,
    /// By report: what it has from elsewhere, as spans of its text and numbers of publishers.
    elsewhere: Vec<Vec<(Span, usize)>>,
    /// By report: where all of it comes from, if it is a copy.
    wholly: Vec<Option<usize>>,
    derivations: Vec<Vec<Derivation>>,
}

impl Independence {
    /// Of the reports of one story, oldest first.
    pub(crate) fn find(entries: &[Entry]) -> Self {
        let publishers = Publishers::of(entries);
        let carried: Vec<Vec<Carried>> = entries.iter().map(|entry| carried(entry, &publishers)).collect();
        let credits: Vec<Option<(Span, String)>> = entries.iter().map(|e| credit(&e.report, &publishers)).collect();
        let names = carried.iter().flatten().map(|c| &c.name).chain(credits.iter().flatten().map(|(_, name)| name));
        let numbers = publishers.number(names.map(|name| name_key(name)));
        let of = |report: usize| numbers.reports[report];
        let other = |report: usize, name: &str| {
            numbers.by_key.get(&name_key(name)).copied().filter(|number| *number != of(report))
        };

        let mut this = Self {
            publishers: numbers.reports.clone(),
            elsewhere: vec![Vec::new(); entries.len()],
            wholly: vec![None; entries.len()],
            derivations: vec![Vec::new(); entries.len()],
        };
        let mut outlets = vec![BTreeMap::<String, BTreeSet<Span>>::new(); entries.len()];
        for report in 0..entries.len() {
            for carried in &carried[report] {
                if let Some(number) = other(report, &carried.name) {
                    this.elsewhere[report].extend(carried.spans.iter().map(|s| (*s, number)));
                    outlets[report].entry(carried.name.clone()).or_default().insert(carried.named);
                }
            }
            if let Some((span, name)) = &credits[report] {
                this.wholly[report] = other(report, name);
                if this.wholly[report].is_some() {
                    outlets[report].entry(name.clone()).or_default().insert(*span);
                }
            }
        }

        // Who names a carrier for all of it has it from there: of two with the same words the other is the first.
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|report| (this.wholly[*report].is_some(), *report));
        let texts: Vec<Text> = entries.iter().map(|e| Text::new(&e.report.text)).collect();
        for (report, from) in copies(&texts, &order) {
            for (origin, passages) in from {
                let copied: usize = passages.iter().map(|p| p.words).sum();
                let number = this.wholly[origin].unwrap_or(of(origin));
                if copied * 100 >= texts[report].words.len() * COPY_PERCENT {
                    this.wholly[report] = Some(number);
                }
                this.elsewhere[report].extend(passages.iter().map(|p| (p.span, number)));
                let evidence = passages.iter().map(|p| Evidence::new(&entries[report].report, p.span)).collect();
                let from = Origin::Report(entries[origin].report.id.clone());
                this.derivations[report].push(Derivation { from, evidence });
            }
        }
        for (report, outlets) in outlets.into_iter().enumerate() {
            let evidence = |spans: BTreeSet<Span>| {
                spans.into_iter().map(|span| Evidence::new(&entries[report].report, span)).collect()
            };
            let found = outlets.into_iter().map(|(name, at)| (Origin::Outlet(name), evidence(at)));
            this.derivations[report].extend(found.map(|(from, evidence)| Derivation { from, evidence }));
            this.derivations[report].sort_by(|a, b| a.from.cmp(&b.from));
        }
        this
    }

    /// How many of those who say something at these places (report, span) do so independently: copies, reports of one
    /// publisher and those that repeat the same carrier count once.
    pub(crate) fn count(&self, places: impl IntoIterator<Item = (usize, Span)>) -> usize {
        let mut by_report = BTreeMap::<usize, BTreeSet<(bool, usize)>>::new();
        for (report, span) in places {
            let source = self.source(report, span);
            by_report.entry(report).or_default().insert((source.is_some(), source.unwrap_or(self.publishers[report])));
        }
        // A report that says it itself, too, needs no carrier; one that names two carriers is still one voice. A publisher
        // that has it from elsewhere in one report does not speak for itself in another.
        let voices = by_report.iter().filter_map(|(report, of)| Some((self.publishers[*report], of.first()?.1)));
        let voices: Vec<(usize, usize)> = voices.collect();
        let all: BTreeSet<usize> = voices.iter().flat_map(|(publisher, source)| [*publisher, *source]).collect();
        let at: BTreeMap<usize, usize> = all.into_iter().zip(0..).collect();
        let mut same = Clusters::new(at.len());
        voices.iter().for_each(|(publisher, source)| same.join(at[publisher], at[source]));
        same.sets().count()
    }

    /// From where a report has what stands at a place; none if it is its own.
    fn source(&self, report: usize, span: Span) -> Option<usize> {
        let at = |of: &&(Span, usize)| of.0.start <= span.start && span.start < of.0.end;
        self.elsewhere[report].iter().find(at).map(|(_, number)| *number).or(self.wholly[report])
    }

    /// Whom a report copies or repeats.
    pub(crate) fn derivations(&self, report: usize) -> &[Derivation] {
        &self.derivations[report]
    }
}

/// What a report has from a carrier that it names.
struct Carried {
    /// Content, cue and source of the statement.
    spans: Vec<Span>,
    /// The words that name the carrier.
    named: Span,
    /// The carrier's name.
    name: String,
}

/// The statements that a report has from others: carried, said to another outlet, or an outlet's own.
fn carried(entry: &Entry, publishers: &Publishers) -> Vec<Carried> {
    let carried = |statement: &Statement| {
        let named = |of: &Attributed| {
            let actor = of.actors.first().and_then(|a| entry.findings.actors.get(*a));
            let name = actor.map_or_else(|| of.span.of_text(&entry.report.text), |a| a.name.as_str());
            (of.span, squeeze(name))
        };
        let outlet = |of: &Option<Attributed>| of.as_ref().map(named).filter(|(_, name)| publishers.is_outlet(name));
        let via = statement.via.first().map(named);
        let (named, name) = via.or_else(|| outlet(&statement.source)).or_else(|| outlet(&statement.addressee))?;
        let source = statement.source.as_ref().map(|s| s.span);
        let spans = statement.content.iter().copied().chain([statement.cue]).chain(source);
        Some(Carried { spans: spans.collect(), named, name })
    };
    entry.findings.statements.iter().filter_map(carried).filter(|c| !name_key(&c.name).is_empty()).collect()
}

/// The agency in brackets before a report's first sentence: `KIEV (Reuters) -`.
fn credit(report: &Report, publishers: &Publishers) -> Option<(Span, String)> {
    let end = report.text.floor_char_boundary(DATELINE_IN_BYTES);
    let head = &report.text[..end];
    let (open, close) = head.find('(').and_then(|open| Some((open + 1, open + head[open..].find(')')?)))?;
    let dash = head[close + 1..].trim_start();
    let is_dateline = dash.starts_with(['-', '–', '—']);
    let name = &head[open..close];
    (is_dateline && publishers.is_outlet(name)).then(|| (Span::of(open, close), squeeze(name)))
}

/// Who publishes the reports.
struct Publishers {
    /// By report: what its outlet's name and its address have in common with those of the same publisher.
    keys: Vec<BTreeSet<String>>,
    all: BTreeSet<String>,
}

/// The publishers' numbers; those of one publisher are the same.
struct Numbers {
    reports: Vec<usize>,
    by_key: BTreeMap<String, usize>,
}

impl Publishers {
    fn of(entries: &[Entry]) -> Self {
        let keys = |entry: &Entry| {
            let name = entry.report.outlet.as_deref().map(name_key);
            let host = entry.report.url.as_deref().and_then(host_key);
            name.into_iter().chain(host).filter(|key| !key.is_empty()).collect::<BTreeSet<_>>()
        };
        let keys: Vec<_> = entries.iter().map(keys).collect();
        Self { all: keys.iter().flatten().cloned().collect(), keys }
    }

    /// Whether a name is that of an outlet: by its last word, written large, or because it is known.
    fn is_outlet(&self, name: &str) -> bool {
        let (key, words) = (name_key(name), words(name));
        let last = name.split_whitespace().next_back().unwrap_or_default();
        let is_kind = |word: &String| KINDS.contains(&word.as_str()) && last.starts_with(char::is_uppercase);
        let is_long = words.iter().filter(|w| *w != "the").count() > 1;
        is_long && words.last().is_some_and(is_kind)
            || AGENCIES.binary_search(&key.as_str()).is_ok()
            || self.all.contains(&key)
    }

    /// A number for each publisher of a report and each outlet of the given keys.
    fn number(&self, outlets: impl Iterator<Item = String>) -> Numbers {
        let keys: BTreeSet<String> = outlets.chain(self.all.iter().cloned()).collect();
        let n = self.keys.len();
        let at: BTreeMap<String, usize> = keys.into_iter().zip(n..).collect();
        let mut same = Clusters::new(n + at.len());
        for (report, keys) in self.keys.iter().enumerate() {
            keys.iter().for_each(|key| same.join(report, at[key]));
        }
        Numbers {
            reports: (0..n).map(|report| same.find(report)).collect(),
            by_key: at.into_iter().map(|(key, item)| (key, same.find(item))).collect(),
        }
    }
}

/// What the names of one outlet have in common: `Fox News (Online)` and `Fox Online News` are `fox`.
fn name_key(name: &str) -> String {
    const WEAK: &[&str] = &[
        "agency", "com", "news", "official", "online", "opinion", "owned", "run", "service", "state", "the", "website",
        "wire",
    ];
    let all = words(name);
    let strong: Vec<&str> = all.iter().map(String::as_str).filter(|w| !WEAK.contains(w)).collect();
    let key = if strong.is_empty() { all.join(" ") } else { strong.join(" ") };
    // A host for a name: `in.reuters.com`.
    if !name.contains(char::is_whitespace) && name.contains('.') {
        return host_key(&format!("//{name}")).unwrap_or(key);
    }
    match key.as_str() {
        "associated press" => "ap".to_owned(),
        "agence france presse" => "afp".to_owned(),
        "british broadcasting corporation" => "bbc".to_owned(),
        _ => key,
    }
}

/// The name in an address's host (`reuters` in `https://uk.reuters.com/…`); none for places where anybody publishes.
fn host_key(url: &str) -> Option<String> {
    const SECOND: &[&str] = &["ac", "co", "com", "gov", "net", "org"];
    const ANYBODYS: &[&str] = &[
        "blogspot",
        "facebook",
        "github",
        "google",
        "medium",
        "msn",
        "substack",
        "telegram",
        "tumblr",
        "twitter",
        "wordpress",
        "x",
        "yahoo",
        "youtube",
    ];
    let host = url.split_once("//")?.1.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let mut labels: Vec<&str> = host.split('.').collect();
    let top = labels.pop()?;
    if top.len() == 2 && labels.len() > 1 && labels.last().is_some_and(|l| SECOND.contains(l)) {
        labels.pop();
    }
    labels.pop().filter(|name| !name.is_empty() && !ANYBODYS.contains(name)).map(str::to_owned)
}

/// Last words of the names of outlets.
const KINDS: &[&str] = &[
    "agency",
    "broadcasting",
    "chronicle",
    "courier",
    "gazette",
    "herald",
    "journal",
    "magazine",
    "news",
    "newspaper",
    "post",
    "radio",
    "telegraph",
    "television",
    "times",
    "tribune",
    "tv",
];

/// Agencies and outlets whose names do not say what they are; sorted.
const AGENCIES: &[&str] = &[
    "aa",
    "abc",
    "afp",
    "al arabiya",
    "al jazeera",
    "anadolu",
    "ansa",
    "ap",
    "axios",
    "bbc",
    "bloomberg",
    "breitbart",
    "canadian press",
    "cbs",
    "cnbc",
    "cnn",
    "der spiegel",
    "dpa",
    "dw",
    "efe",
    "fox",
    "globe and mail",
    "guardian",
    "haaretz",
    "huffington post",
    "huffpost",
    "interfax",
    "irna",
    "itar tass",
    "kyodo",
    "la repubblica",
    "le figaro",
    "le monde",
    "msnbc",
    "nbc",
    "npr",
    "pbs",
    "politico",
    "pti",
    "reuters",
    "ria",
    "ria novosti",
    "sana",
    "sky",
    "sputnik",
    "tass",
    "ukrinform",
    "upi",
    "usa today",
    "vox",
    "xinhua",
    "yonhap",
];

/// A passage that a report has from another.
struct Passage {
    span: Span,
    words: usize,
}

/// The copied passages of each report by the report that had them first, in the given order.
fn copies(texts: &[Text], order: &[usize]) -> Vec<(usize, BTreeMap<usize, Vec<Passage>>)> {
    let mut first = HashMap::<u64, (usize, usize)>::new();
    let mut all = Vec::new();
    let mut whole = BTreeMap::<Vec<u32>, usize>::new();
    for &report in order {
        let own = &texts[report].words;
        let runs: Vec<u64> = texts[report].runs(RUN).collect();
        let mut found = BTreeMap::<usize, Vec<Passage>>::new();
        let origin = *whole.entry(own.iter().map(|word| word.hash).collect()).or_insert(report);
        if let ([first, .., last], true) = (own.as_slice(), origin != report) {
            found.insert(origin, vec![Passage { span: first.span.cover(last.span), words: own.len() }]);
            all.push((report, found));
            continue;
        }
        let mut at = 0;
        while at < runs.len() {
            let Some((origin, there)) = first.get(&runs[at]).copied() else {
                at += 1;
                continue;
            };
            let theirs = &texts[origin].words[there..];
            let n = own[at..].iter().zip(theirs).take_while(|(a, b)| a.hash == b.hash).count();
            let passage = &own[at..at + n];
            if is_own(passage) {
                let span = passage[0].span.cover(passage[n - 1].span);
                found.entry(origin).or_default().push(Passage { span, words: n });
                at += n;
            } else {
                at += 1;
            }
        }
        for (at, run) in runs.into_iter().enumerate() {
            first.entry(run).or_insert((report, at));
        }
        if !found.is_empty() {
            all.push((report, found));
        }
    }
    all
}

/// Whether a passage is a report's own telling, not words that it quotes: enough of it stands outside quotation marks, and
/// nobody in it speaks of himself, as in a message that is shown without marks.
fn is_own(passage: &[Word]) -> bool {
    const FIRST_PERSON: [&str; 5] = ["i", "me", "my", "our", "we"];
    let mut outside = passage.iter().filter(|word| !word.is_quoted);
    let speaks = |word: &Word| FIRST_PERSON.iter().any(|w| hash(w) == word.hash);
    outside.clone().count() >= LEAST_OWN_WORDS && !outside.any(speaks)
}
