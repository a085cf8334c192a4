//! Statements as lines of text, for case files and for looking at them.

use verbale_record::{Document, MentionIndex, Mentions, Span, Statement};

/// One line a statement: `speaker | cue | content | via X | to Y | in N`, the last three only where there are such;
/// `in N` is the number (from 1) of the statement that passes this one on. Several speakers are joined by
/// ` + `, parts of content by ` … `; `-` where no speaker is known. Line breaks become spaces.
pub fn statement_lines(doc: &Document, mentions: &Mentions, statements: &[Statement]) -> Vec<String> {
    let text = doc.text();
    let words = |span: &Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let names = |indices: &[MentionIndex]| {
        let spans = indices.iter().filter_map(|&m| mentions.actor_mentions.get(m));
        spans.map(|m| words(&m.span)).collect::<Vec<_>>().join(" + ")
    };
    let line = |s: &Statement| {
        let speaker = if s.speaker.is_empty() { "-".into() } else { names(&s.speaker) };
        let content: Vec<String> = s.content.iter().map(words).collect();
        let mut line = format!("{speaker} | {} | {}", words(&s.cue), content.join(" … "));
        if !s.via.is_empty() {
            line += &format!(" | via {}", names(&s.via));
        }
        if !s.addressee.is_empty() {
            line += &format!(" | to {}", names(&s.addressee));
        }
        if let Some(within) = s.within {
            line += &format!(" | in {}", within + 1);
        }
        line
    };
    statements.iter().map(line).collect()
}
