//! `verbale schema`: the JSON Schema of a record.

use std::io::Write;
use std::process::ExitCode;

/// Prints the schema.
pub fn run() -> anyhow::Result<ExitCode> {
    let schema = serde_json::to_string_pretty(&verbale::output::json_schema())?;
    writeln!(std::io::stdout().lock(), "{schema}")?;
    Ok(ExitCode::SUCCESS)
}
