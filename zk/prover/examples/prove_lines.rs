//! Proves what each line of the input asks for, in JSON, and writes one line for each: what the
//! tests against the npm packages run.
//!
//!     cargo run --release -p census-prover --example prove_lines -- ARTIFACTS [CACHE]
//!
//! A line holds `key` (an exported identity), `leaves`, `message` and `scope` (`{"string": ..}`,
//! `{"bytes": ..}` or `{"bigint": ..}`), and `depth`; or `verify`, a proof.

#[path = "../tests/common/mod.rs"]
mod common;

use census_prover::{verify, Artifacts, Circuit, Group, Identity};
use census_zk_types::FieldElement;
use common::{message, scope};
use serde_json::{json, Value};
use std::{
	collections::{hash_map::Entry, HashMap},
	error::Error,
	io::{stdin, BufRead},
	path::PathBuf,
	time::Duration,
};

struct Prover {
	artifacts: Artifacts,
	cache: Option<PathBuf>,
	circuits: HashMap<u8, Circuit>,
}

impl Prover {
	fn answer(&mut self, line: &str) -> Result<Value, Box<dyn Error>> {
		let asked: Value = serde_json::from_str(line)?;
		if !asked["verify"].is_null() {
			let proof = serde_json::from_value(asked["verify"].clone())?;
			return Ok(json!({ "accepted": verify(&proof).is_ok() }));
		}
		let identity = Identity::import(asked["key"].as_str().ok_or("no key")?)?;
		let leaves: Vec<FieldElement> = serde_json::from_value(asked["leaves"].clone())?;
		let group = Group::with_leaves(&leaves)?;
		let depth: u8 = serde_json::from_value(asked["depth"].clone())?;
		let circuit = match self.circuits.entry(depth) {
			Entry::Occupied(entry) => entry.into_mut(),
			Entry::Vacant(entry) => {
				entry.insert(Circuit::load(&self.artifacts, depth, self.cache.as_deref())?)
			}
		};
		let (message, scope) = (message(&asked["message"])?, scope(&asked["scope"])?);
		let merkle_proof = group.merkle_proof_of(&identity.commitment())?;
		let (proof, timing) = circuit.prove_timed(&identity, &merkle_proof, &message, &scope)?;
		let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
		Ok(json!({
			"commitment": identity.commitment(),
			"proof": proof,
			"milliseconds": {
				"total": milliseconds(timing.total),
				"witness": milliseconds(timing.witness),
				"transforms": milliseconds(timing.transforms),
				"multiplications": milliseconds(timing.multiplications),
			},
		}))
	}
}

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = std::env::args().skip(1);
	let directory = arguments.next().ok_or("name the directory of the artifacts")?;
	let mut prover = Prover {
		artifacts: Artifacts::in_directory(directory),
		cache: arguments.next().map(PathBuf::from),
		circuits: HashMap::new(),
	};
	for line in stdin().lock().lines() {
		let answer =
			prover.answer(&line?).unwrap_or_else(|error| json!({ "error": error.to_string() }));
		println!("{answer}");
	}
	Ok(())
}
