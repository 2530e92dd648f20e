//! From arkworks' form of the scalar field to checked bytes.

use ark_bn254::Fr;
use ark_ff::{BigInteger, PrimeField};
use census_zk_types::FieldElement;

/// The number as checked bytes.
pub(crate) fn element(number: &Fr) -> FieldElement {
	let mut bytes = [0; 32];
	bytes.copy_from_slice(&number.into_bigint().to_bytes_be());
	FieldElement::try_from(bytes).expect("arkworks' numbers are reduced below r; qed")
}
