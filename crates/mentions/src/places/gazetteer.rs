//! The table of places, built by `data/build/build_places.py` from GeoNames (CC BY 4.0; `data/places/README.md`).

use std::io::Read;
use std::sync::OnceLock;

use verbale_record::Place;

use super::fold::fold;

const TABLE: &[u8] = include_bytes!("../../../../data/places/gazetteer.tsv.gz");

/// Why the table of places could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// It is not gzip, or cut off.
    #[error("table of places: {0}")]
    Compression(#[from] std::io::Error),
    /// A row lacks a column or holds no number where one is needed.
    #[error("table of places, line {line}: {reason}")]
    Row {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: &'static str,
    },
}

/// What sort of place a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A country or territory with an ISO code.
    Country,
    /// A first-level region.
    Region,
    /// A second-level region.
    County,
    /// A land area that is no unit of government, or is named apart from its unit: "the Sahel".
    Area,
    /// A sea, ocean or strait.
    Water,
    /// The capital of a country.
    Capital,
    /// Another populated place.
    Town,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Where its row stands; the same for the same place.
    pub row: u32,
    /// What it is.
    pub kind: PlaceKind,
    /// Name in GeoNames, or the usual English one.
    pub name: &'a str,
    /// ISO 3166-1 alpha-3, or empty.
    pub country: &'a str,
    /// GeoNames first-level code, or empty.
    pub admin: &'a str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Thousands of people; 0 for fewer or unknown.
    pub people: u32,
    /// GeoNames identifier.
    pub geonameid: Option<u32>,
}

impl Entry<'_> {
    /// As the record has it.
    pub fn place(&self) -> Place {
        Place {
            name: self.name.to_string(),
            country: (!self.country.is_empty()).then(|| self.country.to_string()),
            lat: self.lat,
            lon: self.lon,
            geonameid: self.geonameid,
        }
    }

    /// Great-circle distance in kilometres (haversine, mean radius 6371 km).
    pub fn distance(&self, other: &Entry) -> f64 {
        distance((self.lat, self.lon), (other.lat, other.lon))
    }
}

/// Great-circle distance in kilometres between points in degrees (haversine, mean radius 6371 km).
pub fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// Places by name.
#[derive(Debug)]
pub struct Gazetteer {
    text: String,
    /// Hash of a key and the byte its row begins at, sorted.
    index: Vec<(u32, u32)>,
}

impl Gazetteer {
    /// The embedded table, unpacked at first use and kept.
    pub fn embedded() -> Result<&'static Gazetteer, GazetteerError> {
        static LOADED: OnceLock<Gazetteer> = OnceLock::new();
        if let Some(loaded) = LOADED.get() {
            return Ok(loaded);
        }
        let mut text = String::with_capacity(5 << 20);
        flate2::read::GzDecoder::new(TABLE).read_to_string(&mut text)?;
        let gazetteer = Gazetteer::read(text)?;
        Ok(LOADED.get_or_init(|| gazetteer))
    }

    /// From rows as `data/places/README.md` describes them.
    pub fn read(text: String) -> Result<Gazetteer, GazetteerError> {
        let mut index = Vec::with_capacity(text.len() / 24);
        let mut buffer = String::new();
        let mut at = 0;
        for (number, line) in text.lines().enumerate() {
            let mut columns = line.splitn(4, '\t');
            let (Some(_), Some(name), Some(keys), Some(_)) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            else {
                return Err(GazetteerError::Row { line: number + 1, reason: "columns are missing" });
            };
            let row = u32::try_from(at).map_err(|_| GazetteerError::Row {
                line: number + 1,
                reason: "the table is larger than 4 GiB",
            })?;
            index.push((name_hash(name, &mut buffer), row));
            index.extend(keys.split('|').filter(|k| !k.is_empty()).map(|k| (hash(k), row)));
            at += line.len() + 1;
        }
        index.sort_unstable();
        index.dedup();
        Ok(Gazetteer { text, index })
    }

    /// The places of a name, in order of the table; the flag tells a place's own name from an alternate.
    pub fn find(&self, name: &str) -> Vec<(Entry<'_>, bool)> {
        let key = fold(name);
        if key.len() < 2 {
            return Vec::new();
        }
        let wanted = hash(&key);
        let first = self.index.partition_point(|(h, _)| *h < wanted);
        let rows = self.index.get(first..).unwrap_or_default().iter().take_while(|(h, _)| *h == wanted);
        rows.filter_map(|(_, row)| {
            let entry = self.entry(*row)?;
            let own = fold(entry.name) == key;
            (own || self.has_key(*row, &key)).then_some((entry, own))
        })
        .collect()
    }

    /// The first-level region of a country (alpha-3) with a GeoNames code.
    pub fn region(&self, country: &str, admin: &str) -> Option<Entry<'_>> {
        let (country, admin) = (format!("\t{country}\t"), format!("\t{admin}\t"));
        let is_it = |line: &str| {
            line.starts_with("A\t")
                && line.contains(&country)
                && line.split(&country).nth(1).is_some_and(|rest| format!("\t{rest}").starts_with(&admin))
        };
        let row = self.text.lines().find(|l| is_it(l))?.as_ptr() as usize - self.text.as_ptr() as usize;
        self.entry(u32::try_from(row).ok()?)
    }

    /// Whether a place with this GeoNames identifier is in the table; reads it all, for scoring only.
    pub fn has_id(&self, geonameid: u32) -> bool {
        let ending = format!("\t{geonameid}");
        self.text.lines().any(|line| line.ends_with(&ending))
    }

    fn line(&self, row: u32) -> &str {
        self.text.get(row as usize..).and_then(|rest| rest.lines().next()).unwrap_or("")
    }

    fn has_key(&self, row: u32, key: &str) -> bool {
        self.line(row).split('\t').nth(2).is_some_and(|keys| keys.split('|').any(|k| k == key))
    }

    fn entry(&self, row: u32) -> Option<Entry<'_>> {
        let columns: Vec<&str> = self.line(row).split('\t').collect();
        let [kind, name, _, country, admin, lat, lon, people, geonameid] = columns[..] else { return None };
        let kind = match kind {
            "C" => PlaceKind::Country,
            "A" => PlaceKind::Region,
            "B" => PlaceKind::County,
            "R" => PlaceKind::Area,
            "O" => PlaceKind::Water,
            "K" => PlaceKind::Capital,
            _ => PlaceKind::Town,
        };
        Some(Entry {
            row,
            kind,
            name,
            country,
            admin,
            lat: lat.parse().ok()?,
            lon: lon.parse().ok()?,
            people: people.parse().ok()?,
            geonameid: geonameid.parse().ok(),
        })
    }
}

/// FNV-1a, 32 bits; rows with the same hash are told apart by their names.
fn hash(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The hash of a name's key. Plain names need no folding but of case: most of the table, read at every start.
fn name_hash(name: &str, buffer: &mut String) -> u32 {
    let plain = name.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
    if !plain || ["St", "Mt", "Ft"].iter().any(|w| name.contains(w)) {
        return hash(&fold(name));
    }
    buffer.clear();
    buffer.push_str(name);
    buffer.make_ascii_lowercase();
    hash(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_is_whole() {
        let gazetteer = Gazetteer::embedded().unwrap();
        for (number, line) in gazetteer.text.lines().enumerate() {
            assert_eq!(line.split('\t').count(), 9, "line {}", number + 1);
        }
        let rows = gazetteer.index.iter().map(|(_, row)| *row).collect::<std::collections::BTreeSet<_>>();
        assert!(rows.len() > 70_000);
        assert!(rows.iter().all(|row| gazetteer.entry(*row).is_some()));
    }

    #[test]
    fn names_lead_to_their_places() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let kinds = |name: &str| gazetteer.find(name).into_iter().map(|(e, _)| e.kind).collect::<Vec<_>>();
        assert!(
            kinds("Georgia").contains(&PlaceKind::Country) && kinds("Georgia").contains(&PlaceKind::Region)
        );
        assert!(kinds("Kiev").contains(&PlaceKind::Capital));
        assert!(kinds("Sahel").contains(&PlaceKind::Area));
        assert!(gazetteer.find("Qqqqqq").is_empty());
    }

    #[test]
    fn every_name_is_found_by_itself() {
        let gazetteer = Gazetteer::embedded().unwrap();
        for line in gazetteer.text.lines().step_by(37) {
            let name = line.split('\t').nth(1).unwrap();
            assert!(
                fold(name).len() < 2 || gazetteer.find(name).iter().any(|(e, own)| *own && e.name == name),
                "{name}"
            );
        }
    }

    #[test]
    fn distances_are_great_circles() {
        let paris_london = distance((48.85, 2.35), (51.51, -0.13));
        assert!((paris_london - 344.0).abs() < 3.0, "{paris_london}");
    }
}
