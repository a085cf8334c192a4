//! The readable cases of `cases/sentences` and `cases/tokens`.

use verbale_language::{sentences, tokens};

/// `¶ ` before the first sentence of every paragraph.
fn shown(text: &str) -> Vec<String> {
    let mut before = None;
    let found = sentences::split(text);
    let line = |s: &sentences::RawSentence| {
        let words: Vec<&str> = s.span.of(text).split_whitespace().collect();
        let mark = if before == Some(s.paragraph) { "" } else { "¶ " };
        before = Some(s.paragraph);
        format!("{mark}{}", words.join(" "))
    };
    found.iter().map(line).collect()
}

#[test]
fn sentences_are_split_as_the_cases_say() {
    let file = include_str!("../../../cases/sentences/en.txt");
    for case in file.split("\n= ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap();
        let (text, expected) = rest.split_once("\n-\n").unwrap();
        let expected: Vec<&str> = expected.lines().collect();
        assert_eq!(shown(text), expected, "{name}");
    }
}

#[test]
fn words_are_split_as_the_cases_say() {
    let file = include_str!("../../../cases/tokens/en.txt");
    let lines: Vec<&str> = file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
    for pair in lines.chunks_exact(2) {
        let found: Vec<&str> = tokens::tokenize(pair[0]).into_iter().map(|t| &pair[0][t]).collect();
        assert_eq!(found.join(" "), pair[1]);
    }
}
