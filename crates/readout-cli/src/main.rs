//! The command `readout`: arguments, then options, then one match on the mode. All else is in the library crates.
//!
//! Only this crate reads the clock, the environment and the terminal, prints, and ends the process.

mod annotate;
mod args;
mod brief;
mod messages;
mod options;
mod output;
mod pipeline;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::args::Args;
use crate::messages::Messages;
use crate::options::{Mode, Source};
use crate::output::FileOutput;

/// Some inputs failed.
const FAILED: u8 = 1;
/// The call makes no sense.
const WRONG_CALL: u8 = 2;

fn main() -> ExitCode {
    let mode = match Args::try_parse().and_then(Mode::resolve) {
        Ok(mode) => mode,
        Err(error) => {
            // Help and version are such errors too, with code 0; a closed output is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { WRONG_CALL } else { 0 });
        }
    };
    pipeline::hush_guarded_panics();
    match mode {
        Mode::Annotate { source, to } => with_messages(&source, |messages| annotate::run(&source, &to, messages)),
        Mode::Brief { source, to, output } => {
            let output = match output.as_deref().map(|path| FileOutput::create(path).map_err(|error| (path, error))) {
                Some(Err((path, error))) => {
                    let mut messages = Messages::new(false);
                    messages.failed(format_args!(
                        "{}: cannot be written: {error}; choose another --output",
                        path.display()
                    ));
                    return ExitCode::from(WRONG_CALL);
                }
                Some(Ok(output)) => Some(output),
                None => None,
            };
            with_messages(&source, |messages| brief::run(&source, &to, output, messages))
        }
        Mode::Completions(shell) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "readout", &mut script);
            exit_code(output::print(&String::from_utf8_lossy(&script)), &mut Messages::new(false))
        }
    }
}

fn with_messages(source: &Source, run: impl FnOnce(&mut Messages) -> io::Result<()>) -> ExitCode {
    let mut messages = Messages::new(source.progress);
    let result = run(&mut messages);
    messages.finish();
    exit_code(result, &mut messages)
}

fn exit_code(result: io::Result<()>, messages: &mut Messages) -> ExitCode {
    match result {
        // The reader has seen enough (`readout … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(error) => {
            messages.failed(format_args!("the output cannot be written: {error}; check the disk and its folder"))
        }
        Ok(()) => {}
    }
    if messages.any_failed() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
}
