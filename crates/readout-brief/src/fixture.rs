//! Two reports of our own, and what Readout would find in them, for the tests of this crate.

use readout_extract as extract;
use readout_extract::{
    ActorKind, Amount, Bound, CueClass, EventStatus, MentionForm, ParticipantRole, StatementKind, TimeKind,
};
use readout_language::{Analysis, Deprel, Name, NameKind, Sentence, Token, TokenRange, Upos, Xpos};
use readout_record::{
    Actor, Day, DayItem, Derivation, Difference, DifferenceKind, Document, Event, Figure, Item, Origin, Position,
    Record, Role, Side, Source, Stance, Statement, Story, StoryReport, Support, Telling, Time, Version, Witness,
};
use readout_report::{Date, Evidence, Report, ReportId, Span};

const COURIER: &str = "\
Ministers to meet on plan for Lake Varn

Water minister Ilse Brandt will travel to Port Méridien on Monday for talks on sharing Lake Varn, her office announced.
“We are closer than we were in spring,” Brandt told reporters on Tuesday. “But nothing is agreed.”
The dam’s operator, Hydra, has cut the outflow by more than 19 per cent, according to a leaked 12-page draft plan.
";

const POST: &str = "\
Ilse Brandt is expected in Port Méridien on 1 December, and her counterpart Tomás Ruiz might join her.
Ruiz was quoted by the agency Lago as saying that up to 4,000 growers could leave the valley.
“We are closer than we were in spring,” Ms Brandt said.
The draft plan “is only a map”, Ruiz wrote on his website.
";

/// The first place in the report that says these words.
pub(crate) fn span(report: &Report, words: &str) -> Span {
    let start = report.text.find(words).unwrap_or_else(|| panic!("the report says {words:?}"));
    Span::of(start, start + words.len())
}

fn evidence(report: &Report, words: &str) -> Evidence {
    Evidence::new(report, span(report, words))
}

pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).expect("a day of the calendar")
}

pub(crate) fn courier() -> Report {
    Report {
        id: ReportId("courier-1".into()),
        path: Some("reports/courier.txt".into()),
        outlet: Some("The Lakeside Courier".into()),
        title: None,
        url: Some("https://courier.example/varn?a=1&b=2".into()),
        published: Some(date(2025, 11, 26)),
        byline: Some("Ana Weiß".into()),
        language: Some("en".into()),
        text: COURIER.into(),
    }
}

pub(crate) fn post() -> Report {
    Report {
        id: ReportId("post-7".into()),
        path: Some("reports/post.jsonl:7".into()),
        outlet: Some("Méridien Post".into()),
        title: Some("Brandt expected for lake talks".into()),
        url: None,
        published: Some(date(2025, 11, 27)),
        byline: None,
        language: Some("en".into()),
        text: POST.into(),
    }
}

/// What a reader would find in [`courier`].
pub(crate) fn findings() -> extract::Findings {
    let report = courier();
    let at = |words: &str| span(&report, words);
    let mention = |words: &str, kind, form, actor| extract::Mention { span: at(words), kind, form, actor };
    let actor = |name: &str, kind, roles: Vec<extract::Role>, aliases: &[&str]| extract::Actor {
        name: name.into(),
        kind,
        aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
        roles,
    };
    extract::Findings {
        mentions: vec![
            mention("Ilse Brandt", ActorKind::Person, MentionForm::Name, Some(0)),
            mention("Port Méridien", ActorKind::Place, MentionForm::Name, Some(1)),
            mention("her office", ActorKind::Organisation, MentionForm::Description, Some(2)),
            mention("Brandt told", ActorKind::Person, MentionForm::Name, Some(0)),
            mention("reporters", ActorKind::Group, MentionForm::Description, None),
            mention("Hydra", ActorKind::Organisation, MentionForm::Name, Some(3)),
        ],
        actors: vec![
            actor(
                "Ilse Brandt",
                ActorKind::Person,
                vec![extract::Role { span: at("Water minister"), kind: extract::RoleKind::Office, of: None }],
                &["Brandt"],
            ),
            actor("Port Méridien", ActorKind::Place, vec![], &[]),
            actor(
                "her office",
                ActorKind::Organisation,
                vec![extract::Role { span: at("her office"), kind: extract::RoleKind::Other, of: Some(0) }],
                &[],
            ),
            actor(
                "Hydra",
                ActorKind::Organisation,
                vec![extract::Role { span: at("The dam’s operator"), kind: extract::RoleKind::Other, of: None }],
                &[],
            ),
        ],
        statements: vec![
            extract::Statement {
                source: Some(extract::Attributed { span: at("her office"), actors: vec![2, 0] }),
                cue: at("announced"),
                cue_lemma: "announce".into(),
                class: CueClass::Announce,
                content: vec![Span { end: at(", her office").start, ..at("Water minister") }],
                kind: StatementKind::Indirect,
                addressee: None,
                medium: None,
                via: vec![],
                hedges: vec![],
                negated: false,
                time: None,
                within: None,
            },
            extract::Statement {
                source: Some(extract::Attributed {
                    span: Span { end: at("Brandt told").start + 6, ..at("Brandt told") },
                    actors: vec![0],
                }),
                cue: at("told"),
                cue_lemma: "tell".into(),
                class: CueClass::Tell,
                content: vec![at("“We are closer than we were in spring,”"), at("“But nothing is agreed.”")],
                kind: StatementKind::Direct,
                addressee: Some(extract::Attributed { span: at("reporters"), actors: vec![] }),
                medium: None,
                via: vec![],
                hedges: vec![],
                negated: false,
                time: Some(1),
                within: None,
            },
        ],
        times: vec![
            extract::Time {
                span: at("Monday"),
                kind: TimeKind::Date,
                value: "2025-12-01".into(),
                range: Some((date(2025, 12, 1), date(2025, 12, 1))),
            },
            extract::Time {
                span: at("Tuesday"),
                kind: TimeKind::Date,
                value: "2025-11-25".into(),
                range: Some((date(2025, 11, 25), date(2025, 11, 25))),
            },
            extract::Time { span: at("in spring"), kind: TimeKind::Date, value: "PAST_REF".into(), range: None },
        ],
        figures: vec![
            extract::Figure {
                span: at("more than 19 per cent"),
                amount: Amount::One(19.0),
                bound: Bound::More,
                unit: Some("percent".into()),
                of: Some(at("the outflow")),
                definite: false,
                time: None,
                asserted_by: None,
            },
            extract::Figure {
                span: at("12-page"),
                amount: Amount::Between(12.0, 12.0),
                bound: Bound::Equal,
                unit: None,
                of: None,
                definite: false,
                time: None,
                asserted_by: None,
            },
        ],
        events: vec![extract::Event {
            span: Span { end: at(", her office").start, ..at("Water minister") },
            anchor: at("travel"),
            carrier: None,
            kind: "visit",
            participants: vec![extract::Participant {
                actor: Some(0),
                role: ParticipantRole::Agent,
                span: at("Ilse Brandt"),
            }],
            place: Some(extract::Attributed { span: at("Port Méridien"), actors: vec![1] }),
            time: Some(0),
            status: EventStatus::Planned,
            plover: Some("AGREE"),
            asserted_by: Some(0),
        }],
        documents: vec![extract::Document {
            span: at("a leaked 12-page draft plan"),
            name: "12-page draft plan".into(),
            version: Some("leaked".into()),
            points: None,
            author: None,
            provisions: Vec::new(),
            mentions: vec![extract::DocumentMention {
                span: at("a leaked 12-page draft plan"),
                name: "12-page draft plan".into(),
                versions: vec![at("leaked"), at("draft")],
            }],
            author_actor: None,
            statements: Vec::new(),
        }],
    }
}

/// An analysis of a text by hand: `sentences` of words, where a word that begins with `+` continues the one before it.
/// Every word hangs from the first of its sentence.
pub(crate) fn analysis(report: &Report, sentences: &[&[&str]], names: &[(&str, NameKind)]) -> Analysis {
    let mut analysis = Analysis::default();
    let mut from = 0;
    for (number, words) in sentences.iter().enumerate() {
        let first = analysis.tokens.len() as u32;
        for word in *words {
            let (joined, word) = word.strip_prefix('+').map_or((false, *word), |word| (true, word));
            let start = from + report.text[from..].find(word).unwrap_or_else(|| panic!("{word:?} comes next"));
            from = start + word.len();
            let root = analysis.tokens.len() as u32 == first;
            analysis.tokens.push(Token {
                span: Span::of(start, from),
                lemma: word.to_lowercase().into(),
                upos: Upos::Noun,
                xpos: Xpos::Nn,
                head: (!root).then_some(first),
                deprel: if root { Deprel::Root } else { Deprel::Dep },
                joined,
            });
        }
        let tokens = TokenRange::new(first, analysis.tokens.len() as u32);
        let span = analysis.span(tokens);
        analysis.sentences.push(Sentence { span, tokens, paragraph: number as u32, heading: number == 0 });
    }
    for (words, kind) in names {
        let span = span(report, words);
        analysis.names.push(Name { span, tokens: analysis.tokens_in(span), kind: *kind });
    }
    analysis
}

/// The record of both reports.
pub(crate) fn record() -> Record {
    Record { stories: vec![story(courier(), post())] }
}

/// The record of both reports with some of everything that a story can hold: differences, positions, carriers, versions.
pub(crate) fn full() -> Record {
    let (a, b) = (courier(), post());
    let mut story = story(courier(), post());
    let side = |value: &str, actors: &[usize], evidence: Vec<Evidence>| Side {
        value: value.into(),
        actors: actors.into(),
        evidence,
    };
    story.differences = vec![
        Difference {
            id: "x-visit".into(),
            kind: DifferenceKind::Certainty,
            about: evidence(&a, "travel"),
            sides: vec![
                side("will", &[], vec![evidence(&a, "will travel to Port Méridien")]),
                side(
                    "is expected",
                    &[0],
                    vec![evidence(&b, "is expected in Port Méridien"), evidence(&b, "might join her")],
                ),
            ],
        },
        Difference {
            id: "x-plan".into(),
            kind: DifferenceKind::Name,
            about: evidence(&a, "draft plan"),
            sides: vec![
                side("a leaked 12-page draft plan", &[], vec![evidence(&a, "a leaked 12-page draft plan")]),
                side("The draft plan", &[1], vec![evidence(&b, "The draft plan")]),
            ],
        },
    ];
    let position =
        |id: &str, issue: &str, words: Evidence, actor, stance, statements: &[usize], changes: &[usize]| Position {
            id: id.into(),
            issue: issue.into(),
            issue_evidence: vec![words],
            actor,
            stance,
            statements: statements.into(),
            changes: changes.into(),
        };
    story.positions = vec![
        position("p-brandt", "draft plan", evidence(&a, "draft plan"), 0, Stance::Accept, &[1], &[]),
        position("p-ruiz", "draft plan", evidence(&a, "draft plan"), 1, Stance::Reject, &[2, 3], &[1]),
        position("p-ruiz-growers", "growers", evidence(&b, "growers"), 1, Stance::Concern, &[2], &[]),
    ];
    story.reports[1].derives_from = vec![
        Derivation {
            from: Origin::Report(a.id.clone()),
            evidence: vec![evidence(&b, "“We are closer than we were in spring,”")],
        },
        Derivation { from: Origin::Outlet("Lago".into()), evidence: vec![evidence(&b, "the agency Lago")] },
    ];
    let plan = &mut story.documents[0];
    plan.points = Some(12);
    plan.author = Some(Source { actors: vec![2], evidence: evidence(&a, "Hydra") });
    plan.versions.insert(0, Version { words: "leaked".into(), evidence: vec![evidence(&a, "leaked")] });
    plan.provisions = vec![evidence(&a, "sharing Lake Varn")];
    plan.statements = vec![3, 0];
    Record { stories: vec![story] }
}

/// A story of many reports: each of an outlet of its own with statements, figures and events of its own, their words as long as
/// the report.
pub(crate) fn large(reports: usize, words: usize) -> Story {
    let mut story = full().stories.remove(0);
    let Story { statements, events, figures, documents, differences, positions, actors, .. } = story.clone();
    let (first, lead) = (story.reports[0].report.clone(), story.reports[0].lead.clone());
    for n in 0..reports {
        let id = ReportId(format!("wire/{n} ä"));
        let mut report = first.clone();
        report.id = id.clone();
        report.outlet = Some(format!("Outlet {n}"));
        report.title = Some(format!("{n} {}", "title ".repeat(words)));
        report.published = Some(first.published.unwrap().saturating_add(jiff::Span::new().days(n as i64)));
        report.text.push_str(&"more of it ".repeat(words));
        let whole = Evidence::new(&report, Span::of(0, report.text.len()));
        story.actors.push(Actor { id: format!("a-{n}"), name: format!("Somebody {n}"), ..actors[0].clone() });
        let actor = story.actors.len() - 1;
        for (index, old) in statements.iter().enumerate() {
            let mut new = old.clone();
            new.id = format!("{}-{n}", old.id);
            new.source = Some(Source { actors: vec![actor], evidence: whole.clone() });
            new.witnesses =
                vec![Witness { evidence: whole.clone(), content: vec![whole.span], ..old.witnesses[0].clone() }];
            story.statements.push(new);
            story.timeline.push(Day {
                day: report.published.unwrap(),
                items: vec![DayItem::Statement(story.statements.len() - 1), DayItem::Event(index % 2)],
            });
        }
        let said = story.statements.len() - 1;
        story.events.extend(events.iter().map(|event| Event {
            id: format!("{}-{n}", event.id),
            evidence: vec![whole.clone()],
            ..event.clone()
        }));
        story.figures.extend(figures.iter().map(|figure| Figure {
            id: format!("{}-{n}", figure.id),
            amount: Amount::One(n as f64),
            evidence: vec![whole.clone(); 9],
            ..figure.clone()
        }));
        story.documents.extend(documents.iter().map(|document| Document {
            id: format!("{}-{n}", document.id),
            provisions: vec![whole.clone(); 12],
            statements: vec![said; 5],
            ..document.clone()
        }));
        story.differences.extend(differences.iter().map(|difference| Difference {
            id: format!("{}-{n}", difference.id),
            sides: difference.sides.iter().cycle().take(12).cloned().collect(),
            ..difference.clone()
        }));
        story.positions.extend(positions.iter().map(|position| Position {
            id: format!("{}-{n}", position.id),
            issue: format!("issue {n}"),
            actor,
            statements: vec![said; 9],
            ..position.clone()
        }));
        let from = story.reports[0].report.id.clone();
        let derives_from = vec![Derivation { from: Origin::Report(from), evidence: vec![whole; 5] }];
        story.reports.push(StoryReport { report, lead: lead.clone(), derives_from });
    }
    story
}

fn story(a: Report, b: Report) -> Story {
    let one = Support { reports: 1, outlets: 1, independent: 1 };
    let two = Support { reports: 2, outlets: 2, independent: 2 };
    let source = |report: &Report, words: &str, actors: &[usize]| Source {
        actors: actors.into(),
        evidence: evidence(report, words),
    };
    let witness = |report: &Report, from: &str, pieces: &[&str], source: Option<&str>, cue: &str| {
        let content: Vec<_> = pieces.iter().map(|piece| span(report, piece)).collect();
        let all = content.iter().copied().reduce(Span::cover).unwrap_or_else(|| span(report, from));
        Witness {
            evidence: Evidence::new(report, all),
            content,
            source: source.map(|source| span(report, source)),
            cue: span(report, cue),
            hedges: vec![],
        }
    };
    let plan = "Water minister Ilse Brandt will travel to Port Méridien on Monday for talks on sharing Lake Varn";
    let closer = "“We are closer than we were in spring,”";
    let growers = "that up to 4,000 growers could leave the valley";
    let statements = vec![
        Statement {
            id: "s-announce".into(),
            source: Some(source(&a, "her office", &[])),
            cue_lemma: "announce".into(),
            class: CueClass::Announce,
            kind: StatementKind::Indirect,
            addressee: None,
            medium: None,
            via: vec![],
            time: None,
            negated: false,
            within: None,
            witnesses: vec![witness(&a, plan, &[plan], Some("her office"), "announced")],
            support: one,
        },
        Statement {
            id: "s-closer".into(),
            source: Some(source(&a, "Brandt told", &[0])),
            cue_lemma: "tell".into(),
            class: CueClass::Tell,
            kind: StatementKind::Direct,
            addressee: Some(source(&a, "reporters", &[])),
            medium: None,
            via: vec![],
            time: Some(0),
            negated: false,
            within: None,
            witnesses: vec![
                witness(&a, closer, &[closer, "But nothing is agreed."], Some("Brandt"), "told"),
                witness(&b, closer, &[closer], Some("Ms Brandt"), "said"),
            ],
            support: two,
        },
        Statement {
            id: "s-growers".into(),
            source: Some(source(&b, "Ruiz", &[1, 0])),
            cue_lemma: "quote".into(),
            class: CueClass::Say,
            kind: StatementKind::Indirect,
            addressee: None,
            medium: None,
            via: vec![source(&b, "the agency Lago", &[])],
            time: None,
            negated: false,
            within: Some(1),
            witnesses: vec![witness(&b, growers, &[growers], Some("Ruiz"), "was quoted")],
            support: one,
        },
        Statement {
            id: "s-map".into(),
            source: Some(source(&b, "Ruiz", &[1])),
            cue_lemma: "write".into(),
            class: CueClass::Say,
            kind: StatementKind::Mixed,
            addressee: None,
            medium: Some(evidence(&b, "on his website")),
            via: vec![],
            time: None,
            negated: false,
            within: None,
            witnesses: vec![witness(&b, "map", &["The draft plan “is only a map”"], Some("Ruiz"), "wrote")],
            support: one,
        },
    ];
    let actor =
        |id: &str, name: &str, kind, aliases: &[&str], roles: Vec<Role>, evidence: Vec<Evidence>, support| Actor {
            id: id.into(),
            name: name.into(),
            kind,
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
            roles,
            pronouns: Vec::new(),
            mentions: evidence.len(),
            named: true,
            evidence,
            support,
        };
    let role = |report: &Report, text: &str, of| Role { text: text.into(), of, evidence: vec![evidence(report, text)] };
    let actors = vec![
        actor(
            "a-brandt",
            "Ilse Brandt",
            ActorKind::Person,
            &["Brandt", "Ms Brandt"],
            vec![role(&a, "Water minister", None)],
            vec![
                evidence(&a, "Ilse Brandt"),
                evidence(&a, "Brandt told"),
                evidence(&b, "Ilse Brandt"),
                evidence(&b, "Ms Brandt"),
            ],
            two,
        ),
        actor(
            "a-ruiz",
            "Tomás Ruiz",
            ActorKind::Person,
            &["Ruiz"],
            vec![role(&b, "her counterpart", Some(0))],
            vec![evidence(&b, "Tomás Ruiz"), evidence(&b, "Ruiz was")],
            one,
        ),
        actor("a-hydra", "Hydra", ActorKind::Organisation, &[], vec![], vec![evidence(&a, "Hydra")], one),
    ];
    let day = |day| (day, day);
    let times = vec![
        Time {
            id: "t-tuesday".into(),
            kind: TimeKind::Date,
            value: "2025-11-25".into(),
            range: Some(day(date(2025, 11, 25))),
            evidence: vec![evidence(&a, "Tuesday")],
            support: one,
        },
        Time {
            id: "t-first".into(),
            kind: TimeKind::Date,
            value: "2025-12-01".into(),
            range: Some(day(date(2025, 12, 1))),
            evidence: vec![evidence(&a, "Monday"), evidence(&b, "1 December")],
            support: two,
        },
    ];
    let events = vec![
        Event {
            id: "e-visit".into(),
            kind: "visit",
            anchor: evidence(&a, "travel"),
            participants: vec![Item {
                actor: Some(0),
                role: ParticipantRole::Agent,
                evidence: evidence(&a, "Ilse Brandt"),
            }],
            place: Some(source(&a, "Port Méridien", &[])),
            time: Some(1),
            when: Some(day(date(2025, 12, 1))),
            status: EventStatus::Planned,
            asserted_by: Some(0),
            evidence: vec![evidence(&a, plan), evidence(&b, "Ilse Brandt is expected in Port Méridien on 1 December")],
            tellings: vec![
                Telling { anchor: evidence(&a, "travel").span, status: EventStatus::Planned },
                Telling { anchor: evidence(&b, "expected").span, status: EventStatus::Planned },
            ],
            support: two,
        },
        Event {
            id: "e-join".into(),
            kind: "attend",
            anchor: evidence(&b, "join"),
            participants: vec![
                Item { actor: Some(1), role: ParticipantRole::Agent, evidence: evidence(&b, "Tomás Ruiz") },
                Item { actor: Some(0), role: ParticipantRole::With, evidence: evidence(&b, "join her") },
            ],
            place: None,
            time: None,
            when: None,
            status: EventStatus::Possible,
            asserted_by: None,
            evidence: vec![evidence(&b, "her counterpart Tomás Ruiz might join her")],
            tellings: vec![Telling { anchor: evidence(&b, "join").span, status: EventStatus::Possible }],
            support: one,
        },
    ];
    let figures = vec![
        Figure {
            id: "f-outflow".into(),
            amount: Amount::One(19.0),
            bound: Bound::More,
            unit: Some("percent".into()),
            of: Some(evidence(&a, "the outflow")),
            asserted_by: None,
            when: None,
            evidence: vec![evidence(&a, "more than 19 per cent")],
            support: one,
        },
        Figure {
            id: "f-growers".into(),
            amount: Amount::Between(1000.0, 4000.0),
            bound: Bound::AtMost,
            unit: Some("grower".into()),
            of: None,
            asserted_by: Some(2),
            when: Some((date(2025, 12, 1), date(2025, 12, 31))),
            evidence: vec![evidence(&b, "up to 4,000 growers")],
            support: one,
        },
    ];
    let documents = vec![Document {
        id: "d-plan".into(),
        name: "12-page draft plan".into(),
        version: Some("leaked".into()),
        points: None,
        author: None,
        versions: vec![Version { words: "draft".into(), evidence: vec![evidence(&b, "draft")] }],
        provisions: vec![],
        statements: vec![],
        evidence: vec![evidence(&a, "12-page draft plan"), evidence(&b, "draft plan")],
        support: two,
    }];
    let timeline = vec![
        Day { day: date(2025, 11, 25), items: vec![DayItem::Statement(1)] },
        Day { day: date(2025, 12, 1), items: vec![DayItem::Event(0)] },
    ];
    Story {
        id: "story-1".into(),
        title: Some(evidence(&a, "Ministers to meet on plan for Lake Varn")),
        support: Support { reports: 2, outlets: 2, independent: 2 },
        reports: vec![
            StoryReport {
                derives_from: vec![],
                lead: vec![span(&a, &format!("{plan}, her office announced."))],
                report: a,
            },
            StoryReport {
                derives_from: vec![],
                lead: vec![
                    span(
                        &b,
                        "Ilse Brandt is expected in Port Méridien on 1 December, and her counterpart Tomás Ruiz might join her.",
                    ),
                    span(
                        &b,
                        "Ruiz was quoted by the agency Lago as saying that up to 4,000 growers could leave the valley.",
                    ),
                ],
                report: b,
            },
        ],
        actors,
        statements,
        times,
        events,
        figures,
        documents,
        differences: vec![],
        positions: vec![],
        timeline,
    }
}

/// A record whose every field tries to break out of where it is shown.
pub(crate) fn hostile() -> Record {
    let text = "\u{1b}[31m<script>alert(1)</script>\u{7}\r\n\u{9b}2J\u{202e}evil & \"quoted\" 'text' [link](javascript:alert(2)) </article><mark id=x>";
    let nasty = "\u{1b}]0;title\u{7}<script>alert('x')</script>\"><img src=x onerror=alert(3)>";
    let report = |id: &str| Report {
        id: ReportId(format!("{nasty}{id}")),
        path: Some(nasty.into()),
        outlet: Some(nasty.into()),
        title: Some(nasty.into()),
        url: Some("javascript:alert(4)".into()),
        published: Some(date(-9999, 1, 1)),
        byline: Some(nasty.into()),
        language: Some(nasty.into()),
        text: text.into(),
    };
    let one = report("1");
    let whole = Evidence::new(&one, Span::of(0, one.text.len()));
    let nowhere = Evidence { report: ReportId("gone".into()), span: Span::new(5, 9), hash: String::new() };
    let outside = Evidence { report: one.id.clone(), span: Span::new(7, 90_000), hash: String::new() };
    let mut story = full().stories.remove(0);
    story.title = Some(whole.clone());
    for actor in &mut story.actors {
        actor.name = nasty.into();
        actor.aliases = vec![nasty.into()];
        actor.evidence.extend([whole.clone(), nowhere.clone(), outside.clone()]);
        actor.roles.push(Role { text: nasty.into(), of: Some(99), evidence: vec![outside.clone()] });
    }
    for statement in &mut story.statements {
        statement.cue_lemma = nasty.into();
        statement.time = Some(99);
        statement.within = Some(99);
        statement.source = Some(Source { actors: vec![99], evidence: outside.clone() });
        statement.medium = Some(whole.clone());
        for witness in &mut statement.witnesses {
            witness.evidence = whole.clone();
            witness.content = vec![Span::new(0, 3), Span::new(1, 100_000), Span::new(3, 40)];
            witness.cue = Span::new(30, 90_000);
        }
    }
    for event in &mut story.events {
        event.evidence = vec![whole.clone(), outside.clone(), nowhere.clone()];
        event.asserted_by = Some(99);
        event.place = Some(Source { actors: vec![99], evidence: whole.clone() });
    }
    for figure in &mut story.figures {
        figure.amount = Amount::One(f64::NAN);
        figure.unit = Some(nasty.into());
        figure.evidence = vec![Evidence::new(&one, Span::new(5, 12)), nowhere.clone()];
    }
    for document in &mut story.documents {
        document.name = nasty.into();
        document.version = Some(nasty.into());
        document.evidence = vec![whole.clone()];
    }
    for difference in &mut story.differences {
        difference.about = whole.clone();
        for side in &mut difference.sides {
            side.value = nasty.into();
            side.actors.push(99);
            side.evidence = vec![whole.clone(), nowhere.clone(), outside.clone()];
        }
    }
    for position in &mut story.positions {
        position.id = format!("{nasty}{}", position.id);
        position.issue = nasty.into();
        position.statements = vec![0, 99, 1];
        position.changes = vec![1, 7];
    }
    story.positions[1].actor = 99;
    let derivation = |from| Derivation { from, evidence: vec![whole.clone(), nowhere.clone(), outside.clone()] };
    let derives_from = vec![
        derivation(Origin::Outlet(nasty.into())),
        derivation(Origin::Report(ReportId("gone".into()))),
        derivation(Origin::Report(one.id.clone())),
    ];
    for document in &mut story.documents {
        document.versions.push(Version { words: nasty.into(), evidence: vec![whole.clone(), nowhere.clone()] });
        document.provisions = vec![whole.clone(), outside.clone()];
        document.statements.push(99);
    }
    story.timeline.push(Day { day: date(2025, 12, 2), items: vec![DayItem::Event(99), DayItem::Statement(99)] });
    story.id = nasty.into();
    story.statements[0].id = format!("{nasty}0");
    story.actors[0].id = format!("{nasty}/../0");
    story.reports =
        vec![StoryReport { derives_from, lead: vec![Span::of(0, one.text.len()), Span::new(1, 99_999)], report: one }];
    Record { stories: vec![story, Story { title: None, ..empty_story() }] }
}

/// A story with nothing in it.
pub(crate) fn empty_story() -> Story {
    Story {
        id: "<empty>".into(),
        title: None,
        reports: vec![],
        support: Support::default(),
        actors: vec![],
        statements: vec![],
        times: vec![],
        events: vec![],
        figures: vec![],
        documents: vec![],
        differences: vec![],
        positions: vec![],
        timeline: vec![],
    }
}
