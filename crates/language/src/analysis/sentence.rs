//! From scores to an analysed sentence.

use std::sync::Arc;

use rten::ThreadPool;
use verbale_record::{Article, Deprel, Sentence, Span, Token, Upos};

use super::labels::Labels;
use super::lexicon::Lexicon;
use super::network::{BatchScores, Row, Scores};
use super::{Analyser, ModelError};
use super::{lemmas, names, trees};
use crate::sentences::RawSentence;

/// A sentence cut into words, with the pieces the network takes.
pub struct Prepared {
    /// Where it and its words stand.
    pub raw: RawSentence,
    /// What the network takes.
    pub row: Row,
}

/// Analyses sentences of one article together, in order.
pub fn analyse_batch(
    analyser: &Analyser,
    article: &Article,
    batch: &[&Prepared],
    pool: &Arc<ThreadPool>,
) -> Result<Vec<Sentence>, ModelError> {
    let rows: Vec<&Row> = batch.iter().map(|p| &p.row).collect();
    let Analyser { network, labels, lexicon, .. } = analyser;
    let scores = network.run(&rows, pool)?;
    let arc = |s: usize, d: usize, h: usize| scores.arc.of(s, d).get(h).copied().unwrap_or(f32::NAN);
    let heads: Vec<Vec<usize>> =
        rows.iter().enumerate().map(|(s, row)| trees::decode(row.words, |d, h| arc(s, d, h))).collect();
    let relations = network.relations(&scores, &heads, pool)?;
    let decoder = Decoder { labels, lexicon, scores: &scores, relations: &relations };
    let mut sentences: Vec<Sentence> =
        (0..batch.len()).map(|s| decoder.sentence(s, &batch[s].raw, &heads[s], &article.text)).collect();
    if let Some(coder) = &analyser.coder {
        for (sentence, signs) in sentences.iter_mut().zip(coder.signs(&rows, pool)?) {
            sentence.signs = Some(signs);
        }
    }
    Ok(sentences)
}

struct Decoder<'a> {
    labels: &'a Labels,
    lexicon: &'a Lexicon,
    scores: &'a BatchScores,
    relations: &'a Scores,
}

impl Decoder<'_> {
    fn sentence(&self, number: usize, raw: &RawSentence, heads: &[usize], text: &str) -> Sentence {
        let words = raw.tokens.len();
        let tokens = (0..words).map(|w| self.token(number, w, raw.tokens[w], heads[w], text)).collect();
        let rows: Vec<&[f32]> = (0..words).map(|w| self.scores.names.of(number, w)).collect();
        let names = names::spans(&names::best_tags(&rows, &self.labels.names));
        Sentence::new(raw.span, raw.paragraph, tokens, names)
    }

    fn token(&self, sentence: usize, word: usize, span: Span, head: usize, text: &str) -> Token {
        let form = span.of(text);
        let Labels { upos, feats, lemma, kind, deprel, .. } = self.labels;
        let fits = |d: Deprel| (d == Deprel::Root) == (head == 0);
        let class = |scores: &Scores| best(scores.of(sentence, word), |_| true);
        let upos = class(&self.scores.upos).and_then(|c| upos.get(c)).copied().unwrap_or(Upos::X);
        let by_script = || lemmas::best_lemma(self.scores.lemma.of(sentence, word), lemma, form);
        Token {
            span,
            form: form.to_string(),
            lemma: self.lexicon.lemma(form, upos).map_or_else(by_script, str::to_string),
            upos,
            feats: class(&self.scores.feats).and_then(|c| feats.get(c)).cloned().unwrap_or_default(),
            head: head.checked_sub(1),
            deprel: best(self.relations.of(sentence, word), |c| deprel.get(c).is_some_and(|&d| fits(d)))
                .and_then(|c| deprel.get(c))
                .copied()
                .unwrap_or(Deprel::Dep),
            kind: class(&self.scores.kind).and_then(|c| kind.get(c)).copied().flatten(),
        }
    }
}

/// The class with the highest score among those allowed; the first of equals.
fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    (0..scores.len()).filter(|&c| allowed(c)).reduce(|a, b| if scores[b] > scores[a] { b } else { a })
}

/// A sentence the network could not score: every word hangs on the first.
pub fn unanalysed(raw: &RawSentence, text: &str) -> Sentence {
    let token = |(i, span): (usize, &Span)| Token {
        span: *span,
        form: span.of(text).to_string(),
        lemma: span.of(text).to_string(),
        upos: Upos::X,
        feats: Default::default(),
        head: (i > 0).then_some(0),
        deprel: if i > 0 { Deprel::Dep } else { Deprel::Root },
        kind: None,
    };
    Sentence::new(raw.span, raw.paragraph, raw.tokens.iter().enumerate().map(token).collect(), Vec::new())
}
