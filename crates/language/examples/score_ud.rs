//! Scores the analyser on a treebank: `score_ud FILE.conllu[.gz] [MODEL_FOLDER]`.
//!
//! With the treebank's words: accuracy of UPOS, FEATS and lemmas, UAS, LAS and LAS without subtypes; every word counts,
//! punctuation too. With our own words inside the treebank's sentences: F1 of the words, and of UPOS, lemmas, heads and
//! relations over aligned words, as in the CoNLL 2018 shared task (Zeman et al. 2018).

use std::collections::HashMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use verbale_language::{Analyser, sentences::RawSentence, tokens};
use verbale_record::{Article, Document, Sentence, Span, conllu};

/// Sentences of an article made of the treebank, so that work is spread over threads.
const SENTENCES: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().ok_or("usage: score_ud FILE.conllu[.gz] [MODEL_FOLDER]")?;
    let start = Instant::now();
    let analyser = match arguments.get(1) {
        Some(folder) => Analyser::load(Path::new(folder))?,
        None => Analyser::embedded()?,
    }
    .with_threads(1);
    println!("loaded in {:.0} ms", start.elapsed().as_secs_f64() * 1000.0);
    let gold = conllu::read(&text_of(file)?)?;
    let given = analyse(&analyser, &gold, |s, _| s.tokens.iter().map(|t| t.span).collect());
    print_scores("the treebank's words", &gold, &given);
    let own = analyse(&analyser, &gold, |s, text| {
        let start = s.span.start();
        tokens::tokenize(s.span.of(text))
            .into_iter()
            .map(|t| Span::new(start + t.start, start + t.end))
            .collect()
    });
    print_scores("our own words", &gold, &own);
    Ok(())
}

fn text_of(file: &str) -> Result<String, Box<dyn Error>> {
    let bytes = std::fs::read(file)?;
    let mut text = String::new();
    if file.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

/// Analyses the sentences of `gold` with the words that `words` gives them; prints the speed.
fn analyse(
    analyser: &Analyser,
    gold: &Document,
    words: impl Fn(&Sentence, &str) -> Vec<Span>,
) -> Vec<Sentence> {
    let text = gold.text();
    let raw = |s: &Sentence| RawSentence { span: s.span, paragraph: 0, tokens: words(s, text) };
    let start = Instant::now();
    let mut found = Vec::new();
    for chunk in gold.sentences.chunks(SENTENCES) {
        let article = Article { text: text.to_string(), ..Article::default() };
        let (documents, _) = analyser.analyse_split(vec![article], vec![chunk.iter().map(raw).collect()]);
        found.extend(documents.into_iter().flat_map(|d| d.sentences));
    }
    let seconds = start.elapsed().as_secs_f64();
    let words: usize = found.iter().map(|s| s.tokens.len()).sum();
    println!(
        "{:.0} sentences, {:.0} words a second on one core",
        found.len() as f64 / seconds,
        words as f64 / seconds
    );
    found
}

/// Counts of words that agree.
#[derive(Default)]
struct Hits {
    gold: usize,
    ours: usize,
    words: usize,
    upos: usize,
    feats: usize,
    lemma: usize,
    head: usize,
    relation: usize,
    universal: usize,
}

fn print_scores(title: &str, gold: &Document, found: &[Sentence]) {
    let hits = count(gold, found);
    let f1 = |n: usize| 200.0 * n as f64 / (hits.gold + hits.ours).max(1) as f64;
    println!(
        "{title}: words {:.2} UPOS {:.2} FEATS {:.2} lemma {:.2} UAS {:.2} LAS {:.2} (no subtypes {:.2}) of {} words",
        f1(hits.words),
        f1(hits.upos),
        f1(hits.feats),
        f1(hits.lemma),
        f1(hits.head),
        f1(hits.relation),
        f1(hits.universal),
        hits.gold
    );
}

fn count(gold: &Document, found: &[Sentence]) -> Hits {
    let mut hits = Hits::default();
    let head = |s: &Sentence, t: usize| s.tokens[t].head.map(|h| s.tokens[h].span);
    let place: HashMap<Span, (usize, usize)> = found
        .iter()
        .enumerate()
        .flat_map(|(n, s)| s.tokens.iter().enumerate().map(move |(i, t)| (t.span, (n, i))))
        .collect();
    hits.ours = place.len();
    for sentence in &gold.sentences {
        for (i, token) in sentence.tokens.iter().enumerate() {
            hits.gold += 1;
            let Some(&(n, at)) = place.get(&token.span) else { continue };
            let mine = &found[n].tokens[at];
            let same_head = head(sentence, i) == head(&found[n], at);
            hits.words += 1;
            hits.upos += usize::from(mine.upos == token.upos);
            hits.feats += usize::from(mine.feats == token.feats);
            hits.lemma += usize::from(mine.lemma == token.lemma);
            hits.head += usize::from(same_head);
            hits.relation += usize::from(same_head && mine.deprel == token.deprel);
            hits.universal += usize::from(same_head && mine.deprel.base() == token.deprel.base());
        }
    }
    hits
}
