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

impl Agent {
    pub fn with_header(name: &str, value: &str) -> Self {
        Self {
            connection: None,
            headers: format!("{name}: {value}\r\n"),
        }
    }

    pub fn get(&mut self, url: &str) -> Result<String> {
        self.request("GET", url, "")
    }

    pub fn request(&mut self, method: &str, url: &str, body: &str) -> Result<String> {
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

    fn exchange(&mut self, method: &str, host: &str, path: &str, body: &str) -> Result<String> {
        let (_, connection) = self.connection.as_mut().context("no connection")?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n{}Content-Length: {}\r\n\r\n",
            self.headers,
            body.len()
        );
        connection
            .get_mut()
            .write_all([head.as_bytes(), body.as_bytes()].concat().as_slice())?;
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let status: u16 = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .context("no status")?;
        let (mut length, mut chunked) = (0, false);
        loop {
            line.clear();
            connection.read_line(&mut line)?;
            let header = line.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            chunked |= header.starts_with("transfer-encoding:") && header.contains("chunked");
        }
        let mut content = Vec::new();
        if chunked {
            read_chunks(connection, &mut content)?;
        } else {
            content.resize(length, 0);
            connection.read_exact(&mut content)?;
        }
        let content = String::from_utf8(content).context("not UTF-8")?;
        ensure!(
            (200..300).contains(&status),
            "status {status}: {}",
            content.chars().take(300).collect::<String>()
        );
        Ok(content)
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
