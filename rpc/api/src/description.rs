//! The description of the methods, in OpenRPC's form: everything but the examples follows from the traits
//! and the types.
//!
//! OpenRPC has no word for subscriptions: `x-subscriptions` lists them, each with its parameters, its
//! notification's name and what this carries.

use crate::{
	anchors, circuits, error::Kind, governance, groups, leases, personhood, polls, validators,
};
use schemars::{generate::SchemaSettings, Schema, SchemaGenerator};
use serde_json::{json, Map, Value};

/// A parameter.
pub struct Parameter {
	/// Its name.
	pub name: &'static str,
	/// What it may be.
	pub schema: Schema,
	/// Whether it may not be left out.
	pub required: bool,
}

/// A method.
pub struct Method {
	/// Its name, the namespace included.
	pub name: &'static str,
	/// What it answers. The first paragraph is a summary.
	pub about: &'static str,
	/// Its parameters, in their order.
	pub parameters: Vec<Parameter>,
	/// What its answer may be.
	pub result: Schema,
	/// The errors that do not follow from its parameters.
	pub errors: Vec<Kind>,
}

/// A subscription.
pub struct Subscription {
	/// The name of the method that begins it.
	pub name: &'static str,
	/// The name under which its news comes.
	pub notification: &'static str,
	/// The name of the method that ends it.
	pub unsubscribe: &'static str,
	/// What it tells.
	pub about: &'static str,
	/// Its parameters, in their order.
	pub parameters: Vec<Parameter>,
	/// What a piece of news may be.
	pub item: Schema,
}

/// What stands behind one prefix.
pub struct Namespace {
	/// The prefix.
	pub name: &'static str,
	/// What its methods are about.
	pub about: &'static str,
	/// The methods.
	pub methods: Vec<Method>,
	/// The subscriptions.
	pub subscriptions: Vec<Subscription>,
}

/// All namespaces, and the schemas that they refer to.
pub struct Description {
	/// The namespaces.
	pub namespaces: Vec<Namespace>,
	/// The schemas of named types.
	pub schemas: Map<String, Value>,
}

/// A question and its answer.
pub struct Example {
	/// The method.
	pub method: String,
	/// What makes it different from others, in a few words.
	pub name: String,
	/// The parameters, by name.
	pub parameters: Map<String, Value>,
	/// The answer.
	pub result: Value,
}

/// Makes schemas: of what is read, where a part that may be missing is not required, and of what is
/// written, where all parts are.
pub struct Schemas {
	/// Of parameters.
	pub read: SchemaGenerator,
	/// Of answers and news.
	pub written: SchemaGenerator,
}

impl Default for Schemas {
	fn default() -> Self {
		let mut settings = SchemaSettings::draft07();
		settings.definitions_path = "/components/schemas".into();
		settings.meta_schema = None;
		Self {
			read: settings.clone().for_deserialize().into_generator(),
			written: settings.for_serialize().into_generator(),
		}
	}
}

impl Schemas {
	/// The schemas of named types. One that is read and written is the same in both ways.
	fn named(mut self) -> Map<String, Value> {
		let mut named = self.read.take_definitions(true);
		for (name, written) in self.written.take_definitions(true) {
			let read = named.insert(name.clone(), written.clone());
			debug_assert!(read.is_none_or(|read| read == written), "{name} has two schemas");
		}
		named
	}
}

impl Default for Description {
	fn default() -> Self {
		let mut schemas = Schemas::default();
		let namespaces = vec![
			personhood::describe(&mut schemas),
			polls::describe(&mut schemas),
			governance::describe(&mut schemas),
			validators::describe(&mut schemas),
			groups::describe(&mut schemas),
			circuits::describe(&mut schemas),
			anchors::describe(&mut schemas),
			leases::describe(&mut schemas),
		];
		Self { namespaces, schemas: schemas.named() }
	}
}

impl Method {
	/// The errors that it may give, by their codes.
	pub fn all_errors(&self) -> Vec<Kind> {
		let has = |name: &str| self.parameters.iter().any(|parameter| parameter.name == name);
		let mut errors = self.errors.clone();
		if has("at") {
			errors.extend([Kind::RuntimeFailed, Kind::BlockNotFound, Kind::StateDiscarded]);
		}
		if has("count") {
			errors.push(Kind::PageSize);
		}
		errors.sort();
		errors.dedup();
		errors
	}
}

impl Description {
	/// All methods.
	pub fn methods(&self) -> impl Iterator<Item = &Method> {
		self.namespaces.iter().flat_map(|namespace| &namespace.methods)
	}

	/// All subscriptions.
	pub fn subscriptions(&self) -> impl Iterator<Item = &Subscription> {
		self.namespaces.iter().flat_map(|namespace| &namespace.subscriptions)
	}

	/// The names of methods and subscriptions, with those of their parameters in their order.
	pub fn parameters(&self) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> + '_ {
		let names = |parameters: &[Parameter]| parameters.iter().map(|one| one.name).collect();
		let methods = self.methods().map(move |method| (method.name, names(&method.parameters)));
		methods.chain(self.subscriptions().map(move |one| (one.name, names(&one.parameters))))
	}

	/// The OpenRPC document, with these examples.
	pub fn document(&self, examples: &[Example]) -> Value {
		let methods: Vec<_> = self.methods().map(|method| describe(method, examples)).collect();
		let subscriptions: Vec<_> = self.subscriptions().map(describe_subscription).collect();
		let errors: Map<_, _> = Kind::ALL.iter().map(|kind| describe_error(*kind)).collect();
		json!({
			"openrpc": "1.3.2",
			"info": {
				"title": "Census node",
				"version": env!("CARGO_PKG_VERSION"),
				"description": ABOUT,
				"license": { "name": "Apache-2.0" },
			},
			"methods": methods,
			"components": { "schemas": self.schemas, "errors": errors },
			"x-subscriptions": subscriptions,
		})
	}
}

/// What the document says of itself.
const ABOUT: &str = "The JSON-RPC methods of a Census node that other Substrate nodes do not have. `at`, a \
	block's hash, comes last and may be left out: the answer is from that block's state, or from the best \
	block's. Parameters go by position or by name. What does not exist is `null` or an empty list; an \
	error means that there is no answer. Parameters that cannot be read are error -32602. A page is asked \
	for by `count` and, from the second one on, `after`: the `next` of the page before. OpenRPC has no word \
	for subscriptions: `x-subscriptions` lists them, each with its parameters, its notification's name and \
	what this carries.";

/// What each parameter is, wherever it occurs.
const PARAMETERS: &[(&str, &str)] = &[
	("account", "The account."),
	("after", "Where the page before ended: its `next`. The first page has none."),
	("anchor", "The anchor's number."),
	("at", "The hash of the block whose state answers. Without it, the best block."),
	("auditor", "The auditor's account."),
	("author", "The author's account."),
	("bid", "The terms of a bid."),
	("blocks", "For how many blocks."),
	("call", "The call, encoded: without signature and extensions."),
	("cid", "The content identifier."),
	("circuit", "The circuit's id."),
	("commitment", "The commitment."),
	("count", "How many, 1 to 1,000."),
	("digest", "The hash, with the function that made it."),
	("firstSet", "The set of validators that the reader trusts. Without it, genesis's."),
	("from", "The first leaf to tell. Without it, the first that becomes final from now on."),
	("group", "The group's number."),
	("index", "The leaf's index."),
	("issuer", "The issuer's number."),
	("keyHash", "BLAKE2b-256 of the key's bytes."),
	("lease", "The lease's number."),
	("mode", "How the lease is paid."),
	("new", "How many leaves the later log has."),
	("nullifiers", "The nullifiers, at most 1,000."),
	("old", "How many leaves the earlier log has."),
	("order", "The order's number."),
	("person", "The person's number."),
	("poll", "The poll's number."),
	("proof", "The proof."),
	("proposal", "The proposal's number."),
	("provider", "The provider's account."),
	("publicSignals", "The public inputs, as snarkjs writes them in `public.json`."),
	("rate", "The rate."),
	("root", "The root of the tree. Without it, the present one."),
	("scope", "The scope."),
	("size", "How many leaves the log has."),
	("softBinding", "The soft binding: an algorithm's name in C2PA's list, and the value."),
	("statement", "The statement's hash."),
	("tag", "The human's tag at the issuer."),
	("verificationKey", "The key, as snarkjs writes it in `verification_key.json`."),
	("window", "The window's number."),
];

/// What a parameter is.
pub fn about_parameter(name: &str) -> &'static str {
	let found = PARAMETERS.iter().find(|(other, _)| *other == name);
	found.map_or("", |(_, about)| about)
}

/// The first paragraph on one line, and the rest.
fn paragraphs(about: &str) -> (String, Option<String>) {
	let text = about.lines().collect::<Vec<_>>().join("\n");
	let mut parts = text.split("\n\n").map(|part| part.replace('\n', " "));
	let first = parts.next().unwrap_or_default();
	let rest = parts.collect::<Vec<_>>().join("\n\n");
	// The first sentence is the summary.
	match first.split_once(". ") {
		Some((summary, more)) => {
			let more = [more.to_string(), rest].into_iter().filter(|part| !part.is_empty());
			(format!("{summary}."), Some(more.collect::<Vec<_>>().join("\n\n")))
		}
		None => (first, (!rest.is_empty()).then_some(rest)),
	}
}

fn describe_parameters(parameters: &[Parameter]) -> Value {
	let describe = |parameter: &Parameter| {
		json!({
			"name": parameter.name,
			"required": parameter.required,
			"description": about_parameter(parameter.name),
			"schema": parameter.schema,
		})
	};
	parameters.iter().map(describe).collect()
}

fn describe(method: &Method, examples: &[Example]) -> Value {
	let (summary, description) = paragraphs(method.about);
	let examples = examples.iter().filter(|example| example.method == method.name);
	let shown = |example: &Example| {
		let given = |parameter: &Parameter| {
			let value = example.parameters.get(parameter.name)?;
			Some(json!({ "name": parameter.name, "value": value }))
		};
		let parameters: Vec<_> = method.parameters.iter().filter_map(given).collect();
		json!({
			"name": example.name,
			"params": parameters,
			"result": { "name": "result", "value": example.result },
		})
	};
	let refer = |kind: Kind| json!({ "$ref": format!("#/components/errors/{}", kind.name()) });
	let errors: Vec<_> = method.all_errors().into_iter().map(refer).collect();
	let mut described = json!({
		"name": method.name,
		"summary": summary,
		"paramStructure": "either",
		"params": describe_parameters(&method.parameters),
		"result": { "name": "result", "schema": method.result },
		"errors": errors,
		"examples": examples.map(shown).collect::<Vec<_>>(),
	});
	if let Some(description) = description {
		described["description"] = description.into();
	}
	described
}

fn describe_subscription(subscription: &Subscription) -> Value {
	let (summary, description) = paragraphs(subscription.about);
	let mut described = json!({
		"name": subscription.name,
		"summary": summary,
		"params": describe_parameters(&subscription.parameters),
		"notification": subscription.notification,
		"item": subscription.item,
		"unsubscribe": subscription.unsubscribe,
	});
	if let Some(description) = description {
		described["description"] = description.into();
	}
	described
}

fn describe_error(kind: Kind) -> (String, Value) {
	let mut described = json!({ "code": kind.code(), "message": kind.sentence() });
	if !kind.data().is_empty() {
		// In the place of a value stands what it is.
		let data =
			kind.data().iter().map(|(field, about)| (camel_case(field), about.trim().into()));
		described["data"] = Value::Object(data.collect());
	}
	(kind.name().into(), described)
}

/// `snake_case` in camelCase.
pub(crate) fn camel_case(name: &str) -> String {
	let mut parts = name.split('_');
	let first = parts.next().unwrap_or_default().to_string();
	parts.fold(first, |name, part| {
		let (initial, rest) = part.split_at(part.len().min(1));
		name + &initial.to_ascii_uppercase() + rest
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::collections::BTreeSet;

	fn names<'a>(parameters: &[&'a str]) -> Vec<&'a str> {
		parameters.to_vec()
	}

	/// The rules that the crate's documentation lists, asked of every method.
	#[test]
	fn every_method_keeps_to_the_grammar() {
		let description = Description::default();
		for method in description.methods() {
			let (namespace, name) = method.name.split_once('_').unwrap();
			let parameters: Vec<_> = method.parameters.iter().map(|one| one.name).collect();
			let place = |name| parameters.iter().position(|other| *other == name);
			let result = json!(method.result);
			let page = |schema: &Value| {
				schema["properties"]["items"]["type"] == "array"
					&& !schema["properties"]["next"].is_null()
			};
			// A page that may be missing.
			let optional =
				result["anyOf"].as_array().is_some_and(|options| options.iter().any(page));
			let is_page = page(&result) || optional;

			// By position, nothing that may be left out stands before what may not.
			assert!(method.parameters.is_sorted_by_key(|one| !one.required), "{}", method.name);
			// `at` is last wherever a block is asked.
			let last = parameters.last().copied();
			let asks_no_block = ["circuits_encodedKey", "anchors_receipt"].contains(&method.name);
			assert_eq!(last == Some("at"), !asks_no_block, "{}", method.name);
			// A page is asked for by `count` and `after`, one behind the other, and by nothing else.
			let lineage = ["anchors_ancestors", "anchors_descendants"].contains(&method.name);
			assert_eq!(is_page, place("after").is_some(), "{}", method.name);
			assert_eq!(is_page || lineage, place("count").is_some(), "{}", method.name);
			if is_page {
				assert_eq!(
					place("after"),
					place("count").map(|place| place + 1),
					"{}",
					method.name
				);
			}
			assert!(!parameters.contains(&"start") && !parameters.contains(&"limit"));
			// What counts is a number, and what is true or not is a boolean or a list of them.
			if name.ends_with("Count") {
				assert_eq!(result["type"], "integer", "{}", method.name);
				let plural = format!("{}s", name.trim_end_matches("Count"));
				let is_there = description
					.methods()
					.any(|other| other.name == format!("{namespace}_{plural}"));
				assert!(is_there, "{} counts what no page shows", method.name);
			}
			if name.starts_with("is") && name[2..].starts_with(char::is_uppercase) {
				assert_eq!(result["type"], "boolean", "{}", method.name);
			}
			if name.starts_with("are") && name[3..].starts_with(char::is_uppercase) {
				assert_eq!(result["items"]["type"], "boolean", "{}", method.name);
			}
			// A verdict is that of `verifyProof` or `check`, which wait their turn.
			let verdict = !result["properties"]["accepted"].is_null();
			assert_eq!(verdict, ["verifyProof", "check"].contains(&name), "{}", method.name);
			assert_eq!(verdict || name == "receipt", method.errors.contains(&Kind::Busy));
			// No verbs but these.
			for verb in ["get", "list", "find", "fetch", "query", "encode"] {
				let is_verb = name == verb
					|| name
						.strip_prefix(verb)
						.is_some_and(|rest| rest.starts_with(char::is_uppercase));
				assert!(!is_verb, "{}", method.name);
			}
		}
		for subscription in description.subscriptions() {
			let (_, name) = subscription.name.split_once('_').unwrap();
			let what = name.strip_prefix("subscribe").unwrap();
			let (_, unsubscribe) = subscription.unsubscribe.split_once('_').unwrap();
			assert_eq!(unsubscribe.strip_prefix("unsubscribe"), Some(what));
		}
	}

	#[test]
	fn every_method_and_parameter_is_described() {
		let description = Description::default();
		let mut met = BTreeSet::new();
		for (name, parameters) in description.parameters() {
			for parameter in parameters {
				assert!(!about_parameter(parameter).is_empty(), "{name}: {parameter}");
				met.insert(parameter);
			}
		}
		let listed = names(&PARAMETERS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
		assert_eq!(met.into_iter().collect::<Vec<_>>(), listed);
		for method in description.methods() {
			assert!(paragraphs(method.about).0.ends_with('.'), "{}: {}", method.name, method.about);
		}
		for namespace in &description.namespaces {
			assert!(!namespace.about.is_empty(), "{}", namespace.name);
		}
	}

	#[test]
	fn every_field_and_every_word_of_a_shown_type_is_described() {
		fn check(path: &str, schema: &Value) {
			if let Some(properties) = schema["properties"].as_object() {
				for (name, property) in properties {
					let about = property["description"].as_str();
					let referred = property["allOf"].is_array() || !property["$ref"].is_null();
					// What a word of an enumeration holds is described with the word.
					let held = schema["description"].is_string() && properties.len() == 1;
					assert!(about.is_some() || referred || held, "{path}.{name}: {property}");
					check(&format!("{path}.{name}"), property);
				}
			}
			for word in ["oneOf", "anyOf", "allOf"] {
				for (index, option) in schema[word].as_array().into_iter().flatten().enumerate() {
					check(&format!("{path}/{index}"), option);
				}
			}
		}
		for (name, schema) in &Description::default().schemas {
			assert!(schema["description"].is_string(), "{name}: {schema}");
			check(name, schema);
		}
	}

	#[test]
	fn what_is_read_and_written_has_one_schema() {
		let mut schemas = Schemas::default();
		personhood::describe(&mut schemas);
		leases::describe(&mut schemas);
		anchors::describe(&mut schemas);
		circuits::describe(&mut schemas);
		let read = schemas.read.take_definitions(true);
		let written = schemas.written.take_definitions(true);
		let both: Vec<_> = read.iter().filter(|(name, _)| written.contains_key(*name)).collect();
		assert!(!both.is_empty());
		for (name, schema) in both {
			assert_eq!(schema, &written[name], "{name}");
		}
		// A part that may be left out is required of nobody.
		let proof = read.values().find(|schema| !schema["properties"]["pi_a"].is_null()).unwrap();
		assert!(proof["required"].is_null());
	}

	#[test]
	fn a_summary_is_the_first_sentence() {
		let more = |text: &str| Some(text.to_string());
		assert_eq!(paragraphs("One."), ("One.".into(), None));
		assert_eq!(paragraphs("One\nline. Two.\n"), ("One line.".into(), more("Two.\n".trim())));
		assert_eq!(paragraphs("One.\n\nTwo\nlines."), ("One.".into(), more("Two lines.")));
		assert_eq!(paragraphs("One. Two.\n\nThree."), ("One.".into(), more("Two.\n\nThree.")));
	}

	#[test]
	fn all_references_lead_somewhere() {
		fn check(document: &Value, value: &Value) {
			match value {
				Value::Object(map) => {
					if let Some(Value::String(path)) = map.get("$ref") {
						let found = document.pointer(path.strip_prefix('#').unwrap());
						assert!(found.is_some(), "{path}");
					}
					map.values().for_each(|value| check(document, value));
				}
				Value::Array(list) => list.iter().for_each(|value| check(document, value)),
				_ => (),
			}
		}
		let document = Description::default().document(&[]);
		check(&document, &document);
	}
}
