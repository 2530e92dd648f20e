//! blake2b-256, as the chain hashes.

use blake2::{digest::consts::U32, Blake2b, Digest};
use census_anchor_log::{Hash, Hasher};

/// blake2b with an output of 256 bits and no key.
pub struct Blake2b256;

impl Hasher for Blake2b256 {
	fn hash(bytes: &[u8]) -> Hash {
		Blake2b::<U32>::digest(bytes).into()
	}
}
