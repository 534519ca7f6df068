//! The views of the fixture as snapshots, and what holds for every text, however hostile.

use proptest::prelude::*;
use readout_extract::{self as extract, Findings, MentionForm};
use readout_language::NameKind;
use readout_record::{Record, Story, StoryReport};
use readout_report::{Evidence, Report, Span};

use crate::annotate::{self, Options};
use crate::fixture::{self, analysis};
use crate::{GroupBy, StoryView, TerminalOptions, html, json, markdown, story, terminal};

fn courier_analysis() -> readout_language::Analysis {
    let sentences: [&[&str]; 3] = [
        &["Ministers", "to", "meet"],
        &["Water", "minister", "Ilse", "Brandt", "will", "travel", "to", "Port", "Méridien", "on", "Monday"],
        &["The", "dam", "+’s", "operator", ",", "Hydra", ","],
    ];
    let names =
        [("Ilse Brandt", NameKind::Person), ("Port Méridien", NameKind::Place), ("Hydra", NameKind::Organisation)];
    analysis(&fixture::courier(), &sentences, &names)
}

#[test]
fn terminal_narrow() {
    insta::assert_snapshot!(terminal(&fixture::record(), &TerminalOptions { width: 60, colour: false }));
}

#[test]
fn terminal_wide() {
    insta::assert_snapshot!(terminal(&fixture::record(), &TerminalOptions { width: 100, colour: false }));
}

#[test]
fn terminal_colour() {
    for width in [60, 100] {
        let page = terminal(&fixture::record(), &TerminalOptions { width, colour: true });
        insta::assert_snapshot!(format!("terminal_colour_{width}"), page.replace('\u{1b}', "ESC"));
        // Colour changes nothing but the colour.
        let plain = terminal(&fixture::record(), &TerminalOptions { width, colour: false });
        assert_eq!(without_styles(&page), plain);
    }
}

fn without_styles(page: &str) -> String {
    let mut parts = page.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or("", |(_, text)| text))
}

#[test]
fn markdown_page() {
    insta::assert_snapshot!(markdown(&fixture::record()));
}

#[test]
fn html_page() {
    let page = html(&fixture::full());
    check_html(&page);
    let (before, rest) = page.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</style>").expect("its end");
    insta::assert_snapshot!(format!("{before}<style></style>{after}"));
}

#[test]
fn story_page() {
    let record = fixture::full();
    let page = story(&record.stories[0], &StoryView::default());
    assert_eq!(page.title, "Ministers to meet on plan for Lake Varn");
    check_html(&page.body);
    insta::assert_snapshot!(page.body);
}

#[test]
fn story_page_of_a_day_in_the_past() {
    let record = fixture::full();
    let day = fixture::date(2025, 11, 26);
    let view = StoryView {
        by: GroupBy::Day,
        days: Some((day, day)),
        as_of: Some(day),
        published: [day, fixture::date(2025, 11, 27)].into(),
        id: Some("of today".into()),
        ..StoryView::default()
    };
    let page = story(&record.stories[0], &view);
    check_html(&page.body);
    insta::assert_snapshot!(page.body);
}

#[test]
fn what_a_served_page_holds_has_its_own_address() {
    let record = fixture::full();
    let story_of = &record.stories[0];
    for by in GroupBy::ALL {
        let page = story(story_of, &StoryView { by, ..StoryView::default() }).body;
        let ids = story_of.statements.iter().map(|item| &item.id);
        let ids = ids.chain(story_of.differences.iter().map(|item| &item.id));
        let ids = ids.chain(story_of.positions.iter().map(|item| &item.id));
        let ids = ids.chain(story_of.documents.iter().map(|item| &item.id));
        let ids = ids.chain(story_of.figures.iter().map(|item| &item.id));
        for id in
            ids.chain(story_of.events.iter().map(|item| &item.id)).chain(story_of.actors.iter().map(|item| &item.id))
        {
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
        }
    }
}

#[test]
fn a_served_page_is_short_however_much_there_is() {
    for (reports, words, all) in [(55, 40, GroupBy::ALL.as_slice()), (120, 200, &[GroupBy::Actor])] {
        let large = fixture::large(reports, words);
        let day = large.timeline[20].day;
        for by in all.iter().copied() {
            for days in [None, Some((day, fixture::date(2026, 12, 31)))] {
                let page = story(&large, &StoryView { by, days, ..StoryView::default() }).body;
                assert!(page.len() < 200_000, "{} bytes", page.len());
                check_html(&page);
                // What has no room is linked to.
                assert!(days.is_some() || page.contains("\"/differences?story=story-1"), "{by:?}");
                assert!(page.contains("\"/figures?story=story-1"), "{by:?} {days:?}");
            }
        }
    }
}

#[test]
fn json_brief() {
    insta::assert_snapshot!(json(&fixture::record()));
}

#[test]
fn annotate_jsonl() {
    let line =
        annotate::jsonl(&fixture::courier(), &courier_analysis(), &fixture::findings(), &Options { tokens: true });
    assert!(!line.contains('\n'));
    let value: serde_json::Value = serde_json::from_str(&line).expect("valid JSON");
    insta::assert_json_snapshot!(value);
    let without = annotate::jsonl(&fixture::courier(), &courier_analysis(), &fixture::findings(), &Options::default());
    assert!(!without.contains("\"tokens\""));
}

#[test]
fn annotate_conllu() {
    let mut report = fixture::courier();
    report.text = "Talks on\nLake Varn\n\nThey don't meet.“Why?” she’d ask Hydra.".into();
    let sentences: [&[&str]; 3] = [
        &["Talks", "on", "Lake", "Varn"],
        &["They", "do", "+n't", "meet", "."],
        &["“", "Why", "?", "”", "she", "+’d", "ask", "Hydra", "."],
    ];
    let names = [("Lake Varn", NameKind::Place), ("Hydra", NameKind::Organisation)];
    let analysis = analysis(&report, &sentences, &names);
    insta::assert_snapshot!(annotate::conllu(&report, &analysis));
}

#[test]
fn annotate_brat() {
    let page = annotate::brat(&fixture::courier(), &courier_analysis(), &fixture::findings());
    insta::assert_snapshot!(page);
    check_brat(&fixture::courier().text, &page);
}

#[test]
fn brat_splits_at_line_breaks() {
    let report = Report::from_text("é said:\n  one\r\n\r\ntwo\u{2028}three end");
    let at = |words| fixture::span(&report, words);
    let mut findings = fixture::findings();
    findings = Findings { statements: vec![findings.statements.remove(1)], ..Findings::default() };
    findings.statements[0].source = Some(extract::Attributed { span: at("é"), actors: vec![] });
    findings.statements[0].cue = at("said");
    findings.statements[0].content = vec![at("said:\n  one\r\n\r\ntwo\u{2028}three")];
    findings.statements[0].addressee = Some(extract::Attributed { span: at("\r\n\r\n"), actors: vec![] });
    let page = annotate::brat(&report, &readout_language::Analysis::default(), &findings);
    insta::assert_snapshot!(page);
    check_brat(&report.text, &page);
}

/// Checks each text-bound annotation against the text, as brat does when it loads a file.
fn check_brat(text: &str, page: &str) {
    let chars: Vec<_> = text.chars().collect();
    for line in page.lines().filter(|line| line.starts_with('T')) {
        let mut columns = line.splitn(3, '\t').skip(1);
        let (label, offsets) = columns.next().and_then(|column| column.split_once(' ')).expect("a label and offsets");
        assert!(label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{label}");
        let covered: Vec<String> = offsets
            .split(';')
            .map(|fragment| {
                let (start, end) = fragment.split_once(' ').expect("two offsets");
                chars[start.parse().expect("a number")..end.parse().expect("a number")].iter().collect()
            })
            .collect();
        assert_eq!(columns.next(), Some(covered.join(" ").as_str()));
    }
}

#[test]
fn nothing_of_a_hostile_report_acts() {
    let record = fixture::hostile();
    let acts = |page: &str| page.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
    for width in [0, 24, 60, usize::MAX] {
        let page = terminal(&record, &TerminalOptions { width, colour: false });
        assert!(!acts(&page), "{page}");
    }
    let colour = terminal(&record, &TerminalOptions { width: 80, colour: true });
    assert!(!acts(&without_styles(&colour)));
    assert!(!acts(&markdown(&record)));
    assert!(!markdown(&record).replace("\\<", "").contains('<'));
    let served = |by| story(&record.stories[0], &StoryView { by, ..StoryView::default() }).body;
    for page in [html(&record), served(GroupBy::Actor), served(GroupBy::Day), served(GroupBy::Kind)] {
        assert!(!acts(&page));
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("onerror=alert(3)>\""), "{page}");
        assert!(!page.contains("href=\"javascript:") && !page.contains(" style="));
        check_html(&page);
    }
    serde_json::from_str::<serde_json::Value>(&json(&record)).expect("valid JSON");
}

#[test]
fn an_empty_record_is_said_to_be_empty() {
    for record in [Record::default(), Record { stories: vec![fixture::empty_story()] }] {
        check_html(&html(&record));
        record.stories.iter().for_each(|empty| check_html(&story(empty, &StoryView::default()).body));
        assert!(!markdown(&record).is_empty());
        assert!(!terminal(&record, &TerminalOptions { width: 80, colour: false }).is_empty());
    }
    assert_eq!(json(&Record::default()), "{\n  \"stories\": []\n}\n");
}

/// Checks that elements nest, that ids are unique, and that every link leads somewhere within the page, to a page of the server,
/// or into the web.
fn check_html(page: &str) {
    const VOID: [&str; 3] = ["meta", "br", "link"];
    let page = page.split_once("</style>").map_or(page, |(_, page)| page);
    let mut open = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    let mut links = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("an open tag: {part}"));
        if let Some(name) = tag.strip_prefix('/') {
            // `head` opened before the part that is looked at.
            assert!(open.pop().is_none_or(|top| top == name) || name == "head", "</{name}> closes another element");
        } else if !tag.ends_with('/') && !VOID.iter().any(|void| tag.starts_with(void)) {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
        let attribute = |name: &str| Some(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0);
        if let Some(id) = attribute("id") {
            assert!(ids.insert(id), "{id} twice");
        }
        links.extend(attribute("href"));
    }
    assert_eq!(open, [""; 0], "not closed");
    for link in links {
        match link.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "#{id} leads nowhere"),
            None => assert!(["/", "http://", "https://"].iter().any(|start| link.starts_with(start)), "{link}"),
        }
    }
}

/// A report of any text, and spans of it on character boundaries, overlapping as they like.
fn report_and_spans() -> impl Strategy<Value = (Report, Vec<Span>)> {
    let text = "([a-z ]|[<>&\"'\u{1b}\t\r\n]|[“”é漢🙂\u{2028}]|\\PC){1,120}";
    (text, prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..12)).prop_map(
        |(text, pairs)| {
            let bounds: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let spans = pairs.iter().map(|(one, other)| {
                let (one, other) = (bounds[one.index(bounds.len())], bounds[other.index(bounds.len())]);
                Span::of(one.min(other), one.max(other))
            });
            let spans = spans.collect();
            (Report::from_text(text), spans)
        },
    )
}

proptest! {
    #[test]
    fn annotate_spans_are_python_indices((report, spans) in report_and_spans()) {
        let mention = |span: &Span| extract::Mention {
            span: *span,
            kind: extract::ActorKind::Other,
            form: MentionForm::Name,
            actor: None,
        };
        let findings = Findings { mentions: spans.iter().map(mention).collect(), ..Findings::default() };
        let analysis = readout_language::Analysis::default();
        let line = annotate::jsonl(&report, &analysis, &findings, &Options::default());
        prop_assert!(!line.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&line).expect("valid JSON");
        let chars: Vec<_> = report.text.chars().collect();
        for (index, span) in spans.iter().enumerate() {
            let bound = |end: usize| value["mentions"][index]["span"][end].as_u64().expect("an offset") as usize;
            let words: String = chars[bound(0)..bound(1)].iter().collect();
            prop_assert_eq!(&words, span.of_text(&report.text));
        }
        check_brat(&report.text, &annotate::brat(&report, &analysis, &findings));
    }

    #[test]
    fn html_nests_and_keeps_the_text((report, spans) in report_and_spans()) {
        let lead = spans.clone();
        let figure = |span: &Span| {
            let mut figure = fixture::record().stories.remove(0).figures.remove(0);
            figure.of = None;
            figure.evidence = vec![Evidence::new(&report, *span)];
            figure
        };
        let figures = spans.iter().map(figure).collect();
        let story = Story { reports: vec![StoryReport { report: report.clone(), lead, derives_from: vec![] }], figures, ..fixture::empty_story() };
        let record = Record { stories: vec![story] };
        check_html(&html(&record));
        check_html(&crate::story(&record.stories[0], &StoryView::default()).body);
        for width in [24, 61] {
            let page = terminal(&record, &TerminalOptions { width, colour: false });
            for line in page.lines() {
                prop_assert!(textwrap::core::display_width(line) <= width, "{:?}", line);
            }
        }
        let brief: serde_json::Value = serde_json::from_str(&json(&record)).expect("valid JSON");
        for (index, span) in spans.iter().enumerate() {
            let evidence = &brief["stories"][0]["figures"][index]["evidence"][0];
            prop_assert_eq!(evidence["quote"].as_str(), Some(span.of_text(&report.text)));
        }
    }
}
