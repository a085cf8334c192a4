//! Prints the actor mentions of a CoNLL-U file, sentence by sentence: `show_actors FILE [DATE]`; `-` is standard input.

use std::io::Read;
use std::time::Instant;

use verbale_mentions::actors::{ActorBook, ActorFinder};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: show_actors FILE [DATE]")?;
    let mut conllu = String::new();
    match file.as_str() {
        "-" => std::io::stdin().read_to_string(&mut conllu)?,
        path => std::fs::File::open(path)?.read_to_string(&mut conllu)?,
    };
    let start = Instant::now();
    let book = ActorBook::embedded()?;
    eprintln!(
        "book: {} actors, {} names, {:.1} ms",
        book.len(),
        book.name_count(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let finder = ActorFinder::new(&book);
    // Each block "# newdoc [DATE]" is an article of its own.
    let default = arguments.next();
    for block in conllu.split("# newdoc").filter(|b| !b.trim().is_empty()) {
        let (first, rest) = block.split_once('\n').unwrap_or(("", block));
        let date = first.trim().parse().ok().or(default.as_deref().and_then(|d| d.parse().ok()));
        let mut document = verbale_record::conllu::read(if date.is_some() && !first.starts_with('1') {
            rest
        } else {
            block
        })?;
        document.article.date = date;
        let start = Instant::now();
        let (actors, mentions) = finder.find(&document);
        eprintln!("{} mentions in {:.2} ms", mentions.len(), start.elapsed().as_secs_f64() * 1e3);
        for (i, sentence) in document.sentences.iter().enumerate() {
            println!("\n[{}] {}", i, document.text()[sentence.span.start()..sentence.span.end()].trim());
            for mention in mentions.iter().filter(|m| m.head.sentence == i) {
                let words = &document.text()[mention.span.start()..mention.span.end()];
                let who: Vec<String> = mention
                    .actors
                    .iter()
                    .map(|&a| {
                        let a = &actors[a];
                        let office = a.office.as_deref().unwrap_or("");
                        format!(
                            "{} {} {} {}",
                            a.id,
                            a.country.as_deref().unwrap_or("---"),
                            a.sector.as_str(),
                            office
                        )
                    })
                    .collect();
                println!("    {:<11} {:<40} {}", mention.how.to_string(), words, who.join(" + "));
            }
        }
    }
    Ok(())
}
