//! What happened or is to happen: events with who takes part, where, when, and whether they took place.
//!
//! An open lexicon (`event/lexicon.txt`) says which verbs and nouns tell of an event; rules over the tree find who takes part, the
//! place and the time; tense, mood, negation, the governing words and the attributing statement give the status.

mod lexicon;
mod parts;
mod plover;
mod status;
pub(crate) mod trees;

use readout_language::{Analysis, Deprel, TokenRange, Upos, Xpos};
use readout_report::{Report, Span};
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};

use self::lexicon::{ACT, DEED, Entry, GENERAL, Lexicon};
use self::parts::Parts;
use self::trees::{DEPTH, Trees};
use crate::saying::Sayings;
use crate::{ActorKind, CueClass, Event, EventStatus, Findings, MentionForm, ParticipantRole, Statement, TimeKind};

/// The events of a report, in the order of their anchors. `findings` has the mentions, actors, times and statements already.
pub fn find(report: &Report, analysis: &Analysis, findings: &Findings) -> Vec<Event> {
    let reader = Reader::new(report, analysis, findings);
    let (mut candidates, echoes): (Vec<_>, Vec<_>) = reader.candidates().into_iter().partition(|c| !c.echo);
    reader.give_times(&mut candidates);
    reader.share_times(&mut candidates);
    reader.generalise(&mut candidates);
    candidates.extend(echoes);
    candidates.sort_by_key(|c| c.anchor);
    let mut events: Vec<Event> = Vec::with_capacity(candidates.len());
    // The groups of the events, and the last status of a group that was more than presumed.
    let mut told: Vec<(&'static str, EventStatus)> = Vec::new();
    for candidate in &candidates {
        let (mut event, presumed) = reader.event(candidate);
        // "The visit" is the one that was told of before.
        if presumed && reader.refers_back(candidate) {
            let before = told.iter().rev().find(|(group, _)| *group == candidate.entry.group);
            if let Some((_, status @ (EventStatus::Planned | EventStatus::Cancelled))) = before {
                event.status = *status;
            }
        } else if !candidate.weak {
            told.push((candidate.entry.group, event.status));
        }
        events.push(event);
    }
    events
}

/// Reads back the name of an event's kind.
///
/// # Errors
/// If the event lexicon has no such kind: it was stored by another version of the program.
pub fn deserialize_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    let name = String::deserialize(deserializer)?;
    Lexicon::get().kind(&name).ok_or_else(|| D::Error::custom(format_args!("no kind of event is called {name}")))
}

/// Reads back the name of a PLOVER type, if any.
///
/// # Errors
/// If PLOVER has no such type.
pub fn deserialize_plover<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static str>, D::Error> {
    let name = Option::<String>::deserialize(deserializer)?;
    let known =
        |name: String| plover::named(&name).ok_or_else(|| D::Error::custom(format_args!("PLOVER has no type {name}")));
    name.map(known).transpose()
}

/// The group of a kind, after PLOVER: `consult` for `meet`. None for a word that is no kind.
pub fn group(kind: &str) -> Option<&'static str> {
    Lexicon::get().group(kind)
}

/// The type in PLOVER of a statement that does something by being made: `DEMAND`, `REJECT`. None for plain words.
pub fn plover_of(statement: &Statement) -> Option<&'static str> {
    plover::of_statement(statement)
}

/// Whether a kind says little by itself ("gave", "brought"): a reader who wants to know what happened can do without.
pub fn is_general(kind: &str) -> bool {
    group(kind) == Some(GENERAL)
}

/// A word that may tell of an event.
struct Candidate {
    anchor: u32,
    entry: Entry,
    /// The verb that only carries a noun: "held" in "held talks".
    carrier: Option<u32>,
    /// A noun with "the", "this" or a possessor.
    definite: bool,
    weak: bool,
    /// It says little beside another event of its clause ("the deal" in "signed the deal"), so that it takes no time from it.
    echo: bool,
    parts: Parts,
    /// Index into the report's times.
    time: Option<usize>,
}

impl Candidate {
    /// An event told by one word of its own.
    fn plain(anchor: u32, entry: Entry, parts: Parts) -> Self {
        Self { anchor, entry, carrier: None, definite: false, weak: false, echo: false, parts, time: None }
    }
}

struct Reader<'a> {
    report: &'a Report,
    findings: &'a Findings,
    trees: Trees<'a>,
    sayings: Sayings,
    /// The shortest mention over each token, in the order of tokens.
    mentions: Vec<Option<u32>>,
}

/// Verbs that carry a noun without meaning much themselves.
fn is_carrier(lemma: &str) -> bool {
    matches!(
        lemma,
        "hold"
            | "have"
            | "make"
            | "conduct"
            | "stage"
            | "launch"
            | "mount"
            | "reach"
            | "strike"
            | "give"
            | "pay"
            | "begin"
            | "start"
            | "continue"
            | "end"
            | "conclude"
            | "open"
            | "resume"
            | "host"
            | "cohost"
            | "co-host"
            | "chair"
            | "convene"
            | "take"
            | "carry"
            | "undertake"
            | "perform"
            | "complete"
            | "finish"
            | "organise"
            | "organize"
            | "arrange"
            | "schedule"
            | "cancel"
            | "postpone"
            | "do"
            | "commit"
            | "execute"
            | "wage"
            | "stop"
            | "halt"
            | "suspend"
            | "impose"
            | "declare"
            | "announce"
            | "get"
            | "enter"
            | "delay"
            | "extend"
            | "lead"
            | "plan"
            | "prepare"
            | "report"
            | "call"
            | "co"
            | "tender"
            | "submit"
            | "deliver"
            | "abort"
            | "lift"
            | "break"
            | "kick"
            | "occur"
            | "happen"
            | "follow"
            | "come"
            | "erupt"
            | "ensue"
            | "intensify"
            | "escalate"
            | "run"
    )
}

/// Carriers that end what is under way.
fn is_end(lemma: &str) -> bool {
    matches!(
        lemma,
        "end" | "conclude" | "stop" | "halt" | "suspend" | "break" | "collapse" | "finish" | "complete" | "fail"
    )
}

/// Carriers whose subject is the event: "talks began".
fn is_carried_by(lemma: &str) -> bool {
    matches!(
        lemma,
        "begin"
            | "start"
            | "continue"
            | "end"
            | "conclude"
            | "open"
            | "resume"
            | "take"
            | "occur"
            | "happen"
            | "follow"
            | "come"
            | "erupt"
            | "ensue"
            | "intensify"
            | "escalate"
            | "go"
            | "last"
            | "stop"
            | "break"
            | "kick"
            | "fail"
            | "collapse"
            | "be"
    )
}

/// "French President Anna Brandt": the words right before a person's name speak of the person too, whatever the tree makes of them.
fn title_words(analysis: &Analysis, findings: &Findings, mentions: &mut [Option<u32>]) {
    let is_name = |m: u32| {
        let mention = &findings.mentions[m as usize];
        mention.kind == ActorKind::Person && mention.form == MentionForm::Name
    };
    for (number, mention) in (0u32..).zip(&findings.mentions) {
        let Some(actor) = mention.actor.filter(|_| is_name(number)).and_then(|a| findings.actors.get(a)) else {
            continue;
        };
        let name = analysis.tokens_in(mention.span);
        let titles = actor.roles.iter().map(|role| analysis.tokens_in(role.span));
        // An honorific may stand between: "Sir".
        let Some(title) = titles.filter(|t| t.end <= name.start && name.start - t.end <= 1).max() else { continue };
        let words = TokenRange::new(title.start, name.start);
        let is_word =
            |t: u32| analysis.tokens.get(t as usize).is_some_and(|t| t.upos != Upos::Punct || &*t.lemma == "-");
        if words.iter().all(is_word) {
            for slot in mentions[words.range()].iter_mut().filter(|slot| !slot.is_some_and(is_name)) {
                *slot = Some(number);
            }
        }
    }
}

impl<'a> Reader<'a> {
    fn new(report: &'a Report, analysis: &'a Analysis, findings: &'a Findings) -> Self {
        let mut mentions: Vec<Option<u32>> = vec![None; analysis.tokens.len()];
        for (number, mention) in findings.mentions.iter().enumerate() {
            for token in analysis.tokens_in(mention.span).iter() {
                let slot = &mut mentions[token as usize];
                if slot.is_none_or(|m| findings.mentions[m as usize].span.len() > mention.span.len()) {
                    *slot = Some(number as u32);
                }
            }
        }
        title_words(analysis, findings, &mut mentions);
        let trees = Trees::new(analysis);
        let sayings = Sayings::new(&trees, &findings.statements);
        Self { report, findings, trees, sayings, mentions }
    }

    fn candidates(&self) -> Vec<Candidate> {
        let trees = &self.trees;
        let mut all = Vec::new();
        for sentence in &trees.analysis.sentences {
            for t in sentence.tokens.iter() {
                match trees.upos(t) {
                    Upos::Verb => all.extend(self.verb(t)),
                    Upos::Noun | Upos::Propn => all.extend(self.noun(t)),
                    _ => {}
                }
            }
        }
        all
    }

    fn verb(&self, t: u32) -> Option<Candidate> {
        let trees = &self.trees;
        let lexicon = Lexicon::get();
        let lemma = trees.lemma(t);
        let mut own = lexicon.entries(lemma);
        let mut is_phrase = false;
        // A participle before its noun ("the injured man") or as a preposition ("including") tells of nothing.
        if matches!(
            trees.deprel(t),
            Deprel::Amod | Deprel::Case | Deprel::Mark | Deprel::Compound | Deprel::Fixed | Deprel::Cc
        ) {
            return None;
        }
        for &c in trees.children(t) {
            if matches!(
                trees.deprel(c),
                Deprel::CompoundPrt | Deprel::Advmod | Deprel::Obj | Deprel::Xcomp | Deprel::Obl
            ) && lexicon.is_second(trees.lemma(c))
            {
                let phrase = lexicon.entries(&format!("{lemma} {}", trees.lemma(c)));
                if !phrase.is_empty() {
                    own = phrase;
                    is_phrase = true;
                }
            }
        }
        // A name is no verb, whatever the tagger says: "Ban on Tuesday".
        if self.mention(t).is_some_and(|m| self.findings.mentions[m].form == MentionForm::Name) {
            return None;
        }
        let parts = self.parts_of_verb(t);
        // "picked up" is no choice: a particle that the lexicon does not know makes another verb.
        let particle = trees.child(t, &[Deprel::CompoundPrt]).map_or("", |p| trees.lemma(p));
        let known = is_phrase || matches!(particle, "" | "back" | "away" | "out" | "over");
        let entry = own.iter().filter(|e| e.verb && known).find(|e| {
            (e.objects.is_empty() || self.has_object(t, e.objects))
                && (!e.located || parts.place.is_some() || self.has_time(t))
        });
        let Some(entry) = entry.filter(|e| e.group != GENERAL) else {
            return self.general(t, entry.unwrap_or(&ACT), parts);
        };
        // "launched an attack" is one event; so is "talks began".
        let tells = |o: u32| lexicon.entries(trees.lemma(o)).iter().any(|e| !e.verb);
        let carries = trees.children(t).iter().any(|c| match trees.deprel(*c) {
            Deprel::Obj | Deprel::NsubjPass => is_carrier(lemma) && tells(*c),
            Deprel::Nsubj => is_carried_by(lemma) && tells(*c),
            _ => false,
        });
        if carries && entry.kind != "attend" {
            return None;
        }
        // "struck a deal", "called it a map".
        if lemma == "call" && (trees.child(t, &[Deprel::Xcomp]).is_some() || !self.calls_somebody(t)) {
            return None;
        }
        // "gathered information"
        let things = trees.child(t, &[Deprel::Obj]).is_some_and(|o| !self.is_somebody(o));
        if entry.kind == "meet" && things && !matches!(lemma, "meet" | "convene" | "reconvene") {
            return None;
        }
        // "grew vegetables", "dropped the supplier"
        if matches!(entry.kind, "fall" | "rise") && trees.child(t, &[Deprel::Obj]).is_some_and(|o| !trees.counts(o)) {
            return self.general(t, &ACT, parts);
        }
        // What the lexicon takes for another matter is an act all the same.
        let act = |parts: Parts| self.general(t, &ACT, parts).map(|act| Candidate { echo: true, ..act });
        // "declined to comment"; "dismissed the plan"; "set up Mr Jones".
        let patient = trees.child(t, &[Deprel::Obj, Deprel::NsubjPass]);
        let odd = match entry.kind {
            "fall" | "rise" => trees.child(t, &[Deprel::Xcomp]).is_some(),
            "resign" => {
                matches!(lemma, "dismiss" | "remove" | "topple")
                    && !patient
                        .or_else(|| trees.head(t).filter(|_| trees.deprel(t) == Deprel::Acl))
                        .is_some_and(|p| self.is_somebody(p))
            }
            "form" => patient
                .and_then(|p| self.mention(p))
                .is_some_and(|m| self.findings.mentions[m].kind == ActorKind::Person),
            // "an earthquake struck the city": nobody attacks; the noun tells of it.
            "strike" | "attack" => trees.child(t, &[Deprel::Nsubj]).is_some_and(|s| self.is_disaster(s)),
            // "trade fire", "trade barbs"
            "sell" => patient.is_some_and(|p| {
                matches!(trees.lemma(p), "fire" | "barb" | "blow" | "insult" | "accusation" | "threat" | "blame")
            }),
            // "poison the talks"
            "kill" | "wound" => patient.is_some_and(|p| self.mention(p).is_none() && tells(p)),
            _ => false,
        };
        if odd {
            return act(parts);
        }
        let told = parts.place.is_some()
            || self.has_time(t)
            || parts.participants.iter().any(|p| p.role == ParticipantRole::With && p.actor.is_some());
        if self.is_speech(t, entry) || self.is_habit(t) {
            return None;
        }
        if entry.weak && !told {
            return act(parts);
        }
        Some(Candidate::plain(t, *entry, parts))
    }

    /// What a verb tells that says little by itself: that somebody did, does or is to do something.
    fn general(&self, t: u32, entry: &Entry, parts: Parts) -> Option<Candidate> {
        let trees = &self.trees;
        let lemma = trees.lemma(t);
        // "Boeing said": a capital inside a sentence makes a name, whatever the tagger says.
        let capital = self.report.text[trees.token(t).span.range()].starts_with(char::is_uppercase);
        let heading = trees.analysis.sentences.get(trees.sentence(t) as usize).is_some_and(|s| s.heading);
        if capital && !heading && trees.deprel(t) != Deprel::Root {
            return None;
        }
        // "the firm seeks buyers", but "engines fix themselves".
        let is_particular = |t: u32| trees.child(t, &[Deprel::Det, Deprel::NmodPoss]).is_some();
        let known = parts.participants.iter().any(|p| {
            p.role == ParticipantRole::Agent
                && (p.actor.is_some() || trees.analysis.tokens_in(p.span).iter().any(is_particular))
        });
        // "is going to meet", "was prepared to meet": the other verb tells of it.
        if lemma == "go" && trees.child(t, &[Deprel::Xcomp]).is_some() {
            return None;
        }
        if status::governs(lemma) && [Deprel::Xcomp, Deprel::AuxPass].iter().all(|r| trees.child(t, &[*r]).is_some()) {
            return None;
        }
        // "a meeting planned for Thursday": the noun tells of it.
        if status::governs(lemma) && trees.deprel(t) == Deprel::Acl && trees.xpos(t) == Xpos::Vbn {
            return None;
        }
        // Of nobody and nothing, a participle tells how something is: "as planned", "when written".
        let finite = || {
            !matches!(trees.xpos(t), Xpos::Vbg | Xpos::Vbn) || trees.child(t, &[Deprel::Aux, Deprel::AuxPass]).is_some()
        };
        let told = trees.tells_of_a_deed(t, known)
            && !Lexicon::get().is_state(lemma)
            && (!parts.participants.is_empty() || finite());
        let span = trees.token(t).span;
        let says = || self.findings.statements.iter().any(|s| s.cue.overlaps(span));
        let carries = || {
            trees.children(t).iter().any(|c| {
                matches!(trees.deprel(*c), Deprel::Obj | Deprel::NsubjPass)
                    && Lexicon::get().entries(trees.lemma(*c)).iter().any(|e| !e.verb)
            })
        };
        if !told || is_carrier(lemma) && carries() || self.is_habit(t) || says() {
            return None;
        }
        Some(Candidate::plain(t, *entry, parts))
    }

    fn is_disaster(&self, t: u32) -> bool {
        Lexicon::get().entries(self.trees.lemma(t)).iter().any(|e| !e.verb && e.kind == "disaster")
    }

    /// Words of agreeing, demanding, threatening that attribute are statements already.
    fn is_speech(&self, t: u32, entry: &Entry) -> bool {
        if !matches!(entry.group, "demand" | "reject" | "threaten" | "accuse" | "support" | "agree")
            || matches!(entry.kind, "sign" | "agree")
        {
            return false;
        }
        let span = self.trees.token(t).span;
        self.findings.statements.iter().any(|s| s.cue.overlaps(span))
    }

    /// "every year", "on Mondays".
    fn is_habit(&self, t: u32) -> bool {
        self.trees.children(t).iter().any(|c| {
            matches!(self.trees.deprel(*c), Deprel::Obl | Deprel::OblUnmarked | Deprel::Advmod)
                && self.time_over(*c).is_some_and(|time| self.findings.times[time].kind == TimeKind::Set)
                || (self.trees.deprel(*c) == Deprel::Advmod
                    && matches!(self.trees.lemma(*c), "usually" | "generally" | "always" | "often" | "typically"))
        })
    }

    fn calls_somebody(&self, t: u32) -> bool {
        self.trees.child(t, &[Deprel::Obj, Deprel::NsubjPass]).is_some_and(|o| {
            self.mention(o).is_some_and(|m| {
                self.findings.mentions[m].kind == ActorKind::Person
                    && self.findings.mentions[m].form != MentionForm::Pronoun
            })
        })
    }

    /// Whether a verb has one of these words as its object, or in the passive as its subject.
    fn has_object(&self, t: u32, words: &str) -> bool {
        let trees = &self.trees;
        trees.children(t).iter().any(|c| {
            if words == "somebody" {
                let passive = || trees.child(t, &[Deprel::AuxPass]).is_some();
                return match trees.deprel(*c) {
                    Deprel::Obj | Deprel::NsubjPass => self.is_person(*c),
                    // What the tree takes for a plain subject: "Kushner, who helped, would be involved".
                    Deprel::Nsubj => passive() && self.is_person(*c),
                    _ => false,
                };
            }
            let fits = match trees.deprel(*c) {
                Deprel::Obj | Deprel::NsubjPass => true,
                // "filed for bankruptcy", "joined in the talks"
                Deprel::Obl => !matches!(trees.case(*c), "" | "with" | "by"),
                // "the deal reached in Geneva"
                _ => false,
            };
            fits && trees.coordinated(*c).iter().any(|o| words.split('|').any(|w| w == trees.lemma(*o)))
        }) || (trees.deprel(t) == Deprel::Acl
            && trees.xpos(t) == Xpos::Vbn
            && trees.head(t).is_some_and(|h| words.split('|').any(|w| w == trees.lemma(h))))
    }

    fn has_time(&self, t: u32) -> bool {
        self.trees.children(t).iter().any(|c| {
            matches!(self.trees.deprel(*c), Deprel::Obl | Deprel::OblUnmarked | Deprel::Advmod)
                && self.time_over(*c).is_some()
        })
    }

    fn time_over(&self, t: u32) -> Option<usize> {
        let span = self.trees.token(t).span;
        let at = self.findings.times.partition_point(|x| x.span.end <= span.start);
        self.findings.times.get(at).filter(|x| x.span.overlaps(span)).map(|_| at)
    }

    fn noun(&self, t: u32) -> Option<Candidate> {
        let trees = &self.trees;
        let lexicon = Lexicon::get();
        let relation = trees.deprel(t);
        if matches!(relation, Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::Goeswith | Deprel::Nummod)
            || self.time_over(t).is_some()
        {
            return None;
        }
        let lower;
        let lemma = if trees.upos(t) == Upos::Propn {
            lower = trees.lemma(t).to_lowercase();
            lower.as_str()
        } else {
            trees.lemma(t)
        };
        let mut own = lexicon.entries(lemma);
        if !own.iter().any(|e| !e.verb) && !lexicon.is_second(lemma) {
            return self.deed(t);
        }
        for &c in trees.children(t) {
            if matches!(trees.deprel(c), Deprel::Compound | Deprel::Amod) && lexicon.is_second(lemma) {
                let phrase = lexicon.entries(&format!("{} {lemma}", trees.lemma(c)));
                if !phrase.is_empty() {
                    own = phrase;
                }
            }
        }
        let entry = *own.iter().find(|e| !e.verb)?;
        // "84,121 votes" counts.
        if matches!(entry.kind, "vote" | "earn" | "sell") && trees.child(t, &[Deprel::Nummod]).is_some() {
            return None;
        }
        // "Summit" ends the name of a meeting; other nouns in names name bodies and papers.
        if trees.upos(t) == Upos::Propn && !matches!(entry.kind, "meet" | "talk" | "elect" | "invade") {
            return None;
        }
        // "a plan to resign": the verb tells of it.
        if entry.kind == "plan" && trees.has_clause(t) {
            return None;
        }
        let carrier = self.carrier(t);
        if carrier.is_none() && self.is_inside_verb_event(t, &entry) {
            let parts = self.parts_of_noun(t, &DEED);
            // Of the talks that somebody does not attend it is not told whether they took place.
            let denied = trees.head(t).is_some_and(|verb| trees.clause(verb) == EventStatus::Denied);
            return (entry.group != GENERAL && !denied).then_some(Candidate {
                anchor: t,
                entry: DEED,
                carrier: None,
                definite: true,
                weak: true,
                echo: true,
                parts,
                time: None,
            });
        }
        let mut parts = self.parts_of_noun(t, &entry);
        if let Some(verb) = carrier {
            let mut others = self.parts_of_verb(verb);
            // Who reports attacks does not attack.
            if trees.lemma(verb) == "report" {
                others.participants.retain(|p| p.role != ParticipantRole::Agent);
            }
            parts.take(others, self.is_subject_of(t, verb));
        }
        let definite = trees.children(t).iter().any(|c| match trees.deprel(*c) {
            Deprel::Det => matches!(trees.lemma(*c), "the" | "this" | "that" | "these" | "those" | "both"),
            Deprel::NmodPoss => true,
            _ => false,
        });
        Some(Candidate {
            anchor: t,
            entry,
            carrier,
            definite,
            weak: entry.weak || entry.located,
            echo: false,
            parts,
            time: None,
        })
    }

    /// A noun that the lexicon does not have: formed from a verb, and with somebody or something that it is done to or by.
    fn deed(&self, t: u32) -> Option<Candidate> {
        let trees = &self.trees;
        if !matches!(trees.xpos(t), Xpos::Nn | Xpos::Nns)
            || !Lexicon::get().is_deed(trees.lemma(t))
            || self.mention(t).is_some()
        {
            return None;
        }
        let carrier = self.carrier(t);
        let mut parts = self.parts_of_noun(t, &DEED);
        if let Some(verb) = carrier {
            parts.take(self.parts_of_verb(verb), self.is_subject_of(t, verb));
        }
        let done = trees.children(t).iter().any(|c| {
            matches!(trees.deprel(*c), Deprel::NmodPoss | Deprel::Compound)
                || trees.deprel(*c) == Deprel::Nmod && matches!(trees.case(*c), "of" | "by")
        });
        (done || carrier.is_some()).then_some(Candidate {
            anchor: t,
            entry: DEED,
            carrier,
            definite: false,
            weak: true,
            echo: false,
            parts,
            time: None,
        })
    }

    /// Nouns of the lexicon that are not told as an event of their own kind still tell that something happened.
    fn generalise(&self, candidates: &mut Vec<Candidate>) {
        candidates.retain_mut(|candidate| {
            let trees = &self.trees;
            let topic = !candidate.entry.verb && !self.is_told(candidate);
            // "books about war"
            let about = match trees.case(candidate.anchor) {
                "about" => true,
                "on" | "over" => trees.deprel(candidate.anchor) == Deprel::Nmod,
                _ => false,
            };
            if topic && !about && candidate.entry.group != GENERAL {
                candidate.entry = DEED;
                candidate.weak = true;
                return true;
            }
            !topic
        });
    }

    fn is_subject_of(&self, noun: u32, verb: u32) -> bool {
        self.trees.head(noun) == Some(verb) && matches!(self.trees.deprel(noun), Deprel::Nsubj | Deprel::NsubjPass)
    }

    /// The light verb of a noun.
    fn carrier(&self, t: u32) -> Option<u32> {
        let trees = &self.trees;
        let mut at = t;
        // "a series of attacks", "a round of talks"
        if trees.deprel(t) == Deprel::Nmod && trees.case(t) == "of" {
            at = trees.head(t).filter(|h| {
                matches!(
                    trees.lemma(*h),
                    "series"
                        | "round"
                        | "wave"
                        | "spate"
                        | "string"
                        | "number"
                        | "set"
                        | "day"
                        | "hour"
                        | "kind"
                        | "dozens"
                )
            })?;
        }
        if trees.deprel(at) == Deprel::Conj {
            at = trees.head(at)?;
        }
        let verb = trees.head(at).filter(|h| trees.upos(*h) == Upos::Verb)?;
        let lemma = trees.lemma(verb);
        match trees.deprel(at) {
            Deprel::Obj | Deprel::NsubjPass => is_carrier(lemma).then_some(verb),
            Deprel::Nsubj if self.is_disaster(at) && matches!(lemma, "strike" | "hit") => Some(verb),
            Deprel::Nsubj => is_carried_by(lemma).then_some(verb),
            // "take part in talks" and "enter into talks"; "break into a fight"
            _ => None,
        }
    }

    /// "joined the call", "attended a summit": the verb tells of it.
    fn is_inside_verb_event(&self, t: u32, entry: &Entry) -> bool {
        let trees = &self.trees;
        let Some(verb) = trees.head(t).filter(|h| trees.upos(*h) == Upos::Verb) else { return false };
        match trees.deprel(t) {
            Deprel::Obj | Deprel::NsubjPass => {
                matches!(trees.lemma(verb), "join" | "attend" | "sign" | "boycott" | "skip" | "ratify")
                    || Lexicon::get()
                        .entries(trees.lemma(verb))
                        .iter()
                        .any(|e| e.verb && e.kind == entry.kind && e.objects.split('|').any(|o| o == trees.lemma(t)))
            }
            Deprel::Obl => matches!(trees.lemma(verb), "participate" | "take") && trees.case(t) == "in",
            _ => false,
        }
    }

    /// Gives every time to the event whose clause it stands in.
    fn give_times(&self, candidates: &mut [Candidate]) {
        let trees = &self.trees;
        for (number, time) in self.findings.times.iter().enumerate() {
            let range = trees.analysis.tokens_in(time.span);
            if range.is_empty() || time.kind == TimeKind::Set {
                continue;
            }
            let Some(owner) = self.owner(range, candidates) else { continue };
            let owner = self.fronted(range, &candidates[owner], candidates).unwrap_or(owner);
            let better = match candidates[owner].time.map(|t| &self.findings.times[t]) {
                None => true,
                // A day says more than a length of time, a resolved one more than "now".
                Some(old) => {
                    (old.kind == TimeKind::Duration && time.kind != TimeKind::Duration)
                        || (old.range.is_none() && time.range.is_some())
                }
            };
            if better {
                candidates[owner].time = Some(number);
            }
        }
    }

    /// "Strikes on the city killed six people on Tuesday": the strikes were then too.
    fn share_times(&self, candidates: &mut [Candidate]) {
        let trees = &self.trees;
        for number in 0..candidates.len() {
            let noun = &candidates[number];
            let does = |verb: &u32| {
                trees.upos(*verb) == Upos::Verb && trees.deprel(noun.anchor) == Deprel::Nsubj && noun.time.is_none()
            };
            if noun.entry.verb || noun.entry.group != "fight" {
                continue;
            }
            let Some(verb) = trees.head(noun.anchor).filter(does) else { continue };
            let Ok(at) = candidates.binary_search_by_key(&verb, |c| c.anchor) else { continue };
            if candidates[at].entry.group == "fight" {
                candidates[number].time = candidates[at].time;
            }
        }
    }

    /// The noun before the time in "Ahead of talks in Oslo on Sunday, the minister said", where the tree gives it to the verb.
    fn fronted(&self, time: TokenRange, owner: &Candidate, candidates: &[Candidate]) -> Option<usize> {
        let trees = &self.trees;
        let comma = |from: u32, to: u32| (from..to).any(|t| trees.lemma(t) == ",");
        if owner.anchor <= time.start || !comma(time.end, owner.anchor) {
            return None;
        }
        let before = candidates.partition_point(|c| c.anchor < time.start).checked_sub(1)?;
        let noun = &candidates[before];
        let near = trees.sentence(noun.anchor) == trees.sentence(time.start)
            && !noun.entry.verb
            && noun.carrier.is_none()
            && (noun.anchor..time.start).all(|t| !matches!(trees.upos(t), Upos::Verb | Upos::Punct));
        near.then_some(before)
    }

    fn owner(&self, time: TokenRange, candidates: &[Candidate]) -> Option<usize> {
        let trees = &self.trees;
        let find = |t: u32| {
            candidates.binary_search_by_key(&t, |c| c.anchor).ok().or_else(|| {
                let near = candidates.partition_point(|c| c.anchor < t.saturating_sub(60));
                candidates[near..]
                    .iter()
                    .take_while(|c| c.anchor < t + 60)
                    .position(|c| c.carrier == Some(t))
                    .map(|at| near + at)
            })
        };
        let mut at = trees.analysis.head_of(time);
        for _ in 0..DEPTH {
            if let Some(found) = find(at) {
                return Some(found);
            }
            let relation = trees.deprel(at);
            let Some(head) = trees.head(at) else { break };
            // The verb that only plans: "is expected next week to travel", "agreed on Monday to meet" is another matter.
            if trees.upos(at) == Upos::Verb {
                let below = trees.children(at).iter().copied().find(|c| trees.deprel(*c) == Deprel::Xcomp);
                let light = matches!(
                    trees.lemma(at),
                    "expect" | "set" | "schedule" | "due" | "go" | "plan" | "slate" | "begin" | "start" | "continue"
                );
                if let Some(found) = below.filter(|_| light).and_then(find) {
                    return Some(found);
                }
                // "a meeting planned for Thursday"
                let planned = matches!(trees.lemma(at), "plan" | "schedule" | "set" | "slate" | "expect");
                if relation == Deprel::Acl && planned {
                    // The tree hangs it from the last noun at times: "a meeting of ministers planned for Thursday".
                    let above = trees.head(head).filter(|_| trees.deprel(head) == Deprel::Nmod);
                    if let Some(found) = find(head).or_else(|| above.and_then(find)) {
                        return Some(found);
                    }
                }
                // "will be involved in talks", "used WhatsApp to speak": up only from a complement.
                if !matches!(relation, Deprel::Xcomp) {
                    return None;
                }
            } else if matches!(
                relation,
                Deprel::AclRelcl | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj
            ) {
                return None;
            }
            at = head;
        }
        let root = at;
        if trees.upos(root) == Upos::Verb {
            let light = matches!(
                trees.lemma(root),
                "expect" | "set" | "schedule" | "go" | "plan" | "slate" | "begin" | "start" | "continue"
            );
            return trees
                .children(root)
                .iter()
                .copied()
                .find(|c| trees.deprel(*c) == Deprel::Xcomp)
                .filter(|_| light)
                .and_then(find);
        }
        // A sentence without a verb, such as a heading, that tells of one event.
        let sentence = trees.analysis.sentences.get(trees.sentence(root) as usize)?.tokens;
        let first = candidates.partition_point(|c| c.anchor < sentence.start);
        let mut inside = candidates[first..].iter().take_while(|c| c.anchor < sentence.end);
        let only = inside.next().map(|_| first)?;
        inside.next().is_none().then_some(only)
    }

    /// The event, and whether its status is only presumed.
    fn event(&self, candidate: &Candidate) -> (Event, bool) {
        let trees = &self.trees;
        let verbal = candidate.entry.verb;
        let anchor = trees.token(candidate.anchor).span;
        let (status, presumed) = self.status(candidate);
        let (status, asserted_by) = self.attributed(candidate, anchor, status);
        let mut event = Event {
            span: self.span(candidate),
            anchor,
            carrier: candidate.carrier.map(|verb| trees.token(verb).span),
            kind: candidate.entry.kind,
            participants: candidate.parts.participants.clone(),
            place: candidate.parts.place.clone(),
            // "has invited her to speak on Friday": what took place was not ahead.
            time: candidate.time.filter(|t| !(verbal && status == EventStatus::Held && self.is_ahead(*t))),
            status,
            plover: None,
            asserted_by,
        };
        event.plover = self.plover(candidate, &event);
        event.participants.sort_by_key(|p| (p.span.start, p.span.end, p.role));
        event.participants.dedup();
        (event, presumed)
    }

    /// Whether a time lies wholly after the day of the report.
    fn is_ahead(&self, time: usize) -> bool {
        let range = self.findings.times[time].range.zip(self.report.published);
        range.is_some_and(|((first, _), published)| first > published)
    }

    /// A bare "the visit" or "this meeting" that says nothing of its own.
    fn refers_back(&self, candidate: &Candidate) -> bool {
        let trees = &self.trees;
        let parts = &candidate.parts;
        candidate.definite
            && candidate.time.is_none()
            && parts.place.is_none()
            && parts.participants.is_empty()
            && trees
                .child(candidate.anchor, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::Nmod])
                .is_none()
    }

    /// Whether a noun tells of an event rather than of a topic.
    fn is_told(&self, candidate: &Candidate) -> bool {
        let parts = &candidate.parts;
        let trees = &self.trees;
        let active = parts.participants.iter().any(|p| p.actor.is_some());
        let located = candidate.time.is_some_and(|t| self.findings.times[t].kind != TimeKind::Duration);
        if candidate.carrier.is_some_and(|v| {
            !matches!(trees.lemma(v), "have" | "be" | "get" | "make" | "come" | "follow" | "run" | "lead")
        }) {
            return true;
        }
        if candidate.weak {
            return located
                || (active && matches!(candidate.entry.group, "consult" | "aid" | "economy" | "fight" | "agree"))
                || candidate.carrier.is_some() && active
                || self.is_particular(candidate);
        }
        if located || active || parts.place.is_some() || candidate.definite || candidate.carrier.is_some() {
            return true;
        }
        trees.children(candidate.anchor).iter().any(|c| match trees.deprel(*c) {
            Deprel::Amod => {
                status::modifier(trees.lemma(*c)).is_none()
                    || trees.has_child(candidate.anchor, Deprel::Det, &["a", "an"])
            }
            Deprel::Compound | Deprel::Nummod | Deprel::Nmod => true,
            Deprel::Det => matches!(trees.lemma(*c), "a" | "an" | "another"),
            _ => false,
        }) && !matches!(candidate.entry.group, "fight" if !matches!(trees.deprel(candidate.anchor), Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Root))
    }

    /// Whether a noun that often means something else speaks of one matter that something is said of: "the deal was approved",
    /// "won an order worth millions".
    fn is_particular(&self, candidate: &Candidate) -> bool {
        let trees = &self.trees;
        let t = candidate.anchor;
        let argument = matches!(
            trees.deprel(t),
            Deprel::Obj
                | Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obl
                | Deprel::OblAgent
                | Deprel::Nmod
                | Deprel::Conj
        );
        let own = || {
            trees.children(t).iter().any(|c| match trees.deprel(*c) {
                Deprel::Amod | Deprel::Compound => status::modifier(trees.lemma(*c)).is_none(),
                Deprel::Nummod | Deprel::Nmod | Deprel::Acl => true,
                Deprel::Det => matches!(trees.lemma(*c), "a" | "an" | "another"),
                _ => false,
            })
        };
        // "provided aid" is told by the verb.
        let again = || {
            let verb = trees.head(t).map_or("", |h| trees.lemma(h));
            Lexicon::get().entries(verb).iter().any(|e| e.verb && e.kind == candidate.entry.kind)
        };
        let object = matches!(trees.deprel(t), Deprel::Obj | Deprel::NsubjPass) && !again();
        argument && matches!(trees.xpos(t), Xpos::Nn | Xpos::Nns) && (candidate.definite || own() || object)
    }

    fn status(&self, candidate: &Candidate) -> (EventStatus, bool) {
        let trees = &self.trees;
        let t = candidate.anchor;
        let question = self.is_question(t);
        let range = candidate.time.and_then(|time| self.findings.times[time].range);
        let future = range.zip(self.report.published).is_some_and(|((first, _), published)| first > published);
        let past = range.zip(self.report.published).is_some_and(|((_, last), published)| last < published);
        if candidate.entry.verb {
            let status = match trees.clause(t) {
                EventStatus::Planned | EventStatus::Possible if self.has_proviso(t) => EventStatus::Conditional,
                // "The envoy would also take part": as the outlet has heard it.
                EventStatus::Possible if self.has_would(candidate) && self.is_of_somebody(t) => EventStatus::Planned,
                status => status,
            };
            let looks_ahead = matches!(trees.xpos(t), Xpos::Vbz | Xpos::Vbp | Xpos::Vbg) && !self.has_past_aux(t);
            return match status {
                EventStatus::Held if future && looks_ahead => (EventStatus::Planned, false),
                EventStatus::Held if question => (EventStatus::Possible, false),
                _ => (status, false),
            };
        }
        let modifier = trees.children(t).iter().find_map(|c| match trees.deprel(*c) {
            Deprel::Amod | Deprel::Det | Deprel::Advmod => status::modifier(trees.lemma(*c)),
            _ => None,
        });
        let (status, presumed) = match candidate.carrier {
            // What ends took place.
            Some(verb) if is_end(trees.lemma(verb)) => match trees.clause(verb) {
                EventStatus::Reported => (EventStatus::Reported, false),
                _ => (EventStatus::Held, false),
            },
            Some(verb) if self.is_subject_of(t, verb) && trees.deprel(t) == Deprel::Nsubj => {
                (trees.clause(verb), false)
            }
            Some(verb) => match trees.nominal(t, candidate.definite) {
                (status, _)
                    if matches!(status, EventStatus::Cancelled)
                        || matches!(
                            trees.lemma(verb),
                            "plan" | "postpone" | "schedule" | "arrange" | "announce" | "prepare"
                        ) =>
                {
                    (status, false)
                }
                _ => (trees.clause(verb), false),
            },
            None => {
                let (status, certain) = trees.nominal(t, candidate.definite);
                (status, !certain)
            }
        };
        match (modifier, status) {
            (Some(EventStatus::Planned), EventStatus::Cancelled | EventStatus::Denied) => (status, false),
            (Some(EventStatus::Planned), _) if past => (EventStatus::Held, false),
            (Some(EventStatus::Denied), EventStatus::Denied) => (EventStatus::Possible, false),
            (Some(modifier), _) => (modifier, false),
            (None, EventStatus::Held | EventStatus::Reported) if future => (EventStatus::Planned, false),
            (None, EventStatus::Planned) if past && candidate.carrier.is_none() => (EventStatus::Held, false),
            (None, _) => (status, presumed && !past),
        }
    }

    /// "but only when the deal is final": a condition soon after, whatever the tree hangs it from.
    fn has_proviso(&self, t: u32) -> bool {
        const NEAR: u32 = 16;
        let trees = &self.trees;
        let Some(sentence) = trees.analysis.sentences.get(trees.sentence(t) as usize) else { return false };
        let end = sentence.tokens.end.min(t + NEAR);
        let rest = t + 1..end;
        let only = rest
            .clone()
            .take_while(|n| trees.upos(*n) != Upos::Verb)
            .find(|n| trees.lemma(*n).eq_ignore_ascii_case("only"));
        only.is_some_and(|n| n + 1 < end && matches!(trees.lemma(n + 1), "when" | "if" | "once" | "after"))
    }

    fn has_past_aux(&self, t: u32) -> bool {
        self.trees
            .children(t)
            .iter()
            .any(|c| matches!(self.trees.deprel(*c), Deprel::Aux | Deprel::AuxPass) && self.trees.xpos(*c) == Xpos::Vbd)
    }

    fn is_question(&self, t: u32) -> bool {
        self.trees.deprel(t) == Deprel::Root
            && self.trees.children(t).last().is_some_and(|c| self.trees.lemma(*c) == "?")
    }

    /// The status as the innermost statement over the anchor gives it, and that statement.
    fn attributed(&self, candidate: &Candidate, anchor: Span, status: EventStatus) -> (EventStatus, Option<usize>) {
        let Some(number) = self.sayings.innermost(anchor) else { return (status, None) };
        let statement = &self.findings.statements[number];
        let nominal = !candidate.entry.verb && candidate.carrier.is_none();
        // What is hoped or asked for itself; not the call whose leak somebody fears.
        let direct = self.trees.hangs_from(candidate.anchor, statement.cue);
        let status = match (status, statement.class) {
            (EventStatus::Held, CueClass::Deny) => EventStatus::Denied,
            (EventStatus::Held, CueClass::Demand) if nominal && direct => EventStatus::Possible,
            (EventStatus::Held, CueClass::Hope | CueClass::Fear | CueClass::Ask)
                if nominal && direct && !candidate.definite =>
            {
                EventStatus::Possible
            }
            (EventStatus::Held, CueClass::Promise | CueClass::Expect) if nominal && direct && !candidate.definite => {
                EventStatus::Planned
            }
            (EventStatus::Held, _) => EventStatus::Reported,
            (EventStatus::Possible, _) if self.has_would(candidate) && !status::is_guess(&statement.cue_lemma) => {
                EventStatus::Planned
            }
            _ => status,
        };
        (status, Some(number))
    }

    /// "would" without a condition is the past of "will" in what somebody said.
    fn has_would(&self, candidate: &Candidate) -> bool {
        let verb = candidate.carrier.unwrap_or(candidate.anchor);
        let trees = &self.trees;
        trees
            .children(verb)
            .iter()
            .any(|c| trees.deprel(*c) == Deprel::Aux && matches!(trees.lemma(*c), "would" | "'d" | "’d"))
            && trees.child(verb, &[Deprel::Advcl]).is_none()
            && trees.deprel(verb) != Deprel::Advcl
            && !trees.has_child(verb, Deprel::Advmod, &["not", "n't"])
    }

    /// Whether the subject is somebody other than the speaker, and nothing is supposed: no "under the plan", no "otherwise".
    fn is_of_somebody(&self, verb: u32) -> bool {
        let trees = &self.trees;
        let subject = trees.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
        let known = subject.and_then(|s| self.mention(s)).map(|m| &self.findings.mentions[m]);
        let supposed = trees.children(verb).iter().any(|c| {
            matches!(trees.lemma(*c), "otherwise" | "then" | "ideally" | "never" | "rather" | "normally")
                || matches!(trees.deprel(*c), Deprel::Obl | Deprel::Advcl)
                    && matches!(trees.case(*c), "under" | "without" | "unless")
        });
        matches!(trees.deprel(verb), Deprel::Root | Deprel::Conj)
            && known.is_some_and(|m| m.kind == ActorKind::Person && m.form != MentionForm::Pronoun)
            && !supposed
    }

    /// The clause or noun phrase that tells of it.
    fn span(&self, candidate: &Candidate) -> Span {
        let trees = &self.trees;
        let top = candidate.carrier.unwrap_or(candidate.anchor);
        let verbal = candidate.entry.verb || candidate.carrier.is_some();
        let mut range = trees.own(top, |c| match trees.deprel(c) {
            Deprel::AclRelcl
            | Deprel::Advcl
            | Deprel::AdvclRelcl
            | Deprel::Parataxis
            | Deprel::Ccomp
            | Deprel::List
            | Deprel::Discourse
            | Deprel::Vocative
            | Deprel::Dislocated
            | Deprel::Appos
            | Deprel::Acl => false,
            Deprel::Punct => {
                matches!(trees.lemma(c), "-" | "," | "\"" | "“" | "”" | "'" | "’" | "‘") && trees.head(c) != Some(top)
            }
            Deprel::Conj | Deprel::Cc | Deprel::CcPreconj => {
                let first = if trees.deprel(c) == Deprel::Conj {
                    trees.head(c)
                } else {
                    trees.head(c).and_then(|h| trees.head(h))
                };
                first != Some(top) && trees.head(c) != Some(top) && trees.upos(c) != Upos::Verb
            }
            Deprel::Mark => trees.lemma(c) == "to" && trees.head(c) != Some(top),
            Deprel::Case | Deprel::Cop => verbal || trees.head(c) != Some(top),
            Deprel::Xcomp => {
                trees.head(c) == Some(top)
                    && !Lexicon::get().entries(trees.lemma(c)).iter().any(|e| e.verb)
                    && !trees.children(c).iter().any(|o| trees.is_early(*o))
            }
            _ => true,
        });
        if verbal {
            range.start = self.start_of_clause(top, range.start);
            range.end = self.end_of_parts(candidate, range.end);
        }
        // No comma, quotation mark or conjunction at the ends.
        let loose = |t: u32| matches!(trees.upos(t), Upos::Punct | Upos::Cconj) || (trees.upos(t) == Upos::Sconj);
        while range.start < candidate.anchor && range.start + 1 < range.end && loose(range.start) {
            range.start += 1;
        }
        while range.end > candidate.anchor + 1 && range.start + 1 < range.end && loose(range.end - 1) {
            range.end -= 1;
        }
        range.start = range.start.min(candidate.anchor);
        range.end = range.end.max(candidate.anchor + 1);
        trees.analysis.span(range)
    }

    /// The end of those who take part right after the verb, where the tree leaves gaps.
    fn end_of_parts(&self, candidate: &Candidate, end: u32) -> u32 {
        const GAP: u32 = 3;
        let trees = &self.trees;
        let mut parts: Vec<_> = candidate.parts.participants.iter().map(|p| trees.analysis.tokens_in(p.span)).collect();
        parts.sort_unstable();
        parts.into_iter().fold(end, |end, part| {
            let follows = part.start >= end
                && part.start - end <= GAP
                && trees.sentence(part.start) == trees.sentence(candidate.anchor)
                && (end..part.start).all(|t| matches!(trees.upos(t), Upos::Cconj | Upos::Det | Upos::Adp | Upos::Adj));
            if follows { part.end } else { end }
        })
    }

    /// The subject's first word, also where a verb above has it ("is expected to travel").
    fn start_of_clause(&self, verb: u32, start: u32) -> u32 {
        let trees = &self.trees;
        let mut at = verb;
        for _ in 0..4 {
            if let Some(subject) = trees.child(at, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter]) {
                let own = trees.own(subject, |c| trees.deprel(c) != Deprel::Parataxis).start;
                // From the subject on: what stands before it tells of the circumstances.
                return if own < verb && verb - own < 40 { own } else { start };
            }
            match trees.head(at).filter(|_| trees.deprel(at) == Deprel::Xcomp) {
                Some(head) => match trees.child(head, &[Deprel::Obj, Deprel::Iobj]) {
                    // "directed the envoy to meet"
                    Some(object) => {
                        let own = trees.own(object, |c| trees.deprel(c) != Deprel::Acl).start;
                        return if head < own && own < verb && verb - own < 20 { own } else { start };
                    }
                    None => at = head,
                },
                None => break,
            }
        }
        start
    }

    /// Index of the mention that a word belongs to.
    fn mention(&self, t: u32) -> Option<usize> {
        self.mentions[t as usize].map(|m| m as usize)
    }
}
