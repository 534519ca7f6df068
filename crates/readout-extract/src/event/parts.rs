//! Who takes part in an event, and where it is.

use readout_language::{Deprel, NameKind, Upos, Xpos};

use super::Reader;
use super::lexicon::Entry;
use super::trees::DEPTH;
use crate::{ActorKind, Attributed, MentionForm, Participant, ParticipantRole};

/// Participants and place of an event.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub(super) participants: Vec<Participant>,
    pub(super) place: Option<Attributed>,
}

impl Parts {
    /// Adds those of the verb that carries a noun, which itself takes no part: it is the verb's subject or else its object.
    pub(super) fn take(&mut self, verb: Parts, subject: bool) {
        for participant in verb.participants {
            let is_noun = match participant.role {
                ParticipantRole::Patient => true,
                ParticipantRole::Agent => subject,
                ParticipantRole::With => false,
            };
            if is_noun {
                continue;
            }
            let overlaps = self.participants.iter().any(|p| p.span.overlaps(participant.span));
            // The subject's words rather than "its".
            match self.participants.iter_mut().find(|p| p.actor.is_some() && p.actor == participant.actor) {
                Some(same) if same.span.len() < participant.span.len() => same.span = participant.span,
                None if !overlaps => self.participants.push(participant),
                _ => {}
            }
        }
        self.place = self.place.take().or(verb.place);
    }
}

/// Prepositions of places where something is.
fn is_locative(case: &str) -> bool {
    matches!(
        case,
        "in" | "at"
            | "to"
            | "into"
            | "near"
            | "inside"
            | "outside"
            | "across"
            | "on"
            | "over"
            | "around"
            | "throughout"
            | "toward"
            | "towards"
            | "aboard"
            | "off"
            | "within"
            | "along"
    )
}

/// Verbs whose object is whom one does it with.
fn is_mutual(kind: &str) -> bool {
    matches!(kind, "meet" | "talk" | "call" | "fight" | "visit" | "agree" | "cooperate")
}

impl Reader<'_> {
    pub(super) fn parts_of_verb(&self, verb: u32) -> Parts {
        let trees = &self.trees;
        let mut parts = Parts::default();
        let mut entries = super::Lexicon::get().entries(trees.lemma(verb)).iter().filter(|e| e.verb);
        let kind = entries.find(|e| e.objects.is_empty() || self.has_object(verb, e.objects)).map_or("", |e| e.kind);
        let mut has_subject = false;
        let passive = self.is_passive(verb);
        // "meet Trump to address issues": what stands before the "to" is no object of what follows it.
        let mut children = trees.children(verb).to_vec();
        children.retain(|c| !trees.is_early(*c));
        for &below in trees.children(verb).iter().filter(|c| trees.deprel(**c) == Deprel::Xcomp) {
            children.extend(trees.children(below).iter().copied().filter(|c| *c > verb && trees.is_early(*c)));
        }
        // Who is involved takes part.
        let done_to = if kind == "attend" { ParticipantRole::Agent } else { ParticipantRole::Patient };
        for c in children {
            match trees.deprel(c) {
                Deprel::Nsubj | Deprel::NsubjOuter => {
                    has_subject = true;
                    self.add(&mut parts, self.antecedent(c), if passive { done_to } else { ParticipantRole::Agent });
                }
                Deprel::NsubjPass => {
                    has_subject = true;
                    self.add(&mut parts, self.antecedent(c), done_to);
                }
                Deprel::Obj | Deprel::Iobj => {
                    if kind == "visit"
                        && let Some(place) = self.place(c)
                    {
                        parts.place = parts.place.or(Some(place));
                        continue;
                    }
                    let animate = self.is_somebody(c);
                    let role = if matches!(kind, "meet" | "call") || is_mutual(kind) && animate {
                        ParticipantRole::With
                    } else {
                        ParticipantRole::Patient
                    };
                    self.add(&mut parts, c, role);
                }
                Deprel::OblAgent => self.add(&mut parts, c, ParticipantRole::Agent),
                Deprel::Obl | Deprel::Nmod => self.add_oblique(&mut parts, c, passive, is_mutual(kind)),
                _ => {}
            }
        }
        // The place hangs from the object at times.
        if parts.place.is_none()
            && let Some(object) = trees.child(verb, &[Deprel::Obj])
        {
            let inside = trees
                .children(object)
                .iter()
                .filter(|c| trees.deprel(**c) == Deprel::Nmod && matches!(trees.case(**c), "in" | "at"));
            parts.place = inside.filter_map(|c| self.place(*c)).next();
        }
        parts.place = parts.place.or_else(|| self.place_after(verb));
        if !has_subject && let Some((who, role)) = self.subject_elsewhere(verb, passive) {
            self.add(&mut parts, who, role);
        }
        parts
    }

    /// A place soon after a word, whatever the tree says: "travel to Moscow next week".
    fn place_after(&self, t: u32) -> Option<Attributed> {
        let trees = &self.trees;
        let end = trees.analysis.sentences.get(trees.sentence(t) as usize)?.tokens.end.min(t + 7);
        let mut case = "";
        for at in t + 1..end {
            match trees.upos(at) {
                Upos::Verb | Upos::Punct | Upos::Sconj | Upos::Cconj | Upos::Aux | Upos::Part => return None,
                Upos::Adp => case = trees.lemma(at),
                Upos::Det | Upos::Adj => {}
                _ if matches!(case, "to" | "in" | "at") && self.name(at).is_some() => {
                    return self.is_place_by(at, case).then(|| self.attributed_place(at)).flatten();
                }
                _ => case = "",
            }
        }
        None
    }

    fn add_oblique(&self, parts: &mut Parts, c: u32, passive: bool, mutual: bool) {
        let trees = &self.trees;
        match trees.case(c) {
            "with" | "between" | "among" | "alongside" | "against" if mutual || self.is_somebody(c) => {
                self.add(parts, c, ParticipantRole::With);
            }
            "by" if passive => self.add(parts, c, ParticipantRole::Agent),
            "on" | "at" | "against" if self.is_somebody(c) && self.place(c).is_none() => {
                self.add(parts, c, ParticipantRole::Patient)
            }
            case if is_locative(case) && parts.place.is_none() => parts.place = self.place(c),
            _ => {}
        }
        // "on Monday in Abu Dhabi" hangs the place from the day.
        if parts.place.is_none() && self.time_over(c).is_some() {
            let mut below = trees.coordinated(c).into_iter().flat_map(|day| trees.children(day).to_vec());
            parts.place = below.find(|b| matches!(trees.case(*b), "in" | "at")).and_then(|b| self.place(b));
        }
        // "a summit in Alaska with Putin" hangs "with Putin" from Alaska at times.
        for &below in trees.children(c) {
            if trees.deprel(below) == Deprel::Nmod && trees.case(below) == "with" && mutual && self.is_somebody(below) {
                self.add(parts, below, ParticipantRole::With);
            }
        }
    }

    fn is_passive(&self, verb: u32) -> bool {
        let trees = &self.trees;
        trees.children(verb).iter().any(|c| matches!(trees.deprel(*c), Deprel::AuxPass | Deprel::NsubjPass))
            || (trees.xpos(verb) == Xpos::Vbn
                && matches!(trees.deprel(verb), Deprel::Acl)
                && trees.child(verb, &[Deprel::Aux]).is_none())
            || (trees.deprel(verb) == Deprel::Conj
                && trees.xpos(verb) == Xpos::Vbn
                && trees.child(verb, &[Deprel::Aux, Deprel::Obj]).is_none()
                && trees
                    .head(verb)
                    .is_some_and(|h| trees.children(h).iter().any(|c| trees.deprel(*c) == Deprel::AuxPass)))
    }

    /// The subject of a verb without one of its own.
    fn subject_elsewhere(&self, verb: u32, passive: bool) -> Option<(u32, ParticipantRole)> {
        let trees = &self.trees;
        let role = if passive { ParticipantRole::Patient } else { ParticipantRole::Agent };
        let mut at = verb;
        for _ in 0..DEPTH.min(8) {
            let head = trees.head(at)?;
            match trees.deprel(at) {
                Deprel::Acl | Deprel::AclRelcl => {
                    // "the deal signed in Paris", "troops advancing on the city"; but "a plan to attack" is nobody's name.
                    if matches!(trees.xpos(at), Xpos::Vbg | Xpos::Vbn) || trees.deprel(at) == Deprel::AclRelcl {
                        return Some((head, role));
                    }
                    // Who has the plan has it for himself.
                    let owner = trees.child(head, &[Deprel::NmodPoss]);
                    if owner.is_some() {
                        return owner.map(|o| (o, role));
                    }
                    at = head;
                }
                Deprel::Xcomp | Deprel::Advcl | Deprel::Conj | Deprel::Obj | Deprel::Ccomp => {
                    let controls = matches!(trees.deprel(at), Deprel::Xcomp | Deprel::Ccomp);
                    if let Some(object) =
                        trees.child(head, &[Deprel::Obj, Deprel::Iobj]).filter(|o| controls && *o != at)
                    {
                        return Some((object, role));
                    }
                    if let Some(subject) = trees.child(head, &[Deprel::Nsubj, Deprel::NsubjPass]) {
                        return (subject != at).then(|| (self.antecedent(subject), role));
                    }
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// For "who", "which", "that": the noun that the relative clause is about.
    fn antecedent(&self, t: u32) -> u32 {
        let trees = &self.trees;
        let relative =
            matches!(trees.xpos(t), Xpos::Wp | Xpos::Wdt) || trees.lemma(t) == "that" && trees.upos(t) == Upos::Pron;
        if !relative {
            return t;
        }
        let mut at = t;
        for _ in 0..6 {
            let Some(head) = trees.head(at) else { return t };
            match trees.deprel(at) {
                Deprel::AclRelcl => return head,
                _ => at = head,
            }
        }
        t
    }

    pub(super) fn parts_of_noun(&self, noun: u32, entry: &Entry) -> Parts {
        let trees = &self.trees;
        let mut parts = Parts::default();
        let mutual = matches!(entry.group, "consult" | "agree" | "cooperate");
        let mut children: Vec<u32> = trees.children(noun).to_vec();
        // "the visit by X to Y with Z": the later ones may hang from the earlier.
        for &c in trees.children(noun) {
            if trees.deprel(c) == Deprel::Nmod {
                children.extend(trees.children(c).iter().copied().filter(|b| {
                    trees.deprel(*b) == Deprel::Nmod
                        && (trees.case(*b) == "with" && mutual || trees.case(*b) == "in" && self.place(*b).is_some())
                }));
            }
        }
        for c in children {
            match trees.deprel(c) {
                Deprel::NmodPoss => self.add(&mut parts, c, ParticipantRole::Agent),
                Deprel::Nmod | Deprel::NmodDesc => match trees.case(c) {
                    "between" | "among" | "with" if mutual || entry.group == "fight" => {
                        self.add(&mut parts, c, ParticipantRole::With)
                    }
                    "by" | "from" if self.is_somebody(c) => self.add(&mut parts, c, ParticipantRole::Agent),
                    // The meeting of a coalition, but of Tuesday; the withdrawal of an army.
                    "of" if (mutual || matches!(entry.kind, "withdraw" | "resign" | "protest" | "die" | "play"))
                        && self.is_somebody(c) =>
                    {
                        self.add(&mut parts, c, ParticipantRole::Agent);
                    }
                    "of" if mutual || matches!(entry.kind, "resign" | "protest" | "play") => {}
                    "of" => self.add(&mut parts, c, ParticipantRole::Patient),
                    "against" if entry.group == "fight" => {
                        self.add(&mut parts, c, ParticipantRole::Patient);
                        parts.place = parts.place.take().or_else(|| self.place(c)).or_else(|| self.place_of(c));
                    }
                    "against" | "for" if self.is_somebody(c) => self.add(&mut parts, c, ParticipantRole::Patient),
                    "on" if matches!(entry.group, "fight" | "sanction" | "protest") => match self.place(c) {
                        Some(place) if !self.is_somebody(c) => parts.place = parts.place.or(Some(place)),
                        // "strikes on Kyiv": who is hit is where.
                        place => {
                            self.add(&mut parts, c, ParticipantRole::Patient);
                            parts.place = parts.place.take().or(place).or_else(|| self.place_of(c));
                        }
                    },
                    case if is_locative(case) => parts.place = parts.place.or_else(|| self.place(c)),
                    _ => {}
                },
                Deprel::Amod | Deprel::Compound if self.mention(c).is_some() || self.name(c).is_some() => {
                    match self.place(c) {
                        // "the Alaska summit", but "the Witkoff call"; "Gaza strikes" are strikes on Gaza.
                        Some(place) => parts.place = parts.place.or(Some(place)),
                        None => self.add(&mut parts, c, ParticipantRole::Agent),
                    }
                }
                _ => {}
            }
        }
        parts
    }

    /// Adds a participant and those coordinated with it.
    fn add(&self, parts: &mut Parts, t: u32, role: ParticipantRole) {
        let trees = &self.trees;
        if trees.xpos(t) == Xpos::Ex || matches!(trees.deprel(t), Deprel::Expl) || self.time_over(t).is_some() {
            return;
        }
        for head in trees.coordinated(t) {
            if !trees.is_nominal(head) && self.mention(head).is_none() {
                continue;
            }
            let mention = self.mention(head).map(|m| &self.findings.mentions[m]);
            let span = match mention {
                Some(mention) => mention.span,
                None => trees.phrase(head),
            };
            let idle = super::status::is_abstract(trees.lemma(head)) || trees.has_child(head, Deprel::Det, &["no"]);
            if mention.is_none() && role == ParticipantRole::Agent && idle {
                continue;
            }
            // "it" and "that" of nobody tell nothing.
            if mention.is_none()
                && trees.upos(head) == Upos::Pron
                && !matches!(trees.lemma(head), "he" | "she" | "they" | "we" | "i" | "you")
            {
                continue;
            }
            if parts.participants.iter().any(|p| p.span == span) {
                continue;
            }
            parts.participants.push(Participant { actor: mention.and_then(|m| m.actor), role, span });
        }
    }

    /// Whether a word speaks of people: no country, no body.
    pub(super) fn is_person(&self, t: u32) -> bool {
        let kind = self.mention(t).map(|m| self.findings.mentions[m].kind);
        match kind {
            Some(kind) => matches!(kind, ActorKind::Person | ActorKind::Group),
            None => self.name(t).is_none_or(|name| name == NameKind::Person) && self.is_somebody(t),
        }
    }

    /// Whether a word speaks of people or a body that acts.
    pub(super) fn is_somebody(&self, t: u32) -> bool {
        if let Some(mention) = self.mention(t) {
            return matches!(
                self.findings.mentions[mention].kind,
                ActorKind::Person | ActorKind::Organisation | ActorKind::Group | ActorKind::Place
            ) || self.trees.upos(t) == Upos::Pron;
        }
        self.name(t).is_some()
            || matches!(self.trees.lemma(t), "he" | "she" | "they" | "we" | "i")
            || matches!(
                self.trees.lemma(t),
                "leader"
                    | "president"
                    | "minister"
                    | "official"
                    | "representative"
                    | "ally"
                    | "envoy"
                    | "government"
                    | "police"
                    | "troop"
                    | "force"
                    | "rebel"
                    | "soldier"
                    | "people"
                    | "delegation"
                    | "diplomat"
                    | "counterpart"
                    | "family"
                    | "protester"
                    | "civilian"
                    | "side"
                    | "group"
                    | "union"
                    | "worker"
                    | "military"
                    | "army"
                    | "militant"
                    | "company"
                    | "country"
                    | "nation"
            )
    }

    fn name(&self, t: u32) -> Option<NameKind> {
        let names = &self.trees.analysis.names;
        let at = names.partition_point(|n| n.tokens.end <= t);
        names.get(at).filter(|n| n.tokens.contains(t)).map(|n| n.kind)
    }

    /// The place of what is hit: "in Rafah" in "a strike on a hospital in Rafah", "of Odesa" in "the port of Odesa".
    fn place_of(&self, t: u32) -> Option<Attributed> {
        let trees = &self.trees;
        let below = trees.children(t).iter().filter(|c| matches!(trees.case(**c), "in" | "at" | "near" | "of"));
        below.filter_map(|c| self.place(*c)).next()
    }

    /// The place that a word names.
    pub(super) fn place(&self, t: u32) -> Option<Attributed> {
        self.is_place_by(t, self.trees.case(t)).then(|| self.attributed_place(t)).flatten()
    }

    /// Whether a word names a place, or a seat of power or hall after a preposition: "at the Kremlin".
    fn is_place_by(&self, t: u32, case: &str) -> bool {
        let mention = self.mention(t).map(|m| &self.findings.mentions[m]);
        let house = || matches!(case, "at" | "in" | "to") && self.is_building(t);
        match (mention, self.name(t)) {
            (Some(mention), _) if mention.kind == ActorKind::Place => true,
            (_, Some(NameKind::Place)) => true,
            (Some(mention), _) if mention.kind == ActorKind::Organisation => {
                mention.form == MentionForm::Name && house()
            }
            (None, Some(NameKind::Organisation)) => house(),
            _ => false,
        }
    }

    fn attributed_place(&self, t: u32) -> Option<Attributed> {
        if let Some(mention) = self.mention(t).map(|m| &self.findings.mentions[m]) {
            return Some(Attributed { span: mention.span, actors: mention.actor.into_iter().collect() });
        }
        let names = &self.trees.analysis.names;
        let name = names.get(names.partition_point(|n| n.tokens.end <= t)).filter(|n| n.tokens.contains(t))?;
        Some(Attributed { span: name.span, actors: Vec::new() })
    }

    /// A body that is also the house that it sits in.
    fn is_building(&self, t: u32) -> bool {
        matches!(
            self.trees.lemma(t).to_lowercase().as_str(),
            "kremlin"
                | "house"
                | "palace"
                | "pentagon"
                | "embassy"
                | "parliament"
                | "capitol"
                | "headquarters"
                | "court"
                | "university"
                | "street"
                | "elysee"
                | "élysée"
                | "consulate"
                | "hospital"
                | "airport"
                | "hotel"
                | "base"
        )
    }
}
