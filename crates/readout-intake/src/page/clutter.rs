//! What stands in an article without being part of it: captions, offers, share buttons, notes for screen readers.

use dom_query::{Document, NodeRef};

/// Parts of a page that are never the article.
const NEVER: &str = "figcaption, nav, form, dialog, button, template, [hidden], [role='navigation'], [role='dialog'], \
    [role='complementary'], .visually-hidden, .visuallyhidden, .sr-only, .screen-reader-text, .screenreader-only";

/// Words in a class or id by which publishers name their clutter.
const CLUTTER_WORDS: [&str; 26] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "consent",
    "cookie",
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

/// Takes the clutter out of the page.
pub(super) fn remove(document: &Document) {
    document.select(NEVER).remove();
    let all = paragraph_bytes(document.select("p").nodes());
    for element in document.select("[class], [id]").nodes() {
        let named =
            ["class", "id"].iter().any(|attribute| element.attr(attribute).is_some_and(|names| names_clutter(&names)));
        let is_frame = element.node_name().is_some_and(|name| matches!(&*name, "html" | "body" | "article" | "main"));
        if named && !is_frame {
            let own: usize = paragraph_bytes(&element.find(&["p"]));
            if own * SMALL_PART <= all {
                element.remove_from_parent();
            }
        }
    }
}

fn paragraph_bytes(paragraphs: &[NodeRef<'_>]) -> usize {
    paragraphs.iter().map(|paragraph| paragraph.text().trim().len()).sum()
}

/// Whether one of the names has a clutter word: `related` in `c-related-links`, but not in `unrelated`.
fn names_clutter(names: &str) -> bool {
    names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| CLUTTER_WORDS.iter().any(|clutter| word.eq_ignore_ascii_case(clutter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clutter_is_named_by_whole_words() {
        assert!(names_clutter("c-related-links box"));
        assert!(names_clutter("article_ad__slot"));
        assert!(!names_clutter("unrelated header shadow"));
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
}
