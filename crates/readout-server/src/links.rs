//! Addresses of the pages. They are stable: others keep them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a path or a parameter as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A part of a path, or the value of a parameter.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// `/story/ID`, `/report/ID`, `/actor/ID`.
pub(crate) fn to(kind: &str, id: &str) -> String {
    format!("/{kind}/{}", encode(id))
}

/// The parameters of an address, in order, those without a value left out; with the question mark.
pub(crate) fn query<'p>(parameters: impl IntoIterator<Item = (&'p str, Option<String>)>) -> String {
    let mut query = String::new();
    for (name, value) in parameters {
        if let Some(value) = value {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            query.push_str(&encode(&value));
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_any_id() {
        assert_eq!(to("report", "a/b?c#d \"é"), "/report/a%2Fb%3Fc%23d%20%22%C3%A9");
        assert_eq!(query([("a", None), ("b", Some("x&y".into())), ("c", Some("ü".into()))]), "?b=x%26y&c=%C3%BC");
    }
}
