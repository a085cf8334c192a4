//! What holds of any text cut into sentences and words.

use proptest::prelude::*;
use verbale_language::sentences;

/// Texts of the characters that splitting looks at.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "U.S.",
        "Mr.",
        "no",
        "The",
        "don't",
        "it’s",
        "a",
        "é",
        "日",
        ".",
        "...",
        "?",
        "!",
        "\"",
        "“",
        "”",
        "'",
        "(",
        ")",
        ",",
        ";",
        " ",
        " ",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "\u{a0}",
        "\u{301}",
        "-",
        "—",
        "5",
        "3.5",
        "$",
        "%",
        "km",
        "@",
        "/",
        ":",
        "www.x.org",
        "\u{0}",
        "\u{200b}",
        "•",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let mut at = 0;
    let mut paragraph = 0;
    for sentence in sentences::split(text) {
        prop_assert!(sentence.paragraph >= paragraph);
        paragraph = sentence.paragraph;
        prop_assert!(!sentence.tokens.is_empty());
        prop_assert!(sentence.span.start() >= at);
        for token in &sentence.tokens {
            prop_assert!(sentence.span.contains(*token));
            prop_assert!(token.start() >= at && !token.is_empty());
            let gap = text.get(at..token.start());
            prop_assert!(gap.is_some_and(|g| g.chars().all(char::is_whitespace)), "{gap:?} is left out");
            prop_assert!(text.is_char_boundary(token.end()));
            prop_assert!(!token.of(text).starts_with(char::is_whitespace));
            at = token.end();
        }
        prop_assert_eq!(at, sentence.span.end());
    }
    prop_assert!(text[at..].chars().all(char::is_whitespace));
    Ok(())
}

proptest! {
    #[test]
    fn words_cover_the_text_in_order(text in texts()) {
        check(&text)?;
    }

    #[test]
    fn any_text_is_split(text in any::<String>()) {
        check(&text)?;
    }
}

#[test]
fn hostile_texts_are_split_in_linear_time() {
    for piece in [
        "Mr. ", "a.", "a-", ".\"a", "U.S. \"", "((", "....", "A. ", "'", "x@", "1,", "@", "\u{301}",
        "http://", "a\n",
    ] {
        check(&piece.repeat(200_000 / piece.len())).unwrap();
    }
}
