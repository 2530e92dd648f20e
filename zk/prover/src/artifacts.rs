//! Where a circuit's published files are, and whether they are the published ones.

use crate::Error;
use census_zk_types::MAX_DEPTH;
use sha2::{Digest, Sha256};
use std::{
	fs::File,
	io::Read,
	path::{Path, PathBuf},
};

/// SHA-256, length in bytes and name of the files of the npm package
/// `@zk-kit/semaphore-artifacts` 4.13.0. Before that version path bits were unconstrained.
const PUBLISHED: &str = include_str!("../data/semaphore-4.13.0.txt");

/// Where the npm package stands in a project's folder.
const NPM_PACKAGE: &str = "node_modules/@zk-kit/semaphore-artifacts";

/// A directory with the files of `@zk-kit/semaphore-artifacts` 4.13.0, of which
/// `semaphore-<depth>.zkey` is needed. What is read from it is checked against the published hashes.
#[derive(Clone, Debug)]
pub struct Artifacts {
	directory: PathBuf,
}

impl Artifacts {
	/// The artifacts in a directory.
	pub fn in_directory(directory: impl Into<PathBuf>) -> Self {
		Self { directory: directory.into() }
	}

	/// The artifacts in the npm package, found as Node.js does: in the `node_modules` of `start`, or
	/// of the nearest directory above it that has them.
	///
	/// # Errors
	/// [`Error::ArtifactsNotFound`].
	pub fn in_npm(start: impl AsRef<Path>) -> Result<Self, Error> {
		let start = start.as_ref();
		start
			.ancestors()
			.map(|directory| directory.join(NPM_PACKAGE))
			.find(|directory| directory.is_dir())
			.map(Self::in_directory)
			.ok_or_else(|| Error::ArtifactsNotFound(start.to_path_buf()))
	}

	/// Where they are.
	pub fn directory(&self) -> &Path {
		&self.directory
	}

	/// The proving key of a depth's circuit, and its SHA-256.
	pub(crate) fn proving_key(&self, depth: u8) -> Result<(Vec<u8>, [u8; 32]), Error> {
		self.read(depth, "zkey")
	}

	fn read(&self, depth: u8, extension: &str) -> Result<(Vec<u8>, [u8; 32]), Error> {
		if !(1..=MAX_DEPTH).contains(&depth) {
			return Err(Error::NoSuchDepth(depth));
		}
		let name = format!("semaphore-{depth}.{extension}");
		let (expected_hash, expected) = published(&name).ok_or(Error::NoSuchDepth(depth))?;
		let path = self.directory.join(&name);
		let unreadable = |source| Error::ArtifactUnreadable { path: path.clone(), source };

		let file = File::open(&path).map_err(unreadable)?;
		let found = file.metadata().map_err(unreadable)?.len();
		if found != expected {
			return Err(Error::ArtifactLength { path, name, expected, found });
		}
		let mut bytes = Vec::with_capacity(expected as usize);
		// Whatever becomes of the file meanwhile, no more is read than is hashed.
		file.take(expected).read_to_end(&mut bytes).map_err(unreadable)?;
		let hash: [u8; 32] = Sha256::digest(&bytes).into();
		let found = hex::encode(hash);
		if found != expected_hash {
			let expected = expected_hash.to_string();
			return Err(Error::ArtifactHash { path, name, expected, found });
		}
		Ok((bytes, hash))
	}
}

/// The hash and the length of a published file.
fn published(name: &str) -> Option<(&'static str, u64)> {
	PUBLISHED.lines().find_map(|line| {
		let mut words = line.split(' ');
		let (hash, length) = (words.next()?, words.next()?);
		(words.next()? == name).then_some((hash, length.parse().ok()?))
	})
}

#[cfg(test)]
impl Artifacts {
	/// Those that the tests run with.
	pub(crate) fn of_tests() -> Self {
		match std::env::var_os("CENSUS_ARTIFACTS") {
			Some(directory) => Self::in_directory(directory),
			None => Self::in_npm(env!("CARGO_MANIFEST_DIR")).unwrap(),
		}
	}

	/// The program of a depth's circuit, which our witnesses are tested against.
	pub(crate) fn program(&self, depth: u8) -> Result<Vec<u8>, Error> {
		Ok(self.read(depth, "wasm")?.0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_depth_has_both_its_files_listed() {
		for depth in 1..=MAX_DEPTH {
			for extension in ["wasm", "zkey"] {
				let (hash, length) = published(&format!("semaphore-{depth}.{extension}")).unwrap();
				assert_eq!(hex::decode(hash).unwrap().len(), 32);
				assert!((1 << 20..8 << 20).contains(&length));
			}
		}
		assert_eq!(PUBLISHED.lines().count(), 64);
	}

	#[test]
	fn depths_without_a_circuit_and_missing_files_are_named() {
		let artifacts = Artifacts::in_directory("/nowhere");
		assert!(matches!(artifacts.proving_key(0), Err(Error::NoSuchDepth(0))));
		assert!(matches!(artifacts.proving_key(33), Err(Error::NoSuchDepth(33))));
		let missing = artifacts.proving_key(20).unwrap_err();
		assert!(missing.to_string().contains("/nowhere/semaphore-20.zkey"), "{missing}");
		assert!(matches!(Artifacts::in_npm("/nowhere"), Err(Error::ArtifactsNotFound(_))));
	}
}
