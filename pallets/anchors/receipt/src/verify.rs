//! Whether a receipt holds.

use crate::{
	blake2b::Blake2b256,
	format::{Finalised, Receipt},
	header::{Header, MAX_HEADER_BYTES},
	justification,
	trust::{AuthoritySet, Trust},
	verdict::{Basis, Bound, Details, Verdict},
	Refusal,
};
use census_anchor_log::{
	leaf::{Content, Leaf, Subject},
	proof::root_of_inclusion,
	Checkpoint, Hash, Tree,
};
use codec::DecodeAll;

/// Verifies a receipt, given as its text, at the time `now`: milliseconds since 1970.
///
/// # Errors
/// Says why it is refused.
pub fn verify_text(text: &[u8], trust: &Trust, now: u64) -> Result<Verdict, Refusal> {
	verify(&Receipt::from_text(text)?, trust, now)
}

/// Verifies a receipt at the time `now`: milliseconds since 1970. By that it is judged whether the
/// newest trusted set was in force recently enough.
///
/// # Errors
/// Says why it is refused.
pub fn verify(receipt: &Receipt, trust: &Trust, now: u64) -> Result<Verdict, Refusal> {
	if receipt.genesis != trust.genesis {
		return Err(Refusal::OtherGenesis);
	}
	trust.check_clock(now)?;
	let (header, set, latest_trusted) = check_finality(receipt, trust)?;
	let basis = basis(receipt, trust, &set, latest_trusted, now);
	let leaf = check_log(receipt, trust, &header)?;
	let details = check_details(receipt, &leaf)?;
	check_item(receipt, &leaf)?;
	Ok(Verdict {
		bound: bound(&leaf, trust, basis, now),
		leaf,
		details,
		item: receipt.item.clone(),
		checkpoint: (header.hash, header.number),
		finalised_by: set.id,
		basis,
	})
}

/// A block of a receipt, whose finality was checked.
pub(crate) struct Checked {
	/// The set that finalised it.
	pub(crate) set: AuthoritySet,
	/// Its header.
	pub(crate) header: Header,
}

/// Follows the handovers from a trusted set to the one that finalised the checkpoint. Gives all
/// blocks of the receipt, one of each set, the checkpoint last, to `each`; and the number of the
/// latest trusted or learnt set that was met.
pub(crate) fn walk(
	receipt: &Receipt,
	trust: &Trust,
	mut each: impl FnMut(Checked),
) -> Result<u64, Refusal> {
	let mut set = trust.set(receipt.first_set)?.ok_or(Refusal::SetNotTrusted)?.clone();
	let mut latest_trusted = set.id;
	let mut last_number = None;
	for handover in &receipt.handovers {
		let header = check_block(handover, &set, &mut last_number)?;
		let next = header.handover()?.ok_or(Refusal::NoHandover)?;
		trust.check_in_force(set.id, header.number, true)?;
		let id = set.id.checked_add(1).ok_or(Refusal::NoHandover)?;
		let next = AuthoritySet::new(id, next)?;
		if let Some(trusted) = trust.set(id)? {
			if *trusted != next {
				return Err(Refusal::ContradictsTrust);
			}
			latest_trusted = id;
		}
		each(Checked { set: core::mem::replace(&mut set, next), header });
	}
	let header = check_block(&receipt.checkpoint, &set, &mut last_number)?;
	// It may hand over to the next set, but not force one.
	let last = match header.handover() {
		Ok(next) => next.is_some(),
		Err(Refusal::NoHandover) => false,
		Err(refusal) => return Err(refusal),
	};
	trust.check_in_force(set.id, header.number, last)?;
	each(Checked { set, header });
	Ok(latest_trusted)
}

/// The checkpoint's header, the set that finalised it, and the number of the latest trusted or learnt
/// set on the way.
fn check_finality(
	receipt: &Receipt,
	trust: &Trust,
) -> Result<(Header, AuthoritySet, u64), Refusal> {
	let mut last = None;
	let latest_trusted = walk(receipt, trust, |checked| last = Some(checked))?;
	let Checked { set, header } = last.ok_or(Refusal::NoCheckpoint)?;
	Ok((header, set, latest_trusted))
}

/// On what a receipt rests whose checkpoint this set finalised.
///
/// What does not come by the newest trusted set may have been led astray, or finalised, by keys that
/// had retired. That set itself was met, and compared, where the numbers pass its own. It vouches for
/// what it finalised as long as it cannot have retired long ago.
fn basis(
	receipt: &Receipt,
	trust: &Trust,
	set: &AuthoritySet,
	latest_trusted: u64,
	now: u64,
) -> Basis {
	let newest = trust.newest().filter(|newest| (receipt.first_set..=set.id).contains(newest));
	match newest.map(|newest| (newest, trust.last_noted(newest))) {
		Some((_, Some(noted))) if trust.is_outdated(noted, now) => {
			Basis::Outdated(noted, trust.horizon_days)
		}
		Some((_, Some(noted))) => Basis::Set(noted),
		Some((newest, None)) if newest > 0 => Basis::Undated(newest),
		_ if latest_trusted == 0 => Basis::GenesisOnly,
		_ => Basis::Older(latest_trusted),
	}
}

/// What bounds from above the time by which the leaf's author had its data.
///
/// No block does: its time, and that of any later one, is its author's word, and an author may take
/// any slot that has passed since the block before. Nor do votes: they say which blocks are final, and
/// not since when. What does is that the reader knew, at a time by its own clock, a block to be final
/// that is none before the leaf's: there is one chain only, if validators did not finalise two.
fn bound(leaf: &Leaf<Hash>, trust: &Trust, basis: Basis, now: u64) -> Bound {
	let moment = leaf.entry.committed.unwrap_or(leaf.entry.moment);
	match (basis, trust.first_noted_behind(moment.block)) {
		(Basis::Set(_), Some(noted)) => Bound::Noted(noted),
		_ => Bound::Held(now),
	}
}

/// Checks that the set finalised a block, and that it comes after the last one.
fn check_block(
	block: &Finalised,
	set: &AuthoritySet,
	last_number: &mut Option<u32>,
) -> Result<Header, Refusal> {
	if block.header.len() > MAX_HEADER_BYTES {
		return Err(Refusal::HeaderUnreadable);
	}
	let header = Header::read(&block.header)?;
	if last_number.is_some_and(|last| header.number <= last) {
		return Err(Refusal::HeadersOutOfOrder);
	}
	justification::check(&header, &block.justification, set)?;
	*last_number = Some(header.number);
	Ok(header)
}

/// Checks that the leaf is in the log whose root the header carries.
fn check_log(receipt: &Receipt, trust: &Trust, header: &Header) -> Result<Leaf<Hash>, Refusal> {
	let Checkpoint::V1 { count, root } = header.checkpoint()?;
	if count != receipt.count {
		return Err(Refusal::OtherCount);
	}
	let leaf =
		Leaf::<Hash>::decode_all(&mut &receipt.leaf[..]).map_err(|_| Refusal::LeafUnreadable)?;
	let tree = Tree::log(trust.genesis);
	let hash = tree.hash_leaf::<Blake2b256>(&receipt.leaf);
	let proven = root_of_inclusion::<Blake2b256>(&tree, hash, leaf.index, count, &receipt.path);
	if proven != Some(root) {
		return Err(Refusal::NotInLog);
	}
	if leaf.entry.moment.block > header.number {
		return Err(Refusal::LeafFromTheFuture);
	}
	Ok(leaf)
}

/// Checks that the details, if they are shown, are the leaf's.
fn check_details(receipt: &Receipt, leaf: &Leaf<Hash>) -> Result<Option<Details>, Refusal> {
	let Some(bytes) = &receipt.details else { return Ok(None) };
	if !leaf.has_details::<Blake2b256>(bytes) {
		return Err(Refusal::OtherDetails);
	}
	Details::read(&leaf.entry.subject, bytes).map(Some).ok_or(Refusal::OtherDetails)
}

/// Checks that the item, if the receipt is for one, is in the leaf's batch.
fn check_item(receipt: &Receipt, leaf: &Leaf<Hash>) -> Result<(), Refusal> {
	let Some(item) = &receipt.item else { return Ok(()) };
	let Subject::Anchor(Content::Batch { root, items, .. }) = leaf.entry.subject else {
		return Err(Refusal::NotInBatch);
	};
	let proven = crate::batch::root_of(&item.hash, item.index, items, &item.path);
	if proven == Some(root) {
		Ok(())
	} else {
		Err(Refusal::NotInBatch)
	}
}
