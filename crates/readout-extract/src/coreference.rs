//! Who is who in one report: names, descriptions and pronouns, and which of them speak of one actor.
//!
//! A wrong person is the worst error that Readout can make, so whatever is doubtful stays open: the mention is given, its
//! actor is not. Names are put together first, over the whole report (`names`); then descriptions ("the US envoy") and
//! pronouns are resolved in text order, by office, country and possessor, and by the place in the sentence.
//! Time and memory are linear in the length of the report: each step looks back over a bounded stretch.

mod lexicon;
mod metonyms;
mod names;
mod phrases;
mod reading;

use std::collections::{HashMap, HashSet};

use readout_language::{Analysis, Deprel, NameKind, TokenRange, Upos};
use readout_report::Report;

use self::lexicon::Gender;
use self::names::NameUse;
use self::phrases::{Description, Office, Phrase, Pronoun, Title, What};
use self::reading::{DEPTH, NONE, Reading};
use crate::{Actor, ActorKind, Mention, MentionForm, Role, RoleKind};

/// How many sentences back the actor of a pronoun may stand.
const SENTENCES_BACK: u32 = 3;
/// How many sentences back it may stand where those between are a quotation.
const MOST_SENTENCES_BACK: u32 = 12;
/// How many sentences back a description without country, owner or other mark ("the minister") looks.
const DESCRIPTION_SENTENCES_BACK: u32 = 8;
/// How many holders of one office are compared.
const HOLDERS: usize = 24;
/// How many words the title of a name in apposition may have.
const WORDS_OF_TITLE: u32 = 4;
/// How many actors of one report may become one with another: each takes a look at all that was read.
const UNITED: usize = 8;
/// How many earlier mentions a pronoun looks at.
const MENTIONS_BACK: usize = 64;

/// The number of the country that a name speaks of or for: the same for "Russia", "Russian", "Moscow" and "the Kremlin". None for
/// other names. The numbers hold within one version of the program.
pub fn country_number(name: &str) -> Option<u16> {
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    lexicon::country(name).map(|(country, _)| country)
}

/// The mentions of a report in text order, and the actors in the order of their first mention.
pub fn find(report: &Report, analysis: &Analysis) -> (Vec<Mention>, Vec<Actor>) {
    let mut reading = Reading::new(&report.text, analysis);
    let mut uses = name_uses(&reading);
    names::settle_kinds(&mut uses);
    add_overlooked(&mut reading, &mut uses);
    if add_speakers(&mut reading, &mut uses) {
        add_overlooked(&mut reading, &mut uses);
    }
    let titles = titles(&reading, &mut uses);
    let (mut actor_of_name, named) = names::cluster(&uses);
    let metonyms = metonyms::settle(&reading, &uses, &mut actor_of_name);
    let phrases = phrases(&reading, &uses, &titles);
    let mut resolver = Resolver::new(&reading, phrases, &uses, actor_of_name, named);
    resolver.resolve(&titles);
    resolver.into_findings(&metonyms)
}

/// The country that words name or are the adjective of: "Russia" for "Russian". None for a capital.
pub fn country(words: &str) -> Option<&'static str> {
    lexicon::name_of_country(words)
}

/// Whether the noun, in dictionary form and small letters, denotes persons; so do abbreviated titles.
pub(crate) fn is_person_noun(lemma: &str) -> bool {
    lexicon::noun(lemma).is_some_and(|noun| noun.kind == ActorKind::Person)
}

/// The names without their titles.
fn name_uses(reading: &Reading<'_>) -> Vec<NameUse> {
    let mut uses = Vec::new();
    let mut last_end = 0;
    for name in &reading.analysis.names {
        // "Mr Smith" is a person whatever the name was taken for, and so is "Brandt, the head of the agency".
        let honorific = phrases::honorific_before(reading, name.tokens) != Gender::Unknown
            || lexicon::honorific(reading.word(name.tokens.start)).is_some_and(|g| g != Gender::Unknown)
            || (name.kind == NameKind::Organisation && phrases::is_described_as_person(reading, name.tokens));
        // "The New York Democrat" is no body.
        let member = name.tokens.end.checked_sub(1).is_some_and(|last| {
            matches!(reading.word(last), "Democrat" | "Republican") && name.kind == NameKind::Organisation
        });
        let kind = match phrases::kind_of(name.kind) {
            _ if honorific => ActorKind::Person,
            _ if member => ActorKind::Group,
            kind => kind,
        };
        let mut tokens = phrases::bare_name(reading, name.tokens, kind);
        if kind == ActorKind::Person {
            tokens = phrases::with_surname(reading, phrases::with_given_name(reading, tokens));
            tokens = phrases::with_suffix(reading, tokens);
        }
        let text = reading.words(tokens);
        if tokens.is_empty() || text.is_empty() || lexicon::honorific(text).is_some() {
            continue;
        }
        let sentence = reading.analysis.sentence_of(tokens.start) as u32;
        let gender = phrases::honorific_before(reading, tokens);
        let bracketed = tokens.start > 0 && reading.word(tokens.start - 1) == "(" && last_end + 1 == tokens.start;
        last_end = name.tokens.end;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let titled = honorific || phrases::is_titled(reading, tokens);
        uses.push(NameUse { tokens, text, kind, gender, sentence, titled, bracketed });
    }
    uses
}

/// Adds the names that the model overlooked in one place and found in another: the same word, or a surname whose full name the
/// report gives.
fn add_overlooked(reading: &mut Reading<'_>, uses: &mut Vec<NameUse>) {
    let known = names::known_words(uses);
    for name in uses.iter() {
        reading.name(name.tokens);
    }
    let lower = lower_words(reading);
    let headings = headings(reading);
    let mut overlooked = Vec::new();
    for (number, sentence) in (0u32..).zip(&reading.analysis.sentences) {
        let end = sentence.tokens.end.min(reading.left.len() as u32);
        for at in sentence.tokens.start..end {
            let word = reading.word(at);
            // An acronym is sometimes taken for a common noun.
            if !reading.is_nameless(at) {
                continue;
            }
            // "Ms Brandt" is a name in any case.
            let polite = || {
                let after = phrases::honorific_before(reading, TokenRange::new(at, at + 1)) != Gender::Unknown;
                let first = word.starts_with(char::is_uppercase) && reading.upos(at) == Upos::Propn;
                (first && at > sentence.tokens.start && after).then_some(ActorKind::Person)
            };
            let Some(kind) = known.get(word).copied().or_else(polite) else { continue };
            // A surname may be a noun too ("Sessions said").
            let alone = kind == ActorKind::Person
                && word.starts_with(char::is_uppercase)
                && matches!(reading.upos(at), Upos::Noun | Upos::Adj)
                && reading.is_subject(at)
                && reading.left[at as usize] == at;
            // "May said", at the start of a sentence.
            let speaks = word.starts_with(char::is_uppercase) && reading.is_source(at);
            // A surname that the tagger does not know is any part of speech to it ("it was Varnau who").
            let surname = kind == ActorKind::Person
                && is_capitalised(word)
                && (at > sentence.tokens.start && !headings.contains(&number) || reading.is_subject(at))
                && !lower.contains(word.to_lowercase().as_str());
            let is_name = alone || speaks || surname;
            if reading.upos(at) != Upos::Propn && !word.chars().all(char::is_uppercase) && !is_name {
                continue;
            }
            // "Brandt Street" is another name.
            let next = at + 1;
            let longer = next < end
                && reading.is_nameless(next)
                && reading.upos(next) == Upos::Propn
                && matches!(reading.deprel(at), Deprel::Compound | Deprel::Flat)
                && phrases::kind_of_noun(reading, next).is_none();
            if longer || (at > sentence.tokens.start && reading.deprel(at) == Deprel::Flat) {
                continue;
            }
            let tokens = TokenRange::new(at, next);
            let gender = phrases::honorific_before(reading, tokens);
            let titled = gender != Gender::Unknown || phrases::is_titled(reading, tokens);
            let text = word.to_owned();
            overlooked.push(NameUse { tokens, text, kind, gender, sentence: number, titled, bracketed: false });
        }
    }
    for name in &overlooked {
        reading.name(name.tokens);
    }
    uses.extend(overlooked);
    uses.sort_by_key(|name| name.tokens);
}

/// The words that the report writes in small letters.
fn lower_words<'t>(reading: &Reading<'t>) -> HashSet<&'t str> {
    let words = (0..reading.left.len() as u32).map(|at| reading.word(at));
    words.filter(|word| word.starts_with(char::is_lowercase)).collect()
}

/// The sentences that write most words with a capital, where it tells nothing.
fn headings(reading: &Reading<'_>) -> HashSet<u32> {
    let is_heading = |sentence: &readout_language::Sentence| {
        let end = sentence.tokens.end.min(reading.left.len() as u32);
        let words = (sentence.tokens.start..end).map(|at| reading.word(at));
        let (mut all, mut capital) = (0, 0);
        for word in words.filter(|w| w.starts_with(char::is_alphabetic) && w.chars().count() > 3) {
            all += 1;
            capital += u32::from(is_capitalised(word));
        }
        capital * 3 > all * 2
    };
    let sentences = (0u32..).zip(&reading.analysis.sentences);
    sentences.filter(|(_, sentence)| is_heading(sentence)).map(|(number, _)| number).collect()
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Adds the names that the model overlooked at the head of sources: capitals say enough where somebody speaks.
/// Tells whether there are any.
fn add_speakers(reading: &mut Reading<'_>, uses: &mut Vec<NameUse>) -> bool {
    for name in uses.iter() {
        reading.name(name.tokens);
    }
    let mut speakers: Vec<NameUse> = Vec::new();
    for source in reading.analysis.frames.iter().flat_map(|frame| &frame.source) {
        let Some(tokens) = phrases::unknown_name(reading, *source) else { continue };
        let sentence = reading.analysis.sentence_of(tokens.start) as u32;
        let gender = phrases::honorific_before(reading, tokens);
        let titled = gender != Gender::Unknown || phrases::is_titled(reading, tokens);
        let given = lexicon::given_name(reading.word(tokens.start)) != Gender::Unknown;
        let person = titled || given || (tokens.len() == 2 && !crate::attribution::is_outlet(reading.words(tokens)));
        let kind = if person { ActorKind::Person } else { ActorKind::Organisation };
        let text = reading.words(tokens).split_whitespace().collect::<Vec<_>>().join(" ");
        reading.name(tokens);
        speakers.push(NameUse { tokens, text, kind, gender, sentence, titled, bracketed: false });
    }
    let any = !speakers.is_empty();
    uses.extend(speakers);
    uses.sort_by_key(|name| name.tokens);
    any
}

/// The titles before the names, by name; they may tell the gender.
fn titles(reading: &Reading<'_>, uses: &mut [NameUse]) -> Vec<Option<Title>> {
    let mut titles = Vec::with_capacity(uses.len());
    for name in uses {
        let sentence = reading.analysis.sentences.get(name.sentence as usize);
        let floor = sentence.map_or(name.tokens.start, |s| s.tokens.start);
        let mut title = phrases::title_before(reading, name.tokens, name.kind, floor);
        if let Some(title) = &mut title {
            title.office.country = title.office.country.or_else(|| phrases::country_after(reading, name.tokens));
        }
        name.gender = name.gender.or(title.as_ref().map_or(Gender::Unknown, |t| t.gender));
        titles.push(title);
    }
    titles
}

/// The word that stands for a name in the tree: that of its title where the name hangs from it ("the leader Anna Brandt").
fn head_with_title(reading: &Reading<'_>, name: TokenRange, title: Option<&Title>) -> u32 {
    let Some(title) = title else { return reading.analysis.head_of(name) };
    let whole = TokenRange::new(title.tokens.start.min(name.start), name.end);
    let outside = |at: &u32| reading.head(*at).is_none_or(|head| !whole.contains(head));
    let mut words = whole.iter().filter(|at| name.contains(*at) || reading.is_nameless(*at));
    words.find(outside).unwrap_or_else(|| reading.analysis.head_of(name))
}

/// All phrases that may speak of actors, in the order of their heads.
fn phrases(reading: &Reading<'_>, uses: &[NameUse], titles: &[Option<Title>]) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut in_title = vec![false; reading.left.len()];
    for title in titles.iter().flatten() {
        for at in title.tokens.iter() {
            in_title[at as usize] = true;
        }
    }
    for (i, (name, title)) in uses.iter().zip(titles).enumerate() {
        phrases.push(Phrase {
            tokens: name.tokens,
            head: head_with_title(reading, name.tokens, title.as_ref()),
            sentence: name.sentence,
            kind: name.kind,
            gender: name.gender,
            plural: false,
            what: What::Name(i),
        });
    }
    for (number, sentence) in (0u32..).zip(&reading.analysis.sentences) {
        let bounds = TokenRange::new(sentence.tokens.start, sentence.tokens.end.min(reading.left.len() as u32));
        for at in bounds.iter() {
            match reading.upos(at) {
                Upos::Noun | Upos::Propn if !in_title[at as usize] => {
                    phrases.extend(phrases::description(reading, at, number, bounds));
                }
                Upos::Pron | Upos::Det => phrases.extend(phrases::pronoun(reading, at, number)),
                Upos::Adj => phrases.extend(phrases::aged(reading, at, number, bounds)),
                _ => {}
            }
        }
    }
    phrases.sort_by_key(|p| (p.head, p.tokens));
    phrases
}

/// What is known of an actor while the report is read.
struct Known {
    kind: ActorKind,
    /// Whether only a description speaks of it so far that may come again: "the ambassador", not "an ambassador".
    described: bool,
    gender: Gender,
    plural: bool,
    /// Sentence of the last mention so far.
    last: Option<u32>,
    roles: Vec<Relation>,
    /// The offices that titles anywhere and descriptions so far give, at most [`HOLDERS`].
    held: Vec<Office>,
}

/// What some phrase says an actor is.
struct Relation {
    tokens: TokenRange,
    /// The word that it belongs to.
    possessor: Option<u32>,
    kind: RoleKind,
}

impl Relation {
    fn new(tokens: TokenRange, office: &Office) -> Self {
        Self { tokens, possessor: office.possessor, kind: lexicon::role_kind(&office.noun) }
    }
}

/// Who holds an office, as some phrase says.
struct Holder {
    actor: usize,
    office: Office,
}

/// A mention that a pronoun may look back at.
struct Seen {
    /// None for a pronoun whose actor is open: what would choose it stays open too.
    actor: Option<usize>,
    gender: Gender,
    sentence: u32,
    head: u32,
    subject: bool,
    /// Subject of the main clause, or source of a statement.
    main: bool,
    quoted: bool,
}

/// Somebody who is only described as yet.
struct Lede {
    actor: usize,
    sentence: u32,
    gender: Gender,
    /// Whether in the first sentence of the report.
    first: bool,
}

/// What looking for an actor came to.
enum Found {
    /// This one.
    One(usize),
    /// Several may be meant.
    Doubtful,
    /// None known.
    Nobody,
}

/// Somebody whom a description may mean, and how much speaks for it.
struct Candidate {
    actor: usize,
    score: i32,
}

/// Whether an office is named without country, owner or other mark: "the president".
fn is_bare(office: &Office) -> bool {
    office.country.is_none() && office.possessor.is_none() && office.modifiers.is_empty()
}

/// Which of the words that make another office of one stand before it: who is deputy minister is not the minister.
fn parting(office: &Office) -> [bool; 10] {
    const WORDS: [&str; 10] =
        ["deputy", "vice", "former", "acting", "other", "ex", "late", "next", "opposition", "regional"];
    WORDS.map(|word| office.modifiers.iter().any(|m| m == word))
}

/// Keeps that an actor holds an office, under its noun and the broader one.
fn hold(offices: &mut HashMap<String, Vec<Holder>>, actor: usize, office: &Office) {
    for noun in [Some(office.noun.as_str()), office.broader].into_iter().flatten() {
        let holders = offices.entry(noun.to_owned()).or_default();
        let again =
            holders.iter().rev().take(HOLDERS).any(|h| {
                h.actor == actor && h.office.country == office.country && h.office.modifiers == office.modifiers
            });
        if !again {
            holders.push(Holder { actor, office: office.clone() });
        }
    }
}

struct Resolver<'a> {
    reading: &'a Reading<'a>,
    phrases: Vec<Phrase>,
    uses: &'a [NameUse],
    actor_of_name: Vec<Option<usize>>,
    /// By phrase.
    actor_of: Vec<Option<usize>>,
    /// The phrase with this head, by token, or [`NONE`].
    phrase_at: Vec<u32>,
    /// The name that stands in apposition to this word, by token: its phrase, or [`NONE`].
    apposed: Vec<u32>,
    actors: Vec<Known>,
    /// By actor: the longest of its names.
    name_of: Vec<Option<usize>>,
    /// How many names of each actor the whole report has; those after are only described.
    named: Vec<u32>,
    offices: HashMap<String, Vec<Holder>>,
    /// The offices that titles anywhere in the report give, also further on.
    titled: HashMap<String, Vec<Holder>>,
    /// By phrase of a name: where its title begins, or [`NONE`].
    title_of: Vec<u32>,
    /// Actors by the description that speaks of them.
    described: HashMap<String, usize>,
    seen: Vec<Seen>,
    /// Whom the first sentence, or the one before, describes without a name, until somebody else is named.
    lede: Option<Lede>,
    /// How many actors became one with another.
    united: usize,
}

impl<'a> Resolver<'a> {
    fn new(
        reading: &'a Reading<'a>,
        phrases: Vec<Phrase>,
        uses: &'a [NameUse],
        actor_of_name: Vec<Option<usize>>,
        named: Vec<names::Named>,
    ) -> Self {
        let mut phrase_at = vec![NONE; reading.left.len()];
        let mut apposed = vec![NONE; reading.left.len()];
        for (number, phrase) in (0u32..).zip(&phrases) {
            match phrase.what {
                What::Name(_) => {
                    for at in phrase.tokens.iter().chain([phrase.head]) {
                        phrase_at[at as usize] = number;
                    }
                    if reading.deprel(phrase.head) == Deprel::Appos
                        && let Some(noun) = reading.head(phrase.head)
                    {
                        apposed[noun as usize] = number;
                    }
                }
                _ => phrase_at[phrase.head as usize] = number,
            }
        }
        let mut counts = vec![0; named.len()];
        let mut name_of = vec![None; named.len()];
        for (name, actor) in actor_of_name.iter().enumerate() {
            let Some(actor) = *actor else { continue };
            counts[actor] += 1;
            let longest: &mut Option<usize> = &mut name_of[actor];
            if longest.is_none_or(|n| uses[n].text.len() < uses[name].text.len()) {
                *longest = Some(name);
            }
        }
        let actors = named
            .into_iter()
            .map(|n| Known {
                kind: n.kind,
                described: false,
                gender: n.gender,
                plural: false,
                last: None,
                roles: Vec::new(),
                held: Vec::new(),
            })
            .collect();
        Self {
            reading,
            actor_of: vec![None; phrases.len()],
            phrases,
            uses,
            actor_of_name,
            phrase_at,
            apposed,
            actors,
            name_of,
            named: counts,
            offices: HashMap::new(),
            titled: HashMap::new(),
            title_of: Vec::new(),
            described: HashMap::new(),
            seen: Vec::new(),
            lede: None,
            united: 0,
        }
    }

    fn resolve(&mut self, titles: &[Option<Title>]) {
        for i in 0..self.phrases.len() {
            if let What::Name(name) = self.phrases[i].what {
                // "Russian officials": the adjective is nobody of its own.
                let adjective = self.phrases[i].kind == ActorKind::Group
                    && (self.reading.deprel(self.phrases[i].head) == Deprel::Amod || self.is_member(&self.phrases[i]));
                self.actor_of[i] = self.actor_of_name.get(name).copied().flatten().filter(|_| !adjective);
            }
        }
        self.title_of = vec![NONE; self.phrases.len()];
        for i in 0..self.phrases.len() {
            let What::Name(name) = self.phrases[i].what else { continue };
            let Some(title) = titles.get(name).and_then(Option::as_ref) else { continue };
            self.title_of[i] = title.tokens.start;
            if let Some(actor) = self.actor_of[i] {
                hold(&mut self.titled, actor, &title.office);
                self.note_office(actor, &title.office);
            }
        }
        self.note_administration();
        for i in 0..self.phrases.len() {
            let phrase = self.phrases[i].clone();
            let actor = match &phrase.what {
                What::Name(name) => {
                    let actor = self.actor_of[i];
                    if let Some(actor) = actor {
                        let title = titles.get(*name).and_then(Option::as_ref);
                        let introduced = self.introduces(&phrase, i, actor, &self.uses[*name]);
                        let described = introduced.or_else(|| self.described_before(&phrase, actor, &title?.office));
                        if let Some(described) = described {
                            self.unite(described, actor);
                        }
                        self.read_name(actor, &phrase, title);
                    }
                    actor.or_else(|| self.member(&phrase))
                }
                What::Description(description) => self.describe(&phrase, description),
                What::Pronoun(pronoun) => self.pronoun(&phrase, *pronoun),
            };
            self.actor_of[i] = actor;
            self.remember(&phrase, actor);
        }
    }

    /// "The Brandt administration" tells that Brandt is president, unless a title of the report gives that office to somebody.
    fn note_administration(&mut self) {
        const OFFICE: &str = "president";
        let mut head: Option<usize> = None;
        for i in 0..self.phrases.len() {
            let phrase = &self.phrases[i];
            let (What::Name(_), ActorKind::Person) = (&phrase.what, phrase.kind) else { continue };
            let after = phrase.tokens.end + u32::from(matches!(self.reading.word(phrase.tokens.end), "'s" | "’s"));
            if !matches!(self.reading.word(after), "administration" | "presidency") {
                continue;
            }
            match (head, self.actor_of[i]) {
                (Some(other), Some(actor)) if other != actor => return,
                (_, actor) => head = head.or(actor),
            }
        }
        let Some(actor) = head.filter(|_| !self.titled.contains_key(OFFICE)) else { return };
        let broader = lexicon::noun(OFFICE).and_then(|noun| noun.broader);
        let office = Office { broader, ..Office::bare(OFFICE) };
        hold(&mut self.titled, actor, &office);
        self.hold(actor, &office);
    }

    /// Whether the name of a group speaks of one of it: "the Republican said".
    fn is_member(&self, phrase: &Phrase) -> bool {
        let word = self.reading.word(phrase.head);
        phrase.head + 1 == phrase.tokens.end
            && self.reading.is_subject(phrase.head)
            && !word.ends_with('s')
            && lexicon::country(word).is_none()
            && phrase
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|at| matches!(self.reading.word(at), "the" | "The" | "a" | "A"))
            && word.ends_with(['n', 't', 'e'])
    }

    /// Whom "the New York Democrat" means: somebody just spoken of, like a description that tells something new.
    fn member(&self, phrase: &Phrase) -> Option<usize> {
        if phrase.kind != ActorKind::Group || !self.is_member(phrase) {
            return None;
        }
        let noun = self.reading.word(phrase.head).to_lowercase();
        let office = Office::bare(&noun);
        let tokens = TokenRange::new(phrase.tokens.start.saturating_sub(1), phrase.tokens.end);
        let person = Phrase { tokens, kind: ActorKind::Person, ..phrase.clone() };
        match self.variation(&person, &Description { definite: true, office }) {
            Found::One(actor) => Some(actor),
            Found::Doubtful | Found::Nobody => None,
        }
    }

    /// Keeps a mention for the pronouns after it.
    fn remember(&mut self, phrase: &Phrase, actor: Option<usize>) {
        if let Some(actor) = actor {
            self.actors[actor].last = Some(phrase.sentence);
        }
        // Somebody whose name is open stands in the way of those before.
        let open = match phrase.what {
            What::Pronoun(pronoun) => pronoun == Pronoun::Person,
            What::Description(_) => {
                let predicate = self.is_predicate(phrase.head) || self.is_said_of_subject(phrase);
                phrase.kind == ActorKind::Person && !predicate
            }
            What::Name(_) => phrase.kind == ActorKind::Person,
        };
        // "Russian leaders", "the Kremlin meeting": part of another phrase, not what it speaks of.
        let part = matches!(phrase.what, What::Name(_))
            && phrase.kind != ActorKind::Person
            && matches!(self.reading.deprel(phrase.head), Deprel::Amod | Deprel::Compound);
        if part
            || (actor.is_none() && !open)
            || matches!(phrase.what, What::Pronoun(Pronoun::First | Pronoun::Relative))
        {
            return;
        }
        let verb = self.reading.verb_of_subject(phrase.head);
        let source = self.is_speaker(phrase);
        self.seen.push(Seen {
            actor,
            gender: phrase.gender,
            sentence: phrase.sentence,
            head: phrase.head,
            subject: verb.is_some(),
            main: (source && self.reading.is_outside_content(phrase.head))
                || (verb.is_some_and(|v| self.reading.deprel(v) == Deprel::Root)),
            quoted: self.reading.is_quoted(phrase.head),
        });
    }

    /// Whether the phrase is what a source is about, and not part of it.
    fn is_speaker(&self, phrase: &Phrase) -> bool {
        if !self.reading.is_source(phrase.head) {
            return false;
        }
        let Some(above) = self.reading.head(phrase.head).filter(|above| self.reading.is_source(*above)) else {
            return true;
        };
        // "UN Under Secretary General Anna Brandt": the tree may hang the person from the body.
        let body = self.phrase_of(above).is_some_and(|p| {
            matches!(self.phrases[p].what, What::Name(_)) && self.phrases[p].kind != ActorKind::Person
        });
        body && phrase.kind == ActorKind::Person
            && matches!(phrase.what, What::Name(_))
            && above < phrase.tokens.start
            && !(above..phrase.tokens.start).any(|at| {
                let word = self.reading.word(at);
                matches!(word, "," | "for" | "of" | "to" | "by" | "with" | "from" | "and")
            })
    }

    /// What a name and the title before it tell of its actor.
    fn read_name(&mut self, actor: usize, phrase: &Phrase, title: Option<&Title>) {
        if let Some(title) = title {
            let known = &mut self.actors[actor];
            known.gender = known.gender.or(title.gender);
            known.roles.push(Relation::new(title.tokens, &title.office));
            self.hold(actor, &title.office);
        }
        // "the agency" later means the International Atomic Energy Agency.
        if phrase.kind != ActorKind::Person
            && phrase.tokens.len() > 1
            && self.actors[actor].last.is_none()
            // "Organisation for the Freedom of the Seas": the noun before the preposition.
            && let main = (phrase.tokens.start + 1..phrase.tokens.end)
                .find(|at| matches!(self.reading.word(*at), "of" | "for" | "on"))
                .unwrap_or(phrase.tokens.end) - 1
            && let last = self.reading.word(main).to_lowercase()
            && let Some(noun) = lexicon::noun(&last).filter(|n| n.kind != ActorKind::Person)
        {
            let before = TokenRange::new(phrase.tokens.start, main);
            let office = Office {
                noun: noun.class.unwrap_or(&last).to_owned(),
                word: last,
                broader: noun.broader,
                country: self.reading.country_in(before).map(|(country, _)| country),
                modifiers: before.iter().map(|at| self.reading.word(at).to_lowercase()).collect(),
                possessor: None,
                of_nation: false,
            };
            self.hold(actor, &office);
        }
    }

    /// Keeps that an actor holds an office.
    fn hold(&mut self, actor: usize, office: &Office) {
        hold(&mut self.offices, actor, office);
        self.note_office(actor, office);
    }

    /// Keeps what an actor is said to be, in whatever order it is told.
    fn note_office(&mut self, actor: usize, office: &Office) {
        let held = &mut self.actors[actor].held;
        let again = held.iter().any(|h| h.noun == office.noun && h.country == office.country);
        if !again && held.len() < HOLDERS {
            held.push(office.clone());
        }
    }

    /// Whom a role of `actor` belongs or relates to: its possessor, or the first whom its words name.
    fn related(&self, role: &Relation, actor: usize) -> Option<usize> {
        let other = |at: u32| self.phrase_of(at).and_then(|p| self.actor_of[p]).filter(|of| *of != actor);
        let named = |at: &u32| self.phrase_of(*at).is_some_and(|p| matches!(self.phrases[p].what, What::Name(_)));
        match role.possessor {
            Some(possessor) => other(possessor),
            None => role.tokens.iter().filter(named).find_map(other),
        }
    }

    /// The phrase that a word stands for or belongs to.
    fn phrase_of(&self, at: u32) -> Option<usize> {
        self.phrase_at.get(at as usize).filter(|p| **p != NONE).map(|p| *p as usize)
    }

    fn describe(&mut self, phrase: &Phrase, description: &Description) -> Option<usize> {
        let head = phrase.head;
        let reading = self.reading;
        if let Some(actor) = self.beside(phrase) {
            let generic =
                matches!(description.office.noun.as_str(), "person" | "man" | "woman" | "people" | "friend" | "guy");
            // "a member of the council", but not a bare "member".
            let generic = generic || description.office.noun == "member" && phrase.tokens.end <= head + 1;
            let known = &mut self.actors[actor];
            known.gender = known.gender.or(phrase.gender);
            if !generic && !reading.is_quoted(head) {
                known.roles.push(Relation::new(phrase.tokens, &description.office));
                self.hold(actor, &description.office);
            }
            return Some(actor);
        }
        let first = reading.word(phrase.tokens.start).to_lowercase();
        if matches!(
            first.as_str(),
            "no" | "any" | "every" | "each" | "what" | "which" | "whatever" | "neither" | "either"
        ) {
            return None;
        }
        if self.is_predicate(head) || self.is_said_of_subject(phrase) {
            return None;
        }
        if let Some(actor) = self.named_within(phrase, description) {
            self.hold(actor, &description.office);
            return Some(actor);
        }
        if description.definite && !phrase.plural {
            match self.holder(phrase, &self.in_country(phrase, &description.office)) {
                Found::One(actor) => return Some(actor),
                Found::Doubtful if phrase.kind == ActorKind::Person => return None,
                // A body that is far off is still the one of that description.
                Found::Doubtful => {
                    let key = self.key(phrase, description, &first)?;
                    return self.described.get(&key).copied();
                }
                Found::Nobody => {}
            }
            match self.titled_holder(phrase, &self.in_country(phrase, &description.office)) {
                Found::One(actor) => return Some(actor),
                Found::Doubtful => return None,
                Found::Nobody => {}
            }
        }
        let found = match self.variation(phrase, description) {
            Found::One(actor) => Found::One(actor),
            Found::Nobody => self.salient(phrase, description),
            // Of several, the one for whom the country or the office speaks.
            Found::Doubtful => match self.salient(phrase, description) {
                Found::Nobody => Found::Doubtful,
                found => found,
            },
        };
        match found {
            Found::One(actor) => {
                self.actors[actor].gender = self.actors[actor].gender.or(phrase.gender);
                if description.office.noun != phrases::AGED {
                    self.actors[actor].roles.push(Relation::new(phrase.tokens, &description.office));
                    self.hold(actor, &description.office);
                }
                return Some(actor);
            }
            Found::Doubtful => return None,
            Found::Nobody => {}
        }
        match self.group_before(phrase, description) {
            Found::One(actor) => return Some(actor),
            Found::Doubtful => return None,
            Found::Nobody => {}
        }
        let text = self.key(phrase, description, &first);
        if let Some(actor) = text.as_ref().and_then(|t| self.described.get(t)) {
            return Some(*actor);
        }
        if !self.takes_part(head) {
            return None;
        }
        let actor = self.actors.len();
        self.actors.push(Known {
            kind: phrase.kind,
            described: text.is_some(),
            gender: phrase.gender,
            plural: phrase.plural,
            last: None,
            roles: Vec::new(),
            held: Vec::new(),
        });
        if let Some(text) = text {
            self.described.insert(text, actor);
        }
        if !phrase.plural {
            self.hold(actor, &description.office);
        }
        self.note_lede(phrase, &description.office, actor);
        Some(actor)
    }

    /// Whom a description that tells something new means: "the former mayor", "the 42-year-old", "the billionaire". Reports put
    /// such for the name of whom they have just spoken of.
    fn variation(&self, phrase: &Phrase, description: &Description) -> Found {
        let (reading, office) = (self.reading, &description.office);
        let past = office.modifiers.iter().any(|m| matches!(m.as_str(), "former" | "ex"));
        let speaks = reading.is_subject(phrase.head) || reading.is_source(phrase.head);
        if phrase.kind != ActorKind::Person
            || phrase.plural
            || !speaks
            || reading.is_quoted(phrase.head)
            || !reading.word(phrase.tokens.start).eq_ignore_ascii_case("the")
            || !(past || office.noun == phrases::AGED || lexicon::characterises(&office.word))
        {
            return Found::Nobody;
        }
        let mut sentences = 0;
        for distance in 0..=MOST_SENTENCES_BACK {
            let Some(sentence) = phrase.sentence.checked_sub(distance) else { break };
            if distance > 0 && (reading.is_caption(sentence) || self.is_all_quoted(sentence)) {
                continue;
            }
            let recent = self.seen.iter().rev().take(MENTIONS_BACK).filter(|s| s.sentence == sentence);
            let fitting = || recent.clone().filter(|s| self.may_vary(s, phrase, office));
            for main in [true, false] {
                // In one sentence with the description, whoever else is named may be meant.
                let near = |s: &&Seen| distance == 0 || s.subject && (s.main || !main);
                let mut found = fitting().filter(near).map(|s| s.actor);
                match found.next() {
                    Some(Some(first)) if found.all(|other| other == Some(first)) => return Found::One(first),
                    Some(_) => return Found::Doubtful,
                    None => {}
                }
            }
            sentences += u32::from(distance > 0);
            if sentences > 1 {
                break;
            }
        }
        Found::Nobody
    }

    /// Whom a definite description of a speaker means that fits nothing said before: the named person for whom clearly most
    /// speaks of what the paragraphs just before show, and the whole report. "The diplomat", "the dictator", "the US president".
    fn salient(&self, phrase: &Phrase, description: &Description) -> Found {
        /// What must speak for somebody whom the description tells something new of, and whose office it names.
        const ENOUGH: i32 = 4;
        const ENOUGH_FOR_OFFICE: i32 = 6;
        /// By how much he must lead.
        const LEAD: i32 = 2;
        const CANDIDATES: usize = 12;
        let (reading, office) = (self.reading, &description.office);
        let speaks = reading.is_subject(phrase.head) || reading.is_source(phrase.head);
        let definite = matches!(reading.word(phrase.tokens.start), "the" | "The");
        // "The Arizona senator" belongs to nobody.
        let from = |at: u32| {
            at < phrase.head
                && !matches!(reading.word(at + 1), "'s" | "’s")
                && self.phrase_of(at).is_some_and(|p| self.phrases[p].kind == ActorKind::Place)
        };
        let owned = office.possessor.is_some_and(|at| !from(at));
        if phrase.kind != ActorKind::Person
            || phrase.plural
            || !speaks
            || !definite
            || owned
            || reading.is_quoted(phrase.head)
            || lexicon::is_anonymous(&office.word)
        {
            return Found::Nobody;
        }
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut sentences = 0;
        let mut last = phrase.sentence;
        let recent = &self.seen[self.seen.len().saturating_sub(MENTIONS_BACK)..];
        // Nobody calls himself so: "Novak says he hopes the leader".
        let here = || recent.iter().rev().take_while(|s| s.sentence == phrase.sentence);
        let speakers: Vec<usize> = here().filter(|s| self.says(s.head, phrase.head)).filter_map(|s| s.actor).collect();
        for seen in recent.iter().rev().filter(|s| s.head < phrase.head && !s.quoted) {
            if seen.sentence != last {
                let passed = (seen.sentence..last).filter(|s| !reading.is_caption(*s) && !self.is_all_quoted(*s));
                sentences += passed.count() as i32;
                last = seen.sentence;
            }
            let Some(actor) = seen.actor else { continue };
            if sentences > SENTENCES_BACK as i32 || candidates.len() == CANDIDATES {
                break;
            }
            if !self.may_hold(actor, phrase, office) || speakers.contains(&actor) {
                continue;
            }
            let near = 3 - sentences;
            let place = if seen.main { 2 } else { i32::from(seen.subject) };
            let score = near + place;
            match candidates.iter_mut().find(|c| c.actor == actor) {
                Some(candidate) => candidate.score = candidate.score.max(score),
                None => candidates.push(Candidate { actor, score }),
            }
        }
        let times = |actor: usize| self.named.get(actor).copied().unwrap_or(0);
        let most = candidates.iter().map(|c| times(c.actor)).max().unwrap_or(0);
        let rivals = candidates.iter().filter(|c| times(c.actor) * 2 > most).count();
        let alone = candidates.len() == 1;
        for candidate in &mut candidates {
            // Of several, one whose country is known to be another's or is not told is less likely.
            let country = |held: &Office| held.country == office.country;
            if office.country.is_some() && !alone && !self.actors[candidate.actor].held.iter().any(country) {
                candidate.score -= LEAD;
            }
            if times(candidate.actor) == most && most > 1 {
                candidate.score += if rivals == 1 { 2 } else { 1 };
            }
            candidate.score += self.office_score(candidate.actor, office);
        }
        candidates.sort_by_key(|c| (std::cmp::Reverse(c.score), c.actor));
        let characterises = lexicon::characterises(&office.word);
        // Nobody leaves it at that who the president is.
        let told = characterises || lexicon::is_head_of_state(&office.noun);
        if let [only] = &mut candidates[..] {
            only.score += 1;
        }
        let enough = if told { ENOUGH } else { ENOUGH_FOR_OFFICE };
        match candidates.as_slice() {
            [first, rest @ ..] if first.score >= enough => {
                if rest.first().is_none_or(|second| first.score >= second.score + LEAD) {
                    Found::One(first.actor)
                } else if characterises {
                    Found::Doubtful
                } else {
                    Found::Nobody
                }
            }
            _ => Found::Nobody,
        }
    }

    /// Whether a named person may be whom a description means, by kind, gender and country.
    fn may_hold(&self, actor: usize, phrase: &Phrase, office: &Office) -> bool {
        let known = &self.actors[actor];
        let mut countries = known.held.iter().filter_map(|held| held.country).peekable();
        let at_home = |country: u16| countries.peek().is_none() || countries.any(|c| c == country);
        known.kind == ActorKind::Person
            && !known.plural
            && known.gender.fits(phrase.gender)
            && self.named.get(actor).is_some_and(|times| *times > 0)
            && office.country.is_none_or(at_home)
    }

    /// How well what somebody is known to be goes with what a description says: the country and a broader word speak for it,
    /// another office against.
    fn office_score(&self, actor: usize, office: &Office) -> i32 {
        const COUNTRY: i32 = 3;
        const WORD: i32 = 2;
        const OTHER_OFFICE: i32 = -4;
        let held = &self.actors[actor].held;
        let past = |office: &Office| office.modifiers.iter().any(|m| matches!(m.as_str(), "former" | "ex" | "late"));
        let same_country = office.country.is_some() && held.iter().any(|h| h.country == office.country);
        let word = |h: &Office| {
            h.noun == office.noun
                || h.broader == Some(office.noun.as_str())
                || office.broader == Some(h.noun.as_str())
                || h.broader.is_some() && h.broader == office.broader
        };
        let is_office = |office: &Office| {
            lexicon::role_kind(&office.noun) == RoleKind::Office && !lexicon::characterises(&office.word)
        };
        // Who is president is no senator; "leader" and "chief" go with most.
        let head = lexicon::is_head_of_state(&office.noun);
        let conflicts = |h: &Office| {
            let position = is_office(h) || head && lexicon::role_kind(&h.noun) != RoleKind::Other;
            is_office(office)
                && position
                && !past(h)
                && !(word(h) && parting(h) == parting(office))
                && !matches!(h.noun.as_str(), "leader" | "chief" | "official" | "representative")
        };
        // President Novak is not the Norwegian leader, as long as nobody says so.
        let foreign = office.country.is_some()
            && !same_country
            && held.iter().any(|h| is_office(h) && !past(h))
            && held.iter().all(|h| h.noun != office.noun);
        let mut score = if same_country { COUNTRY } else { 0 };
        if foreign || held.iter().any(conflicts) {
            score += OTHER_OFFICE;
        } else if held.iter().any(word) {
            score += WORD;
        }
        score
    }

    /// Whether a description that tells something new may mean somebody mentioned before: a person with a name who is not known
    /// to be now what the description says was, and does not speak of himself in it.
    fn may_vary(&self, seen: &Seen, phrase: &Phrase, office: &Office) -> bool {
        let Some(actor) = seen.actor else { return seen.gender.fits(phrase.gender) && seen.head < phrase.head };
        let known = &self.actors[actor];
        let held = self.offices.get(&office.noun).map_or(&[][..], Vec::as_slice);
        known.kind == ActorKind::Person
            && !known.plural
            && known.gender.fits(phrase.gender)
            && self.named.get(actor).is_some_and(|times| *times > 0)
            && seen.head < phrase.head
            && !seen.quoted
            && !self.says(seen.head, phrase.head)
            && self.may_hold(actor, phrase, office)
            && !held.iter().rev().take(HOLDERS).any(|h| h.actor == actor)
    }

    /// Keeps whom the first sentence of the report or this one is about, if it only describes him: the name may follow.
    fn note_lede(&mut self, phrase: &Phrase, office: &Office, actor: usize) {
        let sentences = &self.reading.analysis.sentences;
        let body = |number: u32| {
            sentences.get(number as usize).is_some_and(|s| !s.heading) && !self.reading.is_caption(number)
        };
        let main = self.reading.verb_of_subject(phrase.head).is_some_and(|v| {
            self.reading.deprel(v) == Deprel::Root && self.reading.deprel(phrase.head) != Deprel::Conj
        });
        let anonymous = matches!(office.noun.as_str(), "official" | "source" | "analyst" | "expert")
            || lexicon::role_kind(&office.noun) == RoleKind::Spokesperson;
        if !main || anonymous || phrase.kind != ActorKind::Person || phrase.plural || !body(phrase.sentence) {
            return;
        }
        let first = !(0..phrase.sentence).any(body);
        // "The president's security adviser", further down.
        let marked = self.actors[actor].described && (office.country.is_some() || office.possessor.is_some());
        if first && self.lede.is_none() || marked && self.united < UNITED {
            self.lede = Some(Lede { actor, sentence: phrase.sentence, gender: phrase.gender, first });
        }
    }

    /// The described person of the first sentence if this is the name: the next person whom the report speaks of, in full
    /// and without a word on who that is. "The head of the agency has resigned. Anna Brandt, who …, said".
    fn introduces(&mut self, phrase: &Phrase, number: usize, actor: usize, name: &NameUse) -> Option<usize> {
        const SENTENCES: u32 = 3;
        let reading = self.reading;
        let lede = self.lede.as_ref()?;
        let verb = reading.verb_of_subject(phrase.head);
        let speaks = verb.is_some_and(|v| reading.deprel(v) == Deprel::Root) || self.is_speaker(phrase);
        if phrase.kind != ActorKind::Person || phrase.sentence <= lede.sentence || !speaks {
            return None;
        }
        let heading = |number: u32| reading.analysis.sentences.get(number as usize).is_some_and(|s| s.heading);
        let end = phrase.tokens.end;
        let told = matches!(reading.deprel(phrase.head), Deprel::Appos | Deprel::Conj)
            || self.coordinated(phrase.head)
            || self.title_of.get(number).is_some_and(|title| *title != NONE)
            || self.titled.values().flatten().any(|holder| holder.actor == actor)
            || matches!(reading.word(end), "(" | "of" | "from")
            || reading.word(end) == ","
                && matches!(reading.upos(end + 1), Upos::Det | Upos::Noun | Upos::Adj | Upos::Propn | Upos::Pron)
                && !reading.word(end + 1).starts_with("who");
        let fresh = self.actors[actor].last.is_none_or(|last| heading(last) || reading.is_caption(last));
        // Further down only the name below the very next quotation.
        let quoted = lede.first || (lede.sentence + 1..=phrase.sentence).all(|s| self.begins_quoted(s));
        let near = phrase.sentence <= lede.sentence + SENTENCES && quoted;
        let fits = near
            && fresh
            && !told
            && !reading.is_quoted(phrase.head)
            && name.text.contains(' ')
            && self.actors[lede.actor].gender.or(lede.gender).fits(self.actors[actor].gender);
        let described = lede.actor;
        self.lede = None;
        fits.then_some(described)
    }

    /// The only one just described who holds the office that a bare title gives to a new name: "the ambassador to Peru said",
    /// then "ambassador Anna Brandt".
    fn described_before(&self, phrase: &Phrase, actor: usize, office: &Office) -> Option<usize> {
        const SENTENCES: u32 = 2;
        let known = &self.actors[actor];
        if phrase.kind != ActorKind::Person || known.last.is_some() || !is_bare(office) {
            return None;
        }
        let holders = self.offices.get(&office.noun)?.iter().rev().take(HOLDERS);
        let mut near = holders.map(|h| h.actor).filter(|holder| {
            let held = &self.actors[*holder];
            held.kind == ActorKind::Person
                && held.gender.fits(known.gender)
                && held.last.is_some_and(|last| last + SENTENCES >= phrase.sentence)
        });
        let first = near.next().filter(|first| near.all(|other| other == *first))?;
        // One who has a name is somebody else; so may be "an ambassador".
        (self.actors[first].described && self.united < UNITED).then_some(first)
    }

    fn begins_quoted(&self, sentence: u32) -> bool {
        let sentences = &self.reading.analysis.sentences;
        sentences.get(sentence as usize).is_some_and(|s| self.reading.is_quoted(s.tokens.start))
    }

    /// Makes one actor of two: what was said of the first is of the second.
    fn unite(&mut self, one: usize, with: usize) {
        self.united += 1;
        for actor in self.actor_of.iter_mut().flatten() {
            *actor = if *actor == one { with } else { *actor };
        }
        for holder in self.offices.values_mut().flatten() {
            holder.actor = if holder.actor == one { with } else { holder.actor };
        }
        self.described.values_mut().filter(|actor| **actor == one).for_each(|actor| *actor = with);
        for seen in &mut self.seen {
            seen.actor = if seen.actor == Some(one) { Some(with) } else { seen.actor };
        }
        let roles = std::mem::take(&mut self.actors[one].roles);
        let gender = self.actors[one].gender;
        let known = &mut self.actors[with];
        known.gender = known.gender.or(gender);
        known.roles.extend(roles);
    }

    /// The body that a description names: "the Interfax news agency", "a newspaper called Vesti".
    fn named_within(&self, phrase: &Phrase, description: &Description) -> Option<usize> {
        if phrase.plural || phrase.kind == ActorKind::Person || !lexicon::is_kind_of_body(&description.office.noun) {
            return None;
        }
        let reading = self.reading;
        let body = |at: u32| {
            let number = self.phrase_of(at)?;
            let name = &self.phrases[number];
            let fits = matches!(name.what, What::Name(_))
                && name.kind == ActorKind::Organisation
                && reading.word(name.tokens.end) != "'s"
                && reading.word(name.tokens.end) != "’s";
            fits.then_some(self.actor_of[number]?)
        };
        let mut at = phrase.head;
        // "The Interfax news agency", "the Wagner mercenary group".
        while at > phrase.tokens.start && lexicon::is_kind_of_group(reading.word(at - 1)) {
            at -= 1;
        }
        if reading.word(phrase.head + 1) == "called" {
            return body(phrase.head + 2);
        }
        // "a UN agency" is not the UN.
        let first = reading.word(phrase.tokens.start).to_lowercase();
        if matches!(first.as_str(), "a" | "an" | "another" | "one") || at <= phrase.tokens.start {
            return None;
        }
        let name = reading.word(at - 1);
        let general = description.office.noun == "agency"
            && at == phrase.head
            && name.chars().all(|c| c.is_uppercase() || c == '.');
        body(at - 1).filter(|_| !general)
    }

    /// Which body "the group" means: the one that the sentences just before, or this one before it, are about; else the only
    /// one named there that can be of the kind.
    fn group_before(&self, phrase: &Phrase, description: &Description) -> Found {
        let office = &description.office;
        let outlet = lexicon::is_kind_of_outlet(&office.noun) || office.noun == "agency";
        let fits = description.definite
            && !phrase.plural
            && (office.country.is_none() || outlet)
            && office.possessor.is_none()
            && matches!(self.reading.word(phrase.tokens.start).to_lowercase().as_str(), "the" | "this")
            && lexicon::is_any_body(&office.noun)
            && phrase.head + 1 == phrase.tokens.end
            // "The militant group", "the state news agency"; but "the state agency" is another.
            && (phrase.tokens.start + 1..phrase.head).all(|at| {
                lexicon::is_kind_of_group(self.reading.word(at)) || outlet && self.is_kind_of_outlet(at, phrase.head)
            });
        if !fits {
            return Found::Nobody;
        }
        match self.recent_body(phrase, &office.noun) {
            Found::Nobody => self.only_body(phrase, &office.noun),
            found => found,
        }
    }

    /// Whether a word before "newspaper", "network" or "news agency" only tells where it is from and who runs it.
    fn is_kind_of_outlet(&self, at: u32, noun: u32) -> bool {
        let reading = self.reading;
        let kind =
            matches!(reading.word(at), "state" | "official" | "private" | "local" | "cable" | "television" | "TV")
                || reading.country_in(TokenRange::new(at, at + 1)).is_some();
        let speaks = lexicon::is_kind_of_outlet(reading.word(noun)) || reading.word(noun - 1) == "news";
        kind && speaks
    }

    /// The only body of the report so far that a description like "the newspaper", "the airline" can mean.
    fn only_body(&self, phrase: &Phrase, noun: &str) -> Found {
        // Almost any body may be called so.
        if matches!(noun, "group" | "organisation" | "movement" | "firm" | "bloc" | "alliance" | "agency") {
            return Found::Nobody;
        }
        let mut found = Found::Nobody;
        for (actor, known) in self.actors.iter().enumerate().take(self.named.len()) {
            let near = known.last.is_some_and(|last| last + DESCRIPTION_SENTENCES_BACK >= phrase.sentence);
            match found {
                _ if !near || !self.may_be_called(actor, noun) => {}
                Found::Nobody => found = Found::One(actor),
                _ => return Found::Doubtful,
            }
        }
        found
    }

    /// The body of a kind that the sentences just before are about.
    fn recent_body(&self, phrase: &Phrase, noun: &str) -> Found {
        let recent = || {
            let recent = self.seen[self.seen.len().saturating_sub(MENTIONS_BACK)..].iter().rev();
            recent.filter(|s| s.sentence + 1 >= phrase.sentence && s.head < phrase.head)
        };
        let mut doubtful = false;
        for main in [true, false] {
            let mut found = Found::Nobody;
            for seen in recent().filter(|s| s.main || !main) {
                let Some(actor) = seen.actor.filter(|a| self.may_be_called(*a, noun)) else { continue };
                // Whether a speaker means its own body is open.
                match found {
                    _ if self.says(seen.head, phrase.head) => doubtful = true,
                    Found::One(other) if other != actor => doubtful = true,
                    _ => found = Found::One(actor),
                }
            }
            if doubtful {
                return Found::Doubtful;
            }
            if matches!(found, Found::One(_)) {
                return found;
            }
        }
        Found::Nobody
    }

    /// Whether a body that the report names may be "the group", "the company", "the newspaper".
    fn may_be_called(&self, actor: usize, noun: &str) -> bool {
        let Some(name) = self.name_of.get(actor).and_then(|use_| *use_).and_then(|n| self.uses.get(n)) else {
            return false;
        };
        let text = name.text.as_str();
        let last = text.rsplit(' ').next().unwrap_or(text);
        let outlet = crate::attribution::is_outlet(text);
        let own = lexicon::noun(&last.to_lowercase()).filter(|n| n.kind != ActorKind::Person);
        let broad = matches!(noun, "group" | "organisation" | "movement");
        // An airline's name tells that it flies.
        let flies = noun != "airline" || text.contains("Air") || text.contains("Wings") || text.contains("Jet");
        let kind = match self.actors[actor].kind {
            ActorKind::Organisation => flies,
            // Peoples, parties' members and the like are no body.
            ActorKind::Group => broad && !last.ends_with(['s', 'n']),
            _ => false,
        };
        let seat = lexicon::country(text).is_some() || lexicon::is_branch_of_state(last);
        kind && !seat
            && match own {
                // The name says what it is.
                Some(own) => {
                    let last = own.class.map_or_else(|| last.to_lowercase(), str::to_owned);
                    let association = broad || matches!(noun, "bloc" | "alliance");
                    let authority = matches!(&*last, "organisation" | "administration" | "bureau" | "commission");
                    last == noun || (association && lexicon::is_association(&last)) || (noun == "agency" && authority)
                }
                None => outlet == lexicon::is_kind_of_outlet(noun) || (outlet && matches!(noun, "agency" | "company")),
            }
    }

    /// Whether a word is of the source of the statement that holds another.
    fn says(&self, speaker: u32, said: u32) -> bool {
        let frame = self.reading.content_of.get(said as usize).filter(|frame| **frame != NONE);
        frame.is_some_and(|frame| self.reading.source_of.get(speaker as usize) == Some(frame))
    }

    /// The actor that the tree says is the same: by apposition ("Yuri Ushakov, a senior adviser") or as subject of
    /// "is" ("Ushakov is an adviser").
    fn beside(&self, phrase: &Phrase) -> Option<usize> {
        if phrase.plural {
            return None;
        }
        let head = phrase.head;
        let fits = |other: usize| {
            let other = &self.phrases[other];
            match (phrase.kind, other.kind) {
                (ActorKind::Person, kind) => kind == ActorKind::Person && phrase.gender.fits(other.gender),
                (_, kind) => matches!(kind, ActorKind::Organisation | ActorKind::Group),
            }
        };
        let after = self.apposed.get(head as usize).filter(|p| **p != NONE).map(|p| *p as usize);
        // "A spokesman for Chairman Anna Brandt" is not she: her title is another.
        let after = after.filter(|p| {
            let title = self.title_of.get(*p).copied().unwrap_or(NONE);
            title == NONE
                || title <= head
                || !matches!(self.reading.word(head + 1), "for" | "to")
                || (head..title).any(|at| self.reading.word(at) == ",")
        });
        let after = after.or_else(|| self.after_comma(phrase));
        // "Anna Brandt, a lawyer and a member of the board".
        let joined = self.reading.head(head).filter(|_| self.reading.deprel(head) == Deprel::Conj).unwrap_or(head);
        let before = (self.reading.deprel(joined) == Deprel::Appos)
            .then(|| self.reading.head(joined).and_then(|h| self.phrase_of(h)))
            .flatten();
        // "A spokesman for Anna Brandt, the founder of the firm": she, not he.
        let apposed = self.reading.deprel(head) == Deprel::Appos;
        let described = before.is_none_or(|p| matches!(self.phrases[p].what, What::Description(_)));
        let nearer = (apposed && described).then(|| self.name_before_comma(phrase, before)).flatten();
        let before = nearer.or(before);
        let marks = self.reading.marks.get(head as usize).copied().unwrap_or_default();
        let subject = (marks.copula && !marks.negated && !marks.modal)
            .then(|| self.reading.subject_of(head).filter(|s| !self.coordinated(*s)).and_then(|s| self.phrase_of(s)))
            .flatten();
        let other = after.or(before).or(subject).filter(|p| fits(*p))?;
        let actor = self.actor_of[other]?;
        self.actors[actor].gender.fits(phrase.gender).then_some(actor)
    }

    /// The person before the comma in "a spokesman for Anna Brandt, the founder", "the account of Anna Brandt, a lawyer", where
    /// the tree hangs the founder from what is hers: a description, if it is one, or a thing.
    fn name_before_comma(&self, phrase: &Phrase, described: Option<usize>) -> Option<usize> {
        let comma = phrase.tokens.start.checked_sub(1).filter(|at| self.reading.word(*at) == ",")?;
        let number = self.phrase_of(comma.checked_sub(1)?)?;
        let name = &self.phrases[number];
        let within = match described {
            Some(described) => self.phrases[described].tokens.contains(name.tokens.start),
            None => {
                self.reading.head(phrase.head).is_some_and(|thing| thing < name.tokens.start)
                    && self.reading.deprel(name.head) == Deprel::Nmod
            }
        };
        let person = name.kind == ActorKind::Person && matches!(name.what, What::Name(_));
        (within && person).then_some(number)
    }

    /// The name in "the envoy of the League, Anna Brandt," where the tree hangs it from the League.
    fn after_comma(&self, phrase: &Phrase) -> Option<usize> {
        let end = phrase.tokens.end;
        if phrase.kind != ActorKind::Person || self.reading.word(end) != "," {
            return None;
        }
        let beyond = |at: u32| at + 1 < end + WORDS_OF_TITLE && self.reading.is_nameless(at);
        let first = (end + 1..end + WORDS_OF_TITLE).find(|at| !beyond(*at))?;
        let number = self.phrase_of(first)?;
        let other = &self.phrases[number];
        // "The Bishop of Linden, the Rev Anna Brandt".
        let honorifics = (end + 1..first).all(|at| {
            let word = self.reading.word(at);
            lexicon::honorific(word).is_some() || word == "the"
        });
        if honorifics
            && first > end + 1
            && other.kind == ActorKind::Person
            && self.reading.word(other.tokens.end) == ","
        {
            return Some(number).filter(|_| matches!(other.what, What::Name(_)));
        }
        // "The chairman of the committee, Rep. Anna Brandt".
        let follows = other.tokens.start == end + 1 || self.title_of.get(number) == Some(&(end + 1));
        // "Its minister, Anna Brandt, said", however the tree has it: both of one source, and nobody else's after them.
        let after = other.tokens.end;
        let one_source = follows
            && other.kind == ActorKind::Person
            && matches!(other.what, What::Name(_))
            && self.reading.is_source(phrase.head)
            && self.reading.source_of[phrase.head as usize] == self.reading.source_of[other.tokens.start as usize]
            && !matches!(self.reading.word(after), "and" | "or")
            && !(self.reading.word(after) == "," && self.reading.upos(after + 1) == Upos::Propn);
        if one_source {
            return Some(number);
        }
        let apposed = matches!(self.reading.deprel(other.head), Deprel::Appos)
            && self.reading.head(other.head).is_some_and(|h| {
                // The tree may hang it from what the phrase is coordinated with.
                let joined = self.reading.deprel(phrase.head) == Deprel::Conj;
                phrase.tokens.contains(h) || (joined && self.reading.head(phrase.head) == Some(h))
            });
        (apposed && matches!(other.what, What::Name(_)) && follows).then_some(number)
    }

    /// "Is a minister", "became minister": what somebody is, and nobody of its own.
    fn is_predicate(&self, at: u32) -> bool {
        let becomes = || {
            matches!(self.reading.deprel(at), Deprel::Xcomp | Deprel::Obj)
                && self
                    .reading
                    .head(at)
                    .and_then(|verb| self.reading.token(verb))
                    .is_some_and(|verb| matches!(&*verb.lemma, "become" | "remain"))
        };
        self.reading.marks.get(at as usize).is_some_and(|m| m.copula) || becomes()
    }

    /// "A grocer's daughter, she rose to the top": what the sentence begins with is said of its subject.
    fn is_said_of_subject(&self, phrase: &Phrase) -> bool {
        let (start, end) = (phrase.tokens.start, phrase.tokens.end);
        start == self.sentence_start(phrase)
            && matches!(self.reading.word(start), "A" | "An")
            && self.reading.word(end) == ","
            && self.reading.is_subject(end + 1)
            && matches!(self.reading.upos(end + 1), Upos::Pron | Upos::Propn)
            && !phrase.plural
    }

    fn coordinated(&self, at: u32) -> bool {
        self.reading.marks.get(at as usize).is_some_and(|m| m.coordinated)
    }

    /// Whether the word is subject, object, source or with or by whom something is done: such descriptions are actors.
    fn takes_part(&self, head: u32) -> bool {
        matches!(
            self.reading.deprel(head),
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::NsubjOuter
                | Deprel::Obj
                | Deprel::Iobj
                | Deprel::Obl
                | Deprel::OblAgent
                | Deprel::Nmod
                | Deprel::NmodPoss
                | Deprel::Conj
                | Deprel::Root
        ) || self.reading.is_source(head)
    }

    /// The words by which a description is known when it comes again; none for "an official" or "two officials", of whom
    /// there may be others.
    fn key(&self, phrase: &Phrase, description: &Description, first: &str) -> Option<String> {
        let reading = self.reading;
        let start = phrase.tokens.start;
        let counted = matches!(reading.upos(start), Upos::Num)
            || matches!(
                first,
                "a" | "an"
                    | "some"
                    | "many"
                    | "several"
                    | "other"
                    | "another"
                    | "few"
                    | "more"
                    | "most"
                    | "all"
                    | "both"
                    | "one"
                    | "such"
                    | "these"
                    | "those"
                    | "dozens"
                    | "hundreds"
                    | "thousands"
            );
        let everybody = matches!(
            description.office.noun.as_str(),
            "people"
                | "person"
                | "man"
                | "woman"
                | "child"
                | "boy"
                | "girl"
                | "member"
                | "victim"
                | "family"
                | "couple"
        ) && !description.definite;
        if counted || everybody || (!description.definite && !phrase.plural && phrase.kind == ActorKind::Person) {
            return None;
        }
        let mut key = String::new();
        let mut from = start;
        if let Some(possessor) = description.office.possessor.filter(|p| *p == start) {
            if matches!(reading.upos(start), Upos::Pron | Upos::Det) {
                key = format!("{} ", self.phrase_of(possessor).and_then(|p| self.actor_of[p])?);
                from += 1;
            }
        } else if matches!(first, "the" | "this" | "that") {
            from += 1;
        }
        for at in from..phrase.tokens.end {
            key.push_str(&reading.word(at).to_lowercase());
            key.push(' ');
        }
        Some(key)
    }

    /// Who holds the office that a definite description names.
    fn holder(&self, phrase: &Phrase, office: &Office) -> Found {
        let Some(holders) = self.offices.get(&office.noun) else { return Found::Nobody };
        let bare = is_bare(office);
        let mut fitting: Vec<usize> = Vec::new();
        for holder in holders.iter().rev().take(HOLDERS) {
            let known = &self.actors[holder.actor];
            let person = phrase.kind == ActorKind::Person;
            let fits = person == (known.kind == ActorKind::Person)
                && !known.plural
                && known.gender.fits(phrase.gender)
                && self.same_office(office, &holder.office);
            if fits && !fitting.contains(&holder.actor) {
                fitting.push(holder.actor);
            }
        }
        let distance =
            |actor: usize| self.actors[actor].last.map_or(u32::MAX, |last| phrase.sentence.saturating_sub(last));
        // "The aide" is the last who was called an aide rather than an adviser.
        let same_word = |actor: &usize| {
            holders.iter().rev().take(HOLDERS).any(|h| h.actor == *actor && h.office.word == office.word)
        };
        if fitting.len() > 1 && fitting.iter().any(same_word) {
            fitting.retain(same_word);
        }
        match fitting.as_slice() {
            [] => Found::Nobody,
            [only]
                if !bare
                    || distance(*only) <= DESCRIPTION_SENTENCES_BACK
                    || self.is_only_holder(*only, office)
                    || lexicon::is_of_state(&office.noun) =>
            {
                Found::One(*only)
            }
            [_] => Found::Doubtful,
            several => {
                // "The president" is President Novak rather than the Russian president.
                if let Some(home) = self.plain_holder(holders, several).filter(|_| bare)
                    && distance(home) <= DESCRIPTION_SENTENCES_BACK
                {
                    return Found::One(home);
                }
                // The one just spoken of, if the others are further off.
                let nearest = several.iter().copied().min_by_key(|a| distance(*a)).unwrap_or(several[0]);
                let near = distance(nearest);
                let alone = several.iter().all(|a| *a == nearest || distance(*a) > near + 2);
                if near <= 1 && alone {
                    return Found::One(nearest);
                }
                match self.mainly(several).filter(|main| bare && distance(*main) <= SENTENCES_BACK) {
                    Some(main) => Found::One(main),
                    None => Found::Doubtful,
                }
            }
        }
    }

    /// The office with the country that "the nation's president" means: the one last spoken of.
    fn in_country(&self, phrase: &Phrase, office: &Office) -> Office {
        const WORDS_BACK: u32 = 60;
        let start = phrase.tokens.start;
        let before = (start.saturating_sub(WORDS_BACK)..start).rev().filter(|_| office.of_nation);
        let country = before.filter_map(|at| self.reading.country_in(TokenRange::new(at, at + 1))).next();
        Office { country: office.country.or(country.map(|(country, _)| country)), ..office.clone() }
    }

    /// Whom of several the report is about: who is named far oftener than all the others together.
    fn mainly(&self, several: &[usize]) -> Option<usize> {
        const TIMES: u32 = 3;
        let times = |actor: &usize| self.named.get(*actor).copied().unwrap_or(0);
        let main = several.iter().copied().max_by_key(|a| (times(a), usize::MAX - a))?;
        let others: u32 = several.iter().filter(|a| **a != main).map(times).sum();
        (times(&main) > TIMES * others.max(1)).then_some(main)
    }

    /// Whether no title of the report gives the office to anybody but this actor.
    fn is_only_holder(&self, actor: usize, office: &Office) -> bool {
        let titled = self.titled.get(&office.noun).map_or(&[][..], Vec::as_slice);
        titled.iter().any(|h| h.actor == actor) && titled.iter().all(|h| h.actor == actor)
    }

    /// Who holds by a title, also one given further on, the office of a description that nobody holds so far as it is worded:
    /// "the nation's prime minister" before "Belgian Prime Minister Anna Brandt", "the general" after "former General Brandt".
    fn titled_holder(&self, phrase: &Phrase, office: &Office) -> Found {
        let Some(holders) = self.titled.get(&office.noun).filter(|_| phrase.kind == ActorKind::Person) else {
            return Found::Nobody;
        };
        // Who is president now is somebody else than the former president.
        let passes = office.broader.is_some() || matches!(office.noun.as_str(), "leader" | "minister" | "secretary");
        let past = |office: &Office| office.modifiers.iter().any(|m| matches!(m.as_str(), "former" | "ex" | "late"));
        let mut found = Found::Nobody;
        for holder in holders {
            let known = &self.actors[holder.actor];
            let ahead = known.last.is_none();
            let held = &holder.office;
            let whose = held.country == office.country || (!ahead && office.country.is_none());
            let time = past(office) == past(held) || (!passes && !past(office) && !ahead);
            let words = |office: &Office| -> Vec<String> {
                let kept = office.modifiers.iter().filter(|m| !matches!(m.as_str(), "former" | "ex" | "late"));
                kept.cloned().collect()
            };
            let (later, before) = (words(office), words(held));
            let same = later.iter().all(|m| before.contains(m)) && (!ahead || later.len() == before.len());
            let fits = known.kind == ActorKind::Person
                && known.gender.fits(phrase.gender)
                && self.same_possessor(office, held)
                && whose
                && time
                && same;
            match found {
                _ if !fits => {}
                Found::One(other) if other != holder.actor => return Found::Doubtful,
                _ => found = Found::One(holder.actor),
            }
        }
        found
    }

    /// The only one of several whose office was given without country, owner or other mark.
    fn plain_holder(&self, holders: &[Holder], several: &[usize]) -> Option<usize> {
        let recent = || holders.iter().rev().take(HOLDERS);
        let plain = |actor: &usize| recent().any(|h| h.actor == *actor && is_bare(&h.office));
        let mut found = several.iter().copied().filter(plain);
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether two offices belong to the same body, or neither to any: "the CIA director".
    fn same_possessor(&self, one: &Office, other: &Office) -> bool {
        let actor = |at: u32| self.phrase_of(at).and_then(|p| self.actor_of[p]);
        match (one.possessor, other.possessor) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                actor(a).is_some_and(|a| Some(a) == actor(b)) || self.reading.word(a) == self.reading.word(b)
            }
            _ => false,
        }
    }

    /// Whether a later description may name the office that an actor is known to hold.
    fn same_office(&self, later: &Office, held: &Office) -> bool {
        if later.country.is_some() && later.country != held.country {
            return false;
        }
        if parting(later) != parting(held) || !later.modifiers.iter().all(|m| held.modifiers.contains(m)) {
            return false;
        }
        match (later.possessor, held.possessor) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(a), Some(b)) => {
                let actor = |at: u32| self.phrase_of(at).and_then(|p| self.actor_of[p]);
                match (actor(a), actor(b)) {
                    (Some(a), Some(b)) => a == b,
                    _ => false,
                }
            }
        }
    }

    fn pronoun(&mut self, phrase: &Phrase, pronoun: Pronoun) -> Option<usize> {
        match pronoun {
            Pronoun::First => None,
            Pronoun::Relative => {
                let bound = phrases::relative(self.reading, phrase.head).filter(|noun| !self.coordinated(*noun));
                let bound = bound.map(|noun| phrases::agreeing(self.reading, phrase.head, noun));
                let bound = bound.and_then(|noun| self.phrase_of(noun));
                let person = |p: &usize| {
                    let phrase = &self.phrases[*p];
                    // "The defence forces, who".
                    let body = phrase.kind == ActorKind::Organisation && self.reading.is_plural(phrase.head);
                    matches!(phrase.kind, ActorKind::Person | ActorKind::Group) || body
                };
                let word = self.reading.word(phrase.head).to_lowercase();
                let who = word.starts_with("who");
                if let Some(included) = self.included(phrase).filter(|_| who) {
                    return self.actor_of[included];
                }
                if who && bound.as_ref().is_some_and(person) {
                    return self.actor_of[bound?];
                }
                if !who {
                    let single = |p: &usize| self.phrases[*p].kind == ActorKind::Person;
                    if word != "which" || !bound.as_ref().is_some_and(single) {
                        return self.actor_of[bound?];
                    }
                    // "The president of the League, which": not the president.
                    let before = phrases::before_relative(self.reading, phrase.head).and_then(|at| self.phrase_of(at));
                    return self.actor_of[before.filter(|p| !single(p))?];
                }
                // "the campaign of Anna Brandt, who": not the campaign.
                let before = phrases::before_relative(self.reading, phrase.head);
                let name = before.and_then(|at| self.phrase_of(at)).filter(|p| {
                    let name = &self.phrases[*p];
                    matches!(name.what, What::Name(_))
                        && name.kind == ActorKind::Person
                        && self.reading.deprel(name.head) != Deprel::Conj
                });
                match name {
                    Some(name) => self.actor_of[name],
                    None => self.actor_of[self.person_of(bound?)?],
                }
            }
            Pronoun::Person | Pronoun::They | Pronoun::It => {
                let actor = self.antecedent(phrase, pronoun)?;
                if pronoun == Pronoun::Person {
                    let known = &mut self.actors[actor];
                    known.gender = known.gender.or(phrase.gender);
                }
                Some(actor)
            }
        }
    }

    /// The name in "some ministers, including Anna Brandt, who".
    fn included(&self, pronoun: &Phrase) -> Option<usize> {
        let number = self.phrase_of(phrases::before_relative(self.reading, pronoun.head)?)?;
        let name = &self.phrases[number];
        let start = match self.title_of.get(number) {
            Some(title) if *title != NONE => *title,
            _ => name.tokens.start,
        };
        let named = matches!(name.what, What::Name(_)) && name.kind == ActorKind::Person;
        let before = self.reading.word(start.checked_sub(1)?);
        (named && matches!(before, "including" | "like" | "notably")).then_some(number)
    }

    /// The person in "an officer with the Army who", where the tree binds the clause to the body.
    fn person_of(&self, body: usize) -> Option<usize> {
        let head = self.reading.head(self.phrases[body].head)?;
        let joined = self.reading.deprel(self.phrases[body].head) == Deprel::Nmod;
        let number = self.phrase_of(head).filter(|_| joined)?;
        (self.phrases[number].kind == ActorKind::Person && !self.phrases[number].plural).then_some(number)
    }

    /// Whether an actor may be meant by the pronoun.
    fn may_mean(&self, pronoun: Pronoun, actor: usize, gender: Gender) -> bool {
        let known = &self.actors[actor];
        match pronoun {
            Pronoun::Person => known.kind == ActorKind::Person && !known.plural && known.gender.fits(gender),
            Pronoun::They => known.plural || matches!(known.kind, ActorKind::Group | ActorKind::Organisation),
            Pronoun::It => {
                !known.plural && matches!(known.kind, ActorKind::Organisation | ActorKind::Place | ActorKind::Group)
            }
            Pronoun::First | Pronoun::Relative => false,
        }
    }

    fn antecedent(&self, phrase: &Phrase, pronoun: Pronoun) -> Option<usize> {
        let mut excluded = Vec::new();
        if self.reading.is_quoted(phrase.head) {
            self.speakers(phrase, pronoun, &mut excluded)?;
        }
        match self.above(phrase, pronoun, &mut excluded) {
            Found::One(actor) => return Some(actor),
            Found::Doubtful => return None,
            Found::Nobody => {}
        }
        self.before(phrase, pronoun, &excluded)
    }

    /// Adds those who speak the words around a quoted pronoun; none if that may be whoever the pronoun seems to mean.
    fn speakers(&self, phrase: &Phrase, pronoun: Pronoun, excluded: &mut Vec<usize>) -> Option<()> {
        let frame = self.reading.content_of.get(phrase.head as usize).filter(|f| **f != NONE)?;
        let frame = self.reading.analysis.frames.get(*frame as usize)?;
        for at in frame.source.iter().flat_map(|r| r.iter()) {
            let Some(number) = self.phrase_of(at) else { continue };
            match self.actor_of[number] {
                Some(actor) => excluded.push(actor),
                None => {
                    let open = matches!(self.phrases[number].what, What::Pronoun(p) if p == pronoun)
                        && self.phrases[number].gender.fits(phrase.gender);
                    if open {
                        return None;
                    }
                }
            }
        }
        Some(())
    }

    /// Looks for the actor up the tree: the subjects of the clauses that the pronoun stands in, from the nearest, and
    /// whose the nouns are that those clauses belong to.
    fn above(&self, phrase: &Phrase, pronoun: Pronoun, excluded: &mut Vec<usize>) -> Found {
        let reading = self.reading;
        let word = reading.word(phrase.head).to_lowercase();
        let reflexive = word.ends_with("self") || word.ends_with("selves");
        // "Trump told him": the subject of the same verb is somebody else.
        let mut local = matches!(
            reading.deprel(phrase.head),
            Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod
        );
        let mut at = phrase.head;
        for _ in 0..DEPTH {
            let relation = reading.deprel(at);
            let Some(parent) = reading.head(at) else { break };
            // The subject of a clause does not govern one that is only coordinated with it and has its own.
            let own_subject = reading.subject_of(at).is_some_and(|s| s != phrase.head);
            if pronoun != Pronoun::Person && relation == Deprel::Conj && own_subject {
                return Found::Doubtful;
            }
            let mut candidates = [None; 2];
            if relation == Deprel::Conj && matches!(reading.upos(parent), Upos::Noun | Upos::Propn) && at != phrase.head
            {
                // "Kyiv and its allies".
                candidates[0] = Some(parent);
            }
            if let Some(owner) =
                reading.possessor_of(parent).filter(|o| *o != at && *o != phrase.head && *o < phrase.head)
            {
                candidates[1] = Some(owner);
            }
            for owner in candidates.into_iter().flatten() {
                if let Some(actor) = self.phrase_of(owner).and_then(|p| self.actor_of[p])
                    && self.may_mean(pronoun, actor, phrase.gender)
                    && !excluded.contains(&actor)
                {
                    return Found::One(actor);
                }
            }
            let subject = reading.subject_of(parent).filter(|s| *s != at && *s != phrase.head);
            if let Some(subject) = subject.filter(|s| !self.is_said_by(*s, phrase.head)) {
                let number = self.phrase_of(subject);
                let actor = number.and_then(|p| self.actor_of[p]);
                let mine = actor.filter(|a| self.may_mean(pronoun, *a, phrase.gender) && !excluded.contains(a));
                if local && !reflexive {
                    excluded.extend(actor);
                } else if subject > phrase.head {
                    // "As he left, Trump said": only names are foretold, and not by what they say.
                    let foretold = number.is_some_and(|p| matches!(self.phrases[p].what, What::Name(_)))
                        && matches!(relation, Deprel::Advcl | Deprel::Obl);
                    if foretold && let Some(actor) = mine {
                        return Found::One(actor);
                    }
                } else if self.coordinated(subject) {
                    return Found::Doubtful;
                } else if let Some(actor) = mine {
                    // "Brin met Mohamed during his visit": either.
                    let either = (pronoun != Pronoun::Person || !reading.is_subject(phrase.head))
                        && self.other_between(phrase, pronoun, subject, actor, excluded);
                    return if either { Found::Doubtful } else { Found::One(actor) };
                } else {
                    let open = |p: usize| matches!(self.phrases[p].what, What::Pronoun(q) if q == pronoun);
                    let doubtful = match number {
                        Some(number) => open(number),
                        None => self.thing_rivals(pronoun, subject),
                    };
                    if actor.is_none() && doubtful {
                        return Found::Doubtful;
                    }
                }
                local = false;
            }
            at = parent;
        }
        Found::Nobody
    }

    /// Whether somebody else whom the pronoun may mean is spoken of after the subject.
    fn other_between(&self, phrase: &Phrase, pronoun: Pronoun, subject: u32, actor: usize, excluded: &[usize]) -> bool {
        // "The agency called for talks, to which they agreed": a body is "they" only where nothing else can be.
        if pronoun == Pronoun::They
            && !self.actors[actor].plural
            && (self.sentence_start(phrase)..phrase.head)
                .any(|at| self.reading.is_plural(at) && self.reading.upos(at) == Upos::Noun)
        {
            return true;
        }
        let recent = self.seen.iter().rev().take_while(|s| s.sentence == phrase.sentence).take(MENTIONS_BACK);
        recent
            .filter(|s| s.head > subject && s.head < phrase.head && s.quoted == self.reading.is_quoted(phrase.head))
            .filter_map(|s| s.actor)
            .any(|other| other != actor && !excluded.contains(&other) && self.may_mean(pronoun, other, phrase.gender))
    }

    /// Whether a word stands in the content, before it, of the statement that the pronoun is the source of. "The minister was
    /// ill, he said": as a rule the speaker is who spoke before.
    fn is_said_by(&self, at: u32, pronoun: u32) -> bool {
        let frame = self.reading.source_of.get(pronoun as usize).filter(|frame| **frame != NONE);
        let frame = frame.and_then(|frame| self.reading.analysis.frames.get(*frame as usize));
        at < pronoun && frame.is_some_and(|frame| frame.content.iter().any(|content| content.contains(at)))
    }

    fn sentence_start(&self, phrase: &Phrase) -> u32 {
        self.reading.analysis.sentences.get(phrase.sentence as usize).map_or(phrase.head, |s| s.tokens.start)
    }

    /// Whether "it" or "they" may mean the thing or things that the word names.
    fn thing_rivals(&self, pronoun: Pronoun, at: u32) -> bool {
        match pronoun {
            Pronoun::It => self.reading.upos(at) == Upos::Noun && !self.reading.is_plural(at),
            Pronoun::They => self.reading.is_plural(at),
            _ => false,
        }
    }

    /// Looks for the actor among the mentions before: in the sentence, then in the sentences before it, where the subject of
    /// the main clause and the source come first. Whoever is not alone in the best place is not taken.
    fn before(&self, phrase: &Phrase, pronoun: Pronoun, excluded: &[usize]) -> Option<usize> {
        let fits = |seen: &&Seen| match seen.actor {
            Some(actor) => self.may_mean(pronoun, actor, phrase.gender) && !excluded.contains(&actor),
            None => pronoun == Pronoun::Person && seen.gender.fits(phrase.gender),
        };
        let fits = |seen: &&Seen| fits(seen) && !self.is_said_by(seen.head, phrase.head);
        let recent = &self.seen[self.seen.len().saturating_sub(MENTIONS_BACK)..];
        let quoted = self.reading.is_quoted(phrase.head);
        if pronoun == Pronoun::Person {
            let same = recent.iter().filter(|s| s.sentence == phrase.sentence && s.head < phrase.head);
            let mut same = same.filter(|s| s.quoted == quoted).filter(fits).map(|s| s.actor);
            if let Some(first) = same.next() {
                return first.filter(|_| same.all(|other| other == first));
            }
        }
        // Things are not followed over sentences as people are: only the subject just before.
        let back = if pronoun == Pronoun::Person { SENTENCES_BACK } else { 1 };
        if pronoun != Pronoun::Person && !self.reading.is_subject(phrase.head) {
            return None;
        }
        // A report may stand in quotation marks as a whole: its speakers follow each other as they do outside.
        let within = quoted && self.reading.is_source(phrase.head) && self.is_quoted_paragraph(phrase);
        if quoted && !within {
            // Whom a speaker means is not who the report last spoke of; only one who is alone is taken.
            let near = recent
                .iter()
                .filter(|s| s.sentence + SENTENCES_BACK >= phrase.sentence && s.sentence <= phrase.sentence);
            let mut fitting = near.filter(fits).map(|s| s.actor);
            let first = fitting.next()??;
            return (pronoun == Pronoun::Person && fitting.all(|other| other == Some(first))).then_some(first);
        }
        let mut sentences = 0;
        for distance in 1..=MOST_SENTENCES_BACK {
            let Some(sentence) = phrase.sentence.checked_sub(distance) else { break };
            if self.reading.is_caption(sentence) {
                continue;
            }
            // A quotation may be long before its speaker is called "he".
            if within || !(self.reading.is_source(phrase.head) && self.is_all_quoted(sentence)) {
                sentences += 1;
            }
            if sentences > back {
                break;
            }
            if self.reading.analysis.sentences.get(sentence as usize).is_some_and(|s| s.heading) && distance > 1 {
                break;
            }
            let there = || recent.iter().filter(|s| s.sentence == sentence);
            let ranks: [fn(&Seen) -> bool; 4] = [|s| s.main && s.subject, |s| s.main, |s| s.subject, |_| true];
            let ranks = if pronoun == Pronoun::Person { &ranks[..] } else { &ranks[..2] };
            for rank in ranks {
                let heard = |s: &&Seen| !s.quoted || within || s.main && !self.reading.is_source(phrase.head);
                let mut fitting = there().filter(|s| rank(s)).filter(heard).filter(fits).map(|s| s.actor);
                if let Some(first) = fitting.next() {
                    return first.filter(|_| fitting.all(|other| other == first));
                }
            }
        }
        self.said_of_self(phrase, pronoun).filter(|actor| !excluded.contains(actor))
    }

    /// Whether the phrase and the sentence before it stand in the quotation marks of a whole paragraph, and nobody is told to say it.
    fn is_quoted_paragraph(&self, phrase: &Phrase) -> bool {
        let sentences = &self.reading.analysis.sentences;
        let Some(own) = sentences.get(phrase.sentence as usize) else { return false };
        let before = phrase.sentence.checked_sub(1).and_then(|s| sentences.get(s as usize));
        before.is_some_and(|before| {
            before.paragraph == own.paragraph
                && self.reading.is_quoted(before.tokens.start)
                && self.reading.is_quoted(own.tokens.start)
                && self.reading.is_outside_content(phrase.head)
        })
    }

    /// "Anna Brandt will resign, she said", where nobody was spoken of before.
    fn said_of_self(&self, phrase: &Phrase, pronoun: Pronoun) -> Option<usize> {
        let verb = self.reading.head(phrase.head).filter(|_| self.reading.is_subject(phrase.head))?;
        let said = |at: &u32| {
            *at < phrase.head
                && self.reading.head(*at) == Some(verb)
                && matches!(self.reading.deprel(*at), Deprel::Ccomp | Deprel::Parataxis)
        };
        // The tree may also hang "he said" from what is said.
        let hung = self.reading.head(verb).filter(|_| self.reading.deprel(verb) == Deprel::Parataxis);
        let said = hung.or_else(|| (self.sentence_start(phrase)..phrase.head).find(said))?;
        let subject = self.reading.subject_of(said).filter(|s| !self.coordinated(*s))?;
        let number = self.phrase_of(subject)?;
        let actor = self.actor_of[number]?;
        let name = matches!(self.phrases[number].what, What::Name(_));
        let fits = pronoun == Pronoun::Person && name && self.may_mean(pronoun, actor, phrase.gender);
        (fits && self.is_said_by(subject, phrase.head) && !self.reading.is_quoted(subject)).then_some(actor)
    }

    /// Whether nothing of a sentence stands outside of quotation marks.
    fn is_all_quoted(&self, sentence: u32) -> bool {
        let tokens = self.reading.analysis.sentences.get(sentence as usize).map(|s| s.tokens);
        tokens.is_some_and(|tokens| {
            let (first, last) = (tokens.start, tokens.end.saturating_sub(1));
            let closes = !self.reading.is_quoted(last) && self.reading.upos(last) == Upos::Punct;
            self.reading.is_quoted(first)
                && (self.reading.is_quoted(last)
                    || closes && tokens.iter().rev().skip(1).take(2).any(|at| self.reading.is_quoted(at)))
        })
    }

    /// Mentions and actors; `metonyms` tells which names stand for another's actor.
    fn into_findings(self, metonyms: &[bool]) -> (Vec<Mention>, Vec<Actor>) {
        let analysis = self.reading.analysis;
        let mut order: Vec<usize> = (0..self.phrases.len())
            // A relative pronoun matters only for whom it stands for.
            .filter(|i| {
                self.actor_of[*i].is_some() || !matches!(self.phrases[*i].what, What::Pronoun(Pronoun::Relative))
            })
            .collect();
        order.sort_by_key(|i| {
            let tokens = self.phrases[*i].tokens;
            (tokens.start, std::cmp::Reverse(tokens.end))
        });
        let mut number_of: Vec<Option<usize>> = vec![None; self.actors.len()];
        let mut actors: Vec<Actor> = Vec::new();
        let mut forms: Vec<Vec<(&str, bool)>> = Vec::new();
        let mut mentions = Vec::with_capacity(order.len());
        for i in order {
            let phrase = &self.phrases[i];
            let member = phrase.kind == ActorKind::Group
                && self.actor_of[i].is_some_and(|actor| self.actors[actor].kind == ActorKind::Person);
            let (form, text) = match phrase.what {
                What::Name(name) if metonyms[name] => (MentionForm::Metonym, None),
                What::Name(_) if member => (MentionForm::Description, None),
                What::Name(name) => (MentionForm::Name, Some((self.uses[name].text.as_str(), true))),
                What::Description(_) => (MentionForm::Description, Some((self.reading.words(phrase.tokens), false))),
                What::Pronoun(_) => (MentionForm::Pronoun, None),
            };
            let actor = self.actor_of[i].map(|actor| {
                *number_of[actor].get_or_insert_with(|| {
                    let kind = self.actors[actor].kind;
                    actors.push(Actor { name: String::new(), kind, aliases: Vec::new(), roles: Vec::new() });
                    forms.push(Vec::new());
                    actors.len() - 1
                })
            });
            if let (Some(actor), Some(text)) = (actor, text)
                && !forms[actor].contains(&text)
            {
                forms[actor].push(text);
            }
            let kind = match (form, actor) {
                (MentionForm::Pronoun, Some(actor)) => actors[actor].kind,
                _ => phrase.kind,
            };
            mentions.push(Mention { span: analysis.span(phrase.tokens), kind, form, actor });
        }
        for (old, known) in self.actors.iter().enumerate() {
            let Some(number) = number_of[old] else { continue };
            let mut roles: Vec<Role> = known
                .roles
                .iter()
                .map(|role| Role {
                    span: analysis.span(role.tokens),
                    kind: role.kind,
                    of: self.related(role, old).and_then(|of| number_of[of]),
                })
                .collect();
            roles.sort_by_key(|r| r.span);
            roles.dedup();
            actors[number].roles = roles;
        }
        for (actor, forms) in actors.iter_mut().zip(forms) {
            // The fullest name: of the most words, then the longest, then the first.
            let size = |(text, name): (&str, bool)| (name, text.split(' ').count(), text.chars().count());
            let any_name = forms.iter().any(|f| f.1);
            let mut fullest = forms.first().copied().unwrap_or_default();
            for form in forms.iter().copied().filter(|_| any_name) {
                if size(form) > size(fullest) {
                    fullest = form;
                }
            }
            fullest.0.clone_into(&mut actor.name);
            actor.aliases = forms.iter().filter(|f| f.0 != fullest.0).map(|f| f.0.to_owned()).collect();
        }
        (mentions, actors)
    }
}
