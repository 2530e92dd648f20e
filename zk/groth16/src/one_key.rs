//! A batch of proofs under one key, as it crosses the border between runtime and node: three
//! strings of bytes in, one number out.

use crate::{
	batch::Item, code as refusal_code, from_code as from_refusal_code, Key, VerifyError,
	PROOF_BYTES,
};
use alloc::vec::Vec;
use core::fmt;

/// The most proofs that one batch may have.
pub const MAX_PROOFS: usize = 1024;

/// Why a batch is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchRefusal {
	/// There are more than [`MAX_PROOFS`].
	TooMany,
	/// All proofs before this one are accepted, and this one is not.
	Proof {
		/// Its place, from 0.
		place: u32,
		/// Why it is refused.
		refusal: VerifyError,
	},
}

impl BatchRefusal {
	/// The refusal of the proof at a place.
	pub fn at(place: usize, refusal: VerifyError) -> Self {
		// No batch has more places than `MAX_PROOFS`.
		Self::Proof { place: place as u32, refusal }
	}
}

impl fmt::Display for BatchRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::TooMany => write!(f, "there are more than {MAX_PROOFS} proofs"),
			Self::Proof { place, refusal } => write!(f, "proof {place}: {refusal}"),
		}
	}
}

impl core::error::Error for BatchRefusal {}

/// The items of a batch: `key` is what [`Key::decode`] reads, `proofs` and `inputs` are those of all
/// items, one after the other. What is in them is not looked at.
///
/// # Errors
/// What is wrong with the key's form or with the lengths is reported of the first proof, even if
/// there is none: [`VerifyError::UnknownKey`], [`VerifyError::KeyLength`], [`VerifyError::ProofLength`],
/// [`VerifyError::InputCount`].
pub fn items<'a>(
	key: &'a [u8],
	proofs: &'a [u8],
	inputs: &'a [u8],
) -> Result<Vec<Item<'a>>, BatchRefusal> {
	let at_first = |refusal| BatchRefusal::at(0, refusal);
	if proofs.len() > MAX_PROOFS * PROOF_BYTES {
		return Err(BatchRefusal::TooMany);
	}
	let key = Key::decode(key).map_err(at_first)?;
	let input_bytes = 32 * key.inputs().map_err(at_first)?;
	let (proofs, rest) = proofs.as_chunks::<PROOF_BYTES>();
	if !rest.is_empty() {
		return Err(at_first(VerifyError::ProofLength));
	}
	if inputs.len() != proofs.len() * input_bytes {
		return Err(at_first(VerifyError::InputCount));
	}
	let inputs = |place: usize| &inputs[place * input_bytes..][..input_bytes];
	let items = proofs.iter().enumerate();
	Ok(items.map(|(place, proof)| Item { key, proof, inputs: inputs(place) }).collect())
}

/// The code of a batch with too many proofs, which no refusal of a single proof has.
const TOO_MANY: u32 = 16;

/// The code of an outcome: 0 if all proofs are accepted; else the first refusal's code, and in the
/// upper half that proof's place; or 16 for [`BatchRefusal::TooMany`].
pub fn code(outcome: Result<(), BatchRefusal>) -> u64 {
	match outcome {
		Ok(()) => 0,
		Err(BatchRefusal::TooMany) => TOO_MANY.into(),
		Err(BatchRefusal::Proof { place, refusal }) => {
			u64::from(place) << 32 | u64::from(refusal_code(Err(refusal)))
		}
	}
}

/// The outcome of a code, or `None` if no outcome of this version has that code.
pub fn from_code(code: u64) -> Option<Result<(), BatchRefusal>> {
	let (place, code) = ((code >> 32) as u32, code as u32);
	match from_refusal_code(code) {
		Some(Err(refusal)) => Some(Err(BatchRefusal::Proof { place, refusal })),
		_ if place > 0 => None,
		Some(Ok(())) => Some(Ok(())),
		None => (code == TOO_MANY).then_some(Err(BatchRefusal::TooMany)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn codes_read_back() {
		let mut outcomes = alloc::vec![Ok(()), Err(BatchRefusal::TooMany)];
		for refusal in VerifyError::ALL {
			for place in [0, 1, 1023] {
				outcomes.push(Err(BatchRefusal::Proof { place, refusal }));
			}
		}
		for (place, outcome) in outcomes.iter().enumerate() {
			assert_eq!(from_code(code(*outcome)), Some(*outcome));
			assert!(!outcomes[..place].contains(outcome));
		}
		assert_eq!(code(Err(BatchRefusal::at(1023, VerifyError::FalseProof))), 1023 << 32 | 1);
		for other in [17, 1 << 32, 1 << 32 | 16, u64::MAX] {
			assert_eq!(from_code(other), None);
		}
	}

	#[test]
	fn lengths_are_checked_before_anything_is_read() {
		let key = Key::Semaphore { depth: 20 }.encode();
		let refused = |refusal| Err(BatchRefusal::at(0, refusal));
		let (proofs, inputs) = ([0; 2 * PROOF_BYTES], [0; 2 * 128]);
		let batch = items(&key, &proofs, &inputs).unwrap();
		assert_eq!(batch.len(), 2);
		assert_eq!((batch[1].proof.len(), batch[1].inputs.len()), (PROOF_BYTES, 128));
		assert_eq!(items(&key, &[], &[]), Ok(Vec::new()));
		assert_eq!(items(&[], &[], &[]), refused(VerifyError::UnknownKey));
		assert_eq!(items(&[0, 33], &proofs, &inputs), refused(VerifyError::UnknownKey));
		assert_eq!(items(&[1; 64], &proofs, &inputs), refused(VerifyError::KeyLength));
		assert_eq!(items(&key, &proofs[1..], &inputs), refused(VerifyError::ProofLength));
		assert_eq!(items(&key, &proofs, &inputs[1..]), refused(VerifyError::InputCount));
		assert_eq!(items(&key, &[], &inputs), refused(VerifyError::InputCount));
		let too_many = alloc::vec![0; MAX_PROOFS * PROOF_BYTES + 1];
		assert_eq!(items(&[], &too_many, &[]), Err(BatchRefusal::TooMany));
		assert_eq!(items(&key, &too_many[1..], &[]), refused(VerifyError::InputCount));
		// A key without inputs.
		let mut key = alloc::vec![0; 1 + 512];
		key[0] = 1;
		assert_eq!(items(&key, &proofs, &[]).unwrap().len(), 2);
	}
}
