//! Reports through a piece of work, several at a time, out in the order of the input, with bounded memory.

use std::cell::Cell;
use std::io::{self, BufReader};
use std::panic::{self, AssertUnwindSafe};

use rayon::prelude::*;
use readout_intake::InputError;
use readout_report::Report;

use crate::messages::Messages;
use crate::options::Source;

/// So many reports are in memory at the same time ...
const CHUNK: usize = 64;
/// ... or reports of so much text, if that is reached first.
const CHUNK_BYTES: usize = 4 << 20;

/// Does `work` on each report of the source and hands the results to `take`, in input order. What fails becomes a message in
/// the same order. Stops at the first error of `take`.
///
/// `work` must not panic; if it does on some report, that report fails and the others go on. This is a last resort, so that
/// a fault of ours in one report of a million costs one report.
pub(crate) fn run<T: Send>(
    source: &Source,
    messages: &mut Messages,
    work: impl Fn(Report) -> T + Sync,
    mut take: impl FnMut(T, &mut Messages) -> io::Result<()>,
) -> io::Result<()> {
    let stdin = || Box::new(BufReader::new(io::stdin())) as Box<_>;
    let mut reports = readout_intake::read(&source.inputs, stdin, &source.intake);
    let work = |read: Result<Report, InputError>| {
        let report = read.map_err(|error| error.to_string())?;
        let name = report.path.clone().unwrap_or_else(|| report.id.to_string());
        guarded(|| work(report)).map_err(|why| {
            format!(
                "{name}: the analysis of this report failed ({why}); it was left out, please tell us, with its text"
            )
        })
    };
    let mut finish = |result: Result<T, String>| {
        match result {
            Ok(done) => {
                take(done, messages)?;
                messages.done();
            }
            Err(why) => messages.failed(why),
        }
        Ok(())
    };
    if source.threads == 1 {
        return reports.try_for_each(|read| finish(work(read)));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(source.threads).build().map_err(io::Error::other)?;
    loop {
        let chunk = next_chunk(&mut reports);
        if chunk.is_empty() {
            return Ok(());
        }
        let results: Vec<_> = pool.install(|| chunk.into_par_iter().with_max_len(1).map(&work).collect());
        results.into_iter().try_for_each(&mut finish)?;
    }
}

fn next_chunk(reports: &mut impl Iterator<Item = Result<Report, InputError>>) -> Vec<Result<Report, InputError>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut bytes = 0;
    while chunk.len() < CHUNK && bytes < CHUNK_BYTES {
        let Some(read) = reports.next() else { break };
        bytes += read.as_ref().map_or(0, |report| report.text.len());
        chunk.push(read);
    }
    chunk
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps panics that [`guarded`] catches from printing a message of their own; call once.
pub(crate) fn hush_guarded_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            usual(info);
        }
    }));
}

/// The result, or the message of a panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.set(true);
    // What the work holds is dropped with it, so nothing half-done is seen again.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().copied();
        text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_message() {
        hush_guarded_panics();
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| panic!("on purpose")), Err::<(), _>("on purpose".to_owned()));
        let n = 7;
        assert_eq!(guarded(|| panic!("on purpose {n}")), Err::<(), _>("on purpose 7".to_owned()));
    }

    #[test]
    fn chunks_end_by_number_and_by_size() {
        let report = |bytes: usize| Ok(Report::from_text("x".repeat(bytes)));
        let mut small = (0..100).map(|_| report(1));
        assert_eq!(next_chunk(&mut small).len(), CHUNK);
        assert_eq!(next_chunk(&mut small).len(), 100 - CHUNK);
        assert_eq!(next_chunk(&mut small).len(), 0);
        let mut large = (0..3).map(|_| report(CHUNK_BYTES));
        assert_eq!(next_chunk(&mut large).len(), 1);
    }
}
