//! The hash of a file, by any function that an anchor can name.

use blake2::{digest::consts::U32, Blake2b, Digest as _};
use census_anchor_log::{leaf::Digest, terms::HashAlgorithm};
use sha2::Sha256;
use sha3::{Keccak256, Sha3_256};
use std::io::{self, Read};

/// Hashes all that can be read, piece by piece.
///
/// # Errors
/// Those of reading.
pub fn digest(algorithm: HashAlgorithm, mut file: impl Read) -> io::Result<Digest> {
	let hash = match algorithm {
		HashAlgorithm::Blake2b256 => feed(Blake2b::<U32>::new(), &mut file)?,
		HashAlgorithm::Sha256 => feed(Sha256::new(), &mut file)?,
		HashAlgorithm::Sha3256 => feed(Sha3_256::new(), &mut file)?,
		HashAlgorithm::Keccak256 => feed(Keccak256::new(), &mut file)?,
		HashAlgorithm::Blake3 => {
			let mut hasher = blake3::Hasher::new();
			each_piece(&mut file, |piece| {
				hasher.update(piece);
			})?;
			hasher.finalize().into()
		}
	};
	Ok(Digest { algorithm, hash })
}

fn feed<D>(mut hasher: D, file: &mut impl Read) -> io::Result<[u8; 32]>
where
	D: blake2::Digest<OutputSize = U32>,
{
	each_piece(file, |piece| hasher.update(piece))?;
	Ok(hasher.finalize().into())
}

fn each_piece(file: &mut impl Read, mut piece: impl FnMut(&[u8])) -> io::Result<()> {
	let mut buffer = vec![0; 64 * 1024];
	loop {
		match file.read(&mut buffer) {
			Ok(0) => return Ok(()),
			Ok(length) => piece(buffer.get(..length).unwrap_or_default()),
			Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
			Err(error) => return Err(error),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The hashes of `abc`, from FIPS 180-4, FIPS 202, RFC 7693's reference code, Ethereum's and
	/// BLAKE3's test vectors.
	#[test]
	fn each_function_is_the_one_it_is_called() {
		let expected = [
			(
				HashAlgorithm::Blake2b256,
				"bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
			),
			(
				HashAlgorithm::Sha256,
				"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
			),
			(
				HashAlgorithm::Sha3256,
				"3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
			),
			(
				HashAlgorithm::Keccak256,
				"4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
			),
			(
				HashAlgorithm::Blake3,
				"6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
			),
		];
		for (algorithm, hash) in expected {
			let found = digest(algorithm, &b"abc"[..]).unwrap();
			assert_eq!(hex::encode(found.hash), hash, "{algorithm:?}");
		}
	}

	#[test]
	fn a_long_file_is_hashed_piece_by_piece() {
		let long = vec![7; 300_000];
		let whole: [u8; 32] = Sha256::digest(&long).into();
		assert_eq!(digest(HashAlgorithm::Sha256, &long[..]).unwrap().hash, whole);
	}
}
