//! Whether an event took place: from tense, mood, negation and the words that govern it.

use readout_language::{Deprel, Upos, Xpos};

use super::trees::{DEPTH, Trees};
use crate::EventStatus::{self, Cancelled, Conditional, Denied, Held, Planned, Possible, Reported};

/// What a word makes of the event in its complement: "is expected to travel", "failed to attend".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It is to happen.
    Plan,
    /// It happens if the governing event does: "managed to", "began to".
    Same,
    /// It does not: "refused to".
    Not,
    /// It may: "wants to", "ready to".
    Wish,
    /// Somebody says that it did: "is said to have".
    Say,
}

/// The effect of a verb, adjective or noun on the clause that it governs.
fn complement(lemma: &str) -> Option<Effect> {
    Some(match lemma {
        "expect" | "plan" | "set" | "schedule" | "due" | "agree" | "decide" | "intend" | "pledge" | "promise"
        | "vow" | "prepare" | "arrange" | "direct" | "instruct" | "order" | "go" | "commit" | "committed" | "poise"
        | "slate" | "about" | "announce" | "undertake" | "contract" | "resolve" | "determine" | "decision"
        | "agreement" | "deal" | "commitment" | "accord" | "pact" | "sentence" | "elect" | "summon" | "book"
        | "mandate" | "bind" | "scheduled" | "earmark" | "select" | "choose" | "appoint" | "hire" | "assign" => {
            Effect::Plan
        }
        "force" | "manage" | "help" | "begin" | "start" | "continue" | "cause" | "lead" | "get" | "come"
        | "proceed" | "use" | "make" | "have" | "dare" | "happen" | "move" | "see" | "find" | "compel" | "persuade"
        | "oblige" | "keep" | "resume" | "act" => Effect::Same,
        "refuse" | "decline" | "fail" | "forget" | "neglect" | "refusal" | "failure" | "cease" | "unwilling"
        | "ban" | "bar" | "prevent" | "prohibit" | "forbid" | "deter" | "unable" | "avoid" | "refrain" | "omit"
        | "escape" | "deny" | "reluctant" | "hesitate" => Effect::Not,
        "say" | "report" | "believe" | "allege" | "claim" | "think" | "know" | "understand" | "consider" | "accuse"
        | "suspect" | "rumour" | "appear" | "seem" | "presume" | "estimate" => Effect::Say,
        "want" | "seek" | "hope" | "try" | "attempt" | "offer" | "threaten" | "urge" | "ask" | "call" | "ready"
        | "willing" | "able" | "push" | "press" | "invite" | "wish" | "need" | "prepared" | "aim" | "allow" | "let"
        | "permit" | "enable" | "likely" | "propose" | "recommend" | "advise" | "encourage" | "demand" | "suggest"
        | "consideration" | "possible" | "possibility" | "chance" | "effort" | "bid" | "proposal" | "offering"
        | "wait" | "struggle" | "look" | "like" | "prefer" | "fear" | "eager" | "keen" | "require" | "beg"
        | "pressure" | "threat" | "desire" | "willingness" | "readiness" | "opportunity" | "right" | "power"
        | "insist" | "contemplate" | "weigh" | "unlikely" | "plea" | "request" => Effect::Wish,
        _ => return None,
    })
}

/// The effect of a verb on the event that its object (or its subject in the passive) names: "postponed the visit".
fn object(lemma: &str) -> Option<EventStatus> {
    Some(match lemma {
        "cancel" | "scrap" | "abort" | "scupper" | "call off" | "abandon" => Cancelled,
        "plan" | "schedule" | "announce" | "prepare" | "expect" | "postpone" | "delay" | "reschedule" | "arrange"
        | "promise" | "pledge" | "await" | "slate" | "set" | "order" | "approve" | "authorise" | "authorize"
        | "vow" | "organise" | "organize" => Planned,
        "propose" | "seek" | "urge" | "demand" | "want" | "offer" | "threaten" | "consider" | "hope" | "fear"
        | "need" | "suggest" | "request" | "require" | "risk" | "contemplate" | "weigh" | "support" | "mull"
        | "oppose" | "invite" | "advocate" | "favour" | "favor" | "recommend" | "encourage" | "predict"
        | "facilitate" | "rule out" => Possible,
        "deny" | "avert" | "prevent" | "avoid" | "thwart" | "foil" | "refuse" | "reject" | "decline" | "block" => {
            Denied
        }
        "allege" | "claim" => Reported,
        _ => return None,
    })
}

/// The effect of a noun on the event that it is about: "the threat of strikes".
fn about(lemma: &str) -> Option<EventStatus> {
    Some(match lemma {
        "plan" | "preparation" | "schedule" | "arrangement" | "date" | "eve" | "agenda" => Planned,
        "possibility" | "threat" | "call" | "hope" | "prospect" | "proposal" | "offer" | "demand" | "invitation"
        | "chance" | "risk" | "fear" | "likelihood" | "idea" | "request" | "push" | "appeal" | "effort" | "attempt"
        | "suggestion" | "potential" | "condition" | "bid" | "basis" | "need" | "obstacle" | "question" | "option"
        | "case" | "readiness" | "will" | "willingness" | "support" => Possible,
        "cancellation" => Cancelled,
        "denial" | "absence" | "lack" => Denied,
        "allegation" | "accusation" | "claim" | "rumour" => Reported,
        _ => return None,
    })
}

/// Verbs of what somebody imagines or foretells, which is nobody's plan.
pub(super) fn is_guess(lemma: &str) -> bool {
    matches!(
        lemma,
        "suggest"
            | "think"
            | "predict"
            | "forecast"
            | "project"
            | "estimate"
            | "envision"
            | "envisage"
            | "imagine"
            | "believe"
    )
}

/// Whether a noun is no doer: "efforts to secure", "a proposal to meet".
pub(super) fn is_abstract(lemma: &str) -> bool {
    complement(lemma).is_some() || about(lemma).is_some()
}

/// Whether a verb with another in its complement only says whether that takes place: "was prepared to meet".
pub(super) fn governs(lemma: &str) -> bool {
    complement(lemma).is_some()
}

/// Modifiers that say it themselves: "a possible meeting".
pub(super) fn modifier(lemma: &str) -> Option<EventStatus> {
    Some(match lemma {
        "possible" | "potential" | "proposed" | "hypothetical" | "eventual" | "threatened" | "likely" | "any" => {
            Possible
        }
        "planned" | "upcoming" | "future" | "scheduled" | "forthcoming" | "coming" | "expected" | "postponed"
        | "next" | "impending" | "imminent" | "announced" => Planned,
        "cancelled" | "canceled" | "aborted" | "abandoned" => Cancelled,
        "alleged" | "reported" | "suspected" | "supposed" | "claimed" => Reported,
        "no" => Denied,
        _ => return None,
    })
}

/// Verbs that answer what somebody did: "compensated for the delays".
fn is_answer(lemma: &str) -> bool {
    matches!(
        lemma,
        "compensate"
            | "apologise"
            | "apologize"
            | "blame"
            | "thank"
            | "punish"
            | "fine"
            | "jail"
            | "arrest"
            | "praise"
            | "criticise"
            | "criticize"
            | "condemn"
            | "charge"
            | "convict"
            | "sentence"
            | "reimburse"
            | "atone"
    )
}

/// "not" said of an event.
fn negated(status: EventStatus) -> EventStatus {
    match status {
        Held | Planned | Reported => Denied,
        Denied => Held,
        Possible | Conditional | Cancelled => status,
    }
}

impl Trees<'_> {
    /// The status of what a predicate says, as its clause has it.
    pub(super) fn clause(&self, predicate: u32) -> EventStatus {
        self.clause_at(predicate, 0)
    }

    fn clause_at(&self, predicate: u32, depth: usize) -> EventStatus {
        if depth > DEPTH / 2 {
            return Held;
        }
        let clause = self.read(predicate);
        let status = match clause.modal {
            Some("will" | "shall" | "'ll" | "’ll" | "wo" | "wil") => Planned,
            // In reported speech "would" is the past of "will".
            Some("would" | "'d" | "’d") if self.is_reported(predicate) => Planned,
            Some("can" | "could" | "ca") if clause.negative => Denied,
            Some("would" | "'d" | "’d") if clause.negative => Denied,
            Some(_) => Possible,
            None => self.without_modal(predicate, &clause, depth),
        };
        let status =
            if clause.negative && !(status == Denied && clause.modal.is_some()) { negated(status) } else { status };
        let status = match status {
            Held | Planned | Reported if clause.hedged => Possible,
            Held if clause.hearsay => Reported,
            _ => status,
        };
        self.embedded(predicate, status, &clause, depth)
    }

    fn without_modal(&self, t: u32, clause: &Clause<'_>, depth: usize) -> EventStatus {
        if clause.to {
            // "is to visit"; a headline's "China to buy".
            if self.deprel(t) == Deprel::Root || clause.be && self.deprel(t) != Deprel::Xcomp {
                return Planned;
            }
            // The same where the tree takes the headline for a noun phrase.
            let headline = self.deprel(t) == Deprel::Acl
                && self.head(t).is_some_and(|h| self.deprel(h) == Deprel::Root && self.upos(h) == Upos::Propn);
            return if headline { Planned } else { self.complement_status(t, clause, depth) };
        }
        // "to go and stay": a bare form without a subject of its own has its tense from the first.
        let bare = matches!(self.xpos(t), Xpos::Vb | Xpos::Vbp) && clause.bare;
        if clause.finite && !(bare && self.deprel(t) == Deprel::Conj) {
            return Held;
        }
        match (self.xpos(t), self.deprel(t)) {
            (_, Deprel::Conj) => self.head(t).map_or(Held, |h| {
                // "suggested Ukraine give up land, agree not to join": a bare form goes on with the bare form before it.
                let tensed = matches!(self.xpos(h), Xpos::Vbd | Xpos::Vbz) && self.xpos(t) != Xpos::Vbn;
                let below = self.child(h, &[Deprel::Ccomp, Deprel::Xcomp]).filter(|b| tensed && *b < t);
                self.clause_at(below.unwrap_or(h), depth + 1)
            }),
            (Xpos::Vbg | Xpos::Vb, Deprel::Xcomp | Deprel::Ccomp) => self.complement_status(t, clause, depth),
            (Xpos::Vbg, Deprel::Advcl | Deprel::Acl) => {
                let Some(head) = self.head(t) else { return Held };
                if clause.mark == "without" {
                    return Denied;
                }
                if clause.mark.is_empty() || self.upos(head) == Upos::Verb && complement(self.lemma(head)).is_none() {
                    return if self.upos(head) == Upos::Verb { self.clause_at(head, depth + 1) } else { Held };
                }
                self.complement_status(t, clause, depth)
            }
            _ => Held,
        }
    }

    /// The status of a clause without tense of its own, by what governs it.
    fn complement_status(&self, t: u32, clause: &Clause<'_>, depth: usize) -> EventStatus {
        let Some(head) = self.head(t) else { return Possible };
        let relation = self.deprel(t);
        if relation == Deprel::Conj {
            return self.clause_at(head, depth + 1);
        }
        // The noun in "have no plans to", "reach a deal to" governs; the verb over it has the tense.
        let (governor, over) = match self.upos(head) {
            Upos::Verb | Upos::Adj | Upos::Aux => (head, self.clause_at(head, depth + 1)),
            _ => {
                let none = self.children(head).iter().any(|c| self.lemma(*c) == "no");
                let over = self.head(head).filter(|_| matches!(self.deprel(head), Deprel::Obj | Deprel::NsubjPass));
                let over = over.filter(|v| self.upos(*v) == Upos::Verb).map_or(Held, |v| self.clause_at(v, depth + 1));
                (head, if none { negated(over) } else { over })
            }
        };
        let purpose = relation == Deprel::Advcl;
        let object = self.child(governor, &[Deprel::Obj]).filter(|_| self.upos(governor) == Upos::Verb && purpose);
        // "have a plan to meet" may hang from the verb.
        let effect = complement(self.lemma(governor)).or_else(|| object.and_then(|o| complement(self.lemma(o))));
        match effect {
            _ if purpose && clause.to && effect == Some(Effect::Same) && self.lemma(governor) != "use" => Possible,
            Some(Effect::Plan) if purpose && !clause.to && !matches!(clause.mark, "on" | "for") => over,
            // "is prepared to", not "is preparing to".
            Some(Effect::Plan) if self.lemma(governor) == "prepare" && self.xpos(governor) != Xpos::Vbg => Possible,
            Some(Effect::Plan) => match over {
                Held | Planned | Reported => Planned,
                other => other,
            },
            Some(Effect::Same) => over,
            Some(Effect::Not) => negated(over),
            Some(Effect::Wish) => match (over, self.lemma(governor)) {
                (Denied, "able" | "allow" | "let" | "permit") => Denied,
                (Cancelled, _) => Cancelled,
                _ => Possible,
            },
            Some(Effect::Say) if clause.perfect || !clause.to => match over {
                Held if matches!(self.lemma(governor), "consider") => Possible,
                Held => Reported,
                other => other,
            },
            Some(Effect::Say) => Possible,
            None if self.lemma(governor) == "be" => Planned,
            None if purpose && over == Planned => Planned,
            None if purpose && !clause.to => over,
            None if purpose
                && matches!(
                    self.lemma(governor),
                    "meet" | "gather" | "convene" | "sit" | "stand" | "join" | "return"
                ) =>
            {
                over
            }
            None => Possible,
        }
    }

    /// What the clauses around it make of a status: "if …", "denied that …".
    fn embedded(&self, t: u32, status: EventStatus, clause: &Clause<'_>, depth: usize) -> EventStatus {
        let relation = self.deprel(t);
        if matches!(relation, Deprel::Advcl | Deprel::AdvclRelcl)
            && matches!(clause.mark, "if" | "unless" | "once" | "provided" | "whether")
            && status != Cancelled
        {
            return if clause.mark == "once" && status == Held { Planned } else { Conditional };
        }
        // "when the deal is signed", under "will"
        if relation == Deprel::Advcl
            && status == Held
            && clause.present
            && matches!(clause.mark, "when" | "once" | "until" | "before" | "after")
            && depth < 2
            && self.head(t).is_some_and(|h| self.clause_at(h, depth + 1) == Planned)
        {
            return Planned;
        }
        if clause.mark == "whether" && status != Denied {
            return Possible;
        }
        if matches!(status, Planned | Possible | Conditional) && clause.condition {
            return Conditional;
        }
        match (relation, self.head(t)) {
            (Deprel::Ccomp, Some(head)) if status == Held && depth < 2 => match self.lemma(head) {
                "deny" if self.clause_at(head, depth + 1) == Held => Denied,
                "hope" | "fear" | "doubt" | "suggest" | "demand" | "propose" | "recommend" | "insist" | "urge"
                    if matches!(self.xpos(t), Xpos::Vb | Xpos::Vbp | Xpos::Vbz) =>
                {
                    Possible
                }
                _ => status,
            },
            (Deprel::Conj, Some(head)) if status == Held && matches!(clause.mark, "" | "to") && depth < 2 => {
                // "if he comes and signs"
                match self.deprel(head) {
                    Deprel::Advcl if self.read(head).mark == "if" => Conditional,
                    _ => status,
                }
            }
            _ => status,
        }
    }

    /// Whether a clause stands as what somebody said: "said that he would".
    fn is_reported(&self, t: u32) -> bool {
        let mut at = t;
        for _ in 0..DEPTH {
            if self.read_condition(at) {
                return false;
            }
            let Some(head) = self.head(at) else { return false };
            match self.deprel(at) {
                Deprel::Ccomp | Deprel::Parataxis => {
                    return self.upos(head) == Upos::Verb && !is_guess(self.lemma(head));
                }
                Deprel::Conj | Deprel::Xcomp | Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl => at = head,
                // A part of the sentence that says so comes first: "He would come, she said."
                _ => at = head,
            }
        }
        false
    }

    fn read_condition(&self, t: u32) -> bool {
        self.children(t).iter().any(|c| {
            self.deprel(*c) == Deprel::Advcl
                && self
                    .children(*c)
                    .iter()
                    .any(|m| matches!(self.lemma(*m), "if" | "unless") && self.deprel(*m) == Deprel::Mark)
        })
    }

    /// What stands around a predicate.
    fn read(&self, t: u32) -> Clause<'_> {
        let mut clause = Clause {
            finite: matches!(self.xpos(t), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp),
            present: matches!(self.xpos(t), Xpos::Vbz | Xpos::Vbp),
            condition: self.read_condition(t),
            ..Clause::default()
        };
        for &c in self.children(t) {
            let lemma = self.lemma(c);
            match self.deprel(c) {
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                    match lemma {
                        "be" => clause.be = true,
                        "have" => clause.perfect = true,
                        "do" => {}
                        _ if self.xpos(c) == Xpos::Md => clause.modal = Some(lemma),
                        "get" => {}
                        _ => clause.modal = Some(lemma),
                    }
                    clause.present |= matches!(self.xpos(c), Xpos::Vbz | Xpos::Vbp);
                    clause.finite |= matches!(self.xpos(c), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
                }
                Deprel::Mark | Deprel::Case => {
                    if lemma == "to"
                        && matches!(self.xpos(t), Xpos::Vb | Xpos::Vbn | Xpos::Vbg | Xpos::Vbp | Xpos::Nn | Xpos::Jj)
                    {
                        clause.to |= self.deprel(c) == Deprel::Mark;
                    } else if lemma == "due" && self.xpos(t) == Xpos::Vb {
                        // "is due to arrive"
                        clause.modal = Some("will");
                    } else if clause.mark.is_empty() {
                        clause.mark = lemma;
                    }
                }
                Deprel::Advmod | Deprel::Det | Deprel::CcPreconj => match lemma {
                    "not" | "n't" | "n’t" | "never" | "neither" | "nor" | "hardly" => clause.negative = true,
                    "when" if clause.mark.is_empty() => clause.mark = lemma,
                    "perhaps" | "possibly" | "maybe" | "probably" | "likely" => clause.hedged = true,
                    "reportedly" | "allegedly" | "apparently" | "supposedly" => clause.hearsay = true,
                    _ => {}
                },
                Deprel::Nsubj | Deprel::NsubjPass => {
                    clause.negative |= matches!(lemma, "nobody" | "none" | "neither")
                        || self.has_child(c, Deprel::Det, &["no", "neither"]);
                }
                _ => {}
            }
        }
        clause.bare = self.child(t, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::AuxPass]).is_none();
        if clause.to {
            clause.finite = false;
        }
        // A subject of its own makes a bare form finite ("Leaders discuss plan"), unless the verb over it asks for it.
        if !clause.finite
            && !clause.to
            && self.xpos(t) != Xpos::Vbg
            && matches!(self.deprel(t), Deprel::Root | Deprel::Parataxis | Deprel::Conj | Deprel::AclRelcl)
            && self.child(t, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
        {
            clause.finite = true;
        }
        clause
    }

    /// Whether the form of a verb can tell of one deed rather than of what is always so: a past, a perfect, a progressive, what
    /// is to come or may, a participle with something of its own; the present only in a heading, or (`known`) if it is known who.
    pub(super) fn tells_of_a_deed(&self, t: u32, known: bool) -> bool {
        let clause = self.read(t);
        let heading = || self.analysis.sentences.get(self.sentence(t) as usize).is_some_and(|s| s.heading);
        match self.xpos(t) {
            Xpos::Vbd => true,
            // Of somebody it tells what is going on: "Volkswagen seeks buyers".
            Xpos::Vbz | Xpos::Vbp => heading() || known,
            // No imperative: "enable them to build", "would build", "helped build".
            Xpos::Vb => {
                clause.to
                    || clause.modal.is_some_and(|m| !matches!(m, "can" | "ca"))
                    || !matches!(self.deprel(t), Deprel::Root | Deprel::Parataxis | Deprel::Conj)
                        && clause.modal.is_none()
            }
            Xpos::Vbg => {
                clause.be || matches!(self.deprel(t), Deprel::Advcl | Deprel::Xcomp | Deprel::Conj | Deprel::Acl)
            }
            Xpos::Vbn => true,
            _ => false,
        }
    }

    /// The status of the event that a noun names, by what governs it; the second is false where it is only presumed.
    pub(super) fn nominal(&self, noun: u32, definite: bool) -> (EventStatus, bool) {
        let mut at = noun;
        for _ in 0..DEPTH {
            let Some(head) = self.head(at) else { return (Held, false) };
            let case = self.case(at);
            match self.deprel(at) {
                Deprel::Conj | Deprel::Appos | Deprel::Compound | Deprel::NmodPoss => at = head,
                Deprel::Nmod | Deprel::NmodUnmarked | Deprel::NmodDesc => match case {
                    "after" | "since" | "following" | "despite" | "due" | "because" => return (Held, true),
                    "ahead" | "pending" if at == noun => return (Planned, true),
                    "before" | "until" | "from" => return (Held, false),
                    _ => match about(self.lemma(head)) {
                        Some(status) => return (status, true),
                        // "a response to the crisis" presumes it; "a series of talks" does not.
                        None if !matches!(case, "of" | "") => return (Held, false),
                        None => at = head,
                    },
                },
                Deprel::Obl | Deprel::OblUnmarked | Deprel::OblAgent | Deprel::Advcl => {
                    match case {
                        "after" | "since" | "following" | "despite" | "amid" | "over" | "by" | "due" | "because" => {
                            return (Held, true);
                        }
                        "without" => return (Denied, true),
                        "ahead" | "pending" if at == noun => return (Planned, true),
                        "before" | "until" => {
                            // Before the talks of last week, or of next.
                            let status = if self.clause(head) == Planned { Planned } else { Held };
                            return (status, false);
                        }
                        _ => {}
                    }
                    // What one is paid, thanked or blamed for took place.
                    if case == "for" && is_answer(self.lemma(head)) {
                        return (Held, true);
                    }
                    if case == "on" && self.lemma(head) == "insist" {
                        return (Possible, true);
                    }
                    if case == "for"
                        && matches!(
                            self.lemma(head),
                            "call" | "ask" | "push" | "press" | "appeal" | "hope" | "plead" | "campaign" | "aim"
                        )
                    {
                        return (Possible, true);
                    }
                    if case == "for"
                        && matches!(self.lemma(head), "prepare" | "plan" | "schedule" | "brace" | "ready" | "slate")
                    {
                        return (Planned, true);
                    }
                    return match self.clause(head) {
                        Held | Denied if definite => (Held, false),
                        status => (status, true),
                    };
                }
                Deprel::Obj | Deprel::NsubjPass | Deprel::Xcomp | Deprel::Ccomp => {
                    let clause = self.clause(head);
                    let particle = self.child(head, &[Deprel::CompoundPrt]).map_or("", |p| self.lemma(p));
                    let effect = match (self.lemma(head), particle) {
                        ("call", "off") => Some(Cancelled),
                        ("rule", "out") => Some(Denied),
                        ("put", "off") | ("push", "back") => Some(Planned),
                        ("break", "off") | ("carry", "out") | ("set", "off") => None,
                        (lemma, _) => object(lemma),
                    };
                    // "Her hastily arranged visit" where the tree takes the participle for the verb: without a subject, or
                    // with a possessor as its subject.
                    let subject = self.child(head, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::AuxPass]);
                    let participle = matches!(self.xpos(head), Xpos::Vbn | Xpos::Vbd)
                        && subject.is_none_or(|s| self.child(s, &[Deprel::Case]).is_some())
                        && self.deprel(head) != Deprel::Conj;
                    if participle && effect == Some(Planned) {
                        return (Held, false);
                    }
                    return match (effect, clause) {
                        (Some(Denied), Denied) => (Possible, true),
                        (Some(Cancelled), Planned | Possible | Conditional) => (clause, true),
                        (Some(_), Denied) => (Denied, true),
                        (Some(status), _) => (status, true),
                        (None, Held | Reported) => (clause, !definite),
                        (None, _) if definite => (Held, false),
                        (None, Denied) => (Held, false),
                        (None, _) => (clause, true),
                    };
                }
                Deprel::Nsubj | Deprel::NsubjOuter | Deprel::Csubj => {
                    return match self.clause(head) {
                        Planned | Possible | Conditional if !definite => (Possible, true),
                        Planned if matches!(self.lemma(head), "be" | "follow" | "start") => (Planned, true),
                        _ => (Held, false),
                    };
                }
                _ => return (Held, false),
            }
        }
        (Held, false)
    }
}

/// The function words of a clause.
#[derive(Debug, Default)]
struct Clause<'a> {
    modal: Option<&'a str>,
    negative: bool,
    be: bool,
    perfect: bool,
    to: bool,
    finite: bool,
    /// Without subject and auxiliary of its own.
    bare: bool,
    /// In the present tense.
    present: bool,
    hedged: bool,
    hearsay: bool,
    /// It has a condition: "if …".
    condition: bool,
    mark: &'a str,
}
