//! The tables of a circuit's points, kept on disk.
//!
//! A file holds a heading (what it is of: this format, the proving key's hash, the layout), the
//! points' limbs, 8 little-endian bytes each, and a hash of all that. One that is not exactly so is
//! made again and replaced.

use crate::{
	groth16::{Layouts, Tables},
	multiply::{Coordinate, Layout, Point, Table},
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
};

/// Changes with the format, and with what the tables hold.
const FORMAT: &[u8; 32] = b"census-prover tables, version 1\n";
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
	let name = format!("semaphore-{depth}-{}.tables", hex::encode(&key_hash[..8]));
	let path = directory.join(name);
	let heading = heading(key_hash, layouts);
	let counts = Tables::counts(key);
	if let Some(tables) = read(&path, &heading, layouts, counts) {
		return Ok(tables);
	}
	let tables = Tables::new(key, layouts);
	write(&path, &heading, &tables).map_err(|source| Error::Cache { path, source })?;
	Ok(tables)
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
fn read(path: &Path, heading: &[u8], layouts: Layouts, counts: [usize; 3]) -> Option<Tables> {
	let [a, b, c] = counts;
	let lengths = [
		a * layouts.a.multiples * point_bytes::<Fq>(),
		b * layouts.b.multiples * point_bytes::<Fq2>(),
		c * layouts.c.multiples * point_bytes::<Fq>(),
	];
	let body_length: usize = lengths.iter().sum();
	let length = heading.len() + body_length + HASH_BYTES;
	let file = fs::File::open(path).ok()?;
	if file.metadata().ok()?.len() != length as u64 {
		return None;
	}
	let mut bytes = Vec::with_capacity(length);
	file.take(length as u64).read_to_end(&mut bytes).ok()?;
	let (found_heading, rest) = bytes.split_at_checked(heading.len())?;
	let (body, found_hash) = rest.split_at_checked(body_length)?;
	if found_heading != heading || found_hash != hash(heading, body) {
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

/// Writes the tables under another name first, so that no one sees half of them.
fn write(path: &Path, heading: &[u8], tables: &Tables) -> io::Result<()> {
	let mut body = Vec::new();
	append(tables.a.points(), &mut body);
	append(tables.b.points(), &mut body);
	append(tables.c.points(), &mut body);
	write_whole(path, &[heading, &body, &hash(heading, &body)])
}

/// Writes a file in a directory that need not exist yet; whoever reads it finds all of it or none.
pub(crate) fn write_whole(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
	if let Some(directory) = path.parent() {
		fs::create_dir_all(directory)?;
	}
	let mut unfinished = path.as_os_str().to_owned();
	unfinished.push(format!(".{}", std::process::id()));
	let unfinished = PathBuf::from(unfinished);
	let mut file = fs::File::create(&unfinished)?;
	parts.iter().try_for_each(|part| file.write_all(part))?;
	file.sync_all()?;
	fs::rename(unfinished, path)
}
