//! The pipeline: articles in, coded articles out.

use verbale_events::coding::{EventCoder, PatternBook};
use verbale_events::relations::{self, ClaimBook, ClaimBookError, ClaimFinder};
use verbale_events::statements::{CueLexicon, StatementFinder};
use verbale_language::{Analyser, ModelError};
use verbale_mentions::actors::{ActorBook, ActorFinder, BookError};
use verbale_mentions::dates::DateFinder;
use verbale_mentions::places::{Gazetteer, GazetteerError, PlaceFinder};
use verbale_record::output::{self, ArticleRecord, PairRecord};
use verbale_record::{Article, CodedArticle, Document, Mentions, Span};

use crate::input::PairSpans;
use crate::pairs;

/// Why a coder could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CoderError {
    /// The analyser's model does not load.
    #[error("the analyser's model: {0}")]
    Model(#[from] ModelError),
    /// A table of actors is wrong.
    #[error("the book of actors: {0}")]
    Actors(#[from] BookError),
    /// The gazetteer is wrong.
    #[error("the gazetteer: {0}")]
    Places(#[from] GazetteerError),
    /// A claim pattern is wrong.
    #[error("the claim patterns: {0}")]
    Claims(#[from] ClaimBookError),
}

/// Everything loaded once; codes any number of articles.
pub struct Coder {
    analyser: Analyser,
    actors: ActorBook,
    dates: DateFinder,
    gazetteer: &'static Gazetteer,
    cues: CueLexicon,
    events: EventCoder,
    claims: ClaimBook,
}

impl Coder {
    /// With the model, tables and patterns inside the program. Model and tables load side by side: half the wait.
    pub fn new() -> Result<Coder, CoderError> {
        std::thread::scope(|scope| {
            let analyser = scope.spawn(Analyser::embedded);
            let knowledge_and_rules = || -> Result<_, CoderError> {
                let knowledge = (ActorBook::embedded()?, Gazetteer::embedded()?, ClaimBook::embedded()?);
                let events = EventCoder::new(PatternBook::embedded());
                Ok((knowledge, events))
            };
            let ((actors, gazetteer, claims), events) = knowledge_and_rules()?;
            let analyser = analyser.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            let (dates, cues) = (DateFinder::new(), CueLexicon::english());
            Ok(Coder { analyser, actors, dates, gazetteer, cues, events, claims })
        })
    }

    /// The same with at most so many threads for one call of [`Coder::code`]; the result does not depend on it. One is
    /// best where several threads share the coder, each with articles of its own.
    pub fn with_threads(self, threads: usize) -> Coder {
        Coder { analyser: self.analyser.with_threads(threads), ..self }
    }

    /// Name of the analyser's model, as records give it.
    pub fn model(&self) -> &str {
        self.analyser.name()
    }

    /// Codes articles together, in their order; the warnings name sentences that had to be split.
    pub fn code(&self, articles: Vec<Article>) -> (Vec<CodedArticle>, Vec<String>) {
        let (documents, warnings) = self.analyser.analyse(articles);
        (documents.into_iter().map(|document| self.code_document(document)).collect(), warnings)
    }

    /// Codes an analysed article.
    pub fn code_document(&self, document: Document) -> CodedArticle {
        let mentions = self.mentions(&document);
        let statements = StatementFinder::new(&self.cues).find(&document, &mentions);
        let events = self.events.code(&document, &mentions, &statements);
        let claims = ClaimFinder::new(&self.claims).find(&document, &mentions, &events, &statements);
        let relations = relations::fold(&document, &mentions, &claims);
        CodedArticle { document, mentions, events, statements, claims, relations }
    }

    fn mentions(&self, document: &Document) -> Mentions {
        let (actors, actor_mentions) = ActorFinder::new(&self.actors).find(document);
        let places = PlaceFinder::new(self.gazetteer).find(document);
        Mentions { actors, actor_mentions, dates: self.dates.find(document), places }
    }

    /// Name, version and model, as the store keeps it beside what was coded: "verbale 0.1.0 en-1".
    pub fn signature(&self) -> String {
        format!("verbale {} {}", env!("CARGO_PKG_VERSION"), self.analyser.name())
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

    /// Classifies what a given actor does to a given recipient, each named by its spans in the article's text; a side
    /// that is not named is empty.
    pub fn pair(&self, coded: &CodedArticle, source: &[Span], target: &[Span]) -> PairRecord {
        pairs::decide(coded, source, target)
    }

    /// The JSON record of a coded article with the answers for `pairs`, in their order.
    pub fn record_with_pairs(&self, coded: &CodedArticle, pairs: &[PairSpans]) -> ArticleRecord {
        let answers = pairs.iter().map(|pair| self.pair(coded, &pair.source, &pair.target)).collect();
        ArticleRecord { pairs: answers, ..self.record(coded) }
    }
}
