//! Human numbers: `M-350404-2026-000123`, one sequence a kind, district and year.

use crate::{Error, entity};
use domain::{
    area::AreaCode,
    registration::{HumanNumber, NumberKind},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// The next number. The sequence's row stays locked until `tx` ends, so that numbers follow each other without gaps: a
/// transaction that is rolled back gives its number back.
pub(crate) async fn next(
    tx: &impl ConnectionTrait,
    kind: NumberKind,
    district: AreaCode,
    year: i16,
) -> Result<HumanNumber, Error> {
    use entity::number_sequence::{ActiveModel, Column, Entity};
    Entity::insert(ActiveModel {
        kind: Set(kind.code().to_owned()),
        area_code: Set(district.as_str().to_owned()),
        year: Set(i32::from(year)),
        last: Set(0),
    })
    .on_conflict(
        OnConflict::columns([Column::Kind, Column::AreaCode, Column::Year])
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Entity::update_many()
        .col_expr(Column::Last, Expr::col(Column::Last).add(1))
        .filter(Column::Kind.eq(kind.code()))
        .filter(Column::AreaCode.eq(district.as_str()))
        .filter(Column::Year.eq(i32::from(year)))
        .exec(tx)
        .await?;
    let key = (kind.code().to_owned(), district.as_str().to_owned(), i32::from(year));
    let row = Entity::find_by_id(key).one(tx).await?;
    let count = row.and_then(|row| u32::try_from(row.last).ok());
    Ok(HumanNumber {
        kind,
        district,
        year,
        count: count.ok_or_else(|| Error::corrupt("number_sequence", "last", kind))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both;

    fn district() -> AreaCode {
        AreaCode::parse("350404").unwrap()
    }

    both! {
        async fn numbers_follow_each_other_and_a_rollback_leaves_no_gap(bench: &Bench) {
            let database = bench.backend.database();
            for (commit, expected) in [(true, 1), (false, 2), (true, 2), (true, 3)] {
                let tx = database.begin().await.unwrap();
                let number = next(&tx, NumberKind::Match, district(), 2026).await.unwrap();
                assert_eq!(number.count, expected);
                if commit {
                    tx.commit().await.unwrap();
                }
            }
            let tx = database.begin().await.unwrap();
            let other_year = next(&tx, NumberKind::Match, district(), 2027).await.unwrap();
            let other_kind = next(&tx, NumberKind::House, district(), 2026).await.unwrap();
            assert_eq!((other_year.count, other_kind.count), (1, 1));
        }
    }

    both! {
        async fn numbers_taken_at_the_same_time_differ(bench: &Bench) {
            let take = || async {
                let tx = bench.backend.database().begin().await.unwrap();
                let number = next(&tx, NumberKind::House, district(), 2026).await.unwrap();
                tx.commit().await.unwrap();
                number.count
            };
            let (a, b, c, d) = tokio::join!(take(), take(), take(), take());
            let mut counts = [a, b, c, d];
            counts.sort_unstable();
            assert_eq!(counts, [1, 2, 3, 4]);
        }
    }
}
