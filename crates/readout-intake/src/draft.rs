//! What a reader of one format finds, and what every report goes through before it leaves the intake.

use readout_report::{Date, Report, ReportId};

use crate::{InputError, MAX_TEXT_BYTES, Options, Problem, date, language};

/// Yields what one input holds.
pub(crate) type Drafts = Box<dyn Iterator<Item = Result<Draft, InputError>> + Send>;

/// [`Drafts`] of one item.
pub(crate) fn one(found: Result<Draft, InputError>) -> Drafts {
    Box::new(std::iter::once(found))
}

/// `drafts`, or an error if there are none: an input without reports must not go by unnoticed.
pub(crate) fn at_least_one(
    path: &str,
    drafts: impl Iterator<Item = Result<Draft, InputError>> + Send + 'static,
) -> Drafts {
    let mut drafts = drafts.peekable();
    match drafts.peek() {
        Some(_) => Box::new(drafts),
        None => one(Err(InputError::new(path, Problem::NoReports))),
    }
}

/// A report as its input gives it, fields unchecked.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) path: String,
    /// The line that it stands in, in JSONL.
    pub(crate) line: Option<u64>,
    pub(crate) id: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Published,
    pub(crate) byline: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) text: String,
}

/// The publication day as the input gives it.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) enum Published {
    #[default]
    Unknown,
    On(Date),
    Unreadable(String),
}

impl Published {
    /// Reads a written date; an empty one counts as none.
    pub(crate) fn read(written: &str) -> Self {
        match date::parse(written) {
            Some(day) => Self::On(day),
            None if written.trim().is_empty() => Self::Unknown,
            None => Self::Unreadable(tidy(written).unwrap_or_default()),
        }
    }
}

/// Checks a draft and makes the report of it: no report without text, tidy fields, a date that can be, a language and
/// an id. Yields the problems before the report.
pub(crate) fn finish(found: Result<Draft, InputError>, options: &Options) -> Vec<Result<Report, InputError>> {
    let draft = match found {
        Ok(draft) => draft,
        Err(error) => return vec![Err(error)],
    };
    let problem = |problem| Err(InputError { path: draft.path.clone(), line: draft.line, problem });
    if draft.text.len() > MAX_TEXT_BYTES {
        return vec![problem(Problem::TextTooLong)];
    }
    if draft.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return vec![problem(Problem::NoText)];
    }

    let mut items = Vec::with_capacity(1);
    let own_day = match &draft.published {
        Published::Unknown => None,
        Published::On(day) => Some(*day),
        Published::Unreadable(written) => {
            items.push(problem(Problem::UnreadableDate(written.clone())));
            None
        }
    };
    if let (Some(day), Some(today)) = (own_day, options.today) {
        // One day of grace: somewhere it is tomorrow already.
        if today.tomorrow().is_ok_and(|tomorrow| day > tomorrow) {
            items.push(problem(Problem::FutureDate(day)));
        }
    }

    let path = match draft.line {
        Some(line) => format!("{}:{line}", draft.path),
        None => draft.path,
    };
    let own_language = draft.language.as_deref().and_then(language::code);
    let mut report = Report {
        id: ReportId(String::new()),
        path: Some(path),
        outlet: draft.outlet.as_deref().and_then(tidy),
        title: draft.title.as_deref().and_then(tidy),
        url: draft.url.as_deref().and_then(tidy),
        published: own_day.or(options.published),
        byline: draft.byline.as_deref().and_then(tidy),
        language: own_language.or_else(|| language::detect(&draft.text)),
        text: draft.text,
    };
    report.id = match draft.id.as_deref().and_then(tidy) {
        Some(id) => ReportId(id),
        None => report.derived_id(),
    };
    items.push(Ok(report));
    items
}

/// `field` with its white space collapsed; nothing if that is all there is.
pub(crate) fn tidy(field: &str) -> Option<String> {
    let mut words = field.split_whitespace();
    let mut tidy = words.next()?.to_owned();
    for word in words {
        tidy.push(' ');
        tidy.push_str(word);
    }
    Some(tidy)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn draft(text: &str) -> Draft {
        Draft { path: "a.txt".into(), text: text.into(), ..Draft::default() }
    }

    #[test]
    fn a_text_of_white_space_is_none() {
        for text in ["", " \r\n\t", "\u{FEFF}\u{a0}"] {
            let items = finish(Ok(draft(text)), &Options::default());
            assert_eq!(items, [Err(InputError::new("a.txt", Problem::NoText))]);
        }
    }

    #[test]
    fn a_date_in_the_future_is_reported_and_kept() {
        let options = Options { published: None, today: Some(date(2025, 11, 26)) };
        let on = |day| Draft { published: Published::On(day), ..draft("The council met.") };
        assert_eq!(finish(Ok(on(date(2025, 11, 27))), &options).len(), 1);
        let items = finish(Ok(on(date(2025, 11, 28))), &options);
        assert_eq!(items[0], Err(InputError::new("a.txt", Problem::FutureDate(date(2025, 11, 28)))));
        assert_eq!(items[1].as_ref().unwrap().published, Some(date(2025, 11, 28)));
    }

    #[test]
    fn an_unreadable_date_is_reported_and_the_default_stands_in() {
        let unreadable = Draft { published: Published::read("last  week"), ..draft("The council met.") };
        let items = finish(Ok(unreadable.clone()), &Options::default());
        assert_eq!(items[0], Err(InputError::new("a.txt", Problem::UnreadableDate("last week".into()))));
        assert_eq!(items[1].as_ref().unwrap().published, None);
        let options = Options { published: Some(date(2025, 11, 26)), today: None };
        assert_eq!(finish(Ok(unreadable), &options)[1].as_ref().unwrap().published, options.published);
    }

    #[test]
    fn ids_are_kept_or_derived() {
        let id_of = |draft| finish(Ok(draft), &Options::default())[0].as_ref().unwrap().id.0.clone();
        assert_eq!(id_of(Draft { id: Some("42".into()), ..draft("Text.") }), "42");
        assert_eq!(id_of(Draft { id: Some(" ".into()), ..draft("Text.") }), Report::from_text("Text.").id.0);
    }
}
