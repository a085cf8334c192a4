//! Questions on events, statements, actors and series.

mod actors;
mod events;
mod series;
mod statements;

pub use actors::{ActorsQuery, FoundActor};
pub use events::{ArticleHead, EventCounts, EventsPage, EventsQuery, FoundEvent};
pub use series::{Bucket, By, QUADS, SeriesQuery};
pub use statements::{FoundStatement, StatementsQuery};

use verbale_record::{EventType, Status};

use crate::database::{Database, Value};
use crate::who::Who;
use crate::words::folded;
use crate::{StoreError, days};

/// A list of SQL conditions with their parameters.
#[derive(Default)]
pub(crate) struct Conditions {
    list: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// A condition without parameters.
    pub fn add(&mut self, condition: impl Into<String>) {
        self.list.push(condition.into());
    }

    /// A condition in which `{}` stands for a parameter.
    pub fn with(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.list.push(condition.replace("{}", &format!("${}", self.values.len())));
    }

    /// `WHERE …`, or nothing.
    pub fn filter(&self) -> String {
        if self.list.is_empty() { String::new() } else { format!("WHERE {}", self.list.join(" AND ")) }
    }

    /// ` AND …`, or nothing.
    pub fn more(&self) -> String {
        self.list.iter().map(|c| format!(" AND {c}")).collect()
    }

    /// The parameters.
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

/// A day of a question.
pub(crate) fn asked_day(text: Option<&String>) -> Result<Option<i64>, StoreError> {
    let parse = |t: &String| {
        days::parse(t).ok_or_else(|| StoreError::Question(format!("{t} is no day like 2021-08-17")))
    };
    text.map(parse).transpose()
}

/// The condition that a sentence (its row number in SQL) has words: all of them; `"…"` a run, `word*` a beginning.
pub(crate) fn has_words(database: &Database, row: &str, text: &str) -> Result<(String, String), StoreError> {
    let mut terms: Vec<(Vec<String>, bool)> = Vec::new();
    for (n, part) in text.split('"').enumerate() {
        if n % 2 == 1 {
            let words: Vec<String> =
                folded(part).split(' ').filter(|w| !w.is_empty()).map(Into::into).collect();
            terms.push((words, false));
            continue;
        }
        for word in part.split_whitespace() {
            let folded = folded(word);
            let words: Vec<String> = folded.split(' ').filter(|w| !w.is_empty()).map(Into::into).collect();
            terms.push((words, word.ends_with('*')));
        }
    }
    terms.retain(|(words, _)| !words.is_empty());
    if terms.is_empty() {
        return Err(StoreError::Question(format!("no word to look for in \"{text}\"")));
    }
    // Folded words are letters and digits only, so nothing in them is an operator of either search language.
    let (match_sql, star, quote, then, and) = if database.is_postgres() {
        ("words @@ to_tsquery('simple', {})", ":*", "'", " <-> ", " & ")
    } else {
        ("sentence_words MATCH {}", "*", "\"", " + ", " AND ")
    };
    let one = |(words, prefix): &(Vec<String>, bool)| {
        let quoted: Vec<String> = words.iter().map(|w| format!("{quote}{w}{quote}")).collect();
        let run = quoted.join(then);
        let run = if *prefix { format!("{run}{star}") } else { run };
        if quoted.len() > 1 { format!("({run})") } else { run }
    };
    let search = terms.iter().map(one).collect::<Vec<_>>().join(and);
    Ok((format!("{row} IN (SELECT rowid FROM sentence_words WHERE {match_sql})"), search))
}

/// Sides of a question on events, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    /// Anybody.
    Any,
    /// Somebody on either side.
    Either(Who),
    /// Who acts, and towards whom, where given.
    Directed(Option<Who>, Option<Who>),
    /// Two, in either direction.
    Between(Who, Who),
}

/// A table of links and the conditions on its two sides, for one direction.
pub(crate) struct LinkScan {
    /// `country_links` or `actor_links`.
    pub table: &'static str,
    /// Conditions on the alias `l`.
    pub conditions: Vec<String>,
}

impl Sides {
    /// The scans of links whose union answers; none where no side is asked for.
    pub fn scans(&self) -> Vec<LinkScan> {
        match self {
            Sides::Any => Vec::new(),
            Sides::Either(who) => vec![scan(Some(who), None), scan(None, Some(who))],
            Sides::Directed(from, to) => vec![scan(from.as_ref(), to.as_ref())],
            Sides::Between(a, b) => vec![scan(Some(a), Some(b)), scan(Some(b), Some(a))],
        }
    }
}

fn scan(from: Option<&Who>, to: Option<&Who>) -> LinkScan {
    let has_country =
        |who: &&Who| matches!(who, Who::Country(_)) || matches!(who, Who::Sector(c, _) if *c != 0);
    if [from, to].iter().flatten().all(has_country) {
        let mut conditions = Vec::new();
        for (who, column, role) in [(from, "l.from_country", 0), (to, "l.to_country", 1)] {
            match who {
                Some(Who::Country(country)) => conditions.push(format!("{column} = {country}")),
                Some(who @ Who::Sector(country, _)) => {
                    conditions.push(format!("{column} = {country}"));
                    // Without recipients everybody is an actor.
                    conditions.push(format!(
                        "EXISTS (SELECT 1 FROM event_actors ea WHERE ea.event = l.event AND ea.role <= {role} AND {})",
                        who.condition("ea.actor")
                    ));
                }
                _ => {}
            }
        }
        return LinkScan { table: "country_links", conditions };
    }
    // The side of fewer actors is looked up in the index; the plus keeps the other from being used for that.
    let few = |who: Option<&Who>| matches!(who, Some(Who::Actors(_)));
    let plus = |other_is_few: bool, this_is_few: bool| if other_is_few && !this_is_few { "+" } else { "" };
    let mut conditions = Vec::new();
    if let Some(who) = from {
        conditions.push(who.condition(&format!("{}l.from_actor", plus(few(to), few(from)))));
    }
    if let Some(who) = to {
        conditions.push(who.condition(&format!("{}l.to_actor", plus(few(from), few(to)))));
    }
    LinkScan { table: "actor_links", conditions }
}

/// Names of the sides of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedSides {
    /// Who acts.
    pub from: Option<String>,
    /// Towards whom.
    pub to: Option<String>,
    /// Somebody on either side.
    pub actor: Option<String>,
    /// Two, in either direction.
    pub between: Option<(String, String)>,
}

impl AskedSides {
    pub(crate) fn resolve(&self, database: &mut Database) -> Result<Sides, StoreError> {
        if let Some((a, b)) = &self.between {
            return Ok(Sides::Between(Who::resolve(database, a)?, Who::resolve(database, b)?));
        }
        if let Some(actor) = &self.actor {
            return Ok(Sides::Either(Who::resolve(database, actor)?));
        }
        if self.from.is_none() && self.to.is_none() {
            return Ok(Sides::Any);
        }
        let mut side = |name: &Option<String>| name.as_deref().map(|n| Who::resolve(database, n)).transpose();
        Ok(Sides::Directed(side(&self.from)?, side(&self.to)?))
    }
}

/// Types in SQL.
pub(crate) fn type_list(types: &[EventType]) -> String {
    use crate::numbers::Numbered;
    types.iter().map(|t| t.number().to_string()).collect::<Vec<_>>().join(",")
}

/// Statuses in SQL, as the low two bits of `flags` or the column `status`.
pub(crate) fn status_list(statuses: &[Status]) -> String {
    use crate::numbers::Numbered;
    statuses.iter().map(|s| s.number().to_string()).collect::<Vec<_>>().join(",")
}
