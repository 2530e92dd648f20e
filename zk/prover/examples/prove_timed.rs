//! Loads a circuit and proves, and says how long it took.
//!
//!     cargo run --release -p census-prover --example prove_timed -- ARTIFACTS [DEPTH] [ROUNDS]

use census_prover::{
	factory::{identities, Factory, Statement},
	Artifacts, Circuit, Group, Message, Scope, Timing,
};
use std::{error::Error, fs, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = std::env::args().skip(1);
	let directory = arguments.next().ok_or("name the directory of the artifacts")?;
	let depth: u8 = arguments.next().map_or(Ok(20), |text| text.parse())?;
	let rounds: usize = arguments.next().map_or(Ok(20), |text| text.parse())?;
	let artifacts = Artifacts::in_directory(directory);
	let cache = std::env::temp_dir().join(format!("census-prover-{}", std::process::id()));

	let identities = identities("timed", 50.min(1 << depth.min(6)));
	let members: Vec<_> = identities.iter().map(|identity| identity.commitment()).collect();
	let group = Group::new(&members)?;
	let message = Message::text("hello")?;
	for (name, cache) in [
		("without a cache", None),
		("with an empty cache", Some(cache.as_path())),
		("with a full cache", Some(cache.as_path())),
	] {
		let start = Instant::now();
		let circuit = Circuit::load(&artifacts, depth, cache)?;
		println!("{name}: loaded in {:?}", start.elapsed());
		let mut timings: Vec<Timing> = Vec::new();
		for (round, identity) in identities.iter().cycle().enumerate().take(rounds) {
			let merkle_proof = group.merkle_proof_of(&identity.commitment())?;
			let scope = Scope::from(round as u64);
			timings.push(circuit.prove_timed(identity, &merkle_proof, &message, &scope)?.1);
		}
		let first = timings[0].total;
		timings.sort_by_key(|timing| timing.total);
		println!("  first proof in {first:?}; median of {rounds}: {:?}", timings[rounds / 2]);
	}

	let circuit = Circuit::load(&artifacts, depth, Some(&cache))?;
	let factory = Factory::new(&circuit, &cache);
	let statements: Vec<Statement<'_>> = (0..)
		.zip(identities.iter().cycle())
		.take(rounds)
		.map(|(scope, identity)| Statement {
			identity,
			group: &group,
			message,
			scope: Scope::from(scope),
		})
		.collect();
	for name in ["made", "read"] {
		let start = Instant::now();
		factory.proofs(&statements)?;
		let rate = rounds as f64 / start.elapsed().as_secs_f64();
		println!("factory: {rounds} proofs {name} in {:?}, {rate:.1} a second", start.elapsed());
	}
	for file in fs::read_dir(&cache)? {
		let file = file?;
		println!("kept: {} bytes in {:?}", file.metadata()?.len(), file.file_name());
	}
	fs::remove_dir_all(&cache)?;
	Ok(())
}
