//! The built binary, from outside.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

const BRIDGE: &str = "LINDHOLM — The bridge over the Sorn will stay closed, the mayor said on Tuesday.\n\n\
    “We will not open it before it is safe,” Mayor Ana Ruiz told reporters. More than 300 drivers had complained.\n";
const FERRY: &str = "Ferries will run every hour from Wednesday, the port authority announced.\n\n\
    Ana Ruiz said: “We will not open it before it is safe.” She is to meet drivers on Friday.\n";

/// The command in an environment of its own.
fn readout(folder: &TempDir, args: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("readout");
    command.args(args).current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    text(readout(folder, args).output().unwrap())
}

fn text(output: Output) -> (i32, String, String) {
    let utf8 = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), utf8(output.stdout), utf8(output.stderr))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn two_reports() -> TempDir {
    folder(&[
        ("in/1.md", &format!("---\noutlet: The Post\npublished: 2025-03-04\n---\n{BRIDGE}")),
        ("in/2.md", &format!("---\noutlet: Herald\npublished: 2025-03-05\n---\n{FERRY}")),
    ])
}

fn json_line(text: &str, id: usize) -> String {
    serde_json::json!({"id": id.to_string(), "text": text, "published": "2025-03-04"}).to_string() + "\n"
}

#[test]
fn help_is_as_written() {
    let folder = folder(&[]);
    let mut all = String::new();
    for args in [&["--help"][..], &["annotate", "--help"], &["brief", "--help"], &["completions", "--help"]] {
        let (code, out, err) = run(&folder, args);
        assert_eq!((code, err.as_str()), (0, ""));
        all += &format!("$ readout {}\n{out}\n", args.join(" "));
    }
    let trimmed: Vec<&str> = all.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(trimmed.join("\n"));
}

#[test]
fn version_and_completions() {
    let folder = folder(&[]);
    assert_eq!(run(&folder, &["--version"]).1, format!("readout {}\n", env!("CARGO_PKG_VERSION")));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = run(&folder, &["completions", shell]);
        assert!(code == 0 && out.contains("annotate") && out.contains("published"), "{shell}");
    }
}

#[test]
fn wrong_calls_exit_with_2_and_print_nothing() {
    let folder = folder(&[("a.txt", BRIDGE)]);
    let table: &[(&[&str], &str)] = &[
        (&[], "Usage"),
        (&["annotate"], "<INPUT>"),
        (&["brief"], "<INPUT>"),
        (&["annotate", "a.txt", "--format", "xml"], "jsonl"),
        (&["annotate", "a.txt", "--published", "yesterday"], "YEAR-MONTH-DAY"),
        (&["annotate", "a.txt", "--threads", "0"], "--threads"),
        (&["annotate", "a.txt", "--tokens", "--format", "conllu"], "--format jsonl only"),
        (&["annotate", "a.txt", "--overwrite"], "--format brat only"),
        (&["annotate", "-", "--format", "brat"], "name files"),
        (&["brief", "a.txt", "--width", "3"], "--width"),
        (&["brief", "a.txt", "--output", "no/such/folder.html"], "choose another --output"),
        (&["brief", "a.txt", "--output", "."], "choose another --output"),
    ];
    for (args, says) in table {
        let (code, out, err) = run(&folder, args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(says), "{args:?}: {err}");
    }
}

#[test]
fn a_bad_input_costs_one_line_and_no_other_report() {
    let mut lines: String = (1..=6).map(|i| json_line(BRIDGE, i)).collect();
    lines += "{\"text\": \"no end\n";
    lines += &json_line(FERRY, 8);
    let folder = folder(&[
        ("empty.txt", ""),
        ("lines.jsonl", &lines),
        ("open.md", &format!("---\ntitle: Bridge\n{BRIDGE}")),
        ("good.txt", FERRY),
        ("future.md", &format!("---\npublished: 2999-01-01\n---\n{FERRY}")),
    ]);
    let table = [
        ("missing.txt", "missing.txt: ", 0),
        ("empty.txt", "empty.txt: ", 0),
        ("lines.jsonl", "lines.jsonl:7: ", 7),
        ("open.md", "open.md", 0),
        ("future.md", "2999", 1),
    ];
    for (name, says, reports) in table {
        let (code, out, err) = run(&folder, &["annotate", name, "good.txt", "--threads", "2"]);
        assert_eq!(code, 1, "{name}");
        assert_eq!(err.lines().count(), 1, "{name}: {err}");
        assert!(err.starts_with("readout: ") && err.contains(says), "{name}: {err}");
        assert_eq!(out.lines().count(), reports + 1, "{name}");
    }
    let (code, out, err) = run(&folder, &["brief", "missing.txt", "empty.txt", "--output", "out.txt"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 2));
    assert!(!folder.path().join("out.txt").exists(), "nothing could be read, nothing is written");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_one_line() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("shut/a.txt", BRIDGE), ("good.txt", FERRY)]);
    let shut = folder.path().join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::read_dir(&shut).is_ok();
    let (code, out, err) = run(&folder, &["annotate", "shut", "good.txt"]);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
    if is_root {
        return;
    }
    assert_eq!((code, out.lines().count(), err.lines().count()), (1, 1, 1));
    assert!(err.starts_with("readout: shut: "), "{err}");
}

#[test]
fn annotate_prints_one_object_a_report_in_input_order() {
    let folder = two_reports();
    let stdin: String = (0..150).map(|i| json_line(if i % 2 == 0 { BRIDGE } else { FERRY }, i)).collect();
    let mut outputs = Vec::new();
    for threads in ["1", "2"] {
        let args = ["annotate", "in", "-", "in/1.md", "--threads", threads, "--tokens"];
        let (code, out, err) = text(readout(&folder, &args).write_stdin(stdin.clone()).output().unwrap());
        assert_eq!((code, err.as_str()), (0, ""));
        let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let reports: Vec<_> = out.lines().map(parse).collect();
        assert_eq!(reports.len(), 153);
        assert_eq!(reports[0]["report"]["outlet"], "The Post");
        assert_eq!(reports[1]["report"]["published"], "2025-03-05");
        assert!((0..150).all(|i| reports[2 + i]["report"]["id"].as_str() == Some(&i.to_string())));
        assert_eq!(reports[152]["report"]["id"], reports[0]["report"]["id"]);
        assert!(reports[0]["tokens"].as_array().is_some_and(|t| !t.is_empty()));
        outputs.push(out);
    }
    assert!(outputs[0] == outputs[1], "one thread and two print the same bytes");
}

#[test]
fn published_is_for_reports_without_a_day() {
    let folder = two_reports();
    fs::write(folder.path().join("in/0.txt"), BRIDGE).unwrap();
    let (_, out, _) = run(&folder, &["annotate", "in", "--published", "2025-02-01"]);
    let published = |line: &str| {
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        report["report"]["published"].as_str().unwrap().to_owned()
    };
    assert_eq!(out.lines().map(published).collect::<Vec<_>>(), ["2025-02-01", "2025-03-04", "2025-03-05"]);
}

#[test]
fn brat_writes_beside_the_text_and_replaces_nothing_unasked() {
    let folder = folder(&[("a.txt", BRIDGE), ("b.md", &format!("---\ntitle: B\n---\n{FERRY}"))]);
    let brat = |more: &[&str]| run(&folder, &[&["annotate", "--format", "brat"], more].concat());
    let (code, out, err) = brat(&["a.txt", "b.md"]);
    assert_eq!((code, out.as_str()), (1, "a.ann\n"));
    assert!(err.starts_with("readout: b.md: ") && err.contains("save the text alone"), "{err}");
    let path = folder.path().join("a.ann");
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("Ana Ruiz"), "{written}");
    assert_eq!(brat(&["a.txt"]).0, 0, "the same again is no change");

    fs::write(&path, "T1\tPerson 0 8\tby hand\n").unwrap();
    let (code, _, err) = brat(&["a.txt"]);
    assert!(code == 1 && err.contains("--overwrite"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "T1\tPerson 0 8\tby hand\n");
    assert_eq!(brat(&["a.txt", "--overwrite"]).0, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
}

#[test]
fn conllu_has_a_block_for_each_sentence() {
    let folder = folder(&[("a.txt", BRIDGE)]);
    let (code, out, _) = run(&folder, &["annotate", "a.txt", "--format", "conllu"]);
    assert_eq!(code, 0);
    assert!(out.ends_with("\n\n") && out.contains("\tPROPN\t"), "{out}");
}

#[test]
fn brief_has_the_same_bytes_in_any_order_and_on_any_number_of_threads() {
    let folder = two_reports();
    for format in ["terminal", "html", "markdown", "json"] {
        let brief = |inputs: [&str; 2], threads| {
            let (code, out, err) =
                run(&folder, &["brief", inputs[0], inputs[1], "--format", format, "--threads", threads]);
            assert_eq!((code, err.as_str()), (0, ""));
            out
        };
        let one = brief(["in/1.md", "in/2.md"], "1");
        assert!(one.contains("before it is safe") && one.ends_with('\n'), "{one}");
        assert!(one == brief(["in/2.md", "in/1.md"], "2"), "{format}");
    }
}

#[test]
fn brief_to_a_file_is_whole_and_readable() {
    let folder = two_reports();
    fs::write(folder.path().join("story.html"), "old").unwrap();
    let (code, out, err) = run(&folder, &["brief", "in", "--format", "html", "--output", "story.html"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
    let html = fs::read_to_string(folder.path().join("story.html")).unwrap();
    assert_eq!(html, run(&folder, &["brief", "in", "--format", "html"]).1);
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with(".readout-")), "a temporary file is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode("story.html"), mode("in/1.md"), "as any new file");
    }
}

#[test]
fn colour_and_width_heed_the_call_and_the_environment() {
    let folder = two_reports();
    let brief = |args: &[&str], name: &str, value: &str| {
        let mut command = readout(&folder, &[&["brief", "in"], args].concat());
        text(command.env(name, value).output().unwrap()).1
    };
    let coloured = |text: &str| text.contains('\u{1b}');
    assert!(!coloured(&brief(&[], "TERM", "xterm")), "no terminal, no colour");
    assert!(coloured(&brief(&["--colour", "always"], "NO_COLOR", "1")));
    assert!(coloured(&brief(&["--color", "always"], "TERM", "dumb")));
    assert!(coloured(&brief(&[], "CLICOLOR_FORCE", "1")));
    assert!(!coloured(&brief(&[], "CLICOLOR_FORCE", "0")));
    assert!(!coloured(&brief(&["--colour", "never"], "CLICOLOR_FORCE", "1")));
    assert_eq!(brief(&[], "TERM", "xterm"), brief(&["--width", "80"], "TERM", "xterm"));
    assert_ne!(brief(&[], "TERM", "xterm"), brief(&["--width", "40"], "TERM", "xterm"));
}

#[cfg(unix)]
#[test]
fn a_broken_pipe_is_no_failure() {
    use std::process::{Command, Stdio};
    let folder = folder(&[("many.jsonl", &(0..500).map(|i| json_line(BRIDGE, i)).collect::<String>())]);
    let binary: &Path = assert_cmd::cargo::cargo_bin!("readout");
    for args in [&["annotate", "many.jsonl"][..], &["brief", "many.jsonl"], &["completions", "bash"]] {
        let mut child = Command::new(binary)
            .args(args)
            .current_dir(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}
