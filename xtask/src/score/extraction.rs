//! The body, title and day of a web page.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Prf, Words};

/// What a page holds, of the gold or as read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) body: String,
    pub(crate) title: Option<String>,
}

/// Sums over pages.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pages: usize,
    body: f64,
    title: usize,
    dated: usize,
    day: usize,
}

impl Score {
    /// Adds one page. `published` is that of the gold, `day` what was read.
    pub(crate) fn add(&mut self, gold: &Page, published: Option<Timestamp>, read: &Page, day: Option<Date>) {
        self.pages += 1;
        self.body += token_f1(&gold.body, &read.body);
        let same_title = |title: &str| read.title.as_deref().is_some_and(|t| plain(t) == plain(title));
        self.title += usize::from(gold.title.as_deref().is_some_and(same_title));
        if let Some(published) = published {
            self.dated += 1;
            self.day += usize::from(day.is_some_and(|day| is_day_of(day, published)));
        }
    }

    /// Mean over the pages of the F1 of the bag of word tokens.
    pub(crate) fn body(&self) -> f64 {
        self.body / self.pages.max(1) as f64
    }

    /// Share of the pages with the right title, in per cent; marks, case and space apart.
    pub(crate) fn title(&self) -> f64 {
        Prf::new(self.title, self.pages, self.pages).f1
    }

    /// Share of the dated pages with the right day, in per cent.
    pub(crate) fn day(&self) -> f64 {
        Prf::new(self.day, self.dated, self.dated).f1
    }
}

fn token_f1(gold: &str, read: &str) -> f64 {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    let (gold, read) = (Words::new(gold), Words::new(read));
    for word in gold.iter() {
        *left.entry(word).or_default() += 1;
    }
    let mut right = 0;
    for word in read.iter() {
        if let Some(n) = left.get_mut(&word).filter(|n| **n > 0) {
            *n -= 1;
            right += 1;
        }
    }
    Prf::new(right, read.len(), gold.len()).f1
}

fn plain(title: &str) -> String {
    Words::new(title).iter().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'")
}

/// Whether it was that day somewhere: the gold keeps the instant, not the publisher's time zone.
fn is_day_of(day: Date, published: Timestamp) -> bool {
    [-12, 0, 14].into_iter().any(|hours| {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(hours));
        published.to_zoned(zone).date() == day
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_a_bag_of_words() {
        assert_eq!(token_f1("one two two three", "two three two one"), 100.0);
        assert_eq!(token_f1("one two", "one one one one"), Prf::new(1, 4, 2).f1);
        assert_eq!(token_f1("one two", ""), 0.0);
    }

    #[test]
    fn titles_differ_in_more_than_marks_and_days_in_more_than_the_zone() {
        let mut score = Score::default();
        let page = |title: &str| Page { body: "x".into(), title: Some(title.into()) };
        let published = Some("2025-03-11T23:30:00Z".parse().unwrap());
        score.add(&page("“It’s over”"), published, &page("It's over "), Some("2025-03-12".parse().unwrap()));
        score.add(&page("It’s over"), published, &page("It’s over | The Post"), Some("2025-03-13".parse().unwrap()));
        assert_eq!((score.body(), score.title(), score.day()), (100.0, 50.0, 50.0));
    }
}
