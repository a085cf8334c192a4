//! Articles into the store: read, those already there passed over, the rest coded by several workers and written a batch
//! a transaction, so that a run killed at any moment is gone on with by running it again.

mod inputs;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use verbale::output::ArticleRecord;
use verbale::store::{AddOptions, AddSummary, Store, address};
use verbale::{Article, Coder};

use crate::batch::{Meter, Summary};
use inputs::{Arrived, read};
pub use inputs::{Defaults, Named, named};

/// Characters of text of a batch at most, so that huge articles do not fill the memory.
const BATCH_CHARS: usize = 8 << 20;

/// Adds to a store.
pub struct Adder<'a> {
    store: &'a mut Store,
    meter: &'a Meter,
    options: AddOptions,
    workers: usize,
    batch: usize,
    coder: Option<Coder>,
    failed_before: BTreeSet<String>,
    waiting: Vec<(String, Arrived)>,
    chars: usize,
    failures: Vec<(String, String)>,
    done: Done,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    /// What the store took.
    pub added: AddSummary,
    /// Inputs that could not be read.
    pub failed: usize,
}

impl<'a> Adder<'a> {
    /// Adds to `store` with so many workers.
    pub fn new(
        store: &'a mut Store,
        meter: &'a Meter,
        options: AddOptions,
        workers: usize,
    ) -> anyhow::Result<Self> {
        let failed_before = store.failures()?.into_iter().map(|f| f.input).collect();
        Ok(Adder {
            store,
            meter,
            options,
            workers: workers.max(1),
            batch: 256,
            coder: None,
            failed_before,
            waiting: Vec::new(),
            chars: 0,
            failures: Vec::new(),
            done: Done::default(),
        })
    }

    /// So many articles at most in one transaction.
    pub fn with_batch(self, batch: usize) -> Self {
        Adder { batch: batch.max(1), ..self }
    }

    /// Reads and adds all of it.
    pub fn run(mut self, inputs: &[Named], defaults: &Defaults) -> anyhow::Result<Done> {
        let mut fault = None;
        for input in inputs {
            let go_on =
                read(input, defaults, self.meter, &mut |name, arrived| match self.take(name, arrived) {
                    Ok(()) => true,
                    Err(error) => {
                        fault = Some(error);
                        false
                    }
                });
            if !go_on {
                break;
            }
        }
        if let Some(error) = fault {
            return Err(error);
        }
        self.flush()?;
        Ok(self.done)
    }

    fn take(&mut self, name: String, arrived: Result<Arrived, String>) -> anyhow::Result<()> {
        match arrived {
            Ok(arrived) => {
                self.chars += match &arrived {
                    Arrived::Article(article) => article.text.len(),
                    Arrived::Record(record) => record.article.length,
                };
                self.waiting.push((name, arrived));
            }
            Err(reason) => self.fail(name, reason),
        }
        if self.waiting.len() + self.failures.len() >= self.batch || self.chars >= BATCH_CHARS {
            self.flush()?;
        }
        Ok(())
    }

    fn fail(&mut self, name: String, reason: String) {
        self.meter.print(&format!("{name}: {reason}"));
        self.done.failed += 1;
        self.failures.push((name, reason));
    }

    /// Codes and writes what waits.
    fn flush(&mut self) -> anyhow::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.chars = 0;
        self.meter.start();
        let known = self.known(&waiting)?;
        let (mut names, mut records, mut to_code) = (Vec::new(), Vec::new(), Vec::new());
        for ((name, arrived), is_known) in waiting.into_iter().zip(known) {
            names.push(name.clone());
            match arrived {
                _ if is_known => self.done.added.known += 1,
                Arrived::Record(record) => records.push(*record),
                Arrived::Article(article) => to_code.push((name, *article)),
            }
        }
        for (name, coded) in self.code(to_code)? {
            match coded {
                Ok(record) => records.push(record),
                Err(reason) => {
                    names.retain(|n| *n != name);
                    self.fail(name, reason);
                }
            }
        }
        let added = self.store.add(&records, &self.options).context("nothing of this batch was added")?;
        self.done.added = self.done.added.and(added);
        self.store.add_failures(&std::mem::take(&mut self.failures), self.options.now)?;
        let mended: Vec<String> = names.into_iter().filter(|n| self.failed_before.remove(n)).collect();
        self.store.forget_failures(&mended)?;
        let AddSummary { added, known, changed, recoded, .. } = self.done.added;
        let records = (added + known + changed + recoded) as u64;
        self.meter.done(&Summary { records, failed: self.done.failed as u64 });
        Ok(())
    }

    fn known(&mut self, waiting: &[(String, Arrived)]) -> anyhow::Result<Vec<bool>> {
        let article = |(_, arrived): &(String, Arrived)| match arrived {
            Arrived::Article(a) => (address(a.url.as_deref(), &a.id).to_owned(), a.sha256.clone()),
            Arrived::Record(r) => {
                (address(r.article.url.as_deref(), &r.article.id).to_owned(), r.article.sha256.clone())
            }
        };
        let coder = if self.options.recode { Some(self.coder()?.signature()) } else { None };
        let keys: Vec<(String, String)> = waiting.iter().map(article).collect();
        Ok(self.store.are_known(&keys, coder.as_deref())?)
    }

    /// The coder, loaded when first needed.
    fn coder(&mut self) -> anyhow::Result<&Coder> {
        if self.coder.is_none() {
            self.coder = Some(Coder::new().context("the analyser cannot be loaded")?.with_threads(1));
        }
        self.coder.as_ref().context("the analyser is not loaded")
    }

    /// Records of articles, in their order.
    fn code(
        &mut self,
        articles: Vec<(String, Article)>,
    ) -> anyhow::Result<Vec<(String, Result<ArticleRecord, String>)>> {
        if articles.is_empty() {
            return Ok(Vec::new());
        }
        let (workers, meter) = (self.workers.min(articles.len()), self.meter);
        let coder = self.coder()?;
        let next = AtomicUsize::new(0);
        let coded = Mutex::new(Vec::with_capacity(articles.len()));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some((n, (name, article))) = claim(&next, &articles) {
                        let record = code_one(coder, article, name, meter);
                        let mut coded = coded.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                        coded.push((n, name.clone(), record));
                    }
                });
            }
        });
        let mut coded = coded.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        coded.sort_by_key(|(n, _, _)| *n);
        Ok(coded.into_iter().map(|(_, name, record)| (name, record)).collect())
    }
}

fn claim<'t, T>(next: &AtomicUsize, items: &'t [T]) -> Option<(usize, &'t T)> {
    let n = next.fetch_add(1, Ordering::Relaxed);
    items.get(n).map(|item| (n, item))
}

/// Codes an article. A fault of the program itself fails this article only.
fn code_one(coder: &Coder, article: &Article, name: &str, meter: &Meter) -> Result<ArticleRecord, String> {
    let coded = catch_unwind(AssertUnwindSafe(|| {
        let (coded, warnings) = coder.code(vec![article.clone()]);
        warnings.iter().for_each(|w| meter.print(&format!("{name}: {w}")));
        coded.first().map(|c| coder.record(c))
    }));
    match coded {
        Ok(Some(record)) => Ok(record),
        Ok(None) => Err("a fault of the program: nothing was coded".into()),
        Err(_) => Err("a fault of the program while coding it, please report it".into()),
    }
}
