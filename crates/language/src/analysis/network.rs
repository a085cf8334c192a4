//! The neural network: numbers of word pieces in, scores of every class for every word out.

use std::sync::Arc;

use rten::{Model, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::ModelError;
use super::labels::Special;
use super::pieces::WordPieces;

/// Outputs of the first run; the last two feed the second.
const FIRST_OUTPUTS: [&str; 8] = ["upos", "feats", "lemma", "names", "kind", "arc", "rel_dep", "rel_head"];
const FIRST_INPUTS: [&str; 5] = ["input_ids", "shape_ids", "attention_mask", "word_of_piece", "words"];
const SECOND_INPUTS: [&str; 3] = ["rel_dep", "rel_head", "heads"];

/// The network, loaded.
pub struct Network {
    model: Model,
    first_inputs: [NodeId; 5],
    first_outputs: [NodeId; 8],
    second_inputs: [NodeId; 3],
    deprel: NodeId,
    special: Special,
}

/// The pieces of one sentence as the network takes them.
pub struct Row {
    /// Numbers of the pieces.
    pub(super) ids: Vec<i32>,
    /// Their letter case.
    pub(super) shapes: Vec<i32>,
    /// The word each belongs to, from 1.
    pub(super) owners: Vec<i32>,
    /// Number of words.
    pub words: usize,
}

impl Row {
    /// From the words of a sentence.
    pub fn new(words: &[WordPieces], special: Special) -> Row {
        let mut row = Row { ids: vec![special.cls], shapes: vec![0], owners: vec![0], words: words.len() };
        for (number, word) in (1..).zip(words) {
            row.ids.extend(&word.ids);
            row.shapes.extend(word.ids.iter().map(|_| word.shape));
            row.owners.extend(word.ids.iter().map(|_| number));
        }
        row.ids.push(special.sep);
        row.shapes.push(0);
        row.owners.push(0);
        row
    }

    /// Number of pieces, with the two special ones.
    pub fn pieces(&self) -> usize {
        self.ids.len()
    }

    /// Numbers of the pieces, their letter case, and the word each belongs to (from 1).
    #[cfg(test)]
    pub fn inputs(&self) -> [&[i32]; 3] {
        [&self.ids, &self.shapes, &self.owners]
    }
}

/// Scores of one output: a row of classes for every word of every sentence.
pub struct Scores {
    data: Vec<f32>,
    words: usize,
    classes: usize,
}

impl Scores {
    pub(super) fn new(value: Value) -> Result<Scores, ModelError> {
        let tensor: NdTensor<f32, 3> = value.try_into().map_err(|e| ModelError::Run(format!("{e}")))?;
        let [_, words, classes] = tensor.shape();
        Ok(Scores { data: tensor.to_vec(), words, classes })
    }

    /// Scores of the classes of a word; empty outside the batch.
    pub fn of(&self, sentence: usize, word: usize) -> &[f32] {
        let start = (sentence * self.words + word) * self.classes;
        self.data.get(start..start + self.classes).unwrap_or(&[])
    }
}

/// What the network says of a batch.
pub struct BatchScores {
    /// Parts of speech.
    pub upos: Scores,
    /// Feature bundles.
    pub feats: Scores,
    /// Lemma scripts.
    pub lemma: Scores,
    /// Tags of names.
    pub names: Scores,
    /// Kinds of entities.
    pub kind: Scores,
    /// Heads: column 0 is the root.
    pub arc: Scores,
    rel_dep: Value,
    rel_head: Value,
}

impl Network {
    /// From an ONNX file held in memory for as long as the program runs.
    pub fn embedded(onnx: &'static [u8], special: Special) -> Result<Network, ModelError> {
        Network::new(Model::load_static_slice(onnx).map_err(|e| ModelError::Network(e.to_string()))?, special)
    }

    /// From an ONNX file.
    pub fn load(onnx: Vec<u8>, special: Special) -> Result<Network, ModelError> {
        Network::new(Model::load(onnx).map_err(|e| ModelError::Network(e.to_string()))?, special)
    }

    fn new(model: Model, special: Special) -> Result<Network, ModelError> {
        Ok(Network {
            first_inputs: nodes(&model, FIRST_INPUTS)?,
            first_outputs: nodes(&model, FIRST_OUTPUTS)?,
            second_inputs: nodes(&model, SECOND_INPUTS)?,
            deprel: nodes(&model, ["deprel"])?[0],
            model,
            special,
        })
    }

    /// Scores a batch; everything but the relations, which need the heads.
    pub fn run(&self, rows: &[&Row], pool: &Arc<ThreadPool>) -> Result<BatchScores, ModelError> {
        let longest = rows.iter().map(|r| r.ids.len()).max().unwrap_or(0);
        let words = rows.iter().map(|r| r.words).max().unwrap_or(0);
        let pad = self.special.pad;
        let values: [Value; 5] = [
            matrix(rows, longest, pad, |r, i| r.ids.get(i).copied()),
            matrix(rows, longest, 0, |r, i| r.shapes.get(i).copied()),
            matrix(rows, longest, 0, |r, i| r.ids.get(i).map(|_| 1)),
            matrix(rows, longest, 0, |r, i| r.owners.get(i).copied()),
            matrix(rows, words + 1, 0, |_, i| i32::try_from(i).ok()),
        ];
        let inputs = self.first_inputs.into_iter().zip(values.map(ValueOrView::from)).collect();
        let outputs = self.model.run(inputs, &self.first_outputs, options(pool)).map_err(run_error)?;
        let outputs: [Value; 8] =
            outputs.try_into().map_err(|_| ModelError::Run("outputs are missing".into()))?;
        let [upos, feats, lemma, names, kind, arc, rel_dep, rel_head] = outputs;
        Ok(BatchScores {
            upos: Scores::new(upos)?,
            feats: Scores::new(feats)?,
            lemma: Scores::new(lemma)?,
            names: Scores::new(names)?,
            kind: Scores::new(kind)?,
            arc: Scores::new(arc)?,
            rel_dep,
            rel_head,
        })
    }

    /// Scores the relations, given the heads of every sentence (0 root, else the 1-based number of a word).
    pub fn relations(
        &self,
        batch: &BatchScores,
        heads: &[Vec<usize>],
        pool: &Arc<ThreadPool>,
    ) -> Result<Scores, ModelError> {
        let words = batch.arc.words;
        let rows: Vec<&Vec<usize>> = heads.iter().collect();
        let heads = matrix(&rows, words, 0, |h, i| h.get(i).and_then(|&h| i32::try_from(h).ok()));
        let values = [(&batch.rel_dep).into(), (&batch.rel_head).into(), ValueOrView::from(heads)];
        let inputs = self.second_inputs.into_iter().zip(values).collect();
        let mut outputs = self.model.run(inputs, &[self.deprel], options(pool)).map_err(run_error)?;
        Scores::new(outputs.pop().ok_or_else(|| ModelError::Run("no relations came".into()))?)
    }
}

pub(super) fn nodes<const N: usize>(model: &Model, names: [&str; N]) -> Result<[NodeId; N], ModelError> {
    let node = |name: &str| {
        model.find_node(name).ok_or_else(|| ModelError::Network(format!("it has no input or output {name}")))
    };
    let found: Vec<NodeId> = names.into_iter().map(node).collect::<Result<_, _>>()?;
    found.try_into().map_err(|_| ModelError::Network("inputs or outputs are missing".into()))
}

pub(super) fn matrix<R>(
    rows: &[&R],
    width: usize,
    fill: i32,
    value: impl Fn(&R, usize) -> Option<i32>,
) -> Value {
    let data: Vec<i32> =
        rows.iter().flat_map(|row| (0..width).map(|i| value(row, i).unwrap_or(fill))).collect();
    NdTensor::from_data([rows.len(), width], data).into()
}

pub(super) fn options(pool: &Arc<ThreadPool>) -> Option<RunOptions> {
    Some(RunOptions::default().with_thread_pool(Some(Arc::clone(pool))))
}

pub(super) fn run_error(error: rten::RunError) -> ModelError {
    ModelError::Run(error.to_string())
}
