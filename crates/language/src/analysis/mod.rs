//! The trained analyser: parts of speech, features, lemmas, trees, names and kinds of entities.
//!
//! A small transformer (`models/en-1`, see its card) scores every class of every word; this module feeds it
//! and turns its scores into well-formed trees and names.

mod coder;
mod labels;
mod lemmas;
mod lexicon;
mod limits;
mod names;
mod network;
mod pairs;
mod pieces;
#[cfg(test)]
mod reference;
mod sentence;
mod trees;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rten::ThreadPool;
use verbale_record::{Article, Document, Sentence};

use crate::sentences::{self, RawSentence};
pub use coder::{CoderNetwork, PairSign};
use labels::Labels;
use lexicon::Lexicon;
use network::{Network, Row};
use pieces::Pieces;
use sentence::Prepared;

/// Why a model does not load or run.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of the model's folder cannot be read.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// `labels.json` is not as expected.
    #[error("labels.json: {0}")]
    Json(#[from] serde_json::Error),
    /// `labels.json` names a class that this program does not know.
    #[error("labels.json: this version does not know {class} among {layer}")]
    Labels {
        /// Layer of the class.
        layer: &'static str,
        /// The class.
        class: String,
    },
    /// `tokenizer.json` is not as expected.
    #[error("tokenizer.json: {0}")]
    Tokenizer(String),
    /// `model.onnx` is not as expected.
    #[error("model.onnx: {0}")]
    Network(String),
    /// The network failed on a batch.
    #[error("the network failed: {0}")]
    Run(String),
}

/// Most word pieces, padding included, that are scored at once: large enough to keep the arithmetic busy, small
/// enough for the processor's cache and for an article to be shared by several threads.
const BATCH_PIECES: usize = 512;

/// Cuts articles into sentences and words and analyses them.
pub struct Analyser {
    labels: Labels,
    lexicon: Lexicon,
    pieces: Pieces,
    network: Network,
    coder: Option<CoderNetwork>,
    threads: usize,
}

impl Analyser {
    /// With the English model inside the program.
    ///
    /// # Errors
    /// [`ModelError`] where the parts of the model do not fit each other.
    pub fn embedded() -> Result<Analyser, ModelError> {
        let labels = Labels::parse(include_bytes!("../../../../models/en-1/labels.json"))?;
        let lexicon = Lexicon::parse(include_str!("../../../../models/en-1/lemmas.tsv"));
        let pieces = Pieces::load(include_bytes!("../../../../models/en-1/tokenizer.json"), &labels)?;
        let network =
            Network::embedded(include_bytes!("../../../../models/en-1/model.onnx"), labels.special)?;
        Ok(Analyser::new(labels, lexicon, pieces, network))
    }

    /// With the model of a folder: `model.onnx`, `tokenizer.json`, `labels.json`, `lemmas.tsv`.
    ///
    /// # Errors
    /// [`ModelError`] naming the file that is missing or not as expected.
    pub fn load(folder: &Path) -> Result<Analyser, ModelError> {
        let read = |name: &str| {
            let file = folder.join(name);
            std::fs::read(&file)
                .map_err(|source| ModelError::File { file: file.display().to_string(), source })
        };
        let labels = Labels::parse(&read("labels.json")?)?;
        let lexicon = Lexicon::parse(&String::from_utf8_lossy(&read("lemmas.tsv")?));
        let pieces = Pieces::load(&read("tokenizer.json")?, &labels)?;
        let network = Network::load(read("model.onnx")?, labels.special)?;
        Ok(Analyser::new(labels, lexicon, pieces, network))
    }

    fn new(labels: Labels, lexicon: Lexicon, pieces: Pieces, network: Network) -> Analyser {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Analyser { labels, lexicon, pieces, network, coder: None, threads }
    }

    /// The same with at most so many threads; the result does not depend on it.
    pub fn with_threads(self, threads: usize) -> Analyser {
        Analyser { threads: threads.max(1), ..self }
    }

    /// The same with the trained coder: its sentences carry signs of events, and pairs can be asked for.
    pub fn with_coder(self, coder: CoderNetwork) -> Analyser {
        Analyser { coder: Some(coder), ..self }
    }

    /// The same without a trained coder.
    pub fn without_coder(self) -> Analyser {
        Analyser { coder: None, ..self }
    }

    /// Name and version of the model: `en-1`.
    pub fn name(&self) -> &str {
        &self.labels.version
    }

    /// The language the model was trained for, ISO 639-1.
    pub fn language(&self) -> &str {
        &self.labels.language
    }

    /// Analyses articles, in their order. The warnings name sentences that had to be cut because they are longer
    /// than the model takes, by article and byte.
    ///
    /// What is said of an article depends on it alone, not on the others nor on the number of threads.
    pub fn analyse(&self, articles: Vec<Article>) -> (Vec<Document>, Vec<String>) {
        let raw = articles.iter().map(|a| sentences::split(&a.text)).collect();
        self.analyse_split(articles, raw)
    }

    /// Analyses articles whose sentences and words are given (spans of each article's text, in order).
    pub fn analyse_split(
        &self,
        articles: Vec<Article>,
        raw: Vec<Vec<RawSentence>>,
    ) -> (Vec<Document>, Vec<String>) {
        let mut warnings = Vec::new();
        let prepared: Vec<Vec<Prepared>> = articles
            .iter()
            .zip(raw)
            .map(|(article, raw)| self.prepare(article, raw, &mut warnings))
            .collect();
        let jobs: Vec<Job> = prepared.iter().enumerate().flat_map(|(a, p)| batches(a, p)).collect();
        let done = self.run(&articles, &prepared, &jobs);
        let mut found: Vec<Vec<Option<Sentence>>> =
            prepared.iter().map(|p| p.iter().map(|_| None).collect()).collect();
        for (job, result) in jobs.iter().zip(done) {
            match result {
                Ok(sentences) => {
                    for (&at, sentence) in job.sentences.iter().zip(sentences) {
                        found[job.article][at] = Some(sentence);
                    }
                }
                Err(error) => warnings.push(format!("{}: {error}", articles[job.article].id)),
            }
        }
        let documents = articles.into_iter().zip(prepared).zip(found);
        (
            documents.map(|((article, prepared), found)| document(article, &prepared, found)).collect(),
            warnings,
        )
    }

    fn prepare(&self, article: &Article, raw: Vec<RawSentence>, warnings: &mut Vec<String>) -> Vec<Prepared> {
        let mut prepared = Vec::with_capacity(raw.len());
        for sentence in raw {
            let start = sentence.span.start();
            let words = sentence.tokens.iter().map(|t| self.pieces.of(t.of(&article.text))).collect();
            let parts = limits::within_limit(
                sentence,
                words,
                self.labels.max_pieces.saturating_sub(2),
                &article.text,
            );
            if parts.len() > 1 {
                let parts = parts.len();
                warnings.push(format!(
                    "{}: sentence at byte {start} too long, read in {parts} parts",
                    article.id
                ));
            }
            prepared.extend(
                parts
                    .into_iter()
                    .map(|(raw, words)| Prepared { raw, row: Row::new(&words, self.labels.special) }),
            );
        }
        prepared
    }

    /// Runs every job, each on one thread, and gives the results in the order of the jobs.
    fn run(&self, articles: &[Article], prepared: &[Vec<Prepared>], jobs: &[Job]) -> Vec<JobResult> {
        let next = AtomicUsize::new(0);
        let results: Vec<Mutex<Option<JobResult>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            let pool = Arc::new(ThreadPool::with_num_threads(1));
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let (Some(job), Some(place)) = (jobs.get(number), results.get(number)) else { break };
                let batch: Vec<&Prepared> =
                    job.sentences.iter().map(|&s| &prepared[job.article][s]).collect();
                let article = &articles[job.article];
                let result = sentence::analyse_batch(self, article, &batch, &pool);
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads.min(jobs.len()) {
                scope.spawn(work);
            }
            work();
        });
        let missing = || Err(ModelError::Run("a batch was not scored".into()));
        let taken = results.into_iter().map(|r| r.into_inner().unwrap_or_else(PoisonError::into_inner));
        taken.map(|r| r.unwrap_or_else(missing)).collect()
    }
}

type JobResult = Result<Vec<Sentence>, ModelError>;

/// Sentences of one article that are scored together.
struct Job {
    article: usize,
    sentences: Vec<usize>,
}

/// Groups the sentences of an article by like length. Articles are not mixed, because the last bits of a score
/// depend on what it is computed with, and an article must be read the same alone and among others.
fn batches(article: usize, prepared: &[Prepared]) -> Vec<Job> {
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    order.sort_by_key(|&i| (prepared[i].row.pieces(), i));
    let mut jobs: Vec<Job> = Vec::new();
    for i in order.into_iter().rev() {
        let longest = |job: &Job| job.sentences.first().map_or(0, |&s| prepared[s].row.pieces());
        match jobs.last_mut() {
            Some(job) if longest(job) * (job.sentences.len() + 1) <= BATCH_PIECES => job.sentences.push(i),
            _ => jobs.push(Job { article, sentences: vec![i] }),
        }
    }
    jobs
}

fn document(article: Article, prepared: &[Prepared], found: Vec<Option<Sentence>>) -> Document {
    let sentences = prepared.iter().zip(found).map(|(prepared, sentence)| {
        sentence.unwrap_or_else(|| sentence::unanalysed(&prepared.raw, &article.text))
    });
    let sentences = sentences.collect();
    Document { article, sentences }
}
