//! Prints the dates and places found in lines of text: `show_when_where FILE` with `YYYY-MM-DD<tab>text` a line.

use std::error::Error;

use verbale_language::Analyser;
use verbale_mentions::dates::DateFinder;
use verbale_mentions::places::{Gazetteer, PlaceFinder};
use verbale_record::Article;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: show_when_where FILE")?;
    let articles: Vec<Article> = std::fs::read_to_string(file)?
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(date, text)| Article {
            date: date.parse().ok(),
            lang: "en".into(),
            text: text.into(),
            ..Article::default()
        })
        .collect();
    let dates = DateFinder::new();
    let places = PlaceFinder::new(Gazetteer::embedded()?);
    let (documents, _) = Analyser::embedded()?.analyse(articles);
    for document in &documents {
        println!("{} {}", document.article.date.map_or("-".into(), |d| d.to_string()), document.text());
        for d in dates.find(document) {
            let day = |d: Option<jiff::civil::Date>| d.map_or("-".into(), |d| d.to_string());
            let (start, end) = (day(d.interval.start), day(d.interval.end));
            println!("    when  {} = {} {start}..{end} {}", d.span.of(document.text()), d.value, d.basis);
        }
        for p in places.find(document) {
            let place = &p.place;
            let country = place.country.as_deref().unwrap_or("-");
            println!(
                "    where {} = {} {country} {:.1},{:.1}",
                p.span.of(document.text()),
                place.name,
                place.lat,
                place.lon
            );
        }
    }
    Ok(())
}
