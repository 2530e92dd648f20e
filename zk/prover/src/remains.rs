//! What is left in memory of who proved, once all is dropped: the tests read their own process' heap,
//! as a core dump or whoever gets hold of the process would.
//!
//! A test here runs in a process of its own, whose C library keeps one heap, gives nothing back to the
//! system and puts no allocation elsewhere. What is searched for is kept masked, so that the search
//! does not find itself. Stacks are not searched: what is there is not overwritten, and the
//! documentation says so.

use crate::{
	blinding::Blinding, clock::Clock, field::number_of, fixed_base, input::hash_to_field,
	Artifacts, Circuit, Group, Identity, Message, Scope,
};
use ark_bn254::Fr;
use ark_ff::{Field, PrimeField};
use census_lean_imt::Poseidon;
use census_zk_types::{FieldElement, MerkleProof};
use std::{
	collections::HashSet,
	env,
	fs::{self, File},
	hint::black_box,
	os::unix::fs::FileExt,
	process::Command,
};
use zeroize::Zeroizing;

const BYTES: usize = 32;
/// Set in a process that was started for one test alone.
const ALONE: &str = "CENSUS_ALONE";

/// Whether this process was started for this test alone; if not, it starts one and waits.
fn alone(test: &str) -> bool {
	if env::var_os(ALONE).is_some() {
		return true;
	}
	let output = Command::new(env::current_exe().unwrap())
		.args([&format!("remains::{test}"), "--exact", "--include-ignored", "--nocapture"])
		.env(ALONE, "1")
		.env("MALLOC_ARENA_MAX", "1")
		.env("MALLOC_MMAP_MAX_", "0")
		.env("MALLOC_TRIM_THRESHOLD_", (1u64 << 40).to_string())
		.output()
		.unwrap();
	let text =
		[output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
	assert!(output.status.success() && text[0].contains("1 passed"), "{}", text.concat());
	false
}

/// Secrets of 32 bytes, masked.
struct Secrets {
	mask: u64,
	/// The first words, for most places to be passed over quickly.
	starts: HashSet<u64>,
	all: HashSet<[u64; 4]>,
}

impl Secrets {
	fn none() -> Self {
		let mask = 0x9e37_79b9_7f4a_7c15;
		Self { mask, starts: HashSet::new(), all: HashSet::new() }
	}

	fn masked(&self, bytes: &[u8]) -> [u64; 4] {
		core::array::from_fn(|word| {
			u64::from_le_bytes(core::array::from_fn(|byte| bytes[8 * word + byte])) ^ self.mask
		})
	}

	fn bytes(&mut self, bytes: &[u8]) {
		assert_eq!(bytes.len(), BYTES);
		let masked = self.masked(bytes);
		self.starts.insert(masked[0]);
		self.all.insert(masked);
	}

	fn limbs(&mut self, limbs: [u64; 4]) {
		let bytes = Zeroizing::new(limbs.map(u64::to_le_bytes));
		self.bytes(bytes.as_flattened());
	}

	/// A number in each form in which it is anywhere.
	fn number(&mut self, number: &Fr) {
		self.limbs(number.0 .0);
		let plain = number.into_bigint().0;
		self.limbs(plain);
		self.limbs([3, 2, 1, 0].map(|limb: usize| plain[limb].swap_bytes()));
	}

	/// How many of them the heap has, counted as often as they occur.
	fn found(&self) -> usize {
		let maps = fs::read_to_string("/proc/self/maps").unwrap();
		let heap = maps.lines().find(|line| line.ends_with("[heap]")).unwrap();
		let (start, rest) = heap.split_once('-').unwrap();
		let (end, _) = rest.split_once(' ').unwrap();
		let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
		let memory = File::open("/proc/self/mem").unwrap();
		let mut found = 0;
		// On the stack: on the heap it would hold what it searches through.
		let mut window = [0u8; 1 << 16];
		let mut position = start;
		while position + BYTES as u64 <= end {
			let length = window.len().min((end - position) as usize);
			memory.read_exact_at(&mut window[..length], position).unwrap();
			for place in window[..length].windows(BYTES) {
				let first =
					u64::from_le_bytes(core::array::from_fn(|byte| place[byte])) ^ self.mask;
				if self.starts.contains(&first) && self.all.contains(&self.masked(place)) {
					found += 1;
				}
			}
			position += (length - (BYTES - 1)) as u64;
		}
		found
	}
}

/// Overwrites what lies about on the heap of earlier allocations.
fn fill_what_is_free() {
	let blocks = (0..4).flat_map(|_| (1..1024).map(|size| vec![0u8; 16 * size]));
	drop(black_box(blocks.collect::<Vec<_>>()));
}

/// Numbers of a witness that say nothing of whose it is: small ones and their inverses, what is
/// public, and the constants of which the secret's bits choose some.
fn is_common(number: &Fr, public: &[Fr]) -> bool {
	let small = |number: &Fr| {
		let limbs = [number, &-*number].map(|number| number.into_bigint().0);
		limbs.iter().any(|limbs| limbs[1..] == [0; 3])
	};
	small(number)
		|| small(&number.inverse().unwrap_or_default())
		|| public.contains(number)
		|| fixed_base::constants().any(|constant| constant == *number)
}

/// A member's place in a tree that nothing else is known of: siblings from a hash.
fn merkle_proof_of(identity: &Identity, levels: u8) -> MerkleProof {
	let siblings = (0..levels)
		.map(|level| census_poseidon::hash(&u64::from(level).into(), &identity.secret_element()))
		.collect();
	let mut proof =
		MerkleProof { root: FieldElement::ZERO, leaf: identity.commitment(), index: 5, siblings };
	proof.root = census_lean_imt::root_of(&Poseidon, &proof).unwrap();
	proof
}

#[test]
fn what_is_not_overwritten_is_found() {
	if !alone("what_is_not_overwritten_is_found") {
		return;
	}
	let number = Fr::from(3u64).inverse().unwrap();
	let mut secrets = Secrets::none();
	secrets.number(&number);
	assert_eq!(secrets.found(), 0);
	let kept = black_box(vec![number; 5]);
	assert_eq!(secrets.found(), 5);
	drop(kept);
	// The allocator writes over the first only.
	assert_eq!(secrets.found(), 4);
	drop(black_box(Zeroizing::new(vec![number; 7])));
	drop(black_box(vec![number.into_bigint(); 12]));
	assert!(secrets.found() >= 11);
}

#[test]
fn identities_leave_nothing_behind_when_they_are_moved_and_dropped() {
	if !alone("identities_leave_nothing_behind_when_they_are_moved_and_dropped") {
		return;
	}
	let mut secrets = Secrets::none();
	let mut people = Vec::new();
	for person in 0u8..9 {
		let key = Zeroizing::new([person.wrapping_mul(29) ^ 0xa5; 64]);
		secrets.bytes(&key[..BYTES]);
		let identity = Identity::new(key.as_slice());
		secrets.number(&number_of(&identity.secret_element()));
		secrets.number(&number_of(&identity.commitment()));
		secrets.number(&number_of(&identity.public_key().0));
		secrets.number(&number_of(&identity.public_key().1));
		let exported = identity.export();
		// In a vector that grows again and again.
		people.push(Identity::import(&exported).unwrap());
	}
	let alive = secrets.found();
	assert!(alive >= 9, "{alive}");
	drop(people);
	assert_eq!(secrets.found(), 0);
}

#[test]
fn a_key_that_is_almost_base64_is_not_left_behind() {
	if !alone("a_key_that_is_almost_base64_is_not_left_behind") {
		return;
	}
	let key = Zeroizing::new([0x5a; 96]);
	let mut secrets = Secrets::none();
	secrets.bytes(&key[..BYTES]);
	let mut text = Identity::new(key.as_slice()).export();
	assert_eq!(text.pop(), Some('a'));
	text.push('!');
	assert!(Identity::import(&text).is_err());
	assert_eq!(secrets.found(), 0);
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn a_proof_leaves_nothing_behind_of_who_made_it() {
	if !alone("a_proof_leaves_nothing_behind_of_who_made_it") {
		return;
	}
	const LEVELS: u8 = 6;
	let circuit = Circuit::load(&Artifacts::of_tests(), 8, None).unwrap();
	let (message, scope) = (Message::from(1), Scope::from(2));
	let hashes = [message.word(), scope.word()].map(|word| hash_to_field(&word));

	let mut secrets = Secrets::none();
	let (r, s) = (Fr::from(7u64).inverse().unwrap(), Fr::from(11u64).inverse().unwrap());
	for number in [&r, &s] {
		secrets.number(number);
	}
	let signals = {
		let identity = Identity::new([0x42; 32]);
		let merkle_proof = Zeroizing::new(merkle_proof_of(&identity, LEVELS));
		let [message, scope] = &hashes;
		let witness = circuit.witness(&identity, &merkle_proof, message, scope).unwrap();
		let mut public = witness[..5].to_vec();
		public.push(witness[3].square());
		for number in witness.iter().filter(|number| !is_common(number, &public)) {
			secrets.number(number);
			// What C's bases of B are multiplied by.
			secrets.number(&(r * number));
		}
		let quotient = circuit.prover().quotient(&witness, &Clock::default());
		for number in quotient.iter().filter(|number| !is_common(number, &public)) {
			secrets.number(number);
		}
		public
	};
	assert!(secrets.all.len() > 25_000);
	assert_eq!(secrets.found(), 0, "the witness is not gone");

	let identity = Identity::new([0x42; 32]);
	let merkle_proof = Zeroizing::new(merkle_proof_of(&identity, LEVELS));
	let blinding = Blinding { r: Zeroizing::new(r), s: Zeroizing::new(s) };
	let proof =
		circuit.prove_blinded(&identity, &merkle_proof, &message, &scope, blinding).unwrap().0;
	assert_eq!(number_of(&proof.merkle_tree_root.try_into().unwrap()), signals[1]);
	drop(identity);
	drop(merkle_proof);
	assert_eq!(secrets.found(), 0, "the proof's making has left something");
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn a_group_keeps_no_copy_of_the_path_that_was_proven_with() {
	if !alone("a_group_keeps_no_copy_of_the_path_that_was_proven_with") {
		return;
	}
	let circuit = Circuit::load(&Artifacts::of_tests(), 8, None).unwrap();
	let identity = Identity::new([0x42; 32]);
	let mut members: Vec<FieldElement> =
		(0..200u64).map(|index| census_poseidon::hash(&index.into(), &9.into())).collect();
	members.insert(77, identity.commitment());
	let group = Group::new(&members).unwrap();
	let mut secrets = Secrets::none();
	{
		let merkle_proof = Zeroizing::new(group.merkle_proof_of(&identity.commitment()).unwrap());
		for sibling in &merkle_proof.siblings {
			secrets.number(&number_of(sibling));
		}
	}
	fill_what_is_free();
	let before = secrets.found();
	assert!(before > 0);
	circuit.prove(&identity, &group, &Message::from(1), &Scope::from(2)).unwrap();
	assert_eq!(secrets.found(), before);
}
