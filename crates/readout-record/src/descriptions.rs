//! Descriptions that fit one actor of a story, whatever the report.

use readout_extract::coreference::country;

use crate::fold::words;

/// Begins what follows the noun of a description.
const AFTER: &[&str] = &[
    "after", "at", "by", "during", "for", "from", "in", "near", "of", "off", "on", "out", "over", "that", "to",
    "whose", "who", "with",
];

/// Whether the words speak of somebody who is known: "the Danish minister", "Denmark's minister".
pub(crate) fn is_definite(description: &str) -> bool {
    let mut words = description.split(' ');
    words.next().is_some_and(|first| first.eq_ignore_ascii_case("the") || country(possessor(first)).is_some())
}

/// An office of a country, as two reports would word it alike: "denmark water minister" for "the Danish water minister".
pub(crate) fn office(words_of_office: &str) -> Option<String> {
    let words_of_office = words_of_office
        .strip_prefix("the ")
        .or_else(|| words_of_office.strip_prefix("The "))
        .unwrap_or(words_of_office);
    let (land, office) = words_of_office.split_once(' ')?;
    let land = country(possessor(land))?;
    let office = words(office.trim_start_matches("'s ").trim_start_matches("’s "));
    // One holder at a time: no plural, no mere sort of person, nobody who held it once.
    let holds = |w: &String| ALONE.contains(&w.as_str()) || (office.len() > 1 && WITH_FIELD.contains(&w.as_str()));
    let is_office = office.len() <= 3
        && office.last().is_some_and(holds)
        && !office.iter().any(|w| AFTER.contains(&w.as_str()) || NOT_NOW.contains(&w.as_str()));
    is_office.then(|| format!("{} {}", land.to_lowercase(), office.join(" ")))
}

/// Offices that a country has one of.
const ALONE: &[&str] = &["chancellor", "emir", "emperor", "king", "monarch", "premier", "president", "queen", "sultan"];
/// Those that it has one of for each field ("water minister").
const WITH_FIELD: &[&str] = &["general", "leader", "minister", "secretary"];
const NOT_NOW: &[&str] =
    &["acting", "deputy", "designate", "ex", "former", "future", "incoming", "junior", "late", "new", "next", "then"];

/// A word without the ending of the possessive.
fn possessor(word: &str) -> &str {
    word.trim_end_matches("'s").trim_end_matches("’s")
}

/// What an age and the noun for a man, a woman or a child tell of a person: "59 woman".
pub(crate) fn age(description: &str) -> Option<String> {
    let words = words(description);
    let years = words.iter().position(|w| w == "year" || w == "years").filter(|i| *i > 0)?;
    let (age, old) = (&words[years - 1], words.get(years + 1)?);
    if old != "old" || age.parse::<u8>().is_err() {
        return None;
    }
    let noun =
        words[years + 2..].iter().take_while(|w| !AFTER.contains(&w.as_str())).find_map(|w| match w.as_str() {
            "man" | "boy" | "father" | "grandfather" | "husband" | "son" | "brother" => Some("man"),
            "woman" | "girl" | "mother" | "grandmother" | "wife" | "daughter" | "sister" => Some("woman"),
            _ => None,
        })?;
    Some(format!("{age} {noun}"))
}

/// A number, three or more, and what is counted: "23 sailors" for "23 Danish sailors off the coast".
pub(crate) fn number(description: &str) -> Option<String> {
    let words = words(description);
    let mut words =
        words.iter().map(String::as_str).skip_while(|w| matches!(*w, "the" | "all" | "some" | "these" | "those"));
    let number = words.next()?.replace(',', "").parse::<u32>().ok().filter(|n| *n >= 3)?;
    let noun = words.take_while(|w| !AFTER.contains(w)).last()?;
    noun.chars().all(char::is_alphabetic).then(|| format!("{number} {noun}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_of_countries() {
        for (text, key) in [
            ("the Danish water minister", Some("denmark water minister")),
            ("Denmark's president", Some("denmark president")),
            ("Danish President", Some("denmark president")),
            ("the former Danish president", None),
            ("the Danish former president", None),
            ("the Danish minister", None),
            ("the Danish ministers", None),
            ("Danish man", None),
            ("the president", None),
            ("", None),
        ] {
            assert_eq!(office(text).as_deref(), key, "{text}");
        }
        assert!(
            is_definite("the Danish minister")
                && is_definite("Denmark's minister")
                && !is_definite("a Danish minister")
        );
    }

    #[test]
    fn ages_and_numbers() {
        for (text, key) in [
            ("A 59-year-old woman", Some("59 woman")),
            ("a 59 - year - old Halden mother of two", Some("59 woman")),
            ("a 61-year-old former employee", None),
            ("a 61-year-old friend of a woman", None),
            ("a year-old boy", None),
        ] {
            assert_eq!(age(text).as_deref(), key, "{text}");
        }
        for (text, key) in [
            ("23 Danish sailors off the coast", Some("23 sailors")),
            ("the 1,200 workers", Some("1200 workers")),
            ("two men", None),
            ("2 men", None),
            ("23", None),
            ("sailors", None),
        ] {
            assert_eq!(number(text).as_deref(), key, "{text}");
        }
    }
}
