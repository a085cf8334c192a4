//! The type of a given directed pair, as the record tells it.

use std::collections::BTreeMap;

use strum::IntoEnumIterator;
use verbale_language::PairSign;
use verbale_record::output::PairRecord;
use verbale_record::{EventType, Status};

/// Scores are given in so many parts, which keeps their sum 1 and the JSON the same on every machine.
const PARTS: f64 = 10_000.0;

/// The answer for one pair by what the trained coder says of it. Every pair gets a type: without a coder's answer all types
/// score alike, and the first is named.
pub fn answer(sign: Option<PairSign>) -> PairRecord {
    let even = || EventType::iter().map(|t| (t, 1.0)).collect();
    let types: Vec<(EventType, f32)> = sign.as_ref().map_or_else(even, |s| s.types.clone());
    let event_type = first_best(&types).unwrap_or(EventType::Agree);
    let fitting = |s: &PairSign| {
        let modes = s.modes.iter().filter(|(m, _)| m.is_none_or(|(of, _)| of == event_type));
        let modes: Vec<_> = modes.copied().collect();
        first_best(&modes).flatten().map(|(_, mode)| mode)
    };
    PairRecord {
        event_type,
        mode: sign.as_ref().and_then(fitting),
        status: sign.as_ref().and_then(|s| first_best(&s.status)).unwrap_or(Status::Actual),
        scores: scores(&types, event_type),
    }
}

/// The most probable; the first of equals.
fn first_best<T: Copy>(classes: &[(T, f32)]) -> Option<T> {
    classes.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(class, _)| class)
}

/// Probabilities rounded to [`PARTS`]; what rounding leaves goes to the most probable.
fn scores(types: &[(EventType, f32)], best: EventType) -> BTreeMap<EventType, f64> {
    let whole: f64 = types.iter().map(|(_, p)| f64::from(*p)).sum();
    let part = |p: f32| (f64::from(p) / whole * PARTS).floor();
    let missing = PARTS - types.iter().map(|(_, p)| part(*p)).sum::<f64>();
    let more = |t: EventType| if t == best { missing } else { 0.0 };
    types.iter().map(|&(t, p)| (t, (part(p) + more(t)) / PARTS)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbale_record::Mode;

    fn sign() -> PairSign {
        let types = EventType::iter().map(|t| (t, if t == EventType::Coerce { 0.7 } else { 0.02 })).collect();
        let arrest = Some((EventType::Coerce, Mode::Arrest));
        let modes = vec![(None, 0.2), (Some((EventType::Assault, Mode::Aerial)), 0.5), (arrest, 0.3)];
        PairSign { types, modes, status: vec![(Status::Actual, 0.4), (Status::Negated, 0.6)] }
    }

    #[test]
    fn the_most_probable_type_is_told_with_a_mode_of_its_own() {
        let answer = answer(Some(sign()));
        assert_eq!((answer.event_type, answer.mode), (EventType::Coerce, Some(Mode::Arrest)));
        assert_eq!(answer.status, Status::Negated);
    }

    #[test]
    fn scores_name_all_types_and_add_up_to_one() {
        for answer in [answer(Some(sign())), answer(None)] {
            assert_eq!(answer.scores.len(), 16);
            assert!((answer.scores.values().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
