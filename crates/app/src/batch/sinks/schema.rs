//! The Arrow schemas of Parquet output. That of nested records is derived from the JSON Schema, so that a field added to
//! the record is in the tables too.

use std::sync::Arc;

use anyhow::{Context, bail};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use serde_json::Value;

/// Columns of flat rows that are no strings.
const NUMBERS: [&str; 2] = ["score", "confidence"];
const FLAGS: [&str; 1] = ["historical"];
/// Columns of flat rows that may be null.
const OPTIONAL: [&str; 5] = ["article_date", "mode", "date_start", "date_end", "place"];

/// The schema of nested records: a struct for each object, a list for each array.
pub fn nested() -> anyhow::Result<SchemaRef> {
    let json = serde_json::to_value(verbale::output::json_schema())?;
    Ok(Arc::new(Schema::new(fields(&json, &json)?)))
}

/// The schema of flat rows, one an event.
pub fn flat() -> SchemaRef {
    let field = |name: &str| {
        let kind = match name {
            _ if NUMBERS.contains(&name) => DataType::Float64,
            _ if FLAGS.contains(&name) => DataType::Boolean,
            _ => DataType::Utf8,
        };
        Field::new(name, kind, OPTIONAL.contains(&name))
    };
    Arc::new(Schema::new(verbale::EVENT_COLUMNS.map(field).to_vec()))
}

/// The fields of an object: those that must be there in the order of the record, then the rest by name.
fn fields(object: &Value, root: &Value) -> anyhow::Result<Fields> {
    let properties = object["properties"].as_object().context("the record's schema has no properties")?;
    let required = object["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut names: Vec<&str> = required.iter().filter_map(Value::as_str).collect();
    let mut rest: Vec<&str> =
        properties.keys().map(String::as_str).filter(|name| !names.contains(name)).collect();
    rest.sort_unstable();
    names.extend(rest);
    let field = |name: &str| {
        let (kind, nullable) = data_type(&properties[name], root).with_context(|| name.to_string())?;
        let required = required.iter().any(|r| r == name);
        Ok(Field::new(name, kind, nullable || !required))
    };
    names.into_iter().map(field).collect()
}

/// The type of a value, and whether it may be null.
fn data_type(schema: &Value, root: &Value) -> anyhow::Result<(DataType, bool)> {
    if let Some(reference) = schema["$ref"].as_str() {
        let definition =
            root.pointer(reference.trim_start_matches('#')).context("a reference leads nowhere")?;
        return data_type(definition, root);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let is_null = |choice: &&Value| choice["type"] == "null";
        let kind = choices.iter().find(|c| !is_null(c)).context("nothing but null")?;
        return Ok((data_type(kind, root)?.0, choices.iter().any(|c| is_null(&c))));
    }
    if schema["oneOf"].is_array() {
        // Words to choose from, each with a description.
        return Ok((DataType::Utf8, false));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let kind = match kinds.iter().find(|&&k| k != "null").copied() {
        Some("string") => DataType::Utf8,
        Some("integer") => DataType::Int64,
        Some("number") => DataType::Float64,
        Some("boolean") => DataType::Boolean,
        Some("array") => {
            let (items, nullable) = data_type(&schema["items"], root)?;
            DataType::List(Arc::new(Field::new_list_field(items, nullable)))
        }
        Some("object") => DataType::Struct(fields(schema, root)?),
        other => bail!("no column can hold {other:?}"),
    };
    Ok((kind, kinds.contains(&"null")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_become_nested_columns_in_the_order_of_the_contract() {
        let schema = nested().unwrap();
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        let contract =
            ["coder", "article", "sentences", "actors", "events", "statements", "relations", "pairs"];
        assert_eq!(names, contract);
        let DataType::List(event) = schema.field_with_name("events").unwrap().data_type() else { panic!() };
        let DataType::Struct(event) = event.data_type() else { panic!() };
        let (_, place) = event.find("place").unwrap();
        assert!(place.is_nullable() && matches!(place.data_type(), DataType::Struct(_)));
        assert_eq!(event.find("score").unwrap().1.data_type(), &DataType::Float64);
        assert!(!event.find("type").unwrap().1.is_nullable());
    }
}
