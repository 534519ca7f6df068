//! What the tests of the running program share.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// The program, in a folder of its own.
pub(crate) fn readout(folder: &TempDir) -> Command {
    let mut command = Command::new(cargo_bin("readout"));
    command.current_dir(folder).env_remove("READOUT_RECORD").env_remove("READOUT_TOKEN");
    command
}

/// What it prints, where all goes well.
pub(crate) fn good(folder: &TempDir, args: &[&str]) -> String {
    let output = readout(folder).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The folder of the sample reports, by its full path.
pub(crate) fn examples() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    path.canonicalize().unwrap().to_str().unwrap().to_owned()
}

/// A folder with a record of the sample reports.
pub(crate) fn record_of_examples() -> TempDir {
    let folder = TempDir::new().unwrap();
    good(&folder, &["read", &examples()]);
    folder
}

/// `readout serve`, ended with the test.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What it answers.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    /// On the record of a folder.
    pub(crate) fn of(folder: &TempDir, options: &[&str]) -> Self {
        let mut command = readout(folder);
        command.args(["serve", "--port", "0"]).args(options).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.trim_end_matches('/').parse().unwrap();
        Self { process, address }
    }

    /// The answer to a request with these headers; the host is the server's own where they do not name another.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        let host = self.address.to_string();
        let own = Some(("Host", host.as_str())).filter(|_| !headers.iter().any(|(name, _)| *name == "Host"));
        for (name, value) in own.iter().chain(headers) {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // Who sends too much may be cut off, after the answer.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head, body: bytes[end + 4..].to_vec() }
    }
}
