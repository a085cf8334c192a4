//! Adding records: one transaction a batch, nothing twice, older versions kept.

mod copies;
mod dictionary;
mod happenings;
mod implied;
pub(crate) mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use verbale_record::output::{ArticleRecord, EventRecord};

pub use dictionary::Dictionaries;
pub use dictionary::next_number;
use dictionary::{Wanted, ask};
use rows::{Cast, REJECTED, REPLACED, Rows, coder, day_of, gather};

use crate::StoreError;
use crate::database::{Database, Row, Value};
use crate::days;
use crate::relations::Rules;
use crate::review::Reviews;
use crate::words::folded;

/// How to add.
#[derive(Clone, Copy, Debug)]
pub struct AddOptions {
    /// The present, in seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// Whether articles already there are replaced when another version of the coder has coded them.
    pub recode: bool,
}

/// What adding did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddSummary {
    /// New articles.
    pub added: usize,
    /// Articles already there.
    pub known: usize,
    /// New versions of articles there.
    pub changed: usize,
    /// Articles coded anew.
    pub recoded: usize,
    /// Events added.
    pub events: usize,
    /// Statements added.
    pub statements: usize,
    /// Claims added.
    pub claims: usize,
}

impl AddSummary {
    /// Both together.
    #[must_use]
    pub fn and(self, other: AddSummary) -> AddSummary {
        AddSummary {
            added: self.added + other.added,
            known: self.known + other.known,
            changed: self.changed + other.changed,
            recoded: self.recoded + other.recoded,
            events: self.events + other.events,
            statements: self.statements + other.statements,
            claims: self.claims + other.claims,
        }
    }
}

/// What the store knows an article by: its URL, else its id (made from the content where none was given).
pub fn address<'a>(url: Option<&'a str>, id: &'a str) -> &'a str {
    url.unwrap_or(id)
}

/// A version of an article in the store.
#[derive(Clone, Debug)]
struct Version {
    number: i64,
    document: i64,
    version: i64,
    sha256: String,
    coder: String,
    known_from: i64,
}

/// An article about to be written.
struct Accepted<'a> {
    record: &'a ArticleRecord,
    number: i64,
    document: i64,
    version: i64,
    known_from: i64,
    day: Option<i64>,
    replaces: Option<i64>,
    copy_of: i64,
    /// The version after it in the same batch, and the day from which that is known.
    superseded: Option<(i64, i64)>,
}

/// An article that texts are compared with.
struct Earlier {
    document: i64,
    copy_of: i64,
    runs: Vec<u64>,
}

/// Articles kept for one band of a signature.
const MAX_HOLDERS: usize = 16;

/// Writes one batch inside the transaction that is open.
pub struct Writer<'a> {
    database: &'a mut Database,
    dictionaries: &'a mut Dictionaries,
    options: AddOptions,
    summary: AddSummary,
    rows: Rows,
}

impl<'a> Writer<'a> {
    /// A writer of one batch.
    pub fn new(database: &'a mut Database, dictionaries: &'a mut Dictionaries, options: AddOptions) -> Self {
        Writer { database, dictionaries, options, summary: AddSummary::default(), rows: Rows::default() }
    }

    /// Writes what is new of `records`.
    pub fn write(mut self, records: &[ArticleRecord]) -> Result<AddSummary, StoreError> {
        let addresses: Vec<String> = records.iter().map(|r| record_address(r).to_owned()).collect();
        let reviews = Reviews::of(self.database, &addresses)?;
        let corrected: Vec<ArticleRecord>;
        let records = if reviews.is_empty() {
            records
        } else {
            corrected = records.iter().map(|r| reviews.corrected(r)).collect();
            &corrected
        };
        let mut accepted = self.accept(records, &addresses)?;
        let rules = Rules::embedded()?;
        if accepted.is_empty() {
            return Ok(self.summary);
        }
        let mut wanted = Wanted::default();
        accepted.iter().for_each(|a| gather(a.record, &mut wanted));
        rules.implied.iter().for_each(|r| wanted.word(&r.name));
        self.dictionaries.learn(self.database, wanted)?;
        self.find_copies(&mut accepted)?;
        self.replace(&accepted)?;
        for article in &accepted {
            self.article_rows(article);
        }
        let events = self.event_rows(&accepted, &reviews)?;
        self.statement_rows(&accepted, &reviews)?;
        self.fact_rows(&accepted, &reviews, &rules, &events)?;
        self.insert()?;
        Ok(self.summary)
    }

    /// Which records are new, and as which version of what.
    fn accept<'r>(
        &mut self,
        records: &'r [ArticleRecord],
        addresses: &[String],
    ) -> Result<Vec<Accepted<'r>>, StoreError> {
        let mut known = current_versions(self.database, addresses)?;
        let mut next = next_number(self.database, "articles")?;
        let today = days::of_instant(self.options.now);
        let mut accepted: Vec<Accepted> = Vec::new();
        for (record, address) in records.iter().zip(addresses) {
            let day = record.article.date.as_deref().and_then(days::parse);
            let before = known.get(address);
            let same_text = before.is_some_and(|v| v.sha256 == record.article.sha256);
            let recoded =
                same_text && self.options.recode && before.is_some_and(|v| v.coder != coder(record));
            if same_text && !recoded {
                self.summary.known += 1;
                continue;
            }
            let known_from = match before {
                None => day.unwrap_or(today),
                Some(v) if recoded => v.known_from,
                Some(v) => day.filter(|&d| d > v.known_from).unwrap_or(today.max(v.known_from)),
            };
            match before {
                None => self.summary.added += 1,
                Some(_) if recoded => self.summary.recoded += 1,
                Some(_) => self.summary.changed += 1,
            }
            let article = Accepted {
                record,
                number: next,
                document: before.map_or(next, |v| v.document),
                version: before.map_or(1, |v| v.version + 1),
                known_from,
                day,
                replaces: before.map(|v| v.number),
                copy_of: next,
                superseded: None,
            };
            let version = Version {
                number: next,
                document: article.document,
                version: article.version,
                sha256: record.article.sha256.clone(),
                coder: coder(record),
                known_from,
            };
            known.insert(address.clone(), version);
            accepted.push(article);
            next += 1;
        }
        let later: BTreeMap<i64, (i64, i64)> =
            accepted.iter().filter_map(|a| Some((a.replaces?, (a.number, a.known_from)))).collect();
        accepted.iter_mut().for_each(|a| a.superseded = later.get(&a.number).copied());
        Ok(accepted)
    }

    /// Finds for each article the earlier one it is a copy of.
    fn find_copies(&mut self, accepted: &mut [Accepted]) -> Result<(), StoreError> {
        let runs: Vec<Vec<u64>> =
            accepted.iter().map(|a| copies::runs(a.record.article.text.as_deref().unwrap_or(""))).collect();
        let bands: Vec<Vec<i64>> = runs.iter().map(|r| copies::bands(r)).collect();
        let mut all: Vec<i64> = bands.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let mut holders: HashMap<i64, Vec<i64>> = HashMap::new();
        for row in numbers_in(self.database, "band, article FROM bands WHERE band", &all)? {
            holders.entry(row.number(0)).or_default().push(row.number(1));
        }
        let stored: BTreeSet<i64> = holders.values().flatten().copied().collect();
        let mut earlier = self.stored_texts(&stored.into_iter().collect::<Vec<_>>())?;
        for (article, (runs, bands)) in accepted.iter_mut().zip(runs.iter().zip(&bands)) {
            let alike: BTreeSet<i64> =
                bands.iter().filter_map(|b| holders.get(b)).flatten().copied().collect();
            let own = article.document;
            let original = alike
                .iter()
                .filter_map(|n| earlier.get(n))
                .find(|e| e.document != own && copies::are_copies(runs, &e.runs));
            if let Some(original) = original {
                article.copy_of = original.copy_of;
            }
            for &band in bands {
                let holders = holders.entry(band).or_default();
                // Boilerplate shared by very many texts tells nothing more.
                if holders.len() < MAX_HOLDERS && !holders.contains(&article.number) {
                    holders.push(article.number);
                    self.rows.bands.push(vec![band.into(), article.number.into()]);
                }
            }
            let known = Earlier { document: own, copy_of: article.copy_of, runs: runs.clone() };
            earlier.insert(article.number, known);
        }
        Ok(())
    }

    fn stored_texts(&mut self, articles: &[i64]) -> Result<BTreeMap<i64, Earlier>, StoreError> {
        let select = "t.article, t.text, a.document, a.copy_of FROM texts t JOIN articles a ON a.number = t.article \
                      WHERE t.article";
        let rows = numbers_in(self.database, select, articles)?;
        let earlier = |row: &Row| {
            let runs = copies::runs(row.text(1).unwrap_or(""));
            (row.number(0), Earlier { document: row.number(2), copy_of: row.number(3), runs })
        };
        Ok(rows.iter().map(earlier).collect())
    }

    /// Takes the versions that are replaced out of the present record.
    fn replace(&mut self, accepted: &[Accepted]) -> Result<(), StoreError> {
        let in_batch: BTreeSet<i64> = accepted.iter().map(|a| a.number).collect();
        for article in accepted {
            let Some(old) = article.replaces.filter(|old| !in_batch.contains(old)) else { continue };
            self.database.execute(
                "UPDATE articles SET replaced_by = $1, known_until = $2 WHERE number = $3",
                &[article.number.into(), article.known_from.into(), old.into()],
            )?;
            for sql in [
                "UPDATE events SET state = $1 WHERE article = $2",
                "UPDATE statements SET state = $1 WHERE article = $2",
                "UPDATE country_links SET flags = flags % 8 + 8 * $1 WHERE event IN (SELECT number FROM events WHERE article = $2)",
                "UPDATE actor_links SET flags = flags % 8 + 8 * $1 WHERE event IN (SELECT number FROM events WHERE article = $2) \
                 AND from_actor IN (SELECT actor FROM article_actors WHERE article = $2 UNION SELECT 0) \
                 AND to_actor IN (SELECT actor FROM article_actors WHERE article = $2 UNION SELECT 0)",
            ] {
                self.database.execute(sql, &[REPLACED.into(), old.into()])?;
            }
        }
        Ok(())
    }

    fn article_rows(&mut self, article: &Accepted) {
        let (meta, d) = (&article.record.article, &*self.dictionaries);
        self.rows.articles.push(vec![
            article.number.into(),
            article.document.into(),
            article.version.into(),
            article.superseded.map(|(by, _)| by).into(),
            record_address(article.record).into(),
            meta.id.clone().into(),
            meta.url.clone().into(),
            meta.title.clone().into(),
            d.maybe_word(meta.source.as_deref()).into(),
            article.day.into(),
            d.word(&meta.lang).into(),
            meta.sha256.clone().into(),
            meta.length.into(),
            d.word(&coder(article.record)).into(),
            article.known_from.into(),
            article.superseded.map(|(_, day)| day).into(),
            self.options.now.into(),
            article.copy_of.into(),
        ]);
        let starts = meta.text.as_deref().map(char_starts).unwrap_or_default();
        let sentences: Vec<(usize, usize)> =
            article.record.sentences.iter().map(|s| (s.start, s.end)).collect();
        for (n, &(start, end)) in sentences.iter().enumerate() {
            self.rows.sentences.push(vec![article.number.into(), n.into(), start.into(), end.into()]);
            let words =
                meta.text.as_deref().map(|t| folded(slice(t, &starts, start, end))).unwrap_or_default();
            if !words.is_empty() {
                self.rows.search.push(vec![search_row(article.number, n).into(), words.into()]);
            }
        }
        if let Some(text) = &meta.text {
            self.rows.texts.push(vec![article.number.into(), text.clone().into()]);
        }
        self.rows.add_actors(article.record, article.number, &*self.dictionaries);
    }

    /// Gives the number of the first event of each article.
    fn event_rows(&mut self, accepted: &[Accepted], reviews: &Reviews) -> Result<Vec<i64>, StoreError> {
        let mut next = next_number(self.database, "events")?;
        let mut tellings = Vec::new();
        let mut firsts = Vec::new();
        for article in accepted {
            firsts.push(next);
            let starts = article.record.article.text.as_deref().map(char_starts).unwrap_or_default();
            for event in &article.record.events {
                let (_, _, day) = day_of(&event.date, article.day);
                let sides = [country_or_id(event, 0), country_or_id(event, 1)];
                let place = self.dictionaries.place(event.place.as_ref());
                let sentence = words_without_actors(article.record, event, &starts);
                tellings.push(happenings::telling(event, next, day, sides, place, &sentence));
                next += 1;
            }
        }
        let (linked, rows) = happenings::link(self.database, &tellings)?;
        self.rows.happenings = rows;
        let mut numbers = tellings.iter().map(|t| t.event).zip(linked);
        for article in accepted {
            let cast = Cast::new(article.record);
            for (position, event) in article.record.events.iter().enumerate() {
                let Some((number, happening)) = numbers.next() else { break };
                let rejected = reviews.rejects_event(article.record, event);
                let state = article.state(rejected);
                self.rows.add_event(
                    event,
                    &cast,
                    self.dictionaries,
                    (article.number, article.day),
                    (number, position + 1),
                    state,
                    happening,
                );
                self.summary.events += 1;
            }
        }
        Ok(firsts)
    }

    fn statement_rows(&mut self, accepted: &[Accepted], reviews: &Reviews) -> Result<(), StoreError> {
        let mut next = next_number(self.database, "statements")?;
        for article in accepted {
            let cast = Cast::new(article.record);
            for (position, statement) in article.record.statements.iter().enumerate() {
                let rejected = reviews.rejects_statement(article.record, statement);
                let state = article.state(rejected);
                let at = (article.number, article.day);
                self.rows.add_statement(statement, &cast, self.dictionaries, at, (next, position + 1), state);
                next += 1;
                self.summary.statements += 1;
            }
        }
        Ok(())
    }

    fn fact_rows(
        &mut self,
        accepted: &[Accepted],
        reviews: &Reviews,
        rules: &Rules,
        events: &[i64],
    ) -> Result<(), StoreError> {
        let mut next = next_number(self.database, "facts")?;
        let mut next_claim = next_number(self.database, "claims")?;
        for (article, first_event) in accepted.iter().zip(events) {
            let cast = Cast::new(article.record);
            for (position, relation) in article.record.relations.iter().enumerate() {
                self.rows.add_fact(relation, &cast, self.dictionaries, article.number, (next, position + 1));
                for (n, claim) in relation.claims.iter().enumerate() {
                    let review = reviews.of_claim(article.record, relation, claim);
                    self.rows.add_claim(
                        claim,
                        self.dictionaries,
                        next,
                        (next_claim, n + 1),
                        review,
                        (None, None),
                    );
                    next_claim += 1;
                    self.summary.claims += 1;
                }
                next += 1;
            }
            for following in implied::following(rules, article.record) {
                self.rows.add_fact(&following.relation, &cast, self.dictionaries, article.number, (next, 0));
                let event = following.event.and_then(|p| i64::try_from(p).ok()).map(|p| first_event + p);
                let origin = (Some(self.dictionaries.word(&following.rule)), event);
                for claim in &following.relation.claims {
                    self.rows.add_claim(claim, self.dictionaries, next, (next_claim, 1), 0, origin);
                    next_claim += 1;
                }
                next += 1;
            }
        }
        Ok(())
    }

    fn insert(&mut self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.rows);
        let tables: [(&str, &[Vec<Value>]); 15] = [
            ("articles", &rows.articles),
            ("texts", &rows.texts),
            ("sentences", &rows.sentences),
            ("bands", &rows.bands),
            ("article_actors", &rows.article_actors),
            ("events", &rows.events),
            ("event_actors", &rows.event_actors),
            ("country_links", &rows.country_links),
            ("actor_links", &rows.actor_links),
            ("happenings", &rows.happenings),
            ("statements", &rows.statements),
            ("statement_actors", &rows.statement_actors),
            ("facts", &rows.facts),
            ("fact_actors", &rows.fact_actors),
            ("claims", &rows.claims),
        ];
        for (table, rows) in tables {
            self.database.insert(table, rows)?;
        }
        self.database.insert_search(&rows.search)
    }
}

impl Accepted<'_> {
    fn state(&self, rejected: bool) -> i64 {
        match (self.superseded, rejected) {
            (Some(_), _) => REPLACED,
            (None, true) => REJECTED,
            (None, false) => 0,
        }
    }
}

fn record_address(record: &ArticleRecord) -> &str {
    address(record.article.url.as_deref(), &record.article.id)
}

/// Row number of a sentence in the full-text table.
pub fn search_row(article: i64, sentence: usize) -> i64 {
    (article << 20) + i64::try_from(sentence).unwrap_or(0).min((1 << 20) - 1)
}

/// Byte position of every code point, and the end.
pub fn char_starts(text: &str) -> Vec<usize> {
    text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect()
}

/// The words of code points `start..end`; empty where they are not in the text.
pub fn slice<'t>(text: &'t str, starts: &[usize], start: usize, end: usize) -> &'t str {
    let bytes = starts.get(start).zip(starts.get(end));
    bytes.and_then(|(&b, &e)| text.get(b..e)).unwrap_or("")
}

/// The country of a side of an event, else who it is; empty where it is not told or has no name of its own.
fn country_or_id(event: &EventRecord, side: usize) -> &str {
    let side = if side == 0 { &event.actor } else { &event.recipient };
    let Some(first) = side.first() else { return "" };
    let named = (!first.id.starts_with("description:")).then_some(first.id.as_str());
    first.country.as_deref().or(named).unwrap_or("")
}

/// The sentence of an event without its trigger and the words that name its sides: type and sides are compared already.
fn words_without_actors(record: &ArticleRecord, event: &EventRecord, starts: &[usize]) -> String {
    let Some((text, span)) = record.article.text.as_deref().zip(record.sentences.get(event.sentence)) else {
        return event.trigger.text.clone();
    };
    let sides = event.actor.iter().chain(&event.recipient).map(|a| (a.start, a.end));
    let mut cuts: Vec<(usize, usize)> = sides.chain([(event.trigger.start, event.trigger.end)]).collect();
    cuts.sort_unstable();
    let (mut words, mut from) = (String::new(), span.start);
    for (start, end) in cuts {
        if start >= from && end <= span.end {
            words += slice(text, starts, from, start);
            words.push(' ');
            from = end;
        }
    }
    words + slice(text, starts, from, span.end)
}

fn current_versions(
    database: &mut Database,
    addresses: &[String],
) -> Result<HashMap<String, Version>, StoreError> {
    let select = "address, number, document, version, sha256, known_from, \
                  (SELECT word FROM words w WHERE w.number = coder) FROM articles WHERE replaced_by IS NULL AND address";
    let version = |row: Row| {
        let version = Version {
            number: row.number(1),
            document: row.number(2),
            version: row.number(3),
            sha256: row.string(4).unwrap_or_default(),
            known_from: row.number(5),
            coder: row.string(6).unwrap_or_default(),
        };
        (row.string(0).unwrap_or_default(), version)
    };
    Ok(ask(database, select, addresses)?.into_iter().map(version).collect())
}

/// For each article (address, SHA-256 of the text) whether it is in the store as it is; with `coder`, coded by it.
pub fn are_known(
    database: &mut Database,
    articles: &[(String, String)],
    coder: Option<&str>,
) -> Result<Vec<bool>, StoreError> {
    let addresses: Vec<String> = articles.iter().map(|(address, _)| address.clone()).collect();
    let known = current_versions(database, &addresses)?;
    let is_known = |(address, sha256): &(String, String)| {
        known.get(address).is_some_and(|v| v.sha256 == *sha256 && coder.is_none_or(|c| v.coder == c))
    };
    Ok(articles.iter().map(is_known).collect())
}

/// Rows whose last named column is one of `keys`.
pub fn numbers_in(database: &mut Database, select: &str, keys: &[i64]) -> Result<Vec<Row>, StoreError> {
    const ASK: usize = 512;
    let mut rows = Vec::new();
    for some in keys.chunks(ASK) {
        // Padded to a few sizes, so that the statement is prepared once for each.
        let size = some.len().next_power_of_two();
        let padded = some.iter().chain(std::iter::repeat_n(&some[0], size - some.len()));
        let values: Vec<Value> = padded.map(|&k| k.into()).collect();
        let marks: Vec<String> = (1..=size).map(|n| format!("${n}")).collect();
        rows.extend(database.fetch(&format!("SELECT {select} IN ({})", marks.join(",")), &values)?);
    }
    Ok(rows)
}
