//! Going on where an interrupted run ended.
//!
//! Every row leaves exactly one line, in the output or in the side file, and the lines of the side file are numbered. So
//! the two files alone tell which rows are done, wherever the run was cut off: no other state is kept.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use verbale::Coder;

use super::failures::FailedRow;
use super::items::Item;
use super::work::{self, WorkOptions};

/// What an earlier run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Rows done.
    rows: u64,
    /// Records among them.
    pub records: u64,
    /// Failures among them.
    pub failed: u64,
    /// Id of the last record.
    last: Option<String>,
}

impl Start {
    /// Whether an item was done by the earlier run.
    ///
    /// # Errors
    /// Where the last item done is not the one that the output ends with: the input is another than before.
    pub fn passes_over(&self, item: &Item, options: &WorkOptions) -> anyhow::Result<bool> {
        if item.number != self.rows {
            return Ok(item.number < self.rows);
        }
        let id = work::article(item.content.clone(), options).map(|(article, _)| article.id).ok();
        if id == self.last {
            return Ok(true);
        }
        let no_id = || "none that can be read".to_string();
        bail!(
            "the output was made from another input: its record {} is of article {}, but the input has {} at {}; \
             resume with the same input and side file, or begin anew without --resume",
            self.records,
            self.last.clone().unwrap_or_else(no_id),
            id.unwrap_or_else(no_id),
            item.place
        )
    }

    /// Whether so many rows of input hold all that was done.
    ///
    /// # Errors
    /// Where they are too few.
    pub fn check_reached(&self, rows: u64) -> anyhow::Result<()> {
        let done = self.rows;
        ensure!(
            rows >= done,
            "the output was made from another input: {done} rows are done, but the input has {rows}"
        );
        Ok(())
    }
}

/// Finds what is done and cuts off what is not whole. An output that does not exist yet is a run that has not begun.
///
/// # Errors
/// Where the files cannot be read or written, or are not this program's, version and model.
pub fn resume(
    output: &Path,
    side: Option<&Path>,
    coder: &Coder,
    options: &WorkOptions,
) -> anyhow::Result<Start> {
    let named = |path: &Path| path.display().to_string();
    let Some(mut file) = open(output).with_context(|| named(output))? else { return Ok(Start::default()) };
    let (records, last) = cut_output(&mut file, coder, options).with_context(|| named(output))?;
    let mut start = Start { rows: records, records, failed: 0, last };
    if let Some(side) = side
        && let Some(mut file) = open(side).with_context(|| named(side))?
    {
        cut_failures(&mut file, &mut start).with_context(|| named(side))?;
    }
    Ok(start)
}

fn open(path: &Path) -> anyhow::Result<Option<File>> {
    match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What of a record tells where it comes from.
#[derive(Deserialize)]
struct Head {
    coder: verbale::output::CoderRecord,
    article: HeadOfArticle,
}

#[derive(Deserialize)]
struct HeadOfArticle {
    id: String,
    #[serde(default)]
    text: Option<String>,
}

/// Counts the whole lines, gives the id of the last, and cuts off a torn one.
fn cut_output(
    file: &mut File,
    coder: &Coder,
    options: &WorkOptions,
) -> anyhow::Result<(u64, Option<String>)> {
    let mut reader = BufReader::with_capacity(1 << 20, &*file);
    let (mut line, mut last) = (Vec::new(), Vec::new());
    let (mut records, mut whole) = (0, 0);
    loop {
        line.clear();
        let length = reader.by_ref().read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            break;
        }
        records += 1;
        whole += length as u64;
        std::mem::swap(&mut line, &mut last);
    }
    if records == 0 {
        file.set_len(0)?;
        return Ok((0, None));
    }
    let head: Head = serde_json::from_slice(&last)
        .with_context(|| format!("line {records} is no record; --resume goes on only with records"))?;
    let here = (env!("CARGO_PKG_VERSION"), coder.model());
    let there = (head.coder.version.as_str(), head.coder.model.as_str());
    ensure!(
        here == there,
        "made by version {} with model {}, this is {} with {}: one output would mix them; begin anew without --resume",
        there.0,
        there.1,
        here.0,
        here.1
    );
    ensure!(
        head.article.text.is_some() == options.text,
        "its records are with{} text: resume with the same --no-text as before",
        if options.text { "out" } else { "" }
    );
    file.set_len(whole)?;
    Ok((records, Some(head.article.id)))
}

/// Counts the failures that stand before the last record, and cuts off those after it, which will be met again.
fn cut_failures(file: &mut File, start: &mut Start) -> anyhow::Result<()> {
    let mut reader = BufReader::new(&*file);
    let mut line = Vec::new();
    let (mut whole, mut number) = (0, 0);
    loop {
        line.clear();
        let length = reader.by_ref().read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            break;
        }
        let row: FailedRow = serde_json::from_slice(&line)
            .with_context(|| format!("the line at byte {whole} is none of a side file"))?;
        ensure!(row.number > number, "the line at byte {whole} is out of order");
        number = row.number;
        if number > start.rows {
            break;
        }
        start.rows += 1;
        start.failed += 1;
        whole += length as u64;
    }
    file.set_len(whole)?;
    Ok(())
}
