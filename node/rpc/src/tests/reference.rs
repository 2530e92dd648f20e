//! The document that the node serves and the pages about it are written from the traits and from the real
//! answers: `make reference` writes them again, and this fails where they differ.

use super::{questions::answered, server};
use crate::openrpc;
use census_rpc_api::{
	description::Description,
	reference::{page, schema_fits},
};
use serde_json::{json, Value};
use std::{fs, path::PathBuf};

fn path(name: &str) -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// Compares a file with what it has to be, or writes it.
fn keep(name: &str, text: &str) {
	let path = path(name);
	if std::env::var_os("CENSUS_WRITE_REFERENCE").is_some() {
		fs::write(path, text).unwrap();
		return;
	}
	let kept = fs::read_to_string(path).unwrap_or_default();
	assert!(kept == text, "{name} is not what it has to be: run `make reference`");
}

#[tokio::test]
async fn the_reference_is_of_today() {
	let description = Description::default();
	let document = description.document(&answered().await);
	keep("rpc/api/openrpc.json", &(serde_json::to_string_pretty(&document).unwrap() + "\n"));
	keep("docs/reference/rpc.md", &page(&description, &document));
}

#[tokio::test]
async fn every_example_fits_what_is_said_of_it() {
	let description = Description::default();
	let document = description.document(&answered().await);
	for method in document["methods"].as_array().unwrap() {
		for example in method["examples"].as_array().unwrap() {
			let result = &example["result"]["value"];
			schema_fits(&document, &method["result"]["schema"], result)
				.unwrap_or_else(|problem| panic!("{}: {problem}", method["name"]));
			for given in example["params"].as_array().unwrap() {
				let parameters = method["params"].as_array().unwrap();
				let described = parameters.iter().find(|one| one["name"] == given["name"]).unwrap();
				schema_fits(&document, &described["schema"], &given["value"])
					.unwrap_or_else(|problem| panic!("{}: {problem}", method["name"]));
			}
		}
	}
}

#[tokio::test]
async fn the_node_serves_what_is_written() {
	let request = json!({ "jsonrpc": "2.0", "id": 0, "method": "rpc.discover", "params": [] });
	let served = openrpc::module().unwrap();
	let (answer, _) = served.raw_json_request(&request.to_string(), 1).await.unwrap();
	let answer: Value = serde_json::from_str(&answer).unwrap();
	let written: Value = serde_json::from_str(census_rpc_api::DOCUMENT).unwrap();
	assert_eq!(answer["result"], written);
}

#[tokio::test]
async fn every_subscription_tells_what_is_described() {
	let document = Description::default().document(&[]);
	for subscription in document["x-subscriptions"].as_array().unwrap() {
		let name = subscription["name"].as_str().unwrap();
		// Each that has a parameter has one, and there is something of number 0.
		let params: Vec<_> =
			subscription["params"].as_array().unwrap().iter().map(|_| json!(0)).collect();
		let request = json!({ "jsonrpc": "2.0", "id": 0, "method": name, "params": params });
		let server = server();
		let (_, mut sent) = server.raw_json_request(&request.to_string(), 1).await.unwrap();
		let message: Value = serde_json::from_str(&sent.recv().await.unwrap()).unwrap();
		assert_eq!(message["method"], subscription["notification"]);
		let item = &message["params"]["result"];
		schema_fits(&document, &subscription["item"], item)
			.unwrap_or_else(|problem| panic!("{name}: {problem}"));
	}
}

/// States that no example shows are written as they are described.
#[test]
fn every_state_is_written_as_it_is_described() {
	use census_rpc_api::views::{
		circuits::{CircuitRefusal, CircuitStatus, VerifyError},
		groups::ProofRefusal,
		leases::{CloseReason, LeaseSide, LeaseState, Mismatch, ProviderStatus, ResourceKind},
		persons::{EndReason, IssuerKind, IssuerStatus, Pause, PersonRefusal, PersonStatus},
		polls::PollPhase,
		AccountId, Amount, Bytes, Hash,
	};
	let document = Description::default().document(&[]);
	let check = |name: &str, value: Value, expected: Value| {
		assert_eq!(value, expected);
		let schema = &document["components"]["schemas"][name];
		schema_fits(&document, schema, &value)
			.unwrap_or_else(|problem| panic!("{name}: {problem}"));
	};
	let hash = Hash([0xab; 32]);
	let account = AccountId([1; 32]);
	for (status, expected) in [
		(PersonStatus::Pending, json!("pending")),
		(PersonStatus::Active, json!("active")),
		(PersonStatus::Ended(EndReason::Expired), json!({ "ended": "expired" })),
		(PersonStatus::Ended(EndReason::Withdrawn), json!({ "ended": "withdrawn" })),
		(PersonStatus::Ended(EndReason::Vetoed), json!({ "ended": "vetoed" })),
		(PersonStatus::Ended(EndReason::Merged), json!({ "ended": "merged" })),
		(PersonStatus::Ended(EndReason::PolicyEnded), json!({ "ended": "policyEnded" })),
	] {
		check("PersonStatus", json!(status), expected);
	}
	check("IssuerKind", json!(IssuerKind::Circuit(hash)), json!({ "circuit": hash }));
	let key = Bytes(vec![2; 33]);
	check("IssuerKind", json!(IssuerKind::Ecdsa(key.clone())), json!({ "ecdsa": key }));
	check("IssuerStatus", json!(IssuerStatus::Removed), json!("removed"));
	check("Pause", json!(Pause::KeyReported), json!("keyReported"));
	check("Pause", json!(Pause::Committee { until: 7 }), json!({ "committee": { "until": 7 } }));
	check("PollPhase", json!(PollPhase::Closed), json!("closed"));
	check("CircuitStatus", json!(CircuitStatus::Revoked), json!("revoked"));
	check("ProviderStatus", json!(ProviderStatus::Leaving), json!("leaving"));
	check("CloseReason", json!(CloseReason::ProofsMissed), json!("proofsMissed"));
	check("ResourceKind", json!(ResourceKind::Bandwidth), json!("bandwidth"));
	check("ResourceKind", json!(ResourceKind::Gpu("a100".into())), json!({ "gpu": "a100" }));
	let disputed = LeaseState::Disputed { until: 9, by: LeaseSide::Provider, deposit: Amount(5) };
	let expected = json!({ "disputed": { "until": 9, "by": "provider", "deposit": "5" } });
	check("LeaseState", json!(disputed), expected);
	let starved = json!({ "starved": { "until": 9 } });
	check("LeaseState", json!(LeaseState::Starved { until: 9 }), starved);
	let missing = Mismatch::AuditMissing { auditor: account, key: "region".into() };
	let expected = json!({ "auditMissing": { "auditor": account, "key": "region" } });
	check("Mismatch", json!(missing), expected);
	let short = Mismatch::ResourceShort(ResourceKind::Cpu);
	check("Mismatch", json!(short), json!({ "resourceShort": "cpu" }));
	let verifier = json!({ "verifier": "pointAtInfinity" });
	let infinity = VerifyError::PointAtInfinity;
	check("ProofRefusal", json!(ProofRefusal::Verifier(infinity)), verifier.clone());
	check("CircuitRefusal", json!(CircuitRefusal::Verifier(infinity)), verifier.clone());
	let nested = PersonRefusal::Proof(ProofRefusal::Verifier(infinity));
	check("PersonRefusal", json!(nested), json!({ "proof": verifier }));
}
