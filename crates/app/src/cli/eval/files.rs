//! Reading gold and predictions line by line; a bad line is named and passed over.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use verbale::MAX_BYTES;
use verbale::scoring::{GoldUnit, Prediction, Predictions};

use super::Problems;

/// Longest line read, in bytes: the record of the largest article is about ten times its text.
const MAX_LINE: usize = 10 * MAX_BYTES;

/// The units of all files, each id once.
pub fn gold(paths: &[PathBuf], problems: &mut Problems) -> Vec<GoldUnit> {
    let mut units: Vec<GoldUnit> = Vec::new();
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for path in paths {
        let read = for_each_line(path, problems, |line, place| {
            let unit = GoldUnit::from_json(line).map_err(|e| e.to_string())?;
            if let Some(before) = places.get(&unit.id) {
                return Err(format!("unit {} stands already at {before}", unit.id));
            }
            places.insert(unit.id.clone(), place.to_string());
            units.push(unit);
            Ok(())
        });
        if let Err(error) = read {
            problems.tell(format_args!("{error:#}"));
        }
    }
    units
}

/// The predictions of a file that answer to a unit of the gold; others are passed over.
pub fn predictions(path: &Path, gold: &[GoldUnit], problems: &mut Problems) -> anyhow::Result<Predictions> {
    let ids: std::collections::BTreeSet<&str> = gold.iter().map(|u| u.id.as_str()).collect();
    let mut predictions = Predictions::default();
    for_each_line(path, problems, |line, _| {
        let prediction = Prediction::from_json(line).map_err(|e| e.to_string())?;
        if !ids.contains(prediction.id()) {
            return Ok(());
        }
        predictions
            .insert(prediction)
            .map_err(|again| format!("unit {} stands twice; the first counts", again.id()))
    })?;
    Ok(predictions)
}

/// Hands every line that is not blank to `read`, with its place (`file:line`).
fn for_each_line(
    path: &Path,
    problems: &mut Problems,
    mut read: impl FnMut(&str, &str) -> Result<(), String>,
) -> anyhow::Result<()> {
    let (name, mut input) = open(path)?;
    let mut bytes = Vec::new();
    for number in 1.. {
        let place = format!("{name}:{number}");
        bytes.clear();
        let length = (&mut input).take(MAX_LINE as u64 + 1).read_until(b'\n', &mut bytes);
        if length.with_context(|| format!("{place}: cannot be read"))? == 0 {
            return Ok(());
        }
        if bytes.len() > MAX_LINE {
            problems.tell(format_args!("{place}: longer than {} MB", MAX_LINE / 1_000_000));
            input.skip_until(b'\n').with_context(|| format!("{place}: cannot be read"))?;
            continue;
        }
        let line = match std::str::from_utf8(&bytes) {
            Ok(line) => line.trim_start_matches('\u{feff}').trim(),
            Err(error) => {
                problems.tell(format_args!("{place}: not UTF-8 at byte {} of the line", error.valid_up_to()));
                continue;
            }
        };
        if line.is_empty() {
            continue;
        }
        if let Err(reason) = read(line, &place) {
            problems.tell(format_args!("{place}: {reason}"));
        }
    }
    Ok(())
}

fn open(path: &Path) -> anyhow::Result<(String, Box<dyn BufRead>)> {
    if path.as_os_str() == "-" {
        return Ok(("standard input".into(), Box::new(io::stdin().lock())));
    }
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("{name}: cannot be read"))?;
    Ok((name, Box::new(BufReader::new(file))))
}
