//! Who may ask, and what leaves: stands before every route.
//!
//! The text of reports is hostile, and so may other pages be that the same browser shows. Against the first stand escaping
//! templates and a content security policy without inline scripts; against the second the check of the host asked for (a name of
//! another site that leads to this machine), of where a change comes from (Fetch Metadata, W3C; else Origin), and same-site cookies.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::desk::Desk;
use crate::pages;
use crate::refusal::Refusal;

/// What a request may carry: forms are short.
pub(crate) const MOST_BYTES: usize = 64 << 10;
/// Requests under way at once; the rest is told to come again.
const MOST_REQUESTS: usize = 256;
/// No question takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

const COOKIE: &str = "readout-token";
/// Where the form that asks for the token leads.
const ENTER: &str = "/enter";

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
             frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Who may ask.
#[derive(Debug)]
pub(crate) struct Guard {
    /// Of the token: comparing digests takes no longer for a better guess.
    token: Option<[u8; 32]>,
    port: u16,
    room: Semaphore,
}

impl Guard {
    pub(crate) fn new(token: Option<String>, address: SocketAddr) -> Self {
        Self { token: token.map(|token| digest(&token)), port: address.port(), room: Semaphore::new(MOST_REQUESTS) }
    }

    /// Whether the request means this machine by one of its own names; where a token is asked for, any name will do.
    fn is_for_us(&self, headers: &HeaderMap) -> bool {
        self.token.is_some()
            || host(headers).is_some_and(|host| {
                let name = host.host();
                let own = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
                own && host.port_u16().unwrap_or(80) == self.port
            })
    }

    fn is_token(&self, token: &str) -> bool {
        self.token.is_none_or(|known| known == digest(token))
    }

    fn may_ask(&self, headers: &HeaderMap) -> bool {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "));
        self.token.is_none()
            || bearer.or_else(|| cookie(headers, COOKIE)).is_some_and(|token| self.is_token(token.trim()))
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn host(headers: &HeaderMap) -> Option<Authority> {
    headers.get(header::HOST)?.to_str().ok()?.parse().ok()
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// Whether what changes the record comes from our own page, or from a program: browsers say where a request comes from.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let of = origin.split_once("://").and_then(|(_, authority)| authority.parse::<Authority>().ok());
            of.is_some() && of == host(headers)
        }
        (None, None) => true,
    }
}

/// Lets a request through, or answers it; and dresses the answer.
pub(crate) async fn guard(
    State((guard, desk)): State<(Arc<Guard>, Arc<Desk>)>,
    request: Request,
    next: Next,
) -> Response {
    let for_programs = ["/api", "/mcp"].iter().any(|path| request.uri().path().starts_with(path));
    let mut response = match admitted(&guard, request, next).await {
        Ok(response) => response,
        Err(refusal) if for_programs => refusal.problem(),
        Err(refusal) => pages::refused(&refusal),
    };
    if let Some(Cause(cause)) = response.extensions_mut().remove() {
        desk.log(&cause);
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// What whoever runs the server should know of a failed answer.
#[derive(Debug, Clone)]
pub(crate) struct Cause(pub(crate) String);

async fn admitted(guard: &Guard, request: Request, next: Next) -> Result<Response, Refusal> {
    let headers = request.headers();
    if !guard.is_for_us(headers) {
        let message = "This address does not name this machine; open the one that `readout serve` printed.";
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, message));
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !is_ours(headers) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "Changes are taken from the pages of this server only."));
    }
    if request.uri().path() == ENTER && request.method() == Method::POST {
        return enter(guard, request).await;
    }
    if !guard.may_ask(headers) {
        let page =
            request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("html"));
        let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "This record asks for a token.");
        return if page { Ok(pages::ask_for_token(ENTER, false)) } else { Err(refusal) };
    }
    let Ok(_room) = guard.room.try_acquire() else {
        return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "Too many requests at once; try again in a moment."));
    };
    let late = |_| Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "This took too long; ask for less, or try again.");
    tokio::time::timeout(PATIENCE, next.run(request)).await.map_err(late)
}

/// Takes the token of the form and keeps it in a cookie.
async fn enter(guard: &Guard, request: Request) -> Result<Response, Refusal> {
    let too_long = |_| Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "This is longer than any token.");
    let body = axum::body::to_bytes(request.into_body(), MOST_BYTES).await.map_err(too_long)?;
    let token = std::str::from_utf8(&body).ok().and_then(|body| body.strip_prefix("token="));
    let token = token.map(|token| percent_encoding::percent_decode_str(token).decode_utf8_lossy().into_owned());
    // A cookie holds no other characters; a token that `serve` takes has none.
    match token.filter(|token| is_plain(token) && guard.is_token(token)) {
        Some(token) => {
            let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000");
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
        }
        None => Ok(pages::ask_for_token(ENTER, true)),
    }
}

/// Whether a token can stand in a header and a cookie.
pub(crate) fn is_plain(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn only_names_of_this_machine_are_answered_without_a_token() {
        let guard = Guard::new(None, "127.0.0.1:8080".parse().unwrap());
        for (host, fine) in [
            ("localhost:8080", true),
            ("127.0.0.1:8080", true),
            ("[::1]:8080", true),
            ("localhost", false),
            ("localhost:8081", false),
            ("news.example:8080", false),
            ("127.0.0.1.news.example:8080", false),
        ] {
            assert_eq!(guard.is_for_us(&headers(&[("host", host)])), fine, "{host}");
        }
        assert!(!guard.is_for_us(&HeaderMap::new()));
    }

    #[test]
    fn a_token_comes_as_bearer_or_cookie() {
        let guard = Guard::new(Some("s3cret".into()), "0.0.0.0:80".parse().unwrap());
        assert!(guard.may_ask(&headers(&[("authorization", "Bearer s3cret")])));
        assert!(guard.may_ask(&headers(&[("cookie", "a=b; readout-token=s3cret")])));
        assert!(!guard.may_ask(&headers(&[("cookie", "readout-token=s3cre")])));
        assert!(!guard.may_ask(&HeaderMap::new()));
    }

    #[test]
    fn changes_come_from_our_own_pages() {
        let from = |pairs: &[(&'static str, &str)]| is_ours(&headers(pairs));
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://localhost:8080"),
            ("host", "localhost:8080")
        ]));
        assert!(!from(&[("sec-fetch-site", "same-site")]));
        assert!(from(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        assert!(!from(&[("origin", "http://localhost:9090"), ("host", "localhost:8080")]));
        assert!(!from(&[("origin", "null"), ("host", "localhost:8080")]));
        assert!(from(&[]));
    }
}
