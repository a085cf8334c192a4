//! The pipeline: articles in, coded articles out.

use verbale_events::coding::{EventCoder, PatternBook, PatternError};
use verbale_events::relations::{self, ClaimBook, ClaimBookError, ClaimFinder};
use verbale_events::statements::{CueLexicon, StatementFinder};
use verbale_language::{Analyser, CoderNetwork, ModelError};
use verbale_mentions::actors::{ActorBook, ActorFinder, BookError, BookNotice, terms_of_office};
use verbale_mentions::dates::DateFinder;
use verbale_mentions::places::{Gazetteer, GazetteerError, PlaceFinder};
use verbale_record::output::{self, ArticleRecord, PairRecord};
use verbale_record::{Article, CodedArticle, DateMention, Document, Mentions, Span};

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
    /// A file of actors of the user's own is wrong; the message names file and line.
    #[error(transparent)]
    OwnActors(BookError),
    /// A file of patterns of the user's own is wrong; the message names the file.
    #[error(transparent)]
    OwnPatterns(PatternError),
}

/// A file of the user's own, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// Its name, for messages; `.tsv` is a table.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Knowledge of the user's own, added to what is inside the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnKnowledge {
    /// Tables of actors as in `data/actors`, and TABARI or PETRARCH dictionaries. Their names win over the book's.
    pub actors: Vec<OwnFile>,
    /// Event patterns as in `data/patterns`. What they match is coded whatever the trained coder says.
    pub patterns: Vec<OwnFile>,
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
        Ok(Coder::with_own(OwnKnowledge::default())?.0)
    }

    /// The same with the user's own actors and patterns. The notices name lines of dictionaries that were passed over.
    ///
    /// # Errors
    ///
    /// A malformed table or pattern file, or a dictionary without any actor; see also [`Coder::new`].
    pub fn with_own(own: OwnKnowledge) -> Result<(Coder, Vec<BookNotice>), CoderError> {
        std::thread::scope(|scope| {
            let analyser = scope.spawn(|| -> Result<Analyser, ModelError> {
                let network = scope.spawn(CoderNetwork::embedded);
                let analyser = Analyser::embedded()?;
                let network = network.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
                Ok(analyser.with_coder(network))
            });
            let knowledge_and_rules = || -> Result<_, CoderError> {
                let (actors, notices) = book_with(own.actors)?;
                let knowledge = (actors, Gazetteer::embedded()?, ClaimBook::embedded()?);
                let events = EventCoder::new(patterns_with(&own.patterns)?);
                Ok((knowledge, events, notices))
            };
            let ((actors, gazetteer, claims), events, notices) = knowledge_and_rules()?;
            let analyser = analyser.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            let (dates, cues) = (DateFinder::new(), CueLexicon::english());
            Ok((Coder { analyser, actors, dates, gazetteer, cues, events, claims }, notices))
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
        let dates = self.dates.find(document);
        let mut mentions = Mentions { actors, actor_mentions, dates, places };
        let terms = terms_of_office(&self.actors, document, &mentions);
        // A time expression inside a term's phrase, or the same words, is the more telling one.
        let told = |t: &DateMention| mentions.dates.iter().any(|d| d.span.overlaps(t.span));
        let terms: Vec<DateMention> = terms.into_iter().filter(|t| !told(t)).collect();
        mentions.dates.extend(terms);
        mentions.dates.sort_by_key(|d| d.span);
        mentions
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
        pairs::answer(self.analyser.pair(&coded.document, source, target).ok().flatten())
    }

    /// The JSON record of a coded article with the answers for `pairs`, in their order.
    pub fn record_with_pairs(&self, coded: &CodedArticle, pairs: &[PairSpans]) -> ArticleRecord {
        let answers = pairs.iter().map(|pair| self.pair(coded, &pair.source, &pair.target)).collect();
        ArticleRecord { pairs: answers, ..self.record(coded) }
    }
}

fn book_with(own: Vec<OwnFile>) -> Result<(ActorBook, Vec<BookNotice>), CoderError> {
    let mut book = ActorBook::embedded()?;
    let mut notices = Vec::new();
    for file in own {
        notices.extend(book.add_own(&file.name, file.text).map_err(CoderError::OwnActors)?);
    }
    Ok((book, notices))
}

fn patterns_with(own: &[OwnFile]) -> Result<PatternBook, CoderError> {
    let mut book = PatternBook::embedded();
    for file in own {
        book.add(&file.name, &file.text).map_err(CoderError::OwnPatterns)?;
    }
    Ok(book)
}
