//! `verbale actors`: who is in the store.

use std::io::Write;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Args;
use serde_json::json;
use verbale::store::ActorsQuery;

use super::asking::{CsvOut, Format, PageArgs, StoreArgs, output};
use crate::table::{ACTOR, DIM};

/// Arguments of `actors`.
#[derive(Args)]
pub struct ActorsArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// Country code (ISO 3166-1 alpha-3)
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// PLOVER sector: GOV, OPP, REB…
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// person, state, government, group, organisation, place, unknown
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Words of the name, or parts of them
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    page: PageArgs,
    /// Shape of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Prints actors, those of most events first.
pub fn run(args: &ActorsArgs) -> anyhow::Result<ExitCode> {
    let mut store = args.store.open()?;
    let sector = args
        .sector
        .as_ref()
        .map(|s| s.to_uppercase().parse().map_err(|_| anyhow!("{s} is no sector of PLOVER")));
    let kind =
        args.kind.as_ref().map(|k| k.to_lowercase().parse().map_err(|_| anyhow!("{k} is no kind of actor")));
    let query = ActorsQuery {
        country: args.country.as_ref().map(|c| c.to_uppercase()),
        sector: sector.transpose()?,
        kind: kind.transpose()?,
        text: args.text.clone(),
        offset: args.page.offset,
        limit: args.page.limit,
    };
    let found = store.actors(&query)?;
    let mut out = output();
    match args.format {
        Format::Table => {
            writeln!(out, "{:>7} {:>7}  {:<4}{:<5}{:<13}name", "acts", "acted", "", "", "kind")?;
            for a in &found {
                let country = a.country.as_deref().unwrap_or("–");
                let (sector, kind) = (a.sector.to_string(), a.kind.to_string());
                let (name, id) = (&a.name, &a.id);
                writeln!(
                    out,
                    "{:>7} {:>7}  {country:<4}{sector:<5}{kind:<13}{ACTOR}{name}{ACTOR:#}  {DIM}{id}{DIM:#}",
                    a.acts, a.is_acted_on
                )?;
            }
        }
        Format::Jsonl => {
            for a in &found {
                let line = json!({"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "sector": a.sector,
                    "wikidata": a.wikidata, "acts": a.acts, "acted_on": a.is_acted_on});
                writeln!(out, "{line}")?;
            }
        }
        Format::Csv => {
            let mut csv =
                CsvOut::new(&["id", "name", "kind", "country", "sector", "wikidata", "acts", "acted_on"])?;
            for a in &found {
                csv.row(&[
                    a.id.clone(),
                    a.name.clone(),
                    a.kind.to_string(),
                    a.country.clone().unwrap_or_default(),
                    a.sector.to_string(),
                    a.wikidata.clone().unwrap_or_default(),
                    a.acts.to_string(),
                    a.is_acted_on.to_string(),
                ])?;
            }
            csv.finish()?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
