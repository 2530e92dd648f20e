//! Why something cannot be done.

use std::{io, path::PathBuf};

/// Why an identity, a group, an artifact or a proof was refused. No message holds a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
	/// The operating system gave no random bytes.
	#[error("the operating system gives no random bytes: {0}")]
	Randomness(getrandom::Error),
	/// A private key is no base64.
	#[error("the private key is not base64, or too long")]
	Base64,
	/// A message or scope is a negative number.
	#[error("a message or scope is a number from 0 up, and this one is negative")]
	InputNegative,
	/// A message or scope needs more than 256 bits.
	#[error("a message or scope has 256 bits at most")]
	InputTooLarge,
	/// A message or scope is a text of more than 31 bytes.
	#[error("a message or scope that is a text has 31 bytes at most, and this one has {bytes}; hash it first")]
	InputTooLong {
		/// The text's length in bytes.
		bytes: usize,
	},
	/// 0 stands for a removed member, and is none.
	#[error("a member is not 0")]
	ZeroMember,
	/// A commitment occurs twice.
	#[error("a member stands in the group already")]
	DuplicateMember,
	/// The identity's commitment is not in the group.
	#[error("the identity is not a member of the group")]
	NotAMember,
	/// The tree refused.
	#[error("the group's tree refuses: {0}")]
	Tree(#[from] census_lean_imt::Error),
	/// A Merkle proof does not lead from its leaf to its root.
	#[error("the Merkle proof does not lead from its leaf to its root")]
	MerkleProof,
	/// The tree is deeper than the circuit.
	#[error("the Merkle proof has {siblings} siblings, and the circuit takes {depth} at most")]
	CircuitTooShallow {
		/// How many siblings there are.
		siblings: usize,
		/// The circuit's depth.
		depth: u8,
	},
	/// There is no circuit of this depth.
	#[error("there is no circuit of depth {0}: they go from 1 to 32")]
	NoSuchDepth(u8),
	/// The artifacts are not where they were looked for.
	#[error(
		"no circuit artifacts in {0} or above it: \
		 install version 4.13.0 of the npm package @zk-kit/semaphore-artifacts, or name a directory"
	)]
	ArtifactsNotFound(PathBuf),
	/// An artifact cannot be read.
	#[error("cannot read {path}: {source}")]
	ArtifactUnreadable {
		/// The file.
		path: PathBuf,
		/// What the operating system says.
		source: io::Error,
	},
	/// An artifact's length is wrong.
	#[error(
		"{path} has {found} bytes, but {name} of version 4.13.0 has {expected}: fetch it again"
	)]
	ArtifactLength {
		/// The file.
		path: PathBuf,
		/// The artifact it should be.
		name: String,
		/// The artifact's length in bytes.
		expected: u64,
		/// The file's length in bytes.
		found: u64,
	},
	/// An artifact's hash is wrong.
	#[error("{path} is not {name} of version 4.13.0: its SHA-256 is {found}, not {expected}")]
	ArtifactHash {
		/// The file.
		path: PathBuf,
		/// The artifact it should be.
		name: String,
		/// The artifact's SHA-256, in hex.
		expected: String,
		/// The file's SHA-256, in hex.
		found: String,
	},
	/// A proving key is malformed.
	#[error("the proving key is malformed: {0}")]
	ProvingKey(&'static str),
	/// The circuit's equations have no solution for its inputs.
	#[error("the circuit refuses its inputs: {0}")]
	Witness(&'static str),
	/// What is kept in a cache cannot be written.
	#[error("cannot write {path}: {source}")]
	Cache {
		/// The file, or its directory.
		path: PathBuf,
		/// What the operating system says.
		source: io::Error,
	},
	/// The proof that was made does not verify.
	#[error("the proof that was made does not verify: {0:?}")]
	Unsound(census_groth16::VerifyError),
}
