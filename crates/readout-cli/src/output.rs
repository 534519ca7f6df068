//! Where results go: standard output, or a file that appears whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Writes to standard output, at once.
pub(crate) fn print(text: &str) -> io::Result<()> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// A file to be: nothing stands at its path before [`Self::finish`].
#[derive(Debug)]
pub(crate) enum FileOutput {
    /// A temporary file in the same folder, and the path that it is to get.
    Whole(NamedTempFile, PathBuf),
    /// A device or pipe takes what it is given.
    Direct(fs::File),
}

impl FileOutput {
    /// Makes sure that the file can be written, before any work is done for it.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // A link is followed, not replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(existing) if existing.is_dir() => return Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(existing) if !existing.is_file() => {
                return Ok(Self::Direct(fs::OpenOptions::new().write(true).open(path)?));
            }
            _ => {}
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".readout-");
        // As any other new file: a temporary one is private otherwise.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Self::Whole(builder.tempfile_in(folder)?, path))
    }

    /// Writes more of it.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Whole(file, _) => file.write_all(bytes),
            Self::Direct(file) => file.write_all(bytes),
        }
    }

    /// All is written: gives it its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Whole(file, path) => {
                file.as_file().sync_all()?;
                file.persist(path).map(drop).map_err(|e| e.error)
            }
            Self::Direct(_) => Ok(()),
        }
    }
}

/// Standard output, or a file.
#[derive(Debug)]
pub(crate) struct Output(Option<FileOutput>);

impl Output {
    /// To the file, if one is named; none stands at its path before [`Self::finish`].
    pub(crate) fn new(file: Option<FileOutput>) -> Self {
        Self(file)
    }

    /// Writes more.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.0 {
            Some(file) => file.write(bytes),
            None => print_bytes(bytes),
        }
    }

    /// All is written.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.0.map_or(Ok(()), FileOutput::finish)
    }
}
