//! A guard before parsing: how deep a page's elements are nested.
//!
//! Parsers take time that grows with the square of the depth, and stack that grows with it. Browsers cut pages off at
//! 512; articles need a tenth of that.

/// The deepest nesting that is let through.
const LIMIT: usize = 512;

/// Elements that hold nothing, or that the next of their kind closes.
const NOT_NESTING: [&str; 35] = [
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "hr", "html",
    "image", "img", "input", "keygen", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track",
];

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// Whether elements that must be closed are open more than [`LIMIT`] deep at once. Errs on the side of depth: counts
/// tags and builds no tree.
pub(crate) fn exceeds_limit(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut depth = 0usize;
    // In SVG and MathML, and only there, `/>` closes an element.
    let mut foreign = false;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at += 3 + comment.find("-->").unwrap_or(0);
            continue;
        }
        let closes = rest.starts_with('/');
        let name_at = at + usize::from(closes);
        let name_len =
            bytes[name_at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-' || **b == b':').count();
        if name_len == 0 || !bytes[name_at].is_ascii_alphabetic() {
            continue;
        }
        let name = html[name_at..name_at + name_len].to_ascii_lowercase();
        let (tag_end, self_closing) = end_of_tag(bytes, name_at + name_len);
        at = tag_end;
        if closes {
            foreign &= name != "svg" && name != "math";
            depth = if NOT_NESTING.contains(&name.as_str()) { depth } else { depth.saturating_sub(1) };
            continue;
        }
        if matches!(name.as_str(), "svg" | "math") {
            foreign = !self_closing;
        } else if matches!(
            name.as_str(),
            "div" | "span" | "p" | "b" | "i" | "em" | "strong" | "table" | "ul" | "ol" | "foreignobject"
        ) {
            // HTML ends the drawing.
            foreign = false;
        }
        if NOT_NESTING.contains(&name.as_str()) || (foreign || name == "svg") && self_closing {
            continue;
        }
        if !foreign && RAW.contains(&name.as_str()) {
            at = skip_raw(bytes, at, &name);
            continue;
        }
        depth += 1;
        if depth > LIMIT {
            return true;
        }
    }
    false
}

/// The byte after the `>` that ends a tag, quoted values skipped, and whether it was `/>`.
fn end_of_tag(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return (at + 1, bytes[at - 1] == b'/'),
            b'=' => {
                let value = at + 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                at = match bytes.get(value) {
                    Some(quote @ (b'"' | b'\'')) => match memchr::memchr(*quote, &bytes[value + 1..]) {
                        Some(len) => value + len + 2,
                        None => bytes.len(),
                    },
                    _ => value,
                };
            }
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}

/// The byte where the closing tag of a raw element begins, or the end.
fn skip_raw(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
        at += found + 2;
        let end = at + name.len();
        if bytes.get(at..end).is_some_and(|closing| closing.eq_ignore_ascii_case(name.as_bytes())) {
            return end;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_pages_are_not_deep() {
        for piece in [
            "<p>One <b>two</b><br>",
            "<div><span>a</span></div>",
            "<script>if (a < b) { '<div>' }</script>",
            "<!-- <div> -->",
            "<li>a",
            "<svg><g><path d='M0'/></g></svg>",
            "a < b <",
            "<a href='x>y'>z</a>",
        ] {
            assert!(!exceeds_limit(&piece.repeat(5000)), "{piece}");
        }
        assert!(!exceeds_limit(&"<div>".repeat(LIMIT)));
        assert!(exceeds_limit(&"<div>".repeat(LIMIT + 1)));
    }

    proptest! {
        #[test]
        fn never_panics(html in "([<>/='\"!-]|div|svg|script|\\PC){0,80}") {
            exceeds_limit(&html);
        }
    }
}
