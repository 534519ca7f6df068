//! Where reports differ, and where they do not: from texts of our own, through the whole analysis.

use std::sync::LazyLock;

use readout_language::Analyzer;
use readout_record::{DifferenceKind, Entry, Story};
use readout_report::{Date, Report, ReportId};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

/// The story that reports of one day tell, each of an outlet of its own; whether they would be joined to one is not asked.
fn story(texts: &[&str]) -> Story {
    let entry = |(i, text): (usize, &&str)| {
        let mut report = Report::from_text(*text);
        report.id = ReportId(format!("r{i}"));
        report.outlet = Some(format!("Outlet {i}"));
        report.published = Some(Date::constant(2025, 3, 12));
        let analysis = ANALYZER.analyze(text);
        let findings = readout_extract::extract(&report, &analysis);
        Entry::new(report, &analysis, findings)
    };
    let story = readout_record::story(texts.iter().enumerate().map(entry).collect()).expect("reports");
    for evidence in story.differences.iter().flat_map(|d| d.sides.iter().flat_map(|s| &s.evidence).chain([&d.about])) {
        let report = story.reports.iter().find(|r| r.report.id == evidence.report).expect("a report of the story");
        assert!(evidence.holds_in(&report.report));
    }
    story
}

/// Kind and the values of the sides of each difference.
fn found(texts: &[&str]) -> Vec<(DifferenceKind, Vec<String>)> {
    let values = |d: &readout_record::Difference| d.sides.iter().map(|s| s.value.clone()).collect();
    story(texts).differences.iter().map(|d| (d.kind, values(d))).collect()
}

fn kinds(texts: &[&str]) -> Vec<DifferenceKind> {
    found(texts).into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn figures_of_the_same_thing() {
    let told = "Seven fishermen were hurt when the ferry struck a trawler off the lighthouse of Port Ansel.";
    let other = "Twelve fishermen were hurt when the ferry struck a trawler off the lighthouse of Port Ansel.";
    let values = ["Seven fishermen", "Twelve fishermen"].map(str::to_owned).to_vec();
    assert_eq!(found(&[told, other]), [(DifferenceKind::Figure, values)]);
    // The order of the reports does not matter.
    let ids = |texts: &[&str]| story(texts).differences.iter().map(|d| d.sides.len()).collect::<Vec<_>>();
    assert_eq!(ids(&[told, other]), ids(&[other, told]));
}

#[test]
fn figures_that_agree_within_their_bounds() {
    for (a, b) in [
        ("At least ten fishermen", "Twelve fishermen"),
        ("About 40 fishermen", "Thirty-nine fishermen"),
        ("More than 300 fishermen", "310 fishermen"),
    ] {
        let [a, b] = [a, b]
            .map(|who| format!("{who} were hurt when the ferry struck a trawler off the lighthouse of Port Ansel."));
        assert_eq!(kinds(&[&a, &b]), [], "{a} {b}");
    }
    let fifth = "The plan would leave the rebels in control of one-fifth of Velmora after the invasion.";
    let share = "The rebels are in control of more than 19 per cent of Velmora after the invasion.";
    assert_eq!(kinds(&[fifth, share]), []);
}

#[test]
fn figures_of_other_things_or_times() {
    let hurt = "Seven fishermen were hurt when the ferry struck a trawler off the lighthouse of Port Ansel.";
    let helped = "Twelve fishermen pulled passengers from the water, the coast guard of Brannoc said.";
    assert_eq!(kinds(&[hurt, helped]), []);
    // A cost in all and a cost a day.
    let whole = "Insurers put the cost of the closure of the Taal Strait at $2.4 billion for the shippers of Karsund.";
    let daily =
        "Insurers put the cost of the closure of the Taal Strait at $16 million a day for the shippers of Karsund.";
    assert_eq!(kinds(&[whole, daily]), []);
}

#[test]
fn certainty_of_a_part() {
    let sure = "President Viktor Sorov said on Tuesday that his deputy, Tomas Reyl, would also attend the talks.";
    let open = "President Viktor Sorov told reporters that his deputy Tomas Reyl might also join the talks.";
    assert!(kinds(&[sure, open]).contains(&DifferenceKind::Certainty), "{:?}", found(&[sure, open]));
    let again = "His deputy, Tomas Reyl, would also take part in the talks, President Viktor Sorov said on Tuesday.";
    assert_eq!(kinds(&[sure, again]), []);
}

#[test]
fn attendance() {
    let there = "Prime Minister Ingrid Halvorsen will attend the talks in Lindholm, her spokesman said.";
    let away = "Prime Minister Ingrid Halvorsen will not attend the talks in Lindholm, two officials said.";
    assert!(kinds(&[there, away]).contains(&DifferenceKind::Attendance), "{:?}", found(&[there, away]));
    assert_eq!(kinds(&[there, "Ingrid Halvorsen will attend the talks in Lindholm."]), []);
}

#[test]
fn an_accusation_and_its_denial() {
    let both = "Opposition leader Daria Lenko accused the minister Erik Dahl of hiding the letters. \
                Dahl denied the accusation.";
    let differences = story(&[both]).differences;
    assert_eq!(differences.iter().map(|d| d.kind).collect::<Vec<_>>(), [DifferenceKind::Denial]);
    assert_eq!(differences[0].sides.iter().map(|s| s.actors.len()).collect::<Vec<_>>(), [1, 1]);
    // To refuse, and to oppose, is not to deny.
    let policy =
        "Daria Lenko wants the harbour to be closed. The minister Erik Dahl opposed the closure of the harbour.";
    assert_eq!(kinds(&[policy]), []);
    let alone = "The minister Erik Dahl denied the accusation.";
    assert_eq!(kinds(&[alone]), []);
}

#[test]
fn what_is_denied_is_found_in_the_other_reports() {
    let charge = "Prosecutors say that the minister Erik Dahl destroyed the letters of the harbour board.";
    let denial = "The strait was calm. The minister Erik Dahl denied that he had destroyed any letters of the board.";
    assert_eq!(kinds(&[charge, denial]), [DifferenceKind::Denial]);
    let admits = "The minister Erik Dahl did not deny that he had destroyed any letters of the board.";
    assert_eq!(kinds(&[charge, admits]), []);
    let declines = "The minister Erik Dahl declined to confirm or deny that he had destroyed letters of the board.";
    assert_eq!(kinds(&[charge, declines]), [DifferenceKind::Verification]);
    // To deny it to somebody is to refuse.
    let refused = "The court denied the minister Erik Dahl access to the letters of the harbour board.";
    assert_eq!(kinds(&[charge, refused]), []);
}

#[test]
fn whoever_is_charged_pleads_not_guilty() {
    let charged = "Prosecutors accused the banker Tomas Reyl of laundering money for the smugglers of Brannoc.";
    assert_eq!(kinds(&[&format!("{charged} Reyl pleaded not guilty in March.")]), [DifferenceKind::Denial]);
    assert_eq!(kinds(&[&format!("{charged} Reyl pleaded guilty in March.")]), []);
}

#[test]
fn called_false() {
    let claim = "Opposition leader Daria Lenko accused the ferry owner Erik Dahl of bribing inspectors.";
    let called = format!("{claim} Dahl called the allegation false.");
    assert_eq!(kinds(&[&called]), [DifferenceKind::Denial]);
    let if_false = format!("{claim} If the allegation is false, the court will say so.");
    assert_eq!(kinds(&[&if_false]), []);
    // To lie is what he is accused of.
    let statements = "Tomas Reyl was charged with making false statements to the coast guard of Brannoc.";
    assert_eq!(kinds(&[statements]), []);
}

#[test]
fn not_true_what_was_said_before() {
    let claim = "Opposition leader Daria Lenko said that the dam would flood the valley of Ansel.";
    let answer = format!("{claim} \"That is not true,\" the minister Erik Dahl said.");
    assert_eq!(kinds(&[&answer]), [DifferenceKind::Denial]);
    let solution = format!("{claim} It was a bogus solution, the minister Erik Dahl said.");
    assert_eq!(kinds(&[&solution]), []);
    let own = format!("{claim} \"It is not true that we stay silent,\" Lenko said.");
    assert_eq!(kinds(&[&own]), []);
}

#[test]
fn no_evidence_of_it() {
    let claim = "President Viktor Sorov said that thousands of dead voters had cast ballots in Karsund.";
    let check = "Election officials have found no evidence that dead voters cast ballots in Karsund.";
    assert_eq!(kinds(&[claim, check]), [DifferenceKind::Denial]);
    let other = "The coast guard has found no evidence that the trawler had run aground off Port Ansel.";
    assert_eq!(kinds(&[claim, other]), []);
}

#[test]
fn an_allegation_told_by_its_denial_alone() {
    let both = "The minister Erik Dahl rejected allegations that he had sold harbour land to his brother.";
    let differences = story(&[both]).differences;
    assert_eq!(differences.iter().map(|d| d.kind).collect::<Vec<_>>(), [DifferenceKind::Denial]);
    let spans: Vec<_> = differences[0].sides.iter().flat_map(|s| s.evidence.iter().map(|e| e.span)).collect();
    assert!(!spans[0].overlaps(spans[1]), "{spans:?}");
    // A plan is rejected because it is not wanted.
    let plan = "The minister Erik Dahl rejected a plan that would have sold harbour land to his brother.";
    assert_eq!(kinds(&[plan]), []);
}

#[test]
fn no_question_of_it() {
    let claim = "President Viktor Sorov said that Karsund was making concessions at the talks.";
    let denial = "Karsund Foreign Minister Erik Dahl told reporters: \"There can be no question of any concessions.\"";
    let weather = "The weather in the strait was fair.";
    assert_eq!(kinds(&[&format!("{claim} {weather}"), denial]), [DifferenceKind::Denial]);
    // Of other people's concessions he says nothing.
    let others = "President Viktor Sorov said that Brannoc was making concessions at the talks.";
    assert_eq!(kinds(&[others, denial]), []);
}

#[test]
fn seen_and_not_verified() {
    let seen = "Signal reported on a call between the envoy Amara Okon and Tomas Reyl. \
                Signal said it had reviewed a recording of the call.";
    let unverified = "Signal released what it said was a transcript of a call between Amara Okon and Tomas Reyl. \
                      The Lindholm Daily has not verified the call.";
    assert_eq!(kinds(&[seen, unverified]), [DifferenceKind::Verification]);
    let other_thing = "The Lindholm Daily has not verified the footage of the storm in Brannoc.";
    assert_eq!(kinds(&[seen, other_thing]), []);
}

#[test]
fn another_day() {
    let tuesday = "The envoy Amara Okon met Foreign Minister Erik Dahl in Lindholm on Sunday to discuss the strait.";
    let monday = "The envoy Amara Okon met Foreign Minister Erik Dahl in Lindholm on Monday to discuss the strait.";
    assert_eq!(kinds(&[tuesday, monday]), [DifferenceKind::Time]);
    assert_eq!(kinds(&[tuesday, tuesday.trim_end_matches('.')]), []);
    // A report that knows of both meetings contradicts nobody.
    let both = format!("{tuesday} {monday}");
    assert_eq!(kinds(&[&both, monday]), []);
}

#[test]
fn another_place() {
    let here = "The envoy Amara Okon met Foreign Minister Erik Dahl in Lindholm on Sunday.";
    let there = "The envoy Amara Okon met Foreign Minister Erik Dahl in Geneva on Sunday.";
    assert_eq!(kinds(&[here, there]), [DifferenceKind::Place]);
    // Of a report that knows both, the one may lie in the other.
    assert_eq!(kinds(&[here, &format!("{there} Lindholm was quiet.")]), []);
}

#[test]
fn names() {
    let spelt = |name: &str| format!("{name} spoke in Lindholm. The harbour was calm.");
    let both = |a: &str, b: &str| kinds(&[&spelt(a), &spelt(b)]);
    assert_eq!(both("President Viktor Sorovskiy", "President Viktor Sorovsky"), [DifferenceKind::Name]);
    assert_eq!(both("President Viktor Sorovskiy", "President Viktor Sorovskiy"), []);
    assert_eq!(both("President Viktor Sorovskiy", "President Sorovskiy"), []);
    // Accents are a matter of type.
    assert_eq!(both("President Erik Dağlar", "President Erik Daglar"), []);
    let union = "Amara Okon, president of the Northern Seamen Union, spoke.";
    let league = "Amara Okon, president of the Northern Seamen League, spoke.";
    assert_eq!(kinds(&[union, league]), [DifferenceKind::Name]);
}

#[test]
fn denials_of_one_actor_are_one_difference() {
    let charge =
        "Opposition leader Daria Lenko accused the minister Erik Dahl of hiding the letters of the harbour board.";
    let first = format!("{charge} Dahl denied the accusation.");
    let second = format!("{charge} The strait was calm. Dahl has denied the allegations. He denies it.");
    let differences = story(&[&first, &second]).differences;
    assert_eq!(differences.iter().map(|d| d.kind).collect::<Vec<_>>(), [DifferenceKind::Denial]);
    let reports = |side: usize| {
        let evidence = differences[0].sides[side].evidence.iter();
        evidence.map(|e| e.report.0.clone()).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!((reports(0), reports(1)), (2, 2));
}

#[test]
fn told_and_denied_in_one_sentence() {
    for both in [
        "Daria Lenko lost the vote over claims of bribery in the harbour of Brannoc, which she denies.",
        "Daria Lenko said that the envoy had pressed her to close the inquiry, an allegation the envoy has denied.",
    ] {
        let differences = story(&[both]).differences;
        assert_eq!(differences.iter().map(|d| d.kind).collect::<Vec<_>>(), [DifferenceKind::Denial], "{both}");
        let spans: Vec<_> = differences[0].sides.iter().flat_map(|s| s.evidence.iter().map(|e| e.span)).collect();
        assert!(!spans[0].overlaps(spans[1]), "{spans:?}");
    }
}

#[test]
fn denied_on_a_day_under_oath_or_when_asked() {
    for denial in [
        "The minister Erik Dahl denied on Thursday the prosecutors' accusation that he had destroyed the letters of the board.",
        "The minister Erik Dahl denied under oath that he had destroyed the letters of the harbour board.",
        "Asked whether he had burnt anything, the minister Erik Dahl denied that he had destroyed letters of the harbour board.",
        "The minister Erik Dahl rejected charges leveled by the opposition that he had destroyed letters of the harbour board.",
    ] {
        let charge = "Prosecutors say that the minister Erik Dahl destroyed the letters of the harbour board.";
        assert_eq!(kinds(&[charge, denial]), [DifferenceKind::Denial], "{denial}");
    }
    let supposed = "Daria Lenko will resign if the minister Erik Dahl denies that he had destroyed the letters.";
    assert_eq!(kinds(&[supposed]), []);
}

#[test]
fn the_same_words_of_another_deed_are_no_claim() {
    let denial =
        "The strait was calm. The minister Erik Dahl denied that he had destroyed any letters of the harbour board.";
    let other =
        "The clerk Tomas Reyl said that the minister Erik Dahl had read the letters of the harbour board aloud.";
    assert_eq!(kinds(&[other, denial]), []);
}

#[test]
fn words_of_denying_that_deny_nothing() {
    let claim = "Opposition leader Daria Lenko said that the dam would flood the valley of Ansel.";
    for answer in [
        "The minister Erik Dahl walked to the gate, and that is when he saw that something was wrong.",
        "The minister Erik Dahl wants to make sure that it does not happen again.",
        "Ansel, the status of which both towns have disputed since the war, was calm.",
        "The government sends divers to the valley, something that the harbour board denies them in winter.",
        "The minister Erik Dahl questioned the number of the engineers.",
    ] {
        assert_eq!(kinds(&[&format!("{claim} {answer}")]), [], "{answer}");
    }
}

#[test]
fn those_beside_others_are_counted_apart() {
    let all = "Four fishermen were killed when the ferry struck a trawler off the lighthouse of Port Ansel.";
    let rest = "Three other fishermen were killed when the ferry struck a trawler off the lighthouse of Port Ansel.";
    assert_eq!(kinds(&[all, rest]), []);
    let three = "Three fishermen were killed when the ferry struck a trawler off the lighthouse of Port Ansel.";
    assert_eq!(kinds(&[all, three]), [DifferenceKind::Figure]);
}

#[test]
fn slips_in_names() {
    let spelt = |name: &str| format!("Tomas {name} spoke in Lindholm. {name} said the harbour was closed. It rained.");
    let both = |a: &str, b: &str| kinds(&[&spelt(a), &spelt(b)]);
    assert_eq!(both("Halvorsen", "Halvosren"), [DifferenceKind::Name]);
    assert_eq!(both("Halvorsen", "Halvorson"), [DifferenceKind::Name]);
    // Two people, and two ways to write a word.
    let people = ["The banker Tomas Jansson spoke.", "The banker Erik Janssen spoke."];
    assert_eq!(kinds(&people), []);
    assert_eq!(kinds(&["The Ansel Organisation spoke.", "The Ansel Organization spoke."]), []);
    let bureau = "The Department of Harbours, Lighthouses and Ferries closed the port.";
    let other = "The Bureau of Harbours, Lighthouses and Ferries closed the port.";
    assert!(kinds(&[bureau, bureau]).is_empty());
    assert_eq!(kinds(&[bureau, other]).iter().filter(|k| **k != DifferenceKind::Name).count(), 0);
}

#[test]
fn one_name_to_the_ear() {
    let town = |name: &str| format!("Soldiers entered the town of {name} on Monday. {name} lies on the coast.");
    let both = |a: &str, b: &str| kinds(&[&town(a), &town(b)]);
    assert_eq!(both("Tarebeh", "Tarebi"), [DifferenceKind::Name]);
    assert_eq!(both("Gadrim", "Kadrim"), [DifferenceKind::Name]);
    let spoke = |name: &str| format!("General {name} spoke in Lindholm. The harbour was calm.");
    let people = |a: &str, b: &str| kinds(&[&spoke(a), &spoke(b)]);
    assert_eq!(people("Qarim Sulemadi", "Karem Soleimadi"), [DifferenceKind::Name]);
    assert_eq!(people("Driso Oukadir", "Oukadir Driso"), [DifferenceKind::Name]);
    // All spellings of one name are one difference, with the usual one on a side of its own.
    let three = [town("Tarebeh"), town("Tarebi"), town("Tarrebeh")];
    assert_eq!(found(&three.each_ref().map(String::as_str)).len(), 1);
    // Other consonants, words formed from each other, parts of many names.
    assert_eq!(both("Tarebeh", "Talemeh"), []);
    assert_eq!(kinds(&["The Velmorans left.", "Velmora left."]), []);
    assert_eq!(kinds(&["Abdulwahid Rabal left.", "Abdulhadi Ganim left."]), []);
    assert_eq!(kinds(&["The Velmoran Ministry left.", "The Velmoran Minister left."]), []);
}

#[test]
fn titles_that_nobody_has_at_once() {
    let called = |title: &str| format!("{title} Tomas Reyl spoke in Lindholm. Reyl left the harbour at noon.");
    let both = |a: &str, b: &str| kinds(&[&called(a), &called(b)]);
    assert_eq!(both("Army Sergeant", "Army Captain"), [DifferenceKind::Name]);
    assert_eq!(both("Brannoc Police Commissioner", "Brannoc Police Deputy Commissioner"), [DifferenceKind::Name]);
    assert_eq!(both("Lt. Gen.", "Gen."), [], "short for it");
    assert_eq!(both("acting Brannoc Police Commissioner", "Brannoc Police Deputy Commissioner"), [], "the same");
    let manager = "Amara Okon's former campaign manager, Tomas Reyl, spoke in Lindholm.";
    let chairman = "Amara Okon's campaign chairman, Tomas Reyl, spoke in Lindholm.";
    assert_eq!(kinds(&[manager, chairman]), [DifferenceKind::Name]);
    assert_eq!(kinds(&[manager, manager]), []);
}

#[test]
fn ages_and_lengths_of_time() {
    let age = |n: u32| format!("Tomas Reyl, {n}, was arrested in Lindholm. The harbour was calm.");
    assert_eq!(kinds(&[&age(41), &age(43)]), [DifferenceKind::Figure]);
    assert_eq!(kinds(&[&age(41), &age(41)]), []);
    let term = |years: &str| format!("Amara Okon served as president of the Seamen Union for {years}.");
    assert_eq!(kinds(&[&term("twelve years"), &term("ten years")]), [DifferenceKind::Figure]);
    assert_eq!(kinds(&[&term("twelve years"), &term("12 years")]), []);
}

#[test]
fn other_words_are_no_difference() {
    let a = "The envoy Amara Okon will travel to Lindholm next week to discuss the plan with Erik Dahl.";
    let b = "Next week Amara Okon is to visit Lindholm, where the plan will be debated with Erik Dahl.";
    assert_eq!(kinds(&[a, b]), []);
}

#[test]
fn tolls_of_one_event() {
    let told = |hurt: &str| format!("A ferry struck the pier of Port Ansel on Monday. One man was killed and {hurt}.");
    let [ten, eleven] = ["10 others were injured", "11 other people were injured"].map(told);
    assert_eq!(kinds(&[&ten, &eleven]), [DifferenceKind::Figure]);
    // Whoever counts the culprit too counts one more, and a toll several times as high is of something else.
    let gunman = "Four people were killed, including the gunman, at the harbour of Port Ansel.";
    let without = "Three people were killed at the harbour of Port Ansel.";
    assert_eq!(kinds(&[gunman, without]), []);
    let [few, many] = ["2 others were injured", "200 other people were injured"].map(told);
    assert_eq!(kinds(&[&few, &many]), []);
}

#[test]
fn amounts_of_the_same_clause() {
    let more = "The deal of Karsund would add $2 trillion or more to the debt of the state over the coming decade.";
    let less = "The accord, which Sorov signed, is estimated to add about $1.7 trillion to the debt over the decade.";
    assert_eq!(kinds(&[more, less]), [DifferenceKind::Figure]);
    let near = "The accord, which Sorov signed, is estimated to add about $2.1 trillion to the debt over the decade.";
    assert_eq!(kinds(&[more, near]), []);
}

#[test]
fn lengths_of_the_same_thing() {
    let told = |length: &str| format!("The hearing on the ferry of Port Ansel ended after {length} on Monday.");
    let [nine, eight, about] =
        ["nearly nine hours of testimony", "eight hours of testimony", "about nine hours of testimony"].map(told);
    assert_eq!(kinds(&[&nine, &eight]), [DifferenceKind::Figure]);
    assert_eq!(kinds(&[&nine, &about]), []);
}

#[test]
fn a_deed_and_its_denial() {
    let denial = "The minister Erik Dahl denied under oath that he struck Daria Lenko.";
    let said = "Daria Lenko told the board that she was certain it was Erik Dahl who struck her. \
                Daria Lenko told the board of the harbour that Erik Dahl struck her in the boathouse.";
    assert!(kinds(&[denial, said]).contains(&DifferenceKind::Denial), "{:?}", found(&[denial, said]));
    // Another did it.
    let other = "Daria Lenko told the board of the harbour that Tomas Reyl struck her in the boathouse.";
    assert_eq!(kinds(&[denial, other]), []);
}

#[test]
fn what_is_denied_all_at_once() {
    let charges = "Two divers, Mira Halden and Petra Voss, have accused the minister Erik Dahl of theft.";
    for denial in [
        "Several other allegations have been made, and the minister Erik Dahl has denied them all.",
        "The minister Erik Dahl testified that none of the alleged incidents occurred.",
    ] {
        assert_eq!(kinds(&[charges, denial]), [DifferenceKind::Denial], "{denial}");
    }
}

#[test]
fn what_a_disputed_document_says() {
    let memo = "The memo quoted the minister Erik Dahl as saying that the harbour would be sold.";
    let denial = "The minister Erik Dahl disputed the memo in a letter to the harbour board.";
    assert_eq!(kinds(&[memo, denial]), [DifferenceKind::Denial]);
    let other = "The memo said that the weather would change.";
    assert_eq!(kinds(&[other, denial]), []);
}

#[test]
fn who_did_not_know_is_not_said_not_to_have_paid() {
    let denial = "The minister Erik Dahl denied knowing of the secret payment to the diver Petra Voss.";
    let paid = "The minister Erik Dahl reported a secret payment to the diver Petra Voss.";
    assert_eq!(kinds(&[paid, denial]), []);
    let knew = "The minister Erik Dahl was told of the secret payment to the diver Petra Voss, her lawyer said.";
    assert_eq!(kinds(&[knew, denial]), [DifferenceKind::Denial]);
}

#[test]
fn denials_of_one_claim_are_one_difference() {
    let texts = [
        "The diver Petra Voss accused the minister Erik Dahl of selling the letters. The minister denied the claim.",
        "The diver Petra Voss accused the minister Erik Dahl of selling the letters. Dahl denied the allegations.",
    ];
    let differences = story(&texts).differences;
    assert_eq!(differences.len(), 1);
    let reports = |side: &readout_record::Side| side.evidence.iter().map(|e| e.report.clone()).collect::<Vec<_>>();
    for side in &differences[0].sides {
        assert_eq!(reports(side), [ReportId("r0".into()), ReportId("r1".into())]);
    }
}

#[test]
fn bodies_of_another_kind() {
    let bureau = "The Bureau of Alcohol, Tobacco and Firearms closed the harbour of Port Ansel.";
    let department = "The Department of Alcohol, Tobacco and Firearms closed the harbour of Port Ansel.";
    assert_eq!(kinds(&[bureau, department]), [DifferenceKind::Name]);
}

#[test]
fn one_says_so_and_another_not_so() {
    let so = "President Viktor Sorov said that Brannoc interfered with the count of the votes in the election.";
    let not_so =
        "Foreign Minister Erik Dahl said that Brannoc did not interfere with the count of the votes in the election.";
    assert_eq!(kinds(&[so, not_so]), [DifferenceKind::Denial]);
    // Of what nobody is quoted for, one may be so and the other not.
    let outlet = "Brannoc did not interfere with the count of the votes in the election of last year.";
    assert_eq!(kinds(&[so, outlet]), []);
}

#[test]
fn who_says_that_he_did_not_do_it() {
    let so = "Daria Lenko told the board that Erik Dahl threatened the divers of Port Ansel.";
    let own = "The minister Erik Dahl said that he had never threatened the divers of Port Ansel.";
    assert_eq!(kinds(&[so, own]), [DifferenceKind::Denial]);
    // What he will not do, he may have done.
    let will = "The minister Erik Dahl said that he would never threaten the divers of Port Ansel.";
    assert_eq!(kinds(&[so, will]), []);
}

#[test]
fn what_grows_by_the_next_day_or_is_of_others_is_no_difference() {
    // "That advice was wrong" is no word on what was told.
    let advice =
        "The diver Petra Voss said that she had written to the harbour board. That advice was wrong, Erik Dahl said.";
    assert_eq!(kinds(&[advice]), []);
    // Whoever calls a denial nonsense does not deny.
    let nonsense =
        "Daria Lenko accused the minister Erik Dahl of theft. Tomas Reyl called the denials of Dahl nonsense.";
    assert_eq!(kinds(&[nonsense]), []);
    // Land claims are claimed otherwise, and what has not happened yet was to come.
    let land = "The board was accused of theft, Erik Dahl said. The claims of 40 farmers were rejected in Port Ansel.";
    assert_eq!(kinds(&[land]), []);
    let yet = "Activists said that help would come to Port Ansel. It still hasn't happened, Petra Voss said.";
    assert_eq!(kinds(&[yet]), []);
    // To be denied a majority is to have none.
    let majority =
        "Viktor Sorov accused the harbour board of fraud. The vote denied Sorov's party, the strongest, a majority.";
    assert_eq!(found(&[majority]), []);
}

#[test]
fn a_claim_and_its_denial_side_by_side() {
    let both = "Karsund claimed that the drone of Brannoc had crossed the border; the minister Erik Dahl denied this.";
    let differences = story(&[both]).differences;
    assert_eq!(differences.iter().map(|d| d.kind).collect::<Vec<_>>(), [DifferenceKind::Denial]);
    let quotes: Vec<&str> = differences[0].sides.iter().map(|s| s.evidence[0].span.of_text(both)).collect();
    let parts =
        ["Karsund claimed that the drone of Brannoc had crossed the border", "the minister Erik Dahl denied this."];
    assert_eq!(quotes, parts);
}

#[test]
fn it_is_wrong_to_say_that_there_is_none() {
    let none = "Viktor Sorov said that the harbour board made no effort to stop the trawlers of Karsund.";
    let wrong =
        "It is incorrect to say that there is no effort of the harbour board to stop the trawlers, Erik Dahl said.";
    assert_eq!(kinds(&[none, wrong]), [DifferenceKind::Denial]);
}

#[test]
fn what_could_not_be_verified() {
    let claim = "Daria Lenko said that soldiers had shelled the harbour of Port Ansel at night.";
    for not in [
        "The claim that soldiers had shelled the harbour of Port Ansel could not be independently verified.",
        "Erik Dahl said he could not confirm that soldiers had shelled the harbour of Port Ansel.",
    ] {
        let told = found(&[&format!("{claim} {not}")]);
        let sides = ["claimed", "not verified"].map(str::to_owned).to_vec();
        assert_eq!(told, [(DifferenceKind::Verification, sides)], "{not}");
    }
    for other in [
        "Erik Dahl refused to leave the harbour of Port Ansel, soldiers confirmed.",
        "If Erik Dahl cannot confirm that soldiers had shelled the harbour of Port Ansel, he will resign.",
        "Erik Dahl confirmed that soldiers had shelled the harbour of Port Ansel.",
    ] {
        assert_eq!(kinds(&[&format!("{claim} {other}")]), [], "{other}");
    }
}

#[test]
fn other_ways_to_write_a_word_are_no_other_names() {
    for (a, b) in [
        ("The Brannoc Defence Council met.", "The Brannoc Defense Council met."),
        ("The Brannoc Labour Party met.", "The Brannoc Labor Party met."),
        ("The two Velmoras signed.", "The Velmorans signed."),
    ] {
        assert_eq!(kinds(&[a, b]), [], "{a} {b}");
    }
    let [a, b] = ["Marcel", "Marsel"].map(|first| format!("The diver {first} Holloway left Port Ansel on Monday."));
    assert_eq!(kinds(&[&a, &b]), [DifferenceKind::Name]);
}

#[test]
fn the_model_knows_the_features_by_their_names() {
    let text = "Prosecutors said that Erik Dahl destroyed letters. Erik Dahl denied that he had destroyed letters.";
    let report = Report::from_text(text);
    let analysis = ANALYZER.analyze(text);
    let findings = readout_extract::extract(&report, &analysis);
    let rows = readout_record::claim_rows(vec![Entry::new(report, &analysis, findings)]);
    let row = rows.first().expect("a denial and a claim");
    let names: Vec<String> = row.features.iter().enumerate().map(|(n, (name, _))| format!("# {n} {name}")).collect();
    let model = include_str!("../model/claims.trees").lines().filter(|l| l.starts_with("# ")).skip(1);
    assert_eq!(model.collect::<Vec<_>>(), names, "train it anew: cargo xtask judge");
}
