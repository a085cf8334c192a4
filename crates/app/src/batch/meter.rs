//! How far a batch is, shown on standard error where that is a terminal.

use std::io::{self, Read};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Summary;

/// Progress of a batch.
pub struct Meter {
    bar: ProgressBar,
    read: AtomicU64,
    started: OnceLock<Instant>,
}

impl Meter {
    /// For inputs of so many bytes together, as stored; `None` where that is not known.
    pub fn new(bytes: Option<u64>) -> Meter {
        let template = match bytes {
            Some(_) => "{bar:24} {percent:>3} %  {msg}  {eta_precise} left",
            None => "{spinner} {msg}  {elapsed_precise}",
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
        bar.set_style(style.progress_chars("━╸ "));
        Meter { bar, read: AtomicU64::new(0), started: OnceLock::new() }
    }

    /// A line for standard error.
    pub fn print(&self, message: &str) {
        self.bar.suspend(|| eprintln!("verbale: {message}"));
    }

    /// Coding begins; what an earlier run has done is passed over by then and does not count for the time left.
    pub fn start(&self) {
        self.started.get_or_init(|| {
            self.bar.set_position(self.read.load(Ordering::Relaxed));
            self.bar.reset_eta();
            Instant::now()
        });
    }

    /// So much is done.
    pub fn done(&self, summary: &Summary) {
        if self.bar.is_hidden() {
            return;
        }
        let seconds = self.started.get().map_or(0.0, |s| s.elapsed().as_secs_f64()).max(0.001);
        let rate = summary.records as f64 / seconds;
        let failed = match summary.failed {
            0 => String::new(),
            failed => format!(", {} failed", HumanCount(failed)),
        };
        self.bar.set_message(format!("{} articles{failed}, {rate:.1}/s", HumanCount(summary.records)));
        self.bar.set_position(self.read.load(Ordering::Relaxed));
    }

    /// All is done: the bar goes.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Counts what is read of a file.
    pub fn watch<R: Read>(&self, reader: R) -> impl Read {
        Watched { reader, read: &self.read }
    }
}

struct Watched<'a, R> {
    reader: R,
    read: &'a AtomicU64,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.reader.read(buffer)?;
        self.read.fetch_add(bytes as u64, Ordering::Relaxed);
        Ok(bytes)
    }
}
