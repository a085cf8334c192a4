//! Scores the date finder on MEANTIME (CAT XML): span F1 (overlap) and value F1 (overlap and equal value).
//!
//! `cargo run -p verbale-mentions --example score_timex -- [-v] DIR…` with folders as `intra-doc_annotation/corpus_gm`. The creation
//! time of each file is its article date. Expressions without words are left out. Two figures: with and without the
//! date line itself. Only the first sentences of an article are annotated: what is found after the last annotated
//! token of any layer is not counted. Documents are made of the corpus's own tokens, without trees.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use jiff::civil::Date;
use verbale_mentions::dates::DateFinder;
use verbale_record::{Article, Deprel, Document, Feats, Sentence, Span, Token, Upos};

struct Gold {
    span: Span,
    value: String,
    creation: bool,
}

#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    spans: usize,
    values: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = args.iter().any(|a| a == "-v");
    args.retain(|a| a != "-v");
    let finder = DateFinder::new();
    let (mut all, mut inner) = (Tally::default(), Tally::default());
    for folder in &args {
        let mut files: Vec<_> = fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
        files.retain(|f| f.extension().is_some_and(|x| x == "xml"));
        files.sort();
        for file in files {
            score(&finder, &file, verbose, &mut all, &mut inner)?;
        }
    }
    report("with the date line", &all);
    report("without it", &inner);
    Ok(())
}

fn report(name: &str, t: &Tally) {
    let f1 = |hits: usize| 200.0 * hits as f64 / (t.gold + t.found).max(1) as f64;
    println!(
        "{name}: gold {} found {} | span F1 {:.1} value F1 {:.1} (values of matched {:.1}%)",
        t.gold,
        t.found,
        f1(t.spans),
        f1(t.values),
        100.0 * t.values as f64 / t.spans.max(1) as f64
    );
}

fn score(
    finder: &DateFinder,
    file: &Path,
    verbose: bool,
    all: &mut Tally,
    inner: &mut Tally,
) -> Result<(), Box<dyn Error>> {
    let (document, gold, annotated) = read(&fs::read_to_string(file)?);
    let mut found = finder.find(&document);
    found.retain(|m| m.span.start() < annotated);
    let mut used = vec![false; found.len()];
    let creation: Vec<Span> = gold.iter().filter(|g| g.creation).map(|g| g.span).collect();
    for g in &gold {
        let hit = (0..found.len()).find(|&i| !used[i] && found[i].span.overlaps(g.span));
        let right = hit.is_some_and(|i| found[i].value == g.value);
        if let Some(i) = hit {
            used[i] = true;
        }
        for tally in std::iter::once(&mut *all).chain((!g.creation).then_some(&mut *inner)) {
            tally.gold += 1;
            tally.spans += usize::from(hit.is_some());
            tally.values += usize::from(right);
        }
        if verbose && !right {
            let got = hit.map(|i| format!("{} [{}]", found[i].value, found[i].span.of(document.text())));
            let near = context(&document, g.span);
            println!(
                "{} {}: {} ≠ {}   …{near}…",
                document.article.id,
                g.span.of(document.text()),
                g.value,
                got.unwrap_or_default()
            );
        }
    }
    for (mention, used) in found.iter().zip(&used) {
        all.found += 1;
        inner.found += usize::from(!creation.iter().any(|c| c.overlaps(mention.span)));
        if verbose && !used {
            println!(
                "{} extra: {} [{}]   …{}…",
                document.article.id,
                mention.value,
                mention.span.of(document.text()),
                context(&document, mention.span)
            );
        }
    }
    Ok(())
}

fn context(document: &Document, span: Span) -> &str {
    let text = document.text();
    let from = text[..span.start()].char_indices().rev().nth(30).map_or(0, |(i, _)| i);
    let to = text[span.end()..].char_indices().nth(25).map_or(text.len(), |(i, _)| span.end() + i);
    &text[from..to]
}

/// Reads the tokens and time expressions of a CAT file, and where its annotated part ends.
fn read(xml: &str) -> (Document, Vec<Gold>, usize) {
    let mut text = String::new();
    let mut spans: BTreeMap<String, Span> = BTreeMap::new();
    let mut sentences: BTreeMap<usize, Vec<Token>> = BTreeMap::new();
    let mut gold = Vec::new();
    let mut date = None;
    for part in xml.split("<token ").skip(1) {
        let form = unescape(part.split('>').nth(1).and_then(|p| p.split('<').next()).unwrap_or_default());
        let (Some(id), Some(number)) = (attribute(part, "t_id"), attribute(part, "sentence")) else {
            continue;
        };
        if !text.is_empty() {
            text.push(' ');
        }
        let span = Span::new(text.len(), text.len() + form.len());
        text.push_str(&form);
        spans.insert(id.into(), span);
        sentences.entry(number.parse().unwrap_or(0)).or_default().push(token(span, form));
    }
    for part in xml.split("<TIMEX3 ").skip(1) {
        let head = part.split('>').next().unwrap_or_default();
        let body = part.split("</TIMEX3>").next().unwrap_or_default();
        let value = attribute(head, "value").unwrap_or_default().to_string();
        let creation = attribute(head, "functionInDocument") == Some("CREATION_TIME");
        if creation {
            date = value.parse::<Date>().ok().or(date);
        }
        if head.ends_with('/') {
            continue;
        }
        let words =
            body.split("<token_anchor ").skip(1).filter_map(|a| spans.get(attribute(a, "t_id")?).copied());
        if let Some(span) = words.reduce(Span::join) {
            gold.push(Gold { span, value, creation });
        }
    }
    let anchors = xml.split("<token_anchor ").skip(1).filter_map(|a| spans.get(attribute(a, "t_id")?));
    let annotated = anchors.map(|s| s.end()).max().unwrap_or(0);
    let sentences = sentences.into_values().enumerate().map(|(i, tokens)| {
        let span = tokens[0].span.join(tokens[tokens.len() - 1].span);
        Sentence::new(span, i, tokens, Vec::new())
    });
    let id = attribute(xml, "doc_id").unwrap_or_default().to_string();
    let article = Article { id, date, lang: "en".into(), text, ..Article::default() };
    (Document { article, sentences: sentences.collect() }, gold, annotated)
}

fn token(span: Span, form: String) -> Token {
    Token {
        span,
        lemma: form.to_lowercase(),
        form,
        upos: Upos::X,
        feats: Feats::default(),
        head: None,
        deprel: Deprel::Dep,
        kind: None,
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[start..].split('"').next()
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
