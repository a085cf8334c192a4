//! Where records go.

mod flat;
mod schema;
mod table;

use std::io::Write;

use clap::ValueEnum;

/// Formats of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON, one object a line
    Jsonl,
    /// Apache Parquet
    Parquet,
    /// Comma-separated values, for flat rows
    Csv,
}

/// Takes records in their order.
pub trait Sink {
    /// A record as one line of JSON, without its end.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn record(&mut self, line: &[u8]) -> anyhow::Result<()>;

    /// Writes what is left.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn finish(self: Box<Self>) -> anyhow::Result<()>;
}

/// A sink for a format: nested records, or `flat` rows of events. CSV is always flat.
///
/// # Errors
/// Where the beginning cannot be written.
pub fn sink<W: Write + Send + 'static>(out: W, format: Format, flat: bool) -> anyhow::Result<Box<dyn Sink>> {
    Ok(match format {
        Format::Jsonl if !flat => Box::new(JsonLines { out, line: Vec::new() }),
        Format::Parquet if !flat => Box::new(table::NestedTable::new(out)?),
        _ => Box::new(flat::Flat::new(out, format)?),
    })
}

/// JSON lines, each written at once and whole: a reader at the other end of a pipe has it, and little is lost when the
/// program is killed.
struct JsonLines<W: Write> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> Sink for JsonLines<W> {
    fn record(&mut self, line: &[u8]) -> anyhow::Result<()> {
        self.line.clear();
        self.line.extend_from_slice(line);
        self.line.push(b'\n');
        self.out.write_all(&self.line)?;
        Ok(self.out.flush()?)
    }

    fn finish(mut self: Box<Self>) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }
}
