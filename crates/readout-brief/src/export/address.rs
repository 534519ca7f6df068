//! Names and addresses of things.

use super::{Entry, EntryKind};
use crate::address::{encode, segment};

/// Where a desk serves the record: `https://desk.example/readout`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// An address of the web, or nothing where the text is none.
    pub fn new(address: &str) -> Option<Self> {
        web(address).filter(|address| !address.contains(['?', '#'])).map(|a| Self(a.trim_end_matches('/').to_owned()))
    }

    /// The page on which a thing stands: a story, report or actor has its own, all else its place on that of its story.
    pub(super) fn of(&self, entry: &Entry) -> String {
        let Self(base) = self;
        let id = segment(&entry.id);
        match (entry.kind, &entry.story) {
            (EntryKind::Story, _) => format!("{base}/story/{id}"),
            (EntryKind::Report, _) => format!("{base}/report/{id}"),
            (EntryKind::Actor, _) => format!("{base}/actor/{id}"),
            (EntryKind::Item(_), story) => {
                format!("{base}/story/{}#{}", segment(story.as_deref().unwrap_or_default()), encode(&entry.id))
            }
        }
    }
}

/// A name for the thing that lasts: `urn:readout:ID`.
pub(super) fn urn(id: &str) -> String {
    format!("urn:readout:{}", encode(id))
}

/// The address if it is one of the web that can stand in any document: nothing else is ever linked to.
pub(super) fn web(address: &str) -> Option<&str> {
    let address = address.trim();
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let plain = |c: char| {
        !c.is_control() && !c.is_whitespace() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    let shown = host.chars().all(|c| plain(c) && crate::words::visible(c) == c);
    (shown && !host.is_empty() && !host.starts_with(['/', '?', '#'])).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_linked_to() {
        assert_eq!(web(" https://post.example/a?b=1&c=ü "), Some("https://post.example/a?b=1&c=ü"));
        for other in
            ["javascript:alert(1)", "https://", "https:///x", "http://a b", "http://a\"b", "//a", "ftp://a", ""]
        {
            assert_eq!(web(other), None, "{other}");
        }
        assert_eq!(Base::new("https://desk.example/"), Some(Base("https://desk.example".into())));
        assert_eq!(Base::new("https://desk.example/?a"), None);
    }

    #[test]
    fn a_name_holds_any_id() {
        assert_eq!(urn("post-7"), "urn:readout:post-7");
        assert_eq!(urn("a b:\u{1b}/é"), "urn:readout:a%20b%3A%1B%2F%C3%A9");
    }
}
