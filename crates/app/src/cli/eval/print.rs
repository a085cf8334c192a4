//! The report as tables for people.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::Style;
use strum::IntoEnumIterator;
use verbale::scoring::{
    Comparison, Confidence, Figure, FigureRow, Measure, MissedEvent, Report, Scores, ShownEvent, WrongEvent,
};
use verbale::{EventType, Status};

use crate::table::excerpt::{Excerpt, Mark};
use crate::table::{DIM, PROOF};

/// Style of headings.
const HEADING: Style = Style::new().bold();

/// Columns of the tables.
const WIDTH: usize = 100;

/// Columns of the name of a row.
const NAME: usize = 34;

/// Figures by table: heading and rows.
const TABLES: [(&str, &[Figure]); 4] = [
    (
        "EVENTS",
        &[
            Figure::Trigger,
            Figure::Type,
            Figure::TypeSides,
            Figure::TypeSidesCountries,
            Figure::TypeSidesCodes,
            Figure::TypeSidesExact,
            Figure::ShownActual,
            Figure::Direction,
        ],
    ),
    (
        "OF THE EVENTS WHOSE TYPE AND SIDES ARE RIGHT",
        &[
            Figure::Status,
            Figure::Background,
            Figure::Mode,
            Figure::Contexts,
            Figure::DateSpan,
            Figure::PlaceSpan,
        ],
    ),
    (
        "STATEMENTS",
        &[
            Figure::Statement,
            Figure::CueOverlap,
            Figure::CueExact,
            Figure::SourceOverlap,
            Figure::SourceExact,
            Figure::ContentOverlap,
            Figure::ContentExact,
            Figure::ContentCharacters,
        ],
    ),
    ("CLAIMS OF RELATIONS", &[Figure::ClaimKind, Figure::ClaimSides, Figure::ClaimState, Figure::ClaimSays]),
];

/// What a row is called.
fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::Trigger => "trigger",
        Figure::Type => "type",
        Figure::TypeSides => "type, actor, recipient",
        Figure::TypeSidesCountries => "  and their countries",
        Figure::TypeSidesCodes => "  and countries and sectors",
        Figure::TypeSidesExact => "  and the whole phrases",
        Figure::ShownActual => "shown as actual, not background",
        Figure::Direction => "direction",
        Figure::Status => "status",
        Figure::Background => "background or not",
        Figure::Mode => "mode",
        Figure::Contexts => "contexts",
        Figure::DateSpan => "date, its words",
        Figure::PlaceSpan => "place, its words",
        Figure::Statement => "found at all",
        Figure::CueExact => "cue, exact",
        Figure::CueOverlap => "cue",
        Figure::SourceExact => "source, exact",
        Figure::SourceOverlap => "source",
        Figure::ContentExact => "content, exact",
        Figure::ContentOverlap => "content",
        Figure::ContentCharacters => "content, by characters",
        Figure::ClaimKind => "kind",
        Figure::ClaimSides => "kind, subject, object",
        Figure::ClaimState => "  and the state",
        Figure::ClaimSays => "  and what is said of it",
    }
}

/// Prints the tables. `worst` is how many mistakes were asked for.
pub fn print(out: &mut dyn Write, report: &Report, worst: usize) -> io::Result<()> {
    counts(out, report)?;
    for (heading, figures) in TABLES {
        figure_table(out, report, heading, figures)?;
    }
    types(out, report)?;
    confusion(out, report)?;
    statuses(out, report)?;
    reliability(out, report)?;
    agreement(out, report)?;
    report.comparison.as_ref().map_or(Ok(()), |c| comparison(out, c))?;
    if worst > 0 {
        wrong(out, &report.worst)?;
        missed(out, &report.missed)?;
    }
    Ok(())
}

fn counts(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let c = report.counts;
    let units = if c.units == 1 { "unit" } else { "units" };
    writeln!(
        out,
        "{HEADING}{} {units}{HEADING:#}, {} of them without an event",
        c.units, c.units_without_events
    )?;
    writeln!(
        out,
        "{DIM}gold   {} events, {} statements, {} claims{DIM:#}",
        c.gold_events, c.gold_statements, c.gold_claims
    )?;
    writeln!(
        out,
        "{DIM}found  {} events, {} statements, {} claims{DIM:#}",
        c.found_events, c.found_statements, c.found_claims
    )
}

fn heading(out: &mut dyn Write, title: &str, columns: &str) -> io::Result<()> {
    writeln!(out, "\n{HEADING}{title:<NAME$}{HEADING:#}{DIM}{columns}{DIM:#}")
}

fn figure_table(out: &mut dyn Write, report: &Report, title: &str, figures: &[Figure]) -> io::Result<()> {
    let columns =
        format!("{:>7}{:>7}{:>7}   {:<13}{:>7}{:>7}{:>7}", "P", "R", "F1", "95 %", "right", "found", "gold");
    if title.len() < NAME {
        heading(out, title, &columns)?;
    } else {
        heading(out, title, "")?;
        writeln!(out, "{:NAME$}{DIM}{columns}{DIM:#}", "")?;
    }
    figures
        .iter()
        .filter_map(|f| report.figures.iter().find(|r| r.figure == *f))
        .try_for_each(|row| figure(out, row))
}

fn figure(out: &mut dyn Write, row: &FigureRow) -> io::Result<()> {
    let (p, r, f1) = (share(row.precision), share(row.recall), share(row.value));
    let shares = match row.measure {
        Measure::F1 => format!("{p:>7}{r:>7}{HEADING}{f1:>7}{HEADING:#}"),
        Measure::Precision => format!("{HEADING}{p:>7}{HEADING:#}{:>14}", ""),
        Measure::Accuracy => format!("{DIM}{:>14}{DIM:#}{HEADING}{f1:>7}{HEADING:#}", "accuracy"),
    };
    let interval = row.interval.map(range).unwrap_or_default();
    let t = row.tally;
    let gold = if row.measure == Measure::Precision { String::new() } else { t.gold.to_string() };
    let line = format!(
        "{:<NAME$}{shares}   {DIM}{interval:<13}{:>7}{:>7}{gold:>7}{DIM:#}",
        name(row.figure),
        t.right,
        t.found
    );
    writeln!(out, "{line}")
}

/// `0.673`; `–` where there was no case.
fn share(value: Option<f64>) -> String {
    match value {
        None => "–".into(),
        Some(value) => format!("{value:.3}"),
    }
}

fn range(interval: Confidence) -> String {
    format!("{:.3}–{:.3}", interval.low, interval.high)
}

fn types(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let columns = |first| format!("{first:>8}{:>7}{:>7}", "R", "F1");
    writeln!(out)?;
    writeln!(
        out,
        "{HEADING}{:<12}{HEADING:#}{DIM}{:>6}{:>7}{}{}{DIM:#}",
        "TYPES",
        "gold",
        "found",
        columns("P"),
        columns("P")
    )?;
    writeln!(out, "{DIM}{:<25}   type alone             with actor and recipient{DIM:#}", "")?;
    let scores = |s: &Scores| {
        format!("{:>8}{:>7}{HEADING}{:>7}{HEADING:#}", share(s.precision), share(s.recall), share(s.f1))
    };
    for row in &report.types {
        let t = row.alone.tally;
        let counts = format!("{DIM}{:>6}{:>7}{DIM:#}", t.gold, t.found);
        writeln!(
            out,
            "{:<12}{counts}{}{}",
            row.event_type.as_str(),
            scores(&row.alone),
            scores(&row.with_sides)
        )?;
    }
    let mean = |value: Option<f64>| format!("{:>15}{HEADING}{:>7}{HEADING:#}", "", share(value));
    writeln!(out, "{:<25}{}{}", "macro mean", mean(report.macro_f1.alone), mean(report.macro_f1.with_sides))
}

/// Gold types down, found types across.
fn confusion(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let present: BTreeSet<EventType> =
        report.confusion.iter().flat_map(|r| [r.gold, r.found]).flatten().collect();
    if present.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{HEADING}CONFUSION{HEADING:#}  {DIM}gold type down, found type across; events answer to each other by trigger first{DIM:#}"
    )?;
    let short = |t: &EventType| t.as_str().chars().take(4).collect::<String>();
    let heads: String = present.iter().map(|t| format!("{:>5}", short(t))).collect();
    writeln!(out, "{DIM}{:<11}{heads} missed{DIM:#}", "")?;
    let rows = present.iter().map(|t| Some(*t)).chain([None]);
    for gold in rows {
        let label = gold.map_or("nothing", |t| t.as_str());
        write!(out, "{label:<11}")?;
        for found in present.iter().map(|t| Some(*t)).chain([None]) {
            let count =
                report.confusion.iter().find(|r| r.gold == gold && r.found == found).map_or(0, |r| r.count);
            let width = if found.is_some() { 5 } else { 7 };
            match count {
                0 => write!(
                    out,
                    "{DIM}{:>width$}{DIM:#}",
                    if gold.is_none() && found.is_none() { "" } else { "·" }
                )?,
                n if gold == found => write!(out, "{HEADING}{n:>width$}{HEADING:#}")?,
                n => write!(out, "{n:>width$}")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn statuses(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    if report.statuses.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{HEADING}STATUS{HEADING:#}  {DIM}gold down, found across; events whose type and sides are right{DIM:#}"
    )?;
    let heads: String = Status::iter().map(|s| format!("{:>14}", s.as_str())).collect();
    writeln!(out, "{DIM}{:<12}{heads}{DIM:#}", "")?;
    for gold in Status::iter() {
        write!(out, "{:<12}", gold.as_str())?;
        for found in Status::iter() {
            let count =
                report.statuses.iter().find(|r| r.gold == gold && r.found == found).map_or(0, |r| r.count);
            match count {
                0 => write!(out, "{DIM}{:>14}{DIM:#}", "·")?,
                n if gold == found => write!(out, "{HEADING}{n:>14}{HEADING:#}")?,
                n => write!(out, "{n:>14}")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn reliability(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    if report.reliability.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{HEADING}RELIABILITY{HEADING:#}  {DIM}of the events shown with a confidence, the share that is right{DIM:#}"
    )?;
    let columns = ["events", "mean", "type", "and sides", "and status"];
    let heads: String = columns.iter().map(|c| format!("{c:>12}")).collect();
    writeln!(out, "{DIM}{:<12}{heads}{DIM:#}", "confidence")?;
    for row in report.reliability.iter().filter(|r| r.events > 0) {
        let shares = [row.confidence, row.type_right, row.sides_right, row.all_right]
            .map(|s| format!("{:>12}", share(s)));
        writeln!(
            out,
            "{:<12}{:>12}{}",
            format!("{:.1}–{:.1}", row.from, row.to),
            row.events,
            shares.concat()
        )?;
    }
    Ok(())
}

fn agreement(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let a = report.agreement;
    if a.triggers == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "\n{HEADING}AGREEMENT{HEADING:#}  {DIM}type, on the {} events whose triggers overlap{DIM:#}",
        a.triggers
    )?;
    writeln!(out, "Cohen's κ {HEADING}{}{HEADING:#}   observed {}", share(a.kappa), share(a.observed))
}

/// Below this p a difference is marked.
const SIGNIFICANT: f64 = 0.05;

fn comparison(out: &mut dyn Write, comparison: &Comparison) -> io::Result<()> {
    let columns = format!("{:>7}{:>8}{:>12}   {:<17}{:>6}", "this", "other", "difference", "95 %", "p");
    heading(out, "COMPARISON", &columns)?;
    for d in &comparison.figures {
        let mark = if d.p < SIGNIFICANT { " *" } else { "" };
        let interval = format!("{:+.3} … {:+.3}", d.interval.low, d.interval.high);
        writeln!(
            out,
            "{:<NAME$}{:>7.3}{:>8.3}{HEADING}{:>+12.3}{HEADING:#}   {DIM}{interval:<17}{DIM:#}{:>6.3}{mark}",
            name(d.figure).trim_start(),
            d.first,
            d.other,
            d.difference,
            d.p
        )?;
    }
    writeln!(
        out,
        "{DIM}paired bootstrap over {} units, {} resamples; * p < {SIGNIFICANT}{DIM:#}",
        comparison.units,
        verbale::scoring::RESAMPLES
    )
}

/// Columns before the words of a mistake.
const INDENT: usize = 6;

/// Most lines of a sentence shown.
const LINES: usize = 8;

fn wrong(out: &mut dyn Write, worst: &[WrongEvent]) -> io::Result<()> {
    writeln!(out, "\n{HEADING}WRONG{HEADING:#}  {DIM}{}, the surest first{DIM:#}", worst.len())?;
    for event in worst {
        let confidence = event.confidence.map_or("  – ".into(), |c| format!("{c:.2}"));
        writeln!(
            out,
            "\n{HEADING}{confidence}  {}{HEADING:#}  {DIM}{}{DIM:#}",
            event.error.as_str(),
            event.unit
        )?;
        sentence(out, &event.sentence, &event.found)?;
        shown(out, "found", &event.found)?;
        match &event.gold {
            Some(gold) => shown(out, "gold", gold)?,
            None => writeln!(out, "{:INDENT$}{DIM}gold{DIM:#}   nothing", "")?,
        }
    }
    Ok(())
}

fn missed(out: &mut dyn Write, missed: &[MissedEvent]) -> io::Result<()> {
    writeln!(out, "\n{HEADING}MISSED{HEADING:#}  {DIM}{}, spread over the gold{DIM:#}", missed.len())?;
    for event in missed {
        writeln!(out, "\n{DIM}{}{DIM:#}", event.unit)?;
        sentence(out, &event.sentence, &event.gold)?;
        shown(out, "gold", &event.gold)?;
    }
    Ok(())
}

fn sentence(out: &mut dyn Write, sentence: &verbale::output::TextSpan, event: &ShownEvent) -> io::Result<()> {
    let points: Vec<char> = sentence.text.chars().collect();
    let from = |at: usize| at.saturating_sub(sentence.start);
    let marks = vec![Mark::new(from(event.trigger.start), from(event.trigger.end), PROOF)];
    Excerpt::new(&points, 0, points.len(), marks).print(out, INDENT, WIDTH, LINES)
}

fn shown(out: &mut dyn Write, who: &str, event: &ShownEvent) -> io::Result<()> {
    let list = |side: &[String]| if side.is_empty() { "–".into() } else { side.join(", ") };
    let background = if event.historical { ", background" } else { "" };
    let because =
        if event.because.is_empty() { String::new() } else { format!("  {DIM}{}{DIM:#}", event.because) };
    writeln!(
        out,
        "{:INDENT$}{DIM}{who:<7}{DIM:#}{HEADING}{}{HEADING:#} {:?}: {} → {}  [{}{background}]{because}",
        "",
        event.kind,
        event.trigger.text,
        list(&event.actor),
        list(&event.recipient),
        event.status
    )
}
