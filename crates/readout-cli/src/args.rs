//! What a user can write on the command line, as clap reads it. `options` makes sense of it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
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
    Annotate(AnnotateArgs),
    Brief(BriefArgs),
    Completions(CompletionsArgs),
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

/// Print one dossier of all reports, for people
///
/// What the reports are about, what is planned, what happened day by day, who said what, figures, documents, actors and sources;
/// each line is a quotation of a report, or a value computed from one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  readout brief reports/
  readout brief monday.txt tuesday.html wires.jsonl --width 72
  readout brief reports/ --format html --output story.html
  readout brief reports/ --format json | jq '.stories[].statements'
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
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
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

/// What both main commands take.
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
