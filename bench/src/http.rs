//! A client with one connection that stays open.

use anyhow::{Context, Result, ensure};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Speaks HTTP/1.1 to one server of this machine. Nothing of it is measured but the waiting.
#[derive(Default)]
pub struct Agent {
    connection: Option<(String, BufReader<TcpStream>)>,
    headers: String,
}

/// What came back, whatever its status.
pub struct Answer {
    pub status: u16,
    /// Where it leads on to.
    pub location: Option<String>,
    /// The first cookie, `name=value`.
    pub cookie: Option<String>,
    pub body: String,
}

impl Agent {
    /// Sends this with every request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub fn get(&mut self, url: &str) -> Result<String> {
        self.request("GET", url, "")
    }

    /// The body of a good answer.
    pub fn request(&mut self, method: &str, url: &str, body: &str) -> Result<String> {
        let answer = self.send(method, url, body)?;
        ensure!(
            (200..300).contains(&answer.status),
            "status {}: {}",
            answer.status,
            answer.body.chars().take(300).collect::<String>()
        );
        Ok(answer.body)
    }

    /// Any answer; an error where there is none.
    pub fn send(&mut self, method: &str, url: &str, body: &str) -> Result<Answer> {
        let rest = url.strip_prefix("http://").context("not an address of this machine")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let kept = self.connection.as_ref().is_some_and(|(known, _)| known == host);
        if !kept {
            self.connect(host)?;
        }
        let mut answer = self.exchange(method, host, path, body);
        // While nobody asked anything, the server may have closed the connection.
        if answer.is_err() && kept && method == "GET" {
            self.connect(host)?;
            answer = self.exchange(method, host, path, body);
        }
        if answer.is_err() {
            self.connection = None;
        }
        answer
    }

    fn connect(&mut self, host: &str) -> Result<()> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(600)))?;
        self.connection = Some((host.to_owned(), BufReader::new(stream)));
        Ok(())
    }

    fn exchange(&mut self, method: &str, host: &str, path: &str, body: &str) -> Result<Answer> {
        let (_, connection) = self.connection.as_mut().context("no connection")?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n{}Content-Length: {}\r\n\r\n",
            self.headers,
            body.len()
        );
        connection
            .get_mut()
            .write_all([head.as_bytes(), body.as_bytes()].concat().as_slice())?;
        let (mut answer, length) = read_head(connection)?;
        let mut content = Vec::new();
        match length {
            Length::Chunks => read_chunks(connection, &mut content)?,
            Length::Bytes(length) => {
                content.resize(length, 0);
                connection.read_exact(&mut content)?;
            }
        }
        answer.body = String::from_utf8(content).context("not UTF-8")?;
        Ok(answer)
    }
}

enum Length {
    Bytes(usize),
    Chunks,
}

fn read_head(connection: &mut BufReader<TcpStream>) -> Result<(Answer, Length)> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let mut answer = Answer {
        status: status.context("no status")?,
        location: None,
        cookie: None,
        body: String::new(),
    };
    let mut length = Length::Bytes(0);
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            return Ok((answer, length));
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Length::Bytes(value.parse()?),
            "transfer-encoding" if value.contains("chunked") => length = Length::Chunks,
            "location" => answer.location = Some(value.to_owned()),
            "set-cookie" if answer.cookie.is_none() => answer.cookie = value.split(';').next().map(str::to_owned),
            _ => {}
        }
    }
}

fn read_chunks(connection: &mut BufReader<TcpStream>, content: &mut Vec<u8>) -> Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16)?;
        let from = content.len();
        content.resize(from + size, 0);
        connection.read_exact(&mut content[from..])?;
        connection.read_line(&mut line)?;
        if size == 0 {
            return Ok(());
        }
    }
}
