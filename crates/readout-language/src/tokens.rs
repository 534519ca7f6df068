//! Words and sentences by rule, after the conventions of the English UD treebanks: clitics, hyphenated compounds and
//! currency signs are words of their own; abbreviations, numbers, addresses and emoticons are kept whole.

use readout_report::Span;

/// No word is longer than this many bytes; what runs on is cut, so that a text without white space stays cheap.
const MAX_WORD: usize = 200;
/// No sentence is longer than this many words; trees cost the square of it.
pub(crate) const MAX_SENTENCE: usize = 160;

/// A word as the rules find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawToken {
    /// Its characters.
    pub span: Span,
    /// Continues the orthographic word of the token before.
    pub joined: bool,
}

/// A sentence as a range of [`RawToken`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawSentence {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Number of the paragraph, from 0.
    pub paragraph: u32,
    /// Whether it stands alone in its paragraph, short and without a closing mark.
    pub heading: bool,
}

/// The words and sentences of a text, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// In text order.
    pub tokens: Vec<RawToken>,
    /// In text order; every token is in exactly one.
    pub sentences: Vec<RawSentence>,
}

/// Cuts a text into paragraphs, these into words, and the words into sentences.
pub fn segment(text: &str) -> Segmentation {
    let mut out = Segmentation::default();
    out.tokens.reserve(text.len() / 5);
    for (number, paragraph) in paragraphs(text).into_iter().enumerate() {
        let first = out.tokens.len();
        words_of(text, paragraph, &mut out.tokens);
        if out.tokens.len() > first {
            sentences_of(text, first, number as u32, &mut out);
        }
    }
    out
}

/// Paragraphs end at line breaks; in text that is wrapped at a fixed width only at blank or indented lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let wrapped = is_hard_wrapped(text);
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let span = Span::of(at, at + line.len());
        at += line.len();
        let blank = line.trim().is_empty();
        let indented = line.starts_with(['\t', ' ']);
        match found.last_mut() {
            Some(last) if wrapped && open && !blank && !indented => last.end = span.end,
            _ if !blank => found.push(span),
            _ => {}
        }
        // "\r\n" comes as two lines, the second of them only the line feed.
        open = !blank || (open && line == "\n" && text[..span.start as usize].ends_with('\r'));
    }
    found
}

/// Whether lines break in the middle of sentences: many lines go on in lower case after a line without a closing mark.
fn is_hard_wrapped(text: &str) -> bool {
    let (mut pairs, mut running) = (0, 0);
    let mut before: Option<&str> = None;
    for line in text.lines().take(400) {
        let line = line.trim();
        if let Some(before) = before
            && !line.is_empty()
            && !before.is_empty()
        {
            pairs += 1;
            let goes_on = before.len() > 30
                && before.len() < 100
                && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
                && line.starts_with(|c: char| c.is_lowercase());
            running += usize::from(goes_on);
        }
        before = Some(line);
    }
    pairs >= 3 && running * 4 >= pairs
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʼ')
}

fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '‒')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Words that end in a full stop and hardly ever end a sentence, lower case.
const TITLES: &[&str] = &[
    "adm", "assn", "atty", "brig", "capt", "cmdr", "col", "cpl", "dr", "drs", "fr", "ft", "gen", "gov", "hon", "lt",
    "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "mt", "pres", "prof", "rep", "reps", "rev", "sen", "sens",
    "sgt", "st", "supt", "vs", "v", "fig", "figs", "eg", "ie", "cf", "viz", "approx", "est", "op", "vol", "pp", "sr",
    "insp", "det", "amb", "sec", "pvt", "pfc", "ofc",
];

/// Words that end in a full stop and may end a sentence too, lower case.
const ABBREVIATIONS: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "bros", "jr", "etc", "al", "dept", "univ", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs",
    "fri", "sat", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la",
    "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "penn", "tenn", "tex", "vt", "va",
    "wash", "wis", "wyo", "ave", "blvd", "rd", "hwy", "ext", "esq", "mfg", "intl", "govt", "natl", "min", "max", "avg",
    "hr", "hrs", "ph", "plc", "pty",
];

/// Prefixes that stay with their word, lower case.
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "infra", "inter", "intra",
    "mega", "mid", "mini", "multi", "neo", "non", "over", "pan", "para", "post", "pre", "pro", "pseudo", "psycho",
    "quasi", "re", "semi", "sub", "super", "trans", "tri", "ultra", "un", "under", "vice", "micro", "macro", "geo",
    "bio", "socio", "uni", "pan", "proto", "electro", "neuro", "mono", "poly", "mis",
];

/// Units that are written right after a number, and are words of their own.
const UNITS: &[&str] = &[
    "am", "pm", "a.m", "p.m", "mm", "cm", "m", "km", "kg", "g", "mg", "lb", "lbs", "oz", "ft", "in", "mph", "kph",
    "kmh", "hr", "hrs", "h", "min", "mins", "sec", "k", "bn", "b", "mn", "tn", "mb", "gb", "tb", "kb", "ghz", "mhz",
    "hz", "kw", "mw", "gw", "kwh", "mwh", "ml", "l", "yr", "yrs", "p", "c", "f", "million", "billion", "trillion",
    "percent", "pc", "pct", "px", "s.m",
];

const EMOTICONS: &[&str] = &[
    ":)", ":(", ":-)", ":-(", ";)", ";-)", ":D", ":-D", ":P", ":-P", ":p", ":/", ":-/", ":|", "<3", "^_^", "=)", ":'(",
    ":O", "xD", ":*", "=D", ";P", "XD", "D:",
];

/// Endings of web addresses and file names that are recognised without `www.` or `http:`.
const ADDRESS_ENDINGS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "info", "biz", "uk", "co", "us", "ru", "ua", "de", "fr", "eu", "tv", "io", "ly",
    "doc", "pdf", "xls", "txt", "jpg", "html", "htm", "exe", "zip", "js",
];

fn one_of(list: &[&str], word: &str) -> bool {
    word.len() < 16 && list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Appends the words of one paragraph.
fn words_of(text: &str, paragraph: Span, out: &mut Vec<RawToken>) {
    let slice = paragraph.of_text(text);
    let first = out.len();
    let mut start: Option<usize> = None;
    for (i, c) in slice.char_indices() {
        if is_space(c) {
            if let Some(s) = start.take() {
                chunk(slice, s, i, paragraph.start, first, out);
            }
        } else if start.is_none() {
            start = Some(i);
        } else if start.is_some_and(|s| i - s >= 4 * MAX_WORD) {
            chunk(slice, start.unwrap_or(i), i, paragraph.start, first, out);
            start = Some(i);
        }
    }
    if let Some(s) = start {
        chunk(slice, s, slice.len(), paragraph.start, first, out);
    }
}

/// Cuts what stands between white space into words.
fn chunk(slice: &str, start: usize, end: usize, base: u32, first: usize, out: &mut Vec<RawToken>) {
    let mut scan = Scan { slice, at: start, end, base: base as usize, first, chunk_start: start, out };
    scan.run();
}

struct Scan<'a> {
    slice: &'a str,
    at: usize,
    end: usize,
    base: usize,
    /// Index of the paragraph's first token.
    first: usize,
    chunk_start: usize,
    out: &'a mut Vec<RawToken>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.slice[self.at..self.end]
    }

    fn push(&mut self, len: usize, joined: bool) {
        if len == 0 {
            return;
        }
        let span = Span::of(self.base + self.at, self.base + self.at + len);
        self.out.push(RawToken { span, joined });
        self.at += len;
    }

    fn run(&mut self) {
        let rest = self.rest();
        let bare = rest.trim_end_matches(['.', ',', '!', '?']);
        if one_of_exact(EMOTICONS, bare) {
            self.push(bare.len(), false);
        } else if rest.len() > 2
            && rest.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | '#' | '<' | '>' | '|' | '+' | '\\' | '^'))
        {
            // A line drawn in characters.
            self.push(rest.len(), false);
        }
        while self.at < self.end {
            let before = self.at;
            self.step();
            if self.at == before {
                let len = self.rest().chars().next().map_or(1, char::len_utf8);
                self.push(len, false);
            }
        }
    }

    fn step(&mut self) {
        let rest = self.rest();
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return };
        let next = chars.next();
        if let Some(len) = address(rest) {
            self.push(len, false);
        } else if c.is_alphanumeric() || (c == '_' && next.is_some_and(char::is_alphanumeric)) {
            self.word();
        } else if (c == '#' || c == '@') && next.is_some_and(char::is_alphabetic) {
            let handle = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            let len = 1 + rest[1..].find(|c| !handle(c)).unwrap_or(rest.len() - 1);
            self.push(rest[..len].trim_end_matches('.').len(), false);
        } else if is_apostrophe(c) {
            self.apostrophe();
        } else if matches!(c, '.' | '$' | '!' | '?' | '-' | '*' | '=' | '_' | '~' | '…' | '+' | '<' | '>' | '|' | '•')
            || is_dash(c)
        {
            let same = |x: char| x == c || (matches!(c, '!' | '?') && matches!(x, '!' | '?'));
            let len = rest.find(|x| !same(x)).unwrap_or(rest.len());
            // A minus before a number stays with it only at the start of a chunk: "-5", but "3-5".
            let minus = matches!(c, '-' | '+')
                && len == 1
                && self.at == self.chunk_start
                && next.is_some_and(|n| n.is_ascii_digit());
            if minus { self.word() } else { self.push(len, false) }
        } else {
            self.push(c.len_utf8(), false);
        }
    }

    /// A word that starts with a letter or digit, with its clitics.
    fn word(&mut self) {
        let rest = self.rest();
        let len = word_len(rest);
        let word = &rest[..len];
        let after = &rest[len..];
        if let Some(head) = split_unit(word) {
            self.push(head, false);
            let unit = len - head;
            let unit = unit + usize::from(after.starts_with('.') && rest[head..len].contains('.'));
            self.push(unit, false);
            return;
        }
        let numbered_item =
            self.out.len() == self.first && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) && after == ".";
        if after.starts_with('.')
            && (!after.starts_with("..") || after == "..")
            && (numbered_item || keeps_stop(word, after[1..].trim_start_matches('.')))
        {
            self.push(len + 1, false);
            return;
        }
        if after.starts_with('$') && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase()) {
            self.push(len + 1, false);
            return;
        }
        if let Some(parts) = fused(word) {
            for (i, part) in parts.iter().enumerate() {
                self.push(*part, i > 0);
            }
            return;
        }
        match clitic(word) {
            Some(head) if head > 0 => {
                self.push(head, false);
                self.push(len - head, true);
            }
            _ => {
                self.push(len, false);
                // "parents' house": a possessive mark, unless a quotation that this mark closes is open.
                let mut marks = self.rest().chars();
                if let Some(mark @ ('\'' | '’')) = marks.next()
                    && self.slice[..self.at].ends_with(['s', 'S'])
                    && marks.next().is_none_or(|c| !c.is_alphanumeric())
                    && !self.single_quote_open(mark)
                {
                    self.push(mark.len_utf8(), true);
                }
            }
        }
    }

    /// Whether a single quotation mark of the paragraph waits to be closed.
    fn single_quote_open(&self, mark: char) -> bool {
        let so_far = &self.slice[..self.at];
        let open = if mark == '’' { '‘' } else { '\'' };
        let Some(last) = so_far.rfind(open) else { return false };
        let starts_word =
            so_far[..last].chars().next_back().is_none_or(|c| is_space(c) || matches!(c, '(' | '"' | '“' | '—'));
        let closed = so_far[last + open.len_utf8()..].char_indices().any(|(i, c)| {
            c == mark
                && so_far[last + open.len_utf8() + i + c.len_utf8()..]
                    .chars()
                    .next()
                    .is_none_or(|n| !n.is_alphanumeric())
        });
        starts_word && !closed
    }

    /// A mark that may be a clitic on its own, an elision or a quotation mark.
    fn apostrophe(&mut self) {
        let rest = self.rest();
        let mark = rest.chars().next().map_or(1, char::len_utf8);
        let tail = &rest[mark..];
        let run = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
        let word = &tail[..run];
        if rest.starts_with("''") || rest.starts_with("``") || rest.starts_with("’’") || rest.starts_with("‘‘")
        {
            self.push(2 * mark, false);
        } else if one_of(&["s", "m", "re", "ve", "ll", "d"], word) {
            let joined = self.at > self.chunk_start;
            self.push(mark + run, joined);
        } else if one_of(&["em", "til", "cause", "tis", "twas", "bout", "n"], word)
            || (word.len() == 3 && word.ends_with('s') && word.as_bytes()[0].is_ascii_digit())
            || (word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit()))
        {
            self.push(mark + run, false);
        } else {
            self.push(mark, false);
        }
    }
}

fn one_of_exact(list: &[&str], word: &str) -> bool {
    word.len() < 5 && list.contains(&word)
}

/// The length of a web or mail address at the start.
fn address(rest: &str) -> Option<usize> {
    let first = rest.as_bytes()[0];
    if !(first.is_ascii_alphanumeric() || first == b'.') || rest.len() < 5 {
        return None;
    }
    let len = rest
        .find(|c: char| {
            matches!(c, '"' | '“' | '”' | '<' | '>' | '’' | ',' | ';' | '|' | '\'' | '—')
                || (c == ')' && !rest.contains('('))
        })
        .unwrap_or(rest.len());
    let len = rest[..len].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '-']).len();
    let whole = &rest[..len];
    if whole.len() < 5 || !whole.contains(['.', ':', '@']) {
        return None;
    }
    let lower = |p: &str| whole.get(..p.len()).is_some_and(|w| w.eq_ignore_ascii_case(p));
    let is_web = lower("http://") || lower("https://") || lower("www.") || lower("ftp://") || lower("mailto:");
    let is_mail = || {
        whole.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.len() > 2 && whole.matches('@').count() == 1 && !whole.contains(['(', '/'])
        })
    };
    let plain = whole.split(['(', ')', '[', ']', '{', '}']).next().unwrap_or(whole);
    // A news group: "comp.sources.unix".
    let is_group = || {
        plain.matches('.').count() > 1
            && plain.split('.').all(|p| p.len() > 2 && p.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
    };
    let is_named = || {
        let host = plain.split('/').next().unwrap_or(plain);
        let mut parts = host.rsplit('.');
        let ending = parts.next().unwrap_or("");
        let name = parts.next().unwrap_or("");
        host.contains('.')
            && one_of(ADDRESS_ENDINGS, ending)
            && name.len() > 1
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            && !host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            // "talks.Us" is a missing space, not an address.
            && !ending.starts_with(|c: char| c.is_ascii_uppercase() && !name.starts_with(|n: char| n.is_ascii_uppercase()))
            && (ending.len() > 2 || ending.chars().all(char::is_lowercase))
    };
    if is_web || is_mail() { Some(len) } else { (is_named() || is_group()).then_some(plain.len()) }
}

/// The length of the word at the start, clitics included.
fn word_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut previous = ' ';
    let mut sign_allowed = true;
    while let Some((i, c)) = chars.next() {
        if end >= MAX_WORD {
            return end;
        }
        let next = chars.peek().map(|(_, n)| *n);
        let keep = if c.is_alphanumeric() || c == '_' || is_mark(c) || (sign_allowed && matches!(c, '-' | '+')) {
            true
        } else if is_apostrophe(c) {
            // "Shi'ite", "don't", "60's"; not the mark that closes a quotation.
            previous.is_alphanumeric() && next.is_some_and(|n| n.is_alphabetic()) && c != '`'
                || (c == '`' && rest[i + 1..].starts_with('s'))
        } else if matches!(c, '.' | ',' | ':') && previous.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit())
        {
            true
        } else if c == '.' && next.is_some_and(char::is_alphabetic) {
            dotted(&rest[..i], &rest[i + 1..])
        } else if c == '/' {
            let numbers = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'/');
            numbers(&rest[..i]) && next.is_some_and(|n| n.is_ascii_digit())
                || i == 1 && ["s/he", "b/c", "w/o", "n/a", "l/c"].iter().any(|w| starts_with_word(rest, w))
                || i == 1 && matches!(previous, 'w' | 'W') && next.is_none()
        } else if c == '&' {
            previous.is_uppercase() && next.is_some_and(char::is_uppercase) && rest[..i].len() <= 3
        } else if is_hyphen(c) {
            keeps_hyphen(rest, i, c.len_utf8())
        } else {
            false
        };
        sign_allowed = false;
        if !keep {
            break;
        }
        end = i + c.len_utf8();
        previous = c;
    }
    // "80%-owned" and the like end at the sign; a word never ends in a connector.
    while end > 1
        && matches!(bytes[end - 1], b'.' | b',' | b':' | b'/' | b'&')
        && !(end == 2 && bytes[0] | 0x20 == b'w')
    {
        end -= 1;
    }
    end
}

/// Whether the text starts with this word, in either case.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word))
        && !text[word.len()..].starts_with(char::is_alphanumeric)
}

/// A combining mark: part of the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93e}'..='\u{94f}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}')
}

/// Whether a full stop between letters belongs to the word: "U.S", "Ph.D", "a.m".
fn dotted(before: &str, after: &str) -> bool {
    let short = |s: &str, most: usize| !s.is_empty() && s.chars().count() <= most && s.chars().all(char::is_alphabetic);
    let last = before.rsplit('.').next().unwrap_or(before);
    let following = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let initials = short(last, 1) && short(following, 1);
    let degree = matches!(
        (last, following),
        ("Ph" | "ph" | "PH", "D" | "d") | ("M" | "B" | "D", "Sc" | "Phil" | "Ed") | ("Lt" | "Maj", "Gen" | "Col")
    );
    initials
        || degree
        || (before.contains('.') && short(last, 1) && short(following, 2) && after[following.len()..].starts_with('.'))
}

/// Whether the hyphen at byte `i` stays inside the word.
fn keeps_hyphen(rest: &str, i: usize, width: usize) -> bool {
    let before = &rest[..i];
    let after = &rest[i + width..];
    let is_word = |c: char| c.is_alphanumeric();
    let following = &after[..after.find(|c| !is_word(c)).unwrap_or(after.len())];
    let piece = before.rsplit(is_hyphen).next().unwrap_or(before);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if digits(piece) && digits(following) {
        // A telephone number or an ISO date; "5-6" and "1990-95" are ranges.
        let iso = piece.len() == 4 && following.len() == 2 && after[2..].starts_with('-')
            || piece.len() == 2 && following.len() == 2 && before.len() > 6;
        let telephone = matches!(piece.len(), 1 | 3) && following.len() == 4
            || piece.len() <= 3 && following.len() == 3 && after[3..].starts_with('-');
        return iso || telephone;
    }
    if following.is_empty() {
        // A word cut off, or a prefix that waits for its word: "pre- and post-war".
        let goes_on = after.starts_with(|c: char| is_hyphen(c) || c == '"' || c == '”');
        return !before.contains(is_hyphen)
            && before.chars().all(char::is_alphabetic)
            && before.chars().count() < 6
            && !goes_on;
    }
    one_of(PREFIXES, before) && !following.starts_with(|c: char| c.is_ascii_digit())
        || before.eq_ignore_ascii_case("mid")
}

/// The length of the number if the word is a number and its unit: "10am", "5bn".
fn split_unit(word: &str) -> Option<usize> {
    let digits = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '+' | '-')))?;
    (digits > 0
        && word.as_bytes()[digits - 1].is_ascii_digit()
        && one_of(UNITS, &word[digits..])
        && &word[digits..] != "MM"
        && !word[digits..].starts_with(|c: char| c.is_uppercase() && word.len() - digits == 1))
    .then_some(digits)
}

/// Whether a full stop after the word is part of it. `after` is what follows the stop in the chunk.
fn keeps_stop(word: &str, after: &str) -> bool {
    let mut letters = word.chars();
    let single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase() && c != 'I');
    let last = word.rsplit(['.', '-']).next().unwrap_or(word);
    let inner_stop =
        word.contains('.') && word.chars().next().is_some_and(char::is_alphabetic) && last.chars().count() <= 2;
    let known = one_of(TITLES, last) || (one_of(ABBREVIATIONS, last) && !is_plain_word(last));
    (single && after.is_empty()) || inner_stop || known
}

/// Abbreviations that are words too count only with a capital.
fn is_plain_word(word: &str) -> bool {
    matches!(
        word,
        "sat"
            | "ill"
            | "mar"
            | "la"
            | "pa"
            | "miss"
            | "wash"
            | "mo"
            | "sun"
            | "fig"
            | "mon"
            | "max"
            | "min"
            | "del"
            | "wed"
            | "op"
            | "co"
            | "va"
            | "md"
            | "ga"
            | "ind"
            | "ore"
            | "sec"
            | "det"
            | "rep"
            | "est"
            | "gen"
            | "hon"
            | "ph"
            | "cos"
            | "st"
            | "Miss"
            | "Ill"
            | "MD"
            | "PA"
            | "GA"
            | "CO"
            | "LA"
            | "MO"
            | "VA"
    )
}

/// Words written as one that are several: the lengths of the parts.
fn fused(word: &str) -> Option<&'static [usize]> {
    if word.len() > 6 {
        return None;
    }
    let mut lower = [0u8; 6];
    for (to, from) in lower.iter_mut().zip(word.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    match &lower[..word.len()] {
        b"cannot" => Some(&[3, 3]),
        b"gonna" => Some(&[3, 2]),
        b"wanna" => Some(&[3, 2]),
        b"gotta" => Some(&[3, 2]),
        b"outta" => Some(&[3, 2]),
        b"dont" | b"cant" | b"isnt" | b"wont" => Some(&[2, 2]),
        b"didnt" | b"wasnt" | b"arent" | b"hasnt" | b"hadnt" => Some(&[3, 2]),
        b"doesnt" | b"havent" | b"werent" => Some(&[4, 2]),
        b"lets" if word.starts_with('L') => Some(&[3, 1]),
        b"ive" if word.starts_with('I') => Some(&[1, 2]),
        b"im" => Some(&[1, 1]),
        b"thats" => Some(&[4, 1]),
        _ => None,
    }
}

/// The length of the word before its clitic: "do" of "don't", "Bush" of "Bush's".
fn clitic(word: &str) -> Option<usize> {
    let mark = word.rfind(is_apostrophe)?;
    let width = word[mark..].chars().next().map_or(1, char::len_utf8);
    let tail = &word[mark + width..];
    if one_of(&["s", "m", "re", "ve", "ll", "d"], tail) {
        let decade = word[..mark].bytes().all(|b| b.is_ascii_digit()) && tail == "s" && mark > 1;
        return (!decade).then_some(mark);
    }
    if tail.eq_ignore_ascii_case("t") && word[..mark].ends_with(['n', 'N']) && mark > 1 {
        return Some(mark - 1);
    }
    None
}

/// Words that often open a sentence: after an abbreviation they tell that a new one begins.
const OPENERS: &[&str] = &[
    "The",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "In",
    "But",
    "And",
    "A",
    "An",
    "On",
    "At",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "If",
    "When",
    "While",
    "As",
    "For",
    "By",
    "With",
    "After",
    "Before",
    "Since",
    "However",
    "Although",
    "Some",
    "Many",
    "Most",
    "Other",
    "Another",
    "One",
    "Two",
    "What",
    "Who",
    "Why",
    "How",
    "Where",
    "So",
    "Yet",
    "Now",
    "Then",
    "Still",
    "Also",
    "Meanwhile",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Not",
    "No",
    "To",
    "From",
    "You",
    "My",
    "Under",
    "During",
    "Last",
    "Asked",
    "According",
];

/// Verbs after which a quotation is known to go on in the sentence that names its speaker.
fn is_saying(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "asked"
            | "asks"
            | "told"
            | "wrote"
            | "added"
            | "tweeted"
            | "replied"
            | "exclaimed"
            | "shouted"
            | "wondered"
            | "continued"
    )
}

/// Cuts the words from `first` on into sentences.
fn sentences_of(text: &str, first: usize, paragraph: u32, out: &mut Segmentation) {
    let tokens = &out.tokens;
    let word = |i: usize| tokens.get(i).map_or("", |t| t.span.of_text(text));
    let end = tokens.len();
    let mut start = first;
    let mut straight_open = false;
    let begin = out.sentences.len();
    let mut i = first;
    while i < end {
        let w = word(i);
        if w == "\"" {
            straight_open = !straight_open;
        }
        let stop = is_stop(w);
        let abbreviated = !stop && w.len() > 1 && w.ends_with('.');
        let mut cut = None;
        if stop || abbreviated {
            // Closing marks belong to the sentence that they close.
            let mut after = i + 1;
            let mut open = straight_open;
            while after < end {
                let next = word(after);
                let closes = matches!(next, "”" | "’’" | "''" | ")" | "]" | "»")
                    || (next == "\"" && open)
                    || (matches!(next, "'" | "’") && touches(tokens, after) && !touches(tokens, after + 1));
                let goes_on = stop && is_stop(next) && touches(tokens, after);
                if !closes && !goes_on {
                    break;
                }
                open = open && next != "\"";
                after += 1;
            }
            let next = word(after);
            let spaced = after >= end || !touches(tokens, after);
            let starts = next
                .trim_start_matches(['"', '“', '‘', '\'', '(', '['])
                .chars()
                .next()
                .or_else(|| word(after + 1).chars().next());
            let lower = starts.is_some_and(char::is_lowercase);
            let begins = starts.is_some_and(|c| {
                c.is_uppercase()
                    || c.is_numeric()
                    || matches!(c, '"' | '“' | '‘' | '\'' | '-' | '–' | '—' | '•' | '*' | '[' | '(' | '#' | '@' | '$')
            });
            let quoted_question =
                after > i + 1 && matches!(w.as_bytes()[0], b'?' | b'!') && (1..4).any(|k| is_saying(word(after + k)));
            let yes = if abbreviated {
                let lower_word = w.trim_end_matches('.');
                let title = one_of(TITLES, lower_word)
                    || lower_word.chars().count() == 1 && lower_word.chars().all(char::is_uppercase);
                !title && (OPENERS.contains(&next) || (after > i + 1 && begins))
            } else if w == "." {
                (begins && (spaced || after > i + 1 || starts.is_some_and(char::is_uppercase))) || (!lower && spaced)
            } else if w.starts_with('.') || w == "…" {
                begins && spaced && i != start
            } else {
                (begins || !lower) && spaced && !quoted_question
            };
            if after >= end || yes {
                cut = Some(after);
                straight_open = open;
            }
        }
        if cut.is_none() && i + 1 - start >= MAX_SENTENCE {
            cut = Some(i + 1);
        }
        match cut {
            Some(after) => {
                // Two marks in a row ("? ?") are no sentence of their own.
                out.sentences.push(RawSentence { start, end: after, paragraph, heading: false });
                start = after;
                i = after;
            }
            None => i += 1,
        }
    }
    if start < end {
        out.sentences.push(RawSentence { start, end, paragraph, heading: false });
    }
    if let [only] = &mut out.sentences[begin..] {
        let last = out.tokens[end - 1].span.of_text(text);
        let closed = last.ends_with(['.', '!', '?', '…', '"', '”', '’', ':', ';', ',', ')', '\'']);
        only.heading = !closed && only.end - only.start <= 24;
    }
}

fn is_stop(word: &str) -> bool {
    word == "…" || (!word.is_empty() && word.bytes().all(|b| matches!(b, b'.' | b'!' | b'?')))
}

/// Whether no white space stands before token `i`.
fn touches(tokens: &[RawToken], i: usize) -> bool {
    i > 0 && i < tokens.len() && tokens[i].span.start == tokens[i - 1].span.end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> String {
        let segmentation = segment(text);
        segmentation.tokens.iter().map(|t| t.span.of_text(text)).collect::<Vec<_>>().join("|")
    }

    fn sentences(text: &str) -> Vec<String> {
        let segmentation = segment(text);
        let tokens = &segmentation.tokens;
        segmentation
            .sentences
            .iter()
            .map(|s| tokens[s.start].span.cover(tokens[s.end - 1].span).of_text(text).to_owned())
            .collect()
    }

    #[test]
    fn words_follow_the_treebanks() {
        for (text, expected) in [
            ("I don't think it's Bush's.", "I|do|n't|think|it|'s|Bush|'s|."),
            ("“We don’t,” he said.", "“|We|do|n’t|,|”|he|said|."),
            (
                "The 15-year US-backed plan, pro-Beijing and non-profit",
                "The|15|-|year|US|-|backed|plan|,|pro-Beijing|and|non-profit",
            ),
            (
                "Mr. J. P. Morgan of the U.S. paid $5.5m, or 19%.",
                "Mr.|J.|P.|Morgan|of|the|U.S.|paid|$|5.5|m|,|or|19|%|.",
            ),
            ("at 10am on 11/28/2000, 7:30 p.m.", "at|10|am|on|11/28/2000|,|7:30|p.m."),
            ("see www.example.org, or mail a.b@c.org.", "see|www.example.org|,|or|mail|a.b@c.org|."),
            ("the parents' house", "the|parents|'|house"),
            ("they said 'no deals' again", "they|said|'|no|deals|'|again"),
            ("\"Wait...\" she said--then left!!", "\"|Wait|...|\"|she|said|--|then|left|!!"),
            ("cannot and/or in the 1990s, '90s and 60's", "can|not|and|/|or|in|the|1990s|,|'90s|and|60's"),
            ("call 713-853-3989 on 2025-11-26, 5-6 people", "call|713-853-3989|on|2025-11-26|,|5|-|6|people"),
            ("#MeToo @someone #1", "#MeToo|@someone|#|1"),
            ("a peace—one that", "a|peace|—|one|that"),
            ("US$5 billion", "US$|5|billion"),
        ] {
            assert_eq!(words(text), expected);
        }
    }

    #[test]
    fn sentences_end_where_readers_end_them() {
        let text = "He met Gen. Smith in the U.S. on Monday. \"Why?\" Jones asked. The U.S. The end\nA heading\nIt cost 5.5 million. “Stop.” Then he left.";
        assert_eq!(
            sentences(text),
            [
                "He met Gen. Smith in the U.S. on Monday.",
                "\"Why?\" Jones asked.",
                "The U.S.",
                "The end",
                "A heading",
                "It cost 5.5 million.",
                "“Stop.”",
                "Then he left."
            ]
        );
        let headings: Vec<bool> = segment(text).sentences.iter().map(|s| s.heading).collect();
        assert_eq!(headings, [false, false, false, false, true, false, false, false]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The mayor of the old town by the river has said\nthat the bridge will stay closed for the winter,\nas the council could not agree on who is to pay\nfor the repair of it.\n\nA second paragraph.";
        assert_eq!(segment(text).sentences.len(), 2);
    }

    #[test]
    fn a_line_without_spaces_is_cut() {
        let text = "x".repeat(100_000);
        let segmentation = segment(&text);
        assert!(segmentation.tokens.iter().all(|t| t.span.len() as usize <= MAX_WORD + 4));
        assert!(segmentation.sentences.iter().all(|s| s.end - s.start <= MAX_SENTENCE + 1));
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_one_word(text in "(\\PC|[a-z.,'\"“”’ \n-]|[A-Z]|[0-9]){0,300}") {
            let segmentation = segment(&text);
            let mut covered = vec![0u8; text.len()];
            let mut last = 0;
            for token in &segmentation.tokens {
                prop_assert!(token.span.start >= last && !token.span.is_empty());
                last = token.span.end;
                covered[token.span.range()].iter_mut().for_each(|c| *c += 1);
            }
            for (i, c) in text.char_indices() {
                prop_assert_eq!(covered[i], u8::from(!is_space(c)), "{:?} at {}", c, i);
            }
            let mut at = 0;
            for sentence in &segmentation.sentences {
                prop_assert_eq!(sentence.start, at);
                prop_assert!(sentence.end > sentence.start);
                at = sentence.end;
            }
            prop_assert_eq!(at, segmentation.tokens.len());
        }
    }
}
