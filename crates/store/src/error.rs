//! What can go wrong with a store.

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address names a kind of database that is not known.
    #[error("{url}: no store of kind {scheme}; use a file name, sqlite:PATH or postgres://…")]
    Url {
        /// The address.
        url: String,
        /// Its scheme.
        scheme: String,
    },
    /// There is no such file.
    #[error("{path}: no store there yet; `verbale add` makes one, `--store` names another")]
    Missing {
        /// The file.
        path: String,
    },
    /// The database does not open.
    #[error("{url}: the store cannot be opened")]
    Open {
        /// The address, without password.
        url: String,
        /// Why.
        source: sqlx::Error,
    },
    /// The database was made by a newer program.
    #[error(
        "{url}: made by a newer verbale (schema {version}, this program knows {known}); use that version"
    )]
    Newer {
        /// The address, without password.
        url: String,
        /// Version of the schema there.
        version: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// An older database could not be upgraded.
    #[error("{url}: the store could not be brought to this program's schema; nothing was changed")]
    Migration {
        /// The address, without password.
        url: String,
        /// Why.
        source: Box<sqlx::migrate::MigrateError>,
    },
    /// The database refused a statement.
    #[error("the store, at \"{doing}…\"")]
    Database {
        /// The first words of the statement.
        doing: String,
        /// Why.
        source: sqlx::Error,
    },
    /// No runtime for the database's connection.
    #[error("the store's runtime does not start")]
    Runtime {
        /// Why.
        source: std::io::Error,
    },
    /// A question that cannot be asked.
    #[error("{0}")]
    Question(String),
    /// A stored row does not read back.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The rules of standing relations are wrong.
    #[error("the rules of relations: {0}")]
    Rules(String),
}
