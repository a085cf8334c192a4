//! The classes of the model's outputs, read from `labels.json`.

use serde::Deserialize;
use verbale_record::{Deprel, EntityKind, Feats, Upos};

use super::ModelError;
use super::lemmas::LemmaScript;
use super::names::NameTag;

/// `labels.json` as it is written by the training scripts.
#[derive(Deserialize)]
struct LabelFile {
    version: String,
    language: String,
    shapes: Vec<String>,
    max_pieces: usize,
    max_chars_per_word: usize,
    max_pieces_per_word: usize,
    special: Special,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma: Vec<String>,
    names: Vec<String>,
    kind: Vec<String>,
    deprel: Vec<String>,
}

/// Numbers of the pieces that stand for no word.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Special {
    /// Begins a sentence.
    pub cls: i32,
    /// Ends a sentence.
    pub sep: i32,
    /// A word that has no pieces.
    pub unk: i32,
    /// Fills a batch.
    pub pad: i32,
}

/// Names of the letter-case classes in the order the code counts them, see [`super::pieces::shape`].
const SHAPES: [&str; 6] = ["lower", "title", "upper", "mixed", "no_letters", "initial"];

/// The classes, in the order of the model's outputs.
pub struct Labels {
    /// Name and version of the model.
    pub version: String,
    /// Language it was trained for, ISO 639-1.
    pub language: String,
    /// Most pieces of a sentence, with the two special ones.
    pub max_pieces: usize,
    /// Characters of a word that are looked at.
    pub max_chars_per_word: usize,
    /// Pieces of a word that are looked at.
    pub max_pieces_per_word: usize,
    /// Special pieces.
    pub special: Special,
    /// Parts of speech.
    pub upos: Vec<Upos>,
    /// Feature bundles.
    pub feats: Vec<Feats>,
    /// Lemma scripts.
    pub lemma: Vec<LemmaScript>,
    /// Tags of names.
    pub names: Vec<NameTag>,
    /// Kinds of entities; `None` is no entity.
    pub kind: Vec<Option<EntityKind>>,
    /// Relations.
    pub deprel: Vec<Deprel>,
}

impl Labels {
    /// Reads `labels.json`; a class this program does not know is an error.
    pub fn parse(json: &[u8]) -> Result<Labels, ModelError> {
        let file: LabelFile = serde_json::from_slice(json)?;
        if file.shapes != SHAPES {
            return Err(ModelError::Labels { layer: "shapes", class: file.shapes.join(" ") });
        }
        let kind = |k: &str| match k {
            "O" => Some(None),
            other => other.parse().ok().map(Some),
        };
        Ok(Labels {
            version: file.version,
            language: file.language,
            max_pieces: file.max_pieces,
            max_chars_per_word: file.max_chars_per_word,
            max_pieces_per_word: file.max_pieces_per_word,
            special: file.special,
            upos: classes("upos", &file.upos, |c| c.parse().ok())?,
            feats: classes("feats", &file.feats, |c| Some(Feats::new(c)))?,
            lemma: classes("lemma", &file.lemma, LemmaScript::parse)?,
            names: classes("names", &file.names, NameTag::parse)?,
            kind: classes("kind", &file.kind, kind)?,
            deprel: classes("deprel", &file.deprel, |c| Some(Deprel::parse(c)))?,
        })
    }
}

fn classes<T>(
    layer: &'static str,
    names: &[String],
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, ModelError> {
    let class = |name: &String| parse(name).ok_or_else(|| ModelError::Labels { layer, class: name.clone() });
    names.iter().map(class).collect()
}
