//! What a call means: the arguments with their defaults from the terminal, the environment and the clock. Nothing after this
//! asks any of them.

use std::env;
use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use clap::{CommandFactory as _, error::ErrorKind};
use clap_complete::Shell;
use readout_brief::TerminalOptions;
use readout_brief::annotate;
use readout_report::Date;

use crate::args::{AnnotateFormat, Args, BriefFormat, Colour, Command};

/// The columns of a terminal that is none.
const WIDTH: usize = 80;

/// A resolved call.
#[derive(Debug)]
pub(crate) enum Mode {
    Annotate { source: Source, to: Annotation },
    Brief { source: Source, to: Dossier, output: Option<PathBuf> },
    Completions(Shell),
}

/// What to read, and how.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) intake: readout_intake::Options,
    pub(crate) threads: usize,
    /// Whether a count of reports may be drawn on standard error.
    pub(crate) progress: bool,
}

/// In which form findings leave.
#[derive(Debug)]
pub(crate) enum Annotation {
    Jsonl(annotate::Options),
    Conllu,
    Brat { overwrite: bool },
}

/// In which form a dossier leaves.
#[derive(Debug)]
pub(crate) enum Dossier {
    Terminal(TerminalOptions),
    Html,
    Markdown,
    Json,
}

impl Mode {
    /// The meaning of the arguments, or why they have none.
    pub(crate) fn resolve(args: Args) -> Result<Self, clap::Error> {
        let today = today();
        let source = |inputs: crate::args::InputArgs, prints_as_it_goes: bool| Source {
            inputs: inputs.inputs,
            intake: readout_intake::Options { published: inputs.published, today: Some(today) },
            threads: inputs.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get),
            progress: io::stderr().is_terminal() && !(prints_as_it_goes && io::stdout().is_terminal()),
        };
        Ok(match args.command {
            Command::Annotate(args) => {
                if args.tokens && args.format != AnnotateFormat::Jsonl {
                    return Err(conflict("annotate", "--tokens goes with --format jsonl only"));
                }
                if args.overwrite && args.format != AnnotateFormat::Brat {
                    return Err(conflict("annotate", "--overwrite goes with --format brat only"));
                }
                if args.format == AnnotateFormat::Brat && args.inputs.inputs.iter().any(|i| i.as_os_str() == "-") {
                    let why = "--format brat writes beside each text file, and standard input is none; name files instead of -";
                    return Err(conflict("annotate", why));
                }
                let to = match args.format {
                    AnnotateFormat::Jsonl => Annotation::Jsonl(annotate::Options { tokens: args.tokens }),
                    AnnotateFormat::Conllu => Annotation::Conllu,
                    AnnotateFormat::Brat => Annotation::Brat { overwrite: args.overwrite },
                };
                Self::Annotate { source: source(args.inputs, true), to }
            }
            Command::Brief(args) => {
                let to = match args.format {
                    BriefFormat::Terminal => Dossier::Terminal(TerminalOptions {
                        width: width(args.width, args.output.is_some()),
                        colour: colour(args.colour, args.output.is_some()),
                    }),
                    BriefFormat::Html => Dossier::Html,
                    BriefFormat::Markdown => Dossier::Markdown,
                    BriefFormat::Json => Dossier::Json,
                };
                Self::Brief { source: source(args.inputs, false), to, output: args.output }
            }
            Command::Completions(args) => Self::Completions(args.shell),
        })
    }
}

fn conflict(command: &str, why: &str) -> clap::Error {
    let mut root = Args::command();
    root.build();
    let of = root.find_subcommand_mut(command).map_or_else(Args::command, |c| c.clone());
    clap::Error::raw(ErrorKind::ArgumentConflict, format!("{why}\n")).with_cmd(&of)
}

/// The current day in Greenwich; intake allows for places where it is tomorrow already.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn width(asked: Option<u16>, to_file: bool) -> usize {
    let terminal = || match to_file {
        true => None,
        false => terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)),
    };
    asked.map(usize::from).or_else(terminal).filter(|w| *w > 0).unwrap_or(WIDTH)
}

fn colour(asked: Colour, to_file: bool) -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match asked {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if to_file || env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) => false,
        Colour::Auto if is_set("CLICOLOR_FORCE") => true,
        Colour::Auto => io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}
