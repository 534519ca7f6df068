//! Numbers that count or measure, with their bound, their unit and what they are of.
//!
//! A share ("one-fifth of Ukraine") is given in per cent, so that it compares with other shares: value 20, unit `percent`.
//! Ordinals, dates, names ("G7", "Boeing 737", "28-point plan"), list numbers, versions, ages and "one" as a pronoun are no figures.

use readout_language::{Analysis, Deprel, TokenRange, Upos, Xpos};
use readout_report::{Report, Span};

use crate::event::trees::{DEPTH, Trees};
use crate::lex::{Kind, Lexemes, Unit, Word};
use crate::number::{self, Number};
use crate::saying::Sayings;
use crate::{Amount, Bound, Figure, Statement, Time, TimeKind};

/// The figures of a report, in text order, not overlapping each other or a time.
pub fn find(report: &Report, analysis: &Analysis, times: &[Time]) -> Vec<Figure> {
    let lex = Lexemes::new(&report.text);
    let scan = Scan { lex: &lex, analysis };
    let mut figures: Vec<Figure> = Vec::new();
    let (mut at, mut time) = (0, 0);
    while let Some(lexeme) = lex.get(at) {
        while times.get(time).is_some_and(|t| t.span.end <= lexeme.span.start) {
            time += 1;
        }
        let in_time = |span: Span| times.get(time).is_some_and(|t| t.span.overlaps(span));
        if !scan.may_open(at) || in_time(lexeme.span) {
            at += 1;
            continue;
        }
        match scan.figure(at).filter(|(figure, _)| !in_time(figure.span)) {
            Some((mut figure, end)) => {
                // The words of a bound never reach back into the figure before.
                if let Some(last) = figures.last() {
                    figure.span.start = figure.span.start.max(last.span.end);
                }
                figures.push(Figure { span: figure.span.trim(&report.text), ..figure });
                at = end;
            }
            // The rest of a number is not a number of its own.
            None => at = number::parse(&lex, at).map_or(at + 1, |n| n.end.max(at + 1)),
        }
    }
    figures
}

/// Gives each figure the time that dates it and the statement that gives it.
///
/// "as of Tuesday" dates the figures of its sentence; else a time dates those that it hangs from, or those of its clause that have
/// none of their own.
pub fn give_context(figures: &mut [Figure], analysis: &Analysis, times: &[Time], statements: &[Statement]) {
    if figures.is_empty() {
        return;
    }
    let trees = Trees::new(analysis);
    let sayings = Sayings::new(&trees, statements);
    let dates: Vec<_> = times.iter().enumerate().filter_map(|(number, t)| Dating::new(&trees, number, t)).collect();
    let counts: Vec<_> = figures.iter().map(|figure| Counting::new(&trees, figure)).collect();
    for (number, figure) in figures.iter_mut().enumerate() {
        figure.asserted_by = sayings.innermost(figure.span);
        figure.time = counts[number].as_ref().and_then(|own| dating(&dates, own, number, &counts));
    }
}

/// A time that may date figures.
struct Dating {
    /// Index into the report's times.
    number: usize,
    sentence: u32,
    /// The words that it hangs from, up to the head of its clause.
    above: Vec<u32>,
    tokens: TokenRange,
    as_of: bool,
}

impl Dating {
    fn new(trees: &Trees<'_>, number: usize, time: &Time) -> Option<Self> {
        let tokens = trees.analysis.tokens_in(time.span);
        if tokens.is_empty() || !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
            return None;
        }
        let word = |back: u32| tokens.start.checked_sub(back).map_or("", |t| trees.lemma(t));
        let (before, second) = match word(1) {
            "the" => (word(2), word(3)),
            before => (before, word(2)),
        };
        let as_of = matches!(before, "of" | "at") && second == "as";
        let sentence = trees.sentence(tokens.start);
        Some(Self { number, sentence, above: clause(trees, trees.analysis.head_of(tokens)), tokens, as_of })
    }
}

/// Where a figure stands.
struct Counting {
    sentence: u32,
    tokens: TokenRange,
    above: Vec<u32>,
}

impl Counting {
    fn new(trees: &Trees<'_>, figure: &Figure) -> Option<Self> {
        let tokens = trees.analysis.tokens_in(figure.span);
        (!tokens.is_empty()).then(|| Self {
            sentence: trees.sentence(tokens.start),
            tokens,
            above: clause(trees, trees.analysis.head_of(tokens)),
        })
    }

    /// Whether a time hangs from the figure or from the noun that it counts.
    fn carries(&self, time: &Dating) -> bool {
        let noun = |t: &u32| self.tokens.contains(*t);
        time.above.iter().any(noun)
    }
}

/// A word and those above it, up to the head of its clause.
fn clause(trees: &Trees<'_>, word: u32) -> Vec<u32> {
    let mut above = vec![word];
    let mut at = word;
    while above.len() < DEPTH {
        let clausal = match trees.deprel(at) {
            Deprel::Ccomp
            | Deprel::Xcomp
            | Deprel::Csubj
            | Deprel::Advcl
            | Deprel::AdvclRelcl
            | Deprel::Acl
            | Deprel::AclRelcl
            | Deprel::Parataxis => true,
            _ => trees.upos(at) == Upos::Verb,
        };
        match trees.head(at) {
            Some(head) if !clausal => at = head,
            _ => break,
        }
        above.push(at);
    }
    above
}

/// The time that dates a figure: index into the report's times.
fn dating(dates: &[Dating], own: &Counting, number: usize, counts: &[Option<Counting>]) -> Option<usize> {
    let first = dates.partition_point(|d| d.sentence < own.sentence);
    let near = || dates[first..].iter().take_while(|d| d.sentence == own.sentence);
    let distance = |d: &&Dating| (d.tokens.start.abs_diff(own.tokens.end), d.tokens.start);
    if let Some(as_of) = near().filter(|d| d.as_of).min_by_key(distance) {
        return Some(as_of.number);
    }
    if let Some(carried) = near().filter(|d| own.carries(d)).min_by_key(distance) {
        return Some(carried.number);
    }
    // "2 per cent, up from 5 per cent in 2019": a time that another figure has is not that of this one.
    let taken = |d: &Dating| {
        let around = number.saturating_sub(4)..(number + 5).min(counts.len());
        around.filter(|n| *n != number).filter_map(|n| counts[n].as_ref()).any(|other| other.carries(d))
    };
    let same_clause = |d: &&Dating| d.above.last() == own.above.last() && !taken(d);
    near().filter(same_clause).min_by_key(distance).map(|d| d.number)
}

/// Units of measure by the word that writes them, in the order of the alphabet; the second is the unit's name.
const MEASURES: &[(&str, &str)] = &[
    ("acre", "acre"),
    ("acres", "acre"),
    ("barrel", "barrel"),
    ("barrels", "barrel"),
    ("centimeters", "centimetre"),
    ("centimetres", "centimetre"),
    ("cm", "centimetre"),
    ("degrees", "degree"),
    ("feet", "foot"),
    ("foot", "foot"),
    ("ft", "foot"),
    ("gallons", "gallon"),
    ("gigawatt", "gigawatt"),
    ("gigawatts", "gigawatt"),
    ("grams", "gram"),
    ("gw", "gigawatt"),
    ("hectare", "hectare"),
    ("hectares", "hectare"),
    ("inch", "inch"),
    ("inches", "inch"),
    ("kg", "kilogram"),
    ("kilogram", "kilogram"),
    ("kilograms", "kilogram"),
    ("kilometer", "kilometre"),
    ("kilometers", "kilometre"),
    ("kilometre", "kilometre"),
    ("kilometres", "kilometre"),
    ("kilos", "kilogram"),
    ("kilotons", "kiloton"),
    ("kilowatts", "kilowatt"),
    ("km", "kilometre"),
    ("knots", "knot"),
    ("kph", "kilometre per hour"),
    ("liters", "litre"),
    ("litres", "litre"),
    ("megawatt", "megawatt"),
    ("megawatts", "megawatt"),
    ("meter", "metre"),
    ("meters", "metre"),
    ("metre", "metre"),
    ("metres", "metre"),
    ("mile", "mile"),
    ("miles", "mile"),
    ("millimeters", "millimetre"),
    ("millimetres", "millimetre"),
    ("mm", "millimetre"),
    ("mph", "mile per hour"),
    ("mw", "megawatt"),
    ("ounces", "ounce"),
    ("pounds", "pound"),
    ("ton", "ton"),
    ("tonne", "tonne"),
    ("tonnes", "tonne"),
    ("tons", "ton"),
    ("yards", "yard"),
];

/// Currencies by the word or mark that writes them, in the order of the alphabet.
const CURRENCIES: &[(&str, &str)] = &[
    ("$", "USD"),
    ("aud", "AUD"),
    ("cad", "CAD"),
    ("chf", "CHF"),
    ("cny", "CNY"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("eur", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("gbp", "GBP"),
    ("hryvnia", "UAH"),
    ("hryvnias", "UAH"),
    ("jpy", "JPY"),
    ("liras", "TRY"),
    ("renminbi", "CNY"),
    ("rouble", "RUB"),
    ("roubles", "RUB"),
    ("rub", "RUB"),
    ("ruble", "RUB"),
    ("rubles", "RUB"),
    ("rupee", "INR"),
    ("rupees", "INR"),
    ("shekels", "ILS"),
    ("sterling", "GBP"),
    ("uah", "UAH"),
    ("usd", "USD"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("zloty", "PLN"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₪", "ILS"),
    ("€", "EUR"),
    ("₴", "UAH"),
    ("₹", "INR"),
    ("₽", "RUB"),
];

/// Words after a number that end what it counts.
const STOPS: &[&str] = &[
    "a",
    "about",
    "after",
    "against",
    "and",
    "are",
    "as",
    "at",
    "before",
    "but",
    "by",
    "can",
    "could",
    "did",
    "during",
    "following",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "his",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "may",
    "might",
    "more",
    "nor",
    "not",
    "of",
    "on",
    "or",
    "over",
    "she",
    "since",
    "than",
    "that",
    "the",
    "their",
    "they",
    "this",
    "to",
    "under",
    "until",
    "was",
    "we",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
];

/// Who is worth counting even if alone.
const PERSONS: &[&str] = &[
    "assailant",
    "attacker",
    "boy",
    "bystander",
    "child",
    "civilian",
    "demonstrator",
    "fighter",
    "girl",
    "gunman",
    "hostage",
    "man",
    "officer",
    "passenger",
    "person",
    "policeman",
    "prisoner",
    "protester",
    "resident",
    "sailor",
    "soldier",
    "student",
    "suspect",
    "victim",
    "woman",
    "worker",
];

/// Plurals that do not end in s, and their singular.
const PLURALS: &[(&str, &str)] = &[
    ("aircraft", "aircraft"),
    ("cattle", "cattle"),
    ("children", "child"),
    ("lives", "life"),
    ("men", "man"),
    ("people", "person"),
    ("personnel", "personnel"),
    ("police", "police"),
    ("staff", "staff"),
    ("women", "woman"),
];

struct Scan<'a> {
    lex: &'a Lexemes<'a>,
    analysis: &'a Analysis,
}

/// A unit, or what is counted.
struct Measured {
    /// One past the last lexeme that belongs to the figure.
    end: usize,
    unit: Option<String>,
    of: Option<Span>,
}

impl Scan<'_> {
    /// Whether a number may begin here; quick, as it is asked for each lexeme.
    fn may_open(&self, i: usize) -> bool {
        match self.lex.get(i).map(|l| (l.kind, l.word)) {
            Some((Kind::Digits, _)) => true,
            Some((_, Word::Count(_) | Word::Tens(_) | Word::Scale(_) | Word::Scales(_) | Word::A | Word::Half)) => true,
            Some((Kind::Word, Word::Other)) => self.lex.is_any(i, &["tens", "twice"]),
            _ => false,
        }
    }

    fn figure(&self, i: usize) -> Option<(Figure, usize)> {
        let lex = self.lex;
        let (amount, number, mut end) = self.amount(i)?;
        // "more than 1 year old": an age; lengths of time are times.
        let next = end + usize::from(lex.hyphen(end));
        if matches!(lex.word(next), Word::Unit(unit) | Word::Units(unit) if unit != Unit::Quarter) {
            return None;
        }
        let currency = i.checked_sub(1).and_then(|before| self.currency_before(before));
        let mut first = currency.map_or(i, |(start, _)| start);
        // "minus five degrees", "-3 per cent".
        let negative = self.is_negative(first);
        first -= usize::from(negative);
        let (mut bound, mut start) = self.bound_before(first);
        let mut amount = amount;
        let share = number.is_some_and(|n| n.share);
        let mut unit = currency.map(|(_, code)| code.to_owned());
        // "$5bn", "£3m": the letters after money are a scale.
        if let Some((by, after)) = self.short_scale(end, currency.is_some()) {
            amount = scaled(amount, by);
            end = after;
        }
        if let Some((low, after)) = self.upper_end(end, &amount, currency.is_some()) {
            amount = low;
            end = after;
            if first > 0 && lex.is_any(first - 1, &["between", "from"]) {
                start = first - 1;
            }
        }
        if lex.is(end, "or") && lex.is_any(end + 1, &["more", "fewer", "less", "so"]) {
            bound = match lex.str(end + 1).as_bytes()[0].to_ascii_lowercase() {
                b'm' => Bound::AtLeast,
                b's' => Bound::About,
                _ => Bound::AtMost,
            };
            end += 2;
        } else if lex.glued_mark(end, '+') {
            bound = Bound::AtLeast;
            end += 1;
        }
        let mut of = None;
        if unit.is_none() {
            let measured =
                if share { self.share_of(end) } else { self.unit_after(end, &amount).or_else(|| self.counted(i, end)) };
            if let Some(measured) = measured {
                end = measured.end;
                unit = measured.unit;
                of = measured.of;
            }
        }
        if share {
            amount = scaled(amount, 100.0);
            unit = Some("percent".to_owned());
        }
        if negative {
            amount = scaled(amount, -1.0);
        }
        // "20 yards or so".
        if bound == Bound::Equal && lex.is(end, "or") && lex.is(end + 1, "so") {
            bound = Bound::About;
            end += 2;
        }
        let twice = lex.is(i, "twice");
        if twice {
            (unit, of) = (Some("time".to_owned()), None);
            end = i + 1;
        }
        let tally = unit.is_none() && self.is_tally(i, end);
        if tally {
            unit = Some("vote".to_owned());
        }
        let named = unit.is_some() || of.is_some();
        let from = if negative { first } else { i };
        if !share && currency.is_none() && !tally && !twice && !self.counts(from, end, number, bound, named) {
            return None;
        }
        if self.lex.is(end.wrapping_sub(1), "of") {
            end -= 1;
        }
        // "the two suspects": who they are is known, how many is no news.
        let small = matches!(number, Some(n) if n.value <= 10.0 && n.digits == 0);
        let definite = small
            && bound == Bound::Equal
            && start.checked_sub(1).is_some_and(|b| lex.is_any(b, &["the", "these", "those", "all"]));
        let span = lex.span(start, end);
        Some((Figure { span, amount, bound, unit, of, definite, time: None, asserted_by: None }, end))
    }

    /// The number at `i`: its value, the number itself unless it is vague, and one past its end.
    fn amount(&self, i: usize) -> Option<(Amount, Option<Number>, usize)> {
        let lex = self.lex;
        let vague = |low: f64, high: f64, end: usize| Some((Amount::Between(low, high), None, end));
        match lex.word(i) {
            // "dozens", "hundreds of thousands".
            Word::Scales(by) => {
                if let (true, Word::Scales(times)) = (lex.is(i + 1, "of"), lex.word(i + 2)) {
                    let by = by as f64 * times as f64;
                    return vague(2.0 * by, 10.0 * by - 1.0, i + 3);
                }
                let by = by as f64;
                return if by == 12.0 { vague(24.0, 99.0, i + 1) } else { vague(2.0 * by, 10.0 * by - 1.0, i + 1) };
            }
            Word::Other if lex.is(i, "tens") => {
                let (true, Word::Scales(by)) = (lex.is(i + 1, "of"), lex.word(i + 2)) else { return None };
                let by = 10.0 * by as f64;
                return vague(2.0 * by, 10.0 * by - 1.0, i + 3);
            }
            // "half of", "a third of", "a quarter of".
            Word::Half if lex.is(i + 1, "of") || lex.word(i + 1) == Word::The => return Some(self.share(0.5, i + 1)),
            // "twice the size", "twice as many".
            Word::Other if lex.is(i, "twice") && lex.is_any(i + 1, &["the", "as", "that", "its", "their"]) => {
                return Some((Amount::One(2.0), None, i + 1));
            }
            // "one of the brothers": a pronoun.
            Word::Count(1) if lex.is(i + 1, "of") => return None,
            Word::A => {
                let part = match lex.word(i + 1) {
                    Word::Ordinal(n @ 3..=10) if lex.is(i + 2, "of") => Some(1.0 / f64::from(n)),
                    Word::Unit(Unit::Quarter) if lex.is(i + 2, "of") => Some(0.25),
                    _ => None,
                };
                if let Some(part) = part {
                    return Some(self.share(part, i + 2));
                }
            }
            _ => {}
        }
        let number = number::parse(lex, i)?;
        // "9/11", "24/7"; but "1/2 of the people".
        if number.share && lex.get(i)?.kind == Kind::Digits && !lex.is(number.end, "of") {
            return None;
        }
        if let Some((part, end)) = self.one_in(&number) {
            return Some(self.share(part, end));
        }
        Some((Amount::One(number.value), Some(number), number.end))
    }

    /// Whether "minus", "negative" or a sign stands before `i`; "2010 -2015" and "a -5" are ranges and lists as well.
    fn is_negative(&self, i: usize) -> bool {
        let lex = self.lex;
        let Some(before) = i.checked_sub(1) else { return false };
        if lex.is_any(before, &["minus", "negative"]) {
            // "ten minus two".
            return before.checked_sub(1).is_none_or(|at| number::parse(lex, at).is_none());
        }
        let sign = matches!(lex.get(before).map(|l| l.kind), Some(Kind::Mark('-' | '−'))) && lex.glued(i);
        sign && (before == 0
            || (!lex.glued(before) && lex.is_word(before - 1) && lex.capital(before - 1) == lex.begins(before - 1)))
    }

    /// "one in five", "nine out of 10" as a share, and where it ends; not "one in five years".
    fn one_in(&self, number: &Number) -> Option<(f64, usize)> {
        let lex = self.lex;
        let at = match number.end {
            at if lex.is(at, "in") => at + 1,
            at if lex.is(at, "out") && lex.is(at + 1, "of") => at + 2,
            _ => return None,
        };
        let whole = number::parse(lex, at).filter(|n| !n.share && !number.share)?;
        let fits = whole.value > number.value && whole.value <= 100.0 && !matches!(lex.word(whole.end), Word::Unit(_));
        fits.then(|| (number.value / whole.value, whole.end))
    }

    fn share(&self, value: f64, end: usize) -> (Amount, Option<Number>, usize) {
        (Amount::One(value), Some(Number { value, end, digits: 0, share: true, scale: 1.0 }), end)
    }

    /// "$" or "US$" or "EUR" that ends at `before`: where it begins, and the currency.
    fn currency_before(&self, before: usize) -> Option<(usize, &'static str)> {
        let lex = self.lex;
        let code = look_up(CURRENCIES, lex.str(before))?;
        if lex.is_word(before) {
            // "EUR 5 million", but not "the euro 5".
            let upper = lex.str(before).len() == 3 && lex.str(before).bytes().all(|b| b.is_ascii_uppercase());
            return upper.then_some((before, code));
        }
        let letters = before.checked_sub(1).filter(|b| lex.glued(before) && lex.is_word(*b));
        if let (Some(start), true) = (letters, lex.mark(before, '$')) {
            let code = match lex.str(start) {
                "US" => "USD",
                "C" | "CA" => "CAD",
                "A" | "AU" => "AUD",
                "NZ" => "NZD",
                "HK" => "HKD",
                "S" => "SGD",
                _ => return Some((before, code)),
            };
            return Some((start, code));
        }
        Some((before, code))
    }

    /// "bn", "m", "k" glued to the digits.
    fn short_scale(&self, i: usize, money: bool) -> Option<(f64, usize)> {
        let lex = self.lex;
        let glued = lex.glued(i) && lex.is_word(i);
        let by = match lex.str(i) {
            "bn" => 1e9,
            "tn" | "trn" if glued => 1e12,
            "mn" if glued => 1e6,
            "m" | "M" if money && glued => 1e6,
            "b" | "B" if money && glued => 1e9,
            "k" | "K" if glued => 1e3,
            _ => return None,
        };
        Some((by, i + 1))
    }

    /// The other end of "X to Y", "X-Y", "between X and Y".
    fn upper_end(&self, i: usize, low: &Amount, money: bool) -> Option<(Amount, usize)> {
        let lex = self.lex;
        let Amount::One(mut low) = *low else { return None };
        let joined = lex.is_any(i, &["to", "through"])
            || lex.hyphen(i)
            || (lex.is(i, "and") && self.lex.is(self.before_number(i), "between"));
        if !joined {
            return None;
        }
        let at =
            i + 1 + usize::from(money && matches!(lex.get(i + 1).map(|l| l.kind), Some(Kind::Mark('$' | '€' | '£'))));
        let upper = number::parse(lex, at).filter(|n| !n.share && lex.word(at) != Word::A)?;
        let mut end = upper.end;
        let mut high = upper.value;
        let mut scale = upper.scale;
        if let Some((by, after)) = self.short_scale(end, money) {
            high *= by;
            scale *= by;
            end = after;
        }
        if low < high && low * scale <= high && scale > 1.0 {
            low *= scale;
        }
        (low < high).then_some((Amount::Between(low, high), end))
    }

    /// The lexeme before the number that ends at `end`.
    fn before_number(&self, end: usize) -> usize {
        (1..=8).map(|back| end.wrapping_sub(back)).find(|at| self.lex.is(*at, "between")).unwrap_or(usize::MAX)
    }

    /// The bound that the words before `i` state, and where they begin.
    fn bound_before(&self, i: usize) -> (Bound, usize) {
        let lex = self.lex;
        let back = |n: usize| i.checked_sub(n).unwrap_or(usize::MAX);
        let is = |n: usize, words: &[&str]| lex.is_any(back(n), words);
        if is(1, &["than"]) {
            let negated = is(3, &["no", "not"]);
            let start = |negated: bool| back(if negated { 3 } else { 2 });
            if is(2, &["more", "greater", "higher", "larger", "longer", "further", "better"]) {
                return (if negated { Bound::AtMost } else { Bound::More }, start(negated));
            }
            if is(2, &["less", "fewer", "lower", "smaller"]) {
                return (if negated { Bound::AtLeast } else { Bound::Less }, start(negated));
            }
        }
        if is(1, &["least"]) && is(2, &["at"]) || is(1, &["of"]) && is(2, &["minimum"]) {
            return (Bound::AtLeast, back(2));
        }
        if is(1, &["most"]) && is(2, &["at"])
            || is(1, &["to"]) && is(2, &["up"])
            || is(1, &["of"]) && is(2, &["maximum"])
        {
            return (Bound::AtMost, back(2));
        }
        if is(1, &["as"]) && is(2, &["many", "much", "high"]) && is(3, &["as"]) {
            return (Bound::AtMost, back(3));
        }
        if is(1, &["to"]) && is(2, &["close"]) {
            return (Bound::About, back(2));
        }
        if is(1, &["about", "around", "nearly", "almost", "approximately", "roughly", "some", "circa", "estimated"])
            || lex.mark(back(1), '~')
        {
            let article = is(1, &["estimated"]) && is(2, &["an"]);
            return (Bound::About, back(1 + usize::from(article)));
        }
        if is(1, &["over", "exceeding"]) || (is(1, &["above"]) && !lex.begins(back(1))) {
            return (Bound::More, back(1));
        }
        if is(1, &["under", "below"]) {
            return (Bound::Less, back(1));
        }
        (Bound::Equal, i)
    }

    /// A unit of measure, per cent or currency after the number.
    fn unit_after(&self, i: usize, amount: &Amount) -> Option<Measured> {
        let lex = self.lex;
        let unit = |end: usize, unit: &str| Some(Measured { end, unit: Some(unit.to_owned()), of: None });
        if lex.mark(i, '%') || lex.is(i, "percent") {
            return Some(Measured { unit: Some("percent".to_owned()), ..self.share_of(i + 1)? });
        }
        if lex.is(i, "per") && lex.is(i + 1, "cent") {
            return Some(Measured { unit: Some("percent".to_owned()), ..self.share_of(i + 2)? });
        }
        if lex.is(i, "percents") || (lex.is(i, "percentage") && !lex.is_word(i + 1)) {
            return unit(i + 1, "percent");
        }
        if lex.is(i, "percentage") && lex.is_any(i + 1, &["point", "points"]) {
            return unit(i + 2, "percentage point");
        }
        if lex.is(i, "basis") && lex.is_any(i + 1, &["point", "points"]) {
            return unit(i + 2, "basis point");
        }
        let at = i + usize::from(lex.hyphen(i) && lex.glued(i + 1));
        // "25 million British pounds", "US dollars".
        let mut money = at;
        while lex.capital(money)
            && lex.is_word(money)
            && money < at + 2
            && look_up(CURRENCIES, lex.str(money)).is_none()
        {
            money += 1;
        }
        if let Some(code) = look_up(CURRENCIES, lex.str(money)).filter(|_| lex.is_word(money)) {
            let code = match (code, if money > at { lex.str(money - 1) } else { "" }) {
                ("USD", "Canadian") => "CAD",
                ("USD", "Australian") => "AUD",
                ("USD", "Kong") => "HKD",
                ("USD", "Singapore") => "SGD",
                (code, _) => code,
            };
            if money == at
                || lex.is_any(
                    money,
                    &[
                        "dollar", "dollars", "roubles", "rubles", "yen", "yuan", "rupees", "liras", "euros", "hryvnia",
                        "hryvnias",
                    ],
                )
            {
                return unit(money + 1, code);
            }
        }
        if lex.is(money, "pounds")
            && (lex.is(money + 1, "sterling") || money > at || matches!(amount, Amount::One(n) if *n >= 1e6))
        {
            return unit(money + 1 + usize::from(lex.is(money + 1, "sterling")), "GBP");
        }
        let square = lex.is_any(at, &["square", "sq", "cubic"]);
        let word = at + usize::from(square) + usize::from(square && lex.mark(at + 1, '.'));
        if lex.is(word, "metric") && lex.is_any(word + 1, &["tons", "tonnes"]) {
            return unit(word + 2, "tonne");
        }
        // "100m" is a length; "100 m" too.
        if lex.str(at) == "m" && lex.get(at.wrapping_sub(1)).is_some_and(|l| l.kind == Kind::Digits) {
            return unit(at + 1, "metre");
        }
        let name = look_up(MEASURES, lex.str(word))?;
        let name = match (square, lex.is(at, "cubic")) {
            (true, true) => format!("cubic {name}"),
            (true, false) => format!("square {name}"),
            _ => name.to_owned(),
        };
        Some(Measured { end: word + 1, unit: Some(name), of: None })
    }

    /// "of Ukraine" after a share that ends at `i`.
    fn share_of(&self, i: usize) -> Option<Measured> {
        let lex = self.lex;
        if !lex.is(i, "of") {
            return Some(Measured { end: i, unit: None, of: None });
        }
        let mut end = i + 1;
        while end < lex.len() && end < i + 9 && !lex.begins(end) {
            let leads = end == i + 1 || (end == i + 2 && lex.is_any(i + 1, &["all", "some"]));
            let ends = match lex.get(end).map(|l| l.kind) {
                Some(Kind::Word) => {
                    !(leads && lex.is_any(end, &["the", "its", "his", "her", "their", "a", "this", "that"]))
                        && self.stops(end)
                }
                Some(Kind::Digits) => false,
                Some(Kind::Mark('-' | '\'' | '’')) => !lex.glued(end),
                // "of the 25,000 homes"
                Some(Kind::Mark(',' | '.')) => {
                    let digits = lex.get(end + 1).is_some_and(|l| l.kind == Kind::Digits);
                    !(digits && lex.glued(end) && lex.glued(end + 1))
                }
                _ => true,
            };
            if ends {
                break;
            }
            end += 1;
        }
        let of = (end > i + 1).then(|| lex.span(i, end));
        Some(Measured { end: i, unit: None, of })
    }

    fn stops(&self, i: usize) -> bool {
        if self.lex.is_any(i, STOPS) {
            return true;
        }
        let token = self.token(i);
        token.is_some_and(|t| {
            matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Pron | Upos::Adv)
                && t.xpos != Xpos::PrpPoss
        })
    }

    fn token(&self, i: usize) -> Option<&readout_language::Token> {
        let span = self.lex.get(i)?.span;
        self.analysis.tokens.get(self.analysis.tokens_in(span).start as usize).filter(|t| t.span.overlaps(span))
    }

    /// What a count of things counts: "residents without power".
    fn counted(&self, first: usize, i: usize) -> Option<Measured> {
        let lex = self.lex;
        let mut at = i;
        if lex.is(at, "of") {
            if matches!(lex.word(first), Word::Scales(_)) || lex.is(first, "tens") {
                at += 1;
            } else {
                return self.share_of(at).filter(|m| m.of.is_some());
            }
        }
        at += usize::from(lex.is(at, "more") && !lex.is(at + 1, "than"));
        if lex.hyphen(at) || lex.glued(at) {
            return None;
        }
        // "one", but not "one hundred".
        let one = lex.word(first) == Word::Count(1) && i == first + 1;
        let head = self.head_noun(at, one)?;
        // "four horrific years": a length of time.
        if matches!(lex.word(head), Word::Unit(_) | Word::Units(_)) {
            return None;
        }
        let mut end = head + 1;
        // Prepositional phrases that the tree hangs below the noun.
        if let Some(noun) = self.token_index(head).filter(|t| self.analysis.tokens[*t as usize].head.is_some()) {
            while end < lex.len() && end < head + 9 {
                let Some(below) = self.token_index(end) else { break };
                let token = &self.analysis.tokens[below as usize];
                let clause =
                    matches!(token.upos, Upos::Punct | Upos::Sconj | Upos::Verb | Upos::Aux | Upos::Pron | Upos::Cconj);
                if clause || !self.analysis.is_below(below, noun) || below == noun {
                    break;
                }
                end += 1;
            }
        }
        let written = lex.str(head).to_lowercase();
        let unit = match self.token(head) {
            // A plural that the lemmatizer leaves as it is ("people") still has a singular here.
            Some(token) if !token.lemma.is_empty() && token.lemma.to_lowercase() != written => {
                token.lemma.to_lowercase()
            }
            Some(token) if !matches!(token.xpos, Xpos::Nns | Xpos::Nnps) => written,
            _ => singular(&written),
        };
        // "one soldier" counts, "in one direction" does not.
        if one && !PERSONS.contains(&unit.as_str()) {
            return None;
        }
        Some(Measured { end: head + 1, unit: Some(unit), of: Some(lex.span(at, end)) })
    }

    fn token_index(&self, i: usize) -> Option<u32> {
        let span = self.lex.get(i)?.span;
        let at = self.analysis.tokens_in(span);
        (!at.is_empty()).then_some(at.start)
    }

    /// Whether the word at a lexeme has one of these tags.
    fn is_any_of(&self, i: usize, tags: &[Upos]) -> bool {
        self.token(i).is_some_and(|t| tags.contains(&t.upos))
    }

    /// The lexeme of the noun that a number before `at` counts.
    fn head_noun(&self, at: usize, one: bool) -> Option<usize> {
        let lex = self.lex;
        let mut head = None;
        for i in at..(at + 6).min(lex.len()) {
            let lexeme = lex.get(i)?;
            if lexeme.breaks {
                break;
            }
            let linked = matches!(lexeme.kind, Kind::Mark('-')) && lexeme.glued && lex.glued(i + 1);
            if linked {
                continue;
            }
            if lexeme.kind != Kind::Word {
                break;
            }
            let word = lex.str(i);
            match self.token(i).map(|t| (t.upos, t.xpos)) {
                Some((Upos::Noun, _)) => head = Some(i),
                Some((Upos::Propn, xpos)) => {
                    if xpos == Xpos::Nnps || (word.ends_with('s') && head.is_none()) {
                        head = Some(i);
                    }
                }
                Some((Upos::Adj, _)) if head.is_none() => {}
                // "five remaining major importers", "two slightly built men".
                Some((Upos::Verb, Xpos::Vbn | Xpos::Vbg))
                    if head.is_none() && self.is_any_of(i + 1, &[Upos::Noun, Upos::Adj]) => {}
                Some((Upos::Adv, _)) if head.is_none() && self.is_any_of(i + 1, &[Upos::Adj, Upos::Verb]) => {}
                Some(_) => break,
                None => {
                    if one || lex.is_any(i, STOPS) {
                        break;
                    }
                    if is_plural(word) {
                        head = Some(i);
                        // "police officers", "aircraft carriers".
                        if !(lex.is_any(i, &["police", "staff", "aircraft"]) && is_plural(lex.str(i + 1))) {
                            break;
                        }
                    }
                }
            }
        }
        head
    }

    /// Whether the number is one side of the result of a vote: "approved it 273-156".
    fn is_tally(&self, i: usize, end: usize) -> bool {
        const VOTES: &[&str] =
            &["vote", "votes", "voted", "voting", "tally", "passed", "approved", "rejected", "adopted", "margin"];
        const REACH: usize = 8;
        let lex = self.lex;
        let digits = |at: usize| lex.get(at).is_some_and(|l| l.kind == Kind::Digits && l.span.len() <= 3);
        let dash = |at: usize| lex.hyphen(at);
        let whole = end == i + 1 && digits(i);
        // The dash after the first number, or before the second; a third number makes it a date, a score or a telephone number.
        let first = dash(end) && lex.glued(end) && lex.glued(end + 1) && digits(end + 1) && !dash(end + 2);
        let second = i >= 2 && dash(i - 1) && lex.glued(i) && lex.glued(i - 1) && digits(i - 2) && !dash(end);
        let start = if first { i } else { i.saturating_sub(2) };
        let alone = start.checked_sub(1).is_none_or(|b| !dash(b));
        let voted = (start.saturating_sub(REACH)..start).chain(end..end + REACH).any(|at| lex.is_any(at, VOTES));
        whole && (first || second) && alone && voted
    }

    /// Whether a number without a unit of measure is a figure at all.
    fn counts(&self, i: usize, end: usize, number: Option<Number>, bound: Bound, named: bool) -> bool {
        let lex = self.lex;
        let before = i.checked_sub(1);
        let marks = |at: usize| lex.get(at).map(|l| l.kind);
        // "G7", "F-16", "v1.2", "#3", "(0123) 456", "10.0.0.1", "12:30".
        if lex.glued(i)
            && let Some(before) = before
        {
            let opens =
                matches!(marks(before), Some(Kind::Mark('(' | '[' | '"' | '“' | '‘' | '\'' | '—' | '~' | '–' | '+')));
            if !opens {
                return false;
            }
        }
        if lex.glued(end) && end > i && !named {
            let more = lex.is_word(end)
                || lex.hyphen(end)
                || (matches!(marks(end), Some(Kind::Mark('.' | ':' | '/' | ',')))
                    && lex.glued(end + 1)
                    && marks(end + 1) == Some(Kind::Digits));
            if more {
                return false;
            }
        }
        // "20 7946 0000".
        let beside = |at: usize| marks(at) == Some(Kind::Digits);
        if number.is_some_and(|n| n.digits > 0) && (before.is_some_and(beside) || beside(end)) {
            return false;
        }
        // "1. Ceasefire", "2) Withdrawal".
        let line_begins = lex.get(i).is_some_and(|l| l.breaks);
        if line_begins
            && matches!(marks(end), Some(Kind::Mark('.' | ')' | ':')))
            && number.is_some_and(|n| n.digits > 0)
        {
            return false;
        }
        if let Some(before) = before {
            let numbered = lex.is_any(
                before,
                &[
                    "no",
                    "number",
                    "article",
                    "section",
                    "chapter",
                    "page",
                    "point",
                    "channel",
                    "resolution",
                    "flight",
                    "room",
                    "phase",
                    "stage",
                    "level",
                    "aged",
                    "age",
                    "category",
                    "version",
                    "protocol",
                    "route",
                ],
            ) || (lex.mark(before, '.') && lex.is(before.wrapping_sub(1), "no"));
            // "Boeing 737", "Apollo 11": a name; not "In 40 towns", "On Monday 40 people".
            let plain = number.is_some_and(|n| n.digits > 0);
            let in_name = plain
                && lex.capital(before)
                && lex.is_word(before)
                && !lex.begins(before)
                && lex.word(before) == Word::Other;
            let age = plain
                && lex.mark(before, ',')
                && (lex.mark(end, ',') || lex.mark(end, '.'))
                && lex.capital(before.wrapping_sub(1));
            if numbered || in_name && !named || age {
                return false;
            }
        }
        if named || bound != Bound::Equal {
            return bound != Bound::Equal || named;
        }
        match number {
            // "the thousands"; "dozens" without what is counted says enough: dozens were killed.
            None => true,
            Some(n) if n.value >= 1000.0 => !(n.digits == 4 && (1900.0..2060.0).contains(&n.value)),
            Some(_) => {
                if (lex.word(i) == Word::Count(1) && end == i + 1) || lex.word(i) == Word::A {
                    return false;
                }
                let verb = before.is_some_and(|b| {
                    let word = lex.str(b);
                    !lex.capital(b) && word.len() > 4 && (word.ends_with("ing") || word.ends_with("ed"))
                });
                verb || lex.is_any(end, &["dead", "killed", "wounded", "injured", "missing", "others", "more"])
            }
        }
    }
}

fn scaled(amount: Amount, by: f64) -> Amount {
    // Shares such as 0.07 are read as decimals: round what binary arithmetic adds.
    let round = |n: f64| (n * by * 1e6).round() / 1e6;
    match amount {
        Amount::One(n) => Amount::One(round(n)),
        Amount::Between(low, high) => Amount::Between(round(low), round(high)),
    }
}

fn look_up(table: &'static [(&str, &'static str)], word: &str) -> Option<&'static str> {
    // The longest entry has eleven bytes.
    if word.is_empty() || word.len() > 12 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    table.binary_search_by(|(w, _)| (*w).cmp(lower.as_str())).ok().map(|at| table[at].1)
}

fn is_plural(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    PLURALS.iter().any(|(plural, _)| *plural == lower)
        || (word.len() > 3
            && lower.ends_with('s')
            && !lower.ends_with("ss")
            && !lower.ends_with("us")
            && !lower.ends_with("is"))
}

/// The singular of a plural, where no lemma is known.
fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    if let Some((_, singular)) = PLURALS.iter().find(|(plural, _)| *plural == lower) {
        return (*singular).to_owned();
    }
    if let Some(stem) = lower.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    for (ending, kept) in [("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")] {
        if let Some(stem) = lower.strip_suffix(ending) {
            return format!("{stem}{kept}");
        }
    }
    lower.strip_suffix('s').map_or(lower.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        for table in [MEASURES, CURRENCIES] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
