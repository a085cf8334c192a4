//! What the commands on the store share: which store, whom a question is about, and the shapes of an answer.

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use verbale::store::{AskedSides, Store};

/// Which store.
#[derive(Args, Clone, Debug)]
pub struct StoreArgs {
    /// The store: a file, or postgres://USER@HOST/DATABASE
    #[arg(long, value_name = "URL", default_value = "verbale.db", env = "VERBALE_STORE")]
    pub store: String,
}

impl StoreArgs {
    /// Opens a store that is there.
    pub fn open(&self) -> anyhow::Result<Store> {
        Ok(Store::open_existing(&self.store)?)
    }
}

/// Seconds since 1970-01-01T00:00:00Z.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// Today's date, in UTC as the store keeps it.
pub fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// Whom a question is about.
#[derive(Args, Clone, Debug, Default)]
pub struct SidesArgs {
    /// Who acts: a country (VEN), a sector of it (VEN:MIL), an identifier or a name
    #[arg(long, value_name = "ACTOR", conflicts_with_all = ["between", "actor"])]
    from: Option<String>,
    /// Whom it is directed at
    #[arg(long, value_name = "ACTOR", conflicts_with_all = ["between", "actor"])]
    to: Option<String>,
    /// Somebody on either side
    #[arg(long, value_name = "ACTOR", conflicts_with = "between")]
    actor: Option<String>,
    /// Two, in either direction
    #[arg(long, num_args = 2, value_names = ["ACTOR", "ACTOR"])]
    between: Vec<String>,
}

impl SidesArgs {
    /// As the store is asked.
    pub fn asked(&self) -> AskedSides {
        let between = match &self.between[..] {
            [a, b] => Some((a.clone(), b.clone())),
            _ => None,
        };
        AskedSides { from: self.from.clone(), to: self.to.clone(), actor: self.actor.clone(), between }
    }
}

/// When.
#[derive(Args, Clone, Debug, Default)]
pub struct DaysArgs {
    /// First day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

impl DaysArgs {
    /// First and last day as the store is asked.
    pub fn asked(&self) -> (Option<String>, Option<String>) {
        (self.since.map(|d| d.to_string()), self.until.map(|d| d.to_string()))
    }
}

/// Which part of the answer.
#[derive(Args, Clone, Debug)]
pub struct PageArgs {
    /// Lines at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Lines to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Oldest first
    #[arg(long)]
    pub oldest: bool,
}

/// Shapes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One object a line
    Jsonl,
    /// With a line of names; cells that a spreadsheet would run as formulas are made text
    Csv,
}

/// Standard output, with colours only where they show.
pub fn output() -> Box<dyn Write> {
    Box::new(io::BufWriter::new(anstream::AutoStream::auto(io::stdout())))
}

/// Columns of the table.
pub fn width() -> usize {
    let columns = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    columns.filter(|_| io::stdout().is_terminal()).unwrap_or(100).max(40)
}

/// A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it, as they do
/// themselves for text. Numbers stay.
pub fn safe_cell(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

/// Writes rows as CSV.
pub struct CsvOut(csv::Writer<Box<dyn Write>>);

impl CsvOut {
    /// With a line of names.
    pub fn new(names: &[&str]) -> anyhow::Result<CsvOut> {
        let mut writer = csv::Writer::from_writer(output());
        writer.write_record(names)?;
        Ok(CsvOut(writer))
    }

    /// A row.
    pub fn row(&mut self, cells: &[String]) -> anyhow::Result<()> {
        Ok(self.0.write_record(cells.iter().map(|c| safe_cell(c)))?)
    }

    /// All is written.
    pub fn finish(mut self) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}

/// `n thing` or `n things`.
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_text_and_numbers_stay() {
        assert_eq!(safe_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(safe_cell("@SUM"), "'@SUM");
        assert_eq!(safe_cell("-2.5"), "-2.5");
        assert_eq!(safe_cell("- Peru"), "'- Peru");
        assert_eq!(safe_cell("Peru"), "Peru");
    }
}
