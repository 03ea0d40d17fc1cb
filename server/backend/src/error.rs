//! What can go wrong underneath every use case. Nobody outside can do anything about these: they are logged once, at the
//! boundary, and answered with "something broke, here is the number to tell us".

use crate::search::engine::IndexError;
use domain::form::Code;
use sea_orm::{DbErr, SqlErr};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database refused or failed")]
    Database(#[source] DbErr),
    /// The database is not there, or so busy that it takes no more. It passes by itself.
    #[error("the database is away")]
    Away(#[source] DbErr),
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
    Search(#[source] Box<IndexError>),
    /// The index was lost and is being filled: an answer of it now would be wrong. It passes by itself.
    #[error("the search index is being filled")]
    NotReady,
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        Error::Search(Box::new(error))
    }
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
        if crate::database::is_away(&error) {
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
pub(crate) const VIEWING_OPEN: Unique = Unique {
    name: "ux_viewing_open",
    sqlite: "viewing.listing_id, viewing.tenant_id",
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
pub(crate) const LEASE_MATCH: Unique = Unique {
    name: "ux_lease_match",
    sqlite: "lease.match_id",
};
pub(crate) const OCCUPIED_SPACE: Unique = Unique {
    name: "pk_occupied_space",
    sqlite: "occupied_space.door_id, occupied_space.space_no",
};
pub(crate) const PLACE_NAME: Unique = Unique {
    name: "ux_place_name",
    sqlite: "place.city_code, place.name",
};
pub(crate) const ACTIVE_RESIDENCE: Unique = Unique {
    name: "pk_active_residence",
    sqlite: "active_residence.person_id",
};
