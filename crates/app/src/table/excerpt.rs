//! Words of the article with the proving ones marked, wrapped to the width.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

use super::DIM;

/// Code points to show in a style of their own.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    start: usize,
    end: usize,
    style: Style,
}

impl Mark {
    /// Code points `start..end` of the article's text.
    pub fn new(start: usize, end: usize, style: Style) -> Mark {
        Mark { start, end, style }
    }
}

/// A passage of the text; the first mark is the one that must be seen when it is cut.
pub struct Excerpt<'a> {
    text: &'a [char],
    start: usize,
    end: usize,
    marks: Vec<Mark>,
    lead: String,
}

impl<'a> Excerpt<'a> {
    /// Code points `start..end` of the text.
    pub fn new(text: &'a [char], start: usize, end: usize, marks: Vec<Mark>) -> Self {
        let end = end.min(text.len());
        Excerpt { text, start: start.min(end), end, marks, lead: String::new() }
    }

    /// Words of ours to put before the passage.
    pub fn with_lead(self, lead: String) -> Self {
        Excerpt { lead, ..self }
    }

    /// Prints at most `lines` lines, indented; a longer passage is cut around its first mark, with "…".
    pub fn print(&self, out: &mut dyn Write, indent: usize, width: usize, lines: usize) -> io::Result<()> {
        let columns = width.saturating_sub(indent + 2).max(20);
        let lead_columns = self.lead.chars().count();
        let room = (columns * lines).saturating_sub(lead_columns + 2 + columns / 8 * lines);
        let (start, end) = self.window(room);
        let mut line = LineWriter { out, indent, columns, at: 0 };
        line.begin()?;
        for c in self.lead.chars() {
            line.put(c, DIM)?;
        }
        if start > self.start {
            line.word(&[('…', DIM)])?;
        }
        let mut word = Vec::new();
        for at in start..end {
            let c = self.text[at];
            if c.is_whitespace() {
                line.word(&word)?;
                word.clear();
            } else if !c.is_control() {
                word.push((c, self.style_at(at)));
            }
        }
        if end < self.end {
            word.push(('…', DIM));
        }
        line.word(&word)?;
        line.end()
    }

    fn style_at(&self, at: usize) -> Style {
        let mark = self.marks.iter().find(|m| m.start <= at && at < m.end);
        mark.map_or(DIM, |m| m.style)
    }

    /// The part of the passage to show in `room` columns: all if it fits, else around the first mark, cut at spaces.
    fn window(&self, room: usize) -> (usize, usize) {
        if self.end - self.start <= room {
            return (self.start, self.end);
        }
        let focus = self.marks.first().map_or(self.start, |m| m.start).clamp(self.start, self.end);
        let mut start = focus.saturating_sub(room / 2).max(self.start);
        let end = (start + room).min(self.end);
        start = end.saturating_sub(room).max(self.start).min(focus);
        let is_space = |at: &usize| self.text[*at].is_whitespace();
        if start > self.start {
            start = (start..focus).find(is_space).map_or(start, |s| s + 1);
        }
        let cut = if end < self.end { (focus + 1..end).rev().find(is_space).unwrap_or(end) } else { end };
        (start, cut)
    }
}

/// Fills lines word by word, counting columns and not style codes.
struct LineWriter<'a> {
    out: &'a mut dyn Write,
    indent: usize,
    columns: usize,
    at: usize,
}

impl LineWriter<'_> {
    fn begin(&mut self) -> io::Result<()> {
        self.at = 0;
        write!(self.out, "{:1$}", "", self.indent)
    }

    fn end(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    fn put(&mut self, c: char, style: Style) -> io::Result<()> {
        self.at += c.width().unwrap_or(0);
        write!(self.out, "{style}{c}{style:#}")
    }

    fn word(&mut self, word: &[(char, Style)]) -> io::Result<()> {
        if word.is_empty() {
            return Ok(());
        }
        let width: usize = word.iter().map(|(c, _)| c.width().unwrap_or(0)).sum();
        if self.at > 0 && self.at + 1 + width > self.columns {
            self.end()?;
            self.begin()?;
        } else if self.at > 0 {
            self.put(' ', Style::new())?;
        }
        let mut rest = word;
        while let Some(&(_, style)) = rest.first() {
            let run = rest.iter().take_while(|(_, s)| *s == style).count();
            let letters: String = rest[..run].iter().map(|(c, _)| *c).collect();
            write!(self.out, "{style}{letters}{style:#}")?;
            rest = &rest[run..];
        }
        self.at += width;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, mark: &str, width: usize, lines: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        let start = text.find(mark).unwrap();
        let marks = vec![Mark::new(start, start + mark.len(), super::super::PROOF)];
        let mut out = Vec::new();
        Excerpt::new(&chars, 0, chars.len(), marks).print(&mut out, 2, width, lines).unwrap();
        anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string()
    }

    #[test]
    fn short_passages_are_whole() {
        assert_eq!(shown("Peru urged Chile to talk.", "urged", 80, 2), "  Peru urged Chile to talk.\n");
    }

    #[test]
    fn long_passages_keep_their_mark_and_their_width() {
        let text = format!("{} urged {}", "before ".repeat(60), "after ".repeat(60));
        let out = shown(&text, "urged", 60, 2);
        assert!(out.contains("urged") && out.contains('…'), "{out}");
        assert!(out.lines().all(|l| l.chars().count() <= 60), "{out}");
        assert!(out.lines().count() <= 3, "{out}");
    }
}
