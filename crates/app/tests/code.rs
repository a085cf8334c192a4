//! `verbale code` as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder and the program started in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    fn code(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("verbale").expect("the program is built");
        command.current_dir(self.0.path()).arg("code").args(arguments);
        command
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.path().join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn exists(&self, name: &str) -> bool {
        self.0.path().join(name).exists()
    }

    fn records(&self, name: &str) -> Vec<Value> {
        values(&self.read(name))
    }
}

fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Rows of which the third, fifth and eighth fail.
fn rows() -> String {
    let texts = [
        "Peru urged Chile to reopen the border. Chile declined on Tuesday.",
        "Norway's foreign minister met his Swedish counterpart in Oslo.",
        "",
        "Kenya sent 500 troops to Somalia.",
        "",
        "The Foreign Ministry of Zambia condemned the attack.",
        "Brazil and Argentina signed a trade agreement.",
        "",
        "Police in Lima arrested four protesters.",
    ];
    let row = |(n, text): (usize, &&str)| json!({"id": format!("a{n}"), "text": text, "date": "2022-03-04"});
    texts.iter().enumerate().map(|t| row(t).to_string() + "\n").collect()
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|r| r["article"]["id"].as_str().unwrap()).collect()
}

#[test]
fn rows_are_coded_in_order_with_the_same_bytes_for_any_number_of_workers() {
    let desk = Desk::new();
    desk.write("in.jsonl", rows());
    for workers in ["1", "3"] {
        let out = format!("out{workers}.jsonl");
        desk.code(&["--input", "in.jsonl", "--output", &out, "--workers", workers]).assert().code(1);
    }
    assert_eq!(desk.read("out1.jsonl"), desk.read("out3.jsonl"));
    assert_eq!(desk.read("out1.jsonl.failed.jsonl"), desk.read("out3.jsonl.failed.jsonl"));
    let records = desk.records("out1.jsonl");
    assert_eq!(ids(&records), ["a0", "a1", "a3", "a5", "a6", "a8"]);
    assert_eq!(records[0]["article"]["date"], "2022-03-04");
    assert_eq!(records[0]["events"][0]["type"], "REQUEST");
}

#[test]
fn an_interrupted_run_is_resumed_with_no_row_lost_or_twice() {
    let desk = Desk::new();
    desk.write("in.jsonl", rows());
    let run = |resume: &[&str]| {
        desk.code(&["--input", "in.jsonl", "--output", "out.jsonl"]).args(resume).assert().code(1);
        (desk.read("out.jsonl"), desk.read("out.jsonl.failed.jsonl"))
    };
    let (whole, failed) = run(&[]);
    // Cut off in the middle of the first line, after the first failure, after the last, and not at all; the side file
    // may be ahead of the output.
    let lines: Vec<usize> = whole.match_indices('\n').map(|(at, _)| at + 1).collect();
    for cut in [100, lines[1], lines[1] + 7, lines[4] + 900, whole.len()] {
        desk.write("out.jsonl", &whole[..cut]);
        let torn = if cut < whole.len() { 9 } else { 0 };
        desk.write("out.jsonl.failed.jsonl", &failed[..failed.len() - torn]);
        assert_eq!(run(&["--resume"]), (whole.clone(), failed.clone()), "cut at {cut}");
    }
}

#[test]
fn an_output_of_another_input_is_not_resumed() {
    let desk = Desk::new();
    desk.write("in.jsonl", rows());
    desk.write("other.jsonl", rows().replace("\"a", "\"b"));
    desk.code(&["--input", "in.jsonl", "--output", "out.jsonl"]).assert().code(1);
    let before = desk.read("out.jsonl");
    let refused = |arguments: &[&str], reason: &str| {
        let output = desk
            .code(arguments)
            .args(["--output", "out.jsonl", "--resume"])
            .assert()
            .code(1)
            .get_output()
            .clone();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains(reason), "{errors}");
        assert_eq!(desk.read("out.jsonl"), before);
    };
    refused(
        &["--input", "other.jsonl"],
        "record 6 is of article a8, but the input has b8 at other.jsonl, line 9",
    );
    refused(&["--input", "in.jsonl", "--no-text"], "its records are with text");
}

#[test]
fn rows_that_fail_are_named_with_line_byte_and_reason() {
    let desk = Desk::new();
    let rows = [
        r#"{"id": "good", "text": "Peru urged Chile to talk."}"#,
        r#"{"id": "good", "text": "Chile agreed."}"#,
        r#"{"id": "cut", "text": "Peru"#,
        r#"{"id": "es", "text": "Peru urged Chile to talk.", "lang": "es"}"#,
        r#"{"id": "far", "text": "Peru urged Chile.", "pairs": [{"source": [[0, 99]], "target": []}]}"#,
        r#"{"id": "flat", "text": "Peru urged Chile.", "pairs": [{"source": [0, 4], "target": []}]}"#,
    ];
    desk.write("in.jsonl", rows.join("\n"));
    let output = desk
        .code(&["--input", "missing.jsonl", "in.jsonl", "--failed", "bad.jsonl"])
        .assert()
        .code(1)
        .get_output()
        .clone();
    assert_eq!(ids(&values(&String::from_utf8(output.stdout).unwrap())), ["good", "good"]);
    let failed = desk.records("bad.jsonl");
    let told: Vec<(&Value, &Value)> = failed.iter().map(|f| (&f["line"], &f["id"])).collect();
    let null = Value::Null;
    assert_eq!(
        told,
        [
            (&null, &null),
            (&json!(3), &null),
            (&json!(4), &json!("es")),
            (&json!(5), &json!("far")),
            (&json!(6), &json!("flat"))
        ]
    );
    assert_eq!(failed[1]["byte"], rows[..3].join("\n").len());
    for (failure, reason) in
        failed.iter().zip(["No such file", "EOF", "\"es\"", "17 characters", "[start, end]"])
    {
        assert!(failure["reason"].as_str().unwrap().contains(reason), "{failure}");
    }
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("missing.jsonl: ") && errors.contains("in.jsonl, line 4, byte "), "{errors}");
}

#[test]
fn pairs_are_answered_in_their_order_and_fit_the_schema() {
    let desk = Desk::new();
    let text = "Perú urged Chile to talk. Brazil sent aid to Haiti.";
    let pair = |s: Value, t: Value| json!({"source": s, "target": t});
    let pairs = [
        pair(json!([[26, 32]]), json!([[45, 50]])),
        pair(json!([[0, 4]]), json!([[11, 16]])),
        pair(json!([]), json!([[45, 50]])),
        pair(json!([[0, 4]]), json!([[45, 50]])),
    ];
    let row = json!({"id": "p", "text": text, "pairs": pairs});
    let output = desk.code(&[]).write_stdin(row.to_string()).assert().success().get_output().clone();
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    let answers = record["pairs"].as_array().unwrap();
    let types: Vec<&str> = answers.iter().map(|a| a["type"].as_str().unwrap()).collect();
    assert_eq!(types[..3], ["AID", "REQUEST", "AID"]);
    assert_eq!(answers.len(), 4);
    for answer in answers {
        let scores = answer["scores"].as_object().unwrap();
        let sum: f64 = scores.values().map(|p| p.as_f64().unwrap()).sum();
        assert!(scores.len() == 16 && (sum - 1.0).abs() < 1e-9, "{answer}");
        let best = scores.values().map(|p| p.as_f64().unwrap()).fold(0.0, f64::max);
        assert_eq!(scores[answer["type"].as_str().unwrap()].as_f64(), Some(best));
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/record.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&record));
}

#[test]
fn compressed_files_folders_and_patterns_are_read() {
    let desk = Desk::new();
    let row = |id: &str| json!({"id": id, "text": "Peru urged Chile to talk."}).to_string() + "\n";
    fs::create_dir(desk.0.path().join("in")).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(row("gz").as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    desk.write("in/a.jsonl.gz", &gz);
    desk.write("in/b.jsonl.zst", zstd::encode_all(row("zst").as_bytes(), 0).unwrap());
    desk.write("in/c.jsonl", row("plain"));
    desk.write("in/d.txt", "no row");
    desk.write("torn.gz", &gz[..gz.len() / 2]);
    desk.code(&["--input", "in", "--output", "in/out.jsonl", "--no-text"]).assert().success();
    let records = desk.records("in/out.jsonl");
    assert_eq!(ids(&records), ["gz", "zst", "plain"]);
    assert!(records[0]["article"].get("text").is_none());
    assert!(!desk.exists("in/out.jsonl.failed.jsonl"), "nothing failed");

    let output = desk.code(&["--input", "torn.gz", "in/?.jsonl"]).assert().code(1).get_output().clone();
    assert_eq!(ids(&values(&String::from_utf8(output.stdout).unwrap())), ["plain"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("torn.gz, line 1, byte 0: cannot be read from this line on"), "{errors}");
}

#[test]
fn wrong_usage_exits_with_2() {
    let desk = Desk::new();
    desk.write("in.jsonl", rows());
    for wrong in [
        &["--input", "in.jsonl", "--output", "in.jsonl"][..],
        &["--input", "in.jsonl", "--output", "out.jsonl", "--failed", "out.jsonl"],
        &["--input", "in.jsonl", "--resume"],
        &["--input", "in.jsonl", "--workers", "0"],
    ] {
        desk.code(wrong).assert().code(2);
    }
    assert_eq!(desk.read("in.jsonl"), rows());
}
