//! The cases of `cases/dates`, and properties of the date finder on any text.

use proptest::prelude::*;
use verbale_mentions::dates::DateFinder;
use verbale_record::{Article, DateMention, Deprel, Document, Feats, Sentence, Span, Token, Upos};

const CASES: &str = include_str!("../../../cases/dates/en.txt");

/// A document without tags: sentences end at points before a capital, words at spaces.
fn plain(text: &str, date: Option<jiff::civil::Date>) -> Document {
    let article =
        Article { id: "case".into(), lang: "en".into(), text: text.into(), date, ..Article::default() };
    let mut sentences = Vec::new();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let form = word.trim_end();
        if !form.is_empty() {
            let span = Span::new(at, at + form.len());
            let form = form.to_string();
            tokens.push(Token {
                span,
                lemma: form.to_lowercase(),
                form,
                upos: Upos::X,
                feats: Feats::default(),
                head: None,
                deprel: Deprel::Dep,
                kind: None,
            });
        }
        at += word.len();
        let next = text[at..].chars().next();
        if word.trim_end().ends_with('.') && word.trim_end().len() > 5 && next.is_none_or(char::is_uppercase)
        {
            push(&mut sentences, &mut tokens);
        }
    }
    push(&mut sentences, &mut tokens);
    Document { article, sentences }
}

fn push(sentences: &mut Vec<Sentence>, tokens: &mut Vec<Token>) {
    if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
        let span = first.span.join(last.span);
        sentences.push(Sentence::new(span, 0, std::mem::take(tokens), Vec::new()));
    }
}

fn line(mention: &DateMention, text: &str) -> String {
    let day = |d: Option<jiff::civil::Date>| d.map_or("-".to_string(), |d| d.to_string());
    let (start, end) = (day(mention.interval.start), day(mention.interval.end));
    format!("{} = {} {start}..{end} {}", mention.span.of(text), mention.value, mention.basis)
}

#[test]
fn cases() {
    let finder = DateFinder::new();
    let mut wrong = Vec::new();
    for case in CASES.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let parts: Vec<&str> = case.split('|').map(str::trim).collect();
        let [text, date, expected] = parts[..] else { panic!("three columns are needed: {case}") };
        let found = finder.find(&plain(text, date.parse().ok()));
        let found: Vec<String> = found.iter().map(|m| line(m, text)).collect();
        let expected: Vec<&str> = expected.split(';').map(str::trim).filter(|e| !e.is_empty()).collect();
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    #[test]
    fn any_text_gives_ordered_mentions_inside_it(
        words in prop::collection::vec(prop::sample::select(vec![
            "the", "last", "next", "May", "17", "2021", "two", "years", "ago", "Tuesday", "night", "-", "since", "then", "99999999999999",
            "of", "to", "early", "9999", "weeks", "later", "century", "31st", "February", "é", "“", "Q3", "centuries", "quarter", "’s", ":", "30", "p.m.",
        ]), 0..25),
        dated in any::<bool>(),
    ) {
        let text = words.join(" ");
        let date = dated.then(|| jiff::civil::date(2021, 8, 18));
        let document = plain(&text, date);
        let found = DateFinder::new().find(&document);
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
        for mention in &found {
            prop_assert!(Span::checked(mention.span.start(), mention.span.end(), &text).is_ok());
            if let (Some(start), Some(end)) = (mention.interval.start, mention.interval.end) {
                prop_assert!(start <= end, "{mention:?}");
            }
        }
    }

    #[test]
    fn any_characters_are_survived(text in "\\PC{0,80}") {
        let _ = DateFinder::new().find(&plain(&text, Some(jiff::civil::date(2021, 8, 18))));
    }
}
