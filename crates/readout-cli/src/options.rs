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
use readout_brief::export::{self, Form};
use readout_brief::list::{List, ListFormat};
use readout_record::{ItemFilter, ItemKind, StoryFilter};
use readout_report::Date;

use crate::args::{
    ActorsCommand, AnnotateFormat, Args, BriefFormat, Colour, Command, ListArgs, NewsFormat, OutputArgs, RowFormat,
    ShowFormat,
};
use crate::show::Search;

/// The columns of a terminal that is none.
const WIDTH: usize = 80;

/// A resolved call.
#[derive(Debug)]
pub(crate) enum Mode {
    Annotate { source: Source, to: Annotation },
    Read { source: Source, record: PathBuf, format: NewsFormat, now: String },
    Brief { of: BriefOf, to: Dossier, output: Option<PathBuf> },
    List { list: List, ask: Box<Ask> },
    Actors { command: ActorsCommand, now: String },
    Show { id: String, record: PathBuf, as_of: Option<Date>, to: Shown },
    Search(Search),
    Check { record: PathBuf },
    Serve { address: SocketAddr, options: readout_server::Options },
    Mcp { options: readout_server::Options },
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
    pub(crate) form: Form,
    pub(crate) export: export::Options,
    pub(crate) output: Option<PathBuf>,
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

/// In which form a thing of the record is shown.
#[derive(Debug)]
pub(crate) enum Shown {
    Text { width: usize },
    Json,
    Annotations(export::Options),
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
        let list = |list: List, args: ListArgs| -> Result<Self, clap::Error> {
            let mut ask = ask(list, args)?;
            if matches!(list, List::Stories | List::Reports | List::Actors) {
                // Of these the days of publication are asked, of all else the days that it is of.
                (ask.stories.since, ask.stories.until) = (ask.items.since, ask.items.until);
            }
            Ok(Self::List { list, ask: Box::new(ask) })
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
            Command::Stories(args) => list(List::Stories, args)?,
            Command::Reports(args) => list(List::Reports, args)?,
            Command::Actors(args) => match args.command {
                Some(command) => Self::Actors { command, now: now() },
                None => list(List::Actors, args.list)?,
            },
            Command::Statements(args) => list(List::Items(ItemKind::Statement), args)?,
            Command::Events(args) => list(List::Items(ItemKind::Event), args)?,
            Command::Figures(args) => list(List::Items(ItemKind::Figure), args)?,
            Command::Documents(args) => list(List::Items(ItemKind::Document), args)?,
            Command::Differences(args) => list(List::Items(ItemKind::Difference), args)?,
            Command::Positions(args) => list(List::Items(ItemKind::Position), args)?,
            Command::Timeline(args) => list(List::Timeline, args)?,
            Command::Show(args) => Self::Show {
                to: match args.format {
                    ShowFormat::Text => Shown::Text { width: width(None, false) },
                    ShowFormat::Json => Shown::Json,
                    ShowFormat::Annotations => Shown::Annotations(export_options(args.id.clone(), None)),
                },
                id: args.id,
                record: args.record.record,
                as_of: args.as_of,
            },
            Command::Serve(args) => {
                if !args.address.is_loopback() && args.token.is_none() {
                    return Err(conflict(
                        "serve",
                        "others than this machine must show a token: give --token or READOUT_TOKEN",
                    ));
                }
                let options = server(args.record.record, args.token);
                Self::Serve { address: SocketAddr::new(args.address, args.port), options }
            }
            Command::Search(args) => {
                let words = args.words.join(" ");
                Self::Search(Search {
                    form: form(List::Found, args.format, None, Colour::Auto, &args.output)?,
                    export: export_options(title(List::Found, [Some(words.as_str())]), args.output.base_url),
                    words,
                    record: args.record.record,
                    as_of: args.as_of,
                    limit: args.limit,
                    output: args.output.output,
                })
            }
            Command::Mcp(args) => Self::Mcp { options: server(args.record.record, None) },
            Command::Check(args) => Self::Check { record: args.record.record },
            Command::Completions(args) => Self::Completions(args.shell),
        })
    }
}

fn server(record: PathBuf, token: Option<String>) -> readout_server::Options {
    readout_server::Options {
        record,
        token,
        now,
        log: crate::messages::log,
        threads: thread::available_parallelism().map_or(2, NonZeroUsize::get),
    }
}

/// Paths, the day of publication of reports without one, threads.
type Inputs = (Vec<PathBuf>, Option<Date>, Option<NonZeroUsize>);

fn ask(list: List, args: ListArgs) -> Result<Ask, clap::Error> {
    let [since, until] = [args.since, args.until].map(|day| day.map(|day| day.to_string()));
    let asked = [&args.actor, &args.outlet, &args.story, &since, &until, &args.text].map(Option::as_deref);
    Ok(Ask {
        form: form(list, args.format, args.width, args.colour, &args.output)?,
        export: export_options(title(list, asked), args.output.base_url),
        output: args.output.output,
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
    })
}

/// The form of a list; not every list can be written in every one, nor shown.
fn form(
    list: List,
    format: RowFormat,
    asked: Option<u16>,
    when: Colour,
    output: &OutputArgs,
) -> Result<Form, clap::Error> {
    let to_file = output.output.is_some();
    let form = match format {
        RowFormat::Table => {
            Form::Rows(ListFormat::Table { width: width(asked, to_file), colour: colour(when, to_file) })
        }
        RowFormat::Json => Form::Rows(ListFormat::Json),
        RowFormat::Jsonl => Form::Rows(ListFormat::Jsonl),
        RowFormat::Csv => Form::Rows(ListFormat::Csv),
        RowFormat::Markdown => Form::Rows(ListFormat::Markdown),
        RowFormat::Ics => Form::Calendar,
        RowFormat::Ninjs => Form::Ninjs,
        RowFormat::Atom => Form::Atom,
        RowFormat::Parquet => Form::Parquet,
        RowFormat::Annotations => Form::Annotations,
    };
    form.fits(list).map_err(|unfit| conflict(list.name(), &unfit.to_string()))?;
    if form.is_binary() && !to_file && io::stdout().is_terminal() {
        let why = format!("the form {} is no text for a terminal: name a file with --output", form.name());
        return Err(conflict(list.name(), &why));
    }
    Ok(form)
}

fn export_options(title: String, base: Option<export::Base>) -> export::Options {
    export::Options { now: jiff::Timestamp::now(), base, address: None, title, seen: Default::default() }
}

/// A name for a feed or calendar: the list, and what was asked for.
fn title<'a>(list: List, asked: impl IntoIterator<Item = Option<&'a str>>) -> String {
    [list.name()].into_iter().chain(asked.into_iter().flatten()).collect::<Vec<_>>().join(" · ")
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
