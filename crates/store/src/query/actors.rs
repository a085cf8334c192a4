//! Questions on actors.

use verbale_record::{ActorKind, Sector};

use super::Conditions;
use crate::numbers::Numbered;
use crate::words::folded;
use crate::{Store, StoreError};

/// What is asked of actors. What is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorsQuery {
    /// Country code.
    pub country: Option<String>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Kind.
    pub kind: Option<ActorKind>,
    /// Words of the name.
    pub text: Option<String>,
    /// Actors to pass over.
    pub offset: usize,
    /// Actors to give.
    pub limit: usize,
}

/// An actor found, in one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundActor {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// Country code.
    pub country: Option<String>,
    /// Sector.
    pub sector: Sector,
    /// Wikidata identifier.
    pub wikidata: Option<String>,
    /// Events in which the actor acts.
    pub acts: usize,
    /// Events directed at the actor.
    pub is_acted_on: usize,
}

impl Store {
    /// The actors that answer a question, those of most events first.
    pub fn actors(&mut self, query: &ActorsQuery) -> Result<Vec<FoundActor>, StoreError> {
        let mut c = Conditions::default();
        if let Some(country) = &query.country {
            c.with("a.country = (SELECT number FROM countries WHERE code = {})", country.as_str());
        }
        if let Some(sector) = query.sector {
            c.add(format!("a.sector = {}", sector.number()));
        }
        if let Some(kind) = query.kind {
            c.add(format!("a.kind = {}", kind.number()));
        }
        for word in folded(query.text.as_deref().unwrap_or("")).split(' ').filter(|w| !w.is_empty()) {
            c.with("a.folded LIKE {}", format!("%{word}%"));
        }
        let count = |side: &str| {
            format!(
                "(SELECT COUNT(DISTINCT l.event) FROM actor_links l WHERE l.{side} = a.number AND l.flags < 8)"
            )
        };
        let (acts, acted_on) = (count("from_actor"), count("to_actor"));
        let sql = format!(
            "SELECT id, name, kind, code, sector, wikidata, acts, acted_on FROM (SELECT a.id AS id, a.name AS name, \
             a.kind AS kind, c.code AS code, a.sector AS sector, a.wikidata AS wikidata, {acts} AS acts, \
             {acted_on} AS acted_on FROM actors a LEFT JOIN countries c ON c.number = a.country {}) AS found \
             WHERE acts + acted_on > 0 ORDER BY acts + acted_on DESC, id, code, sector LIMIT {} OFFSET {}",
            c.filter(),
            query.limit,
            query.offset
        );
        let rows = self.database.fetch(&sql, c.values())?;
        let actor = |row: &crate::database::Row| FoundActor {
            id: row.string(0).unwrap_or_default(),
            name: row.string(1).unwrap_or_default(),
            kind: ActorKind::from_number(row.number(2)).unwrap_or(ActorKind::Unknown),
            country: row.string(3),
            sector: Sector::from_number(row.number(4)).unwrap_or(Sector::Unk),
            wikidata: row.string(5),
            acts: row.index(6),
            is_acted_on: row.index(7),
        };
        Ok(rows.iter().map(actor).collect())
    }
}
