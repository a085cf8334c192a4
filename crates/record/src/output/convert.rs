//! From the coded article to its JSON shapes: bytes become code points, indices become identifiers.

use std::collections::BTreeSet;

use super::shapes::*;
use crate::{
    ActorIndex, Claim, CodedArticle, Event, EventDate, Interval, MentionIndex, PlaceIndex, Relation, Span,
    Statement, StatementIndex,
};

/// What to put into the JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Name of the model.
    pub model: String,
    /// Version of the program.
    pub version: String,
    /// Whether the article's text is included.
    pub text: bool,
}

/// The record of a coded article. Actors that no event, statement or relation refers to are left out.
pub fn article_record(coded: &CodedArticle, options: &Options) -> ArticleRecord {
    let converter = Converter { coded, points: CodePoints::new(coded.document.text()) };
    let article = &coded.document.article;
    let mut events: Vec<EventRecord> = coded.events.iter().map(|e| converter.event(e)).collect();
    for (number, event) in events.iter_mut().enumerate() {
        event.id = format!("e{}", number + 1);
    }
    ArticleRecord {
        coder: CoderRecord {
            name: "verbale".into(),
            version: options.version.clone(),
            model: options.model.clone(),
        },
        article: ArticleMeta {
            id: article.id.clone(),
            title: article.title.clone(),
            source: article.source.clone(),
            url: article.url.clone(),
            date: article.date.map(|d| d.to_string()),
            lang: article.lang.clone(),
            sha256: article.sha256.clone(),
            length: article.text.chars().count(),
            text: options.text.then(|| article.text.clone()),
        },
        sentences: coded.document.sentences.iter().map(|s| converter.span(s.span)).collect(),
        actors: converter.actors(),
        events,
        statements: coded.statements.iter().enumerate().map(|(i, s)| converter.statement(i, s)).collect(),
        relations: coded.relations.iter().enumerate().map(|(i, r)| converter.relation(i, r)).collect(),
        pairs: Vec::new(),
    }
}

/// Turns byte positions into code-point positions in constant time for ASCII, else by a table.
struct CodePoints<'a> {
    text: &'a str,
    /// Code points before each block of [`BLOCK`] bytes; empty when the text is ASCII.
    blocks: Vec<usize>,
}

/// Bytes per block of the table: small enough to count inside one, large enough to keep the table small.
const BLOCK: usize = 256;

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(count);
                count += count_starts(block);
            }
        }
        CodePoints { text, blocks }
    }

    fn at(&self, byte: usize) -> usize {
        if self.blocks.is_empty() {
            return byte;
        }
        let byte = byte.min(self.text.len());
        let block = (byte / BLOCK).min(self.blocks.len() - 1);
        self.blocks[block] + count_starts(&self.text.as_bytes()[block * BLOCK..byte])
    }
}

/// Bytes that begin a code point: all but UTF-8 continuation bytes.
fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

struct Converter<'a> {
    coded: &'a CodedArticle,
    points: CodePoints<'a>,
}

impl Converter<'_> {
    fn span(&self, span: Span) -> SpanRecord {
        SpanRecord { start: self.points.at(span.start()), end: self.points.at(span.end()) }
    }

    fn text_span(&self, span: Span) -> TextSpan {
        let SpanRecord { start, end } = self.span(span);
        TextSpan { start, end, text: span.of(self.coded.document.text()).into() }
    }

    fn actors(&self) -> Vec<ActorRecord> {
        let used = self.used_actors();
        let mentions = &self.coded.mentions;
        let mut records: Vec<ActorRecord> = used
            .iter()
            .map(|&index| {
                let actor = &mentions.actors[index];
                let mentions =
                    mentions.actor_mentions.iter().filter(|m| m.actors.contains(&index)).map(|m| {
                        let TextSpan { start, end, text } = self.text_span(m.span);
                        MentionRecord { start, end, text, how: m.how }
                    });
                ActorRecord {
                    id: actor.id.clone(),
                    name: actor.name.clone(),
                    kind: actor.kind,
                    country: actor.country.clone(),
                    sector: actor.sector,
                    office: actor.office.clone(),
                    wikidata: actor.wikidata.clone(),
                    mentions: mentions.collect(),
                }
            })
            .collect();
        records.sort_by_key(|r| r.mentions.first().map_or(usize::MAX, |m| m.start));
        records
    }

    fn used_actors(&self) -> BTreeSet<ActorIndex> {
        let coded = self.coded;
        let mut used: BTreeSet<MentionIndex> = BTreeSet::new();
        for e in &coded.events {
            used.extend(e.actor.iter().chain(&e.recipient));
        }
        for s in &coded.statements {
            used.extend(s.speaker.iter().chain(&s.addressee).chain(&s.via));
        }
        for r in &coded.relations {
            used.extend(r.subject.iter().chain(&r.object));
        }
        let mentions = &coded.mentions.actor_mentions;
        used.iter().filter_map(|&m| mentions.get(m)).flat_map(|m| m.actors.iter().copied()).collect()
    }

    /// References in order, each actor once.
    fn refs(&self, mentions: &[MentionIndex]) -> Vec<ActorRef> {
        let mut refs: Vec<ActorRef> = Vec::new();
        for &index in mentions {
            let Some(mention) = self.coded.mentions.actor_mentions.get(index) else { continue };
            let TextSpan { start, end, text } = self.text_span(mention.span);
            for actor in self.coded.mentions.actors_of(index) {
                if refs.iter().any(|r| r.id == actor.id) {
                    continue;
                }
                let (id, country, sector) = (actor.id.clone(), actor.country.clone(), actor.sector);
                refs.push(ActorRef { id, country, sector, start, end, text: text.clone() });
            }
        }
        refs
    }

    fn date(&self, date: &EventDate) -> DateRecord {
        DateRecord {
            start: date.interval.start.map(|d| d.to_string()),
            end: date.interval.end.map(|d| d.to_string()),
            text: date.span.map(|s| s.of(self.coded.document.text()).to_string()),
            basis: date.basis,
        }
    }

    fn place(&self, place: Option<PlaceIndex>) -> Option<PlaceRecord> {
        let mention = self.coded.mentions.places.get(place?)?;
        let place = &mention.place;
        Some(PlaceRecord {
            text: mention.span.of(self.coded.document.text()).into(),
            name: place.name.clone(),
            country: place.country.clone(),
            lat: place.lat,
            lon: place.lon,
            geonameid: place.geonameid,
        })
    }

    fn attribution(&self, statements: &[StatementIndex]) -> Vec<AttributionRecord> {
        statements.iter().map(|s| AttributionRecord { statement: statement_id(*s) }).collect()
    }

    fn event(&self, event: &Event) -> EventRecord {
        EventRecord {
            id: String::new(),
            event_type: event.event_type,
            mode: event.mode,
            contexts: event.contexts.clone(),
            quad: event.event_type.quad(),
            score: event.event_type.score(event.mode),
            cameo: event.cameo.clone(),
            actor: self.refs(&event.actor),
            recipient: self.refs(&event.recipient),
            trigger: self.text_span(event.trigger),
            date: self.date(&event.date),
            place: self.place(event.place),
            status: event.status,
            historical: event.historical,
            attribution: self.attribution(&event.attribution),
            sentence: event.trigger_token.sentence,
            confidence: rounded(event.confidence),
            because: event.because.clone(),
        }
    }

    fn statement(&self, index: usize, statement: &Statement) -> StatementRecord {
        let within: Vec<StatementIndex> =
            std::iter::successors(statement.within, |&s| self.coded.statements.get(s)?.within)
                .take(self.coded.statements.len())
                .collect();
        StatementRecord {
            id: statement_id(index),
            speaker: self.refs(&statement.speaker),
            addressee: self.refs(&statement.addressee),
            via: self.refs(&statement.via),
            cue: self.text_span(statement.cue),
            content: statement.content.iter().map(|&s| self.span(s)).collect(),
            quotes: statement.quotes.iter().map(|&s| self.span(s)).collect(),
            date: self.date(&statement.date),
            place: self.place(statement.place),
            sentence: statement.cue_token.sentence,
            attribution: self.attribution(&within),
            confidence: rounded(statement.confidence),
        }
    }

    fn relation(&self, index: usize, relation: &Relation) -> RelationRecord {
        let claims = relation.claims.iter().filter_map(|&c| self.coded.claims.get(c));
        RelationRecord {
            id: format!("r{}", index + 1),
            kind: relation.kind,
            subject: self.refs(&relation.subject),
            object: self.refs(&relation.object),
            about: relation.about.clone(),
            place: self.place(relation.place),
            state: relation.state,
            since: relation.since.map(bounds),
            until: relation.until.map(bounds),
            claims: claims.map(|c| self.claim(c)).collect(),
        }
    }

    fn claim(&self, claim: &Claim) -> ClaimRecord {
        let TextSpan { start, end, text } = self.text_span(claim.span);
        ClaimRecord {
            says: claim.says,
            state: claim.state,
            date: self.date(&claim.date),
            attribution: self.attribution(&claim.attribution),
            sentence: claim.sentence,
            start,
            end,
            text,
        }
    }
}

fn statement_id(index: StatementIndex) -> String {
    format!("s{}", index + 1)
}

fn bounds(interval: Interval) -> BoundsRecord {
    BoundsRecord {
        earliest: interval.start.map(|d| d.to_string()),
        latest: interval.end.map(|d| d.to_string()),
    }
}

/// Two decimals are all a confidence is worth, and keep the JSON the same on every machine.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_match_a_plain_count() {
        let text = "Māris čakā — ".repeat(100);
        let points = CodePoints::new(&text);
        for (expected, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), expected);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
