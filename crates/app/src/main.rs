//! `verbale`: reads the news and keeps the diplomatic record.

mod adding;
mod batch;
mod cli;
mod inputs;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
