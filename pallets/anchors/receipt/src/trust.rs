//! What a verifier believes before it has seen any receipt.

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
use serde::{Deserialize, Serialize};

/// The most authorities of a set.
pub const MAX_AUTHORITIES: usize = 10_000;

/// The longest text of a trust.
pub const MAX_TRUST_BYTES: usize = 4 * 1024 * 1024;

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

/// What a verifier is configured with. It never comes from a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trust {
	/// The hash of the chain's genesis.
	pub genesis: Hash,
	/// Sets of validators that are known to be the chain's: that of genesis, number 0, and any that
	/// pinned later. The more recent the newest one is, the more a verdict is worth: on that one alone
	/// a verdict can rest.
	pub sets: Vec<AuthoritySet>,
	/// Sets that the newest one vouches for. It vouches for who they were, not for what their
	/// keys have signed since: no verdict rests on them.
	learnt: Vec<AuthoritySet>,
}

/// A trust as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
	format: String,
	version: u32,
	#[serde(with = "hexadecimal")]
	genesis: Hash,
	sets: Vec<WrittenSet>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSet {
	id: u64,
	authorities: Vec<WrittenAuthority>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAuthority {
	#[serde(with = "hexadecimal")]
	key: Hash,
	weight: u64,
}

impl Trust {
	/// Trusts a genesis and these sets.
	pub fn new(genesis: Hash, sets: Vec<AuthoritySet>) -> Self {
		Self { genesis, sets, learnt: Vec::new() }
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
		let sets = written
			.sets
			.into_iter()
			.map(|set| {
				let authorities = set.authorities.into_iter();
				let authorities = authorities.map(|one| (one.key, one.weight)).collect();
				AuthoritySet::new(set.id, authorities)
			})
			.collect::<Result<_, _>>()?;
		Ok(Self::new(written.genesis, sets))
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
		});
		let written = Written {
			format: FORMAT.into(),
			version: VERSION,
			genesis: self.genesis,
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
}
