//! What the user named, as a list of inputs: files, folders, standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use verbale::MAX_BYTES;

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// The inputs of a command.
#[derive(Debug)]
pub struct Inputs {
    /// In the order named; the files of a folder by name.
    pub list: Vec<Input>,
    /// Whether the user named more than one thing, or a folder: JSON is then an array.
    pub many: bool,
    /// Folders that could not be listed, files in folders passed over, with the reason.
    pub problems: Vec<String>,
}

/// Extensions read from folders; files named one by one are read whatever they are called.
const EXTENSIONS: [&str; 5] = ["txt", "text", "html", "htm", "xhtml"];

impl Inputs {
    /// From the arguments: `-` is standard input, a folder is its text and HTML files at any depth.
    pub fn from_arguments(arguments: &[PathBuf]) -> Inputs {
        let mut inputs = Inputs { list: Vec::new(), many: arguments.len() > 1, problems: Vec::new() };
        for argument in arguments {
            if argument.as_os_str() == "-" {
                inputs.list.push(Input::Stdin);
            } else if argument.is_dir() {
                inputs.many = true;
                inputs.add_folder(argument);
            } else {
                inputs.list.push(Input::File(argument.clone()));
            }
        }
        inputs
    }

    fn add_folder(&mut self, folder: &Path) {
        let before = self.list.len();
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|e| e.depth() == 0 || !is_hidden(e.path())) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if has_text_extension(entry.path()) {
                        self.list.push(Input::File(entry.into_path()));
                    }
                }
                Ok(_) => {}
                Err(error) => self.problems.push(format!("{}: {error}", folder.display())),
            }
        }
        if self.list.len() == before {
            let kinds = EXTENSIONS.join(", ");
            self.problems.push(format!("{}: no file to read here (looked for {kinds})", folder.display()));
        }
    }
}

/// Whether a file or folder is hidden.
pub fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}

/// Whether a file is called as text or a web page is.
pub fn has_text_extension(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    extension.is_some_and(|e| EXTENSIONS.contains(&e.as_str()))
}

impl Input {
    /// Name to show in messages.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "standard input".into(),
            Input::File(path) => path.display().to_string(),
        }
    }

    /// The bytes, up to one past [`MAX_BYTES`]: enough for the reader to refuse an input that is too large, before
    /// it fills the memory.
    pub fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let limit = MAX_BYTES as u64 + 1;
        match self {
            Input::Stdin => std::io::stdin().lock().take(limit).read_to_end(&mut bytes),
            Input::File(path) => {
                std::fs::File::open(path).and_then(|f| f.take(limit).read_to_end(&mut bytes))
            }
        }
        .context("cannot be read")?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_text_files_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.html", "c.png", ".hidden.txt"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let inputs = Inputs::from_arguments(&[folder.path().to_path_buf()]);
        let names: Vec<String> =
            inputs.list.iter().map(|i| i.name().rsplit('/').next().unwrap().into()).collect();
        assert_eq!(names, ["a.html", "b.txt"]);
        assert!(inputs.many);
    }

    #[test]
    fn an_empty_folder_is_a_problem_told() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = Inputs::from_arguments(&[folder.path().to_path_buf()]);
        assert!(inputs.problems[0].contains("no file to read here"), "{:?}", inputs.problems);
    }
}
