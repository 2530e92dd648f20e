//! Native and wasm verdicts agree, on the published proofs and on thousands of bad ones.

use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{BigInteger, PrimeField};
use census_groth16::{code, semaphore_key, verify, Key, MAX_KEY_BYTES};
use census_verdicts::WasmVerifier;
use census_zk_types::SemaphoreProof;
use std::{collections::BTreeMap, sync::LazyLock};
use tiny_keccak::{Hasher, Keccak};

/// What the verifier is given.
#[derive(Clone)]
struct Case {
	key: Vec<u8>,
	proof: Vec<u8>,
	inputs: Vec<u8>,
}

static WASM: LazyLock<WasmVerifier> = LazyLock::new(|| WasmVerifier::new().unwrap());

/// Both verdicts' code, which are found equal.
fn verdict(case: &Case) -> u32 {
	let Case { key, proof, inputs } = case;
	let native = code(Key::decode(key).and_then(|key| verify(key, proof, inputs)));
	let wasm = WASM.verify(key, proof, inputs).unwrap();
	assert_eq!(native, wasm, "key {key:x?}\nproof {proof:x?}\ninputs {inputs:x?}");
	native
}

/// One published proof for each depth, with the embedded key.
fn vectors() -> Vec<Case> {
	let json = include_str!("../../vectors/semaphore-v4-proofs.json");
	let json: serde_json::Value = serde_json::from_str(json).unwrap();
	let cases = json.as_array().unwrap().iter().map(|vector| {
		let proof: SemaphoreProof = serde_json::from_value(vector["proof"].clone()).unwrap();
		let inputs = [
			proof.merkle_tree_root.0,
			proof.nullifier.0,
			hash(&proof.message.0),
			hash(&proof.scope.0),
		];
		Case {
			key: vec![0, proof.merkle_tree_depth],
			proof: proof.points.map(|word| word.0).concat(),
			inputs: inputs.concat(),
		}
	});
	cases.collect()
}

/// Semaphore's hash of a message or scope into the field.
fn hash(word: &[u8]) -> [u8; 32] {
	let mut digest = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(word);
	keccak.finalize(&mut digest);
	digest.rotate_right(1);
	digest[0] = 0;
	digest
}

/// The same proof with its key passed as bytes.
fn with_raw_key(case: &Case) -> Case {
	let key = [&[1], &semaphore_key(case.key[1]).unwrap()[..]].concat();
	Case { key, ..case.clone() }
}

/// A generator of numbers that look random and are the same in every run (SplitMix64: Steele, Lea
/// and Flood, "Fast splittable pseudorandom number generators", 2014).
struct Numbers(u64);

impl Numbers {
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ mixed >> 31
	}

	fn below(&mut self, bound: usize) -> usize {
		(self.next() % bound as u64) as usize
	}

	fn bytes(&mut self, length: usize) -> Vec<u8> {
		(0..length).map(|_| self.next() as u8).collect()
	}
}

fn number(value: impl PrimeField) -> Vec<u8> {
	value.into_bigint().to_bytes_be()
}

fn g1(point: G1Affine) -> Vec<u8> {
	[number(point.x), number(point.y)].concat()
}

fn g2(point: G2Affine) -> Vec<u8> {
	[number(point.x.c1), number(point.x.c0), number(point.y.c1), number(point.y.c0)].concat()
}

/// A point of the twist outside the subgroup of order `r`.
fn outside_subgroup(numbers: &mut Numbers) -> G2Affine {
	loop {
		let x = Fq2::new(Fq::from(numbers.next()), Fq::from(numbers.next()));
		if let Some(point) = G2Affine::get_point_from_x_unchecked(x, false) {
			return point;
		}
	}
}

/// Adds a modulus to the number at `place`, if it then fits: another form of the same element.
fn add_modulus<F: PrimeField>(bytes: &mut [u8], place: usize) {
	let mut carry = 0;
	for (byte, add) in bytes[place * 32..][..32].iter_mut().zip(F::MODULUS.to_bytes_be()).rev() {
		carry += u16::from(*byte) + u16::from(add);
		*byte = carry as u8;
		carry >>= 8;
	}
}

/// A change of bytes that knows nothing of what they mean.
fn disturb(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
	if bytes.is_empty() {
		bytes.push(numbers.next() as u8);
		return;
	}
	let at = numbers.below(bytes.len());
	match numbers.below(7) {
		0..=2 => bytes[at] ^= 1 << numbers.below(8),
		3 => bytes.truncate(at),
		4 => {
			let more = numbers.below(70) + 1;
			bytes.extend(numbers.bytes(more));
		}
		5 => {
			let from = numbers.below(bytes.len());
			let length = 32.min(bytes.len() - at).min(bytes.len() - from);
			bytes.copy_within(from..from + length, at);
		}
		_ => {
			let end = bytes.len().min(at + 32);
			bytes[at..end].fill(if numbers.below(2) == 0 { 0 } else { 0xff });
		}
	}
}

/// A change of a proof or key that leaves numbers where numbers were. Points start at `start`.
fn disturb_points(bytes: &mut [u8], start: usize, numbers: &mut Numbers) {
	let (_, points) = bytes.split_at_mut(start);
	let places = points.len() / 32;
	let place = numbers.below(places);
	let put = |points: &mut [u8], place: usize, with: Vec<u8>| {
		let length = with.len().min(points.len() - place * 32);
		points[place * 32..][..length].copy_from_slice(&with[..length]);
	};
	match numbers.below(8) {
		0 => add_modulus::<Fq>(points, place),
		1 => {
			let other = numbers.below(places);
			let number = points[other * 32..][..32].to_vec();
			put(points, place, number);
		}
		2 => put(points, place, vec![0; 32]),
		3 => put(points, place & !1, vec![0; 64]),
		4 => put(points, 2.min(places - 1), vec![0; 128]),
		5 => put(points, 2.min(places - 1), g2(outside_subgroup(numbers))),
		6 => put(points, place, number(Fq::from(numbers.next()))),
		_ => put(points, place, number(-Fq::from(1))),
	}
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

/// Keys whose `gamma` and `delta` let anybody forge, and keys of every length.
#[test]
fn on_malformed_keys() {
	let case = with_raw_key(&vectors()[9]);
	let mut forgeable = case.clone();
	forgeable.key.copy_within(1 + 192..1 + 320, 1 + 320);
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
		key.extend(case.key[1 + 512..1 + 576].repeat(inputs));
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
