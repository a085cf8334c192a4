//! Records made again from the rows: what was added comes back.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use verbale_record::output::*;
use verbale_record::{
    ActorKind, ClaimSays, DateBasis, EventType, MentionHow, Mode, RelationKind, RelationState, Sector, Status,
};

use crate::StoreError;
use crate::add::rows::mention_spans;
use crate::add::{char_starts, numbers_in, slice};
use crate::database::{Database, Row};
use crate::days;
use crate::numbers::{Numbered, contexts};

/// An event with the words that tell it.
pub struct Told<T> {
    /// Its number in the store.
    pub number: i64,
    /// The fact.
    pub fact: T,
    /// Number of its article.
    pub article: i64,
    /// The sentence, white space made plain; empty where the text is not kept.
    pub sentence: String,
}

/// Events by number, in the order asked.
pub fn events(database: &mut Database, numbers: &[i64]) -> Result<Vec<Told<EventRecord>>, StoreError> {
    let select = by_number(EVENTS);
    let rows = grouped(numbers_in(database, &select, numbers)?)?;
    let sides = sides(database, "event", &rows)?;
    let words = Words::of(database, &rows, 9)?;
    let told = |row: &Row| {
        let (article, sentence) = (row.number(0), row.index(9));
        let fact = words.rebuilder(article).event(row, &sides);
        Told { number: row.number(1), fact, article, sentence: words.sentence(article, sentence) }
    };
    Ok(asked_order(&rows, numbers).into_iter().map(told).collect())
}

/// Statements by number, in the order asked.
pub fn statements(
    database: &mut Database,
    numbers: &[i64],
) -> Result<Vec<Told<StatementRecord>>, StoreError> {
    let select = by_number(STATEMENTS);
    let rows = grouped(numbers_in(database, &select, numbers)?)?;
    let sides = sides(database, "statement", &rows)?;
    let words = Words::of(database, &rows, 3)?;
    let told = |row: &Row| {
        let (article, sentence) = (row.number(0), row.index(3));
        let fact = words.rebuilder(article).statement(row, &sides);
        // What is said, whole: it may be more than the sentence of the cue.
        let said: Vec<String> =
            fact.content.iter().map(|s| words.rebuilder(article).words(s.start, s.end)).collect();
        let said = if said.is_empty() { words.sentence(article, sentence) } else { said.join(" … ") };
        Told { number: row.number(1), fact, article, sentence: plain(&said) }
    };
    Ok(asked_order(&rows, numbers).into_iter().map(told).collect())
}

fn by_number(select: &str) -> String {
    select.strip_suffix("f.article").map_or(select.to_owned(), |s| format!("{s}f.number"))
}

fn asked_order<'r>(rows: &'r Groups, numbers: &[i64]) -> Vec<&'r Row> {
    let by_number: HashMap<i64, &Row> = rows.values().flatten().map(|r| (r.number(1), r)).collect();
    numbers.iter().filter_map(|n| by_number.get(n).copied()).collect()
}

/// White space made plain.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Texts of some articles, with their sentences.
struct Words {
    texts: HashMap<i64, (String, Vec<usize>)>,
    sentences: HashMap<(i64, i64), (usize, usize)>,
}

impl Words {
    /// Of the articles of facts, whose sentence is in column `sentence`.
    fn of(database: &mut Database, facts: &Groups, sentence: usize) -> Result<Words, StoreError> {
        let mut articles: Vec<i64> = facts.keys().copied().collect();
        articles.sort_unstable();
        let texts = numbers_in(database, "article, text FROM texts WHERE article", &articles)?;
        let text = |row: &Row| {
            let text = row.string(1).unwrap_or_default();
            let starts = char_starts(&text);
            (row.number(0), (text, starts))
        };
        let wanted: HashMap<i64, Vec<i64>> =
            facts.iter().map(|(a, rows)| (*a, rows.iter().map(|r| r.number(sentence)).collect())).collect();
        let select = "article, number, start_char, end_char FROM sentences WHERE article";
        let rows = numbers_in(database, select, &articles)?;
        let of_fact =
            rows.iter().filter(|r| wanted.get(&r.number(0)).is_some_and(|w| w.contains(&r.number(1))));
        let sentences = of_fact.map(|r| ((r.number(0), r.number(1)), (r.index(2), r.index(3)))).collect();
        Ok(Words { texts: texts.iter().map(text).collect(), sentences })
    }

    fn rebuilder(&self, article: i64) -> Rebuilder<'_> {
        match self.texts.get(&article) {
            Some((text, starts)) => Rebuilder { text, starts: starts.into() },
            None => Rebuilder { text: "", starts: Cow::Borrowed(&[]) },
        }
    }

    fn sentence(&self, article: i64, number: usize) -> String {
        let key = (article, i64::try_from(number).unwrap_or(-1));
        let span = self.sentences.get(&key).copied();
        span.map_or(String::new(), |(start, end)| plain(&self.rebuilder(article).words(start, end)))
    }
}

/// Rows by the number in their first column.
type Groups = HashMap<i64, Vec<Row>>;

/// The records of article versions, in the order asked; numbers that are not there are passed over.
pub fn records(database: &mut Database, articles: &[i64]) -> Result<Vec<ArticleRecord>, StoreError> {
    let by_article = |database: &mut Database, select: &str| grouped(numbers_in(database, select, articles)?);
    let heads = by_article(database, ARTICLES)?;
    let texts = by_article(database, "article, text FROM texts WHERE article")?;
    let sentences =
        by_article(database, "article, number, start_char, end_char FROM sentences WHERE article")?;
    let actors = by_article(database, ACTORS)?;
    let events = by_article(database, EVENTS)?;
    let statements = by_article(database, STATEMENTS)?;
    let facts = by_article(database, FACTS)?;
    let event_sides = sides(database, "event", &events)?;
    let statement_sides = sides(database, "statement", &statements)?;
    let fact_sides = sides(database, "fact", &facts)?;
    let numbers: Vec<i64> = facts.values().flatten().map(|r| r.number(1)).collect();
    let claims = grouped(numbers_in(database, CLAIMS, &numbers)?)?;
    let mut records = Vec::new();
    for number in articles {
        let Some(head) = heads.get(number).and_then(|rows| rows.first()) else { continue };
        let text = texts.get(number).and_then(|rows| rows.first()).and_then(|r| r.string(1));
        let rebuilt = Rebuilder {
            starts: text.as_deref().map(char_starts).unwrap_or_default().into(),
            text: text.as_deref().unwrap_or(""),
        };
        let of = |groups: &Groups| groups.get(number).cloned().unwrap_or_default();
        let mut record = head_record(head);
        record.sentences =
            of(&sentences).iter().map(|r| SpanRecord { start: r.index(2), end: r.index(3) }).collect();
        record.actors = of(&actors).iter().map(|r| rebuilt.actor(r)).collect();
        record.events = in_order(of(&events)).iter().map(|r| rebuilt.event(r, &event_sides)).collect();
        record.statements =
            in_order(of(&statements)).iter().map(|r| rebuilt.statement(r, &statement_sides)).collect();
        record.relations =
            in_order(of(&facts)).iter().map(|r| rebuilt.relation(r, &fact_sides, &claims)).collect();
        record.article.text = text;
        records.push(record);
    }
    Ok(records)
}

const ARTICLES: &str = "a.number, a.id, a.title, s.word, a.url, a.day, l.word, a.sha256, a.length, c.word \
    FROM articles a LEFT JOIN words s ON s.number = a.source JOIN words l ON l.number = a.lang \
    JOIN words c ON c.number = a.coder WHERE a.number";

const ACTORS: &str = "aa.article, aa.position, ac.id, n.word, ac.kind, c.code, ac.sector, o.word, w.word, aa.mentions \
    FROM article_actors aa JOIN actors ac ON ac.number = aa.actor LEFT JOIN words n ON n.number = aa.name \
    LEFT JOIN words o ON o.number = aa.office LEFT JOIN words w ON w.number = aa.wikidata \
    LEFT JOIN countries c ON c.number = ac.country WHERE aa.article";

/// Columns of a date and a place: first and last day, basis, words; the place's words, name, country, lat, lon, id.
macro_rules! when_where {
    ($columns:literal, $from:literal) => {
        concat!(
            $columns,
            ", f.first_day, f.last_day, f.basis, dw.word, pw.word, p.name, pc.code, p.lat, p.lon, p.geonameid FROM ",
            $from,
            " f LEFT JOIN words dw ON dw.number = f.date_words LEFT JOIN words pw ON pw.number = f.place_words \
             LEFT JOIN places p ON p.number = f.place LEFT JOIN countries pc ON pc.number = p.country WHERE f.article"
        )
    };
}

const EVENTS: &str = when_where!(
    "f.article, f.number, f.position, f.type, f.mode, f.status, f.historical, f.contexts, \
     (SELECT word FROM words w WHERE w.number = f.cameo), f.sentence, f.trigger_start, f.trigger_end, \
     (SELECT word FROM words w WHERE w.number = f.trigger_words), f.confidence, \
     (SELECT word FROM words w WHERE w.number = f.because), f.said_in",
    "events"
);

const STATEMENTS: &str = when_where!(
    "f.article, f.number, f.position, f.sentence, f.cue_start, f.cue_end, \
     (SELECT word FROM words w WHERE w.number = f.cue_words), f.content, f.quotes, f.confidence, f.said_in",
    "statements"
);

const FACTS: &str = "f.article, f.number, f.position, f.kind, a.word, f.state, f.since_given, f.since_first, f.since_last, \
    f.until_given, f.until_first, f.until_last, pw.word, p.name, pc.code, p.lat, p.lon, p.geonameid FROM facts f \
    LEFT JOIN words a ON a.number = f.about LEFT JOIN words pw ON pw.number = f.place_words \
    LEFT JOIN places p ON p.number = f.place LEFT JOIN countries pc ON pc.number = p.country WHERE f.position > 0 AND f.article";

const CLAIMS: &str = "f.fact, f.number, f.position, f.says, f.state, f.first_day, f.last_day, f.basis, dw.word, f.said_in, \
    f.sentence, f.start_char, f.end_char FROM claims f LEFT JOIN words dw ON dw.number = f.date_words WHERE f.fact";

fn grouped(rows: Vec<Row>) -> Result<Groups, StoreError> {
    let mut groups: Groups = HashMap::new();
    for row in rows {
        groups.entry(row.number(0)).or_default().push(row);
    }
    // Databases give rows in any order; the second column is the position or number.
    groups.values_mut().for_each(|group| group.sort_by_key(|r| r.number(1)));
    Ok(groups)
}

fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|r| r.number(2));
    rows
}

/// An actor as a fact refers to it, by fact and role.
type Sides = BTreeMap<(i64, i64), Vec<Row>>;

fn sides(database: &mut Database, fact: &str, facts: &Groups) -> Result<Sides, StoreError> {
    let mut numbers: Vec<i64> = facts.values().flatten().map(|r| r.number(1)).collect();
    numbers.sort_unstable();
    let select = format!(
        "fa.{fact}, fa.position, fa.role, a.id, c.code, a.sector, fa.start_char, fa.end_char, a.name \
         FROM {fact}_actors fa JOIN actors a ON a.number = fa.actor \
         LEFT JOIN countries c ON c.number = a.country WHERE fa.{fact}"
    );
    let mut sides: Sides = BTreeMap::new();
    for row in numbers_in(database, &select, &numbers)? {
        sides.entry((row.number(0), row.number(2))).or_default().push(row);
    }
    sides.values_mut().for_each(|side| side.sort_by_key(|r| r.number(1)));
    Ok(sides)
}

fn head_record(row: &Row) -> ArticleRecord {
    let coder = row.string(9).unwrap_or_default();
    let mut parts = coder.splitn(3, ' ').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    ArticleRecord {
        coder: CoderRecord { name: part(), version: part(), model: part() },
        article: ArticleMeta {
            id: row.string(1).unwrap_or_default(),
            title: row.string(2),
            source: row.string(3),
            url: row.string(4),
            date: row.int(5).and_then(days::iso),
            lang: row.string(6).unwrap_or_default(),
            sha256: row.string(7).unwrap_or_default(),
            length: row.index(8),
            text: None,
        },
        sentences: Vec::new(),
        actors: Vec::new(),
        events: Vec::new(),
        statements: Vec::new(),
        relations: Vec::new(),
        pairs: Vec::new(),
    }
}

/// "2,1" as attributions.
pub fn attribution(said_in: Option<&str>) -> Vec<AttributionRecord> {
    let numbers = said_in.unwrap_or("").split(',').filter(|n| !n.is_empty());
    numbers.map(|n| AttributionRecord { statement: format!("s{n}") }).collect()
}

/// "12-40,50-61" as spans.
pub fn spans(text: &str) -> Vec<SpanRecord> {
    let span = |s: &str| {
        let (start, end) = s.split_once('-')?;
        Some(SpanRecord { start: start.parse().ok()?, end: end.parse().ok()? })
    };
    text.split(',').filter_map(span).collect()
}

/// The date in four columns from `at`.
pub fn date(row: &Row, at: usize) -> DateRecord {
    DateRecord {
        start: row.int(at).and_then(days::iso),
        end: row.int(at + 1).and_then(days::iso),
        text: row.string(at + 3),
        basis: DateBasis::from_number(row.number(at + 2)).unwrap_or(DateBasis::Unknown),
    }
}

/// The place in six columns from `at`.
pub fn place(row: &Row, at: usize) -> Option<PlaceRecord> {
    Some(PlaceRecord {
        text: row.string(at)?,
        name: row.string(at + 1)?,
        country: row.string(at + 2),
        lat: row.real(at + 3)?,
        lon: row.real(at + 4)?,
        geonameid: row.int(at + 5).filter(|&id| id != 0).and_then(|id| u32::try_from(id).ok()),
    })
}

fn confidence(row: &Row, at: usize) -> f64 {
    row.number(at) as f64 / 100.0
}

struct Rebuilder<'t> {
    text: &'t str,
    starts: Cow<'t, [usize]>,
}

impl Rebuilder<'_> {
    fn words(&self, start: usize, end: usize) -> String {
        slice(self.text, &self.starts, start, end).to_owned()
    }

    /// The words of a span; without the text those kept beside it.
    fn text_span(&self, start: usize, end: usize, kept: Option<&str>) -> TextSpan {
        let words = self.words(start, end);
        let text = if words.is_empty() { kept.unwrap_or("").to_owned() } else { words };
        TextSpan { start, end, text }
    }

    fn actor(&self, row: &Row) -> ActorRecord {
        let mentions = mention_spans(row.bytes(9)).into_iter().map(|(start, end, how)| MentionRecord {
            start,
            end,
            text: self.words(start, end),
            how: MentionHow::from_number(how).unwrap_or(MentionHow::Name),
        });
        ActorRecord {
            id: row.string(2).unwrap_or_default(),
            name: row.string(3).unwrap_or_default(),
            kind: ActorKind::from_number(row.number(4)).unwrap_or(ActorKind::Unknown),
            country: row.string(5),
            sector: Sector::from_number(row.number(6)).unwrap_or(Sector::Unk),
            office: row.string(7),
            wikidata: row.string(8),
            mentions: mentions.collect(),
        }
    }

    fn refs(&self, sides: &Sides, fact: i64, role: i64) -> Vec<ActorRef> {
        let rows = sides.get(&(fact, role)).map_or(&[][..], Vec::as_slice);
        let reference = |row: &Row| {
            let span = self.text_span(row.index(6), row.index(7), row.text(8));
            ActorRef {
                id: row.string(3).unwrap_or_default(),
                country: row.string(4),
                sector: Sector::from_number(row.number(5)).unwrap_or(Sector::Unk),
                start: span.start,
                end: span.end,
                text: span.text,
            }
        };
        rows.iter().map(reference).collect()
    }

    fn event(&self, row: &Row, sides: &Sides) -> EventRecord {
        let number = row.number(1);
        let event_type = EventType::from_number(row.number(3)).unwrap_or(EventType::Consult);
        let mode = Mode::from_number(row.number(4));
        EventRecord {
            id: format!("e{}", row.number(2)),
            event_type,
            mode,
            contexts: contexts(row.number(7)),
            quad: event_type.quad(),
            score: event_type.score(mode),
            cameo: row.string(8).unwrap_or_default(),
            actor: self.refs(sides, number, 0),
            recipient: self.refs(sides, number, 1),
            trigger: self.text_span(row.index(10), row.index(11), row.text(12)),
            date: date(row, 16),
            place: place(row, 20),
            status: Status::from_number(row.number(5)).unwrap_or(Status::Actual),
            historical: row.number(6) != 0,
            attribution: attribution(row.text(15)),
            sentence: row.index(9),
            confidence: confidence(row, 13),
            because: row.string(14).unwrap_or_default(),
        }
    }

    fn statement(&self, row: &Row, sides: &Sides) -> StatementRecord {
        let number = row.number(1);
        StatementRecord {
            id: format!("s{}", row.number(2)),
            speaker: self.refs(sides, number, 0),
            addressee: self.refs(sides, number, 1),
            via: self.refs(sides, number, 2),
            cue: self.text_span(row.index(4), row.index(5), row.text(6)),
            content: spans(row.text(7).unwrap_or("")),
            quotes: spans(row.text(8).unwrap_or("")),
            date: date(row, 11),
            place: place(row, 15),
            sentence: row.index(3),
            attribution: attribution(row.text(10)),
            confidence: confidence(row, 9),
        }
    }

    fn relation(&self, row: &Row, sides: &Sides, claims: &Groups) -> RelationRecord {
        let number = row.number(1);
        let bounds = |at: usize| {
            (row.number(at) != 0).then(|| BoundsRecord {
                earliest: row.int(at + 1).and_then(days::iso),
                latest: row.int(at + 2).and_then(days::iso),
            })
        };
        let claims = in_order(claims.get(&number).cloned().unwrap_or_default());
        RelationRecord {
            id: format!("r{}", row.number(2)),
            kind: RelationKind::from_number(row.number(3)).unwrap_or(RelationKind::Agreement),
            subject: self.refs(sides, number, 0),
            object: self.refs(sides, number, 1),
            about: row.string(4),
            place: place(row, 12),
            state: RelationState::from_number(row.number(5)).unwrap_or(RelationState::Open),
            since: bounds(6),
            until: bounds(9),
            claims: claims.iter().map(|c| self.claim(c)).collect(),
        }
    }

    fn claim(&self, row: &Row) -> ClaimRecord {
        let span = self.text_span(row.index(11), row.index(12), None);
        ClaimRecord {
            says: ClaimSays::from_number(row.number(3)).unwrap_or(ClaimSays::Continues),
            state: RelationState::from_number(row.number(4)).unwrap_or(RelationState::Open),
            date: date(row, 5),
            attribution: attribution(row.text(9)),
            sentence: row.index(10),
            start: span.start,
            end: span.end,
            text: span.text,
        }
    }
}
