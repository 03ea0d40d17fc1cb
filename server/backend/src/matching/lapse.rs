//! Applications that nobody answered in time.

use super::step::{listing_title, tell};
use crate::{
    Backend, Error, audit, entity,
    job::{Failure, Task},
    mail::Letter,
};
use domain::{id::MatchId, matching::MatchStatus};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// End an application, if nobody has answered it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lapse {
    pub matching: MatchId,
}

impl Task for Lapse {
    const KIND: &'static str = "lapse-match";

    async fn run(self, backend: &Backend) -> Result<(), Failure> {
        lapse(backend, self.matching).await?;
        Ok(())
    }
}

/// Ends every application whose time to answer is over; tells how many. Each application also has a job of its own that
/// runs at its time: this sweep catches what was stored before.
pub async fn lapse_due(backend: &Backend) -> Result<u64, Error> {
    use entity::matching::{Column, Entity};
    let due: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Status.eq(MatchStatus::Applied.code()))
        .filter(Column::AnswerDueAt.lt(backend.now().as_millisecond()))
        .into_tuple()
        .all(backend.database().reader())
        .await?;
    let mut lapsed = 0;
    for id in due {
        lapsed += u64::from(lapse(backend, id.into()).await?);
    }
    Ok(lapsed)
}

/// Ends this application if it is still unanswered and its time is over; tells whether it did.
async fn lapse(backend: &Backend, id: MatchId) -> Result<bool, Error> {
    use entity::matching::{Column, Entity};
    let now = backend.now().as_millisecond();
    let tx = backend.database().begin().await?;
    let written = Entity::update_many()
        .col_expr(Column::Status, Expr::value(MatchStatus::Lapsed.code()))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(Uuid::from(id)))
        .filter(Column::Status.eq(MatchStatus::Applied.code()))
        .filter(Column::AnswerDueAt.lt(now))
        .exec(&tx)
        .await?;
    let row = Entity::find_by_id(id).one(&tx).await?;
    let Some(row) = row.filter(|_| written.rows_affected == 1) else {
        return Ok(false);
    };
    let letter = Letter::ApplicationDeclined {
        title: listing_title(&tx, row.listing_id).await?,
    };
    tell(backend, &tx, row.tenant_id, &letter).await?;
    let (subject, detail) = (Some(row.id), serde_json::json!({}));
    audit::record(backend, &tx, None, "match.lapse", "match", subject, detail).await?;
    tx.commit().await?;
    backend.wake().notify_waiters();
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{Application, accept, apply, fixture},
    };
    use domain::{contact::PersonName, matching::Household};

    both! {
        async fn only_what_is_unanswered_lapses_and_only_once(bench: &Bench) {
            let scene = fixture::scene(bench).await;
            let backend = &bench.backend;
            let other = fixture::citizen(bench, "林租客").await;
            let application = |name: &str| Application {
                household: Household::parse(PersonName::parse(name).unwrap(), &[]).unwrap(),
                message: String::new(),
            };
            let chosen = apply(backend, &scene.tenant, scene.listing, application("王租客")).await.unwrap();
            apply(backend, &other, scene.listing, application("林租客")).await.unwrap();
            accept(backend, &scene.landlord, chosen).await.unwrap();
            assert_eq!(lapse_due(backend).await.unwrap(), 0);
            bench.clock.advance(72 * 3600 + 1);
            assert_eq!(lapse_due(backend).await.unwrap(), 1);
            assert_eq!(lapse_due(backend).await.unwrap(), 0);
        }
    }
}
