//! Text into paragraphs: at blank lines and at line ends, but not at the line ends of hard-wrapped text.

use std::ops::Range;

/// Widths, in characters, that text is wrapped to: shorter longest lines are verse or lists, longer ones are not wrapped.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 45..=140;

/// Marks that begin the items of a list.
const BULLETS: [char; 8] = ['•', '*', '·', '‣', '▪', '◦', '■', '●'];

/// What ends a line.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{0b}', '\u{0c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// One line: its range without the line end, trimmed of white space.
struct Line {
    range: Range<usize>,
    characters: usize,
}

/// The paragraphs of a text as ranges of its bytes, trimmed, in order, none empty. A range may hold line ends.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let width = lines.iter().map(|l| l.characters).max().unwrap_or(0);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        if line.range.is_empty() {
            before = None;
            continue;
        }
        match (before, found.last_mut()) {
            (Some(previous), Some(paragraph)) if goes_on(text, previous, line, width) => {
                paragraph.end = line.range.end;
            }
            _ => found.push(line.range.clone()),
        }
        before = Some(line);
    }
    found
}

fn lines(text: &str) -> Vec<Line> {
    let mut at = 0;
    let line = |raw: &str| {
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        let trimmed = raw.trim();
        Line { range: start..start + trimmed.len(), characters: trimmed.chars().count() }
    };
    split_lines(text).map(line).collect()
}

/// Lines with their ends; `\r\n` is one end.
fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(LINE_ENDS).map_or(rest.len(), |at| {
            let mark = rest[at..].chars().next().map_or(0, char::len_utf8);
            at + if rest[at..].starts_with("\r\n") { 2 } else { mark }
        });
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

/// Whether `line` continues the sentence of the line before it.
fn goes_on(text: &str, previous: &Line, line: &Line, width: usize) -> bool {
    let (before, after) = (&text[previous.range.clone()], &text[line.range.clone()]);
    let Some(first) = after.chars().next() else { return false };
    if BULLETS.contains(&first)
        || after.starts_with("- ")
        || after.starts_with("– ")
        || after.starts_with("— ")
    {
        return false;
    }
    if first.is_lowercase() && !ends_with_stop(before) {
        return true;
    }
    let next_word = after.split_whitespace().next().map_or(0, |w| w.chars().count());
    WRAP_WIDTHS.contains(&width) && previous.characters + 1 + next_word > width
}

fn ends_with_stop(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']).ends_with(['.', '!', '?', ':', '…'])
}
