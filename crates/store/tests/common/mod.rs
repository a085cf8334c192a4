//! What the tests of the store share: records made by hand, and both databases.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking; not every test file uses everything"
)]

mod postgres;

pub use postgres::Server;

use verbale_record::output::*;
use verbale_record::{
    ActorKind, ClaimSays, Context, DateBasis, EventType, MentionHow, Mode, RelationKind, RelationState,
    Sector, Status,
};
use verbale_store::{AddOptions, Store};

/// Noon of 2021-12-01, when the tests add what they add.
pub const NOW: i64 = 1_638_360_000;

/// Adding at [`NOW`].
pub const ADD: AddOptions = AddOptions { now: NOW, recode: false };

/// An article being made: a sentence a fact.
pub struct Made {
    record: ArticleRecord,
    text: String,
}

/// Starts an article.
pub fn article(id: &str, date: &str) -> Made {
    let coder = CoderRecord { name: "verbale".into(), version: "0.1.0".into(), model: "en-1".into() };
    let article = ArticleMeta {
        id: id.into(),
        title: Some(format!("About {id}")),
        source: Some("Our Gazette".into()),
        url: None,
        date: Some(date.into()),
        lang: "en".into(),
        sha256: String::new(),
        length: 0,
        text: None,
    };
    let record = ArticleRecord {
        coder,
        article,
        sentences: Vec::new(),
        actors: Vec::new(),
        events: Vec::new(),
        statements: Vec::new(),
        relations: Vec::new(),
        pairs: Vec::new(),
    };
    Made { record, text: String::new() }
}

/// What a test says of an event.
pub struct Ev<'a> {
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub actor: &'a [&'a str],
    pub recipient: &'a [&'a str],
    pub date: &'a str,
    pub trigger: &'a str,
}

impl Made {
    /// The URL.
    pub fn url(mut self, url: &str) -> Made {
        self.record.article.url = Some(url.into());
        self
    }

    /// The publisher.
    pub fn source(mut self, source: &str) -> Made {
        self.record.article.source = Some(source.into());
        self
    }

    /// The version of the coder.
    pub fn coded_by(mut self, version: &str) -> Made {
        self.record.coder.version = version.into();
        self
    }

    /// A sentence that tells nothing.
    pub fn says(mut self, sentence: &str) -> Made {
        self.sentence(sentence);
        self
    }

    fn sentence(&mut self, sentence: &str) -> (usize, usize) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.chars().count();
        self.text.push_str(sentence);
        let end = self.text.chars().count();
        self.record.sentences.push(SpanRecord { start, end });
        (self.record.sentences.len() - 1, start)
    }

    fn find(&self, words: &str, from: usize) -> (usize, usize) {
        let tail: String = self.text.chars().skip(from).collect();
        let byte = tail.find(words).unwrap_or_else(|| panic!("{words:?} is not in {tail:?}"));
        let start = from + tail[..byte].chars().count();
        (start, start + words.chars().count())
    }

    /// An actor written `ID=WORDS` or `ID`; found in the sentence that begins at `from` if its words are there.
    fn actor(&mut self, spec: &str, from: usize) -> ActorRef {
        let (id, words) = spec.split_once('=').unwrap_or((spec, spec));
        let (kind, country, sector) = match id.split_once(':') {
            Some(("state", code)) => (ActorKind::State, Some(code), Sector::Gov),
            Some(("government", code)) => (ActorKind::Government, Some(code), Sector::Gov),
            Some(("person", rest)) => (ActorKind::Person, rest.split_once('@').map(|(_, c)| c), Sector::Gov),
            Some(("org", _)) => (ActorKind::Organisation, None, Sector::Igo),
            _ => (ActorKind::Group, None, Sector::Unk),
        };
        let id = id.split('@').next().unwrap().to_owned();
        let (start, end) = if words == spec { (from, from + 1) } else { self.find(words, from) };
        let text: String = self.text.chars().skip(start).take(end - start).collect();
        let mention = MentionRecord { start, end, text: text.clone(), how: MentionHow::Name };
        match self.record.actors.iter_mut().find(|a| a.id == id) {
            Some(actor) => actor.mentions.push(mention),
            None => self.record.actors.push(ActorRecord {
                id: id.clone(),
                name: if words == spec { id.clone() } else { words.into() },
                kind,
                country: country.map(Into::into),
                sector,
                office: (kind == ActorKind::Person).then(|| "President".into()),
                wikidata: None,
                mentions: vec![mention],
            }),
        }
        ActorRef { id, country: country.map(Into::into), sector, start, end, text }
    }

    /// An event told by a sentence.
    pub fn event(mut self, sentence: &str, told: &Ev) -> Made {
        let (number, from) = self.sentence(sentence);
        let (start, end) = self.find(told.trigger, from);
        let actor = told.actor.iter().map(|a| self.actor(a, from)).collect();
        let recipient = told.recipient.iter().map(|a| self.actor(a, from)).collect();
        let attribution = Vec::new();
        self.record.events.push(EventRecord {
            id: format!("e{}", self.record.events.len() + 1),
            event_type: told.kind,
            mode: told.mode,
            contexts: vec![Context::Executive, Context::Diplomatic],
            quad: told.kind.quad(),
            score: told.kind.score(told.mode),
            cameo: told.kind.cameo_root().into(),
            actor,
            recipient,
            trigger: TextSpan { start, end, text: told.trigger.into() },
            date: day(told.date),
            place: Some(PlaceRecord {
                text: "the capital".into(),
                name: "Lima".into(),
                country: Some("PER".into()),
                lat: -12.04318,
                lon: -77.02824,
                geonameid: Some(3_936_456),
            }),
            status: Status::Actual,
            historical: false,
            attribution,
            sentence: number,
            confidence: 0.94,
            because: format!("{}/test", told.kind),
        });
        self
    }

    /// The last event has another status.
    pub fn as_status(mut self, status: Status) -> Made {
        self.record.events.last_mut().unwrap().status = status;
        self
    }

    /// A statement; the last claim or event is attributed to it if `attribute`.
    pub fn statement(mut self, speaker: &str, cue: &str, sentence: &str, attribute: bool) -> Made {
        let (number, from) = self.sentence(sentence);
        let (start, end) = self.find(cue, from);
        let speaker = self.actor(speaker, from);
        let length = sentence.chars().count();
        let id = format!("s{}", self.record.statements.len() + 1);
        self.record.statements.push(StatementRecord {
            id: id.clone(),
            speaker: vec![speaker],
            addressee: Vec::new(),
            via: Vec::new(),
            cue: TextSpan { start, end, text: cue.into() },
            content: vec![SpanRecord { start: end, end: from + length }],
            quotes: Vec::new(),
            date: day(self.record.article.date.clone().unwrap().as_str()),
            place: None,
            sentence: number,
            attribution: Vec::new(),
            confidence: 0.9,
        });
        if attribute {
            let said = AttributionRecord { statement: id };
            if let Some(claim) = self.record.relations.last_mut().and_then(|r| r.claims.last_mut()) {
                claim.attribution.push(said);
            } else if let Some(event) = self.record.events.last_mut() {
                event.attribution.push(said);
            }
        }
        self
    }

    /// A standing fact told by a sentence: `says` and `state` of a kind, dated unless `date` is empty.
    #[allow(clippy::too_many_arguments, reason = "the parts of a claim, in the order of the record")]
    pub fn claim(
        mut self,
        sentence: &str,
        kind: RelationKind,
        subject: &[&str],
        object: &[&str],
        about: Option<&str>,
        says: ClaimSays,
        state: RelationState,
        date: &str,
    ) -> Made {
        let (number, from) = self.sentence(sentence);
        let subject = subject.iter().map(|a| self.actor(a, from)).collect();
        let object = object.iter().map(|a| self.actor(a, from)).collect();
        let end = from + sentence.chars().count();
        let publication = self.record.article.date.clone().unwrap();
        let date = if date.is_empty() {
            DateRecord { basis: DateBasis::Publication, text: None, ..day(&publication) }
        } else {
            day(date)
        };
        let claim = ClaimRecord {
            says,
            state,
            date: date.clone(),
            attribution: Vec::new(),
            sentence: number,
            start: from,
            end,
            text: sentence.into(),
        };
        self.record.relations.push(RelationRecord {
            id: format!("r{}", self.record.relations.len() + 1),
            kind,
            subject,
            object,
            about: about.map(Into::into),
            place: None,
            state,
            since: Some(BoundsRecord { earliest: None, latest: date.end }),
            until: None,
            claims: vec![claim],
        });
        self
    }

    /// The record, with its text, hash and length.
    pub fn done(mut self) -> ArticleRecord {
        self.record.article.length = self.text.chars().count();
        // Any text-determined string does for a hash here.
        self.record.article.sha256 =
            format!("{:0>64}", self.text.bytes().map(u64::from).fold(7u64, |h, b| h.wrapping_mul(31) ^ b));
        self.record.article.text = Some(self.text);
        self.record
    }
}

/// `2021-08-13`, or `2021-08-01..2021-08-31`.
fn day(text: &str) -> DateRecord {
    let (start, end) = text.split_once("..").unwrap_or((text, text));
    let side = |d: &str| (!d.is_empty()).then(|| d.to_owned());
    DateRecord { start: side(start), end: side(end), text: Some("then".into()), basis: DateBasis::Stated }
}

/// A store with these records in it.
pub fn store_of(url: &str, records: &[ArticleRecord]) -> Store {
    let mut store = Store::open(url).unwrap();
    store.add(records, &ADD).unwrap();
    store
}

/// Runs test bodies (functions of a store's address) with SQLite, each as a test of its own, and all of them in one
/// test with a PostgreSQL server started for it.
#[macro_export]
macro_rules! with_both_databases {
    ($($body:ident),* $(,)?) => {
        mod with_sqlite {
            $(
                #[test]
                fn $body() {
                    let folder = tempfile::tempdir().unwrap();
                    super::$body(&folder.path().join("test.db").display().to_string());
                }
            )*
        }

        #[test]
        fn the_same_with_postgresql() {
            let Some(server) = common::Server::start() else { return };
            $(
                eprintln!("with PostgreSQL: {}", stringify!($body));
                $body(&server.database(stringify!($body)));
            )*
        }
    };
}
