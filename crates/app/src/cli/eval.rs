//! `verbale eval`: how good the record is, against what people annotated.

mod files;
mod print;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use verbale::Coder;
use verbale::scoring::{GoldUnit, Options, Prediction, Predictions, Report, Scorer, Within};

use super::SOME_FAILED;

/// Units coded together, so that their sentences fill the analyser's batches.
const BATCH: usize = 32;

/// Arguments of `eval`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct EvalArgs {
    /// Gold in the project's format, one unit a line with its text; `-` for standard input
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Score these records of `verbale code` (by id), or a second annotation [default: code the gold's text now]
    #[arg(long, value_name = "CODED")]
    predictions: Option<PathBuf>,
    /// Compare with these other records: paired bootstrap over units
    #[arg(long, value_name = "OTHER")]
    compare: Option<PathBuf>,
    /// List so many wrong events, the surest first, and so many missed ones
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Inside what a found event may answer to a gold one
    #[arg(long, value_enum, default_value_t = Scope::Sentence)]
    within: Scope,
    /// Shape of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = "\
Gold is made from the annotations of the corpus and the texts they point to:
  python3 corpus/join.py DATA --part dev > dev.jsonl

Examples:
  verbale eval dev.jsonl --worst 20                  codes the texts and scores, with the worst mistakes
  verbale code --input dev.jsonl --output old.jsonl  records to keep: the gold's lines are input of `code` too
  verbale eval dev.jsonl --compare old.jsonl         what the change since then did, and whether it is chance
  verbale eval dev.jsonl --predictions old.jsonl --format json
  verbale eval first.jsonl --predictions second.jsonl    agreement of two annotators

A side (actor, recipient) is right when it is empty in both, or a found phrase overlaps a gold one.
Exit status: 0 all scored, 1 some lines or units could not be (each named on standard error), 2 wrong usage.";

/// Shapes of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// Everything, with the counts behind each figure
    Json,
}

/// Inside what events may answer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// The sentence of their triggers
    Sentence,
    /// The whole unit
    Unit,
}

/// Scores, prints, and tells what could not be scored.
pub fn run(args: &EvalArgs) -> anyhow::Result<ExitCode> {
    let mut problems = Problems::default();
    let gold = files::gold(&args.gold, &mut problems);
    if gold.is_empty() {
        bail!("there is nothing to score: no unit of gold could be read");
    }
    let options = Options {
        within: match args.within {
            Scope::Sentence => Within::Sentence,
            Scope::Unit => Within::Unit,
        },
        worst: args.worst,
    };
    let first = match &args.predictions {
        Some(path) => score_file(path, &gold, options, &mut problems)?,
        None => score_now(&gold, options, &mut problems)?,
    };
    let compared = |path| score_file(path, &gold, Options { worst: 0, ..options }, &mut problems);
    let other = args.compare.as_ref().map(compared).transpose()?;
    let report = first.report(other.as_ref());
    write(&report, args)?;
    Ok(if problems.any { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

/// What could not be scored; told as it is met.
#[derive(Debug, Default)]
struct Problems {
    any: bool,
}

impl Problems {
    fn tell(&mut self, problem: impl std::fmt::Display) {
        eprintln!("verbale: {problem}");
        self.any = true;
    }
}

/// Scores the predictions of a file. A unit without a record is a problem; one that a second annotator did not see is not.
fn score_file(
    path: &PathBuf,
    gold: &[GoldUnit],
    options: Options,
    problems: &mut Problems,
) -> anyhow::Result<Scorer> {
    let name = path.display();
    let predictions = files::predictions(path, gold, problems)?;
    let mut scorer = Scorer::new(options);
    let mut unseen = Vec::new();
    for unit in gold {
        match predictions.get(&unit.id).map(|p| p.facts(unit)) {
            None => unseen.push(unit.id.as_str()),
            Some(Err(error)) => problems.tell(format_args!("{name}: {error}")),
            Some(Ok(facts)) => scorer.add(unit, &facts),
        }
    }
    tell_unseen(&unseen, &predictions, gold.len(), &name.to_string(), problems);
    if scorer.units() == 0 {
        bail!("{name}: nothing in it answers to a unit of the gold");
    }
    Ok(scorer)
}

/// Units named in a message before the rest is only counted.
const NAMED: usize = 5;

fn tell_unseen(
    unseen: &[&str],
    predictions: &Predictions,
    units: usize,
    name: &str,
    problems: &mut Problems,
) {
    if unseen.is_empty() {
        return;
    }
    let first = unseen.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = if unseen.len() > NAMED { ", …" } else { "" };
    let count = unseen.len();
    if predictions.are_annotations() {
        eprintln!("verbale: {name}: annotates {} of {units} units; the others are left out", units - count);
    } else {
        problems.tell(format_args!("{name}: no record of {count} of {units} units, left out: {first}{more}"));
    }
}

/// Codes the texts and scores what is found.
fn score_now(gold: &[GoldUnit], options: Options, problems: &mut Problems) -> anyhow::Result<Scorer> {
    let coder = Coder::new().context("the analyser cannot be loaded")?;
    let mut scorer = Scorer::new(options);
    let progress = io::stderr().is_terminal();
    for (number, batch) in gold.chunks(BATCH).enumerate() {
        let (coded, warnings) = coder.code(batch.iter().map(GoldUnit::article).collect());
        warnings.iter().for_each(|warning| eprintln!("verbale: {warning}"));
        for (unit, article) in batch.iter().zip(&coded) {
            match Prediction::Record(Box::new(coder.record(article))).facts(unit) {
                Ok(facts) => scorer.add(unit, &facts),
                Err(error) => problems.tell(error),
            }
        }
        if progress {
            eprint!("\r{} of {} units coded", number * BATCH + batch.len(), gold.len());
        }
    }
    if progress {
        eprint!("\r\x1b[K");
    }
    Ok(scorer)
}

fn write(report: &Report, args: &EvalArgs) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(anstream::AutoStream::auto(io::stdout()));
    match args.format {
        Format::Table => print::print(&mut out, report, args.worst)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, report)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(())
}
