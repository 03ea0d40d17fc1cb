//! A response leaves as fast as it is read. Who asks for a large file and reads none of it, or a byte now and then, would
//! keep a connection for good; here the connection ends.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How much of a response must have gone out when a time is over in which it waited for its reader.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub every: Duration,
    pub bytes: usize,
}

impl Pace {
    /// A kilobyte a second. It is looked at a minute at a time, since the system takes what is written in portions of some
    /// hundred kilobytes.
    pub const SLOWEST: Self = Self {
        every: Duration::from_secs(60),
        bytes: 60 * 1024,
    };
}

/// A connection that ends when its reader is slower than a pace.
pub struct Progress<S> {
    stream: S,
    pace: Pace,
    /// Since a write had to wait: when the pace is looked at next, and what has gone out meanwhile.
    waiting: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S> Progress<S> {
    pub fn new(stream: S, pace: Pace) -> Self {
        Self {
            stream,
            pace,
            waiting: None,
        }
    }

    /// Notes what came of a write.
    fn note(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match (&written, &mut self.waiting) {
            (Poll::Ready(Ok(bytes)), Some((_, sum))) => {
                *sum += bytes;
                written
            }
            (Poll::Ready(_), _) => written,
            (Poll::Pending, _) => self.wait(cx),
        }
    }

    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let Pace { every, bytes } = self.pace;
        let (timer, sum) = self.waiting.get_or_insert_with(|| (Box::pin(sleep(every)), 0));
        while timer.as_mut().poll(cx).is_ready() {
            if *sum < bytes {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            *sum = 0;
            timer.as_mut().reset(Instant::now() + every);
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Progress<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Progress<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.note(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, parts);
        this.note(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// All that was to be written is out: what comes later has its own time.
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(cx);
        if flushed.is_ready() {
            this.waiting = None;
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    /// Writes `bytes` to a reader who takes `portion` of them every 100 ms.
    async fn write_to(portion: usize, bytes: usize, pace: Pace) -> io::Result<()> {
        let (ours, mut theirs) = duplex(100);
        let reader = tokio::spawn(async move {
            let mut buffer = vec![0; portion];
            while theirs.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                sleep(Duration::from_millis(100)).await;
            }
        });
        let mut connection = Progress::new(ours, pace);
        let written = async {
            connection.write_all(&vec![b'x'; bytes]).await?;
            connection.flush().await
        };
        let written = written.await;
        reader.abort();
        written
    }

    fn pace(every_ms: u64, bytes: usize) -> Pace {
        Pace {
            every: Duration::from_millis(every_ms),
            bytes,
        }
    }

    #[tokio::test]
    async fn a_reader_who_takes_a_byte_now_and_then_is_cut_off() {
        let cut = write_to(1, 5000, pace(300, 1000)).await.unwrap_err();
        assert_eq!(cut.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_slow_reader_who_keeps_the_pace_gets_everything() {
        // Two times are over before everything is read.
        write_to(100, 2200, pace(1000, 200)).await.unwrap();
    }

    #[tokio::test]
    async fn the_time_between_two_responses_is_not_the_readers() {
        let (ours, mut theirs) = duplex(100);
        let pace = pace(200, 1000);
        let mut connection = Progress::new(ours, pace);
        let mut buffer = vec![0; 150];
        for _ in 0..2 {
            let writing = async {
                connection.write_all(&[b'x'; 150]).await?;
                connection.flush().await
            };
            let (read, written) = tokio::join!(theirs.read_exact(&mut buffer), writing);
            read.unwrap();
            written.unwrap();
            sleep(pace.every * 2).await;
        }
    }
}
