//! `verbale eval` as a user runs it, on a small gold file of our own sentences.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// `verbale eval` with arguments, among the test data.
fn eval(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("verbale").expect("the program is built");
    command.current_dir(data("")).env("NO_COLOR", "1").arg("eval").args(arguments);
    command
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

fn report(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(&mut eval(&[arguments, &["--format", "json"]].concat()))).unwrap()
}

fn figure<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["figures"].as_array().unwrap().iter().find(|f| f["figure"] == name).unwrap()
}

#[test]
fn two_annotators_are_compared_in_tables() {
    let table = stdout(&mut eval(&["gold.jsonl", "--predictions", "second.jsonl", "--worst", "3"]));
    insta::assert_snapshot!("two_annotators", table);
}

#[test]
fn an_annotation_agrees_with_itself() {
    let report = report(&["gold.jsonl", "--predictions", "gold.jsonl"]);
    for f in report["figures"].as_array().unwrap() {
        assert_eq!(f["value"], 1.0, "{f}");
    }
    assert_eq!(report["agreement"]["kappa"], 1.0);
    assert_eq!(report["reliability"], json!([]), "people give no confidence");
}

#[test]
fn the_texts_are_coded_when_no_predictions_are_given() {
    let report = report(&["gold.jsonl", "--compare", "second.jsonl"]);
    assert_eq!(report["counts"]["units"], 6);
    assert_eq!(figure(&report, "type")["gold"], 10);
    let found = report["counts"]["found_events"].as_u64().unwrap();
    assert!(found > 3, "{report:#}");
    let in_bins: u64 =
        report["reliability"].as_array().unwrap().iter().map(|b| b["events"].as_u64().unwrap()).sum();
    assert_eq!(in_bins, found, "every event of the program has a confidence");
    assert_eq!(report["comparison"]["units"], 6);
}

/// The text of a unit of the gold, coded by `verbale read`, with the unit's id.
fn record_of(unit: &str) -> Value {
    let gold = std::fs::read_to_string(data("gold.jsonl")).unwrap();
    let line =
        gold.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()).find(|l| l["id"] == unit).unwrap();
    let mut read = Command::cargo_bin("verbale").unwrap();
    read.args(["read", "-", "--format", "json", "--lang", "en", "--date", line["date"].as_str().unwrap()]);
    let mut record: Value =
        serde_json::from_str(&stdout(read.write_stdin(line["text"].as_str().unwrap()))).unwrap();
    record["article"]["id"] = json!(unit);
    record
}

#[test]
fn records_made_before_score_as_the_same_texts_coded_now() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let gold = std::fs::read_to_string(data("gold.jsonl")).unwrap();
    std::fs::write(path("one.jsonl"), gold.lines().next().unwrap()).unwrap();
    std::fs::write(path("coded.jsonl"), format!("{}\n{}\n", record_of("g1"), record_of("g2"))).unwrap();
    let now = report(&[&path("one.jsonl")]);
    let before = report(&[&path("one.jsonl"), "--predictions", &path("coded.jsonl")]);
    assert_eq!(now, before);
    // Of four of its units there is no record: that is told, and what there is is scored.
    let output =
        eval(&["gold.jsonl", "--predictions", &path("coded.jsonl")]).assert().code(1).get_output().clone();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("no record of 4 of 6 units") && errors.contains("g3"), "{errors}");
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("2 units"));
}

#[test]
fn bad_lines_are_named_and_the_rest_is_scored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.jsonl");
    let gold = std::fs::read_to_string(data("gold.jsonl")).unwrap();
    let good: Vec<&str> = gold.lines().collect();
    let wrong_type = good[1].replace("ASSAULT", "ASSAIL");
    let lines = [
        good[0].as_bytes(),
        b"{",
        wrong_type.as_bytes(),
        b"",
        b"\xff\xfe",
        good[0].as_bytes(),
        good[4].as_bytes(),
    ];
    std::fs::write(&path, lines.join(&b'\n')).unwrap();
    let path = path.to_string_lossy();
    let output = eval(&[&path, "missing.jsonl", "--predictions", "second.jsonl"])
        .assert()
        .code(1)
        .get_output()
        .clone();
    let errors = String::from_utf8(output.stderr).unwrap();
    for reason in [
        "bad.jsonl:2: EOF while parsing",
        "bad.jsonl:3: events[0].type: unknown variant `ASSAIL`",
        "bad.jsonl:5: not UTF-8 at byte 0",
        "bad.jsonl:6: unit g1 stands already at",
        "missing.jsonl: cannot be read",
    ] {
        assert!(errors.contains(reason), "{reason:?} is not told in:\n{errors}");
    }
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("2 units"));
}

#[test]
fn a_part_annotated_twice_is_scored_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part.jsonl");
    let second = std::fs::read_to_string(data("second.jsonl")).unwrap();
    std::fs::write(&path, second.lines().next().unwrap()).unwrap();
    let output = eval(&["gold.jsonl", "--predictions", &path.to_string_lossy()])
        .assert()
        .success()
        .get_output()
        .clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("annotates 1 of 6 units"));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("1 unit"));
}

#[test]
fn gold_comes_from_standard_input_too() {
    let gold = std::fs::read_to_string(data("gold.jsonl")).unwrap();
    let piped = stdout(eval(&["-", "--predictions", "second.jsonl"]).write_stdin(gold));
    assert_eq!(piped, stdout(&mut eval(&["gold.jsonl", "--predictions", "second.jsonl"])));
}

#[test]
fn nothing_to_score_is_an_error_and_wrong_usage_another() {
    let errors = eval(&["-"]).write_stdin("\n").assert().code(1).get_output().stderr.clone();
    assert!(String::from_utf8(errors).unwrap().contains("nothing to score"));
    eval(&[]).assert().code(2);
    eval(&["gold.jsonl", "--worst", "many"]).assert().code(2);
}
