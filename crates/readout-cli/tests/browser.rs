//! The desk in a real browser: `tests/browser` drives headless Chromium against `readout serve`.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a machine lacks, and how it gets it.
const NEEDED: &str = "the tests in a browser need Node.js 18 or newer with npm, and Chromium \
    (Debian: apt-get install nodejs npm chromium; CHROMIUM names another place of the browser)";

fn has_program(name: &str) -> bool {
    Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Whether the packages of the lock file are there: npm notes what it installed, and when.
fn is_installed(folder: &Path) -> bool {
    let changed = |name: &str| fs::metadata(folder.join(name)).and_then(|file| file.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

fn has_browser() -> bool {
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    std::env::var_os("CHROMIUM").is_some() || places.iter().any(|place| Path::new(place).exists())
}

#[test]
fn the_desk_works_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(has_program("node") && has_program("npm") && has_browser(), "{NEEDED}");
    if !is_installed(&folder) {
        let mut install = Command::new("npm");
        let installed = install.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).output().unwrap();
        let messages = String::from_utf8_lossy(&installed.stderr);
        assert!(installed.status.success(), "npm ci in {}: {messages}", folder.display());
    }
    let tests = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .env("READOUT", env!("CARGO_BIN_EXE_readout"))
        // What takes how long is asked of an optimised program only.
        .envs(cfg!(debug_assertions).then_some(("UNHURRIED", "1")))
        .current_dir(&folder)
        .status()
        .unwrap();
    assert!(tests.success(), "the tests above failed; one alone: READOUT=… node --test FILE in {}", folder.display());
}
