//! The record as a person likes to read it: one line a fact, and under it the words that prove it.

pub mod excerpt;
mod phrases;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use excerpt::{Excerpt, Mark};
use phrases::Names;
use verbale::Status;
use verbale::output::{ActorRef, ArticleRecord, BoundsRecord, EventRecord, RelationRecord, StatementRecord};

/// Style of words that prove: the trigger, the cue, the claim.
pub const PROOF: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
/// Style of who acts or speaks.
pub const ACTOR: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
/// Style of whom it is directed at.
pub const RECIPIENT: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Magenta)));
/// Style of headings.
const HEADING: Style = Style::new().bold();
/// Style of what matters less.
pub const DIM: Style = Style::new().dimmed();

/// Columns before the words of a fact.
const INDENT: usize = 6;

/// Prints the record of an article, `width` columns wide.
pub fn print(out: &mut dyn Write, record: &ArticleRecord, width: usize) -> io::Result<()> {
    let text: Vec<char> = record.article.text.as_deref().unwrap_or("").chars().collect();
    let mut table = Table { out, record, text: &text, names: Names::new(record), width: width.max(40) };
    table.header()?;
    table.section("EVENTS", record.events.len(), "none found")?;
    for event in &record.events {
        table.event(event)?;
    }
    table.section("STATEMENTS", record.statements.len(), "none found")?;
    for statement in &record.statements {
        table.statement(statement)?;
    }
    table.section("RELATIONS", record.relations.len(), "none asserted")?;
    for relation in &record.relations {
        table.relation(relation)?;
    }
    table.section("ACTORS", record.actors.len(), "none")?;
    table.actors()?;
    table.legend()
}

struct Table<'a> {
    out: &'a mut dyn Write,
    record: &'a ArticleRecord,
    text: &'a [char],
    names: Names<'a>,
    width: usize,
}

impl Table<'_> {
    fn header(&mut self) -> io::Result<()> {
        let article = &self.record.article;
        let title = article.title.as_deref().unwrap_or("(no title)");
        writeln!(self.out, "{HEADING}{title}{HEADING:#}")?;
        let date =
            article.date.as_deref().unwrap_or("date unknown: give --date to place \"Tuesday\" in time");
        let mut facts = vec![
            date.to_string(),
            article.lang.clone(),
            format!("{} sentences", self.record.sentences.len()),
        ];
        facts.extend(article.url.clone());
        facts.push(article.id.clone());
        writeln!(self.out, "{DIM}{}{DIM:#}", facts.join(" · "))
    }

    fn section(&mut self, title: &str, count: usize, none: &str) -> io::Result<()> {
        match count {
            0 => writeln!(self.out, "\n{HEADING}{title}{HEADING:#}  {DIM}{none}{DIM:#}"),
            n => writeln!(self.out, "\n{HEADING}{title}{HEADING:#}  {DIM}{n}{DIM:#}"),
        }
    }

    fn event(&mut self, event: &EventRecord) -> io::Result<()> {
        let kind = match event.mode {
            Some(mode) => format!("{} {mode}", event.event_type),
            None => event.event_type.to_string(),
        };
        let line = format!(
            "{:<INDENT$}{:<24}{HEADING}{kind:<22}{HEADING:#}{}",
            event.id,
            phrases::date(&event.date),
            self.who_whom(&event.actor, &event.recipient),
        );
        writeln!(self.out, "{line}{}", status_note(event))?;
        let mut marks: Vec<Mark> = vec![Mark::new(event.trigger.start, event.trigger.end, PROOF)];
        marks.extend(event.actor.iter().map(|a| Mark::new(a.start, a.end, ACTOR)));
        marks.extend(event.recipient.iter().map(|a| Mark::new(a.start, a.end, RECIPIENT)));
        self.excerpt(event.sentence, marks, 2)?;
        let mut notes = Vec::new();
        notes.extend(event.place.as_ref().map(|p| format!("in {}", phrases::place(p))));
        notes.extend(event.attribution.first().map(|a| format!("according to {}", a.statement)));
        self.notes(&notes)
    }

    fn statement(&mut self, statement: &StatementRecord) -> io::Result<()> {
        let mut line = format!(
            "{:<INDENT$}{:<24}{}",
            statement.id,
            phrases::date(&statement.date),
            self.names.list(&statement.speaker, ACTOR),
        );
        if !statement.addressee.is_empty() {
            line += &format!(" to {}", self.names.list(&statement.addressee, RECIPIENT));
        }
        if !statement.via.is_empty() {
            line += &format!(" via {}", self.names.list(&statement.via, RECIPIENT));
        }
        if let Some(outer) = statement.attribution.first() {
            line += &format!(" {DIM}within {}{DIM:#}", outer.statement);
        }
        writeln!(self.out, "{line}")?;
        let mut marks = vec![Mark::new(statement.cue.start, statement.cue.end, PROOF)];
        marks.extend(statement.speaker.iter().map(|a| Mark::new(a.start, a.end, ACTOR)));
        let from = statement.content.iter().map(|s| s.start).chain([statement.cue.start]).min();
        let to = statement.content.iter().map(|s| s.end).chain([statement.cue.end]).max();
        let (from, to) = (from.unwrap_or(0), to.unwrap_or(0));
        let excerpt = Excerpt::new(self.text, from, to, marks);
        excerpt.print(self.out, INDENT, self.width, 4)
    }

    fn relation(&mut self, relation: &RelationRecord) -> io::Result<()> {
        let who = if relation.object.is_empty() {
            self.names.list(&relation.subject, ACTOR)
        } else {
            self.who_whom(&relation.subject, &relation.object)
        };
        let mut line = format!(
            "{:<INDENT$}{:<16} {HEADING}{:<12}{HEADING:#} {who}",
            relation.id, relation.kind, relation.state
        );
        if let Some(about) = &relation.about {
            line += &format!(" · {about}");
        }
        let place = relation.place.as_ref().map(|p| format!("in {}", phrases::place(p)));
        // "since the article's date or before" tells nobody anything.
        let told = |b: &&BoundsRecord| b.earliest.is_some() || b.latest != self.record.article.date;
        let since = relation.since.as_ref().filter(told);
        let until = relation.until.as_ref();
        for note in [phrases::bounds("since", since), phrases::bounds("until", until), place] {
            line += &note.map(|n| format!(" {DIM}{n}{DIM:#}")).unwrap_or_default();
        }
        writeln!(self.out, "{line}")?;
        for claim in &relation.claims {
            let lead = format!("{} {}: ", claim.says, claim.state);
            let marks = vec![Mark::new(claim.start, claim.end, PROOF)];
            let excerpt = Excerpt::new(self.text, claim.start, claim.end, marks).with_lead(lead);
            excerpt.print(self.out, INDENT, self.width, 2)?;
        }
        Ok(())
    }

    fn actors(&mut self) -> io::Result<()> {
        for actor in &self.record.actors {
            let country = actor.country.as_deref().unwrap_or("–");
            let office = actor.office.as_deref().map(|o| format!(", {o}")).unwrap_or_default();
            let mut words: Vec<&str> = Vec::new();
            for mention in &actor.mentions {
                if !words.contains(&mention.text.as_str()) {
                    words.push(&mention.text);
                }
            }
            let sector = actor.sector.as_str();
            let head = format!("{:<4}{sector:<4} {ACTOR}{}{ACTOR:#}{office}", country, actor.name);
            writeln!(
                self.out,
                "      {head}  {DIM}{}{DIM:#}",
                phrases::one_line(&words.join(" | "), self.width)
            )?;
        }
        Ok(())
    }

    fn who_whom(&self, actor: &[ActorRef], recipient: &[ActorRef]) -> String {
        let actor = self.names.list(actor, ACTOR);
        match recipient {
            [] => actor,
            _ => format!("{actor} → {}", self.names.list(recipient, RECIPIENT)),
        }
    }

    fn excerpt(&mut self, sentence: usize, marks: Vec<Mark>, lines: usize) -> io::Result<()> {
        let Some(span) = self.record.sentences.get(sentence) else { return Ok(()) };
        Excerpt::new(self.text, span.start, span.end, marks).print(self.out, INDENT, self.width, lines)
    }

    fn notes(&mut self, notes: &[String]) -> io::Result<()> {
        if notes.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "{:INDENT$}{DIM}{}{DIM:#}", "", notes.join(" · "))
    }

    fn legend(&mut self) -> io::Result<()> {
        let by_publication = self.record.events.iter().any(|e| phrases::is_publication(&e.date))
            || self.record.statements.iter().any(|s| phrases::is_publication(&s.date));
        if by_publication {
            writeln!(self.out, "\n{DIM}* no date told: the article's own{DIM:#}")?;
        }
        Ok(())
    }
}

fn status_note(event: &EventRecord) -> String {
    let mut notes = Vec::new();
    if event.status != Status::Actual {
        notes.push(event.status.to_string());
    }
    if event.historical {
        notes.push("background".into());
    }
    if notes.is_empty() { String::new() } else { format!("  [{}]", notes.join(", ")) }
}
