//! Reads and writes CoNLL-U (<https://universaldependencies.org/format.html>): trees for tests without a model, and for scoring.

use std::fmt::Write as _;

use crate::{Article, Deprel, Document, EntityKind, Feats, NameKind, NameSpan, Sentence, Span, Token, Upos};

/// Why CoNLL-U text was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ConlluError {
    /// Line in the text, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// Reads sentences; the article's text is their forms with single spaces (none after `SpaceAfter=No`), one
/// paragraph per blank-separated sentence. Multiword-token and empty-node lines are passed over, but a
/// multiword token's `SpaceAfter=No` counts for its last word and its words are joined. `Name=PER` (first token) … in MISC,
/// written `Name=PER` on every token of a name and `Kind=person`, give the analyser's other layers.
pub fn read(conllu: &str) -> Result<Document, ConlluError> {
    let mut reader = Reader::default();
    for (number, line) in conllu.lines().enumerate() {
        reader
            .line(line.trim_end_matches('\r'))
            .map_err(|reason| ConlluError { line: number + 1, reason })?;
    }
    reader.end_sentence();
    let article = Article { id: "conllu".into(), lang: "en".into(), text: reader.text, ..Article::default() };
    Ok(Document { article, sentences: reader.sentences })
}

#[derive(Default)]
struct Reader {
    text: String,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    names: Vec<NameSpan>,
    glue_until: usize,
    space_after_range: bool,
    space_before: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() {
            self.end_sentence();
            return Ok(());
        }
        if line.starts_with('#') {
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, _xpos, feats, head, deprel, _deps, misc] = fields[..] else {
            return Err(format!("{} fields where 10 are needed", fields.len()));
        };
        if let Some((_, last)) = id.split_once('-') {
            self.glue_until = last.parse().map_err(|_| format!("bad range {id}"))?;
            self.space_after_range = !misc.contains("SpaceAfter=No");
            return Ok(());
        }
        if id.contains('.') {
            return Ok(());
        }
        let number: usize = id.parse().map_err(|_| format!("bad id {id}"))?;
        let head: usize = head.parse().map_err(|_| format!("bad head {head}"))?;
        if self.space_before && !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(form);
        self.space_before = match number.cmp(&self.glue_until) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => self.space_after_range,
            std::cmp::Ordering::Greater => !misc.contains("SpaceAfter=No"),
        };
        self.add_name(misc);
        self.tokens.push(Token {
            span: Span::new(start, self.text.len()),
            form: form.into(),
            lemma: lemma.into(),
            upos: upos.parse().unwrap_or(Upos::X),
            feats: Feats::new(feats),
            head: head.checked_sub(1),
            deprel: Deprel::parse(deprel),
            kind: misc_value(misc, "Kind").and_then(|k| k.parse::<EntityKind>().ok()),
        });
        Ok(())
    }

    fn add_name(&mut self, misc: &str) {
        let Some(kind) = misc_value(misc, "Name").and_then(|n| n.parse::<NameKind>().ok()) else { return };
        let at = self.tokens.len();
        match self.names.last_mut() {
            Some(name) if name.kind == kind && name.last + 1 == at => name.last = at,
            _ => self.names.push(NameSpan { first: at, last: at, kind }),
        }
    }

    fn end_sentence(&mut self) {
        if self.tokens.is_empty() {
            return;
        }
        let tokens = std::mem::take(&mut self.tokens);
        let span = tokens[0].span.join(tokens[tokens.len() - 1].span);
        let paragraph = self.sentences.len();
        self.sentences.push(Sentence::new(span, paragraph, tokens, std::mem::take(&mut self.names)));
        self.glue_until = 0;
        self.space_before = true;
    }
}

fn misc_value<'a>(misc: &'a str, key: &str) -> Option<&'a str> {
    misc.split('|').filter_map(|pair| pair.split_once('=')).find(|(k, _)| *k == key).map(|(_, v)| v)
}

/// Writes the sentences of a document with all layers; what [`read`] reads.
pub fn write(doc: &Document) -> String {
    let mut out = String::new();
    for sentence in &doc.sentences {
        let _ = writeln!(out, "# text = {}", sentence.span.of(doc.text()).replace(['\n', '\r', '\t'], " "));
        for (i, t) in sentence.tokens.iter().enumerate() {
            let next = sentence.tokens.get(i + 1);
            let mut misc: Vec<String> = Vec::new();
            if next.is_some_and(|n| n.span.start() == t.span.end()) {
                misc.push("SpaceAfter=No".into());
            }
            if let Some(name) = sentence.names.iter().find(|n| n.first <= i && i <= n.last) {
                misc.push(format!("Name={}", name.kind));
            }
            if let Some(kind) = t.kind {
                misc.push(format!("Kind={kind}"));
            }
            let or_blank = |s: &str| if s.is_empty() { "_".to_string() } else { s.to_string() };
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{}",
                i + 1,
                t.form,
                or_blank(&t.lemma),
                t.upos,
                or_blank(t.feats.as_str()),
                t.head.map_or(0, |h| h + 1),
                t.deprel.as_str(),
                or_blank(&misc.join("|")),
            );
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "\
# text = Peru's envoys left.
1-2\tPeru's\t_\t_\t_\t_\t_\t_\t_\t_
1\tPeru\tPeru\tPROPN\tNNP\tNumber=Sing\t3\tnmod:poss\t_\tName=LOC
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_
3\tenvoys\tenvoy\tNOUN\tNNS\tNumber=Plur\t4\tnsubj\t_\tKind=person
4\tleft\tleave\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
";

    #[test]
    fn text_and_spans_follow_the_forms() {
        let doc = read(SAMPLE).unwrap();
        assert_eq!(doc.text(), "Peru's envoys left.");
        let tokens = &doc.sentences[0].tokens;
        assert_eq!(tokens[2].span.of(doc.text()), "envoys");
        assert!(tokens[3].feats.has("Tense", "Past"));
        assert_eq!(doc.sentences[0].noun_phrase_span(2).of(doc.text()), "Peru's envoys");
    }

    #[test]
    fn written_documents_read_back_the_same() {
        let doc = read(SAMPLE).unwrap();
        assert_eq!(read(&write(&doc)).unwrap().sentences, doc.sentences);
    }

    #[test]
    fn short_lines_are_named() {
        assert_eq!(read("# ok\n1\tPeru").unwrap_err().line, 2);
    }
}
