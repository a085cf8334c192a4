//! Options that bring the user's own actors and patterns, shared by the commands that code.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, CommandFactory, error::ErrorKind};
use verbale::{BookNotice, Coder, CoderError, OwnFile, OwnKnowledge};

/// Lines of one file told of at most; a dictionary of another kind may have thousands.
const TOLD: usize = 20;

/// Files of the user's own.
#[derive(Args)]
pub struct OwnArgs {
    /// Actors of your own, which win over those inside: a table or a TABARI/PETRARCH dictionary (docs/actors.md)
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Event patterns of your own (TOML, data/patterns/README.md); what they match is coded in any case
    #[arg(long, value_name = "FILE")]
    patterns: Vec<PathBuf>,
}

impl OwnArgs {
    /// A coder with these files; ends the program where one of them is wrong, and names lines passed over.
    pub fn coder(&self) -> anyhow::Result<Coder> {
        let own = OwnKnowledge { actors: read_all(&self.actors), patterns: read_all(&self.patterns) };
        match Coder::with_own(own) {
            Ok((coder, notices)) => {
                tell(&notices);
                Ok(coder)
            }
            Err(error @ (CoderError::OwnActors(_) | CoderError::OwnPatterns(_))) => refuse(error.to_string()),
            Err(error) => Err(error).context("the coder cannot be loaded"),
        }
    }
}

fn read_all(paths: &[PathBuf]) -> Vec<OwnFile> {
    paths.iter().map(|path| OwnFile { name: path.display().to_string(), text: read(path) }).collect()
}

/// The text of a file; old dictionaries that are no UTF-8 are taken for Latin-1, the encoding of their time.
fn read(path: &Path) -> String {
    let bytes = std::fs::read(path)
        .unwrap_or_else(|error| refuse(format!("{}: cannot be read: {error}", path.display())));
    if bytes.contains(&0) {
        refuse(format!("{}: is no text", path.display()));
    }
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

fn refuse(message: String) -> ! {
    super::Cli::command().error(ErrorKind::ValueValidation, message).exit()
}

fn tell(notices: &[BookNotice]) {
    for of_file in notices.chunk_by(|a, b| a.file == b.file) {
        for notice in of_file.iter().take(TOLD) {
            eprintln!("verbale: {notice}");
        }
        if let (Some(notice), true) = (of_file.first(), of_file.len() > TOLD) {
            eprintln!("verbale: {}: {} more lines passed over", notice.file, of_file.len() - TOLD);
        }
    }
}
