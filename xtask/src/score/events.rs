//! Events: how many of those that annotators marked are found, with the right status; their types and actors in PLOVER's terms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{CodePointSpan, Prf};

/// An event of our output.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Event {
    pub(crate) anchor: CodePointSpan,
    /// The verb that only carries a noun.
    #[serde(default)]
    pub(crate) carrier: Option<CodePointSpan>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) plover: Option<String>,
    pub(crate) participants: Vec<Participant>,
}

/// Who takes part in an event of our output.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Participant {
    pub(crate) role: String,
    pub(crate) span: CodePointSpan,
}

/// An event mention as MEANTIME marks it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Mention {
    pub(crate) id: String,
    pub(crate) sent: usize,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) span: Vec<CodePointSpan>,
    pub(crate) chain: Option<String>,
    pub(crate) certainty: Option<String>,
    pub(crate) polarity: Option<String>,
    pub(crate) time: Option<String>,
}

/// The last sentence in which MEANTIME marks every event.
const LAST_MARKED: usize = 5;

/// What our status must be one of, by certainty, polarity and time of the gold: None where the annotators left one open.
fn right(mention: &Mention) -> Option<&'static [&'static str]> {
    let is = |of: &Option<String>, value: &str| of.as_deref() == Some(value);
    if is(&mention.polarity, "NEG") {
        return Some(&["denied", "cancelled"]);
    }
    match mention.certainty.as_deref()? {
        "POSSIBLE" => Some(&["possible", "conditional"]),
        "CERTAIN" | "PROBABLE" if is(&mention.time, "FUTURE") => Some(&["planned"]),
        // "Reported" is held, by somebody's word.
        "CERTAIN" if is(&mention.time, "NON_FUTURE") && is(&mention.polarity, "POS") => Some(&["held", "reported"]),
        _ => None,
    }
}

/// Counts against MEANTIME.
///
/// A gold mention is found if it overlaps the anchor of an event of ours that no other gold mention has taken, or its carrier
/// ("held" in "held talks"). Reporting verbs are left out, because what is said is a statement: the sources of SLINK relations,
/// and the mentions of instances of MEANTIME's class SPEECH_COGNITIVE (chains in `SPE`). Status is counted where the gold gives
/// certainty, polarity and time, on the events found by their anchor.
#[derive(Debug, Default)]
pub(crate) struct MeantimeScore {
    gold: usize,
    found: usize,
    /// Those of `gold` and `found` that are a form of "be" or "have".
    states: [usize; 2],
    judged: usize,
    right: usize,
    ours: usize,
    /// Of ours, those on some gold mention, reporting verbs among them.
    on_gold: usize,
}

impl MeantimeScore {
    /// Adds one document. `reporting` has the ids of the sources of SLINK relations; `end` is the end of the last sentence that
    /// is marked throughout.
    pub(crate) fn add(
        &mut self,
        text: &str,
        gold: &[Mention],
        reporting: &BTreeSet<String>,
        end: usize,
        ours: &[Event],
    ) {
        let ours: Vec<&Event> = ours.iter().filter(|e| e.anchor[0] < end).collect();
        let mut taken = BTreeSet::new();
        self.ours += ours.len();
        for mention in gold.iter().filter(|m| m.kind == "event" && m.sent <= LAST_MARKED) {
            let on = |span: CodePointSpan| mention.span.iter().any(|s| overlap(*s, span));
            let by_anchor = (0..ours.len()).find(|i| on(ours[*i].anchor) && !taken.contains(i));
            taken.extend(by_anchor);
            let says = mention.chain.as_deref().is_some_and(|chain| chain.starts_with("SPE"));
            if says || reporting.contains(&mention.id) {
                continue;
            }
            self.gold += 1;
            let carried = || ours.iter().any(|e| e.carrier.is_some_and(on));
            let found = by_anchor.is_some() || carried();
            self.found += usize::from(found);
            if mention.span.first().is_some_and(|span| is_state(text, *span)) {
                self.states[0] += 1;
                self.states[1] += usize::from(found);
            }
            if let (Some(i), Some(right)) = (by_anchor, right(mention)) {
                self.judged += 1;
                self.right += usize::from(right.contains(&ours[i].status.as_str()));
            }
        }
        self.on_gold += taken.len();
    }

    /// Of the gold mentions, the share found.
    pub(crate) fn recall(&self) -> f64 {
        share(self.found, self.gold)
    }

    /// The same without the forms of "be" and "have", which MEANTIME marks too and which tell of states.
    pub(crate) fn recall_of_deeds(&self) -> f64 {
        share(self.found - self.states[1], self.gold - self.states[0])
    }

    /// Of those found, the share with the right status.
    pub(crate) fn status(&self) -> f64 {
        share(self.right, self.judged)
    }

    /// Of our events, the share on some gold mention.
    pub(crate) fn on_gold(&self) -> f64 {
        share(self.on_gold, self.ours)
    }

    /// Our events for a hundred gold mentions.
    pub(crate) fn ours_for_a_hundred(&self) -> f64 {
        share(self.ours, self.gold)
    }
}

/// What our output says of a text in PLOVER's terms.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) kind: Option<String>,
    pub(crate) source: Vec<CodePointSpan>,
    pub(crate) target: Vec<CodePointSpan>,
}

/// A statement of our output that may be of a PLOVER type.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) cue: CodePointSpan,
    pub(crate) plover: Option<String>,
    pub(crate) source: Option<CodePointSpan>,
    pub(crate) addressee: Option<CodePointSpan>,
    pub(crate) content: Vec<CodePointSpan>,
}

/// The record of a text: its first event or statement that has a type.
///
/// The source of an event is its agents, and those with whom they do it where nobody else is there; its target the others. The
/// source of a statement is who says it; its target the addressee, or else the agents of what the content tells of.
pub(crate) fn record(events: &[Event], statements: &[Said]) -> Record {
    let spans = |event: &Event, agents: bool| -> Vec<CodePointSpan> {
        event.participants.iter().filter(|p| (p.role == "agent") == agents).map(|p| p.span).collect()
    };
    let event = events.iter().filter(|e| e.plover.is_some()).min_by_key(|e| e.anchor);
    let said = statements.iter().filter(|s| s.plover.is_some()).min_by_key(|s| s.cue);
    match (event, said) {
        (event, Some(said)) if event.is_none_or(|e| said.cue <= e.anchor) => {
            let inside = |e: &&Event| said.content.iter().any(|c| overlap(*c, e.anchor));
            let told = || events.iter().filter(inside).flat_map(|e| spans(e, true)).collect();
            Record {
                kind: said.plover.clone(),
                source: said.source.into_iter().collect(),
                target: said.addressee.map_or_else(told, |a| vec![a]),
            }
        }
        (Some(event), _) => {
            let by = statements.iter().find(|s| s.content.iter().any(|c| overlap(*c, event.anchor)));
            let mut source = spans(event, true);
            let mut target = spans(event, false);
            if source.is_empty() {
                source.extend(by.and_then(|s| s.source));
            }
            if source.is_empty() {
                source = std::mem::take(&mut target);
            }
            Record { kind: event.plover.clone(), source, target }
        }
        (None, _) => Record::default(),
    }
}

/// Counts against PLOVER's gold records.
#[derive(Debug, Default)]
pub(crate) struct PloverScore {
    /// Gold type and ours ("-" for none), and how often.
    confusion: BTreeMap<(String, String), usize>,
    source: Counts,
    target: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    right: usize,
    predicted: usize,
    gold: usize,
}

impl PloverScore {
    /// Adds one text. A span of ours is right if it overlaps one of the gold.
    pub(crate) fn add(&mut self, kind: &str, source: &[CodePointSpan], target: &[CodePointSpan], ours: &Record) {
        let predicted = ours.kind.clone().unwrap_or_else(|| "-".to_owned());
        *self.confusion.entry((kind.to_owned(), predicted)).or_default() += 1;
        for (counts, gold, ours) in [(&mut self.source, source, &ours.source), (&mut self.target, target, &ours.target)]
        {
            counts.gold += gold.len();
            counts.predicted += ours.len();
            counts.right += gold.iter().filter(|g| ours.iter().any(|o| overlap(**g, *o))).count().min(ours.len());
        }
    }

    /// The mean of the F1 of the types that the gold has.
    pub(crate) fn macro_f1(&self) -> f64 {
        let types: BTreeSet<&str> = self.confusion.keys().map(|(gold, _)| gold.as_str()).collect();
        let sum = |keep: &dyn Fn(&str, &str) -> bool| -> usize {
            self.confusion.iter().filter(|((g, p), _)| keep(g, p)).map(|(_, n)| n).sum()
        };
        let f1 = |t: &str| Prf::new(sum(&|g, p| g == t && p == t), sum(&|_, p| p == t), sum(&|g, _| g == t)).f1;
        if types.is_empty() { 0.0 } else { types.iter().map(|t| f1(t)).sum::<f64>() / types.len() as f64 }
    }

    /// The share of texts with the right type.
    pub(crate) fn accuracy(&self) -> f64 {
        let right = self.confusion.iter().filter(|((g, p), _)| g == p).map(|(_, n)| n).sum();
        share(right, self.confusion.values().sum())
    }

    pub(crate) fn source(&self) -> Prf {
        Prf::new(self.source.right, self.source.predicted, self.source.gold)
    }

    pub(crate) fn target(&self) -> Prf {
        Prf::new(self.target.right, self.target.predicted, self.target.gold)
    }

    /// One line a gold type: how many, how many right, and what the others were taken for.
    pub(crate) fn confusions(&self) -> String {
        let mut lines: BTreeMap<&str, (usize, usize, Vec<String>)> = BTreeMap::new();
        for ((gold, ours), n) in &self.confusion {
            let line = lines.entry(gold).or_default();
            line.0 += n;
            if gold == ours {
                line.1 += n;
            } else {
                line.2.push(format!("{ours} {n}"));
            }
        }
        let line = |(kind, (all, right, others)): (&str, (usize, usize, Vec<String>))| {
            format!("  {kind:<12} {right:>2} of {all:>2}  {}\n", others.join(", "))
        };
        lines.into_iter().map(line).collect()
    }
}

fn is_state(text: &str, span: CodePointSpan) -> bool {
    let word: String = text.chars().skip(span[0]).take(span[1].saturating_sub(span[0])).collect();
    let forms = ["be", "is", "are", "was", "were", "been", "being", "have", "has", "had", "having"];
    forms.iter().any(|form| word.eq_ignore_ascii_case(form))
}

fn overlap(a: CodePointSpan, b: CodePointSpan) -> bool {
    a[0] < b[1] && b[0] < a[1]
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * part as f64 / of as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(anchor: CodePointSpan, status: &str, plover: Option<&str>) -> Event {
        let participant = |role: &str, span| Participant { role: role.to_owned(), span };
        Event {
            anchor,
            carrier: None,
            status: status.to_owned(),
            plover: plover.map(str::to_owned),
            participants: vec![participant("agent", [0, 5]), participant("with", [30, 35])],
        }
    }

    fn mention(id: &str, span: CodePointSpan, certainty: &str, time: &str) -> Mention {
        Mention {
            id: id.to_owned(),
            sent: 0,
            kind: "event".to_owned(),
            span: vec![span],
            chain: None,
            certainty: Some(certainty.to_owned()),
            polarity: Some("POS".to_owned()),
            time: Some(time.to_owned()),
        }
    }

    #[test]
    fn reporting_verbs_are_no_events_and_carriers_are() {
        let gold = [
            mention("said", [6, 10], "CERTAIN", "NON_FUTURE"),
            mention("held", [11, 15], "CERTAIN", "NON_FUTURE"),
            mention("talks", [16, 21], "CERTAIN", "NON_FUTURE"),
            mention("visit", [22, 27], "CERTAIN", "FUTURE"),
        ];
        let ours = [
            Event { carrier: Some([11, 15]), ..event([16, 21], "reported", None) },
            event([22, 27], "held", None),
            event([90, 95], "held", None),
        ];
        let mut score = MeantimeScore::default();
        let text = "Brandt said had talks visit.";
        score.add(text, &gold, &BTreeSet::from(["said".to_owned()]), 50, &ours);
        assert_eq!((score.recall(), score.recall_of_deeds()), (100.0, 100.0));
        assert_eq!(score.status(), 50.0);
        assert_eq!(score.on_gold(), 100.0);
    }

    #[test]
    fn the_first_that_has_a_type_is_the_record() {
        let said = Said { cue: [6, 10], plover: None, source: Some([0, 5]), addressee: None, content: vec![[11, 60]] };
        let events = [event([20, 25], "planned", None), event([26, 29], "planned", Some("AGREE"))];
        let ours = record(&events, std::slice::from_ref(&said));
        assert_eq!(ours.kind.as_deref(), Some("AGREE"));
        assert_eq!((ours.source.as_slice(), ours.target.as_slice()), ([[0, 5]].as_slice(), [[30, 35]].as_slice()));
        let demand = Said { plover: Some("DEMAND".to_owned()), addressee: Some([40, 44]), ..said };
        let ours = record(&events, &[demand]);
        assert_eq!((ours.kind.as_deref(), ours.target.as_slice()), (Some("DEMAND"), [[40, 44]].as_slice()));
    }

    #[test]
    fn macro_f1_counts_every_type_alike() {
        let mut score = PloverScore::default();
        let ours = |kind: &str| Record { kind: Some(kind.to_owned()), ..Record::default() };
        score.add("AID", &[[0, 3]], &[], &ours("AID"));
        score.add("AID", &[], &[], &ours("AID"));
        score.add("FIGHT", &[], &[], &ours("AID"));
        assert_eq!(score.macro_f1(), 40.0);
        assert!((score.accuracy() - 66.7).abs() < 0.1);
        assert_eq!(score.source().recall, 0.0);
        assert!(score.confusions().contains("FIGHT         0 of  1  AID 1"));
    }
}
