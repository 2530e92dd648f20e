//! How a tree hashes: in place, or through a host call.

use crate::{batch, Error};
use census_zk_types::FieldElement;

/// The two operations of a tree that cost hashes. A runtime implements both with host calls; the
/// outcome must be that of [`Poseidon`].
pub trait Hasher {
	/// The parent of two nodes.
	fn hash(&self, left: &FieldElement, right: &FieldElement) -> FieldElement;

	/// See [`append`](crate::append).
	fn append(
		&self,
		size: u64,
		frontier: &[FieldElement],
		leaves: &[FieldElement],
		out: &mut [FieldElement],
	) -> Result<(), Error> {
		batch::append(self, size, frontier, leaves, out)
	}
}

/// Semaphore's hash, computed where it is called.
#[derive(Clone, Copy, Default, Debug)]
pub struct Poseidon;

impl Hasher for Poseidon {
	fn hash(&self, left: &FieldElement, right: &FieldElement) -> FieldElement {
		census_poseidon::hash(left, right)
	}
}
