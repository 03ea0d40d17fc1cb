//! Our own search on four levels: tantivy alone, the search call, the public interface, the page.

use std::{
    process::Child,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use backend::search::{Request, SearchIndex};
use domain::search::{Cursor, Facing, Query, Reader, Sort, Understood};
use jiff::civil::{Date, date};
use tantivy::{
    DocAddress, Order, Searcher,
    collector::{Collector, Count, FilterCollector, TopDocs},
};

use super::{
    corpus::Corpus,
    http,
    peer::{Answer, PAGE, Peer},
    shapes::Ask,
};
use crate::machine;

pub const TODAY: Date = date(2026, 11, 23);

/// Our reading and our index, in this process.
#[derive(Clone)]
pub struct Own {
    pub index: Arc<SearchIndex>,
    pub reader: Arc<Reader>,
}

impl Own {
    fn understand(&self, query: &Query) -> Understood {
        self.reader.understand(query, TODAY)
    }

    /// The cursor of the page that begins after so many results; found once, before anything is timed.
    pub fn cursor(&self, query: &Query, offset: usize) -> Result<Option<Cursor>> {
        let mut query = query.clone();
        let mut left = offset;
        let mut cursor = None;
        while left > 0 {
            query.limit = domain::search::Limit::new(left.min(50) as u32).unwrap_or_default();
            let understood = self.understand(&query);
            let hits = self.index.search(&Request {
                understood: &understood,
                query: &query,
                with_counts: false,
                also: &[],
            })?;
            left -= hits.ids.len().min(left);
            cursor = hits.next;
            if cursor.is_none() {
                break;
            }
            query = query.with_after(cursor.clone());
        }
        Ok(cursor)
    }
}

/// (a) The bare query: the same words and filters, the best twenty and how many there are, nothing counted beside.
pub struct Bare(pub Own);

impl Peer for Bare {
    fn name(&self) -> &'static str {
        "tantivy alone"
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let understood = self.0.understand(&ask.query);
        let query = self.0.index.bare(&understood);
        let searcher = self.0.index.searcher();
        let facilities = understood
            .filters
            .facilities
            .iter()
            .fold(0, |all, one| all | 1_u64 << one.bit());
        let facing = understood.filters.facing.iter().fold(0, |all, facing| match facing {
            Facing::Towards(orientation) => {
                all | u64::from(domain::orientation::Orientations::EMPTY.with(*orientation).bits())
            }
            Facing::Through => all,
        });
        let top = TopDocs::with_limit(PAGE).and_offset(ask.offset);
        let run = |addresses: (Vec<DocAddress>, usize)| -> Result<Answer> {
            Ok(Answer {
                total: addresses.1 as u64,
                page: numbers(&searcher, &addresses.0)?,
            })
        };
        if understood.words.is_empty() {
            let (column, order) = match ask.query.sort {
                Sort::RentUp => ("rent", Order::Asc),
                _ => ("confirmed", Order::Desc),
            };
            let found = filtered(
                &searcher,
                &*query,
                facilities,
                facing,
                top.order_by_fast_field::<u64>(column, order),
            )?;
            run((found.0.into_iter().map(|(_, address)| address).collect(), found.1))
        } else {
            let found = filtered(&searcher, &*query, facilities, facing, top.order_by_score())?;
            run((found.0.into_iter().map(|(_, address)| address).collect(), found.1))
        }
    }
}

fn filtered<C: Collector + Send + Sync>(
    searcher: &Searcher,
    query: &dyn tantivy::query::Query,
    facilities: u64,
    facing: u64,
    top: C,
) -> Result<(C::Fruit, usize)> {
    if facilities == 0 && facing == 0 {
        return Ok(searcher.search(query, &(top, Count))?);
    }
    let has = FilterCollector::new(
        "facilities".into(),
        move |bits: u64| bits & facilities == facilities,
        (top, Count),
    );
    let faces = FilterCollector::new("facing".into(), move |bits: u64| facing == 0 || bits & facing != 0, has);
    Ok(searcher.search(query, &faces)?)
}

fn numbers(searcher: &Searcher, addresses: &[DocAddress]) -> Result<Vec<u64>> {
    let number = |address: &DocAddress| {
        let columns = searcher.segment_reader(address.segment_ord).fast_fields();
        let low = columns.u64("id_low")?.first_or_default_col(0).get_val(address.doc_id);
        Ok(low & 0xFFFF_FFFF)
    };
    addresses.iter().map(number).collect()
}

/// (b) The search call: reading the text, filters, counts beside every choice, the best twenty.
pub struct Call(pub Own);

impl Peer for Call {
    fn name(&self) -> &'static str {
        "search call"
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let understood = self.0.understand(&ask.query);
        let hits = self.0.index.search(&Request {
            understood: &understood,
            query: &ask.query,
            with_counts: true,
            also: &[],
        })?;
        // What was left out to find anything is no answer to what was asked.
        let total = if hits.dropped.is_empty() { hits.total } else { 0 };
        Ok(Answer {
            total,
            page: hits.ids.into_iter().map(Corpus::number_of).collect(),
        })
    }
}

/// A running server.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// Starts it on core 0 and returns at once.
    pub fn start(program: &str, data: &std::path::Path, port: u16) -> Result<Self> {
        let child = machine::on_core(0, program)
            .arg("serve")
            .envs(super::settings(data, port))
            .stdout(std::process::Stdio::null())
            .stderr(std::fs::File::create(data.join("serve.log"))?)
            .spawn()
            .context("starting the server")?;
        Ok(Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
        })
    }

    /// Returns when it answers.
    pub fn wait(&self) -> Result<()> {
        let began = Instant::now();
        let mut agent = http::Agent::default();
        while agent.get(&format!("{}/api/v1/listings?limit=1", self.url)).is_err() {
            ensure!(began.elapsed().as_secs() < 120, "the server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to stop, it finishes what it writes.
        let _ = std::process::Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let _ = self.child.wait();
    }
}

/// (c) The public interface and (d) the page, over HTTP.
pub struct Web<'a> {
    pub server: &'a Server,
    pub agent: http::Agent,
    pub page: bool,
}

impl Peer for Web<'_> {
    fn name(&self) -> &'static str {
        if self.page { "HTTP page" } else { "HTTP JSON" }
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let query = ask.query.to_query_string();
        if self.page {
            let body = self.agent.get(&format!("{}/search?{query}", self.server.url))?;
            anyhow::ensure!(body.contains("</html>"), "half a page");
            return Ok(Answer::default());
        }
        let body = self
            .agent
            .get(&format!("{}/api/v1/listings?{query}", self.server.url))?;
        let answer: serde_json::Value = serde_json::from_str(&body)?;
        let dropped = answer["dropped"].as_array().is_some_and(|dropped| !dropped.is_empty());
        let total = answer["total"].as_u64().context("no total")?;
        let items = answer["items"].as_array().context("no items")?;
        let number = |item: &serde_json::Value| Some(Corpus::number_of(item["id"].as_str()?.parse().ok()?));
        Ok(Answer {
            total: if dropped { 0 } else { total },
            page: items.iter().filter_map(number).collect(),
        })
    }

    fn is_read(&self) -> bool {
        !self.page
    }

    fn memory(&self) -> (u64, u64) {
        machine::memory(self.server.pid())
    }
}
