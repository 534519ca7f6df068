//! `readout serve`.

use std::io;
use std::net::SocketAddr;

use readout_server::Options;
use tokio::net::TcpListener;
use tokio::runtime;

use crate::list::open_to_change;
use crate::messages::Messages;
use crate::output::print;

/// Answers until Ctrl-C.
pub(crate) fn run(address: SocketAddr, options: Options, messages: &mut Messages) -> io::Result<()> {
    // What an interrupted reading left is done now, and a file that is no record is refused before a page is asked for.
    if let Err(error) = open_to_change(&options.record) {
        messages.failed(error);
        return Ok(());
    }
    let record = options.record.clone();
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        print(&format!("{} at http://{address}/\n", record.display()))?;
        readout_server::serve(listener, options, stopped()).await
    });
    // A question under way is not waited for: nothing is lost by leaving it.
    runtime.shutdown_background();
    if let Err(error) = served {
        messages.failed(format_args!("{address}: cannot be answered on: {error}; choose another --port or --address"));
    }
    Ok(())
}

/// Done when somebody ends the program.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
