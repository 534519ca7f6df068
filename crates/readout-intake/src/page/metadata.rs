//! What a page says about its article: JSON-LD first, then OpenGraph and meta tags, then the visible page.

use std::collections::BTreeMap;

use dom_query::Document;
use serde_json::{Map, Value};

use crate::date;
use crate::draft::{Published, tidy};
use crate::page::plain_text;

/// How deep JSON-LD is searched for the article.
const MAX_DEPTH: usize = 8;

/// What is known about the article of a page.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Published,
    pub(crate) byline: Option<String>,
    pub(crate) language: Option<String>,
    /// The article's text, if JSON-LD holds it.
    pub(crate) body: Option<String>,
}

impl Metadata {
    pub(crate) fn of(document: &Document) -> Self {
        let linked = LinkedData::of(document);
        let tags = Tags::of(document);
        let outlet = tags
            .first(&["og:site_name"])
            .or_else(|| linked.name("publisher"))
            .or_else(|| tags.first(&["application-name", "cre", "publisher", "dc.publisher", "dcterms.publisher"]));
        Self {
            title: title(document, &linked, &tags, outlet.as_deref()),
            url: attribute(document, "link[rel='canonical']", "href")
                .or_else(|| tags.first(&["og:url"]))
                .or_else(|| linked.address())
                .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
            published: published(document, &linked, &tags),
            byline: byline(document, &linked, &tags),
            language: linked
                .string("inLanguage")
                .or_else(|| attribute(document, "html[lang]", "lang"))
                .or_else(|| tags.first(&["og:locale", "content-language", "language", "dc.language"])),
            body: linked.string("articleBody"),
            outlet,
        }
    }
}

fn title(document: &Document, linked: &LinkedData, tags: &Tags, outlet: Option<&str>) -> Option<String> {
    let meta =
        || tags.first(&["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"]);
    let found = linked
        .string("headline")
        .or_else(meta)
        .or_else(|| text_of(document, "h1"))
        .or_else(|| text_of(document, "title"))?;
    Some(match outlet {
        Some(outlet) => without_outlet(&found, outlet).to_owned(),
        None => found,
    })
}

/// A title without the outlet's name after the last bar or dash: "Talks resume | The Harbour Post".
fn without_outlet<'t>(title: &'t str, outlet: &str) -> &'t str {
    for separator in [" | ", " - ", " – ", " — ", " · "] {
        if let Some((headline, last)) = title.rsplit_once(separator)
            && last.trim().eq_ignore_ascii_case(outlet.trim())
            && !headline.trim().is_empty()
        {
            return headline.trim();
        }
    }
    title
}

/// The first readable date of those that the page gives for publication. One that is given to machines and cannot be
/// read is reported if there is no other.
fn published(document: &Document, linked: &LinkedData, tags: &Tags) -> Published {
    const TAGS: [&str; 20] = [
        "article:published_time",
        "og:article:published_time",
        "article:published",
        "og:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "datepublished",
        "publish-date",
        "publish_date",
        "publication_date",
        "published_at",
        "published_time",
        "pubdate",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "date",
    ];
    let mut candidates: Vec<String> = linked.string("datePublished").into_iter().collect();
    candidates.extend(TAGS.iter().filter_map(|name| tags.first(&[name])));
    candidates.extend(linked.string("dateCreated"));
    let written_for_people = [
        attribute(document, "[itemprop='datePublished'][content]", "content"),
        attribute(document, "[itemprop='datePublished'][datetime]", "datetime"),
        attribute(document, "time[pubdate][datetime]", "datetime"),
        attribute(document, "article time[datetime]", "datetime"),
        attribute(document, "main time[datetime]", "datetime"),
        attribute(document, "time[datetime]", "datetime"),
        text_of(document, "article time"),
        text_of(document, "time"),
    ];
    let all = candidates.iter().chain(written_for_people.iter().flatten());
    match all.filter_map(|written| date::parse(written)).next() {
        Some(day) => Published::On(day),
        None => candidates.first().map_or(Published::Unknown, |written| Published::read(written)),
    }
}

fn byline(document: &Document, linked: &LinkedData, tags: &Tags) -> Option<String> {
    const TAGS: [&str; 9] = [
        "author",
        "article:author",
        "article:author_name",
        "parsely-author",
        "sailthru.author",
        "byl",
        "byline",
        "dc.creator",
        "dcterms.creator",
    ];
    let from_tags = || TAGS.iter().find_map(|name| names(tags.all(name)));
    let from_page = || {
        ["[itemprop='author'] [itemprop='name']", "[rel='author']"]
            .iter()
            .find_map(|selector| names(document.select(selector).iter().map(|element| element.text().to_string())))
    };
    linked.name("author").or_else(from_tags).or_else(from_page)
}

/// Names joined by commas, each once, addresses left out.
fn names(found: impl IntoIterator<Item = impl AsRef<str>>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for name in found {
        let Some(name) = tidy(name.as_ref()) else { continue };
        let name = name.strip_prefix("By ").or_else(|| name.strip_prefix("by ")).map_or(&*name, str::trim_start);
        let is_credit = name.starts_with("(Image") || name.starts_with("(Photo") || name.starts_with("(Picture");
        if !name.contains("://") && !is_credit && !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    document.select(selector).iter().find_map(|element| tidy(&element.attr(name)?))
}

fn text_of(document: &Document, selector: &str) -> Option<String> {
    document.select(selector).iter().find_map(|element| tidy(&element.text()))
}

/// The page's `<meta>` tags: contents by name or property, in lower case.
struct Tags(BTreeMap<String, Vec<String>>);

impl Tags {
    fn of(document: &Document) -> Self {
        let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for tag in document.select("meta[content]").iter() {
            let content = tag.attr("content").and_then(|content| tidy(&content));
            let Some(content) = content else { continue };
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                for name in tag.attr(attribute).iter().flat_map(|names| names.split_whitespace()) {
                    tags.entry(name.to_lowercase()).or_default().push(content.clone());
                }
            }
        }
        Self(tags)
    }

    fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first content under the first of `names` that the page has.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).first().cloned())
    }
}

/// The article among the page's JSON-LD, and the objects that it may refer to.
struct LinkedData {
    article: Map<String, Value>,
    by_id: BTreeMap<String, Map<String, Value>>,
}

impl LinkedData {
    fn of(document: &Document) -> Self {
        let mut all = Vec::new();
        for script in document.select("script[type='application/ld+json']").iter() {
            if let Some(data) = parse_script(&script.text()) {
                collect(data, 0, &mut all);
            }
        }
        // Of several articles (the page's own and teasers), the page's own comes first and says most.
        let rank = |object: &Map<String, Value>| {
            let has = |field| usize::from(object.contains_key(field));
            is_article(object).then(|| has("headline") + has("datePublished") + has("author"))
        };
        let mut article: Option<(usize, usize)> = None;
        for (index, object) in all.iter().enumerate() {
            if let Some(rank) = rank(object)
                && article.is_none_or(|(best, _)| rank > best)
            {
                article = Some((rank, index));
            }
        }
        let article = article.map(|(_, index)| all[index].clone()).unwrap_or_default();
        let mut by_id = BTreeMap::new();
        for object in all {
            // A mere reference has an id and nothing else.
            if let Some(Value::String(id)) = object.get("@id")
                && object.len() > 1
            {
                by_id.entry(id.clone()).or_insert(object);
            }
        }
        Self { article, by_id }
    }

    /// A field of the article that is text.
    fn string(&self, field: &str) -> Option<String> {
        let value = match self.article.get(field)? {
            Value::Array(values) => values.first()?,
            value => value,
        };
        match value {
            Value::String(text) => plain(text),
            Value::Object(object) => {
                ["alternateName", "name", "@value"].iter().find_map(|name| plain(object.get(*name)?.as_str()?))
            }
            _ => None,
        }
    }

    /// The name of the person, organisation or several of them in a field of the article.
    fn name(&self, field: &str) -> Option<String> {
        let mut found = Vec::new();
        self.collect_names(self.article.get(field)?, 0, &mut found);
        names(found)
    }

    fn collect_names(&self, value: &Value, depth: usize, found: &mut Vec<String>) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::String(text) => found.extend(plain(text)),
            Value::Array(values) => values.iter().for_each(|value| self.collect_names(value, depth + 1, found)),
            Value::Object(object) => {
                let referred = || self.by_id.get(object.get("@id")?.as_str()?)?.get("name");
                if let Some(name) = object.get("name").or_else(referred) {
                    self.collect_names(name, depth + 1, found);
                }
            }
            _ => {}
        }
    }

    /// The article's own address.
    fn address(&self) -> Option<String> {
        let main = self.article.get("mainEntityOfPage");
        [self.article.get("url"), main, main.and_then(|page| page.get("@id"))]
            .into_iter()
            .flatten()
            .find_map(|value| plain(value.as_str()?))
    }
}

/// JSON-LD as publishers write it: in comments or CDATA, with raw line breaks in strings.
fn parse_script(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.trim_start().trim_start_matches("//").trim_start();
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script);
    let script = script.trim_end_matches(|c: char| c.is_whitespace() || ";/>]-".contains(c));
    // The trimming may have cut the bracket of a list.
    let closed = if script.trim_start().starts_with('[') { format!("{script}]") } else { script.to_owned() };
    serde_json::from_str(&closed).ok().or_else(|| {
        let spaced: String = closed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// Every object in `value`, outer before inner.
fn collect(value: Value, depth: usize, all: &mut Vec<Map<String, Value>>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, depth + 1, all)),
        Value::Object(object) => {
            let inner: Vec<Value> =
                object.values().filter(|value| value.is_object() || value.is_array()).cloned().collect();
            all.push(object);
            inner.into_iter().for_each(|value| collect(value, depth + 1, all));
        }
        _ => {}
    }
}

/// Whether a schema.org object is a written piece: `NewsArticle`, `ReportageNewsArticle`, `BlogPosting` and so on.
fn is_article(object: &Map<String, Value>) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
            kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report"
        })
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// Text without the markup and character references that some publishers leave in JSON-LD.
fn plain(text: &str) -> Option<String> {
    if text.contains(['<', '&']) {
        return Some(plain_text(text)).filter(|text| !text.is_empty());
    }
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
