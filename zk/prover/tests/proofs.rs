//! Proofs with the published circuits. They need the npm package `@zk-kit/semaphore-artifacts`
//! 4.13.0, which `npm ci` in `tests/interop` installs, or its directory in `CENSUS_ARTIFACTS`:
//!
//!     cargo test --release -p census-prover -- --include-ignored

use census_groth16::{verify, Key};
use census_prover::{Artifacts, Circuit, Error, Group, Identity, Message, Scope};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use serde_json::Value;
use std::{env, fs, path::PathBuf};

fn artifacts() -> Artifacts {
	match env::var_os("CENSUS_ARTIFACTS") {
		Some(directory) => Artifacts::in_directory(directory),
		None => {
			Artifacts::in_npm(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/interop")).unwrap()
		}
	}
}

fn word(input: &Value) -> Word {
	if let Some(text) = input["string"].as_str() {
		Message::text(text).unwrap().word()
	} else if let Some(bytes) = input["bytes"].as_str() {
		Message::bytes(&hex::decode(bytes).unwrap()).unwrap().word()
	} else {
		input["bigint"].as_str().unwrap().parse().unwrap()
	}
}

fn hash(word: &Word) -> [u8; 32] {
	use tiny_keccak::{Hasher, Keccak};
	let mut digest = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(&word.0);
	keccak.finalize(&mut digest);
	digest.rotate_right(1);
	digest[0] = 0;
	digest
}

fn accepted(proof: &SemaphoreProof) -> bool {
	let points = proof.points.map(|word| word.0).concat();
	let inputs =
		[proof.merkle_tree_root.0, proof.nullifier.0, hash(&proof.message), hash(&proof.scope)]
			.concat();
	verify(Key::Semaphore { depth: proof.merkle_tree_depth }, &points, &inputs).is_ok()
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn every_vector_is_proven_again_by_its_own_circuit() {
	let artifacts = artifacts();
	let json = include_str!("../../../tests/vectors/semaphore-v4-proofs.json");
	let vectors: Vec<Value> = serde_json::from_str(json).unwrap();
	assert_eq!(vectors.len(), 32);
	for vector in vectors {
		let published: SemaphoreProof = serde_json::from_value(vector["proof"].clone()).unwrap();
		let members: Vec<FieldElement> = serde_json::from_value(vector["members"].clone()).unwrap();
		let index = vector["memberIndex"].as_u64().unwrap() as usize;
		let identity = Identity::new(vector["privateKeys"][index].as_str().unwrap());
		let message = Message::from(word(&vector["messageInput"]));
		let scope = Scope::from(word(&vector["scopeInput"]));
		let circuit = Circuit::load(&artifacts, published.merkle_tree_depth, None).unwrap();
		let group = Group::new(&members).unwrap();
		let proof = circuit.prove(&identity, &group, &message, &scope).unwrap();
		assert!(accepted(&proof));
		// Proofs are blinded: all else is the same.
		assert_ne!(proof.points, published.points);
		assert_eq!(SemaphoreProof { points: published.points, ..proof }, published);
	}
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn one_circuit_serves_every_smaller_tree() {
	let circuit = Circuit::load(&artifacts(), 5, None).unwrap();
	let identity = Identity::new("someone");
	let (message, scope) = (Message::from(1), Scope::from(2));
	for size in [1, 2, 3, 7, 32] {
		let mut members: Vec<FieldElement> = (1..size).map(FieldElement::from).collect();
		members.push(identity.commitment());
		let group = Group::new(&members).unwrap();
		let proof = circuit.prove(&identity, &group, &message, &scope).unwrap();
		assert!(accepted(&proof), "{size} members");
		assert_eq!(proof.merkle_tree_root, group.root().into());
		assert_eq!(proof.merkle_tree_depth, 5);
	}

	let mut members: Vec<FieldElement> = (1..33).map(FieldElement::from).collect();
	members.insert(0, identity.commitment());
	let group = Group::new(&members).unwrap();
	let error = circuit.prove(&identity, &group, &message, &scope).unwrap_err();
	assert!(matches!(error, Error::CircuitTooShallow { siblings: 6, depth: 5 }), "{error}");
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn who_is_no_member_cannot_prove() {
	let circuit = Circuit::load(&artifacts(), 2, None).unwrap();
	let (member, outsider) = (Identity::new("member"), Identity::new("outsider"));
	let (message, scope) = (Message::from(1), Scope::from(2));
	let group = Group::new(&[member.commitment(), 7.into()]).unwrap();
	let refused = |result: Result<SemaphoreProof, Error>| result.unwrap_err();
	let error = refused(circuit.prove(&outsider, &group, &message, &scope));
	assert!(matches!(error, Error::NotAMember), "{error}");

	let mut merkle_proof = group.merkle_proof_of(&member.commitment()).unwrap();
	let error = refused(circuit.prove_with(&outsider, &merkle_proof, &message, &scope));
	assert!(matches!(error, Error::NotAMember), "{error}");
	merkle_proof.leaf = outsider.commitment();
	let error = refused(circuit.prove_with(&outsider, &merkle_proof, &message, &scope));
	assert!(matches!(error, Error::MerkleProof), "{error}");
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn artifacts_that_are_not_the_published_ones_are_refused() {
	let published = artifacts();
	let directory: PathBuf =
		env::temp_dir().join(format!("census-prover-artifacts-{}", std::process::id()));
	fs::create_dir_all(&directory).unwrap();
	let wasm = fs::read(published.directory().join("semaphore-1.wasm")).unwrap();
	let zkey = fs::read(published.directory().join("semaphore-1.zkey")).unwrap();
	let load = |wasm: &[u8], zkey: &[u8]| {
		fs::write(directory.join("semaphore-1.wasm"), wasm).unwrap();
		fs::write(directory.join("semaphore-1.zkey"), zkey).unwrap();
		Circuit::load(&Artifacts::in_directory(&directory), 1, None).map(|_| ())
	};
	load(&wasm, &zkey).unwrap();

	let truncated = load(&wasm, &zkey[..zkey.len() - 1]).unwrap_err();
	assert!(matches!(truncated, Error::ArtifactLength { .. }), "{truncated}");
	let mut changed = zkey.clone();
	changed[zkey.len() / 2] ^= 1;
	let changed = load(&wasm, &changed).unwrap_err();
	assert!(matches!(changed, Error::ArtifactHash { .. }), "{changed}");
	let other = fs::read(published.directory().join("semaphore-2.wasm")).unwrap();
	let other = load(&other, &zkey).unwrap_err();
	assert!(matches!(other, Error::ArtifactLength { .. }), "{other}");
	fs::remove_dir_all(&directory).unwrap();
}
