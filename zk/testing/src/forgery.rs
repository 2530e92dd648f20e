//! What can be done by whoever guesses the coefficients of a batch: forgers, and guesses to aim them
//! with. None of them knows a secret of a set-up.

use crate::{
	points::{g1, g2, inputs, read_g1, read_g2, rerandomised},
	vectors, Vector,
};
use ark_bn254::{Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{Field, PrimeField};
use census_groth16::{
	batch::{derived_seed, Item},
	semaphore_key, Key,
};
use std::sync::LazyLock;
use tiny_keccak::{Hasher, Keccak};

/// The circuit whose statements are forged: Semaphore's of this depth.
const DEPTH: u8 = 20;
/// How many true proofs there are to put beside false ones.
const POOL: usize = 50;

/// Proofs under one key, some of them false.
#[derive(Clone)]
pub struct Batch {
	/// What [`Key::decode`] reads.
	pub key: Vec<u8>,
	/// The key's points.
	pub points: Vec<u8>,
	/// The proofs.
	pub proofs: Vec<Vec<u8>>,
	/// The inputs of each.
	pub inputs: Vec<Vec<u8>>,
	/// The places of the false ones, in rising order.
	pub forged: Vec<usize>,
	/// The coefficients that it was made for.
	pub coefficients: Vec<Fr>,
	/// The seed that the coefficients come from, if they come from one.
	pub seed: Option<[u8; 32]>,
}

impl Batch {
	/// Proofs that all hold, [`POOL`] at most: the same ones wherever they are made, with the same `A`.
	fn of_true_proofs(count: usize) -> Self {
		static TRUE: LazyLock<(Vec<u8>, Vec<Vec<u8>>)> = LazyLock::new(|| {
			let Vector { proof, inputs, .. } = vectors().swap_remove(usize::from(DEPTH) - 1);
			let key = semaphore_key(DEPTH).unwrap();
			let other = |n| rerandomised(&key, &proof, Fr::ONE, Fr::from(n));
			(inputs, (1..=POOL as u64).map(other).collect())
		});
		let (inputs, proofs) = &*TRUE;
		Self {
			key: Key::Semaphore { depth: DEPTH }.encode(),
			points: semaphore_key(DEPTH).unwrap(),
			proofs: proofs[..count].to_vec(),
			inputs: vec![inputs.clone(); count],
			forged: Vec::new(),
			coefficients: Vec::new(),
			seed: None,
		}
	}

	/// Takes the guess for the truth, and has the coefficients for the last touch.
	fn believe(&mut self, guess: &Guess) -> Vec<Fr> {
		self.coefficients = match guess {
			Guess::Seed(seed) => {
				let seed = seed(self);
				self.seed = Some(seed);
				scalars(&seed, self.len())
			}
			Guess::Plain(scalar) => (0..self.len() as u64).map(scalar).collect(),
		};
		self.coefficients.clone()
	}

	/// How many proofs there are: some always.
	#[allow(clippy::len_without_is_empty)]
	pub fn len(&self) -> usize {
		self.proofs.len()
	}

	/// The proofs with their key and inputs, as the verifier takes them.
	pub fn items(&self) -> Vec<Item<'_>> {
		let key = Key::decode(&self.key).unwrap();
		let parts = self.proofs.iter().zip(&self.inputs);
		parts.map(|(proof, inputs)| Item { key, proof, inputs }).collect()
	}

	fn alpha(&self) -> G1Affine {
		read_g1(&self.points[..64])
	}

	/// `beta`, `gamma` or `delta`.
	fn twist(&self, place: usize) -> G2Affine {
		read_g2(&self.points[64 + 128 * place..][..128])
	}

	fn input(&self, item: usize, place: usize) -> Fr {
		Fr::from_be_bytes_mod_order(&self.inputs[item][32 * place..][..32])
	}

	/// `L` of an item: the key's points combined by the item's inputs.
	fn combination(&self, item: usize) -> G1Projective {
		let mut points = self.points[448..].chunks(64).map(read_g1);
		let first = points.next().unwrap().into_group();
		let others = points.enumerate();
		first + others.map(|(place, ic)| ic * self.input(item, place)).sum::<G1Projective>()
	}

	/// The pairs of points whose pairings the product of the equations is made of.
	pub fn pairs(&self) -> (Vec<G1Projective>, Vec<G2Affine>) {
		let (mut curve, mut twist) = (Vec::new(), Vec::new());
		for (item, c) in self.coefficients.iter().enumerate() {
			let proof = &self.proofs[item];
			curve.push(read_g1(&proof[..64]) * c);
			curve.push(self.alpha() * -*c);
			curve.push(self.combination(item) * -*c);
			curve.push(read_g1(&proof[192..]) * -*c);
			twist.push(read_g2(&proof[64..192]));
			twist.extend([0, 1, 2].map(|place| self.twist(place)));
		}
		(curve, twist)
	}
}

/// Makes a batch with false proofs whose equations' product is 1 with the guessed coefficients, and
/// makes one part of it last, when it knows them: what a hash without this part allows.
pub type Forger = fn(&Guess) -> Batch;

/// All forgers, by what they make last.
pub const FORGERS: [(&str, Forger); 9] = [
	("A of three", |guess| statements(guess, 3)),
	("A of three among others", |guess| statements(guess, 5)),
	("an input of the last", |guess| opposite(guess, 0, 2, nullifier)),
	("an input of the first", |guess| opposite(guess, 2, 0, nullifier)),
	("B of the last", |guess| opposite(guess, 0, 2, point_b)),
	("B of the first", |guess| opposite(guess, 2, 0, point_b)),
	("C of the last", |guess| opposite(guess, 0, 2, point_c)),
	("C of the first", |guess| opposite(guess, 2, 0, point_c)),
	("the key", key),
];

/// Any three statements, proven with `B = (gamma, beta, delta)`, whatever `C`, and
/// `A = (sum(c L) / c[0], sum(c alpha) / c[1], sum(c C) / c[2])`. The others among so many proofs are
/// true ones, before and behind.
fn statements(guess: &Guess, count: usize) -> Batch {
	let mut batch = Batch::of_true_proofs(count);
	let start = (batch.len() - 3) / 2;
	let places = [start, start + 1, start + 2];
	let generator = G1Affine::generator();
	for (place, b) in places.into_iter().zip([1, 0, 2]) {
		let n = 1000 + place as u64;
		batch.inputs[place] = inputs(&[n, n + 10, n + 20, n + 30].map(Fr::from));
		let c = generator * Fr::from(n);
		batch.proofs[place] = [g1(generator), g2(batch.twist(b)), g1(c)].concat();
	}
	let coefficients = batch.believe(guess);
	let c = places.map(|place| coefficients[place]);
	let sum = |points: [G1Projective; 3]| -> G1Projective {
		points.iter().zip(c).map(|(point, c)| *point * c).sum()
	};
	let sums = [
		sum(places.map(|place| batch.combination(place))),
		sum([batch.alpha().into(); 3]),
		sum(places.map(|place| read_g1(&batch.proofs[place][192..]).into())),
	];
	for ((place, sum), c) in places.into_iter().zip(sums).zip(c) {
		batch.proofs[place][..64].copy_from_slice(&g1(sum * c.inverse().unwrap()));
	}
	batch.forged = places.into();
	batch
}

/// True proofs of which two are spoilt, the one before the other; the errors are opposite, once
/// multiplied. `spoil` adds so many times the same error to an item.
fn opposite(guess: &Guess, one: usize, last: usize, spoil: fn(&mut Batch, usize, Fr)) -> Batch {
	let mut batch = Batch::of_true_proofs(3);
	let times = Fr::from(123_456);
	spoil(&mut batch, one, times);
	let c = batch.believe(guess);
	spoil(&mut batch, last, -times * c[one] / c[last]);
	batch.forged = vec![one.min(last), one.max(last)];
	batch
}

/// Claims another nullifier.
fn nullifier(batch: &mut Batch, item: usize, by: Fr) {
	let nullifier = inputs(&[batch.input(item, 1) + by]);
	batch.inputs[item][32..64].copy_from_slice(&nullifier);
}

/// Moves `B`. The errors of two are of a kind, for all true proofs here have the same `A`.
fn point_b(batch: &mut Batch, item: usize, by: Fr) {
	let b = read_g2(&batch.proofs[item][64..192]) + G2Affine::generator() * by;
	batch.proofs[item][64..192].copy_from_slice(&g2(b));
}

/// Moves `C`.
fn point_c(batch: &mut Batch, item: usize, by: Fr) {
	let c = read_g1(&batch.proofs[item][192..]) + G1Affine::generator() * by;
	batch.proofs[item][192..].copy_from_slice(&g1(c));
}

/// Under a key without inputs, made for proofs there are: with `gamma` and `delta = s gamma`,
/// `B = beta` in all, `alpha = sum(c A) / sum(c)` and `IC[0] = -s sum(c C) / sum(c)`.
fn key(guess: &Guess) -> Batch {
	let (curve, twist) = (G1Affine::generator(), G2Affine::generator());
	let (beta, gamma, s) = (Fr::from(5), Fr::from(7), Fr::from(11));
	let points = |alpha: G1Projective, first: G1Projective| {
		let twist = [beta, gamma, gamma * s].map(|scalar| g2(twist * scalar)).concat();
		[g1(alpha), twist, g1(first)].concat()
	};
	let multiples = |from: u64| [from, from + 3, from + 7].map(|n| curve * Fr::from(n));
	let (a, c_points) = (multiples(30), multiples(90));
	let proofs = a.iter().zip(&c_points).map(|(a, c)| [g1(*a), g2(twist * beta), g1(*c)].concat());
	let mut batch = Batch {
		key: Vec::new(),
		points: points(curve.into(), curve.into()),
		proofs: proofs.collect(),
		inputs: vec![Vec::new(); 3],
		forged: vec![0, 1, 2],
		coefficients: Vec::new(),
		seed: None,
	};
	batch.key = Key::Raw(&batch.points).encode();
	let c = batch.believe(guess);
	let mean = |points: &[G1Projective]| {
		let sum: G1Projective = points.iter().zip(&c).map(|(point, c)| *point * c).sum();
		sum * c.iter().sum::<Fr>().inverse().unwrap()
	};
	batch.points = points(mean(&a), mean(&c_points) * -s);
	batch.key = Key::Raw(&batch.points).encode();
	batch
}

/// A guess at what a batch's coefficients are, made of the batch as it stands before the last touch.
pub enum Guess {
	/// They come from this seed.
	Seed(fn(&Batch) -> [u8; 32]),
	/// They are these, by the items' places.
	Plain(fn(u64) -> Fr),
}

/// The code's own hash of a batch with something about it changed: whatever form the hash has, if it
/// left that out this would be the seed.
fn hash_of(batch: &Batch, change: fn(Vec<Item<'_>>) -> Vec<Item<'_>>) -> [u8; 32] {
	derived_seed(&change(batch.items()))
}

fn keccak(parts: &[&[u8]]) -> [u8; 32] {
	let mut keccak = Keccak::v256();
	parts.iter().for_each(|part| keccak.update(part));
	let mut digest = [0; 32];
	keccak.finalize(&mut digest);
	digest
}

/// The code's hash leaves out whatever a forger makes last.
pub const WITHOUT_THE_LAST_TOUCH: Guess = Guess::Seed(|batch| hash_of(batch, |items| items));

/// What a seed would be that somebody forgot something about.
pub const GUESSES: [(&str, Guess); 29] = {
	use Guess::{Plain, Seed};
	[
		("zeros", Seed(|_| [0; 32])),
		("ones", Seed(|_| [1; 32])),
		("full bytes", Seed(|_| [0xff; 32])),
		("the hash's first word", Seed(|_| *b"census groth16 batch\0\0\0\0\0\0\0\0\0\0\0\0")),
		("a hash of nothing", Seed(|_| keccak(&[]))),
		("a hash of the first word", Seed(|_| keccak(&[b"census groth16 batch"]))),
		("a hash of the key", Seed(|batch| keccak(&[&batch.key]))),
		("a hash of the key's points", Seed(|batch| keccak(&[&batch.points]))),
		("a hash of the inputs", Seed(|batch| keccak(&[&batch.inputs.concat()]))),
		("a hash of the first proof", Seed(|batch| keccak(&[&batch.proofs[0]]))),
		("a hash of how many", Seed(|batch| keccak(&[&(batch.len() as u64).to_le_bytes()]))),
		("without the last touch", WITHOUT_THE_LAST_TOUCH),
		("of no items", Seed(|batch| hash_of(batch, |_| Vec::new()))),
		("of the first item", Seed(|batch| hash_of(batch, |items| items[..1].to_vec()))),
		("of the last item", Seed(|batch| hash_of(batch, |items| items[items.len() - 1..].into()))),
		(
			"of all but the last",
			Seed(|batch| hash_of(batch, |items| items[..items.len() - 1].into())),
		),
		("of all but the first", Seed(|batch| hash_of(batch, |items| items[1..].to_vec()))),
		("in reverse", Seed(|batch| hash_of(batch, |items| items.into_iter().rev().collect()))),
		(
			"of the items turned",
			Seed(|batch| {
				hash_of(batch, |mut items| {
					items.rotate_left(1);
					items
				})
			}),
		),
		(
			"without A",
			Seed(|batch| hash_of(batch, |items| with_proofs(items, |proof| &proof[64..]))),
		),
		(
			"without C",
			Seed(|batch| hash_of(batch, |items| with_proofs(items, |proof| &proof[..192]))),
		),
		("without proofs", Seed(|batch| hash_of(batch, |items| with_proofs(items, |_| &[])))),
		("without inputs", Seed(|batch| hash_of(batch, |items| with_inputs(items, |_| &[])))),
		(
			"of keys alone",
			Seed(|batch| hash_of(batch, |items| with_inputs(with_proofs(items, |_| &[]), |_| &[]))),
		),
		("of proofs alone", Seed(|batch| hash_of(batch, without_keys))),
		("equal", Plain(|_| Fr::ONE)),
		("the places", Plain(|place| Fr::from(place + 1))),
		("powers of two", Plain(|place| Fr::from(2).pow([place]))),
		("powers of a seed", Plain(|place| Fr::from(0x1234_5678).pow([place + 1]))),
	]
};

fn with_proofs<'a>(items: Vec<Item<'a>>, part: fn(&[u8]) -> &[u8]) -> Vec<Item<'a>> {
	items.into_iter().map(|item| Item { proof: part(item.proof), ..item }).collect()
}

fn with_inputs<'a>(items: Vec<Item<'a>>, part: fn(&[u8]) -> &[u8]) -> Vec<Item<'a>> {
	items.into_iter().map(|item| Item { inputs: part(item.inputs), ..item }).collect()
}

fn without_keys(items: Vec<Item<'_>>) -> Vec<Item<'_>> {
	items.into_iter().map(|item| Item { key: Key::Raw(&[]), ..item }).collect()
}

/// The digits of the coefficients that a seed gives, as `census_groth16::batch` has them.
pub fn digits(seed: &[u8; 32], count: usize) -> Vec<[u8; 16]> {
	let block = |block: usize| {
		keccak(&[b"census groth16 coefficients", seed, &(block as u64).to_le_bytes()])
	};
	let of = |place: usize| block(place / 2)[16 * (place % 2)..][..16].try_into().unwrap();
	(0..count).map(of).collect()
}

/// The coefficients that a seed gives, by their definition: to the base 4 with a leading 1 and digits
/// of `Z[w]`, `w` being a third root of unity modulo `r`.
pub fn scalars(seed: &[u8; 32], count: usize) -> Vec<Fr> {
	digits(seed, count).iter().map(scalar).collect()
}

/// The coefficient of some digits.
pub fn scalar(digits: &[u8; 16]) -> Fr {
	// Of the two primitive roots the one that the curve's endomorphism acts as.
	static ROOT: LazyLock<Fr> = LazyLock::new(|| {
		"21888242871839275217838484774961031246154997185409878258781734729429964517155"
			.parse()
			.unwrap()
	});
	let w = *ROOT;
	let nibbles = digits.iter().flat_map(|byte| [byte >> 4, byte & 15]);
	nibbles.fold(Fr::ONE, |sum, nibble| {
		let digit = match nibble {
			0 => Fr::from(0),
			1..=6 => Fr::ONE,
			7..=12 => Fr::ONE - w,
			_ => Fr::from(2),
		};
		let unit = u64::from(nibble.saturating_sub(1)) % 6;
		let turned = digit * w.pow([unit % 3]);
		sum * Fr::from(4) + if unit < 3 { turned } else { -turned }
	})
}

/// Batches with two false proofs whose errors are opposite, so that they pass where both have the same
/// coefficient: for each pair of bytes of the coefficients one in which these bytes are. Who keeps no
/// more than 16 bits of a coefficient lets pass what 65,536 hashes find.
pub fn batches_with_16_equal_bits() -> Vec<Batch> {
	let pool = Batch::of_true_proofs(POOL);
	let (beside, behind) = pool.proofs.split_at(2);
	let mut false_ones = opposite(&Guess::Plain(|_| Fr::ONE), 0, 1, nullifier);
	false_ones.proofs.truncate(beside.len());
	false_ones.inputs.truncate(beside.len());
	let mut found = vec![None; 8];
	for n in 0.. {
		let mut batch = false_ones.clone();
		// What stands behind them differs from batch to batch, and from each other.
		let count = behind.len();
		let places = [n % count, n / count % count, n / count.pow(2) % count, n / count.pow(3)];
		if (1..4).any(|place| places[..place].contains(&places[place])) {
			continue;
		}
		for place in places {
			batch.proofs.push(behind[place].clone());
			batch.inputs.push(pool.inputs[place].clone());
		}
		let digits = digits(&derived_seed(&batch.items()), 2);
		for (window, found) in found.iter_mut().enumerate() {
			let bytes = 2 * window..2 * window + 2;
			if found.is_none() && digits[0][bytes.clone()] == digits[1][bytes] {
				*found = Some(batch.clone());
			}
		}
		if found.iter().all(Option::is_some) {
			break;
		}
	}
	found.into_iter().flatten().collect()
}
