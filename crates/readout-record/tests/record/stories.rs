//! Stories, from reports of our own.

use proptest::prelude::*;
use readout_extract::Findings;
use readout_record::{Entry, Link, StoryIndex, Traits, Word, WordClass, WordRole, groups};
use readout_report::{Report, ReportId, Span};

use crate::sketch::day;

/// A report whose words of four letters and more are nouns, or names where they are written large.
fn entry(id: &str, published: Option<&str>, text: &str) -> Entry {
    let mut report = Report::from_text(text);
    report.id = ReportId(id.to_owned());
    report.published = published.map(day);
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3).map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Word {
            span: Span::of(start, start + word.len()),
            lemma: word.to_lowercase().into(),
            class: if word.starts_with(char::is_uppercase) { WordClass::Name } else { WordClass::Noun },
            head: None,
            role: WordRole::Other,
            negated: false,
        }
    });
    Entry {
        words: words.collect(),
        lead: vec![Span::of(0, end)],
        sentences: vec![Span::of(0, text.len())],
        findings: Findings::default(),
        report,
    }
}

const DAM: &str = "The Brandt dam above Lake Varn has a crack. Engineers of the operator Hydra lowered the water, and growers \
of the valley fear for their orchards.";
const DAM_TOO: &str = "Engineers lowered the water of Lake Varn. The operator Hydra had found a crack in the Brandt dam; growers \
in the valley are worried about orchards.";
const VOTE: &str = "Voters of the island Kestrel rejected the ferry tax. The mayor Okonedo wants a second ballot in autumn, the \
opposition wants a new council.";

/// The stories that an index gives, and its links in the order of the ids.
fn read(entries: &[Entry]) -> (Vec<Vec<ReportId>>, Vec<Link>) {
    let mut index = StoryIndex::new();
    let mut links: Vec<Link> = entries.iter().flat_map(|e| index.add(e.report.id.clone(), Traits::of(e))).collect();
    links.sort();
    (groups(entries.iter().map(|e| &e.report.id), &links), links)
}

fn stories(entries: &[Entry]) -> Vec<String> {
    let line = |group: &Vec<ReportId>| group.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(" ");
    read(entries).0.iter().map(line).collect()
}

#[test]
fn one_matter_of_one_day_is_a_story() {
    let on = Some("2025-03-01");
    assert_eq!(stories(&[entry("a", on, DAM), entry("b", on, DAM_TOO), entry("c", on, VOTE)]), ["a b", "c"]);
    assert_eq!(stories(&[entry("a", on, DAM), entry("b", Some("2025-03-02"), DAM_TOO)]), ["a b"]);
}

#[test]
fn the_same_matter_of_another_month_is_another_story() {
    assert_eq!(stories(&[entry("a", Some("2025-03-01"), DAM), entry("b", Some("2025-04-01"), DAM_TOO)]), ["a", "b"]);
}

#[test]
fn a_report_without_a_date_may_belong() {
    assert_eq!(
        stories(&[entry("a", Some("2025-03-01"), DAM), entry("b", None, DAM_TOO), entry("c", None, VOTE)]),
        ["a b", "c"]
    );
}

#[test]
fn an_address_may_tell_the_day() {
    let mut first = entry("a", None, DAM);
    first.report.url = Some("https://post.example/news/2025/mar/01/dam".into());
    assert_eq!(stories(&[first.clone(), entry("b", Some("2025-04-01"), DAM_TOO)]), ["a", "b"]);
    assert_eq!(stories(&[first, entry("b", Some("2025-03-01"), DAM_TOO)]), ["a b"]);
}

#[test]
fn a_report_that_is_removed_has_no_links() {
    let (first, second) = (entry("a", None, DAM), entry("b", None, DAM_TOO));
    let mut index = StoryIndex::new();
    assert!(index.add(first.report.id.clone(), Traits::of(&first)).is_empty());
    assert!(index.remove(&first.report.id) && !index.remove(&first.report.id) && index.is_empty());
    assert!(index.add(second.report.id.clone(), Traits::of(&second)).is_empty());
    assert_eq!(index.add(first.report.id.clone(), Traits::of(&first)).len(), 1);
    // Again, and it is still there once.
    assert_eq!(index.add(first.report.id.clone(), Traits::of(&first)).len(), 1);
    assert_eq!(index.len(), 2);
}

#[test]
fn traits_of_nothing_link_to_nothing() {
    let nothing = |id| entry(id, None, "");
    assert_eq!(stories(&[nothing("a"), nothing("b"), entry("c", None, "?!")]), ["a", "b", "c"]);
}

/// Reports of a few words each on a few days, so that many are near each other.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let words = ["Lind", "Ruiz", "Varn", "canal", "crack", "ferry", "flood", "ministry", "orchard", "ballot"];
    let text = prop::collection::vec(prop::sample::select(words.to_vec()), 0..8).prop_map(|words| words.join(" "));
    let days = prop::sample::select(vec![None, Some("2025-03-01"), Some("2025-03-02"), Some("2025-03-09")]);
    let entries = prop::collection::vec((text, days), 0..12);
    entries.prop_map(|all| all.iter().enumerate().map(|(i, (text, on))| entry(&format!("r{i}"), *on, text)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter(
        (entries, shuffled) in any_entries().prop_flat_map(|e| (Just(e.clone()), Just(e).prop_shuffle()))
    ) {
        prop_assert_eq!(read(&entries), read(&shuffled));
    }

    #[test]
    fn kept_traits_and_links_give_the_same(entries in any_entries(), at in any::<prop::sample::Index>()) {
        let (before, after) = entries.split_at(if entries.is_empty() { 0 } else { at.index(entries.len()) });
        let mut links = read(before).1;
        // Another index, filled from what was kept.
        let mut index = StoryIndex::new();
        before.iter().for_each(|e| index.restore(e.report.id.clone(), Traits::of(e)));
        links.extend(after.iter().flat_map(|e| index.add(e.report.id.clone(), Traits::of(e))));
        links.sort();
        prop_assert_eq!((groups(entries.iter().map(|e| &e.report.id), &links), links), read(&entries));
    }

    #[test]
    fn the_record_of_a_past_day_has_its_stories(entries in any_entries(), last in "2025-03-0[1-9]") {
        let known = |e: &Entry| e.report.published.is_some_and(|on| on <= day(&last));
        let past: Vec<Entry> = entries.iter().filter(|e| known(e)).cloned().collect();
        let replayed = groups(past.iter().map(|e| &e.report.id), &read(&entries).1);
        prop_assert_eq!(replayed, read(&past).0);
    }
}
