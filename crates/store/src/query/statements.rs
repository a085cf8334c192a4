//! Questions on statements.

use verbale_record::output::StatementRecord;

use super::events::{ArticleHead, heads};
use super::{Conditions, asked_day, has_words};
use crate::who::Who;
use crate::{Store, StoreError, rebuild};

/// What is asked of statements. What is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementsQuery {
    /// Who speaks.
    pub speaker: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// First day.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Words of the sentence.
    pub text: Option<String>,
    /// Only those with words in quotation marks.
    pub quoted: bool,
    /// Oldest first.
    pub oldest_first: bool,
    /// Statements to pass over.
    pub offset: usize,
    /// Statements to give.
    pub limit: usize,
}

/// A statement found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundStatement {
    /// Number in the store.
    pub number: i64,
    /// The statement.
    pub statement: StatementRecord,
    /// What is said.
    pub said: String,
    /// Its article.
    pub article: ArticleHead,
}

impl Store {
    /// The statements that answer a question, newest first.
    pub fn statements(&mut self, query: &StatementsQuery) -> Result<Vec<FoundStatement>, StoreError> {
        let mut c = Conditions::default();
        c.add("s.state = 0");
        for (role, name) in [(0, &query.speaker), (1, &query.addressee)] {
            let Some(name) = name else { continue };
            let who = Who::resolve(&mut self.database, name)?.condition("sa.actor");
            c.add(format!(
                "s.number IN (SELECT sa.statement FROM statement_actors sa WHERE sa.role = {role} AND {who})"
            ));
        }
        if let Some(day) = asked_day(query.since.as_ref())? {
            c.add(format!("s.day >= {day}"));
        }
        if let Some(day) = asked_day(query.until.as_ref())? {
            c.add(format!("s.day <= {day} AND s.day > {}", crate::days::UNKNOWN_DAY));
        }
        if query.quoted {
            c.add("s.quotes <> ''");
        }
        if let Some(source) = &query.source {
            let sql = "s.article IN (SELECT a.number FROM articles a JOIN words w ON w.number = a.source WHERE w.word = {})";
            c.with(sql, source.as_str());
        }
        if let Some(text) = &query.text {
            let (condition, search) = has_words(&self.database, "s.article * 1048576 + s.sentence", text)?;
            c.with(&condition, search);
        }
        let order = if query.oldest_first { "s.day, s.number" } else { "s.day DESC, s.number DESC" };
        let (limit, offset) = (query.limit, query.offset);
        let sql = format!(
            "SELECT s.number FROM statements s {} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
            c.filter()
        );
        let numbers: Vec<i64> = self.database.fetch(&sql, c.values())?.iter().map(|r| r.number(0)).collect();
        let told = rebuild::statements(&mut self.database, &numbers)?;
        let heads = heads(&mut self.database, &told.iter().map(|t| t.article).collect::<Vec<_>>())?;
        let found = told.into_iter().map(|t| FoundStatement {
            number: t.number,
            article: heads.get(&t.article).cloned().unwrap_or_default(),
            statement: t.fact,
            said: t.sentence,
        });
        Ok(found.collect())
    }
}
