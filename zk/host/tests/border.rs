//! The calls across the border, as a runtime makes them: pointers into its memory, codes back.

use census_groth16::{code, VerifyError};
use census_lean_imt::{append, shape::changed_nodes, Hasher, Poseidon, MAX_BATCH};
use census_zk_host::{
	hash, verify, verify_batch, verify_each, BatchRefusal, HostFunctions, HostHasher, Key,
	MAX_PROOFS,
};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use proptest::prelude::*;
use sp_runtime_interface::{
	pack_ptr_and_len,
	sp_wasm_interface::{
		FunctionContext, HostFunctions as _, Pointer, Result, Value, ValueType, WordSize,
	},
};

/// A runtime's memory.
struct Memory(Vec<u8>);

impl FunctionContext for Memory {
	fn read_memory_into(&mut self, address: Pointer<u8>, dest: &mut [u8]) -> Result<()> {
		let start = u32::from(address) as usize;
		let source = self.0.get(start..start + dest.len()).ok_or("outside the memory")?;
		dest.copy_from_slice(source);
		Ok(())
	}

	fn write_memory(&mut self, address: Pointer<u8>, data: &[u8]) -> Result<()> {
		let start = u32::from(address) as usize;
		let dest = self.0.get_mut(start..start + data.len()).ok_or("outside the memory")?;
		dest.copy_from_slice(data);
		Ok(())
	}

	fn allocate_memory(&mut self, _: WordSize) -> Result<Pointer<u8>> {
		panic!("the host must not allocate")
	}

	fn deallocate_memory(&mut self, _: Pointer<u8>) -> Result<()> {
		panic!("the host must not deallocate")
	}

	fn register_panic_error_message(&mut self, message: &str) {
		panic!("{message}")
	}
}

impl Memory {
	/// Puts bytes at the end; the answer points to them.
	fn put(&mut self, bytes: &[u8]) -> u32 {
		let start = self.0.len();
		self.0.extend_from_slice(bytes);
		start as u32
	}

	/// [`put`](Self::put) as an argument with pointer and length.
	fn slice(&mut self, bytes: &[u8]) -> Value {
		let start = self.put(bytes);
		Value::I64(pack_ptr_and_len(start, bytes.len() as u32) as i64)
	}

	/// Calls the host.
	fn answer(&mut self, name: &str, arguments: Vec<Value>) -> Result<Option<Value>> {
		let function = HostFunctions::host_functions()
			.into_iter()
			.find(|function| function.name() == name)
			.ok_or("no such call")?;
		function.execute(self, &mut arguments.into_iter())
	}

	/// Calls the host for a code.
	fn call(&mut self, name: &str, arguments: Vec<Value>) -> Result<u32> {
		match self.answer(name, arguments)? {
			Some(Value::I32(code)) => Ok(code as u32),
			other => panic!("no code but {other:?}"),
		}
	}

	/// The place and the code of the first proof refused.
	fn verify_batch(&mut self, key: &[u8], proofs: &[u8], inputs: &[u8]) -> Result<(u32, u32)> {
		let arguments = vec![self.slice(key), self.slice(proofs), self.slice(inputs)];
		match self.answer("ext_census_zk_groth16_verify_batch_version_1", arguments)? {
			Some(Value::I64(code)) => Ok(((code as u64 >> 32) as u32, code as u32)),
			other => panic!("no code but {other:?}"),
		}
	}

	fn verify(&mut self, key: &[u8], proof: &[u8], inputs: &[u8]) -> Result<u32> {
		let arguments = vec![self.slice(key), self.slice(proof), self.slice(inputs)];
		self.call("ext_census_zk_groth16_verify_version_1", arguments)
	}

	/// The code, and the output afterwards.
	fn append(
		&mut self,
		size: u64,
		frontier: &[u8],
		leaves: &[u8],
		room: usize,
	) -> Result<(u32, Vec<u8>)> {
		let arguments = vec![Value::I64(size as i64), self.slice(frontier), self.slice(leaves)];
		let out = self.put(&vec![0xee; room]);
		let arguments =
			[arguments, vec![Value::I64(pack_ptr_and_len(out, room as u32) as i64)]].concat();
		let code = self.call("ext_census_zk_lean_imt_append_version_1", arguments)?;
		Ok((code, self.0[out as usize..].to_vec()))
	}
}

fn memory() -> Memory {
	Memory(Vec::new())
}

/// A runtime in the field links these names with these types.
#[test]
fn the_calls_keep_their_names_and_types() {
	let functions: Vec<_> = HostFunctions::host_functions()
		.iter()
		.map(|function| {
			let signature = function.signature();
			let answer = signature.return_value.unwrap();
			(function.name().to_owned(), signature.args.to_vec(), answer)
		})
		.collect();
	let (i32, i64) = (ValueType::I32, ValueType::I64);
	let expected = [
		("ext_census_zk_groth16_verify_version_1", vec![i64, i64, i64], i32),
		("ext_census_zk_groth16_verify_batch_version_1", vec![i64, i64, i64], i64),
		("ext_census_zk_lean_imt_append_version_1", vec![i64, i64, i64, i64], i32),
		("ext_census_zk_poseidon_version_1", vec![i32, i32, i32], i32),
	];
	let expected = expected.map(|(name, arguments, answer)| (name.to_owned(), arguments, answer));
	assert_eq!(functions, expected);
}

/// Version 1 of the append call takes batches up to this size.
#[test]
fn the_greatest_batch_is_part_of_the_version() {
	assert_eq!(MAX_BATCH, 4096);
	assert_eq!(MAX_PROOFS, 1024);
}

/// A published proof: what the typed wrapper takes.
fn published() -> (SemaphoreProof, [FieldElement; 4]) {
	let published = census_vectors::semaphore::proof(7);
	let inputs = published.inputs().map(|word| word.try_into().unwrap());
	(published.proof.clone(), inputs)
}

#[test]
fn a_published_proof_is_accepted() {
	let (proof, inputs) = published();
	let depth = proof.merkle_tree_depth;
	let words = inputs.map(Word::from);
	let verdict = |depth| verify(Key::Semaphore { depth }, &proof.points, &words);
	assert_eq!(verdict(depth), Ok(()));
	assert_eq!(verdict(depth + 1), Err(VerifyError::FalseProof));
	let key = census_groth16::semaphore_key(depth).unwrap();
	assert_eq!(verify(Key::Raw(&key), &proof.points, &words), Ok(()));

	let points = proof.points.map(|word| word.0).concat();
	let inputs = inputs.map(FieldElement::to_be_bytes).concat();
	assert_eq!(memory().verify(&[0, depth], &points, &inputs), Ok(0));
	assert_eq!(memory().verify(&[&[1], &key[..]].concat(), &points, &inputs), Ok(0));
	assert_eq!(
		memory().verify(&[0, depth + 1], &points, &inputs),
		Ok(code(Err(VerifyError::FalseProof)))
	);
	assert_eq!(memory().verify(&[0, 33], &points, &inputs), Ok(code(Err(VerifyError::UnknownKey))));
	assert_eq!(memory().verify(&[], &[], &[]), Ok(code(Err(VerifyError::UnknownKey))));
}

#[test]
fn a_batch_is_accepted_or_its_first_refusal_named() {
	let (proof, inputs) = published();
	let depth = proof.merkle_tree_depth;
	let key = Key::Semaphore { depth };
	let inputs = inputs.map(Word::from).to_vec();
	let mut batch = vec![(proof.points, inputs.clone()); 5];
	assert_eq!(verify_batch(key, &batch), Ok(()));
	assert_eq!(verify_batch(key, &[]), Ok(()));
	let refused = |place, refusal| Err(BatchRefusal::Proof { place, refusal });
	let unknown = Key::Semaphore { depth: 33 };
	assert_eq!(verify_batch(unknown, &batch), refused(0, VerifyError::UnknownKey));
	batch[3].1[0] = Word::from(1);
	batch[4].0[0] = Word([0xff; 32]);
	assert_eq!(verify_batch(key, &batch), refused(3, VerifyError::FalseProof));
	batch.swap(3, 4);
	assert_eq!(verify_batch(key, &batch), refused(3, VerifyError::ProofCoordinate));
	let too_many = vec![(proof.points, inputs.clone()); MAX_PROOFS + 1];
	assert_eq!(verify_batch(key, &too_many), Err(BatchRefusal::TooMany));

	let key = census_groth16::semaphore_key(depth).unwrap();
	let mut batch = vec![(proof.points, inputs.clone()); 3];
	assert_eq!(verify_batch(Key::Raw(&key), &batch), Ok(()));
	batch[1].1.pop();
	assert_eq!(verify_batch(Key::Raw(&key), &batch), refused(1, VerifyError::InputCount));
	batch[0].1[1].0[31] ^= 1;
	assert_eq!(verify_batch(Key::Raw(&key), &batch), refused(0, VerifyError::FalseProof));
	assert_eq!(verify_batch(Key::Raw(&key[..99]), &batch), refused(0, VerifyError::KeyLength));

	// The bare call.
	let proof = proof.points.map(|word| word.0).concat();
	let inputs: Vec<u8> = inputs.iter().flat_map(|word| word.0).collect();
	let (proofs, all) = (proof.repeat(4), inputs.repeat(4));
	let key = [0, depth];
	assert_eq!(memory().verify_batch(&key, &proofs, &all), Ok((0, 0)));
	assert_eq!(memory().verify_batch(&key, &[], &[]), Ok((0, 0)));
	assert_eq!(memory().verify_batch(&[0, 33], &[], &[]), Ok((0, 9)));
	assert_eq!(memory().verify_batch(&[], &proofs, &all), Ok((0, 9)));
	assert_eq!(memory().verify_batch(&key, &proofs[1..], &all), Ok((0, 2)));
	assert_eq!(memory().verify_batch(&key, &proofs, &all[1..]), Ok((0, 7)));
	assert_eq!(memory().verify_batch(&key, &proofs, &all[128..]), Ok((0, 7)));
	assert_eq!(memory().verify_batch(&key, &[], &all), Ok((0, 7)));
	let too_many = vec![0; 256 * MAX_PROOFS + 1];
	assert_eq!(memory().verify_batch(&key, &too_many, &all), Ok((0, 16)));
	assert_eq!(memory().verify_batch(&key, &too_many[1..], &all), Ok((0, 7)));
	let mut other = all.clone();
	other[128 * 2 + 40] ^= 1;
	assert_eq!(memory().verify_batch(&key, &proofs, &other), Ok((2, 1)));
	other[128 * 2 + 40] ^= 1;
	other[128 * 3] = 0xff;
	assert_eq!(memory().verify_batch(&key, &proofs, &other), Ok((3, 8)));
}

/// Whatever the proof says: under such a key anybody makes one.
#[test]
fn a_key_two_of_whose_points_are_alike_is_refused() {
	let (proof, inputs) = published();
	let points = proof.points.map(|word| word.0).concat();
	let inputs = inputs.map(FieldElement::to_be_bytes).concat();
	let sound = census_groth16::semaphore_key(proof.merkle_tree_depth).unwrap();
	let [alpha, beta, gamma, delta, first, second, last] = [0, 64, 192, 320, 448, 512, 704];
	for (from, to, length) in [
		(gamma, beta, 128),
		(delta, beta, 128),
		(gamma, delta, 128),
		(first, alpha, 64),
		(second, first, 64),
		(second, last, 64),
	] {
		let mut key = sound.clone();
		key.copy_within(from..from + length, to);
		let key = [&[1], &key[..]].concat();
		let refused = code(Err(VerifyError::KeyForgeable));
		assert_eq!(memory().verify(&key, &points, &inputs), Ok(refused), "{from} {to}");
		let (proofs, all) = (points.repeat(3), inputs.repeat(3));
		assert_eq!(memory().verify_batch(&key, &proofs, &all), Ok((0, refused)));
	}
	// `alpha` and the point of an input make no forgery.
	let mut key = sound.clone();
	key.copy_within(second..second + 64, alpha);
	let key = [&[1], &key[..]].concat();
	assert_eq!(memory().verify(&key, &points, &inputs), Ok(code(Err(VerifyError::FalseProof))));
}

#[test]
fn each_of_many_has_the_verdict_that_it_has_alone() {
	let (proof, inputs) = published();
	let key = Key::Semaphore { depth: proof.merkle_tree_depth };
	let inputs = inputs.map(Word::from).to_vec();
	let valid = (proof.points, inputs);
	let mut forms = vec![valid.clone(); 5];
	forms[1].1[2].0[9] ^= 1;
	forms[2].0[3] = Word([0xff; 32]);
	forms[3].1.pop();
	forms[4].0[..2].fill(Word::default());
	let verdicts = forms.iter().map(|(points, inputs)| verify(key, points, inputs));
	let verdicts: Vec<_> = verdicts.collect();
	assert_eq!(verdicts.iter().filter(|verdict| verdict.is_ok()).count(), 1);
	// One kind of refusal or two, wherever they stand.
	for (one, other) in (0..forms.len()).flat_map(|one| (0..forms.len()).map(move |o| (one, o))) {
		for (first, second) in [(0, 1), (1, 3), (3, 5), (2, 3)] {
			let mut kinds = [0; 6];
			(kinds[first], kinds[second]) = (one, other);
			let batch = kinds.map(|kind| forms[kind].clone());
			assert_eq!(verify_each(key, &batch), kinds.map(|kind| verdicts[kind]), "{kinds:?}");
		}
	}
	assert_eq!(verify_each(key, &[]), []);
	let raw = Key::Raw(&[1; 3]);
	assert_eq!(verify_each(raw, &[]), []);
	assert_eq!(verify_each(raw, &forms[..2]), [Err(VerifyError::KeyLength); 2]);
	// More than a batch may have.
	let mut many = vec![valid; MAX_PROOFS + 1];
	many[MAX_PROOFS] = forms[1].clone();
	let verdicts = verify_each(key, &many);
	assert_eq!(verdicts.iter().position(|verdict| verdict.is_err()), Some(MAX_PROOFS));
	assert_eq!(verdicts.len(), many.len());
}

#[test]
fn poseidon_hashes_and_refuses_other_forms() {
	let call = |left: [u8; 32], right: [u8; 32]| {
		let mut memory = memory();
		let left = memory.put(&left);
		let right = memory.put(&right);
		let out = memory.put(&[0xee; 32]);
		let arguments = [left, right, out].map(|pointer| Value::I32(pointer as i32)).to_vec();
		let code = memory.call("ext_census_zk_poseidon_version_1", arguments).unwrap();
		(code, <[u8; 32]>::try_from(&memory.0[out as usize..]).unwrap())
	};
	let [one, two] = [1u64, 2].map(FieldElement::from);
	let expected: Word =
		"0x115cc0f5e7d690413df64c6b9662e9cf2a3617f2743245519e19607a4417189a".parse().unwrap();
	assert_eq!(Word::from(hash(&one, &two)), expected);
	assert_eq!(call(one.to_be_bytes(), two.to_be_bytes()), (0, expected.0));

	let modulus = FieldElement::MODULUS.0;
	assert_eq!(call(modulus, two.to_be_bytes()), (1, [0; 32]));
	assert_eq!(call(one.to_be_bytes(), [0xff; 32]), (1, [0; 32]));
}

#[test]
fn pointers_outside_the_memory_are_errors() {
	let beyond = || Value::I64(pack_ptr_and_len(u32::MAX - 8, 64) as i64);
	let verify = vec![beyond(), beyond(), beyond()];
	assert!(memory().call("ext_census_zk_groth16_verify_version_1", verify).is_err());
	let batch = vec![beyond(), beyond(), beyond()];
	assert!(memory().answer("ext_census_zk_groth16_verify_batch_version_1", batch).is_err());
	let poseidon = vec![Value::I32(-1), Value::I32(-1), Value::I32(-1)];
	assert!(memory().call("ext_census_zk_poseidon_version_1", poseidon).is_err());
	let append = vec![Value::I64(0), beyond(), beyond(), beyond()];
	assert!(memory().call("ext_census_zk_lean_imt_append_version_1", append).is_err());
}

/// Field elements that differ.
fn elements(count: usize) -> Vec<FieldElement> {
	(0..count as u64).map(|n| FieldElement::from(n * n + 7)).collect()
}

fn bytes(elements: &[FieldElement]) -> Vec<u8> {
	elements.iter().flat_map(|element| element.to_be_bytes()).collect()
}

#[test]
fn each_error_of_an_append_has_its_code() {
	let (frontier, leaves) = (bytes(&elements(2)), bytes(&elements(3)));
	let room = 32 * changed_nodes(5, 3) as usize;
	let expect = |expected, size, frontier: &[u8], leaves: &[u8], room| {
		let (code, out) = memory().append(size, frontier, leaves, room).unwrap();
		assert_eq!(code, expected);
		assert_eq!(out.iter().all(|byte| *byte == 0xee), code != 0);
	};
	expect(0, 5, &frontier, &leaves, room);
	let mut other_form = leaves.clone();
	other_form[..32].copy_from_slice(&FieldElement::MODULUS.0);
	expect(1, 5, &frontier, &other_form, room);
	expect(1, 5, &other_form[..64], &leaves, room);
	expect(1, 5, &frontier, &leaves[..95], room);
	expect(2, 0, &[], &vec![0; 32 * MAX_BATCH + 1], 0);
	expect(3, u64::MAX, &frontier, &leaves, room);
	expect(3, (1 << 32) - 2, &frontier, &leaves, room);
	expect(4, 5, &frontier[..63], &leaves, room);
	expect(4, 4, &frontier, &leaves, room);
	expect(5, 5, &frontier, &leaves, room - 32);
	expect(5, 5, &frontier, &leaves, room + 1);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn appends_are_those_of_the_pure_function(
		size in 0u64..5000,
		count in 0usize..200,
		slip in prop_oneof![8 => Just(0isize), 1 => Just(1), 1 => Just(-1)],
	) {
		let frontier = elements(size.count_ones() as usize);
		let leaves = elements(count);
		let room = changed_nodes(size, count as u64) as usize;
		let mut expected = vec![FieldElement::from(9); room.saturating_add_signed(slip)];
		let mut out = expected.clone();
		let result = append(&Poseidon, size, &frontier, &leaves, &mut expected);
		prop_assert_eq!(HostHasher.append(size, &frontier, &leaves, &mut out), result);
		prop_assert_eq!(out, expected);
	}

	#[test]
	fn hashes_are_those_of_the_pure_function(left: u64, right: u64) {
		let [left, right] = [left, right].map(FieldElement::from);
		prop_assert_eq!(HostHasher.hash(&left, &right), Poseidon.hash(&left, &right));
	}

	#[test]
	fn no_bytes_panic(
		size: u64,
		one in prop::collection::vec(any::<u8>(), 0..600),
		two in prop::collection::vec(any::<u8>(), 0..600),
		three in prop::collection::vec(any::<u8>(), 0..600),
	) {
		prop_assert_ne!(memory().verify(&one, &two, &three), Ok(0));
		let batch = memory().verify_batch(&one, &two, &three).unwrap();
		prop_assert!(batch != (0, 0) || two.is_empty() && three.is_empty());
		memory().append(size, &one, &two, three.len()).unwrap();
		memory().append(size % 8, &one, &two, three.len()).unwrap();
	}
}
