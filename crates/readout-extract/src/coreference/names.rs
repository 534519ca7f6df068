//! Which names in a report are of one actor.
//!
//! Done for the whole report before descriptions and pronouns are resolved: a heading may say "Witkoff" before the text
//! says "Steve Witkoff". Every step looks names up by a key; none compares all names with all.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use readout_language::TokenRange;

use super::lexicon::{self, CountryWord, Gender};
use crate::ActorKind;

/// A name as read: the words without title and possessive ending.
#[derive(Debug, Clone)]
pub(super) struct NameUse {
    pub(super) tokens: TokenRange,
    pub(super) text: String,
    pub(super) kind: ActorKind,
    /// What the honorific before it tells.
    pub(super) gender: Gender,
    pub(super) sentence: u32,
    /// Whether a person's title stands right before it: "President Novak".
    pub(super) titled: bool,
    /// Whether it stands in brackets right after the name before it: "International Atomic Energy Agency (IAEA)".
    pub(super) bracketed: bool,
}

/// What the names of one actor tell.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) kind: ActorKind,
    pub(super) gender: Gender,
}

/// How often the short form must have meant one person before another of that surname no longer takes it over.
const SETTLED: u32 = 2;

/// How many labels a title before a name outweighs.
const TITLE_WEIGHT: u32 = 10;

/// For each name the number of its actor (none where it may be one of several), and what is known of the actors.
pub(super) fn cluster(names: &[NameUse]) -> (Vec<Option<usize>>, Vec<Named>) {
    let mut actor_of = vec![None; names.len()];
    let mut actors = Vec::new();
    cluster_persons(names, &mut actor_of, &mut actors);
    cluster_others(names, &mut actor_of, &mut actors);
    (actor_of, actors)
}

/// The same words are sometimes labelled a person and sometimes not: where one clearly prevails, it holds for all. A word that
/// is called a place is a person's surname if the report gives the full name.
pub(super) fn settle_kinds(names: &mut [NameUse]) {
    let surnames: HashSet<&str> = names
        .iter()
        .filter(|n| n.kind == ActorKind::Person)
        .filter_map(|n| without_suffix(&n.text).rsplit_once(' ').map(|(_, surname)| surname))
        .collect();
    let persons = names.iter().filter(|n| n.kind == ActorKind::Person && !is_acronym(&n.text));
    let capitals: HashSet<String> =
        persons.filter_map(|n| without_suffix(&n.text).rsplit(' ').next()).map(str::to_uppercase).collect();
    // "Bloomberg" beside "Bloomberg News" is the body.
    let bodies: HashSet<&str> = names
        .iter()
        .filter(|n| n.kind == ActorKind::Organisation)
        .filter_map(|n| n.text.split_once(' ').map(|(first, _)| first))
        .collect();
    let mut counts: HashMap<&str, (u32, u32)> = HashMap::new();
    for name in names.iter() {
        let count = counts.entry(name.text.as_str()).or_default();
        if name.titled {
            count.0 += TITLE_WEIGHT;
        } else if name.kind == ActorKind::Person {
            count.0 += 1;
        } else {
            count.1 += 1;
        }
    }
    let settled: Vec<Option<ActorKind>> = names
        .iter()
        .map(|name| {
            let (persons, others) = counts[name.text.as_str()];
            if name.kind != ActorKind::Person && has_surname_of(&name.text, &counts) {
                return Some(ActorKind::Person);
            }
            match lexicon::country(&name.text) {
                // "The Kremlin" is nobody's name, however often it is taken for one.
                Some((_, CountryWord::Name | CountryWord::Seat))
                    if name.kind == ActorKind::Person
                        && !name.titled
                        && lexicon::given_name(&name.text) == Gender::Unknown
                        && !surnames.contains(name.text.as_str()) =>
                {
                    Some(ActorKind::Place)
                }
                // "Jordan", "Paris": one kind only where the name is given both.
                Some((_, word)) if persons > 0 && others > 0 => {
                    Some(if word == CountryWord::People { ActorKind::Group } else { ActorKind::Place })
                        .filter(|_| name.kind == ActorKind::Person)
                }
                None if bodies.contains(name.text.as_str())
                    && !surnames.contains(name.text.as_str())
                    && persons <= others.max(1) =>
                {
                    Some(ActorKind::Organisation)
                }
                // "KCNA said": capitals alone are no person, unless they are how a transcript writes a surname.
                None if name.kind == ActorKind::Person
                    && !name.titled
                    && is_acronym(&name.text)
                    && name.text.len() > 2
                    && !capitals.contains(name.text.as_str()) =>
                {
                    Some(ActorKind::Organisation)
                }
                None if name.kind != ActorKind::Person && persons >= 2 * others => Some(ActorKind::Person),
                None if name.kind == ActorKind::Organisation
                    && surnames.contains(name.text.as_str())
                    && !bodies.contains(name.text.as_str()) =>
                {
                    Some(ActorKind::Person)
                }
                None if matches!(name.kind, ActorKind::Place | ActorKind::Group)
                    && (surnames.contains(name.text.as_str()) || persons > others) =>
                {
                    Some(ActorKind::Person)
                }
                _ => None,
            }
        })
        .collect();
    for (name, kind) in names.iter_mut().zip(settled) {
        name.kind = kind.unwrap_or(name.kind);
    }
}

/// Whether a name begins with a given name and ends with what the report mostly uses as a person's: "Christine Varnau" beside
/// "Varnau".
fn has_surname_of(name: &str, counts: &HashMap<&str, (u32, u32)>) -> bool {
    let Some(((first, _), (_, last))) = name.split_once(' ').zip(name.rsplit_once(' ')) else { return false };
    let (persons, others) = counts.get(last).copied().unwrap_or_default();
    lexicon::given_name(first) != Gender::Unknown && persons >= 2 * others.max(1)
}

/// The words that are names in this report, and of what kind: names of one word, and the surnames of people.
pub(super) fn known_words(names: &[NameUse]) -> HashMap<String, ActorKind> {
    let mut known = HashMap::new();
    for name in names {
        let text = if name.kind == ActorKind::Person { without_suffix(&name.text) } else { &name.text };
        let word = match text.rsplit_once(' ') {
            None => text,
            Some((_, surname)) if name.kind == ActorKind::Person => surname,
            Some(_) => continue,
        };
        // A person goes before a place: the surname of somebody who is named in full.
        if word.chars().count() > 2 && name.kind != ActorKind::Group {
            let kind = known.entry(word.to_owned()).or_insert(name.kind);
            if name.kind == ActorKind::Person && name.text.contains(' ') {
                *kind = ActorKind::Person;
            }
        }
    }
    known
}

/// A person's name taken apart.
struct PersonName {
    given: String,
    /// The words between given name and surname, initials left out.
    middles: Vec<String>,
    surname: String,
    suffix: Option<String>,
    /// The letters between given name and surname: "w" of "George W. Bush".
    initials: String,
    /// Only a surname (or only a given name).
    short: bool,
    gender: Gender,
}

/// A name without "Jr." and the like.
fn without_suffix(text: &str) -> &str {
    match text.rsplit_once(' ') {
        Some((name, suffix)) if is_suffix(suffix) => name.trim_end_matches(','),
        _ => text,
    }
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV" | "Junior" | "Senior")
}

fn person_name(text: &str) -> PersonName {
    let mut words: Vec<&str> = text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).collect();
    let suffix = words.len() > 1 && is_suffix(words[words.len() - 1]);
    let suffix = if suffix { words.pop().map(fold) } else { None };
    // "Brandt, Jr."
    if let Some(last) = words.last_mut() {
        *last = last.trim_end_matches(',');
    }
    let particles = words.iter().take_while(|w| is_particle(w)).count();
    let words = if particles < words.len() { &words[particles..] } else { &words[..] };
    let (first, last) = match words {
        [] => (text, text),
        [first, .., last] => (*first, *last),
        [only] => (*only, *only),
    };
    let short = words.len() < 2;
    let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    let is_initial = |w: &&&str| {
        w.chars().filter(|c| c.is_alphabetic()).count() <= 2 && w.chars().all(|c| c == '.' || c.is_uppercase())
    };
    let initials = inner.iter().filter(is_initial).map(|w| fold(w)).collect();
    let middles = inner.iter().filter(|w| w.chars().count() > 2 && !is_particle(w));
    let middles = middles.map(|w| fold(without_article(w))).collect();
    let gender = if short { Gender::Unknown } else { lexicon::given_name(first) };
    // "al-Abadi" is also "Abadi"; "Kim Jong-un" is also "Kim Jong Un".
    let bare = without_article(last);
    let (_, ending) =
        last.rsplit_once('-').filter(|(_, e)| !short && e.starts_with(char::is_lowercase)).unwrap_or(("", last));
    let surname = fold(if bare == last { ending } else { bare });
    PersonName { given: fold(first), middles, surname, suffix, initials, short, gender }
}

/// "Abadi" of "al-Abadi".
fn without_article(word: &str) -> &str {
    let bare = ["al-", "Al-", "el-", "El-"].iter().find_map(|article| word.strip_prefix(article));
    bare.filter(|b| b.chars().count() > 2).unwrap_or(word)
}

fn is_particle(word: &str) -> bool {
    let word = word.to_lowercase();
    matches!(
        word.as_str(),
        "bin"
            | "bint"
            | "ibn"
            | "al"
            | "el"
            | "de"
            | "van"
            | "von"
            | "der"
            | "den"
            | "la"
            | "di"
            | "da"
            | "du"
            | "dos"
            | "del"
            | "ter"
    )
}

/// The word in small letters without marks; long words also without what transliterations differ in
/// ("Zelenskiy", "Zelensky"; "Sergei", "Sergey").
fn fold(word: &str) -> String {
    let plain: String = word.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).map(without_mark).collect();
    let length = plain.chars().count();
    if length < 5 {
        return plain;
    }
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        let c = match c {
            // Of short words only doubled letters ("Sissi", "Sisi").
            _ if length == 5 => c,
            'y' | 'j' => 'i',
            'w' => 'v',
            'q' | 'c' => 'k',
            'z' => 's',
            '’' | '\'' | '`' => continue,
            other => other,
        };
        if !folded.ends_with(c) {
            folded.push(c);
        }
    }
    folded
}

fn without_mark(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' | 'į' => 'i',
        'ł' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// What is remembered of a surname while the names are read in text order.
#[derive(Default)]
struct Surname {
    /// Actors of that surname.
    actors: Vec<usize>,
    /// Whom the bare surname meant so far, and how often.
    meant: Vec<(usize, u32)>,
    /// Who was last mentioned with the full name.
    latest_full: Option<usize>,
    /// The only one with a full name, if the bare surname means somebody else throughout: "Mr. Novak" again and again, then
    /// "Eric Novak" whenever Eric is meant.
    relative: Option<usize>,
    /// Whom the bare surname means then.
    head: Option<usize>,
}

impl Surname {
    /// How often the bare surname stands before the first full name, and the full name again, for two persons.
    const BARE_BEFORE: u32 = 3;
    const FULL: u32 = 2;

    /// Settles whether the bare surname is another's than the full name: both often, and the surname never again after it.
    fn settle_relative(&mut self, uses: impl Iterator<Item = bool>) {
        let (mut bare, mut full) = (0, 0);
        for short in uses {
            match short {
                true if full > 0 => return,
                true => bare += 1,
                false => full += 1,
            }
        }
        if let [only] = self.actors.as_slice() {
            self.relative = Some(*only).filter(|_| bare >= Self::BARE_BEFORE && full >= Self::FULL);
        }
    }
}

fn cluster_persons(names: &[NameUse], actor_of: &mut [Option<usize>], actors: &mut Vec<Named>) {
    let parts: Vec<Option<PersonName>> =
        names.iter().map(|n| (n.kind == ActorKind::Person).then(|| person_name(&n.text))).collect();
    let other_initials = other_initials(&parts);
    // Who is called "Novak Jr." is not called "Novak".
    let told_apart: HashSet<&str> =
        parts.iter().flatten().filter(|p| p.short && p.suffix.is_some()).map(|p| p.surname.as_str()).collect();
    let mut full: HashMap<(&str, &str, Option<&str>, &str), usize> = HashMap::new();
    // "Jr." and the like, and given names, by actor.
    let mut suffixes: HashMap<usize, &str> = HashMap::new();
    let mut given_of: HashMap<usize, &str> = HashMap::new();
    let mut surnames: HashMap<&str, Surname> = HashMap::new();
    let mut givens: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut middles: HashMap<&str, Vec<usize>> = HashMap::new();
    // "López Obrador" is the end of "Andrés Manuel López Obrador".
    let mut endings: HashMap<String, Option<usize>> = HashMap::new();
    for (i, part) in parts.iter().enumerate() {
        if part.as_ref().is_none_or(|p| p.middles.is_empty()) {
            continue;
        }
        let words: Vec<String> = names[i].text.split_whitespace().map(fold).collect();
        for from in 1..words.len().saturating_sub(1) {
            let same = |other: usize| {
                let (Some(a), Some(b)) = (&parts[other], &parts[i]) else { return false };
                a.given == b.given && a.surname == b.surname
            };
            let ending = endings.entry(words[from..].join(" ")).or_insert(Some(i));
            *ending = ending.filter(|other| same(*other));
        }
    }
    let ending_of = |i: usize| endings.get(&names[i].text.split_whitespace().map(fold).collect::<Vec<_>>().join(" "));
    for (i, part) in parts.iter().enumerate() {
        let Some(part) = part else { continue };
        if part.short {
            continue;
        }
        let part = ending_of(i).copied().flatten().and_then(|whole| parts[whole].as_ref()).unwrap_or(part);
        let tells = other_initials.contains(&(part.given.as_str(), part.surname.as_str()));
        let initials = if tells { part.initials.as_str() } else { "" };
        let actor = *full.entry((&part.given, &part.surname, part.suffix.as_deref(), initials)).or_insert_with(|| {
            actors.push(Named { kind: ActorKind::Person, gender: part.gender });
            let actor = actors.len() - 1;
            surnames.entry(&part.surname).or_default().actors.push(actor);
            givens.entry(&part.given).or_default().push(actor);
            for middle in &part.middles {
                middles.entry(middle).or_default().push(actor);
            }
            actor
        });
        given_of.insert(actor, &part.given);
        if let Some(suffix) = &part.suffix {
            suffixes.insert(actor, suffix);
        }
        actors[actor].gender = names[i].gender.or(actors[actor].gender);
        actor_of[i] = Some(actor);
    }
    let mut full_uses: HashMap<usize, u32> = HashMap::new();
    for actor in actor_of.iter().flatten() {
        *full_uses.entry(*actor).or_default() += 1;
    }
    let mut uses: HashMap<&str, Vec<bool>> = HashMap::new();
    // Whom "Mr." and "Mrs." stand before, by bare surname.
    let mut called: HashMap<&str, (u32, u32)> = HashMap::new();
    for (part, name) in parts.iter().zip(names) {
        let Some(part) = part else { continue };
        // "Novak Jr." is nobody's bare surname.
        if !part.short || part.suffix.is_none() {
            uses.entry(&part.surname).or_default().push(part.short);
        }
        if part.short {
            let (male, female) = called.entry(&part.surname).or_default();
            *male += u32::from(name.gender == Gender::Male);
            *female += u32::from(name.gender == Gender::Female);
        }
    }
    for part in parts.iter().flatten() {
        let surname = part.surname.as_str();
        if let (Some(known), Some(uses)) = (surnames.get_mut(surname), uses.remove(surname)) {
            known.settle_relative(uses.into_iter());
        }
    }
    for (i, part) in parts.iter().enumerate() {
        let Some(part) = part else { continue };
        // "President Novak" beside "Mr. Novak" again and again is not Anna Novak.
        let usual = called.get(part.surname.as_str()).map_or(Gender::Unknown, |called| match *called {
            (male, female) if male > 1 && male > 2 * female => Gender::Male,
            (male, female) if female > 1 && female > 2 * male => Gender::Female,
            _ => Gender::Unknown,
        });
        let gender = names[i].gender.or(usual);
        if !part.short {
            if let Some(surname) = surnames.get_mut(part.surname.as_str()) {
                surname.latest_full = actor_of[i];
            }
            continue;
        }
        let known = surnames.contains_key(part.surname.as_str());
        // "Ms Hattis" of "Susan Hattis Rolef".
        if !known
            && let Some([actor]) = middles.get(part.surname.as_str()).map(Vec::as_slice)
            && actors[*actor].gender.fits(gender)
        {
            actor_of[i] = Some(*actor);
            continue;
        }
        if !known
            && let Some([actor]) = givens.get(part.given.as_str()).map(Vec::as_slice)
            && actors[*actor].gender.fits(gender)
        {
            actor_of[i] = Some(*actor);
            continue;
        }
        // "Kim" beside "Kim Jong Un" and "Kim Il Sung": the family's name comes first.
        if !known
            && let Some(family) = givens.get(part.given.as_str())
            && let Some(actor) = foremost(family, &full_uses)
        {
            actor_of[i] = Some(actor);
            continue;
        }
        let surname = surnames.entry(&part.surname).or_default();
        // "Novak" beside "Anna Novak" and "Anna Novak Jr." is not the younger.
        let suffix = part.suffix.as_deref();
        let is_elder = |actor: &usize| !suffixes.contains_key(actor);
        let has_elder = |actor: &usize| {
            let mut others = surname.actors.iter().filter(|other| is_elder(other));
            others.any(|other| given_of.get(other).is_some_and(|given| given_of.get(actor) == Some(given)))
        };
        let fits = |actor: &usize| {
            let same = match suffix {
                Some(suffix) => suffixes.get(actor) == Some(&suffix),
                None => is_elder(actor) || !has_elder(actor) && !told_apart.contains(part.surname.as_str()),
            };
            same && actors[*actor].gender.fits(gender)
        };
        let mut fitting = surname.actors.iter().copied().filter(fits);
        let actor = match (fitting.next(), fitting.next()) {
            (None, _) => {
                let actor = actors.len();
                surname.actors.push(actor);
                suffixes.extend(suffix.map(|suffix| (actor, suffix)));
                actors.push(Named { kind: ActorKind::Person, gender });
                Some(actor)
            }
            (Some(only), None) if surname.relative == Some(only) => {
                let actor = *surname.head.get_or_insert_with(|| {
                    actors.push(Named { kind: ActorKind::Person, gender });
                    actors.len() - 1
                });
                Some(actor)
            }
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) => {
                let often = surname.meant.iter().filter(|(actor, times)| *times >= SETTLED && fits(actor));
                // Of two as often, the first.
                let most = often.rev().max_by_key(|(_, times)| *times);
                most.map(|(actor, _)| *actor).or_else(|| surname.latest_full.filter(fits))
            }
        };
        if let Some(actor) = actor {
            actors[actor].gender = actors[actor].gender.or(gender);
            match surname.meant.iter_mut().find(|(other, _)| *other == actor) {
                Some((_, times)) => *times += 1,
                None => surname.meant.push((actor, 1)),
            }
        }
        actor_of[i] = actor;
    }
}

/// The given names and surnames that stand with initials that cannot be of one person: "George W. Bush", "George H.W. Bush".
fn other_initials(parts: &[Option<PersonName>]) -> HashSet<(&str, &str)> {
    let mut first: HashMap<(&str, &str), &str> = HashMap::new();
    let mut apart = HashSet::new();
    for part in parts.iter().flatten().filter(|p| !p.short && !p.initials.is_empty()) {
        let name = (part.given.as_str(), part.surname.as_str());
        let known = *first.entry(name).or_insert(&part.initials);
        if !known.starts_with(&part.initials) && !part.initials.starts_with(known) {
            apart.insert(name);
        }
    }
    apart
}

/// Who of several with one first name is named in full as often as twice all the others together, if anybody is.
fn foremost(several: &[usize], uses: &HashMap<usize, u32>) -> Option<usize> {
    let times = |actor: &usize| uses.get(actor).copied().unwrap_or(0);
    let all: u32 = several.iter().map(times).sum();
    several.iter().copied().find(|actor| several.len() > 1 && times(actor) >= 2 * (all - times(actor)))
}

/// What all names of one actor that is no person have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Country(u16, CountryWord),
    Words(String),
}

fn key(text: &str) -> Key {
    if let Some((country, word @ (CountryWord::Name | CountryWord::People))) = lexicon::country(text) {
        return Key::Country(country, word);
    }
    let mut words: String = text.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).map(without_mark).collect();
    if let Some(rest) = words.strip_prefix("the ") {
        words = rest.to_owned();
    }
    Key::Words(words)
}

/// The letters that an acronym of the name has.
fn initials(text: &str) -> String {
    text.split([' ', '-'])
        .filter(|w| !matches!(*w, "of" | "the" | "and" | "for" | "on" | "in" | "to" | "de" | "The"))
        .filter_map(|w| w.chars().find(|c| c.is_alphanumeric()))
        .flat_map(char::to_uppercase)
        .collect()
}

fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| *c != '.');
    (2..=8).contains(&letters.clone().count()) && letters.clone().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether the letters stand in the name in that order: "Interfax" no, "Centcom" for "Central Command" yes.
fn stands_for(acronym: &str, name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let first = |text: &str| text.chars().next().map(lower);
    first(acronym) == first(name.strip_prefix("the ").unwrap_or(name))
        && acronym.chars().filter(|c| c.is_alphanumeric()).all(|c| letters.any(|l| l == lower(c)))
}

/// The name without a last word that a short form leaves out ("Bloomberg News").
fn without_ending(text: &str) -> Option<&str> {
    let (rest, last) = text.rsplit_once(' ')?;
    matches!(
        last.trim_end_matches('.'),
        "News"
            | "Inc"
            | "Corp"
            | "Corporation"
            | "Ltd"
            | "Limited"
            | "Plc"
            | "PLC"
            | "LLC"
            | "Co"
            | "Company"
            | "Group"
            | "Holdings"
            | "Party"
            | "Television"
            | "TV"
            | "Radio"
            | "AG"
            | "SA"
            | "NV"
            | "SE"
            | "GmbH"
            | "Foundation"
            | "Institute"
            | "Institution"
            | "Media"
            | "Airlines"
            | "Airways"
            | "Motors"
            | "Technologies"
            | "Industries"
            | "Motor"
            | "Platforms"
            | "newspaper"
            | "magazine"
            | "Movement"
            | "Agency"
            | "Alliance"
            | "DC"
            | "D.C"
    )
    .then(|| rest.trim_end_matches(','))
}

/// Stands for no country of the list.
const UNITED_NATIONS: u16 = u16::MAX;

/// The name without the country, or the United Nations, at its start, where what is left still names something ("US State Department").
fn without_country(text: &str) -> Option<(u16, &str)> {
    let words = (1..=2).rev().filter_map(|n| text.match_indices(' ').nth(n - 1)).map(|(at, _)| text.split_at(at));
    words.into_iter().find_map(|(first, rest)| {
        let rest = rest.trim_start();
        let first = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s")).unwrap_or(first);
        let (country, _) = lexicon::country(first).or_else(|| {
            matches!(first, "United Nations" | "U.N." | "UN").then_some((UNITED_NATIONS, CountryWord::Name))
        })?;
        (rest.contains(' ') || is_acronym(rest)).then_some((country, rest))
    })
}

fn cluster_others(names: &[NameUse], actor_of: &mut [Option<usize>], actors: &mut Vec<Named>) {
    // Different names in the order of first use, with how often each kind was given.
    let mut index: HashMap<Key, usize> = HashMap::new();
    let mut forms: Vec<(&NameUse, [u32; 3])> = Vec::new();
    let mut form_of: Vec<Option<usize>> = vec![None; names.len()];
    let mut same: Vec<(usize, usize)> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        if name.kind == ActorKind::Person {
            continue;
        }
        let form = *index.entry(key(&name.text)).or_insert_with(|| {
            forms.push((name, [0; 3]));
            forms.len() - 1
        });
        forms[form].1[match name.kind {
            ActorKind::Organisation => 0,
            ActorKind::Group => 1,
            _ => 2,
        }] += 1;
        if name.bracketed
            && i > 0
            && let Some(before) = form_of[i - 1]
            && stands_for(&name.text, &names[i - 1].text)
        {
            same.push((form, before));
        }
        form_of[i] = Some(form);
    }
    let mut by_initials: HashMap<String, Option<usize>> = HashMap::new();
    // With the country at the start of the name: "UN Security Council" is "United Nations Security Council".
    let mut by_rest: HashMap<Key, Option<(usize, u16)>> = HashMap::new();
    for (form, (name, _)) in forms.iter().enumerate() {
        if name.text.contains(' ') {
            by_initials.entry(initials(&name.text)).and_modify(|f| *f = None).or_insert(Some(form));
        }
        if let Some((country, rest)) = without_country(&name.text) {
            match by_rest.entry(key(rest)) {
                Entry::Vacant(entry) => {
                    entry.insert(Some((form, country)));
                }
                Entry::Occupied(mut entry) => match *entry.get() {
                    Some((first, other)) if other == country => same.push((form, first)),
                    _ => {
                        entry.insert(None);
                    }
                },
            }
        }
    }
    // "The Post" after "The Washington Post".
    let mut by_ending: HashMap<Key, Option<usize>> = HashMap::new();
    for (form, (name, _)) in forms.iter().enumerate() {
        if let Some((_, last)) = name.text.rsplit_once(' ').filter(|_| crate::attribution::is_outlet(&name.text)) {
            by_ending.entry(key(last)).and_modify(|f| *f = None).or_insert(Some(form));
        }
    }
    // "The North" beside North Korea.
    let mut by_side: HashMap<&str, Option<usize>> = HashMap::new();
    for (form, (name, _)) in forms.iter().enumerate() {
        if let Some((side @ ("North" | "South"), _)) = name.text.split_once(' ')
            && matches!(lexicon::country(&name.text), Some((_, CountryWord::Name)))
        {
            by_side.entry(side).and_modify(|f| *f = None).or_insert(Some(form));
        }
    }
    for (form, (name, _)) in forms.iter().enumerate() {
        if let Some(Some(full)) = by_side.get(name.text.trim_start_matches("the ")) {
            same.push((form, *full));
        }
        if let Some(Some(full)) = by_ending.get(&key(&name.text))
            && crate::attribution::is_outlet(&name.text)
        {
            same.push((form, *full));
        }
        if is_acronym(&name.text) {
            let letters: String = name.text.chars().filter(|c| *c != '.').collect();
            // "U.S." is a country, whatever else has these letters.
            let country = |text: &str| lexicon::country(text).map(|(country, _)| country);
            if let Some(Some(full)) = by_initials.get(&letters)
                && country(&name.text).is_none_or(|of| country(&forms[*full].0.text) == Some(of))
            {
                same.push((form, *full));
            }
        }
        if let Some(Some((full, _))) = by_rest.get(&key(&name.text)) {
            same.push((form, *full));
        }
        if let Some(rest) = without_ending(&name.text)
            && let Some(short) = index.get(&key(rest))
            && forms[*short].1[0] + forms[*short].1[1] >= forms[*short].1[2]
        {
            same.push((*short, form));
        }
    }
    let mut parent: Vec<usize> = (0..forms.len()).collect();
    for (a, b) in same {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a.max(b)] = a.min(b);
    }
    let mut counts: Vec<[u32; 3]> = forms.iter().map(|f| f.1).collect();
    for (form, (_, own)) in forms.iter().enumerate() {
        let root = root(&mut parent, form);
        if root != form {
            for (sum, count) in counts[root].iter_mut().zip(own) {
                *sum += count;
            }
        }
    }
    let mut actor_of_form: Vec<Option<usize>> = vec![None; forms.len()];
    for (i, form) in form_of.iter().enumerate() {
        let Some(form) = form else { continue };
        let root = root(&mut parent, *form);
        let actor = *actor_of_form[root].get_or_insert_with(|| {
            let [organisation, group, place] = counts[root];
            let kind = if organisation >= group && organisation >= place {
                ActorKind::Organisation
            } else if group >= place {
                ActorKind::Group
            } else {
                ActorKind::Place
            };
            actors.push(Named { kind, gender: Gender::Unknown });
            actors.len() - 1
        });
        actor_of[i] = Some(actor);
    }
}

/// The first form of the set that a form is in; shortens the way there.
fn root(parent: &mut [usize], mut form: usize) -> usize {
    while parent[form] != form {
        parent[form] = parent[parent[form]];
        form = parent[form];
    }
    form
}
