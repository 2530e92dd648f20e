//! `census-receipt`: verifies a receipt offline, against a file and what the reader trusts.

use census_anchor_log::{terms::HashAlgorithm, Hash};
use census_receipt::{file, verify_text, AuthoritySet, Trust, MAX_RECEIPT_BYTES, MAX_TRUST_BYTES};
use std::{
	fs::File,
	io::{Read, Write},
	process::ExitCode,
};

const HELP: &str = "\
Verifies a receipt of an anchor, offline: that a file existed by some time.

usage:
  census-receipt verify [FILE] RECEIPT --trust TRUST [--learn RECEIPT]...
  census-receipt verify [FILE] RECEIPT --genesis HASH --authorities KEYS
                        [--set N=KEYS]... [--learn RECEIPT]...
  census-receipt hash ALGORITHM FILE

verify
  FILE               the file that the receipt must be of; without it, the receipt's
                     hash is shown, and is nobody's file yet
  RECEIPT            the receipt
  --trust TRUST      what to trust: a file of JSON, census-trust
  --genesis HASH     the hash of the chain's genesis block
  --authorities KEYS the validators of genesis: ed25519 keys in hexadecimal behind 0x,
                     with commas between, each with :WEIGHT behind it unless that is 1
  --set N=KEYS       a later set of validators that is trusted; N is its number
  --learn RECEIPT    the receipt of an older set of validators: where the newest trusted
                     set vouches for it, receipts may begin at it; none rests on it

  Says what is proven, by which time, and on whose word it rests. That is the newest
  trusted set, where it finalised the receipt's block or leads to the set that did, and
  is not that of genesis. Whatever else holds is told to be consistent with an older set
  only: retired keys can sign another history.

hash
  Prints the hash of a file, as it is anchored. ALGORITHM is blake2b-256, sha256,
  sha3-256, keccak-256 or blake3.

It ends with 0 where the receipt holds, with 1 where it is refused, and with 2 where it
was not understood or a file could not be read. It asks nobody.
";

/// Why there is no verdict.
enum Failure {
	/// The receipt does not hold.
	Refused(String),
	/// Nothing was verified.
	Unusable(String),
}

use Failure::{Refused, Unusable};

fn main() -> ExitCode {
	let arguments: Vec<_> = std::env::args().skip(1).collect();
	let (text, code) = match run(&arguments) {
		Ok(text) => (text, 0),
		Err(Refused(cause)) => (format!("Refused: {cause}.\n"), 1),
		Err(Unusable(cause)) => (format!("{cause}.\nTry census-receipt --help.\n"), 2),
	};
	// Where nobody reads what is printed, the code still tells.
	let _ = match code {
		0 => std::io::stdout().write_all(text.as_bytes()),
		_ => std::io::stderr().write_all(text.as_bytes()),
	};
	ExitCode::from(code)
}

fn run(arguments: &[String]) -> Result<String, Failure> {
	let words: Vec<_> = arguments.iter().map(String::as_str).collect();
	match &words[..] {
		[] | ["help" | "--help" | "-h", ..] | [_, "--help" | "-h"] => Ok(HELP.into()),
		["verify", rest @ ..] => verify(rest),
		["hash", algorithm, path] => {
			let algorithm = HashAlgorithm::from_term(algorithm).ok_or_else(|| {
				Unusable(format!("{algorithm} is no function that is known here"))
			})?;
			let digest = digest(algorithm, path)?;
			Ok(format!("0x{}\n", hex::encode(digest.hash)))
		}
		["hash", ..] => Err(Unusable("hash takes a function and a file".into())),
		[other, ..] => Err(Unusable(format!("{other} is no command"))),
	}
}

/// What `verify` was told.
#[derive(Default)]
struct Request<'a> {
	paths: Vec<&'a str>,
	trust: Option<&'a str>,
	genesis: Option<&'a str>,
	sets: Vec<(u64, &'a str)>,
	learn: Vec<&'a str>,
}

impl<'a> Request<'a> {
	fn read(words: &[&'a str]) -> Result<Self, Failure> {
		let mut request = Self::default();
		let mut words = words.iter();
		while let Some(word) = words.next() {
			if !word.starts_with("--") {
				request.paths.push(word);
				continue;
			}
			let value = *words.next().ok_or_else(|| Unusable(format!("{word} lacks a value")))?;
			let earlier = match *word {
				"--trust" => request.trust.replace(value),
				"--genesis" => request.genesis.replace(value),
				"--authorities" => {
					request.sets.push((0, value));
					None
				}
				"--set" => {
					let (number, keys) = value
						.split_once('=')
						.ok_or_else(|| Unusable("--set takes a number, =, and keys".into()))?;
					let number = number
						.parse()
						.map_err(|_| Unusable(format!("{number} is no number of a set")))?;
					request.sets.push((number, keys));
					None
				}
				"--learn" => {
					request.learn.push(value);
					None
				}
				_ => return Err(Unusable(format!("{word} is no option of verify"))),
			};
			if earlier.is_some() {
				return Err(Unusable(format!("{word} is there twice")));
			}
		}
		Ok(request)
	}

	/// What is trusted before anything is learnt.
	fn trust(&self) -> Result<Trust, Failure> {
		match (self.trust, self.genesis) {
			(Some(path), None) if self.sets.is_empty() => {
				let text = read(path, MAX_TRUST_BYTES)?;
				Trust::from_text(&text).map_err(|error| Unusable(format!("{path}: {error}")))
			}
			(None, Some(genesis)) if !self.sets.is_empty() => {
				let sets = self.sets.iter().map(|(id, keys)| authorities(*id, keys));
				Ok(Trust::new(hash(genesis)?, sets.collect::<Result<_, _>>()?))
			}
			(None, Some(_)) => Err(Unusable(
				"the genesis hash names no validators: give theirs with --authorities or --set"
					.into(),
			)),
			_ => Err(Unusable(
				"give either --trust, or --genesis with --authorities or --set".into(),
			)),
		}
	}
}

fn verify(words: &[&str]) -> Result<String, Failure> {
	let request = Request::read(words)?;
	let (of, receipt) = match &request.paths[..] {
		[receipt] => (None, receipt),
		[of, receipt] => (Some(of), receipt),
		_ => return Err(Unusable("verify takes a file and its receipt".into())),
	};
	let mut trust = request.trust()?;
	for path in &request.learn {
		verify_text(&read(path, MAX_RECEIPT_BYTES)?, &trust)
			.and_then(|verdict| trust.learn(&verdict))
			.map_err(|refusal| Refused(format!("{path}: {refusal}")))?;
	}
	let verdict = verify_text(&read(receipt, MAX_RECEIPT_BYTES)?, &trust)
		.map_err(|refusal| Refused(refusal.to_string()))?;
	let Some(of) = of else { return Ok(format!("{verdict}\n")) };
	let expected = verdict.digest().ok_or_else(|| Refused("the receipt is of no anchor".into()))?;
	if !verdict.proves(&digest(expected.algorithm, of)?) {
		return Err(Refused(format!("the receipt is not of {of}")));
	}
	Ok(format!("Proven: {of} existed.\n{verdict}\n"))
}

/// Reads a file that is no longer than it may be.
fn read(path: &str, most: usize) -> Result<Vec<u8>, Failure> {
	let mut text = Vec::new();
	File::open(path)
		.and_then(|file| file.take(most as u64 + 1).read_to_end(&mut text))
		.map_err(|error| Unusable(format!("{path}: {error}")))?;
	if text.len() > most {
		return Err(Unusable(format!("{path} is longer than {most} bytes")));
	}
	Ok(text)
}

fn digest(
	algorithm: HashAlgorithm,
	path: &str,
) -> Result<census_anchor_log::leaf::Digest, Failure> {
	File::open(path)
		.and_then(|file| file::digest(algorithm, file))
		.map_err(|error| Unusable(format!("{path}: {error}")))
}

fn hash(text: &str) -> Result<Hash, Failure> {
	let mut hash = [0; 32];
	text.strip_prefix("0x")
		.and_then(|digits| hex::decode_to_slice(digits, &mut hash).ok())
		.ok_or_else(|| Unusable(format!("{text} is not 32 bytes in hexadecimal behind 0x")))?;
	Ok(hash)
}

fn authorities(id: u64, keys: &str) -> Result<AuthoritySet, Failure> {
	let one = |text: &str| {
		let (key, weight) = text.split_once(':').unwrap_or((text, "1"));
		let weight = weight.parse().map_err(|_| Unusable(format!("{weight} is no weight")))?;
		Ok((hash(key)?, weight))
	};
	let list = keys.split(',').map(one).collect::<Result<_, Failure>>()?;
	AuthoritySet::new(id, list).map_err(|error| Unusable(format!("set {id}: {error}")))
}
