//! The words that attribute: read from `data/statements/en/*.tsv`.

use std::collections::{BTreeMap, BTreeSet};

/// What a verb does to its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// Utters it: say, announce.
    Say,
    /// Asks it: ask, wonder.
    Ask,
    /// Says that it is not so: deny.
    Deny,
    /// Holds it in mind: believe, fear.
    Think,
    /// Wishes or intends it: hope, plan.
    Want,
    /// Tells someone to do it: urge, order.
    Demand,
    /// Holds it against someone: accuse.
    Accuse,
    /// Talks of it: speak about.
    Talk,
    /// Shows it to be so: find, show.
    Show,
    /// Passes on another's words: quote.
    Quote,
}

/// One way in which a word takes its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A clause: "said (that) …".
    Clause,
    /// Direct speech.
    Quote,
    /// An infinitive with the same subject: "vowed to …".
    Infinitive,
    /// Object and infinitive: "urged them to …".
    ObjectInfinitive,
    /// A clause in -ing: "suggested leaving".
    Gerund,
    /// A noun phrase: "denied the charges".
    Object,
    /// Object and what it is called: "called it a farce".
    Named,
    /// A phrase with a preposition: "asked about …".
    Phrase(String),
    /// A phrase with a preposition, then an infinitive: "called on them to …".
    PhraseInfinitive(String),
    /// Object and a phrase with a preposition: "accused them of …".
    ObjectPhrase(String),
}

/// A verb that attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbCue {
    /// What it does.
    pub kind: CueKind,
    /// How it takes its content.
    pub takes: Vec<Takes>,
    /// Whether the object beside a clause or quotation is who listens.
    pub hearer: bool,
}

impl VerbCue {
    /// Whether it takes its content that way.
    pub fn takes(&self, way: &Takes) -> bool {
        self.takes.contains(way)
    }
}

/// A noun or adjective that attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounCue {
    /// How it takes its content.
    pub takes: Vec<Takes>,
    /// Whether it is something written or spoken that stands for its author.
    pub document: bool,
    /// Whether it attributes even where its owner is not told: "rumours that …".
    pub anyone: bool,
}

/// Part of a phrase in attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhraseRole {
    /// Preposition before the source: "according to".
    Source,
    /// Noun after "in" whose owner is the source: "in his words".
    Words,
    /// Verb in -ing whose object is the source: "citing".
    Citing,
    /// Verb whose subject owns the attributing noun in its object: "made the claim".
    Support,
    /// Preposition before the outlet: "said on CNN".
    Channel,
    /// Noun of an occasion of speaking: "interview".
    Occasion,
    /// Verb whose infinitive is done: "went on to say".
    Aspect,
    /// Verb that is the cue itself where its object names what is said: "voiced the hope that".
    Utter,
    /// Noun of those who speak for the one they belong to: "X's office".
    Staff,
}

/// The words that attribute, by their dictionary form.
#[derive(Clone, Debug, Default)]
pub struct CueLexicon {
    verbs: BTreeMap<String, VerbCue>,
    nouns: BTreeMap<String, NounCue>,
    adjectives: BTreeMap<String, NounCue>,
    phrases: BTreeSet<(PhraseRole, String)>,
}

/// Why a word list was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct CueLexiconError {
    /// Name of the list.
    pub file: String,
    /// Line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// The four lists of a language, as text; see the heads of `data/statements/en/*.tsv` for their format.
#[derive(Clone, Copy, Debug)]
pub struct CueLists<'a> {
    /// Verbs with kind and content.
    pub verbs: &'a str,
    /// Nouns with content.
    pub nouns: &'a str,
    /// Adjectives with content.
    pub adjectives: &'a str,
    /// Phrases with their part.
    pub phrases: &'a str,
}

/// The English lists that come with the program.
pub const ENGLISH: CueLists<'static> = CueLists {
    verbs: include_str!("../../../../data/statements/en/verbs.tsv"),
    nouns: include_str!("../../../../data/statements/en/nouns.tsv"),
    adjectives: include_str!("../../../../data/statements/en/adjectives.tsv"),
    phrases: include_str!("../../../../data/statements/en/phrases.tsv"),
};

impl CueLexicon {
    /// The lexicon that comes with the program. A test makes sure that its lists read without error.
    pub fn english() -> CueLexicon {
        CueLexicon::from_lists(ENGLISH).unwrap_or_default()
    }

    /// Reads the four lists; the error names list and line.
    pub fn from_lists(lists: CueLists) -> Result<CueLexicon, CueLexiconError> {
        let mut lexicon = CueLexicon::default();
        each_row("verbs", lists.verbs, |fields| {
            let [lemma, kind, takes] = fields else { return Err("needs verb, kind, content".into()) };
            lexicon.verbs.insert((*lemma).into(), verb_cue(kind, takes)?);
            Ok(())
        })?;
        let sides = [("nouns", lists.nouns), ("adjectives", lists.adjectives)];
        for (name, list) in sides {
            let words = if name == "nouns" { &mut lexicon.nouns } else { &mut lexicon.adjectives };
            each_row(name, list, |fields| {
                let [lemma, takes] = fields else { return Err("needs word, content".into()) };
                words.insert((*lemma).into(), noun_cue(takes));
                Ok(())
            })?;
        }
        each_row("phrases", lists.phrases, |fields| {
            let [phrase, role] = fields else { return Err("needs phrase, part".into()) };
            lexicon.phrases.insert((phrase_role(role)?, (*phrase).into()));
            Ok(())
        })?;
        Ok(lexicon)
    }

    /// The verb with this lemma (and particle, after a space).
    pub fn verb(&self, lemma: &str) -> Option<&VerbCue> {
        self.verbs.get(lemma)
    }

    /// The verb a token is a form of: by its lemma, else, where the analyser gave a lemma that is no cue, by undoing the
    /// regular endings of the form ("denied" → "deny"), since rare verbs are lemmatised worst.
    pub fn verb_of(&self, lemma: &str, form: &str) -> Option<(&str, &VerbCue)> {
        let regular =
            || ENDINGS.iter().filter_map(|(end, stem)| Some(form.strip_suffix(end)?.to_string() + stem));
        let doubled = || ENDINGS.iter().filter_map(|(end, _)| undoubled(form.strip_suffix(end)?));
        let known = |word: &str| self.verbs.get_key_value(word).map(|(w, cue)| (w.as_str(), cue));
        known(lemma).or_else(|| regular().chain(doubled()).find_map(|word| known(&word)))
    }

    /// The noun with this lemma.
    pub fn noun(&self, lemma: &str) -> Option<&NounCue> {
        self.nouns.get(lemma)
    }

    /// The adjective with this lemma.
    pub fn adjective(&self, lemma: &str) -> Option<&NounCue> {
        self.adjectives.get(lemma)
    }

    /// Whether a phrase plays a part.
    pub fn is(&self, phrase: &str, role: PhraseRole) -> bool {
        self.phrases.contains(&(role, phrase.to_string()))
    }
}

/// Regular endings of English verbs and what they replace.
const ENDINGS: [(&str, &str); 9] = [
    ("ied", "y"),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("es", "e"),
    ("es", ""),
    ("s", ""),
];

/// "admitt" → "admit".
fn undoubled(stem: &str) -> Option<String> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before).then(|| stem[..stem.len() - last.len_utf8()].to_string())
}

fn each_row(
    file: &str,
    list: &str,
    mut row: impl FnMut(&[&str]) -> Result<(), String>,
) -> Result<(), CueLexiconError> {
    for (number, line) in list.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        row(&fields).map_err(|reason| CueLexiconError { file: file.into(), line: number + 1, reason })?;
    }
    Ok(())
}

fn verb_cue(kind: &str, takes: &str) -> Result<VerbCue, String> {
    let kind = match kind {
        "say" => CueKind::Say,
        "ask" => CueKind::Ask,
        "deny" => CueKind::Deny,
        "think" => CueKind::Think,
        "want" => CueKind::Want,
        "demand" => CueKind::Demand,
        "accuse" => CueKind::Accuse,
        "talk" => CueKind::Talk,
        "show" => CueKind::Show,
        "quote" => CueKind::Quote,
        other => return Err(format!("unknown kind {other}")),
    };
    let words = takes.split(' ').filter(|w| *w != "hearer");
    let takes_list = words.map(verb_takes).collect::<Result<_, _>>()?;
    Ok(VerbCue { kind, takes: takes_list, hearer: takes.split(' ').any(|w| w == "hearer") })
}

fn verb_takes(word: &str) -> Result<Takes, String> {
    Ok(match word {
        "clause" => Takes::Clause,
        "quote" => Takes::Quote,
        "to" => Takes::Infinitive,
        "obj+to" => Takes::ObjectInfinitive,
        "obj+ing" => Takes::Gerund,
        "object" => Takes::Object,
        "named" => Takes::Named,
        "as" => Takes::ObjectPhrase("as".into()),
        other => match (other.strip_prefix("obj+p:"), other.strip_prefix("p:")) {
            (Some(preposition), _) => Takes::ObjectPhrase(preposition.into()),
            (None, Some(phrase)) => match phrase.strip_suffix("+to") {
                Some(preposition) => Takes::PhraseInfinitive(preposition.into()),
                None => Takes::Phrase(phrase.into()),
            },
            (None, None) => return Err(format!("unknown content {other}")),
        },
    })
}

fn noun_cue(takes: &str) -> NounCue {
    let words: Vec<&str> = takes.split(' ').collect();
    let way = |word: &&str| match *word {
        "clause" => Takes::Clause,
        "to" => Takes::Infinitive,
        "quote" => Takes::Quote,
        preposition => Takes::Phrase(preposition.into()),
    };
    NounCue {
        takes: words.iter().filter(|w| !matches!(**w, "document" | "anyone")).map(way).collect(),
        document: words.contains(&"document"),
        anyone: words.contains(&"anyone"),
    }
}

fn phrase_role(role: &str) -> Result<PhraseRole, String> {
    Ok(match role {
        "source" => PhraseRole::Source,
        "words" => PhraseRole::Words,
        "citing" => PhraseRole::Citing,
        "support" => PhraseRole::Support,
        "channel" => PhraseRole::Channel,
        "occasion" => PhraseRole::Occasion,
        "aspect" => PhraseRole::Aspect,
        "utter" => PhraseRole::Utter,
        "staff" => PhraseRole::Staff,
        other => return Err(format!("unknown part {other}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_lists_read() {
        let lexicon = CueLexicon::from_lists(ENGLISH).unwrap();
        assert!(lexicon.verb("say").unwrap().takes(&Takes::Quote));
        assert!(lexicon.verb("tell").unwrap().hearer);
        assert!(lexicon.is("according to", PhraseRole::Source));
        assert!(lexicon.noun("statement").unwrap().document);
    }

    #[test]
    fn forms_lead_to_their_verb_where_the_lemma_is_wrong() {
        let lexicon = CueLexicon::english();
        let verb = |form: &str| lexicon.verb_of("x", form).map(|(word, _)| word.to_string());
        assert_eq!(verb("denied").as_deref(), Some("deny"));
        assert_eq!(verb("urging").as_deref(), Some("urge"));
        assert_eq!(verb("admitted").as_deref(), Some("admit"));
        assert_eq!(verb("strolled"), None);
    }

    #[test]
    fn a_bad_line_is_named() {
        let lists = CueLists { verbs: "# head\nsay\tsay\tclause\nsing\tmusic\tclause\n", ..ENGLISH };
        let error = CueLexicon::from_lists(lists).unwrap_err();
        assert_eq!(error.to_string(), "verbs, line 3: unknown kind music");
    }
}
