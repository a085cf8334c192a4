//! The language of a text.

use std::collections::HashSet;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use crate::words;

static FUNCTION_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::set(include_str!("../../../../data/language/en/function_words.txt")));

/// The languages that have an analyser, ISO 639-1.
const READ: [&str; 1] = ["en"];

/// Words looked at.
const SAMPLE_WORDS: usize = 600;

/// Texts of fewer words are too short to tell.
const FEWEST_WORDS: usize = 12;

/// One word in so many is a function word in English text; about one in three is usual.
const ENGLISH_SHARE: usize = 7;

/// The language to read a text in (ISO 639-1): as given, else as detected; short or doubtful texts are English.
/// The error is the name of a language that has no analyser.
pub fn of(text: &str, given: Option<&str>, told: Option<&str>) -> Result<String, String> {
    if let Some(given) = given {
        let code = primary(given);
        return if READ.contains(&code.as_str()) { Ok(code) } else { Err(code) };
    }
    let words: Vec<&str> = text.split_whitespace().take(SAMPLE_WORDS).collect();
    let function = words.iter().filter(|w| FUNCTION_WORDS.contains(w.to_lowercase().as_str())).count();
    if function * ENGLISH_SHARE >= words.len() {
        return Ok("en".into());
    }
    let sample = words.join(" ");
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let detected = detect(&sample).filter(|_| words.len() >= FEWEST_WORDS || letters > 5 * FEWEST_WORDS);
    match (detected, told.map(primary)) {
        (Some(lang), _) if lang != Lang::Eng => Err(lang.eng_name().to_string()),
        (None, Some(told)) if !READ.contains(&told.as_str()) && words.len() >= FEWEST_WORDS => Err(told),
        _ => Ok("en".into()),
    }
}

/// `en-GB` → `en`.
fn primary(tag: &str) -> String {
    let first = tag.trim().split(['-', '_']).next().unwrap_or("").to_lowercase();
    if first == "eng" || first == "english" { "en".into() } else { first }
}

/// The language, where the detector is sure.
fn detect(sample: &str) -> Option<Lang> {
    let info = Detector::new().detect(sample)?;
    info.is_reliable().then(|| info.lang())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANISH: &str = "El presidente de la república dijo el martes que su gobierno no aceptará las condiciones \
        impuestas por los países vecinos y que las negociaciones sobre la frontera continuarán la próxima semana.";

    #[test]
    fn only_languages_with_an_analyser_are_read() {
        assert_eq!(of(SPANISH, None, None), Err("Spanish".into()));
        assert_eq!(of(SPANISH, Some("en"), None), Ok("en".into()));
        assert_eq!(of("The envoys of Peru met.", Some("es"), None), Err("es".into()));
    }

    #[test]
    fn english_with_foreign_names_and_short_texts_are_english() {
        let names = "Nguyễn Xuân Phúc met Recep Tayyip Erdoğan and Wang Yi in the capital, the ministry said on Monday.";
        assert_eq!(of(names, None, None), Ok("en".into()));
        assert_eq!(of("Perú rechaza oferta", None, None), Ok("en".into()));
        assert_eq!(of("Peace talks resume", None, Some("en-GB")), Ok("en".into()));
    }
}
