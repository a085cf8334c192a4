//! The key of a name: what is left when case, diacritics, points and hyphens are set aside.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without diacritics, apostrophes and points; hyphens are spaces; "St." is "saint", "Mt." "mount", "Ft." "fort".
/// As `fold` in `data/build/build_places.py`.
pub(super) fn fold(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    if name.is_ascii() {
        name.chars().for_each(|c| push(&mut plain, c.to_ascii_lowercase()));
    } else {
        name.to_lowercase().nfd().for_each(|c| push(&mut plain, c));
    }
    let mut key = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(match word {
            "st" => "saint",
            "mt" => "mount",
            "ft" => "fort",
            other => other,
        });
    }
    key
}

fn push(out: &mut String, c: char) {
    match c {
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ł' => out.push('l'),
        'ı' => out.push('i'),
        'ħ' => out.push('h'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        ' ' | '-' | '–' | '/' | '_' | '\u{a0}' | '\n' | '\t' => out.push(' '),
        c if c.is_alphanumeric() && !is_combining_mark(c) => out.push(c),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_meet() {
        assert_eq!(fold("São Tomé"), "sao tome");
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("St. John's"), "saint johns");
        assert_eq!(fold("Al Ḩasakah"), "al hasakah");
        assert_eq!(fold("Deir ez-Zor"), "deir ez zor");
    }
}
