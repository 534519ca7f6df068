//! `readout mcp`.

use std::io;

use readout_server::Options;
use tokio::runtime;

use crate::list::open_to_change;
use crate::messages::Messages;

/// Answers until standard input is closed. Standard output has the protocol's messages alone.
pub(crate) fn run(options: Options, messages: &mut Messages) -> io::Result<()> {
    // What an interrupted reading left is done now, and a file that is no record is refused before a question is asked.
    if let Err(error) = open_to_change(&options.record) {
        messages.failed(error);
        return Ok(());
    }
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(readout_server::serve_mcp(options, tokio::io::stdin(), tokio::io::stdout()));
    // A read of standard input cannot be called off.
    runtime.shutdown_background();
    if let Err(error) = served {
        messages.failed(format_args!(
            "the client cannot be answered: {error}; start `readout mcp` from a client of the protocol"
        ));
    }
    Ok(())
}
