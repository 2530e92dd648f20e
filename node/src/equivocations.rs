//! Authors who contradict themselves: two blocks of one author in one slot are an offence, which a node that sees
//! both reports to the chain.
//!
//! polkadot-sdk's own check looks at headers whose seals were taken off, so no chain believes its reports. Here
//! the headers are looked at as they were signed. The SDK's reports are refused by the runtime before they reach
//! a pool, where they would be in the way of ours: both bring the same tag.
//!
//! A report is offered again as blocks come, until a final block's state has it.

use crate::service::{FullClient, FullPool};
use async_trait::async_trait;
use census_runtime::{has_author_offence, opaque::Block, BlockNumber, Hash, Header};
use codec::{Decode, Encode};
use log::{info, warn};
use sc_client_api::{AuxStore, HeaderBackend, StorageKey, StorageProvider};
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_consensus_babe::{find_pre_digest, BabeLink, Epoch};
use sc_consensus_epochs::descendent_query;
use sc_consensus_slots::check_equivocation;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_blockchain::{Error, Info, Result};
use sp_consensus::BlockOrigin;
use sp_consensus_babe::{AuthorityId, BabeApi, EquivocationProof, OpaqueKeyOwnershipProof, Slot};
use sp_timestamp::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const LOG_TARGET: &str = "equivocations";

/// Under what the database keeps the headers that were seen, and the reports that the chain does not have yet. The
/// headers' own keys are the SDK's: behind this, they are none that its check uses.
const PREFIX: &[u8] = b"census:equivocations:";
const REPORTS: &[u8] = b"census:equivocation-reports";
/// How many reports may wait, and how many of one author. Only validators make any.
const MAX_REPORTS: usize = 64;
const MAX_REPORTS_OF_ONE: usize = 4;
/// How long a contradiction may be, in bytes. The headers of honest nodes take less than a tenth.
const MAX_BYTES: usize = 16 * 1024;
/// Reports are offered whenever the best chain has grown by so many blocks, so many of them by turns, and each so
/// often.
const OFFERED_EVERY: BlockNumber = 4;
const OFFERED_AT_ONCE: usize = 8;
const OFFERS: u32 = 256;

/// A block import that looks at the authors of what it imports.
#[derive(Clone)]
pub(crate) struct Watching<Import> {
	import: Import,
	watch: Arc<Watch>,
}

impl<Import> Watching<Import> {
	/// Watches over `import`, to which blocks come with their seals.
	pub(crate) fn new(
		import: Import,
		client: Arc<FullClient>,
		link: BabeLink<Block>,
		pool: &Arc<FullPool>,
	) -> Result<Self> {
		let kept = client.get_aux(REPORTS)?;
		let kept = kept.and_then(|kept| Decode::decode(&mut &kept[..]).ok()).unwrap_or_default();
		let pool = OffchainTransactionPoolFactory::new(pool.clone());
		let reports = Mutex::new(Reports { waiting: kept, offered_at: 0 });
		let watch = Watch { client, link, pool, reports, seen: Mutex::default() };
		Ok(Self { import, watch: Arc::new(watch) })
	}
}

#[async_trait]
impl<Import: BlockImport<Block> + Send + Sync> BlockImport<Block> for Watching<Import> {
	type Error = Import::Error;

	async fn check_block(
		&self,
		block: BlockCheckParams<Block>,
	) -> std::result::Result<ImportResult, Self::Error> {
		self.import.check_block(block).await
	}

	async fn import_block(
		&self,
		block: BlockImportParams<Block>,
	) -> std::result::Result<ImportResult, Self::Error> {
		// Whatever goes wrong here, the block is imported.
		if let Err(error) = self.watch.see(&block) {
			warn!(target: LOG_TARGET, "Cannot tell whether an author contradicts itself: {error}");
		}
		self.import.import_block(block).await
	}
}

/// A contradiction of an author's, and the proof that it was one when it made the blocks.
#[derive(Clone, Encode, Decode)]
struct Report {
	contradiction: EquivocationProof<Header>,
	/// An [`OpaqueKeyOwnershipProof`], encoded.
	author: Vec<u8>,
	/// How often it is offered yet.
	offers: u32,
}

/// The reports that the chain lacks.
struct Reports {
	waiting: Vec<Report>,
	/// The best block's number when they were last offered.
	offered_at: BlockNumber,
}

impl Reports {
	/// Whether there is room for a report of a contradiction that is not known yet.
	fn take(&self, contradiction: &EquivocationProof<Header>) -> bool {
		let EquivocationProof { slot, offender, .. } = contradiction;
		let known = self.waiting.iter().map(|report| &report.contradiction);
		let mut of_one = known.filter(|known| known.offender == *offender);
		self.waiting.len() < MAX_REPORTS
			&& of_one.clone().count() < MAX_REPORTS_OF_ONE
			&& of_one.all(|known| known.slot != *slot)
			&& contradiction.encoded_size() <= MAX_BYTES
	}
}

struct Watch {
	client: Arc<FullClient>,
	link: BabeLink<Block>,
	pool: OffchainTransactionPoolFactory<Block>,
	reports: Mutex<Reports>,
	/// Held while the headers that were seen are looked at.
	seen: Mutex<()>,
}

impl Watch {
	/// Looks at a block that is to be imported, whose seal has been checked.
	fn see(&self, block: &BlockImportParams<Block>) -> Result<()> {
		// What comes while the node catches up is old, and so is what it would report.
		let is_new = match block.origin {
			BlockOrigin::NetworkBroadcast | BlockOrigin::ConsensusBroadcast | BlockOrigin::Own => {
				!block.with_state()
			}
			_ => false,
		};
		if !is_new || block.post_digests.is_empty() {
			return Ok(());
		}
		if let Some(contradiction) = self.contradiction(&block.header, block.post_header())? {
			self.report(block.header.parent_hash, contradiction)?;
		}
		self.offer()
	}

	/// What a block's author has contradicted with it, if anything. The block is noted.
	fn contradiction(
		&self,
		header: &Header,
		sealed: Header,
	) -> Result<Option<EquivocationProof<Header>>> {
		let told = |error: &dyn std::fmt::Display| Error::Backend(error.to_string());
		let digest = find_pre_digest::<Block>(header).map_err(|error| told(&error))?;
		let Some(author) = self.author(header, digest.slot(), digest.authority_index())? else {
			return Ok(None);
		};
		let now = Slot::from_timestamp(Timestamp::current(), self.link.config().slot_duration());
		// It reads and then writes, and two blocks may be imported at once.
		let _alone = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
		check_equivocation(&Apart(&*self.client), now, digest.slot(), &sealed, &author)
	}

	/// Whose turn a slot of a block's epoch is, by the author's place.
	fn author(&self, header: &Header, slot: Slot, place: u32) -> Result<Option<AuthorityId>> {
		let epoch = self
			.link
			.epoch_changes()
			.shared_data()
			.epoch_data_for_child_of(
				descendent_query(&*self.client),
				&header.parent_hash,
				header.number.saturating_sub(1),
				slot,
				|slot| Epoch::genesis(self.link.config(), slot),
			)
			.map_err(|error| Error::Backend(error.to_string()))?;
		let author = |epoch: Epoch| epoch.authorities.get(place as usize).map(|(id, _)| id.clone());
		Ok(epoch.and_then(author))
	}

	fn reports(&self) -> MutexGuard<'_, Reports> {
		self.reports.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Keeps a report of a contradiction in a child of `parent`, and offers it.
	fn report(&self, parent: Hash, contradiction: EquivocationProof<Header>) -> Result<()> {
		if !self.reports().take(&contradiction) {
			return Ok(());
		}
		let EquivocationProof { slot, offender, first_header, second_header } = &contradiction;
		let (one, other) = (first_header.hash(), second_header.hash());
		info!(target: LOG_TARGET, "{offender:?} made two blocks in slot {slot}: {one:?} and {other:?}");
		let best = self.client.info().best_hash;
		let api = self.client.runtime_api();
		// A state proves whose the keys of its own session are, and that of the parent of an epoch's first block is of
		// the epoch before.
		for at in [parent, best] {
			let epoch = api.current_epoch(at)?;
			let slots = *epoch.start_slot..(*epoch.start_slot).saturating_add(epoch.duration);
			if !slots.contains(slot) {
				continue;
			}
			if let Some(author) = api.generate_key_ownership_proof(at, *slot, offender.clone())? {
				let author = author.encode();
				let report = Report { contradiction, author, offers: OFFERS };
				self.submit(best, &report)?;
				let mut reports = self.reports();
				reports.waiting.push(report);
				return self.keep(&reports);
			}
		}
		warn!(target: LOG_TARGET, "No state at hand proves whose the key is: this cannot be reported");
		Ok(())
	}

	/// Offers the reports that the chain lacks to the pool, some by turns, and forgets the others.
	fn offer(&self) -> Result<()> {
		let mut reports = self.reports();
		let Info { best_hash, best_number, finalized_hash, .. } = self.client.info();
		let next = reports.offered_at.saturating_add(OFFERED_EVERY);
		if reports.waiting.is_empty() || best_number < next {
			return Ok(());
		}
		reports.offered_at = best_number;
		let known = reports.waiting.len();
		let turn = known.min(OFFERED_AT_ONCE);
		for mut report in reports.waiting.drain(..turn).collect::<Vec<_>>() {
			report.offers = report.offers.saturating_sub(1);
			// What is in a block that is not final may be taken back.
			let recorded = self.is_recorded(finalized_hash, &report);
			if report.offers == 0 || matches!(recorded, Ok(true)) {
				continue;
			}
			if let Err(error) = recorded.and_then(|_| self.submit(best_hash, &report)) {
				warn!(target: LOG_TARGET, "A report cannot be offered now: {error}");
			}
			reports.waiting.push(report);
		}
		if reports.waiting.len() == known {
			return Ok(());
		}
		self.keep(&reports)
	}

	/// Has the database keep the reports.
	fn keep(&self, reports: &Reports) -> Result<()> {
		self.client.insert_aux(&[(REPORTS, &reports.waiting.encode()[..])], &[])
	}

	/// Gives a report to the pool. Refused, it is there already, or the chain has it; or it is offered again.
	fn submit(&self, best: Hash, report: &Report) -> Result<()> {
		let author = <OpaqueKeyOwnershipProof as Decode>::decode(&mut &report.author[..])
			.map_err(|error| Error::Backend(error.to_string()))?;
		let mut api = self.client.runtime_api();
		api.register_extension(self.pool.offchain_transaction_pool(best));
		let contradiction = report.contradiction.clone();
		api.submit_report_equivocation_unsigned_extrinsic(best, contradiction, author)?;
		Ok(())
	}

	/// Whether a state has the offence.
	fn is_recorded(&self, at: Hash, report: &Report) -> Result<bool> {
		let EquivocationProof { slot, offender, .. } = &report.contradiction;
		has_author_offence(*slot, offender, |key| {
			Ok(self.client.storage(at, &StorageKey(key))?.map(|value| value.0))
		})
	}
}

/// A part of the database of one's own.
struct Apart<'a, Store>(&'a Store);

impl<Store: AuxStore> AuxStore for Apart<'_, Store> {
	fn insert_aux<
		'a,
		'b: 'a,
		'c: 'a,
		I: IntoIterator<Item = &'a (&'c [u8], &'c [u8])>,
		D: IntoIterator<Item = &'a &'b [u8]>,
	>(
		&self,
		insert: I,
		delete: D,
	) -> Result<()> {
		let apart = |key: &[u8]| [PREFIX, key].concat();
		let insert: Vec<_> = insert.into_iter().map(|(key, value)| (apart(key), *value)).collect();
		let insert: Vec<_> = insert.iter().map(|(key, value)| (&key[..], *value)).collect();
		let delete: Vec<_> = delete.into_iter().map(|key| apart(key)).collect();
		let delete: Vec<_> = delete.iter().map(|key| &key[..]).collect();
		self.0.insert_aux(&insert, &delete)
	}

	fn get_aux(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
		self.0.get_aux(&[PREFIX, key].concat())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_client_api::in_mem::Blockchain;
	use sp_core::sr25519;
	use sp_runtime::DigestItem;

	/// A block's header as its author signs it, and without the seal.
	fn headers(root: u8) -> (Header, Header) {
		let stripped = Header {
			parent_hash: Hash::zero(),
			number: 1,
			state_root: Hash::repeat_byte(root),
			extrinsics_root: Hash::zero(),
			digest: Default::default(),
		};
		let mut sealed = stripped.clone();
		sealed.digest.push(DigestItem::Seal(*b"BABE", vec![root; 64]));
		(sealed, stripped)
	}

	#[test]
	fn an_author_is_not_its_own_twin() {
		let store = Blockchain::<Block>::new();
		let author = AuthorityId::from(sr25519::Public::from_raw([1; 32]));
		let slot = |slot: u64| Slot::from(slot);
		let apart = Apart(&store);
		for number in 1..=1_000 {
			let (sealed, stripped) = headers(1);
			// What BABE does inside, and then what is done here.
			for (header, found) in [
				(
					&stripped,
					check_equivocation(&store, slot(number), slot(number), &stripped, &author),
				),
				(&sealed, check_equivocation(&apart, slot(number), slot(number), &sealed, &author)),
			] {
				assert!(matches!(found, Ok(None)), "{header:?} contradicts itself");
			}
		}
		let (other, _) = headers(2);
		let found = check_equivocation(&apart, slot(1_000), slot(1_000), &other, &author).unwrap();
		let found = found.expect("two blocks in one slot are a contradiction");
		assert_eq!((found.first_header, found.second_header), (headers(1).0, other));
		// With the same keys, every author would be one.
		let (sealed, _) = headers(1);
		let mixed = check_equivocation(&store, slot(1_000), slot(1_000), &sealed, &author).unwrap();
		assert!(mixed.is_some());
	}
}
