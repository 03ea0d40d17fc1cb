//! The peer of a completion: the same statements, sent by hand in one transaction. They are not written down here but
//! heard: one completion is done while its statements are listened to, and what in them belongs to its match is put in anew
//! for each other match.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Result, ensure};
use backend::{Backend, database::Database};
use domain::{access::Actor, matching::Contract};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
    Values,
};
use uuid::Uuid;

use super::{
    home::{Home, Kind, id},
    ours::complete,
};

/// The statements of one completion, with gaps for what belongs to its match.
pub struct Script {
    steps: Vec<Step>,
    /// How many ids it makes.
    fresh: usize,
}

struct Step {
    sql: String,
    answers: bool,
    values: Option<Vec<Slot>>,
}

/// A value of a statement.
enum Slot {
    /// The same in every completion.
    Same(Value),
    /// An id of the home, by its place in [`ids`].
    Known(usize),
    /// An id that the completion made.
    Fresh(usize),
    Terms,
    TermsHash,
    /// A text in which ids stand.
    Text(Vec<Piece>),
}

enum Piece {
    Plain(String),
    Known(usize),
    Fresh(usize),
}

impl Script {
    /// Completes the match of `home`, which is gone with that, and listens.
    pub async fn heard(backend: &Backend, actor: &Actor, home: &Home) -> Result<Self> {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let mut database = Database::connect(backend.config().database_url.expose()).await?;
        let hear = Arc::clone(&heard);
        database.tell_of_writes(move |statement| {
            hear.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(statement.clone());
        });
        let config = backend.config().clone();
        let listened = Backend::over(database, config, backend.keys().clone(), backend.clock().clone())?;
        complete(&listened, actor, home).await?;
        listened.database().close().await?;
        let heard = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
        Self::of(heard, actor, home)
    }

    fn of(statements: Vec<Statement>, actor: &Actor, home: &Home) -> Result<Self> {
        let known = ids(home).into_iter().enumerate().map(|(at, id)| (id, at)).collect();
        let mut reader = Reader {
            known,
            fresh: HashMap::new(),
            actor: actor.id.into(),
            contract: texts(home)?,
        };
        let steps: Vec<Step> = statements
            .into_iter()
            .map(|statement| Step {
                answers: statement.sql.starts_with("SELECT") || statement.sql.contains(" RETURNING "),
                values: statement
                    .values
                    .map(|Values(values)| values.into_iter().map(|value| reader.slot(value)).collect()),
                sql: statement.sql,
            })
            .collect();
        ensure!(steps.len() > 20, "only {} statements were heard", steps.len());
        Ok(Self {
            steps,
            fresh: reader.fresh.len(),
        })
    }

    /// How many statements read, and how many write.
    pub fn counts(&self) -> (usize, usize) {
        let reads = self.steps.iter().filter(|step| step.sql.starts_with("SELECT"));
        let reads = reads.count();
        (reads, self.steps.len() - reads)
    }

    /// Sends them for another match in one transaction, over a connection as the program has it.
    pub async fn send(&self, db: &DatabaseConnection, home: &Home) -> Result<()> {
        let known = ids(home);
        let fresh: Vec<Uuid> = (0..self.fresh).map(|_| Uuid::now_v7()).collect();
        let contract = texts(home)?;
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = db.begin_with_options(immediate).await?;
        for step in &self.steps {
            let values = step.values.as_ref().map(|slots| {
                let fill = |slot: &Slot| slot.fill(&known, &fresh, &contract);
                Values(slots.iter().map(fill).collect())
            });
            let statement = Statement {
                sql: step.sql.clone(),
                values,
                db_backend: db.get_database_backend(),
            };
            if step.answers {
                tx.query_all_raw(statement).await?;
            } else {
                tx.execute_raw(statement).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

impl Slot {
    fn fill(&self, known: &[Uuid], fresh: &[Uuid], contract: &(String, String)) -> Value {
        match self {
            Slot::Same(value) => value.clone(),
            Slot::Known(at) => Value::Uuid(Some(known[*at])),
            Slot::Fresh(at) => Value::Uuid(Some(fresh[*at])),
            Slot::Terms => Value::String(Some(contract.0.clone())),
            Slot::TermsHash => Value::String(Some(contract.1.clone())),
            Slot::Text(pieces) => {
                let text = pieces.iter().map(|piece| match piece {
                    Piece::Plain(text) => text.clone(),
                    Piece::Known(at) => known[*at].to_string(),
                    Piece::Fresh(at) => fresh[*at].to_string(),
                });
                Value::String(Some(text.collect()))
            }
        }
    }
}

/// Tells what belongs to the match of a completion that was listened to.
struct Reader {
    known: HashMap<Uuid, usize>,
    fresh: HashMap<Uuid, usize>,
    actor: Uuid,
    contract: (String, String),
}

impl Reader {
    fn slot(&mut self, value: Value) -> Slot {
        match &value {
            Value::Uuid(Some(id)) if *id == self.actor => Slot::Same(value),
            Value::Uuid(Some(id)) => match self.known.get(id) {
                Some(at) => Slot::Known(*at),
                None => Slot::Fresh(self.fresh_at(*id)),
            },
            Value::String(Some(text)) if *text == self.contract.0 => Slot::Terms,
            Value::String(Some(text)) if *text == self.contract.1 => Slot::TermsHash,
            Value::String(Some(text)) => self.pieces(text).map_or_else(|| Slot::Same(value.clone()), Slot::Text),
            _ => Slot::Same(value),
        }
    }

    fn fresh_at(&mut self, id: Uuid) -> usize {
        let next = self.fresh.len();
        *self.fresh.entry(id).or_insert(next)
    }

    /// `None`: no id stands in the text.
    fn pieces(&mut self, text: &str) -> Option<Vec<Piece>> {
        const LENGTH: usize = 36;
        let mut pieces = Vec::new();
        let (mut plain, mut at) = (0, 0);
        while at + LENGTH <= text.len() {
            let id = text.get(at..at + LENGTH).and_then(|part| Uuid::try_parse(part).ok());
            let Some(id) = id else {
                at += 1;
                continue;
            };
            pieces.push(Piece::Plain(text.get(plain..at)?.to_owned()));
            pieces.push(match self.known.get(&id) {
                Some(known) => Piece::Known(*known),
                None => Piece::Fresh(self.fresh_at(id)),
            });
            at += LENGTH;
            plain = at;
        }
        if pieces.is_empty() {
            return None;
        }
        pieces.push(Piece::Plain(text.get(plain..)?.to_owned()));
        Some(pieces)
    }
}

/// Everything of a home that had an id before the completion, in the same order for every home.
fn ids(home: &Home) -> Vec<Uuid> {
    let mut ids = vec![
        home.id(Kind::Match),
        home.id(Kind::Listing),
        home.id(Kind::Tenant),
        id(Kind::House, home.house, 0),
        id(Kind::Door, home.door, 0),
        id(Kind::Landlord, home.landlord, 0),
    ];
    for (at, member) in (0..).zip(home.household.iter().copied().chain([home.landlord()])) {
        ids.push(id(Kind::Occupant, home.no, at));
        ids.extend([Kind::Person, Kind::Document, Kind::Version].map(|kind| member.id(kind)));
    }
    ids
}

/// The terms and their hash.
fn texts(home: &Home) -> Result<(String, String)> {
    let terms = home.contract()?.canonical()?;
    let hash = Contract::hash(&terms).to_string();
    Ok((terms, hash))
}
