//! Whom a question is about.

use crate::StoreError;
use crate::database::{Database, Value};
use crate::numbers::Numbered;
use crate::words::folded;
use verbale_record::{ActorKind, Sector};

/// The actors a question names, as numbers of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// All actors of a country.
    Country(i64),
    /// All actors of a country in a sector; of any country where that is 0.
    Sector(i64, i64),
    /// These.
    Actors(Vec<i64>),
}

/// Names shown when one is not clear.
const SUGGESTIONS: usize = 8;

impl Who {
    /// Resolves what a user writes: a country (`VEN`), a sector of it (`VEN:MIL`, `:REB`), an identifier
    /// (`person:nicolas-maduro`), or a name (`Venezuela`, `Maduro`).
    pub fn resolve(database: &mut Database, text: &str) -> Result<Who, StoreError> {
        let text = text.trim();
        if let Some(who) = by_code(database, text)? {
            return Ok(who);
        }
        if text.contains(':') {
            let rows = database.fetch("SELECT number FROM actors WHERE id = $1", &[text.into()])?;
            return match rows.is_empty() {
                true => Err(nobody(text, &[])),
                false => Ok(Who::Actors(rows.iter().map(|r| r.number(0)).collect())),
            };
        }
        by_name(database, text)
    }

    /// The SQL condition that a column holds one of them.
    pub fn condition(&self, column: &str) -> String {
        match self {
            Who::Country(country) => {
                format!("{column} IN (SELECT number FROM actors WHERE country = {country})")
            }
            Who::Sector(0, sector) => {
                format!("{column} IN (SELECT number FROM actors WHERE sector = {sector})")
            }
            Who::Sector(country, sector) => {
                format!(
                    "{column} IN (SELECT number FROM actors WHERE country = {country} AND sector = {sector})"
                )
            }
            Who::Actors(numbers) => {
                let list: Vec<String> = numbers.iter().map(i64::to_string).collect();
                format!("{column} IN ({})", list.join(","))
            }
        }
    }
}

fn nobody(text: &str, like: &[String]) -> StoreError {
    let hint = if like.is_empty() {
        "countries are three letters (VEN), `verbale actors --text WORD` looks for names".to_owned()
    } else {
        format!("did you mean {}?", like.join(", "))
    };
    StoreError::Question(format!("nobody called \"{text}\" is in the store; {hint}"))
}

/// `VEN`, `VEN:MIL`, `:REB`.
fn by_code(database: &mut Database, text: &str) -> Result<Option<Who>, StoreError> {
    let (country, sector) = match text.split_once(':') {
        Some((country, sector)) => (country, Some(sector)),
        None => (text, None),
    };
    let is_code = |t: &str| t.len() == 3 && t.bytes().all(|b| b.is_ascii_uppercase());
    if !(is_code(country) || country.is_empty() && sector.is_some_and(is_code)) {
        return Ok(None);
    }
    let number = if country.is_empty() {
        0
    } else {
        let row = database.fetch_one("SELECT number FROM countries WHERE code = $1", &[country.into()])?;
        row.map(|r| r.number(0)).ok_or_else(|| nobody(text, &[]))?
    };
    match sector {
        None => Ok(Some(Who::Country(number))),
        Some(name) => match name.parse::<Sector>() {
            Ok(sector) => Ok(Some(Who::Sector(number, sector.number()))),
            Err(_) => Err(StoreError::Question(format!(
                "no sector {name}; sectors are PLOVER's: GOV, MIL, OPP, REB…"
            ))),
        },
    }
}

/// By whole name, else by a name that holds the words where only one actor has such.
fn by_name(database: &mut Database, text: &str) -> Result<Who, StoreError> {
    let wanted = folded(text);
    if wanted.is_empty() {
        return Err(nobody(text, &[]));
    }
    let select = "SELECT number, kind, country, id, name FROM actors WHERE folded";
    let mut rows = database.fetch(&format!("{select} = $1 ORDER BY number"), &[wanted.clone().into()])?;
    if rows.is_empty() {
        let like = |pattern: String| -> Vec<Value> { vec![pattern.into()] };
        let sql = format!("{select} LIKE $1 AND id NOT LIKE 'description:%' ORDER BY number");
        rows = database.fetch(&sql, &like(format!("{wanted} %")))?;
        rows.extend(database.fetch(&sql, &like(format!("% {wanted}")))?);
        rows.extend(database.fetch(&sql, &like(format!("% {wanted} %")))?);
    }
    let state = rows.iter().find(|r| r.number(1) == ActorKind::State.number() && r.number(2) != 0);
    if let Some(state) = state {
        return Ok(Who::Country(state.number(2)));
    }
    let mut ids: Vec<String> = rows.iter().filter_map(|r| r.string(3)).collect();
    ids.sort();
    ids.dedup();
    match ids.len() {
        0 => Err(nobody(text, &[])),
        1 => Ok(Who::Actors(rows.iter().map(|r| r.number(0)).collect())),
        _ => {
            ids.truncate(SUGGESTIONS);
            Err(nobody(text, &ids))
        }
    }
}
