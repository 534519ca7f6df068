//! Which statement says what stands at a place.

use readout_language::Deprel;
use readout_report::Span;

use crate::event::trees::Trees;
use crate::{CueClass, Statement};

/// The contents of a report's statements, for questions of where something is said.
pub(crate) struct Sayings {
    /// Content spans in text order, each with the length of its statement's whole content and the statement's number.
    contents: Vec<(Span, u32, usize)>,
    /// The furthest end of the contents up to each.
    reach: Vec<u32>,
}

impl Sayings {
    pub(crate) fn new(trees: &Trees<'_>, statements: &[Statement]) -> Self {
        let mut contents: Vec<_> = statements
            .iter()
            .enumerate()
            .filter(|(_, statement)| !is_said_of(trees, statement))
            .flat_map(|(number, statement)| {
                let length = statement.content.iter().map(|c| c.len()).sum();
                statement.content.iter().map(move |c| (*c, length, number))
            })
            .collect();
        contents.sort_unstable();
        let reach = contents.iter().scan(0, |far, (span, ..)| {
            *far = span.end.max(*far);
            Some(*far)
        });
        Self { reach: reach.collect(), contents }
    }

    /// The statement with the shortest content of those that contain a place: index into the report's statements.
    pub(crate) fn innermost(&self, place: Span) -> Option<usize> {
        let end = self.contents.partition_point(|(span, ..)| span.start <= place.start);
        // No content further back reaches the place.
        let near = (0..end).rev().take_while(|at| self.reach[*at] >= place.end);
        let over = near.map(|at| self.contents[at]).filter(|(span, ..)| span.contains(place));
        over.map(|(_, length, number)| (length, number)).min().map(|(_, number)| number)
    }
}

/// "The envoy is expected to travel": who expects it is not told; the envoy does not say so.
fn is_said_of(trees: &Trees<'_>, statement: &Statement) -> bool {
    let others_say = matches!(statement.class, CueClass::Expect | CueClass::Believe | CueClass::Fear | CueClass::Hope);
    let cue = trees.analysis.tokens_in(statement.cue);
    others_say
        && !cue.is_empty()
        && trees.child(trees.analysis.head_of(cue), &[Deprel::AuxPass]).is_some()
        && statement.source.as_ref().is_some_and(|source| source.span.end <= statement.cue.start)
}
