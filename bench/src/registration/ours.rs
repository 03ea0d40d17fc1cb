//! A completion as the program does it.

use anyhow::{Context, Result};
use backend::Backend;
use domain::{access::Actor, matching::Checklist};

use super::home::{Home, Kind};

/// What the coordinator has seen.
const SEEN: Checklist = Checklist {
    landlord_document_seen: true,
    title_seen: true,
    occupant_documents_seen: true,
};

pub async fn complete(backend: &Backend, actor: &Actor, home: &Home) -> Result<()> {
    backend::matching::complete(backend, actor, home.id(Kind::Match).into(), SEEN)
        .await
        .with_context(|| format!("the match of home {}", home.no))?;
    Ok(())
}
