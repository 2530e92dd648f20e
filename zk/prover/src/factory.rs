//! Proofs by the thousand, for tests and benchmarks: made in parallel once, and kept on disk.

use crate::{
	circuit::verify_all, tables::write_whole, Circuit, Error, Group, Identity, Message, Scope,
};
use census_zk_types::{SemaphoreProof, Word};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
	fmt, fs,
	io::Read,
	path::{Path, PathBuf},
};

/// Changes with the format of the files, and with what a statement's proof depends on.
const FORMAT: &[u8; 32] = b"census-prover proofs, version 1\n";
/// How many proofs a file holds. What an interruption loses, and what a longer list makes again.
const PIECE: usize = 250;
const HASH_BYTES: usize = 32;
const POINTS: usize = 8;
const PROOF_BYTES: usize = POINTS * 32;

/// What one proof shall be of. `Debug` does not show who proves.
#[derive(Clone, Copy)]
pub struct Statement<'a> {
	/// Who proves.
	pub identity: &'a Identity,
	/// The group, with the identity among its members.
	pub group: &'a Group,
	/// What is signalled.
	pub message: Message,
	/// Where.
	pub scope: Scope,
}

impl fmt::Debug for Statement<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { identity: _, group: _, message, scope } = self;
		let mut shown = f.debug_struct("Statement");
		shown.field("message", message).field("scope", scope).finish_non_exhaustive()
	}
}

/// Makes proofs of one circuit and keeps them.
#[derive(Debug)]
pub struct Factory<'a> {
	circuit: &'a Circuit,
	directory: PathBuf,
}

/// `count` identities with the keys `"{seed} 0"`, `"{seed} 1"` and so on: known to everyone.
pub fn identities(seed: &str, count: usize) -> Vec<Identity> {
	(0..count).into_par_iter().map(|index| Identity::new(format!("{seed} {index}"))).collect()
}

impl<'a> Factory<'a> {
	/// A factory that keeps its proofs in a directory.
	pub fn new(circuit: &'a Circuit, directory: impl Into<PathBuf>) -> Self {
		Self { circuit, directory: directory.into() }
	}

	/// A proof of each statement, in order. Those made before are read: their files are named after
	/// a hash of all that they depend on, and each proof is verified: of a damaged or foreign file
	/// nothing is used.
	///
	/// # Errors
	/// Those of [`Circuit::prove`]; [`Error::Cache`].
	pub fn proofs(&self, statements: &[Statement<'_>]) -> Result<Vec<SemaphoreProof>, Error> {
		let mut proofs = Vec::with_capacity(statements.len());
		for piece in statements.chunks(PIECE) {
			proofs.extend(self.piece(piece)?);
		}
		Ok(proofs)
	}

	fn piece(&self, statements: &[Statement<'_>]) -> Result<Vec<SemaphoreProof>, Error> {
		let key = self.key(statements);
		let path = self.directory.join(format!("{}.proofs", hex::encode(key)));
		if let Some(proofs) = self.read(&path, &key, statements) {
			return Ok(proofs);
		}
		let proofs = statements
			.par_iter()
			.map(|Statement { identity, group, message, scope }| {
				self.circuit.prove(identity, group, message, scope)
			})
			.collect::<Result<Vec<_>, _>>()?;
		let points: Vec<u8> =
			proofs.iter().flat_map(|proof| proof.points).flat_map(|word| word.0).collect();
		write_whole(&path, &[FORMAT, &key, &points, &hash(&key, &points)])
			.map_err(|source| Error::Cache { path, source })?;
		Ok(proofs)
	}

	/// A hash of all that the proofs depend on.
	fn key(&self, statements: &[Statement<'_>]) -> [u8; HASH_BYTES] {
		let mut key = Sha256::new_with_prefix(FORMAT);
		key.update([self.circuit.depth()]);
		key.update(self.circuit.key_hash());
		for Statement { identity, group, message, scope } in statements {
			key.update(identity.commitment().as_bytes());
			key.update(group.root().as_bytes());
			key.update(message.word().0);
			key.update(scope.word().0);
		}
		key.finalize().into()
	}

	/// The proofs in a file, if it is what it should be.
	fn read(
		&self,
		path: &Path,
		key: &[u8; HASH_BYTES],
		statements: &[Statement<'_>],
	) -> Option<Vec<SemaphoreProof>> {
		let points_length = statements.len() * PROOF_BYTES;
		let length = FORMAT.len() + HASH_BYTES + points_length + HASH_BYTES;
		let file = fs::File::open(path).ok()?;
		if file.metadata().ok()?.len() != length as u64 {
			return None;
		}
		let mut bytes = Vec::with_capacity(length);
		file.take(length as u64).read_to_end(&mut bytes).ok()?;
		let (format, rest) = bytes.split_at_checked(FORMAT.len())?;
		let (found_key, rest) = rest.split_at_checked(HASH_BYTES)?;
		let (points, found_hash) = rest.split_at_checked(points_length)?;
		if format != FORMAT || found_key != key || found_hash != hash(key, points) {
			return None;
		}
		// All but the points follows from the statement.
		let proofs: Vec<SemaphoreProof> = statements
			.par_iter()
			.zip(points.par_chunks_exact(PROOF_BYTES))
			.map(|(statement, points)| self.proof(statement, points))
			.collect();
		verify_all(&proofs).then_some(proofs)
	}

	fn proof(&self, statement: &Statement<'_>, points: &[u8]) -> SemaphoreProof {
		let Statement { identity, group, message, scope } = statement;
		let (words, _) = points.as_chunks::<32>();
		SemaphoreProof {
			merkle_tree_depth: self.circuit.depth(),
			merkle_tree_root: group.root().into(),
			nullifier: identity.nullifier(scope).into(),
			message: message.word(),
			scope: scope.word(),
			points: core::array::from_fn(|index| Word(words[index])),
		}
	}
}

fn hash(key: &[u8], points: &[u8]) -> [u8; HASH_BYTES] {
	Sha256::new_with_prefix(key).chain_update(points).finalize().into()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn debug_does_not_show_who_proves() {
		let identity = Identity::new("someone");
		let group = Group::new(&[identity.commitment()]).unwrap();
		let (message, scope) = (Message::from(1), Scope::from(2));
		let shown =
			format!("{:?}", Statement { identity: &identity, group: &group, message, scope });
		assert_eq!(shown, format!("Statement {{ message: {message:?}, scope: {scope:?}, .. }}"));
	}
}
