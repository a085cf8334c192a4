//! Folding of names for comparison, and ids made from words.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which names are compared: accents, stops and apostrophes dropped, hyphens as spaces, the Arabic
/// article and "bin" in lower case; other letters keep their case, so that "US" and "us" stay apart.
///
/// "Nicolás Maduro" → "Nicolas Maduro", "U.S." → "US", "Al-Shabaab" → "al Shabaab".
pub fn fold(name: &str) -> Cow<'_, str> {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ');
    if plain && !has_particle(name) && !name.contains("  ") {
        return Cow::Borrowed(name);
    }
    let mut folded = String::with_capacity(name.len());
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '.' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '"' | '“' | '”' => {}
            'ø' => folded.push('o'),
            'Ø' => folded.push('O'),
            'ł' => folded.push('l'),
            'Ł' => folded.push('L'),
            'ı' => folded.push('i'),
            'đ' | 'ð' => folded.push('d'),
            'Đ' => folded.push('D'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'ə' => folded.push('a'),
            c if c.is_alphanumeric() || matches!(c, '&' | '+' | '/' | '@') => folded.push(c),
            _ => folded.push(' '),
        }
    }
    let words: Vec<&str> = folded.split_whitespace().map(particle).collect();
    Cow::Owned(words.join(" "))
}

fn has_particle(name: &str) -> bool {
    name.split(' ').any(|w| particle(w) != w)
}

fn particle(word: &str) -> &str {
    match word {
        "Al" => "al",
        "El" => "el",
        "Bin" => "bin",
        other => other,
    }
}

/// Words of an id: lower case, ASCII where it can be, joined by hyphens.
pub fn slug(name: &str) -> String {
    let folded = fold(name).to_lowercase();
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded() {
        assert_eq!(fold("Nicolás Maduro"), "Nicolas Maduro");
        assert_eq!(fold("U.S."), "US");
        assert_eq!(fold("us"), "us");
        assert_eq!(fold("Al-Shabaab"), "al Shabaab");
        assert_eq!(fold("People’s Party"), "Peoples Party");
        assert_eq!(slug("Lech Wałęsa"), "lech-walesa");
    }
}
