//! The circuits and proofs that the benchmarks measure: read from a file, for a runtime can make no
//! proofs. They are those of a set-up that kept its secrets.

use crate::*;
use alloc::vec::Vec;
use census_zk_types::{Points, Word};
use frame_support::{traits::ConstU32, BoundedVec};
use sp_io::hashing::blake2_256;

/// `alpha, beta, gamma, delta, IC[0], ..., IC[64]`, then the `A` and the `B` of all proofs, then a
/// `C` for each number of inputs from 0 to 64, then one for each [`claim`]. See `data/README.md`.
pub(crate) static DATA: &[u8; PROOFS + G1_BYTES + G2_BYTES + PROOF_COUNT * G1_BYTES] =
	include_bytes!("../data/benchmark.bin");

/// How many inputs a [`claim`] has.
pub(crate) const BATCH_INPUTS: u32 = 2;
/// How many claims there are: no batch of a runtime that is measured may be larger.
pub(crate) const CLAIMS: u32 = 64;
/// How many proofs there are.
const PROOF_COUNT: usize = MAX_INPUTS as usize + 1 + CLAIMS as usize;

const G1_BYTES: usize = 64;
const G2_BYTES: usize = 128;
/// Where `IC[0]` stands.
const IC: usize = G1_BYTES + 3 * G2_BYTES;
/// Where the proofs begin.
const PROOFS: usize = MAX_KEY_BYTES as usize;

/// The key with so many inputs.
pub(crate) fn key(inputs: u32) -> Vec<u8> {
	DATA[..IC + (inputs as usize + 1) * G1_BYTES].to_vec()
}

/// A proof: the one for so many inputs, or behind them those of the claims.
pub(crate) fn proof(place: u32) -> Points {
	let (shared, own) = DATA[PROOFS..].split_at(G1_BYTES + G2_BYTES);
	let own = &own[place as usize * G1_BYTES..][..G1_BYTES];
	let bytes = [shared, own].concat();
	let mut words = bytes.as_chunks().0.iter().copied().map(Word);
	core::array::from_fn(|_| words.next().expect("eight numbers make a proof"))
}

/// A field element of full size.
fn element(number: u32) -> Word {
	let mut bytes = blake2_256(&number.to_be_bytes());
	// The modulus begins with 0x30.
	bytes[0] = 0x20 | bytes[0] & 0x0f;
	Word(bytes)
}

/// The inputs that the proof for so many inputs proves.
pub(crate) fn inputs(count: u32) -> Inputs {
	bounded((0..count).map(element).collect())
}

/// One of [`CLAIMS`] that hold under the key with [`BATCH_INPUTS`], each with a proof of its own.
pub(crate) fn claim(number: u32) -> Claim {
	let first = MAX_INPUTS + BATCH_INPUTS * number;
	let inputs = bounded((first..first + BATCH_INPUTS).map(element).collect());
	Claim { inputs, proof: proof(MAX_INPUTS + 1 + number) }
}

fn bounded(inputs: Vec<Word>) -> Inputs {
	inputs.try_into().expect("no more than the most")
}

/// The longest names for so many inputs.
fn names(count: u32) -> BoundedVec<InputName, ConstU32<MAX_INPUTS>> {
	let name = |number: u32| {
		let mut name = [b'x'; MAX_NAME_BYTES as usize];
		name[0] = b'!' + number as u8;
		InputName::truncate_from(name.to_vec())
	};
	(0..count).map(name).collect::<Vec<_>>().try_into().expect("no more than the most")
}

/// A definition of a key with so many inputs, as large as it can be.
pub(crate) fn definition(key: Vec<u8>, inputs: u32) -> Definition {
	let layout =
		Layout { verifier: VERIFIER, inputs: names(inputs), program: [1; 32], transcript: [2; 32] };
	Definition { key: key.try_into().expect("no longer than the longest"), layout }
}
