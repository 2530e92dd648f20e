//! The calls as the host has them, bytes in and a code out, compiled in their place: for those who
//! compare the builds. A runtime has the crate's own functions.

use crate::calls;

/// See `CensusZk::groth16_verify`.
pub fn groth16_verify(key: &[u8], proof: &[u8], inputs: &[u8]) -> u32 {
	calls::groth16_verify(key, proof, inputs)
}

/// See `CensusZk::groth16_verify_batch`.
pub fn groth16_verify_batch(key: &[u8], proofs: &[u8], inputs: &[u8]) -> u64 {
	calls::groth16_verify_batch(key, proofs, inputs)
}

/// See `CensusZk::poseidon`.
pub fn poseidon(left: &[u8; 32], right: &[u8; 32], out: &mut [u8; 32]) -> u32 {
	calls::poseidon(left, right, out)
}

/// See `CensusZk::lean_imt_append`.
pub fn lean_imt_append(size: u64, frontier: &[u8], leaves: &[u8], out: &mut [u8]) -> u32 {
	calls::lean_imt_append(size, frontier, leaves, out)
}
