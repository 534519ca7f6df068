use proptest::prelude::*;
use readout_extract::ActorKind;
use readout_report::{Date, Evidence, Report, ReportId, Span};

use super::*;
use crate::{Actor, Role, Story, StoryReport, Support};

/// A card of a story of one report, both called `story`; names are separated by `/`.
fn card(story: &str, kind: ActorKind, names: &str, offices: &[(&str, &str)], company: &[u32], day: i16) -> Card {
    let day = Date::new(2020, 1, 1).unwrap() + jiff::Span::new().days(i64::from(day));
    Card {
        days: Some((day, day)),
        story: story.into(),
        actor: format!("{story} {names}"),
        kind,
        named: true,
        names: (1..).zip(names.split('/')).map(|(i, name)| (name.into(), 20 - i)).collect(),
        offices: offices.iter().map(|(office, _)| ((*office).into(), Some((day, day)))).collect(),
        countries: offices.iter().map(|(_, country)| *country).filter(|c| !c.is_empty()).map(str::to_owned).collect(),
        company: company.to_vec(),
        reports: vec![ReportId(story.into())],
        outlets: vec!["Daily Post".into()],
        independent: 1,
    }
}

fn person(story: &str, names: &str, company: &[u32]) -> Card {
    card(story, ActorKind::Person, names, &[], company, 0)
}

fn body(story: &str, names: &str) -> Card {
    card(story, ActorKind::Organisation, names, &[], &[], 0)
}

fn sets(cards: &[Card]) -> Vec<Vec<usize>> {
    join(cards, &[])
}

#[test]
fn one_person_however_spelt() {
    for names in [
        &["Volodymyr Zelenskiy", "Volodymyr Zelensky", "Vladimir Zelenskyy"][..],
        &["Muammar Gaddafi", "Moammar Kadhafi", "Muammar Qaddafi"],
        &["Mohammed Hussein", "Muhammad Husayn"],
        &["Dmitry Medvedev", "Dmitri Medvedyev"],
        &["José Gómez", "Jose Gomez", "Mr Jose Gomez"],
        &["Donald J. Trump", "Donald Trump"],
    ] {
        let cards: Vec<_> = names.iter().enumerate().map(|(i, name)| person(&i.to_string(), name, &[])).collect();
        assert_eq!(sets(&cards).len(), 1, "{names:?}");
    }
}

#[test]
fn other_names_are_other_people() {
    let cards = [
        person("1", "Anna Berg", &[1, 2, 3]),
        person("2", "Anna Falk", &[1, 2, 3]),
        person("3", "Olaf Berg", &[1, 2, 3]),
        person("4", "Olaf Berg Jr", &[1, 2, 3]),
    ];
    assert_eq!(sets(&cards).len(), 4);
}

#[test]
fn offices_and_countries_tell_bearers_of_a_name_apart() {
    let office = |story, office, country, company: &[u32]| {
        card(story, ActorKind::Person, "Ilse Brandt", &[(office, country)], company, 0)
    };
    let minister = || office("1", "Danish finance minister", "Denmark", &[1, 2]);
    let same = [minister(), office("2", "opposition leader", "", &[])];
    assert_eq!(sets(&same).len(), 1);
    let striker = [minister(), office("2", "Danish striker", "Denmark", &[8, 9])];
    assert_eq!(sets(&striker).len(), 2);
    let envoy = [minister(), office("2", "envoy of Chile", "Chile", &[8, 9])];
    assert_eq!(sets(&envoy).len(), 2);
    // In the same company it is one person who changed office.
    let moved = [minister(), office("2", "envoy to Chile", "Chile", &[1, 2])];
    assert_eq!(sets(&moved).len(), 1);
    // A card that says nothing does not bring the two together.
    let three = [person("0", "Ilse Brandt", &[]), minister(), office("2", "striker", "Chile", &[8, 9])];
    assert_eq!(sets(&three), [vec![0, 1], vec![2]]);
}

#[test]
fn a_surname_means_the_only_one_in_company_and_time() {
    let full = || vec![person("1", "Ilse Brandt", &[1, 2, 3])];
    let with = |more: &[Card]| {
        let mut cards = full();
        cards.extend_from_slice(more);
        sets(&cards)
    };
    assert_eq!(with(&[person("2", "Brandt", &[2, 3, 9])]), [vec![0, 1]]);
    assert_eq!(with(&[person("2", "I. Brandt", &[2, 3, 9])]), [vec![0, 1]]);
    assert_eq!(with(&[person("2", "Brandt", &[7, 8, 9])]), [vec![0], vec![1]]);
    let years_later = card("2", ActorKind::Person, "Brandt", &[], &[2, 3, 9], 900);
    assert_eq!(with(&[years_later]), [vec![0], vec![1]]);
    let brother = person("3", "Karl Brandt", &[1, 2, 3]);
    assert_eq!(with(&[person("2", "Brandt", &[2, 3]), brother]), [vec![0], vec![1], vec![2]]);
    // Without a first name anywhere, company joins.
    let alone = [person("1", "Brandt", &[1, 2]), person("2", "Brandt", &[1, 2]), person("3", "Brandt", &[5])];
    assert_eq!(sets(&alone), [vec![0, 1], vec![2]]);
}

#[test]
fn a_name_that_fits_two_is_neither() {
    let cards = [
        person("1", "Karl A. Brandt", &[1, 2]),
        person("2", "Karl B. Brandt", &[3, 4]),
        person("3", "Karl Brandt", &[]),
        person("4", "Karl Brandt", &[3, 4]),
    ];
    assert_eq!(sets(&cards), [vec![0], vec![1, 3], vec![2]]);
}

#[test]
fn bodies_by_acronym_and_short_form() {
    let cards = [
        body("1", "Utopian Peace Organisation"),
        body("2", "UPO"),
        body("3", "Halden Motors Europe/Halden Motors"),
        body("4", "Halden Motors Europe/Halden Motors"),
        body("5", "Halden Motors"),
        body("6", "the Foreign Ministry"),
        body("7", "the Foreign Ministry"),
        card("8", ActorKind::Place, "Kiev", &[], &[], 0),
        card("9", ActorKind::Organisation, "Kyiv", &[], &[], 0),
    ];
    assert_eq!(sets(&cards), [vec![0, 1], vec![2, 3, 4], vec![5], vec![6], vec![7, 8]]);
}

#[test]
fn what_a_story_has_as_two_actors_is_two() {
    let cards = [
        body("3", "Halden Motors Europe/Halden Motors"),
        body("4", "Halden Motors Europe/Halden Motors"),
        body("5", "Halden Motors Europe"),
        body("5", "Halden Motors"),
    ];
    assert_eq!(sets(&cards), [vec![0, 1, 2], vec![3]]);
}

#[test]
fn what_is_only_described_stays_alone() {
    let described = Card { named: false, ..person("1", "a senior official", &[1, 2, 3]) };
    let cards = [described.clone(), Card { story: "2".into(), ..described }];
    assert_eq!(sets(&cards).len(), 2);
    assert!(cards[0].blocks().is_empty());
}

fn actors(cards: &[Card], decisions: &[Decision]) -> Vec<RecordActor> {
    RecordActor::all(cards, &join(cards, decisions))
}

/// The actor that has a card.
fn with_card(actors: &[RecordActor], card: usize) -> &RecordActor {
    actors.iter().find(|a| a.cards.contains(&card)).unwrap()
}

#[test]
fn an_actor_of_the_record_has_its_names_and_offices_over_time() {
    let office = |story: &str, names: &str, office: &str, day| {
        card(story, ActorKind::Person, names, &[(office, "")], &[1, 2], day)
    };
    let cards = [
        office("b", "Ilse Brandt/Brandt", "prime minister", 40),
        office("a", "Brandt", "water minister", 3),
        office("c", "Ilse Brandt", "prime minister", 60),
    ];
    let all = actors(&cards, &[]);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].name.as_str(), &all[0].aliases), ("Ilse Brandt", &vec!["Brandt".to_owned()]));
    let offices: Vec<_> = all[0].offices.iter().map(|o| (o.words.as_str(), o.days.unwrap(), o.stories)).collect();
    let day = |month, day| Date::new(2020, month, day).unwrap();
    assert_eq!(
        offices,
        [("water minister", (day(1, 4), day(1, 4)), 1), ("prime minister", (day(2, 10), day(3, 1)), 2)]
    );
    assert_eq!(all[0].support, Support { reports: 3, outlets: 1, independent: 1 });
    // Another report in another spelling: the same id.
    let mut more = cards.to_vec();
    more.extend((0..5).map(|i| office(&format!("d{i}"), "Ilze Brandt", "prime minister", 70)));
    more.push(card("e", ActorKind::Person, "Ilse Brandt", &[("singer", "Chile")], &[], 80));
    let later = actors(&more, &[]);
    assert_eq!(with_card(&later, 0).id, all[0].id);
    assert_ne!(with_card(&later, 8).id, all[0].id);
}

#[test]
fn decisions_survive_new_reports() {
    let cards = vec![person("1", "Ilse Brandt", &[]), person("2", "Ilse Falk", &[]), person("3", "Ilse Brandt", &[])];
    let all = actors(&cards, &[]);
    let merge = Decision::merge(with_card(&all, 0), with_card(&all, 1));
    assert_eq!(merge, Decision::merge(with_card(&all, 1), with_card(&all, 0)));
    assert_eq!(join(&cards, std::slice::from_ref(&merge)), [vec![0, 1, 2]]);
    // New reports of both names, and the second story now shows another of its names.
    let mut more = cards.clone();
    more[1] =
        Card { reports: vec![ReportId("0".into()), ReportId("2".into())], ..person("x", "Ilse Falck/Ilse Falk", &[]) };
    more.push(person("4", "Ilse Brandt", &[]));
    more.push(person("5", "Ilse Falck", &[]));
    assert_eq!(join(&more, std::slice::from_ref(&merge)), [vec![0, 1, 2, 3, 4]]);
    assert!(Decision::undo(std::slice::from_ref(&merge), &merge).is_empty());
    // The reports are gone: nothing is decided.
    assert_eq!(join(&more[3..], &[merge]).len(), 2);

    let split = Decision::split(with_card(&all, 0), &[ReportId("3".into())].into()).unwrap();
    assert_eq!(join(&cards, std::slice::from_ref(&split)), [vec![0], vec![1], vec![2]]);
    assert_eq!(join(&more, &[split]), [vec![0, 3], vec![1, 4], vec![2]]);
    assert_eq!(Decision::split(with_card(&all, 0), &[ReportId("2".into())].into()), None);
    assert_eq!(Decision::split(with_card(&all, 1), &[ReportId("2".into())].into()), None);
}

#[test]
fn a_card_is_made_of_a_story() {
    let text = "Danish minister Ilse Brandt met Olaf Nyberg. Brandt left.";
    let mut report = Report { id: ReportId("r".into()), ..Report::from_text(text) };
    report.published = Some(Date::new(2020, 5, 4).unwrap());
    report.outlet = Some("Daily Post".into());
    let evidence = |words: &str| {
        let start = text.find(words).unwrap() as u32;
        Evidence::new(&report, Span::new(start, start + words.len() as u32))
    };
    let last = Evidence::new(&report, Span::new(45, 51));
    let actor = |name: &str, aliases: &[&str], roles, evidence| Actor {
        id: name.to_lowercase(),
        name: name.into(),
        kind: ActorKind::Person,
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
        roles,
        evidence,
        pronouns: Vec::new(),
        mentions: 1,
        named: true,
        support: Support { reports: 1, outlets: 1, independent: 1 },
    };
    let role = Role { text: "Danish minister".into(), of: None, evidence: vec![evidence("Danish minister")] };
    let brandt = actor("Ilse Brandt", &["Brandt", "the minister"], vec![role], vec![evidence("Ilse Brandt"), last]);
    let nyberg = actor("Olaf Nyberg", &[], Vec::new(), vec![evidence("Olaf Nyberg")]);
    let story = Story {
        support: Support::default(),
        id: "y".into(),
        title: None,
        reports: vec![StoryReport { report: report.clone(), lead: Vec::new(), derives_from: Vec::new() }],
        actors: vec![brandt, nyberg],
        statements: Vec::new(),
        times: Vec::new(),
        events: Vec::new(),
        figures: Vec::new(),
        documents: Vec::new(),
        differences: Vec::new(),
        positions: Vec::new(),
        timeline: Vec::new(),
    };
    let cards = Card::all(&story);
    assert_eq!(Card::of(&story, 0).as_ref(), Some(&cards[0]));
    assert_eq!(Card::of(&story, 2), None);
    assert_eq!(cards[0].names, [("Ilse Brandt".to_owned(), 1), ("Brandt".to_owned(), 1)]);
    assert_eq!(cards[0].countries, ["Denmark"]);
    let day = report.published.unwrap();
    assert_eq!(cards[0].offices, [("Danish minister".to_owned(), Some((day, day)))]);
    assert_eq!((cards[0].company.len(), cards[1].company.len()), (1, 1));
    assert_ne!(cards[0].company, cards[1].company);
    assert!(postcard::to_stdvec(&cards[0]).unwrap().len() < 300);

    let mut stories = [story.clone(), Story { id: "z".into(), ..story }];
    stories[1].actors.truncate(1);
    let actors = identify_all(&mut stories, &[]);
    assert_eq!(actors.len(), stories[0].actors.len());
    let id = |story: usize, actor: usize| stories[story].actors[actor].id.as_str();
    assert_eq!(actors[0].id, id(0, 0));
    assert_eq!(id(0, 0), id(1, 0));
    assert_ne!(id(0, 0), id(0, 1));
}

fn any_cards() -> impl Strategy<Value = Vec<Card>> {
    const NAMES: [(&str, ActorKind); 14] = [
        ("Ilse Brandt", ActorKind::Person),
        ("Ilse Brandt/Brandt", ActorKind::Person),
        ("Brandt", ActorKind::Person),
        ("I. Brandt", ActorKind::Person),
        ("Ilze Brandt", ActorKind::Person),
        ("Karl A. Brandt", ActorKind::Person),
        ("Karl B. Brandt", ActorKind::Person),
        ("Karl Brandt", ActorKind::Person),
        ("Halden Motors", ActorKind::Organisation),
        ("Halden Motors Europe/Halden Motors", ActorKind::Organisation),
        ("Halden Motors Asia/Halden Motors", ActorKind::Organisation),
        ("HMA", ActorKind::Organisation),
        ("the Foreign Ministry", ActorKind::Organisation),
        ("Halden", ActorKind::Place),
    ];
    const OFFICES: [&[(&str, &str)]; 5] =
        [&[], &[], &[("Danish minister", "Denmark")], &[("envoy of Chile", "Chile")], &[("striker", "")]];
    let any = (0..NAMES.len(), 0..OFFICES.len(), proptest::collection::btree_set(0..6_u32, 0..4), 0..800_i16);
    proptest::collection::vec(any, 1..24).prop_map(|cards| {
        let card =
            |(i, (name, office, company, day)): (usize, (usize, usize, std::collections::BTreeSet<u32>, i16))| {
                let (names, kind) = NAMES[name];
                let company: Vec<u32> = company.into_iter().collect();
                card(&format!("s{i}"), kind, names, OFFICES[office], &company, day)
            };
        cards.into_iter().enumerate().map(card).collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_cards_does_not_matter(cards in any_cards(), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..cards.len()).collect();
        order.sort_by_key(|i| (*i as u64 + 1).wrapping_mul(seed | 1));
        let shuffled: Vec<Card> = order.iter().map(|i| cards[*i].clone()).collect();
        let mut back: Vec<Vec<usize>> =
            sets(&shuffled).into_iter().map(|set| set.into_iter().map(|i| order[i]).collect()).collect();
        back.iter_mut().for_each(|set| set.sort_unstable());
        back.sort();
        prop_assert_eq!(back, sets(&cards));
        let ids = |cards: &[Card]| actors(cards, &[]).into_iter().map(|a| (a.id, a.name, a.reports)).collect::<Vec<_>>();
        prop_assert_eq!(ids(&shuffled), ids(&cards));
    }

    #[test]
    fn a_split_after_a_merge_gives_back_the_former_sets(cards in any_cards(), a in any::<usize>(), b in any::<usize>()) {
        let before = actors(&cards, &[]);
        let (one, other) = (&before[a % before.len()], &before[b % before.len()]);
        let merge = Decision::merge(one, other);
        let merged = join(&cards, std::slice::from_ref(&merge));
        let all = RecordActor::all(&cards, &merged);
        let whole = with_card(&all, one.cards[0]);
        prop_assert!(other.cards.iter().all(|card| whole.cards.contains(card)));
        if let Some(split) = Decision::split(whole, &other.reports) {
            prop_assert_eq!(join(&cards, &[merge.clone(), split]), sets(&cards));
        } else {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(join(&cards, &Decision::undo(std::slice::from_ref(&merge), &merge)), sets(&cards));
    }

    #[test]
    fn a_set_depends_on_its_blocks_alone(cards in any_cards(), one in any::<usize>()) {
        let one = one % cards.len();
        let mut near = std::collections::BTreeSet::from([one]);
        let reached = |card: &Card| card.blocks().into_iter().flat_map(Block::reached).collect::<Vec<_>>();
        let mut blocks: std::collections::BTreeSet<Block> = reached(&cards[one]).into_iter().collect();
        while let Some(next) = (0..cards.len()).find(|i| !near.contains(i) && !cards[*i].blocks().is_disjoint(&blocks)) {
            near.insert(next);
            blocks.extend(reached(&cards[next]));
        }
        let near: Vec<usize> = near.into_iter().collect();
        let alone: Vec<Card> = near.iter().map(|i| cards[*i].clone()).collect();
        let of = |sets: Vec<Vec<usize>>, card: usize| sets.into_iter().find(|set| set.contains(&card)).unwrap();
        let found = of(sets(&alone), near.iter().position(|i| *i == one).unwrap());
        let found: Vec<usize> = found.into_iter().map(|i| near[i]).collect();
        prop_assert_eq!(found, of(sets(&cards), one));
    }
}
