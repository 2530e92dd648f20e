//! Which definitions may be registered: the one validation of a key and of its layout.

use crate::{types::Layout, Config, Definition, Error, VERIFIER};
use alloc::{collections::BTreeSet, vec};
use census_zk_host::{Key, VerifyError as Groth16Error};
use census_zk_types::{Points, Word};
use frame_support::{ensure, traits::Defensive};

/// `y` of the generator of G1, whose `x` is 1, and the coordinates of the generator of G2, as
/// `x.c1, x.c0, y.c1, y.c0`.
///
/// Source: EIP-197, `P1` and `P2`.
const G1_Y: u64 = 2;
const G2: [[u8; 32]; 4] = [
	hex("198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"),
	hex("1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"),
	hex("090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"),
	hex("12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"),
];

// Evaluated by the compiler alone, for `G2`: its panics are errors of compilation.
const fn hex(digits: &str) -> [u8; 32] {
	const fn digit(character: u8) -> u8 {
		match character {
			b'0'..=b'9' => character - b'0',
			b'a'..=b'f' => character - b'a' + 10,
			_ => panic!("no hexadecimal digit"),
		}
	}
	let digits = digits.as_bytes();
	assert!(digits.len() == 64);
	let mut bytes = [0; 32];
	let mut i = 0;
	while i < 32 {
		bytes[i] = digit(digits[2 * i]) << 4 | digit(digits[2 * i + 1]);
		i += 1;
	}
	bytes
}

impl Layout {
	/// Checks all but that there are as many names as inputs.
	pub(crate) fn check<T: Config>(&self) -> Result<(), Error<T>> {
		ensure!(self.verifier == VERIFIER, Error::<T>::VerifierUnknown);
		let visible = |name: &[u8]| !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
		ensure!(self.inputs.iter().all(|name| visible(name)), Error::<T>::NameInvalid);
		let distinct: BTreeSet<_> = self.inputs.iter().collect();
		ensure!(distinct.len() == self.inputs.len(), Error::<T>::NameRepeated);
		Ok(())
	}
}

impl Definition {
	/// Checks the key: every point on its curve, in the subgroup and not at infinity, as many
	/// inputs as there are names, and no two points alike that let anybody forge
	/// ([`census_groth16::VerifyingKey::from_bytes`]).
	///
	/// The verifier checks a key in the course of a verification, after the proof and before the
	/// pairing. So a well-formed proof is verified here, and whether it holds does not matter.
	pub(crate) fn check_key<T: Config>(&self) -> Result<(), Error<T>> {
		let (x, y) = (Word::from(1), Word::from(G1_Y));
		let [b0, b1, b2, b3] = G2.map(Word);
		let proof: Points = [x, y, b0, b1, b2, b3, x, y];
		let inputs = vec![Word::default(); self.layout.inputs.len()];
		match census_zk_host::verify(Key::Raw(&self.key), &proof, &inputs) {
			Ok(()) | Err(Groth16Error::FalseProof) => Ok(()),
			Err(Groth16Error::InputCount) => Err(Error::NameCount),
			Err(Groth16Error::KeyCoordinate) => Err(Error::KeyCoordinateNotInField),
			Err(Groth16Error::KeyInfinity) => Err(Error::KeyPointAtInfinity),
			Err(Groth16Error::KeyCurve) => Err(Error::KeyPointNotOnCurve),
			Err(Groth16Error::KeySubgroup) => Err(Error::KeyPointNotInSubgroup),
			Err(Groth16Error::KeyForgeable) => Err(Error::KeyForgeable),
			Err(Groth16Error::KeyLength) => Err(Error::KeyLength),
			// The proof and the inputs are sound, and the key is of a known kind.
			Err(other) => Err(other).defensive().map_err(|_| Error::KeyLength),
		}
	}
}
