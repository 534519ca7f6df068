//! The YAML block at the head of a text file.

use saphyr_parser::{Event, Parser};

use crate::{InputError, Problem};

/// The block and what follows it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split<'t> {
    /// The lines between the fences; nothing if the file has no front matter.
    pub(crate) yaml: Option<&'t str>,
    /// Where the text begins: the byte after the line break of the closing fence.
    pub(crate) text_at: usize,
}

/// Finds the front matter: it opens with a line `---` at the very start and closes with a line `---` or `...`.
pub(crate) fn split(file: &str) -> Result<Split<'_>, Problem> {
    let mut lines = file.split_inclusive('\n');
    let opening = lines.next().unwrap_or("");
    if opening.trim_end() != "---" {
        return Ok(Split { yaml: None, text_at: 0 });
    }
    let yaml_at = opening.len();
    let mut at = yaml_at;
    for line in lines {
        let next = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Ok(Split { yaml: Some(&file[yaml_at..at]), text_at: next });
        }
        at = next;
    }
    Err(Problem::FrontMatterOpen)
}

/// The `name: value` pairs of a front matter, in order, names in lower case. A list of values is joined by commas;
/// values of other shapes, and empty ones, are left out.
///
/// Reads the parser's events rather than building a tree, so that aliases cannot blow it up.
pub(crate) fn fields(yaml: &str, path: &str) -> Result<Vec<(String, String)>, InputError> {
    /// Front matter begins in line 2 of its file, and the parser counts from 1.
    const LINES_BEFORE: usize = 1;
    let mut fields = Vec::new();
    let mut depth = 0usize;
    let mut name: Option<String> = None;
    // Values of the list that the current name has.
    let mut list: Option<Vec<String>> = None;
    for event in Parser::new_from_str(yaml) {
        let (event, _) = event.map_err(|error| {
            let line = (error.marker().line() + LINES_BEFORE) as u64;
            InputError::at_line(path, line, Problem::FrontMatter(error.info().to_owned()))
        })?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                let is_list = matches!(event, Event::SequenceStart(..));
                if depth == 1 && is_list {
                    return Err(not_fields(path));
                }
                if depth == 2 && is_list && name.is_some() {
                    list = Some(Vec::new());
                }
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    // A mapping as a name has no pair of ours either: its value comes as the next name and is unknown.
                    if let (Some(name), Some(values)) = (name.take(), list.take()) {
                        fields.push((name, values.join(", ")));
                    }
                }
            }
            Event::Scalar(value, ..) => match depth {
                0 if value.trim().is_empty() => {}
                0 => return Err(not_fields(path)),
                1 => match name.take() {
                    None => name = Some(value.trim().to_lowercase()),
                    Some(name) => fields.push((name, value.into_owned())),
                },
                2 => {
                    if let Some(list) = &mut list {
                        list.push(value.trim().to_owned());
                    }
                }
                _ => {}
            },
            Event::Alias(_) if depth == 1 => name = if name.is_some() { None } else { Some(String::new()) },
            _ => {}
        }
    }
    fields.retain(|(_, value)| !value.trim().is_empty() && !matches!(value.trim(), "~" | "null"));
    Ok(fields)
}

fn not_fields(path: &str) -> InputError {
    InputError::new(path, Problem::FrontMatter("it has no fields".into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(yaml: &str) -> Vec<(String, String)> {
        fields(yaml, "a.md").unwrap()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn the_closing_line_break_belongs_to_the_front_matter() {
        for (file, yaml, text) in [
            ("---\ntitle: A\n---\nText\n", Some("title: A\n"), "Text\n"),
            ("---\r\ntitle: A\r\n---\r\n\r\nText", Some("title: A\r\n"), "\r\nText"),
            ("---\n---\nText", Some(""), "Text"),
            ("---\na: b\n...\nText", Some("a: b\n"), "Text"),
            ("---\na: b\n---", Some("a: b\n"), ""),
            ("Text\n---\nmore\n---\n", None, "Text\n---\nmore\n---\n"),
            ("---- \nText", None, "---- \nText"),
            ("", None, ""),
        ] {
            let split = split(file).unwrap();
            assert_eq!((split.yaml, &file[split.text_at..]), (yaml, text), "{file:?}");
        }
        assert_eq!(split("---\ntitle: A\n\nText"), Err(Problem::FrontMatterOpen));
        assert_eq!(split("---"), Err(Problem::FrontMatterOpen));
    }

    #[test]
    fn reads_fields_as_they_are_written() {
        assert_eq!(
            pairs(
                "Title: \"Envoy: talks go on\"\npublished: 2025-11-26\noutlet: no\nauthors: [Ana Reyes, Bo Lind]\nbyline:\n  - Ana Reyes\n  - Bo Lind\nurl:\nlanguage: ~\nextra: {a: {b: [c]}}\nlast: 1\n"
            ),
            [
                pair("title", "Envoy: talks go on"),
                pair("published", "2025-11-26"),
                pair("outlet", "no"),
                pair("authors", "Ana Reyes, Bo Lind"),
                pair("byline", "Ana Reyes, Bo Lind"),
                pair("last", "1"),
            ]
        );
        assert_eq!(pairs(""), []);
        assert_eq!(pairs("# only a comment\n"), []);
    }

    #[test]
    fn says_which_line_is_wrong() {
        let error = fields("title: A\noutlet: B: C\n", "a.md").unwrap_err();
        assert_eq!(error.line, Some(3));
        assert!(matches!(error.problem, Problem::FrontMatter(_)));
        assert!(fields("Only prose here.\n", "a.md").is_err());
        assert!(fields("- a\n- b\n", "a.md").is_err());
    }

    #[test]
    fn aliases_cost_nothing() {
        let mut yaml = "a: &a [x, x, x, x, x, x, x, x]\n".to_owned();
        for (last, next) in "abcdefghijklmn".chars().zip("bcdefghijklmno".chars()) {
            yaml +=
                &format!("{next}: &{next} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n");
        }
        assert_eq!(pairs(&yaml), [pair("a", "x, x, x, x, x, x, x, x")]);
    }

    proptest! {
        #[test]
        fn never_panics(yaml in "([-:\\[\\]{}&*!|>'\"%@,?# \n\ta-c]|\\PC){0,200}") {
            let _ = fields(&yaml, "a.md");
            let _ = split(&yaml);
        }
    }
}
