//! Arkworks' own Groth16 verifier, on this crate's bytes. It checks nothing of a key: what it says of
//! well-formed bytes is what the bare pairing equation says.

#![allow(dead_code, reason = "no test uses all of it")]

use ark_bn254::{Bn254, Fr};
use ark_ff::PrimeField;
use ark_groth16::{prepare_verifying_key, Groth16, Proof, VerifyingKey};
use census_zk_testing::points::{read_g1, read_g2};

/// A key's points.
pub(crate) fn read_key(bytes: &[u8]) -> VerifyingKey<Bn254> {
	VerifyingKey {
		alpha_g1: read_g1(&bytes[..64]),
		beta_g2: read_g2(&bytes[64..192]),
		gamma_g2: read_g2(&bytes[192..320]),
		delta_g2: read_g2(&bytes[320..448]),
		gamma_abc_g1: bytes[448..].chunks(64).map(read_g1).collect(),
	}
}

fn read_proof(bytes: &[u8]) -> Proof<Bn254> {
	Proof { a: read_g1(&bytes[..64]), b: read_g2(&bytes[64..192]), c: read_g1(&bytes[192..]) }
}

/// Whether the equation holds for well-formed bytes.
pub(crate) fn accepts(key: &[u8], proof: &[u8], inputs: &[u8]) -> bool {
	let inputs: Vec<_> = inputs.chunks(32).map(Fr::from_be_bytes_mod_order).collect();
	let key = prepare_verifying_key(&read_key(key));
	Groth16::<Bn254>::verify_proof(&key, &read_proof(proof), &inputs).unwrap()
}
