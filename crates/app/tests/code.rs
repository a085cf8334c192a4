//! `verbale code` as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use assert_cmd::Command;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
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
fn parquet_holds_what_json_lines_hold_in_and_out() {
    let desk = Desk::new();
    let pairs = r#""pairs": [{"source": [[0, 4]], "target": []}]"#;
    let lines = rows().replacen(r#""text""#, &format!(r#"{pairs}, "text""#), 1);
    desk.write("in.jsonl", &lines);
    let span = DataType::List(Arc::new(Field::new_list_field(DataType::Int64, false)));
    let spans = DataType::List(Arc::new(Field::new_list_field(span, false)));
    let sides = ["source", "target"].map(|side| Field::new(side, spans.clone(), false)).to_vec();
    let pair = Arc::new(Field::new_list_field(DataType::Struct(sides.into()), false));
    let text = |name| Field::new(name, DataType::Utf8, true);
    let pairs = Field::new("pairs", DataType::List(pair), true);
    let schema = Arc::new(Schema::new(vec![text("id"), text("text"), text("date"), pairs]));
    let mut reader = arrow_json::ReaderBuilder::new(schema.clone()).build(lines.as_bytes()).unwrap();
    let file = fs::File::create(desk.0.path().join("in.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, schema, None).unwrap();
    writer.write(&reader.next().unwrap().unwrap()).unwrap();
    writer.close().unwrap();

    desk.code(&["--input", "in.jsonl", "--output", "a.jsonl"]).assert().code(1);
    let parquet = desk
        .code(&["--output", "a.parquet"])
        .write_stdin(fs::read(desk.0.path().join("in.parquet")).unwrap())
        .assert()
        .code(1)
        .get_output()
        .clone();
    let errors = String::from_utf8(parquet.stderr).unwrap();
    assert!(errors.contains("standard input, row 3 (a2): there is no text"), "{errors}");
    assert!(!desk.exists("a.parquet.partial.jsonl"));
    let file = fs::File::open(desk.0.path().join("a.parquet")).unwrap();
    let mut json = arrow_json::WriterBuilder::new()
        .with_explicit_nulls(true)
        .build::<_, arrow_json::writer::LineDelimited>(Vec::new());
    for batch in ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap() {
        json.write(&batch.unwrap()).unwrap();
    }
    json.finish().unwrap();
    let records = values(&String::from_utf8(json.into_inner()).unwrap());
    assert_eq!(records, desk.records("a.jsonl"));
    assert_eq!(records[0]["pairs"].as_array().unwrap().len(), 1);
}

#[test]
fn flat_rows_are_events_and_an_interrupted_run_of_them_is_resumed() {
    let desk = Desk::new();
    desk.write("in.jsonl", rows());
    desk.code(&["--input", "in.jsonl", "--output", "records.jsonl"]).assert().code(1);
    desk.code(&["--input", "in.jsonl", "--output", "events.csv", "--no-text"]).assert().code(1);
    let whole = desk.read("events.csv");
    let mut table = csv::Reader::from_reader(whole.as_bytes());
    let events: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let recorded: usize =
        desk.records("records.jsonl").iter().map(|r| r["events"].as_array().unwrap().len()).sum();
    assert!(recorded > 4 && events.len() == recorded);
    assert_eq!((&events[0][0], &events[0][3]), ("a0", "REQUEST"));
    assert_eq!(&events[0][17], "Peru urged Chile to reopen the border.");

    // As a run leaves it that is killed in the middle.
    fs::remove_file(desk.0.path().join("events.csv")).unwrap();
    let records = desk.read("records.jsonl");
    desk.write("events.csv.partial.jsonl", &records[..records.len() / 2]);
    let resumed = ["--input", "in.jsonl", "--output", "events.csv", "--resume"];
    desk.code(&resumed).assert().code(1);
    assert_eq!(desk.read("events.csv"), whole);
    assert!(!desk.exists("events.csv.partial.jsonl") && !desk.exists("events.csv.partial"));
    let output = desk.code(&resumed).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("events.csv is complete"));
}

#[test]
fn pages_of_a_web_archive_are_read() {
    let desk = Desk::new();
    let record = |kind: &str, id: u8, body: &str| {
        let header = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: \
             https://news.example/{id}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(format!("{header}{body}\r\n\r\n").as_bytes()).unwrap();
        gz.finish().unwrap()
    };
    let page = |text: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><meta property=\"article:published_time\" \
             content=\"2023-05-06T07:08:09Z\"></head><body><article><p>{text}</p></article></body></html>"
        )
    };
    let archive = [
        record("request", 1, "GET / HTTP/1.1\r\n\r\n"),
        record("response", 2, &page("Peru urged Chile to reopen the border.")),
        record("response", 3, &page(" ")),
        record("response", 4, "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"),
    ];
    desk.write("crawl.warc.gz", archive.concat());
    let output = desk.code(&["--input", "crawl.warc.gz"]).assert().code(1).get_output().clone();
    let records = values(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(ids(&records), ["urn:uuid:2"]);
    let article = &records[0]["article"];
    assert_eq!((&article["date"], &article["url"]), (&json!("2023-05-06"), &json!("https://news.example/2")));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("crawl.warc.gz, record 3, byte "), "{errors}");
    assert!(errors.contains("(urn:uuid:3): no article found"), "{errors}");
}

#[test]
fn wrong_usage_exits_with_2() {
    let desk = Desk::new();
    desk.write("in.jsonl", rows());
    for wrong in [
        &["--input", "in.jsonl", "--output", "in.jsonl"][..],
        &["--input", "in.jsonl", "--output", "out.jsonl", "--failed", "./out.jsonl"],
        &["--input", "in.jsonl", "--resume"],
        &["--input", "in.jsonl", "--workers", "0"],
        &["--input", "in.jsonl", "--output", "out.jsonl.gz"],
    ] {
        desk.code(wrong).assert().code(2);
    }
    assert_eq!(desk.read("in.jsonl"), rows());
}
