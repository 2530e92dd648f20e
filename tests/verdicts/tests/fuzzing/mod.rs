//! Spoilt keys, proofs and inputs at the verifier: the cases, and the ways in which each is verified.
//!
//! Every case is verified alone and in a batch with its neighbours, and must have the same verdict;
//! some are verified in wasm as well. Nothing may panic.

use crate::support::{add_modulus, disturb, disturb_points, vectors, with_raw_key, Case, Numbers};
use ark_bn254::{Fq, Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{Field, PrimeField};
use census_groth16::{
	batch::{first_refusal, verdicts, Coefficients, Item, Settings},
	code, prepare_once, prepare_semaphore_keys, verify, Key, Verdict,
};
use census_verdicts::WasmCalls;
use census_zk_testing::points::{g1, g2, number};
use std::{
	thread,
	time::{Duration, Instant},
};

/// How many cases make a batch.
const BATCH: u64 = 64;
/// How many cases one of them is verified in wasm for.
const WASM_EVERY: u64 = 2048;
/// Several times what the longest verification takes.
pub(crate) const LONGEST: Duration = Duration::from_millis(10);
/// How often a verification is tried that takes longer.
const TRIES: u32 = 20;

/// What was met.
#[derive(Default)]
pub(crate) struct Tally {
	/// How often each verdict, by its code.
	pub(crate) codes: [u64; 16],
	pub(crate) in_wasm: u64,
	pub(crate) longest: Duration,
}

/// Sound points to put in the place of others.
struct Points {
	curve: Vec<Vec<u8>>,
	twist: Vec<Vec<u8>>,
}

impl Points {
	fn new() -> Self {
		let scalars = || (1..50u64).map(|n| Fr::from(n).pow([11]));
		let curve = scalars().map(|n| g1((G1Affine::generator() * n).into_affine())).collect();
		let twist = scalars().map(|n| g2((G2Affine::generator() * n).into_affine())).collect();
		Self { curve, twist }
	}
}

/// The next case.
fn case(vectors: &[Case], points: &Points, numbers: &mut Numbers) -> Case {
	let mut case = vectors[numbers.below(vectors.len())].clone();
	if numbers.below(4) == 0 {
		case = with_raw_key(&case);
	}
	match numbers.below(1000) {
		// What gets as far as the pairing, and now and then through it.
		0 => {}
		1 => case.inputs[32 * numbers.below(4)..][..32]
			.copy_from_slice(&number(Fr::from(numbers.next()))),
		2 => put(&mut case.proof, 6 * numbers.below(2), &points.curve, numbers),
		3 => put(&mut case.proof, 2, &points.twist, numbers),
		4 => case.key = vec![0, 1 + numbers.below(32) as u8],
		5 => {
			case = with_raw_key(&vectors[numbers.below(vectors.len())]);
			put(&mut case.key[1..], 2 * [0, 7, 8, 11][numbers.below(4)], &points.curve, numbers);
		}
		6 => {
			case = with_raw_key(&vectors[numbers.below(vectors.len())]);
			put(&mut case.key[1..], [2, 6, 10][numbers.below(3)], &points.twist, numbers);
		}
		7 => {
			case = with_raw_key(&vectors[numbers.below(vectors.len())]);
			case.key.copy_within(1 + 192..1 + 320, 1 + 320);
			if numbers.below(2) == 0 {
				for place in [12, 13] {
					let y = Fq::from_be_bytes_mod_order(&case.key[1 + 32 * place..][..32]);
					case.key[1 + 32 * place..][..32].copy_from_slice(&number(-y));
				}
			}
		}
		// Keys.
		8..30 => {
			case = with_raw_key(&vectors[numbers.below(vectors.len())]);
			disturb_points(&mut case.key, 1, numbers);
		}
		30..60 => disturb(&mut case.key, numbers),
		// Proofs and inputs, most of which never get to the pairing.
		rest => {
			for _ in 0..=numbers.below(2) {
				match rest % 8 {
					0 => add_modulus::<Fr>(&mut case.inputs, numbers.below(3)),
					1 => disturb(&mut case.inputs, numbers),
					2 => case.proof[numbers.below(64)] ^= 1 << numbers.below(8),
					3..6 => disturb(&mut case.proof, numbers),
					_ => disturb_points(&mut case.proof, 0, numbers),
				}
				if case.proof.len() < 256 || case.inputs.len() < 128 {
					break;
				}
			}
			if case.proof.len() == 256 && case.inputs.len() == 128 && numbers.below(64) > 0 {
				// Else too many would get to the pairing.
				let at = 32 * numbers.below(8) + 31;
				case.proof[at] = case.proof[at].wrapping_add(1);
			}
		}
	}
	case
}

fn put(bytes: &mut [u8], place: usize, points: &[Vec<u8>], numbers: &mut Numbers) {
	let point = &points[numbers.below(points.len())];
	bytes[32 * place..][..point.len()].copy_from_slice(point);
}

/// Verifies `count` cases for each thread in every way, those of the first from `seed`; `None` if a
/// thread found a fault, of which it told.
pub(crate) fn run(count: u64, seed: u64, threads: u64) -> Option<Tally> {
	prepare_semaphore_keys();
	let tallies: Vec<_> = thread::scope(|scope| {
		let run = |thread| scope.spawn(move || run_alone(count, seed + thread));
		let runs: Vec<_> = (0..threads).map(run).collect();
		runs.into_iter().map(|run| run.join()).collect()
	});
	let mut total = Tally::default();
	for tally in tallies {
		let tally = tally.ok()?;
		total.codes.iter_mut().zip(tally.codes).for_each(|(sum, count)| *sum += count);
		total.in_wasm += tally.in_wasm;
		total.longest = total.longest.max(tally.longest);
	}
	Some(total)
}

/// Verifies `count` cases in every way.
fn run_alone(count: u64, seed: u64) -> Tally {
	let (vectors, points) = (vectors(), Points::new());
	let wasm = WasmCalls::new().expect("the wasm was built and compiles");
	let mut numbers = Numbers(seed);
	let mut tally = Tally::default();
	let mut done = 0;
	while done < count {
		let cases: Vec<_> =
			(0..BATCH.min(count - done)).map(|_| case(&vectors, &points, &mut numbers)).collect();
		let alone: Vec<Verdict> = cases.iter().map(|case| verify_alone(case, &mut tally)).collect();
		for (place, (case, verdict)) in (done..).zip(cases.iter().zip(&alone)) {
			tally.codes[code(*verdict) as usize] += 1;
			if place % WASM_EVERY == 0 {
				let in_wasm = wasm.verify(&case.key, &case.proof, &case.inputs);
				let in_wasm = in_wasm.expect("the module does not trap");
				assert_eq!(in_wasm, code(*verdict), "{}", show(case));
				tally.in_wasm += 1;
			}
		}
		verify_together(&cases, &alone, numbers.next());
		done += cases.len() as u64;
	}
	tally
}

fn verify_alone(case: &Case, tally: &mut Tally) -> Verdict {
	let mut tries = 0;
	loop {
		let start = Instant::now();
		let key = Key::decode(&case.key);
		let verdict = key.and_then(|key| verify(key, &case.proof, &case.inputs));
		let took = start.elapsed();
		tries += 1;
		// What takes long because the machine does something else does not so every time.
		if took <= LONGEST || tries == TRIES {
			tally.longest = tally.longest.max(took);
			return verdict;
		}
	}
}

fn verify_together(cases: &[Case], alone: &[Verdict], seed: u64) {
	// What is no key at all cannot be in a batch.
	let (items, alone): (Vec<_>, Vec<_>) = cases
		.iter()
		.zip(alone)
		.filter_map(|(case, verdict)| {
			let key = Key::decode(&case.key).ok()?;
			Some((Item { key, proof: &case.proof, inputs: &case.inputs }, *verdict))
		})
		.unzip();
	let mut bytes = [0; 32];
	bytes[..8].copy_from_slice(&seed.to_le_bytes());
	let mut settings =
		Settings { coefficients: Coefficients::Seed(bytes), prepare: &prepare_once, threads: 1 };
	assert_eq!(verdicts(&items, &settings).result, alone, "seed {seed}");
	// Only what can be read, so that it is not always the same refusal.
	settings.coefficients = Coefficients::Derived;
	let readable: Vec<_> = (0..items.len()).filter(|place| code(alone[*place]) <= 1).collect();
	let first = readable.iter().position(|place| alone[*place].is_err());
	let readable: Vec<_> = readable.into_iter().map(|place| items[place]).collect();
	let found = first_refusal(&readable, &settings).result.map(|(place, _)| place);
	assert_eq!(found, first, "seed {seed}");
}

fn show(case: &Case) -> String {
	format!("key {:x?}\nproof {:x?}\ninputs {:x?}", case.key, case.proof, case.inputs)
}
