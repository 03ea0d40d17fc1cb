//! `/dev/mail`: what the file transport has written, for developers and browser tests. Not in production builds.

use std::path::PathBuf;

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use backend::Backend;
use http::{StatusCode, header};
use mail_parser::{Message, MessageParser};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `/` lists mails, `/all.json` gives them to tests, `/{id}` shows one, `/{id}/html` its HTML part.
pub fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/all.json", get(all))
        .route("/{id}", get(show))
        .route("/{id}/html", get(html_part))
        .with_state(backend)
}

#[derive(Deserialize)]
struct Filter {
    /// Only mails to this address.
    to: Option<String>,
}

/// One mail, read back from its file.
#[derive(Debug, Serialize)]
struct Mail {
    /// The notice's id; newer ones sort later.
    id: Uuid,
    to: String,
    subject: String,
    text: String,
    #[serde(skip)]
    html: String,
}

impl Mail {
    fn read(id: Uuid, message: &Message<'_>) -> Self {
        let to = message
            .to()
            .and_then(|to| to.first())
            .and_then(|to| to.address())
            .unwrap_or_default();
        Self {
            id,
            to: to.to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
            html: message.body_html(0).unwrap_or_default().into_owned(),
        }
    }
}

/// Newest first.
async fn mails(backend: &Backend, filter: &Filter) -> std::io::Result<Vec<Mail>> {
    let mut mails = Vec::new();
    let mut folder = match tokio::fs::read_dir(backend.config().mail_dir()).await {
        Ok(folder) => folder,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(mails),
        Err(error) => return Err(error),
    };
    while let Some(entry) = folder.next_entry().await? {
        let path = entry.path();
        let id = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .and_then(|stem| stem.parse().ok());
        if let Some(id) = id.filter(|_| path.extension().is_some_and(|extension| extension == "eml"))
            && let Some(mail) = read(path, id).await?
        {
            mails.push(mail);
        }
    }
    mails.retain(|mail| filter.to.as_ref().is_none_or(|to| mail.to.eq_ignore_ascii_case(to)));
    mails.sort_by_key(|mail| std::cmp::Reverse(mail.id));
    Ok(mails)
}

async fn read(path: PathBuf, id: Uuid) -> std::io::Result<Option<Mail>> {
    let bytes = match tokio::fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(MessageParser::default()
        .parse(&bytes)
        .map(|message| Mail::read(id, &message)))
}

async fn one(backend: &Backend, id: Uuid) -> Result<Mail, Response> {
    match read(backend.config().mail_dir().join(format!("{id}.eml")), id).await {
        Ok(Some(mail)) => Ok(mail),
        Ok(None) => Err(StatusCode::NOT_FOUND.into_response()),
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &std::io::Error) -> Response {
    tracing::error!(%error, "mails can't be read");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn all(State(backend): State<Backend>, Query(filter): Query<Filter>) -> Response {
    match mails(&backend, &filter).await {
        Ok(mails) => Json(mails).into_response(),
        Err(error) => unreadable(&error),
    }
}

async fn list(State(backend): State<Backend>, Query(filter): Query<Filter>) -> Response {
    let mails = match mails(&backend, &filter).await {
        Ok(mails) => mails,
        Err(error) => return unreadable(&error),
    };
    let rows: String = mails
        .iter()
        .map(|Mail { id, to, subject, .. }| {
            format!(
                "<tr><td>{}</td><td><a href=\"/dev/mail/{id}\">{}</a></td></tr>\n",
                escape(to),
                escape(subject)
            )
        })
        .collect();
    let empty = if mails.is_empty() { "<p>No mail yet.</p>" } else { "" };
    let body =
        format!("<table><thead><tr><th>To</th><th>Subject</th></tr></thead><tbody>\n{rows}</tbody></table>{empty}");
    Html(page("Mails", &body)).into_response()
}

async fn show(State(backend): State<Backend>, Path(id): Path<Uuid>) -> Response {
    let mail = match one(&backend, id).await {
        Ok(mail) => mail,
        Err(response) => return response,
    };
    let body = format!(
        "<p>To: {}</p>\n<p><a href=\"/dev/mail\">All mails</a> · <a href=\"/dev/mail/{id}/html\">HTML part</a></p>\n<pre>{}</pre>",
        escape(&mail.to),
        linked(&mail.text)
    );
    Html(page(&mail.subject, &body)).into_response()
}

/// The HTML part as it is, where it can run nothing.
async fn html_part(State(backend): State<Backend>, Path(id): Path<Uuid>) -> Response {
    match one(&backend, id).await {
        Ok(mail) => {
            let policy =
                "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation";
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html(mail.html)).into_response()
        }
        Err(response) => response,
    }
}

fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title></head>\n<body><main>\n<h1>{title}</h1>\n{body}\n</main></body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Escaped text whose addresses can be followed.
fn linked(text: &str) -> String {
    let link = |line: &str| {
        let escaped = escape(line);
        let is_address =
            (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(char::is_whitespace);
        if is_address {
            format!("<a href=\"{escaped}\">{escaped}</a>")
        } else {
            escaped
        }
    };
    text.lines().map(link).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_links_and_the_rest_is_escaped() {
        let text = "Open:\nhttp://127.0.0.1:3000/account/verify?token=a&b\n<script>";
        assert_eq!(
            linked(text),
            "Open:\n<a href=\"http://127.0.0.1:3000/account/verify?token=a&amp;b\">http://127.0.0.1:3000/account/verify?token=a&amp;b</a>\n&lt;script&gt;"
        );
    }
}
