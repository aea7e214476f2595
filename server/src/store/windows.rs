//! Requests of the present minute, counted over all instances.

use sqlx::AnyConnection;

/// Takes `count` of the `limit` requests that a caller may make in a minute; says whether so many
/// were left.
///
/// # Errors
/// When the database does not answer.
pub async fn take(
    on: &mut AnyConnection,
    caller: &str,
    minute: i64,
    count: i64,
    limit: i64,
) -> sqlx::Result<bool> {
    // a new minute first; a row of a later minute, by another machine's clock, stays
    let begun = sqlx::query(
        "INSERT INTO request_windows (caller, minute, used) VALUES ($1, $2, $3)
         ON CONFLICT (caller) DO UPDATE SET minute = excluded.minute, used = excluded.used
         WHERE request_windows.minute < excluded.minute",
    )
    .bind(caller)
    .bind(minute)
    .bind(count.min(limit))
    .execute(&mut *on)
    .await?;
    if begun.rows_affected() == 1 {
        return Ok(count <= limit);
    }
    let taken = sqlx::query(
        "UPDATE request_windows SET used = used + $2 WHERE caller = $1 AND used + $2 <= $3",
    )
    .bind(caller)
    .bind(count)
    .bind(limit)
    .execute(on)
    .await?;
    Ok(taken.rows_affected() == 1)
}
