//! What the words around a cue mean: classes of cues, media, outlets.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::CueClass;

const CLASSES: [CueClass; 16] = [
    CueClass::Say,
    CueClass::Tell,
    CueClass::Ask,
    CueClass::Deny,
    CueClass::Confirm,
    CueClass::Warn,
    CueClass::Demand,
    CueClass::Accuse,
    CueClass::Promise,
    CueClass::Welcome,
    CueClass::Reject,
    CueClass::Announce,
    CueClass::Believe,
    CueClass::Fear,
    CueClass::Hope,
    CueClass::Expect,
];

static CUES: LazyLock<HashMap<&'static str, CueClass>> = LazyLock::new(|| {
    let lines = include_str!("cues.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let (lemma, class) = line.rsplit_once(' ')?;
            let class = CLASSES.into_iter().find(|c| c.as_str() == class.trim())?;
            Some((lemma, class))
        })
        .collect()
});

/// The class of a cue by the lemma of its main word.
pub(super) fn class(lemma: &str) -> CueClass {
    CUES.get(lemma).copied().unwrap_or(CueClass::Say)
}

/// The class of a cue by its lemma and the preposition or particle after it: "call for" is no "call".
pub(super) fn class_with(lemma: &str, next: &str) -> CueClass {
    CUES.get(format!("{lemma} {next}").as_str()).copied().unwrap_or_else(|| class(lemma))
}

/// Whether the lexicon has the lemma.
pub(crate) fn knows(lemma: &str) -> bool {
    CUES.contains_key(lemma)
}

/// Whether the object of this verb is who it is said to.
pub(super) fn addresses(lemma: &str) -> bool {
    matches!(
        lemma,
        "tell"
            | "inform"
            | "brief"
            | "remind"
            | "assure"
            | "notify"
            | "warn"
            | "ask"
            | "urge"
            | "promise"
            | "advise"
            | "caution"
            | "beg"
            | "order"
            | "instruct"
    )
}

/// Whether something is said in or on this.
pub(super) fn is_medium(lemma: &str) -> bool {
    const MEDIA: &[&str] = &[
        "address",
        "ad",
        "appearance",
        "article",
        "blog",
        "book",
        "briefing",
        "broadcast",
        "call",
        "column",
        "comment",
        "commentary",
        "communique",
        "conference",
        "cable",
        "debate",
        "editorial",
        "email",
        "e-mail",
        "facebook",
        "filing",
        "hearing",
        "instagram",
        "interview",
        "letter",
        "media",
        "medium",
        "meeting",
        "memo",
        "message",
        "network",
        "newsletter",
        "note",
        "op-ed",
        "paper",
        "phone",
        "podcast",
        "post",
        "press",
        "program",
        "programme",
        "radio",
        "release",
        "remark",
        "report",
        "show",
        "site",
        "story",
        "essay",
        "opinion",
        "piece",
        "dispatch",
        "bulletin",
        "speech",
        "statement",
        "telegram",
        "television",
        "testimony",
        "thread",
        "tv",
        "tweet",
        "twitter",
        "video",
        "website",
        "whatsapp",
        "x",
        "youtube",
    ];
    MEDIA.contains(&lemma)
}

/// Whether the verb takes whom it speaks of as its object, so that the subject of its passive is not who speaks: "is accused of".
pub(super) fn judges(lemma: &str) -> bool {
    matches!(
        lemma,
        "accuse"
            | "blame"
            | "charge"
            | "condemn"
            | "consider"
            | "criticise"
            | "criticize"
            | "denounce"
            | "praise"
            | "suspect"
    )
}

/// Whether a phrase names a news outlet: by a word that outlets have in their names, or an outlet that has none.
pub(crate) fn is_outlet(phrase: &str) -> bool {
    const WORDS: &[&str] = &[
        "News",
        "Times",
        "Post",
        "Journal",
        "Herald",
        "Tribune",
        "Guardian",
        "Telegraph",
        "Agency",
        "agency",
        "newspaper",
        "Radio",
        "TV",
        "Television",
        "Daily",
        "Gazette",
        "Magazine",
        "magazine",
        "Press",
        "broadcaster",
        "Chronicle",
        "Review",
        "Standard",
        "Mirror",
        "channel",
        "Channel",
    ];
    const NAMES: &[&str] = &[
        "Reuters",
        "AP",
        "AFP",
        "Interfax",
        "TASS",
        "RIA",
        "BBC",
        "CNN",
        "Bloomberg",
        "Axios",
        "Politico",
        "NPR",
        "NBC",
        "CBS",
        "ABC",
        "MSNBC",
        "Fox",
        "Kommersant",
        "Xinhua",
        "Kyodo",
        "Yonhap",
        "ANSA",
        "DPA",
        "EFE",
        "Ukrinform",
        "Haaretz",
        "Spiegel",
        "Bild",
        "Monde",
        "Figaro",
        "Globe",
        "Independent",
        "Economist",
        "Newsweek",
        "Breitbart",
        "BuzzFeed",
        "HuffPost",
        "Vox",
        "Anadolu",
        "IRNA",
        "Jazeera",
        "Arabiya",
        "RT",
        "Sputnik",
        "CNBC",
        "ITV",
        "Sky",
        "Euronews",
        "Meduza",
    ];
    phrase.split(|c: char| !c.is_alphanumeric()).any(|w| WORDS.contains(&w) || NAMES.contains(&w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_counts() {
        let lines = include_str!("cues.txt").lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        for line in lines {
            let (lemma, named) = line.rsplit_once(' ').expect("a lemma and a class");
            assert_eq!(CUES.get(lemma).map(|c| c.as_str()), Some(named), "{line}: no such class, or the lemma twice");
        }
        assert_eq!(class_with("call", "for"), CueClass::Demand);
        assert_eq!(class_with("call", "it"), CueClass::Say);
        assert_eq!(class("deny"), CueClass::Deny);
        assert_eq!(class("opine"), CueClass::Say);
    }

    #[test]
    fn outlets_are_known_by_name_or_by_word() {
        assert!(is_outlet("Reuters") && is_outlet("the Daily Planet") && is_outlet("Russian news agency Interfax"));
        assert!(!is_outlet("reporters") && !is_outlet("President Putin"));
    }
}
