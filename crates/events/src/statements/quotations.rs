//! Where the text stands in quotation marks.
//!
//! Marks are read from the text, not from the tokens, so that odd spacing does no harm. News is careless
//! with them: a mark left open ends with its sentence, unless the next paragraph begins with a mark
//! again, which by the printers' rule means that the quotation goes on.

use verbale_record::{Document, Span};

/// Words in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// With the marks.
    pub outer: Span,
    /// Without them.
    pub inner: Span,
    /// Whether it goes on from the paragraph before, where no mark closed it.
    pub continues: bool,
}

/// Longest text in single quotation marks, bytes: beyond it the marks are taken for apostrophes.
const LONGEST_SINGLE: usize = 800;

/// All quotations of a document in order, not overlapping; one inside another is not listed.
pub(super) fn quotations(doc: &Document) -> Vec<Quotation> {
    let mut found = Vec::new();
    let paragraphs = paragraphs(doc);
    let mut open_before = false;
    for (i, &paragraph) in paragraphs.iter().enumerate() {
        let goes_on = paragraphs.get(i + 1).is_some_and(|&next| starts_with_mark(doc.text(), next));
        let mut scan = Scan { doc, paragraph, found: Vec::new(), open: None };
        scan.double_marks(open_before, goes_on);
        open_before = scan.open.is_some() && goes_on;
        scan.single_marks();
        found.append(&mut scan.found);
    }
    found
}

/// Spans of the paragraphs, from their first sentence to their last.
fn paragraphs(doc: &Document) -> Vec<Span> {
    let mut spans: Vec<(usize, Span)> = Vec::new();
    for sentence in &doc.sentences {
        match spans.last_mut() {
            Some((number, span)) if *number == sentence.paragraph => *span = span.join(sentence.span),
            _ => spans.push((sentence.paragraph, sentence.span)),
        }
    }
    spans.into_iter().map(|(_, span)| span).collect()
}

fn starts_with_mark(text: &str, paragraph: Span) -> bool {
    let words = paragraph.of(text);
    words.starts_with(['"', '“', '«', '‘']) || words.starts_with("''")
}

/// Which way a mark faces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facing {
    Opens,
    Closes,
    Either,
}

/// A mark with its neighbours.
struct Mark {
    start: usize,
    end: usize,
    facing: Facing,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// A straight mark opens before a word that follows a space, a bracket or a dash.
    fn can_open(&self) -> bool {
        let room = self.before.is_none_or(|c| c.is_whitespace() || "([{—–-/:,".contains(c) || is_mark(c));
        room && self.after.is_some_and(|c| !c.is_whitespace())
    }

    fn can_close(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace()) && !self.after.is_some_and(char::is_alphanumeric)
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '`')
}

struct Scan<'a> {
    doc: &'a Document,
    paragraph: Span,
    found: Vec<Quotation>,
    /// Start of the open mark and of the words after it, and whether it continues.
    open: Option<(usize, usize, bool)>,
}

impl Scan<'_> {
    fn double_marks(&mut self, open_before: bool, goes_on: bool) {
        for mark in self.marks(double_mark) {
            let opens = match (mark.facing, self.open.is_some()) {
                (Facing::Opens, _) => true,
                (Facing::Closes, true) => false,
                (Facing::Closes, false) => mark.can_open() && !mark.can_close(),
                (Facing::Either, true) => mark.can_open() && !mark.can_close(),
                (Facing::Either, false) => mark.can_open(),
            };
            if opens {
                self.abandon();
                let continues = open_before && mark.start == self.paragraph.start();
                self.open = Some((mark.start, mark.end, continues));
            } else if self.open.is_some() {
                self.close(mark.start, mark.end);
            }
        }
        if let (Some((start, inner, continues)), true) = (self.open, goes_on) {
            self.push(start, inner, self.paragraph.end(), self.paragraph.end(), continues);
        } else {
            self.abandon();
        }
    }

    /// Single marks count outside double ones, and only in pairs.
    fn single_marks(&mut self) {
        let marks: Vec<Mark> = self.marks(single_mark);
        let doubles = self.found.clone();
        let mut at = 0;
        while let Some(opening) = marks.get(at) {
            at += 1;
            let opens = opening.facing != Facing::Closes
                && opening.can_open()
                && opening.after.is_some_and(|c| !c.is_ascii_digit());
            if !opens || inside(&doubles, opening.start) {
                continue;
            }
            if let Some(offset) = self.closing_single(opening, &marks[at..], &doubles) {
                let closing = &marks[at + offset];
                self.push(opening.start, opening.end, closing.start, closing.end, false);
                at += offset + 1;
            }
        }
        self.found.sort_by_key(|q| q.outer);
        let mut end = 0;
        self.found.retain(|q| {
            let apart = q.outer.start() >= end;
            end = end.max(q.outer.end());
            apart
        });
    }

    /// The mark that closes `opening`: not a plural's apostrophe ("the workers' union") where another follows.
    fn closing_single(&self, opening: &Mark, rest: &[Mark], doubles: &[Quotation]) -> Option<usize> {
        let text = self.doc.text();
        let near = |m: &&Mark| m.start < opening.end + LONGEST_SINGLE && !inside(doubles, m.start);
        let candidates: Vec<usize> = rest
            .iter()
            .take_while(near)
            .enumerate()
            .take_while(|(_, m)| !(m.facing == Facing::Opens && m.can_open()))
            .filter(|(_, m)| m.facing != Facing::Opens && m.can_close())
            .map(|(i, _)| i)
            .collect();
        let plural = |&i: &usize| text.get(..rest[i].start).is_some_and(|t| t.ends_with(['s', 'S']));
        candidates.iter().find(|i| !plural(i)).or(candidates.first()).copied()
    }

    /// An opening mark that nothing closed reaches to the end of its sentence.
    fn abandon(&mut self) {
        let Some((start, inner, continues)) = self.open.take() else { return };
        let sentence = self.doc.sentence_at(Span::new(start, start)).and_then(|i| self.doc.sentences.get(i));
        let end = sentence.map_or(inner, |s| s.span.end().min(self.paragraph.end()));
        self.push(start, inner, end, end, continues);
    }

    fn close(&mut self, end: usize, outer_end: usize) {
        if let Some((start, inner, continues)) = self.open.take() {
            self.push(start, inner, end, outer_end, continues);
        }
    }

    fn push(&mut self, start: usize, inner: usize, inner_end: usize, end: usize, continues: bool) {
        let inner = trimmed(self.doc.text(), Span::new(inner, inner_end.max(inner)));
        if !inner.is_empty() {
            self.found.push(Quotation { outer: Span::new(start, end), inner, continues });
        }
    }

    fn marks(&self, kind: impl Fn(&str) -> Option<(usize, Facing)>) -> Vec<Mark> {
        let text = self.paragraph.of(self.doc.text());
        let mut marks = Vec::new();
        let mut skip_to = 0;
        for (at, _) in text.char_indices() {
            let Some((length, facing)) = kind(&text[at..]).filter(|_| at >= skip_to) else { continue };
            skip_to = at + length;
            marks.push(Mark {
                start: self.paragraph.start() + at,
                end: self.paragraph.start() + at + length,
                facing,
                before: text[..at].chars().next_back(),
                after: text[at + length..].chars().next(),
            });
        }
        marks
    }
}

/// Whether a byte lies in one of the quotations, which are in order and do not overlap.
fn inside(quotations: &[Quotation], at: usize) -> bool {
    let after = quotations.partition_point(|q| q.outer.start() <= at);
    after.checked_sub(1).and_then(|i| quotations.get(i)).is_some_and(|q| at < q.outer.end())
}

/// A double mark at the start of `text`: its length in bytes, and how it faces.
fn double_mark(text: &str) -> Option<(usize, Facing)> {
    let facing = match text.chars().next()? {
        '"' => Facing::Either,
        '“' | '„' | '«' => Facing::Opens,
        '”' | '»' => Facing::Closes,
        '\'' if text.starts_with("''") => return Some((2, Facing::Either)),
        '`' if text.starts_with("``") => return Some((2, Facing::Opens)),
        _ => return None,
    };
    Some((text.chars().next()?.len_utf8(), facing))
}

/// A single mark or apostrophe at the start of `text`.
fn single_mark(text: &str) -> Option<(usize, Facing)> {
    match text.chars().next()? {
        '\'' if text.starts_with("''") => None,
        '\'' => Some((1, Facing::Either)),
        '‘' => Some(('‘'.len_utf8(), Facing::Opens)),
        '’' => Some(('’'.len_utf8(), Facing::Closes)),
        _ => None,
    }
}

/// `span` without white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start() + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbale_record::{Article, Sentence};

    /// A document of paragraphs (split at newlines) of one sentence per "|".
    fn doc(marked: &str) -> Document {
        let text = marked.replace('|', "");
        let (mut sentences, mut at) = (Vec::new(), 0);
        for (number, paragraph) in marked.split('\n').enumerate() {
            for part in paragraph.split('|') {
                sentences.push(Sentence::new(Span::new(at, at + part.len()), number, Vec::new(), Vec::new()));
                at += part.len();
            }
            at += 1;
        }
        Document { article: Article { text, ..Article::default() }, sentences }
    }

    fn inner(marked: &str) -> Vec<String> {
        let doc = doc(marked);
        quotations(&doc).iter().map(|q| q.inner.of(doc.text()).to_string()).collect()
    }

    #[test]
    fn straight_and_curly_and_mixed() {
        assert_eq!(inner("He said \"we left\" and “they stayed.”"), ["we left", "they stayed."]);
        assert_eq!(inner("an \"old plan.” He left"), ["old plan."]);
        assert_eq!(inner("un «plan viejo», dijo"), ["plan viejo"]);
        assert_eq!(inner("It is ''very important,'' she wrote"), ["very important,"]);
    }

    #[test]
    fn apostrophes_are_not_quotations() {
        assert_eq!(inner("The workers' union didn't say 'yes' to the ministers' plan"), ["yes"]);
        assert_eq!(inner("‘The unions’ plan won’t work,’ he said"), ["The unions’ plan won’t work,"]);
        assert!(inner("In the '90s the boys' school closed").is_empty());
    }

    #[test]
    fn a_mark_left_open_ends_with_its_sentence() {
        assert_eq!(inner("He said \"we left early.| The rest is a story."), ["we left early."]);
        assert_eq!(inner("\"We left,|  and \"they stayed,\" he said"), ["We left,", "they stayed,"]);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let doc = doc("She said: “We left.| We ran.\n“Nobody followed us.”");
        let found = quotations(&doc);
        assert_eq!(found[0].inner.of(doc.text()), "We left. We ran.");
        assert!(found[1].continues && !found[0].continues);
    }
}
