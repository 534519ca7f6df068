//! Folders, walked by name.

use std::fs;
use std::path::{Path, PathBuf};
use std::vec;

use crate::draft::{Draft, Drafts};
use crate::file::{Kind, open_file};
use crate::{InputError, Problem};

/// The drafts of a folder's files and of its folders' files, sorted by name.
///
/// Hidden entries, files of kinds that we do not read and READMEs are passed over, as are links to folders, which may
/// lead round in circles.
pub(crate) struct Folder {
    root: String,
    /// What is still to come in the folders that we are in, innermost last.
    pending: Vec<vec::IntoIter<PathBuf>>,
    file: Option<Drafts>,
    found_any: bool,
    /// Problems with listing, yielded first.
    problems: vec::IntoIter<InputError>,
}

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        let mut folder = Self {
            root: root.to_string_lossy().into_owned(),
            pending: Vec::new(),
            file: None,
            found_any: false,
            problems: Vec::new().into_iter(),
        };
        folder.enter(root);
        folder
    }

    fn enter(&mut self, path: &Path) {
        match list(path) {
            Ok(entries) => self.pending.push(entries.into_iter()),
            Err(error) => {
                let error = InputError::new(path.to_string_lossy(), Problem::of_folder(&error));
                self.problems = vec![error].into_iter();
            }
        }
    }

    fn open(&mut self, path: &Path) {
        let Ok(found) = fs::symlink_metadata(path) else { return };
        if found.is_dir() {
            self.enter(path);
        } else if let Some(kind) = Kind::of(path)
            && !is_readme(path)
            // Follows links to files; leaves out pipes and devices, which might never end.
            && fs::metadata(path).is_ok_and(|found| found.is_file())
        {
            self.file = Some(match kind {
                Kind::Feed => Box::new(open_file(path, kind).filter(|found| !is_no_feed(found))),
                _ => open_file(path, kind),
            });
        }
    }
}

impl Iterator for Folder {
    type Item = Result<Draft, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = self.problems.next().map(Err).or_else(|| self.file.as_mut()?.next());
            if found.is_some() {
                self.found_any = true;
                return found;
            }
            self.file = None;
            match self.pending.last_mut().map(Iterator::next) {
                Some(Some(path)) => self.open(&path),
                Some(None) => drop(self.pending.pop()),
                None if self.found_any => return None,
                None => {
                    self.found_any = true;
                    return Some(Err(InputError::new(self.root.clone(), Problem::NothingReadable)));
                }
            }
        }
    }
}

/// The folder's entries that are not hidden, by name.
fn list(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries)
}

/// A README says something about the folder; it is no report.
fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// In a folder, XML and JSON that is no feed is a file of another kind, not a mistake of the user's.
fn is_no_feed(found: &Result<Draft, InputError>) -> bool {
    matches!(found, Err(InputError { problem: Problem::NotAFeed, .. }))
}
