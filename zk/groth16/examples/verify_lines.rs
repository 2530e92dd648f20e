//! Verifies the Semaphore proof on each line of the input, in npm's JSON, and writes one line for
//! each: whether it is accepted, and how many milliseconds that took, parsing of JSON aside.
//!
//!     cargo run --release -p census-groth16 --example verify_lines

use census_groth16::{prepare_semaphore_keys, verify, Key};
use census_zk_types::{SemaphoreProof, Word};
use serde_json::json;
use std::{
	error::Error,
	io::{stdin, BufRead},
	time::Instant,
};
use tiny_keccak::{Hasher, Keccak};

/// Semaphore's hash of a message or scope into the field: keccak-256, shifted right by a byte.
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
	let inputs =
		[proof.merkle_tree_root.0, proof.nullifier.0, hash(&proof.message), hash(&proof.scope)];
	let points = proof.points.map(|word| word.0).concat();
	verify(Key::Semaphore { depth: proof.merkle_tree_depth }, &points, &inputs.concat()).is_ok()
}

fn main() -> Result<(), Box<dyn Error>> {
	prepare_semaphore_keys();
	for line in stdin().lock().lines() {
		let proof: SemaphoreProof = serde_json::from_str(&line?)?;
		let start = Instant::now();
		let accepted = accepted(&proof);
		let milliseconds = start.elapsed().as_secs_f64() * 1e3;
		println!("{}", json!({ "accepted": accepted, "milliseconds": milliseconds }));
	}
	Ok(())
}
