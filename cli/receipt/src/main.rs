//! `census-receipt`: verifies a receipt offline, against a file and what the reader trusts, and names
//! who signed two that are in conflict.

use census_anchor_log::{terms::HashAlgorithm, Hash};
use census_receipt::{
	file, verify_text, AsOf, AuthoritySet, Receipt, Trust, MAX_RECEIPT_BYTES, MAX_TRUST_BYTES,
};
use std::{
	fs::File,
	io::{Read, Write},
	process::ExitCode,
	time::{SystemTime, UNIX_EPOCH},
};

const HELP: &str = "\
Verifies a receipt of an anchor, offline: that a file existed by some time.

usage:
  census-receipt verify [FILE] RECEIPT TRUST...
  census-receipt compare RECEIPT RECEIPT TRUST...
  census-receipt hash ALGORITHM FILE

TRUST is either
  --trust FILE       what to trust: a file of JSON, census-trust
or all of
  --genesis HASH     the hash of the chain's genesis block
  --authorities KEYS the validators of genesis: ed25519 keys in hexadecimal behind 0x,
                     with commas between, each with :WEIGHT behind it unless that is 1
  --set N=KEYS       a later set of validators that is trusted; N is its number
and, besides,
  --as-of N=BLOCK,TIME  set N was known to be in force at that time, when that block
                     was final
  --horizon-days D   for how long after that a set is relied on: 28 days
  --learn RECEIPT    the receipt of an older set of validators: where the newest trusted
                     set vouches for it, receipts may begin at it; none rests on it
  --now TIME         the time of the verification, instead of this machine's
A TIME is in milliseconds since 1970, as `date +%s000` tells it.

verify
  FILE               the file that the receipt must be of; without it, the receipt's
                     hash is shown, and is nobody's file yet
  RECEIPT            the receipt

  Says what is proven, by which time, and on whose word it rests. That is the newest
  trusted set, where it finalised the receipt's block or leads to the set that did, and
  was in force within the horizon. Whatever else holds is told to be consistent with a
  set only: retired keys can sign another history. Beside the time that the author of
  the block claims it says by when at the latest it was, as far as that is known here.

compare
  Of two receipts that hold and cannot both be of one history: names the validators who
  signed both, and says of whom it is proven that they broke the rules.

hash
  Prints the hash of a file, as it is anchored. ALGORITHM is blake2b-256, sha256,
  sha3-256, keccak-256 or blake3.

It ends with 0 where the receipt holds, or two are in conflict; with 1 where it is
refused, or they are not; and with 2 where it was not understood or a file could not be
read. It asks nobody.
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
		["compare", rest @ ..] => compare(rest),
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

/// What `verify` or `compare` was told.
#[derive(Default)]
struct Request<'a> {
	paths: Vec<&'a str>,
	trust: Option<&'a str>,
	genesis: Option<&'a str>,
	sets: Vec<(u64, &'a str)>,
	as_of: Vec<AsOf>,
	horizon_days: Option<&'a str>,
	learn: Vec<&'a str>,
	now: Option<&'a str>,
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
				"--horizon-days" => request.horizon_days.replace(value),
				"--now" => request.now.replace(value),
				"--as-of" => {
					request.as_of.push(as_of(value)?);
					None
				}
				"--authorities" => {
					request.sets.push((0, value));
					None
				}
				"--set" => {
					let (number, keys) = value
						.split_once('=')
						.ok_or_else(|| Unusable("--set takes a number, =, and keys".into()))?;
					request.sets.push((parsed(number, "number of a set")?, keys));
					None
				}
				"--learn" => {
					request.learn.push(value);
					None
				}
				_ => return Err(Unusable(format!("{word} is no option"))),
			};
			if earlier.is_some() {
				return Err(Unusable(format!("{word} is there twice")));
			}
		}
		Ok(request)
	}

	/// What time it is: milliseconds since 1970.
	fn now(&self) -> Result<u64, Failure> {
		let Some(now) = self.now else {
			let since = SystemTime::now().duration_since(UNIX_EPOCH);
			let since = since.map_err(|_| Unusable("this machine's clock is wrong".into()))?;
			return Ok(u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
		};
		parsed(now, "time in milliseconds")
	}

	/// What is trusted, with what is learnt at this time.
	fn trust(&self, now: u64) -> Result<Trust, Failure> {
		let mut trust = self.configured()?;
		for noted in &self.as_of {
			if trust.sets.iter().all(|set| set.id != noted.set) {
				return Err(Unusable(format!("set {} has a date and no keys", noted.set)));
			}
			trust.as_of.push(*noted);
		}
		if let Some(days) = self.horizon_days {
			trust.horizon_days = parsed(days, "number of days")?;
		}
		for path in &self.learn {
			verify_text(&read(path, MAX_RECEIPT_BYTES)?, &trust, now)
				.and_then(|verdict| trust.learn(&verdict))
				.map_err(|refusal| Refused(format!("{path}: {refusal}")))?;
		}
		Ok(trust)
	}

	/// What is trusted by the file or by the keys that were given.
	fn configured(&self) -> Result<Trust, Failure> {
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
	let now = request.now()?;
	let trust = request.trust(now)?;
	let verdict = verify_text(&read(receipt, MAX_RECEIPT_BYTES)?, &trust, now)
		.map_err(|refusal| Refused(refusal.to_string()))?;
	let Some(of) = of else { return Ok(format!("{verdict}\n")) };
	let expected = verdict.digest().ok_or_else(|| Refused("the receipt is of no anchor".into()))?;
	if !verdict.proves(&digest(expected.algorithm, of)?) {
		return Err(Refused(format!("the receipt is not of {of}")));
	}
	Ok(format!("Proven: {of} existed.\n{verdict}\n"))
}

fn compare(words: &[&str]) -> Result<String, Failure> {
	let request = Request::read(words)?;
	let [one, other] = request.paths[..] else {
		return Err(Unusable("compare takes two receipts".into()));
	};
	let now = request.now()?;
	let trust = request.trust(now)?;
	let [one, other] = [one, other].map(|path| {
		Receipt::from_text(&read(path, MAX_RECEIPT_BYTES)?)
			.map_err(|refusal| Refused(format!("{path}: {refusal}")))
	});
	let conflict = census_receipt::compare(&one?, &other?, &trust, now)
		.map_err(|cause| Refused(cause.to_string()))?;
	Ok(format!("{conflict}\n"))
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

/// A number in decimal digits.
fn parsed<N: std::str::FromStr>(text: &str, what: &str) -> Result<N, Failure> {
	text.parse().map_err(|_| Unusable(format!("{text} is no {what}")))
}

/// When a set was known to be in force: `N=BLOCK,TIME`.
fn as_of(text: &str) -> Result<AsOf, Failure> {
	let (set, (block, time)) = text
		.split_once('=')
		.and_then(|(set, rest)| Some((set, rest.split_once(',')?)))
		.ok_or_else(|| {
			Unusable("--as-of takes a set's number, =, a block, a comma and a time".into())
		})?;
	Ok(AsOf {
		set: parsed(set, "number of a set")?,
		block: parsed(block, "number of a block")?,
		time: parsed(time, "time in milliseconds")?,
	})
}

fn authorities(id: u64, keys: &str) -> Result<AuthoritySet, Failure> {
	let one = |text: &str| {
		let (key, weight) = text.split_once(':').unwrap_or((text, "1"));
		Ok((hash(key)?, parsed(weight, "weight")?))
	};
	let list = keys.split(',').map(one).collect::<Result<_, Failure>>()?;
	AuthoritySet::new(id, list).map_err(|error| Unusable(format!("set {id}: {error}")))
}
