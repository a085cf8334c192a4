//! Opening a database and bringing it to the version of the program.

use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, SqlSafeStr};

use super::{Database, Link};
use crate::StoreError;

/// The migrations, in the SQL of both databases; what differs is put right by [`for_sqlite`] and [`for_postgres`].
const MIGRATIONS: [(&str, &str, [&str; 2], &str); 1] = [(
    "record",
    include_str!("../../schema/0001_record.sql"),
    [
        include_str!("../../schema/0001_search_sqlite.sql"),
        include_str!("../../schema/0001_search_postgres.sql"),
    ],
    include_str!("../../schema/0001_views.sql"),
)];

/// Opens `url`: `postgres://…`, `sqlite:PATH` or a path. A file that is missing is made if `create`.
pub fn open(url: &str, create: bool) -> Result<Database, StoreError> {
    let runtime = runtime()?;
    let link = match url.split_once("://").map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => {
            let options = PgConnectOptions::from_str(url).map_err(|source| cannot_open(url, source))?;
            let options = options.application_name("verbale").disable_statement_logging();
            Link::Postgres(runtime.block_on(options.connect()).map_err(|source| cannot_open(url, source))?)
        }
        Some(other) if other != "sqlite" && other != "file" => {
            return Err(StoreError::Url { url: without_password(url), scheme: other.into() });
        }
        _ => {
            let path = url.strip_prefix("sqlite://").or(url.strip_prefix("sqlite:")).unwrap_or(url);
            if !create && path != ":memory:" && !Path::new(path).exists() {
                return Err(StoreError::Missing { path: path.into() });
            }
            Link::Sqlite(
                runtime
                    .block_on(sqlite(path, create).connect())
                    .map_err(|source| cannot_open(url, source))?,
            )
        }
    };
    let mut database = Database { runtime, link, deadline: None };
    migrate(&mut database, url)?;
    Ok(database)
}

/// Opens `url` so that nothing can be written; the schema must be the program's.
pub fn open_read_only(url: &str) -> Result<Database, StoreError> {
    if url.starts_with("postgres") {
        let mut database = open(url, false)?;
        // Outside a transaction a user's statement could ask for one that writes.
        database.execute_script("BEGIN READ ONLY")?;
        return Ok(database);
    }
    let path = url.strip_prefix("sqlite://").or(url.strip_prefix("sqlite:")).unwrap_or(url);
    let runtime = runtime()?;
    let options =
        SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(Duration::from_secs(60));
    let options = options.pragma("mmap_size", "1073741824").disable_statement_logging();
    let link = runtime.block_on(options.connect()).map_err(|source| cannot_open(url, source))?;
    Ok(Database { runtime, link: Link::Sqlite(link), deadline: None })
}

fn runtime() -> Result<tokio::runtime::Runtime, StoreError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| StoreError::Runtime { source })
}

fn sqlite(path: &str, create: bool) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        // Readers do not wait for the writer; a process killed at any moment leaves whole transactions.
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(60))
        .foreign_keys(false)
        .pragma("cache_size", "-65536")
        .pragma("mmap_size", "1073741824")
        .pragma("temp_store", "memory")
        .statement_cache_capacity(256)
        .disable_statement_logging()
}

fn cannot_open(url: &str, source: sqlx::Error) -> StoreError {
    StoreError::Open { url: without_password(url), source }
}

/// Passwords do not belong in messages.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.into() };
    match rest.split_once('@') {
        Some((login, host)) => format!("{scheme}://{}@{host}", login.split(':').next().unwrap_or("")),
        None => url.into(),
    }
}

fn migrate(database: &mut Database, url: &str) -> Result<(), StoreError> {
    let is_postgres = database.is_postgres();
    let migrations = MIGRATIONS.iter().zip(1i64..).map(|((name, shared, own, views), version)| {
        let sql = if is_postgres {
            for_postgres(shared) + own[1] + &for_postgres(views)
        } else {
            for_sqlite(shared) + own[0] + &for_sqlite(views)
        };
        Migration::new(
            version,
            Cow::Borrowed(*name),
            MigrationType::Simple,
            AssertSqlSafe(sql).into_sql_str(),
            false,
        )
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    let done = match &mut database.link {
        Link::Sqlite(link) => database.runtime.block_on(migrator.run(link)),
        Link::Postgres(link) => database.runtime.block_on(migrator.run(link)),
    };
    done.map_err(|source| match source {
        MigrateError::VersionMissing(version) => {
            StoreError::Newer { url: without_password(url), version, known: MIGRATIONS.len() as i64 }
        }
        source => StoreError::Migration { url: without_password(url), source: Box::new(source) },
    })
}

fn for_sqlite(sql: &str) -> String {
    let sql = sql.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY");
    with_days(&sql, "date(", " * 86400, 'unixepoch')")
}

fn for_postgres(sql: &str) -> String {
    let sql = sql.replace(" WITHOUT ROWID", "");
    with_days(&sql, "CAST(DATE '1970-01-01' + ", " AS TEXT)")
}

/// `@DAY(column)@` as the SQL that writes a day's number as a date.
fn with_days(sql: &str, before: &str, after: &str) -> String {
    sql.replace("@DAY(", before).replace(")@", after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_hold_no_password() {
        assert_eq!(without_password("postgres://ana:secret@db/x"), "postgres://ana@db/x");
        assert_eq!(without_password("verbale.db"), "verbale.db");
    }
}
