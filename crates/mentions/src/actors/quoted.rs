//! Who speaks the words in quotation marks: the first person inside them is the speaker, the third person is not.

use verbale_record::{ActorIndex, ActorKind, Deprel, Document, MentionHow, Sentence, Span, TokenRef, Upos};

use super::reading::Reading;

/// Spans in double quotation marks, in order. A mark left open reaches to the end of its paragraph.
pub(super) fn quotations(doc: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for paragraph in doc.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
        let whole = first.span.join(last.span);
        let mut open = None;
        for (at, c) in whole.of(doc.text()).char_indices() {
            let at = whole.start() + at;
            match (c, open) {
                ('"', None) | ('“' | '«' | '„', _) => open = open.or(Some(at)),
                ('"' | '”' | '»', Some(start)) => {
                    found.push(Span::new(start, at + c.len_utf8()));
                    open = None;
                }
                _ => {}
            }
        }
        found.extend(open.map(|start| Span::new(start, whole.end())));
    }
    found
}

impl Reading<'_> {
    /// The quotation a token stands in.
    pub(super) fn quotation_at(&self, at: TokenRef) -> Option<Span> {
        let span = self.sentence(at.sentence).tokens[at.token].span;
        let after = self.quotations.partition_point(|q| q.start() <= span.start());
        after.checked_sub(1).and_then(|i| self.quotations.get(i)).copied().filter(|q| q.contains(span))
    }

    /// Who speaks the words a token stands in: the subject of a verb of speech outside them, in the sentences the
    /// quotation stands in (of one outside quotation marks, its own sentence); else whoever spoke last.
    pub(super) fn speaker_near(&mut self, at: TokenRef) -> Option<ActorIndex> {
        let quotation = self.quotation_at(at);
        let in_it = |s: &Sentence| quotation.is_some_and(|q| s.span.overlaps(q));
        let mut places = vec![at.sentence];
        let following = at.sentence + 1..self.doc.sentences.len();
        places.extend(following.take_while(|&i| in_it(self.sentence(i))));
        places.extend((0..at.sentence).rev().take_while(|&i| in_it(self.sentence(i))));
        places.into_iter().find_map(|i| self.speaker_in(i, at)).or(self.speaker)
    }

    /// The speaker a sentence names outside quotation marks.
    fn speaker_in(&mut self, sentence: usize, at: TokenRef) -> Option<ActorIndex> {
        for subject in self.speaking_subjects(sentence) {
            let named = TokenRef { sentence, token: subject };
            if named == at {
                continue;
            }
            let noun = self.sentence(sentence).tokens[subject].upos != Upos::Pron;
            if named > at && noun && !self.looking_ahead {
                self.looking_ahead = true;
                self.visit(named);
                self.looking_ahead = false;
            }
            let found = self.meant(sentence, subject).and_then(|(actors, how)| {
                let first = *actors.first()?;
                let person = self.registry.entities[first].actor.kind == ActorKind::Person;
                (person || *how != MentionHow::Pronoun).then_some(first)
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Subjects of verbs of speech outside quotation marks: the nearest before the verb where the tree has several.
    pub(super) fn speaking_subjects(&self, sentence: usize) -> Vec<usize> {
        let s = self.sentence(sentence);
        let outside = |t: usize| self.quotation_at(TokenRef { sentence, token: t }).is_none();
        let speaks = |v: usize| {
            s.tokens[v].upos == Upos::Verb && self.lexicon.is("speech", &s.tokens[v].lemma.to_lowercase())
        };
        let verbs = (0..s.tokens.len()).filter(|&v| speaks(v) && outside(v));
        let own = |v: usize| s.children_by(v, Deprel::Nsubj).filter(|&n| outside(n)).last();
        let shares = |v: usize| matches!(s.tokens[v].deprel, Deprel::Advcl | Deprel::Conj | Deprel::Xcomp);
        let above = |v: usize| s.tokens[v].head.filter(|_| shares(v)).and_then(own);
        // "…,” wrote the mayor": the noun after the verb, where the tree sees no subject.
        let after = |v: usize| {
            let inverted = v.checked_sub(1).is_some_and(|b| s.tokens[b].upos == Upos::Punct);
            let bare = |c: &usize| {
                let noun = matches!(s.tokens[*c].upos, Upos::Noun | Upos::Propn);
                *c > v && noun && outside(*c) && s.preposition(*c).is_none()
            };
            s.children(v).iter().copied().find(bare).filter(|_| inverted)
        };
        verbs.filter_map(|v| own(v).or_else(|| above(v)).or_else(|| after(v))).collect()
    }

    /// Remembers who spoke in a sentence, for first-person pronouns of the next.
    pub(super) fn note_speaker(&mut self, sentence: usize) {
        for subject in self.speaking_subjects(sentence) {
            let speaker = self.meant(sentence, subject).and_then(|(actors, _)| actors.first().copied());
            self.speaker = speaker.or(self.speaker);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbale_record::Article;

    #[test]
    fn quotations_end_with_their_paragraph() {
        let text = "“We left.” He said: \"no\nThey left, \"he said.".to_owned();
        let split = text.find('\n').unwrap_or(0);
        let sentences = vec![
            Sentence::new(Span::new(0, split), 0, Vec::new(), Vec::new()),
            Sentence::new(Span::new(split + 1, text.len()), 1, Vec::new(), Vec::new()),
        ];
        let doc = Document { article: Article { text, ..Article::default() }, sentences };
        let found: Vec<&str> = quotations(&doc).iter().map(|q| q.of(doc.text())).collect();
        assert_eq!(found, ["“We left.”", "\"no", "\"he said."]);
    }
}
