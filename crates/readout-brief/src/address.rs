//! Parts of addresses. Others keep addresses, so they stay as they are.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a part of an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Percent-encoded, so that it is one parameter or fragment of an address.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// An id as one part of a path. Browsers take `.` and `..` for steps, percent-encoded too, so these ids have a `~` before
/// them; so have those that would be read as such.
pub fn segment(id: &str) -> String {
    let mark = if is_step(id) { "~" } else { "" };
    format!("{mark}{}", encode(id))
}

/// The id that a part of a path stands for, from which percent-encoding is taken already.
pub fn id_of(segment: &str) -> &str {
    segment.strip_prefix('~').filter(|id| is_step(id)).unwrap_or(segment)
}

/// Whether it is `.` or `..`, behind any number of marks.
fn is_step(id: &str) -> bool {
    matches!(id.trim_start_matches('~'), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_id_acts_in_an_address() {
        assert_eq!(encode("a/b?c#d\"<é"), "a%2Fb%3Fc%23d%22%3C%C3%A9");
        assert_eq!(encode("s0a1-b_c.d~"), "s0a1-b_c.d~");
    }

    #[test]
    fn every_id_is_a_part_of_a_path() {
        for (id, part) in [
            ("a.b", "a.b"),
            (".", "~."),
            ("..", "~.."),
            ("~..", "~~.."),
            ("~~.", "~~~."),
            ("...", "..."),
            ("~a", "~a"),
            ("~", "~"),
            ("../x", "..%2Fx"),
        ] {
            assert_eq!(segment(id), part);
            let decoded = percent_encoding::percent_decode_str(part).decode_utf8_lossy();
            assert_eq!(id_of(&decoded), id);
        }
    }
}
