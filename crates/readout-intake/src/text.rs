//! Text files with optional front matter.

use crate::draft::{Draft, Published};
use crate::{InputError, charset, front_matter};

/// The report of a `.txt` or `.md` file. Its text is the file's, to the byte, after the front matter.
pub(crate) fn read(path: &str, bytes: Vec<u8>) -> Result<Draft, InputError> {
    let mut file = charset::decode_text(bytes).map_err(|problem| InputError::new(path, problem))?;
    let split = front_matter::split(&file).map_err(|problem| InputError::at_line(path, 1, problem))?;
    let text_at = split.text_at;
    let fields = front_matter::fields(split.yaml.unwrap_or(""), path)?;
    file.drain(..text_at);

    let mut draft = Draft { path: path.to_owned(), text: file, ..Draft::default() };
    for (name, value) in fields {
        match name.as_str() {
            "title" => draft.title = Some(value),
            "outlet" | "source" => draft.outlet = Some(value),
            "url" => draft.url = Some(value),
            "published" | "date" => draft.published = Published::read(&value),
            "byline" | "author" | "authors" => draft.byline = Some(value),
            "language" => draft.language = Some(value),
            _ => {}
        }
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::Problem;

    #[test]
    fn front_matter_is_taken_off_and_the_text_kept() {
        let file = "\u{FEFF}---\r\ntitle: Ferry talks resume\r\noutlet: The Harbour Post\r\nurl: https://example.org/a\r\n\
                    published: 26 November 2025\r\nbyline: [Ana Reyes, Bo Lind]\r\nlanguage: en\r\nmood: calm\r\n---\r\n\
                    \r\nThe ferry owners met.\r\n";
        let draft = read("a.md", file.into()).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Ferry talks resume"));
        assert_eq!(draft.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(draft.published, Published::On(date(2025, 11, 26)));
        assert_eq!(draft.byline.as_deref(), Some("Ana Reyes, Bo Lind"));
        assert_eq!(draft.language.as_deref(), Some("en"));
        assert_eq!(draft.text, "\r\nThe ferry owners met.\r\n");
    }

    #[test]
    fn an_open_front_matter_is_an_error_in_line_1() {
        let error = read("a.md", b"---\ntitle: A\n\nText.\n".to_vec()).unwrap_err();
        assert_eq!(error, InputError::at_line("a.md", 1, Problem::FrontMatterOpen));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>) {
            let _ = read("a.txt", bytes);
        }

        #[test]
        fn text_equals_the_file_after_its_front_matter(title in "[a-z ]{0,9}", text in "(\\PC|\r?\n|---){0,200}") {
            let with = format!("---\ntitle: \"{title}\"\n---\n{text}");
            prop_assert_eq!(read("a.txt", with.into_bytes()).unwrap().text, &text[..]);
            prop_assume!(!text.starts_with("---") && !text.starts_with('\u{FEFF}'));
            prop_assert_eq!(read("a.txt", text.clone().into_bytes()).unwrap().text, text);
        }
    }
}
