//! Proofs with the published circuits. They need the npm package `@zk-kit/semaphore-artifacts`
//! 4.13.0, which `npm ci` installs, or its directory in `CENSUS_ARTIFACTS`:
//!
//!     cargo test --release -p census-prover -- --include-ignored

mod common;

use census_prover::{
	factory::{identities, Factory, Statement},
	verify, Artifacts, Circuit, Error, Group, Identity, Message, Scope,
};
use census_vectors::semaphore;
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use common::{message, scope};
use sha2::{Digest, Sha256};
use std::{
	env, fs,
	path::{Path, PathBuf},
};

fn artifacts() -> Artifacts {
	match env::var_os("CENSUS_ARTIFACTS") {
		Some(directory) => Artifacts::in_directory(directory),
		None => Artifacts::in_npm(env!("CARGO_MANIFEST_DIR")).unwrap(),
	}
}

/// A directory of a test's own, gone when it ends.
struct Directory(PathBuf);

impl Directory {
	fn new(name: &str) -> Self {
		let path = env::temp_dir().join(format!("census-prover-{name}-{}", std::process::id()));
		fs::create_dir_all(&path).unwrap();
		Self(path)
	}

	fn path(&self) -> &Path {
		&self.0
	}

	/// The one file with this extension.
	fn file(&self, extension: &str) -> PathBuf {
		let files = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
		let mut files = files.filter(|path| path.extension().is_some_and(|end| end == extension));
		let file = files.next().unwrap();
		assert_eq!(files.next(), None);
		file
	}
}

impl Drop for Directory {
	fn drop(&mut self) {
		fs::remove_dir_all(&self.0).unwrap();
	}
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn every_vector_is_proven_again_by_its_own_circuit() {
	let artifacts = artifacts();
	assert_eq!(semaphore::proofs().len(), 32);
	for vector in semaphore::proofs() {
		let published = vector.proof.clone();
		let identity = Identity::new(&vector.private_keys[vector.member_index as usize]);
		let message = message(&vector.message_input).unwrap();
		let scope = scope(&vector.scope_input).unwrap();
		let circuit = Circuit::load(&artifacts, published.merkle_tree_depth, None).unwrap();
		let group = Group::new(&vector.members).unwrap();
		let proof = circuit.prove(&identity, &group, &message, &scope).unwrap();
		verify(&proof).unwrap();
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
		verify(&proof).unwrap();
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
	let directory = Directory::new("artifacts");
	let read = |name| fs::read(published.directory().join(name)).unwrap();
	let zkey = read("semaphore-1.zkey");
	let load = |bytes: &[u8]| {
		fs::write(directory.path().join("semaphore-1.zkey"), bytes).unwrap();
		Circuit::load(&Artifacts::in_directory(directory.path()), 1, None).map(|_| ())
	};
	load(&zkey).unwrap();

	let truncated = load(&zkey[..zkey.len() - 1]).unwrap_err();
	assert!(matches!(truncated, Error::ArtifactLength { .. }), "{truncated}");
	assert!(truncated.to_string().contains("has 1552600 bytes"), "{truncated}");
	let mut changed = zkey.clone();
	changed[zkey.len() / 2] ^= 1;
	let changed = load(&changed).unwrap_err();
	assert!(matches!(changed, Error::ArtifactHash { .. }), "{changed}");
	assert!(changed.to_string().contains("is not semaphore-1.zkey of version 4.13.0"), "{changed}");
	for other in ["semaphore-2.zkey", "semaphore-1.wasm"] {
		let other = load(&read(other)).unwrap_err();
		assert!(matches!(other, Error::ArtifactLength { .. }), "{other}");
	}
	fs::remove_file(directory.path().join("semaphore-1.zkey")).unwrap();
	let absent = Circuit::load(&Artifacts::in_directory(directory.path()), 1, None).unwrap_err();
	assert!(matches!(absent, Error::ArtifactUnreadable { .. }), "{absent}");
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn kept_tables_prove_and_damaged_ones_are_made_again() {
	let (artifacts, directory) = (artifacts(), Directory::new("tables"));
	let identity = Identity::new("someone");
	let group = Group::new(&[identity.commitment()]).unwrap();
	let prove = |depth| {
		let circuit = Circuit::load(&artifacts, depth, Some(directory.path())).unwrap();
		circuit.prove(&identity, &group, &Message::from(1), &Scope::from(2)).unwrap()
	};
	verify(&prove(1)).unwrap();
	let path = directory.file("tables");
	let sound = fs::read(&path).unwrap();

	// Used as they are.
	let written = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
	let first_written = written(&path);
	verify(&prove(1)).unwrap();
	assert_eq!(written(&path), first_written);

	let flipped = |position: usize| {
		let mut bytes = sound.clone();
		bytes[position] ^= 1;
		bytes
	};
	let damaged = [
		Vec::new(),
		sound[..sound.len() - 1].to_vec(),
		[sound.as_slice(), &[0]].concat(),
		// Of another format, another proving key, another layout; with another point.
		flipped(0),
		flipped(40),
		flipped(64),
		flipped(sound.len() / 2),
		flipped(sound.len() - 1),
	];
	for (case, bytes) in damaged.into_iter().enumerate() {
		fs::write(&path, bytes).unwrap();
		verify(&prove(1)).unwrap();
		assert!(fs::read(&path).unwrap() == sound, "case {case} was not made again");
	}

	// Another circuit's, under this one's name.
	verify(&prove(2)).unwrap();
	let all = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
	let other = all.into_iter().find(|other| *other != path).unwrap();
	fs::copy(&other, &path).unwrap();
	verify(&prove(1)).unwrap();
	assert!(fs::read(&path).unwrap() == sound);

	let file = directory.path().join("a file");
	fs::write(&file, []).unwrap();
	let error = Circuit::load(&artifacts, 1, Some(&file)).unwrap_err();
	assert!(matches!(error, Error::Cache { .. }), "{error}");
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn the_factory_keeps_what_it_makes() {
	let directory = Directory::new("factory");
	let circuit = Circuit::load(&artifacts(), 4, None).unwrap();
	let factory = Factory::new(&circuit, directory.path());
	let people = identities("factory", 9);
	let members: Vec<FieldElement> = people.iter().map(Identity::commitment).collect();
	let group = Group::new(&members).unwrap();
	let statements = |scope: u64| -> Vec<Statement<'_>> {
		(0u8..)
			.zip(&people)
			.map(|(index, identity)| Statement {
				identity,
				group: &group,
				message: Message::from(Word([index; 32])),
				scope: Scope::from(scope),
			})
			.collect()
	};

	let made = factory.proofs(&statements(7)).unwrap();
	assert_eq!(made.len(), people.len());
	for (index, (proof, identity)) in made.iter().zip(&people).enumerate() {
		verify(proof).unwrap();
		assert_eq!(proof.merkle_tree_depth, 4);
		assert_eq!(proof.merkle_tree_root, group.root().into());
		assert_eq!(proof.nullifier, identity.nullifier(&Scope::from(7)).into());
		assert_eq!((proof.message, proof.scope), (Word([index as u8; 32]), Word::from(7)));
	}
	// Proofs are blinded: the same ones were kept.
	assert!(factory.proofs(&statements(7)).unwrap() == made);

	let path = directory.file("proofs");
	let sound = fs::read(&path).unwrap();
	let others = factory.proofs(&statements(8)).unwrap();
	others.iter().for_each(|proof| verify(proof).unwrap());
	let all = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
	let other = all.into_iter().find(|other| *other != path).unwrap();
	let mut flipped = sound.clone();
	flipped[sound.len() / 2] ^= 1;
	// A wrong point of any proof under a right checksum: what verifying them is for.
	let forged = [0, 2, 5, 8].map(|index| {
		let mut forged = sound.clone();
		forged[64 + index * 256] ^= 1;
		let checksum = Sha256::digest(&forged[32..sound.len() - 32]);
		forged[sound.len() - 32..].copy_from_slice(&checksum);
		forged
	});
	let other = fs::read(other).unwrap();
	let damaged = [Vec::new(), sound[..sound.len() - 1].to_vec(), flipped, other];
	for damaged in damaged.into_iter().chain(forged) {
		fs::write(&path, damaged).unwrap();
		let again = factory.proofs(&statements(7)).unwrap();
		assert!(again != made);
		again.iter().for_each(|proof| verify(proof).unwrap());
	}

	let outsider = Identity::new("outsider");
	let statement = Statement { identity: &outsider, ..statements(7)[0] };
	assert!(matches!(factory.proofs(&[statement]), Err(Error::NotAMember)));
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn the_factory_makes_proofs_of_knowledge() {
	let directory = Directory::new("knowledge");
	let circuit = Circuit::load(&artifacts(), 1, None).unwrap();
	let people = identities("knowledge", 3);
	let groups: Vec<Group> = people
		.iter()
		.map(|identity| Group::new(&[identity.commitment(), 5.into()]).unwrap())
		.collect();
	let statements: Vec<Statement<'_>> = people
		.iter()
		.zip(&groups)
		.map(|(identity, group)| Statement {
			identity,
			group,
			message: Message::from(1),
			scope: Scope::from(2),
		})
		.collect();
	let proofs = Factory::new(&circuit, directory.path()).proofs(&statements).unwrap();
	for (proof, identity) in proofs.iter().zip(&people) {
		verify(proof).unwrap();
		let root = census_poseidon::hash(&identity.commitment(), &5.into());
		assert_eq!((proof.merkle_tree_depth, proof.merkle_tree_root), (1, root.into()));
	}
}
