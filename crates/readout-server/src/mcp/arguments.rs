//! The arguments of the tools: how they are described, and how a call's are read.

use readout_brief::words::line;
use readout_report::Date;
use serde_json::{Map, Value, json};

use super::fit::MOST_ITEMS;
use crate::ask::Ask;
use crate::refusal::Refusal;

/// Longer values are refused: no name, search or id is so long.
const MOST_CHARACTERS: usize = 500;
/// A cursor may hold two ids.
const MOST_OF_CURSOR: usize = 2_000;

/// Something that a tool can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    Words,
    Id,
    Actor,
    Outlet,
    Place,
    Story,
    Since,
    Until,
    Text,
    AsOf,
    Limit,
    Cursor,
}

impl Argument {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Id => "id",
            Self::Actor => "actor",
            Self::Outlet => "outlet",
            Self::Place => "place",
            Self::Story => "story",
            Self::Since => "since",
            Self::Until => "until",
            Self::Text => "text",
            Self::AsOf => "as_of",
            Self::Limit => "limit",
            Self::Cursor => "cursor",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Words => "What to search for: all of the words, or their other forms.",
            Self::Id => "The id, as other tools give it.",
            Self::Actor => "The id of an actor, or words of one of its names.",
            Self::Outlet => "The name of an outlet: only what it reports.",
            Self::Place => "Only of stories in which this place is named.",
            Self::Story => "The id of a story.",
            Self::Since => {
                "Only of this day or later, YEAR-MONTH-DAY: the day that a thing is said to be of, else of its publication."
            }
            Self::Until => "Only of this day or earlier, YEAR-MONTH-DAY.",
            Self::Text => "Only what has all of these words.",
            Self::AsOf => "As the record would be of only the reports published until this day, YEAR-MONTH-DAY.",
            Self::Limit => "At most so many items; 20 if not given.",
            Self::Cursor => "To go on: the `next` of the answer before, with the same other arguments.",
        }
    }

    /// Its JSON schema.
    pub(super) fn schema(self) -> Value {
        let about = self.about();
        match self {
            Self::Since | Self::Until | Self::AsOf => json!({"type": "string", "format": "date", "description": about}),
            Self::Limit => json!({"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "description": about}),
            Self::Cursor => json!({"type": "string", "maxLength": MOST_OF_CURSOR, "description": about}),
            _ => json!({"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "description": about}),
        }
    }
}

/// What a call asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) ask: Ask,
    pub(super) id: String,
}

impl Call {
    /// Of one thing, by its id.
    pub(super) fn of(id: String) -> Self {
        Self { id, ask: Ask::default() }
    }

    /// From the arguments of a call; nothing and an empty text are as if they were not given.
    pub(super) fn read(takes: &[Argument], needs: &[Argument], mut given: Map<String, Value>) -> Result<Self, Refusal> {
        let mut call = Self::default();
        for argument in takes {
            let name = argument.name();
            let text = text(name, given.remove(name).unwrap_or_default(), *argument)?;
            if needs.contains(argument) && text.is_none() {
                return Err(Refusal::bad(format!("{name}: this tool needs it. {}", argument.about())));
            }
            let ask = &mut call.ask;
            match argument {
                Argument::Words => ask.q = text,
                Argument::Id => call.id = text.unwrap_or_default(),
                Argument::Actor => ask.actor = text,
                Argument::Outlet => ask.outlet = text,
                Argument::Place => ask.place = text,
                Argument::Story => ask.story = text,
                Argument::Since => ask.since = day(name, text)?,
                Argument::Until => ask.until = day(name, text)?,
                Argument::Text => ask.text = text,
                Argument::AsOf => ask.as_of = day(name, text)?,
                Argument::Limit => ask.limit = limit(name, text)?,
                Argument::Cursor => ask.cursor = text,
            }
        }
        match given.keys().next() {
            None => Ok(call),
            Some(unknown) => {
                let names: Vec<_> = takes.iter().map(|argument| argument.name()).collect();
                let unknown: String = line(unknown).chars().take(MOST_CHARACTERS).collect();
                Err(Refusal::bad(format!("{unknown}: there is no such argument; this tool takes {}", names.join(", "))))
            }
        }
    }
}

fn text(name: &str, value: Value, argument: Argument) -> Result<Option<String>, Refusal> {
    let most = if argument == Argument::Cursor { MOST_OF_CURSOR } else { MOST_CHARACTERS };
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() > most => {
            Err(Refusal::bad(format!("{name}: at most {most} characters")))
        }
        Value::String(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(Refusal::bad(format!("{name}: write a text, not a list or an object"))),
    }
}

fn day(name: &str, text: Option<String>) -> Result<Option<Date>, Refusal> {
    let wrong = |_| Refusal::bad(format!("{name}: write a day as YEAR-MONTH-DAY, such as 2025-11-26"));
    text.map(|text| text.parse().map_err(wrong)).transpose()
}

fn limit(name: &str, text: Option<String>) -> Result<Option<usize>, Refusal> {
    let wrong = || Refusal::bad(format!("{name}: write a number from 1 to {MOST_ITEMS}"));
    let read = |text: String| text.parse().ok().filter(|n| (1..=MOST_ITEMS).contains(n)).ok_or_else(wrong);
    text.map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAKES: &[Argument] = &[Argument::Actor, Argument::Since, Argument::Limit, Argument::Cursor];

    fn read(given: Value, needs: &[Argument]) -> Result<Call, Refusal> {
        Call::read(TAKES, needs, given.as_object().cloned().unwrap())
    }

    #[test]
    fn what_is_not_given_is_nothing() {
        let call = read(json!({"actor": " Ruiz ", "since": null, "limit": "7", "cursor": ""}), TAKES.get(..1).unwrap());
        let ask = Ask { actor: Some("Ruiz".to_owned()), limit: Some(7), ..Ask::default() };
        assert_eq!(call.unwrap(), Call { ask, id: String::new() });
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        for (given, needs, name) in [
            (json!({}), &[Argument::Actor][..], "actor: this tool needs it"),
            (json!({"actor": "  "}), &[Argument::Actor][..], "actor: this tool needs it"),
            (json!({"actor": ["Ruiz"]}), &[][..], "actor: write a text"),
            (json!({"actor": "x".repeat(501)}), &[][..], "actor: at most 500"),
            (json!({"since": "yesterday"}), &[][..], "since: write a day"),
            (json!({"limit": 0}), &[][..], "limit: write a number from 1 to 50"),
            (json!({"limit": 51}), &[][..], "limit: write a number from 1 to 50"),
            (json!({"limit": 1.5}), &[][..], "limit: write a number from 1 to 50"),
            (
                json!({"outlet\n": "The Post"}),
                &[][..],
                "outlet: there is no such argument; this tool takes actor, since",
            ),
        ] {
            let message = read(given, needs).unwrap_err().message;
            assert!(message.starts_with(name) && !message.contains('\n'), "{message}");
        }
    }
}
