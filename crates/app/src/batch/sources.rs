//! What the user named, as a list of files to read.

use std::path::{Path, PathBuf};

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Something named that is no file to read.
    Problem {
        /// As named.
        name: String,
        /// Why.
        reason: String,
    },
}

/// Endings of the files that are read from folders, before `.gz` or `.zst`; files named one by one or by a pattern are
/// read whatever they are called.
const ENDINGS: [&str; 3] = ["jsonl", "ndjson", "json"];

impl Source {
    /// Name to show in messages.
    pub fn name(&self) -> String {
        match self {
            Source::Stdin => "standard input".into(),
            Source::File(path) => path.display().to_string(),
            Source::Problem { name, .. } => name.clone(),
        }
    }

    /// Length of the file as stored, where it is known.
    pub fn length(&self) -> Option<u64> {
        match self {
            Source::Stdin => None,
            Source::File(path) => path.metadata().ok().filter(|m| m.is_file()).map(|m| m.len()),
            Source::Problem { .. } => Some(0),
        }
    }
}

/// The sources of the arguments in their order: `-` is standard input, a folder its files at any depth, a name that is
/// no file a pattern with `*`, `?`, `[…]` and `**`. The program's `own` files are left out of folders and patterns.
pub fn resolve(arguments: &[PathBuf], own: &[PathBuf]) -> Vec<Source> {
    let mut sources = Vec::new();
    let own: Vec<PathBuf> = own.iter().map(|path| real(path)).collect();
    for argument in arguments {
        let before = sources.len();
        let name = argument.to_string_lossy();
        let looked_for = if argument.as_os_str() == "-" {
            sources.push(Source::Stdin);
            continue;
        } else if argument.is_dir() {
            add_folder(argument, &own, &mut sources);
            format!("no file to read here (looked for {}, also .gz and .zst)", ENDINGS.join(", "))
        } else if !argument.exists() && name.contains(['*', '?', '[']) {
            add_pattern(&name, &own, &mut sources);
            "no file has such a name".to_string()
        } else {
            sources.push(Source::File(argument.clone()));
            continue;
        };
        if sources.len() == before {
            sources.push(Source::Problem { name: name.into(), reason: looked_for });
        }
    }
    sources
}

fn add_folder(folder: &Path, own: &[PathBuf], sources: &mut Vec<Source>) {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|e| e.depth() == 0 || !is_hidden(e.path())) {
        match entry {
            Ok(entry) => {
                let path = entry.into_path();
                if path.is_file() && has_ending(&path) && !own.contains(&real(&path)) {
                    sources.push(Source::File(path));
                }
            }
            Err(error) => sources
                .push(Source::Problem { name: folder.display().to_string(), reason: error.to_string() }),
        }
    }
}

fn add_pattern(pattern: &str, own: &[PathBuf], sources: &mut Vec<Source>) {
    let problem = |reason: String| Source::Problem { name: pattern.to_string(), reason };
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
    match glob::glob_with(pattern, options) {
        Ok(paths) => sources.extend(paths.filter_map(|path| match path {
            Ok(path) => (path.is_file() && !own.contains(&real(&path))).then_some(Source::File(path)),
            Err(error) => Some(problem(error.to_string())),
        })),
        Err(error) => sources.push(problem(format!("no such file, and no pattern: {error}"))),
    }
}

/// Whether two paths lead to the same file.
pub fn same_file(one: &Path, other: &Path) -> bool {
    real(one) == real(other)
}

/// The path without links and detours, where the file exists.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}

/// Whether a file is called as JSON lines are, compressed or not.
pub fn has_ending(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_patterns_give_their_files_in_order_without_the_programs_own() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.jsonl.gz", "a.jsonl", "c.txt", ".d.jsonl", "out.jsonl"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let own = [folder.path().join("out.jsonl")];
        let names = |argument: PathBuf| -> Vec<String> {
            let sources = resolve(&[argument], &own);
            sources.iter().map(|s| s.name().rsplit('/').next().unwrap().to_string()).collect()
        };
        assert_eq!(names(folder.path().to_path_buf()), ["a.jsonl", "b.jsonl.gz"]);
        assert_eq!(names(folder.path().join("*.jsonl")), ["a.jsonl"]);
    }

    #[test]
    fn what_names_no_file_is_a_problem_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let sources = resolve(&[folder.path().join("*.jsonl"), folder.path().to_path_buf(), "-".into()], &[]);
        assert!(matches!(&sources[0], Source::Problem { reason, .. } if reason.contains("such a name")));
        assert!(matches!(&sources[1], Source::Problem { reason, .. } if reason.contains("looked for jsonl")));
        assert_eq!(sources[2], Source::Stdin);
    }
}
