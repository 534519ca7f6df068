//! A list in a form that other programs read: CSV, JSON Lines, Parquet, Atom, a calendar.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use readout_brief::export::{Base, Batch, Exporter, Form, Options};
use readout_brief::list::List;
use readout_record::{ItemKind, Store, StoreError};

use crate::ask::Ask;
use crate::desk::Desk;
use crate::refusal::Refusal;

/// Rows of an export, unless fewer or more are asked for.
const ROWS: usize = 10_000;

/// What an export needs to know of the world.
pub(super) fn options(desk: &Desk, headers: &HeaderMap, title: &str) -> Result<Options, Refusal> {
    let now = crate::desk::timestamp(&desk.now());
    Ok(Options {
        now: now.ok_or_else(|| Refusal::bad("The clock of the server cannot be read."))?,
        base: Base::new(&format!("http://{}", host(headers))),
        address: None,
        title: title.to_owned(),
        seen: BTreeMap::new(),
    })
}

fn host(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

pub(super) async fn export(
    name: &'static str,
    list: List,
    form: Form,
    desk: Arc<Desk>,
    ask: Ask,
    headers: HeaderMap,
) -> Response {
    if let Err(unfit) = form.fits(list) {
        return Refusal::bad(format!("format: {unfit}")).problem();
    }
    let host = host(&headers);
    let query = ask.query([("format", Some(form.name().to_owned()))]);
    let address = Some(format!("http://{host}/api/{name}{query}"));
    let options = options(&desk, &headers, &format!("Readout: {name}")).map(|options| Options { address, ..options });
    let of = format!("export {name} {form:?} {host}");
    let make = move |store: &Store, ask: &Ask| Ok((form.media_type(), written(list, form, store, ask, options?)?));
    let mut response = super::kept(&desk, &headers, &of, ask, make).await;
    // Browsers save what they would not show.
    if !matches!(form, Form::Rows(_)) && response.status().is_success() {
        let end = match form {
            Form::Ninjs | Form::Annotations => "json",
            form => form.name(),
        };
        if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{name}.{end}\"")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
    }
    response
}

/// The whole list, up to the limit, the newest story first.
fn written(list: List, form: Form, store: &Store, ask: &Ask, mut options: Options) -> Result<Vec<u8>, Refusal> {
    let limit = ask.limit.unwrap_or(ROWS);
    if let (Form::Atom, List::Items(kind)) = (form, list) {
        options.seen = seen(store, kind)?;
    }
    let unfit = |unfit: readout_brief::export::Unfit| Refusal::bad(format!("format: {unfit}"));
    let (mut exporter, mut out) = Exporter::new(list, form, limit, &options).map_err(unfit)?;
    match list {
        List::Stories => out.extend(exporter.add(Batch::Stories(&store.stories(&ask.stories())?))),
        List::Reports => out.extend(exporter.add(Batch::Reports(&store.reports_asked(&ask.stories(), &ask.items())?))),
        List::Actors => {
            let rows = store.actors_asked(&ask.stories_of_actors(), &ask.items(), limit)?;
            out.extend(exporter.add(Batch::Actors(&rows)));
        }
        List::Items(_) | List::Timeline | List::Found => {
            if let Some(story) = &ask.story {
                // A story that is not there is said to be missing, not empty.
                if store.reports_of_story(story)?.is_empty() {
                    Err(StoreError::NotFound(format!("{story}: the record has no such story")))?;
                }
            }
            let filter = ask.items();
            for row in store.stories(&ask.stories_of_items())? {
                if exporter.is_full() {
                    break;
                }
                let story = store.story(&row.id)?;
                out.extend(exporter.add(match list {
                    List::Items(kind) => Batch::Items(&story, kind, &filter),
                    _ => Batch::Timeline(&story, &filter),
                }));
            }
        }
    }
    out.extend(exporter.finish());
    Ok(out)
}

/// When each thing of a kind was first read.
fn seen(store: &Store, kind: ItemKind) -> Result<BTreeMap<String, crate::desk::Timestamp>, Refusal> {
    let rows = store.items_after(kind, None, usize::MAX >> 1)?;
    Ok(rows.into_iter().filter_map(|row| Some((row.cursor.id, crate::desk::timestamp(&row.cursor.seen)?))).collect())
}
