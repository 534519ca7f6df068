//! `readout annotate`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use readout_brief::annotate;
use readout_language::Analyzer;
use readout_report::Report;

use crate::messages::Messages;
use crate::options::{Annotation, Source};
use crate::output::{FileOutput, print};
use crate::pipeline;

/// Prints the findings of each report in the form asked for.
pub(crate) fn run(source: &Source, to: &Annotation, messages: &mut Messages) -> io::Result<()> {
    let analyzer = Analyzer::new();
    let render = |report: Report| {
        let analysis = analyzer.analyze(&report.text);
        let text = match to {
            Annotation::Jsonl(options) => {
                let findings = readout_extract::extract(&report, &analysis);
                annotate::jsonl(&report, &analysis, &findings, options) + "\n"
            }
            Annotation::Conllu => annotate::conllu(&report, &analysis),
            Annotation::Brat { .. } => {
                annotate::brat(&report, &analysis, &readout_extract::extract(&report, &analysis))
            }
        };
        (report, text)
    };
    pipeline::run(source, messages, render, |(report, text), messages| match to {
        Annotation::Brat { overwrite } => match write_beside(&report, &text, *overwrite) {
            Ok(path) => print(&format!("{}\n", path.display())),
            Err(why) => {
                messages.failed(format_args!("{}: {why}", report.path.as_deref().unwrap_or(&report.id.0)));
                Ok(())
            }
        },
        _ => print(&text),
    })
}

/// Writes the annotations beside the text that they point into, and gives their path; else says why not, and what to do.
fn write_beside(report: &Report, annotations: &str, overwrite: bool) -> Result<PathBuf, String> {
    let Some(text_path) = report.path.as_deref().map(Path::new) else {
        return Err("brat's annotations stand beside a text file, and this report has none; save it as .txt".to_owned());
    };
    // brat counts from the start of the file: it must be the text and nothing else.
    if fs::read(text_path).ok().as_deref() != Some(report.text.as_bytes()) {
        return Err("the file is not only the report's text in UTF-8, so brat's offsets would be wrong; save the text alone as .txt".to_owned());
    }
    let path = text_path.with_extension("ann");
    match fs::read(&path) {
        Ok(existing) if existing == annotations.as_bytes() => return Ok(path),
        Ok(_) if !overwrite => {
            return Err(format!("{} exists and differs; pass --overwrite to replace it", path.display()));
        }
        _ => {}
    }
    let written = FileOutput::create(&path).and_then(|mut file| {
        file.write(annotations.as_bytes())?;
        file.finish()
    });
    match written {
        Ok(()) => Ok(path),
        Err(error) => Err(format!("{} cannot be written: {error}; check the folder", path.display())),
    }
}
