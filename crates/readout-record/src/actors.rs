//! Actors over reports and spellings.
//!
//! Actors are joined only by proper names; one that is never named ("a senior official") stays its report's own. A name that
//! could be two actors' joins neither. People are joined with people, and places, bodies and groups with each other: "Kyiv" is
//! now the city, now its government, and which of them the reports mean most often is its kind.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use readout_extract::coreference::country;
use readout_extract::{ActorKind, Attributed, MentionForm};
use readout_report::Span;

use crate::cluster::Clusters;
use crate::context::{Context, Ids};
use crate::descriptions;
use crate::fold::{fold, squeeze};
use crate::initials::{acronym, initials};
use crate::known_names::{branch_of_state, is_generic, is_named_by, key};
use crate::person::PersonName;
use crate::{Actor, Role, Source};

/// The actors of a story, and which of them each report's actors are.
pub(crate) struct Actors {
    pub(crate) all: Vec<Actor>,
    /// `of[report][actor]`: from [`readout_extract::Findings::actors`] to [`Self::all`].
    of: Vec<Vec<usize>>,
    /// Whether the reports name the actor, and not only describe it.
    named: Vec<bool>,
}

impl Actors {
    pub(crate) fn find(context: &Context<'_>) -> Self {
        let mut locals = locals(context);
        settle_kinds(&mut locals);
        let mut clusters = Clusters::new(locals.len());
        join_people(&locals, &mut clusters);
        join_others(&locals, &mut clusters);
        join_bracketed_acronyms(context, &locals, &mut clusters);
        join_acronyms(&locals, &mut clusters);
        join_described(context, &locals, &mut clusters);

        let mut drafts: Vec<_> = clusters.sets().map(|set| Draft::new(context, &locals, set)).collect();
        drafts.sort_by_key(|d| (std::cmp::Reverse(d.mentions), d.first));
        let mut of: Vec<Vec<usize>> =
            context.entries.iter().map(|entry| vec![usize::MAX; entry.findings.actors.len()]).collect();
        for (global, draft) in drafts.iter().enumerate() {
            for local in &draft.locals {
                of[local.report][local.index] = global;
            }
        }
        let named = drafts.iter().map(|d| d.locals.iter().any(|l| l.chief.is_some())).collect();
        let mut ids = Ids::default();
        let all = drafts.into_iter().map(|draft| draft.finish(context, &of, &mut ids)).collect();
        Self { all, of, named }
    }

    /// The story's index of a report's actor.
    pub(crate) fn of(&self, report: usize, actor: usize) -> usize {
        self.of[report][actor]
    }

    /// Whether the reports give the actor a name.
    pub(crate) fn is_named(&self, actor: usize) -> bool {
        self.named[actor]
    }

    /// The actors that a span stands for, each once, and its words.
    pub(crate) fn source(&self, context: &Context<'_>, report: usize, attributed: &Attributed) -> Source {
        let mut actors = Vec::new();
        for actor in attributed.actors.iter().map(|a| self.of(report, *a)) {
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        Source { actors, evidence: context.evidence(report, attributed.span) }
    }
}

/// An actor of one report.
struct Local<'e> {
    report: usize,
    index: usize,
    kind: ActorKind,
    /// The fullest proper name; none for an actor that is only described.
    chief: Option<String>,
    /// The other proper names.
    others: BTreeSet<String>,
    /// The descriptions.
    described: BTreeSet<String>,
    actor: &'e readout_extract::Actor,
    mentions: Vec<&'e readout_extract::Mention>,
}

fn locals<'e>(context: &Context<'e>) -> Vec<Local<'e>> {
    let mut locals = Vec::new();
    for report in 0..context.entries.len() {
        let findings = context.findings(report);
        let mut mentions = vec![Vec::new(); findings.actors.len()];
        for mention in &findings.mentions {
            if let Some(actor) = mention.actor {
                mentions[actor].push(mention);
            }
        }
        for (index, (actor, mentions)) in findings.actors.iter().zip(mentions).enumerate() {
            let texts = |form| -> BTreeSet<String> {
                let of_form = mentions.iter().filter(|m| m.form == form);
                of_form.map(|m| squeeze(context.text(report, m.span))).collect()
            };
            let mut others = texts(MentionForm::Name);
            let described = texts(MentionForm::Description);
            let name = squeeze(&actor.name);
            let chief = if others.contains(&name) || !described.contains(&name) {
                Some(name)
            } else {
                others.iter().max_by_key(|n| (n.chars().count(), std::cmp::Reverse(*n))).cloned()
            };
            let chief = chief.filter(|c| !fold(c).is_empty());
            others.retain(|n| Some(n) != chief.as_ref() && !fold(n).is_empty());
            locals.push(Local { report, index, kind: actor.kind, chief, others, described, actor, mentions });
        }
    }
    locals
}

/// A name of one word is sometimes taken for a person's and sometimes not: over all reports, the more frequent holds, and for a
/// surname whose full name is given, the person.
fn settle_kinds(locals: &mut [Local<'_>]) {
    let single = |local: &Local<'_>| {
        let chief = local.chief.as_deref().filter(|c| !c.contains(' ') && local.others.is_empty())?;
        Some(fold(chief))
    };
    let mut votes = BTreeMap::<String, BTreeMap<ActorKind, usize>>::new();
    let (mut surnames, mut firms) = (BTreeSet::new(), BTreeSet::new());
    // "The head of GM" may be read as a person; nobody's surname is written so.
    let is_letters = |word: &str| word.len() > 1 && word.len() < 5 && word.chars().all(char::is_uppercase);
    for local in locals.iter() {
        if let Some(name) = single(local) {
            *votes.entry(name).or_default().entry(local.kind).or_default() += local.mentions.len();
        } else if let Some((_, surname)) = local.chief.as_deref().and_then(|c| c.rsplit_once(' '))
            && local.kind == ActorKind::Person
            && (!is_letters(surname) || local.chief.as_deref().is_some_and(|c| c.to_uppercase() == c))
        {
            let surname = fold(surname);
            *votes.entry(surname.clone()).or_default().entry(ActorKind::Person).or_default() += local.mentions.len();
            surnames.insert(surname);
        } else if let Some((name, _)) = local.chief.as_deref().and_then(|c| c.split_once(' '))
            && local.kind == ActorKind::Organisation
        {
            // "Halden Motors" speaks for Halden as a firm.
            let name = fold(name);
            if local.chief.as_deref().is_some_and(|c| is_firm(&key(c, local.kind), c, &name)) {
                *votes.entry(name.clone()).or_default().entry(local.kind).or_default() += local.mentions.len();
                firms.insert(name);
            }
        }
    }
    for local in locals.iter_mut() {
        let Some((name, votes)) = single(local).and_then(|n| Some((n.clone(), votes.get(&n)?))) else { continue };
        let persons = votes.get(&ActorKind::Person).copied().unwrap_or_default();
        let others: usize = votes.values().sum::<usize>() - persons;
        let best = votes.iter().filter(|(k, _)| **k != ActorKind::Person).max_by_key(|(k, n)| (**n, Reverse(**k)));
        if local.kind == ActorKind::Person {
            if let Some((kind, _)) =
                best.filter(|_| others > persons && (firms.contains(&name) || !surnames.contains(&name)))
            {
                local.kind = *kind;
            }
        } else if persons > 2 * others || (persons >= others && surnames.contains(&name)) {
            local.kind = ActorKind::Person;
        }
    }
}

/// Whether a full name is that of a firm which is called by its first word.
fn is_firm(key: &str, full: &str, name: &str) -> bool {
    is_named_by(key, name) || (key == name && full.contains(' '))
}

/// A person's names taken apart.
struct Person {
    local: usize,
    chief: PersonName,
    /// All names with a first name or initial.
    long: Vec<PersonName>,
    /// All names of one word.
    short: Vec<PersonName>,
}

impl Person {
    /// Whether nothing in the names tells two persons apart.
    fn fits(&self, other: &Self) -> bool {
        let agree = |a: &PersonName, b: &PersonName| match (a.is_full(), b.is_full()) {
            (true, true) => a.agrees(b) || a.misspells(b),
            (true, false) => a.is_abbreviated(b),
            (false, true) => b.is_abbreviated(a),
            (false, false) => a.initial() == b.initial() && a.same_surname(b),
        };
        self.long.is_empty()
            || other.long.is_empty()
            || self.long.iter().any(|a| other.long.contains(a))
            || self.long.iter().any(|a| other.long.iter().any(|b| agree(a, b)))
    }
}

fn join_people(locals: &[Local<'_>], clusters: &mut Clusters) {
    let mut people = BTreeMap::new();
    for (i, local) in locals.iter().enumerate().filter(|(_, l)| l.kind == ActorKind::Person) {
        let Some(chief) = local.chief.as_deref().and_then(PersonName::parse) else { continue };
        let all = local.others.iter().filter_map(|n| PersonName::parse(n)).chain([chief.clone()]);
        let (long, short) = all.partition(|n| n.is_full() || n.initial().is_some());
        people.insert(i, Person { local: i, chief, long, short });
    }
    let fits = |a: usize, b: usize| people[&a].fits(&people[&b]);

    // Full names, first those written the same, then by sound, then with a misspelt surname.
    let mut same = BTreeMap::<&PersonName, usize>::new();
    let mut by_sound = BTreeMap::<_, Vec<(&PersonName, usize)>>::new();
    let mut by_given = BTreeMap::<_, Vec<(&PersonName, usize)>>::new();
    for person in people.values() {
        for name in person.long.iter().filter(|n| n.is_full()) {
            let first = *same.entry(name).or_insert(person.local);
            if people[&first].long == person.long {
                // Whatever fits the one fits the other: no need to ask all of a name's reports.
                clusters.join(first, person.local);
                if first != person.local {
                    continue;
                }
            } else if clusters.join_if(first, person.local, fits) {
                continue;
            }
            by_sound.entry(name.bucket()).or_default().push((name, person.local));
            by_given.entry(name.misspelling_bucket()).or_default().push((name, person.local));
        }
    }
    join_in(by_sound.values(), clusters, PersonName::agrees, fits);
    join_in(by_given.values(), clusters, PersonName::misspells, fits);

    // An initial with a surname, then a surname alone: to the only one whom it can mean.
    join_short(&people, clusters, |p| p.chief.initial().is_some(), PersonName::is_abbreviated, fits);
    join_short(
        &people,
        clusters,
        |p| p.long.is_empty(),
        PersonName::is_called,
        |a, b| {
            let (a, b) = (&people[&a], &people[&b]);
            !a.long.is_empty() || !b.long.is_empty() || a.chief.same_surname(&b.chief)
        },
    );
}

/// Joins, within each bucket, the pairs that agree.
fn join_in<'p>(
    buckets: impl Iterator<Item = &'p Vec<(&'p PersonName, usize)>>,
    clusters: &mut Clusters,
    agree: impl Fn(&PersonName, &PersonName) -> bool,
    fits: impl Fn(usize, usize) -> bool + Copy,
) {
    for bucket in buckets {
        for (i, (name, local)) in bucket.iter().enumerate() {
            for (other, other_local) in &bucket[i + 1..] {
                if clusters.find(*local) != clusters.find(*other_local) && agree(name, other) {
                    clusters.join_if(*local, *other_local, fits);
                }
            }
        }
    }
}

/// Joins each person that `is_short` to the one cluster that uses the same short name, or with a long name that it `can_mean`;
/// all are decided before any is joined. Those that no long name explains are joined with each other where they `fit`.
fn join_short(
    people: &BTreeMap<usize, Person>,
    clusters: &mut Clusters,
    is_short: impl Fn(&Person) -> bool,
    can_mean: impl Fn(&PersonName, &PersonName) -> bool,
    fit: impl Fn(usize, usize) -> bool + Copy,
) {
    let mut long_names = BTreeMap::<_, Vec<(&PersonName, usize)>>::new();
    let mut short_names = BTreeMap::<&PersonName, Vec<usize>>::new();
    for person in people.values().filter(|p| !is_short(p) && !p.long.is_empty()) {
        for name in &person.long {
            long_names.entry(name.bucket()).or_default().push((name, person.local));
        }
        for name in &person.short {
            short_names.entry(name).or_default().push(person.local);
        }
    }
    // What a name can mean does not depend on who uses it.
    let mut meanings = BTreeMap::<&PersonName, BTreeSet<usize>>::new();
    let mut decided = Vec::new();
    let mut alone = BTreeMap::<_, Vec<(&PersonName, usize)>>::new();
    for person in people.values().filter(|p| is_short(p)) {
        let meant = meanings.entry(&person.chief).or_insert_with(|| {
            let by_long = long_names.get(&person.chief.bucket()).into_iter().flatten();
            let by_long = by_long.filter(|(name, _)| can_mean(name, &person.chief)).map(|(_, local)| *local);
            let by_short = short_names.get(&person.chief).into_iter().flatten().copied();
            let called: BTreeSet<usize> = by_short.map(|local| clusters.find(local)).collect();
            // Of several Novaks, the only one whom other reports call "Novak" is meant where no first name is given.
            match called.len() {
                1 => called,
                _ => by_long.map(|local| clusters.find(local)).chain(called).collect(),
            }
        });
        match (meant.len(), meant.first()) {
            (1, Some(only)) => decided.push((*only, person.local)),
            (0, _) => alone.entry(person.chief.bucket()).or_default().push((&person.chief, person.local)),
            _ => {}
        }
    }
    for (only, local) in decided {
        clusters.join(only, local);
    }
    join_in(alone.values(), clusters, |_, _| true, fit);
}

/// Places, bodies and groups: the same name, or a name that only one other also uses.
fn join_others(locals: &[Local<'_>], clusters: &mut Clusters) {
    let mut chiefs = BTreeMap::<_, usize>::new();
    let mut others = BTreeMap::<_, Vec<usize>>::new();
    for (i, local) in locals.iter().enumerate().filter(|(_, l)| l.kind != ActorKind::Person) {
        let known = |name: &str| Some(key(name, local.kind)).filter(|key| !is_generic(key));
        let Some(chief) = &local.chief else {
            // "The Indian navy" is as good as a name.
            let state = |_: &&String| local.kind == ActorKind::Organisation;
            if let Some(key) = local.described.iter().filter(state).find_map(|words| branch_of_state(words)) {
                clusters.join(*chiefs.entry(key).or_insert(i), i);
            }
            continue;
        };
        if let Some(key) = known(chief) {
            clusters.join(*chiefs.entry(key).or_insert(i), i);
        }
        for key in local.others.iter().filter_map(|name| known(name)) {
            others.entry(key).or_default().push(i);
        }
    }
    let mut decided = Vec::new();
    for (key, chief) in &chiefs {
        let meant: BTreeSet<usize> = others.get(key).into_iter().flatten().map(|l| clusters.find(*l)).collect();
        let called = &locals[*chief];
        let may_be_firm =
            called.kind != ActorKind::Group && called.chief.as_deref().is_none_or(|c| country(c).is_none());
        let firm = || {
            let mut firms = chiefs.range::<String, _>(key..).take_while(|(long, _)| long.starts_with(key.as_str()));
            let mut firms =
                firms.by_ref().filter(|(long, _)| is_named_by(long, key)).map(|(_, firm)| clusters.find(*firm));
            firms.next().filter(|first| firms.all(|other| other == *first))
        };
        let only =
            if meant.is_empty() && may_be_firm { firm() } else { meant.first().copied().filter(|_| meant.len() == 1) };
        decided.extend(only.map(|only| (only, *chief)));
    }
    for (only, chief) in decided {
        clusters.join(only, chief);
    }
}

/// Those who are only described, by a description that fits nobody else of the story: "the Danish minister of water", if one
/// person is said to be that; "a 59-year-old woman"; "23 sailors".
fn join_described(context: &Context<'_>, locals: &[Local<'_>], clusters: &mut Clusters) {
    let mut holders = BTreeMap::<String, BTreeSet<usize>>::new();
    for (i, local) in locals.iter().enumerate().filter(|(_, l)| l.chief.is_some() && l.kind == ActorKind::Person) {
        for role in &local.actor.roles {
            if let Some(office) = descriptions::office(context.text(local.report, role.span)) {
                holders.entry(office).or_default().insert(clusters.find(i));
            }
        }
    }
    let mut same = BTreeMap::<(ActorKind, String), usize>::new();
    for (i, local) in locals.iter().enumerate().filter(|(_, l)| l.chief.is_none()) {
        if local.kind == ActorKind::Person
            && let Some(holders) = local
                .described
                .iter()
                .filter(|d| descriptions::is_definite(d))
                .find_map(|d| holders.get(&descriptions::office(d)?))
        {
            if let (1, Some(only)) = (holders.len(), holders.first()) {
                clusters.join(*only, i);
            }
            continue;
        }
        let marks = local.described.iter().find_map(|d| match local.kind {
            ActorKind::Person => {
                descriptions::age(d).or_else(|| descriptions::office(d).filter(|_| descriptions::is_definite(d)))
            }
            ActorKind::Group => descriptions::number(d),
            ActorKind::Organisation | ActorKind::Place | ActorKind::Other => None,
        });
        if let Some(marks) = marks {
            clusters.join(*same.entry((local.kind, marks)).or_insert(i), i);
        }
    }
}

/// "North Atlantic Treaty Organization (NATO)": the report says that the two are one.
fn join_bracketed_acronyms(context: &Context<'_>, locals: &[Local<'_>], clusters: &mut Clusters) {
    let of: BTreeMap<(usize, usize), usize> =
        locals.iter().enumerate().map(|(i, local)| ((local.report, local.index), i)).collect();
    for report in 0..context.entries.len() {
        let text = &context.report(report).text;
        let findings = context.findings(report);
        let names: Vec<_> = findings
            .mentions
            .iter()
            .filter(|m| m.form == MentionForm::Name && m.kind == ActorKind::Organisation && m.actor.is_some())
            .collect();
        for pair in names.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            let Some(between) = text.get(first.span.end as usize..second.span.start as usize) else { continue };
            let closes = text[second.span.end as usize..].starts_with(')');
            let is_pair = [first, second].map(|m| acronym(context.text(report, m.span)).is_some());
            if between.trim() == "(" && closes && is_pair[0] != is_pair[1] {
                let [Some(a), Some(b)] = [first, second].map(|m| of.get(&(report, m.actor?)).copied()) else {
                    continue;
                };
                if locals[a].kind == ActorKind::Organisation && locals[b].kind == ActorKind::Organisation {
                    clusters.join(a, b);
                }
            }
        }
    }
}

/// An acronym joins the only body whose name has these initials.
fn join_acronyms(locals: &[Local<'_>], clusters: &mut Clusters) {
    let bodies = || {
        let bodies = locals.iter().enumerate().filter(|(_, l)| l.kind == ActorKind::Organisation);
        bodies.filter_map(|(i, l)| Some((i, l.chief.as_deref()?)))
    };
    let mut long = BTreeMap::<String, BTreeSet<usize>>::new();
    for (i, chief) in bodies() {
        for letters in initials(chief) {
            long.entry(letters).or_default().insert(i);
        }
    }
    let mut decided = Vec::new();
    for (i, letters) in bodies().filter_map(|(i, chief)| Some((i, acronym(chief)?))) {
        let meant: BTreeSet<usize> = long.get(&letters).into_iter().flatten().map(|l| clusters.find(*l)).collect();
        if let (1, Some(only)) = (meant.len(), meant.first()) {
            decided.push((*only, i));
        }
    }
    for (only, acronym) in decided {
        clusters.join(only, acronym);
    }
}

/// A joined actor, before the indices of all are known.
struct Draft<'l, 'e> {
    locals: Vec<&'l Local<'e>>,
    /// Mentions of every form.
    mentions: usize,
    /// Report, and where in it (or which actor of it) it comes first.
    first: (usize, Option<Span>, usize),
    /// Each name and how often it is used, the most used first; spellings that differ only in case or marks count as one.
    names: Vec<(String, usize)>,
    /// What most mentions take it for; of two, the first.
    kind: ActorKind,
}

impl<'l, 'e> Draft<'l, 'e> {
    fn new(context: &Context<'_>, locals: &'l [Local<'e>], set: &[usize]) -> Self {
        let locals: Vec<_> = set.iter().map(|i| &locals[*i]).collect();
        let mut uses = BTreeMap::<String, usize>::new();
        for local in &locals {
            for name in [&local.actor.name].into_iter().chain(&local.actor.aliases) {
                uses.entry(squeeze(name)).or_default();
            }
            for mention in local.mentions.iter().filter(|m| m.form == MentionForm::Name) {
                *uses.entry(squeeze(context.text(local.report, mention.span))).or_default() += 1;
            }
        }
        let mut names: Vec<_> = uses.into_iter().collect();
        names.sort_by_key(|(name, uses)| (std::cmp::Reverse(*uses), std::cmp::Reverse(name.chars().count())));
        let mut seen = BTreeSet::new();
        names.retain(|(name, _)| seen.insert(fold(name)));

        // The first set member is the earliest report's.
        let first = locals[0];
        let place = (first.report, first.mentions.iter().map(|m| m.span).min(), first.index);
        let of_kind = |kind| locals.iter().filter(|l| l.kind == kind).map(|l| l.mentions.len()).sum::<usize>();
        let kind = locals.iter().map(|l| l.kind).rev().max_by_key(|kind| of_kind(*kind)).unwrap_or(first.kind);
        Self { mentions: locals.iter().map(|l| l.mentions.len()).sum(), first: place, names, locals, kind }
    }

    /// The name to show: for people the most used of those with a first name, else the most used; what only described it
    /// never goes before what names it.
    fn name(&self) -> String {
        let chiefs: BTreeSet<String> = self.locals.iter().filter_map(|l| l.chief.as_deref()).map(fold).collect();
        let is_full = |name: &str| PersonName::parse(name).is_some_and(|n| n.is_full());
        let best = match self.kind {
            ActorKind::Person => self
                .names
                .iter()
                .find(|(n, _)| chiefs.contains(&fold(n)) && is_full(n))
                .or_else(|| self.names.iter().find(|(n, _)| chiefs.contains(&fold(n)))),
            _ => self.names.iter().find(|(n, uses)| *uses > 0 || chiefs.contains(&fold(n))),
        };
        best.or(self.names.first()).map_or_else(String::new, |(name, _)| name.clone())
    }

    fn finish(self, context: &Context<'_>, of: &[Vec<usize>], ids: &mut Ids) -> Actor {
        let name = self.name();
        let kind = self.kind;
        let spoken = |l: &&'l Local<'e>| {
            let report = l.report;
            let written = l.mentions.iter().filter(|m| m.form != MentionForm::Pronoun);
            written.map(move |m| (report, m.span)).collect::<Vec<_>>()
        };
        let spoken_at = |l: &&'l Local<'e>| {
            let report = l.report;
            l.mentions.iter().map(move |m| (report, m.span)).collect::<Vec<_>>()
        };
        let evidence = context.all_evidence(self.locals.iter().flat_map(spoken));
        let pronouns = self.locals.iter().flat_map(|l| {
            let pronouns = l.mentions.iter().filter(|m| m.form == MentionForm::Pronoun);
            pronouns.map(|m| (l.report, m.span))
        });
        let pronouns = pronouns.collect::<BTreeSet<_>>().into_iter().collect();
        let named = self.locals.iter().any(|l| l.chief.is_some());
        let id = match evidence.first() {
            Some(first) if !named => ids.id("a", &[&first.report.0, &first.span.start.to_string(), &name]),
            _ => ids.id("a", &[kind.as_str(), &fold(&name)]),
        };
        Actor {
            id,
            kind,
            aliases: self.names.iter().map(|(n, _)| n).filter(|n| **n != name).cloned().collect(),
            roles: roles(context, of, &self.locals),
            evidence,
            pronouns,
            mentions: self.mentions,
            named,
            support: context.support(self.locals.iter().flat_map(spoken_at)),
            name,
        }
    }
}

/// The offices and relations of an actor, each wording once, in the order of first use.
fn roles(context: &Context<'_>, of: &[Vec<usize>], locals: &[&Local<'_>]) -> Vec<Role> {
    let mut order = BTreeMap::new();
    let mut places = Vec::<Vec<(usize, Span)>>::new();
    for local in locals {
        for role in &local.actor.roles {
            let related = role.of.map(|actor| of[local.report][actor]);
            let next = order.len();
            let i = *order.entry((fold(context.text(local.report, role.span)), related)).or_insert(next);
            places.resize(order.len(), Vec::new());
            places[i].push((local.report, role.span));
        }
    }
    let mut related: Vec<_> = order.into_iter().map(|((_, related), i)| (i, related)).collect();
    related.sort_unstable();
    let role = |(places, (_, of)): (Vec<(usize, Span)>, _)| Role {
        text: places.first().map_or_else(String::new, |(report, span)| squeeze(context.text(*report, *span))),
        of,
        evidence: context.all_evidence(places),
    };
    places.into_iter().zip(related).map(role).collect()
}
