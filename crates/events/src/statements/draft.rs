//! A statement in the making: words and tokens, before actors, dates and places are looked up.

use verbale_record::{Document, Mentions, Sentence, Span, TokenRef, Upos};

use super::lexicon::CueLexicon;
use super::quotations::Quotation;

/// What the steps look at together.
pub(super) struct Scene<'a> {
    pub doc: &'a Document,
    pub mentions: &'a Mentions,
    pub lexicon: &'a CueLexicon,
    /// In order, not overlapping.
    pub quotations: Vec<Quotation>,
}

impl Scene<'_> {
    /// The quotations that share words with a span, in order.
    pub fn quotations_at(&self, span: Span) -> &[Quotation] {
        let first = self.quotations.partition_point(|q| q.outer.end() <= span.start());
        let end = self.quotations.partition_point(|q| q.outer.start() < span.end());
        self.quotations.get(first..end).unwrap_or(&[])
    }

    /// Whether a span stands in direct speech.
    pub fn in_speech(&self, span: Span) -> bool {
        let sentence = self.doc.sentence_at(span).and_then(|i| self.doc.sentences.get(i));
        let speech = |q: &&Quotation| sentence.is_some_and(|s| is_speech(s, q));
        self.quotations_at(span).iter().filter(|q| q.outer.contains(span)).any(|q| speech(&q))
    }
}

/// How the content is tied to its cue; decides how sure the statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// Not yet.
    None,
    /// A clause, or a clause with "according to".
    Clause,
    /// An infinitive: told to do, hoped to do.
    Infinitive,
    /// A phrase: accused of, denied the charges.
    Phrase,
    /// Direct speech next to the cue.
    Speech,
    /// Direct speech in another sentence.
    Loose,
}

impl Tie {
    /// Whether the words are a statement even where what utters them is no actor: "data show that …", but not "the
    /// plan wants …".
    pub fn stands_alone(self) -> bool {
        !matches!(self, Tie::Infinitive | Tie::Phrase)
    }

    /// How sure such a statement is, from precision seen in reading; simple priors, not calibrated.
    pub fn confidence(self) -> f32 {
        match self {
            Tie::None => 0.0,
            Tie::Clause => 0.9,
            Tie::Infinitive => 0.8,
            Tie::Phrase => 0.7,
            Tie::Speech => 0.95,
            Tie::Loose => 0.75,
        }
    }
}

/// A statement in the making. Tokens without sentence are of the cue's.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Head of the cue.
    pub cue: TokenRef,
    /// The words of the cue.
    pub cue_span: Span,
    /// Heads of the phrases that name the speakers.
    pub speakers: Vec<usize>,
    /// Heads of the phrases that name hearers.
    pub hearers: Vec<usize>,
    /// Heads of phrases that name the outlet that passes it on, whatever it is.
    pub outlets: Vec<usize>,
    /// What is said.
    pub content: Vec<Span>,
    /// Whether direct speech may belong to it.
    pub takes_quote: bool,
    /// How the content is tied to the cue.
    pub tie: Tie,
    /// Cue of the statement that passes this one on, where the words do not show it by nesting.
    pub under: Option<TokenRef>,
}

impl Draft {
    pub fn new(scene: &Scene, cue: TokenRef, cue_tokens: &[usize]) -> Draft {
        let span = scene.doc.sentences[cue.sentence].span_of(cue_tokens);
        Draft {
            cue,
            cue_span: span,
            speakers: Vec::new(),
            hearers: Vec::new(),
            outlets: Vec::new(),
            content: Vec::new(),
            takes_quote: false,
            tie: Tie::None,
            under: None,
        }
    }

    /// Sets the content to tokens of the cue's sentence.
    pub fn with_content(mut self, scene: &Scene, tokens: &[usize], tie: Tie) -> Draft {
        self.content = content_spans(scene, &scene.doc.sentences[self.cue.sentence], tokens, self.cue_span);
        if !self.content.is_empty() {
            self.tie = tie;
        }
        self
    }

    /// Adds words to the content.
    pub fn add(&mut self, span: Span, tie: Tie) {
        self.content.push(span);
        merge(&mut self.content);
        if self.tie == Tie::None {
            self.tie = tie;
        }
    }
}

/// The spans of tokens: a new one where words are left out, without punctuation at their ends, and with the
/// whole of every quotation they touch that does not hold the cue.
fn content_spans(scene: &Scene, s: &Sentence, tokens: &[usize], cue: Span) -> Vec<Span> {
    let is_punct = |t: usize| s.tokens[t].upos == Upos::Punct;
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &t in tokens.iter().filter(|&&t| !is_punct(t)) {
        match runs.last_mut() {
            Some((_, last)) if (*last + 1..t).all(is_punct) => *last = t,
            _ => runs.push((t, t)),
        }
    }
    let whole = |(first, last): (usize, usize)| {
        let words = s.tokens[first].span.join(s.tokens[last].span);
        let touched = scene.quotations_at(words).iter().filter(|q| !q.outer.overlaps(cue));
        touched.fold(words, |span, q| if is_part_of(s, span, q) { span } else { span.join(q.outer) })
    };
    let mut spans: Vec<Span> =
        runs.into_iter().map(whole).map(|span| speech_only(scene, s, span, cue)).collect();
    merge(&mut spans);
    spans
}

/// Words that begin with direct speech end with it: "He said “we lost,” and the flag is down".
fn speech_only(scene: &Scene, s: &Sentence, span: Span, cue: Span) -> Span {
    let apart = |q: &&Quotation| !q.outer.overlaps(cue);
    let touched: Vec<&Quotation> = scene.quotations_at(span).iter().filter(apart).collect();
    match (touched.first(), touched.last()) {
        (Some(first), Some(last)) if first.outer.start() <= span.start() && is_speech(s, first) => {
            Span::new(span.start(), last.outer.end())
        }
        _ => span,
    }
}

/// Whether a span is only some of the few words in quotation marks.
fn is_part_of(s: &Sentence, span: Span, quotation: &Quotation) -> bool {
    let left_out = |t: &verbale_record::Token| {
        t.upos != Upos::Punct && quotation.inner.contains(t.span) && !span.contains(t.span)
    };
    quotation.inner.contains(span) && !is_speech(s, quotation) && s.tokens.iter().any(left_out)
}

/// Whether a quotation is more than a few quoted words: a whole clause, with its subject.
pub(super) fn is_speech(s: &Sentence, quotation: &Quotation) -> bool {
    use verbale_record::Deprel::*;
    if !s.span.contains(quotation.outer) {
        return true;
    }
    s.tokens.iter().filter(|t| quotation.inner.contains(t.span)).any(|t| {
        let subject = matches!(t.deprel, Nsubj | NsubjPass | NsubjOuter | Expl | Csubj);
        let predicate_inside = t.head.is_some_and(|h| quotation.inner.contains(s.tokens[h].span));
        subject && predicate_inside || t.deprel == Root
    })
}

/// Puts spans in order and joins those that overlap.
pub(super) fn merge(spans: &mut Vec<Span>) {
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for &span in spans.iter() {
        match merged.last_mut() {
            Some(last) if last.overlaps(span) || last.end() == span.start() => *last = last.join(span),
            _ => merged.push(span),
        }
    }
    *spans = merged;
}
