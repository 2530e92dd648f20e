//! Proves what each line of the input asks for, in JSON, and writes one line for each: what the
//! tests against the npm packages run.
//!
//!     cargo run --release -p census-prover --example prove_lines -- ARTIFACTS
//!
//! A line holds `key` (an exported identity), `leaves`, `message` and `scope` (`{"text": ..}`,
//! `{"hex": ..}` or `{"number": ..}`), and `depth`; or `verify`, a proof.

use census_groth16::{verify, Key};
use census_prover::{Artifacts, Circuit, Group, Identity, Message, Scope};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use serde_json::{json, Value};
use std::{
	collections::{hash_map::Entry, HashMap},
	error::Error,
	io::{stdin, BufRead},
};
use tiny_keccak::{Hasher, Keccak};

fn message(input: &Value) -> Result<Message, Box<dyn Error>> {
	Ok(if let Some(text) = input["text"].as_str() {
		Message::text(text)?
	} else if let Some(bytes) = input["hex"].as_str() {
		Message::bytes(&hex::decode(bytes).map_err(|error| error.to_string())?)?
	} else {
		serde_json::from_value::<Word>(input["number"].clone())?.into()
	})
}

fn hash(word: &Word) -> [u8; 32] {
	let mut digest = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(&word.0);
	keccak.finalize(&mut digest);
	digest.rotate_right(1);
	digest[0] = 0;
	digest
}

fn accepted(proof: &SemaphoreProof) -> bool {
	let points = proof.points.map(|word| word.0).concat();
	let (message, scope) = (hash(&proof.message), hash(&proof.scope));
	let inputs = [proof.merkle_tree_root.0, proof.nullifier.0, message, scope].concat();
	verify(Key::Semaphore { depth: proof.merkle_tree_depth }, &points, &inputs).is_ok()
}

fn answer(
	artifacts: &Artifacts,
	circuits: &mut HashMap<u8, Circuit>,
	line: &str,
) -> Result<Value, Box<dyn Error>> {
	let asked: Value = serde_json::from_str(line)?;
	if !asked["verify"].is_null() {
		let proof = serde_json::from_value(asked["verify"].clone())?;
		return Ok(json!({ "accepted": accepted(&proof) }));
	}
	let identity = Identity::import(asked["key"].as_str().ok_or("no key")?)?;
	let leaves: Vec<FieldElement> = serde_json::from_value(asked["leaves"].clone())?;
	let group = Group::with_leaves(&leaves)?;
	let depth: u8 = serde_json::from_value(asked["depth"].clone())?;
	let circuit = match circuits.entry(depth) {
		Entry::Occupied(entry) => entry.into_mut(),
		Entry::Vacant(entry) => entry.insert(Circuit::load(artifacts, depth, None)?),
	};
	let scope = Scope::from(message(&asked["scope"])?.word());
	let merkle_proof = group.merkle_proof_of(&identity.commitment())?;
	let (proof, timing) =
		circuit.prove_timed(&identity, &merkle_proof, &message(&asked["message"])?, &scope)?;
	let milliseconds = timing.total.as_secs_f64() * 1e3;
	let commitment = identity.commitment();
	Ok(json!({ "commitment": commitment, "proof": proof, "milliseconds": milliseconds }))
}

fn main() -> Result<(), Box<dyn Error>> {
	let directory = std::env::args().nth(1).ok_or("name the directory of the artifacts")?;
	let artifacts = Artifacts::in_directory(directory);
	let mut circuits = HashMap::new();
	for line in stdin().lock().lines() {
		let answer = answer(&artifacts, &mut circuits, &line?)
			.unwrap_or_else(|error| json!({ "error": error.to_string() }));
		println!("{answer}");
	}
	Ok(())
}
