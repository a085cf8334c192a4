//! Questions on events.

use std::collections::{BTreeSet, HashMap};

use verbale_record::output::EventRecord;
use verbale_record::{Context, EventType, Mode, Quad, Status};

use super::{AskedSides, Conditions, LinkScan, Sides, asked_day, has_words, status_list, type_list};
use crate::add::numbers_in;
use crate::database::{Database, Row};
use crate::numbers::{Numbered, context_bits};
use crate::{Store, StoreError, days, rebuild};

/// What is asked of events. What is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventsQuery {
    /// Who and whom.
    pub sides: AskedSides,
    /// Types.
    pub types: Vec<EventType>,
    /// Modes.
    pub modes: Vec<Mode>,
    /// Quad classes.
    pub quads: Vec<Quad>,
    /// Contexts, all of them.
    pub contexts: Vec<Context>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Whether background is left out (`Some(false)`), or nothing else wanted (`Some(true)`).
    pub historical: Option<bool>,
    /// First day, ISO 8601.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// A country code, or the beginning of a place's name.
    pub place: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Words of the sentence: all of them; `"…"` a run of words, `word*` a beginning.
    pub text: Option<String>,
    /// Least confidence.
    pub confidence: Option<f64>,
    /// Every report, not every happening once.
    pub reports: bool,
    /// Oldest first.
    pub oldest_first: bool,
    /// Facts to pass over.
    pub offset: usize,
    /// Facts to give.
    pub limit: usize,
}

/// What is shown of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleHead {
    /// Identifier.
    pub id: String,
    /// Date of publication.
    pub date: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// An event found, with what its happening is told by.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundEvent {
    /// Number in the store.
    pub number: i64,
    /// Number of the happening.
    pub happening: i64,
    /// The event.
    pub event: EventRecord,
    /// The sentence that tells it.
    pub sentence: String,
    /// Its article.
    pub article: ArticleHead,
    /// Events that tell the same happening, this one with them.
    pub reports: usize,
    /// Articles that do, copies of one text once.
    pub articles: usize,
    /// Publishers that do.
    pub sources: usize,
    /// First and last day that the reports give it.
    pub days: Option<(String, String)>,
}

/// A page of events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventsPage {
    /// The events.
    pub events: Vec<FoundEvent>,
    /// Whether there are more.
    pub more: bool,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCounts {
    /// Happenings.
    pub happenings: usize,
    /// Events that tell them.
    pub reports: usize,
}

/// Events looked through at once while happenings are told apart.
const STEP: usize = 400;

impl Store {
    /// The events that answer a question, newest first; each happening once unless reports are asked for.
    pub fn events(&mut self, query: &EventsQuery) -> Result<EventsPage, StoreError> {
        let sides = query.sides.resolve(&mut self.database)?;
        let wanted = query.limit.saturating_add(1);
        let mut chosen: Vec<(i64, i64)> = Vec::new();
        let mut seen: BTreeSet<i64> = BTreeSet::new();
        let (mut passed, mut from) = (0, None);
        loop {
            let step = if query.reports { wanted.saturating_add(query.offset).min(STEP * 10) } else { STEP };
            let rows = self.event_numbers(query, &sides, from, step)?;
            for row in &rows {
                let (number, happening) = (row.number(0), row.number(2));
                let key = if query.reports { number } else { happening };
                if !seen.insert(key) {
                    continue;
                }
                if passed < query.offset {
                    passed += 1;
                } else if chosen.len() < wanted {
                    chosen.push((number, happening));
                }
            }
            from = rows.last().map(|r| (r.number(1), r.number(0)));
            if rows.len() < step || chosen.len() >= wanted {
                break;
            }
        }
        let more = chosen.len() > query.limit;
        chosen.truncate(query.limit);
        Ok(EventsPage { events: self.found_events(&chosen)?, more })
    }

    /// How many happenings and reports answer a question.
    pub fn count_events(&mut self, query: &EventsQuery) -> Result<EventCounts, StoreError> {
        let sides = query.sides.resolve(&mut self.database)?;
        let (sql, conditions) = selection(&mut self.database, query, &sides, None)?;
        let count = format!("SELECT COUNT(*), COUNT(DISTINCT happening) FROM ({sql}) AS found");
        let row = self.database.fetch_one(&count, conditions.values())?;
        Ok(row
            .map_or(EventCounts::default(), |r| EventCounts { reports: r.index(0), happenings: r.index(1) }))
    }

    /// Number, day and happening of events after `from` (day, number) in the order asked.
    fn event_numbers(
        &mut self,
        query: &EventsQuery,
        sides: &Sides,
        from: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let (sql, conditions) = selection(&mut self.database, query, sides, from)?;
        let order = if query.oldest_first { "day ASC, event ASC" } else { "day DESC, event DESC" };
        self.database.fetch(&format!("{sql} ORDER BY {order} LIMIT {limit}"), conditions.values())
    }

    fn found_events(&mut self, chosen: &[(i64, i64)]) -> Result<Vec<FoundEvent>, StoreError> {
        let numbers: Vec<i64> = chosen.iter().map(|(n, _)| *n).collect();
        let mut happenings: Vec<i64> = chosen.iter().map(|(_, h)| *h).collect();
        happenings.sort_unstable();
        happenings.dedup();
        let told = rebuild::events(&mut self.database, &numbers)?;
        let heads = heads(&mut self.database, &told.iter().map(|t| t.article).collect::<Vec<_>>())?;
        let spread = self.spread(&happenings)?;
        let happening: HashMap<i64, i64> = chosen.iter().copied().collect();
        let found = told.into_iter().map(|t| {
            let happening = happening.get(&t.number).copied().unwrap_or(t.number);
            let spread = spread.get(&happening).cloned().unwrap_or_default();
            FoundEvent {
                number: t.number,
                happening,
                event: t.fact,
                sentence: t.sentence,
                article: heads.get(&t.article).cloned().unwrap_or_default(),
                reports: spread.reports,
                articles: spread.articles.len(),
                sources: spread.sources.len(),
                days: spread.days.and_then(|(a, b)| Some((days::iso(a)?, days::iso(b)?))),
            }
        });
        Ok(found.collect())
    }

    /// What the reports of happenings say, by happening.
    fn spread(&mut self, happenings: &[i64]) -> Result<HashMap<i64, Spread>, StoreError> {
        let select = "e.happening, a.copy_of, a.source, e.day FROM events e JOIN articles a ON a.number = e.article \
                      WHERE e.state = 0 AND e.happening";
        let mut spread: HashMap<i64, Spread> = HashMap::new();
        for row in numbers_in(&mut self.database, select, happenings)? {
            let of = spread.entry(row.number(0)).or_default();
            of.reports += 1;
            of.articles.insert(row.number(1));
            of.sources.extend(row.int(2));
            let day = row.number(3);
            if day != days::UNKNOWN_DAY {
                let (first, last) = of.days.unwrap_or((day, day));
                of.days = Some((first.min(day), last.max(day)));
            }
        }
        Ok(spread)
    }

    /// All reports of a happening, given by the number of one of its events; oldest first.
    pub fn reports(&mut self, event: i64) -> Result<Vec<FoundEvent>, StoreError> {
        let sql = "SELECT number, happening FROM events WHERE state = 0 AND happening = \
                   (SELECT happening FROM events WHERE number = $1) ORDER BY day, number";
        let rows = self.database.fetch(sql, &[event.into()])?;
        self.found_events(&rows.iter().map(|r| (r.number(0), r.number(1))).collect::<Vec<_>>())
    }
}

#[derive(Clone, Default)]
struct Spread {
    reports: usize,
    articles: BTreeSet<i64>,
    sources: BTreeSet<i64>,
    days: Option<(i64, i64)>,
}

/// What is shown of articles, by number.
pub(super) fn heads(
    database: &mut Database,
    articles: &[i64],
) -> Result<HashMap<i64, ArticleHead>, StoreError> {
    let mut articles = articles.to_vec();
    articles.sort_unstable();
    articles.dedup();
    let select = "a.number, a.id, a.day, s.word, a.title, a.url FROM articles a LEFT JOIN words s ON s.number = a.source \
                  WHERE a.number";
    let head = |row: Row| {
        let head = ArticleHead {
            id: row.string(1).unwrap_or_default(),
            date: row.int(2).and_then(days::iso),
            source: row.string(3),
            title: row.string(4),
            url: row.string(5),
        };
        (row.number(0), head)
    };
    Ok(numbers_in(database, select, &articles)?.into_iter().map(head).collect())
}

/// The SQL that gives event, day and happening of what answers: the union of the scans of links, or the events.
fn selection(
    database: &mut Database,
    query: &EventsQuery,
    sides: &Sides,
    from: Option<(i64, i64)>,
) -> Result<(String, Conditions), StoreError> {
    let conditions = conditions(database, query)?;
    let scans = sides.scans();
    if scans.is_empty() {
        let after = after(query, from, "e.day", "e.number");
        let filter = format!("WHERE e.state = 0{}{}{after}", range(query, "e.day")?, conditions.more());
        let sql = format!(
            "SELECT e.number AS event, e.day AS day, e.happening AS happening FROM events e {filter}"
        );
        return Ok((sql, conditions));
    }
    let range = range(query, "l.day")?;
    let after = after(query, from, "l.day", "l.event");
    let one = |scan: &LinkScan| {
        let sides: String = scan.conditions.iter().map(|c| format!("{c} AND ")).collect();
        // Most questions need nothing but the links.
        let join = if needs_events(query) { " JOIN events e ON e.number = l.event" } else { "" };
        let of_link = link_conditions(query);
        let of_event = if needs_events(query) { conditions.more() } else { String::new() };
        format!(
            "SELECT l.event AS event, l.day AS day, l.happening AS happening FROM {} l{join} \
             WHERE {sides}l.flags < 8{range}{of_link}{of_event}{after}",
            scan.table
        )
    };
    let sql = scans.iter().map(one).collect::<Vec<_>>().join(" UNION ");
    // Several actors of one event give several links.
    let sql = if scans.len() == 1 { sql.replacen("SELECT", "SELECT DISTINCT", 1) } else { sql };
    Ok((sql, conditions))
}

/// Conditions that links carry themselves.
fn link_conditions(query: &EventsQuery) -> String {
    let mut of_link = String::new();
    let types = wanted_types(query);
    if !types.is_empty() {
        of_link += &format!(" AND l.type IN ({})", type_list(&types));
    }
    if !query.modes.is_empty() {
        let modes: Vec<String> = query.modes.iter().map(|m| m.number().to_string()).collect();
        of_link += &format!(" AND l.mode IN ({})", modes.join(","));
    }
    if !query.statuses.is_empty() {
        of_link += &format!(" AND l.flags % 4 IN ({})", status_list(&query.statuses));
    }
    if let Some(historical) = query.historical {
        of_link += &format!(" AND l.flags / 4 % 2 = {}", i64::from(historical));
    }
    of_link
}

/// Types asked for by themselves or by quad class.
fn wanted_types(query: &EventsQuery) -> Vec<EventType> {
    let by_quad = EventType::LIST.iter().copied().filter(|t| query.quads.contains(&t.quad()));
    match (query.types.is_empty(), query.quads.is_empty()) {
        (_, true) => query.types.clone(),
        (true, false) => by_quad.collect(),
        (false, false) => by_quad.filter(|t| query.types.contains(t)).collect(),
    }
}

fn needs_events(query: &EventsQuery) -> bool {
    !query.contexts.is_empty()
        || query.place.is_some()
        || query.source.is_some()
        || query.text.is_some()
        || query.confidence.is_some()
}

fn range(query: &EventsQuery, day: &str) -> Result<String, StoreError> {
    let since = asked_day(query.since.as_ref())?.map(|d| format!(" AND {day} >= {d}"));
    let until = asked_day(query.until.as_ref())?
        .map(|d| format!(" AND {day} <= {d} AND {day} > {}", days::UNKNOWN_DAY));
    Ok(since.unwrap_or_default() + &until.unwrap_or_default())
}

/// Goes on after an event; written so that an index on the day serves.
fn after(query: &EventsQuery, from: Option<(i64, i64)>, day: &str, number: &str) -> String {
    let Some((last_day, last)) = from else { return String::new() };
    let (or_equal, beyond) = if query.oldest_first { (">=", ">") } else { ("<=", "<") };
    format!(" AND {day} {or_equal} {last_day} AND ({day} {beyond} {last_day} OR {number} {beyond} {last})")
}

/// Conditions on the event and its article.
fn conditions(database: &mut Database, query: &EventsQuery) -> Result<Conditions, StoreError> {
    let mut c = Conditions::default();
    let types = wanted_types(query);
    if !types.is_empty() {
        c.add(format!("e.type IN ({})", type_list(&types)));
    } else if !query.quads.is_empty() {
        c.add("1 = 0");
    }
    if !query.modes.is_empty() {
        let modes: Vec<String> = query.modes.iter().map(|m| m.number().to_string()).collect();
        c.add(format!("e.mode IN ({})", modes.join(",")));
    }
    if !query.statuses.is_empty() {
        c.add(format!("e.status IN ({})", status_list(&query.statuses)));
    }
    if let Some(historical) = query.historical {
        c.add(format!("e.historical = {}", i64::from(historical)));
    }
    if !query.contexts.is_empty() {
        let bits = context_bits(&query.contexts);
        c.add(format!("e.contexts & {bits} = {bits}"));
    }
    if let Some(confidence) = query.confidence {
        c.add(format!("e.confidence >= {}", (confidence * 100.0).round() as i64));
    }
    if let Some(place) = &query.place {
        let is_code = place.len() == 3 && place.bytes().all(|b| b.is_ascii_uppercase());
        if is_code {
            let sql = "e.place IN (SELECT p.number FROM places p JOIN countries c ON c.number = p.country WHERE c.code = {})";
            c.with(sql, place.as_str());
        } else {
            c.with(
                "e.place IN (SELECT number FROM places WHERE LOWER(name) LIKE {})",
                format!("{}%", place.to_lowercase()),
            );
        }
    }
    if let Some(source) = &query.source {
        let sql = "e.article IN (SELECT a.number FROM articles a JOIN words s ON s.number = a.source WHERE s.word = {})";
        c.with(sql, source.as_str());
    }
    if let Some(text) = &query.text {
        let (condition, search) = has_words(database, "e.article * 1048576 + e.sentence", text)?;
        c.with(&condition, search);
    }
    Ok(c)
}
