//! `verbale sql`: questions in SQL, read only.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use verbale::store::Store;

use super::asking::{CsvOut, Format, StoreArgs, output};

/// Arguments of `sql`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct SqlArgs {
    /// The question, or `-` to read it from standard input
    sql: String,
    #[command(flatten)]
    store: StoreArgs,
    /// Seconds after which an answer is given up
    #[arg(long, value_name = "N", default_value_t = 600)]
    seconds: u64,
    /// Shape of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = "\
The tables are described in crates/store/schema; these views give names instead of numbers:
  event_view      number, happening, article, type, mode, quad, score, status, historical, first_day, last_day, place,
                  place_country, confidence, because   (days as dates)
  link_view       event, from_id, from_country, to_id, to_country: a row for every pair of sides of an event
  claim_view      number, kind, subject, object, about, says, state, first_day, last_day, article, rule
  article_view    number, id, url, title, source, date, lang, known_from, current

Examples:
  verbale sql \"SELECT type, COUNT(*) FROM event_view GROUP BY type ORDER BY 2 DESC\"
  verbale sql \"SELECT * FROM claim_view WHERE kind = 'sanctions' LIMIT 20\" --format csv";

/// Answers a question in SQL.
pub fn run(args: &SqlArgs) -> anyhow::Result<ExitCode> {
    let mut sql = args.sql.clone();
    if sql == "-" {
        sql.clear();
        std::io::stdin().read_to_string(&mut sql).context("standard input cannot be read")?;
    }
    let mut store = Store::open_read_only(&args.store.store, Duration::from_secs(args.seconds))?;
    let (names, rows) = store.sql(&sql)?;
    match args.format {
        Format::Csv => {
            let mut out = CsvOut::new(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
            for row in &rows {
                out.row(&row.iter().map(plain).collect::<Vec<_>>())?;
            }
            out.finish()?;
        }
        Format::Jsonl => {
            let mut out = output();
            for row in rows {
                let object: serde_json::Map<String, serde_json::Value> =
                    names.iter().cloned().zip(row).collect();
                writeln!(out, "{}", serde_json::Value::Object(object))?;
            }
            out.flush()?;
        }
        Format::Table => table(&names, &rows)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Columns as wide as their widest cell, at most 60.
fn table(names: &[String], rows: &[Vec<serde_json::Value>]) -> anyhow::Result<()> {
    use unicode_width::UnicodeWidthStr;
    const WIDEST: usize = 60;
    let cell = |value: &serde_json::Value| -> String {
        let text = plain(value).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.width() <= WIDEST { text } else { text.chars().take(WIDEST - 1).chain(['…']).collect() }
    };
    let cells: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(cell).collect()).collect();
    let width = |n: usize| {
        let widest = cells.iter().filter_map(|r| r.get(n)).map(|c| c.width()).max().unwrap_or(0);
        widest.max(names.get(n).map_or(0, |name| name.width()))
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let mut out = output();
    let mut line = |cells: &[String]| -> std::io::Result<()> {
        let padded =
            cells.iter().zip(&widths).map(|(c, w)| format!("{c}{}", " ".repeat(w.saturating_sub(c.width()))));
        writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    line(names)?;
    for row in &cells {
        line(row)?;
    }
    Ok(out.flush()?)
}
