//! What words say about people, bodies and countries. The lists are text files beside this one, open for anyone to extend.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::{ActorKind, RoleKind};

/// What is known of somebody's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Unknown,
    Female,
    Male,
}

impl Gender {
    /// Whether the two may be of one person.
    pub(super) fn fits(self, other: Gender) -> bool {
        self == other || self == Gender::Unknown || other == Gender::Unknown
    }

    /// The one that is known, this one first.
    pub(super) fn or(self, other: Gender) -> Gender {
        if self == Gender::Unknown { other } else { self }
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "male" => Some(Self::Male),
            "female" => Some(Self::Female),
            _ => None,
        }
    }
}

/// What a noun denotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) kind: ActorKind,
    pub(super) gender: Gender,
    /// What it is looked up by when it comes again, where that is not the noun itself: `envoy` for "emissary".
    pub(super) class: Option<&'static str>,
    /// What the same person may also be called: `leader` for "president".
    pub(super) broader: Option<&'static str>,
}

/// How a word speaks of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum CountryWord {
    /// "Russia".
    Name,
    /// "Russian".
    People,
    /// "Moscow", "the Kremlin".
    Seat,
}

/// The lines of a list, without comments.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

static NOUNS: LazyLock<HashMap<&'static str, Noun>> = LazyLock::new(|| {
    let mut nouns = HashMap::new();
    for line in lines(include_str!("nouns.txt")) {
        let mut words = line.split_whitespace();
        let (Some(word), Some(kind)) = (words.next(), words.next()) else { continue };
        let kind = match kind {
            "organisation" => ActorKind::Organisation,
            "group" => ActorKind::Group,
            _ => ActorKind::Person,
        };
        let mut noun = Noun { kind, gender: Gender::Unknown, class: None, broader: None };
        for mark in words {
            if let Some(class) = mark.strip_prefix('=') {
                noun.class = Some(class);
            } else if let Some(broader) = mark.strip_prefix('<') {
                noun.broader = Some(broader);
            } else if let Some(gender) = Gender::parse(mark) {
                noun.gender = gender;
            }
        }
        nouns.insert(word, noun);
    }
    nouns
});

static GIVEN_NAMES: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    lines(include_str!("given_names.txt"))
        .filter_map(|line| {
            let (name, gender) = line.split_once(' ')?;
            Some((name, Gender::parse(gender.trim())?))
        })
        .collect()
});

static COUNTRIES: LazyLock<HashMap<&'static str, (u16, CountryWord)>> = LazyLock::new(|| {
    let mut countries = HashMap::new();
    for (number, line) in (0..).zip(lines(include_str!("countries.txt"))) {
        let columns = [CountryWord::Name, CountryWord::People, CountryWord::Seat];
        for (column, words) in columns.into_iter().zip(line.split('|')) {
            for word in words.split(',').map(str::trim).filter(|w| !w.is_empty()) {
                countries.entry(word).or_insert((number, column));
            }
        }
    }
    countries
});

static CHARACTERS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("characters.txt"), "put for a name"));
static ANONYMOUS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("characters.txt"), "anonymous"));

/// The words of a list under one heading.
fn words(list: &'static str, heading: &str) -> HashSet<&'static str> {
    let under = lines(list).filter_map(|line| line.split_once(": ")).filter(|(name, _)| *name == heading);
    under.flat_map(|(_, words)| words.split(", ").map(str::trim)).collect()
}

static ROLES: LazyLock<HashMap<&'static str, RoleKind>> = LazyLock::new(|| {
    let kind = |name: &str| ROLE_KINDS.into_iter().find(|kind| kind.as_str() == name);
    lines(include_str!("roles.txt"))
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(name, nouns)| Some((kind(name)?, nouns)))
        .flat_map(|(kind, nouns)| nouns.split(", ").map(move |noun| (noun.trim(), kind)))
        .collect()
});

const ROLE_KINDS: [RoleKind; 5] =
    [RoleKind::Office, RoleKind::Kinship, RoleKind::Membership, RoleKind::Spokesperson, RoleKind::Employment];

/// The relation that a noun in dictionary form and small letters tells of; of "ex-wife" what "wife" does.
pub(super) fn role_kind(noun: &str) -> RoleKind {
    let last = || noun.rsplit_once('-').and_then(|(_, last)| ROLES.get(last));
    ROLES.get(noun).or_else(last).copied().unwrap_or_default()
}

/// What the noun with this dictionary form, in small letters, denotes; none for things.
pub(super) fn noun(lemma: &str) -> Option<Noun> {
    if let Some(noun) = NOUNS.get(lemma) {
        return Some(*noun);
    }
    // "vice-president", "ex-wife"; not "third-party", whose parts together are no noun.
    if let Some((before, last)) = lemma.rsplit_once('-')
        && matches!(before, "vice" | "ex" | "co" | "deputy" | "sub" | "under" | "attorney" | "secretary" | "policy")
    {
        return NOUNS.get(last).copied();
    }
    let person = |gender| Some(Noun { kind: ActorKind::Person, gender, class: None, broader: None });
    let stem = |suffix: &str| lemma.strip_suffix(suffix).is_some_and(|stem| stem.len() >= 4);
    if stem("woman") {
        return person(Gender::Female);
    }
    if stem("man") && !lemma.ends_with("human") && !matches!(lemma, "talisman" | "ottoman" | "doberman") {
        return person(Gender::Male);
    }
    (stem("person") || stem("maker") || stem("holder") || stem("seeker") || stem("goer"))
        .then(|| person(Gender::Unknown))?
}

/// What the noun that a word in small letters is the plural of denotes, for words whose dictionary form is not known.
pub(super) fn plural_noun(word: &str) -> Option<(String, Noun)> {
    let singular = if let Some(stem) = word.strip_suffix("ies") {
        format!("{stem}y")
    } else if let Some(stem) = word.strip_suffix("men") {
        format!("{stem}man")
    } else {
        word.strip_suffix('s').filter(|stem| !stem.ends_with('s'))?.to_owned()
    };
    let noun = noun(&singular)?;
    Some((singular, noun))
}

/// Whether the noun says what kind of body its name is of: "the Interfax news agency", "the Wagner group".
pub(super) fn is_kind_of_body(noun: &str) -> bool {
    matches!(
        noun,
        "agency"
            | "airline"
            | "bank"
            | "broadcaster"
            | "channel"
            | "charity"
            | "company"
            | "daily"
            | "firm"
            | "group"
            | "magazine"
            | "militia"
            | "movement"
            | "network"
            | "newspaper"
            | "outlet"
            | "party"
    )
}

/// Whether the noun, alone with its article, may mean any body of a kind that its name need not tell.
pub(super) fn is_any_body(noun: &str) -> bool {
    matches!(
        noun,
        "group"
            | "organisation"
            | "movement"
            | "agency"
            | "airline"
            | "automaker"
            | "bank"
            | "broadcaster"
            | "carmaker"
            | "charity"
            | "chipmaker"
            | "conglomerate"
            | "firm"
            | "insurer"
            | "lender"
            | "manufacturer"
            | "party"
            | "regulator"
            | "retailer"
            | "watchdog"
            | "bloc"
            | "militia"
            | "alliance"
    ) || is_kind_of_outlet(noun)
}

/// Whether the noun means a body that publishes.
pub(super) fn is_kind_of_outlet(noun: &str) -> bool {
    matches!(
        noun,
        "newspaper" | "paper" | "network" | "magazine" | "outlet" | "publication" | "tabloid" | "broadcaster" | "daily"
    )
}

/// Whether a body whose name ends so may be called a group or an organisation.
pub(super) fn is_association(noun: &str) -> bool {
    matches!(
        noun,
        "group"
            | "organisation"
            | "movement"
            | "foundation"
            | "institute"
            | "association"
            | "alliance"
            | "coalition"
            | "league"
            | "council"
            | "union"
            | "network"
            | "party"
            | "militia"
            | "front"
            | "federation"
            | "society"
            | "charity"
            | "committee"
    )
}

/// Whether the noun tells what somebody is like rather than which office he holds: it is put for the name, to tell more of
/// whom the report speaks of already.
pub(super) fn characterises(noun: &str) -> bool {
    CHARACTERS.contains(noun) || noun.ends_with("-old")
}

/// Whether the noun, without more, is that of who is at the head of a state or government.
pub(super) fn is_head_of_state(noun: &str) -> bool {
    matches!(noun, "president" | "minister" | "premier" | "chancellor" | "king" | "queen" | "emir" | "pope" | "pontiff")
}

/// Whether the noun, with its article, speaks of people whose names reports as a rule do not give, or of whom a report has
/// several: "the official", "the driver".
pub(super) fn is_anonymous(noun: &str) -> bool {
    ANONYMOUS.contains(noun)
}

/// Whether the noun, alone with its article, goes on meaning the only such body that the report has, however long ago it was
/// spoken of.
pub(super) fn is_of_state(noun: &str) -> bool {
    matches!(
        noun,
        "administration"
            | "government"
            | "ministry"
            | "department"
            | "commission"
            | "council"
            | "parliament"
            | "senate"
            | "military"
            | "army"
    )
}

/// Whether the last word of a name tells a branch of state, which is no "group" or "company".
pub(super) fn is_branch_of_state(word: &str) -> bool {
    matches!(
        word,
        "House"
            | "Senate"
            | "Congress"
            | "Parliament"
            | "Pentagon"
            | "Cabinet"
            | "Court"
            | "Department"
            | "Ministry"
            | "Government"
            | "Office"
            | "Treasury"
            | "Knesset"
            | "Duma"
            | "Bundestag"
    )
}

/// Whether a word before "group" or "organisation" tells no more than of what sort it is.
pub(super) fn is_kind_of_group(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "terror"
            | "terrorist"
            | "militant"
            | "extremist"
            | "jihadist"
            | "jihadi"
            | "insurgent"
            | "rebel"
            | "guerrilla"
            | "armed"
            | "paramilitary"
            | "separatist"
            | "radical"
            | "advocacy"
            | "rights"
            | "aid"
            | "lobby"
            | "lobbying"
            | "campaign"
            | "activist"
            | "news"
            | "media"
    )
}

/// Whether a word of a noun that also denotes things denotes people only where it speaks: "sources", "his office".
pub(super) fn only_speaks(noun: &str) -> bool {
    matches!(noun, "source" | "side" | "office" | "campaign" | "camp" | "media" | "paper" | "network")
}

/// The gender that a given name, as written, tells.
pub(super) fn given_name(name: &str) -> Gender {
    let known = GIVEN_NAMES.get(name).or_else(|| GIVEN_NAMES.get(name.split('-').next()?));
    known.copied().unwrap_or(Gender::Unknown)
}

/// The country that a word or words, as written, speak of, by its number, and how.
pub(super) fn country(words: &str) -> Option<(u16, CountryWord)> {
    COUNTRIES.get(words).copied()
}

/// The first name of the country of which a word or words, as written, are a name or the adjective.
pub(super) fn name_of_country(words: &str) -> Option<&'static str> {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let first = |line: &'static str| line.split(['|', ',']).next().map_or("", str::trim);
        lines(include_str!("countries.txt")).map(first).collect()
    });
    let (number, _) = country(words).filter(|(_, how)| *how != CountryWord::Seat)?;
    NAMES.get(usize::from(number)).copied()
}

/// Whether the word says when rather than who: "reporters in Oslo on Monday".
pub(super) fn is_day(word: &str) -> bool {
    const DAYS: [&str; 11] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "today",
        "yesterday",
        "tomorrow",
        "overnight",
    ];
    DAYS.contains(&word)
}

/// The gender that an honorific tells; none if the word is no honorific.
pub(super) fn honorific(word: &str) -> Option<Gender> {
    Some(match word.trim_end_matches('.') {
        "Mr" | "Sir" | "Lord" | "Herr" | "Monsieur" | "Señor" => Gender::Male,
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Madame" | "Frau" | "Señora" => Gender::Female,
        "Dr" | "Prof" | "Rev" | "Hon" | "Rt" => Gender::Unknown,
        _ => return None,
    })
}

/// The full word of a title's abbreviation, in small letters.
pub(super) fn abbreviated_title(word: &str) -> Option<&'static str> {
    Some(match word.trim_end_matches('.') {
        "Gov" => "governor",
        "Sen" | "Sens" => "senator",
        "Rep" | "Reps" => "representative",
        "Gen" => "general",
        "Col" => "colonel",
        "Lt" => "lieutenant",
        "Capt" => "captain",
        "Sgt" => "sergeant",
        "Pres" => "president",
        "Adm" => "admiral",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_of_roles_stand_once_under_a_known_kind() {
        let list = lines(include_str!("roles.txt"));
        let nouns = list.map(|line| {
            let (name, nouns) = line.split_once(": ").expect(line);
            assert!(ROLE_KINDS.iter().any(|kind| kind.as_str() == name), "{line}");
            nouns.split(", ").count()
        });
        assert_eq!(nouns.sum::<usize>(), ROLES.len());
        assert_eq!(role_kind("ex-wife"), RoleKind::Kinship);
        assert_eq!(role_kind("carmaker"), RoleKind::Other);
    }

    #[test]
    fn lists_are_read() {
        assert!(NOUNS.len() > 500 && GIVEN_NAMES.len() > 800 && COUNTRIES.len() > 400);
        assert_eq!(noun("emissary").unwrap().class, Some("envoy"));
        assert_eq!(noun("daughter").unwrap().gender, Gender::Female);
        assert_eq!(noun("ministry").unwrap().kind, ActorKind::Organisation);
        assert_eq!(noun("frontwoman").unwrap().gender, Gender::Female);
        assert_eq!(noun("table"), None);
        assert_eq!(country("U.S.").unwrap().0, country("American").unwrap().0);
        assert_eq!(country("Kremlin").unwrap(), (country("Russia").unwrap().0, CountryWord::Seat));
        assert_eq!(
            ["Russian", "Russia", "Kremlin", "table"].map(name_of_country),
            [Some("Russia"), Some("Russia"), None, None]
        );
        assert_eq!(given_name("Steve"), Gender::Male);
    }
}
