//! Native and wasm verdicts agree, on the published proofs and on thousands of bad ones.

mod support;

use ark_bn254::{Fq, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::PrimeField;
use census_groth16::{
	batch::{first_refusal, Coefficients, Settings},
	code,
	one_key::{self, BatchRefusal},
	prepare_once, verify, Key, MAX_KEY_BYTES,
};
use census_verdicts::WasmCalls;
use census_zk_testing::points::{g1, g2, number};
use std::{collections::BTreeMap, sync::LazyLock};
use support::{add_modulus, disturb, disturb_points, vectors, with_raw_key, Case, Numbers};

static WASM: LazyLock<WasmCalls> = LazyLock::new(|| WasmCalls::new().unwrap());

/// Both verdicts' code, which are found equal.
fn verdict(case: &Case) -> u32 {
	let Case { key, proof, inputs } = case;
	let native = code(Key::decode(key).and_then(|key| verify(key, proof, inputs)));
	let wasm = WASM.verify(key, proof, inputs).unwrap();
	assert_eq!(native, wasm, "key {key:x?}\nproof {proof:x?}\ninputs {inputs:x?}");
	native
}

#[test]
fn on_the_published_proofs() {
	for case in vectors() {
		assert_eq!(verdict(&case), 0);
		assert_eq!(verdict(&with_raw_key(&case)), 0);
	}
}

/// Well-formed and false: these go all the way to the pairing.
#[test]
fn on_false_proofs() {
	let vectors = vectors();
	let generators = [g1(G1Affine::generator()), g2(G2Affine::generator())];
	for (index, case) in vectors.iter().enumerate() {
		let other = &vectors[(index + 1) % vectors.len()];
		let mut false_cases = vec![
			Case { key: other.key.clone(), ..case.clone() },
			Case { inputs: other.inputs.clone(), ..case.clone() },
		];
		let mut negated = case.clone();
		let y = Fq::from_be_bytes_mod_order(&negated.proof[32..64]);
		negated.proof[32..64].copy_from_slice(&number(-y));
		false_cases.push(negated);
		let mut replaced = case.clone();
		match index % 3 {
			0 => replaced.proof[..64].copy_from_slice(&generators[0]),
			1 => replaced.proof[64..192].copy_from_slice(&generators[1]),
			_ => replaced.proof[192..].copy_from_slice(&generators[0]),
		}
		false_cases.push(replaced);
		let mut greatest = case.clone();
		greatest.inputs[32 * (index % 4)..][..32].copy_from_slice(&number(-Fr::from(1)));
		false_cases.push(greatest);
		for case in false_cases {
			assert_eq!(verdict(&case), 1);
		}
	}
}

#[test]
fn on_thousands_of_disturbed_arguments() {
	let vectors = vectors();
	let mut numbers = Numbers(4);
	let mut seen = BTreeMap::new();
	for round in 0..6000 {
		let mut case = vectors[numbers.below(vectors.len())].clone();
		if numbers.below(3) == 0 {
			case = with_raw_key(&case);
		}
		for _ in 0..=numbers.below(2) {
			match round % 6 {
				0 => disturb(&mut case.proof, &mut numbers),
				1 => disturb(&mut case.inputs, &mut numbers),
				2 => disturb(&mut case.key, &mut numbers),
				3 => disturb_points(&mut case.proof, 0, &mut numbers),
				4 => {
					case = with_raw_key(&vectors[numbers.below(vectors.len())]);
					disturb_points(&mut case.key, 1, &mut numbers);
				}
				_ => add_modulus::<Fr>(&mut case.inputs, numbers.below(4)),
			}
		}
		*seen.entry(verdict(&case)).or_insert(0) += 1;
	}
	println!("codes and how often each was seen: {seen:?}");
	for code in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] {
		assert!(seen.contains_key(&code), "code {code} was never met");
	}
}

/// Keys two of whose points let anybody forge, and keys of every length.
#[test]
fn on_malformed_keys() {
	let case = with_raw_key(&vectors()[9]);
	let [alpha, beta, gamma, delta, ic] = [0, 64, 192, 320, 448].map(|place| 1 + place);
	let with = |from: usize, to, length| {
		let mut case = case.clone();
		case.key.copy_within(from..from + length, to);
		case
	};
	for (from, to) in [(gamma, beta), (delta, beta)] {
		assert_eq!(verdict(&with(from, to, 128)), 15);
	}
	for (from, to) in [(ic, alpha), (ic, ic + 64), (ic + 256, ic), (ic + 64, ic + 256)] {
		assert_eq!(verdict(&with(from, to, 64)), 15);
	}
	// `alpha` and the point of an input.
	assert_eq!(verdict(&with(ic + 64, alpha, 64)), 1);
	let forgeable = with(gamma, delta, 128);
	assert_eq!(verdict(&forgeable), 15);
	for place in [11, 13] {
		// Only one half of `y` negated: no longer on the twist.
		let mut half = forgeable.clone();
		let at = 1 + 32 * (place + 1);
		let y = Fq::from_be_bytes_mod_order(&half.key[at..at + 32]);
		half.key[at..at + 32].copy_from_slice(&number(-y));
		assert_eq!(verdict(&half), 13);
	}
	for length in (0..1 + MAX_KEY_BYTES + 130).step_by(37) {
		let mut key = case.key.clone();
		key.resize(length, 0);
		assert_ne!(verdict(&Case { key, ..case.clone() }), 0);
	}
	for inputs in 0..=66 {
		let mut key = case.key[..1 + 448 + 64].to_vec();
		let points = (2u64..).map(|n| G1Affine::generator() * Fr::from(n));
		key.extend(points.take(inputs).flat_map(g1));
		let inputs = case.inputs[..32].repeat(inputs);
		let expected = if inputs.len() > 64 * 32 { 10 } else { 1 };
		let proof = case.proof.clone();
		if inputs.len() % 7 == 0 || expected == 10 {
			assert_eq!(verdict(&Case { key, proof, inputs }), expected);
		}
	}
}

#[test]
fn on_bytes_at_random() {
	let mut numbers = Numbers(5);
	for _ in 0..1000 {
		let lengths = [1200, 300, 200].map(|bound| numbers.below(bound));
		let [mut key, mut proof, inputs] = lengths.map(|length| numbers.bytes(length));
		if let Some(kind) = key.first_mut() {
			*kind %= 3;
		}
		if numbers.below(2) == 0 {
			proof.resize(256, 0);
		}
		assert_ne!(verdict(&Case { key, proof, inputs }), 0);
	}
}

/// The code of a batch, found equal natively and in wasm. What the items' own verdicts say of it,
/// where the lengths are right, is found equal too.
fn batch_code(key: &[u8], proofs: &[u8], inputs: &[u8]) -> u64 {
	let native = one_key::items(key, proofs, inputs).and_then(|items| {
		let settings =
			Settings { coefficients: Coefficients::Derived, prepare: &prepare_once, threads: 1 };
		let found = first_refusal(&items, &settings).result;
		let one_by_one = items.iter().enumerate().find_map(|(place, item)| {
			let verdict = verify(item.key, item.proof, item.inputs);
			verdict.err().map(|refusal| BatchRefusal::at(place, refusal))
		});
		let found = found.map(|(place, refusal)| BatchRefusal::at(place, refusal));
		assert_eq!(found, one_by_one);
		found.map_or(Ok(()), Err)
	});
	let native = one_key::code(native);
	let wasm = WASM.verify_batch(key, proofs, inputs).unwrap();
	assert_eq!(native, wasm, "key {key:x?}\nproofs {proofs:x?}\ninputs {inputs:x?}");
	native
}

#[test]
fn on_batches() {
	let vectors = vectors();
	let mut numbers = Numbers(6);
	let mut seen = BTreeMap::new();
	for round in 0..60 {
		let case = &vectors[numbers.below(vectors.len())];
		let case = if round % 2 == 0 { case.clone() } else { with_raw_key(case) };
		let mut items = vec![case.clone(); numbers.below(12)];
		for _ in 0..round % 4 {
			if items.is_empty() {
				break;
			}
			let spoilt = numbers.below(items.len());
			let Case { proof, inputs, .. } = &mut items[spoilt];
			match numbers.below(4) {
				0 => add_modulus::<Fr>(inputs, numbers.below(4)),
				1 => inputs[31] ^= 1,
				_ => disturb_points(proof, 0, &mut numbers),
			}
		}
		let proofs = items.iter().flat_map(|item| item.proof.clone()).collect::<Vec<_>>();
		let inputs = items.iter().flat_map(|item| item.inputs.clone()).collect::<Vec<_>>();
		*seen.entry(batch_code(&case.key, &proofs, &inputs) as u32).or_insert(0) += 1;
	}
	println!("codes of batches and how often each was seen: {seen:?}");
	for code in [0, 1, 4, 6, 8] {
		assert!(seen.contains_key(&code), "code {code} was never met");
	}
}

#[test]
fn on_disturbed_batches() {
	let vectors = vectors();
	let mut numbers = Numbers(7);
	for round in 0..300 {
		let case = &vectors[numbers.below(vectors.len())];
		let mut case = if round % 2 == 0 { case.clone() } else { with_raw_key(case) };
		let count = numbers.below(4);
		case.proof = case.proof.repeat(count);
		case.inputs = case.inputs.repeat(count);
		for _ in 0..=numbers.below(2) {
			match round % 3 {
				0 => disturb(&mut case.proof, &mut numbers),
				1 => disturb(&mut case.inputs, &mut numbers),
				_ => disturb(&mut case.key, &mut numbers),
			}
		}
		batch_code(&case.key, &case.proof, &case.inputs);
	}
}
