//! Answers for what goes wrong around the pages: a panic, a request from another site, one that is too large or too slow.
//!
//! They need neither database nor translations, since those may be what is broken.

use std::any::Any;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::Full;

use super::observe::RequestId;

/// Turns the bare answers of the layers below into pages; who reads none gets the same sentences.
pub async fn explain(request: Request, next: Next) -> Response {
    let reads_html = accepts_html(request.headers());
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let response = next.run(request).await;
    let Some(words) = words(response.status()).filter(|_| is_bare(&response)) else {
        return response;
    };
    let status = response.status();
    let mut head = HeaderMap::new();
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        head.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if reads_html {
        (status, head, Html(page(&words, &id))).into_response()
    } else if response.body().size_hint().exact() == Some(0) {
        (status, head, format!("{}\n{}\n", words.zh, words.en)).into_response()
    } else {
        response
    }
}

/// The page for an address that can't even be read.
pub fn address_too_long() -> String {
    words(StatusCode::URI_TOO_LONG).map_or_else(String::new, |words| page(&words, ""))
}

/// The answer when a handler panicked. The panic itself, with its place, is in the log already (standard error).
pub fn panicked(_panic: Box<dyn Any + Send + 'static>) -> http::Response<Full<axum::body::Bytes>> {
    tracing::error!("a request panicked");
    let mut response = http::Response::new(Full::default());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Whether a layer answered and not a page: layers answer with plain text or nothing.
fn is_bare(response: &Response<Body>) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

struct Words {
    zh: &'static str,
    en: &'static str,
}

fn words(status: StatusCode) -> Option<Words> {
    Some(match status {
        StatusCode::FORBIDDEN => Words {
            zh: "这个请求不是从本网站发出的，没有办理。请回到本网站的页面再试一次。",
            en: "This request did not come from our own pages, so nothing was done. Please go back to the site and try again.",
        },
        StatusCode::MISDIRECTED_REQUEST => Words {
            zh: "这不是本网站的网址。请从咨询中心公布的网址打开。",
            en: "This is not the address of our site. Please open it by the address that the centre gives.",
        },
        StatusCode::URI_TOO_LONG | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Words {
            zh: "网址太长，没法读。请把要找的文字缩短一些再试。",
            en: "The address is too long to be read. Please try again with a shorter text.",
        },
        StatusCode::PAYLOAD_TOO_LARGE => Words {
            zh: "您发送的内容太大了。请把文件缩小或者分几次发送。",
            en: "What you sent is too large. Please make the files smaller, or send them one by one.",
        },
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Words {
            zh: "网站现在很忙，这个请求没能及时完成。请过一会儿再试；办过的事情不会重复办理。",
            en: "The site is busy and could not answer in time. Please try again in a moment.",
        },
        StatusCode::INTERNAL_SERVER_ERROR => Words {
            zh: "网站出了差错，我们已经记录下来。请过一会儿再试；如果一直这样，请把下面的编号告诉咨询中心。",
            en: "Something broke on our side, and we have noted it. Please try again in a moment; if it stays so, tell the centre this number.",
        },
        _ => return None,
    })
}

fn page(words: &Words, id: &str) -> String {
    let Words { zh, en } = words;
    let number = match id {
        "" => String::new(),
        id => format!("<p>编号 <span lang=\"en\">(number)</span>: <code>{id}</code></p>\n"),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>新居 Xinju</title>\n</head>\n<body>\n<main>\n\
         <h1>没有办成</h1>\n<p>{zh}</p>\n<p lang=\"en\">{en}</p>\n{number}\
         <p><a href=\"/\">回到首页 <span lang=\"en\">(home)</span></a></p>\n</main>\n</body>\n</html>\n"
    )
}
