//! Addresses of the pages. They are stable: others keep them.

pub(crate) use readout_brief::address::{encode, id_of, segment};

/// `/story/ID`, `/report/ID`, `/actor/ID`.
pub(crate) fn to(kind: &str, id: &str) -> String {
    format!("/{kind}/{}", segment(id))
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
