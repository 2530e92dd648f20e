use super::*;
use crate::{
	anchors::mock::{FAILING_ANCHOR, FAILING_SET},
	leases::mock::{endless_provider, ENDLESS_ORDER},
	mock::{call, call_on, server, server_with_room, DISCARDED, ENDLESS_POLL, FAILING, UNKNOWN},
	Error,
};
use census_primitives::{CircuitRefusal, PersonRefusal, PersonScope, ProofRefusal};
use census_runtime_api::{polls::Phase, MAX_PAGE};
use census_zk_types::FieldElement;
use codec::Decode;
use pallet_personhood::{Change, EndReason, IssuerKind, IssuerStatus, Recovery, Status};
use serde::Serialize;
use serde_json::{json, Map};
use sp_core::{ecdsa, Bytes};
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
		"items" => value.as_array().is_some_and(|items| match rule {
			Value::Array(rules) => {
				rules.iter().zip(items).all(|(rule, item)| fits(document, rule, item))
			}
			rule => items.iter().all(|item| fits(document, rule, item)),
		}),
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
			"^0x([0-9a-f]{2})*$" => {
				let bytes = serde_json::from_value::<Bytes>(value.into());
				bytes.is_ok_and(|bytes| json!(bytes) == value)
			}
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
	let subscriptions = document()["x-subscriptions"].clone();
	let names = methods.iter().map(|method| text(&method["name"])).chain(
		list(&subscriptions)
			.iter()
			.flat_map(|both| [text(&both["name"]), text(&both["unsubscribe"])]),
	);
	let described: BTreeSet<_> = names.collect();
	assert_eq!(described, server().method_names().collect());
	assert_eq!(described.len(), methods.len() + 2 * list(&subscriptions).len());
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
		// By position, nothing that may be left out stands before what may not.
		let params = list(&method["params"]);
		assert!(params.is_sorted_by_key(|param| param["required"] == false), "{name}");
		if !["circuits_encodeKey", "anchors_receipt"].contains(&name) {
			assert_eq!(params.last().unwrap()["name"], "at", "{name}");
		}
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
		let too_many = vec!["42"; MAX_PAGE as usize + 1];
		for (param, wrong) in [
			("count", json!(MAX_PAGE + 1)),
			("nullifiers", json!(too_many)),
			// No call at all, and `system.remark`.
			("call", json!("0x")),
			("call", json!("0x000000")),
			("anchor", json!(FAILING_ANCHOR)),
			("firstSet", json!(FAILING_SET)),
		] {
			let mut params = named(&method["examples"][0]);
			if params.insert(param.into(), wrong).is_some() {
				tries.push(params);
			}
		}
		// Where the runtime finds nothing for long.
		for (of, param, endless) in [
			("leases_audits", "provider", json!(endless_provider())),
			("leases_orders", "after", json!(ENDLESS_ORDER)),
			("leases_fittingOrders", "after", json!(ENDLESS_ORDER)),
			("polls_list", "start", json!(ENDLESS_POLL)),
		] {
			if name == of {
				let mut params = named(&method["examples"][0]);
				params.insert(param.into(), endless);
				tries.push(params);
			}
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
			let keys = |error: &Value| {
				let data = error.get("data")?.as_object().unwrap();
				Some(data.keys().cloned().collect::<Vec<_>>())
			};
			assert_eq!(keys(&error), keys(described));
			met.insert(format!("#/components/errors/{error_name}"));
		}
		let described: BTreeSet<_> =
			list(&method["errors"]).iter().map(|error| text(&error["$ref"]).to_string()).collect();
		assert_eq!(met, described, "{name}");
	}
	assert_eq!(errors.len(), 9);
	assert_eq!(Error::BlockNotFound { at: UNKNOWN }.code(), 10_002);
}

/// All values of an enumeration, in JSON. Where a variant holds another, the first of that.
fn variants<T: Decode + Serialize>() -> Vec<Value> {
	(0..=u8::MAX)
		.filter_map(|index| T::decode(&mut &[index, 0][..]).ok())
		.map(|value| serde_json::to_value(value).unwrap())
		.collect()
}

#[test]
fn every_reason_for_a_refusal_is_listed() {
	let document = document();
	let schemas = &document["components"]["schemas"];
	assert_eq!(list(&schemas["ProofReason"]["enum"]), variants::<ProofRefusal>());
	assert_eq!(list(&schemas["CircuitReason"]["enum"]), variants::<CircuitRefusal>());

	let (plain, nested): (Vec<_>, Vec<_>) =
		variants::<PersonRefusal>().into_iter().partition(Value::is_string);
	let options = list(&schemas["PersonReason"]["oneOf"]);
	assert_eq!(list(&options[0]["enum"]), plain);
	assert_eq!(nested.len(), options.len() - 1);
	for reason in nested {
		assert!(fits(&document, &schemas["PersonReason"], &reason), "{reason}");
	}
}

#[test]
fn every_word_about_anchors_is_listed() {
	use census_anchor_log::terms::{Claim, HashAlgorithm, Kind, Relation, SourceType, Use};
	let document = document();
	let check = |path: &str, terms: Vec<&str>| {
		let listed = document.pointer(&format!("/components/schemas/{path}/enum"));
		assert_eq!(listed, Some(&json!(terms)), "{path}");
	};
	check("HashAlgorithm", HashAlgorithm::ALL.iter().map(|term| term.term()).collect());
	check("Claim", Claim::ALL.iter().map(|term| term.term()).collect());
	check("Use/oneOf/0", Use::ALL.iter().map(|term| term.term()).collect());
	let part = |name| format!("AnchorDescription/properties/{name}");
	check(&part("kind"), Kind::ALL.iter().map(|term| term.term()).collect());
	check(&part("sourceType/oneOf/0"), SourceType::ALL.iter().map(|term| term.term()).collect());
	check(
		&part("parents/items/properties/relation"),
		Relation::ALL.iter().map(|term| term.term()).collect(),
	);
	let links = Relation::ALL.iter().map(|term| term.term()).chain(["disputes", "retracts"]);
	check("AnchorEdge/properties/link", links.collect());
}

#[tokio::test]
async fn every_subscription_tells_what_is_described() {
	let document = document();
	for subscription in list(&document["x-subscriptions"]) {
		let name = text(&subscription["name"]);
		// Each that has a parameter has one, and begins where it says.
		let params: Vec<_> = list(&subscription["params"]).iter().map(|_| json!(0)).collect();
		let request = json!({ "jsonrpc": "2.0", "id": 0, "method": name, "params": params });
		let server = server();
		let (_, mut sent) = server.raw_json_request(&request.to_string(), 1).await.unwrap();
		let message: Value = serde_json::from_str(&sent.recv().await.unwrap()).unwrap();
		assert_eq!(message["method"], subscription["notification"]);
		let item = &message["params"]["result"];
		assert!(fits(&document, &subscription["item"], item), "{item}");
	}
}

#[test]
fn every_word_about_leases_is_listed() {
	use census_runtime_api::leases::{
		CloseReason, Label, Mismatch, Mode, ProviderStatus, ResourceKind, Side, State,
	};
	let document = document();
	let schemas = &document["components"]["schemas"];
	assert_eq!(list(&schemas["LeaseCloseReason"]["enum"]), variants::<CloseReason>());
	assert_eq!(list(&schemas["LeaseSide"]["enum"]), variants::<Side>());
	let status = &schemas["LeaseProvider"]["properties"]["status"]["enum"];
	assert_eq!(list(status), variants::<ProviderStatus>());

	// Of those of which some hold something, the bare ones are listed and the others described.
	let bare: Vec<_> = variants::<Mismatch<()>>().into_iter().filter(Value::is_string).collect();
	assert_eq!(list(&schemas["LeaseMismatch"]["oneOf"][0]["enum"]), bare);
	let bare: Vec<_> = variants::<ResourceKind>().into_iter().filter(Value::is_string).collect();
	assert_eq!(list(&schemas["LeaseResourceKind"]["oneOf"][0]["enum"]), bare);
	let label: Label = "a100".try_into().unwrap();
	let word = census_zk_types::Word([7; 32]);
	let auditor = census_runtime::AccountId::new([1; 32]);
	type LeaseState = State<u128, u32>;
	for (schema, value) in [
		("LeaseResourceKind", json!(ResourceKind::Gpu(label.clone()))),
		("LeaseMismatch", json!(Mismatch::<()>::ResourceShort(ResourceKind::Cpu))),
		("LeaseMismatch", json!(Mismatch::<()>::AttributeMissing(label.clone()))),
		("LeaseMismatch", json!(Mismatch::AuditMissing { auditor, key: label })),
		("LeaseState", json!(LeaseState::Active)),
		("LeaseState", json!(LeaseState::Pending { until: 1 })),
		("LeaseState", json!(LeaseState::Starved { until: 1 })),
		("LeaseState", json!(LeaseState::Disputed { until: 1, by: Side::Tenant, deposit: 1 })),
		("LeaseMode", json!(Mode::Fixed { span: 10, heartbeat: 5 })),
		("LeaseMode", json!(Mode::Proven { circuit: [1; 32], model: word, input: word, epoch: 9 })),
	] {
		assert!(fits(&document, &schemas[schema], &value), "{value}");
	}
}

#[test]
fn states_that_no_example_shows_are_written_as_they_are_described() {
	let document = document();
	let check = |schema: &str, value: Value, expected: Value| {
		assert_eq!(value, expected);
		assert!(fits(&document, &document["components"]["schemas"][schema], &value), "{value}");
	};
	let [id, commitment] = [[0xab; 32], [7; 32]];
	let hash = json!(census_runtime::Hash::from(id));
	let commitment = FieldElement::try_from(census_zk_types::Word(commitment)).unwrap();

	for (status, expected) in [
		(Status::Pending, json!("pending")),
		(Status::Active, json!("active")),
		(Status::Ended(EndReason::Expired), json!({ "ended": "expired" })),
		(Status::Ended(EndReason::Withdrawn), json!({ "ended": "withdrawn" })),
		(Status::Ended(EndReason::Vetoed), json!({ "ended": "vetoed" })),
		(Status::Ended(EndReason::Merged), json!({ "ended": "merged" })),
		(Status::Ended(EndReason::NotAdmitted), json!({ "ended": "notAdmitted" })),
	] {
		check("PersonStatus", json!(status), expected);
	}
	for (change, expected) in [
		(Change::Remove, json!("remove")),
		(Change::Replace(commitment), json!({ "replace": commitment })),
		(Change::Add(commitment), json!({ "add": commitment })),
	] {
		check("Change", json!(change), expected);
	}
	check("IssuerKind", json!(IssuerKind::Circuit(id)), json!({ "circuit": hash }));
	let key = ecdsa::Public::default();
	check("IssuerKind", json!(IssuerKind::Ecdsa(key)), json!({ "ecdsa": key.to_string() }));
	for (scope, expected) in [
		(PersonScope::Session { epoch: 3 }, json!({ "session": { "epoch": 3 } })),
		(
			PersonScope::Quota { epoch: 3, counter: 0 },
			json!({ "quota": { "epoch": 3, "counter": 0 } }),
		),
		(
			PersonScope::Application { scope: 0, topic: id },
			json!({ "application": { "scope": 0, "topic": hash } }),
		),
	] {
		check("PersonScope", json!(scope), expected);
	}

	// The parts of a person, an issuer, a poll and a circuit are described where they stand.
	let part = |path: &str| document.pointer(&format!("/components/schemas/{path}")).unwrap();
	let recovery = json!(Recovery { commitment, effective_at: 9 });
	assert_eq!(recovery, json!({ "commitment": commitment, "effectiveAt": 9 }));
	assert!(fits(&document, part("Person/properties/recovery"), &recovery));
	let statuses = [IssuerStatus::Active, IssuerStatus::Paused, IssuerStatus::Removed];
	assert_eq!(part("Issuer/properties/status/enum"), &json!(statuses));
	let phases = [Phase::Voting, Phase::Ended, Phase::Closed];
	assert_eq!(part("Poll/properties/phase/enum"), &json!(phases));
	use crate::circuits::Status as Of;
	let statuses = [Of::Proposed, Of::Active, Of::Deprecated, Of::Revoked];
	assert_eq!(part("Circuit/properties/status/enum"), &json!(statuses));
}

#[test]
fn speaks_of_this_version_and_its_page_size() {
	let document = document();
	assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
	assert_eq!(document["components"]["schemas"]["PageSize"]["maximum"], MAX_PAGE);
}

#[tokio::test]
async fn rpc_discover_returns_the_document() {
	let found: Value = module(&document()).unwrap().call("rpc.discover", [(); 0]).await.unwrap();
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
