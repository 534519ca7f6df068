//! W3C Web Annotations (JSON-LD): each passage of each thing, as an annotation of the report.
//!
//! One AnnotationCollection with one page. The body of an annotation is the thing: its name (`urn:readout:ID`, or its address on
//! the desk), its words, and as a tag its kind. The target is the report by its address on the web, else by its name, with two
//! selectors: the position, in code points of the text that Readout read, end-exclusive as the model has it; and the exact words
//! with up to 32 code points before and after them, by which they are found where the page has another text around the article.

use std::collections::BTreeSet;

use readout_record::{ItemFilter, ItemKind, Story};
use serde::Serialize;

use super::address::urn;
use super::{Base, Entry, Layout, Options, Passage, entry, json_line};
use crate::address::encode;

#[derive(Serialize)]
struct Annotation<'e> {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    body: Vec<Body<'e>>,
    target: Target<'e>,
}

#[derive(Serialize)]
struct Body<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    r#type: &'static str,
    purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    value: &'e str,
}

#[derive(Serialize)]
struct Target<'e> {
    source: String,
    selector: (Position, Quote<'e>),
}

#[derive(Serialize)]
struct Position {
    r#type: &'static str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Quote<'e> {
    r#type: &'static str,
    exact: &'e str,
    prefix: &'e str,
    suffix: &'e str,
}

/// Passages as annotations.
pub(super) struct Annotations {
    base: Option<Base>,
    known: BTreeSet<String>,
    count: usize,
}

impl Annotations {
    /// And what stands before the annotations.
    pub(super) fn new(options: &Options) -> (Self, String) {
        let id = options.address.clone().unwrap_or_else(|| urn("annotations"));
        let text = |text: &str| json_line(&text);
        let start = format!(
            "{{\n\"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n\"id\": {},\n\"type\": \"AnnotationCollection\",\n\
             \"label\": {},\n\"generator\": {{\"type\": \"Software\", \"name\": {}}},\n\
             \"first\": {{\n\"id\": {},\n\"type\": \"AnnotationPage\",\n\"startIndex\": 0,\n\"items\": [",
            text(&id),
            text(&crate::words::line(&options.title)),
            text(concat!("Readout ", env!("CARGO_PKG_VERSION"))),
            text(&format!("{id}#page")),
        );
        (Self { base: options.base.clone(), known: BTreeSet::new(), count: 0 }, start)
    }
}

fn annotation<'e>(base: Option<&Base>, entry: &'e Entry, passage: &'e Passage) -> Annotation<'e> {
    let tag = |value: &'e str| Body { id: None, r#type: "TextualBody", purpose: "tagging", format: None, value };
    let mut body = vec![Body {
        id: Some(base.map_or_else(|| urn(&entry.id), |base| base.of(entry))),
        r#type: "TextualBody",
        purpose: "describing",
        format: Some("text/plain"),
        value: if entry.words.is_empty() { &entry.label } else { &entry.words },
    }];
    body.push(tag(entry.kind.as_str()));
    // What this passage says, where others of the same thing say something else.
    let says = passage.value.as_deref().into_iter().chain([entry.label.as_str()]);
    body.extend(says.filter(|says| !says.is_empty()).map(tag));
    Annotation {
        id: format!("{}:{}:{}-{}", urn(&entry.id), encode(&passage.report), passage.start, passage.end),
        r#type: "Annotation",
        motivation: "describing",
        body,
        target: Target {
            source: passage.url.clone().unwrap_or_else(|| urn(&passage.report)),
            selector: (
                Position { r#type: "TextPositionSelector", start: passage.start, end: passage.end },
                Quote {
                    r#type: "TextQuoteSelector",
                    exact: &passage.quote,
                    prefix: &passage.before,
                    suffix: &passage.after,
                },
            ),
        },
    }
}

impl Layout for Annotations {
    fn add(&mut self, entries: Vec<Entry>) -> Vec<u8> {
        let mut out = Vec::new();
        let passages = entries.iter().flat_map(|entry| entry.passages.iter().map(move |passage| (entry, passage)));
        for (entry, passage) in passages {
            let annotation = annotation(self.base.as_ref(), entry, passage);
            // A thing may be said twice by the same words.
            if !self.known.insert(annotation.id.clone()) {
                continue;
            }
            out.extend(if self.count > 0 { ",\n" } else { "\n" }.bytes());
            out.extend(json_line(&annotation).bytes());
            self.count += 1;
        }
        out
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        let line = if self.count > 0 { "\n" } else { "" };
        format!("{line}]\n}},\n\"total\": {}\n}}\n", self.count).into_bytes()
    }
}

/// The passages of all things of a story.
pub fn annotations_of_story(story: &Story, options: &Options) -> String {
    written(entry::all(story, &ItemFilter::default()), options)
}

/// Of the passages of all things of a story, those that stand in one of its reports.
pub fn annotations_of_report(story: &Story, report: &str, options: &Options) -> String {
    let mut entries = entry::all(story, &ItemFilter::default());
    for entry in &mut entries {
        entry.passages.retain(|passage| passage.report == report);
    }
    written(entries, options)
}

/// The passages of one thing of a story.
pub fn annotations_of_item(story: &Story, kind: ItemKind, index: usize, options: &Options) -> String {
    written(entry::one(story, kind, index).into_iter().collect(), options)
}

/// The passages of all things of these stories that are of an actor, by its id.
pub fn annotations_of_actor(stories: &[Story], actor: &str, options: &Options) -> String {
    let filter = ItemFilter { actor: Some(actor.to_owned()), ..ItemFilter::default() };
    written(stories.iter().flat_map(|story| entry::all(story, &filter)).collect(), options)
}

fn written(entries: Vec<Entry>, options: &Options) -> String {
    let (mut annotations, mut out) = Annotations::new(options);
    let rest = [annotations.add(entries), Box::new(annotations).finish()].concat();
    out.push_str(&String::from_utf8_lossy(&rest));
    out
}
