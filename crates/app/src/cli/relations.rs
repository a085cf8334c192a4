//! `verbale relations`: what stands between actors on a day, and why it is believed.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use serde_json::json;
use verbale::RelationKind;
use verbale::store::{Answer, Change, Party, Period, RelationsQuery, Standing, StoredClaim, iso_day};

use super::asking::{CsvOut, Format, StoreArgs, counted, output, today, width};
use crate::table::{ACTOR, DIM, HEADING, RECIPIENT, change, wrapped};

/// Arguments of `relations`.
#[derive(Args)]
#[command(after_long_help = HELP)]
pub struct RelationsArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// What held on this day (YYYY-MM-DD) [default: today, or the day of --known-at]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// By what was known on this day: later articles and versions are not looked at
    #[arg(long, value_name = "DATE")]
    known_at: Option<Date>,
    /// Two who stand on the two sides, or among the parties
    #[arg(long, num_args = 2, value_names = ["ACTOR", "ACTOR"], conflicts_with = "actor")]
    between: Vec<String>,
    /// Somebody on either side: a country (VEN), a sector of it, an identifier or a name
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// diplomatic_ties, recognition, sanctions, negotiation, offer, demand, agreement, conflict, office, membership
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only what is open: offers and demands unanswered, talks under way; oldest first
    #[arg(long)]
    open: bool,
    /// Also what is over
    #[arg(long)]
    all: bool,
    /// The chain from what is believed of one relation to the rule, the reports and their sentences
    #[arg(long, value_name = "ID")]
    why: Option<String>,
    /// Shape of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const HELP: &str = "\
The record has two times: when something held (--as-of) and when the record learned it (--known-at; an article is known
from its date of publication, a changed version from the day it was added).

Examples:
  verbale relations --between USA VEN --as-of 2021-08-18
  verbale relations --actor VEN --kind negotiation --as-of 2021-10-01 --known-at 2021-10-01
  verbale relations --open                         what nobody has answered yet, oldest first
  verbale relations --why r17";

/// Prints relations.
pub fn run(args: &RelationsArgs) -> anyhow::Result<ExitCode> {
    let mut store = args.store.open()?;
    let kind = |k: &String| {
        k.trim()
            .to_lowercase()
            .parse::<RelationKind>()
            .map_err(|_| anyhow::anyhow!("{k} is no kind of relation, see --help"))
    };
    let query = RelationsQuery {
        as_of: args.as_of.map(|d| d.to_string()),
        known_at: args.known_at.map(|d| d.to_string()),
        actor: args.actor.clone(),
        between: match &args.between[..] {
            [a, b] => Some((a.clone(), b.clone())),
            _ => None,
        },
        kinds: args.kind.iter().map(kind).collect::<anyhow::Result<_>>()?,
        open: args.open,
        all: args.all,
        id: args.why.clone(),
    };
    let answer = store.relations(&query, &today())?;
    match args.format {
        Format::Table => table(&answer, args.why.is_some())?,
        Format::Jsonl => {
            let mut out = output();
            for standing in &answer.standings {
                writeln!(out, "{}", object(&answer, standing))?;
            }
            out.flush()?;
        }
        Format::Csv => csv(&answer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn names(parties: &[Party]) -> String {
    parties.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join(", ")
}

fn who(standing: &Standing) -> String {
    let side = |parties: &[Party], style: anstyle::Style| {
        let name = |p: &Party| {
            let code = format!("{} {}", p.country.as_deref().unwrap_or(""), p.sector.as_str());
            format!("{style}{}{style:#} {DIM}({}){DIM:#}", p.name, code.trim())
        };
        parties.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let subject = side(&standing.subject, ACTOR);
    match &standing.object[..] {
        [] => subject,
        object => {
            let arrow = if standing.kind.is_symmetric() { "–" } else { "→" };
            format!("{subject} {arrow} {}", side(object, RECIPIENT))
        }
    }
}

/// "since 2019-01-23", "until 2021-10-16".
fn days(word: &str, bounds: Option<&Change>) -> Option<String> {
    let bounds = bounds?;
    let day = |d: Option<i64>| d.and_then(iso_day);
    change(word, day(bounds.earliest).as_deref(), day(bounds.latest).as_deref())
}

fn table(answer: &Answer, why: bool) -> anyhow::Result<()> {
    let mut out = output();
    let width = width();
    let day = iso_day(answer.day).unwrap_or_default();
    if answer.standings.is_empty() {
        writeln!(out, "nothing known of {day}")?;
        return Ok(out.flush()?);
    }
    for standing in &answer.standings {
        if why {
            chain(&mut out, answer, standing, width)?;
        } else if let Some(period) = standing.on(answer.day) {
            line(&mut out, answer, standing, period, width)?;
        }
    }
    Ok(out.flush()?)
}

fn line(
    out: &mut dyn Write,
    answer: &Answer,
    standing: &Standing,
    period: &Period,
    width: usize,
) -> anyhow::Result<()> {
    let mut text = format!(
        "{:<8}{:<16} {HEADING}{:<12}{HEADING:#} {}",
        standing.id,
        standing.kind.to_string(),
        period.state.to_string(),
        who(standing)
    );
    text += &standing.about.as_ref().map(|a| format!(" · {a}")).unwrap_or_default();
    writeln!(out, "{text}")?;
    let mut notes: Vec<String> = days("since", Some(&period.since)).into_iter().collect();
    notes.extend(days("until", period.until.as_ref()));
    notes.extend(standing.place.as_ref().map(|p| format!("in {p}")));
    notes.push(period.because.clone());
    if period.said_only {
        notes.push("said by one side only".into());
    }
    notes.extend(period.other_days.iter().map(|(c, n)| {
        let day = days("began", Some(c)).unwrap_or_default();
        format!("{} say it {day}", counted(*n, "report"))
    }));
    if !period.against.is_empty() {
        notes.push(format!("{} otherwise", counted(period.against.len(), "claim")));
    }
    writeln!(out, "        {DIM}{}{DIM:#}", notes.join(" · "))?;
    let newest = period.claims.iter().rev().find_map(|c| answer.evidence.get(c));
    if let Some(evidence) = newest {
        wrapped(out, &evidence.sentence, 8, width, 2)?;
    }
    Ok(())
}

/// All periods with their claims and sentences.
fn chain(out: &mut dyn Write, answer: &Answer, standing: &Standing, width: usize) -> anyhow::Result<()> {
    writeln!(out, "{HEADING}{}{HEADING:#}  {} {}", standing.id, standing.kind, who(standing))?;
    if let Some(about) = &standing.about {
        writeln!(out, "        about {about}")?;
    }
    let now = standing.on(answer.day);
    for period in &standing.periods {
        let mark = if now == Some(period) { "▶" } else { " " };
        let mut notes: Vec<String> = days("since", Some(&period.since)).into_iter().collect();
        notes.extend(days("until", period.until.as_ref()));
        writeln!(out, "\n{mark} {HEADING}{}{HEADING:#}  {}", period.state, notes.join(", "))?;
        writeln!(out, "    believed because: {}", period.because)?;
        for (other, n) in &period.other_days {
            writeln!(
                out,
                "    {}: {}",
                counted(*n, "other report"),
                days("began", Some(other)).unwrap_or_default()
            )?;
        }
        claims(out, answer, &period.claims, "", width)?;
        claims(out, answer, &period.against, "AGAINST ", width)?;
    }
    writeln!(out)?;
    Ok(())
}

fn claims(
    out: &mut dyn Write,
    answer: &Answer,
    numbers: &[i64],
    lead: &str,
    width: usize,
) -> anyhow::Result<()> {
    for number in numbers {
        let Some(claim) = answer.claims.get(number) else { continue };
        let mut notes = vec![format!("{lead}{} {}", claim.says, claim.state)];
        notes.extend(
            claim
                .told()
                .and_then(|(first, last)| days("at", Some(&Change { earliest: first, latest: last }))),
        );
        notes.extend(claim.source.clone());
        notes.extend(iso_day(claim.published));
        notes.extend(said_by(claim));
        notes.extend(claim.rule.as_ref().map(|r| format!("by the rule \"{r}\"")));
        notes.extend(claim.accepted.then(|| "confirmed by a reviewer".to_owned()));
        writeln!(out, "    {DIM}c{number} {}{DIM:#}", notes.join(" · "))?;
        if let Some(evidence) = answer.evidence.get(number) {
            wrapped(out, &evidence.sentence, 8, width, 4)?;
        }
    }
    Ok(())
}

fn said_by(claim: &StoredClaim) -> Option<String> {
    (!claim.speakers.is_empty()).then(|| format!("said by {}", names(&claim.speakers)))
}

fn object(answer: &Answer, standing: &Standing) -> serde_json::Value {
    let bounds =
        |c: &Change| json!({"earliest": c.earliest.and_then(iso_day), "latest": c.latest.and_then(iso_day)});
    let party = |p: &Party| json!({"id": p.id, "name": p.name, "country": p.country, "sector": p.sector});
    let parties = |side: &[Party]| side.iter().map(party).collect::<Vec<_>>();
    let claim = |number: &i64| {
        let c = answer.claims.get(number)?;
        let e = answer.evidence.get(number);
        Some(json!({
            "number": c.number, "says": c.says, "state": c.state, "basis": c.basis,
            "date": {"start": c.first.and_then(iso_day), "end": c.last.and_then(iso_day)},
            "published": iso_day(c.published), "source": c.source, "said_by": parties(&c.speakers), "rule": c.rule,
            "article": e.map(|e| &e.article), "url": e.and_then(|e| e.url.as_ref()), "sentence": e.map(|e| &e.sentence),
        }))
    };
    let claims = |numbers: &[i64]| numbers.iter().filter_map(claim).collect::<Vec<_>>();
    let period = |p: &Period| {
        let others: Vec<_> =
            p.other_days.iter().map(|(c, n)| json!({"since": bounds(c), "reports": n})).collect();
        json!({
            "state": p.state, "since": bounds(&p.since), "until": p.until.as_ref().map(bounds), "reports": p.reports,
            "because": p.because, "said_only": p.said_only, "other_days": others, "claims": claims(&p.claims),
            "against": claims(&p.against),
        })
    };
    let now = standing.on(answer.day);
    json!({
        "id": standing.id, "kind": standing.kind, "subject": parties(&standing.subject),
        "object": parties(&standing.object), "about": standing.about, "place": standing.place,
        "as_of": iso_day(answer.day), "state": now.map(|p| p.state), "since": now.map(|p| bounds(&p.since)),
        "until": now.and_then(|p| p.until.as_ref()).map(bounds),
        "periods": standing.periods.iter().map(period).collect::<Vec<_>>(),
    })
}

fn csv(answer: &Answer) -> anyhow::Result<()> {
    let mut out = CsvOut::new(&[
        "id",
        "kind",
        "subject_ids",
        "object_ids",
        "about",
        "place",
        "as_of",
        "state",
        "since_earliest",
        "since_latest",
        "until_earliest",
        "until_latest",
        "reports",
        "because",
        "sentence_text",
    ])?;
    let ids = |side: &[Party]| side.iter().map(|p| p.id.clone()).collect::<Vec<_>>().join(";");
    let day = |d: Option<i64>| d.and_then(iso_day).unwrap_or_default();
    for s in &answer.standings {
        let Some(p) = s.on(answer.day) else { continue };
        let until = p.until.unwrap_or_default();
        let sentence = p.claims.iter().rev().find_map(|c| answer.evidence.get(c)).map(|e| e.sentence.clone());
        out.row(&[
            s.id.clone(),
            s.kind.to_string(),
            ids(&s.subject),
            ids(&s.object),
            s.about.clone().unwrap_or_default(),
            s.place.clone().unwrap_or_default(),
            iso_day(answer.day).unwrap_or_default(),
            p.state.to_string(),
            day(p.since.earliest),
            day(p.since.latest),
            day(until.earliest),
            day(until.latest),
            p.reports.to_string(),
            p.because.clone(),
            sentence.unwrap_or_default(),
        ])?;
    }
    out.finish()
}
