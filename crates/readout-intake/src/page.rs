//! HTML pages: the article in them, and what the page says about it.

mod clutter;
mod depth;
mod metadata;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{CandidateSelectMode, Config, Readability, TextMode};

use crate::draft::Draft;
#[cfg(test)]
use crate::draft::Published;
use crate::{InputError, Problem, charset};
use metadata::Metadata;

/// What is known about a page besides its bytes.
#[derive(Debug, Default)]
pub(crate) struct Served {
    /// Its address.
    pub(crate) url: Option<String>,
    /// The charset that the server gave.
    pub(crate) charset: Option<String>,
}

/// The report in a page.
pub(crate) fn read(path: &str, bytes: &[u8], served: &Served) -> Result<Draft, InputError> {
    let draft = charset::decode_page(bytes, served.charset.as_deref()).and_then(|html| {
        // The parsers are not ours: should one panic on a page, that page alone is lost.
        catch_unwind(AssertUnwindSafe(|| extract(&html)))
            .unwrap_or_else(|_| Err(Problem::Unparsable("the HTML parser failed".into())))
    });
    let draft = draft.map_err(|problem| InputError::new(path, problem))?;
    Ok(Draft { path: path.to_owned(), url: draft.url.or_else(|| served.url.clone()), ..draft })
}

fn extract(html: &str) -> Result<Draft, Problem> {
    if depth::exceeds_limit(html) {
        return Err(Problem::NestedTooDeep);
    }
    let document = Document::from(html);
    let page = Metadata::of(&document);
    clutter::remove(&document);
    // Its own choice of the top element joins articles that are laid out in parts, where readability's keeps one part.
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        candidate_select_mode: CandidateSelectMode::DomSmoothie,
        ..Config::default()
    };
    let parsed = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse());
    let (text, byline) = match parsed {
        Ok(article) => (article.text_content.to_string(), article.byline),
        Err(_) => (String::new(), None),
    };
    // Pages that a script fills in hold no article, but often its text as data.
    let text = match &page.body {
        Some(body) if text.len() < body.len() / 4 => body.clone(),
        _ => text,
    };
    if text.trim().is_empty() {
        return Err(Problem::NoArticle);
    }
    Ok(Draft {
        outlet: page.outlet,
        title: page.title,
        url: page.url,
        published: page.published,
        byline: page.byline.or(byline),
        language: page.language,
        text,
        ..Draft::default()
    })
}

/// The words of a piece of HTML, or of plain text; paragraphs stay apart. Empty if the parser fails.
pub(crate) fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_owned();
    }
    if depth::exceeds_limit(html) {
        return String::new();
    }
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let document = Document::from(html);
        document.select("script, style").remove();
        document.formatted_text().trim().to_owned()
    }));
    parsed.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const ARTICLE: &str = "<p>The owners of the two ferries met in the harbour on Monday and agreed to share the winter \
        timetable.</p><p>“We had to <b>stop</b> racing each other,” said Ana Reyes, who owns the older ship.</p>";

    fn page(head: &str, body: &str) -> Draft {
        let html = format!("<!doctype html><html lang=en-GB><head>{head}</head><body>{body}</body></html>");
        read("a.html", html.as_bytes(), &Served::default()).unwrap()
    }

    #[test]
    fn keeps_the_article_and_leaves_the_page() {
        let draft = page(
            "<title>Ferries share the winter | The Harbour Post</title><meta property=og:site_name content='The Harbour Post'>",
            &format!(
                "<nav><a href=/>Home</a></nav><article><h1>Ferries share the winter</h1><figure><img src=a.png>\
                 <figcaption>The harbour. Photo: Bo Lind</figcaption></figure>{ARTICLE}\
                 <p class='visually-hidden'>Article content</p><div class='newsletter-signup'><p>Sign up for our newsletter.</p></div>\
                 </article><footer><p>All rights reserved.</p></footer>"
            ),
        );
        assert_eq!(
            draft.text,
            "The owners of the two ferries met in the harbour on Monday and agreed to share the winter timetable.\n\n\
             “We had to stop racing each other,” said Ana Reyes, who owns the older ship."
        );
        assert_eq!(draft.title.as_deref(), Some("Ferries share the winter"));
        assert_eq!(draft.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(draft.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn reads_json_ld_with_a_graph() {
        let draft = page(
            "<script type='application/ld+json'>{\"@graph\": [{\"@type\": \"WebSite\", \"name\": \"x\"}, \
             {\"@type\": [\"NewsArticle\"], \"headline\": \"Ferries &amp; trains\", \"datePublished\": \"2025-11-26T23:00:00-05:00\", \
             \"author\": [{\"@id\": \"#ana\"}, {\"@type\": \"Person\", \"name\": \"Bo Lind\"}], \
             \"publisher\": {\"name\": \"The Harbour Post\"}, \"url\": \"https://example.org/ferries\"}, \
             {\"@id\": \"#ana\", \"@type\": \"Person\", \"name\": \"Ana Reyes\"}]}</script>",
            &format!("<article>{ARTICLE}</article>"),
        );
        assert_eq!(draft.title.as_deref(), Some("Ferries & trains"));
        assert_eq!(draft.published, Published::On(date(2025, 11, 26)));
        assert_eq!(draft.byline.as_deref(), Some("Ana Reyes, Bo Lind"));
        assert_eq!(draft.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org/ferries"));
    }

    #[test]
    fn reads_meta_tags_and_time() {
        let draft = page(
            "<meta property='og:title' content='Ferries'><meta name=author content='By Ana Reyes'><link rel=canonical href=https://example.org/f>",
            &format!("<article><time datetime='2025-11-26'>Wednesday</time>{ARTICLE}</article>"),
        );
        assert_eq!(draft.title.as_deref(), Some("Ferries"));
        assert_eq!(draft.byline.as_deref(), Some("Ana Reyes"));
        assert_eq!(draft.published, Published::On(date(2025, 11, 26)));
        assert_eq!(draft.url.as_deref(), Some("https://example.org/f"));
    }

    #[test]
    fn a_page_that_a_script_fills_in_has_its_text_as_data() {
        let draft = page(
            "<script type='application/ld+json'>[{\"@type\": \"Article\", \"articleBody\": \"The owners of the two ferries met\n in the harbour.\"}]</script>",
            "<div id=app></div>",
        );
        assert_eq!(draft.text, "The owners of the two ferries met  in the harbour.");
    }

    #[test]
    fn a_page_without_text_is_an_error() {
        for html in ["", "<html></html>", "<p></p>", "<script>var a = 1</script>"] {
            let error = read("a.html", html.as_bytes(), &Served::default()).unwrap_err();
            assert_eq!(error.problem, Problem::NoArticle, "{html}");
        }
    }

    #[test]
    fn a_bottomless_page_is_an_error() {
        for tag in ["<div>", "<b>", "<x y='>'>", "<x/>", "<svg><div/><x/>", "<table><tr><td>", "<blockquote><p>"] {
            let error = read("a.html", tag.repeat(100_000).as_bytes(), &Served::default()).unwrap_err();
            assert_eq!(error.problem, Problem::NestedTooDeep, "{tag}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn never_panics(bytes: Vec<u8>, html in "(<p>|</p>|<div class='ad'>|</div>|<table>|<svg>|<script type='application/ld\\+json'>|</script>|<!--|&amp;|[a-z ,.]{1,40}|\\PC){0,60}") {
            let _ = read("a.html", &bytes, &Served::default());
            let _ = read("a.html", html.as_bytes(), &Served::default());
            plain_text(&html);
        }
    }
}
