//! `verbale read`: articles in, their record out.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use verbale::output::ArticleRecord;
use verbale::{Article, Coder, EVENT_COLUMNS, ReadHints, event_rows};

use super::SOME_FAILED;
use super::own::OwnArgs;
use crate::inputs::{Input, Inputs};
use crate::table;

/// Articles coded together, so that their sentences fill the analyser's batches; bounds the memory used.
const BATCH: usize = 16;

/// Columns of the table where the output is no terminal.
const PLAIN_WIDTH: usize = 100;

/// Arguments of `read`.
#[derive(Args)]
pub struct ReadArgs {
    /// Files, folders (their .txt and .html files), or `-` for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Date of publication (YYYY-MM-DD); "Tuesday" and "last week" are reckoned from it [default: the page's own]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Language (ISO 639-1) [default: detected]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Headline [default: the page's own]
    #[arg(long)]
    title: Option<String>,
    /// Shape of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Leave the article's text out of the JSON
    #[arg(long)]
    no_text: bool,
    #[command(flatten)]
    knowledge: OwnArgs,
}

/// Shapes of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: facts with the words that prove them
    Table,
    /// One object, or an array for several inputs
    Json,
    /// One object a line
    Jsonl,
    /// One row an event
    Csv,
}

/// Reads all inputs and prints their records; a bad input is named and passed over.
pub fn run(args: &ReadArgs) -> anyhow::Result<ExitCode> {
    let mut inputs = Inputs::from_arguments(&arguments_or_stdin(args));
    let mut failed = !inputs.problems.is_empty();
    for problem in inputs.problems.drain(..) {
        eprintln!("verbale: {problem}");
    }
    let mut printer = Printer::new(args, inputs.many)?;
    let mut coder = None;
    for batch in inputs.list.chunks(BATCH) {
        let mut articles = Vec::new();
        for input in batch {
            match read(input, args) {
                Ok(article) => articles.push(article),
                Err(error) => {
                    eprintln!("verbale: {error:#}");
                    failed = true;
                }
            }
        }
        if articles.is_empty() {
            continue;
        }
        let coder = match &mut coder {
            Some(coder) => coder,
            none => none.insert(args.knowledge.coder()?),
        };
        for record in code(coder, articles) {
            printer.print(record)?;
        }
    }
    printer.finish()?;
    Ok(if failed { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

fn arguments_or_stdin(args: &ReadArgs) -> Vec<PathBuf> {
    if args.files.is_empty() {
        if io::stdin().is_terminal() {
            use clap::CommandFactory;
            let mut command = super::Cli::command();
            command
                .error(
                    clap::error::ErrorKind::MissingRequiredArgument,
                    "name a FILE, a folder, or - for standard input",
                )
                .exit();
        }
        return vec!["-".into()];
    }
    args.files.clone()
}

fn read(input: &Input, args: &ReadArgs) -> anyhow::Result<Article> {
    let name = input.name();
    let bytes = input.bytes().with_context(|| name.clone())?;
    let hints = ReadHints {
        name: Some(name),
        date: args.date,
        lang: args.lang.clone(),
        title: args.title.clone(),
        ..ReadHints::default()
    };
    Ok(verbale::read(&bytes, &hints)?)
}

fn code(coder: &Coder, articles: Vec<Article>) -> Vec<ArticleRecord> {
    let (coded, warnings) = coder.code(articles);
    for warning in warnings {
        eprintln!("verbale: {warning}");
    }
    coded.iter().map(|article| coder.record(article)).collect()
}

/// Writes records in the format asked for, as they come.
struct Printer {
    out: Box<dyn Write>,
    format: Format,
    many: bool,
    text: bool,
    printed: usize,
    width: usize,
    csv: Option<csv::Writer<Box<dyn Write>>>,
}

impl Printer {
    fn new(args: &ReadArgs, many: bool) -> anyhow::Result<Printer> {
        let columns = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
        let on_terminal = io::stdout().is_terminal();
        let width = columns.filter(|_| on_terminal).unwrap_or(PLAIN_WIDTH);
        let stdout =
            || -> Box<dyn Write> { Box::new(io::BufWriter::new(anstream::AutoStream::auto(io::stdout()))) };
        let mut csv = None;
        if args.format == Format::Csv {
            let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(stdout());
            writer.write_record(EVENT_COLUMNS)?;
            csv = Some(writer);
        }
        Ok(Printer { out: stdout(), format: args.format, many, text: !args.no_text, printed: 0, width, csv })
    }

    fn print(&mut self, mut record: ArticleRecord) -> anyhow::Result<()> {
        let text = record.article.text.clone().unwrap_or_default();
        if !self.text {
            record.article.text = None;
        }
        match self.format {
            Format::Table => {
                record.article.text = Some(text);
                if self.printed > 0 {
                    writeln!(self.out)?;
                }
                table::print(&mut self.out, &record, self.width)?;
            }
            Format::Json => self.json(&record)?,
            Format::Jsonl => {
                serde_json::to_writer(&mut self.out, &record)?;
                writeln!(self.out)?;
            }
            Format::Csv => {
                for row in event_rows(&record, &text) {
                    self.csv.as_mut().map(|csv| csv.serialize(row)).transpose()?;
                }
            }
        }
        self.printed += 1;
        self.out.flush()?;
        Ok(())
    }

    fn json(&mut self, record: &ArticleRecord) -> anyhow::Result<()> {
        if self.many {
            write!(self.out, "{}", if self.printed == 0 { "[\n" } else { ",\n" })?;
        }
        serde_json::to_writer_pretty(&mut self.out, record)?;
        if !self.many {
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<()> {
        if self.format == Format::Json && self.many {
            writeln!(self.out, "{}", if self.printed == 0 { "[]" } else { "\n]" })?;
        }
        if let Some(mut csv) = self.csv {
            csv.flush()?;
        }
        self.out.flush()?;
        Ok(())
    }
}
