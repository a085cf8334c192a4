//! Splits and analyses texts for training: `words < texts.jsonl > words.jsonl`.
//!
//! In: `{"id": str, "text": str}` a line. Out, in the same order: `{"id": str, "sentences": [[token…]…]}`, a token being
//! `[start, end, form, lemma, upos, head, deprel]`: code points of the text, and the head's 1-based number in the sentence (0 root).

use std::error::Error;
use std::io::{BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};
use verbale_language::Analyser;
use verbale_record::{Article, Document};

/// Texts analysed together.
const BATCH: usize = 256;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let analyser = Analyser::embedded()?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut lines = std::io::stdin().lock().lines().peekable();
    while lines.peek().is_some() {
        let mut articles = Vec::new();
        for line in lines.by_ref().take(BATCH) {
            let Text { id, text } = serde_json::from_str(&line?)?;
            articles.push(Article { id, text, lang: "en".into(), ..Article::default() });
        }
        for document in analyser.analyse(articles).0 {
            writeln!(output, "{}", words(&document))?;
        }
    }
    Ok(())
}

fn words(document: &Document) -> Value {
    let text = &document.article.text;
    let mut at = vec![0; text.len() + 1];
    for (number, (byte, _)) in text.char_indices().enumerate() {
        at[byte] = number;
    }
    at[text.len()] = text.chars().count();
    let sentences = document.sentences.iter().map(|s| {
        let token = |t: &verbale_record::Token| {
            json!([
                at[t.span.start()],
                at[t.span.end()],
                t.form,
                t.lemma,
                t.upos.to_string(),
                t.head.map_or(0, |h| h + 1),
                t.deprel.as_str()
            ])
        };
        Value::from(s.tokens.iter().map(token).collect::<Vec<_>>())
    });
    json!({"id": document.article.id, "sentences": sentences.collect::<Vec<_>>()})
}
