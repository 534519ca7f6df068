//! Which places speak of the same document, and what is said of each: author, provisions, statements.

use std::collections::{BTreeMap, BTreeSet};

use readout_language::{Deprel, TokenRange, Upos, Xpos};
use readout_report::Span;

use super::{Noun, Opening};
use crate::event::trees::Trees;
use crate::saying::Sayings;
use crate::{ActorKind, CueClass, Document, DocumentMention, Findings, Mention, MentionForm};

/// Bytes beyond which no cue stands from the document that it takes as its source.
const FAR: u32 = 400;

/// No mention of an actor is longer, in bytes.
const LONGEST_MENTION: u32 = 120;

/// No mention leads back over more documents than these.
const REACH: usize = 24;

/// What one noun may speak of and another too, as bits: "the proposal" of a plan, "the pact" of a treaty, "the draft" of all.
fn family(head: &str) -> u16 {
    const PLAN: u16 = 1;
    const AGREEMENT: u16 = 2;
    const LAW: u16 = 4;
    const RESOLUTION: u16 = 8;
    const RECORDING: u16 = 16;
    const LETTER: u16 = 32;
    const MEMO: u16 = 64;
    const STATEMENT: u16 = 128;
    const REPORT: u16 = 256;
    match head {
        "plan" | "plans" | "proposal" | "proposals" | "blueprint" | "roadmap" => PLAN,
        "framework" => PLAN | AGREEMENT,
        "accord" | "accords" | "agreement" | "agreements" | "pact" | "treaty" | "treaties" | "deal" | "convention"
        | "charter" | "protocol" => AGREEMENT,
        "declaration" | "communique" | "communiqué" => AGREEMENT | STATEMENT,
        "statement" => STATEMENT,
        "memorandum" | "memoranda" => AGREEMENT | MEMO,
        "memo" | "memos" => MEMO,
        "letter" | "letters" => LETTER,
        "report" | "dossier" => REPORT,
        "bill" | "bills" | "law" | "laws" | "legislation" | "statute" => LAW,
        "resolution" | "resolutions" => RESOLUTION,
        "transcript" | "transcripts" | "recording" | "recordings" => RECORDING,
        "draft" | "drafts" => PLAN | AGREEMENT | LAW | RESOLUTION | STATEMENT,
        "document" | "documents" | "text" => !RECORDING,
        "version" => u16::MAX,
        // Decrees, indictments, constitutions go by no other name.
        _ => 0,
    }
}

/// Whether who has it has written it: nobody writes his own law.
fn is_written_by_owner(head: &str) -> bool {
    matches!(
        head,
        "plan"
            | "plans"
            | "proposal"
            | "proposals"
            | "blueprint"
            | "roadmap"
            | "draft"
            | "drafts"
            | "letter"
            | "letters"
            | "memo"
            | "memos"
            | "statement"
            | "report"
            | "manifesto"
            | "decree"
    )
}

/// Version words that do not make another document: a leaked plan is the plan.
fn is_other(version: &str) -> bool {
    !matches!(version, "draft" | "leaked" | "new")
}

/// Verbs whose object stands in the document.
fn holds(lemma: &str) -> bool {
    matches!(
        lemma,
        "include"
            | "contain"
            | "stipulate"
            | "envisage"
            | "envision"
            | "foresee"
            | "provide"
            | "outline"
            | "propose"
            | "list"
            | "comprise"
            | "specify"
            | "call"
            | "detail"
    )
}

/// Verbs that tell what a document does, once it is in force.
fn does(lemma: &str) -> bool {
    matches!(
        lemma,
        "require"
            | "limit"
            | "cap"
            | "ban"
            | "prohibit"
            | "bar"
            | "oblige"
            | "force"
            | "allow"
            | "permit"
            | "give"
            | "grant"
            | "guarantee"
            | "commit"
            | "bind"
            | "offer"
            | "recognise"
            | "recognize"
            | "freeze"
            | "cede"
            | "restrict"
            | "order"
            | "mandate"
            | "establish"
            | "create"
            | "exclude"
            | "prevent"
            | "forbid"
            | "restore"
            | "lift"
            | "demand"
            | "reduce"
            | "cut"
            | "end"
            | "hand"
            | "leave"
            | "exempt"
            | "impose"
            | "ask"
            | "extend"
            | "return"
            | "rule"
            | "set"
            | "entitle"
            | "deny"
    )
}

/// The documents that noun phrases speak of.
pub(super) fn link(text: &str, nouns: &[Noun], trees: &Trees<'_>, findings: &Findings) -> Vec<Document> {
    let linker = Linker { text, trees, findings, sayings: Sayings::new(trees, &findings.statements) };
    let mut chains: Vec<Chain<'_>> = Vec::new();
    // The chains spoken of last, that of the last mention at the end.
    let mut recent: Vec<usize> = Vec::new();
    let mut heads = BTreeMap::new();
    for noun in nouns {
        let head = linker.head(noun);
        let known = linker
            .apposed(head, &heads)
            .filter(|chain| linker.agrees(&chains[*chain], noun))
            .or_else(|| linker.antecedent(noun, &chains, &recent));
        let chain = match known {
            Some(chain) => chain,
            None if noun.weak => continue,
            None => {
                chains.push(Chain::new());
                chains.len() - 1
            }
        };
        linker.add(&mut chains[chain], noun);
        recent.retain(|c| *c != chain);
        recent.push(chain);
        if recent.len() > REACH {
            recent.remove(0);
        }
        if let Some(head) = head {
            heads.insert(head, chain);
        }
    }
    chains.into_iter().map(|chain| linker.document(chain)).collect()
}

/// The nouns that speak of one document.
struct Chain<'n> {
    nouns: Vec<&'n Noun>,
    /// Their heads, in lower case.
    heads: BTreeSet<String>,
    /// What all nouns may speak of: see [`family`].
    family: u16,
    /// Words that tell it from others, of all nouns.
    modifiers: Vec<&'n str>,
    /// The word that tells its version from others.
    version: Option<String>,
    points: Option<u32>,
    /// Who has or wrote it, if known.
    owner: Option<usize>,
}

impl Chain<'_> {
    fn new() -> Self {
        Self {
            nouns: Vec::new(),
            heads: BTreeSet::new(),
            family: u16::MAX,
            modifiers: Vec::new(),
            version: None,
            points: None,
            owner: None,
        }
    }
}

struct Linker<'a> {
    text: &'a str,
    trees: &'a Trees<'a>,
    findings: &'a Findings,
    sayings: Sayings,
}

impl<'n> Linker<'_> {
    fn lower(&self, span: Span) -> String {
        span.of_text(self.text).to_lowercase()
    }

    /// The token of a noun's head.
    fn head(&self, noun: &Noun) -> Option<u32> {
        let tokens = self.trees.analysis.tokens_in(noun.head);
        (!tokens.is_empty()).then_some(tokens.start)
    }

    fn mention_over(&self, words: Span) -> Option<&Mention> {
        let mentions = &self.findings.mentions;
        let first = mentions.partition_point(|m| m.span.start + LONGEST_MENTION < words.start);
        let near = mentions[first..].iter().take_while(|m| m.span.start < words.end);
        near.filter(|m| m.span.overlaps(words)).min_by_key(|m| m.span.len())
    }

    fn actor_over(&self, words: Span) -> Option<usize> {
        self.mention_over(words)?.actor
    }

    fn version(&self, noun: &Noun) -> Option<String> {
        noun.versions.iter().map(|v| self.lower(*v)).find(|v| is_other(v))
    }

    /// "the document, a 28-point plan"
    fn apposed(&self, head: Option<u32>, heads: &BTreeMap<u32, usize>) -> Option<usize> {
        let above = head.filter(|h| self.trees.deprel(*h) == Deprel::Appos).and_then(|h| self.trees.head(h))?;
        heads.get(&above).copied()
    }

    /// The chain that a noun leads back to.
    fn antecedent(&self, noun: &Noun, chains: &[Chain<'_>], recent: &[usize]) -> Option<usize> {
        if noun.opening == Opening::New {
            return None;
        }
        let version = self.version(noun);
        let near = || recent.iter().rev().copied();
        let fits = |chain: &usize| self.leads_to(noun, &chains[*chain]);
        // "The plan" is the plain one rather than its revised version.
        near().filter(|chain| chains[*chain].version == version).find(fits).or_else(|| {
            let any = near().filter(|_| version.is_none());
            any.into_iter().find(fits)
        })
    }

    /// Whether points, version and owner of a noun may be those of a chain.
    fn agrees(&self, chain: &Chain<'_>, noun: &Noun) -> bool {
        let owner = noun.owner.and_then(|o| self.actor_over(o));
        let same = |a: Option<usize>, b: Option<usize>| a.zip(b).is_none_or(|(a, b)| a == b);
        noun.points.zip(chain.points).is_none_or(|(a, b)| a == b)
            && self.version(noun).is_none_or(|v| chain.version.as_ref() == Some(&v))
            && same(owner, chain.owner)
    }

    fn leads_to(&self, noun: &Noun, chain: &Chain<'_>) -> bool {
        if !self.agrees(chain, noun) {
            return false;
        }
        let head = self.lower(noun.head);
        let plural = |head: &str| head.ends_with('s') || head == "memoranda";
        let same_head = || chain.heads.contains(&head);
        let like = || {
            let last = chain.nouns.last().map(|n| self.lower(n.head));
            // Of what kind a version is, it does not say; "the deal" is no draft of a law.
            let known = chain.family.count_ones() <= if noun.weak { 2 } else { 15 };
            known && chain.family & family(&head) != 0 && last.is_some_and(|last| plural(&last) == plural(&head))
        };
        let fewer = noun.modifiers.iter().all(|m| chain.modifiers.contains(&m.as_str()));
        let more =
            || !noun.modifiers.is_empty() && chain.modifiers.iter().all(|m| noun.modifiers.iter().any(|own| own == m));
        match noun.opening {
            Opening::New => false,
            Opening::Known => (same_head() || like()) && fewer || same_head() && more(),
            // "Peace plan leaked" after "a peace plan"
            Opening::Bare => !noun.modifiers.is_empty() && fewer && same_head(),
        }
    }

    fn add(&self, chain: &mut Chain<'n>, noun: &'n Noun) {
        chain.nouns.push(noun);
        let head = self.lower(noun.head);
        // What is called by unlike names in apposition stays what it was.
        chain.family = match chain.family & family(&head) {
            0 => chain.family,
            both => both,
        };
        chain.heads.insert(head);
        for modifier in &noun.modifiers {
            if !chain.modifiers.contains(&modifier.as_str()) {
                chain.modifiers.push(modifier);
            }
        }
        chain.version = chain.version.take().or_else(|| self.version(noun));
        chain.points = chain.points.or(noun.points);
        chain.owner = chain.owner.or_else(|| noun.owner.and_then(|o| self.actor_over(o)));
    }

    fn document(&self, chain: Chain<'_>) -> Document {
        let words = |span: Span| span.of_text(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mentions: Vec<_> = chain
            .nouns
            .iter()
            .map(|n| DocumentMention { span: n.span, name: words(n.name), versions: n.versions.clone() })
            .collect();
        let version = chain.nouns.iter().find_map(|n| {
            let told: Vec<_> =
                n.versions.iter().map(|v| v.of_text(self.text)).filter(|v| !v.eq_ignore_ascii_case("draft")).collect();
            if told.is_empty() { n.change.clone() } else { Some(told.join(" ")) }
        });
        // Of the names the fullest, then the first.
        let fullest = mentions.iter().max_by_key(|m| (m.name.split(' ').count(), std::cmp::Reverse(m.span)));
        let name = fullest.map(|m| m.name.clone()).unwrap_or_default();
        let author = chain.nouns.iter().find_map(|n| n.author.or_else(|| self.author(n)));
        let provisions = self.provisions(&chain);
        Document {
            span: chain.nouns[0].span,
            name,
            version,
            points: chain.points,
            author,
            provisions,
            author_actor: author.and_then(|a| self.actor_over(a)),
            statements: self.statements(&chain),
            mentions,
        }
    }

    /// The author that the noun phrase itself gives: "Brandt's plan", "the Veldanian proposal", "a letter from Brandt".
    fn author(&self, noun: &Noun) -> Option<Span> {
        let trees = self.trees;
        let head = self.head(noun)?;
        if let Some(by) = trees.children(head).iter().find(|c| {
            trees.deprel(**c) == Deprel::Nmod
                && (trees.case(**c) == "by"
                    || trees.case(**c) == "from"
                        && matches!(&*self.lower(noun.head), "letter" | "letters" | "memo" | "memos"))
        }) {
            let mention = self.mention_over(trees.token(*by).span);
            return mention.filter(|m| m.kind != ActorKind::Other).map(|m| m.span);
        }
        if !is_written_by_owner(&self.lower(noun.head)) {
            return None;
        }
        if let Some(owner) = noun.owner {
            let who = self.mention_over(owner);
            return who.filter(|m| m.kind != ActorKind::Other && m.actor.is_some()).map(|m| m.span);
        }
        let before = trees.analysis.tokens_in(noun.name).iter().filter(|t| *t < head);
        before.filter(|t| !self.is_hyphenated(*t)).find_map(|t| {
            let mention = self.mention_over(trees.token(t).span).filter(|m| noun.name.contains(m.span))?;
            let words = mention.span.of_text(self.text);
            // "the US plan": these have no adjective; but "the Gaza plan" is about it.
            let short = words.chars().all(|c| c.is_uppercase() || c == '.') && words.len() > 1;
            let acts = match mention.kind {
                ActorKind::Group | ActorKind::Organisation => mention.form == MentionForm::Name,
                ActorKind::Place => short,
                ActorKind::Person | ActorKind::Other => false,
            };
            acts.then_some(mention.span)
        })
    }

    /// "US-backed", "Veldanian-Orlan"
    fn is_hyphenated(&self, t: u32) -> bool {
        let span = self.trees.token(t).span;
        let dash = |c: Option<char>| matches!(c, Some('-' | '‑' | '–'));
        dash(self.text.get(span.end as usize..).and_then(|rest| rest.chars().next()))
            || dash(self.text.get(..span.start as usize).and_then(|before| before.chars().next_back()))
    }

    /// The statements that speak of a document, but for those that it makes itself.
    fn statements(&self, chain: &Chain<'_>) -> Vec<usize> {
        let own = |number: &usize| {
            let source = self.findings.statements[*number].source.as_ref();
            source.is_some_and(|s| {
                let at = chain.nouns.partition_point(|n| n.span.end <= s.span.start);
                chain.nouns.get(at).is_some_and(|n| n.span.overlaps(s.span))
            })
        };
        let mut all: Vec<_> =
            chain.nouns.iter().filter_map(|n| self.sayings.innermost(n.span)).filter(|s| !own(s)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What a document provides for.
    fn provisions(&self, chain: &Chain<'_>) -> Vec<Span> {
        let mut all: Vec<Span> = Vec::new();
        for noun in &chain.nouns {
            let Some(head) = self.head(noun) else { continue };
            let source = |s: &&crate::Statement| {
                // What a plan makes somebody fear or hope is not in it.
                matches!(
                    s.class,
                    CueClass::Say | CueClass::Demand | CueClass::Promise | CueClass::Announce | CueClass::Reject
                ) && s.source.as_ref().is_some_and(|source| source.span.overlaps(noun.span))
            };
            let statements = &self.findings.statements;
            let near = statements.partition_point(|s| s.cue.end + FAR < noun.span.start);
            let near = statements[near..].iter().take_while(|s| s.cue.start < noun.span.end + FAR);
            let said: Vec<Span> = near.filter(source).flat_map(|s| s.content.iter().copied()).collect();
            let told = self.told_by_verb(head).into_iter().filter(|p| !said.iter().any(|s| s.overlaps(*p)));
            all.extend(told.collect::<Vec<_>>());
            all.extend(said);
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What it "includes", "would limit", and what is to be "under" it.
    fn told_by_verb(&self, head: u32) -> Vec<Span> {
        let trees = self.trees;
        let Some(verb) = trees.head(head).filter(|v| trees.upos(*v) == Upos::Verb) else { return Vec::new() };
        match trees.deprel(head) {
            Deprel::Nsubj => {
                let first = match trees.lemma(verb) {
                    "expect" | "aim" | "seek" | "intend" | "go" | "set" | "want" => {
                        trees.child(verb, &[Deprel::Xcomp]).filter(|x| trees.upos(*x) == Upos::Verb).unwrap_or(verb)
                    }
                    _ => verb,
                };
                let others = trees.children(first).iter().copied().filter(|c| {
                    trees.deprel(*c) == Deprel::Conj
                        && trees.upos(*c) == Upos::Verb
                        && trees.child(*c, &[Deprel::Nsubj, Deprel::NsubjPass]).is_none()
                });
                let ahead = self.is_ahead(verb) || first != verb;
                std::iter::once(first).chain(others).filter_map(|v| self.provision(v, ahead)).collect()
            }
            Deprel::Obl if trees.case(head) == "under" && self.is_ahead(verb) => {
                self.words(verb, |c| c != head && trees.upos(c) != Upos::Punct).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a verb tells what is to be, or is in general: "would limit", "limits".
    fn is_ahead(&self, verb: u32) -> bool {
        let trees = self.trees;
        let aux = |c: &&u32| matches!(trees.deprel(**c), Deprel::Aux | Deprel::AuxPass);
        let mut all = trees.children(verb).iter().filter(aux).peekable();
        match all.peek() {
            None => matches!(trees.xpos(verb), Xpos::Vbz | Xpos::Vbp),
            Some(_) => all.any(|c| trees.xpos(*c) == Xpos::Md || matches!(trees.xpos(*c), Xpos::Vbz | Xpos::Vbp)),
        }
    }

    fn provision(&self, verb: u32, ahead: bool) -> Option<Span> {
        let trees = self.trees;
        let lemma = trees.lemma(verb);
        let denied = trees.children(verb).iter().any(|c| matches!(trees.lemma(*c), "not" | "n't" | "n’t" | "never"));
        if denied {
            return None;
        }
        if holds(lemma) {
            let held = trees.children(verb).iter().copied().find(|c| match trees.deprel(*c) {
                Deprel::Obj | Deprel::Ccomp => *c > verb && !matches!(lemma, "call"),
                Deprel::Obl => trees.case(*c) == "for" && matches!(lemma, "call" | "provide"),
                _ => false,
            })?;
            return self.words(held, |c| {
                trees.deprel(c) != Deprel::Parataxis
                    && !(trees.deprel(c) == Deprel::Case && trees.head(c) == Some(held))
            });
        }
        (ahead && does(lemma)).then(|| {
            self.words(verb, |c| {
                trees.head(c) != Some(verb)
                    || !matches!(
                        trees.deprel(c),
                        Deprel::Nsubj
                            | Deprel::Aux
                            | Deprel::Parataxis
                            | Deprel::Cc
                            | Deprel::Mark
                            | Deprel::Advcl
                            | Deprel::Conj
                            | Deprel::Punct
                    )
            })
        })?
    }

    /// The words around `t` that `keep` takes, without a mark at the ends.
    fn words(&self, t: u32, keep: impl Fn(u32) -> bool) -> Option<Span> {
        let mut range = self.trees.own(t, keep);
        let loose = |t: u32| matches!(self.trees.upos(t), Upos::Punct | Upos::Cconj);
        while range.start < range.end && loose(range.start) {
            range.start += 1;
        }
        while range.start < range.end && loose(range.end - 1) {
            range.end -= 1;
        }
        (range.start < range.end).then(|| self.trees.analysis.span(TokenRange::new(range.start, range.end)))
    }
}
