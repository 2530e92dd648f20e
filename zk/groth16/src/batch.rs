//! Many proofs verified together, for a fraction of the time that they take one by one.
//!
//! Each proof's equation is raised to a coefficient of its own, and all are multiplied (Bellare,
//! Garay and Rabin, "Fast batch verification for modular exponentiation and digital signatures",
//! EUROCRYPT '98): one Miller loop a proof is left, a few for each key, and one final
//! exponentiation in all. Whatever [`verify`](crate::verify) checks of a proof's bytes is checked
//! of each one's. Where the product is not 1 some proof is false, and halving finds which.
//!
//! A false proof passes if its coefficient, one of `2^128` that are all different modulo `r`, is
//! the one that makes the product 1 with the others given. But for that chance every verdict is
//! that of [`verify`](crate::verify).

pub use crate::seed::{derived_seed, Coefficients};

use crate::{
	coefficient::{combine, multiply, Coefficient},
	field::multiply12,
	key::{Prepared, Sums},
	pairing::{is_one, product, Lines, Pair, Place},
	proof::Proof,
	Key, Prepare, Verdict, VerifyError,
};
use alloc::{
	collections::{btree_map::Entry, BTreeMap},
	vec::Vec,
};
use ark_bn254::{Fq12, Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{Field, One, Zero};
use core::ops::Range;

/// A proof to be verified: what [`verify`](crate::verify) takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item<'a> {
	/// The key.
	pub key: Key<'a>,
	/// The proof's bytes.
	pub proof: &'a [u8],
	/// The public inputs' bytes.
	pub inputs: &'a [u8],
}

/// How a batch is verified. None of this changes a verdict.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
	/// Where the coefficients come from.
	pub coefficients: Coefficients,
	/// Where prepared keys come from.
	pub prepare: &'a Prepare<'a>,
	/// Over how many threads the work is spread: one in builds without a standard library.
	pub threads: usize,
}

/// What came of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome<T> {
	/// The verdict or verdicts.
	pub result: T,
	/// How many products were computed to find them: one if all that could be read proved true.
	pub products: usize,
}

/// The verdicts on all items, each that of [`verify`](crate::verify).
pub fn verdicts(items: &[Item<'_>], settings: &Settings<'_>) -> Outcome<Vec<Verdict>> {
	let Reading { keys, candidates, mut verdicts } =
		Reading::of(items, |_| false, settings.prepare, false);
	let mut search = Search::new(items, keys, candidates, settings);
	let places = (0..search.candidates.len()).collect();
	let mut refusals = Vec::new();
	search.refusals(places, false, &mut refusals);
	for (place, refusal) in refusals {
		verdicts[search.candidates[place].item] = Err(refusal);
	}
	Outcome { result: verdicts, products: search.products }
}

/// Finds the first item that [`verify`](crate::verify) refuses: its place, and why.
///
/// This costs at most twice what it costs if all are accepted, and a few final exponentiations:
/// `log2` of how many items there are.
pub fn first_refusal(
	items: &[Item<'_>],
	settings: &Settings<'_>,
) -> Outcome<Option<(usize, VerifyError)>> {
	first_unknown_refusal(items, |_| false, settings)
}

/// [`first_refusal`], by somebody who knows of the items at some places that they are accepted: they
/// are not verified again.
///
/// Whatever is known, each item has the same coefficient, derived from all of them, and the same parts
/// of the batch are asked about: where one caller finds that a product is 1, every other does.
pub fn first_unknown_refusal(
	items: &[Item<'_>],
	known: impl Fn(usize) -> bool,
	settings: &Settings<'_>,
) -> Outcome<Option<(usize, VerifyError)>> {
	let Reading { keys, candidates, verdicts } = Reading::of(items, known, settings.prepare, true);
	let read = verdicts.iter().take_while(|verdict| verdict.is_ok()).count();
	let unread = verdicts.get(read).and_then(|verdict| Some((read, verdict.err()?)));
	let mut search = Search::new(items, keys, candidates, settings);
	Outcome { result: search.first_refusal(read).or(unread), products: search.products }
}

/// A proof that was read, but for the check of its `B`'s subgroup.
struct Candidate {
	/// Its place among the items.
	item: usize,
	/// Its key's place among the keys.
	key: usize,
	proof: Proof,
}

/// The items after reading.
struct Reading {
	keys: Vec<Prepared>,
	candidates: Vec<Candidate>,
	/// For each item why it could not be read, or for now that it is accepted.
	verdicts: Vec<Verdict>,
}

impl Reading {
	/// Reads the items but those known to be accepted, and checks all of them but the subgroup of `B`
	/// and the equation; if `to_first_refusal`, only as far as all goes well.
	fn of(
		items: &[Item<'_>],
		known: impl Fn(usize) -> bool,
		prepare: &Prepare<'_>,
		to_first_refusal: bool,
	) -> Self {
		let mut places = BTreeMap::new();
		let mut reading = Self { keys: Vec::new(), candidates: Vec::new(), verdicts: Vec::new() };
		for (item, Item { key, proof, inputs }) in items.iter().enumerate() {
			if known(item) {
				reading.verdicts.push(Ok(()));
				continue;
			}
			let keys = &mut reading.keys;
			let read = key.inputs().and_then(|expected| {
				let proof = Proof::read_but_subgroup(proof, inputs, expected)?;
				let place = *places.entry(*key).or_insert_with(|| {
					keys.push(key.prepared(prepare)?);
					Ok(keys.len() - 1)
				});
				match place {
					Ok(key) => Ok(Candidate { item, key, proof }),
					// The proof's flaws come before the key's.
					Err(refusal) => Err(proof.check_subgroup().err().unwrap_or(refusal)),
				}
			});
			reading.verdicts.push(read.as_ref().map(|_| ()).map_err(|refusal| *refusal));
			match read {
				Ok(candidate) => reading.candidates.push(candidate),
				Err(_) if to_first_refusal => break,
				Err(_) => {}
			}
		}
		reading
	}
}

/// What a product of equations says.
enum Answer {
	/// All proofs are true.
	True,
	/// Some proof is false.
	False,
	/// The `B` of the proofs at these places, in rising order, are outside the subgroup. Of the
	/// others nothing is known.
	Outside(Vec<usize>),
}

/// The search for refusals among candidates.
struct Search {
	keys: Vec<Prepared>,
	candidates: Vec<Candidate>,
	coefficients: Vec<Coefficient>,
	/// Each candidate's `A` times its coefficient.
	points: Vec<Place>,
	threads: usize,
	products: usize,
}

impl Search {
	fn new(
		items: &[Item<'_>],
		keys: Vec<Prepared>,
		candidates: Vec<Candidate>,
		settings: &Settings<'_>,
	) -> Self {
		// A candidate alone needs no coefficient.
		let all = if candidates.len() > 1 { settings.coefficients.of(items) } else { Vec::new() };
		let own = |candidate: &Candidate| all.get(candidate.item).copied();
		let coefficients: Vec<_> = candidates.iter().filter_map(own).collect();
		let pairs: Vec<_> =
			candidates.iter().zip(&coefficients).map(|(one, by)| (one.proof.a, *by)).collect();
		let places = |pairs: &[_]| Place::of(multiply(pairs.iter().copied()).into_iter());
		let points = spread(&pairs, settings.threads, places).concat();
		Self { keys, candidates, coefficients, points, threads: settings.threads, products: 0 }
	}

	/// Finds all refusals at `places`, in any order. `refused` says that there is at least one, and
	/// that all `B` are in the subgroup.
	fn refusals(
		&mut self,
		mut places: Vec<usize>,
		mut refused: bool,
		found: &mut Vec<(usize, VerifyError)>,
	) {
		while !refused {
			match self.ask(&places) {
				Answer::True => return,
				Answer::False => refused = true,
				Answer::Outside(outside) => {
					places.retain(|place| outside.binary_search(place).is_err());
					found.extend(outside.iter().map(|place| (*place, VerifyError::ProofSubgroup)));
				}
			}
		}
		if let [place] = places[..] {
			found.push((place, VerifyError::FalseProof));
			return;
		}
		let right = places.split_off(places.len() / 2);
		let before = found.len();
		self.refusals(places, false, found);
		self.refusals(right, found.len() == before, found);
	}

	/// The first refusal among the candidates, which are among the first so many items: its item,
	/// and why.
	fn first_refusal(&mut self, items: usize) -> Option<(usize, VerifyError)> {
		let places: Vec<_> = (0..self.candidates.len()).collect();
		// All items before `start` are accepted, and the one at `end` has `last` for its answer.
		let (mut start, mut end, mut last) = match self.ask(&places) {
			Answer::True => return None,
			Answer::False => (0, items, None),
			Answer::Outside(outside) => {
				let first = self.candidates[*outside.first()?].item;
				(0, first, Some((first, VerifyError::ProofSubgroup)))
			}
		};
		loop {
			let left = self.among(start..end);
			if left.is_empty() {
				return last;
			}
			// Where nothing else is refused at the end, something is refused before it.
			if left.len() == 1 && last.is_none() {
				return Some((self.candidates[left.start].item, VerifyError::FalseProof));
			}
			// Halves of the items, not of the candidates, which are fewer for callers who know more.
			let middle = start + (end - start).div_ceil(2);
			let half = self.among(start..middle);
			if half == left && last.is_none() {
				end = middle;
				continue;
			}
			match self.ask(&places[half]) {
				Answer::True => start = middle,
				Answer::False => (end, last) = (middle, None),
				// Those outside the subgroup have all been found at first.
				Answer::Outside(outside) => {
					let first = self.candidates[*outside.first()?].item;
					(end, last) = (first, Some((first, VerifyError::ProofSubgroup)));
				}
			}
		}
	}

	/// The places of the candidates among some items.
	fn among(&self, items: Range<usize>) -> Range<usize> {
		let before = |end| self.candidates.partition_point(|candidate| candidate.item < end);
		before(items.start)..before(items.end)
	}

	/// Computes the product of the equations at some places.
	fn ask(&mut self, places: &[usize]) -> Answer {
		if places.is_empty() {
			return Answer::True;
		}
		self.products += 1;
		if let [place] = places {
			// Alone it needs no coefficient.
			let Candidate { key, proof, .. } = &self.candidates[*place];
			return match Lines::checked(proof.b) {
				None => Answer::Outside([*place].into()),
				Some(lines) if self.keys[*key].check(proof, &lines).is_ok() => Answer::True,
				Some(_) => Answer::False,
			};
		}
		let (value, outside) = self.product(places);
		if !outside.is_empty() {
			Answer::Outside(outside)
		} else if is_one(&value) {
			Answer::True
		} else {
			Answer::False
		}
	}

	/// The product of the equations at some places, short of the final exponentiation, and the
	/// places where `B` is outside the subgroup.
	fn product(&self, places: &[usize]) -> (Fq12, Vec<usize>) {
		if self.threads <= 1 {
			let known = Known::of(&self.keys, self.sums(places));
			return self.loops(places, &known.pairs());
		}
		let work = |places: &[usize]| (self.sums(places), self.loops(places, &[]));
		let mut sums = BTreeMap::<_, Sums>::new();
		let (mut value, mut outside) = (Fq12::one(), Vec::new());
		for (part, (product, places)) in spread(places, self.threads, work) {
			for (key, part) in part {
				match sums.entry(key) {
					Entry::Vacant(entry) => drop(entry.insert(part)),
					Entry::Occupied(mut entry) => entry.get_mut().add(&part),
				}
			}
			value = multiply12(&value, &product);
			outside.extend(places);
		}
		let known = Known::of(&self.keys, sums);
		(multiply12(&value, &product(&mut [], &known.pairs())), outside)
	}

	/// What the proofs at some places have to sum up, by their keys.
	fn sums(&self, places: &[usize]) -> BTreeMap<usize, Sums> {
		let mut by_key = BTreeMap::<_, (Vec<_>, Vec<_>)>::new();
		for place in places {
			let (Candidate { key, proof, .. }, coefficient) =
				(&self.candidates[*place], self.coefficients[*place]);
			let (scalars, points) = by_key.entry(*key).or_default();
			scalars.resize(proof.inputs.len() + 1, Fr::zero());
			let scalar = coefficient.scalar();
			for (sum, input) in scalars.iter_mut().zip(proof.inputs.iter().chain([&Fr::ONE])) {
				*sum += scalar * input;
			}
			points.push((proof.c, coefficient));
		}
		let sums = by_key
			.into_iter()
			.map(|(key, (scalars, points))| (key, Sums { scalars, c: combine(&points) }));
		sums.collect()
	}

	/// The product of the Miller loops of `A` and `B` at some places, and of pairs that are known;
	/// and the places where `B` is outside the subgroup.
	fn loops(&self, places: &[usize], known: &[(&Lines, G1Affine)]) -> (Fq12, Vec<usize>) {
		let pair = |place: &usize| Pair::new(self.points[*place], self.candidates[*place].proof.b);
		let mut pairs: Vec<_> = places.iter().map(pair).collect();
		let product = product(&mut pairs, known);
		let outside = pairs.iter().zip(places).filter(|(pair, _)| !pair.in_subgroup());
		(product, outside.map(|(_, place)| *place).collect())
	}
}

/// What comes of shares of the items, worked on by so many threads, this one among them, or fewer.
#[cfg(feature = "std")]
fn spread<T: Sync, R: Send>(
	items: &[T],
	threads: usize,
	work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
	let share = items.len().div_ceil(threads.max(1)).max(1);
	let (own, others) = items.split_at(share.min(items.len()));
	std::thread::scope(|scope| {
		let work = &work;
		let spawn = |items| {
			let spawned = std::thread::Builder::new().spawn_scoped(scope, move || work(items));
			spawned.map_err(|_| items)
		};
		let others: Vec<_> = others.chunks(share).map(spawn).collect();
		let mut results = Vec::from([work(own)]);
		results.extend(others.into_iter().map(|other| match other {
			Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
			// No thread was to be had.
			Err(items) => work(items),
		}));
		results
	})
}

/// What comes of the items: without a standard library there is one thread.
#[cfg(not(feature = "std"))]
fn spread<T, R>(items: &[T], _threads: usize, work: impl Fn(&[T]) -> R) -> Vec<R> {
	[work(items)].into()
}

/// The pairs that are not a proof's own, each point on the twist once.
struct Known<'a> {
	lines: Vec<&'a Lines>,
	points: Vec<G1Affine>,
}

impl<'a> Known<'a> {
	fn of(keys: &'a [Prepared], sums: BTreeMap<usize, Sums>) -> Self {
		let mut lines: Vec<&Lines> = Vec::new();
		let mut points: Vec<G1Projective> = Vec::new();
		for (key, sums) in sums {
			for (line, point) in keys[key].pairs(&sums) {
				// Keys of one set-up have points in common.
				match lines.iter().position(|other| other.point() == line.point()) {
					Some(place) => points[place] += point,
					None => {
						lines.push(line);
						points.push(point);
					}
				}
			}
		}
		Self { lines, points: G1Projective::normalize_batch(&points) }
	}

	/// The pairs; those with a point at infinity add nothing, and are left out.
	fn pairs(&self) -> Vec<(&'a Lines, G1Affine)> {
		let pairs = self.lines.iter().copied().zip(self.points.iter().copied());
		pairs.filter(|(_, point)| !point.is_zero()).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{prepare_once, semaphore_key};
	use alloc::vec;

	/// The generators for a proof, which reads well and proves nothing.
	fn readable() -> Vec<u8> {
		let key = semaphore_key(1).unwrap();
		[&key[..64], &key[64..192], &key[..64]].concat()
	}

	/// The coefficients that items are verified with, at their places.
	fn coefficients(
		items: &[Item<'_>],
		known: impl Fn(usize) -> bool,
		from: Coefficients,
	) -> Vec<Option<Coefficient>> {
		let settings = Settings { coefficients: from, prepare: &prepare_once, threads: 1 };
		let Reading { keys, candidates, .. } = Reading::of(items, known, settings.prepare, false);
		let search = Search::new(items, keys, candidates, &settings);
		let mut coefficients = vec![None; items.len()];
		for (candidate, coefficient) in search.candidates.iter().zip(&search.coefficients) {
			coefficients[candidate.item] = Some(*coefficient);
		}
		coefficients
	}

	/// An item's coefficient is its own, whatever is known of the others, and whether or not these can
	/// be read.
	#[test]
	fn every_item_is_verified_with_the_coefficient_of_its_place() {
		let (proof, inputs) = (readable(), [0; 128]);
		let item = Item { key: Key::Semaphore { depth: 1 }, proof: &proof, inputs: &inputs };
		let mut items = vec![item; 7];
		items[1].proof = &proof[1..];
		items[4].key = Key::Semaphore { depth: 33 };
		for from in [Coefficients::Derived, Coefficients::Seed([5; 32])] {
			let all = from.of(&items);
			for known in 0..1u32 << 7 {
				let is_known = |place: usize| known >> place & 1 == 1;
				let expected = |place: usize| match place {
					1 | 4 => None,
					_ if is_known(place) => None,
					_ => Some(all[place]),
				};
				let expected: Vec<_> = (0..7).map(expected).collect();
				let used = coefficients(&items, is_known, from);
				// A single one needs none.
				if expected.iter().flatten().count() > 1 {
					assert_eq!(used, expected, "{known:b}");
				} else {
					assert_eq!(used, vec![None; 7]);
				}
			}
		}
	}

	/// What is verified with is what the hash of everything gives: nothing stands in between.
	#[test]
	fn derived_coefficients_are_those_of_the_derived_seed() {
		let (proof, inputs) = (readable(), [0; 128]);
		let item = Item { key: Key::Semaphore { depth: 1 }, proof: &proof, inputs: &inputs };
		let items = vec![item; 5];
		let derived = coefficients(&items, |_| false, Coefficients::Derived);
		let seed = Coefficients::Seed(derived_seed(&items));
		assert_eq!(derived, coefficients(&items, |_| false, seed));
	}
}
