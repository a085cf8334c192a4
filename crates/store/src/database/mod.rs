//! The database behind the store: SQLite or PostgreSQL, spoken to in the SQL both understand.
//!
//! Parameters are written `$1`, `$2`… in both. What differs (migrations, text search) is asked for by name
//! here, so that nothing above this module knows which database it has.

mod connect;
mod value;

pub use connect::{open, open_read_only};
pub use value::{Row, Value};

use sqlx::{
    AssertSqlSafe, Column, Connection, Executor, Row as _, SqlSafeStr, Statement, TypeInfo, ValueRef,
};
use sqlx::{PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

use crate::StoreError;

/// Rows of one `INSERT`. Statements of a few fixed sizes are prepared once each and used again.
const INSERT_SIZES: [usize; 4] = [128, 32, 8, 1];

/// SQLite takes at most 32,766 parameters; wide tables get fewer rows a statement.
const MAX_PARAMETERS: usize = 8000;

/// A connection.
pub struct Database {
    runtime: Runtime,
    link: Link,
    deadline: Option<std::time::Duration>,
}

enum Link {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A statement that asks the database for nothing but what it says.
fn failed(sql: &str) -> impl FnOnce(sqlx::Error) -> StoreError + '_ {
    move |source| StoreError::Database {
        doing: sql.split_whitespace().take(6).collect::<Vec<_>>().join(" "),
        source,
    }
}

/// Text as both databases keep it: PostgreSQL has no NUL, and it is no letter of any language.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql.to_owned()));
        for value in $values {
            query = match value {
                Value::Int(v) => query.bind(*v),
                Value::Real(v) => query.bind(*v),
                Value::Text(v) => query.bind(v.as_deref().map(storable)),
                Value::Bytes(v) => query.bind(v.clone()),
            };
        }
        query
    }};
}

impl Database {
    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.link, Link::Postgres(_))
    }

    /// Does something and gives the number of rows changed.
    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let done = match &mut self.link {
            Link::Sqlite(link) => {
                let query = bound!(sql, values);
                self.runtime.block_on(query.execute(link)).map(|d| d.rows_affected())
            }
            Link::Postgres(link) => {
                let query = bound!(sql, values);
                self.runtime.block_on(query.execute(link)).map(|d| d.rows_affected())
            }
        };
        done.map_err(failed(sql))
    }

    /// Several statements without parameters, separated by semicolons.
    pub fn execute_script(&mut self, sql: &str) -> Result<(), StoreError> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = match &mut self.link {
            Link::Sqlite(link) => self.runtime.block_on(script.execute(link)).map(drop),
            Link::Postgres(link) => self.runtime.block_on(script.execute(link)).map(drop),
        };
        done.map_err(failed(sql))
    }

    /// All rows of an answer.
    pub fn fetch(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.fetch_named(sql, values).map(|(_, rows)| rows)
    }

    /// All rows of an answer with the names of its columns (no names when there are no rows).
    pub fn fetch_named(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> Result<(Vec<String>, Vec<Row>), StoreError> {
        let deadline = self.deadline;
        let answer = match &mut self.link {
            Link::Sqlite(link) => {
                let query = bound!(sql, values);
                let rows = self.runtime.block_on(within(deadline, query.fetch_all(link)));
                rows.map(|rows| (names(rows.first()), rows.iter().map(sqlite_row).collect()))
            }
            Link::Postgres(link) => {
                let query = bound!(sql, values);
                let rows = self.runtime.block_on(within(deadline, query.fetch_all(link)));
                rows.map(|rows| (names(rows.first()), rows.iter().map(postgres_row).collect()))
            }
        };
        answer.map_err(failed(sql))
    }

    /// The first row of an answer.
    pub fn fetch_one(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch(sql, values)?.into_iter().next())
    }

    /// Inserts rows into a table: `TABLE` or `TABLE (COLUMN, …)`.
    pub fn insert(&mut self, table: &str, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        self.insert_as(table, &|n| format!("${n}"), rows)
    }

    /// Inserts folded words of sentences for text search: row number, words.
    pub fn insert_search(&mut self, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        let vector =
            |n: usize| if n % 2 == 0 { format!("to_tsvector('simple', ${n})") } else { format!("${n}") };
        let table = "sentence_words (rowid, words)";
        if self.is_postgres() { self.insert_as(table, &vector, rows) } else { self.insert(table, rows) }
    }

    /// Several rows a statement, in a few sizes; `value` writes the expression of a parameter.
    fn insert_as(
        &mut self,
        table: &str,
        value: &dyn Fn(usize) -> String,
        rows: &[Vec<Value>],
    ) -> Result<(), StoreError> {
        let Some(width) = rows.first().map(Vec::len).filter(|&w| w > 0) else { return Ok(()) };
        let mut rest = rows;
        while !rest.is_empty() {
            let fits =
                |size: &&usize| **size <= rest.len() && (**size == 1 || **size * width <= MAX_PARAMETERS);
            let size = INSERT_SIZES.iter().find(fits).copied().unwrap_or(1);
            let (now, later) = rest.split_at(size);
            let values: Vec<Value> = now.iter().flatten().cloned().collect();
            self.execute(&insert_statement(table, value, width, size), &values)?;
            rest = later;
        }
        Ok(())
    }

    /// Begins a transaction that may write; waits for other writers.
    pub fn begin(&mut self) -> Result<(), StoreError> {
        match self.link {
            Link::Sqlite(_) => self.execute_script("BEGIN IMMEDIATE"),
            // Numbers are given out by the writer, so there is one writer at a time (here: by an agreed lock).
            Link::Postgres(_) => self.execute_script("BEGIN; SELECT pg_advisory_xact_lock(867253)"),
        }
    }

    /// Makes what was written since [`Database::begin`] last.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.execute_script("COMMIT")
    }

    /// Undoes what was written since [`Database::begin`].
    pub fn rollback(&mut self) {
        // A failed rollback has nothing left to undo: the connection is gone, and with it the transaction.
        let _ = self.execute_script("ROLLBACK");
    }

    /// The answer to a question of a user: names of the columns, and rows as JSON. One statement at a time.
    pub fn ask(&mut self, sql: &str) -> Result<(Vec<String>, Vec<Vec<serde_json::Value>>), StoreError> {
        let wrong = |source: sqlx::Error| StoreError::Question(format!("the database says: {source}"));
        let sql = sql.trim().trim_end_matches(';');
        let text = || AssertSqlSafe(sql.to_owned()).into_sql_str();
        let (names, wrapped) = match &mut self.link {
            Link::Sqlite(link) => {
                let statement = self.runtime.block_on(link.prepare(text())).map_err(wrong)?;
                (column_names(statement.columns()), None)
            }
            Link::Postgres(link) => {
                let statement = self.runtime.block_on(link.prepare(text())).map_err(wrong)?;
                // As JSON every type of PostgreSQL has a form that is known.
                let wrapped = format!("SELECT row_to_json(q)::text FROM ({sql}\n) AS q");
                (column_names(statement.columns()), Some(wrapped))
            }
        };
        let answer = |error: StoreError| match error {
            StoreError::Database { source, .. } => wrong(source),
            other => other,
        };
        let Some(wrapped) = wrapped else {
            let rows = self.fetch(sql, &[]).map_err(answer)?;
            return Ok((names, rows.into_iter().map(|r| r.0.into_iter().map(json).collect()).collect()));
        };
        let rows = self.fetch(&wrapped, &[]).map_err(answer)?;
        let row = |row: &Row| {
            let object: serde_json::Value =
                serde_json::from_str(row.text(0).unwrap_or("{}")).unwrap_or_default();
            names.iter().map(|n| object.get(n).cloned().unwrap_or_default()).collect()
        };
        let rows = rows.iter().map(row).collect();
        Ok((names, rows))
    }

    /// Nothing may be written from here on, and answers that take longer than `deadline` are refused.
    pub fn make_read_only(&mut self, deadline: std::time::Duration) -> Result<(), StoreError> {
        self.deadline = Some(deadline);
        match self.link {
            Link::Sqlite(_) => self.execute_script("PRAGMA query_only = ON"),
            Link::Postgres(_) => self.execute_script(
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET default_transaction_read_only = on",
            ),
        }
    }

    /// Closes the connection in order.
    pub fn close(self) -> Result<(), StoreError> {
        let done = match self.link {
            Link::Sqlite(link) => self.runtime.block_on(link.close()),
            Link::Postgres(link) => self.runtime.block_on(link.close()),
        };
        done.map_err(failed("closing"))
    }
}

fn column_names<C: Column>(columns: &[C]) -> Vec<String> {
    columns.iter().map(|c| c.name().to_owned()).collect()
}

fn json(value: Value) -> serde_json::Value {
    match value {
        Value::Int(v) => v.into(),
        Value::Real(v) => v.into(),
        Value::Text(v) => v.into(),
        Value::Bytes(v) => v.map(|b| b.iter().map(|byte| format!("{byte:02x}")).collect::<String>()).into(),
    }
}

async fn within<T>(
    deadline: Option<std::time::Duration>,
    work: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match deadline {
        None => work.await,
        Some(limit) => match tokio::time::timeout(limit, work).await {
            Ok(result) => result,
            Err(_) => Err(sqlx::Error::Protocol(format!("no answer within {} seconds", limit.as_secs()))),
        },
    }
}

fn insert_statement(table: &str, value: &dyn Fn(usize) -> String, width: usize, rows: usize) -> String {
    let row = |r: usize| (1..=width).map(|n| value(r * width + n)).collect::<Vec<_>>().join(",");
    let rows: Vec<String> = (0..rows).map(|r| format!("({})", row(r))).collect();
    format!("INSERT INTO {table} VALUES {}", rows.join(","))
}

fn names<R: sqlx::Row>(row: Option<&R>) -> Vec<String> {
    row.map(|r| r.columns().iter().map(|c| c.name().to_owned()).collect()).unwrap_or_default()
}

fn sqlite_row(row: &sqlx::sqlite::SqliteRow) -> Row {
    let value = |i: usize| {
        let kind =
            row.try_get_raw(i).map(|raw| if raw.is_null() { "" } else { raw_kind(raw.type_info().name()) });
        match kind.unwrap_or("") {
            "int" => Value::Int(row.try_get_unchecked(i).ok()),
            "real" => Value::Real(row.try_get_unchecked(i).ok()),
            "text" => Value::Text(row.try_get_unchecked(i).ok()),
            "bytes" => Value::Bytes(row.try_get_unchecked(i).ok()),
            _ => Value::Text(None),
        }
    };
    Row((0..row.len()).map(value).collect())
}

fn raw_kind(name: &str) -> &'static str {
    match name {
        "INTEGER" | "BOOLEAN" => "int",
        "REAL" | "NUMERIC" => "real",
        "TEXT" | "DATE" | "TIME" | "DATETIME" => "text",
        "BLOB" => "bytes",
        _ => "",
    }
}

fn postgres_row(row: &sqlx::postgres::PgRow) -> Row {
    let value = |i: usize| match row.column(i).type_info().name() {
        "INT2" => Value::Int(row.try_get::<Option<i16>, _>(i).ok().flatten().map(i64::from)),
        "INT4" => Value::Int(row.try_get::<Option<i32>, _>(i).ok().flatten().map(i64::from)),
        "INT8" => Value::Int(row.try_get::<Option<i64>, _>(i).ok().flatten()),
        "BOOL" => Value::Int(row.try_get::<Option<bool>, _>(i).ok().flatten().map(i64::from)),
        "FLOAT4" => Value::Real(row.try_get::<Option<f32>, _>(i).ok().flatten().map(f64::from)),
        "FLOAT8" => Value::Real(row.try_get::<Option<f64>, _>(i).ok().flatten()),
        "BYTEA" => Value::Bytes(row.try_get::<Option<Vec<u8>>, _>(i).ok().flatten()),
        _ => Value::Text(row.try_get_unchecked::<Option<String>, _>(i).ok().flatten()),
    };
    Row((0..row.len()).map(value).collect())
}
