//! Applications that nobody answered in time.

use super::step::{listing_title, subject};
use crate::{
    Backend, Error,
    deed::Record,
    entity,
    job::{Failure, Task},
    mail::Letter,
};
use domain::{
    access::{Action, By, may},
    id::MatchId,
    matching::MatchStatus,
};
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
    backend
        .deed(|deed| async move {
            let now = deed.now.as_millisecond();
            let written = Entity::update_many()
                .col_expr(Column::Status, Expr::value(MatchStatus::Lapsed.code()))
                .col_expr(Column::ClosedAt, Expr::value(now))
                .col_expr(Column::Version, Expr::col(Column::Version).add(1))
                .filter(Column::Id.eq(Uuid::from(id)))
                .filter(Column::Status.eq(MatchStatus::Applied.code()))
                .filter(Column::AnswerDueAt.lt(now))
                .exec(&deed.tx)
                .await?;
            let row = Entity::find_by_id(id).one(&deed.tx).await?;
            let Some(row) = row.filter(|_| written.rows_affected == 1) else {
                return Ok(false);
            };
            let letter = Letter::ApplicationDeclined {
                title: listing_title(&deed.tx, row.listing_id).await?,
            };
            deed.tell(row.tenant_id.into(), &letter).await?;
            let subject = subject(&deed.tx, &row).await?;
            // The program may, as the table of rights says.
            let Ok(permit) = may(By::Program, Action::LapseMatch, &subject) else {
                return Ok(false);
            };
            deed.commit(permit, Record("match", row.id), serde_json::json!({}))
                .await?;
            Ok(true)
        })
        .await
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
