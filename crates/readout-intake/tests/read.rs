//! The intake as its callers use it: files and folders on disk, standard input, and every way in which they go wrong.

use std::fs;
use std::io::{self, BufRead, Cursor};
use std::path::{Path, PathBuf};

use jiff::civil::date;
use readout_intake::{InputError, Options, Problem, read};
use readout_report::Report;
use tempfile::TempDir;

const SENTENCE: &str = "The owners of the two ferries met in the harbour on Monday.";

fn no_stdin() -> Box<dyn BufRead + Send> {
    Box::new(io::empty())
}

fn read_one(path: &Path) -> Vec<Result<Report, InputError>> {
    read(&[path], no_stdin, &Options::default()).collect()
}

fn write(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path
}

fn problem(path: &Path) -> Problem {
    let items = read_one(path);
    assert_eq!(items.len(), 1, "{items:?}");
    items.into_iter().next().unwrap().unwrap_err().problem
}

#[test]
fn a_text_file_is_kept_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = write(&folder, "a.txt", format!("---\npublished: 2025-11-26\n---\n\r\n{SENTENCE}\r\n"));
    let items = read_one(&path);
    let report = items[0].as_ref().unwrap();
    assert_eq!(report.text, format!("\r\n{SENTENCE}\r\n"));
    assert_eq!(report.published, Some(date(2025, 11, 26)));
    assert_eq!(report.language.as_deref(), Some("en"));
    assert_eq!(report.path.as_deref(), path.to_str());
    assert_eq!(report.id, report.derived_id());
    assert_eq!(items.len(), 1);
}

#[test]
fn a_folder_is_read_by_name_and_passes_over_the_rest() {
    let folder = TempDir::new().unwrap();
    write(&folder, "b.md", SENTENCE);
    write(&folder, "a/z.txt", SENTENCE);
    write(
        &folder,
        "a/b/c.jsonl",
        format!("{{\"text\": \"{SENTENCE}\", \"id\": \"first\"}}\n\n{{\"text\": \"{SENTENCE}\"}}\n"),
    );
    write(&folder, "c.html", format!("<html><body><article><p>{SENTENCE}</p></article></body></html>"));
    for skipped in ["README.md", ".hidden.txt", ".git/a.txt", "picture.png", "data.json", "map.xml", "noextension"] {
        write(&folder, skipped, "{}");
    }
    let items = read_one(folder.path());
    let paths: Vec<_> = items.iter().map(|item| item.as_ref().unwrap().path.clone().unwrap()).collect();
    let root = folder.path().display();
    let expected = ["a/b/c.jsonl:1", "a/b/c.jsonl:3", "a/z.txt", "b.md", "c.html"].map(|name| format!("{root}/{name}"));
    assert_eq!(paths, expected);
    assert_eq!(items[0].as_ref().unwrap().id.0, "first");
    assert_eq!(items[4].as_ref().unwrap().text, SENTENCE);
}

#[test]
fn a_readme_that_is_named_is_read() {
    let folder = TempDir::new().unwrap();
    assert!(read_one(&write(&folder, "README.md", SENTENCE))[0].is_ok());
}

#[test]
fn bad_inputs_cost_one_line_each_and_the_rest_goes_on() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let inputs = [
        folder.path().join("missing.txt"),
        folder.path().join("empty"),
        write(&folder, "picture.png", b"\x89PNG\0"),
        write(&folder, "binary.txt", b"PK\x03\x04\0\0"),
        write(&folder, "open.md", "---\ntitle: A\n\nText.\n"),
        write(&folder, "bad.md", "---\ntitle: A: B\n---\nText.\n"),
        write(&folder, "blank.txt", " \n"),
        write(&folder, "blank.html", "<html></html>"),
        write(&folder, "map.xml", "<map/>"),
        write(&folder, "none.jsonl", "\n"),
        write(&folder, "line\nbreak.txt", ""),
        write(&folder, "last.txt", SENTENCE),
    ];
    let items: Vec<_> = read(&inputs, no_stdin, &Options::default()).collect();
    assert_eq!(items.len(), inputs.len());
    for (item, path) in items.iter().zip(&inputs).take(inputs.len() - 1) {
        let error = item.as_ref().unwrap_err();
        assert_eq!(error.path, path.to_str().unwrap());
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    assert!(items.last().unwrap().is_ok());
    let shown = items[4].as_ref().unwrap_err().to_string();
    assert!(shown.ends_with("open.md:1: its front matter does not close; end it with a line `---`, or delete the `---` in line 1 if there is none"));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_an_error_with_a_hint() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = TempDir::new().unwrap();
    let file = write(&folder, "closed.txt", SENTENCE);
    let inner = write(&folder, "inner/a.txt", SENTENCE).parent().unwrap().to_path_buf();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(&inner, fs::Permissions::from_mode(0o000)).unwrap();
    let is_enforced = fs::read(&file).is_err();
    let items = read_one(folder.path());
    let named = read_one(&inner);
    fs::set_permissions(&inner, fs::Permissions::from_mode(0o700)).unwrap();
    // The superuser may read everything.
    if is_enforced {
        assert_eq!(items[0].as_ref().unwrap_err().problem, Problem::FileForbidden);
        assert_eq!(items[1].as_ref().unwrap_err().problem, Problem::FolderForbidden);
        assert_eq!(items.len(), 2);
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].as_ref().unwrap_err().problem, Problem::FolderForbidden);
    }
}

#[test]
fn standard_input_is_jsonl_read_once() {
    let stdin = || -> Box<dyn BufRead + Send> {
        Box::new(Cursor::new(format!("{{\"text\": \"{SENTENCE}\"}}\n{{\"text\": \n")))
    };
    let items: Vec<_> = read(&["-", "-"], stdin, &Options::default()).collect();
    assert_eq!(items[0].as_ref().unwrap().path.as_deref(), Some("-:1"));
    assert!(matches!(items[1], Err(InputError { line: Some(2), problem: Problem::Json(_), .. })));
    assert_eq!(items[2], Err(InputError { path: "-".into(), line: None, problem: Problem::StdinTwice }));
    assert_eq!(items.len(), 3);
}

#[test]
fn a_problem_with_the_date_keeps_the_report() {
    let folder = TempDir::new().unwrap();
    let path = write(
        &folder,
        "a.jsonl",
        "{\"text\": \"It met.\", \"date\": \"soon\"}\n{\"text\": \"It met.\", \"date\": \"2031-01-01\"}\n{\"text\": \"It met.\"}\n",
    );
    let options = Options { published: Some(date(2025, 11, 25)), today: Some(date(2025, 11, 26)) };
    let items: Vec<_> = read(&[path], no_stdin, &options).collect();
    assert!(matches!(&items[0], Err(error) if error.line == Some(1) && error.problem.keeps_report()));
    assert_eq!(items[1].as_ref().unwrap().published, options.published);
    assert!(matches!(&items[2], Err(error) if error.problem == Problem::FutureDate(date(2031, 1, 1))));
    assert_eq!(items[3].as_ref().unwrap().published, Some(date(2031, 1, 1)));
    assert_eq!(items[4].as_ref().unwrap().published, options.published);
}

#[test]
fn limits_hold_for_packed_files_too() {
    let folder = TempDir::new().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    io::copy(&mut io::Read::take(io::repeat(b' '), readout_intake::MAX_PAGE_BYTES as u64 + 1), &mut packed).unwrap();
    let path = write(&folder, "bomb.html.gz", packed.finish().unwrap());
    assert_eq!(problem(&path), Problem::PageTooLarge);
}

#[test]
fn fifty_megabytes_in_one_line_are_no_report_and_the_rest_goes_on() {
    let folder = TempDir::new().unwrap();
    let text = "word ".repeat(10_000_000);
    assert_eq!(problem(&write(&folder, "long.txt", &text)), Problem::TextTooLong);
    let lines = format!("{{\"text\": \"{text}\"}}\n{{\"text\": \"{SENTENCE}\"}}\n");
    let items = read_one(&write(&folder, "long.jsonl", lines));
    assert!(matches!(&items[0], Err(error) if error.problem == Problem::TextTooLong && error.line == Some(1)));
    assert_eq!((items.len(), items[1].as_ref().unwrap().text.as_str()), (2, SENTENCE));
    let text = "word ".repeat(3_000_000);
    assert_eq!(read_one(&write(&folder, "book.txt", &text))[0].as_ref().unwrap().text, text);
}

#[test]
fn the_iterator_may_move_to_another_thread() {
    fn is_send(_: &impl Send) {}
    is_send(&read(&["a.txt"], no_stdin, &Options::default()));
}
