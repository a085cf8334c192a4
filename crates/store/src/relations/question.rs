//! Questions on standing relations.

use std::collections::{BTreeMap, BTreeSet};

use verbale_record::{RelationKind, RelationState};

use super::claims::StoredClaim;
use super::fold::{Standing, fold};
use super::load::{self, Evidence};
use super::rules::Rules;
use crate::numbers::Numbered;
use crate::who::Who;
use crate::{Store, StoreError, days};

/// What is asked of standing relations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationsQuery {
    /// The day on which it is to hold, ISO 8601; today where not given.
    pub as_of: Option<String>,
    /// Only what was known by this day.
    pub known_at: Option<String>,
    /// Somebody on either side.
    pub actor: Option<String>,
    /// Two who stand on the two sides, or among the parties.
    pub between: Option<(String, String)>,
    /// Kinds; all where none is given.
    pub kinds: Vec<RelationKind>,
    /// Only what is open: offers and demands without answer, talks under way; oldest first.
    pub open: bool,
    /// Also what is over on the day.
    pub all: bool,
    /// Only the relation of this identifier.
    pub id: Option<String>,
}

/// Relations that answer a question, with what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The day asked about.
    pub day: i64,
    /// The relations.
    pub standings: Vec<Standing>,
    /// Their claims, by number.
    pub claims: BTreeMap<i64, StoredClaim>,
    /// The words of the claims, by number.
    pub evidence: BTreeMap<i64, Evidence>,
}

impl Store {
    /// Standing relations on a day, as known by a day. `today` answers where no day is given.
    pub fn relations(&mut self, query: &RelationsQuery, today: &str) -> Result<Answer, StoreError> {
        let rules = Rules::embedded()?;
        let parse = |text: &str| {
            days::parse(text).ok_or_else(|| StoreError::Question(format!("{text} is no day like 2021-08-17")))
        };
        let known_at = query.known_at.as_deref().map(parse).transpose()?;
        let day = match (&query.as_of, known_at) {
            (Some(day), _) => parse(day)?,
            (None, Some(known)) => known,
            (None, None) => parse(today)?,
        };
        let asked = self.facts_asked(query)?;
        let facts = self.with_rival_holders(&asked, query)?;
        let all = load::claims(&mut self.database, &facts, known_at)?;
        let wanted = self.claims_of(&asked)?;
        let mut standings = fold(&rules, &all, day);
        standings.retain(|s| s.claims.iter().any(|c| wanted.contains(c)) && is_asked(&rules, query, s, day));
        if query.open {
            standings
                .sort_by_key(|s| (s.on(day).and_then(|p| p.since.latest.or(p.since.earliest)), s.id.clone()));
        }
        let shown: BTreeSet<i64> = standings.iter().flat_map(|s| s.claims.iter().copied()).collect();
        let claims: BTreeMap<i64, StoredClaim> =
            all.into_iter().filter(|c| shown.contains(&c.number)).map(|c| (c.number, c)).collect();
        let evidence = load::evidence(&mut self.database, &claims.values().collect::<Vec<_>>())?;
        Ok(Answer { day, standings, claims, evidence })
    }

    fn facts_asked(&mut self, query: &RelationsQuery) -> Result<Vec<i64>, StoreError> {
        let mut conditions: Vec<String> = Vec::new();
        let sides: Vec<Who> = match (&query.id, &query.between, &query.actor) {
            (Some(id), _, _) => self.sides_of(id)?,
            (None, Some((a, b)), _) => {
                vec![Who::resolve(&mut self.database, a)?, Who::resolve(&mut self.database, b)?]
            }
            (None, None, Some(actor)) => vec![Who::resolve(&mut self.database, actor)?],
            (None, None, None) => Vec::new(),
        };
        let holds = |who: &Who| {
            format!("f.number IN (SELECT fact FROM fact_actors WHERE {})", who.condition("actor"))
        };
        conditions.extend(sides.iter().map(holds));
        // Two of one country stand on two sides only if they are two actors.
        if !query.kinds.is_empty() {
            let kinds: Vec<String> = query.kinds.iter().map(|k| k.number().to_string()).collect();
            conditions.push(format!("f.kind IN ({})", kinds.join(",")));
        }
        let filter =
            if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let rows =
            self.database.fetch(&format!("SELECT f.number FROM facts f {filter} ORDER BY f.number"), &[])?;
        Ok(rows.iter().map(|r| r.number(0)).collect())
    }

    /// The sides of the relation that a claim belongs to.
    fn sides_of(&mut self, id: &str) -> Result<Vec<Who>, StoreError> {
        let unknown =
            || StoreError::Question(format!("no relation {id}; `verbale relations` shows their identifiers"));
        let number: i64 = id.strip_prefix('r').and_then(|n| n.parse().ok()).ok_or_else(unknown)?;
        let sql = "SELECT fa.role, a.country, a.id FROM claims c JOIN fact_actors fa ON fa.fact = c.fact \
                   JOIN actors a ON a.number = fa.actor WHERE c.number = $1 ORDER BY fa.role, fa.position";
        let rows = self.database.fetch(sql, &[number.into()])?;
        let mut sides = Vec::new();
        for role in [0, 1] {
            let Some(row) = rows.iter().find(|r| r.number(0) == role) else { continue };
            sides.push(match row.number(1) {
                0 => Who::resolve(&mut self.database, row.text(2).unwrap_or(""))?,
                country => Who::Country(country),
            });
        }
        if sides.is_empty() { Err(unknown()) } else { Ok(sides) }
    }

    /// The facts, and those of others in the same offices: a successor ends a term.
    fn with_rival_holders(&mut self, facts: &[i64], query: &RelationsQuery) -> Result<Vec<i64>, StoreError> {
        let office = RelationKind::Office;
        if !query.kinds.is_empty() && !query.kinds.contains(&office) {
            return Ok(facts.to_vec());
        }
        let select = format!(
            "DISTINCT fa.actor FROM fact_actors fa JOIN facts f ON f.number = fa.fact \
             WHERE f.kind = {} AND fa.role = 1 AND fa.fact",
            office.number()
        );
        let offices: BTreeSet<i64> =
            crate::add::numbers_in(&mut self.database, &select, facts)?.iter().map(|r| r.number(0)).collect();
        let select = format!(
            "f.number FROM fact_actors fa JOIN facts f ON f.number = fa.fact WHERE f.kind = {} AND fa.role = 1 AND fa.actor",
            office.number()
        );
        let offices: Vec<i64> = offices.into_iter().collect();
        let rivals = crate::add::numbers_in(&mut self.database, &select, &offices)?;
        let all: BTreeSet<i64> = facts.iter().copied().chain(rivals.iter().map(|r| r.number(0))).collect();
        Ok(all.into_iter().collect())
    }

    fn claims_of(&mut self, facts: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
        let rows = crate::add::numbers_in(&mut self.database, "number FROM claims WHERE fact", facts)?;
        Ok(rows.iter().map(|r| r.number(0)).collect())
    }
}

fn is_asked(rules: &Rules, query: &RelationsQuery, standing: &Standing, day: i64) -> bool {
    if let Some(id) = &query.id {
        let number = id.strip_prefix('r').and_then(|n| n.parse::<i64>().ok());
        return number.is_some_and(|n| standing.claims.contains(&n));
    }
    let Some(period) = standing.on(day) else { return false };
    let begun = period.since.earliest.or(period.since.latest).is_none_or(|d| d <= day);
    let rule = rules.kind(standing.kind);
    if query.open {
        let open = matches!(period.state, RelationState::Open | RelationState::Announced);
        return begun && open && rule.is_some_and(|r| r.holds(period.state));
    }
    // "No relations", "not recognised" is a standing fact too; what has ended is told only on request.
    let over = matches!(
        period.state,
        RelationState::Lifted
            | RelationState::Concluded
            | RelationState::BrokenOff
            | RelationState::Ended
            | RelationState::Lapsed
            | RelationState::Accepted
            | RelationState::Declined
            | RelationState::Evaded
            | RelationState::Met
            | RelationState::Refused
    );
    begun && (query.all || !over)
}
