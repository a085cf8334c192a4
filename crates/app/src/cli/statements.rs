//! `verbale statements`: who said what, of the store.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use verbale::store::{FoundStatement, StatementsQuery};

use super::asking::{CsvOut, DaysArgs, Format, PageArgs, StoreArgs, output, width};
use crate::table::{ACTOR, DIM, RECIPIENT, refs, short_date, wrapped};

/// Arguments of `statements`.
#[derive(Args)]
pub struct StatementsArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// Who speaks: a country (VEN), a sector of it (VEN:OPP), an identifier or a name
    #[arg(long, value_name = "ACTOR")]
    speaker: Option<String>,
    /// To whom
    #[arg(long, value_name = "ACTOR")]
    addressee: Option<String>,
    #[command(flatten)]
    days: DaysArgs,
    /// Publisher
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Words of the sentence: all of them; "in quotation marks" a run, word* a beginning
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Only those with words in quotation marks
    #[arg(long)]
    quoted: bool,
    #[command(flatten)]
    page: PageArgs,
    /// Shape of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Prints statements.
pub fn run(args: &StatementsArgs) -> anyhow::Result<ExitCode> {
    let mut store = args.store.open()?;
    let (since, until) = args.days.asked();
    let query = StatementsQuery {
        speaker: args.speaker.clone(),
        addressee: args.addressee.clone(),
        since,
        until,
        source: args.source.clone(),
        text: args.text.clone(),
        quoted: args.quoted,
        oldest_first: args.page.oldest,
        offset: args.page.offset,
        limit: args.page.limit,
    };
    let found = store.statements(&query)?;
    match args.format {
        Format::Table => table(&found)?,
        Format::Jsonl => {
            let mut out = output();
            for s in &found {
                let a = &s.article;
                let article =
                    json!({"id": a.id, "date": a.date, "source": a.source, "title": a.title, "url": a.url});
                let line =
                    json!({"number": s.number, "statement": s.statement, "said": s.said, "article": article});
                writeln!(out, "{line}")?;
            }
            out.flush()?;
        }
        Format::Csv => csv(&found)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn table(found: &[FoundStatement]) -> anyhow::Result<()> {
    let mut out = output();
    let width = width();
    for s in found {
        let mut line = refs(&s.statement.speaker, ACTOR);
        if !s.statement.addressee.is_empty() {
            line += &format!(" to {}", refs(&s.statement.addressee, RECIPIENT));
        }
        if !s.statement.via.is_empty() {
            line += &format!(" via {}", refs(&s.statement.via, RECIPIENT));
        }
        writeln!(out, "{:<8}{:<12}{line}", s.number, short_date(&s.statement.date))?;
        wrapped(&mut out, &s.said, 8, width, 4)?;
        let from: Vec<String> = s.article.source.iter().chain(&s.article.date).cloned().collect();
        writeln!(out, "{:8}{DIM}{}{DIM:#}", "", from.join(" · "))?;
    }
    if found.is_empty() {
        writeln!(out, "no such statement")?;
    }
    Ok(out.flush()?)
}

fn csv(found: &[FoundStatement]) -> anyhow::Result<()> {
    let mut out = CsvOut::new(&[
        "number",
        "date_start",
        "date_end",
        "speaker_ids",
        "addressee_ids",
        "via_ids",
        "said",
        "quoted",
        "article_id",
        "article_source",
    ])?;
    let ids =
        |side: &[verbale::output::ActorRef]| side.iter().map(|a| a.id.clone()).collect::<Vec<_>>().join(";");
    for s in found {
        out.row(&[
            s.number.to_string(),
            s.statement.date.start.clone().unwrap_or_default(),
            s.statement.date.end.clone().unwrap_or_default(),
            ids(&s.statement.speaker),
            ids(&s.statement.addressee),
            ids(&s.statement.via),
            s.said.clone(),
            (!s.statement.quotes.is_empty()).to_string(),
            s.article.id.clone(),
            s.article.source.clone().unwrap_or_default(),
        ])?;
    }
    out.finish()
}
