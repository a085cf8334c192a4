//! Phrases of the dictionaries: `UNITED_NATIONS_`, `{CENTRAL|NATIONAL}_BANK`, `CHURCH_!PERSON!`.

use std::collections::BTreeMap;

/// Most spellings one phrase may stand for; more is taken for a mistake.
const MOST: usize = 2_000;

/// Signs that stand in patterns of verbs, not in names.
const FOREIGN: [char; 13] = ['}', '[', ']', '(', ')', '|', '=', '+', '*', '%', '$', '<', '>'];

/// Named lists of words: `!PERSON! = MAN, WOMAN`.
pub type Sets = BTreeMap<String, Vec<String>>;

/// All spellings of a phrase, words divided by one space, in its own case.
///
/// # Errors
///
/// What cannot be read in it, in words.
pub fn spellings(phrase: &str, sets: &Sets) -> Result<Vec<String>, String> {
    let mut found = vec![String::new()];
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let (choices, after) = match c {
            '{' => {
                let (inside, after) =
                    rest[1..].split_once('}').ok_or_else(|| "\"{\" without \"}\"".to_owned())?;
                (inside.split('|').map(|w| w.trim().to_owned()).collect(), after)
            }
            '!' => {
                let (name, after) =
                    rest[1..].split_once('!').ok_or_else(|| "\"!\" without a second \"!\"".to_owned())?;
                let set = sets.get(name).ok_or_else(|| format!("no set !{name}! before this line"))?;
                (set.clone(), after)
            }
            c if FOREIGN.contains(&c) => return Err(format!("\"{c}\" in a phrase")),
            _ => {
                let end = rest.find(|c| matches!(c, '{' | '!') || FOREIGN.contains(&c));
                let (plain, after) = rest.split_at(end.unwrap_or(rest.len()));
                (vec![plain.to_owned()], after)
            }
        };
        if found.len() * choices.len() > MOST {
            return Err(format!("the phrase stands for more than {MOST} spellings"));
        }
        found = found.iter().flat_map(|head| choices.iter().map(move |c| format!("{head}{c}"))).collect();
        rest = after;
    }
    let mut tidy: Vec<String> = found.iter().map(|f| words(f)).filter(|f| !f.is_empty()).collect();
    tidy.dedup();
    if tidy.iter().all(|t| !t.contains(char::is_alphanumeric)) {
        return Err(format!("no words in \"{phrase}\""));
    }
    Ok(tidy)
}

/// Underscores and blanks as one space between words.
fn words(text: &str) -> String {
    text.split(|c: char| c == '_' || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A name as it is usually written, of one in capitals: "BANK_OF_PERU" gives "Bank of Peru"; short single words stay
/// ("OPEC"), and so do names that have small letters of their own.
pub fn usual_case(name: &str) -> String {
    let single = !name.contains(' ') && name.chars().count() <= 5;
    if single || name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let lower = name.to_lowercase();
    let mut out = String::with_capacity(lower.len());
    for (i, word) in lower.split_inclusive([' ', '-']).enumerate() {
        let small = matches!(
            word.trim_end(),
            "of" | "the" | "and" | "for" | "in" | "on" | "to" | "at" | "de" | "del" | "da" | "bin" | "ibn"
        );
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !small || i == 0 => {
                out.extend(first.to_uppercase());
                out.push_str(chars.as_str());
            }
            _ => out.push_str(word),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(phrase: &str) -> String {
        let sets = Sets::from([("WHO".to_owned(), vec!["MAN_".to_owned(), "WOMAN".to_owned()])]);
        spellings(phrase, &sets).map_or_else(|error| error, |found| found.join(", "))
    }

    #[test]
    fn phrases_are_spelled_out() {
        assert_eq!(spelled("BANK_OF_PERU_"), "BANK OF PERU");
        assert_eq!(spelled("{CENTRAL | NATIONAL}_BANK"), "CENTRAL BANK, NATIONAL BANK");
        assert_eq!(spelled("CHURCH_!WHO!"), "CHURCH MAN, CHURCH WOMAN");
        assert_eq!(spelled("{A|B}_!WHO!_X"), "A MAN X, A WOMAN X, B MAN X, B WOMAN X");
        assert_eq!(spelled("AL-SHARQ_O'BRIEN"), "AL-SHARQ O'BRIEN");
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(spelled("A_{B"), "\"{\" without \"}\"");
        assert_eq!(spelled("A_!NONE!"), "no set !NONE! before this line");
        assert_eq!(spelled("A*B"), "\"*\" in a phrase");
        assert_eq!(spelled("___"), "no words in \"___\"");
        assert!(spelled(&"{A|B|C|D}_".repeat(9)).starts_with("the phrase stands for more than"));
    }

    #[test]
    fn capitals_are_set_as_usual() {
        assert_eq!(usual_case("BANK OF PERU"), "Bank of Peru");
        assert_eq!(usual_case("OPEC"), "OPEC");
        assert_eq!(usual_case("ANA O'BRIEN-REYES"), "Ana O'brien-Reyes");
        assert_eq!(usual_case("Ana McReyes"), "Ana McReyes");
    }
}
