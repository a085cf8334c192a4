//! Lemmas of words seen in training, which go before the scripts.

use std::collections::HashMap;

use verbale_record::Upos;

/// (form, part of speech) → lemma.
pub struct Lexicon(HashMap<String, String>);

impl Lexicon {
    /// From `lemmas.tsv`: form, part of speech, lemma; lines of another shape are passed over.
    pub fn parse(table: &str) -> Lexicon {
        let entry = |line: &str| {
            let (key, lemma) = line.rsplit_once('\t')?;
            Some((key.to_string(), lemma.to_string()))
        };
        Lexicon(table.lines().filter_map(entry).collect())
    }

    /// The lemma of a form as written, else of the form in lower case.
    pub fn lemma(&self, form: &str, upos: Upos) -> Option<&str> {
        let find = |form: &str| self.0.get(&format!("{form}\t{upos}")).map(String::as_str);
        find(form).or_else(|| find(&form.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_as_written_or_in_lower_case() {
        let lexicon = Lexicon::parse("left\tVERB\tleave\nLeft\tPROPN\tLeft\n");
        assert_eq!(lexicon.lemma("Left", Upos::Verb), Some("leave"));
        assert_eq!(lexicon.lemma("Left", Upos::Propn), Some("Left"));
        assert_eq!(lexicon.lemma("left", Upos::Adj), None);
    }
}
