//! Who said what: finds the words that are attributed to someone, with cue, speaker, hearer and outlet.
//!
//! A statement has the parts of an attribution as the PolNeAR and PARC corpora mark them: source, cue and content.
//! Cues are verbs, nouns, adjectives and prepositions of `data/statements/<language>/`; the tree gives
//! their content and source. Direct speech is read from the quotation marks and tied to the nearest cue,
//! over sentences and paragraphs where it goes on.

mod draft;
mod finish;
mod grammar;
mod lexicon;
mod lines;
mod phrases;
mod quotations;
mod speech;
#[cfg(test)]
mod tests;
mod verbs;

pub use lexicon::{
    CueKind, CueLexicon, CueLexiconError, CueLists, ENGLISH, NounCue, PhraseRole, Takes, VerbCue,
};
pub use lines::statement_lines;

use verbale_record::{Document, Mentions, Statement};

use draft::{Draft, Scene};

/// Finds the statements of a document.
#[derive(Clone, Copy, Debug)]
pub struct StatementFinder<'a> {
    lexicon: &'a CueLexicon,
}

impl<'a> StatementFinder<'a> {
    /// A finder that knows these cues.
    pub fn new(lexicon: &'a CueLexicon) -> StatementFinder<'a> {
        StatementFinder { lexicon }
    }

    /// The statements of a document, in order of their cues. Speakers, hearers and outlets are actor mentions;
    /// a statement whose speaker is not among them has none. Every statement has content.
    pub fn find(&self, doc: &Document, mentions: &Mentions) -> Vec<Statement> {
        let quotations = quotations::quotations(doc);
        let scene = Scene { doc, mentions, lexicon: self.lexicon, quotations };
        let mut drafts = drafts(&scene);
        speech::tie_quotations(&scene, &mut drafts);
        add_cited(&scene, &mut drafts);
        finish::statements(&scene, drafts)
    }
}

/// Drafts of every cue in order of the text.
fn drafts(scene: &Scene) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (sentence, s) in scene.doc.sentences.iter().enumerate() {
        for token in 0..s.tokens.len() {
            let carried = phrases::carried_draft(scene, sentence, token);
            drafts.extend(carried.or_else(|| verbs::verb_draft(scene, sentence, token)));
            drafts.extend(phrases::word_draft(scene, sentence, token));
            drafts.extend(phrases::source_draft(scene, sentence, token));
        }
    }
    drafts
}

/// Adds the sources that statements cite, before the drafts of the same words.
fn add_cited(scene: &Scene, drafts: &mut Vec<Draft>) {
    let mut cited: Vec<Draft> = Vec::new();
    for (sentence, s) in scene.doc.sentences.iter().enumerate() {
        let start = drafts.partition_point(|d| d.cue.sentence < sentence);
        let end = drafts.partition_point(|d| d.cue.sentence <= sentence);
        let here = &drafts[start..end];
        let found = (0..s.tokens.len()).filter_map(|t| phrases::citing_draft(scene, sentence, t, here));
        cited.extend(found);
    }
    drafts.splice(0..0, cited);
}
