//! The command line: one file per command.

mod code;
mod own;
mod read;
mod schema;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Exit status when some inputs failed and the rest was done.
pub const SOME_FAILED: u8 = 1;

/// The program.
#[derive(Parser)]
#[command(name = "verbale", version, about, long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const LONG_ABOUT: &str = "\
verbale reads the news and keeps the diplomatic record: who did or said what to whom, when, where,
according to whom, and what that makes of the relations between them, every fact traced to the words
that state it. It works offline; model and gazetteer are inside the program.";

const EXAMPLES: &str = "\
Examples:
  verbale read article.txt --date 2024-05-14        the record as a table, with the words that prove each line
  verbale read page.html --format json              the same as JSON; the date is taken from the page
  curl -s https://news.example/a | verbale read -   from standard input
  verbale read articles/ --format csv > events.csv  a folder, one row an event
  verbale code --input news.jsonl --output record.jsonl   a batch, one object a line

Exit status: 0 all read, 1 some inputs failed (each named on standard error), 2 wrong usage.";

/// What to do.
#[derive(Subcommand)]
enum Command {
    /// Read articles and print their record
    Read(read::ReadArgs),
    /// Code batches of articles: JSON lines in and out, with several workers
    Code(code::CodeArgs),
    /// Print the JSON Schema of a record
    Schema,
}

/// Reads the arguments, does what they ask, and gives the exit status.
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Code(args) => code::run(&args),
        Command::Schema => schema::run(),
    };
    match result {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("verbale: {error:#}");
            ExitCode::from(SOME_FAILED)
        }
    }
}

/// A reader that stopped early (`verbale read … | head`) is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
    })
}
