use super::*;

#[test]
fn the_programs_own_patterns_and_word_lists_read() {
    PatternBook::from_toml(("lists.toml", ""), &[]).unwrap();
    Lexicon::embedded().unwrap();
}
