//! What the rules for times, figures and documents take from an analysis where there is one.

use readout_extract::{Findings, document, figure, time};
use readout_language::{Analysis, Deprel, Name, NameKind, Sentence, Token, TokenRange, Upos, Xpos};
use readout_report::{Report, Span};

/// A sentence of words parted by blanks: text, tag, detailed tag, relation, and the number of the head, counted from 1.
fn sentence(words: &[(&str, Upos, Xpos, Deprel, u32)]) -> (Report, Analysis) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for (word, upos, xpos, deprel, head) in words {
        let start = text.len();
        text.push_str(word);
        tokens.push(Token {
            span: Span::of(start, text.len()),
            lemma: word.to_lowercase().into(),
            upos: *upos,
            xpos: *xpos,
            head: head.checked_sub(1),
            deprel: *deprel,
            joined: false,
        });
        text.push(' ');
    }
    let span = Span::of(0, text.trim_end().len());
    let tokens_range = TokenRange::new(0, tokens.len() as u32);
    let sentences = vec![Sentence { span, tokens: tokens_range, paragraph: 0, heading: false }];
    let mut report = Report::from_text(text);
    report.published = "2025-11-26".parse().ok();
    (report, Analysis { sentences, tokens, ..Analysis::default() })
}

fn name(analysis: &Analysis, token: u32, kind: NameKind) -> Name {
    let tokens = TokenRange::new(token, token + 1);
    Name { span: analysis.span(tokens), tokens, kind }
}

#[test]
fn a_weekday_follows_the_verb_that_governs_it() {
    // The nearest verb is in the past, the governing one is not.
    let (report, analysis) = sentence(&[
        ("Those", Upos::Pron, Xpos::Dt, Deprel::Nsubj, 6),
        ("who", Upos::Pron, Xpos::Wp, Deprel::Nsubj, 3),
        ("signed", Upos::Verb, Xpos::Vbd, Deprel::AclRelcl, 1),
        ("Friday", Upos::Propn, Xpos::Nnp, Deprel::OblUnmarked, 6),
        ("will", Upos::Aux, Xpos::Md, Deprel::Aux, 6),
        ("meet", Upos::Verb, Xpos::Vb, Deprel::Root, 0),
    ]);
    assert_eq!(time::find(&report, &analysis)[0].value, "2025-11-28");
    assert_eq!(time::find(&report, &Analysis::default())[0].value, "2025-11-21");
}

#[test]
fn a_name_is_no_month() {
    let (report, mut analysis) = sentence(&[
        ("Calls", Upos::Noun, Xpos::Nns, Deprel::Nsubj, 4),
        ("from", Upos::Adp, Xpos::In, Deprel::Case, 3),
        ("May", Upos::Propn, Xpos::Nnp, Deprel::Nmod, 1),
        ("came", Upos::Verb, Xpos::Vbd, Deprel::Root, 0),
        ("in", Upos::Adp, Xpos::In, Deprel::Case, 6),
        ("October", Upos::Propn, Xpos::Nnp, Deprel::Obl, 4),
    ]);
    analysis.names.push(name(&analysis, 2, NameKind::Person));
    let times = time::find(&report, &analysis);
    assert_eq!(times.iter().map(|t| t.value.as_str()).collect::<Vec<_>>(), ["2025-10"]);
}

#[test]
fn tags_and_trees_delimit_what_is_counted() {
    let (report, analysis) = sentence(&[
        ("Some", Upos::Det, Xpos::Dt, Deprel::Advmod, 2),
        ("300", Upos::Num, Xpos::Cd, Deprel::Nummod, 4),
        ("wounded", Upos::Adj, Xpos::Jj, Deprel::Amod, 4),
        ("fish", Upos::Noun, Xpos::Nns, Deprel::Nsubj, 7),
        ("without", Upos::Adp, Xpos::In, Deprel::Case, 6),
        ("fins", Upos::Noun, Xpos::Nns, Deprel::Nmod, 4),
        ("swam", Upos::Verb, Xpos::Vbd, Deprel::Root, 0),
    ]);
    let figures = figure::find(&report, &analysis, &[]);
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0].span.of_text(&report.text), "Some 300 wounded fish");
    assert_eq!(figures[0].unit.as_deref(), Some("fish"));
    assert_eq!(figures[0].of.map(|of| of.of_text(&report.text)), Some("wounded fish without fins"));
}

#[test]
fn a_verb_is_no_document() {
    let (report, analysis) = sentence(&[
        ("The", Upos::Det, Xpos::Dt, Deprel::Det, 2),
        ("envoys", Upos::Noun, Xpos::Nns, Deprel::Nsubj, 3),
        ("plan", Upos::Verb, Xpos::Vbp, Deprel::Root, 0),
        ("a", Upos::Det, Xpos::Dt, Deprel::Det, 6),
        ("new", Upos::Adj, Xpos::Jj, Deprel::Amod, 6),
        ("treaty", Upos::Noun, Xpos::Nn, Deprel::Obj, 3),
    ]);
    let documents = document::find(&report, &analysis, &Findings::default());
    assert_eq!(documents.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["new treaty"]);
}

#[test]
fn a_predicate_tells_version_and_author() {
    let text = "The plan was written by Veldania and the treaty had been shortened. The report was not updated.";
    let report = Report::from_text(text);
    let analysis = readout_language::Analyzer::new().analyze(&report.text);
    let documents = document::find(&report, &analysis, &Findings::default());
    let author = documents.iter().map(|d| d.author.map(|a| a.of_text(text))).collect::<Vec<_>>();
    assert_eq!(author, [Some("Veldania"), None, None]);
    let versions = documents.iter().map(|d| d.version.as_deref()).collect::<Vec<_>>();
    assert_eq!(versions, [None, Some("shortened"), None]);
}

#[test]
fn what_a_document_says_are_its_provisions() {
    let text = "The treaty says that the army will leave the valley.";
    let report = Report::from_text(text);
    let findings = readout_extract::extract(&report, &readout_language::Analyzer::new().analyze(&report.text));
    let provisions = findings.documents[0].provisions.iter().map(|p| p.of_text(text)).collect::<Vec<_>>();
    assert_eq!(provisions, ["that the army will leave the valley"]);
}

/// All findings of a text of 26 November 2025.
fn findings_of(text: &str) -> Findings {
    let report = Report { published: "2025-11-26".parse().ok(), ..Report::from_text(text) };
    readout_extract::extract(&report, &readout_language::Analyzer::new().analyze(&report.text))
}

#[test]
fn figures_have_a_time_and_who_gives_them() {
    let text = "As of Tuesday morning, 40 people had been killed, the governor said. On Monday, drones hit 14 buildings. Exports \
                fell 12 per cent in 2024, compared with a rise of 3 per cent in 2023. The bridge is 80 metres long.";
    let findings = findings_of(text);
    let told = findings.figures.iter().map(|f| {
        let time = f.time.map(|t| findings.times[t].span.of_text(text));
        let by = f.asserted_by.and_then(|s| findings.statements[s].source.as_ref()).map(|s| s.span.of_text(text));
        (f.span.of_text(text), time, by)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("40 people", Some("Tuesday morning"), Some("the governor")),
            ("14 buildings", Some("Monday"), None),
            ("12 per cent", Some("2024"), None),
            ("3 per cent", Some("2023"), None),
            ("80 metres", None, None),
        ]
    );
}

#[test]
fn a_document_gathers_what_is_said_of_it() {
    let text = "A 20-point peace plan drafted by Veldania surfaced last week. The plan would limit the army to 9,000 \
                troops. \"The proposal is a good start,\" President Anna Brandt said. Under the plan, Orlan would \
                hold elections. The plan does not include a ceasefire. The updated plan includes security guarantees.";
    let findings = findings_of(text);
    let [plan, updated] = &findings.documents[..] else { panic!("{:?}", findings.documents) };
    let words = |spans: &[Span]| spans.iter().map(|s| s.of_text(text).to_owned()).collect::<Vec<_>>();
    assert_eq!((plan.name.as_str(), plan.points, plan.version.as_deref()), ("20-point peace plan", Some(20), None));
    assert_eq!(plan.author_actor.map(|a| findings.actors[a].name.as_str()), Some("Veldania"));
    let mentions: Vec<Span> = plan.mentions.iter().map(|m| m.span).collect();
    assert_eq!(words(&mentions), ["A 20-point peace plan", "The plan", "The proposal", "the plan", "The plan"]);
    assert_eq!(words(&plan.provisions), ["limit the army to 9,000 troops", "Orlan would hold elections"]);
    let said: Vec<Span> =
        plan.statements.iter().filter_map(|s| findings.statements[*s].source.as_ref()).map(|s| s.span).collect();
    assert_eq!(words(&said), ["President Anna Brandt"]);
    assert_eq!((updated.version.as_deref(), updated.mentions.len()), (Some("updated"), 1));
    assert_eq!(words(&updated.provisions), ["security guarantees"]);
}

#[test]
fn who_has_a_draft_has_written_it() {
    let author = |text: &'static str| {
        let findings = findings_of(text);
        findings.documents[0].author.map(|a| a.of_text(text))
    };
    assert_eq!(author("Anna Brandt's plan failed."), Some("Anna Brandt"));
    assert_eq!(author("The US proposal failed."), Some("US"));
    assert_eq!(author("The Norwegian draft failed."), Some("Norwegian"));
    assert_eq!(author("They read a letter from Anna Brandt."), Some("Anna Brandt"));
    // What it is about, and who lives under it.
    assert_eq!(author("The Gaza plan failed."), None);
    assert_eq!(author("The Norwegian constitution failed."), None);
}
