//! Where a report speaks of actors: names with their titles, descriptions, pronouns.

use readout_language::{Deprel, NameKind, TokenRange, Upos, Xpos};

use super::lexicon::{self, Gender, Noun};
use super::reading::{DEPTH, NONE, Reading};
use crate::ActorKind;

/// How many words a description may have before its noun, and after it.
const WORDS_BEFORE: u32 = 12;
const WORDS_AFTER: u32 = 9;

/// A place that may speak of an actor.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) tokens: TokenRange,
    /// The word that stands for it in the tree.
    pub(super) head: u32,
    pub(super) sentence: u32,
    pub(super) kind: ActorKind,
    pub(super) gender: Gender,
    pub(super) plural: bool,
    pub(super) what: What,
}

/// In which way a phrase speaks.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Number of the name among the names of the report.
    Name(usize),
    Description(Description),
    Pronoun(Pronoun),
}

/// What a description says.
#[derive(Debug, Clone)]
pub(super) struct Description {
    pub(super) definite: bool,
    pub(super) office: Office,
}

/// An office or relation: what must agree for two descriptions to be of one actor.
#[derive(Debug, Clone)]
pub(super) struct Office {
    /// Class of the noun.
    pub(super) noun: String,
    /// The noun itself.
    pub(super) word: String,
    pub(super) broader: Option<&'static str>,
    pub(super) country: Option<u16>,
    /// Words before the noun that tell offices apart: "deputy foreign".
    pub(super) modifiers: Vec<String>,
    /// The word that it belongs to: "his", "Trump" in "Trump's".
    pub(super) possessor: Option<u32>,
    /// Whether it is that of a country which is not named: "the nation's president".
    pub(super) of_nation: bool,
}

impl Office {
    /// An office of which only the noun is told.
    pub(super) fn bare(noun: &str) -> Self {
        Self {
            noun: noun.to_owned(),
            word: noun.to_owned(),
            broader: None,
            country: None,
            modifiers: Vec::new(),
            possessor: None,
            of_nation: false,
        }
    }
}

/// What stands for the noun of an office where only an age is told.
pub(super) const AGED: &str = "year-old";

/// Which pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// "I", "we": resolved with the statements, not here.
    First,
    /// "he", "she".
    Person,
    They,
    It,
    /// "who", "which".
    Relative,
}

/// A title or description bound to the name beside it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) tokens: TokenRange,
    pub(super) office: Office,
    pub(super) gender: Gender,
}

/// The kind of an actor with a name of this kind.
pub(super) fn kind_of(name: NameKind) -> ActorKind {
    match name {
        NameKind::Person => ActorKind::Person,
        NameKind::Organisation => ActorKind::Organisation,
        NameKind::Place => ActorKind::Place,
        NameKind::Group => ActorKind::Group,
    }
}

/// The name's words without title before and possessive ending after them.
pub(super) fn bare_name(reading: &Reading<'_>, tokens: TokenRange, kind: ActorKind) -> TokenRange {
    let mut bare = TokenRange::new(tokens.start, tokens.end.min(reading.left.len() as u32));
    while bare.len() > 1 && matches!(reading.word(bare.end - 1), "'s" | "’s" | "'" | "’" | "," | ")" | "(" | "\"") {
        bare.end -= 1;
    }
    if kind == ActorKind::Person {
        bare.start = after_long_title(reading, bare);
        // "GOP Rep. Anna Brandt".
        let abbreviated = |at: &u32| lexicon::abbreviated_title(reading.word(*at)).is_some();
        if let Some(title) = (bare.start..bare.end.saturating_sub(1)).rev().find(abbreviated) {
            bare.start = title + 1;
        }
    }
    while kind == ActorKind::Person && bare.len() > 1 {
        let word = reading.word(bare.start);
        let title = lexicon::honorific(word).is_some()
            || lexicon::abbreviated_title(word).is_some()
            || (lexicon::given_name(word) == Gender::Unknown
                && lexicon::noun(&word.to_lowercase()).is_some_and(|n| n.kind == ActorKind::Person)
                && may_be_title(reading, bare.start));
        if !title {
            break;
        }
        bare.start += 1;
    }
    bare
}

/// Trades that are given names, too.
const TRADES: &[&str] = &[
    "Archer", "Baker", "Carter", "Chandler", "Cooper", "Fisher", "Fletcher", "Gardner", "Hunter", "Mason", "Miller",
    "Parker", "Piper", "Porter", "Sawyer", "Tanner", "Turner", "Walker", "Weaver",
];

/// Whether a word for persons before a name is no given name: "Judge Brandt", "Baker Anna Brandt"; but "Hunter Brandt".
fn may_be_title(reading: &Reading<'_>, at: u32) -> bool {
    !TRADES.contains(&reading.word(at)) || lexicon::given_name(reading.word(at + 1)) != Gender::Unknown
}

/// What offices are of that have no owner: "Secretary of State", "chief of staff".
const DEPARTMENTS: &[&str] = &[
    "Agriculture",
    "Commerce",
    "Defence",
    "Defense",
    "Education",
    "Energy",
    "Health",
    "Justice",
    "Labor",
    "Labour",
    "Staff",
    "State",
    "Transport",
    "Transportation",
    "Treasury",
];

/// Where the name itself begins in "US Secretary of State Anna Brandt": at the first given name after the title.
fn after_long_title(reading: &Reading<'_>, name: TokenRange) -> u32 {
    let is_title = |at: u32| kind_of_noun(reading, at) == Some(ActorKind::Person);
    let is_given = |at: u32| lexicon::given_name(reading.word(at)) != Gender::Unknown;
    let country = u32::from(reading.country_in(TokenRange::new(name.start, name.start + 1)).is_some());
    let first = name.start + country;
    let title = (first..name.end).take_while(|at| !is_given(*at)).filter(|at| is_title(*at)).last();
    let Some(title) = title.filter(|t| *t + 2 < name.end) else { return name.start };
    let begin = (title + 1..name.end - 1).find(|at| is_given(*at));
    // "chief of staff Denis McDonough": what the tree holds together at the end.
    let begin = begin.or_else(|| {
        let flat = |at: u32| reading.deprel(at) == Deprel::Flat && reading.head(at).is_some_and(|head| head < at);
        let last = name.end - 1;
        reading.head(last).filter(|first| flat(last) && *first > title + 2 && name.contains(*first))
    });
    // "Secretary of State Rex Novak".
    let of = reading.word(title + 1) == "of";
    let department = of && title + 3 < name.end && DEPARTMENTS.contains(&reading.word(title + 2));
    begin.unwrap_or(match (of, department) {
        (true, true) => title + 3,
        (true, false) => name.start,
        (false, _) => title + 1,
    })
}

/// The name with the given name before it that the model left out.
pub(super) fn with_given_name(reading: &Reading<'_>, name: TokenRange) -> TokenRange {
    let before = name.start.checked_sub(1).filter(|at| {
        name.len() == 1
            && reading.is_nameless(*at)
            && reading.upos(*at) == Upos::Propn
            && reading.analysis.sentence_of(*at) == reading.analysis.sentence_of(name.start)
            && lexicon::given_name(reading.word(*at)) != Gender::Unknown
    });
    TokenRange::new(before.unwrap_or(name.start), name.end)
}

/// The name with the surname after it that the model left out ("May" taken for the month).
pub(super) fn with_surname(reading: &Reading<'_>, name: TokenRange) -> TokenRange {
    let after = Some(name.end).filter(|at| {
        name.len() == 1
            && lexicon::given_name(reading.word(name.start)) != Gender::Unknown
            // "Theresa May", taken for the auxiliary.
            && (reading.upos(*at) == Upos::Aux
                || reading.word(*at) == "May" && !matches!(reading.upos(at + 1), Upos::Num)
                || reading.upos(*at) == Upos::Propn
                    && (reading.head(*at) == Some(name.start)
                        || reading.head(name.start) == Some(*at)
                        || is_titled(reading, name)))
            && reading.is_nameless(*at)
            && reading.word(*at).starts_with(char::is_uppercase)
            && reading.word(*at).chars().any(char::is_lowercase)
            && reading.analysis.sentence_of(*at) == reading.analysis.sentence_of(name.start)
    });
    TokenRange::new(name.start, after.map_or(name.end, |at| at + 1))
}

/// The name with what tells son from father after it: "Anna Brandt Jr.", "Brandt, Sr.".
pub(super) fn with_suffix(reading: &Reading<'_>, name: TokenRange) -> TokenRange {
    let end = reading.left.len() as u32;
    let in_sentence = |at: u32| {
        at < end
            && reading.is_nameless(at)
            && reading.analysis.sentence_of(at) == reading.analysis.sentence_of(name.start)
    };
    let is_suffix = |at: u32| in_sentence(at) && matches!(reading.word(at), "Jr." | "Jr" | "Sr." | "Sr");
    // The model may leave out the surname too: "[Martin Luther] King Jr."
    let surname = in_sentence(name.end)
        && reading.upos(name.end) == Upos::Propn
        && reading.word(name.end).starts_with(char::is_uppercase)
        && name.len() > 1
        && is_suffix(name.end + 1);
    let last = name.end + u32::from(surname);
    let comma = last < end && reading.word(last) == ",";
    let at = last + u32::from(comma);
    TokenRange::new(name.start, if is_suffix(at) { at + 1 } else { name.end })
}

/// What the noun that a word is denotes; none for things.
pub(super) fn kind_of_noun(reading: &Reading<'_>, at: u32) -> Option<ActorKind> {
    lexicon::noun(&reading.word(at).to_lowercase()).map(|noun| noun.kind)
}

/// What the honorific right before a name tells.
pub(super) fn honorific_before(reading: &Reading<'_>, name: TokenRange) -> Gender {
    let before = name.start.checked_sub(1).map(|at| reading.word(at));
    before.and_then(lexicon::honorific).unwrap_or(Gender::Unknown)
}

/// The first word of "son-in-law" or "commander-in-chief" if it ends at this word, however it is cut.
fn compound_start(reading: &Reading<'_>, end: u32) -> Option<u32> {
    let start = end.checked_sub(4)?;
    let rest = [reading.word(start + 1), reading.word(start + 2), reading.word(start + 3), reading.word(end)];
    (rest[..3] == ["-", "in", "-"] && matches!(rest[3], "law" | "chief")).then_some(start)
}

/// What a compound that ends at this word adds to its first word.
fn compound_ending(reading: &Reading<'_>, end: u32) -> &'static str {
    if reading.word(end) == "law" { "-in-law" } else { "-in-chief" }
}

/// Whether a person's title in capitals stands right before the words: "President Novak".
pub(super) fn is_titled(reading: &Reading<'_>, name: TokenRange) -> bool {
    let Some(at) = name.start.checked_sub(1) else { return false };
    reading.upos(at) == Upos::Propn
        && reading.word(at).starts_with(char::is_uppercase)
        && person_noun(reading, at).is_some_and(|(_, n)| n.kind == ActorKind::Person)
}

/// Whether a description of one person stands in apposition to the words: "Anna Brandt, the head of the agency".
pub(super) fn is_described_as_person(reading: &Reading<'_>, name: TokenRange) -> bool {
    let body = name.end.checked_sub(1).is_some_and(|last| kind_of_noun(reading, last).is_some());
    !body
        && reading.word(name.end) == ","
        && (name.end + 1..name.end + WORDS_AFTER).any(|at| {
            reading.deprel(at) == Deprel::Appos
                && reading.head(at).is_some_and(|head| name.contains(head))
                && !reading.is_plural(at)
                // A body may be one too.
                && !matches!(reading.word(at), "member" | "partner" | "maker" | "owner" | "leader")
                && kind_of_noun(reading, at) == Some(ActorKind::Person)
        })
}

/// The person noun that a word is, also abbreviated ("Gov.").
fn person_noun(reading: &Reading<'_>, at: u32) -> Option<(String, Noun)> {
    let token = reading.token(at)?;
    let word = reading.word(at);
    if let Some(full) = lexicon::abbreviated_title(word) {
        return Some((full.to_owned(), lexicon::noun(full)?));
    }
    if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj) || reading.is_plural(at) {
        return None;
    }
    let word = word.to_lowercase();
    let noun = lexicon::noun(&word)?;
    Some((word, noun))
}

/// The title before a person's name: "Russian Deputy Foreign Minister", "his son-in-law", "US Secretary of State"; or before
/// the name of a body: "the Russian newspaper".
pub(super) fn title_before(reading: &Reading<'_>, name: TokenRange, kind: ActorKind, floor: u32) -> Option<Title> {
    let mut end = name.start;
    while end > floor && lexicon::honorific(reading.word(end - 1)).is_some() {
        end -= 1;
    }
    let wanted = |noun: &Noun| match kind {
        ActorKind::Person => noun.kind == ActorKind::Person,
        ActorKind::Organisation | ActorKind::Group => noun.kind != ActorKind::Person,
        _ => false,
    };
    // "The administration Kabuki dance": the name is part of another phrase.
    if kind != ActorKind::Person && reading.upos(name.end) == Upos::Noun && reading.head(name.start) == Some(name.end) {
        return None;
    }
    let last = end.checked_sub(1).filter(|l| *l >= floor)?;
    let compound = compound_start(reading, last).filter(|start| *start >= floor);
    let ending = compound.map_or("", |_| compound_ending(reading, last));
    let last = compound.unwrap_or(last);
    let found = person_noun(reading, last).filter(|(_, n)| wanted(n)).map(|(word, noun)| (last, (word + ending, noun)));
    let (head, (word, noun)) = found.or_else(|| {
        // "Secretary of State", "Ambassador to the United States": only where the tree binds it to the name.
        let inner = (floor.max(end.saturating_sub(7))..last).rev().find(|at| {
            matches!(reading.word(at + 1), "of" | "for" | "to")
                && person_noun(reading, *at).is_some_and(|(_, n)| wanted(&n))
        })?;
        let between = TokenRange::new(inner + 1, end);
        // "adviser to Putin" is no title of Putin's.
        let to_name = matches!(reading.upos(last), Upos::Adp | Upos::Det | Upos::Cconj);
        let nominal = !to_name
            && between.iter().all(|at| {
                matches!(reading.upos(at), Upos::Adp | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Cconj)
                    && reading.deprel(at) != Deprel::Root
            });
        let bound = reading.head(inner).is_some_and(|h| name.contains(h))
            || name.iter().any(|at| {
                let beside = matches!(
                    reading.deprel(at),
                    Deprel::Flat | Deprel::Compound | Deprel::Appos | Deprel::NmodDesc | Deprel::Nmod
                );
                beside && reading.head(at) == Some(inner)
            })
            // "head of the Ministry of Defence Anna Brandt".
            || reading.model_name(last).is_some_and(|n| n.kind != NameKind::Person);
        let titled = reading.word(inner).starts_with(char::is_uppercase) && between.len() <= 5;
        (nominal && (bound || titled) && kind == ActorKind::Person).then_some((inner, person_noun(reading, inner)?))
    })?;
    let lowest = floor.max(head.saturating_sub(WORDS_BEFORE));
    let mut start = head;
    while start > lowest {
        let at = start - 1;
        let word = reading.word(at);
        let modifies = match reading.upos(at) {
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num => {
                // A person's name before a title belongs to it only as possessor or compound: "Trump envoy".
                reading.deprel(at) != Deprel::Root && !reading.is_subject(at)
            }
            Upos::Det => true,
            Upos::Pron => reading.token(at).is_some_and(|t| t.xpos == Xpos::PrpPoss),
            Upos::Part => matches!(word, "'s" | "’s" | "'" | "’"),
            // "Under Secretary".
            Upos::Adp => matches!(word, "'s" | "’s" | "'" | "’" | "Under"),
            Upos::Punct => word == "-" && start >= lowest + 2,
            _ => word == "-",
        };
        if !modifies {
            break;
        }
        start = at;
        if matches!(reading.upos(at), Upos::Det | Upos::Pron) {
            break;
        }
    }
    while start < head && matches!(reading.word(start), "-" | "'s" | "’s" | "'" | "’") {
        start += 1;
    }
    let office = office(reading, TokenRange::new(start, head), head, TokenRange::new(head + 1, end), &word, noun);
    Some(Title { tokens: TokenRange::new(start, end), office, gender: noun.gender })
}

/// The country in "President Anna Brandt of Norway".
pub(super) fn country_after(reading: &Reading<'_>, name: TokenRange) -> Option<u16> {
    const LONGEST: u32 = 4;
    let size = reading.left.len() as u32;
    let start = name.end + 1;
    if reading.word(name.end) != "of" || start >= size {
        return None;
    }
    let start = start + u32::from(reading.word(start) == "the");
    let end = (start + 1..size.min(start + LONGEST)).find(|at| reading.upos(*at) != Upos::Propn);
    let end = end.unwrap_or_else(|| size.min(start + LONGEST));
    reading.country_in(TokenRange::new(start.min(end), end)).map(|(country, _)| country)
}

/// The office that a noun with the words before and after it tells.
fn office(reading: &Reading<'_>, before: TokenRange, head: u32, after: TokenRange, word: &str, noun: Noun) -> Office {
    let after_of = after.iter().next().filter(|at| reading.word(*at) == "of").is_some();
    let country = reading.country_in(before).or_else(|| after_of.then(|| reading.country_in(after)).flatten());
    let mut modifiers = Vec::new();
    let mut possessor = None;
    for at in before.iter() {
        let word = reading.word(at);
        if matches!(word, "'s" | "’s" | "'" | "’") && at > before.start {
            // "Trump's envoy": what stands before the mark is whose.
            possessor = Some(at - 1);
            modifiers.clear();
            continue;
        }
        let pronoun = reading.token(at).is_some_and(|t| t.xpos == Xpos::PrpPoss);
        if pronoun {
            possessor = Some(at);
        } else if reading.name_at.get(at as usize).is_some_and(|n| *n != NONE) {
            // "Trump envoy": a name as the first part of a compound.
            let country = is_of_country(reading, at, before);
            if possessor.is_none() && !country && !is_party(reading, at) {
                possessor = Some(at);
            }
        } else if tells_offices_apart(reading, at) && !is_of_country(reading, at, before) {
            modifiers.push(word.to_lowercase());
        }
    }
    for at in after.iter().take(6) {
        if matches!(reading.upos(at), Upos::Noun | Upos::Propn)
            && reading.country_in(TokenRange::new(at, at + 1)).is_none()
        {
            modifiers.push(reading.word(at).to_lowercase());
        }
    }
    if possessor.is_none() && after_of {
        let department = |at: u32| DEPARTMENTS.iter().any(|d| d.eq_ignore_ascii_case(reading.word(at)));
        possessor = after.iter().find(|at| reading.head(*at) == Some(head)).filter(|at| !department(*at));
    }
    let of_nation = possessor.is_some_and(|at| matches!(reading.word(at), "nation" | "country"));
    // "Egypt's president" is the Egyptian president.
    let of_country = |at: &u32| is_of_country(reading, *at, TokenRange::new(before.start.min(*at), at + 1));
    possessor = possessor.filter(|at| !of_nation && !of_country(at));
    Office {
        noun: noun.class.unwrap_or(word).to_owned(),
        word: word.to_owned(),
        broader: noun.broader,
        country: country.map(|(country, _)| country),
        modifiers,
        possessor,
        of_nation,
    }
}

/// Whether the word is a country's name or adjective, or part of one: "North" in "the North Korean diplomat".
fn is_of_country(reading: &Reading<'_>, at: u32, within: TokenRange) -> bool {
    let is_country = |start: u32, end: u32| lexicon::country(reading.words(TokenRange::new(start, end))).is_some();
    is_country(at, at + 1)
        || at + 1 < within.end && is_country(at, at + 2)
        || at > within.start && is_country(at - 1, at + 1)
}

/// Whether the word alone names a group, as in "the Republican president".
fn is_party(reading: &Reading<'_>, at: u32) -> bool {
    reading.model_name(at).is_some_and(|name| name.kind == NameKind::Group && name.tokens.len() == 1)
}

/// Whether a word before a noun makes another office of it: "foreign", "deputy"; not "veteran", "outspoken".
fn tells_offices_apart(reading: &Reading<'_>, at: u32) -> bool {
    // "The 42-year-old president".
    if is_party(reading, at) || reading.word(at).ends_with("-old") {
        return false;
    }
    match reading.upos(at) {
        Upos::Noun => true,
        Upos::Propn => lexicon::country(reading.word(at)).is_none(),
        Upos::Adj => matches!(
            reading.word(at).to_lowercase().as_str(),
            "prime"
                | "foreign"
                | "deputy"
                | "vice"
                | "former"
                | "ex"
                | "acting"
                | "chief"
                | "first"
                | "second"
                | "interior"
                | "national"
                | "general"
                | "other"
                | "young"
                | "old"
                | "elder"
                | "late"
                | "military"
                | "regional"
                | "local"
                | "opposition"
                | "new"
                | "next"
        ),
        _ => false,
    }
}

/// The description whose noun is `head`, if the word is such a noun.
pub(super) fn description(reading: &Reading<'_>, head: u32, sentence: u32, bounds: TokenRange) -> Option<Phrase> {
    let token = reading.token(head)?;
    if !matches!(token.upos, Upos::Noun | Upos::Propn) || reading.name_at[head as usize] != NONE {
        return None;
    }
    let compound = head.checked_add(4).filter(|end| *end < bounds.end && compound_start(reading, *end) == Some(head));
    // Part of another noun ("government forces") or of a name's title.
    let part =
        matches!(token.deprel, Deprel::Compound | Deprel::Flat | Deprel::NmodDesc | Deprel::Amod | Deprel::Fixed);
    if part && compound.is_none() {
        return None;
    }
    let written = reading.word(head).to_lowercase();
    let mut lemma = token.lemma.to_lowercase();
    let mut plural = reading.is_plural(head);
    let noun = match lexicon::noun(&lemma).or_else(|| lexicon::noun(&written)) {
        Some(noun) => noun,
        None => {
            let (singular, noun) = lexicon::plural_noun(&written)?;
            (lemma, plural) = (singular, true);
            noun
        }
    };
    // "social media", "a host of questions".
    let other = (lemma == "media" && head > bounds.start && reading.word(head - 1).eq_ignore_ascii_case("social"))
        || (lemma == "host" && reading.word(head + 1) == "of")
        // "a severed head".
        || (lemma == "head"
            && reading.word(head + 1) != "of"
            && !(head > bounds.start && matches!(reading.upos(head - 1), Upos::Noun | Upos::Propn | Upos::Part)));
    if other || (lexicon::only_speaks(&lemma) && !reading.is_source(head)) {
        return None;
    }
    if let Some(end) = compound {
        lemma.push_str(compound_ending(reading, end));
    }
    let mut start = reading.left[head as usize];
    if let Some(last) = compound {
        start = start.min(reading.left[last as usize]);
    }
    start = start.max(bounds.start).max(head.saturating_sub(WORDS_BEFORE));
    start = first_of_phrase(reading, start, head);
    // "what aides called".
    if start < head && reading.word(start).eq_ignore_ascii_case("what") {
        start += 1;
    }
    let end = compound.map_or_else(|| right_edge(reading, head, bounds), |last| last + 1);
    // "off guard", "in force": a bare noun in the singular is somebody only as subject or beside a name.
    let bare =
        start == head && !plural && end == head + 1 && !matches!(lemma.as_str(), "police" | "parliament" | "congress");
    if bare && !reading.is_subject(head) && token.deprel != Deprel::Appos {
        return None;
    }
    let first = reading.token(start)?;
    let possessive = first.xpos == Xpos::PrpPoss;
    let before = TokenRange::new(start, head);
    let after = TokenRange::new(compound.unwrap_or(head) + 1, end);
    let office = office(reading, before, head, after, &lemma, noun);
    let owned = before.iter().any(|at| matches!(reading.word(at), "'s" | "’s"));
    let definite = possessive
        || owned
        || office.possessor.is_some_and(|p| p < head)
        || matches!(first.lemma.to_lowercase().as_str(), "the" | "this" | "that" | "these" | "those");
    // "Norwegian prime minister resigns", in a heading.
    let heading = reading.analysis.sentences.get(sentence as usize).is_some_and(|s| s.heading);
    let definite = definite || (heading && office.country.is_some() && first.upos != Upos::Det);
    let kind = if plural && noun.kind == ActorKind::Person { ActorKind::Group } else { noun.kind };
    let gender = if plural { Gender::Unknown } else { noun.gender };
    let what = What::Description(Description { definite, office });
    Some(Phrase { tokens: TokenRange::new(start, end), head, sentence, kind, gender, plural, what })
}

/// "The 42-year-old", without a noun.
pub(super) fn aged(reading: &Reading<'_>, at: u32, sentence: u32, bounds: TokenRange) -> Option<Phrase> {
    const WORDS: u32 = 5;
    let modifies = matches!(reading.deprel(at), Deprel::Amod | Deprel::Compound);
    if reading.word(at) != "old" || modifies || !reading.is_subject(at) {
        return None;
    }
    let start = at.checked_sub(WORDS).filter(|start| *start >= bounds.start)?;
    let words: [&str; 3] = [reading.word(at - 3), reading.word(at - 2), reading.word(at - 1)];
    if !reading.word(start).eq_ignore_ascii_case("the")
        || reading.upos(start + 1) != Upos::Num
        || words != ["-", "year", "-"] && words != ["‑", "year", "‑"]
    {
        return None;
    }
    let office = Office { modifiers: vec![reading.word(start + 1).to_owned()], ..Office::bare(AGED) };
    Some(Phrase {
        tokens: TokenRange::new(start, at + 1),
        head: at,
        sentence,
        kind: ActorKind::Person,
        gender: Gender::Unknown,
        plural: false,
        what: What::Description(Description { definite: true, office }),
    })
}

/// Where the phrase of a noun begins, from `start` on: what a comma, dash, quotation mark or verb parts from the noun is not
/// of it, and a determiner or possessive begins it.
fn first_of_phrase(reading: &Reading<'_>, start: u32, head: u32) -> u32 {
    let mut first = head;
    while first > start {
        let at = first - 1;
        let Some(token) = reading.token(at) else { break };
        let begins = token.upos == Upos::Det || token.xpos == Xpos::PrpPoss;
        let modifies = match token.upos {
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Adv | Upos::Cconj | Upos::Sym => true,
            Upos::Verb => matches!(token.xpos, Xpos::Vbn | Xpos::Vbg | Xpos::Jj),
            Upos::Part => token.xpos == Xpos::Pos,
            Upos::Punct => matches!(reading.word(at), "-" | "–") && at > start && !reading.word(at - 1).is_empty(),
            _ => begins,
        };
        if !modifies {
            break;
        }
        first = at;
        if begins
            && !matches!(at.checked_sub(1).map(|before| reading.word(before)), Some("all" | "both" | "All" | "Both"))
        {
            break;
        }
    }
    while first < head
        && (matches!(reading.upos(first), Upos::Cconj | Upos::Part | Upos::Punct) || reading.word(first) == "least")
    {
        first += 1;
    }
    first
}

/// Where the modifiers end that follow a noun closely: "of France", "briefed on the talks"; not relative clauses, not what
/// a comma parts.
fn right_edge(reading: &Reading<'_>, head: u32, bounds: TokenRange) -> u32 {
    let mut end = head + 1;
    let limit = bounds.end.min(end + WORDS_AFTER);
    let goes_on = |at: u32| {
        let clause = matches!(
            reading.token(at).map(|t| t.xpos),
            Some(Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md | Xpos::Wrb | Xpos::Wp | Xpos::Wdt)
        );
        !clause
            && !lexicon::is_day(reading.word(at))
            && !matches!(reading.upos(at), Upos::Punct | Upos::Aux | Upos::Sconj)
            && !is_time_phrase(reading, at)
            && belongs_to(reading, at, head)
    };
    while end < limit && goes_on(end) {
        end += 1;
    }
    // What was cut short or hangs loose does not count.
    if end == limit && limit < bounds.end && goes_on(limit) {
        return head + 1;
    }
    while end > head + 1 && matches!(reading.upos(end - 1), Upos::Adp | Upos::Cconj | Upos::Det | Upos::Part) {
        end -= 1;
    }
    end
}

/// Whether a preposition leads a phrase of time ("in recent months"), which is no part of a description.
fn is_time_phrase(reading: &Reading<'_>, at: u32) -> bool {
    let noun = reading.head(at).filter(|_| reading.deprel(at) == Deprel::Case).and_then(|noun| reading.token(noun));
    noun.is_some_and(|t| {
        matches!(
            &*t.lemma,
            "day" | "week" | "month" | "year" | "decade" | "hour" | "minute" | "century" | "moment" | "time"
        )
    })
}

/// Whether the word hangs from the noun through a close modifier.
fn belongs_to(reading: &Reading<'_>, word: u32, noun: u32) -> bool {
    let mut at = word;
    for _ in 0..DEPTH {
        let relation = reading.deprel(at);
        match reading.head(at) {
            Some(head) if head == noun => return matches!(relation, Deprel::Nmod | Deprel::Acl),
            Some(head) if !matches!(relation, Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis) => at = head,
            _ => return false,
        }
    }
    false
}

/// The words of a source that are a name by their capitals, though the model took them for none: "according to Time".
pub(super) fn unknown_name(reading: &Reading<'_>, source: TokenRange) -> Option<TokenRange> {
    const LONGEST: u32 = 4;
    const LONGEST_ACRONYM: usize = 6;
    let size = reading.left.len() as u32;
    let source = TokenRange::new(source.start, source.end.min(size));
    let start = source.iter().find(|at| !matches!(reading.upos(*at), Upos::Det | Upos::Adp | Upos::Punct))?;
    let sentence = reading.analysis.sentences.get(reading.analysis.sentence_of(start)).filter(|s| !s.heading)?;
    let capital = |at: u32| {
        let word = reading.word(at);
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().count() > 1
            && reading.is_nameless(at)
            && (reading.upos(at) == Upos::Propn
                || (reading.upos(at) == Upos::Noun && at > sentence.tokens.start && !reading.is_plural(at)))
            && kind_of_noun(reading, at).is_none()
            && lexicon::plural_noun(&word.to_lowercase()).is_none()
            && lexicon::honorific(word).is_none()
            && lexicon::abbreviated_title(word).is_none()
            && !lexicon::is_day(word)
            // A dateline or heading.
            && !(word.len() > LONGEST_ACRONYM && word.chars().all(char::is_uppercase))
    };
    // "Anchor Don Lemon": from the given name on.
    let given = |at: u32| lexicon::given_name(reading.word(at)) != Gender::Unknown && capital(at) && capital(at + 1);
    let title = start;
    let start =
        if kind_of_noun(reading, start) == Some(ActorKind::Person) && given(start + 1) { start + 1 } else { start };
    // "Aid group Sunrise": from the name on.
    let titled = (start + 1..source.end).find(|at| {
        // "Its minister, Anna Brandt".
        let apposed = reading.word(at - 1) == ","
            && at - 1 > source.start
            && kind_of_noun(reading, at - 2) == Some(ActorKind::Person);
        let title =
            kind_of_noun(reading, at - 1).is_some() || lexicon::abbreviated_title(reading.word(at - 1)).is_some();
        (title || apposed) && capital(*at) && reading.upos(*at) == Upos::Propn
    });
    let (title, start) = match titled {
        Some(name) if !capital(start) => (name, name),
        _ => (title, start),
    };
    let end = (start..source.end).find(|at| !capital(*at)).unwrap_or(source.end);
    let tokens = TokenRange::new(start, end);
    // "Time magazine's editor", "the Chelsea fans": part of another phrase.
    let goes_on = end < sentence.tokens.end.min(size)
        && (matches!(reading.upos(end), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Part | Upos::Num)
            || matches!(reading.word(end), "-" | "&" | "/" | "@"));
    // At the start of a sentence or quotation anything has a capital.
    let after_title = start > sentence.tokens.start
        && (lexicon::abbreviated_title(reading.word(start - 1)).is_some()
            || kind_of_noun(reading, start - 1) == Some(ActorKind::Person));
    let inside =
        start > sentence.tokens.start && title == start && !after_title && reading.upos(start - 1) == Upos::Propn;
    let first = title == sentence.tokens.start || reading.upos(start - 1) == Upos::Punct;
    // An acronym is a name wherever it stands.
    let acronym = tokens.len() == 1 && title == start && {
        let word = reading.word(start);
        (2..=LONGEST_ACRONYM).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase())
    };
    // "The AP reports", where the verb was taken for a noun: the source ends here.
    let goes_on = goes_on && !(acronym && end == source.end);
    let doubtful = first && !acronym && tokens.iter().any(|at| reading.upos(at) != Upos::Propn);
    (!tokens.is_empty() && tokens.len() as u32 <= LONGEST && !goes_on && !inside && !doubtful).then_some(tokens)
}

/// The pronoun that a word is, if it may speak of an actor.
pub(super) fn pronoun(reading: &Reading<'_>, at: u32, sentence: u32) -> Option<Phrase> {
    let token = reading.token(at)?;
    if !matches!(token.upos, Upos::Pron | Upos::Det) || token.deprel == Deprel::Expl {
        return None;
    }
    let (which, kind, gender, plural) = match reading.word(at).to_lowercase().as_str() {
        "i" | "me" | "my" | "myself" => (Pronoun::First, ActorKind::Person, Gender::Unknown, false),
        "we" | "us" | "our" | "ours" | "ourselves" => (Pronoun::First, ActorKind::Group, Gender::Unknown, true),
        "he" | "him" | "his" | "himself" => (Pronoun::Person, ActorKind::Person, Gender::Male, false),
        "she" | "her" | "hers" | "herself" => (Pronoun::Person, ActorKind::Person, Gender::Female, false),
        "they" | "them" | "their" | "theirs" | "themselves" => (Pronoun::They, ActorKind::Group, Gender::Unknown, true),
        "it" | "its" | "itself" if !is_empty_it(reading, at) => (Pronoun::It, ActorKind::Other, Gender::Unknown, false),
        word @ ("who" | "which" | "whom" | "whose" | "that")
            if (relative(reading, at).is_some() || (word == "who" && before_relative(reading, at).is_some()))
                && (word != "that" || reading.is_subject(at)) =>
        {
            (Pronoun::Relative, ActorKind::Other, Gender::Unknown, false)
        }
        _ => return None,
    };
    let tokens = TokenRange::new(at, at + 1);
    Some(Phrase { tokens, head: at, sentence, kind, gender, plural, what: What::Pronoun(which) })
}

/// The noun that the relative clause with this pronoun modifies.
pub(super) fn relative(reading: &Reading<'_>, at: u32) -> Option<u32> {
    if !matches!(reading.token(at)?.xpos, Xpos::Wp | Xpos::WpPoss | Xpos::Wdt) {
        return None;
    }
    let mut clause = reading.head(at)?;
    for _ in 0..DEPTH {
        if reading.deprel(clause) == Deprel::AclRelcl {
            return reading.head(clause).filter(|noun| *noun < at);
        }
        if matches!(reading.deprel(clause), Deprel::Ccomp | Deprel::Advcl | Deprel::Root) {
            return None;
        }
        clause = reading.head(clause)?;
    }
    None
}

/// The noun that a relative clause modifies, by number: in "a group of allies that has", the group.
pub(super) fn agreeing(reading: &Reading<'_>, at: u32, noun: u32) -> u32 {
    let singular = (at + 1..at + 3)
        .find(|word| matches!(reading.upos(*word), Upos::Aux | Upos::Verb))
        .is_some_and(|verb| reading.token(verb).is_some_and(|t| t.xpos == Xpos::Vbz));
    if !singular || !reading.is_subject(at) || !reading.is_plural(noun) || reading.deprel(noun) != Deprel::Nmod {
        return noun;
    }
    reading.head(noun).filter(|head| *head < noun && !reading.is_plural(*head)).unwrap_or(noun)
}

/// The noun right before a relative pronoun and its comma.
pub(super) fn before_relative(reading: &Reading<'_>, at: u32) -> Option<u32> {
    let comma = at.checked_sub(1)?;
    let noun = if reading.word(comma) == "," { comma.checked_sub(1)? } else { comma };
    let same = reading.analysis.sentence_of(noun) == reading.analysis.sentence_of(at);
    (same && matches!(reading.upos(noun), Upos::Noun | Upos::Propn)).then_some(noun)
}

/// "It is clear that", "it seems", "it rained".
fn is_empty_it(reading: &Reading<'_>, at: u32) -> bool {
    let Some(head) = reading.head(at).filter(|_| reading.is_subject(at)) else { return false };
    let Some(verb) = reading.token(head) else { return false };
    let weather = matches!(
        &*verb.lemma,
        "rain"
            | "snow"
            | "seem"
            | "appear"
            | "happen"
            | "matter"
            | "premature"
            | "clear"
            | "unclear"
            | "time"
            | "likely"
            | "unlikely"
            | "possible"
            | "impossible"
            | "important"
            | "true"
            | "necessary"
    );
    let predicate = reading.marks[head as usize].copula || matches!(verb.upos, Upos::Adj | Upos::Noun | Upos::Adv);
    weather || (predicate && reading.marks[head as usize].clause)
}
