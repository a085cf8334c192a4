//! Lemmas as edit scripts over the form (after UDPipe, Straka 2018).

/// What happens to letter case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// The form is lower-cased before the edit.
    Lower,
    /// The form keeps its case.
    Keep,
    /// Lower-cased, then the first letter is a capital.
    Capital,
    /// Lower-cased, then all are capitals.
    Upper,
}

/// One script: `CASE;P;prefix;S;suffix` drops P characters in front and S at the end of the form and puts
/// `prefix` and `suffix` there; `=word` is the lemma itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LemmaScript {
    /// The lemma, whatever the form.
    Whole(String),
    /// An edit of the form.
    #[allow(private_interfaces)]
    Edit { case: Case, drop_front: usize, prefix: String, drop_back: usize, suffix: String },
}

impl LemmaScript {
    /// Reads a script; `None` where it is not one.
    pub fn parse(script: &str) -> Option<LemmaScript> {
        if let Some(word) = script.strip_prefix('=') {
            return Some(LemmaScript::Whole(word.to_string()));
        }
        let fields: Vec<&str> = script.split(';').collect();
        let [case, front, prefix, back, suffix] = fields[..] else { return None };
        let case = match case {
            "l" => Case::Lower,
            "k" => Case::Keep,
            "c" => Case::Capital,
            "u" => Case::Upper,
            _ => return None,
        };
        Some(LemmaScript::Edit {
            case,
            drop_front: front.parse().ok()?,
            prefix: prefix.to_string(),
            drop_back: back.parse().ok()?,
            suffix: suffix.to_string(),
        })
    }

    /// The lemma of a form; `None` where the script drops more than the form has.
    pub fn apply(&self, form: &str) -> Option<String> {
        let LemmaScript::Edit { case, drop_front, prefix, drop_back, suffix } = self else {
            let LemmaScript::Whole(word) = self else { return None };
            return Some(word.clone());
        };
        let word = if *case == Case::Keep { form.to_string() } else { form.to_lowercase() };
        let characters: Vec<char> = word.chars().collect();
        let end = characters.len().checked_sub(*drop_back)?;
        let kept: String = characters.get(*drop_front..end)?.iter().collect();
        let lemma = format!("{prefix}{kept}{suffix}");
        Some(match case {
            Case::Capital => capitalised(&lemma),
            Case::Upper => lemma.to_uppercase(),
            Case::Lower | Case::Keep => lemma,
        })
    }
}

fn capitalised(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// How many scripts are tried before the form is taken as it stands; the same number as in training.
const TRIES: usize = 20;

/// The lemma of `form` by the best-scored script that applies to it and leaves something; else the form.
pub fn best_lemma(scores: &[f32], scripts: &[LemmaScript], form: &str) -> String {
    let mut left: Vec<usize> = (0..scores.len().min(scripts.len())).collect();
    for _ in 0..TRIES {
        let best =
            left.iter().copied().enumerate().reduce(|a, b| if scores[b.1] > scores[a.1] { b } else { a });
        let Some((at, class)) = best else { break };
        match scripts[class].apply(form) {
            Some(lemma) if !lemma.is_empty() => return lemma,
            _ => drop(left.remove(at)),
        }
    }
    form.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(script: &str, form: &str) -> Option<String> {
        LemmaScript::parse(script).and_then(|s| s.apply(form))
    }

    #[test]
    fn scripts_edit_the_form() {
        assert_eq!(lemma("l;0;;3;y", "Countries").as_deref(), Some("country"));
        assert_eq!(lemma("k;0;;1;", "Americans").as_deref(), Some("American"));
        assert_eq!(lemma("c;0;;0;", "PERU").as_deref(), Some("Peru"));
        assert_eq!(lemma("u;0;;1;", "ngos").as_deref(), Some("NGO"));
        assert_eq!(lemma("=be", "were").as_deref(), Some("be"));
        assert_eq!(lemma("l;2;b;0;", "or").as_deref(), Some("b"));
        assert_eq!(lemma("l;2;b;1;", "or"), None);
        assert_eq!(lemma("nonsense", "or"), None);
    }

    #[test]
    fn a_script_that_does_not_apply_gives_way_to_the_next() {
        let scripts = ["l;9;;9;", "l;0;;1;"].map(|s| LemmaScript::parse(s).unwrap());
        assert_eq!(best_lemma(&[2.0, 1.0], &scripts, "talks"), "talk");
        assert_eq!(best_lemma(&[2.0, 1.0], &scripts, "x"), "x");
    }
}
