//! `verbale code`: batches of articles in, their records out.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory, error::ErrorKind};
use verbale::Coder;

use super::SOME_FAILED;
use crate::batch::{self, Batch, Failures, Format, Meter, Output, Source, Start, Summary, WorkOptions};

/// Arguments of `code`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct CodeArgs {
    /// Files of JSON lines, Parquet or WARC, also .gz and .zst; folders of them; patterns like 'news/*.jsonl'; or `-` for
    /// standard input
    #[arg(long, short, value_name = "FILE", num_args = 1.., default_value = "-")]
    input: Vec<PathBuf>,
    /// File to write, in the format of its ending (.jsonl, .parquet, .csv) [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Format of the output [default: by the ending of --output, else jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// One row an event instead of one record an article; CSV is always so
    #[arg(long)]
    flat: bool,
    /// Articles coded at the same time; the output does not depend on it [default: the processors of the machine]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
    /// Go on with an interrupted run into the same output file
    #[arg(long, requires = "output")]
    resume: bool,
    /// File for the rows that fail, with the reason [default: OUTPUT.failed.jsonl]
    #[arg(long, value_name = "FILE")]
    failed: Option<PathBuf>,
    /// Language (ISO 639-1) of rows without "lang" [default: detected]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Leave the articles' text out of the records
    #[arg(long)]
    no_text: bool,
}

const HELP: &str = "\
Each line of JSON lines is an object, each row of Parquet has the same fields as columns; only \"text\" is needed:
  {\"id\": \"a1\", \"text\": \"…\", \"date\": \"2021-08-18\", \"lang\": \"en\", \"title\": \"…\", \"url\": \"…\", \"source\": \"…\",
   \"pairs\": [{\"source\": [[0, 4]], \"target\": [[11, 16]]}]}
With pairs, spans of a given actor and recipient in characters of the text, the record has the type of each under
\"pairs\", in the same order. Of WARC archives the pages are read.

A run that was interrupted goes on with --resume. While it is under way the records of Parquet and flat output stand in
OUTPUT.partial.jsonl; the output itself appears when all is done.

Examples:
  verbale code --input news.jsonl --output record.jsonl
  verbale code --input news.jsonl --output record.jsonl --resume     after an interruption
  verbale code --input 'archive/*.warc.gz' --output events.csv       one row an event, for spreadsheets and R
  verbale code --input news.parquet --output events.parquet --flat
  cat news.jsonl | verbale code --no-text | jq .events

Exit status: 0 all read, 1 some rows failed (each named on standard error and in the side file), 2 wrong usage.";

/// Codes a batch.
pub fn run(args: &CodeArgs) -> anyhow::Result<ExitCode> {
    let (format, flat) = shape(args);
    check_usage(args, format);
    let output = args.output.clone().map(|path| Output { path, format, flat });
    let side = args.failed.clone().or_else(|| output.as_ref().and_then(Output::side_file));
    if args.resume
        && let Some(output) = output.as_ref().filter(|o| o.is_complete())
    {
        eprintln!("verbale: {} is complete, nothing is left to resume", output.path.display());
        let failed = side.is_some_and(|side| side.metadata().is_ok_and(|m| m.len() > 0));
        return Ok(status(failed));
    }
    let written = output.iter().flat_map(|o| [o.path.clone(), o.journal()]);
    let own: Vec<PathBuf> = written.chain(side.clone()).collect();
    let sources = batch::resolve(&args.input, &own);
    let coder = Coder::new().context("the analyser cannot be loaded")?.with_threads(1);
    // The sentence of a flat row is cut from the text.
    let options = WorkOptions { lang: args.lang.clone(), text: !args.no_text || flat };
    let start = match &output {
        Some(output) if args.resume => batch::resume(&output.journal(), side.as_deref(), &coder, &options)?,
        _ => Start::default(),
    };
    let mut sink = match &output {
        Some(output) => output.open(args.resume)?,
        None => batch::sink(io::stdout(), format, flat)?,
    };
    let mut failures = Failures::open(side, args.resume)?;
    let meter = Meter::new(sources.iter().map(Source::length).sum());
    let workers = args.workers.map(usize::from).unwrap_or_else(processors);
    let batch =
        Batch { sources: &sources, coder: &coder, options: &options, workers, start: &start, meter: &meter };
    let summary = batch.run(&mut *sink, &mut failures);
    meter.finish();
    let Summary { records, failed } = summary?;
    sink.finish().context("the output cannot be written")?;
    output.as_ref().map(Output::finish).transpose()?;
    report(records + start.records, failed + start.failed, failures.close()?.as_deref());
    Ok(status(failed + start.failed > 0))
}

/// The format of the output and whether its rows are events. Ends the program where there is no such output.
fn shape(args: &CodeArgs) -> (Format, bool) {
    let ending = args.output.as_ref().and_then(|o| o.extension()).map(|e| e.to_string_lossy().to_lowercase());
    let format = match (args.format, ending.as_deref()) {
        (Some(format), _) => format,
        (None, Some("parquet" | "pq")) => Format::Parquet,
        (None, Some("csv")) => Format::Csv,
        (None, Some("gz" | "zst")) => refuse(
            ErrorKind::InvalidValue,
            "compressed output is not written: write to standard output and through a compressor, or to .parquet",
        ),
        (None, _) => Format::Jsonl,
    };
    (format, args.flat || format == Format::Csv)
}

fn refuse(kind: ErrorKind, message: impl std::fmt::Display) -> ! {
    super::Cli::command().error(kind, message).exit()
}

fn status(failed: bool) -> ExitCode {
    if failed { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS }
}

fn report(records: u64, failed: u64, side: Option<&Path>) {
    if failed > 0 || io::stderr().is_terminal() {
        let see = side.map(|path| format!(", see {}", path.display())).unwrap_or_default();
        eprintln!("verbale: {records} articles coded, {failed} failed{see}");
    }
}

/// Ends the program where the arguments make no sense together.
fn check_usage(args: &CodeArgs, format: Format) {
    if format == Format::Parquet && args.output.is_none() && io::stdout().is_terminal() {
        refuse(ErrorKind::ArgumentConflict, "Parquet is not for terminals: name a file with --output");
    }
    let standard = args.input.iter().filter(|i| i.as_os_str() == "-").count();
    if standard == args.input.len() && io::stdin().is_terminal() {
        let message = "name a file, folder or pattern with --input, or send rows to standard input";
        refuse(ErrorKind::MissingRequiredArgument, message);
    }
    if standard > 1 {
        refuse(ErrorKind::ArgumentConflict, "standard input can be read only once");
    }
    let written: Vec<&Path> = args.output.iter().chain(&args.failed).map(PathBuf::as_path).collect();
    if let [output, failed] = written[..]
        && batch::same_file(output, failed)
    {
        refuse(ErrorKind::ArgumentConflict, "--output and --failed name the same file");
    }
    for path in written {
        if args.input.iter().any(|input| input.is_file() && batch::same_file(input, path)) {
            let message = format!("{} is an input and cannot be written to", path.display());
            refuse(ErrorKind::ArgumentConflict, message);
        }
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
