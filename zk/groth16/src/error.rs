//! The verdicts and their fixed codes.

use core::fmt;

/// Why a proof is not accepted.
///
/// The discriminants cross the border between runtime and node. Within version 1 none may change
/// its meaning, and the same bytes always meet the same refusal.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum VerifyError {
	/// All is well formed, but the pairing equation does not hold: the statement is not proven.
	FalseProof = 1,
	/// The proof is not [`PROOF_BYTES`](crate::PROOF_BYTES) long.
	ProofLength = 2,
	/// A coordinate of the proof is not below `q`.
	ProofCoordinate = 3,
	/// A point of the proof is the point at infinity.
	ProofInfinity = 4,
	/// A point of the proof is not on its curve.
	ProofCurve = 5,
	/// The proof's `B` is outside the subgroup of order `r`.
	ProofSubgroup = 6,
	/// There are not as many inputs as the key has, at 32 bytes each.
	InputCount = 7,
	/// An input is not below `r`.
	InputRange = 8,
	/// No such key: an unknown kind, or a Semaphore depth outside 1 to 32.
	UnknownKey = 9,
	/// The key's bytes fit no number of inputs up to [`MAX_INPUTS`](crate::MAX_INPUTS).
	KeyLength = 10,
	/// A coordinate of the key is not below `q`.
	KeyCoordinate = 11,
	/// A point of the key is the point at infinity.
	KeyInfinity = 12,
	/// A point of the key is not on its curve.
	KeyCurve = 13,
	/// The key's `beta`, `gamma` or `delta` is outside the subgroup of order `r`.
	KeySubgroup = 14,
	/// Two points of the key are equal or opposite, so that anybody can forge proofs, or use one for
	/// other inputs: see [`VerifyingKey::from_bytes`](crate::VerifyingKey::from_bytes).
	KeyForgeable = 15,
}

impl VerifyError {
	/// All of them, in the order of their codes from 1 up.
	pub const ALL: [Self; 15] = [
		Self::FalseProof,
		Self::ProofLength,
		Self::ProofCoordinate,
		Self::ProofInfinity,
		Self::ProofCurve,
		Self::ProofSubgroup,
		Self::InputCount,
		Self::InputRange,
		Self::UnknownKey,
		Self::KeyLength,
		Self::KeyCoordinate,
		Self::KeyInfinity,
		Self::KeyCurve,
		Self::KeySubgroup,
		Self::KeyForgeable,
	];
}

impl fmt::Display for VerifyError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::FalseProof => "the proof does not prove the statement",
			Self::ProofLength => "the proof is not 256 bytes long",
			Self::ProofCoordinate => {
				"a coordinate of the proof is not below the base field's modulus"
			}
			Self::ProofInfinity => "a point of the proof is the point at infinity",
			Self::ProofCurve => "a point of the proof is not on its curve",
			Self::ProofSubgroup => "the proof's B is outside the prime-order subgroup",
			Self::InputCount => "there are not as many inputs as the verifying key has",
			Self::InputRange => "an input is not below the scalar field's modulus",
			Self::UnknownKey => "there is no such verifying key",
			Self::KeyLength => "the verifying key's length fits no permitted number of inputs",
			Self::KeyCoordinate => {
				"a coordinate of the verifying key is not below the base field's modulus"
			}
			Self::KeyInfinity => "a point of the verifying key is the point at infinity",
			Self::KeyCurve => "a point of the verifying key is not on its curve",
			Self::KeySubgroup => "a point of the verifying key is outside the prime-order subgroup",
			Self::KeyForgeable => {
				"two points of the verifying key are equal or opposite, so that anybody can forge \
				 proofs"
			}
		})
	}
}

impl core::error::Error for VerifyError {}

/// The outcome of a verification.
pub type Verdict = Result<(), VerifyError>;

/// The code of a verdict: 0 for a valid proof, else the refusal's.
pub fn code(verdict: Verdict) -> u32 {
	match verdict {
		Ok(()) => 0,
		Err(refusal) => refusal as u32,
	}
}

/// The verdict of a code, or `None` if no verdict of this version has that code.
pub fn from_code(code: u32) -> Option<Verdict> {
	match code.checked_sub(1) {
		None => Some(Ok(())),
		Some(index) => VerifyError::ALL.get(index as usize).map(|refusal| Err(*refusal)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn codes_read_back() {
		assert_eq!(from_code(0), Some(Ok(())));
		for (index, refusal) in VerifyError::ALL.into_iter().enumerate() {
			assert_eq!(code(Err(refusal)), index as u32 + 1);
			assert_eq!(from_code(index as u32 + 1), Some(Err(refusal)));
		}
		assert_eq!(from_code(16), None);
		assert_eq!(from_code(u32::MAX), None);
	}
}
