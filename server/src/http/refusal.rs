//! What can't be read as a request is refused before any layer sees it, and with an empty body. Where a person can do
//! something about that, this puts the words in.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::problem;

/// A connection on which an address that is too long is refused with a page.
pub struct Explained<S> {
    stream: S,
    /// Being written in the place of an empty answer, so far.
    page: Option<(Vec<u8>, usize)>,
}

impl<S> Explained<S> {
    pub fn new(stream: S) -> Self {
        Self { stream, page: None }
    }
}

/// Whether this is the whole of an empty refusal. Nothing of ours answers so.
fn is_empty_refusal(bytes: &[u8]) -> bool {
    let begins = [b"HTTP/1.1 414 ", b"HTTP/1.1 431 "]
        .iter()
        .any(|line| bytes.starts_with(*line));
    let empty = b"content-length: 0\r\n";
    begins && bytes.ends_with(b"\r\n\r\n") && bytes.windows(empty.len()).any(|part| part == empty)
}

fn answer() -> Vec<u8> {
    let page = problem::address_too_long();
    let head = format!(
        "HTTP/1.1 414 URI Too Long\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\ncontent-security-policy: default-src 'none'\r\n\
         x-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        page.len()
    );
    (head + &page).into_bytes()
}

impl<S: AsyncRead + Unpin> AsyncRead for Explained<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Explained<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.page.is_none() && is_empty_refusal(bytes) {
            this.page = Some((answer(), 0));
        }
        let Some((page, written)) = &mut this.page else {
            return Pin::new(&mut this.stream).poll_write(cx, bytes);
        };
        while *written < page.len() {
            match ready!(Pin::new(&mut this.stream).poll_write(cx, &page[*written..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                more => *written += more,
            }
        }
        this.page = None;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let first = parts
            .iter()
            .find(|part| !part.is_empty())
            .map_or(&[] as &[u8], |part| &**part);
        if self.page.is_some() || is_empty_refusal(first) {
            return self.poll_write(cx, first);
        }
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
