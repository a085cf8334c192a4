//! What the words point to in the world: actors, dates, places.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use crate::{Sector, Span};

/// A token of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRef {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the token in it.
    pub token: usize,
}

/// Index into [`Mentions::actors`].
pub type ActorIndex = usize;
/// Index into [`Mentions::actor_mentions`].
pub type MentionIndex = usize;
/// Index into [`Mentions::places`].
pub type PlaceIndex = usize;

/// What sort of thing an actor is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A country.
    State,
    /// The government of a country, or a body of it.
    Government,
    /// People described together: protesters, troops, an ethnic group.
    Group,
    /// A named body: IGO, party, company, armed group.
    Organisation,
    /// A place that is not a country.
    Place,
    /// None of these could be told.
    Unknown,
}

/// Someone or something that acts, speaks or is acted upon, once per article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Stable identifier: `person:nicolas-maduro`, `state:USA`, `government:USA`, `igo:un`…
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3; none for international organisations and where unknown. XKX for Kosovo.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Sector,
    /// Office held at the article's date, where known.
    pub office: Option<String>,
    /// Wikidata identifier (Q…).
    pub wikidata: Option<String>,
}

/// How a mention refers.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum MentionHow {
    /// By a name of its own.
    Name,
    /// By a description: "the Venezuelan president", "both countries".
    Description,
    /// By a pronoun.
    Pronoun,
    /// By the name of something that stands for it: "Caracas", "the White House".
    Metonym,
}

/// A phrase that refers to one actor, or to several ("both countries").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorMention {
    /// The noun phrase, see [`crate::Sentence::noun_phrase`].
    pub span: Span,
    /// Head of the phrase.
    pub head: TokenRef,
    /// Who is meant, at least one.
    pub actors: Vec<ActorIndex>,
    /// How it refers.
    pub how: MentionHow,
}

/// Days from `start` to `end`, both inside. An open side is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

impl Interval {
    /// The single day `date`.
    pub fn day(date: Date) -> Interval {
        Interval { start: Some(date), end: Some(date) }
    }

    /// From one day to another.
    pub fn between(start: Date, end: Date) -> Interval {
        Interval { start: Some(start), end: Some(end) }
    }
}

/// How a date was found.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    PartialOrd,
    Ord,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum DateBasis {
    /// The words give it whole: "17 August 2021", "in 2019".
    Stated,
    /// Reckoned from the article's date or another: "on Tuesday", "since then".
    Inferred,
    /// Nothing tells but the article's own date.
    Publication,
    /// Not known.
    Unknown,
}

/// Type of a time expression, as TIMEX3 has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString)]
#[strum(serialize_all = "UPPERCASE")]
#[allow(missing_docs)] // the names are the definition
pub enum DateKind {
    Date,
    Time,
    Duration,
    Set,
}

/// A time expression and the days it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// The words, without preposition ("Tuesday", "mid-May", "last week").
    pub span: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// TIMEX3 type.
    pub kind: DateKind,
    /// TIMEX3 value: `2021-08-17`, `2021-W33`, `P2D`, `PAST_REF`…
    pub value: String,
    /// Days meant; both sides `None` where the words alone do not tell. For "since X" the end is open.
    pub interval: Interval,
    /// How it was resolved.
    pub basis: DateBasis,
}

/// A place in the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-3, where it lies in one country.
    pub country: Option<String>,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
    /// GeoNames identifier.
    pub geonameid: Option<u32>,
}

/// A phrase that names a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The name.
    pub span: Span,
    /// Head token of the phrase.
    pub head: TokenRef,
    /// What it names.
    pub place: Place,
}

/// Everything the words of an article point to. Mentions are in order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// Actors, each once.
    pub actors: Vec<Actor>,
    /// Where actors are mentioned.
    pub actor_mentions: Vec<ActorMention>,
    /// Time expressions.
    pub dates: Vec<DateMention>,
    /// Places named.
    pub places: Vec<PlaceMention>,
}

impl Mentions {
    /// The actor mention headed by a token.
    pub fn actor_at(&self, head: TokenRef) -> Option<MentionIndex> {
        self.actor_mentions.binary_search_by_key(&head, |m| m.head).ok()
    }

    /// The actors a mention refers to.
    pub fn actors_of(&self, mention: MentionIndex) -> impl Iterator<Item = &Actor> + '_ {
        let indices = self.actor_mentions.get(mention).map_or(&[][..], |m| &m.actors);
        indices.iter().filter_map(|&i| self.actors.get(i))
    }

    /// Time expressions of a sentence.
    pub fn dates_in(&self, sentence: usize) -> impl Iterator<Item = &DateMention> + '_ {
        let first = self.dates.partition_point(|d| d.sentence < sentence);
        self.dates.iter().skip(first).take_while(move |d| d.sentence == sentence)
    }

    /// Places named in a sentence, with their index.
    pub fn places_in(&self, sentence: usize) -> impl Iterator<Item = (PlaceIndex, &PlaceMention)> + '_ {
        let first = self.places.partition_point(|p| p.head.sentence < sentence);
        self.places.iter().enumerate().skip(first).take_while(move |(_, p)| p.head.sentence == sentence)
    }
}
