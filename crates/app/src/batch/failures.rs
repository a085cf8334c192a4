//! What failed: told on standard error and written to the side file, one JSON object a line.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::items::{Place, Unit};
use super::meter::Meter;
use super::work::Failure;

/// A line of the side file.
#[derive(Debug, Serialize, Deserialize)]
pub struct FailedRow {
    /// Which of all rows of the run, from 1; tells a resumed run which rows are done.
    pub number: u64,
    /// The input.
    file: String,
    /// Line, row or record of the input, from 1.
    #[serde(flatten)]
    at: Position,
    /// Byte of the input, decompressed, where the row or the fault in it stands.
    byte: Option<u64>,
    /// The row's own id.
    id: Option<String>,
    /// What is wrong and what to do.
    reason: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Position {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<u64>,
}

/// Where failures go.
pub struct Failures {
    side: Option<(PathBuf, File)>,
}

/// The side file of an output: `out.jsonl.failed.jsonl`.
pub fn side_file(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".failed.jsonl");
    name.into()
}

impl Failures {
    /// Opens the side file, so that a path that cannot be written is told before the work; `keep` what is in it, or
    /// begin anew. Without a path failures are told on standard error only.
    pub fn open(path: Option<PathBuf>, keep: bool) -> anyhow::Result<Failures> {
        let open = |path: PathBuf| {
            let mut options = OpenOptions::new();
            let options = if keep { options.append(true) } else { options.write(true).truncate(true) };
            let file = options.create(true).open(&path);
            let file = file.with_context(|| format!("{}: cannot be written", path.display()))?;
            Ok::<_, anyhow::Error>((path, file))
        };
        Ok(Failures { side: path.map(open).transpose()? })
    }

    /// Tells of one. It is in the file before any later record is in the output: resuming counts on it.
    pub fn add(
        &mut self,
        number: u64,
        place: &Place,
        failure: &Failure,
        meter: &Meter,
    ) -> anyhow::Result<()> {
        let byte = place.byte.map(|b| b + failure.byte.unwrap_or(0));
        let at_byte = byte.map(|b| format!(", byte {b}")).unwrap_or_default();
        let id = failure.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        meter.print(&format!("{place}{at_byte}{id}: {}", failure.reason));
        let Some((path, file)) = &mut self.side else { return Ok(()) };
        let mut at = Position::default();
        match place.unit {
            Unit::Whole => {}
            Unit::Line(line) => at.line = Some(line),
        }
        let (id, reason) = (failure.id.clone(), failure.reason.clone());
        let row = FailedRow { number, file: place.file.to_string(), at, byte, id, reason };
        let mut line = serde_json::to_vec(&row)?;
        line.push(b'\n');
        file.write_all(&line).with_context(|| format!("{}: cannot be written", path.display()))
    }

    /// Takes an empty side file away and gives the path of one that is not.
    pub fn close(self) -> anyhow::Result<Option<PathBuf>> {
        let Some((path, file)) = self.side else { return Ok(None) };
        if file.metadata().is_ok_and(|m| m.is_file() && m.len() == 0) {
            drop(file);
            std::fs::remove_file(&path).with_context(|| format!("{}: cannot be removed", path.display()))?;
            return Ok(None);
        }
        Ok(Some(path))
    }
}
