//! The readable cases of `cases/actors`, and the soundness of the book.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use verbale_mentions::actors::{ActorBook, ActorFinder, NameUse};
use verbale_record::{ActorKind, Document, conllu};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/actors")
}

/// Words "form/lemma/UPOS/head/relation[/FEATS[/MISC]]" as a CoNLL-U sentence.
fn to_conllu(line: &str) -> String {
    let mut lines = String::new();
    for (i, word) in line.split(' ').enumerate() {
        let mut fields = word.split('/');
        let mut next = || fields.next().filter(|f| !f.is_empty()).unwrap_or("_");
        let (form, lemma, upos, head, relation) = (next(), next(), next(), next(), next());
        let (feats, misc) = (next(), next());
        let _ =
            writeln!(lines, "{}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{relation}\t_\t{misc}", i + 1);
    }
    lines
}

fn document(date: &str, lines: &[&str]) -> Document {
    let sentences: Vec<String> = lines.iter().map(|l| to_conllu(l)).collect();
    let mut document = conllu::read(&(sentences.join("\n") + "\n")).expect("cases are well formed");
    document.article.date = date.parse().ok();
    document
}

fn found(finder: &ActorFinder<'_>, document: &Document) -> Vec<String> {
    let (actors, mentions) = finder.find(document);
    let line = |m: &verbale_record::ActorMention| {
        let words = &document.text()[m.span.start()..m.span.end()];
        let who: Vec<String> = m
            .actors
            .iter()
            .map(|&a| {
                let a = &actors[a];
                format!("{} | {} | {}", a.id, a.country.as_deref().unwrap_or("-"), a.sector.as_str())
            })
            .collect();
        format!("> {} | {words} | {}", m.how, who.join(" + "))
    };
    mentions.iter().map(line).collect()
}

#[test]
fn cases() {
    let book = ActorBook::embedded().expect("the tables are sound");
    let finder = ActorFinder::new(&book);
    let path = folder().join("mentions.txt");
    let text = std::fs::read_to_string(&path).expect("cases/actors/mentions.txt");
    let mut rewritten = Vec::new();
    let mut wrong = Vec::new();
    for block in text.split("\n\n") {
        let lines: Vec<&str> = block.lines().filter(|l| !l.is_empty()).collect();
        let words: Vec<&str> = lines.iter().copied().filter(|l| !l.starts_with(['#', '>'])).collect();
        if words.is_empty() {
            rewritten.push(block.to_owned());
            continue;
        }
        let head = lines[0].trim_start_matches('#').trim();
        let document = document(head.split('|').next().unwrap_or("").trim(), &words);
        let found = found(&finder, &document);
        let expected: Vec<&str> = lines.iter().copied().filter(|l| l.starts_with('>')).collect();
        if found != expected {
            wrong.push(format!("{head}\nexpected\n{}\nfound\n{}", expected.join("\n"), found.join("\n")));
        }
        rewritten.push(
            [&lines[..1], &words[..]]
                .concat()
                .into_iter()
                .map(str::to_owned)
                .chain(found)
                .collect::<Vec<_>>()
                .join("\n"),
        );
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, rewritten.join("\n\n") + "\n").expect("cases can be written");
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}

#[test]
fn the_book_is_large_and_sound() {
    let book = ActorBook::embedded().expect("the tables are sound");
    assert!(book.len() >= 12_000, "{} actors", book.len());
    assert!(book.name_count() >= 25_000, "{} names", book.name_count());
    for index in 0..book.len() {
        let entry = book.get(index);
        if entry.kind == ActorKind::State {
            assert_eq!(entry.id, format!("state:{}", entry.country));
        }
        for term in entry.terms() {
            let known = term.country().is_none_or(|c| book.by_id(&format!("state:{c}")).is_some());
            assert!(known, "{}: unknown country {}", entry.id, term.of);
            assert!(
                term.end.is_empty() || term.start.get(..4) <= term.end.get(..4),
                "{}: {term:?}",
                entry.id
            );
        }
    }
}

#[test]
fn every_independent_state_has_adjective_and_capital() {
    let book = ActorBook::embedded().expect("the tables are sound");
    for (name, country) in
        [("Peruvian", "PER"), ("Kosovar", "XKX"), ("Soviet", "SUN"), ("Taiwanese", "TWN"), ("Zairian", "ZAR")]
    {
        let found = book.lookup(name);
        assert!(
            found.iter().any(|&(e, how)| how == NameUse::Adjective && book.get(e).country == country),
            "{name}"
        );
    }
    for (capital, country) in
        [("Lima", "PER"), ("Caracas", "VEN"), ("Washington", "USA"), ("Kyiv", "UKR"), ("Kiev", "UKR")]
    {
        let found = book.lookup(capital);
        assert!(
            found.iter().any(|&(e, how)| how == NameUse::Capital && book.get(e).country == country),
            "{capital}"
        );
    }
}

#[test]
fn offices_are_held_by_date() {
    let book = ActorBook::embedded().expect("the tables are sound");
    let holder = |of, key, date| book.holder(of, key, Some(date)).map(|e| book.get(e).name);
    assert_eq!(holder("USA", "president", "1992-05-01"), Some("George H. W. Bush"));
    assert_eq!(holder("USA", "president", "2005-05-01"), Some("George W. Bush"));
    assert_eq!(holder("USA", "president", "2021-08-18"), Some("Joe Biden"));
    assert_eq!(holder("DEU", "prime-minister", "2010-01-01"), Some("Angela Merkel"));
    assert_eq!(holder("igo:un", "secretary-general", "2000-01-01"), Some("Kofi Annan"));
    assert_eq!(holder("SUN", "president", "1991-03-01"), Some("Mikhail Gorbachev"));
}

#[test]
fn bad_tables_are_refused_with_their_line() {
    let mut book = ActorBook::default();
    let header = "id\tname\tkind\tcountry\tsector\tnames\tsource\n";
    let short = Box::leak(format!("{header}igo:x\tX\n").into_boxed_str());
    let error = book.add("mine.tsv", short).expect_err("a row too short");
    assert_eq!(error.to_string(), "mine.tsv, line 2: 2 fields where 7 are needed");
    let sector = Box::leak(format!("{header}# note\nigo:x\tX\torganisation\t\tABC\t\tme\n").into_boxed_str());
    assert_eq!(
        book.add("mine.tsv", sector).expect_err("no such sector").to_string(),
        "mine.tsv, line 3: unknown sector \"ABC\""
    );
    assert!(book.add("mine.tsv", "a\tb\n").is_err());
}
