//! The records of persons, as many as are asked for, each as its admission would have left it.
//!
//! - All have stood in the tree since the first epoch, and rest on every issuer of the specification's policy.
//! - The first ones are real: their identities are those of the secrets `person 0`, `person 1` and so on, so a
//!   test can act as they do. The others' commitments are numbers of which nobody knows a secret.
//! - Their admissions end one after the other, evenly over two years, those of the first ones last.

use crate::state::{section, Entry, Section};
use census_lean_imt::{Page, PageId, Poseidon, Tree};
use census_prover::Identity;
use census_runtime::{constants::DAYS, BlockNumber, Runtime};
use census_zk_types::FieldElement;
use codec::Encode;
use frame_support::{storage::storage_prefix, BoundedVec};
use pallet_personhood::{
	words, Agenda, Attestation, Claims, Commitments, CurrentEpoch, Issuers, LivePersons, Next,
	NextPersonId, Pages, Person, Persons, Place, PoliciesInForce, PolicyId, Status, Tag, TagRecord,
	Tags, MAX_PERSONS,
};
use sp_crypto_hashing::blake2_256;
use sp_runtime::Storage;
use sp_state_machine::BasicExternalities;
use std::{collections::BTreeMap, iter};

/// From the last person's end to the first one's, in blocks.
const ENDS_WITHIN: u64 = 2 * 365 * DAYS as u64;
/// How many leaves are appended to the tree at once.
const AT_ONCE: usize = 4_096;

/// The name of the pallet in the state.
const PALLET: &[u8] = b"Personhood";

/// The secret of a real person's identity.
pub(crate) fn secret(person: u32) -> String {
	format!("person {person}")
}

/// A person's tag at an issuer.
pub(crate) fn tag(issuer: u32, person: u32) -> Tag {
	(b"tag", issuer, person).using_encoded(blake2_256)
}

/// So many persons.
pub(crate) struct People {
	count: u32,
	/// The commitments of the real ones.
	real: Vec<FieldElement>,
	/// On which issuers they all rest, and by which policy.
	issuers: Vec<u32>,
	policy: PolicyId,
}

impl People {
	/// Persons for the chain of this genesis state, the first `real` of whom have identities.
	///
	/// # Errors
	/// In a sentence, if there would be more than there can be, or nobody admits them.
	pub(crate) fn new(genesis: &Storage, count: u32, real: u32) -> Result<Self, String> {
		if count > MAX_PERSONS {
			return Err(format!("there are no more than {MAX_PERSONS} persons"));
		}
		let commitment = |person| Identity::new(secret(person)).commitment();
		BasicExternalities::new(genesis.clone()).execute_with(|| {
			let current = PoliciesInForce::<Runtime>::get().current;
			let issuers: Vec<_> = current.members.iter().map(|member| member.issuer).collect();
			if !current.admits(&issuers) || Issuers::<Runtime>::iter_keys().next().is_none() {
				return Err("the genesis state has no issuers that admit anybody".into());
			}
			Ok(Self {
				count,
				real: (0..real.min(count)).map(commitment).collect(),
				issuers,
				policy: current.number,
			})
		})
	}

	/// How many there are.
	pub(crate) fn count(&self) -> u32 {
		self.count
	}

	/// An entry of one person's: the record, or whose a tag is at one of the issuers, by turns. It may be one that
	/// there is not.
	pub(crate) fn entry(&self, person: u32, turn: u64) -> Entry {
		let turns = self.issuers.len() as u64 + 1;
		match self.issuers.get((turn % turns) as usize) {
			Some(issuer) => {
				let key = Tags::<Runtime>::hashed_key_for(issuer, tag(*issuer, person));
				(key, TagRecord { person, serial: 1 }.encode())
			}
			None => (Persons::<Runtime>::hashed_key_for(person), self.record(person).encode()),
		}
	}

	/// A person's commitment.
	fn commitment(&self, person: u32) -> FieldElement {
		let known = self.real.get(person as usize).copied();
		known.unwrap_or_else(|| words::reduced((b"nobody's", person).using_encoded(blake2_256)))
	}

	/// The block in which a person's admission ends.
	fn expires_at(&self, person: u32) -> BlockNumber {
		let place = u64::from(self.count.saturating_sub(person));
		(place.saturating_mul(ENDS_WITHIN) / u64::from(self.count.max(1))) as BlockNumber + 1
	}

	fn record(&self, person: u32) -> Person<BlockNumber> {
		let attestation = |issuer: &u32| Attestation {
			issuer: *issuer,
			tag: tag(*issuer, person),
			standing: true,
		};
		Person {
			status: Status::Active,
			commitment: self.commitment(person),
			place: Place::Leaf { index: person, since: 0 },
			rotations: 0,
			recoveries: 0,
			enrolled_at: 0,
			admitted_at: 0,
			expires_at: self.expires_at(person),
			may_rotate_at: 0,
			policy: self.policy,
			attestations: BoundedVec::truncate_from(self.issuers.iter().map(attestation).collect()),
			claims: Claims::default(),
			recovery: None,
		}
	}

	/// The tree of all of them: its pages, and its root.
	///
	/// # Errors
	/// In a sentence, if the tree cannot be made.
	pub(crate) fn tree(
		&self,
		mut told: impl FnMut(u32),
	) -> Result<(BTreeMap<PageId, Page>, FieldElement), String> {
		let cannot = |error| format!("the tree cannot be made: {error:?}");
		let mut pages = BTreeMap::new();
		let mut tree = Tree::new(&mut pages, Poseidon, 0).map_err(cannot)?;
		let mut root = FieldElement::ZERO;
		for first in (0..self.count).step_by(AT_ONCE) {
			let last = first.saturating_add(AT_ONCE as u32).min(self.count);
			let leaves: Vec<_> = (first..last).map(|person| self.commitment(person)).collect();
			root = tree.append_many(&leaves).map_err(cannot)?;
			told(last);
		}
		Ok((pages, root))
	}

	/// What the pallet counts of them, written into the genesis state.
	pub(crate) fn count_in(&self, genesis: Storage, root: FieldElement) -> Storage {
		let mut state = BasicExternalities::new(genesis);
		state.execute_with(|| {
			NextPersonId::<Runtime>::put(self.count);
			LivePersons::<Runtime>::mutate(|live| live.current = self.count);
			Next::<Runtime>::mutate(|tree| {
				(tree.root, tree.size, tree.members) = (root, self.count, self.count);
			});
			CurrentEpoch::<Runtime>::mutate(|epoch| {
				(epoch.root, epoch.size, epoch.members) = (root, self.count, self.count);
			});
		});
		state.into_storages()
	}

	/// The records themselves.
	pub(crate) fn sections<'a>(&'a self, pages: &'a BTreeMap<PageId, Page>) -> Vec<Section<'a>> {
		let count = self.count;
		let map = |name: &str| storage_prefix(PALLET, name.as_bytes()).to_vec();
		let of_issuer = |issuer: &u32| {
			let issuer = *issuer;
			let serial = 1;
			// The two hashes of a double map's name, and the first key with its own.
			let prefix = Tags::<Runtime>::hashed_key_for(issuer, Tag::default());
			section(
				prefix.get(..44).unwrap_or_default().to_vec(),
				count,
				move |person| Tags::<Runtime>::hashed_key_for(issuer, tag(issuer, person)),
				move |person| TagRecord { person, serial }.encode(),
			)
		};
		let keys: Vec<_> = pages.keys().map(|page| (page.group, page.index)).collect();
		let values = keys.clone();
		let mut sections = vec![
			section(map("Persons"), count, Persons::<Runtime>::hashed_key_for, |person| {
				self.record(person).encode()
			}),
			section(
				map("Commitments"),
				count,
				|person| Commitments::<Runtime>::hashed_key_for(self.commitment(person)),
				|person| person.encode(),
			),
			section(
				map("Agenda"),
				count,
				|person| Agenda::<Runtime>::hashed_key_for(self.expires_at(person), person),
				|_| ().encode(),
			),
			section(
				map("Pages"),
				keys.len() as u32,
				move |at| Pages::<Runtime>::hashed_key_for(keys[at as usize]),
				move |at| {
					let (group, index) = values[at as usize];
					pages.get(&PageId { group, index }).map(Encode::encode).unwrap_or_default()
				},
			),
		];
		sections.extend(self.issuers.iter().map(of_issuer));
		sections
	}
}

/// How many entries there are, for whoever waits.
pub(crate) fn watched(
	entries: impl Iterator<Item = Entry>,
	mut told: impl FnMut(u64),
) -> impl Iterator<Item = Entry> {
	const EVERY: u64 = 1_000_000;
	let mut entries = entries.zip(1..);
	iter::from_fn(move || {
		let (entry, number) = entries.next()?;
		if number % EVERY == 0 {
			told(number);
		}
		Some(entry)
	})
}
