//! The analyser must say of stored sentences what the network said where it was trained.

use std::sync::Arc;

use rten::ThreadPool;
use serde::Deserialize;
use verbale_record::{Article, Span};

use super::{Analyser, RawSentence, Row};

#[derive(Deserialize)]
struct Reference {
    sentences: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    tokens: Vec<String>,
    input_ids: Vec<i32>,
    shape_ids: Vec<i32>,
    word_of_piece: Vec<i32>,
    upos: Vec<String>,
    feats: Vec<String>,
    lemmas: Vec<String>,
    names: Vec<String>,
    kinds: Vec<String>,
    heads: Vec<usize>,
    deprels: Vec<String>,
    scores_of_first_word: FirstScores,
}

#[derive(Deserialize)]
struct FirstScores {
    upos: Vec<f32>,
    names: Vec<f32>,
    arc: Vec<f32>,
}

/// Largest difference of a raw score: rounding of the file and order of additions.
const TOLERANCE: f32 = 4e-3;

fn reference() -> Vec<Expected> {
    let json = include_bytes!("../../../../training/reference/en-1.json");
    serde_json::from_slice::<Reference>(json).unwrap().sentences
}

/// The tokens with single spaces as an article, and their spans.
fn article(tokens: &[String]) -> (Article, RawSentence) {
    let text = tokens.join(" ");
    let mut at = 0;
    let span = |t: &String| {
        let start = at;
        at += t.len() + 1;
        Span::new(start, start + t.len())
    };
    let tokens: Vec<Span> = tokens.iter().map(span).collect();
    let raw = RawSentence { span: Span::new(0, text.len()), paragraph: 0, tokens };
    (Article { text, ..Article::default() }, raw)
}

#[test]
fn inputs_and_scores_are_those_of_training() {
    let analyser = Analyser::embedded().unwrap();
    let pool = Arc::new(ThreadPool::with_num_threads(1));
    for expected in reference() {
        let words: Vec<_> = expected.tokens.iter().map(|t| analyser.pieces.of(t)).collect();
        let row = Row::new(&words, analyser.labels.special);
        let inputs: [&[i32]; 3] = [&expected.input_ids, &expected.shape_ids, &expected.word_of_piece];
        assert_eq!(row.inputs(), inputs, "{:?}", expected.tokens);
        let scores = analyser.network.run(&[&row], &pool).unwrap();
        let first = &expected.scores_of_first_word;
        for (mine, theirs) in
            [(&scores.upos, &first.upos), (&scores.names, &first.names), (&scores.arc, &first.arc)]
        {
            let mine = mine.of(0, 0);
            assert_eq!(mine.len(), theirs.len());
            assert!(mine.iter().zip(theirs).all(|(a, b)| (a - b).abs() < TOLERANCE), "{mine:?} {theirs:?}");
        }
    }
}

#[test]
fn sentences_are_analysed_as_in_training() {
    let analyser = Analyser::embedded().unwrap();
    let expected = reference();
    let (articles, raw): (Vec<_>, Vec<_>) = expected.iter().map(|e| article(&e.tokens)).unzip();
    let (documents, warnings) = analyser.analyse_split(articles, raw.into_iter().map(|r| vec![r]).collect());
    assert!(warnings.is_empty());
    for (expected, document) in expected.iter().zip(&documents) {
        let sentence = &document.sentences[0];
        let all =
            |f: &dyn Fn(&verbale_record::Token) -> String| sentence.tokens.iter().map(f).collect::<Vec<_>>();
        let or = |s: &str, none: &str| if s.is_empty() { none.to_string() } else { s.to_string() };
        assert_eq!(all(&|t| t.upos.to_string()), expected.upos);
        assert_eq!(all(&|t| or(t.feats.as_str(), "_")), expected.feats);
        assert_eq!(all(&|t| t.lemma.clone()), expected.lemmas);
        assert_eq!(all(&|t| t.kind.map_or("O".into(), |k| k.to_string())), expected.kinds);
        assert_eq!(all(&|t| t.head.map_or(0, |h| h + 1).to_string()), all_heads(&expected.heads));
        let root = |rel: &String| rel == "root";
        let same = all(&|t| t.deprel.as_str().to_string());
        let pairs = same.iter().zip(&expected.deprels);
        assert!(pairs.clone().all(|(a, b)| a == b || root(b)), "{same:?} {:?}", expected.deprels);
        let names: usize = expected.names.iter().filter(|n| n.starts_with(['B', 'U'])).count();
        assert_eq!(sentence.names.len(), names);
    }
}

fn all_heads(heads: &[usize]) -> Vec<String> {
    heads.iter().map(usize::to_string).collect()
}

#[test]
fn threads_and_neighbours_change_nothing() {
    let text = "Peru urged Chile to reopen the border. Chile refused. \"We will wait,\" the minister said in Lima on Monday.";
    let one = Article { text: text.into(), ..Article::default() };
    let other = Article { text: text.repeat(9), ..Article::default() };
    let alone = Analyser::embedded().unwrap().with_threads(1).analyse(vec![one.clone()]).0;
    let among = Analyser::embedded().unwrap().with_threads(3).analyse(vec![other.clone(), one, other]).0;
    assert_eq!(alone[0], among[1]);
    assert_eq!(among[0], among[2]);
}

#[test]
fn endless_sentences_are_cut_and_reported() {
    let article = Article { id: "long".into(), text: "the envoys met, ".repeat(600), ..Article::default() };
    let (documents, warnings) = Analyser::embedded().unwrap().analyse(vec![article]);
    assert!(documents[0].sentences.len() > 4);
    assert!(warnings[0].starts_with("long: sentence at byte 0 too long"), "{warnings:?}");
}
