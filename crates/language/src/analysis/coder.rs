//! The trained coder: a second network over the same word pieces. Of a sentence it says which words name events, how real
//! they are and who acts on whom; of a passage with two sides marked, the type of that directed pair.
//!
//! `models/en-coder-1` holds it, see its card. Outputs and what they mean: `training/README.md`.

use std::sync::Arc;

use rten::{Model, NodeId, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use serde::Deserialize;
use verbale_record::{Context, EventSign, EventType, Mode, Status};

use super::ModelError;
use super::network::{Row, Scores, matrix, nodes, options, run_error};

/// Least probability of an event for a word to be kept.
const LEAST: f32 = 0.02;
/// Least probability of a link to be kept.
const LEAST_LINK: f32 = 0.05;
/// Roles of the links, in the order of the network's output.
const ROLES: [&str; 4] = ["actor", "recipient", "date", "place"];

const CODE_INPUTS: [&str; 6] =
    ["input_ids", "shape_ids", "mark_ids", "attention_mask", "word_of_piece", "words"];
const CODE_OUTPUTS: [&str; 5] = ["trigger", "mode", "status", "contexts", "links"];
const PAIR_INPUTS: [&str; 4] = ["input_ids", "shape_ids", "mark_ids", "attention_mask"];
const PAIR_OUTPUTS: [&str; 3] = ["pair_type", "pair_mode", "pair_status"];

#[derive(Deserialize)]
struct LabelFile {
    version: String,
    triggers: Vec<String>,
    modes: Vec<String>,
    status: Vec<String>,
    contexts: Vec<String>,
    roles: Vec<String>,
}

/// The classes of the outputs.
struct Labels {
    version: String,
    types: Vec<EventType>,
    modes: Vec<Option<(EventType, Mode)>>,
    status: Vec<Status>,
    contexts: Vec<Context>,
}

/// What the coder says of a pair. Probabilities, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct PairSign {
    /// Of each type; they add up to 1.
    pub types: Vec<(EventType, f32)>,
    /// Of each mode of each type, and of none.
    pub modes: Vec<(Option<(EventType, Mode)>, f32)>,
    /// Of each status.
    pub status: Vec<(Status, f32)>,
}

/// The network, loaded.
pub struct CoderNetwork {
    model: Model,
    labels: Labels,
    code_inputs: [NodeId; 6],
    code_outputs: [NodeId; 5],
    pair_inputs: [NodeId; 4],
    pair_outputs: [NodeId; 3],
}

impl CoderNetwork {
    /// The network inside the program.
    pub fn embedded() -> Result<CoderNetwork, ModelError> {
        let labels = Labels::parse(include_bytes!("../../../../models/en-coder-1/labels.json"))?;
        let onnx = include_bytes!("../../../../models/en-coder-1/model.onnx");
        let model = Model::load_static_slice(onnx).map_err(|e| ModelError::Network(e.to_string()))?;
        Ok(CoderNetwork {
            code_inputs: nodes(&model, CODE_INPUTS)?,
            code_outputs: nodes(&model, CODE_OUTPUTS)?,
            pair_inputs: nodes(&model, PAIR_INPUTS)?,
            pair_outputs: nodes(&model, PAIR_OUTPUTS)?,
            model,
            labels,
        })
    }

    /// Name and version of the model.
    pub fn name(&self) -> &str {
        &self.labels.version
    }

    /// The signs of each sentence of a batch, in order.
    pub fn signs(&self, rows: &[&Row], pool: &Arc<ThreadPool>) -> Result<Vec<Vec<EventSign>>, ModelError> {
        let width = rows.iter().map(|r| r.pieces()).max().unwrap_or(0);
        let words = rows.iter().map(|r| r.words).max().unwrap_or(0);
        let values: [Value; 6] = [
            matrix(rows, width, 0, |r, i| r.ids.get(i).copied()),
            matrix(rows, width, 0, |r, i| r.shapes.get(i).copied()),
            matrix(rows, width, 0, |_, _| Some(0)),
            matrix(rows, width, 0, |r, i| r.ids.get(i).map(|_| 1)),
            matrix(rows, width, 0, |r, i| r.owners.get(i).copied()),
            matrix(rows, words + 1, 0, |_, i| i32::try_from(i).ok()),
        ];
        let inputs = self.code_inputs.into_iter().zip(values.map(ValueOrView::from)).collect();
        let outputs = self.model.run(inputs, &self.code_outputs, options(pool)).map_err(run_error)?;
        let outputs: [Value; 5] =
            outputs.try_into().map_err(|_| ModelError::Run("outputs are missing".into()))?;
        let [trigger, mode, status, contexts, links] = outputs;
        let links: NdTensor<f32, 4> = links.try_into().map_err(|e| ModelError::Run(format!("{e}")))?;
        let scores = CodeScores {
            labels: &self.labels,
            trigger: Scores::new(trigger)?,
            mode: Scores::new(mode)?,
            status: Scores::new(status)?,
            contexts: Scores::new(contexts)?,
            links,
        };
        Ok(rows.iter().enumerate().map(|(s, row)| scores.sentence(s, row.words)).collect())
    }

    /// The type of a directed pair: `marks` has a number for each word of the row (0 none, 1 source, 2 target, 3 both).
    pub fn pair(&self, row: &Row, marks: &[i32], pool: &Arc<ThreadPool>) -> Result<PairSign, ModelError> {
        let mark = |r: &Row, i: usize| -> Option<i32> {
            let word = usize::try_from(r.owners.get(i).copied()?).ok()?.checked_sub(1)?;
            marks.get(word).copied()
        };
        let width = row.pieces();
        let values: [Value; 4] = [
            matrix(&[row], width, 0, |r, i| r.ids.get(i).copied()),
            matrix(&[row], width, 0, |r, i| r.shapes.get(i).copied()),
            matrix(&[row], width, 0, mark),
            matrix(&[row], width, 0, |r, i| r.ids.get(i).map(|_| 1)),
        ];
        let inputs = self.pair_inputs.into_iter().zip(values.map(ValueOrView::from)).collect();
        let outputs = self.model.run(inputs, &self.pair_outputs, options(pool)).map_err(run_error)?;
        let mut rows = Vec::new();
        for value in outputs {
            let tensor: NdTensor<f32, 2> = value.try_into().map_err(|e| ModelError::Run(format!("{e}")))?;
            rows.push(softmax(&tensor.to_vec()));
        }
        let [types, modes, status] =
            rows.try_into().map_err(|_| ModelError::Run("outputs are missing".into()))?;
        let Labels { types: t, modes: m, status: s, .. } = &self.labels;
        Ok(PairSign {
            types: t.iter().copied().zip(types).collect(),
            modes: m.iter().copied().zip(modes).collect(),
            status: s.iter().copied().zip(status).collect(),
        })
    }
}

impl Labels {
    fn parse(json: &[u8]) -> Result<Labels, ModelError> {
        let file: LabelFile = serde_json::from_slice(json)?;
        let unknown = |layer, class: &str| ModelError::Labels { layer, class: class.to_string() };
        if file.roles != ROLES {
            return Err(unknown("roles", &file.roles.join(" ")));
        }
        let mode = |name: &String| -> Result<Option<(EventType, Mode)>, ModelError> {
            let Some((event_type, mode)) = name.split_once('/') else { return Ok(None) };
            let parsed = event_type.parse().ok().zip(mode.parse().ok());
            parsed.map(Some).ok_or_else(|| unknown("modes", name))
        };
        let all = |layer: &'static str, names: &[String]| {
            names.iter().map(move |n| (layer, n.clone())).collect::<Vec<_>>()
        };
        Ok(Labels {
            version: file.version,
            types: parsed(all("triggers", file.triggers.get(1..).unwrap_or(&[])))?,
            modes: file.modes.iter().map(mode).collect::<Result<_, _>>()?,
            status: parsed(all("status", &file.status))?,
            contexts: parsed(all("contexts", &file.contexts))?,
        })
    }
}

fn parsed<T: std::str::FromStr>(names: Vec<(&'static str, String)>) -> Result<Vec<T>, ModelError> {
    let one = |(layer, class): (&'static str, String)| {
        class.parse().map_err(|_| ModelError::Labels { layer, class })
    };
    names.into_iter().map(one).collect()
}

struct CodeScores<'a> {
    labels: &'a Labels,
    trigger: Scores,
    mode: Scores,
    status: Scores,
    contexts: Scores,
    links: NdTensor<f32, 4>,
}

impl CodeScores<'_> {
    fn sentence(&self, sentence: usize, words: usize) -> Vec<EventSign> {
        (0..words).filter_map(|word| self.sign(sentence, word, words)).collect()
    }

    fn sign(&self, sentence: usize, word: usize, words: usize) -> Option<EventSign> {
        let trigger = softmax(self.trigger.of(sentence, word));
        if trigger.first().is_none_or(|none| 1.0 - none < LEAST) {
            return None;
        }
        let scored = self.labels.types.iter().copied().zip(trigger.into_iter().skip(1));
        let mut types: Vec<(EventType, f32)> = scored.filter(|(_, p)| *p >= LEAST / 2.0).collect();
        types.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mode = self.mode.of(sentence, word);
        let (status, historical) =
            self.status.of(sentence, word).split_at_checked(self.labels.status.len())?;
        let contexts = self.labels.contexts.iter().zip(self.contexts.of(sentence, word));
        let [actor, recipient, date, place] =
            [0, 1, 2, 3].map(|role| self.links(sentence, role, word, words));
        Some(EventSign {
            token: word,
            modes: types.iter().filter_map(|(t, _)| Some((*t, self.mode_of(*t, mode)?))).collect(),
            types,
            status: self.labels.status.iter().copied().zip(softmax(status)).collect(),
            historical: historical.first().map_or(0.0, |s| sigmoid(*s)),
            contexts: contexts.filter(|(_, s)| **s > 0.0).map(|(c, _)| *c).collect(),
            actor,
            recipient,
            date,
            place,
        })
    }

    /// The best mode of a type, unless "none" scores higher.
    fn mode_of(&self, event_type: EventType, scores: &[f32]) -> Option<Mode> {
        let classes = self.labels.modes.iter().zip(scores);
        let fitting = classes.filter(|(c, _)| c.is_none_or(|(t, _)| t == event_type));
        fitting.max_by(|a, b| a.1.total_cmp(b.1)).and_then(|(c, _)| c.map(|(_, mode)| mode))
    }

    fn links(&self, sentence: usize, role: usize, word: usize, words: usize) -> Vec<(usize, f32)> {
        let of = |to: usize| sigmoid(self.links[[sentence, role, word, to]]);
        (0..words).map(|to| (to, of(to))).filter(|(_, p)| *p >= LEAST_LINK).collect()
    }
}

fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_add_up_to_one() {
        let found = softmax(&[1.0, 2.0, -3.0]);
        assert!((found.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(found[1] > found[0] && found[0] > found[2]);
    }

    #[test]
    fn the_embedded_labels_are_known() {
        let labels = Labels::parse(include_bytes!("../../../../models/en-coder-1/labels.json")).unwrap();
        assert_eq!((labels.types.len(), labels.status.len(), labels.contexts.len()), (16, 4, 37));
        let of = |t: EventType| labels.modes.iter().flatten().filter(|(of, _)| *of == t).count();
        assert!(labels.types.iter().all(|&t| of(t) == t.modes().len()));
    }
}
