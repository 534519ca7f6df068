//! Who copies or repeats whom, from reports of our own.

use readout_extract::{ActorKind, CueClass, StatementKind};
use readout_record::{Origin, Story};

use crate::sketch::Sketch;
use crate::story;

const PASSAGE: &str = "The harbour office closed both locks of the eastern canal on Sunday evening after divers had found \
a crack in the lower gate, and sent eleven ships back to sea";

fn says(outlet: &str, day: &str, before: &str, source: &str, content: &str, after: &str) -> Sketch {
    Sketch::new(&format!("{before}{source} said {content}{after}"))
        .by(outlet, day)
        .actor(ActorKind::Person, &[source])
        .says(source, "said", CueClass::Say, StatementKind::Indirect, content)
}

/// Reports, outlets and independent ones of the only statement.
fn support(story: &Story) -> [usize; 3] {
    let [statement] = &story.statements[..] else { panic!("{} statements", story.statements.len()) };
    [statement.support.reports, statement.support.outlets, statement.support.independent]
}

/// From whom each report is derived, in the order of the reports: outlets by name, reports by number.
fn derived(story: &Story) -> Vec<Vec<String>> {
    let number = |id: &readout_report::ReportId| {
        story.reports.iter().position(|r| r.report.id == *id).expect("a report of the story")
    };
    let from = |origin: &Origin| match origin {
        Origin::Report(id) => number(id).to_string(),
        Origin::Outlet(name) => name.clone(),
    };
    story.reports.iter().map(|r| r.derives_from.iter().map(|d| from(&d.from)).collect()).collect()
}

const CONTENT: &str = "the gate would hold until spring";

#[test]
fn two_that_quote_the_same_agency_are_one() {
    let report = |outlet, via: &str| {
        let after = format!(", as quoted by {via}.");
        says(outlet, "2025-03-01", "", "Mara Lind", CONTENT, &after).via(via)
    };
    let story = story(vec![report("The Post", "Lago"), report("Gazette", "the Lago news agency")]);
    assert_eq!(support(&story), [2, 2, 1]);
    let mut derived = derived(&story).concat();
    derived.sort();
    assert_eq!(derived, ["Lago", "the Lago news agency"]);
}

#[test]
fn an_agency_and_those_who_quote_it_are_one() {
    let first = says("Lago", "2025-03-01", "", "Mara Lind", CONTENT, ".");
    let repeats = says("Gazette", "2025-03-02", "", "Mara Lind", CONTENT, ", Lago reported.").via("Lago");
    let own = says("Herald", "2025-03-02", "In the town hall, ", "Mara Lind", CONTENT, ".");
    let story = story(vec![own, repeats, first]);
    assert_eq!(support(&story), [3, 3, 2]);
    assert_eq!(story.reports.iter().map(|r| r.derives_from.len()).sum::<usize>(), 1);
}

#[test]
fn a_copied_passage_counts_once_and_what_follows_by_itself() {
    let first = says("The Post", "2025-03-01", "", "Mara Lind", CONTENT, &format!(". {PASSAGE}."));
    let own = "Nothing of this was known on Monday in the town, where the market opened as on every other day and where \
               the fishermen were mending their nets until noon, as they have always done in March. ";
    let second = says("Gazette", "2025-03-02", "", "Mara Lind", CONTENT, &format!(". {own}{PASSAGE}."));
    let with_figure = |sketch: Sketch| sketch.figure("eleven ships", 11.0, "ships");
    let story = story(vec![with_figure(first), with_figure(second)]);
    assert_eq!(support(&story), [2, 2, 2]);
    let figure = story.figures[0].support;
    assert_eq!([figure.reports, figure.outlets, figure.independent], [2, 2, 1]);
    assert_eq!(derived(&story), [vec![], vec!["0".to_owned()]]);
    let evidence = &story.reports[1].derives_from[0].evidence;
    assert!(evidence.iter().all(|e| e.holds_in(&story.reports[1].report)));
    assert!(evidence[0].span.of_text(&story.reports[1].report.text).contains(PASSAGE));
}

#[test]
fn to_quote_the_same_words_is_no_copying() {
    let report = |outlet, before: &str| Sketch::new(&format!("{before} “{PASSAGE}.”")).by(outlet, "2025-03-01");
    let story = story(vec![report("The Post", "The minister wrote:"), report("Gazette", "He ended with this:")]);
    assert_eq!(derived(&story), [vec![""; 0], vec![]]);
}

#[test]
fn a_copy_of_most_of_a_report_is_a_copy_of_all() {
    let first = says("The Post", "2025-03-01", "", "Mara Lind", CONTENT, &format!(". {PASSAGE}."));
    let second = says("Gazette", "2025-03-02", "Today ", "Mara Lind", CONTENT, &format!(". {PASSAGE}."));
    let story = story(vec![second, first]);
    assert_eq!(support(&story), [2, 2, 1]);
    assert_eq!(derived(&story), [vec![], vec!["0".to_owned()]]);
}

#[test]
fn who_names_an_agency_before_the_text_has_it_from_there() {
    let text = format!("PORT VARN (Lago) - {PASSAGE}.");
    let story = story(vec![
        Sketch::new(&text).by("Gazette", "2025-03-01"),
        Sketch::new(&text).by("Lago News Agency", "2025-03-02"),
    ]);
    assert_eq!(derived(&story), [vec!["1".to_owned(), "Lago".to_owned()], vec![]]);
}

#[test]
fn editions_of_one_outlet_are_one() {
    let report = |outlet, place| says(outlet, "2025-03-01", place, "Mara Lind", CONTENT, ".");
    let story = story(vec![
        report("Varn News", ""),
        report("Varn News (Online)", "Here "),
        report("Varn Online News", "Then "),
        report("The Varn Times", "There "),
    ]);
    assert_eq!(support(&story), [4, 4, 2]);
}
