//! The store as others see it.

use std::time::Duration;

use verbale_record::output::ArticleRecord;

use crate::add::{self, AddOptions, AddSummary, Dictionaries, Writer};
use crate::database::{self, Database, Value};
use crate::numbers::{Numbered, vocabulary};
use crate::{StoreError, days, rebuild};

/// The record of many articles, in SQLite or PostgreSQL; which of the two it is does not show.
///
/// One store is one connection. Calls block; from asynchronous code use a blocking task.
pub struct Store {
    pub(crate) database: Database,
    dictionaries: Dictionaries,
}

/// How much a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles, each once, in their newest versions.
    pub articles: usize,
    /// Older versions kept.
    pub older_versions: usize,
    /// Events of the newest versions.
    pub events: usize,
    /// Happenings these events tell of.
    pub happenings: usize,
    /// Statements.
    pub statements: usize,
    /// Claims of standing facts.
    pub claims: usize,
    /// Inputs that could not be read.
    pub failures: usize,
}

/// An input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was to be read: a path, or a file and line.
    pub input: String,
    /// Why it could not.
    pub reason: String,
    /// How often it was tried.
    pub tries: usize,
}

impl Store {
    /// Opens the store at a file name, `sqlite:PATH` or `postgres://…`; a file that is missing is made. A store of an
    /// older version is brought up to date, one of a newer version refused.
    pub fn open(url: &str) -> Result<Store, StoreError> {
        Store::start(database::open(url, true)?)
    }

    /// Opens a store that is there.
    pub fn open_existing(url: &str) -> Result<Store, StoreError> {
        Store::start(database::open(url, false)?)
    }

    /// Opens a store that is there for questions only: nothing can be written, and an answer that takes longer than
    /// `deadline` is refused.
    pub fn open_read_only(url: &str, deadline: Duration) -> Result<Store, StoreError> {
        // Opened for writing first, so that a store of an older version is brought up to date.
        Store::open_existing(url)?.close()?;
        let mut database = database::open_read_only(url)?;
        database.make_read_only(deadline)?;
        Ok(Store { database, dictionaries: Dictionaries::default() })
    }

    fn start(mut database: Database) -> Result<Store, StoreError> {
        let known = database.fetch_one("SELECT COUNT(*) FROM vocabulary", &[])?.map_or(0, |r| r.index(0));
        if known < vocabulary().len() {
            in_transaction(&mut database, fill_vocabulary)?;
        }
        Ok(Store { database, dictionaries: Dictionaries::default() })
    }

    /// Adds records in one transaction: all of them or, on error, none. Articles already there change nothing.
    pub fn add(&mut self, records: &[ArticleRecord], options: &AddOptions) -> Result<AddSummary, StoreError> {
        self.database.begin()?;
        let written = Writer::new(&mut self.database, &mut self.dictionaries, *options).write(records);
        let done = written.and_then(|summary| self.database.commit().map(|()| summary));
        if done.is_err() {
            self.database.rollback();
            // Numbers given out in the transaction are not in the database.
            self.dictionaries = Dictionaries::default();
        }
        done
    }

    /// For each article, given as (address, SHA-256 of its text), whether it is in the store as it is, and with
    /// `coder` ("name version model") whether that has coded it.
    pub fn are_known(
        &mut self,
        articles: &[(String, String)],
        coder: Option<&str>,
    ) -> Result<Vec<bool>, StoreError> {
        add::are_known(&mut self.database, articles, coder)
    }

    /// Notes inputs that could not be read, with the reason.
    pub fn add_failures(&mut self, failures: &[(String, String)], now: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO failures (input, reason, failed_at, tries) VALUES ($1, $2, $3, 1) \
                   ON CONFLICT (input) DO UPDATE SET reason = $2, failed_at = $3, tries = failures.tries + 1";
        for (input, reason) in failures {
            self.database.execute(sql, &[input.clone().into(), reason.clone().into(), now.into()])?;
        }
        Ok(())
    }

    /// Takes an input that could be read after all from the list of failures.
    pub fn forget_failures(&mut self, inputs: &[String]) -> Result<(), StoreError> {
        for input in inputs {
            self.database.execute("DELETE FROM failures WHERE input = $1", &[input.clone().into()])?;
        }
        Ok(())
    }

    /// Inputs that could not be read, by name.
    pub fn failures(&mut self) -> Result<Vec<Failure>, StoreError> {
        let rows = self.database.fetch("SELECT input, reason, tries FROM failures ORDER BY input", &[])?;
        let failure = |r: &database::Row| Failure {
            input: r.string(0).unwrap_or_default(),
            reason: r.string(1).unwrap_or_default(),
            tries: r.index(2),
        };
        Ok(rows.iter().map(failure).collect())
    }

    /// How much there is.
    pub fn counts(&mut self) -> Result<Counts, StoreError> {
        let mut count = |sql: &str| -> Result<usize, StoreError> {
            Ok(self.database.fetch_one(sql, &[])?.map_or(0, |r| r.index(0)))
        };
        Ok(Counts {
            articles: count("SELECT COUNT(*) FROM articles WHERE replaced_by IS NULL")?,
            older_versions: count("SELECT COUNT(*) FROM articles WHERE replaced_by IS NOT NULL")?,
            events: count("SELECT COUNT(*) FROM events WHERE state = 0")?,
            happenings: count("SELECT COUNT(DISTINCT happening) FROM events WHERE state = 0")?,
            statements: count("SELECT COUNT(*) FROM statements WHERE state = 0")?,
            claims: count(
                "SELECT COUNT(*) FROM claims c JOIN facts f ON f.number = c.fact JOIN articles a \
                 ON a.number = f.article WHERE a.replaced_by IS NULL AND c.review <> 2 AND f.position > 0",
            )?,
            failures: count("SELECT COUNT(*) FROM failures")?,
        })
    }

    /// First and last day of publication of the articles.
    pub fn published(&mut self) -> Result<Option<(String, String)>, StoreError> {
        let row = self.database.fetch_one("SELECT MIN(day), MAX(day) FROM articles", &[])?;
        Ok(row.and_then(|r| Some((days::iso(r.int(0)?)?, days::iso(r.int(1)?)?))))
    }

    /// The records of all articles in their newest versions, `at_most` after the one numbered `after` (0 to begin),
    /// with the number to go on from; none when there are no more.
    pub fn records_after(
        &mut self,
        after: i64,
        at_most: usize,
    ) -> Result<Option<(i64, Vec<ArticleRecord>)>, StoreError> {
        let sql =
            "SELECT number FROM articles WHERE replaced_by IS NULL AND number > $1 ORDER BY number LIMIT $2";
        let rows = self.database.fetch(sql, &[after.into(), at_most.into()])?;
        let numbers: Vec<i64> = rows.iter().map(|r| r.number(0)).collect();
        let Some(&last) = numbers.last() else { return Ok(None) };
        Ok(Some((last, rebuild::records(&mut self.database, &numbers)?)))
    }

    /// All versions of the article known by an address (URL, or id where it has none), oldest first.
    pub fn versions(&mut self, address: &str) -> Result<Vec<ArticleRecord>, StoreError> {
        let sql = "SELECT number FROM articles WHERE address = $1 ORDER BY version";
        let rows = self.database.fetch(sql, &[address.into()])?;
        rebuild::records(&mut self.database, &rows.iter().map(|r| r.number(0)).collect::<Vec<_>>())
    }

    /// The answer to a question in SQL: names of the columns, and rows. Open the store read-only for it.
    pub fn sql(&mut self, sql: &str) -> Result<(Vec<String>, Vec<Vec<serde_json::Value>>), StoreError> {
        self.database.ask(sql)
    }

    /// Closes the store in order; dropping it loses nothing either.
    pub fn close(self) -> Result<(), StoreError> {
        self.database.close()
    }
}

/// Does `work` in a transaction: all of it or nothing.
pub(crate) fn in_transaction<T>(
    database: &mut Database,
    work: impl FnOnce(&mut Database) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    database.begin()?;
    let done = work(database).and_then(|value| database.commit().map(|()| value));
    if done.is_err() {
        database.rollback();
    }
    done
}

fn fill_vocabulary(database: &mut Database) -> Result<(), StoreError> {
    use verbale_record::{EventType, Mode};
    for table in ["vocabulary", "event_types", "scores"] {
        database.execute(&format!("DELETE FROM {table}"), &[])?;
    }
    let rows: Vec<Vec<Value>> = vocabulary()
        .into_iter()
        .map(|(kind, number, name)| vec![kind.into(), number.into(), name.into()])
        .collect();
    database.insert("vocabulary", &rows)?;
    let types = EventType::LIST.iter().map(|t| {
        vec![t.number().into(), t.to_string().into(), t.quad().to_string().into(), t.cameo_root().into()]
    });
    database.insert("event_types", &types.collect::<Vec<_>>())?;
    let scores = EventType::LIST.iter().flat_map(|t| {
        let modes = [None].into_iter().chain(Mode::LIST.iter().copied().map(Some));
        modes.map(move |m| {
            let tenths = (t.score(m) * 10.0).round() as i64;
            vec![Value::from(t.number()), crate::numbers::mode_number(m).into(), tenths.into()]
        })
    });
    database.insert("scores", &scores.collect::<Vec<_>>())
}
