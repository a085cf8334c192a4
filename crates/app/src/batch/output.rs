//! The output of a batch and the files beside it.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::sinks::{Format, Sink, sink};
use super::sources::{FAILED, PARTIAL};

/// A file to write.
///
/// JSON lines are written where they belong. Other formats cannot be gone on with once they are cut off; for them the
/// records are first written as JSON lines to `OUTPUT.partial.jsonl`, which can, and put into their format at the end.
#[derive(Clone, Debug)]
pub struct Output {
    /// The file asked for.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// Rows of events instead of nested records.
    pub flat: bool,
}

impl Output {
    /// The file that records are written to as they come.
    pub fn journal(&self) -> PathBuf {
        if self.is_journal() { self.path.clone() } else { beside(&self.path, PARTIAL) }
    }

    /// The default side file for rows that fail; none beside a device or pipe.
    pub fn side_file(&self) -> Option<PathBuf> {
        let special = self.path.metadata().is_ok_and(|m| !m.is_file());
        (!special).then(|| beside(&self.path, FAILED))
    }

    /// Whether an earlier run came to its end, so that nothing is left to go on with.
    pub fn is_complete(&self) -> bool {
        !self.is_journal() && self.path.exists() && !self.journal().exists()
    }

    /// Opens the journal, to go on with it or anew.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn open(&self, resume: bool) -> anyhow::Result<Box<dyn Sink>> {
        let path = self.journal();
        let mut options = OpenOptions::new();
        let options = if resume { options.append(true) } else { options.write(true).truncate(true) };
        let file = options.create(true).open(&path).with_context(|| cannot_write(&path))?;
        sink(file, Format::Jsonl, false)
    }

    /// Puts the records into the format asked for. The file appears under its name when it is whole.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn finish(&self) -> anyhow::Result<()> {
        if self.is_journal() {
            return Ok(());
        }
        let (journal, unfinished) = (self.journal(), beside(&self.path, ".partial"));
        let file = File::create(&unfinished).with_context(|| cannot_write(&unfinished))?;
        let mut sink = sink(BufWriter::new(file), self.format, self.flat)?;
        let mut lines = BufReader::new(File::open(&journal).with_context(|| journal.display().to_string())?);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).with_context(|| journal.display().to_string())? > 0 {
            sink.record(line.trim_ascii_end()).with_context(|| cannot_write(&unfinished))?;
            line.clear();
        }
        sink.finish().with_context(|| cannot_write(&unfinished))?;
        std::fs::rename(&unfinished, &self.path).with_context(|| cannot_write(&self.path))?;
        std::fs::remove_file(&journal).with_context(|| format!("{}: cannot be removed", journal.display()))
    }

    fn is_journal(&self) -> bool {
        self.format == Format::Jsonl && !self.flat
    }
}

fn cannot_write(path: &Path) -> String {
    format!("{}: cannot be written", path.display())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
