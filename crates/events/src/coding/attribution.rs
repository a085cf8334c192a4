//! Who says that something happened.

use verbale_record::{Span, Statement, StatementIndex};

/// Statements in whose content a trigger stands, innermost first, each followed by those it is told in.
pub(super) fn of(statements: &[Statement], trigger: Span) -> Vec<StatementIndex> {
    let holds = |s: &Statement| s.content.iter().any(|c| c.contains(trigger)) && !s.cue.overlaps(trigger);
    let mut around: Vec<StatementIndex> = (0..statements.len()).filter(|&i| holds(&statements[i])).collect();
    around.sort_by_key(|&i| (statements[i].content.iter().map(|c| c.len()).sum::<usize>(), i));
    let mut chain = Vec::new();
    for start in around {
        let mut next = Some(start);
        while let Some(i) = next.filter(|i| !chain.contains(i) && *i < statements.len()) {
            chain.push(i);
            next = statements[i].within;
        }
    }
    chain
}
