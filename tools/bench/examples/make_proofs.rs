//! Makes Semaphore proofs by the thousand, for tests of whole nodes, and keeps what it made:
//! `cargo run --release -p census-bench --example make_proofs -- FILE [COUNT] [MEMBERS] [CACHE]`.
//!
//! The group has `MEMBERS` members. They prove by turns, in a new scope each time round, for the
//! smallest circuit that takes the group. `FILE` then holds JSON: the members' commitments in
//! decimal, and each proof as the hexadecimal SCALE bytes of what `groups.validate_proof` takes.

use census_prover::{
	factory::{identities, Factory, Statement},
	Artifacts, Circuit, Group, Message, Scope,
};
use codec::Encode;
use std::{env, error::Error, fs, path::PathBuf, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = env::args().skip(1);
	let file = arguments.next().ok_or("name the file to write")?;
	let count: usize = arguments.next().map_or(Ok(1_000), |text| text.parse())?;
	let members: usize = arguments.next().map_or(Ok(16), |text| text.parse())?;
	let cache = arguments.next().map_or_else(env::temp_dir, PathBuf::from);
	let artifacts = Artifacts::in_npm(env!("CARGO_MANIFEST_DIR"))?;

	let people = identities("census bench", members);
	let commitments: Vec<_> = people.iter().map(|person| person.commitment()).collect();
	let group = Group::new(&commitments)?;
	let circuit = Circuit::load(&artifacts, group.depth().max(1), Some(&cache))?;
	let scopes = (0u64..).flat_map(|scope| people.iter().map(move |person| (scope, person)));
	let statements: Vec<_> = scopes
		.take(count)
		.map(|(scope, identity)| Statement {
			identity,
			group: &group,
			message: Message::from(scope),
			scope: Scope::from(scope),
		})
		.collect();

	let factory = Factory::new(&circuit, &cache);
	let start = Instant::now();
	let mut proofs = Vec::with_capacity(count);
	for piece in statements.chunks(1_000) {
		proofs.extend(factory.proofs(piece)?);
		let rate = proofs.len() as f64 / start.elapsed().as_secs_f64();
		eprintln!("{} proofs, {rate:.0} a second", proofs.len());
	}
	let hex =
		|proof: &census_zk_types::SemaphoreProof| format!("0x{}", hex::encode(proof.encode()));
	let json = serde_json::json!({
		"members": commitments.iter().map(ToString::to_string).collect::<Vec<_>>(),
		"proofs": proofs.iter().map(hex).collect::<Vec<_>>(),
	});
	fs::write(&file, json.to_string())?;
	Ok(())
}
