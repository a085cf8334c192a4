//! Which of the places of a name is meant.

use std::collections::BTreeMap;

use verbale_record::Document;

use super::fold::fold;
use super::gazetteer::{Entry, PlaceKind};
use super::spot::Spot;
use super::words::Words;

/// Names with more candidates than this are weighed by their largest only.
const CANDIDATES: usize = 40;
/// Two places nearer than this (km) speak for each other: the reach of a province.
const NEAR: f64 = 150.0;

/// Spots further apart than this many do not speak for each other; bounds the work on long texts.
const WINDOW: usize = 60;

/// One place for each spot, or none where only a small town in a country that the article is not about bears the name.
pub(super) fn choose<'g>(document: &Document, spots: &[Spot<'g>], words: &Words) -> Vec<Option<Entry<'g>>> {
    let candidates: Vec<Vec<(Entry, f64)>> = spots.iter().map(|s| weighed(document, s, words)).collect();
    let beside: Vec<Option<Beside>> =
        (0..spots.len()).map(|i| beside(document, spots, &candidates, i, words)).collect();
    let pinned = pinned(spots, &beside);
    let pin = |i: usize| beside[i].as_ref().or_else(|| pinned.get(&fold(&spots[i].text)).copied());
    let mut chosen: Vec<usize> = candidates.iter().map(|c| best(c, |_| 0.0)).collect();
    let adjectives = adjectives(document, words);
    let mut told = Told::default();
    for _ in 0..2 {
        told = Told::of(spots, &candidates, &chosen, &beside, &adjectives);
        let listed: Vec<Option<String>> =
            (0..spots.len()).map(|i| listed(document, spots, &candidates, &chosen, i)).collect();
        chosen = (0..spots.len())
            .map(|i| {
                let holds = i.checked_sub(1).and_then(|b| beside[b].as_ref()).and_then(|b| b.holder);
                best(&candidates[i], |e| {
                    let in_list = e.kind == PlaceKind::Region && listed[i].as_deref() == Some(e.country);
                    told.context(&spots[i].text, e)
                        + nearby(e, i, spots, &candidates, &chosen)
                        + pin(i).map_or(0.0, |p| p.fit(e))
                        + if holds == Some(e.row) { 8.0 } else { 0.0 }
                        + if in_list { 4.0 } else { 0.0 }
                })
            })
            .collect();
    }
    (0..spots.len())
        .map(|i| {
            let entry = candidates[i][chosen[i]].0;
            (pin(i).is_some() || !told.is_stray(&spots[i].text, &entry)).then_some(entry)
        })
        .collect()
}

/// Countries by their adjectives and peoples in the text, with how often.
fn adjectives(document: &Document, words: &Words) -> BTreeMap<&'static str, usize> {
    let mut told = BTreeMap::new();
    for token in document.sentences.iter().flat_map(|s| &s.tokens) {
        if let Some(country) = words.adjective(&token.form) {
            *told.entry(country).or_insert(0) += 1;
        }
    }
    told
}

/// The country of the first-level regions that a name is listed with: "Florida, Georgia and Alabama".
fn listed(
    document: &Document,
    spots: &[Spot],
    candidates: &[Vec<(Entry, f64)>],
    chosen: &[usize],
    at: usize,
) -> Option<String> {
    let neighbours = [at.checked_sub(1), Some(at + 1)];
    neighbours.into_iter().flatten().filter(|n| *n < spots.len()).find_map(|n| {
        let (left, right) = (&spots[n.min(at)], &spots[n.max(at)]);
        let tokens = &document.sentences.get(left.sentence)?.tokens;
        let joined = left.sentence == right.sentence
            && (left.last + 1..right.first)
                .all(|i| tokens.get(i).is_some_and(|t| matches!(t.form.as_str(), "," | "and" | "or")))
            && left.last + 1 < right.first;
        let entry = candidates[n][chosen[n]].0;
        (joined && entry.kind == PlaceKind::Region).then(|| entry.country.to_string())
    })
}

/// Candidates with what their size and kind speak for, largest first, never empty.
fn weighed<'g>(document: &Document, spot: &Spot<'g>, words: &Words) -> Vec<(Entry<'g>, f64)> {
    let sentence = document.sentences.get(spot.sentence);
    let form = |i: Option<usize>| i.and_then(|i| sentence?.tokens.get(i)).map_or("", |t| t.form.as_str());
    let unit = words.unit(form(Some(spot.last + 1)))
        || words.unit(form(spot.first.checked_sub(2))) && form(spot.first.checked_sub(1)) == "of";
    // where a known place owns the name, others that bear it beside their own step back
    let owned = spot.entries.iter().any(|(e, own)| *own && super::spot::prominence(e) >= 2);
    let foreign = |e: &Entry, own: bool| {
        let city = e.name.strip_suffix(" City").is_some_and(|n| n.eq_ignore_ascii_case(&spot.text));
        if own {
            0.0
        } else if city {
            0.3
        } else if owned {
            2.0
        } else {
            0.5
        }
    };
    let mut weighed: Vec<(Entry, f64)> =
        spot.entries.iter().map(|(e, own)| (*e, size(e, unit) - foreign(e, *own))).collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.row.cmp(&b.0.row)));
    weighed.truncate(CANDIDATES);
    weighed
}

/// Logarithm of the people, with what its kind adds: a country outweighs its namesakes, a region its town only when it is
/// eight times larger, or called a region.
fn size(entry: &Entry, unit: bool) -> f64 {
    let people = (f64::from(entry.people) + 1.0).log10();
    match entry.kind {
        PlaceKind::Country => 6.0 + people / 4.0,
        PlaceKind::Water => 5.0,
        PlaceKind::Area => 4.8,
        PlaceKind::Capital => people + 1.2,
        PlaceKind::Town => people,
        PlaceKind::Region => people - 0.9 + if unit { 2.5 } else { 0.0 },
        PlaceKind::County => people - 1.2 + if unit { 3.0 } else { 0.0 },
    }
}

fn best(candidates: &[(Entry, f64)], extra: impl Fn(&Entry) -> f64) -> usize {
    let score = |i: usize| candidates[i].1 + extra(&candidates[i].0);
    (0..candidates.len()).reduce(|a, b| if score(b) > score(a) { b } else { a }).unwrap_or(0)
}

/// What stands beside a name and holds it: a country or first-level region.
#[derive(Clone, Debug)]
struct Beside {
    country: String,
    admin: Option<String>,
    /// Row of the holder, where it stands as the next name.
    holder: Option<u32>,
}

impl Beside {
    fn fit(&self, entry: &Entry) -> f64 {
        let country = entry.country == self.country;
        match &self.admin {
            Some(admin)
                if country
                    && entry.admin == *admin
                    && !matches!(entry.kind, PlaceKind::Country | PlaceKind::Region) =>
            {
                8.0
            }
            None if country && entry.kind != PlaceKind::Country => 6.0,
            Some(_) if country => 1.0,
            _ => 0.0,
        }
    }
}

/// "Long Beach, California", "Tripoli, Lebanon", "Toledo (Ohio)", "Springfield, Ill.", "in Tripoli in Lebanon".
fn beside(
    document: &Document,
    spots: &[Spot],
    candidates: &[Vec<(Entry, f64)>],
    at: usize,
    words: &Words,
) -> Option<Beside> {
    let spot = &spots[at];
    let tokens = &document.sentences.get(spot.sentence)?.tokens;
    let form = |i: usize| tokens.get(i).map_or("", |t| t.form.as_str());
    let gap = match form(spot.last + 1) {
        "," | "(" => 2,
        "in" => 2 + usize::from(form(spot.last + 2) == "the"),
        "'s" | "’s" => return None,
        _ => return None,
    };
    if let Some((country, admin)) = words.state(form(spot.last + gap)).filter(|_| form(spot.last + 1) != "in")
    {
        return Some(Beside { country: country.into(), admin: Some(admin.into()), holder: None });
    }
    // over words as "northern" between: "Aleppo, in northern Syria"
    let limit = spot.last + gap + 3;
    let mut nearest = spots.get(at + 1).filter(|s| s.sentence == spot.sentence && s.first <= limit)?;
    let between = |s: &Spot| {
        (spot.last + 1..s.first)
            .all(|i| matches!(form(i), "," | "(" | "in" | "the") || words.compass(form(i)))
    };
    let mut index = at + 1;
    // "Aurora, Douglas County, Colorado": the county says less than the state
    if let Some(further) = spots.get(at + 2).filter(|s| {
        s.sentence == spot.sentence && s.first == nearest.last + 2 && form(nearest.last + 1) == ","
    }) && candidates[at + 1].first().is_some_and(|(e, _)| e.kind == PlaceKind::County)
    {
        nearest = further;
        index = at + 2;
    } else if !between(nearest) {
        return None;
    }
    let holders = candidates[index]
        .iter()
        .map(|(e, _)| e)
        .filter(|e| matches!(e.kind, PlaceKind::Country | PlaceKind::Region));
    let mine = || candidates[at].iter().map(|(e, _)| e);
    let fits = holders.filter(|h| {
        mine().any(|m| {
            m.row != h.row
                && m.country == h.country
                && m.kind != PlaceKind::Country
                && (h.kind == PlaceKind::Country || m.admin == h.admin && m.kind != PlaceKind::Region)
        })
    });
    let holder = fits.max_by_key(|h| h.kind == PlaceKind::Country && nearest.text != "Georgia")?;
    let admin = (holder.kind == PlaceKind::Region).then(|| holder.admin.to_string());
    Some(Beside {
        country: holder.country.to_string(),
        admin,
        holder: (index == at + 1).then_some(holder.row),
    })
}

/// What is told beside a name once holds for it in the whole article.
fn pinned<'a>(spots: &[Spot], beside: &'a [Option<Beside>]) -> BTreeMap<String, &'a Beside> {
    let mut pins = BTreeMap::new();
    for (spot, beside) in spots.iter().zip(beside) {
        if let Some(beside) = beside {
            pins.entry(fold(&spot.text)).or_insert(beside);
        }
    }
    pins
}

/// How much the article speaks of each country and region, and what each name adds to that.
#[derive(Default)]
struct Told {
    all: BTreeMap<(String, String), f64>,
    own: BTreeMap<(String, String, String), f64>,
    total: f64,
}

impl Told {
    /// Names told again count less and less; sure ones more than guessed ones.
    fn of(
        spots: &[Spot],
        candidates: &[Vec<(Entry, f64)>],
        chosen: &[usize],
        beside: &[Option<Beside>],
        adjectives: &BTreeMap<&'static str, usize>,
    ) -> Told {
        let mut told = Told::default();
        for (country, times) in adjectives {
            told.add("", country, "", (1..=*times.min(&10)).map(|n| 0.7 / n as f64).sum());
        }
        let mut seen: BTreeMap<(&str, u32), f64> = BTreeMap::new();
        for i in 0..spots.len() {
            let entry = &candidates[i][chosen[i]].0;
            let times = seen.entry((spots[i].text.as_str(), entry.row)).or_insert(0.0);
            *times += 1.0;
            let sure: f64 = match (entry.kind, candidates[i].len()) {
                (PlaceKind::Country, _) => 1.0,
                (_, 1) => 0.7,
                _ if beside[i].is_some() => 1.0,
                _ => 0.4,
            };
            told.add(&spots[i].text, entry.country, "", sure / *times);
            if entry.kind != PlaceKind::Country && !entry.admin.is_empty() {
                told.add(&spots[i].text, entry.country, entry.admin, sure / *times);
            }
        }
        told
    }

    fn add(&mut self, name: &str, country: &str, admin: &str, weight: f64) {
        let (country, admin) = (country.to_string(), admin.to_string());
        if admin.is_empty() {
            self.total += weight;
        }
        *self.own.entry((name.to_string(), country.clone(), admin.clone())).or_default() += weight;
        *self.all.entry((country, admin)).or_default() += weight;
    }

    /// The weight of a country, or of a region in it, without what the name itself adds.
    fn share(&self, name: &str, country: &str, admin: &str) -> f64 {
        let all = self.all.get(&(country.to_string(), admin.to_string())).copied().unwrap_or(0.0);
        let own = self.own.get(&(name.to_string(), country.to_string(), admin.to_string())).copied();
        all - own.unwrap_or(0.0)
    }

    /// What the rest of the article speaks for.
    fn context(&self, name: &str, entry: &Entry) -> f64 {
        if entry.country.is_empty() {
            return 0.0;
        }
        let country = (self.share(name, entry.country, "") / 2.0).min(1.0) * 1.5;
        if entry.admin.is_empty() || entry.kind == PlaceKind::Country {
            return country;
        }
        country + (self.share(name, entry.country, entry.admin) / 2.0).min(1.0) * 1.2
    }

    /// A town below 100,000 in a country that nothing else tells of, where the article tells of others.
    fn is_stray(&self, name: &str, entry: &Entry) -> bool {
        let small = matches!(entry.kind, PlaceKind::Town | PlaceKind::County) && entry.people < 100;
        let own = self.own.get(&(name.to_string(), entry.country.to_string(), String::new())).copied();
        small && self.share(name, entry.country, "") < 0.05 && self.total - own.unwrap_or(0.0) >= 1.0
    }
}

/// What other places nearby speak for.
fn nearby(
    entry: &Entry,
    at: usize,
    spots: &[Spot],
    candidates: &[Vec<(Entry, f64)>],
    chosen: &[usize],
) -> f64 {
    if matches!(entry.kind, PlaceKind::Country | PlaceKind::Area | PlaceKind::Water) {
        return 0.0;
    }
    let mut near: Vec<&str> = Vec::new();
    let (from, to) = (at.saturating_sub(WINDOW), (at + WINDOW).min(spots.len()));
    for (i, spot) in spots.iter().enumerate().take(to).skip(from) {
        if i == at || spot.text == spots[at].text || near.contains(&spot.text.as_str()) {
            continue;
        }
        let other = &candidates[i][chosen[i]].0;
        let local = matches!(other.kind, PlaceKind::Town | PlaceKind::Capital | PlaceKind::County);
        if local && other.row != entry.row && other.distance(entry) < NEAR {
            near.push(&spot.text);
        }
    }
    0.5 * (near.len().min(3) as f64)
}
