//! What the host does when it is called: bytes in, a code out. Pure, and total on all bytes.

#[cfg(feature = "std")]
use crate::accelerators::{first_refusal_of, verify};
use crate::codes::{append_code, DONE, NOT_CANONICAL};
use alloc::vec::Vec;
#[cfg(not(feature = "std"))]
use census_groth16::verify;
use census_groth16::{
	one_key::{self, BatchRefusal},
	Key,
};
use census_lean_imt::{shape, Error, MAX_BATCH, MAX_SIZE};
use census_zk_types::FieldElement;

/// Answers with [`census_groth16::code`].
pub(crate) fn groth16_verify(key: &[u8], proof: &[u8], inputs: &[u8]) -> u32 {
	let verdict = Key::decode(key).and_then(|key| verify(key, proof, inputs));
	census_groth16::code(verdict)
}

/// Answers with [`census_groth16::one_key::code`].
pub(crate) fn groth16_verify_batch(key: &[u8], proofs: &[u8], inputs: &[u8]) -> u64 {
	let outcome =
		one_key::items(key, proofs, inputs).and_then(|items| match first_refusal_of(&items) {
			None => Ok(()),
			Some((place, refusal)) => Err(BatchRefusal::at(place, refusal)),
		});
	one_key::code(outcome)
}

/// The first refusal among items, computed alone.
#[cfg(not(feature = "std"))]
fn first_refusal_of(
	items: &[census_groth16::batch::Item<'_>],
) -> Option<(usize, census_groth16::VerifyError)> {
	use census_groth16::{
		batch::{first_refusal, Coefficients, Settings},
		prepare_once,
	};
	let settings =
		Settings { coefficients: Coefficients::Derived, prepare: &prepare_once, threads: 1 };
	first_refusal(items, &settings).result
}

/// Answers with [`DONE`] or [`NOT_CANONICAL`].
pub(crate) fn poseidon(left: &[u8; 32], right: &[u8; 32], out: &mut [u8; 32]) -> u32 {
	match (FieldElement::try_from(*left), FieldElement::try_from(*right)) {
		(Ok(left), Ok(right)) => {
			*out = census_poseidon::hash(&left, &right).to_be_bytes();
			DONE
		}
		_ => NOT_CANONICAL,
	}
}

/// Answers with [`DONE`], [`NOT_CANONICAL`] or the code of an append's error.
pub(crate) fn lean_imt_append(size: u64, frontier: &[u8], leaves: &[u8], out: &mut [u8]) -> u32 {
	let nodes = match append_length(size, frontier, leaves, out) {
		Ok(nodes) => nodes,
		Err(error) => return append_code(Err(error)),
	};
	let (Some(frontier), Some(leaves)) = (elements(frontier), elements(leaves)) else {
		return NOT_CANONICAL;
	};
	let mut written = alloc::vec![FieldElement::ZERO; nodes];
	let result =
		census_lean_imt::append(&census_lean_imt::Poseidon, size, &frontier, &leaves, &mut written);
	if result.is_ok() {
		for (bytes, node) in out.as_chunks_mut().0.iter_mut().zip(written) {
			*bytes = node.to_be_bytes();
		}
	}
	append_code(result)
}

/// How many nodes an append writes, if all lengths are right: what bounds everything after it.
fn append_length(size: u64, frontier: &[u8], leaves: &[u8], out: &[u8]) -> Result<usize, Error> {
	// A piece of a leaf counts as one, and then is found not to be an element.
	let count = leaves.len().div_ceil(32);
	if count > MAX_BATCH {
		return Err(Error::BatchTooLarge);
	}
	let count = count as u64;
	if size.checked_add(count).is_none_or(|size| size > MAX_SIZE) {
		return Err(Error::Full);
	}
	if frontier.len() != 32 * size.count_ones() as usize {
		return Err(Error::FrontierLength);
	}
	let nodes = shape::changed_nodes(size, count);
	if out.len() as u64 != 32 * nodes {
		return Err(Error::OutputLength);
	}
	Ok(nodes as usize)
}

/// The canonical field elements that the bytes are, 32 each.
fn elements(bytes: &[u8]) -> Option<Vec<FieldElement>> {
	let (words, []) = bytes.as_chunks() else { return None };
	words.iter().map(|word| FieldElement::try_from(*word).ok()).collect()
}
