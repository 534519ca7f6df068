//! What is answered when a question cannot be.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use readout_record::StoreError;
use serde_json::json;

/// Why there is no answer: a status and one line that says what to do. Never a path of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    /// What whoever runs the server should know besides.
    pub(crate) cause: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), cause: None }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    fn failed(cause: String) -> Self {
        let message = "The record could not be read; try again, or look at the messages of the server.";
        Self { cause: Some(cause), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, message) }
    }

    /// As a program reads it: problem details (RFC 9457).
    pub(crate) fn problem(&self) -> Response {
        let title = self.status.canonical_reason().unwrap_or_default();
        let body =
            json!({"type": "about:blank", "title": title, "status": self.status.as_u16(), "detail": self.message});
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            // What the command line could do about it is nothing to a page.
            StoreError::NotFound(message) => Self::missing(message.split("; `readout").next().unwrap_or_default()),
            other => Self::failed(other.to_string()),
        }
    }
}

impl From<askama::Error> for Refusal {
    fn from(error: askama::Error) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<tokio::task::JoinError> for Refusal {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::failed(error.to_string())
    }
}
