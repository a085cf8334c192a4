//! Parquet.

use std::io::Write;

use anyhow::Context;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{Sink, schema};

/// Rows turned into columns at once.
const BATCH_ROWS: usize = 1024;
/// Bytes of JSON turned into columns at once, so that long articles do not fill the memory.
const BATCH_BYTES: usize = 16 << 20;
/// Bytes after which a row group ends; it is held in memory until then.
const GROUP_BYTES: usize = 64 << 20;

/// A Parquet file written from rows of JSON. Where batches and row groups end depends on the rows only, so the same
/// rows give the same bytes.
pub struct Table<W: Write + Send> {
    decoder: Decoder,
    writer: ArrowWriter<W>,
    rows: usize,
    bytes: usize,
}

impl<W: Write + Send> Table<W> {
    /// An empty table.
    pub fn new(out: W, schema: SchemaRef) -> anyhow::Result<Table<W>> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by(concat!("verbale ", env!("CARGO_PKG_VERSION")).into())
            .build();
        let decoder = ReaderBuilder::new(schema.clone()).with_batch_size(BATCH_ROWS).build_decoder()?;
        Ok(Table { decoder, writer: ArrowWriter::try_new(out, schema, Some(properties))?, rows: 0, bytes: 0 })
    }

    /// Adds a row.
    pub fn push(&mut self, json: &[u8]) -> anyhow::Result<()> {
        let read = self.decoder.decode(json).context("a record does not fit the table")?;
        anyhow::ensure!(read == json.len(), "a record does not fit the table");
        self.rows += 1;
        self.bytes += json.len();
        if self.rows == BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        (self.rows, self.bytes) = (0, 0);
        if let Some(batch) = self.decoder.flush()? {
            self.writer.write(&batch)?;
        }
        if self.writer.in_progress_size() >= GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }

    /// Writes what is left and the end of the file.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.flush()?;
        let mut out = self.writer.into_inner()?;
        Ok(out.flush()?)
    }
}

/// Nested records, one a row.
pub struct NestedTable<W: Write + Send>(Table<W>);

impl<W: Write + Send> NestedTable<W> {
    /// An empty table.
    pub fn new(out: W) -> anyhow::Result<NestedTable<W>> {
        Ok(NestedTable(Table::new(out, schema::nested()?)?))
    }
}

impl<W: Write + Send> Sink for NestedTable<W> {
    fn record(&mut self, line: &[u8]) -> anyhow::Result<()> {
        self.0.push(line)
    }

    fn finish(self: Box<Self>) -> anyhow::Result<()> {
        self.0.finish()
    }
}
