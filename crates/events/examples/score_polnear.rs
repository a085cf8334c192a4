//! Scores statements on PolNeAR (Newell et al. 2018, <https://github.com/networkdynamics/PolNeAR>).
//!
//! `score_polnear FOLDER PARSES [--show N]`: FOLDER holds `text/*.txt` and `attributions/*.ann` of one part (train or
//! dev), PARSES one CoNLL-U file a text of the same name, as `parse` of verbale-language writes it. The first
//! annotator of each text counts. A found statement answers to the gold attribution whose content shares most
//! characters with its own; content is then scored by characters, cue and source by sharing a word.
//!
//! Every noun phrase is taken for an actor here, so that the score tells about statements only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use verbale_events::statements::{CueLexicon, StatementFinder, statement_lines};
use verbale_record::{
    ActorMention, Document, MentionHow, Mentions, Sentence, Span, Statement, TokenRef, Upos, conllu,
};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, parses, rest @ ..] = &args[..] else {
        return Err("usage: score_polnear FOLDER PARSES [--show N]".into());
    };
    let show: usize = rest.get(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    let lexicon = CueLexicon::english();
    let mut total = Score::default();
    let mut cues: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for (number, gold_file) in gold_files(Path::new(folder))?.into_iter().enumerate() {
        let Some(article) = Scored::read(&gold_file, Path::new(folder), Path::new(parses))? else { continue };
        let mentions = noun_phrases(&article.doc);
        let found = StatementFinder::new(&lexicon).find(&article.doc, &mentions);
        let score = article.score(&found, &mentions, &mut cues);
        total.add(&score);
        if number < show {
            article.show(&found, &mentions);
        }
    }
    total.print();
    if show > 0 {
        print_cues(&cues);
    }
    Ok(())
}

/// The first annotation of each text, by file name without the annotator's mark.
fn gold_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("attributions"))?
        .map(|e| Ok(e?.path()))
        .collect::<Result<_, Failure>>()?;
    files.sort();
    files.dedup_by_key(|f| text_name(f));
    Ok(files)
}

fn text_name(gold: &Path) -> String {
    let stem = gold.file_stem().unwrap_or_default().to_string_lossy();
    stem.rsplit_once('_').map_or(stem.to_string(), |(name, _)| name.to_string())
}

/// One gold attribution, in bytes of the text.
#[derive(Default)]
struct Gold {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

struct Scored {
    name: String,
    doc: Document,
    gold: Vec<Gold>,
}

impl Scored {
    fn read(gold: &Path, folder: &Path, parses: &Path) -> Result<Option<Scored>, Failure> {
        let name = text_name(gold);
        let text = std::fs::read_to_string(folder.join("text").join(format!("{name}.txt")))?;
        let parse = parses.join(format!("{name}.conllu"));
        if !parse.exists() {
            return Ok(None);
        }
        let doc = on_text(conllu::read(&std::fs::read_to_string(parse)?)?, text)?;
        let gold = read_gold(&std::fs::read_to_string(gold)?, doc.text());
        Ok(Some(Scored { name, doc, gold }))
    }

    fn score(
        &self,
        found: &[Statement],
        mentions: &Mentions,
        cues: &mut BTreeMap<String, [usize; 3]>,
    ) -> Score {
        let mut score = Score::default();
        let mut hit = vec![false; found.len()];
        for gold in &self.gold {
            let chars = total(&gold.content);
            let best = (0..found.len()).max_by_key(|&i| {
                shared(&found[i].content, &gold.content) * 2
                    + usize::from(touches(&[found[i].cue], &gold.cue))
            });
            let best = best.filter(|&i| shared(&found[i].content, &gold.content) > 0);
            let cue_words =
                gold.cue.iter().map(|c| c.of(self.doc.text()).to_lowercase()).collect::<Vec<_>>().join(" ");
            let entry = cues.entry(cue_words).or_default();
            entry[0] += 1;
            score.gold += 1;
            score.gold_chars += chars;
            let Some(i) = best else { continue };
            if shared(&found[i].content, &gold.content) * 2 < chars {
                continue;
            }
            entry[1] += 1;
            hit[i] = true;
            score.matched += 1;
            score.cue += usize::from(touches(&[found[i].cue], &gold.cue));
            if !gold.source.is_empty() {
                score.sources += 1;
                let speakers: Vec<Span> =
                    found[i].speaker.iter().map(|&m| mentions.actor_mentions[m].span).collect();
                score.source += usize::from(touches(&speakers, &gold.source));
            }
        }
        let (all_gold, all_found) = (
            merged(self.gold.iter().flat_map(|g| g.content.iter().copied())),
            merged(found.iter().flat_map(|s| s.content.iter().copied())),
        );
        score.found = found.len();
        score.right = hit.iter().filter(|h| **h).count();
        score.cover_gold = total(&all_gold);
        score.cover_found = total(&all_found);
        score.cover_shared = shared(&all_gold, &all_found);
        for (statement, _) in found.iter().zip(&hit).filter(|(_, hit)| !**hit) {
            let cue = statement.cue.of(self.doc.text()).to_lowercase();
            cues.entry(cue).or_default()[2] += 1;
        }
        score
    }

    fn show(&self, found: &[Statement], mentions: &Mentions) {
        println!("=== {}", self.name);
        for (line, s) in statement_lines(&self.doc, mentions, found).iter().zip(found) {
            let right = self.gold.iter().any(|g| shared(&s.content, &g.content) * 2 >= total(&g.content));
            println!("{} {line}", if right { "  " } else { "+ " });
        }
        for gold in &self.gold {
            if !found.iter().any(|s| shared(&s.content, &gold.content) * 2 >= total(&gold.content)) {
                let words = |spans: &[Span]| {
                    let words: Vec<&str> = spans.iter().map(|s| s.of(self.doc.text())).collect();
                    words.join(" … ").replace('\n', " ")
                };
                println!("- {} | {} | {}", words(&gold.source), words(&gold.cue), words(&gold.content));
            }
        }
    }
}

/// Lays a document read from CoNLL-U, whose text has single spaces, on the text it was parsed from.
fn on_text(parsed: Document, text: String) -> Result<Document, Failure> {
    let mut at = 0;
    let mut sentences = Vec::new();
    let (mut paragraph, mut end) = (0, 0);
    for sentence in &parsed.sentences {
        let mut tokens = sentence.tokens.clone();
        for token in &mut tokens {
            let offset = text[at..].find(&token.form).ok_or_else(|| format!("{} not in text", token.form))?;
            token.span = Span::new(at + offset, at + offset + token.form.len());
            at = token.span.end();
        }
        let span = tokens[0].span.join(tokens[tokens.len() - 1].span);
        paragraph += usize::from(text[end..span.start()].contains('\n'));
        end = span.end();
        sentences.push(Sentence::new(span, paragraph, tokens, sentence.names.clone()));
    }
    let mut article = parsed.article;
    article.text = text;
    Ok(Document { article, sentences })
}

/// Reads the stand-off file: `T` lines are spans in characters, `E` lines tie them together.
fn read_gold(ann: &str, text: &str) -> Vec<Gold> {
    let bytes: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
    let byte = |c: &str| c.parse::<usize>().ok().and_then(|c| bytes.get(c)).copied();
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let mut all = Vec::new();
    for line in ann.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            [id, place, ..] if id.starts_with('T') => {
                let (_, ranges) = place.split_once(' ').unwrap_or_default();
                let range = |r: &str| {
                    let (start, end) = r.split_once(' ')?;
                    Some(Span::new(byte(start)?, byte(end)?))
                };
                spans.insert(id, ranges.split(';').filter_map(range).collect());
            }
            [id, parts, ..] if id.starts_with('E') => all.push(parts),
            _ => {}
        }
    }
    let gold = |parts: &str| {
        let mut gold = Gold::default();
        for (role, id) in parts.split(' ').filter_map(|p| p.split_once(':')) {
            let words = spans.get(id).cloned().unwrap_or_default();
            match role.trim_end_matches(char::is_numeric) {
                "Source" => gold.source.extend(words),
                "Cue" => gold.cue.extend(words),
                "Content" => gold.content.extend(words),
                _ => {}
            }
        }
        gold
    };
    all.into_iter().map(gold).filter(|g| !g.content.is_empty() && !g.cue.is_empty()).collect()
}

/// A mention for every noun phrase.
fn noun_phrases(doc: &Document) -> Mentions {
    let mut mentions = Mentions::default();
    for (sentence, s) in doc.sentences.iter().enumerate() {
        for token in 0..s.tokens.len() {
            if !matches!(
                s.tokens[token].upos,
                Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Num | Upos::Adj
            ) {
                continue;
            }
            mentions.actor_mentions.push(ActorMention {
                span: s.noun_phrase_span(token),
                head: TokenRef { sentence, token },
                actors: Vec::new(),
                how: MentionHow::Name,
            });
        }
    }
    mentions
}

fn total(spans: &[Span]) -> usize {
    spans.iter().map(|s| s.len()).sum()
}

fn shared(a: &[Span], b: &[Span]) -> usize {
    let common = |x: &Span, y: &Span| x.end().min(y.end()).saturating_sub(x.start().max(y.start()));
    a.iter().flat_map(|x| b.iter().map(move |y| common(x, y))).sum()
}

fn touches(a: &[Span], b: &[Span]) -> bool {
    shared(a, b) > 0
}

fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if last.end() >= span.start() => *last = last.join(span),
            _ => merged.push(span),
        }
    }
    merged
}

#[derive(Default)]
struct Score {
    gold: usize,
    gold_chars: usize,
    found: usize,
    right: usize,
    matched: usize,
    cue: usize,
    sources: usize,
    source: usize,
    cover_gold: usize,
    cover_found: usize,
    cover_shared: usize,
}

impl Score {
    fn add(&mut self, other: &Score) {
        self.gold += other.gold;
        self.gold_chars += other.gold_chars;
        self.found += other.found;
        self.right += other.right;
        self.matched += other.matched;
        self.cue += other.cue;
        self.sources += other.sources;
        self.source += other.source;
        self.cover_gold += other.cover_gold;
        self.cover_found += other.cover_found;
        self.cover_shared += other.cover_shared;
    }

    fn print(&self) {
        let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        let f1 = |p: f64, r: f64| 2.0 * p * r / (p + r).max(1e-9);
        let (p, r) = (percent(self.right, self.found), percent(self.matched, self.gold));
        println!("attributions: gold {} found {}", self.gold, self.found);
        println!("  content (half or more shared)  P {p:.1}  R {r:.1}  F1 {:.1}", f1(p, r));
        println!("  cue of those        {:.1}", percent(self.cue, self.matched));
        println!("  source of those     {:.1}", percent(self.source, self.sources));
        let (p, r) =
            (percent(self.cover_shared, self.cover_found), percent(self.cover_shared, self.cover_gold));
        println!("attributed characters            P {p:.1}  R {r:.1}  F1 {:.1}", f1(p, r));
    }
}

/// Gold, matched and wrongly found by cue, most missed first.
fn print_cues(cues: &BTreeMap<String, [usize; 3]>) {
    let mut rows: Vec<_> = cues.iter().collect();
    rows.sort_by_key(|(_, [gold, hit, wrong])| std::cmp::Reverse((gold - hit).max(*wrong)));
    for (cue, [gold, hit, wrong]) in rows.into_iter().take(80) {
        println!("{cue}: gold {gold}, matched {hit}, wrong {wrong}");
    }
}
