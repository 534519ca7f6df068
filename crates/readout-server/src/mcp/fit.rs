//! What an answer may hold: so many items, so many bytes; each passage with its outlet and the address of its page.

use std::collections::BTreeMap;

use readout_record::Store;
use readout_report::Date;
use serde_json::{Map, Value, json};

use crate::links;

/// Items of an answer.
pub(super) const MOST_ITEMS: usize = 50;
/// Bytes of an answer, as structured content and again as text.
const MOST_BYTES: usize = 200_000;
/// Of them, for what stands around the items.
const FRAME: usize = 4_000;
/// Code points of one quotation; as JSON, twice, one may take 13 bytes.
pub(super) const QUOTE: usize = 8_000;

/// How much one item may hold; the tighter ones are for an item that would fill an answer by itself.
pub(super) const ROOMS: [Room; 3] =
    [Room { parts: 12, characters: QUOTE }, Room { parts: 3, characters: 1_000 }, Room { parts: 0, characters: 200 }];

/// How much an item may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Entries of each list in it, such as passages.
    parts: usize,
    /// Code points of each text.
    characters: usize,
}

impl Room {
    /// Cuts lists and texts that are too long. An object tells in `left_out` how many entries its lists lack; a quotation that
    /// was cut still stands at its span.
    pub(super) fn cut(self, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|value| self.cut(value)),
            Value::Object(object) => self.cut_object(object),
            _ => {}
        }
    }

    fn cut_object(self, object: &mut Map<String, Value>) {
        let mut left_out = Map::new();
        let mut end = None;
        for (name, value) in object.iter_mut() {
            match value {
                // A span is no list of parts.
                Value::Array(list) if list.len() > self.parts && !list.iter().all(Value::is_number) => {
                    left_out.insert(name.clone(), (list.len() - self.parts).into());
                    list.truncate(self.parts);
                }
                Value::String(text) => {
                    if let Some((at, _)) = text.char_indices().nth(self.characters) {
                        text.truncate(at);
                        match name.as_str() {
                            "quote" => end = Some(self.characters as u64),
                            _ => text.push('…'),
                        }
                    }
                }
                _ => {}
            }
            self.cut(value);
        }
        if let Some((end, span)) = end.zip(object.get_mut("span").and_then(Value::as_array_mut)) {
            if let [start, last] = span.as_mut_slice() {
                *last = (start.as_u64().unwrap_or_default() + end).into();
            }
            object.insert("cut".to_owned(), true.into());
        }
        if !left_out.is_empty() {
            object.insert("left_out".to_owned(), left_out.into());
        }
    }
}

/// How many of the items, from the first, an answer holds.
pub(super) fn fitting(items: &[Value]) -> usize {
    let mut left = MOST_BYTES - FRAME;
    let fits = |item: &&Value| {
        let structured = item.to_string();
        // The text is the same JSON, within a string.
        let as_text = json!(structured).to_string();
        match left.checked_sub(structured.len() + as_text.len() + 2) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        }
    };
    items.iter().take_while(fits).count()
}

/// Tells of each passage its outlet, and where the record is served as pages, the address of its page.
#[derive(Debug)]
pub(super) struct Passages<'s> {
    store: &'s Store,
    base: Option<&'s str>,
    as_of: Option<Date>,
    outlets: BTreeMap<String, Option<String>>,
}

impl<'s> Passages<'s> {
    /// `base` is the address of the server's root, without a slash at its end.
    pub(super) fn new(store: &'s Store, base: Option<&'s str>, as_of: Option<Date>) -> Self {
        Self { store, base, as_of, outlets: BTreeMap::new() }
    }

    /// A passage is whatever object has a report, a span and a quotation.
    pub(super) fn complete(&mut self, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|value| self.complete(value)),
            Value::Object(object) => {
                object.values_mut().for_each(|value| self.complete(value));
                let Some(report) = object.get("report").and_then(Value::as_str).map(str::to_owned) else { return };
                let span = object.get("span").and_then(Value::as_array).map(Vec::as_slice);
                let Some([Some(start), Some(end)]) = span.map(|span| [0, 1].map(|at| span.get(at)?.as_u64())) else {
                    return;
                };
                if !object.get("quote").is_some_and(Value::is_string) {
                    return;
                }
                let outlet = self.outlet(&report);
                object.insert("outlet".to_owned(), outlet.into());
                if let Some(address) = self.address(&report, start, end) {
                    object.insert("address".to_owned(), address.into());
                }
            }
            _ => {}
        }
    }

    fn outlet(&mut self, report: &str) -> Option<String> {
        if let Some(outlet) = self.outlets.get(report) {
            return outlet.clone();
        }
        let outlet = self.store.report_row(report).ok().and_then(|row| row.outlet);
        self.outlets.insert(report.to_owned(), outlet.clone());
        outlet
    }

    fn address(&self, report: &str, start: u64, end: u64) -> Option<String> {
        let at = (start < end).then(|| format!("{start}-{end}"));
        let mark = if at.is_some() { "#at" } else { "" };
        let query = links::query([("at", at), ("as-of", self.as_of.map(|day| day.to_string()))]);
        Some(format!("{}{}{query}{mark}", self.base?, links::to("report", report)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(start: usize, quote: &str) -> Value {
        json!({"report": "r", "span": [start, start + quote.chars().count()], "quote": quote})
    }

    #[test]
    fn what_is_cut_is_told_and_a_cut_quotation_stands_at_its_span() {
        let mut item = json!({
            "title": "é".repeat(1_001), "evidence": (0..5).map(|n| passage(n, &"ü".repeat(1_200))).collect::<Vec<_>>(),
            "points": [1, 2, 3, 4],
        });
        ROOMS[1].cut(&mut item);
        assert_eq!(item["title"].as_str().unwrap().chars().count(), 1_001);
        assert_eq!((item["evidence"].as_array().unwrap().len(), &item["left_out"]), (3, &json!({"evidence": 2})));
        let first = &item["evidence"][2];
        assert_eq!((&first["span"], &first["cut"]), (&json!([2, 1_002]), &json!(true)));
        assert_eq!(first["quote"].as_str().unwrap(), "ü".repeat(1_000));
        assert_eq!(item["points"].as_array().unwrap().len(), 4);
        ROOMS[2].cut(&mut item);
        assert_eq!(item["evidence"], json!([]));
    }

    #[test]
    fn an_answer_holds_what_fits_it_twice() {
        let items: Vec<Value> = (0..50).map(|_| passage(0, &"\"".repeat(2_000))).collect();
        let fit = fitting(&items);
        assert!(fit > 10 && fit < 50, "{fit}");
        let structured = json!(items[..fit]).to_string();
        let sent = structured.len() + json!(structured).to_string().len();
        assert!(sent < MOST_BYTES && sent > MOST_BYTES - 20_000, "{sent}");
        assert_eq!(fitting(&[passage(0, &"x".repeat(MOST_BYTES))]), 0);
        assert_eq!(fitting(&[]), 0);
    }

    #[test]
    fn the_tightest_room_holds_anything() {
        let text = "\u{1}".repeat(100_000);
        let mut item =
            json!({"quote": text, "span": [0, 100_000], "report": text, "title": text, "name": text, "outlet": text});
        for n in 0..30 {
            item[format!("list {n}")] = json!(vec![json!({"a": [text.clone()]}); 40]);
        }
        ROOMS[2].cut(&mut item);
        assert_eq!(fitting(&[item]), 1);
    }
}
