//! Reading bytes of all kinds.

use proptest::prelude::*;
use verbale_language::{ReadError, ReadHints, read};

fn plain(bytes: &[u8]) -> Result<verbale_record::Article, ReadError> {
    read(bytes, &ReadHints { name: Some("a.txt".into()), ..ReadHints::default() })
}

#[test]
fn plain_text_stays_as_it_is() {
    let text = "\n  The envoys of Peru met.\r\n\r\nThey left. \n";
    let article = plain(text.as_bytes()).unwrap();
    assert_eq!(article.text, text);
    assert_eq!((article.lang.as_str(), article.date, article.title), ("en", None, None));
    assert_eq!(article.sha256.len(), 64);
    assert!(article.sha256.starts_with(&article.id));
}

#[test]
fn bad_inputs_are_named() {
    assert_eq!(plain(b" \n").unwrap_err().to_string(), "a.txt: empty: there is no text in its 2 bytes");
    assert!(
        plain(b"abc\0def")
            .unwrap_err()
            .to_string()
            .contains("a.txt: not text (control characters) at byte 3")
    );
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Peru and Chile reopen border | The Example</title>
<meta property="article:published_time" content="2020-05-06T07:00:00-05:00"><meta property="og:site_name" content="The Example">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Peru and Chile reopen border</h1>
<p>Peru and Chile agreed on Wednesday to reopen their border, the foreign ministers of the two countries told reporters in
Lima after two days of talks that had been put off several times.</p><p>The crossing had been closed since March, when both
governments accused each other of breaking an agreement on customs, fishing and the treatment of seasonal workers.</p>
<p>Lorries will be let through first, the ministers said, and travellers will follow within a month.</p></article>
<aside>Subscribe to our newsletter now!</aside><footer>Copyright The Example</footer></body></html>"#;

#[test]
fn pages_give_body_title_and_date() {
    let article = read(PAGE.as_bytes(), &ReadHints::default()).unwrap();
    assert!(article.text.contains("reopen their border, the foreign ministers"), "{}", article.text);
    assert!(!article.text.contains("newsletter") && !article.text.contains("World"), "{}", article.text);
    assert_eq!(article.date, "2020-05-06".parse().ok());
    assert!(article.title.unwrap().starts_with("Peru and Chile reopen border"));
    assert_eq!(article.source.as_deref(), Some("The Example"));
    let hints = ReadHints { date: "2020-05-08".parse().ok(), ..ReadHints::default() };
    assert_eq!(read(PAGE.as_bytes(), &hints).unwrap().date, hints.date);
}

#[test]
fn short_pages_are_read_whole() {
    let page = "<html><body><p>Peru recalled its envoy.</p><script>alert(1)</script></body></html>";
    assert_eq!(read(page.as_bytes(), &ReadHints::default()).unwrap().text, "Peru recalled its envoy.");
}

#[test]
fn hostile_pages_do_not_end_the_program() {
    let deep = format!("<html><body>{}x", "<div>".repeat(500_000));
    assert!(matches!(read(deep.as_bytes(), &ReadHints::default()), Err(ReadError::TooDeep { .. })));
    let allowed = format!("<html><body>{}The words of Peru.", "<div><i>".repeat(950));
    let _ = read(allowed.as_bytes(), &ReadHints::default());
    for page in
        ["<html><script type='application/ld+json'>{\"@\":[</script>", "<html lang=''>", "<!doctype html><p"]
    {
        let _ = read(page.as_bytes(), &ReadHints::default());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), page in any::<bool>()) {
        let bytes = if page { [b"<html><p>", bytes.as_slice()].concat() } else { bytes };
        let _ = plain(&bytes);
    }
}
