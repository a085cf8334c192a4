//! Values as they go to and come from a database.

/// One value. Nulls have a type, because PostgreSQL asks for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number, or null.
    Int(Option<i64>),
    /// A real number, or null.
    Real(Option<f64>),
    /// Text, or null.
    Text(Option<String>),
    /// Bytes, or null.
    Bytes(Option<Vec<u8>>),
}

macro_rules! from {
    ($($rust:ty => $variant:ident $convert:expr),* $(,)?) => { $(
        impl From<$rust> for Value {
            fn from(value: $rust) -> Value {
                Value::$variant(Some(($convert)(value)))
            }
        }
        impl From<Option<$rust>> for Value {
            fn from(value: Option<$rust>) -> Value {
                Value::$variant(value.map($convert))
            }
        }
    )* };
}

from! {
    i64 => Int |v| v,
    i32 => Int i64::from,
    u32 => Int i64::from,
    u8 => Int i64::from,
    bool => Int i64::from,
    usize => Int |v| i64::try_from(v).unwrap_or(i64::MAX),
    f64 => Real |v| v,
    String => Text |v| v,
    &str => Text |v: &str| v.to_owned(),
    Vec<u8> => Bytes |v| v,
}

/// A row of an answer. Columns are read by position; a value of another type reads as null.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// A whole number, if it is one.
    pub fn int(&self, column: usize) -> Option<i64> {
        match self.0.get(column) {
            Some(Value::Int(value)) => *value,
            _ => None,
        }
    }

    /// A whole number; 0 for null.
    pub fn number(&self, column: usize) -> i64 {
        self.int(column).unwrap_or(0)
    }

    /// A whole number from 0.
    pub fn index(&self, column: usize) -> usize {
        usize::try_from(self.number(column)).unwrap_or(0)
    }

    /// A real number; whole numbers are turned into one.
    pub fn real(&self, column: usize) -> Option<f64> {
        match self.0.get(column) {
            Some(Value::Real(value)) => *value,
            Some(Value::Int(value)) => value.map(|v| v as f64),
            _ => None,
        }
    }

    /// Text, if it is there.
    pub fn text(&self, column: usize) -> Option<&str> {
        match self.0.get(column) {
            Some(Value::Text(value)) => value.as_deref(),
            _ => None,
        }
    }

    /// Text as an owned string.
    pub fn string(&self, column: usize) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// Bytes; none for null.
    pub fn bytes(&self, column: usize) -> &[u8] {
        match self.0.get(column) {
            Some(Value::Bytes(Some(value))) => value,
            _ => &[],
        }
    }
}
