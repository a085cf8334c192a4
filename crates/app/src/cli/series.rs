//! `verbale series`: counts and mean intensity of a pair over time.

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;
use verbale::EventType;
use verbale::store::{AskedSides, Bucket, By, SeriesQuery};

use super::asking::{CsvOut, DaysArgs, Format, StoreArgs, output};
use super::events::parsed;
use crate::table::DIM;

/// Arguments of `series`.
#[derive(Args)]
pub struct SeriesArgs {
    /// Who acts, or with one actor: somebody on either side
    a: String,
    /// Towards whom
    b: Option<String>,
    /// Count both directions
    #[arg(long, requires = "b")]
    both: bool,
    #[command(flatten)]
    store: StoreArgs,
    /// Length of a step
    #[arg(long, value_enum, default_value_t = Step::Month)]
    by: Step,
    #[command(flatten)]
    days: DaysArgs,
    /// PLOVER types
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// Count every report, not every happening once
    #[arg(long)]
    reports: bool,
    /// Shape of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Steps of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Days
    Day,
    /// Weeks from Monday
    Week,
    /// Months
    Month,
    /// Years
    Year,
}

/// Columns of the longest bar.
const BAR: usize = 40;

/// Prints a series.
pub fn run(args: &SeriesArgs) -> anyhow::Result<ExitCode> {
    let mut store = args.store.open()?;
    let sides = match (&args.b, args.both) {
        (Some(b), true) => AskedSides { between: Some((args.a.clone(), b.clone())), ..AskedSides::default() },
        (Some(b), false) => {
            AskedSides { from: Some(args.a.clone()), to: Some(b.clone()), ..AskedSides::default() }
        }
        (None, _) => AskedSides { actor: Some(args.a.clone()), ..AskedSides::default() },
    };
    let (since, until) = args.days.asked();
    let by = match args.by {
        Step::Day => By::Day,
        Step::Week => By::Week,
        Step::Month => By::Month,
        Step::Year => By::Year,
    };
    let types = parsed::<EventType>("type", &args.types, true)?;
    let buckets = store.series(&SeriesQuery { sides, by, types, since, until, reports: args.reports })?;
    match args.format {
        Format::Table => table(&buckets)?,
        Format::Jsonl => {
            let mut out = output();
            for b in &buckets {
                let [vc, mc, vx, mx] = b.counts;
                let [a, c, d, e] = b.means;
                let line = json!({"start": b.start, "verbal_cooperation": vc, "material_cooperation": mc,
                    "verbal_conflict": vx, "material_conflict": mx, "mean": b.mean,
                    "means": {"verbal_cooperation": a, "material_cooperation": c, "verbal_conflict": d,
                              "material_conflict": e}});
                writeln!(out, "{line}")?;
            }
            out.flush()?;
        }
        Format::Csv => csv(&buckets)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A line a step: counts of cooperation and conflict, mean intensity, and a bar of both.
fn table(buckets: &[Bucket]) -> anyhow::Result<()> {
    let mut out = output();
    if buckets.is_empty() {
        writeln!(out, "no such event")?;
        return Ok(out.flush()?);
    }
    let most = buckets.iter().map(|b| b.counts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    writeln!(out, "{DIM}            cooperation   conflict     mean   cooperation ▒  conflict █{DIM:#}")?;
    writeln!(out, "{DIM}            verbal  mat.  verbal  mat.{DIM:#}")?;
    for b in buckets {
        let [vc, mc, vx, mx] = b.counts;
        let columns = |n: usize| (n * BAR).div_ceil(most);
        let bar = "▒".repeat(columns(vc + mc)) + &"█".repeat(columns(vx + mx));
        let mean = b.mean.map_or("      ".into(), |m| format!("{m:+6.1}"));
        writeln!(out, "{:<11}{vc:>6}{mc:>6}{vx:>7}{mx:>6}  {mean}   {bar}", b.start)?;
    }
    Ok(out.flush()?)
}

fn csv(buckets: &[Bucket]) -> anyhow::Result<()> {
    let mut out = CsvOut::new(&[
        "start",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "mean_score",
        "mean_verbal_cooperation",
        "mean_material_cooperation",
        "mean_verbal_conflict",
        "mean_material_conflict",
    ])?;
    let number = |n: Option<f64>| n.map(|n| format!("{n:.3}")).unwrap_or_default();
    for b in buckets {
        let mut row = vec![b.start.clone()];
        row.extend(b.counts.iter().map(usize::to_string));
        row.push(number(b.mean));
        row.extend(b.means.iter().map(|m| number(*m)));
        out.row(&row)?;
    }
    out.finish()
}
