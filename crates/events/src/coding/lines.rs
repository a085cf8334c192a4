//! Events as lines of text, for examples and cases: `REQUEST change: Peru > Chile [hypothetical]`.

use verbale_record::{Document, Event, MentionIndex, Mentions, Status};

/// One event as a line: type, mode, actors, recipients by their words, status unless actual, `[historical]`.
/// Sides without anyone are `-`; articles ("the") at their start are left out.
pub fn event_line(doc: &Document, mentions: &Mentions, event: &Event) -> String {
    let mode = event.mode.map(|m| format!(" {m}")).unwrap_or_default();
    let actor = side(doc, mentions, &event.actor);
    let recipient = side(doc, mentions, &event.recipient);
    let status = match event.status {
        Status::Actual => String::new(),
        status => format!(" [{status}]"),
    };
    let historical = if event.historical { " [historical]" } else { "" };
    format!("{}{mode}: {actor} > {recipient}{status}{historical}", event.event_type)
}

/// The events of an article as lines, in order of the text; `(none)` where there is none.
pub fn expectation(doc: &Document, mentions: &Mentions, events: &[Event]) -> Vec<String> {
    match events {
        [] => vec!["(none)".into()],
        events => events.iter().map(|e| event_line(doc, mentions, e)).collect(),
    }
}

/// The days of an event as cases write them: ` @2021-08-17`, ` @2019-01-01/2019-12-31`, open sides empty; nothing where
/// the text does not tell.
pub fn date_suffix(event: &Event) -> String {
    let interval = event.date.interval;
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    match event.date.span {
        None => String::new(),
        Some(_) if interval.start == interval.end => format!(" @{}", day(interval.start)),
        Some(_) => format!(" @{}/{}", day(interval.start), day(interval.end)),
    }
}

fn side(doc: &Document, mentions: &Mentions, side: &[MentionIndex]) -> String {
    let names: Vec<String> = side
        .iter()
        .filter_map(|&m| mentions.actor_mentions.get(m))
        .map(|m| plain(m.span.of(doc.text())))
        .collect();
    if names.is_empty() { "-".into() } else { names.join(", ") }
}

fn plain(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = joined.to_lowercase();
    let article = ["the ", "a ", "an "].iter().find(|a| lower.starts_with(**a));
    article.and_then(|a| joined.get(a.len()..)).unwrap_or(&joined).to_string()
}
