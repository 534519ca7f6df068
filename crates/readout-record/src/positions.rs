//! Positions: the issues of a story, found from the words of its statements, and how each actor stands to them over time.
//!
//! An issue is a noun phrase ("security guarantees", "size of the army") that the statements of several actors speak of. It is
//! found, not listed: a phrase scores by how many statements and actors speak of it and by how rare its words are in general.
//! An actor's stance on it follows from the class of the cue (to demand, to reject, to fear), then from the words around the
//! issue ("must", "no", "ready to"); what shows none of these only claims something of it.

mod issues;
mod stance;

use std::collections::BTreeMap;

use readout_report::{Date, Span};

use crate::actors::Actors;
use crate::context::{Context, Ids};
use crate::statements::Statements;
use crate::times::Times;
use crate::{Position, Stance};

/// The positions of a story: by issue, the one that most statements speak of first; then by actor, stance and day.
pub(crate) fn positions(
    context: &Context<'_>,
    actors: &Actors,
    times: &Times,
    statements: &Statements,
) -> Vec<Position> {
    let mut ids = Ids::default();
    let mut positions = Vec::new();
    for issue in issues::issues(context, actors, statements) {
        // What an actor says of it, with the stance of each statement, in the order of the days.
        let mut said = BTreeMap::<usize, Vec<Said>>::new();
        for place in &issue.places {
            let global = statements.of(place.report, place.statement);
            let statement = &statements.all[global];
            let stance = stance::stance(context, place);
            let day = statement.time.and_then(|t| times.all[t].range).map(|(day, _)| day);
            let day = day.or(context.report(place.report).published);
            for actor in statement.source.iter().flat_map(|s| &s.actors).filter(|a| actors.is_named(**a)) {
                let said = said.entry(*actor).or_default();
                if !said.iter().any(|s| s.statement == global) {
                    let around = stance::numbers(context, place);
                    said.push(Said { day: (day.is_none(), day), statement: global, stance, numbers: around });
                }
            }
        }
        let mut of_issue: Vec<(usize, Stance, Vec<Said>)> = Vec::new();
        for (actor, mut said) in said {
            said.sort_by_key(|s| (s.day, s.statement));
            let mut by_stance = BTreeMap::<Stance, Vec<Said>>::new();
            said.into_iter().for_each(|s| by_stance.entry(s.stance).or_default().push(s));
            of_issue.extend(by_stance.into_iter().map(|(stance, said)| (actor, stance, said)));
        }
        // Where an actor takes another stance later, the first statement of it is a change too.
        let first_day = |actor: usize| {
            of_issue
                .iter()
                .filter(|(a, ..)| *a == actor)
                .filter_map(|(.., said)| Some((said.first()?.day, said.first()?.statement)))
                .min()
        };
        let evidence = context.all_evidence(issue.places.iter().map(|p| (p.report, p.words)));
        for (actor, stance, said) in &of_issue {
            let begins_later = first_day(*actor).is_some_and(|(day, _)| said[0].day.0 == day.0 && said[0].day > day)
                && *stance != Stance::Claim;
            let changes = (0..said.len()).filter(|at| match at.checked_sub(1) {
                None => begins_later,
                Some(before) => said[*at].day > said[before].day && said[*at].numbers != said[before].numbers,
            });
            positions.push(Position {
                id: ids.id("p", &[&issue.key, &actors.all[*actor].id, stance.as_str()]),
                issue: issue.name.clone(),
                issue_evidence: evidence.clone(),
                actor: *actor,
                stance: *stance,
                changes: changes.collect(),
                statements: said.iter().map(|s| s.statement).collect(),
            });
        }
    }
    positions
}

/// A statement on an issue.
struct Said {
    /// Its day; those without one last.
    day: (bool, Option<Date>),
    /// Index into the story's statements.
    statement: usize,
    stance: Stance,
    /// The numbers in its content: another number is another wording that matters.
    numbers: Vec<String>,
}

/// Where a statement speaks of an issue.
pub(crate) struct Place {
    report: usize,
    /// Index into the report's statements.
    statement: usize,
    /// The words of the issue.
    words: Span,
}
