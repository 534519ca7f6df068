//! Feeds: RSS, Atom, RDF and JSON Feed, one report an item.

use std::borrow::Cow;
use std::panic::catch_unwind;

use feed_rs::model::{Entry, Feed};

use crate::draft::{self, Draft, Drafts, Published, one};
use crate::page::plain_text;
use crate::{InputError, Problem, charset};

/// The reports of a feed, in its order.
pub(crate) fn read(path: &str, bytes: &[u8]) -> Drafts {
    let feed = match charset::decode_page(bytes, None).and_then(|source| parse(&source)) {
        Ok(feed) => feed,
        Err(problem) => return one(Err(InputError::new(path, problem))),
    };
    let outlet = feed.title.map(|title| plain_text(&title.content));
    let language = feed.language;
    let place = path.to_owned();
    let drafts = feed.entries.into_iter().zip(1..).map(move |(entry, number)| {
        let path = format!("{place}#{number}");
        Ok(Draft { path, ..item(entry, outlet.as_deref(), language.as_deref()) })
    });
    draft::at_least_one(path, drafts)
}

fn parse(source: &str) -> Result<Feed, Problem> {
    if !is_feed(source) {
        return Err(Problem::NotAFeed);
    }
    let source =
        if source.starts_with('{') { Cow::Borrowed(source) } else { escape_bare_ampersands(without_encoding(source)) };
    // The parser is not ours: should it panic on a feed, that feed alone is lost.
    catch_unwind(|| feed_rs::parser::parse(source.as_bytes()))
        .map_err(|_| Problem::Unparsable("the feed parser failed".into()))?
        .map_err(|error| Problem::Unparsable(error.to_string()))
}

/// Whether this begins as a feed does: the root element, or the version that a JSON Feed must give.
fn is_feed(source: &str) -> bool {
    if source.trim_start().starts_with('{') {
        return source.contains("jsonfeed.org/version/");
    }
    let mut rest = source;
    while let Some((_, after)) = rest.split_once('<') {
        if !after.starts_with(['?', '!']) {
            let name = after.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or("");
            return matches!(name.rsplit(':').next(), Some("rss" | "feed" | "RDF"));
        }
        let end = if after.starts_with("!--") { "-->" } else { ">" };
        let Some((_, after)) = after.split_once(end) else { return false };
        rest = after;
    }
    false
}

/// The feed without its XML declaration: what it says of the encoding was true of the bytes, not of this string.
fn without_encoding(source: &str) -> &str {
    let source = source.trim_start();
    match source.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => source,
    }
}

/// Writes `&amp;` for each `&` that begins no character reference outside CDATA: one of them fails a whole feed.
fn escape_bare_ampersands(source: &str) -> Cow<'_, str> {
    let mut escaped = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'&', b'<', &source.as_bytes()[at..]) {
        at += found;
        let rest = &source[at..];
        if rest.starts_with("<![CDATA[") {
            at += rest.find("]]>").unwrap_or(rest.len());
        } else {
            if rest.starts_with('&') && !is_reference(&rest[1..]) {
                escaped.push_str(&source[copied..at]);
                escaped.push_str("&amp;");
                copied = at + 1;
            }
            at += 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(source);
    }
    escaped.push_str(&source[copied..]);
    Cow::Owned(escaped)
}

/// Whether a character reference goes on like this after its `&`: `amp;`, `#8217;`.
fn is_reference(after: &str) -> bool {
    let name = after.split(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).next().unwrap_or("");
    !name.is_empty() && name.len() <= 32 && after[name.len()..].starts_with(';')
}

fn item(entry: Entry, feed_title: Option<&str>, feed_language: Option<&str>) -> Draft {
    let content = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let text = content.or(entry.summary.map(|summary| summary.content)).unwrap_or_default();
    let day = entry.published.or(entry.updated);
    let authors: Vec<String> = entry.authors.into_iter().filter_map(|author| author.name).collect();
    let page = entry.links.iter().find(|link| link.rel.as_deref().unwrap_or("alternate") == "alternate");
    Draft {
        id: None,
        outlet: feed_title.map(str::to_owned),
        title: entry.title.map(|title| plain_text(&title.content)),
        url: page.or(entry.links.first()).map(|link| link.href.clone()),
        published: day.map_or(Published::Unknown, |day| Published::read(&day.date_naive().to_string())),
        byline: Some(authors.join(", ")),
        language: entry.language.or_else(|| feed_language.map(str::to_owned)),
        text: plain_text(&text),
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn drafts(source: &str) -> Vec<Result<Draft, InputError>> {
        read("a.xml", source.as_bytes()).collect()
    }

    #[test]
    fn an_rss_item_is_a_report() {
        let found = drafts(
            "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!-- by hand -->\n<rss version=\"2.0\"><channel>\
             <title>The Harbour Post</title><language>en-gb</language>\
             <item><title>Ferries & trains</title><link>https://example.org/1?a=b&c=d</link>\
             <pubDate>Wed, 26 Nov 2025 10:15:00 GMT</pubDate>\
             <description>&lt;p&gt;Ana&#8217;s ferry &amp;amp; Bo&#8217;s train met.&lt;/p&gt;&lt;p&gt;Nobody was late.&lt;/p&gt;</description></item>\
             <item><title>Empty</title></item></channel></rss>",
        );
        let first = found[0].as_ref().unwrap();
        assert_eq!(first.path, "a.xml#1");
        assert_eq!(first.title.as_deref(), Some("Ferries & trains"));
        assert_eq!(first.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(first.url.as_deref(), Some("https://example.org/1?a=b&c=d"));
        assert_eq!(first.published, Published::On(date(2025, 11, 26)));
        assert_eq!(first.text, "Ana’s ferry & Bo’s train met.\n\nNobody was late.");
        assert_eq!(found[1].as_ref().unwrap().text, "");
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let atom = drafts(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Hill Weekly</title><id>urn:x</id><updated>2025-11-26T10:00:00Z</updated>\
             <entry><id>urn:y</id><title>Council meets</title><updated>2025-11-26T10:00:00Z</updated><author><name>Cy Moe</name></author>\
             <link href=\"https://example.org/2\"/><content type=\"html\">&lt;p&gt;The council met.&lt;/p&gt;</content></entry></feed>",
        );
        let atom = atom[0].as_ref().unwrap();
        assert_eq!((atom.text.as_str(), atom.byline.as_deref()), ("The council met.", Some("Cy Moe")));
        let json = drafts(
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Hill Weekly\", \"items\": \
             [{\"id\": \"1\", \"url\": \"https://example.org/3\", \"content_text\": \"The council met.\", \"date_published\": \"2025-11-26T10:00:00Z\"}]}",
        );
        assert_eq!(json[0].as_ref().unwrap().text, "The council met.");
    }

    #[test]
    fn other_xml_and_json_is_no_feed() {
        for source in
            ["<html><body>rss</body></html>", "{\"a\": 1}", "[]", "", "<!-- rss", "<?xml version=\"1.0\"?><opml/>"]
        {
            assert_eq!(drafts(source), [Err(InputError::new("a.xml", Problem::NotAFeed))], "{source}");
        }
        assert!(matches!(
            drafts("<rss><channel><item>")[0],
            Err(InputError { problem: Problem::Unparsable(_) | Problem::NoReports, .. })
        ));
    }

    #[test]
    fn only_bare_ampersands_are_escaped() {
        let source = "a & b &amp; c &#38; &x <![CDATA[ d & e ]]> & é";
        assert_eq!(escape_bare_ampersands(source), "a &amp; b &amp; c &#38; &amp;x <![CDATA[ d & e ]]> &amp; é");
        assert!(matches!(escape_bare_ampersands("a &amp; b"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, body in "(<item>|</item>|<title>|&|<!\\[CDATA\\[|\\]\\]>|<pubDate>|\\PC){0,30}") {
            read("a.xml", &bytes).for_each(drop);
            drafts(&body);
            drafts(&format!("<rss version=\"2.0\"><channel>{body}</channel></rss>")).into_iter().for_each(drop);
            drafts(&format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{body}]}}")).into_iter().for_each(drop);
        }
    }
}
