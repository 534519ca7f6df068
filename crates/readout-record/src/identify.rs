use std::collections::{BTreeMap, BTreeSet};

use readout_report::ReportId;

use crate::fold::fold;
use crate::{Actor, Source, Story};

/// Gives a story's actors the ids that the record knows them under (one for each, in their order). Actors that get the same id
/// become one, the first of them, with the names, roles and evidence of all.
///
/// # Panics
/// If there are fewer ids than actors.
pub fn identify(story: &mut Story, ids: Vec<String>) {
    assert!(ids.len() >= story.actors.len(), "each actor needs an id");
    let mut first = BTreeMap::<String, usize>::new();
    let mut new_index = Vec::with_capacity(story.actors.len());
    let mut actors: Vec<Actor> = Vec::with_capacity(story.actors.len());
    for (mut actor, id) in std::mem::take(&mut story.actors).into_iter().zip(ids) {
        actor.id.clone_from(&id);
        let index = *first.entry(id).or_insert(actors.len());
        new_index.push(index);
        match actors.get_mut(index) {
            Some(kept) => absorb(kept, actor),
            None => actors.push(actor),
        }
    }
    let actors_were_joined = actors.len() < new_index.len();
    if actors_were_joined {
        let to = |index: &mut usize| *index = new_index.get(*index).copied().unwrap_or(*index);
        let source = |source: &mut Source| once_each(&mut source.actors, to);
        actors.iter_mut().flat_map(|a| &mut a.roles).filter_map(|r| r.of.as_mut()).for_each(to);
        for statement in &mut story.statements {
            let sources = statement.source.iter_mut().chain(&mut statement.addressee).chain(&mut statement.via);
            sources.for_each(source);
        }
        for event in &mut story.events {
            event.participants.iter_mut().filter_map(|p| p.actor.as_mut()).for_each(to);
            event.place.iter_mut().for_each(source);
        }
        story.documents.iter_mut().filter_map(|d| d.author.as_mut()).for_each(source);
        story.differences.iter_mut().flat_map(|d| &mut d.sides).for_each(|side| once_each(&mut side.actors, to));
        story.positions.iter_mut().for_each(|position| to(&mut position.actor));
    }
    for actor in actors.iter_mut().filter(|_| actors_were_joined) {
        let reports: BTreeSet<&ReportId> = actor.evidence.iter().map(|e| &e.report).collect();
        if reports.len() > actor.support.reports {
            let of = story.reports.iter().map(|r| &r.report).filter(|r| reports.contains(&r.id));
            let outlets: BTreeSet<String> = of.map(|r| r.outlet.as_deref().map_or(r.id.0.clone(), fold)).collect();
            actor.support.reports = reports.len();
            actor.support.outlets = outlets.len();
        }
        // What two have from one source counts once: never more than outlets.
        actor.support.independent = actor.support.independent.min(actor.support.outlets);
    }
    story.actors = actors;
}

fn once_each(list: &mut Vec<usize>, to: impl Fn(&mut usize)) {
    let mut kept = Vec::with_capacity(list.len());
    for mut index in std::mem::take(list) {
        to(&mut index);
        if !kept.contains(&index) {
            kept.push(index);
        }
    }
    *list = kept;
}

fn absorb(kept: &mut Actor, other: Actor) {
    for name in [other.name].into_iter().chain(other.aliases) {
        if name != kept.name && !kept.aliases.contains(&name) {
            kept.aliases.push(name);
        }
    }
    kept.roles.extend(other.roles);
    kept.evidence.extend(other.evidence);
    kept.evidence.sort();
    kept.evidence.dedup();
    kept.pronouns.extend(other.pronouns);
    kept.pronouns.sort();
    kept.mentions += other.mentions;
    kept.named |= other.named;
    kept.support.independent += other.support.independent;
}
