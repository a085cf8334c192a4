//! Parquet with the columns of a row.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::{anyhow, ensure};
use arrow_array::RecordBatch;
use arrow_json::LineDelimitedWriter;
use arrow_schema::{DataType, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::super::items::{Content, Emit, Place, Unit};
use super::super::meter::Meter;

/// Columns that are read; others are passed over.
const COLUMNS: [&str; 8] = ["id", "text", "date", "lang", "title", "url", "source", "pairs"];
/// Rows read at once: few, since each may be a long article.
const BATCH_ROWS: usize = 64;

/// Hands out the rows, each as the JSON it would be in JSON lines. Gives false when no more are wanted.
pub fn read(file: File, name: &Arc<str>, meter: &Meter, emit: &mut Emit) -> bool {
    let place = |unit| Place { file: name.clone(), unit, byte: None };
    let bytes = file.metadata().map_or(0, |m| m.len());
    let (mut reader, rows) = match guarded(|| open(file)) {
        Ok(opened) => opened,
        Err(error) => {
            return emit(place(Unit::Whole), Content::Problem(format!("cannot be read: {error:#}")));
        }
    };
    let mut row = 0;
    loop {
        let json = match guarded(|| reader.next().map(|batch| as_json(&batch?)).transpose()) {
            Ok(None) => return true,
            Ok(Some(json)) => json,
            Err(error) => {
                let problem = format!("cannot be read from this row on: {error:#}");
                return emit(place(Unit::Row(row + 1)), Content::Problem(problem));
            }
        };
        let before = row;
        for line in json.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
            row += 1;
            if !emit(place(Unit::Row(row)), Content::Row(line.to_vec())) {
                return false;
            }
        }
        meter.add(bytes * (row - before) / rows.max(1));
    }
}

fn open(file: File) -> anyhow::Result<(ParquetRecordBatchReader, u64)> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    check(builder.schema())?;
    let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let names: Vec<&String> = builder.schema().fields().iter().map(|f| f.name()).collect();
    let wanted: Vec<usize> = (0..names.len()).filter(|&i| COLUMNS.contains(&names[i].as_str())).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
    Ok((builder.with_projection(mask).with_batch_size(BATCH_ROWS).build()?, rows))
}

/// Strings must be strings: bytes would be written as hexadecimal digits.
fn check(schema: &Schema) -> anyhow::Result<()> {
    let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
    ensure!(names.contains(&"text"), "it has no column \"text\", only {}", names.join(", "));
    for field in schema.fields().iter().filter(|f| COLUMNS.contains(&f.name().as_str())) {
        let kind = match field.data_type() {
            DataType::Dictionary(_, values) => values.as_ref(),
            kind => kind,
        };
        let is_bytes = matches!(
            kind,
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_)
        );
        ensure!(!is_bytes, "its column {:?} holds bytes; make it a column of strings", field.name());
    }
    Ok(())
}

fn as_json(batch: &RecordBatch) -> anyhow::Result<Vec<u8>> {
    let mut writer = LineDelimitedWriter::new(Vec::new());
    writer.write(batch)?;
    writer.finish()?;
    Ok(writer.into_inner())
}

/// A broken file may make the decoder panic; it must fail alone.
fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(anyhow!("the file is broken")))
}
