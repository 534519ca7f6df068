//! The words of a text with what the closed vocabularies of time and number say about them.
//!
//! Times, figures and documents are found by rules over these lexemes rather than over the tokens of the analysis: a number
//! such as `1,500` or `11/26/97` must come apart in the same way whatever the tokenizer does. Spans meet the analysis.

use readout_report::Span;

/// What kind of characters a lexeme is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// One character that is neither, and not white space.
    Mark(char),
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of the day, with its TIMEX3 suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// A season of the year, northern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Words that point at the past, the present or the future as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    Past,
    Present,
    Future,
}

/// What the vocabulary says about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// Not in the vocabulary.
    Other,
    /// "zero" to "nineteen".
    Count(u8),
    /// "twenty" to "ninety".
    Tens(u8),
    /// "hundred", "thousand", "million" …; "dozen".
    Scale(u64),
    /// The same in the plural: "thousands".
    Scales(u64),
    /// "first" to "thirtieth".
    Ordinal(u8),
    /// "fifths", "quarters" of something; the denominator.
    Fraction(u8),
    Half,
    Month(i8),
    /// Abbreviated: "Nov".
    MonthShort(i8),
    /// 1 is Monday.
    Weekday(i8),
    /// Abbreviated: "Tues".
    WeekdayShort(i8),
    /// In the plural: "Mondays".
    Weekdays(i8),
    Unit(Unit),
    Units(Unit),
    Season(Season),
    Part(Part),
    Parts(Part),
    Yesterday,
    Today,
    Tomorrow,
    Tonight,
    Overnight,
    Noon,
    Midnight,
    /// Points at past, present or future by itself: "now", "recently".
    Reference(Reference),
    /// "daily", "annually".
    Recurring(Unit),
    The,
    /// "a", "an".
    A,
    This,
    That,
    Last,
    Next,
    Past,
    Coming,
    Previous,
    Following,
    Same,
    Current,
    Latest,
    Recent,
    Every,
    Early,
    Late,
    Earlier,
    Later,
    Mid,
    Ago,
    Few,
    Several,
    Couple,
    Many,
    End,
    Start,
    Middle,
    Fiscal,
    Future,
    /// "about", "nearly", "almost": how exactly a number is meant.
    Approximate,
    More,
    Less,
    At,
    Up,
    Over,
    No,
    Between,
    From,
    Holiday(u8),
    /// "twenties" … "nineties" as a decade.
    Decade(u8),
}

/// The longest word of [`VOCABULARY`].
const LONGEST: usize = 13;

#[rustfmt::skip]
const VOCABULARY: &[(&str, Word)] = {
    use Word::*;
    use self::{Part as P, Reference as R, Season as S, Unit as U};
    &[
        ("a", A), ("about", Approximate), ("afternoon", Part(P::Afternoon)), ("afternoons", Parts(P::Afternoon)), ("ago", Ago),
        ("almost", Approximate), ("an", A), ("annually", Recurring(U::Year)), ("approximately", Approximate), ("apr", MonthShort(4)),
        ("april", Month(4)), ("around", Approximate), ("at", At), ("aug", MonthShort(8)), ("august", Month(8)), ("autumn", Season(S::Autumn)),
        ("beginning", Start), ("between", Between), ("billion", Scale(1_000_000_000)), ("billions", Scales(1_000_000_000)),
        ("biweekly", Recurring(U::Fortnight)), ("bln", Scale(1_000_000_000)), ("centuries", Units(U::Century)), ("century", Unit(U::Century)),
        ("christmas", Holiday(0)), ("coming", Coming), ("couple", Couple), ("crore", Scale(10_000_000)), ("crores", Scales(10_000_000)),
        ("current", Current), ("currently", Reference(R::Present)), ("daily", Recurring(U::Day)), ("day", Unit(U::Day)), ("days", Units(U::Day)),
        ("dec", MonthShort(12)), ("decade", Unit(U::Decade)), ("decades", Units(U::Decade)), ("december", Month(12)), ("dozen", Scale(12)),
        ("dozens", Scales(12)), ("each", Every), ("earlier", Earlier), ("early", Early), ("eight", Count(8)), ("eighteen", Count(18)),
        ("eighteenth", Ordinal(18)), ("eighth", Ordinal(8)), ("eighths", Fraction(8)), ("eighties", Decade(8)), ("eighty", Tens(80)),
        ("eleven", Count(11)), ("eleventh", Ordinal(11)), ("end", End), ("evening", Part(P::Evening)), ("evenings", Parts(P::Evening)),
        ("every", Every), ("fall", Season(S::Autumn)), ("feb", MonthShort(2)), ("february", Month(2)), ("few", Few), ("fifteen", Count(15)),
        ("fifteenth", Ordinal(15)), ("fifth", Ordinal(5)), ("fifths", Fraction(5)), ("fifties", Decade(5)), ("fifty", Tens(50)),
        ("first", Ordinal(1)), ("fiscal", Fiscal), ("five", Count(5)), ("following", Following), ("forties", Decade(4)), ("fortieth", Ordinal(40)),
        ("fortnight", Unit(U::Fortnight)), ("fortnightly", Recurring(U::Fortnight)), ("fortnights", Units(U::Fortnight)), ("forty", Tens(40)),
        ("four", Count(4)), ("fourteen", Count(14)), ("fourteenth", Ordinal(14)), ("fourth", Ordinal(4)), ("fourths", Fraction(4)),
        ("fri", WeekdayShort(5)), ("friday", Weekday(5)), ("fridays", Weekdays(5)), ("from", From), ("future", Future), ("half", Half),
        ("halloween", Holiday(1)), ("hour", Unit(U::Hour)), ("hourly", Recurring(U::Hour)), ("hours", Units(U::Hour)), ("hr", Unit(U::Hour)),
        ("hrs", Units(U::Hour)), ("hundred", Scale(100)), ("hundreds", Scales(100)), ("jan", MonthShort(1)), ("january", Month(1)),
        ("jul", MonthShort(7)), ("july", Month(7)), ("jun", MonthShort(6)), ("june", Month(6)), ("lakh", Scale(100_000)), ("lakhs", Scales(100_000)),
        ("last", Last), ("late", Late), ("later", Later), ("latest", Latest), ("less", Less), ("many", Many), ("mar", MonthShort(3)),
        ("march", Month(3)), ("may", Month(5)), ("mid", Mid), ("midday", Noon), ("middle", Middle), ("midnight", Midnight),
        ("million", Scale(1_000_000)), ("millions", Scales(1_000_000)), ("min", Unit(U::Minute)), ("mins", Units(U::Minute)),
        ("minute", Unit(U::Minute)), ("minutes", Units(U::Minute)), ("mln", Scale(1_000_000)), ("mon", WeekdayShort(1)), ("monday", Weekday(1)),
        ("mondays", Weekdays(1)), ("month", Unit(U::Month)), ("monthly", Recurring(U::Month)), ("months", Units(U::Month)), ("more", More),
        ("morning", Part(P::Morning)), ("mornings", Parts(P::Morning)), ("naught", Count(0)), ("nearly", Approximate), ("next", Next),
        ("night", Part(P::Night)), ("nights", Parts(P::Night)), ("nine", Count(9)), ("nineteen", Count(19)), ("nineteenth", Ordinal(19)),
        ("nineties", Decade(9)), ("ninety", Tens(90)), ("ninth", Ordinal(9)), ("ninths", Fraction(9)), ("no", No), ("noon", Noon),
        ("nought", Count(0)), ("nov", MonthShort(11)), ("november", Month(11)), ("now", Reference(R::Present)), ("nowadays", Reference(R::Present)),
        ("oct", MonthShort(10)), ("october", Month(10)), ("one", Count(1)), ("over", Over), ("overnight", Overnight), ("past", Past),
        ("previous", Previous), ("quarter", Unit(U::Quarter)), ("quarters", Units(U::Quarter)), ("recent", Recent), ("recently", Reference(R::Past)),
        ("roughly", Approximate), ("same", Same), ("saturday", Weekday(6)), ("saturdays", Weekdays(6)), ("sec", Unit(U::Second)),
        ("second", Ordinal(2)), ("seconds", Units(U::Second)), ("secs", Units(U::Second)), ("sep", MonthShort(9)), ("sept", MonthShort(9)),
        ("september", Month(9)), ("seven", Count(7)), ("seventeen", Count(17)), ("seventeenth", Ordinal(17)), ("seventh", Ordinal(7)),
        ("sevenths", Fraction(7)), ("seventies", Decade(7)), ("seventy", Tens(70)), ("several", Several), ("six", Count(6)), ("sixteen", Count(16)),
        ("sixteenth", Ordinal(16)), ("sixth", Ordinal(6)), ("sixths", Fraction(6)), ("sixties", Decade(6)), ("sixty", Tens(60)),
        ("soon", Reference(R::Future)), ("spring", Season(S::Spring)), ("start", Start), ("summer", Season(S::Summer)), ("sunday", Weekday(7)),
        ("sundays", Weekdays(7)), ("ten", Count(10)), ("tenth", Ordinal(10)), ("tenths", Fraction(10)), ("thanksgiving", Holiday(2)), ("that", That),
        ("the", The), ("third", Ordinal(3)), ("thirds", Fraction(3)), ("thirteen", Count(13)), ("thirteenth", Ordinal(13)), ("thirties", Decade(3)),
        ("thirtieth", Ordinal(30)), ("thirty", Tens(30)), ("this", This), ("thousand", Scale(1000)), ("thousands", Scales(1000)), ("three", Count(3)),
        ("thu", WeekdayShort(4)), ("thur", WeekdayShort(4)), ("thurs", WeekdayShort(4)), ("thursday", Weekday(4)), ("thursdays", Weekdays(4)),
        ("today", Today), ("tomorrow", Tomorrow), ("tonight", Tonight), ("trillion", Scale(1_000_000_000_000)),
        ("trillions", Scales(1_000_000_000_000)), ("tue", WeekdayShort(2)), ("tues", WeekdayShort(2)), ("tuesday", Weekday(2)),
        ("tuesdays", Weekdays(2)), ("twelfth", Ordinal(12)), ("twelve", Count(12)), ("twenties", Decade(2)), ("twentieth", Ordinal(20)),
        ("twenty", Tens(20)), ("two", Count(2)), ("up", Up), ("upcoming", Coming), ("wed", WeekdayShort(3)), ("wednesday", Weekday(3)),
        ("wednesdays", Weekdays(3)), ("week", Unit(U::Week)), ("weekend", Unit(U::Weekend)), ("weekends", Units(U::Weekend)),
        ("weekly", Recurring(U::Week)), ("weeks", Units(U::Week)), ("winter", Season(S::Winter)), ("year", Unit(U::Year)),
        ("yearly", Recurring(U::Year)), ("years", Units(U::Year)), ("yesterday", Yesterday), ("yr", Unit(U::Year)), ("yrs", Units(U::Year)),
        ("zero", Count(0)),
    ]
};

/// A word, a run of digits or a mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexeme {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    pub(crate) word: Word,
    /// No white space before it.
    pub(crate) glued: bool,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// A line break lies before it.
    pub(crate) breaks: bool,
}

/// A text as lexemes.
#[derive(Debug)]
pub(crate) struct Lexemes<'t> {
    pub(crate) text: &'t str,
    all: Vec<Lexeme>,
}

impl<'t> Lexemes<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut all = Vec::with_capacity(text.len() / 4);
        let bytes = text.as_bytes();
        let (mut at, mut glued, mut breaks) = (0, false, true);
        while at < bytes.len() {
            let start = at;
            let first = char_at(text, at);
            if first.is_whitespace() {
                breaks |= first == '\n';
                glued = false;
                at += first.len_utf8();
                continue;
            }
            let (kind, mut word) = if first.is_ascii_digit() {
                while at < bytes.len() && bytes[at].is_ascii_digit() {
                    at += 1;
                }
                (Kind::Digits, Word::Other)
            } else if first.is_alphabetic() {
                while at < bytes.len() {
                    let next = if bytes[at].is_ascii() { bytes[at] as char } else { char_at(text, at) };
                    if !next.is_alphabetic() {
                        break;
                    }
                    at += next.len_utf8();
                }
                (Kind::Word, look_up(&bytes[start..at]))
            } else {
                at += first.len_utf8();
                (Kind::Mark(first), Word::Other)
            };
            let capital = first.is_uppercase();
            // "may", "march", "august", "mar" and "wed" in lower case are other words; so are "Sec" and "Min" with a capital.
            let named = matches!(word, Word::Month(3 | 5 | 8) | Word::MonthShort(3) | Word::WeekdayShort(1 | 3));
            let unit = matches!(word, Word::Unit(_) | Word::Units(_)) && is_short_unit(&text[start..at]);
            if (named && !capital) || (unit && capital) {
                word = Word::Other;
            }
            all.push(Lexeme { span: Span::of(start, at), kind, word, glued, capital, breaks });
            (glued, breaks) = (true, false);
        }
        Self { text, all }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn get(&self, i: usize) -> Option<&Lexeme> {
        self.all.get(i)
    }

    pub(crate) fn word(&self, i: usize) -> Word {
        self.all.get(i).map_or(Word::Other, |l| l.word)
    }

    pub(crate) fn str(&self, i: usize) -> &'t str {
        self.all.get(i).map_or("", |l| l.span.of_text(self.text))
    }

    /// Whether it is this word, in whatever case.
    pub(crate) fn is(&self, i: usize, word: &str) -> bool {
        self.str(i).eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words, in whatever case.
    pub(crate) fn is_any(&self, i: usize, words: &[&str]) -> bool {
        let this = self.str(i);
        words.iter().any(|w| this.eq_ignore_ascii_case(w))
    }

    pub(crate) fn mark(&self, i: usize, mark: char) -> bool {
        self.all.get(i).is_some_and(|l| l.kind == Kind::Mark(mark))
    }

    /// Whether it is this mark without white space before it.
    pub(crate) fn glued_mark(&self, i: usize, mark: char) -> bool {
        self.mark(i, mark) && self.glued(i)
    }

    /// A hyphen or dash without white space before it.
    pub(crate) fn hyphen(&self, i: usize) -> bool {
        self.glued(i) && matches!(self.all.get(i).map(|l| l.kind), Some(Kind::Mark('-' | '‐' | '‑' | '–')))
    }

    pub(crate) fn apostrophe(&self, i: usize) -> bool {
        matches!(self.all.get(i).map(|l| l.kind), Some(Kind::Mark('\'' | '’' | '‘')))
    }

    pub(crate) fn glued(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|l| l.glued)
    }

    pub(crate) fn capital(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|l| l.capital)
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|l| l.kind == Kind::Word)
    }

    /// The number that a run of at most nine digits writes, and how many digits it has.
    pub(crate) fn digits(&self, i: usize) -> Option<(u32, usize)> {
        let lexeme = self.all.get(i).filter(|l| l.kind == Kind::Digits)?;
        let digits = lexeme.span.of_text(self.text);
        (digits.len() <= 9).then(|| digits.parse().ok()).flatten().map(|n| (n, digits.len()))
    }

    /// Whether a line break lies before it.
    pub(crate) fn breaks_line(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|l| l.breaks)
    }

    /// Whether a sentence or line begins at `i`: nothing before it belongs to the same clause.
    pub(crate) fn begins(&self, i: usize) -> bool {
        i == 0
            || self.all.get(i).is_none_or(|l| l.breaks)
            || (matches!(self.all[i - 1].kind, Kind::Mark('.' | '?' | '!' | '…')) && !self.glued(i) && self.capital(i))
    }

    /// The span of the lexemes `from..to`; `from < to`.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        self.all[from].span.cover(self.all[to - 1].span)
    }
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or('\u{FFFD}')
}

fn is_short_unit(word: &str) -> bool {
    ["hr", "hrs", "min", "mins", "sec", "secs", "yr", "yrs"].iter().any(|unit| word.eq_ignore_ascii_case(unit))
}

fn look_up(word: &[u8]) -> Word {
    if word.len() > LONGEST {
        return Word::Other;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    VOCABULARY.binary_search_by(|(w, _)| w.as_bytes().cmp(lower)).map_or(Word::Other, |at| VOCABULARY[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_sorted() {
        for pair in VOCABULARY.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} stands before {}", pair[0].0, pair[1].0);
        }
        assert!(VOCABULARY.iter().all(|(w, _)| w.len() <= LONGEST));
    }

    #[test]
    fn a_text_comes_apart() {
        let lexemes = Lexemes::new("On 26 Nov. it’s 1,500");
        let all: Vec<_> = (0..lexemes.len()).map(|i| lexemes.str(i)).collect();
        assert_eq!(all, ["On", "26", "Nov", ".", "it", "’", "s", "1", ",", "500"]);
        assert_eq!(lexemes.word(2), Word::MonthShort(11));
        assert_eq!(lexemes.digits(1), Some((26, 2)));
    }
}
