//! Atom (RFC 4287): an entry for each thing of a list.
//!
//! Titles and contents are plain text: words of reports, never markup of theirs. An entry is by whoever says it, where the list
//! is of what is said, else by the outlets; it links to its place on the desk, and by `via` to the reports.

use std::collections::BTreeSet;

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use readout_record::ItemKind;

use super::address::urn;
use super::calendar::passage;
use super::{Entry, EntryKind, Layout, Options};
use crate::list::{List, headline};
use crate::words::line;

/// So many passages, and so many addresses of reports, stand in an entry at the most.
const MOST_PASSAGES: usize = 20;

/// A feed, whose entries are held back: it bears the moment of the newest.
pub(super) struct Atom {
    id: String,
    options: Options,
    newest: Option<Timestamp>,
    entries: Xml,
}

impl Atom {
    pub(super) fn new(list: List, options: &Options) -> Self {
        let id = options.address.clone().unwrap_or_else(|| urn(list.name()));
        Self { id, options: options.clone(), newest: None, entries: Xml::new() }
    }

    fn updated(&self, entry: &Entry) -> Timestamp {
        let seen = || self.options.seen.get(&entry.id).copied();
        let read = || entry.first_read.as_ref()?.parse().ok();
        let published = || format!("{}T00:00:00Z", entry.published.filter(|day| day.year() > 0)?).parse().ok();
        seen().or_else(read).or_else(published).unwrap_or(self.options.now)
    }

    fn entry(&mut self, entry: &Entry) {
        let updated = self.updated(entry);
        self.newest = self.newest.max(Some(updated));
        let xml = &mut self.entries;
        xml.open("entry");
        xml.text("id", &urn(&entry.id));
        let title = headline(&entry.words);
        xml.text("title", if title.is_empty() { &entry.id } else { &title });
        xml.text("updated", &moment(updated));
        let is_said = matches!(entry.kind, EntryKind::Item(ItemKind::Statement | ItemKind::Position));
        let by = entry.who.iter().map(|named| &named.name).filter(|_| is_said);
        let authors: Vec<&String> = by.collect();
        let authors = if authors.is_empty() { entry.outlets.iter().collect() } else { authors };
        for author in authors {
            xml.open("author");
            xml.text("name", author);
            xml.close("author");
        }
        if let Some(base) = &self.options.base {
            xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &base.of(entry))]);
        }
        let reports: BTreeSet<&str> = entry.passages.iter().filter_map(|passage| passage.url.as_deref()).collect();
        for address in reports.into_iter().take(MOST_PASSAGES) {
            xml.empty("link", &[("rel", "via"), ("href", address)]);
        }
        xml.empty("category", &[("term", entry.kind.as_str())]);
        if !entry.label.is_empty() {
            xml.empty("category", &[("term", &entry.label)]);
        }
        let passages: Vec<String> = entry.passages.iter().take(MOST_PASSAGES).map(passage).collect();
        let content = if passages.is_empty() { entry.words.clone() } else { passages.join("\n") };
        xml.text("content", &content);
        xml.close("entry");
    }
}

impl Layout for Atom {
    fn add(&mut self, entries: Vec<Entry>) -> Vec<u8> {
        for entry in &entries {
            self.entry(entry);
        }
        Vec::new()
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        let mut xml = Xml::new();
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.write(Event::Start(BytesStart::new("feed").with_attributes([("xmlns", "http://www.w3.org/2005/Atom")])));
        xml.text("id", &self.id);
        xml.text("title", &line(&self.options.title));
        xml.text("updated", &moment(self.newest.unwrap_or(self.options.now)));
        xml.open("author");
        xml.text("name", "Readout");
        xml.close("author");
        xml.text("generator", concat!("Readout ", env!("CARGO_PKG_VERSION")));
        if let Some(address) = &self.options.address {
            xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", address)]);
        }
        let mut out = xml.0.into_inner();
        out.extend(b"\n");
        out.extend(self.entries.0.into_inner());
        out.extend(b"\n</feed>\n");
        out
    }
}

fn moment(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// XML in memory.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn new() -> Self {
        Self(Writer::new_with_indent(Vec::new(), b' ', 1))
    }

    fn write(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory is written to without fail");
    }

    fn open(&mut self, name: &str) {
        self.write(Event::Start(BytesStart::new(name)));
    }

    fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.open(name);
        self.write(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let mut element = BytesStart::new(name);
        for (name, value) in attributes {
            element.push_attribute((*name, allowed(value).as_str()));
        }
        self.write(Event::Empty(element));
    }
}

/// The text without the characters that XML 1.0 has no way to write.
fn allowed(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}
