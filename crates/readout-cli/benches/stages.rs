//! Times each stage, and the whole, on the reports named by `READOUT_BENCH_INPUT` (else the samples in `examples/`).
//!
//! `cargo xtask bench` runs this and makes a table of the results.

use std::hint::black_box;
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use readout_brief::annotate;
use readout_extract::{Findings, extract};
use readout_intake::Options;
use readout_language::{Analysis, Analyzer};
use readout_record::{Entry, build};
use readout_report::Report;

fn stages(criterion: &mut Criterion) {
    let input = std::env::var("READOUT_BENCH_INPUT")
        .unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").display().to_string());
    let analyzer = Analyzer::new();
    let reports = intake(&input);
    assert!(!reports.is_empty(), "no report in {input}");
    let analyses: Vec<Analysis> = reports.iter().map(|report| analyzer.analyze(&report.text)).collect();
    let findings: Vec<Findings> = reports.iter().zip(&analyses).map(|(r, a)| extract(r, a)).collect();
    let entries = entries(&reports, &analyses, &findings);
    let record = build(entries.clone());
    let json_lines = annotate::Options { tokens: false };

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10);
    group.throughput(Throughput::ElementsAndBytes {
        elements: analyses.iter().map(|a| a.tokens.len() as u64).sum(),
        bytes: reports.iter().map(|r| r.text.len() as u64).sum(),
    });
    let each = || reports.iter().zip(&analyses).zip(&findings).map(|((r, a), f)| (r, a, f));
    let mut stage = |name: &str, run: &mut dyn FnMut()| time(&mut group, name, reports.len(), run);
    stage("intake", &mut || drop(black_box(intake(&input))));
    stage("language", &mut || reports.iter().for_each(|r| drop(black_box(analyzer.analyze(&r.text)))));
    stage("extract", &mut || each().for_each(|(r, a, _)| drop(black_box(extract(r, a)))));
    stage("annotate jsonl", &mut || {
        each().for_each(|(r, a, f)| drop(black_box(annotate::jsonl(r, a, f, &json_lines))))
    });
    stage("brief html", &mut || drop(black_box(readout_brief::html(&record))));
    stage("brief json", &mut || drop(black_box(readout_brief::json(&record))));
    stage("whole, to html", &mut || {
        let reports = intake(&input);
        let analyses: Vec<_> = reports.iter().map(|report| analyzer.analyze(&report.text)).collect();
        let findings: Vec<_> = reports.iter().zip(&analyses).map(|(r, a)| extract(r, a)).collect();
        drop(black_box(readout_brief::html(&build(self::entries(&reports, &analyses, &findings)))));
    });
    group.bench_function(BenchmarkId::new("record", reports.len()), |bencher| {
        bencher.iter_batched(|| entries.clone(), build, BatchSize::LargeInput);
    });
    group.finish();
}

fn time(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, reports: usize, run: &mut dyn FnMut()) {
    group.bench_function(BenchmarkId::new(name, reports), |bencher| bencher.iter(&mut *run));
}

fn intake(input: &str) -> Vec<Report> {
    readout_intake::read(&[input], || Box::new(std::io::empty()), &Options::default()).filter_map(Result::ok).collect()
}

fn entries(reports: &[Report], analyses: &[Analysis], findings: &[Findings]) -> Vec<Entry> {
    let each = reports.iter().zip(analyses).zip(findings);
    each.map(|((r, a), f)| Entry::new(r.clone(), a, f.clone())).collect()
}

criterion_group!(benches, stages);
criterion_main!(benches);
