//! Actor codes of the TABARI and PETRARCH dictionaries: `USAGOV`, `IGOUNO`, `~MIL` (`data/actors/hand/codes.tsv`).

use std::collections::HashMap;
use std::str::FromStr;

use verbale_record::Sector;

const CODES: &str = include_str!("../../../../../data/actors/hand/codes.tsv");

/// What an actor code tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// ISO 3166-1 alpha-3, where the code begins with a country.
    pub country: Option<&'static str>,
    /// Sector; `None` where the code names a country alone (the state), a region, or groups without a role.
    pub sector: Option<Sector>,
}

impl Meaning {
    /// Whether the code is a country and nothing else.
    pub fn is_state(self) -> bool {
        self.country.is_some() && self.sector.is_none()
    }
}

#[derive(Clone, Copy)]
enum Part {
    Country(&'static str),
    World(Sector),
    Region,
    Role(Sector),
    Faith,
}

/// Reads codes by their parts of three letters.
pub struct Codes<'a> {
    parts: HashMap<&'static str, Part>,
    country: &'a dyn Fn(&str) -> Option<&'static str>,
}

impl<'a> Codes<'a> {
    /// `country` gives the ISO code of a country the book knows.
    pub fn new(country: &'a dyn Fn(&str) -> Option<&'static str>) -> Codes<'a> {
        let mut parts = HashMap::new();
        for row in CODES.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let [codes, reads, value] = row.split('\t').collect::<Vec<_>>()[..] else { continue };
            let part = match (reads, Sector::from_str(value)) {
                ("country", _) => Part::Country(value),
                ("world", Ok(sector)) => Part::World(sector),
                ("role", Ok(sector)) => Part::Role(sector),
                ("faith", _) => Part::Faith,
                _ => Part::Region,
            };
            parts.extend(codes.split(';').map(|code| (code, part)));
        }
        Codes { parts, country }
    }

    /// What an actor's code means.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in words.
    pub fn actor(&self, code: &str) -> Result<Meaning, String> {
        let parts = split(code)?;
        let Some((first, rest)) = parts.split_first() else { return Err("the code is empty".into()) };
        let own = self.parts.get(first);
        if let Some(country) = (self.country)(first).or(own.and_then(|p| p.country())) {
            return Ok(Meaning { country: Some(country), sector: self.group_or_role(rest) });
        }
        match own.copied().or_else(|| Sector::from_str(first).ok().map(Part::Role)) {
            Some(Part::World(sector)) => {
                Ok(Meaning { country: None, sector: Some(self.refined(sector, rest)) })
            }
            Some(Part::Role(sector)) => Ok(Meaning { country: None, sector: Some(sector) }),
            Some(Part::Faith) => Ok(Meaning { country: None, sector: self.role(rest).or(Some(Sector::Rel)) }),
            Some(Part::Region | Part::Country(_)) => Ok(Meaning { country: None, sector: self.role(rest) }),
            None => {
                Err(format!("\"{first}\" in the code \"{code}\" is no country, sector or CAMEO actor code"))
            }
        }
    }

    /// The sector of an agent's code, its tilde taken off.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in words.
    pub fn agent(&self, code: &str) -> Result<Sector, String> {
        let parts = split(code)?;
        self.role(&parts).ok_or_else(|| format!("the code \"{code}\" names no sector"))
    }

    /// Of what follows a country: a role, else a group without one ("AFGTAL"); nothing is the state.
    fn group_or_role(&self, parts: &[&str]) -> Option<Sector> {
        if parts.is_empty() { None } else { Some(self.role(parts).unwrap_or(Sector::Unk)) }
    }

    /// The first part that names a role; a faith counts where none does.
    fn role(&self, parts: &[&str]) -> Option<Sector> {
        let role = |part: &&str| match self.parts.get(*part) {
            Some(Part::Role(sector) | Part::World(sector)) => Some(*sector),
            Some(_) => None,
            None => Sector::from_str(part).ok(),
        };
        let faith = |part: &&str| matches!(self.parts.get(*part), Some(Part::Faith)).then_some(Sector::Rel);
        parts.iter().find_map(role).or_else(|| parts.iter().find_map(faith))
    }

    /// "IGOUNO" is the United Nations, "IGOEUREEC" the European Union; otherwise the first part decides.
    fn refined(&self, first: Sector, rest: &[&str]) -> Sector {
        let world = rest.iter().find_map(|part| match self.parts.get(part) {
            Some(Part::World(sector @ (Sector::Uno | Sector::Eur))) => Some(*sector),
            _ => None,
        });
        world.filter(|_| first == Sector::Igo).unwrap_or(first)
    }
}

impl Part {
    fn country(&self) -> Option<&'static str> {
        match self {
            Part::Country(iso) => Some(iso),
            _ => None,
        }
    }
}

fn split(code: &str) -> Result<Vec<&str>, String> {
    let letters = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !letters || code.is_empty() || !code.len().is_multiple_of(3) {
        return Err(format!("the code \"{code}\" is not made of parts of three capital letters"));
    }
    Ok((0..code.len()).step_by(3).filter_map(|at| code.get(at..at + 3)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str) -> String {
        let country = |code: &str| ["PER", "CHL", "SUN"].into_iter().find(|c| *c == code);
        match Codes::new(&country).actor(code) {
            Ok(m) => format!("{} {}", m.country.unwrap_or("-"), m.sector.map_or("-", |s| s.as_str())),
            Err(error) => error,
        }
    }

    #[test]
    fn codes_give_country_and_sector() {
        let cases = [
            ("PER", "PER -"),
            ("PERGOV", "PER GOV"),
            ("PERMILNAV", "PER MIL"),
            ("PERMED", "PER JRN"),
            ("PERHLH", "PER MED"),
            ("PERMOSREB", "PER REB"),
            ("PERCTH", "PER REL"),
            ("PERINC", "PER UNK"),
            ("ROMGOV", "ROU GOV"),
            ("IGO", "- IGO"),
            ("IGOUNOWHO", "- UNO"),
            ("IGOEUREEC", "- EUR"),
            ("NGOHLHIRC", "- NGO"),
            ("IMGMOSALQ", "- IMG"),
            ("MEAREB", "- REB"),
            ("MEA", "- -"),
            ("CTHCTH", "- REL"),
            ("SUNGOV", "SUN GOV"),
            ("GOV", "- GOV"),
        ];
        for (code, meaning) in cases {
            assert_eq!(read(code), meaning, "{code}");
        }
    }

    #[test]
    fn codes_that_mean_nothing_say_why() {
        assert_eq!(
            read("QQQGOV"),
            "\"QQQ\" in the code \"QQQGOV\" is no country, sector or CAMEO actor code"
        );
        assert_eq!(read("PERGO"), "the code \"PERGO\" is not made of parts of three capital letters");
        assert_eq!(read(""), "the code \"\" is not made of parts of three capital letters");
    }
}
