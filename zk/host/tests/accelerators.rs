//! The accelerators change no outcome, and their memory is bounded.

use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ff::{BigInteger, Field, PrimeField};
use census_groth16::semaphore_key;
use census_zk_host::{
	accelerators::{accelerators, counters, preverify, set_accelerators, Accelerators},
	verify, verify_batch, BatchRefusal, Item, Key, Verdict, VerifyError,
};
use census_zk_types::{Points, Word};
use std::sync::{Mutex, MutexGuard};

/// The accelerators are the process's: one test at a time may turn them.
fn alone() -> MutexGuard<'static, ()> {
	static ALONE: Mutex<()> = Mutex::new(());
	let guard = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
	set_accelerators(Accelerators::NONE);
	guard
}

/// All ways to turn the accelerators.
fn all_accelerators() -> impl Iterator<Item = Accelerators> {
	(0..8).map(|bits| Accelerators {
		keys: bits & 1 > 0,
		accepts: bits & 2 > 0,
		batch: bits & 4 > 0,
	})
}

type Proof = (Points, Vec<Word>);

/// A published proof of depth 7, with its inputs.
fn published() -> Proof {
	let published = census_vectors::semaphore::proof(7);
	(published.proof.points, published.inputs().to_vec())
}

fn word(number: impl PrimeField) -> Word {
	Word(number.into_bigint().to_bytes_be().try_into().unwrap())
}

fn number(bytes: &[u8]) -> Fq {
	Fq::from_be_bytes_mod_order(bytes)
}

fn g1(bytes: &[u8]) -> G1Affine {
	G1Affine::new(number(&bytes[..32]), number(&bytes[32..64]))
}

fn g2(bytes: &[u8]) -> G2Affine {
	let [x1, x0, y1, y0] = [0, 32, 64, 96].map(|place| number(&bytes[place..place + 32]));
	G2Affine::new(Fq2::new(x0, x1), Fq2::new(y0, y1))
}

/// A proof of these points.
fn proof(a: impl Into<G1Affine>, b: impl Into<G2Affine>, c: impl Into<G1Affine>) -> Points {
	let (a, b, c) = (a.into(), b.into(), c.into());
	[
		word(a.x),
		word(a.y),
		word(b.x.c1),
		word(b.x.c0),
		word(b.y.c1),
		word(b.y.c0),
		word(c.x),
		word(c.y),
	]
}

/// The published proof made anew: `(u A, B / u + v delta, C + u v A)`.
fn rerandomised(n: u64) -> Proof {
	let (points, inputs) = published();
	let key = semaphore_key(7).unwrap();
	let points = points.map(|word| word.0).concat();
	let (a, b, c) = (g1(&points[..64]), g2(&points[64..192]), g1(&points[192..]));
	let delta = g2(&key[320..448]);
	let [u, v] = [n + 2, n + 1000].map(|n| Fr::from(n).pow([9]));
	(proof(a * u, b * u.inverse().unwrap() + delta * v, c + a * (u * v)), inputs)
}

/// A key whose `beta` is its `gamma`, and a proof of these inputs by somebody who knows the key
/// alone: `A = alpha + L, B = gamma + delta, C = A`.
fn forged(inputs: Vec<Word>) -> (Vec<u8>, Proof) {
	let mut key = semaphore_key(7).unwrap();
	key.copy_within(192..320, 64);
	let ic: Vec<_> = key[448..].chunks(64).map(g1).collect();
	let scalars = inputs.iter().map(|word| Fr::from_be_bytes_mod_order(&word.0));
	let a =
		ic[1..].iter().zip(scalars).fold(g1(&key[..64]) + ic[0], |sum, (ic, by)| sum + *ic * by);
	let b = g2(&key[192..320]) + g2(&key[320..448]);
	(key, (proof(a, b, a), inputs))
}

/// Verifies twice, so that the second time meets what was remembered of the first.
fn twice(key: Key<'_>, (points, inputs): &Proof) -> Verdict {
	let verdict = verify(key, points, inputs);
	assert_eq!(verify(key, points, inputs), verdict);
	verdict
}

/// Proofs of which some are refused, each with its verdict under depth 7's key.
fn mixed() -> Vec<(Proof, Verdict)> {
	let mut proofs: Vec<_> = (0..6).map(|n| (rerandomised(n), Ok(()))).collect();
	let mut spoil = |n, refusal, change: fn(&mut Proof)| {
		let mut proof = rerandomised(n);
		change(&mut proof);
		proofs.push((proof, Err(refusal)));
	};
	spoil(0, VerifyError::FalseProof, |(_, inputs)| inputs.swap(0, 1));
	spoil(1, VerifyError::FalseProof, |(points, _)| points.copy_within(0..2, 6));
	spoil(2, VerifyError::ProofCoordinate, |(points, _)| points[3].0 = [0xff; 32]);
	spoil(3, VerifyError::ProofInfinity, |(points, _)| points[..2].fill(Word([0; 32])));
	spoil(4, VerifyError::ProofCurve, |(points, _)| points.swap(0, 1));
	spoil(5, VerifyError::InputCount, |(_, inputs)| inputs.truncate(3));
	spoil(6, VerifyError::InputRange, |(_, inputs)| inputs[2].0 = [0xff; 32]);
	proofs
}

/// The bytes of a proof and of its inputs.
fn bytes((points, inputs): &Proof) -> (Vec<u8>, Vec<u8>) {
	let concat = |words: &[Word]| words.iter().flat_map(|word| word.0).collect();
	(concat(points), concat(inputs))
}

fn preverify_all(key: Key<'_>, proofs: &[&Proof]) -> usize {
	let bytes: Vec<_> = proofs.iter().map(|proof| bytes(proof)).collect();
	let items: Vec<_> = bytes.iter().map(|(proof, inputs)| Item { key, proof, inputs }).collect();
	preverify(&items, 2)
}

#[test]
fn all_are_off_at_first() {
	let _alone = alone();
	assert_eq!(Accelerators::default(), Accelerators::NONE);
	assert_eq!(accelerators(), Accelerators::NONE);
	set_accelerators(Accelerators::ALL);
	assert_eq!(accelerators(), Accelerators::ALL);
}

#[test]
fn verdicts_do_not_depend_on_the_accelerators() {
	let _alone = alone();
	let raw = semaphore_key(7).unwrap();
	let other = semaphore_key(8).unwrap();
	let proofs = mixed();
	for accelerators in all_accelerators() {
		set_accelerators(accelerators);
		for key in [Key::Semaphore { depth: 7 }, Key::Raw(&raw)] {
			for (place, (proof, verdict)) in proofs.iter().enumerate() {
				assert_eq!(twice(key, proof), *verdict, "{accelerators:?}");
				if place % 3 == 0 {
					preverify_all(key, &[proof]);
					assert_eq!(twice(key, proof), *verdict, "{accelerators:?}");
				}
			}
		}
		// What is accepted under one key is not under another.
		for key in [Key::Semaphore { depth: 8 }, Key::Raw(&other)] {
			assert_eq!(twice(key, &proofs[0].0), Err(VerifyError::FalseProof));
		}
		for (length, refusal) in [(0, VerifyError::KeyLength), (640, VerifyError::InputCount)] {
			assert_eq!(twice(Key::Raw(&raw[..length]), &proofs[0].0), Err(refusal));
		}
		let mut spoilt = raw.clone();
		spoilt[500] ^= 1;
		assert_eq!(twice(Key::Raw(&spoilt), &proofs[0].0), Err(VerifyError::KeyCurve));
	}
}

/// Whether some, all or none of a batch are known from before.
#[test]
fn batches_do_not_depend_on_the_accelerators() {
	let _alone = alone();
	let raw = semaphore_key(7).unwrap();
	let key = Key::Raw(&raw);
	let proofs = mixed();
	let valid: Vec<_> = proofs[..6].iter().map(|(proof, _)| proof.clone()).collect();
	for accelerators in all_accelerators() {
		for known in [0, 0b1, 0b101010, 0b111110, 0b111111] {
			set_accelerators(Accelerators::NONE);
			set_accelerators(accelerators);
			for (place, proof) in valid.iter().enumerate() {
				if known >> place & 1 > 0 {
					assert_eq!(verify(key, &proof.0, &proof.1), Ok(()));
				}
			}
			for (spoilt, verdict) in &proofs[6..] {
				for place in [0, 3, 6] {
					let mut batch = valid.clone();
					batch.insert(place, spoilt.clone());
					let (place, refusal) = (place as u32, verdict.unwrap_err());
					let expected = Err(BatchRefusal::Proof { place, refusal });
					assert_eq!(verify_batch(key, &batch), expected, "{accelerators:?} {known:b}");
				}
			}
			assert_eq!(verify_batch(key, &valid), Ok(()));
			assert_eq!(verify_batch(key, &valid), Ok(()));
		}
	}
}

/// A node that remembers some of a batch asks about the same parts of it as any other.
#[test]
fn a_batch_is_looked_into_as_a_whole_whatever_is_known_of_it() {
	let _alone = alone();
	let key = Key::Semaphore { depth: 7 };
	let mut batch: Vec<_> = (0..5).map(rerandomised).collect();
	batch[1].1.swap(0, 1);
	for known in [&[][..], &[4]] {
		set_accelerators(Accelerators::NONE);
		set_accelerators(Accelerators::ALL);
		for place in known {
			let (points, inputs): &Proof = &batch[*place];
			assert_eq!(verify(key, points, inputs), Ok(()));
		}
		let before = counters().bisections;
		let refused = Err(BatchRefusal::Proof { place: 1, refusal: VerifyError::FalseProof });
		assert_eq!(verify_batch(key, &batch), refused);
		// The first three, the first two, the first; then it can be but one.
		assert_eq!(counters().bisections - before, 3, "{known:?}");
	}
}

#[test]
fn accepts_are_remembered_and_refusals_are_not() {
	let _alone = alone();
	set_accelerators(Accelerators { accepts: true, ..Accelerators::NONE });
	let key = Key::Semaphore { depth: 7 };
	let proof = rerandomised(20);
	let before = counters();
	assert_eq!(twice(key, &proof), Ok(()));
	assert_eq!(twice(Key::Semaphore { depth: 6 }, &proof), Err(VerifyError::FalseProof));
	let after = counters();
	assert_eq!(after.accept_hits - before.accept_hits, 1);
	assert_eq!(after.accept_misses - before.accept_misses, 3);
	assert_eq!((before.accepts, after.accepts), (0, 1));

	// A batch that is refused leaves behind what came before the refusal.
	let mut spoilt = rerandomised(23);
	spoilt.1.swap(0, 1);
	let batch = [rerandomised(21), rerandomised(22), spoilt, rerandomised(24)];
	assert!(verify_batch(key, &batch).is_err());
	assert_eq!(counters().accepts, 3);

	set_accelerators(Accelerators::NONE);
	assert_eq!(counters().accepts, 0);
	assert_eq!(twice(key, &proof), Ok(()));
	assert_eq!(counters().accepts, 0);
}

#[test]
fn what_is_verified_beforehand_is_found() {
	let _alone = alone();
	let key = Key::Semaphore { depth: 7 };
	let proofs = mixed();
	let all: Vec<_> = proofs.iter().map(|(proof, _)| proof).collect();
	// Without the accelerator nothing happens.
	for accelerators in [
		Accelerators { batch: false, ..Accelerators::ALL },
		Accelerators { accepts: false, ..Accelerators::ALL },
	] {
		set_accelerators(accelerators);
		let before = counters();
		assert_eq!(preverify_all(key, &all), 0);
		assert_eq!(counters(), before);
	}
	set_accelerators(Accelerators::ALL);
	let before = counters();
	assert_eq!(preverify_all(key, &all), 6);
	let between = counters();
	assert_eq!(between.accepts, 6);
	assert_eq!(between.batches - before.batches, 1);
	assert_eq!(between.batch_sizes[1] - before.batch_sizes[1], 1);
	assert_eq!(between.batched_proofs - before.batched_proofs, 13);
	assert!(between.bisections > before.bisections);
	for (proof, verdict) in &proofs {
		assert_eq!(verify(key, &proof.0, &proof.1), *verdict);
	}
	assert_eq!(counters().accept_hits - between.accept_hits, 6);
	// The second time nothing is left but the refusals.
	assert_eq!(preverify_all(key, &all[..6]), 6);
	assert_eq!(counters().batches, between.batches);
	assert_eq!(preverify_all(key, &[]), 0);
}

#[test]
fn keys_are_checked_once_and_kept() {
	let _alone = alone();
	set_accelerators(Accelerators { keys: true, ..Accelerators::NONE });
	let raw = semaphore_key(7).unwrap();
	let before = counters();
	for n in 0..20 {
		assert_eq!(verify(Key::Raw(&raw), &rerandomised(n).0, &rerandomised(n).1), Ok(()));
	}
	let after = counters();
	assert_eq!(after.key_misses - before.key_misses, 1);
	assert_eq!(after.key_hits - before.key_hits, 19);
	assert_eq!(after.keys, 1);
	// One flipped bit is another key, and a bad one is not kept.
	let mut spoilt = raw.clone();
	spoilt[40] ^= 1;
	let (points, inputs) = published();
	for _ in 0..2 {
		assert_eq!(verify(Key::Raw(&spoilt), &points, &inputs), Err(VerifyError::KeyCurve));
	}
	assert_eq!(counters().keys, 1);

	// A key in use earns tables, which change nothing.
	set_accelerators(Accelerators::ALL);
	preverify_all(Key::Raw(&raw), &[&published()]);
	for (proof, verdict) in mixed() {
		assert_eq!(verify(Key::Raw(&raw), &proof.0, &proof.1), verdict);
	}
	assert_eq!(counters().keys, 1);
}

/// Whatever is on, and in a batch with sound keys.
#[test]
fn a_forgery_is_neither_accepted_nor_remembered() {
	let _alone = alone();
	let raw = semaphore_key(7).unwrap();
	let honest = published();
	let (key, forgery) = forged([1, 2, 3, 4].map(Word::from).to_vec());
	let refused = Err(VerifyError::KeyForgeable);
	for accelerators in all_accelerators() {
		set_accelerators(Accelerators::NONE);
		set_accelerators(accelerators);
		assert_eq!(twice(Key::Raw(&key), &forgery), refused, "{accelerators:?}");
		let batch = verify_batch(Key::Raw(&key), &[forgery.clone(), forgery.clone()]);
		let first = BatchRefusal::Proof { place: 0, refusal: VerifyError::KeyForgeable };
		assert_eq!(batch, Err(first), "{accelerators:?}");

		let (sound, bad) = (bytes(&honest), bytes(&forgery));
		let items = [
			(Key::Raw(&raw), &sound),
			(Key::Raw(&key), &bad),
			(Key::Semaphore { depth: 7 }, &sound),
		]
		.map(|(key, (proof, inputs))| Item { key, proof, inputs });
		let expected = if accelerators.batch && accelerators.accepts { 2 } else { 0 };
		assert_eq!(preverify(&items, 2), expected, "{accelerators:?}");
		assert_eq!(twice(Key::Raw(&key), &forgery), refused, "{accelerators:?}");
		assert_eq!(twice(Key::Raw(&raw), &honest), Ok(()), "{accelerators:?}");
		assert!(counters().keys <= 1, "a bad key is not kept");
	}
}

/// Keys that differ: multiples of the published key's points are as sound.
fn keys(count: u64) -> impl Iterator<Item = Vec<u8>> {
	let raw = semaphore_key(7).unwrap();
	let mut point = g1(&raw[..64]);
	let step = point;
	(0..count).map(move |_| {
		point = (point + step).into();
		let mut key = raw.clone();
		key[..32].copy_from_slice(&word(point.x).0);
		key[32..64].copy_from_slice(&word(point.y).0);
		key
	})
}

#[test]
fn a_flood_of_keys_does_not_grow_the_cache() {
	let _alone = alone();
	set_accelerators(Accelerators { keys: true, ..Accelerators::NONE });
	let (points, inputs) = published();
	let mut most = 0;
	for key in keys(1500) {
		assert_eq!(verify(Key::Raw(&key), &points, &inputs), Err(VerifyError::FalseProof));
		most = most.max(counters().keys);
	}
	// Two generations of 16 MiB; a key that was met once takes about 34 KiB.
	assert!((400..1200).contains(&most), "{most}");
}

/// The memory of accepts under a flood is tried where it can be flooded without proofs, beside its
/// code; here, what threads do to it.
#[test]
fn threads_share_the_accelerators() {
	let _alone = alone();
	set_accelerators(Accelerators::ALL);
	let proofs = mixed();
	let raw = semaphore_key(7).unwrap();
	std::thread::scope(|scope| {
		for thread in 0..4 {
			let (proofs, raw) = (&proofs, &raw);
			scope.spawn(move || {
				let key = if thread % 2 == 0 { Key::Raw(raw) } else { Key::Semaphore { depth: 7 } };
				for (proof, verdict) in proofs {
					assert_eq!(twice(key, proof), *verdict);
				}
				let all: Vec<_> = proofs.iter().map(|(proof, _)| proof).collect();
				assert_eq!(preverify_all(key, &all), 6);
			});
		}
	});
	let counters = counters();
	assert_eq!((counters.accepts, counters.keys), (12, 1));
}
