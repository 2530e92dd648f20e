use super::*;
use crate::{
	mock::{call, call_on, server, server_with_room, DISCARDED, FAILING, UNKNOWN},
	Error,
};
use census_primitives::ProofRefusal;
use census_runtime_api::MAX_PAGE;
use codec::Decode;
use serde_json::{json, Map};
use std::collections::BTreeSet;

fn document() -> Value {
	serde_json::from_str(DOCUMENT).unwrap()
}

fn methods() -> Vec<Value> {
	document()["methods"].as_array().unwrap().clone()
}

fn text(value: &Value) -> &str {
	value.as_str().unwrap()
}

fn list(value: &Value) -> &[Value] {
	value.as_array().unwrap()
}

/// What a `$ref` points to, or the value itself.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
	match value.get("$ref") {
		Some(path) => document.pointer(text(path).strip_prefix('#').unwrap()).unwrap(),
		None => value,
	}
}

/// Whether `value` fits the schema, as far as this document uses JSON Schema. A word of it that
/// is not understood is a failure, so that nothing is passed over.
fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
	let schema = resolve(document, schema).as_object().unwrap();
	let number = value.as_u64();
	let len = value.as_array().map(|items| items.len() as u64);
	schema.iter().all(|(word, rule)| match word.as_str() {
		"description" => true,
		"type" => match text(rule) {
			"array" => value.is_array(),
			"boolean" => value.is_boolean(),
			"integer" => value.is_u64(),
			"null" => value.is_null(),
			"object" => value.is_object(),
			"string" => value.is_string(),
			other => panic!("type {other}"),
		},
		"minimum" => number >= rule.as_u64(),
		"maximum" => number.is_some() && number <= rule.as_u64(),
		"minItems" => len >= rule.as_u64(),
		"maxItems" => len.is_some() && len <= rule.as_u64(),
		"items" => list(value).iter().all(|item| fits(document, rule, item)),
		"enum" => list(rule).contains(value),
		"oneOf" => list(rule).iter().filter(|rule| fits(document, rule, value)).count() == 1,
		"required" => list(rule).iter().all(|name| value.get(text(name)).is_some()),
		"additionalProperties" => {
			assert_eq!(rule, &json!(false));
			let known = schema["properties"].as_object().unwrap();
			value.as_object().is_some_and(|value| value.keys().all(|key| known.contains_key(key)))
		}
		"properties" => rule
			.as_object()
			.unwrap()
			.iter()
			.all(|(name, rule)| value.get(name).is_none_or(|value| fits(document, rule, value))),
		"pattern" => value.as_str().is_some_and(|value| match text(rule) {
			"^[0-9]+$" => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
			"^0x[0-9a-f]{64}$" => value.parse::<census_runtime::Hash>().is_ok(),
			other => panic!("pattern {other}"),
		}),
		other => panic!("schema word {other}"),
	})
}

/// The parameters of an example, by name.
fn named(example: &Value) -> Map<String, Value> {
	list(&example["params"])
		.iter()
		.map(|param| (text(&param["name"]).to_string(), param["value"].clone()))
		.collect()
}

#[test]
fn describes_every_method_and_no_other() {
	let methods = methods();
	let described: BTreeSet<_> = methods.iter().map(|method| text(&method["name"])).collect();
	assert_eq!(described, server().method_names().collect());
	assert_eq!(described.len(), methods.len());
}

#[tokio::test]
async fn every_example_is_answered_as_it_says_by_name_and_by_position() {
	let document = document();
	for method in methods() {
		let name = text(&method["name"]);
		for example in list(&method["examples"]) {
			let by_name = named(example);
			let expected = example["result"]["value"].clone();
			assert_eq!(call(name, json!(by_name)).await, Ok(expected.clone()), "{name}");

			let params = list(&method["params"]).iter();
			let by_position: Vec<_> =
				params.filter_map(|param| by_name.get(text(&param["name"]))).collect();
			assert_eq!(by_position.len(), by_name.len());
			assert_eq!(call(name, json!(by_position)).await, Ok(expected.clone()), "{name}");

			for param in list(&method["params"]) {
				if let Some(value) = by_name.get(text(&param["name"])) {
					assert!(fits(&document, &param["schema"], value), "{name}: {value}");
				}
			}
			assert!(fits(&document, &method["result"]["schema"], &expected), "{name}");
		}
	}
}

#[tokio::test]
async fn a_parameter_is_known_by_its_name_and_required_where_it_says_so() {
	for method in methods() {
		let name = text(&method["name"]);
		let example = named(&method["examples"][0]);
		for param in list(&method["params"]) {
			let param_name = text(&param["name"]);

			// Only a server that knows the name can find fault with the value.
			let mut wrong = example.clone();
			wrong.insert(param_name.into(), json!([true]));
			let error = call(name, json!(wrong)).await.unwrap_err();
			assert_eq!(error["code"], -32602, "{name}, {param_name}");

			let mut without = example.clone();
			without.remove(param_name);
			let required = param["required"].as_bool().unwrap();
			assert_eq!(call(name, json!(without)).await.is_err(), required, "{name}");
		}
		let last = list(&method["params"]).last().unwrap();
		assert_eq!(last["name"], "at", "{name}");
	}
}

#[tokio::test]
async fn every_error_is_the_one_that_is_described() {
	let document = document();
	let errors = document["components"]["errors"].as_object().unwrap();
	for method in methods() {
		let name = text(&method["name"]);
		let mut met = BTreeSet::new();
		let mut tries = Vec::new();
		for at in [FAILING, UNKNOWN, DISCARDED] {
			let mut params = named(&method["examples"][0]);
			params.insert("at".into(), json!(at));
			tries.push(params);
		}
		let mut params = named(&method["examples"][0]);
		if params.contains_key("count") {
			params.insert("count".into(), json!(MAX_PAGE + 1));
			tries.push(params);
		}
		let mut outcomes = Vec::new();
		for params in tries {
			outcomes.push(call(name, json!(params)).await);
		}
		let full = server_with_room(0, 1);
		outcomes.push(call_on(&full, name, json!(named(&method["examples"][0]))).await);
		for error in outcomes.into_iter().filter_map(Result::err) {
			let (error_name, described) = errors
				.iter()
				.find(|(_, described)| described["code"] == error["code"])
				.unwrap_or_else(|| panic!("{error} is not described"));
			assert_eq!(error["message"], described["message"]);
			assert_eq!(
				error["data"].as_object().unwrap().keys().collect::<Vec<_>>(),
				described["data"].as_object().unwrap().keys().collect::<Vec<_>>(),
			);
			met.insert(format!("#/components/errors/{error_name}"));
		}
		let described: BTreeSet<_> =
			list(&method["errors"]).iter().map(|error| text(&error["$ref"]).to_string()).collect();
		assert_eq!(met, described, "{name}");
	}
	assert_eq!(errors.len(), 5);
	assert_eq!(Error::BlockNotFound { at: UNKNOWN }.code(), 10_002);
}

#[test]
fn every_reason_for_a_refusal_is_listed() {
	let reasons: Vec<Value> = (0..=u8::MAX)
		.filter_map(|index| ProofRefusal::decode(&mut &[index][..]).ok())
		.map(|refusal| serde_json::to_value(refusal).unwrap())
		.collect();
	assert!(!reasons.is_empty());
	let document = document();
	let refusal = &document["components"]["schemas"]["Refusal"];
	assert_eq!(list(&refusal["properties"]["reason"]["enum"]), reasons);
}

#[test]
fn speaks_of_this_version_and_its_page_size() {
	let document = document();
	assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
	assert_eq!(document["components"]["schemas"]["PageSize"]["maximum"], MAX_PAGE);
}

#[tokio::test]
async fn rpc_discover_returns_the_document() {
	let found: Value = module().unwrap().call("rpc.discover", [(); 0]).await.unwrap();
	assert_eq!(found, document());
}

#[test]
fn the_schema_check_finds_faults() {
	let document = document();
	let group = json!({ "$ref": "#/components/schemas/Group" });
	let example = &methods()[0]["examples"][0]["result"]["value"];
	assert!(fits(&document, &group, example));
	for (key, bad) in [("size", json!(-1)), ("root", json!("0x1")), ("depth", json!(33))] {
		let mut group_with = example.clone();
		group_with[key] = bad;
		assert!(!fits(&document, &group, &group_with), "{key}");
	}
	let mut more = example.clone();
	more["more"] = json!(1);
	assert!(!fits(&document, &group, &more));
	let mut less = example.clone();
	less.as_object_mut().unwrap().remove("size");
	assert!(!fits(&document, &group, &less));
}
