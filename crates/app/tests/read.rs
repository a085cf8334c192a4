//! `verbale read` as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;

fn verbale() -> Command {
    let mut command = Command::cargo_bin("verbale").expect("the program is built");
    command.current_dir(root()).env("NO_COLOR", "1");
    command
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn stdout(command: &mut Command) -> String {
    let output = command.assert().success().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

fn example_json() -> Value {
    let out =
        stdout(verbale().args(["read", "examples/article.txt", "--date", "2023-06-14", "--format", "json"]));
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_example_fits_the_published_schema() {
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("docs/record.schema.json")).unwrap())
            .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let record = example_json();
    let errors: Vec<String> =
        validator.iter_errors(&record).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn the_published_schema_is_the_programs_own() {
    let published = std::fs::read_to_string(root().join("docs/record.schema.json")).unwrap();
    assert_eq!(stdout(verbale().arg("schema")), published, "run: verbale schema > docs/record.schema.json");
}

#[test]
fn every_span_holds_the_words_it_shows() {
    fn check(value: &Value, text: &[char], checked: &mut usize) {
        match value {
            Value::Object(fields) => {
                let number = |key: &str| fields.get(key).and_then(Value::as_u64).map(|n| n as usize);
                if let (Some(start), Some(end), Some(Value::String(words))) =
                    (number("start"), number("end"), fields.get("text"))
                {
                    assert_eq!(&text[start..end].iter().collect::<String>(), words);
                    *checked += 1;
                }
                fields.values().for_each(|v| check(v, text, checked));
            }
            Value::Array(items) => items.iter().for_each(|v| check(v, text, checked)),
            _ => {}
        }
    }
    let record = example_json();
    let text: Vec<char> = record["article"]["text"].as_str().unwrap().chars().collect();
    let mut checked = 0;
    check(&record, &text, &mut checked);
    assert!(checked > 50, "only {checked} spans");
}

#[test]
fn plain_text_is_kept_unchanged() {
    let file = std::fs::read_to_string(root().join("examples/article.txt")).unwrap();
    assert_eq!(example_json()["article"]["text"], Value::String(file));
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("binary.txt");
    std::fs::write(&binary, [0u8, 159, 146, 150, 0, 1, 2, 3]).unwrap();
    let empty = folder.path().join("empty.txt");
    std::fs::write(&empty, "").unwrap();
    let output = verbale()
        .arg("read")
        .args([&binary, &empty, &folder.path().join("missing.txt"), &root().join("examples/article.txt")])
        .args(["--format", "jsonl"])
        .assert()
        .code(1)
        .get_output()
        .clone();
    let errors = String::from_utf8(output.stderr).unwrap();
    for name in ["binary.txt", "empty.txt", "missing.txt"] {
        assert!(errors.contains(name), "{name} is not named in: {errors}");
    }
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
}

#[test]
fn wrong_usage_exits_with_2() {
    verbale().args(["read", "--format", "xml", "-"]).assert().code(2);
    verbale().args(["read", "--date", "Tuesday", "-"]).assert().code(2);
    verbale().assert().code(2);
}

#[test]
fn several_inputs_make_an_array_and_one_makes_an_object() {
    let one =
        stdout(verbale().args(["read", "-", "--format", "json"]).write_stdin("Peru urged Chile to talk."));
    assert!(serde_json::from_str::<Value>(&one).unwrap().is_object());
    let many = stdout(verbale().args(["read", "examples", "--format", "json"]));
    assert!(serde_json::from_str::<Value>(&many).unwrap().is_array());
}

#[test]
fn the_table_shows_the_words_that_prove_each_line() {
    let out = stdout(verbale().args(["read", "-"]).write_stdin("Peru urged Chile to reopen the border."));
    assert!(out.contains("REQUEST"), "{out}");
    assert!(out.contains("Peru urged Chile to reopen the border."), "{out}");
    assert!(out.contains("date unknown"), "{out}");
}

#[test]
fn csv_has_the_columns_of_the_contract() {
    let out =
        stdout(verbale().args(["read", "-", "--format", "csv"]).write_stdin("Nothing of note happened."));
    assert_eq!(
        out.trim_end(),
        "article_id,article_date,event_id,type,mode,quad,score,cameo,status,historical,actor_ids,actor_countries,\
         recipient_ids,recipient_countries,date_start,date_end,place,sentence_text,confidence"
    );
}

#[test]
fn without_text_the_text_is_left_out() {
    let out = stdout(
        verbale()
            .args(["read", "-", "--format", "json", "--no-text"])
            .write_stdin("Peru urged Chile to talk."),
    );
    let record: Value = serde_json::from_str(&out).unwrap();
    assert!(record["article"].get("text").is_none());
    assert_eq!(record["article"]["length"], 25);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(example_json(), example_json());
}

#[test]
fn a_language_without_analyser_is_refused_with_a_reason() {
    let spanish = "El presidente de la República se reunió ayer con los dirigentes de la oposición para hablar de las \
                   elecciones que se celebrarán el próximo año en todo el país.";
    let output = verbale().args(["read", "-"]).write_stdin(spanish).assert().code(1).get_output().clone();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("es") && errors.contains("--lang"), "{errors}");
}

#[test]
fn a_huge_input_is_refused_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("huge.txt");
    std::fs::write(&huge, "Peru urged Chile. ".repeat(600_000)).unwrap();
    let output = verbale().arg("read").arg(&huge).assert().code(1).get_output().clone();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("huge.txt") && errors.contains("larger than"), "{errors}");
}
