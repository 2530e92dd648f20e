//! The tables of a circuit's points, kept on disk.
//!
//! A file holds a heading (what it is of: this format, the proving key's hash, the layout) and the
//! points' limbs, 8 little-endian bytes each. It is used only if the SHA-256 of all that is the one in
//! [`LISTED`]: what tables of the published proving keys hold is known beforehand. A hash in the file
//! would vouch for nothing, since whoever can write the one can write the other; and with tables of
//! another's making, proofs can be true and yet not blinded. Any other file is made again and replaced.

use crate::{
	groth16::{Layouts, Tables},
	msm::{Coordinate, Layout, Point, Table},
	zkey::ProvingKey,
	Error,
};
use ark_bn254::{Fq, Fq2};
use ark_ec::short_weierstrass::SWCurveConfig;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
	fs,
	io::{self, Read, Write},
	path::{Path, PathBuf},
	sync::atomic::{AtomicU32, Ordering},
};

/// SHA-256 and name of each depth's tables. A test makes them all anew.
const LISTED: &str = include_str!("../data/tables-2.txt");

/// Changes with the format, and with what the tables hold; so does [`LISTED`].
const FORMAT: &[u8; 32] = b"census-prover tables, version 2\n";
const HASH_BYTES: usize = 32;
/// What is hashed at once, so that several threads can.
const PIECE: usize = 1 << 20;

/// The tables of a proving key with this hash: from the cache, if there is one, where they are put
/// if they are missing or damaged.
pub(crate) fn load_or_make(
	key: &ProvingKey,
	key_hash: &[u8; 32],
	depth: u8,
	cache: Option<&Path>,
) -> Result<Tables, Error> {
	let Some(directory) = cache else {
		return Ok(Tables::new(key, Layouts::new(key, Layout::bare)));
	};
	let layouts = Layouts::new(key, Layout::full);
	let path = path(directory, key_hash, depth);
	let heading = heading(key_hash, layouts);
	let counts = Tables::counts(key);
	if let Some(tables) = read(&path, &heading, depth, layouts, counts) {
		return Ok(tables);
	}
	let tables = Tables::new(key, layouts);
	write_whole(&path, &[&heading, &body(&tables)])
		.map_err(|source| Error::Cache { path, source })?;
	Ok(tables)
}

fn path(directory: &Path, key_hash: &[u8; 32], depth: u8) -> PathBuf {
	directory.join(format!("semaphore-{depth}-{}.tables", hex::encode(&key_hash[..8])))
}

/// The hash that a depth's tables have.
fn listed(depth: u8) -> Option<[u8; HASH_BYTES]> {
	let name = format!("semaphore-{depth}.tables");
	LISTED.lines().find_map(|line| {
		let (hash, _) = line.split_once(' ').filter(|(_, listed)| *listed == name)?;
		hex::decode(hash).ok()?.try_into().ok()
	})
}

fn heading(key_hash: &[u8; 32], Layouts { a, b, c }: Layouts) -> Vec<u8> {
	let mut heading = [FORMAT.as_slice(), key_hash].concat();
	for Layout { digit_bits, multiples } in [a, b, c] {
		heading.extend([digit_bits as u8, multiples as u8]);
	}
	heading
}

fn point_bytes<F: Coordinate>() -> usize {
	Point::<F>::INFINITY.x.limbs().count() * 2 * 8
}

fn hash(heading: &[u8], body: &[u8]) -> [u8; HASH_BYTES] {
	let pieces: Vec<[u8; HASH_BYTES]> =
		body.par_chunks(PIECE).map(|piece| Sha256::digest(piece).into()).collect();
	let mut whole = Sha256::new_with_prefix(heading);
	pieces.iter().for_each(|piece| whole.update(piece));
	whole.finalize().into()
}

/// The tables in a file, if it is what it should be.
fn read(
	path: &Path,
	heading: &[u8],
	depth: u8,
	layouts: Layouts,
	counts: [usize; 3],
) -> Option<Tables> {
	let [a, b, c] = counts;
	let lengths = [
		a * layouts.a.multiples * point_bytes::<Fq>(),
		b * layouts.b.multiples * point_bytes::<Fq2>(),
		c * layouts.c.multiples * point_bytes::<Fq>(),
	];
	let body_length: usize = lengths.iter().sum();
	let length = heading.len() + body_length;
	let file = fs::File::open(path).ok()?;
	if file.metadata().ok()?.len() != length as u64 {
		return None;
	}
	let mut bytes = Vec::with_capacity(length);
	file.take(length as u64).read_to_end(&mut bytes).ok()?;
	let (found_heading, body) = bytes.split_at_checked(heading.len())?;
	if found_heading != heading || hash(heading, body) != listed(depth)? {
		return None;
	}
	let (a, rest) = body.split_at(lengths[0]);
	let (b, c) = rest.split_at(lengths[1]);
	Some(Tables { a: table(layouts.a, a), b: table(layouts.b, b), c: table(layouts.c, c) })
}

fn table<P: SWCurveConfig<BaseField: Coordinate>>(layout: Layout, bytes: &[u8]) -> Table<P> {
	let points = bytes.par_chunks_exact(point_bytes::<P::BaseField>()).map(|bytes| {
		let (limbs, _) = bytes.as_chunks::<8>();
		let mut limbs = limbs.iter().map(|limb| u64::from_le_bytes(*limb));
		let (x, y) = (Coordinate::from_limbs(&mut limbs), Coordinate::from_limbs(&mut limbs));
		Point { x, y }
	});
	Table::from_points(layout, points.collect())
}

fn append<F: Coordinate>(points: &[Point<F>], bytes: &mut Vec<u8>) {
	for limb in points.iter().flat_map(|point| point.x.limbs().chain(point.y.limbs())) {
		bytes.extend(limb.to_le_bytes());
	}
}

/// The points' limbs, as a file has them.
fn body(tables: &Tables) -> Vec<u8> {
	let mut body = Vec::new();
	append(tables.a.points(), &mut body);
	append(tables.b.points(), &mut body);
	append(tables.c.points(), &mut body);
	body
}

/// Writes a file in a directory that need not exist yet; whoever reads it finds all of it or none.
pub(crate) fn write_whole(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
	if let Some(directory) = path.parent() {
		fs::create_dir_all(directory)?;
	}
	let (unfinished, mut file) = create_beside(path)?;
	let written = parts.iter().try_for_each(|part| file.write_all(part));
	let done = written.and_then(|()| file.sync_all()).and_then(|()| fs::rename(&unfinished, path));
	if done.is_err() {
		// What is in the way of writing may be in the way of this too.
		let _ = fs::remove_file(&unfinished);
	}
	done
}

/// A new file with a name of its own: no other thread writes it, and no link that somebody has laid
/// is followed.
fn create_beside(path: &Path) -> io::Result<(PathBuf, fs::File)> {
	static NEXT: AtomicU32 = AtomicU32::new(0);
	loop {
		let mut name = path.as_os_str().to_owned();
		name.push(format!(".{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
		let unfinished = PathBuf::from(name);
		match fs::File::create_new(&unfinished) {
			Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
			created => return Ok((unfinished, created?)),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{verify, Artifacts, Circuit, Group, Identity, Message, Scope};
	use census_zk_types::{SemaphoreProof, MAX_DEPTH};
	use std::env;

	const DEPTH: u8 = 1;

	/// What somebody would put in a proving key's tables' place: without `A`'s delta, and without what
	/// `r` is multiplied by in `C`. The proofs are true, and `r` blinds nothing.
	fn unblinding(key: &ProvingKey, sound: &Tables) -> Tables {
		let layouts = Layouts::new(key, Layout::full);
		let without = |layout: Layout, points: &[Point<Fq>], last: usize| {
			let mut points = points.to_vec();
			let start = points.len() - last * layout.multiples;
			points[start..].fill(Point::INFINITY);
			Table::from_points(layout, points)
		};
		Tables {
			a: without(layouts.a, sound.a.points(), 1),
			b: Table::from_points(layouts.b, sound.b.points().to_vec()),
			c: without(layouts.c, sound.c.points(), key.b_g1.points.len() + 1),
		}
	}

	/// A directory that is gone when the test ends, and a circuit's proving key.
	struct Place {
		directory: PathBuf,
		artifacts: Artifacts,
		hash: [u8; 32],
		key: ProvingKey,
	}

	impl Place {
		fn new(name: &str) -> Self {
			let directory = format!("census-prover-{name}-{}", std::process::id());
			let artifacts = Artifacts::of_tests();
			let (bytes, hash) = artifacts.proving_key(DEPTH).unwrap();
			let key = ProvingKey::read(&bytes).unwrap();
			Self { directory: env::temp_dir().join(directory), artifacts, hash, key }
		}

		fn path(&self) -> PathBuf {
			path(&self.directory, &self.hash, DEPTH)
		}

		fn heading(&self) -> Vec<u8> {
			heading(&self.hash, Layouts::new(&self.key, Layout::full))
		}

		/// Two proofs of one statement, with what the directory has.
		fn prove_twice(&self) -> [SemaphoreProof; 2] {
			let circuit = Circuit::load(&self.artifacts, DEPTH, Some(&self.directory)).unwrap();
			let identity = Identity::new("someone");
			let group = Group::new(&[identity.commitment()]).unwrap();
			let (message, scope) = (Message::from(1), Scope::from(2));
			[(); 2].map(|()| circuit.prove(&identity, &group, &message, &scope).unwrap())
		}
	}

	impl Drop for Place {
		fn drop(&mut self) {
			fs::remove_dir_all(&self.directory).unwrap();
		}
	}

	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn tables_that_would_take_the_blinding_out_are_not_used() {
		let place = Place::new("forged");
		let sound = Tables::new(&place.key, Layouts::new(&place.key, Layout::full));
		let forged = unblinding(&place.key, &sound);
		let file = [place.heading(), body(&forged)].concat();
		write_whole(&place.path(), &[&file]).unwrap();

		let [one, other] = place.prove_twice();
		assert_ne!(one.points[..2], other.points[..2], "nothing blinds A");
		let kept = fs::read(place.path()).unwrap();
		assert!(kept == [place.heading(), body(&sound)].concat(), "they were left there");
	}

	/// What such tables would do: the reason why a file's own hash is not enough.
	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn with_such_tables_proofs_would_be_true_and_not_blinded() {
		let artifacts = Artifacts::of_tests();
		let key = ProvingKey::read(&artifacts.proving_key(DEPTH).unwrap().0).unwrap();
		let sound = Tables::new(&key, Layouts::new(&key, Layout::full));
		let forged = unblinding(&key, &sound);
		let circuit = Circuit::with_tables(&artifacts, DEPTH, forged).unwrap();
		let identity = Identity::new("someone");
		let group = Group::new(&[identity.commitment()]).unwrap();
		let (message, scope) = (Message::from(1), Scope::from(2));
		let [one, other] =
			[(); 2].map(|()| circuit.prove(&identity, &group, &message, &scope).unwrap());
		assert_eq!(one.points[..2], other.points[..2]);
		verify(&one).unwrap();
		verify(&other).unwrap();
	}

	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn a_flipped_bit_anywhere_is_noticed() {
		let place = Place::new("flipped");
		let layouts = Layouts::new(&place.key, Layout::full);
		let counts = Tables::counts(&place.key);
		let heading = place.heading();
		let sound = [heading.clone(), body(&Tables::new(&place.key, layouts))].concat();
		let is_used = |bytes: &[u8]| {
			write_whole(&place.path(), &[bytes]).unwrap();
			read(&place.path(), &heading, DEPTH, layouts, counts).is_some()
		};
		assert!(is_used(&sound));
		let mut changed = sound.clone();
		for position in (0..sound.len()).step_by(sound.len() / 40).chain([31, 63, sound.len() - 1])
		{
			changed[position] ^= 0x10;
			assert!(!is_used(&changed), "byte {position}");
			changed[position] ^= 0x10;
		}
		assert!(is_used(&changed));
	}

	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn every_depths_tables_are_the_listed_ones() {
		let artifacts = Artifacts::of_tests();
		let made: String = (1..=MAX_DEPTH)
			.map(|depth| {
				let (bytes, key_hash) = artifacts.proving_key(depth).unwrap();
				let key = ProvingKey::read(&bytes).unwrap();
				let layouts = Layouts::new(&key, Layout::full);
				let hash = hash(&heading(&key_hash, layouts), &body(&Tables::new(&key, layouts)));
				format!("{} semaphore-{depth}.tables\n", hex::encode(hash))
			})
			.collect();
		assert_eq!(made, LISTED, "made:\n{made}");
	}

	/// A link that somebody laid where a file will be written is not followed.
	#[test]
	#[cfg(unix)]
	fn writing_follows_no_link() {
		let directory = env::temp_dir().join(format!("census-prover-link-{}", std::process::id()));
		fs::create_dir_all(&directory).unwrap();
		let (victim, path) = (directory.join("victim"), directory.join("written"));
		fs::write(&victim, "theirs").unwrap();
		std::os::unix::fs::symlink(&victim, &path).unwrap();
		for next in 0..1_000 {
			let name = format!("written.{}-{next}", std::process::id());
			std::os::unix::fs::symlink(&victim, directory.join(name)).unwrap();
		}
		write_whole(&path, &[b"ours"]).unwrap();
		assert_eq!(fs::read(&victim).unwrap(), b"theirs");
		assert_eq!(fs::read(&path).unwrap(), b"ours");
		fs::remove_dir_all(&directory).unwrap();
	}
}
