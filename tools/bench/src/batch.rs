//! Semaphore proofs verified together, beside arkworks verifying them one by one with the key
//! prepared once. Both start from the same bytes and check all of them. One core.

use crate::{
	row::{medians, nanoseconds_each, Row},
	verify::{arkworks_key, arkworks_verify, g2, numbers, proof, published},
};
use ark_bn254::{Bn254, Fq, Fr, G1Affine, G2Affine};
use ark_ff::{BigInteger, Field, PrimeField};
use ark_groth16::prepare_verifying_key;
use census_groth16::{
	batch::{first_refusal, Coefficients, Item, Outcome, Settings},
	prepare_once, prepare_semaphore_keys, semaphore_key, Key,
};
use std::{cell::Cell, hint::black_box};

/// How often each contestant verifies its proofs.
const ROUNDS: usize = 15;
/// The most proofs verified together.
const MAX_ITEMS: usize = 1024;
/// How many proofs those under many keys are, and those with a false one.
const MANY: usize = 256;

/// A proof's and its inputs' bytes, and its depth.
pub(crate) struct Case {
	depth: u8,
	/// The proof's.
	pub(crate) proof: Vec<u8>,
	inputs: Vec<u8>,
}

impl Case {
	fn item(&self) -> Item<'_> {
		let key = Key::Semaphore { depth: self.depth };
		Item { key, proof: &self.proof, inputs: &self.inputs }
	}
}

fn bytes(coordinates: &[Fq]) -> Vec<u8> {
	coordinates.iter().flat_map(|number| number.into_bigint().to_bytes_be()).collect()
}

/// A proof of what the depth's published one proves, with other points:
/// `(u A, B / u + v delta, C + u v A)`.
pub(crate) fn another(depth: u8, n: u64) -> Case {
	let (proof_bytes, inputs) = published(depth);
	let known = proof(&proof_bytes).expect("the published proof is sound");
	let key = semaphore_key(depth).expect("the depth has a key");
	let delta: Vec<Fq> = numbers(&key[320..448]).expect("the key is sound");
	let delta = g2(&delta).expect("the key is sound");
	let [u, v] = [n + 2, n + 5000].map(|n| Fr::from(n).pow([9]));
	let a: G1Affine = (known.a * u).into();
	let b: G2Affine = (known.b * u.inverse().unwrap_or_default() + delta * v).into();
	let c: G1Affine = (known.c + known.a * (u * v)).into();
	let proof = bytes(&[a.x, a.y, b.x.c1, b.x.c0, b.y.c1, b.y.c0, c.x, c.y]);
	Case { depth, proof, inputs }
}

/// The time that each proof takes, verified with the others.
fn time(items: &[Item<'_>], false_at: Option<usize>) -> f64 {
	let settings =
		Settings { coefficients: Coefficients::Derived, prepare: &prepare_once, threads: 1 };
	nanoseconds_each(items.len(), || {
		let Outcome { result, .. } = first_refusal(black_box(items), &settings);
		assert_eq!(result.map(|(place, _)| place), false_at, "a batch has a wrong outcome");
	})
}

/// Measures verification of many proofs.
pub(crate) fn run() -> Vec<Row> {
	prepare_semaphore_keys();
	let cases: Vec<_> = (0..MAX_ITEMS as u64).map(|n| another(20, n)).collect();
	let items: Vec<_> = cases.iter().map(Case::item).collect();
	let mixed: Vec<_> = (0..MANY as u64).map(|n| another(1 + (n % 32) as u8, n)).collect();
	let mixed: Vec<_> = mixed.iter().map(Case::item).collect();
	let last = MANY - 1;
	let mut spoilt = items[..MANY].to_vec();
	spoilt[last].proof = mixed[last].proof;
	let key = arkworks_key(&semaphore_key(20).expect("the depth has a key"));
	let key = prepare_verifying_key::<Bn254>(&key.expect("the key is sound"));

	let next = Cell::new(0);
	let [one_by_one, of_8, of_64, of_256, of_1024, of_keys, with_false] = medians(
		ROUNDS,
		[
			&mut || {
				let some = &cases[next.get()..][..8];
				next.set(next.get() + 8);
				nanoseconds_each(some.len(), || {
					for Case { proof, inputs, .. } in some {
						assert!(arkworks_verify(&key, black_box(proof), inputs));
					}
				})
			},
			&mut || time(&items[..8], None),
			&mut || time(&items[..64], None),
			&mut || time(&items[..256], None),
			&mut || time(&items[..MAX_ITEMS], None),
			&mut || time(&mixed, None),
			&mut || time(&spoilt, Some(last)),
		],
	);

	let row = |what, ours_ns| Row {
		what,
		ours_ns,
		peer: "arkworks 0.6, key prepared, one by one",
		peer_ns: one_by_one,
	};
	vec![
		row("verify 8 Semaphore proofs together, a proof", of_8),
		row("verify 64 together, a proof", of_64),
		row("verify 256 together, a proof", of_256),
		row("verify 1,024 together, a proof", of_1024),
		row("verify 256 under 32 keys together, a proof", of_keys),
		row("find the false one at the end of 256, a proof", with_false),
	]
}
