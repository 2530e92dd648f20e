//! Batches have the verdicts of the proofs verified one by one.

use ark_bn254::{Fq, Fr, G1Affine};
use ark_ec::AffineRepr;
use ark_ff::{Field, PrimeField};
use census_groth16::{
	batch::{first_refusal, first_unknown_refusal, verdicts, Coefficients, Item, Settings},
	prepare_once, semaphore_key, verify, Key, Verdict, VerifyError,
};
use census_zk_testing::{
	points::{
		add_modulus, add_one, g1, g2, inputs, number, outside_subgroup, read_g1, rerandomised,
	},
	vectors, Setup, Vector,
};
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// An item that owns its bytes.
#[derive(Clone, Debug)]
struct Case {
	/// What [`Key::decode`] reads.
	key: Vec<u8>,
	proof: Vec<u8>,
	inputs: Vec<u8>,
}

impl Case {
	fn item(&self) -> Item<'_> {
		let key = Key::decode(&self.key).unwrap();
		Item { key, proof: &self.proof, inputs: &self.inputs }
	}
}

/// The published proof of a depth.
fn published(depth: u8) -> Case {
	let Vector { depth, proof, inputs } = vectors().swap_remove(usize::from(depth) - 1);
	Case { key: Key::Semaphore { depth }.encode(), proof, inputs }
}

/// Proofs that differ, all of what the depth's published one proves.
fn valid(depth: u8, count: u64) -> Vec<Case> {
	let case = published(depth);
	let key = semaphore_key(depth).unwrap();
	let proofs = (1..=count).map(|n| {
		let [u, v] = [n, n + 1000].map(|n| Fr::from(n).pow([9]));
		Case { proof: rerandomised(&key, &case.proof, u, v), ..case.clone() }
	});
	proofs.collect()
}

fn with_raw_key(case: &Case) -> Case {
	let key = semaphore_key(case.key[1]).unwrap();
	Case { key: Key::Raw(&key).encode(), ..case.clone() }
}

fn replace(bytes: &mut [u8], place: usize, with: &[u8]) {
	bytes[place * 32..][..with.len()].copy_from_slice(with);
}

/// How many ways there are to spoil an item.
const FLAWS: usize = 20;

/// Spoils an item in one of [`FLAWS`] ways; others leave it as it is.
fn spoil(case: &mut Case, flaw: usize) {
	let raw = |case: &mut Case, place: usize, with: &[u8]| {
		*case = with_raw_key(case);
		replace(&mut case.key[1..], place, with);
	};
	match flaw {
		0 => add_one(&mut case.inputs, 1),
		1 => case.proof.push(0),
		2 => add_modulus::<Fq>(&mut case.proof, 3),
		3 => replace(&mut case.proof, 6, &[0; 64]),
		4 => add_one(&mut case.proof, 2),
		5 => replace(&mut case.proof, 2, &g2(outside_subgroup())),
		6 => case.inputs.truncate(96),
		7 => replace(&mut case.inputs, 2, &[0xff; 32]),
		8 => case.key = vec![0, 33],
		9 => case.key = vec![1; 100],
		10 => raw(case, 5, &[0xff; 32]),
		11 => raw(case, 16, &[0; 64]),
		12 => raw(case, 14, &[number(Fq::from(5)), number(Fq::from(5))].concat()),
		13 => raw(case, 6, &g2(outside_subgroup())),
		14 => {
			let gamma = with_raw_key(case).key[1 + 192..1 + 320].to_vec();
			raw(case, 10, &gamma);
		}
		// The proof's flaw comes before the key's.
		15 => {
			spoil(case, 13);
			spoil(case, 5);
		}
		16 => replace(&mut case.proof, 0, &g1(G1Affine::generator())),
		17 => {
			let c = read_g1(&case.proof[192..]);
			replace(&mut case.proof, 6, &g1(-c));
		}
		18 => case.key[1] = case.key[1] % 32 + 1,
		19 => case.proof.fill(0),
		_ => {}
	}
}

fn settings(coefficients: Coefficients, threads: usize) -> Settings<'static> {
	Settings { coefficients, prepare: &prepare_once, threads }
}

/// Verifies the cases one by one and in batches of all kinds, which all have the same outcome.
fn agree(cases: &[Case]) -> Vec<Verdict> {
	let items: Vec<_> = cases.iter().map(Case::item).collect();
	let expected: Vec<_> =
		items.iter().map(|item| verify(item.key, item.proof, item.inputs)).collect();
	let first =
		expected.iter().enumerate().find_map(|(place, verdict)| Some((place, verdict.err()?)));
	for coefficients in [Coefficients::Derived, Coefficients::Seed([7; 32])] {
		for threads in [1, 2, 5] {
			let settings = settings(coefficients, threads);
			assert_eq!(verdicts(&items, &settings).result, expected);
			assert_eq!(first_refusal(&items, &settings).result, first);
		}
	}
	// Nor does it matter what of the accepted ones is known to be.
	for known in [0xffff_ffff, 0x5555_5555, 0x0007_fff8u32] {
		let known = |place: usize| expected[place].is_ok() && known >> (place % 32) & 1 == 1;
		let settings = settings(Coefficients::Derived, 1);
		assert_eq!(first_unknown_refusal(&items, known, &settings).result, first);
	}
	expected
}

#[test]
fn of_none() {
	assert_eq!(agree(&[]), []);
}

#[test]
fn of_one() {
	assert_eq!(agree(&[published(7)]), [Ok(())]);
	for flaw in 0..FLAWS {
		let mut case = published(7);
		spoil(&mut case, flaw);
		assert!(agree(&[case])[0].is_err());
	}
}

#[test]
fn of_all_depths() {
	let cases: Vec<_> = (1..=32).map(published).collect();
	assert_eq!(agree(&cases), [Ok(()); 32]);
	let cases: Vec<_> = cases.iter().map(with_raw_key).collect();
	assert_eq!(agree(&cases), [Ok(()); 32]);
}

#[test]
fn of_one_key() {
	let mut cases = valid(20, 40);
	assert_eq!(agree(&cases), [Ok(()); 40]);
	let items: Vec<_> = cases.iter().map(Case::item).collect();
	assert_eq!(verdicts(&items, &settings(Coefficients::Derived, 1)).products, 1);
	assert_eq!(first_refusal(&items, &settings(Coefficients::Derived, 1)).products, 1);
	cases[17].inputs = published(19).inputs;
	assert_eq!(agree(&cases)[17], Err(VerifyError::FalseProof));
}

/// Every refusal, at the start, in the middle and at the end.
#[test]
fn of_one_spoilt_item_among_valid_ones() {
	for flaw in 0..FLAWS {
		for place in [0, 3, 6] {
			let mut cases = valid(5, 7);
			spoil(&mut cases[place], flaw);
			let refused: Vec<_> = agree(&cases).iter().map(|verdict| verdict.is_err()).collect();
			assert!((0..7).all(|other| refused[other] == (other == place)), "flaw {flaw}");
		}
	}
}

/// Every pair of refusals: which is first, and whether one hides the other.
#[test]
fn of_two_spoilt_items() {
	for one in 0..FLAWS {
		for other in 0..FLAWS {
			let mut cases = valid(5, 5);
			spoil(&mut cases[1], one);
			spoil(&mut cases[3], other);
			let items: Vec<_> = cases.iter().map(Case::item).collect();
			let expected: Vec<_> =
				items.iter().map(|item| verify(item.key, item.proof, item.inputs)).collect();
			let settings = settings(Coefficients::Derived, 1);
			assert_eq!(verdicts(&items, &settings).result, expected);
			assert_eq!(
				first_refusal(&items, &settings).result,
				Some((1, expected[1].unwrap_err()))
			);
		}
	}
}

/// Two false proofs whose equations' errors are opposite: with equal coefficients they would pass.
#[test]
fn of_errors_that_cancel() {
	let valid = valid(20, 6);
	let shift = G1Affine::generator();
	for places in [[1, 4], [1, 3], [0, 2], [2, 3], [0, 5]] {
		let mut cases = valid.clone();
		for (place, shift) in places.into_iter().zip([shift, -shift]) {
			let c = read_g1(&cases[place].proof[192..]);
			replace(&mut cases[place].proof, 6, &g1(c + shift));
		}
		let verdicts = agree(&cases);
		for (place, verdict) in verdicts.into_iter().enumerate() {
			let expected =
				if places.contains(&place) { Err(VerifyError::FalseProof) } else { Ok(()) };
			assert_eq!(verdict, expected);
		}
	}
}

/// Each proof's points and inputs are sound, but not together.
#[test]
fn of_swapped_parts() {
	let mut cases = vec![published(9), published(10)];
	for case in &mut cases {
		*case = with_raw_key(case);
	}
	let [one, other] = &mut cases[..] else { unreachable!() };
	std::mem::swap(&mut one.inputs, &mut other.inputs);
	assert_eq!(agree(&cases), [Err(VerifyError::FalseProof); 2]);
	let [one, other] = &mut cases[..] else { unreachable!() };
	std::mem::swap(&mut one.proof, &mut other.proof);
	assert_eq!(agree(&cases), [Err(VerifyError::FalseProof); 2]);
	let [one, other] = &mut cases[..] else { unreachable!() };
	std::mem::swap(&mut one.key, &mut other.key);
	assert_eq!(agree(&cases), [Ok(()); 2]);

	let mut cases = valid(20, 4);
	let c = cases[1].proof[192..].to_vec();
	let other = cases[2].proof[192..].to_vec();
	cases[1].proof[192..].copy_from_slice(&other);
	cases[2].proof[192..].copy_from_slice(&c);
	let refused = Err(VerifyError::FalseProof);
	assert_eq!(agree(&cases), [Ok(()), refused, refused, Ok(())]);
}

#[test]
fn of_duplicates() {
	let mut cases = vec![published(20); 9];
	assert_eq!(agree(&cases), [Ok(()); 9]);
	let mut spoilt = published(20);
	spoil(&mut spoilt, 17);
	cases[2] = spoilt.clone();
	cases[7] = spoilt;
	let verdicts = agree(&cases);
	assert_eq!(verdicts.iter().filter(|verdict| verdict.is_err()).count(), 2);
}

/// A key without inputs, and one whose inputs combine to the point at infinity.
#[test]
fn of_keys_at_the_edges() {
	let none = Setup::new(0);
	let one = Setup::new(1);
	let statement = [-one.ic[0] / one.ic[1]];
	let case = |setup: &Setup, statement: &[Fr]| Case {
		key: Key::Raw(&setup.key()).encode(),
		proof: setup.prove(statement),
		inputs: inputs(statement),
	};
	let mut cases = vec![case(&none, &[]), case(&one, &statement), case(&none, &[])];
	assert_eq!(agree(&cases), [Ok(()); 3]);
	add_one(&mut cases[1].inputs, 0);
	assert_eq!(agree(&cases), [Ok(()), Err(VerifyError::FalseProof), Ok(())]);
	assert_eq!(agree(&[case(&one, &statement), case(&one, &statement)]), [Ok(()); 2]);
}

/// A key passed as bytes is prepared once a batch, and one that no readable proof needs, never.
#[test]
fn of_keys_prepared_by_the_caller() {
	let count = AtomicUsize::new(0);
	let prepare = |bytes: &[u8]| {
		count.fetch_add(1, Relaxed);
		prepare_once(bytes)
	};
	let settings = Settings { coefficients: Coefficients::Derived, prepare: &prepare, threads: 1 };
	let mut cases: Vec<_> = valid(3, 5).iter().map(with_raw_key).collect();
	cases.extend(valid(4, 3).iter().map(with_raw_key));
	let items: Vec<_> = cases.iter().map(Case::item).collect();
	assert_eq!(verdicts(&items, &settings).result, [Ok(()); 8]);
	assert_eq!(count.swap(0, Relaxed), 2);
	cases[5..].iter_mut().for_each(|case| case.proof.push(0));
	let items: Vec<_> = cases.iter().map(Case::item).collect();
	assert_eq!(first_refusal(&items, &settings).result, Some((5, VerifyError::ProofLength)));
	assert_eq!(count.swap(0, Relaxed), 1);
}

/// What bounds the time of a search: the whole once, and then its halves.
#[test]
fn the_first_refusal_is_found_by_halving() {
	for (flaw, place) in [(0, 0), (0, 31), (0, 63), (5, 0), (5, 40), (5, 63), (17, 20)] {
		let mut cases = valid(20, 64);
		spoil(&mut cases[place], flaw);
		let items: Vec<_> = cases.iter().map(Case::item).collect();
		let outcome = first_refusal(&items, &settings(Coefficients::Derived, 1));
		assert_eq!(outcome.result.map(|(place, _)| place), Some(place));
		assert!(outcome.products <= 8, "{}", outcome.products);
		// Who knows more, asks no more.
		for step in [2, 3, 31] {
			let known = |other: usize| other != place && !other.is_multiple_of(step);
			let less = first_unknown_refusal(&items, known, &settings(Coefficients::Derived, 1));
			assert_eq!(less.result, outcome.result);
			assert!(less.products <= outcome.products, "{}", less.products);
		}
		let alone = |other: usize| other != place;
		let alone = first_unknown_refusal(&items, alone, &settings(Coefficients::Derived, 1));
		assert_eq!((alone.result, alone.products), (outcome.result, 1));
	}
}

/// What is known to be accepted is not even read.
#[test]
fn of_what_is_known() {
	let cases = valid(20, 9);
	let items: Vec<_> = cases.iter().map(Case::item).collect();
	let settings = settings(Coefficients::Derived, 1);
	let products = |known: fn(usize) -> bool| {
		let outcome = first_unknown_refusal(&items, known, &settings);
		assert_eq!(outcome.result, None);
		outcome.products
	};
	assert_eq!(products(|_| true), 0);
	assert_eq!(products(|place| place > 0), 1);
	assert_eq!(products(|place| place % 2 == 0), 1);
	assert_eq!(products(|_| false), 1);
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
	let case = (1u8..4, 0..4u64, any::<bool>(), 0..4 * FLAWS).prop_map(|(depth, n, raw, flaw)| {
		let mut case = published(depth);
		if n > 0 {
			let key = semaphore_key(depth).unwrap();
			case.proof = rerandomised(&key, &case.proof, Fr::from(n), Fr::from(n + 5));
		}
		spoil(&mut case, flaw);
		if raw && case.key[0] == 0 && case.key[1] <= 32 {
			case = with_raw_key(&case);
		}
		case
	});
	prop::collection::vec(case, 0..24)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(16))]

	#[test]
	fn of_anything(cases in cases()) {
		agree(&cases);
	}
}

/// The vectors' statement, for a look at what [`valid`] makes.
#[test]
fn the_proofs_made_for_these_tests_differ() {
	let cases = valid(20, 30);
	for (place, case) in cases.iter().enumerate() {
		for points in [0..64, 64..192, 192..256] {
			assert!(cases[..place]
				.iter()
				.all(|other| other.proof[points.clone()] != case.proof[points.clone()]));
		}
	}
	assert_eq!(number(Fq::from_be_bytes_mod_order(&cases[0].proof[..32])), cases[0].proof[..32]);
}
