//! What a verifier believes before it has seen any receipt, and since when.

use crate::{
	format::hexadecimal,
	verdict::{Basis, Details, Verdict},
	Refusal,
};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use census_anchor_log::{
	leaf::{Authorities, Subject},
	Hash,
};
use core::cmp::Ordering;
use serde::{Deserialize, Serialize};

/// The most authorities of a set.
pub const MAX_AUTHORITIES: usize = 10_000;

/// The longest text of a trust.
pub const MAX_TRUST_BYTES: usize = 4 * 1024 * 1024;

/// For how many days a set of validators is relied on after it was last known to be in force, unless
/// the trust says otherwise. It is an assumption about people, which no signature can prove: that
/// whoever leaves the set guards its key for so long, and so signs no other history with it.
pub const DEFAULT_HORIZON_DAYS: u32 = 28;

/// How far two clocks may be apart: that by which a set was noted, and that of the verification.
const MAX_CLOCK_SKEW_MS: u64 = 10 * 60 * 1_000;

/// A day in milliseconds.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// The name of the format.
const FORMAT: &str = "census-trust";
/// The version of the format.
const VERSION: u32 = 1;

/// A set of validators that finalises blocks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthoritySet {
	/// The set's number: 0 at genesis, then one more with each change.
	pub id: u64,
	/// Their keys and weights, in the order of the keys.
	authorities: Authorities,
}

impl AuthoritySet {
	/// A set of validators.
	///
	/// Their order is of no account, and not kept.
	///
	/// # Errors
	/// [`Refusal::AuthoritiesInvalid`].
	pub fn new(id: u64, mut authorities: Authorities) -> Result<Self, Refusal> {
		authorities.sort_unstable();
		let keys: BTreeSet<_> = authorities.iter().map(|(key, _)| key).collect();
		let sound = (1..=MAX_AUTHORITIES).contains(&authorities.len())
			&& keys.len() == authorities.len()
			&& authorities.iter().all(|(_, weight)| *weight > 0);
		if sound {
			Ok(Self { id, authorities })
		} else {
			Err(Refusal::AuthoritiesInvalid)
		}
	}

	/// Their ed25519 keys and weights, in the order of the keys.
	pub fn authorities(&self) -> &[(Hash, u64)] {
		&self.authorities
	}
}

/// That a set of validators was known to be in force: by a source that the reader trusted, at a time
/// by the reader's own clock.
///
/// It says that at this time the block was final, and that this set was to finalise what comes behind
/// it. So it dates the set; and whatever the chain holds by that block existed by that time, whatever
/// the blocks say of theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf {
	/// The set's number.
	pub set: u64,
	/// The number of a block that was final.
	pub block: u32,
	/// When this was known: milliseconds since 1970.
	pub time: u64,
}

/// What a verifier is configured with. It never comes from a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trust {
	/// The hash of the chain's genesis.
	pub genesis: Hash,
	/// Sets of validators that are known to be the chain's: that of genesis, number 0, and any that
	/// were pinned later. A verdict can rest on the newest one alone.
	pub sets: Vec<AuthoritySet>,
	/// When these sets were known to be in force, once or more often. A set without such a note has
	/// no age that could be told: no verdict rests on it.
	pub as_of: Vec<AsOf>,
	/// For how many days after its last note the newest set is relied on.
	pub horizon_days: u32,
	/// Sets that the newest one vouches for. It vouches for who they were, not for what their
	/// keys have signed since: no verdict rests on them.
	learnt: Vec<AuthoritySet>,
}

/// A trust as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
	format: String,
	version: u32,
	#[serde(with = "hexadecimal")]
	genesis: Hash,
	#[serde(default = "default_horizon_days")]
	horizon_days: u32,
	sets: Vec<WrittenSet>,
}

fn default_horizon_days() -> u32 {
	DEFAULT_HORIZON_DAYS
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WrittenSet {
	id: u64,
	authorities: Vec<WrittenAuthority>,
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	as_of: Vec<WrittenAsOf>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAsOf {
	block: u32,
	time: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAuthority {
	#[serde(with = "hexadecimal")]
	key: Hash,
	weight: u64,
}

impl Trust {
	/// Trusts a genesis and these sets, of which it is not known when they were in force.
	pub fn new(genesis: Hash, sets: Vec<AuthoritySet>) -> Self {
		Self {
			genesis,
			sets,
			as_of: Vec::new(),
			horizon_days: DEFAULT_HORIZON_DAYS,
			learnt: Vec::new(),
		}
	}

	/// Reads a trust, in JSON of any form: it is a configuration, written by hand or by a node.
	///
	/// # Errors
	/// [`Refusal::TooLong`], [`Refusal::NotATrust`], [`Refusal::AuthoritiesInvalid`].
	pub fn from_text(text: &[u8]) -> Result<Self, Refusal> {
		if text.len() > MAX_TRUST_BYTES {
			return Err(Refusal::TooLong);
		}
		let written: Written = serde_json::from_slice(text).map_err(|_| Refusal::NotATrust)?;
		if written.format != FORMAT || written.version != VERSION {
			return Err(Refusal::NotATrust);
		}
		let mut trust = Self::new(written.genesis, Vec::new());
		trust.horizon_days = written.horizon_days;
		for WrittenSet { id, authorities, as_of } in written.sets {
			if trust.sets.iter().any(|set| set.id == id) {
				return Err(Refusal::NotATrust);
			}
			let authorities = authorities.into_iter().map(|one| (one.key, one.weight)).collect();
			trust.sets.push(AuthoritySet::new(id, authorities)?);
			let noted = as_of.into_iter();
			trust.as_of.extend(noted.map(|noted| AsOf {
				set: id,
				block: noted.block,
				time: noted.time,
			}));
		}
		Ok(trust)
	}

	/// The trust in JSON, without what was learnt: that is no configuration.
	///
	/// # Errors
	/// None that can arise: text, numbers and lists of them can always be written.
	pub fn to_text(&self) -> Result<String, Refusal> {
		let sets = self.sets.iter().map(|set| WrittenSet {
			id: set.id,
			authorities: set
				.authorities
				.iter()
				.map(|(key, weight)| WrittenAuthority { key: *key, weight: *weight })
				.collect(),
			as_of: self
				.noted(set.id)
				.map(|noted| WrittenAsOf { block: noted.block, time: noted.time })
				.collect(),
		});
		let written = Written {
			format: FORMAT.into(),
			version: VERSION,
			genesis: self.genesis,
			horizon_days: self.horizon_days,
			sets: sets.collect(),
		};
		serde_json::to_string_pretty(&written).map_err(|_| Refusal::NotATrust)
	}

	/// Learns an older set of validators from the receipt of its leaf. Receipts that this set
	/// finalised then need no handovers to it. They are consistent with it, and rest on nothing: its
	/// keys may have retired.
	///
	/// # Errors
	/// [`Refusal::NotASet`]; [`Refusal::NotVouchedFor`] if the receipt does not rest on the newest
	/// trusted set, or a later set is to be learnt than the one that finalised it.
	pub fn learn(&mut self, verdict: &Verdict) -> Result<(), Refusal> {
		let (Subject::AuthoritySet(id), Some(Details::Authorities(authorities))) =
			(verdict.leaf.entry.subject, &verdict.details)
		else {
			return Err(Refusal::NotASet);
		};
		if !matches!(verdict.basis, Basis::Set(_)) || id > verdict.finalised_by {
			return Err(Refusal::NotVouchedFor);
		}
		self.learnt.push(AuthoritySet::new(id, authorities.clone())?);
		Ok(())
	}

	/// The trusted or learnt set of this number. Two different ones of one number are trusted by
	/// nobody.
	pub(crate) fn set(&self, id: u64) -> Result<Option<&AuthoritySet>, Refusal> {
		let mut sets = self.sets.iter().chain(&self.learnt).filter(|set| set.id == id);
		let first = sets.next();
		if sets.any(|other| Some(other) != first) {
			return Err(Refusal::ContradictsTrust);
		}
		Ok(first)
	}

	/// The number of the newest trusted set, of which learnt ones are none.
	pub(crate) fn newest(&self) -> Option<u64> {
		self.sets.iter().map(|set| set.id).max()
	}

	/// When a set was known to be in force.
	fn noted(&self, set: u64) -> impl Iterator<Item = &AsOf> {
		self.as_of.iter().filter(move |noted| noted.set == set)
	}

	/// When a set was last known to be in force.
	pub(crate) fn last_noted(&self, set: u64) -> Option<AsOf> {
		self.noted(set).max_by_key(|noted| noted.time).copied()
	}

	/// The earliest time by which a block of this number is known to have been final.
	pub(crate) fn first_noted_behind(&self, block: u32) -> Option<AsOf> {
		let behind = self.as_of.iter().filter(|noted| noted.block >= block);
		behind.min_by_key(|noted| noted.time).copied()
	}

	/// Whether a note is older at this time than sets are relied on.
	pub(crate) fn is_outdated(&self, noted: AsOf, now: u64) -> bool {
		now.saturating_sub(noted.time) > u64::from(self.horizon_days).saturating_mul(DAY_MS)
	}

	/// Checks that nothing was noted later than now.
	pub(crate) fn check_clock(&self, now: u64) -> Result<(), Refusal> {
		let latest = now.saturating_add(MAX_CLOCK_SKEW_MS);
		if self.as_of.iter().all(|noted| noted.time <= latest) {
			Ok(())
		} else {
			Err(Refusal::NotedInTheFuture)
		}
	}

	/// Checks that a set can have finalised a block, by when the sets were known to be in force.
	/// `last` says that it is that set's last one.
	pub(crate) fn check_in_force(&self, set: u64, block: u32, last: bool) -> Result<(), Refusal> {
		let possible = self.as_of.iter().all(|noted| match set.cmp(&noted.set) {
			Ordering::Less => block <= noted.block,
			Ordering::Equal => !last || block >= noted.block,
			Ordering::Greater => block > noted.block,
		});
		if possible {
			Ok(())
		} else {
			Err(Refusal::NotInForce)
		}
	}
}
