//! Prints the parse of a text file as CoNLL-U: `parse FILE [MODEL_FOLDER]`.

use std::error::Error;
use std::path::Path;

use verbale_language::Analyser;
use verbale_record::{Article, conllu};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().ok_or("usage: parse FILE [MODEL_FOLDER]")?;
    let analyser = match arguments.get(1) {
        Some(folder) => Analyser::load(Path::new(folder))?,
        None => Analyser::embedded()?,
    };
    let article = Article { id: file.clone(), text: std::fs::read_to_string(file)?, ..Article::default() };
    let (documents, warnings) = analyser.analyse(vec![article]);
    for warning in warnings {
        eprintln!("{warning}");
    }
    for document in &documents {
        print!("{}", conllu::write(document));
    }
    Ok(())
}
