//! What a call means: the arguments with their defaults from the terminal, the environment and the clock. Nothing after this
//! asks any of them.

use std::env;
use std::io::{self, IsTerminal as _};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use clap::{CommandFactory as _, error::ErrorKind};
use clap_complete::Shell;
use readout_brief::TerminalOptions;
use readout_brief::annotate;
use readout_brief::list::{List, ListFormat};
use readout_record::{ItemFilter, ItemKind, StoryFilter};
use readout_report::Date;

use crate::args::{
    ActorsCommand, AnnotateFormat, Args, BriefFormat, Colour, Command, ListArgs, NewsFormat, RowFormat, ShowFormat,
};

/// The columns of a terminal that is none.
const WIDTH: usize = 80;

/// A resolved call.
#[derive(Debug)]
pub(crate) enum Mode {
    Annotate { source: Source, to: Annotation },
    Read { source: Source, record: PathBuf, format: NewsFormat, now: String },
    Brief { of: BriefOf, to: Dossier, output: Option<PathBuf> },
    List { list: List, ask: Ask },
    Actors { command: ActorsCommand, now: String },
    Show { id: String, record: PathBuf, as_of: Option<Date>, json: bool, width: usize },
    Search { words: String, record: PathBuf, as_of: Option<Date>, limit: usize, format: ListFormat },
    Check { record: PathBuf },
    Serve { address: SocketAddr, options: readout_server::Options },
    Completions(Shell),
}

/// Of what a dossier is made.
#[derive(Debug)]
pub(crate) enum BriefOf {
    /// Reports that are read now.
    Inputs(Source),
    /// Stories of a record: these, or all.
    Record { record: PathBuf, stories: Vec<String>, as_of: Option<Date> },
}

/// A question to the record.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) record: PathBuf,
    pub(crate) as_of: Option<Date>,
    pub(crate) stories: StoryFilter,
    pub(crate) items: ItemFilter,
    pub(crate) limit: usize,
    pub(crate) format: ListFormat,
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
        let source = |inputs: Inputs, prints_as_it_goes: bool| Source {
            inputs: inputs.0,
            intake: readout_intake::Options { published: inputs.1, today: Some(today) },
            threads: inputs.2.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get),
            progress: io::stderr().is_terminal() && !(prints_as_it_goes && io::stdout().is_terminal()),
        };
        let list = |list: List, args: ListArgs| {
            let mut ask = ask(args);
            // Of stories and reports the days of publication are asked, of all else the days that it is of.
            (ask.stories.since, ask.stories.until) = (ask.items.since, ask.items.until);
            Self::List { list, ask }
        };
        let items = |kind: ItemKind, args: ListArgs| Self::List { list: List::Items(kind), ask: ask(args) };
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
                let inputs = args.inputs;
                Self::Annotate { source: source((inputs.inputs, inputs.published, inputs.threads), true), to }
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
                let of = match args.record {
                    None => BriefOf::Inputs(source((args.inputs, args.published, args.threads), false)),
                    Some(record) => BriefOf::Record {
                        record,
                        stories: args.inputs.iter().map(|id| id.to_string_lossy().into_owned()).collect(),
                        as_of: args.as_of,
                    },
                };
                Self::Brief { of, to, output: args.output }
            }
            Command::Read(args) => Self::Read {
                source: source((args.inputs, args.published, args.threads), false),
                record: args.record.record,
                format: args.format,
                now: now(),
            },
            Command::Stories(args) => list(List::Stories, args),
            Command::Reports(args) => list(List::Reports, args),
            Command::Actors(args) => match args.command {
                Some(command) => Self::Actors { command, now: now() },
                None => list(List::Actors, args.list),
            },
            Command::Statements(args) => items(ItemKind::Statement, args),
            Command::Events(args) => items(ItemKind::Event, args),
            Command::Figures(args) => items(ItemKind::Figure, args),
            Command::Documents(args) => items(ItemKind::Document, args),
            Command::Differences(args) => items(ItemKind::Difference, args),
            Command::Positions(args) => items(ItemKind::Position, args),
            Command::Timeline(args) => Self::List { list: List::Timeline, ask: ask(args) },
            Command::Show(args) => Self::Show {
                id: args.id,
                record: args.record.record,
                as_of: args.as_of,
                json: args.format == ShowFormat::Json,
                width: width(None, false),
            },
            Command::Search(args) => Self::Search {
                words: args.words.join(" "),
                record: args.record.record,
                as_of: args.as_of,
                limit: args.limit,
                format: row_format(args.format, None, Colour::Auto),
            },
            Command::Serve(args) => {
                if !args.address.is_loopback() && args.token.is_none() {
                    return Err(conflict(
                        "serve",
                        "others than this machine must show a token: give --token or READOUT_TOKEN",
                    ));
                }
                let options = readout_server::Options {
                    record: args.record.record,
                    token: args.token,
                    now,
                    log: crate::messages::log,
                    threads: thread::available_parallelism().map_or(2, NonZeroUsize::get),
                };
                Self::Serve { address: SocketAddr::new(args.address, args.port), options }
            }
            Command::Check(args) => Self::Check { record: args.record.record },
            Command::Completions(args) => Self::Completions(args.shell),
        })
    }
}

/// Paths, the day of publication of reports without one, threads.
type Inputs = (Vec<PathBuf>, Option<Date>, Option<NonZeroUsize>);

fn ask(args: ListArgs) -> Ask {
    Ask {
        record: args.record.record,
        as_of: args.as_of,
        stories: StoryFilter {
            story: args.story,
            outlet: args.outlet.clone(),
            actor: args.actor.clone(),
            place: args.place,
            since: None,
            until: None,
            text: args.text.clone(),
        },
        items: ItemFilter {
            actor: args.actor,
            outlet: args.outlet,
            since: args.since,
            until: args.until,
            text: args.text,
        },
        limit: args.limit.unwrap_or(usize::MAX),
        format: row_format(args.format, args.width, args.colour),
    }
}

fn row_format(format: RowFormat, asked: Option<u16>, when: Colour) -> ListFormat {
    match format {
        RowFormat::Table => ListFormat::Table { width: width(asked, false), colour: colour(when, false) },
        RowFormat::Json => ListFormat::Json,
        RowFormat::Jsonl => ListFormat::Jsonl,
        RowFormat::Csv => ListFormat::Csv,
        RowFormat::Markdown => ListFormat::Markdown,
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

/// The moment, to the millisecond, in Greenwich.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
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
