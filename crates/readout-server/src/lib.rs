//! The record as web pages for people, and as an interface for programs.
//!
//! [`serve`] answers on a socket that the caller opened; it reads the record through [`Desk`], which keeps a few connections to
//! the file and what was computed lately. A request walks: `safety` (is it allowed?), `ask` (what is asked?), then a module of
//! `pages` or `api`, which put a question to the record and lay the answer out. Text of reports is hostile until shown otherwise: templates
//! escape all of it, and the content security policy forbids scripts other than the one of `assets`.
//!
//! Nothing here prints, opens files by a name from outside, or reads the clock: [`Options`] has what is needed of the world.

mod api;
mod ask;
mod desk;
mod links;
mod mcp;
mod pages;
mod refusal;
mod safety;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncRead, AsyncWrite};

pub use crate::desk::Desk;

/// What the server needs to know.
#[derive(Clone)]
pub struct Options {
    /// The file of the record.
    pub record: PathBuf,
    /// What others than this machine must show; none where only this machine can ask.
    pub token: Option<String>,
    /// The present moment, as RFC 3339 writes it, in UTC, to the millisecond.
    pub now: fn() -> String,
    /// Takes a line about something that went wrong, for whoever runs the server.
    pub log: fn(&str),
    /// So many questions are answered at once; more wait.
    pub threads: usize,
}

/// All routes of the desk.
pub fn router(options: Options, address: SocketAddr) -> Router {
    let guard = Arc::new(safety::Guard::new(options.token.clone(), address));
    let desk = Arc::new(Desk::new(options));
    Router::new()
        .merge(pages::routes())
        .merge(api::routes())
        .route("/assets/style.css", get(pages::assets::style))
        .route("/assets/desk.js", get(pages::assets::script))
        .route("/favicon.svg", get(pages::assets::icon))
        .route("/favicon.ico", get(pages::assets::icon))
        .route_service("/mcp", mcp::service(Arc::clone(&desk)))
        .fallback(pages::nothing_here)
        .with_state(Arc::clone(&desk))
        .layer(axum::middleware::from_fn_with_state((guard, desk), safety::guard))
        .layer(axum::extract::DefaultBodyLimit::max(safety::MOST_BYTES))
}

/// Answers on a socket until `stop` is done; requests under way are finished.
///
/// # Errors
/// If the socket fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    axum::serve(listener, router(options, address)).with_graceful_shutdown(stop).await
}

/// Answers a client of the Model Context Protocol that writes to `input` and reads `output`, a message a line, until it closes
/// `input`. Address and token do not count: whoever holds both ends may ask.
///
/// # Errors
/// If an end fails, or the client speaks another protocol.
pub async fn serve_mcp(
    options: Options,
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> io::Result<()> {
    mcp::talk(Desk::new(options), input, output).await
}
