//! Batches: any number of rows read, coded by several workers and written in order, with memory that does not grow.
//!
//! ```text
//! sources ─reader─▶ items ═workers═▶ outcomes ─writer─▶ records to the sink, failures to the side file
//! ```
//!
//! For each item the reader puts an empty slot into a queue for the writer and the item into a queue for the workers;
//! whichever worker takes it fills the slot. The writer empties the slots in their order, so the output is the same for
//! any number of workers. Both queues are short and the text under way is bounded: a slow writer holds the reader back.

mod budget;
mod failures;
pub mod items;
mod jsonl;
mod meter;
mod resume;
mod sinks;
mod sources;
pub mod work;

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use crossbeam_channel::{Receiver, Sender, bounded};
use verbale::Coder;

use budget::Budget;
pub use failures::{Failures, side_file};
use items::{Item, Place};
pub use meter::Meter;
pub use resume::{Start, resume};
pub use sinks::{JsonLines, Sink};
pub use sources::{Source, has_ending, resolve, same_file};
pub use work::WorkOptions;
use work::{Failure, Outcome};

/// Items waiting for each worker: enough that none waits for the reader.
const WAITING: usize = 2;
/// Items under way, coded or not, for each worker: one long article must not stop the others at once.
const UNDER_WAY: usize = 16;

/// What the writer gets, in the order of the rows.
enum Slot {
    /// A place for an outcome, and what to give back to the budget when it is written.
    Item { number: u64, place: Place, bytes: usize, outcome: Receiver<Outcome> },
    /// Why reading had to end.
    Fatal(anyhow::Error),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records written.
    pub records: u64,
    /// Rows and files that failed.
    pub failed: u64,
}

/// A batch to run.
pub struct Batch<'a> {
    /// What to read, in order.
    pub sources: &'a [Source],
    /// Codes the articles.
    pub coder: &'a Coder,
    /// How to code them.
    pub options: &'a WorkOptions,
    /// Number of workers, at least one.
    pub workers: usize,
    /// What an earlier run has done.
    pub start: &'a Start,
    /// Shows how far it is.
    pub meter: &'a Meter,
}

impl Batch<'_> {
    /// Reads, codes and writes.
    ///
    /// # Errors
    /// Where the output cannot be written, or the input is not the one that the output to resume was made from.
    pub fn run(&self, sink: &mut dyn Sink, failures: &mut Failures) -> anyhow::Result<Summary> {
        let workers = self.workers.max(1);
        let (slots_in, slots) = bounded::<Slot>(workers * UNDER_WAY);
        let (jobs_in, jobs) = bounded::<(Item, Sender<Outcome>)>(workers * WAITING);
        let budget = &Budget::default();
        let read = AtomicU64::new(0);
        let feed = Feed { batch: self, slots: slots_in, jobs: jobs_in, budget, read: &read };
        let summary = std::thread::scope(|scope| {
            scope.spawn(|| feed.read_all());
            for _ in 0..workers {
                let jobs = jobs.clone();
                scope.spawn(move || {
                    for (item, slot) in jobs {
                        // When the writer has stopped nobody waits for the outcome.
                        if !budget.is_closed() {
                            let _ = slot.send(work::code(self.coder, self.options, item));
                        }
                    }
                });
            }
            drop(jobs);
            let done = self.write(slots, budget, sink, failures);
            budget.close();
            done
        })?;
        self.start.check_reached(read.load(Ordering::Relaxed))?;
        Ok(summary)
    }

    fn write(
        &self,
        slots: Receiver<Slot>,
        budget: &Budget,
        sink: &mut dyn Sink,
        failures: &mut Failures,
    ) -> anyhow::Result<Summary> {
        let mut summary = Summary::default();
        for slot in slots {
            let (number, place, bytes, outcome) = match slot {
                Slot::Item { number, place, bytes, outcome } => (number, place, bytes, outcome),
                Slot::Fatal(error) => return Err(error),
            };
            let lost = || Outcome::from(Failure::new("a fault of the program: its worker was lost"));
            let Outcome { record, warnings } = outcome.recv().unwrap_or_else(|_| lost());
            for warning in &warnings {
                self.meter.print(&format!("{place}: {warning}"));
            }
            match record {
                Ok(line) => {
                    sink.record(&line).context("the output cannot be written")?;
                    summary.records += 1;
                }
                Err(failure) => {
                    failures.add(number, &place, &failure, self.meter)?;
                    summary.failed += 1;
                }
            }
            budget.release(bytes);
            self.meter.done(&summary);
        }
        Ok(summary)
    }
}

/// The reading end: numbers the items, passes over those that an earlier run did, and hands the rest out.
struct Feed<'a> {
    batch: &'a Batch<'a>,
    slots: Sender<Slot>,
    jobs: Sender<(Item, Sender<Outcome>)>,
    budget: &'a Budget,
    read: &'a AtomicU64,
}

impl Feed<'_> {
    /// Runs in a thread of its own and ends, with its ends of the queues, when all is read or the writer has stopped.
    fn read_all(self) {
        let mut number = 0;
        for source in self.batch.sources {
            let mut emit = |place, content| {
                number += 1;
                self.read.store(number, Ordering::Relaxed);
                self.take(Item { number, place, content })
            };
            if !items::read(source, self.batch.meter, &mut emit) {
                break;
            }
        }
    }

    /// Whether to go on reading.
    fn take(&self, item: Item) -> bool {
        match self.batch.start.passes_over(&item, self.batch.options) {
            Ok(false) => {}
            Ok(true) => return true,
            Err(error) => {
                let _ = self.slots.send(Slot::Fatal(error));
                return false;
            }
        }
        self.batch.meter.start();
        let bytes = item.content.bytes();
        if !self.budget.acquire(bytes) {
            return false;
        }
        let (sender, outcome) = bounded(1);
        let slot = Slot::Item { number: item.number, place: item.place.clone(), bytes, outcome };
        self.slots.send(slot).is_ok() && self.jobs.send((item, sender)).is_ok()
    }
}
