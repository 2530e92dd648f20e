//! Loads a circuit and proves, and says how long it took.
//!
//!     cargo run --release -p census-prover --example prove_timed -- DIRECTORY [DEPTH] [ROUNDS]
//!
//! with the directory of the artifacts.

use census_prover::{Artifacts, Circuit, Group, Identity, Message, Scope};
use std::{error::Error, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = std::env::args().skip(1);
	let directory = arguments.next().ok_or("name the directory of the artifacts")?;
	let depth = arguments.next().map_or(Ok(20), |text| text.parse())?;
	let rounds: u64 = arguments.next().map_or(Ok(20), |text| text.parse())?;
	let artifacts = Artifacts::in_directory(directory);
	let cache = std::env::temp_dir().join("census-prover-cache");

	for name in ["without a cache", "with a cache", "with the same cache"] {
		let cache = (name != "without a cache").then_some(cache.as_path());
		let start = Instant::now();
		Circuit::load(&artifacts, depth, cache)?;
		println!("load {name}: {:?}", start.elapsed());
	}
	let circuit = Circuit::load(&artifacts, depth, Some(&cache))?;

	let identities: Vec<Identity> = (0..50).map(|i| Identity::new(format!("name {i}"))).collect();
	let members: Vec<_> = identities.iter().map(Identity::commitment).collect();
	let group = Group::new(&members)?;
	let mut timings = Vec::new();
	for round in 0..rounds {
		let identity = &identities[round as usize % identities.len()];
		let merkle_proof = group.merkle_proof_of(&identity.commitment())?;
		let scope = Scope::from(round);
		let (_, timing) =
			circuit.prove_timed(identity, &merkle_proof, &Message::text("hello")?, &scope)?;
		timings.push(timing);
	}
	println!("first: {:?}", timings[0]);
	timings.sort_by_key(|timing| timing.total);
	println!("median: {:?}", timings[timings.len() / 2]);
	Ok(())
}
