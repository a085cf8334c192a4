//! Sentences, tokens and their trees, in the terms of Universal Dependencies
//! (<https://universaldependencies.org/guidelines.html>).

use std::sync::Arc;

use strum::{Display, EnumString, IntoStaticStr};

use crate::{Article, EventSign, Span};

/// Universal part-of-speech tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
#[allow(missing_docs)] // the names are the definition
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

macro_rules! deprels {
    ($($variant:ident $name:literal $base:ident),* $(,)?) => {
        /// Universal dependency relations with the subtypes used for English.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the names are the definition
        pub enum Deprel { $($variant),* }

        impl Deprel {
            /// The relation as UD writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Deprel::$variant => $name),* }
            }

            /// The universal relation without its subtype: `nsubj:pass` → `nsubj`.
            pub fn base(self) -> Deprel {
                match self { $(Deprel::$variant => Deprel::$base),* }
            }

            /// Reads a relation; an unknown subtype falls back to its universal relation, an unknown relation to `dep`.
            pub fn parse(name: &str) -> Deprel {
                match name {
                    $($name => Deprel::$variant,)*
                    other => match other.split_once(':') {
                        Some((base, _)) => Deprel::parse(base),
                        None => Deprel::Dep,
                    },
                }
            }
        }
    };
}

deprels! {
    Acl "acl" Acl, AclRelcl "acl:relcl" Acl, Advcl "advcl" Advcl, AdvclRelcl "advcl:relcl" Advcl,
    Advmod "advmod" Advmod, Amod "amod" Amod, Appos "appos" Appos, Aux "aux" Aux, AuxPass "aux:pass" Aux,
    Case "case" Case, Cc "cc" Cc, CcPreconj "cc:preconj" Cc, Ccomp "ccomp" Ccomp, Clf "clf" Clf,
    Compound "compound" Compound, CompoundPrt "compound:prt" Compound, Conj "conj" Conj, Cop "cop" Cop,
    Csubj "csubj" Csubj, CsubjOuter "csubj:outer" Csubj, CsubjPass "csubj:pass" Csubj, Dep "dep" Dep,
    Det "det" Det, DetPredet "det:predet" Det, Discourse "discourse" Discourse,
    Dislocated "dislocated" Dislocated, Expl "expl" Expl, Fixed "fixed" Fixed, Flat "flat" Flat,
    Goeswith "goeswith" Goeswith, Iobj "iobj" Iobj, List "list" List, Mark "mark" Mark, Nmod "nmod" Nmod,
    NmodDesc "nmod:desc" Nmod, NmodPoss "nmod:poss" Nmod, NmodUnmarked "nmod:unmarked" Nmod,
    Nsubj "nsubj" Nsubj, NsubjOuter "nsubj:outer" Nsubj, NsubjPass "nsubj:pass" Nsubj,
    Nummod "nummod" Nummod, Obj "obj" Obj, Obl "obl" Obl, OblAgent "obl:agent" Obl,
    OblUnmarked "obl:unmarked" Obl, Orphan "orphan" Orphan, Parataxis "parataxis" Parataxis,
    Punct "punct" Punct, Reparandum "reparandum" Reparandum, Root "root" Root,
    Vocative "vocative" Vocative, Xcomp "xcomp" Xcomp,
}

/// Morphological features of a word as UD writes them: `Mood=Ind|Tense=Past|VerbForm=Fin`, or empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Feats(Arc<str>);

impl Feats {
    /// From UD notation; `_` means none.
    pub fn new(feats: &str) -> Feats {
        Feats(if feats == "_" { "".into() } else { feats.into() })
    }

    /// The value of one feature: `get("Tense")` → `Some("Past")`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.split('|').filter_map(|pair| pair.split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// Whether a feature has a value: `has("Tense", "Past")`.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// UD notation, empty for none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Feats {
    fn default() -> Self {
        Feats::new("")
    }
}

/// What a noun phrase is about, by the analyser's judgement (types of the GUM corpus).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString)]
#[strum(serialize_all = "lowercase")]
#[allow(missing_docs)] // the names are the definition
pub enum EntityKind {
    Person,
    Organization,
    Place,
    Time,
    Event,
    Object,
    Abstract,
    Substance,
    Animal,
    Plant,
}

/// Type of a name (types of CoNLL-2003 and Wikigold).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString)]
pub enum NameKind {
    /// A person.
    #[strum(serialize = "PER")]
    Person,
    /// An organisation.
    #[strum(serialize = "ORG")]
    Organization,
    /// A place or country.
    #[strum(serialize = "LOC")]
    Location,
    /// Another name: nationalities, events, works.
    #[strum(serialize = "MISC")]
    Misc,
}

/// A name found by the analyser: tokens `first..=last` of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameSpan {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// What it names.
    pub kind: NameKind,
}

/// A word of a sentence, with its place in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands in the article's text.
    pub span: Span,
    /// The word as written.
    pub form: String,
    /// Dictionary form: lower case but for names.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// The token it depends on; `None` for the root.
    pub head: Option<usize>,
    /// How it depends on its head.
    pub deprel: Deprel,
    /// What the phrase headed by this word is about, where the analyser knows.
    pub kind: Option<EntityKind>,
}

/// A sentence with a well-formed tree: one root, no cycles.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Where it stands in the article's text.
    pub span: Span,
    /// Number of its paragraph, from 0.
    pub paragraph: usize,
    /// Its words in order.
    pub tokens: Vec<Token>,
    /// Names in it, in order, not overlapping.
    pub names: Vec<NameSpan>,
    /// What the trained coder sees in it, in order of the words; `None` where none was asked.
    pub signs: Option<Vec<EventSign>>,
    children: Vec<Vec<usize>>,
}

impl Sentence {
    /// A sentence of tokens whose heads form a tree. Heads that point outside, at themselves, or into
    /// a cycle are mended by hanging the token on the root, so that every walk ends.
    pub fn new(span: Span, paragraph: usize, mut tokens: Vec<Token>, names: Vec<NameSpan>) -> Sentence {
        mend_tree(&mut tokens);
        let mut children = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(siblings) = token.head.and_then(|h| children.get_mut(h)) {
                siblings.push(i);
            }
        }
        Sentence { span, paragraph, tokens, names, signs: None, children }
    }

    /// The root token; `None` only in a sentence without tokens.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// Tokens that depend on `token`, in order.
    pub fn children(&self, token: usize) -> &[usize] {
        self.children.get(token).map_or(&[], Vec::as_slice)
    }

    /// Children whose relation is `rel`, exactly.
    pub fn children_by(&self, token: usize, rel: Deprel) -> impl Iterator<Item = usize> + '_ {
        self.children(token).iter().copied().filter(move |&c| self.tokens[c].deprel == rel)
    }

    /// The first child whose relation is `rel`, exactly.
    pub fn child_by(&self, token: usize, rel: Deprel) -> Option<usize> {
        self.children_by(token, rel).next()
    }

    /// From the head of `token` up to the root.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.tokens.get(token).and_then(|t| t.head), |&t| self.tokens[t].head)
    }

    /// Whether `token` is `ancestor` or hangs below it.
    pub fn is_under(&self, token: usize, ancestor: usize) -> bool {
        token == ancestor || self.ancestors(token).any(|a| a == ancestor)
    }

    /// `token` and all below it, in order of the text.
    pub fn subtree(&self, token: usize) -> Vec<usize> {
        self.subtree_without(token, |_| false)
    }

    /// Like [`Sentence::subtree`], leaving out every descendant (with all below it) for which `skip` holds.
    pub fn subtree_without(&self, token: usize, skip: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while let Some(&t) = found.get(next) {
            found.extend(self.children(t).iter().copied().filter(|&c| !skip(c)));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The span from the first to the last of `tokens`; the token-less span is empty at the sentence's start.
    pub fn span_of(&self, tokens: &[usize]) -> Span {
        let spans = tokens.iter().filter_map(|&t| self.tokens.get(t)).map(|t| t.span);
        spans.reduce(Span::join).unwrap_or(Span::new(self.span.start(), self.span.start()))
    }

    /// Tokens of the noun phrase headed by `head` as the record shows it: determiners, adjectives, compounds and
    /// its "of" and "in" phrases; without preposition, apposition, relative clause, or coordinated phrases.
    pub fn noun_phrase(&self, head: usize) -> Vec<usize> {
        let inside = self.subtree_without(head, |c| !self.belongs_to_noun_phrase(c, head));
        contiguous_around(&inside, head, |t| self.tokens[t].upos == Upos::Punct)
    }

    /// Span of [`Sentence::noun_phrase`].
    pub fn noun_phrase_span(&self, head: usize) -> Span {
        self.span_of(&self.noun_phrase(head))
    }

    fn belongs_to_noun_phrase(&self, token: usize, head: usize) -> bool {
        use Deprel::*;
        let t = &self.tokens[token];
        let direct = t.head == Some(head);
        match t.deprel {
            Appos | AclRelcl | Acl | Parataxis | Advcl | AdvclRelcl | Dislocated | Discourse | Vocative
            | List => false,
            Conj | Cc | CcPreconj | Case | Cop | Nsubj | NsubjPass | NsubjOuter | Aux | Mark | Obl
            | Ccomp | Orphan => !direct,
            Punct => !direct || self.is_inner_punct(token, head),
            Nmod if direct => self
                .children_by(token, Case)
                .any(|c| matches!(self.tokens[c].lemma.as_str(), "of" | "in" | "de")),
            _ => true,
        }
    }

    /// Hyphens and quotes inside a name belong to it; commas, brackets and stops do not.
    fn is_inner_punct(&self, token: usize, head: usize) -> bool {
        matches!(self.tokens[token].form.as_str(), "-" | "–" | "/" | "&") && token < head
    }

    /// The preposition of a phrase headed by `token` (lemma of its `case` children, joined: "because of"), if any.
    pub fn preposition(&self, token: usize) -> Option<String> {
        let mut words = Vec::new();
        for case in self.children_by(token, Deprel::Case) {
            words.push(self.tokens[case].lemma.to_lowercase());
            words.extend(self.children_by(case, Deprel::Fixed).map(|f| self.tokens[f].lemma.to_lowercase()));
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// Keeps the run of indices around `head` with no gap; a gap made only of punctuation ends it too.
fn contiguous_around(tokens: &[usize], head: usize, is_punct: impl Fn(usize) -> bool) -> Vec<usize> {
    let Some(at) = tokens.iter().position(|&t| t == head) else { return vec![head] };
    let (mut first, mut last) = (at, at);
    while first > 0 && tokens[first - 1] + 1 == tokens[first] {
        first -= 1;
    }
    while last + 1 < tokens.len() && tokens[last] + 1 == tokens[last + 1] {
        last += 1;
    }
    let mut run = tokens[first..=last].to_vec();
    while run.last().is_some_and(|&t| t != head && is_punct(t)) {
        run.pop();
    }
    run
}

/// Makes the heads a tree: the first rootless or looping token becomes or joins the root.
fn mend_tree(tokens: &mut [Token]) {
    let n = tokens.len();
    for (i, token) in tokens.iter_mut().enumerate() {
        if token.head.is_some_and(|h| h >= n || h == i) {
            token.head = None;
        }
    }
    let root = tokens.iter().position(|t| t.head.is_none()).unwrap_or(0);
    for (i, token) in tokens.iter_mut().enumerate() {
        if i == root {
            token.head = None;
            token.deprel = Deprel::Root;
        } else if token.head.is_none() {
            token.head = Some(root);
        }
    }
    for i in 0..n {
        if loops(tokens, i) {
            tokens[i].head = Some(root);
        }
    }
}

/// Whether the way up from `token` never ends.
fn loops(tokens: &[Token], token: usize) -> bool {
    std::iter::successors(Some(token), |&t| tokens[t].head).nth(tokens.len()).is_some()
}

/// An article with its sentences analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The article.
    pub article: Article,
    /// Its sentences, in order, not overlapping.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// The article's text, which all spans point into.
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// The sentence that holds `span`, if any.
    pub fn sentence_at(&self, span: Span) -> Option<usize> {
        let after = self.sentences.partition_point(|s| s.span.start() <= span.start());
        after.checked_sub(1).filter(|&i| span.start() < self.sentences[i].span.end())
    }
}
