//! What recurs: "every day", "on Mondays", "twice a week".

use super::amount::Quantity;
use super::{Found, Reader};
use crate::TimeKind;
use crate::lex::{Kind, Part, Unit, Word};
use crate::time::calendar::{self, duration};

impl Reader<'_> {
    pub(super) fn recurring(&self, i: usize) -> Option<Found> {
        let lex = self.lex;
        let set = |end: usize, value: String| Some(Found::timeless(end, TimeKind::Set, value));
        match lex.word(i) {
            Word::Recurring(unit) => {
                // "the Daily Mail".
                if lex.capital(i) && (!lex.begins(i) || lex.capital(i + 1)) {
                    return None;
                }
                set(i + 1, duration(1.0, unit))
            }
            Word::Every => {
                let other = usize::from(lex.is(i + 1, "other"));
                let at = i + 1 + other;
                match lex.word(at) {
                    Word::Unit(unit) => set(at + 1, duration(1.0 + other as f64, unit)),
                    Word::Weekday(d) => match lex.word(at + 1) {
                        Word::Part(p) => set(at + 2, format!("XXXX-WXX-{d}T{}", calendar::part(p))),
                        _ => set(at + 1, format!("XXXX-WXX-{d}")),
                    },
                    Word::Month(m) => set(at + 1, format!("XXXX-{m:02}")),
                    Word::Season(s) => set(at + 1, format!("XXXX-{}", calendar::season(s))),
                    Word::Part(p) => set(at + 1, format!("XXXX-XX-XXT{}", calendar::part(p))),
                    _ => {
                        let (Quantity::Exactly(n), end) = self.quantity(at)? else { return None };
                        let (Word::Units(unit) | Word::Unit(unit)) = lex.word(end) else { return None };
                        set(end + 1, duration(n, unit))
                    }
                }
            }
            Word::Weekdays(d) => match lex.word(i + 1) {
                Word::Parts(p) | Word::Part(p) => set(i + 2, format!("XXXX-WXX-{d}T{}", calendar::part(p))),
                _ => set(i + 1, format!("XXXX-WXX-{d}")),
            },
            Word::Weekday(d) => match lex.word(i + 1) {
                Word::Parts(p) => set(i + 2, format!("XXXX-WXX-{d}T{}", calendar::part(p))),
                _ => None,
            },
            // "they move at night": of no day.
            Word::Part(p @ Part::Night) if i > 0 && lex.is(i - 1, "at") && !lex.hyphen(i + 1) => {
                Some(Found::timeless(i + 1, TimeKind::Time, format!("XXXX-XX-XXT{}", calendar::part(p))))
            }
            // "on mornings".
            Word::Parts(p) if i > 0 && lex.is(i - 1, "on") => set(i + 1, format!("XXXX-XX-XXT{}", calendar::part(p))),
            Word::Units(Unit::Weekend) => set(i + 1, "XXXX-WXX-WE".to_owned()),
            // "$5 a year", "four flights a week", "twice a day".
            Word::A => {
                let Word::Unit(unit) = lex.word(i + 1) else { return None };
                let ends = !matches!(lex.word(i + 2), Word::Ago | Word::Earlier | Word::Later) && !lex.hyphen(i + 2);
                (ends && self.is_rate(i)).then(|| set(i + 2, duration(1.0, unit))).flatten()
            }
            _ => None,
        }
    }

    /// Whether "a year" at `i` divides a number: "twice", "times", or a number up to three words before a plural or a scale word.
    fn is_rate(&self, i: usize) -> bool {
        let lex = self.lex;
        if i == 0 || lex.begins(i) {
            return false;
        }
        if lex.is_any(i - 1, &["once", "twice", "times", "time"]) {
            return true;
        }
        let is_number = |at: usize| {
            lex.get(at).is_some_and(|l| l.kind == Kind::Digits)
                || matches!(lex.word(at), Word::Count(_) | Word::Tens(_) | Word::Scale(_) | Word::Scales(_))
        };
        if is_number(i - 1) || lex.mark(i - 1, '%') {
            return true;
        }
        lex.str(i - 1).ends_with('s')
            && !lex.is_any(i - 1, &["as", "is", "was", "has", "this"])
            && (2..=3).any(|back| i >= back && is_number(i - back))
            || lex.is_any(i - 1, &["percent", "cent", "people"])
    }
}
