//! The record from outside: `readout read`, the lists, `show`, `search`, `check`, and what a crash leaves.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// Runs the command with a record of the folder's own; code, output and messages.
fn run(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let output = command(folder, args).output().unwrap();
    let utf8 = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), utf8(output.stdout), utf8(output.stderr))
}

fn command(folder: &TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("readout"));
    command.args(args).current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "READOUT_RECORD"] {
        command.env_remove(name);
    }
    command
}

fn good(folder: &TempDir, args: &[&str]) -> String {
    let (code, out, err) = run(folder, args);
    assert_eq!((code, err.as_str()), (0, ""), "{args:?}: {out}");
    out
}

/// The sample reports of the project.
fn examples() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    path.canonicalize().unwrap().to_str().unwrap().to_owned()
}

fn folder() -> TempDir {
    TempDir::new().unwrap()
}

/// With the sample reports read.
fn record() -> TempDir {
    let folder = folder();
    good(&folder, &["read", &examples()]);
    folder
}

#[test]
fn reading_tells_what_is_new_and_nothing_twice() {
    let folder = folder();
    let first = good(&folder, &["read", &examples()]);
    assert!(first.contains("statements") && first.contains("7 new reports"), "{first}");
    assert_eq!(good(&folder, &["read", &examples()]), "0 new reports, 7 known already\n");
    let before = good(&folder, &["brief", "--record", "readout.db", "--format", "json"]);
    let inputs = good(&folder, &["brief", &examples(), "--format", "json"]);
    assert!(before == inputs, "a record on disk and one of a single call say the same");
}

#[test]
fn one_report_after_the_other_gives_the_same_record() {
    let (whole, parts) = (record(), folder());
    let mut files: Vec<_> = fs::read_dir(examples()).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    files.retain(|f| f.file_stem().is_none_or(|stem| stem != "README"));
    for file in files.iter().rev() {
        good(&parts, &["read", file.to_str().unwrap()]);
    }
    let dossier = ["brief", "--record", "readout.db", "--format", "json"];
    let without_paths = |text: String| text.lines().filter(|l| !l.contains("\"path\"")).collect::<Vec<_>>().join("\n");
    assert!(without_paths(good(&parts, &dossier)) == without_paths(good(&whole, &dossier)));
}

#[test]
fn lists_have_every_form() {
    let folder = record();
    for list in [
        "stories",
        "reports",
        "actors",
        "statements",
        "events",
        "figures",
        "documents",
        "differences",
        "positions",
        "timeline",
    ] {
        let lines = good(&folder, &[list, "--format", "jsonl"]);
        let objects: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let all: Vec<serde_json::Value> = serde_json::from_str(&good(&folder, &[list, "--format", "json"])).unwrap();
        if list != "stories" {
            assert_eq!(all, objects, "{list}");
        }
        let csv = good(&folder, &[list, "--format", "csv"]);
        assert!(csv.starts_with("id,"), "{csv}");
        assert!(good(&folder, &[list, "--format", "markdown"]).starts_with("| id |"));
        assert!(!good(&folder, &[list, "--width", "60"]).is_empty());
    }
    let of_reports = good(&folder, &["stories", "--format", "jsonl"]);
    assert_eq!(of_reports.lines().count(), 7, "one line a report: {of_reports}");
}

#[test]
fn lists_go_out_to_programs() {
    let folder = record();
    let file = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let to_file = |list: &str, format: &str| {
        let written = good(&folder, &[list, "--format", format, "--output", "out"]);
        assert_eq!(written, "", "{list} {format}");
        file("out")
    };
    for list in ["stories", "reports", "actors", "statements", "differences", "timeline"] {
        let parquet = to_file(list, "parquet");
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"), "{list}");
        let feed = String::from_utf8(to_file(list, "atom")).unwrap();
        assert!(feed.contains(&format!("<title>{list}</title>")) && feed.ends_with("</feed>\n"), "{feed}");
        let rows = good(&folder, &[list, "--format", "csv"]);
        let lines = if list == "stories" {
            rows.lines().count()
        } else {
            good(&folder, &[list, "--format", "jsonl"]).lines().count() + 1
        };
        assert_eq!(feed.matches("<entry>").count(), lines - 1, "{list}");
    }
    let calendar = String::from_utf8(to_file("events", "ics")).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.contains("BEGIN:VEVENT"), "{calendar}");
    let linked = good(&folder, &["events", "--format", "ics", "--base-url", "https://desk.example"]);
    assert!(linked.contains("URL:https://desk.example/story/"), "{linked}");
    let ninjs = to_file("events", "ninjs");
    assert!(!serde_json::from_slice::<Vec<serde_json::Value>>(&ninjs).unwrap().is_empty());
    let annotations: serde_json::Value = serde_json::from_slice(&to_file("statements", "annotations")).unwrap();
    assert!(annotations["total"].as_u64() > Some(9));
    assert!(good(&folder, &["search", "ferry", "--format", "atom"]).contains("<title>search · ferry</title>"));
    for list in ["stories", "reports", "actors", "statements", "events"] {
        let csv = good(&folder, &[list, "--format", "csv"]);
        let id = csv.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
        let shown = good(&folder, &["show", &id, "--format", "annotations"]);
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert!(shown["total"].as_u64() > Some(0), "{list} {id}");
    }
}

#[test]
fn forms_that_do_not_fit_cost_exit_code_2_and_leave_no_file() {
    let folder = record();
    for (list, format) in [("statements", "ics"), ("stories", "ninjs"), ("actors", "annotations")] {
        let (code, out, err) = run(&folder, &[list, "--format", format, "--output", "out"]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.lines().next().unwrap().contains(&format!("the form {format} is for")), "{err}");
        assert!(!folder.path().join("out").exists());
    }
    let (code, _, err) = run(&folder, &["events", "--format", "ics", "--base-url", "javascript:alert(1)"]);
    assert!(code == 2 && err.contains("address of the web"), "{err}");
    let (code, _, err) = run(&folder, &["statements", "--story", "y0", "--format", "parquet", "--output", "out"]);
    assert!(code == 1 && err.contains("no such story") && !folder.path().join("out").exists(), "{err}");
    let (code, _, err) = run(&folder, &["statements", "--output", "no/such/folder/out"]);
    assert!(code == 2 && err.contains("choose another --output"), "{err}");
}

#[test]
fn filters_narrow() {
    let folder = record();
    let count = |args: &[&str]| {
        let mut all = vec!["statements", "--format", "jsonl"];
        all.extend(args);
        good(&folder, &all).lines().count()
    };
    let all = count(&[]);
    let some = count(&["--actor", "okonedo"]);
    assert!(some > 0 && some < all, "{some} of {all}");
    assert!(count(&["--since", "2024-01-01"]) <= all);
    assert_eq!(count(&["--until", "1990-01-01"]), 0);
    assert_eq!(count(&["--outlet", "no such outlet"]), 0);
    assert_eq!(count(&["--limit", "2"]), 2);
    assert!(count(&["--text", "date speak"]) >= 1);
    let (code, _, err) = run(&folder, &["statements", "--story", "y0"]);
    assert_eq!(code, 1);
    assert!(err.contains("no such story") && err.lines().count() == 1, "{err}");
}

#[test]
fn a_past_day_is_the_record_of_that_day() {
    let folder = record();
    let days = good(&folder, &["reports", "--format", "csv"]);
    let mut days: Vec<String> = days.lines().skip(1).map(|l| l.split(',').nth(1).unwrap().to_owned()).collect();
    days.sort();
    let day = &days[2];
    let past = good(&folder, &["brief", "--record", "readout.db", "--as-of", day, "--format", "json"]);
    let ids = good(&folder, &["reports", "--until", day, "--format", "jsonl"]);
    let ids: Vec<serde_json::Value> = ids.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(!ids.is_empty() && ids.len() < 7);
    // A record of those reports alone.
    let alone = self::folder();
    let wanted = |report: &serde_json::Value| ids.iter().any(|id| id["id"] == report["id"]);
    for file in fs::read_dir(examples()).unwrap().map(|f| f.unwrap().path()) {
        let copy = alone.path().join(file.file_name().unwrap());
        if file.extension().is_some_and(|e| e == "jsonl") {
            let lines = fs::read_to_string(&file).unwrap();
            let lines = lines.lines().filter(|line| wanted(&serde_json::from_str(line).unwrap()));
            fs::write(copy, lines.collect::<Vec<_>>().join("\n")).unwrap();
            continue;
        }
        let read = good(&self::folder(), &["annotate", file.to_str().unwrap()]);
        if read.lines().any(|line| wanted(&serde_json::from_str::<serde_json::Value>(line).unwrap()["report"])) {
            fs::copy(&file, copy).unwrap();
        }
    }
    let inputs: Vec<String> =
        fs::read_dir(&alone).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    let mut args = vec!["read"];
    args.extend(inputs.iter().map(String::as_str));
    good(&alone, &args);
    let of_them = good(&alone, &["brief", "--record", "readout.db", "--format", "json"]);
    let without_paths = |text: String| text.lines().filter(|l| !l.contains("\"path\"")).collect::<Vec<_>>().join("\n");
    assert!(without_paths(past) == without_paths(of_them));
}

#[test]
fn everything_with_an_id_is_shown() {
    let folder = record();
    for list in ["stories", "reports", "actors", "statements", "events", "figures", "documents"] {
        let csv = good(&folder, &[list, "--format", "csv"]);
        let id = csv.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
        let text = good(&folder, &["show", &id]);
        assert!(!text.is_empty());
        let json = good(&folder, &["show", &id, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
    }
    let (code, out, err) = run(&folder, &["show", "nothing"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1));
    assert!(good(&folder, &["search", "ferry"]).contains("statement"));
    assert_eq!(good(&folder, &["search", "xyzzy"]), "Nothing found.\n");
}

#[test]
fn merged_actors_stay_merged_and_can_be_parted() {
    let folder = record();
    let actors =
        || -> Vec<serde_json::Value> { serde_json::from_str(&good(&folder, &["actors", "--format", "json"])).unwrap() };
    let before = actors();
    let person = |n: usize| {
        let people: Vec<_> = before.iter().filter(|a| a["type"] == "person").collect();
        people[n]["id"].as_str().unwrap().to_owned()
    };
    good(&folder, &["actors", "merge", &person(0), &person(1)]);
    assert_eq!(actors().len(), before.len() - 1);
    good(&folder, &["read", &examples()]);
    assert_eq!(actors().len(), before.len() - 1);
    assert!(good(&folder, &["actors", "decisions"]).contains("merged"));
    good(&folder, &["actors", "undo", "1"]);
    assert_eq!(actors(), before);
    let (code, _, err) = run(&folder, &["actors", "merge", "a1", "a2"]);
    assert!(code == 1 && err.contains("no such actor"), "{err}");
}

#[test]
fn what_is_no_record_costs_one_line_and_stays() {
    let folder = folder();
    let (code, out, err) = run(&folder, &["stories"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
    assert!(!folder.path().join("readout.db").exists(), "a question makes no record");
    fs::write(folder.path().join("notes.db"), "my notes, of which nothing may be lost whatever they are called")
        .unwrap();
    let (code, _, err) = run(&folder, &["read", &examples(), "--record", "notes.db"]);
    assert!(code == 1 && err.contains("no record of Readout"), "{err}");
    assert!(fs::read_to_string(folder.path().join("notes.db")).unwrap().starts_with("my notes"));
}

#[test]
fn check_verifies_every_passage() {
    let folder = record();
    assert!(good(&folder, &["check"]).contains("passages stand as they were read"));
}

/// Kills the reading at many moments; whatever it left, the file is sound, and the next reading makes it whole.
#[test]
#[cfg(unix)]
fn a_killed_reading_is_finished_by_the_next() {
    let whole = good(&record(), &["brief", "--record", "readout.db", "--format", "json"]);
    for milliseconds in [5, 40, 80, 120, 160, 200, 250, 300, 400] {
        let folder = folder();
        let mut reading =
            command(&folder, &["read", &examples()]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        reading.kill().unwrap();
        reading.wait().unwrap();
        if folder.path().join("readout.db").exists() {
            let (_, out, err) = run(&folder, &["check"]);
            assert!(out.contains("passages stand") || err.contains("no record"), "{milliseconds} ms: {out}{err}");
        }
        let (code, _, err) = run(&folder, &["read", &examples()]);
        assert_eq!((code, err.as_str()), (0, ""), "{milliseconds} ms");
        assert!(good(&folder, &["brief", "--record", "readout.db", "--format", "json"]) == whole, "{milliseconds} ms");
    }
}

/// The same where the record has reports already, whose stories the killed reading was changing.
#[test]
#[cfg(unix)]
fn a_killed_later_reading_is_finished_by_the_next() {
    let whole = good(&record(), &["brief", "--record", "readout.db", "--format", "json"]);
    let mut files: Vec<_> = fs::read_dir(examples()).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    files.retain(|f| f.file_stem().is_none_or(|stem| stem != "README"));
    for milliseconds in [60, 100, 140, 180, 220, 260, 300] {
        let folder = folder();
        for file in files.iter().step_by(2) {
            good(&folder, &["read", file.to_str().unwrap()]);
        }
        let mut reading =
            command(&folder, &["read", &examples()]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        reading.kill().unwrap();
        reading.wait().unwrap();
        good(&folder, &["read", &examples()]);
        let after = good(&folder, &["brief", "--record", "readout.db", "--format", "json"]);
        let without_paths =
            |text: &str| text.lines().filter(|l| !l.contains("\"path\"")).collect::<Vec<_>>().join("\n");
        assert!(without_paths(&after) == without_paths(&whole), "{milliseconds} ms");
    }
}

#[test]
fn two_readings_at_once_keep_all() {
    let folder = folder();
    let mut readings: Vec<_> = (0..2)
        .map(|_| command(&folder, &["read", &examples()]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for reading in &mut readings {
        assert!(reading.wait().unwrap().success());
    }
    let whole = good(&record(), &["brief", "--record", "readout.db", "--format", "json"]);
    assert!(good(&folder, &["brief", "--record", "readout.db", "--format", "json"]) == whole);
}
