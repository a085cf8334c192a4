//! `verbale events`: events of the store.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;
use verbale::store::{EventsQuery, FoundEvent};
use verbale::{Context, EventType, Mode, Quad, Status};

use super::asking::{CsvOut, DaysArgs, Format, PageArgs, SidesArgs, StoreArgs, counted, output, width};
use crate::table::{ACTOR, DIM, RECIPIENT, refs, short_date, wrapped};

/// Arguments of `events`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct EventsArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    sides: SidesArgs,
    #[command(flatten)]
    days: DaysArgs,
    /// PLOVER types: ACCUSE, SANCTION…
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// PLOVER modes
    #[arg(long, value_name = "MODE", value_delimiter = ',')]
    mode: Vec<String>,
    /// Quad class: "verbal conflict", "material cooperation"…
    #[arg(long, value_name = "QUAD")]
    quad: Vec<String>,
    /// PLOVER contexts, all of them
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',')]
    context: Vec<String>,
    /// actual, future, hypothetical, negated, or any
    #[arg(long, value_name = "STATUS", default_value = "actual", value_delimiter = ',')]
    status: Vec<String>,
    /// Leave background out
    #[arg(long)]
    no_background: bool,
    /// A country code, or the beginning of a place's name
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Publisher
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Words of the sentence: all of them; "in quotation marks" a run, word* a beginning
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Least confidence, 0 to 1
    #[arg(long, value_name = "N")]
    confidence: Option<f64>,
    /// Every report, not every happening once
    #[arg(long)]
    reports: bool,
    /// All reports of the happening that this event tells
    #[arg(long, value_name = "NUMBER")]
    happening: Option<i64>,
    /// Only how many
    #[arg(long)]
    count: bool,
    #[command(flatten)]
    page: PageArgs,
    /// Shape of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = "\
Examples:
  verbale events --between USA VEN --since 2019-01-01 --type SANCTION,ACCUSE
  verbale events --from RUS --to UKR:MIL --text 'drone*' --format csv
  verbale events --actor 'Nicolás Maduro' --oldest
  verbale events --happening 1043          every report of one happening";

/// Names of the columns of CSV.
const COLUMNS: [&str; 21] = [
    "number",
    "happening",
    "reports",
    "sources",
    "date_start",
    "date_end",
    "type",
    "mode",
    "quad",
    "score",
    "cameo",
    "status",
    "historical",
    "actor_ids",
    "actor_countries",
    "recipient_ids",
    "recipient_countries",
    "place",
    "article_id",
    "article_source",
    "sentence_text",
];

/// Prints events.
pub fn run(args: &EventsArgs) -> anyhow::Result<ExitCode> {
    let mut store = args.store.open()?;
    let query = query(args)?;
    if args.count {
        let counts = store.count_events(&query)?;
        let (happenings, reports) =
            (counted(counts.happenings, "happening"), counted(counts.reports, "report"));
        println!("{happenings} in {reports}");
        return Ok(ExitCode::SUCCESS);
    }
    let (events, more) = match args.happening {
        Some(number) => (store.reports(number)?, false),
        None => {
            let page = store.events(&query)?;
            (page.events, page.more)
        }
    };
    match args.format {
        Format::Table => table(&events, args.happening.is_some() || args.reports)?,
        Format::Jsonl => jsonl(&events)?,
        Format::Csv => csv(&events)?,
    }
    if more && args.format == Format::Table {
        let next = args.page.offset + args.page.limit;
        eprintln!("verbale: there are more; go on with --offset {next}, or see --count");
    }
    Ok(ExitCode::SUCCESS)
}

/// Words of the vocabulary, or which are known.
pub fn parsed<T: std::str::FromStr>(what: &str, words: &[String], upper: bool) -> anyhow::Result<Vec<T>> {
    let parse = |word: &String| {
        let word = if upper { word.trim().to_uppercase() } else { word.trim().to_lowercase() };
        word.parse()
            .map_err(|_| anyhow::anyhow!("{word} is no {what} of PLOVER; see docs/record.schema.json"))
    };
    words.iter().map(parse).collect()
}

fn query(args: &EventsArgs) -> anyhow::Result<EventsQuery> {
    let (since, until) = args.days.asked();
    let any = args.status.iter().any(|s| s == "any");
    let quads = args.quad.iter().map(|q| quad(q)).collect::<anyhow::Result<Vec<Quad>>>()?;
    Ok(EventsQuery {
        sides: args.sides.asked(),
        types: parsed::<EventType>("type", &args.types, true)?,
        modes: parsed::<Mode>("mode", &args.mode, false)?,
        quads,
        contexts: parsed::<Context>("context", &args.context, false)?,
        statuses: if any { Vec::new() } else { parsed::<Status>("status", &args.status, false)? },
        historical: args.no_background.then_some(false),
        since,
        until,
        place: args.place.clone(),
        source: args.source.clone(),
        text: args.text.clone(),
        confidence: args.confidence,
        reports: args.reports,
        oldest_first: args.page.oldest,
        offset: args.page.offset,
        limit: args.page.limit,
    })
}

fn quad(text: &str) -> anyhow::Result<Quad> {
    let all =
        [Quad::VerbalCooperation, Quad::MaterialCooperation, Quad::VerbalConflict, Quad::MaterialConflict];
    match all.into_iter().find(|q| q.to_string() == text.trim().to_lowercase()) {
        Some(quad) => Ok(quad),
        None => bail!("{text} is no quad class; they are: {}", all.map(|q| format!("\"{q}\"")).join(", ")),
    }
}

fn table(events: &[FoundEvent], reports: bool) -> anyhow::Result<()> {
    let mut out = output();
    let width = width();
    for found in events {
        let event = &found.event;
        let kind = event.mode.map_or(event.event_type.to_string(), |m| format!("{} {m}", event.event_type));
        let mut who = refs(&event.actor, ACTOR);
        if !event.recipient.is_empty() {
            who += &format!(" → {}", refs(&event.recipient, RECIPIENT));
        }
        let mut notes = Vec::new();
        if event.status != Status::Actual {
            notes.push(event.status.to_string());
        }
        if event.historical {
            notes.push("background".into());
        }
        let notes = if notes.is_empty() { String::new() } else { format!("  [{}]", notes.join(", ")) };
        writeln!(out, "{:<8}{:<12}{kind:<22} {who}{notes}", found.number, short_date(&event.date))?;
        wrapped(&mut out, &found.sentence, 8, width, 2)?;
        let mut from: Vec<String> = Vec::new();
        from.extend(found.article.source.clone());
        from.extend(found.article.date.clone());
        from.extend(event.place.as_ref().map(|p| format!("in {}", p.name)));
        if found.articles > 1 && !reports {
            from.push(format!(
                "told by {}, {}",
                counted(found.articles, "article"),
                counted(found.sources, "source")
            ));
            from.extend(
                found.days.as_ref().filter(|(a, b)| a != b).map(|(a, b)| format!("dated {a} to {b}")),
            );
        }
        writeln!(out, "{:8}{DIM}{}{DIM:#}", "", from.join(" · "))?;
    }
    if events.is_empty() {
        writeln!(out, "no such event")?;
    }
    Ok(out.flush()?)
}

/// An event with what is known of its happening and article.
pub fn object(found: &FoundEvent) -> serde_json::Value {
    let article = &found.article;
    json!({
        "number": found.number, "happening": found.happening, "reports": found.reports, "articles": found.articles,
        "sources": found.sources, "days": found.days, "event": found.event, "sentence": found.sentence,
        "article": {"id": article.id, "date": article.date, "source": article.source, "title": article.title,
                    "url": article.url},
    })
}

fn jsonl(events: &[FoundEvent]) -> anyhow::Result<()> {
    let mut out = output();
    for found in events {
        writeln!(out, "{}", object(found))?;
    }
    Ok(out.flush()?)
}

fn csv(events: &[FoundEvent]) -> anyhow::Result<()> {
    let mut out = CsvOut::new(&COLUMNS)?;
    for found in events {
        let e = &found.event;
        let ids = |side: &[verbale::output::ActorRef]| {
            side.iter().map(|a| a.id.clone()).collect::<Vec<_>>().join(";")
        };
        let countries = |side: &[verbale::output::ActorRef]| {
            side.iter().map(|a| a.country.clone().unwrap_or_default()).collect::<Vec<_>>().join(";")
        };
        out.row(&[
            found.number.to_string(),
            found.happening.to_string(),
            found.reports.to_string(),
            found.sources.to_string(),
            e.date.start.clone().unwrap_or_default(),
            e.date.end.clone().unwrap_or_default(),
            e.event_type.to_string(),
            e.mode.map(|m| m.to_string()).unwrap_or_default(),
            e.quad.to_string(),
            e.score.to_string(),
            e.cameo.clone(),
            e.status.to_string(),
            e.historical.to_string(),
            ids(&e.actor),
            countries(&e.actor),
            ids(&e.recipient),
            countries(&e.recipient),
            e.place.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
            found.article.id.clone(),
            found.article.source.clone().unwrap_or_default(),
            found.sentence.clone(),
        ])?;
    }
    out.finish()
}
