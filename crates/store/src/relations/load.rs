//! Claims from the store.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use verbale_record::{ActorKind, ClaimSays, DateBasis, RelationKind, RelationState, Sector};

use super::claims::{Party, StoredClaim};
use crate::StoreError;
use crate::add::numbers_in;
use crate::database::{Database, Row};
use crate::numbers::Numbered;

/// The claims of facts that were known on a day (in the newest versions where no day is given).
pub fn claims(
    database: &mut Database,
    facts: &[i64],
    known_at: Option<i64>,
) -> Result<Vec<StoredClaim>, StoreError> {
    let visible = match known_at {
        None => "a.replaced_by IS NULL".to_owned(),
        Some(day) => format!("a.known_from <= {day} AND (a.known_until IS NULL OR a.known_until > {day})"),
    };
    let select = format!(
        "c.number, c.fact, c.says, c.state, c.first_day, c.last_day, c.basis, c.said_in, c.review, r.word, c.sentence, \
         c.start_char, c.end_char, f.kind, w.word, p.name, f.article, a.copy_of, COALESCE(a.day, a.known_from), s.word \
         FROM claims c JOIN facts f ON f.number = c.fact JOIN articles a ON a.number = f.article \
         LEFT JOIN words r ON r.number = c.rule LEFT JOIN words w ON w.number = f.about \
         LEFT JOIN words s ON s.number = a.source LEFT JOIN places p ON p.number = f.place \
         WHERE c.review <> 2 AND {visible} AND c.fact"
    );
    let rows = numbers_in(database, &select, facts)?;
    let parties = parties(database, facts)?;
    let said: Vec<(i64, i64)> =
        rows.iter().filter_map(|r| Some((r.number(16), innermost(r.text(7))?))).collect();
    let speakers = speakers(database, &said)?;
    let claim = |row: &Row| -> Option<StoredClaim> {
        let fact = row.number(1);
        let side = |role: i64| parties.get(&(fact, role)).cloned().unwrap_or_default();
        let speakers = innermost(row.text(7)).and_then(|p| speakers.get(&(row.number(16), p))).cloned();
        Some(StoredClaim {
            number: row.number(0),
            kind: RelationKind::from_number(row.number(13))?,
            subject: side(0),
            object: side(1),
            about: row.string(14),
            place: row.string(15),
            says: ClaimSays::from_number(row.number(2))?,
            state: RelationState::from_number(row.number(3))?,
            first: row.int(4),
            last: row.int(5),
            basis: DateBasis::from_number(row.number(6))?,
            // Said by somebody who is not named is not the article's own voice either.
            speakers: match (row.text(7), speakers) {
                (None, _) => Vec::new(),
                (Some(_), Some(speakers)) => speakers,
                (Some(_), None) => vec![unnamed()],
            },
            article: row.number(16),
            report: row.number(17),
            published: row.number(18),
            source: row.string(19),
            rule: row.string(9),
            accepted: row.number(8) == 1,
            words: (row.index(10), row.index(11), row.index(12)),
        })
    };
    rows.iter()
        .map(|r| claim(r).ok_or_else(|| StoreError::Damaged(format!("claim {}", r.number(0)))))
        .collect()
}

fn unnamed() -> Party {
    Party {
        id: String::new(),
        name: "an unnamed source".into(),
        country: None,
        sector: Sector::Unk,
        kind: ActorKind::Unknown,
    }
}

/// The innermost statement of "3,1".
fn innermost(said_in: Option<&str>) -> Option<i64> {
    said_in?.split(',').next()?.parse().ok()
}

fn party(row: &Row, at: usize) -> Party {
    Party {
        id: row.string(at).unwrap_or_default(),
        name: row.string(at + 1).unwrap_or_default(),
        country: row.string(at + 2),
        sector: Sector::from_number(row.number(at + 3)).unwrap_or(Sector::Unk),
        kind: ActorKind::from_number(row.number(at + 4)).unwrap_or(ActorKind::Unknown),
    }
}

type ByRole = HashMap<(i64, i64), Vec<Party>>;

fn parties(database: &mut Database, facts: &[i64]) -> Result<ByRole, StoreError> {
    let select = "fa.fact, fa.role, fa.position, a.id, a.name, c.code, a.sector, a.kind FROM fact_actors fa \
                  JOIN actors a ON a.number = fa.actor LEFT JOIN countries c ON c.number = a.country WHERE fa.fact";
    let mut rows = numbers_in(database, select, facts)?;
    rows.sort_by_key(|r| r.number(2));
    let mut parties: ByRole = HashMap::new();
    for row in rows {
        parties.entry((row.number(0), row.number(1))).or_default().push(party(&row, 3));
    }
    Ok(parties)
}

/// Speakers of statements, by article and position in it.
fn speakers(database: &mut Database, said: &[(i64, i64)]) -> Result<ByRole, StoreError> {
    let wanted: BTreeSet<(i64, i64)> = said.iter().copied().collect();
    let articles: Vec<i64> = wanted.iter().map(|(a, _)| *a).collect::<BTreeSet<_>>().into_iter().collect();
    let select = "s.article, s.position, sa.position, a.id, a.name, c.code, a.sector, a.kind FROM statements s \
                  JOIN statement_actors sa ON sa.statement = s.number AND sa.role = 0 JOIN actors a ON a.number = sa.actor \
                  LEFT JOIN countries c ON c.number = a.country WHERE s.article";
    let mut rows = numbers_in(database, select, &articles)?;
    rows.sort_by_key(|r| r.number(2));
    let mut speakers: ByRole = HashMap::new();
    for row in rows.iter().filter(|r| wanted.contains(&(r.number(0), r.number(1)))) {
        speakers.entry((row.number(0), row.number(1))).or_default().push(party(row, 3));
    }
    Ok(speakers)
}

/// The words of a claim and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The sentence.
    pub sentence: String,
    /// Identifier of the article.
    pub article: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// The words of claims, by claim.
pub fn evidence(
    database: &mut Database,
    claims: &[&StoredClaim],
) -> Result<BTreeMap<i64, Evidence>, StoreError> {
    let articles: Vec<i64> = claims.iter().map(|c| c.article).collect::<BTreeSet<_>>().into_iter().collect();
    let select = "a.number, s.number, a.id, a.title, a.url, \
                  substr(t.text, s.start_char + 1, s.end_char - s.start_char) FROM articles a \
                  LEFT JOIN sentences s ON s.article = a.number LEFT JOIN texts t ON t.article = a.number WHERE a.number";
    let rows = numbers_in(database, select, &articles)?;
    let by_sentence: HashMap<(i64, i64), &Row> =
        rows.iter().map(|r| ((r.number(0), r.number(1)), r)).collect();
    let evidence = |claim: &&StoredClaim| {
        let key = (claim.article, i64::try_from(claim.words.0).unwrap_or(-1));
        let row = by_sentence.get(&key)?;
        let sentence = row.text(5).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let found = Evidence {
            sentence,
            article: row.string(2).unwrap_or_default(),
            title: row.string(3),
            url: row.string(4),
        };
        Some((claim.number, found))
    };
    Ok(claims.iter().filter_map(evidence).collect())
}
