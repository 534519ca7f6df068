//! What the pages load: one style sheet, one script, one icon, all in the binary.

use axum::http::header;
use axum::response::IntoResponse;

const STYLE: &str = concat!(include_str!("../../assets/desk.css"));
const SCRIPT: &str = include_str!("../../assets/desk.js");
const ICON: &str = include_str!("../../assets/icon.svg");

/// Others may keep them for so long; a new version of the program may bring others.
const KEEP: &str = "private, max-age=300";

pub(crate) async fn style() -> impl IntoResponse {
    let sheet = [readout_brief::STYLE, STYLE].concat();
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, KEEP)], sheet)
}

pub(crate) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, KEEP)], SCRIPT)
}

pub(crate) async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, KEEP)], ICON)
}
