//! HTML pages: the article in them, and what the page says about it.

mod metadata;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use crate::draft::Draft;
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
    let document = Document::from(html);
    let page = Metadata::of(&document);
    let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse()).ok();
    let (text, byline) = match article {
        Some(article) => (article.text_content.to_string(), article.byline),
        None => (String::new(), None),
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
