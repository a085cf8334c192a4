//! Strings, actors and places that repeat are stored once; rows hold their numbers.

use std::collections::{BTreeMap, HashMap};

use verbale_record::output::{ActorRecord, PlaceRecord};
use verbale_record::{ActorKind, Sector};

use crate::StoreError;
use crate::database::{Database, Row, Value};
use crate::numbers::Numbered;
use crate::words::folded;

/// Entries kept in memory; beyond it they are looked up again, so that memory stays flat.
const MAX_CACHED: usize = 300_000;

/// Names asked for in one question.
const ASK: usize = 400;

/// An actor in one role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Role {
    /// Identifier.
    pub id: String,
    /// Country code; empty for none.
    pub country: String,
    /// Sector.
    pub sector: Sector,
    /// Kind.
    pub kind: ActorKind,
}

/// What is known of an actor beside its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    name: String,
    wikidata: Option<String>,
}

/// A place by what identifies it; coordinates by their bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceKey {
    name: String,
    country: String,
    geonameid: i64,
    lat: u64,
    lon: u64,
}

impl PlaceKey {
    /// Of a place.
    pub fn new(place: &PlaceRecord) -> PlaceKey {
        PlaceKey {
            name: place.name.clone(),
            country: place.country.clone().unwrap_or_default(),
            geonameid: place.geonameid.map_or(0, i64::from),
            lat: place.lat.to_bits(),
            lon: place.lon.to_bits(),
        }
    }
}

/// What a batch mentions: gathered first, then numbered together.
#[derive(Default)]
pub struct Wanted {
    /// Strings.
    pub words: BTreeMap<String, ()>,
    /// Actors.
    pub actors: BTreeMap<Role, Profile>,
    /// Places.
    pub places: BTreeMap<PlaceKey, ()>,
}

impl Wanted {
    /// A string.
    pub fn word(&mut self, word: &str) {
        if !self.words.contains_key(word) {
            self.words.insert(word.to_owned(), ());
        }
    }

    /// An actor.
    pub fn actor(&mut self, actor: &ActorRecord) {
        let profile = Profile { name: actor.name.clone(), wikidata: actor.wikidata.clone() };
        self.actors.entry(role(actor)).or_insert(profile);
    }

    /// A place.
    pub fn place(&mut self, place: &PlaceRecord) {
        self.places.entry(PlaceKey::new(place)).or_insert(());
        self.word(&place.text);
    }
}

/// The role of an actor.
pub fn role(actor: &ActorRecord) -> Role {
    let country = actor.country.clone().unwrap_or_default();
    Role { id: actor.id.clone(), country, sector: actor.sector, kind: actor.kind }
}

/// Who an actor counts as in standing relations: a state and its government are one side.
fn side_of(role: &Role) -> String {
    match role.kind {
        ActorKind::State | ActorKind::Government if !role.country.is_empty() => {
            format!("state:{}", role.country)
        }
        _ => role.id.clone(),
    }
}

/// Numbers known to be in the database.
#[derive(Default)]
pub struct Dictionaries {
    words: HashMap<String, i64>,
    countries: HashMap<String, i64>,
    actors: HashMap<Role, i64>,
    places: HashMap<PlaceKey, i64>,
}

impl Dictionaries {
    /// Number of a string numbered before; −1 never happens after [`Dictionaries::learn`].
    pub fn word(&self, word: &str) -> i64 {
        self.words.get(word).copied().unwrap_or(-1)
    }

    /// Number of a string, if there is one.
    pub fn maybe_word(&self, word: Option<&str>) -> Option<i64> {
        word.map(|w| self.word(w))
    }

    /// Number of a country; 0 for none.
    pub fn country(&self, code: &str) -> i64 {
        self.countries.get(code).copied().unwrap_or(0)
    }

    /// Number of an actor.
    pub fn actor(&self, role: &Role) -> i64 {
        self.actors.get(role).copied().unwrap_or(-1)
    }

    /// Number of a place.
    pub fn place(&self, place: Option<&PlaceRecord>) -> Option<i64> {
        place.and_then(|p| self.places.get(&PlaceKey::new(p))).copied()
    }

    /// Numbers everything wanted, inserting what is new.
    pub fn learn(&mut self, database: &mut Database, mut wanted: Wanted) -> Result<(), StoreError> {
        if self.words.len() + self.actors.len() + self.places.len() > MAX_CACHED {
            *self = Dictionaries::default();
        }
        let mut codes: BTreeMap<String, ()> = wanted.actors.keys().map(|r| (r.country.clone(), ())).collect();
        codes.extend(wanted.places.keys().map(|p| (p.country.clone(), ())));
        codes.remove("");
        learn_strings(database, &mut self.countries, "countries", "code", &codes)?;
        wanted.words.extend(wanted.actors.keys().map(|r| (side_of(r), ())));
        learn_strings(database, &mut self.words, "words", "word", &wanted.words)?;
        self.learn_actors(database, &wanted.actors)?;
        self.learn_places(database, &wanted.places)
    }

    fn learn_actors(
        &mut self,
        database: &mut Database,
        wanted: &BTreeMap<Role, Profile>,
    ) -> Result<(), StoreError> {
        let new = |known: &HashMap<Role, i64>| -> Vec<Role> {
            wanted.keys().filter(|r| !known.contains_key(*r)).cloned().collect()
        };
        let ids: Vec<String> = new(&self.actors).into_iter().map(|r| r.id).collect();
        for row in ask(
            database,
            "number, id, COALESCE((SELECT code FROM countries c WHERE c.number = country), ''), \
            sector, kind FROM actors WHERE id",
            &ids,
        )? {
            let role = Role {
                id: row.string(1).unwrap_or_default(),
                country: row.string(2).unwrap_or_default(),
                sector: Sector::from_number(row.number(3)).unwrap_or(Sector::Unk),
                kind: ActorKind::from_number(row.number(4)).unwrap_or(ActorKind::Unknown),
            };
            self.actors.insert(role, row.number(0));
        }
        let mut next = next_number(database, "actors")?;
        let mut rows = Vec::new();
        for role in new(&self.actors) {
            let profile = &wanted[&role];
            rows.push(vec![
                next.into(),
                role.id.clone().into(),
                self.country(&role.country).into(),
                role.sector.number().into(),
                role.kind.number().into(),
                profile.name.clone().into(),
                folded(&profile.name).into(),
                profile.wikidata.clone().into(),
                self.word(&side_of(&role)).into(),
            ]);
            self.actors.insert(role, next);
            next += 1;
        }
        let head = "actors (number, id, country, sector, kind, name, folded, wikidata, side)";
        database.insert(head, &rows)
    }

    fn learn_places(
        &mut self,
        database: &mut Database,
        wanted: &BTreeMap<PlaceKey, ()>,
    ) -> Result<(), StoreError> {
        let new = |known: &HashMap<PlaceKey, i64>| -> Vec<PlaceKey> {
            wanted.keys().filter(|p| !known.contains_key(*p)).cloned().collect()
        };
        let names: Vec<String> = new(&self.places).into_iter().map(|p| p.name).collect();
        for row in ask(
            database,
            "number, name, COALESCE((SELECT code FROM countries c WHERE c.number = country), ''), \
            geonameid, lat, lon FROM places WHERE name",
            &names,
        )? {
            let key = PlaceKey {
                name: row.string(1).unwrap_or_default(),
                country: row.string(2).unwrap_or_default(),
                geonameid: row.number(3),
                lat: row.real(4).unwrap_or(0.0).to_bits(),
                lon: row.real(5).unwrap_or(0.0).to_bits(),
            };
            self.places.insert(key, row.number(0));
        }
        let mut next = next_number(database, "places")?;
        let mut rows = Vec::new();
        for place in new(&self.places) {
            rows.push(vec![
                next.into(),
                place.name.clone().into(),
                self.country(&place.country).into(),
                f64::from_bits(place.lat).into(),
                f64::from_bits(place.lon).into(),
                place.geonameid.into(),
            ]);
            self.places.insert(place, next);
            next += 1;
        }
        database.insert("places (number, name, country, lat, lon, geonameid)", &rows)
    }
}

fn learn_strings(
    database: &mut Database,
    known: &mut HashMap<String, i64>,
    table: &str,
    column: &str,
    wanted: &BTreeMap<String, ()>,
) -> Result<(), StoreError> {
    let new = |known: &HashMap<String, i64>| -> Vec<String> {
        wanted.keys().filter(|w| !known.contains_key(*w)).cloned().collect()
    };
    for row in ask(database, &format!("number, {column} FROM {table} WHERE {column}"), &new(known))? {
        known.insert(row.string(1).unwrap_or_default(), row.number(0));
    }
    let fresh = new(known);
    if fresh.is_empty() {
        return Ok(());
    }
    let mut next = next_number(database, table)?;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for word in fresh {
        rows.push(vec![next.into(), word.clone().into()]);
        known.insert(word, next);
        next += 1;
    }
    database.insert(&format!("{table} (number, {column})"), &rows)
}

/// Rows whose last named column is one of `keys`.
pub fn ask(database: &mut Database, select: &str, keys: &[String]) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for some in keys.chunks(ASK) {
        // Padded to a few sizes, so that the statement is prepared once for each.
        let size = some.len().next_power_of_two().min(ASK);
        let padded = some.iter().chain(std::iter::repeat_n(&some[0], size - some.len()));
        let values: Vec<Value> = padded.map(|k| Value::Text(Some(k.clone()))).collect();
        let marks: Vec<String> = (1..=size).map(|n| format!("${n}")).collect();
        rows.extend(database.fetch(&format!("SELECT {select} IN ({})", marks.join(",")), &values)?);
    }
    Ok(rows)
}

/// The first number free in a table.
pub fn next_number(database: &mut Database, table: &str) -> Result<i64, StoreError> {
    let row = database.fetch_one(&format!("SELECT MAX(number) FROM {table}"), &[])?;
    Ok(row.and_then(|r| r.int(0)).unwrap_or(0) + 1)
}
