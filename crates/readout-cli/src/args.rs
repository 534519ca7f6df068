//! What a user can write on the command line, as clap reads it. `options` makes sense of it.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use readout_brief::export::Base;
use readout_report::Date;

/// Reads news reports and keeps the record of what they say
///
/// Who said what, what happened and what is planned, which figures and documents are given: every line leads back to the exact
/// words of a report.
#[derive(Debug, Parser)]
#[command(
    name = "readout",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  A dossier of the reports in a folder, on the terminal or as one HTML file:
    readout brief reports/
    readout brief reports/ --format html --output story.html
  Keep a record that grows, and ask it:
    readout read reports/
    readout statements --actor Ruiz --since 2025-11-24
    readout differences --as-of 2025-11-25
  All that is found in a report, for programs:
    readout annotate article.txt --format jsonl

Exit codes: 0 done, 1 some inputs failed (one line each on standard error), 2 wrong call."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Read(ReadArgs),
    Brief(BriefArgs),
    /// List the stories of the record, the newest first; with --format jsonl, the story of each report
    #[command(after_help = "\
Examples:
  readout stories
  readout stories --text ceasefire --since 2025-11-01
  readout stories --format jsonl | jq -r .story | sort | uniq -c")]
    Stories(ListArgs),
    /// List the reports of the record, oldest first
    Reports(ListArgs),
    Actors(ActorsArgs),
    /// List statements: who said what
    #[command(after_help = "\
Examples:
  readout statements --actor Ruiz --since 2025-11-24
  readout statements --outlet \"The Post\" --text ceasefire --format csv > said.csv
  readout statements --format parquet --output said.parquet")]
    Statements(ListArgs),
    /// List events: what happened, is planned, or did not happen
    #[command(after_help = "\
Examples:
  readout events --since 2025-12-01
  readout events --since 2025-12-01 --format ics --output talks.ics
  readout events --format ninjs --base-url https://desk.example")]
    Events(ListArgs),
    /// List figures, with what they count and who gives them
    Figures(ListArgs),
    /// List documents: plans, agreements, resolutions, transcripts
    Documents(ListArgs),
    /// List where reports differ, both sides with their passages
    Differences(ListArgs),
    /// List positions: how actors stand to issues, over time
    Positions(ListArgs),
    /// List what happened, was said and is to happen, day by day
    Timeline(ListArgs),
    Show(ShowArgs),
    Search(SearchArgs),
    Check(CheckArgs),
    Serve(ServeArgs),
    Mcp(McpArgs),
    Annotate(AnnotateArgs),
    Completions(CompletionsArgs),
}

/// Where the record lies.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct RecordArgs {
    /// The file of the record
    #[arg(long, value_name = "FILE", default_value = "readout.db", env = "READOUT_RECORD")]
    pub(crate) record: PathBuf,
}

/// Add reports to the record and print what they add to it
///
/// Reports that the record holds already change nothing; a report with the address or id of one that it holds, but other words, is
/// kept as its revision. Without INPUT, finishes what an interrupted reading left.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout read reports/
  readout read monday.html --record talks.db
  zcat news.jsonl.gz | readout read -")]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) record: RecordArgs,
    /// In which form to print what is new
    #[arg(long, value_enum, default_value_t = NewsFormat::Text)]
    pub(crate) format: NewsFormat,
    /// Files or folders of reports, or `-` for JSONL on standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Publication day of the reports that carry none, such as 2025-11-26
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) published: Option<Date>,
    /// How many reports are analysed at the same time [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// What all lists take.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) record: RecordArgs,
    /// Only of this actor: its id, or words of one of its names
    #[arg(long, value_name = "ACTOR")]
    pub(crate) actor: Option<String>,
    /// Only what this outlet reports
    #[arg(long, value_name = "OUTLET")]
    pub(crate) outlet: Option<String>,
    /// Only of stories in which this place is named
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Only of this story, by its id
    #[arg(long, value_name = "STORY")]
    pub(crate) story: Option<String>,
    /// Only of this day or later: the day that a thing is said to be of, else a day on which it was published
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) since: Option<Date>,
    /// Only of this day or earlier
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) until: Option<Date>,
    /// As the record would be of only the reports published until this day
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) as_of: Option<Date>,
    /// Only what has all of these words
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// Only so many rows
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// In which form
    #[arg(long, value_enum, default_value_t = RowFormat::Table)]
    pub(crate) format: RowFormat,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Width of the table in columns [default: the terminal's, 80 without one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(crate) width: Option<u16>,
    /// Colour in the table; `auto` is on a terminal only, and heeds NO_COLOR, CLICOLOR_FORCE and TERM=dumb
    #[arg(long, visible_alias = "color", value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) colour: Colour,
}

/// Where a list goes, and where its links lead.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OutputArgs {
    /// Write to this file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// With calendars, feeds and annotations: link to the desk that serves the record at this address
    #[arg(long, value_name = "URL", value_parser = parse_base)]
    pub(crate) base_url: Option<Base>,
}

/// List the actors of the record, or merge and split them by hand
///
/// One actor has all its spellings over all stories. What was joined or parted by hand stays so when reports are read later.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  readout actors --text ruiz
  readout actors merge a1b2c3d4e5 a6f7a8b9c0
  readout actors split a1b2c3d4e5 --report 5d41402abc4b
  readout actors decisions"
)]
pub(crate) struct ActorsArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ActorsCommand>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ActorsCommand {
    /// Two actors are one
    Merge {
        /// The id of the one
        one: String,
        /// The id of the other
        other: String,
        #[command(flatten)]
        record: RecordArgs,
    },
    /// An actor is two: in these reports it is another than in the others
    Split {
        /// The id of the actor
        actor: String,
        /// The ids of the reports that mean another
        #[arg(long = "report", value_name = "REPORT", required = true, num_args = 1..)]
        reports: Vec<String>,
        #[command(flatten)]
        record: RecordArgs,
    },
    /// List what was decided by hand
    Decisions {
        #[command(flatten)]
        record: RecordArgs,
    },
    /// Take back what was decided by hand
    Undo {
        /// The number of the decision, as `decisions` lists it
        number: i64,
        #[command(flatten)]
        record: RecordArgs,
    },
}

/// Print all that the record holds under an id, with all evidence
///
/// The id of a report, a story, an actor, a statement or anything else that a list shows. A report comes with its revisions.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout show s0123456789
  readout show y0123456789 --as-of 2025-11-25 --format json")]
pub(crate) struct ShowArgs {
    /// What to show
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) record: RecordArgs,
    /// As the record would be of only the reports published until this day
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) as_of: Option<Date>,
    /// In which form
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub(crate) format: ShowFormat,
}

/// Search the words of statements and reports
///
/// Finds what has all of the words or their other forms, the best first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout search ceasefire monitors
  readout search \"security guarantees\" --as-of 2025-11-25 --limit 5")]
pub(crate) struct SearchArgs {
    /// What to search for
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) record: RecordArgs,
    /// As the record would be of only the reports published until this day
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) as_of: Option<Date>,
    /// So many statements and so many reports at the most
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// In which form
    #[arg(long, value_enum, default_value_t = RowFormat::Table)]
    pub(crate) format: RowFormat,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Verify that every passage of the record still says what it says
///
/// Compares the text of each report with its hash, each span with the hash of its words, and the file with itself. Exit code 1 if
/// anything does not hold.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) record: RecordArgs,
}

/// Open the record as web pages, and as an interface for programs
///
/// Answers on this machine alone unless told otherwise; whoever comes from elsewhere must show the token. Reports that are read
/// meanwhile appear at once. Stops at Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout serve
  readout serve --record talks.db --port 9000
  READOUT_TOKEN=$(openssl rand -hex 16) readout serve --address 0.0.0.0
  curl 'http://127.0.0.1:8080/api/statements?actor=Ruiz'")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) record: RecordArgs,
    /// The port; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(crate) port: u16,
    /// The address of this machine to answer on; any but 127.0.0.1 and ::1 needs a token
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) address: IpAddr,
    /// What everybody must show, of 16 or more letters and digits; better given as READOUT_TOKEN, which others cannot see
    #[arg(long, value_name = "TOKEN", env = "READOUT_TOKEN", hide_env_values = true, value_parser = parse_token)]
    pub(crate) token: Option<String>,
}

/// Open the record to a language model, as tools of the Model Context Protocol
///
/// Answers on standard input and output, a JSON-RPC message a line, until its input is closed; to be started by the program that
/// has the model. The tools only read. `readout serve` has the same tools over HTTP, under /mcp.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example of a client's configuration:
  {
    \"mcpServers\": {
      \"readout\": { \"command\": \"readout\", \"args\": [\"mcp\", \"--record\", \"/home/me/talks.db\"] }
    }
  }")]
pub(crate) struct McpArgs {
    #[command(flatten)]
    pub(crate) record: RecordArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewsFormat {
    /// A line or two a story
    Text,
    /// One JSON object a story
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// Its passages, as W3C Web Annotations
    Annotations,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// Columns for a terminal
    Table,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// Comma-separated values
    Csv,
    /// A Markdown table
    Markdown,
    /// Events with a day, as an iCalendar file
    Ics,
    /// Events to come, as ninjs 3 of the IPTC
    Ninjs,
    /// A feed
    Atom,
    /// Typed columns, for programs that count
    Parquet,
    /// The passages, as W3C Web Annotations
    Annotations,
}

/// Print all that is found in each report, for programs, in input order
///
/// Reports are read, analysed and printed one after the other, so that an archive of any size needs little memory. Offsets are in
/// Unicode code points of the report's text.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout annotate article.txt --published 2025-11-26
  readout annotate reports/ --tokens > found.jsonl
  zcat news.jsonl.gz | readout annotate - --threads 4 | jq .statements
  readout annotate corpus/ --format conllu > corpus.conllu
  readout annotate corpus/*.txt --format brat")]
pub(crate) struct AnnotateArgs {
    /// In which form
    #[arg(long, value_enum, default_value_t = AnnotateFormat::Jsonl)]
    pub(crate) format: AnnotateFormat,
    /// With JSONL: give the words too, with lemma, tags and syntax
    #[arg(long)]
    pub(crate) tokens: bool,
    /// With brat: replace .ann files that exist and differ
    #[arg(long)]
    pub(crate) overwrite: bool,
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
}

/// Print a dossier of each story that the reports tell, for people
///
/// What the reports are about, what is planned, what happened day by day, who said what, where they differ, figures, documents, actors
/// and sources; each line is a quotation of a report, or a value computed from one. With --record, of the stories of a record.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout brief reports/
  readout brief monday.txt tuesday.html wires.jsonl --width 72
  readout brief reports/ --format html --output story.html
  readout brief reports/ --format json | jq '.stories[].statements'
  readout brief --record readout.db y0123456789 --as-of 2025-11-25
  readout brief reports/ --colour always | less -R")]
pub(crate) struct BriefArgs {
    /// In which form
    #[arg(long, value_enum, default_value_t = BriefFormat::Terminal)]
    pub(crate) format: BriefFormat,
    /// Write to this file instead of standard output; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Width of the terminal form in columns [default: the terminal's, 80 without one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(crate) width: Option<u16>,
    /// Colour in the terminal form; `auto` is on a terminal only, and heeds NO_COLOR, CLICOLOR_FORCE and TERM=dumb
    #[arg(long, visible_alias = "color", value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) colour: Colour,
    /// Take the stories of this record instead of reading reports; INPUT are then ids of stories [default: all]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["published", "threads"])]
    pub(crate) record: Option<PathBuf>,
    /// With --record: as the record would be of only the reports published until this day
    #[arg(long, value_name = "DATE", value_parser = parse_day, requires = "record")]
    pub(crate) as_of: Option<Date>,
    /// Files or folders of reports (.txt, .md, .html, .jsonl, feeds, .warc, each also as .gz), or `-` for JSONL on standard input
    #[arg(required_unless_present = "record", value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Publication day of the reports that carry none, such as 2025-11-26
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) published: Option<Date>,
    /// How many reports are analysed at the same time [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Print a script that completes `readout` in a shell
///
/// The output goes where the shell looks for completions.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout completions bash > ~/.local/share/bash-completion/completions/readout
  readout completions fish > ~/.config/fish/completions/readout.fish")]
pub(crate) struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// What to annotate.
#[derive(Debug, clap::Args)]
pub(crate) struct InputArgs {
    /// Files or folders of reports (.txt, .md, .html, .jsonl, feeds, .warc, each also as .gz), or `-` for JSONL on standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Publication day of the reports that carry none, such as 2025-11-26
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) published: Option<Date>,
    /// How many reports are analysed at the same time [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotateFormat {
    /// One JSON object a report
    Jsonl,
    /// CoNLL-U: words, tags, syntax and names
    Conllu,
    /// A standoff file `.ann` beside each text file; prints their paths
    Brat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BriefFormat {
    /// Text for a terminal
    Terminal,
    /// One HTML file that needs nothing else
    Html,
    Markdown,
    /// The record, for programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

fn parse_token(text: &str) -> Result<String, String> {
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b));
    if text.len() < 16 || !is_plain {
        return Err("a token has 16 or more characters, letters and digits and - _ . ~ only".to_owned());
    }
    Ok(text.to_owned())
}

fn parse_base(text: &str) -> Result<Base, String> {
    Base::new(text).ok_or_else(|| "write an address of the web, such as https://desk.example".to_owned())
}

fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day as YEAR-MONTH-DAY, such as 2025-11-26".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
