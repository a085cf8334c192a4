//! The article of a web page: body text without menus and adverts, title, date, language, site.

use dom_query::Document;
use dom_smoothie::{CandidateSelectMode, Config, Readability, TextMode};
use jiff::civil::Date;

use super::{Content, ReadError};

/// Deepest nesting read. Pages that people read stay below 100; parsing time grows with its square.
const MAX_DEPTH: usize = 2_000;

/// Most elements read; more is a data dump, not an article.
const MAX_ELEMENTS: usize = 300_000;

/// Stack of the thread that walks the page's tree, enough for [`MAX_DEPTH`] with room to spare.
const STACK: usize = 256 << 20;

/// Elements whose end tag may be left out or that have none (HTML standard, 13.1.2): they do not nest when repeated.
const FLAT: [&str; 32] = [
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup",
    "rt", "rp", "br", "img", "meta", "link", "input", "hr", "area", "base", "col", "embed", "source",
    "track", "wbr", "param", "html", "head", "body",
];

/// Elements that never hold the article, for pages where no article is found by its density.
const FURNITURE: &str =
    "script, style, noscript, template, nav, header, footer, aside, form, button, iframe, svg";

/// Where pages tell their date, best first: selector and attribute. Open Graph, schema.org, Dublin Core, and the
/// publishers' own.
const DATES: [(&str, &str); 14] = [
    ("meta[property='article:published_time']", "content"),
    ("meta[property='og:article:published_time']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("[itemprop='datePublished']", "datetime"),
    ("meta[name='article:published_time']", "content"),
    ("meta[name='parsely-pub-date']", "content"),
    ("meta[name='sailthru.date']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='dcterms.created']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='publish-date']", "content"),
    ("meta[name='date']", "content"),
    ("article time[datetime]", "datetime"),
    ("time[datetime]", "datetime"),
];

/// Whether a text is a web page: by its beginning, and for files called so by any markup.
pub fn is_html(text: &str, name: Option<&str>) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !start.starts_with('<') {
        return false;
    }
    let head: String = start.chars().take(2000).collect::<String>().to_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
    let named = name.is_some_and(|n| {
        let n = n.to_lowercase();
        n.ends_with(".html") || n.ends_with(".htm") || n.ends_with(".xhtml")
    });
    page || named || head.contains("</p>") || head.contains("</div>")
}

/// The article of a page.
pub fn extract(html: &str, file: &str) -> Result<Content, ReadError> {
    if let Some(byte) = too_deep(html) {
        return Err(ReadError::TooDeep { file: file.into(), byte });
    }
    // A thread of its own: walks of the tree recurse, and a fault in a page must not end the program.
    let content = std::thread::scope(|scope| {
        let walk = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || content(html));
        walk.ok().and_then(|thread| thread.join().ok()).flatten()
    });
    content.ok_or_else(|| ReadError::NoArticle { file: file.into(), bytes: html.len() })
}

fn content(html: &str) -> Option<Content> {
    let page = Document::from(html);
    let date = page_date(&page);
    let lang = page.select("html").attr("lang").map(|l| l.to_string()).filter(|l| !l.trim().is_empty());
    let config = Config {
        candidate_select_mode: CandidateSelectMode::DomSmoothie,
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MAX_ELEMENTS,
        ..Config::default()
    };
    let article = Readability::new(html, None, Some(config)).ok().and_then(|mut r| r.parse().ok());
    let text = article.as_ref().map(|a| tidy(&a.text_content)).filter(|t| !t.is_empty());
    let text = text.or_else(|| whole_body(&page))?;
    let article = article.as_ref();
    let given = |value: Option<&String>| value.map(|v| v.trim().to_string()).filter(|v| !v.is_empty());
    Some(Content {
        text,
        title: given(article.map(|a| &a.title)),
        date: date.or_else(|| article.and_then(|a| a.published_time.as_deref()).and_then(parse_date)),
        lang: lang.or_else(|| given(article.and_then(|a| a.lang.as_ref()))),
        source: given(article.and_then(|a| a.site_name.as_ref())),
        url: given(article.and_then(|a| a.url.as_ref())),
    })
}

/// All text of a page but its furniture; for pages too short or too plain to find the article by density.
fn whole_body(page: &Document) -> Option<String> {
    page.select(FURNITURE).remove();
    let body = page.select("body");
    let text = body.nodes().first().map(|b| tidy(&b.formatted_text()))?;
    (!text.is_empty()).then_some(text)
}

/// Spaces at line ends and runs of blank lines removed; no-break spaces become spaces.
fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.replace('\u{a0}', " ").trim().to_string();
        if !line.is_empty() || lines.last().is_some_and(|l| !l.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_string()
}

fn page_date(page: &Document) -> Option<Date> {
    let meta = |(selector, attribute): &(&str, &str)| {
        page.select(selector).iter().find_map(|s| s.attr(attribute).and_then(|v| parse_date(&v)))
    };
    let own = DATES.iter().take(DATES.len() - 2).find_map(meta);
    let linked =
        || page.select("script[type='application/ld+json']").iter().find_map(|s| linked_date(&s.text()));
    own.or_else(linked).or_else(|| DATES.iter().skip(DATES.len() - 2).find_map(meta))
}

/// `datePublished` of JSON-LD, wherever it stands in the object.
fn linked_date(json: &str) -> Option<Date> {
    let value: serde_json::Value = serde_json::from_str(json.trim()).ok()?;
    let mut open = vec![&value];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                if let Some(date) = fields.get("datePublished").and_then(|d| d.as_str()).and_then(parse_date)
                {
                    return Some(date);
                }
                open.extend(fields.values());
            }
            serde_json::Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    None
}

/// A date as pages write it for machines: ISO 8601 (the day at the writer's place), `20210818`, or RFC 2822.
fn parse_date(value: &str) -> Option<Date> {
    let value = value.trim();
    let iso = value.get(..10).and_then(|d| d.parse().ok());
    let compact =
        || value.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).and_then(|d| d.parse().ok());
    let mail = || jiff::fmt::rfc2822::parse(value).ok().map(|z| z.date());
    iso.or_else(compact).or_else(mail)
}

/// The byte where elements nest deeper than [`MAX_DEPTH`], by counting tags; elements that need no end tag do not count.
fn too_deep(html: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(found) = html[at..].find('<').map(|i| at + i) {
        at = found + 1;
        let closing = html[at..].starts_with('/');
        let name_start = at + usize::from(closing);
        let rest = html.get(name_start..).unwrap_or("");
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest[..length].to_ascii_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        depth = if closing { depth.saturating_sub(1) } else { depth + 1 };
        if depth > MAX_DEPTH {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pages() {
        let day = |d: &str| Some(d.parse::<Date>().unwrap());
        assert_eq!(parse_date("2021-08-18T23:30:00-04:00"), day("2021-08-18"));
        assert_eq!(parse_date("20210818"), day("2021-08-18"));
        assert_eq!(parse_date("Wed, 18 Aug 2021 10:00:00 GMT"), day("2021-08-18"));
        assert_eq!(parse_date("yesterday"), None);
        let linked = r#"{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2020-02-03T01:00Z"}]}"#;
        assert_eq!(linked_date(linked), day("2020-02-03"));
    }

    #[test]
    fn deep_pages_are_refused_and_flat_ones_not() {
        assert!(too_deep(&"<div>".repeat(MAX_DEPTH + 1)).is_some());
        assert!(too_deep(&"<p>x<br>".repeat(MAX_DEPTH * 2)).is_none());
        assert!(too_deep(&"<div><b>x</b></div>".repeat(MAX_DEPTH)).is_none());
    }
}
