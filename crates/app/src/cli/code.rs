//! `verbale code`: batches of articles in, their records out.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory, error::ErrorKind};

use super::SOME_FAILED;
use super::own::OwnArgs;
use crate::batch::{self, Batch, Failures, JsonLines, Meter, Sink, Source, Start, WorkOptions};

/// Arguments of `code`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct CodeArgs {
    /// Files of JSON lines, folders of them, patterns like 'news/*.jsonl', or `-` for standard input; also .gz and .zst
    #[arg(long, short, value_name = "FILE", num_args = 1.., default_value = "-")]
    input: Vec<PathBuf>,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
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
    #[command(flatten)]
    knowledge: OwnArgs,
}

const HELP: &str = "\
Each line of the input is an object; only \"text\" is needed:
  {\"id\": \"a1\", \"text\": \"…\", \"date\": \"2021-08-18\", \"lang\": \"en\", \"title\": \"…\", \"url\": \"…\", \"source\": \"…\",
   \"pairs\": [{\"source\": [[0, 4]], \"target\": [[11, 16]]}]}
With pairs, spans of a given actor and recipient in characters of the text, the record has the type of each under
\"pairs\", in the same order.

Examples:
  verbale code --input news.jsonl --output record.jsonl
  verbale code --input news.jsonl --output record.jsonl --resume     after an interruption
  zcat news.jsonl.gz | verbale code --no-text | jq .events

Exit status: 0 all read, 1 some rows failed (each named on standard error and in the side file), 2 wrong usage.";

/// Codes a batch.
pub fn run(args: &CodeArgs) -> anyhow::Result<ExitCode> {
    check_usage(args);
    let side = args.failed.clone().or_else(|| args.output.as_deref().map(batch::side_file));
    let own: Vec<PathBuf> = args.output.iter().chain(&side).cloned().collect();
    let sources = batch::resolve(&args.input, &own);
    let coder = args.knowledge.coder()?.with_threads(1);
    let options = WorkOptions { lang: args.lang.clone(), text: !args.no_text };
    let start = match &args.output {
        Some(output) if args.resume => batch::resume(output, side.as_deref(), &coder, &options)?,
        _ => Start::default(),
    };
    let mut sink = open_sink(args.output.as_deref(), args.resume)?;
    let mut failures = Failures::open(side, args.resume)?;
    let meter = Meter::new(total(&sources));
    let workers = args.workers.map(usize::from).unwrap_or_else(processors);
    let batch =
        Batch { sources: &sources, coder: &coder, options: &options, workers, start: &start, meter: &meter };
    let summary = batch.run(&mut *sink, &mut failures);
    meter.finish();
    let summary = summary?;
    let failed = summary.failed + start.failed;
    let side = failures.close()?;
    if failed > 0 || io::stderr().is_terminal() {
        let records = summary.records + start.records;
        let see = side.map(|path| format!(", see {}", path.display())).unwrap_or_default();
        eprintln!("verbale: {records} articles coded, {failed} failed{see}");
    }
    Ok(if failed > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

/// Ends the program where the arguments make no sense together.
fn check_usage(args: &CodeArgs) {
    let refuse = |kind: ErrorKind, message: String| -> ! {
        super::Cli::command().error(kind, message).exit();
    };
    let standard = args.input.iter().filter(|i| i.as_os_str() == "-").count();
    if standard == args.input.len() && io::stdin().is_terminal() {
        let message = "name a file, folder or pattern with --input, or send rows to standard input";
        refuse(ErrorKind::MissingRequiredArgument, message.into());
    }
    if standard > 1 {
        refuse(ErrorKind::ArgumentConflict, "standard input can be read only once".into());
    }
    let written: Vec<&Path> = args.output.iter().chain(&args.failed).map(PathBuf::as_path).collect();
    if let [output, failed] = written[..]
        && batch::same_file(output, failed)
    {
        refuse(ErrorKind::ArgumentConflict, "--output and --failed name the same file".into());
    }
    for path in written {
        if args.input.iter().any(|input| input.is_file() && batch::same_file(input, path)) {
            let message = format!("{} is an input and cannot be written to", path.display());
            refuse(ErrorKind::ArgumentConflict, message);
        }
    }
}

fn open_sink(output: Option<&Path>, resume: bool) -> anyhow::Result<Box<dyn Sink>> {
    let Some(path) = output else { return Ok(Box::new(JsonLines::new(io::stdout().lock()))) };
    let mut options = OpenOptions::new();
    let options = if resume { options.append(true) } else { options.write(true).truncate(true) };
    let file = options.create(true).open(path);
    Ok(Box::new(JsonLines::new(file.with_context(|| format!("{}: cannot be written", path.display()))?)))
}

fn total(sources: &[Source]) -> Option<u64> {
    sources.iter().map(Source::length).sum()
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
