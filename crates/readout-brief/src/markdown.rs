use std::fmt::Write as _;

use readout_record::Record;

use crate::dossier::{Dossier, LEGEND, Line, Piece, SOURCES, Source, Story, Voice, by_report};

/// The record as Markdown (CommonMark), one dossier for each story, every line with its sources.
///
/// Words of reports are escaped: they show as they are, whatever marks they hold.
pub fn markdown(record: &Record) -> String {
    let dossier = Dossier::new(record);
    let mut out = String::new();
    for story in &dossier.stories {
        if !out.is_empty() {
            out.push('\n');
        }
        write_story(&mut out, story);
    }
    if dossier.stories.is_empty() {
        out.push_str("No reports.\n");
    }
    out
}

fn write_story(out: &mut String, story: &Story<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "# {}\n\n{}", escape(&story.title), escape(&story.facts.join(" · ")));
    for section in &story.sections {
        let _ = writeln!(out, "\n## {}\n", section.kind.title());
        for (index, group) in section.groups.iter().enumerate() {
            if let Some(heading) = &group.heading {
                let gap = if index == 0 { "" } else { "\n" };
                let _ = writeln!(out, "{gap}### {}\n", inline(heading, false));
            }
            for line in &group.lines {
                write_line(out, line);
            }
        }
    }
    let _ = writeln!(out, "\n## {SOURCES}\n\n{}\n", escape(LEGEND));
    for source in &story.reports {
        write_source(out, source);
    }
}

fn write_line(out: &mut String, line: &Line<'_>) {
    let mut parts = Vec::new();
    let label = inline(&line.label, true);
    match &line.day {
        Some(day) if label.is_empty() => parts.push(format!("**{}**", escape(day))),
        Some(day) => parts.push(format!("**{}** · {label}", escape(day))),
        None => parts.push(label),
    }
    parts.push(inline(&line.words, true));
    parts.retain(|part| !part.is_empty());
    let details: Vec<_> = line.details.iter().map(|detail| inline(detail, true)).collect();
    let marks: Vec<_> = by_report(&line.marks).iter().map(|group| escape(&group.text())).collect();
    if let Some(last) = parts.last_mut() {
        last.push(' ');
        last.push_str(&marks.join(" "));
    }
    if !details.is_empty() {
        parts.push(details.join(" · "));
    }
    // A backslash at the end of a line breaks it; two spaces keep what follows in the item.
    let _ = writeln!(out, "- {}", parts.join("\\\n  "));
}

fn write_source(out: &mut String, source: &Source<'_>) {
    let mut facts = vec![format!("**{}**", source.letter)];
    facts.push(escape(source.headline()));
    facts.extend(source.facts().map(escape));
    facts.extend(source.url.as_deref().map(escape));
    facts.extend(source.place.as_deref().map(escape));
    facts.push(format!("id {}", escape(&source.id)));
    let _ = writeln!(out, "- {}", facts.join(" · "));
}

/// The pieces in a row; names and what a line is about are bold, unless all of it is a heading.
fn inline(pieces: &[Piece], bold: bool) -> String {
    let mut out = String::new();
    // Names in a row are one emphasis.
    for row in pieces.chunk_by(|one, next| one.voice == Voice::Name && next.voice == Voice::Name) {
        let text = escape(&row.iter().map(|piece| piece.text.as_str()).collect::<String>());
        match row[0].voice {
            Voice::Name | Voice::Strong if bold && !text.trim().is_empty() => {
                // Emphasis may not begin or end with a space.
                let inner = text.trim();
                let _ = write!(out, "{}", text.replacen(inner, &format!("**{inner}**"), 1));
            }
            Voice::Status(_) if !text.is_empty() => {
                let _ = write!(out, "*{text}*");
            }
            _ => out.push_str(&text),
        }
    }
    out
}

/// The text with a backslash before every mark that Markdown (with GitHub's extensions) could take for its own.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // A line that begins like a list item or a setext underline would become one.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (index, c) in text.char_indices() {
        let always = matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '!' | '@'
        );
        let at_start =
            (index == 0 && matches!(c, '+' | '-' | '=')) || (index == digits && index > 0 && matches!(c, '.' | ')'));
        // GitHub turns bare addresses into links.
        let address = (c == ':' && text[index..].starts_with("://")) || (c == '.' && text[..index].ends_with("www"));
        if always || at_start || address {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_lose_their_meaning() {
        assert_eq!(escape("# [x](y) *b* <b>"), r"\# \[x\](y) \*b\* \<b\>");
        assert_eq!(escape("1. one"), r"1\. one");
        assert_eq!(escape("- 2 - 3"), r"\- 2 - 3");
        assert_eq!(escape("19.5 of 3.2"), r"19\.5 of 3.2");
        assert_eq!(escape("see https://x.example or www.y.example"), r"see https\://x.example or www\.y.example");
    }
}
