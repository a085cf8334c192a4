//! The shapes of the JSON. Field names and order are fixed by the contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ActorKind, ClaimSays, Context, DateBasis, EventType, MentionHow, Mode, Quad, RelationKind, RelationState,
    Sector, Status,
};

/// One article and everything recorded of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRecord {
    /// What made the record.
    pub coder: CoderRecord,
    /// What was read.
    pub article: ArticleMeta,
    /// Sentences of the text.
    pub sentences: Vec<SpanRecord>,
    /// Everyone and everything the facts refer to, once each.
    pub actors: Vec<ActorRecord>,
    /// Who did what to whom.
    pub events: Vec<EventRecord>,
    /// Who said what.
    pub statements: Vec<StatementRecord>,
    /// Standing facts.
    pub relations: Vec<RelationRecord>,
    /// Answers for given pairs, in the order asked.
    pub pairs: Vec<PairRecord>,
}

/// Name and version of the program and its model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CoderRecord {
    /// Always `verbale`.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Name of the analyser's model.
    pub model: String,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleMeta {
    /// The input's id, else one made from the content.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Date of publication, ISO 8601.
    pub date: Option<String>,
    /// Language, ISO 639-1.
    pub lang: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// Length of the text in code points.
    pub length: usize,
    /// The text; left out on request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Code points `start..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpanRecord {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// A span with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TextSpan {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorRecord {
    /// Identifier: `person:…`, `state:USA`…
    pub id: String,
    /// Name.
    pub name: String,
    /// Sort of actor.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Sector,
    /// Office at the article's date.
    pub office: Option<String>,
    /// Wikidata identifier.
    pub wikidata: Option<String>,
    /// Where it is mentioned.
    pub mentions: Vec<MentionRecord>,
}

/// A mention of an actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// How it refers.
    pub how: MentionHow,
}

/// An actor as a fact refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActorRef {
    /// Identifier of one of the `actors`.
    pub id: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Sector,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
}

/// A date or interval; both sides null where unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DateRecord {
    /// First day, ISO 8601.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// The words that tell.
    pub text: Option<String>,
    /// How it was found.
    pub basis: DateBasis,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceRecord {
    /// The words.
    pub text: String,
    /// Name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// GeoNames identifier.
    pub geonameid: Option<u32>,
}

/// A statement that an event or claim is attributed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttributionRecord {
    /// Identifier of one of the `statements`.
    pub statement: String,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventRecord {
    /// `e1`, `e2`…
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<Mode>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
    /// Quad class.
    pub quad: Quad,
    /// PLOVER intensity.
    pub score: f64,
    /// CAMEO code.
    pub cameo: String,
    /// Who acts.
    pub actor: Vec<ActorRef>,
    /// Whom it is directed at.
    pub recipient: Vec<ActorRef>,
    /// The words that name it.
    pub trigger: TextSpan,
    /// When.
    pub date: DateRecord,
    /// Where.
    pub place: Option<PlaceRecord>,
    /// Whether it happened.
    pub status: Status,
    /// Told as background.
    pub historical: bool,
    /// Who says so, innermost speaker first; empty: the article's own voice.
    pub attribution: Vec<AttributionRecord>,
    /// Index of the sentence.
    pub sentence: usize,
    /// 0 to 1.
    pub confidence: f64,
    /// The rule or model head that decided.
    pub because: String,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementRecord {
    /// `s1`, `s2`…
    pub id: String,
    /// Who speaks.
    pub speaker: Vec<ActorRef>,
    /// Who is told.
    pub addressee: Vec<ActorRef>,
    /// Outlets told or quoted.
    pub via: Vec<ActorRef>,
    /// The attributing words.
    pub cue: TextSpan,
    /// What is said.
    pub content: Vec<SpanRecord>,
    /// Its quoted parts.
    pub quotes: Vec<SpanRecord>,
    /// When.
    pub date: DateRecord,
    /// Where.
    pub place: Option<PlaceRecord>,
    /// Index of the cue's sentence.
    pub sentence: usize,
    /// The statement this one is reported in.
    pub attribution: Vec<AttributionRecord>,
    /// 0 to 1.
    pub confidence: f64,
}

/// Days within which something began or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoundsRecord {
    /// First possible day.
    pub earliest: Option<String>,
    /// Last possible day.
    pub latest: Option<String>,
}

/// A standing fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelationRecord {
    /// `r1`, `r2`…
    pub id: String,
    /// Kind of fact.
    pub kind: RelationKind,
    /// Whose.
    pub subject: Vec<ActorRef>,
    /// Towards whom.
    pub object: Vec<ActorRef>,
    /// What it is about.
    pub about: Option<String>,
    /// Where.
    pub place: Option<PlaceRecord>,
    /// State by the newest claim.
    pub state: RelationState,
    /// When it began.
    pub since: Option<BoundsRecord>,
    /// When it ended.
    pub until: Option<BoundsRecord>,
    /// The passages that assert it.
    pub claims: Vec<ClaimRecord>,
}

/// A passage that asserts a standing fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimRecord {
    /// What it says of the fact.
    pub says: ClaimSays,
    /// The state it asserts.
    pub state: RelationState,
    /// Of when.
    pub date: DateRecord,
    /// Who says so.
    pub attribution: Vec<AttributionRecord>,
    /// Index of the sentence.
    pub sentence: usize,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
}

/// The answer for one given directed pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairRecord {
    /// Most probable type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// Mode, where it can be told.
    pub mode: Option<Mode>,
    /// Status.
    pub status: Status,
    /// Probability of each type.
    pub scores: BTreeMap<EventType, f64>,
}
