//! The page of the reference about the JSON-RPC, written from the document; and whether a value is what a
//! schema says.

use crate::{
	description::{camel_case, Description, Method, Subscription},
	error::Kind,
	views::Cid,
};
use serde_json::{json, Map, Value};
use std::fmt::Write;

/// The beginning of the page.
const HEAD: &str = "# JSON-RPC

<!-- Written by `make reference` from rpc/api and real answers. Do not edit. -->

The methods of Census's own. What holds for all of them, what a connection may cost and which methods a
node serves besides is in [rpc-rules.md](rpc-rules.md). A node returns the same as an
[OpenRPC](https://spec.open-rpc.org) document from `rpc.discover`. The answers are those of the chain that
`node/rpc/src/tests/script.rs` makes; a test compares them with the runtime's. Ask with

```sh
rpc() { curl -s -H 'content-type: application/json' http://127.0.0.1:9944 \\
\t-d \"{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":1,\\\"method\\\":\\\"$1\\\",\\\"params\\\":$2}\" | jq .result; }
```
";

/// Answers of more lines are cut in the page.
const MAX_LINES: usize = 40;

/// The page.
pub fn page(description: &Description, document: &Value) -> String {
	let mut page = String::from(HEAD);
	let _ = write(&mut page, description, document);
	page
}

fn write(page: &mut String, description: &Description, document: &Value) -> std::fmt::Result {
	writeln!(page, "\n## Errors\n\n| code | name | says | meaning | data |")?;
	writeln!(page, "| --- | --- | --- | --- | --- |")?;
	for kind in Kind::ALL {
		let names = kind.data().iter().map(|(field, _)| format!("`{}`", camel_case(field)));
		let data: Vec<_> = names.collect();
		let about = kind.about().lines().map(str::trim).collect::<Vec<_>>().join(" ");
		let (code, name, says) = (kind.code(), kind.name(), kind.sentence());
		writeln!(page, "| {code} | {name} | {says} | {about} | {} |", data.join(", "))?;
	}
	for namespace in &description.namespaces {
		writeln!(page, "\n## {}\n\n{}", namespace.name, one_line_each(namespace.about))?;
		for method in &namespace.methods {
			write_method(page, method, document)?;
		}
		for subscription in &namespace.subscriptions {
			write_subscription(page, subscription)?;
		}
	}
	writeln!(page, "\n## Types\n")?;
	for (name, schema) in &description.schemas {
		write_type(page, name, schema)?;
	}
	Ok(())
}

/// Paragraphs, each on one line.
fn one_line_each(text: &str) -> String {
	text.split("\n\n").map(|part| part.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

fn code(value: &Value) -> Option<String> {
	value.as_str().map(|text| format!("`{text}`"))
}

fn write_method(page: &mut String, method: &Method, document: &Value) -> std::fmt::Result {
	let named = |parameter: &crate::description::Parameter| {
		format!("{}{}", parameter.name, if parameter.required { "" } else { "?" })
	};
	let names: Vec<_> = method.parameters.iter().map(named).collect();
	writeln!(page, "\n### `{}({})`\n", method.name, names.join(", "))?;
	writeln!(page, "{}\n", one_line_each(method.about))?;
	for parameter in &method.parameters {
		// What `at` and pages are is the same everywhere.
		if ["at", "count", "after"].contains(&parameter.name) {
			continue;
		}
		let about = crate::description::about_parameter(parameter.name);
		writeln!(page, "- `{}`: {}. {about}", parameter.name, kind_of(&json!(parameter.schema)))?;
	}
	writeln!(page, "- answer: {}", kind_of(&json!(method.result)))?;
	let errors: Vec<_> = method.all_errors().iter().map(|kind| kind.code().to_string()).collect();
	if !errors.is_empty() {
		writeln!(page, "- errors: {}", errors.join(", "))?;
	}
	let described = document["methods"].as_array().into_iter().flatten();
	let mut described = described.filter(|one| one["name"] == method.name);
	let examples = described.next().map(|one| one["examples"].clone()).unwrap_or_default();
	for example in examples.as_array().into_iter().flatten().take(1) {
		let given = example["params"].as_array().into_iter().flatten();
		let given: Map<_, _> = given
			.filter_map(|one| Some((one["name"].as_str()?.to_string(), one["value"].clone())))
			.collect();
		let name = example["name"].as_str().unwrap_or_default();
		let answer = serde_json::to_string_pretty(&example["result"]["value"]).unwrap_or_default();
		let mut lines: Vec<_> = answer.lines().collect();
		if lines.len() > MAX_LINES {
			lines.truncate(MAX_LINES);
			lines.push("...");
		}
		let lines: Vec<String> = lines.into_iter().map(short).collect();
		writeln!(page, "\nExample, {name}:\n\n```")?;
		writeln!(page, "$ rpc {} '{}'", method.name, short(&Value::Object(given).to_string()))?;
		writeln!(page, "{}\n```", lines.join("\n"))?;
	}
	Ok(())
}

/// A line, cut where it is too long to be read.
fn short(line: &str) -> String {
	const MAX: usize = 300;
	match line.char_indices().nth(MAX) {
		Some((end, _)) => format!("{}...", &line[..end]),
		None => line.into(),
	}
}

fn write_subscription(page: &mut String, subscription: &Subscription) -> std::fmt::Result {
	let names: Vec<_> = subscription
		.parameters
		.iter()
		.map(|one| format!("{}{}", one.name, if one.required { "" } else { "?" }))
		.collect();
	writeln!(page, "\n### `{}({})`\n", subscription.name, names.join(", "))?;
	writeln!(page, "{}\n", one_line_each(subscription.about))?;
	writeln!(
		page,
		"- news: {}, as `{}`",
		kind_of(&json!(subscription.item)),
		subscription.notification
	)?;
	writeln!(page, "- ended by `{}`", subscription.unsubscribe)
}

/// What a value of a schema is, in a few words.
fn kind_of(schema: &Value) -> String {
	if let Some(path) = schema["$ref"].as_str() {
		let name = path.rsplit('/').next().unwrap_or_default();
		return format!("[{name}](#{})", name.to_lowercase());
	}
	for word in ["anyOf", "oneOf", "allOf"] {
		if let Some(options) = schema[word].as_array() {
			let options: Vec<_> = options.iter().map(kind_of).collect();
			return options.join(" or ");
		}
	}
	if let Some(value) = schema.get("const") {
		return format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_string));
	}
	if let Some(values) = schema["enum"].as_array() {
		let values: Vec<_> = values.iter().filter_map(code).collect();
		return values.join(", ");
	}
	if let Some(properties) = schema["properties"].as_object() {
		let fields: Vec<_> = properties
			.iter()
			.map(|(name, schema)| format!("`{name}`: {}", kind_of(schema)))
			.collect();
		return format!("{{ {} }}", fields.join(", "));
	}
	match &schema["type"] {
		Value::String(kind) => one_kind(kind, schema),
		Value::Array(kinds) => {
			let kinds: Vec<_> =
				kinds.iter().filter_map(Value::as_str).map(|kind| one_kind(kind, schema)).collect();
			kinds.join(" or ")
		}
		_ => "anything".into(),
	}
}

fn one_kind(kind: &str, schema: &Value) -> String {
	match kind {
		"array" => match &schema["items"] {
			Value::Array(items) => {
				let items: Vec<_> = items.iter().map(kind_of).collect();
				format!("list of {}", items.join(", "))
			}
			items => format!("list of {}", kind_of(items)),
		},
		"integer" => "number".into(),
		"null" => "`null`".into(),
		"boolean" => "true or false".into(),
		kind => kind.into(),
	}
}

fn write_type(page: &mut String, name: &str, schema: &Value) -> std::fmt::Result {
	let about = |schema: &Value| {
		one_line_each(schema["description"].as_str().unwrap_or_default()).replace("\n\n", " ")
	};
	writeln!(page, "### {name}\n\n{}\n", about(schema))?;
	if let Some(properties) = schema["properties"].as_object() {
		writeln!(page, "| field | is | |\n| --- | --- | --- |")?;
		for (field, schema) in properties {
			writeln!(page, "| `{field}` | {} | {} |", kind_of(schema), about(schema))?;
		}
		writeln!(page)?;
	} else if let Some(options) = schema["oneOf"].as_array() {
		writeln!(page, "| is | |\n| --- | --- |")?;
		for option in options {
			writeln!(page, "| {} | {} |", kind_of(option), about(option))?;
		}
		writeln!(page)?;
	} else {
		writeln!(page, "A {}.\n", kind_of(schema))?;
	}
	Ok(())
}

/// Whether a value fits a schema, as far as the document uses JSON Schema. A word of it that is not
/// understood is a problem, so that nothing is passed over.
///
/// # Errors
/// Says where it does not fit.
pub fn schema_fits(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
	let schema = match schema.get("$ref").and_then(Value::as_str) {
		Some(path) => path.strip_prefix('#').and_then(|path| document.pointer(path)).ok_or(path)?,
		None => schema,
	};
	if schema == &Value::Bool(true) {
		return Ok(());
	}
	let rules = schema.as_object().ok_or_else(|| format!("{schema} is no schema"))?;
	let fits = |schema: &Value, value: &Value| schema_fits(document, schema, value);
	let is = |kind: &Value| match kind.as_str() {
		Some("array") => value.is_array(),
		Some("boolean") => value.is_boolean(),
		Some("integer") => value.is_u64(),
		Some("null") => value.is_null(),
		Some("object") => value.is_object(),
		Some("string") => value.is_string(),
		_ => false,
	};
	let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
	for (word, rule) in rules {
		let holds = match word.as_str() {
			"description" | "title" | "format" | "default" => true,
			"type" => match rule {
				Value::Array(kinds) => kinds.iter().any(is),
				kind => is(kind),
			},
			"const" => value == rule,
			"enum" => rule.as_array().is_some_and(|values| values.contains(value)),
			"minimum" => value.as_u64() >= rule.as_u64() || value.is_null(),
			"maximum" => value.as_u64() <= rule.as_u64(),
			"minItems" => {
				value.is_null() || items.len() as u64 >= rule.as_u64().unwrap_or(u64::MAX)
			}
			"maxItems" => items.len() as u64 <= rule.as_u64().unwrap_or_default(),
			"items" => {
				match rule {
					Value::Array(rules) => {
						rules.iter().zip(items).try_for_each(|(rule, item)| fits(rule, item))?;
					}
					rule => items.iter().try_for_each(|item| fits(rule, item))?,
				}
				true
			}
			"anyOf" => rule.as_array().into_iter().flatten().any(|rule| fits(rule, value).is_ok()),
			"allOf" => {
				rule.as_array().into_iter().flatten().try_for_each(|rule| fits(rule, value))?;
				true
			}
			"oneOf" => {
				let options = rule.as_array().into_iter().flatten();
				options.filter(|rule| fits(rule, value).is_ok()).count() == 1
			}
			"required" => {
				let mut names = rule.as_array().into_iter().flatten().filter_map(Value::as_str);
				value.is_null() || names.all(|name| value.get(name).is_some())
			}
			"additionalProperties" if rule == &Value::Bool(false) => {
				let known = rules.get("properties").and_then(Value::as_object);
				value
					.as_object()
					.into_iter()
					.flat_map(Map::keys)
					.all(|name| known.is_some_and(|known| known.contains_key(name)))
			}
			"properties" => {
				for (name, rule) in rule.as_object().into_iter().flatten() {
					if let Some(value) = value.get(name) {
						fits(rule, value).map_err(|problem| format!("{name}: {problem}"))?;
					}
				}
				true
			}
			"pattern" => value.as_str().is_some_and(|text| matches(rule, text)),
			other => return Err(format!("the schema's word {other} is not known")),
		};
		if !holds {
			return Err(format!("{value} is not what `{word}` says: {rule}"));
		}
	}
	Ok(())
}

/// Whether a text is of one of the patterns that the document has.
fn matches(pattern: &Value, text: &str) -> bool {
	let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
	let hexadecimal = |text: &str| {
		text.strip_prefix("0x")
			.is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
	};
	match pattern.as_str() {
		Some("^[0-9]+$") => digits(text),
		Some("^([0-9]{1,128}|0x[0-9a-fA-F]{1,128})$") => {
			text.len() <= 130 && (digits(text) || (text.len() > 2 && hexadecimal(text)))
		}
		Some("^0x[0-9a-fA-F]{64}$") => text.len() == 66 && hexadecimal(text),
		Some("^0x([0-9a-fA-F]{2})*$") => text.len().is_multiple_of(2) && hexadecimal(text),
		Some(pattern) if pattern.starts_with("^(Qm") => text.parse::<Cid>().is_ok(),
		Some("^([1-9A-HJ-NP-Za-km-z]{32,52}|0x[0-9a-fA-F]{64})$") => {
			let is_base58 = |byte: u8| byte.is_ascii_alphanumeric() && !b"0OIl".contains(&byte);
			let is_address = (32..=52).contains(&text.len()) && text.bytes().all(is_base58);
			is_address || (text.len() == 66 && hexadecimal(text))
		}
		_ => false,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_that_does_not_fit_is_found_out() {
		let document = json!({ "components": { "schemas": {
			"Name": { "type": "string", "description": "A name." },
		} } });
		let schema = json!({
			"type": "object",
			"additionalProperties": false,
			"required": ["name"],
			"properties": {
				"name": { "$ref": "#/components/schemas/Name" },
				"count": { "type": ["integer", "null"], "minimum": 1 },
				"list": { "type": "array", "items": { "enum": ["a", "b"] }, "maxItems": 2 },
				"one": { "oneOf": [{ "const": "x" }, { "type": "null" }] },
				"bytes": { "type": "string", "pattern": "^0x([0-9a-fA-F]{2})*$" },
			},
		});
		for good in [
			json!({ "name": "n" }),
			json!({ "name": "n", "count": null, "list": ["a", "b"], "one": "x", "bytes": "0x" }),
			json!({ "name": "n", "count": 1, "one": null }),
		] {
			assert_eq!(schema_fits(&document, &schema, &good), Ok(()));
		}
		for wrong in [
			json!({}),
			json!([]),
			json!({ "name": 1 }),
			json!({ "name": "n", "other": 1 }),
			json!({ "name": "n", "count": 0 }),
			json!({ "name": "n", "count": -1 }),
			json!({ "name": "n", "list": ["c"] }),
			json!({ "name": "n", "list": ["a", "a", "a"] }),
			json!({ "name": "n", "one": "y" }),
			json!({ "name": "n", "bytes": "0x0" }),
		] {
			assert!(schema_fits(&document, &schema, &wrong).is_err(), "{wrong}");
		}
		assert!(schema_fits(&document, &json!({ "unheard": 1 }), &json!(1)).is_err());
	}

	/// Every pattern of the document is known here.
	#[test]
	fn every_pattern_is_known() {
		fn patterns(value: &Value, found: &mut Vec<String>) {
			match value {
				Value::Object(map) => {
					found.extend(map.get("pattern").and_then(Value::as_str).map(str::to_string));
					map.values().for_each(|value| patterns(value, found));
				}
				Value::Array(list) => list.iter().for_each(|value| patterns(value, found)),
				_ => (),
			}
		}
		let mut found = Vec::new();
		patterns(&Description::default().document(&[]), &mut found);
		found.sort();
		found.dedup();
		let account = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let hash = format!("0x{}", "00".repeat(32));
		for pattern in found {
			let cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
			let known = ["7", "0x00", &hash, account, cid];
			let fits = known.iter().any(|text| matches(&json!(pattern), text));
			assert!(fits, "{pattern}");
		}
	}
}
