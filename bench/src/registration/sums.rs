//! Whether the records add up, asked of the database itself: what counts here is a row that shouldn't be.

use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// What would be wrong, and how to count it.
const SUMS: [(&str, &str); 12] = [
    (
        "a field of a registration is not what its events come to",
        r#"WITH last AS (SELECT registration_id, field, "new", row_number() OVER (PARTITION BY registration_id, field ORDER BY id DESC) AS no FROM event),
        present AS (SELECT id, 'status' AS field, status AS value FROM registration UNION ALL SELECT id, 'number', number FROM registration
            UNION ALL SELECT id, 'due_on', due_on FROM registration UNION ALL SELECT id, 'returned_reason', returned_reason FROM registration
            UNION ALL SELECT id, 'ended_on', ended_on FROM registration)
        SELECT count(*) FROM present p LEFT JOIN last l ON l.registration_id = p.id AND l.field = p.field AND l.no = 1
        WHERE p.value IS DISTINCT FROM l."new""#,
    ),
    (
        "an event does not begin where the one before it ended",
        r#"SELECT count(*) FROM (SELECT "old", lag("new") OVER (PARTITION BY registration_id, field ORDER BY id) AS before FROM event
            WHERE registration_id IS NOT NULL) AS one WHERE "old" IS DISTINCT FROM before"#,
    ),
    (
        "a registration was changed more or less often than its events say",
        "SELECT count(*) FROM registration r WHERE version <> (SELECT count(*) FROM event e WHERE e.registration_id = r.id AND e.field = 'status')",
    ),
    (
        "a match is completed without a lease, or has one without being completed",
        "SELECT count(*) FROM matching m WHERE (m.status = 'completed') <> EXISTS (SELECT 1 FROM lease l WHERE l.match_id = m.id)",
    ),
    (
        "a lease has no house registration, or two",
        "SELECT count(*) FROM lease l WHERE (SELECT count(*) FROM registration r WHERE r.lease_id = l.id AND r.kind = 'house') <> 1",
    ),
    (
        "a lease has another number of residence registrations than of residents from elsewhere",
        "SELECT count(*) FROM lease l WHERE (SELECT count(*) FROM registration r WHERE r.lease_id = l.id AND r.kind = 'residence')
            <> (SELECT count(*) FROM resident p WHERE p.lease_id = l.id AND NOT p.local)",
    ),
    (
        "a house registration that stands does not claim its rooms, or one that ended does",
        "SELECT count(*) FROM house_registration h JOIN registration r ON r.id = h.id
            WHERE (SELECT count(*) FROM occupied_space o WHERE o.registration_id = h.id AND o.house_id = h.house_id)
            <> CASE WHEN r.status = 'ended' THEN 0 WHEN h.space_no IS NOT NULL THEN 1
            ELSE (SELECT count(*) FROM space s WHERE s.house_id = h.house_id AND s.kind = 'bedroom') END",
    ),
    (
        "a residence registration that stands does not claim its person, or one that ended does",
        "SELECT count(*) FROM residence_registration x JOIN registration r ON r.id = x.id
            LEFT JOIN active_residence a ON a.registration_id = x.id AND a.person_id = x.person_id
            WHERE (r.status <> 'ended') <> (a.person_id IS NOT NULL)",
    ),
    (
        "a match is open for rooms that are let",
        "SELECT count(*) FROM matching m WHERE m.status IN ('applied', 'accepted', 'agreed') AND EXISTS (SELECT 1 FROM house_registration h
            JOIN registration r ON r.id = h.id WHERE h.house_id = m.house_id AND r.status <> 'ended'
            AND (h.space_no IS NULL OR m.space_no IS NULL OR h.space_no = m.space_no))",
    ),
    (
        "rooms that are let are offered",
        "SELECT count(*) FROM offered_space s JOIN house_registration h ON h.house_id = s.house_id JOIN registration r ON r.id = h.id
            WHERE r.status <> 'ended' AND (h.space_no IS NULL OR h.space_no = s.space_no)",
    ),
    (
        "a registration has a number and no certificate of it, or a certificate and no number",
        "SELECT count(*) FROM registration r LEFT JOIN certificate c ON c.registration_id = r.id WHERE r.number IS DISTINCT FROM c.number",
    ),
    (
        "a sequence of numbers has a gap",
        "SELECT count(*) FROM number_sequence n WHERE n.kind IN ('F', 'J') AND n.last
            <> (SELECT count(*) FROM registration r WHERE r.number LIKE n.kind || '-' || n.area_code || '-' || n.year || '-%')",
    ),
];

/// What does not add up, with how often.
pub async fn wrong(db: &DatabaseConnection) -> Result<Vec<(&'static str, i64)>> {
    let mut wrong = Vec::new();
    for (what, sql) in SUMS {
        let times = count(db, sql).await.with_context(|| what.to_owned())?;
        if times > 0 {
            wrong.push((what, times));
        }
    }
    Ok(wrong)
}

/// The one number that a statement answers with.
pub async fn count(db: &DatabaseConnection, sql: &str) -> Result<i64> {
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    Ok(row.context("no row")?.try_get_by_index(0)?)
}
