//! `verbale`: reads the news and keeps the diplomatic record.

mod batch;
mod adding;
mod cli;
mod inputs;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
