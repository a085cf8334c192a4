//! The pipeline: articles in, coded articles out.

use verbale_events::coding::{EventCoder, PatternBook};
use verbale_events::relations::{self, ClaimBook, ClaimFinder};
use verbale_events::statements::{CueLexicon, StatementFinder};
use verbale_language::{Analyser, ModelError};
use verbale_mentions::actors::{ActorBook, ActorFinder};
use verbale_mentions::dates::DateFinder;
use verbale_mentions::places::{Gazetteer, PlaceFinder};
use verbale_record::output::{self, ArticleRecord};
use verbale_record::{Article, CodedArticle, Document, Mentions};

/// Why a coder could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CoderError {
    /// The analyser's model does not load.
    #[error("the analyser's model: {0}")]
    Model(#[from] ModelError),
}

/// Everything loaded once; codes any number of articles.
pub struct Coder {
    analyser: Analyser,
    actors: ActorFinder,
    dates: DateFinder,
    places: PlaceFinder,
    statements: StatementFinder,
    events: EventCoder,
    claims: ClaimFinder,
}

impl Coder {
    /// With the model, tables and patterns inside the program.
    pub fn new() -> Result<Coder, CoderError> {
        Ok(Coder {
            analyser: Analyser::embedded()?,
            actors: ActorFinder::new(ActorBook::embedded()),
            dates: DateFinder::new(),
            places: PlaceFinder::new(Gazetteer::embedded()),
            statements: StatementFinder::new(CueLexicon::embedded()),
            events: EventCoder::new(PatternBook::embedded()),
            claims: ClaimFinder::new(ClaimBook::embedded()),
        })
    }

    /// Codes articles together, in their order; the warnings name sentences that had to be split.
    pub fn code(&self, articles: Vec<Article>) -> (Vec<CodedArticle>, Vec<String>) {
        let (documents, warnings) = self.analyser.analyse(articles);
        (documents.into_iter().map(|document| self.code_document(document)).collect(), warnings)
    }

    /// Codes an analysed article.
    pub fn code_document(&self, document: Document) -> CodedArticle {
        let (actors, actor_mentions) = self.actors.find(&document);
        let mentions = Mentions {
            actors,
            actor_mentions,
            dates: self.dates.find(&document),
            places: self.places.find(&document),
        };
        let statements = self.statements.find(&document, &mentions);
        let events = self.events.code(&document, &mentions, &statements);
        let claims = self.claims.find(&document, &mentions, &events, &statements);
        let relations = relations::fold(&document, &mentions, &claims);
        CodedArticle { document, mentions, events, statements, claims, relations }
    }

    /// The JSON record of a coded article.
    pub fn record(&self, coded: &CodedArticle) -> ArticleRecord {
        let options = output::Options {
            model: self.analyser.name().to_string(),
            version: env!("CARGO_PKG_VERSION").into(),
            text: true,
        };
        output::article_record(coded, &options)
    }
}
