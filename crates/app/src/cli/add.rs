//! `verbale add`: articles into the store.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use verbale::store::{AddOptions, Store};

use super::SOME_FAILED;
use super::asking::{StoreArgs, now};
use crate::adding::{Adder, Defaults, Done, Named, named};
use crate::batch::Meter;

/// Arguments of `add`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct AddArgs {
    /// Texts, web pages, JSON lines (also .gz, .zst), folders of them, or `-` for standard input
    #[arg(value_name = "PATH", required_unless_present_any = ["retry", "failures"])]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    /// Date of publication (YYYY-MM-DD) of inputs that do not tell theirs
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Publisher of inputs that do not tell theirs
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Language (ISO 639-1) of inputs that do not tell theirs [default: detected]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Code articles again that another version of the program has coded; reviews stay
    #[arg(long)]
    recode: bool,
    /// Try again the inputs that failed before
    #[arg(long, conflicts_with = "paths")]
    retry: bool,
    /// List the inputs that failed, with the reason
    #[arg(long, conflicts_with_all = ["paths", "retry"])]
    failures: bool,
    /// Articles written together, in one transaction: what a run that is killed loses at most
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    batch: u16,
    /// Articles coded at the same time [default: the processors of the machine]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
}

const HELP: &str = "\
An article is known by its URL, else its id, and by its text: adding it again changes nothing; a changed text is a new
version, and the old one stays readable. A run that was interrupted is gone on with by running it again. Lines of JSON
are articles as `verbale code` reads them, or records as it prints them.

Examples:
  verbale add articles/ --source 'Our Gazette'
  verbale add news.jsonl.gz --store postgres://ana@db/news
  verbale add --failures        inputs that could not be read
  verbale add --retry           read them again

Exit status: 0 all read, 1 some inputs failed (each named on standard error), 2 wrong usage.";

/// Adds articles.
pub fn run(args: &AddArgs) -> anyhow::Result<ExitCode> {
    if args.paths.iter().any(|p| p.as_os_str() == "-") && io::stdin().is_terminal() {
        eprintln!("verbale: reading from the terminal; end with Ctrl-D");
    }
    let mut store = Store::open(&args.store.store)?;
    if args.failures {
        return list_failures(&mut store);
    }
    let paths = if args.retry { failed_paths(&mut store)? } else { args.paths.clone() };
    let inputs = named(&paths);
    let meter = Meter::new(total(&inputs));
    let options = AddOptions { now: now(), recode: args.recode };
    let defaults = Defaults { date: args.date, lang: args.lang.clone(), source: args.source.clone() };
    let workers = args.workers.map(usize::from);
    let workers = workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let adder = Adder::new(&mut store, &meter, options, workers)?.with_batch(usize::from(args.batch));
    let done = adder.run(&inputs, &defaults);
    meter.finish();
    let done = done?;
    tell(&done, &args.store.store);
    store.close()?;
    Ok(if done.failed > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

fn tell(done: &Done, store: &str) {
    let a = &done.added;
    let mut parts = vec![format!("{} added", articles(a.added))];
    let more = [
        (a.changed, "in a new version"),
        (a.recoded, "coded anew"),
        (a.known, "already there"),
        (done.failed, "failed"),
    ];
    parts.extend(more.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
    let facts = format!("{} events, {} statements, {} claims", a.events, a.statements, a.claims);
    let name = store.split_once("://").map_or(store, |(_, rest)| rest.rsplit('@').next().unwrap_or(rest));
    eprintln!("verbale: {name}: {}; {facts}", parts.join(", "));
    if done.failed > 0 {
        eprintln!(
            "verbale: `verbale add --failures` lists what failed, `verbale add --retry` reads it again"
        );
    }
}

fn articles(n: usize) -> String {
    if n == 1 { "1 article".into() } else { format!("{n} articles") }
}

fn list_failures(store: &mut Store) -> anyhow::Result<ExitCode> {
    for failure in store.failures()? {
        let tries = if failure.tries > 1 { format!(" ({} tries)", failure.tries) } else { String::new() };
        println!("{}: {}{tries}", failure.input, failure.reason);
    }
    Ok(ExitCode::SUCCESS)
}

/// Files named in the list of failures: `FILE` or `FILE, line N`.
fn failed_paths(store: &mut Store) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for failure in store.failures()? {
        let name = failure.input.rsplit_once(", line ").map_or(failure.input.as_str(), |(file, _)| file);
        let path = PathBuf::from(name);
        if name == "standard input" {
            eprintln!("verbale: {}: cannot be read again", failure.input);
        } else if !paths.contains(&path) {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// Bytes of JSON lines, where nothing else is read: what the bar counts.
fn total(inputs: &[Named]) -> Option<u64> {
    let length = |input: &Named| match input {
        Named::Rows(path) => path.metadata().ok().map(|m| m.len()),
        _ => None,
    };
    inputs.iter().map(length).sum()
}
