//! What stands in an article without being part of it: captions, offers, share buttons, notes for screen readers.

use dom_query::{Document, NodeRef};

/// Parts of a page that are never the article.
const NEVER: &str = "figcaption, nav, form, dialog, button, template, [hidden], [role='navigation'], [role='dialog'], \
    [role='complementary'], .visually-hidden, .visuallyhidden, .sr-only, .screen-reader-text, .screenreader-only";

/// Words in a class or id by which publishers name their clutter.
const CLUTTER_WORDS: [&str; 24] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "disclaimer",
    "donate",
    "newsletter",
    "outbrain",
    "paywall",
    "popular",
    "promo",
    "recirc",
    "recirculation",
    "recommended",
    "related",
    "share",
    "sharing",
    "signup",
    "subscribe",
    "taboola",
];

/// An element that holds more than one part in this many of all paragraphs is the article, whatever its class says.
const SMALL_PART: usize = 4;

/// Words for layers that cookie managers put over the page. They can be longer than the article.
const CONSENT_WORDS: [&str; 4] = ["consent", "cookie", "cookies", "onetrust"];

/// An article's paragraphs have at least so many bytes, so a layer may go if this much stays.
const MIN_ARTICLE_BYTES: usize = 400;

/// Takes the clutter out of the page.
pub(super) fn remove(document: &Document) {
    document.select(NEVER).remove();
    let mut all = paragraph_bytes(document.select("p").nodes());
    for element in document.select("[class], [id]").nodes() {
        let is_frame = element.node_name().is_some_and(|name| matches!(&*name, "html" | "body" | "article" | "main"));
        let names = ["class", "id"].map(|attribute| element.attr(attribute).unwrap_or_default());
        let named = |words: &[&str]| !is_frame && names.iter().any(|names| has_word(names, words));
        let may_go = |own: usize| {
            let is_small = own * SMALL_PART <= all && named(&CLUTTER_WORDS);
            let is_hidden = own * 2 <= all && !is_frame && names[0].split_whitespace().any(|class| class == "hidden");
            let is_layer = all >= own + MIN_ARTICLE_BYTES && named(&CONSENT_WORDS);
            is_small || is_hidden || is_layer
        };
        // Most elements bear no such name: ask that first, it is cheap.
        if may_go(0) && is_attached(element) {
            let own = paragraph_bytes(&element.find(&["p"]));
            if may_go(own) {
                element.remove_from_parent();
                all = all.saturating_sub(own);
            }
        }
    }
}

/// Whether the element is still in the page: none that it stood in was removed before.
fn is_attached(element: &NodeRef<'_>) -> bool {
    element.ancestors(None).last().is_some_and(NodeRef::is_document)
}

/// How many bytes of text the paragraphs hold together.
fn paragraph_bytes(paragraphs: &[NodeRef<'_>]) -> usize {
    paragraphs.iter().map(|paragraph| paragraph.text().trim().len()).sum()
}

/// Whether one of the words stands in the names: `related` in `c-related-links`, but not in `unrelated`.
fn has_word(names: &str, words: &[&str]) -> bool {
    names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clutter_is_named_by_whole_words() {
        assert!(has_word("c-related-links box", &CLUTTER_WORDS));
        assert!(has_word("article_ad__slot", &CLUTTER_WORDS));
        assert!(!has_word("unrelated header shadow", &CLUTTER_WORDS));
    }

    #[test]
    fn a_large_part_stays_whatever_its_class() {
        let article = "<p>The owners of the two ferries met in the harbour on Monday.</p>".repeat(3);
        let document = Document::from(format!(
            "<div class=paywall>{article}</div><div class=newsletter-box><p>Sign up.</p></div><p class=sr-only>Article</p>"
        ));
        remove(&document);
        assert_eq!(document.select("p").length(), 3);
    }

    #[test]
    fn a_layer_longer_than_the_article_goes() {
        let article =
            "<p>The owners of the two ferries met in the harbour on Monday, and again on Friday.</p>".repeat(6);
        let notice = "<p>We store cookies on your device to make this page work and to measure its use.</p>".repeat(40);
        let document = Document::from(format!(
            "<main>{article}</main><div id=x-consent-sdk><div class=cookie>{notice}</div></div>"
        ));
        remove(&document);
        assert_eq!(document.select("p").length(), 6);
    }
}
