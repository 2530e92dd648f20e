//! What the tests of all that verifies proofs share. It is never part of a node.
//!
//! - [`points`]: numbers and points as bytes, and ways to spoil them;
//! - [`Setup`]: a set-up that kept its secrets, and so proves anything;
//! - [`forgery`]: what can be done by whoever guesses the coefficients of a batch;
//! - [`vectors`]: the published Semaphore proofs as bytes.

pub mod forgery;
pub mod points;
mod setup;

pub use setup::Setup;

use census_vectors::semaphore;

/// A proof made by a stock client, as the verifier takes it.
#[derive(Clone, Debug)]
pub struct Vector {
	/// The circuit's depth.
	pub depth: u8,
	/// The proof's points.
	pub proof: Vec<u8>,
	/// The public inputs.
	pub inputs: Vec<u8>,
}

/// One proof for each depth from 1 to 32.
pub fn vectors() -> Vec<Vector> {
	let proofs = semaphore::proofs().iter();
	let vectors = proofs.map(|published| Vector {
		depth: published.depth(),
		proof: published.proof_bytes(),
		inputs: published.input_bytes(),
	});
	vectors.collect()
}
