//! Reading gold and predictions: what is taken, and what is refused with which reason.

use serde_json::{Value, json};

use super::*;

/// A unit with an event, a statement and a claim. The letter before the names takes two bytes and one code point.
fn line() -> Value {
    json!({
        "id": "u1", "date": "2024-05-14", "text": "Čad: Peru urged Chile to talk.",
        "events": [{
            "type": "REQUEST", "mode": "meet", "trigger": [10, 15],
            "actor": [{"start": 5, "end": 9, "country": "PER", "sector": "GOV"}],
            "recipient": [{"start": 16, "end": 21, "country": null, "sector": null}],
            "status": "actual", "historical": false, "date": null, "place": [0, 3], "contexts": ["diplomatic"]
        }],
        "statements": [{
            "speaker": [[5, 9]], "cue": [10, 15], "content": [[16, 29]], "addressee": [], "via": []
        }],
        "claims": [{
            "kind": "sanctions", "says": "begins", "state": "in_force", "about": null, "words": [5, 15],
            "subject": [{"start": 5, "end": 9, "country": null, "sector": null}], "object": []
        }]
    })
}

/// The line with one value changed.
fn with(pointer: &str, value: Value) -> String {
    let mut line = line();
    *line.pointer_mut(pointer).unwrap() = value;
    line.to_string()
}

fn refusal(line: &str) -> String {
    GoldUnit::from_json(line).unwrap_err().to_string()
}

#[test]
fn a_unit_is_read_whole() {
    let unit = GoldUnit::from_json(&line().to_string()).unwrap();
    assert_eq!(unit.date.unwrap().to_string(), "2024-05-14");
    let event = &unit.facts.events[0];
    assert_eq!((event.trigger.start, event.trigger.end), (10, 15));
    assert_eq!(event.actor[0].country.as_deref(), Some("PER"));
    assert_eq!(event.recipient[0].sector, verbale_record::Sector::Unk, "an open sector is UNK");
    assert_eq!(unit.facts.claims[0].state, verbale_record::RelationState::InForce);
    assert_eq!(unit.article().sha256, hash(&unit.text));
}

#[test]
fn what_does_not_fit_is_refused_with_its_place() {
    let cases = [
        (with("/events/0/type", json!("URGE")), "events[0].type: unknown variant `URGE`"),
        (with("/events/0/mode", json!("visit")), "events[0]: REQUEST has no mode visit"),
        (
            with("/events/0/trigger", json!([10, 31])),
            "events[0].trigger is 10–31, but the text has 30 code points",
        ),
        (with("/events/0/trigger", json!([15, 10])), "events[0].trigger is 15–10"),
        (with("/events/0/actor/0/sector", json!("XXX")), "events[0].actor[0].sector: unknown variant `XXX`"),
        (with("/statements/0/content", json!([[4, 4]])), "statements[0].content[0] is 4–4"),
        (with("/claims/0/state", json!("held")), "claims[0]: sanctions has no state held"),
        (with("/claims/0/state", json!("on")), "unknown state \"on\""),
        (with("/date", json!("14 May")), "is no date: YYYY-MM-DD"),
        (with("/text", Value::Null), "unit u1 has no text: join"),
        ("{\"id\": \"u1\"".into(), "EOF while parsing"),
        ("{\"id\": \"u1\"}".into(), "missing field `events`"),
        ("[]".into(), "column 2"),
    ];
    for (line, expected) in cases {
        let reason = refusal(&line);
        assert!(reason.contains(expected), "{reason:?} does not tell {expected:?}");
        assert!(!reason.contains("line 1"), "{reason:?}: the caller knows the line");
    }
}

#[test]
fn a_text_other_than_the_annotated_is_refused() {
    let mut line = line();
    line["sha256"] = json!(hash("another text"));
    assert!(refusal(&line.to_string()).contains("sha256 differs"));
    line["sha256"] = json!(hash("Čad: Peru urged Chile to talk."));
    assert!(GoldUnit::from_json(&line.to_string()).is_ok());
}

#[test]
fn a_unit_with_hundreds_of_events_is_refused() {
    let event = line()["events"][0].clone();
    assert!(refusal(&with("/events", Value::Array(vec![event; 501]))).contains("501 events in one unit"));
}

#[test]
fn a_second_annotation_may_come_without_text() {
    let unit = GoldUnit::from_json(&line().to_string()).unwrap();
    let second = Prediction::from_json(&with("/text", Value::Null)).unwrap();
    assert_eq!(second.id(), "u1");
    assert_eq!(second.facts(&unit).unwrap(), unit.facts);
    let other = Prediction::from_json(&with("/text", json!("Čad: Peru urged Chile to wait."))).unwrap();
    assert!(other.facts(&unit).unwrap_err().to_string().contains("another text"));
    let outside = Prediction::from_json(&{
        let mut line: Value = serde_json::from_str(&with("/events/0/trigger", json!([10, 99]))).unwrap();
        line["text"] = Value::Null;
        line.to_string()
    });
    assert!(outside.unwrap().facts(&unit).unwrap_err().to_string().contains("events[0].trigger is 10–99"));
}

#[test]
fn only_a_file_of_annotations_is_one() {
    let mut predictions = Predictions::default();
    assert!(!predictions.are_annotations());
    predictions.insert(Prediction::from_json(&line().to_string()).unwrap()).unwrap();
    assert!(predictions.are_annotations());
    let again = Prediction::from_json(&line().to_string()).unwrap();
    assert_eq!(predictions.insert(again).unwrap_err().id(), "u1");
}

#[test]
fn facts_of_a_record_have_its_spans_and_the_places_of_its_words() {
    let text = "Čad: Peru urged Chile to talk.";
    let actor = |id: &str, start, end, text: &str| json!({"id": id, "country": null, "sector": "GOV", "start": start, "end": end, "text": text});
    let date = json!({"start": null, "end": null, "text": null, "basis": "unknown"});
    let record = json!({
        "coder": {"name": "verbale", "version": "0", "model": "none"},
        "article": {"id": "u1", "title": null, "source": null, "url": null, "date": null, "lang": "en",
                    "sha256": hash(text), "length": 30},
        "sentences": [{"start": 0, "end": 30}],
        "actors": [{"id": "state:PER", "name": "Peru", "kind": "state", "country": "PER", "sector": "GOV", "office": null,
                    "wikidata": null, "mentions": [{"start": 5, "end": 9, "text": "Peru", "how": "name"},
                                                   {"start": 16, "end": 21, "text": "Chile", "how": "name"}]}],
        "events": [{"id": "e1", "type": "REQUEST", "mode": null, "contexts": [], "quad": "verbal conflict", "score": 0.0,
                    "cameo": "020", "actor": [actor("state:PER", 5, 9, "Peru")], "recipient": [],
                    "trigger": {"start": 10, "end": 15, "text": "urged"}, "date": date,
                    "place": {"text": "Čad", "name": "Chad", "country": "TCD", "lat": 15.0, "lon": 19.0, "geonameid": null},
                    "status": "actual", "historical": false, "attribution": [], "sentence": 0, "confidence": 0.9,
                    "because": "test"}],
        "statements": [],
        "relations": [{"id": "r1", "kind": "demand", "subject": [actor("state:PER", 5, 9, "Peru")], "object": [],
                       "about": null, "place": null, "state": "open", "since": null, "until": null,
                       "claims": [{"says": "begins", "state": "open", "date": date, "attribution": [], "sentence": 0,
                                   "start": 10, "end": 15, "text": "urged"}]}],
        "pairs": []
    });
    let unit = GoldUnit::from_json(&line().to_string()).unwrap();
    let facts = Prediction::from_json(&record.to_string()).unwrap().facts(&unit).unwrap();
    let place = facts.events[0].place.unwrap();
    assert_eq!((place.start, place.end), (0, 3));
    assert_eq!(facts.events[0].confidence, Some(0.9));
    let subject: Vec<_> = facts.claims[0].subject.iter().map(|s| (s.start, s.end)).collect();
    assert_eq!(subject, [(5, 9), (16, 21)], "a party answers by any of its mentions");
}
