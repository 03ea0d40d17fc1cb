//! What can go wrong underneath every use case. Nobody outside can do anything about these: they are logged once, at the
//! boundary, and answered with "something broke, here is the number to tell us".

use domain::form::Code;
use sea_orm::{DbErr, SqlErr};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database refused or failed")]
    Database(#[source] DbErr),
    /// The database is not there, or so busy that it takes no more. It passes by itself.
    #[error("the database is away")]
    Away(#[source] DbErr),
    /// The schema is of another version of the program.
    #[error(
        "only one of database and program knows the code {code:?} of the list {list}: run `xinju migrate`, or use the program that made the database"
    )]
    Codes { list: &'static str, code: String },
    /// A row holds something that the program can't have written.
    #[error("unreadable value in {table}.{column}, row {row}")]
    Corrupt {
        table: &'static str,
        column: &'static str,
        row: String,
    },
    #[error("a stored value could not be decrypted")]
    Sealed(#[from] crate::crypto::OpenError),
    #[error("a password could not be hashed")]
    Password(#[from] crate::crypto::PasswordError),
    #[error("the file store failed")]
    Files(#[from] std::io::Error),
    #[error("mail does not leave")]
    Mail(#[from] crate::mail::MailError),
    #[error("a mail could not be written out")]
    Letter(#[from] crate::mail::RenderError),
    #[error("a value could not be written as JSON")]
    Json(#[from] serde_json::Error),
    #[error("the search failed")]
    Search(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The index was lost and is being filled: an answer of it now would be wrong. It passes by itself.
    #[error("the search index is being filled")]
    NotReady,
}

impl Error {
    pub fn corrupt(table: &'static str, column: &'static str, row: impl std::fmt::Display) -> Self {
        Error::Corrupt {
            table,
            column,
            row: row.to_string(),
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if is_away(&error) {
            Error::Away(error)
        } else {
            Error::Database(error)
        }
    }
}

/// Why a deed of a person on a record was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeedError {
    /// There is no such record, or it is not the actor's business: the two look the same.
    #[error("no such record for this actor")]
    NotFound,
    /// The record is not in the state that the actor saw.
    #[error("the record has changed")]
    Stale,
    /// A rule forbids it.
    #[error("refused: {0}")]
    Refused(Code),
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<DbErr> for DeedError {
    fn from(error: DbErr) -> Self {
        DeedError::Backend(error.into())
    }
}

/// Whether the database is not there or doesn't take connections: it passes, and trying again is right.
fn is_away(error: &DbErr) -> bool {
    use sea_orm::{ConnAcquireErr, RuntimeErr, sqlx};
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => match &**error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Protocol(_) => true,
            // Class 08: connection; 57P01 to 57P03: shutting down, crashed, starting; 25006: a standby that only reads.
            sqlx::Error::Database(error) => error
                .code()
                .is_some_and(|code| code.starts_with("08") || code.starts_with("57P0") || code == "25006"),
            _ => false,
        },
        _ => false,
    }
}

/// Whether PostgreSQL gave up this transaction for another's sake (40001 serialization, 40P01 deadlock), or the person that
/// it claims a residence for became another one meanwhile: done again, it goes through.
pub(crate) fn is_conflict(error: &DbErr) -> bool {
    use sea_orm::{RuntimeErr, sqlx};
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => match &**error {
            sqlx::Error::Database(error) => {
                matches!(error.code().as_deref(), Some("40001" | "40P01"))
                    || error.constraint() == Some("fk_active_residence_person_id")
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether `error` says that the unique constraint `name` (PostgreSQL) over `columns` of `table` (SQLite names the columns
/// instead) was violated. The one place where constraint names meet the program.
pub(crate) fn violates(error: &DbErr, constraint: &Unique) -> bool {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(message)) => {
            message.contains(constraint.name) || message.contains(constraint.sqlite)
        }
        _ => false,
    }
}

/// A unique constraint as the two databases report it.
pub(crate) struct Unique {
    pub name: &'static str,
    pub sqlite: &'static str,
}

pub(crate) const ACCOUNT_EMAIL: Unique = Unique {
    name: "ux_account_email",
    sqlite: "account.email",
};
pub(crate) const MATCHING_OPEN: Unique = Unique {
    name: "ux_matching_open",
    sqlite: "matching.listing_id, matching.tenant_id",
};
pub(crate) const MATCHING_ACCEPTED: Unique = Unique {
    name: "ux_matching_accepted",
    sqlite: "matching.listing_id",
};
pub(crate) const OCCUPANT_PERSON: Unique = Unique {
    name: "ux_occupant_person",
    sqlite: "occupant.match_id, occupant.person_id",
};
pub(crate) const HOUSE_DOOR: Unique = Unique {
    name: "ux_house_door",
    sqlite: "house.door_id, house.landlord_id",
};
pub(crate) const LISTING_SOURCE_KEY: Unique = Unique {
    name: "ux_listing_source_key",
    sqlite: "listing.source_key",
};
pub(crate) const LEASE_MATCH: Unique = Unique {
    name: "ux_lease_match",
    sqlite: "lease.match_id",
};
pub(crate) const OCCUPIED_SPACE: Unique = Unique {
    name: "pk_occupied_space",
    sqlite: "occupied_space.door_id, occupied_space.space_no",
};
pub(crate) const OFFERED_SPACE: Unique = Unique {
    name: "pk_offered_space",
    sqlite: "offered_space.house_id, offered_space.space_no",
};
pub(crate) const PLACE_NAME: Unique = Unique {
    name: "ux_place_name",
    sqlite: "place.city_code, place.name",
};
pub(crate) const ORGANISATION_CREDIT_CODE: Unique = Unique {
    name: "ux_organisation_credit_code",
    sqlite: "organisation.credit_code",
};
pub(crate) const ORGANISATION_NAME: Unique = Unique {
    name: "ux_organisation_name",
    sqlite: "organisation.area_code, organisation.name",
};
pub(crate) const ACTIVE_RESIDENCE: Unique = Unique {
    name: "pk_active_residence",
    sqlite: "active_residence.person_id",
};
