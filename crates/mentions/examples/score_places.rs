//! Scores the place finder on TR-News: `score_places [-v] TR-News.xml.gz`.
//!
//! Counted are the names whose gold id is in the gazetteer. An adjective ("Greek") that the corpus counts as the country's name
//! is no place mention here: such phrases are left out, and their number printed. Exact: the same GeoNames id; near: within 161 km.
//! "found" is the share of counted names that the finder marks at all; the two figures are given of the names found, and of all.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Read;

use verbale_language::Analyser;
use verbale_mentions::places::{Gazetteer, PlaceFinder, distance};
use verbale_record::{Article, Document, PlaceMention, Span};

struct Gold {
    span: Span,
    id: u32,
    at: (f64, f64),
}

#[derive(Default)]
struct Tally {
    counted: usize,
    adjectives: usize,
    absent: usize,
    found: usize,
    exact: usize,
    near: usize,
    extra: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = args.iter().any(|a| a == "-v");
    args.retain(|a| a != "-v");
    let mut xml = String::new();
    let file = std::fs::File::open(args.first().ok_or("usage: score_places [-v] TR-News.xml.gz")?)?;
    flate2::read::GzDecoder::new(file).read_to_string(&mut xml)?;
    let start = std::time::Instant::now();
    let gazetteer = Gazetteer::embedded()?;
    println!("gazetteer loaded in {} ms", start.elapsed().as_millis());
    let finder = PlaceFinder::new(gazetteer);
    let analyser = Analyser::embedded()?;
    let (mut tally, mut known) = (Tally::default(), BTreeSet::new());
    let (articles, gold): (Vec<Article>, Vec<Vec<Gold>>) =
        xml.split("<article ").skip(1).filter_map(read).unzip();
    for g in gold.iter().flatten() {
        if !known.contains(&g.id) && gazetteer.has_id(g.id) {
            known.insert(g.id);
        }
    }
    let (documents, _) = analyser.analyse(articles);
    let start = std::time::Instant::now();
    let mentions: usize = documents.iter().map(|d| finder.find(d).len()).sum();
    println!(
        "{mentions} mentions in {} articles found in {} ms",
        documents.len(),
        start.elapsed().as_millis()
    );
    for (document, gold) in documents.iter().zip(&gold) {
        score(document, gold, &finder.find(document), gazetteer, &known, &mut tally, verbose);
    }
    let share = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
    let t = tally;
    println!(
        "counted {} (left out: {} adjectives, {} not in the gazetteer); other mentions {}",
        t.counted, t.adjectives, t.absent, t.extra
    );
    println!("found {:.1}%", share(t.found, t.counted));
    println!("of the found: exact {:.1}%, near {:.1}%", share(t.exact, t.found), share(t.near, t.found));
    println!("of all: exact {:.1}%, near {:.1}%", share(t.exact, t.counted), share(t.near, t.counted));
    Ok(())
}

fn score(
    document: &Document,
    gold: &[Gold],
    found: &[PlaceMention],
    gazetteer: &Gazetteer,
    known: &BTreeSet<u32>,
    t: &mut Tally,
    verbose: bool,
) {
    let text = document.text();
    for g in gold {
        let phrase = g.span.of(text);
        if !known.contains(&g.id) {
            t.absent += 1;
            continue;
        }
        if gazetteer.find(phrase).is_empty()
            && phrase.ends_with(['n', 'h', 'i', 'e', 's', 'k', 'd', 'c', 't'])
            && !phrase.contains(' ')
        {
            t.adjectives += 1;
            continue;
        }
        t.counted += 1;
        let hit = found.iter().find(|m| m.span.overlaps(g.span));
        let exact = hit.is_some_and(|m| m.place.geonameid == Some(g.id));
        let near = hit.is_some_and(|m| exact || distance((m.place.lat, m.place.lon), g.at) <= 161.0);
        t.found += usize::from(hit.is_some());
        t.exact += usize::from(exact);
        t.near += usize::from(near);
        if verbose && !exact {
            let got = hit.map_or("-".into(), |m| {
                format!(
                    "{} {:?} {:?} {:.1},{:.1}",
                    m.place.name, m.place.country, m.place.geonameid, m.place.lat, m.place.lon
                )
            });
            println!(
                "{} {phrase} ({}) → {got}{}  …{}…",
                document.article.id,
                g.id,
                if near { " near" } else { "" },
                context(text, g.span)
            );
        }
    }
    for mention in found.iter().filter(|m| !gold.iter().any(|g| g.span.overlaps(m.span))) {
        t.extra += 1;
        if verbose {
            println!(
                "{} extra {}  …{}…",
                document.article.id,
                mention.place.name,
                context(text, mention.span)
            );
        }
    }
}

fn context(text: &str, span: Span) -> String {
    let from = text[..span.start()].char_indices().rev().nth(30).map_or(0, |(i, _)| i);
    let to = text[span.end()..].char_indices().nth(25).map_or(text.len(), |(i, _)| span.end() + i);
    text[from..to].replace('\n', " ")
}

/// One article of the file, and its resolved names; spans are given in characters of the text.
fn read(part: &str) -> Option<(Article, Vec<Gold>)> {
    let id = part.split('"').nth(1)?.to_string();
    let text = part.split("<text><![CDATA[").nth(1)?.split("]]>").next()?.to_string();
    let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let gold = part.split("<toponym>").skip(1).filter_map(|t| {
        let t = t.split("</toponym>").next()?;
        let byte = |name: &str| offsets.get(inner(t, name)?.parse::<usize>().ok()?).copied();
        let gaztag = t.split("<gaztag geonameid=\"").nth(1)?;
        // offsets of some articles have slipped by a few characters: the nearest place of the phrase is meant
        let phrase = inner(t, "phrase")?;
        let (start, near) = (byte("start")?, 40);
        let distance = |i: &usize| i.abs_diff(start);
        let start = text
            .match_indices(phrase)
            .map(|(i, _)| i)
            .min_by_key(distance)
            .filter(|i| distance(i) <= near)?;
        let at = (inner(gaztag, "lat")?.parse().ok()?, inner(gaztag, "lon")?.parse().ok()?);
        Some(Gold {
            span: Span::new(start, start + phrase.len()),
            id: gaztag.split('"').next()?.parse().ok()?,
            at,
        })
    });
    let gold = gold.collect();
    Some((Article { id, lang: "en".into(), text, ..Article::default() }, gold))
}

fn inner<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    xml.split(&format!("<{name}>")).nth(1)?.split('<').next()
}
