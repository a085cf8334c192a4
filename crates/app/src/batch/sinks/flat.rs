//! Flat rows, one an event, as CSV, Parquet or JSON lines.

use std::io::Write;

use anyhow::Context;
use verbale::output::ArticleRecord;
use verbale::{EVENT_COLUMNS, EventRow, event_rows};

use super::table::Table;
use super::{Format, Sink, schema};

/// Rows of events.
pub enum Flat<W: Write + Send> {
    /// With a line of names first.
    Csv(csv::Writer<W>),
    /// As Parquet.
    Table(Box<Table<W>>),
    /// As JSON.
    Lines(W),
}

impl<W: Write + Send> Flat<W> {
    /// No rows yet.
    pub fn new(out: W, format: Format) -> anyhow::Result<Flat<W>> {
        Ok(match format {
            Format::Parquet => Flat::Table(Box::new(Table::new(out, schema::flat())?)),
            Format::Jsonl => Flat::Lines(out),
            Format::Csv => {
                let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(out);
                writer.write_record(EVENT_COLUMNS)?;
                writer.flush()?;
                Flat::Csv(writer)
            }
        })
    }

    fn row(&mut self, row: &EventRow) -> anyhow::Result<()> {
        match self {
            Flat::Csv(writer) => Ok(writer.serialize(row)?),
            Flat::Table(table) => table.push(&serde_json::to_vec(row)?),
            Flat::Lines(out) => {
                serde_json::to_writer(&mut *out, row)?;
                Ok(out.write_all(b"\n")?)
            }
        }
    }
}

impl<W: Write + Send> Sink for Flat<W> {
    fn record(&mut self, line: &[u8]) -> anyhow::Result<()> {
        let record: ArticleRecord = serde_json::from_slice(line).context("not a record")?;
        let text = record.article.text.as_deref().unwrap_or_default();
        for row in event_rows(&record, text) {
            self.row(&row)?;
        }
        match self {
            Flat::Csv(writer) => writer.flush()?,
            Flat::Lines(out) => out.flush()?,
            Flat::Table(_) => {}
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<()> {
        match *self {
            Flat::Table(table) => table.finish(),
            Flat::Csv(mut writer) => Ok(writer.flush()?),
            Flat::Lines(mut out) => Ok(out.flush()?),
        }
    }
}
