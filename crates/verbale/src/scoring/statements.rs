//! Scoring the statements of a unit.

use verbale_record::output::SpanRecord;

use super::facts::StatementFact;
use super::figure::{Figure, Tallies, Tally};
use super::matching::most_pairs;
use super::spans;

/// Scores statements. A found statement answers to a gold one whose cue or content it touches, the one that shares most;
/// each part is then scored among those pairs, against all parts that were found and all there were.
pub(super) fn score(gold: &[StatementFact], found: &[StatementFact], tallies: &mut Tallies) {
    let pairs = most_pairs(gold.len(), found.len(), |g, f| likeness(&gold[g], &found[f]));
    tallies.add(Figure::Statement, Tally::new(pairs.len(), found.len(), gold.len()));
    let part = |part: fn(&StatementFact) -> Vec<SpanRecord>,
                right: fn(&[SpanRecord], &[SpanRecord]) -> bool| {
        let told = |list: &[StatementFact]| list.iter().filter(|s| !part(s).is_empty()).count();
        let is_right = |g: &StatementFact, f: &StatementFact| {
            let (g, f) = (part(g), part(f));
            !g.is_empty() && !f.is_empty() && right(&g, &f)
        };
        let right = pairs.iter().filter(|&&(g, f)| is_right(&gold[g], &found[f])).count();
        Tally::new(right, told(found), told(gold))
    };
    tallies.add(Figure::CueExact, part(cue, spans::same));
    tallies.add(Figure::CueOverlap, part(cue, spans::any_touch));
    tallies.add(Figure::SourceExact, part(speaker, spans::same));
    tallies.add(Figure::SourceOverlap, part(speaker, spans::any_touch));
    tallies.add(Figure::ContentExact, part(content, spans::same));
    tallies.add(Figure::ContentOverlap, part(content, spans::any_touch));
    let length = |list: &[StatementFact]| list.iter().map(|s| spans::length(&s.content)).sum();
    let shared =
        pairs.iter().map(|&(g, f)| spans::shared_by_lists(&gold[g].content, &found[f].content)).sum();
    tallies.add(Figure::ContentCharacters, Tally::new(shared, length(found), length(gold)));
}

fn cue(statement: &StatementFact) -> Vec<SpanRecord> {
    statement.cue.into_iter().collect()
}

fn speaker(statement: &StatementFact) -> Vec<SpanRecord> {
    statement.speaker.clone()
}

fn content(statement: &StatementFact) -> Vec<SpanRecord> {
    statement.content.clone()
}

/// Per mille of the content shared, of the longer one; the cue decides between equals and alone where nothing is shared.
fn likeness(gold: &StatementFact, found: &StatementFact) -> Option<u32> {
    let cue = spans::any_touch(&cue(gold), &cue(found));
    let shared = spans::shared_by_lists(&gold.content, &found.content);
    if shared == 0 && !cue {
        return None;
    }
    let longer = spans::length(&gold.content).max(spans::length(&found.content)).max(1);
    let share = u32::try_from(1000 * shared / longer).unwrap_or(1000);
    Some(share + 500 * u32::from(cue))
}
