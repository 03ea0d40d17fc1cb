//! Sixteen people at one desk: on PostgreSQL, over HTTP with a session each, on matches that are after the same doors and
//! families. Nobody may see an error page, and in the end the records must add up.

use std::{
    collections::{BTreeMap, VecDeque},
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use domain::access::Role;
use serde::Serialize;
use uuid::Uuid;

use super::{
    SITE,
    database::{Filled, connection},
    home::{DISTRICT, Kind},
    staff, sums,
};
use crate::http::Agent;

/// How many at once.
const PEOPLE: u64 = 16;
/// So many of the open matches are worked on at a time: fewer than there are people, so that they meet.
const WINDOW: usize = 12;
/// The same of registrations.
const NEWEST: usize = 24;

/// What came of a minute.
#[derive(Debug, Serialize)]
pub struct Outcome {
    pub seconds: f64,
    pub requests: u64,
    /// By what was asked and the status of the answer.
    pub answers: BTreeMap<String, u64>,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Transactions that PostgreSQL gave up for another's sake, by its own count; and how often one was done again.
    pub deadlocks: i64,
    pub done_again: usize,
    /// What should not have been: an answer that is no answer, an error in the log, rows that don't add up.
    pub wrong: Vec<String>,
}

/// What is done to whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Complete,
    SendBack,
    CallOff,
    Finalise,
    Accept,
    AcceptAll,
    Return,
    Desk,
    Look,
}

impl Act {
    /// Out of a hundred; in the order of work, so that something is there to go on with.
    fn of(dice: u64) -> Self {
        match dice % 100 {
            0..30 => Act::Complete,
            30..32 => Act::SendBack,
            32..33 => Act::CallOff,
            33..55 => Act::Finalise,
            55..65 => Act::Accept,
            65..78 => Act::AcceptAll,
            78..88 => Act::Return,
            88..94 => Act::Desk,
            _ => Act::Look,
        }
    }

    /// Its name here, and the name of the deed in the audit.
    const fn name(self) -> (&'static str, Option<&'static str>) {
        match self {
            Act::Complete => ("complete", Some("match.complete")),
            Act::SendBack => ("send a match back", Some("match.send-back")),
            Act::CallOff => ("call a match off", Some("match.call-off")),
            Act::Finalise => ("finalise", Some("registration.finalise")),
            Act::Accept => ("accept one", Some("registration.accept")),
            Act::AcceptAll => ("accept all", Some("registration.accept")),
            Act::Return => ("return", Some("registration.return")),
            Act::Desk => ("see the desk", None),
            Act::Look => ("see a registration", None),
        }
    }

    fn is_of_a_match(self) -> bool {
        matches!(self, Act::Complete | Act::SendBack | Act::CallOff)
    }

    fn form(self) -> &'static str {
        match self {
            Act::Complete => "landlord_document_seen=true&title_seen=true&occupant_documents_seen=true&action=complete",
            // 请核对材料
            Act::SendBack => "reason=%E8%AF%B7%E6%A0%B8%E5%AF%B9%E6%9D%90%E6%96%99&action=send-back",
            Act::CallOff => "reason=%E8%AF%B7%E6%A0%B8%E5%AF%B9%E6%9D%90%E6%96%99&action=call-off",
            Act::Return => "reason=%E8%AF%B7%E6%A0%B8%E5%AF%B9%E6%9D%90%E6%96%99",
            Act::AcceptAll => "all=true",
            Act::Finalise | Act::Accept | Act::Desk | Act::Look => "",
        }
    }
}

/// What there is to work on, and what came of it.
struct Work {
    /// Open matches, by their pages.
    matches: VecDeque<String>,
    /// Registrations by their pages, the newest last.
    registrations: Vec<String>,
    answers: BTreeMap<(Act, u16), u64>,
    took: Vec<Duration>,
    wrong: Vec<String>,
}

pub async fn measure(filled: &Filled<'_>, program: &str, minutes: Duration) -> Result<Outcome> {
    let both = [Role::Coordinator, Role::Reviewer];
    for no in 0..PEOPLE {
        staff::entrusted(&filled.backend, &email(no), &both, DISTRICT).await?;
    }
    let began = filled.backend.now().as_millisecond();
    let page = |id: Uuid| format!("/desk/matches/{id}");
    let work = Mutex::new(Work {
        matches: filled.town.agreed().map(|home| page(home.id(Kind::Match))).collect(),
        registrations: Vec::new(),
        answers: BTreeMap::new(),
        took: Vec::new(),
        wrong: Vec::new(),
    });
    let log = filled.folder.join("serve.log");
    let took = {
        let _server = Program::start(program, filled, &log)?;
        tokio::task::block_in_place(|| at_work(&work, minutes))?
    };
    let mut work = work.into_inner().unwrap_or_else(PoisonError::into_inner);
    let log = fs::read_to_string(log)?;
    work.wrong.extend(complaints(&log));
    let db = connection(&filled.backend).await?;
    for (what, times) in sums::wrong(&db).await? {
        work.wrong.push(format!("{what}: {times} times"));
    }
    for (deed, done) in work.done() {
        let sql = format!("SELECT count(*) FROM audit WHERE action = '{deed}' AND at >= {began}");
        let written = sums::count(&db, &sql).await?;
        if written != done {
            let told = format!("{deed} was told to be done {done} times and was done {written} times");
            work.wrong.push(told);
        }
    }
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let deadlocks = sums::count(&db, deadlocks).await?;
    db.close().await?;
    Ok(work.outcome(took, deadlocks, log.matches("is done again").count()))
}

fn email(no: u64) -> String {
    format!("coordinator{no}@example.cn")
}

/// Lines of the log that no coordinator should cause, without what is in them beyond the first.
fn complaints(log: &str) -> Vec<String> {
    let errors: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).collect();
    let first = errors.first();
    first
        .map(|first| format!("{} errors in the log, the first: {first}", errors.len()))
        .into_iter()
        .collect()
}

fn at_work(work: &Mutex<Work>, minutes: Duration) -> Result<Duration> {
    let mut agents = (0..PEOPLE).map(logged_in).collect::<Result<Vec<_>>>()?;
    let began = Instant::now();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..)
            .zip(&mut agents)
            .map(|(no, agent)| scope.spawn(move || person(no, agent, work, began + minutes)))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| anyhow::anyhow!("a coordinator panicked"))?)
    })?;
    Ok(began.elapsed())
}

/// Logs in as a browser does.
fn logged_in(no: u64) -> Result<Agent> {
    let mut agent = Agent::default()
        .with_header("Origin", SITE)
        .with_header("Content-Type", "application/x-www-form-urlencoded");
    let form = format!(
        "email={}&password={}",
        email(no).replace('@', "%40"),
        staff::PASSWORD.replace(' ', "+")
    );
    let answer = agent.send("POST", &format!("{SITE}/account/login"), &form)?;
    ensure!(answer.status == 303, "logging in: status {}", answer.status);
    let cookie = answer.cookie.context("no session")?;
    Ok(agent.with_header("Cookie", &cookie))
}

/// Does one thing after the other, as the dice fall, until the time is over or nothing is left to complete.
fn person(no: u64, agent: &mut Agent, work: &Mutex<Work>, until: Instant) -> Result<()> {
    let mut dice = no.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut throw = move || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice
    };
    while Instant::now() < until {
        let act = Act::of(throw());
        let Some((method, path, form)) = lock(work).request(act, throw()) else {
            ensure!(
                !lock(work).matches.is_empty(),
                "there are not enough matches for so long"
            );
            continue;
        };
        let began = Instant::now();
        let answer = agent.send(method, &format!("{SITE}{path}"), form);
        let took = began.elapsed();
        let mut work = lock(work);
        work.took.push(took);
        match answer {
            Ok(answer) => work.answered(act, &path, answer.status, answer.location),
            Err(error) => work.wrong.push(format!("{}: {error:#}", act.name().0)),
        }
    }
    Ok(())
}

fn lock(work: &Mutex<Work>) -> std::sync::MutexGuard<'_, Work> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work {
    /// `None`: there is nothing yet to do this to.
    fn request(&self, act: Act, dice: u64) -> Option<(&'static str, String, &'static str)> {
        let dice = dice as usize;
        let (method, path) = match act {
            Act::Desk => {
                let queues = ["matches", "registrations", "acceptance", "listings"];
                ("GET", format!("/desk?queue={}", queues[dice % queues.len()]))
            }
            Act::Complete | Act::SendBack | Act::CallOff => {
                let at = dice % self.matches.len().clamp(1, WINDOW);
                ("POST", self.matches.get(at)?.clone())
            }
            Act::Finalise | Act::Accept | Act::AcceptAll | Act::Return | Act::Look => {
                let newest = self.registrations.len().saturating_sub(NEWEST);
                let at = newest + dice % (self.registrations.len() - newest).max(1);
                let page = self.registrations.get(at)?;
                match act {
                    Act::Accept | Act::AcceptAll => ("POST", format!("{page}/accept")),
                    Act::Return => ("POST", format!("{page}/return")),
                    Act::Look => ("GET", page.clone()),
                    _ => ("POST", page.clone()),
                }
            }
        };
        Some((method, path, act.form()))
    }

    fn answered(&mut self, act: Act, path: &str, status: u16, location: Option<String>) {
        *self.answers.entry((act, status)).or_default() += 1;
        if act.is_of_a_match() {
            // Done, or not to be done any more: nobody comes back to it.
            self.matches.retain(|page| page != path);
        }
        match (act, status, location) {
            (Act::Complete, 303, Some(to)) => {
                let page = to.split('?').next().unwrap_or_default();
                self.registrations.push(page.to_owned());
            }
            // A page; told kindly that somebody was faster, that it is one's own work, or what stands in the way.
            (_, 200 | 303 | 403 | 409 | 422, _) => {}
            _ => self
                .wrong
                .push(format!("{}: status {status} from {path}", act.name().0)),
        }
    }

    /// How often each deed was told to be done.
    fn done(&self) -> BTreeMap<&'static str, i64> {
        let mut done = BTreeMap::new();
        for ((act, status), times) in &self.answers {
            if let (Some(deed), 303) = (act.name().1, status) {
                *done.entry(deed).or_default() += i64::try_from(*times).unwrap_or(i64::MAX);
            }
        }
        done
    }

    fn outcome(mut self, took: Duration, deadlocks: i64, done_again: usize) -> Outcome {
        self.took.sort_unstable();
        let at = |part: f64| {
            let at = (self.took.len().saturating_sub(1) as f64 * part).round() as usize;
            self.took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
        };
        let answers = self.answers.iter();
        Outcome {
            seconds: took.as_secs_f64(),
            requests: self.took.len() as u64,
            answers: answers
                .map(|((act, status), times)| (format!("{}: {status}", act.name().0), *times))
                .collect(),
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            deadlocks,
            done_again,
            wrong: self.wrong,
        }
    }
}

/// The program, serving.
struct Program(Child);

impl Program {
    fn start(program: &str, filled: &Filled<'_>, log: &Path) -> Result<Self> {
        let address = SITE.trim_start_matches("http://");
        let child = Command::new(program)
            .arg("serve")
            .env("XINJU_DATA_DIR", &filled.folder)
            .env("XINJU_DATABASE_URL", filled.url())
            .env("XINJU_LISTEN", address)
            .env("XINJU_BASE_URL", SITE)
            .stdout(Stdio::null())
            .stderr(fs::File::create(log)?)
            .spawn()
            .context("starting the server")?;
        let program = Self(child);
        let began = Instant::now();
        let mut agent = Agent::default();
        while agent.get(&format!("{SITE}/readyz")).is_err() {
            ensure!(began.elapsed().as_secs() < 120, "the server does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(program)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Asked to stop, it finishes what it writes.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}
