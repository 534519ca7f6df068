//! The desk from outside: `readout serve` and its interface for programs, over plain HTTP.

mod common;

use std::collections::BTreeSet;

use serde_json::Value;
use tempfile::TempDir;

use common::{Reply, Server, examples, good, readout, record_of_examples};

/// A server on a record of its own.
struct Desk {
    folder: TempDir,
    server: Server,
}

/// The value of a header.
fn header<'r>(reply: &'r Reply, name: &str) -> Option<&'r str> {
    let mut headers = reply.head.lines().filter_map(|line| line.split_once(": "));
    headers.find(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

impl Desk {
    /// With the sample reports read.
    fn of_examples(options: &[&str]) -> Self {
        Self::of(record_of_examples(), options)
    }

    fn of(folder: TempDir, options: &[&str]) -> Self {
        Self { server: Server::of(&folder, options), folder }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.server.send(method, path, headers, body)
    }

    fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        json(&reply)
    }

    /// The items of all pages of a list.
    fn walk(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.json(&format!("{path}{cursor}"));
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_str() else { return items };
            cursor = format!("&cursor={}", next.replace('+', "%2B"));
        }
    }
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Of a list in CSV, the first column.
fn first_column(csv: &str) -> BTreeSet<String> {
    csv.lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn pages_follow_each_other_and_hold_everything_once() {
    let desk = Desk::of_examples(&[]);
    for list in
        ["stories", "reports", "actors", "statements", "events", "figures", "documents", "differences", "positions"]
    {
        let whole = ids(&desk.walk(&format!("/api/{list}?limit=10000")));
        let parts = ids(&desk.walk(&format!("/api/{list}?limit=3")));
        assert!(!whole.is_empty(), "{list}");
        assert_eq!(whole, parts, "{list}");
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len(), "{list}");
        let on_the_command_line: Value =
            serde_json::from_str(&good(&desk.folder, &[list, "--format", "json"])).unwrap();
        let mut expected = ids(on_the_command_line.as_array().unwrap());
        let mut found = whole;
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{list}");
    }
}

#[test]
fn a_kept_cursor_gives_what_came_since() {
    let folder = TempDir::new().unwrap();
    let mut files: Vec<_> = std::fs::read_dir(examples()).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.file_stem().is_none_or(|stem| stem != "README"));
    files.sort();
    let (last, first) = files.split_last().unwrap();
    for file in first {
        good(&folder, &["read", file.to_str().unwrap()]);
    }
    let desk = Desk::of(folder, &[]);
    let before = desk.walk("/api/reports?limit=100");
    assert_eq!(before.len(), 6);
    // The last report that was seen is the cursor.
    let seen = before.last().unwrap();
    let cursor = format!("{}~~{}", seen["first_read"].as_str().unwrap(), seen["id"].as_str().unwrap());
    let path = format!("/api/reports?limit=100&cursor={cursor}");
    assert_eq!(desk.json(&path)["items"].as_array().unwrap().len(), 0);
    let statements = desk.walk("/api/statements?limit=10000");
    good(&desk.folder, &["read", last.to_str().unwrap()]);
    assert_eq!(desk.json(&path)["items"].as_array().unwrap().len(), 1, "what is read meanwhile appears");
    let later = desk.walk("/api/statements?limit=10000");
    let moment = |item: &Value| item["first_read"].as_str().unwrap().to_owned();
    let newest = statements.iter().map(moment).max().unwrap();
    assert!(later.iter().any(|item| moment(item) > newest));
    assert!(later.windows(2).all(|pair| moment(&pair[0]) <= moment(&pair[1])));
}

#[test]
fn filters_and_past_days_are_those_of_the_command_line() {
    let desk = Desk::of_examples(&[]);
    for (query, args) in [
        ("actor=Okonedo", vec!["--actor", "Okonedo"]),
        ("outlet=Ansel%20Tribune", vec!["--outlet", "Ansel Tribune"]),
        ("since=2025-03-13", vec!["--since", "2025-03-13"]),
        ("text=observers", vec!["--text", "observers"]),
        ("as-of=2025-03-11", vec!["--as-of", "2025-03-11"]),
        ("place=Lindholm&until=2025-03-12", vec!["--place", "Lindholm", "--until", "2025-03-12"]),
    ] {
        let args: Vec<&str> = ["statements", "--format", "csv"].into_iter().chain(args).collect();
        let expected = first_column(&good(&desk.folder, &args));
        let found: BTreeSet<String> =
            ids(&desk.walk(&format!("/api/statements?{query}&limit=10"))).into_iter().collect();
        assert!(!expected.is_empty(), "{query}");
        assert_eq!(found, expected, "{query}");
        let csv = desk.get(&format!("/api/statements?{query}&format=csv"));
        assert_eq!(first_column(&csv.text()), expected, "{query}");
    }
}

#[test]
fn what_is_described_is_there() {
    let desk = Desk::of_examples(&[]);
    let api = desk.json("/api/openapi.json");
    let story = ids(&desk.walk("/api/stories?limit=10"))[0].clone();
    let report = ids(&desk.walk("/api/reports?limit=10"))[0].clone();
    let actor = ids(&desk.walk("/api/actors?limit=10"))[0].clone();
    let statement = ids(&desk.walk("/api/statements?limit=10"))[0].clone();
    let mut asked = 0;
    for (path, of) in api["paths"].as_object().unwrap() {
        let id = match path.as_str() {
            "/api/stories/{id}" => &story,
            "/api/reports/{id}" => &report,
            "/api/actors/{id}" => &actor,
            _ => &statement,
        };
        let address = path.replace("{id}", id);
        let query = if path == "/api/search" { "?q=strait" } else { "?limit=5" };
        let parameters = of["get"]["parameters"].as_array().unwrap();
        let format = parameters.iter().find(|p| p["name"] == "format").map(|p| p["schema"]["enum"].clone());
        let reply = desk.json(&format!("{address}{query}"));
        let schema = &of["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(reply.get(required.as_str().unwrap()).is_some(), "{path}: {required}");
        }
        for item in reply["items"].as_array().into_iter().flatten() {
            let name = schema["properties"]["items"]["items"]["$ref"].as_str().unwrap_or_default().rsplit('/').next();
            let of_item = &api["components"]["schemas"][name.unwrap()];
            for required in of_item["required"].as_array().into_iter().flatten() {
                assert!(item.get(required.as_str().unwrap()).is_some(), "{path}: {required} in {item}");
            }
        }
        for format in format.iter().flat_map(|f| f.as_array().unwrap()) {
            let reply = desk.get(&format!("{address}{query}&format={}", format.as_str().unwrap()));
            assert_eq!(reply.status, 200, "{path} {format}: {}", reply.text());
            assert!(!reply.body.is_empty(), "{path} {format}");
            asked += 1;
        }
    }
    assert!(asked > 50, "{asked} forms were asked for");
    assert_eq!(desk.get("/api/stories?format=ics").status, 400);
    assert_eq!(desk.get("/api/statements?format=docx").status, 400);
    let wrong = desk.get("/api/statements?since=yesterday");
    assert_eq!((wrong.status, header(&wrong, "content-type")), (400, Some("application/problem+json")));
    assert_eq!(desk.get("/api/nothing").status, 404);
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let desk = Desk::of_examples(&[]);
    let first = desk.get("/statements");
    let tag = header(&first, "etag").unwrap().to_owned();
    let again = desk.send("GET", "/statements", &[("If-None-Match", &tag)], "");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = desk.send("GET", "/events", &[("If-None-Match", &tag)], "");
    assert_eq!(other.status, 200);
}

#[test]
fn only_this_machine_is_answered_and_changes_come_from_our_pages() {
    let desk = Desk::of_examples(&[]);
    let strange = desk.send("GET", "/", &[("Host", "news.example")], "");
    assert_eq!(strange.status, 421);
    for reply in [desk.get("/"), desk.get("/nothing"), desk.get("/api/nothing"), strange] {
        assert!(
            header(&reply, "content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'"))
        );
        assert_eq!(header(&reply, "x-content-type-options"), Some("nosniff"));
        assert!(!reply.text().contains(desk.folder.path().to_str().unwrap()));
    }
    let actors = desk.walk("/api/actors?limit=100");
    let names: Vec<String> = actors[..2].iter().map(|actor| actor["name"].as_str().unwrap().to_owned()).collect();
    let actors = ids(&actors);
    let path = format!("/actor/{}/merge", actors[0]);
    let form = format!("other={}", actors[1]);
    for headers in
        [[("Sec-Fetch-Site", "cross-site"), ("Accept", "*/*")], [("Origin", "http://news.example"), ("Accept", "*/*")]]
    {
        assert_eq!(desk.send("POST", &path, &headers, &form).status, 403);
    }
    assert_eq!(ids(&desk.walk("/api/actors?limit=100")), actors);
    let form_type = ("Content-Type", "application/x-www-form-urlencoded");
    let merged = desk.send("POST", &path, &[("Sec-Fetch-Site", "same-origin"), form_type], &form);
    assert_eq!(merged.status, 303, "{}", merged.text());
    assert_eq!(desk.walk("/api/actors?limit=100").len(), actors.len() - 1);
    let decided = desk.get("/decisions").text();
    assert!(names.iter().all(|name| decided.contains(name.as_str())), "{names:?} as printed: {decided}");
    let undone = desk.send("POST", "/decisions/1/undo", &[form_type], "");
    assert_eq!(undone.status, 303);
    assert_eq!(ids(&desk.walk("/api/actors?limit=100")), actors);
}

#[test]
fn others_must_show_the_token() {
    let token = "a-token-of-16-characters";
    let desk = Desk::of_examples(&["--token", token]);
    assert_eq!(desk.get("/").status, 401);
    assert_eq!(desk.get("/api/stories").status, 401);
    let bearer = format!("Bearer {token}");
    assert_eq!(desk.send("GET", "/api/stories", &[("Authorization", &bearer)], "").status, 200);
    assert_eq!(desk.send("GET", "/", &[("Authorization", "Bearer a-token-of-16-character5")], "").status, 401);
    let entered = desk.send("POST", "/enter", &[], &format!("token={token}"));
    assert_eq!(entered.status, 303);
    let cookie = header(&entered, "set-cookie").unwrap().split(';').next().unwrap().to_owned();
    assert!(header(&entered, "set-cookie").unwrap().contains("HttpOnly; SameSite=Strict"));
    assert_eq!(desk.send("GET", "/", &[("Cookie", &cookie)], "").status, 200);
    assert_eq!(desk.send("POST", "/enter", &[], "token=no").status, 401);

    let folder = TempDir::new().unwrap();
    let refused = readout(&folder).args(["serve", "--address", "0.0.0.0"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let short = readout(&folder).args(["serve", "--token", "short"]).output().unwrap();
    assert_eq!(short.status.code(), Some(2));
    let none = readout(&folder).args(["serve", "--port", "0"]).output().unwrap();
    assert_eq!((none.status.code(), none.stderr.iter().filter(|b| **b == b'\n').count()), (Some(1), 1));
}

#[test]
fn the_stories_have_an_address_like_the_other_lists() {
    let desk = Desk::of_examples(&[]);
    for (asked, given) in [("/stories", "/"), ("/stories?actor=Ana+Ru%C3%ADz&page=2", "/?actor=Ana+Ru%C3%ADz&page=2")] {
        let reply = desk.get(asked);
        assert_eq!((reply.status, header(&reply, "location")), (308, Some(given)), "{asked}");
    }
}

#[test]
fn reports_of_any_id_have_an_address() {
    let folder = TempDir::new().unwrap();
    let ids = [".", "..", "~..", "a/../b", "~", "%2e%2e"];
    let report = |id: &&str| {
        let text = format!("Mayor Ana Ruiz said on Monday that the ferry {id} will sail again, she said in Varn.");
        serde_json::json!({"id": id, "title": format!("Ferry {id}"), "outlet": "Post", "text": text}).to_string()
    };
    let lines: Vec<String> = ids.iter().map(report).collect();
    std::fs::write(folder.path().join("reports.jsonl"), lines.join("\n")).unwrap();
    good(&folder, &["read", "reports.jsonl"]);
    let desk = Desk::of(folder, &[]);
    let list = desk.get("/reports").text();
    let addresses: BTreeSet<&str> = list.split("href=\"").filter(|part| part.starts_with("/report/")).collect();
    assert_eq!(addresses.len(), ids.len());
    for address in addresses.iter().filter_map(|part| part.split('"').next()) {
        // Browsers take these for steps.
        assert!(!["/.", "/.."].iter().any(|step| address.ends_with(step)), "{address}");
        let (page, json) = (desk.get(address), desk.json(&address.replace("/report/", "/api/reports/")));
        let id = json["report"].as_str().or(json["id"].as_str()).unwrap_or_default();
        assert!(ids.contains(&id), "{address}: {json}");
        assert!(page.text().contains(&format!("<h1 dir=\"auto\">Ferry {id}</h1>")), "{address}");
    }
}

#[test]
fn the_names_of_an_actor_are_those_of_the_whole_record() {
    let desk = Desk::of_examples(&[]);
    let actor = &desk.walk("/api/actors?text=Iliescu&limit=10")[0];
    let page = format!("/actor/{}", actor["id"].as_str().unwrap());
    let names = |address: &str| desk.get(address).text().split_once("<table class=\"names\">").unwrap().1.to_owned();
    let table = |address: &str| names(address).split_once("</table>").unwrap().0.to_owned();
    assert!(table(&page).contains(&format!("<td dir=\"auto\">{}</td>", actor["name"].as_str().unwrap())));
    assert_eq!(table(&page), table(&format!("{page}?until=2000-01-01")));
}

#[test]
fn a_difference_shows_its_sides_each_with_its_own_passage() {
    let desk = Desk::of_examples(&[]);
    let list = desk.get("/differences").text();
    let differences = desk.walk("/api/differences?limit=100");
    assert!(!differences.is_empty());
    for side in differences.iter().flat_map(|difference| difference["sides"].as_array().unwrap()) {
        let passage = &side["evidence"][0];
        let [start, end] = [0, 1].map(|at| passage["span"][at].as_u64().unwrap());
        let address = format!("/report/{}?at={start}-{end}#at", passage["report"].as_str().unwrap());
        assert!(list.contains(&format!("href=\"{address}\"")), "{address}");
    }
}

#[test]
fn a_story_without_a_headline_is_called_by_its_first_words() {
    let folder = TempDir::new().unwrap();
    let text = "Mayor Ana Ruiz said on Monday that the ferry will sail again. She spoke in Varn.";
    let report = serde_json::json!({"id": "r1", "outlet": "Post", "published": "2025-11-24", "text": text});
    std::fs::write(folder.path().join("reports.jsonl"), report.to_string()).unwrap();
    good(&folder, &["read", "reports.jsonl"]);
    let desk = Desk::of(folder, &[]);
    let actors = desk.walk("/api/actors?text=Ruiz");
    for page in ["/".to_owned(), "/report/r1".to_owned(), format!("/actor/{}", actors[0]["id"].as_str().unwrap())] {
        let html = desk.get(&page).text();
        let link = html.split("<a href=\"/story/").nth(1).and_then(|part| part.split('>').nth(1));
        assert!(link.is_some_and(|words| words.starts_with("Mayor Ana Ruiz said")), "{page}: {html}");
    }
}

#[test]
fn what_is_too_long_or_nowhere_is_refused() {
    let desk = Desk::of_examples(&[]);
    assert_eq!(desk.get(&format!("/search?q={}", "x".repeat(501))).status, 400);
    assert_eq!(desk.get("/story/nothing").status, 404);
    assert_eq!(desk.get("/report/..%2F..%2Fetc%2Fpasswd").status, 404);
    assert_eq!(desk.get("/statements?page=0").status, 400);
    assert_eq!(desk.send("POST", "/enter", &[], &"x".repeat(70_000)).status, 413);
    assert_eq!(desk.send("DELETE", "/", &[], "").status, 405);
    let report = ids(&desk.walk("/api/reports?limit=1"))[0].clone();
    assert_eq!(desk.get(&format!("/report/{report}?at=5-999999")).status, 404);
    assert_eq!(desk.get(&format!("/report/{report}?at=9-3")).status, 400);
}

#[test]
fn a_visit_shows_what_came_since_the_last() {
    let desk = Desk::of_examples(&[]);
    let first = desk.get("/");
    assert!(!first.text().contains("class=\"news\""));
    assert!(header(&first, "set-cookie").unwrap().starts_with("readout-visit=~"));
    let cookie = "readout-visit=~2020-01-01T00:00:00.000Z";
    let back = desk.send("GET", "/", &[("Cookie", cookie)], "");
    assert!(back.text().contains("7 reports · "), "everything was read since");
    assert!(back.text().contains("class=\"news\""));
    let explicit = desk.get("/?new=2100-01-01T00:00:00Z");
    assert!(!explicit.text().contains("class=\"news\""));
}
